#!/usr/bin/env bash
# bench/polls.sh [BUILD [ROUNDS [SOURCES [ADDRESSES]]]]: polls of feeds on this machine,
# `kirinuki crawl` and `curl --parallel --parallel-max 64` in turns, over the same
# addresses from the same server: first whole bodies, then 304s. Prints polls per
# second, the ratio of the medians, and the most memory that kirinuki and its
# workers had together. Exit 1: below 0.8 of curl, or above 256 MiB.
set -euo pipefail
cd "$(dirname "$0")/.."
build=${1:-build/release}
rounds=${2:-5}
sources=${3:-10000}
addresses=${4:-2000}
tmp=$(mktemp -d)
trap 'exec 8>&- 2>/dev/null || true; [ -z "${server:-}" ] || wait "$server" || true; rm -rf "$tmp"' EXIT

mkfifo "$tmp/in"
"$build"/bench/polls_server "$addresses" "$sources" <"$tmp/in" >"$tmp/list" &
server=$!
exec 8>"$tmp/in"
until tail -n 1 "$tmp/list" 2>/dev/null | grep -q '^$' && [ -s "$tmp/list" ]; do
    kill -0 "$server" || exit 4
    sleep 0.1
done
sed -i '$d' "$tmp/list"

# What each of the two is told.
{
    echo '<opml version="2.0"><body>'
    awk -F'\t' '{ printf "<outline text=\"%d\" type=\"rss\" xmlUrl=\"%s\"/>\n", NR, $1 }' "$tmp/list"
    echo '</body></opml>'
} >"$tmp/sources.opml"
mkdir "$tmp/bodies"
awk -F'\t' -v d="$tmp/bodies" '{ printf "url = \"%s\"\noutput = \"%s/%d\"\n", $1, d, NR }' \
    "$tmp/list" >"$tmp/first.curl"
awk -F'\t' -v d="$tmp/bodies" '{ gsub(/"/, "\\\"", $2); if (NR > 1) print "next"
    printf "url = \"%s\"\noutput = \"%s/%d\"\nheader = \"If-None-Match: %s\"\nsilent\n", $1, d, NR, $2 }' \
    "$tmp/list" >"$tmp/second.curl"

# timed LOG COMMAND…: polls per second of one command.
timed()
{
    local log=$1 start end
    shift
    start=$(date +%s%N)
    "$@"
    end=$(date +%s%N)
    awk -v n="$sources" -v ns=$((end - start)) 'BEGIN { printf "%.0f\n", n / (ns / 1e9) }' | tee -a "$tmp/$log"
}
k()
{
    "$build"/kirinuki -q -C "$ws" "$@"
}
new_workspace()
{
    ws=$tmp/ws
    rm -rf "$ws"
    k init --bare
    k config set crawl.gap_ms 0
    k config set crawl.allow_private yes
    k source import "$tmp/sources.opml" >/dev/null
}
later=$(date -u -d '+8 hours' +%Y-%m-%dT%H:%M:%SZ)
# The numbers of polls that went well, and of those that brought nothing new.
check_polls()
{
    "$build"/kirinuki --json -C "$ws" source list | grep -c '"last_success"' >"$tmp/polled" || true
    [ "$(cat "$tmp/polled")" -eq "$sources" ] || { echo "only $(cat "$tmp/polled") of $sources polls went well" >&2; exit 4; }
}

for round in $(seq "$rounds"); do
    echo "round $round: curl whole, kirinuki whole, curl 304, kirinuki 304 (polls per second)"
    rm -f "$tmp"/bodies/*
    timed curl1 curl --no-progress-meter --parallel --parallel-max 64 -K "$tmp/first.curl"
    new_workspace
    timed kirinuki1 k crawl >/dev/null
    tail -n 1 "$tmp/kirinuki1"
    check_polls
    timed curl2 curl --no-progress-meter --parallel --parallel-max 64 -K "$tmp/second.curl"
    timed kirinuki2 k --now="$later" crawl >/dev/null
    tail -n 1 "$tmp/kirinuki2"
done

# Memory in a round of its own: looking costs time. All processes of the crawl,
# shared pages once (PSS).
new_workspace
k crawl >/dev/null &
crawl=$!
most=0
while kill -0 "$crawl" 2>/dev/null; do
    # The nursery is a session of its own, and a child.
    pids="$crawl $(pgrep -P "$crawl" || true)"
    for p in $pids; do pids="$pids $(pgrep -P "$p" || true)"; done
    sum=$(for p in $(echo "$pids" | tr ' ' '\n' | sort -u); do cat "/proc/$p/smaps_rollup" 2>/dev/null || true; done |
        awk '/^Pss:/ { s += $2 } END { print s + 0 }')
    [ "$sum" -le "$most" ] || most=$sum
    sleep 0.05
done
wait "$crawl" || true

median()
{
    sort -n "$tmp/$1" | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}
awk -v c1="$(median curl1)" -v k1="$(median kirinuki1)" -v c2="$(median curl2)" -v k2="$(median kirinuki2)" \
    -v n="$sources" -v a="$addresses" -v kib="$most" 'BEGIN {
    printf "{\"name\":\"polls\",\"sources\":%d,\"addresses\":%d,\"curl_per_s\":%d,\"kirinuki_per_s\":%d,\"ratio\":%.2f,", n, a, c1, k1, k1 / c1
    printf "\"curl_304_per_s\":%d,\"kirinuki_304_per_s\":%d,\"ratio_304\":%.2f,\"most_mib\":%.0f}\n", c2, k2, k2 / c2, kib / 1024
    exit k1 / c1 < 0.8 || k2 / c2 < 0.8 || kib / 1024 > 256 }'
