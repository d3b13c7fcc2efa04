// SPDX-License-Identifier: GPL-3.0-or-later
/* What was forgotten (消去): that something was here, and never again what.
 *
 * A tombstone is known by hashes alone, so it keeps an article or a name away without
 * holding it. One article has several: of its address and every other that led to it, and
 * of its content in its medium, so that it does not come back under a new address.
 *
 * 1. What has a tombstone is not stored: kiri_batch_put() refuses the article, its
 *    addresses, clips and verdicts, and takes the name out of every article that is put.
 * 2. Tombstones stay, whatever else is pruned or made anew.
 * 3. `purged` is unset from the instant in which the rows went until the files hold
 *    nothing of them any more (index, tables, log of the database).
 *
 * Thread rule: see record.h. */
#pragma once

#include <kirinuki/civil.h>
#include <kirinuki/record.h>

typedef enum {
    KIRI_TOMB_ARTICLE, // of the article itself
    KIRI_TOMB_ADDRESS, // of another address that led to it
    KIRI_TOMB_CONTENT, // of its title and text in its medium
    KIRI_TOMB_PERSON,
    KIRI_N_TOMBS
} KiriTombKind;
extern const char *const kiri_tomb_kind_names[]; // article, address, content, person

typedef struct {
    char *id;        // the kind's letter and a hash
    gint kind;       // KiriTombKind
    char *article;   // id of the article; NULL for a person
    char *sha256;    // of what went: title and text; of a person's name in normal form
    KiriTime when;   // it was forgotten
    char *by;        // who wanted it (確認者)
    char *reason;    // why
    KiriTime purged; // no file holds anything of it since
} KiriTombstone;
KIRI_DECLARE_RECORD(KiriTombstone, tombstone)
