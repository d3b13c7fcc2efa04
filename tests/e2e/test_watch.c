// SPDX-License-Identifier: GPL-3.0-or-later
/* watch as its users meet it: it runs in the background against the newsroom, and
 * every command that writes works as if it did not. Most cases compare with the same
 * command on a workspace without a watch. */
#include "world.h"

#include "temp.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PATIENCE_S = 120 };

typedef struct {
    char *workspace;
    GPid pid;
    gint notify; // what a service manager hears; -1: none
} Watch;

/* What a command said. */
typedef struct {
    gint code;
    char *out, *err;
} Said;

static void said_clear(Said *s)
{
    g_free(s->out);
    g_free(s->err);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Said, said_clear)

static World *world; // one newsroom for all cases, which copy its workspace

/* ---- processes ---- */

static char **environment(const char *language, const char *notify)
{
    char **env = g_get_environ();
    env = g_environ_unsetenv(env, "LANGUAGE");
    env = g_environ_setenv(env, "LC_ALL", language, TRUE);
    return notify ? g_environ_setenv(env, "NOTIFY_SOCKET", notify, TRUE)
                  : g_environ_unsetenv(env, "NOTIFY_SOCKET");
}

static GPtrArray *words_of(const char *workspace, const char *line)
{
    g_autoptr(GError) error = NULL;
    g_auto(GStrv) words = NULL;
    GPtrArray *argv = g_ptr_array_new_with_free_func(g_free);
    const char *const fixed[] = {world->program, "-C", workspace, "--now", world->now};
    for (gsize i = 0; i < G_N_ELEMENTS(fixed); i++)
        g_ptr_array_add(argv, g_strdup(fixed[i]));
    g_assert_true(g_shell_parse_argv(line, NULL, &words, &error));
    for (char **word = words; *word; word++)
        g_ptr_array_add(argv, g_strdup(*word));
    g_ptr_array_add(argv, NULL);
    return argv;
}

/* Runs one command line in the test's folder, with a file as standard input. */
static Said say(const char *workspace, const char *language, const char *input, const char *line)
{
    g_autoptr(GPtrArray) argv = words_of(workspace, line);
    g_auto(GStrv) env = environment(language, NULL);
    g_autoptr(GError) error = NULL;
    Said said = {0};
    gint status = 0;
    g_autofree char *script =
        input ? g_strdup_printf("exec \"$@\" <'%s'", input) : g_strdup("exec \"$@\" </dev/null");
    g_autoptr(GPtrArray) shell = g_ptr_array_new();
    const char *const front[] = {"/bin/sh", "-c", script, "sh"};
    for (gsize i = 0; i < G_N_ELEMENTS(front); i++)
        g_ptr_array_add(shell, (gpointer)(guintptr)front[i]);
    for (guint i = 0; i < argv->len; i++)
        g_ptr_array_add(shell, argv->pdata[i]);
    g_spawn_sync(world->dir, (char **)shell->pdata, env, G_SPAWN_DEFAULT, NULL, NULL, &said.out,
                 &said.err, &status, &error);
    g_assert_no_error(error);
    g_assert_true(WIFEXITED(status));
    said.code = WEXITSTATUS(status);
    return said;
}

static Said in_english(const Watch *w, const char *line)
{
    return say(w->workspace, "C.UTF-8", NULL, line);
}

static void assert_does(const Watch *w, const char *line)
{
    g_auto(Said) said = in_english(w, line);
    if (said.code != 0)
        g_error("'%s' gives %d: %s", line, said.code, said.err);
}

static void copy_folder(const char *from, const char *to)
{
    const char *const argv[] = {"cp", "-r", from, to, NULL};
    gint status = 0;
    g_assert_true(g_spawn_sync(NULL, (char **)(guintptr)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL,
                               NULL, NULL, &status, NULL));
    g_assert_cmpint(status, ==, 0);
}

/* ---- a watch ---- */

static Watch watch_new(const char *name)
{
    Watch w = {.notify = -1};
    w.workspace = g_build_filename(world->dir, name, NULL);
    copy_folder(world->workspace, w.workspace);
    return w;
}

