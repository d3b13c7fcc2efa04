// SPDX-License-Identifier: GPL-3.0-or-later
/* digest: what was reported, by mail; who gets it when; and what became of it. */
#include "commands.h"
#include "digest_list.h"
#include "mailing_ops.h"
#include "post_ops.h"
#include "reports/share_note.h"

#include <kirinuki/file.h>
#include <kirinuki/query.h>

#include <string.h>

typedef KiriDigestCallOptions Options;

static const KiriOption options[] = {
    KIRI_OPTION(Options, release, "release", 'r', FILENAME, N_("ID"),
                N_("the coverage of this release; list edit: or none")),
    KIRI_OPTION(Options, topic, "topic", 't', FILENAME, N_("ID"),
                N_("the coverage of this topic; list edit: or none")),
    KIRI_OPTION(Options, from, "from", 0, FILENAME, N_("DATE"), N_("published on or after")),
    KIRI_OPTION(Options, to, "to", 0, FILENAME_ARRAY, N_("DATE|ADDRESS"),
                N_("published on or before; or who gets it (repeatable), else those of 'mail.to'")),
    KIRI_OPTION(Options, list, "list", 0, FILENAME, N_("NAME"),
                N_("send this mailing now: what became known since its last digest")),
    KIRI_OPTION(Options, since, "since", 0, FILENAME, "last",
                N_("with --list: what became known since the last digest (always so)")),
    KIRI_OPTION(
        Options, attach, "attach", 0, FILENAME_ARRAY, N_("FORMAT"),
        N_("a report that goes along, as 'report --format' takes it (repeatable); list edit: or "
           "none")),
    KIRI_OPTION(Options, lang, "lang", 0, FILENAME, "ja|en", N_("language; else 'mail.lang'")),
    KIRI_OPTION(Options, dry_run, "dry-run", 0, FILENAME, N_("FILE.eml"),
                N_("write the mail of the first recipient there and send nothing")),
    KIRI_OPTION(Options, again, "again", 0, NONE, NULL,
                N_("send it once more, though the same was sent to them already")),
    KIRI_OPTION(Options, status, "status", 0, NONE, NULL, N_("what was sent, waits or failed")),
    KIRI_OPTION(Options, due, "due", 0, NONE, NULL,
                N_("send the mailings whose time has come, alerts, and what is due; for a timer")),
    KIRI_OPTION(Options, retry, "retry", 0, NONE, NULL,
                N_("try what waits for a later attempt now")),
    KIRI_OPTION(
        Options, resend, "resend", 0, FILENAME_ARRAY, N_("ID"),
        N_("send an unsure or failed message again, under its old Message-ID (repeatable)")),
    KIRI_OPTION(Options, drop, "drop", 0, FILENAME_ARRAY, N_("ID"),
                N_("give a message up: it arrived, or is wanted no more (repeatable)")),
    KIRI_OPTION(Options, at, "at", 0, FILENAME, "HH:MM|none",
                N_("list: when 'run' and 'watch' send it")),
    KIRI_OPTION(Options, days, "days", 0, FILENAME, "daily|weekdays|workdays",
                N_("list: on which days; workdays are no holidays")),
    KIRI_OPTION(Options, skip_empty, "skip-empty", 0, NONE, NULL,
                N_("list: no mail when there is nothing to tell")),
    KIRI_OPTION(Options, send_empty, "send-empty", 0, NONE, NULL,
                N_("list: a mail that says so when there is nothing to tell (the usual)")),
};

/* ---- what is asked for ---- */

/* --to holds at most one date; the rest are addresses. */
static gboolean split_to(const Options *o, GPtrArray *addresses, const char **to, GError **error)
{
    *to = NULL;
    for (char **value = o->to; value && *value; value++) {
        if (strchr(*value, '@')) {
            g_ptr_array_add(addresses, *value);
        } else if (*to) {
            g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                        _("--to takes one date; '%s' and '%s' are two, and no addresses"), *to,
                        *value);
            return FALSE;
        } else {
            *to = *value;
        }
    }
    g_ptr_array_add(addresses, NULL);
    return TRUE;
}

static gboolean parse_span(const Options *o, const char *to, KiriDigestAsk *ask, GError **error)
{
    ask->from_us = G_MININT64;
    ask->to_us = G_MAXINT64;
    if (!o->from && !to)
        return TRUE;
    g_autofree char *span = g_strconcat(o->from ? o->from : "", "..", to ? to : "", NULL);
    if (kiri_query_parse_dates(kiri_str(span), &ask->from_us, &ask->to_us))
        return TRUE;
    g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                _("--from and --to are days, months or years such as 2026-04-13, not '%s'"), span);
    return FALSE;
}

