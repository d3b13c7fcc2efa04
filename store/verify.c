// SPDX-License-Identifier: GPL-3.0-or-later
/* Verify: does everything in the store fit together?
 *
 * One pass over all rows with checksums on. Of each record it asks that it can
 * be read, stands under its own id, and has the rows that follow from it; then
 * the rows of each derived family are as many as were asked for, or the family
 * is walked once more to name the strays. The log must run from log_low to
 * log_high without a gap, and name only what is there or was deleted later.
 *
 * A writer's commits wait meanwhile: the single looks beside the pass must see
 * what the pass sees. Memory does not grow with the store. */
#include "internal.h"

#include <kirinuki/care.h>
#include <kirinuki/error.h>
#include <kirinuki/i18n.h>

#include <string.h>

enum { MOST_PROBLEMS = 1000, MOST_FAMILIES = 128 };

typedef struct {
    KiriStore *store;
    GPtrArray *problems;
    guint64 n_problems;
    guint64 found[MOST_FAMILIES];    // rows of a derived family
    guint64 expected[MOST_FAMILIES]; // that follow from records
    guint64 log_low, log_high;
    guint64 next_seq;      // the log entry that should come next
    gboolean has_unpurged; // tombstones
    gboolean is_quick;     // what entries of the log name is not looked for
    GHashTable *unmet;     // "<noun> '<id>'" named by the log and not there → itself
    KiriBuf key;           // scratch
    GError *error;         // why it could not be finished
} Verify;

static void G_GNUC_PRINTF(2, 3) problem(Verify *v, const char *format, ...)
{
    if (++v->n_problems > MOST_PROBLEMS)
        return;
    va_list args;
    va_start(args, format);
    g_ptr_array_add(v->problems, g_strdup_vprintf(format, args));
    va_end(args);
}

/* Damage is a finding, anything else ends the work. (transfer full) */
static void take_failure(Verify *v, GError *failure)
{
    if (kiri_error_is(failure, KIRI_ERROR_CORRUPT))
        problem(v, "%s", failure->message);
    else if (!v->error)
        v->error = g_steal_pointer(&failure);
    g_clear_error(&failure);
}

/* Is there a row under this key? A row that cannot be read is reported, and is
 * there. */
static gboolean has_row(Verify *v, KiriStr key)
{
    GError *failure = NULL;
    g_autoptr(GBytes) value = kiri_db_get(v->store->db, key, &failure);
    gboolean is_there = value || failure;
    if (failure)
        take_failure(v, failure);
    return is_there;
}

static gboolean has_id(Verify *v, KiriKeyFamily family, const char *id)
{
    kiri_key_one(&v->key, family, id);
    return has_row(v, kiri_buf_view(&v->key));
}

/* ---- records ---- */

static void check_reference(Verify *v, const char *what, const char *id, KiriNoun noun,
                            const char *named)
{
    if (named && !has_id(v, kiri_noun_info(noun)->family, named))
        problem(v, _("%s '%s' names the %s '%s', which is not there"), what, id,
                kiri_noun_name(noun), named);
}

static void check_evidence(Verify *v, const KiriArticle *a)
{
    if (a->evidence && !has_id(v, KIRI_KEY_PAGE, a->evidence))
        problem(v, _("article '%s': its evidence '%s' is not there"), a->id, a->evidence);
    for (char **key = a->more_evidence; key && *key; key++)
        if (!has_id(v, KIRI_KEY_PAGE, *key))
            problem(v, _("article '%s': its evidence '%s' is not there"), a->id, *key);
    const char *scan = a->appearance ? a->appearance->evidence : NULL;
    if (scan && !has_id(v, KIRI_KEY_PAGE, scan))
        problem(v, _("article '%s': its evidence '%s' is not there"), a->id, scan);
}

/* What was crawled has the address that it was fetched under; what was imported or entered
 * by hand may have none. */
static void check_url(Verify *v, const KiriArticle *a)
{
    if (a->source && a->evidence && !a->appearance && a->url && !has_id(v, KIRI_KEY_URL, a->url))
        problem(v, _("article '%s': there is no record of its address"), a->id);
}

