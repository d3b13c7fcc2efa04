// SPDX-License-Identifier: GPL-3.0-or-later
/* config list|get|set: the workspace's settings. */
#include "commands.h"

#include "control/delegate.h"

#include <kirinuki/file.h>

enum { VERB_LIST, VERB_GET, VERB_SET };
static const char *const verbs[] = {"list", "get", "set", NULL};

static void print_setting(const char *key, const char *value, const char *comment,
                          gboolean is_default, gpointer data)
{
    const KiriCli *cli = data;
    if (!cli->is_json) {
        kiri_out_printf("%s=%s%s  # %s\n", key, value, is_default ? _(" (default)") : "", comment);
        return;
    }
    g_auto(KiriBuf) buf;
    kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
    KiriJson j = kiri_out_json_begin(&buf, "setting");
    kiri_json_key(&j, "key");
    kiri_json_cstr(&j, key);
    kiri_json_key(&j, "value");
    kiri_json_cstr(&j, value);
    kiri_json_key(&j, "default");
    kiri_json_bool(&j, is_default);
    kiri_out_json_end(&j);
}

static gboolean save(KiriCli *cli, const char *key, const char *value, GError **error)
{
    /* Overrides of this run must not get into the file: it is read afresh. */
    g_autoptr(KiriSettings) settings = kiri_settings_new();
    g_autofree char *path = kiri_cli_path(cli, "settings.ini");
    if (!kiri_settings_load(settings, path, error) ||
        !kiri_settings_set(settings, key, value, error))
        return FALSE;
    g_autofree char *text = kiri_settings_format(settings);
    if (!kiri_file_replace(path, kiri_str(text), 0600, error))
        return FALSE;
    if (kiri_delegate_reload(cli))
        kiri_cli_note(cli, _("the running watch takes it up"));
    return TRUE;
}

static int run(KiriCli *cli, const KiriCall *call, GError **error)
{
    gint verb = kiri_call_verb(call, verbs, error);
    guint wanted = verb == VERB_SET ? 3 : verb == VERB_GET ? 2 : 1;
    if (verb < 0)
        return KIRI_EXIT_USAGE;
    if (call->n_args != wanted) {
        g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                            _("it is 'config list', 'config get KEY' or 'config set KEY VALUE'"));
        return KIRI_EXIT_USAGE;
    }
    if (verb == VERB_LIST) {
        kiri_settings_each(cli->settings, print_setting, cli);
        return KIRI_EXIT_DONE;
    }
    if (verb == VERB_SET)
        return save(cli, call->args[1], call->args[2], error) ? KIRI_EXIT_DONE : KIRI_EXIT_FAILED;
    if (!kiri_settings_has_key(call->args[1])) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                    _("there is no setting '%s'; 'kirinuki config list' shows them all"),
                    call->args[1]);
        return KIRI_EXIT_USAGE;
    }
    kiri_out_printf("%s\n", kiri_settings_string(cli->settings, call->args[1]));
    return KIRI_EXIT_DONE;
}

const KiriCommand kiri_cmd_config = {.name = "config",
                                     .group = N_("Manage"),
                                     .args = N_("list | get KEY | set KEY VALUE"),
                                     .summary = N_("show and change the settings"),
                                     .needs = KIRI_NEEDS_WORKSPACE,
                                     .max_args = G_MAXUINT,
                                     .run = run};
