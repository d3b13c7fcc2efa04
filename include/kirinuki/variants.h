// SPDX-License-Identifier: GPL-3.0-or-later
/* Other ways to write a keyword (表記ゆれ), from tables in dictionaries/ and a few
 * rules, and their place in a query.
 *
 *   okurigana  送り仮名: 引越し = 引っ越し = 引越
 *   chouon     long marks and spellings of katakana: サーバー = サーバ,
 *              ソフトウエア = ソフトウェア, ヴァイオリン = バイオリン, ・ left out
 *   kana       kanji or kana: 子供 = 子ども = こども, 障害 = 障がい
 *   latin      katakana and Latin letters: ワクチン = vaccine
 *   era        years: 令和6年 = 2024年 = R6 = 令和六年
 *   number     figures: 1000人 = 1,000人 = 千人, % = パーセント
 *   alias      names of organisations: 厚生労働省 = 厚労省 = MHLW
 *   synonym    terms that mean the same: 年休 = 有給休暇; the user's own sets too
 *   particle   の, を, が, ・ between the parts of a compound: 時間単位年休 =
 *              時間単位の年休
 *
 * Old kanji (旧字体) and widths need no variants: the normal form N has made them
 * one already.
 *
 * A part of a keyword is exchanged where it stands for itself there, judged by
 * the scripts around it and a table of known parts of compounds: 年休 in 年休取得,
 * but not 国連 in 中国連邦. Up to three parts at a time. A variant has two
 * characters or more, differs from the keyword, and does not contain it (what
 * contains サーバー is found by サーバ anyhow). At most KIRI_LIMIT_VARIANTS for a
 * keyword, those with fewer changes first; the same tables give the same list.
 *
 * Tables: UTF-8, one row a line, cells parted by tabs, '#' begins a comment line.
 * dictionaries/README.md has the columns of each. The user's own sets are
 * synonyms.tsv in the own folder: one set a line, its words parted by tabs.
 *
 * Thread rule: loaded by one thread, then read from any. */
#pragma once

#include <kirinuki/query.h>

typedef enum {
    KIRI_VARIANT_OKURIGANA,
    KIRI_VARIANT_CHOUON,
    KIRI_VARIANT_KANA,
    KIRI_VARIANT_LATIN,
    KIRI_VARIANT_ERA,
    KIRI_VARIANT_NUMBER,
    KIRI_VARIANT_ALIAS,
    KIRI_VARIANT_SYNONYM,
    KIRI_VARIANT_PARTICLE,
    KIRI_N_VARIANT_KINDS
} KiriVariantKind;
extern const char *const kiri_variant_kind_names[]; // NULL-terminated
#define KIRI_VARIANTS_NONE 0u
#define KIRI_VARIANTS_ALL ((1u << KIRI_N_VARIANT_KINDS) - 1)

/* "okurigana,alias", "all", "none" or "" as bits 1 << kind; a '-' before a name
 * takes that kind away ("-alias": all the others). Error USAGE lists the names. */
gboolean kiri_variant_kinds_parse(const char *list, guint *kinds, GError **error);

typedef struct KiriVariants KiriVariants;

/* `shipped_dir` has the tables; `own_dir` (NULL: none) may have synonyms.tsv.
 * Errors: NOT_FOUND and IO of a shipped table, PARSE with file, line and column
 * (in characters) of a bad row, LIMIT. (transfer full) */
KiriVariants *kiri_variants_load(const char *shipped_dir, const char *own_dir, GError **error);
void kiri_variants_free(KiriVariants *variants);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriVariants, kiri_variants_free)

/* From now on no keyword gets `text` (compared in N-form) as a variant. Before the
 * object is shared. */
void kiri_variants_leave_out(KiriVariants *variants, const char *text);

typedef struct {
    char *text;           // as the table writes it
    char *n;              // N-form
    KiriVariantKind kind; // of the first change
    char *origin;         // "organisations.tsv:11", "rule"; of several changes, joined by '+'
    guint bounds;         // private: what must not stand beside it
} KiriVariant;

/* The variants of `keyword` (as it was written) of the kinds that are asked for,
 * KiriVariant *; `is_cut` (may be NULL) tells that there were more than the limit.
 * (transfer full) */
GPtrArray *kiri_variants_of(const KiriVariants *variants, KiriStr keyword, guint kinds,
                            gboolean *is_cut);

/* The query with an OR of the keyword and its variants in place of each keyword
 * that has some; it prints as it was written. What is excluded, names of authors
 * and words with '*' stay. (transfer full) */
KiriQuery *kiri_query_expand(const KiriQuery *query, const KiriVariants *variants, guint kinds);
