// SPDX-License-Identifier: GPL-3.0-or-later
/* Loading and storing releases. A page is extracted in a worker, like any page. */
#include "release_ops.h"

#include "fetch.h"

#include <kirinuki/charset.h>
#include <kirinuki/extract.h>
#include <kirinuki/file.h>
#include <kirinuki/hash.h>
#include <kirinuki/limits.h>
#include <kirinuki/release_parse.h>
#include <kirinuki/stop.h>

#include <string.h>

static gboolean is_url(const char *s)
{
    return g_str_has_prefix(s, "http://") || g_str_has_prefix(s, "https://");
}

static gboolean is_html(const char *name, KiriStr bytes)
{
    if (g_str_has_suffix(name, ".html") || g_str_has_suffix(name, ".htm"))
        return TRUE;
    KiriStr s = kiri_str_strip(bytes);
    return (s.n > 14 && g_ascii_strncasecmp(s.p, "<!doctype html", 14) == 0) ||
           (s.n > 5 && g_ascii_strncasecmp(s.p, "<html", 5) == 0);
}

static KiriRelease *from_html(KiriCli *cli, const char *url, const char *content_type, GBytes *body,
                              GError **error)
{
    g_autoptr(KiriExtractInput) input = kiri_extract_input_new();
    input->url = g_strdup(url);
    input->content_type = g_strdup(content_type);
    input->body = g_bytes_ref(body);
    input->now_us = kiri_cli_now_us(cli);
    g_auto(KiriBuf) in, out;
    kiri_buf_init(&in, KIRI_BUF_UNCAPPED);
    kiri_buf_init(&out, KIRI_LIMIT_FRAME_BYTES);
    kiri_record_encode(&kiri_extract_input_shape, input, &in);
    KiriPool *pool = kiri_cli_pool(cli, error);
    if (!pool || !kiri_pool_run(pool, KIRI_JOB_EXTRACT, kiri_buf_view(&in), &out, error))
        return NULL;
    g_autoptr(KiriExtracted) page =
        kiri_record_decode(&kiri_extracted_shape, kiri_buf_view(&out), error);
    if (!page)
        return NULL;
    if (!page->article || !page->article->text || !*page->article->text) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_PARSE, _("'%s' holds no text: %s"), url,
                    page->no_article ? _(page->no_article) : _("empty"));
        return NULL;
    }
    return kiri_release_from_page(is_url(url) ? url : NULL, page->article->title,
                                  kiri_str(page->article->text), page->article->published, error);
}

static KiriRelease *from_file(KiriCli *cli, const char *path, GError **error)
{
    g_autoptr(GBytes) bytes = kiri_file_read(path, KIRI_LIMIT_INFLATED_BYTES, error);
    if (!bytes)
        return NULL;
    gsize n = 0;
    const char *p = g_bytes_get_data(bytes, &n);
    KiriStr view = {p ? p : "", n};
    if (is_html(path, view))
        return from_html(cli, path, "text/html", bytes, error);
    g_auto(KiriBuf) text;
    kiri_buf_init(&text, KIRI_LIMIT_INFLATED_BYTES);
    KiriCharsetReport report = {0};
    g_autofree char *name = g_path_get_basename(path);
    if (!kiri_charset_preload(error) ||
        !kiri_decode(view, NULL, KIRI_MARKUP_NONE, &text, &report, error))
        return NULL;
    return kiri_release_parse(kiri_buf_view(&text), name, error);
}

KiriRelease *kiri_release_load(KiriCli *cli, const char *file_or_url, GError **error)
{
    KiriRelease *release = NULL;
    if (is_url(file_or_url)) {
        g_autoptr(KiriPage) page = kiri_cli_fetch(cli, file_or_url, error);
        if (page)
            release = from_html(cli, page->url, page->content_type, page->body, error);
    } else {
        g_autofree char *path = kiri_cli_file(cli, file_or_url);
        release = from_file(cli, path, error);
    }
    if (!release)
        g_prefix_error(error, "%s: ", file_or_url);
    return release;
}

gboolean kiri_release_store(KiriStore *store, KiriRelease *release, const char *organisation,
                            gboolean *is_changed, GError **error)
{
    *is_changed = FALSE;
    if (!release->organisation && organisation && *organisation)
        release->organisation = g_strdup(organisation);
    g_autoptr(KiriRelease) old = kiri_store_get(store, KIRI_NOUN_RELEASE, release->id, NULL);
    release->version = old ? old->version : 1;
    if (old && kiri_record_equal(&kiri_release_shape, old, release))
        return TRUE;
    release->version = old ? old->version + 1 : 1;
    KiriBatch *batch = kiri_batch_begin(store);
    kiri_batch_put(batch, KIRI_NOUN_RELEASE, release);
    *is_changed = TRUE;
    return kiri_batch_commit(batch, error);
}

/* ---- followed press feeds ---- */

enum { FOLLOW_ENTRIES = 256 };

typedef struct {
    KiriPipeline *p;
    KiriBatch *batch;
} Follow;

static gboolean is_press_source(KiriStore *store, const KiriArticle *a)
{
    g_autoptr(KiriSource) s =
        a->source ? kiri_store_get(store, KIRI_NOUN_SOURCE, a->source, NULL) : NULL;
    return s && g_strcmp0(s->role, "releases") == 0;
}

/* A release that a person wrote down under its address stays as it is. */
static gboolean follow_entry(const KiriLogEntry *entry, gpointer data)
{
    Follow *f = data;
    KiriStore *store = f->p->store;
    if (entry->noun != KIRI_NOUN_ARTICLE || entry->is_delete)
        return TRUE;
    g_autoptr(KiriArticle) a = kiri_store_get(store, KIRI_NOUN_ARTICLE, entry->id, NULL);
    if (!a || !a->text || !is_press_source(store, a))
        return TRUE;
    g_autofree char *id = g_strdup_printf("R-%.8s", a->id);
    g_autoptr(KiriRelease) release =
        kiri_release_from_page(a->url, a->title, kiri_str(a->text), a->published, NULL);
    if (!release)
        return TRUE;
    g_free(release->id);
    release->id = g_steal_pointer(&id);
    release->version = a->version;
    g_free(release->source);
    release->source = g_strdup(a->source);
    if (!release->organisation) {
        const char *name = kiri_settings_string(f->p->cli->settings, "organisation.name");
        release->organisation = *name ? g_strdup(name) : NULL;
    }
    if (!kiri_store_has(store, KIRI_NOUN_RELEASE, release->id))
        kiri_batch_put(f->batch, KIRI_NOUN_RELEASE, release);
    return TRUE;
}

gboolean kiri_pipeline_follow(KiriPipeline *p, GError **error)
{
    guint64 at = kiri_store_cursor(p->store, "follow");
    while (!kiri_stop_requested() && at < kiri_store_log_end(p->store)) {
        Follow f = {p, kiri_batch_begin(p->store)};
        guint64 next = kiri_store_log_each(p->store, at, FOLLOW_ENTRIES, follow_entry, &f);
        kiri_batch_set_cursor(f.batch, "follow", next);
        if (!kiri_batch_commit(f.batch, error))
            return FALSE;
        if (next == at)
            break;
        at = next;
    }
    return TRUE;
}
