// SPDX-License-Identifier: GPL-3.0-or-later
/* Clips, lineage, kin and events follow from what is stored, however it came there: the same
 * articles in eighteen orders, in batches of any size, with updates, deletions and runs
 * that were cut short in between. */
#include "../support/newsroom.h"
#include "../support/outcome.h"

#include <kirinuki/link.h>

#define WEIGHTS KIRINUKI_SOURCE_DIR "/dictionaries/match_weights.tsv"
#define FREQUENCIES KIRINUKI_SOURCE_DIR "/dictionaries/term_frequencies.tsv"

/* Few enough for eighteen orders to take seconds; all that the rules of lineage.h and
 * link_events.h know is among them. */
enum { MOST_ARTICLES = 80, LEAST_ARTICLES = 75 };

static void link_all(KiriStore *store, const KiriLinkOptions *options)
{
    g_autoptr(GError) error = NULL;
    KiriLinkCounts counts;
    gboolean ok = kiri_link_run(store, options, &counts, &error);
    g_assert_no_error(error);
    g_assert_true(ok);
}

/* What happens to the store: an article is put, or one is deleted. */
typedef struct {
    KiriArticle *article; // borrowed
    gboolean is_delete;
    guint at;
} Event;

typedef struct {
    GPtrArray *last;  // KiriArticle that are there in the end
    GPtrArray *first; // what some of them were before, or NULL
    GPtrArray *gone;  // KiriArticle that come and go
} World;

static void free_article(gpointer article)
{
    kiri_article_free(article);
}

static KiriArticle *article_of(const Newsroom *room, const NewsArticle *news)
{
    KiriArticle *a = kiri_article_new();
    g_autofree char *url = newsroom_article_url(room, news);
    kiri_article_set_url(a, url);
    a->title = g_strdup(news->title);
    a->text = news_article_text(news);
    a->published = news->published;
    a->fetched = news->published;
    a->agency = g_strdup(news->credit);
    a->medium = g_strdup(news->medium->key);
    a->site_name = g_strdup(news->medium->name);
    return a;
}

/* A copy under another address, edited as `kind` says. */
static KiriArticle *copy_of(const KiriArticle *of, guint kind, const KiriArticle *other)
{
    KiriArticle *a = kiri_record_copy(&kiri_article_shape, of);
    g_autofree char *url = g_strdup_printf("https://copy%u.example/%s", kind, of->id);
    kiri_article_set_url(a, url);
    g_free(a->medium);
    a->medium = g_strdup_printf("copy%u", kind);
    a->published.us += (kind * 7 + 1) * KIRI_US_PER_MINUTE;
    char *text = a->text;
    const char *half = strchr(text + strlen(text) / 2, '\n');
    if (kind == 0)
        a->text = g_strconcat(text, "（共同）", NULL);
    else if (kind == 1)
        a->text = g_strndup(text, half ? (gsize)(half - text) : strlen(text));
    else if (kind == 2)
        a->text = g_strconcat("各地で話題になっている動きを、あらためてお届けする。\n", text, NULL);
    else
        a->text = g_strconcat(text, "\n", other->text, NULL);
    g_free(text);
    if (kind == 1)
        a->published = kiri_time_coarsen(a->published, KIRI_PRECISION_DAY);
    return a;
}

static World world_of(const Newsroom *room)
{
    World w = {g_ptr_array_new_with_free_func(free_article),
               g_ptr_array_new_with_free_func(free_article),
               g_ptr_array_new_with_free_func(free_article)};
    for (guint i = 0; i < room->articles->len && w.last->len < MOST_ARTICLES; i += 7) {
        KiriArticle *a = article_of(room, g_ptr_array_index(room->articles, i));
        const KiriArticle *before = w.last->len ? w.last->pdata[w.last->len - 1] : a;
        KiriArticle *gone = i % 5 == 0 ? copy_of(a, 2, a) : NULL;
        if (gone) {
            g_autofree char *url = g_strconcat(gone->url, "/gone", NULL);
            kiri_article_set_url(gone, url);
            gone->published.us -= KIRI_US_PER_DAY;
            g_ptr_array_add(w.gone, gone);
        }
        KiriArticle *copy = i % 2 ? copy_of(a, i / 2 % 4, before) : NULL;
        g_ptr_array_add(w.last, a);
        if (copy)
            g_ptr_array_add(w.last, copy);
    }
    for (guint i = 0; i < w.last->len; i++) {
        KiriArticle *was = NULL;
        if (i % 4 == 1) { // it had the text of another one
            was = kiri_record_copy(&kiri_article_shape, w.last->pdata[i]);
            const KiriArticle *other = w.last->pdata[(i + 40) % w.last->len];
            g_free(was->text);
            was->text = g_strdup(other->text);
        }
        g_ptr_array_add(w.first, was);
    }
    return w;
}

