// SPDX-License-Identifier: GPL-3.0-or-later
#include <kirinuki/capture.h>

#include <math.h>

#define Z95 1.959964
#define RELIABLE_IN_COMMON 7

#define TAIL 0.025
#define MOST_ARTICLES 1e12 // beyond it there is no end

static gdouble log_choose(gdouble n, gdouble k)
{
    int sign;
    return lgamma_r(n + 1, &sign) - lgamma_r(k + 1, &sign) - lgamma_r(n - k + 1, &sign);
}

/* Probability that two lists have at least `both` of `total` articles in common. */
static gdouble tail_of(gdouble total, gint64 n1, gint64 n2, gint64 both)
{
    gdouble a = (gdouble)n1, b = (gdouble)n2, sum = 0, all = log_choose(total, b);
    for (gint64 k = both; k <= MIN(n1, n2); k++) {
        if (total - a < b - (gdouble)k)
            continue;
        gdouble p = exp(log_choose(a, (gdouble)k) + log_choose(total - a, b - (gdouble)k) - all);
        sum += p;
        if (p < 1e-12 * sum)
            break; // beyond its summit the distribution only falls
    }
    return sum;
}

/* The largest number of articles of which so much in common would be no surprise. */
static gdouble exact_high(gint64 n1, gint64 n2, gint64 both, gint64 seen)
{
    gdouble in = (gdouble)seen, out = MAX(in, 1);
    if (!both)
        return INFINITY;
    while (tail_of(out, n1, n2, both) >= TAIL && out < MOST_ARTICLES) {
        in = out;
        out *= 2;
    }
    while (out - in > 1) {
        gdouble middle = floor((in + out) / 2);
        *(tail_of(middle, n1, n2, both) >= TAIL ? &in : &out) = middle;
    }
    return in;
}

/* What follows from an estimate and its interval when `seen` were seen. */
static void set_coverage(KiriRecapture *c)
{
    gdouble seen = (gdouble)c->seen;
    c->low = floor(c->low); // the limits are numbers of articles
    c->high = ceil(c->high);
    c->estimate = MAX(c->estimate, seen);
    c->low = MAX(c->low, seen);
    c->high = MAX(c->high, c->estimate);
    c->coverage = c->estimate > 0 ? seen / c->estimate : 1;
    c->coverage_low = c->high > 0 ? seen / c->high : 1;
    c->coverage_high = c->low > 0 ? seen / c->low : 1;
}

KiriRecapture kiri_capture_two(gint64 n1, gint64 n2, gint64 both)
{
    KiriRecapture c = {.seen = n1 + n2 - both, .is_reliable = both >= RELIABLE_IN_COMMON};
    if (c.seen > 0) {
        gdouble a = (gdouble)(n1 - both) + 0.5, b = (gdouble)(n2 - both) + 0.5;
        gdouble m = (gdouble)both + 0.5;
        gdouble deviation = sqrt(1 / m + 1 / a + 1 / b + m / (a * b));
        gdouble unseen = a * b / m, base = (gdouble)c.seen - 0.5;
        c.estimate = (gdouble)(n1 + 1) * (gdouble)(n2 + 1) / (gdouble)(both + 1) - 1;
        c.low = base + unseen * exp(-Z95 * deviation);
        c.high = MIN(base + unseen * exp(Z95 * deviation), exact_high(n1, n2, both, c.seen));
    }
    set_coverage(&c);
    return c;
}

KiriRecapture kiri_capture_three(const gint64 counts[8], KiriRecapture pairs[3])
{
    static const guint lists[3][2] = {{1, 2}, {1, 4}, {2, 4}};
    gint64 seen = 0;
    gint best = -1;
    for (guint m = 1; m < 8; m++)
        seen += counts[m];
    for (gint k = 0; k < 3; k++) {
        gint64 n1 = 0, n2 = 0, both = 0;
        for (guint m = 1; m < 8; m++) {
            n1 += m & lists[k][0] ? counts[m] : 0;
            n2 += m & lists[k][1] ? counts[m] : 0;
            both += (m & lists[k][0]) && (m & lists[k][1]) ? counts[m] : 0;
        }
        pairs[k] = kiri_capture_two(n1, n2, both);
        pairs[k].pair = k;
        if (best < 0 || pairs[k].is_reliable > pairs[best].is_reliable ||
            (pairs[k].is_reliable == pairs[best].is_reliable &&
             pairs[k].estimate > pairs[best].estimate))
            best = k;
    }
    KiriRecapture c = pairs[best];
    c.seen = seen;
    set_coverage(&c);
    return c;
}
