#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Real articles, copied as media copy each other, and what kirinuki makes of it.

    lineage.py [--seeds N] [--others N] [--seed S] [--world NAME] KIRINUKI SETS...

SETS are *.ndjson files of real articles ("title", "text"). N of them (400 to 4000
characters) become roots, each with the copies below; --others more stand beside them
as they are, and so do bulletins (a storm's positions, earthquakes, weather, prices):
the same sentences with other figures, which are no copies of each other. Everything
follows from --seed.

world `same`      the headline stays: identical, a byline and a dateline in front, a
                  footer with headlines of other stories, full width, other punctuation,
                  である → です, a paywalled lead of 80 to 150 characters, a wire's story with
                  the credit in a paper that was faster than the wire's own page
world `changed`   another headline, and with it: up to half of the sentences cut (the end,
                  or here and there), a new lead, paragraphs in another order, another
                  article behind it, a paywalled lead; some of these at once; and chains:
                  a copy is copied again, once and twice

Each world is imported into a workspace of its own and linked; the exported lineage is
held against the truth. Printed per world, one line of JSON:

    pairs     F1, precision and recall over all pairs of articles: in one story or not
    by        recall of the pairs (root, copy) by kind of copy
    origin    share of the copies whose story is their root
    parent    of the copies of copies, which hold what the middle one added: those whose
              origin is the middle one
    roundup   of the texts that hold three of the others whole: those that belong to no
              story and name just those three
    false     pairs joined wrongly, of them those among bulletins
"""
import argparse
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata

NAMES = "佐伯 真壁 水橋 戸板 小野寺 藤代 久我 三輪 長峰 有馬".split()
CITIES = "東京 大阪 札幌 福岡 仙台 広島 金沢 那覇".split()
WIRES = [("共同", "共同通信", "wire-k.example"), ("時事", "時事通信", "wire-j.example"),
         ("ロイター", "ロイター", "wire-r.example")]
LEADS = ["{0}で話題になっている。関係者の間で受け止めが広がり、今後の動きに注目が集まりそうだ。",
         "{0}から伝えられたところによれば、次のような動きがあった。詳しく見ていこう。",
         "読者から多くの反響が寄せられている話題を、あらためて整理してお届けする。{0}発。"]


def sentences(text):
    return [s for s in re.findall(r"[^。！？\n]+[。！？]?\n?", text) if s.strip()]


def wide(text):
    return re.sub(r"[0-9A-Za-z]", lambda m: chr(ord(m.group(0)) + 0xFEE0), text)


def polite(text):
    for plain, other in (("である。", "です。"), ("だった。", "でした。"), ("した。", "しました。"),
                         ("った。", "りました。"), ("している。", "しています。"), ("する。", "します。"),
                         ("いる。", "います。"), ("れた。", "れました。"), ("ない。", "ありません。")):
        text = text.replace(plain, other)
    return text


def punctuation(text):
    return text.replace("、", "，").replace("。", "．").replace("（", "(").replace("）", ")")


class Maker:
    """Copies of one article; every method returns title and text."""

    def __init__(self, rnd, others):
        self.rnd, self.others = rnd, others

    def headline(self, title, text):
        """What another desk would print: a clause of the story itself, or the parts of the
        old headline the other way round."""
        parts = [p for p in re.split(r"[　\s、。「」『』【】（）()]+", title) if len(p) > 3]
        first = sentences(text)
        clause = re.split(r"[、。]", self.rnd.choice(first[:4]))[0].strip()[:28]
        if len(parts) > 1 and self.rnd.random() < 0.4:
            return "　".join(reversed(parts[:3]))
        return clause + self.rnd.choice(["　その背景は", "、各地で反響", "と判明", ""])

    def footer(self, text):
        a, b = self.rnd.sample(self.others, 2)
        return text + "\n（c）%s新聞社　無断転載を禁じます。\n関連記事\n・%s\n・%s\n続きを読む" % (
            self.rnd.choice(CITIES), a["title"], b["title"])

    def byline(self, text):
        return "【%s＝%s%s】%s" % (self.rnd.choice(CITIES), self.rnd.choice(NAMES),
                                   self.rnd.choice(["太郎", "美咲", "健一", ""]), text)

    def dateline(self, text):
        return "%d年%d月%d日 %02d:%02d\n%s" % (self.rnd.randint(2019, 2026), self.rnd.randint(1, 12),
                                              self.rnd.randint(1, 28), self.rnd.randint(0, 23),
                                              self.rnd.randint(0, 59), text)

    def cut_end(self, text, most=0.5):
        s = sentences(text)
        return "".join(s[:max(2, round(len(s) * (1 - self.rnd.uniform(0.2, most))))])

    def cut_some(self, text, most=0.5):
        s = sentences(text)
        n = max(2, round(len(s) * (1 - self.rnd.uniform(0.2, most))))
        keep = sorted(self.rnd.sample(range(len(s)), min(n, len(s))))
        return "".join(s[i] for i in keep)

    def lead(self, text):
        return self.rnd.choice(LEADS).format(self.rnd.choice(CITIES)) + "\n" + text

    def reorder(self, text):
        s = sentences(text)
        size = max(1, len(s) // 4)
        parts = ["".join(s[i:i + size]) for i in range(0, len(s), size)]
        self.rnd.shuffle(parts)
        return "\n".join(p.strip() for p in parts)

    def digest(self, text):
        other = self.rnd.choice([o for o in self.others if not o.get("used")])
        other["used"] = True  # were it in the world, this would be a roundup
        return text + "\n" + other["text"][:int(len(text) * self.rnd.uniform(0.3, 0.9))]

    def teaser(self, text):
        return text[:self.rnd.randint(80, 150)] + self.rnd.choice(
            ["…", "…（残り%d文字）" % self.rnd.randint(200, 2000), "\nこの記事は会員限定です。"])


SAME = {
    "identical": lambda m, t: t,
    "byline": lambda m, t: m.byline(t),
    "dateline": lambda m, t: m.dateline(t),
    "footer": lambda m, t: m.footer(t),
    "width": lambda m, t: wide(t),
    "punctuation": lambda m, t: punctuation(t),
    "polite": lambda m, t: polite(t),
    "teaser": lambda m, t: m.teaser(t),
    "framed": lambda m, t: m.footer(m.dateline(m.byline(polite(t)))),
}
CHANGED = {
    "headline": lambda m, t: t,
    "cut_end": lambda m, t: m.cut_end(t),
    "cut_some": lambda m, t: m.cut_some(t),
    "lead": lambda m, t: m.lead(t),
    "reorder": lambda m, t: m.reorder(t),
    "digest": lambda m, t: m.digest(t),
    "teaser": lambda m, t: m.teaser(t),
    "cut_lead": lambda m, t: m.lead(m.cut_end(t)),
    "cut_footer": lambda m, t: m.footer(m.cut_some(t, 0.4)),
    "polite_cut": lambda m, t: polite(m.cut_end(t, 0.4)),
    "reorder_lead": lambda m, t: m.lead(m.reorder(t)),
}


def bulletins(rnd, n):
    """Four series of texts that differ in figures and names alone."""
    places = "父島 与那国島 潮岬 種子島 宮古島 八丈島 石垣島 室戸岬".split()
    ways = "北 北西 北北西 西 東 北東 北北東".split()
    areas = "宮城県沖 茨城県南部 千葉県東方沖 岩手県沖 熊本県 和歌山県北部 石川県能登地方".split()
    goods = "レギュラーガソリン 軽油 灯油".split()
    for i in range(n):
        d, h = rnd.randint(1, 28), rnd.randint(0, 23)
        yield ("台風%d号、%sの%s" % (rnd.randint(1, 27), rnd.choice(places), rnd.choice(ways)),
               "気象庁によると、台風%d号は%d日午前%d時現在、%sの%s約%d0キロの海上を時速%dキロで%sへ進んでいる。"
               "中心の気圧は%dヘクトパスカル、中心付近の最大風速は%dメートル、最大瞬間風速は%dメートルで、"
               "中心から半径%d0キロ以内では風速25メートル以上の暴風となっている。台風の進路に当たる地域では、"
               "暴風や高波、土砂災害に厳重に警戒し、最新の気象情報に注意するよう気象庁は呼びかけている。"
               % (rnd.randint(1, 27), d, h % 12, rnd.choice(places), rnd.choice(ways),
                  rnd.randint(5, 60), rnd.randint(10, 60), rnd.choice(ways), rnd.randint(920, 998),
                  rnd.randint(20, 60), rnd.randint(30, 80), rnd.randint(5, 30)))
        yield ("%sで震度%d" % (rnd.choice(areas), rnd.randint(1, 6)),
               "%d日午%s%d時%d分ごろ、%sを震源とする地震があり、最大震度%dを観測した。"
               "気象庁によると、震源の深さは約%d0キロ、地震の規模を示すマグニチュードは%d.%dと推定される。"
               "この地震による津波の心配はないという。気象庁は、揺れの強かった地域では今後1週間程度、"
               "同じ程度の地震に注意するよう呼びかけている。"
               % (d, rnd.choice("前後"), h % 12, rnd.randint(0, 59), rnd.choice(areas),
                  rnd.randint(1, 6), rnd.randint(1, 9), rnd.randint(3, 6), rnd.randint(0, 9)))
        yield ("あすの天気　%d月%d日" % (rnd.randint(1, 12), d),
               "あす%d日の県内は高気圧に覆われておおむね晴れるが、午後は山沿いを中心に雲が広がる見込み。"
               "予想最高気温は県庁所在地で%d度、山間部で%d度と、きょうより%d度%sなる。降水確率は午前が%d0パーセント、"
               "午後が%d0パーセント。洗濯物は外干しできるが、夕方以降は念のため空の様子に気を配りたい。"
               % (d, rnd.randint(5, 35), rnd.randint(-3, 30), rnd.randint(1, 8),
                  rnd.choice(["高く", "低く"]), rnd.randint(0, 5), rnd.randint(0, 9)))
        good = rnd.choice(goods)
        yield ("%s、%d週ぶり%s" % (good, rnd.randint(2, 30), rnd.choice(["値上がり", "値下がり"])),
               "資源エネルギー庁が%d日発表した%sの全国平均小売価格（%d日時点）は、1リットル当たり%d円%d0銭だった。"
               "前の週から%d円%d0銭の%sで、%d週ぶりの変動となった。都道府県別で最も高かったのは%d円%d0銭、"
               "最も安かったのは%d円%d0銭。調査した石油情報センターは、来週は小幅な動きにとどまるとみている。"
               % (d, good, d, rnd.randint(100, 190), rnd.randint(0, 9), rnd.randint(1, 5),
                  rnd.randint(0, 9), rnd.choice(["値上がり", "値下がり"]), rnd.randint(2, 30),
                  rnd.randint(150, 199), rnd.randint(0, 9), rnd.randint(90, 149), rnd.randint(0, 9)))


class World:
    def __init__(self, rnd):
        self.rnd, self.rows, self.truth, self.kinds, self.parents = rnd, [], {}, {}, {}
        self.parts = {}  # of roundups
        self.minute = 0

    def add(self, title, text, minute, root=None, kind=None, site=None, name=None, parent=None):
        key = "a%06d" % len(self.rows)
        day, rest = divmod(minute, 1440)
        row = {"id": key, "title": title, "text": text, "url": "https://%s/news/%s.html" % (
            site or "www.paper%d.example" % self.rnd.randrange(300), key),
            "published": "2026-%02d-%02dT%02d:%02d:00+09:00" % (1 + day // 28 % 12, 1 + day % 28,
                                                               rest // 60, rest % 60)}
        if name:
            row["site_name"] = name
        elif root and self.rnd.random() < 0.15:
            row["published_precision"] = "day"
        self.rows.append(row)
        self.truth[key] = root or key
        if kind:
            self.kinds[key] = kind
        if parent:
            self.parents[key] = parent
        return key

    def later(self, minute):
        return minute + self.rnd.choice([3, 20, 90, 400, 1500, 3000])


def fill(world, maker, article, kinds, changed):
    rnd, start = world.rnd, world.rnd.randrange(0, 300 * 1440)
    root = world.add(article["title"], article["text"], start)
    for kind in rnd.sample(sorted(kinds), 4):
        title = maker.headline(article["title"], article["text"]) if changed else article["title"]
        world.add(title, kinds[kind](maker, article["text"]), world.later(start), root, kind)
    if not changed and rnd.random() < 0.5:
        fill_wire(world, maker, rnd)
    if changed and rnd.random() < 0.5:
        middle = maker.lead(maker.cut_end(article["text"], 0.4))
        title, at = maker.headline(article["title"], article["text"]), world.later(start)
        first = world.add(title, middle, at, root, "middle")
        second = world.add(maker.headline(article["title"], middle), maker.footer(middle),
                           at + 4000, root, "chain", parent=(first,))
        world.add(title, maker.cut_end(middle, 0.3), at + 8000, root, "chain2",
                  parent=(first, second))


def fill_wire(world, maker, rnd):
    """A wire's story: a paper that prints it with the credit is online before the wire's page."""
    article, start = rnd.choice(maker.others), rnd.randrange(0, 300 * 1440)
    if article.get("used"):
        return
    article["used"] = True
    credit, name, host = rnd.choice(WIRES)
    root = world.add(article["title"], article["text"], start + 30, site=host, name=name)
    for at in (start, start + 5, start + 700):
        text = maker.cut_end(article["text"], 0.35) if at > start else article["text"]
        text = text.rstrip() + "（%s）" % credit if rnd.random() < 0.7 else "【%s】" % credit + text
        world.add(article["title"], text, at, root, "wire", name="第%d新聞" % rnd.randrange(300))


def build(name, articles, options):
    rnd = random.Random(options.seed)
    pool = [dict(a) for a in articles if 400 < len(a["text"]) < 4000 and a["title"]]
    rnd.shuffle(pool)
    seeds, rest = pool[:options.seeds], pool[options.seeds:]
    world, maker = World(rnd), Maker(rnd, rest)
    for article in seeds:
        fill(world, maker, article, SAME if name == "same" else CHANGED, name == "changed")
    roots = [r for r in world.rows if world.truth[r["id"]] == r["id"] and len(r["text"]) < 1200]
    for _ in range(options.seeds // 10):
        held = rnd.sample(roots, 3)
        key = world.add("きょうのまとめ", "\n".join("■%s\n%s" % (r["title"], r["text"]) for r in held),
                        335 * 1440)
        world.kinds[key], world.parts[key] = "roundup", [r["id"] for r in held]
    for article in [a for a in rest if not a.get("used")][:options.others]:
        world.add(article["title"], article["text"], rnd.randrange(0, 300 * 1440))
    for title, text in bulletins(rnd, 12):
        world.kinds[world.add(title, text, rnd.randrange(0, 300 * 1440))] = "bulletin"
    rnd.shuffle(world.rows)
    return world


def linked(kirinuki, rows):
    """id -> (story, origin), by import, link and export."""
    work = tempfile.mkdtemp()
    try:
        path = os.path.join(work, "docs.ndjson")
        with open(path, "w", encoding="utf-8") as out:
            for row in rows:
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
        run = lambda *a: subprocess.run([kirinuki, "-C", os.path.join(work, "w"), "-q", *a],
                                        check=True, stdout=subprocess.PIPE).stdout.decode()
        run("init")
        run("import", path)
        run("link")
        by_id = {}
        for line in run("--json", "export", "--only", "article").split("\n"):
            row = json.loads(line) if line else {}
            if row.get("type") == "article":
                by_id[row["id"]] = row["import_id"]
        found = {k: (k, None, []) for k in by_id.values()}
        for line in run("--json", "export", "--only", "lineage").split("\n"):
            row = json.loads(line) if line else {}
            if row.get("type") == "lineage":
                found[by_id[row["article"]]] = (by_id[row["story"]], by_id.get(row["origin"]),
                                              [by_id[p] for p in row["parts"] or []])
        return found
    finally:
        shutil.rmtree(work)


def pairs_of(groups):
    pairs = set()
    for members in groups.values():
        members.sort()
        pairs.update((a, b) for i, a in enumerate(members) for b in members[i + 1:])
    return pairs


def grouped(story_of):
    groups = {}
    for key, story in story_of.items():
        groups.setdefault(story, []).append(key)
    return groups


def judge(name, world, found, wants_list):
    truth, got = pairs_of(grouped(world.truth)), pairs_of(grouped({k: v[0] for k, v in found.items()}))
    right, wrong = len(truth & got), sorted(got - truth)
    precision, recall = right / max(1, len(got)), right / max(1, len(truth))
    by = {}
    for key, root in world.truth.items():
        if key != root:
            tally = by.setdefault(world.kinds[key], [0, 0])
            tally[0] += found[key][0] == found[root][0]
            tally[1] += 1
    copies = [k for k, r in world.truth.items() if k != r]
    origin = sum(found[k][0] == world.truth[k] for k in copies)
    parent = sum(found[k][1] in p for k, p in world.parents.items())
    roundup = sum(sorted(found[k][2]) == sorted(p) for k, p in world.parts.items())
    print(json.dumps({
        "world": name, "articles": len(world.rows), "copies": len(copies),
        "f1": round(2 * precision * recall / max(1e-9, precision + recall), 4),
        "precision": round(precision, 4), "recall": round(recall, 4),
        "by": {k: "%d/%d" % tuple(v) for k, v in sorted(by.items())},
        "origin": round(origin / max(1, len(copies)), 4),
        "parent": "%d/%d" % (parent, len(world.parents)),
        "roundup": "%d/%d" % (roundup, len(world.parts)),
        "false": len(wrong),
        "false_bulletins": sum(world.kinds.get(a) == "bulletin" for a, _ in wrong)},
        ensure_ascii=False))
    if wants_list:
        rows = {r["id"]: r for r in world.rows}
        show = lambda k: "%s %s %s" % (k, world.kinds.get(k, "-"), rows[k]["title"][:40])
        for a, b in wrong[:wants_list]:
            print("  joined: %s | %s" % (show(a), show(b)))
        for a, b in sorted(truth - got)[:wants_list]:
            print("  missed: %s | %s" % (show(a), show(b)))
        for k in [k for k, p in world.parts.items() if sorted(found[k][2]) != sorted(p)][:wants_list]:
            print("  roundup: %s -> %s; %s not %s" % (k, found[k][0], found[k][2], world.parts[k]))
        for k in [k for k in copies if found[k][0] != world.truth[k]][:wants_list]:
            print("  story: %s -> %s not %s" % (show(k), show(found[k][0]), show(world.truth[k])))


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kirinuki")
    parser.add_argument("sets", nargs="+")
    parser.add_argument("--seeds", type=int, default=200)
    parser.add_argument("--others", type=int, default=600)
    parser.add_argument("--seed", type=int, default=6)
    parser.add_argument("--world", choices=["same", "changed"])
    parser.add_argument("--list", type=int, default=0, help="name that many errors of each sort")
    options = parser.parse_args()
    articles = []
    for path in options.sets:
        with open(path, encoding="utf-8") as lines:
            articles += [json.loads(line) for line in lines]
    for name in [options.world] if options.world else ["same", "changed"]:
        world = build(name, articles, options)
        judge(name, world, linked(os.path.abspath(options.kirinuki), world.rows), options.list)


if __name__ == "__main__":
    sys.exit(main())
