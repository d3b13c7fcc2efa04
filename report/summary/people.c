// SPDX-License-Identifier: GPL-3.0-or-later
/* People from the clips that count: the clips are gone through, their articles read, and
 * each byline that is a person's name gets its pieces. */
#include <kirinuki/people.h>

#include <kirinuki/hash.h>
#include <kirinuki/normalize.h>

#include <string.h>

#define META_FORGOTTEN "people.forgotten" // ids of names, white space between them

#define CLASS_FIELD(tag_, struct_)                                                                 \
    {                                                                                              \
        .tag = (tag_), .name = "class", .type = KIRI_FIELD_ENUM,                                   \
        .offset = offsetof(struct_, class_), .names = kiri_class_names                             \
    }

static const KiriField piece_fields[] = {
    {KIRI_FIELD(1, KiriPersonPiece, article, STR)},
    {KIRI_FIELD(2, KiriPersonPiece, title, STR)},
    {KIRI_FIELD(3, KiriPersonPiece, url, STR)},
    {KIRI_FIELD(4, KiriPersonPiece, medium, STR)},
    {KIRI_FIELD(5, KiriPersonPiece, published, TIME)},
    CLASS_FIELD(6, KiriPersonPiece),
    {KIRI_FIELD(7, KiriPersonPiece, releases, STRV)},
    {KIRI_FIELD(8, KiriPersonPiece, topics, STRV)},
};
const KiriShape kiri_person_piece_shape = KIRI_SHAPE("person_piece", KiriPersonPiece, piece_fields);

static const KiriField person_fields[] = {
    {KIRI_FIELD(1, KiriPerson, name, STR)},
    {KIRI_FIELD(2, KiriPerson, articles, I64)},
    {KIRI_FIELD(3, KiriPerson, publicity, I64)},
    {KIRI_FIELD(4, KiriPerson, publicity_share, F64), .decimals = 4},
    {KIRI_FIELD(5, KiriPerson, first, TIME)},
    {KIRI_FIELD(6, KiriPerson, last, TIME)},
    {KIRI_FIELD(7, KiriPerson, media, STRV)},
    {KIRI_FIELD(8, KiriPerson, releases, STRV)},
    {KIRI_FIELD(9, KiriPerson, topics, STRV)},
    {KIRI_FIELD(10, KiriPerson, pieces, RECS), .sub = &kiri_person_piece_shape},
};
const KiriShape kiri_person_shape = KIRI_SHAPE("person", KiriPerson, person_fields);

/* ---- names ---- */

/* 社会部, デジタル編集部, but not 服部, 長谷部 or 小室, who sign with their surnames. */
static gboolean is_section(const char *n)
{
    static const char *const sections[] = {"社会部", "政治部", "経済部", "報道部", "文化部",
                                           "運動部", "地域部", "地方部", "科学部", "国際部",
                                           "外信部", "生活部", "写真部", "整理部", "学芸部"};
    enum { LEAST_CHARS = 4 };
    for (gsize i = 0; i < G_N_ELEMENTS(sections); i++)
        if (strcmp(n, sections[i]) == 0)
            return TRUE;
    return (g_str_has_suffix(n, "部") || g_str_has_suffix(n, "室")) &&
           g_utf8_strlen(n, -1) >= LEAST_CHARS;
}

/* What offices, desks and wires end with, and people do not. */
static gboolean is_office(const char *n)
{
    static const char *const ends[] = {
        "班",   "局",    "社",   "課",       "会",         "新聞",   "通信",   "放送",     "テレビ",
        "編集", "共同",  "時事", "ニュース", "オンライン", "デスク", "チーム", "スタッフ", "news",
        "desk", "staff", "team", "press",    "editors",    "times",  "online"};
    for (gsize i = 0; i < G_N_ELEMENTS(ends); i++)
        if (g_str_has_suffix(n, ends[i]))
            return TRUE;
    static const char *const names[] = {"afp",      "ap",        "reuters",
                                        "ロイター", "bloomberg", "ブルームバーグ",
                                        "admin",    "editor",    "編集者"};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        if (strcmp(n, names[i]) == 0)
            return TRUE;
    return is_section(n) || strstr(n, "編集部") || strstr(n, "取材班") || strstr(n, "通信社") ||
           strstr(n, "新聞社");
}

