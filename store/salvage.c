// SPDX-License-Identifier: GPL-3.0-or-later
/* Saving what is left of a damaged store, record by record.
 *
 *   rows that can be read ─▶ records that can be decoded ─▶ what they name is there
 *        damaged.h               (copied as they are)            (mended)
 *                                                 ─▶ derived rows and a log, made anew
 *
 * What is lost is told line by line and never made up: an article whose newest version is
 * lost goes back to the one before, an address whose article is lost is due again, a page
 * that is lost counts as given up. Derived rows, cursors and the log are not read but to see
 * what they name. */
#include "internal.h"

#include "damaged.h"

#include <kirinuki/care.h>
#include <kirinuki/error.h>
#include <kirinuki/i18n.h>

#include <string.h>

enum { BATCH_ROWS = 500, MOST_LINES = 10000 };

typedef struct {
    KiriStore *to;
    KiriSalvage *s;
    KiriDbWrites *w;
    guint in_batch;
    guint64 seq;       // of the new log
    GHashTable *unmet; // what the old log names last and nobody has: "article 'x'" → itself
    KiriBuf key, value;
    GError *error;
} Salvage;

void kiri_salvage_clear(KiriSalvage *s)
{
    g_clear_pointer(&s->lost, g_ptr_array_unref);
}

static void G_GNUC_PRINTF(2, 3) lose(Salvage *v, const char *format, ...)
{
    va_list args;
    if (v->s->lost->len > MOST_LINES)
        return;
    if (v->s->lost->len == MOST_LINES) {
        g_ptr_array_add(v->s->lost, g_strdup(_("and more")));
        return;
    }
    va_start(args, format);
    g_ptr_array_add(v->s->lost, g_strdup_vprintf(format, args));
    va_end(args);
}

/* ---- writing ---- */

static void flush(Salvage *v)
{
    if (!v->error && !kiri_db_writes_are_empty(v->w))
        kiri_store_write(v->to, v->w, &v->error);
    kiri_db_writes_free(v->w);
    v->w = kiri_db_writes_new();
    v->in_batch = 0;
}

static void put(Salvage *v, KiriStr key, KiriStr value)
{
    kiri_db_put(v->w, key, value);
    if (++v->in_batch >= BATCH_ROWS)
        flush(v);
}

static void put_record(Salvage *v, const KiriNounInfo *info, const char *id, gconstpointer record)
{
    kiri_buf_reset(&v->value);
    kiri_record_encode(info->shape, record, &v->value);
    kiri_key_one(&v->key, info->family, id);
    put(v, kiri_buf_view(&v->key), kiri_buf_view(&v->value));
}

/* ---- what can be decoded ---- */

static gboolean decodes(const KiriNounInfo *info, const char *id, KiriStr value)
{
    gpointer record = kiri_store_decode(info, id, value, NULL);
    gboolean ok = record && g_strcmp0(kiri_noun_id(info, record), id) == 0;
    kiri_record_free(info->shape, record);
    return ok;
}

static gboolean is_sound_older(KiriNoun noun, KiriStr key, KiriStr value)
{
    const KiriNounInfo *info = kiri_noun_info(noun);
    const char *id;
    guint64 version;
    KiriStr rest = {key.p + 1, key.n - 1};
    return kiri_key_take_text(&rest, &id) && kiri_key_take_u64(&rest, &version) &&
           decodes(info, id, value);
}

static gboolean is_sound_page(KiriStr key, KiriStr value)
{
    char own[KIRI_PAGE_KEY_BYTES];
    if (!value.n)
        return TRUE; // given up
    g_autoptr(KiriPage) page = kiri_page_unpack(value, NULL);
    if (!page)
        return FALSE;
    kiri_page_make_key(page, own);
    return strlen(own) == key.n - 1 && memcmp(own, key.p + 1, key.n - 1) == 0;
}

