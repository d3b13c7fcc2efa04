// SPDX-License-Identifier: GPL-3.0-or-later
/* One thread, one dialogue after the other. Messages are noted before they are
 * answered: what the client heard is the client's affair. */
#include "mail_server.h"

#include "listener.h"

#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <time.h>

#include <openssl/ssl.h>

struct MailServer {
    SSL_CTX *context;
    Listener listener;
    gint port;
    GThread *thread;
    pthread_mutex_t lock; // visible to ThreadSanitizer, as GLib's is not
    pthread_cond_t grew;
    MailHabits habits;
    GPtrArray *taken; // MailTaken
    guint n_connections;
};

/* One dialogue. */
typedef struct {
    MailServer *s;
    int fd;
    SSL *ssl; // NULL: in the clear
    GString *in;
    char *from, *to, *user;
} Talk;

/* ---- lines ---- */

static gboolean fill(Talk *t)
{
    char buf[8192];
    gssize n = 0;
    if ((!t->ssl || !SSL_pending(t->ssl)) && !listener_wait(&t->s->listener, t->fd, POLLIN))
        return FALSE;
    n = t->ssl ? SSL_read(t->ssl, buf, sizeof buf) : recv(t->fd, buf, sizeof buf, 0);
    if (n <= 0)
        return FALSE;
    g_string_append_len(t->in, buf, n);
    return TRUE;
}

/* The next line without its end; NULL: the client is gone. (transfer full) */
static char *next_line(Talk *t)
{
    char *end;
    while (!(end = strstr(t->in->str, "\r\n")))
        if (!fill(t))
            return NULL;
    char *line = g_strndup(t->in->str, (gsize)(end - t->in->str));
    g_string_erase(t->in, 0, end + 2 - t->in->str);
    return line;
}

static void say(Talk *t, const char *lines)
{
    g_autofree char *text = g_strconcat(lines, "\r\n", NULL);
    if (t->ssl)
        SSL_write(t->ssl, text, (int)strlen(text));
    else
        send(t->fd, text, strlen(text), MSG_NOSIGNAL);
}

static gboolean begin_tls(Talk *t)
{
    t->ssl = SSL_new(t->s->context);
    SSL_set_fd(t->ssl, t->fd);
    g_string_truncate(t->in, 0); // what came before was not meant for it
    return SSL_accept(t->ssl) == 1;
}

/* ---- habits ---- */

static MailHabits habits_of(MailServer *s)
{
    pthread_mutex_lock(&s->lock);
    MailHabits h = s->habits;
    pthread_mutex_unlock(&s->lock);
    return h;
}

static gboolean use_one(MailServer *s, guint *counter)
{
    pthread_mutex_lock(&s->lock);
    gboolean is_left = *counter > 0;
    *counter -= is_left ? 1 : 0;
    pthread_mutex_unlock(&s->lock);
    return is_left;
}

void mail_server_become(MailServer *s, const MailHabits *habits)
{
    pthread_mutex_lock(&s->lock);
    s->habits = *habits;
    pthread_mutex_unlock(&s->lock);
}

/* ---- commands ---- */

static void greet(Talk *t, const MailHabits *h)
{
    g_autoptr(GString) text = g_string_new("250-mail.example is glad to meet you\r\n");
    if (h->has_starttls && !t->ssl)
        g_string_append(text, "250-STARTTLS\r\n");
    if (h->user)
        g_string_append(text, h->only_login ? "250-AUTH LOGIN\r\n" : "250-AUTH PLAIN LOGIN\r\n");
    g_string_append(text, "250-8BITMIME\r\n250 SIZE 20000000");
    say(t, text->str);
}

static char *decode(const char *packed)
{
    gsize n = 0;
    g_autofree guchar *bytes = g_base64_decode(packed, &n);
    for (gsize i = 0; i < n; i++)
        if (!bytes[i])
            bytes[i] = '\n';
    return g_strndup((const char *)bytes, n);
}

