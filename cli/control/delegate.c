// SPDX-License-Identifier: GPL-3.0-or-later
/* Standard input goes along with a command only where a word of it is "-". It is
 * read here, whole, so that the watch never waits for a slow pipe; should the watch
 * end meanwhile, the command finds it again and goes on by itself. */
#include "delegate.h"

#include "control.h"
#include "language.h"

#include <kirinuki/file.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { DEFAULT_WAIT_S = 60, QUESTION_WAIT_S = 5 };

static KiriControlReply *ask(const KiriCli *cli, KiriControlKind kind, GError **error)
{
    g_autoptr(KiriControlCall) call = kiri_control_call_new();
    call->kind = (gint)kind;
    return kiri_control_call(cli->dir, call, QUESTION_WAIT_S, error);
}

KiriWatchStatus *kiri_delegate_status(const KiriCli *cli)
{
    g_autoptr(KiriControlReply) reply = ask(cli, KIRI_CONTROL_STATUS, NULL);
    return reply ? g_steal_pointer(&reply->status) : NULL;
}

gboolean kiri_delegate_reload(const KiriCli *cli)
{
    g_autoptr(KiriControlReply) reply = ask(cli, KIRI_CONTROL_RELOAD, NULL);
    return reply != NULL;
}

gint kiri_delegate_set_input(GBytes *input)
{
    gsize n = 0, put = 0;
    const char *p = input ? g_bytes_get_data(input, &n) : NULL;
    gint fd = input ? memfd_create("kirinuki-input", MFD_CLOEXEC) : -1;
    while (fd >= 0 && put < n) {
        gssize some = write(fd, p + put, n - put);
        if (some < 0 && errno != EINTR)
            break;
        put += some > 0 ? (gsize)some : 0;
    }
    if (fd >= 0)
        lseek(fd, 0, SEEK_SET);
    kiri_file_set_stdin(fd);
    return fd;
}

static gboolean wants_input(char **words)
{
    for (; *words; words++)
        if (strcmp(*words, "-") == 0 || g_str_has_suffix(*words, "=-"))
            return TRUE;
    return FALSE;
}

static KiriControlCall *make_call(char **argv, GError **error)
{
    g_autoptr(KiriControlCall) call = kiri_control_call_new();
    g_autofree char *cwd = g_get_current_dir();
    call->kind = KIRI_CONTROL_COMMAND;
    call->words = kiri_control_join(argv);
    call->cwd = g_bytes_new(cwd, strlen(cwd));
    call->language = g_strdup(kiri_language_name());
    if (wants_input(argv)) {
        call->input = kiri_file_read("-", KIRI_CONTROL_CALL_BYTES, error);
        if (!call->input)
            return NULL;
        kiri_delegate_set_input(call->input); // for the rest of this process
    }
    return g_steal_pointer(&call);
}

/* What was said there is said here; our own log hears it too. */
static void repeat(const KiriCli *cli, const KiriControlReply *reply)
{
    gsize n = 0;
    const char *p = reply->out ? g_bytes_get_data(reply->out, &n) : NULL;
    if (n)
        kiri_out_write((KiriStr){p, n});
    p = reply->err ? g_bytes_get_data(reply->err, &n) : NULL;
    if (!p || !n)
        return;
    fwrite(p, 1, n, stderr);
    g_autofree char *text = g_utf8_make_valid(p, (gssize)n);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line; line++)
        if (**line)
            kiri_log_event(cli->log, KIRI_LOG_INFO, "message", NULL, *line, NULL, 0);
}

gboolean kiri_delegate_words(const KiriCli *cli, char **argv, int *code, GError **error)
{
    g_autoptr(GError) why = NULL;
    g_autoptr(KiriControlReply) hello = ask(cli, KIRI_CONTROL_STATUS, &why);
    g_autoptr(KiriControlCall) call = hello ? make_call(argv, &why) : NULL;
    g_autoptr(KiriControlReply) reply =
        call ? kiri_control_call(cli->dir, call, cli->wait_s > 0 ? cli->wait_s : DEFAULT_WAIT_S,
                                 &why)
             : NULL;
    if (!reply) {
        if (!kiri_error_is(why, KIRI_ERROR_NOT_FOUND))
            g_propagate_error(error, g_steal_pointer(&why));
        return FALSE;
    }
    repeat(cli, reply);
    *code = (int)CLAMP(reply->code, 0, 255);
    return TRUE;
}

gboolean kiri_delegate(KiriCli *cli, GError **error)
{
    cli->is_answered = kiri_delegate_words(cli, cli->argv, &cli->answer_code, error);
    return cli->is_answered;
}
