// SPDX-License-Identifier: GPL-3.0-or-later
/* What all transports share: dispatch, answers, header fields. */
#include <kirinuki/transport.h>

#include <kirinuki/civil.h>
#include <kirinuki/date_text.h>
#include <kirinuki/limits.h>

#include <string.h>

void kiri_transport_start(KiriTransport *t, const KiriRequest *request)
{
    t->class_->start(t, request);
}

void kiri_transport_wait(KiriTransport *t, gint64 timeout_us, const gint *fds, guint n_fds)
{
    t->class_->wait(t, timeout_us, fds, n_fds);
}

KiriResponse *kiri_transport_next(KiriTransport *t)
{
    return t->class_->next(t);
}

guint kiri_transport_under_way(const KiriTransport *t)
{
    return t->class_->under_way(t);
}

void kiri_transport_cancel(KiriTransport *t)
{
    t->class_->cancel(t);
}

void kiri_transport_wake(KiriTransport *t)
{
    t->class_->wake(t);
}

void kiri_transport_free(KiriTransport *t)
{
    if (t)
        t->class_->free(t);
}

KiriResponse *kiri_response_new(const KiriRequest *request)
{
    KiriResponse *response = g_new0(KiriResponse, 1);
    response->tag = request->tag;
    response->url = g_strdup(request->url);
    response->headers = g_strdup("");
    response->body = g_bytes_new(NULL, 0);
    return response;
}

void kiri_response_free(KiriResponse *response)
{
    if (!response)
        return;
    g_free(response->request_head);
    g_free(response->peer);
    g_free(response->oddity);
    g_free(response->url);
    g_free(response->problem);
    g_free(response->headers);
    g_bytes_unref(response->body);
    g_free(response);
}

/* The next line of a block, without its end; FALSE at the end. */
static gboolean next_line(const char **at, KiriStr *line)
{
    if (!**at)
        return FALSE;
    gsize n = strcspn(*at, "\n");
    *line = (KiriStr){*at, n};
    *at += n + ((*at)[n] == '\n');
    return TRUE;
}

/* The values of a field as `separator` joins them, or the last one alone. */
static char *field_value(const char *headers, const char *name, const char *separator)
{
    KiriStr wanted = kiri_str(name), line;
    GString *value = NULL;
    gboolean is_ours = FALSE; // a folded line continues the field before it
    for (const char *at = headers ? headers : ""; next_line(&at, &line);) {
        if (line.n && (line.p[0] == ' ' || line.p[0] == '\t')) {
            KiriStr more = kiri_str_strip(line);
            if (is_ours && more.n)
                g_string_append_printf(value, " %.*s", (int)more.n, more.p);
            continue;
        }
        const char *colon = memchr(line.p, ':', line.n);
        KiriStr key = {line.p, colon ? (gsize)(colon - line.p) : 0};
        is_ours = colon && kiri_str_equal_ascii_nocase(key, wanted);
        if (!is_ours)
            continue;
        KiriStr v = kiri_str_strip((KiriStr){colon + 1, line.n - key.n - 1});
        if (!value)
            value = g_string_new(NULL);
        if (!separator)
            g_string_truncate(value, 0);
        else if (value->len && v.n)
            g_string_append(value, separator);
        g_string_append_len(value, v.p, (gssize)v.n);
    }
    return value ? g_string_free(value, FALSE) : NULL;
}

char *kiri_header_value(const char *headers, const char *name)
{
    return field_value(headers, name, NULL);
}

char *kiri_header_list(const char *headers, const char *name)
{
    return field_value(headers, name, ", ");
}

char *kiri_response_header(const KiriResponse *response, const char *name)
{
    return kiri_header_value(response->headers, name);
}

gint64 kiri_retry_after_s(const char *value, gint64 now_us)
{
    KiriStr s = kiri_str_strip(kiri_str(value));
    KiriTime t;
    gint64 seconds = 0;
    if (!s.n)
        return -1;
    gsize digits = 0;
    while (digits < s.n && g_ascii_isdigit(s.p[digits]))
        digits++;
    if (digits == s.n) {
        for (gsize i = 0; i < s.n && seconds <= KIRI_LIMIT_RETRY_AFTER_S; i++)
            seconds = seconds * 10 + (s.p[i] - '0');
    } else if (g_ascii_isalpha(s.p[0]) && kiri_date_parse(s, 0, &t)) {
        seconds = (t.us - now_us) / KIRI_US_PER_SECOND;
        if (seconds < 0)
            return -1;
    } else {
        return -1;
    }
    return MIN(seconds, KIRI_LIMIT_RETRY_AFTER_S);
}
