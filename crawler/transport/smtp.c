// SPDX-License-Identifier: GPL-3.0-or-later
/* SMTP through libcurl, one transfer at a time.
 *
 * libcurl tells of a refusal by a handful of codes that mean other things too, so what
 * the server said is read from its own lines (they come through the header callback),
 * and the outcome follows from two facts: was the last piece of the message handed to
 * libcurl, and which code did the last line carry since.
 *
 *   handed  last code
 *   no      5xx to MAIL, RCPT or DATA: REFUSED     anything else: LATER
 *   yes     250: SENT   5xx: REFUSED   4xx: LATER  none: UNSURE
 *
 * A server that refuses us (a wrong password, 535; no TLS) has not refused the message:
 * that waits until somebody mends the settings.
 *
 * The last line end is held back until the rest is with the other side's machine. A
 * server that hangs up in the middle (a filter that does not like what it reads) is
 * noticed there, before the end has left, and nothing is in doubt.
 *
 * The password is in the options of the handle and nowhere else. */
#include <kirinuki/smtp.h>

#include "address.h"

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>
#include <kirinuki/stop.h>
#include <kirinuki/url.h>

#include <linux/sockios.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <curl/curl.h>

enum { TAIL_BYTES = 2, DRAIN_STEPS = 100, STEP_MS = 20 };
enum { DEFAULT_TIMEOUT_S = 300, CONNECT_S = 30, ANSWER_BYTES = 4096, QUIT_CODE = 221 };
/* How long a stop waits for the answer to a message that has left. */
#define LAST_ANSWER_US (20 * G_USEC_PER_SEC)

struct KiriSmtp {
    CURL *easy;
    char message[CURL_ERROR_SIZE];
    /* Of the message under way. */
    KiriStr left;
    KiriSmtpMark mark;
    gpointer data;
    gboolean is_handed, is_stopped, is_cut;
    int fd;         // of the connection; -1: none yet
    gint code;      // of the last line; 0: none since it was set so
    gint64 stop_us; // monotonic, when a stop was first seen; 0: none
    KiriBuf answer;
};

void kiri_smtp_result_clear(KiriSmtpResult *result)
{
    g_clear_pointer(&result->answer, g_free);
}

/* ---- callbacks ---- */

static int take_socket(void *data, curl_socket_t fd, curlsocktype purpose)
{
    (void)purpose;
    ((KiriSmtp *)data)->fd = fd;
    return CURL_SOCKOPT_OK;
}

/* Did the other side hang up? Asked once all that was sent is acknowledged, or two
 * seconds later, and a moment after that. */
static gboolean has_hung_up(const KiriSmtp *s)
{
    struct pollfd at = {s->fd, POLLRDHUP, 0};
    for (gint i = 0; s->fd >= 0 && i < DRAIN_STEPS; i++) {
        gint queued = 0;
        gboolean is_drained = ioctl(s->fd, SIOCOUTQ, &queued) != 0 || queued == 0;
        if (poll(&at, 1, STEP_MS) > 0 && (at.revents & (POLLRDHUP | POLLHUP | POLLERR)))
            return TRUE;
        if (is_drained)
            break;
    }
    return FALSE;
}

/* The tail of the message goes on record before libcurl has it. */
static size_t give_message(char *to, size_t size, size_t n, void *data)
{
    KiriSmtp *s = data;
    gboolean is_tail = s->left.n <= TAIL_BYTES;
    n = MIN(size * n, is_tail ? s->left.n : s->left.n - TAIL_BYTES);
    if (is_tail && !s->is_handed) {
        if (has_hung_up(s)) {
            s->is_cut = TRUE;
            return CURL_READFUNC_ABORT;
        }
        if (!s->mark(s->data)) {
            s->is_stopped = TRUE;
            return CURL_READFUNC_ABORT;
        }
        s->is_handed = TRUE;
        s->code = 0;
        kiri_buf_reset(&s->answer);
    }
    memcpy(to, s->left.p, n);
    s->left.p += n;
    s->left.n -= n;
    return n;
}