/* Values that say what was given up or forgotten; those of stages are made anew. */
static gboolean is_kept_meta(KiriStr key)
{
    static const char *const kept[] = {"gone:", "gone-texts", "people.", "pruned-day"};
    g_autofree char *name = g_strndup(key.p + 1, key.n - 1);
    for (gsize i = 0; i < G_N_ELEMENTS(kept); i++)
        if (g_str_has_prefix(name, kept[i]))
            return TRUE;
    return FALSE;
}

static KiriNoun noun_of(char family)
{
    KiriNoun noun = KIRI_NOUN_ARTICLE;
    while (noun < KIRI_N_NOUNS && (char)kiri_noun_info(noun)->family != family)
        noun++;
    return noun;
}

/* Is it a row that is copied, and is it sound? */
static gboolean judge(KiriStr key, KiriStr value, gboolean *is_primary)
{
    KiriNoun noun = noun_of(key.p[0]);
    *is_primary = TRUE;
    if (noun < KIRI_N_NOUNS) {
        g_autofree char *id = g_strndup(key.p + 1, key.n - 1);
        return decodes(kiri_noun_info(noun), id, value);
    }
    switch ((KiriKeyFamily)key.p[0]) {
    case KIRI_KEY_OLDER:
        return is_sound_older(KIRI_NOUN_ARTICLE, key, value);
    case KIRI_KEY_OLDER_RELEASE:
        return is_sound_older(KIRI_NOUN_RELEASE, key, value);
    case KIRI_KEY_OLDER_MEDIUM:
        return is_sound_older(KIRI_NOUN_MEDIUM, key, value);
    case KIRI_KEY_PAGE:
        return is_sound_page(key, value);
    case KIRI_KEY_META:
        *is_primary = is_kept_meta(key);
        return TRUE;
    default:
        *is_primary = FALSE; // derived: fingerprints too, the link stage makes them
        return TRUE;
    }
}

static void take_row(KiriStr key, KiriStr value, gpointer data)
{
    Salvage *v = data;
    gboolean is_primary = FALSE;
    if (!key.n || v->error)
        return;
    if (!judge(key, value, &is_primary)) {
        v->s->rows_lost++;
        KiriNoun noun = noun_of(key.p[0]);
        g_autofree char *id = g_strndup(key.p + 1, key.n - 1);
        lose(v, _("%s '%s' is damaged"), noun < KIRI_N_NOUNS ? kiri_noun_name(noun) : _("a row of"),
             id);
    } else if (is_primary) {
        v->s->rows_saved++;
        put(v, key, value);
    }
}

/* A key in words: "article '0123…'". (transfer full) */
static char *name_of(KiriStr key)
{
    if (!key.n)
        return g_strdup("-");
    KiriNoun noun = noun_of(key.p[0]);
    g_autofree char *id = g_strndup(key.p + 1, key.n - 1);
    g_autofree char *valid = g_utf8_make_valid(id, -1);
    if (noun < KIRI_N_NOUNS)
        return g_strdup_printf("%s '%s'", kiri_noun_name(noun), valid);
    return g_strdup_printf("%c '%s'", (int)key.p[0], valid);
}

static void take_hole(KiriStr before, KiriStr behind, gpointer data)
{
    Salvage *v = data;
    g_autofree char *last = name_of(before), *next = name_of(behind);
    v->s->holes++;
    lose(v, _("nothing could be read between %s and %s"), last, next);
}

/* ---- what the old log names ---- */

static void meet_log(KiriStr key, KiriStr value, gpointer data)
{
    Salvage *v = data;
    KiriLogEntry entry = {0};
    if (!key.n || key.p[0] != KIRI_KEY_LOG || !kiri_log_decode(key, value, &entry))
        return;
    g_autofree char *id = entry.id;
    char *name = g_strdup_printf("%s '%s'", kiri_noun_name(entry.noun), id);
    if (!entry.is_delete && !kiri_store_has(v->to, entry.noun, id)) {
        g_hash_table_add(v->unmet, name);
        return;
    }
    g_hash_table_remove(v->unmet, name);
    g_free(name);
}

