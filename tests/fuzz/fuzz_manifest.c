// SPDX-License-Identifier: GPL-3.0-or-later
/* A manifest that somebody edited: each four bytes of the input put another byte in some
 * place, take one out or add one. Whatever is still taken says what the first one said,
 * in every row and every figure that its number stands for. An input that begins with a
 * brace is a manifest of its own. */
#include "../support/coverage.h"
#include "fuzz.h"

#include <kirinuki/manifest.h>

static KiriBuf original;
static KiriManifest *first;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    g_autoptr(KiriTempDir) dir = kiri_temp_new();
    KiriStore *store = test_store_open(dir, KIRI_STORE_CREATE);
    coverage_fill(store);
    KiriSummaryQuery query = {.release = "hinata",
                              .from_us = G_MININT64,
                              .to_us = G_MAXINT64,
                              .now_us = test_day_us(19),
                              .organisation = "暮らし安全省",
                              .population = 123000000};
    g_autoptr(KiriSummary) summary = kiri_summary_make(store, &query, NULL);
    first = kiri_manifest_make(store, &query, summary, NULL);
    kiri_buf_init(&original, KIRI_BUF_UNCAPPED);
    gboolean ok = kiri_manifest_write(first, summary, kiri_report_to_buf, &original, NULL);
    kiri_store_close(store);
    return ok ? 0 : -1;
}

static KiriStr rows_of(KiriStr text)
{
    const char *end = memchr(text.p, '\n', text.n);
    gsize head = end ? (gsize)(end - text.p) + 1 : text.n;
    return (KiriStr){text.p + head, text.n - head};
}

/* But for what the number leaves out. */
static void check_same(const KiriManifest *m, KiriStr rows)
{
    g_assert_true(kiri_str_equal(rows, rows_of(kiri_buf_view(&original))));
    g_autoptr(KiriManifest) copy = kiri_record_copy(&kiri_manifest_shape, m);
    char **free_members[] = {&copy->format, &copy->file, &copy->file_sha256};
    const char *const was[] = {first->format, first->file, first->file_sha256};
    for (gsize i = 0; i < G_N_ELEMENTS(was); i++) {
        g_free(*free_members[i]);
        *free_members[i] = g_strdup(was[i]);
    }
    copy->log_seq = first->log_seq;
    g_assert_true(kiri_record_equal(&kiri_manifest_shape, copy, first));
}

static void edit(GByteArray *text, FuzzInput *in)
{
    guint place = fuzz_byte(in) << 8 | fuzz_byte(in), what = fuzz_byte(in);
    guint8 byte = (guint8)fuzz_byte(in);
    guint at = text->len ? place % text->len : 0;
    if (what % 3 == 0 && text->len)
        text->data[at] = byte;
    else if (what % 3 == 1 && text->len)
        g_byte_array_remove_index(text, at);
    else
        g_byte_array_append(text, &byte, 1);
}

static KiriManifest *read_text(KiriStr text, KiriStr *rows)
{
    g_autoptr(GError) error = NULL;
    KiriManifest *m = kiri_manifest_read(text, rows, &error);
    g_assert_true(!m == !!error);
    return m;
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize n)
{
    FuzzInput in = {data, n};
    KiriStr rows;
    if (n && data[0] == '{') {
        kiri_manifest_free(read_text((KiriStr){(const char *)data, n}, &rows));
        return 0;
    }
    g_autoptr(GByteArray) text = g_byte_array_new();
    g_byte_array_append(text, (const guint8 *)original.p, (guint)original.n);
    while (in.n)
        edit(text, &in);
    g_autoptr(KiriManifest) m = read_text((KiriStr){(const char *)text->data, text->len}, &rows);
    if (!n)
        g_assert_nonnull(m);
    if (m)
        check_same(m, rows);
    return 0;
}
