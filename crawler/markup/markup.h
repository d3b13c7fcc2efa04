// SPDX-License-Identifier: GPL-3.0-or-later
/* Character references and plain text of small pieces of markup: titles, names.
 * Whole pages go through dom.h.
 *
 * Thread rule: any thread. */
#pragma once

#include <kirinuki/buf.h>

/* Reads the reference at the start of `s` ("&amp;", "&eacute;", "&#8217;",
 * "&#x92;"): its length in bytes with the semicolon, and the character; 0 when
 * there is none. Names are HTML's. Numbers mean what browsers take them for: C1
 * controls are windows-1252, what is no character is U+FFFD. */
gsize kiri_markup_reference(KiriStr s, gunichar *c);

/* windows-1252's character for a C1 control (0x80 … 0x9f), else `c`. */
gunichar kiri_markup_fix_c1(gunichar c);

/* Length of the tag or comment at the start of `s`, which begins with '<'; 0 when
 * it is neither. Only names of HTML elements count as tags: "<stdio.h>" stays. */
gsize kiri_markup_tag(KiriStr s);

/* Plain text of HTML: tags and comments removed, references decoded, white space
 * collapsed. (transfer full) */
char *kiri_markup_to_plain(KiriStr html);

/* `text` with white space collapsed and stripped. (transfer full) */
char *kiri_markup_collapse(KiriStr text);

/* Does a body say of itself that it is an HTML page? Its beginning decides, since
 * feeds are served under every content type. */
gboolean kiri_markup_says_html(GBytes *body);