/* "\nuser\npassword" of PLAIN, and the two answers of LOGIN in the same form. */
static char *ask_credentials(Talk *t, const char *line)
{
    if (g_ascii_strncasecmp(line, "AUTH PLAIN", 10) == 0) {
        g_autofree char *next = line[10] ? g_strdup(line + 11) : NULL;
        if (!next) {
            say(t, "334 ");
            next = next_line(t);
        }
        return next ? decode(next) : NULL;
    }
    g_autofree char *user = line[10] ? g_strdup(line + 11) : NULL;
    if (!user) {
        say(t, "334 VXNlcm5hbWU6");
        user = next_line(t);
    }
    say(t, "334 UGFzc3dvcmQ6");
    g_autofree char *password = next_line(t);
    g_autofree char *a = user ? decode(user) : NULL, *b = password ? decode(password) : NULL;
    return b ? g_strdup_printf("\n%s\n%s", a, b) : NULL;
}

static void authenticate(Talk *t, const MailHabits *h, const char *line)
{
    g_autofree char *got = ask_credentials(t, line);
    g_autofree char *want = g_strdup_printf("\n%s\n%s", h->user ? h->user : "", h->password);
    if (g_strcmp0(got, want) != 0) {
        say(t, "535 5.7.8 authentication failed");
        return;
    }
    g_free(t->user);
    t->user = g_strdup(h->user);
    say(t, "235 2.7.0 welcome");
}

static char *address_of(const char *line)
{
    const char *from = strchr(line, '<'), *to = strrchr(line, '>');
    return from && to ? g_strndup(from + 1, (gsize)(to - from - 1)) : g_strdup("");
}

static void take(Talk *t, const char *text)
{
    MailTaken *m = g_new0(MailTaken, 1);
    m->from = g_strdup(t->from);
    m->to = g_strdup(t->to);
    m->user = g_strdup(t->user);
    m->text = g_strdup(text);
    m->was_tls = t->ssl != NULL;
    pthread_mutex_lock(&t->s->lock);
    g_ptr_array_add(t->s->taken, m);
    pthread_cond_broadcast(&t->s->grew);
    pthread_mutex_unlock(&t->s->lock);
}

/* FALSE: the dialogue is over. */
static gboolean take_message(Talk *t)
{
    MailServer *s = t->s;
    g_autoptr(GString) text = g_string_new(NULL);
    gboolean cuts = use_one(s, &s->habits.cut_in_data);
    say(t, "354 go ahead");
    for (;;) {
        g_autofree char *line = next_line(t);
        if (!line || (cuts && text->len > 200))
            return FALSE;
        if (strcmp(line, ".") == 0)
            break;
        g_string_append_printf(text, "%s\r\n", *line == '.' ? line + 1 : line);
    }
    if (use_one(s, &s->habits.later_data)) {
        say(t, "451-4.3.0 not now\r\n451 4.3.0 later perhaps");
        return TRUE;
    }
    if (use_one(s, &s->habits.refuse_data)) {
        say(t, "554 5.7.1 not wanted here");
        return TRUE;
    }
    take(t, text->str);
    if (use_one(s, &s->habits.cut_at_end))
        return FALSE;
    if (use_one(s, &s->habits.stop_at_end)) {
        while (fill(t))
            ;
        return FALSE;
    }
    say(t, "250-2.0.0 taken\r\n250 2.0.0 queued as 4711");
    return TRUE;
}

static void take_recipient(Talk *t, const MailHabits *h, const char *line)
{
    g_free(t->to);
    t->to = address_of(line);
    if (use_one(t->s, &t->s->habits.later_rcpt))
        say(t, "450 4.2.1 mailbox busy");
    else if (g_strcmp0(t->to, h->refuse_rcpt) == 0)
        say(t, "550 5.1.1 no such person");
    else
        say(t, "250 2.1.5 ok");
}

/* FALSE: the dialogue is over. */
static gboolean obey(Talk *t, const char *line)
{
    MailHabits h = habits_of(t->s);
    if (g_ascii_strncasecmp(line, "EHLO", 4) == 0) {
        greet(t, &h);
    } else if (g_ascii_strcasecmp(line, "STARTTLS") == 0 && h.has_starttls) {
        say(t, "220 2.0.0 go ahead");
        return begin_tls(t);
    } else if (g_ascii_strncasecmp(line, "AUTH ", 5) == 0) {
        authenticate(t, &h, line);
    } else if (g_ascii_strncasecmp(line, "MAIL FROM:", 10) == 0) {
        g_free(t->from);
        t->from = address_of(line);
        say(t, h.user && !t->user ? "530 5.7.0 who are you" : "250 2.1.0 ok");
    } else if (g_ascii_strncasecmp(line, "RCPT TO:", 8) == 0) {
        take_recipient(t, &h, line);
    } else if (g_ascii_strcasecmp(line, "DATA") == 0) {
        return !use_one(t->s, &t->s->habits.cut_at_data) && take_message(t);
    } else if (g_ascii_strcasecmp(line, "QUIT") == 0) {
        say(t, "221 2.0.0 bye");
        return FALSE;
    } else {
        say(t, "502 5.5.1 what");
    }
    return TRUE;
}

