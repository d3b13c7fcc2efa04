// SPDX-License-Identifier: GPL-3.0-or-later
/* The profile of an article for its event, made and packed; event_profile.h says what
 * of a text it is.
 *
 * Packed: one byte of format; for each list a byte with the number of its items, and
 * they themselves, 4 bytes of hash (big-endian) and one byte of value, by hash; at the
 * end the acts, twice 8 bytes. A list that is too long keeps its greatest values, so
 * what is kept follows from the text alone. */
#include "event_profile.h"

#include "chars.h"

#include <kirinuki/hash.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FORMAT = 1, ITEM_BYTES = 5, HASH_BYTES = 4, ACTS_BYTES = 8 };
enum { MOST_WORDS = 96, MOST_OTHERS = 24, MOST_KEYS = 16, KEY_BYTES = 8 };
enum { WEIGHT_ONE = 255, IDF_ONE = 16, MOST_DIGITS = 3 };

typedef struct {
    guint32 hash;
    guint8 value;
} Item;

/* ---- lists of items ---- */

static void add_item(GArray *list, guint64 hash, gdouble value)
{
    Item item = {(guint32)hash, (guint8)CLAMP(lround(value), 0, G_MAXUINT8)};
    g_array_append_val(list, item);
}

static void add_name(GArray *list, KiriStr name, gdouble value)
{
    add_item(list, kiri_hash64(name), value);
}

static gint by_hash(gconstpointer a, gconstpointer b)
{
    const Item *x = a, *y = b;
    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return (gint)y->value - (gint)x->value;
}

static gint by_value(gconstpointer a, gconstpointer b)
{
    const Item *x = a, *y = b;
    return x->value != y->value ? (gint)y->value - (gint)x->value : by_hash(a, b);
}

/* Each hash once with its greatest value, at most `most` of them, by hash. */
static void settle(GArray *list, guint most)
{
    guint kept = 0;
    g_array_sort(list, by_hash);
    for (guint i = 0; i < list->len; i++) {
        Item item = g_array_index(list, Item, i);
        if (!kept || g_array_index(list, Item, kept - 1).hash != item.hash)
            g_array_index(list, Item, kept++) = item;
    }
    g_array_set_size(list, kept);
    if (list->len <= most)
        return;
    g_array_sort(list, by_value);
    g_array_set_size(list, most);
    g_array_sort(list, by_hash);
}

/* ---- what of a text is kept ---- */

typedef struct {
    char *title; // N-form without labels
    KiriStr n_title, lead;
    GArray *lists[KIRI_N_EVENT_LISTS]; // Item
    guint64 acts_title, acts;
    KiriVector vector;
} Making;

/* Labels that a site hangs on headlines: 【話題】, [写真]. What is longer says something. */
static char *without_labels(KiriStr n_title)
{
    static const struct {
        const char *open, *close;
        glong most_chars;
    } brackets[] = {{"【", "】", 14}, {"[", "]", 10}};
    g_autofree char *rest = kiri_str_dup(n_title);
    for (gsize i = 0; i < G_N_ELEMENTS(brackets); i++)
        for (char *from = rest; (from = strstr(from, brackets[i].open));) {
            char *to = strstr(from, brackets[i].close);
            if (!to)
                break;
            char *inside = from + strlen(brackets[i].open);
            char *behind = to + strlen(brackets[i].close);
            if (g_utf8_strlen(inside, to - inside) <= brackets[i].most_chars)
                memset(from, ' ', (gsize)(behind - from));
            from = behind;
        }
    return g_steal_pointer(&rest);
}

static KiriStr lead_of(KiriStr n_text)
{
    guint chars = 0;
    gsize at = 0;
    while (at < n_text.n && chars++ < KIRI_EVENT_LEAD)
        at = kiri_char_after(n_text, at);
    return (KiriStr){n_text.p, at};
}

