#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""bench/link_model.py COMMAND [OPTIONS]: the link model, judged and fitted.

  evaluate   link-batch with the weights as they are
  folds      leave-families-out: weights fitted without a fold, then judged on it
  fit        weights fitted on everything, as a table on stdout

  --program P    the program (build/release/kirinuki)
  --corpus DIR   wikinews.ndjson and livedoor.ndjson, from which strangers are made
                 (without it: none)
  --folds N      5
  --strength L   how hard the prior holds (2)
  --only IDS     these families alone, comma-separated ("newsroom" is one)
  --holdout      evaluate: the families that no fit has seen, instead of the others
  --wrong        names each article that was decided wrongly
  --json         figures as one line of JSON
  --diagram FILE reliability diagram as SVG

What is measured, for all families together in one run of link-batch, the newsroom
apart:

  link P, R, F1  per release event at p ≥ .5: joint releases are one event; a class
                 of mention or none is no link
  at .9          share of links with p ≥ .9 that are right, and share of the events
                 that they reach
  Brier, ECE     over near pairs (article, release): the candidates of the program
                 and all true events, one pair each; what is not printed has p = 0. Ten bins
  class          share of articles whose class is right; where an article has more
                 than one line, that with a release and the highest p counts
  mentions       found, of those that truth names
  strangers      unrelated articles with a link, of all; a link from one Wikinews text
                 to another counts neither way, since both may tell of one event

