// SPDX-License-Identifier: GPL-3.0-or-later
/* The handover: what is open is there with whom and since when, what was decided counts in
 * the year it was decided in, what ends soon is told, and nothing of an earlier year
 * hides what is still open. */
#include "../support/overview.h"

#include <kirinuki/handover.h>
#include <kirinuki/mailing.h>

enum { YEAR = 2026 };

static KiriHandover *handover_at(KiriStore *store, gint year, gint64 now_us)
{
    g_autoptr(GError) error = NULL;
    static char line[] = "report.era = gengo";
    char *settings[] = {line, NULL};
    KiriHandoverQuery q = {
        .fiscal_year = year, .now_us = now_us, .stale_days = 400, .settings = settings};
    KiriHandover *h = kiri_handover_make(store, &q, &error);
    g_assert_no_error(error);
    return h;
}

static KiriHandover *handover_of(KiriStore *store)
{
    return handover_at(store, YEAR, test_day_us(30));
}

static char *clip_of(const char *title)
{
    g_autofree char *article = coverage_article_id(title);
    return kiri_clip_make_id(article, "hinata");
}

static const char contradicted[] = "高齢者見守りに訪問員1,200人　新事業「ひなた」";

static void handle(KiriStore *store, const char *title, KiriHandlingStatus status, gint day)
{
    g_autofree char *id = clip_of(title);
    g_autoptr(KiriVerdict) before = kiri_store_get(store, KIRI_NOUN_VERDICT, id, NULL);
    g_autoptr(KiriVerdict) v =
        before ? kiri_record_copy(&kiri_verdict_shape, before) : kiri_verdict_new();
    g_free(v->clip);
    v->clip = g_strdup(id);
    if (!v->handling)
        v->handling = kiri_handling_new();
    v->handling->status = (gint)status;
    v->handling->at = kiri_time_jst(test_day_us(day));
    g_free(v->handling->person);
    v->handling->person = g_strdup("Sato");
    g_assert_true(kiri_verdict_change(before, v, KIRI_ACTION_HANDLE, "Sato",
                                      kiri_time_jst(test_day_us(day))));
    test_put(store, KIRI_NOUN_VERDICT, v);
}

static void decide(KiriStore *store, const char *title, gboolean is_accepted, const char *by,
                   gint64 us)
{
    g_autofree char *id = clip_of(title);
    g_autoptr(KiriVerdict) before = kiri_store_get(store, KIRI_NOUN_VERDICT, id, NULL);
    g_autoptr(KiriVerdict) v =
        before ? kiri_record_copy(&kiri_verdict_shape, before) : kiri_verdict_new();
    g_free(v->clip);
    v->clip = g_strdup(id);
    v->is_accepted = is_accepted;
    v->is_rejected = !is_accepted;
    v->decided = kiri_time_jst(us);
    g_assert_true(kiri_verdict_change(
        before, v, is_accepted ? KIRI_ACTION_ACCEPT : KIRI_ACTION_REJECT, by, kiri_time_jst(us)));
    test_put(store, KIRI_NOUN_VERDICT, v);
}

static void test_open(TestStore *f, gconstpointer data)
{
    (void)data;
    coverage_fill(f->store);
    handle(f->store, contradicted, KIRI_HANDLING_OPEN, 14);
    handle(f->store, contradicted, KIRI_HANDLING_CORRECTION_ASKED, 15);
    handle(f->store, "独り暮らし高齢者を週1回訪問　「ひなた」7月開始", KIRI_HANDLING_INQUIRING, 13);
    handle(f->store, "＜潮風＞孤立を防ぐには", KIRI_HANDLING_CORRECTED, 16);
    /* Years later it is still open. */
    const gint years[] = {YEAR, YEAR + 3};
    for (gsize i = 0; i < G_N_ELEMENTS(years); i++) {
        g_autoptr(KiriHandover) h =
            handover_at(f->store, years[i], test_day_us(30 + 1100 * (gint)i));
        g_assert_cmpuint(kiri_recs_count(h->open), ==, 2);
        const KiriHandoverOpen *first = g_ptr_array_index(h->open, 0);
        const KiriHandoverOpen *second = g_ptr_array_index(h->open, 1);
        g_assert_cmpint(first->status, ==, KIRI_HANDLING_INQUIRING);
        g_assert_cmpint(second->status, ==, KIRI_HANDLING_CORRECTION_ASKED);
        g_assert_cmpint(second->since.us, ==, test_day_us(15));
        g_assert_cmpstr(second->handler, ==, "Sato");
        g_assert_cmpstr(second->medium, ==, "東都新聞");
        g_assert_cmpstr(second->section, ==, "地域共生局見守り推進課");
    }
}

