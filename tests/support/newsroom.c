// SPDX-License-Identifier: GPL-3.0-or-later
/* Reading the newsroom's files. They are ours, so reading is strict: an unknown
 * header or a copy of an unknown article is an error, because a typing mistake
 * there would silently weaken the tests. */
#include "newsroom.h"

#include <kirinuki/error.h>
#include <kirinuki/record.h>

#include <string.h>

static gboolean fail(GError **error, const char *file, const char *what, const char *subject)
{
    g_set_error(error, KIRI_ERROR_BASE, KIRI_ERROR_PARSE, "%s: %s '%s'", file, what, subject);
    return FALSE;
}

static void article_free(gpointer p)
{
    NewsArticle *a = p;
    g_free(a->slug);
    g_free(a->title);
    g_free(a->credit);
    g_free(a->section);
    g_free(a->class_);
    g_free(a->copy_of);
    g_free(a->homonym);
    g_strfreev(a->authors);
    g_strfreev(a->keywords);
    g_strfreev(a->releases);
    g_free(a->contradiction.sentence);
    g_free(a->contradiction.release_sentence);
    g_ptr_array_unref(a->parts);
    g_free(a);
}

static void source_free(gpointer p)
{
    NewsSource *s = p;
    g_free(s->path);
    g_free(s->tracking);
    g_free(s->title);
    g_free(s);
}

static void medium_free(gpointer p)
{
    NewsMedium *m = p;
    g_free(m->key);
    g_free(m->name);
    g_free(m->kind);
    g_free(m->charset);
    g_free(m->template);
    g_free(m->path_pattern);
    g_ptr_array_unref(m->sources);
    g_ptr_array_unref(m->articles);
    g_free(m);
}

static void release_free(gpointer p)
{
    NewsRelease *r = p;
    g_free(r->key);
    g_free(r->path);
    g_free(r);
}

void newsroom_free(Newsroom *room)
{
    if (!room)
        return;
    g_free(room->dir);
    g_ptr_array_unref(room->media);
    g_ptr_array_unref(room->articles);
    g_ptr_array_unref(room->releases);
    g_hash_table_unref(room->templates);
    g_free(room);
}

const NewsMedium *newsroom_medium(const Newsroom *room, const char *key)
{
    for (guint i = 0; i < room->media->len; i++) {
        const NewsMedium *m = room->media->pdata[i];
        if (strcmp(m->key, key) == 0)
            return m;
    }
    return NULL;
}

const NewsArticle *newsroom_article(const Newsroom *room, const char *name)
{
    const char *slash = strchr(name, '/');
    for (guint i = 0; slash && i < room->articles->len; i++) {
        const NewsArticle *a = room->articles->pdata[i];
        if (strncmp(a->medium->key, name, (gsize)(slash - name)) == 0 &&
            !a->medium->key[slash - name] && strcmp(a->slug, slash + 1) == 0)
            return a;
    }
    return NULL;
}

/* ---- tables ---- */

/* Rows of a tab-separated file after its header line, `columns` fields each;
 * '#' starts a comment line, "-" is an empty field. (transfer full) */
static GPtrArray *read_table(const char *path, guint columns, GError **error)
{
    g_autofree char *text = NULL;
    if (!g_file_get_contents(path, &text, NULL, error))
        return NULL;
    g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (guint i = 1; lines[0] && lines[i]; i++) {
        if (!*lines[i] || *lines[i] == '#')
            continue;
        char **fields = g_strsplit(lines[i], "\t", -1);
        g_ptr_array_add(rows, fields);
        if (g_strv_length(fields) != columns) {
            fail(error, path, "wrong number of fields in", lines[i]);
            return NULL;
        }
    }
    return g_steal_pointer(&rows);
}

static char *field_dup(const char *field)
{
    return strcmp(field, "-") == 0 ? NULL : g_strdup(field);
}

static gint64 number_of(const char *field)
{
    return g_ascii_strtoll(field, NULL, 10);
}

