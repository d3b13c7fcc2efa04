// SPDX-License-Identifier: GPL-3.0-or-later
/* The capped buffer: doubling growth under a hard cap, sticky overflow. */
#include <kirinuki/buf.h>

#include <stdarg.h>
#include <string.h>

gboolean kiri_str_equal(KiriStr a, KiriStr b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

gboolean kiri_str_equal_ascii_nocase(KiriStr a, KiriStr b)
{
    /* Not g_ascii_strncasecmp(): it stops at a NUL, which a view may hold. */
    if (a.n != b.n)
        return FALSE;
    for (gsize i = 0; i < a.n; i++)
        if (g_ascii_tolower(a.p[i]) != g_ascii_tolower(b.p[i]))
            return FALSE;
    return TRUE;
}

KiriStr kiri_str_strip(KiriStr s)
{
    while (s.n && g_ascii_isspace(s.p[0]))
        s.p++, s.n--;
    while (s.n && g_ascii_isspace(s.p[s.n - 1]))
        s.n--;
    return s;
}

char *kiri_str_dup(KiriStr s)
{
    return g_strndup(s.p ? s.p : "", s.n);
}

static char empty[1];

void kiri_buf_init(KiriBuf *b, gsize cap)
{
    *b = (KiriBuf){.p = empty, .cap = MIN(cap, KIRI_BUF_UNCAPPED)};
}

void kiri_buf_clear(KiriBuf *b)
{
    if (b->allocated)
        g_free(b->p);
    kiri_buf_init(b, b->cap);
}

void kiri_buf_reset(KiriBuf *b)
{
    b->n = 0;
    b->is_over = FALSE;
    if (b->allocated)
        b->p[0] = 0;
}

static gboolean reserve(KiriBuf *b, gsize more)
{
    if (b->is_over || more > b->cap - b->n) {
        b->is_over = TRUE;
        return FALSE;
    }
    if (b->n + more + 1 <= b->allocated)
        return TRUE;
    gsize size = MAX(MAX(b->allocated * 2, b->n + more + 1), 64);
    size = MIN(size, b->cap + 1);
    b->p = g_realloc(b->allocated ? b->p : NULL, size);
    b->allocated = size;
    return TRUE;
}

gboolean kiri_buf_add(KiriBuf *b, const void *data, gsize n)
{
    if (!reserve(b, n))
        return FALSE;
    if (n)
        memcpy(b->p + b->n, data, n);
    b->n += n;
    b->p[b->n] = 0;
    return TRUE;
}

gboolean kiri_buf_insert(KiriBuf *b, gsize at, const void *data, gsize n)
{
    g_return_val_if_fail(at <= b->n, FALSE);
    if (!reserve(b, n))
        return FALSE;
    memmove(b->p + at + n, b->p + at, b->n - at);
    memcpy(b->p + at, data, n);
    b->n += n;
    b->p[b->n] = 0;
    return TRUE;
}

gboolean kiri_buf_add_str(KiriBuf *b, const char *s)
{
    return kiri_buf_add(b, s, strlen(s));
}

gboolean kiri_buf_add_char(KiriBuf *b, char c)
{
    return kiri_buf_add(b, &c, 1);
}

gboolean kiri_buf_add_unichar(KiriBuf *b, gunichar c)
{
    char utf8[6];
    if (!g_unichar_validate(c))
        c = 0xfffd; // g_unichar_to_utf8() would write bytes that are no UTF-8
    return kiri_buf_add(b, utf8, (gsize)g_unichar_to_utf8(c, utf8));
}

gboolean kiri_buf_printf(KiriBuf *b, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *s = g_strdup_vprintf(format, args);
    va_end(args);
    return kiri_buf_add_str(b, s);
}

char *kiri_buf_steal(KiriBuf *b, gsize *n)
{
    if (n)
        *n = b->n;
    char *p = b->allocated ? g_realloc(b->p, b->n + 1) : g_strdup("");
    kiri_buf_init(b, b->cap);
    return p;
}

char *kiri_number_grouped(gint64 n)
{
    g_autofree char *digits = g_strdup_printf("%" G_GINT64_FORMAT, n);
    GString *out = g_string_new(NULL);
    gsize len = strlen(digits);
    for (gsize i = 0; i < len; i++) {
        if (i && (len - i) % 3 == 0 && digits[i - 1] != '-')
            g_string_append_c(out, ',');
        g_string_append_c(out, digits[i]);
    }
    return g_string_free(out, FALSE);
}
