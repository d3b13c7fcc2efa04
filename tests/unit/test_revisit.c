// SPDX-License-Identifier: GPL-3.0-or-later
/* Second looks: what is planned for clips, and what corrections, deletions, walls
 * and returns make of an article. On the scripted transport. */
#include "../support/crawl_world.h"
#include "../support/store.h"

#include "crawl/revisit.h"

#include <kirinuki/feed.h>
#include <kirinuki/hash.h>

#include <string.h>

#define URL SITE "/a/1"
#define OTHER SITE "/a/2"
#define HTML "Content-Type: text/html; charset=utf-8\n"

static gint64 first_us; // when the article was first fetched

static char *id_of(const char *url)
{
    char id[KIRI_ID_BYTES];
    kiri_hash_id(kiri_str(url), id);
    return g_strdup(id);
}

static void put_clip(World *w, const char *url, KiriClass class_)
{
    g_autofree char *article = id_of(url);
    g_autoptr(KiriClip) c = kiri_clip_new();
    c->id = kiri_clip_make_id(article, NULL);
    c->article = g_strdup(article);
    c->class_ = (gint)class_;
    world_put(w, KIRI_NOUN_CLIP, c);
}

static void put_verdict(World *w, const char *url, gboolean is_rejected)
{
    g_autofree char *article = id_of(url);
    g_autoptr(KiriVerdict) v = kiri_verdict_new();
    v->clip = kiri_clip_make_id(article, NULL);
    v->is_rejected = is_rejected;
    v->is_accepted = !is_rejected;
    world_put(w, KIRI_NOUN_VERDICT, v);
}

static guint plan(World *w)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriIntake) intake = kiri_intake_new(w->store);
    gboolean more = FALSE;
    guint n = 0;
    do
        n += kiri_revisit_plan(intake, w->store, kiri_clock_now_us(w->clock), &more);
    while (more && kiri_intake_commit(intake, &error));
    kiri_intake_commit(intake, &error);
    g_assert_no_error(error);
    return n;
}

static void go_to(World *w, gint64 us)
{
    gint64 now = kiri_clock_now_us(w->clock);
    g_assert_cmpint(us, >=, now);
    kiri_clock_advance(w->clock, us - now);
}

/* A crawl at the time of the n-th look (0, 1, 2). */
static void look(World *w, guint n)
{
    static const gint64 after_us[] = {KIRI_US_PER_HOUR, KIRI_US_PER_DAY, 7 * KIRI_US_PER_DAY};
    go_to(w, MAX(first_us + after_us[n], kiri_clock_now_us(w->clock)));
    world_crawl(w);
}

static void answer(World *w, const char *headers, const char *title, const char *text)
{
    g_autofree char *html = world_page(title, "", text, "");
    g_autofree char *all = g_strconcat(HTML, headers, NULL);
    fake_answer(w->net, URL, 200, all, html);
}

/* The article as first found, clipped, its looks planned. */
static void begin(World *w)
{
    const char *items[] = {"/a/1", FRESH, NULL};
    world_add_medium(w, "toto", "toto.example.jp");
    world_add_source(w, "s1", SITE "/feed.xml");
    world_answer_feed(w, SITE "/feed.xml", items);
    answer(w, "ETag: \"1\"\n", "古い家電の無料点検", LEAD BODY);
    world_crawl(w);
    g_autoptr(KiriUrlRecord) r = world_url_record(w, URL);
    first_us = r->fetched.us;
    put_clip(w, URL, KIRI_CLASS_PUBLICITY);
    plan(w);
}

static KiriArticle *article(World *w)
{
    KiriArticle *a = world_article_at(w, URL);
    g_assert_nonnull(a);
    return a;
}

static gint64 due_us(World *w)
{
    g_autoptr(KiriUrlRecord) r = world_url_record(w, URL);
    g_assert_cmpint(r->state, ==, KIRI_URL_DONE);
    return kiri_time_is_set(r->due) ? r->due.us : 0;
}

/* ---- the plan ---- */

