// SPDX-License-Identifier: GPL-3.0-or-later
/* Which releases have something in common with an article: shelf by shelf, its words
 * where the time fits, its fingerprints everywhere.
 *
 * A shelf is small enough for its sums to stay in the processor's own memory. Words are
 * summed in the order of their hashes, so a sum does not depend on which shelf a
 * release stands, nor on what else is there. */
#include "matcher.h"
#include "quads.h"

#include <kirinuki/hash.h>
#include <kirinuki/url.h>

#include <string.h>

/* ---- time ---- */

/* The days of a card or a shelf in the form in which documents are compared. */
static KiriDoc days_of(gboolean has_day, gint64 first_day, gint64 last_day)
{
    return (KiriDoc){.has_day = has_day, .first_day = first_day, .last_day = last_day};
}

static gboolean is_near(const KiriDoc *article, const KiriDoc *release, gint64 from, gint64 to)
{
    gint64 least, most;
    return from <= to && kiri_days_after(article, release, &least, &most) && most >= from &&
           least <= to;
}

/* A shelf of undated releases, or of none, fits any time. */
static KiriDoc days_of_shelf(const KiriShelf *shelf)
{
    return days_of(shelf->first_day <= shelf->last_day, shelf->first_day, shelf->last_day);
}

/* ---- sums over one shelf ---- */

typedef struct {
    gdouble cosine[KIRI_POSTINGS_MOST];
    guint32 prints[KIRI_POSTINGS_MOST];
} Sums;

static void prefetch_span(const KiriPostings *p, KiriPostingSpan span)
{
    __builtin_prefetch(p->documents + span.from);
    if (p->weights)
        __builtin_prefetch(p->weights + span.from);
}

enum { SPANS_AHEAD = 6 };

static void sum_words(const KiriPostings *p, const KiriPostingSpan *spans, gsize n,
                      const KiriVector *v, gdouble *cosine)
{
    for (gsize s = 0; s < n; s++) {
        if (s + SPANS_AHEAD < n)
            prefetch_span(p, spans[s + SPANS_AHEAD]);
        gdouble weight = (gdouble)v->terms[spans[s].key].weight;
        for (guint32 i = spans[s].from; i < spans[s].to; i++)
            cosine[p->documents[i]] += (gdouble)p->weights[i] * weight;
    }
}

static void sum_prints(const KiriPostings *p, const KiriPostingSpan *spans, gsize n,
                       guint32 *prints)
{
    for (gsize s = 0; s < n; s++)
        for (guint32 i = spans[s].from; i < spans[s].to; i++)
            prints[p->documents[i]]++;
}

/* ---- candidates ---- */

typedef struct {
    const KiriSubject *subject;
    gint64 near_from, near_to;
    GArray *links;          // guint64
    GArray *prints;         // guint32: keys that some release may have
    GArray *words;          // guint32: of the vector, in its order
    KiriPostingSpan *spans; // room for all of either
    GArray *found;
} Search;

static GArray *hashes_of_links(const KiriArticle *article)
{
    GArray *hashes = g_array_new(FALSE, FALSE, sizeof(guint64));
    for (guint i = 0; i < kiri_strv_count(article->links); i++) {
        g_autofree char *link = kiri_url_canonical(kiri_str(article->links[i]), NULL);
        guint64 hash = link ? kiri_hash64(kiri_str(link)) : 0;
        if (hash)
            g_array_append_val(hashes, hash);
    }
    return hashes;
}

static gboolean is_linked(const Search *s, const KiriCard *card)
{
    for (guint i = 0; card->url && i < s->links->len; i++)
        if (g_array_index(s->links, guint64, i) == card->url)
            return TRUE;
    return FALSE;
}

static void take_card(const Search *s, const KiriCard *card, KiriFound found)
{
    const KiriDoc *article = s->subject->doc;
    KiriDoc days = days_of(card->has_day, card->first_day, card->last_day);
    found.fits = !kiri_is_date_far(article, &days);
    found.is_linked = found.fits && is_linked(s, card);
    gboolean is_meant = found.fits && (found.cosine >= KIRI_LEAST_COSINE ||
                                       is_near(article, &days, s->near_from, s->near_to));
    if (is_meant || found.is_linked || found.prints >= KIRI_LEAST_PRINTS)
        g_array_append_val(s->found, found);
}

/* May a release with these sums be meant, for all that is known without its card? */
static gboolean is_worth_a_look(const Search *s, gdouble cosine, guint prints, gboolean is_of_days)
{
    return cosine >= KIRI_LEAST_COSINE || prints >= KIRI_LEAST_PRINTS || s->links->len ||
           is_of_days;
}

static void search_shelf(const Search *s, const KiriShelf *shelf, guint first, Sums *sums)
{
    KiriDoc days = days_of_shelf(shelf);
    guint n = shelf->cards->len;
    gboolean fits = !kiri_is_date_far(s->subject->doc, &days);
    gsize shared = kiri_postings_find_all(
        &shelf->prints, (const guint32 *)(gpointer)s->prints->data, s->prints->len, s->spans);
    if (!fits && shared < KIRI_LEAST_PRINTS)
        return;
    memset(sums->prints, 0, n * sizeof *sums->prints);
    memset(sums->cosine, 0, n * sizeof *sums->cosine);
    sum_prints(&shelf->prints, s->spans, shared, sums->prints);
    shared = kiri_postings_find_all(&shelf->words, (const guint32 *)(gpointer)s->words->data,
                                    s->words->len, s->spans);
    sum_words(&shelf->words, s->spans, shared, &s->subject->doc->vector, sums->cosine);
    gboolean is_of_days = is_near(s->subject->doc, &days, s->near_from, s->near_to);
    for (guint i = 0; i < n; i++) {
        if (!is_worth_a_look(s, sums->cosine[i], sums->prints[i], is_of_days))
            continue;
        const KiriCard *card = kiri_shelf_card(shelf, i);
        if (card->id && (fits || sums->prints[i] >= KIRI_LEAST_PRINTS))
            take_card(s, card,
                      (KiriFound){.entry = first + i,
                                  .cosine = sums->cosine[i],
                                  .prints = sums->prints[i]});
    }
}

