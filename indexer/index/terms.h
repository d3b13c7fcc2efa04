// SPDX-License-Identifier: GPL-3.0-or-later
/* Which terms a document of the index has.
 *
 * Two families. The first makes the keyword promise (DESIGN, text rules): terms
 * cut from the N-text by character class alone, so that every keyword yields
 * terms that each article containing it must have, whatever a dictionary says.
 * The second is for ranking only and comes from MeCab. None has positions: they
 * would nearly double the index, and the text decides anyway.
 *
 * The first byte says what a term is (N-text is case-folded, so no term text
 * begins with an ASCII capital):
 *
 *   C<character>    one character that is no Latin letter, digit or space
 *   B<two>          two neighbouring kana or kanji
 *   T<three>        three neighbouring kanji or katakana, or three hiragana; mixed ones
 *                   are three times as many, most of them rare, and there pairs do
 *   W<run>          a whole run of Latin letters, or a whole run of digits
 *   U<run>          the same for Latin letters inside a URL, which the promise
 *                   does not count as words, except to a keyword that begins and
 *                   ends with signs
 *   M<base form>    MeCab base form of a content word
 *   K<compound>     neighbouring nouns, prefixes and suffixes, joined
 *   S + C, B, W, U  the same, in the title only
 *   A + C, B, W, U  the same, in the names of the authors
 *   H<host>         the host and each parent domain
 *   J<medium>       the medium's id; and the N-form of the site's own name
 *   Y<month>        2026-03: its month in Japan
 *   D<day>          2026-03-09: its day
 *   N               the mark of a document without M and K: its words could not be had
 *   Q<id>           the article: the unique term
 *
 * C, B, T, W, U, M and K count title and body; a title occurrence counts
 * KIRI_TERMS_TITLE_WEIGHT times. A run longer than KIRI_TERMS_WORD_BYTES is cut
 * there, on both sides of the comparison.
 *
 * Values: KIRI_SLOT_DATE (8 bytes, big-endian, of µs + 2^63: byte order is time
 * order), KIRI_SLOT_ID, KIRI_SLOT_VERSION (of the article; decimal); for facets
 * KIRI_SLOT_MEDIUM (id), where there is none KIRI_SLOT_SITE (the name that the
 * site gives itself, else its host), and KIRI_SLOT_AUTHORS, as they are written; KIRI_SLOT_SIGNATURE (signature.h). The
 * document's data is its text in N-form (stored_text.h), so that a candidate is
 * verified without the store; it is left empty where the text is longer than
 * KIRI_TERMS_DATA_BYTES.
 *
 * A change here is a change of KIRI_TERMS_SCHEME, and every index is rebuilt. */
#pragma once

#include "xapian_shim.h"

#include <kirinuki/article.h>
#include <kirinuki/index.h>
#include <kirinuki/query.h>
#include <kirinuki/tokenize.h>

#define KIRI_TERMS_SCHEME "8"
#define KIRI_TERMS_TITLE_WEIGHT 3
#define KIRI_TERMS_WORD_BYTES 180
#define KIRI_TERMS_DATA_BYTES (64 * 1024)

enum {
    KIRI_SLOT_DATE,
    KIRI_SLOT_ID,
    KIRI_SLOT_VERSION,
    KIRI_SLOT_MEDIUM,
    KIRI_SLOT_SITE,
    KIRI_SLOT_AUTHORS,
    KIRI_SLOT_SIGNATURE,
};
/* Between two names of KIRI_SLOT_AUTHORS. */
#define KIRI_SLOT_SEPARATOR '\x1f'

/* The term N, which only counts; older indexes lack it, and are as good. */
#define KIRI_TERM_NO_WORDS "Nwords"

/* ---- runs of N-text ---- */

typedef enum {
    KIRI_PIECE_WORD,   // Latin letters, or digits
    KIRI_PIECE_JA,     // kana and kanji
    KIRI_PIECE_SYMBOL, // one character of anything else, no control character
} KiriPieceKind;

typedef struct {
    KiriPieceKind kind;
    KiriStr text;
} KiriPiece;

/* The next run at or after *at; spaces and control characters are stepped over.
 * FALSE at the end. Start with *at = 0. */
gboolean kiri_piece_next(KiriStr n_text, gsize *at, KiriPiece *run);
/* The first KIRI_TERMS_WORD_BYTES bytes of a word, on a character. */
KiriStr kiri_word_cut(KiriStr word);

/* Which trigrams a character of kana or kanji is in: 1, names and terms (kanji and
 * katakana); 2, the words between them (hiragana); 0, none. */
guint kiri_trigram_kind(gunichar c);

/* ---- a list of terms with counts ---- */

typedef struct KiriTerms KiriTerms;

KiriTerms *kiri_terms_new(void);
void kiri_terms_free(KiriTerms *terms);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriTerms, kiri_terms_free)
/* `prefix` and `text` joined; too long, or empty: left out. */
void kiri_terms_add(KiriTerms *terms, const char *prefix, KiriStr text, guint32 count);
gboolean kiri_terms_is_empty(const KiriTerms *terms);
/* Ascending by bytes (transfer full): an array of KiriXapTerm, its strings
 * borrowed until `terms` is freed or changed. */
GArray *kiri_terms_list(const KiriTerms *terms);

/* The words by which free text is ranked (M, K), each `weight` times. Used for
 * documents and for the words of a `like` question alike. */
void kiri_terms_add_ranking(KiriTerms *terms, KiriTokenizer *tokenizer, KiriStr original,
                            guint32 weight);
/* Is this a text of kanji and katakana alone? Then an M or K term with it proves
 * that title or body contain it, because such a term is never a base form that
 * differs from what was written. */
gboolean kiri_term_is_proof(KiriStr n_text);
/* The terms of the promise (C, B, W, U; T without a field) of an N-text, under
 * `field` ("", "S", "A"). */
void kiri_terms_add_promise(KiriTerms *terms, const char *field, KiriStr n_text, guint32 weight);

/* ---- an article's terms ---- */

/* Text terms of an article: what the worker computes. `tokenizer` NULL: the
 * promise only, for an article over which MeCab died: it costs rank, not recall. */
void kiri_terms_add_text(KiriTerms *terms, KiriTokenizer *tokenizer, const KiriArticle *article);
/* Terms of its other fields; made by the index stage itself from the stored
 * record: a worker that ate hostile text has no say in who an article is. */
void kiri_terms_add_identity(KiriTerms *terms, const KiriQueryArticle *article);

/* A worker's answer to its terms: checked, error CORRUPT where it lies. */
gboolean kiri_terms_decode(KiriStr answer, KiriTerms *terms, GError **error);
void kiri_terms_encode(const KiriTerms *terms, KiriBuf *out);

/* Texts of Y and D terms. */
void kiri_terms_month(gint64 us, char out[16]);
void kiri_terms_day(gint64 us, char out[16]);
/* 8 bytes of a KIRI_SLOT_DATE value, and back; not such a value: G_MININT64. */
void kiri_slot_date(gint64 us, char out[8]);
gint64 kiri_slot_date_us(KiriStr value);
