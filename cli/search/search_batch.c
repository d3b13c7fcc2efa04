// SPDX-License-Identifier: GPL-3.0-or-later
/* `search --batch`: many questions in one process, the index open and warm. The
 * rows are a contract by which search engines are compared (DESIGN, the command
 * line): exact, no variants, imported ids. A row may ask for the exact total
 * ("count":true) and for facets ("facets":["medium","day"]), which count every
 * article, copies too; and to be told more of each hit than its id
 * ("fields":["title","score"]). */
#include "search.h"

#include <kirinuki/file.h>
#include <kirinuki/limits.h>
#include <kirinuki/listing.h>

typedef struct {
    const KiriJsonNode *id;
    const char *query;
    KiriSearchMode mode;
    KiriSearchOptions how;
    guint facets; // bits 1 << KiriFacetKind
    guint fields; // bits 1 << of FIELD_…; 0: hits are ids alone
} Row;

enum { FIELD_TITLE, FIELD_SCORE };
static const char *const field_names[] = {"title", "score", NULL};

/* ---- answers ---- */

static KiriJson begin_answer(KiriBuf *buf, const KiriJsonNode *id)
{
    kiri_buf_init(buf, KIRI_BUF_UNCAPPED);
    KiriJson j = kiri_json_begin(buf);
    kiri_json_open_object(&j);
    kiri_json_key(&j, "id");
    if (kiri_json_is_number(id))
        kiri_json_i64(&j, kiri_json_int(id, 0));
    else
        kiri_json_cstr(&j, kiri_json_string(id, NULL));
    return j;
}

static void end_answer(KiriJson *j, KiriBuf *buf)
{
    kiri_json_close_object(j);
    kiri_json_end_line(j);
    kiri_out_write(kiri_buf_view(buf));
    kiri_buf_clear(buf);
}

static void write_hit(KiriJson *j, const Row *row, const KiriSearchHit *hit)
{
    const char *name = hit->import_id ? hit->import_id : hit->url;
    if (!row->fields) {
        kiri_json_cstr(j, name);
        return;
    }
    kiri_json_open_object(j);
    kiri_json_key(j, "id");
    kiri_json_cstr(j, name);
    if (row->fields & 1u << FIELD_TITLE) {
        kiri_json_key(j, "title");
        kiri_json_cstr(j, hit->title);
    }
    if (row->fields & 1u << FIELD_SCORE) {
        kiri_json_key(j, "score");
        kiri_json_f64(j, hit->score, 4);
    }
    kiri_json_close_object(j);
}

static void write_total(KiriJson *j, guint64 total)
{
    kiri_json_key(j, "total");
    kiri_json_i64(j, (gint64)total);
}

static void write_hits(const Row *row, const KiriSearchResult *result)
{
    KiriBuf buf;
    KiriJson j = begin_answer(&buf, row->id);
    kiri_json_key(&j, "hits");
    kiri_json_open_array(&j);
    for (guint i = 0; i < result->hits->len; i++)
        write_hit(&j, row, g_ptr_array_index(result->hits, i));
    kiri_json_close_array(&j);
    if (row->how.needs_exact_total)
        write_total(&j, result->total);
    end_answer(&j, &buf);
}

/* {"medium":{"asahi":3},"day":{"2026-04-13":2}} */
static void write_facets(KiriJson *j, const GPtrArray *facets)
{
    kiri_json_key(j, "facets");
    kiri_json_open_object(j);
    for (guint i = 0; i < facets->len; i++) {
        const KiriFacet *facet = g_ptr_array_index(facets, i);
        kiri_json_key(j, kiri_facet_names[facet->kind]);
        kiri_json_open_object(j);
        for (guint k = 0; k < facet->rows->len; k++) {
            const KiriFacetRow *value = g_ptr_array_index(facet->rows, k);
            kiri_json_key(j, value->value);
            kiri_json_i64(j, value->total);
        }
        kiri_json_close_object(j);
    }
    kiri_json_close_object(j);
}

static void write_listing(const Row *row, const KiriListing *listing)
{
    KiriBuf buf;
    KiriJson j = begin_answer(&buf, row->id);
    kiri_json_key(&j, "hits");
    kiri_json_open_array(&j);
    for (guint i = 0; i < listing->hits->len; i++)
        write_hit(&j, row, ((const KiriListHit *)g_ptr_array_index(listing->hits, i))->hit);
    kiri_json_close_array(&j);
    write_total(&j, listing->total);
    write_facets(&j, listing->facets);
    end_answer(&j, &buf);
}

