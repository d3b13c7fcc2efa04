// SPDX-License-Identifier: GPL-3.0-or-later
/* rule try: one page twice, with its rule and without, field beside field with the
 * witness that was believed. Whoever writes a rule sees what it is worth, and
 * whoever is warned of one sees what it misses. */
#include "fetch.h"
#include "rule_ops.h"

#include <kirinuki/file.h>
#include <kirinuki/limits.h>

#include <string.h>

enum { SHOWN_CHARS = 120 };

/* ---- one field of an answer ---- */

typedef struct {
    const char *name;    // as it is printed
    const char *witness; // of the article; NULL: has none
} Field;

static const Field fields[] = {
    {"title", "title"},     {"text", "text"},           {"authors", "authors"},
    {"agency", NULL},       {"published", "published"}, {"modified", "modified"},
    {"section", "section"}, {"image", "image"},         {"next", NULL},
    {"whole", NULL},        {"no_article", NULL},
};

/* What an answer says of a field; NULL for nothing. (transfer full) */
static char *value_of(const KiriExtracted *x, const char *name)
{
    const KiriArticle *a = x->article;
    char time[32];
    if (strcmp(name, "title") == 0)
        return g_strdup(a->title);
    if (strcmp(name, "text") == 0)
        return g_strdup(a->text);
    if (strcmp(name, "authors") == 0)
        return a->authors ? g_strjoinv("、", a->authors) : NULL;
    if (strcmp(name, "agency") == 0)
        return g_strdup(a->agency);
    if (strcmp(name, "section") == 0)
        return g_strdup(a->section);
    if (strcmp(name, "image") == 0)
        return g_strdup(a->image);
    if (strcmp(name, "next") == 0)
        return g_strdup(x->next_page);
    if (strcmp(name, "whole") == 0)
        return g_strdup(x->whole_page);
    if (strcmp(name, "no_article") == 0)
        return x->no_article ? g_strdup(_(x->no_article)) : NULL;
    kiri_time_format(strcmp(name, "published") == 0 ? a->published : a->modified, time);
    return *time ? g_strdup(time) : NULL;
}

/* Who was believed; NULL for nobody. Owned by the answer. */
static const char *witness_of(const KiriExtracted *x, const char *field)
{
    for (guint i = 0; field && i < kiri_recs_count(x->article->witnesses); i++) {
        const KiriWitness *w = g_ptr_array_index(x->article->witnesses, i);
        if (w->is_chosen && strcmp(w->field, field) == 0)
            return w->source;
    }
    return NULL;
}

/* ---- showing ---- */

static void write_field(const Field *f, const KiriExtracted *with, const KiriExtracted *without)
{
    g_autofree char *a = value_of(with, f->name);
    g_autofree char *b = value_of(without, f->name);
    const struct {
        const char *key, *value;
    } members[] = {{"field", f->name},
                   {"rule", a},
                   {"rule_witness", witness_of(with, f->witness)},
                   {"general", b},
                   {"general_witness", witness_of(without, f->witness)}};
    g_auto(KiriBuf) buf;
    kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
    KiriJson j = kiri_out_json_begin(&buf, "field");
    for (gsize i = 0; i < G_N_ELEMENTS(members); i++) {
        kiri_json_key(&j, members[i].key);
        kiri_json_cstr(&j, members[i].value);
    }
    kiri_out_json_end(&j);
}

/* As much of a text as fits a line or two: its beginning and its end. */
static char *shorten(const char *value)
{
    g_auto(GStrv) lines = g_strsplit(value, "\n", -1);
    g_autofree char *text = g_strjoinv(" / ", lines);
    glong n = g_utf8_strlen(value, -1);
    if (n <= SHOWN_CHARS)
        return g_steal_pointer(&text);
    const char *head_end = g_utf8_offset_to_pointer(text, SHOWN_CHARS * 2 / 3);
    const char *tail = g_utf8_offset_to_pointer(text, g_utf8_strlen(text, -1) - SHOWN_CHARS / 3);
    g_autofree char *head = g_strndup(text, (gsize)(head_end - text));
    return g_strdup_printf(_("%s … %s (%ld characters)"), head, tail, n);
}

