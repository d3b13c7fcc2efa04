// SPDX-License-Identifier: GPL-3.0-or-later
/* The score stage over a store that changes: which clips a pass looks at, which figures
 * stay, what is told of those that change, one story counted once, and figures as they
 * were known at a day. */
#include "../support/ledger.h"

#include <kirinuki/score.h>

#include <string.h>

static const KiriScoreOrganisation us = {.name = "暮らし安全省"};

typedef struct {
    Ledger ledger;
    KiriStore *store; // the ledger's
    KiriScoreOptions options;
    KiriScoreCounts counts;
    GPtrArray *told; // "clip before→after"
} Stage;

static void set_up(Stage *s, gconstpointer data)
{
    (void)data;
    ledger_set_up(&s->ledger);
    s->store = s->ledger.store;
    s->options = (KiriScoreOptions){.organisation = us, .rules = kiri_score_rules_default()};
    s->told = g_ptr_array_new_with_free_func(g_free);
    for (gint i = 1; i <= 2; i++) {
        g_autoptr(KiriRelease) r = kiri_release_new();
        r->id = g_strdup_printf("R-%d", i);
        r->title = g_strdup("発表");
        test_put(s->store, KIRI_NOUN_RELEASE, r);
    }
    ledger_medium(&s->ledger, "asa", KIRI_MEDIUM_WEB, NULL);
    ledger_medium(&s->ledger, "yoi", KIRI_MEDIUM_WEB, NULL);
    ledger_put_figure(&s->ledger, "asa", "page_views", NULL, 1000000);
    ledger_put_figure(&s->ledger, "yoi", "page_views", NULL, 1000000);
    ledger_put_rate(&s->ledger, "asa", "cpm", NULL, 400);
}

static void tear_down(Stage *s, gconstpointer data)
{
    (void)data;
    test_verify_clean(s->store);
    g_ptr_array_unref(s->told);
    ledger_tear_down(&s->ledger);
}

/* An article of a day, known two hours later, and (with a release) its clip. */
static char *put_article(Stage *s, const char *medium, gint n, gint day, const char *release)
{
    g_autofree char *url = g_strdup_printf("https://%s.example/%d", medium, n);
    g_autoptr(KiriArticle) a = test_article(url, "暮らし安全省が発表した。\n雨が降った。", day);
    a->medium = g_strdup(medium);
    a->fetched = kiri_time_jst(a->published.us + 2 * KIRI_US_PER_HOUR);
    test_put(s->store, KIRI_NOUN_ARTICLE, a);
    if (!release)
        return g_strdup(a->id);
    g_autoptr(KiriClip) c = kiri_clip_new();
    c->id = kiri_clip_make_id(a->id, release);
    c->article = g_strdup(a->id);
    c->story = g_strdup(a->id);
    c->release = g_strdup(release);
    c->class_ = KIRI_CLASS_PUBLICITY;
    test_put(s->store, KIRI_NOUN_CLIP, c);
    return g_strdup(c->id);
}

static void told(const KiriClip *clip, const KiriScore *before, const KiriScore *after,
                 gpointer data)
{
    g_ptr_array_add(data, g_strdup_printf("%s %" G_GINT64_FORMAT "→%" G_GINT64_FORMAT, clip->id,
                                          before->ave_yen, after->ave_yen));
}

static void run(Stage *s, gint day)
{
    g_autoptr(GError) error = NULL;
    s->options.now = kiri_time_jst(test_day_us(day) + 12 * KIRI_US_PER_HOUR);
    kiri_score_run(s->store, &s->options, &s->counts, &error);
    g_assert_no_error(error);
    s->options.renews = FALSE;
}

static void renew(Stage *s, gint day)
{
    s->options.renews = TRUE;
    s->options.renewed = told;
    s->options.renewed_data = s->told;
    g_ptr_array_set_size(s->told, 0);
    run(s, day);
}

static void assert_yen(Stage *s, const char *id, gint64 yen)
{
    g_autoptr(KiriClip) c = kiri_store_get(s->store, KIRI_NOUN_CLIP, id, NULL);
    g_assert_nonnull(c->score);
    g_assert_cmpint(c->score->is_known ? c->score->ave_yen : -1, ==, yen);
}

