// SPDX-License-Identifier: GPL-3.0-or-later
/* The batch driver: lines are read and files opened here, answered in the
 * workers, and written in the order of the questions. */
#include "plumb.h"

#include "ordered.h"

#include <kirinuki/file.h>
#include <kirinuki/limits.h>

#include <stdio.h>
#include <string.h>

static const KiriField row_fields[] = {
    {KIRI_FIELD(1, KiriPlumbRow, id_json, STR)},
    {KIRI_FIELD(2, KiriPlumbRow, url, STR)},
    {KIRI_FIELD(3, KiriPlumbRow, content_type, STR)},
    {KIRI_FIELD(4, KiriPlumbRow, agent, STR)},
    {KIRI_FIELD(6, KiriPlumbRow, base, STR)},
    {KIRI_FIELD(7, KiriPlumbRow, a_title, STR)},
    {KIRI_FIELD(8, KiriPlumbRow, a_text, STR)},
    {KIRI_FIELD(9, KiriPlumbRow, b_title, STR)},
    {KIRI_FIELD(10, KiriPlumbRow, b_text, STR)},
    {KIRI_FIELD(11, KiriPlumbRow, body, BYTES)},
    {KIRI_FIELD(12, KiriPlumbRow, error, STR)},
    {KIRI_FIELD(13, KiriPlumbRow, rule, REC), .sub = &kiri_site_rule_shape},
};
const KiriShape kiri_plumb_row_shape = KIRI_SHAPE("row", KiriPlumbRow, row_fields);

/* Members of text kind; a string that holds a NUL stays out. */
static char *text_member(const KiriJsonNode *row, const char *key)
{
    gsize n = 0;
    const char *s = kiri_json_string(kiri_json_get(row, key), &n);
    return s && strlen(s) == n ? g_strdup(s) : NULL;
}

/* A member that may hold any character, NUL too. */
static GBytes *bytes_member(const KiriJsonNode *row, const char *key)
{
    gsize n = 0;
    const char *s = kiri_json_string(kiri_json_get(row, key), &n);
    return s ? g_bytes_new(s, n) : NULL;
}

static char *id_of(const KiriJsonNode *row)
{
    const KiriJsonNode *id = kiri_json_get(row, "id");
    gsize n = 0;
    const char *s = kiri_json_string(id, &n);
    if (kiri_json_is_number(id))
        return g_strdup_printf("%" PRId64, kiri_json_int(id, 0));
    if (!s)
        return NULL;
    g_auto(KiriBuf) buf;
    kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
    KiriJson j = kiri_json_begin(&buf);
    kiri_json_str(&j, (KiriStr){s, n});
    return kiri_buf_steal(&buf, NULL);
}

static KiriPlumbRow *parse_row(KiriStr line, GError **error)
{
    g_autoptr(KiriJsonDoc) doc = kiri_json_parse(line, error);
    if (!doc)
        return NULL;
    const KiriJsonNode *root = kiri_json_root(doc);
    KiriPlumbRow *row = kiri_plumb_row_new();
    row->id_json = id_of(root);
    row->url = text_member(root, "url");
    row->content_type = text_member(root, "content_type");
    row->agent = text_member(root, "agent");
    row->body = bytes_member(root, "input");
    row->base = text_member(root, "base");
    const KiriJsonNode *a = kiri_json_get(root, "a"), *b = kiri_json_get(root, "b");
    row->a_title = text_member(a, "title");
    row->a_text = text_member(a, "text");
    row->b_title = text_member(b, "title");
    row->b_text = text_member(b, "text");
    g_autofree char *path = text_member(root, "path");
    if (path) {
        g_autoptr(GError) why = NULL;
        g_clear_pointer(&row->body, g_bytes_unref);
        row->body = kiri_file_read(path, KIRI_LIMIT_INFLATED_BYTES, &why);
        if (!row->body)
            row->error = g_strdup(why->message);
    }
    return row;
}

static void write_line(const char *id_json, const char *answer, const char *error)
{
    g_auto(KiriBuf) buf;
    kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
    kiri_buf_printf(&buf, "{\"id\":%s", id_json ? id_json : "null");
    if (answer && answer[1] != '}')
        kiri_buf_printf(&buf, ",%s", answer + 1);
    else if (answer)
        kiri_buf_add_str(&buf, "}");
    if (!answer) {
        KiriJson j = {&buf, TRUE};
        kiri_json_key(&j, "error");
        kiri_json_cstr(&j, error ? error : "failed");
        kiri_json_close_object(&j);
    }
    kiri_buf_add_char(&buf, '\n');
    kiri_out_write(kiri_buf_view(&buf));
}

/* `tag` is the row's id as JSON. */
static void write_answer(gpointer tag, KiriBuf *out, const GError *error, gpointer data)
{
    (void)data;
    g_autofree char *id_json = tag;
    write_line(id_json, error ? NULL : out->p, error ? error->message : NULL);
}

void kiri_plumb_choose_rule(KiriPlumbRow *row, const KiriSiteRules *rules)
{
    const KiriSiteRule *rule = row->url ? kiri_site_rules_find(rules, row->url) : NULL;
    row->rule = rule ? kiri_record_copy(&kiri_site_rule_shape, rule) : NULL;
}

static void ask(KiriOrdered *ordered, KiriStr line, const KiriSiteRules *rules)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriPlumbRow) row = parse_row(line, &error);
    if (!row || row->error) {
        if (!error)
            g_set_error_literal(&error, KIRI_ERROR_CLI, KIRI_ERROR_IO, row->error);
        kiri_ordered_fail(ordered, row ? g_strdup(row->id_json) : NULL, g_steal_pointer(&error));
        return;
    }
    kiri_plumb_choose_rule(row, rules);
    g_auto(KiriBuf) in;
    kiri_buf_init(&in, KIRI_BUF_UNCAPPED);
    kiri_record_encode(&kiri_plumb_row_shape, row, &in);
    kiri_ordered_submit(ordered, kiri_buf_view(&in), g_strdup(row->id_json));
}

gboolean kiri_plumb_batch(KiriCli *cli, KiriJobNumber job, const KiriSiteRules *rules,
                          GError **error)
{
    KiriPool *pool = kiri_cli_pool(cli, error);
    g_autoptr(KiriLines) lines = pool ? kiri_lines_open("-", KIRI_LIMIT_LINE_BYTES, error) : NULL;
    if (!lines)
        return FALSE;
    g_autoptr(KiriOrdered) ordered = kiri_ordered_new(pool, job, write_answer, NULL);
    KiriStr line;
    g_autoptr(GError) why = NULL;
    while (kiri_lines_next(lines, &line, &why))
        if (kiri_str_strip(line).n)
            ask(ordered, line, rules);
    kiri_ordered_drain(ordered);
    if (!why)
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&why));
    return FALSE;
}

gboolean kiri_plumb_single(KiriCli *cli, KiriJobNumber job, const KiriPlumbRow *row, KiriBuf *out,
                           GError **error)
{
    KiriPool *pool = kiri_cli_pool(cli, error);
    if (!pool)
        return FALSE;
    g_auto(KiriBuf) in;
    kiri_buf_init(&in, KIRI_BUF_UNCAPPED);
    kiri_record_encode(&kiri_plumb_row_shape, row, &in);
    return kiri_pool_run(pool, job, kiri_buf_view(&in), out, error);
}
