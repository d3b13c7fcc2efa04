// SPDX-License-Identifier: GPL-3.0-or-later
/* Signals are process-wide, so each case runs in a child of its own. */
#include <kirinuki/stop.h>

#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ALL_WELL = 42 };

static gint run_in_child(void (*body)(void))
{
    pid_t pid = fork();
    if (pid == 0) {
        body();
        _exit(ALL_WELL);
    }
    gint status = 0;
    g_assert_cmpint(waitpid(pid, &status, 0), ==, pid);
    return status;
}

static gboolean is_readable(void)
{
    struct pollfd p = {.fd = kiri_stop_fd(), .events = POLLIN};
    return poll(&p, 1, 0) == 1;
}

static void ask_once(int number)
{
    if (kiri_stop_requested() || kiri_stop_fd() != -1)
        _exit(1);
    kiri_stop_install();
    kiri_stop_install();
    if (kiri_stop_requested() || is_readable())
        _exit(2);
    raise(number);
    if (!kiri_stop_requested() || !is_readable())
        _exit(3);
    if (!is_readable()) // stays so for whoever looks later
        _exit(4);
}

static void ask_by_int(void)
{
    ask_once(SIGINT);
}

static void ask_by_term(void)
{
    ask_once(SIGTERM);
}

static void ask_twice(void)
{
    ask_once(SIGTERM);
    raise(SIGINT);
}

static void test_first_asks(void)
{
    gint status = run_in_child(ask_by_int);
    g_assert_true(WIFEXITED(status));
    g_assert_cmpint(WEXITSTATUS(status), ==, ALL_WELL);
    status = run_in_child(ask_by_term);
    g_assert_true(WIFEXITED(status));
    g_assert_cmpint(WEXITSTATUS(status), ==, ALL_WELL);
}

static void test_second_kills(void)
{
    gint status = run_in_child(ask_twice);
    g_assert_true(WIFSIGNALED(status));
    g_assert_cmpint(WTERMSIG(status), ==, SIGINT);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/stop/first-asks", test_first_asks);
    g_test_add_func("/stop/second-kills", test_second_kills);
    return g_test_run();
}
