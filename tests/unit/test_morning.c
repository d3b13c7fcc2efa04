// SPDX-License-Identifier: GPL-3.0-or-later
/* The morning sheet: which time it covers, that every piece of it stands in one place, in
 * which block, with which weight, and the order. */
#include "../support/morning.h"

/* ---- the window ---- */

static void assert_window(const char *date, const char *from, const char *to)
{
    KiriMorningQuery q = query_at(0);
    gint64 from_us, to_us;
    KiriTime a, b;
    q.date = date;
    kiri_morning_window(&q, &from_us, &to_us);
    g_assert_true(kiri_time_parse(kiri_str(from), KIRI_JST_MIN, &a));
    g_assert_true(kiri_time_parse(kiri_str(to), KIRI_JST_MIN, &b));
    g_assert_cmpint(from_us, ==, a.us);
    g_assert_cmpint(to_us, ==, b.us);
}

static void test_window(void)
{
    assert_window("2026-04-14", "2026-04-13T17:30", "2026-04-14T07:00");
    assert_window("2026-04-13", "2026-04-10T17:30", "2026-04-13T07:00"); // Monday
    assert_window("2026-04-30", "2026-04-28T17:30", "2026-04-30T07:00"); // after 昭和の日
    assert_window("2026-05-07", "2026-05-01T17:30", "2026-05-07T07:00"); // after five days
    assert_window("2027-01-04", "2026-12-28T17:30", "2027-01-04T07:00"); // 12/29 to 1/3
    KiriMorningQuery q = query_at(half_past_seven());
    gint64 day_us;
    q.date = "2026-04";
    g_autoptr(GError) error = NULL;
    g_assert_false(kiri_morning_day(&q, &day_us, &error));
    g_assert_error(error, KIRI_ERROR_REPORT, KIRI_ERROR_USAGE);
}

static void make_paper(KiriArticle *a, const char *edition, const char *page)
{
    a->published =
        (KiriTime){kiri_civil_day_start_jst(a->published.us), KIRI_JST_MIN, KIRI_PRECISION_DAY};
    a->appearance = kiri_appearance_new();
    a->appearance->form = KIRI_FORM_NEWSPAPER;
    a->appearance->edition = g_strdup(edition);
    a->appearance->page = g_strdup(page);
    a->appearance->entered = a->fetched;
}

static void as_evening(KiriArticle *a, KiriClip *clip)
{
    (void)clip;
    make_paper(a, "夕刊", "2");
}

static void as_morning(KiriArticle *a, KiriClip *clip)
{
    (void)clip;
    make_paper(a, "朝刊", "2");
}

static void as_front(KiriArticle *a, KiriClip *clip)
{
    (void)clip;
    make_paper(a, "朝刊", "1");
}

static void without_clock(KiriArticle *a, KiriClip *clip)
{
    (void)clip;
    a->published.precision = KIRI_PRECISION_DAY;
    a->published.us = kiri_civil_day_start_jst(a->published.us);
}

/* Papers are dated to the day, and so is what has no clock. */
static void test_moments(TestStore *f, gconstpointer data)
{
    (void)data;
    put_medium(f->store, "m", "媒体", KIRI_MEDIUM_WEB, 2, 0);
    put(f->store, "m", "前日夕刊", at(DAY - 1, 12, 0), as_evening);
    put(f->store, "m", "前日朝刊", at(DAY - 1, 12, 0), as_morning);
    put(f->store, "m", "当日朝刊", at(DAY, 2, 0), as_morning);
    put(f->store, "m", "当日夕刊", at(DAY, 12, 0), as_evening);
    put(f->store, "m", "夜に見た", at(DAY - 1, 20, 0), without_clock);
    put(f->store, "m", "昼に見た", at(DAY - 1, 11, 0), without_clock);
    put(f->store, "m", "始まり", at(DAY - 1, 17, 30), NULL);
    put(f->store, "m", "終わり", at(DAY, 7, 0), NULL);
    g_autoptr(KiriMorningSheet) sheet = made_now(f->store);
    g_autofree char *rows = rows_of(sheet);
    g_assert_nonnull(strstr(rows, "前日夕刊"));
    g_assert_nonnull(strstr(rows, "当日朝刊"));
    g_assert_nonnull(strstr(rows, "夜に見た"));
    g_assert_nonnull(strstr(rows, "始まり"));
    g_assert_cmpint(sheet->total, ==, 4);
    g_autofree char *coverage = g_strjoinv("\n", sheet->coverage);
    g_assert_nonnull(strstr(coverage, "紙面：2件を収録（媒体）"));
    g_assert_nonnull(strstr(coverage, "対象時間外（13日7:00〜13日17:30）の掲載：1件"));
}

