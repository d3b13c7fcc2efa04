#!/usr/bin/env bash
# scripts/reproduce.sh [BUILD]: the same sources give the same bytes, of the program and of
# the Debian package, wherever, when and by whom they are built.
#
# The tracked and new files as they lie here are copied to a folder with a name of another
# length and built there, without a compiler cache, with another umask, time zone, language, home
# and number of processes. BUILD is the release build to compare with; without it there is
# a second copy, built as differently as can be. Ends with the hashes; exit 1 where they
# differ, with the first differing parts. KEEP=1 leaves the folders.
set -euo pipefail
cd "$(dirname "$0")/.."
first=${1:-}
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
export SOURCE_DATE_EPOCH
export CCACHE_DISABLE=1
work=$(mktemp -d)
[ -n "${KEEP:-}" ] || trap 'rm -rf "$work"' EXIT

# Once, so that both are built from the same, whatever is edited meanwhile.
git ls-files -z --cached --others --exclude-standard | tar --null -T - -cf "$work/sources.tar"

# build SOURCES BUILD: program, pages and messages, as a release.
build()
{
    mkdir -p "$1"
    tar -xf "$work/sources.tar" -C "$1"
    cmake -S "$1" --preset release -B "$2" >"$1.log"
    nice -n 10 cmake --build "$2" --target kirinuki kirinuki_messages kirinuki_pages >>"$1.log" 2>&1 ||
        { tail -n 30 "$1.log" >&2; return 1; }
}
# pack BUILD FOLDER: the package into FOLDER, its name on standard output.
pack()
{
    cpack --config "$1/CPackConfig.cmake" -B "$2" >"$2.log" 2>&1 || { cat "$2.log" >&2; return 1; }
    ls "$2"/*.deb
}

if [ -z "$first" ]; then
    first=$work/a/build/release
    (umask 022; TZ=UTC LC_ALL=C.UTF-8 HOME=$work build "$work/a" "$first")
fi
second=$work/another-folder/with/a-longer-name/out-of-source
(umask 077; TZ=Asia/Tokyo LC_ALL=C LANG=ja_JP.UTF-8 HOME=/nonexistent USER=somebody \
    build "$work/another-folder/with/sources" "$second")
(umask 022; TZ=UTC LC_ALL=C.UTF-8 pack "$first" "$work/one") >"$work/first"
(umask 077; TZ=Asia/Tokyo LC_ALL=C LANG=ja_JP.UTF-8 pack "$second" "$work/two") >"$work/second"

status=0
compare()
{
    if cmp -s "$2" "$3"; then
        printf '%s  %s (twice)\n' "$(sha256sum <"$2" | cut -d ' ' -f 1)" "$1"
    else
        status=1
        echo "$1 differs:"
        cmp "$2" "$3" || true
        [ "$1" != package ] || diff <(list "$2") <(list "$3") || true
    fi
}
list() { dpkg-deb --fsys-tarfile "$1" | tar -tv --full-time; }
compare program "$first/kirinuki" "$second/kirinuki"
compare package "$(cat "$work/first")" "$(cat "$work/second")"
exit $status
