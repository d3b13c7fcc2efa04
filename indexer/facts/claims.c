// SPDX-License-Identifier: GPL-3.0-or-later
/* One pass over the sentences of a text. Within a sentence the readers of figures
 * and dates go first; months, years and times of day are read where they left
 * something. */
#include "claims.h"

#include "match/words.h"

#include <kirinuki/hash.h>
#include <kirinuki/tokenize.h>

#include <stdlib.h>
#include <string.h>

enum { LEFT_CHARS = 20, RIGHT_CHARS = 12, MINUTES_PER_HOUR = 60 };

static void sentence_clear(gpointer data)
{
    KiriClaimSentence *s = data;
    kiri_normal_clear(&s->n);
    g_array_unref(s->words);
}

static void claim_clear(gpointer data)
{
    KiriClaim *c = data;
    g_free(c->name);
    g_free(c->shown);
    g_array_unref(c->left);
    g_array_unref(c->right);
}

void kiri_claims_free(KiriClaims *claims)
{
    if (!claims)
        return;
    g_array_unref(claims->claims);
    g_array_unref(claims->sentences);
    g_free(claims);
}

static void add_word(KiriStr word, gsize at, gpointer data)
{
    (void)at;
    guint64 hash = kiri_hash64(word);
    GArray *words = data;
    for (guint i = 0; i < words->len; i++)
        if (g_array_index(words, guint64, i) == hash)
            return;
    g_array_append_val(words, hash);
}

static GArray *words_of(KiriStr n_text)
{
    GArray *words = g_array_new(FALSE, FALSE, sizeof(guint64));
    kiri_words_each(n_text, add_word, words);
    return words;
}

/* ---- reading one sentence ---- */

typedef struct {
    KiriClaims *claims;
    guint sentence;
    KiriStr n;
    KiriTime reference;
    GArray *found; // KiriClaim without words, in any order
} Reading;

static gboolean is_taken(const Reading *r, gsize from, gsize to)
{
    for (guint i = 0; i < r->found->len; i++) {
        const KiriClaim *c = &g_array_index(r->found, KiriClaim, i);
        if (from < c->to && c->from < to)
            return TRUE;
    }
    return FALSE;
}

static KiriClaim *add(Reading *r, KiriClaimKind kind, gsize from, gsize to, gint64 value)
{
    KiriClaim c = {.kind = kind,
                   .sentence = r->sentence,
                   .from = from,
                   .to = to,
                   .value = value,
                   .unit = "",
                   .role = ""};
    g_array_append_val(r->found, c);
    return &g_array_index(r->found, KiriClaim, r->found->len - 1);
}

static gboolean text_at(KiriStr n, gsize at, const char *word)
{
    gsize length = strlen(word);
    return at <= n.n && n.n - at >= length && memcmp(n.p + at, word, length) == 0;
}

static gboolean text_before(KiriStr n, gsize at, const char *word)
{
    gsize length = strlen(word);
    return at >= length && memcmp(n.p + at - length, word, length) == 0;
}

/* Digits at `at`, at most `most`; 0 when there are none or more. */
static gsize digits_at(KiriStr n, gsize at, gsize most, gint64 *v)
{
    gsize to = at;
    *v = 0;
    while (to < n.n && g_ascii_isdigit(n.p[to]) && to - at <= most)
        *v = *v * 10 + (n.p[to++] - '0');
    return to - at <= most ? to - at : 0;
}

/* 8時間32分 is one figure, in minutes. */
static gsize read_hours(Reading *r, gsize at, gint64 hours, gsize behind)
{
    gint64 minutes = 0;
    gsize digits = digits_at(r->n, behind, 2, &minutes);
    if (!digits || !text_at(r->n, behind + digits, "分"))
        return 0;
    gsize to = behind + digits + strlen("分");
    add(r, KIRI_CLAIM_FIGURE, at, to, hours * MINUTES_PER_HOUR + minutes)->unit = "時間分";
    return to;
}

