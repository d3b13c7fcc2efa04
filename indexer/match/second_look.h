// SPDX-License-Identifier: GPL-3.0-or-later
/* Mode like, second step: the first hits of the index put in order anew.
 *
 * The index knows which words a document shares with a question, and how often;
 * not where they stand. The texts of the first hits say that: title, lead,
 * passages, neighbours, stretches (question.h). What is seen and what the index
 * said are added up, with one set of weights for questions, headlines and
 * sentences.
 *
 * Thread rule: one thread at a time per job. */
#pragma once

#include "search/question.h"
#include "search/search_internal.h"

/* Of the job's question: puts the first KIRI_LOOK_HITS of `hits` (KiriXapHit, from the first on) in
 * order; their weights fall, and stay above those of the hits behind them. */
gboolean kiri_look_again(const KiriSearchJob *job, GArray *hits, GError **error);
