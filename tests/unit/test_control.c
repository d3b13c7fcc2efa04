// SPDX-License-Identifier: GPL-3.0-or-later
/* The control socket: server and client in one process, with clients that break off,
 * say nothing, talk nonsense, or come all at once. */
#include "control/control.h"
#include "control/control_socket.h"

#include "../support/temp.h"

#include <kirinuki/error.h>

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
    char *folder;
    KiriControl *control;
    pthread_t worker; // answers commands
    atomic_int reloads, ticks, done, must_end;
    atomic_int pause_ms; // of a command
} Fixture;

static KiriWatchStatus *on_status(gpointer data)
{
    (void)data;
    KiriWatchStatus *s = kiri_watch_status_new();
    s->pid = getpid();
    s->sources_due = 7;
    s->delay_s = -1;
    return s;
}

static void on_reload(gpointer data)
{
    atomic_fetch_add(&((Fixture *)data)->reloads, 1);
}

static void on_tick(gpointer data)
{
    atomic_fetch_add(&((Fixture *)data)->ticks, 1);
}

/* Says its words again, and how many they were as the exit code. */
static gpointer worker_main(gpointer data)
{
    Fixture *f = data;
    while (!atomic_load(&f->must_end)) {
        KiriControlJob *job = kiri_control_next(f->control, 20000);
        if (!job)
            continue;
        const KiriControlCall *call = kiri_control_job_call(job);
        g_auto(GStrv) words = kiri_control_words(call->words);
        g_autoptr(KiriControlReply) reply = kiri_control_reply_new();
        g_autofree char *all = words ? g_strjoinv(" ", words) : g_strdup("");
        reply->code = words ? (gint64)g_strv_length(words) : 99;
        reply->out = g_bytes_new(all, strlen(all));
        reply->err = call->input ? g_bytes_ref(call->input) : NULL;
        g_usleep((gulong)atomic_load(&f->pause_ms) * 1000);
        atomic_fetch_add(&f->done, 1);
        kiri_control_finish(f->control, job, reply);
    }
    return NULL;
}

static void set_up(Fixture *f, gconstpointer unused)
{
    (void)unused;
    g_autoptr(GError) error = NULL;
    const KiriControlHandler handler = {on_status, on_reload, on_tick, f};
    f->folder = kiri_temp_new();
    f->control = kiri_control_open(f->folder, &handler, &error);
    g_assert_no_error(error);
    g_assert_cmpint(pthread_create(&f->worker, NULL, worker_main, f), ==, 0);
}

static void tear_down(Fixture *f, gconstpointer unused)
{
    (void)unused;
    kiri_control_shut(f->control);
    atomic_store(&f->must_end, 1);
    pthread_join(f->worker, NULL);
    kiri_control_close(f->control);
    g_autofree char *path = g_build_filename(f->folder, KIRI_CONTROL_NAME, NULL);
    g_assert_false(g_file_test(path, G_FILE_TEST_EXISTS));
    kiri_temp_remove(f->folder);
    g_free(f->folder);
}

static KiriControlCall *command(const char *first, const char *second)
{
    const char *const words[] = {first, second, NULL};
    KiriControlCall *call = kiri_control_call_new();
    call->kind = KIRI_CONTROL_COMMAND;
    call->words = kiri_control_join((char **)(guintptr)words);
    return call;
}

static gint raw_connect(const Fixture *f)
{
    struct sockaddr_un to;
    g_autoptr(GError) error = NULL;
    gint folder = kiri_control_address(f->folder, &to, &error);
    g_assert_no_error(error);
    gint fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    g_assert_cmpint(connect(fd, (const struct sockaddr *)&to, sizeof to), ==, 0);
    close(folder);
    return fd;
}

static void assert_is_served(const Fixture *f)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriControlCall) call = command("kirinuki", "x");
    g_autoptr(KiriControlReply) reply = kiri_control_call(f->folder, call, 30, &error);
    g_assert_no_error(error);
    g_assert_cmpint(reply->code, ==, 2);
}

