// SPDX-License-Identifier: GPL-3.0-or-later
/* Any texts in a calendar: lines of at most 75 octets that end with CR LF and cut no
 * character, the properties of an event with harmless texts and no others, and texts that
 * come out as they went in when folding and escaping are undone. */
#include "fuzz.h"

#include <kirinuki/icalendar.h>

enum { OCTETS = 75 };

static void write_calendar(FuzzInput in, gboolean is_calm, KiriBuf *out)
{
    guint look = fuzz_byte(&in);
    g_autofree char *name = fuzz_text(&in), *uid = fuzz_text(&in), *summary = fuzz_text(&in);
    g_autofree char *text = fuzz_text(&in), *link = fuzz_text(&in), *word = fuzz_text(&in);
    g_autofree char *url = g_strconcat("https://e.jp/", is_calm ? "x" : link, NULL);
#define CALM(s) (is_calm && *(s) ? "x" : (s))
    KiriCalendarEvent event = {
        .uid = CALM(uid),
        .summary = CALM(summary),
        .description = look & 1 ? CALM(text) : NULL,
        .url = look & 2 ? url : NULL,
        .categories = look & 4 ? CALM(word) : NULL,
        .start = {.us = (gint64)(fuzz_u64(&in) >> 14),
                  .precision = look & 8 ? KIRI_PRECISION_DAY : KIRI_PRECISION_MINUTE},
        .sequence = (gint64)fuzz_u64(&in),
        .changed_us = look & 16 ? G_MININT64 : (gint64)(fuzz_u64(&in) >> 14)};
    kiri_buf_init(out, KIRI_BUF_UNCAPPED);
    kiri_calendar_begin(CALM(name), out);
#undef CALM
    kiri_calendar_event(&event, 0, out);
    kiri_calendar_end(out);
    kiri_buf_add_char(out, '\0');
}

/* Logical lines. (transfer full): g_strfreev */
static char **unfold(const KiriBuf *out)
{
    g_autoptr(GString) all = g_string_new(NULL);
    g_auto(GStrv) lines = g_strsplit(out->p, "\r\n", -1);
    for (char **line = lines; *line; line++) {
        g_assert_cmpuint(strlen(*line), <=, OCTETS);
        g_assert_true(g_utf8_validate(*line, -1, NULL));
        for (const char *p = *line; *p; p++)
            g_assert_true(((guchar)*p >= 0x20 || *p == '\t') && *p != 0x7f);
        g_string_append_printf(all, "%s%s", **line == ' ' ? "" : "\n", *line + (**line == ' '));
    }
    return g_strsplit(all->str + 1, "\n", -1);
}

static void check_same_properties(char **a, char **b)
{
    for (; *a && *b; a++, b++) {
        gsize n = strcspn(*a, ":;");
        g_assert_cmpuint(n, ==, strcspn(*b, ":;"));
        g_assert_true(strncmp(*a, *b, n) == 0);
    }
    g_assert_true(!*a && !*b);
}

/* (transfer full); NULL: there is no such property. */
static char *value_of(char **lines, const char *property)
{
    g_autofree char *head = g_strconcat(property, ":", NULL);
    for (; *lines; lines++) {
        if (!g_str_has_prefix(*lines, head))
            continue;
        GString *value = g_string_new(NULL);
        for (const char *p = *lines + strlen(head); *p; p++) {
            gboolean is_escaped = *p == '\\';
            p += is_escaped;
            g_assert_true(*p);
            g_string_append_c(value, is_escaped && *p == 'n' ? '\n' : *p);
        }
        return g_string_free(value, FALSE);
    }
    return NULL;
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize n)
{
    FuzzInput in = {data, n};
    g_auto(KiriBuf) out, calm;
    write_calendar(in, FALSE, &out);
    write_calendar(in, TRUE, &calm);
    g_auto(GStrv) lines = unfold(&out), calm_lines = unfold(&calm);
    check_same_properties(lines, calm_lines);
    fuzz_byte(&in);
    g_autofree char *name = fuzz_text(&in), *uid = fuzz_text(&in), *summary = fuzz_text(&in);
    g_autofree char *read = value_of(lines, "SUMMARY"), *called = value_of(lines, "X-WR-CALNAME");
    g_autofree char *a = fuzz_substance(summary), *b = fuzz_substance(read);
    g_autofree char *c = fuzz_substance(name), *d = fuzz_substance(called);
    g_assert_cmpstr(a, ==, b);
    g_assert_cmpstr(c, ==, d);
    return 0;
}
