// SPDX-License-Identifier: GPL-3.0-or-later
/* The account of a rule, and when it is to be looked at by a person. */
#include <kirinuki/rule_state.h>

#include <string.h>

enum { MISSES = 5, MISSES_OF_A_DAY = 2 };

static gboolean is_required(const char *key)
{
    return strcmp(key, "title") == 0 || strcmp(key, "body") == 0;
}

void kiri_rule_state_note(KiriRuleState *state, const char *url, char **missed, gint64 now_us)
{
    KiriTime now = kiri_time_jst(now_us);
    state->seen++;
    state->last_seen = now;
    g_clear_pointer(&state->missed, g_strfreev);
    g_clear_pointer(&state->missed_url, g_free);
    for (char **key = missed; key && *key; key++)
        if (is_required(*key))
            kiri_strv_add(&state->missed, *key);
    if (!state->missed) {
        state->misses = 0;
        state->missing_since = KIRI_TIME_UNSET;
        state->last_match = now;
        return;
    }
    if (!state->misses++)
        state->missing_since = now;
    state->missed_url = g_strdup(url);
}

gboolean kiri_rule_state_is_stale(const KiriRuleState *state)
{
    gint64 lasts = state->misses ? state->last_seen.us - state->missing_since.us : 0;
    if (!state->is_own && !kiri_time_is_set(state->last_match))
        return FALSE;
    return state->misses >= MISSES ||
           (state->misses >= MISSES_OF_A_DAY && lasts >= KIRI_US_PER_DAY);
}
