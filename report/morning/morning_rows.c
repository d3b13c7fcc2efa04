// SPDX-License-Identifier: GPL-3.0-or-later
/* Pieces become rows: what a person dropped or nobody counts is left out, copies and
 * pieces on one event are folded, rows get their weight and order, and what has no room
 * is left out last.
 *
 * Of those that are folded the row is the first medium's in order: never by score. News
 * of one event is one row; editorials and differences are each their own, but for copies
 * of one text and a paper's piece on its own site. */
#include "morning_internal.h"

#include "words/lang.h"
#include "words/words.h"

#include <kirinuki/normalize.h>

#include <string.h>

enum { MANY_MEDIA = 5 }; // 同旨 of so many media weighs

static KiriMorningPiece *piece_at(const KiriMorningWork *w, guint i)
{
    return g_ptr_array_index(w->pieces, i);
}

/* ---- who is left out ---- */

static gboolean is_pinned(const KiriMorningPiece *p)
{
    return p->edit && p->edit->action == KIRI_MORNING_PIN;
}

static gboolean is_left(const KiriMorningPiece *p, KiriSheetLeftReason *reason)
{
    if (is_pinned(p))
        return FALSE;
    *reason = p->edit                                          ? KIRI_LEFT_DROPPED
              : p->standing.decision == KIRI_DECISION_REJECTED ? KIRI_LEFT_REJECTED
              : p->is_rival                                    ? KIRI_LEFT_RIVAL
                                                               : KIRI_LEFT_NOT_OURS;
    return p->edit || !p->is_ours;
}

static void leave_out(KiriMorningSheet *sheet, KiriSheetPiece *piece, KiriSheetLeftReason reason)
{
    KiriSheetLeft *left = kiri_sheet_left_new();
    left->reason = (gint)reason;
    left->piece = piece;
    kiri_recs_add(&sheet->left, left);
}

/* ---- folding ---- */

/* Follows the first of each group, which points at itself. */
static guint first_of(KiriMorningWork *w, guint i)
{
    while (piece_at(w, i)->group != i)
        i = piece_at(w, i)->group;
    return i;
}

static void join(KiriMorningWork *w, GHashTable *seen, guint i, char *key)
{
    gpointer other = NULL;
    if (!g_hash_table_lookup_extended(seen, key, NULL, &other)) {
        g_hash_table_insert(seen, key, GUINT_TO_POINTER(i));
        return;
    }
    g_free(key);
    guint a = first_of(w, GPOINTER_TO_UINT(other)), b = first_of(w, i);
    piece_at(w, MAX(a, b))->group = MIN(a, b);
}

/* Pieces of one medium under one headline, of which one was entered by hand, are one
 * piece on paper and on the site; a broadcast is a piece of its own each time. */
static char *twin_key(const KiriMorningPiece *p, const char *block)
{
    KiriForm form = kiri_article_form(p->article);
    if (!p->article->medium || !p->article->title || form == KIRI_FORM_TV ||
        form == KIRI_FORM_RADIO)
        return NULL;
    g_autofree char *n = kiri_normalize_dup(kiri_str(p->article->title));
    return g_strdup_printf("%s\nt\n%s\n%s", block, p->article->medium, n);
}

static gboolean can_fold(const KiriMorningPiece *p)
{
    KiriSheetLeftReason unused;
    return !is_left(p, &unused) && !is_pinned(p); // a pinned piece stands alone
}

static const char *fold_block(const KiriMorningPiece *p)
{
    gboolean is_news = p->block == KIRI_BLOCK_HEADLINE || p->block == KIRI_BLOCK_SECTION;
    return is_news ? "news" : kiri_sheet_block_names[p->block];
}

static void fold(KiriMorningWork *w)
{
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < w->pieces->len; i++)
        piece_at(w, i)->group = i;
    for (guint i = 0; i < w->pieces->len; i++) {
        const KiriMorningPiece *p = piece_at(w, i);
        if (!can_fold(p))
            continue;
        const char *block = fold_block(p);
        char *twin = p->article->appearance ? NULL : twin_key(p, block);
        join(w, seen, i, g_strdup_printf("%s\ns\n%s", block, p->story));
        if (strcmp(block, "news") == 0)
            join(w, seen, i, g_strdup_printf("%s\ne\n%s", block, p->event));
        if (twin && !g_hash_table_contains(seen, twin))
            g_hash_table_insert(seen, twin, GUINT_TO_POINTER(i));
        else
            g_free(twin);
    }
    for (guint i = 0; i < w->pieces->len; i++) {
        const KiriMorningPiece *p = piece_at(w, i);
        char *twin = can_fold(p) && p->article->appearance ? twin_key(p, fold_block(p)) : NULL;
        if (twin)
            join(w, seen, i, twin);
    }
}

/* ---- what a row says ---- */