Articles marked as undecided count nowhere. Weights are fitted by Newton's method
with a pull towards a prior (dictionaries/match_weights.tsv names it in its rows
"#prior"), each weight held to its sign; deterministic, no random numbers."""
import argparse
import collections
import json
import os
import subprocess
import sys
import tempfile
import zlib

import link_data
from link_diagram import diagram
from link_fit import Pair, Passing, fit, fit_mentions, read_weights, write_weights

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
P_LINK, P_SURE, BINS = 0.5, 0.9, 10
NEWSROOM_WEIGHT = 0.3


class Set:
    """All families and strangers as the two files of link-batch."""

    def __init__(self, options, folder):
        self.families = link_data.coverage(os.path.join(ROOT, "tests/coverage"))
        self.families.append(link_data.newsroom(os.path.join(ROOT, "tests/newsroom")))
        if not options.only:
            self.families = [f for f in self.families
                             if options.holdout == (f.name in link_data.HOLDOUT)
                             or f.name == "newsroom"]
        else:
            self.families = [f for f in self.families if f.name in options.only.split(",")]
        releases, articles = link_data.strangers(options.corpus, 3000, 2000) \
            if options.corpus else ([], [])
        self.stranger_ids = {a["id"] for a in articles}
        self.articles = {a["given"]["id"]: a for f in self.families for a in f.articles}
        self.family_of_release = {r["id"]: f for f in self.families for r in f.releases}
        self.program = options.program
        self.releases_path = os.path.join(folder, "releases.ndjson")
        self.articles_path = os.path.join(folder, "articles.ndjson")
        self.data = os.path.join(folder, "data")
        os.makedirs(os.path.join(self.data, "dictionaries"))
        for name in os.listdir(os.path.join(ROOT, "dictionaries")):
            os.symlink(os.path.join(ROOT, "dictionaries", name),
                       os.path.join(self.data, "dictionaries", name))
        self.write(self.releases_path, [r for f in self.families for r in f.releases] + releases)
        self.write(self.articles_path, [a["given"] for a in self.articles.values()] + articles)

    @staticmethod
    def write(path, rows):
        with open(path, "w", encoding="utf-8") as out:
            for row in rows:
                out.write(json.dumps(row, ensure_ascii=False) + "\n")

    def run(self, weights=None, features=False):
        """Lines of link-batch, with other weights if given."""
        path = os.path.join(self.data, "dictionaries/match_weights.tsv")
        os.remove(path)
        if weights:
            write_weights(path, weights)
        else:
            os.symlink(os.path.join(ROOT, "dictionaries/match_weights.tsv"), path)
        command = [self.program, "link-batch", "--releases", self.releases_path,
                   "--articles", self.articles_path] + (["--features"] if features else [])
        out = subprocess.run(command, env=dict(os.environ, KIRINUKI_DATA=self.data),
                             stdout=subprocess.PIPE, check=True).stdout
        return [json.loads(line) for line in out.decode("utf-8").splitlines()]

    def is_right(self, article_id, release_id):
        article = self.articles.get(article_id)
        return bool(article) and any(release_id in e for e in article["events"])

    def counts(self, article_id):
        article = self.articles.get(article_id)
        return not (article and article["undecided"])


def by_article(lines):
    found = collections.defaultdict(list)
    for line in lines:
        found[line["article_id"]].append(line)
    return found


def links_of(lines):
    """Release → probability of what is claimed as a link."""
    return {line["release_id"]: line["probability"] for line in lines
            if line["release_id"] and line["class"] in link_data.CLASSES_OF_LINKS
            and line["probability"] >= P_LINK}


def class_of(lines):
    lines = sorted(lines, key=lambda x: (bool(links_of([x])), x["class"] != "none",
                                         x["probability"]), reverse=True)
    return lines[0]["class"] if lines else "none"


class Judgement:
    """Counters over articles; several folds may be added into one."""

    def __init__(self):
        self.n = collections.Counter()
        self.kinds = collections.defaultdict(collections.Counter)
        self.confusion = collections.Counter()
        self.pairs = []  # (p, is right)
        self.wrong = []

    def add_article(self, set_, article_id, lines, near):
        article = set_.articles.get(article_id)
        links = links_of(lines)
        if not article:
            if article_id.startswith(link_data.WIKI):  # these may well tell of one event
                links = {r: p for r, p in links.items() if r in set_.family_of_release}
            self.n["strangers"] += 1
            self.n["strangers_linked"] += bool(links)
            if links:
                self.wrong.append((article_id, "stranger linked to %s" % links))
            return
        if article["undecided"]:
            return
        events, n = article["events"], self.n
        hit = [max([links.get(r, 0) for r in e]) for e in events]
        false = [(r, p) for r, p in links.items() if not any(r in e for e in events)]
        found = {"right": sum(h > 0 for h in hit), "missed": sum(h == 0 for h in hit),
                 "false": len(false), "sure_right": sum(h >= P_SURE for h in hit),
                 "sure_false": sum(p >= P_SURE for _, p in false)}
        got = class_of(lines)
        found.update(articles=1, class_right=got == article["class"],
                     mentions=article["class"] == "mention",
                     mentions_right=article["class"] == "mention" == got)
        self.confusion[article["class"], got] += 1
        n.update(found)
        for kind in article["family"].hard or [article["family"].name]:
            self.kinds[kind].update(found)
        if found["missed"] or found["false"] or not found["class_right"]:
            self.wrong.append((article_id, "%s as %s: %s missed %s, false %s" % (
                article["class"], got, article["given"].get("title", "")[:30],
                [sorted(e) for e, h in zip(events, hit) if not h],
                [(r, round(p, 2)) for r, p in false])))
        printed = {line["release_id"]: line["probability"] for line in lines}
        for event in events:  # offices that announce one thing are one pair
            self.pairs.append((max(printed.get(r, 0) for r in event), True))
        for release in near - set().union(*events):
            self.pairs.append((printed.get(release, 0), False))

    def figures(self):
        n, pairs = self.n, self.pairs
        ratio = lambda a, b: round(a / b, 4) if b else None
        precision = ratio(n["right"], n["right"] + n["false"])
        recall = ratio(n["right"], n["right"] + n["missed"])
        return {"articles": n["articles"], "events": n["right"] + n["missed"],
                "precision": precision, "recall": recall,
                "f1": ratio(2 * n["right"], 2 * n["right"] + n["false"] + n["missed"]),
                "precision_at_90": ratio(n["sure_right"], n["sure_right"] + n["sure_false"]),
                "recall_at_90": ratio(n["sure_right"], n["right"] + n["missed"]),
                "pairs": len(pairs),
                "brier": ratio(sum((p - y) ** 2 for p, y in pairs), len(pairs)),
                "ece": round(sum(abs(sum(p - y for p, y in b)) for b in bins(pairs))
                             / max(1, len(pairs)), 4),
                "class": ratio(n["class_right"], n["articles"]),
                "mentions": "%d of %d" % (n["mentions_right"], n["mentions"]),
                "strangers": "%d of %d" % (n["strangers_linked"], n["strangers"])}


def bins(pairs):
    found = [[] for _ in range(BINS)]
    for p, y in pairs:
        found[min(int(p * BINS), BINS - 1)].append((p, y))
    return found


def judge(set_, lines, near, judgement, families=None):
    """Adds what the lines say of these families (all, and the strangers, when None)."""
    found = by_article(lines)
    for article_id in list(set_.articles) + (sorted(set_.stranger_ids) if families is None else []):
        article = set_.articles.get(article_id)
        if families is None or article["family"] in families:
            judgement.add_article(set_, article_id, found[article_id], near[article_id])


def report(judgement, options):
    figures = judgement.figures()
    if options.json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print("%-16s %s" % (name, value))
    for kind, n in sorted(judgement.kinds.items()):
        links = 2 * n["right"] + n["false"] + n["missed"]
        print("  %-12s f1 %s  right %d missed %d false %d  class %d of %d" % (
            kind, "%.3f" % (2 * n["right"] / links) if links else "-", n["right"], n["missed"],
            n["false"], n["class_right"], n["articles"]))
    for (truth, got), count in sorted(judgement.confusion.items()):
        print("  %-10s → %-10s %d" % (truth, got, count))
    for pairs in bins(judgement.pairs):
        if pairs:
            print("  p %.3f right %.3f of %d" % (sum(p for p, _ in pairs) / len(pairs),
                                                sum(y for _, y in pairs) / len(pairs), len(pairs)))
    for article_id, what in judgement.wrong if options.wrong else []:
        print("%s %s" % (article_id, what))


# ---- fitting ----

def pairs_of(set_, lines):
    """All candidates as link_fit.Pair. The newsroom is one world with many articles of few
    releases, and strangers are many: theirs weigh less, and of the negatives of both only
    every fourth article is read, for all four."""
    found = []
    for line in lines:
        if "features" not in line:
            continue
        article = set_.articles.get(line["article_id"])
        family = article["family"] if article else None
        is_right = set_.is_right(line["article_id"], line["release_id"])
        if not set_.counts(line["article_id"]) or (
                not article and line["article_id"].startswith(link_data.WIKI)
                and line["release_id"].startswith(link_data.WIKI)):
            continue
        weight = 1
        if not family or family.name == "newsroom":
            weight = NEWSROOM_WEIGHT
            if not article or not article["events"]:
                if zlib.crc32(line["article_id"].encode()) % 4:
                    continue
                weight *= 4
        found.append(Pair(family, line["article_id"], line["event"], line["features"], is_right,
                          weight))
    return found


def mentions_of(set_, lines):
    """What may be named in passing, as link_fit.Passing, of articles that cover nothing;
    those of the newsroom are about one office and learnt by its own rules."""
    found = []
    for line in lines:
        article = set_.articles.get(line["article_id"])
        if "signs" not in line or not set_.counts(line["article_id"]) or (
                article and (article["events"] or article["family"].name == "newsroom")) or (
                not article and line["passing"] not in set_.family_of_release):
            continue
        found.append(Passing(article["family"] if article else None, line["article_id"],
                             line["signs"], bool(article) and article["class"] == "mention",
                             1 if article else NEWSROOM_WEIGHT))
    return found


def near_of(lines):
    near = collections.defaultdict(set)
    for line in [x for x in lines if "features" in x]:
        near[line["article_id"]].add(line["release_id"])
    return near


def folds_of(set_, count):
    """The newsroom is in no fold: it is always learnt from and judged by its own test."""
    families = [f for f in set_.families if f.name != "newsroom"]
    return [families[i::count] for i in range(count)]


def run_shipped(set_, options):
    lines, near, judgement = set_.run(), near_of(set_.run(features=True)), Judgement()
    families = folds_of(set_, 1)[0]
    judge(set_, lines, near, judgement, families or None)
    found = by_article(lines)
    for article_id in sorted(set_.stranger_ids) if families else []:
        judgement.add_article(set_, article_id, found[article_id], set())
    newsroom = [f for f in set_.families if f not in families]
    if families and newsroom and not options.json:
        alone = Judgement()
        judge(set_, lines, near, alone, newsroom)
        print("newsroom alone: %s" % json.dumps(alone.figures()))
    return judgement


def run_folds(set_, options):
    shipped = read_weights(os.path.join(ROOT, "dictionaries/match_weights.tsv"))
    lines = set_.run(features=True)
    pairs, near, judgement = pairs_of(set_, lines), near_of(lines), Judgement()
    mentions = mentions_of(set_, lines)
    for fold in folds_of(set_, options.folds):
        weights = fit([p for p in pairs if p.family not in fold], shipped, options.strength)
        weights = fit_mentions([m for m in mentions if m.family not in fold], weights,
                               options.strength)
        judge(set_, set_.run(weights), near, judgement, fold)
    return judgement


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("command", choices=("evaluate", "folds", "fit"))
    parser.add_argument("--program", default=os.path.join(ROOT, "build/release/kirinuki"))
    parser.add_argument("--corpus")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--strength", type=float, default=2)
    parser.add_argument("--only")
    parser.add_argument("--holdout", action="store_true")
    parser.add_argument("--wrong", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--diagram")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        set_ = Set(options, folder)
        if options.command == "fit":
            shipped = read_weights(os.path.join(ROOT, "dictionaries/match_weights.tsv"))
            lines = set_.run(features=True)
            pairs = pairs_of(set_, lines)
            shipped["head"]["#fit"] = "%d pairs, %d right, %d families, strength %g" % (
                len(pairs), sum(p.is_right for p in pairs), len(set_.families), options.strength)
            weights = fit_mentions(mentions_of(set_, lines), shipped, options.strength)
            write_weights("/dev/stdout", fit(pairs, weights, options.strength))
            return
        if options.command == "folds":
            judgement = run_folds(set_, options)
        else:
            judgement = run_shipped(set_, options)
    report(judgement, options)
    if options.diagram:
        diagram(options.diagram, bins(judgement.pairs))


if __name__ == "__main__":
    sys.exit(main())
