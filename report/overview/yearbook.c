// SPDX-License-Identifier: GPL-3.0-or-later
/* One summary of the year gives rows for quarters and months in one go, and clips for the
 * methods in another; then a summary without its surroundings for each release and topic
 * that has clips. */
#include <kirinuki/yearbook.h>

#include <kirinuki/quality.h>

#include <string.h>

static const KiriField method_fields[] = {
    {KIRI_FIELD(1, KiriYearbookMethod, method, STR)},
    {KIRI_FIELD(2, KiriYearbookMethod, book_version, STR)},
    {KIRI_FIELD(3, KiriYearbookMethod, known, I64)},
    {KIRI_FIELD(4, KiriYearbookMethod, known_yen, I64)},
    {KIRI_FIELD(5, KiriYearbookMethod, estimate, I64)},
    {KIRI_FIELD(6, KiriYearbookMethod, estimate_yen, I64)},
    {KIRI_FIELD(7, KiriYearbookMethod, unknown, I64)},
};
const KiriShape kiri_yearbook_method_shape =
    KIRI_SHAPE("yearbook_method", KiriYearbookMethod, method_fields);

static const KiriField gap_fields[] = {
    {KIRI_FIELD(1, KiriYearbookGap, title, STR)},
    {KIRI_FIELD(2, KiriYearbookGap, url, STR)},
    {KIRI_FIELD(3, KiriYearbookGap, problem, STR)},
};
const KiriShape kiri_yearbook_gap_shape = KIRI_SHAPE("yearbook_gap", KiriYearbookGap, gap_fields);

static const KiriField fields[] = {
    {KIRI_FIELD(1, KiriYearbook, fiscal_year, I64)},
    {KIRI_FIELD(2, KiriYearbook, made, TIME)},
    {KIRI_FIELD(3, KiriYearbook, year, REC), .sub = &kiri_figures_shape},
    {KIRI_FIELD(4, KiriYearbook, quarters, RECS), .sub = &kiri_tally_shape},
    {KIRI_FIELD(5, KiriYearbook, months, RECS), .sub = &kiri_tally_shape},
    {KIRI_FIELD(6, KiriYearbook, releases, RECS), .sub = &kiri_figures_shape},
    {KIRI_FIELD(7, KiriYearbook, releases_announced, I64)},
    {KIRI_FIELD(8, KiriYearbook, releases_without, I64)},
    {KIRI_FIELD(9, KiriYearbook, topics, RECS), .sub = &kiri_tally_shape},
    {KIRI_FIELD(10, KiriYearbook, quality, REC), .sub = &kiri_quality_shape},
    {KIRI_FIELD(11, KiriYearbook, voices, RECS), .sub = &kiri_voice_shape},
    {KIRI_FIELD(12, KiriYearbook, reach, REC), .sub = &kiri_reach_shape},
    {KIRI_FIELD(13, KiriYearbook, readers, REC), .sub = &kiri_reach_shape},
    {KIRI_FIELD(14, KiriYearbook, methods, RECS), .sub = &kiri_yearbook_method_shape},
    {KIRI_FIELD(15, KiriYearbook, excluded, I64)},
    {KIRI_FIELD(16, KiriYearbook, rejected, I64)},
    {KIRI_FIELD(17, KiriYearbook, gaps, RECS), .sub = &kiri_yearbook_gap_shape},
    {KIRI_FIELD(18, KiriYearbook, runs, REC), .sub = &kiri_run_report_shape},
};
const KiriShape kiri_yearbook_shape = KIRI_SHAPE("yearbook", KiriYearbook, fields);

enum { QUARTERS = 4, MONTHS = 12 };

typedef struct {
    KiriStore *store;
    KiriSummaryQuery query; // of the year
    KiriSpan year;
    KiriYearbook *book;
    GError *error;
} Making;