static void check_older_versions(Verify *v, const KiriArticle *a)
{
    if (a->version < 1)
        problem(v, _("article '%s' has no version"), a->id);
    for (gint64 i = 1; i < a->version; i++) {
        kiri_key_begin(&v->key, KIRI_KEY_OLDER);
        kiri_key_text(&v->key, a->id);
        kiri_key_u64(&v->key, (guint64)i);
        if (!has_row(v, kiri_buf_view(&v->key)))
            problem(v, _("article '%s': version %" PRId64 " is not there"), a->id, i);
    }
}

static void check_meaning(Verify *v, KiriNoun noun, const char *id, gconstpointer record)
{
    const char *name = kiri_noun_name(noun);
    if (noun == KIRI_NOUN_ARTICLE) {
        check_evidence(v, record);
        check_url(v, record);
        check_older_versions(v, record);
    } else if (noun == KIRI_NOUN_URL) {
        const KiriUrlRecord *u = record;
        if (u->state == KIRI_URL_DONE || u->state == KIRI_URL_ALIAS)
            check_reference(v, name, id, KIRI_NOUN_ARTICLE, u->article);
    } else if (noun == KIRI_NOUN_CLIP) {
        const KiriClip *c = record;
        check_reference(v, name, id, KIRI_NOUN_ARTICLE, c->article);
        check_reference(v, name, id, KIRI_NOUN_RELEASE, c->release);
        check_reference(v, name, id, KIRI_NOUN_TOPIC, c->topic);
    } else if (noun == KIRI_NOUN_TOMBSTONE && !v->is_quick) {
        const KiriTombstone *t = record;
        if (!kiri_time_is_set(t->purged))
            v->has_unpurged = TRUE;
    }
}

static void check_derived(Verify *v, KiriNoun noun, const char *id, gconstpointer record)
{
    g_autoptr(GPtrArray) keys = kiri_secondary_keys(noun, record);
    for (guint i = 0; i < keys->len; i++) {
        gsize n = 0;
        const char *p = g_bytes_get_data(g_ptr_array_index(keys, i), &n);
        v->expected[(guchar)p[0]]++;
        if (!has_row(v, (KiriStr){p, n}))
            problem(v, _("%s '%s': its row in the index '%c' is missing"), kiri_noun_name(noun), id,
                    p[0]);
    }
}

static void check_record(Verify *v, KiriNoun noun, KiriStr key, KiriStr value)
{
    const KiriNounInfo *info = kiri_noun_info(noun);
    g_autofree char *id = g_strndup(key.p + 1, key.n - 1);
    GError *failure = NULL;
    gpointer record = kiri_store_decode(info, id, value, &failure);
    if (!record) {
        take_failure(v, failure);
        return;
    }
    if (g_strcmp0(kiri_noun_id(info, record), id) != 0) {
        problem(v, _("%s '%s' stands under the id of another"), info->shape->type, id);
    } else {
        check_meaning(v, noun, id, record);
        check_derived(v, noun, id, record);
    }
    kiri_record_free(info->shape, record);
}

static void check_older(Verify *v, KiriNoun noun, KiriStr key, KiriStr value)
{
    const KiriNounInfo *info = kiri_noun_info(noun);
    const char *name = kiri_noun_name(noun);
    KiriStr rest = {key.p + 1, key.n - 1};
    const char *id = NULL;
    guint64 version = 0;
    if (!kiri_key_take_text(&rest, &id) || !kiri_key_take_u64(&rest, &version) || rest.n) {
        problem(v, _("an older version has a key that cannot be read"));
        return;
    }
    GError *failure = NULL;
    gpointer record = kiri_store_decode(info, id, value, &failure);
    if (!record)
        take_failure(v, failure);
    else if (g_strcmp0(kiri_noun_id(info, record), id) != 0 ||
             *kiri_noun_version(info, record) != (gint64)version)
        problem(v, _("%s '%s': version %" PRIu64 " stands in a wrong place"), name, id, version);
    else if (!has_id(v, info->family, id))
        problem(v, _("%s '%s' has an older version, but is not there itself"), name, id);
    else if (noun == KIRI_NOUN_ARTICLE)
        check_evidence(v, record);
    kiri_record_free(info->shape, record);
}

