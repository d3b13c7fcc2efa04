#!/usr/bin/env bash
# Arrows point down only, and a library has one door: every #include of the
# tree is read against scripts/layers.txt. Prints what breaks the rules; exit 1.
set -euo pipefail
cd "$(dirname "$0")/.."

git ls-files -co --exclude-standard -- '*.c' '*.cc' '*.h' '*.hh' |
    grep -E '^(base|text|store|crawler|indexer|scorer|report|cli|include)/' |
    while read -r file; do [ ! -f "$file" ] || echo "$file"; done | xargs awk '
    function fail(text) { print FILENAME ":" FNR ": " text; bad = 1 }
    BEGIN {
        while ((getline line < "scripts/layers.txt") > 0) {
            n = split(line, w, /[ \t]+/)
            if (w[1] == "layer") { layers[w[2]] = 1; for (i = 4; i <= n; i++) may[w[2], w[i]] = 1 }
            if (w[1] == "header") for (i = 4; i <= n; i++) owner[w[i]] = w[2]
            if (w[1] == "door") { doors[w[2]] = line; if (n - 3 > 3) { print "scripts/layers.txt: more than three doors to " w[2]; bad = 1 } }
        }
        close("scripts/layers.txt")
    }
    FNR == 1 { split(FILENAME, part, "/"); layer = part[1] }
    /^#include <kirinuki\// {
        name = $2; gsub(/^<kirinuki\/|\.h>$/, "", name)
        if (!(name in owner)) { fail("header \"" name "\" has no owner in scripts/layers.txt"); next }
        if (layer != "include" && owner[name] != layer && !((layer, owner[name]) in may))
            fail(layer " may not include <kirinuki/" name ".h> of " owner[name])
        next
    }
    /^#include </ {
        header = $2; gsub(/[<>]/, "", header)
        for (d in doors)
            if (header ~ ("^" d)) {
                if (layer == "include") fail("a public header shows a foreign type: " header)
                else if (index(doors[d] " ", " " FILENAME " ") == 0) fail(FILENAME " is no door to " header)
            }
        next
    }
    /^#include "/ { if ($2 ~ /\.\.\//) fail("a private header of another module: " $2) }
    END { exit bad }'
echo "layers and doors hold"
