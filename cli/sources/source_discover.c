// SPDX-License-Identifier: GPL-3.0-or-later
/* source discover: which sources a site has. source backfill: the past of those that
 * are followed, from the sitemaps of their sites. */
#include "fetch.h"
#include "source_ops.h"

#include <kirinuki/url.h>

#include <string.h>

void kiri_source_hold_crawl(const KiriCli *cli, gboolean is_held)
{
    if (cli->host)
        cli->host->hold_crawl(cli->host->data, is_held);
}

KiriDiscovery *kiri_source_look_around(KiriCli *cli, const char *url, GError **error)
{
    KiriPool *pool = kiri_cli_pool(cli, error);
    g_autoptr(KiriTransport) transport = pool ? kiri_cli_transport(cli, error) : NULL;
    KiriCrawlOptions options = kiri_cli_crawl_options(cli);
    options.is_continuous = cli->host != NULL;
    if (!transport)
        return NULL;
    kiri_source_hold_crawl(cli, TRUE);
    KiriDiscovery *found = kiri_discover(pool, transport, &options, url, error);
    kiri_source_hold_crawl(cli, FALSE);
    return found;
}

KiriSource *kiri_source_of_found(KiriStore *store, const KiriFoundSource *found, const char *medium,
                                 gint64 now_us)
{
    KiriSource *s = kiri_found_source_take(found, now_us);
    if (s)
        s->medium = medium ? g_strdup(medium) : kiri_store_medium_of_url(store, s->url);
    return s;
}

/* Where to begin for a word of the user: the domains of a medium, else the word.
 * (transfer full) */
static char **starts_of(KiriStore *store, const char *name, char **medium)
{
    char **starts = NULL;
    g_autoptr(KiriMedium) m =
        store && !strchr(name, '/') ? kiri_store_get(store, KIRI_NOUN_MEDIUM, name, NULL) : NULL;
    for (char **d = m ? m->domains : NULL; d && *d; d++)
        kiri_strv_add(&starts, *d);
    if (m && starts)
        *medium = g_strdup(m->id);
    if (!starts)
        kiri_strv_add(&starts, name);
    return starts;
}

static void print_found(const KiriFoundSource *f, gboolean is_known)
{
    char newest[32];
    kiri_out_time(f->newest, newest);
    g_autofree char *title = kiri_out_safe(f->title);
    g_autofree char *url = kiri_out_safe(f->url);
    g_autofree char *reason = kiri_out_safe(f->reason);
    kiri_out_printf("%s %-7s %-12s %6" PRId64 " %-16s  %s\n", f->is_good ? "+" : "-",
                    kiri_source_kind_names[f->kind], f->format ? f->format : "", f->entries,
                    *newest ? newest : "—", url);
    if (*title)
        kiri_out_printf("    %s\n", title);
    kiri_out_printf("    %s (%s)%s\n", reason, f->via, is_known ? _("; followed already") : "");
}

typedef struct {
    KiriCli *cli;
    KiriStore *store; // NULL: there is no workspace to compare with
    KiriBatch *batch; // NULL: nothing is added
    guint found, good, added;
} Discovering;

static void take_found(Discovering *d, const KiriFoundSource *f, const char *medium)
{
    g_autofree char *id = kiri_source_id_of_url(f->url);
    gboolean is_known = id && d->store && kiri_store_has(d->store, KIRI_NOUN_SOURCE, id);
    d->found++;
    d->good += f->is_good ? 1 : 0;
    if (d->cli->is_json)
        kiri_out_record(&kiri_found_source_shape, f);
    else
        print_found(f, is_known);
    if (!d->batch || !f->is_good || is_known)
        return;
    g_autoptr(KiriSource) s = kiri_source_of_found(d->store, f, medium, kiri_cli_now_us(d->cli));
    if (!s)
        return;
    kiri_batch_put(d->batch, KIRI_NOUN_SOURCE, s);
    d->added++;
}