static void test_command(Fixture *f, gconstpointer unused)
{
    (void)unused;
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriControlCall) call = command("kirinuki", "記事 \xff"); // words are bytes
    call->input = g_bytes_new_static("in\0put", 6);
    g_autoptr(KiriControlReply) reply = kiri_control_call(f->folder, call, 30, &error);
    g_assert_no_error(error);
    g_assert_cmpint(reply->code, ==, 2);
    gsize n = 0;
    const char *p = g_bytes_get_data(reply->out, &n);
    g_assert_cmpuint(n, ==, 17);
    g_assert_true(memcmp(p, "kirinuki 記事 \xff", n) == 0);
    g_assert_true(g_bytes_equal(reply->err, call->input));
}

static void test_questions(Fixture *f, gconstpointer unused)
{
    (void)unused;
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriControlCall) call = kiri_control_call_new();
    atomic_store(&f->pause_ms, 10000); // answers do not wait for the worker
    call->kind = KIRI_CONTROL_STATUS;
    g_autoptr(KiriControlReply) reply = kiri_control_call(f->folder, call, 30, &error);
    g_assert_no_error(error);
    g_assert_cmpint(reply->status->pid, ==, getpid());
    g_assert_cmpint(reply->status->sources_due, ==, 7);
    g_assert_cmpint(reply->status->delay_s, ==, -1);
    call->kind = KIRI_CONTROL_RELOAD;
    g_autoptr(KiriControlReply) again = kiri_control_call(f->folder, call, 30, &error);
    g_assert_no_error(error);
    g_assert_nonnull(again);
    g_assert_cmpint(atomic_load(&f->reloads), ==, 1);
    g_assert_cmpint(atomic_load(&f->ticks), >=, 1);
}

/* Who can reach it, even where the umask is generous. */
static void test_mode(Fixture *f, gconstpointer unused)
{
    (void)unused;
    g_autofree char *path = g_build_filename(f->folder, KIRI_CONTROL_NAME, NULL);
    GStatBuf st;
    g_assert_cmpint(g_lstat(path, &st), ==, 0);
    g_assert_true(S_ISSOCK(st.st_mode));
    g_assert_cmpint(st.st_mode & 0777, ==, 0600);
}

static void test_nobody(void)
{
    char *folder = kiri_temp_new();
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriControlCall) call = command("kirinuki", "x");
    g_assert_null(kiri_control_call(folder, call, 1, &error));
    g_assert_true(kiri_error_is(error, KIRI_ERROR_NOT_FOUND));
    kiri_temp_remove(folder);
    g_free(folder);
}

/* A dead process leaves its socket: clients find nobody, the next server replaces it.
 * What is no socket is left alone. */
static void test_stale(void)
{
    static const KiriControlHandler handler = {on_status, on_reload, on_tick, NULL};
    Fixture f = {0};
    f.folder = kiri_temp_new();
    g_autoptr(GError) error = NULL, refused = NULL;
    g_autofree char *path = g_build_filename(f.folder, KIRI_CONTROL_NAME, NULL);
    g_autoptr(KiriControlCall) call = command("kirinuki", "x");
    struct sockaddr_un to;
    gint folder = kiri_control_address(f.folder, &to, &error);
    gint fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    g_assert_cmpint(bind(fd, (const struct sockaddr *)&to, sizeof to), ==, 0);
    close(fd);
    close(folder);
    g_assert_null(kiri_control_call(f.folder, call, 1, &error));
    g_assert_true(kiri_error_is(error, KIRI_ERROR_NOT_FOUND));
    Fixture g = {0};
    const KiriControlHandler counting = {on_status, on_reload, on_tick, &g};
    KiriControl *control = kiri_control_open(f.folder, &counting, &refused);
    g_assert_no_error(refused);
    kiri_control_close(control);
    g_assert_true(g_file_set_contents(path, "mine", 4, NULL));
    g_assert_null(kiri_control_open(f.folder, &handler, &refused));
    g_assert_true(kiri_error_is(refused, KIRI_ERROR_REFUSED));
    g_assert_true(g_file_test(path, G_FILE_TEST_IS_REGULAR));
    kiri_temp_remove(f.folder);
    g_free(f.folder);
}

