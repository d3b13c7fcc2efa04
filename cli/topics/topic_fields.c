// SPDX-License-Identifier: GPL-3.0-or-later
/* The members of a topic that people set, in one table: options, columns and what is
 * shown come from it. */
#include "topic_ops.h"

#include <kirinuki/hash.h>
#include <kirinuki/topic_set.h>

#include <string.h>

typedef enum { TEXT, LIST, FLAG } Kind;

static const struct {
    const char *name, *japanese;
    Kind kind;
    gsize offset;
} fields[KIRI_TOPIC_N_FIELDS] = {
    [KIRI_TOPIC_NAME] = {N_("name"), "テーマ", TEXT, offsetof(KiriTopic, name)},
    [KIRI_TOPIC_QUERY] = {N_("query"), "検索式", TEXT, offsetof(KiriTopic, query)},
    [KIRI_TOPIC_EXCLUDE] = {N_("exclude"), "除外", TEXT, offsetof(KiriTopic, exclude)},
    [KIRI_TOPIC_MEDIA] = {N_("media"), "媒体", LIST, offsetof(KiriTopic, media)},
    [KIRI_TOPIC_SECTIONS] = {N_("sections"), "掲載面", LIST, offsetof(KiriTopic, sections)},
    [KIRI_TOPIC_LANGUAGES] = {N_("languages"), "言語", LIST, offsetof(KiriTopic, languages)},
    [KIRI_TOPIC_VARIANTS] = {N_("variants"), "表記ゆれ", TEXT, offsetof(KiriTopic, variants)},
    [KIRI_TOPIC_SECTION] = {N_("section"), "担当課", TEXT, offsetof(KiriTopic, section)},
    [KIRI_TOPIC_OWNER] = {N_("owner"), "担当者", TEXT, offsetof(KiriTopic, owner)},
    [KIRI_TOPIC_COLOUR] = {N_("colour"), "色", TEXT, offsetof(KiriTopic, colour)},
    [KIRI_TOPIC_NOTES] = {N_("notes"), "備考", TEXT, offsetof(KiriTopic, notes)},
    [KIRI_TOPIC_COMPARISON] = {N_("is_comparison"), "比較", FLAG,
                               offsetof(KiriTopic, is_comparison)},
};

const char *kiri_topic_field_name(KiriTopicField field)
{
    return fields[field].name;
}

const char *kiri_topic_field_label(KiriTopicField field)
{
    return _(fields[field].name);
}

const char *kiri_topic_field_japanese(KiriTopicField field)
{
    return fields[field].japanese;
}

char *kiri_topic_field_get(const KiriTopic *topic, KiriTopicField field)
{
    gconstpointer member = (const char *)topic + fields[field].offset;
    char **list;
    switch (fields[field].kind) {
    case LIST:
        list = *(char **const *)member;
        return list && *list ? g_strjoinv("; ", list) : NULL;
    case FLAG:
        return *(const gboolean *)member ? g_strdup("1") : NULL;
    case TEXT:
        break;
    }
    return g_strdup(*(char *const *)member);
}

static char **split_list(const char *value)
{
    char **list = NULL;
    g_autoptr(GString) plain = g_string_new(value);
    for (const char *const *mark = (const char *const[]){"、", "；", "，", ",", NULL}; *mark;
         mark++)
        g_string_replace(plain, *mark, ";", 0);
    g_auto(GStrv) parts = g_strsplit(plain->str, ";", -1);
    for (char **part = parts; *part; part++) {
        KiriStr stripped = kiri_str_strip(kiri_str(*part));
        g_autofree char *one = g_strndup(stripped.p, stripped.n);
        if (*one && !kiri_strv_has(list, one))
            kiri_strv_add(&list, one);
    }
    return list;
}

static gboolean set_flag(gboolean *member, const char *value, GError **error)
{
    static const char *const yes[] = {"1", "yes", "true", "○", "〇", "はい", NULL};
    static const char *const no[] = {"", "0", "no", "false", "×", "いいえ", NULL};
    if (kiri_names_index(yes, value) < 0 && kiri_names_index(no, value) < 0) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE, _("is neither 1 nor 0: '%s'"), value);
        return FALSE;
    }
    *member = kiri_names_index(yes, value) >= 0;
    return TRUE;
}