static KiriSheetPiece *piece_of(const KiriMorningPiece *p)
{
    return kiri_sheet_piece_of(p->article, p->clip, p->medium);
}

static void add_reason(KiriSheetRow *row, KiriSheetWeight weight, const char *reason)
{
    row->weight = MAX(row->weight, (gint)weight);
    if (!kiri_strv_has(row->reasons, reason))
        kiri_strv_add(&row->reasons, reason);
}

/* The rule that the footnote states (morning_doc.c). */
static void weigh(KiriSheetRow *row, const KiriMorningPiece *p, KiriReportLang lang)
{
    gboolean is_key = p->medium && p->medium->tier == 1;
    if (is_pinned(p))
        add_reason(row, KIRI_WEIGHT_MOST, kiri_say(lang, "担当者の指定"));
    if (p->is_front)
        add_reason(row, KIRI_WEIGHT_MOST, kiri_say(lang, "一面"));
    if (p->differs)
        add_reason(row, KIRI_WEIGHT_MOST, kiri_say(lang, "発表との相違"));
    if (p->article->is_corrected)
        add_reason(row, KIRI_WEIGHT_MOST, kiri_say(lang, "訂正"));
    if (p->is_editorial)
        add_reason(row, is_key ? KIRI_WEIGHT_MOST : KIRI_WEIGHT_SOME, kiri_say(lang, "社説・論説"));
    if (p->is_headline)
        add_reason(row, is_key ? KIRI_WEIGHT_MOST : KIRI_WEIGHT_SOME, kiri_say(lang, "見出し"));
    if (is_key && p->standing.class_ == KIRI_CLASS_PUBLICITY)
        add_reason(row, KIRI_WEIGHT_SOME, kiri_say(lang, "重点媒体の編集記事"));
}

static void add_remark(GString *text, const char *format, ...) G_GNUC_PRINTF(2, 3);
static void add_remark(GString *text, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    if (text->len)
        g_string_append(text, "／");
    g_string_append_vprintf(text, format, args);
    va_end(args);
}

static char *remark_of(const KiriMorningPiece *p, KiriReportLang lang)
{
    GString *text = g_string_new(NULL);
    if (is_pinned(p) && p->edit->text && *p->edit->text)
        add_remark(text, "%s", p->edit->text);
    if (p->is_added)
        add_remark(text, "%s", kiri_say(lang, "担当者が追加"));
    if (p->differs)
        add_remark(text, "%s", p->differs);
    if (p->article->is_corrected)
        add_remark(text, "%s", kiri_say(lang, "訂正あり"));
    if (p->handling != KIRI_HANDLING_NONE)
        add_remark(text, "%s", kiri_say(lang, kiri_report_handling_name(p->handling)));
    if (p->standing.note)
        add_remark(text, "%s", p->standing.note);
    if (p->standing.needs_review)
        add_remark(text, "%s", kiri_say(lang, "要確認"));
    if (kiri_time_is_set(p->article->removed))
        add_remark(text, "%s", kiri_say(lang, "削除済み"));
    if (!kiri_time_is_set(p->article->published))
        add_remark(text, "%s", kiri_say(lang, "掲載日時不明"));
    return g_string_free(text, text->len == 0);
}

/* ---- rows ---- */

static KiriSheetRow *row_new(const KiriMorningPiece *p, KiriReportLang lang)
{
    KiriSheetRow *row = kiri_sheet_row_new();
    row->block = (gint)p->block;
    row->is_pinned = is_pinned(p);
    row->section = g_strdup(p->section);
    row->remark = remark_of(p, lang);
    row->piece = piece_of(p);
    return row;
}

/* One piece more of the group: the row is in the better block of any. */
static void add_fold(KiriSheetRow *row, const KiriMorningPiece *p)
{
    row->block = MIN(row->block, (gint)p->block);
    if (!row->section)
        row->section = g_strdup(p->section);
    kiri_recs_add(&row->folds, piece_of(p));
}

static void weigh_folds(KiriSheetRow *row, KiriReportLang lang)
{
    g_autoptr(GHashTable) media = g_hash_table_new(g_str_hash, g_str_equal);
    g_hash_table_add(media,
                     row->piece->medium_name ? row->piece->medium_name : row->piece->article);
    for (guint i = 0; i < kiri_recs_count(row->folds); i++) {
        const KiriSheetPiece *piece = g_ptr_array_index(row->folds, i);
        g_hash_table_add(media, piece->medium_name ? piece->medium_name : piece->article);
    }
    if (g_hash_table_size(media) >= MANY_MEDIA)
        add_reason(row, KIRI_WEIGHT_SOME, kiri_say(lang, "同旨多数"));
}

/* 実件数: copies of one text, and a piece on paper and on its site, count once; a
 * republication of a release counts each time, as everywhere. */
