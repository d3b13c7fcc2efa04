// SPDX-License-Identifier: GPL-3.0-or-later
/* Finding sources: a short walk over what a site says of itself. Every address is
 * looked at once, in order of promise, until the budget is spent. */
#include <kirinuki/discover.h>

#include "discover_judge.h"

#include <kirinuki/error.h>
#include <kirinuki/hash.h>
#include <kirinuki/i18n.h>
#include <kirinuki/robots.h>
#include <kirinuki/url.h>

#include <string.h>

enum {
    MOST_LOOKS = 40,
    MOST_FEEDS = 20,   // of what pages link to
    MOST_LISTS = 2,    // pages that list feeds
    MOST_SITEMAPS = 8, // named by robots.txt
    MOST_CHILDREN = 5, // of one index
    MOST_DEPTH = 2,
};

static const KiriField discovery_fields[] = {
    {KIRI_FIELD(1, KiriDiscovery, url, STR)},
    {KIRI_FIELD(2, KiriDiscovery, site, STR)},
    {KIRI_FIELD(3, KiriDiscovery, title, STR)},
    {KIRI_FIELD(4, KiriDiscovery, language, STR)},
    {KIRI_FIELD(5, KiriDiscovery, found, RECS), .sub = &kiri_found_source_shape},
    {KIRI_FIELD(6, KiriDiscovery, problems, STRV)},
    {KIRI_FIELD(7, KiriDiscovery, requests, I64)},
};
const KiriShape kiri_discovery_shape = KIRI_SHAPE("discovery", KiriDiscovery, discovery_fields);

typedef struct {
    KiriPool *pool;
    const KiriCrawlOptions *o;
    KiriErrand *errand;
    KiriDiscovery *out;
    GHashTable *seen;      // canonical URLs that were looked at
    GPtrArray *candidates; // KiriFoundCandidate
    guint looks, feeds, lists;
    gboolean is_named; // a feed or sitemap was named somewhere
} Search;

static void candidate_free(gpointer p)
{
    kiri_found_candidate_free(p);
}

/* A look at an address; `found` stays NULL when it was looked at already or the
 * budget is spent. FALSE with error when the search must end. */
static gboolean look_at(Search *s, const char *url, KiriLook **found, GError **error)
{
    g_autofree char *key = kiri_url_canonical(kiri_str(url), NULL);
    *found = NULL;
    if (!key || s->looks >= MOST_LOOKS || !g_hash_table_add(s->seen, g_strdup(key)))
        return TRUE;
    s->looks++;
    g_autoptr(KiriLook) look = kiri_look(s->errand, s->pool, s->o, url, error);
    if (!look)
        return FALSE;
    s->out->requests += kiri_errand_exchanges(s->errand)->len;
    /* Two names that lead to one address are one source. */
    g_autofree char *final =
        look->final_url ? kiri_url_canonical(kiri_str(look->final_url), NULL) : NULL;
    if (!final || strcmp(final, key) == 0 || g_hash_table_add(s->seen, g_steal_pointer(&final)))
        *found = g_steal_pointer(&look);
    return TRUE;
}

static void note_problem(Search *s, const char *url, const char *why)
{
    /* The reason of a failed fetch names the address already. */
    g_autofree char *text =
        strstr(why, url) ? g_strdup(why) : g_strdup_printf("'%s': %s", url, why);
    kiri_strv_add(&s->out->problems, text);
}

static void add_candidate(Search *s, const KiriLook *look, const char *via, const char *found_on)
{
    g_ptr_array_add(s->candidates,
                    kiri_found_candidate_new(look, via, found_on, s->out->site, s->out->language,
                                             kiri_clock_now_us(s->o->clock)));
}

/* ---- feeds ---- */

static gboolean has_word(const char *text, const char *const *words)
{
    for (guint i = 0; words[i]; i++)
        if (strstr(text, words[i]))
            return TRUE;
    return FALSE;
}

