// SPDX-License-Identifier: GPL-3.0-or-later
/* Filling the lists. An article goes by its id where the store knows it, else by its
 * canonical URL; so the two spellings of one page are one entry. What the store knows
 * to be no article is on no list. */
#include "audit_lists.h"

#include <kirinuki/i18n.h>
#include <kirinuki/normalize.h>
#include <kirinuki/robots.h>
#include <kirinuki/url.h>
#include <kirinuki/url_form.h>

#include <string.h>

static void item_free(gpointer item)
{
    kiri_audit_item_free(item);
}

static void add_site(KiriAuditLists *l, const char *domain)
{
    g_autofree char *url = g_strconcat("https://", domain, NULL);
    g_autoptr(KiriUrl) parsed = kiri_url_parse(kiri_str(url), NULL);
    if (parsed && parsed->host)
        g_hash_table_add(l->sites, kiri_url_registrable_domain(parsed->host));
}

void kiri_audit_lists_init(KiriAuditLists *l, KiriStore *store, const KiriMedium *medium,
                           const KiriAuditOptions *options, gint64 now_us)
{
    *l = (KiriAuditLists){.store = store,
                          .medium = options->medium,
                          .from_us = options->from_us,
                          .to_us = options->to_us,
                          .now_us = now_us};
    l->items = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, item_free);
    l->undated = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, item_free);
    l->titles = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    l->sites = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    l->leads = g_ptr_array_new_with_free_func(item_free);
    for (char **d = medium->domains; d && *d; d++)
        add_site(l, *d);
}

void kiri_audit_lists_clear(KiriAuditLists *l)
{
    g_hash_table_unref(l->items);
    g_hash_table_unref(l->undated);
    g_hash_table_unref(l->titles);
    g_hash_table_unref(l->sites);
    g_ptr_array_unref(l->leads);
}

static gboolean is_in_period(const KiriAuditLists *l, KiriTime t)
{
    /* A day counts when any of it does. */
    gint64 end = t.precision <= KIRI_PRECISION_DAY ? t.us + KIRI_US_PER_DAY - 1 : t.us;
    return end >= l->from_us && t.us < l->to_us;
}

static KiriAuditItem *item_in(GHashTable *items, const char *key, const char *url)
{
    KiriAuditItem *item = g_hash_table_lookup(items, key);
    if (!item) {
        item = kiri_audit_item_new();
        item->url = g_strdup(url);
        g_hash_table_insert(items, g_strdup(key), item);
    }
    return item;
}

static void name_by(KiriAuditItem *item, KiriListKind kind)
{
    static const char *const names[] = {"feed", "sitemap", "page"};
    if (!kiri_strv_has(item->lists, names[kind]))
        kiri_strv_add(&item->lists, names[kind]);
}

static void set_once(char **place, const char *value)
{
    if (!*place && value && *value)
        *place = g_strdup(value);
}

/* ---- the store ---- */

gboolean kiri_audit_take_stored(KiriAuditLists *l, GHashTable *kinds, GError **error)
{
    g_auto(GStrv) ids = kiri_store_published_of(l->store, l->medium, l->from_us, l->to_us);
    for (char **id = ids; id && *id; id++) {
        g_autoptr(GError) why = NULL;
        g_autoptr(KiriArticle) a = kiri_store_get(l->store, KIRI_NOUN_ARTICLE, *id, &why);
        if (why) {
            g_propagate_error(error, g_steal_pointer(&why));
            return FALSE;
        }
        if (!a)
            continue;
        KiriAuditItem *item = item_in(l->items, a->id, a->url);
        item->article = g_strdup(a->id);
        item->published = kiri_time_is_set(a->published) ? a->published : a->fetched;
        set_once(&item->title, a->title);
        set_once(&item->source, a->source);
        for (char **s = a->sources; s && *s; s++) {
            guint kind = GPOINTER_TO_UINT(g_hash_table_lookup(kinds, *s));
            if (kind)
                name_by(item, (KiriListKind)(kind - 1));
        }
        if (a->title)
            g_hash_table_add(l->titles, kiri_normalize_dup(kiri_str(a->title)));
    }
    return TRUE;
}

/* ---- what is named now ---- */

static gboolean is_of_medium(const KiriAuditLists *l, const char *url)
{
    g_autoptr(KiriUrl) parsed = kiri_url_parse(kiri_str(url), NULL);
    g_autofree char *site =
        parsed && parsed->host ? kiri_url_registrable_domain(parsed->host) : NULL;
    if (!site || !g_hash_table_contains(l->sites, site))
        return FALSE;
    /* Two media may share a site ("example.jp/a" and "example.jp/b"). */
    g_autofree char *owner = kiri_store_medium_of_url(l->store, url);
    return !owner || strcmp(owner, l->medium) == 0;
}

/* Why a URL that is known is not stored, in words. (transfer full) */
static char *state_of(const KiriUrlRecord *record)
{
    if (!record)
        return g_strdup(_("never seen by a poll"));
    if (record->state == KIRI_URL_DUE && record->failures)
        return g_strdup_printf(_("known, not fetched yet: %s"),
                               record->reason ? record->reason : _("it failed"));
    if (record->state == KIRI_URL_DUE)
        return g_strdup(_("known, not fetched yet"));
    return g_strdup_printf("%s%s%s", kiri_url_state_names[record->state],
                           record->reason ? ": " : "", record->reason ? record->reason : "");
}

