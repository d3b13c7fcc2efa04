// SPDX-License-Identifier: GPL-3.0-or-later
/* The stage: from log entries to the clips whose figures they touch.
 *
 *   clip, verdict     that clip
 *   release           its clips (key messages, names)
 *   article           every clip of its medium and month ("articles that month")
 *   medium, rate      every clip
 *
 * Every figure is a function of rows, so a pass over too many clips changes
 * nothing: equal records are not written. The last batch carries the cursor; the
 * entries that our own puts append are counted into it, because one process
 * holds the store and commits here only. */
#include "scorer.h"

#include <string.h>

enum { BATCH_CLIPS = 256 };

typedef struct {
    gboolean is_everything;
    GHashTable *clips;    // id
    GHashTable *releases; // id
    GHashTable *months;   // "medium 2026-04"
    KiriStore *store;
} Touched;

typedef struct {
    KiriStore *store;
    const KiriScoreOptions *options;
    Touched touched;
    GHashTable *media;         // id → KiriMedium, read once
    KiriBook *book;            // for reach
    GPtrArray *rates;          // all rate cards
    GHashTable *counts;        // "medium 2026-04" → articles
    GHashTable *releases_read; // id → KiriRelease or NULL
    KiriBatch *batch;
    guint in_batch;
    guint64 done, total;
    KiriScoreCounts *result;
    GError *error;
} Pass;

/* ---- what the log touched ---- */

static void month_span(gint64 us, gint64 *from, gint64 *to)
{
    KiriCivil c = kiri_civil_from_us(us, KIRI_JST_MIN);
    KiriCivil first = {.year = c.year, .month = c.month, .day = 1};
    KiriCivil next = {.year = c.month == 12 ? c.year + 1 : c.year,
                      .month = c.month == 12 ? 1 : c.month + 1,
                      .day = 1};
    *from = kiri_civil_to_us(&first, KIRI_JST_MIN);
    *to = kiri_civil_to_us(&next, KIRI_JST_MIN);
}

/* NULL for an article whose month or medium is unknown. */
static char *month_key(const KiriArticle *a)
{
    if (!a->medium || !kiri_time_is_set(a->published))
        return NULL;
    KiriCivil c = kiri_civil_from_us(a->published.us, KIRI_JST_MIN);
    return g_strdup_printf("%s %04d-%02d", a->medium, c.year, c.month);
}

static void touch_article(Touched *t, const KiriLogEntry *entry)
{
    /* An earlier version may have stood in another month. */
    for (gint64 version = entry->version; version >= MAX(entry->version - 1, 1); version--) {
        g_autoptr(KiriArticle) a =
            kiri_store_get_article_version(t->store, entry->id, version, NULL);
        char *key = a ? month_key(a) : NULL;
        if (key)
            g_hash_table_add(t->months, key);
    }
}

static gboolean touch_entry(const KiriLogEntry *entry, gpointer data)
{
    Touched *t = data;
    switch (entry->noun) {
    case KIRI_NOUN_CLIP:
    case KIRI_NOUN_VERDICT:
        g_hash_table_add(t->clips, g_strdup(entry->id));
        break;
    case KIRI_NOUN_RELEASE:
        g_hash_table_add(t->releases, g_strdup(entry->id));
        break;
    case KIRI_NOUN_ARTICLE:
        touch_article(t, entry);
        break;
    case KIRI_NOUN_MEDIUM:
    case KIRI_NOUN_RATE:
    case KIRI_NOUN_FIGURE:
        t->is_everything = TRUE;
        break;
    default:
        break;
    }
    return TRUE;
}