/* Does the address of a link look like that of a feed? */
static gboolean is_feed_address(const KiriUrl *url)
{
    static const char *const ends[] = {".rdf",      ".rss",       ".atom",    "/feed",
                                       "/feed/",    "/rss",       "/rss/",    "/atom",
                                       "/atom/",    "/index.xml", "/rss.xml", "/feed.xml",
                                       "/atom.xml", "/feed.json", NULL};
    static const char *const inside[] = {"/rss/", "/feed/", "/feeds/", "/rdf/", "/atom/",
                                         "rss2",  "_rss",   "-rss",    NULL};
    for (guint i = 0; ends[i]; i++)
        if (g_str_has_suffix(url->path, ends[i]))
            return TRUE;
    return (g_str_has_suffix(url->path, ".xml") || g_str_has_suffix(url->path, ".json")) &&
           has_word(url->path, inside);
}

/* A page that lists the feeds of the site: it says so in its text or address. */
static gboolean is_feed_list(const KiriUrl *url, const char *text)
{
    static const char *const texts[] = {"RSS", "フィード", "ＲＳＳ", "Feeds", "配信一覧", NULL};
    static const char *const paths[] = {"/rss", "rss.html", "rss/", "/feeds", "rsslist", NULL};
    return has_word(text, texts) || has_word(url->path, paths);
}

static gboolean is_own_site(const Search *s, const KiriUrl *url)
{
    g_autofree char *site = url->host ? kiri_url_registrable_domain(url->host) : NULL;
    return g_strcmp0(site, s->out->site) == 0;
}

/* Feeds are often served by a host of their own trade. */
static gboolean is_feed_host(const KiriUrl *url)
{
    return url->host && (g_str_has_prefix(url->host, "feed") ||
                         g_str_has_prefix(url->host, "rss") || strstr(url->host, "feedburner"));
}

/* FALSE with error when the search must end. */
static gboolean take_feed(Search *s, const char *url, const char *via, const char *found_on,
                          GError **error)
{
    if (s->feeds >= MOST_FEEDS)
        return TRUE;
    g_autoptr(KiriLook) look = NULL;
    if (!look_at(s, url, &look, error))
        return FALSE;
    if (!look)
        return TRUE;
    s->feeds++;
    s->is_named = TRUE;
    if (look->problem)
        note_problem(s, url, look->problem);
    else if (look->kind == KIRI_SOURCE_FEED || look->kind == KIRI_SOURCE_SITEMAP)
        add_candidate(s, look, via, found_on);
    return TRUE;
}

static gboolean take_feed_links(Search *s, const KiriLook *page, const char *via, GError **error)
{
    for (gsize i = 0; page->links && page->links[i]; i++) {
        g_autoptr(KiriUrl) url = kiri_url_parse(kiri_str(page->links[i]), NULL);
        if (url && (is_own_site(s, url) || is_feed_host(url)) && is_feed_address(url) &&
            !take_feed(s, page->links[i], via, page->final_url, error))
            return FALSE;
    }
    return TRUE;
}

/* Pages that list feeds, one step away. */
static gboolean follow_lists(Search *s, const KiriLook *page, GError **error)
{
    for (gsize i = 0; page->links && page->links[i] && s->lists < MOST_LISTS; i++) {
        g_autoptr(KiriUrl) url = kiri_url_parse(kiri_str(page->links[i]), NULL);
        if (!url || !is_own_site(s, url) || is_feed_address(url) ||
            !is_feed_list(url, page->link_texts[i]))
            continue;
        g_autoptr(KiriLook) list = NULL;
        if (!look_at(s, page->links[i], &list, error))
            return FALSE;
        if (!list || list->problem)
            continue;
        s->lists++;
        if (list->kind != KIRI_SOURCE_PAGE) {
            add_candidate(s, list, "page", page->final_url);
            s->is_named = TRUE;
            continue;
        }
        for (char **f = list->feeds; f && *f; f++)
            if (!take_feed(s, *f, "feed list", list->final_url, error))
                return FALSE;
        if (!take_feed_links(s, list, "feed list", error))
            return FALSE;
    }
    return TRUE;
}

