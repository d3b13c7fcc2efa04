// SPDX-License-Identifier: GPL-3.0-or-later
/* Keys and rows of the store. Parts that were put into a key come out again, keys are
 * ordered as their parts, and the first key behind a prefix is behind all that begin with
 * it. Any bytes as a key, as a row of the log or as a page end in an answer. */
#include "fuzz.h"

#include "internal.h"
#include "keys.h"

typedef struct {
    char *text, *last;
    guint64 number;
    gint64 us;
    KiriBuf key;
} Parts;

static void make(FuzzInput *in, Parts *p)
{
    p->text = fuzz_text(in);
    p->number = fuzz_u64(in);
    p->us = (gint64)fuzz_u64(in);
    p->last = fuzz_text(in);
    kiri_buf_init(&p->key, KIRI_BUF_UNCAPPED);
    kiri_key_begin(&p->key, KIRI_KEY_BY_TIME);
    kiri_key_text(&p->key, p->text);
    kiri_key_u64(&p->key, p->number);
    kiri_key_time(&p->key, p->us);
    kiri_key_last(&p->key, p->last);
}

static void clear(Parts *p)
{
    g_free(p->text);
    g_free(p->last);
    kiri_buf_clear(&p->key);
}

static void check_taken(const Parts *p)
{
    KiriStr rest = {p->key.p + 1, p->key.n - 1};
    const char *text;
    guint64 number;
    gint64 us;
    g_assert_true(kiri_key_take_text(&rest, &text));
    g_assert_true(kiri_key_take_u64(&rest, &number));
    g_assert_true(kiri_key_take_time(&rest, &us));
    g_autofree char *last = kiri_key_take_last(&rest);
    g_assert_cmpstr(text, ==, p->text);
    g_assert_cmpuint(number, ==, p->number);
    g_assert_cmpint(us, ==, p->us);
    g_assert_cmpstr(last, ==, p->last);
}

static gint sign(gint v)
{
    return (v > 0) - (v < 0);
}

/* Unsigned bytes, as the database compares. */
static gint compare(KiriStr a, KiriStr b)
{
    gint order = memcmp(a.p, b.p, MIN(a.n, b.n));
    return sign(order ? order : (a.n > b.n) - (a.n < b.n));
}

static gint compare_parts(const Parts *a, const Parts *b)
{
    gint order = strcmp(a->text, b->text);
    if (!order)
        order = (a->number > b->number) - (a->number < b->number);
    if (!order)
        order = (a->us > b->us) - (a->us < b->us);
    return sign(order ? order : strcmp(a->last, b->last));
}

static void check_behind(KiriStr prefix, KiriStr other)
{
    g_auto(KiriBuf) behind;
    kiri_buf_init(&behind, KIRI_BUF_UNCAPPED);
    kiri_key_behind(&behind, prefix);
    gboolean begins = other.n >= prefix.n && memcmp(other.p, prefix.p, prefix.n) == 0;
    if (compare(other, prefix) >= 0)
        g_assert_cmpint(begins, ==, compare(other, kiri_buf_view(&behind)) < 0);
}

static void check_page(const KiriPage *page)
{
    g_autoptr(GBytes) packed = kiri_page_pack(page, NULL);
    gsize n = 0;
    const char *p = g_bytes_get_data(packed, &n);
    g_autoptr(KiriPage) back = kiri_page_unpack((KiriStr){p, n}, NULL);
    g_assert_true(kiri_record_equal(&kiri_page_shape, page, back));
}

/* Bytes of the database that nobody wrote. */
static void check_strange(KiriStr bytes)
{
    KiriStr rest = bytes;
    const char *text;
    guint64 number;
    gint64 us;
    while (kiri_key_take_text(&rest, &text))
        g_assert_true(text >= bytes.p && text + strlen(text) < bytes.p + bytes.n);
    kiri_key_take_u64(&rest, &number);
    kiri_key_take_time(&rest, &us);
    g_assert_true(rest.n <= bytes.n);
    KiriLogEntry entry = {0};
    KiriStr key = {bytes.p, MIN(bytes.n, 9)}, value = {bytes.p + key.n, bytes.n - key.n};
    if (key.n && kiri_log_decode(key, value, &entry)) {
        g_assert_true(g_utf8_validate(entry.id, -1, NULL));
        g_free(entry.id);
    }
    g_autoptr(KiriPage) page = kiri_page_unpack(bytes, NULL);
    if (page)
        check_page(page);
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize n)
{
    FuzzInput in = {data, n};
    Parts a, b;
    make(&in, &a);
    make(&in, &b);
    check_taken(&a);
    check_taken(&b);
    KiriStr x = kiri_buf_view(&a.key), y = kiri_buf_view(&b.key);
    g_assert_cmpint(compare(x, y), ==, compare_parts(&a, &b));
    check_behind((KiriStr){x.p, 1 + strlen(a.text)}, y);
    check_behind(x, y);
    clear(&a);
    clear(&b);
    check_strange((KiriStr){n ? (const char *)data : "", n});
    return 0;
}
