// SPDX-License-Identifier: GPL-3.0-or-later
/* The JSON reader with our limits around it: what it accepts is walked by every
 * getter, and each of its strings must survive the writer. */
#include <kirinuki/json.h>

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_string(const KiriJsonNode *node)
{
    gsize n = 0, got = 0;
    const char *s = kiri_json_string(node, &n);
    g_auto(KiriBuf) text;
    kiri_buf_init(&text, KIRI_BUF_UNCAPPED);
    KiriJson j = kiri_json_begin(&text);
    kiri_json_str(&j, (KiriStr){s, n});
    g_autoptr(KiriJsonDoc) doc = kiri_json_parse(kiri_buf_view(&text), NULL);
    const char *back = kiri_json_string(kiri_json_root(doc), &got);
    g_assert_true(kiri_str_equal((KiriStr){s, n}, (KiriStr){back, got}));
}

static void walk(const KiriJsonNode *node)
{
    kiri_json_int(node, 0);
    kiri_json_double(node, 0);
    kiri_json_boolean(node, FALSE);
    if (kiri_json_is_string(node))
        check_string(node);
    for (gsize i = 0; i < kiri_json_size(node); i++)
        walk(kiri_json_at(node, i));
    void *iter = NULL;
    const char *key;
    const KiriJsonNode *value;
    while (kiri_json_member(node, &iter, &key, &value))
        walk(value);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriJsonDoc) doc = kiri_json_parse((KiriStr){(const char *)data, size}, &error);
    g_assert_true((doc != NULL) == (error == NULL));
    if (doc)
        walk(kiri_json_root(doc));
    return 0;
}
