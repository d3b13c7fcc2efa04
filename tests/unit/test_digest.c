// SPDX-License-Identifier: GPL-3.0-or-later
/* The digest agrees with the summary it was made from, says the same as text and as HTML,
 * and tells of each clip once; alerts hand on nothing that a reader would take for more
 * than text. */
#include <kirinuki/digest.h>
#include <kirinuki/outbox.h>

#include "../support/store.h"

#include <kirinuki/json.h>

#include <string.h>

/* ---- a store with clips ---- */

static void add_medium(KiriStore *store, const char *id, const char *name, gint64 tier)
{
    g_autoptr(KiriMedium) m = kiri_medium_new();
    m->id = g_strdup(id);
    m->name = g_strdup(name);
    m->tier = tier;
    test_put(store, KIRI_NOUN_MEDIUM, m);
}

static KiriClip *add_clip(KiriStore *store, const char *url, const char *title, const char *medium,
                          gint day, KiriClass c)
{
    g_autoptr(KiriArticle) a = test_article(url, "本文はどこにも出ない。", day);
    g_free(a->title);
    a->title = g_strdup(title);
    a->medium = g_strdup(medium);
    test_put(store, KIRI_NOUN_ARTICLE, a);
    KiriClip *clip = kiri_clip_new();
    clip->id = kiri_clip_make_id(a->id, "T-1");
    clip->article = g_strdup(a->id);
    clip->topic = g_strdup("T-1");
    clip->class_ = (gint)c;
    clip->probability = 0.95;
    clip->story = g_strdup(a->id);
    test_put(store, KIRI_NOUN_CLIP, clip);
    return clip;
}

static void set_up(TestStore *f, gconstpointer data)
{
    test_store_set_up(f, data);
    g_autoptr(KiriTopic) topic = kiri_topic_new();
    topic->id = g_strdup("T-1");
    topic->name = g_strdup("朝市");
    topic->query = g_strdup("朝市");
    test_put(f->store, KIRI_NOUN_TOPIC, topic);
    add_medium(f->store, "asa", "朝の新聞", 1);
    add_medium(f->store, "yu", "夕べの<b>新聞</b>", 2);
    g_autoptr(KiriClip) a =
        add_clip(f->store, "https://asa.example/1?a=1&b=2", "朝市、\"五月\"から <海辺町> & 港",
                 "asa", 1, KIRI_CLASS_PUBLICITY);
    g_autoptr(KiriClip) b = add_clip(f->store, "https://yu.example/1", "朝市\r\n五月から\u202e逆",
                                     "yu", 2, KIRI_CLASS_SYNDICATED);
    kiri_clip_free(add_clip(f->store, "urn:kirinuki:import:x", "", NULL, 3, KIRI_CLASS_MENTION));
    b->origin = g_strdup(a->article);
    g_free(b->story);
    b->story = g_strdup(a->story);
    test_put(f->store, KIRI_NOUN_CLIP, b);
}

static KiriSummary *summarise(KiriStore *store)
{
    g_autoptr(GError) error = NULL;
    const KiriSummaryQuery q = {.topic = "T-1",
                                .from_us = G_MININT64,
                                .to_us = G_MAXINT64,
                                .now_us =
                                    test_day_us(5) + 7 * KIRI_US_PER_HOUR + 30 * KIRI_US_PER_MINUTE,
                                .organisation = "海辺町",
                                .population = 123000000};
    KiriSummary *s = kiri_summary_make(store, &q, &error);
    g_assert_no_error(error);
    return s;
}

static KiriDigest *make(const KiriSummary *s, const KiriDigestOptions *o)
{
    g_autoptr(GError) error = NULL;
    KiriDigest *d = kiri_digest_make(s, o, &error);
    g_assert_no_error(error);
    return d;
}

static void assert_has(const char *text, const char *part)
{
    if (!strstr(text, part))
        g_error("'%s' is not in: %s", part, text);
}

/* ---- digests ---- */

static void test_agrees(TestStore *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriSummary) s = summarise(f->store);
    g_autoptr(KiriDigest) d = make(s, &(KiriDigestOptions){0});
    g_autoptr(KiriDigest) again = make(s, &(KiriDigestOptions){0});
    g_assert_cmpuint(d->total, ==, s->total);
    g_assert_cmpuint(d->unique, ==, s->unique);
    g_assert_cmpuint(d->media, ==, s->media);
    g_assert_cmpuint(d->tier1, ==, s->tier1_media);
    g_assert_cmpuint(d->total, ==, 3);
    g_assert_cmpuint(d->unique, ==, 2);
    g_assert_cmpuint(d->clips->len, ==, 3);
    g_assert_cmpstr(d->key, ==, again->key);
    g_assert_cmpstr(d->html, ==, again->html);
    g_assert_cmpstr(d->subject, ==, "【報道】「朝市」 4月6日（月）7:30現在 3件（実件数2件）");
    /* Each row stands in both forms, escaped in the one. */
    for (guint i = 0; i < d->rows->len; i++) {
        const KiriDigestRow *row = d->rows->pdata[i];
        g_autofree char *title = g_markup_escape_text(row->title, -1);
        g_autofree char *medium = g_markup_escape_text(row->medium, -1);
        assert_has(d->text, row->title);
        assert_has(d->text, row->medium);
        assert_has(d->html, title);
        assert_has(d->html, medium);
        if (row->url) {
            g_autofree char *url = g_markup_escape_text(row->url, -1);
            assert_has(d->text, row->url);
            assert_has(d->html, url);
        }
    }
    assert_has(d->text, "（No.1の転載）");
    assert_has(d->html, "（No.1の転載）");
    assert_has(d->text, "（見出しなし）");
    g_assert_null(strstr(d->html, "<b>"));
    g_assert_null(strstr(d->text, "\u202e"));
    g_assert_null(strstr(d->text, "urn:"));
    g_assert_null(strstr(d->text, "本文はどこにも"));
    g_assert_null(strstr(d->html, "本文はどこにも"));
    g_assert_null(strstr(d->html, "<script"));
    g_assert_null(strstr(d->html, " src="));
}

