// SPDX-License-Identifier: GPL-3.0-or-later
/* Papers that are kept as they were handed out: the morning sheet (本日の報道), what
 * people did to it, and the reports of a crisis (報道状況).
 *
 * A paper is a record of what stood on it, not a question that could be asked again: it
 * is printed from the record alone, so an old one has the same bytes after a clip was
 * judged anew or an article was rewritten. `hash` is over everything else of it; nothing
 * ever changes a stored one, the next one has the next number.
 *
 * morning.h and crisis.h make and print them.
 *
 * Thread rule: see record.h. */
#pragma once

#include <kirinuki/clip.h>
#include <kirinuki/verdict.h>

/* ---- what both have ---- */

/* A piece as a line names it; a copy, so that it stays what it was. */
typedef struct {
    char *article, *clip; // ids; a piece that a person added may have no clip
    char *medium;         // id, NULL when unknown
    char *medium_name;
    char *title, *url; // url NULL: none to read it under
    char *place;       // 朝刊 3面; NULL: of the Web, dated by `published`
    KiriTime published;
} KiriSheetPiece;
KIRI_DECLARE_RECORD(KiriSheetPiece, sheet_piece)

/* SHA-256 over the stored form of a record whose `hash` is unset (transfer full). */
char *kiri_sheet_hash(const KiriShape *shape, gconstpointer record);

/* ---- the morning sheet ---- */

typedef enum {
    KIRI_MORNING_PIN,   // stands on the sheet, first in its block, not folded
    KIRI_MORNING_DROP,  // does not stand there
    KIRI_MORNING_UNPIN, // takes either back
    KIRI_MORNING_NOTE,  // says something on the sheet; "" takes it back
    KIRI_MORNING_N_ACTIONS
} KiriMorningAction;
extern const char *const kiri_morning_action_names[]; // pin, drop, unpin, note

/* One change of one day's sheet by a person. Never changed or removed. */
typedef struct {
    char *id; // "2026-11-20.0001"
    char *date;
    gint action;   // KiriMorningAction
    char *article; // NULL for NOTE
    char *text;    // the note; of PIN and DROP why
    char *by;      // NULL: nobody is named
    KiriTime at;
} KiriMorningEdit;
KIRI_DECLARE_RECORD(KiriMorningEdit, morning_edit)

typedef enum {
    KIRI_BLOCK_HEADLINE,   // ① 大臣・省が見出し
    KIRI_BLOCK_SECTION,    // ② 所管別
    KIRI_BLOCK_EDITORIAL,  // ③ 社説・論説
    KIRI_BLOCK_CORRECTION, // ④ 訂正・発表との相違
    KIRI_N_BLOCKS
} KiriSheetBlock;
extern const char *const kiri_sheet_block_names[]; // headline, section, editorial, correction

typedef enum {
    KIRI_WEIGHT_NONE,
    KIRI_WEIGHT_SOME, // ○
    KIRI_WEIGHT_MOST, // ◎
    KIRI_N_WEIGHTS
} KiriSheetWeight;
extern const char *const kiri_sheet_weight_names[]; // none, some, most

typedef struct {
    gint block;     // KiriSheetBlock
    gint weight;    // KiriSheetWeight
    char **reasons; // of the weight, in Japanese
    gboolean is_pinned;
    char *section; // 担当課; NULL: nobody said
    char *remark;  // 備考
    KiriSheetPiece *piece;
    GPtrArray *folds; // KiriSheetPiece: 同旨
} KiriSheetRow;
KIRI_DECLARE_RECORD(KiriSheetRow, sheet_row)

/* Why a piece of the window with a clip does not stand on the sheet. */
typedef enum {
    KIRI_LEFT_NOT_OURS, // 対象外 by the program
    KIRI_LEFT_REJECTED, // … by a person
    KIRI_LEFT_RIVAL,    // of a comparison topic only
    KIRI_LEFT_DROPPED,  // a person took it off this sheet
    KIRI_LEFT_ROOM,     // 紙幅: no mark, and no room
    KIRI_N_LEFTS
} KiriSheetLeftReason;
extern const char *const kiri_sheet_left_names[]; // not_ours, rejected, rival, dropped, room

typedef struct {
    gint reason; // KiriSheetLeftReason
    KiriSheetPiece *piece;
} KiriSheetLeft;
KIRI_DECLARE_RECORD(KiriSheetLeft, sheet_left)

typedef struct {
    char *id;   // "2026-11-20.01"
    char *date; // "2026-11-20": the day in Japan that it is the sheet of
    gint64 number;
    KiriTime from, to; // what it covers: published in [from, to)
    KiriTime made;
    char *by; // who made it; NULL: nobody is named
    char *organisation, *section, *handling;
    gboolean is_gengo, is_english;
    char *note;
    GPtrArray *rows;  // KiriSheetRow, in their order
    GPtrArray *left;  // KiriSheetLeft
    char **coverage;  // 収集状況: sentences in Japanese
    GPtrArray *edits; // KiriMorningEdit that made it what it is
    gint64 total;     // 総件数: pieces on it, folded or without room too
    gint64 unique;    // 実件数: copies of one story counted once
    gint64 log_seq;   // what the store held
    char *hash;
} KiriMorningSheet;
KIRI_DECLARE_RECORD(KiriMorningSheet, morning_sheet)

/* ---- reports of a crisis ---- */

/* A piece as it stood when it was reported. */
typedef struct {
    KiriSheetPiece *piece;
    gboolean is_new;                  // in no report before
    char **changes;                   // since the report it was last in, in Japanese
    char **figures, **dates, **names; // that no earlier piece of the topic had
    char **contradictions; // 発表との相違, article and release: "3846人≠3864人"
    gint class_;           // KiriClass; none: it counts no more
    gint64 version;        // of the article
    gboolean is_corrected, is_removed;
    gint handling; // KiriHandlingStatus
    char *handler;
    KiriTime handled;
    gint64 delay_s; // from publication to the first fetch; -1: not known
    char *event;    // 同じ話題
    char *story;    // id of the first of its copies; NULL in records from before it was kept
} KiriCrisisRow;
KIRI_DECLARE_RECORD(KiriCrisisRow, crisis_row)

/* Counts of the whole topic up to a report. */
typedef struct {
    gint64 total, unique, media;
} KiriCrisisCount;
KIRI_DECLARE_RECORD(KiriCrisisCount, crisis_count)

typedef struct {
    char *id; // "T-1.0003"
    char *topic, *topic_name;
    gint64 number;     // 第N報
    KiriTime from, to; // published in it; from unset: from the beginning
    KiriTime made;
    char *by;
    char *organisation, *section, *handling;
    gboolean is_gengo, is_english;
    GPtrArray *rows;                 // KiriCrisisRow by time: what is new or changed
    char **new_media;                // names
    KiriCrisisCount *before, *after; // before: of the last report
    gint64 timed, untimed;           // new pieces whose delay is known, and not
    gint64 median_delay_s, longest_delay_s;
    char **coverage; // 収集状況: sentences in Japanese
    KiriTime urgent_until;
    gint64 log_seq;
    char *previous; // hash of the report before
    char *hash;
} KiriCrisisReport;
KIRI_DECLARE_RECORD(KiriCrisisReport, crisis_report)
