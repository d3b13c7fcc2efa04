// SPDX-License-Identifier: GPL-3.0-or-later
/* Feeds and sitemaps of every dialect, well-formed, broken and hostile. */
#include <kirinuki/charset.h>
#include <kirinuki/error.h>
#include <kirinuki/feed.h>
#include <kirinuki/limits.h>

#include <string.h>

#define URL "https://news.example.jp/rss/index.xml"

static KiriFeed *parse(const char *text)
{
    g_autoptr(GError) error = NULL;
    KiriFeed *feed = kiri_feed_parse(kiri_str(text), URL, NULL, &error);
    g_assert_no_error(error);
    g_assert_nonnull(feed);
    return feed;
}

static KiriFeed *parse_items(const char *items)
{
    g_autofree char *text =
        g_strconcat("<rss version='2.0'><channel>", items, "</channel></rss>", NULL);
    return parse(text);
}

static const KiriFeedEntry *entry(const KiriFeed *feed, guint i)
{
    g_assert_cmpuint(kiri_recs_count(feed->entries), >, i);
    return g_ptr_array_index(feed->entries, i);
}

static void assert_time(KiriTime t, const char *expected)
{
    char text[32];
    kiri_time_format(t, text);
    g_assert_cmpstr(text, ==, expected);
}

static void assert_error(const char *text, KiriErrorCode code, const char *part)
{
    g_autoptr(GError) error = NULL;
    g_assert_null(kiri_feed_parse(kiri_str(text), URL, NULL, &error));
    g_assert_error(error, KIRI_ERROR_CRAWLER, (gint)code);
    if (part)
        g_assert_nonnull(strstr(error->message, part));
}

static void test_rss(void)
{
    g_autoptr(KiriFeed) feed = parse(
        "<?xml version='1.0'?><rss version='2.0' xmlns:atom='http://www.w3.org/2005/Atom' "
        "xmlns:dc='http://purl.org/dc/elements/1.1/' "
        "xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel>"
        "<title>報道発表</title><link>/press/</link><language>ja</language><ttl>30</ttl>"
        "<lastBuildDate>Mon, 13 May 2024 09:05:00 +0900</lastBuildDate>"
        "<atom:link rel='self' href='self.xml'/><atom:link rel='hub' href='https://hub.example/'/>"
        "<item><title>一件目</title><link>a.html?x=1&amp;y=2</link>"
        "<guid isPermaLink='false'>id-1</guid><dc:creator>山田太郎</dc:creator>"
        "<author>desk@example.jp (編集部)</author><category>社会</category>"
        "<category>社会</category><category>経済</category>"
        "<description>要約</description><content:encoded><![CDATA[<p>本文</p>]]></content:encoded>"
        "<pubDate>Mon, 13 May 2024 09:05:00 +0900</pubDate>"
        "<enclosure url='/a.mp3' type='audio/mpeg' length='1234'/></item>"
        "<item><guid>https://news.example.jp/b</guid></item></channel></rss>");
    g_assert_cmpstr(feed->type, ==, "rss");
    g_assert_cmpstr(feed->title, ==, "報道発表");
    g_assert_cmpstr(feed->link, ==, "https://news.example.jp/press/");
    g_assert_cmpstr(feed->language, ==, "ja");
    g_assert_cmpint(feed->ttl_s, ==, 1800);
    g_assert_cmpstr(feed->self, ==, "https://news.example.jp/rss/self.xml");
    g_assert_cmpstr(feed->hub, ==, "https://hub.example/");
    assert_time(feed->updated, "2024-05-13T09:05:00+09:00");
    const KiriFeedEntry *e = entry(feed, 0);
    g_assert_cmpstr(e->id, ==, "id-1");
    g_assert_cmpstr(e->link, ==, "https://news.example.jp/rss/a.html?x=1&y=2");
    g_assert_cmpstr(e->title, ==, "一件目");
    g_assert_cmpstr(e->summary, ==, "要約");
    g_assert_cmpstr(e->content, ==, "<p>本文</p>");
    g_assert_cmpstr(e->authors[0], ==, "山田太郎");
    g_assert_cmpstr(e->authors[1], ==, "編集部");
    g_assert_cmpuint(kiri_strv_count(e->categories), ==, 2);
    assert_time(e->published, "2024-05-13T09:05:00+09:00");
    const KiriEnclosure *enclosure = g_ptr_array_index(e->enclosures, 0);
    g_assert_cmpstr(enclosure->url, ==, "https://news.example.jp/a.mp3");
    g_assert_cmpint(enclosure->length, ==, 1234);
    g_assert_cmpstr(entry(feed, 1)->link, ==, "https://news.example.jp/b");
}

