// SPDX-License-Identifier: GPL-3.0-or-later
/* The published rules of the AVE on figures worked out by hand, to the yen; what they
 * do without an input; and what holds of every rule. */
#include "../support/ledger.h"

#include <kirinuki/score.h>

#include <string.h>

static const KiriScoreOrganisation us = {.name = "暮らし安全省"};

typedef struct {
    Ledger ledger;
    KiriClip *clip;
    KiriArticle *article;
    KiriAppearance *look; // of the article
    KiriScoreInput input;
} Case;

static void set_up(Case *c, gconstpointer data)
{
    (void)data;
    ledger_set_up(&c->ledger);
    c->clip = kiri_clip_new();
    c->article = test_article("https://asa.example/1", "", 12);
    c->article->medium = g_strdup("asa");
    c->look = c->article->appearance = kiri_appearance_new();
    c->input = (KiriScoreInput){.clip = c->clip,
                                .class_ = KIRI_CLASS_PUBLICITY,
                                .article = c->article,
                                .organisation = &us,
                                .rules = kiri_score_rules_default()};
}

static void tear_down(Case *c, gconstpointer data)
{
    (void)data;
    kiri_clip_free(c->clip);
    kiri_article_free(c->article);
    ledger_tear_down(&c->ledger);
}

static KiriScore *score(Case *c, const char *method)
{
    c->input.rules.method = method;
    c->input.book = ledger_book(&c->ledger);
    return kiri_score_clip(&c->input);
}

static void assert_yen(Case *c, const char *method, gint64 yen)
{
    g_autoptr(KiriScore) s = score(c, method);
    g_assert_cmpstr(s->unknown_reason, ==, NULL);
    g_assert_true(s->is_known);
    g_assert_cmpint(s->ave_yen, ==, yen);
    g_assert_cmpstr(s->method, ==, method);
    const KiriScoreLine *sum = s->lines->pdata[s->lines->len - 1];
    g_assert_cmpstr(sum->sign, ==, "＝");
    g_assert_cmpint(g_ascii_strtoll(sum->value, NULL, 10), ==, yen);
}

static void assert_unknown(Case *c, const char *method, const char *reason)
{
    g_autoptr(KiriScore) s = score(c, method);
    g_assert_false(s->is_known);
    g_assert_cmpstr(s->unknown_reason, ==, reason);
    g_assert_cmpint(s->ave_yen, ==, 0);
}

/* ---- newspapers ---- */

static void paper(Case *c)
{
    c->look->form = KIRI_FORM_NEWSPAPER;
    ledger_medium(&c->ledger, "asa", KIRI_MEDIUM_LOCAL_PAPER, NULL);
    ledger_put_rate(&c->ledger, "asa", "column_cm", "in_text", 9000);
}

/* 段 × cm × price of 1段1cm: 3段 × 10 cm × 9,000 = 270,000. */
static void test_columns(Case *c, gconstpointer data)
{
    (void)data;
    paper(c);
    ledger_put_figure(&c->ledger, "asa", "columns_per_page", NULL, 15);
    c->look->columns_x10 = 30;
    c->look->width_mm = 100;
    assert_yen(c, "nihon-monitor", 270000);
    assert_yen(c, "kirinuki", 270000);
}

/* A page set in 12段: 4 of them are 5 of the grid of 15. */
static void test_twelve_columns(Case *c, gconstpointer data)
{
    (void)data;
    paper(c);
    ledger_put_figure(&c->ledger, "asa", "columns_per_page", NULL, 12);
    c->look->columns_x10 = 40;
    c->look->width_mm = 100;
    assert_yen(c, "nihon-monitor", 450000);
    c->look->columns_x10 = 45; // 4段半: 5.625 of the grid
    assert_yen(c, "nihon-monitor", 506250);
}

/* By ruler: 10.2 of 51.0 cm are 3段 of 15. */
static void test_height(Case *c, gconstpointer data)
{
    (void)data;
    paper(c);
    ledger_put_figure(&c->ledger, "asa", "page_height_mm", NULL, 510);
    c->look->height_mm = 102;
    c->look->width_mm = 100;
    assert_yen(c, "nihon-monitor", 270000);
}

