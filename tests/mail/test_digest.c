// SPDX-License-Identifier: GPL-3.0-or-later
/* Digests and alerts as an office meets them: the program against a mail server and a
 * webhook of our own. What is relied on: everybody gets the digest once, whatever happens
 * to the program or the way; what is in doubt is said; nothing of it shows a secret. */
#include "../support/http_server.h"
#include "../support/mail_server.h"
#include "../support/temp.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define NOON "2026-04-14T12:00:00+09:00"

typedef struct {
    KiriTempDir *dir;
    MailServer *mail;
    HttpServer *web;
    char *now;
} Office;

typedef struct {
    gint code;
    char *out, *err;
} Said;

static void said_clear(Said *s)
{
    g_free(s->out);
    g_free(s->err);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Said, said_clear)

/* ---- the program ---- */

static char **words_of(const Office *o, const char *line)
{
    g_auto(GStrv) words = NULL;
    g_autoptr(GError) error = NULL;
    GPtrArray *argv = g_ptr_array_new();
    g_assert_true(g_shell_parse_argv(line, NULL, &words, &error));
    g_ptr_array_add(argv, g_build_filename(KIRINUKI_BINARY_DIR, "kirinuki", NULL));
    const char *const fixed[] = {"-C", "ws", "--now", o->now};
    for (gsize i = 0; i < G_N_ELEMENTS(fixed); i++)
        g_ptr_array_add(argv, g_strdup(fixed[i]));
    for (char **word = words; *word; word++)
        g_ptr_array_add(argv, g_strdup(*word));
    g_ptr_array_add(argv, NULL);
    return (char **)g_ptr_array_free(argv, FALSE);
}

static char **environment(void)
{
    char **env = g_get_environ();
    env = g_environ_unsetenv(env, "LANGUAGE");
    return g_environ_setenv(env, "LC_ALL", "C", TRUE);
}

static Said say(const Office *o, const char *format, ...) G_GNUC_PRINTF(2, 3);
static Said say(const Office *o, const char *format, ...)
{
    va_list args;
    Said said = {0};
    gint status = 0;
    g_autoptr(GError) error = NULL;
    va_start(args, format);
    g_autofree char *line = g_strdup_vprintf(format, args);
    va_end(args);
    g_auto(GStrv) argv = words_of(o, line);
    g_auto(GStrv) env = environment();
    g_spawn_sync(o->dir, argv, env, G_SPAWN_DEFAULT, NULL, NULL, &said.out, &said.err, &status,
                 &error);
    g_assert_no_error(error);
    if (!WIFEXITED(status))
        g_error("'%s' was killed: %s", line, said.err);
    said.code = WEXITSTATUS(status);
    return said;
}

#define assert_says(office, wanted, ...)                                                           \
    do {                                                                                           \
        g_auto(Said) said_ = say((office), __VA_ARGS__);                                           \
        if (said_.code != (wanted))                                                                \
            g_error("%s: exit %d: %s%s", G_STRLOC, said_.code, said_.out, said_.err);              \
    } while (0)

static void later(Office *o, const char *now)
{
    g_free(o->now);
    o->now = g_strdup(now);
}

/* ---- an office ---- */

static void put_file(const Office *o, const char *name, const char *text, int mode)
{
    g_autofree char *path = g_build_filename(o->dir, name, NULL);
    g_assert_true(g_file_set_contents(path, text, -1, NULL));
    g_assert_cmpint(chmod(path, (mode_t)mode), ==, 0);
}

static void import(const Office *o, const char *id, const char *title, const char *text,
                   const char *published)
{
    g_autofree char *line = g_strdup_printf(
        "{\"id\":\"%s\",\"url\":\"https://%s.example/%s\",\"title\":\"%s\",\"text\":\"%s\","
        "\"published\":\"%s\"}\n",
        id, id, id, title, text, published);
    put_file(o, "a.ndjson", line, 0644);
    assert_says(o, 0, "-q import a.ndjson");
    assert_says(o, 0, "-q index");
    assert_says(o, 0, "-q link");
}

#define BODY                                                                                                                                     \
    "海辺町は十日、漁港の朝市を五月から毎週日曜日に開くと発表した。干物や海藻など三十二店が出店す" \
    "る。"