static void test_rdf(void)
{
    g_autoptr(KiriFeed) feed =
        parse("<rdf:RDF xmlns='http://purl.org/rss/1.0/' xml:lang='ja' "
              "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
              "xmlns:dc='http://purl.org/dc/elements/1.1/' "
              "xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'>"
              "<channel rdf:about='x'><title>お知らせ</title><link>https://e.jp/</link>"
              "<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>"
              "<dc:date>2024-05-13T09:05+09:00</dc:date></channel>"
              "<image><title>logo</title><link>https://e.jp/logo</link></image>"
              "<item rdf:about='https://e.jp/1'><title>題</title><link>https://e.jp/1</link>"
              "<dc:date>2024-05-13</dc:date><dc:subject>政治</dc:subject></item></rdf:RDF>");
    g_assert_cmpstr(feed->type, ==, "rdf");
    g_assert_cmpstr(feed->title, ==, "お知らせ");
    g_assert_cmpstr(feed->language, ==, "ja");
    g_assert_cmpint(feed->ttl_s, ==, 1800);
    const KiriFeedEntry *e = entry(feed, 0);
    g_assert_cmpstr(e->id, ==, "https://e.jp/1");
    g_assert_cmpstr(e->categories[0], ==, "政治");
    assert_time(e->published, "2024-05-13");
    g_assert_cmpint(e->published.offset_min, ==, KIRI_JST_MIN); // Japanese text, no zone
}

static void test_atom(void)
{
    g_autoptr(KiriFeed) feed = parse(
        "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://e.jp/base/' xml:lang='ja'>"
        "<title type='html'>A &amp;amp; &lt;b&gt;B&lt;/b&gt;</title>"
        "<link href='feed.atom' rel='self'/><link "
        "href='./'/><updated>2024-05-13T00:05:00Z</updated>"
        "<entry xml:base='sub/'><id>tag:e.jp,2024:1</id><link href='1'/>"
        "<link rel='alternate' type='application/pdf' href='1.pdf'/>"
        "<title type='text'>Cの&lt;b&gt;とは</title>"
        "<summary type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>x <i>y</i> &lt;</div>"
        "</summary><author><name>花子</name><email>h@e.jp</email></author>"
        "<category term='経済' label='けいざい'/><published>2024-05-12T23:00:00Z</published>"
        "<updated>2024-05-13T00:00:00Z</updated></entry>"
        "<entry><title>t</title><content type='html'>&lt;p&gt;c&lt;/p&gt;</content>"
        "<id>https://e.jp/2</id></entry></feed>");
    g_assert_cmpstr(feed->type, ==, "atom");
    g_assert_cmpstr(feed->title, ==, "A & B");
    g_assert_cmpstr(feed->link, ==, "https://e.jp/base/");
    g_assert_cmpstr(feed->self, ==, "https://e.jp/base/feed.atom");
    const KiriFeedEntry *e = entry(feed, 0);
    g_assert_cmpstr(e->link, ==, "https://e.jp/base/sub/1");
    g_assert_cmpstr(e->title, ==, "Cの<b>とは");
    g_assert_cmpstr(e->summary, ==, "x <i>y</i> &lt;");
    g_assert_cmpstr(e->authors[0], ==, "花子");
    g_assert_cmpstr(e->categories[0], ==, "経済");
    assert_time(e->updated, "2024-05-13T00:00:00Z");
    e = entry(feed, 1);
    g_assert_cmpstr(e->link, ==, "https://e.jp/2");
    g_assert_cmpstr(e->content, ==, "<p>c</p>");
    g_assert_cmpstr(e->summary, ==, "<p>c</p>");
}

