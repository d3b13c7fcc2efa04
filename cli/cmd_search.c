// SPDX-License-Identifier: GPL-3.0-or-later
/* search: keywords with exact recall, or --like for free text. */
#include "commands.h"

#include <kirinuki/file.h>
#include <kirinuki/limits.h>
#include <kirinuki/search.h>

#include <string.h>

enum { DEFAULT_HITS = 20 };

typedef struct {
    gboolean is_like, is_batch, shows_all;
    char *order;
    gint limit, offset;
} Options;

static const KiriOption options[] = {
    KIRI_OPTION(Options, is_like, "like", 0, NONE, NULL,
                N_("free text or a question: ranked by shared words, no promise of completeness")),
    KIRI_OPTION(Options, order, "sort", 's', FILENAME, N_("ORDER"), N_("relevance or date")),
    KIRI_OPTION(Options, limit, "limit", 'n', INT, N_("N"), N_("at most N hits (20)")),
    KIRI_OPTION(Options, shows_all, "all", 'a', NONE, NULL, N_("all hits")),
    KIRI_OPTION(Options, offset, "offset", 0, INT, N_("N"), N_("leave out the first N hits")),
    KIRI_OPTION(Options, is_batch, "batch", 0, NONE, NULL,
                N_("answer lines of JSON from standard input")),
};

typedef struct {
    KiriCli *cli;
    KiriStore *store;
    KiriIndex *index;
    KiriTokenizer *tokenizer; // made when first needed
} Session;

static void close_session(Session *s)
{
    kiri_tokenizer_free(s->tokenizer);
    kiri_index_close(s->index);
    kiri_store_close(s->store);
}

static gboolean open_session(Session *s, KiriCli *cli, GError **error)
{
    s->cli = cli;
    s->store = kiri_cli_open_store(cli, KIRI_STORE_READ, error);
    s->index = s->store ? kiri_index_open(cli->dir, error) : NULL;
    if (s->store && !s->index && error && kiri_error_is(*error, KIRI_ERROR_NOT_FOUND)) {
        (*error)->code = KIRI_ERROR_USAGE;
        g_prefix_error(error, _("nothing is indexed yet; 'kirinuki index' does it: "));
    }
    return s->index != NULL;
}

static gboolean need_tokenizer(Session *s, GError **error)
{
    if (s->tokenizer)
        return TRUE;
    const char *dir = kiri_settings_string(s->cli->settings, "dictionary.dir");
    const char *user = kiri_settings_string(s->cli->settings, "dictionary.user");
    if (!kiri_tokenizer_preload(*dir ? dir : NULL, *user ? user : NULL, error))
        return FALSE;
    s->tokenizer = kiri_tokenizer_new(error);
    return s->tokenizer != NULL;
}

static KiriSearchResult *ask(Session *s, const char *text, KiriSearchMode mode,
                             const KiriSearchOptions *how, GError **error)
{
    if (mode == KIRI_SEARCH_LIKE)
        return need_tokenizer(s, error) ? kiri_search_like(s->store, s->index, s->tokenizer,
                                                           kiri_str(text), NULL, how, error)
                                        : NULL;
    g_autoptr(KiriQuery) query = kiri_query_parse(kiri_str(text), error);
    return query ? kiri_search(s->store, s->index, query, how, error) : NULL;
}

/* ---- for people ---- */

/* `text` with the marks of an article's text that begins at `from`. */
static void print_marked(const KiriCli *cli, const char *text, gsize from, const GArray *marks)
{
    gboolean has_color = kiri_out_has_color(cli);
    gsize at = 0, n = strlen(text);
    for (guint i = 0; marks && i <= marks->len; i++) {
        const KiriMark *m = i < marks->len ? &g_array_index(marks, KiriMark, i) : NULL;
        gsize begin = m ? m->from - from : n, end = m ? m->to - from : n;
        g_autofree char *before = g_strndup(text + at, begin - at);
        g_autofree char *hit = g_strndup(text + begin, end - begin);
        g_strdelimit(before, "\n", ' ');
        g_strdelimit(hit, "\n", ' ');
        g_autofree char *safe_before = kiri_out_safe(before);
        g_autofree char *safe_hit = kiri_out_safe(hit);
        kiri_out_printf("%s", safe_before);
        if (m)
            kiri_out_printf("%s%s%s", has_color ? "\033[1;31m" : "[", safe_hit,
                            has_color ? "\033[0m" : "]");
        at = end;
    }
}

