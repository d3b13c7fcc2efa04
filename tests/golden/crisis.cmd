# Reports of a crisis: what is new, numbered, and never changed.
at() { now=$1; shift; kirinuki -C ws --now 2026-04-${now}+09:00 "$@"; }
at 14T08:00:00 -q init --bare
at 14T08:00:00 -q config set organisation.name 暮らし安全省
printf 'id,name,kind,domains,tier\nasa,暁新聞,national_paper,akatsuki.example,1\nnami,なみ通信,wire,nami.example,2\n' >media.csv
at 14T08:00:00 -q medium import media.csv
at 14T08:00:00 -q topic add 電気マットの回収 電気マット --id mat >/dev/null
take() { at $1 -q import $2; at $1 -q index; at $1 -q link; }
report() { when=$1; shift; at $when report --crisis mat "$@"; }
echo "== nothing yet"
report 14T08:00:00 -f text; echo "exit $?"
cat >1.ndjson <<'A'
{"id":"1","url":"https://akatsuki.example/1","title":"電気マット発火、回収へ","text":"灯和電機は14日、電気マット4万2千台を回収すると発表した。発火事故は12件あった。","published":"2026-04-14T08:30:00+09:00"}
{"id":"2","url":"https://nami.example/2","title":"電気マット、発火は15件に","text":"灯和電機の電気マットの発火事故は15件になった。回収は4万2千台。6月30日まで受け付ける。","published":"2026-04-14T09:00:00+09:00"}
A
take 14T09:10:00 1.ndjson
echo "== the first"
report 14T09:30:00 --since last -f text --by 山田
report 14T09:31:00 --number 1 -o first.html
report 14T09:40:00 -f text; echo "exit $?"
echo "== what is new since, and what changed"
cat >2.ndjson <<'A'
{"id":"1","url":"https://akatsuki.example/1","title":"電気マット発火、全品回収へ","text":"灯和電機は14日、電気マット4万2千台を回収すると発表した。発火事故は13件あった。","published":"2026-04-14T08:30:00+09:00"}
{"id":"3","url":"https://akatsuki.example/3","title":"電気マット、けが人2人","text":"灯和電機の電気マットの発火で2人がけがをしていた。発火事故は15件。","published":"2026-04-14T11:00:00+09:00"}
A
take 14T11:10:00 2.ndjson
clip=$(at 14T11:10:00 --json clips --topic mat | grep -o '"id":"[0-9a-f]*\.mat"' | cut -d'"' -f4 | sort | head -n 1)
at 14T11:15:00 -q clip handle $clip --status inquiring --by 鈴木
report 14T11:30:00 -f text
report 14T11:31:00 -f jsonl --number 2 | grep -o '"changes":\[[^]]*\]\|"previous":"[0-9a-f]\{8\}'
echo "== the first is what it was"
report 20T09:00:00 --number 1 -o again.html; cmp first.html again.html && echo same
report 20T09:00:00 --number 3; echo "exit $?"
echo "== though nothing is new"
report 14T12:00:00 --again -f text --lang en | sed -n '/Coverage of/,/4 /p'
report 14T12:10:00 --since yesterday; echo "exit $?"
report 14T12:10:00 -f csv; echo "exit $?"
at 14T12:10:00 report --crisis nothing; echo "exit $?"
at 14T12:10:00 report --crisis mat --morning; echo "exit $?"
echo "== urgent"
at 14T12:00:00 topic edit mat --urgent-until 2026-04-14T20:00
at 14T12:00:00 topic show mat | grep urgent
report 14T12:30:00 --again -f text | grep 緊急
at 14T12:00:00 topic edit mat --urgent-until none
at 14T12:00:00 topic edit mat --urgent-until soon; echo "exit $?"
at 14T12:00:00 link 2>&1 | grep -o 'articles linked\|0 clips' | head -n 1
at 14T12:30:00 verify | tail -n 1
