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
#include "byline.h"
#include "extract_page.h"
#include "text_match.h"

#include <kirinuki/date_text.h>
#include <kirinuki/limits.h>
#include <kirinuki/record.h>
#include <kirinuki/url.h>

#include <string.h>

enum { MAX_VOTERS = 16, MAX_CANDIDATES = 96, MAX_PARTS = 6, MAX_SITES = 12 };

typedef struct {
    const char *source; // static
    char *text, *squeezed;
    gint weight;
} Voter;

typedef struct {
    char *text, *squeezed;
    guint voter;
    gboolean was_cut; // something was removed
    gint score;
} Candidate;

typedef struct {
    const KiriReading *page;
    Voter voters[MAX_VOTERS];
    guint n_voters;
    Candidate candidates[MAX_CANDIDATES];
    guint n_candidates;
    char *sites[MAX_SITES]; // squeezed names of the site
    guint n_sites;
} Vote;

static const char *const separators[] = {
    " | ", "｜",  " - ",  " – ", " — ", " ― ", " － ", " :: ", " : ", " » ", " « ", " › ", " > ",
    " < ", " / ", " ／ ", " • ", " · ", " ~ ", " ～ ", "|",    "：",  "»",   "«",   " ‐ ",
};

static char *one_line(const char *s)
{
    g_auto(KiriBuf) buf;
    kiri_buf_init(&buf, KIRI_LIMIT_TITLE_BYTES);
    kiri_text_collapse(&buf, kiri_str(s));
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

static void add_site(Vote *v, const char *name)
{
    if (!name || v->n_sites == MAX_SITES)
        return;
    g_autofree char *squeezed = kiri_squeeze(kiri_str(name));
    if (kiri_chars(squeezed) >= 2)
        v->sites[v->n_sites++] = g_steal_pointer(&squeezed);
}

/* "news.example.co.jp" → "example": titles often end in it. */
static void add_host_label(Vote *v)
{
    g_autoptr(KiriUrl) url = kiri_url_parse(kiri_str(v->page->input->url), NULL);
    g_autofree char *domain = url && url->host ? kiri_url_registrable_domain(url->host) : NULL;
    if (!domain)
        return;
    add_site(v, domain);
    *strchrnul(domain, '.') = 0;
    add_site(v, domain);
}

/* A claim begins with it and goes on behind a separator, or ends there. */
static gboolean begins_a_claim(const Vote *v, const char *text)
{
    gsize n = strlen(text);
    for (guint i = 0; kiri_chars(text) >= 6 && i < v->n_voters; i++) {
        const char *claim = v->voters[i].text;
        if (!g_str_has_prefix(claim, text) || n * 5 < strlen(claim) * 2)
            continue;
        if (!claim[n])
            return TRUE;
        for (guint k = 0; k < G_N_ELEMENTS(separators); k++)
            if (g_str_has_prefix(claim + n, separators[k]))
                return TRUE;
    }
    return FALSE;
}

static void collect_headings(Vote *v)
{
    const KiriDom *dom = v->page->dom;
    guint n_h1 = 0, taken = 0;
    for (guint i = 0; i < dom->n; i++)
        n_h1 += dom->nodes[i].tag == KIRI_TAG_H1;
    for (guint i = 0; i < dom->n && taken < 5; i++) {
        guint tag = dom->nodes[i].tag;
        gboolean is_titled = (v->page->names[i] & KIRI_NAME_TITLE) != 0;
        if (tag != KIRI_TAG_H1 && tag != KIRI_TAG_H2)
            continue;
        g_autofree char *text = kiri_dom_line(dom, i, KIRI_LIMIT_TITLE_BYTES / 2);
        if (tag == KIRI_TAG_H2 && !is_titled && !begins_a_claim(v, text))
            continue;
        if (tag == KIRI_TAG_H1)
            add_voter(v, "h1", text, n_h1 == 1 ? 5 : 3);
        else
            add_voter(v, "h2", text, 2);
        taken++;
    }
}

/* Old pages have a <title> and no heading: the headline is the line of text that
 * <title> begins or ends with. */
static void collect_plain_line(Vote *v)
{
    const KiriDom *dom = v->page->dom;
    if (v->n_voters != 1)
        return;
    const char *title = v->voters[0].squeezed;
    gsize len = strlen(title), best_worth = 0;
    guint best = 0;
    for (guint i = kiri_dom_find(dom, 0, dom->n, KIRI_TAG_BODY), looks = 2000; i < dom->n && looks;
         i++) {
        const KiriDomNode *n = &dom->nodes[i];
        if (n->tag != KIRI_TAG_TEXT || n->text.n < 12 || n->text.n > 400 ||
            kiri_dom_ancestor(dom, i, KIRI_TAG_A))
            continue;
        looks--;
        g_autofree char *s = kiri_squeeze(n->text);
        gsize m = strlen(s);
        if (m >= len || m * 4 < len || kiri_chars(s) < 4)
            continue;
        /* Most sites put the headline first. */
        gsize worth = memcmp(title, s, m) == 0 ? m * 2 : memcmp(title + len - m, s, m) == 0 ? m : 0;
        if (worth > best_worth) {
            best = i;
            best_worth = worth;
        }
    }
    if (best) {
        g_autofree char *text = kiri_str_dup(dom->nodes[best].text);
        add_voter(v, "text", text, 6);
    }
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
        if (begins)
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
    static const char *const names[] = {"og:site_name", "application-name", "al:ios:app_name",
                                        "apple-mobile-web-app-title"};
    for (guint i = 0; i < G_N_ELEMENTS(names); i++)
        add_site(v, kiri_page_meta_get(meta, names[i]));
    add_site(v, ld->publisher);
    /* Aggregators name the paper that wrote it. */
    for (guint i = 0; i < kiri_strv_count(ld->authors); i++)
        if (!kiri_is_person_name(kiri_str(ld->authors[i])))
            add_site(v, ld->authors[i]);
    add_site(v, ld->website);
    add_host_label(v);
}

/* ---- candidates ---- */

typedef struct {
    gsize at, n; // where a separator stands and its length
} Cut;

/* A bare ':' or '-' parts headline and site only if the site's name follows. */
static gboolean is_bare_cut(const Vote *v, const char *p)
{
    if (*p != ':' && *p != '-')
        return FALSE;
    g_autofree char *rest = kiri_squeeze(kiri_str(p + 1));
    for (guint i = 0; i < v->n_sites; i++)
        if (g_str_has_prefix(rest, v->sites[i]) && kiri_chars(rest) < kiri_chars(v->sites[i]) + 12)
            return TRUE;
    return FALSE;
}

static guint find_cuts(const Vote *v, const char *s, Cut cuts[MAX_PARTS])
{
    guint n = 0;
    for (const char *p = s; *p && n < MAX_PARTS;) {
        gsize len = 0;
        for (guint i = 0; !len && i < G_N_ELEMENTS(separators); i++)
            if (g_str_has_prefix(p, separators[i]))
                len = strlen(separators[i]);
        if (!len && p > s && is_bare_cut(v, p))
            len = 1;
        if (len && p > s && p[len])
            cuts[n++] = (Cut){(gsize)(p - s), len};
        p += len ? len : (gsize)(kiri_next_char(p) - p);
    }
    return n;
}

static void add_candidate(Vote *v, guint voter, KiriStr text, gboolean was_cut)
{
    text = kiri_str_strip(text);
    if (!text.n || v->n_candidates == MAX_CANDIDATES)
        return;
    g_autofree char *squeezed = kiri_squeeze(text);
    if (!squeezed[0]) {
        g_free(squeezed);
        squeezed = kiri_str_dup(text);
    }
    for (guint i = 0; i < v->n_candidates; i++)
        if (strcmp(v->candidates[i].squeezed, squeezed) == 0 &&
            strlen(v->candidates[i].text) <= text.n) {
            v->candidates[i].was_cut &= was_cut; // said as a whole by somebody
            return;
        }
    v->candidates[v->n_candidates++] =
        (Candidate){kiri_str_dup(text), g_steal_pointer(&squeezed), voter, was_cut, 0};
}

/* A bracketed tail ("…（産経新聞）", "…【動画】") may be an addition. */
static void add_without_tail(Vote *v, guint voter, KiriStr text)
{
    static const char *const pairs[][2] = {{"（", "）"}, {"(", ")"},   {"【", "】"}, {"［", "］"},
                                           {"[", "]"},   {"〈", "〉"}, {"《", "》"}, {"＜", "＞"}};
    for (guint i = 0; i < G_N_ELEMENTS(pairs); i++) {
        gsize n = strlen(pairs[i][1]);
        if (text.n < n || memcmp(text.p + text.n - n, pairs[i][1], n) != 0)
            continue;
        const char *open = g_strrstr_len(text.p, (gssize)text.n, pairs[i][0]);
        if (open && open > text.p)
            add_candidate(v, voter, (KiriStr){text.p, (gsize)(open - text.p)}, TRUE);
    }
}

static void add_candidates(Vote *v, guint voter)
{
    const char *s = v->voters[voter].text;
    gsize len = strlen(s);
    add_candidate(v, voter, (KiriStr){s, len}, FALSE);
    Cut cuts[MAX_PARTS];
    guint n = find_cuts(v, s, cuts);
    for (guint i = 0; i < n; i++) {
        gsize behind = cuts[i].at + cuts[i].n;
        add_candidate(v, voter, (KiriStr){s, cuts[i].at}, TRUE);
        add_candidate(v, voter, (KiriStr){s + behind, len - behind}, TRUE);
        add_without_tail(v, voter, (KiriStr){s, cuts[i].at});
        for (guint j = i + 1; j < n; j++)
            add_candidate(v, voter, (KiriStr){s + behind, cuts[j].at - behind}, TRUE);
    }
    add_without_tail(v, voter, (KiriStr){s, len});
}

/* ---- voting ---- */

static gboolean is_site(const Vote *v, const char *squeezed)
{
    for (guint i = 0; i < v->n_sites; i++)
        if (strcmp(v->sites[i], squeezed) == 0)
            return TRUE;
    return FALSE;
}

/* What is left of `whole` around `part` at its start or end: a site's name? */
static gboolean rest_is_site(const Vote *v, const char *whole, const char *part)
{
    gsize n = strlen(whole), m = strlen(part);
    if (m >= n)
        return FALSE;
    g_autofree char *before = g_strndup(whole, n - m);
    return (memcmp(whole, part, m) == 0 && is_site(v, whole + m)) ||
           (memcmp(whole + n - m, part, m) == 0 && is_site(v, before));
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

static gboolean ends_like_site(const char *part)
{
    static const char *const tails[] = {
        "新聞",   "ニュース", "オンライン", "デジタル", "サイト", "ホームページ", "ブログ",
        "通信",   "放送",     "テレビ",     "Online",   "online", "News",         "NEWS",
        "Blog",   "blog",     ".com",       ".jp",      ".net",   "WEB",          "Web",
        "プレス", "マガジン", "タイムズ",   NULL};
    for (guint i = 0; tails[i]; i++)
        if (g_str_has_suffix(part, tails[i]))
            return kiri_chars(part) <= 30;
    return FALSE;
}

/* "…（産経新聞）", "…（2020年2月15日）": who wrote it and when is not the headline. */
static gboolean has_site_tail(const Vote *v, const char *text)
{
    static const char *const closes[] = {"）", ")", "】", "］", "]", "＞", NULL};
    static const char *const opens[] = {"（", "(", "【", "［", "[", "＜"};
    for (guint i = 0; closes[i]; i++) {
        if (!g_str_has_suffix(text, closes[i]))
            continue;
        const char *open = g_strrstr(text, opens[i]);
        if (!open || open == text)
            return FALSE;
        const char *from = open + strlen(opens[i]);
        KiriStr inside = {from, strlen(from) - strlen(closes[i])};
        g_autofree char *name = kiri_str_dup(inside);
        g_autofree char *squeezed = kiri_squeeze(inside);
        KiriTime t;
        gsize at = 0, to = 0;
        gboolean is_date = kiri_date_find(inside, 0, &t, &at, &to) && at == 0 && to == inside.n;
        if (strspn(name, "0123456789/") >= 3 && strchr(name, '/')) // page 1/3
            return TRUE;
        return is_site(v, squeezed) || ends_like_site(name) || kiri_agency_of(inside) || is_date;
    }
    return FALSE;
}

/* Does a site's name hang on the candidate behind a separator? */
static gboolean has_site_part(const Vote *v, const Candidate *c)
{
    Cut cuts[MAX_PARTS];
    guint n = find_cuts(v, c->text, cuts);
    if (!n)
        return has_site_tail(v, c->text);
    const char *last = c->text + cuts[n - 1].at + cuts[n - 1].n;
    g_autofree char *first = g_strndup(c->text, cuts[0].at);
    g_autofree char *a = kiri_squeeze(kiri_str(first));
    g_autofree char *b = kiri_squeeze(kiri_str(last));
    return is_site(v, a) || is_site(v, b) || ends_like_site(last) || has_site_tail(v, c->text);
}

static void score(Vote *v, Candidate *c)
{
    for (guint i = 0; i < v->n_voters; i++)
        c->score += v->voters[i].weight * support(v, c, &v->voters[i]);
    glong chars = kiri_chars(c->squeezed);
    if (chars < 2 || is_site(v, c->squeezed))
        c->score /= 20;
    else if (c->was_cut && chars < 6)
        c->score /= 3;
    if (c->was_cut && ends_like_site(c->text))
        c->score /= 2;
    if (is_truncated(v, c))
        c->score /= 3;
    if (has_site_part(v, c))
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
    for (guint i = 0; i < v->n_sites; i++)
        g_free(v->sites[i]);
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
        gint alike = kiri_alike(s, squeezed);
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
