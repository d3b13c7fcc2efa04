// SPDX-License-Identifier: GPL-3.0-or-later
/* Who may name the headline: metadata, <title>, headings, and where no heading
 * does, the line of text that a claim has with something around it. */
#include "text_match.h"
#include "title_vote.h"

#include <kirinuki/limits.h>

#include <string.h>

/* "A&amp;B": a reference that was escaped twice. */
static gboolean has_reference(const char *s)
{
    const char *at = strchr(s, '&');
    gsize n =
        at ? strspn(at + 1, "#abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") : 0;
    return n >= 2 && n <= 8 && at[1 + n] == ';';
}

static char *one_line(const char *s)
{
    g_autofree char *plain = has_reference(s) ? kiri_dom_plain_text(s) : NULL;
    g_auto(KiriBuf) buf;
    kiri_buf_init(&buf, KIRI_LIMIT_TITLE_BYTES);
    kiri_text_collapse(&buf, kiri_str(plain ? plain : s));
    g_autofree char *line = kiri_str_dup(kiri_str_strip(kiri_buf_view(&buf)));
    return g_strdelimit(g_steal_pointer(&line), "\n\r", ' ');
}

/* NULL: no more than there was. */
static KiriTitleVoter *add_voter(KiriTitleVote *v, const char *source, const char *text,
                                 gint weight)
{
    if (!text || v->n_voters == KIRI_TITLE_MAX_VOTERS)
        return NULL;
    g_autofree char *line = one_line(text);
    g_autofree char *squeezed = kiri_squeeze(kiri_str(line));
    if (!line[0])
        return NULL;
    KiriTitleVoter *voter = &v->voters[v->n_voters++];
    /* A headline of signs only ("!!!") is compared as it stands. */
    *voter = (KiriTitleVoter){.source = source,
                              .text = g_strdup(line),
                              .squeezed = g_strdup(squeezed[0] ? squeezed : line),
                              .weight = weight};
    return voter;
}

/* A claim of the metadata holds it between its ends or separators, as no small
 * part; first of all where it begins the claim. */
static gboolean stands_in_claim(const KiriTitleVote *v, const char *text)
{
    gsize n = strlen(text);
    for (guint i = 0; kiri_chars(text) >= 6 && i < v->n_voters; i++) {
        const char *claim = v->voters[i].text, *at = strstr(claim, text);
        if (at && v->voters[i].source[0] != 'h' &&
            n * 10 >= strlen(claim) * (at == claim ? 2 : 4) && kiri_title_begins_at(claim, at) &&
            kiri_title_ends_at(claim, at + n))
            return TRUE;
    }
    return FALSE;
}

/* Nothing but the site's name and kinds of pages: "印刷 - 海辺新聞". */
static gboolean names_site(const KiriTitleVote *v, const KiriTitleVoter *voter)
{
    KiriTitleCut cuts[KIRI_TITLE_MAX_CUTS];
    guint n = kiri_title_cuts(&v->sites, voter->text, cuts);
    if (kiri_site_names_has(&v->sites, voter->squeezed))
        return TRUE;
    gsize from = 0;
    for (guint i = 0; n && i <= n; i++) {
        gsize to = i < n ? cuts[i].at : strlen(voter->text);
        KiriStr part = {voter->text + from, to - from};
        g_autofree char *squeezed = kiri_squeeze(part);
        if (!kiri_title_is_section_word(part) && !kiri_site_names_has(&v->sites, squeezed) &&
            !kiri_title_is_site(&v->sites, part, i == n))
            return FALSE;
        from = i < n ? to + cuts[i].n : to;
    }
    return n > 0;
}

/* Some sites give every page the same title: their own name. */
static gboolean claims_name_site(const KiriTitleVote *v)
{
    for (guint i = 0; i < v->n_voters; i++)
        if (v->voters[i].source[0] != 'h' && !names_site(v, &v->voters[i]))
            return FALSE;
    return TRUE;
}

/* A heading that begins with a label in an element of its own, behind which some
 * claim begins: "<span>ニュース</span> 急行を増発". NULL for none. */
