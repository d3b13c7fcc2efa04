// SPDX-License-Identifier: GPL-3.0-or-later
/* The headline and the text by a rule, and the account of what it found. The other
 * facts are in site_rule_facts.c.
 *
 * All selectors are looked up before anything is dropped, so that what a rule drops
 * from the text (the line of the author, the date) can still be read. The text is
 * what the rule names and nothing less: no part of it is judged, since who wrote the
 * rule has seen the page. */
#include "site_rule_parts.h"

#include "markup/selector.h"
#include "extract/text_match.h"

#include <kirinuki/limits.h>
#include <kirinuki/url.h>

#include <string.h>

enum {
    MOST_PLACES = 16,       // of one line
    MOST_VALUE_NODES = 500, // of a place that is read
    MOST_BODIES = 8,        // lines that find something
    MIN_TEXT_CHARS = 10,
    MOST_TITLE_CHARS = 300,
};

/* ---- looking up ---- */

/* What the search of a page has cost, and what its attributes add to each look. */
typedef struct {
    guint64 steps, attribute_steps;
} Cost;

/* NULL where too much of the page has been searched already. (transfer full) */
static KiriSelector *compile(const char *text, const KiriDom *dom, Cost *cost)
{
    g_autoptr(KiriSelector) selector = kiri_selector_parse(kiri_str(text), NULL, NULL);
    guint64 more = selector ? kiri_selector_steps(selector, dom->n, cost->attribute_steps) : 0;
    if (!selector || cost->steps + more > KIRI_LIMIT_RULE_STEPS)
        return NULL; // it was read once already: it parses
    cost->steps += more;
    return g_steal_pointer(&selector);
}

/* The attribute that is named, `content` of a meta element, the attribute `usual`,
 * or, where that is NULL, the text. */
static char *value_at(const KiriDom *dom, guint node, const char *attr, const char *usual)
{
    if (!attr)
        attr = dom->nodes[node].tag == KIRI_TAG_META ? "content" : usual;
    if (!attr)
        return dom->nodes[node].end - node <= MOST_VALUE_NODES
                   ? kiri_dom_line(dom, node, KIRI_LIMIT_TITLE_BYTES)
                   : g_strdup("");
    g_auto(KiriBuf) line;
    kiri_buf_init(&line, KIRI_LIMIT_URL_BYTES);
    kiri_text_collapse(&line, kiri_str(kiri_dom_attr(dom, node, attr)));
    return kiri_str_dup(kiri_str_strip(kiri_buf_view(&line)));
}

static void clear_place(gpointer place)
{
    g_free(((KiriRulePlace *)place)->value);
}

static void free_line(gpointer line)
{
    g_array_unref(((KiriRuleLine *)line)->places);
    g_free(line);
}

static KiriRuleLine *find_line(const KiriDom *dom, const char *text, const char *usual,
                               guint8 *found, Cost *cost)
{
    g_autoptr(KiriSelector) selector = compile(text, dom, cost);
    const char *attr = selector ? kiri_selector_attr(selector) : NULL;
    KiriRuleLine *line = g_new0(KiriRuleLine, 1);
    line->has_attr = attr != NULL;
    line->places = g_array_new(FALSE, FALSE, sizeof(KiriRulePlace));
    g_array_set_clear_func(line->places, clear_place);
    if (selector)
        memset(found, 0, dom->n);
    guint left = selector ? kiri_selector_mark(selector, dom, found) : 0;
    left = MIN(left, MOST_PLACES);
    for (guint i = 1; left && i < dom->n; i++) {
        if (!found[i])
            continue;
        KiriRulePlace place = {i, value_at(dom, i, attr, usual)};
        g_array_append_val(line->places, place);
        left--;
    }
    return line;
}

static GPtrArray *find_lines(const KiriDom *dom, char **texts, const char *usual, Cost *cost)
{
    GPtrArray *lines = g_ptr_array_new_with_free_func(free_line);
    g_autofree guint8 *found = texts ? g_new(guint8, dom->n) : NULL;
    for (char **text = texts; text && *text; text++)
        g_ptr_array_add(lines, find_line(dom, *text, usual, found, cost));
    return lines;
}

/* The subtrees of all that a line finds, added to `found`; FALSE for nothing. */
static gboolean mark_subtrees(const KiriDom *dom, const char *text, guint8 *found, Cost *cost)
{
    g_autoptr(KiriSelector) selector = compile(text, dom, cost);
    guint n = selector ? kiri_selector_mark(selector, dom, found) : 0;
    for (guint i = 0; n && i < dom->n;) {
        guint end = found[i] ? dom->nodes[i].end : i + 1;
        memset(found + i, found[i], end - i);
        i = end;
    }
    return n > 0;
}

