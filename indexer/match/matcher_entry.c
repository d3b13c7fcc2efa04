// SPDX-License-Identifier: GPL-3.0-or-later
/* Releases that are taken apart, and the few of them that are kept in memory. One that is
 * asked for is made of its form, where one was kept (entry_form.h), else of its text. */
#include "matcher_entry.h"

#include "entry_form.h"

#include <kirinuki/hash.h>
#include <kirinuki/release_parse.h>
#include <kirinuki/url.h>

#include <string.h>

enum { MOST_KEYWORDS = 10 };

/* ---- one release ---- */

void kiri_entry_free(KiriEntry *e)
{
    if (!e)
        return;
    kiri_release_free(e->release);
    kiri_release_free(e->whole);
    kiri_doc_free(e->doc);
    g_strfreev(e->keywords);
    g_free(e->url);
    kiri_letters_clear(&e->letters);
    kiri_grams_clear(&e->grams);
    g_free(e);
}

void kiri_entry_prepare(KiriEntry *e)
{
    if (e->has_letters)
        return;
    kiri_letters_init(&e->letters, kiri_normal_view(&e->doc->text));
    kiri_grams_init(&e->grams, &e->letters);
    e->has_letters = TRUE;
}

char *kiri_owner_lines(const char *name, const char *const *aliases)
{
    GString *lines = g_string_new(name);
    for (const char *const *a = aliases; a && *a; a++)
        g_string_append_printf(lines, "\n%s", *a);
    return g_string_free(lines, FALSE);
}

char *kiri_owner_of(const KiriRelease *r)
{
    g_autofree char *guessed =
        r->organisation ? NULL : kiri_organisation_guess(kiri_str(r->title), kiri_str(r->text));
    const char *name = r->organisation ? r->organisation : guessed;
    g_auto(GStrv) aliases = g_strdupv(r->aliases);
    g_auto(GStrv) declared = kiri_release_declared_aliases(name, kiri_str(r->text));
    for (char **a = declared; *a; a++)
        kiri_strv_add(&aliases, *a);
    return kiri_owner_lines(name, (const char *const *)aliases);
}

gint kiri_owner_add(KiriNames *names, const char *lines)
{
    g_auto(GStrv) parts = g_strsplit(lines, "\n", -1);
    return *parts ? kiri_org_names_add(names, parts[0], (const char *const *)parts + 1) : -1;
}

/* Who announced it says nothing about what: every article that names the
 * organisation shares these words. */
static void remove_form(KiriStr n_form, gpointer data)
{
    KiriDoc *doc = data;
    kiri_vector_remove(&doc->vector, n_form);
    kiri_vector_remove(&doc->title_vector, n_form);
}

static void remove_owner(KiriDoc *doc, const char *owner)
{
    g_autoptr(KiriNames) own = kiri_org_names_new();
    kiri_org_names_each_form(own, kiri_owner_add(own, owner), remove_form, doc);
}

void kiri_release_propose(KiriRelease *r)
{
    if (!r->keywords)
        r->keywords =
            kiri_release_propose_keywords(kiri_str(r->title), kiri_str(r->text), MOST_KEYWORDS);
}

KiriEntry *kiri_entry_take(const KiriMatcher *m, KiriRelease *release, const char *owner)
{
    KiriEntry *e = g_new0(KiriEntry, 1);
    e->release = release;
    e->organisation = -1;
    e->doc = kiri_doc_of_release(release, m->frequencies);
    remove_owner(e->doc, owner);
    g_autofree char *name = kiri_normalize_dup(kiri_str(release->organisation));
    kiri_release_propose(release);
    e->is_ours = *name && strcmp(name, m->our_name) == 0;
    e->url = release->url ? kiri_url_canonical(kiri_str(release->url), NULL) : NULL;
    for (char **k = release->keywords; k && *k; k++) {
        g_autofree char *n = kiri_normalize_dup(kiri_str(*k));
        kiri_strv_add(&e->keywords, n);
    }
    return e;
}

guint64 kiri_release_digest(const KiriRelease *release)
{
    g_auto(KiriBuf) buf;
    kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
    kiri_record_encode(&kiri_release_shape, release, &buf);
    return kiri_hash64(kiri_buf_view(&buf));
}

/* ---- those that are taken apart ---- */

typedef struct {
    KiriEntry *entry;
    gsize bytes;
    guint64 tick; // when it was last asked for
} Cached;

struct KiriEntryCache {
    KiriReleaseReader reader;
    GHashTable *entries; // number → Cached
    gsize bytes;
    guint64 tick;
};

static void cached_free(gpointer data)
{
    Cached *c = data;
    kiri_entry_free(c->entry);
    g_free(c);
}

