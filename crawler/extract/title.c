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
#include "title_vote.h"

#include <kirinuki/limits.h>
#include <kirinuki/record.h>

#include <string.h>

/* ---- candidates ---- */

static KiriTitleCandidate *add_candidate(KiriTitleVote *v, guint voter, KiriStr text,
                                         gboolean was_cut)
{
    text = kiri_str_strip(text);
    if (!text.n || v->n_candidates == KIRI_TITLE_MAX_CANDIDATES)
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
    KiriTitleCandidate *c = &v->candidates[v->n_candidates++];
    *c = (KiriTitleCandidate){.text = kiri_str_dup(text),
                              .squeezed = g_steal_pointer(&squeezed),
                              .voter = voter,
                              .was_cut = was_cut};
    return c;
}

/* The text, and what is left of it without brackets at its ends: "…（産経新聞）",
 * "…【動画】", "(2ページ目)…" may be additions. */
static void add_with_brackets(KiriTitleVote *v, guint voter, KiriStr text, gboolean was_cut,
                              gboolean has_site, gboolean has_section)
{
    text = kiri_str_strip(text);
    gboolean is_tail_other = FALSE, is_head_other = FALSE;
    gsize before = text.n ? kiri_title_before_tail(&v->sites, text, &is_tail_other) : 0;
    gsize behind = text.n ? kiri_title_behind_head(&v->sites, text, &is_head_other) : 0;
    KiriTitleCandidate *c = add_candidate(v, voter, text, was_cut);
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
static guint find_parts(const KiriTitleVote *v, const char *s, Part parts[KIRI_TITLE_MAX_CUTS + 1])
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
static void add_candidates(KiriTitleVote *v, guint voter)
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
static gboolean rest_is_site(const KiriTitleVote *v, const char *whole, const char *part)
{
    gsize n = strlen(whole), m = strlen(part);
    if (m >= n)
        return FALSE;
    g_autofree char *before = g_strndup(whole, n - m);
    return (memcmp(whole, part, m) == 0 && kiri_site_names_has(&v->sites, whole + m)) ||
           (memcmp(whole + n - m, part, m) == 0 && kiri_site_names_has(&v->sites, before));
}

static gint support(const KiriTitleVote *v, const KiriTitleCandidate *c,
                    const KiriTitleVoter *voter)
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
    return kiri_alike_from(a, b, 700) * 7 / 10;
}

/* Some claim stops there with "…", and a heading goes on. */
static gboolean is_cut_heading(const KiriTitleVote *v, const KiriTitleCandidate *c)
{
    gsize n = strlen(c->text);
    gboolean is_cut = FALSE, goes_on = FALSE;
    for (guint i = 0; i < v->n_voters; i++) {
        const char *text = v->voters[i].text;
        if (!g_str_has_prefix(text, c->text))
            continue;
        is_cut |= g_str_has_prefix(text + n, "…") || g_str_has_prefix(text + n, "...");
        goes_on |= v->voters[i].source[0] == 'h' && !kiri_title_ends_at(text, text + n);
    }
    return is_cut && goes_on;
}

/* A heading says the same and a subtitle. */
static gboolean lacks_subtitle(const KiriTitleVote *v, const KiriTitleCandidate *c)
{
    for (guint i = 0; i < v->n_voters; i++) {
        const char *text = v->voters[i].text;
        gsize n = v->voters[i].has_subtitle ? kiri_title_before_subtitle(kiri_str(text)) : 0;
        g_autofree char *main_part = n ? kiri_squeeze((KiriStr){text, n}) : NULL;
        if (main_part && strcmp(main_part, c->squeezed) == 0)
            return TRUE;
    }
    return FALSE;
}

