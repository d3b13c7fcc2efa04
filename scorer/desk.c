// SPDX-License-Identifier: GPL-3.0-or-later
/* See desk.h. */
#include "desk.h"

#include <kirinuki/query.h>

#include <inttypes.h>
#include <string.h>

enum {
    MOST_BOOKS = 4,       // each holds the whole ledger
    MOST_RELEASES = 512,  // with their texts
    MOST_MONTHS = 100000, // a key and a number
    MOST_STORIES = 10000,
};

typedef struct {
    gint64 known_us;
    KiriBook *book;
    char *version;
} KnownBook;

struct KiriDesk {
    KiriStore *store;
    gint64 known_us;
    const KiriScoreOrganisation *organisation;
    KnownBook books[MOST_BOOKS]; // the one asked for last is the first
    GHashTable *months;          // "medium 2026-04" → articles
    GHashTable *releases;        // id → KiriRelease or NULL
    GHashTable *topics;          // id → char **: what its query looks for
    GHashTable *stories;         // "story target rules" → id of the clip that counts, or ""
};

static void free_release(gpointer release)
{
    kiri_release_free(release);
}

static void free_strv(gpointer strv)
{
    g_strfreev(strv);
}

KiriDesk *kiri_desk_open(KiriStore *store, gint64 known_us,
                         const KiriScoreOrganisation *organisation)
{
    KiriDesk *desk = g_new0(KiriDesk, 1);
    desk->store = store;
    desk->known_us = known_us;
    desk->organisation = organisation;
    desk->months = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    desk->releases = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_release);
    desk->topics = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_strv);
    desk->stories = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    return desk;
}

static void forget_book(KnownBook *known)
{
    kiri_book_close(known->book);
    g_free(known->version);
}

void kiri_desk_close(KiriDesk *desk)
{
    if (!desk)
        return;
    for (gsize i = 0; i < MOST_BOOKS; i++)
        forget_book(&desk->books[i]);
    g_hash_table_unref(desk->months);
    g_hash_table_unref(desk->releases);
    g_hash_table_unref(desk->topics);
    g_hash_table_unref(desk->stories);
    g_free(desk);
}

/* Makes room for one more. */
static void bound(GHashTable *table, guint most)
{
    if (g_hash_table_size(table) >= most)
        g_hash_table_remove_all(table);
}

const KiriBook *kiri_desk_book(KiriDesk *desk, gint64 known_us, GError **error)
{
    gsize i = 0;
    while (i < MOST_BOOKS && desk->books[i].book && desk->books[i].known_us != known_us)
        i++;
    KnownBook found = i < MOST_BOOKS ? desk->books[i] : (KnownBook){0};
    if (!found.book) {
        found =
            (KnownBook){.known_us = known_us, .book = kiri_book_open(desk->store, known_us, error)};
        if (!found.book)
            return NULL;
        found.version = kiri_book_version(found.book);
        if (i == MOST_BOOKS)
            forget_book(&desk->books[--i]);
    }
    memmove(desk->books + 1, desk->books, i * sizeof desk->books[0]);
    desk->books[0] = found;
    return found.book;
}

/* ---- months ---- */

char *kiri_month_key(const KiriArticle *a)
{
    if (!a->medium || !kiri_time_is_set(a->published))
        return NULL;
    KiriCivil c = kiri_civil_from_us(a->published.us, KIRI_JST_MIN);
    return g_strdup_printf("%s %04d-%02d", a->medium, c.year, c.month);
}

static void month_span(gint64 us, gint64 *from, gint64 *to)
{
    KiriCivil c = kiri_civil_from_us(us, KIRI_JST_MIN);
    KiriCivil first = {.year = c.year, .month = c.month, .day = 1};
    KiriCivil next = {.year = c.month == 12 ? c.year + 1 : c.year,
                      .month = c.month == 12 ? 1 : c.month + 1,
                      .day = 1};
    *from = kiri_civil_to_us(&first, KIRI_JST_MIN);
    *to = kiri_civil_to_us(&next, KIRI_JST_MIN);
}

/* Since when we know this version: when it was entered or fetched. An import says no more
 * than when it was published. */
