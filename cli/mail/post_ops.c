// SPDX-License-Identifier: GPL-3.0-or-later
/* Mails of the outbox go out one after the other on one connection. Where the server
 * itself cannot be used, the rest of the mails is put off with the first one: forty
 * recipients are not forty attempts to reach a machine that is down. */
#include "post_ops.h"

#include "alert_ops.h"
#include "mailing_ops.h"
#include "secret.h"
#include "webhook.h"

#include <kirinuki/smtp.h>
#include <kirinuki/stop.h>

#include <string.h>

typedef struct {
    KiriCli *cli;
    KiriStore *store;
    KiriPostCounts *counts;
    KiriSmtp *smtp;
    KiriPost *post; // under way
    char *put_off;  // why no further mail is tried; NULL: go on
    GError *error;  // of the store, within a callback
} Sender;

static KiriTime now_of(const KiriCli *cli)
{
    return kiri_time_jst(kiri_cli_now_us(cli));
}

KiriMailbox *kiri_post_sender(const KiriCli *cli, GError **error)
{
    const char *from = kiri_settings_string(cli->settings, "mail.from");
    if (*from)
        return kiri_mailbox_parse(kiri_str(from), error);
    g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                        _("nobody is set as sender; 'kirinuki config set mail.from ADDRESS'"));
    return NULL;
}

/* ---- mail ---- */

static KiriSmtpTls tls_of(const KiriSettings *s)
{
    static const char *const names[] = {"required", "opportunistic", "implicit", "none"};
    const char *name = kiri_settings_string(s, "mail.tls");
    for (guint i = 0; i < G_N_ELEMENTS(names); i++)
        if (strcmp(names[i], name) == 0)
            return (KiriSmtpTls)i;
    return KIRI_SMTP_TLS_REQUIRED;
}

KiriSmtp *kiri_post_open_smtp(const KiriCli *cli, GError **error)
{
    const KiriSettings *settings = cli->settings;
    const char *user = kiri_settings_string(settings, "mail.user");
    g_autoptr(GError) why = NULL;
    KiriSmtp *smtp = NULL;
    char *password = *user ? kiri_mail_password(settings, &why) : NULL;
    g_autoptr(KiriMailbox) from = why ? NULL : kiri_post_sender(cli, &why);
    if (from) {
        const KiriSmtpOptions options = {
            .host = kiri_settings_string(settings, "mail.server"),
            .port = (guint)CLAMP(kiri_settings_int(settings, "mail.port"), 0, 65535),
            .tls = tls_of(settings),
            .allow_plain = kiri_settings_bool(settings, "mail.allow_plain"),
            .user = *user ? user : NULL,
            .password = password,
            .ca_file = kiri_settings_string(settings, "mail.ca_file"),
            .helo = strrchr(from->address, '@') + 1,
            .timeout_s = (guint)CLAMP(kiri_settings_int(settings, "mail.timeout_s"), 1, 3600),
        };
        smtp = kiri_smtp_new(&options, &why);
    }
    kiri_secret_free(password);
    if (why)
        g_propagate_error(error, g_steal_pointer(&why));
    return smtp;
}

static gboolean open_smtp(Sender *s, GError **error)
{
    if (!s->smtp)
        s->smtp = kiri_post_open_smtp(s->cli, error);
    return s->smtp != NULL;
}

static gboolean about_to_leave(gpointer data)
{
    Sender *s = data;
    return kiri_outbox_set(s->store, s->post, KIRI_POST_SENDING, NULL, now_of(s->cli), &s->error);
}

/* The whole message; FALSE where its content is gone. */
static gboolean put_together(Sender *s, KiriBuf *message, GError **error)
{
    g_autoptr(KiriParcel) parcel =
        kiri_store_get(s->store, KIRI_NOUN_PARCEL, s->post->parcel ? s->post->parcel : "", error);
    if (!parcel)
        return FALSE;
    gsize n = 0;
    const char *p = g_bytes_get_data(parcel->bytes, &n);
    kiri_buf_add_str(message, s->post->head ? s->post->head : "");
    kiri_buf_add(message, p, n);
    return TRUE;
}

static gboolean put_off(Sender *s, const char *answer, GError **error)
{
    if (!kiri_outbox_later(s->store, s->post, answer, 0, now_of(s->cli), error))
        return FALSE;
    s->counts->later += s->post->state == KIRI_POST_QUEUED;
    s->counts->failed += s->post->state == KIRI_POST_FAILED;
    return TRUE;
}

static gboolean settle(Sender *s, KiriPostState state, const char *answer, guint *count,
                       GError **error)
{
    *count += 1;
    return kiri_outbox_set(s->store, s->post, state, answer, now_of(s->cli), error);
}

