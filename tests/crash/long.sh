#!/usr/bin/env bash
# The long forms of the crash tests, in parts that each end within two hours on a core of
# their own: long.sh PART…, or all of them one after the other. Each says what it did
# and ends with 1 at the first finding; SEED=… repeats it.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
all=(kills-1 kills-2 kills-media cuts-1 cuts-2 io-crawl io-index io-link io-score io-export
    io-office alloc flips workers clock two runs)

part()
{
    case $1 in
    kills-1 | kills-2) "$here/kill_steps.sh" 4500 ;;
    # Other dialects of feeds, more articles, copies of each other's.
    kills-media) MEDIA=toto,zennichi,portal "$here/kill_steps.sh" 1000 ;;
    cuts-*) "$here/power_cut.sh" 2500 ;;
    io-office) "$here/io_fault.sh" 1 morning digest review ;;
    io-*) "$here/io_fault.sh" 1 "${1#io-}" ;;
    alloc) "$here/alloc_fault.sh" 100 ;;
    flips) "$here/bit_flip.sh" 2000 ;;
    workers) "$here/kill_workers.sh" 1000 ;;
    clock) "$here/clock.sh" 200 ;;
    two) "$here/two.sh" 1000 ;;
    runs) "$here/kill_run.sh" 100 && "$here/kill_import.sh" 50 && "$here/kill_report.sh" 50 ;;
    *)
        echo "long.sh: no part '$1'; there are: ${all[*]}" >&2
        return 2
        ;;
    esac
}

[ $# -gt 0 ] || set -- "${all[@]}"
for name in "$@"; do
    echo "== $name, begun $(date -u +%H:%M:%SZ)"
    part "$name"
    echo "== $name, ended $(date -u +%H:%M:%SZ)"
done
