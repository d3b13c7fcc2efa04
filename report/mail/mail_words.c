// SPDX-License-Identifier: GPL-3.0-or-later
/* Encodings of mail. Whatever is not plainly harmless is encoded: a header text with
 * one line break, one "=?" or one word too long goes as a whole into encoded words, so
 * that no reader has to be trusted with the borders between the two forms. */
#include "mail_words.h"

#include <string.h>

enum {
    WORD_BYTES = 75, // of an encoded word
    WORD_FRAME = sizeof "=?UTF-8?B?"
                        "?=" -
                 1,                          // around its base64
    BASE64_LINE = KIRI_MAIL_COLUMNS / 4 * 3, // bytes of one line
};

static gboolean is_printable(char c)
{
    return c >= 0x20 && c < 0x7f;
}

static void put_base64_run(KiriStr bytes, KiriBuf *out)
{
    g_autofree char *text = g_base64_encode((const guchar *)bytes.p, bytes.n);
    kiri_buf_add_str(out, text);
}

/* ---- header text ---- */

/* Bytes of whole characters at the front of `text`, at most `room`, at least one
 * character. */
static gsize whole_chars(KiriStr text, gsize room)
{
    gsize n = MIN(room, text.n);
    while (n && n < text.n && ((guchar)text.p[n] & 0xc0) == 0x80)
        n--;
    return n ? n : MIN((gsize)g_utf8_skip[(guchar)*text.p], text.n);
}

static void put_encoded(KiriStr text, gsize column, KiriBuf *out)
{
    do {
        gsize left = column + WORD_FRAME < KIRI_MAIL_COLUMNS
                         ? MIN(KIRI_MAIL_COLUMNS - column, WORD_BYTES) - WORD_FRAME
                         : 0;
        if (left < 8) { // two groups: a character of four bytes takes that
            kiri_buf_add_str(out, "\r\n ");
            column = 1;
            continue;
        }
        gsize n = text.n ? whole_chars(text, left / 4 * 3) : 0;
        kiri_buf_add_str(out, "=?UTF-8?B?");
        put_base64_run((KiriStr){text.p, n}, out);
        kiri_buf_add_str(out, "?=");
        text.p += n;
        text.n -= n;
        column = KIRI_MAIL_COLUMNS; // the next one stands on a line of its own
    } while (text.n);
}

/* Printable ASCII whose words fit a line, single spaces between them. */
static gboolean is_plain(KiriStr text, gsize column)
{
    gsize word = 0;
    if (!text.n || text.p[0] == ' ' || text.p[text.n - 1] == ' ')
        return FALSE;
    for (gsize i = 0; i < text.n; i++) {
        if (!is_printable(text.p[i]) ||
            (i + 1 < text.n && ((text.p[i] == '=' && text.p[i + 1] == '?') ||
                                (text.p[i] == ' ' && text.p[i + 1] == ' '))))
            return FALSE;
        word = text.p[i] == ' ' ? 0 : word + 1;
        if (word + (i < KIRI_MAIL_COLUMNS ? column : 1) > KIRI_MAIL_COLUMNS)
            return FALSE;
    }
    return TRUE;
}

static void put_plain(KiriStr text, gsize column, KiriBuf *out)
{
    gsize i = 0;
    while (i < text.n) {
        gsize from = i++;
        while (i < text.n && text.p[i] != ' ')
            i++;
        if (from && column + (i - from) > KIRI_MAIL_COLUMNS) {
            kiri_buf_add_str(out, "\r\n");
            column = 0;
        }
        kiri_buf_add(out, text.p + from, i - from);
        column += i - from;
    }
}

void kiri_mail_put_text(KiriStr text, gsize column, KiriBuf *out)
{
    if (!text.n)
        return;
    if (is_plain(text, column))
        put_plain(text, column, out);
    else
        put_encoded(text, column, out);
}

/* Characters of a word that needs no quotes (RFC 5322 §3.2.3). */
static gboolean is_atom_char(char c)
{
    return g_ascii_isalnum(c) || (c && strchr("!#$%&'*+-/=?^_`{|}~", c));
}

