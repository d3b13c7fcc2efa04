// SPDX-License-Identifier: GPL-3.0-or-later
/* Selectors of per-site rules: the part of CSS (Selectors Level 3) that such
 * rules need, over the flat document.
 *
 *   type  *  #id  .class  [attr]  [attr=v] [attr^=v] [attr$=v] [attr*=v] [attr~=v]
 *   :first-child  :last-child  :nth-child(n)  :not(one simple selector)
 *   A B   A > B   A + B   A ~ B   A, B
 *
 * Elements that HTML does not know have no name here: "*" and what stands behind it
 * finds them. Names of elements and attributes are compared without regard to case, values,
 * classes and ids with it, as in HTML. Values are words or stand in quotes; '\'
 * takes the sign behind it as it is. Behind a selector "@name" may say which
 * attribute is meant instead of the text.
 *
 * Thread rule: any thread; a compiled selector does not change. */
#pragma once

#include "dom.h"

typedef struct KiriSelector KiriSelector;

/* Error PARSE says what was expected, LIMIT which limit was passed; `*at` (may be
 * NULL) gets the place in `text`, in bytes, where the trouble is. (transfer full) */
KiriSelector *kiri_selector_parse(KiriStr text, gsize *at, GError **error);
void kiri_selector_free(KiriSelector *selector);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriSelector, kiri_selector_free)

/* The attribute behind '@', lower case; NULL for none. Owned by the selector. */
const char *kiri_selector_attr(const KiriSelector *selector);

/* What a search of a page with `n` nodes costs at most, in elements looked at;
 * attributes count by their number and length, which one walk over the page finds:
 * one class of megabytes is as much work as a page of elements. */
guint64 kiri_selector_attribute_steps(const KiriDom *dom);
guint64 kiri_selector_steps(const KiriSelector *selector, guint n, guint64 attribute_steps);

/* Sets found[node] for every element that matches; `found` has dom->n members.
 * Returns how many were set that were not before. One pass per member of the list:
 * O(nodes × compounds), whatever is nested in what. */
guint kiri_selector_mark(const KiriSelector *selector, const KiriDom *dom, guint8 *found);
/* The first element in document order that matches, 0 for none. */
guint kiri_selector_first(const KiriSelector *selector, const KiriDom *dom);
