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

/* One place that a line of a rule found. */
typedef struct {
    guint node;
    char *value; // what stands there, one line; "" for nothing
} KiriRulePlace;

/* The places of one line, in document order, the first of them. */
typedef struct {
    GArray *places;    // KiriRulePlace
    gboolean has_attr; // the line names an attribute
} KiriRuleLine;

struct KiriRuleUse {
    const KiriSiteRule *rule;           // borrowed
    char *source;                       // of its witnesses: "rule: NAME"
    GPtrArray *lines[KIRI_N_RULE_KEYS]; // KiriRuleLine
    GPtrArray *bodies; // guint8 *, by node: what each line of the body holds, where it finds any
    gboolean is_taken[KIRI_N_RULE_KEYS];
};

/* The rule has decided a field: its witness is the chosen one. */
void kiri_rule_take(KiriReading *page, KiriRuleKey key, const char *field, const char *value);
