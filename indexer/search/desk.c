// SPDX-License-Identifier: GPL-3.0-or-later
/* What an office wrote itself: releases, and notes on them, on clips, media and topics.
 * They are thousands where articles are millions, so they lie in no index: each is
 * given the form of an article and asked whether it matches. */
#include <kirinuki/listing.h>

#include <string.h>

const char *const kiri_desk_kind_names[] = {"release", "note", NULL};

typedef struct {
    KiriStore *store;
    const KiriQuery *query;
    char **keywords;
    GPtrArray *hits;
    GError *error; // of a read inside a visit
} Desk;

static void hit_free(gpointer data)
{
    KiriDeskHit *hit = data;
    g_free(hit->id);
    g_free(hit->of);
    g_free(hit->title);
    g_free(hit->url);
    g_free(hit->author);
    g_free(hit->text);
    g_array_unref(hit->title_marks);
    g_array_unref(hit->text_marks);
    g_free(hit);
}

/* A thing of the desk in the form in which queries look at articles. */
typedef struct {
    KiriArticle article;    // borrows all of its members
    const char *clip_class; // of the tie that it speaks of
    const char *clip_release;
} Sheet;

static gboolean does_match(const Desk *d, const Sheet *sheet)
{
    g_autoptr(KiriQueryArticle) plain = kiri_query_article_of(&sheet->article);
    plain->clip_class = sheet->clip_class;
    plain->clip_release = sheet->clip_release;
    gboolean is_match = kiri_query_matches(d->query, plain);
    plain->clip_class = plain->clip_release = NULL; // borrowed
    return is_match;
}

static KiriDeskHit *add_hit(Desk *d, KiriDeskKind kind, const char *of, const char *id,
                            const Sheet *sheet)
{
    KiriDeskHit *hit = g_new0(KiriDeskHit, 1);
    hit->kind = (gint)kind;
    hit->of = g_strdup(of);
    hit->id = g_strdup(id);
    hit->title = g_strdup(sheet->article.title ? sheet->article.title : "");
    hit->url = g_strdup(sheet->article.url);
    hit->author = sheet->article.authors ? g_strdup(sheet->article.authors[0]) : NULL;
    hit->title_marks = kiri_marks_find(kiri_str(hit->title), d->keywords);
    hit->date = sheet->article.published;
    g_ptr_array_add(d->hits, hit);
    return hit;
}

static void set_note(Desk *d, KiriDeskHit *hit, const char *note)
{
    hit->text = g_strdup(note);
    hit->text_marks = kiri_marks_find(kiri_str(note), d->keywords);
}

/* ---- releases ---- */

/* Everything in which an officer would look for a word: the text with keywords
 * and messages behind it. The snippet is cut from the text alone. */
static char *whole_text(const KiriRelease *r)
{
    GString *all = g_string_new(r->text);
    for (char **k = r->keywords; k && *k; k++)
        g_string_append_printf(all, "\n%s", *k);
    for (char **m = r->messages; m && *m; m++)
        g_string_append_printf(all, "\n%s", *m);
    return g_string_free(all, FALSE);
}

static gboolean look_at_release(gconstpointer record, gpointer data)
{
    const KiriRelease *r = record;
    Desk *d = data;
    if (r->is_removed)
        return TRUE;
    g_autofree char *text = whole_text(r);
    char *authors[] = {r->section, NULL};
    Sheet sheet = {.article = {.id = r->id,
                               .url = r->url,
                               .title = r->title,
                               .text = text,
                               .authors = r->section ? authors : NULL,
                               .medium = r->organisation,
                               .site_name = r->organisation,
                               .published = r->date},
                   .clip_release = r->id};
    if (!does_match(d, &sheet))
        return TRUE;
    KiriDeskHit *hit = add_hit(d, KIRI_DESK_RELEASE, "release", r->id, &sheet);
    KiriSnippet snippet = {0};
    kiri_snippet_make(kiri_str(r->text), d->keywords, TRUE, &snippet);
    hit->text = snippet.text;
    hit->text_from = snippet.from;
    hit->text_marks = snippet.marks;
    return TRUE;
}

/* ---- notes ---- */

static void look_at_note(Desk *d, const char *of, const char *id, const char *name, KiriTime date,
                         char *owner, char *note)
{
    char *authors[] = {owner, NULL};
    Sheet sheet = {.article = {.id = (char *)(guintptr)id,
                               .text = note,
                               .authors = owner ? authors : NULL,
                               .published = date},
                   .clip_release = strcmp(of, "release") == 0 ? id : NULL};
    if (!note || !*note || !does_match(d, &sheet))
        return;
    sheet.article.title = (char *)(guintptr)name;
    set_note(d, add_hit(d, KIRI_DESK_NOTE, of, id, &sheet), note);
}

