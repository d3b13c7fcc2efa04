// SPDX-License-Identifier: GPL-3.0-or-later
/* What lines say about themselves: heads of boxes, labels of buttons, notices of
 * the site. Words alone decide nothing about a paragraph; the callers know the
 * place as well.
 *
 * Thread rule: any thread. */
#pragma once

#include "body_piece.h"

/* Heads a list of other pieces, of tags, of comments, or what the author is:
 * 関連記事, ■あわせて読みたい, この記事を書いた人, READ MORE: … */
gboolean kiri_body_heads_others(const KiriPiece *p);
/* Heads the box of a public body's page that says who answers for it:
 * このページに関するお問い合わせ */
gboolean kiri_body_heads_contact(const KiriPiece *p);
/* Heads what readers wrote: コメント 3件 */
gboolean kiri_body_heads_comments(const KiriPiece *p);
/* Heads such a list where links or a box of its own follow; elsewhere it may be a
 * headline of the text: おすすめ, コメント, 週間ランキング. */
gboolean kiri_body_may_head_others(const KiriPiece *p);
/* Heads a box beside the text: ざっくり言うと, この記事のポイント, 目次, きょうのクイズ,
 * 資料ダウンロード, この記事の感想を教えてください. */
gboolean kiri_body_heads_box(const KiriPiece *p);
/* Heads who wrote or vouches for the piece: この記事を書いた人, 監修：… */
gboolean kiri_body_heads_person(const KiriPiece *p);
/* Tells what the series is that the piece is a part of: "…を紹介する連載です。" */
gboolean kiri_body_tells_series(const KiriPiece *p);
/* How many words of a life it has: 生まれ, 卒業, 著書 … */
guint kiri_body_words_of_life(const char *text);
/* 購入する, 答えを見る, フォロー … : a button of such a box. */
gboolean kiri_body_is_button(const KiriPiece *p);
/* Leads to another place: 【写真】…, ▶…, 動画はこちら. */
gboolean kiri_body_is_pointer(const KiriPiece *p, gboolean is_link);
/* 日時, 場所, 出席者 … : a label in the table at the head of a record. */
gboolean kiri_body_is_record_label(const KiriReading *page, const KiriBlock *b);
/* シェア, 印刷, 広告 … : the label of a button that was built without one. */
gboolean kiri_body_is_label(const KiriPiece *p);
/* PR, 広告 … : what stands in the box behind it is paid for. */
gboolean kiri_body_is_ad_label(const KiriPiece *p);
/* What the page says about itself or the browser wherever it stands:
 * 動画を再生するにはJavaScriptを有効に… */
gboolean kiri_body_is_technical(const KiriPiece *p);
/* Rights, times of broadcast, where to follow: no text where a text ends. */
gboolean kiri_body_is_imprint(const KiriPiece *p);
/* Newsletters, memberships, apps in the voice of the site: no text in a box behind
 * it; elsewhere an article may be about them. */
gboolean kiri_body_is_offer(const KiriPiece *p);
/* A blogger asks for votes: 人気ブログランキングへ */
gboolean kiri_body_is_request(const char *line);
/* Whose picture it is and nothing else: "Image: …", 写真：… */
gboolean kiri_body_is_credit(const KiriPiece *p);
