// SPDX-License-Identifier: GPL-3.0-or-later
/* What the files of `topic` share: the members of a topic that people set, as text,
 * and the verbs that have a file of their own.
 *
 * Thread rule: main thread, or the one that carries out commands in a watch. */
#pragma once

#include "cli.h"

/* Members that people set, in order of the columns of a file. */
typedef enum {
    KIRI_TOPIC_NAME,
    KIRI_TOPIC_QUERY,
    KIRI_TOPIC_EXCLUDE,
    KIRI_TOPIC_MEDIA,
    KIRI_TOPIC_SECTIONS,
    KIRI_TOPIC_LANGUAGES,
    KIRI_TOPIC_VARIANTS,
    KIRI_TOPIC_SECTION,
    KIRI_TOPIC_OWNER,
    KIRI_TOPIC_COLOUR,
    KIRI_TOPIC_NOTES,
    KIRI_TOPIC_COMPARISON, // "1" and the like
    KIRI_TOPIC_N_FIELDS
} KiriTopicField;

/* The column's name, and what a Japanese file may call it. */
const char *kiri_topic_field_name(KiriTopicField field);
const char *kiri_topic_field_japanese(KiriTopicField field);
/* The same for people, in their language. */
const char *kiri_topic_field_label(KiriTopicField field);
/* The value as text (transfer full); NULL: not set. */
char *kiri_topic_field_get(const KiriTopic *topic, KiriTopicField field);
/* "" takes the value away. Lists are separated by ';', ',' or '、'. Error USAGE:
 * what is wrong with the value. */
gboolean kiri_topic_field_set(KiriTopic *topic, KiriTopicField field, const char *value,
                              GError **error);

/* Is the topic whole: a name, a query that can be read, limits that mean something?
 * Error USAGE (LIMIT for a query that is too long) and the member that is wrong. */
gboolean kiri_topic_check(const KiriTopic *topic, KiriTopicField *wrong, GError **error);
/* The id that a topic of this name gets. (transfer full) */
char *kiri_topic_id_of(const char *name);
/* May this be an id? Letters, digits, '-', '_' and '.' of any script. */
gboolean kiri_topic_is_id(const char *id);

/* ---- topic_csv.c: UTF-8 or CP932 in, UTF-8 with BOM out ---- */

/* Takes the rows of a file, all or none, in one batch; what was taken (transfer full).
 * A column that the file lacks leaves what is stored. Errors name file, line and
 * column. */
GPtrArray *kiri_topics_import(KiriStore *store, const char *path, KiriTime now, GError **error);
void kiri_topics_write(const GPtrArray *topics, KiriBuf *out);

/* ---- verbs with a file of their own; each gives the exit code ---- */

/* topic_try.c: what a topic would find in the last `days`, with `samples` of it. Other
 * topics are compared with, but not the one with the same id. */
int kiri_topic_try(KiriCli *cli, const KiriTopic *topic, gint days, gint samples, GError **error);
/* topic_suggest.c: topics for a release, with what they find in the last `days`. */
int kiri_topic_suggest(KiriCli *cli, const char *release, gint days, GError **error);
