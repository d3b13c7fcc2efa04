// SPDX-License-Identifier: GPL-3.0-or-later
/* Word lists of others: text in any charset of Japan, and the two shapes in which
 * offices have such lists already. Each line is turned into one of ours, so what
 * the problems name are the lines of the file that was given.
 *
 *   input methods   !Microsoft IME Dictionary Tool …   or   !!ATOK_TANGO_TEXT_HEADER_1
 *                   reading TAB surface TAB part of speech [TAB comment]
 *   MeCab           surface,left,right,cost,名詞,固有名詞,人名,一般,*,*,base,reading,… */
#include <kirinuki/dict_file.h>

#include <kirinuki/charset.h>
#include <kirinuki/limits.h>
#include <kirinuki/record.h>

#include "dict_line.h"

#include <string.h>

enum { MECAB_COLUMNS = 13, MECAB_FEATURES = 4, MECAB_READING = 11 };

static gboolean is_number(const char *s)
{
    return g_ascii_string_to_signed(s, 10, G_MININT32, G_MAXINT32, NULL, NULL);
}

/* Part of speech of an input method; what we do not have (verbs, symbols) is left
 * as it is, and will be named as a problem. ATOK marks words learned by `*`. */
static const char *kind_of_input_method(const char *pos)
{
    g_autofree char *plain = g_strdup(pos);
    gint kind = kiri_word_kind_by_name(kiri_str(g_strdelimit(plain, "*$", '\0')));
    return kind < 0 ? pos : kiri_word_kind_names[kind];
}

static void input_method_line(KiriStr line, GString *out)
{
    if (line.n && line.p[0] == '!') {
        g_string_append_c(out, '#');
        g_string_append_len(out, line.p, (gssize)line.n);
        return;
    }
    g_autofree char *text = kiri_str_dup(line);
    g_auto(GStrv) cells = g_strsplit(text, "\t", -1);
    if (kiri_strv_count(cells) < 3)
        g_string_append(out, text);
    else
        g_string_append_printf(out, "%s\t%s\t%s", cells[1], cells[0],
                               kind_of_input_method(g_strstrip(cells[2])));
}

/* The kind whose features the line has, the longest first; "": none of ours. */
static const char *kind_of_features(char **columns)
{
    for (guint most = MECAB_FEATURES; most >= 2; most--)
        for (guint kind = 0; kind < KIRI_N_WORD_KINDS; kind++) {
            g_auto(GStrv) features = g_strsplit(kiri_word_kind_feature(kind), ",", -1);
            guint same = 0;
            while (same < most && g_str_equal(features[same], columns[4 + same]))
                same++;
            if (same == most)
                return kiri_word_kind_names[kind];
        }
    return columns[4];
}

static void mecab_line(KiriStr line, GString *out)
{
    g_autofree char *text = kiri_str_dup(line);
    g_auto(GStrv) columns = g_strsplit(text, ",", -1);
    if (kiri_strv_count(columns) < MECAB_COLUMNS - 1) {
        g_string_append(out, text);
        return;
    }
    const char *reading = columns[MECAB_READING];
    g_string_append_printf(out, "%s\t%s\t%s", columns[0], strcmp(reading, "*") == 0 ? "" : reading,
                           kind_of_features(columns));
}

static KiriStr first_line(KiriStr text)
{
    const char *end = memchr(text.p, '\n', text.n);
    return (KiriStr){text.p, end ? (gsize)(end - text.p) : text.n};
}

static gboolean is_mecab(KiriStr line)
{
    g_autofree char *text = kiri_str_dup(line);
    g_auto(GStrv) columns = g_strsplit(text, ",", -1);
    return !strchr(text, '\t') && kiri_strv_count(columns) >= MECAB_COLUMNS - 1 &&
           is_number(columns[1]) && is_number(columns[2]) && is_number(columns[3]);
}

static void convert(KiriStr text, void (*line)(KiriStr line, GString *out), GString *out)
{
    while (text.n) {
        KiriStr one = first_line(text);
        gsize n = MIN(one.n + 1, text.n);
        while (one.n && one.p[one.n - 1] == '\r')
            one.n--;
        line(one, out);
        g_string_append_c(out, '\n');
        text.p += n;
        text.n -= n;
    }
}

KiriDictFile *kiri_dict_file_import(KiriDictKind kind, KiriStr bytes, GPtrArray *problems,
                                    GError **error)
{
    g_auto(KiriBuf) text;
    KiriCharsetReport report = {0};
    kiri_buf_init(&text, 2 * KIRI_LIMIT_FILE_BYTES);
    if (!kiri_decode(bytes, NULL, KIRI_MARKUP_NONE, &text, &report, error))
        return NULL;
    KiriStr all = kiri_buf_view(&text);
    if (all.n >= 3 && memcmp(all.p, "\xef\xbb\xbf", 3) == 0)
        all = (KiriStr){all.p + 3, all.n - 3};
    g_autoptr(GString) ours = g_string_new(NULL);
    if (kind == KIRI_DICT_WORDS && all.n && all.p[0] == '!')
        convert(all, input_method_line, ours);
    else if (kind == KIRI_DICT_WORDS && is_mecab(first_line(all)))
        convert(all, mecab_line, ours);
    else
        return kiri_dict_file_parse(kind, all, problems);
    return kiri_dict_file_parse(kind, (KiriStr){ours->str, ours->len}, problems);
}