static char *behind_label(const KiriTitleVote *v, guint heading)
{
    enum { MOST_LABEL = 14, LEAST_REST = 6 };
    const KiriDom *dom = v->page->dom;
    guint label = heading + 1, end = dom->nodes[heading].end;
    while (label < end && dom->nodes[label].tag == KIRI_TAG_TEXT &&
           !kiri_str_strip(dom->nodes[label].text).n)
        label++;
    if (label >= end || dom->nodes[label].tag == KIRI_TAG_TEXT)
        return NULL;
    g_autofree char *word = kiri_dom_line(dom, label, 200),
                    *text = kiri_dom_line(dom, heading, KIRI_LIMIT_TITLE_BYTES / 2);
    if (!word[0] || kiri_chars(word) > MOST_LABEL || !g_str_has_prefix(text, word))
        return NULL;
    g_autofree char *rest = kiri_str_dup(kiri_str_strip(kiri_str(text + strlen(word))));
    g_autofree char *squeezed = kiri_squeeze(kiri_str(rest));
    for (guint i = 0; kiri_chars(squeezed) >= LEAST_REST && i < v->n_voters; i++)
        if (v->voters[i].source[0] != 'h' && g_str_has_prefix(v->voters[i].squeezed, squeezed))
            return g_steal_pointer(&rest);
    return NULL;
}

/* Does the heading end in text of its own, and not in an element that sets a subtitle
 * apart? */
static gboolean ends_in_own_text(const KiriDom *dom, guint heading)
{
    guint last = heading;
    for (guint i = heading + 1; i < dom->nodes[heading].end; i++)
        if (dom->nodes[i].tag == KIRI_TAG_TEXT && kiri_str_strip(dom->nodes[i].text).n)
            last = i;
    return dom->nodes[last].parent == heading;
}

/* Some claim leaves out the subtitle that the heading has. */
static gboolean says_claim_and_subtitle(const KiriTitleVote *v, guint heading, const char *text)
{
    gsize n = kiri_title_before_subtitle(kiri_str(text));
    if (!n || !ends_in_own_text(v->page->dom, heading))
        return FALSE;
    g_autofree char *main_part = kiri_squeeze((KiriStr){text, n});
    gboolean is_said = FALSE;
    for (guint i = 0; i < v->n_voters && !is_said; i++)
        is_said = strstr(v->voters[i].squeezed, main_part) != NULL;
    return is_said && main_part[0];
}

static void collect_headings(KiriTitleVote *v)
{
    const KiriDom *dom = v->page->dom;
    guint n_h1 = 0, taken = 0;
    gboolean is_untitled = claims_name_site(v);
    for (guint i = 0; i < dom->n; i++)
        n_h1 += dom->nodes[i].tag == KIRI_TAG_H1;
    for (guint i = 0; i < dom->n && taken < 5; i++) {
        guint tag = dom->nodes[i].tag;
        gboolean is_titled = (v->page->names[i] & KIRI_NAME_TITLE) != 0;
        if (tag != KIRI_TAG_H1 && tag != KIRI_TAG_H2 && tag != KIRI_TAG_H3)
            continue;
        g_autofree char *rest = behind_label(v, i);
        g_autofree char *text =
            rest ? g_steal_pointer(&rest) : kiri_dom_line(dom, i, KIRI_LIMIT_TITLE_BYTES / 2);
        gboolean has_subtitle = says_claim_and_subtitle(v, i, text);
        gboolean is_heard = tag == KIRI_TAG_H1 || has_subtitle ||
                            (tag == KIRI_TAG_H2 && (is_titled || is_untitled));
        if (!is_heard && !stands_in_claim(v, text))
            continue;
        KiriTitleVoter *h = tag == KIRI_TAG_H1
                                ? add_voter(v, "h1", text, n_h1 == 1 ? 5 : 3)
                                : add_voter(v, tag == KIRI_TAG_H2 ? "h2" : "h3", text, 2);
        if (h)
            h->has_subtitle = has_subtitle;
        taken++;
    }
}

/* ---- headlines that are no headings ---- */

/* Begins some claim's part with the first letters of `s`? Squeezing every line of a
 * page would cost more than the rest. */
static gboolean may_stand_in_claim(const KiriTitleVote *v, KiriStr s)
{
    enum { FIRST_BYTES = 6 };
    gboolean may = FALSE;
    for (guint i = 0; i < v->n_voters && !may; i++) {
        KiriStr claim = kiri_str(v->voters[i].text);
        may = s.n >= FIRST_BYTES && memmem(claim.p, claim.n, s.p, FIRST_BYTES);
    }
    return may;
}

