// SPDX-License-Identifier: GPL-3.0-or-later
/* The one sink for stdout and stderr. Errors of stdout are remembered by stdio
 * and reported once, at the end. What a thread answers for another process is
 * gathered instead. */
#include "cli.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Why stdout failed first; stdio itself remembers only that it did. */
static int first_errno;

/* Where this thread's answers go; NULL: to stdout and stderr. */
static _Thread_local KiriCapture *capture;

void kiri_out_capture(KiriCapture *to)
{
    capture = to;
}

void kiri_out_write(KiriStr s)
{
    if (capture) {
        kiri_buf_add(&capture->out, s.p, s.n);
        return;
    }
    errno = 0;
    if (fwrite(s.p, 1, s.n, stdout) < s.n && !first_errno)
        first_errno = errno;
}

void kiri_out_printf(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *s = g_strdup_vprintf(format, args);
    va_end(args);
    kiri_out_write(kiri_str(s));
}

static gboolean is_dangerous(gunichar c)
{
    return (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7f && c <= 0x9f) ||
           (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) ||
           (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
}

char *kiri_out_safe(const char *s)
{
    GString *out = g_string_new(NULL);
    for (; s && *s;) {
        gunichar c = g_utf8_get_char_validated(s, -1);
        if (c == (gunichar)-1 || c == (gunichar)-2) {
            g_string_append_printf(out, "\\x%02x", (guchar)*s++);
            continue;
        }
        if (is_dangerous(c))
            g_string_append_printf(out, "\\u{%x}", c);
        else
            g_string_append_unichar(out, c);
        s += g_utf8_skip[(guchar)*s];
    }
    return g_string_free(out, FALSE);
}

guint kiri_out_columns(const char *s)
{
    guint columns = 0;
    for (; *s; s += g_utf8_skip[(guchar)*s]) {
        gunichar c = g_utf8_get_char(s);
        columns += g_unichar_iszerowidth(c) ? 0 : g_unichar_iswide(c) ? 2 : 1;
    }
    return columns;
}

void kiri_out_row(guint indent, const char *left, guint columns, const char *right)
{
    guint width = kiri_out_columns(left);
    gint fill = width < columns ? (gint)(columns - width) : 0;
    kiri_out_printf("%*s%s%*s %s\n", (gint)indent, "", left, fill, "", right);
}

gboolean kiri_out_is_terminal(void)
{
    return !capture && isatty(STDOUT_FILENO);
}

gboolean kiri_out_has_color(const KiriCli *cli)
{
    if (cli->color != KIRI_WHEN_AUTO)
        return cli->color == KIRI_WHEN_ALWAYS;
    if (capture)
        return FALSE;
    const char *no_color = g_getenv("NO_COLOR");
    return isatty(STDOUT_FILENO) && !(no_color && *no_color);
}

KiriJson kiri_out_json_begin(KiriBuf *buf, const char *type)
{
    kiri_buf_reset(buf);
    KiriJson j = kiri_json_begin(buf);
    kiri_json_open_object(&j);
    kiri_json_key(&j, "type");
    kiri_json_cstr(&j, type);
    return j;
}

void kiri_out_json_end(KiriJson *j)
{
    kiri_json_close_object(j);
    kiri_json_end_line(j);
    kiri_out_write(kiri_buf_view(j->out));
}

void kiri_out_record(const KiriShape *shape, gconstpointer record)
{
    g_auto(KiriBuf) buf;
    kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
    KiriJson j = kiri_out_json_begin(&buf, shape->type);
    kiri_record_write_members(shape, record, &j);
    kiri_out_json_end(&j);
}

void kiri_out_json_summary(gint64 count)
{
    g_auto(KiriBuf) buf;
    kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
    KiriJson j = kiri_out_json_begin(&buf, "summary");
    kiri_json_key(&j, "count");
    kiri_json_i64(&j, count);
    kiri_json_key(&j, "complete");
    kiri_json_bool(&j, TRUE);
    kiri_out_json_end(&j);
}

gboolean kiri_out_flush(GError **error)
{
    errno = 0;
    if (fflush(stdout) == 0 && !ferror(stdout))
        return TRUE;
    int why = first_errno ? first_errno : errno;
    if (why == EPIPE)
        return TRUE; // the reader has what it wanted, `head` for one
    g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_IO, _("cannot write standard output: %s"),
                why ? g_strerror(why) : _("unknown error"));
    return FALSE;
}

static void G_GNUC_PRINTF(4, 0) put_message(const KiriCli *cli, KiriLogLevel level,
                                            gboolean is_shown, const char *format, va_list args)
{
    if (cli->is_answered) // nothing is left to be said
        return;
    g_autofree char *s = g_strdup_vprintf(format, args);
    g_autofree char *safe = kiri_out_safe(s);
    if (is_shown && capture)
        kiri_buf_printf(&capture->err, "kirinuki: %s\n", safe);
    else if (is_shown)
        fprintf(stderr, "kirinuki: %s\n", safe);
    kiri_log_event(cli->log, level, "message", NULL, s, NULL, 0);
}

void kiri_cli_note(const KiriCli *cli, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    put_message(cli, KIRI_LOG_INFO, !cli->is_quiet, format, args);
    va_end(args);
}

void kiri_cli_warn(const KiriCli *cli, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    put_message(cli, KIRI_LOG_WARNING, TRUE, format, args);
    va_end(args);
}

void kiri_out_time(KiriTime t, char out[32])
{
    *out = 0;
    if (!kiri_time_is_set(t))
        return;
    KiriCivil c = kiri_civil_from_us(t.us, KIRI_JST_MIN);
    if (t.precision <= KIRI_PRECISION_DAY)
        g_snprintf(out, 32, "%04d-%02d-%02d", c.year, c.month, c.day);
    else
        g_snprintf(out, 32, "%04d-%02d-%02d %02d:%02d", c.year, c.month, c.day, c.hour, c.minute);
}