/* The lines of a rule behind each key that stands for one field. */
static char **lines_of(const KiriSiteRule *rule, KiriRuleKey key)
{
    switch (key) {
    case KIRI_RULE_TITLE:
        return rule->title;
    case KIRI_RULE_AUTHOR:
        return rule->author;
    case KIRI_RULE_DATE:
        return rule->date;
    case KIRI_RULE_UPDATED:
        return rule->updated;
    case KIRI_RULE_IMAGE:
        return rule->image;
    case KIRI_RULE_SECTION:
        return rule->section;
    case KIRI_RULE_NEXT:
        return rule->next;
    case KIRI_RULE_WHOLE:
        return rule->whole;
    default:
        return rule->body;
    }
}

static void drop(const KiriSiteRule *rule, KiriDom *dom, Cost *cost)
{
    g_autofree guint8 *dropped = g_new0(guint8, dom->n);
    for (char **text = rule->drop; *text; text++)
        mark_subtrees(dom, *text, dropped, cost);
    for (guint i = kiri_dom_find(dom, 0, dom->n, KIRI_TAG_BODY) + 1; i < dom->n; i++)
        if (dropped[i] && !dropped[dom->nodes[i].parent])
            dom->nodes[i].tag = KIRI_TAG_TEMPLATE;
}

KiriRuleUse *kiri_rule_begin(const KiriReading *page, KiriDom *dom)
{
    const KiriSiteRule *rule = page->input->rule;
    if (!rule)
        return NULL;
    Cost cost = {.attribute_steps = kiri_selector_attribute_steps(dom)};
    KiriRuleUse *use = g_new0(KiriRuleUse, 1);
    use->rule = rule;
    use->source = g_strconcat("rule: ", rule->name ? rule->name : "", NULL);
    for (guint k = 0; k < KIRI_N_RULE_KEYS; k++) {
        const char *usual = k == KIRI_RULE_IMAGE                          ? "src"
                            : k == KIRI_RULE_NEXT || k == KIRI_RULE_WHOLE ? "href"
                                                                          : NULL;
        char **texts = k == KIRI_RULE_BODY ? NULL : lines_of(rule, (KiriRuleKey)k);
        use->lines[k] = find_lines(dom, texts, usual, &cost);
    }
    use->bodies = g_ptr_array_new_with_free_func(g_free);
    for (char **text = rule->body; text && *text && use->bodies->len < MOST_BODIES; text++) {
        g_autofree guint8 *body = g_new0(guint8, dom->n);
        if (mark_subtrees(dom, *text, body, &cost))
            g_ptr_array_add(use->bodies, g_steal_pointer(&body));
    }
    if (rule->drop)
        drop(rule, dom, &cost);
    return use;
}

void kiri_rule_free(KiriRuleUse *use)
{
    if (!use)
        return;
    for (guint k = 0; k < KIRI_N_RULE_KEYS; k++)
        g_ptr_array_unref(use->lines[k]);
    g_ptr_array_unref(use->bodies);
    g_free(use->source);
    g_free(use);
}

/* ---- for every field ---- */

void kiri_rule_take(KiriReading *page, KiriRuleKey key, const char *field, const char *value)
{
    for (guint i = 0; i < kiri_recs_count(page->article->witnesses); i++) {
        KiriWitness *w = g_ptr_array_index(page->article->witnesses, i);
        if (strcmp(w->field, field) != 0 || !w->is_chosen)
            continue;
        w->is_chosen = FALSE;
        g_free(w->reason);
        w->reason = g_strdup("the site's rule decides");
    }
    page->rule->is_taken[key] = TRUE;
    kiri_article_add_witness(page->article, field, page->rule->source, value, TRUE,
                             "the site's rule");
}

/* ---- the headline ---- */

void kiri_rule_decide_title(KiriReading *page)
{
    KiriRuleUse *use = page->rule;
    guint body = kiri_dom_find(page->dom, 0, page->dom->n, KIRI_TAG_BODY);
    for (guint i = 0; use && i < use->lines[KIRI_RULE_TITLE]->len; i++) {
        const KiriRuleLine *line = use->lines[KIRI_RULE_TITLE]->pdata[i];
        for (guint k = 0; k < line->places->len; k++) {
            const KiriRulePlace *p = &g_array_index(line->places, KiriRulePlace, k);
            if (kiri_chars(p->value) < 2 || kiri_chars(p->value) > MOST_TITLE_CHARS)
                continue;
            if (p->node > body && !line->has_attr)
                page->heading = p->node;
            g_free(page->article->title);
            page->article->title = g_strdup(p->value);
            kiri_rule_take(page, KIRI_RULE_TITLE, "title", p->value);
            return;
        }
    }
}

/* ---- the text ---- */

static gboolean is_within(const KiriDom *dom, guint node, guint ancestor)
{
    return ancestor && node >= ancestor && node < dom->nodes[ancestor].end;
}

