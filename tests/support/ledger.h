// SPDX-License-Identifier: GPL-3.0-or-later
/* A ledger for tests of figures: media, figures and rates put in by one line each, and
 * the book of them. */
#pragma once

#include <kirinuki/book.h>

#include "store.h"

typedef struct {
    char *dir;
    KiriStore *store;
    KiriBook *book; // NULL until ledger_book()
    KiriTime entered;
} Ledger;

static inline void ledger_set_up(Ledger *l)
{
    *l = (Ledger){.dir = kiri_temp_new(), .entered = kiri_time_jst(test_day_us(-30))};
    l->store = test_store_open(l->dir, KIRI_STORE_CREATE);
}

static inline void ledger_tear_down(Ledger *l)
{
    kiri_book_close(l->book);
    kiri_store_close(l->store);
    kiri_temp_free(l->dir);
}

static inline void ledger_medium(Ledger *l, const char *id, KiriMediumKind kind,
                                 const char *substitutes)
{
    g_autoptr(KiriMedium) m = kiri_medium_new();
    m->id = g_strdup(id);
    m->name = g_strdup(id);
    m->kind = (gint)kind;
    m->tier = 2;
    m->entered = l->entered;
    m->substitutes = substitutes ? g_strsplit(substitutes, " ", -1) : NULL;
    test_put(l->store, KIRI_NOUN_MEDIUM, m);
}

static inline KiriFigure *ledger_figure(Ledger *l, const char *medium, const char *metric,
                                        const char *rank, gint64 value)
{
    KiriFigure *f = kiri_figure_new();
    f->medium = g_strdup(medium);
    f->metric = g_strdup(metric);
    f->rank = g_strdup(rank);
    f->value = value;
    f->source = g_strdup("媒体資料");
    f->confidence = KIRI_CONFIDENCE_PUBLISHED;
    f->entered = l->entered;
    f->id = kiri_figure_slot(f);
    return f;
}

static inline void ledger_put_figure(Ledger *l, const char *medium, const char *metric,
                                     const char *rank, gint64 value)
{
    g_autoptr(KiriFigure) f = ledger_figure(l, medium, metric, rank, value);
    test_put(l->store, KIRI_NOUN_FIGURE, f);
}

/* `medium` NULL: the default of `kind`. */
static inline KiriRate *ledger_rate(Ledger *l, const char *medium, KiriMediumKind kind,
                                    const char *unit, const char *rank, gint64 price)
{
    KiriRate *r = kiri_rate_new();
    r->medium = g_strdup(medium);
    r->kind = (gint)kind;
    r->unit = g_strdup(unit);
    r->rank = g_strdup(rank);
    r->price_yen = price;
    r->source = g_strdup("料金表");
    r->confidence = KIRI_CONFIDENCE_CONTRACT;
    r->entered = l->entered;
    r->id = kiri_rate_slot(r);
    return r;
}

static inline void ledger_put_rate(Ledger *l, const char *medium, const char *unit,
                                   const char *rank, gint64 price)
{
    g_autoptr(KiriRate) r = ledger_rate(l, medium, KIRI_MEDIUM_WEB, unit, rank, price);
    test_put(l->store, KIRI_NOUN_RATE, r);
}

/* The book as the ledger stands now. */
static inline const KiriBook *ledger_book(Ledger *l)
{
    g_autoptr(GError) error = NULL;
    kiri_book_close(l->book);
    l->book = kiri_book_open(l->store, G_MAXINT64, &error);
    g_assert_no_error(error);
    return l->book;
}
