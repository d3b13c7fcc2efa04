// SPDX-License-Identifier: GPL-3.0-or-later
/* The words of the dead man's switch and their ways out. They are said in mail.lang, not
 * in the language of whoever runs the check, which is mostly a timer. */
#include "deadman.h"

#include "installed.h"
#include "language.h"
#include "mail/digest_ops.h"
#include "mail/post_ops.h"
#include "mail/webhook.h"

#include <kirinuki/file.h>
#include <kirinuki/hash.h>

#include <string.h>

enum { TOLD_BYTES = 4096 };

typedef struct {
    char *subject, *text;
    char *key; // the same for the same trouble of one day
} Words;

static void words_clear(Words *w)
{
    g_free(w->subject);
    g_free(w->text);
    g_free(w->key);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Words, words_clear)

gboolean kiri_deadman_has_readers(const KiriCli *cli)
{
    return *kiri_settings_string(cli->settings, "deadman.mail") ||
           *kiri_settings_string(cli->settings, "deadman.alerts");
}

/* ---- words ---- */

static char *make_key(const KiriCli *cli, const GPtrArray *overdue)
{
    KiriCivil c = kiri_civil_from_us(kiri_cli_now_us(cli), KIRI_JST_MIN);
    GString *key = g_string_new(NULL);
    g_string_append_printf(key, "%04d-%02d-%02d", c.year, c.month, c.day);
    for (guint i = 0; i < overdue->len; i++)
        g_string_append_printf(key, " %s", ((const KiriOverdue *)overdue->pdata[i])->what);
    return g_string_free(key, FALSE);
}

static void put_words(const KiriCli *cli, const GPtrArray *overdue, Words *w)
{
    g_autoptr(GString) text = g_string_new(NULL);
    char now[32];
    kiri_out_time(kiri_time_jst(kiri_cli_now_us(cli)), now);
    g_string_append_printf(text, _("What should be there at %s is not:"), now);
    g_string_append(text, "\n\n");
    for (guint i = 0; i < overdue->len; i++)
        g_string_append_printf(text, "- %s\n", ((const KiriOverdue *)overdue->pdata[i])->problem);
    g_string_append_c(text, '\n');
    g_string_append_printf(text,
                           _("Workspace '%s' on '%s'. 'kirinuki doctor' says what is wrong "
                             "with the machine. The same is told once a day."),
                           cli->dir, g_get_host_name());
    g_string_append_c(text, '\n');
    w->subject = g_strdup_printf(_("kirinuki: %u things were not made in time"), overdue->len);
    w->text = g_strdup(text->str);
}

/* What is overdue is found again in the other language: a check costs little. */
static void make_words(const KiriCli *cli, KiriStore *store, const GPtrArray *overdue, Words *w)
{
    gboolean is_ja = strcmp(kiri_settings_string(cli->settings, "mail.lang"), "ja") == 0;
    g_autofree char *program_dir = kiri_installed_program_dir();
    KiriCatalogue *japanese = is_ja ? kiri_language_catalogue(program_dir) : NULL;
    kiri_speak(japanese ? KIRI_SPEAKS_CATALOGUE : KIRI_SPEAKS_SOURCE, japanese);
    g_autoptr(GPtrArray) again = store ? kiri_deadman_check(cli, store, NULL) : NULL;
    put_words(cli, again && again->len == overdue->len ? again : overdue, w);
    kiri_speak(KIRI_SPEAKS_OWN, NULL);
    kiri_catalogue_free(japanese);
    w->key = make_key(cli, overdue);
}

/* ---- mail ---- */

typedef struct {
    KiriMailbox *from;
    KiriMail mail; // borrows from the above, the words and the settings
    KiriParcel *body;
} Letter;

static void letter_clear(Letter *l)
{
    kiri_mailbox_free(l->from);
    kiri_parcel_free(l->body);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Letter, letter_clear)

static gboolean write_letter(const KiriCli *cli, const Words *w, Letter *l, GError **error)
{
    g_auto(KiriBuf) body;
    kiri_buf_init(&body, KIRI_BUF_UNCAPPED);
    l->from = kiri_post_sender(cli, error);
    if (!l->from)
        return FALSE;
    l->mail = (KiriMail){.from = l->from,
                         .subject = w->subject,
                         .language = kiri_settings_string(cli->settings, "mail.lang"),
                         .date_us = kiri_cli_now_us(cli),
                         .text = w->text};
    kiri_mail_write_body(&l->mail, &body);
    l->body = kiri_parcel_of(kiri_buf_view(&body));
    return TRUE;
}

