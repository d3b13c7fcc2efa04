// SPDX-License-Identifier: GPL-3.0-or-later
/* Dates that pages state for machines: JSON-LD, meta elements, microdata, <time>,
 * attributes of elements that are called a date, the address, and what the feed
 * said about the page. A claim's weight is how often such a statement is right,
 * from 10 (the JSON-LD of an article) to 2 (six figures in an address). */
#include "page_date.h"
#include "date_western.h"
#include "text_match.h"

#include <kirinuki/date_text.h>

#include <string.h>

static const char *refusal(const KiriReading *page, KiriTime t)
{
    gint64 now = page->input->now_us;
    if (t.precision < KIRI_PRECISION_DAY)
        return "no day";
    if (now && t.us > now + KIRI_US_PER_DAY)
        return "in the future";
    if (kiri_civil_from_us(t.us, t.offset_min).year < KIRI_DATE_FIRST_YEAR)
        return "before the web";
    return NULL;
}

KiriDateClaim *kiri_dates_add(KiriDates *d, const char *source, KiriStr value, KiriTime t,
                              gint weight, gboolean is_modified)
{
    if (d->n == KIRI_DATE_MAX_CLAIMS)
        return NULL;
    KiriDateClaim *c = &d->claims[d->n++];
    *c = (KiriDateClaim){.source = source,
                         .value = kiri_str_dup(value),
                         .time = t,
                         .weight = weight,
                         .is_modified = is_modified,
                         .refused = refusal(d->page, t)};
    return c;
}

/* Seconds or milliseconds since 1970, as scripts write them. */
static gboolean parse_epoch(KiriStr v, gint offset_min, KiriTime *out)
{
    gint64 n = 0;
    if ((v.n != 10 && v.n != 13) || v.p[0] != '1')
        return FALSE;
    for (gsize i = 0; i < v.n; i++) {
        if (!g_ascii_isdigit(v.p[i]))
            return FALSE;
        n = n * 10 + (v.p[i] - '0');
    }
    *out = (KiriTime){n * (v.n == 10 ? KIRI_US_PER_SECOND : 1000), (gint16)offset_min,
                      KIRI_PRECISION_SECOND};
    return TRUE;
}

/* "20240305090512": a moment in figures only, to the second or the minute. */
static gboolean parse_figures(KiriStr v, gint offset_min, KiriTime *out)
{
    char iso[24];
    if (v.n != 14 && v.n != 12)
        return FALSE;
    for (gsize i = 0; i < v.n; i++)
        if (!g_ascii_isdigit(v.p[i]))
            return FALSE;
    g_snprintf(iso, sizeof iso, "%.4s-%.2s-%.2sT%.2s:%.2s", v.p, v.p + 4, v.p + 6, v.p + 8,
               v.p + 10);
    if (v.n == 14)
        g_snprintf(iso + 16, sizeof iso - 16, ":%.2s", v.p + 12);
    return kiri_time_parse(kiri_str(iso), offset_min, out);
}

/* "22:06:08:684Z": some systems part milliseconds so. Cuts them out of `s`. */
static gboolean drop_third_colon(char *s)
{
    char *p = s;
    for (gint i = 0; i < 3 && p; i++)
        p = strchr(i ? p + 1 : p, ':');
    gsize n = p ? strspn(p + 1, "0123456789") : 0;
    if (n == 0 || !g_ascii_isdigit(p[-1]))
        return FALSE;
    memmove(p, p + 1 + n, strlen(p + 1 + n) + 1);
    return TRUE;
}

static gboolean parse_value(KiriStr v, gint offset_min, KiriTime *out)
{
    gsize from, to;
    if (kiri_time_parse(v, offset_min, out) || parse_epoch(v, offset_min, out) ||
        parse_figures(v, offset_min, out) || kiri_date_parse(v, offset_min, out))
        return TRUE;
    g_autofree char *repaired = kiri_str_dup(v);
    if (drop_third_colon(repaired) && kiri_time_parse(kiri_str(repaired), offset_min, out))
        return TRUE;
    if (!kiri_date_find(v, 0, out, &from, &to) || out->precision < KIRI_PRECISION_DAY)
        return kiri_date_find_western(v, offset_min, FALSE, out, &from, &to);
    if (out->offset_min == KIRI_JST_MIN) { // kiri_date_find() reads clocks as Japan's
        out->us += (KIRI_JST_MIN - offset_min) * KIRI_US_PER_MINUTE;
        out->offset_min = (gint16)offset_min;
    }
    return TRUE;
}