/* A list for a record, which frees the elements itself. */
static GPtrArray *given(GPtrArray *list)
{
    g_ptr_array_set_free_func(list, NULL);
    return list;
}

/* ---- quarters and months ---- */

static void lay_out(KiriTallies *tallies, const char *id, KiriSpan span, const KiriSummary *s)
{
    KiriTally *t = kiri_tallies_at(tallies, id, NULL);
    gint64 covered = s->covered_from_us == G_MININT64
                         ? G_MININT64
                         : kiri_civil_day_start_jst(s->covered_from_us);
    t->from = kiri_time_coarsen(kiri_time_jst(span.from_us), KIRI_PRECISION_DAY);
    t->to = kiri_time_coarsen(kiri_time_jst(span.to_us - 1), KIRI_PRECISION_DAY);
    t->is_before_collection = span.to_us <= covered;
    t->begins_early = span.from_us < covered;
    t->is_ahead = span.from_us > s->now_us;
}

static void take_parts(Making *m, const KiriSummary *s)
{
    gint year = (gint)m->book->fiscal_year;
    g_autoptr(KiriTallies) quarters = kiri_tallies_new();
    g_autoptr(KiriTallies) months = kiri_tallies_new();
    char quarter_ids[QUARTERS][16], month_ids[MONTHS][16];
    for (guint q = 0; q < QUARTERS; q++) {
        g_snprintf(quarter_ids[q], sizeof quarter_ids[q], "%d-Q%u", year, q + 1);
        lay_out(quarters, quarter_ids[q], kiri_fiscal_quarter(year, q), s);
    }
    for (guint i = 0; i < MONTHS; i++) {
        gint month = kiri_fiscal_calendar_month(i);
        g_snprintf(month_ids[i], sizeof month_ids[i], "%04d-%02d", month < 4 ? year + 1 : year,
                   month);
        lay_out(months, month_ids[i], kiri_fiscal_month(year, i), s);
    }
    for (guint i = 0; i < s->total; i++) {
        const KiriSummaryRow *row = kiri_summary_row(s, i);
        gint month = kiri_civil_from_us(row->when_us, KIRI_JST_MIN).month;
        guint at = (guint)((month + MONTHS - 4) % MONTHS);
        kiri_tallies_add(months, month_ids[at], NULL, row);
        kiri_tallies_add(quarters, quarter_ids[at / 3], NULL, row);
    }
    m->book->quarters = given(kiri_tallies_end(quarters, KIRI_TALLIES_AS_MADE));
    m->book->months = given(kiri_tallies_end(months, KIRI_TALLIES_AS_MADE));
}

/* ---- methods ---- */

typedef struct {
    GHashTable *methods; // "method\nversion" → KiriYearbookMethod, owned by the book
    KiriYearbook *book;
} Methods;

static gboolean take_method(const KiriSummaryClip *c, gpointer data, GError **error)
{
    Methods *k = data;
    const KiriScore *score = c->clip->score;
    KiriWorth worth = kiri_worth(score, c->verdict);
    gboolean is_own = worth.override && strcmp(worth.override->what, KIRI_OVERRIDE_AVE) == 0;
    const char *method = is_own || !score ? NULL : score->method;
    const char *version = is_own || !score ? NULL : score->book_version;
    g_autofree char *key = g_strdup_printf("%s\n%s",
                                           is_own   ? "own"
                                           : method ? method
                                                    : "",
                                           version ? version : "");
    KiriYearbookMethod *row = g_hash_table_lookup(k->methods, key);
    (void)error;
    if (!row) {
        row = kiri_yearbook_method_new();
        row->method = g_strdup(is_own ? "own" : method);
        row->book_version = g_strdup(version);
        kiri_recs_add(&k->book->methods, row);
        g_hash_table_insert(k->methods, g_steal_pointer(&key), row);
    }
    if (!worth.is_known)
        row->unknown++;
    else if (worth.is_estimate)
        row->estimate++, row->estimate_yen += worth.yen;
    else
        row->known++, row->known_yen += worth.yen;
    return TRUE;
}

