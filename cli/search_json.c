// SPDX-License-Identifier: GPL-3.0-or-later
/* The answer of `search` for programs (docs/schema.md). */
#include "search.h"

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

void kiri_search_write_hit(const KiriSearchHit *hit)
{
    g_auto(KiriBuf) buf;
    kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
    KiriJson j = kiri_out_json_begin(&buf, "hit");
    const struct {
        const char *key, *value;
    } members[] = {{"id", hit->id},
                   {"import_id", hit->import_id},
                   {"url", hit->url},
                   {"title", hit->title},
                   {"medium", hit->medium},
                   {"site_name", hit->site_name},
                   {"snippet", hit->snippet.text}};
    for (gsize i = 0; i < G_N_ELEMENTS(members); i++) {
        kiri_json_key(&j, members[i].key);
        kiri_json_cstr(&j, members[i].value);
    }
    kiri_json_key(&j, "published");
    kiri_json_time(&j, hit->published);
    kiri_json_key(&j, "score");
    kiri_json_f64(&j, hit->score, 4);
    kiri_json_key(&j, "snippet_from");
    kiri_json_i64(&j, (gint64)hit->snippet.from);
    write_marks(&j, "title_marks", hit->title_marks);
    write_marks(&j, "text_marks", hit->snippet.marks);
    kiri_out_json_end(&j);
}

void kiri_search_write_summary(const KiriSearchResult *result)
{
    g_auto(KiriBuf) buf;
    kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
    KiriJson j = kiri_out_json_begin(&buf, "summary");
    kiri_json_key(&j, "count");
    kiri_json_i64(&j, result->hits->len);
    kiri_json_key(&j, "total");
    kiri_json_i64(&j, (gint64)result->total);
    kiri_json_key(&j, "complete");
    kiri_json_bool(&j, TRUE);
    kiri_out_json_end(&j);
}
