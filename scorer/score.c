// SPDX-License-Identifier: GPL-3.0-or-later
/* The stage: from log entries to the clips they touch, and their figures made new.
 *
 * Invariants
 *   F1 A known figure keeps its basis (ledger as known, method, treatment of copies)
 *      until a pass renews it. Its inputs that we measure ourselves may change.
 *   F2 An unknown figure rests on nothing: each pass that looks at it takes the ledger
 *      and the rules of its own time.
 *   F3 Equal records are not written, so a pass over too many clips changes nothing.
 *   F4 The cursor never passes an entry that was not looked at. What our own puts append
 *      is counted into it only while nobody else wrote in between; else the next pass
 *      looks at those clips again and finds them equal. */
#include "desk.h"
#include "touched.h"

#include <string.h>

enum { BATCH_CLIPS = 256 };

/* Scores of before have no key by their month, so that no log entry would lead to them:
 * a store whose mark is another one is gone through once. */
static const char form_name[] = "score:form", form[] = "2";
/* What all figures were computed by when they last were all computed. */
static const char rules_name[] = "score:rules";

typedef struct {
    KiriStore *store;
    const KiriScoreOptions *options;
    KiriScoreRules rules; // of new figures
    KiriTime known;       // the ledger as new figures take it
    KiriTouched touched;
    KiriDesk *desk;
    KiriBatch *batch;
    guint in_batch;
    guint64 put;            // own entries in the log
    const char *rules_mark; // to be set; NULL: it stays
    gboolean is_upgrade;    // scores of a form before this one are in the store
    guint64 total;
    KiriScoreCounts *result;
    GError *error;
} Pass;

/* ---- bases ---- */

static const KiriScoreBasis *basis_of(const KiriScore *score)
{
    guint n = score ? kiri_recs_count(score->bases) : 0;
    return n ? g_ptr_array_index(score->bases, n - 1) : NULL;
}

/* The moment of a book; unset: before anything was entered. */
static gint64 known_us(KiriTime known)
{
    return kiri_time_is_set(known) ? known.us : G_MININT64;
}

static gboolean is_renewed(const Pass *p, const KiriCase *open)
{
    const KiriScoreOptions *o = p->options;
    return o->renews && open->article->published.us >= o->renew_from_us &&
           (!o->renew_release || g_strcmp0(open->input.clip->release, o->renew_release) == 0);
}

static void keep_bases(KiriScore *score, const KiriScore *before)
{
    for (guint i = 0; before && i < kiri_recs_count(before->bases); i++)
        kiri_recs_add(&score->bases, kiri_record_copy(&kiri_score_basis_shape,
                                                      g_ptr_array_index(before->bases, i)));
}

/* The figure rests on the ledger and the rules of this pass from now on. */
static void add_basis(const Pass *p, KiriScore *score)
{
    const KiriScoreBasis *last = basis_of(score);
    if (last && known_us(last->known) == known_us(p->known) &&
        strcmp(last->method, p->rules.method) == 0 && strcmp(last->copies, p->rules.copies) == 0)
        return;
    KiriScoreBasis *basis = kiri_score_basis_new();
    basis->since = p->options->now;
    basis->known = p->known;
    basis->method = g_strdup(p->rules.method);
    basis->copies = g_strdup(p->rules.copies);
    kiri_recs_add(&score->bases, basis);
}

/* ---- one clip ---- */

/* Still unknown, and for the same reason: a ledger that changed elsewhere is no news. */
static gboolean is_no_news(const KiriScore *before, const KiriScore *after)
{
    return before && !before->is_known && !after->is_known && before->bases &&
           g_strcmp0(before->unknown_reason, after->unknown_reason) == 0;
}

