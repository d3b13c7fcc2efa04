#!/usr/bin/env bash
# Shell scripts without a finding of shellcheck, words without one of codespell: as TAP.
cd "$(dirname "$0")/../.." || exit 1

if command -v shellcheck >/dev/null; then
    git ls-files | grep -E '\.sh$|^check$|^quickstart$|^\.ci/run$|^packaging/debian/p(ost|re)' |
        xargs shellcheck -x -S warning >&2
    [ $? -eq 0 ] && echo "ok 1 - shellcheck has nothing to say" || echo "not ok 1 - shellcheck"
else
    echo "ok 1 - shellcheck # SKIP it is not installed"
fi

# Words of other languages, of misspelt robots.txt files, of domains; fragments.
words=januar,februar,nd,alle,ore,autor,st,regist,dissallow,dissalow,disalow,vill,isplay,ue,2st,ist
if command -v codespell >/dev/null; then
    git ls-files | grep -vE '^tests/(fuzz/(corpus|dict|repro)|fixtures|pages|newsroom|coverage|hostile|tone)|\.(po|tsv|csv|opml|svg)$' |
        xargs codespell -q 3 -L "$words" >&2
    [ $? -eq 0 ] && echo "ok 2 - no English word is misspelt" || echo "not ok 2 - codespell"
else
    echo "ok 2 - codespell # SKIP it is not installed"
fi
echo 1..2