static gboolean check(const Options *o, GError **error)
{
    const char *wrong = NULL;
    if (o->lang && strcmp(o->lang, "ja") != 0 && strcmp(o->lang, "en") != 0)
        wrong = _("--lang must be ja or en");
    else if (o->since && strcmp(o->since, "last") != 0)
        wrong = _("--since takes the word last");
    else if (o->since && !o->list)
        wrong = _("--since last needs --list: a mailing knows what it told; 'digest list add'");
    else if (o->release && o->topic)
        wrong = _("a digest is about a release or a topic, not both");
    else if (o->list && (o->release || o->topic || o->from || o->to || o->attach || o->again))
        wrong = _("--list says by itself what is sent to whom; 'digest list edit' changes it");
    else if (!o->list && !o->release && !o->topic && !o->from && !o->to)
        wrong = _("'digest' needs --release, --topic, --from and --to, or --list");
    if (wrong)
        g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE, wrong);
    return !wrong;
}

/* ---- sending ---- */

/* Said before anything is queued: what nobody can send would only lie in the outbox. */
static gboolean can_send(const KiriCli *cli, const Options *o, GError **error)
{
    if (o->dry_run || cli->is_offline || *kiri_settings_string(cli->settings, "mail.server"))
        return TRUE;
    g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                        _("no mail server is set; 'kirinuki config set mail.server HOST'"));
    return FALSE;
}

static const char *word_of(const KiriPost *p)
{
    switch ((KiriPostState)p->state) {
    case KIRI_POST_SENT:
        return _("sent");
    case KIRI_POST_FAILED:
        return _("failed");
    case KIRI_POST_UNSURE:
        return _("unsure");
    case KIRI_POST_DROPPED:
        return _("dropped");
    case KIRI_POST_QUEUED:
    case KIRI_POST_SENDING:
    case KIRI_N_POST_STATES:
        break;
    }
    return _("waits");
}

/* What the outbox holds of these by now; the exit code. */
static int tell(KiriCli *cli, KiriStore *store, const GPtrArray *posts, GError **error)
{
    guint sent = 0;
    for (guint i = 0; i < posts->len; i++) {
        const char *id = ((KiriPost *)posts->pdata[i])->id;
        g_autoptr(KiriPost) p = kiri_store_get(store, KIRI_NOUN_POST, id, error);
        if (!p)
            return KIRI_EXIT_FAILED;
        sent += p->state == KIRI_POST_SENT;
        if (cli->is_json) {
            kiri_out_record(&kiri_post_shape, p);
            continue;
        }
        g_autofree char *to = kiri_out_safe(p->to), *answer = kiri_out_safe(p->answer);
        gboolean is_told = p->state != KIRI_POST_SENT && p->answer;
        kiri_out_printf("%-8s %s%s%s\n", word_of(p), to, is_told ? ": " : "",
                        is_told ? answer : "");
    }
    if (cli->is_json)
        kiri_out_json_summary(posts->len);
    return sent == posts->len || cli->host || cli->is_offline ? KIRI_EXIT_DONE : KIRI_EXIT_PARTLY;
}

/* A running watch sends by itself. */
static int flush_and_tell(KiriCli *cli, KiriStore *store, const GPtrArray *posts, gboolean is_now,
                          GError **error)
{
    KiriPostCounts counts = {0};
    if (cli->host)
        kiri_cli_note(cli, _("the running watch sends it; 'kirinuki digest --status' tells"));
    else if (cli->is_offline)
        kiri_cli_note(cli, _("it waits in the outbox: --offline"));
    else if (!kiri_post_flush(cli, store, is_now, &counts, error))
        return kiri_exit_code_of(*error);
    if (!cli->host)
        kiri_post_tell(cli, &counts);
    return posts                                            ? tell(cli, store, posts, error)
           : counts.later || counts.failed || counts.unsure ? KIRI_EXIT_PARTLY
                                                            : KIRI_EXIT_DONE;
}

static gboolean write_eml(const KiriCli *cli, const Options *o, const KiriDigestMail *m,
                          const KiriMailbox *to, KiriTime now, GError **error)
{
    g_autoptr(KiriPost) post = kiri_digest_post(m, to, 0, NULL, now);
    g_auto(KiriBuf) out;
    gsize n = 0;
    const char *body = g_bytes_get_data(m->body->bytes, &n);
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    kiri_buf_add_str(&out, post->head);
    kiri_buf_add(&out, body, n);
    if (strcmp(o->dry_run, "-") == 0) {
        kiri_out_write(kiri_buf_view(&out));
        return TRUE;
    }
    g_autofree char *path = kiri_cli_file(cli, o->dry_run);
    if (!kiri_file_replace(path, kiri_buf_view(&out), 0600, error))
        return FALSE;
    kiri_cli_note(cli, _("%s: %u clips, %u of them unique; nothing was sent"), o->dry_run,
                  m->digest->total, m->digest->unique);
    return TRUE;
}