static void dearer(Stage *s, const char *medium, gint64 price, gint day)
{
    KiriTime when = kiri_time_jst(test_day_us(day));
    g_autoptr(KiriRate) next = ledger_rate(&s->ledger, medium, KIRI_MEDIUM_WEB, "cpm", NULL, price);
    g_autoptr(KiriRate) old = kiri_store_get(s->store, KIRI_NOUN_RATE, next->id, NULL);
    next->entered = when;
    if (old) {
        old->replaced = when;
        test_put(s->store, KIRI_NOUN_RATE, old);
        char *id = next->id;
        next->id = g_strdup_printf("%s~%d", id, day);
        g_free(id);
    }
    test_put(s->store, KIRI_NOUN_RATE, next);
}

/* ---- what is looked at ---- */

/* A pass costs what changed: the clips of a month, of a release, or none. */
static void test_looks_at_what_changed(Stage *s, gconstpointer data)
{
    (void)data;
    for (gint i = 0; i < 40; i++)
        g_free(put_article(s, i % 2 ? "asa" : "yoi", i, i % 4 ? 3 : 40, "R-1"));
    run(s, 50);
    g_assert_cmpuint(s->counts.scored, ==, 40);
    run(s, 50);
    g_assert_cmpuint(s->counts.looked, ==, 0);
    g_free(put_article(s, "asa", 100, 4, NULL)); // April: 20 clips of asa
    run(s, 51);
    g_assert_cmpuint(s->counts.looked, ==, 20);
    g_free(put_article(s, "toto", 101, 4, NULL)); // a medium without clips
    run(s, 51);
    g_assert_cmpuint(s->counts.looked, ==, 0);
    g_autofree char *one = put_article(s, "yoi", 102, 70, "R-2");
    run(s, 71);
    g_assert_cmpuint(s->counts.looked, ==, 1);
}

/* What the crawl writes while a pass is at work is the next pass's. */
typedef struct {
    Stage *stage;
    gboolean is_done;
} Meanwhile;

static void write_meanwhile(guint64 done, guint64 total, gpointer data)
{
    Meanwhile *m = data;
    (void)done, (void)total;
    if (!m->is_done)
        g_free(put_article(m->stage, "asa", 900, 5, NULL));
    m->is_done = TRUE;
}

static void test_meanwhile(Stage *s, gconstpointer data)
{
    (void)data;
    Meanwhile m = {s, FALSE};
    g_autofree char *id = put_article(s, "asa", 1, 3, "R-1");
    s->options.progress = write_meanwhile;
    s->options.data = &m;
    run(s, 6);
    s->options.progress = NULL;
    run(s, 6);
    g_autoptr(KiriClip) c = kiri_store_get(s->store, KIRI_NOUN_CLIP, id, NULL);
    g_assert_cmpint(c->score->articles_that_month, ==, 2);
    run(s, 6);
    g_assert_cmpuint(kiri_store_cursor(s->store, "score"), ==, kiri_store_log_end(s->store));
}

/* ---- what stays ---- */

static void test_stays_until_renewed(Stage *s, gconstpointer data)
{
    (void)data;
    g_autofree char *a = put_article(s, "asa", 1, 3, "R-1");
    g_autofree char *b = put_article(s, "asa", 2, 33, "R-2"); // in May
    g_autofree char *unknown = put_article(s, "yoi", 3, 3, "R-1");
    run(s, 40);
    assert_yen(s, a, 160000); // 1,000,000 × 400 ÷ 1,000 × .5 × .8
    assert_yen(s, unknown, -1);
    dearer(s, "asa", 800, 41);
    dearer(s, "yoi", 100, 41);
    run(s, 42);
    assert_yen(s, a, 160000);
    assert_yen(s, unknown, 40000); // it was 算定不能: now it is not
    g_free(put_article(s, "asa", 4, 5, NULL));
    run(s, 43); // the month goes on moving, at the rate of before
    assert_yen(s, a, 80000);
    s->options.renew_from_us = test_day_us(20);
    renew(s, 44);
    assert_yen(s, a, 80000);
    assert_yen(s, b, 320000);
    g_assert_cmpuint(s->told->len, ==, 1);
    s->options.renew_from_us = G_MININT64;
    renew(s, 45);
    g_assert_cmpuint(s->told->len, ==, 1);
    g_autofree char *line = g_strdup_printf("%s 80000→160000", a);
    g_assert_cmpstr(g_ptr_array_index(s->told, 0), ==, line);
    renew(s, 46);
    g_assert_cmpuint(s->counts.renewed + s->counts.scored, ==, 0);
}

