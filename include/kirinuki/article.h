// SPDX-License-Identifier: GPL-3.0-or-later
/* An article: one crawled page, extracted, stored once. Its identity is the
 * canonical URL: `id` is the hash of it (kiri_hash_id).
 *
 * Claims are kept beside the decision: for each decided field the witnesses say
 * who claimed what and which claim was taken.
 *
 * Thread rule: see record.h. */
#pragma once

#include <kirinuki/record.h>

/* One claim about a field: `field` "title", `source` "og:title", "json-ld",
 * "feed", "h1", …; `is_chosen` marks the one that was taken, `reason` says why
 * it was taken or not ("site name removed", "in the future"). */
typedef struct {
    char *field;
    char *source;
    char *value;
    char *reason;
    gboolean is_chosen;
} KiriWitness;
KIRI_DECLARE_RECORD(KiriWitness, witness)

/* Where a piece appeared: the form of the medium it was seen in, which is not the
 * medium's kind (a newspaper has an app, too). */
typedef enum {
    KIRI_FORM_WEB,
    KIRI_FORM_NEWSPAPER,
    KIRI_FORM_MAGAZINE,
    KIRI_FORM_TV,
    KIRI_FORM_RADIO,
    KIRI_FORM_APP,
    KIRI_FORM_OTHER,
    KIRI_N_FORMS
} KiriForm;
extern const char *const kiri_form_names[]; // web, newspaper, magazine, tv, radio, app, other
/* 新聞, 雑誌, テレビ … as reports and 掲載一覧 say it; static. */
const char *kiri_form_label(KiriForm form);

/* Beside what a printed piece stands, which prices its space. */
typedef enum {
    KIRI_POSITION_UNKNOWN,
    KIRI_POSITION_IN_TEXT, // 記事中
    KIRI_POSITION_BELOW,   // 記事下
    KIRI_N_POSITIONS
} KiriPosition;
extern const char *const kiri_position_names[]; // unknown, in_text, below

/* How a piece appeared that nobody crawled (紙面・番組): entered by hand. Members that
 * do not belong to the form are at their defaults, and so is what nobody wrote down. */
typedef struct {
    gint form;              // KiriForm
    char *edition;          // 朝刊, 夕刊; of a magazine the issue (2026年12月号)
    char *area;             // 版: 東京本社版, 14版
    char *page;             // 面: "3", "社会面"
    gboolean is_front_page; // 一面
    gint64 columns_x10;     // 段 in tenths, of the page as it was printed: 45 is 4段半
    gint64 width_mm;        // of the piece, as measured
    gint64 height_mm;       // likewise
    gint position;          // KiriPosition
    gboolean is_colour;     // カラー
    gboolean has_photo;     // 写真・図あり
    gdouble page_share;     // magazine: share of a page, 2.5 for two pages and a half
    char *programme;        // 番組
    char *corner;           // コーナー
    gint64 seconds;         // on air
    char *rank;             // time rank: A, 特B …; NULL: nobody said
    gint64 stations;        // that aired it; 0: as the ledger has it
    char *url;              // where it can be read too; the identity only of form web and app
    char *evidence;         // key of the scan or recording in `pages`
    char *evidence_name;    // of the file as it was handed in
    char *evidence_sha256;  // of the file, in hexadecimal
    char *entered_by;       // 入力者
    KiriTime entered;       // when
    KiriTime withdrawn;     // it was entered in error; set: it counts nowhere
    char *withdrawn_reason; // why
} KiriAppearance;
KIRI_DECLARE_RECORD(KiriAppearance, appearance)

typedef struct {
    char *id;
    gint64 version;    // 1, 2, …: revisions of the same URL
    char *url;         // canonical
    char *fetched_url; // where the bytes came from, when other than `url`
    char *claimed_canonical_url;
    char **aliases; // further URLs of the same medium with the same content
    char *title;
    char *text; // paragraphs, separated by '\n'
    /* The text was given up, as the medium's licence asks: its SHA-256 stays, and it does
     * not come back with the next fetch. What was found out from it stays too. */
    KiriTime text_gone;
    char *text_sha256;
    char **authors;
    char *agency; // wire credit: 共同, 時事 …; never an author
    KiriTime published;
    KiriTime modified;
    KiriTime fetched;
    char *site_name;
    char *image;    // absolute URL
    char *language; // BCP 47
    char *charset;  // WHATWG name
    char *section;
    char **keywords;
    gboolean is_paywalled;
    gboolean is_corrected;      // the page carries a correction notice (訂正)
    char *correction;           // the notice itself, where one was found
    KiriTime removed;           // the publisher took the page away; when we saw it
    gboolean is_nosnippet;      // the publisher wants no part of the text shown beside a link
    char *medium;               // id of the medium, NULL when unknown
    char *source;               // id of the source that named the URL, NULL for imports
    char **sources;             // every source that named it
    char *import_id;            // the id an import gave it
    char **links;               // absolute URLs of the links inside the body
    char *content_hash;         // of title and N-text: equal content, equal hash
    char *evidence;             // key of the raw page in `pages`
    char **more_evidence;       // keys of the further pages of a spread article, in order
    GPtrArray *witnesses;       // KiriWitness
    KiriAppearance *appearance; // of what was entered by hand; NULL for what was crawled
} KiriArticle;
KIRI_DECLARE_RECORD(KiriArticle, article)

/* Sets id from url. */
void kiri_article_set_url(KiriArticle *article, const char *canonical_url);
/* The form it appeared in: web unless somebody entered another one. */
KiriForm kiri_article_form(const KiriArticle *article);
/* Was it entered in error and taken back? Then it ties to nothing. */
gboolean kiri_article_is_withdrawn(const KiriArticle *article);
/* "朝刊 3面 4.5段", "「よるニュース」 特集 90秒": where and how it appeared, in Japanese;
 * "" for what was crawled. (transfer full) */
char *kiri_article_place(const KiriArticle *article);
/* The address under which people can read it; NULL: none. Borrowed. */
const char *kiri_article_link(const KiriArticle *article);
/* Sets content_hash from title and text: 32 hex digits over their N-text. */
void kiri_article_set_content_hash(KiriArticle *article);
/* Adds a claim; any of the strings may be NULL. */
void kiri_article_add_witness(KiriArticle *article, const char *field, const char *source,
                              const char *value, gboolean is_chosen, const char *reason);
