// SPDX-License-Identifier: GPL-3.0-or-later
/* Mails: what goes in comes out again at a reader that knows only the RFCs (the decoders
 * of mime.h), every line keeps its length, and nothing that is handed in adds a line. */
#include "mail/mail_words.h"

#include "../support/mime.h"

#include <kirinuki/error.h>
#include <kirinuki/mail.h>

#include <string.h>

/* ---- texts ---- */

/* Any text without NUL: letters of all widths, controls, marks of direction, words of a
 * thousand letters. */
static char *random_text(GRand *rand)
{
    static const struct {
        gint32 from, to;
    } kinds[] = {{0x20, 0x7f},     {1, 0x20},          {0x7f, 0xa0},        {0x3041, 0x3097},
                 {0x4e00, 0x9fff}, {0x1f300, 0x1f650}, {0x5d0, 0x5eb},      {0x600, 0x700},
                 {0x200b, 0x2070}, {0x300, 0x370},     {0xe000, 0xf8ff},    {0x20000, 0x2a6df},
                 {0x2028, 0x202a}, {0xfff9, 0xfffe},   {0x10fff0, 0x110000}};
    GString *s = g_string_new(NULL);
    gint pieces = g_rand_int_range(rand, 0, 6);
    for (gint i = 0; i < pieces; i++) {
        gsize kind = (gsize)g_rand_int_range(rand, 0, (gint32)G_N_ELEMENTS(kinds));
        gint n = g_rand_int_range(rand, 0, g_rand_int_range(rand, 0, 20) ? 40 : 1000);
        for (gint j = 0; j < n; j++)
            g_string_append_unichar(
                s, (gunichar)g_rand_int_range(rand, kinds[kind].from, kinds[kind].to));
        if (g_rand_boolean(rand))
            g_string_append_c(s, ' ');
        if (!g_rand_int_range(rand, 0, 5))
            g_string_append(s, "=?UTF-8?B?44GC?=");
    }
    return g_string_free(s, FALSE);
}

static void check_header(const char *text, gsize column)
{
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    for (gsize i = 0; i < column; i++)
        kiri_buf_add_char(&out, 'H');
    kiri_mail_put_text(kiri_str(text), column, &out);
    mime_assert_lines(kiri_buf_view(&out), KIRI_MAIL_COLUMNS);
    g_autofree char *back = mime_decode_words(out.p + column);
    /* A fold in front leaves its blank, which belongs to the header's name. */
    g_assert_cmpstr(g_str_has_prefix(out.p + column, "\r\n ") ? back + 1 : back, ==, text);
}

static void test_header_text(void)
{
    static const char *const texts[] = {
        "plain",
        "two  blanks",
        " blank in front",
        "blank behind ",
        "a=?b",
        "報道",
        "「時間単位の年休」に関する報道 4月13日（月）7時30分現在 12件（実件数9件）",
        "line\r\nBcc: everyone@example.jp",
        "tab\there",
        "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀",
        "שלום עולם",
        "a short subject that is plain but does not fit the seventy-eight columns of one line",
    };
    g_autoptr(GString) word = g_string_new(NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++)
        check_header(texts[i], 9);
    for (guint i = 0; i < 1000; i++)
        g_string_append_c(word, 'x');
    check_header(word->str, 9);
    /* Plain text stays readable for people. */
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    kiri_mail_put_text(kiri_str("Coverage of 13 April"), 9, &out);
    g_assert_cmpstr(out.p, ==, "Coverage of 13 April");
}

static void test_header_random(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(8);
    for (guint i = 0; i < 3000; i++) {
        g_autofree char *text = random_text(rand);
        check_header(text, (gsize)g_rand_int_range(rand, 2, 70));
    }
}

static void check_bodies(const char *text)
{
    g_auto(KiriBuf) quoted;
    g_auto(KiriBuf) packed;
    kiri_buf_init(&quoted, KIRI_BUF_UNCAPPED);
    kiri_buf_init(&packed, KIRI_BUF_UNCAPPED);
    kiri_mail_put_quoted_printable(kiri_str(text), &quoted);
    kiri_mail_put_base64(kiri_str(text), &packed);
    mime_assert_lines(kiri_buf_view(&quoted), KIRI_MAIL_COLUMNS);
    mime_assert_lines(kiri_buf_view(&packed), KIRI_MAIL_COLUMNS);
    g_auto(GStrv) lines = g_regex_split_simple("\r\n|\r|\n", text, 0, 0);
    g_autofree char *joined = g_strjoinv("\r\n", lines);
    g_autofree char *want = !*joined || g_str_has_suffix(joined, "\r\n")
                                ? g_strdup(joined)
                                : g_strconcat(joined, "\r\n", NULL);
    g_autofree char *back = mime_decode_quoted(kiri_buf_view(&quoted));
    g_assert_cmpstr(back, ==, want);
    gsize n = 0;
    g_autofree guchar *bytes = g_base64_decode(packed.p, &n);
    g_assert_true(n == strlen(text) && memcmp(bytes, text, n) == 0);
}