/* ---- every piece in one place ---- */

static void note(GHashTable *places, const KiriSheetPiece *piece)
{
    g_assert_true(g_hash_table_add(places, piece->article)); // nowhere else
}

static GHashTable *places_of(const KiriMorningSheet *sheet)
{
    GHashTable *places = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < kiri_recs_count(sheet->rows); i++) {
        const KiriSheetRow *row = g_ptr_array_index(sheet->rows, i);
        note(places, row->piece);
        for (guint n = 0; n < kiri_recs_count(row->folds); n++)
            note(places, g_ptr_array_index(row->folds, n));
    }
    for (guint i = 0; i < kiri_recs_count(sheet->left); i++)
        note(places, ((const KiriSheetLeft *)g_ptr_array_index(sheet->left, i))->piece);
    return places;
}

static GRand *dice; // of the case that runs

static void at_random(KiriArticle *a, KiriClip *clip)
{
    static const char *const titles[] = {"暮らし安全省が発表", "社説：安全を考える", "点検の日"};
    g_autofree char *story = g_strdup_printf("story%d", g_rand_int_range(dice, 0, 6));
    clip->story = g_strdup(story);
    clip->class_ = g_rand_int_range(dice, 0, KIRI_N_CLASSES);
    if (g_rand_int_range(dice, 0, 4) == 0) {
        g_free(clip->release);
        clip->release = NULL;
        clip->topic = g_strdup(g_rand_boolean(dice) ? "T-ours" : "T-rival");
    }
    if (g_rand_int_range(dice, 0, 3) == 0) {
        g_free(a->title);
        a->title = g_strdup(titles[g_rand_int_range(dice, 0, 3)]);
    }
    a->is_corrected = g_rand_int_range(dice, 0, 8) == 0;
    if (g_rand_int_range(dice, 0, 6) == 0)
        make_paper(a, g_rand_boolean(dice) ? "朝刊" : "夕刊", "3");
}

static void put_topics(KiriStore *store)
{
    for (guint i = 0; i < 2; i++) {
        g_autoptr(KiriTopic) topic = kiri_topic_new();
        topic->id = g_strdup(i ? "T-rival" : "T-ours");
        topic->name = g_strdup(topic->id);
        topic->query = g_strdup("点検");
        topic->section = g_strdup(i ? NULL : "相談課");
        topic->is_comparison = i == 1;
        test_put(store, KIRI_NOUN_TOPIC, topic);
    }
}

/* What the window holds, by another way: all clips of the store. */
static guint count_window(KiriStore *store, GHashTable *places)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) clips = kiri_store_list(store, KIRI_NOUN_CLIP, "", &error);
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    gint64 from = at(DAY - 1, 17, 30), to = at(DAY, 7, 0);
    for (guint i = 0; i < clips->len; i++) {
        const KiriClip *clip = g_ptr_array_index(clips, i);
        g_autoptr(KiriArticle) a = kiri_store_get(store, KIRI_NOUN_ARTICLE, clip->article, NULL);
        gboolean is_evening = a->appearance && strcmp(a->appearance->edition, "夕刊") == 0;
        gint64 us = is_evening ? kiri_civil_day_start_jst(a->published.us) + 17 * HOUR + HOUR / 2
                               : a->published.us;
        if (us < from || us >= to)
            continue;
        g_assert_true(g_hash_table_contains(places, a->id));
        g_hash_table_add(seen, g_strdup(a->id));
    }
    return g_hash_table_size(seen);
}