static void world_clear(World *w)
{
    g_ptr_array_unref(w->last);
    g_ptr_array_unref(w->first);
    g_ptr_array_unref(w->gone);
}

static gint by_time(gconstpointer a, gconstpointer b)
{
    const Event *x = a, *y = b;
    return x->at < y->at ? -1 : x->at > y->at;
}

static void add_event(GArray *events, KiriArticle *article, gboolean is_delete, guint at)
{
    Event e = {article, is_delete, at};
    g_array_append_val(events, e);
}

/* In an order of its own for each seed; what an article was comes before what it is. */
static GArray *events_of(const World *w, GRand *rand)
{
    enum { SPAN = 1000000 };
    GArray *events = g_array_new(FALSE, FALSE, sizeof(Event));
    for (guint i = 0; i < w->last->len; i++) {
        guint at = (guint)g_rand_int_range(rand, 1, SPAN);
        add_event(events, w->last->pdata[i], FALSE, at);
        if (w->first->pdata[i])
            add_event(events, w->first->pdata[i], FALSE,
                      (guint)g_rand_int_range(rand, 0, (gint32)at));
    }
    for (guint i = 0; i < w->gone->len; i++) {
        guint at = (guint)g_rand_int_range(rand, 1, SPAN);
        add_event(events, w->gone->pdata[i], TRUE, at);
        add_event(events, w->gone->pdata[i], FALSE, (guint)g_rand_int_range(rand, 0, (gint32)at));
    }
    g_array_sort(events, by_time);
    return events;
}

static gboolean stop_sometimes(gpointer data)
{
    guint *asked = data;
    return ++*asked % 61 == 0;
}

static void happen(KiriStore *store, const Event *e)
{
    if (!e->is_delete) {
        g_autoptr(KiriArticle) a = kiri_record_copy(&kiri_article_shape, e->article);
        test_put(store, KIRI_NOUN_ARTICLE, a);
        return;
    }
    KiriBatch *batch = kiri_batch_begin(store);
    kiri_batch_delete(batch, KIRI_NOUN_ARTICLE, e->article->id);
    test_commit(batch);
}

/* Batches of any size, runs after any number of changes, every third time cut short
 * again and again. */
static char *outcome_after(const World *w, guint32 seed)
{
    static const guint sizes[] = {1, 7, 40, 256};
    g_autoptr(GRand) rand = g_rand_new_with_seed(seed);
    g_autoptr(KiriTempDir) dir = kiri_temp_new();
    g_autoptr(KiriStore) store = test_store_open(dir, KIRI_STORE_CREATE);
    g_autoptr(GArray) events = events_of(w, rand);
    guint asked = 0;
    KiriLinkOptions options = {.organisation = "暮らし安全省",
                               .weights_path = WEIGHTS,
                               .frequencies_path = FREQUENCIES,
                               .batch_entries = sizes[seed % G_N_ELEMENTS(sizes)],
                               .should_stop = seed % 3 == 0 ? stop_sometimes : NULL,
                               .data = &asked};
    for (guint i = 0; i < events->len; i++) {
        happen(store, &g_array_index(events, Event, i));
        if (g_rand_int_range(rand, 0, 60) == 0)
            link_all(store, &options);
    }
    options.should_stop = NULL;
    link_all(store, &options);
    return outcome_of(store);
}

static void test_any_order(void)
{
    enum { TIMES = 18 };
    g_autoptr(GError) error = NULL;
    g_autoptr(Newsroom) room = newsroom_load(KIRINUKI_NEWSROOM_DIR, 80, &error);
    g_assert_no_error(error);
    World w = world_of(room);
    g_assert_cmpuint(w.last->len, >=, LEAST_ARTICLES);
    g_autofree char *expected = outcome_after(&w, 0);
    g_assert_nonnull(strstr(expected, "\"parts\":[\""));
    g_assert_nonnull(strstr(expected, "\"reason\":\"credit\""));
    g_assert_nonnull(strstr(expected, "\"through\":\""));
    for (guint32 seed = 1; seed < TIMES; seed++) {
        g_autofree char *outcome = outcome_after(&w, seed);
        g_assert_true(strcmp(outcome, expected) == 0);
    }
    world_clear(&w);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/lineage/any-order", test_any_order);
    return g_test_run();
}
