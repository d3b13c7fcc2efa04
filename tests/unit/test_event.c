// SPDX-License-Identifier: GPL-3.0-or-later
/* Which articles tell of one event: texts of their own, rivals and instalments, copies
 * and roundups, releases, and what arrivals and departures change. */
#include "../support/outcome.h"

#include "lineage/event_profile.h"
#include "link/link_events.h"

#include <string.h>

#define WEIGHTS KIRINUKI_SOURCE_DIR "/dictionaries/match_weights.tsv"
#define FREQUENCIES KIRINUKI_SOURCE_DIR "/dictionaries/term_frequencies.tsv"

static const char *const bridge_a[] = {
    "佐波川の吊り橋、ケーブル3本に断裂　県が通行止め",
    "県は13日、佐波川に架かる三ツ森吊り橋で主ケーブルの素線37本のうち14本が切れているのが"
    "見つかったとして、全面通行止めにした。通学路で、児童86人が下流の橋へ回る。"};
static const char *const bridge_b[] = {
    "三ツ森吊り橋が通行止め、素線14本切れる",
    "三ツ森吊り橋（佐波川）を渡れなくなった。点検していた作業員が13日朝、主ケーブルの素線が"
    "14本切れているのに気付き、管理する県に知らせた。迂回は約1.2キロ。毎日渡る児童86人の親からは"
    "心配する声が出ている。"};
static const char *const bridge_c[] = {
    "佐波川の三ツ森吊り橋、月内は通れず　素線断裂で県",
    "主ケーブルの素線14本の断裂が見つかった佐波川の三ツ森吊り橋について、県は14日、月内は"
    "通行止めを続けると明らかにした。児童86人は当面、下流の橋を使う。"};
static const char *const tunnel[] = {
    "隣町の久米隧道、照明が消え片側通行に",
    "町は13日、久米隧道の照明52基が消えたため片側交互通行にした。落雷で配電盤が焼けたとみている。"
    "通学路で、児童31人が迂回する。県の点検は来週になる見通し。"};
static const char *const survey_12[] = {
    "第12回「朝ごはん調査」、欠食は18.4％",
    "食育推進協会は13日、第12回朝ごはん調査の結果を公表した。朝食を食べない日がある小学生は"
    "18.4％で、対象は全国の児童5120人。"};
static const char *const survey_11[] = {
    "第11回「朝ごはん調査」、欠食は17.9％",
    "食育推進協会は10日、第11回朝ごはん調査の訂正を公表した。朝食を食べない日がある小学生は"
    "17.9％で、対象は全国の児童4980人。"};

enum { FIRST_DAY = 12 }; // 13 April, of which the texts tell

/* ---- a store ---- */

typedef struct {
    KiriTempDir *dir;
    KiriStore *store;
    KiriLinkOptions options;
} Fixture;

static void set_up(Fixture *f, gconstpointer data)
{
    (void)data;
    f->dir = kiri_temp_new();
    f->store = test_store_open(f->dir, KIRI_STORE_CREATE);
    f->options = (KiriLinkOptions){.weights_path = WEIGHTS, .frequencies_path = FREQUENCIES};
}

static void tear_down(Fixture *f, gconstpointer data)
{
    (void)data;
    test_verify_clean(f->store);
    kiri_store_close(f->store);
    kiri_temp_free(f->dir);
}

static void link_all(Fixture *f)
{
    g_autoptr(GError) error = NULL;
    KiriLinkCounts counts;
    gboolean ok = kiri_link_run(f->store, &f->options, &counts, &error);
    g_assert_no_error(error);
    g_assert_true(ok);
}

static KiriArticle *article_at(const char *site, const char *const text[2], gint day, gint hour)
{
    g_autofree char *url = g_strdup_printf("https://%s.example/news/1", site);
    KiriArticle *a = test_article(url, text[1], 0);
    g_free(a->title);
    a->title = g_strdup(text[0]);
    a->site_name = g_strdup(site);
    a->published = kiri_time_jst(test_day_us(FIRST_DAY + day) + hour * KIRI_US_PER_HOUR);
    return a;
}

/* Stores it and gives its id. */
static char *put(Fixture *f, KiriArticle *article)
{
    g_autoptr(KiriArticle) a = article;
    test_put(f->store, KIRI_NOUN_ARTICLE, a);
    return g_strdup(a->id);
}

static char *add(Fixture *f, const char *site, const char *const text[2], gint day, gint hour)
{
    return put(f, article_at(site, text, day, hour));
}

