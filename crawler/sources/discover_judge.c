// SPDX-License-Identifier: GPL-3.0-or-later
/* Judging found sources. A source is good when something new is to be expected of
 * it: entries of the last month that lead to pages of its own site, in the site's
 * language. The reason is said in either case. */
#include "discover_judge.h"

#include <kirinuki/i18n.h>
#include <kirinuki/url.h>
#include <kirinuki/url_form.h>

#include <string.h>

#define OLD_DAYS 30
#define RECENT_DAYS 7
#define MOST_COMPARED 1000 // entries of one source
#define COVERED_PER_CENT 95
#define FEW_LINKS 5

static const KiriField found_fields[] = {
    {KIRI_FIELD(1, KiriFoundSource, url, STR)},
    {KIRI_FIELD(2, KiriFoundSource, kind, ENUM), .names = kiri_source_kind_names},
    {KIRI_FIELD(3, KiriFoundSource, format, STR)},
    {KIRI_FIELD(4, KiriFoundSource, title, STR)},
    {KIRI_FIELD(5, KiriFoundSource, language, STR)},
    {KIRI_FIELD(6, KiriFoundSource, entries, I64)},
    {KIRI_FIELD(7, KiriFoundSource, entries_undated, I64)},
    {KIRI_FIELD(8, KiriFoundSource, entries_recent, I64)},
    {KIRI_FIELD(9, KiriFoundSource, newest, TIME)},
    {KIRI_FIELD(10, KiriFoundSource, via, STR)},
    {KIRI_FIELD(11, KiriFoundSource, found_on, STR)},
    {KIRI_FIELD(12, KiriFoundSource, is_good, BOOL)},
    {KIRI_FIELD(13, KiriFoundSource, reason, STR)},
    {KIRI_FIELD(14, KiriFoundSource, rank, I64)},
};
const KiriShape kiri_found_source_shape = KIRI_SHAPE("found_source", KiriFoundSource, found_fields);

void kiri_found_candidate_free(KiriFoundCandidate *candidate)
{
    if (!candidate)
        return;
    kiri_found_source_free(candidate->record);
    g_hash_table_unref(candidate->links);
    g_free(candidate);
}

/* ---- what the entries say ---- */

typedef struct {
    gint64 own, other;        // links by site
    gint64 japanese, foreign; // titles by script
    gint64 pictures;          // links to files
} Counts;

static gboolean is_japanese(const char *text)
{
    for (const char *p = text; *p; p += g_utf8_skip[(guchar)*p]) {
        gunichar c = g_utf8_get_char(p);
        if ((c >= 0x3041 && c <= 0x30ff) || (c >= 0x4e00 && c <= 0x9fff))
            return TRUE;
    }
    return FALSE;
}

static gboolean is_file(const char *path)
{
    static const char *const ends[] = {".jpg", ".jpeg", ".png", ".gif", ".webp", ".mp4", ".pdf"};
    for (gsize i = 0; i < G_N_ELEMENTS(ends); i++)
        if (g_str_has_suffix(path, ends[i]))
            return TRUE;
    return FALSE;
}

static void count_link(KiriFoundCandidate *c, Counts *n, const char *link, const char *site)
{
    g_autofree char *url = link ? kiri_url_of_article(kiri_str(link), NULL) : NULL;
    g_autoptr(KiriUrl) parsed = url ? kiri_url_parse(kiri_str(url), NULL) : NULL;
    if (!parsed || !parsed->host)
        return;
    g_autofree char *other = kiri_url_registrable_domain(parsed->host);
    *(strcmp(other, site) == 0 ? &n->own : &n->other) += 1;
    n->pictures += is_file(parsed->path);
    if (g_hash_table_size(c->links) < MOST_COMPARED)
        g_hash_table_add(c->links, g_steal_pointer(&url));
}

static Counts count_entries(KiriFoundCandidate *c, const KiriLook *look, const char *site,
                            gint64 now_us)
{
    KiriFoundSource *f = c->record;
    Counts n = {0};
    for (guint i = 0; i < look->entries->len; i++) {
        const KiriFeedEntry *e = look->entries->pdata[i];
        KiriTime t = kiri_look_time(e, now_us);
        f->entries++;
        f->entries_undated += !kiri_time_is_set(t);
        f->entries_recent += kiri_time_is_set(t) && t.us >= now_us - RECENT_DAYS * KIRI_US_PER_DAY;
        if (kiri_time_is_set(t) && (!kiri_time_is_set(f->newest) || t.us > f->newest.us))
            f->newest = t;
        if (e->title && *e->title)
            *(is_japanese(e->title) ? &n.japanese : &n.foreign) += 1;
        count_link(c, &n, e->link, site);
    }
    return n;
}

/* ---- the verdict ---- */

static gboolean is_of_comments(const KiriLook *look)
{
    return strstr(look->final_url, "/comments/") || g_str_has_suffix(look->final_url, "comments") ||
           (look->title &&
            (strstr(look->title, "のコメント") || strstr(look->title, "コメントフィード") ||
             g_str_has_prefix(look->title, "Comments ")));
}

/* By the first subtag: "ja" and "ja-JP" are one. */
static gboolean is_same_language(const char *a, const char *b)
{
    return g_ascii_strncasecmp(a, b, 2) == 0;
}

