// SPDX-License-Identifier: GPL-3.0-or-later
/* Articles as lines of JSON. Text from a file is a stranger's too: it is cleaned
 * of control characters, cut at the limits, and rows without text are named. */
#include "import.h"
#include "watch/progress.h"

#include <kirinuki/file.h>
#include <kirinuki/limits.h>
#include <kirinuki/stop.h>
#include <kirinuki/url.h>

#include <string.h>

enum { BATCH_ARTICLES = 64 };

/* Tabs and line ends stay, CR LF becomes LF, other controls become spaces. */
static char *clean(const char *s, gsize n, gsize cap)
{
    n = MIN(n, cap);
    GString *out = g_string_sized_new(n);
    for (gsize i = 0; i < n; i++) {
        guchar c = (guchar)s[i];
        if (c == '\r')
            c = i + 1 < n && s[i + 1] == '\n' ? 0 : '\n';
        else if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7f)
            c = ' ';
        if (c)
            g_string_append_c(out, (char)c);
    }
    const char *end = NULL; // a cut may have split a character
    if (!g_utf8_validate(out->str, (gssize)out->len, &end))
        g_string_truncate(out, (gsize)(end - out->str));
    return g_string_free(out, FALSE);
}

static char *text_member(const KiriJsonNode *row, const char *key, gsize cap)
{
    gsize n = 0;
    const char *s = kiri_json_string(kiri_json_get(row, key), &n);
    return s ? clean(s, n, cap) : NULL;
}

static void add_author(KiriArticle *a, const KiriJsonNode *name)
{
    gsize n = 0;
    const char *s = kiri_json_string(name, &n);
    g_autofree char *text = s ? clean(s, n, KIRI_LIMIT_TITLE_BYTES) : NULL;
    if (text && *text)
        kiri_strv_add(&a->authors, text);
}

static void set_authors(KiriArticle *a, const KiriJsonNode *authors)
{
    add_author(a, authors);
    for (gsize i = 0; i < kiri_json_size(authors) && i < KIRI_LIMIT_AUTHORS; i++)
        add_author(a, kiri_json_at(authors, i));
}

static gboolean set_url(KiriArticle *a, const KiriJsonNode *row, const char *fallback)
{
    g_autofree char *given = text_member(row, "url", KIRI_LIMIT_URL_BYTES);
    g_autofree char *canonical = given ? kiri_url_canonical(kiri_str(given), NULL) : NULL;
    if (!canonical && given && *given)
        return FALSE;
    g_autofree char *urn =
        canonical
            ? NULL
            : g_strconcat("urn:kirinuki:import:", a->import_id ? a->import_id : fallback, NULL);
    kiri_article_set_url(a, canonical ? canonical : urn);
    return TRUE;
}

/* A time, and beside it how much of it is known: `extract` writes a day as its
 * first moment. FALSE for what is no time. */
static gboolean set_time(KiriTime *to, const KiriJsonNode *row, const char *key,
                         const char *precision_key)
{
    g_autofree char *text = text_member(row, key, 64);
    g_autofree char *name = text_member(row, precision_key, 16);
    guint8 precision;
    if (!text || !*text)
        return TRUE;
    if (!kiri_time_parse(kiri_str(text), KIRI_JST_MIN, to))
        return FALSE;
    if (name && kiri_precision_parse(kiri_str(name), &precision))
        *to = kiri_time_coarsen(*to, precision);
    *to = kiri_time_day_in_japan(*to);
    return TRUE;
}

/* An export of ours has lines of other types beside the articles: its head, its count. */
static gboolean is_of_other_type(const KiriJsonNode *row)
{
    const char *type = kiri_json_string(kiri_json_get(row, "type"), NULL);
    return type && strcmp(type, "article") != 0 && !kiri_json_get(row, "text");
}

