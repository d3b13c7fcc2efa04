// SPDX-License-Identifier: GPL-3.0-or-later
/* The report for programs: one line per clip, exclusion and gap, and the figures
 * last, with "complete":true. Body text stays inside. */
#include "writers.h"

#include "words/words.h"

#include <kirinuki/timing.h>

static void put_str(KiriJson *j, const char *key, const char *value)
{
    kiri_json_key(j, key);
    kiri_json_cstr(j, value);
}

static void put_int(KiriJson *j, const char *key, gint64 value)
{
    kiri_json_key(j, key);
    kiri_json_i64(j, value);
}

static void begin(KiriJson *j, const char *type)
{
    kiri_json_open_object(j);
    put_str(j, "type", type);
}

static void end(KiriJson *j)
{
    kiri_json_close_object(j);
    kiri_json_end_line(j);
}

static void put_article(KiriJson *j, const KiriArticle *a)
{
    put_str(j, "article", a->id);
    put_str(j, "title", a->title);
    put_str(j, "url", a->url);
    kiri_json_key(j, "published");
    kiri_json_time(j, a->published);
    put_str(j, "medium", a->medium);
    if (!a->appearance)
        return;
    kiri_json_key(j, "appearance");
    kiri_record_write_json(&kiri_appearance_shape, a->appearance, j);
}

static void put_strv(KiriJson *j, const char *key, char **list)
{
    kiri_json_key(j, key);
    kiri_json_open_array(j);
    for (char **s = list; s && *s; s++)
        kiri_json_cstr(j, *s);
    kiri_json_close_array(j);
}

/* A revision without the sentences: they are body text. */
static void put_revision(KiriJson *j, const KiriRevision *r)
{
    kiri_json_open_object(j);
    put_int(j, "version", r->version);
    kiri_json_key(j, "seen");
    kiri_json_time(j, r->seen);
    put_str(j, "title_before", r->title_before);
    put_str(j, "title_after", r->title_after);
    kiri_json_key(j, "changed");
    kiri_json_f64(j, r->changed, 3);
    put_int(j, "n_added", r->n_added);
    put_int(j, "n_removed", r->n_removed);
    put_strv(j, "figures_before", r->figures_before);
    put_strv(j, "figures_after", r->figures_after);
    kiri_json_key(j, "is_corrected");
    kiri_json_bool(j, r->is_corrected);
    kiri_json_key(j, "is_removed");
    kiri_json_bool(j, r->is_removed);
    kiri_json_key(j, "is_back");
    kiri_json_bool(j, r->is_back);
    kiri_json_close_object(j);
}

static void put_fate(KiriJson *j, const KiriSummaryClip *c)
{
    kiri_json_key(j, "is_corrected");
    kiri_json_bool(j, c->article->is_corrected);
    put_str(j, "correction", c->article->correction);
    kiri_json_key(j, "removed");
    kiri_json_time(j, c->article->removed);
    kiri_json_key(j, "revisions");
    kiri_json_open_array(j);
    for (guint i = 0; c->revisions && i < c->revisions->len; i++)
        put_revision(j, g_ptr_array_index(c->revisions, i));
    kiri_json_close_array(j);
}

/* Lines on their way out. */
typedef struct {
    KiriJson *j;
    KiriReportSink sink;
    gpointer data;
} Lines;

