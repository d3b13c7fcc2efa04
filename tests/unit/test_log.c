// SPDX-License-Identifier: GPL-3.0-or-later
/* The log: one event is one object on one line, without secrets, whatever is in it. */
#include "log.h"

#include "../support/temp.h"

#include <kirinuki/error.h>
#include <kirinuki/json.h>

#include <string.h>

typedef struct {
    char *folder, *path;
    KiriClock *clock;
    KiriLog *log;
} Fixture;

static void set_up(Fixture *f, gconstpointer unused)
{
    (void)unused;
    g_autoptr(GError) error = NULL;
    f->folder = kiri_temp_new();
    f->path = g_build_filename(f->folder, "log.jsonl", NULL);
    f->clock =
        kiri_clock_new_fixed((gint64)1776042000 * G_USEC_PER_SEC, TRUE); // 2026-04-13T10:00 JST
    f->log = kiri_log_open(f->path, f->clock, &error);
    g_assert_no_error(error);
}

static void tear_down(Fixture *f, gconstpointer unused)
{
    (void)unused;
    kiri_log_free(f->log);
    kiri_clock_free(f->clock);
    kiri_temp_remove(f->folder);
    g_free(f->folder);
    g_free(f->path);
}

static char **lines_of(const char *path)
{
    g_autofree char *text = NULL;
    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    g_assert_true(!*text || g_str_has_suffix(text, "\n"));
    char **lines = g_strsplit(text, "\n", -1);
    guint n = g_strv_length(lines);
    if (n) // behind the last line end
        g_clear_pointer(&lines[n - 1], g_free);
    return lines;
}

static const char *member(const KiriJsonDoc *doc, const char *key)
{
    const char *s = kiri_json_string(kiri_json_get(kiri_json_root(doc), key), NULL);
    return s ? s : "";
}

static void test_event(Fixture *f, gconstpointer unused)
{
    (void)unused;
    const KiriLogField fields[] = {{"url", "https://example.jp/", 0}, {"exit", NULL, 3}};
    kiri_log_event(f->log, KIRI_LOG_WARNING, "fetch.failed", "記事", "two\nlines \"quoted\"",
                   fields, G_N_ELEMENTS(fields));
    kiri_log_event(NULL, KIRI_LOG_ERROR, "nobody listens", NULL, NULL, NULL, 0);
    g_auto(GStrv) lines = lines_of(f->path);
    g_assert_cmpuint(g_strv_length(lines), ==, 1);
    g_autoptr(KiriJsonDoc) doc = kiri_json_parse(kiri_str(lines[0]), NULL);
    g_assert_nonnull(doc);
    g_assert_cmpstr(member(doc, "time"), ==, "2026-04-13T10:00:00+09:00");
    g_assert_cmpstr(member(doc, "level"), ==, "warning");
    g_assert_cmpstr(member(doc, "event"), ==, "fetch.failed");
    g_assert_cmpstr(member(doc, "subject"), ==, "記事");
    g_assert_cmpstr(member(doc, "message"), ==, "two\nlines \"quoted\"");
    g_assert_cmpstr(member(doc, "url"), ==, "https://example.jp/");
    g_assert_cmpint(kiri_json_int(kiri_json_get(kiri_json_root(doc), "exit"), 0), ==, 3);
}

static void test_level(Fixture *f, gconstpointer unused)
{
    (void)unused;
    kiri_log_event(f->log, KIRI_LOG_DEBUG, "dropped at first", NULL, NULL, NULL, 0);
    kiri_log_set_level(f->log, KIRI_LOG_ERROR);
    kiri_log_event(f->log, KIRI_LOG_WARNING, "dropped", NULL, NULL, NULL, 0);
    kiri_log_event(f->log, KIRI_LOG_ERROR, "kept", NULL, NULL, NULL, 0);
    kiri_log_set_level(f->log, KIRI_LOG_DEBUG);
    kiri_log_event(f->log, KIRI_LOG_DEBUG, "kept too", NULL, NULL, NULL, 0);
    g_auto(GStrv) lines = lines_of(f->path);
    g_assert_cmpuint(g_strv_length(lines), ==, 2);
}

