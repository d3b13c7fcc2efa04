// SPDX-License-Identifier: GPL-3.0-or-later
/* What can be read of a damaged store is saved, the rest is named, and what comes out is
 * whole: verify finds nothing in it. */
#include "../support/store.h"

#include <kirinuki/care.h>
#include <kirinuki/error.h>

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ARTICLES = 2000, TEXT_BYTES = 600 };

/* Letters that no compressor makes much of. */
static char *text_of(guint i)
{
    guint64 x = i * 2862933555777941757u + 3037000493u;
    char *text = g_malloc(TEXT_BYTES + 1);
    for (guint k = 0; k < TEXT_BYTES; k++) {
        x = x * 6364136223846793005u + 1442695040888963407u;
        text[k] = (char)('!' + (x >> 33) % 90);
    }
    text[TEXT_BYTES] = 0;
    return text;
}

static void put_one(KiriBatch *batch, guint i, const char *title)
{
    char key[KIRI_PAGE_KEY_BYTES];
    g_autofree char *url = g_strdup_printf("https://example.jp/%u", i);
    g_autofree char *text = text_of(i);
    g_autoptr(KiriArticle) a = test_article(url, text, (gint)(i % 28));
    g_autoptr(KiriPage) page = kiri_page_new();
    page->url = g_strdup(url);
    page->body = g_bytes_new(text, TEXT_BYTES);
    kiri_batch_put_page(batch, page, key);
    g_free(a->title);
    a->title = g_strdup(title);
    a->evidence = g_strdup(key);
    a->source = g_strdup("s");
    kiri_batch_put(batch, KIRI_NOUN_ARTICLE, a);
    g_autoptr(KiriUrlRecord) u = kiri_url_record_new();
    u->url = g_strdup(url);
    u->state = KIRI_URL_DONE;
    u->article = g_strdup(a->id);
    u->found = a->fetched;
    kiri_batch_put(batch, KIRI_NOUN_URL, u);
    g_autoptr(KiriClip) clip = kiri_clip_new();
    clip->id = kiri_clip_make_id(a->id, NULL);
    clip->article = g_strdup(a->id);
    kiri_batch_put(batch, KIRI_NOUN_CLIP, clip);
}

/* Every third article has an older version. */
static void fill(KiriStore *store)
{
    enum { PER_BATCH = 100 };
    for (guint from = 0; from < ARTICLES; from += PER_BATCH)
        for (guint step = 1; step <= 3; step += 2) {
            KiriBatch *batch = kiri_batch_begin(store);
            for (guint i = from; i < from + PER_BATCH; i++)
                if (i % step == 0)
                    put_one(batch, i, step == 1 ? "見出し" : "直した見出し");
            test_commit(batch);
        }
    g_assert_true(kiri_store_purge(store, kiri_time_jst(1), NULL)); // into tables
}

/* Flips bytes in the tables, `n` places each. */
static void damage(const char *dir, guint n, guint seed)
{
    g_autofree char *path = g_build_filename(dir, "store", NULL);
    g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
    const char *name;
    while ((name = g_dir_read_name(folder))) {
        g_autofree char *file = g_build_filename(path, name, NULL);
        struct stat st;
        if (!g_str_has_suffix(name, ".sst") || stat(file, &st) != 0 || st.st_size < 10000)
            continue;
        int fd = open(file, O_RDWR);
        for (guint i = 0; i < n; i++) {
            off_t at = (off_t)((guint64)(i * 7919 + seed) * 104729 % (guint64)(st.st_size - 4000));
            char byte;
            g_assert_cmpint(pread(fd, &byte, 1, at), ==, 1);
            byte ^= 0x55;
            g_assert_cmpint(pwrite(fd, &byte, 1, at), ==, 1);
        }
        close(fd);
    }
}

typedef struct {
    KiriTempDir *dir, *to;
    char *place; // new, below `to`
} World;

