// SPDX-License-Identifier: GPL-3.0-or-later
/* The language of messages: English, or Japanese where the environment wants it.
 *
 * Thread rule: choose: main thread, before others start; the rest any thread. */
#pragma once

#include <kirinuki/i18n.h>

/* Chooses by the environment; the catalogue lies beside an uninstalled program,
 * else where it was installed. */
void kiri_language_choose(const char *program_dir);
/* What was chosen: "ja" or "en". */
const char *kiri_language_name(void);
/* The Japanese catalogue, for threads that speak for others; NULL where it is not
 * installed. (transfer full) */
KiriCatalogue *kiri_language_catalogue(const char *program_dir);
