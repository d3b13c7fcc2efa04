// SPDX-License-Identifier: GPL-3.0-or-later
/* Sources and when each is due.
 *
 *   waiting (in `due`, by time) ── time has come ──▶ polling ── poll ended ──▶ waiting
 *
 * Of each source no more is kept than its id and time: the record is read when its
 * poll begins, so that what a person changed meanwhile counts and nothing is
 * written back that was removed. In a bounded pass a source is polled once.
 *
 * Due times are wall clock. When that jumps forward, every source is due at once,
 * and each is polled once; when it jumps back, a source whose last poll lies in the
 * future is due, or it would wait until that day comes again. */
#include "crawl/crawl_internal.h"

#include "transport/address.h"
#include "schedule.h"

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>

#include <string.h>

#define FUTURE_US KIRI_US_PER_HOUR

void kiri_due_free(gpointer p)
{
    KiriDue *due = p;
    g_clear_pointer(&due->place, g_sequence_remove);
    g_free(due->id);
    g_free(due);
}

static gint compare_due(gconstpointer a, gconstpointer b, gpointer unused)
{
    const KiriDue *x = a, *y = b;
    (void)unused;
    if (x->due_us != y->due_us)
        return x->due_us < y->due_us ? -1 : 1;
    return strcmp(x->id, y->id);
}

static void set_waiting(KiriCrawler *c, KiriDue *due, gint64 due_us)
{
    if (due->place && due->due_us == due_us)
        return;
    g_clear_pointer(&due->place, g_sequence_remove);
    due->due_us = due_us;
    due->place = g_sequence_insert_sorted(c->due, due, compare_due, NULL);
}

gboolean kiri_crawler_is_selected(const KiriCrawler *c, const char *source)
{
    return !c->o->only_sources || (source && kiri_strv_has(c->o->only_sources, source));
}

static gint64 due_time(const KiriCrawler *c, const KiriSource *s)
{
    if (kiri_time_is_set(s->last_poll) && s->last_poll.us > kiri_crawler_now_us(c) + FUTURE_US)
        return G_MININT64;
    return kiri_time_is_set(s->next_due) ? kiri_urgent_due_us(c, s, s->next_due.us) : G_MININT64;
}

/* ---- reading the store ---- */

typedef struct {
    KiriCrawler *c;
    gboolean is_first;
    gint64 now_us;
    GError *error;
} Load;

static gboolean check_contact(Load *load, const KiriUrl *url)
{
    const KiriCrawlOptions *o = load->c->o;
    if ((o->contact && *o->contact) || kiri_host_is_loopback(url->host) || !load->is_first)
        return TRUE;
    g_set_error(&load->error, KIRI_ERROR_CRAWLER, KIRI_ERROR_USAGE,
                _("'%s' must be told whom to reach about the crawl; 'kirinuki config set "
                  "crawl.contact ADDRESS' sets a mail address or page"),
                url->host);
    return FALSE;
}

static gboolean take_source(gconstpointer record, gpointer data)
{
    Load *load = data;
    KiriCrawler *c = load->c;
    const KiriSource *s = record;
    g_autoptr(KiriUrl) url = s->url ? kiri_url_parse(kiri_str(s->url), NULL) : NULL;
    if (!url || !kiri_url_is_http(url) || s->is_disabled)
        return TRUE;
    g_hash_table_add(c->ports, GINT_TO_POINTER(kiri_crawler_port(url)));
    if (!kiri_crawler_is_selected(c, s->id))
        return TRUE;
    KiriDue *due = g_hash_table_lookup(c->sources, s->id);
    gint64 time = due_time(c, s);
    if (!c->o->is_continuous) {
        /* What joins or becomes due while the pass goes on is for the next one. */
        if (due)
            due->is_seen = TRUE;
        if (!load->is_first || (!c->o->only_sources && time > load->now_us))
            return TRUE;
    }
    if (!check_contact(load, url))
        return FALSE;
    if (!due) {
        due = g_new0(KiriDue, 1);
        due->id = g_strdup(s->id);
        g_hash_table_insert(c->sources, due->id, due);
    }
    due->is_seen = TRUE;
    if (!due->is_polling)
        set_waiting(c, due, c->o->is_continuous ? time : MIN(time, load->now_us));
    return TRUE;
}

