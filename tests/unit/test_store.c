// SPDX-License-Identifier: GPL-3.0-or-later
/* Opening, locking, reading beside a writer, damage. The program starts itself
 * with "--hold DIR" for a second process that holds a store. */
#include "../support/store.h"

#include <kirinuki/error.h>
#include <kirinuki/file.h>

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static void put_articles(KiriStore *store, int from, int to)
{
    KiriBatch *batch = kiri_batch_begin(store);
    for (int i = from; i < to; i++) {
        g_autofree char *url = g_strdup_printf("https://example.jp/%d", i);
        g_autofree char *text = g_strdup_printf("本文その%d", i);
        g_autoptr(KiriArticle) a = test_article(url, text, i % 30);
        kiri_batch_put(batch, KIRI_NOUN_ARTICLE, a);
    }
    test_commit(batch);
}

static void assert_refused(const char *dir, KiriStoreMode mode, KiriErrorCode code,
                           const char *words)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriStore) store = kiri_store_open(dir, mode, &error);
    g_assert_null(store);
    g_test_message("%s", error->message);
    g_assert_true(kiri_error_is(error, code));
    g_assert_nonnull(strstr(error->message, words));
}

static void test_open(void)
{
    g_autoptr(KiriTempDir) dir = kiri_temp_new();
    assert_refused(dir, KIRI_STORE_WRITE, KIRI_ERROR_NOT_FOUND, dir);
    assert_refused(dir, KIRI_STORE_READ, KIRI_ERROR_NOT_FOUND, dir);
    kiri_store_close(test_store_open(dir, KIRI_STORE_CREATE));
    assert_refused(dir, KIRI_STORE_CREATE, KIRI_ERROR_EXISTS, dir);
    kiri_store_close(test_store_open(dir, KIRI_STORE_WRITE));
    g_autoptr(KiriStore) reader = test_store_open(dir, KIRI_STORE_READ);
    g_autoptr(KiriArticle) a = test_article("https://example.jp/1", "本文", 0);
    g_autoptr(GError) error = NULL;
    KiriBatch *batch = kiri_batch_begin(reader);
    kiri_batch_put(batch, KIRI_NOUN_ARTICLE, a);
    g_assert_false(kiri_batch_commit(batch, &error));
    g_assert_true(kiri_error_is(error, KIRI_ERROR_REFUSED));
}

/* A shared store stays open, and its lock held, until the last holder closes it. */
static void test_share(void)
{
    g_autoptr(KiriTempDir) dir = kiri_temp_new();
    KiriStore *first = test_store_open(dir, KIRI_STORE_CREATE);
    KiriStore *second = kiri_store_share(first);
    kiri_store_close(first);
    put_articles(second, 0, 1);
    assert_refused(dir, KIRI_STORE_WRITE, KIRI_ERROR_BUSY, dir);
    kiri_store_close(second);
    kiri_store_close(test_store_open(dir, KIRI_STORE_WRITE));
}

/* A newer layout is refused by writers and readers; an interrupted `init` is no
 * store, and the next one finishes it. */
static void test_schema(void)
{
    g_autoptr(KiriTempDir) dir = kiri_temp_new();
    KiriStore *store = test_store_open(dir, KIRI_STORE_CREATE);
    KiriBatch *batch = kiri_batch_begin(store);
    kiri_batch_set_meta(batch, "schema", "999");
    test_commit(batch);
    kiri_store_close(store);
    assert_refused(dir, KIRI_STORE_WRITE, KIRI_ERROR_STALE, "newer kirinuki");
    assert_refused(dir, KIRI_STORE_READ, KIRI_ERROR_STALE, "999");
}

static void test_unfinished(void)
{
    g_autoptr(KiriTempDir) dir = kiri_temp_new();
    KiriStore *store = test_store_open(dir, KIRI_STORE_CREATE);
    KiriBatch *batch = kiri_batch_begin(store);
    kiri_batch_set_meta(batch, "schema", "0");
    test_commit(batch);
    kiri_store_close(store);
    assert_refused(dir, KIRI_STORE_WRITE, KIRI_ERROR_NOT_FOUND, "layout mark");
    kiri_store_close(test_store_open(dir, KIRI_STORE_CREATE));
    kiri_store_close(test_store_open(dir, KIRI_STORE_WRITE));
}