/* 10時, 午後6時半, 18時30分, 18:30. */
static gsize read_clock(Reading *r, gsize at)
{
    gint64 hour = 0, minute = 0;
    gsize digits = digits_at(r->n, at, 2, &hour), to = at + digits;
    if (!digits || hour > 24)
        return 0;
    if (text_at(r->n, to, "時間"))
        return read_hours(r, at, hour, to + strlen("時間"));
    gboolean is_colon = text_at(r->n, to, ":");
    if (!is_colon && !text_at(r->n, to, "時"))
        return 0;
    to += is_colon ? 1 : strlen("時");
    gsize more = digits_at(r->n, to, 2, &minute);
    if (is_colon && more != 2)
        return 0;
    if (!is_colon && more && !text_at(r->n, to + more, "分"))
        more = 0, minute = 0;
    to += more ? more + (is_colon ? 0 : strlen("分")) : 0;
    if (!more && text_at(r->n, to, "半")) {
        minute = MINUTES_PER_HOUR / 2;
        to += strlen("半");
    }
    gboolean is_pm = text_before(r->n, at, "午後") || text_before(r->n, at, "夜") ||
                     text_before(r->n, at, "夕方");
    gboolean is_am = text_before(r->n, at, "午前") || text_before(r->n, at, "朝");
    if (minute >= MINUTES_PER_HOUR)
        return 0;
    KiriClaim *c = add(r, KIRI_CLAIM_CLOCK, at, to,
                       (is_pm && hour < 12 ? hour + 12 : hour) * MINUTES_PER_HOUR + minute);
    c->is_bare = !is_pm && !is_am && hour <= 12;
    return to;
}

/* 9月 without a day, 2030年度, 2030年 without a month. */
static gsize read_month_or_year(Reading *r, gsize at)
{
    gint64 v = 0;
    gsize digits = digits_at(r->n, at, 4, &v), to = at + digits;
    gint64 next = 0;
    if (!digits)
        return 0;
    if (digits <= 2 && text_at(r->n, to, "月") && v >= 1 && v <= 12) {
        to += strlen("月");
        if (digits_at(r->n, to, 2, &next) || text_at(r->n, to, "期") || text_at(r->n, to, "間"))
            return 0;
        add(r, KIRI_CLAIM_MONTH, at, to, v);
        return to;
    }
    if (digits != 4 || v < 1900 || v > 2100 || !text_at(r->n, to, "年"))
        return 0;
    to += strlen("年");
    gboolean is_fiscal = text_at(r->n, to, "度");
    if (digits_at(r->n, to, 2, &next))
        return 0; // the year of a date
    to += is_fiscal ? strlen("度") : 0;
    add(r, KIRI_CLAIM_YEAR, at, to, v)->unit = is_fiscal ? "年度" : "年";
    return to;
}

static void read_figures(Reading *r)
{
    g_autoptr(GArray) numbers = kiri_numbers_find(r->n);
    for (guint i = 0; i < numbers->len; i++) {
        const KiriNumber *number = &g_array_index(numbers, KiriNumber, i);
        if (is_taken(r, number->from, number->to))
            continue;
        KiriClaim *c = add(r, KIRI_CLAIM_FIGURE, number->from, number->to, number->value_milli);
        c->unit = number->unit;
        c->is_about = number->is_about || kiri_claim_is_about(r->n, number->from, number->to);
        /* 第62回 counts nothing. */
        if (text_before(r->n, number->from, "第") && strcmp(number->unit, "回") == 0)
            c->unit = "第回";
    }
}

/* 5日で回復した, 3日後: a span of days, not the fifth. */
static gboolean is_span(KiriStr n, const KiriTextDate *date)
{
    static const char *const behind[] = {"で", "後", "前", "以内", "目", "足らず"};
    gboolean is_spanned = FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(behind); i++)
        is_spanned = is_spanned || text_at(n, date->to, behind[i]);
    return date->is_relative && g_ascii_isdigit(n.p[date->from]) && is_spanned;
}

static void read_span(Reading *r, const KiriTextDate *date)
{
    gint64 days = 0;
    digits_at(r->n, date->from, 2, &days);
    add(r, KIRI_CLAIM_FIGURE, date->from, date->to, days * KIRI_NUMBER_SCALE)->unit = "日間";
}

static void read_days(Reading *r)
{
    g_autoptr(GArray) dates = kiri_text_dates_find(r->n, r->reference);
    for (guint i = 0; i < dates->len; i++) {
        const KiriTextDate *date = &g_array_index(dates, KiriTextDate, i);
        if (is_span(r->n, date)) {
            read_span(r, date);
            continue;
        }
        KiriClaim *c = add(r, KIRI_CLAIM_DAY, date->from, date->to, date->key);
        c->year = date->is_relative ? 0 : date->year;
        c->is_bare = date->is_relative;
    }
}

