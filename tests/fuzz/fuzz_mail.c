// SPDX-License-Identifier: GPL-3.0-or-later
/* Any text as header, name, file name and body of a mail, and as an address: no line is
 * added and none becomes too long. The first byte is the column that a header begins in. */
#include "mail/mail_words.h"

#include <kirinuki/mail.h>

#include <string.h>

int LLVMFuzzerTestOneInput(const guint8 *data, size_t n);

/* Every line is folded, and ends in CR LF. */
static void check_lines(const KiriBuf *out, gboolean is_header)
{
    gsize column = 0;
    for (gsize i = 0; i < out->n; i++) {
        gboolean is_end = out->p[i] == '\r' && i + 1 < out->n && out->p[i + 1] == '\n';
        g_assert(out->p[i] > 0 && (is_end || (out->p[i] != '\r' && out->p[i] != '\n')));
        g_assert(++column <= KIRI_MAIL_COLUMNS + 1);
        if (!is_end)
            continue;
        g_assert(!is_header || (i + 2 < out->n && out->p[i + 2] == ' '));
        column = 0;
        i++;
    }
}

int LLVMFuzzerTestOneInput(const guint8 *data, size_t n)
{
    if (!n)
        return 0;
    gsize column = data[0] % 80u;
    g_autofree char *text = g_utf8_make_valid((const char *)data + 1, (gssize)n - 1);
    KiriStr view = kiri_str(text);
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    kiri_mail_put_text(view, column, &out);
    check_lines(&out, TRUE);
    kiri_buf_reset(&out);
    if (view.n)
        kiri_mail_put_phrase(view, column, &out);
    check_lines(&out, TRUE);
    kiri_buf_reset(&out);
    kiri_mail_put_parameter("filename", view, &out);
    check_lines(&out, TRUE);
    kiri_buf_reset(&out);
    kiri_mail_put_quoted_printable(view, &out);
    kiri_mail_put_base64(view, &out);
    check_lines(&out, FALSE);
    g_autoptr(KiriMailbox) box = kiri_mailbox_parse((KiriStr){(const char *)data + 1, n - 1}, NULL);
    if (box) {
        g_assert(!strpbrk(box->address, "\r\n") && strchr(box->address, '@'));
        g_autoptr(KiriMailbox) again = kiri_mailbox_parse(kiri_str(box->address), NULL);
        g_assert(again && strcmp(again->address, box->address) == 0);
    }
    return 0;
}
