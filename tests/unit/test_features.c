// SPDX-License-Identifier: GPL-3.0-or-later
/* What makes a release the one that an article covers. */
#include "decide/decide.h"

#include <string.h>

#define WEIGHTS KIRINUKI_SOURCE_DIR "/dictionaries/match_weights.tsv"
#define FREQUENCIES KIRINUKI_SOURCE_DIR "/dictionaries/term_frequencies.tsv"

typedef struct {
    KiriFrequencies *frequencies;
    KiriWeights *weights;
    KiriMatcher *matcher;
} Fixture;

static KiriRelease *release(const char *id, const char *title, const char *text, const char *date)
{
    KiriRelease *r = kiri_release_new();
    r->id = g_strdup(id);
    r->version = 1;
    r->title = g_strdup(title);
    r->text = g_strdup(text);
    r->organisation = g_strdup("株式会社あおば交通");
    g_assert_true(kiri_time_parse(kiri_str(date), KIRI_JST_MIN, &r->date));
    return r;
}

/* This year's fair, last year's, and another matter of the same week. */
static void set_up(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    f->frequencies = kiri_frequencies_load(FREQUENCIES, &error);
    g_assert_no_error(error);
    f->weights = kiri_weights_load(WEIGHTS, &error);
    g_assert_no_error(error);
    g_autoptr(GPtrArray) list = g_ptr_array_new();
    g_ptr_array_add(list,
                    release("r25", "第7回「路面電車まつり」を開催します",
                            "株式会社あおば交通は、2025年5月17日に電車庫で第7回「路面電車まつり」を"
                            "開きます。運転台の見学、部品の販売、綱引きを行います。昨年は3,410人が"
                            "来場しました。",
                            "2025-04-14"));
    g_ptr_array_add(list,
                    release("r26", "第8回「路面電車まつり」を開催します",
                            "株式会社あおば交通は、2026年5月16日に電車庫で第8回「路面電車まつり」を"
                            "開きます。運転台の見学、部品の販売、綱引きを行います。昨年は4,125人が"
                            "来場しました。",
                            "2026-04-13"));
    g_ptr_array_add(list,
                    release("rf", "運賃の改定を申請しました",
                            "株式会社あおば交通は、路面電車の運賃を10月1日に180円から210円に改める"
                            "申請を国に行いました。利用者は10年で21.4％減りました。",
                            "2026-04-14"));
    ((KiriRelease *)g_ptr_array_index(list, 2))->url = g_strdup("https://aoba.example.jp/news/1");
    f->matcher = kiri_matcher_new(f->frequencies, f->weights, "株式会社あおば交通", NULL, list);
}

static void tear_down(Fixture *f, gconstpointer data)
{
    (void)data;
    kiri_matcher_free(f->matcher);
    kiri_weights_free(f->weights);
    kiri_frequencies_free(f->frequencies);
}

static KiriSubject *subject(const char *title, const char *text, const char *date)
{
    KiriArticle *a = kiri_article_new();
    a->id = g_strdup("a");
    a->title = g_strdup(title);
    a->text = g_strdup(text);
    if (date)
        g_assert_true(kiri_time_parse(kiri_str(date), KIRI_JST_MIN, &a->published));
    return kiri_subject_new(a);
}

static const KiriTie *tie_to(const Fixture *f, const GArray *ties, const char *id)
{
    for (guint i = 0; i < ties->len; i++) {
        const KiriTie *t = &g_array_index(ties, KiriTie, i);
        if (strcmp(kiri_matcher_entry(f->matcher, t->entry)->release->id, id) == 0)
            return t;
    }
    return NULL;
}

