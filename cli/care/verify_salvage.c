// SPDX-License-Identifier: GPL-3.0-or-later
/* verify --salvage: a new workspace from what can be read of a damaged one.
 *
 * The damaged store is copied first, block by block, with zeros where the disk gives
 * nothing; only the copy is opened. All of it is put together beside its place and gets its
 * name when it is whole. */
#include "care/verify.h"

#include "care/backup.h"
#include "watch/pipeline.h"

#include <kirinuki/care.h>
#include <kirinuki/file.h>
#include <kirinuki/folder.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PIECE_BYTES = 64 * 1024 };

typedef struct {
    const char *from, *to; // folders
    gboolean is_store;
    guint64 lost_bytes; // that the disk did not give
} Copy;

static gboolean write_at(int fd, const char *p, gsize n, gint64 at, const char *path,
                         GError **error)
{
    for (gsize done = 0; done < n;) {
        gssize some = pwrite(fd, p + done, n - done, at + (gint64)done);
        if (some < 0 && errno == EINTR)
            continue;
        if (some <= 0) {
            errno = some ? errno : ENOSPC;
            return kiri_error_set_errno(error, KIRI_ERROR_CLI, _("cannot write"), path);
        }
        done += (gsize)some;
    }
    return TRUE;
}

static gboolean copy_bytes(Copy *c, int in, int out, gint64 size, const char *path, GError **error)
{
    g_autofree char *piece = g_malloc(PIECE_BYTES);
    for (gint64 at = 0; at < size;) {
        gsize n = (gsize)MIN(size - at, (gint64)PIECE_BYTES);
        gssize some = pread(in, piece, n, at);
        if (some < 0 && errno == EINTR)
            continue;
        if (some < 0) {
            memset(piece, 0, n); // what follows keeps its place
            some = (gssize)n;
            c->lost_bytes += n;
        }
        if (some == 0)
            break;
        if (!write_at(out, piece, (gsize)some, at, path, error))
            return FALSE;
        at += some;
    }
    return fsync(out) == 0 || kiri_error_set_errno(error, KIRI_ERROR_CLI, _("cannot write"), path);
}

