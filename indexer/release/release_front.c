// SPDX-License-Identifier: GPL-3.0-or-later
/* Front matter: "key: value" lines and "- item" lists, no more of YAML than that.
 * A line that is neither is refused rather than guessed at: it would be a release
 * without its embargo. */
#include "release_front.h"

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>
#include <kirinuki/release_parse.h>

#include <string.h>

typedef struct {
    KiriStr text;
    gsize at;
    guint line; // of what was read last, from 1
} Lines;

static gboolean next_line(Lines *l, KiriStr *line)
{
    if (l->at >= l->text.n)
        return FALSE;
    const char *from = l->text.p + l->at;
    const char *nl = memchr(from, '\n', l->text.n - l->at);
    line->p = from;
    line->n = nl ? (gsize)(nl - from) : l->text.n - l->at;
    l->at += line->n + (nl ? 1 : 0);
    if (line->n && line->p[line->n - 1] == '\r')
        line->n--;
    l->line++;
    return TRUE;
}

static gboolean is_fence(KiriStr line)
{
    line = kiri_str_strip(line);
    return line.n == 3 && memcmp(line.p, "---", 3) == 0;
}

/* ---- members ---- */

typedef enum { TEXT, TIME, COMMAS, SENTENCES, FILES } Kind;

typedef struct {
    const char *name, *japanese;
    Kind kind;
    gsize offset;
} Member;

static const Member members[] = {
    {"key", "キー", TEXT, offsetof(KiriRelease, id)},
    {"id", "番号", TEXT, offsetof(KiriRelease, id)},
    {"url", "掲載先", TEXT, offsetof(KiriRelease, url)},
    {"title", "件名", TEXT, offsetof(KiriRelease, title)},
    {"date", "発表日時", TIME, offsetof(KiriRelease, date)},
    {"embargo", "解禁日時", TIME, offsetof(KiriRelease, embargo)},
    {"section", "担当課", TEXT, offsetof(KiriRelease, section)},
    {"method", "発表方法", TEXT, offsetof(KiriRelease, method)},
    {"organisation", "発表者", TEXT, offsetof(KiriRelease, organisation)},
    {"aliases", "略称", COMMAS, offsetof(KiriRelease, aliases)},
    {"keywords", "キーワード", COMMAS, offsetof(KiriRelease, keywords)},
    {"note", "備考", TEXT, offsetof(KiriRelease, note)},
    {"attachments", "添付資料", FILES, offsetof(KiriRelease, attachments)},
    {"messages", "キーメッセージ", SENTENCES, offsetof(KiriRelease, messages)},
};

static const Member *find_member(KiriStr name)
{
    for (gsize i = 0; i < G_N_ELEMENTS(members); i++)
        if (kiri_str_equal_ascii_nocase(name, kiri_str(members[i].name)) ||
            kiri_str_equal(name, kiri_str(members[i].japanese)))
            return &members[i];
    return NULL;
}

static KiriStr unquote(KiriStr s)
{
    if (s.n >= 2 && (s.p[0] == '"' || s.p[0] == '\'') && s.p[s.n - 1] == s.p[0])
        return (KiriStr){s.p + 1, s.n - 2};
    return s;
}

static void add_item(char ***list, KiriStr item)
{
    item = unquote(kiri_str_strip(item));
    g_autofree char *copy = kiri_str_dup(item);
    if (*copy && !kiri_strv_has(*list, copy))
        kiri_strv_add(list, copy);
}

/* "a, b、c，d" */
static void add_items(char ***list, KiriStr items)
{
    static const char *const commas[] = {",", "、", "，"};
    for (gsize from = 0, at = 0; at <= items.n;) {
        gsize comma = 0;
        for (gsize i = 0; i < G_N_ELEMENTS(commas) && !comma; i++)
            if (items.n - at >= strlen(commas[i]) &&
                memcmp(items.p + at, commas[i], strlen(commas[i])) == 0)
                comma = strlen(commas[i]);
        if (comma || at == items.n) {
            add_item(list, (KiriStr){items.p + from, at - from});
            from = at + comma;
        }
        at += comma ? comma : 1;
    }
}