static void test_json(void)
{
    g_autoptr(KiriFeed) feed = parse(
        "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"J\",\"language\":\"ja\","
        "\"home_page_url\":\"/\",\"items\":[{\"id\":7,\"url\":\"a\",\"content_text\":\"本文\","
        "\"authors\":[{\"name\":\"太郎\"}],\"tags\":[\"x\"],"
        "\"date_published\":\"2024-05-13T09:05:00+09:00\","
        "\"attachments\":[{\"url\":\"a.mp3\",\"mime_type\":\"audio/mpeg\",\"size_in_bytes\":5}]},"
        "3,{\"id\":\"b\",\"title\":null}]}");
    g_assert_cmpstr(feed->type, ==, "json");
    g_assert_cmpstr(feed->link, ==, "https://news.example.jp/");
    assert_time(feed->updated, "2024-05-13T09:05:00+09:00");
    const KiriFeedEntry *e = entry(feed, 0);
    g_assert_cmpstr(e->id, ==, "7");
    g_assert_cmpstr(e->link, ==, "https://news.example.jp/rss/a");
    g_assert_cmpstr(e->content, ==, "本文");
    g_assert_cmpstr(e->authors[0], ==, "太郎");
    g_assert_cmpuint(kiri_recs_count(e->enclosures), ==, 1);
    g_assert_cmpuint(kiri_recs_count(feed->entries), ==, 2);
    assert_error("{\"a\":1}", KIRI_ERROR_PARSE, "JSON");
}

static void test_sitemaps(void)
{
    g_autoptr(KiriFeed) feed = parse(
        "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' "
        "xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'><url>"
        "<loc> https://e.jp/1 </loc><lastmod>2024-05-13</lastmod><news:news><news:publication>"
        "<news:name>新聞</news:name><news:language>ja</news:language></news:publication>"
        "<news:publication_date>2024-05-13T09:05:00+09:00</news:publication_date>"
        "<news:title>見出し &amp; 題</news:title><news:keywords>政治, 経済</news:keywords>"
        "</news:news></url><url><loc>https://e.jp/2</loc></url></urlset>");
    g_assert_cmpstr(feed->type, ==, "sitemap");
    g_assert_cmpstr(feed->title, ==, "新聞");
    const KiriFeedEntry *e = entry(feed, 0);
    g_assert_cmpstr(e->link, ==, "https://e.jp/1");
    g_assert_cmpstr(e->title, ==, "見出し & 題");
    assert_time(e->published, "2024-05-13T09:05:00+09:00");
    assert_time(e->updated, "2024-05-13");
    g_assert_cmpstr(e->categories[1], ==, "経済");
    g_assert_cmpstr(entry(feed, 1)->link, ==, "https://e.jp/2");

    g_autoptr(KiriFeed) index = parse("<sitemapindex><sitemap><loc>https://e.jp/s1.xml</loc>"
                                      "</sitemap></sitemapindex>");
    g_assert_cmpstr(index->type, ==, "sitemapindex");
    g_assert_cmpstr(entry(index, 0)->link, ==, "https://e.jp/s1.xml");
}

