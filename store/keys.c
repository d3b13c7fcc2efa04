// SPDX-License-Identifier: GPL-3.0-or-later
/* Composing and reading keys; the layouts stand in keys.h. */
#include "keys.h"

#include <string.h>

void kiri_key_begin(KiriBuf *key, KiriKeyFamily family)
{
    kiri_buf_reset(key);
    kiri_buf_add_char(key, (char)family);
}

void kiri_key_text(KiriBuf *key, const char *text)
{
    kiri_buf_add(key, text, strlen(text) + 1);
}

void kiri_key_last(KiriBuf *key, const char *text)
{
    kiri_buf_add_str(key, text);
}

void kiri_key_u64(KiriBuf *key, guint64 v)
{
    v = GUINT64_TO_BE(v);
    kiri_buf_add(key, &v, sizeof v);
}

void kiri_key_time(KiriBuf *key, gint64 us)
{
    kiri_key_u64(key, (guint64)us ^ (G_GUINT64_CONSTANT(1) << 63));
}

void kiri_key_one(KiriBuf *key, KiriKeyFamily family, const char *text)
{
    kiri_key_begin(key, family);
    kiri_key_last(key, text);
}

void kiri_key_behind(KiriBuf *key, KiriStr prefix)
{
    /* Family bytes are ASCII, so there is always a byte to raise. */
    while (prefix.n && (guchar)prefix.p[prefix.n - 1] == 0xff)
        prefix.n--;
    kiri_buf_reset(key);
    kiri_buf_add(key, prefix.p, prefix.n);
    if (key->n)
        key->p[key->n - 1] = (char)((guchar)key->p[key->n - 1] + 1);
}

gboolean kiri_key_take_text(KiriStr *rest, const char **text)
{
    const char *end = rest->n ? memchr(rest->p, 0, rest->n) : NULL;
    if (!end)
        return FALSE;
    *text = rest->p;
    rest->n -= (gsize)(end - rest->p) + 1;
    rest->p = end + 1;
    return TRUE;
}

gboolean kiri_key_take_u64(KiriStr *rest, guint64 *v)
{
    if (rest->n < KIRI_KEY_U64_BYTES)
        return FALSE;
    memcpy(v, rest->p, KIRI_KEY_U64_BYTES);
    *v = GUINT64_FROM_BE(*v);
    rest->p += KIRI_KEY_U64_BYTES;
    rest->n -= KIRI_KEY_U64_BYTES;
    return TRUE;
}

gboolean kiri_key_take_time(KiriStr *rest, gint64 *us)
{
    guint64 v;
    if (!kiri_key_take_u64(rest, &v))
        return FALSE;
    *us = (gint64)(v ^ (G_GUINT64_CONSTANT(1) << 63));
    return TRUE;
}

char *kiri_key_take_last(KiriStr *rest)
{
    char *text = kiri_str_dup(*rest);
    *rest = (KiriStr){rest->p + rest->n, 0};
    return text;
}
