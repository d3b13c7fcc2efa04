#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""read_xlsx.py FILE ['SHEET!CELL=NUMBER'] …

The cells of a workbook, one a line: sheet, cell, kind, value, what its formula comes to,
parted by tabs; kind is text, number, date, formula. Before formulas are computed, cells
are set as asked. Knows the functions that our workbooks use and no more: what else stands
in a formula is an error, as is a part of the file that is no XML."""
import re
import sys
import xml.etree.ElementTree as ET
import zipfile

NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
REF = re.compile(r"(?:'([^']+)'!)?\$?([A-Z]+)\$?(\d+)(?::\$?([A-Z]+)\$?(\d+))?")


def text_of(node):
    raw = "".join(t.text or "" for t in node.iter(NS + "t"))
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda m: chr(int(m[1], 16)), raw)


def dates_of(book):
    """Which formats of cells show a date."""
    styles = ET.fromstring(book.read("xl/styles.xml"))
    codes = {int(f.get("numFmtId")): f.get("formatCode") for f in styles.iter(NS + "numFmt")}
    cells = styles.find(NS + "cellXfs")
    return ["yy" in codes.get(int(x.get("numFmtId")), "") for x in cells]


def read(path):
    book = zipfile.ZipFile(path)
    if book.testzip():
        raise ValueError("a broken archive")
    for name in book.namelist():
        ET.fromstring(book.read(name))
    dates = dates_of(book)
    shared = []
    if "xl/sharedStrings.xml" in book.namelist():
        shared = [text_of(s) for s in ET.fromstring(book.read("xl/sharedStrings.xml"))]
    sheets = {}
    for i, s in enumerate(ET.fromstring(book.read("xl/workbook.xml")).iter(NS + "sheet"), 1):
        cells = sheets[s.get("name")] = {}
        for c in ET.fromstring(book.read(f"xl/worksheets/sheet{i}.xml")).iter(NS + "c"):
            formula, value, kind = c.find(NS + "f"), c.find(NS + "v"), c.get("t")
            if formula is not None:
                cells[c.get("r")] = ("formula", float(value.text), formula.text)
            elif kind == "inlineStr":
                cells[c.get("r")] = ("text", text_of(c), None)
            elif kind == "s":
                cells[c.get("r")] = ("text", shared[int(value.text)], None)
            elif value is not None:
                is_date = dates[int(c.get("s", 0))]
                cells[c.get("r")] = ("date" if is_date else "number", float(value.text), None)
    return sheets


class Computer:
    def __init__(self, sheets):
        self.sheets, self.known = sheets, {}

    def cell(self, sheet, name):
        key = (sheet, name)
        if key not in self.known:
            kind, value, formula = self.sheets[sheet].get(name, ("text", "", None))
            self.known[key] = self.formula(sheet, formula) if kind == "formula" else value
        return self.known[key]

    def formula(self, sheet, formula):
        args = []

        def take(match):
            other, column, first, end, last = match.groups()
            where = other or sheet
            if end:
                args.append([self.cell(where, f"{column}{r}") for r in range(int(first), int(last) + 1)])
            else:
                args.append(self.cell(where, f"{column}{first}"))
            return f"args[{len(args) - 1}]"

        parts = re.split(r'("[^"]*")', formula)
        code = "".join(p if p.startswith('"') else REF.sub(take, p) for p in parts)
        return eval(code, {"__builtins__": {}}, dict(FUNCTIONS, args=args))


def numbers(cells):
    return [c for c in cells if isinstance(c, float)]


def matches(pairs):
    """Rows where every range has its value."""
    ranges, values = pairs[0::2], pairs[1::2]
    return [all(r[i] == v for r, v in zip(ranges, values)) for i in range(len(ranges[0]))]


FUNCTIONS = {
    "SUM": lambda cells: sum(numbers(cells)),
    "COUNT": lambda cells: float(len(numbers(cells))),
    "SUBTOTAL": lambda how, cells: sum(numbers(cells)),
    "SUMIFS": lambda cells, *pairs: sum(numbers(c for c, m in zip(cells, matches(pairs)) if m)),
    "COUNTIFS": lambda *pairs: float(sum(matches(pairs))),
    "ROUND": lambda v, digits: float(int(abs(v) + 0.5)) * (1 if v >= 0 else -1),
}


def main():
    sheets = read(sys.argv[1])
    for change in sys.argv[2:]:
        where, value = change.rsplit("=", 1)
        sheet, cell = where.rsplit("!", 1)
        sheets[sheet][cell] = ("number", float(value), None)
    computer = Computer(sheets)
    for sheet, cells in sheets.items():
        for name, (kind, value, _) in cells.items():
            shown = value if kind == "text" else f"{value:.10g}"
            came = f"{computer.cell(sheet, name):.10g}" if kind == "formula" else ""
            line = [sheet, name, kind, shown.replace("\t", " ").replace("\n", " "), came]
            print("\t".join(line))


if __name__ == "__main__":
    main()
