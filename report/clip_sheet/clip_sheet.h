// SPDX-License-Identifier: GPL-3.0-or-later
/* What reading and writing of clip sheets share.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include <kirinuki/clip_sheet.h>

/* One article of the lineage. */
typedef struct {
    KiriArticle *article;
    KiriLineage *lineage; // NULL: it has no row
    char *medium;         // its name; never NULL
    gboolean is_this;     // the one of the sheet
} KiriSheetCopy;

/* A raw page or scan that is kept as evidence. */
typedef struct {
    char *key, *sha256; // sha256 NULL: the bytes are gone, and nobody wrote it down
    KiriTime taken;
    gint64 bytes;
    gboolean is_gone; // given up; the hash stays
} KiriSheetEvidence;

struct KiriClipSheet {
    KiriClip *clip;
    KiriArticle *article;
    KiriMedium *medium; // NULL: unknown
    KiriVerdict *verdict;
    KiriRelease *release;
    KiriTopic *topic;
    GPtrArray *copies;           // KiriSheetCopy: the root first
    GPtrArray *evidence;         // KiriSheetEvidence
    KiriLicence *body, *picture; // NULL: it does not leave
    GBytes *picture_bytes;       // of the sheet itself; NULL: `picture_file` is beside it
    char *picture_file;
};
