// SPDX-License-Identifier: GPL-3.0-or-later
/* The answer of `search` for programs (docs/schema.md). */
#include "search.h"

#include <string.h>

typedef struct {
    const char *key, *value;
} Member;

static void write_strings(KiriJson *j, const Member *members, gsize n)
{
    for (gsize i = 0; i < n; i++) {
        kiri_json_key(j, members[i].key);
        kiri_json_cstr(j, members[i].value);
    }
}

static void write_count(KiriJson *j, const char *key, guint64 count)
{
    kiri_json_key(j, key);
    kiri_json_i64(j, (gint64)count);
}

/* −1 is what is not known. */
static void write_figure(KiriJson *j, const char *key, gint64 value)
{
    kiri_json_key(j, key);
    if (value < 0)
        kiri_json_null(j);
    else
        kiri_json_i64(j, value);
}

static void write_time(KiriJson *j, const char *key, KiriTime t)
{
    kiri_json_key(j, key);
    kiri_json_time(j, t);
}

static void write_bool(KiriJson *j, const char *key, gboolean value)
{
    kiri_json_key(j, key);
    kiri_json_bool(j, value);
}

static void write_marks(KiriJson *j, const char *key, const GArray *marks)
{
    kiri_json_key(j, key);
    kiri_json_open_array(j);
    for (guint i = 0; marks && i < marks->len; i++) {
        const KiriMark *m = &g_array_index(marks, KiriMark, i);
        kiri_json_open_array(j);
        kiri_json_i64(j, (gint64)m->from);
        kiri_json_i64(j, (gint64)m->to);
        kiri_json_close_array(j);
    }
    kiri_json_close_array(j);
}

/* ---- hits ---- */

static void write_copies(KiriJson *j, const KiriListHit *hit)
{
    write_count(j, "n_copies", hit->n_copies);
    kiri_json_key(j, "copies");
    kiri_json_open_array(j);
    for (guint i = 0; i < hit->copies->len; i++) {
        const KiriListCopy *copy = g_ptr_array_index(hit->copies, i);
        const Member members[] = {{"id", copy->id},
                                  {"url", copy->url},
                                  {"title", copy->title},
                                  {"medium_name", copy->medium}};
        kiri_json_open_object(j);
        write_strings(j, members, G_N_ELEMENTS(members));
        write_time(j, "published", copy->published);
        kiri_json_close_object(j);
    }
    kiri_json_close_array(j);
}

static void write_hit(KiriBuf *buf, const KiriListHit *listed)
{
    const KiriSearchHit *hit = listed->hit;
    KiriJson j = kiri_out_json_begin(buf, "hit");
    const Member members[] = {
        {"what", "article"},
        {"id", hit->id},
        {"import_id", hit->import_id},
        {"url", hit->url},
        {"title", hit->title},
        {"medium", hit->medium},
        {"medium_name", listed->medium_name},
        {"kind", listed->kind >= 0 ? kiri_medium_kind_names[listed->kind] : NULL},
        {"site_name", hit->site_name},
        {"snippet", hit->snippet.text}};
    write_strings(&j, members, G_N_ELEMENTS(members));
    if (hit->place && *hit->place) {
        kiri_json_key(&j, "place");
        kiri_json_cstr(&j, hit->place);
    }
    write_time(&j, "published", hit->published);
    kiri_json_key(&j, "score");
    kiri_json_f64(&j, hit->score, 4);
    write_count(&j, "snippet_from", hit->snippet.from);
    write_marks(&j, "title_marks", hit->title_marks);
    write_marks(&j, "text_marks", hit->snippet.marks);
    write_figure(&j, "ave_yen", listed->ave_yen);
    write_figure(&j, "monthly_users", listed->users);
    kiri_json_key(&j, "story");
    kiri_json_cstr(&j, listed->story);
    kiri_json_key(&j, "event");
    kiri_json_cstr(&j, listed->event);
    write_copies(&j, listed);
    kiri_out_json_end(&j);
}

