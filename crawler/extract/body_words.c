// SPDX-License-Identifier: GPL-3.0-or-later
/* See body_words.h. The lists are of what many publishers write; none is one
 * publisher's own name for a thing. */
#include "body_words.h"
#include "text_match.h"
#include "word_list.h"

#include <string.h>

enum {
    MOST_HEAD = 40, // characters
    MOST_LABEL = 30,
    MOST_TECHNICAL = 120,
    MOST_IMPRINT = 220,
    MOST_OFFER = 260,
    MOST_CREDIT = 70,
};

/* ---- heads of boxes ---- */

gboolean kiri_body_heads_others(const KiriPiece *p)
{
    static const char marks[] =
        "関連記事|関連リンク|関連ニュース|関連トピック|関連情報|関連する記事|関連コンテンツ|"
        "関連キーワード|あわせて読みたい|併せて読みたい|合わせて読みたい|こちらもおすすめ|"
        "こちらの記事も|おすすめ記事|オススメ記事|おすすめの記事|人気記事|人気の記事|最新記事|"
        "新着記事|注目記事|アクセスランキング|ランキング|次に読む|この記事もおすすめ|"
        "この記事を読んだ人|この記事をシェア|シェアする|よく読まれている|もっと読む|他の記事|"
        "前の記事|次の記事|外部サイト|こんな記事も|バックナンバー|この連載の|この記事に関する|"
        "この記事の画像|記事一覧|トップページへ|記事をもっと見る|Related|RELATED|Read more|"
        "Read More|READ MORE|Recommended|More from|More on|See also|See Also|You may also|"
        "Most popular|Most Popular|Most read|Share this|Follow us|Tags:|Topics:|Advertisement|"
        "ADVERTISEMENT|Story continues below|その他の記事|その他のニュース|ほかの記事|"
        "ほかのニュース|他のニュース|最新ニュース|新着ニュース|注目ニュース|注目の記事|"
        "人気ニュース|編集部おすすめ|編集部のおすすめ|おすすめコンテンツ|おすすめニュース|"
        "こちらも読まれ|いま読まれ|今読まれ|よく読まれ|関連特集|関連書籍|関連商品|"
        "関連動画|関連タグ|関連ワード|この記事が気に入ったら|この記事をお届け|この記事を書いた|"
        "この記事の著者|この記事のタグ|この記事のキーワード|記事を書いた人|著者プロフィール|"
        "筆者プロフィール|執筆者プロフィール|ライタープロフィール|執筆者紹介|著者紹介|筆者紹介|"
        "ライター紹介|みんなのコメント|コメントを書く|コメント一覧|コメント欄|読者のコメント|"
        "SNSでシェア|公式SNS|同じカテゴリ|このカテゴリ|カテゴリーの記事|新着情報一覧|特集一覧|"
        "ニュース一覧|一覧に戻る|一覧へ戻る|トップに戻る|DON'T MISS|DON’T MISS|Don't miss|"
        "Don’t miss|SEE MORE|READ NEXT|Read next|Read Next|Up next|Up Next|"
        "Continue reading|Continue Reading|More:|MORE:|More Stories|"
        "More stories|Elsewhere on|Trending|Editors' Picks|Editor's Picks|"
        "About the author|About the Author|ABOUT THE AUTHOR|Leave a Reply|Leave a reply|"
        "Leave a comment|Leave a Comment|Sponsored|related news|Top Stories|Latest news|"
        "Latest "
        "News";

    return (p->chars <= MOST_HEAD || kiri_piece_is_links(p)) &&
           kiri_list_begins(kiri_list_behind_opener(p->text), marks) > 0;
}

gboolean kiri_body_heads_contact(const KiriPiece *p)
{
    static const char heads[] =
        "このページに関する|このページについて|このページの|この記事に関するお問い合わせ|"
        "この記事に関するお問合せ|この情報に関する|この情報の|ページ番号|ページID|ページＩＤ";

    const char *head = kiri_list_behind_opener(p->text);
    glong first = g_utf8_strlen(p->text, (gssize)strcspn(p->text, "\n")); // all in one cell
    return first <= MOST_HEAD && p->chars <= MOST_OFFER && kiri_list_begins(head, heads) > 0;
}

