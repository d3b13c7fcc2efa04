// SPDX-License-Identifier: GPL-3.0-or-later
/* The audit of one medium: which sources there are, what each names now, and what
 * follows from the lists side by side. */
#include <kirinuki/audit.h>

#include "audit_lists.h"

#include <kirinuki/capture.h>
#include <kirinuki/discover.h>
#include <kirinuki/error.h>
#include <kirinuki/i18n.h>
#include <kirinuki/url.h>
#include <kirinuki/url_form.h>

#include <string.h>

enum { MOST_CHILDREN = 12, MOST_APART = 1000, MOST_MISSED = 10000 };

static const KiriField item_fields[] = {
    {KIRI_FIELD(1, KiriAuditItem, url, STR)},         {KIRI_FIELD(2, KiriAuditItem, title, STR)},
    {KIRI_FIELD(3, KiriAuditItem, published, TIME)},  {KIRI_FIELD(4, KiriAuditItem, lists, STRV)},
    {KIRI_FIELD(5, KiriAuditItem, source, STR)},      {KIRI_FIELD(6, KiriAuditItem, article, STR)},
    {KIRI_FIELD(7, KiriAuditItem, state, STR)},       {KIRI_FIELD(8, KiriAuditItem, is_lead, BOOL)},
    {KIRI_FIELD(9, KiriAuditItem, is_refused, BOOL)},
};
const KiriShape kiri_audit_item_shape = KIRI_SHAPE("audit_item", KiriAuditItem, item_fields);

static const KiriField audit_fields[] = {
    {KIRI_FIELD(1, KiriAudit, medium, STR)},
    {KIRI_FIELD(2, KiriAudit, name, STR)},
    {KIRI_FIELD(3, KiriAudit, from, TIME)},
    {KIRI_FIELD(4, KiriAudit, to, TIME)},
    {KIRI_FIELD(5, KiriAudit, feeds, I64)},
    {KIRI_FIELD(6, KiriAudit, sitemaps, I64)},
    {KIRI_FIELD(7, KiriAudit, pages, I64)},
    {KIRI_FIELD(8, KiriAudit, in_feeds, I64)},
    {KIRI_FIELD(9, KiriAudit, in_sitemaps, I64)},
    {KIRI_FIELD(10, KiriAudit, in_pages, I64)},
    {KIRI_FIELD(11, KiriAudit, seen, I64)},
    {KIRI_FIELD(12, KiriAudit, stored, I64)},
    {KIRI_FIELD(13, KiriAudit, missing, I64)},
    {KIRI_FIELD(14, KiriAudit, undated, I64)},
    {KIRI_FIELD(15, KiriAudit, leads, I64)},
    {KIRI_FIELD(16, KiriAudit, has_estimate, BOOL)},
    {KIRI_FIELD(17, KiriAudit, is_reliable, BOOL)},
    {KIRI_FIELD(18, KiriAudit, estimate, F64), .decimals = 1},
    {KIRI_FIELD(19, KiriAudit, estimate_low, F64), .decimals = 1},
    {KIRI_FIELD(20, KiriAudit, estimate_high, F64), .decimals = 1},
    {KIRI_FIELD(21, KiriAudit, coverage, F64), .decimals = 4},
    {KIRI_FIELD(22, KiriAudit, coverage_low, F64), .decimals = 4},
    {KIRI_FIELD(23, KiriAudit, coverage_high, F64), .decimals = 4},
    {KIRI_FIELD(24, KiriAudit, basis, STR)},
    {KIRI_FIELD(25, KiriAudit, missed, RECS), .sub = &kiri_audit_item_shape},
    {KIRI_FIELD(26, KiriAudit, apart, RECS), .sub = &kiri_audit_item_shape},
    {KIRI_FIELD(27, KiriAudit, problems, STRV)},
    {KIRI_FIELD(28, KiriAudit, refused, I64)},
};
const KiriShape kiri_audit_shape = KIRI_SHAPE("audit", KiriAudit, audit_fields);

