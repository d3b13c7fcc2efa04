// SPDX-License-Identifier: GPL-3.0-or-later
/* A listing: rows in order (list_rows.c) become stories (collapse.c), of which one
 * page is cut and filled from the store.
 *
 * Of a stream only so many rows are read as the page needs; copies make it need
 * more than its length, so what is read is doubled until the page is full. Whether
 * the copies of a story match too is known where every match is, and asked of
 * their texts otherwise: there are few on a page. */
#include "listing_internal.h"

#include <kirinuki/i18n.h>

#include <string.h>

/* At least so many rows are read: most questions have fewer answers, and then both
 * totals are known. */
enum { LEAST_ROWS = 300 };

/* ---- freeing ---- */

static void copy_free(gpointer data)
{
    KiriListCopy *copy = data;
    g_free(copy->id);
    g_free(copy->url);
    g_free(copy->title);
    g_free(copy->medium);
    g_free(copy);
}

static void hit_free(gpointer data)
{
    KiriListHit *hit = data;
    kiri_search_hit_free(hit->hit);
    g_free(hit->medium_name);
    g_free(hit->story);
    g_free(hit->event);
    g_ptr_array_unref(hit->copies);
    g_free(hit);
}

void kiri_listing_free(KiriListing *listing)
{
    if (!listing)
        return;
    g_ptr_array_unref(listing->hits);
    g_clear_pointer(&listing->facets, g_ptr_array_unref);
    g_free(listing->next);
    g_free(listing);
}

/* ---- the work ---- */

typedef struct {
    KiriListJob job;
    KiriListToken *token; // of the page before; NULL: this is the first one
    KiriStories stories;
    KiriStories groups; // what becomes one hit: stories, or events
    KiriListRows rows;
    GHashTable *newer;   // ids that came after the first page
    GHashTable *matched; // every id that matches; NULL: not known
    GArray *faces;       // guint, the rows that are hits: the first of each group
    GHashTable *face_of; // group → index into `faces` + 1
} Work;

static void work_clear(Work *w)
{
    kiri_matches_free(w->job.matches);
    kiri_list_token_free(w->token);
    kiri_stories_clear(&w->stories);
    kiri_stories_clear(&w->groups);
    kiri_list_rows_clear(&w->rows);
    g_clear_pointer(&w->newer, g_hash_table_destroy);
    g_clear_pointer(&w->matched, g_hash_table_destroy);
    g_clear_pointer(&w->faces, g_array_unref);
    g_clear_pointer(&w->face_of, g_hash_table_destroy);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Work, work_clear)

static const KiriListRow *row_at(const Work *w, guint i)
{
    return &g_array_index(w->rows.rows, KiriListRow, i);
}

static const char *group_at(Work *w, guint row)
{
    const char *id = row_at(w, row)->id;
    return w->job.options->opens_copies ? id : kiri_story_of(&w->groups, id);
}

/* The first row of each group, without what came after the first page. */
static gboolean find_faces(Work *w, GError **error)
{
    guint n = w->rows.rows->len;
    if (!w->job.options->opens_copies && !kiri_stories_expect(&w->groups, n, error))
        return FALSE;
    g_array_set_size(w->faces, 0);
    g_hash_table_remove_all(w->face_of);
    for (guint i = 0; i < n; i++) {
        const char *group = group_at(w, i);
        if (g_hash_table_contains(w->newer, row_at(w, i)->id) ||
            g_hash_table_contains(w->face_of, group))
            continue;
        g_array_append_val(w->faces, i);
        g_hash_table_insert(w->face_of, (gpointer)(guintptr)group, GUINT_TO_POINTER(w->faces->len));
    }
    return TRUE;
}

/* Where the page begins: behind the last hit of the one before, as it stands now;
 * where that is gone, behind as many hits as were shown. */
static guint page_begin(Work *w)
{
    if (!w->token)
        return w->job.options->offset;
    const char *last = w->token->last;
    const char *group = w->job.options->opens_copies ? last : kiri_story_of(&w->groups, last);
    guint after = GPOINTER_TO_UINT(g_hash_table_lookup(w->face_of, group));
    return after ? after : (guint)MIN(w->token->shown, (gint64)w->faces->len);
}

