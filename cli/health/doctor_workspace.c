// SPDX-License-Identifier: GPL-3.0-or-later
/* The workspace: whose it is, what is in it, its settings, its disk, its last copy. */
#include "access.h"
#include "backup_mark.h"
#include "disk_use.h"
#include "doctor.h"

#include <kirinuki/care.h>
#include <kirinuki/index.h>

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* ---- whose it is ---- */

static void check_access(KiriDoctor *d)
{
    const char *dir = d->cli->dir;
    g_autoptr(GPtrArray) problems = kiri_access_check(dir);
    g_autofree char *stray = kiri_access_stray(dir);
    for (guint i = 0; i < problems->len; i++) {
        const KiriAccessProblem *p = problems->pdata[i];
        kiri_doctor_add(d, p->is_refused ? KIRI_CHECK_FAILED : KIRI_CHECK_WARNING, "access",
                        g_strdup(p->finding), g_strdup(p->mend));
    }
    if (stray)
        kiri_doctor_add(
            d, KIRI_CHECK_FAILED, "access",
            g_strdup_printf(_("'%s' belongs to another user than this one"), stray),
            g_strdup_printf(_("give it back: 'chown -R %u \"%s\"'"), (guint)geteuid(), dir));
    if (access(dir, W_OK | X_OK) != 0)
        kiri_doctor_add(d, KIRI_CHECK_FAILED, "access",
                        g_strdup_printf(_("cannot write to '%s': %s"), dir, g_strerror(errno)),
                        NULL);
    else if (!problems->len && !stray)
        kiri_doctor_add(d, KIRI_CHECK_OK, "access",
                        g_strdup_printf(_("'%s' is this user's alone"), dir), NULL);
}

/* ---- what is in it ---- */

static void check_store(KiriDoctor *d)
{
    GError *why = NULL;
    d->store = kiri_store_open(d->cli->dir, KIRI_STORE_READ, &why);
    if (!d->store) {
        gboolean is_newer = kiri_error_is(why, KIRI_ERROR_STALE);
        kiri_doctor_add_error(
            d, KIRI_CHECK_FAILED, "store", why,
            g_strdup(is_newer ? _("use the newer kirinuki")
                              : _("'kirinuki verify' says what is damaged; the last backup has "
                                  "what was there then")));
        return;
    }
    g_autofree char *articles =
        kiri_number_grouped((gint64)kiri_store_count(d->store, KIRI_NOUN_ARTICLE));
    kiri_doctor_add(
        d, KIRI_CHECK_OK, "store",
        g_strdup_printf(_("%s articles, layout %" PRId64), articles, kiri_store_schema(d->store)),
        NULL);
}

static void check_index(KiriDoctor *d)
{
    GError *why = NULL;
    g_autoptr(KiriIndex) index = kiri_index_open(d->cli->dir, &why);
    if (index) {
        kiri_doctor_add(d, KIRI_CHECK_OK, "index",
                        g_strdup_printf(_("%" PRIu64 " changes behind the store"),
                                        kiri_index_lag(index, d->store)),
                        NULL);
        return;
    }
    gboolean is_none = kiri_error_is(why, KIRI_ERROR_NOT_FOUND) && !kiri_index_exists(d->cli->dir);
    kiri_doctor_add_error(d, is_none ? KIRI_CHECK_WARNING : KIRI_CHECK_FAILED, "index", why,
                          g_strdup(_("'kirinuki index' builds it; nothing is lost")));
}

static void check_backup(KiriDoctor *d)
{
    gint64 hours = kiri_settings_int(d->cli->settings, "deadman.backup_hours");
    gint64 now_us = kiri_cli_now_us(d->cli);
    KiriTime last = kiri_backup_last(d->cli->dir);
    char when[32];
    kiri_out_time(last, when);
    gboolean is_old =
        !kiri_time_is_set(last) || now_us - last.us > (hours ? hours : 24 * 7) * KIRI_US_PER_HOUR;
    kiri_doctor_add(d, is_old ? KIRI_CHECK_WARNING : KIRI_CHECK_OK, "backup",
                    kiri_time_is_set(last) ? g_strdup_printf(_("the last one was made at %s"), when)
                                           : g_strdup(_("none was made yet")),
                    is_old ? g_strdup(_("'kirinuki backup FOLDER' on another disk, every day; the "
                                        "setting 'deadman.backup_hours' watches over it"))
                           : NULL);
}

