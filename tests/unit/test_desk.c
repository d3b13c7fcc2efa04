// SPDX-License-Identifier: GPL-3.0-or-later
/* Releases and notes are found by the words in them. */
#include "../support/store.h"

#include <kirinuki/listing.h>

#include <string.h>

#define RELEASE_NOTE "大臣会見で発表済み"

static void fill(KiriStore *store)
{
    g_autoptr(KiriArticle) a = test_article("https://news.example.jp/1", "本文", 1);
    g_free(a->title);
    a->title = g_strdup("年休の見出し");
    a->medium = g_strdup("minato");
    test_put(store, KIRI_NOUN_ARTICLE, a);
    g_autoptr(KiriRelease) release = kiri_release_new();
    release->id = g_strdup("R-1");
    release->title = g_strdup("時間単位の年休を広げます");
    release->text = g_strdup("労働基準局は、時間単位の年次有給休暇の上限を見直す。");
    release->section = g_strdup("労働条件政策課");
    release->organisation = g_strdup("厚生労働省");
    release->url = g_strdup("https://www.mlsa.example/press/1");
    release->date = kiri_time_jst(test_day_us(3));
    release->note = g_strdup(RELEASE_NOTE);
    kiri_strv_add(&release->keywords, "働き方改革");
    test_put(store, KIRI_NOUN_RELEASE, release);
    g_free(release->id);
    release->id = g_strdup("R-2");
    release->is_removed = TRUE;
    test_put(store, KIRI_NOUN_RELEASE, release);
    g_autoptr(KiriClip) clip = kiri_clip_new();
    clip->id = kiri_clip_make_id(a->id, "R-1");
    clip->article = g_strdup(a->id);
    clip->release = g_strdup("R-1");
    clip->class_ = KIRI_CLASS_PUBLICITY;
    test_put(store, KIRI_NOUN_CLIP, clip);
    g_autoptr(KiriVerdict) verdict = kiri_verdict_new();
    verdict->clip = g_strdup(clip->id);
    verdict->note = g_strdup("局長の発言は年休とは別件");
    verdict->person = g_strdup("佐藤");
    verdict->decided = kiri_time_jst(test_day_us(5));
    test_put(store, KIRI_NOUN_VERDICT, verdict);
    g_autoptr(KiriMedium) medium = kiri_medium_new();
    medium->id = g_strdup("minato");
    medium->name = g_strdup("みなと日報");
    medium->note = g_strdup("年休の特集を毎年組む");
    test_put(store, KIRI_NOUN_MEDIUM, medium);
    g_autoptr(KiriTopic) topic = kiri_topic_new();
    topic->id = g_strdup("T-1");
    topic->name = g_strdup("休暇");
    topic->query = g_strdup("年休");
    topic->notes = g_strdup("年休は局の重点");
    topic->added = kiri_time_jst(test_day_us(4));
    test_put(store, KIRI_NOUN_TOPIC, topic);
}

/* "of:id …" */
static char *found(KiriStore *store, const char *text, guint kinds)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriQuery) query = kiri_query_parse(kiri_str(text), &error);
    g_assert_no_error(error);
    g_autoptr(GPtrArray) hits = kiri_list_desk(store, query, kinds, &error);
    g_assert_no_error(error);
    g_autoptr(GString) all = g_string_new(NULL);
    for (guint i = 0; i < hits->len; i++) {
        const KiriDeskHit *hit = g_ptr_array_index(hits, i);
        g_string_append_printf(all, "%s%s", i ? " " : "", hit->of);
        g_assert_cmpint(hit->kind == KIRI_DESK_NOTE, ==,
                        strcmp(hit->of, "release") != 0 || strcmp(hit->text, RELEASE_NOTE) == 0);
    }
    return g_strdup(all->str);
}

static void test_desk(void)
{
    enum { RELEASES = 1 << KIRI_DESK_RELEASE, NOTES = 1 << KIRI_DESK_NOTE };
    static const struct {
        const char *query;
        guint kinds;
        const char *found;
    } cases[] = {
        {"年休", RELEASES | NOTES, "verdict topic release medium"}, // newest first
        {"年休", RELEASES, "release"},
        {"年休", NOTES, "verdict topic medium"},
        {"働き方改革", RELEASES | NOTES, "release"}, // a keyword of the release
        {"年次有給休暇 -title:年休", RELEASES | NOTES, ""},
        {"title:年休", RELEASES | NOTES, "release"}, // the note must have it, not its article
        {"author:佐藤 年休", RELEASES | NOTES, "verdict"},
        {"author:労働条件 年休", RELEASES | NOTES, "release"},
        {"medium:minato 年休", RELEASES | NOTES, "verdict"},
        {"site:mlsa.example 年休", RELEASES | NOTES, "release"},
        {"release:R-1 年休", RELEASES | NOTES, "verdict release"},
        {"class:publicity 年休", RELEASES | NOTES, "verdict"},
        {"date:2026-04-04 年休", RELEASES | NOTES, "release"},
        {"別件", RELEASES, ""},
        {"会見", NOTES, "release"}, // the note on it, which is no part of it
        {"会見", RELEASES, ""},
    };
    g_autoptr(KiriTempDir) dir = kiri_temp_new();
    g_autoptr(KiriStore) store = test_store_open(dir, KIRI_STORE_CREATE);
    fill(store);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *got = found(store, cases[i].query, cases[i].kinds);
        g_test_message("%s", cases[i].query);
        g_assert_cmpstr(got, ==, cases[i].found);
    }
}

static void test_what_is_shown(void)
{
    g_autoptr(KiriTempDir) dir = kiri_temp_new();
    g_autoptr(KiriStore) store = test_store_open(dir, KIRI_STORE_CREATE);
    fill(store);
    g_autoptr(KiriQuery) query = kiri_query_parse(kiri_str("年休 OR 有給休暇"), NULL);
    g_autoptr(GPtrArray) hits = kiri_list_desk(store, query, 3, NULL);
    g_assert_cmpuint(hits->len, ==, 4);
    const KiriDeskHit *note = g_ptr_array_index(hits, 0);
    g_assert_cmpstr(note->title, ==, "年休の見出し");
    g_assert_cmpstr(note->text, ==, "局長の発言は年休とは別件");
    g_assert_cmpstr(note->author, ==, "佐藤");
    g_assert_cmpstr(note->url, ==, "https://news.example.jp/1");
    g_assert_cmpuint(note->text_marks->len, ==, 1);
    const KiriDeskHit *release = g_ptr_array_index(hits, 2);
    g_assert_cmpstr(release->author, ==, "労働条件政策課");
    g_assert_cmpuint(release->title_marks->len, ==, 1);
    const KiriMark *m = &g_array_index(release->text_marks, KiriMark, 0);
    g_assert_cmpint(
        memcmp(release->text + (m->from - release->text_from), "有給休暇", strlen("有給休暇")), ==,
        0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/desk/found", test_desk);
    g_test_add_func("/desk/shown", test_what_is_shown);
    return g_test_run();
}