/* "…" at its end, and some voter goes on where it stops. */
static gboolean is_truncated(const KiriTitleVote *v, const KiriTitleCandidate *c)
{
    if (is_cut_heading(v, c) || lacks_subtitle(v, c))
        return TRUE;
    if (!g_str_has_suffix(c->text, "…") && !g_str_has_suffix(c->text, "..."))
        return FALSE;
    for (guint i = 0; i < v->n_voters; i++)
        if (strlen(v->voters[i].squeezed) > strlen(c->squeezed) &&
            g_str_has_prefix(v->voters[i].squeezed, c->squeezed))
            return TRUE;
    return FALSE;
}

/* Does a place that shows the headline alone, as a rule, say the whole of it? */
static gboolean is_said_whole(const KiriTitleVote *v, const KiriTitleCandidate *c)
{
    for (guint i = 0; i < v->n_voters; i++)
        if (strcmp(v->voters[i].source, "title") != 0 && v->voters[i].weight > 1 &&
            strcmp(v->voters[i].squeezed, c->squeezed) == 0)
            return TRUE;
    return FALSE;
}

/* The day of a press conference belongs to its headline where the heading has it. */
static gboolean is_dated_heading(const KiriTitleVote *v, const KiriTitleCandidate *c)
{
    gboolean is_heading = FALSE;
    for (guint i = 0; i < v->n_voters && !is_heading; i++)
        is_heading =
            v->voters[i].source[0] == 'h' && strcmp(v->voters[i].squeezed, c->squeezed) == 0;
    return is_heading && kiri_title_ends_in_day(kiri_str(c->text));
}

static void score(KiriTitleVote *v, KiriTitleCandidate *c)
{
    gboolean is_beside_site = FALSE; // nothing but the site's name was cut off
    for (guint i = 0; i < v->n_voters; i++) {
        c->score += v->voters[i].weight * support(v, c, &v->voters[i]);
        is_beside_site |= rest_is_site(v, v->voters[i].squeezed, c->squeezed);
    }
    glong chars = kiri_chars(c->squeezed);
    if (chars < 2 || kiri_site_names_has(&v->sites, c->squeezed) ||
        kiri_title_is_section_word(kiri_str(c->text)))
        c->score /= 20;
    else if (c->was_cut && chars < 6 && !is_beside_site)
        c->score /= 3;
    if (is_truncated(v, c))
        c->score /= 3;
    if (c->has_site && !is_dated_heading(v, c))
        c->score /= 2;
    else if (c->has_section && !is_said_whole(v, c))
        c->score = c->score * 6 / 10;
}

static const KiriTitleCandidate *elect(KiriTitleVote *v)
{
    const KiriTitleCandidate *best = NULL;
    for (guint i = 0; i < v->n_voters; i++)
        add_candidates(v, i);
    for (guint i = 0; i < v->n_candidates; i++) {
        KiriTitleCandidate *c = &v->candidates[i];
        score(v, c);
        if (!best || c->score > best->score)
            best = c;
    }
    return best;
}

static void clear(KiriTitleVote *v)
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

/* Has the element at least so many characters, white space apart? */
static gboolean has_chars(const KiriDom *dom, guint node, glong least)
{
    for (guint i = node; i < dom->nodes[node].end && least > 0; i++)
        for (gsize k = 0; k < dom->nodes[i].text.n && least > 0; k++) {
            guchar c = (guchar)dom->nodes[i].text.p[k];
            least -= c > ' ' && (c & 0xC0) != 0x80;
        }
    return least <= 0;
}

/* Squeezing every element would cost more than the rest of the page: only those
 * are read whose text is not much longer than the headline, nor so much shorter that
 * even ligatures (㍿, ㌔) would not make up for it. */
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
        if (!has_chars(dom, i, chars * 2 / 5))
            continue;
        g_autofree char *text = kiri_dom_line(dom, i, most + 4);
        if (!text[0] || strlen(text) > most)
            continue;
        g_autofree char *s = kiri_squeeze(kiri_str(text));
        gint alike = kiri_alike_from(s, squeezed, 750);
        if (!alike)
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
    KiriTitleVote v = {.page = page};
    kiri_title_collect(&v);
    const KiriTitleCandidate *best = elect(&v);
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
