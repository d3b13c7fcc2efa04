#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fit the weights of indexer/facts/claim_pair.c.

    KIRINUKI_PAIRS=1 build/dev/tests/unit/test_contradictions | scripts/fit_contradictions.py

Reads the lines "pair RELEASE LABEL KIND TRAIT…", fits one logistic model for
figures and one for points in time (gradient descent, L2, no sign may turn against
what the trait means), once on all releases and in folds that leave releases out,
and prints the weights of the former with the log loss of the latter."""
import math
import sys

NAMES = ("BIAS PERMUTED SWAPPED SHIFTED ONE_DIGIT SIZE LEFT RIGHT SENTENCE NOVEL_NEAR "
         "NOVEL_FAR FRAMES PAST LONELY ACTS MARKS COMPANY LATER HEAD").split()
NEGATIVE = {"NOVEL_NEAR", "NOVEL_FAR", "FRAMES", "PAST", "MARKS", "LATER"}
FOLDS = 6


def fit(rows, l2=0.01, steps=1500, rate=0.5):
    w = [0.0] * len(NAMES)
    for _ in range(steps):
        slope = [0.0] * len(w)
        for y, x in rows:
            d = 1 / (1 + math.exp(-sum(a * b for a, b in zip(w, x)))) - y
            for i, v in enumerate(x):
                slope[i] += d * v
        for i, name in enumerate(NAMES):
            w[i] -= rate * (slope[i] / len(rows) + (l2 * w[i] / 10 if i else 0))
            if i and (name in NEGATIVE) == (w[i] > 0):
                w[i] = 0.0
    return w


def loss(rows, w):
    total = 0.0
    for y, x in rows:
        p = 1 / (1 + math.exp(-sum(a * b for a, b in zip(w, x))))
        total -= math.log(max(p if y else 1 - p, 1e-9))
    return total


def main():
    groups = {"figures": [], "times": []}
    for line in sys.stdin:
        part = line.split()
        if not part or part[0] != "pair":
            continue
        kind = "figures" if part[3] == "0" else "times"
        groups[kind].append((part[1], int(part[2]), [float(v) for v in part[4:]]))
    for kind, rows in groups.items():
        releases = sorted({r[0] for r in rows})
        fold = {r: i % FOLDS for i, r in enumerate(releases)}
        left_out = 0.0
        for f in range(FOLDS):
            w = fit([r[1:] for r in rows if fold[r[0]] != f])
            left_out += loss([r[1:] for r in rows if fold[r[0]] == f], w)
        w = fit([r[1:] for r in rows])
        print(f"{kind}: {len(rows)} pairs, {sum(r[1] for r in rows)} contradictions, "
              f"log loss {left_out / len(rows):.4f} left out")
        for name, v in zip(NAMES, w):
            if v:
                print(f"    [KIRI_PAIR_{name}] = {v:.2f},")


if __name__ == "__main__":
    main()
