// SPDX-License-Identifier: GPL-3.0-or-later
/* search --explain-query: the tree of a query, one part a line, indented; for
 * programs one line of JSON a part. Variants that were not asked for follow behind
 * the tree, so that one sees what --variants would add. */
#include "search/variants.h"

#include <kirinuki/query_explain.h>

#include <string.h>

/* So many texts may be looked at to count one part exactly. */
enum { MOST_TEXTS = 2000, WORD_COLUMNS = 44 };

/* ---- for people ---- */

static const char *answered_text(const KiriQueryPart *part)
{
    switch ((KiriAnswered)part->answered) {
    case KIRI_ANSWERED_BY_INDEX:
        return _("from the index");
    case KIRI_ANSWERED_BY_TEXT:
        return _("the index proposes, the text decides");
    case KIRI_ANSWERED_IN_MEMORY:
        return _("article by article, with its ties");
    }
    return "";
}

/* "AND", "title:厚労省 (= 厚労省)", "NEAR/5 ワクチン". */
static char *name_of(const KiriQueryPart *part)
{
    g_autoptr(GString) name = g_string_new(NULL);
    gboolean is_keyword = strcmp(part->kind, "keyword") == 0 || strcmp(part->kind, "prefix") == 0;
    if (part->is_expanded) {
        g_string_append(name, _("a keyword and its variants"));
    } else if (!part->text) {
        g_autofree char *kind = g_ascii_strup(part->kind, -1);
        g_string_append(name, kind);
    } else {
        g_autofree char *text = kiri_out_safe(part->text);
        if (!is_keyword || part->field)
            g_string_append_printf(name, "%s:", is_keyword ? part->field : part->kind);
        g_string_append_printf(name, "%s%s", text, strcmp(part->kind, "prefix") ? "" : "*");
    }
    if (part->distance && !part->variant_of)
        g_string_append_printf(name, _(", at most %u characters from the one before"),
                               part->distance);
    if (part->n && strcmp(part->n, part->text) != 0) {
        g_autofree char *n = kiri_out_safe(part->n);
        g_string_append_printf(name, " (N: %s)", n);
    }
    if (part->variant_of)
        g_string_append_printf(name, " [%s]", part->variant_of);
    if (part->is_cut)
        g_string_append(name, _(", of which there are more"));
    return g_strdup(name->str);
}

static void print_part(const KiriQueryPart *part)
{
    g_autofree char *name = name_of(part);
    g_autofree char *count = part->documents < 0
                                 ? g_strdup("")
                                 : g_strdup_printf(part->is_bound ? _("≤ %" PRIi64 " articles, ")
                                                                  : _("%" PRIi64 " articles, "),
                                                   part->documents);
    g_autofree char *right = g_strconcat(count, answered_text(part), NULL);
    guint indent = part->depth * 2;
    kiri_out_row(indent, name, indent < WORD_COLUMNS ? WORD_COLUMNS - indent : 0, right);
}

/* ---- for programs ---- */

static void write_part(const KiriQueryPart *part, const char *type)
{
    g_auto(KiriBuf) buf;
    kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
    KiriJson j = kiri_out_json_begin(&buf, type);
    kiri_json_key(&j, "depth");
    kiri_json_i64(&j, part->depth);
    const struct {
        const char *key, *value;
    } members[] = {{"kind", part->kind},
                   {"field", part->field},
                   {"text", part->text},
                   {"n", part->n},
                   {"variant_of", part->variant_of},
                   {"answered", kiri_answered_names[part->answered]}};
    for (gsize i = 0; i < G_N_ELEMENTS(members); i++) {
        kiri_json_key(&j, members[i].key);
        kiri_json_cstr(&j, members[i].value);
    }
    kiri_json_key(&j, "column");
    kiri_json_i64(&j, (gint64)part->column);
    kiri_json_key(&j, "distance");
    kiri_json_i64(&j, part->distance);
    kiri_json_key(&j, "is_expanded");
    kiri_json_bool(&j, part->is_expanded);
    kiri_json_key(&j, "is_cut");
    kiri_json_bool(&j, part->is_cut);
    kiri_json_key(&j, "documents");
    if (part->documents < 0)
        kiri_json_null(&j);
    else
        kiri_json_i64(&j, part->documents);
    kiri_json_key(&j, "documents_is_bound");
    kiri_json_bool(&j, part->is_bound);
    kiri_out_json_end(&j);
}

/* ---- both ---- */

static void show(const KiriCli *cli, KiriQueryPart *part, const char *type)
{
    if (cli->is_json)
        write_part(part, type);
    else
        print_part(part);
}

/* The variants of all keywords, below a heading, as if they stood at its side. */
static guint show_unused(const KiriSearchSession *s, const KiriQuery *query, GError **error)
{
    g_autoptr(KiriQuery) wide = kiri_query_expand(query, s->variants, KIRI_VARIANTS_ALL);
    g_autoptr(GPtrArray) parts = kiri_query_explain(wide, s->store, s->index, MOST_TEXTS, error);
    guint shown = 0;
    for (guint i = 0; parts && i < parts->len; i++) {
        KiriQueryPart *part = g_ptr_array_index(parts, i);
        if (!part->variant_of)
            continue;
        if (!shown++ && !s->cli->is_json)
            kiri_out_printf("\n%s\n", _("Variants that --variants would add:"));
        part->depth = 1;
        show(s->cli, part, "unused_variant");
    }
    return shown;
}

int kiri_explain_query(KiriSearchSession *s, const char *text, GError **error)
{
    g_autoptr(KiriQuery) query = kiri_variants_query(s, text, error);
    g_autoptr(GPtrArray) parts =
        query ? kiri_query_explain(query, s->store, s->index, MOST_TEXTS, error) : NULL;
    if (!parts)
        return KIRI_EXIT_FAILED;
    for (guint i = 0; i < parts->len; i++)
        show(s->cli, g_ptr_array_index(parts, i), "part");
    guint n = parts->len;
    GError *why = NULL;
    if (!s->variant_kinds) {
        if (!s->variants)
            s->variants = kiri_variants_of_workspace(s->cli, &why);
        if (s->variants)
            n += show_unused(s, query, &why);
    }
    if (why) {
        g_propagate_error(error, why);
        return KIRI_EXIT_FAILED;
    }
    if (s->cli->is_json)
        kiri_out_json_summary(n);
    return KIRI_EXIT_DONE;
}
