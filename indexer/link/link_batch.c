// SPDX-License-Identifier: GPL-3.0-or-later
/* Linking without a workspace: the same decisions as the stage makes, over two
 * files. All articles are held, since copies are known by their originals. */
#include <kirinuki/link.h>

#include "decide/decide.h"
#include "facts/known_names.h"
#include "match/passing.h"

#include <kirinuki/boilerplate.h>
#include <kirinuki/error.h>
#include <kirinuki/file.h>
#include <kirinuki/i18n.h>
#include <kirinuki/limits.h>

#include <string.h>

/* One line of the articles, in input order. */
typedef struct {
    KiriSubject *subject; // NULL: the line is broken
    char *error;
    char *given_id;
    GPtrArray *clips; // once decided
    KiriFace *face;   // these two when first asked for
    KiriLineage *row; // with its kin
    guint shared;     // fingerprints, while they are counted
} Row;

typedef struct {
    KiriDecider decider;
    GPtrArray *rows;      // Row
    GHashTable *by_id;    // internal id → Row
    GHashTable *by_print; // hash (owned) → GPtrArray of Row
    KiriLibrary library;
} Work;

static void row_free(gpointer data)
{
    Row *row = data;
    kiri_subject_free(row->subject);
    g_free(row->error);
    g_free(row->given_id);
    g_clear_pointer(&row->clips, g_ptr_array_unref);
    kiri_face_free(row->face);
    kiri_lineage_free(row->row);
    g_free(row);
}

/* ---- in ---- */

static char *member(const KiriJsonNode *o, const char *key)
{
    const KiriJsonNode *n = kiri_json_get(o, key);
    const char *s = kiri_json_string(n, NULL);
    if (s)
        return g_strdup(s);
    return kiri_json_is_number(n) ? g_strdup_printf("%" G_GINT64_FORMAT, kiri_json_int(n, 0))
                                  : NULL;
}

static char **members(const KiriJsonNode *o, const char *key)
{
    const KiriJsonNode *n = kiri_json_get(o, key);
    char **list = NULL;
    const char *one = kiri_json_string(n, NULL);
    if (one)
        kiri_strv_add(&list, one);
    for (gsize i = 0; i < kiri_json_size(n); i++) {
        const char *s = kiri_json_string(kiri_json_at(n, i), NULL);
        if (s)
            kiri_strv_add(&list, s);
    }
    return list;
}

static KiriTime time_member(const KiriJsonNode *o, const char *key)
{
    g_autofree char *s = member(o, key);
    KiriTime t = KIRI_TIME_UNSET;
    if (s && !kiri_time_parse(kiri_str(s), KIRI_JST_MIN, &t))
        t = KIRI_TIME_UNSET;
    return t;
}

static KiriRelease *read_release(const KiriJsonNode *o, guint64 line)
{
    KiriRelease *r = kiri_release_new();
    r->id = member(o, "id");
    if (!r->id)
        r->id = g_strdup_printf("%" G_GUINT64_FORMAT, line);
    r->version = 1;
    r->url = member(o, "url");
    r->title = member(o, "title");
    r->text = member(o, "text");
    r->date = time_member(o, "date");
    r->embargo = time_member(o, "embargo");
    r->organisation = member(o, "organisation");
    r->aliases = members(o, "aliases");
    r->keywords = members(o, "keywords");
    r->messages = members(o, "messages");
    return r;
}

static KiriArticle *read_article(const KiriJsonNode *o, guint64 line)
{
    KiriArticle *a = kiri_article_new();
    /* Ids of the input may repeat; the line does not. */
    a->id = g_strdup_printf("%012" G_GUINT64_FORMAT, line);
    a->url = member(o, "url");
    a->title = member(o, "title");
    a->text = member(o, "text");
    a->published = time_member(o, kiri_json_get(o, "date") ? "date" : "published");
    a->site_name = member(o, kiri_json_get(o, "site") ? "site" : "site_name");
    a->agency = member(o, "agency");
    a->links = members(o, "links");
    return a;
}

typedef gboolean (*LineVisit)(const KiriJsonNode *object, const GError *why, guint64 line,
                              gpointer data);

static gboolean each_line(const char *path, LineVisit visit, gpointer data, GError **error)
{
    g_autoptr(KiriLines) lines = kiri_lines_open(path, KIRI_LIMIT_LINE_BYTES, error);
    g_autoptr(GError) trouble = NULL;
    KiriStr line;
    if (!lines)
        return FALSE;
    while (kiri_lines_next(lines, &line, &trouble)) {
        if (!kiri_str_strip(line).n)
            continue;
        g_autoptr(GError) why = NULL;
        g_autoptr(KiriJsonDoc) doc = kiri_json_parse(line, &why);
        const KiriJsonNode *root = doc ? kiri_json_root(doc) : NULL;
        if (doc && !kiri_json_is_object(root))
            g_set_error(&why, KIRI_ERROR_INDEXER, KIRI_ERROR_PARSE,
                        _("the line is no JSON object"));
        visit(why ? NULL : root, why, kiri_lines_number(lines), data);
    }
    if (trouble)
        g_propagate_prefixed_error(error, g_steal_pointer(&trouble), "'%s': ", path);
    return error == NULL || *error == NULL;
}

