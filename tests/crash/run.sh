#!/usr/bin/env bash
# The short forms of the crash tests, as TAP.
here=$(cd "$(dirname "$0")" && pwd)
out=$(MEDIA=toto,chuo,minato "$here/kill_run.sh" 10 2>&1)
status=$?
sed 's/^\([^#]\)/# \1/' <<<"$out"
if [ "$status" -eq 0 ]; then
    echo "ok 1 - ten kills in a run leave the store as it should be"
else
    echo "not ok 1 - ten kills in a run leave the store as it should be"
fi
out=$(ROWS=600 "$here/kill_import.sh" 4 2>&1)
status=$?
sed 's/^\([^#]\)/# \1/' <<<"$out"
if [ "$status" -eq 0 ]; then
    echo "ok 2 - kills in an import of pieces leave whole batches, and the next one completes it"
else
    echo "not ok 2 - kills in an import of pieces leave whole batches, and the next one completes it"
fi
out=$("$here/kill_report.sh" 6 2>&1)
status=$?
sed 's/^\([^#]\)/# \1/' <<<"$out"
if [ "$status" -eq 0 ]; then
    echo "ok 3 - kills while sheets and reports are made leave numbers without holes"
else
    echo "not ok 3 - kills while sheets and reports are made leave numbers without holes"
fi
echo "1..3"
