// SPDX-License-Identifier: GPL-3.0-or-later
/* The table of document frequencies: lines "name<TAB>value" for the head
 * (format, documents, mean_words), then "word<TAB>df". A word that is not in it
 * counts as one that half a document has. */
#include "match/words.h"

#include <kirinuki/error.h>
#include <kirinuki/file.h>
#include <kirinuki/hash.h>
#include <kirinuki/i18n.h>
#include <kirinuki/limits.h>

#include <math.h>
#include <string.h>

#define FORMAT "1"

struct KiriFrequencies {
    GHashTable *df; // hash (owned) → df
    guint documents;
    gdouble mean_words;
    guint64 digest; // of all lines
};

void kiri_frequencies_free(KiriFrequencies *f)
{
    if (!f)
        return;
    g_hash_table_destroy(f->df);
    g_free(f);
}

static gboolean set_head(KiriFrequencies *f, const char *name, const char *value, gboolean *is_head)
{
    guint64 v = 0;
    *is_head = TRUE;
    if (strcmp(name, "#format") == 0)
        return strcmp(value, FORMAT) == 0;
    if (strcmp(name, "#documents") == 0) {
        gboolean ok = g_ascii_string_to_unsigned(value, 10, 1, G_MAXINT32, &v, NULL);
        f->documents = (guint)v;
        return ok;
    }
    if (strcmp(name, "#mean_words") == 0) {
        gboolean ok = g_ascii_string_to_unsigned(value, 10, 1, G_MAXINT32, &v, NULL);
        f->mean_words = (gdouble)v;
        return ok;
    }
    *is_head = FALSE;
    return TRUE;
}

static gboolean read_line(KiriFrequencies *f, const char *line)
{
    const char *tab = strchr(line, '\t');
    if (!*line || (*line == '#' && !tab))
        return TRUE; // a comment
    if (!tab)
        return FALSE;
    g_autofree char *name = g_strndup(line, (gsize)(tab - line));
    gboolean is_head;
    if (!set_head(f, name, tab + 1, &is_head))
        return FALSE;
    if (is_head)
        return TRUE;
    guint64 df;
    if (!g_ascii_string_to_unsigned(tab + 1, 10, 1, G_MAXINT32, &df, NULL))
        return FALSE;
    guint64 hash = kiri_hash64(kiri_str(name));
    g_hash_table_insert(f->df, g_memdup2(&hash, sizeof hash), GUINT_TO_POINTER((guint)df));
    return TRUE;
}

KiriFrequencies *kiri_frequencies_load(const char *path, GError **error)
{
    g_autoptr(KiriLines) lines = kiri_lines_open(path, KIRI_LIMIT_URL_BYTES, error);
    if (!lines)
        return NULL;
    g_autoptr(KiriFrequencies) f = g_new0(KiriFrequencies, 1);
    f->df = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    g_autoptr(GError) why = NULL;
    KiriStr line;
    while (kiri_lines_next(lines, &line, &why)) {
        g_autofree char *text = kiri_str_dup(line);
        f->digest = f->digest * 31 + kiri_hash64(line);
        if (!read_line(f, text)) {
            g_set_error(error, KIRI_ERROR_INDEXER, KIRI_ERROR_PARSE,
                        _("'%s' line %" PRIu64 " is no line of a frequency table"), path,
                        kiri_lines_number(lines));
            return NULL;
        }
    }
    if (why) {
        g_propagate_error(error, g_steal_pointer(&why));
        return NULL;
    }
    if (!f->documents || f->mean_words <= 0) {
        g_set_error(error, KIRI_ERROR_INDEXER, KIRI_ERROR_PARSE,
                    _("'%s' does not say how many documents it counts"), path);
        return NULL;
    }
    return g_steal_pointer(&f);
}

static gdouble df_of(const KiriFrequencies *f, guint64 hash)
{
    guint df = GPOINTER_TO_UINT(g_hash_table_lookup(f->df, &hash));
    return df ? MIN(df, f->documents) : 0.5;
}

gdouble kiri_frequencies_idf(const KiriFrequencies *f, guint64 hash)
{
    gdouble df = df_of(f, hash);
    return log(1 + (f->documents - df + 0.5) / (df + 0.5));
}

gdouble kiri_frequencies_share(const KiriFrequencies *f, guint64 hash)
{
    return df_of(f, hash) / f->documents;
}

typedef struct {
    const KiriFrequencies *frequencies;
    gdouble least;
} Rarity;

static void note_share(KiriStr word, gsize at, gpointer data)
{
    Rarity *r = data;
    (void)at;
    r->least = MIN(r->least, kiri_frequencies_share(r->frequencies, kiri_hash64(word)));
}

gdouble kiri_frequencies_least_share(const KiriFrequencies *f, KiriStr n_text)
{
    Rarity rarity = {f, 1};
    kiri_words_each(n_text, note_share, &rarity);
    return rarity.least < 1 ? rarity.least : 0;
}

gdouble kiri_frequencies_mean_words(const KiriFrequencies *f)
{
    return f->mean_words;
}

guint64 kiri_frequencies_digest(const KiriFrequencies *f)
{
    return f->digest;
}