gboolean kiri_topic_field_set(KiriTopic *topic, KiriTopicField field, const char *value,
                              GError **error)
{
    gpointer member = (char *)topic + fields[field].offset;
    KiriStr stripped = kiri_str_strip(kiri_str(value));
    g_autofree char *plain = g_strndup(stripped.p, stripped.n);
    switch (fields[field].kind) {
    case LIST:
        g_strfreev(*(char ***)member);
        *(char ***)member = split_list(plain);
        return TRUE;
    case FLAG:
        return set_flag(member, plain, error);
    case TEXT:
        break;
    }
    g_free(*(char **)member);
    *(char **)member = *plain ? g_steal_pointer(&plain) : NULL;
    return TRUE;
}

/* ---- is it whole? ---- */

static gboolean is_colour(const char *s)
{
    gsize n = strlen(s);
    if (*s != '#' || (n != 7 && n != 4))
        return FALSE;
    for (s++; *s; s++)
        if (!g_ascii_isxdigit(*s))
            return FALSE;
    return TRUE;
}

/* Letters and digits in groups, "ja", "zh-Hant": BCP 47 as far as it matters. */
static gboolean is_language(const char *s)
{
    gsize n = strcspn(s, "-");
    if (n < 2 || n > 3)
        return FALSE;
    for (; *s; s++)
        if (!g_ascii_isalnum(*s) && *s != '-')
            return FALSE;
    return s[-1] != '-';
}

static gboolean refuse(KiriTopicField field, KiriTopicField *wrong, GError *why, GError **error)
{
    *wrong = field;
    g_propagate_error(error, why);
    return FALSE;
}

static GError *empty(void)
{
    return g_error_new_literal(KIRI_ERROR_CLI, KIRI_ERROR_USAGE, _("must not be empty"));
}

static gboolean check_query(const char *query, KiriTopicField field, KiriTopicField *wrong,
                            GError **error)
{
    g_autoptr(KiriQuery) parsed = query ? kiri_query_parse(kiri_str(query), error) : NULL;
    *wrong = field;
    return !query || parsed;
}

gboolean kiri_topic_check(const KiriTopic *topic, KiriTopicField *wrong, GError **error)
{
    if (!topic->name)
        return refuse(KIRI_TOPIC_NAME, wrong, empty(), error);
    if (!topic->query)
        return refuse(KIRI_TOPIC_QUERY, wrong, empty(), error);
    if (!check_query(topic->query, KIRI_TOPIC_QUERY, wrong, error) ||
        !check_query(topic->exclude, KIRI_TOPIC_EXCLUDE, wrong, error))
        return FALSE;
    guint kinds;
    *wrong = KIRI_TOPIC_VARIANTS;
    if (topic->variants && !kiri_variant_kinds_parse(topic->variants, &kinds, error))
        return FALSE;
    if (topic->colour && !is_colour(topic->colour))
        return refuse(KIRI_TOPIC_COLOUR, wrong,
                      g_error_new(KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                                  _("is no colour such as #336699: '%s'"), topic->colour),
                      error);
    for (char **l = topic->languages; l && *l; l++)
        if (!is_language(*l))
            return refuse(KIRI_TOPIC_LANGUAGES, wrong,
                          g_error_new(KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                                      _("is no language such as ja: '%s'"), *l),
                          error);
    return TRUE;
}

char *kiri_topic_id_of(const char *name)
{
    char hash[KIRI_ID_BYTES];
    kiri_hash_id(kiri_str(name), hash);
    return g_strdup_printf("T-%.8s", hash);
}

gboolean kiri_topic_is_id(const char *id)
{
    if (!*id)
        return FALSE;
    for (const char *s = id; *s; s += g_utf8_skip[(guchar)*s])
        if (!g_unichar_isalnum(g_utf8_get_char(s)) && !strchr("-_.", *s))
            return FALSE;
    return TRUE;
}