typedef struct {
    KiriStore *store;
    KiriPool *pool;
    KiriTransport *transport;
    const KiriCrawlOptions *o;
    const KiriAuditOptions *what;
    KiriAudit *out;
    KiriErrand *errand; // NULL: offline
    KiriAuditLists lists;
    GPtrArray *sources; // KiriSource that are followed
    GHashTable *kinds;  // source id → KiriListKind + 1
    GHashTable *looked; // canonical URLs
} Audit;

static gint list_of(gint source_kind)
{
    return source_kind == KIRI_SOURCE_FEED      ? KIRI_LIST_FEED
           : source_kind == KIRI_SOURCE_SITEMAP ? KIRI_LIST_SITEMAP
           : source_kind == KIRI_SOURCE_PAGE    ? KIRI_LIST_PAGE
                                                : -1;
}

static void count_source(Audit *a, gint list)
{
    *(list == KIRI_LIST_FEED      ? &a->out->feeds
      : list == KIRI_LIST_SITEMAP ? &a->out->sitemaps
                                  : &a->out->pages) += 1;
}

/* ---- which sources ---- */

static gboolean is_news_search(const KiriSource *s)
{
    return s->url && strstr(s->url, "://news.google.com/");
}

static gboolean pick_source(gconstpointer record, gpointer data)
{
    Audit *a = data;
    const KiriSource *s = record;
    g_autofree char *owner =
        s->medium ? g_strdup(s->medium) : kiri_store_medium_of_url(a->store, s->url);
    gboolean is_own = g_strcmp0(owner, a->what->medium) == 0;
    gint list = list_of(s->kind);
    if (is_own && list >= 0)
        g_hash_table_insert(a->kinds, g_strdup(s->id), GUINT_TO_POINTER((guint)list + 1));
    if ((is_own || is_news_search(s)) && !s->is_disabled)
        g_ptr_array_add(a->sources, kiri_record_copy(&kiri_source_shape, s));
    return TRUE;
}

/* ---- looks ---- */

static void note_problem(Audit *a, const char *url, const char *why)
{
    g_autofree char *text =
        strstr(why, url) ? g_strdup(why) : g_strdup_printf("'%s': %s", url, why);
    kiri_strv_add(&a->out->problems, text);
}

static gboolean look_at(Audit *a, const char *url, const char *source, guint depth, GError **error);

/* The children of an index that can hold pages of the period. */
static gboolean look_at_children(Audit *a, const KiriLook *index, const char *source, guint depth,
                                 GError **error)
{
    guint asked = 0;
    for (guint i = 0; i < index->entries->len && asked < MOST_CHILDREN; i++) {
        const KiriFeedEntry *child = index->entries->pdata[i];
        gboolean is_before = kiri_time_is_set(child->updated) &&
                             child->updated.us + KIRI_US_PER_DAY < a->what->from_us;
        g_autoptr(KiriUrl) url = child->link ? kiri_url_parse(kiri_str(child->link), NULL) : NULL;
        g_autofree char *site = url && url->host ? kiri_url_registrable_domain(url->host) : NULL;
        if (is_before || !site || !g_hash_table_contains(a->lists.sites, site))
            continue;
        asked++;
        if (!look_at(a, child->link, source, depth + 1, error))
            return FALSE;
    }
    return TRUE;
}

/* Takes what stands at the address now; FALSE with error when the audit must end. */
static gboolean look_at(Audit *a, const char *url, const char *source, guint depth, GError **error)
{
    char *key = kiri_url_canonical(kiri_str(url), NULL);
    if (!key || !g_hash_table_add(a->looked, key))
        return TRUE;
    g_autoptr(KiriLook) look = kiri_look(a->errand, a->pool, a->o, url, error);
    if (!look)
        return FALSE;
    if (look->problem) {
        note_problem(a, url, look->problem);
        return TRUE;
    }
    gint list = list_of((gint)look->kind);
    if (depth == 0)
        count_source(a, list);
    if (g_strcmp0(look->format, "sitemapindex") == 0)
        return depth >= 2 || look_at_children(a, look, source, depth, error);
    kiri_audit_take_look(&a->lists, look, (KiriListKind)list, source);
    return TRUE;
}

