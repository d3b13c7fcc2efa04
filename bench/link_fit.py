# SPDX-License-Identifier: GPL-3.0-or-later
"""A logistic model with a prior, fitted by Newton's method with step halving.

The loss is the log loss of the pairs plus strength/2 · Σ ((w − prior)·s)², s the
feature's standard deviation over the pairs: a unit of pull is the same for every
feature. A weight whose sign is given and that takes the other one is held at zero,
the worst first, and the rest is fitted again.

The feature `lead` is made of the others: how far the sum of all else is ahead of
the best sum of another event of the same article. It is computed anew from each
fit, a fixed number of times.

Which release an article names in passing, truth does not say: of its candidates the
one with the greatest sum stands for it, chosen anew from each fit."""
import collections
import math

Pair = collections.namedtuple("Pair", "family article event features is_right weight")
Passing = collections.namedtuple("Passing", "family article signs is_right weight")
LEAD, LEAD_UNIT, LEAD_ROUNDS = "lead", 4, 4
MENTION, MENTION_ROUNDS = "mention.", 4

HEAD = ("#format", "#features", "#version", "#fit")


def read_weights(path):
    """{"head": {…}, "comments": […], "w": {name: weight}, "prior": {…}}, and the same
    for mentions: "mention_w", "mention_prior"."""
    table = {"head": {}, "comments": [], "w": {}, "prior": {}, "mention_w": {},
             "mention_prior": {}}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            cells = line.rstrip("\n").split("\t")
            if cells[0] in ("#prior", "#mention"):
                table["prior" if cells[0] == "#prior" else "mention_prior"][cells[1]] = (float(cells[2]), cells[3] if len(cells) > 3 else "")
            elif cells[0] in HEAD:
                table["head"][cells[0]] = cells[1]
            elif cells[0].startswith("#"):
                table["comments"].append(line)
            elif cells[0].startswith(MENTION):
                table["mention_w"][cells[0][len(MENTION):]] = float(cells[1])
            elif len(cells) > 1:
                table["w"][cells[0]] = float(cells[1])
    return table


def write_weights(path, table):
    with open(path, "w", encoding="utf-8") as out:
        for name in [n for n in HEAD if n in table["head"]]:
            out.write("%s\t%s\n" % (name, table["head"][name]))
        out.writelines(table["comments"])
        for name, (value, sign) in table["prior"].items():
            out.write("#prior\t%s\t%s\t%s\n" % (name, text_of(value), sign))
        for name, (value, sign) in table["mention_prior"].items():
            out.write("#mention\t%s\t%s\t%s\n" % (name, text_of(value), sign))
        for name, value in table["w"].items():
            out.write("%s\t%s\n" % (name, text_of(value)))
        for name, value in table["mention_w"].items():
            out.write("%s%s\t%s\n" % (MENTION, name, text_of(value)))


def text_of(value):
    return ("%.3f" % value).rstrip("0").rstrip(".") or "0"


