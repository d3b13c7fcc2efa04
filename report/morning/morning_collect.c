// SPDX-License-Identifier: GPL-3.0-or-later
/* The articles of the window, each once with its strongest tie, and what people said.
 *
 * One ordered scan over the time of publication, from the day on which the window begins
 * (papers are dated to the day); only articles that have a clip are read. What was
 * published between the last sheet's window and this one is counted, not shown. */
#include "morning_internal.h"

#include "summary/summary_parts.h"

#include <string.h>

/* ---- tables ---- */

static void free_record(gpointer record, const KiriShape *shape)
{
    kiri_record_free(shape, record);
}

static void free_medium(gpointer medium)
{
    free_record(medium, &kiri_medium_shape);
}

static void free_topic(gpointer topic)
{
    free_record(topic, &kiri_topic_shape);
}

static void free_release(gpointer release)
{
    if (release)
        free_record(release, &kiri_release_shape);
}

static GHashTable *table_of(KiriStore *store, KiriNoun noun, GDestroyNotify destroy, GError **error)
{
    g_autoptr(GPtrArray) all = kiri_store_list(store, noun, "", error);
    if (!all)
        return NULL;
    GHashTable *table = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, destroy);
    for (guint i = 0; i < all->len; i++) {
        gconstpointer record = g_ptr_array_index(all, i);
        const char *id = noun == KIRI_NOUN_MEDIUM ? ((const KiriMedium *)record)->id
                                                  : ((const KiriTopic *)record)->id;
        g_hash_table_insert(table, g_strdup(id), kiri_record_copy(kiri_noun_shape(noun), record));
    }
    return table;
}

static void free_piece(gpointer data)
{
    KiriMorningPiece *p = data;
    kiri_article_free(p->article);
    kiri_clip_free(p->clip);
    kiri_verdict_free(p->verdict);
    g_free(p->section);
    g_free(p->story);
    g_free(p->event);
    g_free(p->differs);
    g_free(p);
}

void kiri_morning_work_clear(KiriMorningWork *w)
{
    g_clear_pointer(&w->pieces, g_ptr_array_unref);
    g_clear_pointer(&w->edits, g_ptr_array_unref);
    g_clear_pointer(&w->ledger, g_hash_table_unref);
    g_clear_pointer(&w->topics, g_hash_table_unref);
    g_clear_pointer(&w->releases, g_hash_table_unref);
}

/* NULL: there is none, or `*error`. Borrowed. */
static const KiriRelease *release_of(KiriMorningWork *w, const char *id, GError **error)
{
    gpointer found = NULL;
    if (!id || g_hash_table_lookup_extended(w->releases, id, NULL, &found))
        return found;
    KiriRelease *release = kiri_store_get(w->store, KIRI_NOUN_RELEASE, id, error);
    g_hash_table_insert(w->releases, g_strdup(id), release);
    return release;
}

/* ---- ties ---- */

static gboolean is_rival(const KiriMorningWork *w, const KiriClip *clip)
{
    const KiriTopic *topic = clip->topic ? g_hash_table_lookup(w->topics, clip->topic) : NULL;
    return topic && topic->is_comparison;
}

/* What counts goes before what does not, ours before a rival's, a release before a
 * topic, a topic before a mention; then the probability. */
static gint tie_rank(const KiriMorningWork *w, const KiriClip *clip, const KiriStanding *standing)
{
    gint kind = clip->release ? 2 : clip->topic ? 1 : 0;
    return (standing->counts ? 8 : 0) + (is_rival(w, clip) ? 0 : 4) + kind;
}

static gboolean is_stronger(const KiriMorningWork *w, const KiriClip *a, const KiriStanding *sa,
                            const KiriClip *b, const KiriStanding *sb)
{
    gint x = tie_rank(w, a, sa), y = tie_rank(w, b, sb);
    if (x != y)
        return x > y;
    if (a->probability != b->probability)
        return a->probability > b->probability;
    return strcmp(a->id, b->id) < 0;
}

/* The section in charge that a clip leads to; NULL: none. Borrowed. */
static const char *section_of(KiriMorningWork *w, const KiriClip *clip, const KiriStanding *s,
                              GError **error)
{
    if (s->section)
        return s->section;
    const KiriRelease *release = release_of(w, clip->release, error);
    const KiriTopic *topic = clip->topic ? g_hash_table_lookup(w->topics, clip->topic) : NULL;
    return release ? release->section : topic ? topic->section : NULL;
}

