// SPDX-License-Identifier: GPL-3.0-or-later
/* How a site's rule fares: does it still find headline and text on its pages?
 *
 * Pages that are no articles say nothing and are not counted. A rule is stale when
 * five pages in a row were missed, or all of a day, two at least: one page of another
 * make is no sign yet. One that came with the program and never matched is not stale:
 * it was written without a look at the site, and nothing is the worse for it.
 *
 * Thread rule: see record.h. */
#pragma once

#include <kirinuki/record.h>

typedef struct {
    char *rule;             // its name
    gint64 seen;            // articles that it was used on
    gint64 misses;          // in a row, up to now
    KiriTime missing_since; // the first of them
    KiriTime last_seen, last_match;
    char **missed;    // what gave nothing the last time: "title", "body"
    char *missed_url; // and where
    gboolean is_own;  // the rule is one of the workspace
} KiriRuleState;
KIRI_DECLARE_RECORD(KiriRuleState, rule_state)

/* An article was made with the rule; of the keys in `missed` (NULL: none) the rule
 * found nothing. Only those without which there is no article count. */
void kiri_rule_state_note(KiriRuleState *state, const char *url, char **missed, gint64 now_us);
gboolean kiri_rule_state_is_stale(const KiriRuleState *state);
