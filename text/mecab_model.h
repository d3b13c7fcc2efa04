// SPDX-License-Identifier: GPL-3.0-or-later
/* Loading a model of MeCab, for the two sources that hold one. */
#pragma once

#include <glib.h>

struct mecab_model_t;

/* NULL with error NOT_FOUND, CORRUPT or USAGE; `dir` and `user_dictionary` may be NULL.
 * (transfer full): mecab_model_destroy(). */
struct mecab_model_t *kiri_mecab_load(const char *dir, const char *user_dictionary, GError **error);
