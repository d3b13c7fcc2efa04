// SPDX-License-Identifier: GPL-3.0-or-later
/* What the two forms of a digest share.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include <kirinuki/digest.h>

typedef struct {
    const KiriSummary *s;
    const KiriDigestOptions *o;
    KiriDigest *d;
    GHashTable *told_numbers; // number in the summary → number in the digest, both from 1
    gboolean has_print;       // pieces that people entered
} KiriDigestWork;

/* Text of strangers on one line, without signs that steer a screen. (transfer full) */
char *kiri_digest_line(const char *text);
/* "4月13日（月）10:05", "2026-04-13 10:05"; in Japanese with the year, by its era, where
 * it is not that of `now_us`. (transfer full) */
char *kiri_digest_when(KiriTime t, gint64 now_us, KiriReportLang lang, KiriEra era);
/* 編集記事 … in the language. */
const char *kiri_digest_class(KiriClass c, KiriReportLang lang);
/* What the digest is about, NULL: all clips. Borrowed. */
const char *kiri_digest_subject_of(const KiriSummary *s);
/* The lines above and below the rows, ready to be shown: char * (transfer full). */
GPtrArray *kiri_digest_head(const KiriDigestWork *w);
GPtrArray *kiri_digest_foot(const KiriDigestWork *w);
/* "（No.3の転載）", "" for an original. (transfer full) */
char *kiri_digest_copy_of(const KiriDigestRow *row, KiriReportLang lang);

char *kiri_digest_text(const KiriDigestWork *w); // (transfer full)
char *kiri_digest_html(const KiriDigestWork *w); // (transfer full)