/* A decision counts in the fiscal year of the moment it was taken. */
static void test_people(TestStore *f, gconstpointer data)
{
    (void)data;
    KiriSpan year = kiri_fiscal_year(YEAR);
    coverage_fill(f->store);
    decide(f->store, contradicted, TRUE, "Abe", year.to_us - 1);
    decide(f->store, contradicted, FALSE, "Abe", year.to_us);
    decide(f->store, "＜潮風＞孤立を防ぐには", TRUE, "Baba", year.from_us);
    decide(f->store, "独り暮らし高齢者を週1回訪問　「ひなた」7月開始", TRUE, "Abe",
           year.from_us - 1);
    g_autoptr(KiriHandover) h = handover_of(f->store);
    g_autoptr(KiriHandover) next = handover_at(f->store, YEAR + 1, test_day_us(400));
    g_assert_cmpuint(kiri_recs_count(h->people), ==, 2);
    for (guint i = 0; i < 2; i++) {
        const KiriHandoverPerson *p = g_ptr_array_index(h->people, i);
        g_assert_cmpint(p->accepted, ==, 1);
        g_assert_cmpint(p->rejected, ==, 0);
        g_assert_cmpint(p->changes, ==, 1);
    }
    g_assert_cmpuint(kiri_recs_count(next->people), ==, 1);
    g_assert_cmpint(((KiriHandoverPerson *)g_ptr_array_index(next->people, 0))->rejected, ==, 1);
}

/* Clips of the year are those of the summary; reviews sum up. */
static void test_counts(TestStore *f, gconstpointer data)
{
    (void)data;
    coverage_fill(f->store);
    g_autoptr(KiriSummary) s = coverage_summary(f->store);
    g_autoptr(KiriHandover) h = handover_of(f->store);
    g_autoptr(KiriHandover) before = handover_at(f->store, YEAR - 1, test_day_us(30));
    g_assert_cmpint(h->clips_year, ==, s->total);
    g_assert_cmpint(h->decided, ==, s->confirmed);
    g_assert_cmpint(h->reviews, ==, s->needs_review);
    g_assert_cmpint(h->releases_year, ==, 1);
    g_assert_cmpint(before->clips_year, ==, 0);
    g_assert_cmpint(before->releases_year, ==, 0);
    g_assert_cmpint(before->reviews, ==, s->needs_review); // open whatever the year
    gint64 sum = 0;
    for (guint i = 0; i < kiri_recs_count(h->releases); i++)
        sum += ((KiriHandoverSubject *)g_ptr_array_index(h->releases, i))->to_review;
    g_assert_cmpint(sum, ==, h->reviews);
    g_assert_cmpuint(kiri_recs_count(h->sources), ==, COVERAGE_GAPS);
    g_assert_cmpuint(kiri_recs_count(h->rates), >, 0);
}

static void put_licence(KiriStore *store, const char *medium, KiriTime to, gboolean is_replaced)
{
    g_autoptr(KiriLicence) l = kiri_licence_new();
    l->id = g_strdup_printf("%s.individual%s", medium, is_replaced ? "~1" : "");
    l->medium = g_strdup(medium);
    l->allows_body = TRUE;
    l->valid_to = to;
    if (is_replaced)
        l->replaced = kiri_time_jst(test_day_us(1));
    test_put(store, KIRI_NOUN_LICENCE, l);
}

static void test_contracts(TestStore *f, gconstpointer data)
{
    (void)data;
    KiriTime soon, ended, long_ago;
    g_assert_true(kiri_time_parse(kiri_str("2026-06-30"), KIRI_JST_MIN, &soon));
    g_assert_true(kiri_time_parse(kiri_str("2026-04-30"), KIRI_JST_MIN, &ended));
    g_assert_true(kiri_time_parse(kiri_str("2025-04-30"), KIRI_JST_MIN, &long_ago));
    coverage_fill(f->store);
    put_licence(f->store, "zennichi", KIRI_TIME_UNSET, FALSE);
    put_licence(f->store, "toto", soon, FALSE);
    put_licence(f->store, "toto", ended, TRUE); // not in force any more
    put_licence(f->store, "retto", ended, FALSE);
    put_licence(f->store, "minato", long_ago, FALSE);
    g_autoptr(KiriHandover) h = handover_of(f->store); // of 1 May
    g_assert_cmpuint(kiri_recs_count(h->contracts), ==, 3);
    const KiriHandoverContract *first = g_ptr_array_index(h->contracts, 0);
    const KiriHandoverContract *second = g_ptr_array_index(h->contracts, 1);
    const KiriHandoverContract *third = g_ptr_array_index(h->contracts, 2);
    g_assert_cmpstr(first->medium, ==, "retto");
    g_assert_true(first->is_ended);
    g_assert_cmpstr(second->medium, ==, "toto");
    g_assert_true(second->ends_soon && !second->is_ended);
    g_assert_false(third->ends_soon || third->is_ended);
}