gboolean kiri_people_is_name(const char *name)
{
    enum { LEAST_CHARS = 2, MOST_CHARS = 40 };
    g_autofree char *n = name ? kiri_normalize_dup(kiri_str(name)) : NULL;
    glong chars = n ? g_utf8_strlen(n, -1) : 0;
    if (chars < LEAST_CHARS || chars > MOST_CHARS || strpbrk(n, "0123456789@/:<>|"))
        return FALSE;
    return !is_office(n);
}

static void id_of(const char *name, char id[KIRI_ID_BYTES])
{
    g_autofree char *n = kiri_normalize_dup(kiri_str(name));
    kiri_hash_id(kiri_str(n), id);
}

/* Ids of names that are not told. (transfer full) */
static GHashTable *forgotten_of(KiriStore *store)
{
    GHashTable *set = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autofree char *meta = kiri_store_meta(store, META_FORGOTTEN);
    g_auto(GStrv) ids = g_strsplit(meta ? meta : "", " ", -1);
    for (char **id = ids; *id; id++)
        if (**id)
            g_hash_table_add(set, g_strdup(*id));
    return set;
}

gboolean kiri_people_forget(KiriStore *store, const char *name, gboolean *is_new, GError **error)
{
    char id[KIRI_ID_BYTES];
    id_of(name, id);
    g_autoptr(GHashTable) forgotten = forgotten_of(store);
    g_autofree char *meta = kiri_store_meta(store, META_FORGOTTEN);
    *is_new = !g_hash_table_contains(forgotten, id);
    if (!*is_new)
        return TRUE;
    g_autofree char *longer = g_strconcat(meta ? meta : "", meta && *meta ? " " : "", id, NULL);
    KiriBatch *batch = kiri_batch_begin(store);
    kiri_batch_set_meta(batch, META_FORGOTTEN, longer);
    return kiri_batch_commit(batch, error);
}

/* ---- gathering ---- */

typedef struct {
    KiriStore *store;
    const KiriPeopleQuery *query;
    char *wanted;          // id of the name that is asked for, NULL: all
    GHashTable *forgotten; // ids
    GHashTable *verdicts;  // clip → KiriVerdict
    GHashTable *people;    // id of the name → KiriPerson (owned)
    GError *error;
} Gathering;

static void person_free(gpointer person)
{
    kiri_person_free(person);
}

static void add_once(char ***list, const char *s)
{
    if (s && !kiri_strv_has(*list, s))
        kiri_strv_add(list, s);
}

static KiriPersonPiece *piece_of(KiriPerson *p, const KiriArticle *a)
{
    for (guint i = 0; i < kiri_recs_count(p->pieces); i++) {
        KiriPersonPiece *piece = g_ptr_array_index(p->pieces, i);
        if (strcmp(piece->article, a->id) == 0)
            return piece;
    }
    KiriPersonPiece *piece = kiri_person_piece_new();
    piece->article = g_strdup(a->id);
    piece->title = g_strdup(a->title);
    piece->url = g_strdup(a->url);
    piece->medium = g_strdup(a->medium ? a->medium : a->site_name);
    piece->published = a->published;
    kiri_recs_add(&p->pieces, piece);
    return piece;
}

static KiriPerson *person_named(Gathering *g, const char *id)
{
    KiriPerson *p = g_hash_table_lookup(g->people, id);
    if (!p) {
        p = kiri_person_new();
        g_hash_table_insert(g->people, g_strdup(id), p);
    }
    return p;
}

static void credit(Gathering *g, const char *author, const KiriArticle *a, const KiriClip *clip,
                   gint class_)
{
    char id[KIRI_ID_BYTES];
    id_of(author, id);
    if (!kiri_people_is_name(author) || g_strcmp0(author, a->site_name) == 0 ||
        g_hash_table_contains(g->forgotten, id) || (g->wanted && strcmp(g->wanted, id) != 0))
        return;
    KiriPerson *p = person_named(g, id);
    if (!p->name || a->published.us > p->last.us) {
        g_free(p->name);
        p->name = g_strdup(author);
    }
    p->last = !kiri_time_is_set(p->last) || a->published.us > p->last.us ? a->published : p->last;
    p->first =
        !kiri_time_is_set(p->first) || a->published.us < p->first.us ? a->published : p->first;
    KiriPersonPiece *piece = piece_of(p, a);
    piece->class_ = MAX(piece->class_, class_);
    add_once(&piece->releases, clip->release);
    add_once(&piece->topics, clip->topic);
    add_once(&p->media, piece->medium);
    add_once(&p->releases, clip->release);
    add_once(&p->topics, clip->topic);
}