static gboolean write_clip(const KiriSummaryClip *c, gpointer data, GError **error)
{
    const Lines *lines = data;
    KiriJson *j = lines->j;
    const KiriScore *score = c->clip->score;
    begin(j, "clip");
    put_int(j, "number", c->number);
    put_str(j, "id", c->clip->id);
    put_article(j, c->article);
    put_str(j, "medium_name", kiri_report_medium_name(c));
    put_str(j, "class", kiri_class_names[c->class_]);
    kiri_json_key(j, "probability");
    kiri_json_f64(j, c->clip->probability, 4);
    put_str(j, "origin", c->clip->origin);
    put_str(j, "story", c->clip->story);
    put_str(j, "event", c->event);
    put_int(j, "copies", c->copies);
    kiri_json_key(j, "needs_review");
    kiri_json_bool(j, c->standing.needs_review);
    kiri_json_key(j, "standing");
    kiri_json_open_object(j);
    kiri_standing_write_members(&c->standing, j);
    kiri_json_close_object(j);
    kiri_json_key(j, "score");
    if (score)
        kiri_record_write_json(&kiri_score_shape, score, j);
    else
        kiri_json_null(j);
    kiri_json_key(j, "contradictions");
    kiri_json_open_array(j);
    GPtrArray *differing = c->clip->evidence ? c->clip->evidence->contradictions : NULL;
    for (guint i = 0; i < kiri_recs_count(differing); i++)
        kiri_record_write_json(&kiri_contradiction_shape, g_ptr_array_index(differing, i), j);
    kiri_json_close_array(j);
    put_fate(j, c);
    end(j);
    return kiri_report_pass_some(lines->j->out, lines->sink, lines->data, error);
}

static void write_counts(KiriJson *j, const KiriSummary *s)
{
    const struct {
        const char *key;
        gint64 n;
    } members[] = {{"total", s->total},
                   {"unique", s->unique},
                   {"media", s->media},
                   {"tier1_media", s->tier1_media},
                   {"articles_seen", s->articles_seen},
                   {"excluded", s->n_excluded},
                   {"needs_review", s->needs_review},
                   {"confirmed", s->confirmed},
                   {"unconfirmed", s->total - s->confirmed},
                   {"rejected", s->rejected},
                   {"in_handling", s->in_handling},
                   {"contradictions", s->contradictions},
                   {"corrections", s->corrections},
                   {"removals", s->removals},
                   {"retitled", s->retitled},
                   {"ave_known_yen", s->ave_known_yen},
                   {"ave_known", s->ave_known},
                   {"ave_estimate_yen", s->ave_estimate_yen},
                   {"ave_estimate", s->ave_estimate},
                   {"ave_unknown", s->ave_unknown},
                   {"ave_overridden", s->ave_overridden},
                   {"reach_low", s->reach->low},
                   {"reach_high", s->reach->high},
                   {"reach_media_unknown", s->reach->media_unknown},
                   {"gaps", s->gaps->len},
                   {"stale_rules", s->stale_rules->len},
                   {"sources", s->sources},
                   {"sources_disabled", s->sources_disabled},
                   {"sources_later", s->sources_later},
                   {"log_seq", (gint64)s->log_seq}};
    for (gsize i = 0; i < G_N_ELEMENTS(members); i++)
        put_int(j, members[i].key, members[i].n);
    kiri_json_key(j, "by_class");
    kiri_json_open_object(j);
    for (gint c = 0; c < KIRI_N_CLASSES; c++)
        put_int(j, kiri_class_names[c], s->by_class[c]);
    kiri_json_close_object(j);
}

static void put_records(KiriJson *j, const char *key, const KiriShape *shape,
                        const GPtrArray *records)
{
    kiri_json_key(j, key);
    kiri_json_open_array(j);
    for (guint i = 0; records && i < records->len; i++)
        kiri_record_write_json(shape, g_ptr_array_index(records, i), j);
    kiri_json_close_array(j);
}

static void put_messages(KiriJson *j, const KiriSummary *s)
{
    kiri_json_key(j, "messages");
    kiri_json_open_array(j);
    for (guint i = 0; i < s->messages->len; i++) {
        const KiriMessageRow *row = g_ptr_array_index(s->messages, i);
        kiri_json_open_object(j);
        put_str(j, "message", row->message);
        put_int(j, "conveyed", row->conveyed);
        put_int(j, "partly", row->partly);
        put_int(j, "none", row->none);
        put_int(j, "unknown", row->unknown);
        put_int(j, "in_headline", row->in_headline);
        put_int(j, "in_lead", row->in_lead);
        put_int(j, "in_body", row->in_body);
        put_int(j, "wrong", row->wrong);
        kiri_json_close_object(j);
    }
    kiri_json_close_array(j);
}