static void tell_unmet(Salvage *v)
{
    g_autoptr(GList) names = g_list_sort(g_hash_table_get_keys(v->unmet), (GCompareFunc)strcmp);
    for (GList *n = names; n; n = n->next)
        lose(v, _("%s is lost"), (const char *)n->data);
}

/* ---- mending: articles ---- */

static gboolean has_page(Salvage *v, const char *page_key)
{
    kiri_key_one(&v->key, KIRI_KEY_PAGE, page_key);
    g_autoptr(GBytes) value = kiri_store_read(v->to, kiri_buf_view(&v->key));
    return value != NULL;
}

static void mend_page(Salvage *v, const char *article, const char *page_key)
{
    if (!page_key || has_page(v, page_key))
        return;
    lose(v, _("article '%s': its evidence '%s' is lost"), article, page_key);
    kiri_key_one(&v->key, KIRI_KEY_PAGE, page_key);
    put(v, kiri_buf_view(&v->key), KIRI_STR_LITERAL(""));
}

static void mend_pages(Salvage *v, const KiriArticle *a)
{
    mend_page(v, a->id, a->evidence);
    for (char **key = a->more_evidence; key && *key; key++)
        mend_page(v, a->id, *key);
    if (a->appearance)
        mend_page(v, a->id, a->appearance->evidence);
}

static void older_key(Salvage *v, const char *id, gint64 version)
{
    kiri_key_begin(&v->key, KIRI_KEY_OLDER);
    kiri_key_text(&v->key, id);
    kiri_key_u64(&v->key, (guint64)version);
}

static void put_older(Salvage *v, KiriArticle *a, gint64 version)
{
    a->version = version;
    kiri_buf_reset(&v->value);
    kiri_record_encode(&kiri_article_shape, a, &v->value);
    older_key(v, a->id, version);
    put(v, kiri_buf_view(&v->key), kiri_buf_view(&v->value));
}

/* What was crawled has a record of its address; a lost one is as after the first fetch. */
static void mend_home(Salvage *v, const KiriArticle *a)
{
    if (!a->source || !a->evidence || a->appearance || !a->url ||
        kiri_store_has(v->to, KIRI_NOUN_URL, a->url))
        return;
    g_autoptr(KiriUrlRecord) u = kiri_url_record_new();
    u->url = g_strdup(a->url);
    u->state = KIRI_URL_DONE;
    u->article = g_strdup(a->id);
    u->source = g_strdup(a->source);
    u->found = u->fetched = a->fetched;
    lose(v, _("article '%s': the record of its address is lost"), a->id);
    put_record(v, kiri_noun_info(KIRI_NOUN_URL), u->url, u);
}

/* The versions that are there are counted anew, without a gap; the last one is the
 * article. `versions` are those before it, rising, and `newest` may be NULL. */
static void mend_versions(Salvage *v, GPtrArray *versions, KiriArticle *newest)
{
    KiriArticle *last = newest ? newest : versions->pdata[versions->len - 1];
    guint before = versions->len - (newest ? 0 : 1);
    gboolean is_whole = newest && newest->version == (gint64)before + 1;
    for (guint i = 0; i < versions->len; i++)
        mend_pages(v, versions->pdata[i]);
    if (newest)
        mend_pages(v, newest);
    for (guint i = 0; is_whole && i < before; i++)
        is_whole = ((KiriArticle *)versions->pdata[i])->version == (gint64)i + 1;
    if (is_whole)
        return;
    lose(v,
         newest ? _("article '%s': older versions are lost; the others are counted anew")
                : _("article '%s': its newest version is lost; the one before stands for it"),
         last->id);
    for (guint i = 0; i < versions->len; i++) {
        older_key(v, last->id, ((KiriArticle *)versions->pdata[i])->version);
        kiri_db_delete(v->w, kiri_buf_view(&v->key));
    }
    for (guint i = 0; i < before; i++)
        put_older(v, versions->pdata[i], (gint64)i + 1);
    last->version = (gint64)before + 1;
    put_record(v, kiri_noun_info(KIRI_NOUN_ARTICLE), last->id, last);
}

