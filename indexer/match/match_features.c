// SPDX-License-Identifier: GPL-3.0-or-later
/* The features that two documents give by themselves. */
#include "match_features.h"

#include <kirinuki/record.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { KEY_TERMS = 12, NEAR_FROM = -2, NEAR_TO = 14, PROMPT_FROM = -1, PROMPT_TO = 3 };

void kiri_shared_clear(KiriShared *shared)
{
    g_clear_pointer(&shared->numbers, g_strfreev);
    g_clear_pointer(&shared->dates, g_strfreev);
    g_clear_pointer(&shared->quoted, g_strfreev);
    g_clear_pointer(&shared->persons, g_strfreev);
}

static void note(char ***list, const char *s)
{
    enum { MOST = 20 };
    if (list && kiri_strv_count(*list) < MOST && !kiri_strv_has(*list, s))
        kiri_strv_add(list, s);
}

/* ---- figures ---- */

static KiriNumberMatch best_match(const KiriNumber *n, const GArray *numbers)
{
    KiriNumberMatch best = KIRI_NUMBERS_DIFFER;
    for (guint i = 0; i < numbers->len && best != KIRI_NUMBERS_EQUAL; i++)
        best = MAX(best, kiri_numbers_match(n, &g_array_index(numbers, KiriNumber, i)));
    return best;
}

static gboolean stood_before(const GArray *numbers, guint i)
{
    const KiriNumber *n = &g_array_index(numbers, KiriNumber, i);
    for (guint j = 0; j < i; j++) {
        const KiriNumber *m = &g_array_index(numbers, KiriNumber, j);
        if (m->value_milli == n->value_milli && strcmp(m->unit, n->unit) == 0)
            return TRUE;
    }
    return FALSE;
}

/* A figure with three and more digits ties harder than 12回. */
static gdouble worth_of(const KiriNumber *n)
{
    gint64 v = n->value_milli;
    while (v && v % 10 == 0)
        v /= 10;
    return v >= 100 ? 1 : v >= 10 ? 0.6 : 0.4;
}

/* 「報告数は28.74」 of a table and 「28.74人」 of a reader's text: three digits with a
 * point between them are the same figure wherever they stand. */
static gboolean stands_in(const KiriDoc *doc, const KiriNumber *n)
{
    enum { LEAST_DIGITS = 3 };
    KiriNumber bare = *n;
    bare.unit = "";
    g_autofree char *digits = kiri_number_format(&bare);
    gsize at, end;
    return n->value_milli % KIRI_NUMBER_SCALE && strlen(digits) > LEAST_DIGITS &&
           kiri_keyword_find(kiri_doc_core(doc), kiri_str(digits), 0, &at, &end);
}

static gboolean has_figure(const KiriDoc *release, const KiriNumber *n)
{
    return best_match(n, release->numbers) != KIRI_NUMBERS_DIFFER ||
           best_match(n, release->title_numbers) != KIRI_NUMBERS_DIFFER || stands_in(release, n);
}

/* Share of the telling figures in the article's lead that the release lacks; few
 * figures say little. What stands further down is background, the editor's own. */
static gdouble alien_numbers(const KiriDoc *article, const KiriDoc *release, const KiriDoc *beside)
{
    enum { ENOUGH = 3 };
    gsize lead = kiri_lead_of(kiri_normal_view(&article->text)).n;
    guint all = 0, alien = 0;
    for (guint i = 0; i < article->numbers->len; i++) {
        const KiriNumber *n = &g_array_index(article->numbers, KiriNumber, i);
        if (!kiri_number_is_telling(n) || stood_before(article->numbers, i) || n->from >= lead)
            continue;
        all++;
        alien += !has_figure(release, n) && !(beside && has_figure(beside, n));
    }
    return all ? (gdouble)alien / MAX(all, ENOUGH) : 0;
}

/* Those of the article that the release gives without a unit. */
static gdouble shared_bare(const KiriDoc *article, const KiriDoc *release, char ***names)
{
    gdouble sum = 0;
    for (guint i = 0; i < article->numbers->len; i++) {
        const KiriNumber *n = &g_array_index(article->numbers, KiriNumber, i);
        if (stood_before(article->numbers, i) ||
            best_match(n, release->numbers) != KIRI_NUMBERS_DIFFER || !stands_in(release, n))
            continue;
        sum += worth_of(n);
        g_autofree char *name = kiri_number_format(n);
        note(names, name);
    }
    return sum;
}

