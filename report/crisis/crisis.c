// SPDX-License-Identifier: GPL-3.0-or-later
/* A report of a crisis, made and kept.
 *
 * Invariants: what stood in a report never changes; a piece is new in one report only;
 * the state that a piece is compared with is that of the last report it stood in. All of
 * it follows from rows of the store, so the same store and time give the same report. */
#include "crisis_internal.h"

#include "words/lang.h"

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>
#include <kirinuki/summary.h>

#include <string.h>

/* ---- what was reported before ---- */

static void remember(KiriCrisisWork *w, const KiriCrisisReport *report)
{
    for (guint i = 0; i < kiri_recs_count(report->rows); i++) {
        KiriCrisisRow *row = g_ptr_array_index(report->rows, i);
        g_hash_table_insert(w->reported, row->piece->article, row);
        if (row->piece->medium_name)
            g_hash_table_add(w->media, row->piece->medium_name);
    }
}

static gint by_number(gconstpointer a, gconstpointer b)
{
    const KiriCrisisReport *x = *(KiriCrisisReport *const *)a, *y = *(KiriCrisisReport *const *)b;
    return x->number < y->number ? -1 : x->number > y->number;
}

static GPtrArray *reports_of(KiriStore *store, const char *topic, GError **error)
{
    g_autofree char *prefix = g_strconcat(topic, ".", NULL);
    g_autoptr(GPtrArray) all = kiri_store_list(store, KIRI_NOUN_CRISIS_REPORT, prefix, error);
    if (!all)
        return NULL;
    /* "T-1." begins the ids of a topic "T-1.a" too. */
    for (guint i = all->len; i-- > 0;)
        if (strcmp(((const KiriCrisisReport *)g_ptr_array_index(all, i))->topic, topic) != 0)
            g_ptr_array_remove_index(all, i);
    g_ptr_array_sort(all, by_number);
    return g_steal_pointer(&all);
}

/* ---- delays ---- */

static gint by_value(gconstpointer a, gconstpointer b)
{
    gint64 x = *(const gint64 *)a, y = *(const gint64 *)b;
    return x < y ? -1 : x > y;
}

static void count_delays(KiriCrisisReport *report)
{
    g_autoptr(GArray) delays = g_array_new(FALSE, FALSE, sizeof(gint64));
    for (guint i = 0; i < kiri_recs_count(report->rows); i++) {
        const KiriCrisisRow *row = g_ptr_array_index(report->rows, i);
        if (row->is_new && row->delay_s >= 0)
            g_array_append_val(delays, row->delay_s);
        report->untimed += row->is_new && row->delay_s < 0 ? 1 : 0;
    }
    report->timed = delays->len;
    if (!delays->len)
        return;
    g_array_sort(delays, by_value);
    gint64 below = g_array_index(delays, gint64, (delays->len - 1) / 2);
    gint64 above = g_array_index(delays, gint64, delays->len / 2);
    report->median_delay_s = (below + above) / 2;
    report->longest_delay_s = g_array_index(delays, gint64, delays->len - 1);
}

/* ---- counts ---- */

static void count_all(KiriCrisisWork *w, KiriCrisisReport *report)
{
    g_autoptr(GHashTable) stories = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GHashTable) media = g_hash_table_new(g_str_hash, g_str_equal);
    report->after = kiri_crisis_count_new();
    for (guint i = 0; i < w->pieces->len; i++) {
        KiriCrisisPiece *p = g_ptr_array_index(w->pieces, i);
        const char *name = p->medium ? p->medium->name : p->article->site_name;
        if (!p->standing.counts)
            continue;
        report->after->total++;
        g_hash_table_add(stories, (gpointer)(guintptr)kiri_crisis_story(p));
        if (name)
            g_hash_table_add(media, (gpointer)(guintptr)name);
    }
    report->after->unique = g_hash_table_size(stories);
    report->after->media = g_hash_table_size(media);
}

/* ---- 収集状況 ---- */

static gboolean tell_coverage(KiriCrisisWork *w, KiriCrisisReport *report, GError **error)
{
    enum { MOST_NAMES = 6 };
    KiriReportLang lang = w->query->lang;
    g_autoptr(GPtrArray) gaps = kiri_summary_gaps(w->store, w->query->now_us, error);
    if (!gaps)
        return FALSE;
    if (!gaps->len) {
        kiri_strv_add(&report->coverage, kiri_say(lang, "取得失敗・更新停止の疑い：なし"));
        return TRUE;
    }
    g_autoptr(GString) names = g_string_new(NULL);
    for (guint i = 0; i < MIN(gaps->len, (guint)MOST_NAMES); i++) {
        const KiriSource *s = ((const KiriGapRow *)g_ptr_array_index(gaps, i))->source;
        g_string_append_printf(names, "%s%s", i ? kiri_say(lang, "、") : "",
                               s->title ? s->title : s->url);
    }
    if (gaps->len > MOST_NAMES)
        g_string_append_printf(names, kiri_say(lang, "ほか%u件"), gaps->len - MOST_NAMES);
    g_autofree char *text =
        g_strdup_printf(kiri_say(lang, "収集漏れのおそれ（取得失敗・更新停止の疑い）%u件：%s"),
                        gaps->len, names->str);
    kiri_strv_add(&report->coverage, text);
    return TRUE;
}

