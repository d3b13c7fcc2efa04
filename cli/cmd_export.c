// SPDX-License-Identifier: GPL-3.0-or-later
/* export: everything, as JSON Lines or as the raw pages in WARC. */
#include "commands.h"

#include <kirinuki/file.h>
#include <kirinuki/warc.h>

#include <string.h>

typedef struct {
    gboolean is_canonical, is_warc;
    char *noun;
} Options;

static const KiriOption options[] = {
    KIRI_OPTION(Options, is_canonical, "canonical", 0, NONE, NULL,
                N_("all nouns in a fixed order, without run times: for comparing two stores")),
    KIRI_OPTION(Options, noun, "only", 0, FILENAME, N_("NOUN"),
                N_("article, clip, release, topic, medium, rate, source, verdict or run")),
    KIRI_OPTION(Options, is_warc, "warc", 0, NONE, NULL,
                N_("the raw pages kept as evidence, as a WARC file")),
};

static gboolean write_line(KiriStr line, gpointer data, GError **error)
{
    (void)data;
    (void)error;
    kiri_out_write(line);
    return TRUE;
}

typedef struct {
    const KiriShape *shape;
    gint64 count;
} Export;

static gboolean write_record(gconstpointer record, gpointer data)
{
    Export *e = data;
    kiri_out_record(e->shape, record);
    e->count++;
    return TRUE;
}

static const KiriNoun exported[] = {KIRI_NOUN_SOURCE,  KIRI_NOUN_MEDIUM,  KIRI_NOUN_RATE,
                                    KIRI_NOUN_RELEASE, KIRI_NOUN_TOPIC,   KIRI_NOUN_ARTICLE,
                                    KIRI_NOUN_CLIP,    KIRI_NOUN_VERDICT, KIRI_NOUN_RUN};

static int export_json(KiriStore *store, const Options *o, GError **error)
{
    Export e = {0};
    gboolean is_known = !o->noun;
    for (gsize i = 0; i < G_N_ELEMENTS(exported); i++) {
        if (o->noun && strcmp(o->noun, kiri_noun_name(exported[i])) != 0)
            continue;
        is_known = TRUE;
        e.shape = kiri_noun_shape(exported[i]);
        if (!kiri_store_each(store, exported[i], "", write_record, &e, error))
            return KIRI_EXIT_FAILED;
    }
    if (!is_known) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE, _("'%s' is nothing that is exported"),
                    o->noun);
        return KIRI_EXIT_USAGE;
    }
    kiri_out_json_summary(e.count);
    return KIRI_EXIT_DONE;
}

typedef struct {
    KiriStore *store;
    GHashTable *written;
    GError *error;
} WarcExport;

static gboolean write_page(gconstpointer record, gpointer data)
{
    const KiriArticle *article = record;
    WarcExport *e = data;
    if (!article->evidence || !g_hash_table_add(e->written, g_strdup(article->evidence)))
        return TRUE;
    g_autoptr(KiriPage) page = kiri_store_get_page(e->store, article->evidence, &e->error);
    if (!page)
        return e->error == NULL;
    g_auto(KiriBuf) buf;
    kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
    kiri_warc_write_page(page, &buf);
    kiri_out_write(kiri_buf_view(&buf));
    return TRUE;
}

static int export_warc(KiriStore *store, GError **error)
{
    WarcExport e = {.store = store,
                    .written = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
    gboolean ok = kiri_store_each(store, KIRI_NOUN_ARTICLE, "", write_page, &e, error);
    g_hash_table_unref(e.written);
    if (e.error)
        g_propagate_error(error, e.error);
    return ok && !e.error ? KIRI_EXIT_DONE : KIRI_EXIT_FAILED;
}

static int run(KiriCli *cli, const KiriCall *call, GError **error)
{
    const Options *o = call->options;
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_READ, error);
    if (!store)
        return KIRI_EXIT_FAILED;
    if (o->is_canonical)
        return kiri_store_export_canonical(store, write_line, NULL, error) ? KIRI_EXIT_DONE
                                                                           : KIRI_EXIT_FAILED;
    return o->is_warc ? export_warc(store, error) : export_json(store, o, error);
}

const KiriCommand kiri_cmd_export = {.name = "export",
                                     .group = N_("Tell"),
                                     .args = "",
                                     .summary = N_("all the data, complete: JSON Lines, WARC"),
                                     KIRI_OPTIONS(Options, options),
                                     .needs = KIRI_NEEDS_WORKSPACE,
                                     .run = run};
