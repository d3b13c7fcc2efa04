// SPDX-License-Identifier: GPL-3.0-or-later
/* A digest is computed once; what its mails share lies once in the outbox.
 *
 * With a mailing the rows are the clips that it was not told yet, out of a window of
 * days, and the files are reports on what was published since the last digest: a report
 * counts over a span, and a span is what its reader can count again. */
#include "digest_ops.h"

#include "post_ops.h"
#include "reports/summary_query.h"

#include <kirinuki/hash.h>

#include <string.h>

/* ---- words ---- */

KiriReportLang kiri_digest_lang(const KiriCli *cli, const char *option)
{
    const char *lang = option ? option : kiri_settings_string(cli->settings, "mail.lang");
    return strcmp(lang, "en") == 0 ? KIRI_REPORT_EN : KIRI_REPORT_JA;
}

GPtrArray *kiri_mailboxes_parse(char **addresses, GError **error)
{
    g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func((GDestroyNotify)kiri_mailbox_free);
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    for (char **address = addresses; address && *address; address++) {
        KiriMailbox *box = kiri_mailbox_parse(kiri_str(*address), error);
        if (!box)
            return NULL;
        if (g_hash_table_add(seen, box->address))
            g_ptr_array_add(list, box);
        else
            kiri_mailbox_free(box);
    }
    if (list->len)
        return g_steal_pointer(&list);
    g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                        _("nobody is named to send to; '--to ADDRESS', or the setting 'mail.to'"));
    return NULL;
}

gboolean kiri_digest_check_formats(char **attach, GError **error)
{
    for (char **name = attach; name && *name; name++)
        if (!kiri_report_format(*name)) {
            g_autoptr(GString) all = g_string_new(NULL);
            for (const KiriReportFormat *f = kiri_report_formats; f->name; f++)
                g_string_append_printf(all, "%s%s", all->len ? ", " : "", f->name);
            g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                        _("'%s' names no report format; there are %s"), *name, all->str);
            return FALSE;
        }
    return TRUE;
}

/* ---- files ---- */

static const char *media_type_of(const KiriReportFormat *format)
{
    static const struct {
        const char *extension, *type;
    } types[] = {
        {".html", "text/html; charset=UTF-8"},
        {".csv", "text/csv; charset=UTF-8"},
        {".txt", "text/plain; charset=UTF-8"},
        {".pdf", "application/pdf"},
        {".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
        {".jsonl", "application/x-ndjson"},
        {".atom", "application/atom+xml"},
        {".ics", "text/calendar; charset=UTF-8"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(types); i++)
        if (strcmp(types[i].extension, format->extension) == 0)
            return types[i].type;
    return "application/octet-stream";
}

/* 報道結果_20260413_0730.csv */
static char *file_name(const KiriReportFormat *format, gint64 now_us, KiriReportLang lang)
{
    KiriCivil c = kiri_civil_from_us(now_us, KIRI_JST_MIN);
    return g_strdup_printf("%s_%04d%02d%02d_%02d%02d%s",
                           lang == KIRI_REPORT_EN ? "coverage" : "報道結果", c.year, c.month, c.day,
                           c.hour, c.minute, format->extension);
}

static KiriReportOptions report_options(const KiriCli *cli, KiriReportLang lang)
{
    const KiriSettings *s = cli->settings;
    gboolean is_gengo = strcmp(kiri_settings_string(s, "report.era"), "gengo") == 0;
    return (KiriReportOptions){.lang = lang,
                               .era = is_gengo ? KIRI_ERA_GENGO : KIRI_ERA_SEIREKI,
                               .section = kiri_settings_string(s, "organisation.section"),
                               .handling = kiri_settings_string(s, "report.handling")};
}

static gboolean write_files(KiriDigestMail *m, const KiriCli *cli, const KiriSummary *summary,
                            const KiriDigestAsk *ask, gsize max_bytes, GError **error)
{
    const KiriReportOptions options = report_options(cli, ask->lang);
    guint n = ask->attach ? g_strv_length(ask->attach) : 0;
    m->parts = g_new0(KiriMailFile, n + 1);
    for (guint i = 0; i < n; i++) {
        const KiriReportFormat *format = kiri_report_format(ask->attach[i]);
        g_auto(KiriBuf) out;
        kiri_buf_init(&out, max_bytes);
        gsize bytes = 0;
        if (!format->write(summary, &options, kiri_report_to_buf, &out, error)) {
            if (out.is_over) {
                g_clear_error(error);
                g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_LIMIT,
                            _("the %s report is larger than 'mail.max_mb' allows"), format->name);
            }
            return FALSE;
        }
        char *p = kiri_buf_steal(&out, &bytes);
        g_ptr_array_add(m->files, p);
        m->parts[i] = (KiriMailFile){m->names[i], media_type_of(format), {p, bytes}};
    }
    m->mail.files = m->parts;
    m->mail.n_files = n;
    return TRUE;
}

/* ---- the mail ---- */

static KiriSummary *summarise(KiriCli *cli, KiriStore *store, const KiriDigestAsk *ask,
                              gint64 from_us, gint64 to_us, GError **error)
{
    KiriSummaryQuery q;
    g_autoptr(KiriDuplication) duplication = NULL;
    if (!kiri_summary_query_init(cli, &q, &duplication, error))
        return NULL;
    q.release = ask->release;
    q.topic = ask->topic;
    q.from_us = from_us;
    q.to_us = to_us;
    return kiri_summary_make(store, &q, error);
}

static const char *unsubscribe_of(const KiriCli *cli, GError **error)
{
    const char *uri = kiri_settings_string(cli->settings, "mail.unsubscribe");
    if (!*uri)
        return NULL;
    if (kiri_mail_is_unsubscribe(uri))
        return uri;
    g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                _("'mail.unsubscribe' must begin with mailto: or https://, not '%s'"), uri);
    return NULL;
}