static void mend_article(Salvage *v, const char *id, GPtrArray *versions)
{
    g_autoptr(KiriArticle) newest = kiri_store_get(v->to, KIRI_NOUN_ARTICLE, id, NULL);
    if (newest)
        mend_home(v, newest);
    if (newest || versions->len)
        mend_versions(v, versions, newest);
}

static void free_article(gpointer article)
{
    kiri_article_free(article);
}

/* All older versions, one article after the other; those that have none by themselves. */
static void mend_articles(Salvage *v)
{
    g_autoptr(GPtrArray) versions = g_ptr_array_new_with_free_func(free_article);
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autofree char *of = NULL;
    g_autoptr(KiriDbIter) it = kiri_store_scan_family(v->to, KIRI_KEY_OLDER, "", KIRI_DB_ONCE);
    KiriStr key, value;
    while (kiri_db_iter_next(it, &key, &value)) {
        KiriArticle *a = kiri_record_decode(&kiri_article_shape, value, NULL);
        if (of && strcmp(of, a->id) != 0) {
            mend_article(v, of, versions);
            g_hash_table_add(seen, g_steal_pointer(&of));
            g_ptr_array_set_size(versions, 0);
        }
        if (!of)
            of = g_strdup(a->id);
        g_ptr_array_add(versions, a);
    }
    if (of) {
        mend_article(v, of, versions);
        g_hash_table_add(seen, g_steal_pointer(&of));
    }
    g_ptr_array_set_size(versions, 0);
    g_autoptr(KiriDbIter) all = kiri_store_scan_family(v->to, KIRI_KEY_ARTICLE, "", KIRI_DB_ONCE);
    while (kiri_db_iter_next(all, &key, NULL)) {
        g_autofree char *id = g_strndup(key.p + 1, key.n - 1);
        if (!g_hash_table_contains(seen, id))
            mend_article(v, id, versions);
    }
    flush(v);
}

/* ---- mending: what names articles ---- */

static gboolean mend_url(gconstpointer record, gpointer data)
{
    const KiriUrlRecord *u = record;
    Salvage *v = data;
    if (!u->article || kiri_store_has(v->to, KIRI_NOUN_ARTICLE, u->article))
        return !v->error;
    g_autoptr(KiriUrlRecord) due = kiri_record_copy(&kiri_url_record_shape, u);
    g_clear_pointer(&due->article, g_free);
    g_clear_pointer(&due->etag, g_free);
    g_clear_pointer(&due->last_modified, g_free);
    due->state = KIRI_URL_DUE;
    due->due = kiri_time_is_set(u->found) ? u->found : u->fetched;
    lose(v, _("the article of '%s' is lost; it is fetched again"), u->url);
    put_record(v, kiri_noun_info(KIRI_NOUN_URL), u->url, due);
    return !v->error;
}

static gboolean mend_clip(gconstpointer record, gpointer data)
{
    const KiriClip *c = record;
    Salvage *v = data;
    if (kiri_store_has(v->to, KIRI_NOUN_ARTICLE, c->article) &&
        (!c->release || kiri_store_has(v->to, KIRI_NOUN_RELEASE, c->release)) &&
        (!c->topic || kiri_store_has(v->to, KIRI_NOUN_TOPIC, c->topic)))
        return !v->error;
    lose(v, _("clip '%s' has lost its article, release or topic, and goes"), c->id);
    kiri_key_one(&v->key, KIRI_KEY_CLIP, c->id);
    kiri_db_delete(v->w, kiri_buf_view(&v->key));
    return !v->error;
}

/* Older versions of a release or medium that is not there itself. */
static void mend_older(Salvage *v, KiriNoun noun)
{
    const KiriNounInfo *info = kiri_noun_info(noun);
    g_autoptr(KiriDbIter) it = kiri_store_scan_family(v->to, info->older, "", KIRI_DB_ONCE);
    KiriStr key;
    while (kiri_db_iter_next(it, &key, NULL)) {
        const char *id;
        KiriStr rest = {key.p + 1, key.n - 1};
        if (!kiri_key_take_text(&rest, &id) || kiri_store_has(v->to, noun, id))
            continue;
        lose(v, _("%s '%s' is lost, and its older versions go"), kiri_noun_name(noun), id);
        kiri_db_delete(v->w, key);
    }
    flush(v);
}

