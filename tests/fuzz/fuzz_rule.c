// SPDX-License-Identifier: GPL-3.0-or-later
/* Any bytes as a rule file, and what could be read of them at work on a page; then
 * each line as a selector on a page that holds most of what selectors ask for. A
 * rule that was read must survive its stored form, as it goes to the worker. */
#include <kirinuki/charset.h>
#include <kirinuki/rule_check.h>

#include "markup/selector.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char page[] =
    "<html lang=ja><head><title>題｜東都新聞</title><meta property=og:image content=/a.png></head>"
    "<body><div id=main class='story top'><h1 class=head>古い家電の無料点検を開始</h1>"
    "<p class=by>山田太郎<span>記者</span></p><time datetime=2025-04-14T09:05+09:00>14日</time>"
    "<ul><li>社会</li><li class=on>暮らし</li></ul><p>点検の受け付けは五月一日から行う。</p>"
    "<p>費用は無料とする。</p><a rel=next href='?page=2'>次へ</a></div></body></html>";

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    return kiri_charset_preload(NULL) ? 0 : -1;
}

static void try_rule(KiriStr text)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriSiteRule) rule = kiri_site_rule_parse(text, "fuzz", &error);
    g_assert_true((rule == NULL) == (error != NULL));
    if (!rule)
        return;
    g_assert_nonnull(rule->host);
    g_auto(KiriBuf) stored;
    kiri_buf_init(&stored, KIRI_BUF_UNCAPPED);
    kiri_record_encode(&kiri_site_rule_shape, rule, &stored);
    g_autoptr(KiriSiteRule) back =
        kiri_record_decode(&kiri_site_rule_shape, kiri_buf_view(&stored), NULL);
    g_assert_true(kiri_record_equal(&kiri_site_rule_shape, rule, back));
    g_autoptr(GBytes) bytes = g_bytes_new_static(page, sizeof page - 1);
    g_autoptr(KiriExtractInput) input = kiri_extract_input_new();
    input->url = g_strdup("https://www.toto.example.jp/articles/1");
    input->body = g_bytes_ref(bytes);
    input->rule = g_steal_pointer(&back);
    g_autoptr(KiriExtracted) x = kiri_extract(input, NULL);
    g_assert_nonnull(x);
    g_assert_cmpstr(x->rule, ==, "fuzz");
    g_assert_true(x->article->text && g_utf8_validate(x->article->text, -1, NULL));
    g_strfreev(kiri_rule_judge(rule, x));
    kiri_site_rule_fits(rule, input->url);
}

static void try_selector(const KiriDom *dom, KiriStr text)
{
    g_autoptr(GError) error = NULL;
    gsize at = 0;
    g_autoptr(KiriSelector) s = kiri_selector_parse(text, &at, &error);
    g_assert_true((s == NULL) == (error != NULL));
    g_assert_cmpuint(at, <=, text.n);
    if (!s)
        return;
    g_autofree guint8 *found = g_new0(guint8, dom->n);
    guint n = kiri_selector_mark(s, dom, found), first = kiri_selector_first(s, dom);
    g_assert_true((n == 0) == (first == 0));
    g_assert_true(!n || found[first]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    KiriStr text = {(const char *)data, size};
    g_autoptr(KiriDom) dom = kiri_dom_parse(kiri_str(page), 1 << 24, 2000, NULL);
    g_assert_nonnull(dom);
    try_rule(text);
    for (const char *p = text.p, *end = text.p + size; p < end;) {
        const char *stop = memchr(p, '\n', (gsize)(end - p));
        KiriStr line = {p, (gsize)((stop ? stop : end) - p)};
        const char *colon = memchr(line.p, ':', line.n);
        try_selector(dom, line);
        if (colon)
            try_selector(dom, (KiriStr){colon + 1, (gsize)(line.p + line.n - colon - 1)});
        p += line.n + 1;
    }
    return 0;
}
