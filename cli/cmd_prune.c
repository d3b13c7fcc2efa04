// SPDX-License-Identifier: GPL-3.0-or-later
/* prune: raw pages that are older than their medium's retention are given up; the
 * articles, their text and their figures stay. What goes is listed first
 * (廃棄一覧), so that the list can be kept with the files. */
#include "commands.h"

#include <string.h>

enum { BATCH_PAGES = 256 };

typedef struct {
    gboolean is_dry;
} Options;

static const KiriOption options[] = {
    KIRI_OPTION(Options, is_dry, "dry-run", 'n', NONE, NULL, N_("list what would go, and keep it")),
};

/* A page that goes. */
typedef struct {
    char *key, *medium, *article, *title, *url;
    KiriTime fetched;
    gint64 bytes;
} Doomed;

static void doomed_free(gpointer p)
{
    Doomed *d = p;
    g_free(d->key);
    g_free(d->medium);
    g_free(d->article);
    g_free(d->title);
    g_free(d->url);
    g_free(d);
}

typedef struct {
    KiriStore *store;
    gint64 now_us;
    GHashTable *media; // id → days, of those that have an end
    GHashTable *seen;  // keys of pages
    GPtrArray *doomed;
    GError *error;
} Prune;

static gboolean note_medium(gconstpointer record, gpointer data)
{
    const KiriMedium *m = record;
    Prune *p = data;
    if (m->evidence_days > 0)
        g_hash_table_insert(p->media, g_strdup(m->id),
                            GINT_TO_POINTER((gint)MIN(m->evidence_days, (gint64)G_MAXINT)));
    return TRUE;
}

static gboolean look_at_page(Prune *p, const KiriArticle *a, const char *key, gint days)
{
    if (!g_hash_table_add(p->seen, g_strdup(key)))
        return TRUE;
    g_autoptr(KiriPage) page = kiri_store_get_page(p->store, key, &p->error);
    if (!page)
        return p->error == NULL; // gone already
    KiriTime fetched = kiri_time_is_set(page->fetched) ? page->fetched : a->fetched;
    if (!kiri_time_is_set(fetched) || fetched.us > p->now_us - (gint64)days * KIRI_US_PER_DAY)
        return TRUE;
    Doomed *d = g_new0(Doomed, 1);
    d->key = g_strdup(key);
    d->medium = g_strdup(a->medium);
    d->article = g_strdup(a->id);
    d->title = g_strdup(a->title);
    d->url = g_strdup(page->url);
    d->fetched = fetched;
    d->bytes = page->body ? (gint64)g_bytes_get_size(page->body) : 0;
    g_ptr_array_add(p->doomed, d);
    return TRUE;
}

static gboolean look_at_version(Prune *p, const KiriArticle *a, gint days)
{
    if (a->evidence && !look_at_page(p, a, a->evidence, days))
        return FALSE;
    for (char **key = a->more_evidence; key && *key; key++)
        if (!look_at_page(p, a, *key, days))
            return FALSE;
    return TRUE;
}

static gboolean look_at_article(gconstpointer record, gpointer data)
{
    const KiriArticle *a = record;
    Prune *p = data;
    gint days = a->medium ? GPOINTER_TO_INT(g_hash_table_lookup(p->media, a->medium)) : 0;
    if (!days)
        return TRUE;
    for (gint64 v = 1; v < a->version; v++) {
        g_autoptr(KiriArticle) older =
            kiri_store_get_article_version(p->store, a->id, v, &p->error);
        if (p->error || (older && !look_at_version(p, older, days)))
            return FALSE;
    }
    return look_at_version(p, a, days);
}

/* Medium by medium, the oldest first. */
static gint compare_doomed(gconstpointer a, gconstpointer b)
{
    const Doomed *x = *(Doomed *const *)a, *y = *(Doomed *const *)b;
    gint order = strcmp(x->medium, y->medium);
    if (order)
        return order;
    if (x->fetched.us != y->fetched.us)
        return x->fetched.us < y->fetched.us ? -1 : 1;
    return strcmp(x->key, y->key);
}

