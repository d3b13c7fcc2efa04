// SPDX-License-Identifier: GPL-3.0-or-later
#include "user_words.h"

#include <kirinuki/dictionary.h>
#include <kirinuki/tokenize.h>

static const char *system_dir(const KiriSettings *settings)
{
    const char *dir = kiri_settings_string(settings, "dictionary.dir");
    return *dir ? dir : NULL;
}

char *kiri_user_words_path(const KiriCli *cli, const KiriSettings *settings)
{
    const char *chosen = kiri_settings_string(settings, "dictionary.user");
    if (*chosen)
        return g_strdup(chosen);
    g_autofree char *own = kiri_cli_path(cli, "dictionaries/words.dic");
    return cli->has_workspace && g_file_test(own, G_FILE_TEST_EXISTS) ? g_steal_pointer(&own)
                                                                      : NULL;
}

gboolean kiri_user_words_load(const KiriCli *cli, GError **error)
{
    g_autofree char *path = kiri_user_words_path(cli, cli->settings);
    if (kiri_tokenizer_preload(system_dir(cli->settings), path, error))
        return TRUE;
    if (error && kiri_error_is(*error, KIRI_ERROR_NOT_FOUND))
        (*error)->code = KIRI_ERROR_USAGE; // the settings name it
    if (path && !*kiri_settings_string(cli->settings, "dictionary.user"))
        g_prefix_error(error, _("the user words are of no use ('kirinuki dict rebuild' makes "
                                "their dictionary anew): "));
    return FALSE;
}

char *kiri_user_words_fingerprint(const KiriCli *cli, const KiriSettings *settings)
{
    g_autofree char *path = kiri_user_words_path(cli, settings);
    return kiri_dictionary_fingerprint(system_dir(settings), path);
}
