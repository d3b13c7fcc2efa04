// SPDX-License-Identifier: GPL-3.0-or-later
/* Signs of places: which sentence of the article has how much of a release's title.
 * The words of the article are cut once, with a bit for each sentence they stand in;
 * a release then costs its title's words. */
#include "passing.h"

#include <kirinuki/hash.h>

#include <stdlib.h>
#include <string.h>

enum { TITLE, FIRST, BEHIND, MOST_SENTENCES = 64 }; // bits of a place

typedef struct {
    guint64 hash;
    guint64 sentences;
} Place;

struct KiriPlaces {
    GArray *places;    // Place, by hash; no words of the organisations' names
    GArray *sentences; // KiriStr: the title, then those of the text
    KiriQuads quads;   // of both
};

/* ---- the article's words ---- */

typedef struct {
    GArray *places;
    guint sentence;
} Taking;

static void take_word(KiriStr word, gsize at, gpointer data)
{
    (void)at;
    Taking *t = data;
    Place place = {kiri_hash64(word), G_GUINT64_CONSTANT(1) << t->sentence};
    g_array_append_val(t->places, place);
}

static int by_hash(const void *a, const void *b)
{
    const Place *x = a, *y = b;
    return x->hash < y->hash ? -1 : x->hash > y->hash;
}

static void merge_places(GArray *places)
{
    guint kept = 0;
    qsort(places->data, places->len, sizeof(Place), by_hash);
    for (guint i = 0; i < places->len; i++) {
        Place place = g_array_index(places, Place, i);
        if (kept && g_array_index(places, Place, kept - 1).hash == place.hash)
            g_array_index(places, Place, kept - 1).sentences |= place.sentences;
        else
            g_array_index(places, Place, kept++) = place;
    }
    g_array_set_size(places, kept);
}

/* An item of a list begins with one of these, whether a stop stands before it or not. */
static gsize item_end(KiriStr sentence)
{
    static const char *const marks[] = {"【", "◇", "◆", "■", "□", "●", "○", "▽", "▼", "★", "☆"};
    gsize end = sentence.n;
    for (gsize i = 0; i < G_N_ELEMENTS(marks) && sentence.n > strlen(marks[i]); i++) {
        gsize from = strlen(marks[i]); // one at the very beginning ends nothing
        const char *at = memmem(sentence.p + from, sentence.n - from, marks[i], strlen(marks[i]));
        if (at)
            end = MIN(end, (gsize)(at - sentence.p));
    }
    return end;
}

static void drop_word(KiriStr word, gsize at, gpointer data)
{
    (void)at;
    guint64 hash = kiri_hash64(word);
    GArray *places = data;
    for (guint i = 0; i < places->len; i++)
        if (g_array_index(places, Place, i).hash == hash)
            g_array_index(places, Place, i).sentences = 0;
}

/* That a body is named has signs of its own: here it would make its other news look like
 * what it announced. */
static void drop_names(const KiriSubject *s, GArray *places)
{
    for (guint i = 0; i < s->named->len; i++) {
        const KiriNamed *named = &g_array_index(s->named, KiriNamed, i);
        for (char **form = named->forms; named->probability >= 0.5 && form && *form; form++)
            kiri_words_each(kiri_str(*form), drop_word, places);
    }
}

static const KiriPlaces *places_of(KiriSubject *s)
{
    if (s->places)
        return s->places;
    KiriPlaces *p = g_new0(KiriPlaces, 1);
    p->places = g_array_new(FALSE, FALSE, sizeof(Place));
    p->sentences = g_array_new(FALSE, FALSE, sizeof(KiriStr));
    KiriStr text = kiri_normal_view(&s->doc->text), title = kiri_normal_view(&s->doc->title);
    g_array_append_val(p->sentences, title);
    while (text.n && p->sentences->len < MOST_SENTENCES) {
        KiriStr sentence = kiri_sentence_at(text, 0);
        sentence.n = item_end(sentence);
        g_array_append_val(p->sentences, sentence);
        text = (KiriStr){text.p + sentence.n, text.n - sentence.n};
    }
    for (guint i = 0; i < p->sentences->len; i++) {
        Taking t = {p->places, i};
        kiri_words_each(g_array_index(p->sentences, KiriStr, i), take_word, &t);
    }
    merge_places(p->places);
    drop_names(s, p->places);
    kiri_quads_add(&p->quads, kiri_normal_view(&s->doc->text));
    kiri_quads_add(&p->quads, title);
    s->places = p;
    return p;
}

