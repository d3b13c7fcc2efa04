#!/usr/bin/env bash
# two.sh [STARTS]: STARTS (24) times four programs begin at once on one workspace: two that
# write, the crawl among them, one that searches and one that exports. One writes at a time;
# who finds the other waits or ends with 75, and readers answer. Then the store is what an
# undisturbed day makes.
set -euo pipefail
# shellcheck source=tests/crash/lib.sh
. "$(dirname "$0")/lib.sh"
starts=${1:-24}
echo "# SEED=$SEED"
begin_world
busy=0

# may_end WHAT PID STATUS…: waits for it
may_end()
{
    local what=$1 status=0
    wait "$2" || status=$?
    shift 2
    [ "$status" != 75 ] || busy=$((busy + 1))
    [[ " $* " = *" $status "* ]] || fail "$what: exit $status: $(head -n 2 "$work/$what.out")"
}

for ((i = 0; i < starts; i += ${#steps[@]})); do
    rm -rf "$work/ws"
    cp -r "$work/fresh" "$work/ws"
    for name in "${steps[@]}"; do
        (step "$work/ws" "$name") >"$work/one.out" 2>&1 &
        one=$!
        nap $((RANDOM % 40))
        (step "$work/ws" "$name") >"$work/two.out" 2>&1 &
        two=$!
        k "$work/ws" search 点検 >"$work/search.out" 2>&1 &
        search=$!
        k "$work/ws" export --canonical >"$work/export.out" 2>&1 &
        export=$!
        may_end one "$one" 0 75
        may_end two "$two" 0 75
        may_end search "$search" 0 1 2 75 # 2: no index yet
        may_end export "$export" 0 75
        (step "$work/ws" "$name") >"$work/out" 2>&1 || fail "$name afterwards: exit $?"
        check "$work/ws"
    done
    finish "$work/ws" review
done
echo "# $((i)) starts of four programs at once, $busy ended with 75: one writer, the same store"