/* The whole of `value` is a date. */
static void add_value(KiriDates *d, const char *source, const char *value, gint weight,
                      gboolean is_modified)
{
    KiriTime t, elsewhere;
    KiriStr v = kiri_str_strip(kiri_str(value));
    gint offset = d->page->offset_min;
    if (!v.n || v.n > KIRI_DATE_VALUE_BYTES || !parse_value(v, offset, &t))
        return;
    KiriDateClaim *c = kiri_dates_add(d, source, v, t, weight, is_modified);
    /* Whoever reads a clock otherwise where another zone is assumed stated none. */
    if (c && t.precision > KIRI_PRECISION_DAY && t.offset_min == offset &&
        parse_value(v, offset + 15, &elsewhere))
        c->is_floating = elsewhere.us != t.us;
}

/* ---- metadata ---- */

/* "date" and its kin are set by systems that mean the last change as often. */
static const struct {
    const char *key;
    gint weight;
    gboolean is_modified;
} keys[] = {
    {"article:published_time", 9, FALSE},
    {"og:article:published_time", 7, FALSE},
    {"og:published_time", 8, FALSE},
    {"itemprop:datepublished", 8, FALSE},
    {"article:published", 8, FALSE},
    {"article.published", 8, FALSE},
    {"datepublished", 8, FALSE},
    {"parsely-pub-date", 8, FALSE},
    {"shareaholic:article_published_time", 8, FALSE},
    {"cxenseparse:recs:publishtime", 8, FALSE},
    {"cxenseparse:publishtime", 8, FALSE},
    {"rnews:datepublished", 8, FALSE},
    {"sailthru.date", 7, FALSE},
    {"bt:pubdate", 7, FALSE},
    {"og:pubdate", 7, FALSE},
    {"article_date_original", 7, FALSE},
    {"citation_publication_date", 7, FALSE},
    {"citation_online_date", 7, FALSE},
    {"publication_date", 7, FALSE},
    {"publish-date", 7, FALSE},
    {"publish_date", 7, FALSE},
    {"publishdate", 7, FALSE},
    {"published_time", 7, FALSE},
    {"published-date", 7, FALSE},
    {"published_at", 7, FALSE},
    {"release_date", 6, FALSE},
    {"pubdate", 7, FALSE},
    {"ptime", 7, FALSE},
    {"originalpublicationdate", 7, FALSE},
    {"dc.date.issued", 7, FALSE},
    {"dcterms.issued", 7, FALSE},
    {"dcterms.date", 5, FALSE},
    {"dcterms.created", 6, FALSE},
    {"dc.date", 5, FALSE},
    {"dc.date.created", 6, FALSE},
    {"itemprop:datecreated", 5, FALSE},
    {"date", 4, FALSE},
    {"timestamp", 4, FALSE},
    {"article:modified_time", 9, TRUE},
    {"article:updated_time", 8, TRUE},
    {"og:updated_time", 6, TRUE},
    {"itemprop:datemodified", 8, TRUE},
    {"datemodified", 8, TRUE},
    {"dcterms.modified", 7, TRUE},
    {"dc.date.modified", 7, TRUE},
    {"lastmod", 6, TRUE},
    {"last-modified", 5, TRUE},
    {"revision_date", 5, TRUE},
};

/* "/2024/03/05/", "/20240305-", "-2024-03-05" and "/202403050905" give a day,
 * "/2024/03/" a month, which supports days in it; "/240305." may be any number and
 * counts where nothing else is known. */
typedef struct {
    char digits[15];
    gsize n, length;
    guint separators;
} UrlNumber;

static UrlNumber take_url_number(const char *p)
{
    UrlNumber u = {0};
    for (; u.n < 14 && p[u.length]; u.length++) {
        char c = p[u.length];
        if (g_ascii_isdigit(c))
            u.digits[u.n++] = c;
        else if (strchr("/-_", c) && (u.n == 4 || u.n == 6) && g_ascii_isdigit(p[u.length + 1]))
            u.separators++;
        else
            break;
        if (u.n == 8 && u.separators)
            return u.length++, u;
    }
    return u;
}

