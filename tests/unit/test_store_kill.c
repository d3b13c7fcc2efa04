// SPDX-License-Identifier: GPL-3.0-or-later
/* kill -9 at any instant: what a writer was told is stored is there afterwards,
 * whole batches only, the log without a gap, and everything fits together.
 *
 * The program starts itself with "--write DIR FIRST": that process commits batch
 * after batch and prints a number for each one that was acknowledged, until it
 * is killed. */
#include "../support/store.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

enum { KILLS = 100, MOST_SECONDS = 20, PER_BATCH = 3, VERIFY_EACH = 10 };

/* Article `i` of batch `n`; a later batch revises the first one. */
static KiriArticle *article_of(guint n, guint i)
{
    g_autofree char *url = g_strdup_printf("https://example.jp/%u/%u", n, i);
    g_autofree char *text = g_strdup_printf("第%u回の本文%u", n, i);
    KiriArticle *a = test_article(url, text, (gint)(n % 28));
    a->medium = g_strdup(i ? "asahi" : "mainichi");
    a->content_hash = g_strdup_printf("%u-%u", n, i);
    return a;
}

static gboolean write_batch(KiriStore *store, guint n)
{
    const guint64 hashes[] = {n, n / 7, n / 3};
    KiriBatch *batch = kiri_batch_begin(store);
    for (guint i = 0; i < PER_BATCH; i++) {
        char key[KIRI_PAGE_KEY_BYTES];
        g_autoptr(KiriArticle) a = article_of(n, i);
        g_autoptr(KiriPage) page = kiri_page_new();
        g_autoptr(KiriUrlRecord) u = kiri_url_record_new();
        page->url = g_strdup(a->url);
        page->body = g_bytes_new(a->text, strlen(a->text));
        kiri_batch_put_page(batch, page, key);
        a->evidence = g_strdup(key);
        u->url = g_strdup(a->url);
        u->state = i ? KIRI_URL_DONE : KIRI_URL_DUE;
        u->article = g_strdup(a->id);
        kiri_batch_put(batch, KIRI_NOUN_ARTICLE, a);
        kiri_batch_put(batch, KIRI_NOUN_URL, u);
        kiri_batch_put_fingerprints(batch, a->id, hashes, G_N_ELEMENTS(hashes));
    }
    if (n > 10) {
        g_autoptr(KiriArticle) older = article_of(n - 10, 0);
        g_free(older->text);
        older->text = g_strdup_printf("訂正%u", n);
        kiri_batch_put(batch, KIRI_NOUN_ARTICLE, older);
    }
    kiri_batch_set_cursor(batch, "written", n);
    return kiri_batch_commit(batch, NULL);
}

/* The process that gets killed. */
static int write_until_killed(const char *dir, guint n)
{
    g_autoptr(KiriStore) store = kiri_store_open(dir, KIRI_STORE_WRITE, NULL);
    for (; store && write_batch(store, n); n++)
        if (write(STDOUT_FILENO, &n, sizeof n) != (ssize_t)sizeof n)
            return 0;
    return 1;
}

static pid_t spawn_writer(const char *dir, guint first, int *acknowledged)
{
    int from[2];
    g_assert_cmpint(pipe2(from, O_CLOEXEC), ==, 0);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, from[1], STDOUT_FILENO);
    char self[] = "test_store_kill", option[] = "--write";
    g_autofree char *where = g_strdup(dir);
    g_autofree char *number = g_strdup_printf("%u", first);
    char *argv[] = {self, option, where, number, NULL};
    pid_t pid = 0;
    g_assert_cmpint(posix_spawn(&pid, "/proc/self/exe", &actions, NULL, argv, environ), ==, 0);
    posix_spawn_file_actions_destroy(&actions);
    close(from[1]);
    *acknowledged = from[0];
    return pid;
}

