// SPDX-License-Identifier: GPL-3.0-or-later
/* Evidence out: article by article in the order of their ids, of each the
 * versions in their order, of each version its parts. A page that several
 * versions rest on is written once, with what each of them says of it. The file
 * appears under its name when it is whole. */
#include "export_warc.h"

#include <kirinuki/file.h>
#include <kirinuki/warc.h>

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

typedef struct {
    KiriCli *cli;
    KiriStore *store;
    const KiriWarcChoice *choice;
    GHashTable *written; // keys of pages
    KiriBuf buf;
    int fd; // -1: standard output
    gboolean is_gzip;
    guint64 pages, articles;
    GError *error;
} Export;

static gboolean write_out(Export *e)
{
    if (e->fd < 0) {
        kiri_out_write(kiri_buf_view(&e->buf));
    } else {
        for (gsize at = 0; at < e->buf.n;) {
            gssize n = write(e->fd, e->buf.p + at, e->buf.n - at);
            if (n < 0 && errno == EINTR)
                continue;
            if (n < 0)
                return kiri_error_set_errno(&e->error, KIRI_ERROR_CLI, _("cannot write"),
                                            e->choice->output);
            at += (gsize)n;
        }
    }
    kiri_buf_reset(&e->buf);
    return TRUE;
}

static gboolean write_page(Export *e, const KiriArticle *a, const char *key, guint part,
                           guint n_parts)
{
    g_autoptr(KiriPage) page = kiri_store_get_page(e->store, key, &e->error);
    if (!page)
        return e->error == NULL; // pruned
    if (g_hash_table_add(e->written, g_strdup(key))) {
        kiri_warc_write_page(page, part, n_parts, e->is_gzip, &e->buf);
        e->pages++;
    }
    kiri_warc_write_metadata(page, a, part, n_parts, e->is_gzip, &e->buf);
    return write_out(e);
}

static gboolean write_version(Export *e, const KiriArticle *a)
{
    guint n = kiri_strv_count(a->more_evidence) + 1;
    const char *scan = a->appearance ? a->appearance->evidence : NULL;
    if (scan && !write_page(e, a, scan, 1, 1)) // a file of ours: a resource record
        return FALSE;
    if (!a->evidence)
        return TRUE;
    if (!write_page(e, a, a->evidence, 1, n))
        return FALSE;
    for (guint i = 1; i < n; i++)
        if (!write_page(e, a, a->more_evidence[i - 1], i + 1, n))
            return FALSE;
    return TRUE;
}

static gboolean is_chosen(const Export *e, const KiriArticle *a)
{
    gint64 us = kiri_time_is_set(a->published) ? a->published.us : a->fetched.us;
    return us >= e->choice->from_us && us < e->choice->to_us &&
           (!e->choice->medium || g_strcmp0(e->choice->medium, a->medium) == 0);
}

static gboolean write_article(gconstpointer record, gpointer data)
{
    const KiriArticle *newest = record;
    Export *e = data;
    if (!is_chosen(e, newest))
        return TRUE;
    for (gint64 v = 1; v < newest->version; v++) {
        g_autoptr(KiriArticle) older =
            kiri_store_get_article_version(e->store, newest->id, v, &e->error);
        if (e->error || (older && !write_version(e, older)))
            return FALSE;
    }
    e->articles++;
    return write_version(e, newest);
}

static gboolean write_all(Export *e, GError **error)
{
    kiri_warc_write_info(kiri_cli_now_us(e->cli), "evidence of articles", e->is_gzip, &e->buf);
    gboolean ok = write_out(e);
    if (ok && e->choice->article) {
        g_autofree char *id =
            kiri_store_find_id(e->store, KIRI_NOUN_ARTICLE, e->choice->article, &e->error);
        g_autoptr(KiriArticle) a =
            id ? kiri_store_get(e->store, KIRI_NOUN_ARTICLE, id, &e->error) : NULL;
        ok = a && write_article(a, e);
    } else if (ok) {
        ok = kiri_store_each(e->store, KIRI_NOUN_ARTICLE, "", write_article, e, error);
    }
    if (e->error)
        g_propagate_error(error, g_steal_pointer(&e->error));
    return ok && (!error || !*error);
}

/* Into a file beside the one that is wanted, which then takes its name. */
static gboolean write_file(Export *e, GError **error)
{
    g_autofree char *path = kiri_cli_file(e->cli, e->choice->output);
    g_autofree char *folder = g_path_get_dirname(path);
    g_autofree char *beside = g_strconcat(path, ".XXXXXX", NULL);
    e->fd = g_mkstemp_full(beside, O_WRONLY | O_CLOEXEC, 0666);
    if (e->fd < 0)
        return kiri_error_set_errno(error, KIRI_ERROR_CLI, _("cannot write"), e->choice->output);
    gboolean ok = write_all(e, error);
    if (ok && (fsync(e->fd) != 0 || g_rename(beside, path) != 0))
        ok = kiri_error_set_errno(error, KIRI_ERROR_CLI, _("cannot write"), e->choice->output);
    close(e->fd);
    if (!ok)
        g_unlink(beside);
    return ok && kiri_file_sync_dir(folder, error);
}

gboolean kiri_export_warc(KiriCli *cli, KiriStore *store, const KiriWarcChoice *choice,
                          GError **error)
{
    gboolean is_file = choice->output && strcmp(choice->output, "-") != 0;
    if (choice->medium && !kiri_store_has(store, KIRI_NOUN_MEDIUM, choice->medium)) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_NOT_FOUND, _("there is no %s '%s'"),
                    kiri_noun_label(KIRI_NOUN_MEDIUM), choice->medium);
        return FALSE;
    }
    Export e = {.cli = cli, .store = store, .choice = choice, .fd = -1};
    e.is_gzip = choice->is_gzip || (is_file && g_str_has_suffix(choice->output, ".gz"));
    e.written = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    kiri_buf_init(&e.buf, KIRI_BUF_UNCAPPED);
    gboolean ok = is_file ? write_file(&e, error) : write_all(&e, error);
    g_hash_table_unref(e.written);
    kiri_buf_clear(&e.buf);
    if (ok)
        kiri_cli_note(cli, _("%" PRIu64 " pages of %" PRIu64 " articles written"), e.pages,
                      e.articles);
    return ok;
}
