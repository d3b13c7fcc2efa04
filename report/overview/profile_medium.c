// SPDX-License-Identifier: GPL-3.0-or-later
/* A medium's rows of the summary of a period; the whole clip is opened for its own pieces
 * alone. */
#include "profile_counts.h"

#include <kirinuki/book.h>
#include <kirinuki/error.h>
#include <kirinuki/i18n.h>
#include <kirinuki/quality.h>

#include <math.h>
#include <string.h>

typedef struct {
    KiriStore *store;
    const KiriSummary *s;
    KiriMediumProfile *p;
    KiriTallies *months, *releases, *topics;
    GHashTable *sections, *wires, *announced; // announced: release → gint64 *
    GArray *minutes;                          // gint64
    GError *error;
} Making;

/* ---- one piece ---- */

/* The moment of the announcement, where it is known to the minute. */
static gint64 announced_at(Making *m, const char *release)
{
    gint64 *known = g_hash_table_lookup(m->announced, release);
    if (known)
        return *known;
    g_autoptr(KiriRelease) r = kiri_store_get(m->store, KIRI_NOUN_RELEASE, release, &m->error);
    KiriTime when = !r ? KIRI_TIME_UNSET : kiri_time_is_set(r->embargo) ? r->embargo : r->date;
    known = g_new(gint64, 1);
    *known = when.precision >= KIRI_PRECISION_MINUTE ? when.us : G_MININT64;
    g_hash_table_insert(m->announced, g_strdup(release), known);
    return *known;
}

static void take_timing(Making *m, const KiriSummaryRow *row)
{
    gboolean is_coverage =
        row->class_ == KIRI_CLASS_PUBLICITY || row->class_ == KIRI_CLASS_SYNDICATED;
    if (!row->release || !is_coverage || row->published.precision < KIRI_PRECISION_MINUTE)
        return;
    gint64 at = announced_at(m, row->release);
    if (at == G_MININT64 || row->published.us < at)
        return;
    gint64 minutes = (row->published.us - at) / KIRI_US_PER_MINUTE;
    g_array_append_val(m->minutes, minutes);
}

/* Whose text a copy is: the wire that it names, else the medium it was copied from. */
static void take_wire(Making *m, const KiriSummaryClip *c)
{
    if (!c->clip->origin)
        return;
    if (c->article->agency) {
        kiri_counts_add(m->wires, c->article->agency);
        return;
    }
    g_autoptr(KiriArticle) origin =
        kiri_store_get(m->store, KIRI_NOUN_ARTICLE, c->clip->origin, m->error ? NULL : &m->error);
    const KiriMedium *medium =
        origin && origin->medium ? g_hash_table_lookup(m->s->ledger, origin->medium) : NULL;
    const char *name = medium ? medium->name : origin ? origin->site_name : NULL;
    if (name)
        kiri_counts_add(m->wires, name);
    else
        m->p->unknown_wire++;
}

static void take_section(Making *m, const KiriArticle *a)
{
    const char *section = a->appearance && a->appearance->page ? a->appearance->page : a->section;
    if (section && *section)
        kiri_counts_add(m->sections, section);
    else
        m->p->without_section++;
}

/* Was a correction asked for at any time, and did one come of it? */
static void take_corrections(KiriMediumProfile *p, const KiriVerdict *v)
{
    gboolean was_asked = FALSE, was_made = FALSE;
    for (guint i = 0; v && i <= kiri_recs_count(v->history); i++) {
        const KiriHandling *h =
            i < kiri_recs_count(v->history)
                ? ((const KiriVerdictState *)g_ptr_array_index(v->history, i))->handling
                : v->handling;
        was_asked |= h && (h->status == KIRI_HANDLING_CORRECTION_ASKED ||
                           h->status == KIRI_HANDLING_CORRECTED);
        was_made |= h && h->status == KIRI_HANDLING_CORRECTED;
    }
    p->corrections_asked += was_asked ? 1 : 0;
    p->corrections_made += was_made ? 1 : 0;
}

static void take_quality(KiriMediumProfile *p, const KiriSummaryClip *c, KiriProfilePiece *piece)
{
    const KiriScore *score = c->clip->score;
    const KiriAppearance *how = c->article->appearance;
    const KiriOverride *share = kiri_verdict_override(c->verdict, KIRI_OVERRIDE_SHARE);
    piece->is_scored = kiri_prominence(score, c->article, c->verdict, &piece->prominence);
    p->front_page += how && how->is_front_page ? 1 : 0;
    if (!piece->is_scored)
        return;
    piece->in_headline = score->in_headline;
    p->scored++;
    p->prominence += piece->prominence;
    p->share_about_us += CLAMP(share ? share->value : score->share_about_us, 0, 1);
    p->pictures += score->has_image || (how && how->has_photo) ? 1 : 0;
}