static void take_tie(KiriMorningWork *w, KiriMorningPiece *p, const KiriClip *clip,
                     KiriVerdict *verdict)
{
    KiriStanding standing = kiri_standing(clip, verdict);
    if (p->clip && !is_stronger(w, clip, &standing, p->clip, &p->standing)) {
        kiri_verdict_free(verdict);
        return;
    }
    kiri_clip_free(p->clip);
    kiri_verdict_free(p->verdict);
    p->clip = kiri_record_copy(&kiri_clip_shape, clip);
    p->verdict = verdict;
    p->standing = kiri_standing(p->clip, p->verdict);
}

/* All clips of the article: the strongest stands for it, differences and what is done
 * about them come from any that counts. */
static gboolean take_ties(KiriMorningWork *w, KiriMorningPiece *p, const GPtrArray *clips,
                          GError **error)
{
    GError *why = NULL;
    for (guint i = 0; i < clips->len && !why; i++) {
        const KiriClip *clip = g_ptr_array_index(clips, i);
        KiriVerdict *verdict = kiri_store_get(w->store, KIRI_NOUN_VERDICT, clip->id, &why);
        KiriStanding standing = kiri_standing(clip, verdict);
        if (standing.counts && !is_rival(w, clip)) {
            p->is_ours = TRUE;
            p->handling = MAX(p->handling, standing.status);
            if (!p->differs)
                p->differs = kiri_sheet_differs(clip->evidence, w->query->lang);
        }
        take_tie(w, p, clip, verdict);
    }
    const char *section = p->clip && !why ? section_of(w, p->clip, &p->standing, &why) : NULL;
    for (guint i = 0; i < clips->len && !section && !why; i++) {
        const KiriStanding nothing = {0};
        section = section_of(w, g_ptr_array_index(clips, i), &nothing, &why);
    }
    p->section = g_strdup(section);
    p->is_rival = p->clip && p->standing.counts && !p->is_ours;
    if (why)
        g_propagate_error(error, why);
    return why == NULL;
}

/* ---- articles ---- */

static guint place_of(const KiriMorningWork *w, const KiriMedium *m)
{
    /* 内閣 order where nobody said another one: papers, then broadcasters, wires, local
     * papers, and what is only on the Web. */
    static const guint kinds[KIRI_N_MEDIUM_KINDS] = {[KIRI_MEDIUM_NATIONAL_PAPER] = 0,
                                                     [KIRI_MEDIUM_TV] = 1,
                                                     [KIRI_MEDIUM_RADIO] = 2,
                                                     [KIRI_MEDIUM_WIRE] = 3,
                                                     [KIRI_MEDIUM_LOCAL_PAPER] = 4,
                                                     [KIRI_MEDIUM_MAGAZINE] = 5,
                                                     [KIRI_MEDIUM_TRADE] = 6,
                                                     [KIRI_MEDIUM_WEB] = 7,
                                                     [KIRI_MEDIUM_APP] = 8,
                                                     [KIRI_MEDIUM_PORTAL] = 9,
                                                     [KIRI_MEDIUM_BLOG] = 10,
                                                     [KIRI_MEDIUM_RELEASE_WIRE] = 11,
                                                     [KIRI_MEDIUM_MINISTRY] = 12};
    enum { NAMED = 1000, POSITIONS = 100000, A_KIND = 1000 };
    char **named = w->query->media;
    for (guint i = 0; named && named[i]; i++)
        if (m && (strcmp(named[i], m->id) == 0 || g_strcmp0(named[i], m->name) == 0))
            return i;
    if (m && m->position > 0 && m->position < POSITIONS)
        return NAMED + (guint)m->position;
    guint kind = m ? kinds[CLAMP(m->kind, 0, KIRI_N_MEDIUM_KINDS - 1)] : KIRI_N_MEDIUM_KINDS;
    return NAMED + POSITIONS + kind * A_KIND;
}

static const KiriMorningEdit *edit_of(const KiriMorningWork *w, const char *article)
{
    const KiriMorningEdit *standing = NULL;
    for (guint i = 0; i < w->edits->len; i++) {
        const KiriMorningEdit *e = g_ptr_array_index(w->edits, i);
        if (g_strcmp0(e->article, article) == 0)
            standing = e->action == KIRI_MORNING_UNPIN ? NULL : e;
    }
    return standing;
}