/* An old piece has its year, in the era of the office. */
static void test_era(TestStore *f, gconstpointer data)
{
    (void)data;
    kiri_clip_free(
        add_clip(f->store, "https://asa.example/old", "昔の朝市", "asa", -400, KIRI_CLASS_MENTION));
    g_autoptr(KiriSummary) s = summarise(f->store);
    g_autoptr(KiriDigest) western = make(s, &(KiriDigestOptions){0});
    g_autoptr(KiriDigest) era = make(s, &(KiriDigestOptions){.era = KIRI_ERA_GENGO});
    assert_has(western->text, "2025年2月25日（火）0:00");
    assert_has(era->text, "令和7年2月25日（火）0:00");
}

static void test_english(TestStore *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriSummary) s = summarise(f->store);
    const char *const files[] = {"coverage.csv", NULL};
    const KiriDigestOptions o = {
        .lang = KIRI_REPORT_EN, .attached = files, .unsubscribe = "https://example.jp/stop"};
    g_autoptr(KiriDigest) d = make(s, &o);
    assert_has(d->subject, "[Coverage] “朝市” as of 2026-04-06 7:30: 3 pieces (2 stories)");
    assert_has(d->text, "Attached: coverage.csv");
    assert_has(d->html, "To unsubscribe: https://example.jp/stop");
    assert_has(d->html, "<html lang=\"en\">");
    /* Nothing of the frame is left in Japanese: a text without a row would be. */
    g_autoptr(GString) rest = g_string_new(d->text);
    const char *const own[] = {"朝市",     "五月",   "から", "海辺町", "港",      "逆",
                               "朝の新聞", "夕べの", "新聞", "、",     "媒体不明"};
    for (gsize i = 0; i < G_N_ELEMENTS(own); i++)
        g_string_replace(rest, own[i], "", 0);
    for (const char *p = rest->str; *p; p += g_utf8_skip[(guchar)*p]) {
        GUnicodeScript script = g_unichar_get_script(g_utf8_get_char(p));
        if (script == G_UNICODE_SCRIPT_HAN || script == G_UNICODE_SCRIPT_HIRAGANA ||
            script == G_UNICODE_SCRIPT_KATAKANA)
            g_error("not English: %s", rest->str);
    }
}

/* Of a mailing: what it was told stays out of rows and counts, and is told for ever. */
static void test_told(TestStore *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriSummary) s = summarise(f->store);
    g_autoptr(KiriMailing) m = kiri_mailing_new();
    m->name = g_strdup("朝");
    const KiriDigestOptions o = {.mailing = m};
    g_autoptr(KiriDigest) first = make(s, &o);
    g_assert_cmpuint(first->total, ==, 3);
    /* The first one was told two days ago. */
    g_autoptr(GPtrArray) told = g_ptr_array_new();
    g_ptr_array_add(told, first->clips->pdata[0]);
    kiri_mailing_set_told(m, told, kiri_time_jst(test_day_us(2) + 12 * KIRI_US_PER_HOUR));
    g_autoptr(KiriDigest) second = make(s, &o);
    g_assert_cmpuint(second->total, ==, 2);
    g_assert_cmpuint(second->clips->len, ==, 3);
    const KiriDigestRow *copy = second->rows->pdata[0], *other = second->rows->pdata[1];
    g_assert_true(copy->is_late && copy->is_known_copy && !copy->origin);
    g_assert_false(other->is_late);
    assert_has(second->text, "（配信済みの記事の転載）");
    assert_has(second->text, "■ 前回の配信より前の掲載で、その後に判明したもの");
    assert_has(second->text, "前回の配信（4月3日（金）12:00）より後に判明した掲載");
    g_assert_cmpstr(first->key, !=, second->key);
    kiri_mailing_set_told(m, second->clips, kiri_time_jst(test_day_us(5)));
    g_autoptr(KiriDigest) third = make(s, &o);
    g_assert_cmpuint(third->total, ==, 0);
    assert_has(third->text, "該当する報道はありません。");
}

