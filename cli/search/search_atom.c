// SPDX-License-Identifier: GPL-3.0-or-later
/* The answer of `search` as a feed: the same question is the same feed, whenever it is
 * asked. No snippets: those are for who asks, and not to be handed on. */
#include "search.h"

#include <kirinuki/atom.h>

typedef struct {
    GPtrArray *articles; // KiriArticle, of the hits in their order; NULL: gone meanwhile
    gint64 newest_us;
} Hits;

static void free_article(gpointer article)
{
    kiri_article_free(article);
}

static gboolean read_hits(const KiriSearchSession *s, const KiriListing *l, Hits *hits,
                          GError **error)
{
    for (guint i = 0; l && i < l->hits->len; i++) {
        g_autoptr(GError) why = NULL;
        const KiriListHit *hit = g_ptr_array_index(l->hits, i);
        KiriArticle *a = kiri_store_get(s->store, KIRI_NOUN_ARTICLE, hit->hit->id, &why);
        if (why) {
            g_propagate_error(error, g_steal_pointer(&why));
            return FALSE;
        }
        g_ptr_array_add(hits->articles, a);
        if (a)
            hits->newest_us = MAX(hits->newest_us, kiri_atom_updated(a));
    }
    return TRUE;
}

static void write_hit(const KiriListHit *hit, const KiriArticle *a, KiriBuf *out)
{
    char id[KIRI_UUID_BYTES];
    g_autofree char *place = kiri_article_place(a);
    g_autofree char *text =
        g_strconcat(hit->medium_name ? hit->medium_name : "", *place ? "　" : "", place, NULL);
    kiri_uuid_of("article", a->id, NULL, id);
    kiri_atom_entry(&(KiriAtomEntry){.id = id,
                                     .title = a->title,
                                     .link = kiri_article_link(a),
                                     .medium = hit->medium_name,
                                     .text = text,
                                     .updated_us = kiri_atom_updated(a),
                                     .published = a->published},
                    out);
}

gboolean kiri_search_write_atom(const KiriSearchSession *s, const char *question,
                                const KiriSearchAnswer *answer, GError **error)
{
    g_autoptr(GPtrArray) articles = g_ptr_array_new_with_free_func(free_article);
    Hits hits = {articles, G_MININT64};
    char id[KIRI_UUID_BYTES];
    if (!read_hits(s, answer->listing, &hits, error))
        return FALSE;
    g_autofree char *title = g_strdup_printf("検索：%s", question);
    kiri_uuid_of("search", question, NULL, id);
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    const char *section = kiri_settings_string(s->cli->settings, "organisation.section");
    gboolean is_empty = hits.newest_us == G_MININT64;
    kiri_atom_begin(
        &(KiriAtomFeed){.id = id,
                        .title = title,
                        .author = section,
                        .updated_us = is_empty ? kiri_cli_now_us(s->cli) : hits.newest_us},
        &out);
    for (guint i = 0; i < articles->len; i++)
        if (g_ptr_array_index(articles, i))
            write_hit(g_ptr_array_index(answer->listing->hits, i), g_ptr_array_index(articles, i),
                      &out);
    kiri_atom_end(&out);
    kiri_out_write(kiri_buf_view(&out));
    return TRUE;
}
