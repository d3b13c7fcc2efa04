// SPDX-License-Identifier: GPL-3.0-or-later
/* 廃棄一覧: what goes, listed before it does, in one form for all that makes things go
 * (prune, forget). The list is kept with the files; so it names what a person needs to
 * know what it was, and of bytes their SHA-256.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include "cli.h"

typedef enum {
    KIRI_GOES_PAGE,
    KIRI_GOES_SCAN,
    KIRI_GOES_TEXT,
    KIRI_GOES_ARTICLE, // with everything that holds words of it
    KIRI_GOES_BYLINE,  // a name out of the article's
    KIRI_GOES_MESSAGE, // of the outbox
    KIRI_GOES_PAPER,   // the record of a paper that was handed out
    KIRI_GOES_EDIT,    // … of what a person did to one
    KIRI_N_GOES
} KiriGoes;
extern const char *const kiri_goes_names[]; // page, scan, text, article, byline, …

typedef struct {
    gint what; // KiriGoes
    char *medium, *article, *title, *url;
    char *evidence; // key of the page or scan; else the record's id
    char *licence;  // that wants it gone; NULL: a retention, or a person
    char *basis;    // why, in a word: "retention", a licence's id, a person's reason
    char *sha256;
    KiriTime fetched; // since when it was here
    gint64 bytes;
} KiriDisposal;
KIRI_DECLARE_RECORD(KiriDisposal, disposal)

/* A list that owns its rows (transfer full). */
GPtrArray *kiri_disposals_new(void);
/* Medium by medium, the oldest first. */
void kiri_disposals_sort(GPtrArray *list);

/* On stdout, rows for people or JSON with a summary; `type` is that of the lines. */
void kiri_disposals_print(const KiriCli *cli, const GPtrArray *list, const char *type);
/* The list as CSV for a spreadsheet; `path` as the user gave it, NULL does nothing. */
gboolean kiri_disposals_write_csv(const KiriCli *cli, const GPtrArray *list, const char *path,
                                  GError **error);