/* Most of an article's fingerprints are in no release: they are not looked for on
 * every shelf. */
static GArray *keys_of_prints(const KiriMatcher *m, const GArray *prints)
{
    GArray *keys = g_array_new(FALSE, FALSE, sizeof(guint32));
    for (guint i = 0; i < prints->len; i++) {
        guint32 key = kiri_posting_key(g_array_index(prints, guint64, i));
        if (kiri_key_mask_may_have(&m->print_mask, key))
            g_array_append_val(keys, key);
    }
    return keys;
}

static GArray *keys_of_words(const KiriVector *v)
{
    GArray *keys = g_array_sized_new(FALSE, FALSE, sizeof(guint32), (guint)v->n);
    for (gsize t = 0; t < v->n; t++) {
        guint32 key = kiri_posting_key(v->terms[t].hash);
        g_array_append_val(keys, key);
    }
    return keys;
}

GArray *kiri_matcher_search(const KiriMatcher *m, const KiriSubject *subject, gint64 near_from,
                            gint64 near_to)
{
    g_autoptr(GArray) links = hashes_of_links(subject->article);
    g_autoptr(GArray) prints = keys_of_prints(m, subject->prints);
    g_autoptr(GArray) words = keys_of_words(&subject->doc->vector);
    g_autofree KiriPostingSpan *spans = g_new(KiriPostingSpan, MAX(prints->len, words->len) + 1);
    g_autofree Sums *sums = g_new(Sums, 1);
    Search s = {.subject = subject,
                .near_from = near_from,
                .near_to = near_to,
                .links = links,
                .prints = prints,
                .words = words,
                .spans = spans,
                .found = g_array_new(FALSE, FALSE, sizeof(KiriFound))};
    for (guint i = 0; i < m->shelves->len; i++)
        search_shelf(&s, g_ptr_array_index(m->shelves, i), i * KIRI_POSTINGS_MOST, sums);
    return s.found;
}

/* ---- words of a release in another sense ---- */

typedef struct {
    const char *word;
    gdouble share;
    guint place;
} Rare;

static gint rarest_first(gconstpointer a, gconstpointer b)
{
    const Rare *x = a, *y = b;
    if (x->share < y->share || x->share > y->share)
        return x->share < y->share ? -1 : 1;
    return x->place < y->place ? -1 : x->place > y->place;
}

char **kiri_entry_rare_keywords(const KiriMatcher *m, const KiriEntry *entry)
{
    const gdouble common = 0.01;
    g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(Rare));
    for (guint i = 0; i < kiri_strv_count(entry->keywords); i++) {
        const char *word = entry->keywords[i];
        Rare rare = {word, kiri_frequencies_least_share(m->frequencies, kiri_str(word)), i};
        if (*word && rare.share < common && strstr(entry->doc->title.text, word))
            g_array_append_val(all, rare);
    }
    g_array_sort(all, rarest_first);
    char **words = g_new0(char *, all->len + 1);
    for (guint i = 0; i < all->len; i++)
        words[i] = g_strdup(g_array_index(all, Rare, i).word);
    return words;
}

static gboolean is_in(KiriStr word, const KiriDoc *article)
{
    gsize at, end;
    return kiri_keyword_find(kiri_normal_view(&article->title), word, 0, &at, &end) ||
           kiri_keyword_find(kiri_normal_view(&article->text), word, 0, &at, &end);
}

/* The first of the lines that the article holds; empty: none. */
static KiriStr first_in(const char *lines, const KiriQuads *quads, const KiriDoc *article)
{
    for (const char *line = lines; line && *line;) {
        KiriStr word = {line, strcspn(line, "\n")};
        if (kiri_quads_may_hold(quads, word) && is_in(word, article))
            return word;
        line += word.n + (line[word.n] ? 1 : 0);
    }
    return (KiriStr){"", 0};
}

char *kiri_matcher_find_word(const KiriMatcher *m, const KiriDoc *article, gint64 from, gint64 to,
                             guint *entry)
{
    KiriQuads quads = {0};
    const KiriCard *best = NULL;
    KiriStr best_word = {"", 0};
    kiri_quads_add(&quads, kiri_normal_view(&article->title));
    kiri_quads_add(&quads, kiri_normal_view(&article->text));
    for (guint s = 0; s < m->shelves->len; s++) {
        const KiriShelf *shelf = g_ptr_array_index(m->shelves, s);
        KiriDoc days = days_of_shelf(shelf);
        for (guint i = 0; is_near(article, &days, from, to) && i < shelf->cards->len; i++) {
            const KiriCard *card = kiri_shelf_card(shelf, i);
            KiriDoc day = days_of(card->has_day, card->first_day, card->last_day);
            if (!card->words || !is_near(article, &day, from, to) ||
                (best && strcmp(best->id, card->id) < 0))
                continue;
            KiriStr word = first_in(card->words, &quads, article);
            if (!word.n)
                continue;
            best = card;
            best_word = word;
            *entry = s * KIRI_POSTINGS_MOST + i;
        }
    }
    return best ? kiri_str_dup(best_word) : NULL;
}