static void test_many(TestStore *f, gconstpointer data)
{
    (void)data;
    for (guint i = 0; i < KIRI_DIGEST_ROWS; i++) {
        g_autofree char *url = g_strdup_printf("https://asa.example/many/%u", i);
        g_autofree char *title = g_strdup_printf("朝市のこと %u", i);
        kiri_clip_free(add_clip(f->store, url, title, "asa", 4, KIRI_CLASS_MENTION));
    }
    g_autoptr(KiriSummary) s = summarise(f->store);
    g_autoptr(KiriDigest) d = make(s, &(KiriDigestOptions){0});
    g_assert_cmpuint(d->total, ==, KIRI_DIGEST_ROWS + 3); // counted whole
    assert_has(d->text, "ほか3件は、このメールには載せていません。");
    assert_has(d->html, "ほか3件は、このメールには載せていません。");
    assert_has(d->text, "\n500. ");
    g_assert_null(strstr(d->text, "\n501. "));
}

/* ---- alerts ---- */

static KiriJsonDoc *parse(const char *json)
{
    g_autoptr(GError) error = NULL;
    KiriJsonDoc *doc = kiri_json_parse(kiri_str(json), &error);
    g_assert_no_error(error);
    return doc;
}

static const KiriNotice notice = {.alert = "速報",
                                  .subject = "朝市 <&>",
                                  .title =
                                      "a|b <https://x.example|y> & *c*\r\n[d](https://e.example)",
                                  .medium = "朝の_新聞_",
                                  .url = "https://asa.example/1?a=1|2&b=<3>",
                                  .published = {.us = 0, .offset_min = 540, .precision = 5},
                                  .class_ = KIRI_CLASS_PUBLICITY,
                                  .needs_review = TRUE};

static void test_slack(void)
{
    g_autofree char *json = kiri_notice_json(&notice, KIRI_POST_SLACK, KIRI_REPORT_JA);
    g_autoptr(KiriJsonDoc) doc = parse(json);
    const char *text = kiri_json_string(kiri_json_get(kiri_json_root(doc), "text"), NULL);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    g_assert_cmpuint(g_strv_length(lines), ==, 3);
    g_assert_cmpstr(lines[0], ==, "【速報】朝市 &lt;&amp;&gt;");
    g_assert_cmpstr(
        lines[1], ==,
        "<https://asa.example/1?a=1%7C2&amp;b=&lt;3&gt;|a|b &lt;https://x.example|y&gt; "
        "&amp; *c* [d](https://e.example)>");
    assert_has(lines[2], "要確認");
}

static void test_teams(void)
{
    g_autofree char *json = kiri_notice_json(&notice, KIRI_POST_TEAMS, KIRI_REPORT_EN);
    g_autoptr(KiriJsonDoc) doc = parse(json);
    const KiriJsonNode *attachment =
        kiri_json_at(kiri_json_get(kiri_json_root(doc), "attachments"), 0);
    const KiriJsonNode *card = kiri_json_get(attachment, "content");
    const KiriJsonNode *title = kiri_json_at(kiri_json_get(card, "body"), 1);
    g_assert_cmpstr(kiri_json_string(kiri_json_get(attachment, "contentType"), NULL), ==,
                    "application/vnd.microsoft.card.adaptive");
    g_assert_cmpstr(kiri_json_string(kiri_json_get(card, "type"), NULL), ==, "AdaptiveCard");
    g_assert_cmpstr(kiri_json_string(kiri_json_get(title, "text"), NULL), ==,
                    "a\\|b \\<https://x.example\\|y\\> & \\*c\\* \\[d\\]\\(https://e.example\\)");
    const KiriJsonNode *action = kiri_json_at(kiri_json_get(card, "actions"), 0);
    g_assert_cmpstr(kiri_json_string(kiri_json_get(action, "url"), NULL), ==, notice.url);
}

static void test_program(void)
{
    g_autofree char *json = kiri_notice_json(&notice, KIRI_POST_JSON, KIRI_REPORT_JA);
    g_autoptr(KiriJsonDoc) doc = parse(json);
    const KiriJsonNode *root = kiri_json_root(doc);
    g_assert_cmpstr(kiri_json_string(kiri_json_get(root, "alert"), NULL), ==, "速報");
    g_assert_cmpstr(kiri_json_string(kiri_json_get(root, "class"), NULL), ==, "publicity");
    g_assert_true(kiri_json_boolean(kiri_json_get(root, "needs_review"), FALSE));
    g_assert_false(kiri_json_boolean(kiri_json_get(root, "test"), TRUE));
    g_assert_null(strchr(json, '\n'));
}

#define CASE(name, function)                                                                       \
    g_test_add(name, TestStore, NULL, set_up, function, test_store_tear_down)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    CASE("/digest/agrees", test_agrees);
    CASE("/digest/era", test_era);
    CASE("/digest/english", test_english);
    CASE("/digest/told", test_told);
    CASE("/digest/many", test_many);
    g_test_add_func("/notice/slack", test_slack);
    g_test_add_func("/notice/teams", test_teams);
    g_test_add_func("/notice/program", test_program);
    return g_test_run();
}