/* ---- the lock ---- */

static int hold(const char *dir)
{
    g_autoptr(KiriStore) store = kiri_store_open(dir, KIRI_STORE_WRITE, NULL);
    char byte = store ? '+' : '-';
    if (write(STDOUT_FILENO, &byte, 1) != 1)
        return 1;
    return read(STDIN_FILENO, &byte, 1) < 0; // until the test closes its end
}

/* Starts this program with "--hold DIR"; `fds` are the ends to write and read. */
static pid_t spawn_holder(const char *dir, int fds[2])
{
    int to[2], from[2];
    g_assert_cmpint(pipe2(to, O_CLOEXEC), ==, 0);
    g_assert_cmpint(pipe2(from, O_CLOEXEC), ==, 0);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, to[0], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, from[1], STDOUT_FILENO);
    char self[] = "test_store", option[] = "--hold";
    g_autofree char *argument = g_strdup(dir);
    char *argv[] = {self, option, argument, NULL};
    pid_t pid = 0;
    g_assert_cmpint(posix_spawn(&pid, "/proc/self/exe", &actions, NULL, argv, environ), ==, 0);
    posix_spawn_file_actions_destroy(&actions);
    close(to[0]);
    close(from[1]);
    fds[0] = to[1];
    fds[1] = from[0];
    return pid;
}

static void test_lock(void)
{
    g_autoptr(KiriTempDir) dir = kiri_temp_new();
    KiriStore *store = test_store_open(dir, KIRI_STORE_CREATE);
    put_articles(store, 0, 3);
    assert_refused(dir, KIRI_STORE_WRITE, KIRI_ERROR_BUSY, "held by process"); // this one
    kiri_store_close(store);
    int fds[2];
    char byte = 0;
    pid_t pid = spawn_holder(dir, fds);
    g_assert_cmpint(read(fds[1], &byte, 1), ==, 1);
    g_assert_cmpint(byte, ==, '+');
    g_autofree char *words = g_strdup_printf("held by process %d", (int)pid);
    assert_refused(dir, KIRI_STORE_WRITE, KIRI_ERROR_BUSY, words);
    /* A reader does not mind. */
    g_autoptr(KiriStore) reader = test_store_open(dir, KIRI_STORE_READ);
    g_assert_cmpuint(kiri_store_count(reader, KIRI_NOUN_ARTICLE), ==, 3);
    /* The lock goes with its holder, however that ends. */
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    close(fds[0]);
    close(fds[1]);
    kiri_store_close(test_store_open(dir, KIRI_STORE_WRITE));
}

/* ---- readers ---- */

static guint count_scratch(void)
{
    g_autoptr(GDir) dir = g_dir_open(g_get_tmp_dir(), 0, NULL);
    guint n = 0;
    for (const char *name = g_dir_read_name(dir); name; name = g_dir_read_name(dir))
        n += g_str_has_prefix(name, "kirinuki-reader-") ? 1 : 0;
    return n;
}

static void test_reader(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriTempDir) dir = kiri_temp_new();
    g_autoptr(KiriStore) writer = test_store_open(dir, KIRI_STORE_CREATE);
    put_articles(writer, 0, 10);
    KiriStore *reader = test_store_open(dir, KIRI_STORE_READ);
    g_assert_cmpuint(count_scratch(), ==, 0); // nothing stays, even of a reader that is killed
    g_assert_cmpuint(kiri_store_count(reader, KIRI_NOUN_ARTICLE), ==, 10);
    put_articles(writer, 10, 20);
    g_assert_cmpuint(kiri_store_count(reader, KIRI_NOUN_ARTICLE), ==, 10);
    g_assert_true(kiri_store_catch_up(reader, &error));
    g_assert_cmpuint(kiri_store_count(reader, KIRI_NOUN_ARTICLE), ==, 20);
    g_assert_cmpuint(kiri_store_log_end(reader), ==, 20);
    test_verify_clean(reader);
    kiri_store_close(reader);
    assert_refused("/nonexistent", KIRI_STORE_READ, KIRI_ERROR_NOT_FOUND, "/nonexistent");
    g_assert_cmpuint(count_scratch(), ==, 0);
}

