// SPDX-License-Identifier: GPL-3.0-or-later
/* Shapes and names of the papers that are kept. See nouns.c for the rules. */
#include "nouns.h"

#include <kirinuki/sheet.h>

const char *const kiri_morning_action_names[] = {"pin", "drop", "unpin", "note", NULL};
const char *const kiri_sheet_block_names[] = {"headline", "section", "editorial", "correction",
                                              NULL};
const char *const kiri_sheet_weight_names[] = {"none", "some", "most", NULL};
const char *const kiri_sheet_left_names[] = {"not_ours", "rejected", "rival",
                                             "dropped",  "room",     NULL};

G_STATIC_ASSERT(G_N_ELEMENTS(kiri_morning_action_names) == KIRI_MORNING_N_ACTIONS + 1);
G_STATIC_ASSERT(G_N_ELEMENTS(kiri_sheet_block_names) == KIRI_N_BLOCKS + 1);
G_STATIC_ASSERT(G_N_ELEMENTS(kiri_sheet_weight_names) == KIRI_N_WEIGHTS + 1);
G_STATIC_ASSERT(G_N_ELEMENTS(kiri_sheet_left_names) == KIRI_N_LEFTS + 1);

static const KiriField piece_fields[] = {
    {KIRI_FIELD(1, KiriSheetPiece, article, STR)},
    {KIRI_FIELD(2, KiriSheetPiece, clip, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(3, KiriSheetPiece, medium, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(4, KiriSheetPiece, medium_name, STR)},
    {KIRI_FIELD(5, KiriSheetPiece, title, STR)},
    {KIRI_FIELD(6, KiriSheetPiece, url, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(7, KiriSheetPiece, place, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(8, KiriSheetPiece, published, TIME)},
};
const KiriShape kiri_sheet_piece_shape = KIRI_SHAPE("sheet_piece", KiriSheetPiece, piece_fields);

static const KiriField edit_fields[] = {
    {KIRI_FIELD(1, KiriMorningEdit, id, STR)},
    {KIRI_FIELD(2, KiriMorningEdit, date, STR)},
    {KIRI_FIELD(3, KiriMorningEdit, action, ENUM), .names = kiri_morning_action_names},
    {KIRI_FIELD(4, KiriMorningEdit, article, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(5, KiriMorningEdit, text, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(6, KiriMorningEdit, by, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(7, KiriMorningEdit, at, TIME)},
};
const KiriShape kiri_morning_edit_shape = KIRI_SHAPE("morning_edit", KiriMorningEdit, edit_fields);

static const KiriField row_fields[] = {
    {KIRI_FIELD(1, KiriSheetRow, block, ENUM), .names = kiri_sheet_block_names},
    {KIRI_FIELD(2, KiriSheetRow, weight, ENUM), .names = kiri_sheet_weight_names},
    {KIRI_FIELD(3, KiriSheetRow, reasons, STRV), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(4, KiriSheetRow, is_pinned, BOOL), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(5, KiriSheetRow, section, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(6, KiriSheetRow, remark, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(7, KiriSheetRow, piece, REC), .sub = &kiri_sheet_piece_shape},
    {KIRI_FIELD(8, KiriSheetRow, folds, RECS), .sub = &kiri_sheet_piece_shape,
     .flags = KIRI_FIELD_SPARSE},
};
const KiriShape kiri_sheet_row_shape = KIRI_SHAPE("sheet_row", KiriSheetRow, row_fields);

static const KiriField left_fields[] = {
    {KIRI_FIELD(1, KiriSheetLeft, reason, ENUM), .names = kiri_sheet_left_names},
    {KIRI_FIELD(2, KiriSheetLeft, piece, REC), .sub = &kiri_sheet_piece_shape},
};
const KiriShape kiri_sheet_left_shape = KIRI_SHAPE("sheet_left", KiriSheetLeft, left_fields);

static const KiriField sheet_fields[] = {
    {KIRI_FIELD(1, KiriMorningSheet, id, STR)},
    {KIRI_FIELD(2, KiriMorningSheet, date, STR)},
    {KIRI_FIELD(3, KiriMorningSheet, number, I64)},
    {KIRI_FIELD(4, KiriMorningSheet, from, TIME)},
    {KIRI_FIELD(5, KiriMorningSheet, to, TIME)},
    {KIRI_FIELD(6, KiriMorningSheet, made, TIME)},
    {KIRI_FIELD(7, KiriMorningSheet, by, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(8, KiriMorningSheet, organisation, STR)},
    {KIRI_FIELD(9, KiriMorningSheet, section, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(10, KiriMorningSheet, handling, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(11, KiriMorningSheet, is_gengo, BOOL), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(12, KiriMorningSheet, note, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(13, KiriMorningSheet, rows, RECS), .sub = &kiri_sheet_row_shape},
    {KIRI_FIELD(14, KiriMorningSheet, left, RECS), .sub = &kiri_sheet_left_shape},
    {KIRI_FIELD(15, KiriMorningSheet, coverage, STRV)},
    {KIRI_FIELD(16, KiriMorningSheet, edits, RECS), .sub = &kiri_morning_edit_shape},
    {KIRI_FIELD(17, KiriMorningSheet, total, I64)},
    {KIRI_FIELD(18, KiriMorningSheet, log_seq, I64)},
    {KIRI_FIELD(19, KiriMorningSheet, hash, STR)},
    {KIRI_FIELD(20, KiriMorningSheet, unique, I64)},
    {KIRI_FIELD(21, KiriMorningSheet, is_english, BOOL), .flags = KIRI_FIELD_SPARSE},
};
const KiriShape kiri_morning_sheet_shape =
    KIRI_SHAPE("morning_sheet", KiriMorningSheet, sheet_fields);

static const KiriField crisis_row_fields[] = {
    {KIRI_FIELD(1, KiriCrisisRow, piece, REC), .sub = &kiri_sheet_piece_shape},
    {KIRI_FIELD(2, KiriCrisisRow, is_new, BOOL)},
    {KIRI_FIELD(3, KiriCrisisRow, changes, STRV), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(4, KiriCrisisRow, figures, STRV), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(5, KiriCrisisRow, dates, STRV), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(6, KiriCrisisRow, names, STRV), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(7, KiriCrisisRow, contradictions, STRV), .flags = KIRI_FIELD_SPARSE},
    KIRI_CLASS_FIELD(8, KiriCrisisRow),
    {KIRI_FIELD(9, KiriCrisisRow, version, I64)},
    {KIRI_FIELD(10, KiriCrisisRow, is_corrected, BOOL), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(11, KiriCrisisRow, is_removed, BOOL), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(12, KiriCrisisRow, handling, ENUM), .names = kiri_handling_names},
    {KIRI_FIELD(13, KiriCrisisRow, handler, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(14, KiriCrisisRow, handled, TIME), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(15, KiriCrisisRow, delay_s, I64)},
    {KIRI_FIELD(16, KiriCrisisRow, event, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(17, KiriCrisisRow, story, STR), .flags = KIRI_FIELD_SPARSE},
};
const KiriShape kiri_crisis_row_shape = KIRI_SHAPE("crisis_row", KiriCrisisRow, crisis_row_fields);

static const KiriField count_fields[] = {
    {KIRI_FIELD(1, KiriCrisisCount, total, I64)},
    {KIRI_FIELD(2, KiriCrisisCount, unique, I64)},
    {KIRI_FIELD(3, KiriCrisisCount, media, I64)},
};
const KiriShape kiri_crisis_count_shape = KIRI_SHAPE("crisis_count", KiriCrisisCount, count_fields);

static const KiriField crisis_fields[] = {
    {KIRI_FIELD(1, KiriCrisisReport, id, STR)},
    {KIRI_FIELD(2, KiriCrisisReport, topic, STR)},
    {KIRI_FIELD(3, KiriCrisisReport, topic_name, STR)},
    {KIRI_FIELD(4, KiriCrisisReport, number, I64)},
    {KIRI_FIELD(5, KiriCrisisReport, from, TIME)},
    {KIRI_FIELD(6, KiriCrisisReport, to, TIME)},
    {KIRI_FIELD(7, KiriCrisisReport, made, TIME)},
    {KIRI_FIELD(8, KiriCrisisReport, by, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(9, KiriCrisisReport, organisation, STR)},
    {KIRI_FIELD(10, KiriCrisisReport, section, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(11, KiriCrisisReport, handling, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(12, KiriCrisisReport, is_gengo, BOOL), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(13, KiriCrisisReport, rows, RECS), .sub = &kiri_crisis_row_shape},
    {KIRI_FIELD(14, KiriCrisisReport, new_media, STRV)},
    {KIRI_FIELD(15, KiriCrisisReport, before, REC), .sub = &kiri_crisis_count_shape},
    {KIRI_FIELD(16, KiriCrisisReport, after, REC), .sub = &kiri_crisis_count_shape},
    {KIRI_FIELD(17, KiriCrisisReport, timed, I64)},
    {KIRI_FIELD(18, KiriCrisisReport, untimed, I64)},
    {KIRI_FIELD(19, KiriCrisisReport, median_delay_s, I64)},
    {KIRI_FIELD(20, KiriCrisisReport, longest_delay_s, I64)},
    {KIRI_FIELD(21, KiriCrisisReport, coverage, STRV)},
    {KIRI_FIELD(22, KiriCrisisReport, urgent_until, TIME), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(23, KiriCrisisReport, log_seq, I64)},
    {KIRI_FIELD(24, KiriCrisisReport, previous, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(25, KiriCrisisReport, hash, STR)},
    {KIRI_FIELD(26, KiriCrisisReport, is_english, BOOL), .flags = KIRI_FIELD_SPARSE},
};
const KiriShape kiri_crisis_report_shape =
    KIRI_SHAPE("crisis_report", KiriCrisisReport, crisis_fields);

char *kiri_sheet_hash(const KiriShape *shape, gconstpointer record)
{
    g_auto(KiriBuf) bytes;
    kiri_buf_init(&bytes, KIRI_BUF_UNCAPPED);
    kiri_record_encode(shape, record, &bytes);
    return g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)bytes.p, bytes.n);
}
