// SPDX-License-Identifier: GPL-3.0-or-later
/* Walking valid UTF-8 by byte offsets. */
#pragma once

#include <kirinuki/normalize.h>

/* The offset behind the character at `at`, and of the one before `at`. */
static inline gsize kiri_char_after(KiriStr s, gsize at)
{
    return at + (gsize)g_utf8_skip[(guchar)s.p[at]];
}
static inline gsize kiri_char_before(KiriStr s, gsize at)
{
    do
        at--;
    while (at > 0 && ((guchar)s.p[at] & 0xc0) == 0x80);
    return at;
}
static inline gunichar kiri_char_at(KiriStr s, gsize at)
{
    return kiri_char_read(s.p + at);
}