/* The method is part of what a figure rests on. */
static void test_method_stays(Stage *s, gconstpointer data)
{
    (void)data;
    g_autofree char *a = put_article(s, "asa", 1, 3, "R-1");
    ledger_put_rate(&s->ledger, "asa", "flat", NULL, 7000);
    run(s, 40);
    s->options.rules.method = "pr-value";
    s->options.force_all = TRUE;
    run(s, 41);
    assert_yen(s, a, 160000);
    renew(s, 42);
    assert_yen(s, a, 7000);
    g_autoptr(KiriClip) c = kiri_store_get(s->store, KIRI_NOUN_CLIP, a, NULL);
    g_assert_cmpstr(c->score->method, ==, "pr-value");
    g_assert_cmpuint(kiri_recs_count(c->score->bases), ==, 2);
}

/* ---- one story ---- */

/* The wire has no figure: the first of its copies that has one stands for the story. */
static void test_story_once(Stage *s, gconstpointer data)
{
    (void)data;
    ledger_medium(&s->ledger, "wire", KIRI_MEDIUM_WIRE, NULL);
    ledger_put_rate(&s->ledger, "yoi", "cpm", NULL, 400);
    g_autofree char *root = put_article(s, "wire", 1, 3, "R-1");
    char *copies[] = {put_article(s, "asa", 2, 3, "R-1"), put_article(s, "yoi", 3, 3, "R-1"), NULL};
    g_autofree char *story = kiri_clip_article_of(root, NULL);
    g_autoptr(KiriLineage) row = kiri_lineage_new();
    row->article = g_strdup(story);
    row->story = g_strdup(story);
    for (gint i = 0; i < 2; i++) {
        g_autoptr(KiriClip) c = kiri_store_get(s->store, KIRI_NOUN_CLIP, copies[i], NULL);
        g_free(c->story);
        c->story = g_strdup(story);
        c->origin = g_strdup(story);
        c->class_ = KIRI_CLASS_SYNDICATED;
        test_put(s->store, KIRI_NOUN_CLIP, c);
        kiri_strv_add(&row->copies, c->article);
        g_autoptr(KiriLineage) own = kiri_lineage_new();
        own->article = g_strdup(c->article);
        own->origin = g_strdup(story);
        own->story = g_strdup(story);
        test_put(s->store, KIRI_NOUN_LINEAGE, own);
    }
    test_put(s->store, KIRI_NOUN_LINEAGE, row);
    s->options.rules.copies = "count-once";
    run(s, 4);
    assert_yen(s, root, -1);
    assert_yen(s, copies[0], 160000);
    assert_yen(s, copies[1], 0);
    g_autoptr(KiriVerdict) no = kiri_verdict_new();
    no->clip = g_strdup(copies[0]);
    no->is_rejected = TRUE;
    test_put(s->store, KIRI_NOUN_VERDICT, no);
    run(s, 5); // now the other one stands for it
    assert_yen(s, copies[1], 160000);
    g_free(copies[0]);
    g_free(copies[1]);
}

/* ---- as of a day ---- */

typedef struct {
    gint64 yen;
    guint count, unknown;
    GString *text;
} Sum;

static gboolean add_then(const KiriScoreThen *then, gpointer data)
{
    Sum *sum = data;
    sum->count++;
    sum->unknown += then->worth.is_known ? 0 : 1;
    sum->yen += then->worth.yen;
    g_auto(KiriBuf) bytes;
    kiri_buf_init(&bytes, KIRI_BUF_UNCAPPED);
    kiri_record_encode(&kiri_score_shape, then->score, &bytes);
    g_string_append_len(sum->text, bytes.p, (gssize)bytes.n);
    return TRUE;
}

static Sum as_of(Stage *s, gint day, const char *release, const char *method)
{
    g_autoptr(GError) error = NULL;
    Sum sum = {.text = g_string_new(NULL)};
    KiriScoreAsOf question = {.known_us = test_day_us(day + 1) - 1,
                              .organisation = us,
                              .rules = kiri_score_rules_default(),
                              .forces_method = method != NULL,
                              .release = release};
    if (method)
        question.rules.method = method;
    kiri_score_as_of(s->store, &question, add_then, &sum, &error);
    g_assert_no_error(error);
    return sum;
}