static void test_bodies(void)
{
    static const char *const texts[] = {"",
                                        "a",
                                        "\n",
                                        "blank at the end \nnext\t\n",
                                        ".\n..\n",
                                        "From here\nFrom",
                                        "a\rb\r\nc\n\nd",
                                        "見出し\nhttps://a.jp/?x=1"};
    g_autoptr(GRand) rand = g_rand_new_with_seed(9);
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++)
        check_bodies(texts[i]);
    for (guint i = 0; i < 1500; i++) {
        g_autofree char *text = random_text(rand);
        check_bodies(text);
    }
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    kiri_mail_put_quoted_printable(kiri_str(".\nFrom a\nend "), &out);
    g_assert_cmpstr(out.p, ==, "=2E\r\n=46rom a\r\nend=20\r\n");
}

static void test_parameter(void)
{
    static const char *const names[] = {
        "report.csv",
        "a \"quote\".csv",
        "報道結果.html",
        "a\\b",
        "x\r\nBcc: a",
        "100%.pdf",
        "",
        "とても長い名前の報道結果についての資料（令和八年四月十三日から）第一版.xlsx"};
    g_autoptr(GRand) rand = g_rand_new_with_seed(10);
    for (guint i = 0; i < 1000 + G_N_ELEMENTS(names); i++) {
        g_autofree char *text = i < G_N_ELEMENTS(names) ? g_strdup(names[i]) : random_text(rand);
        if (strstr(text, "; "))
            continue; // our reader splits there, inside quotes too
        g_auto(KiriBuf) out;
        kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
        kiri_mail_put_parameter("filename", kiri_str(text), &out);
        mime_assert_lines(kiri_buf_view(&out), KIRI_MAIL_COLUMNS);
        g_autofree char *back = mime_decode_parameter("filename", out.p);
        g_assert_cmpstr(back, ==, text);
    }
}

/* ---- addresses ---- */

static void test_mailbox(void)
{
    static const struct {
        const char *text, *name, *address;
    } good[] = {
        {"koho@example.jp", NULL, "koho@example.jp"},
        {" 広報課 <koho@Example.JP> ", "広報課", "koho@example.jp"},
        {"\"A, \\\"B\\\"\" <a@example.jp>", "A, \"B\"", "a@example.jp"},
        {"<a+b@sub.example.co.jp>", NULL, "a+b@sub.example.co.jp"},
        {"a..b.@docomo.example", NULL, "\"a..b.\"@docomo.example"},
        {"\"a@b\"@example.jp", NULL, "\"a@b\"@example.jp"},
        {"koho@日本語.jp", NULL, "koho@xn--wgv71a119e.jp"},
        {"root@localhost", NULL, "root@localhost"},
    };
    static const char *const bad[] = {"",
                                      "koho",
                                      "@example.jp",
                                      "koho@",
                                      "a b@example.jp",
                                      "広報@a.jp",
                                      "a@b@example.jp",
                                      "a@exa mple.jp",
                                      "a@example.jp\n",
                                      "a@example.jp\r\nBcc: x@y.jp",
                                      "a@-",
                                      "a@192.0.2.1",
                                      "a@[192.0.2.1]",
                                      "a@example.jp/x",
                                      "a@example.jp>",
                                      "a@ex..jp",
                                      "x <>",
                                      "a@example.jp:25",
                                      "a,b@example.jp",
                                      "a@host",
                                      "a\x01@example.jp"};
    g_autoptr(GError) error = NULL;
    for (gsize i = 0; i < G_N_ELEMENTS(good); i++) {
        g_autoptr(KiriMailbox) box = kiri_mailbox_parse(kiri_str(good[i].text), &error);
        g_assert_no_error(error);
        g_assert_cmpstr(box->name, ==, good[i].name);
        g_assert_cmpstr(box->address, ==, good[i].address);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autoptr(GError) why = NULL;
        g_autoptr(KiriMailbox) box = kiri_mailbox_parse(kiri_str(bad[i]), &why);
        if (box)
            g_error("'%s' was taken as '%s'", bad[i], box->address);
        g_assert_error(why, KIRI_ERROR_REPORT, KIRI_ERROR_USAGE);
        g_assert_null(strpbrk(why->message, "\r\n"));
    }
    g_autofree char *local = g_strnfill(65, 'a');
    g_autofree char *longer = g_strconcat(local, "@example.jp", NULL);
    g_assert_null(kiri_mailbox_parse(kiri_str(longer), NULL));
}

/* ---- whole mails ---- */

static char *write_mail(const KiriMail *mail, const KiriMailbox *to)
{
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    g_autofree char *id = kiri_mail_message_id("0123", mail->from);
    kiri_mail_write_head(mail, to, id, &out);
    kiri_mail_write_body(mail, &out);
    return kiri_buf_steal(&out, NULL);
}

