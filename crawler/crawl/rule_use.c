// SPDX-License-Identifier: GPL-3.0-or-later
/* The rules of sites in the crawl: a page gets the rule for its address on the way
 * to the worker, and what the worker says of it goes into the rule's account, in the
 * same batch as the article. The accounts in memory are those of the batch and go
 * with it: `rule add` and `rule remove` forget what the store has of a rule. */
#include "crawl_internal.h"

static void free_state(gpointer state)
{
    kiri_rule_state_free(state);
}

KiriSiteRule *kiri_crawler_rule_for(const KiriCrawler *c, const char *url)
{
    const KiriSiteRule *rule = kiri_site_rules_find(c->o->rules, url);
    return rule ? kiri_record_copy(&kiri_site_rule_shape, rule) : NULL;
}

/* (transfer full) */
static KiriRuleState *read_state(const KiriCrawler *c, const char *name)
{
    KiriRuleState *state = kiri_store_get(c->store, KIRI_NOUN_RULE, name, NULL);
    if (!state) {
        state = kiri_rule_state_new();
        state->rule = g_strdup(name);
    }
    return state;
}

/* A worker may say any name, and a rule may be gone since it was sent there. */
void kiri_crawler_note_rule(KiriCrawler *c, const char *url, const KiriExtracted *extracted)
{
    const KiriSiteRule *rule =
        c->o->rules && extracted->rule ? kiri_site_rules_get(c->o->rules, extracted->rule) : NULL;
    if (!rule || extracted->no_article)
        return;
    if (!c->rule_states)
        c->rule_states = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_state);
    KiriRuleState *state = g_hash_table_lookup(c->rule_states, rule->name);
    if (!state) {
        state = read_state(c, rule->name);
        g_hash_table_insert(c->rule_states, state->rule, state);
    }
    state->is_own = rule->is_own;
    kiri_rule_state_note(state, url, extracted->rule_missed, kiri_crawler_now_us(c));
    kiri_batch_put(kiri_intake_batch(c->intake), KIRI_NOUN_RULE, state);
}

void kiri_crawler_forget_rule_states(KiriCrawler *c)
{
    g_clear_pointer(&c->rule_states, g_hash_table_destroy);
}