/* ---- the rest ---- */

static void check_page(Verify *v, KiriStr key, KiriStr value)
{
    g_autofree char *name = g_strndup(key.p + 1, key.n - 1);
    if (!value.n)
        return; // pruned
    GError *failure = NULL;
    g_autoptr(KiriPage) page = kiri_page_unpack(value, &failure);
    char own[KIRI_PAGE_KEY_BYTES];
    if (!page) {
        g_prefix_error(&failure, _("evidence '%s': "), name);
        take_failure(v, failure);
        return;
    }
    kiri_page_make_key(page, own);
    if (strcmp(own, name) != 0)
        problem(v, _("evidence '%s' is not what its key says"), name);
}

static void check_log_entry(Verify *v, KiriStr key, KiriStr value)
{
    KiriLogEntry entry = {0};
    if (!kiri_log_decode(key, value, &entry)) {
        problem(v, _("log entry %" PRIu64 " cannot be read"), v->next_seq++);
        return;
    }
    if (entry.seq != v->next_seq)
        problem(v, _("the log has a gap: %" PRIu64 " follows where %" PRIu64 " should"), entry.seq,
                v->next_seq);
    v->next_seq = entry.seq + 1;
    g_autofree char *id = entry.id;
    if (v->is_quick)
        return;
    char *name = g_strdup_printf("%s '%s'", kiri_noun_name(entry.noun), id);
    if (!entry.is_delete && !has_id(v, kiri_noun_info(entry.noun)->family, id)) {
        g_hash_table_add(v->unmet, name);
        return;
    }
    g_hash_table_remove(v->unmet, name);
    g_free(name);
}

static void check_prints(Verify *v, KiriStr key, KiriStr value)
{
    g_autofree char *article = g_strndup(key.p + 1, key.n - 1);
    guint64 hash = 0;
    while (kiri_key_take_u64(&value, &hash)) {
        v->expected[KIRI_KEY_PRINT]++;
        kiri_key_begin(&v->key, KIRI_KEY_PRINT);
        kiri_key_u64(&v->key, hash);
        kiri_key_last(&v->key, article);
        if (!has_row(v, kiri_buf_view(&v->key)))
            problem(v, _("article '%s': a fingerprint is missing"), article);
    }
}

static void check_meta(Verify *v, KiriStr key)
{
    g_autofree char *name = g_strndup(key.p + 1, key.n - 1);
    if (!g_str_has_prefix(name, "cursor:"))
        return;
    guint64 seq = kiri_store_meta_number(v->store, name, 0);
    if (seq > v->log_high)
        problem(v, _("'%s' is at %" PRIu64 ", beyond the log's end %" PRIu64), name, seq,
                v->log_high);
}

static gboolean is_derived(char family)
{
    for (const KiriKeyFamily *f = kiri_secondary_families; *f; f++)
        if ((char)*f == family)
            return TRUE;
    return family == KIRI_KEY_PRINT;
}

static KiriNoun noun_of(char family)
{
    KiriNoun noun = KIRI_NOUN_ARTICLE;
    while (noun < KIRI_N_NOUNS && (char)kiri_noun_info(noun)->family != family)
        noun++;
    return noun;
}