static void put_topic_and_mailing(KiriStore *store)
{
    g_autoptr(KiriTopic) t = kiri_topic_new();
    t->id = g_strdup("T-1");
    t->name = g_strdup("watch");
    t->query = g_strdup("patrol");
    t->exclude = g_strdup("dog");
    t->notes = g_strdup("asked for by the minister");
    test_put(store, KIRI_NOUN_TOPIC, t);
    g_autoptr(KiriMailing) m = kiri_mailing_new();
    m->name = g_strdup("morning");
    m->topic = g_strdup("T-1");
    m->at = g_strdup("07:30");
    kiri_strv_add(&m->to, "boss@example.jp");
    test_put(store, KIRI_NOUN_MAILING, m);
    g_autoptr(KiriAlert) a = kiri_alert_new();
    a->name = g_strdup("crisis");
    a->url_file = g_strdup("secret-hook");
    test_put(store, KIRI_NOUN_ALERT, a);
}

static void test_setup(TestStore *f, gconstpointer data)
{
    (void)data;
    put_topic_and_mailing(f->store);
    g_autoptr(KiriHandover) h = handover_of(f->store);
    g_autofree char *says = OVERVIEW_SAYS(kiri_handover_write, h, "text", KIRI_REPORT_JA);
    static const char *const wanted[] = {
        "検索式：patrol",  "除外：dog",          "asked for by the minister", "07:30",
        "boss@example.jp", "report.era = gengo", "引継書（2026年度）"};
    for (gsize i = 0; i < G_N_ELEMENTS(wanted); i++) {
        g_test_message("%s", wanted[i]);
        g_assert_nonnull(strstr(says, wanted[i]));
    }
    g_assert_null(strstr(says, "secret-hook"));
    g_autofree char *json = OVERVIEW_SAYS(kiri_handover_write, h, "jsonl", KIRI_REPORT_JA);
    g_assert_nonnull(strstr(json, "\"type\":\"handover\""));
    g_assert_null(strstr(json, "secret-hook"));
}

static void test_english(TestStore *f, gconstpointer data)
{
    (void)data;
    static const char *const words[] = {"新聞", "通信", "日報", "ひろば", "ワイヤー", "ひなた",
                                        "独り", "孤立", "課",   "https:", NULL};
    KiriTime soon;
    g_assert_true(kiri_time_parse(kiri_str("2026-06-30"), KIRI_JST_MIN, &soon));
    coverage_fill(f->store);
    put_topic_and_mailing(f->store);
    put_licence(f->store, "toto", soon, FALSE);
    handle(f->store, contradicted, KIRI_HANDLING_OPEN, 14);
    g_autoptr(KiriHandover) h = handover_of(f->store);
    g_autofree char *english = OVERVIEW_SAYS(kiri_handover_write, h, "text", KIRI_REPORT_EN);
    overview_assert_english(english, words);
    g_autofree char *html = OVERVIEW_SAYS(kiri_handover_write, h, "html", KIRI_REPORT_JA);
    g_assert_nonnull(strstr(html, "href=\"#s11\""));
}

static void test_empty(TestStore *f, gconstpointer data)
{
    (void)data;
    static const char *const none[] = {NULL};
    g_autoptr(KiriHandover) h = handover_of(f->store);
    g_autofree char *english = OVERVIEW_SAYS(kiri_handover_write, h, "text", KIRI_REPORT_EN);
    overview_assert_english(english, none);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name_, test_)                                                                          \
    g_test_add("/handover/" name_, TestStore, NULL, test_store_set_up, test_, test_store_tear_down)
    ADD("open", test_open);
    ADD("people", test_people);
    ADD("counts", test_counts);
    ADD("contracts", test_contracts);
    ADD("setup", test_setup);
    ADD("english", test_english);
    ADD("empty", test_empty);
    return g_test_run();
}