/* 記事下 is cheaper; the rule of 内外切抜 always takes it, and only the part about us. */
static void test_below(Case *c, gconstpointer data)
{
    (void)data;
    paper(c);
    ledger_put_rate(&c->ledger, "asa", "column_cm", "below", 6000);
    ledger_put_figure(&c->ledger, "asa", "columns_per_page", NULL, 15);
    c->look->columns_x10 = 30;
    c->look->width_mm = 100;
    assert_yen(c, "naigai", 180000);
    c->look->position = KIRI_POSITION_BELOW;
    assert_yen(c, "nihon-monitor", 180000);
    g_free(c->article->text);
    c->article->text = g_strdup("暮らし安全省が発表した。\n雨が降った。\n風も吹いた。\n寒かった。");
    assert_yen(c, "naigai", 45000);         // 1 of 4 sentences
    assert_yen(c, "nihon-monitor", 180000); // the whole piece
}

/* With the price of the other place only, the figure is an estimate and says so. */
static void test_other_place(Case *c, gconstpointer data)
{
    (void)data;
    paper(c);
    ledger_put_figure(&c->ledger, "asa", "columns_per_page", NULL, 15);
    c->look->columns_x10 = 10;
    c->look->width_mm = 10;
    c->look->position = KIRI_POSITION_BELOW;
    g_autoptr(KiriScore) s = score(c, "kirinuki");
    g_assert_cmpint(s->ave_yen, ==, 9000);
    g_assert_true(s->is_estimate);
    g_assert_nonnull(strstr(s->formula, "記事中"));
}

/* 15段 × n ÷ 15: a page at 32,692,000, 5段 of it, and half of the width. */
static void test_page_price(Case *c, gconstpointer data)
{
    (void)data;
    c->look->form = KIRI_FORM_NEWSPAPER;
    ledger_medium(&c->ledger, "asa", KIRI_MEDIUM_NATIONAL_PAPER, NULL);
    ledger_put_rate(&c->ledger, "asa", "page", "colour", 32692000);
    ledger_put_figure(&c->ledger, "asa", "columns_per_page", NULL, 15);
    ledger_put_figure(&c->ledger, "asa", "page_width_mm", NULL, 380);
    c->look->columns_x10 = 50;
    c->look->is_colour = TRUE;
    assert_yen(c, "flat-column", 10897333);
    c->look->width_mm = 190;
    assert_yen(c, "flat-column", 5448667);
}

/* 263,000 per 段: two of them over the full width. */
static void test_column_price(Case *c, gconstpointer data)
{
    (void)data;
    paper(c);
    ledger_put_rate(&c->ledger, "asa", "column", NULL, 263000);
    ledger_put_figure(&c->ledger, "asa", "columns_per_page", NULL, 15);
    c->look->columns_x10 = 20;
    assert_yen(c, "flat-column", 526000);
}

static void test_paper_unknowns(Case *c, gconstpointer data)
{
    (void)data;
    paper(c);
    assert_unknown(c, "kirinuki", "紙面の大きさ未入力");
    c->look->columns_x10 = 30;
    assert_unknown(c, "kirinuki", "紙面の段数未登録");
    c->look->columns_x10 = 0;
    c->look->height_mm = 100;
    assert_unknown(c, "kirinuki", "天地未登録");
    ledger_put_figure(&c->ledger, "asa", "page_height_mm", NULL, 510);
    assert_unknown(c, "kirinuki", "幅未入力");
    assert_unknown(c, "flat-column", "単価（15段又は1段）未登録");
    assert_unknown(c, "meltwater", "この算定方法は新聞の掲載を対象としない");
}

/* ---- magazines ---- */

static void test_magazine(Case *c, gconstpointer data)
{
    (void)data;
    c->look->form = KIRI_FORM_MAGAZINE;
    ledger_medium(&c->ledger, "asa", KIRI_MEDIUM_MAGAZINE, NULL);
    ledger_put_rate(&c->ledger, "asa", "page", "colour", 1800000);
    ledger_put_rate(&c->ledger, "asa", "page", "mono", 900000);
    assert_unknown(c, "kirinuki", "ページの占有率未入力");
    c->look->page_share = .25;
    assert_yen(c, "naigai", 225000);
    c->look->is_colour = TRUE;
    c->look->page_share = 2.5;
    assert_yen(c, "naigai", 4500000);
}

