// SPDX-License-Identifier: GPL-3.0-or-later
/* The ledger's words: for each name what it is called on paper, and what else people
 * write for it. Compared in the normal form of texts, so width and case do not matter. */
#include <kirinuki/ledger.h>

#include <kirinuki/normalize.h>

#include <string.h>

enum { MAX_WORDS = 7 };

typedef struct {
    const char *name;
    const char *words[MAX_WORDS]; // the first one is printed; NULL-terminated
} Word;

/* In the order of KiriMediumKind. */
static const Word kinds[] = {
    {"web", {"ウェブ", "Web媒体", "ウェブサイト", "ニュースサイト", "ネット", NULL}},
    {"national_paper", {"全国紙", NULL}},
    {"local_paper", {"地方紙", "ブロック紙", "県紙", "地域紙", NULL}},
    {"tv", {"テレビ", "TV", "テレビ局", NULL}},
    {"radio", {"ラジオ", "ラジオ局", NULL}},
    {"magazine", {"雑誌", NULL}},
    {"wire", {"通信社", NULL}},
    {"portal", {"ポータル", "ポータルサイト", NULL}},
    {"trade", {"専門紙誌", "専門紙", "専門誌", "業界紙", "業界誌", NULL}},
    {"blog", {"ブログ", NULL}},
    {"release_wire", {"リリース配信", NULL}},
    {"ministry", {"官公庁", "省庁", "自治体", NULL}},
    {"app", {"アプリ", "ニュースアプリ", NULL}},
};
G_STATIC_ASSERT(G_N_ELEMENTS(kinds) == KIRI_N_MEDIUM_KINDS);

static const Word metrics[] = {
    {KIRI_METRIC_PAGE_VIEWS, {"月間PV", "monthly_page_views", "PV", "月間ページビュー", NULL}},
    {KIRI_METRIC_USERS, {"月間UU", "monthly_users", "UU", "月間利用者数", NULL}},
    {KIRI_METRIC_VISITS, {"月間セッション数", "monthly_visits", "月間訪問数", NULL}},
    {KIRI_METRIC_CIRCULATION, {"発行部数", "部数", "販売部数", NULL}},
    {KIRI_METRIC_READERS_PERCENT, {"100部当たり読者数", "100部あたり読者数", NULL}},
    {KIRI_METRIC_AUDIENCE, {"視聴者数", "聴取者数", "視聴人数", NULL}},
    {KIRI_METRIC_TWO_ISSUES, {"2号累積到達者数", "二号累積到達者数", NULL}},
    {KIRI_METRIC_STATIONS, {"放送局数", "局数", "ネット局数", NULL}},
    {KIRI_METRIC_PAGE_HEIGHT_MM, {"天地mm", "天地(mm)", "天地", NULL}},
    {KIRI_METRIC_PAGE_WIDTH_MM, {"左右mm", "左右(mm)", "左右", NULL}},
    {KIRI_METRIC_COLUMNS_PER_PAGE, {"段数", NULL}},
    {KIRI_METRIC_ARTICLES, {"月間記事数", "記事数", NULL}},
    {KIRI_METRIC_MULTIPLIER_PERCENT, {"係数（％）", "係数", NULL}},
    {KIRI_METRIC_POPULATION, {"人口", "総人口", NULL}},
};

static const Word units[] = {
    {KIRI_UNIT_CPM, {"1,000表示", "1000表示", "1000PV", NULL}},
    {KIRI_UNIT_USER, {"到達1人", "1UU", NULL}},
    {KIRI_UNIT_VISIT, {"1セッション", "1訪問", NULL}},
    {KIRI_UNIT_COLUMN_CM, {"1段1cm", "1cm1段", "1cm×1段", "1段×1cm", NULL}},
    {KIRI_UNIT_COLUMN, {"1段", "段", NULL}},
    {KIRI_UNIT_PAGE, {"1ページ", "ページ", "1頁", "1P", NULL}},
    {KIRI_UNIT_SECOND, {"1秒", "秒", NULL}},
    {KIRI_UNIT_FLAT, {"1件", "件", NULL}},
};

/* In the order of KiriConfidence. */
static const Word confidences[] = {
    {"estimate", {"推定", "推計", "概算", NULL}},
    {"published", {"公表", "公開", NULL}},
    {"contract", {"契約", NULL}},
};
G_STATIC_ASSERT(G_N_ELEMENTS(confidences) == KIRI_CONFIDENCE_CONTRACT + 1);

static const Word ranks[] = {
    {"in_text", {"記事中", NULL}},
    {"below", {"記事下", NULL}},
    {"colour", {"カラー", "4色", "多色", NULL}},
    {"mono", {"モノクロ", "白黒", "1色", NULL}},
};

