#!/usr/bin/env bash
# scripts/fuzz.sh [-t SECONDS] [-j JOBS] [-o DIR] [-m] [TARGET…]: runs each fuzz target
# (all of them) for so long and counts its cases. What it finds and what it learned lies
# in DIR (build/fuzz/found): findings as DIR/NAME/crash-…, and DIR/figures.tsv with one
# line per target. -m then takes some of what was learned into tests/fuzz/corpus: the least
# inputs that reach what the corpus does not (-t 0 -m: of an earlier run). Exit 1 where
# anything was found.
#
# Figures count cases by the clock and by the processor, which a busy machine does not
# change.
#
# A finding is looked into with build/dev/tests/fuzz/replay_NAME FILE, and goes to
# tests/fuzz/repro/NAME once it is mended.
#
# With AFL++: cmake --preset afl && cmake --build --preset afl --target fuzz_NAME, then
# afl-fuzz -i tests/fuzz/corpus/NAME -o DIR -x tests/fuzz/dict/NAME.dict -- build/afl/tests/fuzz/fuzz_NAME
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=180 jobs=2 out=build/fuzz/found merges=false
most_seeds=8 most_bytes=1500
while getopts t:j:o:m option; do
    case $option in
    t) seconds=$OPTARG ;;
    j) jobs=$OPTARG ;;
    o) out=$OPTARG ;;
    m) merges=true ;;
    *) exit 2 ;;
    esac
done
shift $((OPTIND - 1))

all_targets()
{
    sed -nE 's/^kiri_fuzz\(([a-z0-9_]+)[ )].*/\1/p' tests/fuzz/CMakeLists.txt
}

if [ $# -eq 0 ]; then mapfile -t targets < <(all_targets); else targets=("$@"); fi

cmake --preset fuzz >/dev/null
cmake --build --preset fuzz -j "$jobs" --target "${targets[@]/#/fuzz_}" >&2
mkdir -p "$out"

# One target, for the time; a line of figures on stdout.
fuzz()
{
    local name=$1 dir=$out/$1 dictionary=tests/fuzz/dict/$1.dict log=$out/$1.log status=ok
    local options=(-max_total_time="$seconds" -print_final_stats=1 -rss_limit_mb=2048 -timeout=25
        -max_len=4096 -artifact_prefix="$dir/" -verbosity=1)
    mkdir -p "$dir/corpus"
    [ ! -f "$dictionary" ] || options+=(-dict="$dictionary")
    local TIMEFORMAT='%U %S' cpu
    { time ASAN_OPTIONS=detect_leaks=1:allocator_may_return_null=1 G_SLICE=always-malloc \
        LC_ALL=C.UTF-8 nice -n 10 "build/fuzz/tests/fuzz/fuzz_$name" "${options[@]}" \
        "$dir/corpus" "tests/fuzz/corpus/$name" >"$log" 2>&1 || status=found; } 2>"$log.time"
    cpu=$(awk '{ print $1 + $2 }' "$log.time")
    awk -v name="$name" -v status="$status" -v cpu="$cpu" '
        /stat::number_of_executed_units/ { cases = $2 }
        /stat::average_exec_per_sec/ { speed = $2 }
        /stat::peak_rss_mb/ { peak = $2 }
        / cov: / { for (i = 1; i < NF; i++) { if ($i == "cov:") cov = $(i + 1); if ($i == "ft:") ft = $(i + 1) } }
        END { printf "%s\t%d\t%d\t%.1f\t%d\t%d\t%d\t%s\n", name, cases, speed, (cpu > 0 ? cases / cpu : 0),
            cov, ft, peak, status }' "$log"
}

# The least inputs that reach what the corpus does not.
merge()
{
    local name=$1 work=$out/$1/merged
    rm -rf "$work"
    mkdir -p "$work"
    cp "tests/fuzz/corpus/$name"/* "$work"
    ASAN_OPTIONS=detect_leaks=0 "build/fuzz/tests/fuzz/fuzz_$name" -merge=1 -max_len=4096 \
        "$work" "$out/$name/corpus" >"$out/$name.merge.log" 2>&1
    find "$work" -type f -size "-${most_bytes}c" -printf '%s %p\n' | sort -n |
        awk -v most="$most_seeds" '
            { file = $2; sub(/.*\//, "", file) }
            file ~ /^[0-9a-f]+$/ && length(file) == 40 { kept[++n] = $2 }
            END { step = n > most ? n / most : 1; for (i = 1; i <= n && i <= most * step; i += step) print kept[int(i)] }' |
        while read -r file; do
            cp "$file" "tests/fuzz/corpus/$name/found-$(basename "$file" | cut -c 1-8)"
        done
}

run_all()
{
    local running=0 name
    printf 'target\tcases\tper_second\tper_cpu_second\tedges\tfeatures\tpeak_mib\tfindings\n' \
        >"$out/figures.tsv"
    for name in "${targets[@]}"; do
        fuzz "$name" >>"$out/figures.tsv" &
        running=$((running + 1))
        if [ "$running" -ge "$jobs" ]; then
            wait -n || true
            running=$((running - 1))
        fi
    done
    wait
}

if [ "$seconds" -gt 0 ]; then run_all; fi
if $merges; then
    for name in "${targets[@]}"; do merge "$name"; done
fi
if [ "$seconds" -eq 0 ]; then exit 0; fi
{ head -n 1 "$out/figures.tsv" && tail -n +2 "$out/figures.tsv" | sort; } >"$out/sorted.tsv"
mv "$out/sorted.tsv" "$out/figures.tsv"
column -t "$out/figures.tsv"
awk -F '\t' '$1 != "target" { cases += $2; found += $8 == "found" }
    END { printf "%d cases, %d targets with findings\n", cases, found; exit found > 0 }' "$out/figures.tsv"