static void make_id(const Words *w, const char *to, char id[KIRI_HASH128_BYTES])
{
    g_autofree char *text = g_strdup_printf("deadman\n%s\n%s", w->key, to);
    kiri_hash128_hex(kiri_str(text), id);
}

/* (transfer full) */
static char *head_of(const Letter *l, const KiriMailbox *to, const char *message_id)
{
    g_auto(KiriBuf) head;
    kiri_buf_init(&head, KIRI_BUF_UNCAPPED);
    kiri_mail_write_head(&l->mail, to, message_id, &head);
    return kiri_buf_steal(&head, NULL);
}

/* The readers by mail, KiriMailbox; empty where there are none. NULL with error USAGE. */
static GPtrArray *mail_readers(const KiriCli *cli, GError **error)
{
    g_auto(GStrv) named = kiri_settings_list(cli->settings, "deadman.mail");
    return *named ? kiri_mailboxes_parse(named, error)
                  : g_ptr_array_new_with_free_func((GDestroyNotify)kiri_mailbox_free);
}

/* ---- through the outbox ---- */

static void queue_mail(KiriStore *store, KiriBatch *batch, const Letter *l, const Words *w,
                       const KiriMailbox *to)
{
    char id[KIRI_HASH128_BYTES];
    make_id(w, to->address, id);
    g_autoptr(KiriPost) post = kiri_post_new();
    post->id = g_strdup(id);
    post->kind = KIRI_POST_MAIL;
    post->to = g_strdup(to->address);
    post->from = g_strdup(l->from->address);
    post->about = g_strdup("deadman");
    post->subject = g_strdup(w->subject);
    post->message_id = kiri_mail_message_id(id, l->from);
    post->head = head_of(l, to, post->message_id);
    post->parcel = g_strdup(l->body->id);
    post->queued = post->next = kiri_time_jst(l->mail.date_us);
    if (kiri_outbox_add(store, batch, post))
        kiri_batch_put(batch, KIRI_NOUN_PARCEL, l->body);
}

static void queue_alert(const KiriCli *cli, KiriStore *store, KiriBatch *batch,
                        const KiriAlert *alert, const Words *w)
{
    char id[KIRI_HASH128_BYTES];
    make_id(w, alert->name, id);
    g_autofree char *json = kiri_message_json(alert->kind, "deadman", w->subject, w->text);
    g_autoptr(KiriParcel) parcel = kiri_parcel_of(kiri_str(json));
    g_autoptr(KiriPost) post = kiri_post_new();
    post->id = g_strdup(id);
    post->kind = alert->kind;
    post->to = g_strdup(alert->name);
    post->origin = g_strdup(alert->name);
    post->about = g_strdup("deadman");
    post->subject = g_strdup(w->subject);
    post->parcel = g_strdup(parcel->id);
    post->queued = post->next = kiri_time_jst(kiri_cli_now_us(cli));
    if (kiri_outbox_add(store, batch, post))
        kiri_batch_put(batch, KIRI_NOUN_PARCEL, parcel);
}

static KiriAlert *find_alert(const KiriCli *cli, KiriStore *store, const char *name)
{
    KiriAlert *alert = kiri_store_get(store, KIRI_NOUN_ALERT, name, NULL);
    if (!alert)
        kiri_cli_warn(cli, _("the setting 'deadman.alerts' names '%s', and there is no such alert"),
                      name);
    return alert;
}

static gboolean queue_all(KiriCli *cli, KiriStore *store, KiriBatch *batch, const Words *w,
                          GError **error)
{
    g_auto(Letter) letter = {0};
    g_autoptr(GPtrArray) readers = mail_readers(cli, error);
    g_auto(GStrv) alerts = kiri_settings_list(cli->settings, "deadman.alerts");
    if (!readers || (readers->len && !write_letter(cli, w, &letter, error)))
        return FALSE;
    for (guint i = 0; i < readers->len; i++)
        queue_mail(store, batch, &letter, w, readers->pdata[i]);
    for (char **name = alerts; *name; name++) {
        g_autoptr(KiriAlert) alert = find_alert(cli, store, *name);
        if (alert)
            queue_alert(cli, store, batch, alert, w);
    }
    return TRUE;
}