static gboolean discover_one(Discovering *d, const char *start, const char *medium, GError **error)
{
    g_autoptr(KiriDiscovery) found = kiri_source_look_around(d->cli, start, error);
    if (!found)
        return FALSE;
    if (!d->cli->is_json) {
        g_autofree char *title = kiri_out_safe(found->title);
        kiri_out_printf("%s%s%s\n", found->url, *title ? "  " : "", title);
    }
    for (guint i = 0; i < kiri_recs_count(found->found); i++)
        take_found(d, g_ptr_array_index(found->found, i), medium);
    for (char **p = found->problems; p && *p; p++)
        kiri_cli_warn(d->cli, "%s", *p);
    return TRUE;
}

int kiri_source_discover(KiriCli *cli, char **names, gboolean adds, GError **error)
{
    g_autoptr(KiriStore) store =
        kiri_cli_open_store(cli, adds ? KIRI_STORE_WRITE : KIRI_STORE_READ, error);
    if (!store)
        return KIRI_EXIT_FAILED;
    g_autoptr(KiriBatch) batch = adds ? kiri_batch_begin(store) : NULL;
    Discovering d = {.cli = cli, .store = store, .batch = batch};
    for (char **name = names; *name; name++) {
        g_autofree char *medium = NULL;
        g_auto(GStrv) starts = starts_of(store, *name, &medium);
        for (char **start = starts; *start; start++)
            if (!discover_one(&d, *start, medium, error))
                return kiri_exit_code_of(*error);
    }
    if (adds && !kiri_batch_commit(g_steal_pointer(&batch), error))
        return KIRI_EXIT_FAILED;
    if (cli->is_json)
        kiri_out_json_summary(d.found);
    kiri_cli_note(cli, _("%u sources found, %u of them good, %u added"), d.found, d.good, d.added);
    return d.good ? KIRI_EXIT_DONE : KIRI_EXIT_NO;
}

/* ---- backfill ---- */

typedef struct {
    KiriCli *cli;
    KiriStore *store;
    KiriBatch *batch;
    gint64 from_us;
    GPtrArray *sources;  // KiriSource chosen
    GHashTable *origins; // of the sites that were searched
    guint feeds, sitemaps, added;
} Backfill;

static void want_past(Backfill *b, KiriSource *s)
{
    gboolean has_it = kiri_time_is_set(s->covered_from) && s->covered_from.us <= b->from_us;
    gboolean wants_more = kiri_time_is_set(s->backfill_from) && s->backfill_from.us <= b->from_us;
    if (has_it || wants_more) {
        kiri_cli_note(b->cli, _("'%s' reaches back so far already"), s->url);
        return;
    }
    s->backfill_from = kiri_time_jst(b->from_us);
    s->next_due = KIRI_TIME_UNSET; // at the next poll, which is now
    kiri_batch_put(b->batch, KIRI_NOUN_SOURCE, s);
    if (s->kind == KIRI_SOURCE_SITEMAP)
        b->sitemaps++;
    else
        b->feeds++;
    kiri_source_print(b->cli, s);
}

/* Sitemaps, of which nobody knew: the past of a site stands there. */
static gboolean search_site(Backfill *b, const KiriSource *known, GError **error)
{
    g_autoptr(KiriUrl) url = kiri_url_parse(kiri_str(known->url), NULL);
    char *origin = url && url->host ? kiri_url_origin(url) : NULL;
    if (!origin || !g_hash_table_add(b->origins, origin))
        return TRUE;
    g_autofree char *start = g_strconcat(origin, "/", NULL);
    g_autoptr(KiriDiscovery) found = kiri_source_look_around(b->cli, start, error);
    if (!found)
        return FALSE;
    for (char **p = found->problems; p && *p; p++)
        kiri_cli_warn(b->cli, "%s", *p);
    for (guint i = 0; i < kiri_recs_count(found->found); i++) {
        const KiriFoundSource *f = g_ptr_array_index(found->found, i);
        g_autofree char *id = kiri_source_id_of_url(f->url);
        if (!f->is_good || f->kind != KIRI_SOURCE_SITEMAP || !id ||
            kiri_store_has(b->store, KIRI_NOUN_SOURCE, id))
            continue;
        g_autoptr(KiriSource) s =
            kiri_source_of_found(b->store, f, known->medium, kiri_cli_now_us(b->cli));
        if (!s)
            continue;
        g_free(s->via);
        s->via = g_strdup("backfill");
        b->added++;
        want_past(b, s);
    }
    return TRUE;
}

