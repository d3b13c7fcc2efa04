#!/usr/bin/env bash
# io_fault.sh [EVERY [STEP…]]: each step of the office once for every EVERY-th (20) of its calls
# on the workspace, and for each way to fail: EIO once and for ever, ENOSPC once and for
# ever, short reads and writes, and SIGKILL instead of the call. What may come of it: the
# step is done after all, or ends with an error that says so, or dies; never does it hang
# or claim to be done when it is not. Afterwards verify finds nothing, what was stored
# before is there, and with a sound disk the day ends as ever.
set -euo pipefail
# shellcheck source=tests/crash/lib.sh
. "$(dirname "$0")/lib.sh"
every=${1:-20}
shift || true
[ $# -gt 0 ] || set -- "${steps[@]}" export
ways=(eio eio:ever enospc enospc:ever short short:ever kill)
echo "# SEED=$SEED"
begin_world

for name in "$@"; do
    count_calls "$name"
    for way in "${ways[@]}"; do
        n_faults=0
        for ((n = 1 + RANDOM % every; n <= n_calls; n += every)); do
            faulted "$name" "KIRI_CRASH_IO=$n:$way"
            n_faults=$((n_faults + 1))
        done
        echo "# $name: $n_calls calls, $n_faults faults: $way"
    done
done
echo "# faults:$(for what in "${!came[@]}"; do printf ' %d %s' "${came[$what]}" "$what"; done)"
