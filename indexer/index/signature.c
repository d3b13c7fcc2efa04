// SPDX-License-Identifier: GPL-3.0-or-later
/* The trigrams of a keyword are those of any text that contains it, at whatever
 * place, because keywords are found as pieces of N-text. What is excluded, and
 * what is not text (site, date, class …), a signature cannot judge; names of
 * authors are not in it. */
#include "signature.h"

#include "chars.h"
#include "terms.h"

#include <string.h>

/* The three characters end to end in 63 bits, mixed (the finaliser of
 * SplitMix64), of which the upper half is taken. */
static guint32 trigram_hash(guint64 packed)
{
    packed ^= packed >> 30;
    packed *= 0xbf58476d1ce4e5b9u;
    packed ^= packed >> 27;
    packed *= 0x94d049bb133111ebu;
    return (guint32)(packed >> 32);
}

typedef void (*TrigramVisit)(guint32 hash, gpointer data);

/* Further bits come from further steps of the generator (0x9e37…: its gamma). */
enum { BITS_OF_TERMS = 3 };

static void each_trigram(KiriStr n_text, TrigramVisit visit, gpointer data)
{
    const guint64 mask = ((guint64)1 << 63) - 1;
    guint64 packed = 0;
    guint n = 0, n_of_terms = 0;
    for (gsize i = 0; i < n_text.n; i = kiri_char_after(n_text, i)) {
        gunichar c = kiri_char_at(n_text, i);
        packed = (packed << 21 | c) & mask;
        n_of_terms = kiri_trigram_kind(c) == 1 ? n_of_terms + 1 : 0;
        guint n_bits = n_of_terms >= 3 ? BITS_OF_TERMS : 1;
        n++;
        for (guint bit = 0; n >= 3 && bit < n_bits; bit++)
            visit(trigram_hash(packed + bit * 0x9e3779b97f4a7c15u), data);
    }
}

static gsize bit_of(guint32 hash, gsize n_bytes)
{
    return (gsize)((guint64)hash * (n_bytes * 8) >> 32);
}

static void set_bit(guint32 hash, gpointer data)
{
    KiriBuf *out = data;
    gsize bit = bit_of(hash, out->n);
    out->p[bit / 8] = (char)((guchar)out->p[bit / 8] | 1u << bit % 8);
}

void kiri_signature_make(const KiriQueryArticle *article, KiriBuf *out)
{
    KiriStr title = kiri_str(article->title), text = kiri_str(article->text);
    glong characters =
        g_utf8_strlen(title.p, (gssize)title.n) + g_utf8_strlen(text.p, (gssize)text.n);
    gsize n = MIN((gsize)characters * 5 / 16 + 1, (gsize)KIRI_SIGNATURE_BYTES);
    g_autofree char *zeros = g_malloc0(n);
    g_auto(KiriBuf) bits;
    kiri_buf_init(&bits, n);
    kiri_buf_add(&bits, zeros, n);
    each_trigram(title, set_bit, &bits);
    each_trigram(text, set_bit, &bits);
    kiri_buf_add(out, bits.p, bits.n);
}

/* ---- asking ---- */

/* A keyword with its trigrams, or AND or OR of such. */
struct KiriSignatureTest {
    GArray *hashes;      // guint32; NULL: not a keyword
    GPtrArray *children; // KiriSignatureTest
    gboolean is_or;
};

void kiri_signature_test_free(KiriSignatureTest *test)
{
    if (!test)
        return;
    g_clear_pointer(&test->hashes, g_array_unref);
    g_clear_pointer(&test->children, g_ptr_array_unref);
    g_free(test);
}

static void child_free(gpointer child)
{
    kiri_signature_test_free(child);
}

static void note_hash(guint32 hash, gpointer data)
{
    g_array_append_val((GArray *)data, hash);
}

static KiriSignatureTest *test_of(const KiriNode *node);

static KiriSignatureTest *test_of_keyword(const KiriNode *node)
{
    g_autoptr(GArray) hashes = g_array_new(FALSE, FALSE, sizeof(guint32));
    if (node->field != KIRI_IN_AUTHOR)
        each_trigram(kiri_str(node->n), note_hash, hashes);
    if (!hashes->len)
        return NULL;
    KiriSignatureTest *test = g_new0(KiriSignatureTest, 1);
    test->hashes = g_steal_pointer(&hashes);
    return test;
}

/* All of what can be asked; an OR only if each side can be. */
static KiriSignatureTest *test_of_children(const KiriNode *node)
{
    g_autoptr(KiriSignatureTest) test = g_new0(KiriSignatureTest, 1);
    test->is_or = node->kind == KIRI_NODE_OR;
    test->children = g_ptr_array_new_with_free_func(child_free);
    for (guint i = 0; i < node->children->len; i++) {
        KiriSignatureTest *child = test_of(kiri_node_child(node, i));
        if (child)
            g_ptr_array_add(test->children, child);
        else if (test->is_or)
            return NULL;
    }
    return test->children->len ? g_steal_pointer(&test) : NULL;
}

static KiriSignatureTest *test_of(const KiriNode *node)
{
    switch (node->kind) {
    case KIRI_NODE_KEYWORD:
        return test_of_keyword(node);
    case KIRI_NODE_AND:
    case KIRI_NODE_OR:
    case KIRI_NODE_NEAR:
        return test_of_children(node);
    default:
        return NULL;
    }
}

KiriSignatureTest *kiri_signature_test_new(const KiriQuery *query)
{
    return test_of(query->root);
}

gboolean kiri_signature_may_match(const KiriSignatureTest *test, KiriStr signature)
{
    if (!signature.n)
        return TRUE;
    for (guint i = 0; test->hashes && i < test->hashes->len; i++) {
        gsize bit = bit_of(g_array_index(test->hashes, guint32, i), signature.n);
        if (!((guchar)signature.p[bit / 8] >> bit % 8 & 1))
            return FALSE;
    }
    if (!test->children)
        return TRUE;
    for (guint i = 0; i < test->children->len; i++)
        if (kiri_signature_may_match(g_ptr_array_index(test->children, i), signature) ==
            test->is_or)
            return test->is_or;
    return !test->is_or;
}
