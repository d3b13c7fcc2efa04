// SPDX-License-Identifier: GPL-3.0-or-later
/* A site's rule at work on one page, beside the decisions of extract_page.h.
 *
 * Order: begin before anything else looks at the document (what is dropped is
 * silent from then on), each decision behind the general one that it may replace,
 * finish at the end.
 *
 * Thread rule: a page belongs to one thread at a time. */
#pragma once

#include "extract/extract_page.h"

/* NULL where the page has no rule. `dom` is changed: what the rule drops becomes an
 * element that nobody reads. (transfer full) */
KiriRuleUse *kiri_rule_begin(const KiriReading *page, KiriDom *dom);
void kiri_rule_free(KiriRuleUse *use);

/* Behind kiri_page_decide_title(): title and heading. */
void kiri_rule_decide_title(KiriReading *page);
/* Behind kiri_page_find_body(): text, links and what depends on where they stand.
 * FALSE leaves the text to kiri_page_decide_text(). */
gboolean kiri_rule_decide_text(KiriReading *page);
/* Behind everything else: authors, dates, image, section. */
void kiri_rule_decide_facts(KiriReading *page);
/* Next part and whole view, and the account of the rule. */
void kiri_rule_finish(KiriReading *page, KiriExtracted *out);