static void check_row(Verify *v, KiriStr key, KiriStr value)
{
    char family = key.n ? key.p[0] : 0;
    KiriNoun noun = noun_of(family);
    if (noun < KIRI_N_NOUNS)
        check_record(v, noun, key, value);
    else if (is_derived(family))
        v->found[(guchar)family]++;
    else if (family == KIRI_KEY_OLDER)
        check_older(v, KIRI_NOUN_ARTICLE, key, value);
    else if (family == KIRI_KEY_OLDER_RELEASE)
        check_older(v, KIRI_NOUN_RELEASE, key, value);
    else if (family == KIRI_KEY_OLDER_MEDIUM)
        check_older(v, KIRI_NOUN_MEDIUM, key, value);
    else if (family == KIRI_KEY_PAGE)
        check_page(v, key, value);
    else if (family == KIRI_KEY_LOG)
        check_log_entry(v, key, value);
    else if (family == KIRI_KEY_PRINTS)
        check_prints(v, key, value);
    else if (family == KIRI_KEY_META)
        check_meta(v, key);
    else
        problem(v, _("there are rows of an unknown family 0x%02x"), (guint)(guchar)family);
}

/* ---- strays ---- */

/* From a derived key to the id of the record it was derived from. */
static gboolean derived_id(KiriStr key, KiriNoun *noun, char **id)
{
    static const struct {
        KiriKeyFamily family;
        KiriNoun noun;
        guint texts; // before
        guint times; // and then: whole numbers
    } layouts[] = {
        {KIRI_KEY_BY_TIME, KIRI_NOUN_ARTICLE, 0, 1},
        {KIRI_KEY_BY_MEDIUM, KIRI_NOUN_ARTICLE, 1, 1},
        {KIRI_KEY_BY_CONTENT, KIRI_NOUN_ARTICLE, 2, 0},
        {KIRI_KEY_BY_DUE, KIRI_NOUN_URL, 0, 1},
        {KIRI_KEY_BY_ENTRY, KIRI_NOUN_URL, 2, 0},
        {KIRI_KEY_BY_RELEASE, KIRI_NOUN_CLIP, 1, 0},
        {KIRI_KEY_BY_TOPIC, KIRI_NOUN_CLIP, 1, 0},
        {KIRI_KEY_BY_DOMAIN, KIRI_NOUN_MEDIUM, 1, 0},
        {KIRI_KEY_BY_MONTH, KIRI_NOUN_CLIP, 1, 0},
        {KIRI_KEY_BY_WORD, KIRI_NOUN_EVENT, 0, 2},
        {KIRI_KEY_BY_EVENT, KIRI_NOUN_EVENT, 1, 1},
    };
    for (guint i = 0; i < G_N_ELEMENTS(layouts); i++) {
        if ((char)layouts[i].family != key.p[0])
            continue;
        KiriStr rest = {key.p + 1, key.n - 1};
        const char *text;
        guint64 time;
        for (guint t = 0; t < layouts[i].texts; t++)
            if (!kiri_key_take_text(&rest, &text))
                return FALSE;
        for (guint t = 0; t < layouts[i].times; t++)
            if (!kiri_key_take_u64(&rest, &time))
                return FALSE;
        *noun = layouts[i].noun;
        *id = kiri_key_take_last(&rest);
        return TRUE;
    }
    return FALSE;
}

static gboolean follows_from_record(Verify *v, KiriStr key, KiriNoun noun, const char *id)
{
    const KiriNounInfo *info = kiri_noun_info(noun);
    gpointer record = kiri_store_load(v->store, info, id, NULL); // damage was reported before
    g_autoptr(GPtrArray) keys = kiri_secondary_keys(noun, record);
    gboolean is_found = FALSE;
    for (guint i = 0; i < keys->len && !is_found; i++) {
        gsize n = 0;
        const char *p = g_bytes_get_data(g_ptr_array_index(keys, i), &n);
        is_found = kiri_str_equal(key, (KiriStr){p, n});
    }
    kiri_record_free(info->shape, record);
    return is_found;
}

static void name_strays(Verify *v, KiriKeyFamily family)
{
    g_autoptr(KiriDbIter) it = kiri_store_scan_family(v->store, family, "", KIRI_DB_ONCE);
    KiriStr key;
    while (kiri_db_iter_next(it, &key, NULL)) {
        KiriNoun noun = KIRI_N_NOUNS;
        g_autofree char *id = NULL;
        if (!derived_id(key, &noun, &id))
            problem(v, _("a row of the index '%c' cannot be read"), (int)family);
        else if (!follows_from_record(v, key, noun, id))
            problem(v, _("%s '%s': a row in the index '%c' is out of date"), kiri_noun_name(noun),
                    id, (int)family);
    }
}

