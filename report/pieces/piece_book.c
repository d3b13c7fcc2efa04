// SPDX-License-Identifier: GPL-3.0-or-later
/* Names as people write them, and the records that they mean. A name that fits several
 * is refused: a clip on the wrong medium is worse than a question. */
#include "piece_internal.h"

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>
#include <kirinuki/normalize.h>

#include <string.h>

enum { NEAR_NAMES = 3, LEAST_ID = 4, MOST_NEAR_SEARCHES = 200 };
#define LEAST_LIKENESS 0.2

typedef struct {
    KiriNoun noun;
    char *id, *name;
    char *n_id, *n_name, *core; // N-text
    char **domains;
    gint kind;
} Entry;

struct KiriPieceBook {
    GPtrArray *entries;
    GHashTable *kinds; // medium → KiriMediumKind
    /* A list says the same names again and again. */
    GHashTable *found;   // noun and name → id (borrowed from the entry)
    guint near_searches; // names that were compared with all others
};

static void entry_free(gpointer data)
{
    Entry *e = data;
    g_free(e->id);
    g_free(e->name);
    g_free(e->n_id);
    g_free(e->n_name);
    g_free(e->core);
    g_strfreev(e->domains);
    g_free(e);
}

KiriPieceBook *kiri_piece_book_new(void)
{
    KiriPieceBook *book = g_new0(KiriPieceBook, 1);
    book->entries = g_ptr_array_new_with_free_func(entry_free);
    book->kinds = g_hash_table_new(g_str_hash, g_str_equal);
    book->found = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    return book;
}

void kiri_piece_book_free(KiriPieceBook *book)
{
    if (!book)
        return;
    g_hash_table_unref(book->found);
    g_hash_table_unref(book->kinds);
    g_ptr_array_unref(book->entries);
    g_free(book);
}

static void cut_tail(char *name, const char *const *tails)
{
    for (; *tails; tails++)
        if (g_str_has_suffix(name, *tails) && strlen(name) > strlen(*tails)) {
            name[strlen(name) - strlen(*tails)] = 0;
            return;
        }
}

/* "朝日新聞(東京本社)" and "朝日" are 朝日. (transfer full) */
static char *core_of(const char *n)
{
    static const char *const papers[] = {"新聞社", "新聞", NULL};
    static const char *const company = "株式会社";
    if (g_str_has_prefix(n, company))
        n += strlen(company);
    char *core = g_strndup(n, strcspn(n, "("));
    cut_tail(core, papers);
    return core;
}

static Entry *add(KiriPieceBook *book, KiriNoun noun, const char *id, const char *name)
{
    Entry *e = g_new0(Entry, 1);
    e->noun = noun;
    e->id = g_strdup(id);
    e->name = g_strdup(name ? name : id);
    e->n_id = kiri_normalize_dup(kiri_str(id));
    e->n_name = kiri_normalize_dup(kiri_str(e->name));
    e->core = core_of(e->n_name);
    g_ptr_array_add(book->entries, e);
    g_hash_table_remove_all(book->found);
    return e;
}

void kiri_piece_book_add_medium(KiriPieceBook *book, const KiriMedium *medium)
{
    Entry *e = add(book, KIRI_NOUN_MEDIUM, medium->id, medium->name);
    e->domains = g_strdupv(medium->domains);
    e->kind = medium->kind;
    g_hash_table_insert(book->kinds, e->id, GINT_TO_POINTER(medium->kind));
}

void kiri_piece_book_add(KiriPieceBook *book, KiriNoun noun, const char *id, const char *name)
{
    add(book, noun, id, name);
}

static gboolean load_one(gconstpointer record, gpointer data)
{
    const KiriMedium *m = record;
    if (!m->is_removed)
        kiri_piece_book_add_medium(data, m);
    return TRUE;
}

static gboolean load_release(gconstpointer record, gpointer data)
{
    const KiriRelease *r = record;
    if (!r->is_removed)
        add(data, KIRI_NOUN_RELEASE, r->id, r->title);
    return TRUE;
}

static gboolean load_topic(gconstpointer record, gpointer data)
{
    const KiriTopic *t = record;
    if (!t->is_removed)
        add(data, KIRI_NOUN_TOPIC, t->id, t->name);
    return TRUE;
}

gboolean kiri_piece_book_load(KiriPieceBook *book, KiriStore *store, GError **error)
{
    return kiri_store_each(store, KIRI_NOUN_MEDIUM, "", load_one, book, error) &&
           kiri_store_each(store, KIRI_NOUN_RELEASE, "", load_release, book, error) &&
           kiri_store_each(store, KIRI_NOUN_TOPIC, "", load_topic, book, error);
}

gint kiri_piece_book_kind(const KiriPieceBook *book, const char *medium)
{
    return GPOINTER_TO_INT(g_hash_table_lookup(book->kinds, medium));
}

/* ---- finding ---- */

typedef struct {
    const char *raw;
    char *n, *core;
} Name;

typedef gboolean (*Fits)(const Entry *e, const Name *name);

static gboolean is_id(const Entry *e, const Name *name)
{
    return strcmp(e->id, name->raw) == 0 || strcmp(e->n_id, name->n) == 0;
}

static gboolean is_name(const Entry *e, const Name *name)
{
    return strcmp(e->n_name, name->n) == 0;
}

static gboolean is_domain(const Entry *e, const Name *name)
{
    return e->domains && kiri_strv_has(e->domains, name->n);
}

/* "R-1　題名", as review sheets have it. */
static gboolean is_id_with_name(const Entry *e, const Name *name)
{
    gsize n = strlen(e->id);
    return strncmp(name->raw, e->id, n) == 0 &&
           (name->raw[n] == ' ' || g_str_has_prefix(name->raw + n, "　"));
}

