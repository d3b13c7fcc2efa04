// SPDX-License-Identifier: GPL-3.0-or-later
/* prune: raw pages that are older than their medium's retention are given up, and so
 * are pages, scans and body texts that a licence says must go; the articles and their
 * figures stay. What goes is listed first (廃棄一覧), so that the list can be kept with
 * the files; of each its SHA-256 stays in the store. */
#include "commands.h"

#include <kirinuki/permit.h>

#include <string.h>

enum { BATCH_ITEMS = 256 };

typedef struct {
    gboolean is_dry;
} Options;

static const KiriOption options[] = {
    KIRI_OPTION(Options, is_dry, "dry-run", 'n', NONE, NULL, N_("list what would go, and keep it")),
};

typedef enum { GOES_PAGE, GOES_SCAN, GOES_TEXT } Goes;
static const char *const goes_names[] = {"page", "scan", "text"};

/* A page, a scan or a text that goes. */
typedef struct {
    Goes what;
    char *key, *medium, *article, *title, *url;
    char *licence, *sha256; // licence NULL: the medium's own retention
    KiriTime fetched;
    gint64 bytes;
} Doomed;

static void doomed_free(gpointer p)
{
    Doomed *d = p;
    char *texts[] = {d->key, d->medium, d->article, d->title, d->url, d->licence, d->sha256};
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++)
        g_free(texts[i]);
    g_free(d);
}

typedef struct {
    KiriStore *store;
    gint64 now_us;
    const KiriPermits *permits;
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

static Doomed *doom(Prune *p, const KiriArticle *a, Goes what, KiriTime since,
                    const KiriLicence *licence)
{
    Doomed *d = g_new0(Doomed, 1);
    *d = (Doomed){.what = what,
                  .medium = g_strdup(a->medium),
                  .article = g_strdup(a->id),
                  .title = g_strdup(a->title),
                  .licence = licence ? g_strdup(licence->id) : NULL,
                  .fetched = since};
    g_ptr_array_add(p->doomed, d);
    return d;
}

/* The licence that wants it gone by now; NULL: none does. */
static const KiriLicence *due(const Prune *p, const KiriArticle *a, KiriLicensed what,
                              KiriTime since)
{
    gint64 due_us = 0;
    return kiri_time_is_set(since)
               ? kiri_permits_due(p->permits, a->medium, what, since.us, p->now_us, &due_us)
               : NULL;
}

static gboolean look_at_page(Prune *p, const KiriArticle *a, const char *key, Goes what, gint days)
{
    if (!g_hash_table_add(p->seen, g_strdup(key)))
        return TRUE;
    g_autoptr(KiriPage) page = kiri_store_get_page(p->store, key, &p->error);
    if (!page)
        return p->error == NULL; // gone already
    KiriTime since = kiri_time_is_set(page->fetched) ? page->fetched : a->fetched;
    const KiriLicence *licence = due(p, a, KIRI_LICENSED_PICTURE, since);
    gboolean is_old =
        days && kiri_time_is_set(since) && since.us <= p->now_us - (gint64)days * KIRI_US_PER_DAY;
    if (!licence && !is_old)
        return TRUE;
    Doomed *d = doom(p, a, what, since, licence);
    d->key = g_strdup(key);
    d->url = g_strdup(page->url);
    d->bytes = page->body ? (gint64)g_bytes_get_size(page->body) : 0;
    if (page->body)
        d->sha256 = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, page->body);
    return TRUE;
}

static gboolean look_at_version(Prune *p, const KiriArticle *a, gint days)
{
    const KiriAppearance *h = a->appearance;
    if (h && h->evidence && !look_at_page(p, a, h->evidence, GOES_SCAN, 0))
        return FALSE;
    if (a->evidence && !look_at_page(p, a, a->evidence, GOES_PAGE, days))
        return FALSE;
    for (char **key = a->more_evidence; key && *key; key++)
        if (!look_at_page(p, a, *key, GOES_PAGE, days))
            return FALSE;
    return TRUE;
}

/* Of all versions of the text at once; the licence that held when it was first taken
 * says when. `has_text`: one of them still has one. */
static void look_at_text(Prune *p, const KiriArticle *a, gboolean has_text)
{
    gint64 held_us = kiri_article_held_us(a);
    KiriTime since = held_us == G_MININT64 ? KIRI_TIME_UNSET : kiri_time_jst(held_us);
    const KiriLicence *licence = has_text ? due(p, a, KIRI_LICENSED_BODY, since) : NULL;
    if (!licence)
        return;
    Doomed *d = doom(p, a, GOES_TEXT, since, licence);
    d->url = g_strdup(a->url);
    d->key = g_strdup(a->id);
    d->bytes = a->text ? (gint64)strlen(a->text) : 0;
    d->sha256 = a->text ? g_compute_checksum_for_string(G_CHECKSUM_SHA256, a->text, -1)
                        : g_strdup(a->text_sha256);
}

