// SPDX-License-Identifier: GPL-3.0-or-later
#include "reach_print.h"

#include "columns.h"

#include <kirinuki/quality.h>

enum { LABEL_COLUMNS = 14 };

static void print_people(const KiriScoreReach *r)
{
    static const char *const bases[KIRI_N_REACH_BASES] = {
        [KIRI_REACH_UNKNOWN] = "",
        [KIRI_REACH_USERS] = N_("users of the month"),
        [KIRI_REACH_COPIES] = N_("copies × readers per copy"),
        [KIRI_REACH_AUDIENCE] = N_("audience at that hour"),
        [KIRI_REACH_VIEWS] = N_("views of the page"),
        [KIRI_REACH_GIVEN] = N_("a person's figure"),
    };
    if (r->basis == KIRI_REACH_UNKNOWN) {
        g_autofree char *text = g_strdup_printf(_("not known: %s"), r->note ? r->note : "");
        kiri_out_field(_("reach"), LABEL_COLUMNS, text);
        return;
    }
    g_autofree char *people = kiri_number_grouped(r->people);
    g_autoptr(GString) text = g_string_new(NULL);
    g_string_append_printf(text, _("%s people (%s, %s)"), people, _(bases[r->basis]), r->exposure);
    if (r->source)
        g_string_append_printf(text, " · %s", r->source);
    if (r->note)
        g_string_append_printf(text, " · %s", r->note);
    kiri_out_field(_("reach"), LABEL_COLUMNS, text->str);
    if (!r->two)
        return;
    g_autofree char *single = kiri_number_grouped(r->single);
    g_autofree char *two = kiri_number_grouped(r->two);
    g_autofree char *pair =
        g_strdup_printf(_("one issue reaches %s, one of two %s people"), single, two);
    kiri_out_field("", LABEL_COLUMNS, pair);
}

void kiri_reach_print(const KiriScore *score, const KiriArticle *article,
                      const KiriVerdict *verdict)
{
    gdouble points = 0;
    if (!score)
        return;
    if (score->reach)
        print_people(score->reach);
    if (!article || !kiri_prominence(score, article, verdict, &points))
        return;
    char text[G_ASCII_DTOSTR_BUF_SIZE];
    g_ascii_formatd(text, sizeof text, "%.1f", points);
    g_autofree char *of = g_strdup_printf(_("%s of 100 points"), text);
    kiri_out_field(_("prominence"), LABEL_COLUMNS, of);
}