static void hear(Watch *w, const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    g_assert_cmpuint(strlen(path), <, sizeof address.sun_path);
    g_strlcpy(address.sun_path, path, sizeof address.sun_path);
    w->notify = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    g_unlink(path);
    g_assert_cmpint(bind(w->notify, (const struct sockaddr *)&address, sizeof address), ==, 0);
}

/* Waits until the service manager hears this. */
static void await_notice(const Watch *w, const char *wanted)
{
    struct timeval patience = {.tv_sec = PATIENCE_S};
    char got[1024];
    setsockopt(w->notify, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    do {
        gssize n = recv(w->notify, got, sizeof got - 1, 0);
        if (n < 0)
            g_error("the watch never says '%s'", wanted);
        got[n] = 0;
    } while (!g_str_has_prefix(got, wanted));
}

/* A case that fails must not leave its watch behind. */
static void die_with_parent(gpointer unused)
{
    (void)unused;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
}

static void watch_start(Watch *w)
{
    g_autofree char *path = g_strconcat(w->workspace, ".notify", NULL);
    g_autofree char *log = g_strconcat(w->workspace, ".err", NULL);
    g_autoptr(GPtrArray) argv = words_of(w->workspace, "watch");
    g_auto(GStrv) env = environment("C.UTF-8", path);
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) shell = g_ptr_array_new();
    g_autofree char *script = g_strdup_printf("exec \"$@\" </dev/null >>'%s' 2>&1", log);
    const char *const front[] = {"/bin/sh", "-c", script, "sh"};
    if (w->notify < 0)
        hear(w, path);
    for (gsize i = 0; i < G_N_ELEMENTS(front); i++)
        g_ptr_array_add(shell, (gpointer)(guintptr)front[i]);
    for (guint i = 0; i < argv->len; i++)
        g_ptr_array_add(shell, argv->pdata[i]);
    g_spawn_async(NULL, (char **)shell->pdata, env, G_SPAWN_DO_NOT_REAP_CHILD, die_with_parent,
                  NULL, &w->pid, &error);
    g_assert_no_error(error);
    await_notice(w, "READY=1");
}