static KiriArticle *article_of_row(KiriStore *store, const KiriJsonNode *row, guint64 number,
                                   GError **error)
{
    g_autoptr(KiriArticle) a = kiri_article_new();
    g_autofree char *fallback = g_strdup_printf("line-%" PRIu64, number);
    a->text = text_member(row, "text", KIRI_LIMIT_TEXT_BYTES);
    a->title = text_member(row, "title", KIRI_LIMIT_TITLE_BYTES);
    a->import_id = text_member(row, "id", KIRI_LIMIT_URL_BYTES);
    a->site_name = text_member(row, "site_name", KIRI_LIMIT_TITLE_BYTES);
    a->language = text_member(row, "language", 35);
    if (!a->text || !*a->text) {
        g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_PARSE, _("'text' is missing"));
        return NULL;
    }
    if (!set_url(a, row, fallback)) {
        g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_PARSE,
                            _("'url' is no http or https address"));
        return NULL;
    }
    if (!set_time(&a->published, row, "published", "published_precision")) {
        g_autofree char *published = text_member(row, "published", 64);
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_PARSE, _("'published' is no time: '%s'"),
                    published);
        return NULL;
    }
    set_time(&a->modified, row, "modified", "modified_precision");
    set_authors(a, kiri_json_get(row, "authors"));
    a->medium = kiri_store_medium_of_url(store, a->url);
    kiri_article_set_content_hash(a);
    return g_steal_pointer(&a);
}

static void count_failure(KiriPipeline *p, const char *path, guint64 line, const GError *why)
{
    g_autofree char *subject = g_strdup_printf("%s:%" PRIu64, path, line);
    p->run->rows_failed++;
    p->is_partly = TRUE;
    kiri_run_add_failure(p->run, subject, why->message);
    if (p->run->rows_failed <= 5)
        kiri_cli_warn(p->cli, "%s: %s", subject, why->message);
}

gboolean kiri_import_ndjson(KiriPipeline *p, const char *path, GError **error)
{
    g_autoptr(KiriLines) lines = kiri_lines_open(path, KIRI_LIMIT_LINE_BYTES, error);
    if (!lines)
        return FALSE;
    KiriProgress progress = kiri_progress_begin(p->cli, _("importing"));
    g_autoptr(KiriBatch) batch = kiri_batch_begin(p->store);
    g_autoptr(GError) why = NULL;
    KiriStr line;
    guint in_batch = 0;
    while (!kiri_stop_requested() && kiri_lines_next(lines, &line, &why)) {
        if (!kiri_str_strip(line).n)
            continue;
        g_autoptr(GError) bad = NULL;
        g_autoptr(KiriJsonDoc) doc = kiri_json_parse(line, &bad);
        if (doc && is_of_other_type(kiri_json_root(doc)))
            continue;
        p->run->rows_read++;
        guint64 number = kiri_lines_number(lines);
        g_autoptr(KiriArticle) a =
            doc ? article_of_row(p->store, kiri_json_root(doc), number, &bad) : NULL;
        if (!a) {
            count_failure(p, path, number, bad);
            continue;
        }
        if (kiri_batch_put(batch, KIRI_NOUN_ARTICLE, a))
            *(a->version > 1 ? &p->run->articles_changed : &p->run->articles_new) += 1;
        else
            p->run->articles_same++;
        if (++in_batch == BATCH_ARTICLES) {
            if (!kiri_batch_commit(g_steal_pointer(&batch), error))
                return FALSE;
            batch = kiri_batch_begin(p->store);
            in_batch = 0;
            kiri_progress_update(&progress, (guint64)kiri_lines_bytes_read(lines),
                                 (guint64)MAX(kiri_lines_bytes_total(lines), 0));
        }
    }
    kiri_progress_end(&progress);
    if (!kiri_batch_commit(g_steal_pointer(&batch), error))
        return FALSE;
    if (why)
        g_propagate_error(error, g_steal_pointer(&why));
    return !error || !*error;
}