static void take_words(Making *m, const KiriFrequencies *f)
{
    KiriVector title = {0};
    kiri_vector_init(&m->vector, m->n_title, m->lead, f);
    for (gsize i = 0; i < m->vector.n; i++)
        add_item(m->lists[KIRI_EVENT_WORDS], m->vector.terms[i].hash,
                 (gdouble)m->vector.terms[i].weight * WEIGHT_ONE);
    kiri_vector_init(&title, m->n_title, (KiriStr){"", 0}, f);
    for (gsize i = 0; i < title.n; i++)
        add_item(m->lists[KIRI_EVENT_HEADLINE], title.terms[i].hash,
                 (gdouble)title.terms[i].idf * IDF_ONE);
    kiri_vector_clear(&title);
}

/* Digits that are not the zeros at either end: 12,300 has three, 20 one. */
static guint digits_of(gint64 milli)
{
    guint n = 0;
    while (milli && milli % 10 == 0)
        milli /= 10;
    for (; milli; milli /= 10)
        n++;
    return n;
}

/* A bare year (展示会2026) is in every text of that year, and 3社 in any. */
static gboolean is_common(const KiriNumber *number)
{
    enum { LEAST = 10, FIRST_YEAR = 1900, LAST_YEAR = 2100 };
    gint64 whole = number->value_milli / KIRI_NUMBER_SCALE;
    if (number->value_milli % KIRI_NUMBER_SCALE != 0)
        return FALSE;
    return whole < LEAST || (!*number->unit && whole >= FIRST_YEAR && whole < LAST_YEAR);
}

static void take_figures(Making *m, KiriStr text)
{
    g_autoptr(GArray) numbers = kiri_numbers_find(text);
    for (guint i = 0; i < numbers->len; i++) {
        const KiriNumber *number = &g_array_index(numbers, KiriNumber, i);
        if (is_common(number))
            continue;
        g_autofree char *name = kiri_number_format(number);
        guint digits = digits_of(number->value_milli);
        add_name(m->lists[KIRI_EVENT_FIGURES], kiri_str(name),
                 digits ? MIN(digits - 1, MOST_DIGITS) : 0);
    }
}

static void take_days(Making *m, KiriStr text, KiriTime when, GArray **dates)
{
    KiriTime reference = when.precision >= KIRI_PRECISION_DAY ? when : KIRI_TIME_UNSET;
    *dates = kiri_text_dates_find(text, reference);
    for (guint i = 0; i < (*dates)->len; i++)
        add_item(m->lists[KIRI_EVENT_DAYS_NAMED],
                 (guint32)g_array_index(*dates, KiriTextDate, i).key, 0);
}

/* ---- names ---- */

static void add_mark(KiriStr word, gsize at, gpointer data)
{
    enum { LEAST_BYTES = 3 };
    (void)at;
    gboolean has_digit = FALSE;
    for (gsize i = 0; i < word.n; i++)
        has_digit |= g_ascii_isdigit(word.p[i]);
    if (has_digit && g_ascii_isalpha(word.p[0]) && word.n >= LEAST_BYTES)
        add_name(data, word, 0);
}

typedef struct {
    const KiriFrequencies *frequencies;
    guint64 hash;
    gdouble idf;
} Rarest;

static void note_rarest(KiriStr word, gsize at, gpointer data)
{
    (void)at;
    Rarest *r = data;
    guint64 hash = kiri_hash64(word);
    gdouble idf = kiri_frequencies_idf(r->frequencies, hash);
    if (idf > r->idf) {
        r->idf = idf;
        r->hash = hash;
    }
}

/* Model numbers, and of names in quotes the rarest word: those are known to another
 * article if it has the word. */
static void take_names(Making *m, const KiriFrequencies *f)
{
    enum { LEAST_CHARS = 3 };
    const KiriStr nothing = {"", 0};
    g_auto(GStrv) all = kiri_quoted_find(m->n_title, m->lead);
    g_auto(GStrv) own = kiri_quoted_find(m->n_title, nothing);
    for (char **name = all; *name; name++)
        if (g_utf8_strlen(*name, -1) >= LEAST_CHARS)
            add_name(m->lists[KIRI_EVENT_QUOTED], kiri_str(*name), 0);
    for (char **name = own; *name; name++) {
        Rarest rarest = {.frequencies = f};
        if (g_utf8_strlen(*name, -1) >= LEAST_CHARS)
            kiri_words_each(kiri_str(*name), note_rarest, &rarest);
        if (rarest.idf > 0)
            add_item(m->lists[KIRI_EVENT_MARKS], rarest.hash, 0);
    }
    kiri_words_each(m->n_title, add_mark, m->lists[KIRI_EVENT_MARKS]);
}