/* Ends it by a signal; its exit code, or minus the signal. */
static gint watch_end(Watch *w, gint number)
{
    gint status = 0;
    kill(w->pid, number);
    g_assert_cmpint(waitpid(w->pid, &status, 0), ==, w->pid);
    w->pid = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

static void watch_clear(Watch *w)
{
    if (w->pid)
        watch_end(w, SIGKILL);
    if (w->notify >= 0)
        close(w->notify);
    g_free(w->workspace);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Watch, watch_clear)

static KiriJsonDoc *status_of(const Watch *w)
{
    g_auto(Said) said = in_english(w, "--json status");
    g_autoptr(GPtrArray) lines = world_lines(said.out, "watch");
    g_assert_cmpuint(lines->len, ==, 1);
    return g_ptr_array_steal_index(lines, 0);
}

static gint64 number_of(const KiriJsonDoc *doc, const char *key)
{
    return kiri_json_int(kiri_json_get(kiri_json_root(doc), key), -1);
}

/* Until all is crawled and passed: nothing due, nothing waiting. */
static void await_quiet(const Watch *w, gint64 least_articles)
{
    gint64 until = g_get_monotonic_time() + (gint64)PATIENCE_S * G_USEC_PER_SEC;
    while (g_get_monotonic_time() < until) {
        g_autoptr(KiriJsonDoc) s = status_of(w);
        if (number_of(s, "articles_new") >= least_articles && !number_of(s, "waiting") &&
            !number_of(s, "pages_waiting") && !number_of(s, "sources_due"))
            return;
        g_usleep(G_USEC_PER_SEC / 5);
    }
    g_error("the watch does not come to rest");
}

/* ---- every writing command ---- */

typedef struct {
    const char *line, *input;
    gint code;
} Case;

/* In this order; each is carried out with and without a watch. */
static const Case cases[] = {
    {"medium import media.csv", NULL, 0},
    {"rate import -", "rates.csv", 0},
    {"rate import nothing.csv", NULL, 2},
    {"source import -", "sources.opml", 0},
    {"source add http://127.0.0.1:9/feed --title 新しい", NULL, 0},
    {"--json source add http://127.0.0.1:9/second", NULL, 0},
    {"source add ftp://example.jp/", NULL, 2},
    {"source disable http://127.0.0.1:9/feed --reason 休刊", NULL, 0},
    {"source enable http://127.0.0.1:9/feed", NULL, 0},
    {"source remove http://127.0.0.1:9/feed http://127.0.0.1:9/second", NULL, 0},
    {"source remove nothing-of-the-kind", NULL, 1},
    {"release add release.md --id R-own --section 広報課", NULL, 0},
    {"release add - --id R-in", "release.md", 0},
    {"release edit R-own --keyword 点検", NULL, 0},
    {"--json release remove R-own", NULL, 0},
    {"release follow http://127.0.0.1:9/press", NULL, 0},
    {"topic add 見守り 見守り", NULL, 0},
    {"topic add 見守り '見守り OR 点検'", NULL, 0},
    {"topic add 見守り '(開いた'", NULL, 2},
    {"topic remove T-none", NULL, 1},
    {"-q --json topic add 静か 静か", NULL, 0},
    {"--now 2026-04-14T20:00:00+09:00 --json topic add 後で 後で", NULL, 0},
    {"--color=sometimes topic add x x", NULL, 2},
    {"rule add toto.rule", NULL, 0},
    {"rule add nothing.rule", NULL, 2}, // system's words: watch's language
    {"rule add misspelt.rule", NULL, 2},
    {"--json rule show toto", NULL, 0},
    {"rule remove toto", NULL, 0},
    {"rule remove toto", NULL, 1},
    {"-q clips", NULL, 1},                              // reads beside the watch
    {"medium import ./media.csv nothing.csv", NULL, 2}, // system's words: watch's language
};

static void assert_same(const Case *c, const char *language, const Said *with, const Said *without,
                        const Watch *a, const Watch *b)
{
    g_autoptr(GString) err = g_string_new(with->err), plain = g_string_new(without->err);
    /* A relative name has become absolute on the way. */
    g_autofree char *dir = g_strconcat(world->dir, "/", NULL);
    g_string_replace(err, a->workspace, "WORKSPACE", 0);
    g_string_replace(plain, b->workspace, "WORKSPACE", 0);
    g_string_replace(err, dir, "", 0);
    g_string_replace(plain, dir, "", 0);
    g_test_message("[%s] %s: %d", language, c->line, with->code);
    g_assert_cmpint(without->code, ==, c->code);
    g_assert_cmpint(with->code, ==, c->code);
    g_assert_cmpstr(with->out, ==, without->out);
    g_assert_cmpstr(err->str, ==, plain->str);
}

static void test_commands(void)
{
    g_auto(Watch) a = watch_new("commands"), b = watch_new("plain");
    /* No pass comes in between, however slow the machine: the other has none. */
    assert_does(&a, "config set watch.batch_s 1000000");
    assert_does(&a, "config set watch.batch_entries 1000000");
    watch_start(&a);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        const char *language = i % 2 ? "ja_JP.UTF-8" : "C.UTF-8";
        g_autofree char *input =
            cases[i].input ? g_build_filename(world->dir, cases[i].input, NULL) : NULL;
        g_auto(Said) with = say(a.workspace, language, input, cases[i].line);
        g_auto(Said) without = say(b.workspace, language, input, cases[i].line);
        assert_same(&cases[i], language, &with, &without, &a, &b);
    }
    g_assert_cmpint(watch_end(&a, SIGTERM), ==, 0);
}