static void test_every_piece_once(TestStore *f, gconstpointer data)
{
    (void)data;
    dice = g_rand_new_with_seed(20260414);
    put_topics(f->store);
    for (guint m = 0; m < 5; m++) {
        g_autofree char *id = g_strdup_printf("m%u", m);
        put_medium(f->store, id, id, (KiriMediumKind)m, 1 + m % 3, m == 2 ? 10 : 0);
    }
    for (guint i = 0; i < 240; i++) {
        g_autofree char *medium = g_strdup_printf("m%d", g_rand_int_range(dice, 0, 5));
        g_autofree char *title = g_strdup_printf("記事%03u", i);
        gint64 us = at(DAY - 1, 0, 0) + g_rand_int_range(dice, 0, 34 * 60) * KIRI_US_PER_MINUTE;
        g_autofree char *id =
            put_piece(f->store, medium, title, us, KIRI_CLASS_PUBLICITY, at_random);
        if (g_rand_int_range(dice, 0, 10) == 0) {
            g_autoptr(KiriVerdict) v = kiri_verdict_new();
            g_autoptr(GPtrArray) clips = kiri_store_clips_of(f->store, KIRI_NOUN_ARTICLE, id, NULL);
            v->clip = g_strdup(((const KiriClip *)g_ptr_array_index(clips, 0))->id);
            v->is_rejected = TRUE;
            test_put(f->store, KIRI_NOUN_VERDICT, v);
        }
        if (g_rand_int_range(dice, 0, 20) == 0)
            g_assert_true(kiri_morning_edit(f->store, "2026-04-14", KIRI_MORNING_DROP, id, NULL,
                                            NULL, half_past_seven(), NULL));
    }
    g_rand_free(dice);
    for (guint rows = 0; rows <= 8; rows += 8) {
        KiriMorningQuery q = query_at(half_past_seven());
        q.most_rows = rows;
        g_autoptr(KiriMorningSheet) sheet = made(f->store, &q);
        g_autoptr(GHashTable) places = places_of(sheet);
        guint n = count_window(f->store, places);
        g_assert_cmpuint(n, >, 50);
        g_assert_cmpuint(g_hash_table_size(places), ==, n); // and nothing from elsewhere
        g_assert_cmpint(sheet->unique, <=, sheet->total);
        guint out = 0;
        for (guint i = 0; i < sheet->left->len; i++)
            out +=
                ((const KiriSheetLeft *)g_ptr_array_index(sheet->left, i))->reason != KIRI_LEFT_ROOM
                    ? 1
                    : 0;
        g_assert_cmpint(sheet->total, ==, n - out);
    }
}

/* ---- order ---- */

static void test_order_of_media(TestStore *f, gconstpointer data)
{
    (void)data;
    const char *ids[] = {"web", "local", "wire", "tv", "paper", "yomi", "asa"};
    put_media(f->store);
    for (gsize i = 0; i < G_N_ELEMENTS(ids); i++) {
        g_autofree char *title = g_strconcat("甲", ids[i], NULL);
        put(f->store, ids[i], title, at(DAY, 1, (gint)i), NULL);
    }
    assert_rows(f->store, "○甲asa ○甲yomi 甲paper 甲tv 甲wire 甲local 甲web");
    char *first[] = {(char[]){"通信"}, (char[]){"web"}, NULL};
    KiriMorningQuery q = query_at(half_past_seven());
    q.media = first;
    g_autoptr(KiriMorningSheet) sheet = made(f->store, &q);
    g_autofree char *rows = rows_of(sheet);
    g_assert_cmpstr(rows, ==, "甲wire 甲web ○甲asa ○甲yomi 甲paper 甲tv 甲local");
}

static void of_topic(KiriArticle *a, KiriClip *clip)
{
    (void)a;
    g_clear_pointer(&clip->release, g_free);
    clip->topic = g_strdup("T-ours");
}

static void test_order_of_sections(TestStore *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    put_media(f->store);
    put_topics(f->store);
    put_release(f->store, "事故対策課");
    put(f->store, "tv", "事故対策課の", at(DAY, 1, 0), NULL);
    put(f->store, "local", "相談課の", at(DAY, 1, 0), of_topic);
    assert_rows(f->store, "事故対策課の 相談課の"); // by name
    g_autoptr(KiriSectionOrder) order =
        kiri_section_order_parse(kiri_str("局,課\n生活局,相談課\n製品局,事故対策課\n"), &error);
    g_assert_no_error(error);
    g_assert_cmpuint(kiri_section_order_place(order, "製品局事故対策課"), ==, 1);
    g_assert_cmpuint(kiri_section_order_place(order, "総務課"), ==, G_MAXUINT);
    KiriMorningQuery q = query_at(half_past_seven());
    q.order = order;
    g_autoptr(KiriMorningSheet) sheet = made(f->store, &q);
    g_autofree char *rows = rows_of(sheet);
    g_assert_cmpstr(rows, ==, "相談課の 事故対策課の");
    g_assert_null(kiri_section_order_parse(kiri_str("係\n甲\n"), &error));
    g_assert_error(error, KIRI_ERROR_REPORT, KIRI_ERROR_PARSE);
}

/* ---- blocks, weight, folds ---- */

static void with_difference(KiriArticle *a, KiriClip *clip)
{
    KiriContradiction *c = kiri_contradiction_new();
    (void)a;
    c->article_value = g_strdup("1200人");
    c->release_value = g_strdup("1800人");
    clip->evidence = kiri_evidence_new();
    kiri_recs_add(&clip->evidence->contradictions, c);
}