static void write_desk_hit(KiriBuf *buf, const KiriDeskHit *hit)
{
    KiriJson j = kiri_out_json_begin(buf, "hit");
    const Member members[] = {{"what", kiri_desk_kind_names[hit->kind]},
                              {"of", hit->of},
                              {"id", hit->id},
                              {"url", hit->url},
                              {"title", hit->title},
                              {"author", hit->author},
                              {"snippet", hit->text}};
    write_strings(&j, members, G_N_ELEMENTS(members));
    write_time(&j, "published", hit->date);
    write_count(&j, "snippet_from", hit->text_from);
    write_marks(&j, "title_marks", hit->title_marks);
    write_marks(&j, "text_marks", hit->text_marks);
    kiri_out_json_end(&j);
}

/* ---- facets, summary ---- */

static guint write_facets(KiriBuf *buf, const KiriSearchAnswer *answer)
{
    const GPtrArray *facets = answer->listing ? answer->listing->facets : NULL;
    guint n = 0;
    for (guint i = 0; facets && i < facets->len; i++) {
        const KiriFacet *facet = g_ptr_array_index(facets, i);
        for (guint k = 0; k < facet->rows->len; k++, n++) {
            const KiriFacetRow *row = g_ptr_array_index(facet->rows, k);
            const Member members[] = {{"facet", kiri_facet_names[facet->kind]},
                                      {"value", row->value},
                                      {"label", kiri_search_facet_label(facet->kind, row)}};
            KiriJson j = kiri_out_json_begin(buf, "facet");
            write_strings(&j, members, G_N_ELEMENTS(members));
            write_count(&j, "total", row->total);
            write_figure(&j, "unique", answer->opens_copies ? -1 : (gint64)row->unique);
            kiri_out_json_end(&j);
        }
    }
    return n;
}

static void write_without(KiriJson *j, const GPtrArray *facets)
{
    kiri_json_key(j, "without");
    kiri_json_open_object(j);
    for (guint i = 0; i < facets->len; i++) {
        const KiriFacet *facet = g_ptr_array_index(facets, i);
        write_count(j, kiri_facet_names[facet->kind], facet->without);
    }
    kiri_json_close_object(j);
}

static void write_desk_count(KiriJson *j, const char *key, const KiriSearchAnswer *answer,
                             KiriDeskKind kind)
{
    gint64 count = kiri_search_desk_count(answer, kind);
    write_figure(j, key, answer->desk ? count : -1);
}

static void write_summary(KiriBuf *buf, const KiriSearchAnswer *answer, guint lines)
{
    const KiriListing *l = answer->listing;
    KiriJson j = kiri_out_json_begin(buf, "summary");
    write_count(&j, "count", lines);
    write_figure(&j, "total", l ? (gint64)l->total : -1);
    write_bool(&j, "total_is_bound", l && l->total_is_bound);
    write_figure(&j, "unique", l && l->unique_is_known ? (gint64)l->unique : -1);
    write_count(&j, "newer", l ? l->newer : 0);
    write_desk_count(&j, "releases", answer, KIRI_DESK_RELEASE);
    write_desk_count(&j, "notes", answer, KIRI_DESK_NOTE);
    if (l && l->facets)
        write_without(&j, l->facets);
    kiri_json_key(&j, "next");
    kiri_json_cstr(&j, l ? l->next : NULL);
    write_bool(&j, "complete", TRUE);
    kiri_out_json_end(&j);
}

void kiri_search_write(const KiriSearchAnswer *answer)
{
    g_auto(KiriBuf) buf;
    kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
    guint n_articles = answer->listing && !answer->counts_only ? answer->listing->hits->len : 0;
    guint n_desk = answer->counts_only ? 0 : answer->desk_to - answer->desk_from;
    for (guint i = 0; i < n_desk; i++)
        write_desk_hit(&buf, g_ptr_array_index(answer->desk, answer->desk_from + i));
    for (guint i = 0; i < n_articles; i++)
        write_hit(&buf, g_ptr_array_index(answer->listing->hits, i));
    guint n_facets = write_facets(&buf, answer);
    write_summary(&buf, answer, n_desk + n_articles + n_facets);
}
