// SPDX-License-Identifier: GPL-3.0-or-later
/* Atom and iCalendar: whatever stands in a title comes back from a reader, and the lines
 * are those of the RFCs. */
#include <kirinuki/atom.h>
#include <kirinuki/feed.h>
#include <kirinuki/icalendar.h>

#include <string.h>

enum { ROUNDS = 400, NOW_S = 1776643200 };

/* Text of letters that mean something to either format, of every width, and of some that
 * must not be written. */
static char *random_text(GRand *rand, gboolean has_breaks)
{
    static const gunichar letters[] = {'a',     '&',     '<',    '>',    '"',    '\'',   ';',
                                       ',',     '\\',    ':',    ' ',    '%',    ']',    0x1,
                                       0x7f,    0x1b,    0xe9,   0x3042, 0x6f22, 0x3000, 0x301c,
                                       0x20bb7, 0x1f600, 0x200d, 0x202e, 0xfffd, 0xfffe, '\n'};
    GString *text = g_string_new(NULL);
    for (gint n = g_rand_int_range(rand, 0, 120); n > 0; n--)
        g_string_append_unichar(
            text,
            letters[g_rand_int_range(rand, 0, (gint)G_N_ELEMENTS(letters) - (has_breaks ? 0 : 1))]);
    return g_string_free(text, FALSE);
}

/* ---- iCalendar ---- */

/* As section 3.1 unfolds and 3.3.11 reads: the value of a property. */
static char *read_property(const char *calendar, const char *name)
{
    g_auto(GStrv) parts = g_strsplit(calendar, "\r\n ", -1);
    g_autofree char *unfolded = g_strjoinv("", parts);
    g_autofree char *begin = g_strconcat("\r\n", name, ":", NULL);
    const char *p = strstr(unfolded, begin);
    g_assert_nonnull(p);
    p += strlen(begin);
    GString *value = g_string_new(NULL);
    for (; *p != '\r'; p++) {
        if (*p != '\\') {
            g_string_append_c(value, *p);
            continue;
        }
        p++;
        g_string_append_c(value, *p == 'n' ? '\n' : *p);
    }
    return g_string_free(value, FALSE);
}

static char *without_controls(const char *text, gboolean keeps_breaks)
{
    GString *plain = g_string_new(NULL);
    for (const char *p = text; *p; p += g_utf8_skip[(guchar)*p]) {
        gunichar c = g_utf8_get_char(p);
        if ((c >= 0x20 && c != 0x7f) || (keeps_breaks && c == '\n'))
            g_string_append_unichar(plain, c);
    }
    return g_string_free(plain, FALSE);
}

static void assert_lines(const char *calendar)
{
    g_auto(GStrv) lines = g_strsplit(calendar, "\r\n", -1);
    for (char **line = lines; *line; line++) {
        g_assert_cmpuint(strlen(*line), <=, 75);
        g_assert_true(g_utf8_validate(*line, -1, NULL)); // folded between characters
        g_assert_null(strpbrk(*line, "\r\n"));
    }
    g_assert_true(g_str_has_suffix(calendar, "END:VCALENDAR\r\n"));
}

static void test_calendar(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(8);
    for (gint i = 0; i < ROUNDS; i++) {
        g_autofree char *summary = random_text(rand, FALSE), *text = random_text(rand, TRUE);
        g_auto(KiriBuf) out;
        kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
        kiri_calendar_begin(summary, &out);
        kiri_calendar_event(
            &(KiriCalendarEvent){.uid = "u",
                                 .summary = summary,
                                 .description = text,
                                 .url = i % 2 ? "javascript:x" : "https://あ.example/ b",
                                 .start = kiri_time_jst(NOW_S * KIRI_US_PER_SECOND),
                                 .changed_us = G_MININT64},
            NOW_S * KIRI_US_PER_SECOND, &out);
        kiri_calendar_end(&out);
        g_autofree char *calendar = kiri_str_dup(kiri_buf_view(&out));
        assert_lines(calendar);
        g_autofree char *got = read_property(calendar, "SUMMARY");
        g_autofree char *wanted = without_controls(summary, FALSE);
        g_assert_cmpstr(got, ==, wanted);
        g_autofree char *wanted_text = without_controls(text, TRUE);
        if (*text) {
            g_autofree char *got_text = read_property(calendar, "DESCRIPTION");
            g_assert_cmpstr(got_text, ==, wanted_text);
        }
        g_assert_true((strstr(calendar, "\r\nURL:https://") != NULL) == (i % 2 == 0));
        g_assert_null(strstr(calendar, "javascript"));
    }
}