typedef struct {
    GPtrArray *releases;
    const KiriKnownNames *known; // NULL: none
    guint64 bad;
} Releases;

static gboolean take_release(const KiriJsonNode *o, const GError *why, guint64 line, gpointer data)
{
    (void)why;
    Releases *r = data;
    KiriRelease *release = o ? read_release(o, line) : NULL;
    if (release && r->known)
        kiri_known_names_add(r->known, release);
    if (release)
        g_ptr_array_add(r->releases, release);
    else
        r->bad++;
    return TRUE;
}

static void add_prints(Work *w, Row *row)
{
    const KiriSubject *s = row->subject;
    for (guint i = 0; i < s->prints->len; i++) {
        guint64 hash = g_array_index(s->prints, guint64, i);
        GPtrArray *rows = g_hash_table_lookup(w->by_print, &hash);
        if (!rows) {
            rows = g_ptr_array_new();
            g_hash_table_insert(w->by_print, g_memdup2(&hash, sizeof hash), rows);
        }
        g_ptr_array_add(rows, row);
    }
}

static gboolean take_article(const KiriJsonNode *o, const GError *why, guint64 line, gpointer data)
{
    Work *w = data;
    Row *row = g_new0(Row, 1);
    g_ptr_array_add(w->rows, row);
    if (!o) {
        row->error = g_strdup(why->message);
        return TRUE;
    }
    row->given_id = member(o, "id");
    row->subject = kiri_subject_new(read_article(o, line));
    g_hash_table_insert(w->by_id, row->subject->article->id, row);
    add_prints(w, row);
    return TRUE;
}

/* ---- the library of these articles ---- */

static KiriSubject *subject_of(const char *id, gpointer data)
{
    const Work *w = data;
    const Row *row = g_hash_table_lookup(w->by_id, id);
    return row ? row->subject : NULL;
}

static GArray *sharers(const KiriSubject *subject, guint least, gpointer data)
{
    const Work *w = data;
    g_autoptr(GPtrArray) met = g_ptr_array_new();
    GArray *out = g_array_new(FALSE, FALSE, sizeof(KiriSharer));
    for (guint i = 0; i < subject->prints->len; i++) {
        const GPtrArray *rows =
            g_hash_table_lookup(w->by_print, &g_array_index(subject->prints, guint64, i));
        for (guint k = 0; rows && rows->len <= KIRI_PRINT_MOST && k < rows->len; k++) {
            Row *row = g_ptr_array_index(rows, k);
            if (row->subject != subject && row->shared++ == 0)
                g_ptr_array_add(met, row);
        }
    }
    for (guint i = 0; i < met->len; i++) {
        Row *row = g_ptr_array_index(met, i);
        KiriSharer sharer = {row->subject->article->id, row->shared, row->subject->prints->len};
        row->shared = 0;
        if (sharer.shared >= least)
            g_array_append_val(out, sharer);
    }
    return out;
}

static const KiriFace *face_of(const char *id, gpointer data)
{
    const Work *w = data;
    Row *row = g_hash_table_lookup(w->by_id, id);
    if (row && !row->face)
        row->face = kiri_face_new(row->subject->article);
    return row ? row->face : NULL;
}

static const GPtrArray *kin_of(const char *id, gpointer data)
{
    Work *w = data;
    Row *row = g_hash_table_lookup(w->by_id, id);
    if (row && !row->row) {
        row->row = kiri_lineage_new();
        row->row->kin = kiri_kin_of(&w->library, row->subject);
    }
    return row ? row->row->kin : NULL;
}

/* ---- deciding ---- */

/* Decides the whole family of a row, in its order. */
static void decide_family(Work *w, const char *id)
{
    g_autoptr(GArray) family = kiri_family_of(&w->library, id);
    for (guint i = 0; i < family->len; i++) {
        const KiriMember *m = &g_array_index(family, KiriMember, i);
        Row *row = g_hash_table_lookup(w->by_id, m->id);
        const Row *origin = m->origin ? g_hash_table_lookup(w->by_id, m->origin) : NULL;
        if (!row->clips)
            row->clips = kiri_decide(&w->decider, row->subject, m, origin ? origin->subject : NULL,
                                     origin ? origin->clips : NULL);
    }
}