static gboolean load_media(Newsroom *room, GError **error)
{
    g_autofree char *path = g_build_filename(room->dir, "media.tsv", NULL);
    g_autoptr(GPtrArray) rows = read_table(path, 11, error);
    for (guint i = 0; rows && i < rows->len; i++) {
        char **f = rows->pdata[i];
        NewsMedium *m = g_new0(NewsMedium, 1);
        m->key = g_strdup(f[0]);
        m->name = g_strdup(f[1]);
        m->kind = g_strdup(f[2]);
        m->charset = g_strdup(f[3]);
        m->template = g_strdup(f[4]);
        m->path_pattern = g_strdup(f[5]);
        m->has_amp = strcmp(f[6], "amp") == 0;
        m->monthly_page_views = number_of(f[7]);
        m->monthly_users = number_of(f[8]);
        m->tier = number_of(f[9]);
        m->position = number_of(f[10]);
        m->sources = g_ptr_array_new_with_free_func(source_free);
        m->articles = g_ptr_array_new();
        g_ptr_array_add(room->media, m);
    }
    return rows != NULL;
}

static gboolean load_sources(Newsroom *room, GError **error)
{
    static const char *const dialects[] = {"rss20",        "rss10",       "atom",
                                           "jsonfeed",     "newssitemap", "sitemap",
                                           "sitemapindex", "frontpage",   NULL};
    static const char *const contents[] = {"all", "amp", "stale", NULL};
    g_autofree char *path = g_build_filename(room->dir, "sources.tsv", NULL);
    g_autoptr(GPtrArray) rows = read_table(path, 6, error);
    for (guint i = 0; rows && i < rows->len; i++) {
        char **f = rows->pdata[i];
        const NewsMedium *m = newsroom_medium(room, f[0]);
        gint dialect = kiri_names_index(dialects, f[2]), content = kiri_names_index(contents, f[3]);
        if (!m || dialect < 0 || content < 0)
            return fail(error, path, "unknown medium, dialect or content in the row of", f[1]);
        NewsSource *s = g_new0(NewsSource, 1);
        s->path = g_strdup(f[1]);
        s->dialect = (NewsDialect)dialect;
        s->content = (NewsContent)content;
        s->tracking = field_dup(f[4]);
        s->title = g_strdup(f[5]);
        g_ptr_array_add(m->sources, s);
    }
    return rows != NULL;
}

/* ---- articles ---- */

static gboolean set_contradiction(NewsArticle *a, const char *value)
{
    const char *bar = strstr(value, " | ");
    if (!bar)
        return FALSE;
    a->contradiction.sentence = g_strndup(value, (gsize)(bar - value));
    a->contradiction.release_sentence = g_strdup(bar + 3);
    return TRUE;
}

static char **split_list(const char *value)
{
    char **list = g_strsplit(value, ",", -1);
    for (char **s = list; *s; s++)
        g_strstrip(*s);
    return list;
}

/* One "key: value" of an article; FALSE for an unknown key or a bad value. */
static gboolean set_header(NewsArticle *a, const char *key, const char *value)
{
    const struct {
        const char *key;
        char **text;
    } texts[] = {{"title", &a->title},  {"credit", &a->credit},   {"section", &a->section},
                 {"class", &a->class_}, {"copy-of", &a->copy_of}, {"homonym", &a->homonym}};
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++)
        if (strcmp(key, texts[i].key) == 0) {
            g_free(*texts[i].text);
            *texts[i].text = g_strdup(value);
            return TRUE;
        }
    const struct {
        const char *key;
        gboolean *flag;
    } flags[] = {
        {"paywall", &a->is_paywalled}, {"correction", &a->is_correction}, {"image", &a->has_image}};
    for (gsize i = 0; i < G_N_ELEMENTS(flags); i++)
        if (strcmp(key, flags[i].key) == 0)
            return *flags[i].flag = strcmp(value, "yes") == 0;
    if (strcmp(key, "date") == 0)
        return kiri_time_parse(kiri_str(value), KIRI_JST_MIN, &a->published);
    if (strcmp(key, "modified") == 0)
        return kiri_time_parse(kiri_str(value), KIRI_JST_MIN, &a->modified);
    if (strcmp(key, "author") == 0)
        kiri_strv_add(&a->authors, value);
    else if (strcmp(key, "release") == 0)
        kiri_strv_add(&a->releases, value);
    else if (strcmp(key, "keywords") == 0)
        a->keywords = split_list(value);
    else if (strcmp(key, "contradicts") == 0)
        return set_contradiction(a, value);
    else
        return strcmp(key, "pages") == 0; // the marks in the text say it too
    return TRUE;
}

static GPtrArray *begin_part(NewsArticle *a)
{
    GPtrArray *part = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(a->parts, part);
    return part;
}

