// SPDX-License-Identifier: GPL-3.0-or-later
/* Feeds out: Atom 1.0 (RFC 4287), for readers and other tools.
 *
 * A feed carries headline, medium, date, link and class, and the gist that a person
 * wrote; never a body text, never a snippet. Ids are UUIDs made from names (RFC 9562,
 * version 5), so the same piece is the same entry in every feed and on every day.
 *
 * Thread rule: any thread; one writer at a time for one buffer. */
#pragma once

#include <kirinuki/report.h>

/* "urn:uuid:…" with its NUL. */
#define KIRI_UUID_BYTES 46
/* The id of what these names say together, in this order; "" for NULL. Equal names,
 * equal id. `kind` keeps things of different kinds apart: "clip", "article", "release". */
void kiri_uuid_of(const char *kind, const char *first, const char *second,
                  char out[KIRI_UUID_BYTES]);

typedef struct {
    const char *id;     // a URI
    const char *title;  //
    const char *author; // who makes the feed; NULL: kirinuki
    gint64 updated_us;  // of the entry that changed last
} KiriAtomFeed;

typedef struct {
    const char *id, *title;
    const char *link;                     // http or https; NULL: there is none
    const char *medium;                   // its name; NULL: unknown
    const char *class_code, *class_label; // NULL: none
    const char *text; // in place of a link, and beside it: where it stood, the gist
    gint64 updated_us;
    KiriTime published; // unset: not known
} KiriAtomEntry;

/* The parts of a feed in their order, added to `out`. What XML cannot hold (control
 * characters, broken UTF-8) is left out. */
void kiri_atom_begin(const KiriAtomFeed *feed, KiriBuf *out);
void kiri_atom_entry(const KiriAtomEntry *entry, KiriBuf *out);
void kiri_atom_end(KiriBuf *out);

/* When something about an article last changed that a reader of a feed may see: it
 * appeared, was fetched anew, or was taken away. */
gint64 kiri_atom_updated(const KiriArticle *article);