static void read_others(Reading *r)
{
    for (gsize at = 0; at < r->n.n;) {
        gsize next = kiri_char_after(r->n, at);
        if (!g_ascii_isdigit(r->n.p[at])) {
            at = next;
            continue;
        }
        gsize to = is_taken(r, at, next) ? 0 : read_clock(r, at);
        if (!to && !is_taken(r, at, next))
            to = read_month_or_year(r, at);
        while (!to && next < r->n.n && g_ascii_isdigit(r->n.p[next]))
            next++;
        at = to ? to : next;
    }
}

static void set_name(const Reading *r, KiriClaim *c)
{
    const KiriClaimSentence *s = kiri_claims_sentence(r->claims, r->sentence);
    gsize from, to;
    kiri_normal_original_range(&s->n, c->from, c->to, &from, &to);
    c->name = g_strndup(r->n.p + c->from, c->to - c->from);
    c->shown = g_strndup(s->original.p + from, to - from);
}

static void read_persons(Reading *r)
{
    g_autoptr(GArray) persons = kiri_persons_with_roles(r->n);
    for (guint i = 0; i < persons->len; i++) {
        const KiriPerson *p = &g_array_index(persons, KiriPerson, i);
        KiriClaim *c = add(r, KIRI_CLAIM_PERSON, p->from, p->to, 0);
        set_name(r, c);
        c->role = p->role;
    }
}

static void read_quoted(Reading *r, const char *open, const char *close)
{
    enum { LEAST_CHARS = 2, MOST_CHARS = 24 };
    gsize sign = strlen(open);
    for (gsize at = 0; at < r->n.n;) {
        const char *from = memmem(r->n.p + at, r->n.n - at, open, sign);
        const char *to =
            from ? memmem(from, (gsize)(r->n.p + r->n.n - from), close, strlen(close)) : NULL;
        if (!to)
            return;
        from += sign;
        at = (gsize)(to - r->n.p) + strlen(close);
        glong chars = g_utf8_strlen(from, to - from);
        if (chars < LEAST_CHARS || chars > MOST_CHARS)
            continue;
        set_name(r, add(r, KIRI_CLAIM_NAME, (gsize)(from - r->n.p), (gsize)(to - r->n.p), 0));
    }
}

/* ---- what stands around ---- */

static gint by_place(gconstpointer a, gconstpointer b)
{
    const KiriClaim *x = a, *y = b;
    return x->from < y->from ? -1 : x->from > y->from;
}

static gboolean is_sibling(const KiriClaim *a, const KiriClaim *b)
{
    return a->kind == b->kind && strcmp(a->unit, b->unit) == 0;
}

/* Back to the figure of the same kind before it, at most LEFT_CHARS. */
static KiriStr left_of(const Reading *r, guint i)
{
    const KiriClaim *c = &g_array_index(r->found, KiriClaim, i);
    gsize least = 0, from = c->from;
    for (guint j = 0; j < i; j++) {
        const KiriClaim *other = &g_array_index(r->found, KiriClaim, j);
        if (is_sibling(c, other))
            least = MAX(least, other->to);
    }
    for (guint chars = 0; chars < LEFT_CHARS && from > least; chars++)
        from = kiri_char_before(r->n, from);
    return (KiriStr){r->n.p + from, c->from - from};
}

/* Up to the next comma or figure, at most RIGHT_CHARS. */
static KiriStr right_of(const Reading *r, guint i)
{
    const KiriClaim *c = &g_array_index(r->found, KiriClaim, i);
    gsize most = i + 1 < r->found->len ? g_array_index(r->found, KiriClaim, i + 1).from : r->n.n;
    gsize to = c->to;
    for (guint chars = 0; chars < RIGHT_CHARS && to < most; chars++) {
        gunichar sign = kiri_char_at(r->n, to);
        if (sign == U'、' || sign == U'。')
            break;
        to = kiri_char_after(r->n, to);
    }
    return (KiriStr){r->n.p + c->to, MAX(to, c->to) - c->to};
}

