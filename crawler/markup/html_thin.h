// SPDX-License-Identifier: GPL-3.0-or-later
/* Leaves out of a page's HTML, before it is parsed, what no reader of the tree
 * looks at, so that it costs a scan and not a parse: about half of the bytes of a
 * news page.
 *
 *   scripts whose type does not name JSON, and styles: their text
 *   comments: their text (two runs of text that one parts stay two)
 *   drawings (<svg>) of known, well-nested elements: all that is inside
 *   runs of white space: all but a space or one or two line breaks, unless <pre>
 *   came before
 *   attributes: event handlers, srcset, sizes, styles that hide nothing, pictures
 *   in data: addresses, and values too long to name anything
 *
 * What the parser makes of the rest is what it makes of the whole: KiriDom is the
 * same but for those attributes. Where the tokenizer's state depends on the tree
 * (<select>, <template>, <math>, unusual drawings, framesets, open ends), the rest
 * of the page, or the part, stays as it is.
 *
 * Thread rule: any thread. */
#pragma once

#include <kirinuki/buf.h>

/* Shortens the `n` bytes of valid UTF-8 at `html` in place; the new length, never
 * more than `n`. Linear. */
gsize kiri_html_thin(char *html, gsize n);
