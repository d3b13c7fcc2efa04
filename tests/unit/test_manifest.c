// SPDX-License-Identifier: GPL-3.0-or-later
/* The manifest: a second count of an unchanged store differs in nothing and has the same
 * check number; whatever changes in the store is named, with both values; a manifest that
 * somebody edited is refused. */
#include "../support/coverage.h"

#include <kirinuki/error.h>
#include <kirinuki/manifest.h>

#include <string.h>

typedef struct {
    KiriTempDir *dir;
    KiriStore *store;
    KiriManifest *manifest;
    KiriBuf text;
} Fixture;

static KiriSummaryQuery question(void)
{
    return (KiriSummaryQuery){.release = "hinata",
                              .from_us = G_MININT64,
                              .to_us = G_MAXINT64,
                              .now_us = test_day_us(19) + 9 * KIRI_US_PER_HOUR,
                              .organisation = "暮らし安全省",
                              .population = 123000000};
}

static void set_up(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    f->dir = kiri_temp_new();
    f->store = test_store_open(f->dir, KIRI_STORE_CREATE);
    coverage_fill(f->store);
    const KiriSummaryQuery query = question();
    g_autoptr(KiriSummary) s = kiri_summary_make(f->store, &query, &error);
    g_assert_no_error(error);
    f->manifest = kiri_manifest_make(f->store, &query, s, &error);
    g_assert_no_error(error);
    kiri_buf_init(&f->text, KIRI_BUF_UNCAPPED);
    kiri_manifest_write(f->manifest, s, kiri_report_to_buf, &f->text, &error);
    g_assert_no_error(error);
}

static void tear_down(Fixture *f, gconstpointer data)
{
    (void)data;
    kiri_manifest_free(f->manifest);
    kiri_buf_clear(&f->text);
    kiri_store_close(f->store);
    kiri_temp_free(f->dir);
}

/* The differences as lines "subject|what|before|after". */
static char *recount(Fixture *f, char **number)
{
    g_autoptr(GError) error = NULL;
    KiriStr rows;
    g_autoptr(KiriManifest) then = kiri_manifest_read(kiri_buf_view(&f->text), &rows, &error);
    g_assert_no_error(error);
    const KiriSummaryQuery q = kiri_manifest_query(then);
    g_autoptr(KiriSummary) s = kiri_summary_make(f->store, &q, &error);
    g_assert_no_error(error);
    g_autoptr(KiriManifest) now = kiri_manifest_make(f->store, &q, s, &error);
    g_autoptr(GPtrArray) list = kiri_manifest_compare(then, rows, now, s, &error);
    g_assert_no_error(error);
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < list->len; i++) {
        const KiriManifestDifference *d = g_ptr_array_index(list, i);
        g_string_append_printf(text, "%s|%s|%s|%s\n", d->subject, d->what,
                               d->before ? d->before : "-", d->after ? d->after : "-");
    }
    *number = g_strdup(now->number);
    return g_string_free(text, FALSE);
}

static void test_same(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autofree char *number = NULL;
    g_autofree char *text = recount(f, &number);
    g_assert_cmpstr(text, ==, "");
    g_assert_cmpstr(number, ==, f->manifest->number);
    g_assert_cmpuint(strlen(number), ==, 14); // XXXX-XXXX-XXXX
    g_assert_cmpint(f->manifest->total, >=, COVERAGE_TOTAL);
    g_assert_cmpint(f->manifest->seen, >=, f->manifest->total);
    g_assert_cmpuint(kiri_strv_count(f->manifest->rates), >, 0);
}

/* A person's class and a person's refusal since then: both are named. */
static void test_verdicts(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriSummary) s = coverage_summary(f->store);
    g_autoptr(KiriSummaryClip) first = kiri_summary_open_clip(s, 0, &error);
    g_autoptr(KiriSummaryClip) second = kiri_summary_open_clip(s, 1, &error);
    g_assert_no_error(error);
    KiriVerdict named = {.clip = first->clip->id, .class_ = KIRI_CLASS_MENTION, .has_class = TRUE};
    KiriVerdict refused = {.clip = second->clip->id, .is_rejected = TRUE};
    test_put(f->store, KIRI_NOUN_VERDICT, &named);
    test_put(f->store, KIRI_NOUN_VERDICT, &refused);
    g_autofree char *number = NULL;
    g_autofree char *text = recount(f, &number);
    g_assert_cmpstr(number, !=, f->manifest->number);
    g_assert_nonnull(strstr(text, "総件数|数値|"));
    g_autofree char *gone = g_strdup_printf("「%s」|掲載|", second->article->title);
    g_assert_nonnull(strstr(text, gone));
    g_assert_nonnull(strstr(text, "|掲載種類|"));
}

/* Any byte of it that is changed, or lost. */
static void test_edited(Fixture *f, gconstpointer data)
{
    (void)data;
    KiriStr rows;
    for (gsize cut = 0; cut < f->text.n; cut += 97) {
        g_autoptr(GError) error = NULL;
        g_autoptr(KiriManifest) m = kiri_manifest_read((KiriStr){f->text.p, cut}, &rows, &error);
        g_assert_null(m);
        g_assert_nonnull(error);
    }
    char *figure = strstr(f->text.p, "\"unique\":");
    g_assert_nonnull(figure);
    figure[9] = figure[9] == '9' ? '1' : '9';
    g_autoptr(GError) error = NULL;
    g_assert_null(kiri_manifest_read(kiri_buf_view(&f->text), &rows, &error));
    g_assert_error(error, KIRI_ERROR_REPORT, KIRI_ERROR_PARSE);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add("/manifest/same", Fixture, NULL, set_up, test_same, tear_down);
    g_test_add("/manifest/verdicts", Fixture, NULL, set_up, test_verdicts, tear_down);
    g_test_add("/manifest/edited", Fixture, NULL, set_up, test_edited, tear_down);
    return g_test_run();
}
