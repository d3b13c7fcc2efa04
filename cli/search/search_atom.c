// SPDX-License-Identifier: GPL-3.0-or-later
/* The answer of `search` as a feed: the same question is the same feed, whenever it is
 * asked. No snippets: those are for who asks, and not to be handed on. */
#include "search.h"

#include <kirinuki/atom.h>
#include <kirinuki/verdict.h>

/* A hit as the feed tells it. */
typedef struct {
    KiriArticle *article;
    KiriClass class_; // of the strongest tie; NONE: it is no clip
    gint64 updated_us;
} Entry;

typedef struct {
    GPtrArray *entries; // Entry, of the hits in their order; NULL: gone meanwhile
    gint64 newest_us;
} Hits;

static void free_entry(gpointer data)
{
    Entry *e = data;
    if (e)
        kiri_article_free(e->article);
    g_free(e);
}

/* Of an article's ties that to a release goes first, then the more probable one: as in a
 * report on a period, where each article is one line. */
static gboolean is_stronger(const KiriClip *a, const KiriClip *b)
{
    if (!b || (a->release != NULL) != (b->release != NULL))
        return !b || a->release;
    return a->probability > b->probability;
}

/* Class and decision of the strongest tie that counts. */
static gboolean read_class(KiriStore *store, Entry *e, GError **error)
{
    g_autofree char *prefix = g_strconcat(e->article->id, ".", NULL);
    g_autoptr(GPtrArray) clips = kiri_store_list(store, KIRI_NOUN_CLIP, prefix, error);
    const KiriClip *best = NULL;
    for (guint i = 0; clips && i < clips->len; i++) {
        const KiriClip *clip = g_ptr_array_index(clips, i);
        g_autoptr(GError) why = NULL;
        g_autoptr(KiriVerdict) verdict = kiri_store_get(store, KIRI_NOUN_VERDICT, clip->id, &why);
        if (why) {
            g_propagate_error(error, g_steal_pointer(&why));
            return FALSE;
        }
        KiriStanding standing = kiri_standing(clip, verdict);
        if (kiri_time_is_set(standing.decided))
            e->updated_us = MAX(e->updated_us, standing.decided.us);
        if (standing.class_ == KIRI_CLASS_NONE || !is_stronger(clip, best))
            continue;
        best = clip;
        e->class_ = standing.class_;
    }
    return clips != NULL;
}

static gboolean read_hits(const KiriSearchSession *s, const KiriListing *l, Hits *hits,
                          GError **error)
{
    for (guint i = 0; l && i < l->hits->len; i++) {
        g_autoptr(GError) why = NULL;
        const KiriListHit *hit = g_ptr_array_index(l->hits, i);
        KiriArticle *a = kiri_store_get(s->store, KIRI_NOUN_ARTICLE, hit->hit->id, &why);
        Entry *e = a ? g_new0(Entry, 1) : NULL;
        g_ptr_array_add(hits->entries, e);
        if (why) {
            g_propagate_error(error, g_steal_pointer(&why));
            return FALSE;
        }
        if (!e)
            continue;
        e->article = a;
        e->updated_us = kiri_atom_updated(a);
        if (!read_class(s->store, e, error))
            return FALSE;
        hits->newest_us = MAX(hits->newest_us, e->updated_us);
    }
    return TRUE;
}

static void write_hit(const KiriListHit *hit, const Entry *e, KiriBuf *out)
{
    char id[KIRI_UUID_BYTES];
    const KiriArticle *a = e->article;
    gboolean is_clip = e->class_ != KIRI_CLASS_NONE;
    g_autofree char *place = kiri_article_place(a);
    g_autofree char *text =
        g_strconcat(hit->medium_name ? hit->medium_name : "", *place ? "　" : "", place, NULL);
    kiri_uuid_of("article", a->id, NULL, id);
    kiri_atom_entry(
        &(KiriAtomEntry){.id = id,
                         .title = a->title,
                         .link = kiri_article_link(a),
                         .medium = hit->medium_name,
                         .class_code = is_clip ? kiri_class_names[e->class_] : NULL,
                         .class_label = is_clip ? kiri_report_class_name(e->class_) : NULL,
                         .text = text,
                         .updated_us = e->updated_us,
                         .published = a->published},
        out);
}

gboolean kiri_search_write_atom(const KiriSearchSession *s, const char *question,
                                const KiriSearchAnswer *answer, GError **error)
{
    g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func(free_entry);
    Hits hits = {entries, G_MININT64};
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
    for (guint i = 0; i < entries->len; i++)
        if (g_ptr_array_index(entries, i))
            write_hit(g_ptr_array_index(answer->listing->hits, i), g_ptr_array_index(entries, i),
                      &out);
    kiri_atom_end(&out);
    kiri_out_write(kiri_buf_view(&out));
    return TRUE;
}