/* ---- out ---- */

static void write_clip(const Row *row, const KiriClip *clip, KiriJson *j)
{
    kiri_json_open_object(j);
    kiri_json_key(j, "article_id");
    kiri_json_cstr(j, row->given_id);
    kiri_json_key(j, "release_id");
    kiri_json_cstr(j, clip ? clip->release : NULL);
    kiri_json_key(j, "class");
    kiri_json_cstr(j, kiri_class_names[clip ? clip->class_ : KIRI_CLASS_NONE]);
    kiri_json_key(j, "probability");
    kiri_json_f64(j, clip && (clip->release || clip->class_) ? clip->probability : 0, 4);
    kiri_json_key(j, "evidence");
    if (clip && clip->evidence) {
        kiri_record_write_json(&kiri_evidence_shape, clip->evidence, j);
    } else {
        kiri_json_open_object(j);
        kiri_json_close_object(j);
    }
    kiri_json_close_object(j);
}

static void write_error(const Row *row, KiriJson *j)
{
    kiri_json_open_object(j);
    kiri_json_key(j, "article_id");
    kiri_json_null(j);
    kiri_json_key(j, "error");
    kiri_json_cstr(j, row->error);
    kiri_json_close_object(j);
}

static gboolean send_line(const Row *row, const KiriClip *clip, KiriLinkSink sink, gpointer data,
                          GError **error)
{
    g_auto(KiriBuf) buf;
    kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
    KiriJson j = kiri_json_begin(&buf);
    if (row->error)
        write_error(row, &j);
    else
        write_clip(row, clip, &j);
    return sink(kiri_buf_view(&buf), data, error);
}

static gboolean send_row(const Row *row, KiriLinkSink sink, gpointer data, GError **error)
{
    guint n = row->clips ? row->clips->len : 0;
    if (n == 0)
        return send_line(row, NULL, sink, data, error);
    for (guint i = 0; i < n; i++)
        if (!send_line(row, g_ptr_array_index(row->clips, i), sink, data, error))
            return FALSE;
    return TRUE;
}

/* ---- what the model looks at ---- */

/* The first of the ties that tells of the same event: its number. */
static guint event_of(const KiriMatcher *m, const GArray *ties, guint of)
{
    guint mine = g_array_index(ties, KiriTie, of).entry, i = 0;
    while (i < of && !kiri_matcher_is_same_event(m, mine, g_array_index(ties, KiriTie, i).entry))
        i++;
    return i;
}

static void write_tie(const Work *w, const Row *row, const GArray *ties, guint number, KiriJson *j)
{
    const KiriTie *tie = &g_array_index(ties, KiriTie, number);
    kiri_json_open_object(j);
    kiri_json_key(j, "article_id");
    kiri_json_cstr(j, row->given_id);
    kiri_json_key(j, "release_id");
    kiri_json_cstr(j, kiri_matcher_card(w->decider.matcher, tie->entry)->id);
    kiri_json_key(j, "probability");
    kiri_json_f64(j, tie->probability, 6);
    kiri_json_key(j, "event");
    kiri_json_i64(j, event_of(w->decider.matcher, ties, number));
    kiri_json_key(j, "covered");
    kiri_json_f64(j, tie->covered, 4);
    kiri_json_key(j, "longest");
    kiri_json_i64(j, (gint64)tie->longest);
    kiri_json_key(j, "is_edited");
    kiri_json_bool(j, tie->is_edited);
    kiri_json_key(j, "features");
    kiri_json_open_object(j);
    for (gsize i = 0; i < KIRI_N_X; i++) {
        kiri_json_key(j, kiri_x_names[i]);
        kiri_json_f64(j, tie->features.x[i], 6);
    }
    kiri_json_close_object(j);
    kiri_json_close_object(j);
}

/* A release that may be named in passing, with the signs of it. */
static void write_passing(const Work *w, const Row *row, const KiriPassingTie *tie, KiriJson *j)
{
    kiri_json_open_object(j);
    kiri_json_key(j, "article_id");
    kiri_json_cstr(j, row->given_id);
    kiri_json_key(j, "passing");
    kiri_json_cstr(j, kiri_matcher_card(w->decider.matcher, tie->entry)->id);
    kiri_json_key(j, "probability");
    kiri_json_f64(j, tie->probability, 6);
    kiri_json_key(j, "signs");
    kiri_json_open_object(j);
    for (gsize i = 0; i < KIRI_N_M; i++) {
        kiri_json_key(j, kiri_m_names[i]);
        kiri_json_f64(j, tie->signs.x[i], 6);
    }
    kiri_json_close_object(j);
    kiri_json_close_object(j);
}

