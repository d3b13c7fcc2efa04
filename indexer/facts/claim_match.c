// SPDX-License-Identifier: GPL-3.0-or-later
/* What counts as the same: reporters round, convert, add up, take tax in or out
 * and compute shares. Whatever can be reached from the release that way is no
 * contradiction. */
#include "claim_match.h"

#include <kirinuki/hash.h>

#include <stdlib.h>
#include <string.h>

enum { MINUTES_PER_HOUR = 60, HALF_DAY = 12 * 60 };

static void add_word(KiriStr word, gsize at, gpointer data)
{
    (void)at;
    guint64 hash = kiri_hash64(word);
    if (!g_hash_table_contains(data, &hash))
        g_hash_table_add(data, g_memdup2(&hash, sizeof hash));
}

void kiri_side_init(KiriSide *side, const char *title, const char *text, KiriTime date)
{
    side->claims = kiri_claims_of(title, text, date);
    if (side->claims->claims->len > KIRI_SIDE_CLAIMS)
        g_array_set_size(side->claims->claims, KIRI_SIDE_CLAIMS);
    g_autofree char *both = g_strconcat(title ? title : "", "\n", text ? text : "", NULL);
    side->all = kiri_normalize_dup(kiri_str(both));
    side->words = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    kiri_words_each(kiri_str(side->all), add_word, side->words);
    side->date = date;
    side->day = 0;
    if (kiri_time_is_set(date) && date.precision >= KIRI_PRECISION_DAY) {
        KiriCivil c = kiri_civil_from_us(date.us, KIRI_JST_MIN);
        side->day = c.month * 100 + c.day;
    }
}

void kiri_side_clear(KiriSide *side)
{
    g_clear_pointer(&side->claims, kiri_claims_free);
    g_clear_pointer(&side->all, g_free);
    g_clear_pointer(&side->known, g_free);
    g_clear_pointer(&side->words, g_hash_table_unref);
}

/* ---- figures ---- */

/* Units that measure the same, with their worth in the smallest. */
typedef struct {
    const char *unit;
    gint64 kind, worth;
} Measure;

static const Measure measures[] = {
    {"t", 1, 1000000}, {"kg", 1, 1000},  {"g", 1, 1},      {"キロ", 1, 1000}, {"km", 2, 1000000},
    {"m", 2, 1000},    {"cm", 2, 10},    {"mm", 2, 1},     {"l", 3, 1000},    {"ml", 3, 1},
    {"割", 4, 10},     {"%", 4, 1},      {"週間", 5, 7},   {"日間", 5, 1},    {"日", 5, 1},
    {"年間", 6, 12},   {"か月", 6, 1},   {"ha", 7, 10000}, {"m2", 7, 1},      {"km2", 7, 1000000},
    {"時間", 8, 60},   {"時間分", 8, 1}, {"分間", 8, 1},   {"年連続", 9, 1},  {"年ぶり", 9, 1},
    {"品目", 10, 1},   {"点", 10, 1},    {"種", 10, 1},    {"店", 11, 1},     {"か所", 11, 1},
    {"拠点", 11, 1},   {"社", 12, 1},    {"企業", 12, 1},  {"法人", 12, 1},   {"者", 12, 1},
    {"事業者", 12, 1},
};

static const Measure *measure_of(const char *unit)
{
    for (gsize i = 0; i < G_N_ELEMENTS(measures); i++)
        if (strcmp(measures[i].unit, unit) == 0)
            return &measures[i];
    return NULL;
}

/* The value of `c` in the unit of `like`; FALSE where they do not measure the
 * same. 時間分 is stored in minutes, not in thousandths. */
