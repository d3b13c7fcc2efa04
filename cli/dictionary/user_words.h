// SPDX-License-Identifier: GPL-3.0-or-later
/* The words that tokenizers of this workspace know beside MeCab's own: the
 * dictionary that the setting dictionary.user names or, where it is empty, the one
 * that `dict` keeps in the workspace. Commands without a workspace have only the
 * setting.
 *
 * Thread rule: any thread that owns the KiriCli. */
#pragma once

#include "cli.h"

/* The compiled dictionary, NULL where there is none. (transfer full) */
char *kiri_user_words_path(const KiriCli *cli, const KiriSettings *settings);
/* kiri_tokenizer_preload() with both dictionaries of the settings. */
gboolean kiri_user_words_load(const KiriCli *cli, GError **error);
/* kiri_dictionary_fingerprint() of both. (transfer full) */
char *kiri_user_words_fingerprint(const KiriCli *cli, const KiriSettings *settings);
