// SPDX-License-Identifier: GPL-3.0-or-later
/* A file or a command gives the secret: its first line, whatever is behind. A
 * file that others can read is refused, as ssh refuses such keys: it is mended by
 * one chmod, and a password read by others is not. */
#include "secret.h"

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define SECRET_BYTES 4096

void kiri_secret_free(char *secret)
{
    if (secret)
        explicit_bzero(secret, strlen(secret));
    g_free(secret);
}

static char *first_line(const char *text)
{
    return g_strndup(text, strcspn(text, "\r\n"));
}

/* Is this the owner's alone? Asked of the open file, so that it cannot be
 * changed for another in between. */
static gboolean is_private(int fd, const char *path, GError **error)
{
    struct stat s;
    if (fstat(fd, &s) != 0)
        return kiri_error_set_errno(error, KIRI_ERROR_CLI, _("cannot read"), path);
    if (!S_ISREG(s.st_mode)) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE, _("'%s' is not a file"), path);
        return FALSE;
    }
    if ((s.st_mode & 077) == 0 && (s.st_uid == geteuid() || s.st_uid == 0))
        return TRUE;
    g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                _("the file '%s' holds a secret and can be read by others; 'chmod 600' makes it "
                  "private"),
                path);
    return FALSE;
}

static char *from_file(const char *path, GError **error)
{
    char text[SECRET_BYTES + 1] = "";
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        kiri_error_set_errno(error, KIRI_ERROR_CLI, _("cannot read"), path);
        return NULL;
    }
    char *secret = NULL;
    if (is_private(fd, path, error)) {
        gssize n = read(fd, text, SECRET_BYTES);
        if (n < 0)
            kiri_error_set_errno(error, KIRI_ERROR_CLI, _("cannot read"), path);
        else
            secret = first_line(text);
        explicit_bzero(text, sizeof text);
    }
    close(fd);
    return secret;
}

/* The command is split as a shell would split it, but no shell runs it. What it
 * prints is never part of a message. */
static char *from_command(const char *command, const char *name, GError **error)
{
    g_auto(GStrv) argv = NULL;
    g_autoptr(GError) why = NULL;
    char *out = NULL;
    gint status = 0;
    if (!g_shell_parse_argv(command, NULL, &argv, &why) ||
        !g_spawn_sync(NULL, argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_CLOEXEC_PIPES, NULL, NULL,
                      &out, NULL, &status, &why)) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_FAILED,
                    _("cannot run the command of '%s': %s"), name, why->message);
        kiri_secret_free(out);
        return NULL;
    }
    char *secret = NULL;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        secret = first_line(out);
    else
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_FAILED, _("the command of '%s' failed"),
                    name);
    kiri_secret_free(out);
    return secret;
}

/* What crashes from here on leaves no image of its memory behind. */
static void forbid_core(void)
{
    struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
}

char *kiri_secret_read(const KiriSecretPlace *place, GError **error)
{
    const char *file = place->file ? place->file : "", *command = place->command;
    gboolean has_command = command && *command;
    if (*file && has_command) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE, _("'%s' and '%s' cannot both be set"),
                    place->file_name, place->command_name);
        return NULL;
    }
    if (*file || has_command)
        forbid_core();
    return *file         ? from_file(file, error)
           : has_command ? from_command(command, place->command_name, error)
                         : NULL;
}

static char *read_settings(const KiriSettings *settings, const char *file_key,
                           const char *command_key, GError **error)
{
    const KiriSecretPlace place = {kiri_settings_string(settings, file_key), file_key,
                                   kiri_settings_string(settings, command_key), command_key};
    return kiri_secret_read(&place, error);
}

char *kiri_proxy_password(const KiriSettings *settings, GError **error)
{
    return read_settings(settings, "crawl.proxy_password_file", "crawl.proxy_password_command",
                         error);
}

char *kiri_mail_password(const KiriSettings *settings, GError **error)
{
    return read_settings(settings, "mail.password_file", "mail.password_command", error);
}