static gboolean convert(const KiriClaim *c, const char *like, gint64 *value)
{
    const Measure *from = measure_of(c->unit), *to = measure_of(like);
    *value = c->value;
    if (strcmp(c->unit, like) == 0)
        return TRUE;
    if (!from || !to || from->kind != to->kind)
        return FALSE;
    gint64 v = strcmp(c->unit, "時間分") == 0 ? c->value * KIRI_NUMBER_SCALE : c->value;
    if (__builtin_mul_overflow(v, from->worth, &v))
        return FALSE;
    v /= to->worth;
    *value = strcmp(like, "時間分") == 0 ? v / KIRI_NUMBER_SCALE : v;
    return TRUE;
}

static gint64 step_of(gint64 v)
{
    gint64 step = 1;
    while (v && v % (step * 10) == 0)
        step *= 10;
    return step;
}

/* Is `coarse` a rounding of `fine`, up or down? A figure that says itself that it
 * is one may have a single digit left. */
static gboolean is_rounding(gint64 coarse, gboolean is_about, gint64 fine)
{
    gint64 step = step_of(coarse), d = ABS(coarse - fine);
    if (step <= step_of(fine))
        return is_about && d * 20 <= ABS(fine);
    if (coarse / step < 10 && !is_about)
        return d * 20 <= ABS(fine);
    return d < step;
}

static gboolean is_near(gint64 a, gboolean a_about, gint64 b, gboolean b_about)
{
    return a == b || is_rounding(a, a_about, b) || is_rounding(b, b_about, a);
}

/* With and without consumption tax, 10 and 8 per cent, rounded either way. */
static gboolean is_taxed(gint64 a, gint64 b)
{
    static const gint64 rates[] = {110, 108};
    gint64 low = MIN(a, b), high = MAX(a, b);
    for (gsize i = 0; i < G_N_ELEMENTS(rates); i++)
        if (low < G_MAXINT64 / 200 && ABS(low * rates[i] / 100 - high) <= 2 * KIRI_NUMBER_SCALE)
            return TRUE;
    return FALSE;
}

/* Is it the sum or difference of two figures of the same unit? Small numbers are
 * by chance. */
static gboolean is_sum(const KiriClaim *c, gint64 v, gint64 w)
{
    const gint64 least = 100 * KIRI_NUMBER_SCALE;
    if (ABS(c->value) < least)
        return FALSE;
    return is_near(c->value, c->is_about, v + w, FALSE) ||
           (v != w && is_near(c->value, c->is_about, ABS(v - w), FALSE));
}

/* Is `percent` (thousandths) what v is of w, or by how much one passes the other? */
static gboolean is_ratio(const KiriClaim *c, gint64 v, gint64 w)
{
    if (w == 0 || ABS(v) > G_MAXINT64 / 200000)
        return FALSE;
    gint64 percent = v * 100 * KIRI_NUMBER_SCALE / w;
    gint64 claimed = c->value * (strcmp(c->unit, "割") == 0 ? 10 : 1);
    gint64 slack = MAX(step_of(claimed) / 2 + 1, c->is_about ? step_of(claimed) : 1);
    if (strcmp(c->unit, "倍") == 0)
        return ABS(v * KIRI_NUMBER_SCALE / w - c->value) <= MAX(step_of(c->value) / 2, 1);
    return ABS(percent - claimed) <= slack ||
           ABS(ABS(percent - 100 * KIRI_NUMBER_SCALE) - claimed) <= slack;
}

/* Does the side itself say exactly what `o` rounds? Then that counts: a headline's
 * "12万人超" must not vouch for every figure near it. */
static gboolean has_finer(const KiriClaims *claims, const KiriClaim *o)
{
    for (guint i = 0; i < claims->claims->len; i++) {
        const KiriClaim *x = kiri_claims_get(claims, i);
        if (x->value != o->value && kiri_claim_is_rounding(o, x))
            return TRUE;
    }
    return FALSE;
}

