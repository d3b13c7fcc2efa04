// SPDX-License-Identifier: GPL-3.0-or-later
/* From an office's file to a release: front matter where there is some, and what
 * the text itself says where there is none. */
#include <kirinuki/release_parse.h>

#include "chars.h"
#include "release_front.h"

#include <kirinuki/date_text.h>
#include <kirinuki/error.h>
#include <kirinuki/hash.h>
#include <kirinuki/i18n.h>
#include <kirinuki/limits.h>

#include <string.h>

enum { MOST_KEYWORDS = 10, TOP_BYTES = 1500 };

/* "R-" and 8 digits of what the release says: the same file is the same release. */
static char *make_id(const KiriRelease *r)
{
    char date[32], hash[KIRI_ID_BYTES];
    kiri_time_format(r->date, date);
    g_autofree char *all = g_strjoin("\n", r->title, date, r->text, NULL);
    kiri_hash_id(kiri_str(all), hash);
    return g_strdup_printf("R-%.8s", hash);
}

/* A line without the marks of a heading. */
static KiriStr plain_line(KiriStr line)
{
    line = kiri_str_strip(line);
    gsize marks = 0;
    while (marks < line.n && line.p[marks] == '#')
        marks++;
    return kiri_str_strip((KiriStr){line.p + marks, line.n - marks});
}

static KiriStr line_at(KiriStr text, gsize at, gsize *next)
{
    const char *nl = memchr(text.p + at, '\n', text.n - at);
    gsize end = nl ? (gsize)(nl - text.p) : text.n;
    *next = nl ? end + 1 : text.n;
    return (KiriStr){text.p + at, end - at};
}

/* The first line with something in it; `*behind` is the place after it. */
static KiriStr first_line(KiriStr text, gsize *behind)
{
    gsize next = 0;
    for (gsize at = 0; at < text.n; at = next) {
        KiriStr line = plain_line(line_at(text, at, &next));
        *behind = next;
        if (line.n)
            return line;
    }
    *behind = text.n;
    return (KiriStr){"", 0};
}

/* Text without heading marks, without the title if it opens the text, lines
 * without trailing space. */
static char *tidy_text(KiriStr body, const char *title)
{
    g_autoptr(GString) out = g_string_new(NULL);
    gboolean is_top = TRUE;
    gsize next = 0;
    for (gsize at = 0; at < body.n; at = next) {
        KiriStr line = plain_line(line_at(body, at, &next));
        if (!line.n || (is_top && title && kiri_str_equal(line, kiri_str(title)))) {
            is_top = is_top && !line.n;
            continue;
        }
        is_top = FALSE;
        if (out->len)
            g_string_append_c(out, '\n');
        g_string_append_len(out, line.p, (gssize)line.n);
    }
    return g_strdup(out->str);
}

static KiriStr top_of(KiriStr text)
{
    while (text.n > TOP_BYTES)
        text.n = kiri_char_before(text, text.n);
    return text;
}

/* The date of the first line that speaks of an embargo. */
static KiriTime find_embargo(KiriStr text)
{
    static const char *const signs[] = {"解禁日時", "報道解禁", "解禁"};
    KiriTime t = KIRI_TIME_UNSET;
    gsize next = 0, from, to;
    for (gsize at = 0; at < text.n; at = next) {
        KiriStr line = line_at(text, at, &next);
        for (gsize i = 0; i < G_N_ELEMENTS(signs); i++) {
            const char *sign = memmem(line.p, line.n, signs[i], strlen(signs[i]));
            if (sign &&
                kiri_date_find((KiriStr){sign, line.n - (gsize)(sign - line.p)}, 0, &t, &from, &to))
                return t;
        }
    }
    return KIRI_TIME_UNSET;
}

/* What the text knows about itself, for members that nobody stated. */
static void ask_text(KiriRelease *r)
{
    KiriStr text = kiri_str(r->text);
    gsize from, to;
    if (!kiri_time_is_set(r->date))
        kiri_date_find(top_of(text), 0, &r->date, &from, &to);
    if (!kiri_time_is_set(r->embargo))
        r->embargo = find_embargo(text);
    if (r->organisation) {
        g_auto(GStrv) declared = kiri_release_declared_aliases(r->organisation, text);
        for (char **a = declared; *a; a++)
            if (!kiri_strv_has(r->aliases, *a))
                kiri_strv_add(&r->aliases, *a);
    }
    if (!r->keywords)
        r->keywords = kiri_release_propose_keywords(kiri_str(r->title), text, MOST_KEYWORDS);
}

static gboolean check(const KiriRelease *r, GError **error)
{
    if ((r->title && *r->title) || (r->text && *r->text))
        return TRUE;
    g_set_error(error, KIRI_ERROR_INDEXER, KIRI_ERROR_PARSE, _("the release is empty"));
    return FALSE;
}

static gboolean check_size(KiriStr text, GError **error)
{
    if (text.n <= KIRI_LIMIT_TEXT_BYTES)
        return TRUE;
    g_set_error(error, KIRI_ERROR_INDEXER, KIRI_ERROR_LIMIT,
                _("the release is longer than %d bytes"), KIRI_LIMIT_TEXT_BYTES);
    return FALSE;
}

KiriRelease *kiri_release_parse(KiriStr text, const char *name, GError **error)
{
    g_autoptr(KiriRelease) r = kiri_release_new();
    KiriStr body;
    if (text.n >= 3 && memcmp(text.p, "\xef\xbb\xbf", 3) == 0)
        text = (KiriStr){text.p + 3, text.n - 3};
    if (!check_size(text, error) || !kiri_release_read_front(text, r, &body, error))
        return NULL;
    if (!r->title) {
        gsize behind;
        KiriStr line = first_line(body, &behind);
        line.n = MIN(line.n, (gsize)KIRI_LIMIT_TITLE_BYTES);
        while (line.n && !g_utf8_validate_len(line.p, line.n, NULL))
            line.n--;
        r->title = kiri_str_dup(line);
        body = (KiriStr){body.p + behind, body.n - behind};
    }
    r->text = tidy_text(body, r->title);
    if (!check(r, error))
        return NULL;
    r->source = g_strdup(name);
    if (!r->id)
        r->id = make_id(r);
    ask_text(r);
    return g_steal_pointer(&r);
}

KiriRelease *kiri_release_from_page(const char *url, const char *title, KiriStr text, KiriTime date,
                                    GError **error)
{
    g_autoptr(KiriRelease) r = kiri_release_new();
    if (!check_size(text, error))
        return NULL;
    r->url = g_strdup(url);
    r->title = g_strdup(title ? title : "");
    r->text = kiri_str_dup(text);
    r->date = date;
    if (!check(r, error))
        return NULL;
    r->id = make_id(r);
    ask_text(r);
    return g_steal_pointer(&r);
}