static Office *office_new(const MailHabits *habits)
{
    Office *o = g_new0(Office, 1);
    o->dir = kiri_temp_new();
    o->mail = mail_server_new(NULL, habits);
    o->web = http_server_new();
    o->now = g_strdup(NOON);
    assert_says(o, 0, "-q init --bare");
    assert_says(o, 0, "-q config set mail.from '広報課 <koho@example.jp>'");
    assert_says(o, 0, "-q config set mail.server localhost");
    assert_says(o, 0, "-q config set mail.port %d", mail_server_port(o->mail));
    assert_says(o, 0, "-q config set mail.tls none");
    assert_says(o, 0, "-q config set mail.timeout_s 5");
    assert_says(o, 0, "-q topic add 朝市 朝市 --id ichi");
    import(o, "a1", "漁港の朝市、毎週日曜に", BODY, "2026-04-14T08:00:00+09:00");
    return o;
}

static void office_free(Office *o)
{
    mail_server_free(o->mail);
    http_server_free(o->web);
    kiri_temp_free(o->dir);
    g_free(o->now);
    g_free(o);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Office, office_free)

/* ---- mail ---- */

static void test_once(void)
{
    g_autoptr(Office) o = office_new(&(MailHabits){0});
    assert_says(o, 0, "digest --topic ichi --to a@example.jp --to 'B <b@example.jp>'");
    g_assert_cmpuint(mail_server_n_taken(o->mail), ==, 2);
    g_assert_cmpuint(mail_server_n_connections(o->mail), ==, 1);
    const MailTaken *m = mail_server_taken(o->mail, 1);
    g_assert_cmpstr(m->from, ==, "koho@example.jp");
    g_assert_cmpstr(m->to, ==, "b@example.jp");
    g_assert_nonnull(strstr(m->text, "\r\nTo: B <b@example.jp>\r\n"));
    g_assert_null(strstr(m->text, " a@example.jp")); // nobody sees the others
    g_assert_cmpuint(mail_server_most_of_one(o->mail), ==, 1);
    /* The same digest, an hour later: nobody gets it twice. A third one gets it. */
    later(o, "2026-04-14T13:00:00+09:00");
    assert_says(o, 0, "digest --topic ichi --to a@example.jp --to c@example.jp");
    g_assert_cmpuint(mail_server_n_taken(o->mail), ==, 3);
    g_assert_cmpstr(mail_server_taken(o->mail, 2)->to, ==, "c@example.jp");
    assert_says(o, 0, "digest --topic ichi --to a@example.jp --again");
    g_assert_cmpuint(mail_server_n_taken(o->mail), ==, 4);
    g_assert_cmpuint(mail_server_most_of_one(o->mail), ==, 1);
    /* A new clip makes another digest. */
    import(o, "a2", "朝市の思い出", "祖母と歩いた朝市を思い出す。", "2026-04-14T09:00:00+09:00");
    assert_says(o, 0, "digest --topic ichi --to a@example.jp");
    g_assert_cmpuint(mail_server_n_taken(o->mail), ==, 5);
    assert_says(o, 0, "status");
}

static char *decoded_parts(const char *text)
{
    g_autoptr(GString) all = g_string_new(NULL);
    g_auto(GStrv) parts = g_strsplit(text, "Content-Transfer-Encoding: base64\r\n\r\n", -1);
    for (char **part = parts + 1; *part; part++) {
        gsize n = 0;
        g_autofree char *packed = g_strndup(*part, strcspn(*part, "-"));
        g_autofree guchar *bytes = g_base64_decode(packed, &n);
        g_string_append_len(all, (char *)bytes, (gssize)n);
    }
    return g_strdup(all->str);
}

static void test_content(void)
{
    g_autoptr(Office) o = office_new(&(MailHabits){0});
    assert_says(o, 0, "-q config set mail.unsubscribe https://example.jp/stop");
    assert_says(o, 0, "digest --topic ichi --to a@example.jp --attach csv");
    const char *text = mail_server_taken(o->mail, 0)->text;
    g_autofree char *shown = decoded_parts(text);
    g_assert_nonnull(strstr(text, "List-Unsubscribe: <https://example.jp/stop>\r\n"));
    g_assert_nonnull(strstr(text, "UTF-8''%E5%A0%B1%E9%81%93"));
    g_assert_nonnull(strstr(shown, "漁港の朝市、毎週日曜に"));
    g_assert_nonnull(strstr(shown, "https://a1.example/a1"));
    g_assert_nonnull(strstr(shown, "配信の停止：https://example.jp/stop"));
    g_assert_null(strstr(shown, "干物や海藻")); // no text of the article, in no part
}

