// SPDX-License-Identifier: GPL-3.0-or-later
/* The one gate from bytes to text.
 *
 * Everything from outside comes through kiri_decode() and is valid UTF-8
 * without NUL afterwards. The charset is decided as browsers do it: BOM, then
 * the transport's label, then what the document declares (HTML meta prescan,
 * XML declaration), each checked against the bytes; where a label cannot be
 * right, or none is given, statistics choose among UTF-8, Windows-31J (which is
 * what Shift_JIS means on the web), EUC-JP and ISO-2022-JP. Labels and decoders
 * are those of https://encoding.spec.whatwg.org/; their tables are computed from
 * ICU's converters.
 *
 * So 機種依存文字 (①㈱Ⅱ: NEC row 13, the NEC and IBM extensions) and half-width
 * kana mean what they mean in a browser, and come out as they went in: folding
 * them is normalize.h's work.
 *
 * Thread rule: any thread, after kiri_charset_preload(). */
#pragma once

#include <kirinuki/buf.h>

typedef enum {
    KIRI_MARKUP_NONE, // plain text: no declaration inside
    KIRI_MARKUP_HTML,
    KIRI_MARKUP_XML,
} KiriMarkup;

typedef struct {
    const char *charset;      // WHATWG name, "utf-8", "shift_jis", …; static
    const char *witness;      // "bom", "http", "meta", "xml", "statistics"; static
    gboolean was_label_wrong; // a label was given and not believed
    /* The encoding of the most trusted label that was not believed, and where it
     * stood; NULL where all were, or where nobody knows the label. Static. */
    const char *refused, *refused_witness;
    gsize replaced; // U+FFFD put in for what could not be read
    /* 外字: characters of the rows that Windows-31J leaves to its users, kept as
     * U+E000–E757. They are not counted as replaced, for nothing of the text is
     * lost; but only the fonts of who made them show what they are. */
    gsize user_defined;
} KiriCharsetReport;

/* Opens the converters; before the sandbox closes. Call once. */
gboolean kiri_charset_preload(GError **error);

/* Decodes all of `bytes` into `out` (appended), at most out->cap. `content_type`
 * is the HTTP header or NULL. NUL becomes U+FFFD. FALSE only when the cap is
 * passed (LIMIT) or a converter fails (FAILED). */
gboolean kiri_decode(KiriStr bytes, const char *content_type, KiriMarkup markup, KiriBuf *out,
                     KiriCharsetReport *report, GError **error);

/* Do the bytes look like UTF-16, by their mark or by the half of the units of any
 * markup that is NUL? Tells text from binary data before it is decoded. */
gboolean kiri_charset_is_wide(KiriStr bytes);

/* WHATWG name of a label in any case and with surrounding spaces, or NULL. */
const char *kiri_charset_by_label(KiriStr label);