/* Sources of the site that nobody follows see what the followed ones do not. */
static gboolean look_at_found(Audit *a, const char *site, GError **error)
{
    g_autoptr(GError) why = NULL;
    g_autoptr(KiriDiscovery) found = kiri_discover(a->pool, a->transport, a->o, site, &why);
    if (!found) {
        if (kiri_error_is(why, KIRI_ERROR_CANCELLED)) {
            g_propagate_error(error, g_steal_pointer(&why));
            return FALSE;
        }
        note_problem(a, site, why->message);
        return TRUE;
    }
    for (char **p = found->problems; p && *p; p++)
        kiri_strv_add(&a->out->problems, *p);
    for (guint i = 0; i < kiri_recs_count(found->found); i++) {
        const KiriFoundSource *f = g_ptr_array_index(found->found, i);
        gboolean is_list = f->is_good || (f->kind == KIRI_SOURCE_PAGE && f->entries >= 5);
        if (is_list && !look_at(a, f->url, NULL, 0, error))
            return FALSE;
    }
    return TRUE;
}

/* The address at which a site is asked: that of a followed source, which knows scheme
 * and port, else the domain's own. (transfer full) */
static char *start_of(const Audit *a, const char *domain)
{
    for (guint i = 0; i < a->sources->len; i++) {
        const KiriSource *s = a->sources->pdata[i];
        g_autoptr(KiriUrl) url = kiri_url_parse(kiri_str(s->url), NULL);
        if (!url || !url->host || is_news_search(s))
            continue;
        gsize host = strcspn(domain, "/");
        if (strlen(url->host) == host && strncmp(url->host, domain, host) == 0) {
            g_autofree char *origin = kiri_url_origin(url);
            return g_strconcat(origin, domain[host] ? domain + host : "/", NULL);
        }
    }
    return g_strconcat("https://", domain, strchr(domain, '/') ? NULL : "/", NULL);
}

static gboolean look_now(Audit *a, const KiriMedium *medium, GError **error)
{
    for (guint i = 0; i < a->sources->len; i++) {
        const KiriSource *s = a->sources->pdata[i];
        if (!look_at(a, s->url, is_news_search(s) ? NULL : s->id, 0, error))
            return FALSE;
    }
    for (char **d = medium->domains; a->what->finds && d && *d; d++) {
        g_autofree char *start = start_of(a, *d);
        if (!look_at_found(a, start, error))
            return FALSE;
    }
    return TRUE;
}

/* ---- what follows ---- */

static guint mask_of(const KiriAuditItem *item)
{
    return (kiri_strv_has(item->lists, "feed") ? 1u : 0u) |
           (kiri_strv_has(item->lists, "sitemap") ? 2u : 0u) |
           (kiri_strv_has(item->lists, "page") ? 4u : 0u);
}

/* Lists that were looked at, as a mask. */
static guint lists_there(const Audit *a)
{
    return (a->out->feeds ? 1u : 0u) | (a->out->sitemaps ? 2u : 0u) | (a->out->pages ? 4u : 0u);
}