static void test_right_year(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriSubject) s =
        subject("路面電車まつり、来月16日",
                "あおば交通は5月16日、電車庫で8回目の「路面電車まつり」を開く。運転台に座れるほか、"
                "使い終わった部品も買える。昨年は4125人が訪れた。",
                "2026-04-15T09:00");
    g_autoptr(GArray) ties = kiri_matcher_ties(f->matcher, s);
    const KiriTie *best = &g_array_index(ties, KiriTie, 0);
    g_assert_cmpstr(kiri_matcher_entry(f->matcher, best->entry)->release->id, ==, "r26");
    g_assert_cmpfloat(best->probability, >, 0.9);
    g_assert_cmpfloat(best->features.x[KIRI_X_DATES], ==, 0.5);
    g_assert_cmpfloat(best->features.x[KIRI_X_DATE_NEAR], ==, 1);
    g_assert_cmpfloat(best->features.x[KIRI_X_LOG_NUMBERS], >, 0);
    g_assert_cmpfloat(best->features.x[KIRI_X_LOG_QUOTED], >, 0);
    g_assert_cmpfloat(best->features.x[KIRI_X_ORG], >, 0.9);
    g_assert_null(tie_to(f, ties, "r25")); // out of time
}

/* Without a date the issue decides. */
static void test_undated(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriSubject) s = subject(
        "路面電車まつり",
        "あおば交通の第7回「路面電車まつり」が2025年5月17日、電車庫で開かれる。運転台の見学や"
        "部品の販売がある。昨年は3410人が訪れた。",
        NULL);
    g_autoptr(GArray) ties = kiri_matcher_ties(f->matcher, s);
    const KiriTie *right = tie_to(f, ties, "r25"), *wrong = tie_to(f, ties, "r26");
    g_assert_nonnull(right);
    g_assert_nonnull(wrong);
    g_assert_cmpfloat(right->probability, >, 0.5);
    g_assert_cmpfloat(wrong->probability, <, 0.5);
    g_assert_cmpfloat(wrong->features.x[KIRI_X_EDITION_CONFLICT], ==, 1);
    /* The words are the same; only the editions and figures tell them apart. */
    g_assert_cmpfloat(right->features.x[KIRI_X_EDITION_CONFLICT], ==, 0);
    g_assert_cmpfloat(right->features.x[KIRI_X_LOG_NUMBERS], >,
                      wrong->features.x[KIRI_X_LOG_NUMBERS]);
}

/* Who is called what the release does not say is still who issued it. */
static void test_abbreviated_subject(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GPtrArray) list = g_ptr_array_new();
    KiriRelease *r = release("ra", "運賃の改定を申請しました",
                             "当社は、路面電車の運賃を10月1日に180円から210円に改める申請を国に"
                             "行いました。",
                             "2026-04-14");
    g_free(r->organisation);
    r->organisation = g_strdup("東葉山電気軌道株式会社");
    kiri_strv_add(&r->aliases, "東葉電");
    g_ptr_array_add(list, r);
    g_autoptr(KiriMatcher) matcher = kiri_matcher_new(f->frequencies, f->weights, NULL, NULL, list);
    const char *const names[] = {"東葉電", "西葉電"};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *text = g_strdup_printf(
            "%sは14日、路面電車の運賃を180円から210円に改める申請をしたと発表した。", names[i]);
        g_autoptr(KiriSubject) s = subject("路面電車の運賃、210円に", text, "2026-04-15");
        g_autoptr(GArray) ties = kiri_matcher_ties(matcher, s);
        g_assert_cmpuint(ties->len, ==, 1);
        g_assert_cmpfloat(g_array_index(ties, KiriTie, 0).features.x[KIRI_X_SUBJECT_ALIEN], ==,
                          (gdouble)i);
    }
}

/* The company in another matter: its name alone ties nothing. */
static void test_name_only(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriSubject) s =
        subject("あおば交通の野球部が優勝",
                "あおば交通の野球部が県大会で優勝した。あおば交通は初めて。", "2026-04-15");
    g_autoptr(GArray) ties = kiri_matcher_ties(f->matcher, s);
    for (guint i = 0; i < ties->len; i++)
        g_assert_cmpfloat(g_array_index(ties, KiriTie, i).probability, <, 0.5);
    const KiriNamed *named = kiri_named_get(s->named, f->matcher->ours);
    g_assert_nonnull(named);
    g_assert_cmpfloat(named->probability, >, 0.9);
}

