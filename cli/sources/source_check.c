// SPDX-License-Identifier: GPL-3.0-or-later
/* source check: what stands behind an address, before it is taken up or when it has
 * gone silent: what was asked, what came back, what that means, what to do. */
#include "fetch.h"
#include "source_ops.h"

#include <kirinuki/health.h>

#include <string.h>

static void print_line(const char *label, const char *value)
{
    if (!value || !*value)
        return;
    g_autofree char *safe = kiri_out_safe(value);
    kiri_out_row(2, label, 10, safe);
}

/* "https://… → 301, 120 ms, to /new.xml" */
static char *exchange_words(const KiriExchange *x)
{
    GString *s = g_string_new(x->url);
    if (x->status)
        g_string_append_printf(s, " → %d", (int)x->status);
    if (x->status || x->elapsed_ms)
        g_string_append_printf(s, _(", %d ms"), (int)x->elapsed_ms);
    if (x->status >= 200 && x->status < 300)
        g_string_append_printf(s, _(", %" PRId64 " bytes"), x->body_bytes);
    if (x->peer)
        g_string_append_printf(s, _(", from %s"), x->peer);
    if (x->location)
        g_string_append_printf(s, _(", leads to '%s'"), x->location);
    if (x->failure != KIRI_FAILURE_NONE)
        g_string_append_printf(s, " → %s", kiri_failure_text((KiriFailure)x->failure));
    if (x->problem && strcmp(x->problem, kiri_failure_text((KiriFailure)x->failure)) != 0)
        g_string_append_printf(s, ": %s", x->problem);
    if (x->oddity)
        g_string_append_printf(s, "; %s", x->oddity);
    return g_string_free(s, FALSE);
}

static void print_lines(const char *label, char **lines)
{
    for (char **l = lines; l && *l; l++)
        print_line(label, *l);
}

static void print_found(const KiriSourceProbe *p)
{
    char newest[32];
    kiri_out_time(p->newest, newest);
    g_autofree char *kind = g_strdup_printf("%s (%s)", kiri_source_kind_names[p->kind],
                                            p->format ? p->format : _("unknown"));
    g_autofree char *entries = g_strdup_printf(
        _("%" PRId64 ", %" PRId64 " without a date, %" PRId64 " of the last 7 days"), p->entries,
        p->entries_undated, p->entries_recent);
    print_line(_("kind"), kind);
    print_line(_("type"), p->content_type);
    print_line(_("name"), p->title);
    print_line(_("language"), p->language);
    print_line(_("entries"), entries);
    print_line(_("newest"), newest);
}

static void print_probe(const KiriCli *cli, const KiriSourceProbe *p)
{
    if (cli->is_json) {
        kiri_out_record(&kiri_source_probe_shape, p);
        return;
    }
    g_autofree char *url = kiri_out_safe(p->url);
    kiri_out_printf("%s\n", url);
    for (guint i = 0; i < kiri_recs_count(p->exchanges); i++) {
        g_autofree char *words = exchange_words(g_ptr_array_index(p->exchanges, i));
        print_line(_("asked"), words);
    }
    if (p->kind != KIRI_SOURCE_AUTO)
        print_found(p);
    else
        print_line(_("type"), p->content_type);
    print_lines("", p->samples);
    print_lines(_("feed"), p->feeds);
    print_lines(_("problem"), p->problems);
    print_lines(_("advice"), p->advice);
    if (!kiri_strv_count(p->problems))
        print_line(_("verdict"), _("it can be followed; nothing is wrong with it"));
}

/* A known source by its id or address, else NULL: the name is an address. */
static KiriSource *known_source(KiriCli *cli, const char *name)
{
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_READ, NULL);
    return store ? kiri_source_find(store, name, NULL) : NULL;
}

int kiri_source_check_print(KiriCli *cli, char **names, GError **error)
{
    KiriPool *pool = kiri_cli_pool(cli, error);
    g_autoptr(KiriTransport) transport = pool ? kiri_cli_transport(cli, error) : NULL;
    KiriCrawlOptions options = kiri_cli_crawl_options(cli);
    options.is_continuous = kiri_cli_is_beside_crawl(cli);
    int code = KIRI_EXIT_DONE;
    guint n = 0;
    if (transport && *kiri_settings_string(cli->settings, "crawl.proxy"))
        kiri_cli_note(cli, _("asked through the proxy of the settings: addresses are looked up "
                             "there, and the guard of private addresses sees only the proxy"));
    for (; transport && names[n]; n++) {
        g_autoptr(KiriSource) source = known_source(cli, names[n]);
        g_autoptr(KiriSourceProbe) probe =
            source ? kiri_source_probe_known(pool, transport, &options, source, error)
                   : kiri_source_probe(pool, transport, &options, names[n], error);
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