static gboolean record(Sender *s, const KiriSmtpResult *r, GError **error)
{
    KiriPostCounts *c = s->counts;
    switch (r->outcome) {
    case KIRI_SMTP_SENT:
        return settle(s, KIRI_POST_SENT, r->answer, &c->sent, error);
    case KIRI_SMTP_REFUSED:
        return settle(s, KIRI_POST_FAILED, r->answer, &c->failed, error);
    case KIRI_SMTP_UNSURE:
        return settle(s, KIRI_POST_UNSURE, r->answer, &c->unsure, error);
    case KIRI_SMTP_STOPPED:
        g_propagate_error(error, g_steal_pointer(&s->error));
        return FALSE;
    case KIRI_SMTP_LATER:
        break;
    }
    if (kiri_stop_requested()) // our own doing, and no attempt
        return TRUE;
    if (r->is_general)
        s->put_off = g_strdup(r->answer);
    return put_off(s, r->answer, error);
}

static gboolean send_mail(Sender *s, GError **error)
{
    if (s->put_off)
        return put_off(s, s->put_off, error);
    g_auto(KiriBuf) message;
    g_auto(KiriSmtpResult) result = {0};
    g_autoptr(GError) why = NULL;
    kiri_buf_init(&message, KIRI_BUF_UNCAPPED);
    if (!open_smtp(s, error))
        return FALSE;
    if (!put_together(s, &message, &why)) {
        if (!why)
            return settle(s, KIRI_POST_FAILED, _("its content is not kept any more"),
                          &s->counts->failed, error);
        g_propagate_error(error, g_steal_pointer(&why));
        return FALSE;
    }
    kiri_smtp_send(s->smtp, s->post->from, s->post->to, kiri_buf_view(&message), about_to_leave, s,
                   &result);
    return record(s, &result, error);
}

/* ---- webhooks ---- */

static gboolean send_webhook(Sender *s, GError **error)
{
    g_auto(KiriWebhookResult) r = {0};
    if (!kiri_webhook_send(s->cli, s->store, s->post, &r, error))
        return FALSE;
    switch (r.outcome) {
    case KIRI_WEBHOOK_SENT:
        return settle(s, KIRI_POST_SENT, r.answer, &s->counts->sent, error);
    case KIRI_WEBHOOK_REFUSED:
        return settle(s, KIRI_POST_FAILED, r.answer, &s->counts->failed, error);
    case KIRI_WEBHOOK_UNSURE:
        return settle(s, KIRI_POST_UNSURE, r.answer, &s->counts->unsure, error);
    case KIRI_WEBHOOK_LATER:
        break;
    }
    if (!kiri_outbox_later(s->store, s->post, r.answer, r.after_s, now_of(s->cli), error))
        return FALSE;
    s->counts->later += s->post->state == KIRI_POST_QUEUED;
    s->counts->failed += s->post->state == KIRI_POST_FAILED;
    return TRUE;
}

/* ---- all ---- */

/* Mails and webhooks do not wait for one another: what is wrong with the mail server's
 * settings keeps no alert back. */
static gboolean send_kind(Sender *s, GPtrArray *due, gboolean is_mail, GError **error)
{
    for (guint i = 0; i < due->len && !kiri_stop_requested(); i++) {
        s->post = due->pdata[i];
        if ((s->post->kind == KIRI_POST_MAIL) != is_mail)
            continue;
        if (!(is_mail ? send_mail(s, error) : send_webhook(s, error)))
            return FALSE;
    }
    return TRUE;
}

gboolean kiri_post_flush(KiriCli *cli, KiriStore *store, gboolean is_now, KiriPostCounts *counts,
                         GError **error)
{
    Sender s = {.cli = cli, .store = store, .counts = counts};
    guint recovered = 0;
    if (cli->is_offline)
        return TRUE;
    if (!kiri_outbox_recover(store, now_of(cli), &recovered, error))
        return FALSE;
    counts->recovered += recovered;
    g_autoptr(GPtrArray) due =
        kiri_outbox_due(store, is_now ? G_MAXINT64 : kiri_cli_now_us(cli), error);
    if (!due)
        return FALSE;
    g_autoptr(GError) mail_error = NULL;
    gboolean ok = send_kind(&s, due, FALSE, error);
    gboolean mails_ok = send_kind(&s, due, TRUE, &mail_error);
    if (mail_error && ok)
        g_propagate_error(error, g_steal_pointer(&mail_error));
    kiri_smtp_free(s.smtp);
    g_clear_error(&s.error);
    g_free(s.put_off);
    return ok && mails_ok;
}

gboolean kiri_post_round(KiriCli *cli, KiriStore *store, GHashTable *told, KiriPostCounts *counts,
                         GError **error)
{
    return kiri_alerts_look(cli, store, NULL, error) &&
           kiri_mailings_send_due(cli, store, told, error) &&
           kiri_post_flush(cli, store, FALSE, counts, error);
}

void kiri_post_tell(const KiriCli *cli, const KiriPostCounts *c)
{
    if (c->sent || c->later || c->failed || c->unsure)
        kiri_cli_note(cli, _("messages: %u sent, %u wait, %u failed, %u unsure"), c->sent, c->later,
                      c->failed, c->unsure);
    if (c->recovered)
        kiri_cli_warn(
            cli,
            _("%u messages were on their way when the program ended; nobody knows whether "
              "they arrived: 'kirinuki digest --status'"),
            c->recovered);
}