void kiri_mail_put_phrase(KiriStr text, gsize column, KiriBuf *out)
{
    gboolean is_atoms = TRUE;
    for (gsize i = 0; i < text.n; i++)
        is_atoms &= is_atom_char(text.p[i]) || text.p[i] == ' ';
    if (!is_plain(text, column) || column + 2 * text.n + 2 > KIRI_MAIL_COLUMNS) {
        put_encoded(text, column, out);
    } else if (is_atoms) {
        kiri_buf_add(out, text.p, text.n);
    } else {
        kiri_buf_add_char(out, '"');
        for (gsize i = 0; i < text.n; i++) {
            if (text.p[i] == '"' || text.p[i] == '\\')
                kiri_buf_add_char(out, '\\');
            kiri_buf_add_char(out, text.p[i]);
        }
        kiri_buf_add_char(out, '"');
    }
}

/* ---- parameters ---- */

static gboolean is_quotable(KiriStr value, gsize room)
{
    for (gsize i = 0; i < value.n; i++)
        if (!is_printable(value.p[i]) || value.p[i] == '"' || value.p[i] == '\\')
            return FALSE;
    return value.n <= room;
}

/* "%E5" or the character itself (attribute-char of RFC 2231 §7). */
static void put_percent(char c, KiriBuf *out)
{
    if (g_ascii_isalnum(c) || (c && strchr("!#$&+-.^_`{|}~", c)))
        kiri_buf_add_char(out, c);
    else
        kiri_buf_printf(out, "%%%02X", (guint)(guchar)c);
}

void kiri_mail_put_parameter(const char *name, KiriStr value, KiriBuf *out)
{
    gsize room = KIRI_MAIL_COLUMNS - strlen(name) - sizeof " *99*=UTF-8'';";
    if (is_quotable(value, room)) {
        kiri_buf_printf(out, ";\r\n %s=\"%.*s\"", name, (int)value.n, value.p);
        return;
    }
    g_auto(KiriBuf) piece;
    kiri_buf_init(&piece, KIRI_BUF_UNCAPPED);
    guint number = 0;
    gsize at = 0;
    do {
        kiri_buf_reset(&piece);
        while (at < value.n && piece.n + 3 <= room)
            put_percent(value.p[at++], &piece);
        if (!number && at == value.n)
            kiri_buf_printf(out, ";\r\n %s*=UTF-8''%s", name, piece.p);
        else
            kiri_buf_printf(out, ";\r\n %s*%u*=%s%s", name, number, number ? "" : "UTF-8''",
                            piece.p);
        number++;
    } while (at < value.n);
}

/* ---- bodies ---- */

void kiri_mail_put_base64(KiriStr bytes, KiriBuf *out)
{
    for (gsize at = 0; at < bytes.n; at += BASE64_LINE) {
        put_base64_run((KiriStr){bytes.p + at, MIN((gsize)BASE64_LINE, bytes.n - at)}, out);
        kiri_buf_add_str(out, "\r\n");
    }
}

/* One line without its end. Blanks at the end of a line are lost on the way, a dot alone
 * would end the mail for a careless program, and "From " begins the next one for
 * another. */
static void put_quoted_line(KiriStr line, KiriBuf *out)
{
    gsize column = 0;
    for (gsize i = 0; i < line.n; i++) {
        guchar c = (guchar)line.p[i];
        gboolean is_last = i + 1 == line.n;
        gboolean is_blank = c == ' ' || c == '\t';
        gboolean is_odd =
            !i && (c == '.' || (c == 'F' && line.n > 4 && !memcmp(line.p, "From ", 5)));
        gboolean is_plain_byte = is_blank ? !is_last : is_printable((char)c) && c != '=' && !is_odd;
        gsize width = is_plain_byte ? 1 : 3;
        if (column + width > KIRI_MAIL_COLUMNS - (is_last ? 0 : 1)) {
            kiri_buf_add_str(out, "=\r\n");
            column = 0;
        }
        if (is_plain_byte)
            kiri_buf_add_char(out, (char)c);
        else
            kiri_buf_printf(out, "=%02X", (guint)c);
        column += width;
    }
}

void kiri_mail_put_quoted_printable(KiriStr text, KiriBuf *out)
{
    gsize at = 0;
    while (at < text.n) {
        gsize from = at;
        while (at < text.n && text.p[at] != '\n' && text.p[at] != '\r')
            at++;
        put_quoted_line((KiriStr){text.p + from, at - from}, out);
        kiri_buf_add_str(out, "\r\n");
        if (at + 1 < text.n && text.p[at] == '\r' && text.p[at + 1] == '\n')
            at++;
        at++;
    }
}