static void test_times(void)
{
    const gint64 hour = KIRI_US_PER_HOUR, day = KIRI_US_PER_DAY;
    g_assert_cmpint(kiri_revisit_next_us(0, 0, 0), ==, hour);
    g_assert_cmpint(kiri_revisit_next_us(0, 1, hour), ==, day);
    g_assert_cmpint(kiri_revisit_next_us(0, 2, day), ==, 7 * day);
    g_assert_cmpint(kiri_revisit_next_us(0, 3, 7 * day), ==, G_MAXINT64);
    g_assert_cmpint(kiri_revisit_next_us(0, 0, 3 * day), ==, 3 * day); // slept over
    g_assert_cmpint(kiri_revisit_next_us(0, 0, 30 * day), ==, G_MAXINT64);
    g_autoptr(KiriUrlRecord) r = kiri_url_record_new();
    r->revisit_from = kiri_time_jst(0);
    kiri_revisit_advance(r, 2 * day); // one look for the first two
    g_assert_cmpint(r->revisits, ==, 2);
    g_assert_cmpint(r->due.us, ==, 7 * day);
}

static void test_plan(World *w, gconstpointer data)
{
    (void)data;
    begin(w);
    g_assert_cmpint(due_us(w), ==, first_us + KIRI_US_PER_HOUR);
    g_assert_cmpuint(plan(w), ==, 0); // the log was read
    put_clip(w, URL, KIRI_CLASS_VERBATIM);
    g_assert_cmpuint(plan(w), ==, 0); // planned once
    for (guint i = 0; i < 3; i++)
        look(w, i);
    g_assert_cmpuint(fake_n_seen(w->net, URL), ==, 4);
    g_assert_cmpint(due_us(w), ==, 0);
    g_autoptr(KiriArticle) a = article(w);
    g_assert_cmpint(a->version, ==, 1); // nothing changed
    test_verify_clean(w->store);
}

/* Only what counts is looked at again. */
static void test_plan_counts(World *w, gconstpointer data)
{
    (void)data;
    const char *items[] = {"/a/1", FRESH, "/a/2", FRESH, NULL};
    world_add_source(w, "s1", SITE "/feed.xml");
    world_answer_feed(w, SITE "/feed.xml", items);
    world_answer_page(w, URL, "古い家電の無料点検");
    world_answer_page(w, OTHER, "新しい制度の説明会");
    world_crawl(w);
    put_clip(w, URL, KIRI_CLASS_NONE);
    put_clip(w, OTHER, KIRI_CLASS_MENTION);
    put_verdict(w, OTHER, TRUE);
    g_assert_cmpuint(plan(w), ==, 0);
    put_verdict(w, URL, FALSE); // accepted by a person
    g_assert_cmpuint(plan(w), ==, 1);
    put_verdict(w, OTHER, FALSE);
    g_assert_cmpuint(plan(w), ==, 1);
}

/* ---- looks ---- */

static void test_changed(World *w, gconstpointer data)
{
    (void)data;
    begin(w);
    answer(w, "ETag: \"2\"\n", "古い家電の有料点検",
           LEAD BODY "<p>【訂正】当初の記事で費用を無料としたのは誤りでした。</p>");
    look(w, 0);
    g_assert_cmpint(w->run->pages_revisited, ==, 1);
    g_assert_cmpint(w->run->articles_changed, ==, 1);
    g_autoptr(KiriArticle) a = article(w);
    g_assert_cmpint(a->version, ==, 2);
    g_assert_cmpstr(a->title, ==, "古い家電の有料点検");
    g_assert_true(a->is_corrected);
    g_assert_cmpstr(a->correction, ==, "【訂正】当初の記事で費用を無料としたのは誤りでした。");
    g_autoptr(KiriArticle) older = kiri_store_get_article_version(w->store, a->id, 1, NULL);
    g_assert_cmpstr(older->title, ==, "古い家電の無料点検");
    g_assert_cmpstr(older->evidence, !=, a->evidence); // both pages are kept
    g_autoptr(KiriPage) page = kiri_store_get_page(w->store, older->evidence, NULL);
    g_assert_nonnull(page);
    g_assert_cmpint(due_us(w), ==, first_us + KIRI_US_PER_DAY);
    test_verify_clean(w->store);
}

/* Validators are sent where a look is planned, but never for the last one. */
static void test_conditional(World *w, gconstpointer data)
{
    (void)data;
    begin(w);
    fake_answer(w->net, URL, 304, NULL, NULL);
    look(w, 0);
    g_assert_true(fake_seen(w->net, URL, 1)->is_conditional);
    g_assert_cmpint(w->run->articles_same, ==, 1);
    g_assert_cmpint(due_us(w), ==, first_us + KIRI_US_PER_DAY);
    look(w, 1);
    g_assert_true(fake_seen(w->net, URL, 2)->is_conditional);
    answer(w, "ETag: \"1\"\n", "古い家電の無料点検", LEAD BODY "<p>三行目が増えた。</p>");
    look(w, 2);
    g_assert_false(fake_seen(w->net, URL, 3)->is_conditional);
    g_autoptr(KiriArticle) a = article(w);
    g_assert_cmpint(a->version, ==, 2);
    g_autoptr(KiriUrlRecord) r = world_url_record(w, URL);
    g_assert_true(r->ignores_validators); // it was the same ETag
}

