#!/usr/bin/env bash
# Takes new messages up into cli/po/ja.po; fuzzy and missing ones are listed.
set -euo pipefail
cd "$(dirname "$0")/.."
pot=$(mktemp)
trap 'rm -f "$pot"' EXIT
git ls-files -co --exclude-standard -- '*/*.c' '*/*.cc' | grep -E '^(base|text|store|crawler|indexer|scorer|report|cli)/' | LC_ALL=C sort |
    xgettext --from-code=UTF-8 --language=C --keyword --keyword=_ --keyword=N_ --no-wrap --sort-by-file \
        --package-name=kirinuki --files-from=- -o "$pot"
sed -i 's/charset=CHARSET/charset=UTF-8/; /^"POT-Creation-Date/d' "$pot"
if [ -f cli/po/ja.po ]; then
    msgmerge --quiet --no-wrap --no-fuzzy-matching --no-location --update --backup=none cli/po/ja.po "$pot"
else
    msginit --no-translator --no-wrap --locale=ja.UTF-8 -i "$pot" -o cli/po/ja.po
fi
msgattrib --no-obsolete --no-wrap --no-location -o cli/po/ja.po cli/po/ja.po
msgattrib --untranslated --no-wrap --no-location cli/po/ja.po | grep -c '^msgid' || true
