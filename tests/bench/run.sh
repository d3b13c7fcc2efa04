#!/usr/bin/env bash
# tests/bench/run.sh: the simulated week, small: the crawl of a day keeps its promises,
# and an hour of it is the same in process and over HTTP. Needs the release build
# (KIRINUKI_RELEASE_BUILD). TAP on standard output.
set -uo pipefail
cd "$(dirname "$0")/../.."
week=${KIRINUKI_RELEASE_BUILD:-build/release}/bench/week
n=0 failed=0

# expect NAME ARGUMENTS…: `week` with these arguments keeps its promises.
expect()
{
    local name=$1 out
    shift
    n=$((n + 1))
    if out=$("$week" "$@" 2>&1); then
        echo "ok $n - $name"
    else
        failed=1
        echo "not ok $n - $name"
        printf '%s\n' "$out" | sed 's/^/# /'
    fi
}

echo 1..2
if [ ! -x "$week" ]; then
    echo "ok 1 # SKIP no release build of bench/week"
    echo "ok 2 # SKIP no release build of bench/week"
    exit 0
fi
expect "a day of 200 sources: all found, soon, and politely" --sources 200 --hosts 40 --days 1
expect "an hour of it is the same over HTTP" --sources 200 --hosts 40 --hours 1 \
    --tail-hours 0 --compare
exit "$failed"
