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
guard="timeout -s ABRT 60"
ways=(eio eio:ever enospc enospc:ever short short:ever kill)
echo "# SEED=$SEED"
begin_world

# calls STEP: how many calls it makes, for all ways but a full disk
calls()
{
    rm -rf "$work/ws" "$work/count"
    cp -r "$work/at-$1" "$work/ws"
    faults="LD_PRELOAD=$shim KIRI_CRASH_DIR=$work/ws KIRI_CRASH_COUNT=$work/count"
    (step "$work/ws" "$1") >"$work/out" 2>&1 || fail "counting $1: exit $?"
    n_calls=$(od -An -td8 -N8 "$work/count")
    n_calls=$((n_calls))
}

# outcome STATUS STEP WAY: what came of it, or none
outcome()
{
    local is_done=no
    if [ "$1" = 0 ] && [ "$2" != export ]; then
        export_of "$work/ws" "$work/is"
        ! cmp -s "$work/is" "$work/after-$2" || is_done=yes
    elif [ "$1" = 0 ]; then
        ! cmp -s "$work/out" "$work/after-${steps[-1]}" || is_done=yes
    fi
    case $1 in
    0) [ "$is_done" = yes ] && what=passed ;;
    137) [ "$3" = kill ] && what=killed ;;
    2 | 3 | 4) [ -s "$work/err" ] && what=refused ;;
    124) false ;;
    *) [ "$1" -ge 128 ] && what=died ;;
    esac
}

# one STEP N WAY
one()
{
    local status=0 previous=$before what=
    rm -rf "$work/ws" "$work/log"
    cp -r "$work/at-$1" "$work/ws"
    faults="LD_PRELOAD=$shim KIRI_CRASH_DIR=$work/ws KIRI_CRASH_IO=$2:$3"
    { (log=$work/log step "$work/ws" "$1") >"$work/out" 2>"$work/err" || status=$?; } 2>/dev/null
    faults=''
    outcome "$status" "$1" "$3" ||
        fail "$1, call $2, $3: exit $status: $(head -n 2 "$work/err")"
    [ "$what" = passed ] || [ "${3%:*}" != short ] ||
        fail "$1, call $2: a short call is no error: exit $status: $(head -n 2 "$work/err")"
    came[$what]=$((${came[$what]:-0} + 1))
    [ "$what" != died ] || echo "# $1, call $2, $3: died: exit $status: $(tail -n 1 "$work/err")"
    [ "$what" != passed ] || previous=$1
    [ "$previous" != export ] || previous=$before
    check "$work/ws" "$work/log" "$previous"
    [ "$what" = passed ] || finish "$work/ws" "$previous"
}

declare -A came
cp -r "$work/whole" "$work/at-export"
for name in "$@"; do
    before='' n_faults=0
    for other in "${steps[@]}"; do
        [ "$other" != "$name" ] || break
        before=$other
    done
    calls "$name"
    for way in "${ways[@]}"; do
        for ((n = 1 + RANDOM % every; n <= n_calls; n += every)); do
            one "$name" "$n" "$way"
            n_faults=$((n_faults + 1))
        done
    done
    echo "# $name: $n_calls calls, $n_faults faults"
done
echo "# faults:$(for what in "${!came[@]}"; do printf ' %d %s' "${came[$what]}" "$what"; done)"
