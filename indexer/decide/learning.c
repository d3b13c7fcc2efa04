// SPDX-License-Identifier: GPL-3.0-or-later
/* From verdicts to a threshold: decided stories are gathered, their terms weighed
 * (learning_terms.c), and then α and β fitted with what the terms say taken as given.
 *
 * The probability that a lesson starts from is the program's own, before learning
 * (KiriClip.base_probability): what was learned never feeds itself. */
#include "learning_internal.h"

#include <kirinuki/hash.h>
#include <kirinuki/normalize.h>

#include <math.h>
#include <string.h>

/* Of more verdicts the newest count: what one office says in a few years. */
enum { MOST_LESSONS = 400, MOST_STEPS = 60 };
/* Nobody knows beforehand how much of what matches a topic is wanted: its threshold is
 * freer. */
static const gdouble alpha_spread = .5, topic_spread = 1, beta_spread = .25, end_of_steps = 1e-10;

gdouble kiri_logit(gdouble p)
{
    const gdouble least = .001;
    p = CLAMP(p, least, 1 - least);
    return log(p / (1 - p));
}

gdouble kiri_sigmoid(gdouble x)
{
    return 1 / (1 + exp(-x));
}

void kiri_learned_free(KiriLearned *learned)
{
    if (!learned)
        return;
    g_clear_pointer(&learned->terms, g_ptr_array_unref);
    g_free(learned);
}

static void free_learned(gpointer learned)
{
    kiri_learned_free(learned);
}

/* ---- lessons ---- */

static void lesson_clear(gpointer data)
{
    KiriLesson *lesson = data;
    g_free(lesson->clip);
    g_free(lesson->text);
}

static gint newest_verdict_first(gconstpointer a, gconstpointer b)
{
    const KiriVerdict *x = *(KiriVerdict *const *)a, *y = *(KiriVerdict *const *)b;
    if (x->decided.us != y->decided.us)
        return x->decided.us > y->decided.us ? -1 : 1;
    return strcmp(x->clip, y->clip);
}

static gint by_clip(gconstpointer a, gconstpointer b)
{
    return strcmp(((const KiriLesson *)a)->clip, ((const KiriLesson *)b)->clip);
}

typedef struct {
    KiriStore *store;
    gboolean is_topic;
    GArray *lessons;
    GHashTable *stories; // keys of those that are there; owned
} Class;

/* Copies of a story that were decided alike are one lesson. */
static gboolean add_lesson(Class *c, const KiriVerdict *v, GError **error)
{
    GError *why = NULL;
    gboolean is_accepted = kiri_verdict_decision(v) == KIRI_DECISION_ACCEPTED;
    g_autoptr(KiriClip) clip = kiri_store_get(c->store, KIRI_NOUN_CLIP, v->clip, &why);
    g_autoptr(KiriArticle) a =
        clip ? kiri_store_get(c->store, KIRI_NOUN_ARTICLE, clip->article, &why) : NULL;
    if (why) {
        g_propagate_error(error, why);
        return FALSE;
    }
    if (!a)
        return TRUE;
    char *story = g_strconcat(is_accepted ? "+" : "-", clip->story ? clip->story : a->id, NULL);
    if (!g_hash_table_add(c->stories, story))
        return TRUE;
    g_autofree char *title = kiri_normalize_dup(kiri_str(a->title));
    g_autofree char *text = kiri_normalize_dup(kiri_str(a->text));
    gdouble p = c->is_topic                  ? KIRI_TOPIC_PRIOR
                : clip->base_probability > 0 ? clip->base_probability
                                             : clip->probability;
    KiriLesson lesson = {.clip = g_strdup(clip->id),
                         .text = g_strconcat(title, "\n", text, NULL),
                         .logit = kiri_logit(p),
                         .has_logit = !clip->is_kept,
                         .is_accepted = is_accepted};
    g_array_append_val(c->lessons, lesson);
    return TRUE;
}

/* ---- the threshold ---- */

typedef struct {
    gdouble a, b;             // gradient of the log posterior
    gdouble aa, ab, bb, fits; // its curvature, negated; and the value
} Slope;