static void set_estimate(Audit *a, const gint64 counts[8])
{
    static const char *const pairs[] = {N_("feeds and sitemaps"), N_("feeds and front pages"),
                                        N_("sitemaps and front pages")};
    KiriAudit *out = a->out;
    const gint64 n[] = {out->in_feeds, out->in_sitemaps, out->in_pages};
    guint full = (n[0] ? 1u : 0u) + (n[1] ? 1u : 0u) + (n[2] ? 1u : 0u);
    KiriRecapture each[3];
    if (full < 2) {
        out->basis = g_strdup(_("no estimate: only one kind of source names articles"));
        return;
    }
    KiriRecapture c = kiri_capture_three(counts, each);
    gint pair = c.pair;
    if (full == 2) { // the pair of the lists that are not empty
        pair = !n[2] ? 0 : !n[1] ? 1 : 2;
        c = each[pair];
    }
    gdouble seen = (gdouble)out->seen; // never fewer than there are
    out->has_estimate = TRUE;
    out->is_reliable = each[pair].is_reliable;
    out->estimate = MAX(c.estimate, seen);
    out->estimate_low = MAX(c.low, seen);
    out->estimate_high = MAX(c.high, out->estimate);
    gdouble stored = (gdouble)out->stored;
    out->coverage = stored / out->estimate;
    out->coverage_low = stored / out->estimate_high;
    out->coverage_high = stored / out->estimate_low;
    out->basis = g_strdup_printf(
        _("rests on %s and takes them for independent; where both miss the same articles, more "
          "are missing"),
        _(pairs[pair]));
}

static gint compare_items(gconstpointer a, gconstpointer b)
{
    const KiriAuditItem *x = *(KiriAuditItem *const *)a, *y = *(KiriAuditItem *const *)b;
    if (x->is_lead != y->is_lead)
        return x->is_lead ? 1 : -1;
    if (x->published.us != y->published.us)
        return x->published.us > y->published.us ? -1 : 1;
    return strcmp(x->url, y->url);
}

static void add_item(GPtrArray **list, guint most, const KiriAuditItem *item)
{
    if (kiri_recs_count(*list) < most)
        kiri_recs_add(list, kiri_record_copy(&kiri_audit_item_shape, item));
}

static void settle(Audit *a)
{
    KiriAudit *out = a->out;
    gint64 counts[8] = {0};
    guint there = lists_there(a);
    GHashTableIter i;
    gpointer value;
    g_hash_table_iter_init(&i, a->lists.items);
    while (g_hash_table_iter_next(&i, NULL, &value)) {
        const KiriAuditItem *item = value;
        guint mask = mask_of(item);
        if (item->is_refused) {
            out->refused++;
            add_item(&out->apart, MOST_APART, item);
            continue;
        }
        if (!item->article)
            add_item(&out->missed, MOST_MISSED, item);
        if (!kiri_time_is_set(item->published)) {
            out->undated++;
            continue;
        }
        counts[mask]++;
        out->seen++;
        *(item->article ? &out->stored : &out->missing) += 1;
        out->in_feeds += (mask & 1) != 0;
        out->in_sitemaps += (mask & 2) != 0;
        out->in_pages += (mask & 4) != 0;
        if (item->article && (mask & there) != there)
            add_item(&out->apart, MOST_APART, item);
    }
    for (guint k = 0; k < a->lists.leads->len; k++)
        add_item(&out->missed, MOST_MISSED, a->lists.leads->pdata[k]);
    out->leads = a->lists.leads->len;
    if (out->missed)
        g_ptr_array_sort(out->missed, compare_items);
    if (out->apart)
        g_ptr_array_sort(out->apart, compare_items);
    set_estimate(a, counts);
}

static gboolean run(Audit *a, const KiriMedium *medium, GError **error)
{
    if (!kiri_store_each(a->store, KIRI_NOUN_SOURCE, "", pick_source, a, error))
        return FALSE;
    for (guint i = 0; i < a->sources->len; i++) {
        const KiriSource *s = a->sources->pdata[i];
        g_autoptr(KiriUrl) url = kiri_url_parse(kiri_str(s->url), NULL);
        if (url && url->host && !is_news_search(s))
            g_hash_table_add(a->lists.sites, kiri_url_registrable_domain(url->host));
        if (!a->errand && list_of(s->kind) >= 0 && !is_news_search(s))
            count_source(a, list_of(s->kind));
    }
    /* The stored ones first: what is named now is compared with them. */
    return kiri_audit_take_stored(&a->lists, a->kinds, error) &&
           (!a->errand || look_now(a, medium, error));
}

