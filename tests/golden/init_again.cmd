# An init that was cut short before its last step is finished by the next.
kirinuki -q -C ws init --bare
rm ws/settings.ini
kirinuki -C ws init --bare --contact pr@example.org
printf '\357\273\277[crawl]\ncontact=x@example.org\n' >ws/settings.ini
kirinuki -C ws config get crawl.contact
printf '[report]\nera=edo\n' >ws/settings.ini
kirinuki -C ws status; echo "exit $?"
printf '[crawl]\ncontact=\202\240\n' >ws/settings.ini
kirinuki -C ws status; echo "exit $?"
kirinuki -C ws --log-file=/nowhere/log status; echo "exit $?"
kirinuki --help >/dev/full; echo "exit $?"
rm ws/settings.ini; kirinuki -q -C ws init --bare
printf '{"text":"本文です。"}\n' >a.ndjson
kirinuki -q -C ws import a.ndjson; kirinuki -q -C ws index
for table in ws/index/*.glass; do echo scribble >"$table"; done
kirinuki -C ws status | grep '^index'; echo "exit ${PIPESTATUS[0]}"
kirinuki -q -C ws index; kirinuki -q -C ws search 本文 | wc -l
# An index that another version of the program left behind.
LC_ALL=C sed -i 's/scheme[0-9]/scheme-/' ws/index/postlist.glass
kirinuki -C ws status | grep '^index'; echo "exit ${PIPESTATUS[0]}"
kirinuki -C ws --json status | grep -o '"index":"[a-z_]*"'
kirinuki -q -C ws index 2>/dev/null; kirinuki -C ws --json status | grep -o '"index":"[a-z_]*"'
