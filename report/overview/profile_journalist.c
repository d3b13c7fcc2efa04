// SPDX-License-Identifier: GPL-3.0-or-later
/* A journalist's pieces are those that kiri_people() finds, so that a name that was
 * forgotten stays so; each is looked up again for how prominent we are in it. Tone is
 * never read here. */
#include "profile_counts.h"

#include <kirinuki/people.h>
#include <kirinuki/quality.h>

typedef struct {
    KiriStore *store;
    KiriJournalistProfile *p;
    GHashTable *media, *releases, *topics, *months;
    gint64 weekdays[7]; // from Sunday
    GError *error;
} Making;

/* By the strongest of its clips. */
static gboolean take_quality(Making *m, const KiriArticle *a, KiriProfilePiece *piece)
{
    g_autoptr(GPtrArray) clips = kiri_store_clips_of(m->store, KIRI_NOUN_ARTICLE, a->id, &m->error);
    for (guint i = 0; clips && i < clips->len && !m->error; i++) {
        const KiriClip *clip = g_ptr_array_index(clips, i);
        g_autoptr(KiriVerdict) v = kiri_store_get(m->store, KIRI_NOUN_VERDICT, clip->id, &m->error);
        gdouble points = 0;
        if (!kiri_standing(clip, v).counts || !kiri_prominence(clip->score, a, v, &points))
            continue;
        piece->is_scored = TRUE;
        piece->in_headline |= clip->score->in_headline;
        piece->prominence = MAX(piece->prominence, points);
    }
    return m->error == NULL;
}

static void take_subjects(Making *m, KiriProfilePiece *piece, KiriNoun noun, char **ids,
                          GHashTable *counts)
{
    for (char **id = ids; id && *id; id++) {
        g_autofree char *name = kiri_profile_subject(m->store, noun, *id);
        kiri_strv_add(&piece->subjects, name);
        kiri_counts_add(counts, name);
    }
}

static void count_piece(Making *m, const KiriProfilePiece *piece)
{
    KiriJournalistProfile *p = m->p;
    gint64 *const classes[KIRI_N_CLASSES] = {[KIRI_CLASS_MENTION] = &p->mention,
                                             [KIRI_CLASS_PUBLICITY] = &p->publicity,
                                             [KIRI_CLASS_SYNDICATED] = &p->syndicated,
                                             [KIRI_CLASS_VERBATIM] = &p->verbatim};
    p->articles++;
    if (classes[piece->class_])
        ++*classes[piece->class_];
    p->scored += piece->is_scored ? 1 : 0;
    p->in_headline += piece->in_headline ? 1 : 0;
    p->prominence += piece->is_scored ? piece->prominence : 0;
    if (!kiri_time_is_set(piece->published))
        return;
    g_autofree char *month = kiri_profile_month(piece->published.us);
    kiri_counts_add(m->months, month);
    m->weekdays[kiri_civil_from_us(piece->published.us, KIRI_JST_MIN).weekday]++;
    if (!kiri_time_is_set(p->last) || piece->published.us > p->last.us)
        p->last = piece->published;
    if (!kiri_time_is_set(p->first) || piece->published.us < p->first.us)
        p->first = piece->published;
}

static gboolean take_piece(Making *m, const KiriPersonPiece *from)
{
    g_autoptr(KiriArticle) a =
        kiri_store_get(m->store, KIRI_NOUN_ARTICLE, from->article, &m->error);
    g_autoptr(KiriMedium) medium =
        a && a->medium ? kiri_store_get(m->store, KIRI_NOUN_MEDIUM, a->medium, &m->error) : NULL;
    if (!a)
        return m->error == NULL;
    KiriProfilePiece *piece = kiri_profile_piece_new();
    kiri_recs_add(&m->p->pieces, piece);
    piece->article = g_strdup(from->article);
    piece->title = g_strdup(from->title);
    piece->url = g_strdup(kiri_article_link(a));
    piece->medium = g_strdup(medium ? medium->name : from->medium);
    piece->published = from->published;
    piece->class_ = from->class_;
    kiri_counts_add(m->media, piece->medium);
    take_subjects(m, piece, KIRI_NOUN_RELEASE, from->releases, m->releases);
    take_subjects(m, piece, KIRI_NOUN_TOPIC, from->topics, m->topics);
    gboolean ok = take_quality(m, a, piece);
    count_piece(m, piece);
    return ok;
}

static void settle(Making *m)
{
    static const char *const days[] = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
    KiriJournalistProfile *p = m->p;
    if (p->scored)
        p->prominence /= (gdouble)p->scored;
    p->media = kiri_counts_end(m->media, KIRI_COUNTS_MOST_FIRST);
    p->releases = kiri_counts_end(m->releases, KIRI_COUNTS_MOST_FIRST);
    p->topics = kiri_counts_end(m->topics, KIRI_COUNTS_MOST_FIRST);
    p->months = kiri_counts_end(m->months, KIRI_COUNTS_BY_NAME);
    for (guint i = 0; i < G_N_ELEMENTS(days); i++) {
        guint day = (i + 1) % G_N_ELEMENTS(days); // from Monday
        KiriProfileCount *row = kiri_profile_count_new();
        row->name = g_strdup(days[day]);
        row->count = m->weekdays[day];
        kiri_recs_add(&p->weekdays, row);
    }
}

static gboolean take_person(Making *m, const KiriPerson *person, gint64 from_us, gint64 to_us)
{
    m->p->name = g_strdup(person->name);
    for (guint i = 0; i < kiri_recs_count(person->pieces); i++) {
        const KiriPersonPiece *piece = g_ptr_array_index(person->pieces, i);
        if (piece->published.us < from_us || piece->published.us >= to_us)
            continue;
        if (!take_piece(m, piece))
            return FALSE;
    }
    return TRUE;
}

KiriJournalistProfile *kiri_journalist_profile_make(KiriStore *store, const char *name,
                                                    gint64 from_us, gint64 to_us, gint64 now_us,
                                                    GError **error)
{
    const KiriPeopleQuery query = {.name = name, .since_us = from_us};
    g_autoptr(GPtrArray) people = kiri_people(store, &query, error);
    if (!people || !people->len)
        return NULL;
    g_autoptr(KiriJournalistProfile) p = kiri_journalist_profile_new();
    Making m = {.store = store,
                .p = p,
                .media = kiri_counts_new(),
                .releases = kiri_counts_new(),
                .topics = kiri_counts_new(),
                .months = kiri_counts_new()};
    p->made = kiri_time_jst(now_us);
    if (from_us != G_MININT64)
        p->from = kiri_time_coarsen(kiri_time_jst(from_us), KIRI_PRECISION_DAY);
    if (to_us != G_MAXINT64)
        p->to = kiri_time_coarsen(kiri_time_jst(to_us - 1), KIRI_PRECISION_DAY);
    gboolean ok = take_person(&m, g_ptr_array_index(people, 0), from_us, to_us);
    settle(&m);
    g_hash_table_unref(m.media);
    g_hash_table_unref(m.releases);
    g_hash_table_unref(m.topics);
    g_hash_table_unref(m.months);
    if (!ok)
        g_propagate_error(error, m.error);
    return ok && p->articles ? g_steal_pointer(&p) : NULL;
}
