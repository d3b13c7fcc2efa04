// SPDX-License-Identifier: GPL-3.0-or-later
/* Any text and query: marks lie in the text, in order and at whole characters, and a
 * snippet is a piece of the text that is no longer than may leave. What the index keeps
 * of the article (packed text, signature) gives the article back, and never says that it
 * cannot match where it does. */
#include "fuzz.h"

#include "index/signature.h"
#include "index/stored_text.h"

#include <kirinuki/search.h>

enum { MOST_LETTERS = 120, OWN_LETTERS = 30 };

static void check_marks(const GArray *marks, KiriStr text)
{
    gsize end = 0;
    for (guint i = 0; i < marks->len; i++) {
        KiriMark m = g_array_index(marks, KiriMark, i);
        g_assert_true(m.from >= end && m.from < m.to && m.to <= text.n);
        g_assert_true(((guchar)text.p[m.from] & 0xc0) != 0x80);
        g_assert_true(((guchar)text.p[m.to] & 0xc0) != 0x80);
        end = m.to;
    }
}

static void check_snippet(KiriStr text, char **keywords, gboolean is_ours)
{
    g_auto(KiriSnippet) snippet = {0};
    kiri_snippet_make(text, keywords, is_ours, &snippet);
    if (!snippet.text)
        return;
    gsize n = strlen(snippet.text);
    glong letters = g_utf8_strlen(snippet.text, -1), all = g_utf8_strlen(text.p, -1);
    g_assert_true(snippet.from + n <= text.n &&
                  memcmp(text.p + snippet.from, snippet.text, n) == 0);
    g_assert_cmpint(letters, <=, MAX(MIN(MOST_LETTERS, all / 20), is_ours ? OWN_LETTERS : 0));
    for (guint i = 0; snippet.marks && i < snippet.marks->len; i++) {
        KiriMark m = g_array_index(snippet.marks, KiriMark, i);
        g_assert_true(m.from >= snippet.from && m.from < m.to && m.to <= snippet.from + n);
    }
}

/* Frames of the index: ours come back, others are refused. */
static void check_packed(const KiriQuery *query, const KiriQueryArticle *article, KiriStr strange)
{
    static const KiriStr none = {"", 0};
    g_autoptr(KiriTextPacker) packer = kiri_text_packer_new(none);
    g_autoptr(KiriTextReader) reader = kiri_text_reader_new(none);
    g_auto(KiriBuf) frame, signature;
    kiri_buf_init(&frame, KIRI_BUF_UNCAPPED);
    kiri_buf_init(&signature, KIRI_BUF_UNCAPPED);
    kiri_text_pack(packer, article, &frame);
    gboolean is_match = kiri_query_matches(query, article);
    const KiriQueryArticle *back = kiri_text_read(reader, kiri_buf_view(&frame), NULL);
    g_assert_nonnull(back);
    g_assert_cmpint(kiri_query_matches(query, back), ==, is_match);
    kiri_signature_make(article, &signature);
    g_assert_cmpuint(signature.n, <=, KIRI_SIGNATURE_BYTES);
    g_autoptr(KiriSignatureTest) test = kiri_signature_test_new(query);
    if (is_match && test)
        g_assert_true(kiri_signature_may_match(test, kiri_buf_view(&signature)));
    kiri_text_read(reader, strange, NULL);
    if (test)
        kiri_signature_may_match(test, strange);
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize n)
{
    FuzzInput in = {data, n};
    g_autofree char *asked = fuzz_utf8(&in), *title = fuzz_utf8(&in), *body = fuzz_utf8(&in);
    g_autoptr(KiriQuery) query = kiri_query_parse(kiri_str(asked), NULL);
    if (!query || kiri_query_needs_clips(query))
        return 0;
    g_auto(GStrv) keywords = kiri_query_keywords(query);
    KiriStr text = kiri_str(body);
    g_autoptr(GArray) marks = kiri_marks_find(text, keywords);
    check_marks(marks, text);
    check_snippet(text, keywords, FALSE);
    check_snippet(text, keywords, TRUE);
    g_autoptr(KiriArticle) article = kiri_article_new();
    kiri_article_set_url(article, "https://news.example.jp/1");
    article->title = g_steal_pointer(&title);
    article->text = g_strdup(body);
    g_autoptr(KiriQueryArticle) fields = kiri_query_article_of(article);
    check_packed(query, fields, (KiriStr){n ? (const char *)data : "", n});
    return 0;
}
