// SPDX-License-Identifier: GPL-3.0-or-later
/* The record decoder, on a shape with every field type. What it accepts must
 * come out the same through its own stored form, a copy, and JSON that parses:
 * otherwise the store would hold what it cannot give back. */
#include <kirinuki/record.h>

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct Node Node;
struct Node {
    char *text;
    GBytes *bytes;
    char **words;
    gint64 number;
    gboolean is_on;
    gdouble ratio;
    gint kind;
    KiriTime at;
    Node *inner;
    GPtrArray *parts; // Node
};

static const char *const kinds[] = {"one", "two", "three", NULL};
static const KiriShape node_shape;
static const KiriField node_fields[] = {
    {KIRI_FIELD(1, Node, text, STR)},
    {KIRI_FIELD(2, Node, bytes, BYTES)},
    {KIRI_FIELD(3, Node, words, STRV)},
    {KIRI_FIELD(4, Node, number, I64)},
    {KIRI_FIELD(5, Node, is_on, BOOL)},
    {KIRI_FIELD(6, Node, ratio, F64)},
    {KIRI_FIELD(7, Node, kind, ENUM), .names = kinds},
    {KIRI_FIELD(8, Node, at, TIME)},
    {KIRI_FIELD(9, Node, inner, REC), .sub = &node_shape},
    {KIRI_FIELD(10, Node, parts, RECS), .sub = &node_shape},
};
static const KiriShape node_shape = KIRI_SHAPE("node", Node, node_fields);

static void check_json(const Node *node)
{
    g_auto(KiriBuf) text;
    kiri_buf_init(&text, KIRI_BUF_UNCAPPED);
    KiriJson j = kiri_json_begin(&text);
    kiri_record_write_json(&node_shape, node, &j);
    g_autoptr(KiriJsonDoc) doc = kiri_json_parse(kiri_buf_view(&text), NULL);
    g_assert_nonnull(doc);
    Node *back = kiri_record_from_json(&node_shape, kiri_json_root(doc), NULL);
    g_assert_nonnull(back);
    g_assert_cmpstr(back->text, ==, node->text);
    g_assert_cmpint(back->number, ==, node->number);
    g_assert_cmpint(back->kind, ==, node->kind);
    g_assert_cmpuint(kiri_strv_count(back->words), ==, kiri_strv_count(node->words));
    g_assert_cmpuint(kiri_recs_count(back->parts), ==, kiri_recs_count(node->parts));
    kiri_record_free(&node_shape, back);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Node *node = kiri_record_decode(&node_shape, (KiriStr){(const char *)data, size}, NULL);
    if (!node)
        return 0;
    g_auto(KiriBuf) stored;
    kiri_buf_init(&stored, KIRI_BUF_UNCAPPED);
    kiri_record_encode(&node_shape, node, &stored);
    Node *again = kiri_record_decode(&node_shape, kiri_buf_view(&stored), NULL);
    Node *copy = kiri_record_copy(&node_shape, node);
    g_assert_nonnull(again);
    g_assert_true(kiri_record_equal(&node_shape, node, again));
    g_assert_true(kiri_record_equal(&node_shape, node, copy));
    check_json(node);
    kiri_record_free(&node_shape, copy);
    kiri_record_free(&node_shape, again);
    kiri_record_free(&node_shape, node);
    return 0;
}
