#!/usr/bin/env bash
# Takes new messages up into cli/po/ja.po and counts what is untranslated.
# With a file name: only writes the template (.pot) there.
set -euo pipefail
cd "$(dirname "$0")/.."

# --keyword alone drops xgettext's own list, where dgettext() stands.
write_template()
{
    git ls-files -co --exclude-standard -- '*/*.c' '*/*.cc' |
        grep -E '^(base|text|store|crawler|indexer|scorer|report|cli)/' | LC_ALL=C sort |
        while read -r file; do if [ -f "$file" ]; then echo "$file"; fi; done |
        xgettext --from-code=UTF-8 --language=C --keyword --keyword=_ --keyword=N_ --no-wrap \
            --sort-by-file --package-name=kirinuki --files-from=- -o "$1"
    sed -i 's/charset=CHARSET/charset=UTF-8/; /^"POT-Creation-Date/d' "$1"
}

if [ $# -gt 0 ]; then
    write_template "$1"
    exit
fi
pot=$(mktemp)
trap 'rm -f "$pot"' EXIT
write_template "$pot"
if [ -f cli/po/ja.po ]; then
    msgmerge --quiet --no-wrap --no-fuzzy-matching --no-location --update --backup=none cli/po/ja.po "$pot"
else
    msginit --no-translator --no-wrap --locale=ja.UTF-8 -i "$pot" -o cli/po/ja.po
fi
msgattrib --no-obsolete --no-wrap --no-location -o cli/po/ja.po cli/po/ja.po
msgattrib --untranslated --no-wrap --no-location cli/po/ja.po | grep -c '^msgid' || true