/* ---- the report ---- */

static void set_head(KiriCrisisWork *w, const KiriCrisisReport *last, KiriCrisisReport *report)
{
    const KiriCrisisQuery *q = w->query;
    report->number = last ? last->number + 1 : 1;
    report->id = g_strdup_printf("%s.%04" G_GINT64_FORMAT, q->topic, report->number);
    report->topic = g_strdup(q->topic);
    report->topic_name = g_strdup(w->topic->name ? w->topic->name : q->topic);
    report->from = q->since_us != G_MININT64 ? kiri_time_jst(q->since_us)
                   : last                    ? last->to
                                             : KIRI_TIME_UNSET;
    report->to = report->made = kiri_time_jst(q->now_us);
    report->by = g_strdup(q->by && *q->by ? q->by : NULL);
    report->organisation = g_strdup(q->organisation ? q->organisation : "");
    report->section = g_strdup(q->section && *q->section ? q->section : NULL);
    report->handling = g_strdup(q->handling && *q->handling ? q->handling : NULL);
    report->is_gengo = q->era == KIRI_ERA_GENGO;
    report->is_english = q->lang == KIRI_REPORT_EN;
    report->urgent_until =
        w->topic->urgent_until.us > q->now_us ? w->topic->urgent_until : KIRI_TIME_UNSET;
    report->log_seq = (gint64)kiri_store_log_end(w->store);
    report->previous = last ? g_strdup(last->hash) : NULL;
    report->before = last && last->after ? kiri_record_copy(&kiri_crisis_count_shape, last->after)
                                         : kiri_crisis_count_new();
}

static void add_media(KiriCrisisWork *w, KiriCrisisReport *report)
{
    for (guint i = 0; i < kiri_recs_count(report->rows); i++) {
        const KiriCrisisRow *row = g_ptr_array_index(report->rows, i);
        const char *name = row->piece->medium_name;
        if (row->is_new && name && !g_hash_table_contains(w->media, name) &&
            !kiri_strv_has(report->new_media, name))
            kiri_strv_add(&report->new_media, name);
    }
}

static gboolean make(KiriCrisisWork *w, KiriCrisisReport *report, GError **error)
{
    if (!kiri_crisis_collect(w, error) || !kiri_crisis_rows(w, report, error) ||
        !tell_coverage(w, report, error))
        return FALSE;
    add_media(w, report);
    count_delays(report);
    count_all(w, report);
    return TRUE;
}

KiriCrisisReport *kiri_crisis_make(KiriStore *store, const KiriCrisisQuery *q, gboolean *is_new,
                                   GError **error)
{
    g_auto(KiriCrisisWork) w = {.store = store, .query = q};
    GError *why = NULL;
    w.topic = kiri_store_get(store, KIRI_NOUN_TOPIC, q->topic, &why);
    if (!w.topic) {
        if (!why)
            g_set_error(&why, KIRI_ERROR_REPORT, KIRI_ERROR_NOT_FOUND, _("there is no '%s'"),
                        q->topic);
        g_propagate_error(error, why);
        return NULL;
    }
    g_autoptr(GPtrArray) before = reports_of(store, q->topic, error);
    if (!before)
        return NULL;
    w.reported = g_hash_table_new(g_str_hash, g_str_equal);
    w.media = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < before->len; i++)
        remember(&w, g_ptr_array_index(before, i));
    g_autoptr(KiriCrisisReport) report = kiri_crisis_report_new();
    set_head(&w, before->len ? g_ptr_array_index(before, before->len - 1) : NULL, report);
    gboolean ok = make(&w, report, error);
    *is_new = kiri_recs_count(report->rows) > 0;
    return ok ? g_steal_pointer(&report) : NULL;
}

gboolean kiri_crisis_keep(KiriStore *store, KiriCrisisReport *report, GError **error)
{
    if (kiri_store_has(store, KIRI_NOUN_CRISIS_REPORT, report->id)) {
        g_set_error(error, KIRI_ERROR_REPORT, KIRI_ERROR_EXISTS,
                    _("there is a report '%s' already"), report->id);
        return FALSE;
    }
    g_clear_pointer(&report->hash, g_free);
    report->hash = kiri_sheet_hash(&kiri_crisis_report_shape, report);
    KiriBatch *batch = kiri_batch_begin(store);
    kiri_batch_put(batch, KIRI_NOUN_CRISIS_REPORT, report);
    return kiri_batch_commit(batch, error);
}

KiriCrisisReport *kiri_crisis_find(KiriStore *store, const char *topic, gint64 number,
                                   GError **error)
{
    g_autoptr(GPtrArray) all = reports_of(store, topic, error);
    for (guint i = all ? all->len : 0; i-- > 0;) {
        const KiriCrisisReport *report = g_ptr_array_index(all, i);
        if (!number || report->number == number)
            return kiri_record_copy(&kiri_crisis_report_shape, report);
    }
    return NULL;
}
