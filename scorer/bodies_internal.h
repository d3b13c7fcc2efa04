// SPDX-License-Identifier: GPL-3.0-or-later
/* What the files of bodies share.
 *
 * Thread rule: any thread. */
#pragma once

#include "bodies.h"

#include <kirinuki/normalize.h>

#include <string.h>

typedef struct {
    const char *text;
    KiriBodyKinds kinds;
    gboolean is_alone;
} KiriBodyEnding;
extern const KiriBodyEnding kiri_body_endings[]; // ended by a NULL text

/* A word's value is kinds × KIRI_N_SPEAKERS + speaker. */
struct KiriBodyTables {
    KiriWordTable *words;
};

gboolean kiri_str_ends(KiriStr s, const char *end);

/* One sentence that is being looked through. */
typedef struct {
    KiriStr text;
    const KiriOurNames *ours;
    GArray *found; // KiriMention
} KiriFind;

/* Adds the references of the sentence, not resolved yet. */
void kiri_find_references(KiriFind *find);
/* Whom a reference means: the last body of its kind. */
void kiri_reference_resolve(KiriMention *mention, const KiriNamedSoFar *named);
void kiri_named_so_far_add(KiriNamedSoFar *named, const KiriMention *mention);

/* ---- the text around a place ---- */

/* `what` is kanji or kana; most of them differ in their third byte. */
static inline gboolean has_at(KiriStr text, gsize at, const char *what)
{
    if (text.n - at < 3 || text.p[at + 2] != what[2])
        return FALSE;
    gsize n = strlen(what);
    return text.n - at >= n && memcmp(text.p + at, what, n) == 0;
}

static inline gboolean has_before(KiriStr text, gsize at, const char *what)
{
    gsize n = strlen(what);
    return at >= n && memcmp(text.p + at - n, what, n) == 0;
}

static inline gsize step(KiriStr text, gsize at)
{
    return (gsize)g_utf8_skip[(guchar)text.p[at]];
}

static inline KiriCharClass class_at(KiriStr text, gsize at)
{
    return at < text.n ? kiri_char_class(g_utf8_get_char(text.p + at)) : KIRI_CHAR_SPACE;
}

static inline KiriCharClass class_before(KiriStr text, gsize at)
{
    return at ? kiri_char_class(g_utf8_get_char(g_utf8_prev_char(text.p + at))) : KIRI_CHAR_SPACE;
}

static inline gboolean is_name_char(KiriCharClass c)
{
    return c == KIRI_CHAR_KANJI || c == KIRI_CHAR_KATAKANA || c == KIRI_CHAR_LATIN ||
           c == KIRI_CHAR_DIGIT;
}