static gboolean is_computed(const KiriClaim *c, const KiriClaims *of)
{
    gboolean is_share =
        strcmp(c->unit, "%") == 0 || strcmp(c->unit, "割") == 0 || strcmp(c->unit, "倍") == 0;
    for (guint i = 0; i < of->claims->len; i++) {
        const KiriClaim *x = kiri_claims_get(of, i);
        if (x->kind != KIRI_CLAIM_FIGURE)
            continue;
        if (is_share && strcmp(x->unit, c->unit) == 0 && !has_finer(of, x) &&
            is_near(c->value, c->is_about, 100 * KIRI_NUMBER_SCALE - x->value, FALSE))
            return TRUE;
        for (guint j = i + 1; j < of->claims->len; j++) {
            const KiriClaim *y = kiri_claims_get(of, j);
            if (y->kind != KIRI_CLAIM_FIGURE || strcmp(x->unit, y->unit) != 0)
                continue;
            if (strcmp(x->unit, c->unit) == 0 && is_sum(c, x->value, y->value))
                return TRUE;
            if (is_share && strcmp(x->unit, c->unit) != 0 &&
                (is_ratio(c, x->value, y->value) || is_ratio(c, y->value, x->value)))
                return TRUE;
        }
    }
    return FALSE;
}

static gboolean is_same_figure(const KiriClaim *a, const KiriClaim *b)
{
    gint64 value;
    if (!*a->unit || !*b->unit)
        return a->value == b->value;
    if (!convert(b, a->unit, &value))
        return FALSE;
    return is_near(a->value, a->is_about, value, b->is_about) ||
           (strcmp(a->unit, "円") == 0 && is_taxed(a->value, value));
}

gboolean kiri_claim_is_rounding(const KiriClaim *coarse, const KiriClaim *fine)
{
    if (coarse->kind == KIRI_CLAIM_DAY && fine->kind == KIRI_CLAIM_DAY)
        return coarse->is_bare && !fine->is_bare && coarse->value % 100 == fine->value % 100;
    return coarse->kind == KIRI_CLAIM_FIGURE && fine->kind == KIRI_CLAIM_FIGURE &&
           strcmp(coarse->unit, fine->unit) == 0 &&
           is_rounding(coarse->value, coarse->is_about, fine->value);
}

/* ---- days and hours ---- */

static gboolean is_same_clock(const KiriClaim *a, const KiriClaim *b)
{
    return a->value == b->value ||
           ((a->is_bare || b->is_bare) &&
            (a->value + HALF_DAY) % (2 * HALF_DAY) == b->value % (2 * HALF_DAY));
}

static gint64 month_of(const KiriClaim *c)
{
    return c->kind == KIRI_CLAIM_DAY ? c->value / 100 : c->value;
}

static gboolean is_same_time(const KiriClaim *a, const KiriClaim *b)
{
    switch (a->kind) {
    case KIRI_CLAIM_DAY:
        if (b->kind == KIRI_CLAIM_MONTH) // 6月上旬の再開 became 6月12日に再開
            return b->value == a->value / 100 && (a->acts & b->acts);
        return b->kind == KIRI_CLAIM_DAY &&
               (a->value == b->value ||
                ((a->is_bare || b->is_bare) && a->value % 100 == b->value % 100));
    case KIRI_CLAIM_MONTH:
        return (b->kind == KIRI_CLAIM_DAY || b->kind == KIRI_CLAIM_MONTH) &&
               a->value == month_of(b);
    case KIRI_CLAIM_YEAR:
        return (b->kind == KIRI_CLAIM_YEAR && a->value == b->value) ||
               (b->kind == KIRI_CLAIM_DAY && b->year == a->value);
    default:
        return b->kind == KIRI_CLAIM_CLOCK && is_same_clock(a, b);
    }
}