static Slope slope_at(const GArray *lessons, const gdouble *offsets, gdouble spread_of_alpha,
                      gdouble alpha, gdouble beta)
{
    gdouble va = spread_of_alpha * spread_of_alpha, vb = beta_spread * beta_spread;
    Slope s = {.a = -alpha / va, .b = -(beta - 1) / vb, .aa = 1 / va, .bb = 1 / vb};
    s.fits = -alpha * alpha / (2 * va) - (beta - 1) * (beta - 1) / (2 * vb);
    for (guint i = 0; i < lessons->len; i++) {
        const KiriLesson *lesson = &g_array_index(lessons, KiriLesson, i);
        if (!lesson->has_logit)
            continue;
        gdouble x = lesson->logit, z = alpha + beta * x + offsets[i], p = kiri_sigmoid(z);
        gdouble miss = (lesson->is_accepted ? 1 : 0) - p, spread = p * (1 - p);
        s.a += miss;
        s.b += miss * x;
        s.aa += spread;
        s.ab += spread * x;
        s.bb += spread * x * x;
        /* ln σ(±z) without overflow */
        gdouble signed_z = lesson->is_accepted ? z : -z;
        s.fits -= signed_z > 0 ? log1p(exp(-signed_z)) : log1p(exp(signed_z)) - signed_z;
    }
    return s;
}

/* Newton's steps, halved until they gain; the posterior has one summit. */
static void fit(KiriLearned *l, const GArray *lessons)
{
    g_autofree gdouble *offsets = g_new0(gdouble, lessons->len + 1);
    for (guint i = 0; i < lessons->len; i++)
        offsets[i] =
            kiri_learned_sum(l->terms, g_array_index(lessons, KiriLesson, i).text, NULL, NULL);
    gdouble spread = l->is_topic ? topic_spread : alpha_spread;
    for (guint step = 0; step < MOST_STEPS; step++) {
        Slope s = slope_at(lessons, offsets, spread, l->alpha, l->beta);
        gdouble det = s.aa * s.bb - s.ab * s.ab;
        gdouble da = l->is_topic ? s.a / s.aa : (s.bb * s.a - s.ab * s.b) / det;
        gdouble db = l->is_topic ? 0 : (s.aa * s.b - s.ab * s.a) / det;
        gdouble share = 1;
        while (
            share > end_of_steps &&
            slope_at(lessons, offsets, spread, l->alpha + share * da, l->beta + share * db).fits <
                s.fits)
            share /= 2;
        l->alpha += share * da;
        l->beta += share * db;
        if (fabs(share * da) + fabs(share * db) < end_of_steps)
            return;
    }
}

/* ---- a release or topic ---- */

static gboolean read_target(KiriStore *store, KiriLearned *l, const char *id, GError **error)
{
    GError *why = NULL;
    g_autoptr(KiriTopic) topic =
        l->is_topic ? kiri_store_get(store, KIRI_NOUN_TOPIC, id, &why) : NULL;
    g_autoptr(KiriRelease) release =
        l->is_topic ? NULL : kiri_store_get(store, KIRI_NOUN_RELEASE, id, &why);
    if (why) {
        g_propagate_error(error, why);
        return FALSE;
    }
    l->is_off = topic ? topic->is_learning_off : !release || release->is_learning_off;
    return TRUE;
}

