#!/usr/bin/env bash
# docs/metrics.md has a row for each event of the log and each figure of the metrics that
# the sources write, with its members or its type, and no row that nobody writes: as TAP.
# shellcheck disable=SC2016 # the backticks of Markdown
cd "$(dirname "$0")/../.." || exit 1
export LC_ALL=C
n=0
tell() # STATUS NAME: what is in the way stands in $wrong
{
    n=$((n + 1))
    if [ "$1" -eq 0 ]; then echo "ok $n - $2"; else
        echo "not ok $n - $2"
        printf '%s\n' "$wrong" | sed 's/^/# /'
    fi
}
same() # NAME, two sorted lists in files
{
    wrong=$(diff "$2" "$3")
    tell $? "$1"
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Calls of kiri_log_event with all their lines as one each: the first string is the event.
mapfile -t sources < <(find cli -name '*.c' ! -path cli/log.c)
awk '/kiri_log_event\(/ { in_it = 1 } in_it { print } in_it && /;/ { in_it = 0 }' "${sources[@]}" | grep -oE '"[a-z]+(\.[a-z]+)?"' | tr -d '"' | sort -u >"$work/written"
sed -n '/^## The log/,$p' docs/metrics.md | sed -nE 's/^\| `([a-z.]+)` \|.*/\1/p' | sort >"$work/documented"
same "every event of the log is documented, and none that nobody writes" "$work/written" "$work/documented"
[ "$(wc -l <"$work/written")" -ge 13 ]
wrong="only $(wc -l <"$work/written") events were found in the sources" tell $? "the events were found in the sources"

# Members of events, as the sources name them beside the calls.
awk '/KiriLogField fields/ { in_it = 1 } in_it { print } in_it && /;/ { in_it = 0 }' "${sources[@]}" |
    grep -oE '\{"[a-z_]+",' | tr -d '{",' | sort -u >"$work/members"
wrong=
while read -r member; do
    sed -n '/^## The log/,$p' docs/metrics.md | grep -q "\`$member\`" || wrong+=" $member"
done <"$work/members"
[ -z "$wrong" ]
tell $? "every member of an event is documented"

grep -ohE '"(kirinuki|process)_[a-z_]+"' cli/watch/metrics.c | tr -d '"' | sort -u >"$work/figures"
sed '/^## The log/,$d' docs/metrics.md | sed -nE 's/^\| (`(kirinuki|process)_.*)/\1/p' | sed 's/ | .*//' |
    grep -oE '(kirinuki|process)_[a-z_]+' | sort -u >"$work/rows"
same "every figure of the metrics is documented, and none that nobody writes" "$work/figures" "$work/rows"

# By the conventions of Prometheus: counters end in _total, times and sizes name their unit.
wrong=$(grep -oE '^\| `kirinuki_[a-z_]+` \| counter' docs/metrics.md | grep -v '_total`')$(grep -E '^\| `kirinuki_[a-z_]*(time|bytes|delay|duration)[a-z_]*`' docs/metrics.md |
    grep -vE '^\| `[a-z_]+_(seconds|bytes|bytes_total)`')
[ -z "$wrong" ]
tell $? "names of figures follow the conventions"
echo "1..$n"