static KiriMail a_mail(const KiriMailbox *from)
{
    gint64 us = kiri_civil_to_us(&(KiriCivil){2026, 4, 13, 7, 30, 0, 0, 1}, KIRI_JST_MIN);
    return (KiriMail){.from = from,
                      .subject = "報道結果 4月13日",
                      .language = "ja",
                      .date_us = us,
                      .text = "見出し\n",
                      .html = "<p>見出し</p>",
                      .unsubscribe = "https://example.jp/stop?x=1"};
}

static void test_whole(void)
{
    g_autoptr(KiriMailbox) from = kiri_mailbox_parse(kiri_str("広報課 <koho@example.jp>"), NULL);
    g_autoptr(KiriMailbox) to = kiri_mailbox_parse(kiri_str("a@example.jp"), NULL);
    KiriMail mail = a_mail(from);
    const KiriMailFile file = {"報道結果.csv", "text/csv; charset=UTF-8",
                               KIRI_STR_LITERAL("a,b\r\n")};
    mail.files = &file;
    mail.n_files = 1;
    g_autofree char *text = write_mail(&mail, to), *again = write_mail(&mail, to);
    g_assert_cmpstr(text, ==, again);
    mime_assert_lines(kiri_str(text), KIRI_MAIL_COLUMNS);
    static const struct {
        const char *name, *value;
    } fields[] = {{"Date", "Mon, 13 Apr 2026 07:30:00 +0900"},
                  {"From", "広報課 <koho@example.jp>"},
                  {"To", "a@example.jp"},
                  {"Subject", "報道結果 4月13日"},
                  {"Message-ID", "<0123@example.jp>"},
                  {"Auto-Submitted", "auto-generated"},
                  {"MIME-Version", "1.0"},
                  {"List-Unsubscribe", "<https://example.jp/stop?x=1>"},
                  {"List-Unsubscribe-Post", "List-Unsubscribe=One-Click"},
                  {"Bcc", ""}};
    for (gsize i = 0; i < G_N_ELEMENTS(fields); i++) {
        g_autofree char *folded = mime_field(text, fields[i].name);
        g_autofree char *value = mime_decode_words(folded);
        g_assert_cmpstr(value, ==, fields[i].value);
    }
    g_assert_nonnull(strstr(text, "multipart/mixed"));
    g_assert_nonnull(strstr(text, "multipart/alternative"));
    g_assert_nonnull(strstr(text, "YSxiDQo=")); // the file
    mail.n_files = 0;
    mail.html = NULL;
    mail.unsubscribe = "mailto:stop@example.jp";
    g_autofree char *plain = write_mail(&mail, to);
    g_assert_null(strstr(plain, "multipart"));
    g_assert_nonnull(strstr(plain, "List-Unsubscribe: <mailto:stop@example.jp>\r\n"));
    g_assert_null(strstr(plain, "One-Click"));
}

/* Whatever stands in headlines and names, the head has the lines that it should have. */
static void test_injection(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(11);
    g_autoptr(KiriMailbox) to = kiri_mailbox_parse(kiri_str("a@example.jp"), NULL);
    for (guint i = 0; i < 500; i++) {
        g_autofree char *noise = random_text(rand);
        g_autofree char *subject = g_strconcat(noise, "\r\nBcc: b@example.jp\r\n\r\n", noise, NULL);
        g_autoptr(KiriMailbox) from = kiri_mailbox_new();
        from->address = g_strdup("koho@example.jp");
        from->name = g_strdup(subject);
        KiriMail mail = a_mail(from);
        mail.subject = subject;
        mail.text = mail.html = subject;
        g_autofree char *text = write_mail(&mail, to);
        mime_assert_lines(kiri_str(text), KIRI_MAIL_COLUMNS);
        g_autofree char *bcc = mime_field(text, "Bcc"), *shown = mime_field(text, "Subject");
        g_assert_cmpstr(bcc, ==, "");
        g_autofree char *decoded = mime_decode_words(shown);
        for (const char *p = decoded; *p; p += g_utf8_skip[(guchar)*p])
            g_assert_false(g_unichar_iscntrl(g_utf8_get_char(p)));
    }
    g_assert_false(kiri_mail_is_unsubscribe("https://a.jp/>\r\nBcc: x"));
    g_assert_false(kiri_mail_is_unsubscribe("http://a.jp/"));
    g_assert_false(kiri_mail_is_unsubscribe("javascript:alert(1)"));
    g_assert_true(kiri_mail_is_unsubscribe("mailto:a@example.jp?subject=stop"));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/mail/header/text", test_header_text);
    g_test_add_func("/mail/header/random", test_header_random);
    g_test_add_func("/mail/bodies", test_bodies);
    g_test_add_func("/mail/parameter", test_parameter);
    g_test_add_func("/mail/mailbox", test_mailbox);
    g_test_add_func("/mail/whole", test_whole);
    g_test_add_func("/mail/injection", test_injection);
    return g_test_run();
}
