// SPDX-License-Identifier: GPL-3.0-or-later
/* A POST is small and leaves in one piece, so it is on record as `sending` before the
 * connection is made; a way that failed before anything was sent takes that back. */
#include "webhook.h"

#include "sources/fetch.h"
#include "secret.h"

#include <kirinuki/url.h>

#include <string.h>

void kiri_webhook_result_clear(KiriWebhookResult *r)
{
    g_clear_pointer(&r->answer, g_free);
}

static gboolean is_this_machine(const char *host)
{
    return strcmp(host, "localhost") == 0 || strcmp(host, "[::1]") == 0 ||
           g_str_has_prefix(host, "127.");
}

char *kiri_webhook_address(const KiriCli *cli, const KiriAlert *alert, GError **error)
{
    g_autofree char *file = alert->url_file ? kiri_cli_path(cli, alert->url_file) : NULL;
    const KiriSecretPlace place = {
        alert->url_file && g_path_is_absolute(alert->url_file) ? alert->url_file : file, "url-file",
        alert->url_command, "url-command"};
    g_autoptr(GError) why = NULL;
    char *text = kiri_secret_read(&place, &why);
    g_autoptr(KiriUrl) url = text ? kiri_url_parse(kiri_str(g_strstrip(text)), NULL) : NULL;
    gboolean is_fit = url && kiri_url_is_http(url) && !*url->username && !*url->password &&
                      (strcmp(url->scheme, "https") == 0 || is_this_machine(url->host));
    if (is_fit)
        return text;
    kiri_secret_free(text);
    if (why)
        g_propagate_error(error, g_steal_pointer(&why));
    else
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                    _("the address of alert '%s' is not one that begins with https://"),
                    alert->name);
    return NULL;
}

static gboolean decide(KiriWebhookResult *r, KiriWebhookOutcome outcome, const char *answer)
{
    g_autofree char *line = g_utf8_make_valid(answer, -1);
    for (char *p = line; *p; p++)
        if (g_ascii_iscntrl(*p))
            *p = ' ';
    r->outcome = outcome;
    g_free(r->answer);
    r->answer = g_strdup(g_strstrip(line));
    return TRUE;
}

/* "429 Too many", with the beginning of what the other side wrote. */
static char *answer_of(const KiriResponse *response)
{
    enum { SHOWN = 160 };
    gsize n = 0;
    const char *p = g_bytes_get_data(response->body, &n);
    g_autofree char *body = g_utf8_make_valid(p ? p : "", (gssize)MIN(n, SHOWN));
    return g_strdup_printf("%" PRId64 " %s", response->status, body);
}

static void judge(const KiriCli *cli, const KiriResponse *response, KiriWebhookResult *r)
{
    gint64 status = response->status;
    g_autofree char *answer = answer_of(response);
    g_autofree char *retry_after = kiri_response_header(response, "Retry-After");
    gint64 after_s = kiri_retry_after_s(retry_after, kiri_cli_now_us(cli));
    if (response->outcome == KIRI_FETCH_ANSWERED) {
        gboolean is_passing = status == 408 || status == 425 || status == 429 || status >= 500;
        decide(r,
               status / 100 == 2 ? KIRI_WEBHOOK_SENT
               : is_passing      ? KIRI_WEBHOOK_LATER
                                 : KIRI_WEBHOOK_REFUSED,
               answer);
        r->after_s = MAX(after_s, 0);
    } else if (response->outcome == KIRI_FETCH_REFUSED && !response->request_head) {
        decide(r, KIRI_WEBHOOK_REFUSED, response->problem);
    } else {
        decide(r, response->request_head ? KIRI_WEBHOOK_UNSURE : KIRI_WEBHOOK_LATER,
               response->problem);
    }
}

static void post(KiriCli *cli, KiriTransport *transport, const char *url, const KiriParcel *parcel,
                 KiriWebhookResult *r)
{
    const KiriRequest request = {.url = url,
                                 .accept = "application/json, text/plain, */*",
                                 .max_body = 65536,
                                 .keep_prefix = TRUE,
                                 .post = parcel->bytes,
                                 .post_type = "application/json; charset=utf-8"};
    kiri_transport_start(transport, &request);
    g_autoptr(KiriResponse) response = NULL;
    while (!(response = kiri_transport_next(transport)))
        kiri_transport_wait(transport, -1, NULL, 0);
    judge(cli, response, r);
}

void kiri_webhook_send_now(KiriCli *cli, const KiriAlert *alert, const KiriParcel *parcel,
                           KiriWebhookResult *r)
{
    g_autoptr(GError) why = NULL;
    char *url = kiri_webhook_address(cli, alert, &why);
    g_autoptr(KiriTransport) transport = url ? kiri_cli_post_transport(cli, &why) : NULL;
    if (transport)
        post(cli, transport, url, parcel, r);
    else
        decide(r, KIRI_WEBHOOK_LATER, why->message);
    kiri_secret_free(url);
}

gboolean kiri_webhook_send(KiriCli *cli, KiriStore *store, KiriPost *p, KiriWebhookResult *r,
                           GError **error)
{
    g_autoptr(GError) why = NULL;
    g_autoptr(KiriAlert) alert = kiri_store_get(store, KIRI_NOUN_ALERT, p->to, &why);
    g_autoptr(KiriParcel) parcel =
        why ? NULL : kiri_store_get(store, KIRI_NOUN_PARCEL, p->parcel ? p->parcel : "", &why);
    if (why) {
        g_propagate_error(error, g_steal_pointer(&why));
        return FALSE;
    }
    if (!alert || !parcel)
        return decide(r, KIRI_WEBHOOK_REFUSED, _("the alert was removed meanwhile"));
    char *url = kiri_webhook_address(cli, alert, &why);
    g_autoptr(KiriTransport) transport = url ? kiri_cli_post_transport(cli, &why) : NULL;
    if (!transport) {
        kiri_secret_free(url);
        return decide(r, KIRI_WEBHOOK_LATER, why->message);
    }
    KiriTime now = kiri_time_jst(kiri_cli_now_us(cli));
    gboolean ok = kiri_outbox_set(store, p, KIRI_POST_SENDING, NULL, now, error);
    if (ok)
        post(cli, transport, url, parcel, r);
    kiri_secret_free(url);
    return ok;
}