/* In the order of KiriContract. */
static const Word contracts[] = {
    {"individual", {"個別", "個別契約", "個別許諾", NULL}},
    {"jrrc", {"JRRC", "日本複製権センター", "複製権センター", NULL}},
    {"agency", {"代行", "クリッピング会社", "クリッピング", "調査会社", NULL}},
    {"permission", {"許諾書", "許諾", NULL}},
    {"other", {"その他", NULL}},
};
G_STATIC_ASSERT(G_N_ELEMENTS(contracts) == KIRI_N_CONTRACTS);

/* In the order of KiriFee. */
static const Word fees[] = {
    {"none", {"なし", "無償", "無料", NULL}},
    {"clip", {"1件", "件", "記事", "1記事", NULL}},
    {"copy", {"1部", "部", NULL}},
    {"month", {"月額", "月", "1か月", NULL}},
    {"year", {"年額", "年", "1年", NULL}},
};
G_STATIC_ASSERT(G_N_ELEMENTS(fees) == KIRI_N_FEES);

static const Word answers[] = {
    {"no", {"不可", "×", "✕", "なし", "無", "いいえ", NULL}},
    {"yes", {"可", "○", "〇", "あり", "有", "はい", NULL}},
    {"false", {"0", "しない", "-", "否", NULL}},
    {"true", {"1", "する", "◯", "◎", "可能", NULL}},
};

static gboolean is_word(const Word *w, const char *normal)
{
    if (strcmp(w->name, normal) == 0)
        return TRUE;
    for (gsize i = 0; w->words[i]; i++) {
        g_autofree char *other = kiri_normalize_dup(kiri_str(w->words[i]));
        if (strcmp(other, normal) == 0)
            return TRUE;
    }
    return FALSE;
}

static const Word *find(const Word *words, gsize n, const char *text)
{
    if (!text || !*text)
        return NULL;
    for (gsize i = 0; i < n; i++) // what programs write needs no normal form
        if (strcmp(words[i].name, text) == 0)
            return &words[i];
    g_autofree char *normal = kiri_normalize_dup(kiri_str(text));
    g_strstrip(normal);
    for (gsize i = 0; i < n; i++)
        if (is_word(&words[i], normal))
            return &words[i];
    return NULL;
}

static const char *word_of(const Word *words, gsize n, const char *name)
{
    for (gsize i = 0; name && i < n; i++)
        if (strcmp(words[i].name, name) == 0)
            return words[i].words[0];
    return name;
}

const char *kiri_medium_kind_word(KiriMediumKind kind)
{
    return kinds[kind].words[0];
}

const char *kiri_metric_word(const char *metric)
{
    return word_of(metrics, G_N_ELEMENTS(metrics), metric);
}

const char *kiri_unit_word(const char *unit)
{
    return word_of(units, G_N_ELEMENTS(units), unit);
}

const char *kiri_confidence_word(KiriConfidence confidence)
{
    return confidences[confidence].words[0];
}

const char *kiri_rank_word(const char *rank)
{
    return word_of(ranks, G_N_ELEMENTS(ranks), rank);
}

const char *kiri_contract_word(KiriContract contract)
{
    return contracts[contract].words[0];
}

const char *kiri_fee_word(KiriFee fee)
{
    return fees[fee].words[0];
}

static gint place_of(const Word *words, gsize n, const char *word)
{
    const Word *w = find(words, n, word);
    return w ? (gint)(w - words) : -1;
}

gint kiri_medium_kind_parse(const char *word)
{
    return place_of(kinds, G_N_ELEMENTS(kinds), word);
}

gint kiri_contract_parse(const char *word)
{
    return place_of(contracts, G_N_ELEMENTS(contracts), word);
}

gint kiri_fee_parse(const char *word)
{
    return place_of(fees, G_N_ELEMENTS(fees), word);
}

gint kiri_yes_no_parse(const char *word)
{
    gint i = place_of(answers, G_N_ELEMENTS(answers), word);
    return i < 0 ? i : i % 2;
}

const char *kiri_metric_parse(const char *word)
{
    const Word *w = find(metrics, G_N_ELEMENTS(metrics), word);
    return w ? w->name : NULL;
}

const char *kiri_unit_parse(const char *word)
{
    const Word *w = find(units, G_N_ELEMENTS(units), word);
    return w ? w->name : NULL;
}

gint kiri_confidence_parse(const char *word)
{
    return place_of(confidences, G_N_ELEMENTS(confidences), word);
}

char *kiri_rank_parse(const char *word)
{
    const Word *w = find(ranks, G_N_ELEMENTS(ranks), word);
    if (w)
        return g_strdup(w->name);
    char *rank = g_strstrip(g_strdup(word ? word : ""));
    if (*rank)
        return rank;
    g_free(rank);
    return NULL;
}
