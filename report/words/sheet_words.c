// SPDX-License-Identifier: GPL-3.0-or-later
/* Words that the morning sheet and the reports of a crisis share. */
#include "sheet_words.h"

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

KiriSheetPiece *kiri_sheet_piece_of(const KiriArticle *a, const KiriClip *clip,
                                    const KiriMedium *medium)
{
    KiriSheetPiece *piece = kiri_sheet_piece_new();
    piece->article = g_strdup(a->id);
    piece->clip = clip ? g_strdup(clip->id) : NULL;
    piece->medium = g_strdup(a->medium);
    piece->medium_name = g_strdup(medium && medium->name ? medium->name : a->site_name);
    piece->title = g_strdup(a->title);
    piece->url = g_strdup(kiri_article_link(a));
    piece->published = kiri_time_is_set(a->published) ? a->published : a->fetched;
    if (kiri_article_form(a) != KIRI_FORM_WEB)
        piece->place = kiri_article_place(a);
    return piece;
}

const char *kiri_sheet_medium_name(const KiriSheetPiece *piece, KiriReportLang lang)
{
    return piece->medium_name && *piece->medium_name ? piece->medium_name
                                                     : kiri_say(lang, "媒体不明");
}

char *kiri_sheet_place(const KiriSheetPiece *piece, KiriReportLang lang)
{
    if (piece->place && *piece->place)
        return g_strdup(piece->place);
    if (piece->published.precision != KIRI_PRECISION_DAY)
        return kiri_sheet_moment(piece->published.us, lang);
    KiriCivil c = kiri_civil_from_us(piece->published.us, KIRI_JST_MIN);
    return g_strdup_printf(kiri_say(lang, "%d日"), c.day);
}

char *kiri_sheet_day(gint64 us, KiriEra era, gboolean with_year, KiriReportLang lang)
{
    KiriCivil c = kiri_civil_from_us(us, KIRI_JST_MIN);
    if (lang == KIRI_REPORT_EN)
        return g_strdup_printf("%04d-%02d-%02d", c.year, c.month, c.day);
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    kiri_report_date(us, era, FALSE, &out);
    g_autofree char *whole = kiri_buf_steal(&out, NULL);
    const char *year = with_year ? NULL : strstr(whole, "年");
    return g_strdup(year ? year + strlen("年") : whole);
}

char *kiri_sheet_clock(gint64 us, KiriReportLang lang)
{
    KiriCivil c = kiri_civil_from_us(us, KIRI_JST_MIN);
    return g_strdup_printf(kiri_say(lang, "%d時%02d分"), c.hour, c.minute);
}