static gboolean read_page(Work *w, guint *begin, GError **error)
{
    guint limit = w->job.options->limit;
    guint before = w->token ? (guint)MIN(w->token->shown, G_MAXINT) : w->job.options->offset;
    guint64 need = limit ? (guint64)before + limit + 1 + g_hash_table_size(w->newer) : 0;
    need = need && !w->job.options->is_plain ? MAX(need, LEAST_ROWS) : need;
    for (;; need *= 2) {
        guint asked = need > G_MAXINT ? 0 : (guint)need;
        if (!kiri_list_rows_read(&w->job, asked, &w->rows, error) || !find_faces(w, error))
            return FALSE;
        *begin = page_begin(w);
        if (w->rows.is_all || w->faces->len > (guint64)*begin + limit)
            return TRUE;
    }
}

/* ---- copies ---- */

/* Does an article that is not among the rows match as well? */
static gboolean is_match(Work *w, const KiriArticle *article)
{
    const KiriListAsk *ask = w->job.ask;
    const KiriQuery *query = ask->query ? ask->query : ask->filter;
    if (g_hash_table_contains(w->newer, article->id))
        return FALSE;
    if (w->matched)
        return g_hash_table_contains(w->matched, article->id);
    if (!query)
        return TRUE; // a copy shares the words by which the hit was found
    g_autoptr(KiriQueryArticle) plain = kiri_query_article_of(article);
    return kiri_search_article_matches(w->job.store, query, plain);
}

static char *name_of_medium(const Work *w, const KiriArticle *article)
{
    const KiriMedium *medium = kiri_media_book_find(w->job.book, article->medium);
    return g_strdup(medium && medium->name ? medium->name
                    : article->site_name   ? article->site_name
                                           : article->medium);
}

static gboolean add_copy(Work *w, const char *id, KiriListHit *hit, GError **error)
{
    GError *read_error = NULL;
    if (!id || strcmp(id, hit->hit->id) == 0)
        return TRUE;
    g_autoptr(KiriArticle) article =
        kiri_store_get(w->job.store, KIRI_NOUN_ARTICLE, id, &read_error);
    if (read_error) {
        g_propagate_error(error, read_error);
        return FALSE;
    }
    if (!article || !is_match(w, article))
        return TRUE;
    hit->n_copies++;
    if (hit->copies->len >= KIRI_LIST_COPIES)
        return TRUE;
    KiriListCopy *copy = g_new0(KiriListCopy, 1);
    copy->id = g_strdup(article->id);
    copy->url = g_strdup(article->url);
    copy->title = g_strdup(article->title);
    copy->medium = name_of_medium(w, article);
    copy->published = article->published;
    g_ptr_array_add(hit->copies, copy);
    return TRUE;
}

/* The root, then its copies: the link stage keeps them in the order in which they
 * came out. */
static gboolean add_story(Work *w, const char *story, KiriListHit *hit, GError **error)
{
    GError *read_error = NULL;
    g_autoptr(KiriLineage) root =
        kiri_store_get(w->job.store, KIRI_NOUN_LINEAGE, story, &read_error);
    if (read_error) {
        g_propagate_error(error, read_error);
        return FALSE;
    }
    gboolean ok = add_copy(w, story, hit, error);
    for (char **id = root ? root->copies : NULL; ok && id && *id; id++)
        ok = add_copy(w, *id, hit, error);
    return ok;
}

/* The rest of the group: the story, or the stories of the event, its first one first. */
static gboolean add_copies(Work *w, KiriListHit *hit, GError **error)
{
    if (!w->job.options->joins_events)
        return add_story(w, hit->story, hit, error);
    g_auto(GStrv) others = kiri_store_event_articles(w->job.store, hit->event);
    gboolean ok = add_story(w, hit->event, hit, error);
    for (char **id = others; ok && *id; id++)
        ok = add_story(w, *id, hit, error);
    return ok;
}

/* ---- the page ---- */

