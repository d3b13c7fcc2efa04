// SPDX-License-Identifier: GPL-3.0-or-later
/* What differs between a report and a count of today: figures by name, then every piece
 * that came, went or changed. */
#include <kirinuki/manifest.h>

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>

#include "words/words.h"

#include <string.h>

static void add(GPtrArray *list, const char *subject, const char *what, const char *before,
                const char *after)
{
    KiriManifestDifference *d = kiri_manifest_difference_new();
    d->subject = g_strdup(subject);
    d->what = g_strdup(what);
    d->before = g_strdup(before);
    d->after = g_strdup(after);
    g_ptr_array_add(list, d);
}

/* ---- figures ---- */

static const struct {
    const char *name;
    gsize offset;
} figures[] = {
    {"期間中に収集した記事", offsetof(KiriManifest, seen)},
    {"総件数", offsetof(KiriManifest, total)},
    {"実件数", offsetof(KiriManifest, unique)},
    {"媒体数", offsetof(KiriManifest, media)},
    {"重点媒体", offsetof(KiriManifest, tier1_media)},
    {"対象外", offsetof(KiriManifest, excluded)},
    {"編集記事", offsetof(KiriManifest, publicity)},
    {"配信・転載", offsetof(KiriManifest, syndicated)},
    {"原文転載", offsetof(KiriManifest, verbatim)},
    {"言及", offsetof(KiriManifest, mentions)},
    {"要確認", offsetof(KiriManifest, needs_review)},
    {"確認", offsetof(KiriManifest, confirmed)},
    {"職員が対象外とした記事", offsetof(KiriManifest, rejected)},
    {"発表との相違", offsetof(KiriManifest, contradictions)},
    {"広告換算額（算定済）", offsetof(KiriManifest, ave_known_yen)},
    {"うち推計", offsetof(KiriManifest, ave_estimate_yen)},
    {"算定不能", offsetof(KiriManifest, ave_unknown)},
    {"推定到達者数（下限）", offsetof(KiriManifest, reach_low)},
    {"推定到達者数（上限）", offsetof(KiriManifest, reach_high)},
    {"情報源", offsetof(KiriManifest, sources)},
    {"欠けのおそれのある情報源", offsetof(KiriManifest, sources_doubtful)},
};

static gint64 figure_of(const KiriManifest *m, gsize i)
{
    return G_STRUCT_MEMBER(gint64, m, figures[i].offset);
}

static char *joined(char **list)
{
    return list ? g_strjoinv("、", list) : g_strdup("―");
}

static void compare_figures(GPtrArray *list, const KiriManifest *then, const KiriManifest *now)
{
    for (gsize i = 0; i < G_N_ELEMENTS(figures); i++) {
        if (figure_of(then, i) == figure_of(now, i))
            continue;
        g_autofree char *before = kiri_number_grouped(figure_of(then, i));
        g_autofree char *after = kiri_number_grouped(figure_of(now, i));
        add(list, figures[i].name, "数値", before, after);
    }
    g_autofree char *before = joined(then->rates), *after = joined(now->rates);
    if (strcmp(before, after) != 0)
        add(list, "単価表の版", "版", before, after);
}

/* ---- pieces ---- */

static char *name_of(gint64 number, const char *medium, const char *title)
{
    return g_strdup_printf("No.%" G_GINT64_FORMAT " %s「%s」", number, medium ? medium : "",
                           title ? title : "");
}

static char *yen_of(gboolean is_known, gint64 yen)
{
    g_autofree char *n = kiri_number_grouped(yen);
    return is_known ? g_strconcat(n, "円", NULL) : g_strdup("算定不能");
}

static void compare_piece(GPtrArray *list, const KiriManifestRow *row, const KiriSummaryClip *c)
{
    g_autofree char *name = name_of(row->number, row->medium, row->title);
    const KiriWorth worth = kiri_worth(c->clip->score, c->verdict);
    g_autofree char *before = yen_of(row->is_ave_known, row->ave_yen);
    g_autofree char *after = yen_of(worth.is_known, worth.yen);
    const struct {
        const char *what, *before, *after;
    } pairs[] = {{"見出し", row->title, c->article->title},
                 {"媒体", row->medium, kiri_report_medium_name(c)},
                 {"掲載種類", kiri_report_class_name((KiriClass)row->class_),
                  kiri_report_class_name(c->class_)},
                 {"元記事", row->story, kiri_summary_story(c)},
                 {"広告換算額", before, after}};
    for (gsize i = 0; i < G_N_ELEMENTS(pairs); i++)
        if (g_strcmp0(pairs[i].before, pairs[i].after) != 0)
            add(list, name, pairs[i].what, pairs[i].before, pairs[i].after);
}

/* The next line of the rows as a record; NULL at their end, or with an error. */
static KiriManifestRow *next_row(KiriStr *rows, GError **error)
{
    const char *end = rows->n ? memchr(rows->p, '\n', rows->n) : NULL;
    if (!end)
        return NULL;
    KiriStr line = {rows->p, (gsize)(end - rows->p)};
    rows->n -= line.n + 1;
    rows->p = end + 1;
    g_autoptr(KiriJsonDoc) doc = kiri_json_parse(line, error);
    return doc ? kiri_record_from_json(&kiri_manifest_row_shape, kiri_json_root(doc), error) : NULL;
}

/* Clip → place in the list of now, from 1. */
static GHashTable *places_of(const KiriSummary *s)
{
    GHashTable *places = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < s->total; i++)
        g_hash_table_insert(places, (gpointer)(gsize)kiri_summary_row(s, i)->clip,
                            GUINT_TO_POINTER(i + 1));
    return places;
}

static gboolean compare_then(GPtrArray *list, KiriStr rows, const KiriSummary *s, guint8 *is_seen,
                             GError **error)
{
    g_autoptr(GHashTable) places = places_of(s);
    g_autoptr(GError) why = NULL;
    KiriManifestRow *next;
    while ((next = next_row(&rows, &why))) {
        g_autoptr(KiriManifestRow) row = next;
        guint place = row->clip ? GPOINTER_TO_UINT(g_hash_table_lookup(places, row->clip)) : 0;
        if (!place) {
            g_autofree char *name = name_of(row->number, row->medium, row->title);
            add(list, name, "掲載", kiri_report_class_name((KiriClass)row->class_), NULL);
            continue;
        }
        is_seen[place - 1] = TRUE;
        g_autoptr(KiriSummaryClip) c = kiri_summary_open_clip(s, place - 1, error);
        if (!c)
            return FALSE;
        compare_piece(list, row, c);
    }
    if (why)
        g_propagate_error(error, g_steal_pointer(&why));
    return !why;
}

static void free_difference(gpointer difference)
{
    kiri_manifest_difference_free(difference);
}

GPtrArray *kiri_manifest_compare(const KiriManifest *then, KiriStr rows, const KiriManifest *now,
                                 const KiriSummary *s, GError **error)
{
    g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(free_difference);
    g_autofree guint8 *is_seen = g_malloc0(s->total + 1);
    compare_figures(list, then, now);
    if (!compare_then(list, rows, s, is_seen, error))
        return NULL;
    for (guint i = 0; i < s->total; i++) {
        if (is_seen[i])
            continue;
        g_autoptr(KiriSummaryClip) c = kiri_summary_open_clip(s, i, error);
        if (!c)
            return NULL;
        g_autofree char *name = name_of(c->number, kiri_report_medium_name(c), c->article->title);
        add(list, name, "掲載", NULL, kiri_report_class_name(c->class_));
    }
    return g_steal_pointer(&list);
}