static gint64 clips_of(const KiriYearbookMethod *m)
{
    return m->known + m->estimate + m->unknown;
}

static gint most_clips(gconstpointer a, gconstpointer b)
{
    const KiriYearbookMethod *x = *(KiriYearbookMethod *const *)a;
    const KiriYearbookMethod *y = *(KiriYearbookMethod *const *)b;
    gint same = g_strcmp0(x->method, y->method);
    if (clips_of(x) != clips_of(y))
        return clips_of(x) > clips_of(y) ? -1 : 1;
    return same ? same : g_strcmp0(x->book_version, y->book_version);
}

static gboolean take_methods(Making *m, const KiriSummary *s)
{
    g_autoptr(GHashTable) methods = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    Methods k = {methods, m->book};
    if (!kiri_summary_each(s, take_method, &k, &m->error))
        return FALSE;
    if (m->book->methods)
        g_ptr_array_sort(m->book->methods, most_clips);
    return TRUE;
}

/* ---- releases and topics ---- */

/* The summary of one of them within the year; NULL without error where it has no clip. */
static KiriSummary *part_of(Making *m, KiriNoun noun, const char *id)
{
    g_auto(GStrv) clips = kiri_store_clip_ids(m->store, noun, id);
    if (!clips || !*clips)
        return NULL;
    KiriSummaryQuery q = m->query;
    q.release = noun == KIRI_NOUN_RELEASE ? id : NULL;
    q.topic = noun == KIRI_NOUN_TOPIC ? id : NULL;
    q.is_part = TRUE;
    return kiri_summary_make(m->store, &q, &m->error);
}

static gboolean take_release(gconstpointer record, gpointer data)
{
    const KiriRelease *r = record;
    Making *m = data;
    if (r->is_removed)
        return TRUE;
    gboolean is_of_year =
        kiri_time_is_set(r->date) && r->date.us >= m->year.from_us && r->date.us < m->year.to_us;
    g_autoptr(KiriSummary) s = part_of(m, KIRI_NOUN_RELEASE, r->id);
    m->book->releases_announced += is_of_year ? 1 : 0;
    if (!s || !s->total) {
        m->book->releases_without += is_of_year ? 1 : 0;
        return m->error == NULL;
    }
    KiriFigures *f = kiri_figures_of(s);
    kiri_recs_add(&m->book->releases, f);
    for (guint i = 0; i < f->kinds->len; i++)
        kiri_tally_free(g_ptr_array_index(f->kinds, i));
    for (guint i = 0; i < f->media->len; i++)
        kiri_tally_free(g_ptr_array_index(f->media, i));
    g_clear_pointer(&f->kinds, g_ptr_array_unref);
    g_clear_pointer(&f->media, g_ptr_array_unref);
    return TRUE;
}

static gboolean take_topic(gconstpointer record, gpointer data)
{
    const KiriTopic *t = record;
    Making *m = data;
    if (t->is_removed || t->is_comparison)
        return TRUE;
    g_autoptr(KiriSummary) s = part_of(m, KIRI_NOUN_TOPIC, t->id);
    if (!s)
        return m->error == NULL;
    KiriTally *tally = kiri_tally_of(s);
    g_free(tally->id);
    g_free(tally->name);
    tally->id = g_strdup(t->id);
    tally->name = g_strdup(t->name);
    kiri_recs_add(&m->book->topics, tally);
    return TRUE;
}

static gint by_counts(const KiriTally *x, const KiriTally *y, const char *a, const char *b)
{
    if (x->unique != y->unique)
        return x->unique > y->unique ? -1 : 1;
    if (x->total != y->total)
        return x->total > y->total ? -1 : 1;
    return strcmp(a, b);
}