static gboolean take_senders(KiriDigestMail *m, KiriCli *cli, GError **error)
{
    const char *reply_to = kiri_settings_string(cli->settings, "mail.reply_to");
    g_autoptr(GError) why = NULL;
    m->from = kiri_post_sender(cli, error);
    if (!m->from)
        return FALSE;
    if (*reply_to && !(m->reply_to = kiri_mailbox_parse(kiri_str(reply_to), error)))
        return FALSE;
    m->mail.unsubscribe = unsubscribe_of(cli, &why);
    if (!why)
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&why));
    return FALSE;
}

static gboolean make_digest(KiriDigestMail *m, KiriCli *cli, KiriStore *store,
                            const KiriDigestAsk *ask, GError **error)
{
    gint64 now_us = kiri_cli_now_us(cli);
    gint64 from_us = ask->mailing ? kiri_mailing_from_us(ask->mailing, now_us) : ask->from_us;
    gint64 to_us = ask->mailing ? now_us : ask->to_us;
    const KiriReportOptions report = report_options(cli, ask->lang);
    const KiriDigestOptions options = {.lang = ask->lang,
                                       .era = report.era,
                                       .section = report.section,
                                       .handling = report.handling,
                                       .mailing = ask->mailing,
                                       .attached = (const char *const *)m->names,
                                       .unsubscribe = m->mail.unsubscribe};
    g_autoptr(KiriSummary) all = summarise(cli, store, ask, from_us, to_us, error);
    m->digest = all ? kiri_digest_make(all, &options, error) : NULL;
    if (!m->digest)
        return FALSE;
    gsize max_bytes =
        (gsize)CLAMP(kiri_settings_int(cli->settings, "mail.max_mb"), 1, 1000) * 1000000;
    gboolean is_part = ask->mailing && kiri_time_is_set(ask->mailing->last) && ask->attach;
    g_autoptr(KiriSummary) part =
        is_part ? summarise(cli, store, ask, ask->mailing->last.us, to_us, error) : NULL;
    return (!is_part || part) &&
           write_files(m, cli, part ? part : all, ask, max_bytes / 4 * 3, error);
}

