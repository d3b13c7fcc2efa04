// SPDX-License-Identifier: GPL-3.0-or-later
/* Mail to a server that is all that servers are. What counts is the outcome: sent only
 * where the server took it, unsure only where nobody can know, never a password in the
 * clear. */
#include <kirinuki/smtp.h>

#include "../support/mail_server.h"

#include <kirinuki/error.h>

#include <string.h>

typedef struct {
    TlsAuthority *authority;
    MailServer *server;
    KiriSmtp *smtp;
    guint marks; // how often the last byte was announced
    guint taken_at_mark;
    gboolean refuses_mark;
} World;

static World *world_new(const MailHabits *habits)
{
    World *w = g_new0(World, 1);
    w->authority = tls_authority_new();
    w->server = mail_server_new(w->authority, habits);
    return w;
}

static void world_free(World *w)
{
    kiri_smtp_free(w->smtp);
    mail_server_free(w->server);
    tls_authority_free(w->authority);
    g_free(w);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(World, world_free)

static KiriSmtpOptions options_of(const World *w, KiriSmtpTls tls)
{
    return (KiriSmtpOptions){.host = "localhost",
                             .port = (guint)mail_server_port(w->server),
                             .tls = tls,
                             .ca_file = tls_authority_file(w->authority),
                             .helo = "press.example.jp",
                             .timeout_s = 5};
}

static void open_smtp(World *w, const KiriSmtpOptions *o)
{
    g_autoptr(GError) error = NULL;
    kiri_smtp_free(w->smtp);
    w->smtp = kiri_smtp_new(o, &error);
    g_assert_no_error(error);
}

static gboolean mark(gpointer data)
{
    World *w = data;
    w->marks++;
    w->taken_at_mark = mail_server_n_taken(w->server);
    return !w->refuses_mark;
}

#define TEXT "Message-ID: <1@example.jp>\r\nSubject: x\r\n\r\nfirst\r\n.\r\n..dots\r\nlast\r\n"

static KiriSmtpOutcome send_to(World *w, const char *to, KiriStr text, KiriSmtpResult *result)
{
    kiri_smtp_send(w->smtp, "koho@example.jp", to, text, mark, w, result);
    g_assert_nonnull(result->answer);
    g_assert_null(strpbrk(result->answer, "\r\n"));
    return result->outcome;
}

static void assert_outcome(World *w, KiriSmtpOutcome outcome, const char *answer)
{
    g_auto(KiriSmtpResult) result = {0};
    KiriSmtpOutcome is = send_to(w, "a@example.jp", KIRI_STR_LITERAL(TEXT), &result);
    if (is != outcome || !strstr(result.answer, answer))
        g_error("outcome %d, and '%s' is not in '%s'", is, answer, result.answer);
}

static void test_sent(void)
{
    g_autoptr(World) w = world_new(&(MailHabits){0});
    KiriSmtpOptions o = options_of(w, KIRI_SMTP_TLS_NONE);
    open_smtp(w, &o);
    assert_outcome(w, KIRI_SMTP_SENT, "250 2.0.0 taken 2.0.0 queued as 4711");
    const MailTaken *m = mail_server_taken(w->server, 0);
    g_assert_cmpstr(m->text, ==, TEXT);
    g_assert_cmpstr(m->from, ==, "koho@example.jp");
    g_assert_cmpstr(m->to, ==, "a@example.jp");
    g_assert_null(m->user);
    g_assert_cmpuint(w->marks, ==, 1);
    g_assert_cmpuint(w->taken_at_mark, ==, 0); // it is told before, not after
    /* More on the same connection, and one larger than any buffer. */
    g_autoptr(GString) large = g_string_new("Message-ID: <2@example.jp>\r\n\r\n");
    for (guint i = 0; i < 30000; i++)
        g_string_append_printf(large, "line %u of many\r\n", i);
    g_auto(KiriSmtpResult) result = {0};
    g_assert_cmpint(send_to(w, "b@example.jp", (KiriStr){large->str, large->len}, &result), ==,
                    KIRI_SMTP_SENT);
    g_assert_cmpstr(mail_server_taken(w->server, 1)->text, ==, large->str);
    g_assert_cmpuint(mail_server_n_connections(w->server), ==, 1);
    g_assert_cmpuint(w->marks, ==, 2);
}

static void test_starttls(void)
{
    g_autoptr(World) w = world_new(&(MailHabits){.has_starttls = TRUE});
    KiriSmtpOptions o = options_of(w, KIRI_SMTP_TLS_REQUIRED);
    open_smtp(w, &o);
    assert_outcome(w, KIRI_SMTP_SENT, "250");
    g_assert_true(mail_server_taken(w->server, 0)->was_tls);
    /* A certificate that nobody vouches for. */
    o.ca_file = NULL;
    open_smtp(w, &o);
    assert_outcome(w, KIRI_SMTP_LATER, "certificate");
    /* No TLS where it is required: nothing leaves. */
    mail_server_become(w->server, &(MailHabits){0});
    o = options_of(w, KIRI_SMTP_TLS_REQUIRED);
    open_smtp(w, &o);
    assert_outcome(w, KIRI_SMTP_LATER, "STARTTLS");
    g_assert_cmpuint(mail_server_n_taken(w->server), ==, 1);
    o = options_of(w, KIRI_SMTP_TLS_OPPORTUNISTIC);
    open_smtp(w, &o);
    assert_outcome(w, KIRI_SMTP_SENT, "250");
    g_assert_false(mail_server_taken(w->server, 1)->was_tls);
}

static void test_implicit(void)
{
    g_autoptr(World) w = world_new(&(MailHabits){.is_implicit = TRUE});
    KiriSmtpOptions o = options_of(w, KIRI_SMTP_TLS_IMPLICIT);
    open_smtp(w, &o);
    assert_outcome(w, KIRI_SMTP_SENT, "250");
    g_assert_true(mail_server_taken(w->server, 0)->was_tls);
}

static void test_authentication(void)
{
    MailHabits h = {.has_starttls = TRUE, .user = "koho", .password = "Canary 4711"};
    g_autoptr(World) w = world_new(&h);
    for (guint i = 0; i < 2; i++) {
        h.only_login = i == 1;
        mail_server_become(w->server, &h);
        KiriSmtpOptions o = options_of(w, KIRI_SMTP_TLS_REQUIRED);
        o.user = "koho";
        o.password = "Canary 4711";
        open_smtp(w, &o);
        assert_outcome(w, KIRI_SMTP_SENT, "250");
        g_assert_cmpstr(mail_server_taken(w->server, i)->user, ==, "koho");
        /* A wrong password is ours to mend; the message is not refused. */
        o.password = "Canary 4712";
        open_smtp(w, &o);
        g_auto(KiriSmtpResult) result = {0};
        g_assert_cmpint(send_to(w, "a@example.jp", KIRI_STR_LITERAL(TEXT), &result), ==,
                        KIRI_SMTP_LATER);
        g_assert_nonnull(strstr(result.answer, "535"));
        g_assert_null(strstr(result.answer, "Canary"));
        o.user = o.password = NULL;
        open_smtp(w, &o);
        assert_outcome(w, KIRI_SMTP_LATER, "530");
    }
}

static void test_refusals(void)
{
    g_autoptr(World) w = world_new(&(MailHabits){.later_rcpt = 1, .refuse_rcpt = "b@example.jp"});
    KiriSmtpOptions o = options_of(w, KIRI_SMTP_TLS_NONE);
    g_auto(KiriSmtpResult) result = {0};
    open_smtp(w, &o);
    assert_outcome(w, KIRI_SMTP_LATER, "450 4.2.1 mailbox busy");
    assert_outcome(w, KIRI_SMTP_SENT, "250");
    g_assert_cmpint(send_to(w, "b@example.jp", KIRI_STR_LITERAL(TEXT), &result), ==,
                    KIRI_SMTP_REFUSED);
    g_assert_cmpstr(result.answer, ==, "550 5.1.1 no such person");
    mail_server_become(w->server, &(MailHabits){.later_data = 1});
    assert_outcome(w, KIRI_SMTP_LATER, "451 4.3.0 not now 4.3.0 later perhaps");
    mail_server_become(w->server, &(MailHabits){.refuse_data = 1});
    assert_outcome(w, KIRI_SMTP_REFUSED, "554 5.7.1 not wanted here");
    mail_server_become(w->server, &(MailHabits){.greeting = "554 go away"});
    open_smtp(w, &o);
    assert_outcome(w, KIRI_SMTP_LATER, "554");
    g_assert_cmpuint(mail_server_n_taken(w->server), ==, 1);
}

static void test_lost_way(void)
{
    g_autoptr(World) w = world_new(&(MailHabits){.cut_in_data = 1});
    KiriSmtpOptions o = options_of(w, KIRI_SMTP_TLS_NONE);
    g_autoptr(GString) large = g_string_new("Message-ID: <2@example.jp>\r\n\r\n");
    g_auto(KiriSmtpResult) result = {0};
    for (guint i = 0; i < 1000000; i++) // more than the ways between hold
        g_string_append(large, "line of many\r\n");
    open_smtp(w, &o);
    KiriStr text = {large->str, large->len};
    g_assert_cmpint(send_to(w, "a@example.jp", text, &result), ==, KIRI_SMTP_LATER);
    g_assert_cmpuint(w->marks, ==, 0);
    mail_server_become(w->server, &(MailHabits){.cut_at_data = 1});
    g_assert_cmpint(send_to(w, "a@example.jp", KIRI_STR_LITERAL(TEXT), &result), ==,
                    KIRI_SMTP_LATER);
    g_assert_cmpuint(w->marks, ==, 0);
    /* The server has it, and nobody here knows: cut off, or silent. */
    mail_server_become(w->server, &(MailHabits){.cut_at_end = 1});
    g_assert_cmpint(send_to(w, "a@example.jp", KIRI_STR_LITERAL(TEXT), &result), ==,
                    KIRI_SMTP_UNSURE);
    o.timeout_s = 1;
    open_smtp(w, &o);
    mail_server_become(w->server, &(MailHabits){.stop_at_end = 1});
    g_assert_cmpint(send_to(w, "a@example.jp", KIRI_STR_LITERAL(TEXT), &result), ==,
                    KIRI_SMTP_UNSURE);
    g_assert_cmpuint(mail_server_n_taken(w->server), ==, 2);
    /* Nobody there at all. */
    o.port = 1;
    open_smtp(w, &o);
    assert_outcome(w, KIRI_SMTP_LATER, "cannot be reached");
}

/* What cannot be put on record does not leave. */
static void test_mark(void)
{
    g_autoptr(World) w = world_new(&(MailHabits){0});
    KiriSmtpOptions o = options_of(w, KIRI_SMTP_TLS_NONE);
    open_smtp(w, &o);
    w->refuses_mark = TRUE;
    assert_outcome(w, KIRI_SMTP_STOPPED, "");
    w->refuses_mark = FALSE;
    assert_outcome(w, KIRI_SMTP_SENT, "250");
    g_assert_cmpuint(mail_server_n_taken(w->server), ==, 1);
}

static void test_plain(void)
{
    const struct {
        KiriSmtpOptions o;
        gboolean is_taken;
    } rows[] = {
        {{.host = "mail.example.jp", .tls = KIRI_SMTP_TLS_NONE}, FALSE},
        {{.host = "mail.example.jp", .tls = KIRI_SMTP_TLS_NONE, .allow_plain = TRUE}, TRUE},
        {{.host = "127.0.0.1", .tls = KIRI_SMTP_TLS_NONE}, TRUE},
        {{.host = "::1", .tls = KIRI_SMTP_TLS_NONE}, TRUE},
        {{.host = "localhost.example.jp", .tls = KIRI_SMTP_TLS_NONE}, FALSE},
        {{.host = "mail.example.jp", .tls = KIRI_SMTP_TLS_OPPORTUNISTIC}, TRUE},
        {{.host = "mail.example.jp", .tls = KIRI_SMTP_TLS_OPPORTUNISTIC, .user = "a"}, FALSE},
        {{.host = "mail.example.jp", .user = "a"}, TRUE},
        {{.host = ""}, FALSE},
        {{.host = "mail.example.jp/x"}, FALSE},
        {{.host = "a@mail.example.jp"}, FALSE},
        {{.host = "mail example"}, FALSE},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(KiriSmtp) smtp = kiri_smtp_new(&rows[i].o, &error);
        g_assert_true((smtp != NULL) == rows[i].is_taken);
        if (!smtp)
            g_assert_error(error, KIRI_ERROR_CRAWLER, KIRI_ERROR_USAGE);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/smtp/sent", test_sent);
    g_test_add_func("/smtp/starttls", test_starttls);
    g_test_add_func("/smtp/implicit", test_implicit);
    g_test_add_func("/smtp/authentication", test_authentication);
    g_test_add_func("/smtp/refusals", test_refusals);
    g_test_add_func("/smtp/lost-way", test_lost_way);
    g_test_add_func("/smtp/mark", test_mark);
    g_test_add_func("/smtp/plain", test_plain);
    return g_test_run();
}