/* Pages of noise, enough that the writer turns its log into tables meanwhile. */
static void put_noise(KiriStore *store, guint from, guint to)
{
    enum { BODY_BYTES = 256 * 1024 };
    g_autoptr(GRand) random = g_rand_new_with_seed(from + 1);
    KiriBatch *batch = kiri_batch_begin(store);
    for (guint i = from; i < to; i++) {
        char key[KIRI_PAGE_KEY_BYTES];
        g_autofree char *name = g_strdup_printf("page%u", i);
        g_autofree guint32 *body = g_malloc(BODY_BYTES);
        for (gsize n = 0; n < BODY_BYTES / sizeof *body; n++)
            body[n] = g_rand_int(random);
        g_autoptr(KiriPage) page = kiri_page_new();
        page->url = g_strdup(name);
        page->body = g_bytes_new(body, BODY_BYTES);
        kiri_batch_put_page(batch, page, key);
        kiri_batch_set_meta(batch, name, key);
    }
    test_commit(batch);
}

static void test_reader_follows(void)
{
    enum { ROUNDS = 4, PAGES = 40 }; // 10 MiB each
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriTempDir) dir = kiri_temp_new();
    g_autoptr(KiriStore) writer = test_store_open(dir, KIRI_STORE_CREATE);
    g_autoptr(KiriStore) reader = test_store_open(dir, KIRI_STORE_READ);
    for (guint round = 0; round < ROUNDS; round++) {
        put_noise(writer, round * PAGES, (round + 1) * PAGES);
        g_assert_true(kiri_store_catch_up(reader, &error));
        for (guint i = 0; i < (round + 1) * PAGES; i += 13) {
            g_autofree char *name = g_strdup_printf("page%u", i);
            g_autofree char *key = kiri_store_meta(reader, name);
            g_assert_nonnull(key);
            g_autoptr(KiriPage) page = kiri_store_get_page(reader, key, &error);
            g_assert_no_error(error);
            g_assert_cmpstr(page->url, ==, name);
        }
    }
    g_assert_true(kiri_store_check(reader, &error));
}

typedef struct {
    KiriStore *store;
    int batches;
} Writing;

static void *write_batches(void *data)
{
    Writing *w = data;
    for (int i = 0; i < w->batches; i++)
        put_articles(w->store, 10 * i, 10 * i + 10);
    return NULL;
}

/* Whatever instant a reader hits, a batch is there as a whole. */
static void test_threads(void)
{
    enum { BATCHES = 60 };
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriTempDir) dir = kiri_temp_new();
    g_autoptr(KiriStore) store = test_store_open(dir, KIRI_STORE_CREATE);
    Writing w = {store, BATCHES};
    pthread_t thread;
    g_assert_cmpint(pthread_create(&thread, NULL, write_batches, &w), ==, 0);
    guint64 seen = 0;
    while (seen < BATCHES * 10) {
        guint64 end = kiri_store_log_end(store);
        g_assert_cmpuint(end % 10, ==, 0);
        g_assert_cmpuint(end, >=, seen);
        guint64 n = kiri_store_count(store, KIRI_NOUN_ARTICLE);
        g_assert_cmpuint(n % 10, ==, 0);
        g_assert_cmpuint(n, >=, end);
        g_autoptr(GPtrArray) list = kiri_store_list(store, KIRI_NOUN_ARTICLE, "", &error);
        g_assert_no_error(error);
        g_assert_cmpuint(list->len, >=, n);
        seen = end;
    }
    pthread_join(thread, NULL);
    test_verify_clean(store);
}

static void test_checkpoint(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriTempDir) dir = kiri_temp_new();
    g_autofree char *copy_dir = g_build_filename(dir, "copy", NULL);
    KiriStore *store = test_store_open(dir, KIRI_STORE_CREATE);
    put_articles(store, 0, 10);
    g_assert_true(kiri_store_checkpoint(store, copy_dir, &error));
    put_articles(store, 10, 20);
    g_autoptr(KiriStore) copy = test_store_open(copy_dir, KIRI_STORE_WRITE);
    g_assert_cmpuint(kiri_store_count(copy, KIRI_NOUN_ARTICLE), ==, 10);
    test_verify_clean(copy);
    g_assert_false(kiri_store_checkpoint(store, copy_dir, &error));
    g_assert_true(kiri_error_is(error, KIRI_ERROR_EXISTS));
    kiri_store_close(store);
}

