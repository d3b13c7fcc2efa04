// SPDX-License-Identifier: GPL-3.0-or-later
#include "deadman.h"

#include "backup_mark.h"
#include "control/delegate.h"
#include "reports/morning_query.h"
#include "run_history.h"

#include <kirinuki/mailing.h>
#include <kirinuki/outbox.h>

#include <string.h>

enum { DELIVERY_HOURS = 2, DELIVERY_DAYS = 7 };

static void overdue_free(gpointer data)
{
    KiriOverdue *o = data;
    g_free(o->problem);
    g_free(o);
}

/* Takes `problem`. */
static KiriOverdue *add(GPtrArray *list, const char *what, char *problem, KiriTime due)
{
    KiriOverdue *o = g_new0(KiriOverdue, 1);
    *o = (KiriOverdue){.what = what, .problem = problem, .due = due};
    g_ptr_array_add(list, o);
    return o;
}

static KiriTime after(KiriTime t, gint64 hours)
{
    return kiri_time_jst(t.us + hours * KIRI_US_PER_HOUR);
}

/* ---- what is watched ---- */

static gboolean check_run(GPtrArray *list, const KiriCli *cli, KiriStore *store, GError **error)
{
    gint64 hours = kiri_settings_int(cli->settings, "deadman.run_hours");
    g_autoptr(KiriWatchStatus) watch = cli->host ? NULL : kiri_delegate_status(cli);
    if (watch && watch->pass_problem)
        add(list, "run",
            g_strdup_printf(_("the running watch collects, and index, link and score fail: %s"),
                            watch->pass_problem),
            KIRI_TIME_UNSET)
            ->is_pass_problem = TRUE;
    if (!hours)
        return TRUE;
    g_autoptr(GPtrArray) runs = kiri_store_list(store, KIRI_NOUN_RUN, "", error);
    if (!runs)
        return FALSE;
    KiriTime last = kiri_last_collected(runs);
    char when[32];
    kiri_out_time(last, when);
    if (!kiri_time_is_set(last))
        add(list, "run",
            g_strdup(_("nothing was ever collected; 'kirinuki run', or a timer or watch that does "
                       "it")),
            KIRI_TIME_UNSET)
            ->is_never = TRUE;
    else if (after(last, hours).us < kiri_cli_now_us(cli))
        add(list, "run",
            g_strdup_printf(_("nothing was collected since %s, for more than %" PRId64
                              " hours; is the watch or the timer at work?"),
                            when, hours),
            after(last, hours));
    return TRUE;
}

/* As the sheet stood when the grace was not over. */
static gboolean check_morning(GPtrArray *list, const KiriCli *cli, KiriStore *store,
                              gint64 grace_us, GError **error)
{
    KiriCli then = *cli;
    g_autoptr(KiriClock) clock = kiri_clock_new_fixed(kiri_cli_now_us(cli) - grace_us, TRUE);
    GError *why = NULL;
    then.clock = clock;
    char *alarm = kiri_morning_alarm(&then, store, &why);
    if (alarm)
        add(list, "morning", alarm, KIRI_TIME_UNSET);
    if (why)
        g_propagate_error(error, why);
    return why == NULL;
}

static gboolean check_digests(GPtrArray *list, const KiriCli *cli, KiriStore *store,
                              gint64 grace_us, GError **error)
{
    gint64 then_us = kiri_cli_now_us(cli) - grace_us;
    g_autoptr(GPtrArray) mailings = kiri_store_list(store, KIRI_NOUN_MAILING, "", error);
    for (guint i = 0; mailings && i < mailings->len; i++) {
        const KiriMailing *m = mailings->pdata[i];
        if (!kiri_mailing_is_due(m, then_us))
            continue;
        gint64 day_us = kiri_civil_day_start_jst(then_us);
        add(list, "digest",
            g_strdup_printf(_("the digest '%s' was not made, it was due at %s; 'kirinuki digest "
                              "--list %s' makes it"),
                            m->name, m->at, m->name),
            kiri_time_jst(day_us + kiri_clock_minutes(m->at) * KIRI_US_PER_MINUTE));
    }
    return mailings != NULL;
}

static void check_backup(GPtrArray *list, const KiriCli *cli)
{
    gint64 hours = kiri_settings_int(cli->settings, "deadman.backup_hours");
    KiriTime last = kiri_backup_last(cli->dir);
    char when[32];
    if (!hours || (kiri_time_is_set(last) && after(last, hours).us >= kiri_cli_now_us(cli)))
        return;
    kiri_out_time(last, when);
    KiriOverdue *o =
        add(list, "backup",
            *when ? g_strdup_printf(_("no backup was made since %s, for more than %" PRId64
                                      " hours; 'kirinuki backup' makes one"),
                                    when, hours)
                  : g_strdup(_("no backup was ever made; 'kirinuki backup' makes one")),
            *when ? after(last, hours) : KIRI_TIME_UNSET);
    o->is_never = !*when;
}

typedef struct {
    gint64 now_us;
    guint late, lost;
} Deliveries;

