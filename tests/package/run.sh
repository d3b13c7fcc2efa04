#!/usr/bin/env bash
# The Debian package: made, looked at by lintian, installed, used, upgraded, removed and
# purged on a copy of this system that nobody else sees; its units checked by systemd's own
# tools. As TAP. $KIRINUKI_RELEASE_BUILD: the build that is packed;
# $KIRINUKI_PREVIOUS_DEB: the package to upgrade from, else this one under a lower number.
#
# The copy is an overlay over / in a mount namespace of its own; what is written goes to
# memory and ends with it. That needs root, overlayfs, and the packages that ours depends
# on; where one is missing the tests that need it are skipped and say so.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1
build=$(realpath "${KIRINUKI_RELEASE_BUILD:-build/release}")
here=$PWD/tests/package
export LC_ALL=C.UTF-8 LANGUAGE='' SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-1764000000}
unset KIRINUKI_HOME KIRINUKI_DATA
if [ ! -x "$build/kirinuki" ] || ! command -v dpkg-shlibdeps >/dev/null; then
    echo "1..0 # SKIP there is no release build, or no dpkg-dev"
    exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
n=0
tell()
{
    n=$((n + 1))
    if [ "$1" -eq 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; fi
}
skip()
{
    n=$((n + 1))
    echo "ok $n - $1 # SKIP $2"
}
# pack RELEASE: the package with that number, as $work/RELEASE.deb.
pack()
{
    cpack --config "$build/CPackConfig.cmake" -B "$work/$1" -D CPACK_DEBIAN_PACKAGE_RELEASE="$1" \
        >"$work/log" 2>&1 && mv "$work/$1"/*.deb "$work/$1.deb"
    local status=$?
    [ $status -eq 0 ] || cat "$work/log" >&2
    rm -rf "${work:?}/$1"
    return $status
}

pack 1
tell $? "cpack makes the package"
cp "$work/1.deb" "$work/first.deb"
(umask 077 && TZ=Asia/Tokyo LC_ALL=C LANG=ja_JP.UTF-8 pack 1) && cmp "$work/1.deb" "$work/first.deb" >&2
tell $? "packed by another user, in another zone, it has the same bytes"
old=${KIRINUKI_PREVIOUS_DEB:-}
if [ -z "$old" ]; then
    pack 0
    tell $? "and the one that is upgraded"
    old=$work/0.deb
fi
if command -v lintian >/dev/null; then
    complaints=$(lintian --fail-on error,warning "$work/1.deb" 2>&1)
    status=$?
    [ $status -eq 0 ] || printf '%s\n' "$complaints" >&2
    tell $status "lintian has neither error nor warning"
else
    skip "lintian has neither error nor warning" "it is not installed"
fi

if [ "$(id -u)" -ne 0 ]; then
    skip "a life of the package" "needs root"
elif ! unshare --mount sh -c "mount -t tmpfs tmpfs '$work' && mkdir -p '$work'/up '$work'/wk '$work'/all &&
        mount -t overlay overlay -o 'lowerdir=/,upperdir=$work/up,workdir=$work/wk' '$work/all'" 2>/dev/null; then
    skip "a life of the package" "needs a namespace and overlayfs"
else
    mkdir "$work/system"
    cp "$work/1.deb" "$work/system/new.deb"
    cp "$old" "$work/system/old.deb"
    cp "$here/life.sh" "$work/system/"
    unshare --mount --pid --fork "$here/copy.sh" "$work/system" >"$work/tap" 2>"$work/err" </dev/null
    grep -E '^(ok|not ok) ' "$work/tap" | while IFS= read -r line; do
        n=$((n + 1))
        sed -E "s/^(ok|not ok)/\1 $n/" <<<"$line"
    done
    n=$((n + $(grep -cE '^(ok|not ok) ' "$work/tap")))
    # The last line says that the life was lived to its end.
    tail -n 1 "$work/tap" | grep -qx "done"
    status=$?
    tell $status "the life of a package came to its end"
    if [ -n "${VERBOSE:-}" ] || [ $status -ne 0 ] || grep -q '^not ok' "$work/tap"; then sed 's/^/# /' "$work/err" | tail -n 60; fi
fi
echo "1..$n"
