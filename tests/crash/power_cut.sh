#!/usr/bin/env bash
# power_cut.sh [CUTS]: the power goes at CUTS (100) instants. A day in the office runs with
# the shim, which writes down every change of the workspace and every sync; from that the
# disk is made as it may look after a cut at any change: what was not synced lost, kept in
# part, in any order, torn at sectors, and names undone where their folder was not synced.
# Then verify finds nothing, what was told by then is there once, and when the rest of the
# day is done the store is what an undisturbed office has, byte for byte. Every second
# recording begins on a disk that a cut left.
#
# First the test is tested: with syncs forgotten it must find losses.
set -euo pipefail
# shellcheck source=tests/crash/lib.sh
. "$(dirname "$0")/lib.sh"
cuts=${1:-100} per_recording=${PER_RECORDING:-25}
echo "# SEED=$SEED"
begin_world

# record BEFORE [SYNC]: what of the day comes after the step $began_after, in $work/journal
record()
{
    local name is_over=$began_after
    rm -rf "$work/ws" "$work/before" "$work/journal" "$work/log"
    cp -r "$1" "$work/before"
    cp -r "$1" "$work/ws"
    touch "$work/log"
    faults="LD_PRELOAD=$shim KIRI_CRASH_DIR=$work/ws KIRI_CRASH_JOURNAL=$work/journal"
    faults+=" KIRI_CRASH_ACKS=$work/log"
    [ -z "${2:-}" ] || faults+=" KIRI_CRASH_SYNC=$2"
    for name in "${steps[@]}"; do
        if [ -n "$is_over" ]; then
            [ "$is_over" != "$name" ] || is_over=''
            continue
        fi
        (log=$work/log step "$work/ws" "$name") >"$work/out" 2>&1 ||
            fail "recording $name: exit $?: $(head -n 2 "$work/out")"
        "$disk" tell "$work/journal" "done $name"
    done
    faults=''
    changes=$("$disk" count "$work/journal")
    # A journal that tells it all makes the same disk.
    rm -rf "$work/cut"
    "$disk" cut "$work/before" "$work/journal" "$changes" all 0 "$work/cut" >/dev/null
    diff -r -x control.sock "$work/ws" "$work/cut" || fail "the journal is not whole"
}

# cut_once: leaves the disk in $work/cut
cut_once()
{
    local modes=(none half half each) at mode
    at=$(((RANDOM * 32768 + RANDOM) % changes + 1)) mode=${modes[RANDOM % 4]}
    cut_is="cut after $at of $changes changes, $mode, seed $RANDOM"
    rm -rf "$work/cut"
    "$disk" cut "$work/before" "$work/journal" "$at" "$mode" "${cut_is##* }" "$work/cut" \
        >"$work/told-now"
    cat "$work/told-before" "$work/told-now" >"$work/told"
    last=$(sed -n 's/^done //p' "$work/told" | tail -n 1)
}

check_cut()
{
    echo "# $cut_is, done: ${last:-nothing}"
    check "$work/cut" "$work/told" "$last"
    finish "$work/cut" "$last"
}

# How many of 12 cuts are found when syncs of this kind are forgotten?
found_without()
{
    local i
    found=0
    record "$work/fresh" "$1"
    for ((i = 0; i < 12; i++)); do
        cut_once
        (KEEP='' check_cut) >"$work/found" 2>&1 || found=$((found + 1))
    done
    echo "# without syncs of $2: $found of 12 cuts are found"
    [ "$found" -gt 0 ] || fail "the test finds no forgotten sync of $2"
}
: >"$work/told-before"
began_after=''
found_without none 'files and folders'
found_without files folders

done_cuts=0 recordings=0 from=$work/fresh
while [ "$done_cuts" -lt "$cuts" ]; do
    record "$from"
    recordings=$((recordings + 1))
    for ((i = 0; i < per_recording && done_cuts < cuts; i++)); do
        cut_once
        rm -rf "$work/next"
        cp -r "$work/cut" "$work/next"
        (check_cut) >"$work/report" 2>&1 || { cat "$work/report"; fail "$cut_is"; }
        done_cuts=$((done_cuts + 1))
    done
    if [ "$from" = "$work/fresh" ] && [ "$last" != review ]; then
        from=$work/after-cut began_after=$last
        rm -rf "$from"
        cp -r "$work/next" "$from"
        cp "$work/told" "$work/told-before"
    else
        from=$work/fresh began_after=''
        : >"$work/told-before"
    fi
    [ $((recordings % 4)) != 0 ] || echo "# $done_cuts cuts so far"
done
echo "# $done_cuts cuts in $recordings recordings: none lost, none doubled, all equal in the end"
