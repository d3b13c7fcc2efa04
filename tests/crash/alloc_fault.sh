#!/usr/bin/env bash
# alloc_fault.sh [TIMES [STEP…]]: in each step of the office TIMES (4) allocations fail that
# are picked at random, each in four runs: once and for ever, in the program and in its
# workers. GLib and C++ end a process without memory, so that a death by signal is right,
# as is an error; a worker that dies costs its page, or nothing. Afterwards verify finds
# nothing, what was stored before is there, and the day ends as ever.
set -euo pipefail
# shellcheck source=tests/crash/lib.sh
. "$(dirname "$0")/lib.sh"
times=${1:-4}
shift || true
[ $# -gt 0 ] || set -- "${steps[@]}" export
echo "# SEED=$SEED"
begin_world
for name in "$@"; do
    count_calls "$name"
    for ((i = 0; i < times; i++)); do
        n=$(((RANDOM * 32768 + RANDOM) % n_allocations + 1))
        # A worker makes far fewer; half of its faults fall into its first page.
        n_child=$(((RANDOM * 32768 + RANDOM) % (i % 2 ? 3000 : 30000) + 1))
        faulted "$name" "KIRI_CRASH_ALLOC=$n"
        faulted "$name" "KIRI_CRASH_ALLOC=$n:ever"
        faulted "$name" "KIRI_CRASH_ALLOC=$n_child KIRI_CRASH_WHO=child"
        faulted "$name" "KIRI_CRASH_ALLOC=$n_child:ever KIRI_CRASH_WHO=child"
    done
    echo "# $name: $n_allocations allocations, $((4 * times)) faults"
done
echo "# faults:$(for what in "${!came[@]}"; do printf ' %d %s' "${came[$what]}" "$what"; done)"