/* ---- sitemaps ---- */

static gint promise_of(const char *url)
{
    static const char *const good[] = {"news", "latest", "recent", "article", "post", NULL};
    static const char *const bad[] = {"image",   "video",  "photo", "tag", "author",
                                      "categor", "static", "page-", NULL};
    return (has_word(url, good) ? 2 : 0) - (has_word(url, bad) ? 4 : 0);
}

static gint compare_children(gconstpointer a, gconstpointer b)
{
    const KiriFeedEntry *x = *(KiriFeedEntry *const *)a, *y = *(KiriFeedEntry *const *)b;
    gint p = promise_of(x->link), q = promise_of(y->link);
    if (p != q)
        return p > q ? -1 : 1;
    if (x->updated.us != y->updated.us)
        return x->updated.us > y->updated.us ? -1 : 1;
    return strcmp(y->link, x->link);
}

static gboolean take_sitemap(Search *s, const char *url, const char *via, const char *found_on,
                             guint depth, GError **error);

/* Names that count or date: such a child is replaced by another one tomorrow. */
static gboolean is_passing(const char *url)
{
    const char *name = strrchr(url, '/');
    return name && strpbrk(name, "0123456789");
}

/* The index is the source where its children come and go; a child of a lasting name
 * that has the news is a source itself. */
static gboolean take_index(Search *s, KiriLook *index, const char *via, const char *found_on,
                           guint depth, GError **error)
{
    guint from = s->candidates->len, asked = 0;
    g_autoptr(GPtrArray) children = g_ptr_array_new();
    for (guint i = 0; i < index->entries->len; i++) {
        const KiriFeedEntry *e = index->entries->pdata[i];
        g_autoptr(KiriUrl) url = e->link ? kiri_url_parse(kiri_str(e->link), NULL) : NULL;
        if (url && kiri_url_is_http(url) && is_own_site(s, url))
            g_ptr_array_add(children, index->entries->pdata[i]);
    }
    g_ptr_array_sort(children, compare_children);
    for (guint i = 0; i < children->len && asked < MOST_CHILDREN && depth < MOST_DEPTH; i++) {
        const KiriFeedEntry *child = children->pdata[i];
        asked++;
        if (!take_sitemap(s, child->link, "sitemap index", index->final_url, depth + 1, error))
            return FALSE;
    }
    const KiriFoundSource *best = NULL;
    for (guint i = from; i < s->candidates->len; i++) {
        KiriFoundSource *f = ((KiriFoundCandidate *)s->candidates->pdata[i])->record;
        if (f->is_good && (!best || f->rank > best->rank))
            best = f;
    }
    add_candidate(s, index, via, found_on);
    KiriFoundCandidate *own = s->candidates->pdata[s->candidates->len - 1];
    KiriFoundSource *f = own->record;
    g_hash_table_remove_all(own->links); // children are no articles
    f->is_good = best && is_passing(best->url);
    g_free(f->reason);
    f->reason = f->is_good ? g_strdup_printf(_("an index of sitemaps; the newest has %" PRId64
                                               " entries of the last 7 days"),
                                             best->entries_recent)
                : best     ? g_strdup(_("an index of sitemaps; the one with the news is above"))
                           : g_strdup(_("an index of sitemaps in which nothing new was found"));
    f->rank = f->is_good ? best->rank : f->rank % 10000000;
    if (f->is_good) { // its children of today are no sources of tomorrow
        f->newest = best->newest;
        f->entries_recent = best->entries_recent;
        for (guint i = s->candidates->len - 1; i-- > from;)
            if (is_passing(((KiriFoundCandidate *)s->candidates->pdata[i])->record->url))
                g_ptr_array_remove_index(s->candidates, i);
    }
    return TRUE;
}