static void take_piece(Making *m, const KiriSummaryRow *row, const KiriSummaryClip *c)
{
    KiriProfilePiece *piece = kiri_profile_piece_new();
    piece->article = g_strdup(row->article);
    piece->title = g_strdup(c->article->title);
    piece->url = g_strdup(kiri_article_link(c->article));
    piece->published = row->published;
    piece->class_ = (gint)row->class_;
    if (row->release || row->topic) {
        g_autofree char *subject =
            row->release ? kiri_profile_subject(m->store, KIRI_NOUN_RELEASE, row->release)
                         : kiri_profile_subject(m->store, KIRI_NOUN_TOPIC, row->topic);
        kiri_strv_add(&piece->subjects, subject);
        kiri_tallies_add(row->release ? m->releases : m->topics,
                         row->release ? row->release : row->topic, subject, row);
    }
    take_quality(m->p, c, piece);
    kiri_recs_add(&m->p->pieces, piece);
}

static gboolean take_rows(Making *m)
{
    g_autoptr(KiriTallies) all = kiri_tallies_new();
    kiri_tallies_at(all, m->p->medium, m->p->name);
    for (guint i = 0; i < m->s->total && !m->error; i++) {
        const KiriSummaryRow *row = kiri_summary_row(m->s, i);
        if (!row->medium || strcmp(row->medium->id, m->p->medium) != 0)
            continue;
        g_autoptr(KiriSummaryClip) c = kiri_summary_open_clip(m->s, i, &m->error);
        if (!c)
            break;
        g_autofree char *month = kiri_profile_month(row->when_us);
        kiri_tallies_add(all, m->p->medium, NULL, row);
        kiri_tallies_add(m->months, month, NULL, row);
        take_timing(m, row);
        take_wire(m, c);
        take_section(m, c->article);
        take_corrections(m->p, c->verdict);
        take_piece(m, row, c);
    }
    g_autoptr(GPtrArray) one = kiri_tallies_end(all, KIRI_TALLIES_AS_MADE);
    m->p->counts = g_ptr_array_steal_index(one, 0);
    return m->error == NULL;
}

/* ---- the ledger ---- */

static void add_row(KiriMediumProfile *p, gboolean is_rate, const char *what, const char *rank,
                    gint64 value, const KiriProfileRow *rest)
{
    KiriProfileRow *row = kiri_profile_row_new();
    row->is_rate = is_rate;
    row->what = g_strdup(what);
    row->rank = g_strdup(rank);
    row->value = value;
    row->valid_from = rest->valid_from;
    row->valid_to = rest->valid_to;
    row->source = g_strdup(rest->source);
    row->confidence = rest->confidence;
    kiri_recs_add(&p->rows, row);
}

static gboolean take_ledger(Making *m)
{
    g_autoptr(KiriBook) book = kiri_book_open(m->store, G_MAXINT64, &m->error);
    if (!book)
        return FALSE;
    const GPtrArray *rates = kiri_book_rates(book), *figures = kiri_book_figures(book);
    for (guint i = 0; i < rates->len; i++) {
        const KiriRate *r = g_ptr_array_index(rates, i);
        const KiriProfileRow rest = {.valid_from = r->valid_from,
                                     .valid_to = r->valid_to,
                                     .source = r->source,
                                     .confidence = r->confidence};
        if (g_strcmp0(r->medium, m->p->medium) == 0)
            add_row(m->p, TRUE, r->unit, r->rank, r->price_yen, &rest);
    }
    for (guint i = 0; i < figures->len; i++) {
        const KiriFigure *f = g_ptr_array_index(figures, i);
        const KiriProfileRow rest = {.valid_from = f->valid_from,
                                     .valid_to = f->valid_to,
                                     .source = f->source,
                                     .confidence = f->confidence};
        if (g_strcmp0(f->medium, m->p->medium) == 0)
            add_row(m->p, FALSE, f->metric, f->rank, f->value, &rest);
    }
    return TRUE;
}

/* ---- all ---- */