static NewsArticle *begin_article(const NewsMedium *medium, const char *slug)
{
    NewsArticle *a = g_new0(NewsArticle, 1);
    a->medium = medium;
    a->slug = g_strdup(slug);
    a->parts = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
    begin_part(a);
    return a;
}

static gboolean read_articles(Newsroom *room, const NewsMedium *medium, const char *path,
                              GError **error)
{
    g_autofree char *text = NULL;
    if (!g_file_get_contents(path, &text, NULL, error))
        return FALSE;
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    NewsArticle *a = NULL;
    GPtrArray *part = NULL;
    gboolean in_body = FALSE;
    for (char **line = lines; *line; line++) {
        const char *s = g_strchomp(*line);
        const char *colon = strstr(s, ": ");
        if (g_str_has_prefix(s, "== ")) {
            a = begin_article(medium, s + 3);
            part = a->parts->pdata[0];
            g_ptr_array_add(room->articles, a);
            in_body = FALSE;
        } else if (!*s || !a) {
            in_body |= a && a->title;
        } else if (!in_body) {
            g_autofree char *key = colon ? g_strndup(s, (gsize)(colon - s)) : NULL;
            if (!key || !set_header(a, key, colon + 2))
                return fail(error, path, "bad header", s);
        } else if (strcmp(s, "%%") == 0) {
            part = begin_part(a);
        } else {
            g_ptr_array_add(part, g_strdup(s));
        }
    }
    return TRUE;
}

static gint by_medium_and_slug(gconstpointer a, gconstpointer b)
{
    const NewsArticle *x = *(NewsArticle *const *)a, *y = *(NewsArticle *const *)b;
    gint order = strcmp(x->medium->key, y->medium->key);
    return order ? order : strcmp(x->slug, y->slug);
}

static gint newest_first(gconstpointer a, gconstpointer b)
{
    const NewsArticle *x = *(NewsArticle *const *)a, *y = *(NewsArticle *const *)b;
    if (x->published.us != y->published.us)
        return x->published.us > y->published.us ? -1 : 1;
    return strcmp(x->slug, y->slug);
}

static gboolean check_article(const Newsroom *room, const NewsArticle *a, GError **error)
{
    const GPtrArray *first = a->parts->pdata[0];
    if (!a->title || !a->class_ || !kiri_time_is_set(a->published) || !first->len)
        return fail(error, a->medium->key, "title, class, date or text is missing in", a->slug);
    if (a->copy_of && !newsroom_article(room, a->copy_of))
        return fail(error, a->medium->key, "copy of an unknown article", a->copy_of);
    for (char **r = a->releases; r && *r; r++) {
        gboolean is_known = FALSE;
        for (guint i = 0; i < room->releases->len; i++)
            is_known |= strcmp(((NewsRelease *)room->releases->pdata[i])->key, *r) == 0;
        if (!is_known)
            return fail(error, a->medium->key, "unknown release", *r);
    }
    return TRUE;
}

static gboolean load_articles(Newsroom *room, GError **error)
{
    static const char *const endings[] = {".txt", ".coverage.txt"};
    for (guint i = 0; i < room->media->len; i++)
        for (gsize k = 0; k < G_N_ELEMENTS(endings); k++) {
            const NewsMedium *m = room->media->pdata[i];
            g_autofree char *name = g_strconcat(m->key, endings[k], NULL);
            g_autofree char *path = g_build_filename(room->dir, "articles", name, NULL);
            if (g_file_test(path, G_FILE_TEST_EXISTS) && !read_articles(room, m, path, error))
                return FALSE;
        }
    g_ptr_array_sort(room->articles, by_medium_and_slug);
    for (guint i = 0; i < room->articles->len; i++) {
        NewsArticle *a = room->articles->pdata[i];
        if (!check_article(room, a, error))
            return FALSE;
        g_ptr_array_add(a->medium->articles, a);
    }
    for (guint i = 0; i < room->media->len; i++)
        g_ptr_array_sort(((NewsMedium *)room->media->pdata[i])->articles, newest_first);
    return TRUE;
}

/* ---- files by folder ---- */

static gint by_name(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The names in a folder that end in `ending`, sorted. (transfer full) */
static GPtrArray *list_files(const char *folder, const char *ending, GError **error)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, error);
    if (!dir)
        return NULL;
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    const char *name;
    while ((name = g_dir_read_name(dir)))
        if (g_str_has_suffix(name, ending))
            g_ptr_array_add(names, g_strdup(name));
    g_ptr_array_sort(names, by_name);
    return names;
}

