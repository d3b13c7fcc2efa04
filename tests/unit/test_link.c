// SPDX-License-Identifier: GPL-3.0-or-later
/* The link stage over the newsroom, whose truth is known; and that its outcome
 * depends on what is stored, not on how it got there. */
#include "../support/newsroom.h"
#include "../support/store.h"

#include <kirinuki/error.h>
#include <kirinuki/file.h>
#include <kirinuki/link.h>
#include <kirinuki/release_parse.h>

#include <math.h>
#include <string.h>

#define WEIGHTS KIRINUKI_SOURCE_DIR "/dictionaries/match_weights.tsv"
#define FREQUENCIES KIRINUKI_SOURCE_DIR "/dictionaries/term_frequencies.tsv"

static const char *const aliases[] = {"暮安省", "MLSA", NULL};

static KiriLinkOptions options_of_office(void)
{
    return (KiriLinkOptions){.organisation = "暮らし安全省",
                             .aliases = aliases,
                             .weights_path = WEIGHTS,
                             .frequencies_path = FREQUENCIES};
}

static Newsroom *load_room(void)
{
    g_autoptr(GError) error = NULL;
    Newsroom *room = newsroom_load(KIRINUKI_NEWSROOM_DIR, 80, &error);
    g_assert_no_error(error);
    return room;
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

static KiriRelease *release_of(const NewsRelease *news)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) file = kiri_file_read(news->path, 1 << 20, &error);
    g_assert_no_error(error);
    gsize n;
    const char *p = g_bytes_get_data(file, &n);
    KiriRelease *r = kiri_release_parse((KiriStr){p, n}, "release.md", &error);
    g_assert_no_error(error);
    r->version = 1;
    return r;
}

static void link_all(KiriStore *store, const KiriLinkOptions *options, KiriLinkCounts *counts)
{
    g_autoptr(GError) error = NULL;
    KiriLinkCounts own;
    gboolean ok = kiri_link_run(store, options, counts ? counts : &own, &error);
    g_assert_no_error(error);
    g_assert_true(ok);
}

static void put_article(KiriStore *store, const Newsroom *room, const NewsArticle *news)
{
    g_autoptr(KiriArticle) a = article_of(room, news);
    test_put(store, KIRI_NOUN_ARTICLE, a);
}

static void put_release(KiriStore *store, const NewsRelease *news)
{
    g_autoptr(KiriRelease) r = release_of(news);
    test_put(store, KIRI_NOUN_RELEASE, r);
}

static void put_topic(KiriStore *store, const char *id, const char *query, gboolean is_removed)
{
    g_autoptr(KiriTopic) t = kiri_topic_new();
    t->id = g_strdup(id);
    t->version = 1;
    t->name = g_strdup(id);
    t->query = g_strdup(query);
    t->is_removed = is_removed;
    test_put(store, KIRI_NOUN_TOPIC, t);
}

static gboolean keep_clip(KiriStr line, gpointer data, GError **error)
{
    (void)error;
    static const char *const kept[] = {"\"type\":\"clip\"", "\"type\":\"lineage\""};
    for (gsize i = 0; i < G_N_ELEMENTS(kept); i++)
        if (memmem(line.p, line.n, kept[i], strlen(kept[i])))
            g_string_append_len(data, line.p, (gssize)line.n);
    return TRUE;
}

/* All clips and lineages as text. */
static char *clips_of_store(KiriStore *store)
{
    g_autoptr(GError) error = NULL;
    GString *all = g_string_new(NULL);
    kiri_store_export_canonical(store, keep_clip, all, &error);
    g_assert_no_error(error);
    return g_string_free(all, FALSE);
}

/* ---- truth ---- */

typedef struct {
    guint right, wrong, missed, classes_right, classes;
    guint contradictions, false_contradictions, homonyms;
} Tally;

static gboolean is_tie(gint class_)
{
    return class_ >= KIRI_CLASS_PUBLICITY;
}

static const KiriClip *best_clip(const GPtrArray *clips)
{
    const KiriClip *best = NULL;
    for (guint i = 0; i < clips->len; i++) {
        const KiriClip *c = g_ptr_array_index(clips, i);
        if (!c->topic && (!best || c->probability > best->probability))
            best = c;
    }
    return best;
}

static void tally_releases(const NewsArticle *news, const GPtrArray *clips, Tally *t)
{
    gint class_ = kiri_names_index(kiri_class_names, news->class_);
    guint found = 0;
    for (guint i = 0; i < clips->len; i++) {
        const KiriClip *c = g_ptr_array_index(clips, i);
        if (!c->release || !is_tie(c->class_))
            continue;
        if (is_tie(class_) && kiri_strv_has(news->releases, c->release))
            found++;
        else
            t->wrong++;
    }
    t->right += found;
    if (is_tie(class_))
        t->missed += kiri_strv_count(news->releases) - found;
}

