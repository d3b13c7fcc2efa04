// SPDX-License-Identifier: GPL-3.0-or-later
/* Any text as a block of JSON-LD: what the repair writes is JSON, whatever it was
 * given, and what is read from a page that holds the block is valid text within
 * the limits. */
#include "markup/jsonld.h"

#include <kirinuki/json.h>
#include <kirinuki/limits.h>
#include <kirinuki/record.h>

#include <stdint.h>
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_repair(KiriStr text)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *once = kiri_jsonld_repair(text);
    g_autoptr(KiriJsonDoc) doc = kiri_json_parse(kiri_str(once), &error);
    g_assert_no_error(error);
    g_assert_true(kiri_json_is_array(kiri_json_root(doc)));
}

static void check_text(const char *s)
{
    g_assert_true(!s || g_utf8_validate(s, -1, NULL));
}

static void check_page(const char *text)
{
    g_autofree char *html =
        g_strconcat("<script type='application/ld+json'>", text, "</script><p>x", NULL);
    g_autoptr(KiriDom) dom =
        kiri_dom_parse(kiri_str(html), KIRI_LIMIT_DOM_BYTES, KIRI_LIMIT_DOM_MS, NULL);
    if (!dom)
        return;
    g_autoptr(KiriJsonLd) ld = kiri_jsonld_read(dom, "https://news.example.jp/1");
    const char *const all[] = {ld->type,    ld->headline,  ld->description, ld->body,
                               ld->section, ld->language,  ld->image,       ld->url,
                               ld->created, ld->published, ld->modified,    ld->publisher,
                               ld->website};
    for (gsize i = 0; i < G_N_ELEMENTS(all); i++)
        check_text(all[i]);
    for (char **a = ld->authors; a && *a; a++)
        check_text(*a);
    g_assert_cmpuint(kiri_strv_count(ld->authors), <=, KIRI_LIMIT_AUTHORS);
    g_assert_true(ld->type || !ld->headline);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *valid = g_utf8_make_valid((const char *)data, (gssize)size);
    KiriStr text = kiri_str(valid);
    g_autofree char *exact = g_memdup2(text.p, text.n); // no NUL behind it
    check_repair((KiriStr){exact ? exact : "", text.n});
    check_page(valid);
    return 0;
}