/* "250-first line", "250 last line". An answer of several lines counts with its last. */
static size_t take_line(char *p, size_t size, size_t n, void *data)
{
    KiriSmtp *s = data;
    KiriStr line = kiri_str_strip((KiriStr){p, size * n});
    gboolean is_reply = line.n >= 3 && g_ascii_isdigit(line.p[0]) && g_ascii_isdigit(line.p[1]) &&
                        g_ascii_isdigit(line.p[2]);
    if (!is_reply)
        return size * n;
    gint code = (line.p[0] - '0') * 100 + (line.p[1] - '0') * 10 + line.p[2] - '0';
    if (code == QUIT_CODE) // libcurl takes leave behind a refusal, which is what counts
        return size * n;
    if (code != s->code)
        kiri_buf_reset(&s->answer);
    KiriStr text = kiri_str_strip((KiriStr){line.p + 3 + (line.n > 3), line.n - 3 - (line.n > 3)});
    if (!s->answer.n)
        kiri_buf_printf(&s->answer, "%d", code);
    kiri_buf_add_char(&s->answer, ' ');
    kiri_buf_add(&s->answer, text.p, text.n);
    s->code = code;
    return size * n;
}

static int look_for_stop(void *data, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
    KiriSmtp *s = data;
    (void)a, (void)b, (void)c, (void)d;
    if (!kiri_stop_requested())
        return 0;
    if (!s->stop_us)
        s->stop_us = g_get_monotonic_time();
    return !s->is_handed || g_get_monotonic_time() - s->stop_us > LAST_ANSWER_US;
}

/* ---- setting up ---- */

/* The host as it is written in an address; NULL: it is none. */
static char *host_of(const char *host)
{
    g_autofree char *bare =
        g_strdup_printf(strchr(host, ':') ? "http://[%s]/" : "http://%s/", host);
    g_autoptr(KiriUrl) url =
        strpbrk(host, "/?#@\\[] ") ? NULL : kiri_url_parse(kiri_str(bare), NULL);
    return url && url->host && *url->host ? g_strdup(url->host) : NULL;
}

static gboolean check(const KiriSmtpOptions *o, const char *host, GError **error)
{
    if (!host) {
        g_set_error(error, KIRI_ERROR_CRAWLER, KIRI_ERROR_USAGE, _("'%s' is no mail server"),
                    o->host);
        return FALSE;
    }
    gboolean may_be_plain = o->tls == KIRI_SMTP_TLS_NONE ||
                            (o->tls == KIRI_SMTP_TLS_OPPORTUNISTIC && o->user && *o->user);
    if (!may_be_plain || o->allow_plain || kiri_host_is_loopback(host))
        return TRUE;
    g_set_error(error, KIRI_ERROR_CRAWLER, KIRI_ERROR_USAGE,
                _("mail or a password would go to '%s' without TLS; 'mail.tls' should be required "
                  "or implicit, or 'mail.allow_plain' yes"),
                host);
    return FALSE;
}