static void test_missing(World *w, gconstpointer data)
{
    (void)data;
    begin(w);
    fake_answer(w->net, URL, 404, NULL, "");
    look(w, 0);
    g_autoptr(KiriArticle) once = article(w);
    g_assert_false(kiri_time_is_set(once->removed)); // may be a slip
    gint64 seen_us = kiri_clock_now_us(w->clock);
    g_assert_cmpint(due_us(w) - seen_us, <=, KIRI_US_PER_HOUR);
    go_to(w, due_us(w));
    world_crawl(w);
    g_assert_cmpint(w->run->articles_removed, ==, 1);
    g_autoptr(KiriArticle) twice = article(w);
    g_assert_true(kiri_time_is_set(twice->removed));
    g_assert_cmpint(twice->version, ==, 2);
    g_assert_nonnull(strstr(twice->text, "点検を呼びかける")); // the text stays
    g_assert_cmpint(due_us(w), ==, first_us + KIRI_US_PER_DAY);
    answer(w, "", "古い家電の無料点検", LEAD BODY); // it comes back
    look(w, 1);
    g_autoptr(KiriArticle) back = article(w);
    g_assert_false(kiri_time_is_set(back->removed));
    g_assert_cmpint(back->version, ==, 3);
    test_verify_clean(w->store);
}

static void assert_removed_at_once(World *w, gboolean expected)
{
    look(w, 0);
    g_autoptr(KiriArticle) a = article(w);
    g_assert_cmpint(kiri_time_is_set(a->removed), ==, expected);
}

static void test_gone(World *w, gconstpointer data)
{
    (void)data;
    begin(w);
    fake_answer(w->net, URL, 410, NULL, "");
    assert_removed_at_once(w, TRUE);
    g_assert_cmpint(w->run->articles_removed, ==, 1);
}

/* Redirects to the front page and polite "not found" pages are deletions, when
 * they last. */
static void check_polite(World *w, const char *what)
{
    begin(w);
    world_answer_page(w, SITE "/", "東都新聞");
    world_answer_page(w, SITE "/a/", "記事の一覧");
    if (strcmp(what, "front") == 0)
        fake_answer(w->net, URL, 302, "Location: /\n", "");
    else if (strcmp(what, "folder") == 0)
        fake_answer(w->net, URL, 302, "Location: /a/\n", "");
    else
        answer(w, "", "ページが見つかりません", "<p>この記事は公開を終了しました。</p>");
    assert_removed_at_once(w, FALSE);
    go_to(w, due_us(w));
    world_crawl(w);
    g_autoptr(KiriArticle) a = article(w);
    g_assert_true(kiri_time_is_set(a->removed));
    g_assert_cmpstr(a->title, ==, "古い家電の無料点検");
    test_verify_clean(w->store);
}

static void test_to_front(World *w, gconstpointer data)
{
    (void)data;
    check_polite(w, "front");
}

static void test_to_folder(World *w, gconstpointer data)
{
    (void)data;
    check_polite(w, "folder");
}

static void test_polite(World *w, gconstpointer data)
{
    (void)data;
    check_polite(w, "text");
}

/* What shows less, or nothing, does not take the place of the article. */
static void test_walls(World *w, gconstpointer data)
{
    (void)data;
    begin(w);
    answer(w, "", "古い家電の無料点検", LEAD "<p>この記事は有料会員限定です。残り512文字</p>");
    look(w, 0);
    g_autoptr(KiriArticle) kept = article(w);
    g_assert_nonnull(strstr(kept->text, "費用は無料とする"));
    g_assert_false(kept->is_paywalled);
    const KiriWitness *note = g_ptr_array_index(kept->witnesses, kept->witnesses->len - 1);
    g_assert_nonnull(strstr(note->reason, "the fuller text is kept"));
    gint64 version = kept->version;
    look(w, 1); // the note is made once
    g_autoptr(KiriArticle) again = article(w);
    g_assert_cmpint(again->version, ==, version);
    fake_answer(w->net, URL, 403, NULL, "");
    look(w, 2);
    g_autoptr(KiriArticle) refused = article(w);
    g_assert_cmpint(refused->version, ==, version);
    g_assert_false(kiri_time_is_set(refused->removed));
    g_assert_cmpint(due_us(w), ==, 0);
}

