// SPDX-License-Identifier: GPL-3.0-or-later
/* Where things end in HTML: tags, attributes, comments, raw text, by the states of
 * the HTML standard's tokenizer (§13.2.5). No tree is built. Positions are byte
 * indices into the page `h`, and h.n means "nowhere". Every function reads forward
 * once.
 *
 * Thread rule: any thread. */
#pragma once

#include <kirinuki/buf.h>

enum { KIRI_HTML_NAME_BYTES = 20 }; // of the longest name that anybody asks for and some more

typedef struct {
    char name[KIRI_HTML_NAME_BYTES]; // lower case; one that is too long is cut
    KiriStr value;                   // as it stands, references and all
    gsize from, to;                  // of the whole
} KiriHtmlAttr;

static inline gboolean kiri_html_is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

/* Index of the first `c` from `at` on. */
gsize kiri_html_find(KiriStr h, gsize at, char c);
gboolean kiri_html_has_at(KiriStr h, gsize at, const char *text);

/* Copies the name of the tag that begins at `from`; the index behind it. */
gsize kiri_html_tag_name(KiriStr h, gsize from, char name[KIRI_HTML_NAME_BYTES]);
/* The next attribute of a tag at or behind *at, which moves on. FALSE at the end of
 * the tag: *at is the index of '>', or h.n for a tag that is never closed.
 * `is_empty`: the tag ends in "/>". */
gboolean kiri_html_next_attr(KiriStr h, gsize *at, KiriHtmlAttr *attr, gboolean *is_empty);

/* Index of the end tag ("</name") of raw text that begins at `at`. */
gsize kiri_html_end_of_raw(KiriStr h, gsize at, const char *name);
/* The same for a script: in "<!-- <script>" the next end tag is not its own. */
gsize kiri_html_end_of_script(KiriStr h, gsize at);
/* Index behind the comment whose "<!--" is at `at`; 0 for one that is never closed. */
gsize kiri_html_end_of_comment(KiriStr h, gsize at);
