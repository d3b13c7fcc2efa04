// SPDX-License-Identifier: GPL-3.0-or-later
/* Makes a manifest from a summary, writes it, and reads it again. */
#include <kirinuki/manifest.h>

#include <kirinuki/civil.h>
#include <kirinuki/error.h>
#include <kirinuki/i18n.h>
#include <kirinuki/run.h>
#include <kirinuki/store.h>

#include "words/words.h"

#include <string.h>

enum { FORM_VERSION = 1, NUMBER_CHARS = 12 };

/* ---- one piece ---- */

static void write_row(const KiriSummaryClip *c, KiriBuf *line)
{
    const KiriWorth worth = kiri_worth(c->clip->score, c->verdict);
    g_autoptr(KiriManifestRow) row = kiri_manifest_row_new();
    row->number = c->number;
    row->clip = g_strdup(c->clip->id);
    row->article = g_strdup(c->article->id);
    row->medium = g_strdup(kiri_report_medium_name(c));
    row->title = g_strdup(c->article->title);
    row->class_ = (gint)c->class_;
    row->story = g_strdup(kiri_summary_story(c));
    row->is_ave_known = worth.is_known;
    row->ave_yen = worth.is_known ? worth.yen : 0;
    KiriJson j = kiri_json_begin(line);
    kiri_json_open_object(&j);
    kiri_json_key(&j, "type");
    kiri_json_cstr(&j, kiri_manifest_row_shape.type);
    kiri_record_write_members(&kiri_manifest_row_shape, row, &j);
    kiri_json_close_object(&j);
    kiri_json_end_line(&j);
}

/* ---- what it rests on ---- */