/* The element around a run of text that a reader sees as one line. */
static guint line_holder(const KiriDom *dom, guint text)
{
    enum { MAX_NODES = 16 };
    guint i = dom->nodes[text].parent;
    while (i && !kiri_tag_is_block(dom->nodes[i].tag))
        i = dom->nodes[i].parent;
    return i && dom->nodes[i].end - i <= MAX_NODES ? i : text;
}

/* The line as a whole, or this text of it, if a claim has it. (transfer full) */
static char *claimed_line(const KiriTitleVote *v, guint text)
{
    const KiriDom *dom = v->page->dom;
    guint holder = line_holder(dom, text);
    g_autofree char *line = kiri_dom_line(dom, holder, KIRI_LIMIT_TITLE_BYTES / 2);
    if (stands_in_claim(v, line))
        return g_steal_pointer(&line);
    g_autofree char *own = kiri_str_dup(kiri_str_strip(dom->nodes[text].text));
    return stands_in_claim(v, own) ? g_steal_pointer(&own) : NULL;
}

/* Is the text set in bold or in larger type? */
static gboolean is_set_apart(const KiriDom *dom, guint text)
{
    static const char *const makers[] = {"b", "strong", "big", "font"};
    for (guint up = dom->nodes[text].parent; up && !kiri_tag_is_block(dom->nodes[up].tag);
         up = dom->nodes[up].parent)
        for (guint k = 0; k < G_N_ELEMENTS(makers); k++)
            if (kiri_str_equal(dom->nodes[up].text, kiri_str(makers[k])))
                return TRUE;
    return FALSE;
}

/* Old pages have no heading, and a title that names the site alone: the first line
 * that is set apart as a whole and is no link. */
static void collect_bold_line(KiriTitleVote *v)
{
    enum { MAX_LOOKS = 400, LEAST_CHARS = 8, MOST_CHARS = 80 };
    const KiriDom *dom = v->page->dom;
    for (guint i = 0; i < v->n_voters; i++)
        if (v->voters[i].source[0] == 'h')
            return;
    guint looks = claims_name_site(v) ? MAX_LOOKS : 0;
    for (guint i = kiri_dom_find(dom, 0, dom->n, KIRI_TAG_BODY); i < dom->n && looks; i++) {
        KiriStr text = kiri_str_strip(dom->nodes[i].text);
        if (dom->nodes[i].tag != KIRI_TAG_TEXT || !text.n)
            continue;
        looks--;
        if (!is_set_apart(dom, i) || kiri_dom_ancestor(dom, i, KIRI_TAG_A))
            continue;
        g_autofree char *line = kiri_dom_line(dom, line_holder(dom, i), KIRI_LIMIT_TITLE_BYTES / 2);
        g_autofree char *own = kiri_str_dup(text);
        glong chars = kiri_chars(line);
        if (strcmp(line, own) != 0 || chars < LEAST_CHARS || chars > MOST_CHARS ||
            strstr(line, "。"))
            continue;
        add_voter(v, "text", line, 8);
        return;
    }
}

/* Some pages have no heading, or only that of the site or a section: the headline
 * is the line of text that a claim has too, with something around it. Most sites
 * put it first, so of two lines the one that begins a claim counts, then the
 * longer. */
static void collect_plain_line(KiriTitleVote *v)
{
    enum { MAX_LOOKS = 400, HEADING_WEIGHT = 5 };
    const KiriDom *dom = v->page->dom;
    g_autofree char *best = NULL;
    gsize best_worth = 0;
    for (guint i = 0; i < v->n_voters; i++)
        if (v->voters[i].has_subtitle ||
            (v->voters[i].source[0] == 'h' && v->voters[i].weight >= HEADING_WEIGHT))
            return;
    for (guint i = kiri_dom_find(dom, 0, dom->n, KIRI_TAG_BODY), looks = MAX_LOOKS;
         i < dom->n && looks; i++) {
        KiriStr text = kiri_str_strip(dom->nodes[i].text);
        if (dom->nodes[i].tag != KIRI_TAG_TEXT || text.n < 12 || text.n > 400 ||
            !may_stand_in_claim(v, text) || kiri_dom_ancestor(dom, i, KIRI_TAG_A))
            continue;
        looks--;
        g_autofree char *line = claimed_line(v, i);
        gboolean is_first = FALSE;
        for (guint k = 0; line && k < v->n_voters; k++)
            is_first |= g_str_has_prefix(v->voters[k].text, line);
        gsize worth = line ? strlen(line) * (is_first ? 2 : 1) : 0;
        if (worth > best_worth) {
            g_free(best);
            best = g_steal_pointer(&line);
            best_worth = worth;
        }
    }
    add_voter(v, "text", best, 6);
}