static gboolean take_sitemap(Search *s, const char *url, const char *via, const char *found_on,
                             guint depth, GError **error)
{
    g_autoptr(KiriLook) look = NULL;
    if (!look_at(s, url, &look, error))
        return FALSE;
    if (!look)
        return TRUE;
    s->is_named = TRUE;
    if (look->problem) {
        note_problem(s, url, look->problem);
        return TRUE;
    }
    if (g_strcmp0(look->format, "sitemapindex") == 0)
        return take_index(s, look, via, found_on, depth, error);
    if (look->kind != KIRI_SOURCE_PAGE)
        add_candidate(s, look, via, found_on);
    return TRUE;
}

static gboolean take_robots(Search *s, const char *start, GError **error)
{
    g_autoptr(GError) why = NULL;
    const char *text = kiri_errand_robots(s->errand, start, &why);
    s->out->requests += kiri_errand_exchanges(s->errand)->len;
    if (!text) {
        if (kiri_error_is(why, KIRI_ERROR_USAGE) || kiri_error_is(why, KIRI_ERROR_CANCELLED)) {
            g_propagate_error(error, g_steal_pointer(&why));
            return FALSE;
        }
        kiri_strv_add(&s->out->problems, why->message);
        return TRUE;
    }
    g_autoptr(KiriUrl) url = kiri_url_parse(kiri_str(start), NULL);
    g_autofree char *origin = kiri_url_origin(url);
    g_autofree char *robots = g_strconcat(origin, "/robots.txt", NULL);
    g_auto(GStrv) sitemaps = kiri_robots_sitemaps(kiri_str(text));
    for (guint i = 0; sitemaps[i] && i < MOST_SITEMAPS; i++) {
        g_autofree char *absolute = kiri_url_resolve(kiri_str(sitemaps[i]), robots);
        g_autoptr(KiriUrl) parsed = absolute ? kiri_url_parse(kiri_str(absolute), NULL) : NULL;
        /* A sitemap may lie on another host of the site, or of its provider: the
         * entries decide whose it is. */
        if (parsed && kiri_url_is_http(parsed) &&
            !take_sitemap(s, absolute, "robots.txt", robots, 0, error))
            return FALSE;
    }
    return TRUE;
}

/* ---- guesses ---- */

static gboolean take_guesses(Search *s, const char *start, GError **error)
{
    static const char *const guesses[] = {"/sitemap.xml",
                                          "/sitemap_index.xml",
                                          "/news-sitemap.xml",
                                          "/sitemap-news.xml",
                                          "/feed",
                                          "/rss",
                                          "/rss.xml",
                                          "/feed.xml",
                                          "/index.rdf",
                                          "/atom.xml",
                                          NULL};
    g_autoptr(KiriUrl) url = kiri_url_parse(kiri_str(start), NULL);
    g_autofree char *origin = kiri_url_origin(url);
    guint had = kiri_strv_count(s->out->problems);
    for (guint i = 0; guesses[i]; i++) {
        g_autofree char *guess = g_strconcat(origin, guesses[i], NULL);
        if (!take_sitemap(s, guess, "guess", NULL, 0, error))
            return FALSE;
    }
    /* That a guess is wrong is no problem of the site. */
    for (guint i = kiri_strv_count(s->out->problems); i-- > had;)
        g_clear_pointer(&s->out->problems[i], g_free);
    return TRUE;
}

/* ---- the walk ---- */

static gboolean take_page(Search *s, const KiriLook *page, GError **error)
{
    if (!s->out->title)
        s->out->title = g_strdup(page->title);
    if (!s->out->language)
        s->out->language = g_strdup(page->language);
    for (char **f = page->feeds; f && *f; f++)
        if (!take_feed(s, *f, "page", page->final_url, error))
            return FALSE;
    return take_feed_links(s, page, "page", error) && follow_lists(s, page, error);
}

