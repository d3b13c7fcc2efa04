// SPDX-License-Identifier: GPL-3.0-or-later
/* What of a release is not its matter: by headings, by place, by repetition. */
#include <kirinuki/boilerplate.h>

#include <string.h>

/* What is left of a text, its blanks at the ends taken off. */
static char *body_of(const char *text, const char *organisation)
{
    g_autofree char *body = kiri_boilerplate_blank(kiri_str(text), organisation, NULL);
    g_assert_cmpuint(strlen(body), ==, strlen(text));
    return g_strdup(g_strstrip(body));
}

static KiriBoilerplateKind kind_at(const char *text, const char *organisation, const char *words)
{
    g_autoptr(GArray) spans = kiri_boilerplate_find(kiri_str(text), organisation, NULL);
    const char *hit = strstr(text, words);
    g_assert_nonnull(hit);
    gsize at = (gsize)(hit - text);
    for (guint i = 0; i < spans->len; i++) {
        const KiriBoilerplate *b = &g_array_index(spans, KiriBoilerplate, i);
        if (b->from <= at && at < b->to)
            return b->kind;
    }
    return KIRI_BOILERPLATE_NONE;
}

#define LIBRARY                                                                                    \
    "市は本日、新しい図書館の名前を発表しました。\n名前は「森の本棚」で、4月に開館します。\n"

static void test_kinds(void)
{
    const char *text =
        "報道関係者各位\n" LIBRARY LIBRARY LIBRARY "蔵書は12万冊、席数は340席です。\n"
        "■商品概要\n価格は330円です。\n"
        "※価格は税込みです。\n"
        "■株式会社灯和電機について\n1952年に青葉市で生まれた会社です。\n"
        "所在地：青葉市1-2\n設立：1952年\n"
        "【免責事項】\n本資料の利用による損害の責任を負いません。\n"
        "「森の本棚」は株式会社灯和電機の登録商標です。\n"
        "関連リンク\nhttps://example.jp/\n"
        "【本件に関するお問い合わせ先】\n広報室 電話 000-0000";
    static const struct {
        const char *words;
        KiriBoilerplateKind kind;
    } cases[] = {
        {"各位", KIRI_BOILERPLATE_PRESS},        {"図書館の名前", KIRI_BOILERPLATE_NONE},
        {"330円", KIRI_BOILERPLATE_NONE},        {"税込み", KIRI_BOILERPLATE_NOTE},
        {"1952年に", KIRI_BOILERPLATE_ABOUT},    {"設立", KIRI_BOILERPLATE_ABOUT},
        {"損害の責任", KIRI_BOILERPLATE_LEGAL},  {"登録商標", KIRI_BOILERPLATE_LEGAL},
        {"example", KIRI_BOILERPLATE_REFERENCE}, {"広報室", KIRI_BOILERPLATE_CONTACT},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_cmpstr(kiri_boilerplate_names[kind_at(text, NULL, cases[i].words)], ==,
                        kiri_boilerplate_names[cases[i].kind]);
}

/* The same without line ends, as texts come out of some pages. */
static void test_one_line(void)
{
    g_autofree char *body =
        body_of("市は本日、新しい図書館の名前を発表しました。名前は「森の本棚」です。"
                "※名前は予定です。■お問い合わせ先　教育委員会　電話000",
                NULL);
    g_assert_cmpstr(body, ==,
                    "市は本日、新しい図書館の名前を発表しました。名前は「森の本棚」です。");
}

/* The matter may speak of the same things. */
static void test_matter(void)
{
    static const char *const texts[] = {
        "問い合わせ先の一覧を作りました。\n続きます。\n続きます。",
        "会社概要を改めました。\n新しい社名は「灯和」です。\n4月から使います。\n来年も使います。",
        "※これは速報です。\n市は図書館を開きます。\n名前は「森の本棚」です。\n来月からです。",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autofree char *body = body_of(texts[i], NULL);
        g_assert_cmpstr(body, ==, texts[i]);
    }
}

/* A heading of the matter ends a part. */
static void test_resumed(void)
{
    const char *text = LIBRARY LIBRARY "■青葉市図書館協会について\n1952年に生まれました。\n"
                                       "■「森の本棚」の催し\n5月3日に朗読会を開きます。\n"
                                       "■お問い合わせ先\n■担当：本田\n■電話：000";
    g_assert_cmpint(kind_at(text, NULL, "1952年"), ==, KIRI_BOILERPLATE_ABOUT);
    g_assert_cmpint(kind_at(text, NULL, "朗読会"), ==, KIRI_BOILERPLATE_NONE);
    g_assert_cmpint(kind_at(text, NULL, "電話"), ==, KIRI_BOILERPLATE_CONTACT);
}

static KiriRelease *release_of(const char *organisation, const char *text)
{
    KiriRelease *r = kiri_release_new();
    r->organisation = g_strdup(organisation);
    r->text = g_strdup(text);
    return r;
}

#define MOTTO "灯和は、暮らしに明かりをともす会社であり続けます。\n"

static void test_repetition(void)
{
    static const char *const texts[] = {
        "新しい電球「ひだまり」を5月に発売します。\n価格は980円です。\n" MOTTO,
        "青葉工場の操業を6月から始めます。\n電球を年に20万個作ります。\n" MOTTO,
        "電球「ひだまり」の販売を中止します。\n返金は7月までです。\n" MOTTO,
    };
    g_autoptr(KiriRepetition) repetition = kiri_repetition_new();
    g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func((GDestroyNotify)kiri_release_free);
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++)
        g_ptr_array_add(all, release_of("株式会社灯和電機", texts[i]));
    g_ptr_array_add(all, release_of("青葉市", texts[0]));
    for (guint i = 0; i < all->len; i++)
        kiri_repetition_add(repetition, g_ptr_array_index(all, i));
    for (guint i = 0; i < all->len; i++)
        kiri_repetition_apply(repetition, g_ptr_array_index(all, i));
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
        const KiriRelease *r = g_ptr_array_index(all, i);
        g_assert_cmpuint(kiri_strv_count(r->repeated), ==, 1);
        g_autofree char *body = kiri_release_body(r);
        g_assert_null(strstr(body, "明かりをともす"));
        g_assert_nonnull(strstr(body, "月"));
    }
    /* Of another organisation it is the first time. */
    g_assert_null(((KiriRelease *)g_ptr_array_index(all, 3))->repeated);
}

/* A monthly figure: everything but the figure is repeated, and all of it stays. */
static void test_monthly(void)
{
    g_auto(GStrv) repeated = g_strsplit("相談の内訳を次のとおり公表しました。\n"
                                        "窓口は全国の市町村に置かれています。",
                                        "\n", -1);
    KiriStr text = kiri_str("3月の相談は120件でした。\n相談の内訳を次のとおり公表しました。\n"
                            "窓口は全国の市町村に置かれています。");
    g_autofree char *body = kiri_boilerplate_blank(text, NULL, repeated);
    g_assert_cmpstr(body, ==, text.p);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/boilerplate/kinds", test_kinds);
    g_test_add_func("/boilerplate/one-line", test_one_line);
    g_test_add_func("/boilerplate/matter", test_matter);
    g_test_add_func("/boilerplate/resumed", test_resumed);
    g_test_add_func("/boilerplate/repetition", test_repetition);
    g_test_add_func("/boilerplate/monthly", test_monthly);
    return g_test_run();
}