/* A day is a date, a moment is UTC; the embargo is an event of its own. */
static void test_release(void)
{
    g_autoptr(KiriRelease) r = kiri_release_new();
    r->id = g_strdup("R-1");
    r->title = g_strdup("発表");
    r->version = 3;
    g_assert_true(kiri_time_parse(kiri_str("2026-04-13"), KIRI_JST_MIN, &r->date));
    g_assert_true(
        kiri_time_parse(kiri_str("2026-04-14T05:00:00+09:00"), KIRI_JST_MIN, &r->embargo));
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    kiri_calendar_release(r, NOW_S * KIRI_US_PER_SECOND, &out);
    g_assert_nonnull(strstr(out.p, "DTSTART;VALUE=DATE:20260413\r\nDTEND;VALUE=DATE:20260414\r\n"));
    g_assert_nonnull(strstr(out.p, "DTSTART:20260413T200000Z\r\n"));
    g_assert_nonnull(strstr(out.p, "SUMMARY:【解禁】発表\r\n"));
    g_assert_nonnull(strstr(out.p, "SEQUENCE:2\r\n"));
    g_assert_nonnull(strstr(out.p, "DTSTAMP:20260420T000000Z\r\n"));
}

/* ---- Atom ---- */

/* What a reader makes of a title: one line, as XML lets it stand. */
static char *as_title(const char *text)
{
    g_autofree char *plain = without_controls(text, FALSE);
    g_auto(GStrv) parts = g_strsplit(plain, "\xef\xbf\xbe", -1); // U+FFFE is no character of XML
    g_autofree char *joined = g_strjoinv("", parts);
    return g_strdup(joined);
}

static void test_atom(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(9);
    kiri_xml_preload();
    for (gint i = 0; i < ROUNDS; i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *random = random_text(rand, FALSE);
        g_autofree char *title = g_strdup_printf("題%s題", random);
        g_auto(KiriBuf) out;
        kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
        char id[KIRI_UUID_BYTES];
        kiri_uuid_of("test", title, NULL, id);
        kiri_atom_begin(&(KiriAtomFeed){.id = id, .title = title}, &out);
        kiri_atom_entry(&(KiriAtomEntry){.id = id,
                                         .title = title,
                                         .link = "https://example.jp/?a=1&b=<\"あ>",
                                         .medium = title,
                                         .class_code = "publicity",
                                         .class_label = title,
                                         .text = title},
                        &out);
        kiri_atom_end(&out);
        g_autoptr(KiriFeed) feed =
            kiri_feed_parse(kiri_buf_view(&out), "https://example.jp/", NULL, &error);
        g_assert_no_error(error);
        g_assert_cmpuint(kiri_recs_count(feed->entries), ==, 1);
        const KiriFeedEntry *e = g_ptr_array_index(feed->entries, 0);
        g_autofree char *wanted = as_title(title);
        /* Readers may join spaces; compare without them. */
        g_auto(GStrv) a = g_strsplit(wanted, " ", -1), b = g_strsplit(e->title, " ", -1);
        g_autofree char *x = g_strjoinv("", a), *y = g_strjoinv("", b);
        g_assert_cmpstr(y, ==, x);
        g_assert_cmpstr(e->id, ==, id);
        g_assert_true(g_str_has_prefix(e->link, "https://example.jp/?a=1&b=%3C"));
    }
}

static void test_uuid(void)
{
    char a[KIRI_UUID_BYTES], b[KIRI_UUID_BYTES];
    kiri_uuid_of("clip", "a", "b", a);
    kiri_uuid_of("clip", "a", "b", b);
    g_assert_cmpstr(a, ==, b);
    g_assert_true(g_regex_match_simple(
        "^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", a, 0, 0));
    kiri_uuid_of("clip", "ab", NULL, b);
    g_assert_cmpstr(a, !=, b);
    kiri_uuid_of("clip", "ab", "", a);
    g_assert_cmpstr(a, ==, b);
    kiri_uuid_of("article", "ab", "", a);
    g_assert_cmpstr(a, !=, b);
}

/* An entry with no address that can be opened says its piece as content. */
static void test_links(void)
{
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    kiri_atom_entry(
        &(KiriAtomEntry){
            .id = "urn:uuid:x", .title = "", .link = "javascript:alert(1)", .text = "朝刊 3面"},
        &out);
    g_assert_null(strstr(out.p, "javascript"));
    g_assert_nonnull(strstr(out.p, "<content>朝刊 3面</content>"));
    g_assert_nonnull(strstr(out.p, "<title>（無題）</title>"));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/feeds_out/calendar", test_calendar);
    g_test_add_func("/feeds_out/release", test_release);
    g_test_add_func("/feeds_out/atom", test_atom);
    g_test_add_func("/feeds_out/uuid", test_uuid);
    g_test_add_func("/feeds_out/links", test_links);
    return g_test_run();
}