static void assert_sum(Stage *s, gint day, const char *release, guint count, gint64 yen)
{
    Sum sum = as_of(s, day, release, NULL);
    g_assert_cmpuint(sum.count, ==, count);
    g_assert_cmpint(sum.yen, ==, yen);
    g_string_free(sum.text, TRUE);
}

static void test_as_of(Stage *s, gconstpointer data)
{
    (void)data;
    g_autofree char *a = put_article(s, "asa", 1, 3, "R-1");
    run(s, 4);
    Sum first = as_of(s, 4, NULL, NULL);
    g_assert_cmpint(first.yen, ==, 160000);
    g_autofree char *b = put_article(s, "asa", 2, 10, "R-2"); // the month has two now
    run(s, 11);
    dearer(s, "asa", 800, 12);
    run(s, 13);
    renew(s, 14);
    g_autoptr(KiriVerdict) mine = kiri_verdict_new();
    mine->clip = g_strdup(a);
    kiri_verdict_set_override(mine, KIRI_OVERRIDE_AVE, 5, "無料", "山田",
                              kiri_time_jst(test_day_us(15)));
    kiri_verdict_change(NULL, mine, KIRI_ACTION_VALUE, "山田", kiri_time_jst(test_day_us(15)));
    test_put(s->store, KIRI_NOUN_VERDICT, mine);
    assert_sum(s, 2, NULL, 0, 0); // before anything was known
    assert_sum(s, 4, NULL, 1, 160000);
    assert_sum(s, 11, NULL, 2, 160000); // 80,000 each
    assert_sum(s, 13, NULL, 2, 160000); // the dearer rate was there, and nobody had asked
    assert_sum(s, 14, NULL, 2, 320000);
    assert_sum(s, 15, NULL, 2, 160005);
    assert_sum(s, 15, "R-1", 1, 5); // the parts make up the whole
    assert_sum(s, 15, "R-2", 1, 160000);
    Sum again = as_of(s, 4, NULL, NULL);
    g_assert_true(g_string_equal(first.text, again.text));
    g_string_free(first.text, TRUE);
    g_string_free(again.text, TRUE);
}

/* A text that was changed later is the text of then. */
static void test_as_of_text(Stage *s, gconstpointer data)
{
    (void)data;
    g_autofree char *id = put_article(s, "asa", 1, 3, "R-1");
    g_autofree char *article = kiri_clip_article_of(id, NULL);
    run(s, 4);
    g_autoptr(KiriArticle) a = kiri_store_get(s->store, KIRI_NOUN_ARTICLE, article, NULL);
    g_free(a->text);
    a->text = g_strdup("暮らし安全省が発表した。");
    a->fetched = kiri_time_jst(test_day_us(8));
    test_put(s->store, KIRI_NOUN_ARTICLE, a);
    run(s, 9);
    assert_yen(s, id, 320000); // all of it is about us now
    assert_sum(s, 5, NULL, 1, 160000);
    assert_sum(s, 9, NULL, 1, 320000);
}

static void test_as_of_method(Stage *s, gconstpointer data)
{
    (void)data;
    g_autofree char *id = put_article(s, "asa", 1, 3, "R-1");
    ledger_put_rate(&s->ledger, "asa", "flat", NULL, 7000);
    run(s, 4);
    guint64 end = kiri_store_log_end(s->store);
    Sum sum = as_of(s, 4, NULL, "pr-value");
    g_assert_cmpint(sum.yen, ==, 7000);
    g_string_free(sum.text, TRUE);
    sum = as_of(s, 4, NULL, "nihon-monitor");
    g_assert_cmpuint(sum.unknown, ==, 1);
    g_string_free(sum.text, TRUE);
    g_assert_cmpuint(kiri_store_log_end(s->store), ==, end); // nothing was stored
    assert_yen(s, id, 160000);
}

#define STAGE(path, test) g_test_add(path, Stage, NULL, set_up, test, tear_down)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    STAGE("/stage/looks-at-what-changed", test_looks_at_what_changed);
    STAGE("/stage/meanwhile", test_meanwhile);
    STAGE("/stage/stays-until-renewed", test_stays_until_renewed);
    STAGE("/stage/method-stays", test_method_stays);
    STAGE("/stage/story-once", test_story_once);
    STAGE("/stage/as-of", test_as_of);
    STAGE("/stage/as-of-text", test_as_of_text);
    STAGE("/stage/as-of-method", test_as_of_method);
    return g_test_run();
}