static gint newest_first(gconstpointer a, gconstpointer b)
{
    const KiriProfilePiece *x = *(KiriProfilePiece *const *)a, *y = *(KiriProfilePiece *const *)b;
    return x->published.us != y->published.us ? (x->published.us > y->published.us ? -1 : 1)
                                              : strcmp(x->article, y->article);
}

static gint by_minutes(gconstpointer a, gconstpointer b)
{
    gint64 x = *(const gint64 *)a, y = *(const gint64 *)b;
    return x < y ? -1 : x > y;
}

static gint by_id(gconstpointer a, gconstpointer b)
{
    return strcmp((*(KiriTally *const *)a)->id, (*(KiriTally *const *)b)->id);
}

/* For a record, which frees the elements itself; NULL where there are none. */
static GPtrArray *tallies_of(KiriTallies *tallies, gboolean is_by_id)
{
    g_autoptr(GPtrArray) all = kiri_tallies_end(tallies, KIRI_TALLIES_BY_UNIQUE);
    if (is_by_id)
        g_ptr_array_sort(all, by_id);
    g_ptr_array_set_free_func(all, NULL);
    return all->len ? g_steal_pointer(&all) : NULL;
}

static void settle(Making *m)
{
    KiriMediumProfile *p = m->p;
    if (p->scored) {
        p->prominence /= (gdouble)p->scored;
        p->share_about_us /= (gdouble)p->scored;
    }
    p->timed = m->minutes->len;
    if (p->timed) {
        g_array_sort(m->minutes, by_minutes);
        p->first_minutes = g_array_index(m->minutes, gint64, 0);
        p->median_minutes = g_array_index(m->minutes, gint64, m->minutes->len / 2);
    }
    if (p->pieces)
        g_ptr_array_sort(p->pieces, newest_first);
    p->sections = kiri_counts_end(m->sections, KIRI_COUNTS_MOST_FIRST);
    p->wires = kiri_counts_end(m->wires, KIRI_COUNTS_MOST_FIRST);
    p->months = tallies_of(m->months, TRUE);
    p->releases = tallies_of(m->releases, FALSE);
    p->topics = tallies_of(m->topics, FALSE);
}

static void take_medium(KiriMediumProfile *p, const KiriMedium *medium, const KiriSummary *s)
{
    p->medium = g_strdup(medium->id);
    p->name = g_strdup(medium->name);
    p->kind = medium->kind;
    p->tier = medium->tier;
    p->terms = g_strdup(medium->terms);
    p->note = g_strdup(medium->note);
    p->made = kiri_time_jst(s->now_us);
    if (s->from_us != G_MININT64)
        p->from = kiri_time_coarsen(kiri_time_jst(s->from_us), KIRI_PRECISION_DAY);
    if (s->to_us != G_MAXINT64)
        p->to = kiri_time_coarsen(kiri_time_jst(s->to_us - 1), KIRI_PRECISION_DAY);
    p->all_total = s->total;
    p->all_unique = s->unique;
}

KiriMediumProfile *kiri_medium_profile_make(KiriStore *store, const KiriSummaryQuery *query,
                                            const char *medium, GError **error)
{
    g_autoptr(KiriSummary) s = kiri_summary_make(store, query, error);
    const KiriMedium *of = s ? g_hash_table_lookup(s->ledger, medium) : NULL;
    if (s && !of)
        g_set_error(error, KIRI_ERROR_REPORT, KIRI_ERROR_NOT_FOUND, _("there is no medium '%s'"),
                    medium);
    if (!of)
        return NULL;
    g_autoptr(KiriMediumProfile) p = kiri_medium_profile_new();
    Making m = {.store = store,
                .s = s,
                .p = p,
                .months = kiri_tallies_new(),
                .releases = kiri_tallies_new(),
                .topics = kiri_tallies_new(),
                .sections = kiri_counts_new(),
                .wires = kiri_counts_new(),
                .announced = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free),
                .minutes = g_array_new(FALSE, FALSE, sizeof(gint64))};
    take_medium(p, of, s);
    p->published = (gint64)kiri_store_count_published(store, medium, query->from_us, query->to_us);
    gboolean ok = take_rows(&m) && take_ledger(&m);
    settle(&m);
    kiri_tallies_free(m.months);
    kiri_tallies_free(m.releases);
    kiri_tallies_free(m.topics);
    g_hash_table_unref(m.sections);
    g_hash_table_unref(m.wires);
    g_hash_table_unref(m.announced);
    g_array_unref(m.minutes);
    if (!ok)
        g_propagate_error(error, m.error);
    return ok ? g_steal_pointer(&p) : NULL;
}
