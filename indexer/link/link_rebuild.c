// SPDX-License-Identifier: GPL-3.0-or-later
/* The link stage from the beginning: fingerprints, kin and decisions of all stored
 * articles, by month, so that it can be stopped and goes on where it was. */
#include "link_stage.h"

#include <string.h>

#define META_REBUILD "link.rebuild" // "<signature> <log end> <months done>"

/* Months are the chunks of a rebuild: number 0 is all that lies before 1990 or
 * has no date, the last one all that lies behind 2100. */
enum { FIRST_YEAR = 1990, MONTHS = 1 + 12 * 111 + 1 };

static gint64 month_begin(guint month)
{
    if (month == 0)
        return G_MININT64;
    gint index = (gint)month - 1;
    return kiri_civil_days(FIRST_YEAR + index / 12, 1 + index % 12, 1) * KIRI_US_PER_DAY;
}

static char **ids_of_month(KiriLinkWork *w, guint month, guint *n)
{
    gint64 to = month + 1 < MONTHS ? month_begin(month + 1) : G_MAXINT64;
    char **ids = kiri_store_published_between(w->store, month_begin(month), to);
    *n = ids ? g_strv_length(ids) : 0;
    return ids;
}

static gboolean store_prints_of(KiriLinkWork *w, char **ids, guint n, GError **error)
{
    KiriBatch *batch = kiri_batch_begin(w->store);
    for (guint i = 0; i < n; i++) {
        KiriSubject *s = kiri_link_subject(w, ids[i]);
        if (s)
            kiri_link_put_prints(w, batch, ids[i], s);
        kiri_link_library_trim(w);
    }
    return kiri_batch_commit(batch, error) && kiri_link_take_trouble(w, error);
}

/* The rounds over all months, one after the other: each needs the whole of the one
 * before it. */
enum { ROUND_PRINTS, ROUND_KIN, ROUND_DECISIONS, ROUND_EVENTS, ROUNDS };

typedef struct {
    guint64 end;  // log end when it began: the cursor afterwards
    guint months; // done, of all rounds
} Rebuild;

static gboolean read_rebuild(const KiriLinkWork *w, Rebuild *r)
{
    g_autofree char *value = kiri_store_meta(w->store, META_REBUILD);
    g_auto(GStrv) parts = g_strsplit(value ? value : "", " ", 3);
    guint64 months;
    if (g_strv_length(parts) != 3 || strcmp(parts[0], w->signature) != 0 ||
        !g_ascii_string_to_unsigned(parts[1], 10, 0, G_MAXUINT64, &r->end, NULL) ||
        !g_ascii_string_to_unsigned(parts[2], 10, 0, ROUNDS * MONTHS, &months, NULL))
        return FALSE;
    r->months = (guint)months;
    return r->end <= kiri_store_log_end(w->store);
}

gboolean kiri_link_is_rebuilding(const KiriLinkWork *w)
{
    Rebuild r;
    return read_rebuild(w, &r);
}

static void put_rebuild(const KiriLinkWork *w, KiriBatch *batch, const Rebuild *r)
{
    g_autofree char *value =
        g_strdup_printf("%s %" G_GUINT64_FORMAT " %u", w->signature, r->end, r->months);
    kiri_batch_set_meta(batch, META_REBUILD, value);
}

static gboolean store_kin_of(KiriLinkWork *w, char **ids, guint n, GError **error)
{
    enum { TOGETHER = 256 };
    KiriBatch *batch = kiri_batch_begin(w->store);
    for (guint i = 0; i < n; i++) {
        if (i % TOGETHER == 0)
            kiri_link_expect(w, ids + i, MIN(n - i, (guint)TOGETHER));
        kiri_link_find_kin(w, ids[i]);
        kiri_link_library_trim(w);
    }
    kiri_link_write_rows(w, batch);
    return kiri_batch_commit(batch, error) && kiri_link_take_trouble(w, error);
}

static KiriBatch *decide_month(KiriLinkWork *w, char **ids, guint n, GError **error)
{
    g_autoptr(GHashTable) all = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < n; i++)
        g_hash_table_add(all, ids[i]);
    g_hash_table_remove_all(w->rows); // of a month that was cut short
    g_autoptr(KiriBatch) batch = kiri_link_decide(w, all, all, error);
    if (!batch || !kiri_link_begin_events(w, all, error))
        return NULL;
    kiri_link_write_events(w, batch);
    kiri_link_write_rows(w, batch);
    return g_steal_pointer(&batch);
}

static gboolean find_events(KiriLinkWork *w, char **ids, guint n, GError **error)
{
    KiriBatch *batch = kiri_batch_begin(w->store);
    if (!kiri_link_find_events(w, ids, n, error)) {
        kiri_batch_cancel(batch);
        return FALSE;
    }
    kiri_link_write_events(w, batch);
    return kiri_batch_commit(batch, error);
}