static void tally(KiriStore *store, const Newsroom *room, const NewsArticle *news, Tally *t)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriArticle) a = article_of(room, news);
    g_autoptr(GPtrArray) clips = kiri_store_clips_of(store, KIRI_NOUN_ARTICLE, a->id, &error);
    g_assert_no_error(error);
    tally_releases(news, clips, t);
    const KiriClip *best = best_clip(clips);
    gint class_ = best ? best->class_ : KIRI_CLASS_NONE;
    t->classes++;
    t->classes_right += strcmp(kiri_class_names[class_], news->class_) == 0 ? 1 : 0;
    guint contradictions = 0;
    for (guint i = 0; i < clips->len; i++) {
        const KiriClip *c = g_ptr_array_index(clips, i);
        g_assert_nonnull(c->evidence->reason);
        contradictions += kiri_recs_count(c->evidence->contradictions);
        t->homonyms += c->evidence->homonym && news->homonym ? 1 : 0;
    }
    if (news->contradiction.sentence)
        t->contradictions += contradictions ? 1 : 0;
    else
        t->false_contradictions += contradictions ? 1 : 0;
}

/* A store with the whole newsroom, linked. */
static KiriStore *linked_store(const char *dir, const Newsroom *room)
{
    KiriStore *store = test_store_open(dir, KIRI_STORE_CREATE);
    for (guint i = 0; i < room->releases->len; i++)
        put_release(store, g_ptr_array_index(room->releases, i));
    for (guint i = 0; i < room->articles->len; i++)
        put_article(store, room, g_ptr_array_index(room->articles, i));
    KiriLinkOptions options = options_of_office();
    link_all(store, &options, NULL);
    return store;
}

static void test_truth(void)
{
    g_autoptr(Newsroom) room = load_room();
    g_autoptr(KiriTempDir) dir = kiri_temp_new();
    g_autoptr(KiriStore) store = linked_store(dir, room);
    Tally t = {0};
    for (guint i = 0; i < room->articles->len; i++)
        tally(store, room, g_ptr_array_index(room->articles, i), &t);
    gdouble precision = (gdouble)t.right / (t.right + t.wrong);
    gdouble recall = (gdouble)t.right / (t.right + t.missed);
    g_test_message("links: %u right, %u wrong, %u missed; classes %u of %u; contradictions %u, "
                   "%u false; homonyms %u",
                   t.right, t.wrong, t.missed, t.classes_right, t.classes, t.contradictions,
                   t.false_contradictions, t.homonyms);
    g_assert_cmpfloat(precision, >=, 0.95);
    g_assert_cmpfloat(recall, >=, 0.93);
    g_assert_cmpuint(t.classes_right * 100, >=, t.classes * 96);
    g_assert_cmpuint(t.contradictions, >=, 5);
    g_assert_cmpuint(t.false_contradictions, ==, 0);
    g_assert_cmpuint(t.homonyms, >=, 6);
    test_verify_clean(store);
}

static const KiriClip *clip_of(const GPtrArray *clips, gint class_)
{
    for (guint i = 0; i < clips->len; i++) {
        const KiriClip *c = g_ptr_array_index(clips, i);
        if (c->class_ == class_)
            return c;
    }
    return NULL;
}

static GPtrArray *clips_of_news(KiriStore *store, const Newsroom *room, const NewsArticle *news)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriArticle) a = article_of(room, news);
    GPtrArray *clips = kiri_store_clips_of(store, KIRI_NOUN_ARTICLE, a->id, &error);
    g_assert_no_error(error);
    return clips;
}

/* Copies point at the article they were taken from. */
static void test_lineage(void)
{
    g_autoptr(Newsroom) room = load_room();
    g_autoptr(KiriTempDir) dir = kiri_temp_new();
    g_autoptr(KiriStore) store = linked_store(dir, room);
    guint right = 0, all = 0;
    for (guint i = 0; i < room->articles->len; i++) {
        const NewsArticle *news = g_ptr_array_index(room->articles, i);
        if (!news->copy_of || strcmp(news->class_, "syndicated") != 0)
            continue;
        g_autoptr(KiriArticle) origin = article_of(room, newsroom_article(room, news->copy_of));
        g_autoptr(GPtrArray) clips = clips_of_news(store, room, news);
        const KiriClip *c = clip_of(clips, KIRI_CLASS_SYNDICATED);
        all++;
        right += c && g_strcmp0(c->origin, origin->id) == 0 && c->text_taken > 0.5 ? 1 : 0;
    }
    g_test_message("%u of %u origins", right, all);
    g_assert_cmpuint(all, >, 40);
    g_assert_cmpuint(right * 100, >=, all * 95);
}

