// SPDX-License-Identifier: GPL-3.0-or-later
/* Facts of a text: what they are, where they stand, what they are worth. */
#include <kirinuki/facts.h>

#include <string.h>

static KiriTime day(const char *s)
{
    KiriTime t = KIRI_TIME_UNSET;
    g_assert_true(kiri_time_parse(kiri_str(s), KIRI_JST_MIN, &t));
    return t;
}

/* The first fact of a kind with this value; its text must stand where it says. */
static const KiriFact *find(const GPtrArray *facts, KiriFactKind kind, const char *value)
{
    for (guint i = 0; i < facts->len; i++) {
        const KiriFact *f = g_ptr_array_index(facts, i);
        if (f->kind == (gint)kind && strcmp(f->value, value) == 0)
            return f;
    }
    g_test_message("no '%s'", value);
    return NULL;
}

static const char title[] = "見守りアプリ「となりベル」を4月27日から配信";
static const char text[] =
    "厚生安全省と独立行政法人地域見守機構は、アプリを令和8年4月27日10時から配信します。\n"
    "試験運用では6市区の３，８６４人に使っていただき、誤りは約1."
    "4％でした。発見までは平均2時間15分です。\n"
    "青葉市で5月に説明会を開きます。相良文雄理事長は「隣の家の呼び鈴のように」と述べています。\n"
    "2030年度までに50万件のダウンロードを目指します。午後6時半に解禁です。";

static void test_kinds(void)
{
    static const struct {
        KiriFactKind kind;
        const char *value, *role;
    } cases[] = {
        {KIRI_FACT_FIGURE, "3864人", NULL},
        {KIRI_FACT_FIGURE, "1.4%", NULL},
        {KIRI_FACT_FIGURE, "2時間15分", NULL},
        {KIRI_FACT_DATE, "4月27日", "配信"},
        {KIRI_FACT_DATE, "5月", "開催"},
        {KIRI_FACT_DATE, "2030年度", "まで"},
        {KIRI_FACT_TIME, "10時", "配信"},
        {KIRI_FACT_TIME, "18時30分", NULL},
        {KIRI_FACT_PERSON, "相良文雄", "理事長"},
        {KIRI_FACT_ORGANISATION, "独立行政法人地域見守機構", NULL},
        {KIRI_FACT_PLACE, "青葉市", NULL},
        {KIRI_FACT_QUOTE, "となりベル", NULL},
    };
    g_autoptr(GPtrArray) facts = kiri_facts_find(title, text, day("2026-04-14"));
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        const KiriFact *f = find(facts, cases[i].kind, cases[i].value);
        g_assert_nonnull(f);
        if (cases[i].role) {
            g_assert_nonnull(f->role);
            g_assert_nonnull(strstr(f->role, cases[i].role));
        }
    }
}

static void test_places(void)
{
    g_autoptr(GPtrArray) facts = kiri_facts_find(title, text, day("2026-04-14"));
    gint64 last = -1;
    gboolean was_title = TRUE;
    for (guint i = 0; i < facts->len; i++) {
        const KiriFact *f = g_ptr_array_index(facts, i);
        const char *base = f->in_title ? title : text;
        g_assert_cmpint(f->to, <=, (gint64)strlen(base));
        g_autofree char *there = g_strndup(base + f->from, (gsize)(f->to - f->from));
        g_assert_cmpstr(there, ==, f->text);
        if (was_title && !f->in_title)
            last = -1;
        g_assert_cmpint(f->from, >=, last);
        last = f->from;
        was_title = f->in_title;
    }
    const KiriFact *f = find(facts, KIRI_FACT_FIGURE, "3864人");
    g_assert_cmpstr(f->text, ==, "３，８６４人");
    g_assert_true(find(facts, KIRI_FACT_FIGURE, "1.4%")->is_about);
}

static void test_empty(void)
{
    g_autoptr(GPtrArray) facts = kiri_facts_find(NULL, NULL, KIRI_TIME_UNSET);
    g_assert_cmpuint(facts->len, ==, 0);
}

static void test_statement(void)
{
    KiriTime t = day("2026-04-14");
    GPtrArray *found = kiri_facts_contradictions("アプリ配信", "試験運用では3846人が使った。", t,
                                                 "試験運用では3,864人が使いました。", t);
    g_assert_cmpuint(kiri_recs_count(found), ==, 1);
    const KiriContradiction *c = g_ptr_array_index(found, 0);
    g_assert_cmpstr(c->article_value, ==, "3846人");
    g_assert_cmpstr(c->release_value, ==, "3864人");
    kiri_contradiction_free(g_ptr_array_index(found, 0));
    g_ptr_array_unref(found);
    g_assert_null(kiri_facts_contradictions(NULL, "試験運用では約3900人が使った。", t,
                                            "試験運用では3,864人が使いました。", t));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/facts/kinds", test_kinds);
    g_test_add_func("/facts/places", test_places);
    g_test_add_func("/facts/empty", test_empty);
    g_test_add_func("/facts/statement", test_statement);
    return g_test_run();
}
