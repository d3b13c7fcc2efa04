#!/usr/bin/env bash
# scripts/coverage.sh [BUILD]: builds with gcov, runs all tests and prints the share of
# lines of our code that ran, by folder. Programs that a test kills write no counts, nor do
# sandboxed workers, so what only they run is not counted. Needs gcovr.
set -euo pipefail
cd "$(dirname "$0")/.."
build=${1:-build/coverage}
cmake -S . -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Debug -DKIRINUKI_COVERAGE=ON >/dev/null
ninja -C "$build" >/dev/null
find "$build" -name '*.gcda' -delete
status=0
scripts/run_tests.sh "$build" "$build" || status=$?
gcovr --root . --object-directory "$build" --json-summary "$build/coverage.json" \
    --filter '(base|text|store|crawler|indexer|scorer|report|cli)/' \
    --exclude-unreachable-branches --gcov-ignore-parse-errors "$build" >/dev/null
python3 - "$build/coverage.json" <<'PY'
import collections
import json
import sys

lines = collections.defaultdict(lambda: [0, 0])
for file in json.load(open(sys.argv[1], encoding="utf-8"))["files"]:
    parts = file["filename"].split("/")
    for folder in {parts[0], "/".join(parts[:-1]), "all"}:
        lines[folder][0] += file["line_covered"]
        lines[folder][1] += file["line_total"]
for folder in sorted(lines):
    covered, total = lines[folder]
    print(f"{folder:28} {covered:6} of {total:6} lines  {100 * covered / max(total, 1):5.1f} %")
PY
exit "$status"
