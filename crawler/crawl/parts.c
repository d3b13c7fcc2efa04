// SPDX-License-Identifier: GPL-3.0-or-later
/* Articles that are spread over several pages, joined to one.
 *
 * Each part repeats what stands around the text (headline, lead, author, notes),
 * and a site that does not know a page number answers with the first page again.
 * So a paragraph that is there already is not joined twice, and a part that brings
 * none is the end. */
#include <kirinuki/intake.h>

#include <kirinuki/normalize.h>

#include <string.h>

enum { PARAGRAPH_BYTES = 30 }; // shorter lines may well be said twice

/* Paragraphs in N-form → 1. */
static GHashTable *paragraphs_of(const char *text)
{
    GHashTable *set = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_auto(GStrv) lines = g_strsplit(text ? text : "", "\n", -1);
    for (char **line = lines; *line; line++)
        g_hash_table_add(set, kiri_normalize_dup(kiri_str(*line)));
    return set;
}

/* Appends those lines of `text` that are no paragraphs of `had`; how many new
 * paragraphs there are. Short lines come along only beside new ones. */
static guint add_new_lines(const char *text, GHashTable *had, const char *title, GString *out)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    g_autofree char *n_title = kiri_normalize_dup(kiri_str(title ? title : ""));
    guint n_new = 0;
    for (char **line = lines; *line; line++) {
        g_autofree char *n = kiri_normalize_dup(kiri_str(*line));
        gboolean is_long = strlen(n) >= PARAGRAPH_BYTES;
        if (!*n || strcmp(n, n_title) == 0 ||
            ((is_long || !n_new) && g_hash_table_contains(had, n)))
            continue;
        n_new += is_long ? 1 : 0;
        if (out->len)
            g_string_append_c(out, '\n');
        g_string_append(out, *line);
    }
    return n_new;
}

static void join_notes(KiriExtracted *whole, const KiriExtracted *part)
{
    KiriArticle *a = whole->article;
    const KiriArticle *b = part->article;
    for (char **l = b->links; l && *l; l++)
        if (!kiri_strv_has(a->links, *l))
            kiri_strv_add(&a->links, *l);
    if (!a->authors && b->authors)
        a->authors = g_strdupv(b->authors);
    a->is_paywalled |= b->is_paywalled;
    if (b->is_corrected && !a->is_corrected) {
        a->is_corrected = TRUE;
        a->correction = g_strdup(b->correction);
    }
    whole->is_noarchive |= part->is_noarchive;
    whole->is_nosnippet |= part->is_nosnippet;
    whole->charset_replaced += part->charset_replaced;
}

gboolean kiri_extracted_join(KiriExtracted *whole, const KiriExtracted *part)
{
    KiriArticle *a = whole->article;
    const KiriArticle *b = part->article;
    g_clear_pointer(&whole->next_page, g_free);
    if (!b || !b->text || !*b->text)
        return FALSE;
    g_autoptr(GHashTable) had = paragraphs_of(a->text);
    g_autoptr(GString) more = g_string_new(NULL);
    if (!add_new_lines(b->text, had, a->title, more))
        return FALSE;
    char *joined =
        a->text && *a->text ? g_strconcat(a->text, "\n", more->str, NULL) : g_strdup(more->str);
    g_free(a->text);
    a->text = joined;
    join_notes(whole, part);
    whole->next_page = g_strdup(part->next_page);
    return TRUE;
}

gboolean kiri_extracted_widen(KiriExtracted *whole, const KiriExtracted *view)
{
    KiriArticle *a = whole->article;
    const KiriArticle *b = view->article;
    if (view->no_article || !b || !b->text || strlen(b->text) <= strlen(a->text ? a->text : ""))
        return FALSE;
    g_autoptr(GHashTable) there = paragraphs_of(b->text);
    g_auto(GStrv) lines = g_strsplit(a->text ? a->text : "", "\n", -1);
    guint all = 0, shared = 0;
    for (char **line = lines; *line; line++) {
        g_autofree char *n = kiri_normalize_dup(kiri_str(*line));
        if (strlen(n) < PARAGRAPH_BYTES)
            continue;
        all++;
        shared += g_hash_table_contains(there, n) ? 1 : 0;
    }
    if (shared * 5 < all * 4)
        return FALSE;
    g_free(a->text);
    a->text = g_strdup(b->text);
    join_notes(whole, view);
    g_clear_pointer(&whole->next_page, g_free);
    return TRUE;
}
