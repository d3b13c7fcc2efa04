// SPDX-License-Identifier: GPL-3.0-or-later
/* Announcements repeat: monthly figures, yearly plans, the second call of a scheme. Their
 * titles differ in numbers and dates, which are therefore left out before titles are
 * compared; what is then equal is a series, what shares most pairs of letters is alike. */
#include <kirinuki/earlier.h>

#include <kirinuki/normalize.h>

#include <string.h>

static const gdouble least_likeness = 0.5, keyword_weight = 0.1;
enum { MOST_KEYWORDS = 3 };

static gint64 announced_us(const KiriRelease *r)
{
    KiriTime t = kiri_time_is_set(r->embargo) ? r->embargo : r->date;
    return kiri_time_is_set(t) ? t.us : G_MAXINT64;
}

/* ---- likeness ---- */

/* Numbers in any script, the signs of dates and eras, marks and spaces. */
static gboolean is_left_out(gunichar c)
{
    return !g_unichar_isalnum(c) || g_unichar_isdigit(c) ||
           g_utf8_strchr("〇一二三四五六七八九十百千年月日第回号度期元", -1, c);
}

static char *skeleton(const char *title)
{
    static const char *const eras[] = {"令和", "平成", "昭和", NULL};
    g_autofree char *normal = kiri_normalize_dup(kiri_str(title ? title : ""));
    g_autoptr(GString) text = g_string_new(normal);
    GString *out = g_string_new(NULL);
    for (gsize i = 0; eras[i]; i++)
        g_string_replace(text, eras[i], "", 0);
    for (const char *p = text->str; *p; p += g_utf8_skip[(guchar)*p])
        if (!is_left_out(g_utf8_get_char(p)))
            g_string_append_unichar(out, g_utf8_get_char(p));
    return g_string_free(out, FALSE);
}

/* The pairs of letters of a text; a text of one letter is its own pair. */
static GHashTable *pairs_of(const char *text)
{
    GHashTable *pairs = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (const char *p = text; *p; p += g_utf8_skip[(guchar)*p]) {
        const char *next = p + g_utf8_skip[(guchar)*p];
        if (!*next && p > text)
            break;
        const char *end = *next ? next + g_utf8_skip[(guchar)*next] : next;
        g_hash_table_add(pairs, g_strndup(p, (gsize)(end - p)));
    }
    return pairs;
}

static gdouble shared_pairs(const char *a, const char *b)
{
    g_autoptr(GHashTable) x = pairs_of(a);
    g_autoptr(GHashTable) y = pairs_of(b);
    GHashTableIter iter;
    gpointer pair;
    guint both = 0, all = g_hash_table_size(x) + g_hash_table_size(y);
    g_hash_table_iter_init(&iter, x);
    while (g_hash_table_iter_next(&iter, &pair, NULL))
        both += g_hash_table_contains(y, pair) ? 1 : 0;
    return all ? 2.0 * both / all : 0;
}

static guint shared_keywords(const KiriRelease *a, const KiriRelease *b)
{
    guint n = 0;
    for (char **k = a->keywords; k && *k; k++)
        n += b->keywords && g_strv_contains((const char *const *)b->keywords, *k) ? 1 : 0;
    return MIN(n, MOST_KEYWORDS);
}

gdouble kiri_earlier_likeness(const KiriRelease *a, const KiriRelease *b, gboolean *is_series)
{
    g_autofree char *x = skeleton(a->title);
    g_autofree char *y = skeleton(b->title);
    gdouble words = keyword_weight * shared_keywords(a, b);
    *is_series = *x && g_str_equal(x, y);
    return MIN(1, shared_pairs(x, y) + words);
}

/* ---- choosing ---- */

typedef struct {
    KiriEarlier *row;
    gdouble likeness;
} Found;

typedef struct {
    const KiriRelease *of;
    GArray *found; // Found
} Search;

static void free_earlier(gpointer data)
{
    KiriEarlier *e = data;
    if (!e)
        return;
    g_free(e->id);
    g_free(e->title);
    g_free(e);
}

static gboolean take(gconstpointer record, gpointer data)
{
    Search *search = data;
    const KiriRelease *r = record;
    gboolean is_series = FALSE;
    if (r->is_removed || announced_us(r) >= announced_us(search->of) ||
        strcmp(r->id, search->of->id) == 0 ||
        g_strcmp0(r->organisation, search->of->organisation) != 0)
        return TRUE;
    gdouble likeness = kiri_earlier_likeness(search->of, r, &is_series);
    if (!is_series && likeness < least_likeness)
        return TRUE;
    KiriEarlier *row = g_new0(KiriEarlier, 1);
    row->id = g_strdup(r->id);
    row->title = g_strdup(r->title);
    row->is_series = is_series;
    row->announced = kiri_time_is_set(r->embargo) ? r->embargo : r->date;
    const Found found = {row, is_series ? 2 : likeness};
    g_array_append_val(search->found, found);
    return TRUE;
}

static gint newest_first(gconstpointer a, gconstpointer b)
{
    const KiriEarlier *x = *(KiriEarlier *const *)a, *y = *(KiriEarlier *const *)b;
    if (x->announced.us != y->announced.us)
        return x->announced.us > y->announced.us ? -1 : 1;
    return strcmp(x->id, y->id);
}

static gint likest_first(gconstpointer a, gconstpointer b)
{
    const Found *x = a, *y = b;
    if (x->likeness < y->likeness || x->likeness > y->likeness)
        return x->likeness > y->likeness ? -1 : 1;
    return newest_first(&x->row, &y->row);
}

/* The first `most` of them, newest first. */
static GPtrArray *choose(GArray *found, guint most)
{
    GPtrArray *rows = g_ptr_array_new_with_free_func(free_earlier);
    g_array_sort(found, likest_first);
    for (guint i = 0; i < found->len; i++) {
        KiriEarlier *row = g_array_index(found, Found, i).row;
        if (i < most)
            g_ptr_array_add(rows, row);
        else
            free_earlier(row);
    }
    g_ptr_array_sort(rows, newest_first);
    return rows;
}

static gboolean count(KiriStore *store, const KiriSummaryQuery *query, KiriEarlier *row,
                      GError **error)
{
    KiriSummaryQuery q = *query;
    q.release = row->id;
    q.topic = NULL;
    q.from_us = G_MININT64;
    q.to_us = G_MAXINT64;
    g_autoptr(KiriSummary) s = kiri_summary_make(store, &q, error);
    if (!s)
        return FALSE;
    row->is_uncollected = !s->total && kiri_summary_begins_early(s);
    row->total = s->total;
    row->unique = s->unique;
    row->media = s->media;
    row->tier1_media = s->tier1_media;
    row->first_minutes = s->first ? s->first->minutes_after : G_MININT64;
    return TRUE;
}

GPtrArray *kiri_earlier_of(KiriStore *store, const KiriSummaryQuery *query,
                           const KiriRelease *release, guint most, GError **error)
{
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(Found));
    Search search = {release, found};
    gboolean ok = kiri_store_each(store, KIRI_NOUN_RELEASE, "", take, &search, error);
    g_autoptr(GPtrArray) rows = choose(found, most);
    for (guint i = 0; ok && i < rows->len; i++)
        ok = count(store, query, g_ptr_array_index(rows, i), error);
    return ok ? g_steal_pointer(&rows) : NULL;
}
