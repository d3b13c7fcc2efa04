// SPDX-License-Identifier: GPL-3.0-or-later
/* The records of manifest.h. Their order in JSON is part of the form, since the check
 * number is a hash of it. */
#include <kirinuki/manifest.h>

static const KiriField row_fields[] = {
    {KIRI_FIELD(1, KiriManifestRow, number, I64)},
    {KIRI_FIELD(2, KiriManifestRow, clip, STR)},
    {KIRI_FIELD(3, KiriManifestRow, article, STR)},
    {KIRI_FIELD(4, KiriManifestRow, medium, STR)},
    {KIRI_FIELD(5, KiriManifestRow, title, STR)},
    {.tag = 6,
     .name = "class",
     .type = KIRI_FIELD_ENUM,
     .offset = offsetof(KiriManifestRow, class_),
     .names = kiri_class_names},
    {KIRI_FIELD(7, KiriManifestRow, story, STR)},
    {KIRI_FIELD(8, KiriManifestRow, is_ave_known, BOOL)},
    {KIRI_FIELD(9, KiriManifestRow, ave_yen, I64)},
};
const KiriShape kiri_manifest_row_shape = KIRI_SHAPE("manifest_row", KiriManifestRow, row_fields);

#define COUNT(tag, member)                                                                         \
    {                                                                                              \
        KIRI_FIELD(tag, KiriManifest, member, I64)                                                 \
    }
#define WORDS(tag, member)                                                                         \
    {                                                                                              \
        KIRI_FIELD(tag, KiriManifest, member, STR)                                                 \
    }
static const KiriField manifest_fields[] = {
    COUNT(1, version),
    WORDS(2, release),
    WORDS(3, topic),
    WORDS(4, organisation),
    {KIRI_FIELD(5, KiriManifest, from, TIME)},
    {KIRI_FIELD(6, KiriManifest, to, TIME)},
    {KIRI_FIELD(7, KiriManifest, now, TIME)},
    COUNT(8, population),
    WORDS(9, population_source),
    COUNT(10, log_seq),
    {KIRI_FIELD(11, KiriManifest, runs, STRV)},
    COUNT(12, runs_failed),
    {KIRI_FIELD(13, KiriManifest, rates, STRV)},
    COUNT(14, sources),
    COUNT(15, sources_disabled),
    COUNT(16, sources_doubtful),
    COUNT(17, seen),
    COUNT(18, excluded),
    COUNT(19, total),
    COUNT(20, unique),
    COUNT(21, media),
    COUNT(22, tier1_media),
    COUNT(23, publicity),
    COUNT(24, syndicated),
    COUNT(25, verbatim),
    COUNT(26, mentions),
    COUNT(27, needs_review),
    COUNT(28, confirmed),
    COUNT(29, rejected),
    COUNT(30, contradictions),
    COUNT(31, ave_known),
    COUNT(32, ave_estimate),
    COUNT(33, ave_unknown),
    COUNT(34, ave_known_yen),
    COUNT(35, ave_estimate_yen),
    COUNT(36, reach_low),
    COUNT(37, reach_high),
    WORDS(38, rows_sha256),
    WORDS(39, number),
    WORDS(40, format),
    WORDS(41, file),
    WORDS(42, file_sha256),
};
const KiriShape kiri_manifest_shape = KIRI_SHAPE("manifest", KiriManifest, manifest_fields);

static const KiriField difference_fields[] = {
    {KIRI_FIELD(1, KiriManifestDifference, subject, STR)},
    {KIRI_FIELD(2, KiriManifestDifference, what, STR)},
    {KIRI_FIELD(3, KiriManifestDifference, before, STR)},
    {KIRI_FIELD(4, KiriManifestDifference, after, STR)},
};
const KiriShape kiri_manifest_difference_shape =
    KIRI_SHAPE("manifest_difference", KiriManifestDifference, difference_fields);