/* ---- air ---- */

/* Seconds × the sum of the stations' prices in the time rank. */
static void test_stations(Case *c, gconstpointer data)
{
    (void)data;
    c->look->form = KIRI_FORM_TV;
    c->look->seconds = 90;
    c->look->rank = g_strdup("A");
    ledger_medium(&c->ledger, "asa", KIRI_MEDIUM_TV, NULL);
    ledger_put_rate(&c->ledger, "asa", "second", "A", 20000);
    ledger_put_rate(&c->ledger, "asa", "second", "C", 8000);
    assert_yen(c, "nihon-monitor", 1800000);
    ledger_put_figure(&c->ledger, "asa", "stations", NULL, 28);
    assert_yen(c, "nihon-monitor", 50400000);
    c->look->stations = 3;
    assert_yen(c, "nihon-monitor", 5400000);
    g_free(c->look->rank);
    c->look->rank = g_strdup("Ｃ");
    assert_yen(c, "nihon-monitor", 2160000);
    c->look->seconds = 0;
    assert_unknown(c, "nihon-monitor", "放送秒数未入力");
}

/* NHK: 30 stations of a network and one of 沖縄 in its place. */
static void test_substitutes(Case *c, gconstpointer data)
{
    (void)data;
    g_autoptr(GString) ids = g_string_new(NULL);
    gint64 sum = 0;
    for (gint i = 0; i < 31; i++) {
        g_autofree char *id = g_strdup_printf("s%02d", i);
        g_string_append_printf(ids, "%s%s", i ? " " : "", id);
        ledger_medium(&c->ledger, id, KIRI_MEDIUM_TV, NULL);
        ledger_put_rate(&c->ledger, id, "second", "A", 1000 + 37 * i);
        sum += 1000 + 37 * i;
    }
    ledger_medium(&c->ledger, "asa", KIRI_MEDIUM_TV, ids->str);
    c->look->form = KIRI_FORM_TV;
    c->look->seconds = 45;
    c->look->rank = g_strdup("A");
    assert_yen(c, "nihon-monitor", 45 * sum);
    g_string_append(ids, " s99");
    ledger_medium(&c->ledger, "asa", KIRI_MEDIUM_TV, ids->str);
    assert_unknown(c, "nihon-monitor", "代用局の1秒の単価未登録（s99）");
}

/* A rank that nobody wrote down is a guess. */
static void test_no_rank(Case *c, gconstpointer data)
{
    (void)data;
    c->look->form = KIRI_FORM_RADIO;
    c->look->seconds = 20;
    ledger_medium(&c->ledger, "asa", KIRI_MEDIUM_RADIO, NULL);
    ledger_put_rate(&c->ledger, "asa", "second", "A", 1500);
    g_autoptr(KiriScore) s = score(c, "kirinuki");
    g_assert_cmpint(s->ave_yen, ==, 30000);
    g_assert_true(s->is_estimate);
}

/* ---- web ---- */

static void web(Case *c)
{
    c->look->form = KIRI_FORM_WEB;
    ledger_medium(&c->ledger, "asa", KIRI_MEDIUM_WEB, NULL);
}

/* Unique visitors × 2.5 % × US$ 0.37, counted in cents: 0.925 cents a visitor. */
static void test_meltwater(Case *c, gconstpointer data)
{
    (void)data;
    web(c);
    assert_unknown(c, "meltwater", "利用者数未登録");
    ledger_put_figure(&c->ledger, "asa", "users", NULL, 1000000);
    assert_unknown(c, "meltwater", "単価未登録");
    ledger_put_rate(&c->ledger, "asa", "user", NULL, 37);
    assert_yen(c, "meltwater", 925000);
    c->input.rules.reader_permille = 10;
    assert_yen(c, "meltwater", 370000);
}

static void test_meltwater_small(Case *c, gconstpointer data)
{
    (void)data;
    web(c);
    ledger_put_rate(&c->ledger, "asa", "user", NULL, 55);
    ledger_put_figure(&c->ledger, "asa", "users", NULL, 499);
    assert_yen(c, "meltwater", 0);
    assert_yen(c, "liana", 686); // 499 × 2.5 % × 55 = 686.1
}