static gboolean was_not_seen(gpointer id, gpointer value, gpointer data)
{
    KiriDue *due = value;
    KiriCrawler *c = data;
    (void)id;
    if (due->is_seen)
        return FALSE;
    if (due->is_polling)
        c->polling--;
    return TRUE;
}

gboolean kiri_due_load(KiriCrawler *c, gboolean is_first, GError **error)
{
    Load load = {.c = c, .is_first = is_first, .now_us = kiri_crawler_now_us(c)};
    GHashTableIter iter;
    gpointer due;
    g_hash_table_iter_init(&iter, c->sources);
    while (g_hash_table_iter_next(&iter, NULL, &due))
        ((KiriDue *)due)->is_seen = FALSE;
    g_hash_table_remove_all(c->ports);
    if (!kiri_urgent_load(c, error) ||
        !kiri_store_each(c->store, KIRI_NOUN_SOURCE, "", take_source, &load, error))
        return FALSE;
    if (load.error) {
        g_propagate_error(error, load.error);
        return FALSE;
    }
    for (char **id = is_first ? c->o->only_sources : NULL; id && *id; id++)
        if (!kiri_store_has(c->store, KIRI_NOUN_SOURCE, *id)) {
            g_set_error(error, KIRI_ERROR_CRAWLER, KIRI_ERROR_NOT_FOUND,
                        _("there is no source '%s'"), *id);
            return FALSE;
        }
    g_hash_table_foreach_remove(c->sources, was_not_seen, c);
    if (!c->o->is_continuous)
        c->progress.sources_total = g_hash_table_size(c->sources);
    return TRUE;
}

/* ---- polls ---- */

void kiri_due_begin(KiriCrawler *c)
{
    gint64 now = kiri_crawler_now_us(c);
    while (kiri_due_next_us(c) <= now) {
        KiriDue *due = g_sequence_get(g_sequence_get_begin_iter(c->due));
        g_clear_pointer(&due->place, g_sequence_remove);
        g_autoptr(KiriSource) source = kiri_store_get(c->store, KIRI_NOUN_SOURCE, due->id, NULL);
        /* Gone, and the reload that says so is to come; or it cannot be read, and
         * the next commit will say so. */
        if (!source || source->is_disabled)
            continue;
        due->is_polling = TRUE;
        c->polling++;
        if (c->o->is_continuous)
            c->progress.sources_total++;
        kiri_poll_begin(c, g_steal_pointer(&source));
    }
}

gint64 kiri_due_next_us(const KiriCrawler *c)
{
    GSequenceIter *first = g_sequence_get_begin_iter(c->due);
    return g_sequence_iter_is_end(first) ? G_MAXINT64
                                         : ((const KiriDue *)g_sequence_get(first))->due_us;
}

gboolean kiri_due_is_wanted(const KiriCrawler *c, const KiriSource *source)
{
    return g_hash_table_contains(c->sources, source->id);
}

void kiri_crawler_source_done(KiriCrawler *c, const KiriSource *source)
{
    KiriDue *due = g_hash_table_lookup(c->sources, source->id);
    c->progress.sources_done++;
    if (!due || !due->is_polling)
        return;
    due->is_polling = FALSE;
    c->polling--;
    if (c->o->is_continuous)
        set_waiting(c, due,
                    kiri_time_is_set(source->next_due)
                        ? source->next_due.us
                        : kiri_crawler_now_us(c) + KIRI_SOURCE_INTERVAL_S * KIRI_US_PER_SECOND);
}