/* A path longer than any socket address. */
static void test_long_path(void)
{
    Fixture f = {0};
    char *top = kiri_temp_new();
    g_autofree char *name = g_strnfill(200, 'x');
    g_autoptr(GError) error = NULL;
    const KiriControlHandler handler = {on_status, on_reload, on_tick, &f};
    g_autofree char *folder = g_build_filename(top, name, NULL);
    g_assert_cmpint(g_mkdir(folder, 0700), ==, 0);
    KiriControl *control = kiri_control_open(folder, &handler, &error);
    g_assert_no_error(error);
    g_autoptr(KiriControlCall) call = kiri_control_call_new();
    call->kind = KIRI_CONTROL_STATUS;
    g_autoptr(KiriControlReply) reply = kiri_control_call(folder, call, 30, &error);
    g_assert_no_error(error);
    g_assert_nonnull(reply->status);
    kiri_control_close(control);
    kiri_temp_remove(top);
    g_free(top);
}

typedef struct {
    const Fixture *f;
    gint64 wanted;
    gboolean is_right;
} Crowd;

static gpointer crowd_main(gpointer data)
{
    Crowd *c = data;
    g_autofree char *word = g_strdup_printf("%" G_GINT64_FORMAT, c->wanted);
    g_autofree char *said = g_strconcat("kirinuki ", word, NULL);
    g_autoptr(KiriControlCall) call = command("kirinuki", word);
    g_autoptr(KiriControlReply) reply = kiri_control_call(c->f->folder, call, 60, NULL);
    gsize n = 0;
    const char *p = reply ? g_bytes_get_data(reply->out, &n) : NULL;
    c->is_right = p && n == strlen(said) && memcmp(p, said, n) == 0;
    return NULL;
}

/* More clients at once than are held at a time, each gets its own answer. */
static void test_crowd(Fixture *f, gconstpointer unused)
{
    (void)unused;
    enum { N = 100 };
    Crowd crowd[N];
    pthread_t threads[N];
    for (gint i = 0; i < N; i++) {
        crowd[i] = (Crowd){f, i, FALSE};
        g_assert_cmpint(pthread_create(&threads[i], NULL, crowd_main, &crowd[i]), ==, 0);
    }
    for (gint i = 0; i < N; i++) {
        pthread_join(threads[i], NULL);
        g_assert_true(crowd[i].is_right);
    }
    g_assert_cmpint(atomic_load(&f->done), ==, N);
}

/* Clients that hold a connection and say nothing, half a header, nonsense, a length
 * beyond every bound, a record that is none, or two calls at once: others are served
 * meanwhile. */
static void test_hostile(Fixture *f, gconstpointer unused)
{
    (void)unused;
    static const struct {
        const char *bytes;
        gsize n;
    } words[] = {
        {"", 0},
        {"KC", 2},
        {"GET / HTTP/1.1\r\n\r\n", 18},
        {"KC\001c\xff\xff\xff\xff", 8},
        {"KC\001c\0\0\0\3\xff\xff\xff", 11},
        {"KC\001r\0\0\0\0", 8},
        {"KC\002c\0\0\0\0", 8},
        {"KC\001c\0\0\0\0KC\001c\0\0\0\0", 16},
        {"KC\001c\0\0\1\0half", 12},
    };
    gint fds[G_N_ELEMENTS(words)];
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
        fds[i] = raw_connect(f);
        g_assert_cmpint(send(fds[i], words[i].bytes, words[i].n, MSG_NOSIGNAL), ==,
                        (gssize)words[i].n);
    }
    assert_is_served(f);
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
        close(fds[i]);
    assert_is_served(f);
}

/* A client that went away before its turn: its command is not carried out. */
static void test_gone_before_its_turn(Fixture *f, gconstpointer unused)
{
    (void)unused;
    g_auto(KiriBuf) bytes;
    g_autoptr(KiriControlCall) call = command("kirinuki", "slow");
    kiri_buf_init(&bytes, KIRI_BUF_UNCAPPED);
    g_assert_true(kiri_control_write(&bytes, KIRI_MESSAGE_CALL, &kiri_control_call_shape, call));
    atomic_store(&f->pause_ms, 400);
    gint first = raw_connect(f), second = raw_connect(f);
    char header[KIRI_CONTROL_HEADER_BYTES];
    g_assert_cmpint(send(first, bytes.p, bytes.n, MSG_NOSIGNAL), ==, (gssize)bytes.n);
    g_assert_cmpint(recv(first, header, sizeof header, MSG_WAITALL), ==, sizeof header); // begun
    g_assert_cmpint(header[3], ==, KIRI_MESSAGE_BEGUN);
    g_assert_cmpint(send(second, bytes.p, bytes.n, MSG_NOSIGNAL), ==, (gssize)bytes.n);
    close(second);
    close(first); // in the middle of its own
    atomic_store(&f->pause_ms, 0);
    assert_is_served(f);
    g_assert_cmpint(atomic_load(&f->done), ==, 2); // the first, and the one just now
}