static gint release_order(gconstpointer a, gconstpointer b)
{
    const KiriFigures *x = *(KiriFigures *const *)a, *y = *(KiriFigures *const *)b;
    return by_counts(x->counts, y->counts, x->id, y->id);
}

static gint topic_order(gconstpointer a, gconstpointer b)
{
    const KiriTally *x = *(KiriTally *const *)a, *y = *(KiriTally *const *)b;
    return by_counts(x, y, x->id, y->id);
}

static gboolean take_subjects(Making *m)
{
    if (!kiri_store_each(m->store, KIRI_NOUN_RELEASE, "", take_release, m, &m->error) || m->error ||
        !kiri_store_each(m->store, KIRI_NOUN_TOPIC, "", take_topic, m, &m->error) || m->error)
        return FALSE;
    if (m->book->releases)
        g_ptr_array_sort(m->book->releases, release_order);
    if (m->book->topics)
        g_ptr_array_sort(m->book->topics, topic_order);
    return TRUE;
}

/* ---- the rest ---- */

static void take_gaps(KiriYearbook *book, const KiriSummary *s)
{
    for (guint i = 0; i < s->gaps->len; i++) {
        const KiriGapRow *from = g_ptr_array_index(s->gaps, i);
        KiriYearbookGap *gap = kiri_yearbook_gap_new();
        gap->title = g_strdup(from->source->title);
        gap->url = g_strdup(from->source->url);
        gap->problem = g_strdup(from->problem);
        kiri_recs_add(&book->gaps, gap);
    }
    for (guint i = 0; i < s->stale_rules->len; i++) {
        const KiriStaleRule *from = g_ptr_array_index(s->stale_rules, i);
        KiriYearbookGap *gap = kiri_yearbook_gap_new();
        gap->title = g_strdup(from->state->rule);
        gap->url = g_strdup(from->state->missed_url);
        gap->problem = g_strdup(from->problem);
        kiri_recs_add(&book->gaps, gap);
    }
}

static gboolean take_runs(Making *m)
{
    const KiriRunReportQuery q = {.from_us = m->year.from_us,
                                  .to_us = m->year.to_us,
                                  .now_us = m->query.now_us,
                                  .is_short = TRUE,
                                  .store_bytes = -1,
                                  .disk_free_bytes = -1};
    m->book->runs = kiri_run_report_make(m->store, &q, &m->error);
    return m->book->runs != NULL;
}

static gboolean take_year(Making *m)
{
    g_autoptr(KiriSummary) s = kiri_summary_make(m->store, &m->query, &m->error);
    if (!s || !take_methods(m, s))
        return FALSE;
    m->book->year = kiri_figures_of(s);
    take_parts(m, s);
    take_gaps(m->book, s);
    m->book->quality = g_steal_pointer(&s->quality);
    m->book->reach = g_steal_pointer(&s->reach);
    m->book->readers = g_steal_pointer(&s->readers);
    m->book->voices = s->voices ? given(g_steal_pointer(&s->voices)) : NULL;
    m->book->excluded = s->n_excluded;
    m->book->rejected = s->rejected;
    return TRUE;
}

KiriYearbook *kiri_yearbook_make(KiriStore *store, const KiriSummaryQuery *query, gint fiscal_year,
                                 GError **error)
{
    g_autoptr(KiriYearbook) book = kiri_yearbook_new();
    Making m = {
        .store = store, .query = *query, .year = kiri_fiscal_year(fiscal_year), .book = book};
    m.query.release = m.query.topic = NULL;
    m.query.from_us = m.year.from_us;
    m.query.to_us = m.year.to_us;
    book->fiscal_year = fiscal_year;
    book->made = kiri_time_jst(query->now_us);
    /* The summary of the year is gone before the others are made. */
    if (take_year(&m) && take_subjects(&m) && take_runs(&m))
        return g_steal_pointer(&book);
    g_propagate_error(error, m.error);
    return NULL;
}