static void add_links(const KiriReading *page, const guint8 *in_body)
{
    const KiriDom *dom = page->dom;
    for (guint i = 1; i < dom->n;
         i = kiri_tag_is_silent(dom->nodes[i].tag) ? dom->nodes[i].end : i + 1)
        if (in_body[i])
            kiri_page_add_link(page, i);
}

/* The blocks that the rule names, but for the headline, which is told apart. */
static char *join_blocks(const KiriReading *page, const guint8 *in_body, GArray *taken)
{
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_LIMIT_TEXT_BYTES);
    guint last_row = 0;
    for (guint i = 0; i < page->blocks->len; i++) {
        const KiriBlock *b = &g_array_index(page->blocks, KiriBlock, i);
        if (!in_body[b->from] || is_within(page->dom, b->from, page->heading))
            continue;
        g_autofree char *text = kiri_block_text(page, b);
        if (!*text)
            continue;
        guint row = kiri_block_row(page, b, text);
        if (out.n)
            kiri_buf_add_char(&out, row && row == last_row ? ' ' : '\n');
        kiri_buf_add_str(&out, text);
        last_row = row;
        g_array_append_val(taken, i);
    }
    return kiri_buf_steal(&out, NULL);
}

/* The element that holds both nodes. */
static guint common_ancestor(const KiriDom *dom, guint first, guint last)
{
    guint at = dom->nodes[first].parent;
    while (at && dom->nodes[at].end <= last)
        at = dom->nodes[at].parent;
    return at;
}

static gboolean take_text(KiriReading *page, const guint8 *in_body)
{
    g_autoptr(GArray) taken = g_array_new(FALSE, FALSE, sizeof(guint));
    g_autofree char *text = join_blocks(page, in_body, taken);
    if (kiri_chars(text) < MIN_TEXT_CHARS)
        return FALSE;
    guint first_at = g_array_index(taken, guint, 0);
    guint last_at = g_array_index(taken, guint, taken->len - 1);
    const KiriBlock *first = &g_array_index(page->blocks, KiriBlock, first_at);
    const KiriBlock *last = &g_array_index(page->blocks, KiriBlock, last_at);
    add_links(page, in_body);
    page->body = common_ancestor(page->dom, first->from, last->from);
    page->last_text = last->from;
    g_autofree char *value = g_strdup_printf("%ld characters", kiri_chars(text));
    page->article->text = g_steal_pointer(&text);
    kiri_rule_take(page, KIRI_RULE_BODY, "text", value);
    return TRUE;
}

gboolean kiri_rule_decide_text(KiriReading *page)
{
    for (guint i = 0; page->rule && i < page->rule->bodies->len; i++)
        if (take_text(page, page->rule->bodies->pdata[i]))
            return TRUE;
    return FALSE;
}

/* ---- parts ---- */

/* The first address of a key; NULL for none. (transfer full) */
static char *find_address(KiriReading *page, KiriRuleKey key)
{
    KiriRuleUse *use = page->rule;
    for (guint i = 0; i < use->lines[key]->len; i++) {
        const KiriRuleLine *line = use->lines[key]->pdata[i];
        for (guint k = 0; k < line->places->len; k++) {
            const char *value = g_array_index(line->places, KiriRulePlace, k).value;
            g_autofree char *url =
                *value ? kiri_url_canonical(kiri_str(value), page->meta->base) : NULL;
            if (url && g_strcmp0(url, page->input->url) != 0) {
                use->is_taken[key] = TRUE;
                return g_steal_pointer(&url);
            }
        }
    }
    return NULL;
}

static void replace(char **member, char *value)
{
    if (!value)
        return;
    g_free(*member);
    *member = value;
}

void kiri_rule_finish(KiriReading *page, KiriExtracted *out)
{
    static const char *const keys[KIRI_N_RULE_KEYS] = {
        [KIRI_RULE_TITLE] = "title",     [KIRI_RULE_BODY] = "body",
        [KIRI_RULE_AUTHOR] = "author",   [KIRI_RULE_DATE] = "date",
        [KIRI_RULE_UPDATED] = "updated", [KIRI_RULE_IMAGE] = "image",
        [KIRI_RULE_SECTION] = "section", [KIRI_RULE_NEXT] = "next",
        [KIRI_RULE_WHOLE] = "whole",
    };
    KiriRuleUse *use = page->rule;
    if (!use)
        return;
    replace(&out->next_page, find_address(page, KIRI_RULE_NEXT));
    /* Behind a wall "the whole text" is an offer, not a view. */
    if (!page->input->pages_before && !page->article->is_paywalled)
        replace(&out->whole_page, find_address(page, KIRI_RULE_WHOLE));
    out->rule = g_strdup(use->rule->name);
    for (guint k = 0; k < KIRI_N_RULE_KEYS; k++)
        if (lines_of(use->rule, (KiriRuleKey)k) && !use->is_taken[k])
            kiri_strv_add(&out->rule_missed, keys[k]);
}