static void test_others(Case *c, gconstpointer data)
{
    (void)data;
    web(c);
    ledger_put_figure(&c->ledger, "asa", "page_views", NULL, 30000000);
    ledger_put_figure(&c->ledger, "asa", "visits", NULL, 200000);
    ledger_put_rate(&c->ledger, "asa", "cpm", NULL, 400);
    ledger_put_rate(&c->ledger, "asa", "visit", NULL, 12);
    ledger_put_rate(&c->ledger, "asa", "flat", NULL, 50000);
    assert_yen(c, "merit", 400000); // 1,000,000 views a day
    assert_yen(c, "kyodo-prwire", 2400000);
    assert_yen(c, "pr-value", 50000);
    assert_unknown(c, "nihon-monitor", "この算定方法はWebの掲載を対象としない");
    assert_unknown(c, "kirinuki", "当月の記事数未登録");
    ledger_put_figure(&c->ledger, "asa", "articles", NULL, 3000);
    c->input.articles_that_month = 2; // pieces that somebody entered
    assert_yen(c, "kirinuki", 2000);  // 10,000 views × 400 ÷ 1,000 × .5: nobody named us above
}

/* A flat price by kind, where the medium has none. */
static void test_flat_default(Case *c, gconstpointer data)
{
    (void)data;
    c->look->form = KIRI_FORM_OTHER;
    ledger_medium(&c->ledger, "asa", KIRI_MEDIUM_TRADE, NULL);
    g_autoptr(KiriRate) r = ledger_rate(&c->ledger, NULL, KIRI_MEDIUM_TRADE, "flat", NULL, 30000);
    test_put(c->ledger.store, KIRI_NOUN_RATE, r);
    assert_yen(c, "pr-value", 30000);
    assert_unknown(c, "kirinuki", "この算定方法はその他の掲載を対象としない");
}

/* ---- what holds of every rule ---- */

static void test_outside_validity(Case *c, gconstpointer data)
{
    (void)data;
    web(c);
    g_autoptr(KiriRate) r = ledger_rate(&c->ledger, "asa", KIRI_MEDIUM_WEB, "flat", NULL, 700);
    r->valid_to = kiri_time_coarsen(kiri_time_jst(test_day_us(-60)), KIRI_PRECISION_DAY);
    test_put(c->ledger.store, KIRI_NOUN_RATE, r);
    g_autoptr(KiriScore) s = score(c, "pr-value");
    g_assert_cmpint(s->ave_yen, ==, 700);
    g_assert_true(s->is_outside_validity && s->is_estimate);
    const KiriScoreLine *line = s->lines->pdata[0];
    g_assert_true(line->is_outside);
    g_assert_cmpstr(line->valid, ==, "～2026-01-31");
    g_assert_cmpstr(line->source, ==, "料金表");
}

/* Off unless the user wrote it down, and then called what it is. */
static void test_multiplier(Case *c, gconstpointer data)
{
    (void)data;
    web(c);
    ledger_put_rate(&c->ledger, "asa", "flat", NULL, 10000);
    g_autoptr(KiriScore) without = score(c, "pr-value");
    g_assert_null(strstr(without->formula, "係数"));
    ledger_put_figure(&c->ledger, "asa", "multiplier_percent", NULL, 150);
    g_autoptr(KiriScore) with = score(c, "pr-value");
    g_assert_cmpint(with->ave_yen, ==, 15000);
    g_assert_nonnull(strstr(with->formula, "利用者が定めた係数"));
}

static void test_copies(Case *c, gconstpointer data)
{
    (void)data;
    static const struct {
        const char *copies;
        KiriClass class_;
        const char *counted_by;
        gint64 yen;
    } cases[] = {
        {"count", KIRI_CLASS_VERBATIM, NULL, 1000},
        {"count", KIRI_CLASS_SYNDICATED, NULL, 1000},
        {"editorial", KIRI_CLASS_VERBATIM, NULL, 0},
        {"editorial", KIRI_CLASS_SYNDICATED, NULL, 1000},
        {"count-once", KIRI_CLASS_SYNDICATED, "a.r", 0},
        {"count-once", KIRI_CLASS_SYNDICATED, NULL, 1000},
        {"discount", KIRI_CLASS_SYNDICATED, NULL, 300},
        {"discount", KIRI_CLASS_VERBATIM, NULL, 300},
        {"discount", KIRI_CLASS_PUBLICITY, NULL, 1000},
    };
    web(c);
    ledger_put_rate(&c->ledger, "asa", "flat", NULL, 1000);
    c->input.rules.copies_percent = 30;
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        c->input.rules.copies = cases[i].copies;
        c->input.class_ = cases[i].class_;
        c->input.counted_by = cases[i].counted_by;
        g_autoptr(KiriScore) s = score(c, "pr-value");
        g_assert_true(s->is_known);
        g_assert_cmpint(s->ave_yen, ==, cases[i].yen);
        g_assert_cmpint(s->treatment != NULL, ==, cases[i].class_ != KIRI_CLASS_PUBLICITY);
    }
}