static void test_verbatim(Fixture *f, gconstpointer data)
{
    (void)data;
    const KiriRelease *r =
        kiri_matcher_entry(f->matcher, (guint)kiri_matcher_index(f->matcher, "r26"))->release;
    g_autofree char *text = g_strconcat(r->text, "\n（本紙提携）", NULL);
    g_autoptr(KiriSubject) s = subject(r->title, text, "2026-04-13");
    g_autoptr(GArray) ties = kiri_matcher_ties(f->matcher, s);
    const KiriTie *best = &g_array_index(ties, KiriTie, 0);
    g_assert_true(kiri_tie_is_verbatim(best));
    g_assert_cmpfloat(best->a_in_r, >, 0.9);
    g_assert_cmpfloat(best->r_in_a, >, 0.9);
}

/* The release's sentences as somebody else's word have been through an editor's hands. */
static void test_edited(Fixture *f, gconstpointer data)
{
    (void)data;
    const KiriRelease *r =
        kiri_matcher_entry(f->matcher, (guint)kiri_matcher_index(f->matcher, "r26"))->release;
    g_autoptr(GString) text = g_string_new(r->text);
    g_string_replace(text, "来場しました。", "来場したと発表しました。", 0);
    g_assert_cmpstr(text->str, !=, r->text);
    g_autoptr(KiriSubject) s = subject(r->title, text->str, "2026-04-13");
    g_autoptr(GArray) ties = kiri_matcher_ties(f->matcher, s);
    const KiriTie *best = &g_array_index(ties, KiriTie, 0);
    g_assert_cmpfloat(best->covered, >, 0.75);
    g_assert_cmpfloat(best->probability, >, 0.9);
    g_assert_true(best->is_edited);
    g_assert_false(kiri_tie_is_verbatim(best));
}

static gint class_of_copy(Fixture *f, const char *text, gdouble taken, const char *credit)
{
    g_autoptr(KiriSubject) s = subject("第8回「路面電車まつり」開催へ", text, "2026-04-13");
    s->credit = g_strdup(credit);
    char origin[] = "other";
    const KiriMember member = {
        .id = s->article->id, .origin = origin, .is_foreign = TRUE, .text_taken = taken};
    const KiriDecider decider = {.matcher = f->matcher, .is_any_ours = TRUE};
    g_autoptr(GPtrArray) clips = kiri_decide(&decider, s, &member, NULL, NULL);
    g_assert_cmpuint(clips->len, >=, 1);
    const KiriClip *clip = g_ptr_array_index(clips, 0);
    g_assert_cmpstr(clip->release, ==, "r26");
    return clip->class_;
}

/* Two editors shorten one release: nearly one text, and neither is the other's copy. */
static void test_same_source(Fixture *f, gconstpointer data)
{
    (void)data;
    const char *shortened =
        "株式会社あおば交通は、2026年5月16日に電車庫で第8回「路面電車まつり」を"
        "開く。運転台の見学、部品の販売、綱引きを行う。昨年は4125人が来場した。";
    const char *own = "電車庫の扉が、今年も5月16日に開く。「路面電車まつり」は8回目。綱引きの相手は"
                      "12トンの電車だ。あおば交通によると去年は4125人が集まった。";
    g_assert_cmpint(class_of_copy(f, shortened, 0.75, NULL), ==, KIRI_CLASS_PUBLICITY);
    g_assert_cmpint(class_of_copy(f, shortened, 0.95, NULL), ==, KIRI_CLASS_SYNDICATED);
    g_assert_cmpint(class_of_copy(f, shortened, 0.75, "共同"), ==, KIRI_CLASS_SYNDICATED);
    g_assert_cmpint(class_of_copy(f, own, 0.75, NULL), ==, KIRI_CLASS_SYNDICATED);
}

