# Alerts: the address is a secret in a file, and the JSON is what each reader takes.
k() { kirinuki -C ws --now 2026-04-14T12:00:00+09:00 "$@"; }
k -q init --bare
k -q topic add 朝市 朝市 --id ichi >/dev/null
printf 'id,name,kind,domains,tier\nasa,朝の新聞,national_paper,asa.example,1\n' >media.csv
k -q medium import media.csv
printf 'https://hooks.example.jp/Canary4711\n' >hook
chmod 644 hook
k alert add 速報 --kind slack --url-file hook; echo "exit $?"
chmod 600 hook
k alert add 速報; echo "exit $?"
k alert add 速報 --kind pigeon --url-file hook; echo "exit $?"
k alert add 速報 --kind slack --url-file hook --topic ichi --class publicity --class verbatim --tier 1 --quiet 22:00-07:00
k alert add 社内 --kind teams --url-command 'cat hook'
k alert add 連携 --kind json --url-file hook --topic ichi
k alert list
cat >articles.ndjson <<'END'
{"id":"a1","url":"https://asa.example/1?a=1&b=2","title":"漁港の*朝市*、<毎週>日曜に & 夏も","text":"海辺町は10日、漁港の朝市を5月から毎週日曜日に開くと発表した。干物や海藻など32店が出店する。","published":"2026-04-14T08:00:00+09:00"}
{"id":"a2","url":"https://asa.example/2","title":"朝市の昔","text":"朝市は百年前からある。","published":"2026-03-14T08:00:00+09:00"}
END
k -q import articles.ndjson; k -q index; k -q link
k -q alert now --dry-run; echo "exit $?"
k --offline alert now; echo "exit $?"
k digest --status | cut -c 15-
k alert now --dry-run; echo "exit $?"
k alert edit 速報 --class none --tier none --topic none
k alert edit 速報 --tier first; echo "exit $?"
k alert stop 社内; k alert remove 連携; k --json alert list | grep -c Canary
grep -rc Canary4711 ws | grep -v ':0$'
echo "no canary in the workspace: $?"