static gboolean send_passing(Work *w, const Row *row, const GArray *ties, KiriLinkSink sink,
                             gpointer data, GError **error)
{
    g_autoptr(GArray) all = kiri_passing_all(w->decider.matcher, row->subject, ties);
    for (guint i = 0; i < all->len; i++) {
        g_auto(KiriBuf) buf;
        kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
        KiriJson j = kiri_json_begin(&buf);
        write_passing(w, row, &g_array_index(all, KiriPassingTie, i), &j);
        if (!sink(kiri_buf_view(&buf), data, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean send_ties(Work *w, const Row *row, KiriLinkSink sink, gpointer data, GError **error)
{
    g_autoptr(GArray) ties = kiri_matcher_ties(w->decider.matcher, row->subject);
    for (guint i = 0; i < ties->len; i++) {
        g_auto(KiriBuf) buf;
        kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
        KiriJson j = kiri_json_begin(&buf);
        write_tie(w, row, ties, i, &j);
        if (!sink(kiri_buf_view(&buf), data, error))
            return FALSE;
    }
    return send_passing(w, row, ties, sink, data, error);
}

static gboolean decide_and_send(Work *w, const Row *row, KiriLinkSink sink, gpointer data,
                                GError **error)
{
    if (row->subject && !row->clips)
        decide_family(w, row->subject->article->id);
    return send_row(row, sink, data, error);
}

static gboolean run(Work *w, const char *articles_path, const KiriLinkOptions *options,
                    KiriLinkSink sink, gpointer data, GError **error)
{
    if (!each_line(articles_path, take_article, w, error))
        return FALSE;
    w->library = (KiriLibrary){subject_of, face_of, sharers, NULL, kin_of, w};
    for (guint i = 0; i < w->rows->len; i++) {
        const Row *row = g_ptr_array_index(w->rows, i);
        if (options->should_stop && options->should_stop(options->data)) {
            g_set_error(error, KIRI_ERROR_INDEXER, KIRI_ERROR_CANCELLED, _("stopped"));
            return FALSE;
        }
        if (!(options->with_features && row->subject ? send_ties(w, row, sink, data, error)
                                                     : decide_and_send(w, row, sink, data, error)))
            return FALSE;
        if (options->progress)
            options->progress(i + 1, w->rows->len, options->data);
    }
    return TRUE;
}

static gboolean run_loaded(const Releases *releases, const KiriFrequencies *frequencies,
                           const KiriWeights *weights, const char *articles_path,
                           const KiriLinkOptions *options, KiriLinkSink sink, gpointer data,
                           GError **error)
{
    Work w = {.rows = g_ptr_array_new_with_free_func(row_free),
              .by_id = g_hash_table_new(g_str_hash, g_str_equal),
              .by_print = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free,
                                                (GDestroyNotify)g_ptr_array_unref)};
    w.decider.matcher = kiri_matcher_new(frequencies, weights, options->organisation,
                                         options->aliases, releases->releases);
    w.decider.is_any_ours = w.decider.matcher->ours < 0;
    gboolean ok = run(&w, articles_path, options, sink, data, error);
    g_hash_table_destroy(w.by_print);
    g_hash_table_destroy(w.by_id);
    g_ptr_array_unref(w.rows);
    kiri_matcher_free(w.decider.matcher);
    return ok;
}

static void release_free(gpointer release)
{
    kiri_release_free(release);
}

/* What a store learns as releases come in (定型文) is known of a file at once. */
static void find_repeated(GPtrArray *releases)
{
    g_autoptr(KiriRepetition) repetition = kiri_repetition_new();
    for (guint i = 0; i < releases->len; i++)
        kiri_repetition_add(repetition, g_ptr_array_index(releases, i));
    for (guint i = 0; i < releases->len; i++)
        kiri_repetition_apply(repetition, g_ptr_array_index(releases, i));
}

gboolean kiri_link_batch(const char *releases_path, const char *articles_path,
                         const KiriLinkOptions *options, KiriLinkSink sink, gpointer data,
                         guint64 *bad_releases, GError **error)
{
    g_autoptr(KiriFrequencies) frequencies =
        kiri_frequencies_load(options->frequencies_path, error);
    g_autoptr(KiriWeights) weights =
        frequencies ? kiri_weights_load(options->weights_path, error) : NULL;
    g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(release_free);
    g_autoptr(KiriKnownNames) known =
        weights && options->names_dir ? kiri_known_names_load(options->names_dir, error) : NULL;
    if (options->names_dir && !known)
        return FALSE;
    Releases releases = {list, known, 0};
    gboolean ok = weights && each_line(releases_path, take_release, &releases, error);
    find_repeated(list);
    if (bad_releases)
        *bad_releases = releases.bad;
    return ok &&
           run_loaded(&releases, frequencies, weights, articles_path, options, sink, data, error);
}
