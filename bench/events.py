#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Events (同じ話題): how well they are found, and the weights they are found by.

    events.py evaluate [--without-releases] KIRINUKI [tests/coverage]
    events.py fit COVERAGE_SIGNS NEWS_SIGNS
    events.py pairs NEWS_SIGNS

evaluate  The articles of tests/coverage are imported and linked, with the releases and
          without; what covers one release event is one event, whatever covers another
          one or none (a rival's announcement, another instalment) is not. Printed: B-cubed
          precision, recall and F1 over the articles that cover just one release, all
          others being strangers to them that spoil precision, and the same over those
          families alone that no fit reads (41 to 48).
fit       Weights from the signs that `event_signs WORKSPACE` prints: of a workspace with
          tests/coverage without its releases, families 41 to 48 left out; and of one with
          news (livedoor.ndjson of the test corpus), where pairs were labelled by hand
          (tests/events/pairs.tsv, use `fit`) and every other pair counts as two events,
          with little weight: nearly all of them are.
pairs     What the hand labels of use `check`, which no fit reads, say of the pairs that
          the program now holds to be of one event.
"""
import argparse
import collections
import json
import os
import random
import subprocess
import sys
import tempfile

import link_data
import link_fit

HERE = os.path.dirname(os.path.abspath(__file__))
LABELS = os.path.join(HERE, "..", "tests", "events", "pairs.tsv")
HOLDOUT = 41
LEAST = 0.5
SIGNS = {"words": "+", "headline": "+", "figures": "+", "no_figures": "-", "days": "+",
         "no_days": "-", "quoted": "+", "issues": "-", "marks": "-", "acts": "-", "apart": "-",
         "coarse": "-"}
FIXED = {"site": -2.2}  # the news are of one site: nothing to fit it on, but best on the labels
SILVER, SILVER_WEIGHT, LABEL_WEIGHT, STRENGTH = 10000, 0.3, 2.0, 1.0


# ---- a workspace ----

def write_release(folder, release):
    path = os.path.join(folder, release["id"] + ".md")
    with open(path, "w", encoding="utf-8") as out:
        out.write("---\nid: %s\ntitle: %s\ndate: %s\n" % (release["id"], release["title"],
                                                        release["date"]))
        if release.get("organisation"):
            out.write("organisation: %s\n" % release["organisation"])
        for key in ("aliases", "keywords"):
            if release.get(key):
                out.write("%s:\n%s" % (key, "".join("- %s\n" % v for v in release[key])))
        out.write("---\n%s\n" % release["text"])
    return path


def linked_events(program, families, with_releases):
    """import id → id of its event."""
    with tempfile.TemporaryDirectory() as folder:
        run = lambda *a: subprocess.run([program, "-q", "-C", folder + "/ws", *a], check=True,
                                        stdout=subprocess.PIPE).stdout.decode()
        run("init", "--bare")
        if with_releases:
            run("release", "add", *[write_release(folder, r) for f in families
                                    for r in f.releases])
        with open(folder + "/a.ndjson", "w", encoding="utf-8") as out:
            for family in families:
                for article in family.articles:
                    row = dict(article["given"])
                    row["published"] = row.pop("date", None)
                    out.write(json.dumps(row, ensure_ascii=False) + "\n")
        run("import", folder + "/a.ndjson")
        run("link")
        names, events, roots = {}, {}, {}
        for line in run("export").splitlines():
            row = json.loads(line)
            if row["type"] == "article":
                names[row["id"]] = row["import_id"]
            elif row["type"] == "event":
                events[row["article"]] = row["event"]
            elif row["type"] == "lineage":
                roots[row["article"]] = row["story"]
        return {name: events.get(roots.get(key, key), key) for key, name in names.items()}


# ---- B-cubed ----

def b_cubed(families, found):
    precision = recall = n = 0
    for family in families:
        sure = [a for a in family.articles if not a["undecided"]]
        groups = collections.defaultdict(list)
        for article in sure:
            groups[found[article["given"]["id"]]].append(article)
        for article in sure:
            if len(article["events"]) != 1:
                continue
            event = article["events"][0]
            group = groups[found[article["given"]["id"]]]
            of_it = [a for a in sure if a["events"] == [event]]
            precision += sum(event in a["events"] for a in group) / len(group)
            recall += sum(a["events"] == [event] for a in group) / len(of_it)
            n += 1
    precision, recall = precision / n, recall / n
    return {"articles": n, "precision": round(precision, 4), "recall": round(recall, 4),
            "f1": round(2 * precision * recall / (precision + recall), 4)}


def evaluate(options):
    families = link_data.coverage(options.coverage)
    for with_releases in (False,) if options.without_releases else (False, True):
        found = linked_events(os.path.abspath(options.program), families, with_releases)
        for name, chosen in (("all", families),
                             ("held out", [f for f in families if int(f.name) >= HOLDOUT])):
            print(json.dumps(dict({"releases": with_releases, "families": name},
                                  **b_cubed(chosen, found))))


# ---- the fit ----

def rows_of(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def labels(use):
    found = {}
    with open(LABELS, encoding="utf-8") as lines:
        for line in lines:
            cells = line.rstrip("\n").split("\t")
            if not line.startswith("#") and cells[0] == use:
                found[frozenset(cells[1:3])] = cells[3]
    return found


def truth_of_coverage():
    truth = {}
    for family in link_data.coverage(os.path.join(HERE, "..", "tests", "coverage")):
        for article in family.articles:
            truth[article["given"]["id"]] = (family.name, article["events"], article["undecided"])
    return truth


def coverage_pairs(path):
    """[(signs, is one event, weight)] of pairs within a family of which one covers a
    release; two that cover none may well be of one event."""
    truth, pairs = truth_of_coverage(), []
    for row in rows_of(path):
        a, b = truth[row["a"]], truth[row["b"]]
        if a[0] != b[0] or int(a[0]) >= HOLDOUT or a[2] or b[2] or not (a[1] or b[1]):
            continue
        if a[1] != b[1] and set(a[1]) & set(b[1]):
            continue
        pairs.append((row["signs"], a[1] == b[1], 1.0))
    return pairs


def news_pairs(path):
    judged, others = labels("fit"), []
    unseen = {**labels("first"), **labels("check")}
    pairs = []
    for row in rows_of(path):
        key = frozenset((row["a"], row["b"]))
        if key in judged:
            if judged[key] != "unsure":
                pairs.append((row["signs"], judged[key] == "same", LABEL_WEIGHT))
        elif key not in unseen:
            others.append(row["signs"])
    random.Random(1).shuffle(others)
    # as if they stood on two sites: the fit is to refuse those as well
    return pairs + [(dict(signs, site=0.0), False, SILVER_WEIGHT) for signs in others[:SILVER]]


def fit_weights(pairs):
    """{name: weight}; what takes the wrong sign is left out, the worst first."""
    names = ["bias"] + list(SIGNS)
    x, y = [], []
    for signs, is_same, weight in pairs:
        fixed = sum(FIXED[n] * signs[n] for n in FIXED)
        x.append([(0, 1.0)] + [(j, signs[n]) for j, n in enumerate(names) if j and signs[n]] +
                 [(len(names), fixed)])
        y.append((1 if is_same else 0, weight))
    prior = [0.0] * len(names) + [1.0]
    pull = link_fit.pulls([r[:-1] for r in x], names, STRENGTH) + [1.0]
    pull[0] = 1e-6
    free = list(range(len(names)))
    while True:
        w = link_fit.newton(x, y, free, prior, pull, [0.0] * len(names) + [1.0])
        wrong = [(abs(w[j]), j) for j in free if j and (w[j] < 0) == (SIGNS[names[j]] == "+")]
        if not wrong:
            return dict(dict(zip(names, w)), **FIXED)
        free.remove(max(wrong)[1])


def fit(options):
    pairs = coverage_pairs(options.coverage_signs) + news_pairs(options.news_signs)
    weights = fit_weights(pairs)
    for name, weight in weights.items():
        print("%-10s %7.3f" % (name, weight))
    print(json.dumps({"pairs": len(pairs), "same": sum(p[1] for p in pairs)}))


# ---- hand labels ----

def pairs(options):
    judged, tally = labels("check"), collections.Counter()
    for row in rows_of(options.news_signs):
        verdict = judged.get(frozenset((row["a"], row["b"])))
        if verdict and row["likeness"] >= LEAST:
            tally[verdict] += 1
    sure = tally["same"] + tally["other"]
    print(json.dumps({"labelled": len(judged), "held to be one": dict(tally),
                      "precision": round(tally["same"] / sure, 4) if sure else None}))


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    modes = parser.add_subparsers(dest="mode", required=True)
    one = modes.add_parser("evaluate")
    one.add_argument("program")
    one.add_argument("coverage", nargs="?", default=os.path.join(HERE, "..", "tests", "coverage"))
    one.add_argument("--without-releases", action="store_true")
    two = modes.add_parser("fit")
    two.add_argument("coverage_signs")
    two.add_argument("news_signs")
    modes.add_parser("pairs").add_argument("news_signs")
    options = parser.parse_args()
    {"evaluate": evaluate, "fit": fit, "pairs": pairs}[options.mode](options)


if __name__ == "__main__":
    sys.exit(main())