static void add_url_number(KiriDates *d, const char *p, const UrlNumber *u)
{
    gint offset = d->page->offset_min;
    KiriTime t;
    KiriStr value = {p, u->length};
    gboolean is_last = !g_ascii_isdigit(p[u->length]);
    char iso[11];
    if (u->n == 6 && !u->separators && is_last) { // yymmdd
        g_snprintf(iso, sizeof iso, "20%.2s-%.2s-%.2s", u->digits, u->digits + 2, u->digits + 4);
        gint64 now = d->page->input->now_us;
        if (kiri_time_parse(kiri_str(iso), offset, &t) && now && t.us <= now &&
            t.us > now - 20 * 366 * KIRI_US_PER_DAY)
            kiri_dates_add(d, "url", value, t, 2, FALSE);
    }
    if (u->digits[0] != '1' && u->digits[0] != '2')
        return;
    /* "/2024/0305-", "/2024/03/05/" */
    gboolean is_day = u->n >= 8 && (u->separators == 0 || (u->separators == 2 && u->n == 8) ||
                                    (u->separators == 1 && u->n == 8 && is_last));
    /* Twelve figures may be a day and a serial number; fourteen are a moment. */
    if (u->n == 14 && !u->separators && is_last && memcmp(u->digits + 8, "00", 2) != 0 &&
        parse_figures((KiriStr){u->digits, 14}, offset, &t) &&
        kiri_civil_from_us(t.us, t.offset_min).year < 2100) {
        KiriDateClaim *c = kiri_dates_add(d, "url", value, t, 4, FALSE);
        if (c)
            c->is_floating = TRUE;
        return;
    }
    if (is_day && (u->separators || (is_last && u->n % 2 == 0 && u->n != 10))) {
        g_snprintf(iso, sizeof iso, "%.4s-%.2s-%.2s", u->digits, u->digits + 4, u->digits + 6);
        if (kiri_time_parse(kiri_str(iso), offset, &t) &&
            kiri_civil_from_us(t.us, t.offset_min).year < 2100)
            kiri_dates_add(d, "url", value, t, u->separators ? 5 : 4, FALSE);
        return;
    }
    if (u->n == 6 && u->separators <= 1 && is_last) { // yyyymm
        g_snprintf(iso, sizeof iso, "%.4s-%.2s", u->digits, u->digits + 4);
        if (kiri_time_parse(kiri_str(iso), offset, &t) &&
            kiri_civil_from_us(t.us, t.offset_min).year >= KIRI_DATE_FIRST_YEAR)
            kiri_dates_add(d, "url", value, t, 2, FALSE);
    }
}

static void from_url(KiriDates *d)
{
    const char *url = d->page->input->url;
    /* An archive's address holds that of the page. */
    const char *path = g_strrstr(url, "://");
    path = path ? strchr(path + 3, '/') : NULL;
    for (const char *p = path; p && *p && *p != '?'; p++) {
        if (g_ascii_isdigit(p[-1]) || !g_ascii_isdigit(*p))
            continue;
        UrlNumber u = take_url_number(p);
        add_url_number(d, p, &u);
        p += u.length ? u.length - 1 : 0;
    }
}

void kiri_dates_from_metadata(KiriDates *d)
{
    const KiriReading *page = d->page;
    const KiriJsonLd *ld = page->ld;
    const KiriExtractInput *in = page->input;
    gboolean is_article = ld->type && !g_str_has_suffix(ld->type, "Page");
    add_value(d, "json-ld", ld->published, is_article ? 10 : 7, FALSE);
    add_value(d, "json-ld dateCreated", ld->created, 4, FALSE);
    add_value(d, "json-ld", ld->modified, is_article ? 10 : 7, TRUE);
    for (guint i = 0; i < G_N_ELEMENTS(keys); i++)
        add_value(d, keys[i].key, kiri_page_meta_get(page->meta, keys[i].key), keys[i].weight,
                  keys[i].is_modified);
    if (kiri_time_is_set(in->hint_published))
        kiri_dates_add(d, "feed", kiri_str("feed"), in->hint_published, 6, FALSE);
    if (kiri_time_is_set(in->hint_updated))
        kiri_dates_add(d, "feed", kiri_str("feed"), in->hint_updated, 5, TRUE);
    from_url(d);
}

/* ---- elements ---- */

/* Where a date's element stands, as a weight: 6 by the headline (or the beginning
 * of the text, where no headline is found), 3 in the text. */