/* A portal has the paper behind the headline; what else stands there is none. */
static void test_title_credit(Fixture *f, gconstpointer data)
{
    (void)f;
    (void)data;
    const char *const cases[][2] = {
        {"名産の桃、出荷始まる（上州日報）", "上州日報"},
        {"名産の桃、出荷始まる(東海道新聞)", "東海道新聞"},
        {"名産の桃、出荷始まる（上州新聞デジタル）", "上州新聞デジタル"},
        {"名産の桃、出荷始まる（共同）", "共同"},
        {"名産の桃、出荷始まる（速報）", NULL},
        {"「桃の新聞」創刊", NULL}};
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(KiriArticle) a = kiri_article_new();
        a->title = g_strdup(cases[i][0]);
        a->text = g_strdup("桃の出荷が始まった。");
        g_autofree char *credit = kiri_credit_of(a);
        g_assert_cmpstr(credit, ==, cases[i][1]);
        a->site_name = g_strdup(cases[i][1]);
        g_assert_cmpint(kiri_is_own_site(credit, a), ==, credit != NULL);
    }
}

/* The usual forms of a wire's credit, and words that only look like one. */
static void test_text_credit(Fixture *f, gconstpointer data)
{
    (void)f;
    (void)data;
    const char *const cases[][2] = {
        {"桃の出荷が始まった。（共同）", "共同"},
        {"桃の出荷が始まった。［時事］", "時事"},
        {"【北京共同＝山田太郎】桃の出荷が始まった。", "北京共同＝山田太郎"},
        {"［ニューヨーク　１３日　ロイター］ - 桃の出荷が始まった。",
         "ニューヨーク　１３日　ロイター"},
        {"【ワシントン時事】桃の出荷が始まった。", "ワシントン時事"},
        {"桃の出荷が始まった。\n配信：そらの通信", "そらの通信"},
        {"桃の出荷が始まった。\n（記事提供：上州日報）", "上州日報"},
        {"桃の出荷が始まった。\n©共同通信社", "共同通信社"},
        {"桃の出荷が始まった。時事通信社", "時事通信社"},
        {"桃の出荷が始まった。（日米共同）", NULL},
        {"桃の出荷が始まった。（産学官共同）", NULL},
        {"【情報通信】桃の出荷が始まった。", NULL},
        {"桃の出荷が始まった。\n写真提供：桃山市", NULL},
        {"桃の出荷が始まった。\n提供：桃山市", NULL},
        {"共同で桃の出荷が始まった。", NULL},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(KiriArticle) a = kiri_article_new();
        a->title = g_strdup("名産の桃");
        a->text = g_strdup(cases[i][0]);
        g_autofree char *credit = kiri_credit_of(a);
        g_test_message("%s", cases[i][0]);
        g_assert_cmpstr(credit, ==, cases[i][1]);
    }
    /* The portal's own name behind the paper's. */
    g_autoptr(KiriArticle) a = kiri_article_new();
    a->title = g_strdup("名産の桃、出荷始まる（上州日報） - 駅前ニュース");
    a->site_name = g_strdup("駅前ニュース");
    g_autofree char *credit = kiri_credit_of(a);
    g_assert_cmpstr(credit, ==, "上州日報");
    g_assert_false(kiri_is_own_site(credit, a));
}

/* Two announcements of a day in one article: the figures of the one are not held against
 * the other; those of neither are. */