static gboolean is_noun(KiriStr n, gsize at)
{
    KiriCharClass class_ = kiri_char_class(kiri_char_at(n, at));
    return (class_ == KIRI_CHAR_KANJI && kiri_char_at(n, at) != U'約') ||
           class_ == KIRI_CHAR_KATAKANA || class_ == KIRI_CHAR_LATIN;
}

/* The noun before the figure, with no more than a particle or two between. */
static KiriStr head_of(const Reading *r, const KiriClaim *c)
{
    enum { MOST_BETWEEN = 4 };
    gsize to = c->from;
    for (guint between = 0; to > 0 && !is_noun(r->n, kiri_char_before(r->n, to)); between++) {
        to = kiri_char_before(r->n, to);
        if (between == MOST_BETWEEN || g_ascii_isdigit(r->n.p[to]))
            return (KiriStr){"", 0};
    }
    gsize from = to;
    while (from > 0 && is_noun(r->n, kiri_char_before(r->n, from)))
        from = kiri_char_before(r->n, from);
    return (KiriStr){r->n.p + from, to - from};
}

static void finish(Reading *r)
{
    g_array_sort(r->found, by_place);
    for (guint i = 0; i < r->found->len; i++) {
        KiriClaim *c = &g_array_index(r->found, KiriClaim, i);
        c->left = words_of(left_of(r, i));
        c->right = words_of(right_of(r, i));
        c->head = head_of(r, c);
        c->acts = kiri_claim_acts(r->n, c->from, c->to);
        c->frames = kiri_claim_frames(r->n, c->from, c->to);
    }
    g_array_append_vals(r->claims->claims, r->found->data, r->found->len);
}

static void read_sentence(KiriClaims *claims, KiriStr original, gboolean is_title,
                          KiriTime reference)
{
    KiriClaimSentence s = {.original = original, .is_title = is_title};
    kiri_normalize(original, TRUE, &s.n);
    KiriStr n = {s.n.text, s.n.n};
    s.words = words_of(n);
    g_array_append_val(claims->sentences, s);
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(KiriClaim));
    Reading r = {claims, claims->sentences->len - 1, n, reference, found};
    read_days(&r);
    read_others(&r);
    read_figures(&r);
    read_persons(&r);
    read_quoted(&r, "「", "」");
    read_quoted(&r, "『", "』");
    finish(&r);
}

KiriClaims *kiri_claims_of(const char *title, const char *text, KiriTime reference)
{
    KiriClaims *claims = g_new0(KiriClaims, 1);
    claims->sentences = g_array_new(FALSE, FALSE, sizeof(KiriClaimSentence));
    claims->claims = g_array_new(FALSE, FALSE, sizeof(KiriClaim));
    g_array_set_clear_func(claims->sentences, sentence_clear);
    g_array_set_clear_func(claims->claims, claim_clear);
    KiriStr sentence;
    gsize at = 0;
    if (title && *title)
        read_sentence(claims, kiri_str(title), TRUE, reference);
    while (kiri_sentence_next(kiri_str(text), &at, &sentence))
        read_sentence(claims, sentence, FALSE, reference);
    return claims;
}

/* ---- for people ---- */

char *kiri_claim_format(const KiriClaim *c)
{
    gint v = (gint)c->value;
    switch (c->kind) {
    case KIRI_CLAIM_DAY:
        return g_strdup_printf("%d月%d日", v / 100, v % 100);
    case KIRI_CLAIM_MONTH:
        return g_strdup_printf("%d月", v);
    case KIRI_CLAIM_YEAR:
        return g_strdup_printf("%d%s", v, c->unit);
    case KIRI_CLAIM_CLOCK:
        return v % MINUTES_PER_HOUR
                   ? g_strdup_printf("%d時%d分", v / MINUTES_PER_HOUR, v % MINUTES_PER_HOUR)
                   : g_strdup_printf("%d時", v / MINUTES_PER_HOUR);
    case KIRI_CLAIM_FIGURE:
        break;
    default:
        return g_strdup(c->shown);
    }
    if (strcmp(c->unit, "時間分") == 0)
        return g_strdup_printf("%d時間%d分", v / MINUTES_PER_HOUR, v % MINUTES_PER_HOUR);
    if (strcmp(c->unit, "第回") == 0)
        return g_strdup_printf("第%d回", v / KIRI_NUMBER_SCALE);
    KiriNumber number = {.value_milli = c->value, .unit = c->unit};
    return kiri_number_format(&number);
}
