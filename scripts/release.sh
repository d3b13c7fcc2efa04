#!/usr/bin/env bash
# scripts/release.sh [FOLDER]: what is handed out, into FOLDER (release/): the sources as
# kirinuki-VERSION.tar.gz, the Debian package built from exactly these sources, and
# SHA256SUMS. The same commit gives the same bytes: times are the commit's. Refuses a tree
# with changes, for then the archive would not be what was built and tested.
set -euo pipefail
cd "$(dirname "$0")/.."
out=$(realpath -m "${1:-release}")
version=$(sed -nE 's/^project\(kirinuki VERSION ([0-9.]+).*/\1/p' CMakeLists.txt)
name=kirinuki-$version
if [ -n "$(git status --porcelain --untracked-files=no)" ]; then
    echo "there are changes that no commit has; 'git status' lists them" >&2
    exit 1
fi
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$out"
rm -f "$out/$name.tar.gz" "$out"/kirinuki_*.deb "$out/SHA256SUMS"

git -c tar.umask=022 archive --format=tar --prefix="$name/" HEAD | gzip -9n >"$out/$name.tar.gz"
tar -xzf "$out/$name.tar.gz" -C "$work"
cmake -S "$work/$name" --preset release -B "$work/build" -DKIRINUKI_TESTS=OFF -DKIRINUKI_BENCH=OFF >/dev/null
cmake --build "$work/build" -- --quiet
cpack --config "$work/build/CPackConfig.cmake" -B "$work/package" >/dev/null
mv "$work/package"/*.deb "$out/"
(cd "$out" && sha256sum "$name.tar.gz" kirinuki_*.deb >SHA256SUMS && cat SHA256SUMS)
