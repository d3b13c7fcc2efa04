// SPDX-License-Identifier: GPL-3.0-or-later
/* Facets: how the matches spread over media, kinds, classes, releases, authors and
 * time. Media, authors and dates are values beside the postings, so no text and no
 * record is read for them; class and release come from the clips.
 *
 * An article counts once under each value that it has, so the rows of class,
 * release and author may add up to more than there are articles. */
#include "listing_internal.h"

#include <kirinuki/clip.h>
#include <kirinuki/i18n.h>

#include <string.h>

const char *const kiri_facet_names[] = {"medium", "kind",  "class", "release",
                                        "author", "month", "day",   NULL};
G_STATIC_ASSERT(G_N_ELEMENTS(kiri_facet_names) == KIRI_N_FACETS + 1);

typedef struct {
    KiriFacetRow *row;
    GHashTable *stories; // set; NULL: not counted
} Bin;

typedef struct {
    const KiriListJob *job;
    const char *const *story; // of each match, one pointer for one story; NULL: not asked for
    GHashTable *figures;      // of the clips; NULL: not asked for
    KiriFacet *facet;
    GHashTable *bins; // value → Bin
    gboolean was_counted;
} Count;

static void row_free(gpointer data)
{
    KiriFacetRow *row = data;
    g_free(row->value);
    g_free(row->label);
    g_free(row);
}

static void facet_free(gpointer data)
{
    KiriFacet *facet = data;
    g_ptr_array_unref(facet->rows);
    g_free(facet);
}

static void bin_free(gpointer data)
{
    Bin *bin = data;
    g_clear_pointer(&bin->stories, g_hash_table_destroy);
    g_free(bin);
}

static Bin *bin_of(Count *c, const char *value, const char *label)
{
    Bin *bin = g_hash_table_lookup(c->bins, value);
    if (!bin) {
        bin = g_new0(Bin, 1);
        bin->row = g_new0(KiriFacetRow, 1);
        bin->row->value = g_strdup(value);
        bin->row->label = g_strdup(label);
        bin->stories = c->story ? g_hash_table_new(g_direct_hash, g_direct_equal) : NULL;
        g_ptr_array_add(c->facet->rows, bin->row);
        g_hash_table_insert(c->bins, bin->row->value, bin);
    }
    return bin;
}

static void add(Count *c, guint i, const char *value, const char *label)
{
    Bin *bin = bin_of(c, value, label);
    bin->row->total++;
    if (bin->stories && g_hash_table_add(bin->stories, (gpointer)(guintptr)c->story[i]))
        bin->row->unique++;
    c->was_counted = TRUE;
}

/* ---- one article, one facet ---- */

static const char *medium_label(const Count *c, const char *id)
{
    const KiriMedium *medium = kiri_media_book_find(c->job->book, id);
    return medium && medium->name ? medium->name : id;
}

static void add_medium(Count *c, guint i)
{
    const char *id = kiri_matches_value(c->job->matches, KIRI_LIST_MEDIUM_ID, i).p;
    const char *site = kiri_matches_value(c->job->matches, KIRI_LIST_SITE, i).p;
    const char *value = *id ? id : site;
    if (*value)
        add(c, i, value, *id ? medium_label(c, id) : value);
}

static void add_kind(Count *c, guint i)
{
    const char *id = kiri_matches_value(c->job->matches, KIRI_LIST_MEDIUM_ID, i).p;
    const KiriMedium *medium = kiri_media_book_find(c->job->book, id);
    if (medium)
        add(c, i, kiri_medium_kind_names[medium->kind], kiri_medium_kind_names[medium->kind]);
}

static const KiriClipFigures *figures_of(const Count *c, guint i)
{
    return g_hash_table_lookup(c->figures, kiri_matches_value(c->job->matches, KIRI_LIST_ID, i).p);
}

static void add_class(Count *c, guint i)
{
    const KiriClipFigures *f = figures_of(c, i);
    for (guint k = 0; f && k < KIRI_N_CLASSES; k++)
        if (f->classes & 1u << k)
            add(c, i, kiri_class_names[k], kiri_class_names[k]);
}

static void add_release(Count *c, guint i)
{
    const KiriClipFigures *f = figures_of(c, i);
    for (guint k = 0; f && k < kiri_strv_count(f->releases); k++)
        add(c, i, f->releases[k], f->releases[k]);
}

static void add_authors(Count *c, guint i)
{
    static const char separator[] = {KIRI_SLOT_SEPARATOR, '\0'};
    const char *authors = kiri_matches_value(c->job->matches, KIRI_LIST_AUTHORS, i).p;
    g_auto(GStrv) names = g_strsplit(authors, separator, -1);
    for (char **name = names; *name; name++)
        if (**name)
            add(c, i, *name, *name);
}