static gboolean look_at_release_note(gconstpointer record, gpointer data)
{
    const KiriRelease *r = record;
    if (!r->is_removed)
        look_at_note(data, "release", r->id, r->title, r->date, r->section, r->note);
    return TRUE;
}

/* 備考 of a verdict: what stands about the article is there to be shown, but the
 * note itself must have the words. */
static gboolean look_at_verdict(gconstpointer record, gpointer data)
{
    const KiriVerdict *v = record;
    Desk *d = data;
    if (!v->note || !*v->note)
        return TRUE;
    g_autoptr(KiriClip) clip = kiri_store_get(d->store, KIRI_NOUN_CLIP, v->clip, &d->error);
    g_autofree char *id = g_strndup(v->clip, strcspn(v->clip, "."));
    g_autoptr(KiriArticle) article =
        d->error ? NULL : kiri_store_get(d->store, KIRI_NOUN_ARTICLE, id, &d->error);
    if (d->error)
        return FALSE;
    char *authors[] = {v->person, NULL};
    Sheet sheet = {.article = {.id = v->clip,
                               .url = article ? article->url : NULL,
                               .text = v->note,
                               .authors = v->person ? authors : NULL,
                               .medium = article ? article->medium : NULL,
                               .site_name = article ? article->site_name : NULL,
                               .published = v->decided},
                   .clip_class = kiri_class_names[kiri_standing(clip, v).class_],
                   .clip_release = clip ? clip->release : NULL};
    if (!does_match(d, &sheet))
        return TRUE;
    sheet.article.title = article ? article->title : NULL;
    set_note(d, add_hit(d, KIRI_DESK_NOTE, "verdict", v->clip, &sheet), v->note);
    return TRUE;
}

static gboolean look_at_medium(gconstpointer record, gpointer data)
{
    const KiriMedium *m = record;
    if (!m->is_removed)
        look_at_note(data, "medium", m->id, m->name, KIRI_TIME_UNSET, NULL, m->note);
    return TRUE;
}

static gboolean look_at_topic(gconstpointer record, gpointer data)
{
    const KiriTopic *t = record;
    if (!t->is_removed)
        look_at_note(data, "topic", t->id, t->name, t->added, t->owner, t->notes);
    return TRUE;
}

/* ---- all ---- */

static gint newest_first(gconstpointer a, gconstpointer b)
{
    const KiriDeskHit *x = *(KiriDeskHit *const *)a, *y = *(KiriDeskHit *const *)b;
    gint64 tx = kiri_time_is_set(x->date) ? x->date.us : G_MININT64,
           ty = kiri_time_is_set(y->date) ? y->date.us : G_MININT64;
    if (tx != ty)
        return tx > ty ? -1 : 1;
    gint order = strcmp(x->of, y->of);
    return order ? order : strcmp(x->id, y->id);
}

GPtrArray *kiri_list_desk(KiriStore *store, const KiriQuery *query, guint kinds, GError **error)
{
    static const struct {
        KiriDeskKind kind;
        KiriNoun noun;
        KiriVisit visit;
    } shelves[] = {{KIRI_DESK_RELEASE, KIRI_NOUN_RELEASE, look_at_release},
                   {KIRI_DESK_NOTE, KIRI_NOUN_RELEASE, look_at_release_note},
                   {KIRI_DESK_NOTE, KIRI_NOUN_VERDICT, look_at_verdict},
                   {KIRI_DESK_NOTE, KIRI_NOUN_MEDIUM, look_at_medium},
                   {KIRI_DESK_NOTE, KIRI_NOUN_TOPIC, look_at_topic}};
    g_auto(GStrv) keywords = kiri_query_keywords(query);
    g_autoptr(GPtrArray) hits = g_ptr_array_new_with_free_func(hit_free);
    Desk d = {.store = store, .query = query, .keywords = keywords, .hits = hits};
    for (gsize i = 0; i < G_N_ELEMENTS(shelves); i++) {
        if (!(kinds & 1u << shelves[i].kind))
            continue;
        if (!kiri_store_each(store, shelves[i].noun, "", shelves[i].visit, &d, error))
            return NULL;
        if (d.error) {
            g_propagate_error(error, d.error);
            return NULL;
        }
    }
    g_ptr_array_sort(hits, newest_first);
    return g_steal_pointer(&hits);
}
