#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What verdicts on a topic teach: how well the clips that nobody decided about are
ranked and parted, by the number of verdicts.

    bench/learning.py KIRINUKI CORPUS.ndjson KEYWORD=CATEGORY…

The corpus has articles with a category. Each keyword is a topic; what is of the
category is wanted. Clips are drawn by a fixed seed, decided by their category through
'review import', and 'link' learns from them; the others are the measure. For each
number of verdicts: share of wanted clips, area under the ROC curve of the probability
(.5 is no order), and precision and recall of the clips with p >= .5, which are not
marked for review. Nothing is read from the network; the workspace goes at the end."""
import json
import os
import random
import subprocess
import sys
import tempfile
import time

STEPS = (10, 20, 40, 80)


def auc(wanted, others):
    """Share of pairs in the right order; ties count half."""
    rows = sorted([(p, 1) for p in wanted] + [(p, 0) for p in others])
    ranks, at = 0.0, 0
    while at < len(rows):
        end = at
        while end < len(rows) and rows[end][0] == rows[at][0]:
            end += 1
        ranks += sum(row[1] for row in rows[at:end]) * (at + end + 1) / 2
        at = end
    return (ranks - len(wanted) * (len(wanted) + 1) / 2) / (len(wanted) * len(others))


class Workspace:
    def __init__(self, program, folder):
        self.program, self.folder = program, folder

    def run(self, *words):
        done = subprocess.run([self.program, "-q", "-C", self.folder, *words],
                              capture_output=True, text=True)
        if done.returncode not in (0, 1):
            sys.exit(f"{words}: {done.stderr}")
        return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]

    def clips(self, topic):
        rows = self.run("--json", "clips", "--all", "--topic", topic)
        return [row for row in rows if row["type"] == "clip"]


def measure(clips, decided, is_wanted):
    wanted, others = [], []
    for clip in clips:
        if clip["id"] not in decided:
            (wanted if is_wanted(clip) else others).append(clip["probability"])
    if not wanted or not others:
        sys.exit("too few clips are left to measure by: give a larger corpus")
    kept = sum(p >= .5 for p in wanted)
    noise = sum(p >= .5 for p in others)
    return (len(wanted) / (len(wanted) + len(others)), auc(wanted, others),
            kept / max(1, kept + noise), kept / len(wanted))


def main(program, corpus, pairs):
    folder = tempfile.mkdtemp()
    space = Workspace(program, os.path.join(folder, "ws"))
    topics = [pair.split("=") for pair in pairs]
    with open(corpus, encoding="utf-8") as file:
        category = {row["url"]: row["category"] for row in map(json.loads, file)}
    space.run("init", "--bare")
    space.run("import", corpus)
    for number, (keyword, _) in enumerate(topics):
        space.run("topic", "add", keyword, keyword, "--id", f"t{number}")
    space.run("link")
    url = {row["id"]: row["url"] for row in space.run("export", "--only", "article")
           if row["type"] == "article"}
    random.seed(7)
    order = []
    for number in range(len(topics)):
        ids = sorted(clip["id"] for clip in space.clips(f"t{number}"))
        random.shuffle(ids)
        order.append(ids)
    before = 0
    for n in STEPS:
        sheet = os.path.join(folder, "sheet.csv")
        with open(sheet, "w", encoding="utf-8") as file:
            file.write("ID,採否\n")
            for ids, (_, wanted) in zip(order, topics):
                for clip in ids[before:n]:
                    is_wanted = category[url[clip.split(".")[0]]] == wanted
                    file.write(f"{clip},{'採' if is_wanted else '否'}\n")
        before = n
        space.run("review", "import", sheet)
        begin = time.monotonic()
        space.run("link")
        seconds = time.monotonic() - begin
        figures = [measure(space.clips(f"t{i}"), set(order[i][:n]),
                           lambda clip, w=wanted: category[url[clip["article"]]] == w)
                   for i, (_, wanted) in enumerate(topics)]
        means = [sum(column) / len(figures) for column in zip(*figures)]
        print(json.dumps({"verdicts": n, "topics": len(topics),
                          **{key: round(value, 3) for key, value in
                             zip(("wanted", "auc", "precision", "recall"), means)},
                          "link_s": round(seconds, 1)}), flush=True)
    subprocess.run(["rm", "-rf", folder], check=True)


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