static void test_beside(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriSubject) s =
        subject("路面電車、運賃は210円に　来月は催しも",
                "あおば交通は14日、路面電車の運賃を10月1日に180円から210円に改める申請をした。"
                "利用者は10年で21.4％減った。5月16日の「路面電車まつり」には4,125人が来た昨年"
                "並みの人出を見込み、バス73台を出す。",
                "2026-04-14");
    kiri_subject_finish(s, f->frequencies);
    const KiriDoc *fair =
        kiri_matcher_entry(f->matcher, (guint)kiri_matcher_index(f->matcher, "r26"))->doc;
    const KiriDoc *fare =
        kiri_matcher_entry(f->matcher, (guint)kiri_matcher_index(f->matcher, "rf"))->doc;
    KiriFeatures alone, both;
    kiri_features_compare(s->doc, fair, &alone, NULL);
    both = alone;
    kiri_features_beside(s->doc, fair, fare, &both);
    g_assert_cmpfloat(alone.x[KIRI_X_NUMBERS_ALIEN], >, 0.5);
    g_assert_cmpfloat(both.x[KIRI_X_NUMBERS_ALIEN], <, alone.x[KIRI_X_NUMBERS_ALIEN] - 0.3);
    g_assert_cmpfloat(alone.x[KIRI_X_DATES_ALIEN], ==, 0.5);
    g_assert_cmpfloat(both.x[KIRI_X_DATES_ALIEN], ==, 0);
    g_assert_cmpfloat(both.x[KIRI_X_LOG_NUMBERS], ==, alone.x[KIRI_X_LOG_NUMBERS]);
    g_autoptr(GArray) ties = kiri_matcher_ties(f->matcher, s);
    g_assert_cmpfloat(tie_to(f, ties, "r26")->probability, >, 0.7);
    g_assert_cmpfloat(tie_to(f, ties, "rf")->probability, >, 0.7);
    const KiriTie *last_year = tie_to(f, ties, "r25");
    g_assert_true(!last_year || last_year->probability < 0.5);
}

/* A figure that the release gives bare and the newspaper with a unit. */
static void test_bare_figure(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriRelease) r =
        release("flu", "インフルエンザの発生状況",
                "定点当たり報告数は28.74となり、先週の31.46より減少しました。", "2026-02-06");
    g_autoptr(KiriDoc) doc = kiri_doc_of_release(r, f->frequencies);
    g_autoptr(KiriSubject) same = subject("減りました", "28.74人だそうです。", "2026-02-07");
    g_autoptr(KiriSubject) other = subject("減りました", "28.47人だそうです。", "2026-02-07");
    kiri_subject_finish(same, f->frequencies);
    kiri_subject_finish(other, f->frequencies);
    KiriFeatures mine, theirs;
    kiri_features_compare(same->doc, doc, &mine, NULL);
    kiri_features_compare(other->doc, doc, &theirs, NULL);
    g_assert_cmpfloat(mine.x[KIRI_X_NUMBERS_ALIEN], ==, 0);
    g_assert_cmpfloat(mine.x[KIRI_X_LOG_NUMBERS], >, 0.5);
    g_assert_cmpfloat(theirs.x[KIRI_X_NUMBERS_ALIEN], >, 0);
    g_assert_cmpfloat(theirs.x[KIRI_X_LOG_NUMBERS], ==, 0);
}

static void test_link(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriSubject) s = subject("電車賃", "電車賃が上がる。", "2026-04-15");
    kiri_strv_add(&s->article->links, "https://aoba.example.jp/news/1?utm_source=x");
    g_autoptr(GArray) ties = kiri_matcher_ties(f->matcher, s);
    const KiriTie *tie = tie_to(f, ties, "rf");
    g_assert_nonnull(tie);
    g_assert_true(tie->is_linked);
    g_assert_cmpfloat(tie->probability, >, 0.9);
}

/* ---- names ---- */

