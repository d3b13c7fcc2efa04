#!/usr/bin/env bash
# kill_report.sh [KILLS]: morning sheets and reports of a crisis are made, and killed with
# SIGKILL at KILLS (20) random instants. After each, verify must find nothing wrong,
# numbers must follow each other without a hole, no file may be there in half, and what
# was on record before must print the same bytes. $KIRINUKI_BUILD and $SEED as wanted.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
build=${KIRINUKI_BUILD:-$here/../../build/release}
kirinuki=$(cd "$build" && pwd)/kirinuki
kills=${1:-20}
seed=${SEED:-$((EPOCHSECONDS % 32768))}
RANDOM=$seed
echo "# SEED=$seed"
unset KIRINUKI_HOME
work=$(mktemp -d)
export TMPDIR=$work
trap 'rm -rf "$work"' EXIT
cd "$work"
k() { "$kirinuki" -C ws --now 2026-04-14T07:30:00+09:00 -q "$@"; }

k init --bare
k topic add 見守り 見守り --id mimamori >/dev/null
for ((i = 0; i < 200; i++)); do
    printf '{"id":"%d","url":"https://a.example/%d","title":"見守りの話その%d","text":"見守りを%d人が始めた。%d日に広がる。","published":"2026-04-14T0%d:00:00+09:00"}\n' \
        "$i" "$i" "$i" "$((i + 10))" "$((i % 28 + 1))" "$((i % 6))"
done >a.ndjson
k import a.ndjson
k index
k link
numbers() { k --json export --only "$1" | { grep "\"type\":\"$1\"" || true; } | grep -o "\"number\":[0-9]*" | cut -d: -f2 | sort -n | tr "\n" " " || true; }
k report --crisis mimamori -f html -o first.html
start=$(date +%s%N)
k report --crisis mimamori --again -f html -o out.html
took_ms=$((($(date +%s%N) - start) / 1000000 + 1))
echo "# a report in $took_ms ms"
landed=0
for ((n = 0; n < kills; n++)); do
    rm -f out.html
    what=(--crisis mimamori --again)
    [ $((n % 2)) = 0 ] || { k report --note "その$n"; what=(--morning); }
    "$kirinuki" -C ws --now 2026-04-14T07:30:00+09:00 -q report "${what[@]}" -o out.html &
    pid=$!
    at=$((took_ms * (RANDOM % 100) / 100))
    sleep "$(printf '%d.%03d' $((at / 1000)) $((at % 1000)))"
    kill -KILL "$pid" 2>/dev/null && landed=$((landed + 1))
    wait "$pid" 2>/dev/null || true
    [ ! -e out.html ] || tail -c 10 out.html | grep -q '</html>' || { echo "# half a file"; exit 1; }
    for noun in morning_sheet crisis_report; do
        got=$(numbers $noun) count=$(numbers $noun | wc -w)
        [ "$got" = "$(seq -s ' ' "$count") " ] || [ "$count" = 0 ] ||
            { echo "# $noun: $got"; exit 1; }
    done
    k report --crisis mimamori --number 1 -o again.html
    cmp first.html again.html
    k verify >verify.out || ! grep -v 'no index' verify.out
done
k report --morning -o out.html
k report --crisis mimamori --again -o out.html
echo "# $landed of $kills kills landed; $(numbers crisis_report | wc -w) reports, $(numbers morning_sheet | wc -w) sheets"