static GHashTable *new_set(void)
{
    return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

/* ---- inputs of one clip ---- */

static gint64 articles_that_month(Pass *p, const KiriArticle *a, const char *key)
{
    gpointer known = NULL;
    if (g_hash_table_lookup_extended(p->counts, key, NULL, &known))
        return (gint64)GPOINTER_TO_SIZE(known);
    gint64 from = 0, to = 0;
    month_span(a->published.us, &from, &to);
    guint64 n = kiri_store_count_published(p->store, a->medium, from, to);
    g_hash_table_insert(p->counts, g_strdup(key), GSIZE_TO_POINTER(n));
    return (gint64)n;
}

static gboolean is_valid_on(const KiriRate *r, gint64 us)
{
    /* valid_to is a day that still counts. */
    return !kiri_time_is_set(r->replaced) &&
           (!kiri_time_is_set(r->valid_from) || us >= r->valid_from.us) &&
           (!kiri_time_is_set(r->valid_to) || us < r->valid_to.us + KIRI_US_PER_DAY);
}

/* How well a rate fits: the medium's own before the tier's before the kind's. */
static gint fit(const KiriRate *r, const KiriMedium *m)
{
    if (r->medium)
        return strcmp(r->medium, m->id) == 0 ? 3 : 0;
    if (r->kind != m->kind)
        return 0;
    return r->tier == 0 ? 1 : r->tier == m->tier ? 2 : 0;
}

static const KiriRate *rate_for(const Pass *p, const KiriMedium *m, gint64 us)
{
    const KiriRate *best = NULL;
    for (guint i = 0; m && i < p->rates->len; i++) {
        const KiriRate *r = g_ptr_array_index(p->rates, i);
        if (strcmp(r->unit, "cpm") != 0 || !is_valid_on(r, us) || !fit(r, m))
            continue;
        gint better = best ? fit(r, m) - fit(best, m) : 1;
        if (better > 0 || (better == 0 && r->valid_from.us > best->valid_from.us))
            best = r;
    }
    return best;
}

static const KiriRelease *release_of(Pass *p, const char *id)
{
    gpointer known = NULL;
    if (!id)
        return NULL;
    if (g_hash_table_lookup_extended(p->releases_read, id, NULL, &known))
        return known;
    known = kiri_store_get(p->store, KIRI_NOUN_RELEASE, id, &p->error);
    g_hash_table_insert(p->releases_read, g_strdup(id), known);
    return known;
}

/* ---- the pass ---- */

static gboolean commit(Pass *p, gboolean is_last, guint64 cursor)
{
    if (is_last)
        kiri_batch_set_cursor(p->batch, "score", cursor);
    gboolean ok = kiri_batch_commit(g_steal_pointer(&p->batch), &p->error);
    p->in_batch = 0;
    if (ok && !is_last)
        p->batch = kiri_batch_begin(p->store);
    return ok;
}

static gboolean is_touched(const Pass *p, const KiriClip *clip, const char *month)
{
    const Touched *t = &p->touched;
    return t->is_everything || !clip->score || g_hash_table_contains(t->clips, clip->id) ||
           (clip->release && g_hash_table_contains(t->releases, clip->release)) ||
           (month && g_hash_table_contains(t->months, month));
}

/* What nobody counts has no score; a person may count what the program does not. */
static gboolean counts(Pass *p, const KiriClip *clip)
{
    if (clip->class_ != KIRI_CLASS_NONE)
        return TRUE;
    g_autoptr(KiriVerdict) v = kiri_store_get(p->store, KIRI_NOUN_VERDICT, clip->id, &p->error);
    return kiri_standing(clip, v).counts;
}

static gboolean score_one(gconstpointer record, gpointer data)
{
    Pass *p = data;
    const KiriClip *stored = record;
    p->done++;
    if (p->options->should_stop && p->options->should_stop(p->options->data)) {
        p->result->was_stopped = TRUE;
        return FALSE;
    }
    g_autoptr(KiriArticle) a =
        kiri_store_get(p->store, KIRI_NOUN_ARTICLE, stored->article, &p->error);
    g_autofree char *month = a ? month_key(a) : NULL;
    if (!a || !is_touched(p, stored, month) || !counts(p, stored))
        return p->error == NULL;
    const KiriMedium *medium = a->medium ? g_hash_table_lookup(p->media, a->medium) : NULL;
    KiriClip *clip = kiri_record_copy(&kiri_clip_shape, stored);
    kiri_score_free(clip->score);
    clip->score = kiri_score_clip(clip, a, medium, rate_for(p, medium, a->published.us),
                                  month ? articles_that_month(p, a, month) : 0,
                                  release_of(p, clip->release), &p->options->organisation);
    clip->score->reach = kiri_score_reach(p->book, a);
    if (kiri_batch_put(p->batch, KIRI_NOUN_CLIP, clip)) {
        p->result->scored++;
        p->in_batch++;
    }
    kiri_clip_free(clip);
    if (p->options->progress)
        p->options->progress(p->done, p->total, p->options->data);
    return p->error == NULL && (p->in_batch < BATCH_CLIPS || commit(p, FALSE, 0));
}

static void free_medium(gpointer m)
{
    kiri_medium_free(m);
}

static void free_release(gpointer r)
{
    kiri_release_free(r);
}

static gboolean load_ledgers(Pass *p)
{
    g_autoptr(GPtrArray) media = kiri_store_list(p->store, KIRI_NOUN_MEDIUM, "", &p->error);
    p->media = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_medium);
    for (guint i = 0; media && i < media->len; i++) {
        KiriMedium *m = kiri_record_copy(&kiri_medium_shape, g_ptr_array_index(media, i));
        g_hash_table_insert(p->media, m->id, m);
    }
    p->rates = media ? kiri_store_list(p->store, KIRI_NOUN_RATE, "", &p->error) : NULL;
    p->counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    p->releases_read = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_release);
    p->book = p->rates ? kiri_book_open(p->store, G_MAXINT64, &p->error) : NULL;
    return p->book != NULL;
}

