// SPDX-License-Identifier: GPL-3.0-or-later
/* Header lines as servers send them; the first line of the input is the name that
 * is asked for. What is found is a piece of what was given, and as a Retry-After
 * it stays within its bounds. */
#include <kirinuki/limits.h>
#include <kirinuki/transport.h>

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    g_autofree char *text = g_utf8_make_valid((const char *)data, (gssize)n);
    gsize name_n = strcspn(text, "\n");
    g_autofree char *name = g_strndup(text, name_n);
    const char *headers = text + name_n + (text[name_n] == '\n');
    g_autofree char *last = kiri_header_value(headers, name);
    g_autofree char *all = kiri_header_list(headers, name);
    g_assert_cmpint(last != NULL, ==, all != NULL);
    g_assert_true(!last || strlen(last) <= strlen(headers));
    g_assert_true(!all || strlen(all) <= 2 * strlen(headers));
    g_assert_null(all ? strchr(all, '\n') : NULL);
    gint64 seconds = kiri_retry_after_s(last, G_GINT64_CONSTANT(1776038400000000));
    g_assert_cmpint(seconds, >=, -1);
    g_assert_cmpint(seconds, <=, KIRI_LIMIT_RETRY_AFTER_S);
    return 0;
}
