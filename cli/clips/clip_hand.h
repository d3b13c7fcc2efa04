// SPDX-License-Identifier: GPL-3.0-or-later
/* clip add, edit, remove, restore, evidence and import: pieces that people enter.
 *
 * Thread rule: as cli.h. */
#pragma once

#include "cli.h"

#include <kirinuki/piece.h>

/* As they stand on the command line. Those that other verbs of 'clip' have, too, are set
 * by kiri_cmd_clip. */
typedef struct {
    char *fields[KIRI_PIECE_N_FIELDS];
    char *text_file, *map, *fiscal_year, *output, *reason;
    gboolean is_dry_run, is_partial, takes_changes;
} KiriClipHandOptions;

#define KIRI_CLIP_HAND_FIELD(struct_, member_, field_, name_, arg_, help_)                         \
    KIRI_OPTION(struct_, member_.fields[KIRI_PIECE_##field_], name_, 0, FILENAME, arg_, help_)

/* The rows of `member_`, in the options `struct_` of the command. */
#define KIRI_CLIP_HAND_OPTIONS(struct_, member_)                                                   \
    KIRI_CLIP_HAND_FIELD(struct_, member_, FORM, "form", N_("FORM"),                               \
                         N_("newspaper, magazine, tv, radio, web, app or other (種別)")),          \
        KIRI_CLIP_HAND_FIELD(struct_, member_, MEDIUM, "medium", N_("ID"),                         \
                             N_("the medium, by id or name (媒体)")),                              \
        KIRI_CLIP_HAND_FIELD(struct_, member_, DATE, "date", N_("DAY"),                            \
                             N_("the day, as 2026-04-13 or 令和8年4月13日 (掲載日)")),             \
        KIRI_CLIP_HAND_FIELD(struct_, member_, TIME, "time", N_("TIME"),                           \
                             N_("the time, as 19:30; 25:30 is of the day that began")),            \
        KIRI_CLIP_HAND_FIELD(struct_, member_, TITLE, "title", N_("TEXT"),                         \
                             N_("the headline, or what was on (見出し)")),                         \
        KIRI_CLIP_HAND_FIELD(struct_, member_, EDITION, "edition", N_("TEXT"),                     \
                             N_("朝刊 or 夕刊; of a magazine the issue")),                         \
        KIRI_CLIP_HAND_FIELD(struct_, member_, AREA, "area", N_("TEXT"),                           \
                             N_("the local edition (版)")),                                        \
        KIRI_CLIP_HAND_FIELD(struct_, member_, PAGE, "page", N_("PAGE"),                           \
                             N_("the page, or its name (面)")),                                    \
        KIRI_CLIP_HAND_FIELD(struct_, member_, COLUMNS, "columns", N_("N"),                        \
                             N_("段 of the printed page that it takes, as 4 or 4.5")),             \
        KIRI_CLIP_HAND_FIELD(struct_, member_, WIDTH, "width", N_("CM"), N_("its width (幅)")),    \
        KIRI_CLIP_HAND_FIELD(struct_, member_, HEIGHT, "height", N_("CM"),                         \
                             N_("its height (高さ)")),                                             \
        KIRI_CLIP_HAND_FIELD(struct_, member_, POSITION, "position", N_("PLACE"),                  \
                             N_("in_text (記事中) or below (記事下)")),                            \
        KIRI_CLIP_HAND_FIELD(struct_, member_, COLOUR, "colour", "yes|no",                         \
                             N_("is it in colour? (カラー)")),                                     \
        KIRI_CLIP_HAND_FIELD(struct_, member_, PHOTO, "photo", "yes|no",                           \
                             N_("has it a picture? (写真)")),                                      \
        KIRI_CLIP_HAND_FIELD(struct_, member_, SHARE, "pages", N_("N"),                            \
                             N_("pages of a magazine that it takes, as 2.5 or 1/3")),              \
        KIRI_CLIP_HAND_FIELD(struct_, member_, PROGRAMME, "programme", N_("TEXT"),                 \
                             N_("the programme (番組)")),                                          \
        KIRI_CLIP_HAND_FIELD(struct_, member_, CORNER, "corner", N_("TEXT"),                       \
                             N_("its part (コーナー)")),                                           \
        KIRI_CLIP_HAND_FIELD(struct_, member_, SECONDS, "seconds", N_("N"),                        \
                             N_("how long it was on, as 90 or 1:30 (秒数)")),                      \
        KIRI_CLIP_HAND_FIELD(struct_, member_, RANK, "rank", N_("RANK"),                           \
                             N_("the time rank of the rate card (タイムランク)")),                 \
        KIRI_CLIP_HAND_FIELD(struct_, member_, STATIONS, "stations", N_("N"),                      \
                             N_("how many stations aired it; else as the ledger has it")),         \
        KIRI_CLIP_HAND_FIELD(struct_, member_, URL, "url", N_("URL"),                              \
                             N_("where it can be read, too")),                                     \
        KIRI_CLIP_HAND_FIELD(struct_, member_, AUTHOR, "author", N_("NAME"),                       \
                             N_("who wrote it (記者)")),                                           \
        KIRI_CLIP_HAND_FIELD(struct_, member_, TEXT, "text", N_("TEXT"), N_("its text (本文)")),   \
        KIRI_OPTION(struct_, member_.text_file, "text-file", 0, FILENAME, N_("FILE"),              \
                    N_("its text, from a file")),                                                  \
        KIRI_CLIP_HAND_FIELD(struct_, member_, TOPIC, "topic", N_("ID"),                           \
                             N_("the topic that it belongs to, where it covers no release")),      \
        KIRI_CLIP_HAND_FIELD(struct_, member_, EVIDENCE, "evidence", N_("FILE"),                   \
                             N_("a scan or recording: PDF, image, audio, video (証拠)")),          \
        KIRI_OPTION(struct_, member_.output, "output", 'o', FILENAME, N_("FILE"),                  \
                    N_("evidence: where the file goes; else under its own name")),                 \
        KIRI_OPTION(struct_, member_.map, "map", 0, FILENAME, N_("FILE"),                          \
                    N_("import: which column of the list is what")),                               \
        KIRI_OPTION(struct_, member_.fiscal_year, "fiscal-year", 0, FILENAME, N_("YEAR"),          \
                    N_("the fiscal year (年度) of days without a year")),                          \
        KIRI_OPTION(struct_, member_.is_dry_run, "dry-run", 'n', NONE, NULL,                       \
                    N_("import: say what would be entered, and store nothing")),                   \
        KIRI_OPTION(struct_, member_.is_partial, "partial", 0, NONE, NULL,                         \
                    N_("import: take the good rows where others are bad")),                        \
        KIRI_OPTION(struct_, member_.takes_changes, "update", 0, NONE, NULL,                       \
                    N_("import: what the list says otherwise is a correction"))

/* "add", "edit", …, NULL-terminated. */
extern const char *const kiri_clip_hand_verbs[];
/* For the other verbs of 'clip': error USAGE where one of these options is given. */
gboolean kiri_clip_hand_unused(const KiriClipHandOptions *options, GError **error);
/* Carries out the verb that is the call's first word. */
int kiri_clip_hand_run(KiriCli *cli, const KiriCall *call, const KiriClipHandOptions *options,
                       GError **error);

/* ---- clip_import.c ---- */

/* What the last day of a piece can be, and the options' fiscal year. FALSE with error
 * USAGE. */
gboolean kiri_clip_hand_dates(const KiriCli *cli, const KiriClipHandOptions *options,
                              KiriPieceDates *dates, GError **error);
int kiri_clip_import(KiriCli *cli, const KiriCall *call, const KiriClipHandOptions *options,
                     GError **error);
