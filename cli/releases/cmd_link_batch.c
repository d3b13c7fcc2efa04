// SPDX-License-Identifier: GPL-3.0-or-later
/* link-batch: releases and articles from files, ties as lines of JSON. */
#include "commands.h"

#include <kirinuki/link.h>
#include <kirinuki/tokenize.h>

typedef struct {
    char *releases, *articles;
    gboolean with_features;
} Options;

static const KiriOption options[] = {
    KIRI_OPTION(Options, releases, "releases", 0, FILENAME, N_("FILE"),
                N_("releases as lines of JSON")),
    KIRI_OPTION(Options, articles, "articles", 0, FILENAME, N_("FILE"),
                N_("articles as lines of JSON")),
    KIRI_OPTION(Options, with_features, "features", 0, NONE, NULL,
                N_("each candidate with its features, not the decision")),
};

static gboolean write_line(KiriStr line, gpointer data, GError **error)
{
    (void)data;
    (void)error;
    kiri_out_write(line);
    kiri_out_write(KIRI_STR_LITERAL("\n"));
    return TRUE;
}

static int run(KiriCli *cli, const KiriCall *call, GError **error)
{
    const Options *o = call->options;
    g_autofree char *weights = kiri_cli_data_path(cli, "dictionaries/match_weights.tsv");
    g_autofree char *frequencies = kiri_cli_data_path(cli, "dictionaries/term_frequencies.tsv");
    g_autofree char *dictionaries = kiri_cli_data_path(cli, "dictionaries");
    KiriLinkOptions how = {.names_dir = dictionaries,
                           .weights_path = weights,
                           .frequencies_path = frequencies,
                           .with_features = o->with_features};
    guint64 bad = 0;
    if (!o->releases || !o->articles) {
        g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                            _("'link-batch' needs --releases and --articles"));
        return KIRI_EXIT_USAGE;
    }
    if (!kiri_tokenizer_preload(NULL, NULL, error) ||
        !kiri_link_batch(o->releases, o->articles, &how, write_line, NULL, &bad, error))
        return KIRI_EXIT_FAILED;
    if (bad)
        kiri_cli_warn(cli, _("%" PRIu64 " lines of '%s' are no releases"), bad, o->releases);
    return KIRI_EXIT_DONE;
}

const KiriCommand kiri_cmd_link_batch = {.name = "link-batch",
                                         .group = N_("Plumbing: one stage, JSON out"),
                                         .args = "",
                                         .summary = N_("tie articles to releases, from files"),
                                         KIRI_OPTIONS(Options, options),
                                         .run = run};
