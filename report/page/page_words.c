// SPDX-License-Identifier: GPL-3.0-or-later
/* Days, names and figures of a page in its language. */
#include "page.h"

#include "words/lang.h"
#include "words/words.h"

#include <kirinuki/score.h>

#include <math.h>
#include <string.h>

const char *kiri_page_say(const KiriReportPage *page, const char *japanese)
{
    return kiri_say(page->lang, japanese);
}

const char *kiri_page_stored(const KiriReportPage *page, const char *japanese)
{
    const char *said = japanese ? kiri_say(page->lang, japanese) : NULL;
    return page->lang == KIRI_REPORT_JA || said != japanese ? said : NULL;
}

/* ---- time ---- */

static char *date_text(const KiriReportPage *page, gint64 us, gboolean with_clock)
{
    KiriBuf out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    kiri_say_date(page->lang, us, page->o->era, with_clock, &out);
    return kiri_buf_steal(&out, NULL);
}

char *kiri_page_day(const KiriReportPage *page, gint64 us)
{
    return date_text(page, us, FALSE);
}

char *kiri_page_moment(const KiriReportPage *page, gint64 us)
{
    return date_text(page, us, TRUE);
}

char *kiri_page_when(const KiriReportPage *page, KiriTime t)
{
    return kiri_say_when(page->lang, t, page->s->now_us);
}

char *kiri_page_minutes(const KiriReportPage *page, gint64 minutes)
{
    gint64 hours = minutes / 60, days = hours / 24;
    if (minutes < 60)
        return g_strdup_printf(kiri_page_say(page, "%d分"), (int)minutes);
    if (hours < 48)
        return g_strdup_printf(kiri_page_say(page, "%d時間%d分"), (int)hours, (int)(minutes % 60));
    return g_strdup_printf(kiri_page_say(page, "%d日%d時間"), (int)days, (int)(hours % 24));
}

char *kiri_page_delay(const KiriReportPage *page, gint64 minutes)
{
    g_autofree char *size = kiri_page_minutes(page, ABS(minutes));
    return g_strdup_printf(minutes < 0 ? kiri_page_say(page, "%s前") : kiri_page_say(page, "%s後"),
                           size);
}

/* ---- names ---- */

const char *kiri_page_class(const KiriReportPage *page, KiriClass c)
{
    static const char *const names[KIRI_N_CLASSES] = {
        [KIRI_CLASS_NONE] = "対象外",        [KIRI_CLASS_MENTION] = "言及",
        [KIRI_CLASS_PUBLICITY] = "編集記事", [KIRI_CLASS_SYNDICATED] = "配信・転載",
        [KIRI_CLASS_VERBATIM] = "原文転載",
    };
    return kiri_say(page->lang, names[c]);
}

const char *kiri_page_kind(const KiriReportPage *page, const KiriMedium *medium)
{
    return medium ? kiri_say(page->lang, kiri_report_kind_name((KiriMediumKind)medium->kind))
                  : kiri_page_say(page, "未登録");
}

const char *kiri_page_medium(const KiriReportPage *page, const KiriSummaryClip *c)
{
    return c->medium               ? c->medium->name
           : c->article->site_name ? c->article->site_name
                                   : kiri_page_say(page, "媒体不明");
}

char *kiri_page_place(const KiriReportPage *page, const KiriArticle *article)
{
    char *place = kiri_article_place(article);
    if (*place)
        return place;
    g_free(place);
    return g_strdup(page->lang == KIRI_REPORT_EN || kiri_article_form(article) == KIRI_FORM_WEB
                        ? "Web"
                        : kiri_form_label(kiri_article_form(article)));
}

char *kiri_page_remark(const KiriReportPage *page, const KiriSummaryClip *c)
{
    KiriBuf out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    kiri_report_remark_in(page->lang, c, &out);
    return kiri_buf_steal(&out, NULL);
}

/* ---- figures ---- */

/* Length of the run of digits that begins at `p`. */
static gsize digits_at(const char *p)
{
    gsize n = 0;
    while (g_ascii_isdigit(p[n]))
        n++;
    return n;
}

char *kiri_page_figure(const char *value)
{
    GString *text = g_string_new(NULL);
    const char *p = value ? value : "";
    while (*p) {
        gsize n = digits_at(p);
        gboolean is_fraction = text->len && text->str[text->len - 1] == '.';
        gboolean is_year = g_str_has_prefix(p + n, "年"); // data
        gboolean is_grouped = n > 3 && !is_fraction && !is_year;
        for (gsize i = 0; i < MAX(n, 1); i++) {
            if (is_grouped && i && (n - i) % 3 == 0)
                g_string_append_c(text, ',');
            g_string_append_c(text, p[i]);
        }
        p += MAX(n, 1);
    }
    return g_string_free(text, FALSE);
}

char *kiri_page_cut(const char *text, glong letters)
{
    g_autofree char *all = g_strdelimit(g_strdup(text ? text : ""), "\r\n\t\v\f", ' ');
    if (letters <= 0 || g_utf8_strlen(all, -1) <= letters)
        return g_steal_pointer(&all);
    g_autofree char *taken = g_utf8_substring(all, 0, letters);
    return g_strconcat(taken, "…", NULL);
}

char *kiri_page_percent(gdouble share)
{
    glong tenths = lround(share * 1000);
    return g_strdup_printf("%ld.%ld", tenths / 10, tenths % 10);
}

char *kiri_page_people(const KiriReportPage *page, gint64 low, gint64 high)
{
    g_autofree char *from = kiri_number_grouped(low);
    g_autofree char *to = kiri_number_grouped(high);
    return low == high ? g_strdup_printf(kiri_page_say(page, "%s人"), from)
                       : g_strdup_printf(kiri_page_say(page, "%s人 ～ %s人"), from, to);
}

/* A person's figure, the computed one beside it. */
static char *override_text(const KiriReportPage *page, const KiriWorth *worth)
{
    g_autofree char *yen = kiri_number_grouped(worth->yen);
    g_autofree char *grouped = kiri_number_grouped(worth->computed_yen);
    g_autofree char *computed = worth->is_computed_known
                                    ? g_strdup_printf(kiri_page_say(page, "%s円"), grouped)
                                    : g_strdup(kiri_page_say(page, "算定不能"));
    const char *reason = worth->override->reason ? worth->override->reason : "";
    const char *by = worth->override->by ? worth->override->by : "";
    return g_strdup_printf(kiri_page_say(page, "%s円（利用者の値。算定値：%s。理由：%s%s%s）"), yen,
                           computed, reason, *by ? kiri_page_say(page, "、") : "", by);
}

char *kiri_page_yen(const KiriReportPage *page, const KiriScore *score, const KiriVerdict *verdict)
{
    KiriWorth worth = kiri_worth(score, verdict);
    if (worth.override)
        return override_text(page, &worth);
    if (!score || !score->is_known) {
        const char *reason = kiri_page_stored(
            page, score && score->unknown_reason ? score->unknown_reason : "未算定");
        return reason ? g_strdup_printf(kiri_page_say(page, "算定不能（%s）"), reason)
                      : g_strdup(kiri_page_say(page, "算定不能"));
    }
    g_autofree char *yen = kiri_number_grouped(score->ave_yen);
    return g_strdup_printf(score->is_estimate ? kiri_page_say(page, "%s円（推計）")
                                              : kiri_page_say(page, "%s円"),
                           yen);
}
