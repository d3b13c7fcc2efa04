// SPDX-License-Identifier: GPL-3.0-or-later
/* See body_words.h: the words of boxes beside a text. A text may begin a paragraph
 * with any of them, so the callers look at the place first (body_boxes.c). */
#include "body_words.h"
#include "text_match.h"
#include "word_list.h"

#include <string.h>

enum {
    MOST_HEAD = 40, // characters
    MOST_BUTTON = 22,
    MOST_LABEL = 12,
};

gboolean kiri_body_heads_box(const KiriPiece *p)
{
    static const char heads[] =
        "ざっくり言うと|ざっくりいうと|この記事のポイント|この記事の要点|この記事の要約|"
        "この記事の概要|この記事のまとめ|この記事でわかること|この記事で分かること|"
        "この記事を要約|この記事の内容|記事のポイント|記事の要点|記事の要約|記事のまとめ|"
        "ニュースのポイント|3行でわかる|３行でわかる|3行で分かる|3行まとめ|３行まとめ|3行要約|"
        "AI要約|AIによる要約|AIが要約|生成AIによる要約|要約を見る|"
        "もくじ|目次|INDEX|CONTENTS|Contents|"
        "クイズ|きょうのクイズ|今日のクイズ|今週のクイズ|読者クイズ|"
        "資料ダウンロード|資料をダウンロード|資料請求|ワークシート|無料ダウンロード|"
        "ダウンロード資料|お役立ち資料|ホワイトペーパー|"
        "この記事を読んでどう|この記事をどう|この記事について、どう|この記事の感想|"
        "この記事はいかが|この記事は役に|この記事は参考|この記事が好き|この記事が面白|"
        "この記事がおもしろ|この記事に対する|この記事への評価|あなたの感想|あなたはどう思|"
        "リアクション|写真・図版|いただいたサポート|サポートして|いいなと思ったら|よかったらシェア|"
        "ご意見・ご感想|ご意見、ご感想|ご感想をお寄せ|ご意見をお寄せ|情報をお寄せ|情報提供は|"
        "お問い合わせ先|お問合せ先|お問合わせ先|お問い合せ先|問い合わせ先|問合せ先|問合わせ先|"
        "本件に関するお問|本件に関する問|本件についてのお問|本件のお問|この件に関するお問|"
        "本リリースに関する|本プレスリリースに関する|照会先|報道関係の方|報道関係者の|"
        "報道に関するお問|取材に関するお問|取材のお問|研究に関するお問|研究内容に関する|"
        "メディアからのお問|お問い合わせ|お問合せ|お問合わせ|"
        "紹介した商品|この記事で紹介|今回紹介した";
    return p->chars <= MOST_HEAD && kiri_list_begins(kiri_list_behind_opener(p->text), heads) > 0;
}

gboolean kiri_body_heads_person(const KiriPiece *p)
{
    static const char heads[] =
        "この記事を書いた|この記事の著者|この記事の筆者|この記事のライター|この記事の監修|"
        "この記事を監修|この記事の執筆|記事を書いた人|書いた人|監修者|監修：|監修:|監修／|監修　|"
        "著者プロフィール|筆者プロフィール|執筆者プロフィール|ライタープロフィール|"
        "著者紹介|筆者紹介|執筆者紹介|ライター紹介|教えてくれた人|教えてくれたのは|話を聞いた人|"
        "お話を聞いた人|お話を伺った|お話を聞いたのは|取材協力|この人に聞きました|解説してくれた|"
        "今回の先生|語り手|プロフィール|PROFILE|Profile|WRITER|Writer";
    return p->chars <= MOST_HEAD && kiri_list_begins(kiri_list_behind_opener(p->text), heads) > 0;
}

gboolean kiri_body_tells_series(const KiriPiece *p)
{
    enum { MOST_SERIES = 260 };
    static const char ends[] =
        "連載です。|連載です|連載。|シリーズです。|シリーズ。|コラムです。|コラム。|コーナーです。|"
        "コーナー。|企画です。|特集です。|番組です。";
    return p->chars <= MOST_SERIES && !strchr(p->text, '\n') && kiri_list_ends(p->text, ends);
}

