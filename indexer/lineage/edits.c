// SPDX-License-Identifier: GPL-3.0-or-later
/* What a copy cut and added, in paragraphs: one is there when half of its grams
 * are, so that an edited sentence counts as kept. */
#include "lineage.h"

#include <string.h>

#define LEAST_THERE 0.5

enum { LEAST_LETTERS = 10 }; // shorter lines are headings and credits

static gboolean is_there(KiriStr paragraph, const KiriGrams *other, gboolean *counts)
{
    g_auto(KiriNormal) n = {0};
    g_auto(KiriLetters) letters = {0};
    g_auto(KiriGrams) grams = {0};
    kiri_normalize(paragraph, FALSE, &n);
    kiri_letters_init(&letters, kiri_normal_view(&n));
    kiri_grams_init(&grams, &letters);
    *counts = letters.n >= LEAST_LETTERS;
    return grams.n && (gdouble)kiri_grams_common(&grams, other) >= LEAST_THERE * (gdouble)grams.n;
}

/* Paragraphs of `text` that `other` does not have. */
static guint count_missing(const char *text, const KiriGrams *other)
{
    gboolean has_lines = text && strchr(text, '\n');
    g_auto(GStrv) paragraphs = g_strsplit(text ? text : "", has_lines ? "\n" : "。", -1);
    guint missing = 0;
    for (char **p = paragraphs; *p; p++) {
        gboolean counts;
        if (!is_there(kiri_str(*p), other, &counts) && counts)
            missing++;
    }
    return missing;
}

KiriEdits kiri_edits_of(const KiriSubject *copy, const KiriSubject *origin)
{
    return (KiriEdits){.cut = count_missing(origin->article->text, &copy->sheet.grams),
                       .added = count_missing(copy->article->text, &origin->sheet.grams),
                       .has_other_headline =
                           !kiri_sheets_titles_agree(&copy->sheet, &origin->sheet)};
}
