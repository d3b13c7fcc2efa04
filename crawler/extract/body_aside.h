// SPDX-License-Identifier: GPL-3.0-or-later
/* Parts of a page that are no article text: what stands between the names of
 * elements and the weighing of blocks.
 *
 * Thread rule: any thread. */
#pragma once

#include "extract_page.h"

/* Corrects page->names: takes back names that lie, and calls rows of cards and
 * articles that follow the page's own RELATED. `first[i]` is the index of the
 * first block that starts at node i or later; dom->n + 1 entries. Linear in the
 * page, but for a bounded number of comparisons among siblings. */
void kiri_body_mark_asides(KiriReading *page, const guint32 *first);

/* Two elements of one tag and one class. */
gboolean kiri_body_is_same_make(const KiriDom *dom, guint a, guint b);

/* ---- body_captions.c ---- */
/* Sets KIRI_NAME_CAPTION of blocks that stand with a picture; takes it back, and
 * sets is_talk, where captions are the text. After blocks have their names. */
void kiri_body_find_captions(KiriReading *page, const guint32 *first);

/* ---- body_boxes.c ---- */
/* Sets is_record. first[i]: see body_score.c. */
void kiri_body_find_records(KiriReading *page, const guint32 *first);