static void clear_pass(Pass *p)
{
    kiri_batch_cancel(p->batch);
    g_clear_pointer(&p->media, g_hash_table_unref);
    g_clear_pointer(&p->book, kiri_book_close);
    g_clear_pointer(&p->rates, g_ptr_array_unref);
    g_clear_pointer(&p->counts, g_hash_table_unref);
    g_clear_pointer(&p->releases_read, g_hash_table_unref);
    g_hash_table_unref(p->touched.clips);
    g_hash_table_unref(p->touched.releases);
    g_hash_table_unref(p->touched.months);
}

static gboolean run_pass(Pass *p)
{
    p->total = kiri_store_count(p->store, KIRI_NOUN_CLIP);
    p->batch = kiri_batch_begin(p->store);
    if (!kiri_store_each(p->store, KIRI_NOUN_CLIP, "", score_one, p, &p->error) || p->error)
        return FALSE;
    if (p->result->was_stopped) // the cursor stays: the rest is done by the next run
        return commit(p, FALSE, 0);
    return commit(p, TRUE, kiri_store_log_end(p->store) + p->in_batch);
}

gboolean kiri_score_run(KiriStore *store, const KiriScoreOptions *options, KiriScoreCounts *counts,
                        GError **error)
{
    Pass p = {.store = store,
              .options = options,
              .result = counts,
              .touched = {.is_everything = options->force_all,
                          .clips = new_set(),
                          .releases = new_set(),
                          .months = new_set(),
                          .store = store}};
    *counts = (KiriScoreCounts){0};
    guint64 cursor = kiri_store_cursor(store, "score");
    gboolean has_work = options->force_all || cursor < kiri_store_log_end(store);
    if (has_work)
        kiri_store_log_each(store, cursor, G_MAXUINT, touch_entry, &p.touched);
    gboolean ok = !has_work || (load_ledgers(&p) && run_pass(&p));
    clear_pass(&p);
    if (p.error)
        g_propagate_error(error, p.error);
    return ok;
}