/* ---- what follows from records ---- */

static gboolean derive(KiriNoun noun, gconstpointer record, Salvage *v)
{
    const KiriNounInfo *info = kiri_noun_info(noun);
    const char *id = kiri_noun_id(info, record);
    g_autoptr(GPtrArray) keys = kiri_secondary_keys(noun, record);
    for (guint i = 0; i < keys->len; i++) {
        gsize n = 0;
        const char *p = g_bytes_get_data(g_ptr_array_index(keys, i), &n);
        put(v, (KiriStr){p, n}, KIRI_STR_LITERAL(""));
    }
    if (info->is_logged) {
        gpointer copy = kiri_record_copy(info->shape, record);
        gint64 *version = kiri_noun_version(info, copy);
        kiri_log_append(v->w, ++v->seq, noun, id, version ? *version : 0, FALSE);
        kiri_record_free(info->shape, copy);
        if (++v->in_batch >= BATCH_ROWS)
            flush(v);
    }
    return !v->error;
}

typedef struct {
    Salvage *v;
    KiriNoun noun;
} Deriving;

static gboolean derive_one(gconstpointer record, gpointer data)
{
    Deriving *d = data;
    return derive(d->noun, record, d->v);
}

static void derive_all(Salvage *v)
{
    for (KiriNoun noun = KIRI_NOUN_ARTICLE; !v->error && noun < KIRI_N_NOUNS; noun++) {
        Deriving d = {v, noun};
        kiri_store_each(v->to, noun, "", derive_one, &d, v->error ? NULL : &v->error);
    }
    kiri_meta_put_number(v->w, KIRI_META_LOG_HIGH, v->seq);
    flush(v);
}

/* ---- all of it ---- */

static void salvage_into(Salvage *v, KiriDb *from)
{
    kiri_damaged_each(from, take_row, take_hole, v);
    flush(v);
    mend_articles(v);
    if (!v->error)
        kiri_store_each(v->to, KIRI_NOUN_URL, "", mend_url, v, &v->error);
    flush(v);
    if (!v->error)
        kiri_store_each(v->to, KIRI_NOUN_CLIP, "", mend_clip, v, &v->error);
    flush(v);
    mend_older(v, KIRI_NOUN_RELEASE);
    mend_older(v, KIRI_NOUN_MEDIUM);
    kiri_damaged_each(from, meet_log, NULL, v); // the same holes
    tell_unmet(v);
    if (!v->error)
        derive_all(v);
}

gboolean kiri_store_salvage(const char *damaged, const char *to_dir, KiriSalvage *s, GError **error)
{
    g_autofree char *path = g_build_filename(damaged, "store", NULL);
    g_autoptr(KiriDb) from = kiri_db_open_damaged(path, error);
    g_autoptr(KiriStore) to = from ? kiri_store_open(to_dir, KIRI_STORE_CREATE, error) : NULL;
    if (!to)
        return FALSE;
    *s = (KiriSalvage){.lost = g_ptr_array_new_with_free_func(g_free)};
    g_autoptr(GHashTable) unmet = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    Salvage v = {.to = to, .s = s, .w = kiri_db_writes_new(), .unmet = unmet};
    kiri_buf_init(&v.key, KIRI_BUF_UNCAPPED);
    kiri_buf_init(&v.value, KIRI_BUF_UNCAPPED);
    salvage_into(&v, from);
    kiri_db_writes_free(v.w);
    kiri_buf_clear(&v.key);
    kiri_buf_clear(&v.value);
    if (!v.error)
        return kiri_store_check(to, error);
    g_propagate_error(error, v.error);
    return FALSE;
}
