// SPDX-License-Identifier: GPL-3.0-or-later
/* Rules of sites that stopped matching. Nothing is missing because of them, since
 * the general way stepped in, but texts of that site may be worse than they were:
 * that is said beside what may be missing. */
#include "words/words.h"

#include <kirinuki/summary.h>

#include <string.h>

static void free_row(gpointer data)
{
    KiriStaleRule *row = data;
    kiri_rule_state_free(row->state);
    g_free(row->problem);
    g_free(row);
}

static void add_date(GString *text, gint64 us)
{
    g_auto(KiriBuf) date;
    kiri_buf_init(&date, KIRI_BUF_UNCAPPED);
    kiri_report_date(us, KIRI_ERA_SEIREKI, TRUE, &date);
    g_string_append_len(text, date.p, (gssize)date.n);
}

/* 見出し・本文が2026年4月10日（金）9時00分から連続5件で見つからない（一般の方法で抽出） */
static char *problem_of(const KiriRuleState *state)
{
    GString *text = g_string_new(NULL);
    for (char **key = state->missed; key && *key; key++) {
        const char *name = strcmp(*key, "title") == 0  ? "見出し"
                           : strcmp(*key, "body") == 0 ? "本文"
                                                       : *key;
        g_string_append_printf(text, "%s%s", text->len ? "・" : "", name);
    }
    g_string_append(text, "が");
    add_date(text, state->missing_since.us);
    g_string_append_printf(text, "から連続%" G_GINT64_FORMAT "件で見つからない（一般の方法で抽出）",
                           state->misses);
    return g_string_free(text, FALSE);
}

static gboolean look_at(gconstpointer record, gpointer rows)
{
    const KiriRuleState *state = record;
    if (!kiri_rule_state_is_stale(state))
        return TRUE;
    KiriStaleRule *row = g_new0(KiriStaleRule, 1);
    row->state = kiri_record_copy(&kiri_rule_state_shape, state);
    row->problem = problem_of(state);
    g_ptr_array_add(rows, row);
    return TRUE;
}

GPtrArray *kiri_summary_stale_rules(KiriStore *store, GError **error)
{
    GPtrArray *rows = g_ptr_array_new_with_free_func(free_row);
    if (kiri_store_each(store, KIRI_NOUN_RULE, "", look_at, rows, error))
        return rows;
    g_ptr_array_unref(rows);
    return NULL;
}
