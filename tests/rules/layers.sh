#!/usr/bin/env bash
# Layers, doors, format, headers that compile alone, no leftovers: as TAP.
cd "$(dirname "$0")/../.." || exit 1
n=0
tell()
{
    n=$((n + 1))
    if [ "$1" -eq 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; fi
}

scripts/check_layers.sh >&2
tell $? "arrows point down and every library has its door"

git ls-files -- '*.c' '*.h' '*.cc' | xargs clang-format --dry-run --Werror >&2
tell $? "every source is formatted"

read -ra flags <<<"-std=gnu17 -D_GNU_SOURCE -Iinclude $(pkg-config --cflags glib-2.0)"
flags+=('-DGETTEXT_DOMAIN="k"')
bad=0
for header in include/kirinuki/*.h; do
    echo "#include \"$header\"" | gcc "${flags[@]}" -I. -Wall -Wextra -Werror -fsyntax-only -x c - >&2 || bad=1
done
tell $bad "every public header compiles alone"

git grep -n -I -E '\b(TO[D]O|FIX[M]E|X[X]X)\b' -- '*.c' '*.h' '*.cc' '*.sh' '*.cmake' >&2
tell $((1 - $?)) "no leftover marks"

git grep -n -I -P '[\x{202A}-\x{202E}\x{2066}-\x{2069}]' -- '*.c' '*.h' '*.cc' '*.sh' >&2
tell $((1 - $?)) "no bidirectional control characters in sources"
echo "1..$n"