gboolean kiri_body_heads_comments(const KiriPiece *p)
{
    static const char heads[] =
        "みんなのコメント|読者のコメント|コメント|Comments|comments|COMMENTS|レビュー|クチコミ";
    static const char sure[] =
        "コメントプラス|Think!|Think！|みんなの意見|みんなの感想|ユーザーコメント|オーサーコメント|"
        "エキスパートの補足|エキスパートのコメント|専門家のコメント|専門家の見方|識者のコメント";
    const char *s = kiri_list_behind_opener(p->text);
    gsize n = kiri_list_begins(s, heads);
    if (p->chars <= MOST_HEAD && kiri_list_begins(s, sure))
        return TRUE;
    if (!n || p->chars > MOST_LABEL)
        return FALSE;
    /* "コメント 3件", "コメント（12）" */
    s += n;
    s += kiri_list_begins(s, "一覧");
    gboolean has_number = FALSE;
    while (*s) {
        gsize digits = strspn(s, "0123456789");
        gsize other = kiri_list_begins(s, "件|（|）|(|)| |：|:|数|欄");
        if (!digits && !other)
            return FALSE;
        has_number |= digits > 0;
        s += digits ? digits : other;
    }
    return has_number;
}

gboolean kiri_body_may_head_others(const KiriPiece *p)
{
    static const char words[] =
        "おすすめ|オススメ|ピックアップ|PICK UP|PICKUP|Pick up|Pickup|プロフィール|略歴|著者|"
        "筆者|執筆者|ライター|コメント|トピックス|TOPICS|Topics|タグ|キーワード|カテゴリ|"
        "カテゴリー|アーカイブ|リンク|関連|関連サイト|お知らせ|ニュース|新着|特集|連載|"
        "写真特集|動画|ランキング|スポンサー|SNS|メルマガ|メールマガジン|ニュースレター|"
        "アンケート|天気|天気予報|お悔やみ|おくやみ|お悔やみ情報|イベント|イベント情報|番組|"
        "番組情報|"
        "プレゼント|キャンペーン|占い|購読|購読案内|交通情報|読者投稿|講座|セミナー|採用情報|"
        "会社案内|"
        "運営会社|ライブカメラ|求人|Comments|Polls|Survey|Newsletter|Popular|Latest";
    static const char ends[] = "ランキング|一覧|の最新記事|の記事|のニュース|コメント";
    enum { MOST_WORD = 16 };
    if (p->chars > MOST_WORD)
        return FALSE;
    const char *s = kiri_list_behind_opener(p->text);
    return kiri_list_has(s, strlen(s), words) || kiri_list_ends(s, ends);
}

gboolean kiri_body_is_ad_label(const KiriPiece *p)
{
    static const char labels[] = "PR|ＰＲ|AD|広告|［PR］|[PR]|【PR】|（PR）|【広告】|［広告］|"
                                 "提供広告|スポンサー|スポンサーリンク|Sponsored|Advertisement|"
                                 "ADVERTISEMENT|Advertorial|Promoted";

    return p->chars <= MOST_LABEL && kiri_list_has(p->text, strlen(p->text), labels);
}