static void test_later(void)
{
    g_autoptr(Office) o = office_new(&(MailHabits){.later_rcpt = 1});
    assert_says(o, 3, "digest --topic ichi --to a@example.jp --to b@example.jp");
    g_assert_cmpuint(mail_server_n_taken(o->mail), ==, 1); // the other one did not wait
    g_auto(Said) status = say(o, "digest --status");
    g_assert_cmpint(status.code, ==, 0);
    g_assert_nonnull(strstr(status.out, "450 4.2.1 mailbox busy"));
    /* Not before its time; then with the next run. */
    later(o, "2026-04-14T12:00:59+09:00");
    assert_says(o, 0, "-q run");
    g_assert_cmpuint(mail_server_n_taken(o->mail), ==, 1);
    later(o, "2026-04-14T12:01:00+09:00");
    assert_says(o, 0, "-q run");
    g_assert_cmpuint(mail_server_n_taken(o->mail), ==, 2);
    assert_says(o, 0, "-q run");
    g_assert_cmpuint(mail_server_n_taken(o->mail), ==, 2);
}

static void test_refused(void)
{
    g_autoptr(Office) o = office_new(&(MailHabits){.refuse_rcpt = "b@example.jp"});
    assert_says(o, 3, "digest --topic ichi --to a@example.jp --to b@example.jp");
    g_assert_cmpuint(mail_server_n_taken(o->mail), ==, 1);
    g_auto(Said) status = say(o, "digest --status");
    g_assert_cmpint(status.code, ==, 1);
    g_assert_nonnull(strstr(status.out, "550 5.1.1 no such person"));
    assert_says(o, 1, "status");
    g_autofree char *id = g_strndup(status.out, strcspn(status.out, " "));
    assert_says(o, 0, "digest --drop %s", id);
    assert_says(o, 0, "status");
    assert_says(o, 2, "digest --drop %s", id);
}

/* Nobody is there, then the way is cut before the first message, then all is well. */
static void test_lost_way(void)
{
    g_autoptr(Office) o = office_new(&(MailHabits){.cut_at_data = 1});
    g_auto(Said) away =
        say(o, "-c mail.port=1 digest --topic ichi --to a@example.jp --to b@example.jp");
    g_assert_cmpint(away.code, ==, 3);
    assert_says(o, 3, "digest --retry");
    assert_says(o, 0, "digest --retry");
    g_assert_cmpuint(mail_server_n_taken(o->mail), ==, 2);
    g_assert_cmpuint(mail_server_most_of_one(o->mail), ==, 1);
}

/* The server has it and says nothing: it is not sent again but by a person's word, and
 * then under its old name, by which readers know it. */
static void test_unsure(void)
{
    g_autoptr(Office) o = office_new(&(MailHabits){.cut_at_end = 1});
    assert_says(o, 3, "digest --topic ichi --to a@example.jp");
    later(o, "2026-04-15T12:00:00+09:00");
    assert_says(o, 0, "-q run");
    assert_says(o, 0, "digest --retry");
    g_assert_cmpuint(mail_server_n_taken(o->mail), ==, 1);
    assert_says(o, 1, "status");
    g_auto(Said) status = say(o, "digest --status");
    g_assert_nonnull(strstr(status.out, "unsure"));
    g_autofree char *id = g_strndup(status.out, strcspn(status.out, " "));
    assert_says(o, 0, "digest --resend %s", id);
    g_assert_cmpuint(mail_server_n_taken(o->mail), ==, 2);
    g_assert_cmpuint(mail_server_most_of_one(o->mail), ==, 2);
    assert_says(o, 0, "status");
}

static void test_password(void)
{
    g_autoptr(Office) o =
        office_new(&(MailHabits){.user = "koho", .password = "Canary4711", .only_login = TRUE});
    put_file(o, "secret", "Canary4711\n", 0644);
    assert_says(o, 0, "-q config set mail.user koho");
    assert_says(o, 0, "-q config set mail.password_file '%s/secret'", o->dir);
    g_auto(Said) open_to_all = say(o, "digest --topic ichi --to a@example.jp");
    g_assert_cmpint(open_to_all.code, ==, 2);
    g_assert_nonnull(strstr(open_to_all.err, "chmod 600"));
    put_file(o, "secret", "Canary4711\n", 0600);
    g_auto(Said) said = say(o, "-v digest --retry");
    g_assert_cmpint(said.code, ==, 0);
    g_assert_cmpstr(mail_server_taken(o->mail, 0)->user, ==, "koho");
    g_assert_null(strstr(said.err, "Canary"));
    g_autofree char *find = g_strdup_printf("grep -rq Canary4711 '%s/ws'", o->dir);
    g_assert_cmpint(system(find), !=, 0);
}

