#!/usr/bin/env bash
# kill_steps.sh [KILLS]: crawl, index, link, score, morning sheet, digest and review import
# are killed with SIGKILL at KILLS (100) random instants, each up to three times before it
# may end. After each kill verify finds nothing, what was told is there, nothing is there
# twice; in the end the store is what an undisturbed office has, byte for byte.
set -euo pipefail
# shellcheck source=tests/crash/lib.sh
. "$(dirname "$0")/lib.sh"
kills=${1:-100} most_in_a_row=3
echo "# SEED=$SEED"
begin_world
landed=0 workspaces=0

# kill_once STEP: succeeds when the kill came before the end
kill_once()
{
    local usual=${usual_ms[$1]} at status=0
    # Opening, and its recovery, is short and delicate: it gets a third of the kills.
    if [ $((RANDOM % 3)) = 0 ]; then at=$((RANDOM % (usual / 4 + 2))); else at=$((RANDOM % (usual + 5))); fi
    (log=$work/log step "$work/ws" "$1") >"$work/out" 2>&1 &
    local victim=$!
    nap "$at"
    kill -KILL "$victim" 2>/dev/null || true
    { wait "$victim" || status=$?; } 2>/dev/null
    [ "$status" -eq 0 ] || [ "$status" -eq 137 ] || fail "$1: exit $status: $(head -n 2 "$work/out")"
    [ "$status" -eq 137 ]
}

while [ "$landed" -lt "$kills" ]; do
    rm -rf "$work/ws" "$work/log"
    cp -r "$work/fresh" "$work/ws"
    workspaces=$((workspaces + 1)) previous=''
    for name in "${steps[@]}"; do
        for ((i = 0; i < most_in_a_row; i++)); do
            kill_once "$name" || break
            landed=$((landed + 1))
            check "$work/ws" "$work/log" "$previous"
        done
        (log=$work/log step "$work/ws" "$name") >"$work/out" 2>&1 ||
            fail "$name after a kill: exit $?: $(head -n 2 "$work/out")"
        previous=$name
    done
    finish "$work/ws" review
    [ $((workspaces % 10)) != 0 ] || echo "# $landed kills so far"
done
echo "# $landed kills in $workspaces workspaces: none lost, none doubled, all equal in the end"
