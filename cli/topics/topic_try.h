// SPDX-License-Identifier: GPL-3.0-or-later
/* What `topic try` found, between finding it and printing it.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include "topic_ops.h"

#include <kirinuki/index.h>
#include <kirinuki/topic_set.h>
#include <kirinuki/topic_trial.h>

typedef struct {
    char *id;
    guint64 draw;
    KiriOpinion opinion;
} KiriTryHit;

typedef struct {
    char *topic, *name;
    guint shared; // hits that this topic has already
} KiriTryOverlap;

typedef struct {
    const KiriTopic *topic; // borrowed
    KiriVariants *variants; // NULL: it asks for none
    gint64 from_us;         // midnight in Japan
    guint n_days;
    guint *per_day;      // hits, by day from `from_us`
    GPtrArray *hits;     // KiriTryHit
    GPtrArray *overlaps; // KiriTryOverlap, the greatest first
    guint new_to_topics; // hits that no other topic has
    guint of_releases;   // hits that are clips of a release
    KiriEstimate precision;
    GPtrArray *noise; // KiriNoiseWord
    gboolean is_by_verdicts;
    GPtrArray *sample; // KiriArticle, newest first
    GHashTable *media; // id → name in the ledger, of the sample's media
} KiriTry;
void kiri_try_clear(KiriTry *t);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(KiriTry, kiri_try_clear)

/* Midnight in Japan before the first of the last `days`, of which now is in the last
 * one. */
gint64 kiri_try_begin_us(gint64 now_us, guint days);

/* Says so where the index has not seen all articles yet. */
void kiri_try_warn_of_lag(const KiriCli *cli, KiriStore *store, KiriIndex *index);

/* The ledger's name of its medium, else what the site calls itself; NULL: neither. */
const char *kiri_try_medium_name(const KiriTry *t, const KiriArticle *article);

/* For people, and as lines of JSON. */
void kiri_try_print(const KiriTry *t);
void kiri_try_write(const KiriTry *t);