/* (transfer full), NULL with p->error. */
static KiriScore *score_case(Pass *p, KiriCase *open, gboolean keeps_basis)
{
    const KiriScore *before = open->input.clip->score;
    const KiriScoreBasis *basis = basis_of(before);
    KiriScoreRules rules = p->rules;
    KiriTime known = p->known;
    if (keeps_basis) {
        rules.method = basis->method;
        rules.copies = basis->copies;
        known = basis->known;
    }
    if (!kiri_case_fill(p->desk, open, known_us(known), &rules, &p->error))
        return NULL;
    KiriScore *score = kiri_score_clip(&open->input);
    score->month = g_strdup(open->month);
    score->book_version =
        g_strdup(is_no_news(before, score) ? before->book_version : open->book_version);
    keep_bases(score, before);
    if (!keeps_basis && !is_no_news(before, score))
        add_basis(p, score);
    return score;
}

static void tell_renewed(Pass *p, const KiriClip *clip, const KiriScore *before,
                         const KiriScore *after)
{
    if (before->is_known == after->is_known && before->ave_yen == after->ave_yen)
        return;
    p->result->renewed++;
    if (p->options->renewed)
        p->options->renewed(clip, before, after, p->options->renewed_data);
}

static gboolean commit(Pass *p)
{
    gboolean ok = kiri_batch_commit(g_steal_pointer(&p->batch), &p->error);
    p->put += p->in_batch;
    p->in_batch = 0;
    if (ok)
        p->batch = kiri_batch_begin(p->store);
    return ok;
}

static gboolean put(Pass *p, const KiriClip *stored, KiriScore *new)
{
    g_autoptr(KiriScore) score = new;
    if (stored->score && kiri_record_equal(&kiri_score_shape, stored->score, score))
        return TRUE;
    KiriClip clip = *stored; // the batch makes its own copy
    clip.score = score;
    if (!kiri_batch_put(p->batch, KIRI_NOUN_CLIP, &clip))
        return TRUE;
    p->result->scored++;
    p->in_batch++;
    return p->in_batch < BATCH_CLIPS || commit(p);
}

/* What nobody counts gets no score; a person may count what the program does not. */
static gboolean look_at(Pass *p, const KiriClip *stored, gboolean is_touched)
{
    const KiriScore *before = stored->score;
    gboolean has_figure = before && before->is_known && basis_of(before);
    if (!is_touched && has_figure && !p->options->renews)
        return TRUE;
    g_auto(KiriCase) open = {0};
    if (!kiri_case_open(p->desk, stored, &open, &p->error))
        return FALSE;
    if (!open.article || !open.standing.counts)
        return TRUE;
    gboolean renews = is_renewed(p, &open);
    if (!is_touched && !renews && has_figure)
        return TRUE;
    KiriScore *score = score_case(p, &open, has_figure && !renews);
    if (!score)
        return FALSE;
    if (has_figure && renews)
        tell_renewed(p, stored, before, score);
    return put(p, stored, score);
}

/* ---- the pass ---- */

static gboolean goes_on(Pass *p)
{
    p->result->looked++;
    if (p->options->should_stop && p->options->should_stop(p->options->data))
        p->result->was_stopped = TRUE;
    else if (p->options->progress)
        p->options->progress(p->result->looked, p->total, p->options->data);
    return !p->result->was_stopped;
}

static gboolean is_named(const Pass *p, const char *id)
{
    guint low = 0, high = p->touched.clips ? p->touched.clips->len : 0;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        gint order = strcmp(p->touched.clips->pdata[middle], id);
        if (order == 0)
            return TRUE;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return FALSE;
}

static gboolean visit(gconstpointer record, gpointer data)
{
    Pass *p = data;
    const KiriClip *clip = record;
    gboolean is_touched = p->options->force_all || p->is_upgrade || p->touched.is_everything ||
                          !clip->score || is_named(p, clip->id);
    return goes_on(p) && look_at(p, clip, is_touched);
}

static gboolean visit_list(Pass *p, char *const *ids, gsize n, gboolean is_touched)
{
    for (gsize i = 0; i < n && goes_on(p); i++) {
        g_autoptr(KiriClip) clip = kiri_store_get(p->store, KIRI_NOUN_CLIP, ids[i], &p->error);
        if (p->error || (clip && !look_at(p, clip, is_touched)))
            return FALSE;
    }
    return TRUE;
}

