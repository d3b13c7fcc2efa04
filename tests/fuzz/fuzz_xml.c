// SPDX-License-Identifier: GPL-3.0-or-later
/* Any text as XML of a site: what was made well-formed needs no further making, and the
 * tree of both is the same, with every text in it valid and every parent right. */
#include "fuzz.h"

#include "feeds/xml.h"

#include <kirinuki/feed.h>

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    kiri_xml_preload();
    return 0;
}

/* As nested lists, one line. */
static void print(const KiriXmlNode *node, const KiriXmlNode *parent, GString *out)
{
    for (; node; node = node->next) {
        g_assert_true(node->parent == parent);
        if (!node->name) {
            fuzz_check_utf8(node->text);
            g_string_append_printf(out, "'%.*s'", (gint)node->text.n, node->text.p);
            continue;
        }
        g_string_append_printf(out, "(%u:%s", node->ns, node->name);
        for (guint i = 0; i < node->n_attrs; i++) {
            g_assert_true(g_utf8_validate(node->attrs[i].value, -1, NULL));
            g_string_append_printf(out, " %s=%s", node->attrs[i].name, node->attrs[i].value);
        }
        print(node->first, node, out);
        g_string_append_c(out, ')');
    }
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize n)
{
    g_autofree char *text = g_utf8_make_valid((const char *)data, (gssize)n);
    g_auto(KiriBuf) once, twice;
    kiri_buf_init(&once, KIRI_BUF_UNCAPPED);
    kiri_buf_init(&twice, KIRI_BUF_UNCAPPED);
    guint damaged = 0, damaged_again = 0;
    if (!kiri_xml_repair(kiri_str(text), &once, &damaged, NULL))
        return 0;
    g_assert_true(kiri_xml_repair(kiri_buf_view(&once), &twice, &damaged_again, NULL));
    g_assert_true(kiri_str_equal(kiri_buf_view(&once), kiri_buf_view(&twice)));
    g_assert_cmpuint(damaged_again, ==, 0);
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriXml) tree = kiri_xml_parse(kiri_str(text), &error);
    g_autoptr(KiriXml) again = kiri_xml_parse(kiri_buf_view(&once), NULL);
    g_assert_true(!tree == !again);
    if (!tree)
        return 0;
    g_autoptr(GString) a = g_string_new(NULL), b = g_string_new(NULL);
    print(kiri_xml_root(tree), NULL, a);
    print(kiri_xml_root(again), NULL, b);
    g_assert_cmpstr(a->str, ==, b->str);
    return 0;
}
