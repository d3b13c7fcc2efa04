# The list of clips: words of class for people, codes for programs.
k() { kirinuki -C ws --now 2026-04-20T09:00:00+09:00 "$@"; }
k -q init --bare
cat >articles.ndjson <<'END'
{"id":"a1","url":"https://news.example/1","title":"漁港の朝市、毎週日曜に　海辺町","text":"海辺町は10日、漁港の朝市を5月から毎週日曜日に開くと発表した。干物や海藻など32店が出店する。","published":"2026-04-11T08:00:00+09:00"}
{"id":"a2","url":"https://news.example/2","title":"海辺町の朝市の思い出","text":"祖母と歩いた海辺町の朝市を思い出す。","published":"2026-04-12T08:00:00+09:00"}
END
k -q topic add 朝市 朝市 --id ichi >/dev/null
k -q import articles.ndjson; k -q index; k -q link
k clips --topic ichi; echo "exit $?"
k --json clips --topic ichi | grep -o '"class":"[a-z]*"\|"type":"[a-z]*"\|"complete":true' | tr '\n' ' '; echo
k clips --class none --topic ichi; echo "exit $?"