static gboolean load_releases(Newsroom *room, GError **error)
{
    g_autofree char *folder = g_build_filename(room->dir, "releases", NULL);
    g_autoptr(GPtrArray) names = list_files(folder, ".md", error);
    for (guint i = 0; names && i < names->len; i++) {
        const char *name = names->pdata[i];
        NewsRelease *r = g_new0(NewsRelease, 1);
        r->key = g_strndup(name, strlen(name) - strlen(".md"));
        r->path = g_build_filename(folder, name, NULL);
        g_ptr_array_add(room->releases, r);
    }
    return names != NULL;
}

static gboolean load_templates(Newsroom *room, GError **error)
{
    g_autofree char *folder = g_build_filename(room->dir, "templates", NULL);
    g_autoptr(GPtrArray) names = list_files(folder, ".html", error);
    for (guint i = 0; names && i < names->len; i++) {
        const char *name = names->pdata[i];
        g_autofree char *path = g_build_filename(folder, name, NULL);
        char *text = NULL;
        if (!g_file_get_contents(path, &text, NULL, error))
            return FALSE;
        g_hash_table_insert(room->templates, g_strndup(name, strlen(name) - strlen(".html")), text);
    }
    for (guint i = 0; names && i < room->media->len; i++) {
        const NewsMedium *m = room->media->pdata[i];
        if (!g_hash_table_contains(room->templates, m->template))
            return fail(error, folder, "no template", m->template);
    }
    return names != NULL;
}

Newsroom *newsroom_load(const char *dir, gint port, GError **error)
{
    g_autoptr(Newsroom) room = g_new0(Newsroom, 1);
    room->dir = g_strdup(dir);
    room->port = port;
    room->media = g_ptr_array_new_with_free_func(medium_free);
    room->articles = g_ptr_array_new_with_free_func(article_free);
    room->releases = g_ptr_array_new_with_free_func(release_free);
    room->templates = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    if (!load_media(room, error) || !load_sources(room, error) || !load_releases(room, error) ||
        !load_articles(room, error) || !load_templates(room, error))
        return NULL;
    return g_steal_pointer(&room);
}

/* ---- addresses and text ---- */

char *newsroom_origin(const Newsroom *room, const NewsMedium *medium)
{
    return g_strdup_printf("http://%s.localhost:%d", medium->key, room->port);
}

/* {date} 20260413, {yyyy} {mm} {dd}, {slug} of a path pattern. */
static char *fill_pattern(const char *pattern, const NewsArticle *a)
{
    KiriCivil c = kiri_civil_from_us(a->published.us, KIRI_JST_MIN);
    g_autofree char *year = g_strdup_printf("%04d", c.year);
    g_autofree char *month = g_strdup_printf("%02d", c.month);
    g_autofree char *day = g_strdup_printf("%02d", c.day);
    g_autofree char *date = g_strconcat(year, month, day, NULL);
    GString *path = g_string_new(pattern);
    g_string_replace(path, "{date}", date, 0);
    g_string_replace(path, "{yyyy}", year, 0);
    g_string_replace(path, "{mm}", month, 0);
    g_string_replace(path, "{dd}", day, 0);
    g_string_replace(path, "{slug}", a->slug, 0);
    return g_string_free(path, FALSE);
}

char *news_article_path(const NewsArticle *article)
{
    return fill_pattern(article->medium->path_pattern, article);
}

char *news_article_amp_path(const NewsArticle *article)
{
    return fill_pattern("/amp/{date}/{slug}.html", article);
}

char *newsroom_article_url(const Newsroom *room, const NewsArticle *article)
{
    g_autofree char *origin = newsroom_origin(room, article->medium);
    g_autofree char *path = news_article_path(article);
    return g_strconcat(origin, path, NULL);
}

char *news_article_text(const NewsArticle *article)
{
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < article->parts->len; i++) {
        const GPtrArray *part = article->parts->pdata[i];
        for (guint k = 0; k < part->len; k++) {
            const char *p = part->pdata[k];
            if (text->len)
                g_string_append_c(text, '\n');
            g_string_append(text, g_str_has_prefix(p, "## ") ? p + 3 : p);
        }
    }
    return g_string_free(text, FALSE);
}