/* Consent, maintenance, a survey: with status 200, in the article's place. */
static void test_something_else(World *w, gconstpointer data)
{
    (void)data;
    begin(w);
    answer(w, "", "ご利用にあたってのお願い",
           "<p>このサイトでは、よりよい閲覧のために利用者の情報を使うことがあります。続けるには、"
           "次の項目を読み、同意するかどうかを選んでください。設定はあとから変えられます。"
           "詳しい説明は案内の頁にまとめてあります。</p>");
    look(w, 0);
    g_autoptr(KiriArticle) kept = article(w);
    g_assert_cmpstr(kept->title, ==, "古い家電の無料点検");
    g_assert_nonnull(strstr(kept->text, "費用は無料とする"));
    /* A report that was written anew is taken, even when every sentence is new. */
    answer(w, "", "家電の無料点検、五月から全国で",
           "<p>長く使われた家電による火災を防ぐため、暮らし安全省は五月から無料の点検を全国の窓口で"
           "受け付ける。扇風機や洗濯機など、製造から十年を過ぎたものが対象になる。</p>"
           "<p>昨年度の事故の報告は前の年より二割増え、そのうち四割は古い製品で起きていた。</p>"
           "<p>同省は販売店にも協力を求め、回収した製品の調査を進める。費用は全額を国が持つ。</p>"
           "<p>専門家は「使う人が異常に気づけるような説明が要る」と話している。</p>");
    look(w, 1);
    g_autoptr(KiriArticle) grown = article(w);
    g_assert_cmpstr(grown->title, ==, "家電の無料点検、五月から全国で");
}

static void test_login(World *w, gconstpointer data)
{
    (void)data;
    begin(w);
    g_autofree char *html =
        world_page("会員の方はこちら", "",
                   "<p>登録されたメールアドレスと合言葉を入れてください。忘れた方は再発行の"
                   "手続きができます。会員になると、すべての記事が読めるようになります。</p>",
                   "");
    fake_answer(w->net, SITE "/login", 200, HTML, html);
    fake_answer(w->net, URL, 302, "Location: /login\n", "");
    for (guint i = 0; i < 3; i++)
        look(w, i);
    g_autoptr(KiriArticle) a = article(w);
    g_assert_false(kiri_time_is_set(a->removed));
    g_assert_cmpint(a->version, ==, 1);
}

/* A failure on the way is tried again and says nothing. */
static void test_failure(World *w, gconstpointer data)
{
    (void)data;
    begin(w);
    fake_failure(w->net, URL, KIRI_FETCH_FAILED, FALSE, "connection reset");
    look(w, 0);
    g_assert_cmpint(due_us(w), >, kiri_clock_now_us(w->clock));
    g_assert_cmpint(due_us(w), <=, kiri_clock_now_us(w->clock) + KIRI_US_PER_HOUR);
    answer(w, "", "古い家電の無料点検", LEAD BODY);
    go_to(w, due_us(w));
    world_crawl(w);
    g_autoptr(KiriArticle) a = article(w);
    g_assert_cmpint(a->version, ==, 1);
    g_assert_cmpint(due_us(w), ==, first_us + KIRI_US_PER_DAY);
}

#define LAST                                                                                       \
    "<p>専門家は「点検の結果を広く知らせることが、次の事故を防ぐ一番の近道だ」と指摘する。</p>"

/* An entry that moved to another address: the same story is an alias of the known
 * article, another story under an old guid an article of its own. */
static void answer_entry(World *w, const char *path)
{
    g_autofree char *xml = g_strdup_printf(
        "<?xml version='1.0'?><rss version='2.0'><channel><title>東都新聞</title><link>" SITE
        "/</link><item><title>見出し</title><link>" SITE "%s</link><guid isPermaLink='false'>"
        "entry-7</guid><pubDate>" FRESH "</pubDate></item></channel></rss>",
        path);
    fake_answer(w->net, SITE "/feed.xml", 200, "Content-Type: application/rss+xml\n", xml);
}

