// SPDX-License-Identifier: GPL-3.0-or-later
/* The set of releases: putting them onto shelves, whose names they bring. */
#include "matcher_entry.h"

#include <kirinuki/hash.h>

#include <string.h>

/* An organisation as releases state it, and how many do. */
typedef struct {
    char *lines; // name and aliases
    guint releases;
    gint number; // in the names
} Owner;

static void owner_free(gpointer data)
{
    Owner *o = data;
    g_free(o->lines);
    g_free(o);
}

/* ---- the set ---- */

static guint number_of(guint shelf, guint at)
{
    return shelf * KIRI_POSTINGS_MOST + at;
}

static KiriShelf *shelf_of(const KiriMatcher *m, guint number)
{
    return g_ptr_array_index(m->shelves, number / KIRI_POSTINGS_MOST);
}

const KiriCard *kiri_matcher_card(const KiriMatcher *m, guint number)
{
    return kiri_shelf_card(shelf_of(m, number), number % KIRI_POSTINGS_MOST);
}

gint kiri_matcher_index(const KiriMatcher *m, const char *id)
{
    return (gint)GPOINTER_TO_UINT(g_hash_table_lookup(m->places, id)) - 1;
}

gint kiri_matcher_order(const KiriMatcher *m, guint a, guint b)
{
    return a == b ? 0 : strcmp(kiri_matcher_card(m, a)->id, kiri_matcher_card(m, b)->id);
}

static void shelf_free(gpointer shelf)
{
    kiri_shelf_free(shelf);
}

KiriMatcher *kiri_matcher_open(const KiriFrequencies *frequencies, const KiriWeights *weights,
                               const char *organisation, const char *const *aliases,
                               const KiriReleaseReader *reader)
{
    KiriMatcher *m = g_new0(KiriMatcher, 1);
    m->frequencies = frequencies;
    m->weights = weights;
    m->our_owner = kiri_owner_lines(organisation, aliases);
    m->our_name = kiri_normalize_dup(kiri_str(organisation));
    m->shelves = g_ptr_array_new_with_free_func(shelf_free);
    m->places = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    m->owners = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, NULL);
    m->owner_order = g_ptr_array_new_with_free_func(owner_free);
    m->has_other_owners = TRUE;
    m->cache = kiri_entries_new(reader);
    kiri_key_mask_init(&m->print_mask, 0);
    return m;
}

void kiri_matcher_free(KiriMatcher *m)
{
    if (!m)
        return;
    kiri_entries_free(m->cache);
    kiri_key_mask_clear(&m->print_mask);
    g_ptr_array_unref(m->shelves);
    g_hash_table_destroy(m->places);
    g_hash_table_destroy(m->owners);
    g_ptr_array_unref(m->owner_order);
    g_clear_pointer(&m->held, g_hash_table_destroy);
    kiri_org_names_free(m->names);
    g_free(m->our_owner);
    g_free(m->our_name);
    g_free(m);
}

/* Its number as it is known now; -1 until the names are settled. */
static gint hire_owner(KiriMatcher *m, const char *lines)
{
    Owner *owner = g_hash_table_lookup(m->owners, lines);
    if (!owner) {
        owner = g_new0(Owner, 1);
        owner->lines = g_strdup(lines);
        owner->number = -1;
        g_hash_table_insert(m->owners, owner->lines, owner);
        g_ptr_array_add(m->owner_order, owner);
        m->has_other_owners = TRUE;
    }
    owner->releases++;
    return owner->number;
}

static void dismiss_owner(KiriMatcher *m, const char *lines)
{
    Owner *owner = g_hash_table_lookup(m->owners, lines);
    if (--owner->releases)
        return;
    g_hash_table_remove(m->owners, lines);
    g_ptr_array_remove(m->owner_order, owner);
    m->has_other_owners = TRUE;
}

KiriEntry *kiri_entry_new(const KiriMatcher *m, KiriRelease *release)
{
    g_autofree char *owner = kiri_owner_of(release);
    KiriEntry *e = kiri_entry_take(m, release, owner);
    const Owner *known = g_hash_table_lookup(m->owners, owner);
    e->organisation = known ? known->number : -1;
    return e;
}

/* The rarest first, as kiri_entry_keyword_in() prefers them. */
static char *rare_words_of(const KiriMatcher *m, const KiriEntry *e)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    g_auto(GStrv) words = kiri_entry_rare_keywords(m, e);
    for (char **w = words; *w; w++)
        g_string_append_printf(lines, "%s%s", lines->len ? "\n" : "", *w);
    return lines->len ? g_strdup(lines->str) : NULL;
}

/* The shelf of this month with room, made where there is none; its place. */
static guint shelf_for(KiriMatcher *m, gint64 month)
{
    for (guint i = m->shelves->len; i-- > 0;) {
        const KiriShelf *shelf = g_ptr_array_index(m->shelves, i);
        if (shelf->month == month && !kiri_shelf_is_full(shelf))
            return i;
    }
    g_ptr_array_add(m->shelves, kiri_shelf_new(month));
    return m->shelves->len - 1;
}

gboolean kiri_matcher_has(const KiriMatcher *m, const KiriRelease *release)
{
    gint number = kiri_matcher_index(m, release->id);
    return number >= 0 &&
           kiri_matcher_card(m, (guint)number)->digest == kiri_release_digest(release);
}

