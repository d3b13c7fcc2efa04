// SPDX-License-Identifier: GPL-3.0-or-later
/* Which articles a change may concern.
 *
 *   article changed  it; those whose place in its family is another now come with
 *                    the families (link_families.c)
 *   release put      articles that have a clip of it, share fingerprints with it,
 *                    or were published in its time and are concerned by it
 *   release changed  likewise, but all articles of its old and new time: the old
 *                    text is gone, and may have been a rival
 *   topic put        link_topics.c
 *   verdict put      its article: a clip that only the verdict keeps comes or goes
 *
 * The time a release was last looked at for is kept beside the store's nouns, so
 * that a changed date finds both. */
#include "link_stage.h"

#include <stdlib.h>

/* Topics come in tables: one look serves many of them. */
enum { MOST_ENTRIES = 65536 };
enum { DAYS_BEFORE = 3, DAYS_BEHIND = 120, COARSE_DAYS = 31, LEAST_PRINTS = 2, MOST_SHARING = 400 };

/* ---- the log ---- */

static gboolean take_entry(const KiriLogEntry *entry, gpointer data)
{
    KiriLinkChanges *c = data;
    c->last = entry->seq;
    c->n++;
    if (entry->noun == KIRI_NOUN_ARTICLE) {
        g_hash_table_add(c->articles, g_strdup(entry->id));
    } else if (entry->noun == KIRI_NOUN_RELEASE) {
        g_hash_table_add(c->releases, g_strdup(entry->id));
    } else if (entry->noun == KIRI_NOUN_TOPIC) {
        g_hash_table_add(c->topics, g_strdup(entry->id));
    } else if (entry->noun == KIRI_NOUN_VERDICT) {
        char *article = kiri_clip_article_of(entry->id, NULL);
        if (article)
            g_hash_table_add(c->judged, article);
    }
    c->n_heavy += entry->noun != KIRI_NOUN_TOPIC ? 1 : 0;
    return c->n_heavy < c->most;
}

/* Those whose text was given up are as they were tied: without it there is nothing to
 * look at again. */
static void leave_gone(KiriLinkWork *w, GHashTable *articles)
{
    GHashTableIter iter;
    gpointer id;
    g_hash_table_iter_init(&iter, articles);
    while (!w->trouble && g_hash_table_iter_next(&iter, &id, NULL)) {
        g_autoptr(KiriArticle) a = kiri_store_get(w->store, KIRI_NOUN_ARTICLE, id, &w->trouble);
        if (a && kiri_time_is_set(a->text_gone))
            g_hash_table_iter_remove(&iter);
    }
}

void kiri_link_changes_read(KiriLinkWork *w, guint64 after, guint64 end, KiriLinkChanges *out)
{
    /* Fingerprints of a batch are looked up together: the more, the less each costs. */
    enum { DEFAULT_ENTRIES = 512 };
    out->most = w->options->batch_entries ? w->options->batch_entries : DEFAULT_ENTRIES;
    out->articles = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    out->releases = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    out->topics = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    out->judged = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    out->last = after;
    kiri_store_log_each(w->store, after, (guint)MIN(end - after, (guint64)MOST_ENTRIES), take_entry,
                        out);
    if (kiri_store_has_gone_texts(w->store))
        leave_gone(w, out->articles);
}

void kiri_link_changes_clear(KiriLinkChanges *c)
{
    g_clear_pointer(&c->articles, g_hash_table_destroy);
    g_clear_pointer(&c->releases, g_hash_table_destroy);
    g_clear_pointer(&c->topics, g_hash_table_destroy);
    g_clear_pointer(&c->judged, g_hash_table_destroy);
}

/* ---- articles ---- */

static void add(GHashTable *set, const char *id)
{
    g_hash_table_add(set, g_strdup(id));
}

static gboolean add_articles_of(KiriLinkWork *w, KiriNoun of, const char *id, GHashTable *set,
                                GError **error)
{
    g_autoptr(GPtrArray) clips = kiri_store_clips_of(w->store, of, id, error);
    for (guint i = 0; clips && i < clips->len; i++)
        add(set, ((KiriClip *)g_ptr_array_index(clips, i))->article);
    return clips != NULL;
}

/* ---- releases ---- */

typedef struct {
    gint64 from_us, to_us;
} Span;

static Span span_of(const KiriDoc *doc)
{
    if (!doc->has_day)
        return (Span){G_MININT64, G_MAXINT64};
    gint64 midnight = -KIRI_JST_MIN * KIRI_US_PER_MINUTE;
    return (Span){(doc->first_day - DAYS_BEFORE - COARSE_DAYS) * KIRI_US_PER_DAY + midnight,
                  (doc->last_day + DAYS_BEHIND + 1) * KIRI_US_PER_DAY + midnight};
}

static char *span_meta(const char *release)
{
    return g_strconcat("link.release:", release, NULL);
}

static gboolean known_span(KiriLinkWork *w, const char *release, Span *span)
{
    g_autofree char *name = span_meta(release);
    g_autofree char *value = kiri_store_meta(w->store, name);
    g_auto(GStrv) parts = g_strsplit(value ? value : "", " ", 2);
    return g_strv_length(parts) == 2 &&
           g_ascii_string_to_signed(parts[0], 10, G_MININT64, G_MAXINT64, &span->from_us, NULL) &&
           g_ascii_string_to_signed(parts[1], 10, G_MININT64, G_MAXINT64, &span->to_us, NULL);
}