static gboolean fits_clip(gconstpointer record, gpointer store)
{
    const KiriClip *c = record;
    g_autoptr(KiriLineage) row = kiri_store_get(store, KIRI_NOUN_LINEAGE, c->article, NULL);
    g_assert_cmpstr(row ? row->story : c->article, ==, c->story);
    g_assert_cmpstr(row ? row->origin : NULL, ==, c->origin);
    return TRUE;
}

static gboolean fits_root(gconstpointer record, gpointer store)
{
    const KiriLineage *row = record;
    g_autoptr(KiriLineage) root = kiri_store_get(store, KIRI_NOUN_LINEAGE, row->story, NULL);
    g_assert_nonnull(root);
    g_assert_cmpstr(root->story, ==, root->article);
    g_assert_null(root->origin);
    g_assert_cmpuint(kiri_strv_count(root->copies), >, 0);
    g_assert_true(row->origin ? kiri_strv_has(root->copies, row->article) && !row->copies
                              : strcmp(row->story, row->article) == 0);
    return TRUE;
}

/* Every article that is a copy or has one stands in a story, with a clip or
 * without. */
static void test_stories(void)
{
    g_autoptr(Newsroom) room = load_room();
    g_autoptr(KiriTempDir) dir = kiri_temp_new();
    g_autoptr(KiriStore) store = linked_store(dir, room);
    g_autoptr(GError) error = NULL;
    g_assert_true(kiri_store_each(store, KIRI_NOUN_CLIP, "", fits_clip, store, &error));
    g_assert_true(kiri_store_each(store, KIRI_NOUN_LINEAGE, "", fits_root, store, &error));
    g_assert_no_error(error);
    g_assert_cmpuint(kiri_store_count(store, KIRI_NOUN_LINEAGE), >, 80);
}

/* ---- independence ---- */

typedef struct {
    const NewsArticle *article; // or
    const NewsRelease *release;
} Item;

static GArray *shuffled_items(const Newsroom *room, guint32 seed)
{
    GArray *items = g_array_new(FALSE, TRUE, sizeof(Item));
    for (guint i = 0; i < room->articles->len; i++) {
        Item item = {.article = g_ptr_array_index(room->articles, i)};
        /* All that is tied to something, and some of the rest. */
        if (strcmp(item.article->class_, "none") != 0 || i % 5 == 0)
            g_array_append_val(items, item);
    }
    for (guint i = 0; i < room->releases->len; i++) {
        Item item = {.release = g_ptr_array_index(room->releases, i)};
        g_array_append_val(items, item);
    }
    g_autoptr(GRand) rand = g_rand_new_with_seed(seed);
    for (guint i = items->len - 1; i > 0; i--) {
        guint j = (guint)g_rand_int_range(rand, 0, (gint32)i + 1);
        Item item = g_array_index(items, Item, i);
        g_array_index(items, Item, i) = g_array_index(items, Item, j);
        g_array_index(items, Item, j) = item;
    }
    return items;
}

static gboolean stop_often(gpointer data)
{
    guint *asked = data;
    return ++*asked % 37 == 0;
}

/* Puts everything in this order, linking after each `step` items; with stops,
 * every run is cut short again and again. */
static char *clips_after(const Newsroom *room, guint32 seed, guint step, guint batch,
                         gboolean with_stops)
{
    g_autoptr(KiriTempDir) dir = kiri_temp_new();
    KiriStore *store = test_store_open(dir, KIRI_STORE_CREATE);
    g_autoptr(GArray) items = shuffled_items(room, seed);
    KiriLinkOptions options = options_of_office();
    guint asked = 0;
    options.batch_entries = batch;
    options.should_stop = with_stops ? stop_often : NULL;
    options.data = &asked;
    put_topic(store, "T-00000001", "高齢者 OR 補助金", FALSE);
    for (guint i = 0; i < items->len; i++) {
        const Item *item = &g_array_index(items, Item, i);
        if (item->article)
            put_article(store, room, item->article);
        else
            put_release(store, item->release);
        if (i % step == step - 1)
            link_all(store, &options, NULL);
        if (with_stops && i % 50 == 49) {
            kiri_store_close(store);
            store = test_store_open(dir, KIRI_STORE_WRITE);
        }
    }
    KiriLinkCounts counts;
    options.should_stop = NULL;
    link_all(store, &options, &counts);
    g_assert_cmpuint(counts.seq, <=, kiri_store_log_end(store));
    char *clips = clips_of_store(store);
    kiri_store_close(store);
    return clips;
}