/* ---- mailings ---- */

static void test_mailing(void)
{
    g_autoptr(Office) o = office_new(&(MailHabits){0});
    later(o, "2026-04-14T07:00:00+09:00");
    assert_says(o, 0,
                "digest list add 朝 --to '課長 <kacho@example.jp>' --topic ichi --at 07:30 "
                "--days workdays --skip-empty");
    assert_says(o, 4, "digest list add 朝 --to a@example.jp");
    assert_says(o, 2, "digest list add 夕 --to 'a@example.jp\nBcc: b@example.jp'");
    assert_says(o, 2, "digest list add 夕 --to a@example.jp --at 25:00");
    assert_says(o, 0, "-q run");
    assert_says(o, 0, "-q digest --due");
    g_assert_cmpuint(mail_server_n_taken(o->mail), ==, 0); // not yet
    later(o, "2026-04-14T12:30:00+09:00");
    assert_says(o, 0, "-q digest --due");
    g_assert_cmpuint(mail_server_n_taken(o->mail), ==, 1);
    assert_says(o, 0, "-q digest --due");
    assert_says(o, 0, "-q run");
    g_assert_cmpuint(mail_server_n_taken(o->mail), ==, 1); // once a day
    /* An article of yesterday that was found today only is told, the first one not again. */
    import(o, "b1", "朝市の準備すすむ", "朝市の準備が港で進んでいる。",
           "2026-04-13T22:00:00+09:00");
    later(o, "2026-04-15T07:31:00+09:00");
    assert_says(o, 0, "-q run");
    g_assert_cmpuint(mail_server_n_taken(o->mail), ==, 2);
    g_autofree char *shown = decoded_parts(mail_server_taken(o->mail, 1)->text);
    g_assert_nonnull(strstr(shown, "朝市の準備すすむ"));
    g_assert_nonnull(strstr(shown, "その後に判明したもの"));
    g_assert_null(strstr(shown, "漁港の朝市"));
    /* Nothing new, and nobody wants to hear that. */
    later(o, "2026-04-16T07:31:00+09:00");
    assert_says(o, 0, "-q run");
    g_assert_cmpuint(mail_server_n_taken(o->mail), ==, 2);
    assert_says(o, 0, "digest list remove 朝");
    assert_says(o, 1, "digest --list 朝");
}

/* ---- kill -9 ---- */

static GPid start(const Office *o, const char *line)
{
    GPid pid = 0;
    g_autoptr(GError) error = NULL;
    g_auto(GStrv) argv = words_of(o, line);
    g_auto(GStrv) env = environment();
    g_spawn_async(o->dir, argv, env,
                  G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL |
                      G_SPAWN_STDERR_TO_DEV_NULL,
                  NULL, NULL, &pid, &error);
    g_assert_no_error(error);
    return pid;
}

/* At an instant that the server's own progress gives, or at any. */
static void kill_somewhere(Office *o, GRand *rand, guint before)
{
    GPid pid = start(o, "digest --topic ichi --again --to a@example.jp --to b@example.jp "
                        "--to c@example.jp --to d@example.jp --to e@example.jp");
    gint status = 0;
    guint goal = before + (guint)g_rand_int_range(rand, 1, 6);
    gint64 until_us = g_get_monotonic_time() + 20 * G_USEC_PER_SEC;
    while (mail_server_n_taken(o->mail) < goal && g_get_monotonic_time() < until_us &&
           waitpid(pid, &status, WNOHANG) == 0)
        ;
    gint64 wait_us = g_get_monotonic_time() + g_rand_int_range(rand, 0, 4000);
    while (g_get_monotonic_time() < wait_us)
        ;
    kill(pid, SIGKILL);
    waitpid(pid, &status, 0);
}

/* Whatever the server took, it took once; whatever it did not take is in the outbox and
 * goes out later; only what left and was not answered is in doubt. */