static gboolean add_hit(Work *w, guint row, KiriListing *listing, GError **error)
{
    KiriListHit *hit = g_new0(KiriListHit, 1);
    KiriSearchHit *found = hit->hit = g_new0(KiriSearchHit, 1);
    gboolean is_gone = FALSE;
    found->id = g_strdup(row_at(w, row)->id);
    found->score = row_at(w, row)->score;
    hit->story =
        g_strdup(w->job.options->opens_copies ? found->id : kiri_story_of(&w->stories, found->id));
    hit->copies = g_ptr_array_new_with_free_func(copy_free);
    hit->kind = -1;
    hit->ave_yen = hit->users = -1;
    gboolean ok = w->job.options->is_plain ||
                  (hit->event = kiri_store_event_of(w->job.store, found->id, error));
    ok = ok &&
         kiri_search_hit_fill(w->job.store, w->rows.keywords, !w->job.options->is_plain, found,
                              &is_gone, error) &&
         (is_gone || w->job.options->opens_copies || add_copies(w, hit, error));
    if (!ok || is_gone) { // deleted since the index was brought up to date
        hit_free(hit);
        return ok;
    }
    const KiriMedium *medium = kiri_media_book_find(w->job.book, found->medium);
    hit->kind = medium ? medium->kind : -1;
    hit->medium_name = g_strdup(medium && medium->name ? medium->name
                                : found->site_name     ? found->site_name
                                                       : found->medium);
    g_ptr_array_add(listing->hits, hit);
    return TRUE;
}

static gboolean add_figures(Work *w, KiriListing *listing, GError **error)
{
    guint n = listing->hits->len;
    g_autofree const char **ids = g_new(const char *, n + 1);
    for (guint i = 0; i < n; i++)
        ids[i] = ((KiriListHit *)g_ptr_array_index(listing->hits, i))->hit->id;
    g_autoptr(GHashTable) figures = kiri_clip_figures(w->job.store, ids, n, error);
    for (guint i = 0; figures && i < n; i++) {
        KiriListHit *hit = g_ptr_array_index(listing->hits, i);
        const KiriClipFigures *f = g_hash_table_lookup(figures, hit->hit->id);
        hit->ave_yen = f ? f->ave_yen : -1;
        hit->users = f ? f->users : -1;
    }
    return figures != NULL;
}

static char *next_token(const Work *w, guint end)
{
    g_autoptr(KiriListToken) token = kiri_list_token_new();
    token->question = kiri_list_question(w->job.ask, w->job.options);
    token->seq = w->token ? w->token->seq : (gint64)w->rows.seq;
    token->now_us = w->job.now_us;
    token->shown = end;
    token->last = g_strdup(row_at(w, g_array_index(w->faces, guint, end - 1))->id);
    return kiri_list_token_print(token);
}

static gboolean fill_page(Work *w, guint begin, KiriListing *listing, GError **error)
{
    guint limit = w->job.options->limit;
    guint end = w->faces->len;
    begin = MIN(begin, end);
    if (limit && end - begin > limit) {
        end = begin + limit;
        listing->next = next_token(w, end);
    }
    for (guint i = begin; i < end; i++)
        if (!add_hit(w, g_array_index(w->faces, guint, i), listing, error))
            return FALSE;
    return w->job.options->is_plain || add_figures(w, listing, error);
}

/* ---- totals ---- */

/* Every id that matches, where that is known and stories are counted. */
static void learn_matches(Work *w)
{
    if ((!w->job.matches && !w->rows.is_all) || w->job.options->is_plain)
        return;
    w->matched = g_hash_table_new(g_str_hash, g_str_equal);
    guint n = w->job.matches ? w->job.matches->documents->len : w->rows.rows->len;
    for (guint i = 0; i < n; i++) {
        const char *id = w->job.matches ? kiri_matches_value(w->job.matches, KIRI_LIST_ID, i).p
                                        : row_at(w, i)->id;
        g_hash_table_add(w->matched, (gpointer)(guintptr)id);
    }
}

