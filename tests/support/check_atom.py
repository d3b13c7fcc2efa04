# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks an Atom feed on standard input against RFC 4287: namespace, the elements that a
feed and an entry must have and may have once (4.1.1, 4.1.2), ids as URIs that differ,
RFC 3339 dates, links, text constructs (3.1) and categories. Prints what is wrong, or the
entries: id, updated, title, class."""
import re
import sys
import xml.etree.ElementTree as etree

ATOM = "{http://www.w3.org/2005/Atom}"
FEED = {"id": "1", "title": "1", "updated": "1", "author": "*", "link": "*", "generator": "?",
        "entry": "*", "subtitle": "?"}
ENTRY = {"id": "1", "title": "1", "updated": "1", "published": "?", "author": "*", "link": "*",
         "category": "*", "content": "?", "summary": "?"}
DATE = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)"
problems = []


def bad(what):
    problems.append(what)


def check_children(element, rules):
    names = [child.tag.replace(ATOM, "") for child in element]
    for name in names:
        if name not in rules:
            bad(f"{element.tag}: {name} does not belong there")
    for name, times in rules.items():
        n = names.count(name)
        if (times == "1" and n != 1) or (times == "?" and n > 1):
            bad(f"{element.tag}: {name} {n} times")


def text(element, name):
    return element.findtext(ATOM + name) or ""


def check_common(element):
    if not re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", text(element, "id")):
        bad(f"id: {text(element, 'id')!r}")
    for name in ("updated", "published"):
        value = element.findtext(ATOM + name)
        if value is not None and not re.fullmatch(DATE, value):
            bad(f"{name}: {value!r}")
    for link in element.findall(ATOM + "link"):
        if not re.fullmatch(r"https?://[!-~]+", link.get("href", "")):
            bad(f"href: {link.get('href')!r}")
    for author in element.findall(ATOM + "author"):
        if not text(author, "name"):
            bad("an author without a name")
    for category in element.findall(ATOM + "category"):
        if not category.get("term"):
            bad("a category without a term")
        elif category.get("scheme") and not re.fullmatch(r"[a-z][a-z0-9+.-]*:[!-~]+", category.get("scheme")):
            bad(f"scheme: {category.get('scheme')!r}")
    for name in ("title", "subtitle", "summary", "content"):
        for construct in element.findall(ATOM + name):
            if construct.get("type", "text") not in ("text", "html"):
                bad(f"{name} of type {construct.get('type')!r}")
            if len(construct):
                bad(f"{name} with elements in it")


def main():
    feed = etree.fromstring(sys.stdin.buffer.read())
    if feed.tag != ATOM + "feed":
        bad(f"it is {feed.tag}")
    check_children(feed, FEED)
    check_common(feed)
    entries = feed.findall(ATOM + "entry")
    if not feed.findall(ATOM + "author") and any(not e.findall(ATOM + "author") for e in entries):
        bad("no author")
    for entry in entries:
        check_children(entry, ENTRY)
        check_common(entry)
        alternates = [x for x in entry.findall(ATOM + "link") if x.get("rel", "alternate") == "alternate"]
        if entry.find(ATOM + "content") is None and not alternates:
            bad("an entry with neither content nor link")
    ids = [text(entry, "id") for entry in entries]
    if len(set(ids)) != len(ids) or text(feed, "id") in ids:
        bad("an id twice")
    newest = max((text(entry, "updated") for entry in entries), default="")
    if entries and text(feed, "updated") < newest:
        bad("the feed is older than its newest entry")
    for what in problems or [
            "\t".join([text(e, n) for n in ("id", "updated", "title")] +
                      [c.get("term", "") for c in e.findall(ATOM + "category")]) for e in entries]:
        print(what)
    sys.exit(1 if problems else 0)


main()
