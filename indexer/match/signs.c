// SPDX-License-Identifier: GPL-3.0-or-later
/* Three lists of words and the sentences they stand in. A list is short on
 * purpose: a word is in it if news of every trade uses it for the same act. Words
 * of one row are one act. */
#include "signs.h"

#include "chars.h"
#include "quads.h"

#include <string.h>

enum { LEAD_BYTES = 360, WORDS_OF_ACT = 6 };

typedef const char *const Row[WORDS_OF_ACT];

static Row acts[] = {
    {"発売", "新発売", "売り出"},
    {"延期", "先送り"},
    {"中止", "取りやめ", "見送り"},
    {"再開"},
    {"停止", "中断", "休止", "見合わせ"},
    {"終了", "撤退", "廃止", "販売終了"},
    {"回収", "リコール"},
    {"提携", "協業"},
    {"統合", "合併", "買収", "子会社化"},
    {"値上げ", "価格改定", "料金改定", "引き上げ"},
    {"値下げ", "引き下げ"},
    {"決算", "純利益", "営業利益", "経常利益", "最高益"},
    {"申請"},
    {"認可", "承認", "許可"},
    {"開業", "開店", "オープン"},
    {"閉店", "閉館", "閉鎖"},
    {"受賞", "表彰", "大賞"},
    {"選定", "採択", "認定"},
    {"募集", "公募"},
    {"流出", "漏えい", "漏洩"},
    {"逮捕", "書類送検"},
    {"提訴", "訴訟", "判決"},
    {"着工", "起工"},
    {"完成", "竣工", "しゅん工"},
    {"実証", "実験"},
    {"調査", "アンケート"},
    {"資金調達", "億円調達", "増資", "出資"},
    {"人事", "就任", "退任"},
    {"打ち上げ", "打上げ"},
    {"速報値", "速報"},
    {"確定値", "確報"},
    {"予想", "見通し"},
    {"イベント", "フェア", "催し"},
    {"コラボ"},
    {"新色", "限定"},
    {"無料"},
};

static Row later_words[] = {
    {"レビュー", "使ってみた", "試してみた", "買ってみた", "食べてみた", "行ってみた"},
    {"試乗", "使用感", "インプレッション", "ハンズオン"},
    {"値上がり率", "値下がり率", "株価", "続伸", "続落", "ストップ高"},
    {"比べてみた", "徹底比較", "おすすめ", "選び方"},
    {"うわさ", "噂", "との観測", "観測が", "最終調整", "リーク"},
    {"チェックリスト", "q&a", "とは?", "よくある質問"},
    {"インタビュー", "に聞く", "聞きました", "社説", "コラム", "論説"},
    {"ランキング", "トップ10", "トップ20", "ベスト10", "採点"},
    {"決算", "純利益", "営業益", "営業利益", "最終赤字", "減益"},
    {"昨年発表", "先月発表", "昨年公表", "先月公表", "発表してお", "公表してお"},
    {"振り返る", "その後", "から1年", "から1カ月", "1年を前に"},
    {"に続き", "に続く"},
    {"歓声", "にぎわ", "賑わ", "列を作"},
};
G_STATIC_ASSERT(G_N_ELEMENTS(acts) <= 64 && G_N_ELEMENTS(later_words) <= 64);

static gboolean has(KiriStr s, const char *word)
{
    return memmem(s.p, s.n, word, strlen(word)) != NULL;
}

/* `quads` hold those of `s`, and perhaps others. */
static guint64 rows_in(KiriStr s, const KiriQuads *quads, Row *rows, gsize n)
{
    guint64 found = 0;
    for (gsize i = 0; i < n; i++)
        for (gsize k = 0; k < WORDS_OF_ACT && rows[i][k]; k++)
            if (kiri_quads_may_hold(quads, kiri_str(rows[i][k])) && has(s, rows[i][k])) {
                found |= G_GUINT64_CONSTANT(1) << i;
                break;
            }
    return found;
}

/* ---- sentences ---- */