static gboolean add_totals(Work *w, KiriListing *listing, GError **error)
{
    listing->total = w->rows.total;
    listing->total_is_bound = w->rows.total_is_bound;
    listing->seq = w->rows.seq;
    for (guint i = 0; i < w->rows.rows->len; i++)
        listing->newer += g_hash_table_contains(w->newer, row_at(w, i)->id) ? 1 : 0;
    if (w->job.matches) {
        listing->total = w->job.matches->documents->len;
        listing->total_is_bound = FALSE;
    }
    if (!w->matched)
        return TRUE;
    listing->total = g_hash_table_size(w->matched);
    listing->total_is_bound = FALSE;
    if (!kiri_stories_expect(&w->stories, (gsize)listing->total, error))
        return FALSE;
    g_autoptr(GHashTable) roots = g_hash_table_new(g_str_hash, g_str_equal);
    GHashTableIter iter;
    gpointer id;
    g_hash_table_iter_init(&iter, w->matched);
    while (g_hash_table_iter_next(&iter, &id, NULL))
        g_hash_table_add(roots, (gpointer)(guintptr)kiri_story_of(&w->stories, id));
    listing->unique = g_hash_table_size(roots);
    listing->unique_is_known = TRUE;
    return TRUE;
}

/* ---- all together ---- */

static gboolean note_newer(const KiriLogEntry *entry, gpointer newer)
{
    if (entry->noun == KIRI_NOUN_ARTICLE && entry->version == 1 && !entry->is_delete)
        g_hash_table_add(newer, g_strdup(entry->id));
    return TRUE;
}

static gboolean open_token(Work *w, GError **error)
{
    const KiriListOptions *o = w->job.options;
    if (!o->after)
        return TRUE;
    w->token = kiri_list_token_parse(o->after, error);
    if (!w->token)
        return FALSE;
    if (w->token->question != kiri_list_question(w->job.ask, o)) {
        g_set_error_literal(error, KIRI_ERROR_INDEXER, KIRI_ERROR_USAGE,
                            _("the page to go on after belongs to another search"));
        return FALSE;
    }
    w->job.now_us = w->token->now_us;
    kiri_store_log_each(w->job.store, (guint64)w->token->seq, G_MAXUINT, note_newer, w->newer);
    return TRUE;
}

static gboolean check_ask(const KiriListAsk *ask, const KiriListOptions *o, GError **error)
{
    if (ask->query || (!kiri_list_needs_all(o) && o->order == KIRI_LIST_RELEVANCE && !o->facets))
        return TRUE;
    g_set_error_literal(error, KIRI_ERROR_INDEXER, KIRI_ERROR_USAGE,
                        _("other orders, freshness and facets go with keywords, not with text to "
                          "compare with"));
    return FALSE;
}

static KiriListing *work(Work *w, GError **error)
{
    const KiriListOptions *o = w->job.options;
    guint begin = 0;
    if (!open_token(w, error))
        return NULL;
    if (w->job.ask->query && (kiri_list_needs_all(o) || o->facets || o->wants_totals) &&
        !kiri_list_match(&w->job, error))
        return NULL;
    if (!read_page(w, &begin, error))
        return NULL;
    learn_matches(w);
    g_autoptr(KiriListing) listing = g_new0(KiriListing, 1);
    listing->hits = g_ptr_array_new_with_free_func(hit_free);
    if (!add_totals(w, listing, error) || !fill_page(w, begin, listing, error))
        return NULL;
    if (o->facets && !(listing->facets =
                           kiri_facets_count(&w->job, o->opens_copies ? NULL : &w->stories, error)))
        return NULL;
    return g_steal_pointer(&listing);
}

KiriListing *kiri_list(KiriStore *store, KiriIndex *index, const KiriListAsk *ask,
                       const KiriListOptions *options, GError **error)
{
    g_auto(KiriMediaBook) book = {0};
    if (!check_ask(ask, options, error) || !kiri_media_book_init(&book, store, error))
        return NULL;
    g_auto(Work) w = {.job = {.store = store,
                              .index = index,
                              .ask = ask,
                              .options = options,
                              .now_us = options->now_us,
                              .book = &book}};
    kiri_stories_init(&w.stories, store, FALSE);
    kiri_stories_init(&w.groups, store, options->joins_events);
    w.newer = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    w.face_of = g_hash_table_new(g_str_hash, g_str_equal);
    w.faces = g_array_new(FALSE, FALSE, sizeof(guint));
    return work(&w, error);
}
