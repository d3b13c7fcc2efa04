// SPDX-License-Identifier: GPL-3.0-or-later
/* source check: what stands behind an address, before it is taken up or when it
 * has gone silent. */
#include "fetch.h"
#include "source_ops.h"

static void print_line(const char *label, const char *value)
{
    if (!value || !*value)
        return;
    g_autofree char *safe = kiri_out_safe(value);
    kiri_out_row(2, label, 10, safe);
}

static void print_probe(const KiriCli *cli, const KiriSourceProbe *p)
{
    if (cli->is_json) {
        kiri_out_record(&kiri_source_probe_shape, p);
        return;
    }
    char newest[32];
    kiri_out_time(p->newest, newest);
    g_autofree char *url = kiri_out_safe(p->url);
    g_autofree char *kind = g_strdup_printf("%s (%s)", kiri_source_kind_names[p->kind],
                                            p->format ? p->format : _("unknown"));
    g_autofree char *entries = g_strdup_printf(_("%" PRId64 ", %" PRId64 " without a date"),
                                               p->entries, p->entries_undated);
    kiri_out_printf("%s\n", url);
    print_line(_("kind"), kind);
    print_line(_("title"), p->title);
    print_line(_("entries"), entries);
    print_line(_("newest"), newest);
    for (char **s = p->samples; s && *s; s++)
        print_line("", *s);
    for (char **f = p->feeds; f && *f; f++)
        print_line(_("feed"), *f);
    for (char **w = p->problems; w && *w; w++)
        print_line(_("problem"), *w);
}

/* A known source by its id, else the name is an address. */
static char *url_of(KiriCli *cli, const char *name)
{
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_READ, NULL);
    g_autofree char *id = store ? kiri_store_find_id(store, KIRI_NOUN_SOURCE, name, NULL) : NULL;
    g_autoptr(KiriSource) source = id ? kiri_store_get(store, KIRI_NOUN_SOURCE, id, NULL) : NULL;
    return g_strdup(source ? source->url : name);
}

int kiri_source_check_print(KiriCli *cli, char **names, GError **error)
{
    KiriPool *pool = kiri_cli_pool(cli, error);
    g_autoptr(KiriTransport) transport = pool ? kiri_cli_transport(cli, error) : NULL;
    KiriCrawlOptions options = kiri_cli_crawl_options(cli);
    int code = KIRI_EXIT_DONE;
    guint n = 0;
    for (; transport && names[n]; n++) {
        g_autofree char *url = url_of(cli, names[n]);
        g_autoptr(KiriSourceProbe) probe = kiri_source_probe(pool, transport, &options, url, error);
        if (!probe)
            return KIRI_EXIT_FAILED;
        print_probe(cli, probe);
        if (kiri_strv_count(probe->problems))
            code = KIRI_EXIT_NO;
    }
    if (transport && cli->is_json)
        kiri_out_json_summary(n);
    return transport ? code : KIRI_EXIT_FAILED;
}

char **kiri_source_discover(KiriCli *cli, const char *url, GError **error)
{
    KiriPool *pool = kiri_cli_pool(cli, error);
    g_autoptr(KiriTransport) transport = pool ? kiri_cli_transport(cli, error) : NULL;
    KiriCrawlOptions options = kiri_cli_crawl_options(cli);
    g_autoptr(KiriSourceProbe) probe =
        transport ? kiri_source_probe(pool, transport, &options, url, error) : NULL;
    if (!probe)
        return NULL;
    if (probe->kind != KIRI_SOURCE_PAGE && !kiri_strv_count(probe->feeds))
        for (char **w = probe->problems; w && *w; w++)
            kiri_cli_warn(cli, "%s: %s", url, *w);
    return probe->feeds ? g_strdupv(probe->feeds) : g_new0(char *, 1);
}