static gboolean look_at_article(gconstpointer record, gpointer data)
{
    const KiriArticle *a = record;
    Prune *p = data;
    gint days = a->medium ? GPOINTER_TO_INT(g_hash_table_lookup(p->media, a->medium)) : 0;
    gboolean has_text = a->text && *a->text;
    if (!days && !kiri_permits_is_licensed(p->permits, a->medium))
        return TRUE;
    for (gint64 v = 1; v < a->version; v++) {
        g_autoptr(KiriArticle) older =
            kiri_store_get_article_version(p->store, a->id, v, &p->error);
        has_text = has_text || (older && older->text && *older->text);
        if (p->error || (older && !look_at_version(p, older, days)))
            return FALSE;
    }
    look_at_text(p, a, has_text);
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
    if (x->what != y->what)
        return x->what < y->what ? -1 : 1;
    return strcmp(x->key, y->key);
}

static void print_json(const Doomed *d, gboolean is_dry)
{
    g_auto(KiriBuf) buf;
    kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
    KiriJson j = kiri_out_json_begin(&buf, is_dry ? "to_prune" : "pruned");
    const struct {
        const char *key, *value;
    } members[] = {{"what", goes_names[d->what]},
                   {"medium", d->medium},
                   {"article", d->article},
                   {"title", d->title},
                   {"url", d->url},
                   {"evidence", d->what == GOES_TEXT ? NULL : d->key},
                   {"licence", d->licence},
                   {"sha256", d->sha256}};
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

static void print_row(const Doomed *d)
{
    char when[32];
    kiri_out_time(d->fetched, when);
    g_autofree char *title = kiri_out_safe(d->title ? d->title : d->url);
    kiri_out_printf("%-16s %-16s %s %-4s %9" PRId64 "  %s%s%s\n", d->medium, d->article, when,
                    goes_names[d->what], d->bytes, title, d->licence ? "  " : "",
                    d->licence ? d->licence : "");
}

static void print_list(const KiriCli *cli, const GPtrArray *doomed, gboolean is_dry)
{
    for (guint i = 0; i < doomed->len; i++)
        if (cli->is_json)
            print_json(doomed->pdata[i], is_dry);
        else
            print_row(doomed->pdata[i]);
    if (cli->is_json)
        kiri_out_json_summary(doomed->len);
}

static void print_sums(const KiriCli *cli, const GPtrArray *doomed, gboolean is_dry)
{
    gint64 bytes = 0;
    guint texts = 0;
    for (guint i = 0; i < doomed->len; i++) {
        const Doomed *d = doomed->pdata[i];
        bytes += d->what == GOES_TEXT ? 0 : d->bytes;
        texts += d->what == GOES_TEXT;
    }
    kiri_cli_note(cli,
                  is_dry ? _("%u pages of %" PRId64 " bytes would go")
                         : _("%u pages of %" PRId64 " bytes have gone; text and figures stay"),
                  doomed->len - texts, bytes);
    if (texts)
        kiri_cli_note(cli,
                      is_dry ? _("%u body texts would go, as their licences ask")
                             : _("%u body texts have gone, as their licences ask; 'kirinuki index' "
                                 "forgets them too"),
                      texts);
}

/* "retention", or the licence: one word, which stays with the hash. */
static gboolean prune_one(KiriStore *store, KiriBatch *batch, const Doomed *d, KiriTime now,
                          GError **error)
{
    if (d->what == GOES_TEXT)
        return kiri_batch_give_up_text(batch, store, d->article, now, error);
    g_autoptr(GError) why = NULL;
    g_autoptr(KiriPage) page = kiri_store_get_page(store, d->key, &why);
    if (page)
        kiri_batch_give_up_page(batch, d->key, page, now, d->licence ? d->licence : "retention");
    if (why)
        g_propagate_error(error, g_steal_pointer(&why));
    return page || !*error;
}

static gboolean prune_all(KiriStore *store, const GPtrArray *doomed, KiriTime now, GError **error)
{
    for (guint i = 0; i < doomed->len; i += BATCH_ITEMS) {
        g_autoptr(KiriBatch) batch = kiri_batch_begin(store);
        for (guint k = i; k < MIN(i + BATCH_ITEMS, doomed->len); k++)
            if (!prune_one(store, batch, doomed->pdata[k], now, error))
                return FALSE;
        if (!kiri_batch_commit(g_steal_pointer(&batch), error))
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
    g_autoptr(KiriPermits) permits = kiri_permits_open(store, G_MAXINT64, error);
    if (!permits)
        return KIRI_EXIT_FAILED;
    Prune p = {.store = store,
               .permits = permits,
               .now_us = kiri_cli_now_us(cli),
               .media = media,
               .seen = seen,
               .doomed = doomed};
    if (!find_doomed(&p, error))
        return KIRI_EXIT_FAILED;
    /* The list first: it is there, whatever becomes of the rest. */
    print_list(cli, doomed, o->is_dry);
    if (!kiri_out_flush(error) ||
        (!o->is_dry && !prune_all(store, doomed, kiri_time_jst(p.now_us), error)))
        return KIRI_EXIT_FAILED;
    print_sums(cli, doomed, o->is_dry);
    return KIRI_EXIT_DONE;
}

const KiriCommand kiri_cmd_prune = {
    .name = "prune",
    .group = N_("Care"),
    .args = "",
    .summary = N_("give up what is past its retention, and what a licence says must go"),
    KIRI_OPTIONS(Options, options),
    .needs = KIRI_NEEDS_WORKSPACE,
    .run = run};