static gsize sentence_end(KiriStr s, gsize at)
{
    static const char stop[] = "。";
    const char *dot = memmem(s.p + at, s.n - at, stop, strlen(stop));
    const char *line = memchr(s.p + at, '\n', s.n - at);
    gsize end = dot ? (gsize)(dot - s.p) + strlen(stop) : s.n;
    return line && (gsize)(line - s.p) < end ? (gsize)(line - s.p) + 1 : end;
}

KiriStr kiri_sentence_at(KiriStr n_text, gsize at)
{
    for (gsize from = 0; from < n_text.n;) {
        gsize to = sentence_end(n_text, from);
        if (at < to)
            return (KiriStr){n_text.p + from, to - from};
        from = to;
    }
    return (KiriStr){n_text.p + n_text.n, 0};
}

KiriStr kiri_lead_of(KiriStr n_text)
{
    gsize to = 0;
    while (to < n_text.n && to < LEAD_BYTES)
        to = sentence_end(n_text, to);
    return (KiriStr){n_text.p, to};
}

static const char *const announcing[] = {"発表",     "公表",       "明らかにし",     "明らかになっ",
                                         "公開し",   "取りまとめ", "まとめた",       "のまとめ",
                                         "届け出",   "申請し",     "プレスリリース", "申請した",
                                         "始めると", "お知らせ",   "リリースによ"};

gboolean kiri_sentence_announces(KiriStr sentence)
{
    for (gsize i = 0; i < G_N_ELEMENTS(announcing); i++)
        if (has(sentence, announcing[i]))
            return TRUE;
    return FALSE;
}

/* Those words that the text may have. */
static gsize announcing_in(const KiriQuads *quads, const char **words)
{
    gsize n = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(announcing); i++)
        if (kiri_quads_may_hold(quads, kiri_str(announcing[i])))
            words[n++] = announcing[i];
    return n;
}

static gboolean has_any(KiriStr sentence, const char *const *words, gsize n)
{
    for (gsize i = 0; i < n; i++)
        if (has(sentence, words[i]))
            return TRUE;
    return FALSE;
}

/* 「8日に発表しており」 tells of an announcement that is over. */
static gboolean looks_back(KiriStr sentence)
{
    static const char *const words[] = {"発表してお",   "公表してお",   "発表していた",
                                        "公表していた", "先に発表",     "すでに発表",
                                        "既に発表",     "発表していま", "公表していま"};
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
        if (has(sentence, words[i]))
            return TRUE;
    return FALSE;
}

/* The day of an announcement stands bare in its sentence: 「…は17日、3月3日に始めると
 * 発表した」; a day with its month is most often that of the matter. */
static void find_announced(KiriStr text, const KiriQuads *quads, const GArray *dates,
                           KiriSigns *out)
{
    const char *words[G_N_ELEMENTS(announcing)];
    gsize n = announcing_in(quads, words);
    for (gsize from = 0; from < text.n;) {
        gsize to = sentence_end(text, from);
        KiriStr sentence = {text.p + from, to - from};
        gboolean announces = has_any(sentence, words, n) && !looks_back(sentence);
        for (guint i = 0; announces && i < dates->len; i++) {
            const KiriTextDate *d = &g_array_index(dates, KiriTextDate, i);
            if (d->is_relative && d->from >= from && d->to <= to)
                g_array_append_val(out->announced, d->key);
        }
        from = to;
    }
}

void kiri_signs_find(KiriStr n_title, KiriStr n_text, const GArray *dates, KiriSigns *out)
{
    KiriStr lead = kiri_lead_of(n_text);
    KiriQuads quads = {0};
    kiri_quads_add(&quads, n_title);
    kiri_quads_add(&quads, n_text);
    *out = (KiriSigns){.acts_title = rows_in(n_title, &quads, acts, G_N_ELEMENTS(acts)),
                       .announced = g_array_new(FALSE, FALSE, sizeof(gint32))};
    out->acts = out->acts_title | rows_in(n_text, &quads, acts, G_N_ELEMENTS(acts));
    out->later = rows_in(n_title, &quads, later_words, G_N_ELEMENTS(later_words)) |
                 rows_in(lead, &quads, later_words, G_N_ELEMENTS(later_words));
    find_announced(n_text, &quads, dates, out);
}

void kiri_signs_clear(KiriSigns *signs)
{
    g_clear_pointer(&signs->announced, g_array_unref);
}