/* Reads what was acknowledged beside the writer while it goes on writing. */
static void look_beside(const char *dir, guint acknowledged)
{
    g_autoptr(KiriStore) reader = test_store_open(dir, KIRI_STORE_READ);
    g_autoptr(KiriArticle) a = article_of(acknowledged, PER_BATCH - 1);
    g_assert_true(kiri_store_has(reader, KIRI_NOUN_ARTICLE, a->id));
    g_assert_cmpuint(kiri_store_cursor(reader, "written"), >=, acknowledged);
    g_autoptr(GError) error = NULL;
    g_assert_true(kiri_store_check(reader, &error));
}

static gboolean next_entry(const KiriLogEntry *e, gpointer data)
{
    guint64 *last = data;
    g_assert_cmpuint(e->seq, ==, *last + 1);
    *last = e->seq;
    return TRUE;
}

/* Everything up to `acknowledged` is there, and batches are whole. Returns the
 * last batch that is there. */
static guint check_store(const char *dir, guint from, guint acknowledged, gboolean is_thorough)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriStore) store = test_store_open(dir, KIRI_STORE_WRITE);
    guint written = (guint)kiri_store_cursor(store, "written");
    g_assert_cmpuint(written, >=, acknowledged);
    for (guint n = is_thorough ? 1 : from; n <= written; n++)
        for (guint i = 0; i < PER_BATCH; i++) {
            g_autoptr(KiriArticle) expected = article_of(n, i);
            g_autoptr(KiriArticle) a =
                kiri_store_get_article_version(store, expected->id, 1, &error);
            g_assert_no_error(error);
            g_assert_nonnull(a);
            g_assert_cmpstr(a->text, ==, expected->text);
        }
    g_autoptr(KiriArticle) unknown = article_of(written + 1, 0);
    g_assert_false(kiri_store_has(store, KIRI_NOUN_ARTICLE, unknown->id));
    g_assert_cmpuint(kiri_store_log_end(store), ==,
                     written * PER_BATCH + (written > 10 ? written - 10 : 0));
    guint64 last = 0;
    if (is_thorough) {
        kiri_store_log_each(store, 0, G_MAXUINT, next_entry, &last);
        g_assert_cmpuint(last, ==, kiri_store_log_end(store));
        g_assert_cmpuint(kiri_store_count(store, KIRI_NOUN_ARTICLE), ==, written * PER_BATCH);
        test_verify_clean(store);
    }
    g_assert_true(kiri_store_check(store, &error));
    return written;
}

static void test_kill(void)
{
    g_autoptr(KiriTempDir) dir = kiri_temp_new();
    g_autoptr(GRand) random = g_rand_new_with_seed((guint32)g_test_rand_int());
    gint64 end = g_get_monotonic_time() + MOST_SECONDS * G_USEC_PER_SEC;
    guint written = 0;
    int kills = 0;
    kiri_store_close(test_store_open(dir, KIRI_STORE_CREATE));
    while (kills < KILLS && g_get_monotonic_time() < end) {
        int fd = -1;
        guint n = 0, acknowledged = written;
        pid_t pid = spawn_writer(dir, written + 1, &fd);
        gint wanted = g_rand_int_range(random, 1, 12);
        for (gint i = 0; i < wanted; i++) {
            g_assert_cmpint(read(fd, &n, sizeof n), ==, (gint)sizeof n);
            acknowledged = n;
        }
        if (kills % VERIFY_EACH == 0)
            look_beside(dir, acknowledged);
        kill(pid, SIGKILL);
        waitpid(pid, NULL, 0);
        while (read(fd, &n, sizeof n) == (ssize_t)sizeof n)
            acknowledged = n;
        close(fd);
        written = check_store(dir, written + 1, acknowledged, kills % VERIFY_EACH == 0);
        kills++;
    }
    check_store(dir, 1, written, TRUE);
    g_test_message("%d kills, %u batches", kills, written);
}

int main(int argc, char **argv)
{
    if (argc == 4 && strcmp(argv[1], "--write") == 0)
        return write_until_killed(argv[2], (guint)g_ascii_strtoull(argv[3], NULL, 10));
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/store/kill", test_kill);
    return g_test_run();
}
