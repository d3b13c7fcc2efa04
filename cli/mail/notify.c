// SPDX-License-Identifier: GPL-3.0-or-later
#include "notify.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

gboolean kiri_notify(const char *state)
{
    const char *path = g_getenv("NOTIFY_SOCKET");
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    gsize n = path ? strlen(path) : 0;
    if (n < 2 || n > sizeof to.sun_path || (*path != '/' && *path != '@'))
        return FALSE;
    memcpy(to.sun_path, path, n);
    if (*path == '@')
        to.sun_path[0] = 0;
    socklen_t length = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + n);
    gint fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return FALSE;
    gssize put;
    do
        put = sendto(fd, state, strlen(state), MSG_NOSIGNAL, (const struct sockaddr *)&to, length);
    while (put < 0 && errno == EINTR);
    close(fd);
    return put >= 0;
}

gboolean kiri_notify_status(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    g_strdelimit(text, "\n", ' ');
    g_autofree char *state = g_strconcat("STATUS=", text, NULL);
    return kiri_notify(state);
}

gint64 kiri_notify_watchdog_us(void)
{
    const char *usec = g_getenv("WATCHDOG_USEC"), *pid = g_getenv("WATCHDOG_PID");
    gint64 us = 0, whose = 0;
    if (pid && (!g_ascii_string_to_signed(pid, 10, 1, G_MAXINT64, &whose, NULL) ||
                whose != (gint64)getpid()))
        return 0;
    return usec && g_ascii_string_to_signed(usec, 10, 1, G_MAXINT64, &us, NULL) ? us : 0;
}