static void remove_article(Fixture *f, const char *id)
{
    KiriBatch *batch = kiri_batch_begin(f->store);
    kiri_batch_delete(batch, KIRI_NOUN_ARTICLE, id);
    test_commit(batch);
}

static void assert_event(Fixture *f, const char *id, const char *event)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *found = kiri_store_event_of(f->store, id, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(found, ==, event);
}

static void assert_rebuilds(Fixture *f)
{
    g_autofree char *followed = outcome_of(f->store);
    f->options.force_rebuild = TRUE;
    link_all(f);
    f->options.force_rebuild = FALSE;
    g_autofree char *rebuilt = outcome_of(f->store);
    g_assert_cmpstr(rebuilt, ==, followed);
}

/* ---- what is one event ---- */

static void test_own_texts(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autofree char *a = add(f, "asa", bridge_a, 0, 10), *b = add(f, "haya", bridge_b, 0, 12);
    g_autofree char *c = add(f, "yugata", bridge_c, 1, 9), *other = add(f, "mura", tunnel, 0, 11);
    link_all(f);
    assert_event(f, a, a);
    assert_event(f, b, a);
    assert_event(f, c, a);
    assert_event(f, other, other);
    g_auto(GStrv) members = kiri_store_event_articles(f->store, a);
    g_assert_cmpuint(g_strv_length(members), ==, 2);
    g_assert_cmpstr(members[0], ==, b); // by time
    g_assert_cmpstr(members[1], ==, c);
    g_autoptr(KiriEvent) row = kiri_store_get(f->store, KIRI_NOUN_EVENT, b, NULL);
    g_assert_cmpstr(row->through, ==, a);
    g_assert_cmpfloat(row->likeness, >=, KIRI_EVENT_LEAST);
    assert_rebuilds(f);
}

/* The next instalment says the same in other figures. */
static void test_instalments(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autofree char *old = add(f, "asa", survey_11, 0, 10), *new = add(f, "haya", survey_12, 3, 10);
    link_all(f);
    assert_event(f, old, old);
    assert_event(f, new, new);
}

/* Months later the same words are another matter. */
static void test_long_after(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autofree char *a = add(f, "asa", bridge_a, 0, 10), *b = add(f, "haya", bridge_b, 40, 12);
    link_all(f);
    assert_event(f, a, a);
    assert_event(f, b, b);
}

/* A copy is where its root is; a text that holds several is nowhere. */
static void test_copies(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autofree char *copied = g_strconcat("（朝の便り）", bridge_b[1], NULL);
    g_autofree char *both =
        g_strconcat("■橋\n", bridge_b[1], "\n■学び\n", survey_12[1], "\n以上である。", NULL);
    const char *const copy_text[] = {"橋が渡れない", copied};
    const char *const roundup_text[] = {"きょうのまとめ", both};
    g_autofree char *a = add(f, "asa", bridge_a, 0, 8), *b = add(f, "haya", bridge_b, 0, 9);
    g_autofree char *copy = add(f, "tsushin", copy_text, 0, 12);
    g_autofree char *survey = add(f, "manabi", survey_12, 0, 10);
    g_autofree char *roundup = add(f, "matome", roundup_text, 0, 20);
    link_all(f);
    assert_event(f, copy, a);
    g_assert_false(kiri_store_has(f->store, KIRI_NOUN_EVENT, copy));
    g_assert_false(kiri_store_has(f->store, KIRI_NOUN_EVENT, roundup));
    assert_event(f, survey, survey);
    remove_article(f, b);
    link_all(f);
    assert_event(f, copy, a); // a text of its own now
    g_assert_true(kiri_store_has(f->store, KIRI_NOUN_EVENT, copy));
    assert_rebuilds(f);
}

/* A day, a month or a year stands for all of it; with none at all nobody knows. */
static void test_coarse_times(Fixture *f, gconstpointer data)
{
    (void)data;
    KiriArticle *month = article_at("geppo", bridge_b, 9, 0);
    month->published = kiri_time_coarsen(month->published, KIRI_PRECISION_MONTH);
    KiriArticle *never = article_at("itsuka", bridge_c, 0, 0);
    never->published = never->fetched = KIRI_TIME_UNSET;
    g_autofree char *a = add(f, "asa", bridge_a, 12, 10);
    g_autofree char *b = put(f, month), *none = put(f, never);
    link_all(f);
    assert_event(f, a, b); // the month began before
    assert_event(f, b, b);
    g_assert_false(kiri_store_has(f->store, KIRI_NOUN_EVENT, none));
    assert_rebuilds(f);
}

/* ---- arrivals ---- */