void kiri_places_free(KiriPlaces *p)
{
    if (!p)
        return;
    g_array_unref(p->places);
    g_array_unref(p->sentences);
    g_free(p);
}

/* ---- what the release announced ---- */

typedef struct {
    gdouble front, behind, spread;
    guint sentence; // the best one behind the first
} Matter;

/* Words that any release has (開始, 発表) tie nothing. */
static Matter matter_in(const KiriPlaces *p, const KiriVector *title)
{
    const gdouble least_idf = 2.5, enough = 20, something = 0.3;
    gdouble sums[MOST_SENTENCES] = {0}, front = 0;
    for (gsize i = 0; i < title->n; i++) {
        Place wanted = {.hash = title->terms[i].hash};
        const Place *place =
            (gdouble)title->terms[i].idf < least_idf
                ? NULL
                : bsearch(&wanted, p->places->data, p->places->len, sizeof(Place), by_hash);
        for (guint k = 0; place && k < p->sentences->len; k++)
            if (place->sentences >> k & 1)
                sums[k] += (gdouble)title->terms[i].idf;
        if (place && place->sentences & (1u << TITLE | 1u << FIRST))
            front += (gdouble)title->terms[i].idf;
    }
    Matter matter = {.front = MIN(front / enough, 1), .sentence = BEHIND};
    guint with = 0;
    for (guint k = FIRST; k < p->sentences->len; k++) {
        gdouble share = MIN(sums[k] / enough, 1);
        with += share >= something;
        if (k < BEHIND || share <= matter.behind)
            continue;
        matter.behind = share;
        matter.sentence = k;
    }
    if (p->sentences->len > FIRST)
        matter.spread = (gdouble)with / (p->sentences->len - FIRST);
    return matter;
}

static gboolean refers_back(KiriStr sentence)
{
    static const char *const words[] = {
        "先に",     "昨年",     "昨春",   "昨夏", "昨秋",   "今春",     "今秋", "先月",
        "先週",     "先ごろ",   "以降",   "以来", "ばかり", "しており", "に続", "をはじめ",
        "のように", "など",     "を受け", "に伴", "影響",   "調べ",     "調査", "によると",
        "では",     "とは別に", "をめぐ", "を巡", "問題",   "ほか",     "次い", "予定する"};
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
        if (memmem(sentence.p, sentence.n, words[i], strlen(words[i])))
            return TRUE;
    return FALSE;
}

/* ---- where somebody is named ---- */

/* Sentences behind the first one with a form of the organisation: a bit for each. */
static guint64 naming_sentences(const KiriPlaces *p, const KiriNamed *named)
{
    guint64 found = 0;
    for (guint k = BEHIND; named && k < p->sentences->len; k++) {
        KiriStr sentence = g_array_index(p->sentences, KiriStr, k);
        for (char **form = named->forms; form && *form; form++)
            if (memmem(sentence.p, sentence.n, *form, strlen(*form)))
                found |= G_GUINT64_CONSTANT(1) << k;
    }
    return found;
}

/* The sentence that has most of the release's title, else one that names its sender. */
static KiriStr telling_sentence(const KiriPlaces *p, const Matter *matter, guint64 naming)
{
    guint k = matter->sentence;
    for (guint i = BEHIND; matter->behind <= 0 && i < p->sentences->len; i++)
        if (naming >> i & 1)
            k = i;
    gboolean has_one = (matter->behind > 0 || naming) && k < p->sentences->len;
    return has_one ? g_array_index(p->sentences, KiriStr, k) : (KiriStr){"", 0};
}

/* ---- months ---- */

static gboolean has_month(const KiriDoc *release, gint month)
{
    enum { MONTH_DAYS = 31 };
    KiriCivil from = kiri_civil_from_us(release->first_day * KIRI_US_PER_DAY, 0);
    if (release->has_day && release->last_day - release->first_day <= MONTH_DAYS &&
        from.month == month)
        return TRUE;
    for (guint i = 0; i < release->dates->len; i++)
        if (g_array_index(release->dates, KiriTextDate, i).key / 100 == month)
            return TRUE;
    return FALSE;
}