static void test_order(void)
{
    g_autoptr(Newsroom) room = load_room();
    g_autofree char *once = clips_after(room, 1, G_MAXUINT, 0, FALSE);
    g_assert_cmpuint(strlen(once), >, 10000);
    const struct {
        guint32 seed;
        guint step, batch;
        gboolean with_stops;
    } ways[] = {{2, 40, 0, FALSE}, {3, 7, 5, FALSE}, {4, 25, 16, TRUE}};
    for (gsize i = 0; i < G_N_ELEMENTS(ways); i++) {
        g_autofree char *again =
            clips_after(room, ways[i].seed, ways[i].step, ways[i].batch, ways[i].with_stops);
        g_assert_cmpuint(strlen(again), ==, strlen(once));
        g_assert_true(strcmp(once, again) == 0);
    }
}

/* A rebuild, cut short twice, gives what was there; nothing is written anew. */
static void test_rebuild(void)
{
    g_autoptr(Newsroom) room = load_room();
    g_autoptr(KiriTempDir) dir = kiri_temp_new();
    g_autoptr(KiriStore) store = linked_store(dir, room);
    g_autofree char *before = clips_of_store(store);
    KiriLinkOptions options = options_of_office();
    KiriLinkCounts counts;
    link_all(store, &options, &counts);
    g_assert_cmpuint(counts.linked, ==, 0);
    guint asked = 0;
    options.force_rebuild = TRUE;
    options.should_stop = stop_often;
    options.data = &asked;
    link_all(store, &options, &counts);
    g_assert_true(counts.was_stopped);
    options.should_stop = NULL;
    link_all(store, &options, &counts);
    g_assert_true(counts.was_rebuilt);
    g_assert_cmpuint(counts.clips_put, ==, 0);
    g_assert_cmpuint(counts.clips_deleted, ==, 0);
    g_autofree char *after = clips_of_store(store);
    g_assert_cmpstr(before, ==, after);
}

/* Without our name there are no mentions; giving it looks at everything again. */
static void test_settings(void)
{
    g_autoptr(Newsroom) room = load_room();
    g_autoptr(KiriTempDir) dir = kiri_temp_new();
    g_autoptr(KiriStore) store = linked_store(dir, room);
    g_autofree char *before = clips_of_store(store);
    KiriLinkOptions options = options_of_office();
    KiriLinkCounts counts;
    options.organisation = NULL;
    options.aliases = NULL;
    link_all(store, &options, &counts);
    g_assert_true(counts.was_rebuilt);
    g_autofree char *without = clips_of_store(store);
    g_assert_null(strstr(without, ".mention\""));
    options = options_of_office();
    link_all(store, &options, &counts);
    g_autofree char *after = clips_of_store(store);
    g_assert_cmpstr(before, ==, after);
}

static void put_shelf(KiriStore *store, const char *id, const char *bytes)
{
    g_autoptr(KiriReleaseShelf) shelf = kiri_release_shelf_new();
    shelf->id = g_strdup(id);
    shelf->data = g_bytes_new(bytes, strlen(bytes));
    test_put(store, KIRI_NOUN_SHELF, shelf);
}

/* What is kept of the releases between runs is read again; where it cannot be, the
 * releases are. */
static void test_kept_releases(void)
{
    g_autoptr(Newsroom) room = load_room();
    g_autoptr(KiriTempDir) dir = kiri_temp_new();
    g_autoptr(KiriStore) store = linked_store(dir, room);
    g_autofree char *before = clips_of_store(store);
    KiriLinkOptions options = options_of_office();
    KiriLinkCounts counts;
    guint64 n = kiri_store_count(store, KIRI_NOUN_SHELF);
    g_assert_cmpuint(n, >, 0);
    for (guint round = 0; round < 2; round++) {
        if (round)
            put_shelf(store, "000000", "no shelf");
        options.force_rebuild = TRUE;
        link_all(store, &options, &counts);
        g_assert_cmpuint(counts.clips_put + counts.clips_deleted, ==, 0);
        g_assert_cmpuint(kiri_store_count(store, KIRI_NOUN_SHELF), ==, n);
    }
    g_autofree char *after = clips_of_store(store);
    g_assert_cmpstr(before, ==, after);
}

/* ---- changes ---- */

typedef struct {
    KiriTempDir *dir;
    KiriStore *store;
    Newsroom *room;
    const NewsRelease *release; // hinata
    KiriLinkOptions options;
} Fixture;