static int queue_and_send(KiriCli *cli, KiriStore *store, const Options *o, const KiriDigestMail *m,
                          const GPtrArray *to, GError **error)
{
    KiriTime now = kiri_time_jst(kiri_cli_now_us(cli));
    guint known = 0;
    g_autoptr(GPtrArray) posts = g_ptr_array_new_with_free_func((GDestroyNotify)kiri_post_free);
    KiriBatch *batch = kiri_batch_begin(store);
    kiri_digest_queue(store, batch, m, to, o->again, NULL, now, posts, &known);
    if (!kiri_batch_commit(batch, error))
        return KIRI_EXIT_FAILED;
    kiri_share_note_write(cli, store, NULL);
    if (known)
        kiri_cli_note(
            cli,
            _("%u of %u were sent this very digest already and get no second one; '--again' "
              "sends it once more"),
            known, to->len);
    return flush_and_tell(cli, store, posts, FALSE, error);
}

static gboolean find_about(KiriStore *store, const Options *o, char **release, char **topic,
                           GError **error)
{
    *release = o->release ? kiri_store_find_id(store, KIRI_NOUN_RELEASE, o->release, error) : NULL;
    *topic = o->topic ? kiri_store_find_id(store, KIRI_NOUN_TOPIC, o->topic, error) : NULL;
    return (!o->release || *release) && (!o->topic || *topic);
}

static int send_now(KiriCli *cli, const Options *o, GError **error)
{
    KiriDigestAsk ask = {.attach = o->attach, .lang = kiri_digest_lang(cli, o->lang)};
    g_autoptr(GPtrArray) named = g_ptr_array_new();
    const char *until = NULL;
    if (!split_to(o, named, &until, error) || !parse_span(o, until, &ask, error))
        return KIRI_EXIT_USAGE;
    g_auto(GStrv) usual = kiri_settings_list(cli->settings, "mail.to");
    g_autoptr(GPtrArray) to =
        kiri_mailboxes_parse(named->len > 1 ? (char **)named->pdata : usual, error);
    if (!to || !kiri_digest_check_formats(o->attach, error))
        return KIRI_EXIT_USAGE;
    g_autofree char *release = NULL, *topic = NULL;
    g_autoptr(KiriStore) store =
        kiri_cli_open_store(cli, o->dry_run ? KIRI_STORE_READ : KIRI_STORE_WRITE, error);
    if (!store)
        return KIRI_EXIT_FAILED;
    if (!find_about(store, o, &release, &topic, error))
        return KIRI_EXIT_NO;
    ask.release = release;
    ask.topic = topic;
    g_autoptr(KiriDigestMail) m = kiri_digest_mail_new(cli, store, &ask, error);
    if (!m)
        return kiri_exit_code_of(*error);
    if (!o->dry_run)
        return queue_and_send(cli, store, o, m, to, error);
    KiriTime now = kiri_time_jst(kiri_cli_now_us(cli));
    return write_eml(cli, o, m, to->pdata[0], now, error) ? KIRI_EXIT_DONE : KIRI_EXIT_FAILED;
}

static int send_list(KiriCli *cli, const Options *o, GError **error)
{
    g_autoptr(KiriStore) store =
        kiri_cli_open_store(cli, o->dry_run ? KIRI_STORE_READ : KIRI_STORE_WRITE, error);
    g_autoptr(KiriMailing) mailing = store ? kiri_mailing_find(store, o->list, error) : NULL;
    if (!mailing)
        return store ? KIRI_EXIT_NO : KIRI_EXIT_FAILED;
    if (!o->dry_run) {
        g_autoptr(GPtrArray) posts = g_ptr_array_new_with_free_func((GDestroyNotify)kiri_post_free);
        if (!kiri_mailing_send(cli, store, mailing, posts, error))
            return kiri_exit_code_of(*error);
        if (!posts->len)
            kiri_cli_note(cli, _("nothing new since the last digest, and '%s' wants no empty one"),
                          mailing->name);
        return flush_and_tell(cli, store, posts, FALSE, error);
    }
    const KiriDigestAsk ask = {.release = mailing->release,
                               .topic = mailing->topic,
                               .mailing = mailing,
                               .attach = mailing->attach,
                               .lang = kiri_digest_lang(cli, o->lang)};
    g_autoptr(GPtrArray) to = kiri_mailboxes_parse(mailing->to, error);
    g_autoptr(KiriDigestMail) m = to ? kiri_digest_mail_new(cli, store, &ask, error) : NULL;
    if (!m)
        return kiri_exit_code_of(*error);
    KiriTime now = kiri_time_jst(kiri_cli_now_us(cli));
    return write_eml(cli, o, m, to->pdata[0], now, error) ? KIRI_EXIT_DONE : KIRI_EXIT_FAILED;
}

