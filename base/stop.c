// SPDX-License-Identifier: GPL-3.0-or-later
/* Signals belong to the process, and a handler gets no argument of ours: the
 * one place where file-scope state cannot be avoided. The handler does what is
 * async-signal-safe only: lock-free atomics, write() and, the second time,
 * sigaction() and raise(). */
#include <kirinuki/stop.h>

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/eventfd.h>
#include <unistd.h>

static atomic_int is_requested;
static atomic_int wake_fd = -1;

static void on_signal(int number)
{
    int saved = errno;
    if (atomic_exchange(&is_requested, 1)) {
        /* Blocked while we are in here, so it strikes on return, and a parent
         * sees an honest death by signal. */
        struct sigaction by_default = {.sa_handler = SIG_DFL};
        sigaction(number, &by_default, NULL);
        raise(number);
    } else {
        guint64 one = 1;
        if (write(atomic_load(&wake_fd), &one, sizeof one) < 0) {
            // nothing that a handler could do: the flag is set
        }
    }
    errno = saved;
}

void kiri_stop_install(void)
{
    if (atomic_load(&wake_fd) >= 0)
        return;
    atomic_store(&wake_fd, eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

void kiri_stop_request(void)
{
    if (!atomic_exchange(&is_requested, 1)) {
        guint64 one = 1;
        if (write(atomic_load(&wake_fd), &one, sizeof one) < 0) {
            // not installed: the flag alone is set
        }
    }
}

gboolean kiri_stop_requested(void)
{
    return atomic_load(&is_requested) != 0;
}

gint kiri_stop_fd(void)
{
    return atomic_load(&wake_fd);
}
