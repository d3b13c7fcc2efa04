// SPDX-License-Identifier: GPL-3.0-or-later
/* What goes that is no evidence of an article: settled messages, and the records of papers
 * whose retention is over. */
#include "care/prune_internal.h"

#include <kirinuki/fiscal.h>
#include <kirinuki/outbox.h>

/* ---- messages ---- */

static gboolean look_at_post(gconstpointer record, gpointer data)
{
    const KiriPost *post = record;
    KiriPrune *p = data;
    /* An unsure one waits for a person, however long. */
    gboolean is_settled = post->state == KIRI_POST_SENT || post->state == KIRI_POST_FAILED ||
                          post->state == KIRI_POST_DROPPED;
    if (!is_settled || !kiri_time_is_set(post->settled) || post->settled.us > p->messages_us)
        return TRUE;
    KiriDisposal *d = kiri_disposal_new();
    d->what = KIRI_GOES_MESSAGE;
    d->article = g_strdup(post->about);
    d->title = g_strdup(post->subject);
    d->evidence = g_strdup(post->id);
    d->basis = g_strdup("mail.keep_days");
    d->fetched = post->settled;
    g_ptr_array_add(p->list, d);
    return TRUE;
}

gboolean kiri_prune_find_messages(KiriPrune *p, GError **error)
{
    gint64 days = kiri_settings_int(p->cli->settings, "mail.keep_days");
    if (days <= 0)
        return TRUE;
    p->messages_us = p->now_us - MIN(days, (gint64)G_MAXINT) * KIRI_US_PER_DAY;
    return kiri_store_each(p->store, KIRI_NOUN_POST, "", look_at_post, p, error);
}

/* ---- papers ---- */

/* Kept for whole fiscal years, from the 1 April after it was made. */
static gboolean is_over(const KiriPrune *p, KiriTime made)
{
    if (!kiri_time_is_set(made))
        return FALSE;
    gint64 last = kiri_fiscal_year_of(made.us) + p->years;
    return last < G_MAXINT && kiri_fiscal_year_of(p->now_us) > last;
}

static void add_paper(KiriPrune *p, KiriGoes what, const char *id, const char *title,
                      const char *hash, KiriTime made)
{
    if (!is_over(p, made))
        return;
    KiriDisposal *d = kiri_disposal_new();
    d->what = (gint)what;
    d->title = g_strdup(title);
    d->evidence = g_strdup(id);
    d->basis = g_strdup("report.retention_years");
    d->sha256 = g_strdup(hash);
    d->fetched = made;
    g_ptr_array_add(p->list, d);
}

static gboolean look_at_sheet(gconstpointer record, gpointer data)
{
    const KiriMorningSheet *s = record;
    add_paper(data, KIRI_GOES_PAPER, s->id, "本日の報道", s->hash, s->made);
    return TRUE;
}

static gboolean look_at_crisis(gconstpointer record, gpointer data)
{
    const KiriCrisisReport *r = record;
    add_paper(data, KIRI_GOES_PAPER, r->id, r->topic_name, r->hash, r->made);
    return TRUE;
}

static gboolean look_at_edit(gconstpointer record, gpointer data)
{
    const KiriMorningEdit *e = record;
    add_paper(data, KIRI_GOES_EDIT, e->id, "本日の報道", NULL, e->at);
    return TRUE;
}

gboolean kiri_prune_find_papers(KiriPrune *p, GError **error)
{
    p->years = MIN(kiri_settings_int(p->cli->settings, "report.retention_years"), 1000);
    return p->years <= 0 ||
           (kiri_store_each(p->store, KIRI_NOUN_MORNING_SHEET, "", look_at_sheet, p, error) &&
            kiri_store_each(p->store, KIRI_NOUN_MORNING_EDIT, "", look_at_edit, p, error) &&
            kiri_store_each(p->store, KIRI_NOUN_CRISIS_REPORT, "", look_at_crisis, p, error));
}