/* ---- damage ---- */

/* The largest file of the store whose name ends so. (transfer full) */
static char *find_file(const char *dir, const char *ending)
{
    g_autofree char *path = g_build_filename(dir, "store", NULL);
    g_autoptr(GDir) d = g_dir_open(path, 0, NULL);
    char *found = NULL;
    goffset most = 0;
    for (const char *name = g_dir_read_name(d); name; name = g_dir_read_name(d)) {
        g_autofree char *file = g_build_filename(path, name, NULL);
        GStatBuf st;
        if (!g_str_has_suffix(name, ending) || g_stat(file, &st) != 0 || st.st_size <= most)
            continue;
        most = st.st_size;
        g_free(found);
        found = g_steal_pointer(&file);
    }
    g_assert_nonnull(found);
    return found;
}

static void change_file(const char *path, gboolean is_cut, gsize at)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *bytes = NULL;
    gsize n = 0;
    g_assert_true(g_file_get_contents(path, &bytes, &n, &error));
    g_assert_cmpuint(at, <, n);
    if (is_cut)
        n -= at;
    else
        bytes[at] = (char)(bytes[at] ^ 0x10);
    g_assert_true(kiri_file_replace(path, (KiriStr){bytes, n}, 0600, &error));
}

/* A bit that turned over in the middle of the write-ahead log loses everything
 * behind it, so the store refuses instead of opening with less. */
static void test_damaged_wal(void)
{
    g_autoptr(KiriTempDir) dir = kiri_temp_new();
    KiriStore *store = test_store_open(dir, KIRI_STORE_CREATE);
    for (int i = 0; i < 20; i++)
        put_articles(store, 10 * i, 10 * i + 10);
    kiri_store_close(store);
    g_autofree char *wal = find_file(dir, ".log");
    change_file(wal, FALSE, 3000);
    assert_refused(dir, KIRI_STORE_WRITE, KIRI_ERROR_CORRUPT, "cannot open the store");
}

/* A log that ends within a record is what a power cut leaves: nobody was told
 * that this record is stored, everything before it is there. */
static void test_cut_wal(void)
{
    g_autoptr(KiriTempDir) dir = kiri_temp_new();
    KiriStore *store = test_store_open(dir, KIRI_STORE_CREATE);
    put_articles(store, 0, 10);
    put_articles(store, 10, 20);
    kiri_store_close(store);
    g_autofree char *wal = find_file(dir, ".log");
    change_file(wal, TRUE, 3);
    /* But here it was told: the store was closed after it. */
    assert_refused(dir, KIRI_STORE_WRITE, KIRI_ERROR_CORRUPT, "is damaged: it ends at change");
    assert_refused(dir, KIRI_STORE_WRITE, KIRI_ERROR_CORRUPT, "is damaged: it ends at change");
    /* A program that is killed leaves no mark; nor does a damaged mark count. */
    g_autofree char *mark = find_file(dir, ".mark");
    change_file(mark, FALSE, 0);
    store = test_store_open(dir, KIRI_STORE_WRITE);
    g_assert_cmpuint(kiri_store_count(store, KIRI_NOUN_ARTICLE), ==, 10);
    g_assert_cmpuint(kiri_store_log_end(store), ==, 10);
    test_verify_clean(store);
    kiri_store_close(store);
}

