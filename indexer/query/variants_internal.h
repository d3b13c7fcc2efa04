// SPDX-License-Identifier: GPL-3.0-or-later
/* What the files of the variants share: the tables, and the changes that tables
 * and rules propose for a keyword. */
#pragma once

#include <kirinuki/variants.h>

/* ---- tables (variants_table.c) ---- */

/* One word of a set; `n` is its key. */
typedef struct {
    char *text, *n;
    guint set;
    guint next; // 1 + index of the next word with the same key, 0: none
} KiriSetWord;

/* Words that may stand for each other. */
typedef struct {
    KiriVariantKind kind;
    char *origin;
    guint first, n; // words
    /* NULL, or characters one of which must follow in the keyword: the words are
     * stems of verbs. */
    char *tails;
} KiriSet;

/* A word before which a particle may stand or be left out. */
typedef struct {
    char **particles;
    guint least; // characters of what stands before it
    char *origin;
} KiriHead;

struct KiriVariants {
    GArray *sets;         // KiriSet
    GArray *words;        // KiriSetWord
    GHashTable *by_n;     // N-form (borrowed) → 1 + index of a word
    gsize longest;        // bytes of the longest N-form
    GHashTable *heads;    // N-form (owned) → KiriHead
    gsize longest_head;   // bytes
    GHashTable *parts;    // parts of compounds, N-form (owned)
    GHashTable *left_out; // N-forms (owned)
};

/* Reads all tables into `v`. */
gboolean kiri_variants_read(KiriVariants *v, const char *shipped_dir, const char *own_dir,
                            GError **error);

/* ---- changes ---- */

/* Bytes [from, to) of the keyword's N-form become `text`. */
typedef struct {
    gsize from, to;
    char *text; // (owned)
    KiriVariantKind kind;
    char *origin; // (owned)
    guint bounds; // KIRI_NO_…, each where the change lies at that end of the keyword
} KiriChange;

typedef struct {
    KiriStr raw, n;
    guint kinds;
    GArray *changes; // KiriChange
} KiriChanges;

static inline gboolean kiri_changes_want(const KiriChanges *c, KiriVariantKind kind)
{
    return (c->kinds & 1u << kind) != 0;
}
/* `text` and `origin` are copied. */
void kiri_changes_add(KiriChanges *c, gsize from, gsize to, const char *text, KiriVariantKind kind,
                      const char *origin, guint bounds);

/* Words of sets (variants_sets.c). */
void kiri_changes_of_sets(const KiriVariants *v, KiriChanges *c);
/* Particles between the parts of a compound, and ・ between kanji. */
void kiri_changes_of_particles(const KiriVariants *v, KiriChanges *c);
/* Rules for katakana (variants_katakana.c), years (variants_era.c), figures
 * (variants_number.c). */
void kiri_changes_of_katakana(KiriChanges *c);
void kiri_changes_of_eras(KiriChanges *c);
void kiri_changes_of_numbers(KiriChanges *c);

/* "12" as 十二 (with 十, 百, 千), for 1 … 9,999. */
void kiri_add_kanji_number(GString *out, guint value);
/* "2024" as 二〇二四. */
void kiri_add_kanji_digits(GString *out, guint value);
/* Value of a kanji numeral below 10,000 in either way of writing, or 0: none. */
guint kiri_kanji_number(KiriStr s);