static gdouble shared_numbers(const KiriDoc *article, const KiriDoc *release, char ***names)
{
    const GArray *theirs = release->numbers;
    gdouble sum = shared_bare(article, release, names);
    for (guint i = 0; i < theirs->len; i++) {
        const KiriNumber *n = &g_array_index(theirs, KiriNumber, i);
        if (!kiri_number_is_telling(n) || stood_before(theirs, i))
            continue;
        KiriNumberMatch match = best_match(n, article->numbers);
        if (match != KIRI_NUMBERS_EQUAL)
            match = MAX(match, best_match(n, article->title_numbers));
        if (match == KIRI_NUMBERS_DIFFER)
            continue;
        sum += worth_of(n) * (match == KIRI_NUMBERS_EQUAL ? 1 : 0.5);
        g_autofree char *name = kiri_number_format(n);
        note(names, name);
    }
    return sum;
}

/* ---- days ---- */

static gboolean date_stood_before(const GArray *dates, guint i)
{
    for (guint j = 0; j < i; j++)
        if (g_array_index(dates, KiriTextDate, j).key == g_array_index(dates, KiriTextDate, i).key)
            return TRUE;
    return FALSE;
}

/* The day of the announcement itself counts half: every report of that day on
 * anything says 13日. */
static gdouble shared_dates(const KiriDoc *article, const KiriDoc *release, char ***names)
{
    const GArray *lists[] = {release->dates, release->title_dates};
    gdouble sum = 0;
    for (gsize l = 0; l < G_N_ELEMENTS(lists); l++)
        for (guint i = 0; i < lists[l]->len; i++) {
            const KiriTextDate *d = &g_array_index(lists[l], KiriTextDate, i);
            if (date_stood_before(lists[l], i) || (l == 1 && kiri_text_dates_have(lists[0], d)) ||
                (!kiri_text_dates_have(article->dates, d) &&
                 !kiri_text_dates_have(article->title_dates, d)))
                continue;
            sum += d->key == release->day_key ? 0.5 : 1;
            g_autofree char *name = g_strdup_printf("%d月%d日", d->key / 100, d->key % 100);
            note(names, name);
        }
    return sum;
}

gboolean kiri_days_after(const KiriDoc *article, const KiriDoc *release, gint64 *least,
                         gint64 *most)
{
    if (!article->has_day || !release->has_day)
        return FALSE;
    *least = article->first_day - release->last_day;
    *most = article->last_day - release->first_day;
    return TRUE;
}

gboolean kiri_is_date_far(const KiriDoc *article, const KiriDoc *release)
{
    gint64 least, most;
    return kiri_days_after(article, release, &least, &most) &&
           (most < -KIRI_FAR_BEFORE || least > KIRI_FAR_BEHIND);
}

gboolean kiri_days_are_within(const KiriDoc *article, gint64 first_day, gint64 last_day,
                              gboolean has_day, gint from, gint to)
{
    return article->has_day && has_day && article->last_day - first_day >= from &&
           article->first_day - last_day <= to;
}

static gboolean is_within(const KiriDoc *article, const KiriDoc *release, gint from, gint to)
{
    return kiri_days_are_within(article, release->first_day, release->last_day, release->has_day,
                                from, to);
}

/* A report of the announcement is late; the more so, the likelier is it one of what came
 * of it. */
static gdouble lateness(const KiriDoc *article, const KiriDoc *release)
{
    gint64 least, most;
    if (!kiri_days_after(article, release, &least, &most) || least <= NEAR_TO)
        return 0;
    gint64 over = MIN(least, KIRI_FAR_BEHIND) - NEAR_TO;
    return 0.5 + 0.5 * (gdouble)over / (KIRI_FAR_BEHIND - NEAR_TO);
}

/* ---- words ---- */

static gboolean holds(const KiriDoc *doc, const char *s)
{
    gsize n = strlen(s);
    return memmem(doc->text.text, doc->text.n, s, n) || memmem(doc->title.text, doc->title.n, s, n);
}

/* A short word in quotes may be anything; it must be quoted on both sides. */
static guint shared_quoted(const KiriDoc *article, const KiriDoc *release, char ***names)
{
    enum { LONG_CHARS = 5 };
    guint n = 0;
    for (char **q = release->quoted; *q; q++) {
        gboolean both = g_strv_contains((const char *const *)article->quoted, *q);
        if (!both && (g_utf8_strlen(*q, -1) < LONG_CHARS || !holds(article, *q)))
            continue;
        n++;
        note(names, *q);
    }
    return n;
}