gboolean kiri_body_is_label(const KiriPiece *p)
{
    static const char labels[] =
        "シェア|シェアする|ツイート|ツイートする|ポスト|印刷|印刷する|メール|ブックマーク|保存|"
        "保存する|いいね|いいね!|いいね！|フォロー|フォローする|コメント|送る|LINEで送る|拡大|"
        "縮小|拡大する|画像を拡大|拡大画像を見る|文字サイズ|標準|PR|広告|［PR］|[PR]|"
        "スポンサーリンク|もっと見る|続きを読む|全文を読む|目次|一覧へ|戻る|トップへ戻る|"
        "このページの先頭へ|ページトップへ|list|Share|Tweet|Print|Email|Save|Comments|Facebook|"
        "Twitter|LINE|Pocket|はてなブックマーク|はてブ|Copy "
        "link|URLをコピー|URLをコピーする|この記事のタイトルとURLをコピーする|"
        "タイトルとURLをコピー|リンクをコピー|リンクをコピーする|"
        "Buy|Advertisement|ADVERTISEMENT|SHARE|Sponsored|送信|コピー|共有|共有する|クリップ|"
        "クリップする|記事を保存|お気に入り|通知|通報|通報する|閉じる|印刷用|前へ|次へ|拡大画像|"
        "写真を見る|画像を見る|写真拡大|写真を拡大|記事を読む|見る|この記事をシェア|"
        "スポンサードリンク|"
        "［広告］|【PR】|【広告】|"
        "広告の後にも続きます|記事は下に続きます|Close|Comment|Reply|Text size|Print Article|"
        "Order Reprints|Advert|Back to Gallery|Caption|close|video";

    static const char counts[] =
        "views|view|Views|VIEWS|PV|pv|回視聴|回閲覧|回再生|人が閲覧|いいね|いいね！|Likes|likes";
    static const char locks[] = "有料記事|有料会員記事|有料会員限定|会員限定|会員記事|無料会員記事|"
                                "この記事は有料|この記事は無料|この記事は会員";
    gsize digits = strspn(p->text, "0123456789,. ");
    if (digits && p->chars <= MOST_LABEL &&
        kiri_list_has(p->text + digits, strlen(p->text + digits), counts))
        return TRUE;
    if (p->chars <= MOST_LABEL && !p->block->is_prose && kiri_list_begins(p->text, locks))
        return TRUE;
    if (p->chars <= MOST_LABEL / 2 &&
        kiri_list_ends(p->text, "をシェア|をシェアする|を共有|を印刷"))
        return TRUE;
    return p->chars <= MOST_LABEL && kiri_list_row(p->text, labels);
}

/* ---- the site about itself ---- */

gboolean kiri_body_is_technical(const KiriPiece *p)
{
    static const char words[] =
        "JavaScriptを有効|JavaScript を有効|JavaScriptが無効|JavaScriptの設定|JavaScriptをオン|"
        "スクリプトを有効に|Cookieを有効|クッキーを有効|お使いのブラウザ|ご利用のブラウザ|"
        "ブラウザではご覧|ブラウザでは再生|動画を再生できません|この動画は再生|"
        "requires JavaScript|enable JavaScript|browser does not support|An error has occurred|"
        "protected email address|"
        "写真はイメージ|"
        "画像はイメージ|大きなサイズで見る|画像をまとめて|広告を表示できません";

    return p->chars <= MOST_TECHNICAL && kiri_list_within(p->text, words);
}

gboolean kiri_body_is_imprint(const KiriPiece *p)
{
    static const char rights[] = "無断転載|無断複製|無断複写|無断で|無断使用|無断引用|転載|複製";
    static const char bans[] =
        "禁じます|禁じており|禁止します|禁止いたし|禁止してい|禁止です|禁止。|お断り|"
        "ご遠慮|許可なく";
    static const char words[] =
        "All Rights Reserved|All rights reserved|ALL RIGHTS RESERVED|all rights reserved|"
        "放送時点の|放送当時の|放送分より|掲載時点の|公開時点の|配信時点の|取材時点の|執筆時点の|"
        "フォローしてください|フォローをお願い|が作成・配信しています|リンク先をご覧ください|"
        "個人の見解であり|いいね！しよう|may not be reproduced|"
        "may not be published|subject to copyright|affiliate commission|Affiliate Commission|"
        "earn a commission";
    static const char starts[] = "©|(C)|（C）|(c)|Ⓒ|Copyright|COPYRIGHT|URL:|URL：|https://|"
                                 "http://|Citation:|Follow us|Like this story|無断転載禁止|"
                                 "無断転載・|禁無断転載|転載禁止";
    static const char nets[] = "Twitter|Facebook|Instagram|YouTube";

    static const char notes[] =
        "※|＊|*|注：|（注）|この記事は|本記事は|当記事は|記事中の|掲載の|掲載している";
    static const char of_day[] =
        "時点のもの|時点の情報|時点の法|時点での情報|現在の情報と異なる|異なる場合があ|"
        "変更になる場合|"
        "変更される場合|予告なく|PRを含|広告を含|プロモーションを含|アフィリエイト|取材時のもの|"
        "掲載当時の|税込み価格です|税込価格です|配信したもの|転載したもの|に基づいて掲載|"
        "に基づいて掲載|再構成したもの|"
        "再編集したもの|"
        "一部抜粋|診断や治療に代わる";

    if (p->chars > MOST_IMPRINT)
        return FALSE;
    if (kiri_list_begins(p->text, notes) && kiri_list_within(p->text, of_day))
        return TRUE;
    if (kiri_list_within(p->text, words) ||
        (kiri_list_within(p->text, rights) && kiri_list_within(p->text, bans)))
        return TRUE;
    if (g_str_has_prefix(p->text, "Follow "))
        return kiri_list_within(p->text, nets);
    return p->chars <= MOST_TECHNICAL && kiri_list_begins(p->text, starts) > 0;
}

