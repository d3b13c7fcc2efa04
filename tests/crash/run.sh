#!/usr/bin/env bash
# The short forms of the crash tests, as TAP, two at a time. Their dice are the same in
# every run ($SEED: 1), so that a failure is one of the change that was made; long.sh
# throws new ones.
here=$(cd "$(dirname "$0")" && pwd)
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT
number=0
export SEED=${SEED:-1}

# begin WHAT COMMAND…: runs it, when one of the two before it is through
begin()
{
    number=$((number + 1))
    printf '%s\n' "$1" >"$logs/$number.what"
    shift
    while [ "$(jobs -rp | wc -l)" -ge 2 ]; do wait -n; done
    {
        env "$@" >"$logs/$number" 2>&1
        echo $? >"$logs/$number.status"
    } &
}

# The longest first.
begin 'every 20th call on the workspace fails, in seven ways' "$here/io_fault.sh" 20
begin 'a hundred power cuts: nothing lost, nothing doubled' "$here/power_cut.sh" 100
for seed in 1 2 3; do
    begin "a hundred kills: nothing lost, nothing doubled ($seed)" \
        SEED=$((SEED + seed)) "$here/kill_steps.sh" 100
done
begin 'allocations that fail, in the program and its workers' "$here/alloc_fault.sh" 1
begin 'sixty bits turned over: refused, found, or of no matter' "$here/bit_flip.sh" 60
begin 'workers that are killed cost nothing' "$here/kill_workers.sh" 10
begin 'a clock that jumps by hours and years' "$here/clock.sh" 2
begin 'four programs at once: one writer' "$here/two.sh" 7
begin 'ten kills in a run leave the store as it should be' MEDIA=toto,chuo,minato \
    "$here/kill_run.sh" 10
begin 'kills in an import of pieces leave whole batches, and the next one completes it' \
    ROWS=600 "$here/kill_import.sh" 4
begin 'kills while sheets and reports are made leave numbers without holes' \
    "$here/kill_report.sh" 6
begin 'kills in backup, restore and forget: whole or not at all, and completed by the next' \
    "$here/kill_care.sh" 4
wait
for ((i = 1; i <= number; i++)); do
    sed 's/^\([^#]\)/# \1/' "$logs/$i"
    if [ "$(cat "$logs/$i.status")" = 0 ]; then
        echo "ok $i - $(cat "$logs/$i.what")"
    else
        echo "not ok $i - $(cat "$logs/$i.what")"
    fi
done
echo "1..$number"
