// SPDX-License-Identifier: GPL-3.0-or-later
/* A mail from its pieces:
 *
 *   multipart/mixed            only with files
 *     multipart/alternative    only with HTML
 *       text/plain
 *       text/html
 *     files
 *
 * A boundary begins with "=_", which no encoding used here can produce at the start of
 * a line, so no content can be taken for the end of its part. */
#include <kirinuki/mail.h>

#include "mail_words.h"

#include <kirinuki/hash.h>

#include <string.h>

enum { UNSUBSCRIBE_BYTES = 900 };

/* ---- head ---- */

void kiri_mail_date(gint64 us, KiriBuf *out)
{
    static const char *const days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    KiriCivil c = kiri_civil_from_us(us, KIRI_JST_MIN);
    kiri_buf_printf(out, "%s, %d %s %04d %02d:%02d:%02d +0900", days[c.weekday], c.day,
                    months[c.month - 1], c.year, c.hour, c.minute, c.second);
}

static void put_mailbox(const char *header, const KiriMailbox *box, KiriBuf *out)
{
    gsize line = out->n;
    kiri_buf_printf(out, "%s: ", header);
    if (!box->name || !*box->name) {
        kiri_buf_printf(out, "%s\r\n", box->address);
        return;
    }
    kiri_mail_put_phrase(kiri_str(box->name), out->n - line, out);
    for (gsize i = out->n; i > line; i--)
        if (out->p[i - 1] == '\n') {
            line = i;
            break;
        }
    gboolean fits = out->n - line + strlen(box->address) + 3 <= KIRI_MAIL_COLUMNS;
    kiri_buf_printf(out, "%s <%s>\r\n", fits ? "" : "\r\n", box->address);
}

/* A subject is one line, whatever headline it was made from. */
static void put_subject(const char *subject, KiriBuf *out)
{
    g_autoptr(GString) line = g_string_new(NULL);
    for (const char *p = subject; *p; p += g_utf8_skip[(guchar)*p]) {
        gunichar c = g_utf8_get_char(p);
        g_string_append_unichar(line, g_unichar_iscntrl(c) ? ' ' : c);
    }
    g_strchomp(g_strchug(line->str));
    kiri_buf_add_str(out, "Subject: ");
    kiri_mail_put_text(kiri_str(line->str), sizeof "Subject: " - 1, out);
    kiri_buf_add_str(out, "\r\n");
}

gboolean kiri_mail_is_unsubscribe(const char *uri)
{
    if (!uri || strlen(uri) > UNSUBSCRIBE_BYTES ||
        !(g_str_has_prefix(uri, "mailto:") || g_str_has_prefix(uri, "https://")))
        return FALSE;
    for (const char *p = uri; *p; p++)
        if (*p <= 0x20 || *p >= 0x7f || strchr("<>\"", *p))
            return FALSE;
    return TRUE;
}

void kiri_mail_write_head(const KiriMail *mail, const KiriMailbox *to, const char *message_id,
                          KiriBuf *out)
{
    kiri_buf_add_str(out, "Date: ");
    kiri_mail_date(mail->date_us, out);
    kiri_buf_add_str(out, "\r\n");
    put_mailbox("From", mail->from, out);
    if (mail->reply_to)
        put_mailbox("Reply-To", mail->reply_to, out);
    put_mailbox("To", to, out);
    put_subject(mail->subject, out);
    kiri_buf_printf(out, "Message-ID: %s\r\n", message_id);
    kiri_buf_add_str(out, "Auto-Submitted: auto-generated\r\n");
    if (!mail->unsubscribe || !kiri_mail_is_unsubscribe(mail->unsubscribe))
        return;
    kiri_buf_printf(out, "List-Unsubscribe: <%s>\r\n", mail->unsubscribe);
    if (g_str_has_prefix(mail->unsubscribe, "https://"))
        kiri_buf_add_str(out, "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n");
}

char *kiri_mail_message_id(const char *id, const KiriMailbox *from)
{
    return g_strdup_printf("<%s%s>", id, strrchr(from->address, '@'));
}