KiriAudit *kiri_audit_medium(KiriStore *store, KiriPool *pool, KiriTransport *transport,
                             const KiriCrawlOptions *options, const KiriAuditOptions *what,
                             GError **error)
{
    g_autoptr(KiriMedium) medium = kiri_store_get(store, KIRI_NOUN_MEDIUM, what->medium, error);
    if (!medium) {
        if (!*error)
            g_set_error(error, KIRI_ERROR_CRAWLER, KIRI_ERROR_NOT_FOUND,
                        _("there is no medium '%s'"), what->medium);
        return NULL;
    }
    g_autoptr(KiriAudit) out = kiri_audit_new();
    Audit a = {.store = store, .pool = pool, .transport = transport, .o = options, .what = what};
    a.out = out;
    out->medium = g_strdup(medium->id);
    out->name = g_strdup(medium->name);
    out->from = kiri_time_jst(what->from_us);
    out->to = kiri_time_jst(what->to_us);
    kiri_audit_lists_init(&a.lists, store, medium, what, kiri_clock_now_us(options->clock));
    a.errand = what->is_offline ? NULL : kiri_errand_new(transport, options);
    a.lists.errand = a.errand;
    a.sources = g_ptr_array_new_with_free_func((GDestroyNotify)kiri_source_free);
    a.kinds = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    a.looked = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    gboolean ok = run(&a, medium, error);
    if (ok) {
        kiri_audit_settle_undated(&a.lists);
        settle(&a);
    }
    kiri_audit_lists_clear(&a.lists);
    kiri_errand_free(a.errand);
    g_ptr_array_unref(a.sources);
    g_hash_table_unref(a.kinds);
    g_hash_table_unref(a.looked);
    return ok ? g_steal_pointer(&out) : NULL;
}

/* ---- mending ---- */

/* May it be fetched at all? What the publisher or robots.txt refused stays so. */
static gboolean is_fetchable(const KiriAuditItem *item, const KiriUrlRecord *record)
{
    if (item->is_lead || item->article)
        return FALSE;
    return !record || record->state == KIRI_URL_DUE || record->state == KIRI_URL_GONE ||
           (record->state == KIRI_URL_REFUSED && !record->http_status);
}

gboolean kiri_audit_make_due(KiriStore *store, const KiriAudit *audit, gint64 now_us, guint *due,
                             char ***sources, GError **error)
{
    KiriBatch *batch = kiri_batch_begin(store);
    for (guint i = 0; i < kiri_recs_count(audit->missed); i++) {
        const KiriAuditItem *item = g_ptr_array_index(audit->missed, i);
        g_autoptr(KiriUrlRecord) record =
            item->is_lead ? NULL : kiri_store_get(store, KIRI_NOUN_URL, item->url, NULL);
        if (!is_fetchable(item, record))
            continue;
        if (!record) {
            record = kiri_url_record_new();
            record->url = g_strdup(item->url);
            record->found = kiri_time_jst(now_us);
            record->hint_title = g_strdup(item->title);
            record->hint_published = item->published;
        }
        if (!record->source)
            record->source = g_strdup(item->source);
        record->state = KIRI_URL_DUE;
        record->due = kiri_time_jst(now_us);
        record->failures = 0;
        g_clear_pointer(&record->reason, g_free);
        kiri_batch_put(batch, KIRI_NOUN_URL, record);
        ++*due;
        if (sources && record->source && !kiri_strv_has(*sources, record->source) &&
            kiri_store_has(store, KIRI_NOUN_SOURCE, record->source))
            kiri_strv_add(sources, record->source);
    }
    return kiri_batch_commit(batch, error);
}
