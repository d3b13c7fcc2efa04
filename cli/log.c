// SPDX-License-Identifier: GPL-3.0-or-later
#include "log.h"

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>
#include <kirinuki/json.h>

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>

enum { FIELD_BYTES = 4096, LINE_BYTES = 64 * 1024 };

const char *const kiri_log_level_names[] = {"debug", "info", "warning", "error", NULL};

struct KiriLog {
    char *path;
    const KiriClock *clock;
    pthread_mutex_t lock; // guards what follows
    gint fd;
    KiriLogLevel level;
};

/* ---- secrets ---- */

/* Parameters whose values open something. Compared without case, "-" and "_". */
static const char *const secret_names[] = {
    "accesskey", "accesstoken", "apikey", "auth",      "authorization", "key", "pass",
    "passwd",    "password",    "pwd",    "secret",    "sid",           "sig", "clientsecret",
    "session",   "sessionid",   "token",  "signature", "jsessionid",
};

static gboolean is_secret(const char *name, gsize n)
{
    char folded[24];
    gsize used = 0;
    for (gsize i = 0; i < n; i++) {
        if (name[i] == '-' || name[i] == '_')
            continue;
        if (used + 1 == sizeof folded)
            return FALSE;
        folded[used++] = g_ascii_tolower(name[i]);
    }
    folded[used] = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(secret_names); i++)
        if (strcmp(folded, secret_names[i]) == 0)
            return TRUE;
    return FALSE;
}

/* Addresses end where text goes on. */
static gsize address_length(const char *s)
{
    return strcspn(s, " \t\r\n\"'<>");
}

/* Copies the address at `s`; returns what it took of it. */
static gsize redact_address(const char *s, GString *out)
{
    gsize n = address_length(s);
    gsize scheme = (gsize)(strstr(s, "://") - s) + 3;
    gsize authority = scheme + strcspn(s + scheme, "/?#\\ \t\r\n\"'<>");
    const char *at = g_strrstr_len(s + scheme, (gssize)(MIN(authority, n) - scheme), "@");
    g_string_append_len(out, s, (gssize)scheme);
    gsize i = scheme;
    if (at) {
        g_string_append(out, "***");
        i = (gsize)(at - s);
    }
    while (i < n) {
        g_string_append_c(out, s[i]);
        gboolean begins_parameter = strchr("?&;#", s[i]) != NULL;
        i++;
        if (!begins_parameter)
            continue;
        gsize name = strcspn(s + i, "=&;#");
        if (i + name >= n || s[i + name] != '=' || !is_secret(s + i, name))
            continue;
        g_string_append_len(out, s + i, (gssize)name + 1);
        g_string_append(out, "***");
        i += name + 1;
        i += MIN(strcspn(s + i, "&;#"), n - i);
    }
    return n;
}

char *kiri_log_redact(const char *text)
{
    GString *out = g_string_new(NULL);
    const char *mark;
    while ((mark = strstr(text, "://"))) {
        const char *begin = mark;
        while (begin > text && (g_ascii_isalnum(begin[-1]) || strchr("+-.", begin[-1])))
            begin--;
        g_string_append_len(out, text, begin - text);
        text = begin + redact_address(begin, out);
    }
    g_string_append(out, text);
    return g_string_free(out, FALSE);
}

/* ---- writing ---- */

static gint open_path(const char *path, GError **error)
{
    gint fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, 0600);
    if (fd >= 0)
        return fd;
    kiri_error_set_errno(error, KIRI_ERROR_CLI, _("cannot open"), path);
    if (error)
        (*error)->code = KIRI_ERROR_USAGE;
    return -1;
}

KiriLog *kiri_log_open(const char *path, const KiriClock *clock, GError **error)
{
    gint fd = open_path(path, error);
    if (fd < 0)
        return NULL;
    KiriLog *log = g_new0(KiriLog, 1);
    log->path = g_strdup(path);
    log->clock = clock;
    log->fd = fd;
    log->level = KIRI_LOG_INFO;
    pthread_mutex_init(&log->lock, NULL);
    return log;
}

void kiri_log_free(KiriLog *log)
{
    if (!log)
        return;
    close(log->fd);
    pthread_mutex_destroy(&log->lock);
    g_free(log->path);
    g_free(log);
}

void kiri_log_set_level(KiriLog *log, KiriLogLevel level)
{
    pthread_mutex_lock(&log->lock);
    log->level = level;
    pthread_mutex_unlock(&log->lock);
}

gboolean kiri_log_reopen(KiriLog *log, GError **error)
{
    gint fd = open_path(log->path, error);
    if (fd < 0)
        return FALSE;
    pthread_mutex_lock(&log->lock);
    gint old = log->fd;
    log->fd = fd;
    pthread_mutex_unlock(&log->lock);
    close(old);
    return TRUE;
}

static void put_text(KiriJson *j, const char *key, const char *text)
{
    g_autofree char *clean = kiri_log_redact(text);
    gsize n = strlen(clean);
    if (n > FIELD_BYTES) {
        n = FIELD_BYTES;
        while (n && ((guchar)clean[n] & 0xc0) == 0x80) // not inside a character
            n--;
    }
    kiri_json_key(j, key);
    kiri_json_str(j, (KiriStr){clean, n});
}

static void write_line(gint fd, KiriStr line)
{
    gssize put;
    do
        put = write(fd, line.p, line.n);
    while (put < 0 && errno == EINTR);
}

void kiri_log_event(KiriLog *log, KiriLogLevel level, const char *event, const char *subject,
                    const char *message, const KiriLogField *fields, gsize n_fields)
{
    if (!log)
        return;
    g_auto(KiriBuf) line;
    kiri_buf_init(&line, LINE_BYTES);
    KiriJson j = kiri_json_begin(&line);
    kiri_json_open_object(&j);
    kiri_json_key(&j, "time");
    kiri_json_time(&j, kiri_time_jst(kiri_clock_now_us(log->clock)));
    kiri_json_key(&j, "level");
    kiri_json_cstr(&j, kiri_log_level_names[level]);
    put_text(&j, "event", event);
    if (subject)
        put_text(&j, "subject", subject);
    if (message)
        put_text(&j, "message", message);
    for (gsize i = 0; i < n_fields; i++) {
        if (fields[i].text) {
            put_text(&j, fields[i].key, fields[i].text);
        } else {
            kiri_json_key(&j, fields[i].key);
            kiri_json_i64(&j, fields[i].number);
        }
    }
    kiri_json_close_object(&j);
    kiri_json_end_line(&j);
    pthread_mutex_lock(&log->lock);
    if (level >= log->level && !line.is_over)
        write_line(log->fd, kiri_buf_view(&line));
    pthread_mutex_unlock(&log->lock);
}