static gboolean copy_file(Copy *c, const char *name, gint64 size, GError **error)
{
    g_autofree char *from = g_build_filename(c->from, name, NULL);
    g_autofree char *to = g_build_filename(c->to, name, NULL);
    if (!kiri_folder_make_for(c->to, name, error))
        return FALSE;
    int in = open(from, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    int out = in < 0 ? -1 : open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    gboolean ok = out >= 0 ? copy_bytes(c, in, out, size, to, error)
                           : kiri_error_set_errno(error, KIRI_ERROR_CLI, _("cannot copy"), from);
    if (out >= 0)
        close(out);
    if (in >= 0)
        close(in);
    return ok;
}

static gboolean visit(const char *name, const struct stat *st, gpointer data, GError **error)
{
    Copy *c = data;
    if (!c->is_store && !strchr(name, '/') && kiri_backup_left_out(name))
        return FALSE;
    return !S_ISREG(st->st_mode) || copy_file(c, name, st->st_size, error);
}

static gboolean copy_folder(const char *from, const char *to, gboolean is_store, guint64 *lost,
                            GError **error)
{
    Copy c = {from, to, is_store, 0};
    gboolean ok = kiri_folder_walk(from, visit, &c, error);
    *lost += c.lost_bytes;
    return ok;
}

static void note_lost_bytes(KiriSalvage *s, guint64 bytes)
{
    if (bytes)
        g_ptr_array_add(s->lost,
                        g_strdup_printf(_("the disk did not give %" PRIu64 " bytes"), bytes));
}

static gboolean fill(const KiriCli *cli, const char *part, KiriSalvage *s, guint64 *lost_bytes,
                     GError **error)
{
    g_autofree char *damaged = g_build_filename(part, "damaged", NULL);
    g_autofree char *copy = g_build_filename(damaged, "store", NULL);
    g_autofree char *store = kiri_cli_path(cli, "store");
    return copy_folder(cli->dir, part, FALSE, lost_bytes, error) &&
           copy_folder(store, copy, TRUE, lost_bytes, error) &&
           kiri_store_salvage(damaged, part, s, error) && kiri_folder_remove(damaged, error);
}

/* ---- what is lost ---- */

static void print_lost(const KiriCli *cli, const char *text)
{
    if (!cli->is_json) {
        g_autofree char *safe = kiri_out_safe(text);
        kiri_out_printf("%s\n", safe);
        return;
    }
    g_auto(KiriBuf) buf;
    kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
    KiriJson j = kiri_out_json_begin(&buf, "lost");
    kiri_json_key(&j, "text");
    kiri_json_cstr(&j, text);
    kiri_out_json_end(&j);
}

static void print_all(const KiriCli *cli, const KiriSalvage *s, guint64 lost_bytes)
{
    for (guint i = 0; i < s->lost->len; i++)
        print_lost(cli, s->lost->pdata[i]);
    if (cli->is_json)
        kiri_out_json_summary(s->lost->len);
    kiri_cli_note(cli,
                  _("%" PRIu64 " rows are saved, %" PRIu64 " were damaged, %" PRIu64
                    " stretches and %" PRIu64 " bytes could not be read"),
                  s->rows_saved, s->rows_lost, s->holes, lost_bytes);
}

/* The list stays with the new workspace. */
static gboolean keep_list(const char *part, const KiriSalvage *s, GError **error)
{
    g_autoptr(GString) text = g_string_new(NULL);
    g_autofree char *path = g_build_filename(part, "salvage.txt", NULL);
    for (guint i = 0; i < s->lost->len; i++)
        g_string_append_printf(text, "%s\n", (const char *)s->lost->pdata[i]);
    return kiri_file_replace(path, (KiriStr){text->str, text->len}, 0600, error);
}

/* ---- all of it ---- */

static gboolean put_in_place(const char *part, const char *to, GError **error)
{
    g_autofree char *parent = g_path_get_dirname(to);
    if (!kiri_folder_sync(part, error))
        return FALSE;
    if ((rmdir(to) != 0 && errno != ENOENT) || rename(part, to) != 0)
        return kiri_error_set_errno(error, KIRI_ERROR_CLI, _("cannot put in place"), to);
    return kiri_file_sync_dir(parent, error);
}

static gboolean make(KiriCli *cli, const char *to, KiriSalvage *s, GError **error)
{
    guint64 lost_bytes = 0;
    g_autofree char *part = g_strconcat(to, ".salvaging", NULL);
    if (!kiri_folder_remove(part, error))
        return FALSE;
    if (g_mkdir_with_parents(part, 0700) != 0)
        return kiri_error_set_errno(error, KIRI_ERROR_CLI, _("cannot make the folder"), part);
    gboolean ok = fill(cli, part, s, &lost_bytes, error);
    if (ok)
        note_lost_bytes(s, lost_bytes);
    ok = ok && keep_list(part, s, error) && put_in_place(part, to, error);
    if (ok)
        print_all(cli, s, lost_bytes);
    else
        kiri_folder_remove(part, NULL);
    return ok;
}

static gboolean is_possible(const KiriCli *cli, const char *to, GError **error)
{
    g_autofree char *here = g_canonicalize_filename(cli->dir, NULL);
    g_autofree char *inside = g_strconcat(here, "/", NULL);
    if (kiri_store_is_held(cli->dir)) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_BUSY, _("'%s' is in use; stop that first"),
                    cli->dir);
        return FALSE;
    }
    if (!kiri_folder_is_free(to) || strcmp(to, here) == 0 || g_str_has_prefix(to, inside)) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                    _("'%s' must be a new or empty folder outside of the workspace"), to);
        return FALSE;
    }
    return TRUE;
}

/* Index, links and scores of the new workspace. */
static gboolean rebuild(KiriCli *cli, const char *to, GError **error)
{
    KiriPipeline p = {.is_rebuild = TRUE};
    g_free(cli->dir);
    cli->dir = g_strdup(to);
    gboolean ok = kiri_pipeline_open(&p, cli, "rebuild", error) && kiri_pipeline_index(&p, error) &&
                  kiri_pipeline_link(&p, error) && kiri_pipeline_score(&p, error);
    kiri_pipeline_close(&p);
    return ok;
}

int kiri_verify_salvage(KiriCli *cli, const char *to, GError **error)
{
    g_autofree char *given = kiri_cli_file(cli, to);
    g_autofree char *full = g_canonicalize_filename(given, NULL);
    g_auto(KiriSalvage) s = {0};
    /* The nursery comes before anything is opened. */
    if (!is_possible(cli, full, error) ||
        !kiri_cli_start_workers(cli, KIRI_NEEDS_WORKERS | KIRI_NEEDS_WORDS, error) ||
        !make(cli, full, &s, error) || !rebuild(cli, full, error))
        return KIRI_EXIT_FAILED;
    kiri_cli_note(cli,
                  _("what could be saved is in '%s'; what is lost also stands in its "
                    "'salvage.txt'"),
                  full);
    return s.lost->len ? KIRI_EXIT_PARTLY : KIRI_EXIT_DONE;
}