static void set_up(Fixture *f, gconstpointer data)
{
    (void)data;
    f->room = load_room();
    f->dir = kiri_temp_new();
    f->store = test_store_open(f->dir, KIRI_STORE_CREATE);
    f->options = options_of_office();
    for (guint i = 0; i < f->room->releases->len; i++) {
        const NewsRelease *r = g_ptr_array_index(f->room->releases, i);
        if (strcmp(r->key, "hinata") == 0)
            f->release = r;
    }
    g_assert_nonnull(f->release);
    for (guint i = 0; i < f->room->articles->len; i++) {
        const NewsArticle *a = g_ptr_array_index(f->room->articles, i);
        if (kiri_strv_has(a->releases, "hinata"))
            put_article(f->store, f->room, a);
    }
}

static void tear_down(Fixture *f, gconstpointer data)
{
    (void)data;
    kiri_store_close(f->store);
    kiri_temp_free(f->dir);
    newsroom_free(f->room);
}

static guint count_of(KiriStore *store, KiriNoun of, const char *id)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) clips = kiri_store_clips_of(store, of, id, &error);
    g_assert_no_error(error);
    return clips->len;
}

/* A release that comes later finds what is stored; removed, it takes its clips
 * with it. */
static void test_late_release(Fixture *f, gconstpointer data)
{
    (void)data;
    link_all(f->store, &f->options, NULL);
    g_assert_cmpuint(count_of(f->store, KIRI_NOUN_RELEASE, "hinata"), ==, 0);
    put_release(f->store, f->release);
    link_all(f->store, &f->options, NULL);
    guint n = count_of(f->store, KIRI_NOUN_RELEASE, "hinata");
    g_assert_cmpuint(n, >, 10);
    g_autoptr(KiriRelease) r = release_of(f->release);
    r->version = 2;
    r->date.us -= 900 * KIRI_US_PER_DAY; // no article is of its time
    r->embargo = r->date;
    test_put(f->store, KIRI_NOUN_RELEASE, r);
    link_all(f->store, &f->options, NULL);
    g_assert_cmpuint(count_of(f->store, KIRI_NOUN_RELEASE, "hinata"), <, n);
    g_autoptr(KiriRelease) again = release_of(f->release);
    again->version = 3;
    test_put(f->store, KIRI_NOUN_RELEASE, again);
    link_all(f->store, &f->options, NULL);
    g_assert_cmpuint(count_of(f->store, KIRI_NOUN_RELEASE, "hinata"), ==, n);
    again->is_removed = TRUE;
    again->version = 4;
    test_put(f->store, KIRI_NOUN_RELEASE, again);
    link_all(f->store, &f->options, NULL);
    g_assert_cmpuint(count_of(f->store, KIRI_NOUN_RELEASE, "hinata"), ==, 0);
}

static void test_topic(Fixture *f, gconstpointer data)
{
    (void)data;
    link_all(f->store, &f->options, NULL);
    put_topic(f->store, "T-0000aaaa", "訪問 高齢者", FALSE);
    link_all(f->store, &f->options, NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) clips =
        kiri_store_clips_of(f->store, KIRI_NOUN_TOPIC, "T-0000aaaa", &error);
    g_assert_no_error(error);
    g_assert_cmpuint(clips->len, >, 5);
    const KiriClip *c = g_ptr_array_index(clips, 0);
    g_assert_true(c->is_near_certain);
    g_assert_true(kiri_strv_has(c->evidence->terms, "高齢者"));
    g_assert_null(c->release);
    put_topic(f->store, "T-0000aaaa", "訪問 高齢者", TRUE);
    link_all(f->store, &f->options, NULL);
    g_assert_cmpuint(count_of(f->store, KIRI_NOUN_TOPIC, "T-0000aaaa"), ==, 0);
}

/* A topic that asks for ties follows them. */
static void test_topic_of_clips(Fixture *f, gconstpointer data)
{
    (void)data;
    put_topic(f->store, "T-0000bbbb", "高齢者 release:hinata class:syndicated", FALSE);
    link_all(f->store, &f->options, NULL);
    g_assert_cmpuint(count_of(f->store, KIRI_NOUN_TOPIC, "T-0000bbbb"), ==, 0);
    put_release(f->store, f->release);
    link_all(f->store, &f->options, NULL);
    g_assert_cmpuint(count_of(f->store, KIRI_NOUN_TOPIC, "T-0000bbbb"), >, 0);
}

static void test_bad_topic(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    KiriLinkCounts counts;
    put_topic(f->store, "T-0000cccc", "(訪問", FALSE);
    g_assert_false(kiri_link_run(f->store, &f->options, &counts, &error));
    g_assert_true(kiri_error_is(error, KIRI_ERROR_USAGE));
    g_assert_nonnull(strstr(error->message, "T-0000cccc"));
}

