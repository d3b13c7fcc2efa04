// SPDX-License-Identifier: GPL-3.0-or-later
/* The version of a book: a hash of each row in force, of what it says and not of when it
 * was entered; then a hash of those in their order. */
#include <kirinuki/book.h>

#include <kirinuki/hash.h>

#include <inttypes.h>
#include <string.h>

static const char *text(const char *s)
{
    return s ? s : "";
}

static void add_validity(GString *line, KiriTime from, KiriTime to, const char *source,
                         gint confidence)
{
    char a[32], b[32];
    kiri_time_format(from, a);
    kiri_time_format(to, b);
    g_string_append_printf(line, "\t%s\t%s\t%s\t%s", a, b, text(source),
                           kiri_confidence_names[confidence]);
}

static void add_hash(GArray *hashes, const GString *line)
{
    guint64 hash = kiri_hash64((KiriStr){line->str, line->len});
    g_array_append_val(hashes, hash);
}

static int compare_hashes(gconstpointer a, gconstpointer b)
{
    guint64 x, y;
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    return x < y ? -1 : x > y;
}

static GArray *hash_rows(const KiriBook *book)
{
    const GPtrArray *media = kiri_book_media(book), *figures = kiri_book_figures(book),
                    *rates = kiri_book_rates(book);
    GArray *hashes = g_array_new(FALSE, FALSE, sizeof(guint64));
    g_autoptr(GString) line = g_string_new(NULL);
    for (guint i = 0; i < rates->len; i++) {
        const KiriRate *r = g_ptr_array_index(rates, i);
        g_autofree char *place = kiri_rate_slot(r);
        g_string_printf(line, "r\t%s\t%" PRId64, place, r->price_yen);
        add_validity(line, r->valid_from, r->valid_to, r->source, r->confidence);
        add_hash(hashes, line);
    }
    for (guint i = 0; i < figures->len; i++) {
        const KiriFigure *f = g_ptr_array_index(figures, i);
        g_autofree char *place = kiri_figure_slot(f);
        g_string_printf(line, "f\t%s\t%" PRId64, place, f->value);
        add_validity(line, f->valid_from, f->valid_to, f->source, f->confidence);
        add_hash(hashes, line);
    }
    for (guint i = 0; i < media->len; i++) {
        const KiriMedium *m = g_ptr_array_index(media, i);
        if (m->is_removed)
            continue;
        g_autofree char *others = m->substitutes ? g_strjoinv(" ", m->substitutes) : NULL;
        g_string_printf(line, "m\t%s\t%s\t%" PRId64 "\t%s", m->id, kiri_medium_kind_names[m->kind],
                        m->tier, text(others));
        add_hash(hashes, line);
    }
    g_array_sort(hashes, compare_hashes);
    return hashes;
}

char *kiri_book_version(const KiriBook *book)
{
    g_autoptr(GArray) hashes = hash_rows(book);
    g_autoptr(GString) all = g_string_new(NULL);
    for (guint i = 0; i < hashes->len; i++)
        g_string_append_printf(all, "%016" PRIx64, g_array_index(hashes, guint64, i));
    char id[KIRI_ID_BYTES];
    kiri_hash_id((KiriStr){all->str, all->len}, id);
    return g_strndup(id, 8);
}
