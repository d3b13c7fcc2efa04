#!/usr/bin/env bash
# Every text of the reports has its row in report/words/english.tsv, with the same conversions in
# the same order: as TAP.
cd "$(dirname "$0")/../.." || exit 1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
n=0
tell()
{
    n=$((n + 1))
    if [ "$1" -eq 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; fi
}

grep -v '^#' report/words/english.tsv | cut -f1 | sort -u >"$folder/rows"

# Lists the texts of a catalogue that have Japanese letters and no row.
without_row()
{
    msgcat --no-wrap --no-location "$1" | sed -n 's/^msgid "\(.*\)"$/\1/p' |
        sed 's/\\"/"/g' | grep -P '[\x{3000}-\x{9fff}\x{ff00}-\x{ffef}]' | sort -u |
        comm -23 - "$folder/rows"
}

# What is said by name, everywhere; of the sections, whose tables are data, every literal
# but those on lines marked "// data".
find report -name '*.c' -print0 | sort -z |
    xargs -0 xgettext --from-code=UTF-8 --no-wrap -k --keyword=kiri_say:2 \
        --keyword=kiri_page_say:2 -o "$folder/said.pot" 2>"$folder/complaints"
missing=$(without_row "$folder/said.pot")
[ -n "$missing" ] && printf '%s\n' "$missing" >&2
[ -s "$folder/said.pot" ] && [ -z "$missing" ]
tell $? "every text that is said has an English row"

mkdir "$folder/sections"
for file in report/sections/*.c report/page/*.c; do
    grep -v '// data$' "$file" >"$folder/sections/$(basename "$file")"
done
xgettext --from-code=UTF-8 --no-wrap -a -o "$folder/all.pot" "$folder"/sections/*.c 2>/dev/null
missing=$(without_row "$folder/all.pot")
[ -n "$missing" ] && printf '%s\n' "$missing" >&2
[ -s "$folder/all.pot" ] && [ -z "$missing" ]
tell $? "so has every text of the sections"

# printf's conversions of both sides, in their order.
LC_ALL=C.UTF-8 awk -F '\t' '
    function conversions(text,   found, one) {
        found = ""
        gsub(/%%/, "", text)
        gsub(/%[0-9]+\$/, "%", text)
        while (match(text, /%[-+#0-9.*]*(l|ll|z|h)?[a-zA-Z]/)) {
            one = substr(text, RSTART, RLENGTH)
            gsub(/[-+#0-9.]/, "", one)
            found = found " " one
            text = substr(text, RSTART + RLENGTH)
        }
        return found
    }
    /^#/ || !/\t/ { next }
    NF != 2 { print "row " NR " has " NF " columns"; bad = 1 }
    $1 !~ /%/ { next } # is said as it is
    conversions($1) != conversions($2) { print "row " NR ": " $1; bad = 1 }
    END { exit bad }' report/words/english.tsv >&2
tell $? "rows have the conversions of their texts"
echo "1..$n"
