// SPDX-License-Identifier: GPL-3.0-or-later
/* The morning sheet as a whole: made, kept, found again, edited.
 *
 * Invariants: a sheet on record is never written again; its id is its day and its number,
 * so two made at once cannot both be the third (one holder writes); two sheets of a day
 * that follow each other differ in what they say. */
#include "morning_internal.h"

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>

#include <string.h>

static void set_head(const KiriMorningQuery *q, KiriMorningWork *w, KiriMorningSheet *sheet)
{
    sheet->date = kiri_morning_date(w->day_us);
    sheet->from = kiri_time_jst(w->from_us);
    sheet->to = kiri_time_jst(w->to_us);
    sheet->made = kiri_time_jst(q->now_us);
    sheet->by = g_strdup(q->by && *q->by ? q->by : NULL);
    sheet->organisation = g_strdup(q->organisation ? q->organisation : "");
    sheet->section = g_strdup(q->section && *q->section ? q->section : NULL);
    sheet->handling = g_strdup(q->handling && *q->handling ? q->handling : NULL);
    sheet->is_gengo = q->era == KIRI_ERA_GENGO;
    sheet->is_english = q->lang == KIRI_REPORT_EN;
    sheet->log_seq = (gint64)kiri_store_log_end(w->store);
    for (guint i = 0; i < w->edits->len; i++) {
        const KiriMorningEdit *e = g_ptr_array_index(w->edits, i);
        kiri_recs_add(&sheet->edits, kiri_record_copy(&kiri_morning_edit_shape, e));
        if (e->action != KIRI_MORNING_NOTE)
            continue;
        g_free(sheet->note);
        sheet->note = g_strdup(e->text && *e->text ? e->text : NULL);
    }
}

KiriMorningSheet *kiri_morning_make(KiriStore *store, const KiriMorningQuery *q, GError **error)
{
    g_auto(KiriMorningWork) w = {.store = store, .query = q};
    if (!kiri_morning_day(q, &w.day_us, error))
        return NULL;
    kiri_morning_window(q, &w.from_us, &w.to_us);
    if (!kiri_morning_collect(&w, error))
        return NULL;
    kiri_morning_judge(&w);
    g_autoptr(KiriMorningSheet) sheet = kiri_morning_sheet_new();
    set_head(q, &w, sheet);
    kiri_morning_rows(&w, sheet);
    return kiri_morning_coverage(&w, sheet, error) ? g_steal_pointer(&sheet) : NULL;
}

/* ---- on record ---- */

static char *sheet_id(const char *date, gint64 number)
{
    return g_strdup_printf("%s.%02" G_GINT64_FORMAT, date, number);
}

KiriMorningSheet *kiri_morning_find(KiriStore *store, const char *date, gint64 number,
                                    GError **error)
{
    if (number > 0) {
        g_autofree char *id = sheet_id(date, number);
        return kiri_store_get(store, KIRI_NOUN_MORNING_SHEET, id, error);
    }
    g_autofree char *prefix = g_strconcat(date, ".", NULL);
    g_autoptr(GPtrArray) sheets = kiri_store_list(store, KIRI_NOUN_MORNING_SHEET, prefix, error);
    const KiriMorningSheet *last = NULL;
    for (guint i = 0; sheets && i < sheets->len; i++) {
        const KiriMorningSheet *one = g_ptr_array_index(sheets, i);
        last = !last || one->number > last->number ? one : last;
    }
    return last ? kiri_record_copy(&kiri_morning_sheet_shape, last) : NULL;
}

/* What it says, without when it was made and what the store held beside it. */
static gboolean says_the_same(const KiriMorningSheet *a, const KiriMorningSheet *b)
{
    KiriMorningSheet x = *a, y = *b;
    x.id = y.id = x.hash = y.hash = x.by = y.by = NULL;
    x.number = y.number = x.log_seq = y.log_seq = 0;
    x.made = y.made = KIRI_TIME_UNSET;
    return kiri_record_equal(&kiri_morning_sheet_shape, &x, &y);
}

gboolean kiri_morning_keep(KiriStore *store, KiriMorningSheet *sheet, gboolean *is_new,
                           GError **error)
{
    GError *why = NULL;
    g_autoptr(KiriMorningSheet) last = kiri_morning_find(store, sheet->date, 0, &why);
    if (why) {
        g_propagate_error(error, why);
        return FALSE;
    }
    /* The one that was made too early does not stand for one that is whole. */
    *is_new = !last || (last->made.us < last->to.us && sheet->made.us >= sheet->to.us) ||
              !says_the_same(last, sheet);
    if (!*is_new) {
        kiri_record_assign(&kiri_morning_sheet_shape, sheet, last);
        return TRUE;
    }
    sheet->number = last ? last->number + 1 : 1;
    sheet->id = sheet_id(sheet->date, sheet->number);
    sheet->hash = kiri_sheet_hash(&kiri_morning_sheet_shape, sheet);
    KiriBatch *batch = kiri_batch_begin(store);
    kiri_batch_put(batch, KIRI_NOUN_MORNING_SHEET, sheet);
    return kiri_batch_commit(batch, error);
}

/* ---- edits ---- */

GPtrArray *kiri_morning_edits(KiriStore *store, const char *date, GError **error)
{
    g_autofree char *prefix = g_strconcat(date, ".", NULL);
    return kiri_store_list(store, KIRI_NOUN_MORNING_EDIT, prefix, error);
}

gboolean kiri_morning_edit(KiriStore *store, const char *date, KiriMorningAction action,
                           const char *article, const char *text, const char *by, gint64 now_us,
                           GError **error)
{
    g_autoptr(GPtrArray) edits = kiri_morning_edits(store, date, error);
    if (!edits)
        return FALSE;
    g_autoptr(KiriMorningEdit) e = kiri_morning_edit_new();
    e->id = g_strdup_printf("%s.%04u", date, edits->len + 1);
    e->date = g_strdup(date);
    e->action = (gint)action;
    e->article = g_strdup(article);
    e->text = g_strdup(text && *text ? text : NULL);
    e->by = g_strdup(by && *by ? by : NULL);
    e->at = kiri_time_jst(now_us);
    KiriBatch *batch = kiri_batch_begin(store);
    kiri_batch_put(batch, KIRI_NOUN_MORNING_EDIT, e);
    return kiri_batch_commit(batch, error);
}