static gint by_text(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The rows' hash, and the states of the ledger behind their figures. */
typedef struct {
    GChecksum *sum;
    GHashTable *rates;
    KiriBuf line;
} RowPass;

static gboolean pass_row(const KiriSummaryClip *c, gpointer data, GError **error)
{
    RowPass *p = data;
    const KiriScore *score = c->clip->score;
    (void)error;
    kiri_buf_reset(&p->line);
    write_row(c, &p->line);
    g_checksum_update(p->sum, (const guchar *)p->line.p, (gssize)p->line.n);
    if (score && score->is_known && score->book_version && score->method)
        g_hash_table_add(p->rates, g_strdup_printf("%s (%s)", score->book_version, score->method));
    return TRUE;
}

static gboolean take_rows(KiriManifest *m, const KiriSummary *s, GError **error)
{
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    g_autoptr(GHashTable) rates = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    RowPass pass = {.sum = sum, .rates = rates};
    kiri_buf_init(&pass.line, KIRI_BUF_UNCAPPED);
    gboolean ok = kiri_summary_each(s, pass_row, &pass, error);
    kiri_buf_clear(&pass.line);
    if (!ok)
        return FALSE;
    guint n;
    g_autofree gpointer *sorted = g_hash_table_get_keys_as_array(rates, &n);
    qsort(sorted, n, sizeof *sorted, by_text);
    for (guint i = 0; i < n; i++)
        kiri_strv_add(&m->rates, sorted[i]);
    m->rows_sha256 = g_strdup(g_checksum_get_string(sum));
    return TRUE;
}

typedef struct {
    KiriManifest *m;
    gint64 from_us, to_us;
} RunPass;

static gboolean pass_run(gconstpointer record, gpointer data)
{
    const KiriRun *run = record;
    RunPass *p = data;
    gint64 end = kiri_time_is_set(run->ended) ? run->ended.us : run->started.us;
    if (run->started.us >= p->to_us || end < p->from_us)
        return TRUE;
    kiri_strv_add(&p->m->runs, run->id);
    p->m->runs_failed += run->exit_code ? 1 : 0;
    return TRUE;
}

static gboolean take_runs(KiriManifest *m, KiriStore *store, const KiriSummary *s, GError **error)
{
    RunPass pass = {m, MAX(s->from_us, s->period_from_us), s->now_us + 1};
    return kiri_store_each(store, KIRI_NOUN_RUN, "", pass_run, &pass, error);
}

static void take_counts(KiriManifest *m, const KiriSummary *s)
{
    m->sources = s->sources;
    m->sources_disabled = s->sources_disabled;
    m->sources_doubtful = s->gaps->len;
    m->seen = s->articles_seen;
    m->excluded = s->n_excluded;
    m->total = s->total;
    m->unique = s->unique;
    m->media = s->media;
    m->tier1_media = s->tier1_media;
    m->publicity = s->by_class[KIRI_CLASS_PUBLICITY];
    m->syndicated = s->by_class[KIRI_CLASS_SYNDICATED];
    m->verbatim = s->by_class[KIRI_CLASS_VERBATIM];
    m->mentions = s->by_class[KIRI_CLASS_MENTION];
    m->needs_review = s->needs_review;
    m->confirmed = s->confirmed;
    m->rejected = s->rejected;
    m->contradictions = s->contradictions;
    m->ave_known = s->ave_known;
    m->ave_estimate = s->ave_estimate;
    m->ave_unknown = s->ave_unknown;
    m->ave_known_yen = s->ave_known_yen;
    m->ave_estimate_yen = s->ave_estimate_yen;
    m->reach_low = s->reach ? s->reach->low : 0;
    m->reach_high = s->reach ? s->reach->high : 0;
}

/* ---- the check number ---- */

static void write_head(const KiriManifest *m, KiriBuf *out)
{
    KiriJson j = kiri_json_begin(out);
    kiri_json_open_object(&j);
    kiri_json_key(&j, "type");
    kiri_json_cstr(&j, kiri_manifest_shape.type);
    kiri_record_write_members(&kiri_manifest_shape, m, &j);
    kiri_json_close_object(&j);
    kiri_json_end_line(&j);
}

static char *number_of(const KiriManifest *m)
{
    static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    g_autoptr(KiriManifest) bare = kiri_record_copy(&kiri_manifest_shape, m);
    g_clear_pointer(&bare->number, g_free);
    g_clear_pointer(&bare->format, g_free);
    g_clear_pointer(&bare->file, g_free);
    g_clear_pointer(&bare->file_sha256, g_free);
    bare->log_seq = 0;
    g_auto(KiriBuf) line;
    kiri_buf_init(&line, KIRI_BUF_UNCAPPED);
    write_head(bare, &line);
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    guint8 digest[32];
    gsize n = sizeof digest;
    g_checksum_update(sum, (const guchar *)line.p, (gssize)line.n);
    g_checksum_get_digest(sum, digest, &n);
    guint64 bits = 0;
    for (guint i = 0; i < 8; i++)
        bits = bits << 8 | digest[i];
    char number[NUMBER_CHARS + 3], *at = number;
    for (guint i = 0; i < NUMBER_CHARS; i++, bits <<= 5) {
        if (i && i % 4 == 0)
            *at++ = '-';
        *at++ = digits[bits >> 59];
    }
    *at = '\0';
    return g_strdup(number);
}

KiriManifest *kiri_manifest_make(KiriStore *store, const KiriSummaryQuery *q, const KiriSummary *s,
                                 GError **error)
{
    g_autoptr(KiriManifest) m = kiri_manifest_new();
    m->version = FORM_VERSION;
    m->release = g_strdup(q->release);
    m->topic = g_strdup(q->topic);
    m->organisation = g_strdup(q->organisation);
    if (q->from_us != G_MININT64)
        m->from = kiri_time_jst(q->from_us);
    if (q->to_us != G_MAXINT64)
        m->to = kiri_time_jst(q->to_us);
    m->now = kiri_time_jst(q->now_us);
    m->population = q->population;
    m->population_source = g_strdup(q->population_source);
    m->log_seq = (gint64)s->log_seq;
    take_counts(m, s);
    if (!take_rows(m, s, error) || !take_runs(m, store, s, error))
        return NULL;
    m->number = number_of(m);
    return g_steal_pointer(&m);
}

/* ---- as a file ---- */

typedef struct {
    KiriReportSink sink;
    gpointer data;
    KiriBuf line;
} Output;

static gboolean hand_on(Output *o, GError **error)
{
    gboolean ok = o->sink(kiri_buf_view(&o->line), o->data);
    kiri_buf_reset(&o->line);
    if (!ok)
        g_set_error_literal(error, KIRI_ERROR_REPORT, KIRI_ERROR_IO, _("cannot write the report"));
    return ok;
}

static gboolean write_one(const KiriSummaryClip *c, gpointer data, GError **error)
{
    Output *o = data;
    write_row(c, &o->line);
    return hand_on(o, error);
}

gboolean kiri_manifest_write(const KiriManifest *m, const KiriSummary *s, KiriReportSink sink,
                             gpointer data, GError **error)
{
    Output o = {.sink = sink, .data = data};
    kiri_buf_init(&o.line, KIRI_BUF_UNCAPPED);
    write_head(m, &o.line);
    gboolean ok = hand_on(&o, error) && kiri_summary_each(s, write_one, &o, error);
    kiri_buf_clear(&o.line);
    return ok;
}

static gboolean check(const KiriManifest *m, KiriStr rows, GError **error)
{
    g_autofree char *number = number_of(m);
    g_autofree char *sum =
        g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)rows.p, rows.n);
    const char *problem = m->version != FORM_VERSION
                              ? _("the manifest is of a form that this version does not know")
                          : g_strcmp0(sum, m->rows_sha256) != 0
                              ? _("the manifest was changed: its rows do not have its hash")
                          : g_strcmp0(number, m->number) != 0
                              ? _("the manifest was changed: its figures do not have its number")
                              : NULL;
    if (problem)
        g_set_error_literal(error, KIRI_ERROR_REPORT, KIRI_ERROR_PARSE, problem);
    return !problem;
}

KiriManifest *kiri_manifest_read(KiriStr text, KiriStr *rows, GError **error)
{
    const char *line_end = text.n ? memchr(text.p, '\n', text.n) : NULL;
    KiriStr head = {text.p, line_end ? (gsize)(line_end - text.p) : text.n};
    g_autoptr(KiriJsonDoc) doc = kiri_json_parse(head, error);
    if (!doc)
        return NULL;
    const KiriJsonNode *root = kiri_json_root(doc);
    if (g_strcmp0(kiri_json_string(kiri_json_get(root, "type"), NULL), kiri_manifest_shape.type)) {
        g_set_error_literal(error, KIRI_ERROR_REPORT, KIRI_ERROR_PARSE,
                            _("this is not the manifest of a report"));
        return NULL;
    }
    g_autoptr(KiriManifest) m = kiri_record_from_json(&kiri_manifest_shape, root, error);
    *rows = line_end ? (KiriStr){line_end + 1, text.n - head.n - 1} : (KiriStr){"", 0};
    return m && check(m, *rows, error) ? g_steal_pointer(&m) : NULL;
}

KiriSummaryQuery kiri_manifest_query(const KiriManifest *m)
{
    return (KiriSummaryQuery){.release = m->release,
                              .topic = m->topic,
                              .from_us = kiri_time_is_set(m->from) ? m->from.us : G_MININT64,
                              .to_us = kiri_time_is_set(m->to) ? m->to.us : G_MAXINT64,
                              .now_us = m->now.us,
                              .organisation = m->organisation,
                              .population = m->population,
                              .population_source = m->population_source};
}