guint kiri_body_words_of_life(const char *text)
{
    static const char words[] =
        "生まれ|出身|卒業|卒。|大学院|修了|入社|退社|入局|独立|著書|共著|近著|を経て|歴任|勤務|"
        "得意|専門|博士|修士|資格|受賞|在住|主宰|活動|講演|連載|寄稿|執筆|フリーランス|フリーの|"
        "フリーライター|編集者|ジャーナリスト|コラムニスト|趣味|好き|代表取締役|所属|を担当|"
        "業界歴|ライター歴|年目|認定|院長|務め";
    return kiri_list_count(text, words);
}

gboolean kiri_body_is_button(const KiriPiece *p)
{
    static const char words[] =
        "購入する|購入はこちら|購入|今すぐ購入|カートに入れる|予約する|予約はこちら|"
        "商品を見る|商品ページへ|詳細を見る|公式サイトで見る|ストアで見る|"
        "答えを見る|答えはこちら|正解を見る|解答を見る|回答する|投票する|診断する|挑戦する|"
        "資料を受け取る|資料をダウンロード|資料請求はこちら|ダウンロード|ダウンロードする|"
        "無料ダウンロード|フォロー|フォローする|著者フォロー|応援する|チップで応援する|"
        "チップで応援|"
        "サポートする|支援する|寄付する|今すぐ登録|無料で登録|無料登録|登録する|申し込む|"
        "お申し込みはこちら|応募する|応募はこちら|リクエストする|投稿する|質問する|相談する";
    static const char ends[] = "で購入|で購入する|を購入する|で買う|市場で見る|"
                               "Amazonで見る|ショッピングで見る|で予約する";
    if (p->chars > MOST_BUTTON || kiri_tag_is_heading(p->tag))
        return FALSE;
    static const char calls[] = "はこちら|はコチラ|を始める";
    if (kiri_piece_is_links(p) && kiri_list_ends(p->text, calls))
        return TRUE;
    return kiri_list_has(p->text, strlen(p->text), words) || kiri_list_ends(p->text, ends);
}

gboolean kiri_body_is_pointer(const KiriPiece *p, gboolean is_link)
{
    static const char signs[] = "【|▶|►|▷|→|⇒|≫|＞＞|>>|➡";
    static const char ends[] =
        "はこちら|はコチラ|こちらから|外部サイトへリンク）|新しいウィンドウで開きます）|"
        "を見る|をもっと見る|続きを読む|全文を読む";
    static const char pictures[] =
        "【画像】|【写真】|【動画】|【図】|【写真を見る】|【画像を見る】|"
        "【動画を見る】|【フォト】|【写真・画像】|【映像】";
    static const char looks[] = "を見る|はこちら|をチェック|（全";
    if (is_link)
        return kiri_list_begins(p->text, signs) ||
               (p->chars <= MOST_HEAD && kiri_list_ends(p->text, ends));
    if (p->chars <= MOST_HEAD && !p->block->is_prose &&
        kiri_list_ends(p->text, "はこちら|はコチラ"))
        return TRUE;
    return p->chars <= MOST_HEAD * 2 && kiri_list_begins(p->text, pictures) > 0 &&
           kiri_list_within(p->text, looks);
}

gboolean kiri_body_is_record_label(const KiriReading *page, const KiriBlock *b)
{
    static const char labels[] =
        "日時|開催日時|日　時|日 時|開催日|期日|場所|開催場所|場　所|場 所|会場|出席者|出席|参加者|"
        "登壇者|発表者|説明者|発言者|会見者|主な質疑事項|質疑事項|質疑内容|主な質疑|議題|議事|案件|"
        "発表事項|発表項目|件名|対象|主催|テーマ";
    guint tag = page->dom->nodes[b->node].tag;
    if ((tag != KIRI_TAG_TH && tag != KIRI_TAG_TD && tag != KIRI_TAG_DT) ||
        b->weight > MOST_LABEL * 10)
        return FALSE;
    KiriStr text = {"", 0}; // a label is one word
    for (guint i = b->from; i < b->to && !text.n; i++)
        if (page->dom->nodes[i].tag == KIRI_TAG_TEXT)
            text = kiri_str_strip(page->dom->nodes[i].text);
    return kiri_list_has(text.p, text.n, labels);
}