static void check_log_end(Verify *v)
{
    if (v->next_seq != v->log_high + 1)
        problem(v, _("the log ends before %" PRIu64 ", not at %" PRIu64), v->next_seq, v->log_high);
}

static void check_counts(Verify *v)
{
    for (const KiriKeyFamily *f = kiri_secondary_families; *f; f++)
        if (v->found[*f] != v->expected[*f])
            name_strays(v, *f);
    if (v->found[KIRI_KEY_PRINT] > v->expected[KIRI_KEY_PRINT])
        problem(v, _("%" PRIu64 " fingerprints belong to no article"),
                v->found[KIRI_KEY_PRINT] - v->expected[KIRI_KEY_PRINT]);
    check_log_end(v);
    if (v->has_unpurged)
        problem(v, _("something was forgotten that files may hold still: 'kirinuki forget' "
                     "completes it"));
    GHashTableIter iter;
    gpointer name;
    g_hash_table_iter_init(&iter, v->unmet);
    while (g_hash_table_iter_next(&iter, &name, NULL))
        problem(v, _("the log names %s, which is not there"), (const char *)name);
}

/* ---- all of it ---- */

static void walk(Verify *v, KiriDbIter *it, void (*end)(Verify *v))
{
    KiriStr key, value;
    while (!v->error && kiri_db_iter_next(it, &key, &value))
        check_row(v, key, value);
    GError *failure = NULL;
    if (!kiri_db_iter_check(it, &failure))
        take_failure(v, failure); // what lies behind was not seen: no counts
    else if (!v->error)
        end(v);
}

static void verify_all(Verify *v)
{
    g_autoptr(KiriDbIter) it =
        kiri_db_scan(v->store->db, KIRI_STR_LITERAL(""), KIRI_STR_LITERAL("\xff"), KIRI_DB_ONCE);
    walk(v, it, check_counts);
}

static void end_nothing(Verify *v)
{
    (void)v;
}

static void verify_log(Verify *v)
{
    g_autoptr(KiriDbIter) meta = kiri_store_scan_family(v->store, KIRI_KEY_META, "", KIRI_DB_ONCE);
    walk(v, meta, end_nothing);
    g_autoptr(KiriDbIter) log = kiri_store_scan_family(v->store, KIRI_KEY_LOG, "", KIRI_DB_ONCE);
    if (!v->error)
        walk(v, log, check_log_end);
}

static gboolean verify(KiriStore *store, gboolean is_quick, GPtrArray *problems, GError **error)
{
    Verify v = {.store = store, .problems = problems, .is_quick = is_quick};
    v.unmet = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    kiri_buf_init(&v.key, KIRI_BUF_UNCAPPED);
    pthread_mutex_lock(&store->commit_lock);
    v.log_low = v.next_seq = kiri_store_log_low(store);
    v.log_high = kiri_store_log_end(store);
    if (is_quick)
        verify_log(&v);
    else
        verify_all(&v);
    pthread_mutex_unlock(&store->commit_lock);
    if (v.n_problems > MOST_PROBLEMS)
        g_ptr_array_add(problems, g_strdup_printf(_("and %" PRIu64 " more problems"),
                                                  v.n_problems - MOST_PROBLEMS));
    g_hash_table_unref(v.unmet);
    kiri_buf_clear(&v.key);
    if (!v.error)
        return TRUE;
    g_propagate_error(error, v.error);
    return FALSE;
}

gboolean kiri_store_verify(KiriStore *store, GPtrArray *problems, GError **error)
{
    return verify(store, FALSE, problems, error);
}

gboolean kiri_store_verify_quick(KiriStore *store, GPtrArray *problems, GError **error)
{
    return verify(store, TRUE, problems, error);
}
