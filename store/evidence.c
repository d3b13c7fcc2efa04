// SPDX-License-Identifier: GPL-3.0-or-later
/* Evidence: the raw pages, and the only file that includes zstd's header.
 *
 * A page is one zstd frame with a checksum around the record of page and HTTP
 * envelope. Its key is the hash of URL and body: the same page fetched again is
 * stored once, with the envelope of the first time, while equal bodies of two
 * URLs keep an envelope each. Reading back is bounded, because a store may have
 * been handled by others and a frame says itself how large it wants to become. */
#include "internal.h"

#include <kirinuki/error.h>
#include <kirinuki/hash.h>
#include <kirinuki/i18n.h>
#include <kirinuki/limits.h>

#include <string.h>
#include <zstd.h>

enum { LEVEL = 3 };
/* The largest body anybody may hand in, and room for its envelope. */
#define MOST_PAGE_BYTES ((gsize)KIRI_LIMIT_FILE_BYTES + 4 * KIRI_LIMIT_HEADER_BYTES)

void kiri_page_make_key(const KiriPage *page, char key[KIRI_PAGE_KEY_BYTES])
{
    g_auto(KiriBuf) seen;
    kiri_buf_init(&seen, KIRI_BUF_UNCAPPED);
    kiri_buf_add_str(&seen, page->url ? page->url : "");
    kiri_buf_add_char(&seen, 0);
    gsize n = 0;
    const void *body = page->body ? g_bytes_get_data(page->body, &n) : NULL;
    kiri_buf_add(&seen, body, n);
    G_STATIC_ASSERT(KIRI_PAGE_KEY_BYTES == KIRI_HASH128_BYTES);
    kiri_hash128_hex(kiri_buf_view(&seen), key);
}

GBytes *kiri_page_pack(const KiriPage *page, GError **error)
{
    g_auto(KiriBuf) plain;
    kiri_buf_init(&plain, MOST_PAGE_BYTES);
    kiri_record_encode(&kiri_page_shape, page, &plain);
    if (plain.is_over) {
        g_set_error(error, KIRI_ERROR_STORE, KIRI_ERROR_LIMIT,
                    _("the page '%s' is too large to be kept"), page->url ? page->url : "");
        return NULL;
    }
    gsize room = ZSTD_compressBound(plain.n);
    g_autofree char *packed = g_malloc(room);
    ZSTD_CCtx *context = ZSTD_createCCtx();
    ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, LEVEL);
    ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
    gsize n = ZSTD_compress2(context, packed, room, plain.p, plain.n);
    ZSTD_freeCCtx(context);
    g_assert(!ZSTD_isError(n)); // room is the bound; nothing else can fail but memory
    return g_bytes_new(packed, n);
}

KiriPage *kiri_page_unpack(KiriStr bytes, GError **error)
{
    unsigned long long size = ZSTD_getFrameContentSize(bytes.p, bytes.n);
    if (size == ZSTD_CONTENTSIZE_UNKNOWN || size == ZSTD_CONTENTSIZE_ERROR ||
        size > MOST_PAGE_BYTES) {
        g_set_error_literal(error, KIRI_ERROR_STORE, KIRI_ERROR_CORRUPT,
                            _("a stored page is no frame of a size that can be"));
        return NULL;
    }
    g_autofree char *plain = g_malloc((gsize)size + 1);
    gsize n = ZSTD_decompress(plain, (gsize)size, bytes.p, bytes.n);
    if (ZSTD_isError(n) || n != size) {
        g_set_error(error, KIRI_ERROR_STORE, KIRI_ERROR_CORRUPT,
                    _("a stored page cannot be unpacked: %s"),
                    ZSTD_isError(n) ? ZSTD_getErrorName(n) : _("it is cut short"));
        return NULL;
    }
    return kiri_record_decode(&kiri_page_shape, (KiriStr){plain, n}, error);
}

KiriPage *kiri_store_get_page(KiriStore *store, const char *page_key, GError **error)
{
    g_auto(KiriBuf) key;
    kiri_buf_init(&key, KIRI_BUF_UNCAPPED);
    kiri_key_one(&key, KIRI_KEY_PAGE, page_key);
    g_autoptr(GBytes) value = kiri_db_get(store->db, kiri_buf_view(&key), error);
    if (!value)
        return NULL;
    gsize n = 0;
    const char *p = g_bytes_get_data(value, &n);
    if (n == 0)
        return NULL; // pruned
    KiriPage *page = kiri_page_unpack((KiriStr){p, n}, error);
    if (!page)
        g_prefix_error(error, _("evidence '%s': "), page_key);
    return page;
}