static void print_hit(const KiriCli *cli, const KiriSearchHit *hit)
{
    char when[32];
    kiri_out_time(hit->published, when);
    g_autofree char *site = kiri_out_safe(hit->site_name ? hit->site_name : hit->medium);
    g_autofree char *url = kiri_out_safe(hit->url);
    kiri_out_printf("%.8s  %s  %s\n  ", hit->id, *when ? when : "----------------", site);
    print_marked(cli, hit->title ? hit->title : "", 0, hit->title_marks);
    kiri_out_printf("\n  %s\n", url);
    if (hit->snippet.text && *hit->snippet.text) {
        kiri_out_printf("  %s", hit->snippet.is_cut_before ? "…" : "");
        print_marked(cli, hit->snippet.text, hit->snippet.from, hit->snippet.marks);
        kiri_out_printf("%s\n", hit->snippet.is_cut_after ? "…" : "");
    }
    kiri_out_printf("\n");
}

/* ---- for programs ---- */

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

static void write_hit(const KiriSearchHit *hit)
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

static void write_summary(const KiriSearchResult *result)
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

static int search_once(Session *s, const char *text, const Options *o, GError **error)
{
    gint order = o->order ? kiri_names_index(kiri_search_order_names, o->order) : 0;
    if (order < 0 || o->limit < 0 || o->offset < 0) {
        g_set_error_literal(
            error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
            _("--sort is relevance or date, --limit and --offset are not negative"));
        return KIRI_EXIT_USAGE;
    }
    KiriSearchOptions how = {.order = order,
                             .offset = (guint)o->offset,
                             .limit = o->shows_all ? 0
                                      : o->limit   ? (guint)o->limit
                                                   : DEFAULT_HITS};
    g_autoptr(KiriSearchResult) result =
        ask(s, text, o->is_like ? KIRI_SEARCH_LIKE : KIRI_SEARCH_KEYWORD, &how, error);
    if (!result)
        return KIRI_EXIT_FAILED;
    for (guint i = 0; i < result->hits->len; i++) {
        const KiriSearchHit *hit = g_ptr_array_index(result->hits, i);
        if (s->cli->is_json)
            write_hit(hit);
        else
            print_hit(s->cli, hit);
    }
    if (s->cli->is_json)
        write_summary(result);
    kiri_cli_note(s->cli, _("%u of %" PRIu64 " articles shown"), result->hits->len, result->total);
    return result->total ? KIRI_EXIT_DONE : KIRI_EXIT_NO;
}

/* ---- batch ---- */

static void write_batch_answer(const KiriJsonNode *id, const KiriSearchResult *result,
                               const GError *why)
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
    }
    kiri_json_close_object(&j);
    kiri_json_end_line(&j);
    kiri_out_write(kiri_buf_view(&buf));
}

static void answer_line(Session *s, KiriStr line)
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
    KiriSearchOptions how = {.limit = (guint)CLAMP(limit, 0, G_MAXINT)};
    if (doc && !why)
        result = ask(s, query, (KiriSearchMode)mode, &how, &why);
    write_batch_answer(kiri_json_get(root, "id"), result, why);
}

static int run(KiriCli *cli, const KiriCall *call, GError **error)
{
    const Options *o = call->options;
    Session s = {0};
    int code = KIRI_EXIT_FAILED;
    if (!o->is_batch && !call->n_args) {
        g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                            _("'search' takes a query, for example: kirinuki search 年休 厚労省"));
        return KIRI_EXIT_USAGE;
    }
    if (!open_session(&s, cli, error)) {
        close_session(&s);
        return KIRI_EXIT_FAILED;
    }
    if (o->is_batch) {
        g_autoptr(KiriLines) lines = kiri_lines_open("-", KIRI_LIMIT_LINE_BYTES, error);
        KiriStr line;
        g_autoptr(GError) why = NULL;
        while (lines && kiri_lines_next(lines, &line, &why))
            if (kiri_str_strip(line).n)
                answer_line(&s, line);
        code = lines && !why ? KIRI_EXIT_DONE : KIRI_EXIT_FAILED;
        if (why)
            g_propagate_error(error, g_steal_pointer(&why));
    } else {
        g_autofree char *text = g_strjoinv(" ", call->args);
        code = search_once(&s, text, o, error);
    }
    close_session(&s);
    return code;
}

static const char details[] =
    N_("Words stand for AND. Also: OR, -WORD, \"a phrase\", ( ), title: site: medium: author:\n"
       "class: release: date:2026-01..2026-03, and * at the end of a Latin word.\n"
       "A Japanese keyword finds every article that contains it, inside words too.");

const KiriCommand kiri_cmd_search = {.name = "search",
                                     .group = N_("Ask"),
                                     .args = N_("QUERY…"),
                                     .summary = N_("find articles"),
                                     .details = details,
                                     KIRI_OPTIONS(Options, options),
                                     .needs = KIRI_NEEDS_WORKSPACE,
                                     .max_args = G_MAXUINT,
                                     .run = run};
