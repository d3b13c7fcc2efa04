// SPDX-License-Identifier: GPL-3.0-or-later
#include "world.h"

#include <kirinuki/normalize.h>

#include "temp.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define NOW "2026-04-14T18:30:00+09:00"

/* ---- processes ---- */

static void start_server(World *world)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *server =
        g_build_filename(KIRINUKI_BINARY_DIR, "tests", "support", "newsroom-server", NULL);
    char *argv[] = {server, NULL};
    gint out = -1;
    g_spawn_async_with_pipes(NULL, argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL,
                             &world->server, &world->server_stdin, &out, NULL, &error);
    g_assert_no_error(error);
    char line[16] = "";
    for (gsize n = 0; n + 1 < sizeof line && read(out, line + n, 1) == 1 && line[n] != '\n'; n++)
        line[n + 1] = 0;
    close(out);
    gint port = (gint)g_ascii_strtoll(line, NULL, 10);
    g_assert_cmpint(port, >, 0);
    world->room = newsroom_load(KIRINUKI_NEWSROOM_DIR, port, &error);
    g_assert_no_error(error);
}

gint world_run(const World *world, char **out, const char *first, ...)
{
    g_autoptr(GPtrArray) argv = g_ptr_array_new();
    const char *const fixed[] = {world->program, "-C",       world->workspace,
                                 "--now",        world->now, first};
    for (gsize i = 0; i < G_N_ELEMENTS(fixed); i++)
        g_ptr_array_add(argv, (gpointer)(guintptr)fixed[i]);
    va_list more;
    va_start(more, first);
    for (const char *arg; (arg = va_arg(more, const char *));)
        g_ptr_array_add(argv, (gpointer)(guintptr)arg);
    va_end(more);
    g_ptr_array_add(argv, NULL);
    g_autoptr(GError) error = NULL;
    g_autofree char *words = NULL, *answer = NULL;
    gint status = 0;
    g_spawn_sync(NULL, (char **)argv->pdata, NULL, G_SPAWN_DEFAULT, NULL, NULL, &answer, &words,
                 &status, &error);
    g_assert_no_error(error);
    if (words && *words)
        g_test_message("%s", g_strchomp(words));
    g_assert_true(WIFEXITED(status));
    if (out)
        *out = g_steal_pointer(&answer);
    return WEXITSTATUS(status);
}

/* ---- workspace ---- */

typedef void (*Printer)(const Newsroom *room, KiriBuf *out);

static char *write_file(const World *world, const char *name, const KiriBuf *bytes)
{
    g_autoptr(GError) error = NULL;
    char *path = g_build_filename(world->dir, name, NULL);
    g_file_set_contents(path, bytes->p, (gssize)bytes->n, &error);
    g_assert_no_error(error);
    return path;
}

static void import_ledger(const World *world, const char *noun, const char *name, Printer print)
{
    g_auto(KiriBuf) bytes;
    kiri_buf_init(&bytes, KIRI_BUF_UNCAPPED);
    print(world->room, &bytes);
    g_autofree char *path = write_file(world, name, &bytes);
    g_assert_cmpint(world_run(world, NULL, noun, "import", path, NULL), ==, 0);
}

static void print_sources(const Newsroom *room, KiriBuf *out)
{
    newsroom_print_opml(room, NULL, out);
}

static void make_workspace(const World *world)
{
    static const char *const settings[][2] = {{"organisation.aliases", "暮安省;MLSA"},
                                              {"crawl.gap_ms", "0"},
                                              {"crawl.allow_private", "yes"}};
    g_assert_cmpint(world_run(world, NULL, "init", "--bare", "--organisation", "暮らし安全省",
                              "--contact", "koho@mlsa.example", NULL),
                    ==, 0);
    for (gsize i = 0; i < G_N_ELEMENTS(settings); i++)
        g_assert_cmpint(
            world_run(world, NULL, "config", "set", settings[i][0], settings[i][1], NULL), ==, 0);
    import_ledger(world, "medium", "media.csv", newsroom_print_media_csv);
    import_ledger(world, "rate", "rates.csv", newsroom_print_rates_csv);
    import_ledger(world, "source", "sources.opml", print_sources);
    for (guint i = 0; i < world->room->releases->len; i++) {
        const NewsRelease *r = world->room->releases->pdata[i];
        g_assert_cmpint(world_run(world, NULL, "release", "add", r->path, NULL), ==, 0);
    }
    g_assert_cmpint(world_run(world, NULL, "topic", "add", "点検商法", "点検商法", NULL), ==, 0);
}

World *world_open(void)
{
    World *world = g_new0(World, 1);
    const char *build = g_getenv("KIRINUKI_BUILD");
    world->now = NOW;
    world->dir = kiri_temp_new();
    world->workspace = g_build_filename(world->dir, "workspace", NULL);
    world->program = g_build_filename(build ? build : KIRINUKI_BINARY_DIR, "kirinuki", NULL);
    start_server(world);
    make_workspace(world);
    return world;
}

void world_close(World *world)
{
    close(world->server_stdin); // the server ends with it
    waitpid(world->server, NULL, 0);
    g_spawn_close_pid(world->server);
    kiri_temp_remove(world->dir);
    newsroom_free(world->room);
    g_free(world->dir);
    g_free(world->workspace);
    g_free(world->program);
    g_free(world);
}

/* ---- answers ---- */

const char *json_text(const KiriJsonNode *object, const char *key)
{
    const char *s = kiri_json_string(kiri_json_get(object, key), NULL);
    return s ? s : "";
}

GPtrArray *world_lines(const char *answer, const char *type)
{
    GPtrArray *lines = g_ptr_array_new_with_free_func((GDestroyNotify)kiri_json_doc_free);
    g_auto(GStrv) texts = g_strsplit(answer, "\n", -1);
    gboolean is_complete = FALSE;
    for (char **text = texts; *text; text++) {
        g_autoptr(GError) error = NULL;
        if (!**text)
            continue;
        KiriJsonDoc *doc = kiri_json_parse(kiri_str(*text), &error);
        g_assert_no_error(error);
        const KiriJsonNode *root = kiri_json_root(doc);
        is_complete = strcmp(json_text(root, "type"), "summary") == 0 &&
                      kiri_json_boolean(kiri_json_get(root, "complete"), FALSE);
        if (!type || strcmp(json_text(root, "type"), type) == 0)
            g_ptr_array_add(lines, doc);
        else
            kiri_json_doc_free(doc);
    }
    g_assert_true(is_complete);
    return lines;
}

/* ---- texts ---- */

static gunichar *n_chars(const char *text, glong *n)
{
    g_autofree char *normal = kiri_normalize_dup(kiri_str(text));
    return g_utf8_to_ucs4_fast(normal, -1, n);
}

gdouble text_similarity(const char *a, const char *b)
{
    glong n = 0, m = 0;
    g_autofree gunichar *x = n_chars(a, &n), *y = n_chars(b, &m);
    glong longer = MAX(n, m);
    if (!longer)
        return 1;
    g_autofree glong *row = g_new(glong, (gsize)m + 1);
    for (glong k = 0; k <= m; k++)
        row[k] = k;
    for (glong i = 1; i <= n; i++) {
        glong diagonal = row[0];
        row[0] = i;
        for (glong k = 1; k <= m; k++) {
            glong change = diagonal + (x[i - 1] != y[k - 1]);
            diagonal = row[k];
            row[k] = MIN(change, MIN(row[k], row[k - 1]) + 1);
        }
    }
    return 1 - (gdouble)row[m] / (gdouble)longer;
}