static void test_late_first(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autofree char *c = add(f, "yugata", bridge_c, 1, 9);
    link_all(f);
    g_autofree char *b = add(f, "haya", bridge_b, 0, 12);
    link_all(f);
    assert_event(f, c, b);
    g_autofree char *a = add(f, "asa", bridge_a, 0, 10);
    link_all(f);
    assert_event(f, b, a);
    assert_event(f, c, a);
    remove_article(f, a);
    link_all(f);
    assert_event(f, b, b);
    assert_event(f, c, b);
    g_assert_false(kiri_store_has(f->store, KIRI_NOUN_EVENT, a));
    assert_rebuilds(f);
}

/* A text that becomes another one leaves. */
static void test_changed_text(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autofree char *a = add(f, "asa", bridge_a, 0, 10), *b = add(f, "haya", bridge_b, 0, 12);
    link_all(f);
    assert_event(f, b, a);
    g_autofree char *same = add(f, "asa", tunnel, 0, 10);
    g_assert_cmpstr(same, ==, a);
    link_all(f);
    assert_event(f, b, b);
    assert_rebuilds(f);
}

/* More articles than are looked at have one of the words: the others find it. */
static void test_crowd(Fixture *f, gconstpointer data)
{
    (void)data;
    enum { MANY = KIRI_EVENT_ROWS + 8 };
    g_autofree char *first = add(f, "asa", bridge_a, 0, 0);
    for (guint i = 0; i < MANY; i++) {
        g_autofree char *site = g_strdup_printf("town%u", i);
        g_autofree char *title = g_strdup_printf("三ツ森吊り橋の%u番目の伝説", i + 20);
        g_autofree char *text = g_strdup_printf(
            "佐波川の吊り橋には言い伝えが多い。ケーブルを渡る狐の話は%u年に書き留められた。",
            1500 + i);
        const char *const tale[] = {title, text};
        g_autofree char *id = add(f, site, tale, 1, (gint)i % 12);
    }
    g_autofree char *near = add(f, "haya", bridge_b, 0, 1),
                    *far = add(f, "yugata", bridge_c, 1, 13);
    link_all(f);
    assert_event(f, near, first);
    assert_event(f, far, first);
    assert_rebuilds(f);
}

/* ---- releases ---- */

static const char release_text[] =
    "県土整備部は、三ツ森吊り橋の架け替え方針を決めました。新しい橋は長さ118メートルの鋼アーチ橋と"
    "し、"
    "総事業費は9億4000万円、2029年3月の開通をめざします。歩道の幅は2.5メートルです。";
static const char *const covers_a[] = {
    "三ツ森吊り橋、鋼アーチ橋に　県が架け替え方針",
    "県は17日、三ツ森吊り橋を長さ118メートルの鋼アーチ橋に架け替える方針を発表した。総事業費は"
    "9億4000万円、2029年3月の開通をめざす。"};
static const char *const covers_b[] = {"通学路、幅2.5メートルに広がる見込み",
                                       "架け替え方針が17日に示された。県土整備部によると、三ツ森吊"
                                       "り橋に代わる鋼アーチ橋の歩道は幅2.5メートル。"
                                       "総事業費9億4000万円で、2029年3月に通れるようになる。"};

static void put_release(Fixture *f)
{
    g_autoptr(KiriRelease) r = kiri_release_new();
    r->id = g_strdup("R-1");
    r->organisation = g_strdup("県土整備部");
    r->title = g_strdup("三ツ森吊り橋の架け替え方針について");
    r->text = g_strdup(release_text);
    r->date = kiri_time_jst(test_day_us(FIRST_DAY + 4));
    test_put(f->store, KIRI_NOUN_RELEASE, r);
}

static gdouble likeness_of(Fixture *f, const char *a, const char *b,
                           gdouble signs[KIRI_N_EVENT_SIGNS])
{
    g_autoptr(KiriEvent) x = kiri_store_get(f->store, KIRI_NOUN_EVENT, a, NULL);
    g_autoptr(KiriEvent) y = kiri_store_get(f->store, KIRI_NOUN_EVENT, b, NULL);
    KiriEventView v, w;
    g_assert_true(kiri_event_view(x, &v));
    g_assert_true(kiri_event_view(y, &w));
    gdouble there = kiri_event_likeness(&v, &w, signs), back = kiri_event_likeness(&w, &v, NULL);
    g_assert_cmpfloat_with_epsilon(there, back, 1e-12);
    return there;
}