static const NewsArticle *copy_with_origin(const Newsroom *room)
{
    for (guint i = 0; i < room->articles->len; i++) {
        const NewsArticle *a = g_ptr_array_index(room->articles, i);
        if (a->copy_of && kiri_strv_has(a->releases, "hinata"))
            return a;
    }
    g_assert_not_reached();
}

/* The origin is rewritten into something else: the copy stands on its own. */
static void test_revised_origin(Fixture *f, gconstpointer data)
{
    (void)data;
    put_release(f->store, f->release);
    link_all(f->store, &f->options, NULL);
    const NewsArticle *copy = copy_with_origin(f->room);
    g_autoptr(KiriArticle) origin = article_of(f->room, newsroom_article(f->room, copy->copy_of));
    g_autoptr(GPtrArray) before = clips_of_news(f->store, f->room, copy);
    const KiriClip *c = clip_of(before, KIRI_CLASS_SYNDICATED);
    g_assert_cmpstr(c->origin, ==, origin->id);
    g_autofree char *id = g_strdup(c->id);
    g_free(origin->text);
    origin->text = g_strdup("市内の動物園で11日、ペンギンの赤ちゃんが公開された。");
    g_free(origin->title);
    origin->title = g_strdup("ペンギンの赤ちゃん公開");
    test_put(f->store, KIRI_NOUN_ARTICLE, origin);
    link_all(f->store, &f->options, NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriClip) after = kiri_store_get(f->store, KIRI_NOUN_CLIP, id, &error);
    g_assert_nonnull(after);
    g_assert_cmpstr(after->origin, !=, origin->id);
    g_assert_cmpuint(count_of(f->store, KIRI_NOUN_ARTICLE, origin->id), ==, 0);
}

static void test_deleted_article(Fixture *f, gconstpointer data)
{
    (void)data;
    put_release(f->store, f->release);
    link_all(f->store, &f->options, NULL);
    const NewsArticle *copy = copy_with_origin(f->room);
    g_autoptr(KiriArticle) origin = article_of(f->room, newsroom_article(f->room, copy->copy_of));
    KiriBatch *batch = kiri_batch_begin(f->store);
    kiri_batch_delete(batch, KIRI_NOUN_ARTICLE, origin->id);
    test_commit(batch);
    link_all(f->store, &f->options, NULL);
    g_assert_cmpuint(count_of(f->store, KIRI_NOUN_ARTICLE, origin->id), ==, 0);
    g_autoptr(GPtrArray) clips = clips_of_news(f->store, f->room, copy);
    g_assert_cmpuint(clips->len, >, 0);
    g_assert_cmpstr(((KiriClip *)g_ptr_array_index(clips, 0))->origin, !=, origin->id);
    g_assert_false(kiri_store_has(f->store, KIRI_NOUN_LINEAGE, origin->id));
    g_autoptr(GError) error = NULL;
    g_assert_true(kiri_store_each(f->store, KIRI_NOUN_LINEAGE, "", fits_root, f->store, &error));
}

/* Scores and what a person entered are not the link stage's to touch. */
static void test_others_members(Fixture *f, gconstpointer data)
{
    (void)data;
    put_release(f->store, f->release);
    link_all(f->store, &f->options, NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) clips = kiri_store_clips_of(f->store, KIRI_NOUN_RELEASE, "hinata", &error);
    KiriClip *scored = g_ptr_array_index(clips, 0);
    scored->score = kiri_score_new();
    scored->score->ave_yen = 12345;
    test_put(f->store, KIRI_NOUN_CLIP, scored);
    g_autoptr(KiriClip) by_hand = kiri_clip_new();
    by_hand->article = g_strdup(scored->article);
    by_hand->id = kiri_clip_make_id(scored->article, "R-00000000");
    by_hand->release = g_strdup("R-00000000");
    by_hand->class_ = KIRI_CLASS_PUBLICITY;
    test_put(f->store, KIRI_NOUN_CLIP, by_hand);
    f->options.force_rebuild = TRUE;
    link_all(f->store, &f->options, NULL);
    g_autoptr(KiriClip) again = kiri_store_get(f->store, KIRI_NOUN_CLIP, scored->id, &error);
    g_assert_cmpint(again->score->ave_yen, ==, 12345);
    g_assert_true(kiri_store_has(f->store, KIRI_NOUN_CLIP, by_hand->id));
}

