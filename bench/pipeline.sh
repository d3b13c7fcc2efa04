#!/usr/bin/env bash
# bench/pipeline.sh [BUILD] [PAGES.tsv [ROUNDS]]: import → searchable, pages per second
# and peak memory, beside a loop of the bare libraries over the same pages in the
# same run; the two take turns. PAGES.tsv: address, file, content type. Without
# it, the pages of ../shared/data, where that lies beside the project.
set -euo pipefail
cd "$(dirname "$0")/.."
build=${1:-build/release}
pages=${2:-}
rounds=${3:-3}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
if [ -z "$pages" ]; then
    pages=$tmp/pages.tsv
    for set in ja aeb htmldate readability; do
        manifest=../shared/data/sets/$set/manifest.ndjson
        [ -f "$manifest" ] || continue
        sed -nE "s|.*\"path\": \"([^\"]*)\", \"url\": \"([^\"]*)\", \"content_type\": \"([^\"]*)\".*|\2\t$PWD/../shared/data/sets/$set/\1\t\3|p" "$manifest"
    done | awk -F'\t' '!seen[$1]++' >"$pages"
fi
[ -s "$pages" ] || { echo "no pages: give a PAGES.tsv" >&2; exit 2; }

for round in $(seq "$rounds"); do
    mkdir "$tmp/bare$round"
    "$build"/bench/bare_pipeline "$pages" "$tmp/bare$round" | tee -a "$tmp/bare.log"
    ws=$tmp/ws$round
    "$build"/kirinuki -q -C "$ws" init --bare
    start=$(date +%s%N)
    # The nursery and its workers are children: the largest process is the peak of one.
    /usr/bin/env time -f '%M' -o "$tmp/rss1" "$build"/kirinuki -q -C "$ws" import "$pages" || true
    /usr/bin/env time -f '%M' -o "$tmp/rss2" "$build"/kirinuki -q -C "$ws" index
    end=$(date +%s%N)
    awk -v ns=$((end - start)) -v n="$(wc -l <"$pages")" -v rss="$(cat "$tmp/rss1" "$tmp/rss2" | sort -n | tail -n 1)" \
        'BEGIN { printf "{\"name\":\"kirinuki\",\"pages\":%d,\"wall_s\":%.3f,\"pages_per_s\":%.1f,\"peak_process_mb\":%.0f}\n", n, ns / 1e9, n / (ns / 1e9), rss / 1024 }' |
        tee -a "$tmp/kirinuki.log"
done
median()
{
    sed -E 's/.*"pages_per_s":([0-9.]+).*/\1/' "$1" | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}
awk -v a="$(median "$tmp/kirinuki.log")" -v b="$(median "$tmp/bare.log")" \
    'BEGIN { printf "ratio kirinuki / bare libraries: %.2f (medians %.1f and %.1f pages/s)\n", a / b, a, b }'