static void write_failure(const KiriJsonNode *id, const GError *why)
{
    KiriBuf buf;
    KiriJson j = begin_answer(&buf, id);
    kiri_json_key(&j, "error");
    kiri_json_cstr(&j, why ? why->message : "failed");
    end_answer(&j, &buf);
}

/* ---- rows ---- */

/* A list of `known` names as bits; FALSE with the first that is none. */
static gboolean read_names(const KiriJsonNode *names, const char *const *known, guint *bits,
                           const char **unknown)
{
    for (gsize i = 0; i < kiri_json_size(names); i++) {
        const char *name = kiri_json_string(kiri_json_at(names, i), NULL);
        gint kind = name ? kiri_names_index(known, name) : -1;
        *unknown = name ? name : "";
        if (kind < 0)
            return FALSE;
        *bits |= 1u << kind;
    }
    return TRUE;
}

static gboolean read_row(const KiriJsonNode *root, Row *row, GError **error)
{
    const char *mode_name = kiri_json_string(kiri_json_get(root, "mode"), NULL);
    gint mode = mode_name ? kiri_names_index(kiri_search_mode_names, mode_name) : 0;
    gint64 limit = kiri_json_int(kiri_json_get(root, "limit"), 10);
    row->query = kiri_json_string(kiri_json_get(root, "query"), NULL);
    if (!row->query || mode < 0 || limit < 0) {
        g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                            _("a row needs 'query', and 'mode' keyword or like"));
        return FALSE;
    }
    row->mode = (KiriSearchMode)mode;
    row->how = (KiriSearchOptions){
        .limit = (guint)CLAMP(limit, 0, G_MAXINT),
        .without_snippets = TRUE,
        .needs_exact_total = kiri_json_boolean(kiri_json_get(root, "count"), FALSE),
    };
    const char *unknown = "";
    if (!read_names(kiri_json_get(root, "facets"), kiri_facet_names, &row->facets, &unknown)) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE, _("there is no facet '%s'"), unknown);
        return FALSE;
    }
    if (!read_names(kiri_json_get(root, "fields"), field_names, &row->fields, &unknown)) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE, _("a hit has no field '%s'"), unknown);
        return FALSE;
    }
    return TRUE;
}

static gboolean answer_facets(KiriSearchSession *s, const Row *row, GError **error)
{
    g_autoptr(KiriQuery) query = kiri_query_parse(kiri_str(row->query), error);
    if (!query)
        return FALSE;
    KiriListAsk ask = {.query = query};
    KiriListOptions options = {
        .limit = row->how.limit, .opens_copies = TRUE, .is_plain = TRUE, .facets = row->facets};
    g_autoptr(KiriListing) listing = kiri_list(s->store, s->index, &ask, &options, error);
    if (listing)
        write_listing(row, listing);
    return listing != NULL;
}

static gboolean answer_row(KiriSearchSession *s, const Row *row, GError **error)
{
    if (row->facets && row->mode == KIRI_SEARCH_KEYWORD)
        return answer_facets(s, row, error);
    g_autoptr(KiriSearchResult) result =
        kiri_search_session_ask(s, row->query, row->mode, &row->how, error);
    if (result)
        write_hits(row, result);
    return result != NULL;
}

static void answer_line(KiriSearchSession *s, KiriStr line)
{
    g_autoptr(GError) why = NULL;
    g_autoptr(KiriJsonDoc) doc = kiri_json_parse(line, &why);
    Row row = {.id = doc ? kiri_json_get(kiri_json_root(doc), "id") : NULL};
    if (!doc || !read_row(kiri_json_root(doc), &row, &why) || !kiri_index_refresh(s->index, &why) ||
        !answer_row(s, &row, &why))
        write_failure(row.id, why);
}

int kiri_search_batch(KiriSearchSession *s, GError **error)
{
    g_autoptr(KiriLines) lines = kiri_lines_open("-", KIRI_LIMIT_LINE_BYTES, error);
    g_autoptr(GError) why = NULL;
    KiriStr line;
    while (lines && kiri_lines_next(lines, &line, &why)) {
        if (!kiri_str_strip(line).n)
            continue;
        answer_line(s, line);
        /* Whoever waits for an answer before the next question gets it. */
        if (!kiri_out_flush(&why))
            break;
    }
    if (why)
        g_propagate_error(error, g_steal_pointer(&why));
    else if (lines)
        return KIRI_EXIT_DONE;
    return KIRI_EXIT_FAILED;
}
