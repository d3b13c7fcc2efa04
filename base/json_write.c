// SPDX-License-Identifier: GPL-3.0-or-later
/* The JSON writer. */
#include <kirinuki/json.h>

#include <math.h>
#include <string.h>

/* -DBL_MAX has a sign and 309 digits before the point. */
enum { MAX_DECIMALS = 17, MAX_NUMBER_BYTES = 1 + 309 + 1 + MAX_DECIMALS + 1 };

static void value_begins(KiriJson *j)
{
    if (j->needs_comma)
        kiri_buf_add_char(j->out, ',');
    j->needs_comma = TRUE;
}

void kiri_json_open_object(KiriJson *j)
{
    value_begins(j);
    kiri_buf_add_char(j->out, '{');
    j->needs_comma = FALSE;
}

void kiri_json_close_object(KiriJson *j)
{
    kiri_buf_add_char(j->out, '}');
    j->needs_comma = TRUE;
}

void kiri_json_open_array(KiriJson *j)
{
    value_begins(j);
    kiri_buf_add_char(j->out, '[');
    j->needs_comma = FALSE;
}

void kiri_json_close_array(KiriJson *j)
{
    kiri_buf_add_char(j->out, ']');
    j->needs_comma = TRUE;
}

static gboolean is_plain(guchar c)
{
    return c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
}

static void add_escaped(KiriBuf *b, KiriStr s)
{
    gsize i = 0;
    while (i < s.n) {
        gsize run = i;
        while (run < s.n && is_plain((guchar)s.p[run]))
            run++;
        kiri_buf_add(b, s.p + i, run - i);
        i = run;
        if (i == s.n)
            return;
        guchar c = (guchar)s.p[i];
        if (c < 0x80) {
            static const char escapes[] = "\"\"\\\\\bb\ff\nn\rr\tt";
            const char *e = NULL;
            for (const char *p = escapes; *p && !e; p += 2)
                e = (guchar)p[0] == c ? p + 1 : NULL;
            if (e)
                kiri_buf_add(b, (char[]){'\\', *e}, 2);
            else
                kiri_buf_printf(b, "\\u%04x", c);
            i++;
            continue;
        }
        gunichar u = g_utf8_get_char_validated(s.p + i, (gssize)(s.n - i));
        if (u == (gunichar)-1 || u == (gunichar)-2) {
            kiri_buf_add_str(b, "\xef\xbf\xbd");
            i++;
            continue;
        }
        gsize n = (gsize)g_unichar_to_utf8(u, NULL);
        if (u == 0x2028 || u == 0x2029 || u < 0xa0)
            kiri_buf_printf(b, "\\u%04x", u);
        else
            kiri_buf_add(b, s.p + i, n);
        i += n;
    }
}

void kiri_json_key(KiriJson *j, const char *key)
{
    value_begins(j);
    kiri_buf_add_char(j->out, '"');
    add_escaped(j->out, kiri_str(key));
    kiri_buf_add_str(j->out, "\":");
    j->needs_comma = FALSE;
}

void kiri_json_str(KiriJson *j, KiriStr s)
{
    value_begins(j);
    kiri_buf_add_char(j->out, '"');
    add_escaped(j->out, s);
    kiri_buf_add_char(j->out, '"');
}

void kiri_json_cstr(KiriJson *j, const char *s)
{
    if (s)
        kiri_json_str(j, kiri_str(s));
    else
        kiri_json_null(j);
}

void kiri_json_i64(KiriJson *j, gint64 v)
{
    value_begins(j);
    kiri_buf_printf(j->out, "%" G_GINT64_FORMAT, v);
}

void kiri_json_f64(KiriJson *j, gdouble v, gint decimals)
{
    if (!isfinite(v)) {
        kiri_json_null(j);
        return;
    }
    char format[16], number[MAX_NUMBER_BYTES];
    g_snprintf(format, sizeof format, "%%.%df", CLAMP(decimals, 0, MAX_DECIMALS));
    value_begins(j);
    kiri_buf_add_str(j->out, g_ascii_formatd(number, sizeof number, format, v));
}

void kiri_json_bool(KiriJson *j, gboolean v)
{
    value_begins(j);
    kiri_buf_add_str(j->out, v ? "true" : "false");
}

void kiri_json_null(KiriJson *j)
{
    value_begins(j);
    kiri_buf_add_str(j->out, "null");
}

void kiri_json_time(KiriJson *j, KiriTime t)
{
    char text[32];
    kiri_time_format(t, text);
    kiri_json_cstr(j, *text ? text : NULL);
}

void kiri_json_raw(KiriJson *j, KiriStr json)
{
    value_begins(j);
    kiri_buf_add(j->out, json.p, json.n);
}

void kiri_json_end_line(KiriJson *j)
{
    kiri_buf_add_char(j->out, '\n');
    j->needs_comma = FALSE;
}
