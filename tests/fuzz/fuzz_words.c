// SPDX-License-Identifier: GPL-3.0-or-later
/* Any text as one of the short values that people type: a fiscal year, a time, a span of
 * quiet, kinds of variants, words of the ledger. What is taken lies within its bounds. */
#include "fuzz.h"

#include <kirinuki/fiscal.h>
#include <kirinuki/ledger.h>
#include <kirinuki/mailing.h>
#include <kirinuki/variants.h>

static void check_times(const char *text, gint64 now_us)
{
    gint minutes = kiri_clock_minutes(text);
    g_assert_true(minutes >= -1 && minutes < 24 * 60);
    g_autoptr(KiriAlert) alert = kiri_alert_new();
    if (!kiri_alert_is_quiet_span(text))
        return;
    alert->quiet = g_strdup(text);
    gint64 until = kiri_alert_quiet_until(alert, now_us);
    g_assert_true(until >= now_us && until <= now_us + KIRI_US_PER_DAY);
    g_assert_cmpint(kiri_alert_quiet_until(alert, until), ==, until);
}

static void check_year(const char *text)
{
    gint year = 0;
    if (!kiri_fiscal_year_parse(text, &year))
        return;
    g_assert_true(year >= 1950 && year <= 9998);
    KiriSpan span = kiri_fiscal_year(year);
    g_assert_cmpint(kiri_fiscal_year_of(span.from_us), ==, year);
    g_assert_cmpint(kiri_fiscal_year_of(span.to_us - 1), ==, year);
    g_assert_cmpint(kiri_fiscal_year_of(span.to_us), ==, year + 1);
}

/* A word that means something has a name that means the same. */
static void check_ledger(const char *text)
{
    gint kind = kiri_medium_kind_parse(text), contract = kiri_contract_parse(text);
    gint fee = kiri_fee_parse(text), confidence = kiri_confidence_parse(text);
    const char *metric = kiri_metric_parse(text), *unit = kiri_unit_parse(text);
    if (kind >= 0)
        g_assert_cmpint(kiri_medium_kind_parse(kiri_medium_kind_word((KiriMediumKind)kind)), ==,
                        kind);
    if (contract >= 0)
        g_assert_cmpint(kiri_contract_parse(kiri_contract_word((KiriContract)contract)), ==,
                        contract);
    if (fee >= 0)
        g_assert_cmpint(kiri_fee_parse(kiri_fee_word((KiriFee)fee)), ==, fee);
    if (confidence >= 0)
        g_assert_cmpint(kiri_confidence_parse(kiri_confidence_word((KiriConfidence)confidence)), ==,
                        confidence);
    g_assert_true(!metric || kiri_metric_parse(kiri_metric_word(metric)) == metric);
    g_assert_true(!unit || kiri_unit_parse(kiri_unit_word(unit)) == unit);
    gint yes = kiri_yes_no_parse(text);
    g_assert_true(yes >= -1 && yes <= 1);
    g_autofree char *rank = kiri_rank_parse(text);
    g_autofree char *again = rank ? kiri_rank_parse(rank) : NULL;
    g_assert_cmpstr(rank, ==, again);
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize n)
{
    FuzzInput in = {data, n};
    gint64 now_us =
        G_GINT64_CONSTANT(1776038400000000) + (gint64)fuzz_byte(&in) * 6 * KIRI_US_PER_MINUTE;
    g_autofree char *text = fuzz_utf8(&in);
    check_times(text, now_us);
    check_year(text);
    check_ledger(text);
    guint kinds = 0;
    g_autoptr(GError) error = NULL;
    gboolean ok = kiri_variant_kinds_parse(text, &kinds, &error);
    g_assert_true(!ok == !!error);
    g_assert_true(!ok || !(kinds & ~KIRI_VARIANTS_ALL));
    return 0;
}
