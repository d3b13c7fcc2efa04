// SPDX-License-Identifier: GPL-3.0-or-later
/* Mailings are made and changed by the options that a single digest takes. A new one
 * looks back one day: its first digest is that of a morning, not of all that was ever
 * collected. */
#include "digest_list.h"

#include "digest_ops.h"

#include <string.h>

enum { VERB_SHOW, VERB_ADD, VERB_EDIT, VERB_STOP, VERB_START, VERB_REMOVE };
static const char *const verbs[] = {"show", "add", "edit", "stop", "start", "remove", NULL};

gboolean kiri_check_name(const char *name, GError **error)
{
    gboolean is_fit = *name && strlen(name) <= 100 && g_utf8_validate(name, -1, NULL);
    for (const char *p = name; is_fit && *p; p += g_utf8_skip[(guchar)*p])
        is_fit = !g_unichar_iscntrl(g_utf8_get_char(p));
    if (!is_fit)
        g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                            _("a name is 1 to 100 bytes of text on one line"));
    return is_fit;
}

KiriMailing *kiri_mailing_find(KiriStore *store, const char *name, GError **error)
{
    g_autoptr(GError) why = NULL;
    KiriMailing *m = kiri_store_get(store, KIRI_NOUN_MAILING, name, &why);
    if (why)
        g_propagate_error(error, g_steal_pointer(&why));
    else if (!m)
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_NOT_FOUND,
                    _("there is no mailing '%s'; 'kirinuki digest list' shows them"), name);
    return m;
}

/* ---- changing ---- */

static gboolean take_days(KiriMailing *m, const char *days, GError **error)
{
    for (gint i = 0; days && kiri_mailing_days_names[i]; i++)
        if (strcmp(kiri_mailing_days_names[i], days) == 0) {
            m->days = i;
            return TRUE;
        }
    if (days)
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                    _("--days must be daily, weekdays or workdays, not '%s'"), days);
    return !days;
}

static gboolean take_at(KiriMailing *m, const char *at, GError **error)
{
    gboolean is_none = g_strcmp0(at, "none") == 0;
    if (at && !is_none && kiri_clock_minutes(at) < 0) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                    _("--at must be a time of day such as 07:30, not '%s'"), at);
        return FALSE;
    }
    if (at) {
        g_free(m->at);
        m->at = is_none ? NULL : g_strdup(at);
    }
    return TRUE;
}

static gboolean take_about(KiriMailing *m, KiriStore *store, const KiriDigestCallOptions *o,
                           GError **error)
{
    char *release = NULL, *topic = NULL;
    if (o->release && o->topic) {
        g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                            _("a digest is about a release or a topic, not both"));
        return FALSE;
    }
    if (!o->release && !o->topic)
        return TRUE;
    gboolean is_all = strcmp(o->release ? o->release : o->topic, "none") == 0;
    if (o->release && !is_all)
        release = kiri_store_find_id(store, KIRI_NOUN_RELEASE, o->release, error);
    else if (!is_all)
        topic = kiri_store_find_id(store, KIRI_NOUN_TOPIC, o->topic, error);
    if (!is_all && !release && !topic)
        return FALSE;
    g_free(m->release);
    g_free(m->topic);
    m->release = release;
    m->topic = topic;
    return TRUE;
}

/* Addresses are read now, so that a slip is told to the one who makes it; they are kept as
 * they were written, with their names. */
static gboolean take_recipients(KiriMailing *m, char **to, GError **error)
{
    if (!to)
        return TRUE;
    g_autoptr(GPtrArray) read = kiri_mailboxes_parse(to, error);
    if (!read)
        return FALSE;
    g_strfreev(m->to);
    m->to = g_strdupv(to);
    return TRUE;
}

/* "none" takes the files away. */
static gboolean take_attach(KiriMailing *m, char **attach, GError **error)
{
    gboolean is_none = attach && strcmp(attach[0], "none") == 0 && !attach[1];
    if (!attach)
        return TRUE;
    if (!is_none && !kiri_digest_check_formats(attach, error))
        return FALSE;
    g_strfreev(m->attach);
    m->attach = is_none ? NULL : g_strdupv(attach);
    return TRUE;
}

static gboolean apply(KiriMailing *m, KiriStore *store, const KiriDigestCallOptions *o,
                      GError **error)
{
    if (!take_recipients(m, o->to, error) || !take_about(m, store, o, error) ||
        !take_at(m, o->at, error) || !take_days(m, o->days, error) ||
        !take_attach(m, o->attach, error))
        return FALSE;
    m->skip_empty = o->skip_empty || (m->skip_empty && !o->send_empty);
    return TRUE;
}

