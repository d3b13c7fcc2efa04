// SPDX-License-Identifier: GPL-3.0-or-later
/* manual, completion: the pages and the shells' words, made of the program's own tables.
 * The build installs what they print. */
#include "commands.h"
#include "manual.h"

#include <string.h>

static int print_page(const KiriManualPage *pages, const char *name, GError **error)
{
    g_autoptr(GString) names = g_string_new(NULL);
    for (const KiriManualPage *p = pages; p->name; p++) {
        g_string_append_printf(names, "%s%s", names->len ? ", " : "", p->name);
        if (strcmp(p->name, name) != 0)
            continue;
        g_auto(KiriBuf) out;
        kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
        p->write(&out);
        kiri_out_write(kiri_buf_view(&out));
        return KIRI_EXIT_DONE;
    }
    g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE, _("there is no '%s'; there are %s"), name,
                names->str);
    return KIRI_EXIT_USAGE;
}

static int run_manual(KiriCli *cli, const KiriCall *call, GError **error)
{
    (void)cli;
    return print_page(kiri_manual_pages, call->n_args ? call->args[0] : "kirinuki.1", error);
}

static int run_completion(KiriCli *cli, const KiriCall *call, GError **error)
{
    (void)cli;
    return print_page(kiri_completions, call->args[0], error);
}

const KiriCommand kiri_cmd_manual = {
    .name = "manual",
    .group = N_("Help"),
    .args = N_("[kirinuki.1|kirinuki-settings.5|kirinuki-workspace.7]"),
    .summary = N_("the manual as roff, for 'man -l -'"),
    .max_args = 1,
    .run = run_manual};

const KiriCommand kiri_cmd_completion = {.name = "completion",
                                         .group = N_("Help"),
                                         .args = N_("bash|zsh|fish"),
                                         .summary = N_("completions for a shell"),
                                         .min_args = 1,
                                         .max_args = 1,
                                         .run = run_completion};
