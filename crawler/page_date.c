// SPDX-License-Identifier: GPL-3.0-or-later
/* When was it published, when changed? Every place that may say so is a witness
 * with a weight. A day is chosen by its own best witness and, half as much, by
 * the others that agree on it; among those that agree the most exact statement
 * is taken, so that a feed's or a page's clock completes a date of the address.
 *
 * Two lies are common enough to be looked through: midnight written for "no
 * time known", and local time written with a "Z". */
#include "extract_page.h"
#include "date_western.h"
#include "text_match.h"

#include <kirinuki/date_text.h>
#include <kirinuki/limits.h>
#include <kirinuki/record.h>
#include <kirinuki/url.h>

#include <string.h>

enum {
    MAX_CLAIMS = 64,
    MAX_LINE_CHARS = 120,
    NEAR_BLOCKS = 14, // how far from the headline a date line is looked for
    FIRST_YEAR = 1990,
};

typedef struct {
    const char *source; // static
    char *value;
    KiriTime time;
    gint weight;
    gboolean is_modified;
    gboolean is_floating; // stated without a zone
    const char *refused;  // why it is not believed; static
} DateClaim;

typedef struct {
    KiriReading *page;
    DateClaim claims[MAX_CLAIMS];
    guint n;
} Dates;

/* ---- collecting ---- */

static const char *refusal(const KiriReading *page, KiriTime t)
{
    gint64 now = page->input->now_us;
    if (now && t.us > now + KIRI_US_PER_DAY)
        return "in the future";
    if (kiri_civil_from_us(t.us, t.offset_min).year < FIRST_YEAR)
        return "before the web";
    if (t.precision < KIRI_PRECISION_DAY)
        return "no day";
    return NULL;
}

static void add_time(Dates *d, const char *source, KiriStr value, KiriTime t, gint weight,
                     gboolean is_modified)
{
    if (d->n == MAX_CLAIMS)
        return;
    d->claims[d->n++] = (DateClaim){source, kiri_str_dup(value), t, weight, is_modified,
                                    FALSE,  refusal(d->page, t)};
}

/* The whole of `value` is a date. */
static void add_value(Dates *d, const char *source, const char *value, gint weight,
                      gboolean is_modified)
{
    KiriTime t;
    gsize from, to;
    KiriStr v = kiri_str_strip(kiri_str(value));
    if (!v.n || v.n > 200)
        return;
    gint offset = d->page->offset_min;
    if (kiri_time_parse(v, offset, &t) || kiri_date_parse(v, offset, &t) ||
        kiri_date_find(v, 0, &t, &from, &to) ||
        kiri_date_find_western(v, offset, FALSE, &t, &from, &to))
        add_time(d, source, v, t, weight, is_modified);
}

static void from_metadata(Dates *d)
{
    static const struct {
        const char *key;
        gint weight;
        gboolean is_modified;
    } keys[] = {
        {"article:published_time", 9, FALSE},
        {"og:article:published_time", 9, FALSE},
        {"og:published_time", 8, FALSE},
        {"itemprop:datepublished", 8, FALSE},
        {"article:published", 8, FALSE},
        {"article.published", 8, FALSE},
        {"datepublished", 8, FALSE},
        {"parsely-pub-date", 8, FALSE},
        {"sailthru.date", 7, FALSE},
        {"cxenseparse:recs:publishtime", 8, FALSE},
        {"cxenseparse:publishtime", 8, FALSE},
        {"citation_publication_date", 7, FALSE},
        {"citation_online_date", 7, FALSE},
        {"publication_date", 7, FALSE},
        {"publish-date", 7, FALSE},
        {"publish_date", 7, FALSE},
        {"publishdate", 7, FALSE},
        {"published_time", 7, FALSE},
        {"published-date", 7, FALSE},
        {"pubdate", 7, FALSE},
        {"ptime", 7, FALSE},
        {"dc.date.issued", 7, FALSE},
        {"dcterms.issued", 7, FALSE},
        {"dcterms.date", 6, FALSE},
        {"dcterms.created", 6, FALSE},
        {"dc.date", 6, FALSE},
        {"dc.date.created", 6, FALSE},
        {"itemprop:datecreated", 5, FALSE},
        {"date", 6, FALSE},
        {"originalpublicationdate", 7, FALSE},
        {"timestamp", 4, FALSE},
        {"article:modified_time", 9, TRUE},
        {"og:updated_time", 6, TRUE},
        {"article:updated_time", 8, TRUE},
        {"itemprop:datemodified", 8, TRUE},
        {"datemodified", 8, TRUE},
        {"dcterms.modified", 7, TRUE},
        {"dc.date.modified", 7, TRUE},
        {"lastmod", 6, TRUE},
        {"last-modified", 5, TRUE},
        {"revision_date", 5, TRUE},
    };
    for (guint i = 0; i < G_N_ELEMENTS(keys); i++)
        add_value(d, keys[i].key, kiri_page_meta_get(d->page->meta, keys[i].key), keys[i].weight,
                  keys[i].is_modified);
}

