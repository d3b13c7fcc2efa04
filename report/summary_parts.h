// SPDX-License-Identifier: GPL-3.0-or-later
/* The counts of a summary whose clips are collected, sorted and numbered.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include <kirinuki/attainment.h>
#include <kirinuki/store.h>

void kiri_summary_count_money(KiriSummary *s);
/* The population is the ledger's, else that of the query. Errors: what the store says. */
gboolean kiri_summary_count_reach(KiriSummary *s, KiriStore *store, const KiriSummaryQuery *query,
                                  GError **error);
void kiri_summary_count_messages(KiriSummary *s);

/* Publication, or where it is unknown the first fetch. */
gint64 kiri_summary_when(const KiriArticle *article);
/* Visits the clips of a release or a topic one at a time, as kiri_store_each(). */
gboolean kiri_summary_each_clip(KiriStore *store, KiriNoun of, const char *id, KiriVisit visit,
                                gpointer data, GError **error);
/* The story that a clip of this class counts as; borrowed from the clip. */
const char *kiri_summary_story_of(const KiriClip *clip, KiriClass class_);

/* Share of voice: loads the comparison topics before clips are collected, … */
gboolean kiri_voices_load(KiriSummary *s, KiriStore *store, GError **error);
/* … of which none is our own coverage, unless the report is about it, … */
gboolean kiri_voices_is_rival(const KiriSummary *s, const KiriClip *clip);
/* … and counts them in the summary's period, beside its own clips. */
gboolean kiri_voices_count(KiriSummary *s, KiriStore *store, GError **error);

KiriQuality *kiri_quality_of(const KiriSummary *s);

/* summary_twins.c: the appearances of one piece in one medium, before the list is
 * numbered. */
void kiri_summary_find_twins(KiriSummary *s);