/* The day of publication, and the days around it, are facts of either text. */
static gboolean is_own_time(const KiriClaim *c, const KiriSide *side)
{
    if (!kiri_time_is_set(side->date))
        return FALSE;
    KiriCivil d = kiri_civil_from_us(side->date.us, KIRI_JST_MIN);
    if (c->kind == KIRI_CLAIM_MONTH)
        return c->value == d.month;
    if (c->kind == KIRI_CLAIM_YEAR)
        return c->value == d.year || c->value == d.year - 1;
    if (c->kind != KIRI_CLAIM_DAY || !side->day)
        return FALSE;
    return c->value == side->day || (c->is_bare && c->value % 100 == side->day % 100);
}

/* ---- all kinds ---- */

gboolean kiri_claim_is_known(const KiriClaim *c, const KiriSide *other)
{
    if (c->kind == KIRI_CLAIM_PERSON || c->kind == KIRI_CLAIM_NAME)
        return strstr(other->all, c->name) != NULL;
    if (c->kind != KIRI_CLAIM_FIGURE && is_own_time(c, other))
        return TRUE;
    for (guint i = 0; i < other->claims->claims->len; i++) {
        const KiriClaim *o = kiri_claims_get(other->claims, i);
        if (c->kind == KIRI_CLAIM_FIGURE
                ? o->kind == KIRI_CLAIM_FIGURE && is_same_figure(c, o) &&
                      (o->value == c->value || !has_finer(other->claims, o))
                : o->kind < KIRI_CLAIM_PERSON && o->kind != KIRI_CLAIM_FIGURE && is_same_time(c, o))
            return TRUE;
    }
    return c->kind == KIRI_CLAIM_FIGURE && is_computed(c, other->claims);
}

static void meet(KiriSide *side, const KiriSide *other)
{
    guint n = side->claims->claims->len;
    g_free(side->known);
    side->known = g_new0(gboolean, n + 1);
    for (guint i = 0; i < n; i++)
        side->known[i] = kiri_claim_is_known(kiri_claims_get(side->claims, i), other);
}

void kiri_sides_meet(KiriSide *a, KiriSide *b)
{
    meet(a, b);
    meet(b, a);
}

/* ---- names ---- */

/* Length of the longest common subsequence, in characters. */
static guint common_chars(const gunichar *a, glong n, const gunichar *b, glong m)
{
    enum { MOST = 32 };
    guint row[MOST + 1] = {0};
    if (n > MOST || m > MOST)
        return 0;
    for (glong i = 0; i < n; i++) {
        guint diagonal = 0;
        for (glong j = 0; j < m; j++) {
            guint above = row[j + 1];
            row[j + 1] = a[i] == b[j] ? diagonal + 1 : MAX(above, row[j]);
            diagonal = above;
        }
    }
    return row[m];
}

/* Do the names differ in their digits alone? */
static gboolean are_numbered(const char *a, const char *b)
{
    for (;; a++, b++) {
        while (g_ascii_isdigit(*a))
            a++;
        while (g_ascii_isdigit(*b))
            b++;
        if (!*a || *a != *b)
            return *a == *b;
    }
}

gboolean kiri_claim_is_misnamed(const KiriClaim *a, const KiriClaim *b)
{
    glong n = 0, m = 0;
    g_autofree gunichar *x = g_utf8_to_ucs4_fast(a->name, -1, &n);
    g_autofree gunichar *y = g_utf8_to_ucs4_fast(b->name, -1, &m);
    guint common = common_chars(x, n, y, m);
    if (a->kind == KIRI_CLAIM_PERSON)
        /* 木村遥子 for 木下遥子; 相楽 for 相良文雄 is too little to go by. */
        return ABS(n - m) <= 1 && n >= 3 && m >= 3 && common + 1 >= (guint)MAX(n, m) &&
               (!*a->role || !*b->role || strcmp(a->role, b->role) == 0);
    /* 「つきかげ3号」 beside 「つきかげ2号」 is its sister. */
    if (are_numbered(a->name, b->name))
        return FALSE;
    return MIN(n, m) >= 4 && ABS(n - m) <= 2 && common * 4 >= (guint)MAX(n, m) * 3;
}