/* ---- the outbox ---- */

static int show_status(KiriCli *cli, GError **error)
{
    guint n_bad = 0;
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_READ, error);
    if (!store || !kiri_post_print(cli, store, &n_bad, error))
        return KIRI_EXIT_FAILED;
    if (n_bad)
        kiri_cli_note(cli,
                      _("%u messages need a person: '--resend ID' sends one again, '--drop ID' "
                        "gives it up"),
                      n_bad);
    return n_bad ? KIRI_EXIT_NO : KIRI_EXIT_DONE;
}

static KiriPost *find_post(KiriStore *store, const char *beginning, GError **error)
{
    g_autofree char *id = kiri_store_find_id(store, KIRI_NOUN_POST, beginning, error);
    return id ? kiri_store_get(store, KIRI_NOUN_POST, id, error) : NULL;
}

static gboolean drop(KiriStore *store, KiriPost *p, KiriTime now, GError **error)
{
    if (p->state != KIRI_POST_SENT && p->state != KIRI_POST_DROPPED)
        return kiri_outbox_set(store, p, KIRI_POST_DROPPED, p->answer, now, error);
    g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE, _("message '%s' is settled already"),
                p->id);
    return FALSE;
}

static int change_posts(KiriCli *cli, const Options *o, GError **error)
{
    KiriTime now = kiri_time_jst(kiri_cli_now_us(cli));
    g_autoptr(GPtrArray) posts = g_ptr_array_new_with_free_func((GDestroyNotify)kiri_post_free);
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_WRITE, error);
    /* What an ended program left behind is found first: it may be what is meant. */
    if (!store || (!cli->host && !kiri_outbox_recover(store, now, NULL, error)))
        return KIRI_EXIT_FAILED;
    for (char **id = o->drop; id && *id; id++) {
        g_autoptr(KiriPost) p = find_post(store, *id, error);
        if (!p || !drop(store, p, now, error))
            return kiri_exit_code_of(*error);
    }
    for (char **id = o->resend; id && *id; id++) {
        KiriPost *p = find_post(store, *id, error);
        if (!p)
            return kiri_exit_code_of(*error);
        g_ptr_array_add(posts, p);
        if (!kiri_outbox_again(store, p, now, error))
            return kiri_exit_code_of(*error);
    }
    return o->resend ? flush_and_tell(cli, store, posts, FALSE, error) : KIRI_EXIT_DONE;
}

static int retry(KiriCli *cli, GError **error)
{
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_WRITE, error);
    return store ? flush_and_tell(cli, store, NULL, TRUE, error) : KIRI_EXIT_FAILED;
}

/* The round that 'run' makes at its end, alone: for timers between passes. */
static int send_due(KiriCli *cli, GError **error)
{
    KiriPostCounts counts = {0};
    g_autoptr(GHashTable) told = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    if (cli->host) {
        kiri_cli_note(cli, _("the running watch sends it; 'kirinuki digest --status' tells"));
        return KIRI_EXIT_DONE;
    }
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_WRITE, error);
    if (!store || !kiri_post_round(cli, store, told, &counts, error))
        return kiri_exit_code_of(*error);
    kiri_post_tell(cli, &counts);
    gboolean is_partly =
        counts.later || counts.failed || counts.unsure || g_hash_table_size(told) > 0;
    return is_partly ? KIRI_EXIT_PARTLY : KIRI_EXIT_DONE;
}

static int run(KiriCli *cli, const KiriCall *call, GError **error)
{
    const Options *o = call->options;
    if (call->n_args)
        return kiri_digest_list_run(cli, call, error);
    if (o->status)
        return show_status(cli, error);
    if (o->resend || o->drop)
        return change_posts(cli, o, error);
    if (o->retry)
        return retry(cli, error);
    if (o->due)
        return send_due(cli, error);
    if (!check(o, error) || !can_send(cli, o, error))
        return KIRI_EXIT_USAGE;
    return o->list ? send_list(cli, o, error) : send_now(cli, o, error);
}

static const char details[] =
    N_("Mails headline, medium, time, class and link of each clip, and no text of articles.\n"
       "Every mail is put into the outbox before it is sent; the same digest goes to the same\n"
       "person once. 'run' and 'watch' send what waits, and mailings whose time has come.");

const KiriCommand kiri_cmd_digest = {
    .name = "digest",
    .group = N_("Tell"),
    .args = N_("[list [show | add NAME | edit NAME | stop NAME | start NAME | remove NAME]]"),
    .summary = N_("what was reported, by mail"),
    .details = details,
    KIRI_OPTIONS(Options, options),
    .needs = KIRI_NEEDS_WORKSPACE,
    .max_args = 3,
    .run = run};
