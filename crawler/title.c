// SPDX-License-Identifier: GPL-3.0-or-later
/* The headline is voted for. Every place that may carry it (JSON-LD, OpenGraph,
 * <h1>, <title>, the feed) is a voter; the candidates are what the voters say,
 * whole and with parts cut off at separators. A candidate is supported by a
 * voter that says the same, less by one that says it with something around it.
 * So the site's name falls off in whatever style it was added, because the
 * voters add different things, and a headline that was cut short loses against
 * the voter that has it whole.
 *
 * Tried and rejected: a list of separators with "take the longest part". It
 * loses headlines that hold a separator themselves (「A」―B｜C). */
#include "text_match.h"
#include "title_parts.h"

#include <kirinuki/limits.h>
#include <kirinuki/record.h>

#include <string.h>

enum { MAX_VOTERS = 16, MAX_CANDIDATES = 96 };

typedef struct {
    const char *source; // static
    char *text, *squeezed;
    gint weight;
} Voter;

typedef struct {
    char *text, *squeezed;
    guint voter;
    gboolean was_cut;     // something was removed
    gboolean has_site;    // a part of it names the site
    gboolean has_section; // a part of it names a section
    gint score;
} Candidate;

typedef struct {
    const KiriReading *page;
    Voter voters[MAX_VOTERS];
    guint n_voters;
    Candidate candidates[MAX_CANDIDATES];
    guint n_candidates;
    KiriSiteNames sites;
} Vote;

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

static void add_voter(Vote *v, const char *source, const char *text, gint weight)
{
    if (!text || v->n_voters == MAX_VOTERS)
        return;
    g_autofree char *line = one_line(text);
    g_autofree char *squeezed = kiri_squeeze(kiri_str(line));
    if (!line[0])
        return;
    Voter *voter = &v->voters[v->n_voters++];
    /* A headline of signs only ("!!!") is compared as it stands. */
    *voter = (Voter){source, g_strdup(line), g_strdup(squeezed[0] ? squeezed : line), weight};
}

/* A claim of the metadata holds it between its ends or separators, as no small
 * part; first of all where it begins the claim. */
static gboolean stands_in_claim(const Vote *v, const char *text)
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

/* Some sites give every page the same title: their own name. */
static gboolean claims_name_site(const Vote *v)
{
    for (guint i = 0; i < v->n_voters; i++)
        if (v->voters[i].source[0] != 'h' && !kiri_site_names_has(&v->sites, v->voters[i].squeezed))
            return FALSE;
    return TRUE;
}

static void collect_headings(Vote *v)
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
        g_autofree char *text = kiri_dom_line(dom, i, KIRI_LIMIT_TITLE_BYTES / 2);
        gboolean is_heard =
            tag == KIRI_TAG_H1 || (tag == KIRI_TAG_H2 && (is_titled || is_untitled));
        if (!is_heard && !stands_in_claim(v, text))
            continue;
        if (tag == KIRI_TAG_H1)
            add_voter(v, "h1", text, n_h1 == 1 ? 5 : 3);
        else
            add_voter(v, tag == KIRI_TAG_H2 ? "h2" : "h3", text, 2);
        taken++;
    }
}

/* ---- headlines that are no headings ---- */

/* Begins some claim's part with the first letters of `s`? Squeezing every line of a
 * page would cost more than the rest. */
static gboolean may_stand_in_claim(const Vote *v, KiriStr s)
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
static char *claimed_line(const Vote *v, guint text)
{
    const KiriDom *dom = v->page->dom;
    guint holder = line_holder(dom, text);
    g_autofree char *line = kiri_dom_line(dom, holder, KIRI_LIMIT_TITLE_BYTES / 2);
    if (stands_in_claim(v, line))
        return g_steal_pointer(&line);
    g_autofree char *own = kiri_str_dup(kiri_str_strip(dom->nodes[text].text));
    return stands_in_claim(v, own) ? g_steal_pointer(&own) : NULL;
}