static void test_turn_comes_too_late(Fixture *f, gconstpointer unused)
{
    (void)unused;
    g_autoptr(GError) error = NULL;
    g_auto(KiriBuf) bytes;
    g_autoptr(KiriControlCall) call = command("kirinuki", "slow");
    kiri_buf_init(&bytes, KIRI_BUF_UNCAPPED);
    g_assert_true(kiri_control_write(&bytes, KIRI_MESSAGE_CALL, &kiri_control_call_shape, call));
    atomic_store(&f->pause_ms, 1500);
    gint first = raw_connect(f);
    char header[KIRI_CONTROL_HEADER_BYTES];
    g_assert_cmpint(send(first, bytes.p, bytes.n, MSG_NOSIGNAL), ==, (gssize)bytes.n);
    g_assert_cmpint(recv(first, header, sizeof header, MSG_WAITALL), ==, sizeof header);
    g_assert_null(kiri_control_call(f->folder, call, 0, &error));
    g_assert_true(kiri_error_is(error, KIRI_ERROR_BUSY));
    close(first);
}

/* Who waits when the end comes is told so, with the exit code for "busy". */
static void test_shut(Fixture *f, gconstpointer unused)
{
    (void)unused;
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriControlCall) call = command("kirinuki", "x");
    kiri_control_shut(f->control);
    g_autoptr(KiriControlReply) reply = kiri_control_call(f->folder, call, 30, &error);
    g_assert_no_error(error);
    g_assert_cmpint(reply->code, ==, 75);
    g_assert_cmpuint(g_bytes_get_size(reply->err), >, 10);
    g_assert_cmpint(atomic_load(&f->done), ==, 0);
}

static void test_words(void)
{
    g_autoptr(GBytes) none = g_bytes_new_static("", 0), open = g_bytes_new_static("ab", 2),
                      two = g_bytes_new_static("a\0\0", 3);
    g_assert_null(kiri_control_words(NULL));
    g_assert_null(kiri_control_words(none));
    g_assert_null(kiri_control_words(open)); // not terminated
    g_auto(GStrv) words = kiri_control_words(two);
    g_assert_cmpuint(g_strv_length(words), ==, 2);
    g_assert_cmpstr(words[1], ==, "");
    g_autofree char *zeros = g_malloc0(KIRI_CONTROL_WORDS + 1);
    g_autoptr(GBytes) many = g_bytes_new(zeros, KIRI_CONTROL_WORDS + 1);
    g_assert_null(kiri_control_words(many));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add("/control/command", Fixture, NULL, set_up, test_command, tear_down);
    g_test_add("/control/questions", Fixture, NULL, set_up, test_questions, tear_down);
    g_test_add("/control/mode", Fixture, NULL, set_up, test_mode, tear_down);
    g_test_add_func("/control/nobody", test_nobody);
    g_test_add_func("/control/stale", test_stale);
    g_test_add_func("/control/long-path", test_long_path);
    g_test_add("/control/crowd", Fixture, NULL, set_up, test_crowd, tear_down);
    g_test_add("/control/hostile", Fixture, NULL, set_up, test_hostile, tear_down);
    g_test_add("/control/gone", Fixture, NULL, set_up, test_gone_before_its_turn, tear_down);
    g_test_add("/control/late", Fixture, NULL, set_up, test_turn_comes_too_late, tear_down);
    g_test_add("/control/shut", Fixture, NULL, set_up, test_shut, tear_down);
    g_test_add_func("/control/words", test_words);
    return g_test_run();
}
