# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks an iCalendar stream on standard input against RFC 5545: line ends and folding
(3.1), property syntax (3.1), escaped text (3.3.11), what a calendar and an event must
and may hold once (3.6, 3.6.1), dates (3.3.4, 3.3.5), unique UIDs. Prints what is wrong, or
the events: UID, start, summary."""
import re
import sys

TEXT = {"SUMMARY", "DESCRIPTION", "CATEGORIES", "UID", "PRODID", "X-WR-CALNAME"}
ONCE = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "URL", "SEQUENCE",
        "LAST-MODIFIED", "TRANSP", "CLASS", "STATUS"}
problems = []


def bad(what):
    problems.append(what)


def unfold(data):
    if not data.endswith(b"\r\n"):
        bad("the last line has no CR LF")
    lines = []
    for number, raw in enumerate(data.split(b"\r\n")[:-1], 1):
        if b"\n" in raw or b"\r" in raw:
            bad(f"line {number}: a bare CR or LF")
        if len(raw) > 75:
            bad(f"line {number}: {len(raw)} octets")
        try:
            line = raw.decode("utf-8")
        except UnicodeDecodeError:
            bad(f"line {number}: folded within a character")
            line = raw.decode("utf-8", "replace")
        if line[:1] in " \t" and lines:
            lines[-1] += line[1:]
        else:
            lines.append(line)
    return lines


def parse(line):
    match = re.fullmatch(r'([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^";:,]*))*):(.*)', line)
    if not match:
        bad(f"no content line: {line!r}")
        return None
    if any(ord(c) < 32 and c != "\t" or ord(c) == 127 for c in line):
        bad(f"a control character: {line!r}")
    parameters = dict(p.split("=", 1) for p in match[2].split(";") if p)
    return match[1].upper(), parameters, match[3]


def check_value(name, parameters, value):
    if name in TEXT:
        if re.search(r"(?<!\\)(?:\\\\)*[;,]", value) or re.search(r"(?<!\\)(?:\\\\)*\\[^\\;,nN]", value):
            bad(f"{name}: not escaped: {value!r}")
    if name in ("DTSTAMP", "LAST-MODIFIED") and not re.fullmatch(r"\d{8}T\d{6}Z", value):
        bad(f"{name}: not in UTC: {value!r}")
    if name in ("DTSTART", "DTEND"):
        shape = r"\d{8}" if parameters.get("VALUE") == "DATE" else r"\d{8}T\d{6}Z"
        if not re.fullmatch(shape, value):
            bad(f"{name}: {value!r}")
    if name == "URL" and not re.fullmatch(r"https?://[!-~]+", value):
        bad(f"URL: {value!r}")


def check_event(event, seen):
    names = [name for name, _, _ in event]
    for name in ONCE:
        if names.count(name) > 1:
            bad(f"{name} more than once")
    for name in ("UID", "DTSTAMP", "DTSTART"):
        if name not in names:
            bad(f"an event without {name}")
    values = {name: (parameters, value) for name, parameters, value in event}
    uid = values.get("UID", ({}, ""))[1]
    if uid in seen:
        bad(f"UID twice: {uid}")
    seen.add(uid)
    if "DTEND" in values and values["DTEND"][0] != values["DTSTART"][0]:
        bad("DTEND is of another kind than DTSTART")
    if "DTEND" in values and values["DTEND"][1] <= values["DTSTART"][1]:
        bad("DTEND is not behind DTSTART")
    return uid, values.get("DTSTART", ({}, ""))[1], values.get("SUMMARY", ({}, ""))[1]


def main():
    lines = [parsed for parsed in map(parse, unfold(sys.stdin.buffer.read())) if parsed]
    for line in lines:
        check_value(*line)
    if [line[0] for line in lines[:1]] != ["BEGIN"] or lines[-1][0] != "END":
        bad("no VCALENDAR around it")
    head = [name for name, _, _ in lines[1:]]
    head = head[:head.index("BEGIN")] if "BEGIN" in head else head
    for name in ("VERSION", "PRODID"):
        if head.count(name) != 1:
            bad(f"{name} {head.count(name)} times")
    event, seen, events = None, set(), []
    for name, parameters, value in lines[1:-1]:
        if (name, value) == ("BEGIN", "VEVENT"):
            event = []
        elif (name, value) == ("END", "VEVENT"):
            events.append(check_event(event, seen))
            event = None
        elif event is not None:
            event.append((name, parameters, value))
    for what in problems or ["\t".join(event) for event in events]:
        print(what)
    sys.exit(1 if problems else 0)


main()