/* Some pages have no heading, or only that of the site or a section: the headline
 * is the line of text that a claim has too, with something around it. Most sites
 * put it first, so of two lines the one that begins a claim counts, then the
 * longer. */
static void collect_plain_line(Vote *v)
{
    enum { MAX_LOOKS = 400, HEADING_WEIGHT = 5 };
    const KiriDom *dom = v->page->dom;
    g_autofree char *best = NULL;
    gsize best_worth = 0;
    for (guint i = 0; i < v->n_voters; i++)
        if (v->voters[i].source[0] == 'h' && v->voters[i].weight >= HEADING_WEIGHT)
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
static gboolean stands_in_other(const Vote *v, guint heading)
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
static void weigh_headings(Vote *v)
{
    for (guint i = 0; i < v->n_voters; i++) {
        Voter *h = &v->voters[i];
        if (h->source[0] != 'h')
            continue;
        gboolean is_known = FALSE, begins = FALSE, has_other = FALSE, is_logo = FALSE;
        gboolean is_part = stands_in_other(v, i);
        for (guint k = 0; k < v->n_voters; k++) {
            const Voter *o = &v->voters[k];
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
        else if (begins || is_part)
            h->weight = 6;
        else if (has_other && (!is_known || is_logo))
            h->weight = 1;
    }
}

static void collect(Vote *v)
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
}

/* ---- candidates ---- */

static Candidate *add_candidate(Vote *v, guint voter, KiriStr text, gboolean was_cut)
{
    text = kiri_str_strip(text);
    if (!text.n || v->n_candidates == MAX_CANDIDATES)
        return NULL;
    g_autofree char *squeezed = kiri_squeeze(text);
    if (!squeezed[0]) {
        g_free(squeezed);
        squeezed = kiri_str_dup(text);
    }
    for (guint i = 0; i < v->n_candidates; i++)
        if (strcmp(v->candidates[i].squeezed, squeezed) == 0 &&
            strlen(v->candidates[i].text) <= text.n) {
            v->candidates[i].was_cut &= was_cut; // said as a whole by somebody
            return NULL;
        }
    Candidate *c = &v->candidates[v->n_candidates++];
    *c = (Candidate){.text = kiri_str_dup(text),
                     .squeezed = g_steal_pointer(&squeezed),
                     .voter = voter,
                     .was_cut = was_cut};
    return c;
}

/* The text, and what is left of it without brackets at its ends: "…（産経新聞）",
 * "…【動画】", "(2ページ目)…" may be additions. */
static void add_with_brackets(Vote *v, guint voter, KiriStr text, gboolean was_cut,
                              gboolean has_site, gboolean has_section)
{
    text = kiri_str_strip(text);
    gboolean is_tail_other = FALSE, is_head_other = FALSE;
    gsize before = text.n ? kiri_title_before_tail(&v->sites, text, &is_tail_other) : 0;
    gsize behind = text.n ? kiri_title_behind_head(&v->sites, text, &is_head_other) : 0;
    Candidate *c = add_candidate(v, voter, text, was_cut);
    if (c) {
        c->has_site = has_site || is_tail_other || is_head_other;
        c->has_section = has_section;
    }
    c = before ? add_candidate(v, voter, (KiriStr){text.p, before}, TRUE) : NULL;
    if (c) {
        c->has_site = has_site || is_head_other;
        c->has_section = has_section;
    }
    c = is_head_other ? add_candidate(v, voter, (KiriStr){text.p + behind, text.n - behind}, TRUE)
                      : NULL;
    if (c)
        c->has_site = has_site || is_tail_other;
}

typedef struct {
    KiriStr text;
    gboolean is_site, is_section;
} Part;

/* The parts between the cuts of a voter's text. */
static guint find_parts(const Vote *v, const char *s, Part parts[KIRI_TITLE_MAX_CUTS + 1])
{
    KiriTitleCut cuts[KIRI_TITLE_MAX_CUTS];
    guint n = kiri_title_cuts(&v->sites, s, cuts);
    gsize from = 0;
    for (guint i = 0; i <= n; i++) {
        gsize to = i < n ? cuts[i].at : strlen(s);
        KiriStr text = {s + from, to - from};
        parts[i] = (Part){text, n > 0 && kiri_title_is_site(&v->sites, text, i == n && i > 0),
                          n > 0 && kiri_title_is_section(v->page, text)};
        from = i < n ? to + cuts[i].n : to;
    }
    return n + 1;
}

/* Every run of neighbouring parts may be the headline. */
static void add_candidates(Vote *v, guint voter)
{
    Part parts[KIRI_TITLE_MAX_CUTS + 1];
    guint n = find_parts(v, v->voters[voter].text, parts);
    for (guint i = 0; i < n; i++) {
        gboolean has_site = FALSE, has_section = FALSE;
        for (guint j = i; j < n; j++) {
            const char *from = parts[i].text.p, *to = parts[j].text.p + parts[j].text.n;
            has_site |= parts[j].is_site;
            has_section |= parts[j].is_section;
            add_with_brackets(v, voter, (KiriStr){from, (gsize)(to - from)}, i > 0 || j + 1 < n,
                              has_site, has_section);
        }
    }
}

/* ---- voting ---- */

/* What is left of `whole` around `part` at its start or end: a site's name? */
static gboolean rest_is_site(const Vote *v, const char *whole, const char *part)
{
    gsize n = strlen(whole), m = strlen(part);
    if (m >= n)
        return FALSE;
    g_autofree char *before = g_strndup(whole, n - m);
    return (memcmp(whole, part, m) == 0 && kiri_site_names_has(&v->sites, whole + m)) ||
           (memcmp(whole + n - m, part, m) == 0 && kiri_site_names_has(&v->sites, before));
}

static gint support(const Vote *v, const Candidate *c, const Voter *voter)
{
    const char *a = c->squeezed, *b = voter->squeezed;
    if (strcmp(a, b) == 0)
        return 1000;
    if (rest_is_site(v, b, a))
        return 980;
    gsize n = strlen(a), m = strlen(b);
    gboolean is_affix = m > n && (memcmp(b, a, n) == 0 || memcmp(b + m - n, a, n) == 0);
    if (is_affix)
        return n * 4 >= m ? 720 : 400;
    if (m > n && strstr(b, a)) // between a mark of the page and the site's name
        return n * 3 >= m ? 600 : 300;
    if (n > m && m * 2 > n && strstr(a, b))
        return 300;
    gint alike = kiri_alike(a, b);
    return alike >= 700 ? alike * 7 / 10 : 0;
}

/* "…" at its end, and some voter goes on where it stops. */
static gboolean is_truncated(const Vote *v, const Candidate *c)
{
    if (!g_str_has_suffix(c->text, "…") && !g_str_has_suffix(c->text, "..."))
        return FALSE;
    for (guint i = 0; i < v->n_voters; i++)
        if (strlen(v->voters[i].squeezed) > strlen(c->squeezed) &&
            g_str_has_prefix(v->voters[i].squeezed, c->squeezed))
            return TRUE;
    return FALSE;
}

/* Does a place that shows the headline alone, as a rule, say the whole of it? */
static gboolean is_said_whole(const Vote *v, const Candidate *c)
{
    for (guint i = 0; i < v->n_voters; i++)
        if (strcmp(v->voters[i].source, "title") != 0 && v->voters[i].weight > 1 &&
            strcmp(v->voters[i].squeezed, c->squeezed) == 0)
            return TRUE;
    return FALSE;
}

static void score(Vote *v, Candidate *c)
{
    for (guint i = 0; i < v->n_voters; i++)
        c->score += v->voters[i].weight * support(v, c, &v->voters[i]);
    glong chars = kiri_chars(c->squeezed);
    if (chars < 2 || kiri_site_names_has(&v->sites, c->squeezed) ||
        kiri_title_is_section_word(kiri_str(c->text)))
        c->score /= 20;
    else if (c->was_cut && chars < 6)
        c->score /= 3;
    if (is_truncated(v, c))
        c->score /= 3;
    if (c->has_site)
        c->score /= 2;
    else if (c->has_section && !is_said_whole(v, c))
        c->score = c->score * 6 / 10;
}

static const Candidate *elect(Vote *v)
{
    const Candidate *best = NULL;
    for (guint i = 0; i < v->n_voters; i++)
        add_candidates(v, i);
    for (guint i = 0; i < v->n_candidates; i++) {
        Candidate *c = &v->candidates[i];
        score(v, c);
        if (!best || c->score > best->score)
            best = c;
    }
    return best;
}

static void clear(Vote *v)
{
    for (guint i = 0; i < v->n_voters; i++) {
        g_free(v->voters[i].text);
        g_free(v->voters[i].squeezed);
    }
    for (guint i = 0; i < v->n_candidates; i++) {
        g_free(v->candidates[i].text);
        g_free(v->candidates[i].squeezed);
    }
    kiri_site_names_clear(&v->sites);
}

/* ---- where the headline stands ---- */

static gint heading_rank(const KiriReading *page, guint i)
{
    guint tag = page->dom->nodes[i].tag;
    if (tag == KIRI_TAG_H1)
        return 5;
    if (kiri_tag_is_heading(tag))
        return 4;
    if (page->names[i] & KIRI_NAME_TITLE)
        return 3;
    return tag == KIRI_TAG_TD || tag == KIRI_TAG_P || tag == KIRI_TAG_DIV || tag == KIRI_TAG_DT ? 1
                                                                                                : 0;
}

/* Squeezing every element would cost more than the rest of the page: only those
 * are read whose text is not much longer than the headline. */
static guint find_heading(const KiriReading *page, const char *squeezed)
{
    const KiriDom *dom = page->dom;
    gsize most = strlen(page->article->title) * 2 + 60;
    guint body = kiri_dom_find(dom, 0, dom->n, KIRI_TAG_BODY), best = 0;
    glong chars = kiri_chars(squeezed);
    gint best_score = 0;
    for (guint i = body, looks = 4000; i < dom->n && looks; i++) {
        gint rank = heading_rank(page, i);
        if (!rank || (rank == 1 && dom->nodes[i].end - i > 12) || dom->nodes[i].end - i > 60)
            continue;
        looks--;
        g_autofree char *text = kiri_dom_line(dom, i, most + 4);
        if (!text[0] || strlen(text) > most)
            continue;
        g_autofree char *s = kiri_squeeze(kiri_str(text));
        glong n = kiri_chars(s);
        /* At 5 to 3 in length the shorter has too few pairs to be alike. */
        gint alike = 5 * MIN(n, chars) < 3 * MAX(n, chars) + 2 ? 0 : kiri_alike(s, squeezed);
        if (alike < 750)
            continue;
        gint score = alike + rank * 60;
        if (score > best_score) {
            best = i;
            best_score = score;
        }
    }
    return best;
}

void kiri_page_decide_title(KiriReading *page)
{
    Vote v = {.page = page};
    collect(&v);
    const Candidate *best = elect(&v);
    KiriArticle *a = page->article;
    for (guint i = 0; i < v.n_voters; i++) {
        gboolean is_same = best && strcmp(v.voters[i].squeezed, best->squeezed) == 0;
        gboolean is_chosen = best && best->voter == i;
        const char *reason = is_chosen && best->was_cut ? "site name or section removed"
                             : is_chosen                ? "most support"
                             : is_same                  ? "agrees"
                                                        : "less support";
        kiri_article_add_witness(a, "title", v.voters[i].source, v.voters[i].text, is_chosen,
                                 reason);
    }
    if (best) {
        a->title = g_strdup(best->text);
        page->heading = find_heading(page, best->squeezed);
    }
    clear(&v);
}