static gboolean set_time(KiriRelease *release, const Member *m, KiriStr value, guint line,
                         GError **error)
{
    KiriTime *t = (KiriTime *)G_STRUCT_MEMBER_P(release, m->offset);
    if (!value.n || kiri_time_parse(value, KIRI_JST_MIN, t))
        return TRUE;
    g_autofree char *shown = kiri_str_dup(value);
    g_set_error(error, KIRI_ERROR_INDEXER, KIRI_ERROR_PARSE,
                _("line %u: '%s' is no date such as 2026-04-13T10:00"), line, shown);
    return FALSE;
}

static gboolean set_member(KiriRelease *release, const Member *m, KiriStr value, guint line,
                           GError **error)
{
    value = kiri_str_strip(value);
    if (m->kind == TIME)
        return set_time(release, m, unquote(value), line, error);
    if (m->kind == TEXT) {
        char **s = (char **)G_STRUCT_MEMBER_P(release, m->offset);
        value = unquote(value);
        g_free(*s);
        *s = value.n ? kiri_str_dup(value) : NULL;
        return TRUE;
    }
    g_auto(GStrv) files = NULL;
    char ***list = m->kind == FILES ? &files : (char ***)G_STRUCT_MEMBER_P(release, m->offset);
    if (value.n >= 2 && value.p[0] == '[' && value.p[value.n - 1] == ']')
        value = (KiriStr){value.p + 1, value.n - 2};
    if (m->kind == COMMAS || m->kind == FILES)
        add_items(list, value);
    else
        add_item(list, value);
    for (char **file = files; file && *file; file++)
        kiri_release_add_attachment(release, *file);
    return TRUE;
}

/* ---- lines ---- */

static gboolean split_pair(KiriStr line, KiriStr *name, KiriStr *value)
{
    static const char *const colons[] = {":", "："};
    for (gsize at = 0; at < line.n; at++)
        for (gsize i = 0; i < G_N_ELEMENTS(colons); i++) {
            gsize n = strlen(colons[i]);
            if (line.n - at >= n && memcmp(line.p + at, colons[i], n) == 0) {
                *name = kiri_str_strip((KiriStr){line.p, at});
                *value = (KiriStr){line.p + at + n, line.n - at - n};
                return name->n > 0;
            }
        }
    return FALSE;
}

static gboolean is_item(KiriStr line)
{
    return line.n >= 2 && line.p[0] == '-' && line.p[1] == ' ';
}

static gboolean is_list(const Member *m)
{
    return m && (m->kind == COMMAS || m->kind == SENTENCES || m->kind == FILES);
}

static gboolean read_line(KiriRelease *release, KiriStr line, guint number, gboolean *is_open,
                          const Member **list, GError **error)
{
    KiriStr name, value;
    if (*is_open && is_item(line)) {
        KiriStr item = {line.p + 2, line.n - 2};
        g_autofree char *file = kiri_str_dup(unquote(kiri_str_strip(item)));
        if (is_list(*list) && (*list)->kind == FILES)
            kiri_release_add_attachment(release, file);
        else if (is_list(*list))
            add_item((char ***)G_STRUCT_MEMBER_P(release, (*list)->offset), item);
        return TRUE;
    }
    if (!split_pair(line, &name, &value)) {
        g_autofree char *shown = kiri_str_dup(line);
        g_set_error(error, KIRI_ERROR_INDEXER, KIRI_ERROR_PARSE,
                    _("line %u: '%s' is no 'key: value' of the front matter"), number, shown);
        return FALSE;
    }
    const Member *m = find_member(name);
    *is_open = kiri_str_strip(value).n == 0;
    *list = m;
    return !m || set_member(release, m, value, number, error);
}

gboolean kiri_release_read_front(KiriStr text, KiriRelease *release, KiriStr *body, GError **error)
{
    Lines lines = {.text = text};
    KiriStr line;
    *body = text;
    if (!next_line(&lines, &line) || !is_fence(line))
        return TRUE;
    const Member *list = NULL;
    gboolean is_open = FALSE; // a key without a value: items may follow
    while (next_line(&lines, &line)) {
        if (is_fence(line)) {
            *body = (KiriStr){text.p + lines.at, text.n - lines.at};
            return TRUE;
        }
        KiriStr stripped = kiri_str_strip(line);
        if (!stripped.n || *stripped.p == '#')
            continue;
        if (!read_line(release, stripped, lines.line, &is_open, &list, error))
            return FALSE;
    }
    g_set_error(error, KIRI_ERROR_INDEXER, KIRI_ERROR_PARSE,
                _("line 1: the front matter is not closed by a line '---'"));
    return FALSE;
}
