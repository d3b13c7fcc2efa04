// SPDX-License-Identifier: GPL-3.0-or-later
/* The ledger book: media, figures and rates as they were known at one moment, in
 * memory and indexed.
 *
 * Two times meet in a question. `known_us`, fixed when the book is opened, chooses
 * the rows: those entered by then and not replaced by then; an old report is made
 * again with the book of its day. `us` of a question is the day that the figure or
 * rate is to hold on: that of the article.
 *
 * A row whose validity does not hold the day is given too when there is no better
 * one, as KIRI_FIT_OUTSIDE. Whoever uses it says so.
 *
 * Figures of stores that had none, in members of the media, are read as rows without
 * a time of entry.
 *
 * Thread rule: opening and closing in one thread; questions from any thread. */
#pragma once

#include <kirinuki/store.h>

typedef struct KiriBook KiriBook;

/* G_MAXINT64 for `known_us`: as the ledger stands now. Errors: what the store says.
 * Cost: one scan of media, figures and rates. */
KiriBook *kiri_book_open(KiriStore *store, gint64 known_us, GError **error);
void kiri_book_close(KiriBook *book);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriBook, kiri_book_close)

/* What is returned below is owned by the book. */

/* The medium in the version that was known; NULL for NULL, and where it was not
 * entered yet. One that was put aside is given too (is_removed). */
const KiriMedium *kiri_book_medium(const KiriBook *book, const char *id);
/* All that is in force, by id: KiriMedium, KiriFigure, KiriRate. */
const GPtrArray *kiri_book_media(const KiriBook *book);
const GPtrArray *kiri_book_figures(const KiriBook *book);
const GPtrArray *kiri_book_rates(const KiriBook *book);

typedef enum {
    KIRI_FIT_NONE,    // there is no row
    KIRI_FIT_VALID,   // valid on that day
    KIRI_FIT_OUTSIDE, // not valid on that day: the one nearest to it
} KiriFit;

/* The figure of `metric` of a medium (NULL: of none, as the population) on the day of
 * `us`; NULL with KIRI_FIT_NONE where there is no row. `fit` may be NULL.
 *
 * `rank` is compared in the normal form of texts, so that "特Ｂ" is "特B". A row with
 * that rank goes before one without a rank; one with another rank is never taken.
 * With rank NULL a row without a rank goes before the others. Of several rows that
 * hold the day, the one that began last is taken; and one that holds the day goes
 * before a better ranked one that does not. */
const KiriFigure *kiri_book_figure(const KiriBook *book, const char *medium, const char *metric,
                                   const char *rank, gint64 us, KiriFit *fit);

/* The rate of `unit` likewise: the medium's own, else the default of its kind and
 * tier, else that of its kind. All three are asked for a row that holds the day before
 * any is asked for one that does not. `medium` may be NULL: no rate. */
const KiriRate *kiri_book_rate(const KiriBook *book, const KiriMedium *medium, const char *unit,
                               const char *rank, gint64 us, KiriFit *fit);

/* The rate-card version that reports print: eight hexadecimal digits, a hash of the
 * rows in force and of what the media's kinds and tiers make of them. Two stores with
 * the same ledger have the same one, whenever and in what order its rows were
 * entered. (transfer full) */
char *kiri_book_version(const KiriBook *book);

/* When the ledger last changed, as this book knows it: a book opened for that moment
 * has the same rows. G_MININT64 where no row says when it was entered. */
gint64 kiri_book_changed_us(const KiriBook *book);

/* ---- rows ---- */

/* Was the row in force at `known_us`? */
gboolean kiri_row_is_known(KiriTime entered, KiriTime replaced, gint64 known_us);
/* The validity of a row as [from, to) in µs; the last day (or month, or year, where no
 * more is stated) still counts. Open ends are G_MININT64 and G_MAXINT64. */
void kiri_row_span(KiriTime valid_from, KiriTime valid_to, gint64 *from_us, gint64 *to_us);

/* The place of a row in the ledger, from its members: rows of one slot replace each
 * other. "asahi.cpm.2026-04-01", "asahi.second:特B.0", "web:2.cpm.2026-04-01" for a
 * tier's default, "web:*.cpm.0" for a kind's without a date; "asahi.page_views.2026-04",
 * "*.population.2025-10-01". The first row of a slot has its name as id, the next
 * "~2" behind it. (transfer full) */
char *kiri_rate_slot(const KiriRate *rate);
char *kiri_figure_slot(const KiriFigure *figure);
/* What the members of a medium of before say, as figures without a time of entry:
 * KiriFigure (transfer full). */
GPtrArray *kiri_medium_old_figures(const KiriMedium *medium);
