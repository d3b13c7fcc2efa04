// SPDX-License-Identifier: GPL-3.0-or-later
/* The service manager is played by a socket of the test. */
#include "mail/notify.h"

#include "../support/temp.h"

#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static gint listen_at(const char *path, gsize n)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    memcpy(address.sun_path, path, n);
    gint fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    g_assert_cmpint(fd, >=, 0);
    g_assert_cmpint(bind(fd, (const struct sockaddr *)&address,
                         (socklen_t)(offsetof(struct sockaddr_un, sun_path) + n)),
                    ==, 0);
    return fd;
}

static void assert_hears(gint fd, const char *wanted)
{
    char got[256] = "";
    gssize n = recv(fd, got, sizeof got - 1, MSG_DONTWAIT);
    g_assert_cmpint(n, ==, (gssize)strlen(wanted));
    g_assert_cmpstr(got, ==, wanted);
}

static void test_socket_in_a_folder(void)
{
    char *folder = kiri_temp_new();
    g_autofree char *path = g_build_filename(folder, "notify", NULL);
    gint fd = listen_at(path, strlen(path));
    g_setenv("NOTIFY_SOCKET", path, TRUE);
    g_assert_true(kiri_notify("READY=1"));
    assert_hears(fd, "READY=1");
    g_assert_true(kiri_notify_status("%d sources\nREADY=1", 3)); // no second assignment
    assert_hears(fd, "STATUS=3 sources READY=1");
    close(fd);
    g_assert_false(kiri_notify("READY=1")); // nobody is there any more
    kiri_temp_remove(folder);
    g_free(folder);
}

static void test_abstract_socket(void)
{
    g_autofree char *name = g_strdup_printf("@kirinuki-test-%d", (gint)getpid());
    g_autofree char *bound = g_strdup(name);
    bound[0] = 0;
    gint fd = listen_at(bound, strlen(name));
    g_setenv("NOTIFY_SOCKET", name, TRUE);
    g_assert_true(kiri_notify("WATCHDOG=1"));
    assert_hears(fd, "WATCHDOG=1");
    close(fd);
}

static void test_nobody(void)
{
    g_autofree char *longer = g_strnfill(200, 'x');
    longer[0] = '/';
    const char *const odd[] = {"", "/", "relative", longer};
    for (gsize i = 0; i < G_N_ELEMENTS(odd); i++) {
        g_setenv("NOTIFY_SOCKET", odd[i], TRUE);
        g_assert_false(kiri_notify("READY=1"));
    }
    g_unsetenv("NOTIFY_SOCKET");
    g_assert_false(kiri_notify("READY=1"));
}

static void test_watchdog(void)
{
    g_autofree char *own = g_strdup_printf("%d", (gint)getpid());
    g_unsetenv("WATCHDOG_USEC");
    g_unsetenv("WATCHDOG_PID");
    g_assert_cmpint(kiri_notify_watchdog_us(), ==, 0);
    g_setenv("WATCHDOG_USEC", "300000000", TRUE);
    g_assert_cmpint(kiri_notify_watchdog_us(), ==, 300000000);
    g_setenv("WATCHDOG_PID", own, TRUE);
    g_assert_cmpint(kiri_notify_watchdog_us(), ==, 300000000);
    g_setenv("WATCHDOG_PID", "1", TRUE);
    g_assert_cmpint(kiri_notify_watchdog_us(), ==, 0);
    g_setenv("WATCHDOG_PID", own, TRUE);
    g_setenv("WATCHDOG_USEC", "soon", TRUE);
    g_assert_cmpint(kiri_notify_watchdog_us(), ==, 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/notify/folder", test_socket_in_a_folder);
    g_test_add_func("/notify/abstract", test_abstract_socket);
    g_test_add_func("/notify/nobody", test_nobody);
    g_test_add_func("/notify/watchdog", test_watchdog);
    return g_test_run();
}
