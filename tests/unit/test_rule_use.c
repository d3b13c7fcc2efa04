// SPDX-License-Identifier: GPL-3.0-or-later
/* Rules of sites in a crawl: they decide what is stored, a rule that stops matching
 * does no harm, and its account says so and says when it fits again. */
#include "crawl/crawl_internal.h"
#include "../support/crawl_world.h"

#include <string.h>

#define HOUR (KIRI_US_PER_HOUR)

/* ---- the account by itself ---- */

static void note(KiriRuleState *s, const char *const *missed, gint64 hour)
{
    kiri_rule_state_note(s, SITE "/a", (char **)(guintptr)missed, hour * HOUR);
}

static const char *const body[] = {"body", NULL};
static const char *const both[] = {"title", "body", "author", NULL};
static const char *const author[] = {"author", "date", NULL};

static void test_five_in_a_row(void)
{
    g_autoptr(KiriRuleState) s = kiri_rule_state_new();
    note(s, NULL, 1);
    for (gint i = 0; i < 4; i++)
        note(s, body, 2 + i);
    g_assert_false(kiri_rule_state_is_stale(s));
    note(s, both, 6);
    g_assert_true(kiri_rule_state_is_stale(s));
    g_assert_cmpint(s->seen, ==, 6);
    g_assert_cmpint(s->misses, ==, 5);
    g_assert_cmpint(s->missing_since.us, ==, 2 * HOUR);
    g_assert_cmpint(s->last_match.us, ==, 1 * HOUR);
    g_assert_cmpuint(kiri_strv_count(s->missed), ==, 2); // authors may well be missing
    g_assert_cmpstr(s->missed_url, ==, SITE "/a");
    note(s, NULL, 7);
    g_assert_false(kiri_rule_state_is_stale(s));
    g_assert_cmpint(s->misses, ==, 0);
    g_assert_false(kiri_time_is_set(s->missing_since));
    g_assert_null(s->missed);
    g_assert_null(s->missed_url);
}

static void test_all_of_a_day(void)
{
    g_autoptr(KiriRuleState) s = kiri_rule_state_new();
    s->is_own = TRUE;
    note(s, body, 0);
    g_assert_false(kiri_rule_state_is_stale(s)); // one page of another make
    note(s, body, 23);
    g_assert_false(kiri_rule_state_is_stale(s));
    note(s, body, 25);
    g_assert_true(kiri_rule_state_is_stale(s));
}

/* Nobody in this workspace wrote it, and it never fitted: no news. */
static void test_shipped_that_never_fitted(void)
{
    g_autoptr(KiriRuleState) s = kiri_rule_state_new();
    for (gint i = 0; i < 20; i++)
        note(s, body, i * 10);
    g_assert_false(kiri_rule_state_is_stale(s));
    s->is_own = TRUE;
    g_assert_true(kiri_rule_state_is_stale(s));
}

static void test_optional_keys(void)
{
    g_autoptr(KiriRuleState) s = kiri_rule_state_new();
    for (gint i = 0; i < 20; i++)
        note(s, author, i * 10);
    g_assert_cmpint(s->misses, ==, 0);
    g_assert_false(kiri_rule_state_is_stale(s));
}

/* ---- in a crawl ---- */

static KiriSiteRules *rules_of(const char *text)
{
    g_autoptr(GError) error = NULL;
    KiriSiteRules *rules = kiri_site_rules_new();
    KiriSiteRule *rule = kiri_site_rule_parse(kiri_str(text), "toto", &error);
    g_assert_no_error(error);
    rule->is_own = TRUE;
    g_assert_true(kiri_site_rules_add(rules, rule));
    return rules;
}

/* Publishes articles /a/from … /a/to with an announcement behind each text. */
static void publish(World *w, guint from, guint to)
{
    g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func(g_free);
    for (guint i = from; i <= to; i++) {
        g_autofree char *path = g_strdup_printf("/a/%u", i);
        g_autofree char *url = g_strconcat(SITE, path, NULL);
        g_autofree char *title = g_strdup_printf("古い家電の無料点検 第%u報", i);
        g_autofree char *text =
            g_strdup_printf("<div class=text>" LEAD BODY "<p>報告の番号は%u番である。</p></div>"
                            "<div class=call><p>会員になると、すべての記事を広告なしで読める。</p>"
                            "</div>",
                            i);
        g_autofree char *page = world_page(title, "", text, "");
        fake_answer(w->net, url, 200, "Content-Type: text/html\n", page);
        g_ptr_array_add(items, g_steal_pointer(&path));
        g_ptr_array_add(items, g_strdup(FRESH));
    }
    g_ptr_array_add(items, NULL);
    world_answer_feed(w, SITE "/feed.xml", (const char *const *)items->pdata);
}

static KiriRuleState *state_of(World *w)
{
    return kiri_store_get(w->store, KIRI_NOUN_RULE, "toto", NULL);
}

static void test_decides(World *w, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriSiteRules) rules = rules_of("host: toto.example.jp\npath: /a/*\nbody: .text\n");
    world_add_source(w, "s1", SITE "/feed.xml");
    publish(w, 1, 2);
    w->options.rules = rules;
    world_crawl(w);
    g_autoptr(KiriArticle) a = world_article_at(w, SITE "/a/1");
    g_assert_true(g_str_has_suffix(a->text, "報告の番号は1番である。"));
    g_assert_null(strstr(a->text, "会員になると"));
    g_autoptr(KiriRuleState) state = state_of(w);
    g_assert_cmpint(state->seen, ==, 2);
    g_assert_cmpint(state->misses, ==, 0);
    g_assert_true(kiri_time_is_set(state->last_match));
}

