// SPDX-License-Identifier: GPL-3.0-or-later
#include "dict_line.h"

#include <kirinuki/i18n.h>
#include <kirinuki/limits.h>
#include <kirinuki/normalize.h>
#include <kirinuki/record.h>

enum { WORD_CELLS = 3 };

/* What no word may be: empty, too long, of signs alone, with control characters. */
static char *judge_word(const char *word)
{
    gboolean has_letter = FALSE;
    if (!*word)
        return g_strdup(_("there is no word"));
    if (*word == '#')
        return g_strdup_printf(_("'%s' would be a comment: no word begins with '#'"), word);
    if (g_utf8_strlen(word, -1) > KIRI_LIMIT_DICT_WORD_CHARS)
        return g_strdup_printf(_("word '%s' has more than %d characters"), word,
                               KIRI_LIMIT_DICT_WORD_CHARS);
    for (const char *p = word; *p; p += g_utf8_skip[(guchar)*p]) {
        gunichar c = g_utf8_get_char(p);
        KiriCharClass class_ = kiri_char_class(c);
        if (g_unichar_iscntrl(c) || g_unichar_type(c) == G_UNICODE_FORMAT)
            return g_strdup_printf(_("word '%s' has a control character (U+%04X)"), word, c);
        has_letter |= class_ != KIRI_CHAR_SPACE && class_ != KIRI_CHAR_OTHER;
    }
    return has_letter ? NULL : g_strdup_printf(_("'%s' has no letter"), word);
}

gboolean kiri_dict_is_reading(const char *reading)
{
    for (const char *p = reading; *p; p += g_utf8_skip[(guchar)*p]) {
        gunichar c = g_utf8_get_char(p);
        KiriCharClass class_ = kiri_char_class(c);
        if (class_ != KIRI_CHAR_HIRAGANA && class_ != KIRI_CHAR_KATAKANA && c != 0x30fb)
            return FALSE;
    }
    return TRUE;
}

static char *judge_cells_of_word(const char *const *cells, guint n, guint *wrong)
{
    char *what = judge_word(n ? cells[0] : "");
    *wrong = 0;
    if (what)
        return what;
    *wrong = 1;
    if (n > 1 && !kiri_dict_is_reading(cells[1]))
        return g_strdup_printf(_("reading '%s' is not kana"), cells[1]);
    *wrong = 2;
    if (n > 2 && *cells[2] && kiri_word_kind_by_name(kiri_str(cells[2])) < 0) {
        g_autofree char *names = g_strjoinv(", ", (char **)(gsize)kiri_word_kind_names);
        return g_strdup_printf(_("there is no kind of words '%s'; they are %s"), cells[2], names);
    }
    *wrong = WORD_CELLS;
    return n > WORD_CELLS ? g_strdup_printf(_("more than %d columns"), WORD_CELLS) : NULL;
}

static char *judge_refused(const char *const *cells, guint n, guint *wrong)
{
    *wrong = 0;
    char *what = judge_word(n ? cells[0] : "");
    if (what)
        return what;
    *wrong = 1;
    return n > 1 ? g_strdup(_("more than one column")) : NULL;
}

static char *judge_set(const char *const *cells, guint n, guint *wrong)
{
    for (*wrong = 0; *wrong < n; ++*wrong) {
        char *what = judge_word(cells[*wrong]);
        if (what)
            return what;
        for (guint i = 0; i < *wrong; i++)
            if (kiri_dict_same(cells[i], cells[*wrong]))
                return g_strdup_printf(_("'%s' and '%s' are the same to every search"), cells[i],
                                       cells[*wrong]);
    }
    *wrong = 0;
    if (n < 2)
        return g_strdup(_("a set needs two words, separated by tabs"));
    *wrong = KIRI_LIMIT_DICT_SET_WORDS;
    return n > KIRI_LIMIT_DICT_SET_WORDS
               ? g_strdup_printf(_("more than %d words in a set"), KIRI_LIMIT_DICT_SET_WORDS)
               : NULL;
}

char *kiri_dict_line_judge(KiriDictKind kind, const char *const *cells, guint *wrong)
{
    guint n = kiri_strv_count((char **)(gsize)cells);
    switch (kind) {
    case KIRI_DICT_SYNONYMS:
        return judge_set(cells, n, wrong);
    case KIRI_DICT_REFUSED:
        return judge_refused(cells, n, wrong);
    default:
        return judge_cells_of_word(cells, n, wrong);
    }
}

char *kiri_dict_katakana(const char *s)
{
    GString *out = g_string_new(NULL);
    for (const char *p = s; *p; p += g_utf8_skip[(guchar)*p]) {
        g_string_append_unichar(out, kiri_char_katakana(g_utf8_get_char(p)));
    }
    return g_string_free(out, FALSE);
}

char **kiri_dict_line_cells(KiriDictKind kind, const char *const *cells)
{
    if (kind != KIRI_DICT_WORDS) {
        char **words = g_strdupv((char **)(gsize)cells);
        for (char **word = words; *word; word++)
            g_strstrip(*word);
        return words;
    }
    guint n = kiri_strv_count((char **)(gsize)cells);
    gint word_kind = n > 2 && *cells[2] ? kiri_word_kind_by_name(kiri_str(cells[2])) : 0;
    char **clean = g_new0(char *, WORD_CELLS + 1);
    clean[0] = g_strstrip(g_strdup(cells[0]));
    clean[1] = n > 1 ? kiri_dict_katakana(cells[1]) : g_strdup("");
    clean[2] = g_strdup(kiri_word_kind_names[word_kind]);
    return clean;
}
