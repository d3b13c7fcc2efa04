// SPDX-License-Identifier: GPL-3.0-or-later
/* Why an article does not belong to a topic: its query part by part, and its limits. The
 * answer itself is the link stage's; the parts say which of them it hangs on. */
#include "query/query_tree.h"
#include "topics/topic_set_internal.h"
#include "why.h"

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>

#include <string.h>

static const KiriField why_part_fields[] = {
    {KIRI_FIELD(1, KiriWhyPart, from, STR)},
    {KIRI_FIELD(2, KiriWhyPart, depth, I64)},
    {KIRI_FIELD(3, KiriWhyPart, kind, STR)},
    {KIRI_FIELD(4, KiriWhyPart, field, STR)},
    {KIRI_FIELD(5, KiriWhyPart, text, STR)},
    {KIRI_FIELD(6, KiriWhyPart, distance, I64), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(7, KiriWhyPart, is_met, BOOL)},
    {KIRI_FIELD(8, KiriWhyPart, is_cause, BOOL)},
    {KIRI_FIELD(9, KiriWhyPart, found, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(10, KiriWhyPart, is_inside, BOOL), .flags = KIRI_FIELD_SPARSE},
};
const KiriShape kiri_why_part_shape = KIRI_SHAPE("why_part", KiriWhyPart, why_part_fields);

static const KiriField why_topic_fields[] = {
    {KIRI_FIELD(1, KiriWhyTopic, article, STR)},
    {KIRI_FIELD(2, KiriWhyTopic, topic, STR)},
    {KIRI_FIELD(3, KiriWhyTopic, outcome, ENUM), .names = kiri_why_names},
    {KIRI_FIELD(4, KiriWhyTopic, probability, F64)},
    {KIRI_FIELD(5, KiriWhyTopic, parts, RECS), .sub = &kiri_why_part_shape},
    {KIRI_FIELD(6, KiriWhyTopic, others, RECS), .sub = &kiri_why_other_shape},
};
const KiriShape kiri_why_topic_shape = KIRI_SHAPE("why_topic", KiriWhyTopic, why_topic_fields);

typedef struct {
    KiriWhyTopic *why;
    KiriQueryArticle *texts;
    const GPtrArray *clips;
    const char *from;
} Asking;

/* With one of the ties, for class: and release:. */
static gboolean is_met(const Asking *a, const KiriNode *node)
{
    a->texts->clip_class = a->texts->clip_release = NULL;
    gboolean is_met = kiri_node_matches(node, a->texts);
    for (guint i = 0; i < a->clips->len && !is_met; i++) {
        const KiriClip *c = g_ptr_array_index(a->clips, i);
        if (c->topic)
            continue;
        a->texts->clip_class = kiri_class_names[c->class_];
        a->texts->clip_release = c->release;
        is_met = kiri_node_matches(node, a->texts);
    }
    return is_met;
}

/* snow in snowden: the letters are there, the word is not. */
static gboolean occurs_inside(const Asking *a, const KiriNode *node)
{
    const char *texts[] = {a->texts->title, node->field == KIRI_IN_ANY ? a->texts->text : NULL};
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++)
        if (node->field != KIRI_IN_AUTHOR && texts[i] && *node->n && strstr(texts[i], node->n))
            return TRUE;
    return FALSE;
}

/* Of a keyword with variants, the first one that occurs, if it is not the keyword. */
static const char *variant_in(const Asking *a, const KiriNode *node)
{
    for (guint i = 0; i < node->children->len; i++) {
        const KiriNode *child = kiri_node_child(node, i);
        if (is_met(a, child))
            return i ? child->raw : NULL;
    }
    return NULL;
}

static KiriWhyPart *part_new(const Asking *a, const KiriNode *node, guint depth)
{
    const KiriNode *word = node->is_expansion ? kiri_node_child(node, 0) : node;
    KiriWhyPart *part = kiri_why_part_new();
    part->from = g_strdup(a->from);
    part->depth = depth;
    part->kind = g_strdup(kiri_node_kind_name(word));
    part->text = g_strdup(word->raw);
    part->distance = node->distance;
    if (word->kind == KIRI_NODE_KEYWORD && word->field != KIRI_IN_ANY)
        part->field = g_strdup(word->field == KIRI_IN_TITLE ? "title" : "author");
    part->is_met = is_met(a, node);
    if (node->is_expansion)
        part->found = g_strdup(variant_in(a, node));
    part->is_inside = !part->is_met && word->kind == KIRI_NODE_KEYWORD && occurs_inside(a, word);
    return part;
}

/* `is_asked`: the answer hangs on this node; then it is to be `wanted`. Of an AND that
 * fails it hangs on the children that fail, of an OR on all of them; below NOT the
 * other way round. */
static void add_parts(const Asking *a, const KiriNode *node, guint depth, gboolean is_asked,
                      gboolean wanted)
{
    KiriWhyPart *part = part_new(a, node, depth);
    gboolean fails = is_asked && part->is_met != wanted;
    gboolean is_leaf = !node->children || node->is_expansion || node->kind == KIRI_NODE_NEAR;
    part->is_cause = fails && is_leaf;
    kiri_recs_add(&a->why->parts, part);
    for (guint i = 0; node->children && !node->is_expansion && i < node->children->len; i++)
        add_parts(a, kiri_node_child(node, i), depth + 1, fails && !is_leaf,
                  node->kind == KIRI_NODE_NOT ? !wanted : wanted);
}