static void from_jsonld(Dates *d)
{
    const KiriJsonLd *ld = d->page->ld;
    gboolean is_article = ld->type && !g_str_has_suffix(ld->type, "Page");
    add_value(d, "json-ld", ld->published, is_article ? 10 : 7, FALSE);
    add_value(d, "json-ld dateCreated", ld->created, 4, FALSE);
    add_value(d, "json-ld", ld->modified, is_article ? 10 : 7, TRUE);
}

/* "/2024/03/05/", "/20240305-", "-2024-03-05"; at day precision */
static void from_url(Dates *d)
{
    const char *url = d->page->input->url;
    const char *path = strstr(url, "://");
    path = path ? strchr(path + 3, '/') : NULL;
    for (const char *p = path; p && *p && *p != '?'; p++) {
        if (g_ascii_isdigit(p[-1]) || !g_ascii_isdigit(*p))
            continue;
        char digits[9] = {0};
        gsize n = 0, at = 0;
        guint separators = 0;
        for (; n < 8 && p[at]; at++) {
            if (g_ascii_isdigit(p[at]))
                digits[n++] = p[at];
            else if ((n == 4 || n == 6) && strchr("/-_", p[at]))
                separators++;
            else
                break;
        }
        KiriTime t;
        if (n == 8 && (separators == 0 || separators == 2) &&
            (digits[0] == '1' || digits[0] == '2') &&
            kiri_time_parse((KiriStr){digits, 8}, d->page->offset_min, &t)) {
            gint year = kiri_civil_from_us(t.us, t.offset_min).year;
            /* Eight digits in a row may be any number. */
            if (year >= FIRST_YEAR && year < 2100 && (separators || !g_ascii_isdigit(p[8])))
                add_time(d, "url", (KiriStr){p, at}, t, separators ? 5 : 4, FALSE);
        }
        p += at ? at - 1 : 0;
    }
}

/* ---- visible dates ---- */

static gboolean is_update_word(KiriStr before, KiriStr after)
{
    static const char *const words[] = {
        "更新",     "改訂",     "改定",   "修正",         "Updated",      "updated", "UPDATED",
        "Modified", "modified", "UPDATE", "Aktualisiert", "aktualisiert", "Stand:",  NULL};
    static const char *const other[] = {"公開", "配信", "掲載", "投稿",
                                        "発行", "発表", "作成", NULL};
    const char *update = NULL, *publish = NULL;
    for (guint i = 0; words[i]; i++) {
        const char *at = g_strrstr_len(before.p, (gssize)before.n, words[i]);
        update = MAX(update, at);
    }
    for (guint i = 0; other[i]; i++) {
        const char *at = g_strrstr_len(before.p, (gssize)before.n, other[i]);
        publish = MAX(publish, at);
    }
    if (update || publish)
        return update > publish;
    /* "2024年3月5日更新", but not "2024年3月5日　更新 2024年3月6日" */
    for (guint i = 0; words[i]; i++) {
        KiriStr rest = kiri_str_strip(after);
        gsize n = strlen(words[i]);
        if (rest.n >= n && memcmp(rest.p, words[i], n) == 0 && rest.n < n + 6)
            return TRUE;
    }
    return FALSE;
}

/* All dates of one short line. */
static void from_line(Dates *d, const char *source, const char *line, gint weight,
                      gboolean is_update)
{
    KiriStr rest = kiri_str(line), before = {line, 0};
    for (gint taken = 0; taken < 3 && rest.n; taken++) {
        KiriTime t;
        gsize from, to;
        if (!kiri_date_find(rest, d->page->input->now_us, &t, &from, &to) &&
            !kiri_date_find_western(rest, d->page->offset_min,
                                    g_strcmp0(d->page->article->language, "en-US") == 0 ||
                                        g_strcmp0(d->page->article->language, "en") == 0,
                                    &t, &from, &to))
            return;
        before = (KiriStr){rest.p, from};
        KiriStr after = {rest.p + to, rest.n - to};
        gboolean is_modified =
            is_update_word(before, after) || (is_update && taken == 0 && before.n == 0);
        /* Words between are the date's own: prose that mentions a day. */
        gint w = kiri_chars(line) > 60 ? MAX(weight - 2, 1) : weight;
        /* kiri_date_find reads clocks as Japan's; elsewhere the clock is local. */
        if (!d->page->is_japanese && t.offset_min == KIRI_JST_MIN) {
            t.us += (KIRI_JST_MIN - d->page->offset_min) * KIRI_US_PER_MINUTE;
            t.offset_min = (gint16)d->page->offset_min;
        }
        add_time(d, source, (KiriStr){rest.p + from, to - from}, t, w, is_modified);
        rest = after;
    }
}