/* What someone said ends in kana most often; a name does not. */
static gboolean has_alien_name(const KiriDoc *article, const KiriDoc *release,
                               const KiriDoc *beside)
{
    gboolean has_alien = FALSE;
    for (char **q = article->title_quoted; *q; q++) {
        KiriStr name = kiri_str(*q);
        if (holds(release, *q) || (beside && holds(beside, *q)))
            return FALSE;
        has_alien |= kiri_char_class(kiri_char_at(name, kiri_char_before(name, name.n))) !=
                     KIRI_CHAR_HIRAGANA;
    }
    return has_alien;
}

static guint shared_persons(const KiriDoc *article, const KiriDoc *release, char ***names)
{
    guint n = 0;
    for (char **p = release->persons; p && *p; p++)
        if (holds(article, *p)) {
            n++;
            note(names, *p);
        }
    return n;
}

static int heavier_first(const void *a, const void *b)
{
    const KiriTerm *x = a, *y = b;
    if (x->weight > y->weight || x->weight < y->weight)
        return x->weight > y->weight ? -1 : 1;
    return x->hash < y->hash ? -1 : x->hash > y->hash;
}

static gdouble shared_key_terms(const KiriVector *article, const KiriVector *release)
{
    if (!release->n)
        return 0;
    g_autofree KiriTerm *terms = g_memdup2(release->terms, release->n * sizeof *terms);
    qsort(terms, release->n, sizeof *terms, heavier_first);
    gsize n = MIN(release->n, (gsize)KEY_TERMS), found = 0;
    for (gsize i = 0; i < n; i++)
        found += kiri_vector_has(article, terms[i].hash) ? 1 : 0;
    return (gdouble)found / (gdouble)n;
}

void kiri_features_compare(const KiriDoc *article, const KiriDoc *release, KiriFeatures *out,
                           KiriShared *shared)
{
    gdouble *x = out->x;
    gdouble days = shared_dates(article, release, shared ? &shared->dates : NULL);
    x[KIRI_X_LOG_NUMBERS] =
        log1p(shared_numbers(article, release, shared ? &shared->numbers : NULL));
    x[KIRI_X_DATES] = MIN(days, 2) / 2;
    x[KIRI_X_LOG_QUOTED] = log1p(shared_quoted(article, release, shared ? &shared->quoted : NULL));
    x[KIRI_X_PERSONS] = log1p(shared_persons(article, release, shared ? &shared->persons : NULL));
    x[KIRI_X_KEY_TERMS] = shared_key_terms(&article->vector, &release->vector);
    x[KIRI_X_TITLE_COS] = kiri_vector_cosine(&article->title_vector, &release->title_vector);
    x[KIRI_X_EDITION_CONFLICT] = kiri_editions_conflict(&release->editions, &article->editions);
    x[KIRI_X_TITLE_EDITION] = kiri_issues_conflict(&release->editions, &article->title_editions);
    x[KIRI_X_QUOTED_ALIEN] = has_alien_name(article, release, NULL);
    x[KIRI_X_NUMBERS_ALIEN] = alien_numbers(article, release, NULL);
    x[KIRI_X_DATE_NEAR] = is_within(article, release, NEAR_FROM, NEAR_TO);
    x[KIRI_X_DATE_FAR] = kiri_is_date_far(article, release);
    x[KIRI_X_PROMPT] = is_within(article, release, PROMPT_FROM, PROMPT_TO);
    x[KIRI_X_LATE] = lateness(article, release);
    kiri_features_words(article, release, x);
    kiri_features_signs(article, release, x);
    kiri_features_aliens(article, release, x);
}

void kiri_features_beside(const KiriDoc *article, const KiriDoc *release, const KiriDoc *beside,
                          KiriFeatures *out)
{
    gdouble *x = out->x;
    x[KIRI_X_QUOTED_ALIEN] = has_alien_name(article, release, beside);
    x[KIRI_X_NUMBERS_ALIEN] = alien_numbers(article, release, beside);
    x[KIRI_X_DATES_ALIEN] = kiri_dates_alien(article, release, beside);
    x[KIRI_X_ACT_ALIEN] = kiri_acts_alien(article, release, beside);
}
