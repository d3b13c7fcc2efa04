// SPDX-License-Identifier: GPL-3.0-or-later
/* From the words of the user to what is asked of a listing. */
#include "search_options.h"

#include <string.h>

enum { DEFAULT_HITS = 20, DEFAULT_FRESH_DAYS = 7, MOST_DAYS = 36500 };

static gboolean usage(GError **error, const char *message)
{
    g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE, message);
    return FALSE;
}

static gboolean read_number(const char *option, const char *text, guint least, guint most,
                            guint *value, GError **error)
{
    guint64 v = 0;
    if (!g_ascii_string_to_unsigned(text, 10, least, most, &v, NULL)) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                    _("--%s is a number from %u to %u, not '%s'"), option, least, most, text);
        return FALSE;
    }
    *value = (guint)v;
    return TRUE;
}

/* A list of names with commas as bits; "" are all of them. */
static gboolean read_names(const char *option, const char *text, const char *const *names,
                           guint all, guint *bits, GError **error)
{
    g_auto(GStrv) words = g_strsplit(text, ",", -1);
    *bits = *text ? 0 : all;
    for (char **word = words; *text && *word; word++) {
        gint i = kiri_names_index(names, g_strstrip(*word));
        if (i < 0) {
            g_autofree char *known = g_strjoinv(", ", (char **)(guintptr)names);
            g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                        _("--%s takes names with commas (%s), not '%s'"), option, known, *word);
            return FALSE;
        }
        *bits |= 1u << i;
    }
    return TRUE;
}

static gboolean read_order(const KiriSearchWords *words, KiriListOptions *list, GError **error)
{
    list->order = words->order ? kiri_names_index(kiri_list_order_names, words->order) : 0;
    list->is_reversed = words->is_reversed;
    if (list->order < 0) {
        g_autofree char *known = g_strjoinv(", ", (char **)(guintptr)kiri_list_order_names);
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE, _("--sort is one of %s, not '%s'"),
                    known, words->order);
        return FALSE;
    }
    if (!words->fresh)
        return TRUE;
    if (list->order != KIRI_LIST_RELEVANCE)
        return usage(error, _("--fresh goes with the order of relevance"));
    list->fresh_days = DEFAULT_FRESH_DAYS;
    return !*words->fresh ||
           read_number("fresh", words->fresh, 1, MOST_DAYS, &list->fresh_days, error);
}

static gboolean read_page(const KiriSearchWords *words, KiriListOptions *list, GError **error)
{
    list->limit = DEFAULT_HITS;
    if (words->limit && !read_number("limit", words->limit, 0, G_MAXINT, &list->limit, error))
        return FALSE;
    if (words->offset < 0)
        return usage(error, _("--offset is not negative"));
    if (words->after && words->offset)
        return usage(error, _("--after goes on after a page, --offset has no place there"));
    list->offset = (guint)words->offset;
    list->after = words->after;
    return TRUE;
}

static gboolean read_where(const KiriSearchWords *words, KiriSearchPlan *plan, GError **error)
{
    static const char *const places[] = {"articles", "releases", "notes", NULL};
    gboolean is_like = words->is_like || words->like_article;
    plan->where = is_like ? KIRI_IN_ARTICLES : KIRI_IN_ALL;
    if (words->where && !read_names("in", words->where, places, KIRI_IN_ALL, &plan->where, error))
        return FALSE;
    if (is_like && plan->where != KIRI_IN_ARTICLES)
        return usage(error, _("--like looks at articles only"));
    if (!(plan->where & KIRI_IN_ARTICLES) &&
        (words->facets || words->after || words->order || words->is_reversed || words->fresh))
        return usage(error, _("orders, facets and pages are those of articles, which --in "
                              "leaves out"));
    /* Releases and notes stand on the first page. */
    if (words->after && !words->where)
        plan->where = KIRI_IN_ARTICLES;
    plan->is_mixed = (plan->where & KIRI_IN_ARTICLES) && plan->where != KIRI_IN_ARTICLES;
    return TRUE;
}

static gboolean read_group(const KiriSearchWords *words, KiriListOptions *list, GError **error)
{
    static const char *const kinds[] = {"story", "event", "none", NULL};
    enum { STORY, EVENT, NONE };
    gint kind = words->group ? kiri_names_index(kinds, words->group) : STORY;
    if (kind < 0) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                    _("--group is story, event or none, not '%s'"), words->group);
        return FALSE;
    }
    if (words->opens_copies && words->group && kind != NONE)
        return usage(error, _("--all shows each copy by itself, --group joins them: one of them"));
    list->opens_copies = words->opens_copies || kind == NONE;
    list->joins_events = kind == EVENT;
    return TRUE;
}

gboolean kiri_search_plan(const KiriSearchWords *words, gint64 now_us, KiriSearchPlan *plan,
                          GError **error)
{
    *plan = (KiriSearchPlan){.list = {.now_us = now_us, .wants_totals = words->counts_only}};
    if (words->is_like && words->like_article)
        return usage(error, _("--like compares with a text, --like-article with an article: one "
                              "of them"));
    return read_order(words, &plan->list, error) && read_group(words, &plan->list, error) &&
           read_page(words, &plan->list, error) && read_where(words, plan, error) &&
           (!words->facets || read_names("facets", words->facets, kiri_facet_names,
                                         (1u << KIRI_N_FACETS) - 1, &plan->list.facets, error));
}