static void test_kill(void)
{
    enum { ROUNDS = 16, EACH = 5 };
    g_autoptr(Office) o = office_new(&(MailHabits){0});
    g_autoptr(GRand) rand = g_rand_new_with_seed(20260414);
    for (guint i = 0; i < ROUNDS; i++) {
        kill_somewhere(o, rand, mail_server_n_taken(o->mail));
        g_assert_cmpuint(mail_server_most_of_one(o->mail), <=, 1);
    }
    g_auto(Said) rest = say(o, "digest --retry");
    g_assert_true(rest.code == 0 || rest.code == 3);
    g_auto(Said) all = say(o, "--json digest --status");
    g_assert_cmpuint(mail_server_most_of_one(o->mail), ==, 1);
    g_auto(GStrv) lines = g_strsplit(all.out, "\n", -1);
    guint sent = 0, unsure = 0, taken = mail_server_n_taken(o->mail);
    for (char **line = lines; *line; line++) {
        sent += strstr(*line, "\"state\":\"sent\"") != NULL;
        unsure += strstr(*line, "\"state\":\"unsure\"") != NULL;
        g_assert_null(strstr(*line, "\"state\":\"queued\""));
        g_assert_null(strstr(*line, "\"state\":\"sending\""));
    }
    g_test_message("%u rounds: %u taken, %u sent, %u unsure", (guint)ROUNDS, taken, sent, unsure);
    g_assert_cmpuint(sent, >=, EACH); // the rounds got somewhere
    g_assert_cmpuint(taken, >=, sent);
    g_assert_cmpuint(taken, <=, sent + unsure);
}

/* ---- webhooks ---- */

static void add_alert(const Office *o, const char *more)
{
    g_autofree char *url = http_server_url(o->web, NULL, "/hook/Canary4711");
    put_file(o, "hook", url, 0600);
    assert_says(o, 0, "alert add 速報 --kind slack --url-file hook --topic ichi %s", more);
}

static guint n_posts(const Office *o)
{
    return http_server_n_seen(o->web, "/hook/Canary4711");
}

#define ANSWER(status, fields) "HTTP/1.1 " status "\r\n" fields "Content-Length: 2\r\n\r\nok"

#define STORY                                                                                                                                    \
    "海辺町の漁港で十四日、毎週日曜の朝市が始まり、初日は千人が集まった。干物や海藻、焼きたての練" \
    "り物など三十二の店が並び、町長は「港のにぎわいを取り戻したい」とあいさつした。朝市は十一月ま" \
    "で続き、雨の日は荷さばき所の屋根の下で開く。駐車場は二百台分を用意し、駅から臨時の乗り合い車" \
    "も走る。"

static void test_alert(void)
{
    g_autoptr(Office) o = office_new(&(MailHabits){0});
    http_server_rawf(o->web, "/hook/Canary4711", ANSWER("200 OK", ""));
    add_alert(o, "");
    assert_says(o, 0, "alert now");
    g_assert_cmpuint(n_posts(o), ==, 0); // what was there before is no news
    import(o, "b1", "朝市 & <開幕> | 祭り", STORY, "2026-04-14T11:00:00+09:00");
    g_auto(Said) dry = say(o, "alert now --dry-run");
    g_assert_cmpint(dry.code, ==, 0);
    g_assert_nonnull(strstr(dry.out, "<https://b1.example/b1|朝市 &amp; &lt;開幕&gt; | 祭り>"));
    assert_says(o, 0, "alert now");
    g_assert_cmpuint(n_posts(o), ==, 1);
    const char *head = http_server_seen(o->web, "/hook/Canary4711", 0)->head;
    g_assert_true(g_str_has_prefix(head, "POST "));
    g_assert_nonnull(strstr(head, "\r\nContent-Type: application/json; charset=utf-8\r\n"));
    g_autofree char *line = g_strndup(dry.out, strcspn(dry.out, "\n"));
    g_assert_cmpstr(strstr(head, "\r\n\r\n") + 4, ==, line);
    g_assert_null(strstr(head, "千人が集まった"));
    /* The same story in another medium, an old article, and a second look. */
    import(o, "c1", "朝市 & <開幕> | 祭り", STORY, "2026-04-14T11:30:00+09:00");
    import(o, "c2", "朝市の歴史", "朝市は百年前に始まった。", "2026-04-01T08:00:00+09:00");
    assert_says(o, 0, "-q run");
    g_assert_cmpuint(n_posts(o), ==, 1);
    g_auto(Said) status = say(o, "digest --status");
    g_assert_null(strstr(status.out, "Canary"));
    g_autofree char *find = g_strdup_printf("grep -rq Canary4711 '%s/ws'", o->dir);
    g_assert_cmpint(system(find), !=, 0);
}