static gboolean rebuild_month(KiriLinkWork *w, Rebuild *r, guint64 *articles, GError **error)
{
    guint n, round = r->months / MONTHS;
    g_auto(GStrv) ids = ids_of_month(w, r->months % MONTHS, &n);
    g_autoptr(KiriBatch) batch = NULL;
    r->months++;
    if (n && round == ROUND_PRINTS && !store_prints_of(w, ids, n, error))
        return FALSE;
    if (n && round == ROUND_KIN && !store_kin_of(w, ids, n, error))
        return FALSE;
    if (n && round == ROUND_DECISIONS && !(batch = decide_month(w, ids, n, error)))
        return w->counts->was_stopped && (!error || !*error);
    if (n && round == ROUND_EVENTS && !find_events(w, ids, n, error))
        return FALSE;
    *articles += n;
    if (!n && r->months % MONTHS)
        return TRUE; // nothing to remember
    if (!batch)
        batch = kiri_batch_begin(w->store);
    put_rebuild(w, batch, r);
    return kiri_batch_commit(g_steal_pointer(&batch), error);
}

/* ---- what is left of articles that are gone ---- */

typedef struct {
    KiriLinkWork *w;
    KiriBatch *batch;
} Gone;

static gboolean drop_prints(const KiriLogEntry *entry, gpointer data)
{
    const Gone *gone = data;
    if (entry->noun == KIRI_NOUN_ARTICLE && entry->is_delete &&
        !kiri_store_has(gone->w->store, KIRI_NOUN_ARTICLE, entry->id))
        kiri_link_put_prints(gone->w, gone->batch, entry->id, NULL);
    return TRUE;
}

/* The log between the cursor and the rebuild's end is read by nobody else. */
static gboolean drop_prints_of_gone(KiriLinkWork *w, GError **error)
{
    Gone gone = {w, kiri_batch_begin(w->store)};
    kiri_store_log_each(w->store, w->counts->seq, G_MAXUINT, drop_prints, &gone);
    return kiri_batch_commit(gone.batch, error);
}

static gboolean drop_row(gconstpointer record, gpointer data)
{
    const KiriLineage *row = record;
    const Gone *gone = data;
    if (!kiri_store_has(gone->w->store, KIRI_NOUN_ARTICLE, row->article))
        kiri_batch_delete(gone->batch, KIRI_NOUN_LINEAGE, row->article);
    return TRUE;
}

static gboolean drop_event(gconstpointer record, gpointer data)
{
    const KiriEvent *row = record;
    const Gone *gone = data;
    if (!kiri_store_has(gone->w->store, KIRI_NOUN_ARTICLE, row->article))
        kiri_batch_delete(gone->batch, KIRI_NOUN_EVENT, row->article);
    return TRUE;
}

static gboolean end_rebuild(KiriLinkWork *w, const Rebuild *r, GError **error)
{
    g_autoptr(KiriBatch) batch = kiri_batch_begin(w->store);
    Gone gone = {w, batch};
    if (!kiri_store_each(w->store, KIRI_NOUN_LINEAGE, "", drop_row, &gone, error) ||
        !kiri_store_each(w->store, KIRI_NOUN_EVENT, "", drop_event, &gone, error))
        return FALSE;
    kiri_batch_set_meta(batch, KIRI_LINK_META_SIGNATURE, w->signature);
    kiri_batch_set_meta(batch, META_REBUILD, "");
    kiri_link_forget_digests(w, batch);
    kiri_batch_set_cursor(batch, KIRI_LINK_STAGE, r->end);
    if (!kiri_batch_commit(g_steal_pointer(&batch), error))
        return FALSE;
    kiri_link_events_forget(&w->events);
    w->counts->was_rebuilt = TRUE;
    w->counts->seq = r->end;
    return TRUE;
}

gboolean kiri_link_rebuild(KiriLinkWork *w, GError **error)
{
    Rebuild r = {0};
    guint64 articles = 0, total = ROUNDS * kiri_store_count(w->store, KIRI_NOUN_ARTICLE);
    if (!read_rebuild(w, &r)) {
        r = (Rebuild){kiri_store_log_end(w->store), 0};
        if (!drop_prints_of_gone(w, error))
            return FALSE;
    }
    while (r.months < ROUNDS * MONTHS) {
        if (kiri_link_must_stop(w))
            return TRUE;
        if (!rebuild_month(w, &r, &articles, error))
            return FALSE;
        if (w->options->progress)
            w->options->progress(MIN(articles, total), total, w->options->data);
    }
    return w->counts->was_stopped || end_rebuild(w, &r, error);
}
