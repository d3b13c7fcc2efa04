// SPDX-License-Identifier: GPL-3.0-or-later
#include "control_socket.h"

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

gint kiri_control_address(const char *dir, struct sockaddr_un *address, GError **error)
{
    gint folder = open(dir, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) {
        kiri_error_set_errno(error, KIRI_ERROR_CLI, _("cannot open folder"), dir);
        return -1;
    }
    *address = (struct sockaddr_un){.sun_family = AF_UNIX};
    g_snprintf(address->sun_path, sizeof address->sun_path, "/proc/self/fd/%d/%s", folder,
               KIRI_CONTROL_NAME);
    return folder;
}

gboolean kiri_control_is_ours(gint fd)
{
    struct ucred who;
    socklen_t n = sizeof who;
    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &who, &n) != 0)
        return FALSE;
    uid_t own = geteuid();
    return who.uid == own || who.uid == 0 || own == 0;
}