/* From verdicts on clips of this target that decide. */
static KiriLearned *learn(KiriStore *store, gboolean is_topic, const char *id, GPtrArray *verdicts,
                          GError **error)
{
    g_autoptr(KiriLearned) l = g_new0(KiriLearned, 1);
    g_autoptr(GArray) lessons = g_array_new(FALSE, TRUE, sizeof(KiriLesson));
    g_autoptr(GHashTable) stories = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_array_set_clear_func(lessons, lesson_clear);
    l->is_topic = is_topic;
    l->beta = 1;
    l->terms = g_ptr_array_new();
    if (!read_target(store, l, id, error))
        return NULL;
    Class class_ = {store, is_topic, lessons, stories};
    g_ptr_array_sort(verdicts, newest_verdict_first);
    for (guint i = 0; i < verdicts->len && lessons->len < MOST_LESSONS; i++)
        if (!add_lesson(&class_, g_ptr_array_index(verdicts, i), error))
            return NULL;
    g_array_sort(lessons, by_clip); // sums do not depend on when people decided
    for (guint i = 0; i < lessons->len; i++)
        *(g_array_index(lessons, KiriLesson, i).is_accepted ? &l->accepted : &l->rejected) += 1;
    l->is_active = !l->is_off && lessons->len >= KIRI_LEARN_FROM;
    if (l->is_active) {
        g_ptr_array_unref(l->terms);
        l->terms = kiri_learned_terms(lessons);
        fit(l, lessons);
    }
    return g_steal_pointer(&l);
}

/* Verdicts that decide, by the release or topic of their clips. */
static GHashTable *by_target(GHashTable *verdicts)
{
    GHashTable *targets =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
    GHashTableIter iter;
    gpointer v;
    g_hash_table_iter_init(&iter, verdicts);
    while (g_hash_table_iter_next(&iter, NULL, &v)) {
        const char *target = NULL;
        g_autofree char *article = kiri_clip_article_of(((KiriVerdict *)v)->clip, &target);
        if (!article || kiri_verdict_decision(v) == KIRI_DECISION_NONE)
            continue;
        GPtrArray *list = g_hash_table_lookup(targets, target);
        if (!list) {
            list = g_ptr_array_new();
            g_hash_table_insert(targets, g_strdup(target), list);
        }
        g_ptr_array_add(list, v);
    }
    return targets;
}

KiriLearned *kiri_learned_of(KiriStore *store, KiriNoun noun, const char *id, GError **error)
{
    g_autoptr(GHashTable) verdicts = kiri_store_verdicts(store, error);
    if (!verdicts)
        return NULL;
    g_autoptr(GHashTable) targets = by_target(verdicts);
    GPtrArray *list = g_hash_table_lookup(targets, id);
    g_autoptr(GPtrArray) none = g_ptr_array_new();
    return learn(store, noun == KIRI_NOUN_TOPIC, id, list ? list : none, error);
}

GHashTable *kiri_learned_all(KiriStore *store, GHashTable *verdicts, GError **error)
{
    g_autoptr(GHashTable) all =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_learned);
    g_autoptr(GHashTable) targets = by_target(verdicts);
    GHashTableIter iter;
    gpointer id, list;
    g_hash_table_iter_init(&iter, targets);
    while (g_hash_table_iter_next(&iter, &id, &list)) {
        if (((GPtrArray *)list)->len < KIRI_LEARN_FROM)
            continue;
        gboolean is_topic = !kiri_store_has(store, KIRI_NOUN_RELEASE, id);
        if (is_topic && !kiri_store_has(store, KIRI_NOUN_TOPIC, id))
            continue;
        g_autoptr(KiriLearned) learned = learn(store, is_topic, id, list, error);
        if (!learned)
            return NULL;
        if (learned->is_active)
            g_hash_table_insert(all, g_strdup(id), g_steal_pointer(&learned));
    }
    return g_steal_pointer(&all);
}

char *kiri_learned_digest(const KiriLearned *l)
{
    if (!l || !l->is_active)
        return g_strdup("");
    char number[G_ASCII_DTOSTR_BUF_SIZE], id[KIRI_ID_BYTES];
    g_autoptr(GString) all = g_string_new(g_ascii_formatd(number, sizeof number, "%.6f", l->alpha));
    g_string_append_c(all, ' ');
    g_string_append(all, g_ascii_formatd(number, sizeof number, "%.6f", l->beta));
    for (guint i = 0; i < l->terms->len; i++) {
        const KiriLearnedTerm *t = g_ptr_array_index(l->terms, i);
        g_string_append_printf(all, "\n%s ", t->word);
        g_string_append(all, g_ascii_formatd(number, sizeof number, "%.6f", t->weight));
    }
    kiri_hash_id((KiriStr){all->str, all->len}, id);
    return g_strdup(id);
}
