// SPDX-License-Identifier: GPL-3.0-or-later
/* The methods of the AVE by name: which rule values which form. A method that was not
 * published for a form has none there, and the piece is 算定不能 by it; nothing is
 * borrowed from another method, so that a sum is of one kind. */
#include "calc.h"

#include <string.h>

const KiriScoreMethod kiri_score_methods[] = {
    {"kirinuki", "本ソフトの標準（関連部分・掲載位置を乗じる）", "docs/figures.md"},
    {"nihon-monitor", "ニホンモニター方式（テレビ・ラジオ・新聞、記事全体）",
     "http://www.n-monitor.co.jp/services/ave"},
    {"naigai", "内外切抜方式（新聞は記事下、雑誌は面積、関連部分のみ）",
     "https://www.naigaipc.co.jp/service/conversion/"},
    {"flat-column", "15段料金の按分（新聞、段数÷15）",
     "https://media-radar.jp/contents/meditsubu/columns-newspaperad_cost"},
    {"meltwater", "Meltwater方式（月間利用者数×2.5％×単価）",
     "https://help.meltwater.com/en/articles/"
     "4064593-what-is-advertising-value-equivalency-ave"},
    {"liana", "LianaMonitor方式（リーチ×2.5％×単価）",
     "https://support.lianatech.com/hc/en-us/articles/"
     "34579490101533-LianaMonitor-AVE-is-now-available"},
    {"merit", "Merit方式（1日の閲覧数×CPM）",
     "https://helpdesk.meritpages.com/hc/en-gb/articles/7537971064589-AEV-Impressions"},
    {"kyodo-prwire", "共同通信PRワイヤー方式（訪問数×単価）",
     "https://kyodonewsprwire.jp/corp/glossary/9171"},
    {"pr-value", "PR価値表（媒体・種別ごとの定額）", "docs/figures.md"},
    {0}};

/* By KiriForm. */
static const struct {
    const char *name;
    KiriCalcStep steps[KIRI_N_FORMS];
} rules[] = {
    {"kirinuki",
     {[KIRI_FORM_WEB] = kiri_calc_web,
      [KIRI_FORM_APP] = kiri_calc_web,
      [KIRI_FORM_NEWSPAPER] = kiri_calc_newspaper,
      [KIRI_FORM_MAGAZINE] = kiri_calc_magazine,
      [KIRI_FORM_TV] = kiri_calc_air,
      [KIRI_FORM_RADIO] = kiri_calc_air}},
    {"nihon-monitor",
     {[KIRI_FORM_NEWSPAPER] = kiri_calc_newspaper_whole,
      [KIRI_FORM_TV] = kiri_calc_air,
      [KIRI_FORM_RADIO] = kiri_calc_air}},
    {"naigai",
     {[KIRI_FORM_NEWSPAPER] = kiri_calc_newspaper_below,
      [KIRI_FORM_MAGAZINE] = kiri_calc_magazine}},
    {"flat-column", {[KIRI_FORM_NEWSPAPER] = kiri_calc_newspaper_flat}},
    {"meltwater", {[KIRI_FORM_WEB] = kiri_calc_users, [KIRI_FORM_APP] = kiri_calc_users}},
    {"liana", {[KIRI_FORM_WEB] = kiri_calc_all_users, [KIRI_FORM_APP] = kiri_calc_all_users}},
    {"merit", {[KIRI_FORM_WEB] = kiri_calc_daily_views, [KIRI_FORM_APP] = kiri_calc_daily_views}},
    {"kyodo-prwire", {[KIRI_FORM_WEB] = kiri_calc_visits, [KIRI_FORM_APP] = kiri_calc_visits}},
    {"pr-value",
     {[KIRI_FORM_WEB] = kiri_calc_flat,
      [KIRI_FORM_NEWSPAPER] = kiri_calc_flat,
      [KIRI_FORM_MAGAZINE] = kiri_calc_flat,
      [KIRI_FORM_TV] = kiri_calc_flat,
      [KIRI_FORM_RADIO] = kiri_calc_flat,
      [KIRI_FORM_APP] = kiri_calc_flat,
      [KIRI_FORM_OTHER] = kiri_calc_flat}},
};
G_STATIC_ASSERT(G_N_ELEMENTS(rules) + 1 == G_N_ELEMENTS(kiri_score_methods));

const KiriScoreMethod *kiri_score_method(const char *name)
{
    for (const KiriScoreMethod *m = kiri_score_methods; m->name; m++)
        if (g_strcmp0(m->name, name) == 0)
            return m;
    return NULL;
}

KiriScoreRules kiri_score_rules_default(void)
{
    return (KiriScoreRules){.method = kiri_score_methods[0].name,
                            .copies = kiri_score_copies_names[0],
                            .copies_percent = 50,
                            .reader_permille = 25,
                            .least_users = 500};
}

KiriCalcStep kiri_score_step(const char *method, KiriForm form)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rules); i++)
        if (g_strcmp0(rules[i].name, method) == 0)
            return rules[i].steps[form];
    return NULL;
}
