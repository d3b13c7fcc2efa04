#!/usr/bin/env bash
# scripts/analyse.sh [WHAT…]: what reads the sources, or runs them under another light.
#   clang     every source compiles under clang with warnings as errors
#   tidy      clang-tidy with the checks of .clang-tidy, without the analyser
#   cppcheck  cppcheck; what it does not see stands in scripts/cppcheck.txt
#   tsan      crawl, index, link, workers and control under ThreadSanitizer
#   analyser  clang's analyser: some seconds for each source, so by hand
# Without a word: the first four. Ends with 1 if anything was found.
# shellcheck disable=SC2317 # functions are called through report()
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1
jobs=$(nproc)
clang=build/clang tsan=build/tsan failed=0

sources() { git ls-files '*.c' | grep -E '^(base|text|store|crawler|indexer|scorer|report|cli)/'; }

# A build folder for clang: its list of commands, and the sources that a build makes.
configure_clang()
{
    [ -f "$clang/build.ninja" ] ||
        cmake -S . -B "$clang" -G Ninja -DCMAKE_BUILD_TYPE=Debug -DCMAKE_C_COMPILER=clang \
            -DCMAKE_CXX_COMPILER=clang++ -DKIRINUKI_WERROR=ON >/dev/null || return 1
    ninja -C "$clang" report/assets.c >/dev/null
}

# Compiles nothing: what counts are the warnings.
run_clang()
{
    configure_clang || return 1
    python3 - "$clang/compile_commands.json" <<'PY' | xargs -0 -P "$jobs" -n 1 bash -c
import json
import re
import shlex
import sys

for entry in json.load(open(sys.argv[1], encoding="utf-8")):
    command = re.sub(r" -o \S+", "", entry["command"])
    sys.stdout.write(f"cd {shlex.quote(entry['directory'])} && {command} -fsyntax-only\0")
PY
}

run_tidy()
{
    configure_clang || return 1
    sources | xargs -P "$jobs" -n 8 clang-tidy -p "$clang" --quiet --warnings-as-errors='*' "$@" \
        2>/dev/null
}

# GLib's macros as far as cppcheck needs them; without them it gives a file up in silence.
glib=(
    -D'G_DEFINE_AUTOPTR_CLEANUP_FUNC(a,b)=' -D'G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(a,b)='
    -D'G_GNUC_FORMAT(a)=' -D'G_GNUC_PRINTF(a,b)=' -DG_GNUC_NORETURN= -DG_GNUC_NO_INLINE=
    -DG_GNUC_UNUSED= -D'G_STATIC_ASSERT(a)=' -D'g_autoptr(T)=T*' -D'g_auto(T)=T' -Dg_autofree=
    -D'G_N_ELEMENTS(a)=(sizeof(a)/sizeof((a)[0]))' -DTRUE=1 -DFALSE=0 -D'_(s)=(s)' -D'N_(s)=(s)'
    -D'MIN(a,b)=((a)<(b)?(a):(b))' -D'MAX(a,b)=((a)>(b)?(a):(b))'
)

run_cppcheck()
{
    sources | xargs cppcheck -j "$jobs" --quiet --std=c11 --enable=warning,performance,portability \
        --inline-suppr --error-exitcode=1 --suppressions-list=scripts/cppcheck.txt "${glib[@]}" \
        -Iinclude -Ibase -Itext -Istore -Icrawler -Iindexer -Iscorer -Ireport -Icli
}

run_tsan()
{
    local tests="test_nursery test_spool test_crawl test_crawl_backlog test_crawl_hosts
        test_crawl_on test_crawl_pages test_crawl_threads test_transport test_transport_thread
        test_index test_index_segments test_link test_control" test
    cmake --preset tsan >/dev/null || return 1
    # shellcheck disable=SC2086
    ninja -C "$tsan" $tests >/dev/null || return 1
    export G_SLICE=always-malloc LC_ALL=C.UTF-8 KIRINUKI_BUILD="$PWD/$tsan"
    export TSAN_OPTIONS="suppressions=$PWD/tests/support/tsan.supp halt_on_error=1"
    for test in $tests; do
        "$tsan/tests/unit/$test" --tap >"$tsan/$test.log" 2>&1 && continue
        echo "$test failed under ThreadSanitizer:"
        tail -n 60 "$tsan/$test.log"
        return 1
    done
}

# report WHAT COMMAND…: runs it and says how it ended.
report()
{
    local what=$1
    shift
    if "$@"; then
        echo "$what: nothing found"
    else
        echo "$what: failed"
        failed=1
    fi
}

# Asks for functions that the C library has not.
unsafe='-clang-analyzer-security.insecureAPI.DeprecatedOrUnsafeBufferHandling'
[ $# -gt 0 ] || set -- clang tidy cppcheck tsan
for what; do
    case $what in
        clang) report "$what" run_clang ;;
        tidy) report "$what" run_tidy --checks='-clang-analyzer-*' ;;
        cppcheck) report "$what" run_cppcheck ;;
        tsan) report "$what" run_tsan ;;
        analyser)
            report "$what" run_tidy --checks='-*,clang-analyzer-*,-clang-analyzer-unix.Malloc,'$unsafe
            ;;
        *)
            echo "analyse: '$what' is none of clang, tidy, cppcheck, tsan, analyser" >&2
            exit 2
            ;;
    esac
done
exit "$failed"