/* vol.3, no.3, #3 of a headline. */
static void take_volumes(Making *m)
{
    static const char *const signs[] = {"vol.", "vol", "no.", "#", "その"};
    KiriStr s = m->n_title;
    for (gsize i = 0; i < G_N_ELEMENTS(signs); i++) {
        gsize n = strlen(signs[i]);
        const char *found = memmem(s.p, s.n, signs[i], n);
        gsize at = found ? (gsize)(found - s.p) + n : s.n;
        guint number = 0;
        while (at < s.n && s.p[at] == ' ')
            at++;
        gboolean has_digit = at < s.n && g_ascii_isdigit(s.p[at]);
        for (; at < s.n && g_ascii_isdigit(s.p[at]) && number < 10000; at++)
            number = number * 10 + (guint)g_ascii_digit_value(s.p[at]);
        if (has_digit)
            add_item(m->lists[KIRI_EVENT_ISSUES], number, 0);
    }
}

static void take_issues(Making *m, KiriStr text)
{
    g_auto(KiriEditions) editions = {0};
    kiri_editions_find(text, &editions);
    for (guint i = 0; i < editions.issues->len; i++)
        add_item(m->lists[KIRI_EVENT_ISSUES], (guint32)g_array_index(editions.issues, gint32, i),
                 0);
}

static void take_site(Making *m, const KiriFace *face)
{
    const KiriArticle *a = face->article;
    const char *site = a->medium ? a->medium : face->host ? face->host : a->site_name;
    if (site)
        add_name(m->lists[KIRI_EVENT_SITE], kiri_str(site), 0);
}

/* ---- packed ---- */

static void pack_u64(GByteArray *out, guint64 v, guint bytes)
{
    for (guint i = bytes; i-- > 0;) {
        guint8 byte = (guint8)(v >> (i * 8));
        g_byte_array_append(out, &byte, 1);
    }
}

static GBytes *pack(const Making *m)
{
    GByteArray *out = g_byte_array_new();
    pack_u64(out, FORMAT, 1);
    for (guint l = 0; l < KIRI_N_EVENT_LISTS; l++) {
        pack_u64(out, m->lists[l]->len, 1);
        for (guint i = 0; i < m->lists[l]->len; i++) {
            const Item *item = &g_array_index(m->lists[l], Item, i);
            pack_u64(out, item->hash, HASH_BYTES);
            pack_u64(out, item->value, 1);
        }
    }
    pack_u64(out, m->acts_title, ACTS_BYTES);
    pack_u64(out, m->acts, ACTS_BYTES);
    return g_byte_array_free_to_bytes(out);
}

static guint64 unpack_u64(const guint8 *p, guint bytes)
{
    guint64 v = 0;
    for (guint i = 0; i < bytes; i++)
        v = v << 8 | p[i];
    return v;
}

gboolean kiri_event_view(const KiriEvent *row, KiriEventView *out)
{
    gsize n = 0, at = 1;
    const guint8 *p = row->profile ? g_bytes_get_data(row->profile, &n) : NULL;
    *out = (KiriEventView){.row = row};
    if (!n || p[0] != FORMAT)
        return FALSE;
    for (guint l = 0; l < KIRI_N_EVENT_LISTS; l++) {
        if (at >= n || (gsize)p[at] * ITEM_BYTES > n - at - 1)
            return FALSE;
        out->lists[l].n = p[at];
        out->lists[l].items = p + at + 1;
        at += 1 + (gsize)p[at] * ITEM_BYTES;
    }
    if (n - at != 2 * ACTS_BYTES)
        return FALSE;
    out->acts_title = unpack_u64(p + at, ACTS_BYTES);
    out->acts = unpack_u64(p + at + ACTS_BYTES, ACTS_BYTES);
    return TRUE;
}

/* ---- the row ---- */

static int by_weight(const void *a, const void *b)
{
    const KiriTerm *x = a, *y = b;
    if (fabsf(x->weight - y->weight) > 0)
        return x->weight > y->weight ? -1 : 1;
    return x->hash < y->hash ? -1 : x->hash > y->hash;
}