/* A dearer rate never makes a piece cheaper, whatever the rule; and pieces side by side
 * are worth what they are worth one by one, to half a yen each. */
static void test_monotone(Case *c, gconstpointer data)
{
    (void)data;
    static const char *const units[] = {"cpm", "user", "visit", "flat"};
    static const char *const methods[] = {"kirinuki", "meltwater", "kyodo-prwire", "pr-value"};
    web(c);
    ledger_put_figure(&c->ledger, "asa", "page_views", NULL, 1234567);
    ledger_put_figure(&c->ledger, "asa", "users", NULL, 54321);
    ledger_put_figure(&c->ledger, "asa", "visits", NULL, 98765);
    ledger_put_figure(&c->ledger, "asa", "articles", NULL, 777);
    g_free(c->article->text);
    c->article->text = g_strdup("暮らし安全省が発表した。\n雨が降った。\n風も吹いた。");
    for (gsize m = 0; m < G_N_ELEMENTS(methods); m++) {
        gint64 last = -1;
        for (gint64 price = 1; price < 5000; price = price * 3 + 7) {
            ledger_put_rate(&c->ledger, "asa", units[m], NULL, price);
            g_autoptr(KiriScore) s = score(c, methods[m]);
            g_assert_true(s->is_known);
            g_assert_cmpint(s->ave_yen, >=, last);
            last = s->ave_yen;
        }
    }
}

static void test_same_bytes(Case *c, gconstpointer data)
{
    (void)data;
    paper(c);
    ledger_put_figure(&c->ledger, "asa", "columns_per_page", NULL, 12);
    c->look->columns_x10 = 37;
    c->look->width_mm = 83;
    g_autoptr(KiriScore) a = score(c, "kirinuki"), b = score(c, "kirinuki");
    g_assert_true(kiri_record_equal(&kiri_score_shape, a, b));
}

static void test_methods_named(void)
{
    for (const KiriScoreMethod *m = kiri_score_methods; m->name; m++) {
        g_assert_true(kiri_score_method(m->name) == m);
        g_assert_nonnull(m->title);
        g_assert_nonnull(m->reference);
    }
    g_assert_null(kiri_score_method("guess"));
}

#define CASE(path, test) g_test_add(path, Case, NULL, set_up, test, tear_down)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    CASE("/rules/paper/columns", test_columns);
    CASE("/rules/paper/twelve", test_twelve_columns);
    CASE("/rules/paper/height", test_height);
    CASE("/rules/paper/below", test_below);
    CASE("/rules/paper/other-place", test_other_place);
    CASE("/rules/paper/page-price", test_page_price);
    CASE("/rules/paper/column-price", test_column_price);
    CASE("/rules/paper/unknowns", test_paper_unknowns);
    CASE("/rules/magazine", test_magazine);
    CASE("/rules/air/stations", test_stations);
    CASE("/rules/air/substitutes", test_substitutes);
    CASE("/rules/air/no-rank", test_no_rank);
    CASE("/rules/web/meltwater", test_meltwater);
    CASE("/rules/web/meltwater-small", test_meltwater_small);
    CASE("/rules/web/others", test_others);
    CASE("/rules/web/flat-default", test_flat_default);
    CASE("/rules/outside-validity", test_outside_validity);
    CASE("/rules/multiplier", test_multiplier);
    CASE("/rules/copies", test_copies);
    CASE("/rules/monotone", test_monotone);
    CASE("/rules/same-bytes", test_same_bytes);
    g_test_add_func("/rules/named", test_methods_named);
    return g_test_run();
}