static void test_moved(World *w, gconstpointer data)
{
    (void)data;
    world_add_source(w, "s1", SITE "/feed.xml");
    answer_entry(w, "/a/1");
    answer(w, "", "古い家電の無料点検", LEAD BODY);
    world_crawl(w);
    answer_entry(w, "/b/1");
    g_autofree char *html = world_page("無料点検、五月から", "", LEAD BODY LAST, "");
    fake_answer(w->net, SITE "/b/1", 200, HTML, html);
    kiri_clock_advance(w->clock, KIRI_US_PER_DAY);
    world_crawl(w);
    world_assert_state(w, SITE "/b/1", KIRI_URL_ALIAS);
    g_autoptr(KiriArticle) a = article(w);
    g_assert_true(kiri_strv_has(a->aliases, SITE "/b/1"));
    g_assert_cmpuint(kiri_store_count(w->store, KIRI_NOUN_ARTICLE), ==, 1);
    /* The old address is gone, the article is not. */
    put_clip(w, URL, KIRI_CLASS_PUBLICITY);
    g_assert_cmpuint(plan(w), ==, 1);
    fake_answer(w->net, URL, 410, NULL, "");
    world_crawl(w);
    g_autoptr(KiriArticle) still = article(w);
    g_assert_false(kiri_time_is_set(still->removed));
    answer_entry(w, "/b/2");
    g_autofree char *other = world_page("別の話題", "", LAST LAST LAST, "");
    fake_answer(w->net, SITE "/b/2", 200, HTML, other);
    kiri_clock_advance(w->clock, KIRI_US_PER_DAY);
    world_crawl(w);
    world_assert_state(w, SITE "/b/2", KIRI_URL_DONE);
    g_assert_cmpuint(kiri_store_count(w->store, KIRI_NOUN_ARTICLE), ==, 2);
    test_verify_clean(w->store);
}

/* ---- pages of several parts, and what may be kept ---- */

static void answer_part(World *w, const char *url, const char *headers, const char *text,
                        const char *links)
{
    g_autofree char *html = world_page("長い記事", "", text, links);
    g_autofree char *all = g_strconcat(HTML, headers, NULL);
    fake_answer(w->net, url, 200, all, html);
}

static void follow(World *w)
{
    const char *items[] = {"/a/1", FRESH, NULL};
    world_add_source(w, "s1", SITE "/feed.xml");
    world_answer_feed(w, SITE "/feed.xml", items);
    world_crawl(w);
}

static guint count_of(const char *text, const char *piece)
{
    guint n = 0;
    for (const char *p = text; (p = strstr(p, piece)); p += strlen(piece))
        n++;
    return n;
}

static void test_parts(World *w, gconstpointer data)
{
    (void)data;
    answer_part(w, URL, "", LEAD, "<ul><li>1</li><li><a href='?page=2'>2</a></li></ul>");
    answer_part(w, URL "?page=2", "", LEAD BODY, "<a href='?page=3'>3</a>");
    answer_part(w, URL "?page=3", "", LAST, "<a href='?page=4'>次へ</a>");
    answer_part(w, URL "?page=4", "", LAST, "<a href='?page=5'>次へ</a>"); // knows no page 4
    follow(w);
    g_autoptr(KiriArticle) a = article(w);
    g_assert_cmpuint(count_of(a->text, "点検を呼びかける"), ==, 1); // the lead was repeated
    g_assert_cmpuint(count_of(a->text, "一番の近道だ"), ==, 1);
    g_assert_nonnull(strstr(a->text, "費用は無料とする"));
    g_assert_nonnull(a->evidence);
    g_assert_cmpuint(kiri_strv_count(a->more_evidence), ==, 2);
    g_assert_cmpuint(fake_n_seen(w->net, URL "?page=5"), ==, 0);
    test_verify_clean(w->store);
}

static void test_whole_view(World *w, gconstpointer data)
{
    (void)data;
    answer_part(w, URL, "", LEAD, "<a href='?page=2'>2</a><a href='?page=all'>全文表示</a>");
    answer_part(w, URL "?page=all", "", LEAD BODY LAST, "");
    follow(w);
    g_autoptr(KiriArticle) a = article(w);
    g_assert_cmpuint(count_of(a->text, "点検を呼びかける"), ==, 1);
    g_assert_nonnull(strstr(a->text, "一番の近道だ"));
    g_assert_cmpuint(fake_n_seen(w->net, URL "?page=2"), ==, 0);
    g_assert_cmpuint(kiri_strv_count(a->more_evidence), ==, 1);
}

