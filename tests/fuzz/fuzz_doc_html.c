// SPDX-License-Identifier: GPL-3.0-or-later
/* Any texts in a page: a browser reads the very elements and attributes that the same
 * page has when all its texts are harmless, every link leads where it says, and what is
 * read is what was written, with nothing lost, gained or in another place. */
#include "doc_input.h"

#include <kirinuki/limits.h>

#include "markup/dom.h"

enum { LIMIT_MS = 20000 };

static KiriDom *page_of(const guint8 *data, gsize n, const DocInput *input)
{
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    doc_input_write(data, n, input, kiri_doc_html, &out);
    fuzz_check_no_controls(kiri_buf_view(&out), "\n");
    KiriDom *dom = kiri_dom_parse(kiri_buf_view(&out), (gsize)64 << 20, LIMIT_MS, NULL);
    g_assert_nonnull(dom);
    return dom;
}

static guint next_element(const KiriDom *dom, guint i)
{
    while (i < dom->n && dom->nodes[i].tag == KIRI_TAG_TEXT)
        i++;
    return i;
}

static void check_same_elements(const KiriDom *a, const KiriDom *b)
{
    guint i = next_element(a, 0), j = next_element(b, 0);
    for (; i < a->n && j < b->n; i = next_element(a, i + 1), j = next_element(b, j + 1)) {
        const KiriDomNode *x = &a->nodes[i], *y = &b->nodes[j];
        g_assert_cmpuint(x->tag, ==, y->tag);
        g_assert_true(kiri_str_equal(x->text, y->text));
        g_assert_cmpuint(x->n_attrs, ==, y->n_attrs);
        for (guint k = 0; k < x->n_attrs; k++)
            g_assert_cmpstr(a->attrs[x->attr + k].name, ==, b->attrs[y->attr + k].name);
    }
    g_assert_true(i >= a->n && j >= b->n);
}

/* Text that is seen, in the order of the document. (transfer full) */
static char *read_text(const KiriDom *dom)
{
    g_autoptr(GString) all = g_string_new(NULL);
    for (guint i = 0; i < dom->n; i++) {
        guint above = dom->nodes[dom->nodes[i].parent].tag;
        if (dom->nodes[i].tag == KIRI_TAG_TEXT && above != KIRI_TAG_SCRIPT &&
            above != KIRI_TAG_STYLE && above != KIRI_TAG_TITLE)
            g_string_append_len(all, dom->nodes[i].text.p, (gssize)dom->nodes[i].text.n);
    }
    return g_string_free(g_steal_pointer(&all), FALSE);
}

/* All texts are there in their order; returns how much text is none of them. */
static gsize check_texts(const char *read, const GPtrArray *texts)
{
    g_autofree char *all = fuzz_substance(read);
    const char *at = all;
    gsize n = 0;
    for (guint i = 0; i < texts->len; i++) {
        g_autofree char *text = fuzz_substance(g_ptr_array_index(texts, i));
        at = strstr(at, text);
        g_assert_nonnull(at);
        at += strlen(text);
        n += strlen(text);
    }
    return strlen(all) - n;
}

static void check_links(const KiriDom *dom, const GPtrArray *links)
{
    guint seen = 0;
    for (guint i = 0; i < dom->n; i++) {
        const char *href = kiri_dom_attr(dom, i, "href");
        if (!href)
            continue;
        g_assert_cmpuint(seen, <, links->len);
        g_autofree char *wanted = kiri_doc_clean(g_ptr_array_index(links, seen++));
        g_assert_cmpstr(href, ==, wanted);
    }
    g_assert_cmpuint(seen, ==, links->len);
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize n)
{
    g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) calm_texts = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) links = g_ptr_array_new_with_free_func(g_free);
    DocInput input = {.texts = texts, .links = links};
    DocInput calm = {.texts = calm_texts, .is_calm = TRUE};
    g_autoptr(KiriDom) page = page_of(data, n, &input);
    g_autoptr(KiriDom) plain = page_of(data, n, &calm);
    check_same_elements(page, plain);
    check_links(page, links);
    g_autofree char *read = read_text(page);
    g_autofree char *plainly = read_text(plain);
    g_assert_cmpuint(check_texts(read, texts), >=, check_texts(plainly, calm_texts));
    return 0;
}