static void add_query(Asking *a, const char *from, const KiriQuery *query, gboolean wanted)
{
    a->from = from;
    add_parts(a, query->root, 0, TRUE, wanted);
}

/* One row for each value of a limit; where none is met, all are the cause. */
static void add_limit(Asking *a, const char *from, char **values, const gboolean *met)
{
    gboolean is_any = FALSE;
    for (guint i = 0; i < kiri_strv_count(values); i++)
        is_any |= met[i];
    for (guint i = 0; i < kiri_strv_count(values); i++) {
        KiriWhyPart *part = kiri_why_part_new();
        part->from = g_strdup(from);
        part->kind = g_strdup(from);
        part->text = g_strdup(values[i]);
        part->is_met = met[i];
        part->is_cause = !is_any;
        kiri_recs_add(&a->why->parts, part);
    }
}

static void add_media(Asking *a, const KiriTopic *topic)
{
    guint n = kiri_strv_count(topic->media);
    g_autofree gboolean *met = g_new0(gboolean, n + 1);
    for (guint i = 0; i < n; i++) {
        char *one[] = {topic->media[i], NULL};
        g_autoptr(KiriNode) node = kiri_topic_media_node(one);
        met[i] = is_met(a, node);
    }
    add_limit(a, "media", topic->media, met);
}

/* Sections or languages: the topic with that one value and no other limit. */
static void add_admission(Asking *a, const char *from, char **values, gboolean is_section,
                          const KiriArticle *article)
{
    guint n = kiri_strv_count(values);
    g_autofree gboolean *met = g_new0(gboolean, n + 1);
    for (guint i = 0; i < n; i++) {
        char *one[] = {values[i], NULL};
        KiriTopic alone = {.sections = is_section ? one : NULL,
                           .languages = is_section ? NULL : one};
        met[i] = kiri_topic_admits(&alone, article);
    }
    add_limit(a, from, values, met);
}

static gboolean add_all(Asking *a, KiriLinkWork *w, const KiriTopic *topic,
                        const KiriArticle *article, GError **error)
{
    KiriTopic asked = {.query = topic->query, .variants = topic->variants};
    g_autoptr(KiriQuery) query = kiri_topic_query(&asked, w->variants, error);
    gboolean excludes = topic->exclude && *topic->exclude;
    g_autoptr(KiriQuery) exclude =
        query && excludes ? kiri_query_parse(kiri_str(topic->exclude), error) : NULL;
    if (!query || (excludes && !exclude))
        return FALSE;
    add_query(a, "query", query, TRUE);
    if (exclude)
        add_query(a, "exclude", exclude, FALSE);
    add_media(a, topic);
    add_admission(a, "sections", topic->sections, TRUE, article);
    add_admission(a, "languages", topic->languages, FALSE, article);
    return TRUE;
}

/* ---- what it comes to ---- */

static void set_outcome(KiriWhyTopic *why, const KiriTopic *topic, const GPtrArray *clips)
{
    why->outcome = topic->is_removed ? KIRI_WHY_REMOVED : KIRI_WHY_NO_MATCH;
    for (guint i = 0; i < clips->len; i++) {
        const KiriClip *c = g_ptr_array_index(clips, i);
        if (g_strcmp0(c->topic, topic->id) != 0)
            continue;
        why->outcome = c->class_ == KIRI_CLASS_NONE ? KIRI_WHY_LEARNED : KIRI_WHY_CLIP;
        why->probability = c->probability;
    }
}

static gboolean explain(KiriLinkWork *w, const KiriTopic *topic, KiriWhyTopic *why, GError **error)
{
    g_autoptr(GPtrArray) clips = kiri_why_clips(w, why->article, error);
    if (!clips)
        return FALSE;
    const KiriArticle *article = kiri_link_subject(w, why->article)->article;
    g_autoptr(KiriQueryArticle) texts = kiri_query_article_of(article);
    Asking a = {.why = why, .texts = texts, .clips = clips};
    set_outcome(why, topic, clips);
    kiri_why_add_others(clips, topic->id, &why->others);
    return topic->is_removed || add_all(&a, w, topic, article, error);
}

KiriWhyTopic *kiri_why_topic(KiriStore *store, const KiriLinkOptions *options, const char *article,
                             const char *topic, GError **error)
{
    GError *why_not = NULL;
    g_autoptr(KiriTopic) t = kiri_store_get(store, KIRI_NOUN_TOPIC, topic, &why_not);
    if (!t) {
        if (why_not)
            g_propagate_error(error, why_not);
        else
            g_set_error(error, KIRI_ERROR_INDEXER, KIRI_ERROR_NOT_FOUND,
                        _("there is no topic '%s'"), topic);
        return NULL;
    }
    KiriLinkCounts counts = {0};
    KiriLinkWork w = {.store = store, .options = options, .counts = &counts};
    g_autoptr(KiriWhyTopic) why = kiri_why_topic_new();
    why->article = g_strdup(article);
    why->topic = g_strdup(topic);
    gboolean ok = kiri_link_open(&w, error) && explain(&w, t, why, error);
    kiri_link_close(&w);
    return ok ? g_steal_pointer(&why) : NULL;
}
