// SPDX-License-Identifier: GPL-3.0-or-later
/* Does a site's rule give what it says of its example?
 *
 * Thread rule: any thread. */
#pragma once

#include <kirinuki/extract.h>

/* The question to a worker about the example page of a rule, whose bytes are these;
 * NULL where the rule names no example. (transfer full) */
KiriExtractInput *kiri_rule_example_input(const KiriSiteRule *rule, GBytes *page);

/* What is wrong with the answer, in words: an expectation that is not met, a selector
 * that found nothing (`updated`, `next` and `whole` may, unless they are expected to),
 * an address that is none of the rule's. NULL when all is well. (transfer full):
 * release with g_strfreev. */
char **kiri_rule_judge(const KiriSiteRule *rule, const KiriExtracted *answer);