gboolean kiri_deadman_queue(KiriCli *cli, KiriStore *store, const GPtrArray *overdue,
                            GError **error)
{
    g_auto(Words) w = {0};
    KiriPostCounts counts = {0};
    make_words(cli, store, overdue, &w);
    KiriBatch *batch = kiri_batch_begin(store);
    if (!queue_all(cli, store, batch, &w, error)) {
        kiri_batch_cancel(batch);
        return FALSE;
    }
    if (!kiri_batch_commit(batch, error))
        return FALSE;
    if (cli->host) // its own thread sends
        return TRUE;
    /* From here on the outbox knows of it, and tries again by itself. */
    g_autoptr(GError) why = NULL;
    if (!kiri_post_flush(cli, store, FALSE, &counts, &why))
        kiri_cli_warn(cli, _("messages cannot be sent: %s"), why->message);
    kiri_post_tell(cli, &counts);
    return TRUE;
}

/* ---- without a store ---- */

/* "deadman.told" in the workspace holds the key of what was told last. */
static gboolean was_told(const KiriCli *cli, const char *key)
{
    g_autofree char *path = kiri_cli_path(cli, "deadman.told");
    g_autoptr(GBytes) bytes = kiri_file_read(path, TOLD_BYTES, NULL);
    gsize n = 0;
    const char *p = bytes ? g_bytes_get_data(bytes, &n) : NULL;
    return p && kiri_str_equal((KiriStr){p, n}, kiri_str(key));
}

static gboolean is_no_record(gpointer data)
{
    (void)data;
    return TRUE;
}

static guint mail_now(KiriCli *cli, const Words *w)
{
    g_auto(Letter) letter = {0};
    g_autoptr(GError) why = NULL;
    g_autoptr(GPtrArray) readers = mail_readers(cli, &why);
    g_autoptr(KiriSmtp) smtp = NULL;
    guint sent = 0;
    if (readers && readers->len && write_letter(cli, w, &letter, &why))
        smtp = kiri_post_open_smtp(cli, &why);
    for (guint i = 0; smtp && i < readers->len; i++) {
        const KiriMailbox *to = readers->pdata[i];
        char id[KIRI_HASH128_BYTES];
        gsize n = 0;
        make_id(w, to->address, id);
        g_auto(KiriSmtpResult) result = {0};
        g_auto(KiriBuf) message;
        g_autofree char *message_id = kiri_mail_message_id(id, letter.from);
        g_autofree char *head = head_of(&letter, to, message_id);
        const char *body = g_bytes_get_data(letter.body->bytes, &n);
        kiri_buf_init(&message, KIRI_BUF_UNCAPPED);
        kiri_buf_add_str(&message, head);
        kiri_buf_add(&message, body, n);
        kiri_smtp_send(smtp, letter.from->address, to->address, kiri_buf_view(&message),
                       is_no_record, NULL, &result);
        sent += result.outcome == KIRI_SMTP_SENT;
        if (result.outcome != KIRI_SMTP_SENT)
            kiri_cli_warn(cli, _("'%s' could not be told: %s"), to->address, result.answer);
    }
    if (why)
        kiri_cli_warn(cli, "%s", why->message);
    return sent;
}

static guint alert_now(KiriCli *cli, KiriStore *store, const Words *w)
{
    g_auto(GStrv) alerts = kiri_settings_list(cli->settings, "deadman.alerts");
    guint sent = 0;
    for (char **name = alerts; *name; name++) {
        g_autoptr(KiriAlert) alert = find_alert(cli, store, *name);
        if (!alert)
            continue;
        g_auto(KiriWebhookResult) result = {0};
        g_autofree char *json = kiri_message_json(alert->kind, "deadman", w->subject, w->text);
        g_autoptr(KiriParcel) parcel = kiri_parcel_of(kiri_str(json));
        kiri_webhook_send_now(cli, alert, parcel, &result);
        sent += result.outcome == KIRI_WEBHOOK_SENT;
        if (result.outcome != KIRI_WEBHOOK_SENT)
            kiri_cli_warn(cli, _("'%s' could not be told: %s"), *name, result.answer);
    }
    return sent;
}

void kiri_deadman_send(KiriCli *cli, KiriStore *store, const GPtrArray *overdue)
{
    g_auto(Words) w = {0};
    make_words(cli, store, overdue, &w);
    if (was_told(cli, w.key))
        return;
    guint sent = mail_now(cli, &w);
    sent += store ? alert_now(cli, store, &w) : 0;
    g_autofree char *path = kiri_cli_path(cli, "deadman.told");
    g_autoptr(GError) why = NULL;
    if (sent && !kiri_file_replace(path, kiri_str(w.key), 0600, &why))
        kiri_cli_warn(cli, "%s", why->message);
}
