// SPDX-License-Identifier: GPL-3.0-or-later
/* How a piece appeared that was entered by hand. A member of the article, so it has the
 * article's versions; tags are for ever, as in nouns.c. */
#include <kirinuki/article.h>

const char *const kiri_form_names[] = {"web",   "newspaper", "magazine", "tv",
                                       "radio", "app",       "other",    NULL};
const char *const kiri_position_names[] = {"unknown", "in_text", "below", NULL};

G_STATIC_ASSERT(G_N_ELEMENTS(kiri_form_names) == KIRI_N_FORMS + 1);
G_STATIC_ASSERT(G_N_ELEMENTS(kiri_position_names) == KIRI_N_POSITIONS + 1);

#define SPARSE(tag_, member_, type_)                                                               \
    {                                                                                              \
        KIRI_FIELD(tag_, KiriAppearance, member_, type_), .flags = KIRI_FIELD_SPARSE               \
    }

static const KiriField appearance_fields[] = {
    {KIRI_FIELD(1, KiriAppearance, form, ENUM), .names = kiri_form_names},
    SPARSE(2, edition, STR),
    SPARSE(3, area, STR),
    SPARSE(4, page, STR),
    SPARSE(5, is_front_page, BOOL),
    SPARSE(6, columns_x10, I64),
    SPARSE(7, width_mm, I64),
    SPARSE(8, height_mm, I64),
    {KIRI_FIELD(9, KiriAppearance, position, ENUM), .flags = KIRI_FIELD_SPARSE,
     .names = kiri_position_names},
    SPARSE(10, is_colour, BOOL),
    SPARSE(11, has_photo, BOOL),
    {KIRI_FIELD(12, KiriAppearance, page_share, F64), .flags = KIRI_FIELD_SPARSE, .decimals = 3},
    SPARSE(13, programme, STR),
    SPARSE(14, corner, STR),
    SPARSE(15, seconds, I64),
    SPARSE(16, rank, STR),
    SPARSE(17, stations, I64),
    SPARSE(18, url, STR),
    SPARSE(19, evidence, STR),
    SPARSE(20, evidence_name, STR),
    SPARSE(25, evidence_sha256, STR),
    SPARSE(21, entered_by, STR),
    SPARSE(22, entered, TIME),
    SPARSE(23, withdrawn, TIME),
    SPARSE(24, withdrawn_reason, STR),
};
const KiriShape kiri_appearance_shape = KIRI_SHAPE("appearance", KiriAppearance, appearance_fields);

const char *kiri_form_label(KiriForm form)
{
    static const char *const labels[] = {"Web",    "新聞",   "雑誌",  "テレビ",
                                         "ラジオ", "アプリ", "その他"};
    G_STATIC_ASSERT(G_N_ELEMENTS(labels) == KIRI_N_FORMS);
    return labels[CLAMP((gint)form, 0, KIRI_N_FORMS - 1)];
}

KiriForm kiri_article_form(const KiriArticle *a)
{
    return a->appearance ? (KiriForm)a->appearance->form : KIRI_FORM_WEB;
}

gboolean kiri_article_is_withdrawn(const KiriArticle *a)
{
    return a->appearance && kiri_time_is_set(a->appearance->withdrawn);
}