/* Commands whose answer differs from run to run, or for a watch. */
static void test_stages(void)
{
    static const struct {
        const char *line;
        gint code;
        const char *word;
    } stages[] = {
        {"import import.ndjson", 0, "rows read"},
        {"index", 0, "index"},
        {"link", 0, "link"},
        {"score", 0, "score"},
        {"rebuild", 0, "rebuild"},
        {"verify", 0, "0 problems"},
        {"crawl", 0, "as it becomes due"},
        {"crawl --source nothing-of-the-kind", 1, "nothing-of-the-kind"},
        {"run", 75, "watch"},
        {"watch", 75, "watch"},
        {"config set watch.batch_s 3", 0, "takes it up"},
        {"init", 2, "already"},
    };
    g_auto(Watch) w = watch_new("stages");
    watch_start(&w);
    for (gsize i = 0; i < G_N_ELEMENTS(stages); i++) {
        g_auto(Said) said = in_english(&w, stages[i].line);
        g_test_message("%s: %d %s", stages[i].line, said.code, said.err);
        g_assert_cmpint(said.code, ==, stages[i].code);
        g_assert_nonnull(strstr(said.err, stages[i].word));
    }
    g_assert_cmpint(watch_end(&w, SIGTERM), ==, 0);
}

/* ---- the work itself ---- */

static void assert_file_has(const char *folder, const char *name, const char *part)
{
    g_autofree char *path = g_build_filename(folder, name, NULL), *text = NULL;
    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    if (!strstr(text, part))
        g_error("'%s' does not have '%s'", name, part);
}

/* Names the first line that differs, not both stores. */
static void assert_same_lines(const char *a, const char *b)
{
    g_auto(GStrv) x = g_strsplit(a, "\n", -1), y = g_strsplit(b, "\n", -1);
    gsize i = 0;
    while (x[i] && y[i] && strcmp(x[i], y[i]) == 0)
        i++;
    if (x[i] || y[i])
        g_error("line %zu differs:\n%.3000s\n%.3000s", i + 1, x[i] ? x[i] : "(end)",
                y[i] ? y[i] : "(end)");
}

static char *canonical(const Watch *w)
{
    g_auto(Said) said = in_english(w, "export --canonical");
    g_assert_cmpint(said.code, ==, 0);
    return g_steal_pointer(&said.out);
}

/* A score takes in how many articles its medium had brought that month by then, so
 * those of a watch are made anew before they are compared. */
static void compute_anew(const Watch *a, const Watch *b)
{
    assert_does(a, "rebuild");
    assert_does(b, "rebuild");
}

/* A source by name is asked though it is not due. */
static void ask_now(const Watch *w)
{
    g_auto(Said) said = in_english(w, "--json source list");
    g_autoptr(GPtrArray) sources = world_lines(said.out, "source");
    g_autofree char *line =
        g_strconcat("crawl --source ", json_text(kiri_json_root(sources->pdata[0]), "id"), NULL);
    g_autoptr(KiriJsonDoc) before = status_of(w);
    assert_does(w, line);
    gint64 until = g_get_monotonic_time() + (gint64)PATIENCE_S * G_USEC_PER_SEC;
    while (g_get_monotonic_time() < until) {
        g_autoptr(KiriJsonDoc) s = status_of(w);
        if (number_of(s, "polls") == number_of(before, "polls") + 1) {
            await_quiet(w, 0);
            return;
        }
        g_usleep(G_USEC_PER_SEC / 5);
    }
    g_error("the source is not asked");
}

/* What watch makes is what `run` makes; readers see it while it works; a source and a
 * topic that come later are taken up; the end loses nothing. */
