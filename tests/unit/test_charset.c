// SPDX-License-Identifier: GPL-3.0-or-later
/* The charset gate: labels, decoders, declarations, statistics, and lies. */
#include "charset_private.h"

#include <kirinuki/error.h>

#include <string.h>

#define BYTES(literal) ((KiriStr){(literal), sizeof(literal) - 1})

static char *decode_as(const char *label, KiriStr bytes, gsize *replaced)
{
    KiriBuf out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    gsize n = kiri_encoding_decode(kiri_encoding_by_label(kiri_str(label)), bytes, &out);
    if (replaced)
        *replaced = n;
    return kiri_buf_steal(&out, NULL);
}

static void assert_decodes(const char *label, KiriStr bytes, const char *expected)
{
    g_autofree char *got = decode_as(label, bytes, NULL);
    g_assert_cmpstr(got, ==, expected);
}

static KiriCharsetReport gate(KiriStr bytes, const char *content_type, KiriMarkup markup)
{
    KiriCharsetReport report;
    g_autoptr(GError) error = NULL;
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    g_assert_true(kiri_decode(bytes, content_type, markup, &out, &report, &error));
    g_assert_no_error(error);
    g_assert_true(g_utf8_validate(out.p, (gssize)out.n, NULL));
    return report;
}

static void test_labels(void)
{
    static const char *const pairs[][2] = {
        {"UTF-8", "utf-8"},
        {" utf8\n", "utf-8"},
        {"Shift_JIS", "shift_jis"},
        {"Windows-31J", "shift_jis"},
        {"x-sjis", "shift_jis"},
        {"MS_Kanji", "shift_jis"},
        {"EUC-JP", "euc-jp"},
        {"x-euc-jp", "euc-jp"},
        {"csISO2022JP", "iso-2022-jp"},
        {"ISO-8859-1", "windows-1252"},
        {"us-ascii", "windows-1252"},
        {"latin5", "windows-1254"},
        {"gb2312", "gbk"},
        {"GB18030", "gb18030"},
        {"Big5-HKSCS", "big5"},
        {"ks_c_5601-1987", "euc-kr"},
        {"koi8-ru", "koi8-u"},
        {"x-mac-roman", "macintosh"},
        {"tis-620", "windows-874"},
        {"logical", "iso-8859-8-i"},
        {"hz-gb-2312", "replacement"},
        {"utf-16", "utf-16le"},
        {"unicodeFFFE", "utf-16be"},
        {"x-user-defined", "x-user-defined"},
        {"iso_8859-7:1987", "iso-8859-7"},
        {"866", "ibm866"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(pairs); i++)
        g_assert_cmpstr(kiri_charset_by_label(kiri_str(pairs[i][0])), ==, pairs[i][1]);
    static const char *const refused[] = {"", " ", "utf-7", "UTF-32", "scsu", "utf 8", "cesu-8"};
    for (gsize i = 0; i < G_N_ELEMENTS(refused); i++)
        g_assert_null(kiri_charset_by_label(kiri_str(refused[i])));
    for (gint e = 0; e < KIRI_N_ENC; e++) {
        const char *name = kiri_encoding_name((KiriEncoding)e);
        g_assert_cmpint(kiri_encoding_by_label(kiri_str(name)), ==, e);
    }
}

static void test_decoders_japanese(void)
{
    /* NEC and IBM extensions, the wave dash as browsers read it, a trail byte
     * that is a backslash, half-width kana. */
    assert_decodes("shift_jis", BYTES("\x87\x40\x87\x8a\xfb\xfc\xee\xe0\x81\x60\x95\x5c\xb6\xde"),
                   "①㈱髙髙～表ｶﾞ");
    assert_decodes("shift_jis", BYTES("\xf0\x40\x80"), "\xee\x80\x80\xc2\x80");
    assert_decodes("euc-jp", BYTES("\xad\xa1\xa1\xc1\x8e\xb6\x8f\xb0\xa1\x8f\xed\xe3"), "①～ｶ丂龥");
    assert_decodes("iso-2022-jp", BYTES("\x1b$B-!F|K\\\x1b(I6^\x1b(J\\~\x1b$@F|\x1b(Bok"),
                   "①日本ｶﾞ¥‾日ok");
}

/* A broken code is one U+FFFD and never takes an ASCII byte with it. */
static void test_decoders_broken(void)
{
    assert_decodes("shift_jis", BYTES("a\x82<b>\xa0\xfd\x82"), "a�<b>���");
    assert_decodes("euc-jp", BYTES("\xa4<p>\x8f\xa4<\x8e"), "�<p>�<�");
    assert_decodes("euc-kr", BYTES("\xb0<\xfe\xfe\x80"), "�<��");
    assert_decodes("big5", BYTES("\xa4<\xff"), "�<�");
    assert_decodes("gb18030", BYTES("\x81<\x81\x30<\x81\x30\x81<\x84\x31\xa4\x3c\xff"),
                   "�<�0<�0�<�1�<�");
    assert_decodes("iso-2022-jp", BYTES("\x1b$B$\x1b(Ba\x1bx\xa4"), "�a�x�");
    assert_decodes("utf-8", BYTES("a\xe3\x81<\xc0\xaf\xed\xa0\x80\xf0\x9f\x98"), "a�<������");
    assert_decodes("utf-16le", BYTES("\x3d\xd8\x00\xde\x00\xdc\x41\x00\x3d\xd8"), "😀�A�");
    assert_decodes("hz-gb-2312", BYTES("anything"), "�");
    gsize replaced;
    g_autofree char *text = decode_as("utf-8", BYTES("a\0b\xff"), &replaced);
    g_assert_cmpstr(text, ==, "a�b�");
    g_assert_cmpuint(replaced, ==, 2);
}

static void test_decoders_others(void)
{
    assert_decodes("gbk", BYTES("\xd6\xd0\xb9\xfa\x80\xa3\xa0"), "中国€　");
    assert_decodes("gb18030", BYTES("\x81\x30\x81\x30\x90\x30\x81\x30\xa6\xd9\x81\x35\xf4\x37"),
                   "\xc2\x80\xf0\x90\x80\x80\xef\xb8\x90\xee\x9f\x87");
    assert_decodes("big5", BYTES("\xa4\xa4\x88\x62\x88\xa5\xfe\xdd"), "中Ê̄ê̌砉");
    assert_decodes("euc-kr", BYTES("\xb0\xa1\x81\x41\xc8\xfe"), "가갂힝");
    assert_decodes("windows-1252", BYTES("\x80\x9f\xe9"), "€Ÿé");
    assert_decodes("windows-1251", BYTES("\xcf\xf0\xe8"), "При");
    assert_decodes("iso-8859-16", BYTES("\xa4\xaa\xde\xe0"), "€ȘȚà");
    assert_decodes("koi8-u", BYTES("\xae\xa4"), "ўє");
    assert_decodes("windows-1253", BYTES("\xaa\xe1"), "�α");
    assert_decodes("x-user-defined", BYTES("a\x80\xff"), "a\xef\x9e\x80\xef\x9f\xbf");
}

/* All two-byte codes of an encoding in one checksum: a different ICU must not
 * change what pages say without anybody noticing. */
static void test_tables(void)
{
    static const struct {
        const char *label, *sha1;
    } cases[] = {
        {"shift_jis", "428c45866d2cf21699b5df36256e4b99c2b0e3ff"},
        {"euc-jp", "05a56891aa33b62eef09151eac584249b9cc79bc"},
        {"euc-kr", "56113f0dcfb70b91b7714aa5e4c30b7c75fe9155"},
        {"big5", "3b0186f3afad566f57ad46bc2f728f8367a98d5e"},
        {"gbk", "975afd1a374938997706eec0b44fe566f05e56ec"},
        {"gb18030", "975afd1a374938997706eec0b44fe566f05e56ec"},
        {"iso-8859-2", "bcb18c3dfbc18c6a27a4b63ba29ca36ba8c4c31f"},
        {"iso-8859-3", "073a0639b927845a41f4439d354fa403f4f5eccc"},
        {"iso-8859-4", "83a2100c3d05200909bc3f53277f2fc0ded18d08"},
        {"iso-8859-5", "798712c43f17c02ef7f85cd55f93d93996ba795f"},
        {"iso-8859-6", "edfaae4784259405024da2fbf8092d89dcd32b3c"},
        {"iso-8859-7", "dbbb07ced46622571d2b893a602a272c29280b03"},
        {"iso-8859-8", "294fcafd740888b3244bd54912a19a76caa4b685"},
        {"iso-8859-10", "348ca5c5d19ad986ad35750ecd94b6094f0f407e"},
        {"iso-8859-13", "03074fcbd40c248e72e942a980549730c11b91fc"},
        {"iso-8859-14", "7698ee221c36ee7f52dd74c0a86657d4fe14461d"},
        {"iso-8859-15", "6ecb52d4709d95248f15d7b372b6318badec0577"},
        {"iso-8859-16", "61c802a6783242b19a298dd62d550a5fc6e2a954"},
        {"koi8-r", "f9d86f08de7769048721d7af26c04491e41fdb4a"},
        {"koi8-u", "5a17df0815e41259093aafe4fee6d6cf7d5ecce1"},
        {"macintosh", "ece6ea928b3ac0d5dd456af2c0ddee6c115d5b7e"},
        {"ibm866", "adbeeff073f7836ec266302ec01d151084fc9c38"},
        {"windows-874", "6bfdd347b93704e29a517710fa7761cd91146d86"},
        {"windows-1250", "a37fe9689af44b6dff008062ef37fbb3cea392ab"},
        {"windows-1251", "5d84262bb10944716b8d3bf5643ecbfec92c6e03"},
        {"windows-1252", "fa29041e1ae19bf09c4c11647f68ae2b72bfc2ad"},
        {"windows-1253", "09f9354794706ddf3e9f5876dc0d560d8cc7fae4"},
        {"windows-1254", "11ed65cf0f433d8bd8487285fca0a95e6b52d407"},
        {"windows-1255", "decf099c66a4015d23f38278f21001268c1667d8"},
        {"windows-1256", "ee3af245d661ad47b7b1c3a8e149f77446bd86d3"},
        {"windows-1257", "50d92da68541158a5e6120a687791e73dbf9f20e"},
        {"windows-1258", "565c4d19aa19f9b8b96bbf5f7814d43ebf0ce63c"},
        {"x-mac-cyrillic", "36de4f9afb6e89a69fe2a481bda74c1ceea23bb3"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GString) bytes = g_string_new(NULL);
        for (guint lead = 0x80; lead < 0x100; lead++)
            for (guint trail = 0x30; trail < 0x100; trail++) {
                g_string_append_c(bytes, (gchar)lead);
                g_string_append_c(bytes, (gchar)trail);
                g_string_append_c(bytes, '\n');
            }
        g_autofree char *text = decode_as(cases[i].label, (KiriStr){bytes->str, bytes->len}, NULL);
        g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA1, text, -1);
        g_assert_cmpstr(sum, ==, cases[i].sha1);
    }
}

