#!/usr/bin/env bash
# tests/bench/run.sh: the simulated week, small: the crawl of a day keeps its promises,
# and an hour of it is the same in process and over HTTP; and the whole extraction of
# our small pages beside bare gumbo. Needs the release build
# (KIRINUKI_RELEASE_BUILD). TAP on standard output.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1
week=${KIRINUKI_RELEASE_BUILD:-build/release}/bench/week
extract=${KIRINUKI_RELEASE_BUILD:-build/release}/bench/extract
n=0 failed=0

# expect NAME PROGRAM ARGUMENTS…: the program keeps its promises.
expect()
{
    local name=$1 out
    shift
    n=$((n + 1))
    if out=$("$@" 2>&1); then
        echo "ok $n - $name"
    else
        failed=1
        echo "not ok $n - $name"
        printf '%s\n' "$out" | sed 's/^/# /'
    fi
}

echo 1..3
if [ ! -x "$week" ] || [ ! -x "$extract" ]; then
    for i in 1 2 3; do echo "ok $i # SKIP no release build of the benches"; done
    exit 0
fi
expect "a day of 200 sources: all found, soon, and politely" "$week" --sources 200 --hosts 40 --days 1
expect "an hour of it is the same over HTTP" "$week" --sources 200 --hosts 40 --hours 1 \
    --tail-hours 0 --compare
# Our pages are a tenth of real ones, so this is a guard against a slip, not the figure
# of docs/performance.md.
expect "whole extraction beside bare gumbo" "$extract" --rounds 3 --least 0.1 tests/fixtures/pages
exit "$failed"