/* A view that is none, or is not there, leaves the parts. */
static void test_false_view(World *w, gconstpointer data)
{
    (void)data;
    const gboolean *is_there = data;
    answer_part(w, URL, "", LEAD, "<a href='?page=2'>2</a><a href='?page=all'>全文表示</a>");
    answer_part(w, URL "?page=2", "", BODY, "");
    if (*is_there)
        answer_part(w, URL "?page=all", "", LAST LAST, "");
    follow(w);
    g_autoptr(KiriArticle) a = article(w);
    g_assert_nonnull(strstr(a->text, "費用は無料とする"));
    g_assert_null(strstr(a->text, "一番の近道だ"));
    g_assert_cmpuint(kiri_strv_count(a->more_evidence), ==, 1);
}

static void test_robots_tags(World *w, gconstpointer data)
{
    (void)data;
    const char *items[] = {"/a/1", FRESH, "/a/2", FRESH, "/a/3", FRESH, "/a/4", FRESH, NULL};
    static const char *const tags[] = {
        "X-Robots-Tag: otherbot: noindex\nX-Robots-Tag: noarchive, nosnippet\n",
        "X-Robots-Tag: kirinuki: noindex\n", "X-Robots-Tag: unavailable_after: 2026-04-01\n",
        "X-Robots-Tag: otherbot: none\n"};
    world_add_source(w, "s1", SITE "/feed.xml");
    world_answer_feed(w, SITE "/feed.xml", items);
    for (guint i = 0; i < G_N_ELEMENTS(tags); i++) {
        g_autofree char *url = g_strdup_printf(SITE "/a/%u", i + 1);
        g_autofree char *text = g_strdup_printf("<p>第%u号の話題。</p>" LEAD BODY, i);
        answer_part(w, url, tags[i], text, "");
    }
    world_crawl(w);
    g_autoptr(KiriArticle) a = article(w);
    g_assert_null(a->evidence); // the text is used, the copy is not kept
    g_assert_true(a->is_nosnippet);
    g_assert_nonnull(strstr(a->text, "費用は無料とする"));
    world_assert_state(w, OTHER, KIRI_URL_NO_ARTICLE);
    world_assert_state(w, SITE "/a/3", KIRI_URL_NO_ARTICLE);
    g_autoptr(KiriArticle) free_one = world_article_at(w, SITE "/a/4");
    g_assert_nonnull(free_one->evidence);
    g_assert_false(free_one->is_nosnippet);
}

/* One text under many addresses is a form of the site's, not articles. */
static void test_form(World *w, gconstpointer data)
{
    (void)data;
    const guint n = 20;
    g_autoptr(GPtrArray) items = g_ptr_array_new();
    g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
    world_add_source(w, "s1", SITE "/feed.xml");
    for (guint i = 0; i < n; i++) {
        char *path = g_strdup_printf("/a/%u", 100 + i);
        g_autofree char *url = g_strconcat(SITE, path, NULL);
        g_ptr_array_add(paths, path);
        g_ptr_array_add(items, path);
        g_ptr_array_add(items, (gpointer)(guintptr)FRESH);
        answer_part(w, url, "", "<p>ご利用の環境では表示できません。別の環境でお試しください。</p>",
                    "");
    }
    g_ptr_array_add(items, NULL);
    world_answer_feed(w, SITE "/feed.xml", (const char *const *)items->pdata);
    world_crawl(w);
    g_assert_cmpint(w->run->pages_no_article, >=, 10);
}

#define ADD(name, function)                                                                        \
    g_test_add("/revisit/" name, World, NULL, world_set_up, function, world_tear_down)

int main(int argc, char **argv)
{
    static const gboolean yes = TRUE, no = FALSE;
    world_test_init(&argc, &argv);
    g_test_add_func("/revisit/times", test_times);
    ADD("plan", test_plan);
    ADD("plan-counts", test_plan_counts);
    ADD("changed", test_changed);
    ADD("conditional", test_conditional);
    ADD("missing", test_missing);
    ADD("gone", test_gone);
    ADD("to-front", test_to_front);
    ADD("to-folder", test_to_folder);
    ADD("polite", test_polite);
    ADD("walls", test_walls);
    ADD("something-else", test_something_else);
    ADD("login", test_login);
    ADD("failure", test_failure);
    ADD("moved", test_moved);
    ADD("parts", test_parts);
    ADD("whole-view", test_whole_view);
    g_test_add("/revisit/view-of-others", World, &yes, world_set_up, test_false_view,
               world_tear_down);
    g_test_add("/revisit/view-missing", World, &no, world_set_up, test_false_view, world_tear_down);
    ADD("robots-tags", test_robots_tags);
    ADD("form", test_form);
    return g_test_run();
}
