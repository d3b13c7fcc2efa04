// SPDX-License-Identifier: GPL-3.0-or-later
/* Sentence spans by punctuation alone: no abbreviations need to be known,
 * because the full stop of Latin text ends nothing here. */
#include <kirinuki/tokenize.h>

#include <kirinuki/normalize.h>

#include <string.h>

static gunichar char_at(KiriStr text, gsize at, gsize *n)
{
    gunichar c = g_utf8_get_char_validated(text.p + at, (gssize)(text.n - at));
    gboolean is_char = c != (gunichar)-1 && c != (gunichar)-2;
    *n = is_char ? (gsize)g_utf8_skip[(guchar)text.p[at]] : 1;
    return is_char ? c : 0xfffd;
}

static gboolean is_line_end(gunichar c)
{
    return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

static gboolean is_end_mark(gunichar c)
{
    return c == 0x3002 || c == 0xff61 || c == 0xff01 || c == 0xff1f || c == '!' || c == '?' ||
           c == 0x203c || (c >= 0x2047 && c <= 0x2049);
}

/* Brackets and quotes that may follow the end mark. */
static gboolean is_closing(gunichar c)
{
    static const gunichar closing[] = {
        '"',   '\'',  ')',   ']',   '}',   U'’',  U'”', U'」', U'』', U'）',
        U'］', U'｝', U'】', U'〉', U'》', U'〕', U'｣', U'〟', U'»',
    };
    for (gsize i = 0; i < G_N_ELEMENTS(closing); i++)
        if (closing[i] == c)
            return TRUE;
    return FALSE;
}

/* Does the sentence end behind the end mark at `at`? An ASCII mark inside a word
 * belongs to a URL or a name. */
static gboolean ends_sentence(KiriStr text, gsize at, gsize *end)
{
    gsize n, last_n;
    gunichar mark = char_at(text, at, &n), c = mark;
    gsize to = at;
    do {
        last_n = n;
        to += last_n;
        c = to < text.n ? char_at(text, to, &n) : '\n';
    } while (is_end_mark(c) || (is_closing(c) && to < text.n));
    *end = to;
    return mark >= 0x80 || to > at + 1 || !(g_ascii_isalnum((gchar)MIN(c, 0x7f)) || c == '=');
}

static KiriStr trim(KiriStr text, gsize from, gsize to)
{
    gsize n;
    while (from < to && kiri_char_class(char_at(text, from, &n)) == KIRI_CHAR_SPACE)
        from += n;
    while (from < to) {
        gsize last = to - 1;
        while (last > from && ((guchar)text.p[last] & 0xc0) == 0x80)
            last--;
        if (kiri_char_class(char_at(text, last, &n)) != KIRI_CHAR_SPACE)
            break;
        to = last;
    }
    return (KiriStr){text.p + from, to - from};
}

gboolean kiri_sentence_next(KiriStr text, gsize *at, KiriStr *sentence)
{
    gsize from = *at, to = from, n;
    while (to < text.n) {
        gunichar c = char_at(text, to, &n);
        gsize end = to + n;
        gboolean is_end = is_line_end(c) || (is_end_mark(c) && ends_sentence(text, to, &end));
        to = end;
        if (!is_end)
            continue;
        *sentence = trim(text, from, to);
        *at = from = to;
        if (sentence->n)
            return TRUE;
    }
    *sentence = trim(text, from, text.n);
    *at = text.n;
    return sentence->n > 0;
}