static void test_blocks(TestStore *f, gconstpointer data)
{
    (void)data;
    put_media(f->store);
    put(f->store, "asa", "暮らし安全相が謝罪", at(DAY, 1, 0), NULL);
    put(f->store, "web", "暮らし安全省の新事業", at(DAY, 1, 0), NULL);
    put(f->store, "yomi", "【社説】安全を問う", at(DAY, 1, 0), NULL);
    put(f->store, "local", "社説で批判された事業", at(DAY, 1, 0), NULL);
    put(f->store, "tv", "訪問員は1200人", at(DAY, 1, 0), with_difference);
    put(f->store, "paper", "一面の記事", at(DAY, 1, 0), as_front);
    put(f->store, "wire", "暮らしの安全", at(DAY, 1, 0), NULL);
    assert_rows(f->store, "◎暮らし安全相が謝罪 ○暮らし安全省の新事業 | ◎一面の記事 暮らしの安全 "
                          "社説で批判された事業 | ◎【社説】安全を問う | ◎訪問員は1200人");
}

static void test_folds(TestStore *f, gconstpointer data)
{
    (void)data;
    put_media(f->store);
    put(f->store, "wire", "配信元", at(DAY, 0, 0), of_story);
    put(f->store, "web", "転載", at(DAY, 0, 5), of_story);
    put(f->store, "asa", "転載先の紙", at(DAY, 1, 0), of_story);
    put(f->store, "yomi", "社説：同じ話", at(DAY, 1, 0), of_story);
    put(f->store, "tv", "同じ題", at(DAY, 1, 0), NULL);
    put(f->store, "tv", "別の題", at(DAY, 0, 50), NULL);
    put(f->store, "paper", "紙とサイト", at(DAY, 4, 0), NULL);
    {
        g_autofree char *url = g_strdup("urn:kirinuki:clip:1");
        g_autoptr(KiriArticle) a = test_article(url, "", 0);
        g_autoptr(KiriClip) clip = kiri_clip_new();
        g_free(a->title);
        a->title = g_strdup("紙と サイト"); // one in N-form
        a->medium = g_strdup("paper");
        a->published = kiri_time_jst(at(DAY, 0, 0));
        make_paper(a, "朝刊", "7");
        clip->id = kiri_clip_make_id(a->id, "R-1");
        clip->article = g_strdup(a->id);
        clip->release = g_strdup("R-1");
        clip->class_ = KIRI_CLASS_PUBLICITY;
        test_put(f->store, KIRI_NOUN_ARTICLE, a);
        test_put(f->store, KIRI_NOUN_CLIP, clip);
    }
    g_autoptr(KiriMorningSheet) sheet = made_now(f->store);
    g_autofree char *rows = rows_of(sheet);
    g_assert_cmpstr(rows, ==,
                    "○転載先の紙+wire,web 紙と サイト+paper 別の題 同じ題 | ◎社説：同じ話");
    g_assert_cmpint(sheet->total, ==, 8);
    g_assert_cmpint(sheet->unique, ==, 4); // 配信元+3, 紙とサイト, 2 of the broadcaster
}

/* Rows without a mark give way, the last media first, and it is said. */
static void test_room(TestStore *f, gconstpointer data)
{
    (void)data;
    const char *ids[] = {"web", "local", "wire", "tv", "asa"};
    put_media(f->store);
    for (gsize i = 0; i < G_N_ELEMENTS(ids); i++)
        put(f->store, ids[i], ids[i], at(DAY, 1, 0), NULL);
    KiriMorningQuery q = query_at(half_past_seven());
    q.most_rows = 3;
    g_autoptr(KiriMorningSheet) sheet = made(f->store, &q);
    g_autofree char *rows = rows_of(sheet);
    g_autofree char *coverage = g_strjoinv("\n", sheet->coverage);
    g_assert_cmpstr(rows, ==, "○asa tv wire");
    g_assert_nonnull(strstr(coverage, "紙幅により省略2件"));
    g_assert_cmpint(sheet->total, ==, 5);
    q.most_rows = 1;
    put(f->store, "yomi", "重い", at(DAY, 1, 0), NULL);
    g_autoptr(KiriMorningSheet) heavy = made(f->store, &q);
    g_assert_cmpuint(heavy->rows->len, ==, 2); // what weighs stays
}

#define CASE(name, function)                                                                       \
    g_test_add("/morning/" name, TestStore, NULL, set_up, function, test_store_tear_down)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/morning/window", test_window);
    CASE("moments", test_moments);
    CASE("every-piece-once", test_every_piece_once);
    CASE("order-of-media", test_order_of_media);
    CASE("order-of-sections", test_order_of_sections);
    CASE("blocks", test_blocks);
    CASE("folds", test_folds);
    CASE("room", test_room);
    return g_test_run();
}