static gboolean take_clip(gconstpointer record, gpointer data)
{
    Gathering *g = data;
    const KiriClip *clip = record;
    KiriStanding standing = kiri_standing(clip, g_hash_table_lookup(g->verdicts, clip->id));
    if (!standing.counts)
        return TRUE;
    g_autoptr(KiriArticle) a =
        kiri_store_get(g->store, KIRI_NOUN_ARTICLE, clip->article, &g->error);
    if (!a || a->published.us < g->query->since_us)
        return g->error == NULL;
    for (char **author = a->authors; author && *author; author++)
        credit(g, *author, a, clip, (gint)standing.class_);
    return TRUE;
}

static gboolean gather(Gathering *g)
{
    const KiriPeopleQuery *q = g->query;
    if (!(g->verdicts = kiri_store_verdicts(g->store, &g->error)))
        return FALSE;
    if (!q->release && !q->topic)
        return kiri_store_each(g->store, KIRI_NOUN_CLIP, "", take_clip, g, &g->error) && !g->error;
    g_autoptr(GPtrArray) clips =
        kiri_store_clips_of(g->store, q->release ? KIRI_NOUN_RELEASE : KIRI_NOUN_TOPIC,
                            q->release ? q->release : q->topic, &g->error);
    for (guint i = 0; clips && i < clips->len; i++)
        if (!take_clip(g_ptr_array_index(clips, i), g))
            return FALSE;
    return clips != NULL;
}

/* ---- order ---- */

static gint newest_piece_first(gconstpointer a, gconstpointer b)
{
    const KiriPersonPiece *x = *(KiriPersonPiece *const *)a, *y = *(KiriPersonPiece *const *)b;
    if (x->published.us != y->published.us)
        return x->published.us > y->published.us ? -1 : 1;
    return strcmp(x->article, y->article);
}

static gint most_first(gconstpointer a, gconstpointer b)
{
    const KiriPerson *x = *(KiriPerson *const *)a, *y = *(KiriPerson *const *)b;
    if (x->articles != y->articles)
        return x->articles > y->articles ? -1 : 1;
    if (x->last.us != y->last.us)
        return x->last.us > y->last.us ? -1 : 1;
    return strcmp(x->name, y->name);
}

static void finish(KiriPerson *p)
{
    g_ptr_array_sort(p->pieces, newest_piece_first);
    p->articles = p->pieces->len;
    for (guint i = 0; i < p->pieces->len; i++)
        p->publicity +=
            ((KiriPersonPiece *)g_ptr_array_index(p->pieces, i))->class_ == KIRI_CLASS_PUBLICITY;
    p->publicity_share = (gdouble)p->publicity / (gdouble)p->articles;
}

GPtrArray *kiri_people(KiriStore *store, const KiriPeopleQuery *query, GError **error)
{
    char wanted[KIRI_ID_BYTES];
    if (query->name)
        id_of(query->name, wanted);
    Gathering g = {.store = store,
                   .query = query,
                   .wanted = query->name ? wanted : NULL,
                   .forgotten = forgotten_of(store),
                   .people = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
    gboolean ok = gather(&g);
    GPtrArray *all = g_ptr_array_new_with_free_func(person_free);
    GHashTableIter iter;
    gpointer person;
    g_hash_table_iter_init(&iter, g.people);
    while (g_hash_table_iter_next(&iter, NULL, &person)) {
        finish(person);
        g_ptr_array_add(all, person);
    }
    g_ptr_array_sort(all, most_first);
    g_hash_table_destroy(g.people);
    g_hash_table_destroy(g.forgotten);
    g_clear_pointer(&g.verdicts, g_hash_table_destroy);
    if (ok)
        return all;
    g_propagate_error(error, g.error);
    g_ptr_array_unref(all);
    return NULL;
}