/* The words that tell most: the article is found by them. */
static GBytes *keys_of(KiriVector *vector)
{
    GByteArray *out = g_byte_array_new();
    qsort(vector->terms, vector->n, sizeof *vector->terms, by_weight);
    for (gsize i = 0; i < MIN(vector->n, (gsize)MOST_KEYS); i++)
        pack_u64(out, vector->terms[i].hash, KEY_BYTES);
    return g_byte_array_free_to_bytes(out);
}

static gint64 end_of(KiriTime when)
{
    KiriCivil c = kiri_civil_from_us(when.us, when.offset_min);
    switch (when.precision) {
    case KIRI_PRECISION_YEAR:
        return when.us + kiri_civil_days(c.year + 1, 1, 1) * KIRI_US_PER_DAY -
               kiri_civil_days(c.year, 1, 1) * KIRI_US_PER_DAY;
    case KIRI_PRECISION_MONTH:
        return when.us + kiri_civil_days_in_month(c.year, c.month) * KIRI_US_PER_DAY;
    case KIRI_PRECISION_DAY:
        return when.us + KIRI_US_PER_DAY;
    default:
        return when.us;
    }
}

KiriEvent *kiri_event_of(const KiriSubject *subject, const KiriFace *face,
                         const KiriFrequencies *frequencies)
{
    KiriTime when = kiri_article_when(subject->article);
    if (!kiri_time_is_set(when))
        return NULL;
    g_autofree char *title = without_labels(kiri_normal_view(&subject->doc->title));
    Making m = {.n_title = kiri_str(title), .lead = lead_of(kiri_normal_view(&subject->doc->text))};
    for (guint l = 0; l < KIRI_N_EVENT_LISTS; l++)
        m.lists[l] = g_array_new(FALSE, FALSE, sizeof(Item));
    g_autoptr(GArray) dates = NULL;
    g_autoptr(GArray) title_dates = NULL;
    g_auto(KiriSigns) signs = {0};
    take_words(&m, frequencies);
    take_figures(&m, m.n_title);
    take_figures(&m, m.lead);
    take_days(&m, m.n_title, when, &title_dates);
    take_days(&m, m.lead, when, &dates);
    take_names(&m, frequencies);
    take_issues(&m, m.n_title);
    take_issues(&m, m.lead);
    take_volumes(&m);
    take_site(&m, face);
    kiri_signs_find(m.n_title, m.lead, dates, &signs);
    m.acts_title = signs.acts_title;
    m.acts = signs.acts;
    for (guint l = 0; l < KIRI_N_EVENT_LISTS; l++)
        settle(m.lists[l], l == KIRI_EVENT_WORDS ? MOST_WORDS : MOST_OTHERS);
    KiriEvent *row = kiri_event_new();
    row->article = g_strdup(subject->article->id);
    row->event = g_strdup(subject->article->id);
    row->from_us = when.us;
    row->to_us = end_of(when);
    row->profile = pack(&m);
    row->words = keys_of(&m.vector);
    for (guint l = 0; l < KIRI_N_EVENT_LISTS; l++)
        g_array_unref(m.lists[l]);
    kiri_vector_clear(&m.vector);
    return row;
}

void kiri_event_set_releases(KiriEvent *row, char **releases)
{
    GByteArray *out = g_byte_array_new();
    gsize n = 0;
    const guint8 *words = row->words ? g_bytes_get_data(row->words, &n) : NULL;
    gsize own = n - KEY_BYTES * (gsize)kiri_strv_count(row->releases);
    if (words)
        g_byte_array_append(out, words, (guint)own);
    for (char **id = releases; id && *id; id++) {
        g_autofree char *name = g_strconcat("release ", *id, NULL);
        pack_u64(out, kiri_hash64(kiri_str(name)), KEY_BYTES);
    }
    g_clear_pointer(&row->words, g_bytes_unref);
    row->words = g_byte_array_free_to_bytes(out);
    g_strfreev(row->releases);
    row->releases = kiri_strv_count(releases) ? g_strdupv(releases) : NULL;
}
