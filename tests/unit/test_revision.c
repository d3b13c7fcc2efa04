// SPDX-License-Identifier: GPL-3.0-or-later
/* What changed between two versions of an article, and over all of them. */
#include "../support/store.h"

#include <kirinuki/revision.h>

#include <string.h>

#define ONE "県は十日、避難所を120か所に増やすと発表した。"
#define TWO "対象は1200人で、費用は3億5000万円を見込む。"
#define THREE "知事は「早く整えたい」と話した。"

static KiriArticle *version(const char *title, const char *text)
{
    KiriArticle *a = test_article("https://example.jp/1", text, 3);
    g_free(a->title);
    a->title = g_strdup(title);
    a->version = 1;
    return a;
}

static KiriRevision *between(const KiriArticle *older, KiriArticle *newer)
{
    newer->version = older->version + 1;
    return kiri_revision_between(older, newer);
}

static char *joined(char **v)
{
    return v ? g_strjoinv("/", v) : g_strdup("");
}

static void assert_list(char **v, const char *expected)
{
    g_autofree char *all = joined(v);
    g_assert_cmpstr(all, ==, expected);
}

static void test_same(void)
{
    g_autoptr(KiriArticle) a = version("避難所を増設", ONE TWO THREE);
    /* Widths, spacing and paragraphs are no change. */
    g_autoptr(KiriArticle) b = version("避難所を 増設", ONE "\n" TWO "\n　" THREE);
    g_autoptr(KiriRevision) r = between(a, b);
    g_assert_false(kiri_revision_is_visible(r));
    g_assert_cmpfloat(r->changed, ==, 0);
    /* Nor is what we learn beside the text. */
    b->medium = g_strdup("asahi");
    g_autoptr(KiriRevision) known = between(a, b);
    g_assert_false(kiri_revision_is_visible(known));
}

static void test_figures(void)
{
    g_autoptr(KiriArticle) a = version("避難所を120か所に", ONE TWO THREE);
    g_autoptr(KiriArticle) b =
        version("避難所を120か所に", ONE "対象は1万2000人で、費用は3億5000万円を見込む。" THREE);
    g_autoptr(KiriRevision) r = between(a, b);
    g_assert_true(kiri_revision_is_visible(r));
    g_assert_null(r->title_before);
    assert_list(r->figures_before, "1200人");
    assert_list(r->figures_after, "12000人");
    g_assert_cmpint(r->n_added, ==, 1);
    g_assert_cmpint(r->n_removed, ==, 1);
    assert_list(r->removed, TWO);
    g_assert_cmpfloat(r->changed, >, 0.2);
    g_assert_cmpfloat(r->changed, <, 0.5);
    g_assert_cmpint(r->version, ==, 2);
}

/* A notice names the figure that was wrong: that does not make it stay. */
static void test_figures_of_notice(void)
{
    g_autoptr(KiriArticle) a = version("避難所を増設", ONE TWO);
    g_autoptr(KiriArticle) b =
        version("避難所を増設", ONE "対象は1300人で、費用は3億5000万円を見込む。\n"
                                    "【訂正】対象を1200人としたのは1300人の誤りでした。");
    b->is_corrected = TRUE;
    b->correction = g_strdup("【訂正】対象を1200人としたのは1300人の誤りでした。");
    g_autoptr(KiriRevision) r = between(a, b);
    assert_list(r->figures_before, "1200人");
    assert_list(r->figures_after, "1300人");
}

static void test_moved_and_repeated(void)
{
    g_autoptr(KiriArticle) a = version("題", ONE TWO THREE);
    g_autoptr(KiriArticle) moved = version("題", THREE TWO ONE);
    g_autoptr(KiriRevision) same = between(a, moved);
    g_assert_false(kiri_revision_is_visible(same));
    g_autoptr(KiriArticle) twice = version("題", ONE TWO THREE THREE);
    g_autoptr(KiriRevision) more = between(a, twice);
    g_assert_cmpint(more->n_added, ==, 1);
    g_assert_cmpint(more->n_removed, ==, 0);
    g_autoptr(KiriRevision) less = between(twice, a);
    g_assert_cmpint(less->n_removed, ==, 1);
    g_assert_cmpint(less->n_added, ==, 0);
}

static void test_headline_correction_removal(void)
{
    g_autoptr(KiriArticle) a = version("避難所を増設", ONE);
    g_autoptr(KiriArticle) b = version("避難所を130か所に", ONE);
    b->is_corrected = TRUE;
    b->correction = g_strdup("見出しを訂正しました。");
    g_autoptr(KiriRevision) r = between(a, b);
    g_assert_cmpstr(r->title_before, ==, "避難所を増設");
    g_assert_cmpstr(r->title_after, ==, "避難所を130か所に");
    g_assert_true(r->is_corrected);
    g_assert_cmpstr(r->correction, ==, "見出しを訂正しました。");
    assert_list(r->figures_after, "130か所");
    g_autoptr(KiriArticle) c = kiri_record_copy(&kiri_article_shape, b);
    c->removed = kiri_time_jst(test_day_us(9));
    g_autoptr(KiriRevision) gone = between(b, c);
    g_assert_true(gone->is_removed);
    g_assert_false(gone->is_corrected); // it was already
    g_assert_cmpint(gone->seen.us, ==, test_day_us(9));
    g_autoptr(KiriArticle) d = kiri_record_copy(&kiri_article_shape, b);
    g_autoptr(KiriRevision) back = between(c, d);
    g_assert_true(back->is_back);
    g_assert_true(kiri_revision_is_visible(back));
}

static void test_of_store(void)
{
    g_autoptr(KiriTempDir) dir = kiri_temp_new();
    g_autoptr(KiriStore) store = test_store_open(dir, KIRI_STORE_CREATE);
    g_autoptr(GError) error = NULL;
    static const char *const titles[] = {"一", "一", "二", "三"};
    for (guint i = 0; i < G_N_ELEMENTS(titles); i++) {
        g_autoptr(KiriArticle) a = version(titles[i], ONE);
        if (i)
            a->section = g_strdup("社会"); // a change that no reader sees
        test_put(store, KIRI_NOUN_ARTICLE, a);
    }
    g_autoptr(KiriArticle) first = version("一", ONE);
    g_autoptr(KiriArticle) newest = kiri_store_get(store, KIRI_NOUN_ARTICLE, first->id, NULL);
    g_assert_cmpint(newest->version, ==, 4);
    g_autoptr(GPtrArray) list = kiri_store_revisions(store, newest, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(list->len, ==, 2);
    const KiriRevision *last = g_ptr_array_index(list, 1);
    g_assert_cmpint(last->version, ==, 4);
    g_assert_cmpstr(last->title_before, ==, "二");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/revision/same", test_same);
    g_test_add_func("/revision/figures", test_figures);
    g_test_add_func("/revision/figures-of-notice", test_figures_of_notice);
    g_test_add_func("/revision/moved-and-repeated", test_moved_and_repeated);
    g_test_add_func("/revision/headline-correction-removal", test_headline_correction_removal);
    g_test_add_func("/revision/of-store", test_of_store);
    return g_test_run();
}
