#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Articles by the hundred thousand from the text of real ones, and questions to ask.

    search_corpus.py SETS ARTICLES OUT

SETS is a folder with *.ndjson of articles ("title", "text"); ARTICLES of them are
made and written to OUT/docs.ndjson (what `kirinuki import` reads), the questions to
OUT/queries.ndjson. Same input and number, same output.

How an article is made: the length of a real one is drawn, and filled with runs of
two to six neighbouring sentences of real articles, each run drawn anew, until it is
reached; the title is the title of the article that gave the first run. Every
sentence is as likely as every other, so the frequencies of characters and words are
those of the real text, and words of one story stay together within a run. What it
does not have is a vocabulary that keeps growing: numbers of four and more digits
and one name in each article are made anew for that (kanji of real surnames by
frequency, so that there are rare words of common characters). Dates are spread over
two years, hours by chance, hosts over 200 with a long tail."""
import json
import os
import random
import re
import sys

FIRST_DAY = 20454  # 2026-01-01 in days since 1970
DAYS = 730
HOSTS = 200


def civil(days):
    """Year, month, day of a day number (Howard Hinnant's chrono algorithms)."""
    z = days + 719468
    era = z // 146097
    doe = z - era * 146097
    yoe = (doe - doe // 1460 + doe // 36524 - doe // 146096) // 365
    doy = doe - (365 * yoe + yoe // 4 - yoe // 100)
    mp = (5 * doy + 2) // 153
    month = mp + 3 if mp < 10 else mp - 9
    return yoe + era * 400 + (month <= 2), month, doy - (153 * mp + 2) // 5 + 1


def read_sets(folder):
    """Titles and sentences of all articles, in order of file and line."""
    articles = []
    for name in sorted(os.listdir(folder)):
        if not name.endswith(".ndjson"):
            continue
        with open(os.path.join(folder, name), encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                text = row.get("text")
                if not text:
                    continue
                sentences = [s for s in re.split(r"(?<=。)|\n", text) if s.strip()]
                if sentences:
                    articles.append((row.get("title") or sentences[0][:30], sentences, len(text)))
    return articles


class Maker:
    def __init__(self, articles, seed):
        self.random = random.Random(seed)
        self.articles = articles
        # An article is drawn as often as it has sentences.
        self.draw = []
        for number, (_, sentences, _) in enumerate(articles):
            self.draw.extend([number] * len(sentences))
        kanji = re.findall(r"[一-龠]", "".join(title for title, _, _ in articles))
        self.kanji = kanji

    def name(self):
        return "".join(self.random.choice(self.kanji) for _ in range(4))

    def fresh(self, text):
        return re.sub(r"\d{4,}", lambda m: str(self.random.randrange(10 ** (len(m.group()) - 1), 10 ** len(m.group()))), text)

    def article(self, number):
        rnd = self.random
        length = rnd.choice(self.articles)[2]
        title, parts, have = None, [], 0
        while have < length:
            source = self.articles[rnd.choice(self.draw)]
            title = title or source[0]
            count = rnd.randint(2, 6)
            at = rnd.randrange(max(1, len(source[1]) - count + 1))
            run = "".join(source[1][at:at + count])
            parts.append(run)
            have += len(run)
        parts.append("（" + self.name() + "）")
        host = min(int(rnd.paretovariate(0.9)), HOSTS)
        year, month, day = civil(FIRST_DAY + rnd.randrange(DAYS))
        when = "%04d-%02d-%02dT%02d:%02d:%02d+09:00" % (year, month, day, rnd.randrange(24), rnd.randrange(60), rnd.randrange(60))
        return {"id": "a%07d" % number, "url": "https://m%03d.example.jp/%d" % (host, number),
                "title": self.fresh(title), "text": self.fresh("\n".join(parts)), "published": when}


KANJI, KATAKANA = r"[一-龠々]", r"[ァ-ヴー]"
PIECES = re.compile("%s{2,10}|%s{3,12}" % (KANJI, KATAKANA))


class Questions:
    """Questions of each kind, drawn from a sample of the articles."""

    PER_KIND = 100

    def __init__(self, sample, seed):
        self.random = random.Random(seed)
        self.sample = sample
        self.documents = {}
        for row in sample:
            for word in set(PIECES.findall(row["title"] + "\n" + row["text"])):
                self.documents[word] = self.documents.get(word, 0) + 1

    def words(self, least, most):
        """Words in so large a share of the articles, in a chance order."""
        n = len(self.sample)
        chosen = sorted(w for w, df in self.documents.items() if least * n <= df <= most * n)
        self.random.shuffle(chosen)
        return chosen

    def take(self, words):
        return [words[i % len(words)] for i in range(self.PER_KIND)]

    def phrases(self):
        found = []
        while len(found) < self.PER_KIND:
            sentences = [s for s in re.split(r"[。\n]", self.random.choice(self.sample)["text"]) if len(s) > 16]
            if not sentences:
                continue
            sentence = self.random.choice(sentences)
            n = self.random.randint(6, 14)
            at = self.random.randrange(len(sentence) - n)
            piece = sentence[at:at + n]
            if re.fullmatch(r"[ぁ-んァ-ヴー一-龠々、]+", piece):
                found.append(piece)
        return found

    def inner(self):
        """Two to four characters out of the middle of a longer compound."""
        long_words = [w for w in self.words(0.0005, 1) if len(w) >= 5]
        found = []
        for word in self.take(long_words):
            n = self.random.randint(2, min(4, len(word) - 2))
            at = self.random.randint(1, len(word) - n - 1)
            found.append(word[at:at + n])
        return found

    def characters(self):
        """Half of them as often as they come in text, half each as likely as another."""
        text = re.sub(r"[^ぁ-んァ-ヴ一-龠]", "", "".join(row["text"] for row in self.sample[:300]))
        kinds = sorted(set(text))
        return [self.random.choice(text if i % 2 else kinds) for i in range(self.PER_KIND)]

    def pairs(self, frequent):
        """Two words of one article, one of them frequent where there is one."""
        found = []
        while len(found) < self.PER_KIND:
            words = sorted(set(PIECES.findall(self.random.choice(self.sample)["text"])))
            if len(words) < 2:
                continue
            first = [w for w in words if w in frequent] or words
            pair = (self.random.choice(first), self.random.choice(words))
            if pair[0] != pair[1]:
                found.append(pair)
        return found

    def months(self):
        found = []
        for _ in range(self.PER_KIND):
            year, month, _ = civil(FIRST_DAY + self.random.randrange(DAYS))
            found.append("%04d-%02d" % (year, month))
        return found

    def rows(self):
        frequent = self.words(0.03, 1)
        everyday = self.take(frequent)
        kinds = {
            "rare word": [{"words": [w]} for w in self.take(self.words(0, 1.5 / len(self.sample)))],
            "frequent word": [{"words": [w]} for w in everyday],
            "two words": [{"words": list(pair)} for pair in self.pairs(set(frequent))],
            "phrase": [{"words": [p]} for p in self.phrases()],
            "inside a compound": [{"words": [w]} for w in self.inner()],
            "one character": [{"words": [c]} for c in self.characters()],
            "within a month": [{"words": [w], "month": m} for w, m in zip(everyday, self.months())],
            "facets": [{"words": [w], "facets": True} for w in self.take(self.words(0.01, 1))],
        }
        return [dict(row, kind=kind, id="%s %d" % (kind, i)) for kind, rows in kinds.items() for i, row in enumerate(rows)]


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    folder, count, out = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    os.makedirs(out, exist_ok=True)
    maker = Maker(read_sets(folder), 20260401)
    sample, every = [], max(1, count // 4000)
    with open(os.path.join(out, "docs.ndjson"), "w", encoding="utf-8") as docs:
        for number in range(count):
            row = maker.article(number)
            docs.write(json.dumps(row, ensure_ascii=False) + "\n")
            if number % every == 0:
                sample.append(row)
    with open(os.path.join(out, "queries.ndjson"), "w", encoding="utf-8") as queries:
        for row in Questions(sample, 5).rows():
            queries.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