/* 「2月の価格改定以降」: a month of the release that is not the one the article is of. */
static gboolean is_dated(KiriStr sentence, const KiriDoc *article, const KiriDoc *release)
{
    static const char sign[] = "月";
    KiriCivil own = kiri_civil_from_us(article->first_day * KIRI_US_PER_DAY, 0);
    for (const char *p = sentence.p, *end = p + sentence.n, *at;
         (at = memmem(p, (gsize)(end - p), sign, strlen(sign))); p = at + strlen(sign)) {
        const char *from = at;
        while (from > sentence.p && g_ascii_isdigit(from[-1]))
            from--;
        gint month = from < at && at - from <= 2 ? (gint)g_ascii_strtoull(from, NULL, 10) : 0;
        if (month && !(article->has_day && month == own.month) && has_month(release, month))
            return TRUE;
    }
    return FALSE;
}

/* ---- all of them ---- */

static gdouble halves(guint64 bits)
{
    guint n = 0;
    for (; bits; bits &= bits - 1)
        n++;
    return MIN(n, 2) / 2.0;
}

static gboolean is_somebody_else(const KiriSubject *s, const KiriEntry *entry,
                                 const KiriNamed *named)
{
    KiriStr subject = kiri_subject_of(kiri_normal_view(&s->doc->text));
    for (char **form = named ? named->forms : NULL; form && *form; form++)
        if (memmem(subject.p, subject.n, *form, strlen(*form)))
            return FALSE;
    return subject.n && !memmem(entry->doc->text.text, entry->doc->text.n, subject.p, subject.n);
}

gboolean kiri_passing_signs(const KiriMatcher *m, KiriSubject *s, KiriEntry *entry,
                            KiriPassing *out)
{
    enum { FOLLOWS_DAYS = 3, PRECEDES_DAYS = 2 };
    const gdouble unnamed = 0.5, aside = 0.3, in_passing = 0.2;
    const KiriNamed *named = kiri_named_get(s->named, entry->organisation);
    gboolean is_named = named && named->probability >= 0.5;
    gboolean in_front = is_named && (named->in_title || named->in_first);
    const KiriPlaces *p = places_of(s);
    KiriOccurrence name = kiri_passing_names(m, s, &p->quads, entry);
    Matter matter = matter_in(p, &entry->doc->title_vector);
    if (!is_named && !name.occurs && matter.behind < unnamed)
        return FALSE;
    gint64 least = 0, most = 0;
    gboolean has_days = kiri_days_after(s->doc, entry->doc, &least, &most);
    guint64 naming = is_named ? naming_sentences(p, named) : 0;
    KiriStr telling = telling_sentence(p, &matter, naming);
    gboolean has_first = p->sentences->len > FIRST;
    *out = (KiriPassing){{0}};
    gdouble *x = out->x;
    x[KIRI_M_ORG] = is_named ? named->probability : 0;
    x[KIRI_M_ORG_BEHIND] = is_named && !in_front;
    x[KIRI_M_NAME] = name.occurs;
    x[KIRI_M_NAME_BEHIND] = name.occurs && !name.in_front;
    x[KIRI_M_MATTER] = matter.behind;
    x[KIRI_M_FRONT] = matter.front;
    x[KIRI_M_SPREAD] = matter.spread;
    x[KIRI_M_LATER] = halves(s->doc->signs.later & ~entry->doc->signs.later);
    x[KIRI_M_BACK] = refers_back(telling);
    x[KIRI_M_DATED] = is_dated(telling, s->doc, entry->doc);
    x[KIRI_M_UNNAMED] = !is_named && !name.occurs;
    x[KIRI_M_FOLLOWS] = has_days && least > FOLLOWS_DAYS;
    x[KIRI_M_PRECEDES] = has_days && most < -PRECEDES_DAYS;
    x[KIRI_M_OTHER] = is_somebody_else(s, entry, named);
    x[KIRI_M_BARE] = x[KIRI_M_MATTER] <= 0;
    x[KIRI_M_ASIDE] = matter.behind > aside && matter.front < in_passing;
    x[KIRI_M_ABOUT] = matter.behind * matter.front;
    x[KIRI_M_ANNOUNCES] = in_front && has_first &&
                          kiri_sentence_announces(g_array_index(p->sentences, KiriStr, FIRST));
    x[KIRI_M_REPORTS] = x[KIRI_M_LATER] * x[KIRI_M_ANNOUNCES];
    return TRUE;
}