static gint64 known_since(const KiriArticle *a)
{
    return a->appearance && a->version == 1 && kiri_time_is_set(a->appearance->entered)
               ? a->appearance->entered.us
           : kiri_time_is_set(a->fetched) ? a->fetched.us
                                          : a->published.us;
}

/* The article in the version that was known then; NULL: in none. (transfer full) */
static KiriArticle *article_then(KiriDesk *desk, const char *id, GError **error)
{
    KiriArticle *a = kiri_store_get(desk->store, KIRI_NOUN_ARTICLE, id, error);
    while (a && known_since(a) > desk->known_us) {
        gint64 before = a->version - 1;
        kiri_article_free(a);
        a = before > 0 ? kiri_store_get_article_version(desk->store, id, before, error) : NULL;
    }
    return a;
}

/* Of the articles of the month, those that were known then. */
static guint64 count_then(KiriDesk *desk, const char *medium, gint64 from, gint64 to)
{
    g_auto(GStrv) ids = kiri_store_published_of(desk->store, medium, from, to);
    guint64 n = 0;
    for (char **id = ids; *id; id++) {
        g_autoptr(KiriArticle) a = article_then(desk, *id, NULL);
        n += a ? 1 : 0;
    }
    return n;
}

static gint64 articles_of(KiriDesk *desk, const KiriArticle *a, const char *month)
{
    gpointer known = NULL;
    if (g_hash_table_lookup_extended(desk->months, month, NULL, &known))
        return (gint64)GPOINTER_TO_SIZE(known);
    gint64 from = 0, to = 0;
    month_span(a->published.us, &from, &to);
    guint64 n = desk->known_us == G_MAXINT64
                    ? kiri_store_count_published(desk->store, a->medium, from, to)
                    : count_then(desk, a->medium, from, to);
    bound(desk->months, MOST_MONTHS);
    g_hash_table_insert(desk->months, g_strdup(month), GSIZE_TO_POINTER(n));
    return (gint64)n;
}

static const KiriRelease *release_of(KiriDesk *desk, const char *id, GError **error)
{
    gpointer known = NULL;
    if (!id)
        return NULL;
    if (g_hash_table_lookup_extended(desk->releases, id, NULL, &known))
        return known;
    known = kiri_store_get(desk->store, KIRI_NOUN_RELEASE, id, error);
    bound(desk->releases, MOST_RELEASES);
    g_hash_table_insert(desk->releases, g_strdup(id), known);
    return known;
}

/* A topic that is gone, or whose query cannot be read any more, has no words. */
static char **words_of_topic(KiriDesk *desk, const char *id)
{
    gpointer known = NULL;
    if (!id)
        return NULL;
    if (g_hash_table_lookup_extended(desk->topics, id, NULL, &known))
        return known;
    g_autoptr(KiriTopic) topic = kiri_store_get(desk->store, KIRI_NOUN_TOPIC, id, NULL);
    g_autoptr(KiriQuery) query =
        topic && topic->query ? kiri_query_parse(kiri_str(topic->query), NULL) : NULL;
    char **words = query ? kiri_query_keywords(query) : NULL;
    for (char **w = words; w && *w; w++)
        g_strdelimit(*w, "*", '\0'); // snow*: what begins so
    bound(desk->topics, MOST_RELEASES);
    g_hash_table_insert(desk->topics, g_strdup(id), words);
    return words;
}

/* ---- cases ---- */

gboolean kiri_case_open(KiriDesk *desk, const KiriClip *clip, KiriCase *open, GError **error)
{
    GError *why = NULL;
    *open = (KiriCase){0};
    open->article = article_then(desk, clip->article, &why);
    g_autoptr(KiriVerdict) verdict =
        why ? NULL : kiri_store_get(desk->store, KIRI_NOUN_VERDICT, clip->id, &why);
    if (why) {
        kiri_case_clear(open);
        g_propagate_error(error, why);
        return FALSE;
    }
    open->verdict = desk->known_us == G_MAXINT64 ? g_steal_pointer(&verdict)
                                                 : kiri_verdict_at(verdict, desk->known_us);
    open->standing = kiri_standing(clip, open->verdict);
    open->month = open->article ? kiri_month_key(open->article) : NULL;
    open->input.clip = clip;
    open->input.class_ = open->standing.class_;
    open->input.article = open->article;
    open->input.before = clip->score;
    open->input.organisation = desk->organisation;
    return TRUE;
}