static void test_work(void)
{
    g_auto(Watch) a = watch_new("work"), b = watch_new("run");
    g_auto(Said) ran = in_english(&b, "--log-file run.jsonl -c metrics.file=run.prom run");
    g_test_message("run: %d %s", ran.code, ran.err);
    assert_does(&a, "config set watch.batch_s 1");
    assert_does(&a, "config set log.file watch.jsonl");
    assert_does(&a, "config set metrics.file watch.prom");
    watch_start(&a);
    assert_does(&a, "topic add 見守り 見守り");
    assert_does(&b, "topic add 見守り 見守り");
    await_quiet(&a, 100);
    ask_now(&a);
    g_auto(Said) found = in_english(&a, "search 点検商法");
    g_assert_cmpint(found.code, ==, 0);
    g_auto(Said) clips = in_english(&a, "clips");
    g_assert_cmpint(clips.code, ==, 0);
    assert_does(&a, "report --from 2026-04-01 --to 2026-04-30 -o sheet.html");
    g_autoptr(KiriJsonDoc) s = status_of(&a);
    g_assert_cmpint(number_of(s, "pid"), ==, a.pid);
    g_assert_cmpint(number_of(s, "passes"), >=, 1);
    g_assert_cmpint(number_of(s, "passes_failed"), ==, 0);
    g_assert_cmpint(number_of(s, "commands"), ==, 2);
    g_assert_cmpint(watch_end(&a, SIGTERM), ==, 0);
    compute_anew(&a, &b);
    assert_does(&a, "verify");
    g_autofree char *of_watch = canonical(&a), *of_run = canonical(&b);
    assert_same_lines(of_watch, of_run);
    assert_file_has(a.workspace, "watch.jsonl", "\"event\":\"article.new\"");
    assert_file_has(a.workspace, "watch.jsonl", "\"event\":\"pass.done\"");
    assert_file_has(a.workspace, "watch.jsonl",
                    "\"event\":\"command\",\"subject\":\"topic\",\"exit\":0");
    assert_file_has(a.workspace, "watch.jsonl", "\"event\":\"watch.ended\"");
    assert_file_has(a.workspace, "watch.prom", "\nkirinuki_articles_total{change=\"new\"} ");
    assert_file_has(a.workspace, "watch.prom", "\nkirinuki_stage_lag_entries{stage=\"index\"} 0\n");
    assert_file_has(world->dir, "run.jsonl", "\"event\":\"article.new\"");
    assert_file_has(world->dir, "run.jsonl", "\"event\":\"run.ended\",\"subject\":\"run\"");
    assert_file_has(b.workspace, "run.prom", "\nkirinuki_articles_total{change=\"new\"} ");
}

static void await_articles(const Watch *w, gint64 least)
{
    gint64 until = g_get_monotonic_time() + (gint64)PATIENCE_S * G_USEC_PER_SEC;
    while (g_get_monotonic_time() < until) {
        g_autoptr(KiriJsonDoc) s = status_of(w);
        if (number_of(s, "articles_new") >= least)
            return;
        g_usleep(G_USEC_PER_SEC / 50);
    }
    g_error("the watch finds no articles");
}

/* Asked to end in the middle of its work, again and again: it ends within seconds and
 * well, and what comes out in the end is what an undisturbed run makes. */
static void test_end_under_load(void)
{
    g_auto(Watch) a = watch_new("ends"), b = watch_new("undisturbed");
    assert_does(&a, "config set crawl.gap_ms 150"); // or a quick machine is through too soon
    for (gint i = 0; i < 4; i++) {
        watch_start(&a);
        await_articles(&a, 20);
        gint64 began_us = g_get_monotonic_time();
        g_assert_cmpint(watch_end(&a, i % 2 ? SIGINT : SIGTERM), ==, 0);
        g_assert_cmpint(g_get_monotonic_time() - began_us, <, 30 * (gint64)G_USEC_PER_SEC);
    }
    watch_start(&a);
    await_quiet(&a, 0);
    g_assert_cmpint(watch_end(&a, SIGTERM), ==, 0);
    assert_does(&b, "run");
    compute_anew(&a, &b);
    assert_does(&a, "verify");
    g_autofree char *disturbed = canonical(&a), *undisturbed = canonical(&b);
    assert_same_lines(disturbed, undisturbed);
}

/* A killed watch leaves its socket: commands do without it, the next watch takes its
 * place, and what it had stored is whole. */
