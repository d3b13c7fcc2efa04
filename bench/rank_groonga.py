#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""bench/rank_groonga.py CORPUS [SET…]: ranking beside Groonga on the same questions.

CORPUS holds SET.ndjson (id, title, text) and queries_SET.ndjson (id, query,
relevant); SET is jaquad, livedoor, wikinews when not given. In the last two the
question is the title of the article that is looked for, so titles are left out.

Groonga indexes title (weight 3) and text once with TokenMecab and once with
TokenBigram. It has no mode for questions: the question is cut by the same
tokenizer, the pieces are joined by OR, and the answer is sorted by -_score, which
is its usual count of occurrences, or by scorer_tf_idf. One line of JSON for each
set, tokenizer and scorer: MRR and recall of the first ten.
"""
import json
import os
import subprocess
import sys
import tempfile

SCORERS = {"usual": "{}", "tf_idf": "scorer_tf_idf({})"}
PIECES = 200  # of a question, so that no command grows without bound; none of the sets has more


class Groonga:
    """A process of Groonga with a fresh database."""

    def __init__(self, folder):
        self.process = subprocess.Popen(
            ["groonga", "-n", os.path.join(folder, "db")],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")

    def ask(self, command, *data):
        self.process.stdin.write("\n".join((command,) + data) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        if answer[0][0] != 0:
            raise RuntimeError(f"{command}: {answer[0]}")
        return answer[1]

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def argument(text):
    """`text` as one argument of a command."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'


def rows(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def fill(groonga, tokenizer, articles, has_titles):
    for command in (
            "table_create Docs TABLE_HASH_KEY ShortText",
            "column_create Docs title COLUMN_SCALAR ShortText",
            "column_create Docs text COLUMN_SCALAR Text",
            f"table_create Terms TABLE_PAT_KEY ShortText --default_tokenizer {tokenizer}"
            " --normalizer NormalizerNFKC100",
            "column_create Terms title COLUMN_INDEX|WITH_POSITION Docs title",
            "column_create Terms text COLUMN_INDEX|WITH_POSITION Docs text"):
        groonga.ask(command)
    for article in articles:
        row = {"_key": article["id"], "text": article["text"],
               "title": article["title"] if has_titles else ""}
        groonga.ask("load --table Docs", json.dumps([row], ensure_ascii=False))


def hits(groonga, tokenizer, scorer, question):
    cut = groonga.ask(f"tokenize {tokenizer} {argument(question)} NormalizerNFKC100 --mode GET")
    pieces = list(dict.fromkeys(piece["value"] for piece in cut))[:PIECES]
    if not pieces:
        return []
    quoted = ('"' + p.replace("\\", "\\\\").replace('"', '\\"') + '"' for p in pieces)
    columns = " || ".join((SCORERS[scorer].format("Docs.title") + " * 3",
                           SCORERS[scorer].format("Docs.text")))
    answer = groonga.ask(
        f"select Docs --match_columns {argument(columns)} --query {argument(' OR '.join(quoted))}"
        " --output_columns _key --sort_keys -_score --limit 10")
    return [row[0] for row in answer[0][2:]]


def measure(corpus, name, tokenizer):
    articles = rows(os.path.join(corpus, f"{name}.ndjson"))
    questions = rows(os.path.join(corpus, f"queries_{name}.ndjson"))
    with tempfile.TemporaryDirectory() as folder:
        groonga = Groonga(folder)
        fill(groonga, tokenizer, articles, has_titles=name == "jaquad")
        for scorer in SCORERS:
            ranks = []
            for question in questions:
                found = hits(groonga, tokenizer, scorer, question["query"])
                ranks.append(next((place for place, id_ in enumerate(found, 1)
                                   if id_ in question["relevant"]), 0))
            print(json.dumps({
                "name": "groonga", "set": name, "tokenizer": tokenizer, "scorer": scorer,
                "questions": len(ranks),
                "mrr10": round(sum(1 / r for r in ranks if r) / len(ranks), 4),
                "recall10": round(sum(r > 0 for r in ranks) / len(ranks), 4)}), flush=True)
        groonga.close()


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    for name in sys.argv[2:] or ("jaquad", "livedoor", "wikinews"):
        for tokenizer in ("TokenMecab", "TokenBigram"):
            measure(sys.argv[1], name, tokenizer)


if __name__ == "__main__":
    main()
