// SPDX-License-Identifier: GPL-3.0-or-later
/* Any event: one line of JSON, whole, in which no password of an address is left. The
 * first byte picks the level. */
#include "../support/temp.h"
#include "fuzz.h"

#include "log.h"

#include <kirinuki/json.h>

/* Stands in every secret below, and nowhere else. */
#define SECRET "kJ8sVq2Zx"

static KiriTempDir *dir;

static void check_line(const char *path)
{
    g_autofree char *text = NULL;
    gsize n = 0;
    g_assert_true(g_file_get_contents(path, &text, &n, NULL));
    if (n == 0)
        return; // longer than a line may be
    g_assert_cmpint(text[n - 1], ==, '\n');
    g_assert_true(strchr(text, '\n') == text + n - 1);
    fuzz_check_no_controls((KiriStr){text, n - 1}, "");
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriJsonDoc) doc = kiri_json_parse((KiriStr){text, n}, &error);
    g_assert_no_error(error);
    g_assert_true(kiri_json_is_string(kiri_json_get(kiri_json_root(doc), "time")));
    g_assert_true(kiri_json_is_string(kiri_json_get(kiri_json_root(doc), "event")));
    g_assert_null(strstr(text, SECRET));
}

/* What is around them may be anything but a piece of an address. */
static void check_redacted(const char *text)
{
    static const char *const secrets[] = {
        "https://user:kJ8sVq2Zx@proxy.example.jp/", "http://kJ8sVq2Zx@h/?a=1",
        "https://h.example.jp/f?token=kJ8sVq2Zx&b=2", "https://h/x?api_key=kJ8sVq2Zx"};
    g_autofree char *once = kiri_log_redact(text);
    g_autofree char *twice = kiri_log_redact(once);
    g_assert_cmpstr(once, ==, twice);
    for (gsize i = 0; i < G_N_ELEMENTS(secrets); i++) {
        g_autofree char *with = g_strconcat(text, " ", secrets[i], " ", text, NULL);
        g_autofree char *without = kiri_log_redact(with);
        if (!strstr(text, SECRET))
            g_assert_null(strstr(without, SECRET));
    }
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize n)
{
    FuzzInput in = {data, n};
    if (!dir)
        dir = kiri_temp_new();
    KiriLogLevel level = (KiriLogLevel)(fuzz_byte(&in) % 4);
    g_autofree char *subject = fuzz_text(&in), *message = fuzz_text(&in), *value = fuzz_text(&in);
    g_autofree char *path = g_build_filename(dir, "log.jsonl", NULL);
    g_autoptr(KiriClock) clock = kiri_clock_new_fixed(G_GINT64_CONSTANT(1776038400000000), FALSE);
    g_unlink(path);
    KiriLog *log = kiri_log_open(path, clock, NULL);
    kiri_log_set_level(log, KIRI_LOG_DEBUG);
    g_autofree char *address = g_strconcat("https://a:" SECRET "@h/", NULL);
    KiriLogField fields[] = {{.key = "value", .text = value},
                             {.key = "address", .text = address},
                             {.key = "number", .number = (gint64)fuzz_u64(&in)}};
    kiri_log_event(log, level, "fuzz.event", subject, message, fields, G_N_ELEMENTS(fields));
    kiri_log_free(log);
    if (!strstr(subject, SECRET) && !strstr(message, SECRET) && !strstr(value, SECRET))
        check_line(path);
    check_redacted(message);
    return 0;
}
