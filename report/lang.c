// SPDX-License-Identifier: GPL-3.0-or-later
#include "lang.h"

#include "assets.h"

#include <string.h>

/* Japanese → English, of the rows of english.tsv; "\n" in a row is a line break. */
static gpointer read_rows(gpointer unused)
{
    (void)unused;
    GHashTable *words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    g_auto(GStrv) lines = g_strsplit(kiri_asset_english, "\n", -1);
    for (char **line = lines; *line; line++) {
        char *tab = **line == '#' ? NULL : strchr(*line, '\t');
        if (tab) {
            *tab = '\0';
            g_hash_table_replace(words, g_strcompress(*line), g_strcompress(tab + 1));
        }
    }
    return words;
}

const char *kiri_say(KiriReportLang lang, const char *japanese)
{
    static GOnce once = G_ONCE_INIT;
    if (lang == KIRI_REPORT_JA)
        return japanese;
    GHashTable *words = g_once(&once, read_rows, NULL);
    const char *english = g_hash_table_lookup(words, japanese);
    return english ? english : japanese;
}
