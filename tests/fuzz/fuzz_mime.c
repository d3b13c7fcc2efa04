// SPDX-License-Identifier: GPL-3.0-or-later
/* Any texts and a file as a whole mail: the header fields of the same mail with harmless
 * texts and no others, subject, text, page, name and bytes of the file as they were
 * handed in, to a reader that knows only the RFCs. */
#include "../support/mime.h"
#include "fuzz.h"

#include <kirinuki/mail.h>

typedef struct {
    char *name, *subject, *text, *html, *file_name;
    KiriStr file;
} Texts;

static void take(FuzzInput *in, Texts *t)
{
    t->name = fuzz_utf8(in);
    t->subject = fuzz_utf8(in);
    t->text = fuzz_utf8(in);
    t->html = fuzz_utf8(in);
    t->file_name = fuzz_utf8(in);
    t->file = (KiriStr){in->n ? (const char *)in->p : "", in->n};
}

static void drop(Texts *t)
{
    g_free(t->name);
    g_free(t->subject);
    g_free(t->text);
    g_free(t->html);
    g_free(t->file_name);
}

/* `look`: whether there is a page, a file, an address to leave by. */
static char *write_mail(const Texts *t, guint look)
{
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    g_autoptr(KiriMailbox) from = kiri_mailbox_new();
    from->name = g_strdup(t->name);
    from->address = g_strdup("koho@example.jp");
    KiriMailFile file = {
        .name = t->file_name, .type = "application/octet-stream", .bytes = t->file};
    KiriMail mail = {.from = from,
                     .reply_to = look & 8 ? from : NULL,
                     .subject = t->subject,
                     .language = "ja",
                     .date_us = G_GINT64_CONSTANT(1776038400000000),
                     .text = t->text,
                     .html = look & 1 ? t->html : NULL,
                     .files = &file,
                     .n_files = look & 2 ? 1 : 0,
                     .unsubscribe = look & 4 ? "https://example.jp/stop" : NULL};
    kiri_mail_write_head(&mail, from, "<1@example.jp>", &out);
    kiri_mail_write_body(&mail, &out);
    mime_assert_lines(kiri_buf_view(&out), 998);
    return kiri_buf_steal(&out, NULL);
}

/* Names of the fields of a head, one a line; the next head behind it. */
static char *field_names(const char *text)
{
    GString *names = g_string_new(NULL);
    g_autofree char *head = g_strndup(text, (gsize)(strstr(text, "\r\n\r\n") - text));
    g_auto(GStrv) lines = g_strsplit(head, "\r\n", -1);
    for (char **line = lines; *line; line++)
        if (**line != ' ')
            g_string_append_printf(names, "%.*s\n", (gint)strcspn(*line, ":"), *line);
    return g_string_free(names, FALSE);
}

static const char *body_of(const char *part)
{
    return strstr(part, "\r\n\r\n") + 4;
}

/* The parts of a multipart, or NULL where the body is one text. (transfer full) */
static char **parts_of(const char *part)
{
    g_autofree char *type = mime_field(part, "Content-Type");
    const char *mark = strstr(type, "boundary=\"");
    if (!mark)
        return NULL;
    g_autofree char *boundary = g_strndup(mark + 10, strcspn(mark + 10, "\""));
    g_autofree char *line = g_strdup_printf("\r\n--%s", boundary);
    const char *body = body_of(part) - 2; // with the line break before the first one
    g_auto(GStrv) all = g_strsplit(body, line, -1);
    guint n = g_strv_length(all);
    g_assert_cmpuint(n, >=, 3);
    g_assert_true(g_str_has_prefix(all[n - 1], "--\r\n"));
    GPtrArray *parts = g_ptr_array_new();
    for (guint i = 1; i + 1 < n; i++) // an empty part ends with its head (RFC 2046, 5.1.1)
        g_ptr_array_add(parts, g_strconcat(all[i] + 2, "\r\n", NULL));
    g_ptr_array_add(parts, NULL);
    return (char **)g_ptr_array_free(parts, FALSE);
}

static char *with_lf(const char *text)
{
    GString *out = g_string_new(text);
    g_string_replace(out, "\r\n", "\n", 0);
    g_string_replace(out, "\r", "\n", 0);
    while (out->len && out->str[out->len - 1] == '\n') // the part's own end
        g_string_truncate(out, out->len - 1);
    return g_string_free(out, FALSE);
}

static void check_text(const char *part, const char *type, const char *wanted)
{
    g_autofree char *is = mime_field(part, "Content-Type");
    g_autofree char *how = mime_field(part, "Content-Transfer-Encoding");
    g_assert_true(g_str_has_prefix(is, type));
    const char *body = body_of(part);
    gsize n = 0;
    g_autofree char *decoded = NULL;
    if (strcmp(how, "base64") == 0) {
        g_autofree guchar *bytes = g_base64_decode(body, &n);
        decoded = g_strndup((const char *)bytes, n);
    } else {
        g_assert_cmpstr(how, ==, "quoted-printable");
        decoded = mime_decode_quoted(kiri_str(body));
    }
    g_autofree char *read = with_lf(decoded), *was = with_lf(wanted);
    g_assert_cmpstr(read, ==, was);
}

static void check_texts(const char *part, const Texts *t, guint look)
{
    g_auto(GStrv) parts = parts_of(part);
    g_assert_cmpint(parts != NULL, ==, (look & 1) != 0);
    if (!parts) {
        check_text(part, "text/plain", t->text);
        return;
    }
    g_assert_cmpuint(g_strv_length(parts), ==, 2);
    check_text(parts[0], "text/plain", t->text);
    check_text(parts[1], "text/html", t->html);
}

static void check_file(const char *part, const Texts *t)
{
    gsize n = 0;
    g_autofree char *where = mime_field(part, "Content-Disposition");
    g_autofree char *name = mime_decode_parameter("filename", where);
    g_assert_cmpstr(name, ==, t->file_name);
    g_autofree guchar *bytes = g_base64_decode(body_of(part), &n);
    g_assert_true(kiri_str_equal((KiriStr){(const char *)bytes, n}, t->file));
}

static void check_subject(const char *mail, const char *subject)
{
    g_autofree char *folded = mime_field(mail, "Subject");
    g_autofree char *read = mime_decode_words(folded);
    g_autoptr(GString) wanted = g_string_new(NULL);
    for (const char *p = subject; *p; p += g_utf8_skip[(guchar)*p]) {
        gunichar c = g_utf8_get_char(p);
        g_string_append_unichar(wanted, g_unichar_iscntrl(c) ? ' ' : c);
    }
    g_assert_cmpstr(read, ==, g_strstrip(wanted->str));
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize n)
{
    FuzzInput in = {data, n};
    guint look = fuzz_byte(&in);
    Texts t;
    take(&in, &t);
    char x[] = "x";
    Texts calm = {*t.name ? x : t.name, x, x, x, x, {x, 1}};
    g_autofree char *mail = write_mail(&t, look), *plain = write_mail(&calm, look);
    g_autofree char *fields = field_names(mail), *plain_fields = field_names(plain);
    /* A text has its own encoding, but the same fields. */
    g_assert_cmpstr(fields, ==, plain_fields);
    check_subject(mail, t.subject);
    g_auto(GStrv) parts = look & 2 ? parts_of(mail) : NULL;
    if (parts) {
        g_assert_cmpuint(g_strv_length(parts), ==, 2);
        check_texts(parts[0], &t, look);
        check_file(parts[1], &t);
    } else {
        check_texts(mail, &t, look);
    }
    drop(&t);
    return 0;
}
