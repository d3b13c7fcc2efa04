// SPDX-License-Identifier: GPL-3.0-or-later
/* Messages. gettext itself knows one language per process, chosen by the
 * environment, which must not change while other threads read it. So a second
 * language is read from its catalogue here: a .mo file is two sorted tables of
 * offsets (GNU gettext manual, "The Format of GNU MO Files"), which become one
 * hash table. Plural forms are not used by this program. */
#include <kirinuki/i18n.h>

#include <libintl.h>
#include <string.h>

struct KiriCatalogue {
    GMappedFile *file;
    GHashTable *texts; // message → translation, both in the file
};

static _Thread_local KiriSpeech speech;
static _Thread_local const KiriCatalogue *catalogue_of_thread;

const char *kiri_text(const char *message)
{
    const char *found = NULL;
    switch (speech) {
    case KIRI_SPEAKS_OWN:
        return dgettext(GETTEXT_DOMAIN, message);
    case KIRI_SPEAKS_CATALOGUE:
        found = g_hash_table_lookup(catalogue_of_thread->texts, message);
        break;
    case KIRI_SPEAKS_SOURCE:
        break;
    }
    return found && *found ? found : message;
}

void kiri_speak(KiriSpeech how, const KiriCatalogue *catalogue)
{
    speech = catalogue || how != KIRI_SPEAKS_CATALOGUE ? how : KIRI_SPEAKS_SOURCE;
    catalogue_of_thread = catalogue;
}

/* The text of row `i` of the table at `table`, or NULL when it lies outside. */
static const char *text_at(const char *p, gsize n, guint32 table, guint32 i)
{
    guint32 row[2]; // length, offset
    if (table > n || (n - table) / sizeof row <= i)
        return NULL;
    memcpy(row, p + table + i * sizeof row, sizeof row);
    if (row[1] >= n || row[0] >= n - row[1] || p[row[1] + row[0]] != 0)
        return NULL;
    return p + row[1];
}

static gboolean fill(KiriCatalogue *c)
{
    const char *p = g_mapped_file_get_contents(c->file);
    gsize n = g_mapped_file_get_length(c->file);
    guint32 head[5]; // magic, revision, texts, originals, translations
    if (n < sizeof head)
        return FALSE;
    memcpy(head, p, sizeof head);
    if (head[0] != 0x950412de || head[1] >> 16 != 0)
        return FALSE;
    for (guint32 i = 0; i < head[2]; i++) {
        const char *from = text_at(p, n, head[3], i), *to = text_at(p, n, head[4], i);
        if (!from || !to)
            return FALSE;
        g_hash_table_insert(c->texts, (gpointer)(guintptr)from, (gpointer)(guintptr)to);
    }
    return TRUE;
}

KiriCatalogue *kiri_catalogue_load(const char *path)
{
    GMappedFile *file = g_mapped_file_new(path, FALSE, NULL);
    if (!file)
        return NULL;
    KiriCatalogue *c = g_new0(KiriCatalogue, 1);
    c->file = file;
    c->texts = g_hash_table_new(g_str_hash, g_str_equal);
    if (fill(c))
        return c;
    kiri_catalogue_free(c);
    return NULL;
}

void kiri_catalogue_free(KiriCatalogue *c)
{
    if (!c)
        return;
    g_hash_table_unref(c->texts);
    g_mapped_file_unref(c->file);
    g_free(c);
}