static gdouble probability_of(const char *alias, const char *title, const char *text)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriFrequencies) frequencies = kiri_frequencies_load(FREQUENCIES, &error);
    const char *aliases[] = {alias, NULL};
    g_autoptr(KiriNames) names = kiri_org_names_new();
    gint organisation = kiri_org_names_add(names, "独立行政法人地域見守り機構", aliases);
    kiri_org_names_build(names);
    g_autoptr(KiriArticle) a = kiri_article_new();
    a->title = g_strdup(title);
    a->text = g_strdup(text);
    g_autoptr(KiriDoc) doc = kiri_doc_begin_article(a);
    kiri_doc_finish_article(doc, frequencies);
    g_autoptr(GArray) named = kiri_org_names_find(names, doc, NULL, NULL, NULL);
    const KiriNamed *n = kiri_named_get(named, organisation);
    return n ? n->probability : 0;
}

static void test_names(void)
{
    g_assert_cmpfloat(probability_of("CMK", "", "地域見守り機構が発表した"), >, 0.95);
    g_assert_cmpfloat(probability_of("CMK", "", "ＣＭＫの理事長"), >=, 0.5);
    g_assert_cmpfloat(probability_of("CMK", "", "東洋回転木馬協会（CMK）の大会。CMKは来年も"), <,
                      0.5);
    g_assert_cmpfloat(probability_of("CMK", "", "CMKTVの番組"), ==, 0);
    g_assert_cmpfloat(probability_of("ミマモ", "", "ミマモリの季節"), ==, 0);
    g_assert_cmpfloat(probability_of("見守", "", "見守500トン"), ==, 0);
    g_assert_cmpfloat(probability_of("CMK", "", "動物園のペンギン"), ==, 0);
}

static void test_guess(void)
{
    g_autofree char *company = kiri_organisation_guess(
        kiri_str("新製品のお知らせ"),
        kiri_str("株式会社灯和電機（本社：青葉市）は、新製品を発売します。"));
    g_assert_cmpstr(company, ==, "株式会社灯和電機");
    g_assert_null(kiri_organisation_guess(kiri_str("雪"), kiri_str("今朝は雪が降りました。")));
}

static void collect_hit(guint tag, gsize from, gsize to, gpointer data)
{
    g_string_append_printf(data, "%u:%zu-%zu ", tag, from, to);
}

static void test_automaton(void)
{
    g_autoptr(KiriAutomaton) a = kiri_automaton_new();
    static const char *const words[] = {"he", "she", "his", "hers", "she"};
    for (guint i = 0; i < G_N_ELEMENTS(words); i++)
        kiri_automaton_add(a, kiri_str(words[i]), i);
    kiri_automaton_build(a);
    g_autoptr(GString) hits = g_string_new(NULL);
    kiri_automaton_each(a, kiri_str("ushers"), collect_hit, hits);
    g_assert_cmpstr(hits->str, ==, "1:1-4 4:1-4 0:2-4 3:2-6 ");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add("/features/right-year", Fixture, NULL, set_up, test_right_year, tear_down);
    g_test_add("/features/undated", Fixture, NULL, set_up, test_undated, tear_down);
    g_test_add("/features/abbreviated-subject", Fixture, NULL, set_up, test_abbreviated_subject,
               tear_down);
    g_test_add("/features/name-only", Fixture, NULL, set_up, test_name_only, tear_down);
    g_test_add("/features/verbatim", Fixture, NULL, set_up, test_verbatim, tear_down);
    g_test_add("/features/same-source", Fixture, NULL, set_up, test_same_source, tear_down);
    g_test_add("/features/title-credit", Fixture, NULL, set_up, test_title_credit, tear_down);
    g_test_add("/features/text-credit", Fixture, NULL, set_up, test_text_credit, tear_down);
    g_test_add("/features/beside", Fixture, NULL, set_up, test_beside, tear_down);
    g_test_add("/features/bare-figure", Fixture, NULL, set_up, test_bare_figure, tear_down);
    g_test_add("/features/edited", Fixture, NULL, set_up, test_edited, tear_down);
    g_test_add("/features/link", Fixture, NULL, set_up, test_link, tear_down);
    g_test_add_func("/features/names", test_names);
    g_test_add_func("/features/guess", test_guess);
    g_test_add_func("/features/automaton", test_automaton);
    return g_test_run();
}