static void print_json(const Doomed *d, gboolean is_dry)
{
    g_auto(KiriBuf) buf;
    kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
    KiriJson j = kiri_out_json_begin(&buf, is_dry ? "to_prune" : "pruned");
    const struct {
        const char *key, *value;
    } members[] = {{"medium", d->medium},
                   {"article", d->article},
                   {"title", d->title},
                   {"url", d->url},
                   {"evidence", d->key}};
    for (gsize i = 0; i < G_N_ELEMENTS(members); i++) {
        kiri_json_key(&j, members[i].key);
        kiri_json_cstr(&j, members[i].value);
    }
    kiri_json_key(&j, "fetched");
    kiri_json_time(&j, d->fetched);
    kiri_json_key(&j, "bytes");
    kiri_json_i64(&j, d->bytes);
    kiri_out_json_end(&j);
}

static void print_list(const KiriCli *cli, const GPtrArray *doomed, gboolean is_dry)
{
    gint64 bytes = 0;
    for (guint i = 0; i < doomed->len; i++) {
        const Doomed *d = doomed->pdata[i];
        bytes += d->bytes;
        if (cli->is_json) {
            print_json(d, is_dry);
            continue;
        }
        char when[32];
        kiri_out_time(d->fetched, when);
        g_autofree char *title = kiri_out_safe(d->title ? d->title : d->url);
        kiri_out_printf("%-16s %-16s %s %9" PRId64 "  %s\n", d->medium, d->article, when, d->bytes,
                        title);
    }
    if (cli->is_json)
        kiri_out_json_summary(doomed->len);
    kiri_cli_note(cli,
                  is_dry ? _("%u pages of %" PRId64 " bytes would go")
                         : _("%u pages of %" PRId64 " bytes have gone; text and figures stay"),
                  doomed->len, bytes);
}

static gboolean prune_all(KiriStore *store, const GPtrArray *doomed, GError **error)
{
    for (guint i = 0; i < doomed->len; i += BATCH_PAGES) {
        KiriBatch *batch = kiri_batch_begin(store);
        for (guint k = i; k < MIN(i + BATCH_PAGES, doomed->len); k++)
            kiri_batch_prune_page(batch, ((const Doomed *)doomed->pdata[k])->key);
        if (!kiri_batch_commit(batch, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean find_doomed(Prune *p, GError **error)
{
    gboolean ok = kiri_store_each(p->store, KIRI_NOUN_MEDIUM, "", note_medium, p, error) &&
                  kiri_store_each(p->store, KIRI_NOUN_ARTICLE, "", look_at_article, p, error);
    if (p->error)
        g_propagate_error(error, g_steal_pointer(&p->error));
    g_ptr_array_sort(p->doomed, compare_doomed);
    return ok && !*error;
}

static int run(KiriCli *cli, const KiriCall *call, GError **error)
{
    const Options *o = call->options;
    g_autoptr(KiriStore) store =
        kiri_cli_open_store(cli, o->is_dry ? KIRI_STORE_READ : KIRI_STORE_WRITE, error);
    if (!store)
        return KIRI_EXIT_FAILED;
    g_autoptr(GHashTable) media = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GPtrArray) doomed = g_ptr_array_new_with_free_func(doomed_free);
    Prune p = {.store = store,
               .now_us = kiri_cli_now_us(cli),
               .media = media,
               .seen = seen,
               .doomed = doomed};
    if (!find_doomed(&p, error) || (!o->is_dry && !prune_all(store, doomed, error)))
        return KIRI_EXIT_FAILED;
    print_list(cli, doomed, o->is_dry);
    return KIRI_EXIT_DONE;
}

const KiriCommand kiri_cmd_prune = {
    .name = "prune",
    .group = N_("Care"),
    .args = "",
    .summary = N_("give up raw pages that are older than their medium's retention"),
    KIRI_OPTIONS(Options, options),
    .needs = KIRI_NEEDS_WORKSPACE,
    .run = run};
