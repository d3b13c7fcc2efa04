#!/usr/bin/env bash
# Every message of the sources is whole, in the catalogue, and translated: as TAP.
cd "$(dirname "$0")/../.." || exit 1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
n=0
tell()
{
    n=$((n + 1))
    if [ "$1" -eq 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; fi
}

# msgfmt ends well in spite of warnings.
msgfmt --check -o "$folder/ja.mo" cli/po/ja.po >"$folder/said" 2>&1 && [ ! -s "$folder/said" ]
bad=$?
cat "$folder/said" >&2
tell $bad "the catalogue is well formed, placeholders and all"

scripts/update_po.sh "$folder/kirinuki.pot" >&2 && [ -s "$folder/kirinuki.pot" ] &&
    msgcmp cli/po/ja.po "$folder/kirinuki.pot" >&2
tell $? "every message of the sources is translated, and none is in doubt"

msgattrib --only-fuzzy cli/po/ja.po >"$folder/fuzzy" && [ ! -s "$folder/fuzzy" ]
tell $? "no translation waits for a check"

# xgettext ends a message at a macro it does not know; it knows those of inttypes.h.
# The quotes left of a cut are many, so whole calls are looked at, over their lines.
grep -rPzoh --include='*.c' --include='*.cc' '\bN?_\(\s*("([^"\\]|\\.)*"\s*|PRI\w+\s*)+\bG_\w+' \
    base text store crawler indexer scorer report cli | tr '\0' '\n' >&2
cut=${PIPESTATUS[0]}
tell $((1 - cut)) "no message is cut at a macro of GLib"

msgattrib --translated --no-wrap cli/po/ja.po | grep -E "^msgstr .*'[^']*%s[^']*'" >&2
tell $((1 - $?)) "subjects stand in Japanese quotes"
echo "1..$n"
