// SPDX-License-Identifier: GPL-3.0-or-later
#include "deflate.h"

#define ZLIB_CONST
#include <zlib.h>

enum { WINDOW_AND_GZIP = 15 + 16, PIECE = 64 * 1024, MEMORY_LEVEL = 8 };

void kiri_gzip(KiriStr plain, KiriBuf *out)
{
    z_stream z = {0};
    guchar piece[PIECE];
    gsize left = plain.n;
    /* Only exhausted memory can fail here, and that ends the process. */
    int state = deflateInit2(&z, Z_DEFAULT_COMPRESSION, Z_DEFLATED, WINDOW_AND_GZIP, MEMORY_LEVEL,
                             Z_DEFAULT_STRATEGY);
    g_assert(state == Z_OK);
    z.next_in = (const guchar *)plain.p;
    do {
        if (!z.avail_in) {
            z.avail_in = (uInt)MIN(left, (gsize)G_MAXINT);
            left -= z.avail_in;
        }
        z.next_out = piece;
        z.avail_out = sizeof piece;
        state = deflate(&z, left ? Z_NO_FLUSH : Z_FINISH);
        g_assert(state == Z_OK || state == Z_STREAM_END);
        kiri_buf_add(out, (const char *)piece, sizeof piece - z.avail_out);
    } while (state != Z_STREAM_END);
    deflateEnd(&z);
}
