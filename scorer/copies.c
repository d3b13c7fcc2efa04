// SPDX-License-Identifier: GPL-3.0-or-later
/* How the copies of one text are counted. Three schools have published reasons; none is
 * hidden in a factor: the score says which one was taken.
 *
 *   count        each outlet that runs a text has readers of its own, so each is an item
 *                (Institute for Public Relations, Proposed Interim Standards for Metrics
 *                in Traditional Media Analysis, 2012)
 *   editorial    … but only what passed an editor is: our text as we wrote it is none
 *                (the same)
 *   count-once   one story is one piece of work of one newsroom (as 実件数 counts)
 *   discount     a share of its figure, as the user decides */
#include "calc.h"

#include <inttypes.h>
#include <string.h>

const char *const kiri_score_copies_names[] = {"count", "count-once", "editorial", "discount",
                                               NULL};

gboolean kiri_copies_is_copy(const KiriScoreInput *in)
{
    return in->class_ == KIRI_CLASS_VERBATIM || in->class_ == KIRI_CLASS_SYNDICATED;
}

static const char *kind_of(const KiriScoreInput *in)
{
    return in->class_ == KIRI_CLASS_VERBATIM ? "原文転載" : "配信・転載記事";
}

gdouble kiri_copies_factor(const KiriScoreInput *in, char **treatment)
{
    const char *copies = in->rules.copies ? in->rules.copies : kiri_score_copies_names[0];
    *treatment = NULL;
    if (strcmp(copies, "count-once") == 0 && in->counted_by) {
        *treatment =
            g_strdup_printf("同じ記事として%sで1回だけ数える（count-once）", in->counted_by);
        return 0;
    }
    if (!kiri_copies_is_copy(in))
        return 1;
    if (strcmp(copies, "editorial") == 0 && in->class_ == KIRI_CLASS_VERBATIM) {
        *treatment = g_strdup("原文転載は編集を経ておらず、数えない（editorial）");
        return 0;
    }
    if (strcmp(copies, "discount") == 0) {
        *treatment = g_strdup_printf("%sは%" PRId64 "％で数える（discount）", kind_of(in),
                                     in->rules.copies_percent);
        return (gdouble)in->rules.copies_percent / 100;
    }
    *treatment = g_strdup_printf("%sも1件として数える（%s）", kind_of(in), copies);
    return 1;
}