gboolean kiri_body_is_offer(const KiriPiece *p)
{
    static const char words[] =
        "会員登録|無料登録|有料登録|新規登録|ユーザー登録|ユーザ登録|登録すると|登録は無料|"
        "登録はこちら|登録はコチラ|会員の方は|会員限定|会員になると|ログインして|ログインすると|"
        "ログインが必要|ログインはこちら|メールでお届け|お届けします|配信しています|メルマガ|"
        "メールマガジン|ニュースレター|購読のお申し込み|定期購読|バックナンバー|購読はこちら|"
        "お申し込みはこちら|お試し|読み放題|初月無料|解約|コメントを投稿|コメントするには|"
        "コメントの投稿|コメントは承認|ご意見・ご感想|ご意見、ご感想|感想をお寄せ|お寄せください|"
        "情報をお寄せ|フォローする|フォローして|通知を受け取|友だち追加|チャンネル登録|"
        "公式アカウントを|公式LINE|アプリをダウンロード|アプリのダウンロード|アプリで読む|"
        "Cookieを使用し|クッキーを使用し|著作権は|メディア関係者向け|お問い合わせフォーム|"
        "専用フォーム|"
        "プライバシーポリシー|利用規約|当サイト|本サイト|このサイト|広告を含み|いかがでしたか|"
        "役に立ちましたか|参考になりましたか|お伝えします|お気軽に|募集しています|募集中です|"
        "アフィリエイト|"
        "プロモーションが含まれ|newsletter|Newsletter|Subscribe|subscribe|Sign up|sign up|"
        "SIGN UP|your inbox|Give Feedback|commenters|comments are|Click here|click here|"
        "Support us|Contact us|Read our|Download our app";
    static const char voices[] = "ます|です|ください|下さい|ません|でき|こちら|！|無料";

    if (p->chars > MOST_OFFER || !kiri_list_within(p->text, words))
        return FALSE;
    /* A paper writes about memberships in its own, plainer voice. */
    gboolean is_wide = kiri_is_wide(g_utf8_get_char(p->text));
    return !is_wide || p->chars <= 20 || kiri_list_within(p->text, voices);
}

gboolean kiri_body_is_request(const char *line)
{
    static const char words[] =
        "ブログランキング|ブログ村|応援クリック|クリックお願い|ポチッと|ポチっと|ランキングに参加";
    enum { MOST_REQUEST = 60 };
    return kiri_chars(line) <= MOST_REQUEST && kiri_list_within(line, words);
}

/* ---- pictures ---- */

gboolean kiri_body_is_credit(const KiriPiece *p)
{
    static const char starts[] =
        "Image:|Image :|Images:|Image credit|Image Credit|Image via|Image copyright|"
        "IMAGE COURTESY|Image courtesy|Photo:|Photo :|Photos:|Photo by|Photos by|PHOTO:|"
        "Photo credit|Photo Credit|Photo courtesy|Photograph:|Photograph by|PHOTOGRAPH|"
        "Photo illustration|Credit:|Picture:|Illustration:|Illustration by|Getty Images|Getty|"
        "Shutterstock|写真＝|写真：|写真:|画像：|画像:|撮影：|撮影:|撮影／|写真提供|画像提供|"
        "画像出典|"
        "画像引用|出典：Getty|提供：Getty";
    static const char ends[] =
        "/Getty Images|/AP|/AFP|/Reuters|/Shutterstock|/EPA|via AP|via Getty Images";

    if (p->chars > MOST_CREDIT || p->block->is_prose)
        return FALSE;
    return kiri_list_ends(p->text, ends) || kiri_list_begins(p->text, starts) > 0;
}
