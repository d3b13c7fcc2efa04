# SPDX-License-Identifier: GPL-3.0-or-later
"""The reliability diagram: for each tenth of the probability, how often it was right.
The area of a dot is the number of its pairs; a program whose probabilities mean
what they say has its dots on the diagonal."""
import math

SIDE, EDGE = 320, 44


def place(p, y):
    return EDGE + p * SIDE, EDGE + (1 - y) * SIDE


def diagram(path, bins):
    parts = ['<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" '
             'font-family="sans-serif" font-size="11">' % (SIDE + 2 * EDGE, SIDE + 2 * EDGE),
             '<rect width="100%" height="100%" fill="#fff"/>']
    for tenth in range(0, 11, 2):
        x, y = place(tenth / 10, tenth / 10)
        parts.append('<path d="M%.0f %d V%d M%d %.0f H%d" stroke="#ddd"/>' % (
            x, EDGE, EDGE + SIDE, EDGE, y, EDGE + SIDE))
        parts.append('<text x="%.0f" y="%d" text-anchor="middle">.%d</text>' % (
            x, EDGE + SIDE + 16, tenth) if tenth < 10 else
            '<text x="%.0f" y="%d" text-anchor="middle">1</text>' % (x, EDGE + SIDE + 16))
        parts.append('<text x="%d" y="%.0f" text-anchor="end">%s</text>' % (
            EDGE - 6, y + 4, ".%d" % tenth if tenth < 10 else "1"))
    parts.append('<path d="M%d %d L%d %d" stroke="#999" stroke-dasharray="4 4"/>' % (
        EDGE, EDGE + SIDE, EDGE + SIDE, EDGE))
    for pairs in bins:
        if not pairs:
            continue
        x, y = place(sum(p for p, _ in pairs) / len(pairs), sum(r for _, r in pairs) / len(pairs))
        parts.append('<circle cx="%.1f" cy="%.1f" r="%.1f" fill="#2563a8" fill-opacity=".6"/>' % (
            x, y, 2 + 2 * math.log10(len(pairs)) ** 1.5))
        parts.append('<text x="%.1f" y="%.1f" fill="#333">%d</text>' % (x + 9, y - 7, len(pairs)))
    parts.append('<text x="%d" y="%d" text-anchor="middle">probability that was given</text>' % (
        EDGE + SIDE // 2, EDGE + SIDE + 34))
    parts.append('<text transform="translate(14 %d) rotate(-90)" text-anchor="middle">'
                 'share that was right</text></svg>\n' % (EDGE + SIDE // 2))
    with open(path, "w", encoding="utf-8") as out:
        out.write("\n".join(parts))