static gint place(const KiriReading *page, guint node)
{
    guint head = page->heading ? page->heading : page->body;
    guint reach = page->heading ? 250 : 60;
    gboolean is_near = head && node + 40 > head && node < head + reach;
    gboolean is_inside = page->body && node > page->body && node < page->dom->nodes[page->body].end;
    if (kiri_page_is_aside(page, node) && !is_near)
        return 0;
    return is_near ? 6 : is_inside ? 3 : 2;
}

/* Inside a link that says more than when: a card of another piece. */
static gboolean is_in_card(const KiriReading *page, guint node)
{
    enum { LEAST_WORDS = 24 }; // bytes
    guint link = kiri_dom_ancestor(page->dom, node, KIRI_TAG_A);
    if (!link || link < page->heading)
        return FALSE;
    g_autofree char *all = kiri_dom_line(page->dom, link, KIRI_DATE_VALUE_BYTES);
    g_autofree char *own = kiri_dom_line(page->dom, node, KIRI_DATE_VALUE_BYTES);
    return strlen(all) >= strlen(own) + LEAST_WORDS;
}

/* Is it called an update and nothing else? Pages that were never changed say
 * "published updated". */
static gboolean is_update_element(const KiriReading *page, guint node)
{
    const char *class_name = kiri_dom_attr(page->dom, node, "class");
    return (page->names[node] & KIRI_NAME_UPDATED) != 0 &&
           !(class_name && strstr(class_name, "publish"));
}

static void read_time(KiriDates *d, guint node, guint taken)
{
    const KiriReading *page = d->page;
    guint parent = page->dom->nodes[node].parent;
    guint names = page->names[node] | page->names[parent];
    gint weight = place(page, node);
    if (!weight || is_in_card(page, node))
        return;
    weight += (kiri_dom_attr(page->dom, node, "pubdate") || (names & KIRI_NAME_DATE) ? 1 : 0) -
              (gint)MIN(taken, 2u);
    g_autofree char *line = kiri_dom_line(page->dom, node, KIRI_DATE_VALUE_BYTES);
    g_autofree char *around = kiri_dom_line(page->dom, parent, KIRI_DATE_VALUE_BYTES);
    const char *at = strstr(around, line);
    KiriStr before = {around, at ? (gsize)(at - around) : 0};
    KiriStr after = kiri_str(at ? at + strlen(line) : "");
    gint strength;
    gsize used;
    KiriDateRole role = kiri_date_role(before, after, &strength, &used);
    if (role == KIRI_DATE_OTHER)
        return;
    gboolean is_modified = role == KIRI_DATE_UPDATED ||
                           (role == KIRI_DATE_UNSAID &&
                            (is_update_element(page, node) || is_update_element(page, parent)));
    const char *value = kiri_dom_attr(page->dom, node, "datetime");
    guint known = d->n;
    if (value)
        add_value(d, "time", value, weight, is_modified);
    if (d->n == known)
        kiri_dates_from_line(d, &(KiriDateLine){.source = "time",
                                                .text = kiri_str(line),
                                                .label = before,
                                                .weight = weight - 1,
                                                .is_update = is_modified});
}

/* <abbr class="published" title="2017-07-23T17:06:45+0000">, <span class="date"
 * data-time="1709597100">. */
static gboolean read_attributes(KiriDates *d, guint node)
{
    static const char *const names[] = {"datetime",  "data-datetime",  "data-date",
                                        "data-time", "data-published", "data-timestamp",
                                        "title"};
    const KiriReading *page = d->page;
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        const char *value = kiri_dom_attr(page->dom, node, names[i]);
        gint weight = value ? place(page, node) : 0;
        guint known = d->n;
        if (weight)
            add_value(d, "attribute", value, weight, is_update_element(page, node));
        if (d->n > known)
            return TRUE;
    }
    return FALSE;
}

void kiri_dates_from_elements(KiriDates *d)
{
    enum { MAX_TIMES = 8, MAX_ATTRIBUTES = 4 };
    const KiriReading *page = d->page;
    guint times = 0, attributes = 0;
    for (guint i = 0; i < page->dom->n; i++) {
        const KiriDomNode *node = &page->dom->nodes[i];
        if (node->tag == KIRI_TAG_TIME && times < MAX_TIMES) {
            guint known = d->n;
            read_time(d, i, times);
            times += d->n > known;
        } else if (node->tag != KIRI_TAG_TIME && node->n_attrs > 1 &&
                   (page->names[i] & KIRI_NAME_DATE) && attributes < MAX_ATTRIBUTES) {
            attributes += read_attributes(d, i) ? 1 : 0;
        }
    }
}
