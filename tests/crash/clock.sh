#!/usr/bin/env bash
# clock.sh [DAYS]: the wall clock jumps while an office works, DAYS (6) times: by hours and by
# years, forwards and back, in the middle of each step. The program runs by the clock here,
# not by --now. No step may fail, hang or crash; nothing is lost or doubled; the articles
# are the ones of an undisturbed day (times of the fetch are not compared).
set -euo pipefail
# shellcheck source=tests/crash/lib.sh
. "$(dirname "$0")/lib.sh"
days=${1:-6}
echo "# SEED=$SEED"
begin_world
# How far the clock of this machine is from the newsroom's day.
offset=$(($(date -d "$now" +%s) - EPOCHSECONDS))
jumps=(3600 -3600 36000 -36000 86400 -86400 31536000 -31536000 157680000 -157680000)

# by_the_clock WS STEP: a step whose clock jumps once
by_the_clock()
{
    local at=$((RANDOM % 60)) by=${jumps[RANDOM % ${#jumps[@]}]}
    clock="0:$offset,$at:$((offset + by))"
    faults="LD_PRELOAD=$shim KIRI_CRASH_CLOCK=$clock"
    (guard='timeout -s ABRT 120' now_is_clock=1 step "$1" "$2")
}

texts() { sed -nE 's/^\{"type":"article","id":"([^"]*)".*"text":("([^"\\]|\\.)*").*/\1 \2/p' "$1"; }

polls_of() { k "$1" --json source list | sed -nE 's/.*"polls":([0-9]+).*/\1/p'; }

for ((day = 0; day < days; day++)); do
    rm -rf "$work/ws"
    cp -r "$work/fresh" "$work/ws"
    for name in crawl index link score morning; do
        status=0
        by_the_clock "$work/ws" "$name" >"$work/out" 2>&1 || status=$?
        [ "$status" = 0 ] || [ "$status" = 1 ] ||
            fail "$name, clock $clock: exit $status: $(head -n 2 "$work/out")"
    done
    faults=''
    # What was put off, or seemed to lie in the future, comes when the clock is right.
    for name in crawl index link score; do
        (step "$work/ws" "$name") >"$work/out" 2>&1 || fail "$name afterwards: exit $?"
    done
    check "$work/ws"
    odd=$(comm -13 <(texts "$work/wanted" | sort) <(texts "$work/got" | sort))
    [ -z "$odd" ] || fail "clock $clock: an article that is none: $odd"
    old=$(grep -c '"state":"refused".*"reason":"was there before' "$work/got" || true)
    [ $(($(texts "$work/got" | wc -l) + old)) = "$(texts "$work/wanted" | wc -l)" ] ||
        fail "clock $clock: articles are missing"
    polls=$(polls_of "$work/ws")
    "$kirinuki" -C "$work/ws" --now "$(date -d "$now + 1 day" +%Y-%m-%dT%H:%M:%S%:z)" -q crawl
    [ "$(polls_of "$work/ws")" -gt "$polls" ] || fail "clock $clock: a source is polled no more"
done
echo "# $((days * 5)) steps with a clock that jumped: the same articles"