static void test_bom(void)
{
    KiriCharsetReport r = gate(BYTES("\xef\xbb\xbf"
                                     "abc"),
                               "text/html; charset=shift_jis", KIRI_MARKUP_HTML);
    g_assert_cmpstr(r.charset, ==, "utf-8");
    g_assert_cmpstr(r.witness, ==, "bom");
    r = gate(BYTES("\xff\xfe"
                   "a\0"),
             NULL, KIRI_MARKUP_XML);
    g_assert_cmpstr(r.charset, ==, "utf-16le");
    r = gate(BYTES("\0<\0?\0x\0m\0l"), NULL, KIRI_MARKUP_XML);
    g_assert_cmpstr(r.charset, ==, "utf-16be");
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, 100);
    g_assert_true(kiri_decode(BYTES("\xfe\xff\x30\x42"), NULL, KIRI_MARKUP_NONE, &out, NULL, NULL));
    g_assert_cmpstr(out.p, ==, "あ"); // the mark is gone
}

static void test_declarations(void)
{
    static const struct {
        const char *content_type, *text;
        KiriMarkup markup;
        const char *charset, *witness;
    } cases[] = {
        {"text/html; charset=\"EUC-JP\"", "<p>", KIRI_MARKUP_HTML, "euc-jp", "http"},
        {"text/html;CHARSET = koi8-r ;x=y", "<meta charset=big5>", KIRI_MARKUP_HTML, "koi8-r",
         "http"},
        {"text/html", "<!-- <meta charset=big5> --><META\ncharset = 'x-sjis'>", KIRI_MARKUP_HTML,
         "shift_jis", "meta"},
        {NULL, "<meta content='text/html; charset=euc-jp' http-equiv=Content-Type>",
         KIRI_MARKUP_HTML, "euc-jp", "meta"},
        {NULL, "<meta content='text/html; charset=euc-jp'>", KIRI_MARKUP_HTML, "windows-1252",
         "statistics"},
        {NULL, "<p title='<meta charset=big5>'><meta charset=utf-16>", KIRI_MARKUP_HTML, "utf-8",
         "meta"},
        {NULL, "<!--><meta charset=big5>", KIRI_MARKUP_HTML, "big5", "meta"},
        {NULL, "</x y='>'><?php > ?><meta charset=big5>", KIRI_MARKUP_HTML, "big5", "meta"},
        {NULL, "<metacharset=big5>", KIRI_MARKUP_HTML, "windows-1252", "statistics"},
        {NULL, "<meta charset=big5", KIRI_MARKUP_HTML, "windows-1252", "statistics"},
        {"text/html; charset=euc-jp, text/html", "<p>", KIRI_MARKUP_HTML, "euc-jp", "http"},
        {NULL, "<meta charset=nonsense><meta charset=big5>", KIRI_MARKUP_HTML, "big5", "meta"},
        {NULL, "<?xml version='1.0' encoding='EUC-JP'?><rss/>", KIRI_MARKUP_XML, "euc-jp", "xml"},
        {NULL, "\n<?xml version=\"1.0\" encoding = \"Shift_JIS\" ?><rss/>", KIRI_MARKUP_XML,
         "shift_jis", "xml"},
        {NULL, "<?xml version='1.0'?><rss encoding='big5'/>", KIRI_MARKUP_XML, "utf-8",
         "statistics"},
        {NULL, "<meta charset=big5>", KIRI_MARKUP_NONE, "utf-8", "statistics"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_test_message("%s", cases[i].text);
        KiriCharsetReport r = gate(kiri_str(cases[i].text), cases[i].content_type, cases[i].markup);
        g_assert_cmpstr(r.charset, ==, cases[i].charset);
        g_assert_cmpstr(r.witness, ==, cases[i].witness);
    }
    g_assert_true(gate(BYTES("<p>"), "text/html; charset=utf-7", KIRI_MARKUP_HTML).was_label_wrong);
}

/* Where the tree builder reads on behind the standard's 1024 bytes, what a script
 * writes is no declaration. */
static void test_late_declaration(void)
{
    g_autofree char *early = g_strnfill(1100, ' ');
    g_autofree char *page = g_strconcat(early,
                                        "<script>w('<meta charset=big5>'</scr</SCRIPT >"
                                        "<title><meta charset=gbk></title>"
                                        "<meta charset=euc-jp>",
                                        NULL);
    g_assert_cmpstr(gate(kiri_str(page), NULL, KIRI_MARKUP_HTML).charset, ==, "euc-jp");
    g_assert_cmpstr(gate(kiri_str(page + 1050), NULL, KIRI_MARKUP_HTML).charset, ==, "big5");
}

static void test_wide(void)
{
    static const char text[] = "<title>　国会　</title><p>これは長い記事の一段落目である。";
    for (gint is_big = 0; is_big < 2; is_big++) {
        gsize n = 0;
        g_autofree char *bytes =
            g_convert(text, -1, is_big ? "UTF-16BE" : "UTF-16LE", "UTF-8", NULL, &n, NULL);
        g_assert_true(kiri_charset_is_wide((KiriStr){bytes, n}));
        KiriCharsetReport r = gate((KiriStr){bytes, n}, NULL, KIRI_MARKUP_HTML);
        g_assert_cmpstr(r.charset, ==, is_big ? "utf-16be" : "utf-16le");
        g_assert_cmpuint(r.replaced, ==, 0);
    }
    /* The label alone does not make it so. */
    KiriCharsetReport r =
        gate(BYTES("<p>\x8d\x91\x89\xef</p> "), "text/html; charset=utf-16", KIRI_MARKUP_HTML);
    g_assert_cmpstr(r.charset, ==, "shift_jis");
    g_assert_cmpstr(r.refused, ==, "utf-16le");
    g_assert_cmpstr(r.refused_witness, ==, "http");
    r = gate(BYTES("\xfd\x56\x1a\x4f"), "text/plain; charset=utf-16", KIRI_MARKUP_NONE);
    g_assert_cmpstr(r.charset, ==, "utf-16le");
    g_assert_null(r.refused);
    g_assert_false(kiri_charset_is_wide(BYTES("\0\0\0\0\x89PNG\0\0\0\0")));
    g_assert_false(kiri_charset_is_wide(BYTES("<p>a\0b</p>")));
}

/* 外字 stay what they are and are counted apart from what was lost. */
static void test_user_defined(void)
{
    KiriCharsetReport r = gate(BYTES("\xf0\x40\x93\x8c\x8b\x9e\xf9\xfc\x93\x73\x82<"),
                               "text/plain; charset=shift_jis", KIRI_MARKUP_NONE);
    g_assert_cmpuint(r.user_defined, ==, 2);
    g_assert_cmpuint(r.replaced, ==, 1);
    /* Icons of a page in another encoding are none. */
    r = gate(BYTES("\xee\x80\x80"), "text/plain; charset=utf-8", KIRI_MARKUP_NONE);
    g_assert_cmpuint(r.user_defined, ==, 0);
}

static const char *const japanese[] = {"shift_jis", "euc-jp", "iso-2022-jp", "utf-8"};
static const char *const iconv_names[] = {"CP932", "EUC-JP", "ISO-2022-JP", "UTF-8"};

static void test_titles_without_label(void)
{
    static const char *const titles[] = {
        "東京",         "首相会見",      "厚労省、来年度の予算案",
        "カツオ",       "サンマ漁解禁",  "春の交通安全",
        "任天堂",       "円安150円台に", "時間単位の年休を導入へ",
        "ごめんなさい", "「新幹線」",    "台風10号 西日本に接近、警戒呼びかけ",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(titles); i++)
        for (gsize k = 0; k < G_N_ELEMENTS(japanese); k++) {
            gsize n = 0;
            g_autofree char *bytes =
                g_convert(titles[i], -1, iconv_names[k], "UTF-8", NULL, &n, NULL);
            g_assert_nonnull(bytes);
            KiriCharsetReport r = gate((KiriStr){bytes, n}, NULL, KIRI_MARKUP_NONE);
            g_assert_cmpstr(r.charset, ==, japanese[k]);
            g_assert_false(r.was_label_wrong);
        }
}

static void test_lies(void)
{
    const char *body = "<html><body>公正取引委員会は三日、調査の結果を公表した。</body></html>";
    static const char *const labels[] = {"shift_jis", "euc-jp",     "iso-2022-jp",
                                         "utf-8",     "iso-8859-1", "us-ascii"};
    for (gsize l = 0; l < G_N_ELEMENTS(labels); l++)
        for (gsize k = 0; k < G_N_ELEMENTS(japanese); k++) {
            g_autofree char *page = g_strdup_printf("<meta charset='%s'>%s", labels[l], body);
            g_autofree char *type = g_strdup_printf("text/html; charset=%s", labels[l]);
            gsize n = 0;
            g_autofree char *bytes = g_convert(page, -1, iconv_names[k], "UTF-8", NULL, &n, NULL);
            for (gint in_header = 0; in_header < 2; in_header++) {
                KiriCharsetReport r =
                    gate((KiriStr){bytes, n}, in_header ? type : NULL, KIRI_MARKUP_HTML);
                g_assert_cmpstr(r.charset, ==, japanese[k]);
                g_assert_cmpint(r.was_label_wrong, ==, strcmp(labels[l], japanese[k]) != 0);
                g_assert_cmpuint(r.replaced, ==, 0);
            }
        }
    /* The second witness is heard when the first one lied. */
    KiriCharsetReport r =
        gate(BYTES("<meta "
                   "charset=euc-jp>"
                   "\xc5\xec\xb5\xfe\xc5\xd4\xc3\xce\xbb\xf6\xa4\xcf\xa4\xb3\xa4\xec\xa4\xf2"),
             "text/html; charset=utf-8", KIRI_MARKUP_HTML);
    g_assert_cmpstr(r.witness, ==, "meta");
    g_assert_true(r.was_label_wrong);
}

/* Kanji that take two bytes here as there: the escapes alone are proof enough. */
static void test_escapes_are_proof(void)
{
    KiriCharsetReport r =
        gate(BYTES("\x1b$BL>\x3c\x68\x3b\x54\x1b(B 27% \x1b$BC\x66\x3f\x34\x1b(B"),
             "text/plain; charset=utf-8", KIRI_MARKUP_NONE);
    g_assert_cmpstr(r.charset, ==, "iso-2022-jp");
    g_assert_cmpstr(r.refused, ==, "utf-8");
    /* A writer that dropped a character left two escapes in a row. */
    r = gate(BYTES("\x1b$BL>\x3c\x68\x3b\x54L>\x3c\x68\x3b\x54L>\x3c\x68\x3b\x54L>\x3c\x68\x3b\x54"
                   "L>\x3c\x68\x3b\x54L>\x3c\x68\x3b\x54L>\x3c\x68\x1b(B\x1b$B\x3b\x54\x1b(B"),
             "text/plain; charset=utf-8", KIRI_MARKUP_NONE);
    g_assert_cmpstr(r.charset, ==, "iso-2022-jp");
    g_assert_cmpuint(r.replaced, ==, 1);
    r = gate(BYTES("\xe5\x90\x8d\x1b$B"), "text/plain; charset=utf-8", KIRI_MARKUP_NONE);
    g_assert_cmpstr(r.charset, ==, "utf-8");
}

/* Text of other languages, and pages that are merely damaged, keep their label. */
static void test_honest_labels_stay(void)
{
    static const struct {
        const char *label, *iconv, *text;
    } cases[] = {
        {"windows-1252", "CP1252", "Les élèves français étaient à l’école – où ça ?"},
        {"windows-1251", "CP1251", "Министерство труда опубликовало доклад о рынке труда."},
        {"gbk", "GBK", "国务院新闻办公室举行新闻发布会，介绍经济运行情况。"},
        {"big5", "BIG5", "行政院會通過明年度中央政府總預算案。"},
        {"euc-kr", "EUC-KR", "정부는 내년도 예산안을 발표했다."},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        gsize n = 0;
        g_autofree char *bytes =
            g_convert(cases[i].text, -1, cases[i].iconv, "UTF-8", NULL, &n, NULL);
        g_assert_nonnull(bytes);
        g_autofree char *type = g_strdup_printf("text/plain; charset=%s", cases[i].label);
        KiriCharsetReport r = gate((KiriStr){bytes, n}, type, KIRI_MARKUP_NONE);
        g_assert_cmpstr(r.charset, ==, cases[i].label);
        g_assert_false(r.was_label_wrong);
    }
    static const struct {
        const char *type, *bytes;
    } scraps[] = {
        {"text/plain; charset=shift_jis", "\xc3\xe4"},
        {"text/plain; charset=shift_jis", "\x83\xf4\x88"},
        {"text/plain; charset=shift_jis", "\xc8\x95"},
        {"text/plain; charset=euc-jp", "\x8f\xb0"},
        {"text/plain; charset=euc-jp", "\xa4\x80\x90<"},
        {"text/plain; charset=iso-2022-jp", "\x1b$\xff\x1b("},
        {"text/plain; charset=utf-8", "\x93\x8c\x8b\x9e"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(scraps); i++) {
        KiriCharsetReport scrap = gate(kiri_str(scraps[i].bytes), scraps[i].type, KIRI_MARKUP_NONE);
        g_assert_cmpstr(scrap.witness, ==, "http");
        g_assert_cmpuint(scrap.replaced, >, 0);
    }
    KiriCharsetReport quotes = gate(BYTES("\xe2\x80\x9cOk\xe2\x80\x9d"),
                                    "text/html; charset=iso-8859-1", KIRI_MARKUP_HTML);
    g_assert_cmpstr(quotes.charset, ==, "utf-8"); // which proves itself sooner
    KiriCharsetReport r = gate(BYTES("\xe6\x9d\xb1\xe4\xba\xac\xe9\x83\xbd\xe3\x81\xae\xe7"),
                               "text/html; charset=utf-8", KIRI_MARKUP_HTML);
    g_assert_cmpstr(r.charset, ==, "utf-8"); // cut in the middle of a character
    g_assert_cmpuint(r.replaced, ==, 1);
}

static void test_cap(void)
{
    g_auto(KiriBuf) out;
    g_autoptr(GError) error = NULL;
    kiri_buf_init(&out, 10);
    g_assert_false(
        kiri_decode(BYTES("more than ten bytes"), NULL, KIRI_MARKUP_NONE, &out, NULL, &error));
    g_assert_true(kiri_error_is(error, KIRI_ERROR_LIMIT));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_autoptr(GError) error = NULL;
    g_assert_true(kiri_charset_preload(&error));
    g_test_add_func("/charset/labels", test_labels);
    g_test_add_func("/charset/decoders/japanese", test_decoders_japanese);
    g_test_add_func("/charset/decoders/broken", test_decoders_broken);
    g_test_add_func("/charset/decoders/others", test_decoders_others);
    g_test_add_func("/charset/tables", test_tables);
    g_test_add_func("/charset/bom", test_bom);
    g_test_add_func("/charset/declarations", test_declarations);
    g_test_add_func("/charset/late-declaration", test_late_declaration);
    g_test_add_func("/charset/wide", test_wide);
    g_test_add_func("/charset/user-defined", test_user_defined);
    g_test_add_func("/charset/escapes-are-proof", test_escapes_are_proof);
    g_test_add_func("/charset/titles-without-label", test_titles_without_label);
    g_test_add_func("/charset/lies", test_lies);
    g_test_add_func("/charset/honest-labels-stay", test_honest_labels_stay);
    g_test_add_func("/charset/cap", test_cap);
    return g_test_run();
}
