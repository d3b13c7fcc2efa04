// SPDX-License-Identifier: GPL-3.0-or-later
/* doctor: does this machine, and this workspace, have what the program needs? It works
 * without a workspace and with one that no other command can open, because that is when
 * it is asked. Exit 1 when something failed; a warning is no failure. */
#include "doctor.h"

#include "commands.h"

const char *const kiri_check_state_names[] = {"ok", "warning", "failed", NULL};

enum { STATE_COLUMNS = 9, NAME_COLUMNS = 14 };

void kiri_doctor_add(KiriDoctor *d, KiriCheckState state, const char *name, char *finding,
                     char *mend)
{
    KiriCheck *check = g_new0(KiriCheck, 1);
    *check = (KiriCheck){state, name, finding, mend};
    g_ptr_array_add(d->checks, check);
}

void kiri_doctor_add_error(KiriDoctor *d, KiriCheckState state, const char *name, GError *error,
                           char *mend)
{
    kiri_doctor_add(d, state, name, g_strdup(error->message), mend);
    g_error_free(error);
}

static void check_free(gpointer data)
{
    KiriCheck *check = data;
    g_free(check->finding);
    g_free(check->mend);
    g_free(check);
}

/* ---- the answer ---- */

static const char *state_label(KiriCheckState state)
{
    return state == KIRI_CHECK_OK        ? _("ok")
           : state == KIRI_CHECK_WARNING ? _("warning")
                                         : _("FAILED");
}

static void print_check(const KiriCli *cli, const KiriCheck *check)
{
    if (cli->is_json) {
        g_auto(KiriBuf) buf;
        kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
        KiriJson j = kiri_out_json_begin(&buf, "check");
        kiri_json_key(&j, "name");
        kiri_json_cstr(&j, check->name);
        kiri_json_key(&j, "state");
        kiri_json_cstr(&j, kiri_check_state_names[check->state]);
        kiri_json_key(&j, "finding");
        kiri_json_cstr(&j, check->finding);
        kiri_json_key(&j, "mend");
        kiri_json_cstr(&j, check->mend);
        kiri_out_json_end(&j);
        return;
    }
    g_autofree char *finding = kiri_out_safe(check->finding);
    const char *label = state_label(check->state);
    guint columns = kiri_out_columns(label);
    kiri_out_printf("%s%*s", label, (int)(columns < STATE_COLUMNS ? STATE_COLUMNS - columns : 1),
                    "");
    kiri_out_row(0, check->name, NAME_COLUMNS, finding);
    if (!check->mend)
        return;
    g_autofree char *mend = kiri_out_safe(check->mend);
    kiri_out_printf("%*s→ %s\n", STATE_COLUMNS + NAME_COLUMNS, "", mend);
}

static int tell(const KiriDoctor *d)
{
    guint of[KIRI_N_CHECK_STATES] = {0};
    for (guint i = 0; i < d->checks->len; i++) {
        const KiriCheck *check = d->checks->pdata[i];
        of[check->state]++;
        print_check(d->cli, check);
    }
    if (d->cli->is_json)
        kiri_out_json_summary(d->checks->len);
    kiri_cli_note(d->cli, _("%u checks: %u ok, %u warnings, %u failed"), d->checks->len,
                  of[KIRI_CHECK_OK], of[KIRI_CHECK_WARNING], of[KIRI_CHECK_FAILED]);
    return of[KIRI_CHECK_FAILED] ? KIRI_EXIT_NO : KIRI_EXIT_DONE;
}

/* ---- the examination ---- */

/* The settings as far as they can be read: what cannot is a finding of its own, and the
 * defaults stand for it. */
static void take_settings(KiriCli *cli)
{
    g_autofree char *path = kiri_cli_path(cli, "settings.ini");
    g_autoptr(KiriSettings) settings = kiri_settings_new();
    if (!kiri_settings_load(settings, path, NULL))
        return;
    for (char **o = cli->overrides; o && *o; o++)
        if (!kiri_settings_override(settings, *o, NULL))
            return;
    kiri_settings_free(cli->settings);
    cli->settings = g_steal_pointer(&settings);
}

static int run(KiriCli *cli, const KiriCall *call, GError **error)
{
    (void)call;
    (void)error;
    g_autofree char *settings = kiri_cli_path(cli, "settings.ini");
    KiriDoctor d = {.cli = cli,
                    .is_there = g_file_test(settings, G_FILE_TEST_EXISTS),
                    .checks = g_ptr_array_new_with_free_func(check_free)};
    cli->has_workspace = d.is_there;
    take_settings(cli);
    kiri_doctor_sandbox(&d); // first: nothing may be open when workers are forked
    g_autoptr(GPtrArray) sandbox = g_steal_pointer(&d.checks);
    d.checks = g_ptr_array_new_with_free_func(check_free);
    kiri_doctor_workspace(&d);
    kiri_doctor_settings(&d);
    kiri_doctor_disk(&d);
    kiri_doctor_words(&d);
    kiri_doctor_fonts(&d);
    kiri_doctor_certificates(&d);
    kiri_doctor_clock(&d);
    kiri_doctor_limits(&d);
    g_ptr_array_extend_and_steal(d.checks, g_steal_pointer(&sandbox));
    kiri_doctor_post(&d);
    int code = tell(&d);
    g_ptr_array_unref(d.checks);
    kiri_store_close(d.store);
    return code;
}

static const char details[] =
    N_("Looks at dictionaries, fonts, certificates, clock, disk space, limits, sandbox, the\n"
       "workspace and its settings, and says how to mend what is not well. Nothing is changed\n"
       "and nothing is sent. Exit 1 when something failed.");

const KiriCommand kiri_cmd_doctor = {.name = "doctor",
                                     .group = N_("Care"),
                                     .args = "",
                                     .summary = N_("does this machine have what is needed?"),
                                     .details = details,
                                     .run = run};
