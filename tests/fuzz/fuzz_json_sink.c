// SPDX-License-Identifier: GPL-3.0-or-later
/* Any values as JSON: one line that every reader takes, with no control character and no
 * line separator in it; a text comes back as it was, with U+FFFD for bytes that are none. */
#include "fuzz.h"

#include <kirinuki/json.h>

#include <math.h>

enum { MOST_DEPTH = 12, MOST_VALUES = 200 };

typedef struct {
    FuzzInput in;
    guint values;
} Maker;

/* What may stand for a byte that is no text, one for one. (transfer full) */
static char *as_read(KiriStr s)
{
    GString *out = g_string_new(NULL);
    for (gsize i = 0; i < s.n;) {
        gunichar c = s.p[i] ? g_utf8_get_char_validated(s.p + i, (gssize)(s.n - i)) : 0;
        gboolean is_text = c != (gunichar)-1 && c != (gunichar)-2;
        g_string_append_unichar(out, is_text ? c : 0xfffd);
        i += is_text && c ? (gsize)g_unichar_to_utf8(c, NULL) : 1;
    }
    return g_string_free(out, FALSE);
}

static void write_value(Maker *m, KiriJson *j, guint depth);

static void write_members(Maker *m, KiriJson *j, guint depth, gboolean is_object)
{
    for (guint n = fuzz_byte(&m->in) % 4; n--;) {
        g_autofree char *key = is_object ? g_strdup_printf("k%u", n) : NULL;
        if (key)
            kiri_json_key(j, key);
        write_value(m, j, depth + 1);
    }
}

static gdouble number_of(Maker *m)
{
    guint64 bits = fuzz_u64(&m->in);
    gdouble v;
    memcpy(&v, &bits, sizeof v);
    return v;
}

static void write_value(Maker *m, KiriJson *j, guint depth)
{
    guint kind = m->in.n && m->values++ < MOST_VALUES ? fuzz_byte(&m->in) % 8 : 7;
    if (depth >= MOST_DEPTH && kind < 2)
        kind = 7;
    g_autofree char *text = kind == 2 ? fuzz_text(&m->in) : NULL;
    switch (kind) {
    case 0:
        kiri_json_open_object(j);
        write_members(m, j, depth, TRUE);
        kiri_json_close_object(j);
        break;
    case 1:
        kiri_json_open_array(j);
        write_members(m, j, depth, FALSE);
        kiri_json_close_array(j);
        break;
    case 2:
        kiri_json_str(j, kiri_str(text));
        break;
    case 3:
        kiri_json_i64(j, (gint64)fuzz_u64(&m->in));
        break;
    case 4:
        kiri_json_f64(j, number_of(m), (gint)(fuzz_byte(&m->in) % 20));
        break;
    case 5:
        kiri_json_bool(j, fuzz_byte(&m->in) % 2);
        break;
    case 6:
        kiri_json_time(j, (KiriTime){.us = (gint64)(fuzz_u64(&m->in) >> 12),
                                     .precision = (guint8)(fuzz_byte(&m->in) % 2 ? 4 : 0)});
        break;
    default:
        kiri_json_null(j);
    }
}

static void check_line(KiriStr line)
{
    fuzz_check_no_controls(line, "");
    for (const char *p = line.p; p < line.p + line.n; p += g_utf8_skip[(guchar)*p])
        g_assert_true(g_utf8_get_char(p) != 0x2028 && g_utf8_get_char(p) != 0x2029);
}

/* One text in all its length: NUL included. */
static void check_text(const guint8 *data, gsize n)
{
    KiriStr text = {(const char *)data, n};
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    KiriJson j = kiri_json_begin(&out);
    kiri_json_str(&j, text);
    check_line(kiri_buf_view(&out));
    g_autoptr(KiriJsonDoc) doc = kiri_json_parse(kiri_buf_view(&out), NULL);
    gsize got = 0;
    const char *back = kiri_json_string(kiri_json_root(doc), &got);
    g_autofree char *valid = g_utf8_validate_len(text.p, n, NULL) ? NULL : as_read(text);
    if (!valid && !memchr(text.p, 0, n))
        g_assert_true(kiri_str_equal((KiriStr){back, got}, text));
    else if (valid && !memchr(text.p, 0, n))
        g_assert_cmpstr(back, ==, valid);
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize n)
{
    Maker m = {.in = {data, n}};
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    KiriJson j = kiri_json_begin(&out);
    kiri_json_open_array(&j);
    write_value(&m, &j, 1);
    kiri_json_close_array(&j);
    check_line(kiri_buf_view(&out));
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriJsonDoc) doc = kiri_json_parse(kiri_buf_view(&out), &error);
    g_assert_no_error(error);
    g_assert_cmpuint(kiri_json_size(kiri_json_root(doc)), ==, 1);
    check_text(data, n);
    return 0;
}