/* Our own messages are not counted: the alarm would feed itself. */
static gboolean look_at_post(gconstpointer record, gpointer data)
{
    const KiriPost *p = record;
    Deliveries *d = data;
    gboolean is_recent = d->now_us - p->queued.us < DELIVERY_DAYS * KIRI_US_PER_DAY;
    if (!is_recent || g_strcmp0(p->about, "deadman") == 0)
        return TRUE;
    gint64 until_us = MAX(p->queued.us, p->attempts ? p->queued.us : p->next.us);
    d->late +=
        p->state == KIRI_POST_QUEUED && d->now_us - until_us > DELIVERY_HOURS * KIRI_US_PER_HOUR;
    d->lost += p->state == KIRI_POST_FAILED || p->state == KIRI_POST_UNSURE;
    return TRUE;
}

static gboolean check_delivery(GPtrArray *list, const KiriCli *cli, KiriStore *store,
                               GError **error)
{
    Deliveries d = {.now_us = kiri_cli_now_us(cli)};
    if (!kiri_store_each(store, KIRI_NOUN_POST, "", look_at_post, &d, error))
        return FALSE;
    if (d.late || d.lost)
        add(list, "delivery",
            g_strdup_printf(_("messages of the last %d days: %u have waited for more than %d "
                              "hours, %u failed or are unsure; 'kirinuki digest --status'"),
                            DELIVERY_DAYS, d.late, DELIVERY_HOURS, d.lost),
            KIRI_TIME_UNSET);
    return TRUE;
}

GPtrArray *kiri_deadman_check(const KiriCli *cli, KiriStore *store, GError **error)
{
    g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(overdue_free);
    gint64 grace_us =
        MIN(kiri_settings_int(cli->settings, "deadman.grace_min"), 24 * 60) * KIRI_US_PER_MINUTE;
    if (!check_run(list, cli, store, error) || !check_morning(list, cli, store, grace_us, error) ||
        !check_digests(list, cli, store, grace_us, error))
        return NULL;
    check_backup(list, cli);
    return check_delivery(list, cli, store, error) ? g_steal_pointer(&list) : NULL;
}

/* ---- the answer ---- */

void kiri_deadman_print(const KiriCli *cli, const KiriOverdue *o)
{
    if (!cli->is_json) {
        g_autofree char *problem = kiri_out_safe(o->problem);
        kiri_out_printf(_("attention    %s\n"), problem);
        return;
    }
    g_auto(KiriBuf) buf;
    kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
    KiriJson j = kiri_out_json_begin(&buf, "overdue");
    kiri_json_key(&j, "what");
    kiri_json_cstr(&j, o->what);
    kiri_json_key(&j, "due");
    kiri_json_time(&j, o->due);
    kiri_json_key(&j, "problem");
    kiri_json_cstr(&j, o->problem);
    kiri_out_json_end(&j);
}

static int print_all(const KiriCli *cli, const GPtrArray *list)
{
    for (guint i = 0; i < list->len; i++) {
        const KiriOverdue *o = list->pdata[i];
        const KiriLogField fields[] = {{"what", o->what, 0}};
        kiri_log_event(cli->log, KIRI_LOG_WARNING, "deadman.overdue", NULL, o->problem, fields, 1);
        kiri_deadman_print(cli, o);
    }
    if (cli->is_json)
        kiri_out_json_summary(list->len);
    else if (!list->len)
        kiri_cli_note(cli, _("all that was due was made"));
    return list->len ? KIRI_EXIT_NO : KIRI_EXIT_DONE;
}

/* For writing where somebody is to be told; else, and where that cannot be had, for
 * reading; NULL with `why` where it does not open at all. */
static KiriStore *open_store(KiriCli *cli, gboolean *is_writable, GError **why)
{
    g_autoptr(GError) busy = NULL;
    KiriStore *store = NULL;
    *is_writable = FALSE;
    if (kiri_deadman_has_readers(cli) && !cli->is_offline)
        store = kiri_cli_open_store(cli, KIRI_STORE_WRITE, &busy);
    if (store || cli->is_answered) {
        *is_writable = store != NULL;
        return store;
    }
    return kiri_store_open(cli->dir, KIRI_STORE_READ, why);
}

int kiri_deadman_run(KiriCli *cli)
{
    gboolean is_writable;
    GError *why = NULL;
    g_autoptr(KiriStore) store = open_store(cli, &is_writable, &why);
    if (cli->is_answered)
        return KIRI_EXIT_FAILED; // said by the running watch
    g_autoptr(GPtrArray) list = store ? kiri_deadman_check(cli, store, &why) : NULL;
    if (!list) {
        list = g_ptr_array_new_with_free_func(overdue_free);
        add(list, "store", g_strdup(why->message), KIRI_TIME_UNSET);
        g_clear_error(&why);
    }
    int code = print_all(cli, list);
    if (!list->len || cli->is_offline || !kiri_deadman_has_readers(cli))
        return code;
    if (is_writable && kiri_deadman_queue(cli, store, list, &why))
        return code;
    if (why && !kiri_error_is(why, KIRI_ERROR_USAGE)) // what is wrong with settings is said below
        kiri_cli_warn(cli, "%s", why->message);
    g_clear_error(&why);
    kiri_deadman_send(cli, store, list);
    return code;
}