static void test_stops_matching(World *w, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriSiteRules) rules = rules_of("host: toto.example.jp\nbody: .gone\n");
    g_autoptr(KiriSiteRules) mended = rules_of("host: toto.example.jp\nbody: .text\n");
    world_add_source(w, "s1", SITE "/feed.xml");
    publish(w, 1, 3);
    w->options.rules = rules;
    world_crawl(w);
    g_autoptr(KiriArticle) a = world_article_at(w, SITE "/a/2");
    g_assert_nonnull(strstr(a->text, "報告の番号は2番である。")); // the general way
    g_autoptr(KiriRuleState) early = state_of(w);
    g_assert_cmpint(early->misses, ==, 3);
    g_assert_false(kiri_rule_state_is_stale(early));

    kiri_clock_advance(w->clock, 2 * HOUR);
    publish(w, 1, 5);
    world_crawl(w); // goes on counting where the last pass ended
    g_autoptr(KiriRuleState) late = state_of(w);
    g_assert_cmpint(late->misses, ==, 5);
    g_assert_cmpint(late->missing_since.us, ==, early->missing_since.us);
    g_assert_true(kiri_rule_state_is_stale(late));
    g_assert_cmpstr(late->missed[0], ==, "body");

    kiri_clock_advance(w->clock, 2 * HOUR);
    publish(w, 1, 6);
    w->options.rules = mended;
    world_crawl(w);
    g_autoptr(KiriRuleState) again = state_of(w);
    g_assert_cmpint(again->misses, ==, 0);
    g_assert_false(kiri_rule_state_is_stale(again));
}

/* A page that is no article says nothing about the rule. */
static void test_no_article(World *w, gconstpointer data)
{
    (void)data;
    const char *items[] = {"/a/1", FRESH, NULL};
    g_autoptr(KiriSiteRules) rules = rules_of("host: toto.example.jp\nbody: .gone\n");
    world_add_source(w, "s1", SITE "/feed.xml");
    world_answer_feed(w, SITE "/feed.xml", items);
    fake_answer(w->net, SITE "/a/1", 200, "Content-Type: text/html\n",
                "<title>404 Not Found</title><p>ページが見つかりません。</p>");
    w->options.rules = rules;
    world_crawl(w);
    g_assert_false(kiri_store_has(w->store, KIRI_NOUN_RULE, "toto"));
}

/* `rule add` forgets what was learned of a rule of that name, beside a crawl that goes
 * on; and a worker that names a rule which nobody sent is not heard. */
static void test_forgotten_beside_a_crawl(World *w, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriSiteRules) rules = rules_of("host: toto.example.jp\nbody: .gone\n");
    g_autoptr(KiriSiteRules) none = kiri_site_rules_new();
    world_add_source(w, "s1", SITE "/feed.xml");
    publish(w, 1, 3);
    w->options.rules = rules;
    w->options.is_continuous = TRUE;
    KiriCrawler *c = world_begin(w);
    world_go_on(w, c, HOUR);
    g_autoptr(KiriRuleState) before = state_of(w);
    g_assert_cmpint(before->misses, ==, 3);

    KiriBatch *batch = kiri_batch_begin(w->store);
    kiri_batch_delete(batch, KIRI_NOUN_RULE, "toto");
    g_assert_true(kiri_batch_commit(batch, NULL));
    publish(w, 1, 4);
    world_go_on(w, c, 24 * HOUR);
    g_autoptr(KiriRuleState) after = state_of(w);
    g_assert_cmpint(after->seen, ==, 1);
    g_assert_cmpint(after->misses, ==, 1);

    w->options.rules = none;
    g_autoptr(KiriExtracted) x = kiri_extracted_new();
    x->rule = g_strdup("toto");
    kiri_crawler_note_rule(c, SITE "/a/9", x);
    kiri_crawler_count_finished(c); // so that the batch is written
    world_end(c);
    g_autoptr(KiriRuleState) last = state_of(w);
    g_assert_cmpint(last->seen, ==, 1);
}

int main(int argc, char **argv)
{
    world_test_init(&argc, &argv);
    g_test_add_func("/rule-use/five-in-a-row", test_five_in_a_row);
    g_test_add_func("/rule-use/all-of-a-day", test_all_of_a_day);
    g_test_add_func("/rule-use/shipped-that-never-fitted", test_shipped_that_never_fitted);
    g_test_add_func("/rule-use/optional-keys", test_optional_keys);
    g_test_add("/rule-use/decides", World, NULL, world_set_up, test_decides, world_tear_down);
    g_test_add("/rule-use/stops-matching", World, NULL, world_set_up, test_stops_matching,
               world_tear_down);
    g_test_add("/rule-use/no-article", World, NULL, world_set_up, test_no_article, world_tear_down);
    g_test_add("/rule-use/forgotten-beside-a-crawl", World, NULL, world_set_up,
               test_forgotten_beside_a_crawl, world_tear_down);
    return g_test_run();
}
