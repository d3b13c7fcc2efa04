// SPDX-License-Identifier: GPL-3.0-or-later
/* Who decided what, by the journal of each verdict; contracts, media without rates,
 * sources and rules that do not work, and who gets what. */
#include "handover_parts.h"

#include <kirinuki/book.h>
#include <kirinuki/ledger_check.h>
#include <kirinuki/mailing.h>

#include <string.h>

/* ---- people ---- */

typedef struct {
    KiriHandoverWork *w;
    GHashTable *people; // name → KiriHandoverPerson, which the handover owns
} People;

static KiriHandoverPerson *person_of(People *p, const char *name)
{
    const char *key = name ? name : "";
    KiriHandoverPerson *person = g_hash_table_lookup(p->people, key);
    if (!person) {
        person = kiri_handover_person_new();
        person->name = g_strdup(name);
        kiri_recs_add(&p->w->h->people, person);
        g_hash_table_insert(p->people, g_strdup(key), person);
    }
    return person;
}

/* One change of the journal. */
static void count_change(People *p, gint action, const char *by, KiriTime at)
{
    KiriSpan year = p->w->year;
    if (!kiri_time_is_set(at) || at.us < year.from_us || at.us >= year.to_us)
        return;
    KiriHandoverPerson *n = person_of(p, by);
    gint64 unnamed = 0;
    gint64 *const counters[KIRI_N_ACTIONS] = {
        [KIRI_ACTION_ACCEPT] = &n->accepted, [KIRI_ACTION_REJECT] = &n->rejected,
        [KIRI_ACTION_CLASS] = &n->classed,   [KIRI_ACTION_LINK] = &n->accepted,
        [KIRI_ACTION_UNLINK] = &n->rejected, [KIRI_ACTION_TONE] = &n->toned,
        [KIRI_ACTION_NOTE] = &n->noted,      [KIRI_ACTION_HANDLE] = &n->handled,
        [KIRI_ACTION_IMPORT] = &n->imported, [KIRI_ACTION_UNDO] = &n->undone,
        [KIRI_ACTION_VALUE] = &n->valued,    [KIRI_ACTION_ENTER] = &n->entered,
        [KIRI_ACTION_WITHDRAW] = &unnamed,   [KIRI_ACTION_NONE] = &unnamed};
    if (action >= 0 && action < KIRI_N_ACTIONS && counters[action])
        ++*counters[action];
    n->changes++;
    if (!kiri_time_is_set(n->last) || at.us > n->last.us)
        n->last = at;
}

/* Verdicts that were made before there was a journal have their decision alone. */
static void take_verdict(People *p, const KiriVerdict *v)
{
    for (guint i = 0; i < kiri_recs_count(v->history); i++) {
        const KiriVerdictState *s = g_ptr_array_index(v->history, i);
        if (s->action != KIRI_ACTION_NONE)
            count_change(p, s->action, s->changed_by ? s->changed_by : s->person, s->changed);
    }
    if (v->action != KIRI_ACTION_NONE)
        count_change(p, v->action, v->changed_by ? v->changed_by : v->person, v->changed);
    else if (!kiri_recs_count(v->history) && (v->is_accepted || v->is_rejected))
        count_change(p, v->is_rejected ? KIRI_ACTION_REJECT : KIRI_ACTION_ACCEPT, v->person,
                     v->decided);
}

static gint most_changes(gconstpointer a, gconstpointer b)
{
    const KiriHandoverPerson *x = *(KiriHandoverPerson *const *)a;
    const KiriHandoverPerson *y = *(KiriHandoverPerson *const *)b;
    return x->changes != y->changes ? (x->changes > y->changes ? -1 : 1)
                                    : g_strcmp0(x->name, y->name);
}

static void take_people(KiriHandoverWork *w)
{
    g_autoptr(GHashTable) people = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    People p = {w, people};
    GHashTableIter iter;
    gpointer verdict;
    g_hash_table_iter_init(&iter, w->verdicts);
    while (g_hash_table_iter_next(&iter, NULL, &verdict))
        take_verdict(&p, verdict);
    if (w->h->people)
        g_ptr_array_sort(w->h->people, most_changes);
}

/* ---- contracts ---- */

static char *medium_name(KiriHandoverWork *w, const char *id)
{
    g_autoptr(KiriMedium) m = id ? kiri_store_get(w->store, KIRI_NOUN_MEDIUM, id, NULL) : NULL;
    return g_strdup(m ? m->name : id);
}

static gboolean take_licence(gconstpointer record, gpointer data)
{
    const KiriLicence *l = record;
    KiriHandoverWork *w = data;
    gint64 from, to, now = w->query->now_us;
    if (!kiri_row_is_known(l->entered, l->replaced, G_MAXINT64))
        return TRUE;
    kiri_row_span(l->valid_from, l->valid_to, &from, &to);
    if (to <= w->year.from_us)
        return TRUE; // ended before the year: history
    KiriHandoverContract *c = kiri_handover_contract_new();
    c->id = g_strdup(l->id);
    c->medium = g_strdup(l->medium);
    c->name = medium_name(w, l->medium);
    c->contract = l->contract;
    c->valid_from = l->valid_from;
    c->valid_to = l->valid_to;
    c->is_ended = to <= now;
    c->ends_soon =
        !c->is_ended && to != G_MAXINT64 && to - now <= KIRI_HANDOVER_SOON_DAYS * KIRI_US_PER_DAY;
    c->allows_body = l->allows_body;
    c->allows_picture = l->allows_picture;
    c->copies = l->copies;
    c->terminals = l->terminals;
    c->note = g_strdup(l->note);
    kiri_recs_add(&w->h->contracts, c);
    return TRUE;
}

