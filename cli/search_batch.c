// SPDX-License-Identifier: GPL-3.0-or-later
/* `search --batch`: many questions in one process, the index open and warm. The
 * rows are a contract by which search engines are compared (DESIGN, the command
 * line): exact, no variants, imported ids. */
#include "search.h"

#include <kirinuki/file.h>
#include <kirinuki/limits.h>

static void write_batch_answer(const KiriJsonNode *id, const KiriSearchResult *result,
                               gboolean with_total, const GError *why)
{
    g_auto(KiriBuf) buf;
    kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
    KiriJson j = kiri_json_begin(&buf);
    kiri_json_open_object(&j);
    kiri_json_key(&j, "id");
    if (kiri_json_is_number(id))
        kiri_json_i64(&j, kiri_json_int(id, 0));
    else
        kiri_json_cstr(&j, kiri_json_string(id, NULL));
    if (!result) {
        kiri_json_key(&j, "error");
        kiri_json_cstr(&j, why ? why->message : "failed");
    } else {
        kiri_json_key(&j, "hits");
        kiri_json_open_array(&j);
        for (guint i = 0; i < result->hits->len; i++) {
            const KiriSearchHit *hit = g_ptr_array_index(result->hits, i);
            kiri_json_cstr(&j, hit->import_id ? hit->import_id : hit->url);
        }
        kiri_json_close_array(&j);
        if (with_total) {
            kiri_json_key(&j, "total");
            kiri_json_i64(&j, (gint64)result->total);
        }
    }
    kiri_json_close_object(&j);
    kiri_json_end_line(&j);
    kiri_out_write(kiri_buf_view(&buf));
}

static void answer_line(KiriSearchSession *s, KiriStr line)
{
    g_autoptr(GError) why = NULL;
    g_autoptr(KiriSearchResult) result = NULL;
    g_autoptr(KiriJsonDoc) doc = kiri_json_parse(line, &why);
    const KiriJsonNode *root = doc ? kiri_json_root(doc) : NULL;
    const char *query = kiri_json_string(kiri_json_get(root, "query"), NULL);
    const char *mode_name = kiri_json_string(kiri_json_get(root, "mode"), NULL);
    gint mode = mode_name ? kiri_names_index(kiri_search_mode_names, mode_name) : 0;
    gint64 limit = kiri_json_int(kiri_json_get(root, "limit"), 10);
    if (doc && (!query || mode < 0 || limit < 0))
        g_set_error_literal(&why, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                            _("a row needs 'query', and 'mode' keyword or like"));
    KiriSearchOptions how = {.limit = (guint)CLAMP(limit, 0, G_MAXINT),
                             .without_snippets = TRUE,
                             .needs_exact_total =
                                 kiri_json_boolean(kiri_json_get(root, "count"), FALSE)};
    if (doc && !why)
        result = kiri_search_session_ask(s, query, (KiriSearchMode)mode, &how, &why);
    write_batch_answer(kiri_json_get(root, "id"), result, how.needs_exact_total, why);
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
