// SPDX-License-Identifier: GPL-3.0-or-later
/* Authors, dates, picture and section by a rule: what its selectors find, where it
 * can be that. */
#include "site_rule_parts.h"

#include "extract/byline.h"
#include "extract/text_match.h"

#include <kirinuki/date_text.h>
#include <kirinuki/limits.h>
#include <kirinuki/url.h>

#include <string.h>

enum {
    FIRST_YEAR = 1990, // before the web
    MAX_SKEW_HOURS = 1,
    MAX_ZONE_HOURS = 14,
    MOST_NAME_CHARS = 40,
    MOST_BYLINE_CHARS = 120,
    MOST_SECTION_CHARS = 40,
};

/* Goes through what the lines of a key found, in order, until `take` is content. */
typedef gboolean (*TakeValue)(KiriReading *page, KiriRuleKey key, const char *value);

static void try_values(KiriReading *page, KiriRuleKey key, TakeValue take)
{
    const GPtrArray *lines = page->rule->lines[key];
    for (guint i = 0; i < lines->len; i++) {
        const KiriRuleLine *line = lines->pdata[i];
        for (guint k = 0; k < line->places->len; k++) {
            const char *value = g_array_index(line->places, KiriRulePlace, k).value;
            if (*value && take(page, key, value))
                return;
        }
    }
}

/* ---- dates ---- */

static gboolean parse_date(const KiriReading *page, const char *value, KiriTime *t)
{
    KiriStr v = kiri_str_strip(kiri_str(value));
    gsize from = 0, to = 0;
    gint offset = page->offset_min;
    gint64 now = page->input->now_us;
    if (!kiri_time_parse(v, offset, t) && !kiri_date_parse(v, offset, t) &&
        !kiri_date_find(v, now, t, &from, &to))
        return FALSE;
    if (t->precision < KIRI_PRECISION_DAY ||
        kiri_civil_from_us(t->us, t->offset_min).year < FIRST_YEAR)
        return FALSE;
    /* A day may be that of a zone ahead. */
    gint64 skew = (t->precision > KIRI_PRECISION_DAY ? MAX_SKEW_HOURS : MAX_ZONE_HOURS);
    if (now && t->us > now + skew * KIRI_US_PER_HOUR)
        return FALSE;
    if (page->is_japanese && t->precision > KIRI_PRECISION_DAY && t->offset_min == 0)
        t->offset_min = KIRI_JST_MIN; // the same moment, as its readers count
    return TRUE;
}

static gint64 day_of(KiriTime t)
{
    KiriCivil v = kiri_civil_from_us(t.us, t.offset_min);
    return kiri_civil_days(v.year, v.month, v.day);
}

static gboolean take_date(KiriReading *page, KiriRuleKey key, const char *value)
{
    KiriArticle *a = page->article;
    gboolean is_update = key == KIRI_RULE_UPDATED;
    const char *field = is_update ? "modified" : "published";
    KiriTime *member = is_update ? &a->modified : &a->published;
    KiriTime t;
    if (!parse_date(page, value, &t))
        return FALSE;
    /* A day that the page states with its hour elsewhere is known better there. */
    if (kiri_time_is_set(*member) && t.precision <= KIRI_PRECISION_DAY &&
        member->precision > t.precision && day_of(*member) == day_of(t)) {
        page->rule->is_taken[key] = TRUE;
        kiri_article_add_witness(a, field, page->rule->source, value, FALSE, "agrees");
        return TRUE;
    }
    *member = t;
    kiri_rule_take(page, key, field, value);
    return TRUE;
}

/* Nothing is changed before it is there. */
static void settle_dates(KiriArticle *a)
{
    if (!kiri_time_is_set(a->published) || !kiri_time_is_set(a->modified))
        return;
    if (a->modified.us < a->published.us && day_of(a->modified) < day_of(a->published))
        a->modified = KIRI_TIME_UNSET;
}

/* ---- authors ---- */

/* Names among the words; a short line that is no wire's is one as it stands. */
static void add_names(KiriArticle *a, const char *value, char ***names)
{
    guint before = kiri_strv_count(*names);
    g_autofree char *agency = kiri_agency_name(kiri_str(value));
    if (agency) {
        g_free(a->agency);
        a->agency = g_steal_pointer(&agency);
        return;
    }
    if (kiri_chars(value) <= MOST_BYLINE_CHARS)
        kiri_byline_names(kiri_str(value), TRUE, names);
    if (kiri_strv_count(*names) == before && kiri_chars(value) >= 2 &&
        kiri_chars(value) <= MOST_NAME_CHARS && !kiri_strv_has(*names, value))
        kiri_strv_add(names, value);
}

/* All that the first line which finds any names: an article has several authors. */
static void decide_authors(KiriReading *page)
{
    KiriArticle *a = page->article;
    const GPtrArray *lines = page->rule->lines[KIRI_RULE_AUTHOR];
    for (guint i = 0; i < lines->len; i++) {
        const KiriRuleLine *line = lines->pdata[i];
        g_auto(GStrv) names = NULL;
        g_autofree char *agency = g_strdup(a->agency);
        for (guint k = 0; k < line->places->len; k++) {
            const char *value = g_array_index(line->places, KiriRulePlace, k).value;
            if (*value && kiri_strv_count(names) < KIRI_LIMIT_AUTHORS)
                add_names(a, value, &names);
        }
        if (!names && g_strcmp0(agency, a->agency) == 0)
            continue;
        g_autofree char *value = names ? g_strjoinv("、", names) : g_strdup(a->agency);
        g_strfreev(a->authors);
        a->authors = g_steal_pointer(&names);
        kiri_rule_take(page, KIRI_RULE_AUTHOR, "authors", value);
        return;
    }
}

/* ---- picture, section ---- */

static gboolean take_image(KiriReading *page, KiriRuleKey key, const char *value)
{
    g_autofree char *url = kiri_url_resolve(kiri_str(value), page->meta->base);
    if (!url || !g_str_has_prefix(url, "http") || strlen(url) > KIRI_LIMIT_URL_BYTES)
        return FALSE;
    g_free(page->article->image);
    page->article->image = g_strdup(url);
    kiri_rule_take(page, key, "image", url);
    return TRUE;
}

static gboolean take_section(KiriReading *page, KiriRuleKey key, const char *value)
{
    if (kiri_chars(value) > MOST_SECTION_CHARS)
        return FALSE;
    g_free(page->article->section);
    page->article->section = g_strdup(value);
    kiri_rule_take(page, key, "section", value);
    return TRUE;
}

void kiri_rule_decide_facts(KiriReading *page)
{
    if (!page->rule)
        return;
    decide_authors(page);
    try_values(page, KIRI_RULE_DATE, take_date);
    try_values(page, KIRI_RULE_UPDATED, take_date);
    settle_dates(page->article);
    try_values(page, KIRI_RULE_IMAGE, take_image);
    try_values(page, KIRI_RULE_SECTION, take_section);
}