void kiri_case_clear(KiriCase *open)
{
    g_clear_pointer(&open->article, kiri_article_free);
    g_clear_pointer(&open->verdict, kiri_verdict_free);
    g_clear_pointer(&open->month, g_free);
    g_clear_pointer(&open->counted_by, g_free);
}

/* ---- one clip of a story ---- */

static gboolean fill(KiriDesk *desk, KiriCase *open, gint64 known_us, const KiriScoreRules *rules,
                     GError **error)
{
    GError *why = NULL;
    open->input.rules = *rules;
    open->input.book = kiri_desk_book(desk, known_us, &why);
    open->book_version = open->input.book ? desk->books[0].version : NULL;
    open->input.articles_that_month =
        open->month ? articles_of(desk, open->article, open->month) : 0;
    open->input.release = why ? NULL : release_of(desk, open->input.clip->release, &why);
    open->input.topic_words = words_of_topic(desk, open->input.clip->topic);
    if (why)
        g_propagate_error(error, why);
    return why == NULL;
}

/* Does the clip of this article count, and is its figure known? Our own text, word for
 * word, is a story of its own wherever it stands. */
static gboolean stands_for_story(KiriDesk *desk, const char *id, gint64 known_us,
                                 const KiriScoreRules *rules)
{
    g_autoptr(KiriClip) clip = kiri_store_get(desk->store, KIRI_NOUN_CLIP, id, NULL);
    g_auto(KiriCase) open = {0};
    if (!clip || !kiri_case_open(desk, clip, &open, NULL) || !open.article ||
        !open.standing.counts || open.standing.class_ == KIRI_CLASS_VERBATIM ||
        !fill(desk, &open, known_us, rules, NULL))
        return FALSE;
    g_autoptr(KiriScore) score = kiri_score_clip(&open.input);
    return score->is_known;
}

/* The first clip of the story that can stand for it; "" for none. (transfer full) */
static char *find_counted(KiriDesk *desk, const char *story, const char *target, gint64 known_us,
                          const KiriScoreRules *rules)
{
    g_autoptr(KiriLineage) row = kiri_store_get(desk->store, KIRI_NOUN_LINEAGE, story, NULL);
    g_autofree char *root = kiri_clip_make_id(story, target);
    if (stands_for_story(desk, root, known_us, rules))
        return g_steal_pointer(&root);
    for (char **copy = row ? row->copies : NULL; copy && *copy; copy++) {
        g_autofree char *id = kiri_clip_make_id(*copy, target);
        if (stands_for_story(desk, id, known_us, rules))
            return g_steal_pointer(&id);
    }
    return g_strdup("");
}

static char *counted_by(KiriDesk *desk, const KiriCase *open, gint64 known_us,
                        const KiriScoreRules *rules)
{
    const KiriClip *clip = open->input.clip;
    const char *dot = strchr(clip->id, '.');
    const char *target = dot ? dot + 1 : NULL;
    if (!target || !clip->story || open->standing.class_ == KIRI_CLASS_VERBATIM)
        return NULL;
    g_autofree char *key =
        g_strdup_printf("%s %s %s %" PRId64, clip->story, target, rules->method, known_us);
    const char *id = g_hash_table_lookup(desk->stories, key);
    if (!id) {
        char *found = find_counted(desk, clip->story, target, known_us, rules);
        bound(desk->stories, MOST_STORIES);
        g_hash_table_insert(desk->stories, g_steal_pointer(&key), found);
        id = found;
    }
    return *id && strcmp(id, clip->id) != 0 ? g_strdup(id) : NULL;
}

gboolean kiri_case_fill(KiriDesk *desk, KiriCase *open, gint64 known_us,
                        const KiriScoreRules *rules, GError **error)
{
    if (!fill(desk, open, known_us, rules, error))
        return FALSE;
    g_clear_pointer(&open->counted_by, g_free);
    if (g_strcmp0(rules->copies, "count-once") == 0) {
        open->counted_by = counted_by(desk, open, known_us, rules);
        /* The search may have asked for other books and releases. */
        if (!fill(desk, open, known_us, rules, error))
            return FALSE;
    }
    open->input.counted_by = open->counted_by;
    return TRUE;
}
