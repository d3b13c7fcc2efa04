// SPDX-License-Identifier: GPL-3.0-or-later
/* The set of releases: built once, looked up by words and fingerprints. */
#include "matcher.h"

#include <kirinuki/release_parse.h>
#include <kirinuki/url.h>

#include <string.h>

enum { MOST_KEYWORDS = 10 };

typedef struct {
    guint64 hash;
    guint32 entry;
    gfloat weight;
} Posting;

/* ---- building ---- */

static gint by_hash(gconstpointer a, gconstpointer b)
{
    const Posting *x = a, *y = b;
    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return x->entry < y->entry ? -1 : x->entry > y->entry;
}

static gint by_release_id(gconstpointer a, gconstpointer b)
{
    const KiriEntry *x = *(KiriEntry *const *)a, *y = *(KiriEntry *const *)b;
    return strcmp(x->release->id, y->release->id);
}

static void entry_free(gpointer data)
{
    KiriEntry *e = data;
    kiri_release_free(e->release);
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

/* Whose release it is: as stated, else as its text says. */
static gint add_names(KiriNames *names, const KiriRelease *r)
{
    g_autofree char *guessed =
        r->organisation ? NULL : kiri_organisation_guess(kiri_str(r->title), kiri_str(r->text));
    const char *name = r->organisation ? r->organisation : guessed;
    g_auto(GStrv) aliases = g_strdupv(r->aliases);
    g_auto(GStrv) declared = kiri_release_declared_aliases(name, kiri_str(r->text));
    for (char **a = declared; *a; a++)
        kiri_strv_add(&aliases, *a);
    return kiri_org_names_add(names, name, (const char *const *)aliases);
}

/* Who announced it says nothing about what: every article that names the
 * organisation shares these words. */
static void remove_form(KiriStr n_form, gpointer data)
{
    KiriDoc *doc = data;
    kiri_vector_remove(&doc->vector, n_form);
    kiri_vector_remove(&doc->title_vector, n_form);
}

static KiriEntry *entry_new(KiriMatcher *m, KiriRelease *release)
{
    KiriEntry *e = g_new0(KiriEntry, 1);
    e->release = release;
    e->doc = kiri_doc_of_release(release, m->frequencies);
    e->organisation = add_names(m->names, release);
    g_autofree char *name = kiri_normalize_dup(kiri_str(release->organisation));
    kiri_org_names_each_form(m->names, e->organisation, remove_form, e->doc);
    e->is_ours = *name && strcmp(name, m->our_name) == 0;
    e->url = release->url ? kiri_url_canonical(kiri_str(release->url), NULL) : NULL;
    g_auto(GStrv) proposed =
        release->keywords ? NULL
                          : kiri_release_propose_keywords(kiri_str(release->title),
                                                          kiri_str(release->text), MOST_KEYWORDS);
    for (char **k = proposed ? proposed : release->keywords; k && *k; k++) {
        g_autofree char *n = kiri_normalize_dup(kiri_str(*k));
        kiri_strv_add(&e->keywords, n);
    }
    return e;
}

static void add_postings(KiriMatcher *m, guint32 i)
{
    const KiriEntry *e = kiri_matcher_entry(m, i);
    for (gsize t = 0; t < e->doc->vector.n; t++) {
        Posting p = {e->doc->vector.terms[t].hash, i, e->doc->vector.terms[t].weight};
        g_array_append_val(m->postings, p);
    }
    g_auto(KiriLetters) letters = {0};
    kiri_letters_init(&letters, kiri_normal_view(&e->doc->text));
    g_autoptr(GArray) prints = kiri_fingerprints(&letters);
    for (guint f = 0; f < prints->len; f++) {
        Posting p = {g_array_index(prints, guint64, f), i, 1};
        g_array_append_val(m->prints, p);
    }
}

KiriMatcher *kiri_matcher_new(const KiriFrequencies *frequencies, const KiriWeights *weights,
                              const char *organisation, const char *const *aliases,
                              GPtrArray *releases)
{
    KiriMatcher *m = g_new0(KiriMatcher, 1);
    m->frequencies = frequencies;
    m->weights = weights;
    m->names = kiri_org_names_new();
    m->ours = kiri_org_names_add(m->names, organisation, aliases);
    m->our_name = kiri_normalize_dup(kiri_str(organisation));
    m->entries = g_ptr_array_new_with_free_func(entry_free);
    m->postings = g_array_new(FALSE, FALSE, sizeof(Posting));
    m->prints = g_array_new(FALSE, FALSE, sizeof(Posting));
    for (guint i = 0; i < releases->len; i++) {
        KiriRelease *r = g_ptr_array_index(releases, i);
        if (r->is_removed)
            kiri_release_free(r);
        else
            g_ptr_array_add(m->entries, entry_new(m, r));
        g_ptr_array_index(releases, i) = NULL;
    }
    g_ptr_array_sort(m->entries, by_release_id);
    for (guint i = 0; i < m->entries->len; i++)
        add_postings(m, i);
    g_array_sort(m->postings, by_hash);
    g_array_sort(m->prints, by_hash);
    kiri_org_names_build(m->names);
    return m;
}

void kiri_matcher_free(KiriMatcher *m)
{
    if (!m)
        return;
    g_ptr_array_unref(m->entries);
    g_array_unref(m->postings);
    g_array_unref(m->prints);
    kiri_org_names_free(m->names);
    g_free(m->our_name);
    g_free(m);
}

const KiriEntry *kiri_matcher_entry(const KiriMatcher *m, guint i)
{
    return g_ptr_array_index(m->entries, i);
}

gint kiri_matcher_index(const KiriMatcher *m, const char *id)
{
    guint low = 0, high = m->entries->len;
    while (low < high) {
        guint mid = low + (high - low) / 2;
        gint order = strcmp(kiri_matcher_entry(m, mid)->release->id, id);
        if (order == 0)
            return (gint)mid;
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return -1;
}

/* ---- looking up ---- */

static guint first_posting(const GArray *postings, guint64 hash)
{
    guint low = 0, high = postings->len;
    while (low < high) {
        guint mid = low + (high - low) / 2;
        if (g_array_index(postings, Posting, mid).hash < hash)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

void kiri_matcher_sum(const KiriMatcher *m, const KiriSubject *s, gdouble *cosine, guint *prints)
{
    for (gsize t = 0; t < s->doc->vector.n; t++) {
        const KiriTerm *term = &s->doc->vector.terms[t];
        for (guint i = first_posting(m->postings, term->hash); i < m->postings->len; i++) {
            const Posting *p = &g_array_index(m->postings, Posting, i);
            if (p->hash != term->hash)
                break;
            cosine[p->entry] += (gdouble)p->weight * (gdouble)term->weight;
        }
    }
    for (guint f = 0; f < s->prints->len; f++) {
        guint64 hash = g_array_index(s->prints, guint64, f);
        for (guint i = first_posting(m->prints, hash); i < m->prints->len; i++) {
            const Posting *p = &g_array_index(m->prints, Posting, i);
            if (p->hash != hash)
                break;
            prints[p->entry]++;
        }
    }
}