static void test_kill(void)
{
    g_auto(Watch) w = watch_new("kill");
    g_autofree char *socket_path = g_build_filename(w.workspace, "control.sock", NULL);
    watch_start(&w);
    assert_does(&w, "topic add 一つ 一つ");
    g_assert_cmpint(watch_end(&w, SIGKILL), ==, -SIGKILL);
    g_assert_true(g_file_test(socket_path, G_FILE_TEST_EXISTS));
    assert_does(&w, "topic add 二つ 二つ");
    watch_start(&w);
    assert_does(&w, "topic add 三つ 三つ");
    g_assert_cmpint(watch_end(&w, SIGINT), ==, 0);
    g_assert_false(g_file_test(socket_path, G_FILE_TEST_EXISTS));
    g_auto(Said) topics = in_english(&w, "topic list");
    static const char *const names[] = {"一つ", "二つ", "三つ"};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        g_assert_nonnull(strstr(topics.out, names[i]));
}

/* ---- SIGHUP ---- */

static void test_reload(void)
{
    g_auto(Watch) w = watch_new("reload");
    g_autofree char *settings = g_build_filename(w.workspace, "settings.ini", NULL);
    g_autofree char *log = g_build_filename(w.workspace, "watch.jsonl", NULL);
    g_autofree char *rotated = g_strconcat(log, ".1", NULL);
    g_autofree char *good = NULL;
    assert_does(&w, "config set log.file watch.jsonl");
    watch_start(&w);
    /* Settings that cannot be read leave everything as it is. */
    g_assert_true(g_file_get_contents(settings, &good, NULL, NULL));
    g_assert_true(g_file_set_contents(settings, "[watch]\nbatch_s=soon\n", -1, NULL));
    kill(w.pid, SIGHUP);
    await_notice(&w, "RELOADING=1");
    await_notice(&w, "READY=1");
    g_assert_true(g_file_set_contents(settings, good, -1, NULL));
    assert_does(&w, "topic add 元気 元気");
    /* A rotated log is opened anew. */
    g_assert_cmpint(g_rename(log, rotated), ==, 0);
    kill(w.pid, SIGHUP);
    await_notice(&w, "RELOADING=1");
    await_notice(&w, "READY=1");
    g_assert_true(g_file_test(log, G_FILE_TEST_EXISTS));
    /* What the workers cannot load again: the program begins anew, the process stays. */
    assert_does(&w, "config set sandbox.workers 1");
    await_notice(&w, "RELOADING=1");
    await_notice(&w, "READY=1");
    g_autofree char *said_path = g_strconcat(w.workspace, ".err", NULL), *said = NULL;
    g_assert_true(g_file_get_contents(said_path, &said, NULL, NULL));
    g_assert_nonnull(strstr(said, "begins anew"));
    assert_does(&w, "topic add まだ元気 元気");
    g_autoptr(KiriJsonDoc) s = status_of(&w);
    g_assert_cmpint(number_of(s, "pid"), ==, w.pid);
    g_assert_cmpint(watch_end(&w, SIGTERM), ==, 0);
    await_notice(&w, "STOPPING=1");
}

/* ---- beside a watch ---- */

/* A look at a source by another process cannot know which hosts the watch has just
 * asked: its first request keeps the pause too. */
static void test_check_beside(void)
{
    enum { GAP_MS = 2500 };
    g_auto(Watch) w = watch_new("beside");
    g_auto(Said) sources = in_english(&w, "--json source list");
    g_autoptr(GPtrArray) lines = world_lines(sources.out, "source");
    g_assert_cmpuint(lines->len, >, 0);
    const char *id = json_text(kiri_json_root(lines->pdata[0]), "id");
    g_autofree char *line =
        g_strdup_printf("-c crawl.gap_ms=%d --json source check %s", GAP_MS, id);
    watch_start(&w);
    gint64 start = g_get_monotonic_time();
    g_auto(Said) said = in_english(&w, line);
    gint64 took_ms = (g_get_monotonic_time() - start) / 1000;
    g_assert_cmpint(said.code, <=, 1);
    g_assert_nonnull(strstr(said.out, "\"exchanges\":[{"));
    g_assert_cmpint(took_ms, >=, 2 * GAP_MS); // before robots.txt, and between it and the source
    g_assert_cmpint(watch_end(&w, SIGTERM), ==, 0);
}

