// SPDX-License-Identifier: GPL-3.0-or-later
/* The kept form of a release as a row of the store that somebody damaged, and any bytes
 * in its place: what is taken for a document can be compared, and is packed and unpacked
 * to the same one again. */
#include "fuzz.h"

#include "match/doc_pack.h"
#include "match/match_features.h"

#include <math.h>

#define FREQUENCIES DICTIONARIES "/term_frequencies.tsv"

static KiriFrequencies *frequencies;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    frequencies = kiri_frequencies_load(FREQUENCIES, NULL);
    return frequencies ? 0 : -1;
}

static void check_compared(const KiriDoc *release)
{
    g_autoptr(KiriArticle) a = kiri_article_new();
    a->title = g_strdup(release->title.text);
    a->text = g_strdup("湊電機は13日、新しい装置「ミナト3」を1万2300台売ると発表した。");
    g_autoptr(KiriDoc) article = kiri_doc_begin_article(a);
    kiri_doc_finish_article(article, frequencies);
    KiriFeatures f = {0};
    kiri_features_compare(article, release, &f, NULL);
    for (gsize i = 0; i < KIRI_N_X; i++)
        g_assert_true(isfinite(f.x[i]));
}

static void check_unpacked(KiriStr bytes)
{
    g_autoptr(KiriDoc) doc = kiri_doc_unpack(&bytes, frequencies);
    if (!doc)
        return;
    check_compared(doc);
    g_auto(KiriBuf) packed, twice;
    kiri_buf_init(&packed, KIRI_BUF_UNCAPPED);
    kiri_buf_init(&twice, KIRI_BUF_UNCAPPED);
    kiri_doc_pack(doc, &packed);
    KiriStr rest = kiri_buf_view(&packed);
    g_autoptr(KiriDoc) again = kiri_doc_unpack(&rest, frequencies);
    g_assert_true(again && rest.n == 0);
    kiri_doc_pack(again, &twice);
    g_assert_true(kiri_str_equal(kiri_buf_view(&packed), kiri_buf_view(&twice)));
}

static void check_damaged(FuzzInput in)
{
    g_autoptr(KiriRelease) r = kiri_release_new();
    r->title = fuzz_utf8(&in);
    r->text = fuzz_utf8(&in);
    g_autoptr(KiriDoc) doc = kiri_doc_of_release(r, frequencies);
    g_auto(KiriBuf) packed;
    kiri_buf_init(&packed, KIRI_BUF_UNCAPPED);
    kiri_doc_pack(doc, &packed);
    check_unpacked(kiri_buf_view(&packed));
    while (in.n >= 3) {
        gsize at = (fuzz_byte(&in) << 8 | fuzz_byte(&in)) % packed.n;
        packed.p[at] = (char)fuzz_byte(&in);
    }
    check_unpacked(kiri_buf_view(&packed));
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize n)
{
    check_unpacked((KiriStr){(const char *)data, n});
    check_damaged((FuzzInput){data, n});
    return 0;
}
