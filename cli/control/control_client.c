// SPDX-License-Identifier: GPL-3.0-or-later
/* The calling end. The socket is reached through a descriptor of the workspace's
 * folder, because a path in a socket address has 108 bytes at most. */
#include "control.h"
#include "control_socket.h"

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>
#include <kirinuki/stop.h>

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { CHUNK_BYTES = 64 * 1024, SLICE_MS = 500 };

static gint connect_to(const char *dir, GError **error)
{
    struct sockaddr_un to;
    gint folder = kiri_control_address(dir, &to, error);
    if (folder < 0)
        return -1;
    gint fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    gint connected = fd < 0 ? -1 : connect(fd, (const struct sockaddr *)&to, sizeof to);
    int saved = errno;
    close(folder);
    if (connected == 0 && kiri_control_is_ours(fd))
        return fd;
    if (connected == 0)
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_REFUSED,
                    _("the control socket of '%s' belongs to another user"), dir);
    else
        g_set_error(error, KIRI_ERROR_CLI,
                    saved == ENOENT || saved == ECONNREFUSED ? KIRI_ERROR_NOT_FOUND : KIRI_ERROR_IO,
                    _("cannot reach the watch of '%s': %s"), dir, g_strerror(saved));
    if (fd >= 0)
        close(fd);
    return -1;
}

/* Waits for `events` until the deadline; FALSE with error BUSY or CANCELLED. */
static gboolean wait_for(gint fd, short events, gint64 deadline_us, GError **error)
{
    struct pollfd p = {.fd = fd, .events = events};
    for (;;) {
        if (poll(&p, 1, SLICE_MS) > 0)
            return TRUE;
        if (kiri_stop_requested()) {
            g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_CANCELLED, _("stopped as asked"));
            return FALSE;
        }
        if (g_get_monotonic_time() >= deadline_us) {
            g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_BUSY,
                                _("the running watch has not come to it in time; '--wait SECONDS' "
                                  "waits longer"));
            return FALSE;
        }
    }
}

static gboolean set_broken(GError **error)
{
    g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_IO,
                        _("the running watch broke off without a reply"));
    return FALSE;
}

static gboolean send_call(gint fd, KiriStr bytes, gint64 deadline_us, GError **error)
{
    while (bytes.n) {
        gssize put = send(fd, bytes.p, bytes.n, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (put > 0) {
            bytes.p += put;
            bytes.n -= (gsize)put;
        } else if (errno == EAGAIN) {
            if (!wait_for(fd, POLLOUT, deadline_us, error))
                return FALSE;
        } else if (errno != EINTR) {
            return set_broken(error);
        }
    }
    return TRUE;
}

/* Takes messages from what came until the reply is there: TRUE, or FALSE without
 * error when more must come. */
static gboolean take(KiriBuf *got, gint64 *deadline_us, KiriControlReply **reply, GError **error)
{
    KiriMessage kind;
    KiriStr payload;
    gsize length = 0;
    for (;;) {
        switch (kiri_control_look(kiri_buf_view(got), KIRI_CONTROL_REPLY_BYTES, &kind, &payload,
                                  &length)) {
        case KIRI_FRAME_SHORT:
            return FALSE;
        case KIRI_FRAME_BAD:
            g_set_error_literal(
                error, KIRI_ERROR_CLI, KIRI_ERROR_CORRUPT,
                _("what listens on the control socket is no watch of this version"));
            return FALSE;
        case KIRI_FRAME_WHOLE:
            break;
        }
        if (kind != KIRI_MESSAGE_BEGUN)
            break;
        *deadline_us = G_MAXINT64; // it has our attention now
        g_autofree char *rest = g_memdup2(got->p + length, got->n - length);
        gsize n = got->n - length;
        kiri_buf_reset(got);
        kiri_buf_add(got, rest, n);
    }
    *reply = kiri_record_decode(&kiri_control_reply_shape, payload, error);
    return *reply != NULL;
}

static KiriControlReply *receive(gint fd, gint64 deadline_us, GError **error)
{
    g_auto(KiriBuf) got;
    g_autofree char *chunk = g_malloc(CHUNK_BYTES);
    KiriControlReply *reply = NULL;
    GError *why = NULL;
    kiri_buf_init(&got, KIRI_CONTROL_REPLY_BYTES + 4 * KIRI_CONTROL_HEADER_BYTES);
    while (!take(&got, &deadline_us, &reply, &why) && !why) {
        if (!wait_for(fd, POLLIN, deadline_us, &why))
            break;
        gssize n = recv(fd, chunk, CHUNK_BYTES, MSG_DONTWAIT);
        if (n > 0)
            kiri_buf_add(&got, chunk, (gsize)n);
        else if (n == 0 || (errno != EAGAIN && errno != EINTR))
            set_broken(&why);
    }
    if (why)
        g_propagate_error(error, why);
    return reply;
}

KiriControlReply *kiri_control_call(const char *dir, const KiriControlCall *call, gint64 wait_s,
                                    GError **error)
{
    g_auto(KiriBuf) bytes;
    kiri_buf_init(&bytes, KIRI_BUF_UNCAPPED);
    if (!kiri_control_write(&bytes, KIRI_MESSAGE_CALL, &kiri_control_call_shape, call)) {
        g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_LIMIT,
                            _("this is too much for the running watch; stop it first"));
        return NULL;
    }
    gint fd = connect_to(dir, error);
    if (fd < 0)
        return NULL;
    gint64 deadline_us = g_get_monotonic_time() + wait_s * G_USEC_PER_SEC;
    KiriControlReply *reply = NULL;
    if (send_call(fd, kiri_buf_view(&bytes), deadline_us, error))
        reply = receive(fd, deadline_us, error);
    close(fd);
    return reply;
}