static void print_side(const char *side, const char *value, const char *witness)
{
    g_autofree char *shown = value ? shorten(value) : NULL;
    g_autofree char *safe = kiri_out_safe(shown ? shown : "—");
    g_autofree char *by = kiri_out_safe(witness);
    g_autofree char *line = witness ? g_strdup_printf("%s  [%s]", safe, by) : g_strdup(safe);
    kiri_out_row(2, side, 8, line);
}

static void print_field(const Field *f, const KiriExtracted *with, const KiriExtracted *without)
{
    g_autofree char *a = value_of(with, f->name);
    g_autofree char *b = value_of(without, f->name);
    if (!a && !b)
        return;
    kiri_out_printf("%s%s\n", f->name, g_strcmp0(a, b) == 0 ? "" : _("  (they differ)"));
    print_side(_("rule"), a, witness_of(with, f->witness));
    print_side(_("general"), b, witness_of(without, f->witness));
}

static void show(const KiriCli *cli, const KiriExtracted *with, const KiriExtracted *without)
{
    for (gsize i = 0; i < G_N_ELEMENTS(fields); i++) {
        if (cli->is_json)
            write_field(&fields[i], with, without);
        else
            print_field(&fields[i], with, without);
    }
    if (cli->is_json) {
        kiri_out_json_summary(G_N_ELEMENTS(fields));
        return;
    }
    g_autofree char *missed = with->rule_missed ? g_strjoinv(", ", with->rule_missed) : NULL;
    if (missed)
        kiri_out_printf(_("rule '%s' gives nothing for: %s\n"), with->rule, missed);
}

/* ---- the page ---- */

static gboolean is_address(const char *s)
{
    return g_ascii_strncasecmp(s, "http://", 7) == 0 || g_ascii_strncasecmp(s, "https://", 8) == 0;
}

/* The question without a rule; NULL with error. (transfer full) */
static KiriExtractInput *ask_about(KiriCli *cli, const KiriRuleTrial *t, GError **error)
{
    g_autoptr(KiriExtractInput) input = kiri_extract_input_new();
    input->now_us = kiri_cli_now_us(cli);
    if (is_address(t->page)) {
        g_autoptr(KiriPage) page = kiri_cli_fetch(cli, t->page, error);
        if (!page)
            return NULL;
        input->url = g_strdup(page->url);
        input->content_type = g_strdup(page->content_type);
        input->body = g_bytes_ref(page->body);
        return g_steal_pointer(&input);
    }
    if (!t->url) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                    _("'%s' is a file: --url says which address it would have"), t->page);
        return NULL;
    }
    g_autofree char *path = kiri_cli_file(cli, t->page);
    input->url = g_strdup(t->url);
    input->body = kiri_file_read(path, KIRI_LIMIT_INFLATED_BYTES, error);
    return input->body ? g_steal_pointer(&input) : NULL;
}

/* NULL with error. (transfer full) */
static KiriSiteRule *choose_rule(const KiriCli *cli, const KiriRuleTrial *t, const char *url,
                                 GError **error)
{
    if (t->rule) {
        g_autofree char *path = kiri_cli_file(cli, t->rule);
        KiriSiteRule *rule = kiri_site_rule_read(path, error);
        if (rule && !kiri_site_rule_fits(rule, url))
            kiri_cli_warn(cli, _("the rule is not for '%s': host or path differ"), url);
        return rule;
    }
    g_autoptr(KiriSiteRules) rules = kiri_rules_read(cli);
    const KiriSiteRule *rule = kiri_site_rules_find(rules, url);
    if (rule)
        return kiri_record_copy(&kiri_site_rule_shape, rule);
    g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_NOT_FOUND, _("there is no rule for '%s'"), url);
    return NULL;
}

int kiri_rule_try(KiriCli *cli, const KiriRuleTrial *trial, GError **error)
{
    g_autoptr(KiriExtractInput) input = ask_about(cli, trial, error);
    if (!input)
        return KIRI_EXIT_FAILED;
    g_autoptr(KiriExtracted) without = kiri_rules_extract(cli, input, error);
    input->rule = without ? choose_rule(cli, trial, input->url, error) : NULL;
    g_autoptr(KiriExtracted) with = input->rule ? kiri_rules_extract(cli, input, error) : NULL;
    if (!with)
        return KIRI_EXIT_FAILED;
    show(cli, with, without);
    return KIRI_EXIT_DONE;
}
