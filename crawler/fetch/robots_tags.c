// SPDX-License-Identifier: GPL-3.0-or-later
/* A value is a list at commas, but a date in it has commas of its own, and a
 * colon may end an agent's name or belong to a rule. So rules are told by name:
 * an unknown word before a colon is an agent, and a date takes as many pieces as
 * make one. */
#include "robots_tags.h"

#include <kirinuki/crawl.h>
#include <kirinuki/date_text.h>

#include <string.h>

enum { MOST_PIECES = 64, MOST_DATE_PIECES = 3, SNIPPET_CHARS = 120 };

static gboolean is_word(KiriStr s, const char *word)
{
    return kiri_str_equal_ascii_nocase(s, kiri_str(word));
}

static void add_limit(KiriRobotsTags *tags, KiriStr value)
{
    g_autofree char *text = kiri_str_dup(value);
    gint64 most = 0;
    if (g_ascii_string_to_signed(text, 10, -1, G_MAXINT, &most, NULL))
        tags->is_nosnippet |= most >= 0 && most < SNIPPET_CHARS;
}

static void add_rule(KiriRobotsTags *tags, KiriStr word)
{
    gboolean is_none = is_word(word, "none");
    tags->is_noindex |= is_none || is_word(word, "noindex");
    tags->is_noarchive |= is_word(word, "noarchive") || is_word(word, "nocache");
    tags->is_nosnippet |= is_word(word, "nosnippet");
}

static void add_end(KiriRobotsTags *tags, KiriTime end)
{
    if (!kiri_time_is_set(tags->unavailable_after) || end.us < tags->unavailable_after.us)
        tags->unavailable_after = end;
}

/* The piece up to the next comma; FALSE at the end. */
static gboolean next_piece(KiriStr *rest, KiriStr *piece)
{
    if (!rest->n)
        return FALSE;
    const char *comma = memchr(rest->p, ',', rest->n);
    gsize n = comma ? (gsize)(comma - rest->p) : rest->n;
    *piece = kiri_str_strip((KiriStr){rest->p, n});
    n += comma != NULL;
    *rest = (KiriStr){rest->p + n, rest->n - n};
    return TRUE;
}

/* A date that begins at `from`, over the commas in it; moves `rest` behind it. */
static void add_date(KiriRobotsTags *tags, KiriStr from, KiriStr *rest)
{
    KiriStr after = *rest, piece = from;
    for (guint i = 0; i < MOST_DATE_PIECES; i++) {
        KiriTime end;
        KiriStr all = {from.p, (gsize)(piece.p + piece.n - from.p)};
        if (kiri_date_parse(kiri_str_strip(all), 0, &end)) {
            add_end(tags, end);
            *rest = after;
            return;
        }
        if (!next_piece(&after, &piece))
            return;
    }
}

static gboolean is_rule_with_value(KiriStr name)
{
    static const char *const names[] = {"max-image-preview", "max-video-preview", "max-snippet",
                                        "unavailable_after"};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        if (is_word(name, names[i]))
            return TRUE;
    return FALSE;
}

static void add_value(KiriRobotsTags *tags, KiriStr rest, gboolean has_agents)
{
    KiriStr piece;
    gboolean is_ours = TRUE;
    for (guint i = 0; i < MOST_PIECES && next_piece(&rest, &piece); i++) {
        const char *colon = memchr(piece.p, ':', piece.n);
        KiriStr name = {piece.p, colon ? (gsize)(colon - piece.p) : 0};
        name = kiri_str_strip(name);
        if (colon && has_agents && !is_rule_with_value(name)) {
            is_ours = is_word(name, KIRI_CRAWL_AGENT) || is_word(name, "*");
            piece = (KiriStr){colon + 1, (gsize)(piece.p + piece.n - colon - 1)};
            piece = kiri_str_strip(piece);
            colon = memchr(piece.p, ':', piece.n);
            name = kiri_str_strip((KiriStr){piece.p, colon ? (gsize)(colon - piece.p) : 0});
        }
        if (!is_ours)
            continue;
        KiriStr value = {"", 0};
        if (colon)
            value = kiri_str_strip((KiriStr){colon + 1, (gsize)(piece.p + piece.n - colon - 1)});
        if (!colon)
            add_rule(tags, piece);
        else if (is_word(name, "unavailable_after"))
            add_date(tags, value, &rest);
        else if (is_word(name, "max-snippet"))
            add_limit(tags, value);
    }
}

void kiri_robots_tags_add_field(KiriRobotsTags *tags, KiriStr value)
{
    add_value(tags, value, TRUE);
}

void kiri_robots_tags_add_headers(KiriRobotsTags *tags, const char *headers)
{
    static const char field[] = "X-Robots-Tag:";
    const gsize n = sizeof field - 1;
    for (const char *line = headers; line && *line;) {
        gsize length = strcspn(line, "\n");
        if (length > n && g_ascii_strncasecmp(line, field, n) == 0)
            kiri_robots_tags_add_field(tags, (KiriStr){line + n, length - n});
        line += length + (line[length] == '\n');
    }
}

void kiri_robots_tags_add_meta(KiriRobotsTags *tags, const char *name, const char *content)
{
    if (g_ascii_strcasecmp(name, "robots") != 0 && g_ascii_strcasecmp(name, KIRI_CRAWL_AGENT) != 0)
        return;
    /* Some put white space where the commas belong. */
    g_autofree char *list = g_strdup(content);
    if (!strpbrk(list, ",:"))
        g_strdelimit(list, " \t\r\n\f", ',');
    add_value(tags, kiri_str(list), FALSE);
}

void kiri_robots_tags_join(KiriRobotsTags *tags, const KiriRobotsTags *more)
{
    tags->is_noindex |= more->is_noindex;
    tags->is_noarchive |= more->is_noarchive;
    tags->is_nosnippet |= more->is_nosnippet;
    if (kiri_time_is_set(more->unavailable_after))
        add_end(tags, more->unavailable_after);
}

gboolean kiri_robots_tags_refuse(const KiriRobotsTags *tags, gint64 now_us)
{
    return tags->is_noindex || (now_us && kiri_time_is_set(tags->unavailable_after) &&
                                tags->unavailable_after.us <= now_us);
}
