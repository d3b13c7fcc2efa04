#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long do questions take, in one warm process of each engine?

    search_run.py KIRINUKI CACHE [ROUNDS]

CACHE holds docs.ndjson and queries.ndjson of search_corpus.py; the indexes are built
there when they are not yet. Each engine is asked all questions once to get warm, then
ROUNDS (3) times more, the engines taking turns round by round. The time of a question
is the least of its rounds, from the line that goes in to the line that comes out;
per kind the median and the 99th percentile over its questions are printed, and the
same for the processor time that the engine used, which a busy machine disturbs less."""
import json
import math
import os
import shutil
import subprocess
import sys
import time

import search_engines


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, math.ceil(share * len(ordered)) - 1)]


def prepare(engines, docs, text_bytes):
    count = sum(1 for _ in open(docs, encoding="utf-8"))
    for engine in engines:
        engine.build()
        built = {key: value for key, value in engine.built().items() if key in ("load_s", "index_s", "peak_mb")}
        print("%-22s built: " % engine.name + ", ".join("%s %.0f" % item for item in built.items()) +
              ", %.0f articles/s" % (count / built["index_s"]), flush=True)
        size = engine.index_bytes()
        print("%-22s index %.1f MB, %.2f of the text (%.1f MB)" % (engine.name, size / 1e6, size / text_bytes, text_bytes / 1e6), flush=True)


def measure(engines, rows, rounds):
    wall = {e.name: [math.inf] * len(rows) for e in engines}
    cpu = {e.name: [math.inf] * len(rows) for e in engines}
    totals = {e.name: [None] * len(rows) for e in engines}
    for engine in engines:
        engine.open()
    for number in range(rounds + 1):
        for engine in engines:
            for i, row in enumerate(rows):
                used, begin = engine.child.cpu_ns(), time.monotonic_ns()
                totals[engine.name][i] = engine.ask(row)
                if number:
                    wall[engine.name][i] = min(wall[engine.name][i], (time.monotonic_ns() - begin) / 1e6)
                    cpu[engine.name][i] = min(cpu[engine.name][i], (engine.child.cpu_ns() - used) / 1e6)
    for engine in engines:
        print("%-22s peak %.0f MB" % (engine.name, engine.child.peak_mb()))
        engine.close()
    return wall, cpu, totals


def show(engines, rows, wall, cpu):
    kinds = list(dict.fromkeys(row["kind"] for row in rows))
    print("%-18s" % "ms" + "".join("%30s" % e.name for e in engines))
    print("%-18s" % "" + "   p50   p99  cpu: p50   p99 " * len(engines))
    for kind in kinds:
        line = "%-18s" % kind
        for engine in engines:
            for table in (wall, cpu):
                values = [table[engine.name][i] for i, row in enumerate(rows) if row["kind"] == kind]
                line += "%6.1f %6.1f " % (percentile(values, 0.5), percentile(values, 0.99)) + (" " if table is wall else " |")
        print(line)


def show_slowest(engine, rows, cpu, n=8):
    order = sorted(range(len(rows)), key=lambda i: -cpu[engine.name][i])[:n]
    for i in order:
        print("slow: %-18s %-20s %.1f ms" % (rows[i]["kind"], " ".join(rows[i]["words"]), cpu[engine.name][i]))


def cold_start(program, cache):
    times = []
    for _ in range(10):
        begin = time.monotonic_ns()
        subprocess.run([program, "-q", "-C", os.path.join(cache, "kirinuki"), "search", "日本"], stdout=subprocess.DEVNULL, check=True)
        times.append((time.monotonic_ns() - begin) / 1e6)
    print("one search in a process of its own: median %.0f ms, worst %.0f ms" % (percentile(times, 0.5), max(times)))


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    program, cache = sys.argv[1], sys.argv[2]
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 3
    only = sys.argv[4] if len(sys.argv) > 4 else ""
    docs = os.path.join(cache, "docs.ndjson")
    with open(os.path.join(cache, "queries.ndjson"), encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    text_bytes = sum(len((r["title"] + r["text"]).encode()) for r in map(json.loads, open(docs, encoding="utf-8")))
    engines = [search_engines.Kirinuki(program, docs, cache)]
    if shutil.which("groonga") and only != "kirinuki":
        engines += [search_engines.Groonga(t, docs, cache) for t in ("TokenMecab", "TokenBigram")]
    prepare(engines, docs, text_bytes)
    wall, cpu, totals = measure(engines, rows, rounds)
    show(engines, rows, wall, cpu)
    show_slowest(engines[0], rows, cpu)
    cold_start(program, cache)
    with open(os.path.join(cache, "answers.json"), "w", encoding="utf-8") as out:
        json.dump({"totals": totals, "wall_ms": wall, "cpu_ms": cpu}, out)


if __name__ == "__main__":
    main()
