// SPDX-License-Identifier: GPL-3.0-or-later
/* Lines that are each as they should be and do not go together. */
#include <kirinuki/dict_file.h>

#include <kirinuki/i18n.h>
#include <kirinuki/normalize.h>
#include <kirinuki/record.h>

#include "dict_line.h"

typedef struct {
    const KiriDictRow *row;
    const char *word;
} Place;

typedef struct {
    GHashTable *seen; // N-form (owned) → Place (owned)
    KiriDictionary *dictionary;
    GPtrArray *problems;
} Check;

/* Column of the cell in the line as it is written. */
static guint column_of(const KiriDictRow *row, guint cell)
{
    guint column = 1;
    for (guint i = 0; i < cell; i++)
        column += (guint)g_utf8_strlen(row->cells[i], -1) + 1;
    return column;
}

/* Where the same word stood first, or NULL: this is its first place. */
static const Place *first_place(Check *check, const KiriDictRow *row, const char *word)
{
    g_autofree char *form = kiri_normalize_dup(kiri_str(word));
    const Place *place = g_hash_table_lookup(check->seen, form);
    if (place)
        return place;
    Place *fresh = g_new(Place, 1);
    *fresh = (Place){row, word};
    g_hash_table_insert(check->seen, g_steal_pointer(&form), fresh);
    return NULL;
}

/* Words of tone are mostly known to MeCab, and may be. */
static void check_word(Check *check, const KiriDictRow *row, gboolean is_tone)
{
    const char *word = row->cells[0];
    const Place *first = first_place(check, row, word);
    if (first && g_str_equal(first->word, word))
        kiri_dict_note(check->problems, row->line, 1, _("word '%s' stands in line %u already"),
                       word, first->row->line);
    else if (first)
        kiri_dict_note(check->problems, row->line, 1,
                       _("word '%s' is the same to every search as '%s' in line %u"), word,
                       first->word, first->row->line);
    else if (check->dictionary && !is_tone &&
             kiri_dictionary_has(check->dictionary, kiri_str(word)))
        kiri_dict_note(check->problems, row->line, 1, _("MeCab's dictionary has '%s' already"),
                       word);
}

static void check_set(Check *check, const KiriDictRow *row)
{
    for (guint i = 0; row->cells[i]; i++) {
        const char *word = row->cells[i];
        const Place *first = first_place(check, row, word);
        if (first)
            kiri_dict_note(check->problems, row->line, column_of(row, i),
                           _("'%s' belongs to the set of '%s' in line %u too"), word,
                           first->row->cells[0], first->row->line);
        if (g_utf8_strlen(word, -1) == 1)
            kiri_dict_note(check->problems, row->line, column_of(row, i),
                           _("'%s' is one character and stands inside many other words"), word);
    }
}

void kiri_dict_file_check(const KiriDictFile *file, KiriDictionary *dictionary, GPtrArray *problems)
{
    Check check = {.seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free),
                   .dictionary = dictionary,
                   .problems = problems};
    for (guint i = 0; i < file->rows->len; i++) {
        const KiriDictRow *row = file->rows->pdata[i];
        if (row->cells && file->kind == KIRI_DICT_SYNONYMS)
            check_set(&check, row);
        else if (row->cells)
            check_word(&check, row, file->kind == KIRI_DICT_TONE);
    }
    g_hash_table_unref(check.seen);
}
