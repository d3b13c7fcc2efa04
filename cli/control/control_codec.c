// SPDX-License-Identifier: GPL-3.0-or-later
#include "control_codec.h"

#include <string.h>

enum { VERSION = 1 };

static const char *const kind_names[] = {"command", "status", "reload", NULL};

static const KiriField call_fields[] = {
    {KIRI_FIELD(1, KiriControlCall, kind, ENUM), .names = kind_names},
    {KIRI_FIELD(2, KiriControlCall, words, BYTES)},
    {KIRI_FIELD(3, KiriControlCall, cwd, BYTES)},
    {KIRI_FIELD(4, KiriControlCall, language, STR)},
    {KIRI_FIELD(5, KiriControlCall, input, BYTES)},
};
const KiriShape kiri_control_call_shape = KIRI_SHAPE("call", KiriControlCall, call_fields);

static const KiriField status_fields[] = {
    {KIRI_FIELD(1, KiriWatchStatus, pid, I64)},
    {KIRI_FIELD(2, KiriWatchStatus, since, TIME)},
    {KIRI_FIELD(3, KiriWatchStatus, sources, I64)},
    {KIRI_FIELD(4, KiriWatchStatus, sources_due, I64)},
    {KIRI_FIELD(5, KiriWatchStatus, hosts, I64)},
    {KIRI_FIELD(6, KiriWatchStatus, hosts_held, I64)},
    {KIRI_FIELD(7, KiriWatchStatus, under_way, I64)},
    {KIRI_FIELD(8, KiriWatchStatus, pages_waiting, I64)},
    {KIRI_FIELD(9, KiriWatchStatus, next_due, TIME)},
    {KIRI_FIELD(10, KiriWatchStatus, articles_new, I64)},
    {KIRI_FIELD(11, KiriWatchStatus, polls, I64)},
    {KIRI_FIELD(12, KiriWatchStatus, polls_failed, I64)},
    {KIRI_FIELD(13, KiriWatchStatus, pages_failed, I64)},
    {KIRI_FIELD(14, KiriWatchStatus, waiting, I64)},
    {KIRI_FIELD(15, KiriWatchStatus, passes, I64)},
    {KIRI_FIELD(16, KiriWatchStatus, passes_failed, I64)},
    {KIRI_FIELD(17, KiriWatchStatus, last_pass_ms, I64)},
    {KIRI_FIELD(18, KiriWatchStatus, last_pass, TIME)},
    {KIRI_FIELD(19, KiriWatchStatus, pass_problem, STR)},
    {KIRI_FIELD(20, KiriWatchStatus, delay_s, I64)},
    {KIRI_FIELD(21, KiriWatchStatus, commands, I64)},
    {KIRI_FIELD(22, KiriWatchStatus, is_passing, BOOL)},
    {KIRI_FIELD(23, KiriWatchStatus, is_ending, BOOL)},
};
const KiriShape kiri_watch_status_shape = KIRI_SHAPE("watch", KiriWatchStatus, status_fields);

static const KiriField reply_fields[] = {
    {KIRI_FIELD(1, KiriControlReply, code, I64)},
    {KIRI_FIELD(2, KiriControlReply, out, BYTES)},
    {KIRI_FIELD(3, KiriControlReply, err, BYTES)},
    {KIRI_FIELD(4, KiriControlReply, status, REC), .sub = &kiri_watch_status_shape},
};
const KiriShape kiri_control_reply_shape = KIRI_SHAPE("reply", KiriControlReply, reply_fields);

gboolean kiri_control_write(KiriBuf *out, KiriMessage kind, const KiriShape *shape,
                            gconstpointer record)
{
    g_auto(KiriBuf) body;
    kiri_buf_init(&body,
                  kind == KIRI_MESSAGE_CALL ? KIRI_CONTROL_CALL_BYTES : KIRI_CONTROL_REPLY_BYTES);
    if (record)
        kiri_record_encode(shape, record, &body);
    if (body.is_over)
        return FALSE;
    guint32 length = GUINT32_TO_BE((guint32)body.n);
    const char head[] = {'K', 'C', VERSION, (char)kind};
    return kiri_buf_add(out, head, sizeof head) && kiri_buf_add(out, &length, sizeof length) &&
           kiri_buf_add(out, body.p, body.n);
}

KiriFrame kiri_control_look(KiriStr bytes, gsize cap, KiriMessage *kind, KiriStr *payload,
                            gsize *length)
{
    static const char head[] = {'K', 'C', VERSION};
    guint32 n = 0;
    if (memcmp(bytes.p, head, MIN(bytes.n, sizeof head)) != 0)
        return KIRI_FRAME_BAD;
    if (bytes.n > sizeof head && !memchr("cbr", bytes.p[3], 3))
        return KIRI_FRAME_BAD;
    if (bytes.n < KIRI_CONTROL_HEADER_BYTES)
        return KIRI_FRAME_SHORT;
    memcpy(&n, bytes.p + 4, sizeof n);
    n = GUINT32_FROM_BE(n);
    if (n > cap)
        return KIRI_FRAME_BAD;
    if (bytes.n - KIRI_CONTROL_HEADER_BYTES < n)
        return KIRI_FRAME_SHORT;
    *kind = (KiriMessage)bytes.p[3];
    *payload = (KiriStr){bytes.p + KIRI_CONTROL_HEADER_BYTES, n};
    *length = KIRI_CONTROL_HEADER_BYTES + n;
    return KIRI_FRAME_WHOLE;
}

char **kiri_control_words(GBytes *words)
{
    gsize n = 0;
    const char *p = words ? g_bytes_get_data(words, &n) : NULL;
    if (!n || p[n - 1] != 0)
        return NULL;
    GPtrArray *list = g_ptr_array_new();
    for (gsize at = 0; at < n && list->len <= KIRI_CONTROL_WORDS; at += strlen(p + at) + 1)
        g_ptr_array_add(list, g_strdup(p + at));
    gboolean is_over = list->len > KIRI_CONTROL_WORDS;
    g_ptr_array_add(list, NULL);
    char **all = (char **)g_ptr_array_free(list, FALSE);
    if (is_over)
        g_clear_pointer(&all, g_strfreev);
    return all;
}

GBytes *kiri_control_join(char **words)
{
    g_auto(KiriBuf) all;
    gsize n = 0;
    kiri_buf_init(&all, KIRI_BUF_UNCAPPED);
    for (; *words; words++)
        kiri_buf_add(&all, *words, strlen(*words) + 1);
    char *bytes = kiri_buf_steal(&all, &n);
    return g_bytes_new_take(bytes, n);
}
