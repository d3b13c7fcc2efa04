// SPDX-License-Identifier: GPL-3.0-or-later
/* Who wrote the coverage: each article once, people only, and nobody who is to be
 * forgotten. */
#include <kirinuki/people.h>

#include "../support/store.h"

#include <string.h>

typedef struct {
    KiriTempDir *dir;
    KiriStore *store;
} Fixture;

static void put_clip(Fixture *f, guint number, const char *const *authors, const char *release,
                     const char *topic, gint class_)
{
    g_autofree char *url = g_strdup_printf("https://a.example/%u", number);
    g_autoptr(KiriArticle) a = test_article(url, "本文。", (gint)number);
    g_autoptr(KiriClip) c = kiri_clip_new();
    a->medium = g_strdup(number % 2 ? "asa" : "yugata");
    for (guint i = 0; authors[i]; i++)
        kiri_strv_add(&a->authors, authors[i]);
    test_put(f->store, KIRI_NOUN_ARTICLE, a);
    c->id = kiri_clip_make_id(a->id, release ? release : topic);
    c->article = g_strdup(a->id);
    c->release = g_strdup(release);
    c->topic = g_strdup(topic);
    c->class_ = class_;
    c->probability = 0.95;
    test_put(f->store, KIRI_NOUN_CLIP, c);
}

static void set_up(Fixture *f, gconstpointer data)
{
    (void)data;
    f->dir = kiri_temp_new();
    f->store = test_store_open(f->dir, KIRI_STORE_CREATE);
    const char *const yamada[] = {"山田 太郎", NULL}, *const wide[] = {"山田　太郎", "佐藤花子",
                                                                       NULL};
    const char *const desk[] = {"デジタル編集部", "共同通信社", "社会部", "服部 薫", NULL};
    put_clip(f, 1, yamada, "R-1", NULL, KIRI_CLASS_PUBLICITY);
    put_clip(f, 1, yamada, NULL, "T-1", KIRI_CLASS_PUBLICITY);
    put_clip(f, 2, wide, "R-2", NULL, KIRI_CLASS_MENTION);
    put_clip(f, 3, desk, "R-1", NULL, KIRI_CLASS_PUBLICITY);
    put_clip(f, 4, yamada, "R-1", NULL, KIRI_CLASS_NONE);
}

static void tear_down(Fixture *f, gconstpointer data)
{
    (void)data;
    kiri_store_close(f->store);
    kiri_temp_free(f->dir);
}

static GPtrArray *ask(Fixture *f, KiriPeopleQuery query)
{
    g_autoptr(GError) error = NULL;
    if (!query.since_us)
        query.since_us = G_MININT64;
    GPtrArray *people = kiri_people(f->store, &query, &error);
    g_assert_no_error(error);
    return people;
}

static void test_list(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GPtrArray) people = ask(f, (KiriPeopleQuery){0});
    g_assert_cmpuint(people->len, ==, 3); // 山田, 服部, 佐藤; no desk, no wire
    const KiriPerson *first = g_ptr_array_index(people, 0);
    g_assert_cmpstr(first->name, ==, "山田　太郎"); // as the newest article has it
    g_assert_cmpint(first->articles, ==, 2);        // the fourth is of class none
    g_assert_cmpint(first->publicity, ==, 1);
    g_assert_cmpfloat_with_epsilon(first->publicity_share, 0.5, 0.001);
    g_assert_cmpuint(kiri_strv_count(first->media), ==, 2);
    g_assert_cmpuint(kiri_strv_count(first->releases), ==, 2);
    g_assert_cmpuint(kiri_strv_count(first->topics), ==, 1);
    const KiriPersonPiece *newest = g_ptr_array_index(first->pieces, 0);
    g_assert_cmpstr(newest->medium, ==, "yugata");
    g_assert_cmpint(first->last.us, ==, newest->published.us);
    g_assert_cmpstr(((KiriPerson *)g_ptr_array_index(people, 1))->name, ==, "服部 薫");
}

static void test_narrow(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GPtrArray) release = ask(f, (KiriPeopleQuery){.release = "R-2"});
    g_assert_cmpuint(release->len, ==, 2);
    g_autoptr(GPtrArray) topic = ask(f, (KiriPeopleQuery){.topic = "T-1"});
    g_assert_cmpuint(topic->len, ==, 1);
    g_autoptr(GPtrArray) since = ask(f, (KiriPeopleQuery){.since_us = test_day_us(3)});
    g_assert_cmpuint(since->len, ==, 1);
    g_autoptr(GPtrArray) name = ask(f, (KiriPeopleQuery){.name = "山田太郎"});
    g_assert_cmpuint(name->len, ==, 1);
    g_assert_cmpint(((KiriPerson *)g_ptr_array_index(name, 0))->articles, ==, 2);
}

/* A person's word about a clip counts here as everywhere. */
static void test_verdict(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriArticle) a = test_article("https://a.example/3", "", 0);
    g_autoptr(KiriVerdict) v = kiri_verdict_new();
    v->clip = kiri_clip_make_id(a->id, "R-1");
    v->is_rejected = TRUE;
    test_put(f->store, KIRI_NOUN_VERDICT, v);
    g_autoptr(GPtrArray) people = ask(f, (KiriPeopleQuery){.name = "服部薫"});
    g_assert_cmpuint(people->len, ==, 0);
}

static void test_forget(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    gboolean is_new;
    g_assert_true(kiri_people_forget(f->store, "山田太郎", &is_new, &error));
    g_assert_true(is_new);
    g_assert_true(kiri_people_forget(f->store, "山田 太郎", &is_new, &error));
    g_assert_false(is_new);
    g_assert_true(kiri_people_forget(f->store, "佐藤 花子", &is_new, &error));
    g_assert_true(is_new);
    g_autoptr(GPtrArray) people = ask(f, (KiriPeopleQuery){0});
    g_assert_cmpuint(people->len, ==, 1);
    g_autoptr(GPtrArray) name = ask(f, (KiriPeopleQuery){.name = "山田 太郎"});
    g_assert_cmpuint(name->len, ==, 0);
}

static void test_names(void)
{
    static const char *const people[] = {"山田太郎",  "服部",     "長谷部 誠",
                                         "小室 圭子", "Jane Doe", "アンナ・リー"};
    static const char *const others[] = {"共同通信",   "時事",    "社会部", "デジタル編集部",
                                         "朝日新聞社", "Reuters", "取材班", "info@a.example",
                                         "News Desk",  "",        "2026"};
    for (gsize i = 0; i < G_N_ELEMENTS(people); i++)
        g_assert_true(kiri_people_is_name(people[i]));
    for (gsize i = 0; i < G_N_ELEMENTS(others); i++)
        g_assert_false(kiri_people_is_name(others[i]));
    g_assert_false(kiri_people_is_name(NULL));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name, function) g_test_add("/people/" name, Fixture, NULL, set_up, function, tear_down)
    ADD("list", test_list);
    ADD("narrow", test_narrow);
    ADD("verdict", test_verdict);
    ADD("forget", test_forget);
#undef ADD
    g_test_add_func("/people/names", test_names);
    return g_test_run();
}