static void set_up(World *w, gconstpointer data)
{
    (void)data;
    w->dir = kiri_temp_new();
    w->to = kiri_temp_new();
    w->place = g_build_filename(w->to, "new", NULL);
    KiriStore *store = test_store_open(w->dir, KIRI_STORE_CREATE);
    fill(store);
    kiri_store_close(store);
}

static void tear_down(World *w, gconstpointer data)
{
    (void)data;
    kiri_temp_free(w->dir);
    kiri_temp_free(w->to);
    g_free(w->place);
}

static KiriStore *salvage(World *w, KiriSalvage *s)
{
    g_autoptr(GError) error = NULL;
    g_mkdir(w->place, 0700);
    g_assert_true(kiri_store_salvage(w->dir, w->place, s, &error));
    g_assert_no_error(error);
    KiriStore *store = test_store_open(w->place, KIRI_STORE_WRITE);
    test_verify_clean(store);
    return store;
}

static void test_sound(World *w, gconstpointer data)
{
    (void)data;
    g_auto(KiriSalvage) s = {0};
    KiriStore *store = salvage(w, &s);
    g_assert_cmpuint(s.lost->len, ==, 0);
    g_assert_cmpuint(s.holes + s.rows_lost, ==, 0);
    g_assert_cmpuint(kiri_store_count(store, KIRI_NOUN_ARTICLE), ==, ARTICLES);
    g_autoptr(KiriArticle) a = test_article("https://example.jp/3", "", 0);
    g_autoptr(KiriArticle) first = kiri_store_get_article_version(store, a->id, 1, NULL);
    g_autofree char *text = text_of(3);
    g_assert_cmpstr(first->title, ==, "見出し");
    g_assert_cmpstr(first->text, ==, text);
    kiri_store_close(store);
}

static gboolean check_text(gconstpointer record, gpointer data)
{
    const KiriArticle *a = record;
    guint i = (guint)g_ascii_strtoull(strrchr(a->url, '/') + 1, NULL, 10);
    g_autofree char *text = text_of(i);
    g_assert_cmpstr(a->text, ==, text); // nothing false is saved
    ++*(guint *)data;
    return TRUE;
}

/* A few flipped bytes cost their blocks and not their tables. */
static void test_flips(World *w, gconstpointer data)
{
    (void)data;
    g_auto(KiriSalvage) s = {0};
    guint n = 0;
    damage(w->dir, 3, 17);
    KiriStore *store = salvage(w, &s);
    g_assert_cmpuint(s.holes, >=, 1);
    g_assert_cmpuint(s.lost->len, >=, 1);
    kiri_store_each(store, KIRI_NOUN_ARTICLE, "", check_text, &n, NULL);
    g_test_message("%u of %d articles, %" G_GUINT64_FORMAT " holes, %u lines", n, ARTICLES, s.holes,
                   s.lost->len);
    g_assert_cmpuint(n, >, ARTICLES * 8 / 10);
    kiri_store_close(store);
}

static void test_many_flips(World *w, gconstpointer data)
{
    (void)data;
    g_auto(KiriSalvage) s = {0};
    guint n = 0;
    damage(w->dir, 40, 5);
    KiriStore *store = salvage(w, &s);
    kiri_store_each(store, KIRI_NOUN_ARTICLE, "", check_text, &n, NULL);
    g_test_message("%u of %d articles, %" G_GUINT64_FORMAT " holes, %u lines", n, ARTICLES, s.holes,
                   s.lost->len);
    g_assert_cmpuint(n, >, ARTICLES / 4);
    kiri_store_close(store);
}

static void test_no_store(World *w, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_auto(KiriSalvage) s = {0};
    g_autoptr(KiriTempDir) empty = kiri_temp_new();
    g_assert_false(kiri_store_salvage(empty, w->place, &s, &error));
    g_assert_nonnull(error);
}

#define CASE(name) g_test_add("/salvage/" #name, World, NULL, set_up, test_##name, tear_down)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    CASE(sound);
    CASE(flips);
    CASE(many_flips);
    CASE(no_store);
    return g_test_run();
}