static KiriMailing *make(KiriCli *cli, KiriStore *store, const char *name, GError **error)
{
    gint64 now_us = kiri_cli_now_us(cli);
    if (!kiri_check_name(name, error))
        return NULL;
    if (kiri_store_has(store, KIRI_NOUN_MAILING, name)) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_EXISTS,
                    _("there is a mailing '%s' already; 'digest list edit' changes it"), name);
        return NULL;
    }
    KiriMailing *m = kiri_mailing_new();
    m->name = g_strdup(name);
    m->added = kiri_time_jst(now_us);
    m->covered_from = kiri_time_jst(now_us - KIRI_US_PER_DAY);
    return m;
}

/* ---- showing ---- */

static void print_mailing(const KiriCli *cli, const KiriMailing *m)
{
    char last[32];
    if (cli->is_json) {
        kiri_out_record(&kiri_mailing_shape, m);
        return;
    }
    kiri_out_time(m->last, last);
    g_autofree char *list = m->to ? g_strjoinv(", ", m->to) : g_strdup("");
    g_autofree char *name = kiri_out_safe(m->name), *to = kiri_out_safe(list);
    g_autofree char *files = m->attach ? g_strjoinv(", ", m->attach) : NULL;
    kiri_out_printf("%s%s\n", name, m->is_off ? _(" (stopped)") : "");
    kiri_out_printf(_("  to         %s\n"), to);
    kiri_out_printf(_("  about      %s\n"), m->release ? m->release
                                            : m->topic ? m->topic
                                                       : _("all clips"));
    if (files)
        kiri_out_printf(_("  attached   %s\n"), files);
    if (m->at)
        kiri_out_printf(_("  goes out   %s, %s\n"), m->at, kiri_mailing_days_names[m->days]);
    else
        kiri_out_printf(_("  goes out   by hand\n"));
    if (*last)
        kiri_out_printf(_("  last one   %s\n"), last);
}

static int show(KiriCli *cli, GError **error)
{
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_READ, error);
    g_autoptr(GPtrArray) all = store ? kiri_store_list(store, KIRI_NOUN_MAILING, "", error) : NULL;
    if (!all)
        return KIRI_EXIT_FAILED;
    for (guint i = 0; i < all->len; i++)
        print_mailing(cli, all->pdata[i]);
    if (cli->is_json)
        kiri_out_json_summary(all->len);
    else if (!all->len)
        kiri_cli_note(cli,
                      _("there is no mailing yet; 'kirinuki digest list add NAME --to ADDRESS'"));
    return KIRI_EXIT_DONE;
}

static int store_mailing(KiriCli *cli, KiriStore *store, KiriMailing *m, GError **error)
{
    KiriBatch *batch = kiri_batch_begin(store);
    kiri_batch_put(batch, KIRI_NOUN_MAILING, m);
    if (!kiri_batch_commit(batch, error))
        return KIRI_EXIT_FAILED;
    print_mailing(cli, m);
    if (cli->is_json)
        kiri_out_json_summary(1);
    return KIRI_EXIT_DONE;
}

static int change(KiriCli *cli, const KiriCall *call, gint verb, const char *name, GError **error)
{
    const KiriDigestCallOptions *o = call->options;
    if (verb == VERB_ADD && !o->to) {
        g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                            _("a mailing needs somebody who gets it: --to ADDRESS"));
        return KIRI_EXIT_USAGE;
    }
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_WRITE, error);
    g_autoptr(KiriMailing) m = !store             ? NULL
                               : verb == VERB_ADD ? make(cli, store, name, error)
                                                  : kiri_mailing_find(store, name, error);
    if (!m)
        return store ? kiri_exit_code_of(*error) : KIRI_EXIT_FAILED;
    if (verb == VERB_REMOVE) {
        KiriBatch *batch = kiri_batch_begin(store);
        kiri_batch_delete(batch, KIRI_NOUN_MAILING, m->name);
        return kiri_batch_commit(batch, error) ? KIRI_EXIT_DONE : KIRI_EXIT_FAILED;
    }
    if (!apply(m, store, o, error))
        return kiri_exit_code_of(*error);
    m->is_off = verb == VERB_STOP || (m->is_off && verb != VERB_START);
    return store_mailing(cli, store, m, error);
}

int kiri_digest_list_run(KiriCli *cli, const KiriCall *call, GError **error)
{
    if (strcmp(call->args[0], "list") != 0) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                    _("'digest' takes options, or the word list; '%s' is neither"), call->args[0]);
        return KIRI_EXIT_USAGE;
    }
    KiriCall inner = *call;
    inner.args = call->args + 1;
    inner.n_args = call->n_args - 1;
    gint verb = inner.n_args ? kiri_call_verb(&inner, verbs, error) : VERB_SHOW;
    if (verb < 0)
        return KIRI_EXIT_USAGE;
    if (verb == VERB_SHOW)
        return show(cli, error);
    if (inner.n_args != 2) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE, _("'%s %s' needs what to %s"),
                    "digest list", verbs[verb], verbs[verb]);
        return KIRI_EXIT_USAGE;
    }
    return change(cli, &inner, verb, inner.args[1], error);
}
