// SPDX-License-Identifier: GPL-3.0-or-later
/* The exposure of one clip: who could have seen it, by the figures that the ledger has
 * for its medium on that day.
 *
 *   web, app             users of the month; all pieces of a month meet the same people
 *   newspaper, magazine  copies × readers per copy; all pieces of an issue likewise
 *   TV, radio            audience at that time rank; all pieces of a programme of a day
 *
 * With the people of one issue goes, where it is on record, how many at least one of
 * two issues reaches; and the people of the area that the medium is sold or received
 * in, where that is not the whole country. */
#include "scorer.h"

#include <math.h>

typedef struct {
    const KiriBook *book;
    const KiriArticle *article;
    const KiriAppearance *how; // NULL: crawled
    const char *medium;        // id
    gint64 us;
    gboolean is_outside;
    KiriScoreReach *r;
} Asking;

static const KiriFigure *figure(Asking *a, const char *metric, const char *rank)
{
    KiriFit fit = KIRI_FIT_NONE;
    const KiriFigure *f = kiri_book_figure(a->book, a->medium, metric, rank, a->us, &fit);
    a->is_outside |= fit == KIRI_FIT_OUTSIDE;
    return f && f->value > 0 ? f : NULL;
}

static void add_note(KiriScoreReach *r, const char *note)
{
    char *before = r->note;
    r->note = before ? g_strdup_printf("%s。%s", before, note) : g_strdup(note);
    g_free(before);
}

/* "2026-04", or "2026-04-13 朝刊" with a day (transfer full). */
static char *time_key(gint64 us, gboolean has_day, const char *what)
{
    KiriCivil c = kiri_civil_from_us(us, KIRI_JST_MIN);
    return has_day ? g_strdup_printf("%04d-%02d-%02d %s", c.year, c.month, c.day, what ? what : "")
                   : g_strdup_printf("%04d-%02d", c.year, c.month);
}

static void take_people(Asking *a, KiriReachBasis basis, const KiriFigure *f, gint64 people,
                        const char *missing)
{
    if (!f) {
        add_note(a->r, missing);
        return;
    }
    a->r->basis = (gint)basis;
    a->r->people = a->r->audience = people;
    a->r->source = g_strdup(f->source);
    const KiriFigure *two = figure(a, KIRI_METRIC_TWO_ISSUES, f->rank);
    if (two) {
        a->r->single = people;
        a->r->two = two->value;
    }
    const KiriFigure *area = figure(a, KIRI_METRIC_POPULATION, NULL);
    if (area)
        a->r->ceiling = area->value;
    if (a->is_outside)
        add_note(a->r, "掲載日に有効な数値がなく、最も近い時期の数値を用いた");
}

static void of_web(Asking *a)
{
    const KiriFigure *users = figure(a, KIRI_METRIC_USERS, NULL);
    a->r->exposure = time_key(a->us, FALSE, NULL);
    take_people(a, KIRI_REACH_USERS, users, users ? users->value : 0, "月間利用者数が未登録");
}

static void of_paper(Asking *a)
{
    const KiriFigure *copies = figure(a, KIRI_METRIC_CIRCULATION, a->how->edition);
    const KiriFigure *of_area =
        a->how->area ? figure(a, KIRI_METRIC_CIRCULATION, a->how->area) : NULL;
    if (of_area && of_area->rank)
        copies = of_area;
    const KiriFigure *readers =
        copies ? figure(a, KIRI_METRIC_READERS_PERCENT, copies->rank) : NULL;
    gdouble percent = readers ? (gdouble)readers->value : 100;
    gboolean is_daily = a->how->form == KIRI_FORM_NEWSPAPER || !a->how->edition;
    a->r->exposure = is_daily ? time_key(a->us, TRUE, a->how->edition) : g_strdup(a->how->edition);
    if (copies && !readers)
        add_note(a->r, "1部当たりの読者数が未登録のため1部1人とする");
    take_people(a, KIRI_REACH_COPIES, copies,
                copies ? llround((gdouble)copies->value * percent / 100) : 0, "部数が未登録");
}

static void of_broadcast(Asking *a)
{
    const KiriFigure *audience = figure(a, KIRI_METRIC_AUDIENCE, a->how->rank);
    a->r->exposure = time_key(a->us, TRUE, a->how->programme ? a->how->programme : a->how->rank);
    take_people(a, KIRI_REACH_AUDIENCE, audience, audience ? audience->value : 0,
                a->how->rank ? "その時間ランクの視聴者数が未登録" : "視聴者数が未登録");
}

KiriScoreReach *kiri_score_reach(const KiriBook *book, const KiriArticle *article)
{
    Asking a = {.book = book,
                .article = article,
                .how = article->appearance,
                .medium = article->medium,
                .us = kiri_time_is_set(article->published) ? article->published.us
                                                           : article->fetched.us,
                .r = kiri_score_reach_new()};
    KiriForm form = kiri_article_form(article);
    a.r->is_web = form == KIRI_FORM_WEB || form == KIRI_FORM_APP;
    if (!kiri_book_medium(book, article->medium)) {
        a.r->exposure = time_key(a.us, FALSE, NULL);
        add_note(a.r, "媒体が未登録");
    } else if (form == KIRI_FORM_NEWSPAPER || form == KIRI_FORM_MAGAZINE) {
        of_paper(&a);
    } else if (form == KIRI_FORM_TV || form == KIRI_FORM_RADIO) {
        of_broadcast(&a);
    } else {
        of_web(&a);
    }
    return a.r;
}
