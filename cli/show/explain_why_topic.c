// SPDX-License-Identifier: GPL-3.0-or-later
/* explain --why-not ARTICLE TOPIC: what the topic asks, part by part, and on which parts
 * the answer hangs. */
#include "explain_why.h"

#include "columns.h"

#include <math.h>
#include <string.h>

enum { LABEL_COLUMNS = 14, PART_COLUMNS = 44 };

/* "title:年休", "NEAR", "site:asahi.com". */
static char *part_text(const KiriWhyPart *p)
{
    g_autofree char *text = kiri_out_safe(p->text);
    gboolean is_keyword = strcmp(p->kind, "keyword") == 0 || strcmp(p->kind, "prefix") == 0;
    gboolean is_limit = strcmp(p->kind, p->from) == 0;
    const char *prefix = is_limit ? NULL : is_keyword ? p->field : p->kind;
    if (!p->text)
        return g_ascii_strup(p->kind, -1);
    g_autofree char *distance =
        p->distance ? g_strdup_printf(_(", at most %" PRId64 " characters from the one before"),
                                      p->distance)
                    : g_strdup("");
    return g_strconcat(prefix ? prefix : "", prefix ? ":" : "", text,
                       strcmp(p->kind, "prefix") == 0 ? "*" : "", distance, NULL);
}

static void print_part(const KiriWhyPart *p)
{
    g_autofree char *text = part_text(p);
    g_autofree char *found = p->found ? g_strdup_printf(_("yes, as '%s'"), p->found)
                                      : g_strdup(p->is_met      ? _("yes")
                                                 : p->is_inside ? _("no, only inside a longer word")
                                                                : _("no"));
    g_autofree char *safe = kiri_out_safe(found);
    g_autofree char *right = g_strconcat(safe, p->is_cause ? _("  ← because of this") : "", NULL);
    guint indent = 2 + (guint)p->depth * 2;
    kiri_out_row(indent, text, indent < PART_COLUMNS ? PART_COLUMNS - indent : 0, right);
}

static const char *heading_of(const char *from)
{
    return strcmp(from, "query") == 0      ? _("what it looks for")
           : strcmp(from, "exclude") == 0  ? _("what it leaves out")
           : strcmp(from, "media") == 0    ? _("only these media")
           : strcmp(from, "sections") == 0 ? _("only these sections of the publication")
                                           : _("only these languages");
}

static const char *answer_of(const KiriWhyTopic *why)
{
    switch (why->outcome) {
    case KIRI_WHY_CLIP:
        return _("it is a clip of it");
    case KIRI_WHY_REMOVED:
        return _("the topic was removed");
    case KIRI_WHY_LEARNED:
        return _("it matches, but verdicts on other clips of the topic speak against it");
    default:
        return _("it is not what the topic asks for");
    }
}

static void print_why(const KiriExplain *x, const KiriWhyTopic *why)
{
    g_autoptr(KiriArticle) article =
        kiri_store_get(x->store, KIRI_NOUN_ARTICLE, why->article, NULL);
    g_autoptr(KiriTopic) topic = kiri_store_get(x->store, KIRI_NOUN_TOPIC, why->topic, NULL);
    kiri_out_field(_("article"), LABEL_COLUMNS, article->title);
    kiri_out_field("", LABEL_COLUMNS, article->url);
    kiri_out_field(_("topic"), LABEL_COLUMNS, topic->name);
    kiri_out_field("", LABEL_COLUMNS, topic->query);
    kiri_out_field(_("answer"), LABEL_COLUMNS, answer_of(why));
    kiri_why_print_standing(x, why->article, why->topic, why->outcome);
    const char *from = "";
    for (guint i = 0; i < kiri_recs_count(why->parts); i++) {
        const KiriWhyPart *p = g_ptr_array_index(why->parts, i);
        if (strcmp(p->from, from) != 0)
            kiri_explain_heading(heading_of(p->from));
        from = p->from;
        print_part(p);
    }
    kiri_why_print_others(why->others);
    kiri_out_printf("\n");
}

int kiri_explain_why_topic(const KiriExplain *x, const KiriLinkOptions *options,
                           const char *article, const char *topic, GError **error)
{
    g_autoptr(KiriWhyTopic) why = kiri_why_topic(x->store, options, article, topic, error);
    if (!why)
        return KIRI_EXIT_FAILED;
    if (x->cli->is_json) {
        kiri_out_record(&kiri_why_topic_shape, why);
        kiri_out_json_summary(1);
    } else {
        print_why(x, why);
    }
    return KIRI_EXIT_DONE;
}