static gboolean put_span(KiriLinkWork *w, const char *release, Span span, GError **error)
{
    g_autofree char *name = span_meta(release);
    g_autofree char *value =
        g_strdup_printf("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT, span.from_us, span.to_us);
    KiriBatch *batch = kiri_batch_begin(w->store);
    kiri_batch_set_meta(batch, name, value);
    return kiri_batch_commit(batch, error);
}

/* Releases whose time is still to be looked through: their articles are read
 * once for all of them. */
typedef struct {
    Span span;       // of all
    GArray *entries; // guint, into the matcher
} Scan;

static void widen(Scan *scan, Span span, guint entry)
{
    gboolean is_first = scan->entries->len == 0;
    scan->span.from_us = is_first ? span.from_us : MIN(scan->span.from_us, span.from_us);
    scan->span.to_us = is_first ? span.to_us : MAX(scan->span.to_us, span.to_us);
    g_array_append_val(scan->entries, entry);
}

/* A glance, since most of the articles of four months have nothing to do with a release:
 * none of what copies are known by is made, and nothing kept. */
static gboolean concerns_any(KiriLinkWork *w, const Scan *scan, const char *id)
{
    const KiriMatcher *m = w->decider.matcher;
    g_autoptr(KiriArticle) article = kiri_store_get(w->store, KIRI_NOUN_ARTICLE, id, &w->trouble);
    if (!article || kiri_article_is_withdrawn(article))
        return FALSE;
    g_autoptr(KiriDoc) doc = kiri_doc_date_article(article);
    for (guint i = 0; i < scan->entries->len; i++)
        if (kiri_matcher_concerns(m, kiri_matcher_entry(m, g_array_index(scan->entries, guint, i)),
                                  article, doc))
            return TRUE;
    return FALSE;
}

/* Articles of a span; with `scan` only those that it concerns. */
static void add_span(KiriLinkWork *w, Span span, const Scan *scan, GHashTable *set)
{
    g_auto(GStrv) ids = kiri_store_published_between(w->store, span.from_us, span.to_us);
    for (char **id = ids; id && *id && !w->trouble; id++) {
        if (!g_hash_table_contains(set, *id) && (!scan || concerns_any(w, scan, *id)))
            add(set, *id);
        kiri_link_library_trim(w);
    }
}

static void add_sharing(KiriLinkWork *w, KiriEntry *entry, GHashTable *set)
{
    g_autoptr(GHashTable) counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    kiri_entry_prepare(entry);
    g_autoptr(GArray) prints = kiri_fingerprints(&entry->letters);
    for (guint i = 0; i < prints->len; i++) {
        g_auto(GStrv) ids =
            kiri_store_fingerprint_articles(w->store, g_array_index(prints, guint64, i), G_MAXUINT);
        for (char **id = ids; id && *id; id++) {
            guint n = GPOINTER_TO_UINT(g_hash_table_lookup(counts, *id)) + 1;
            g_hash_table_insert(counts, g_strdup(*id), GUINT_TO_POINTER(n));
            if (n == LEAST_PRINTS)
                add(set, *id);
        }
    }
}

static const Span undated = {0, 1};

static gboolean add_release(KiriLinkWork *w, const char *id, Scan *scan, GHashTable *set,
                            GError **error)
{
    Span old;
    gboolean was_seen = known_span(w, id, &old);
    gint index = kiri_matcher_index(w->decider.matcher, id);
    if (!add_articles_of(w, KIRI_NOUN_RELEASE, id, set, error))
        return FALSE;
    if (was_seen)
        add_span(w, old, NULL, set);
    if (index < 0)
        return TRUE;
    KiriEntry *entry = kiri_matcher_entry(w->decider.matcher, (guint)index);
    Span now = span_of(entry->doc);
    if (was_seen) {
        add_span(w, now, NULL, set);
        add_span(w, undated, NULL, set);
    } else {
        widen(scan, now, (guint)index);
    }
    add_sharing(w, entry, set);
    /* Kept until all that follows from it is written: a repeat finds the wider
     * of both spans. */
    if (was_seen)
        now = (Span){MIN(now.from_us, old.from_us), MAX(now.to_us, old.to_us)};
    return put_span(w, id, now, error);
}

static gboolean add_releases(KiriLinkWork *w, const KiriLinkChanges *c, GHashTable *set,
                             GError **error)
{
    g_autoptr(GArray) entries = g_array_new(FALSE, FALSE, sizeof(guint));
    Scan scan = {.entries = entries};
    GHashTableIter iter;
    gpointer id;
    g_hash_table_iter_init(&iter, c->releases);
    while (g_hash_table_iter_next(&iter, &id, NULL))
        if (!add_release(w, id, &scan, set, error))
            return FALSE;
    if (entries->len == 0)
        return TRUE;
    add_span(w, scan.span, &scan, set);
    add_span(w, undated, &scan, set);
    return TRUE;
}

GHashTable *kiri_link_affected(KiriLinkWork *w, const KiriLinkChanges *c, GError **error)
{
    g_autoptr(GHashTable) set = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    GHashTableIter iter;
    gpointer id;
    gboolean ok = TRUE;
    if (g_hash_table_size(c->releases) && !kiri_link_renew_releases(w, c->releases, c->last, error))
        return NULL;
    if (g_hash_table_size(c->topics) && !kiri_link_load_topics(w, error))
        return NULL;
    g_hash_table_iter_init(&iter, c->articles);
    while (g_hash_table_iter_next(&iter, &id, NULL))
        add(set, id);
    g_hash_table_iter_init(&iter, c->judged);
    while (g_hash_table_iter_next(&iter, &id, NULL))
        add(set, id);
    ok = add_releases(w, c, set, error);
    if (ok && g_hash_table_size(c->topics))
        ok = kiri_link_add_topics(w, c, set, error);
    if (ok && w->trouble) {
        g_propagate_error(error, g_steal_pointer(&w->trouble));
        ok = FALSE;
    }
    return ok ? g_steal_pointer(&set) : NULL;
}