static void print_time(KiriFacetKind kind, gint64 us, char value[32])
{
    KiriCivil day = kiri_civil_from_us(us, KIRI_JST_MIN);
    if (kind == KIRI_FACET_MONTH)
        g_snprintf(value, 32, "%04d-%02d", day.year, day.month);
    else
        g_snprintf(value, 32, "%04d-%02d-%02d", day.year, day.month, day.day);
}

static void add_time(Count *c, guint i)
{
    gint64 us = kiri_slot_date_us(kiri_matches_value(c->job->matches, KIRI_LIST_WHEN, i));
    char value[32];
    if (us == G_MININT64)
        return;
    print_time(c->facet->kind, us, value);
    add(c, i, value, value);
}

static void (*const adders[])(Count *c, guint i) = {
    [KIRI_FACET_MEDIUM] = add_medium,  [KIRI_FACET_KIND] = add_kind,
    [KIRI_FACET_CLASS] = add_class,    [KIRI_FACET_RELEASE] = add_release,
    [KIRI_FACET_AUTHOR] = add_authors, [KIRI_FACET_MONTH] = add_time,
    [KIRI_FACET_DAY] = add_time,
};
G_STATIC_ASSERT(G_N_ELEMENTS(adders) == KIRI_N_FACETS);

/* ---- all articles, one facet, no stories: numbers instead of strings ---- */

/* How many of the matches have each value of a column; of all, or of those whose
 * code in `where` is not `where_code`. (transfer full) */
static guint *tally(const KiriMatches *m, gsize column, const guint32 *where, guint32 where_code)
{
    const KiriMatchColumn *c = &m->columns[column];
    guint *counts = g_new0(guint, c->names->len + 1);
    for (guint i = 0; i < m->documents->len; i++)
        if (!where || where[i] == where_code)
            counts[c->codes[i]]++;
    return counts;
}

static void add_tally(Count *c, gsize column, const guint *counts, gboolean is_medium)
{
    const GArray *names = c->job->matches->columns[column].names;
    for (guint i = 0; i < names->len; i++) {
        const char *name = g_array_index(names, KiriStr, i).p;
        if (counts[i] && *name) {
            bin_of(c, name, is_medium ? medium_label(c, name) : name)->row->total += counts[i];
            c->facet->without -= counts[i];
        }
    }
}

static void tally_media(Count *c)
{
    const KiriMatches *m = c->job->matches;
    const KiriMatchColumn *media = &m->columns[KIRI_LIST_MEDIUM_ID];
    guint32 none = 0; // code of ""
    while (none < media->names->len && g_array_index(media->names, KiriStr, none).n)
        none++;
    g_autofree guint *by_medium = tally(m, KIRI_LIST_MEDIUM_ID, NULL, 0);
    g_autofree guint *by_site = tally(m, KIRI_LIST_SITE, media->codes, none);
    add_tally(c, KIRI_LIST_MEDIUM_ID, by_medium, TRUE);
    add_tally(c, KIRI_LIST_SITE, by_site, FALSE);
}

/* Days of Japan since 1970; FALSE where there is none. */
static gboolean day_of(KiriStr value, gint64 *day)
{
    const gint64 offset = (gint64)KIRI_JST_MIN * KIRI_US_PER_MINUTE;
    gint64 us = kiri_slot_date_us(value);
    if (us == G_MININT64)
        return FALSE;
    us += offset;
    *day = us / KIRI_US_PER_DAY - (us % KIRI_US_PER_DAY < 0 ? 1 : 0);
    return TRUE;
}

/* Days are named once each. */
static void tally_days(Count *c)
{
    const KiriMatches *m = c->job->matches;
    const gint64 offset = (gint64)KIRI_JST_MIN * KIRI_US_PER_MINUTE;
    gint64 first = G_MAXINT64, last = G_MININT64, day;
    for (guint i = 0; i < m->documents->len; i++)
        if (day_of(kiri_matches_value(m, KIRI_LIST_WHEN, i), &day)) {
            first = MIN(first, day);
            last = MAX(last, day);
        }
    if (first > last)
        return;
    /* Years 1 to 9999 (KIRI_TIME_MIN_US): at most some millions. */
    g_autofree guint *counts = g_new0(guint, (gsize)(last - first) + 1);
    for (guint i = 0; i < m->documents->len; i++)
        if (day_of(kiri_matches_value(m, KIRI_LIST_WHEN, i), &day))
            counts[day - first]++;
    for (day = first; day <= last; day++) {
        char value[32];
        if (!counts[day - first])
            continue;
        print_time(c->facet->kind, day * KIRI_US_PER_DAY - offset, value);
        bin_of(c, value, value)->row->total += counts[day - first];
        c->facet->without -= counts[day - first];
    }
}