/* A heading is the whole of a part of a claim, and not its short end. */
static gboolean stands_in_other(const KiriTitleVote *v, guint heading)
{
    const char *text = v->voters[heading].text;
    gsize n = strlen(text);
    for (guint i = 0; kiri_chars(text) >= 6 && i < v->n_voters; i++) {
        const char *claim = v->voters[i].text;
        const char *at =
            v->voters[i].source[0] != 'h' && n * 2 >= strlen(claim) ? strstr(claim, text) : NULL;
        if (at && kiri_title_begins_at(claim, at) && kiri_title_ends_at(claim, at + n))
            return TRUE;
    }
    return FALSE;
}

/* A heading is the headline of its own page if <title> or another claim knows
 * it; alone it may be a section or a widget, and the short end of a longer
 * <title> is a logo. */
static void weigh_headings(KiriTitleVote *v)
{
    gboolean is_untitled = claims_name_site(v);
    for (guint i = 0; i < v->n_voters; i++) {
        KiriTitleVoter *h = &v->voters[i];
        if (h->source[0] != 'h')
            continue;
        gboolean is_known = FALSE, begins = FALSE, has_other = FALSE, is_logo = FALSE;
        gboolean is_part = stands_in_other(v, i);
        for (guint k = 0; k < v->n_voters; k++) {
            const KiriTitleVoter *o = &v->voters[k];
            if (o->source[0] == 'h')
                continue;
            has_other = TRUE;
            is_known |= strstr(o->squeezed, h->squeezed) || strstr(h->squeezed, o->squeezed) ||
                        kiri_alike(o->squeezed, h->squeezed) >= 400;
            is_logo |= strlen(h->squeezed) * 2 < strlen(o->squeezed) &&
                       g_str_has_suffix(o->squeezed, h->squeezed);
            begins |= kiri_chars(h->squeezed) >= 6 && g_str_has_prefix(o->squeezed, h->squeezed);
        }
        if (kiri_title_is_section_word(kiri_str(h->text)))
            h->weight = 1;
        else if (h->has_subtitle)
            h->weight = 8;
        else if (is_untitled && h->source[1] != '3')
            h->weight = 6;
        else if (begins || is_part)
            h->weight = 6;
        else if (has_other && (!is_known || is_logo))
            h->weight = 1;
    }
}

void kiri_title_collect(KiriTitleVote *v)
{
    const KiriPageMeta *meta = v->page->meta;
    const KiriJsonLd *ld = v->page->ld;
    const KiriDom *dom = v->page->dom;
    kiri_site_names_read(&v->sites, v->page);
    add_voter(v, "feed", v->page->input->hint_title, 5);
    add_voter(v, "json-ld", ld->headline, ld->published ? 5 : 2);
    add_voter(v, "og:title", kiri_page_meta_get(meta, "og:title"), 4);
    guint prop = kiri_page_meta_itemprop(meta, "headline");
    if (prop)
        add_voter(v, "microdata", kiri_page_meta_get(meta, "itemprop:headline"), 4);
    guint title = kiri_dom_find(dom, 0, dom->n, KIRI_TAG_TITLE);
    if (title < dom->n) {
        g_autofree char *text = kiri_dom_line(dom, title, KIRI_LIMIT_TITLE_BYTES / 2);
        add_voter(v, "title", text, 3);
    }
    add_voter(v, "twitter:title", kiri_page_meta_get(meta, "twitter:title"), 2);
    add_voter(v, "meta", kiri_page_meta_get(meta, "title"), 2);
    add_voter(v, "meta", kiri_page_meta_get(meta, "dc.title"), 2);
    collect_headings(v);
    weigh_headings(v);
    collect_plain_line(v);
    collect_bold_line(v);
}
