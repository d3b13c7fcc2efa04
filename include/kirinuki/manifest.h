// SPDX-License-Identifier: GPL-3.0-or-later
/* The manifest of a report: what it was asked, what it counted, what it rests on, and
 * hashes, so that whoever has the store can count again (`report --verify`).
 *
 * As a file it is JSON Lines: one line of type "manifest", then one line of type
 * "manifest_row" for each piece of the list (別紙1) in its order. `rows_sha256` is the
 * SHA-256 of those lines with their line feeds. The check number (照合番号) is twelve
 * characters of Crockford's base 32 from the SHA-256 of the manifest's line without
 * `number`, `format`, `file` and `file_sha256`: every format of one report carries the
 * same number, and two reports with one number say the same.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include <kirinuki/report.h>

/* A piece of the list, as it was printed. */
typedef struct {
    gint64 number;
    char *clip, *article; // ids
    char *medium, *title;
    gint class_; // KiriClass
    char *story; // that it counts as
    gboolean is_ave_known;
    gint64 ave_yen;
} KiriManifestRow;
KIRI_DECLARE_RECORD(KiriManifestRow, manifest_row)

struct KiriManifest {
    gint64 version; // of this form: 1
    /* What was asked. */
    char *release, *topic, *organisation;
    KiriTime from, to, now; // from and to unset: open
    gint64 population;
    char *population_source;
    /* What the store was. */
    gint64 log_seq;
    char **runs; // ids of those that touch the period, up to `now`, in their order
    gint64 runs_failed;
    char **rates; // state of the ledger and method of every known figure
    gint64 sources, sources_disabled, sources_doubtful;
    /* What was counted: in, out, and of what stayed in. */
    gint64 seen, excluded, total, unique, media, tier1_media;
    gint64 publicity, syndicated, verbatim, mentions;
    gint64 needs_review, confirmed, rejected, contradictions;
    gint64 ave_known, ave_estimate, ave_unknown, ave_known_yen, ave_estimate_yen;
    gint64 reach_low, reach_high;
    char *rows_sha256;
    char *number; // 照合番号
    /* Of the file that it lies beside; NULL: none. */
    char *format, *file, *file_sha256;
};
KIRI_DECLARE_RECORD(KiriManifest, manifest)

#define KIRI_MANIFEST_SUFFIX ".manifest.jsonl"

/* `query` is what the summary was made with. (transfer full) */
KiriManifest *kiri_manifest_make(KiriStore *store, const KiriSummaryQuery *query,
                                 const KiriSummary *summary, GError **error);
/* All of its lines. */
gboolean kiri_manifest_write(const KiriManifest *manifest, const KiriSummary *summary,
                             KiriReportSink sink, gpointer data, GError **error);

/* Reads a manifest; `rows` is what stands behind its line. Error PARSE for what is none,
 * or was changed: a hash or the number does not fit. (transfer full) */
KiriManifest *kiri_manifest_read(KiriStr text, KiriStr *rows, GError **error);
/* The question that it was made with; strings are the manifest's. */
KiriSummaryQuery kiri_manifest_query(const KiriManifest *manifest);

/* What differs between then and now. */
typedef struct {
    char *subject;        // a figure by its name, or "No.3 朝日新聞「…」"
    char *what;           // "総件数", "掲載種類", "追加", "なし" …
    char *before, *after; // NULL: was not there
} KiriManifestDifference;
KIRI_DECLARE_RECORD(KiriManifestDifference, manifest_difference)

/* Both manifests, and the rows of then against the summary of now. KiriManifestDifference,
 * figures first, then pieces in the order of the list (transfer full). */
GPtrArray *kiri_manifest_compare(const KiriManifest *then, KiriStr rows, const KiriManifest *now,
                                 const KiriSummary *summary, GError **error);