/* FALSE: this one goes article by article. */
static gboolean tally_all(Count *c)
{
    c->facet->without = c->job->matches->documents->len;
    if (c->facet->kind == KIRI_FACET_MEDIUM)
        tally_media(c);
    else if (c->facet->kind == KIRI_FACET_DAY || c->facet->kind == KIRI_FACET_MONTH)
        tally_days(c);
    else
        c->facet->without = 0;
    return c->facet->kind == KIRI_FACET_MEDIUM || c->facet->kind >= KIRI_FACET_MONTH;
}

/* ---- all ---- */

static gint most_first(gconstpointer a, gconstpointer b)
{
    const KiriFacetRow *x = *(KiriFacetRow *const *)a, *y = *(KiriFacetRow *const *)b;
    if (x->total != y->total)
        return x->total > y->total ? -1 : 1;
    gint order = strcmp(x->label, y->label);
    return order ? order : strcmp(x->value, y->value);
}

static gint rising(gconstpointer a, gconstpointer b)
{
    const KiriFacetRow *x = *(KiriFacetRow *const *)a, *y = *(KiriFacetRow *const *)b;
    return strcmp(x->value, y->value);
}

static void name_releases(KiriStore *store, GPtrArray *rows)
{
    for (guint i = 0; i < rows->len; i++) {
        KiriFacetRow *row = g_ptr_array_index(rows, i);
        g_autoptr(KiriRelease) release = kiri_store_get(store, KIRI_NOUN_RELEASE, row->value, NULL);
        if (!release || !release->title)
            continue;
        g_free(row->label);
        row->label = g_strdup(release->title);
    }
}

static KiriFacet *count_one(Count *c, KiriFacetKind kind)
{
    KiriFacet *facet = c->facet = g_new0(KiriFacet, 1);
    facet->kind = kind;
    facet->rows = g_ptr_array_new_with_free_func(row_free);
    g_autoptr(GHashTable) bins = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, bin_free);
    c->bins = bins;
    gboolean is_counted = !c->story && tally_all(c);
    for (guint i = 0; !is_counted && i < c->job->matches->documents->len; i++) {
        c->was_counted = FALSE;
        adders[kind](c, i);
        facet->without += c->was_counted ? 0 : 1;
    }
    if (kind == KIRI_FACET_RELEASE)
        name_releases(c->job->store, facet->rows);
    g_ptr_array_sort(facet->rows, kind >= KIRI_FACET_MONTH ? rising : most_first);
    return facet;
}

/* One pointer for each story, the same for all that belong to it. */
static const char **stories_of(const KiriListJob *job, KiriStories *stories)
{
    guint n = job->matches->documents->len;
    const char **story = g_new(const char *, n + 1);
    g_autoptr(GHashTable) first = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < n; i++) {
        const char *root =
            kiri_story_of(stories, kiri_matches_value(job->matches, KIRI_LIST_ID, i).p);
        const char *known = g_hash_table_lookup(first, root);
        story[i] = known ? known : root;
        if (!known)
            g_hash_table_add(first, (gpointer)(guintptr)root);
    }
    return story;
}

GPtrArray *kiri_facets_count(const KiriListJob *job, KiriStories *stories, GError **error)
{
    const guint of_clips = 1u << KIRI_FACET_CLASS | 1u << KIRI_FACET_RELEASE;
    guint n = job->matches->documents->len, wanted = job->options->facets;
    g_autoptr(GHashTable) figures = NULL;
    if (wanted & of_clips) {
        g_autofree const char **ids = g_new(const char *, n + 1);
        for (guint i = 0; i < n; i++)
            ids[i] = kiri_matches_value(job->matches, KIRI_LIST_ID, i).p;
        if (!(figures = kiri_clip_figures(job->store, ids, n, error)))
            return NULL;
    }
    g_autofree const char **story = stories ? stories_of(job, stories) : NULL;
    Count c = {.job = job, .story = story, .figures = figures};
    GPtrArray *facets = g_ptr_array_new_with_free_func(facet_free);
    for (guint kind = 0; kind < KIRI_N_FACETS; kind++)
        if (wanted & 1u << kind)
            g_ptr_array_add(facets, count_one(&c, (KiriFacetKind)kind));
    return facets;
}
