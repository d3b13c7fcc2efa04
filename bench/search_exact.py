#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Is what the index finds what a look at every article finds?

    search_exact.py KIRINUKI CACHE [EVERY]

CACHE is that of search.sh, with its index built. Each question of queries.ndjson (or
each EVERY-th) that is of kana and kanji alone is asked with an exact total, and all
articles are searched for it here, in a normal form written anew for this: NFKC, case
folding, old kanji forms, no white space but between Latin letters. The keyword
promise (DESIGN, text rules) is that both are equal. Exit 1 where they are not."""
import json
import os
import re
import subprocess
import sys
import unicodedata

JAPANESE = re.compile(r"[\u3041-\u309f\u30a0-\u30ff\u4e00-\u9fff々〆]+")


def old_forms():
    table = os.path.join(os.path.dirname(__file__), "..", "dictionaries", "kyujitai.tsv")
    with open(table, encoding="utf-8") as lines:
        pairs = [line.rstrip("\n").split("\t")[:2] for line in lines if line.strip() and line[0] != "#"]
    return str.maketrans({old: new for old, new in pairs})


def is_latin(c):
    return c.isalnum() and not JAPANESE.match(c)


def normal(text, forms):
    text = unicodedata.normalize("NFKC", text).casefold().translate(forms)

    def keep(match):
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        return " " if before and after and is_latin(before) and is_latin(after) else ""

    return re.sub(r"\s+", keep, text)


def read_articles(path, forms):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            # A keyword does not go from the title into the text.
            yield normal(row["title"], forms) + "\n" + normal(row["text"], forms), row["published"][:7]


def answers(program, cache, rows):
    asked = []
    for row in rows:
        query = " ".join('"%s"' % word for word in row["words"])
        if "month" in row:
            query += " date:%s" % row["month"]
        asked.append(json.dumps({"id": row["id"], "query": query, "limit": 1, "count": True}, ensure_ascii=False))
    done = subprocess.run([program, "-q", "-C", os.path.join(cache, "kirinuki"), "search", "--batch"],
                          input="\n".join(asked) + "\n", stdout=subprocess.PIPE, encoding="utf-8", check=True)
    return [json.loads(line)["total"] for line in done.stdout.splitlines()]


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    program, cache = sys.argv[1], sys.argv[2]
    every = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    forms = old_forms()
    with open(os.path.join(cache, "queries.ndjson"), encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines][::every]
    rows = [row for row in rows if all(JAPANESE.fullmatch(word) for word in row["words"])]
    words = [[normal(word, forms) for word in row["words"]] for row in rows]
    expected = [0] * len(rows)
    for text, month in read_articles(os.path.join(cache, "docs.ndjson"), forms):
        for i, row in enumerate(rows):
            if row.get("month", month) == month and all(word in text for word in words[i]):
                expected[i] += 1
    differ = 0
    for row, found, want in zip(rows, answers(program, cache, rows), expected):
        if found != want:
            differ += 1
            print("%s %s: the index finds %d, a look at all %d" % (row["id"], row["words"], found, want))
    print("%d questions, %d matches, %d questions differ" % (len(rows), sum(expected), differ))
    sys.exit(1 if differ else 0)


if __name__ == "__main__":
    main()