static void test_explain(Fixture *f, gconstpointer data)
{
    (void)data;
    put_release(f->store, f->release);
    link_all(f->store, &f->options, NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriRelease) release = release_of(f->release);
    g_autoptr(GPtrArray) clips = kiri_store_clips_of(f->store, KIRI_NOUN_RELEASE, "hinata", &error);
    const KiriClip *clip = clip_of(clips, KIRI_CLASS_VERBATIM);
    g_assert_nonnull(clip);
    g_autoptr(KiriArticle) article =
        kiri_store_get(f->store, KIRI_NOUN_ARTICLE, clip->article, &error);
    const KiriPassage *p = g_ptr_array_index(clip->evidence->passages, 0);
    g_assert_cmpint(p->article_to - p->article_from, ==, (gint64)strlen(p->text));
    g_assert_true(memcmp(article->text + p->article_from, p->text, strlen(p->text)) == 0);
    /* What is shared starts alike in both originals. */
    g_assert_true(memcmp(release->text + p->release_from, p->text, 3) == 0);
    /* The terms add up to what the model says. */
    const KiriEvidence *e = clip->evidence;
    gdouble sum = 0;
    for (guint i = 0; i < e->features->len; i++) {
        const KiriFeature *term = g_ptr_array_index(e->features, i);
        sum += term->contribution;
        g_assert_cmpstr(kiri_feature_label(term->name), !=, term->name);
    }
    g_assert_cmpfloat_with_epsilon(1 / (1 + exp(-sum)), clip->probability, 0.001);
}

/* A release of the same matter that lost is named, with what it is behind by. */
static void test_explain_rival(Fixture *f, gconstpointer data)
{
    (void)data;
    put_release(f->store, f->release);
    g_autoptr(KiriRelease) other = release_of(f->release);
    g_free(other->id);
    other->id = g_strdup("again");
    other->date.us -= 40 * KIRI_US_PER_DAY;
    other->embargo = KIRI_TIME_UNSET;
    g_free(other->title);
    other->title = g_strdup("見守り訪問の試行の結果");
    test_put(f->store, KIRI_NOUN_RELEASE, other);
    link_all(f->store, &f->options, NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) clips = kiri_store_clips_of(f->store, KIRI_NOUN_RELEASE, "hinata", &error);
    const KiriClip *clip = clip_of(clips, KIRI_CLASS_PUBLICITY);
    const KiriRival *rival = NULL;
    for (guint i = 0; i < kiri_recs_count(clip->evidence->rivals); i++)
        if (strcmp(((KiriRival *)clip->evidence->rivals->pdata[i])->release, "again") == 0)
            rival = clip->evidence->rivals->pdata[i];
    g_assert_nonnull(rival);
    g_assert_cmpuint(kiri_recs_count(rival->differences), >, 0);
    g_assert_cmpuint(rival->differences->len, <=, 3);
    gdouble before = G_MAXDOUBLE;
    for (guint i = 0; i < rival->differences->len; i++) {
        const KiriFeature *d = g_ptr_array_index(rival->differences, i);
        g_assert_cmpfloat(fabs(d->contribution), <=, before);
        before = fabs(d->contribution);
    }
    /* It was announced too long before. */
    const KiriFeature *first = g_ptr_array_index(rival->differences, 0);
    g_assert_cmpfloat(first->contribution, >, 0);
}

/* ---- without a workspace ---- */

static gboolean collect_line(KiriStr line, gpointer data, GError **error)
{
    (void)error;
    g_autofree char *copy = kiri_str_dup(line);
    g_ptr_array_add(data, g_steal_pointer(&copy));
    return TRUE;
}

static char *write_file(const char *dir, const char *name, const char *text)
{
    char *path = g_build_filename(dir, name, NULL);
    g_assert_true(g_file_set_contents(path, text, -1, NULL));
    return path;
}

