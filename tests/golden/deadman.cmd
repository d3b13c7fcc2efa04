# status: what is stored, what waits, what needs a person; --deadman: what should be there
# by now and is not, told once a day.
at() { local t=$1; shift; kirinuki -C ws --now "2026-04-${t}+09:00" "$@"; }
plain() { sed -E 's/^(disk +).*/\1…/; s/"disk":\{[^}]*\}/"disk":…/'; }
at 14T12:00:00 -q init --bare
at 14T12:00:00 -q topic add 朝市 朝市 --id ichi >/dev/null
printf '%s\n' '{"id":"a1","url":"https://asa.example/1","title":"漁港の朝市、毎週日曜に","text":"海辺町は10日、漁港の朝市を5月から毎週日曜日に開くと発表した。","published":"2026-04-14T08:00:00+09:00"}' >a.ndjson
at 14T12:00:00 -q import a.ndjson
at 14T12:00:00 status | plain; echo "exit ${PIPESTATUS[0]}"
at 14T12:00:00 --json status | plain | head -1
at 14T12:00:00 status --deadman; echo "exit $?"
at 14T12:00:00 -q run
at 14T12:00:00 status | grep -E '^(to do|index)'
at 14T12:00:00 --json status | grep -o '"stages":{.*}},"health"'
at 14T12:00:00 status --deadman; echo "exit $?"
echo "-- no run for more than a day"
at 15T13:59:00 status --deadman; echo "exit $?"
at 15T14:01:00 status | tail -1
at 15T14:01:00 --json status --deadman; echo "exit $?"
at 15T14:01:00 -c deadman.run_hours=0 status --deadman; echo "exit $?"
echo "-- a backup that was never made, and one that is old"
at 14T13:00:00 -c deadman.backup_hours=26 status --deadman; echo "exit $?"
at 13T03:00:00 -q backup copies >/dev/null
at 14T03:00:00 -c deadman.backup_hours=26 status --deadman; echo "exit $?"
at 14T05:01:00 -c deadman.backup_hours=26 status --deadman; echo "exit $?"
at 14T13:00:00 status | grep backup
echo "-- a digest and a morning sheet, with some minutes of grace"
at 14T12:00:00 -q config set mail.server 127.0.0.1
at 14T12:00:00 -q config set mail.port 1
at 14T12:00:00 -q config set mail.lang en
at 14T12:00:00 -q config set mail.from koho@example.jp
at 14T12:00:00 -q digest list add 朝便 --to kacho@example.jp --topic ichi --at 07:30 --days daily
at 15T07:44:00 status --deadman; echo "exit $?"
at 15T07:45:00 status --deadman; echo "exit $?"
at 15T07:44:00 -c morning.alarm=yes status --deadman; echo "exit $?"
at 15T07:46:00 -c morning.alarm=yes status --deadman; echo "exit $?"
echo "-- told once a day, by the ways that alerts and digests go"
printf 'http://127.0.0.1:1/Canary4711\n' >hook
chmod 600 hook
at 14T12:00:00 -q alert add 当番 --kind slack --url-file hook >/dev/null
at 14T12:00:00 -q config set deadman.mail 'toban@example.jp'
at 14T12:00:00 -q config set deadman.alerts '当番;誰か'
told() { at "$@" digest --status | grep -E 'toban|当番' | sed 's/^[0-9a-f]* *//'; }
at 15T14:01:00 -q status --deadman; echo "exit $?"
told 15T14:01:00
at 15T15:01:00 -q status --deadman >/dev/null; echo "exit $?"
told 15T15:01:00 | wc -l
at 16T14:01:00 -q status --deadman >/dev/null
told 16T14:01:00 | wc -l
at 16T14:01:00 -c mail.from= status --deadman 2>&1 | grep sender
at 16T14:01:00 -q --offline status --deadman >/dev/null; echo "exit $?"
echo "-- the store cannot be opened: that is the trouble, and is told without it"
mv ws/store/CURRENT kept
at 16T14:01:00 status --deadman 2>&1 | sed -E "s/(attention .*store').*/\1 …/; s/(could not be told): .*/\1/"; echo "exit ${PIPESTATUS[0]}"
mv kept ws/store/CURRENT
grep -rc Canary4711 ws | grep -v ':0$'
echo "no canary in the workspace: $?"
