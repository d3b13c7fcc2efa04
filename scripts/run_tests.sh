#!/usr/bin/env bash
# scripts/run_tests.sh DEV_BUILD RELEASE_BUILD: runs every test program and script,
# reads their TAP, and ends with the sums. A program that says nothing, or whose
# plan does not hold, has failed. As many run at once as there are cores, the long
# ones first (KIRINUKI_TEST_JOBS sets another number).
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1
dev=$1 release=$2
export KIRINUKI_BUILD="$PWD/$dev" KIRINUKI_RELEASE_BUILD="$PWD/$release"
export ASAN_OPTIONS="detect_leaks=1:abort_on_error=0:${ASAN_OPTIONS:-}"
export UBSAN_OPTIONS="print_stacktrace=1:${UBSAN_OPTIONS:-}"
# GLib 2.74 hands slices from thread to thread where ThreadSanitizer cannot see it.
export G_SLICE=always-malloc
export TSAN_OPTIONS="suppressions=$PWD/tests/support/tsan.supp ${TSAN_OPTIONS:-}"
export LC_ALL=C.UTF-8
jobs=${KIRINUKI_TEST_JOBS:-$(nproc)}
logs=$dev/test-logs
rm -rf "$logs"
mkdir -p "$logs"

# judge NAME COMMAND…: one TAP producer, and its counts. `ok … # SKIP` counts as skipped.
judge()
{
    local name=$1 log=$logs/$1.tap status ok not_ok skip plan
    shift
    "$@" >"$log" 2>"$log.err" </dev/null
    status=$?
    skip=$(grep -ciE '^ok .*# skip' "$log")
    ok=$(($(grep -cE '^ok ' "$log") - skip))
    not_ok=$(grep -cE '^not ok ' "$log")
    plan=$(sed -nE 's/^1\.\.([0-9]+).*/\1/p' "$log" | tail -n 1)
    if [ "$status" -ne 0 ] && [ "$not_ok" -eq 0 ]; then not_ok=1; fi
    if [ "${plan:-none}" = none ] || [ $((ok + skip + not_ok)) -lt "$plan" ]; then
        [ "$not_ok" -gt 0 ] || not_ok=1
    fi
    echo "$ok $not_ok $skip" >"$logs/$name.count"
    grep -iE '^ok .*# skip' "$log" | sed "s/^/skipped: $name: /"
    if [ "$not_ok" -gt 0 ]; then
        echo "FAILED: $name (exit $status)"
        grep -E '^not ok|^Bail out|^#' "$log" | tail -n 30
        tail -n 60 "$log.err"
    else
        echo "passed: $name ($ok)"
    fi
}

# run NAME COMMAND…: starts it when a place is free. What it says comes in one piece.
producers=0
run()
{
    while [ "$(jobs -rp | wc -l)" -ge "$jobs" ]; do wait -n; done
    producers=$((producers + 1))
    { judge "$@" >"$logs/$1.said" 2>&1; cat "$logs/$1.said"; } &
}

for script in tests/golden/run.sh tests/crash/run.sh tests/bench/run.sh tests/package/run.sh \
    tests/rules/*.sh; do
    [ -x "$script" ] || continue
    run "$(echo "${script#tests/}" | tr / -)" "$script"
done
for program in "$dev"/tests/hostile/test_* "$dev"/tests/e2e/test_* "$dev"/tests/mail/test_* \
    "$dev"/tests/unit/test_* "$dev"/tests/fuzz/replay_*; do
    [ -f "$program" ] && [ -x "$program" ] || continue
    run "$(basename "$program")" "$program" --tap
done
# The sandbox's filter and memory limit exist only without sanitizers.
run release-test_nursery "$release"/tests/unit/test_nursery --tap
run release-test_escape "$release"/tests/unit/test_escape --tap
# So does the memory that each hostile behaviour may take.
for program in "$release"/tests/hostile/test_*; do
    [ -f "$program" ] && [ -x "$program" ] || continue
    run "release-$(basename "$program")" "$program" --tap
done
wait

# A producer without counts was ended from outside.
cat "$logs"/*.count | awk -v producers="$producers" '
    { passed += $1; failed += $2; skipped += $3 }
    END {
        failed += producers - NR
        printf "passed %d, failed %d, skipped %d\n", passed, failed, skipped
        exit failed > 0
    }'
