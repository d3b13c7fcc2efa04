# What whoever takes over must know, and what ran.
k() { kirinuki -C ws --now 2026-11-20T09:00:00+09:00 "$@"; }
k -q init --bare
k -q config set organisation.section 大臣官房広報室 2>/dev/null
cat >a.ndjson <<'A'
{"id":"1","url":"https://asa.example/1","title":"喫茶店が閉店","text":"駅前で親しまれた喫茶店が月末で店を閉じる。","site_name":"あさ新報","published":"2026-11-13T10:40:00+09:00"}
{"id":"2","url":"https://yu.example/2","title":"喫茶店、来月開店","text":"港の倉庫が喫茶店になる。","site_name":"ゆうがた","published":"2026-11-15T17:00:00+09:00"}
A
k -q import a.ndjson; k -q index
k -q topic add 喫茶店 '喫茶店 OR 珈琲店' --id cafe --exclude 猫 --notes 大臣の指示による --section 地域課 >/dev/null
k -q link
k -q clip handle "$(k --json clips --topic cafe | sed -n 's/.*"id":"\([0-9a-f]*\.cafe\)".*/\1/p' | head -1)" --status correction_asked --memo 電話で申入れ --by 佐藤 >/dev/null
k handover -f text
echo "== the year before"
k handover --fiscal-year 2025 --json | grep -o '"fiscal_year":2025\|"releases_year":[0-9]*,"clips_year":[0-9]*\|"status":"correction_asked"'
k handover --fiscal-year 明日; echo "exit $?"
k handover -f csv; echo "exit $?"
echo "== runs"
k report --runs --from 2026-11-13 --to 2026-11-20 --json | grep -o '"n_runs":[0-9]*\|"articles":[0-9]*\|"count":1,"complete":true'
k report --runs -f text --lang en | sed -n '/Overview/,/left alone/p'
k report --runs --from 2026-11-21 --to 2026-11-20; echo "exit $?"
