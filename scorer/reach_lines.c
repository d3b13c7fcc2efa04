// SPDX-License-Identifier: GPL-3.0-or-later
/* The computation and its assumptions, line by line, in Japanese as reports print them:
 * first each medium, then the union. */
#include "reach_parts.h"

#include <math.h>

static const KiriField medium_fields[] = {
    {KIRI_FIELD(1, KiriReachMedium, medium, STR)},
    {KIRI_FIELD(2, KiriReachMedium, name, STR)},
    {KIRI_FIELD(3, KiriReachMedium, basis, ENUM), .names = kiri_reach_basis_names},
    {KIRI_FIELD(4, KiriReachMedium, pieces, I64)},
    {KIRI_FIELD(5, KiriReachMedium, exposures, I64)},
    {KIRI_FIELD(6, KiriReachMedium, largest, I64)},
    {KIRI_FIELD(7, KiriReachMedium, low, I64)},
    {KIRI_FIELD(8, KiriReachMedium, high, I64)},
    {KIRI_FIELD(9, KiriReachMedium, source, STR)},
    {KIRI_FIELD(10, KiriReachMedium, notes, STRV)},
};
const KiriShape kiri_reach_medium_shape =
    KIRI_SHAPE("reach_medium", KiriReachMedium, medium_fields);

static const KiriField line_fields[] = {
    {KIRI_FIELD(1, KiriReachLine, label, STR)},  {KIRI_FIELD(2, KiriReachLine, low, I64)},
    {KIRI_FIELD(3, KiriReachLine, high, I64)},   {KIRI_FIELD(4, KiriReachLine, note, STR)},
    {KIRI_FIELD(5, KiriReachLine, source, STR)},
};
const KiriShape kiri_reach_line_shape = KIRI_SHAPE("reach_line", KiriReachLine, line_fields);

static const KiriField reach_fields[] = {
    {KIRI_FIELD(1, KiriReach, low, I64)},
    {KIRI_FIELD(2, KiriReach, high, I64)},
    {KIRI_FIELD(3, KiriReach, population, I64)},
    {KIRI_FIELD(4, KiriReach, population_source, STR)},
    {KIRI_FIELD(5, KiriReach, media_known, I64)},
    {KIRI_FIELD(6, KiriReach, media_unknown, I64)},
    {KIRI_FIELD(7, KiriReach, unknown, STRV)},
    {KIRI_FIELD(8, KiriReach, media, RECS), .sub = &kiri_reach_medium_shape},
    {KIRI_FIELD(9, KiriReach, lines, RECS), .sub = &kiri_reach_line_shape},
};
const KiriShape kiri_reach_shape = KIRI_SHAPE("reach", KiriReach, reach_fields);

char *kiri_reach_percent(gdouble share)
{
    char digits[G_ASCII_DTOSTR_BUF_SIZE];
    g_ascii_formatd(digits, sizeof digits, "%.2f", share * 100);
    return g_strdup_printf("%s %%", digits);
}

KiriReachLine *kiri_reach_line(KiriReach *r, const char *label, gint64 low, gint64 high,
                               const char *note)
{
    KiriReachLine *line = kiri_reach_line_new();
    line->label = g_strdup(label);
    line->low = low;
    line->high = high;
    line->note = g_strdup(note);
    kiri_recs_add(&r->lines, line);
    return line;
}

/* How exposures of one medium were put together. */
static const char *repetition_of(const KiriReachMember *m)
{
    if (m->row->exposures < 2)
        return NULL;
    if (m->has_pair && !m->has_single)
        return "2号累積到達からベータ二項分布で算定";
    if (m->has_pair)
        return "2号累積到達の分かる号はベータ二項分布、その他の上端は号ごとに独立と仮定";
    return m->has_ceiling
               ? "下端は同じ人が繰り返し見た場合、上端は利用者の中で独立に見た場合"
               : "2号累積到達が未登録のため、下端は同じ人が繰り返し見た場合、上端は独立に見た場合";
}

static void explain_medium(KiriReach *r, const KiriReachMember *m)
{
    static const char *const bases[KIRI_N_REACH_BASES] = {
        [KIRI_REACH_UNKNOWN] = "",
        [KIRI_REACH_USERS] = "月間利用者数",
        [KIRI_REACH_COPIES] = "部数×1部当たりの読者数",
        [KIRI_REACH_AUDIENCE] = "その時間帯の視聴者数",
        [KIRI_REACH_VIEWS] = "1記事当たりの閲覧数（利用者数を上限とする）",
        [KIRI_REACH_GIVEN] = "職員の入力による人数"};
    g_autoptr(GString) note = g_string_new(bases[m->row->basis]);
    const char *repetition = repetition_of(m);
    if (m->row->pieces > 1)
        g_string_append_printf(note,
                               "、掲載%" G_GINT64_FORMAT "件を%" G_GINT64_FORMAT "回の接触とみなす",
                               m->row->pieces, m->row->exposures);
    if (repetition)
        g_string_append_printf(note, "（%s）", repetition);
    if (m->bad_pair)
        g_string_append(note, "。登録された2号累積到達は矛盾するため用いない");
    for (char **n = m->row->notes; n && *n; n++)
        g_string_append_printf(note, "。%s", *n);
    KiriReachLine *line = kiri_reach_line(r, m->row->name, m->row->low, m->row->high, note->str);
    line->source = g_strdup(m->row->source);
}

void kiri_reach_explain_media(KiriReach *r, const GPtrArray *known)
{
    for (guint i = 0; i < known->len; i++)
        explain_medium(r, g_ptr_array_index(known, i));
    if (!r->media_unknown)
        return;
    g_autofree char *names = g_strjoinv("、", r->unknown);
    g_autofree char *note = g_strdup_printf("到達者数の基となる数値がなく、含まない：%s", names);
    kiri_reach_line(r, "数値のない媒体", 0, 0, note);
}

void kiri_reach_explain_union(KiriReach *r, guint n_pairs)
{
    KiriReachLine *population =
        kiri_reach_line(r, "人口", r->population, r->population, "これを超えない");
    population->source = g_strdup(r->population_source);
    kiri_reach_line(r, "全媒体の下端", r->low, r->low,
                    n_pairs ? "最大の媒体、又は重複の分かる媒体の和集合のうち最大のもの"
                            : "最大の媒体（他の媒体の利用者が全て重なる場合）");
    kiri_reach_line(r, "全媒体の上端", r->high, r->high,
                    n_pairs ? "媒体ごとに独立に見た場合を、重複の分かる組について補正"
                            : "媒体ごとに独立に見た場合：人口×（1－Π（1－到達率））");
}