KiriEntryCache *kiri_entries_new(const KiriReleaseReader *reader)
{
    KiriEntryCache *cache = g_new0(KiriEntryCache, 1);
    cache->reader = *reader;
    cache->entries = g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, cached_free);
    return cache;
}

void kiri_entries_free(KiriEntryCache *cache)
{
    g_hash_table_destroy(cache->entries);
    g_free(cache);
}

void kiri_entries_drop(KiriEntryCache *cache, guint number)
{
    const Cached *c = g_hash_table_lookup(cache->entries, GUINT_TO_POINTER(number));
    cache->bytes -= c ? c->bytes : 0;
    g_hash_table_remove(cache->entries, GUINT_TO_POINTER(number));
}

/* The texts as they are and in their N-form, letters and grams are what there is to it. */
static gsize bytes_of(const KiriEntry *e)
{
    const KiriDoc *doc = e->doc;
    return 2048 + 10 * doc->text.n + 2 * doc->title.n + doc->body.n +
           (doc->vector.n + doc->title_vector.n) * sizeof(KiriTerm);
}

static KiriRelease *read_release(const KiriEntryCache *cache, const char *id)
{
    KiriRelease *release = cache->reader.read(id, cache->reader.data);
    if (!release) {
        release = kiri_release_new();
        release->id = g_strdup(id);
    }
    return release;
}

void kiri_entry_keep(const KiriMatcher *m, const char *id, const KiriEntry *e, guint64 digest)
{
    const KiriReleaseReader *reader = &m->cache->reader;
    if (!reader->keep)
        return;
    g_autoptr(GBytes) form = e ? kiri_entry_form(e, reader->signature, digest) : NULL;
    reader->keep(id, form, reader->data);
}

/* By its form, if there is one. (transfer full) */
static KiriEntry *form_read(const KiriMatcher *m, const KiriCard *card)
{
    const KiriReleaseReader *reader = &m->cache->reader;
    g_autoptr(GBytes) form = reader->form ? reader->form(card->id, reader->data) : NULL;
    KiriEntry *e = form ? kiri_entry_of_form(form, reader->signature, card, m->frequencies) : NULL;
    if (e)
        remove_owner(e->doc, card->owner);
    return e;
}

static KiriEntry *entry_read(const KiriMatcher *m, const KiriCard *card)
{
    KiriEntry *e = form_read(m, card);
    if (e)
        return e;
    KiriRelease *release = read_release(m->cache, card->id);
    guint64 digest = kiri_release_digest(release); // as it is stored
    e = kiri_entry_take(m, release, card->owner);
    if (digest == card->digest)
        kiri_entry_keep(m, card->id, e, digest);
    return e;
}

const KiriRelease *kiri_matcher_release(const KiriMatcher *m, KiriEntry *e)
{
    if (e->is_bare && !e->whole)
        e->whole = read_release(m->cache, e->release->id);
    return e->is_bare ? e->whole : e->release;
}

KiriEntry *kiri_matcher_entry(const KiriMatcher *m, guint number)
{
    KiriEntryCache *cache = m->cache;
    Cached *c = g_hash_table_lookup(cache->entries, GUINT_TO_POINTER(number));
    if (!c) {
        c = g_new0(Cached, 1);
        c->entry = entry_read(m, kiri_matcher_card(m, number));
        c->bytes = bytes_of(c->entry);
        cache->bytes += c->bytes;
        g_hash_table_insert(cache->entries, GUINT_TO_POINTER(number), c);
    }
    c->tick = ++cache->tick;
    c->entry->organisation = kiri_matcher_card(m, number)->organisation;
    return c->entry;
}

static gint oldest_first(gconstpointer a, gconstpointer b)
{
    const guint64 *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

static gboolean is_older(gpointer key, gpointer value, gpointer data)
{
    (void)key;
    return ((const Cached *)value)->tick < *(const guint64 *)data;
}

/* Down to three quarters, so that it is not done for each article. */
void kiri_matcher_trim(const KiriMatcher *m)
{
    KiriEntryCache *cache = m->cache;
    if (cache->bytes <= KIRI_MATCHER_CACHE_BYTES)
        return;
    g_autoptr(GArray) ticks = g_array_new(FALSE, FALSE, sizeof(guint64));
    GHashTableIter iter;
    gpointer value;
    g_hash_table_iter_init(&iter, cache->entries);
    while (g_hash_table_iter_next(&iter, NULL, &value))
        g_array_append_val(ticks, ((Cached *)value)->tick);
    g_array_sort(ticks, oldest_first);
    guint64 limit = g_array_index(ticks, guint64, ticks->len / 4);
    g_hash_table_foreach_remove(cache->entries, is_older, &limit);
    cache->bytes = 0;
    g_hash_table_iter_init(&iter, cache->entries);
    while (g_hash_table_iter_next(&iter, NULL, &value))
        cache->bytes += ((Cached *)value)->bytes;
}
