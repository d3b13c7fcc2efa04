#!/usr/bin/env bash
# The learning set in tests/coverage keeps its form: as TAP. A wrong label is worse
# than none, so that everything a machine can check of it is checked here.
cd "$(dirname "$0")/../.." || exit 1
exec python3 - tests/coverage/*.ndjson <<'END'
import json, re, sys

CLASSES = {"verbatim", "publicity", "syndicated", "mention", "none"}
HARD = set("""instalment serial joint follow-up numbers dates homonym verbatim syndicated mention
              short paywall third-party spelling roundup""".split())
DATE = re.compile(r"20\d\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
RELEASE = {"type", "id", "date", "organisation", "title", "text"}
ARTICLE = {"type", "id", "date", "site", "url", "title", "text", "class", "links", "copy_of",
           "undecided", "note"}
OPTIONAL = {"family": set(), "article": set(), "release": {"aliases", "keywords", "messages", "url"}}
FIELDS = {"family": {"type", "id", "title", "hard"}, "release": RELEASE, "article": ARTICLE}


def form(row):
    """What is wrong with the fields of one line."""
    kind = row.get("type")
    if kind not in FIELDS:
        return "is neither family, release nor article"
    if FIELDS[kind] - row.keys() or row.keys() - FIELDS[kind] - OPTIONAL[kind]:
        return "has other fields than its kind"
    if kind == "family":
        return None if row["hard"] and set(row["hard"]) <= HARD else "names an unknown hardness"
    if not DATE.fullmatch(row["date"]):
        return "has no date"
    shortest, longest = (150, 900) if kind == "release" else (60, 500)
    if not shortest <= len(row["text"]) <= longest:
        return f"has {len(row['text'])} characters"
    if "url" in row and not re.fullmatch(r"https://[a-z0-9.-]+\.example/\S*", row["url"]):
        return "has an address outside .example"
    if kind == "article" and row["class"] not in CLASSES:
        return "has an unknown class"
    return None


def ties(row, releases, articles):
    """What is wrong with the links of one article."""
    linked = [r for event in row["links"] for r in event]
    if len(linked) != len(set(linked)) or not all(row["links"]) or set(linked) - releases:
        return "links to a release that is none or twice the same"
    if (row["class"] in {"mention", "none"}) == bool(linked):
        return "has a class that its links contradict"
    if row["copy_of"] is not None:
        origin = articles.get(row["copy_of"])
        if origin is None or origin is row:
            return "copies an article that is none"
        if origin["links"] != row["links"]:
            return "covers something else than what it copies"
    return None


def family(path):
    """Faults of one file, and its ids and titles with their texts."""
    with open(path, encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    faults = [f"{row.get('id')} {fault}" for row in rows if (fault := form(row))]
    number = path.rsplit("/", 1)[1].split("-")[0]
    if [row["id"] for row in rows if row["type"] == "family"] != [number]:
        faults.append("the file's number is not its family's")
    faults += [f"{row['id']} is of another family" for row in rows
               if row["type"] != "family" and not row["id"].startswith(number + "-")]
    releases = {row["id"] for row in rows if row["type"] == "release"}
    articles = {row["id"]: row for row in rows if row["type"] == "article"}
    faults += [f"{row['id']} {fault}" for row in articles.values()
               if (fault := ties(row, releases, articles))]
    if len(releases) < 2 or len(articles) < 10:
        faults.append("too few releases or articles")
    return faults, rows


seen, faults_across = set(), []
for count, path in enumerate(sys.argv[1:], 1):
    faults, rows = family(path)
    for fault in faults:
        print(f"{path}: {fault}", file=sys.stderr)
    for key in [row["id"] for row in rows] + [row["url"] for row in rows if "url" in row]:
        if key in seen:
            faults_across.append(key)
        seen.add(key)
    print(f"{'not ok' if faults else 'ok'} {count} - {path.rsplit('/', 1)[1]} is well formed")
print(f"{'not ok' if faults_across else 'ok'} {count + 1} - ids and addresses are unique", *faults_across)
print(f"1..{count + 1}")
END