void kiri_doctor_workspace(KiriDoctor *d)
{
    if (!d->is_there) {
        kiri_doctor_add(d, KIRI_CHECK_FAILED, "workspace",
                        g_strdup_printf(_("there is none at '%s'"), d->cli->dir),
                        g_strdup(_("'kirinuki -C DIR init' makes one; -C or $KIRINUKI_HOME says "
                                   "where it is")));
        return;
    }
    check_access(d);
    check_store(d);
    if (!d->store)
        return;
    check_index(d);
    check_backup(d);
}

/* ---- settings ---- */

static void check_contact(KiriDoctor *d)
{
    const char *contact = kiri_settings_string(d->cli->settings, "crawl.contact");
    if (*contact)
        kiri_doctor_add(d, KIRI_CHECK_OK, "contact",
                        g_strdup_printf(_("sites reach you at '%s'"), contact), NULL);
    else
        kiri_doctor_add(d, KIRI_CHECK_WARNING, "contact",
                        g_strdup(_("not set, and without it only this machine is crawled")),
                        g_strdup(_("'kirinuki config set crawl.contact MAIL-ADDRESS'")));
}

void kiri_doctor_settings(KiriDoctor *d)
{
    if (!d->is_there)
        return;
    g_autofree char *path = kiri_cli_path(d->cli, "settings.ini");
    g_autoptr(GPtrArray) problems = kiri_settings_problems(path);
    for (guint i = 0; i < problems->len; i++)
        kiri_doctor_add(d, KIRI_CHECK_FAILED, "settings", g_strdup(problems->pdata[i]),
                        g_strdup_printf(_("mend it in '%s'; no command runs before"), path));
    if (!problems->len)
        kiri_doctor_add(d, KIRI_CHECK_OK, "settings", g_strdup(_("all are known and in range")),
                        NULL);
    check_contact(d);
}

/* ---- disk ---- */

static KiriCheckState judge_space(const KiriDiskUse *use, gint64 growth)
{
    enum { LEAST_MB = 200, GOOD_MB = 2000 };
    gint64 free_mb = use->free / 1000000;
    if (free_mb < LEAST_MB || (growth > 0 && use->free < growth / 4)) // a week
        return KIRI_CHECK_FAILED;
    if (free_mb < GOOD_MB || (growth > 0 && use->free < 3 * growth) ||
        use->free < use->of[KIRI_DISK_INDEX])
        return KIRI_CHECK_WARNING;
    return KIRI_CHECK_OK;
}

void kiri_doctor_disk(KiriDoctor *d)
{
    KiriDiskUse use;
    g_autoptr(GPtrArray) runs =
        d->store ? kiri_store_list(d->store, KIRI_NOUN_RUN, "", NULL) : NULL;
    if (!d->is_there || !kiri_disk_use(d->cli->dir, &use, NULL) || use.free < 0)
        return;
    gint64 growth =
        runs ? kiri_disk_growth(&use, runs, kiri_store_count(d->store, KIRI_NOUN_ARTICLE),
                                kiri_cli_now_us(d->cli))
             : -1;
    KiriCheckState state = judge_space(&use, growth);
    g_autofree char *free_ = kiri_bytes_for_people(use.free);
    g_autofree char *taken = kiri_bytes_for_people(use.total);
    g_autofree char *more = kiri_bytes_for_people(MAX(growth, 0));
    kiri_doctor_add(
        d, state, "disk",
        growth >= 0
            ? g_strdup_printf(_("%s free, %s taken, about %s more in 30 days"), free_, taken, more)
            : g_strdup_printf(_("%s free, %s taken"), free_, taken),
        state == KIRI_CHECK_OK
            ? NULL
            : g_strdup(_("make room, or move the workspace to a larger disk; 'kirinuki prune' "
                         "gives up old pages; an index that is built anew needs its size again")));
}