/* An article that the store has: on the list when it is of the period. */
static void take_known(KiriAuditLists *l, const KiriUrlRecord *record, KiriListKind kind)
{
    KiriAuditItem *item = g_hash_table_lookup(l->items, record->article);
    if (item && item->article)
        name_by(item, kind);
}

/* May it be asked for at all? */
static gboolean is_forbidden(const KiriAuditLists *l, const char *url)
{
    const char *rules = l->errand ? kiri_errand_robots(l->errand, url, NULL) : NULL;
    return rules && !kiri_robots_check(kiri_str(rules), KIRI_CRAWL_AGENT, url).is_allowed;
}

static void take_unknown(KiriAuditLists *l, const char *url, const KiriFeedEntry *entry,
                         const KiriUrlRecord *record, KiriListKind kind, const char *source)
{
    KiriTime t = kiri_look_time(entry, l->now_us);
    if (!kiri_time_is_set(t) && record)
        t = kiri_time_is_set(record->hint_published) ? record->hint_published : record->found;
    gboolean is_dated = kiri_time_is_set(t);
    if (is_dated && !is_in_period(l, t))
        return;
    gboolean is_listed = is_dated || g_hash_table_contains(l->items, url);
    KiriAuditItem *item = item_in(is_listed ? l->items : l->undated, url, url);
    if (!kiri_time_is_set(item->published))
        item->published = t;
    set_once(&item->title, entry->title);
    set_once(&item->title, record ? record->hint_title : NULL);
    set_once(&item->source, source);
    if (!item->state) {
        item->is_refused = is_forbidden(l, url);
        item->state =
            item->is_refused ? g_strdup(_("robots.txt does not allow it")) : state_of(record);
    }
    name_by(item, kind);
}

/* "見出し - 東都新聞", as Google News writes titles, without the name. (transfer full) */
static char *title_of_lead(const char *title)
{
    const char *dash = g_strrstr(title, " - ");
    g_autofree char *plain =
        dash && dash > title ? g_strndup(title, (gsize)(dash - title)) : g_strdup(title);
    return kiri_normalize_dup(kiri_str(plain));
}

/* A link that does not say where it leads: title and site are a lead. */
static void take_lead(KiriAuditLists *l, const KiriFeedEntry *entry)
{
    KiriTime t = kiri_look_time(entry, l->now_us);
    if (!entry->title || !entry->source_url || !is_of_medium(l, entry->source_url) ||
        !kiri_time_is_set(t) || !is_in_period(l, t))
        return;
    g_autofree char *title = title_of_lead(entry->title);
    if (!g_hash_table_add(l->titles, g_strdup(title)))
        return; // stored, or another lead
    KiriAuditItem *item = kiri_audit_item_new();
    item->url = g_strdup(entry->link);
    item->title = g_strdup(entry->title);
    item->published = t;
    item->is_lead = TRUE;
    item->state = g_strdup(_("named by Google News only"));
    g_ptr_array_add(l->leads, item);
}

void kiri_audit_take_look(KiriAuditLists *l, const KiriLook *look, KiriListKind kind,
                          const char *source)
{
    for (guint i = 0; i < look->entries->len; i++) {
        const KiriFeedEntry *entry = look->entries->pdata[i];
        g_autofree char *url =
            entry->link ? kiri_url_of_article(kiri_str(entry->link), NULL) : NULL;
        KiriUrlForm form = url ? kiri_url_form(url) : KIRI_URL_SHORT;
        if (form == KIRI_URL_SEALED)
            take_lead(l, entry);
        if (form != KIRI_URL_PLAIN || !is_of_medium(l, url))
            continue;
        g_autoptr(KiriUrlRecord) record = kiri_store_get(l->store, KIRI_NOUN_URL, url, NULL);
        if (record && record->article)
            take_known(l, record, kind);
        else if (!record || record->state != KIRI_URL_NO_ARTICLE)
            take_unknown(l, url, entry, record, kind, source);
    }
}

void kiri_audit_settle_undated(KiriAuditLists *l)
{
    GHashTableIter i;
    gpointer url, value;
    g_hash_table_iter_init(&i, l->undated);
    while (g_hash_table_iter_next(&i, &url, &value)) {
        const KiriAuditItem *undated = value;
        KiriAuditItem *item = g_hash_table_lookup(l->items, url);
        if (!item && l->to_us < l->now_us - KIRI_US_PER_DAY)
            continue;
        if (!item) {
            g_hash_table_insert(l->items, g_strdup(url),
                                kiri_record_copy(&kiri_audit_item_shape, undated));
            continue;
        }
        for (char **list = undated->lists; list && *list; list++)
            if (!kiri_strv_has(item->lists, *list))
                kiri_strv_add(&item->lists, *list);
        set_once(&item->title, undated->title);
    }
}