/* What both cover speaks for them, and is found again when it goes. */
static void test_release(Fixture *f, gconstpointer data)
{
    (void)data;
    gdouble before[KIRI_N_EVENT_SIGNS], after[KIRI_N_EVENT_SIGNS];
    g_autofree char *a = add(f, "asa", covers_a, 4, 2), *b = add(f, "haya", covers_b, 4, 5);
    link_all(f);
    gdouble without = likeness_of(f, a, b, before);
    put_release(f);
    link_all(f);
    gdouble with = likeness_of(f, a, b, after);
    g_assert_cmpfloat(before[KIRI_EVENT_X_RELEASE], <, 0.5);
    g_assert_cmpfloat(after[KIRI_EVENT_X_RELEASE], >, 0.5);
    g_assert_cmpfloat(with, >, without);
    assert_event(f, b, a);
    assert_rebuilds(f);
    KiriBatch *batch = kiri_batch_begin(f->store);
    kiri_batch_delete(batch, KIRI_NOUN_RELEASE, "R-1");
    test_commit(batch);
    link_all(f);
    g_assert_cmpfloat_with_epsilon(likeness_of(f, a, b, NULL), without, 1e-12);
}

/* ---- signs ---- */

static void test_signs(Fixture *f, gconstpointer data)
{
    (void)data;
    gdouble x[KIRI_N_EVENT_SIGNS];
    static const char *const model_a[] = {"【新製品】丸川の扇風機「KF-21」、7月発売",
                                          "丸川電機は扇風機KF-21を7月5日に売り出す。1万2800円。"};
    static const char *const model_b[] = {"【新製品】丸川の扇風機「KF-35」、7月発売",
                                          "丸川電機は扇風機KF-35を7月5日に売り出す。1万5800円。"};
    g_autofree char *a = add(f, "asa", bridge_a, 0, 10), *b = add(f, "haya", bridge_b, 0, 12);
    g_autofree char *one = add(f, "kaden", model_a, 2, 1), *two = add(f, "tsuhan", model_b, 3, 2);
    g_autofree char *old = add(f, "manabi", survey_11, 0, 1),
                    *new = add(f, "kosodate", survey_12, 5, 1);
    link_all(f);
    likeness_of(f, a, b, x);
    g_assert_cmpfloat(x[KIRI_EVENT_X_FIGURES], >, 0); // 14本, 86人
    g_assert_cmpfloat(x[KIRI_EVENT_X_DAYS], >, 0);    // 13日
    g_assert_cmpfloat(x[KIRI_EVENT_X_MARKS], <, 0.5);
    likeness_of(f, one, two, x);
    g_assert_cmpfloat(x[KIRI_EVENT_X_MARKS], >, 0.5);
    g_assert_cmpfloat_with_epsilon(x[KIRI_EVENT_X_APART], 0.1, 1e-9);
    likeness_of(f, old, new, x);
    g_assert_cmpfloat(x[KIRI_EVENT_X_ISSUES], >, 0.5);
    g_assert_cmpfloat(x[KIRI_EVENT_X_SITE], <, 0.5);
}

/* A profile that was not packed here is none. */
static void test_damaged_profile(void)
{
    static const guint8 bytes[] = {1, 200, 1, 2, 3};
    g_autoptr(KiriEvent) row = kiri_event_new();
    KiriEventView view;
    g_assert_false(kiri_event_view(row, &view));
    row->profile = g_bytes_new_static(bytes, sizeof bytes);
    g_assert_false(kiri_event_view(row, &view));
    g_assert_cmpfloat(kiri_event_likeness(&view, &view, NULL), <=, 1);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add("/event/own-texts", Fixture, NULL, set_up, test_own_texts, tear_down);
    g_test_add("/event/instalments", Fixture, NULL, set_up, test_instalments, tear_down);
    g_test_add("/event/long-after", Fixture, NULL, set_up, test_long_after, tear_down);
    g_test_add("/event/copies", Fixture, NULL, set_up, test_copies, tear_down);
    g_test_add("/event/coarse-times", Fixture, NULL, set_up, test_coarse_times, tear_down);
    g_test_add("/event/late-first", Fixture, NULL, set_up, test_late_first, tear_down);
    g_test_add("/event/changed-text", Fixture, NULL, set_up, test_changed_text, tear_down);
    g_test_add("/event/crowd", Fixture, NULL, set_up, test_crowd, tear_down);
    g_test_add("/event/release", Fixture, NULL, set_up, test_release, tear_down);
    g_test_add("/event/signs", Fixture, NULL, set_up, test_signs, tear_down);
    g_test_add_func("/event/damaged-profile", test_damaged_profile);
    return g_test_run();
}