static void test_batch(void)
{
    g_autoptr(KiriTempDir) dir = kiri_temp_new();
    g_autofree char *releases =
        write_file(dir, "r.ndjson",
                   "{\"id\":\"r1\",\"title\":\"湯たんぽ「ぬくも」を自主回収\",\"organisation\":"
                   "\"株式会社灯台製作所\","
                   "\"text\":\"株式会社灯台製作所は、湯たんぽ「ぬくも」4,812個を自主回収します。\","
                   "\"date\":\"2025-11-04\"}\n"
                   "not json\n");
    g_autofree char *articles = write_file(
        dir, "a.ndjson",
        "{\"id\":\"a1\",\"title\":\"灯台製作所、湯たんぽ4812個回収\",\"date\":\"2025-11-05\","
        "\"text\":\"灯台製作所は4日、湯たんぽ「ぬくも」4812個を自主回収すると発表した。\"}\n"
        "{\"id\":\"a2\",\"title\":\"初雪\",\"text\":\"県内で初雪が観測された。\",\"date\":\"2025-"
        "11\"}\n"
        "[]\n"
        "{\"id\":\"a3\",\"text\":\"冬の道具展が始まった。自主回収で知られる"
        "灯台製作所の湯たんぽも並ぶ。\",\"date\":\"2025-12-10\"}\n"
        "{\"id\":\"a4\",\"title\":\"灯台製作所、冬の道具展\",\"text\":\"灯台製作所は道具展を開く。"
        "自主回収の経緯も語る。\",\"date\":\"2025-12-10\"}\n");
    g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GError) error = NULL;
    KiriLinkOptions options = {.weights_path = WEIGHTS, .frequencies_path = FREQUENCIES};
    guint64 bad = 0;
    kiri_link_batch(releases, articles, &options, collect_line, lines, &bad, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(bad, ==, 1);
    g_assert_cmpuint(lines->len, ==, 5);
    g_assert_true(g_str_has_prefix(lines->pdata[0], "{\"article_id\":\"a1\",\"release_id\":\"r1\","
                                                    "\"class\":\"publicity\",\"probability\":0.9"));
    g_assert_true(g_str_has_prefix(
        lines->pdata[1], "{\"article_id\":\"a2\",\"release_id\":null,\"class\":\"none\""));
    g_assert_nonnull(strstr(lines->pdata[2], "\"error\""));
    g_assert_true(g_str_has_prefix(lines->pdata[3], "{\"article_id\":\"a3\""));
    g_assert_nonnull(strstr(lines->pdata[3], "\"class\":\"mention\""));
    /* It says by which signs, and of what. */
    g_assert_nonnull(strstr(lines->pdata[3], "\"name\":\"mention.org_behind\",\"value\":"));
    g_assert_nonnull(strstr(lines->pdata[3], "発表「湯たんぽ「ぬくも」を自主回収」に文中で触れ"));
    /* What the sender does else is neither. */
    g_assert_nonnull(strstr(lines->pdata[4], "\"class\":\"none\""));
}

static void test_bad_weights(void)
{
    g_autoptr(KiriTempDir) dir = kiri_temp_new();
    g_autofree char *other =
        write_file(dir, "w.tsv", "#format\t1\n#features\t0\nbias\t-1\nmargin\t1\n");
    g_autofree char *broken = write_file(dir, "b.tsv", "#format\t1\n#features\t1\nbias\tmuch\n");
    g_autoptr(GError) stale = NULL, parse = NULL;
    KiriLinkOptions options = {.weights_path = other, .frequencies_path = FREQUENCIES};
    g_assert_false(kiri_link_batch(other, other, &options, collect_line, NULL, NULL, &stale));
    g_assert_true(kiri_error_is(stale, KIRI_ERROR_STALE));
    options.weights_path = broken;
    g_assert_false(kiri_link_batch(other, other, &options, collect_line, NULL, NULL, &parse));
    g_assert_true(kiri_error_is(parse, KIRI_ERROR_PARSE));
    g_assert_nonnull(strstr(parse->message, "line 3"));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/link/truth", test_truth);
    g_test_add_func("/link/lineage", test_lineage);
    g_test_add_func("/link/stories", test_stories);
    g_test_add_func("/link/order", test_order);
    g_test_add_func("/link/rebuild", test_rebuild);
    g_test_add_func("/link/settings", test_settings);
    g_test_add_func("/link/kept-releases", test_kept_releases);
    g_test_add("/link/late-release", Fixture, NULL, set_up, test_late_release, tear_down);
    g_test_add("/link/topic", Fixture, NULL, set_up, test_topic, tear_down);
    g_test_add("/link/topic-of-clips", Fixture, NULL, set_up, test_topic_of_clips, tear_down);
    g_test_add("/link/bad-topic", Fixture, NULL, set_up, test_bad_topic, tear_down);
    g_test_add("/link/revised-origin", Fixture, NULL, set_up, test_revised_origin, tear_down);
    g_test_add("/link/deleted-article", Fixture, NULL, set_up, test_deleted_article, tear_down);
    g_test_add("/link/others-members", Fixture, NULL, set_up, test_others_members, tear_down);
    g_test_add("/link/explain", Fixture, NULL, set_up, test_explain, tear_down);
    g_test_add("/link/explain/rival", Fixture, NULL, set_up, test_explain_rival, tear_down);
    g_test_add_func("/link/batch", test_batch);
    g_test_add_func("/link/bad-weights", test_bad_weights);
    return g_test_run();
}
