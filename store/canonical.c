// SPDX-License-Identifier: GPL-3.0-or-later
/* The canonical export: what must be equal between a run that was disturbed and
 * one that was not. One JSON line per record, nouns in the order of KiriNoun,
 * records by id; left out is whatever depends on when or in which order things
 * happened (the unstable fields of the table in nouns.c, and run records), and
 * lists that grow as things happen are sorted. */
#include "internal.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    const KiriNounInfo *info;
    KiriNoun noun;
    KiriPartShape part;
    KiriBuf line;
    KiriLineSink write;
    gpointer data;
    GError **error;
    gboolean has_failed;
} Export;

static int compare_strings(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void sort_strings(char **v)
{
    if (v)
        qsort(v, g_strv_length(v), sizeof *v, compare_strings);
}

static gboolean write_record(gconstpointer record, gpointer data)
{
    Export *e = data;
    g_autoptr(KiriArticle) sorted = NULL;
    if (e->noun == KIRI_NOUN_ARTICLE) {
        sorted = kiri_record_copy(e->info->shape, record);
        sort_strings(sorted->sources);
        sort_strings(sorted->aliases);
        record = sorted;
    }
    kiri_buf_reset(&e->line);
    KiriJson j = kiri_json_begin(&e->line);
    kiri_json_open_object(&j);
    kiri_json_key(&j, "type");
    kiri_json_cstr(&j, kiri_noun_name(e->noun));
    kiri_record_write_members(&e->part.shape, record, &j);
    kiri_json_close_object(&j);
    kiri_json_end_line(&j);
    e->has_failed = !e->write(kiri_buf_view(&e->line), e->data, e->error);
    return !e->has_failed;
}

gboolean kiri_store_export_canonical(KiriStore *store, KiriLineSink write, gpointer data,
                                     GError **error)
{
    Export e = {.write = write, .data = data, .error = error};
    kiri_buf_init(&e.line, KIRI_BUF_UNCAPPED);
    gboolean ok = TRUE;
    for (KiriNoun noun = KIRI_NOUN_ARTICLE; ok && noun < KIRI_N_NOUNS; noun++) {
        if (noun == KIRI_NOUN_RUN || noun == KIRI_NOUN_SHELF || noun == KIRI_NOUN_POST ||
            noun == KIRI_NOUN_PARCEL || noun == KIRI_NOUN_SKETCH || noun == KIRI_NOUN_FORM)
            continue;
        e.noun = noun;
        e.info = kiri_noun_info(noun);
        kiri_part_shape_init(&e.part, e.info->shape, e.info->unstable);
        ok = kiri_store_each(store, noun, "", write_record, &e, error) && !e.has_failed;
    }
    kiri_buf_clear(&e.line);
    return ok;
}