/* An audit of nothing is no clean bill, and says what to do. */
static void test_audit_of_nothing(void)
{
    g_auto(Watch) w = {.workspace = g_build_filename(world->dir, "bare", NULL), .notify = -1};
    assert_does(&w, "init --bare");
    const char *const lines[] = {"audit --offline", "audit --json --offline", "audit --fetch"};
    for (gsize i = 0; i < G_N_ELEMENTS(lines); i++) {
        g_auto(Said) said = in_english(&w, lines[i]);
        g_assert_cmpint(said.code, ==, 1);
        g_assert_nonnull(strstr(said.err, "nothing to audit"));
        g_assert_nonnull(strstr(said.err, "'kirinuki source add URL'"));
    }
    g_auto(Said) japanese = say(w.workspace, "ja_JP.UTF-8", NULL, "audit --offline");
    g_assert_nonnull(strstr(japanese.err, "点検するものがありません"));
}

/* A rule that is added beside a watch counts for the pages that it crawls from then
 * on; one that finds nothing on them becomes a warning, and no article is lost. */
static void test_rule_beside(void)
{
    g_auto(Watch) w = watch_new("rules");
    assert_does(&w, "config set crawl.gap_ms 300"); // most pages are still to come
    assert_does(&w, "config set metrics.file watch.prom");
    watch_start(&w);
    assert_does(&w, "rule add everywhere.rule");
    await_quiet(&w, 100);
    g_auto(Said) shown = in_english(&w, "--json rule show everywhere");
    g_assert_nonnull(strstr(shown.out, "\"is_stale\":true"));
    g_assert_nonnull(strstr(shown.out, "\"missed\":[\"body\"]"));
    g_auto(Said) status = in_english(&w, "status");
    g_assert_cmpint(status.code, ==, 1);
    g_assert_nonnull(strstr(status.out, "attention    rule everywhere: "));
    assert_does(&w, "rule remove everywhere");
    g_auto(Said) after = in_english(&w, "status");
    g_assert_null(strstr(after.out, "everywhere"));
    g_assert_cmpint(watch_end(&w, SIGTERM), ==, 0);
    assert_file_has(w.workspace, "watch.prom", "\nkirinuki_site_rules{state=\"stale\"} 0\n");
}

/* ---- the stage ---- */

static void write_file(const char *name, const char *text)
{
    g_autofree char *path = g_build_filename(world->dir, name, NULL);
    g_assert_true(g_file_set_contents(path, text, -1, NULL));
}

static void set_stage(void)
{
    write_file("release.md", "# 見守り点検の強化について\n\n2026年4月13日\n\n"
                             "暮らし安全省は、見守り点検を強化します。\n");
    write_file("import.ndjson",
               "{\"id\":\"i1\",\"title\":\"取り込み\",\"text\":\"取り込んだ本文\"}\n");
    write_file("toto.rule", "host: www.toto.example.jp\ntitle: h1\n");
    write_file("misspelt.rule", "host: www.toto.example.jp\ntitel: h1\n");
    write_file("everywhere.rule", "host: .localhost\nbody: .nothing-of-the-kind\n");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    world = world_open();
    set_stage();
    g_test_add_func("/watch/commands", test_commands);
    g_test_add_func("/watch/stages", test_stages);
    g_test_add_func("/watch/work", test_work);
    g_test_add_func("/watch/end", test_end_under_load);
    g_test_add_func("/watch/kill", test_kill);
    g_test_add_func("/watch/reload", test_reload);
    g_test_add_func("/watch/check-beside", test_check_beside);
    g_test_add_func("/watch/rule-beside", test_rule_beside);
    g_test_add_func("/watch/audit-of-nothing", test_audit_of_nothing);
    gint failed = g_test_run();
    world_close(world);
    return failed;
}
