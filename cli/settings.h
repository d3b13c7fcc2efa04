// SPDX-License-Identifier: GPL-3.0-or-later
/* Settings: one table of keys with type, default and comment; values come from
 * the defaults, then the workspace's settings.ini, then `-c KEY=VALUE`.
 *
 * Thread rule: main thread. */
#pragma once

#include <glib.h>

typedef struct KiriSettings KiriSettings;

KiriSettings *kiri_settings_new(void); // defaults
void kiri_settings_free(KiriSettings *s);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriSettings, kiri_settings_free)

/* Errors: NOT_FOUND, USAGE (unknown key or bad value, with the file's name). */
gboolean kiri_settings_load(KiriSettings *s, const char *path, GError **error);
/* All that is wrong with a file, one line each (char *), not just the first: unknown keys,
 * values that are none. (transfer full) */
GPtrArray *kiri_settings_problems(const char *path);
/* "key=value". */
gboolean kiri_settings_override(KiriSettings *s, const char *assignment, GError **error);
gboolean kiri_settings_set(KiriSettings *s, const char *key, const char *value, GError **error);

/* Keys that are not in the table are programmer mistakes here. */
const char *kiri_settings_string(const KiriSettings *s, const char *key);
gint64 kiri_settings_int(const KiriSettings *s, const char *key);
gboolean kiri_settings_bool(const KiriSettings *s, const char *key);
char **kiri_settings_list(const KiriSettings *s, const char *key); // (transfer full)

gboolean kiri_settings_has_key(const char *key);
/* Visits all keys in table order. */
void kiri_settings_each(const KiriSettings *s,
                        void (*visit)(const char *key, const char *value, const char *comment,
                                      gboolean is_default, gpointer data),
                        gpointer data);
/* The settings as a file with every key commented. (transfer full) */
char *kiri_settings_format(const KiriSettings *s);
