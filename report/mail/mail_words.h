// SPDX-License-Identifier: GPL-3.0-or-later
/* How text gets into a mail: header text, parameters, bodies. Texts are valid UTF-8 and
 * may hold any character; a reader that decodes gets the same text back.
 *
 * Thread rule: any thread. */
#pragma once

#include <kirinuki/buf.h>

enum { KIRI_MAIL_COLUMNS = 76 };

/* Text of a header that begins `column` bytes into its line: as it is where it is
 * printable ASCII and can be folded, else in encoded words (RFC 2047 §2: at most 75
 * bytes each, no character cut in two). */
void kiri_mail_put_text(KiriStr text, gsize column, KiriBuf *out);
/* The same for the name before an address, where a plain text needs quotes. */
void kiri_mail_put_phrase(KiriStr text, gsize column, KiriBuf *out);
/* ";" and a parameter on lines of its own, by RFC 2231 §3 and §4 where it is long or
 * not ASCII. */
void kiri_mail_put_parameter(const char *name, KiriStr value, KiriBuf *out);

/* Bodies; each ends with CR LF unless it is empty. Line ends of a text become CR LF. */
void kiri_mail_put_base64(KiriStr bytes, KiriBuf *out);
void kiri_mail_put_quoted_printable(KiriStr text, KiriBuf *out);
