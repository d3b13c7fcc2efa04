// SPDX-License-Identifier: GPL-3.0-or-later
#include "tone_print.h"

#include "cli.h"
#include "columns.h"

#include <inttypes.h>
#include <math.h>

enum { SHOW_COLUMNS = 12, EXPLAIN_COLUMNS = 14 };

static char *guess_text(const KiriScore *score)
{
    return g_strdup_printf(_("%s (automatic, not confirmed): %s"), kiri_tone_names[score->tone],
                           score->tone_reason ? score->tone_reason : "");
}

void kiri_tone_print_guess(const KiriScore *score)
{
    if (!score || score->tone == KIRI_TONE_UNKNOWN)
        return;
    g_autofree char *guess = guess_text(score);
    g_autofree char *safe = kiri_out_safe(guess);
    kiri_out_row(0, _("tone guess"), SHOW_COLUMNS, safe);
}

static void print_place(const KiriScore *score)
{
    if (!score->sentences)
        return;
    g_autoptr(GString) text = g_string_new(NULL);
    g_string_append_printf(text, _("%" PRId64 " of %" PRId64 " sentences"),
                           score->sentences_about_us, score->sentences);
    g_string_append_printf(text, _("; of the lead %d %%; named %" PRId64 " times"),
                           (gint)round(score->lead_share * 100), score->namings);
    if (score->first_sentence)
        g_string_append_printf(text, _(", first in sentence %" PRId64), score->first_sentence);
    if (score->has_caption)
        g_string_append(text, _("; the caption of a picture too"));
    kiri_out_field(_("about us"), EXPLAIN_COLUMNS, text->str);
}

static void print_sentence(const KiriToneSentence *s)
{
    char weight[G_ASCII_DTOSTR_BUF_SIZE];
    g_ascii_formatd(weight, sizeof weight, "%+.1f", s->weight);
    g_autofree char *label = g_strconcat("  ", weight, NULL);
    kiri_out_field(label, EXPLAIN_COLUMNS, s->sentence);
    g_autofree char *why = g_strdup_printf("→ %s", s->reason);
    kiri_out_field("", EXPLAIN_COLUMNS, why);
}

void kiri_tone_print(const KiriScore *score)
{
    print_place(score);
    if (score->tone == KIRI_TONE_UNKNOWN)
        return;
    g_autofree char *guess = guess_text(score);
    kiri_out_field(_("tone guess"), EXPLAIN_COLUMNS, guess);
    for (guint i = 0; i < kiri_recs_count(score->tone_sentences); i++)
        print_sentence(g_ptr_array_index(score->tone_sentences, i));
}
