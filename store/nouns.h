// SPDX-License-Identifier: GPL-3.0-or-later
/* What the store knows of each noun beyond its shape, as one table.
 *
 * Thread rule: any thread. */
#pragma once

#include <kirinuki/store.h>

#include "keys.h"

/* Tags of a shape, ended by 0. */
typedef const guint *KiriTags;

typedef struct {
    const KiriShape *shape; // its type is the noun's name
    KiriKeyFamily family;
    gsize id_offset;      // of the member that is the id
    gsize version_offset; // of `version`; 0 where the noun has none (id is never there)
    KiriKeyFamily older;  // where replaced versions are kept; 0: they are not
    gboolean is_logged;
    KiriTags quiet;    // a change of only these is stored, but is no visible change
    KiriTags unstable; // depend on when things happened: not in the canonical export
} KiriNounInfo;

/* Tag of KiriClip.score_log_seq: the shape stands in nouns_clip.c, the table in
 * nouns.c. */
#define KIRI_CLIP_SCORE_LOG_SEQ_TAG 15

/* Likewise, of nouns_media.c. */
#define KIRI_MEDIUM_ENTERED_TAG 18
#define KIRI_RATE_ENTERED_TAG 12
#define KIRI_RATE_REPLACED_TAG 13
#define KIRI_FIGURE_ENTERED_TAG 10
#define KIRI_FIGURE_REPLACED_TAG 11

/* Likewise, of nouns_licence.c. */
#define KIRI_LICENCE_ENTERED_TAG 20
#define KIRI_LICENCE_REPLACED_TAG 21

/* The member cannot be called as the column is: `class` is a word of C++. */
#define KIRI_CLASS_FIELD(tag_, struct_)                                                            \
    {                                                                                              \
        .tag = (tag_), .name = "class", .type = KIRI_FIELD_ENUM,                                   \
        .offset = offsetof(struct_, class_), .names = kiri_class_names                             \
    }

const KiriNounInfo *kiri_noun_info(KiriNoun noun);
const char *kiri_noun_id(const KiriNounInfo *info, gconstpointer record);
/* NULL where the noun has no version. */
gint64 *kiri_noun_version(const KiriNounInfo *info, gpointer record);

/* A shape without some of its fields: to compare and to write a part of a
 * record. Borrows from `shape`. */
enum { KIRI_MAX_FIELDS = 64 };
typedef struct {
    KiriShape shape;
    KiriField fields[KIRI_MAX_FIELDS];
} KiriPartShape;
void kiri_part_shape_init(KiriPartShape *part, const KiriShape *shape, KiriTags without);
/* … and one of nothing but those. */
void kiri_part_shape_init_of(KiriPartShape *part, const KiriShape *shape, KiriTags only);