/* The address itself, and the front page of its site when it is none. */
static gboolean take_start(Search *s, char **start, GError **error)
{
    g_autoptr(KiriLook) first = NULL;
    if (!look_at(s, *start, &first, error))
        return FALSE;
    if (!first)
        return TRUE;
    if (first->problem) {
        note_problem(s, *start, first->problem);
        return TRUE;
    }
    g_free(*start);
    *start = g_strdup(first->final_url);
    g_autoptr(KiriUrl) url = kiri_url_parse(kiri_str(*start), NULL);
    g_free(s->out->site);
    s->out->site = kiri_url_registrable_domain(url->host);
    if (first->kind == KIRI_SOURCE_PAGE) {
        if (!take_page(s, first, error))
            return FALSE;
    } else {
        s->is_named = TRUE;
        if (g_strcmp0(first->format, "sitemapindex") == 0)
            return take_index(s, first, "itself", NULL, 0, error);
    }
    add_candidate(s, first, "itself", NULL);
    if (strcmp(url->path, "/") == 0)
        return TRUE;
    g_autofree char *origin = kiri_url_origin(url);
    g_autofree char *front = g_strconcat(origin, "/", NULL);
    g_autoptr(KiriLook) page = NULL;
    if (!look_at(s, front, &page, error))
        return FALSE;
    return !page || page->kind != KIRI_SOURCE_PAGE || take_page(s, page, error);
}

static gboolean search(Search *s, const char *address, GError **error)
{
    g_autofree char *start = g_strdup(address);
    return take_start(s, &start, error) && take_robots(s, start, error) &&
           (s->is_named || take_guesses(s, start, error));
}

/* "example.jp" is an address too. */
static char *full_address(const char *text)
{
    if (strstr(text, "://"))
        return g_strdup(text);
    return g_strconcat("https://", text, strchr(text, '/') ? NULL : "/", NULL);
}

KiriDiscovery *kiri_discover(KiriPool *pool, KiriTransport *transport,
                             const KiriCrawlOptions *options, const char *url, GError **error)
{
    g_autoptr(GError) why = NULL;
    g_autoptr(KiriErrand) errand = kiri_errand_new(transport, options);
    g_autoptr(KiriDiscovery) out = kiri_discovery_new();
    g_autofree char *address = full_address(url);
    g_autoptr(KiriUrl) parsed = kiri_url_parse(kiri_str(address), NULL);
    if (!parsed || !kiri_url_is_http(parsed)) {
        g_set_error(error, KIRI_ERROR_CRAWLER, KIRI_ERROR_USAGE, _("'%s' is no http address"), url);
        return NULL;
    }
    out->url = g_strdup(address);
    out->site = kiri_url_registrable_domain(parsed->host);
    Search s = {.pool = pool,
                .o = options,
                .errand = errand,
                .out = out,
                .seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
                .candidates = g_ptr_array_new_with_free_func(candidate_free)};
    gboolean ok = search(&s, address, &why);
    kiri_found_candidates_settle(s.candidates);
    for (guint i = 0; i < s.candidates->len; i++) {
        KiriFoundCandidate *c = s.candidates->pdata[i];
        kiri_recs_add(&out->found, g_steal_pointer(&c->record));
    }
    g_hash_table_destroy(s.seen);
    g_ptr_array_unref(s.candidates);
    if (!ok) {
        g_propagate_error(error, g_steal_pointer(&why));
        return NULL;
    }
    return g_steal_pointer(&out);
}

KiriSource *kiri_found_source_take(const KiriFoundSource *found, gint64 now_us)
{
    g_autofree char *url = kiri_url_canonical(kiri_str(found->url), NULL);
    char id[KIRI_ID_BYTES];
    if (!url)
        return NULL;
    kiri_hash_id(kiri_str(url), id);
    KiriSource *s = kiri_source_new();
    s->id = g_strndup(id, 8);
    s->url = g_steal_pointer(&url);
    s->kind = found->kind;
    s->title = g_strdup(found->title);
    s->via = g_strdup(found->via);
    s->added = kiri_time_jst(now_us);
    return s;
}
