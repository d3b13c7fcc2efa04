// SPDX-License-Identifier: GPL-3.0-or-later
#include "events.h"

enum { ENTRIES = 1000 };

typedef struct {
    KiriStore *store;
    KiriLog *log;
    KiriDelays *delays;
    void (*each)(gint64 delay_s, gpointer data);
    gpointer data;
} Teller;

/* A source's first harvest is old news and says nothing about delay. */
static gboolean is_covered(KiriStore *store, const KiriArticle *a)
{
    g_autoptr(KiriSource) s =
        a->source ? kiri_store_get(store, KIRI_NOUN_SOURCE, a->source, NULL) : NULL;
    if (!s)
        return FALSE;
    KiriTime from = kiri_time_is_set(s->covered_from) ? s->covered_from : s->added;
    return a->published.us >= from.us;
}

static void tell(const Teller *t, const KiriArticle *a, gint64 delay_s)
{
    const KiriLogField fields[] = {{"url", a->url, 0},
                                   {"medium", a->medium ? a->medium : "", 0},
                                   {"version", NULL, a->version},
                                   {"delay_s", NULL, delay_s}};
    kiri_log_event(t->log, KIRI_LOG_INFO, a->version == 1 ? "article.new" : "article.changed",
                   a->id, a->title, fields, delay_s >= 0 ? 4 : 3);
}

static gboolean tell_entry(const KiriLogEntry *entry, gpointer data)
{
    Teller *t = data;
    if (entry->noun != KIRI_NOUN_ARTICLE || entry->is_delete)
        return TRUE;
    /* As it was then: it may have changed again since. */
    g_autoptr(KiriArticle) a =
        kiri_store_get_article_version(t->store, entry->id, entry->version, NULL);
    if (!a)
        return TRUE;
    gint64 delay_s = -1;
    if (a->version == 1 && a->published.precision >= KIRI_PRECISION_MINUTE &&
        is_covered(t->store, a)) {
        delay_s = MAX((a->fetched.us - a->published.us) / G_USEC_PER_SEC, 0);
        kiri_delays_add(t->delays, delay_s);
        if (t->each)
            t->each(delay_s, t->data);
    }
    tell(t, a, delay_s);
    return TRUE;
}

guint64 kiri_events_articles(KiriStore *store, KiriLog *log, guint64 after, KiriDelays *delays,
                             void (*each)(gint64 delay_s, gpointer data), gpointer data)
{
    Teller t = {store, log, delays, each, data};
    guint64 end = kiri_store_log_end(store);
    while (after < end) {
        guint64 next = kiri_store_log_each(store, after, ENTRIES, tell_entry, &t);
        after = next > after ? next : end;
    }
    return after;
}