def solve(matrix, right):
    """Gauss with pivots; the matrix is small, symmetric and positive."""
    n = len(right)
    rows = [list(row) + [b] for row, b in zip(matrix, right)]
    for i in range(n):
        pivot = max(range(i, n), key=lambda k: abs(rows[k][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for k in range(i + 1, n):
            share = rows[k][i] / rows[i][i]
            if share:
                rows[k] = [a - share * b for a, b in zip(rows[k], rows[i])]
    found = [0.0] * n
    for i in reversed(range(n)):
        found[i] = (rows[i][n] - sum(rows[i][k] * found[k] for k in range(i + 1, n))) / rows[i][i]
    return found


def sigma(z):
    return 1 / (1 + math.exp(-z)) if z >= 0 else math.exp(z) / (1 + math.exp(z))


def loss(x, y, w, prior, pull):  # y: (is right, weight)
    total = sum(p * (a - b) ** 2 / 2 for a, b, p in zip(w, prior, pull))
    for row, (right, weight) in zip(x, y):
        z = sum(a * w[i] for i, a in row)
        z = z if right else -z
        total += weight * (math.log1p(math.exp(-z)) if z > -30 else -z)
    return total


def newton(x, y, free, prior, pull, start):
    w = list(start)
    at = {j: k for k, j in enumerate(free)}
    best = loss(x, y, w, prior, pull)
    for _ in range(50):
        gradient = [pull[j] * (w[j] - prior[j]) for j in free]
        hessian = [[pull[j] if a == b else 0.0 for b in range(len(free))]
                   for a, j in enumerate(free)]
        for row, (right, weight) in zip(x, y):
            p = sigma(sum(a * w[i] for i, a in row))
            known = [(at[i], a) for i, a in row if i in at]
            slope, bend = weight * (p - right), weight * p * (1 - p)
            for k, a in known:
                gradient[k] += slope * a
                line, scaled = hessian[k], bend * a
                for m, b in known:
                    line[m] += scaled * b
        step, size = solve(hessian, gradient), 1.0
        while size > 1e-6:
            tried = list(w)
            for k, j in enumerate(free):
                tried[j] -= size * step[k]
            now = loss(x, y, tried, prior, pull)
            if now <= best:
                break
            size /= 2
        if size <= 1e-6 or best - now < 1e-9:
            return w
        w, best = tried, now
    return w


def leads(pairs, weights):
    """The feature for each pair, by the program's rule (indexer/match/ties.c)."""
    sums, best = [], collections.defaultdict(dict)
    for pair in pairs:
        z = weights["bias"] + sum(weights[n] * v for n, v in pair.features.items()
                                  if n != LEAD and weights.get(n))
        sums.append(z)
        events = best[pair.article]
        events[pair.event] = max(events.get(pair.event, z), z)
    found = []
    for pair, z in zip(pairs, sums):
        other = max([v for e, v in best[pair.article].items() if e != pair.event] + [-LEAD_UNIT])
        lead = max(-1.0, min(1.0, (z - other) / LEAD_UNIT))
        # a second subject of the article takes nothing from the first (margin 0 says so)
        found.append(max(lead, 0.0) if pair.features["margin"] == 0 else lead)
    return found


def fit(pairs, table, strength):
    """The table with weights fitted to the pairs."""
    names = list(table["prior"])
    weights = {n: table["prior"][n][0] for n in names}
    for _ in range(LEAD_ROUNDS if LEAD in names else 1):
        weights = fit_once(pairs, leads(pairs, weights), table, strength, weights)
    return dict(table, w=weights)


def fit_once(pairs, lead, table, strength, start):
    names = list(table["prior"])
    x = [[(j, 1.0 if n == "bias" else value if n == LEAD else pair.features[n])
          for j, n in enumerate(names) if n == "bias" or (value if n == LEAD else pair.features[n])]
         for pair, value in zip(pairs, lead)]
    return fit_rows(x, pairs, table["prior"], strength, start)


def fit_mentions(rows, table, strength):
    """The table with the weights of mentions fitted to the rows (Passing)."""
    names, by_article = list(table["mention_prior"]), collections.defaultdict(list)
    weights = {n: table["mention_prior"][n][0] for n in names}
    for row in rows:
        by_article[row.article].append(row)
    for _ in range(MENTION_ROUNDS):
        score = lambda row: sum(weights[n] * v for n, v in row.signs.items())
        best = [max(of, key=score) for of in by_article.values()]
        x = [[(j, 1.0 if n == "bias" else row.signs[n]) for j, n in enumerate(names)
              if n == "bias" or row.signs[n]] for row in best]
        weights = fit_rows(x, best, table["mention_prior"], strength, weights)
    return dict(table, mention_w=weights)


def fit_rows(x, rows, priors, strength, start):
    names = list(priors)
    y = [(1 if row.is_right else 0, row.weight) for row in rows]
    prior = [priors[n][0] for n in names]
    pull = pulls(x, names, strength)
    free, held = list(range(len(names))), []
    while True:
        begin = [0.0 if j in held else start[n] for j, n in enumerate(names)]
        w = newton(x, y, free, prior, pull, begin)
        wrong = [(abs(w[j]) * math.sqrt(pull[j]), j) for j in free
                 if (priors[names[j]][1] == "+" and w[j] < 0) or
                 (priors[names[j]][1] == "-" and w[j] > 0)]
        if not wrong:
            return dict(zip(names, w))
        held.append(max(wrong)[1])
        free.remove(held[-1])


def pulls(x, names, strength):
    sums, squares = [0.0] * len(names), [0.0] * len(names)
    for row in x:
        for j, value in row:
            sums[j] += value
            squares[j] += value * value
    n = len(x)
    return [strength * (1.0 if name == "bias" else
                        max(squares[j] / n - (sums[j] / n) ** 2, 1e-4))
            for j, name in enumerate(names)]
