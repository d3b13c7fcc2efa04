// SPDX-License-Identifier: GPL-3.0-or-later
/* The words of a 掲載一覧 that few people write alike: what a form is called, which edition,
 * which page. Ways are compared as N-text, so width, case and spaces make no difference. */
#include "piece_words.h"

#include <string.h>

static const struct {
    KiriForm form;
    const char *ways[16]; // N-text
} form_words[] = {
    {KIRI_FORM_NEWSPAPER,
     {"newspaper", "新聞", "紙", "全国紙", "地方紙", "ブロック紙", "専門紙", "業界紙", "一般紙",
      "経済紙", "スポーツ紙", "夕刊紙", "機関紙", "print"}},
    {KIRI_FORM_MAGAZINE,
     {"magazine", "雑誌", "週刊誌", "月刊誌", "専門誌", "業界誌", "情報誌", "会報誌", "誌",
      "機関誌"}},
    {KIRI_FORM_TV,
     {"tv", "テレビ", "television", "地上波", "bs", "cs", "テレビ番組", "地デジ", "catv",
      "テレビ放送"}},
    {KIRI_FORM_RADIO, {"radio", "ラジオ", "am", "fm", "ラジオ番組", "ラジオ放送"}},
    {KIRI_FORM_WEB,
     {"web", "ウェブ", "ウェブサイト", "webサイト", "インターネット", "ネット", "ネットニュース",
      "オンライン", "webニュース", "webメディア", "ウェブメディア", "ニュースサイト", "電子版",
      "online", "internet", "サイト"}},
    {KIRI_FORM_APP, {"app", "アプリ", "スマホアプリ", "ニュースアプリ", "スマートフォンアプリ"}},
    {KIRI_FORM_OTHER,
     {"other", "その他", "フリーペーパー", "広報紙", "広報誌", "ミニコミ", "ミニコミ紙", "他"}},
};

gboolean kiri_piece_read_form(const char *n, gint *form)
{
    for (gsize i = 0; i < G_N_ELEMENTS(form_words); i++)
        for (gsize k = 0; k < G_N_ELEMENTS(form_words[i].ways) && form_words[i].ways[k]; k++)
            if (strcmp(n, form_words[i].ways[k]) == 0) {
                *form = (gint)form_words[i].form;
                return TRUE;
            }
    return FALSE;
}

gboolean kiri_piece_read_position(const char *n, gint *position)
{
    *position = strcmp(n, "in_text") == 0 || strcmp(n, "記事中") == 0 ? KIRI_POSITION_IN_TEXT
                : strcmp(n, "below") == 0 || strcmp(n, "記事下") == 0 ? KIRI_POSITION_BELOW
                                                                      : KIRI_POSITION_UNKNOWN;
    return *position != KIRI_POSITION_UNKNOWN || strcmp(n, "unknown") == 0;
}

char *kiri_piece_edition(const char *value, const char *n)
{
    static const char *const ways[][2] = {{"朝", "朝刊"},      {"夕", "夕刊"},     {"朝刊", "朝刊"},
                                          {"夕刊", "夕刊"},    {"m", "朝刊"},      {"e", "夕刊"},
                                          {"morning", "朝刊"}, {"evening", "夕刊"}};
    for (gsize i = 0; i < G_N_ELEMENTS(ways); i++)
        if (strcmp(n, ways[i][0]) == 0)
            return g_strdup(ways[i][1]);
    return g_strdup(value);
}

static const char *const editions[] = {"朝刊", "夕刊"};

static gboolean skip_mark(const char **p)
{
    static const char *const marks[] = {" ", "　", "・", "/", "／", "、"};
    for (gsize i = 0; i < G_N_ELEMENTS(marks); i++)
        if (g_str_has_prefix(*p, marks[i])) {
            *p += strlen(marks[i]);
            return TRUE;
        }
    return FALSE;
}

const char *kiri_piece_edition_before(const char **rest)
{
    for (gsize i = 0; i < G_N_ELEMENTS(editions); i++) {
        if (!g_str_has_prefix(*rest, editions[i]))
            continue;
        *rest += strlen(editions[i]);
        while (skip_mark(rest))
            continue;
        return editions[i];
    }
    return NULL;
}

const char *kiri_piece_edition_behind(const char *value)
{
    for (gsize i = 0; i < G_N_ELEMENTS(editions); i++)
        if (g_str_has_suffix(value, editions[i]))
            return editions[i];
    return NULL;
}

char *kiri_piece_page(const char *value, const char *n)
{
    static const char *const behind[] = {"面", "頁", "ページ", "p"};
    if (strcmp(n, "一面") == 0 || strcmp(n, "トップ") == 0)
        return g_strdup("1");
    const char *digits = g_str_has_prefix(n, "p.") ? n + 2 : *n == 'p' ? n + 1 : n;
    if (g_str_has_prefix(digits, "第"))
        digits += strlen("第");
    gsize len = strspn(digits, "0123456789");
    const char *rest = digits + len;
    gboolean is_plain = !*rest;
    for (gsize i = 0; i < G_N_ELEMENTS(behind); i++)
        is_plain |= strcmp(rest, behind[i]) == 0;
    while (len > 1 && *digits == '0') {
        digits++;
        len--;
    }
    return len && is_plain ? g_strndup(digits, len) : g_strdup(value);
}
