// SPDX-License-Identifier: GPL-3.0-or-later
/* Source lists: read, written, read again. */
#include <kirinuki/charset.h>
#include <kirinuki/error.h>
#include <kirinuki/feed.h>

#include <string.h>

static const char sample[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n"
    "<head><title>情報源 & 媒体</title></head>\n<body>\n"
    "<outline text='全国紙/地方紙'><outline text='政治'>"
    "<outline text='朝日' xmlUrl='https://a.example/rss?x=1&amp;y=2' htmlUrl='https://a.example/' "
    "medium='asahi' terms='私的利用のみ' disabled='true' disabledReason='robots \"no\"'/>"
    "</outline><outline title='読売' text='x' xmlUrl='https://y.example/rss'/></outline>"
    "<outline xmlUrl='https://top.example/rss'/>\n</body></opml>\n";

static KiriOpml *parse(const char *text)
{
    g_autoptr(GError) error = NULL;
    KiriOpml *opml = kiri_opml_parse(kiri_str(text), &error);
    g_assert_no_error(error);
    return opml;
}

static const KiriOutline *outline(const KiriOpml *opml, guint i)
{
    g_assert_cmpuint(kiri_recs_count(opml->outlines), >, i);
    return g_ptr_array_index(opml->outlines, i);
}

static void test_read(void)
{
    g_autoptr(KiriOpml) opml = parse(sample);
    g_assert_cmpstr(opml->title, ==, "情報源 & 媒体");
    g_assert_cmpuint(kiri_recs_count(opml->outlines), ==, 3);
    const KiriOutline *o = outline(opml, 0);
    g_assert_cmpstr(o->title, ==, "朝日");
    g_assert_cmpstr(o->xml_url, ==, "https://a.example/rss?x=1&y=2");
    g_assert_cmpstr(o->html_url, ==, "https://a.example/");
    g_assert_cmpstr(o->folder, ==, "全国紙／地方紙/政治");
    g_assert_cmpstr(o->medium, ==, "asahi");
    g_assert_cmpstr(o->terms, ==, "私的利用のみ");
    g_assert_cmpstr(o->disabled_reason, ==, "robots \"no\"");
    g_assert_true(o->is_disabled);
    g_assert_cmpstr(outline(opml, 1)->title, ==, "読売");
    g_assert_cmpstr(outline(opml, 1)->folder, ==, "全国紙／地方紙");
    g_assert_false(outline(opml, 1)->is_disabled);
    g_assert_null(outline(opml, 2)->folder);
}

static void test_round_trip(void)
{
    g_autoptr(KiriOpml) opml = parse(sample);
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    kiri_opml_write(opml, &out);
    g_autoptr(KiriOpml) again = parse(out.p);
    g_assert_cmpuint(kiri_recs_count(again->outlines), ==, 3);
    for (guint i = 0; i < 3; i++)
        g_assert_true(kiri_record_equal(&kiri_outline_shape, outline(opml, i), outline(again, i)));
    g_assert_cmpstr(again->title, ==, opml->title);
    g_auto(KiriBuf) out_again;
    kiri_buf_init(&out_again, KIRI_BUF_UNCAPPED);
    kiri_opml_write(again, &out_again);
    g_assert_nonnull(strstr(out_again.p, "<outline text=\"全国紙／地方紙\">"));
}

static void test_errors(void)
{
    g_autoptr(GError) error = NULL;
    g_assert_null(kiri_opml_parse(KIRI_STR_LITERAL("<rss/>"), &error));
    g_assert_error(error, KIRI_ERROR_CRAWLER, KIRI_ERROR_PARSE);
    g_clear_error(&error);
    /* Breaking off would lose sources without a word. */
    g_assert_null(kiri_opml_parse(
        KIRI_STR_LITERAL("<opml>\n<body>\n<outline xmlUrl='a'/>\n<outline xmlUrl='b"), &error));
    g_assert_error(error, KIRI_ERROR_CRAWLER, KIRI_ERROR_PARSE);
    g_assert_nonnull(strstr(error->message, "line 4"));
    g_clear_error(&error);
    g_autoptr(KiriOpml) empty = kiri_opml_parse(KIRI_STR_LITERAL("<opml/>"), &error);
    g_assert_no_error(error);
    g_assert_cmpuint(kiri_recs_count(empty->outlines), ==, 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    kiri_xml_preload();
    g_assert_true(kiri_charset_preload(NULL));
    g_test_add_func("/opml/read", test_read);
    g_test_add_func("/opml/round-trip", test_round_trip);
    g_test_add_func("/opml/errors", test_errors);
    return g_test_run();
}
