// SPDX-License-Identifier: GPL-3.0-or-later
/* What the four files of the charset gate share: the encodings by number, their
 * index tables, the decoders, and the two ways to find an encoding out. */
#pragma once

#include <kirinuki/buf.h>
#include <kirinuki/charset.h>

typedef enum {
    KIRI_ENC_UTF_8,
    KIRI_ENC_UTF_16LE,
    KIRI_ENC_UTF_16BE,
    KIRI_ENC_SHIFT_JIS,
    KIRI_ENC_EUC_JP,
    KIRI_ENC_ISO_2022_JP,
    KIRI_ENC_EUC_KR,
    KIRI_ENC_BIG5,
    KIRI_ENC_GBK,
    KIRI_ENC_GB18030,
    KIRI_ENC_REPLACEMENT,
    KIRI_ENC_X_USER_DEFINED,
    KIRI_ENC_WINDOWS_1252, // the first of the single-byte encodings
    KIRI_ENC_IBM866,
    KIRI_ENC_ISO_8859_2,
    KIRI_ENC_ISO_8859_3,
    KIRI_ENC_ISO_8859_4,
    KIRI_ENC_ISO_8859_5,
    KIRI_ENC_ISO_8859_6,
    KIRI_ENC_ISO_8859_7,
    KIRI_ENC_ISO_8859_8,
    KIRI_ENC_ISO_8859_8_I,
    KIRI_ENC_ISO_8859_10,
    KIRI_ENC_ISO_8859_13,
    KIRI_ENC_ISO_8859_14,
    KIRI_ENC_ISO_8859_15,
    KIRI_ENC_ISO_8859_16,
    KIRI_ENC_KOI8_R,
    KIRI_ENC_KOI8_U,
    KIRI_ENC_MACINTOSH,
    KIRI_ENC_WINDOWS_874,
    KIRI_ENC_WINDOWS_1250,
    KIRI_ENC_WINDOWS_1251,
    KIRI_ENC_WINDOWS_1253,
    KIRI_ENC_WINDOWS_1254,
    KIRI_ENC_WINDOWS_1255,
    KIRI_ENC_WINDOWS_1256,
    KIRI_ENC_WINDOWS_1257,
    KIRI_ENC_WINDOWS_1258,
    KIRI_ENC_X_MAC_CYRILLIC,
    KIRI_N_ENC,
    KIRI_ENC_NONE = -1,
} KiriEncoding;

enum {
    KIRI_FIRST_SINGLE_BYTE = KIRI_ENC_WINDOWS_1252,
    KIRI_N_SINGLE_BYTE = KIRI_N_ENC - KIRI_FIRST_SINGLE_BYTE,
};

/* The WHATWG name, lower case; static. */
const char *kiri_encoding_name(KiriEncoding encoding);
/* KIRI_ENC_NONE where no encoding has that label. */
KiriEncoding kiri_encoding_by_label(KiriStr label);

/* The WHATWG indexes (https://encoding.spec.whatwg.org/#indexes): code point by
 * pointer, 0 where there is none. */
typedef struct {
    guint16 jis0208[11280];
    guint16 jis0212[8836];
    guint16 euc_kr[23940];
    guint16 gb18030[23940];
    guint16 gb18030_ranges[39420]; // the four-byte codes of the BMP, spread out
    guint32 big5[19782];
    guint16 single_byte[KIRI_N_SINGLE_BYTE][128];
} KiriCharsetIndex;

/* The tables, or NULL before kiri_charset_preload(). */
const KiriCharsetIndex *kiri_charset_index(void);

/* Decodes as the standard's decoder of `encoding` does, without looking for a
 * byte order mark; stops when `out` is over its cap. Returns the number of
 * U+FFFD that were put in. Needs the tables for everything but UTF. */
gsize kiri_encoding_decode(KiriEncoding encoding, KiriStr bytes, KiriBuf *out);

/* Length of the longest prefix that is well-formed UTF-8 without NUL. */
gsize kiri_utf8_prefix(const char *p, gsize n);

/* The encoding of a byte order mark and its length, or KIRI_ENC_NONE. */
KiriEncoding kiri_charset_bom(KiriStr bytes, gsize *bom_bytes);
/* The label in a Content-Type header or a meta element's content; an empty view
 * where there is none. */
KiriStr kiri_charset_label_of_content_type(KiriStr content_type);
/* What an HTML document's meta elements or an XML declaration say. `is_unknown`
 * is set where a declaration has a label that nobody knows. */
KiriEncoding kiri_charset_prescan_html(KiriStr bytes);
KiriEncoding kiri_charset_prescan_xml(KiriStr bytes, gboolean *is_unknown);

/* Statistics. A sample is the part of a document in which the encodings differ;
 * the cost of an encoding is the length in bits of the sample as that encoding
 * reads it, under a coarse model of Japanese text. */
void kiri_charset_sample(KiriStr bytes, KiriBuf *sample);
guint kiri_charset_cost(KiriEncoding encoding, KiriStr sample, gsize *errors, gsize *foreign);
KiriEncoding kiri_charset_guess(KiriStr sample, guint *cost);
