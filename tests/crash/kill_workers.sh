#!/usr/bin/env bash
# kill_workers.sh [KILLS]: parse workers are killed with SIGKILL at random instants while the
# program crawls, indexes and links. One death costs nothing: the job is done again by
# another worker, the program ends as ever, and so does the day. (A job that loses two
# workers is given up, so that two kills in one step are far from each other.)
set -euo pipefail
# shellcheck source=tests/crash/lib.sh
. "$(dirname "$0")/lib.sh"
kills=${1:-20}
echo "# SEED=$SEED"
begin_world
landed=0 tries=0

# worker_of PID: one of its workers, children of the child that forks them
worker_of()
{
    local nursery='' all=()
    worker=''
    # The kernel ends these lines with a blank, for which 'read' is not done.
    read -r nursery _ <"/proc/$1/task/$1/children" || true
    [ -n "$nursery" ] || return 0
    read -ra all <"/proc/$nursery/task/$nursery/children" || true
    [ "${#all[@]}" = 0 ] || worker=${all[RANDOM % ${#all[@]}]}
} 2>/dev/null

while [ "$landed" -lt "$kills" ]; do
    name=${steps[RANDOM % 3]} status=0 tries=$((tries + 1))
    [ "$tries" -lt $((20 * kills + 100)) ] || fail "hardly a worker is met: $landed kills"
    rm -rf "$work/ws"
    cp -r "$work/at-$name" "$work/ws"
    (step "$work/ws" "$name") >"$work/out" 2>&1 &
    victim=$!
    nap $((RANDOM % (usual_ms[$name] + 5)))
    worker_of "$victim"
    was_killed=no
    if [ -n "$worker" ] && kill -KILL "$worker" 2>/dev/null; then was_killed=yes; fi
    wait "$victim" || status=$?
    [ "$status" = 0 ] || fail "$name: exit $status: $(head -n 2 "$work/out")"
    [ "$was_killed" = yes ] || continue
    landed=$((landed + 1))
    check "$work/ws"
    cmp -s "$work/got" "$work/after-$name" || fail "$name: a worker's death is seen in the store"
done
echo "# $landed workers killed in $tries runs: not seen in the store"
