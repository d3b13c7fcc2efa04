// SPDX-License-Identifier: GPL-3.0-or-later
/* Words that the morning sheet and the reports of a crisis share. */
#include "morning_internal.h"

#include "lang.h"

#include <string.h>

char *kiri_sheet_moment(gint64 us, KiriReportLang lang)
{
    KiriCivil c = kiri_civil_from_us(us, KIRI_JST_MIN);
    return g_strdup_printf(kiri_say(lang, "%d日%d:%02d"), c.day, c.hour, c.minute);
}

char *kiri_sheet_differs(const KiriEvidence *e, KiriReportLang lang)
{
    enum { MOST = 3 };
    guint n = e ? kiri_recs_count(e->contradictions) : 0;
    if (!n)
        return NULL;
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < MIN(n, (guint)MOST); i++) {
        const KiriContradiction *c = g_ptr_array_index(e->contradictions, i);
        if (text->len)
            g_string_append(text, kiri_say(lang, "、"));
        g_string_append_printf(text, kiri_say(lang, "%s（発表は%s）"),
                               c->article_value ? c->article_value : "?",
                               c->release_value ? c->release_value : "?");
    }
    if (n > MOST)
        g_string_append_printf(text, kiri_say(lang, "ほか%u件"), n - MOST);
    return g_string_free(text, FALSE);
}
