// SPDX-License-Identifier: GPL-3.0-or-later
/* How a piece appeared that was entered by hand. A member of the article, so it has the
 * article's versions; tags are for ever, as in nouns.c. */
#include <kirinuki/article.h>

#include <string.h>

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

/* ---- for people ---- */

static void put_part(GString *out, const char *before, const char *text, const char *behind)
{
    if (!text || !*text)
        return;
    g_string_append_printf(out, "%s%s%s%s", out->len ? " " : "", before, text, behind);
}

static void put_tenths(GString *out, gint64 tenths, const char *behind)
{
    if (tenths <= 0)
        return;
    g_string_append_printf(out, "%s%" G_GINT64_FORMAT, out->len ? " " : "", tenths / 10);
    if (tenths % 10)
        g_string_append_printf(out, ".%" G_GINT64_FORMAT, tenths % 10);
    g_string_append(out, behind);
}

static void put_number(GString *out, gint64 value, const char *behind)
{
    put_tenths(out, value * 10, behind);
}

/* A figure gets its word, a name (社会面) has it. */
static const char *page_word(const KiriAppearance *h)
{
    gboolean is_number = h->page && h->page[strspn(h->page, "0123456789")] == 0;
    return !is_number ? "" : h->form == KIRI_FORM_MAGAZINE ? "頁" : "面";
}

static void put_print(GString *out, const KiriAppearance *h)
{
    put_part(out, "", h->edition, "");
    put_part(out, "", h->area, "");
    put_part(out, "", h->page, page_word(h));
    put_tenths(out, h->columns_x10, "段");
    if (h->page_share > 0) {
        char share[G_ASCII_DTOSTR_BUF_SIZE];
        g_ascii_formatd(share, sizeof share, "%.2f", h->page_share);
        put_part(out, "", share, "ページ分");
    }
}

static void put_air(GString *out, const KiriAppearance *h)
{
    put_part(out, "「", h->programme, "」");
    put_part(out, "", h->corner, "");
    put_number(out, h->seconds, "秒");
    put_number(out, h->stations, "局");
}

char *kiri_article_place(const KiriArticle *a)
{
    GString *out = g_string_new(kiri_article_is_withdrawn(a) ? "【取下げ】" : NULL);
    const KiriAppearance *h = a->appearance;
    if (h && (h->form == KIRI_FORM_TV || h->form == KIRI_FORM_RADIO))
        put_air(out, h);
    else if (h)
        put_print(out, h);
    return g_string_free(out, FALSE);
}

const char *kiri_article_link(const KiriArticle *a)
{
    if (a->url && (g_str_has_prefix(a->url, "http:") || g_str_has_prefix(a->url, "https:")))
        return a->url;
    return a->appearance ? a->appearance->url : NULL;
}