void kiri_matcher_adopt(KiriMatcher *m, KiriShelf *shelf)
{
    guint place = m->shelves->len;
    g_ptr_array_add(m->shelves, shelf);
    kiri_shelf_mask(shelf, &m->print_mask);
    for (guint i = 0; i < shelf->cards->len; i++) {
        KiriCard *card = kiri_shelf_card(shelf, i);
        if (!card->id)
            continue;
        card->organisation = hire_owner(m, card->owner);
        g_hash_table_insert(m->places, g_strdup(card->id),
                            GUINT_TO_POINTER(number_of(place, i) + 1));
    }
}

void kiri_matcher_put(KiriMatcher *m, const KiriRelease *release)
{
    /* So many rows wait in memory at most, for each shelf. */
    enum { MOST_WAITING = 1 << 17 };
    kiri_matcher_remove(m, release->id);
    if (release->is_removed)
        return;
    guint64 digest = kiri_release_digest(release);
    g_autofree char *owner = kiri_owner_of(release);
    g_autoptr(KiriEntry) e =
        kiri_entry_take(m, kiri_record_copy(&kiri_release_shape, release), owner);
    g_auto(KiriLetters) letters = {0};
    kiri_letters_init(&letters, kiri_normal_view(&e->doc->text));
    g_autoptr(GArray) prints = kiri_fingerprints(&letters);
    KiriCard card = {.id = g_strdup(release->id),
                     .first_day = e->doc->first_day,
                     .last_day = e->doc->last_day,
                     .has_day = e->doc->has_day,
                     .is_ours = e->is_ours,
                     .organisation = hire_owner(m, owner),
                     .url = e->url ? kiri_hash64(kiri_str(e->url)) : 0,
                     .words = rare_words_of(m, e),
                     .digest = digest};
    card.owner = g_steal_pointer(&owner);
    kiri_entry_keep(m, release->id, e, digest);
    guint shelf_place = shelf_for(m, kiri_shelf_month(e->doc));
    KiriShelf *shelf = g_ptr_array_index(m->shelves, shelf_place);
    guint number = number_of(shelf_place, kiri_shelf_add(shelf, &card, &e->doc->vector, prints));
    g_hash_table_insert(m->places, g_strdup(release->id), GUINT_TO_POINTER(number + 1));
    for (guint i = 0; i < prints->len; i++)
        kiri_key_mask_add(&m->print_mask, kiri_posting_key(g_array_index(prints, guint64, i)));
    if (shelf->new_words->len > MOST_WAITING)
        kiri_shelf_settle(shelf);
}

void kiri_matcher_remove(KiriMatcher *m, const char *id)
{
    gint number = kiri_matcher_index(m, id);
    if (number < 0)
        return;
    kiri_entries_drop(m->cache, (guint)number);
    kiri_entry_keep(m, id, NULL, 0);
    dismiss_owner(m, kiri_matcher_card(m, (guint)number)->owner);
    kiri_shelf_take_off(shelf_of(m, (guint)number), (guint)number % KIRI_POSTINGS_MOST);
    g_hash_table_remove(m->places, id);
}

/* Names of those who have a release now: what was once named may no longer hide the
 * names of others. */
static void settle_names(KiriMatcher *m)
{
    kiri_org_names_free(m->names);
    m->names = kiri_org_names_new();
    m->ours = kiri_owner_add(m->names, m->our_owner);
    for (guint i = 0; i < m->owner_order->len; i++) {
        Owner *owner = g_ptr_array_index(m->owner_order, i);
        owner->number = kiri_owner_add(m->names, owner->lines);
    }
    kiri_org_names_build(m->names);
    for (guint s = 0; s < m->shelves->len; s++) {
        const KiriShelf *shelf = g_ptr_array_index(m->shelves, s);
        for (guint i = 0; i < shelf->cards->len; i++) {
            KiriCard *card = kiri_shelf_card(shelf, i);
            const Owner *owner = card->id ? g_hash_table_lookup(m->owners, card->owner) : NULL;
            card->organisation = owner ? owner->number : -1;
        }
    }
    m->has_other_owners = FALSE;
}

void kiri_matcher_settle(KiriMatcher *m)
{
    for (guint s = 0; s < m->shelves->len; s++)
        kiri_shelf_settle(g_ptr_array_index(m->shelves, s));
    if (m->has_other_owners)
        settle_names(m);
    if (kiri_key_mask_is_full(&m->print_mask))
        kiri_shelves_mask(m->shelves, &m->print_mask);
}

gsize kiri_matcher_bytes(const KiriMatcher *m)
{
    gsize bytes = 0;
    for (guint s = 0; s < m->shelves->len; s++)
        bytes += kiri_shelf_bytes(g_ptr_array_index(m->shelves, s));
    return bytes;
}

/* ---- one that holds its releases ---- */

static KiriRelease *read_held(const char *id, gpointer data)
{
    const KiriRelease *release = g_hash_table_lookup(data, id);
    return release ? kiri_record_copy(&kiri_release_shape, release) : NULL;
}

static void release_free(gpointer release)
{
    kiri_release_free(release);
}

KiriMatcher *kiri_matcher_new(const KiriFrequencies *frequencies, const KiriWeights *weights,
                              const char *organisation, const char *const *aliases,
                              GPtrArray *releases)
{
    GHashTable *held = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, release_free);
    KiriReleaseReader reader = {.read = read_held, .data = held};
    KiriMatcher *m = kiri_matcher_open(frequencies, weights, organisation, aliases, &reader);
    m->held = held;
    for (guint i = 0; i < releases->len; i++) {
        KiriRelease *r = g_ptr_array_index(releases, i);
        kiri_release_propose(r); // once, not each time it is read
        kiri_matcher_put(m, r);
        g_hash_table_replace(held, r->id, r);
        g_ptr_array_index(releases, i) = NULL;
    }
    kiri_matcher_settle(m);
    return m;
}