/* What all recipients get. */
static gboolean make_body(KiriDigestMail *m, const KiriCli *cli, KiriReportLang lang,
                          GError **error)
{
    g_auto(KiriBuf) out;
    gint64 mb = CLAMP(kiri_settings_int(cli->settings, "mail.max_mb"), 1, 1000);
    kiri_buf_init(&out, (gsize)mb * 1000000);
    m->mail.from = m->from;
    m->mail.reply_to = m->reply_to;
    m->mail.subject = m->digest->subject;
    m->mail.language = lang == KIRI_REPORT_EN ? "en" : "ja";
    m->mail.date_us = kiri_cli_now_us(cli);
    m->mail.text = m->digest->text;
    m->mail.html = m->digest->html;
    kiri_mail_write_body(&m->mail, &out);
    if (out.is_over) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_LIMIT,
                    _("the mail with its files is larger than 'mail.max_mb' (%" PRId64 ")"), mb);
        return FALSE;
    }
    m->body = kiri_parcel_of(kiri_buf_view(&out));
    return TRUE;
}

KiriDigestMail *kiri_digest_mail_new(KiriCli *cli, KiriStore *store, const KiriDigestAsk *ask,
                                     GError **error)
{
    g_autoptr(KiriDigestMail) m = g_new0(KiriDigestMail, 1);
    guint n = ask->attach ? g_strv_length(ask->attach) : 0;
    m->files = g_ptr_array_new_with_free_func(g_free);
    m->names = g_new0(char *, n + 1);
    if (!kiri_digest_check_formats(ask->attach, error) || !take_senders(m, cli, error))
        return NULL;
    for (guint i = 0; i < n; i++)
        m->names[i] =
            file_name(kiri_report_format(ask->attach[i]), kiri_cli_now_us(cli), ask->lang);
    if (!make_digest(m, cli, store, ask, error) || !make_body(m, cli, ask->lang, error))
        return NULL;
    return g_steal_pointer(&m);
}

void kiri_digest_mail_free(KiriDigestMail *m)
{
    if (!m)
        return;
    kiri_digest_free(m->digest);
    kiri_mailbox_free(m->from);
    kiri_mailbox_free(m->reply_to);
    g_clear_pointer(&m->files, g_ptr_array_unref);
    g_free(m->parts);
    g_strfreev(m->names);
    kiri_parcel_free(m->body);
    g_free(m);
}

/* ---- posts ---- */

KiriPost *kiri_digest_post(const KiriDigestMail *m, const KiriMailbox *to, guint again,
                           const char *origin, KiriTime now)
{
    char id[KIRI_HASH128_BYTES];
    g_autofree char *text =
        g_strdup_printf("digest\n%s\n%s\n%u", m->digest->key, to->address, again);
    kiri_hash128_hex(kiri_str(text), id);
    g_auto(KiriBuf) head;
    kiri_buf_init(&head, KIRI_BUF_UNCAPPED);
    KiriPost *post = kiri_post_new();
    post->id = g_strdup(id);
    post->kind = KIRI_POST_MAIL;
    post->to = g_strdup(to->address);
    post->from = g_strdup(m->from->address);
    post->origin = g_strdup(origin);
    post->subject = g_strdup(m->digest->subject);
    post->message_id = kiri_mail_message_id(id, m->from);
    post->parcel = g_strdup(m->body->id);
    post->queued = post->next = now;
    kiri_mail_write_head(&m->mail, to, post->message_id, &head);
    post->head = kiri_buf_steal(&head, NULL);
    return post;
}

void kiri_digest_queue(KiriStore *store, KiriBatch *batch, const KiriDigestMail *m,
                       const GPtrArray *to, gboolean is_again, const char *origin, KiriTime now,
                       GPtrArray *posts, guint *known)
{
    guint added = 0;
    *known = 0;
    for (guint i = 0; i < to->len; i++) {
        guint again = 0;
        KiriPost *post = kiri_digest_post(m, to->pdata[i], again, origin, now);
        while (is_again && kiri_store_has(store, KIRI_NOUN_POST, post->id)) {
            kiri_post_free(post);
            post = kiri_digest_post(m, to->pdata[i], ++again, origin, now);
        }
        post->queued.us += i; // they leave in the order in which they were named
        gboolean is_new = kiri_outbox_add(store, batch, post);
        added += is_new ? 1 : 0;
        *known += is_new ? 0 : 1;
        g_ptr_array_add(posts, post);
    }
    if (added)
        kiri_batch_put(batch, KIRI_NOUN_PARCEL, m->body);
}
