// SPDX-License-Identifier: GPL-3.0-or-later
#include "fetch.h"

#include "control/delegate.h"
#include "secret.h"

#include <kirinuki/stop.h>

static const char *or_null(const char *s)
{
    return *s ? s : NULL;
}

static gboolean should_stop(gpointer data)
{
    (void)data;
    return kiri_stop_requested();
}

static guint connections_per_host(const KiriSettings *s)
{
    return (guint)CLAMP(kiri_settings_int(s, "crawl.connections_per_host"), 1, 16);
}

KiriCrawlOptions kiri_cli_crawl_options(const KiriCli *cli)
{
    const KiriSettings *s = cli->settings;
    return (KiriCrawlOptions){
        .clock = cli->clock,
        .gap_ms = (guint)CLAMP(kiri_settings_int(s, "crawl.gap_ms"), 0, G_MAXINT),
        .contact = or_null(kiri_settings_string(s, "crawl.contact")),
        .interval_s = kiri_settings_int(s, "crawl.interval_min") * 60,
        .floor_s = kiri_settings_int(s, "crawl.floor_s"),
        .ceiling_s = kiri_settings_int(s, "crawl.ceiling_min") * 60,
        .connections_per_host = connections_per_host(s),
        .first_poll_days = (guint)CLAMP(kiri_settings_int(s, "crawl.first_poll_days"), 0, 3650),
        .allow_private = kiri_settings_bool(s, "crawl.allow_private"),
        .max_pages = (guint)CLAMP(kiri_settings_int(s, "crawl.max_pages"), 0, G_MAXINT),
        .extract_job = KIRI_JOB_EXTRACT,
        .feed_job = KIRI_JOB_FEED,
        .should_stop = should_stop,
        .stop_fd = kiri_stop_fd(),
    };
}

static KiriTransport *make_transport(KiriCli *cli, gboolean allow_private, GError **error)
{
    const KiriSettings *s = cli->settings;
    if (cli->is_offline) {
        g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                            _("this needs the network, and --offline forbids it"));
        return NULL;
    }
    g_autofree char *agent =
        kiri_crawl_user_agent(or_null(kiri_settings_string(s, "crawl.contact")));
    g_autoptr(GError) why = NULL;
    char *password = kiri_proxy_password(s, &why);
    if (why) {
        g_propagate_error(error, g_steal_pointer(&why));
        return NULL;
    }
    g_auto(GStrv) blocks = kiri_settings_list(s, "crawl.allow_addresses");
    KiriTransportOptions options = {
        .user_agent = agent,
        .allow_private = allow_private,
        .allow_addresses = (const char *const *)blocks,
        .ca_file = or_null(kiri_settings_string(s, "crawl.ca_file")),
        .proxy = or_null(kiri_settings_string(s, "crawl.proxy")),
        .proxy_user = or_null(kiri_settings_string(s, "crawl.proxy_user")),
        .proxy_password = password,
        .connections_per_host = connections_per_host(s),
    };
    KiriTransport *transport = kiri_transport_curl_new(&options, error);
    kiri_secret_free(password);
    return transport;
}

KiriTransport *kiri_cli_transport(KiriCli *cli, GError **error)
{
    return make_transport(cli, kiri_settings_bool(cli->settings, "crawl.allow_private"), error);
}

KiriTransport *kiri_cli_post_transport(KiriCli *cli, GError **error)
{
    return make_transport(cli, TRUE, error);
}

KiriTransport *kiri_cli_crawl_transport(KiriCli *cli, GError **error)
{
    KiriTransport *transport = kiri_cli_transport(cli, error);
    return transport ? kiri_transport_in_thread(transport) : NULL;
}

gboolean kiri_cli_is_beside_crawl(const KiriCli *cli)
{
    g_autoptr(KiriWatchStatus) watch = cli->host ? NULL : kiri_delegate_status(cli);
    return cli->host || watch;
}

KiriPage *kiri_cli_fetch(KiriCli *cli, const char *url, GError **error)
{
    g_autoptr(KiriTransport) transport = kiri_cli_transport(cli, error);
    KiriCrawlOptions options = kiri_cli_crawl_options(cli);
    options.is_continuous = kiri_cli_is_beside_crawl(cli);
    if (!transport)
        return NULL;
    if (cli->host)
        cli->host->hold_crawl(cli->host->data, TRUE);
    KiriPage *page = kiri_crawl_fetch(transport, &options, url, error);
    if (cli->host)
        cli->host->hold_crawl(cli->host->data, FALSE);
    return page;
}
