#!/usr/bin/env bash
# bench/search.sh [BUILD] [ARTICLES [CACHE [ROUNDS]]]: questions of eight kinds to one
# warm `search --batch`, beside Groonga with TokenMecab and TokenBigram, on the same
# articles in the same run; indexing rate and index size. The articles are made of the
# real text in ../shared/data/sets/corpus by bench/search_corpus.py. Everything is kept
# in CACHE/ARTICLES: a second run only asks, and one that was interrupted goes on with
# the step it was in (articles; loading and indexing of each engine). Groonga is left
# out where it is not installed.
#
#   bench/search.sh build/release 1000000 /big/disk
#
# 200,000 articles need 6 GB there and took an hour beside eight other builds on two
# cores; 1,000,000 need 30 GB and five times as long.
set -euo pipefail
cd "$(dirname "$0")/.."
build=${1:-build/release}
articles=${2:-200000}
cache=${3:-${TMPDIR:-/tmp}/kirinuki-bench-search}/$articles
rounds=${4:-3}
sets=${KIRINUKI_BENCH_SETS:-../shared/data/sets/corpus}
[ -d "$sets" ] || { echo "no text to make articles of: $sets" >&2; exit 2; }
[ -s "$cache/queries.ndjson" ] || python3 bench/search_corpus.py "$sets" "$articles" "$cache"
exec python3 bench/search_run.py "$build/kirinuki" "$cache" "$rounds"