static void test_titles_are_plain(void)
{
    static const char *const cases[][2] = {
        {"a &amp; b", "a & b"},
        {"a & b &nbsp;c &eacute; &unknown; &#8217; &#146;", "a & b \xc2\xa0"
                                                            "c é &unknown; ’ ’"},
        {"<![CDATA[<b>太字</b>&amp;<br>次]]>", "太字& 次"},
        {"&lt;em&gt;x&lt;/em&gt;", "x"},
        {"1 &lt; 2 &gt; 1", "1 < 2 > 1"},
        {"&lt;stdio.h&gt; と <重要>", "<stdio.h> と <重要>"},
        {"AT&amp;amp;T", "AT&T"},
        {" 折り\n 返し\t", "折り 返し"},
        {"x<i>y</i>z", "xyz"},
        {"<!-- c -->z<?php echo 1 ?>", "z"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *item = g_strconcat("<item><title>", cases[i][0], "</title></item>", NULL);
        g_autoptr(KiriFeed) feed = parse_items(item);
        g_assert_cmpstr(entry(feed, 0)->title, ==, cases[i][1]);
    }
}

static void test_authors(void)
{
    static const char *const cases[][2] = {
        {"a@e.jp (名前)", "名前"}, {"名前 (a@e.jp)", "名前"},      {"名前 &lt;a@e.jp&gt;", "名前"},
        {"a@e.jp", "a@e.jp"},      {"太郎 (記者)", "太郎 (記者)"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *item =
            g_strconcat("<item><author>", cases[i][0], "</author></item>", NULL);
        g_autoptr(KiriFeed) feed = parse_items(item);
        g_assert_cmpstr(entry(feed, 0)->authors[0], ==, cases[i][1]);
    }
}

/* Damage in one entry stays there; what came before a break is kept. */
static void test_broken(void)
{
    g_autoptr(KiriFeed) crossed = parse_items("<item><title>a <b>x</title><link>https://e.jp/1"
                                              "</item></p><item><title>b</title>"
                                              "<description>1<br>2<img src=x>3</description>"
                                              "<link>https://e.jp/2</link></item>");
    g_assert_cmpuint(kiri_recs_count(crossed->entries), ==, 2);
    g_assert_cmpstr(entry(crossed, 0)->title, ==, "a x");
    g_assert_cmpstr(entry(crossed, 0)->link, ==, "https://e.jp/1");
    g_assert_cmpstr(entry(crossed, 1)->title, ==, "b");
    g_assert_cmpstr(entry(crossed, 1)->link, ==, "https://e.jp/2");
    g_assert_nonnull(strstr(entry(crossed, 1)->summary, "3"));

    g_autoptr(KiriFeed) unclosed = parse_items("<item><title>a</title><item><title>b</title>"
                                               "</item><item><title>c</title></item>");
    g_assert_cmpuint(kiri_recs_count(unclosed->entries), ==, 3);
    g_assert_cmpstr(entry(unclosed, 1)->title, ==, "b");

    g_autoptr(KiriFeed) truncated = parse("\n\nWarning!<rss><channel><item><title>a</title></item>"
                                          "<item><title>b</title><link>https://e.jp/");
    g_assert_cmpuint(kiri_recs_count(truncated->entries), ==, 2);
    g_assert_cmpstr(entry(truncated, 1)->title, ==, "b");

    g_autoptr(KiriFeed) attributes =
        parse_items("<item><enclosure url=https://e.jp/?a&b length='x' url='2' 1=2/><title>a"
                    "</title></item>");
    const KiriEnclosure *e = g_ptr_array_index(entry(attributes, 0)->enclosures, 0);
    g_assert_cmpstr(e->url, ==, "https://e.jp/?a&b");

    g_autoptr(KiriFeed) undeclared = parse_items("<item><dc:creator>x</dc:creator></item>");
    g_assert_cmpstr(entry(undeclared, 0)->authors[0], ==, "x");
}

static void test_wrong_bytes(void)
{
    const char text[] = "<rss><channel><item><title>a\0b\x01</title></item></channel></rss>";
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriFeed) feed = kiri_feed_parse((KiriStr){text, sizeof text - 1}, URL, NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(entry(feed, 0)->title, ==,
                    "a\xef\xbf\xbd"
                    "b\xef\xbf\xbd");

    /* A label that lies: the bytes are Shift_JIS. */
    const char sjis[] = "<?xml version='1.0' encoding='UTF-8'?><rss><channel><item><title>"
                        "\x8c\xfa\x90\xb6\x98\x4a\x93\xad\x8f\xc8\x82\xcc\x94\xad\x95\x5c"
                        "</title></item></channel></rss>";
    g_autoptr(KiriFeed) lying =
        kiri_feed_parse((KiriStr){sjis, sizeof sjis - 1}, URL, "text/xml", &error);
    g_assert_no_error(error);
    g_assert_cmpstr(entry(lying, 0)->title, ==, "厚生労働省の発表");
}

static void test_not_a_feed(void)
{
    assert_error("<!DOCTYPE html><html><head><title>404</title></head></html>", KIRI_ERROR_PARSE,
                 "an HTML page");
    assert_error("<!-- x --><HTML><body>", KIRI_ERROR_PARSE, "an HTML page");
    assert_error("<!DOCTYPE html><head><meta charset=utf-8>", KIRI_ERROR_PARSE, "an HTML page");
    assert_error("<svg/>", KIRI_ERROR_PARSE, "svg");
    assert_error("hello", KIRI_ERROR_PARSE, "not XML");
    assert_error(" \n", KIRI_ERROR_PARSE, "empty");
}

/* No entity is expanded or loaded, whatever the DTD says. */
static void test_entities(void)
{
    g_autoptr(KiriFeed) feed =
        parse("<!DOCTYPE rss [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;]>'>\n"
              "<!ENTITY f SYSTEM 'file:///etc/passwd'><!-- it's -->]>\n"
              "<rss><channel><item><title>&b;&f;&copy;</title></item></channel></rss>");
    g_assert_cmpstr(entry(feed, 0)->title, ==, "&b;&f;©");
}

static void test_limits(void)
{
    g_autoptr(GString) deep =
        g_string_new("<rss><channel><item><title>before</title></item><item>");
    for (guint i = 0; i < KIRI_LIMIT_XML_DEPTH; i++)
        g_string_append(deep, "<a>");
    g_string_append(deep, "</rss>");
    g_autoptr(KiriFeed) cut = parse(deep->str);
    g_assert_cmpstr(entry(cut, 0)->title, ==, "before");

    g_autofree char *xs = g_strnfill(KIRI_LIMIT_XML_TAG_BYTES, 'x');
    g_autofree char *tag = g_strconcat("<rss><a b='", xs, "'/></rss>", NULL);
    assert_error(tag, KIRI_ERROR_LIMIT, NULL);

    g_autoptr(GString) many = g_string_new(NULL);
    for (guint i = 0; i < KIRI_LIMIT_FEED_ENTRIES + 7; i++)
        g_string_append(many, "<item><title>x</title></item>");
    g_autoptr(KiriFeed) feed = parse_items(many->str);
    g_assert_cmpuint(kiri_recs_count(feed->entries), ==, KIRI_LIMIT_FEED_ENTRIES);
    g_assert_cmpint(feed->entries_dropped, ==, 7);
}

/* Input made to be slow: each must be linear. */
static void test_hostile_repetition(void)
{
    static const char *const pieces[] = {"<!--", "<!doctype [", "<a b=\"", "&#x",
                                         "</a>", "<![CDATA[",   "<a '",    "&amp"};
    for (guint i = 0; i < G_N_ELEMENTS(pieces); i++) {
        g_autoptr(GString) text = g_string_new("<rss><channel>");
        while (text->len < 1024 * 1024)
            g_string_append(text, pieces[i]);
        g_autoptr(KiriFeed) feed = kiri_feed_parse(kiri_str(text->str), URL, NULL, NULL);
        (void)feed; // a feed or a limit: both will do, within the test's time
    }
}

static void test_json_shape(void)
{
    g_autoptr(KiriFeed) feed = parse_items("<ttl>5</ttl><item><link>https://e.jp/</link></item>");
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    KiriJson j = kiri_json_begin(&out);
    kiri_json_open_object(&j);
    kiri_record_write_members(&kiri_feed_shape, feed, &j);
    kiri_json_close_object(&j);
    g_assert_cmpstr(out.p, ==,
                    "{\"type\":\"rss\",\"title\":null,\"link\":null,\"language\":null,"
                    "\"updated\":null,\"entries\":[{\"id\":null,\"link\":\"https://e.jp/\","
                    "\"title\":null,\"summary\":null,\"content\":null,\"authors\":[],"
                    "\"published\":null,\"updated\":null,\"categories\":[],\"enclosures\":[]}]}");
}

static void test_job(void)
{
    const char *text = "<rss><channel><ttl>60</ttl><item><title>題</title></item></channel></rss>";
    g_autoptr(KiriFeedInput) input = kiri_feed_input_new();
    input->url = g_strdup(URL);
    input->body = g_bytes_new(text, strlen(text));
    g_auto(KiriBuf) in, out;
    kiri_buf_init(&in, KIRI_BUF_UNCAPPED);
    kiri_buf_init(&out, KIRI_LIMIT_FRAME_BYTES);
    kiri_record_encode(&kiri_feed_input_shape, input, &in);
    g_autoptr(GError) error = NULL;
    g_assert_true(kiri_feed_job(kiri_buf_view(&in), &out, &error));
    g_assert_no_error(error);
    g_autoptr(KiriFeed) feed = kiri_record_decode(&kiri_feed_shape, kiri_buf_view(&out), &error);
    g_assert_no_error(error);
    g_assert_cmpint(feed->ttl_s, ==, 3600);
    g_assert_cmpstr(entry(feed, 0)->title, ==, "題");
}

/* Header and declaration may lie, together or one of them; the bytes are asked. */
static void test_charsets(void)
{
    static const struct {
        const char *header, *declared, *bytes, *expected;
        gboolean is_wrong;
    } cases[] = {
        {"text/xml; charset=Shift_JIS", "Shift_JIS", "CP932", "shift_jis", FALSE},
        {"text/xml", "EUC-JP", "EUC-JP", "euc-jp", FALSE},
        {"text/xml; charset=UTF-8", "UTF-8", "CP932", "shift_jis", TRUE},
        {"text/xml; charset=UTF-8", "EUC-JP", "EUC-JP", "euc-jp", TRUE},
        {"application/rss+xml", "Shift_JIS", "UTF-8", "utf-8", TRUE},
        {NULL, "x-unknown", "ISO-2022-JP", "iso-2022-jp", TRUE},
        {"text/xml; charset=utf-16", "UTF-16", "UTF-16LE", "utf-16le", FALSE},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        gsize n = 0;
        g_autofree char *xml = g_strdup_printf(
            "<?xml version='1.0' encoding='%s'?><rss><channel><title>ひろば新聞の速報</title>"
            "<item><title>県が新しい計画を発表した</title></item></channel></rss>",
            cases[i].declared);
        g_autofree char *bytes = g_convert(xml, -1, cases[i].bytes, "UTF-8", NULL, &n, NULL);
        g_autoptr(KiriFeed) feed = kiri_feed_parse((KiriStr){bytes, n}, URL, cases[i].header, NULL);
        g_assert_nonnull(feed);
        g_assert_cmpstr(feed->charset, ==, cases[i].expected);
        g_assert_cmpint(feed->was_charset_label_wrong, ==, cases[i].is_wrong);
        g_assert_cmpint(feed->charset_replaced, ==, 0);
        g_assert_cmpstr(entry(feed, 0)->title, ==, "県が新しい計画を発表した");
    }
    g_autoptr(KiriFeed) torn = parse_items("<item><title>二つ\xe7\xb5の\xe7</title></item>");
    g_assert_cmpint(torn->charset_replaced, ==, 2);
    g_assert_cmpstr(entry(torn, 0)->title, ==, "二つ�の�");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    kiri_xml_preload();
    g_assert_true(kiri_charset_preload(NULL));
    g_test_add_func("/feed/rss", test_rss);
    g_test_add_func("/feed/rdf", test_rdf);
    g_test_add_func("/feed/atom", test_atom);
    g_test_add_func("/feed/json", test_json);
    g_test_add_func("/feed/sitemaps", test_sitemaps);
    g_test_add_func("/feed/titles-are-plain", test_titles_are_plain);
    g_test_add_func("/feed/authors", test_authors);
    g_test_add_func("/feed/broken", test_broken);
    g_test_add_func("/feed/wrong-bytes", test_wrong_bytes);
    g_test_add_func("/feed/charsets", test_charsets);
    g_test_add_func("/feed/not-a-feed", test_not_a_feed);
    g_test_add_func("/feed/entities", test_entities);
    g_test_add_func("/feed/limits", test_limits);
    g_test_add_func("/feed/hostile-repetition", test_hostile_repetition);
    g_test_add_func("/feed/json-shape", test_json_shape);
    g_test_add_func("/feed/job", test_job);
    return g_test_run();
}
