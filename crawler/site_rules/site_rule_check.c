// SPDX-License-Identifier: GPL-3.0-or-later
/* A rule beside its example: every line says what was expected and what came, so
 * that whoever mends the rule need not look anywhere else. */
#include <kirinuki/rule_check.h>

#include "extract/text_match.h"

#include <kirinuki/i18n.h>

#include <string.h>

enum { SHOWN_CHARS = 60 };

KiriExtractInput *kiri_rule_example_input(const KiriSiteRule *rule, GBytes *page)
{
    if (!rule->example || !rule->example_url)
        return NULL;
    KiriExtractInput *input = kiri_extract_input_new();
    input->url = g_strdup(rule->example_url);
    input->body = g_bytes_ref(page);
    input->rule = kiri_record_copy(&kiri_site_rule_shape, rule);
    return input;
}

static void expect_text(char ***problems, const char *key, const char *expected, const char *got)
{
    if (!expected || g_strcmp0(expected, got) == 0)
        return;
    g_autofree char *problem =
        got ? g_strdup_printf(_("%s: expected '%s', got '%s'"), key, expected, got)
            : g_strdup_printf(_("%s: expected '%s', got nothing"), key, expected);
    kiri_strv_add(problems, problem);
}

/* A day is the same day, a moment the same moment. */
static void expect_time(char ***problems, const char *key, const char *expected, KiriTime got)
{
    KiriTime t;
    char text[32] = "", wanted[32];
    if (!expected || !kiri_time_parse(kiri_str(expected), KIRI_JST_MIN, &t))
        return;
    kiri_time_format(got, text);
    kiri_time_format(t, wanted);
    gboolean is_day = t.precision <= KIRI_PRECISION_DAY;
    gboolean is_same = kiri_time_is_set(got) &&
                       (is_day ? strncmp(text, wanted, strlen("2026-04-13")) == 0 : got.us == t.us);
    if (!is_same)
        expect_text(problems, key, expected, kiri_time_is_set(got) ? text : NULL);
}

static void expect_authors(char ***problems, char **expected, char **got)
{
    g_autofree char *wanted = expected ? g_strjoinv("、", expected) : NULL;
    g_autofree char *have = got ? g_strjoinv("、", got) : NULL;
    expect_text(problems, "expect-author", wanted, have);
}

/* A beginning or an end of the text, as long as one sees at a glance. */
static char *glance(const char *text, gboolean at_end)
{
    glong n = kiri_chars(text);
    if (n <= SHOWN_CHARS)
        return g_strdup(text);
    const char *from = at_end ? g_utf8_offset_to_pointer(text, n - SHOWN_CHARS) : text;
    const char *to = at_end ? text + strlen(text) : g_utf8_offset_to_pointer(text, SHOWN_CHARS);
    g_autofree char *part = g_strndup(from, (gsize)(to - from));
    return at_end ? g_strconcat("…", part, NULL) : g_strconcat(part, "…", NULL);
}

static void expect_body(char ***problems, const char *line, const char *text)
{
    gsize n = strcspn(line, " ");
    const char *words = line + n + strspn(line + n, " ");
    g_autofree char *verb = g_strndup(line, n);
    gboolean at_end = strcmp(verb, "ends") == 0;
    gboolean is_so = strcmp(verb, "begins") == 0  ? g_str_has_prefix(text, words)
                     : at_end                     ? g_str_has_suffix(text, words)
                     : strcmp(verb, "lacks") == 0 ? !strstr(text, words)
                                                  : strstr(text, words) != NULL;
    if (is_so)
        return;
    g_autofree char *part = glance(text, at_end);
    g_autofree char *problem =
        g_strdup_printf(_("expect-body: expected %s '%s', got '%s'"), verb, words, part);
    kiri_strv_add(problems, problem);
}

static void expect_found(char ***problems, const KiriSiteRule *rule, char **missed)
{
    for (char **key = missed; key && *key; key++) {
        gboolean may_miss = (strcmp(*key, "updated") == 0 && !rule->expect_updated) ||
                            (strcmp(*key, "next") == 0 && !rule->expect_next) ||
                            strcmp(*key, "whole") == 0;
        if (may_miss)
            continue;
        g_autofree char *problem =
            g_strdup_printf(_("%s: its selectors find nothing that could be it"), *key);
        kiri_strv_add(problems, problem);
    }
}

char **kiri_rule_judge(const KiriSiteRule *rule, const KiriExtracted *answer)
{
    const KiriArticle *a = answer->article;
    const char *text = a && a->text ? a->text : "";
    char **problems = NULL;
    if (rule->example_url && !kiri_site_rule_fits(rule, rule->example_url))
        kiri_strv_add(&problems, _("example-url: neither host nor path of the rule is for it"));
    expect_found(&problems, rule, answer->rule_missed);
    if (!a)
        return problems;
    expect_text(&problems, "expect-title", rule->expect_title, a->title);
    expect_time(&problems, "expect-date", rule->expect_date, a->published);
    expect_time(&problems, "expect-updated", rule->expect_updated, a->modified);
    expect_authors(&problems, rule->expect_author, a->authors);
    expect_text(&problems, "expect-section", rule->expect_section, a->section);
    expect_text(&problems, "expect-image", rule->expect_image, a->image);
    expect_text(&problems, "expect-next", rule->expect_next, answer->next_page);
    for (char **line = rule->expect_body; line && *line; line++)
        expect_body(&problems, *line, text);
    return problems;
}