static void from_time_elements(Dates *d)
{
    const KiriReading *page = d->page;
    guint taken = 0;
    for (guint i = 0; i < page->dom->n && taken < 8; i++) {
        if (page->dom->nodes[i].tag != KIRI_TAG_TIME)
            continue;
        guint names = page->names[i] | page->names[page->dom->nodes[i].parent];
        gboolean is_near = page->heading && i + 40 > page->heading && i < page->heading + 250;
        gboolean is_inside = page->body && i > page->body && i < page->dom->nodes[page->body].end;
        if (kiri_page_is_aside(page, i) && !is_near)
            continue;
        gint weight = (is_near     ? 6
                       : is_inside ? 3
                                   : 2) +
                      (kiri_dom_attr(page->dom, i, "pubdate") || (names & KIRI_NAME_DATE) ? 1 : 0) -
                      (gint)MIN(taken, 2u);
        g_autofree char *line = kiri_dom_line(page->dom, i, 200);
        g_autofree char *around = kiri_dom_line(page->dom, page->dom->nodes[i].parent, 200);
        const char *at = strstr(around, line);
        KiriStr before = {around, at ? (gsize)(at - around) : 0};
        KiriStr after = kiri_str(at ? at + strlen(line) : "");
        gboolean is_modified = is_update_word(before, after) || (names & KIRI_NAME_UPDATED) != 0;
        const char *value = kiri_dom_attr(page->dom, i, "datetime");
        guint known = d->n;
        if (value)
            add_value(d, "time", value, weight, is_modified);
        if (d->n == known)
            from_line(d, "time", line, weight - 1, is_modified);
        taken++;
    }
}

static guint heading_block(const KiriReading *page)
{
    guint i = 0;
    while (i < page->blocks->len && g_array_index(page->blocks, KiriBlock, i).from < page->heading)
        i++;
    return i;
}

/* Where lines are parted by <br> only, the date is among the first of a long
 * block: cuts it behind its leading short lines. */
static void keep_short_head(char *text)
{
    char *p = text;
    for (gint i = 0; i < 3; i++) {
        char *end = strchr(p, '\n');
        if (!end || g_utf8_strlen(p, end - p) > 40)
            break;
        p = end + 1;
    }
    *p = 0;
}

/* Short lines around the headline, at the body's ends, and lines whose element
 * is called a date. */
static void from_text(Dates *d)
{
    const KiriReading *page = d->page;
    guint at = page->heading ? heading_block(page) : G_MAXUINT / 2;
    const KiriDomNode *body = page->body ? &page->dom->nodes[page->body] : NULL;
    guint after_body = G_MAXUINT, named = 0;
    for (guint i = 0; i < page->blocks->len; i++) {
        const KiriBlock *b = &g_array_index(page->blocks, KiriBlock, i);
        gint distance = ABS((gint)i - (gint)at);
        gboolean is_near = distance <= NEAR_BLOCKS && i + 4 > at;
        gboolean is_named = (page->names[b->node] & KIRI_NAME_DATE) && named < 6;
        if (body && b->from >= body->end && after_body == G_MAXUINT)
            after_body = i;
        gboolean is_around = body && ((b->from < page->body && page->body - b->from < 60) ||
                                      (b->from >= page->body && b->from < page->body + 30) ||
                                      (after_body != G_MAXUINT && i < after_body + 3));
        if (!is_near && !is_named && !is_around)
            continue;
        if (page->heading == b->node)
            continue;
        if (b->is_aside && !is_near && !is_around)
            continue;
        named += is_named ? 1 : 0;
        g_autofree char *line = kiri_block_text(page, b);
        if (kiri_chars(line) > MAX_LINE_CHARS)
            keep_short_head(line);
        gint weight = is_near && distance <= 6 ? 5 : is_near ? 4 : is_named ? 3 : 2;
        weight += is_named && is_near;
        from_line(d, "text", line, weight, (page->names[b->node] & KIRI_NAME_UPDATED) != 0);
    }
}

/* ---- deciding ---- */

static gint64 day_of(const DateClaim *c)
{
    KiriCivil v = kiri_civil_from_us(c->time.us, c->time.offset_min);
    return kiri_civil_days(v.year, v.month, v.day);
}

static gboolean is_midnight(KiriTime t)
{
    KiriCivil v = kiri_civil_from_us(t.us, t.offset_min);
    return v.hour == 0 && v.minute == 0 && v.second == 0;
}

