// SPDX-License-Identifier: GPL-3.0-or-later
/* A person's figures beside the computed ones: which counts, what a change of the
 * journal is, and that undoing gives the computed figure its place back. */
#include "../support/store.h"

#include <string.h>

static KiriScore *score_of(gint64 yen, gdouble whole, gdouble share)
{
    KiriScore *s = kiri_score_new();
    s->is_known = s->is_estimate = TRUE;
    s->ave_yen = yen;
    s->whole_yen = whole;
    s->share_about_us = share;
    return s;
}

static KiriVerdict *verdict_new(void)
{
    KiriVerdict *v = kiri_verdict_new();
    v->clip = g_strdup("0123456789abcdef.R-1");
    return v;
}

static const KiriTime noon = {.us = 1776049200000000};

static void test_side_by_side(void)
{
    g_autoptr(KiriScore) s = score_of(1600, 3200.4, .5);
    g_autoptr(KiriVerdict) v = verdict_new();
    KiriWorth w = kiri_worth(s, NULL);
    g_assert_true(w.is_known && w.is_estimate && w.is_computed_known && !w.override);
    g_assert_cmpint(w.yen, ==, 1600);
    kiri_verdict_set_override(v, KIRI_OVERRIDE_AVE, 1200000, "契約単価", "山田", noon);
    w = kiri_worth(s, v);
    g_assert_cmpint(w.yen, ==, 1200000);
    g_assert_cmpint(w.computed_yen, ==, 1600);
    g_assert_false(w.is_estimate);
    g_assert_cmpstr(w.override->reason, ==, "契約単価");
    g_assert_false(kiri_verdict_is_empty(v));
}

/* 算定不能 becomes known by a person's word, and by nothing else. */
static void test_unknown(void)
{
    g_autoptr(KiriScore) s = kiri_score_new();
    g_autoptr(KiriVerdict) v = verdict_new();
    s->unknown_reason = g_strdup("単価未登録");
    kiri_verdict_set_override(v, KIRI_OVERRIDE_SHARE, 1, "全文", NULL, noon);
    g_assert_false(kiri_worth(s, v).is_known);
    kiri_verdict_set_override(v, KIRI_OVERRIDE_AVE, 0, "広告ではない", NULL, noon);
    KiriWorth w = kiri_worth(s, v);
    g_assert_true(w.is_known && !w.is_computed_known);
    g_assert_cmpint(w.yen, ==, 0);
    g_assert_true(kiri_worth(NULL, v).is_known);
}

static void test_share(void)
{
    g_autoptr(KiriScore) s = score_of(1600, 3200.4, .5);
    g_autoptr(KiriVerdict) v = verdict_new();
    kiri_verdict_set_override(v, KIRI_OVERRIDE_SHARE, .75, "図も当方", "山田", noon);
    g_assert_cmpint(kiri_worth(s, v).yen, ==, 2400); // 3,200.4 × .75 = 2,400.3
    s->whole_yen = 0; // stored before the whole was kept: 1,600 ÷ .5
    g_assert_cmpint(kiri_worth(s, v).yen, ==, 2400);
    kiri_verdict_set_override(v, KIRI_OVERRIDE_REACH, 500, "部数", NULL, noon);
    g_assert_cmpint(kiri_worth(s, v).yen, ==, 2400);
    g_assert_cmpfloat(kiri_verdict_override(v, KIRI_OVERRIDE_REACH)->value, ==, 500);
    kiri_verdict_clear_override(v, KIRI_OVERRIDE_SHARE);
    g_assert_null(kiri_verdict_override(v, KIRI_OVERRIDE_SHARE));
    g_assert_cmpint(kiri_worth(s, v).yen, ==, 1600);
    kiri_verdict_clear_override(v, NULL);
    g_assert_true(kiri_verdict_is_empty(v));
}

static void test_journal(void)
{
    g_autoptr(KiriVerdict) v = verdict_new();
    kiri_verdict_set_override(v, KIRI_OVERRIDE_AVE, 5000, "見積", "山田", noon);
    g_assert_true(kiri_verdict_change(NULL, v, KIRI_ACTION_VALUE, "山田", noon));
    g_autoptr(KiriVerdict) after = kiri_record_copy(&kiri_verdict_shape, v);
    KiriTime later = {.us = noon.us + KIRI_US_PER_DAY};
    kiri_verdict_set_override(after, KIRI_OVERRIDE_AVE, 5000, "見積", "山田", later);
    g_assert_false(kiri_verdict_change(v, after, KIRI_ACTION_VALUE, "山田", later));
    kiri_verdict_set_override(after, KIRI_OVERRIDE_AVE, 7000, "再見積", "佐藤", later);
    g_assert_true(kiri_verdict_change(v, after, KIRI_ACTION_VALUE, "佐藤", later));
    const KiriVerdictState *old = g_ptr_array_index(after->history, 0);
    g_assert_cmpuint(kiri_recs_count(old->overrides), ==, 1);
    g_assert_true(kiri_verdict_undo(after, "佐藤", later));
    g_assert_cmpfloat(kiri_verdict_override(after, KIRI_OVERRIDE_AVE)->value, ==, 5000);
    g_assert_true(kiri_verdict_undo(after, "佐藤", later));
    g_assert_null(after->overrides);
}

/* Stored and read again, a figure of 0 among them. */
static void test_stored(void)
{
    g_autoptr(KiriVerdict) v = verdict_new();
    g_auto(KiriBuf) bytes;
    kiri_buf_init(&bytes, KIRI_BUF_UNCAPPED);
    kiri_verdict_set_override(v, KIRI_OVERRIDE_AVE, 0, "自社広告", NULL, noon);
    kiri_record_encode(&kiri_verdict_shape, v, &bytes);
    g_autoptr(KiriVerdict) again =
        kiri_record_decode(&kiri_verdict_shape, kiri_buf_view(&bytes), NULL);
    g_assert_true(kiri_record_equal(&kiri_verdict_shape, v, again));
    g_assert_cmpfloat(kiri_verdict_override(again, KIRI_OVERRIDE_AVE)->value, ==, 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/worth/side-by-side", test_side_by_side);
    g_test_add_func("/worth/unknown", test_unknown);
    g_test_add_func("/worth/share", test_share);
    g_test_add_func("/worth/journal", test_journal);
    g_test_add_func("/worth/stored", test_stored);
    return g_test_run();
}
