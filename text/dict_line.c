// SPDX-License-Identifier: GPL-3.0-or-later
#include "dict_line.h"

#include <kirinuki/i18n.h>
#include <kirinuki/limits.h>
#include <kirinuki/normalize.h>
#include <kirinuki/record.h>

enum { WORD_CELLS = 3, TONE_CELLS = 5 };

const char *const kiri_tone_role_names[] = {"state", "act", "self", "event", "none", NULL};
G_STATIC_ASSERT(G_N_ELEMENTS(kiri_tone_role_names) == KIRI_N_TONE_ROLES + 1);
const char *const kiri_tone_form_names[] = {"noun", "verb", "adjective", "phrase", NULL};
G_STATIC_ASSERT(G_N_ELEMENTS(kiri_tone_form_names) == KIRI_N_TONE_FORMS + 1);

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

/* -3 … +3; a sign is no matter of taste in a list of praise and criticism, but is
 * not insisted on. */
static gboolean read_weight(const char *cell, gint64 *weight)
{
    const char *digits = *cell == '+' ? cell + 1 : cell;
    return g_ascii_isdigit(digits[*digits == '-']) &&
           g_ascii_string_to_signed(digits, 10, -3, 3, weight, NULL);
}

/* Of verbs and adjectives the kana that change. */
static gboolean has_ending(const char *word, KiriToneForm form)
{
    static const char *const kana[] = {"う", "く", "ぐ", "す", "つ", "ぬ", "ぶ", "む", "る"};
    if (form == KIRI_TONE_FORM_ADJECTIVE)
        return g_str_has_suffix(word, "い");
    for (gsize i = 0; i < G_N_ELEMENTS(kana); i++)
        if (g_str_has_suffix(word, kana[i]))
            return TRUE;
    return form != KIRI_TONE_FORM_VERB;
}

static char *judge_name(const char *cell, const char *const *names, const char *what)
{
    if (!*cell || kiri_names_index(names, cell) >= 0)
        return NULL;
    g_autofree char *all = g_strjoinv(", ", (char **)(gsize)names);
    return g_strdup_printf(_("there is no %s '%s'; they are %s"), what, cell, all);
}

static char *judge_tone(const char *const *cells, guint n, guint *wrong)
{
    gint64 weight = 0;
    char *what = judge_word(n ? cells[0] : "");
    *wrong = KIRI_TONE_CELL_WORD;
    if (what)
        return what;
    *wrong = KIRI_TONE_CELL_WEIGHT;
    if (n < 2 || !read_weight(cells[KIRI_TONE_CELL_WEIGHT], &weight))
        return g_strdup_printf(_("weight '%s' is no number from -3 to +3"), n < 2 ? "" : cells[1]);
    *wrong = KIRI_TONE_CELL_ROLE;
    if (n > 2 && (what = judge_name(cells[2], kiri_tone_role_names, _("role"))))
        return what;
    *wrong = KIRI_TONE_CELL_FORM;
    if (n > 3 && (what = judge_name(cells[3], kiri_tone_form_names, _("form"))))
        return what;
    gint form = n > 3 && *cells[3] ? kiri_names_index(kiri_tone_form_names, cells[3]) : 0;
    if (!has_ending(cells[0], (KiriToneForm)form))
        return g_strdup_printf(_("'%s' is no dictionary form (%s)"), cells[0],
                               kiri_tone_form_names[form]);
    *wrong = TONE_CELLS;
    return n > TONE_CELLS ? g_strdup_printf(_("more than %d columns"), TONE_CELLS) : NULL;
}

char *kiri_dict_line_judge(KiriDictKind kind, const char *const *cells, guint *wrong)
{
    guint n = kiri_strv_count((char **)(gsize)cells);
    switch (kind) {
    case KIRI_DICT_SYNONYMS:
        return judge_set(cells, n, wrong);
    case KIRI_DICT_REFUSED:
        return judge_refused(cells, n, wrong);
    case KIRI_DICT_TONE:
        return judge_tone(cells, n, wrong);
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

static char **tone_cells(const char *const *cells)
{
    guint n = kiri_strv_count((char **)(gsize)cells);
    gboolean has_note = n == TONE_CELLS && *cells[TONE_CELLS - 1];
    gint64 weight = 0;
    char **clean = g_new0(char *, TONE_CELLS + 1);
    read_weight(cells[KIRI_TONE_CELL_WEIGHT], &weight);
    clean[0] = g_strstrip(g_strdup(cells[0]));
    clean[1] = g_strdup_printf("%s%" PRId64, weight > 0 ? "+" : "", weight);
    clean[2] = g_strdup(n > 2 && *cells[2] ? cells[2] : kiri_tone_role_names[0]);
    clean[3] = g_strdup(n > 3 && *cells[3] ? cells[3] : kiri_tone_form_names[0]);
    clean[4] = has_note ? g_strdup(cells[4]) : NULL;
    return clean;
}

char **kiri_dict_line_cells(KiriDictKind kind, const char *const *cells)
{
    if (kind == KIRI_DICT_TONE)
        return tone_cells(cells);
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