static gint64 end_of(const KiriHandoverContract *c)
{
    return kiri_time_is_set(c->valid_to) ? c->valid_to.us : G_MAXINT64;
}

static gint soonest_end(gconstpointer a, gconstpointer b)
{
    const KiriHandoverContract *x = *(KiriHandoverContract *const *)a;
    const KiriHandoverContract *y = *(KiriHandoverContract *const *)b;
    gint64 p = end_of(x), q = end_of(y);
    return p != q ? (p < q ? -1 : 1) : strcmp(x->id, y->id);
}

/* ---- the ledger, the sources ---- */

static gboolean take_rates(KiriHandoverWork *w)
{
    const KiriLedgerCheckOptions options = {.now_us = w->query->now_us,
                                            .stale_days = w->query->stale_days};
    g_autoptr(GPtrArray) findings = kiri_ledger_check(w->store, &options, &w->error);
    for (guint i = 0; findings && i < findings->len; i++) {
        const KiriFinding *f = g_ptr_array_index(findings, i);
        if (f->kind != KIRI_FINDING_NO_RATE)
            continue;
        KiriHandoverRate *row = kiri_handover_rate_new();
        row->medium = g_strdup(f->medium);
        row->name = medium_name(w, f->medium);
        row->form = g_strdup(f->what);
        kiri_recs_add(&w->h->rates, row);
    }
    return findings != NULL;
}

static KiriHandoverSource *add_source(KiriHandoverWork *w, const char *id, const char *title,
                                      const char *url, const char *problem)
{
    KiriHandoverSource *row = kiri_handover_source_new();
    row->id = g_strdup(id);
    row->title = g_strdup(title);
    row->url = g_strdup(url);
    row->problem = g_strdup(problem);
    kiri_recs_add(&w->h->sources, row);
    return row;
}

static gboolean take_disabled(gconstpointer record, gpointer data)
{
    const KiriSource *s = record;
    if (s->is_disabled)
        add_source(data, s->id, s->title, s->url, s->disabled_reason)->is_disabled = TRUE;
    return TRUE;
}

static gboolean take_sources(KiriHandoverWork *w)
{
    g_autoptr(GPtrArray) gaps = kiri_summary_gaps(w->store, w->query->now_us, &w->error);
    for (guint i = 0; gaps && i < gaps->len; i++) {
        const KiriGapRow *gap = g_ptr_array_index(gaps, i);
        add_source(w, gap->source->id, gap->source->title, gap->source->url, gap->problem);
    }
    g_autoptr(GPtrArray) rules = gaps ? kiri_summary_stale_rules(w->store, &w->error) : NULL;
    for (guint i = 0; rules && i < rules->len; i++) {
        const KiriStaleRule *rule = g_ptr_array_index(rules, i);
        add_source(w, rule->state->rule, rule->state->rule, rule->state->missed_url, rule->problem)
            ->is_rule = TRUE;
    }
    return rules && kiri_store_each(w->store, KIRI_NOUN_SOURCE, "", take_disabled, w, &w->error);
}

/* ---- who gets what ---- */

static char *subject_name(const KiriHandoverWork *w, const char *release, const char *topic)
{
    const char *id = release ? release : topic;
    g_autoptr(KiriRelease) r =
        release ? kiri_store_get(w->store, KIRI_NOUN_RELEASE, release, NULL) : NULL;
    g_autoptr(KiriTopic) t = topic ? kiri_store_get(w->store, KIRI_NOUN_TOPIC, topic, NULL) : NULL;
    return g_strdup(r ? r->title : t ? t->name : id);
}

static gboolean take_mailing(gconstpointer record, gpointer data)
{
    const KiriMailing *m = record;
    KiriHandoverWork *w = data;
    KiriHandoverMailing *row = kiri_handover_mailing_new();
    row->name = g_strdup(m->name);
    row->subject = subject_name(w, m->release, m->topic);
    row->to = g_strdupv(m->to);
    row->attach = g_strdupv(m->attach);
    row->at = g_strdup(m->at);
    row->is_off = m->is_off;
    row->last = m->last;
    kiri_recs_add(&w->h->mailings, row);
    return TRUE;
}

/* The address of an alert is a secret and stays out. */
static gboolean take_alert(gconstpointer record, gpointer data)
{
    const KiriAlert *a = record;
    KiriHandoverWork *w = data;
    KiriHandoverMailing *row = kiri_handover_mailing_new();
    row->is_alert = TRUE;
    row->name = g_strdup(a->name);
    row->subject = subject_name(w, a->release, a->topic);
    row->is_off = a->is_off;
    kiri_recs_add(&w->h->mailings, row);
    return TRUE;
}

gboolean kiri_handover_take_state(KiriHandoverWork *w)
{
    take_people(w);
    if (!kiri_store_each(w->store, KIRI_NOUN_LICENCE, "", take_licence, w, &w->error) ||
        !take_rates(w) || !take_sources(w) ||
        !kiri_store_each(w->store, KIRI_NOUN_MAILING, "", take_mailing, w, &w->error) ||
        !kiri_store_each(w->store, KIRI_NOUN_ALERT, "", take_alert, w, &w->error))
        return FALSE;
    if (w->h->contracts)
        g_ptr_array_sort(w->h->contracts, soonest_end);
    return TRUE;
}
