// SPDX-License-Identifier: GPL-3.0-or-later
/* Loading and storing releases. A page is extracted in a worker, like any page. */
#include "release_ops.h"

#include "sources/fetch.h"

#include <kirinuki/charset.h>
#include <kirinuki/extract.h>
#include <kirinuki/file.h>
#include <kirinuki/hash.h>
#include <kirinuki/limits.h>
#include <kirinuki/release_parse.h>
#include <kirinuki/stop.h>

#include <glib/gstdio.h>
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
    KiriRelease *release =
        kiri_release_from_page(is_url(url) ? url : NULL, page->article->title,
                               kiri_str(page->article->text), page->article->published, error);
    for (char **link = release ? page->article->links : NULL; link && *link; link++)
        kiri_release_add_attachment(release, *link);
    return release;
}

/* How large are the attachments that lie beside the file? */
static void measure_attachments(KiriRelease *release, const char *path)
{
    g_autofree char *folder = g_path_get_dirname(path);
    for (guint i = 0; i < kiri_recs_count(release->attachments); i++) {
        KiriAttachment *a = g_ptr_array_index(release->attachments, i);
        g_autofree char *beside = g_build_filename(folder, a->place, NULL);
        GStatBuf there;
        if (!is_url(a->place) && g_stat(beside, &there) == 0)
            a->bytes = there.st_size;
    }
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
    KiriRelease *release = kiri_release_parse(kiri_buf_view(&text), name, error);
    if (release)
        measure_attachments(release, path);
    return release;
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

/* ---- storing ---- */

static gboolean count_release(gconstpointer record, gpointer data)
{
    kiri_repetition_add(data, record);
    return TRUE;
}

KiriRepetition *kiri_release_repetition(KiriStore *store, GError **error)
{
    g_autoptr(KiriRepetition) repetition = kiri_repetition_new();
    if (!kiri_store_each(store, KIRI_NOUN_RELEASE, "", count_release, repetition, error))
        return NULL;
    return g_steal_pointer(&repetition);
}

typedef struct {
    const char *url;
    char *id;
} ByUrl;

static gboolean match_url(gconstpointer record, gpointer data)
{
    const KiriRelease *r = record;
    ByUrl *by = data;
    if (g_strcmp0(r->url, by->url) == 0 && !r->is_removed)
        by->id = g_strdup(r->id);
    return by->id == NULL;
}

/* A page that changed is the release that it was. */
static gboolean adopt_id(KiriStore *store, KiriRelease *release, GError **error)
{
    ByUrl by = {release->url, NULL};
    if (!release->url || kiri_store_has(store, KIRI_NOUN_RELEASE, release->id))
        return TRUE;
    if (!kiri_store_each(store, KIRI_NOUN_RELEASE, "", match_url, &by, error))
        return FALSE;
    if (by.id) {
        g_free(release->id);
        release->id = by.id;
    }
    return TRUE;
}

/* Which lines are boilerplate was found out when the text came. */
static void find_repeated(KiriRepetition *repetition, const KiriRelease *old, KiriRelease *release)
{
    if (old && g_strcmp0(old->text, release->text) == 0) {
        g_strfreev(release->repeated);
        release->repeated = g_strdupv(old->repeated);
        return;
    }
    kiri_repetition_add(repetition, release);
    kiri_repetition_apply(repetition, release);
}

gboolean kiri_release_store(KiriStore *store, KiriRelease *release, const char *organisation,
                            KiriRepetition *repetition, KiriTime now, gboolean *is_changed,
                            GError **error)
{
    *is_changed = FALSE;
    if (!release->organisation && organisation && *organisation)
        release->organisation = g_strdup(organisation);
    if (!adopt_id(store, release, error))
        return FALSE;
    g_autoptr(KiriRelease) old = kiri_store_get(store, KIRI_NOUN_RELEASE, release->id, NULL);
    if (repetition)
        find_repeated(repetition, old, release);
    release->version = old ? old->version : 1;
    release->changed = old ? old->changed : KIRI_TIME_UNSET;
    if (old && kiri_record_equal(&kiri_release_shape, old, release))
        return TRUE;
    release->version = old ? old->version + 1 : 1;
    release->changed = now;
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
    KiriRepetition *repetition; // made when the first release comes
} Follow;

static gboolean is_press_source(KiriStore *store, const KiriArticle *a)
{
    g_autoptr(KiriSource) s =
        a->source ? kiri_store_get(store, KIRI_NOUN_SOURCE, a->source, NULL) : NULL;
    return s && g_strcmp0(s->role, "releases") == 0;
}

/* What the page says now, with what people have added to the release since. What
 * a person wrote down under its address stays as it is. */
static gboolean merge_followed(const KiriRelease *old, KiriRelease *release, const char *source)
{
    if (g_strcmp0(old->source, source) != 0)
        return FALSE;
    g_autoptr(KiriRelease) merged = kiri_record_copy(&kiri_release_shape, old);
    gboolean is_same =
        g_strcmp0(old->title, release->title) == 0 && g_strcmp0(old->text, release->text) == 0;
    char **const own[] = {&release->title, &release->text, &release->url};
    char **const kept[] = {&merged->title, &merged->text, &merged->url};
    for (gsize i = 0; i < G_N_ELEMENTS(own); i++) {
        char *text = *own[i];
        *own[i] = *kept[i];
        *kept[i] = text;
    }
    for (guint i = 0; i < kiri_recs_count(release->attachments); i++)
        kiri_release_add_attachment(
            merged, ((KiriAttachment *)g_ptr_array_index(release->attachments, i))->place);
    is_same = is_same && kiri_recs_count(merged->attachments) == kiri_recs_count(old->attachments);
    kiri_record_assign(&kiri_release_shape, release, merged);
    return !is_same;
}

static KiriRelease *release_of(const KiriPipeline *p, const KiriArticle *a)
{
    KiriRelease *release =
        kiri_release_from_page(a->url, a->title, kiri_str(a->text), a->published, NULL);
    if (!release)
        return NULL;
    for (char **link = a->links; link && *link; link++)
        kiri_release_add_attachment(release, *link);
    g_free(release->id);
    release->id = g_strdup_printf("R-%.8s", a->id);
    g_free(release->source);
    release->source = g_strdup(a->source);
    if (!release->organisation) {
        const char *name = kiri_settings_string(p->cli->settings, "organisation.name");
        release->organisation = *name ? g_strdup(name) : NULL;
    }
    return release;
}

static gboolean follow_entry(const KiriLogEntry *entry, gpointer data)
{
    Follow *f = data;
    KiriStore *store = f->p->store;
    if (entry->noun != KIRI_NOUN_ARTICLE || entry->is_delete)
        return TRUE;
    g_autoptr(KiriArticle) a = kiri_store_get(store, KIRI_NOUN_ARTICLE, entry->id, NULL);
    if (!a || !a->text || !is_press_source(store, a))
        return TRUE;
    g_autoptr(KiriRelease) release = release_of(f->p, a);
    g_autoptr(KiriRelease) old =
        release ? kiri_store_get(store, KIRI_NOUN_RELEASE, release->id, NULL) : NULL;
    if (!release || (old && !merge_followed(old, release, a->source)))
        return TRUE;
    if (!f->repetition)
        f->repetition = kiri_release_repetition(store, NULL);
    if (f->repetition) {
        kiri_repetition_add(f->repetition, release);
        kiri_repetition_apply(f->repetition, release);
    }
    release->changed = a->fetched;
    kiri_batch_put(f->batch, KIRI_NOUN_RELEASE, release);
    return TRUE;
}

gboolean kiri_pipeline_follow(KiriPipeline *p, GError **error)
{
    guint64 at = kiri_store_cursor(p->store, "follow");
    g_autoptr(KiriRepetition) repetition = NULL;
    while (!kiri_stop_requested() && at < kiri_store_log_end(p->store)) {
        Follow f = {p, kiri_batch_begin(p->store), repetition};
        guint64 next = kiri_store_log_each(p->store, at, FOLLOW_ENTRIES, follow_entry, &f);
        repetition = f.repetition;
        kiri_batch_set_cursor(f.batch, "follow", next);
        if (!kiri_batch_commit(f.batch, error))
            return FALSE;
        if (next == at)
            break;
        at = next;
    }
    return TRUE;
}