static void write_summary(KiriJson *j, const KiriSummary *s)
{
    begin(j, "summary");
    put_str(j, "release", s->release ? s->release->id : NULL);
    put_str(j, "topic", s->topic ? s->topic->id : NULL);
    kiri_json_key(j, "now");
    kiri_json_time(j, kiri_time_jst(s->now_us));
    kiri_json_key(j, "covered_from");
    if (s->covered_from_us != G_MININT64)
        kiri_json_time(j, kiri_time_jst(s->covered_from_us));
    else
        kiri_json_null(j);
    kiri_json_key(j, "begins_before_collection");
    kiri_json_bool(j, kiri_summary_begins_early(s));
    write_counts(j, s);
    kiri_json_key(j, "reach");
    kiri_record_write_json(&kiri_reach_shape, s->reach, j);
    kiri_json_key(j, "readers");
    kiri_record_write_json(&kiri_reach_shape, s->readers, j);
    kiri_json_key(j, "quality");
    kiri_record_write_json(&kiri_quality_shape, s->quality, j);
    put_records(j, "voices", &kiri_voice_shape, s->voices);
    put_records(j, "targets", &kiri_attainment_shape, s->attainments);
    put_messages(j, s);
    put_str(j, "first", s->first ? s->first->article->id : NULL);
    kiri_json_key(j, "first_minutes_after");
    if (s->first && s->first->minutes_after != G_MININT64)
        kiri_json_i64(j, s->first->minutes_after);
    else
        kiri_json_null(j);
    g_autoptr(KiriTiming) timing = kiri_timing_of(s);
    kiri_json_key(j, "timing");
    if (timing)
        kiri_record_write_json(&kiri_timing_shape, timing, j);
    else
        kiri_json_null(j);
    put_int(j, "count", s->total + s->n_excluded + s->gaps->len + s->stale_rules->len);
    kiri_json_key(j, "complete");
    kiri_json_bool(j, TRUE);
    end(j);
}

static gboolean write_excluded(const KiriSummary *s, const Lines *lines, GError **error)
{
    KiriJson *j = lines->j;
    for (guint i = 0; i < s->n_excluded; i++) {
        g_autoptr(KiriSummaryExcluded) e = kiri_summary_open_excluded(s, i, error);
        if (!e)
            return FALSE;
        begin(j, "excluded");
        put_article(j, e->article);
        put_str(j, "reason", e->reason);
        end(j);
        if (!kiri_report_pass_some(lines->j->out, lines->sink, lines->data, error))
            return FALSE;
    }
    return TRUE;
}

static void write_gaps(KiriJson *j, const KiriSummary *s)
{
    for (guint i = 0; i < s->gaps->len; i++) {
        const KiriGapRow *gap = g_ptr_array_index(s->gaps, i);
        begin(j, "gap");
        put_str(j, "source", gap->source->id);
        put_str(j, "url", gap->source->url);
        put_str(j, "title", gap->source->title);
        put_str(j, "problem", gap->problem);
        end(j);
    }
    for (guint i = 0; i < s->stale_rules->len; i++) {
        const KiriStaleRule *row = g_ptr_array_index(s->stale_rules, i);
        begin(j, "stale_rule");
        put_str(j, "rule", row->state->rule);
        put_str(j, "url", row->state->missed_url);
        put_str(j, "problem", row->problem);
        end(j);
    }
}

gboolean kiri_report_write_jsonl(const KiriSummary *s, const KiriReportOptions *options,
                                 KiriReportSink sink, gpointer data, GError **error)
{
    (void)options;
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    KiriJson j = kiri_json_begin(&out);
    Lines lines = {&j, sink, data};
    if (!kiri_summary_each(s, write_clip, &lines, error) || !write_excluded(s, &lines, error))
        return FALSE;
    write_gaps(&j, s);
    write_summary(&j, s);
    return kiri_report_pass(&out, sink, data, error);
}