static gboolean add_piece(KiriMorningWork *w, KiriArticle *article, const GPtrArray *clips,
                          GError **error)
{
    KiriMorningPiece *p = g_new0(KiriMorningPiece, 1);
    g_ptr_array_add(w->pieces, p);
    p->article = article;
    p->medium = article->medium ? g_hash_table_lookup(w->ledger, article->medium) : NULL;
    p->moment_us = kiri_morning_moment(article, w->query->from_min);
    p->place = place_of(w, p->medium);
    p->edit = edit_of(w, article->id);
    if (!take_ties(w, p, clips, error))
        return FALSE;
    p->story = g_strdup(p->clip && p->clip->story ? p->clip->story : article->id);
    p->event = kiri_store_event_of(w->store, article->id, error);
    return p->event != NULL;
}

/* Is it of the window, and has it a clip? Then it is a piece. */
static gboolean look_at(KiriMorningWork *w, const char *id, gint64 since_us, GError **error)
{
    g_autoptr(GPtrArray) clips = kiri_store_clips_of(w->store, KIRI_NOUN_ARTICLE, id, error);
    if (!clips || !clips->len)
        return clips != NULL;
    GError *why = NULL;
    g_autoptr(KiriArticle) a = kiri_store_get(w->store, KIRI_NOUN_ARTICLE, id, &why);
    if (why)
        g_propagate_error(error, why);
    if (!a || kiri_article_is_withdrawn(a))
        return why == NULL;
    gint64 moment_us = kiri_morning_moment(a, w->query->from_min);
    if (moment_us >= w->from_us && moment_us < w->to_us)
        return add_piece(w, g_steal_pointer(&a), clips, error);
    w->between += moment_us >= since_us && moment_us < w->from_us ? 1 : 0;
    return TRUE;
}

/* What a person pinned stands on the sheet wherever it comes from. */
static gboolean add_pinned(KiriMorningWork *w, GError **error)
{
    g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < w->pieces->len; i++)
        g_hash_table_add(known, ((KiriMorningPiece *)g_ptr_array_index(w->pieces, i))->article->id);
    for (guint i = 0; i < w->edits->len; i++) {
        const KiriMorningEdit *e = g_ptr_array_index(w->edits, i);
        const KiriMorningEdit *standing = e->article ? edit_of(w, e->article) : NULL;
        if (!standing || standing->action != KIRI_MORNING_PIN ||
            g_hash_table_contains(known, e->article))
            continue;
        GError *why = NULL;
        KiriArticle *a = kiri_store_get(w->store, KIRI_NOUN_ARTICLE, e->article, &why);
        g_autoptr(GPtrArray) clips =
            a ? kiri_store_clips_of(w->store, KIRI_NOUN_ARTICLE, e->article, &why) : NULL;
        if (why) {
            kiri_article_free(a);
            g_propagate_error(error, why);
            return FALSE;
        }
        if (!a)
            continue;
        g_hash_table_add(known, a->id);
        if (!add_piece(w, a, clips, error))
            return FALSE;
        ((KiriMorningPiece *)g_ptr_array_index(w->pieces, w->pieces->len - 1))->is_added = TRUE;
    }
    return TRUE;
}

/* Media in order, then time, then id: the order of rows, and of whom a row is. */
static gint by_medium(gconstpointer a, gconstpointer b)
{
    const KiriMorningPiece *x = *(KiriMorningPiece *const *)a;
    const KiriMorningPiece *y = *(KiriMorningPiece *const *)b;
    if (x->place != y->place)
        return x->place < y->place ? -1 : 1;
    gint same = g_strcmp0(x->article->medium, y->article->medium);
    if (same)
        return same;
    if (x->moment_us != y->moment_us)
        return x->moment_us < y->moment_us ? -1 : 1;
    return strcmp(x->article->id, y->article->id);
}

gboolean kiri_morning_collect(KiriMorningWork *w, GError **error)
{
    g_autofree char *date = kiri_morning_date(w->day_us);
    w->pieces = g_ptr_array_new_with_free_func(free_piece);
    w->releases = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_release);
    w->ledger = table_of(w->store, KIRI_NOUN_MEDIUM, free_medium, error);
    w->topics = w->ledger ? table_of(w->store, KIRI_NOUN_TOPIC, free_topic, error) : NULL;
    w->edits = w->topics ? kiri_morning_edits(w->store, date, error) : NULL;
    if (!w->edits)
        return FALSE;
    gint64 before_us = kiri_civil_day_start_jst(w->from_us);
    gint64 since_us = before_us + w->query->to_min * KIRI_US_PER_MINUTE;
    g_auto(GStrv) ids = kiri_store_published_between(w->store, before_us, w->to_us);
    for (char **id = ids; id && *id; id++)
        if (!look_at(w, *id, since_us, error))
            return FALSE;
    if (!add_pinned(w, error))
        return FALSE;
    g_ptr_array_sort(w->pieces, by_medium);
    return kiri_store_check(w->store, error);
}