static void test_alert_later(void)
{
    g_autoptr(Office) o = office_new(&(MailHabits){0});
    http_server_rawf(o->web, "/hook/Canary4711", ANSWER("429 Slow", "Retry-After: 600\r\n"));
    add_alert(o, "--quiet 22:00-07:00");
    import(o, "b1", "朝市が開幕", "朝市が港で開かれた。", "2026-04-14T11:00:00+09:00");
    assert_says(o, 3, "alert now");
    http_server_rawf(o->web, "/hook/Canary4711", ANSWER("200 OK", ""));
    later(o, "2026-04-14T12:09:59+09:00");
    assert_says(o, 0, "alert now");
    g_assert_cmpuint(n_posts(o), ==, 1);
    later(o, "2026-04-14T12:10:00+09:00");
    assert_says(o, 0, "alert now");
    g_assert_cmpuint(n_posts(o), ==, 2);
    /* In the night it is held back; a refusal is final, and said. */
    later(o, "2026-04-14T23:00:00+09:00");
    import(o, "b2", "朝市の夜", "朝市の前夜、港に灯がともった。", "2026-04-14T22:30:00+09:00");
    assert_says(o, 0, "alert now");
    g_assert_cmpuint(n_posts(o), ==, 2);
    http_server_rawf(o->web, "/hook/Canary4711", ANSWER("404 Gone", ""));
    later(o, "2026-04-15T07:00:00+09:00");
    assert_says(o, 3, "alert now");
    g_assert_cmpuint(n_posts(o), ==, 3);
    assert_says(o, 1, "status");
    assert_says(o, 0, "alert now");
    g_assert_cmpuint(n_posts(o), ==, 3);
}

static void test_alert_address(void)
{
    static const char *const bad[] = {"http://hooks.example.jp/x", "ftp://127.0.0.1/", "not one",
                                      "https://a:b@hooks.example.jp/", ""};
    g_autoptr(Office) o = office_new(&(MailHabits){0});
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        put_file(o, "hook", bad[i], 0600);
        assert_says(o, 2, "alert add 速報 --kind json --url-file hook");
    }
    put_file(o, "hook", "https://hooks.example.jp/x", 0644);
    assert_says(o, 2, "alert add 速報 --kind json --url-file hook");
    put_file(o, "hook", "https://hooks.example.jp/x", 0600);
    assert_says(o, 0, "alert add 速報 --kind json --url-file hook");
    assert_says(o, 2, "alert edit 速報 --quiet 7-8");
    assert_says(o, 2, "alert edit 速報 --class big");
    assert_says(o, 0, "alert test 速報 --dry-run");
    assert_says(o, 0, "alert remove 速報");
    assert_says(o, 1, "alert test 速報");
}

/* ---- watch ---- */

static void test_watch(void)
{
    g_autoptr(Office) o = office_new(&(MailHabits){0});
    g_autofree char *socket = g_build_filename(o->dir, "ws", "control.sock", NULL);
    GPid pid = start(o, "-c crawl.contact=press@example.jp watch");
    gint64 until_us = g_get_monotonic_time() + 60 * G_USEC_PER_SEC;
    while (!g_file_test(socket, G_FILE_TEST_EXISTS) && g_get_monotonic_time() < until_us)
        g_usleep(20000);
    g_auto(Said) said = say(o, "digest --topic ichi --to a@example.jp --to b@example.jp");
    g_assert_cmpint(said.code, ==, 0);
    g_assert_nonnull(strstr(said.err, "the running watch sends it"));
    g_assert_true(mail_server_wait(o->mail, 2));
    assert_says(o, 0, "digest --topic ichi --to a@example.jp");
    kill(pid, SIGTERM);
    gint status = 0;
    g_assert_cmpint(waitpid(pid, &status, 0), ==, pid);
    g_assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    g_assert_cmpuint(mail_server_n_taken(o->mail), ==, 2);
    assert_says(o, 0, "status");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/digest/once", test_once);
    g_test_add_func("/digest/content", test_content);
    g_test_add_func("/digest/later", test_later);
    g_test_add_func("/digest/refused", test_refused);
    g_test_add_func("/digest/lost-way", test_lost_way);
    g_test_add_func("/digest/unsure", test_unsure);
    g_test_add_func("/digest/password", test_password);
    g_test_add_func("/digest/mailing", test_mailing);
    g_test_add_func("/digest/kill", test_kill);
    g_test_add_func("/digest/watch", test_watch);
    g_test_add_func("/alert/once", test_alert);
    g_test_add_func("/alert/later", test_alert_later);
    g_test_add_func("/alert/address", test_alert_address);
    return g_test_run();
}