static gint64 count_unique(KiriMorningWork *w)
{
    g_autoptr(GHashTable) stories = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GHashTable) twins = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint pass = 0; pass < 2; pass++) // what was crawled leads
        for (guint i = 0; i < w->pieces->len; i++) {
            const KiriMorningPiece *p = piece_at(w, i);
            KiriSheetLeftReason unused;
            if (is_left(p, &unused) || (p->article->appearance != NULL) != (pass == 1))
                continue;
            gboolean is_verbatim = p->standing.class_ == KIRI_CLASS_VERBATIM;
            char *twin = twin_key(p, "");
            gboolean is_known = twin && !g_hash_table_add(twins, twin) && pass == 1;
            if (!is_known || is_verbatim)
                g_hash_table_add(stories, g_strdup(is_verbatim ? p->article->id : p->story));
        }
    return g_hash_table_size(stories);
}

/* ---- order and room ---- */

typedef struct {
    const KiriMorningWork *work;
    GHashTable *places; // KiriSheetRow → its piece's place, from 1
} Order;

static gint by_block(gconstpointer a, gconstpointer b, gpointer data)
{
    const KiriSheetRow *x = *(KiriSheetRow *const *)a, *y = *(KiriSheetRow *const *)b;
    const Order *o = data;
    if (x->block != y->block)
        return x->block < y->block ? -1 : 1;
    if (x->is_pinned != y->is_pinned)
        return x->is_pinned ? -1 : 1;
    if (x->block == KIRI_BLOCK_SECTION) {
        guint sx = kiri_section_order_place(o->work->query->order, x->section);
        guint sy = kiri_section_order_place(o->work->query->order, y->section);
        if (sx != sy)
            return sx < sy ? -1 : 1;
        if (!x->section != !y->section)
            return x->section ? -1 : 1; // nobody's come last
        gint same = g_strcmp0(x->section, y->section);
        if (same)
            return same;
    }
    guint px = GPOINTER_TO_UINT(g_hash_table_lookup(o->places, x));
    guint py = GPOINTER_TO_UINT(g_hash_table_lookup(o->places, y));
    return px < py ? -1 : px > py ? 1 : 0;
}

/* Rows without a mark give way, those of the last media first. What is left out says so
 * on the sheet, with every piece that was folded into it. */
static void make_room(KiriMorningSheet *sheet, Order *o)
{
    while (o->work->query->most_rows && kiri_recs_count(sheet->rows) > o->work->query->most_rows) {
        guint last = 0, at = G_MAXUINT;
        for (guint i = 0; i < sheet->rows->len; i++) {
            KiriSheetRow *row = g_ptr_array_index(sheet->rows, i);
            guint place = GPOINTER_TO_UINT(g_hash_table_lookup(o->places, row));
            if (row->weight == KIRI_WEIGHT_NONE && place > last) {
                last = place;
                at = i;
            }
        }
        if (at == G_MAXUINT)
            return; // all of them weigh: the sheet grows
        KiriSheetRow *row = g_ptr_array_index(sheet->rows, at);
        leave_out(sheet, kiri_record_copy(&kiri_sheet_piece_shape, row->piece), KIRI_LEFT_ROOM);
        for (guint i = 0; i < kiri_recs_count(row->folds); i++)
            leave_out(sheet,
                      kiri_record_copy(&kiri_sheet_piece_shape, g_ptr_array_index(row->folds, i)),
                      KIRI_LEFT_ROOM);
        g_hash_table_remove(o->places, row);
        kiri_sheet_row_free(g_ptr_array_remove_index(sheet->rows, at));
    }
}

static void take_piece(KiriMorningWork *w, KiriMorningSheet *sheet, Order *o, guint i)
{
    KiriMorningPiece *p = piece_at(w, i), *first = piece_at(w, first_of(w, i));
    KiriSheetLeftReason reason;
    if (is_left(p, &reason)) {
        leave_out(sheet, piece_of(p), reason);
        return;
    }
    if (first == p) {
        p->row = row_new(p, w->query->lang);
        kiri_recs_add(&sheet->rows, p->row);
        g_hash_table_insert(o->places, p->row, GUINT_TO_POINTER(i + 1));
    } else {
        add_fold(first->row, p);
    }
    weigh(first->row, p, w->query->lang);
    sheet->total++;
}

void kiri_morning_rows(KiriMorningWork *w, KiriMorningSheet *sheet)
{
    g_autoptr(GHashTable) places = g_hash_table_new(NULL, NULL);
    Order o = {w, places};
    fold(w);
    for (guint i = 0; i < w->pieces->len; i++)
        take_piece(w, sheet, &o, i);
    for (guint i = 0; i < kiri_recs_count(sheet->rows); i++)
        weigh_folds(g_ptr_array_index(sheet->rows, i), w->query->lang);
    sheet->unique = count_unique(w);
    if (sheet->rows)
        g_ptr_array_sort_with_data(sheet->rows, by_block, &o);
    make_room(sheet, &o);
}
