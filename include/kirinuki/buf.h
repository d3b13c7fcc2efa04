// SPDX-License-Identifier: GPL-3.0-or-later
/* Views and the capped buffer.
 *
 * KiriStr is a borrowed view of UTF-8 text (or bytes): pointer and length, not
 * terminated. KiriBuf is the one growing byte buffer for everything whose size
 * the outside decides: it has a required cap, and passing the cap is sticky
 * (`is_over`), so that a row of appends is checked once at its end. It is never
 * NULL and always NUL-terminated behind `n`.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include <glib.h>

typedef struct {
    const char *p;
    gsize n;
} KiriStr;

#define KIRI_STR_LITERAL(s) ((KiriStr){(s), sizeof(s) - 1})

/* A view of a terminated string; NULL gives the empty view. */
static inline KiriStr kiri_str(const char *s)
{
    KiriStr v = {s ? s : "", 0};
    while (v.p[v.n])
        v.n++;
    return v;
}

gboolean kiri_str_equal(KiriStr a, KiriStr b);
gboolean kiri_str_equal_ascii_nocase(KiriStr a, KiriStr b);
/* The view without leading and trailing ASCII white space. */
KiriStr kiri_str_strip(KiriStr s);
/* (transfer full): release with g_free. */
char *kiri_str_dup(KiriStr s);

typedef struct {
    char *p; // n bytes and a NUL
    gsize n;
    gsize allocated;  // private
    gsize cap;        // most bytes it will hold
    gboolean is_over; // an append did not fit; p[0..n) is what fitted before it
} KiriBuf;

/* Caps for text that we make ourselves and that only memory bounds. */
#define KIRI_BUF_UNCAPPED (G_MAXSIZE / 4)

void kiri_buf_init(KiriBuf *b, gsize cap);
void kiri_buf_clear(KiriBuf *b); // frees the memory; the cap stays, the buffer is usable again
void kiri_buf_reset(KiriBuf *b); // length 0 and not over; the memory stays
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(KiriBuf, kiri_buf_clear)

/* Append; return FALSE (and append nothing) if the cap is or was passed. */
gboolean kiri_buf_add(KiriBuf *b, const void *data, gsize n);
gboolean kiri_buf_add_str(KiriBuf *b, const char *s);
gboolean kiri_buf_add_char(KiriBuf *b, char c);
gboolean kiri_buf_add_unichar(KiriBuf *b, gunichar c);
gboolean kiri_buf_printf(KiriBuf *b, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* The same, before the byte at `at` (at most b->n). */
gboolean kiri_buf_insert(KiriBuf *b, gsize at, const void *data, gsize n);

static inline KiriStr kiri_buf_view(const KiriBuf *b)
{
    return (KiriStr){b->p, b->n};
}

/* Hands the bytes over, terminated (transfer full): release with g_free. The
 * buffer is empty afterwards. */
char *kiri_buf_steal(KiriBuf *b, gsize *n);

/* A number for people, whatever the locale: "-1,234,567". (transfer full) */
char *kiri_number_grouped(gint64 n);
