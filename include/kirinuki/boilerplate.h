// SPDX-License-Identifier: GPL-3.0-or-later
/* What stands in a release without belonging to its matter (定型文): contacts,
 * who the organisation is, notes and references behind the text, terms of use,
 * and lines that the organisation puts into every release. No article repeats
 * it, all releases of an office share it: left in, it makes every release of the
 * office look like every other.
 *
 * Three witnesses: words that head such a part (お問い合わせ先, 会社概要, ※, 免責),
 * the place (a note in the first two fifths of a text belongs to its matter),
 * and repetition over the releases of one organisation.
 *
 * Thread rule: any thread; a KiriRepetition belongs to one thread at a time. */
#pragma once

#include <kirinuki/release.h>

typedef enum {
    KIRI_BOILERPLATE_NONE,
    KIRI_BOILERPLATE_PRESS,     // to the press: 報道関係者各位, 解禁について
    KIRI_BOILERPLATE_CONTACT,   // お問い合わせ先
    KIRI_BOILERPLATE_ABOUT,     // 会社概要, 〇〇について
    KIRI_BOILERPLATE_NOTE,      // （注）, ※
    KIRI_BOILERPLATE_REFERENCE, // 参考, 関連リンク, 添付資料
    KIRI_BOILERPLATE_LEGAL,     // 商標, 免責
    KIRI_BOILERPLATE_REPEATED,  // stands in other releases of the organisation
    KIRI_N_BOILERPLATES
} KiriBoilerplateKind;
/* "press", "contact" …: for JSON. */
extern const char *const kiri_boilerplate_names[];

typedef struct {
    gsize from, to; // bytes of the text
    KiriBoilerplateKind kind;
} KiriBoilerplate;

/* KiriBoilerplate in text order, none overlapping (transfer full). `organisation`
 * may be NULL; `repeated` are lines as KiriRelease keeps them, or NULL. Linear in
 * the text. */
GArray *kiri_boilerplate_find(KiriStr text, const char *organisation, char **repeated);

/* The text of a release with its boilerplate turned to blanks, byte for byte, so
 * that places in it are places in the text (transfer full): release with g_free.
 * This is what is compared with articles. */
char *kiri_release_body(const KiriRelease *release);
/* The same of a text that is no release yet. */
char *kiri_boilerplate_blank(KiriStr text, const char *organisation, char **repeated);

/* ---- repetition ---- */

/* Counts lines over the releases of each organisation. */
typedef struct KiriRepetition KiriRepetition;
KiriRepetition *kiri_repetition_new(void);
void kiri_repetition_free(KiriRepetition *r);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriRepetition, kiri_repetition_free)
/* Removed releases and those without an organisation count for nothing. */
void kiri_repetition_add(KiriRepetition *r, const KiriRelease *release);
/* Sets `repeated` of a release that was added to those of its lines that at least
 * two others of its organisation have. */
void kiri_repetition_apply(const KiriRepetition *r, KiriRelease *release);
