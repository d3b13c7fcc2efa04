// SPDX-License-Identifier: GPL-3.0-or-later
/* What the sources that apply a site's rule share.
 *
 * Thread rule: a page belongs to one thread at a time. */
#pragma once

#include "site_rule_use.h"

/* The keys of a rule that decide a field. */
typedef enum {
    KIRI_RULE_TITLE,
    KIRI_RULE_BODY,
    KIRI_RULE_AUTHOR,
    KIRI_RULE_DATE,
    KIRI_RULE_UPDATED,
    KIRI_RULE_IMAGE,
    KIRI_RULE_SECTION,
    KIRI_RULE_NEXT,
    KIRI_RULE_WHOLE,
    KIRI_N_RULE_KEYS
} KiriRuleKey;

/* What one line of a rule found. */
typedef struct {
    GArray *nodes; // guint, in document order, the first of them
    char *attr;    // that is meant; NULL: the text
} KiriRulePlaces;

struct KiriRuleUse {
    const KiriSiteRule *rule;            // borrowed
    char *source;                        // of its witnesses: "rule: NAME"
    GPtrArray *places[KIRI_N_RULE_KEYS]; // KiriRulePlaces, one for each line
    guint8 *in_body;                     // by node; NULL: the rule names no text
    gboolean is_taken[KIRI_N_RULE_KEYS];
};

/* What stands there: the attribute that the rule names, `content` of a meta element,
 * the attribute `usual`, or, where that is NULL, the text on one line. "" where there
 * is none. (transfer full) */
char *kiri_rule_value(const KiriReading *page, const KiriRulePlaces *places, guint node,
                      const char *usual);
/* The rule has decided a field: its witness is the chosen one. */
void kiri_rule_take(KiriReading *page, KiriRuleKey key, const char *field, const char *value);