static void serve(MailServer *s, int fd)
{
    Talk t = {.s = s, .fd = fd, .in = g_string_new(NULL)};
    MailHabits h = habits_of(s);
    if (!h.is_implicit || begin_tls(&t)) {
        say(&t, h.greeting ? h.greeting : "220-mail.example\r\n220 ready");
        g_autofree char *line = NULL;
        while ((line = next_line(&t)) && obey(&t, line))
            g_clear_pointer(&line, g_free);
    }
    SSL_free(t.ssl);
    g_string_free(t.in, TRUE);
    g_free(t.from);
    g_free(t.to);
    g_free(t.user);
}

static gpointer accept_all(gpointer data)
{
    MailServer *s = data;
    for (int fd; (fd = listener_accept(&s->listener)) >= 0;) {
        pthread_mutex_lock(&s->lock);
        s->n_connections++;
        pthread_mutex_unlock(&s->lock);
        serve(s, fd);
        close(fd);
    }
    return NULL;
}

/* ---- life ---- */

static void taken_free(gpointer data)
{
    MailTaken *m = data;
    g_free(m->from);
    g_free(m->to);
    g_free(m->text);
    g_free(m->user);
    g_free(m);
}

MailServer *mail_server_new(const TlsAuthority *authority, const MailHabits *habits)
{
    MailServer *s = g_new0(MailServer, 1);
    signal(SIGPIPE, SIG_IGN);
    pthread_mutex_init(&s->lock, NULL);
    pthread_cond_init(&s->grew, NULL);
    s->habits = *habits;
    s->taken = g_ptr_array_new_with_free_func(taken_free);
    s->context = authority ? tls_context_new(authority, "localhost") : NULL;
    listener_start(&s->listener);
    s->port = s->listener.port;
    s->thread = g_thread_new("mail", accept_all, s);
    return s;
}

void mail_server_free(MailServer *s)
{
    if (!s)
        return;
    listener_stop(&s->listener, s->thread);
    SSL_CTX_free(s->context);
    g_ptr_array_unref(s->taken);
    pthread_cond_destroy(&s->grew);
    pthread_mutex_destroy(&s->lock);
    g_free(s);
}

gint mail_server_port(const MailServer *s)
{
    return s->port;
}

guint mail_server_n_taken(MailServer *s)
{
    pthread_mutex_lock(&s->lock);
    guint n = s->taken->len;
    pthread_mutex_unlock(&s->lock);
    return n;
}

const MailTaken *mail_server_taken(MailServer *s, guint i)
{
    pthread_mutex_lock(&s->lock);
    g_assert_cmpuint(i, <, s->taken->len);
    const MailTaken *m = s->taken->pdata[i];
    pthread_mutex_unlock(&s->lock);
    return m;
}

guint mail_server_n_connections(MailServer *s)
{
    pthread_mutex_lock(&s->lock);
    guint n = s->n_connections;
    pthread_mutex_unlock(&s->lock);
    return n;
}

guint mail_server_most_of_one(MailServer *s)
{
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    guint most = 0;
    for (guint i = 0; i < mail_server_n_taken(s); i++) {
        const char *id = strstr(mail_server_taken(s, i)->text, "\r\nMessage-ID: ");
        g_assert_nonnull(id);
        char *key = g_strndup(id + 2, strcspn(id + 2, "\r"));
        guint n = GPOINTER_TO_UINT(g_hash_table_lookup(seen, key)) + 1;
        g_hash_table_replace(seen, key, GUINT_TO_POINTER(n));
        most = MAX(most, n);
    }
    return most;
}

gboolean mail_server_wait(MailServer *s, guint n)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += 30;
    pthread_mutex_lock(&s->lock);
    int late = 0;
    while (s->taken->len < n && !late)
        late = pthread_cond_timedwait(&s->grew, &s->lock, &until);
    gboolean is_there = s->taken->len >= n;
    pthread_mutex_unlock(&s->lock);
    return is_there;
}