/* After a rotation: the old name is a new file. */
static void test_reopen(Fixture *f, gconstpointer unused)
{
    (void)unused;
    g_autoptr(GError) error = NULL;
    g_autofree char *old = g_strconcat(f->path, ".1", NULL);
    kiri_log_event(f->log, KIRI_LOG_INFO, "one", NULL, NULL, NULL, 0);
    g_assert_cmpint(g_rename(f->path, old), ==, 0);
    kiri_log_event(f->log, KIRI_LOG_INFO, "two", NULL, NULL, NULL, 0);
    g_assert_true(kiri_log_reopen(f->log, &error));
    kiri_log_event(f->log, KIRI_LOG_INFO, "three", NULL, NULL, NULL, 0);
    g_auto(GStrv) before = lines_of(old), after = lines_of(f->path);
    g_assert_cmpuint(g_strv_length(before), ==, 2);
    g_assert_cmpuint(g_strv_length(after), ==, 1);
}

static void test_long_fields(Fixture *f, gconstpointer unused)
{
    (void)unused;
    g_autoptr(GString) text = g_string_new(NULL);
    while (text->len < 10000)
        g_string_append(text, "あ");
    kiri_log_event(f->log, KIRI_LOG_INFO, "long", text->str, "\xff\xfe broken", NULL, 0);
    g_auto(GStrv) lines = lines_of(f->path);
    g_autoptr(KiriJsonDoc) doc = kiri_json_parse(kiri_str(lines[0]), NULL);
    g_assert_nonnull(doc);
    g_assert_cmpuint(strlen(member(doc, "subject")), <=, 4096);
    g_assert_cmpuint(strlen(member(doc, "subject")), >, 4090);
    g_assert_nonnull(strstr(member(doc, "message"), " broken"));
}

static void test_cannot_open(void)
{
    g_autoptr(KiriClock) clock = kiri_clock_new_system();
    g_autoptr(GError) error = NULL;
    g_assert_null(kiri_log_open("/nonexistent/log", clock, &error));
    g_assert_true(kiri_error_is(error, KIRI_ERROR_USAGE));
}

static void test_redact(void)
{
    static const char *const cases[][2] = {
        {"no address at all", "no address at all"},
        {"https://example.jp/a?id=3&page=2", "https://example.jp/a?id=3&page=2"},
        {"https://user:pass@example.jp/", "https://***@example.jp/"},
        {"http://a@b@example.jp:8080/x", "http://***@example.jp:8080/x"},
        {"https://example.jp/a@b", "https://example.jp/a@b"},
        {"https://example.jp/?token=abc", "https://example.jp/?token=***"},
        {"https://example.jp/?a=1&API-Key=abc&b=2", "https://example.jp/?a=1&API-Key=***&b=2"},
        {"https://example.jp/#access_token=abc", "https://example.jp/#access_token=***"},
        {"https://example.jp/?tokens=abc", "https://example.jp/?tokens=abc"},
        {"https://example.jp/?password=", "https://example.jp/?password=***"},
        {"cannot fetch 'https://u:p@x.jp/?sig=1': https://y.jp/?key=2 broke",
         "cannot fetch 'https://***@x.jp/?sig=***': https://y.jp/?key=*** broke"},
        {"http://proxy:secret@10.0.0.1:3128", "http://***@10.0.0.1:3128"},
        {"://", "://"},
        {"x://?token=1", "x://?token=***"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *got = kiri_log_redact(cases[i][0]);
        g_assert_cmpstr(got, ==, cases[i][1]);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add("/log/event", Fixture, NULL, set_up, test_event, tear_down);
    g_test_add("/log/level", Fixture, NULL, set_up, test_level, tear_down);
    g_test_add("/log/reopen", Fixture, NULL, set_up, test_reopen, tear_down);
    g_test_add("/log/long", Fixture, NULL, set_up, test_long_fields, tear_down);
    g_test_add_func("/log/cannot-open", test_cannot_open);
    g_test_add_func("/log/redact", test_redact);
    return g_test_run();
}