/* Damage in a table is noticed by whoever reads it, and stops all changes. */
static void test_damaged_table(void)
{
    g_autoptr(KiriTempDir) dir = kiri_temp_new();
    KiriStore *store = test_store_open(dir, KIRI_STORE_CREATE);
    for (int i = 0; i < 50; i++)
        put_articles(store, 10 * i, 10 * i + 10);
    kiri_store_close(store);
    kiri_store_close(test_store_open(dir, KIRI_STORE_WRITE)); // the log becomes a table
    g_autofree char *table = find_file(dir, ".sst");
    change_file(table, FALSE, 5000);
    store = test_store_open(dir, KIRI_STORE_WRITE);
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
    g_assert_true(kiri_store_verify(store, problems, &error));
    g_assert_cmpuint(problems->len, >, 0);
    g_autoptr(GPtrArray) list = kiri_store_list(store, KIRI_NOUN_ARTICLE, "", &error);
    g_assert_null(list);
    g_assert_true(kiri_error_is(error, KIRI_ERROR_CORRUPT));
    g_clear_error(&error);
    kiri_store_count(store, KIRI_NOUN_ARTICLE);
    for (int i = 0; i < 500; i++) {
        g_autofree char *url = g_strdup_printf("https://example.jp/%d", i);
        g_autoptr(KiriArticle) a = test_article(url, "", 0);
        kiri_store_has(store, KIRI_NOUN_ARTICLE, a->id);
    }
    g_assert_false(kiri_store_check(store, &error));
    g_assert_true(kiri_error_is(error, KIRI_ERROR_CORRUPT));
    g_clear_error(&error);
    KiriBatch *batch = kiri_batch_begin(store);
    kiri_batch_set_meta(batch, "generation", "1");
    g_assert_false(kiri_batch_commit(batch, &error));
    g_assert_nonnull(strstr(error->message, "no more changes"));
    kiri_store_close(store);
}

/* Bytes that a reader would have to replay. */
static goffset log_bytes(const char *dir)
{
    g_autofree char *path = g_build_filename(dir, "store", NULL);
    g_autoptr(GDir) files = g_dir_open(path, 0, NULL);
    goffset bytes = 0;
    for (const char *name; (name = g_dir_read_name(files));) {
        g_autofree char *file = g_build_filename(path, name, NULL);
        g_autoptr(GMappedFile) map = NULL;
        if (g_str_has_suffix(name, ".log") && (map = g_mapped_file_new(file, FALSE, NULL)))
            bytes += (goffset)g_mapped_file_get_length(map);
    }
    return bytes;
}

/* A writer that wrote much leaves a table, not a log that every reader replays. */
static void test_hands_over(void)
{
    g_autoptr(KiriTempDir) dir = kiri_temp_new();
    KiriStore *store = test_store_open(dir, KIRI_STORE_CREATE);
    put_articles(store, 0, 4);
    kiri_store_close(store);
    g_assert_cmpint(log_bytes(dir), >, 0);
    store = test_store_open(dir, KIRI_STORE_WRITE);
    put_articles(store, 4, 3000);
    g_assert_cmpint(log_bytes(dir), >, 100000);
    kiri_store_close(store);
    g_assert_cmpint(log_bytes(dir), <, 1000);
    g_autoptr(KiriStore) reader = test_store_open(dir, KIRI_STORE_READ);
    g_assert_cmpuint(kiri_store_count(reader, KIRI_NOUN_ARTICLE), ==, 3000);
}

int main(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], "--hold") == 0)
        return hold(argv[2]);
    g_test_init(&argc, &argv, NULL);
    char root[] = "/tmp/kirinuki-store-XXXXXX"; // a $TMPDIR of our own, to see what stays
    g_assert_nonnull(g_mkdtemp(root));
    g_setenv("TMPDIR", root, TRUE);
    g_test_add_func("/store/open", test_open);
    g_test_add_func("/store/share", test_share);
    g_test_add_func("/store/schema", test_schema);
    g_test_add_func("/store/unfinished", test_unfinished);
    g_test_add_func("/store/lock", test_lock);
    g_test_add_func("/store/reader", test_reader);
    g_test_add_func("/store/reader-follows", test_reader_follows);
    g_test_add_func("/store/threads", test_threads);
    g_test_add_func("/store/checkpoint", test_checkpoint);
    g_test_add_func("/store/hands-over", test_hands_over);
    g_test_add_func("/store/damaged-wal", test_damaged_wal);
    g_test_add_func("/store/cut-wal", test_cut_wal);
    g_test_add_func("/store/damaged-table", test_damaged_table);
    int status = g_test_run();
    kiri_temp_remove(root);
    return status;
}