/* All clips, in one walk, or those that were named. */
static gboolean visit_clips(Pass *p)
{
    const KiriScoreOptions *o = p->options;
    g_auto(GStrv) of_release =
        o->renews && o->renew_release
            ? kiri_store_clip_ids(p->store, KIRI_NOUN_RELEASE, o->renew_release)
            : NULL;
    if (o->force_all || p->is_upgrade || p->touched.is_everything || p->touched.is_ledger ||
        (o->renews && !of_release)) {
        p->total = kiri_store_count(p->store, KIRI_NOUN_CLIP);
        return kiri_store_each(p->store, KIRI_NOUN_CLIP, "", visit, p, &p->error) && !p->error;
    }
    gsize n = of_release ? g_strv_length(of_release) : 0;
    p->total = p->touched.clips->len + n;
    return visit_list(p, (char *const *)p->touched.clips->pdata, p->touched.clips->len, TRUE) &&
           visit_list(p, of_release, n, FALSE);
}

/* F4. A pass that was stopped leaves the cursor: the rest is the next run's. */
static gboolean finish(Pass *p)
{
    if (!commit(p))
        return FALSE;
    guint64 end = kiri_store_log_end(p->store);
    if (p->result->was_stopped)
        return TRUE;
    kiri_batch_set_meta(p->batch, form_name, form);
    if (p->rules_mark)
        kiri_batch_set_meta(p->batch, rules_name, p->rules_mark);
    kiri_batch_set_cursor(p->batch, "score",
                          end == p->touched.last + p->put ? end : p->touched.last);
    return kiri_batch_commit(g_steal_pointer(&p->batch), &p->error);
}

static gboolean run_pass(Pass *p)
{
    const KiriBook *now = kiri_desk_book(p->desk, G_MAXINT64, &p->error);
    if (!now)
        return FALSE;
    gint64 changed = kiri_book_changed_us(now);
    p->known = changed == G_MININT64 ? KIRI_TIME_UNSET : kiri_time_jst(changed);
    p->batch = kiri_batch_begin(p->store);
    return visit_clips(p) && finish(p);
}

static gboolean is_whole_renewal(const KiriScoreOptions *o)
{
    return o->renews && !o->renew_release && o->renew_from_us <= 0;
}

static KiriScoreRules whole_rules(KiriScoreRules rules)
{
    KiriScoreRules fallback = kiri_score_rules_default();
    if (!rules.method)
        rules.method = fallback.method;
    if (!rules.copies)
        rules.copies = fallback.copies;
    return rules;
}

gboolean kiri_score_run(KiriStore *store, const KiriScoreOptions *options, KiriScoreCounts *counts,
                        GError **error)
{
    Pass p = {
        .store = store, .options = options, .rules = whole_rules(options->rules), .result = counts};
    *counts = (KiriScoreCounts){0};
    g_autofree char *before = kiri_store_meta(store, rules_name);
    g_autofree char *rules = g_strdup_printf("%s %s", p.rules.method, p.rules.copies);
    p.rules_mark = !before || is_whole_renewal(options) ? rules : NULL;
    counts->keeps_other_rules = !p.rules_mark && strcmp(before, rules) != 0;
    guint64 cursor = kiri_store_cursor(store, "score");
    g_autofree char *mark = kiri_store_meta(store, form_name);
    p.is_upgrade = g_strcmp0(mark, form) != 0;
    if (!options->force_all && !options->renews && !p.is_upgrade &&
        cursor >= kiri_store_log_end(store))
        return TRUE;
    kiri_touched_read(store, cursor, strcmp(p.rules.copies, "count-once") == 0, &p.touched);
    p.desk = kiri_desk_open(store, G_MAXINT64, &options->organisation);
    gboolean ok = run_pass(&p);
    kiri_batch_cancel(p.batch);
    kiri_desk_close(p.desk);
    kiri_touched_clear(&p.touched);
    if (p.error)
        g_propagate_error(error, p.error);
    return ok;
}