static gboolean agree(const DateClaim *a, const DateClaim *b)
{
    if (day_of(a) == day_of(b))
        return TRUE;
    /* The same instant may be two days in two zones. */
    return a->time.precision > KIRI_PRECISION_DAY && b->time.precision > KIRI_PRECISION_DAY &&
           ABS(a->time.us - b->time.us) < KIRI_US_PER_HOUR;
}

/* How much a statement says about the clock: 0 day, 1 midnight, 2 a clock. */
static gint exactness(const DateClaim *c)
{
    return c->time.precision <= KIRI_PRECISION_DAY ? 0 : is_midnight(c->time) ? 1 : 2;
}

/* "09:05Z" on a page that shows 9:05: the Z is a mistake of the template. */
static gboolean has_false_zone(const Dates *d, const DateClaim *c)
{
    if (!d->page->is_japanese || c->time.offset_min != 0 || exactness(c) < 2)
        return FALSE;
    for (guint i = 0; i < d->n; i++) {
        const DateClaim *o = &d->claims[i];
        gint64 apart = c->time.us - o->time.us;
        if (o->time.offset_min == KIRI_JST_MIN && exactness(o) == 2 &&
            strcmp(o->source, c->source) != 0 &&
            ABS(apart - KIRI_JST_MIN * KIRI_US_PER_MINUTE) < KIRI_US_PER_MINUTE)
            return TRUE;
    }
    return FALSE;
}

static gint standing(const Dates *d, const DateClaim *c)
{
    gint sum = c->weight * 2;
    const char *heard[MAX_CLAIMS];
    guint n_heard = 0;
    for (guint i = 0; i < d->n; i++) {
        const DateClaim *o = &d->claims[i];
        if (o == c || o->refused || o->is_modified != c->is_modified || !agree(o, c) ||
            strcmp(o->source, c->source) == 0)
            continue;
        gboolean is_known = FALSE; // one voice for each source
        for (guint k = 0; k < n_heard; k++)
            is_known |= strcmp(heard[k], o->source) == 0;
        if (!is_known) {
            heard[n_heard++] = o->source;
            sum += o->weight;
        }
    }
    return sum;
}

static DateClaim *decide(Dates *d, gboolean is_modified)
{
    DateClaim *best = NULL;
    gint best_standing = 0;
    for (guint i = 0; i < d->n; i++) {
        DateClaim *c = &d->claims[i];
        if (c->refused || c->is_modified != is_modified)
            continue;
        gint s = standing(d, c);
        if (s > best_standing) {
            best = c;
            best_standing = s;
        }
    }
    DateClaim *exact = best;
    for (guint i = 0; best && i < d->n; i++) {
        DateClaim *c = &d->claims[i];
        if (c->refused || c->is_modified != is_modified || !agree(c, best))
            continue;
        if (exactness(c) > exactness(exact) && c->weight >= 2)
            exact = c;
    }
    return exact;
}

static void hear(Dates *d, const DateClaim *published, const DateClaim *modified)
{
    for (guint i = 0; i < d->n; i++) {
        const DateClaim *c = &d->claims[i];
        gboolean is_chosen = c == published || c == modified;
        const DateClaim *winner = c->is_modified ? modified : published;
        const char *reason = c->refused                   ? c->refused
                             : is_chosen                  ? "best supported, most exact"
                             : winner && agree(c, winner) ? "agrees"
                                                          : "less support";
        kiri_article_add_witness(d->page->article, c->is_modified ? "modified" : "published",
                                 c->source, c->value, is_chosen, reason);
    }
}

void kiri_page_decide_dates(KiriReading *page)
{
    Dates d = {.page = page};
    from_jsonld(&d);
    from_metadata(&d);
    if (kiri_time_is_set(page->input->hint_published))
        add_time(&d, "feed", kiri_str("feed"), page->input->hint_published, 6, FALSE);
    if (kiri_time_is_set(page->input->hint_updated))
        add_time(&d, "feed", kiri_str("feed"), page->input->hint_updated, 5, TRUE);
    from_time_elements(&d);
    from_text(&d);
    from_url(&d);
    for (guint i = 0; i < d.n; i++)
        if (has_false_zone(&d, &d.claims[i]))
            d.claims[i].refused = "local time written as UTC";
    DateClaim *published = decide(&d, FALSE), *modified = decide(&d, TRUE);
    /* A page that shows only when it was changed was published then or before;
     * the day is still the best that is known. */
    if (!published && modified)
        page->article->published = modified->time;
    if (published)
        page->article->published = published->time;
    if (modified && (!published || modified->time.us >= published->time.us))
        page->article->modified = modified->time;
    hear(&d, published, modified);
    for (guint i = 0; i < d.n; i++)
        g_free(d.claims[i].value);
}