static void set_tls(CURL *e, const KiriSmtpOptions *o)
{
    curl_easy_setopt(e, CURLOPT_USE_SSL,
                     o->tls == KIRI_SMTP_TLS_REQUIRED        ? (long)CURLUSESSL_ALL
                     : o->tls == KIRI_SMTP_TLS_OPPORTUNISTIC ? (long)CURLUSESSL_TRY
                                                             : (long)CURLUSESSL_NONE);
    curl_easy_setopt(e, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (o->ca_file && *o->ca_file)
        curl_easy_setopt(e, CURLOPT_CAINFO, o->ca_file);
}

static void set_up(KiriSmtp *s, const KiriSmtpOptions *o, const char *host)
{
    CURL *e = s->easy;
    gboolean is_implicit = o->tls == KIRI_SMTP_TLS_IMPLICIT;
    guint port = o->port ? o->port : is_implicit ? 465 : 587;
    /* The path of the address is what we call ourselves. */
    g_autofree char *url = g_strdup_printf("%s://%s:%u/%s", is_implicit ? "smtps" : "smtp", host,
                                           port, o->helo ? o->helo : "");
    curl_easy_setopt(e, CURLOPT_URL, url);
    curl_easy_setopt(e, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(e, CURLOPT_PROXY, "");
    curl_easy_setopt(e, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(e, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(e, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_S);
    curl_easy_setopt(e, CURLOPT_SERVER_RESPONSE_TIMEOUT,
                     (long)(o->timeout_s ? o->timeout_s : DEFAULT_TIMEOUT_S));
    curl_easy_setopt(e, CURLOPT_READFUNCTION, give_message);
    curl_easy_setopt(e, CURLOPT_READDATA, s);
    curl_easy_setopt(e, CURLOPT_SOCKOPTFUNCTION, take_socket);
    curl_easy_setopt(e, CURLOPT_SOCKOPTDATA, s);
    curl_easy_setopt(e, CURLOPT_HEADERFUNCTION, take_line);
    curl_easy_setopt(e, CURLOPT_HEADERDATA, s);
    curl_easy_setopt(e, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(e, CURLOPT_LOW_SPEED_TIME,
                     (long)(o->timeout_s ? o->timeout_s : DEFAULT_TIMEOUT_S));
    curl_easy_setopt(e, CURLOPT_XFERINFOFUNCTION, look_for_stop);
    curl_easy_setopt(e, CURLOPT_XFERINFODATA, s);
    curl_easy_setopt(e, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(e, CURLOPT_ERRORBUFFER, s->message);
    if (o->user && *o->user) {
        curl_easy_setopt(e, CURLOPT_USERNAME, o->user);
        curl_easy_setopt(e, CURLOPT_PASSWORD, o->password ? o->password : "");
    }
    set_tls(e, o);
}

static gpointer init_once(gpointer unused)
{
    (void)unused;
    return GINT_TO_POINTER(curl_global_init(CURL_GLOBAL_ALL) == CURLE_OK);
}

KiriSmtp *kiri_smtp_new(const KiriSmtpOptions *o, GError **error)
{
    static GOnce once = G_ONCE_INIT;
    g_autofree char *host = o->host && *o->host ? host_of(o->host) : NULL;
    if (!o->host || !*o->host) {
        g_set_error_literal(error, KIRI_ERROR_CRAWLER, KIRI_ERROR_USAGE,
                            _("no mail server is set; 'kirinuki config set mail.server HOST'"));
        return NULL;
    }
    if (!check(o, host, error))
        return NULL;
    if (o->ca_file && *o->ca_file && access(o->ca_file, R_OK) != 0) {
        kiri_error_set_errno(error, KIRI_ERROR_CRAWLER, _("cannot read"), o->ca_file);
        return NULL;
    }
    CURL *easy = g_once(&once, init_once, NULL) ? curl_easy_init() : NULL;
    if (!easy) {
        g_set_error(error, KIRI_ERROR_CRAWLER, KIRI_ERROR_FAILED, _("libcurl cannot be used"));
        return NULL;
    }
    KiriSmtp *s = g_new0(KiriSmtp, 1);
    s->easy = easy;
    s->fd = -1;
    kiri_buf_init(&s->answer, ANSWER_BYTES);
    set_up(s, o, host);
    return s;
}

void kiri_smtp_free(KiriSmtp *s)
{
    if (!s)
        return;
    curl_easy_cleanup(s->easy);
    kiri_buf_clear(&s->answer);
    g_free(s);
}

/* ---- one message ---- */

/* What the server did not say in lines of its own, in words that say what to mend. */
static char *words_of(const KiriSmtp *s, CURLcode code)
{
    const char *own = *s->message ? s->message : curl_easy_strerror(code);
    if (s->is_cut)
        return g_strdup(_("the mail server hung up in the middle of the message"));
    switch (code) {
    case CURLE_USE_SSL_FAILED:
        return g_strdup(_("the server offers no TLS (STARTTLS), and 'mail.tls' requires it"));
    case CURLE_PEER_FAILED_VERIFICATION:
        return g_strdup_printf(_("the server's certificate is not trusted: %s"), own);
    case CURLE_COULDNT_RESOLVE_HOST:
        return g_strdup_printf(_("the mail server's name is not known: %s"), own);
    case CURLE_COULDNT_CONNECT:
        return g_strdup_printf(_("the mail server cannot be reached: %s"), own);
    case CURLE_OPERATION_TIMEDOUT:
        return g_strdup(_("the mail server did not answer in time"));
    case CURLE_ABORTED_BY_CALLBACK:
        return g_strdup(_("stopped as asked"));
    default:
        return g_strdup(own);
    }
}

/* 5xx that speaks of the message, and not of us. */
static gboolean is_refusal(const KiriSmtp *s, CURLcode code)
{
    gboolean is_about_us = s->code == 530 || s->code == 534 || s->code == 535 || s->code == 538;
    return s->code / 100 == 5 && !is_about_us && (s->is_handed || code == CURLE_SEND_ERROR);
}

static KiriSmtpOutcome outcome_of(const KiriSmtp *s, CURLcode code)
{
    gint class = s->code / 100;
    if (s->is_stopped)
        return KIRI_SMTP_STOPPED;
    if (s->is_handed && (class == 2 || code == CURLE_OK))
        return KIRI_SMTP_SENT;
    if (is_refusal(s, code))
        return KIRI_SMTP_REFUSED;
    return s->is_handed && !class ? KIRI_SMTP_UNSURE : KIRI_SMTP_LATER;
}

/* One line of valid text. */
static char *one_line(const char *text)
{
    char *line = g_utf8_make_valid(text, -1);
    for (char *p = line; *p; p++)
        if (g_ascii_iscntrl(*p))
            *p = ' ';
    return g_strstrip(line);
}

void kiri_smtp_send(KiriSmtp *s, const char *from, const char *to, KiriStr message,
                    KiriSmtpMark about_to_leave, gpointer data, KiriSmtpResult *result)
{
    CURL *e = s->easy;
    g_autofree char *sender = g_strdup_printf("<%s>", from);
    g_autofree char *recipient = g_strdup_printf("<%s>", to);
    struct curl_slist *recipients = curl_slist_append(NULL, recipient);
    s->left = message;
    s->mark = about_to_leave;
    s->data = data;
    s->is_handed = s->is_stopped = s->is_cut = FALSE;
    s->code = 0;
    s->stop_us = 0;
    *s->message = '\0';
    kiri_buf_reset(&s->answer);
    curl_easy_setopt(e, CURLOPT_MAIL_FROM, sender);
    curl_easy_setopt(e, CURLOPT_MAIL_RCPT, recipients);
    /* No size: libcurl 7.88 counts the dots that it adds to it, and ends too early. */
    curl_easy_setopt(e, CURLOPT_INFILESIZE_LARGE, (curl_off_t)-1);
    CURLcode code = curl_easy_perform(e);
    curl_easy_setopt(e, CURLOPT_MAIL_RCPT, NULL);
    curl_slist_free_all(recipients);
    result->outcome = outcome_of(s, code);
    gboolean has_said = s->answer.n && s->code / 100 != 3 &&
                        (s->code / 100 != 2 || result->outcome == KIRI_SMTP_SENT);
    g_autofree char *text = has_said ? g_strdup(s->answer.p) : words_of(s, code);
    result->is_general = result->outcome == KIRI_SMTP_LATER && !s->is_handed && !s->is_cut &&
                         code != CURLE_SEND_ERROR;
    g_free(result->answer);
    result->answer = one_line(text);
}
