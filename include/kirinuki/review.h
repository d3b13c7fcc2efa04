// SPDX-License-Identifier: GPL-3.0-or-later
/* The 確認票: clips as a table that a person fills in with a spreadsheet, and that comes
 * back.
 *
 * The columns that are read stand first, then helps that are only looked at, and last
 * 照合: for each cell that is read three letters made of its content. So a sheet that
 * comes back tells by itself which cells somebody changed, whatever columns it lost or
 * moved, and what was decided elsewhere in the meantime is not undone by cells that
 * nobody touched.
 *
 * A cell has one canonical text: what is written out, and what a person's way of
 * writing it is read as (○ and 採用 are 採, 2026-4-13 9:05 is 2026/04/13 09:05).
 *
 * Thread rule: one thread at a time. */
#pragma once

#include <kirinuki/store.h>

typedef enum {
    KIRI_REVIEW_ID,
    KIRI_REVIEW_DECISION, // 採否
    KIRI_REVIEW_CLASS,    // 掲載種類
    KIRI_REVIEW_RELEASE,  // 対象報道発表: id and title
    KIRI_REVIEW_SECTION,  // 所管課
    KIRI_REVIEW_TONE,     // 論調
    KIRI_REVIEW_NOTE,     // 備考
    KIRI_REVIEW_PERSON,   // 確認者
    KIRI_REVIEW_STATUS,   // 対応状況
    KIRI_REVIEW_HANDLER,  // 対応者
    KIRI_REVIEW_MEMO,     // 対応メモ
    KIRI_REVIEW_HANDLED,  // 対応日時
    KIRI_REVIEW_N_READ,   // what follows is only looked at
    KIRI_REVIEW_WHEN = KIRI_REVIEW_N_READ,
    KIRI_REVIEW_MEDIUM,
    KIRI_REVIEW_TITLE,
    KIRI_REVIEW_URL,
    KIRI_REVIEW_PROBABILITY,
    KIRI_REVIEW_REASON,
    KIRI_REVIEW_TONE_GUESS, // the program's, never read back
    KIRI_REVIEW_CHECK,      // 照合
    KIRI_REVIEW_N_COLUMNS
} KiriReviewColumn;

/* The heading, in Japanese; static. */
const char *kiri_review_heading(KiriReviewColumn column);
/* What a cell may hold, NULL-terminated, where only a few words may; else NULL. */
const char *const *kiri_review_choices(KiriReviewColumn column);

/* ---- out ---- */

typedef struct {
    char *cells[KIRI_REVIEW_N_COLUMNS]; // canonical; never NULL
    gboolean needs_review;
    gint64 when_us;
} KiriReviewRow;
void kiri_review_row_free(KiriReviewRow *row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriReviewRow, kiri_review_row_free)

/* The row of one clip, as it stands now. (transfer full) */
KiriReviewRow *kiri_review_row(KiriStore *store, const KiriClip *clip, const KiriVerdict *verdict,
                               GError **error);

typedef struct {
    const char *release, *topic; // ids; at most one of them
    gint64 from_us;              // published then or later; G_MININT64: open
    gboolean wants_all;          // those that are decided, or of class none, too
    gboolean is_by_date;         // newest first; else those a person should look at come first
} KiriReviewQuery;

typedef struct {
    GPtrArray *rows;     // KiriReviewRow
    GPtrArray *releases; // "ID　題名" of every release, newest first: char *
} KiriReview;
/* (transfer full) */
KiriReview *kiri_review_make(KiriStore *store, const KiriReviewQuery *query, GError **error);
void kiri_review_free(KiriReview *review);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriReview, kiri_review_free)

/* As csv.h writes: UTF-8 with BOM, CR LF, safe against formulas. The last record says
 * how many there are. */
void kiri_review_write_csv(const KiriReview *review, KiriBuf *out);
/* A workbook with drop-down lists, at `path`, which is replaced. Errors: IO; FAILED where
 * the program was built without the library. */
gboolean kiri_review_write_xlsx(const KiriReview *review, const char *path, GError **error);

/* ---- in ---- */

/* The id in a cell of 対象報道発表, "R-1　題名". (transfer full) */
char *kiri_review_release_id(const char *cell);

/* One cell that a person changed. */
typedef struct {
    KiriReviewColumn column;
    char *from, *to; // canonical
    gint value;      // of a word: KiriDecision, KiriClass, KiriTone or KiriHandlingStatus
    KiriTime time;   // of 対応日時
} KiriReviewCell;

typedef struct {
    guint line;       // of the file
    char *clip;       // id
    char *person;     // 確認者 of the row, "" where none or no such column
    GPtrArray *cells; // KiriReviewCell: what is to change; never empty
} KiriReviewChange;

typedef struct {
    guint rows, unchanged;
    GPtrArray *changes;  // KiriReviewChange, in order of the file
    GPtrArray *problems; // char *: "line 3, column '採否': …", in order of the file
} KiriReviewReading;

/* Reads a sheet (bytes as they lie in the file: UTF-8, UTF-16 or CP932) and holds it
 * against the store. Rows that cannot be taken are `problems`: a word that is none of
 * the choices, a clip or release that is not there, a cell that was changed both here
 * and in the store (a conflict). FALSE with error where the file is no 確認票 at all, or
 * the store cannot be read. A cell that is empty says nothing where the sheet has no
 * 照合, and else takes away what stood there. */
gboolean kiri_review_read(KiriStore *store, KiriStr bytes, KiriReviewReading *out, GError **error);
void kiri_review_reading_clear(KiriReviewReading *reading);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(KiriReviewReading, kiri_review_reading_clear)
