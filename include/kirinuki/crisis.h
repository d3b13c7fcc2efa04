// SPDX-License-Identifier: GPL-3.0-or-later
/* Reports of a crisis (○○に関する報道状況　第N報): what came since the last one.
 *
 *   pieces of the topic in their time → what was reported before → new, changed → record
 *
 * A piece is new that stood in no report before, whenever it was published, so what was
 * found late is not passed over; one that did stand in one is reported again when its
 * headline, its text, its handling or its counting changed. A report is a record
 * (sheet.h): number, rows as they stood, hash, and the hash of the report before.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include <kirinuki/report.h>
#include <kirinuki/store.h>

typedef struct {
    const char *topic; // id
    /* What was published before is no news, though it stood in no report; G_MININT64: what
     * stood in none. */
    gint64 since_us;
    gint64 now_us;
    const char *organisation, *section, *handling; // NULL: none
    const char *by;                                // NULL: nobody is named
    KiriEra era;
    KiriReportLang lang;
} KiriCrisisQuery;

/* The next report of the topic; nothing is written. `*is_new` says whether anything
 * stands in it. Errors: NOT_FOUND (topic), and what the store says. (transfer full) */
KiriCrisisReport *kiri_crisis_make(KiriStore *store, const KiriCrisisQuery *query, gboolean *is_new,
                                   GError **error);
/* Puts it on record under its number. Error EXISTS where another one has it by now. */
gboolean kiri_crisis_keep(KiriStore *store, KiriCrisisReport *report, GError **error);
/* One on record; 0: the last. NULL without error where there is none. (transfer full) */
KiriCrisisReport *kiri_crisis_find(KiriStore *store, const char *topic, gint64 number,
                                   GError **error);

/* The document, from the record alone: format->open must be there. */
gboolean kiri_crisis_write(const KiriCrisisReport *report, const KiriReportFormat *format,
                           gboolean is_sample, KiriReportSink sink, gpointer data, GError **error);