static gboolean is_core(const Entry *e, const Name *name)
{
    return e->noun == KIRI_NOUN_MEDIUM && *name->core && strcmp(e->core, name->core) == 0;
}

static gboolean is_beginning(const Entry *e, const Name *name)
{
    return e->noun != KIRI_NOUN_MEDIUM && strlen(name->raw) >= LEAST_ID &&
           g_str_has_prefix(e->id, name->raw);
}

static guint find_all(const KiriPieceBook *book, KiriNoun noun, const Name *name, Fits fits,
                      GPtrArray *found)
{
    g_ptr_array_set_size(found, 0);
    for (guint i = 0; i < book->entries->len; i++) {
        Entry *e = g_ptr_array_index(book->entries, i);
        if (e->noun == noun && fits(e, name))
            g_ptr_array_add(found, e);
    }
    return found->len;
}

/* ---- names that are near ---- */

typedef struct {
    const Entry *entry;
    gdouble likeness;
} Near;

/* Share of the pairs of letters that two names have in common (Dice). */
static gdouble likeness(const char *a, const char *b)
{
    g_autofree gunichar *x = g_utf8_to_ucs4_fast(a, -1, NULL);
    g_autofree gunichar *y = g_utf8_to_ucs4_fast(b, -1, NULL);
    glong n = g_utf8_strlen(a, -1), m = g_utf8_strlen(b, -1);
    glong same = 0;
    if (n < 2 || m < 2)
        return n && m && x[0] == y[0] ? 0.5 : 0;
    for (glong i = 0; i + 1 < n; i++)
        for (glong k = 0; k + 1 < m; k++)
            if (x[i] == y[k] && x[i + 1] == y[k + 1]) {
                y[k] = 0; // counts once
                same++;
                break;
            }
    return 2.0 * (gdouble)same / (gdouble)(n + m - 2);
}

static gint nearest_first(gconstpointer a, gconstpointer b)
{
    const Near *x = a, *y = b;
    if (x->likeness < y->likeness || x->likeness > y->likeness)
        return x->likeness < y->likeness ? 1 : -1;
    return strcmp(x->entry->id, y->entry->id);
}

/* "朝日新聞 (asahi), …" of the nearest. (transfer full) */
static char *near_names(const KiriPieceBook *book, KiriNoun noun, const Name *name)
{
    g_autoptr(GArray) near = g_array_new(FALSE, FALSE, sizeof(Near));
    for (guint i = 0; i < book->entries->len; i++) {
        const Entry *e = g_ptr_array_index(book->entries, i);
        if (e->noun != noun)
            continue;
        gdouble by_name = likeness(e->n_name, name->n), by_id = likeness(e->n_id, name->n);
        Near one = {e, MAX(by_name, by_id)};
        if (one.likeness >= LEAST_LIKENESS)
            g_array_append_val(near, one);
    }
    g_array_sort(near, nearest_first);
    GString *names = g_string_new(NULL);
    for (guint i = 0; i < MIN(near->len, NEAR_NAMES); i++) {
        const Entry *e = g_array_index(near, Near, i).entry;
        g_string_append_printf(names, "%s%s (%s)", i ? ", " : "", e->name, e->id);
    }
    return g_string_free(names, FALSE);
}

static void refuse_unknown(KiriPieceBook *book, KiriNoun noun, const Name *name, GError **error)
{
    g_autofree char *near =
        book->near_searches++ < MOST_NEAR_SEARCHES ? near_names(book, noun, name) : g_strdup("");
    if (*near)
        g_set_error(error, KIRI_ERROR_REPORT, KIRI_ERROR_NOT_FOUND,
                    _("there is no %s '%s'; the nearest are %s"), kiri_noun_label(noun), name->raw,
                    near);
    else
        g_set_error(error, KIRI_ERROR_REPORT, KIRI_ERROR_NOT_FOUND, _("there is no %s '%s'"),
                    kiri_noun_label(noun), name->raw);
}

static void refuse_several(KiriNoun noun, const Name *name, const GPtrArray *found, GError **error)
{
    GString *ids = g_string_new(NULL);
    for (guint i = 0; i < MIN(found->len, NEAR_NAMES); i++)
        g_string_append_printf(ids, "%s%s", i ? ", " : "",
                               ((const Entry *)g_ptr_array_index(found, i))->id);
    g_set_error(error, KIRI_ERROR_REPORT, KIRI_ERROR_NOT_FOUND,
                _("'%s' may be any of %u of the kind '%s' (%s); give the id"), name->raw,
                found->len, kiri_noun_label(noun), ids->str);
    g_string_free(ids, TRUE);
}

const char *kiri_piece_book_find(KiriPieceBook *book, KiriNoun noun, const char *raw,
                                 GError **error)
{
    static const Fits ways[] = {is_id, is_name, is_id_with_name, is_domain, is_core, is_beginning};
    g_autofree char *key = g_strdup_printf("%d %s", (int)noun, raw);
    const char *known = g_hash_table_lookup(book->found, key);
    if (known)
        return known;
    g_autoptr(GPtrArray) found = g_ptr_array_new();
    g_autofree char *n = kiri_normalize_dup(kiri_str(raw));
    g_autofree char *core = core_of(n);
    Name name = {raw, n, core};
    guint count = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(ways) && !count; i++)
        count = find_all(book, noun, &name, ways[i], found);
    if (count == 1) {
        const char *id = ((const Entry *)g_ptr_array_index(found, 0))->id;
        g_hash_table_insert(book->found, g_steal_pointer(&key), (gpointer)(guintptr)id);
        return id;
    }
    if (count)
        refuse_several(noun, &name, found, error);
    else
        refuse_unknown(book, noun, &name, error);
    return NULL;
}
