# SPDX-License-Identifier: GPL-3.0-or-later
"""What the link model is fitted on and judged by: the families of tests/coverage,
the newsroom of tests/newsroom, and strangers: news texts that pose as further
releases, and others that pose as unrelated articles.

A family is a list of releases and a list of articles with their truth; the truth
of an article is its class and its events, each a set of releases that are equally
right. Strangers are cut and dated by a fixed rule, so the same corpus always
gives the same files."""
import glob
import json
import os
import re
import zlib

CLASSES_OF_LINKS = ("verbatim", "publicity", "syndicated")
WIKI = "stranger-wn-"
HOLDOUT = tuple("%d" % n for n in list(range(41, 49)) + [56, 57, 58, 62, 63, 64])  # no fit reads them
TRUTH_KEYS = ("type", "class", "links", "copy_of", "undecided", "note", "homonym")


def rows(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


class Family:
    """`events` of an article: frozensets of release ids."""

    def __init__(self, name, hard):
        self.name, self.hard = name, hard
        self.releases, self.articles = [], []

    def add_article(self, row, class_, events, undecided):
        given = {k: v for k, v in row.items() if k not in TRUTH_KEYS}
        self.articles.append({"given": given, "class": class_, "undecided": undecided,
                              "events": [frozenset(e) for e in events if e], "family": self,
                              "note": row.get("note")})


def coverage(folder):
    families = []
    for path in sorted(glob.glob(os.path.join(folder, "*.ndjson"))):
        family = None
        for row in rows(path):
            if row["type"] == "family":
                family = Family(row["id"], row.get("hard", []))
            elif row["type"] == "release":
                family.releases.append({k: v for k, v in row.items() if k != "type"})
            else:
                family.add_article(row, row["class"], row.get("links") or [],
                                   bool(row.get("undecided")))
        families.append(family)
    return families


# ---- the newsroom ----

def newsroom_release(path):
    with open(path, encoding="utf-8") as file:
        _, head, text = file.read().split("---\n", 2)
    release, key = {"text": text.strip()}, None
    for line in head.splitlines():
        if line.startswith("- "):
            release.setdefault(key, []).append(line[2:])
            continue
        key, value = (part.strip() for part in line.split(":", 1))
        if value:
            release[key] = re.split(", *", value) if key in ("aliases", "keywords") else value
    release["id"] = release.pop("key")
    return {k: v for k, v in release.items() if k not in ("section", "method")}


def newsroom_articles(path, site):
    with open(path, encoding="utf-8") as file:
        blocks = re.split(r"^== ", file.read(), flags=re.M)[1:]
    for block in blocks:
        head, text = block.split("\n\n", 1)
        slug, *lines = head.splitlines()
        row = dict((part.strip() for part in line.split(":", 1)) for line in lines)
        row["id"] = "%s/%s" % (os.path.basename(path).split(".")[0], slug)
        row["site"], row["text"] = site, text.strip()
        yield row


def newsroom(folder):
    family = Family("newsroom", [])
    for path in sorted(glob.glob(os.path.join(folder, "releases", "*.md"))):
        family.releases.append(newsroom_release(path))
    with open(os.path.join(folder, "media.tsv"), encoding="utf-8") as media:
        names = dict(line.split("\t")[:2] for line in media)
    for path in sorted(glob.glob(os.path.join(folder, "articles", "*.txt"))):
        site = names.get(os.path.basename(path).split(".")[0])
        for row in newsroom_articles(path, site):
            releases = re.split(", *", row.get("release", "")) if row.get("release") else []
            article = {k: row[k] for k in ("id", "title", "text", "date", "site")}
            if row.get("credit"):
                article["agency"] = row["credit"]
            family.add_article(article, row["class"],
                               [[r] for r in releases] if row["class"] in CLASSES_OF_LINKS else [],
                               False)
    return family


# ---- strangers ----

def cut(text, least, most, number):
    """A beginning of the text whose length depends on the number."""
    n = least + number % (most - least + 1)
    if len(text) <= n:
        return text
    end = text.rfind("。", least // 2, n)
    return text[:end + 1] if end > 0 else text[:n]


def stranger_date(number):
    day = "%04d-%02d-%02d" % (2025 + number // 7 % 2, 1 + number // 14 % 12, 1 + number // 168 % 28)
    return (day, day, day[:7], day[:7], day[:4], None)[number % 6]


def stranger(row, prefix, least, most):
    number = zlib.crc32(row["id"].encode())
    made = {"id": prefix + row["id"], "title": row["title"],
            "text": cut(row["text"], least, most, number), "date": stranger_date(number)}
    return {k: v for k, v in made.items() if v}


def strangers(corpus, releases, articles):
    """(releases, articles): the first come from Wikinews; the second half from what is
    left of it and half from the other news of the corpus."""
    wiki = rows(os.path.join(corpus, "wikinews.ndjson"))
    posing = [stranger(r, "stranger-", 150, 900) for r in wiki[:releases]]
    rest = wiki[releases:][:articles // 2]
    other = rows(os.path.join(corpus, "livedoor.ndjson"))
    step = max(1, len(other) // max(1, articles - len(rest)))
    rest += other[::step][:articles - len(rest)]
    return posing, [stranger(r, "stranger-", 100, 500) for r in rest]