/* ---- body ---- */

/* What the parts of one mail are parted by: follows from what it carries. */
static char *make_boundary(const KiriMail *mail, const char *level)
{
    char id[KIRI_HASH128_BYTES];
    g_autoptr(GString) all = g_string_new(level);
    g_string_append_printf(all, "%s\n%s\n%s\n", mail->subject, mail->text,
                           mail->html ? mail->html : "");
    for (gsize i = 0; i < mail->n_files; i++)
        g_string_append(all, mail->files[i].name);
    kiri_hash128_hex((KiriStr){all->str, all->len}, id);
    return g_strdup_printf("=_%s_%s", level, id);
}

static void begin_multipart(const char *kind, const char *boundary, KiriBuf *out)
{
    kiri_buf_printf(out, "Content-Type: multipart/%s;\r\n boundary=\"%s\"\r\n\r\n", kind, boundary);
}

static void put_text_part(const char *type, const KiriMail *mail, const char *text, KiriBuf *out)
{
    g_auto(KiriBuf) quoted;
    g_auto(KiriBuf) packed;
    kiri_buf_init(&quoted, KIRI_BUF_UNCAPPED);
    kiri_buf_init(&packed, KIRI_BUF_UNCAPPED);
    g_auto(GStrv) lines = g_regex_split_simple("\r\n|\r|\n", text, 0, 0);
    g_autofree char *wired = g_strjoinv("\r\n", lines);
    kiri_mail_put_quoted_printable(kiri_str(text), &quoted);
    kiri_mail_put_base64(kiri_str(wired), &packed);
    gboolean is_packed = packed.n < quoted.n;
    kiri_buf_printf(out, "Content-Type: %s; charset=UTF-8\r\n", type);
    if (mail->language)
        kiri_buf_printf(out, "Content-Language: %s\r\n", mail->language);
    kiri_buf_printf(out, "Content-Transfer-Encoding: %s\r\n\r\n",
                    is_packed ? "base64" : "quoted-printable");
    const KiriBuf *body = is_packed ? &packed : &quoted;
    kiri_buf_add(out, body->p, body->n);
}

static void put_texts(const KiriMail *mail, KiriBuf *out)
{
    if (!mail->html) {
        put_text_part("text/plain", mail, mail->text, out);
        return;
    }
    g_autofree char *boundary = make_boundary(mail, "a");
    begin_multipart("alternative", boundary, out);
    kiri_buf_printf(out, "--%s\r\n", boundary);
    put_text_part("text/plain", mail, mail->text, out);
    kiri_buf_printf(out, "--%s\r\n", boundary);
    put_text_part("text/html", mail, mail->html, out);
    kiri_buf_printf(out, "--%s--\r\n", boundary);
}

static void put_file(const KiriMailFile *file, KiriBuf *out)
{
    kiri_buf_printf(out, "Content-Type: %s", file->type);
    kiri_buf_add_str(out, "\r\nContent-Disposition: attachment");
    kiri_mail_put_parameter("filename", kiri_str(file->name), out);
    kiri_buf_add_str(out, "\r\nContent-Transfer-Encoding: base64\r\n\r\n");
    kiri_mail_put_base64(file->bytes, out);
}

void kiri_mail_write_body(const KiriMail *mail, KiriBuf *out)
{
    kiri_buf_add_str(out, "MIME-Version: 1.0\r\n");
    if (!mail->n_files) {
        put_texts(mail, out);
        return;
    }
    g_autofree char *boundary = make_boundary(mail, "m");
    begin_multipart("mixed", boundary, out);
    kiri_buf_printf(out, "--%s\r\n", boundary);
    put_texts(mail, out);
    for (gsize i = 0; i < mail->n_files; i++) {
        kiri_buf_printf(out, "--%s\r\n", boundary);
        put_file(&mail->files[i], out);
    }
    kiri_buf_printf(out, "--%s--\r\n", boundary);
}
