// SPDX-License-Identifier: GPL-3.0-or-later
#include "vitals.h"

#include "backup_mark.h"

#include <kirinuki/index.h>

const char *const kiri_lag_names[] = {"index", "link", "score", NULL};

/* The nouns whose changes are work for a stage, as bits. */
#define BIT(noun) (G_GUINT64_CONSTANT(1) << (noun))
static const guint64 work_of[KIRI_N_LAGS] = {
    [KIRI_LAG_INDEX] = BIT(KIRI_NOUN_ARTICLE),
    [KIRI_LAG_LINK] = BIT(KIRI_NOUN_ARTICLE) | BIT(KIRI_NOUN_RELEASE) | BIT(KIRI_NOUN_TOPIC) |
                      BIT(KIRI_NOUN_VERDICT),
    [KIRI_LAG_SCORE] = BIT(KIRI_NOUN_ARTICLE) | BIT(KIRI_NOUN_RELEASE) | BIT(KIRI_NOUN_MEDIUM) |
                       BIT(KIRI_NOUN_FIGURE) | BIT(KIRI_NOUN_RATE),
};

typedef struct {
    KiriStore *store;
    guint64 work;
    KiriLag *lag;
} LagCount;

static gboolean count_entry(const KiriLogEntry *entry, gpointer data)
{
    LagCount *c = data;
    if (!(c->work & BIT(entry->noun)))
        return TRUE;
    c->lag->entries++;
    if (entry->noun != KIRI_NOUN_ARTICLE || kiri_time_is_set(c->lag->oldest))
        return TRUE;
    g_autoptr(KiriArticle) a = kiri_store_get(c->store, KIRI_NOUN_ARTICLE, entry->id, NULL);
    if (a)
        c->lag->oldest = a->fetched;
    return TRUE;
}

static void ask_lags(KiriVitals *v, KiriStore *store, KiriIndex *index)
{
    const guint64 cursors[KIRI_N_LAGS] = {
        [KIRI_LAG_INDEX] = index ? kiri_index_seq(index) : 0,
        [KIRI_LAG_LINK] = kiri_store_cursor(store, "link"),
        [KIRI_LAG_SCORE] = kiri_store_cursor(store, "score"),
    };
    for (guint i = 0; i < KIRI_N_LAGS; i++) {
        LagCount c = {store, work_of[i], &v->lags[i]};
        if (i == KIRI_LAG_INDEX && !index)
            v->lags[i].entries = -1;
        else
            kiri_store_log_each(store, cursors[i], G_MAXUINT, count_entry, &c);
    }
}

typedef struct {
    KiriVitals *vitals;
    gint64 now_us;
} SourceCount;

static gboolean count_source(gconstpointer record, gpointer data)
{
    SourceCount *c = data;
    KiriHealth health = kiri_source_health(record, c->now_us);
    c->vitals->sources[CLAMP(health.state, KIRI_HEALTH_OK, KIRI_HEALTH_DISABLED)]++;
    return TRUE;
}

void kiri_vitals_ask(KiriVitals *v, KiriStore *store, const char *dir, gint64 now_us)
{
    SourceCount count = {v, now_us};
    guint without_words = 0;
    g_autoptr(KiriIndex) index = kiri_index_open(dir, NULL);
    *v = (KiriVitals){.without_words = -1, .last_backup = kiri_backup_last(dir)};
    ask_lags(v, store, index);
    kiri_store_each(store, KIRI_NOUN_SOURCE, "", count_source, &count, NULL);
    if (index && kiri_index_without_words(index, &without_words, NULL))
        v->without_words = without_words;
    if (!kiri_disk_use(dir, &v->disk, NULL))
        v->disk.total = -1;
    kiri_outbox_count(store, &v->outbox, NULL);
}