/* Why nothing is to be had of it; NULL: it is good. (static) */
static const char *why_not(const KiriLook *look, const KiriFoundSource *f, const Counts *n,
                           const char *language, gint64 now_us)
{
    gboolean is_page = look->kind == KIRI_SOURCE_PAGE;
    gboolean is_index = g_strcmp0(look->format, "sitemapindex") == 0;
    gboolean is_sitemap = look->kind == KIRI_SOURCE_SITEMAP;
    if (!f->entries)
        return is_page ? _("no links to articles were found on the page") : _("it has no entries");
    if (is_page && f->entries < FEW_LINKS)
        return _("only a few of its links look like articles");
    if (is_of_comments(look))
        return _("it brings readers' comments");
    if (n->other > 4 * n->own)
        return _("its entries lead to other sites");
    if (is_sitemap && !look->news_entries && !is_index &&
        (look->video_entries * 5 > f->entries * 4 || n->pictures * 2 > f->entries))
        return _("it lists videos or files, not articles");
    if (is_sitemap && !look->news_entries && look->image_entries * 5 > f->entries * 4 &&
        f->entries_undated == f->entries)
        return _("it lists images, not articles");
    if (language && look->language && !is_same_language(language, look->language))
        return _("it is in another language than the site");
    if (language && is_same_language(language, "ja") && n->foreign > 9 * n->japanese &&
        n->foreign >= FEW_LINKS)
        return _("its titles are in another language than the site");
    if (kiri_time_is_set(f->newest) && f->newest.us < now_us - OLD_DAYS * KIRI_US_PER_DAY)
        return _("it lists only old pages: the newest is more than 30 days old");
    if (is_sitemap && !look->news_entries && f->entries_undated == f->entries)
        return _("it lists pages without dates: what is new among them cannot be told");
    return NULL;
}

static char *praise(const KiriLook *look, const KiriFoundSource *f)
{
    if (look->kind == KIRI_SOURCE_PAGE)
        return g_strdup_printf(_("a page with %" PRId64 " links that look like articles"),
                               f->entries);
    if (look->news_entries)
        return g_strdup_printf(_("a news sitemap, %" PRId64 " entries of the last 7 days"),
                               f->entries_recent);
    if (f->entries_undated == f->entries)
        return g_strdup_printf(_("%" PRId64 " entries, all without a date"), f->entries);
    return g_strdup_printf(_("%" PRId64 " entries of the last 7 days"), f->entries_recent);
}

/* Feeds before news sitemaps, these before sitemaps, pages last; among equals the
 * liveliest, then the largest. */
static gint64 rank_of(const KiriLook *look, const KiriFoundSource *f)
{
    gint64 kind = look->kind == KIRI_SOURCE_FEED      ? 4
                  : look->news_entries                ? 3
                  : look->kind == KIRI_SOURCE_SITEMAP ? 2
                                                      : 1;
    return (f->is_good ? 10000000 : 0) + kind * 1000000 + MIN(f->entries_recent, 999) * 1000 +
           MIN(f->entries, 999);
}

KiriFoundCandidate *kiri_found_candidate_new(const KiriLook *look, const char *via,
                                             const char *found_on, const char *site,
                                             const char *language, gint64 now_us)
{
    KiriFoundCandidate *c = g_new0(KiriFoundCandidate, 1);
    KiriFoundSource *f = c->record = kiri_found_source_new();
    c->links = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    f->url = g_strdup(look->final_url);
    f->kind = (gint)look->kind;
    f->format = g_strdup(look->format);
    f->title = g_strdup(look->title);
    f->language = g_strdup(look->language);
    f->via = g_strdup(via);
    f->found_on = g_strdup(found_on);
    Counts n = count_entries(c, look, site, now_us);
    const char *why = why_not(look, f, &n, language, now_us);
    f->is_good = why == NULL;
    f->reason = why ? g_strdup(why) : praise(look, f);
    f->rank = rank_of(look, f);
    return c;
}

/* ---- one against the others ---- */

static gboolean is_covered(const KiriFoundCandidate *a, const KiriFoundCandidate *by)
{
    guint n = g_hash_table_size(a->links), shared = 0;
    GHashTableIter i;
    gpointer url;
    g_hash_table_iter_init(&i, a->links);
    while (g_hash_table_iter_next(&i, &url, NULL))
        shared += g_hash_table_contains(by->links, url) ? 1 : 0;
    return n && shared * 100 >= n * COVERED_PER_CENT;
}

static void refuse(KiriFoundCandidate *c, char *why)
{
    c->record->is_good = FALSE;
    c->record->rank %= 10000000;
    g_free(c->record->reason);
    c->record->reason = why;
}

static gint compare(gconstpointer a, gconstpointer b)
{
    const KiriFoundSource *x = (*(KiriFoundCandidate *const *)a)->record;
    const KiriFoundSource *y = (*(KiriFoundCandidate *const *)b)->record;
    if (x->rank != y->rank)
        return x->rank > y->rank ? -1 : 1;
    return strcmp(x->url, y->url);
}

void kiri_found_candidates_settle(GPtrArray *all)
{
    gboolean has_better = FALSE;
    g_ptr_array_sort(all, compare);
    for (guint i = 0; i < all->len; i++) {
        KiriFoundCandidate *c = all->pdata[i];
        for (guint k = 0; k < i && c->record->is_good; k++) {
            const KiriFoundCandidate *better = all->pdata[k];
            /* A sitemap beside a feed of the same articles is a second witness. */
            if (better->record->is_good && better->record->kind == c->record->kind &&
                is_covered(c, better))
                refuse(c, g_strdup_printf(_("all its entries are in '%s'"), better->record->url));
        }
        has_better |= c->record->is_good && c->record->kind != KIRI_SOURCE_PAGE;
        if (c->record->is_good && has_better && c->record->kind == KIRI_SOURCE_PAGE)
            refuse(c, g_strdup(_("a page; the sources above say more")));
    }
    g_ptr_array_sort(all, compare);
}