static gboolean keep_source(gconstpointer record, gpointer data)
{
    Backfill *b = data;
    if (!((const KiriSource *)record)->is_disabled)
        g_ptr_array_add(b->sources, kiri_record_copy(&kiri_source_shape, record));
    return TRUE;
}

/* An id or address of a source, else a medium. */
static gboolean choose(Backfill *b, const char *name, GError **error)
{
    KiriSource *s = kiri_source_find(b->store, name, NULL);
    guint had = b->sources->len;
    if (s) {
        g_ptr_array_add(b->sources, s);
        return TRUE;
    }
    g_autoptr(GPtrArray) all = kiri_store_list(b->store, KIRI_NOUN_SOURCE, "", error);
    for (guint i = 0; all && i < all->len; i++) {
        const KiriSource *candidate = all->pdata[i];
        if (g_strcmp0(candidate->medium, name) == 0)
            keep_source(candidate, b);
    }
    if (all && b->sources->len == had)
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_NOT_FOUND,
                    _("there is no source and no medium with sources '%s'"), name);
    return b->sources->len > had;
}

static gboolean run_backfill(Backfill *b, char **names, GError **error)
{
    for (char **name = names; *name; name++)
        if (!choose(b, *name, error))
            return FALSE;
    if (!*names && !kiri_store_each(b->store, KIRI_NOUN_SOURCE, "", keep_source, b, error))
        return FALSE;
    for (guint i = 0; i < b->sources->len; i++) {
        KiriSource *s = b->sources->pdata[i];
        if (!b->cli->is_offline && !search_site(b, s, error))
            return FALSE;
    }
    for (guint i = 0; i < b->sources->len; i++) {
        KiriSource *s = b->sources->pdata[i];
        if (s->kind != KIRI_SOURCE_PAGE) // a front page has no past
            want_past(b, s);
    }
    return TRUE;
}

int kiri_source_backfill(KiriCli *cli, char **names, gint days, GError **error)
{
    if (days < 1 || days > 3650) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                    _("'source backfill' needs --days, from 1 to 3650"));
        return KIRI_EXIT_USAGE;
    }
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_WRITE, error);
    if (!store)
        return KIRI_EXIT_FAILED;
    gint64 today = kiri_civil_day_start_jst(kiri_cli_now_us(cli));
    g_autoptr(GPtrArray) sources = g_ptr_array_new_with_free_func((GDestroyNotify)kiri_source_free);
    g_autoptr(GHashTable) origins = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(KiriBatch) batch = kiri_batch_begin(store);
    Backfill b = {.cli = cli,
                  .store = store,
                  .batch = batch,
                  .from_us = today - days * KIRI_US_PER_DAY,
                  .sources = sources,
                  .origins = origins};
    if (!run_backfill(&b, names, error))
        return kiri_exit_code_of(*error);
    if (!kiri_batch_commit(g_steal_pointer(&batch), error))
        return KIRI_EXIT_FAILED;
    if (cli->is_json)
        kiri_out_json_summary(b.feeds + b.sitemaps);
    kiri_cli_note(
        cli,
        _("%u feeds and %u sitemaps, %u of them found just now, are asked for the last %d "
          "days; feeds hold only what they still list, sitemaps the rest; the next polls "
          "bring it in portions"),
        b.feeds, b.sitemaps, b.added, days);
    return b.feeds + b.sitemaps ? KIRI_EXIT_DONE : KIRI_EXIT_NO;
}
