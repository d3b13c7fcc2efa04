// SPDX-License-Identifier: GPL-3.0-or-later
/* Every key of the store. One column family: one fetch is then one record of
 * the write-ahead log, and no atomic flush over families is needed.
 *
 * A key is one family byte and the parts in the table. Text that is followed by
 * another part ends with NUL, so that key order is the order of the text.
 * Integers are 8 bytes, big-endian; times are µs UTC with the sign bit turned
 * over, so that years before 1970 come first.
 *
 * family      key                               value
 * ARTICLE     a id                              newest version
 * OLDER       b id NUL version                  the version it replaced
 * OLDER_RELEASE o id NUL version               the version of a release it replaced
 * URL         u canonical URL                   KiriUrlRecord
 * SOURCE      s id                              KiriSource
 * HOST        h origin                          KiriHost
 * RELEASE     r id                              KiriRelease
 * TOPIC       t id                              KiriTopic
 * MEDIUM      m id                              KiriMedium
 * OLDER_MEDIUM w id NUL version                 the version of a medium it replaced
 * FIGURE      q id                              KiriFigure
 * RATE        p id                              KiriRate
 * CLIP        c article.target                  KiriClip
 * VERDICT     v clip                            KiriVerdict
 * RUN         n id                              KiriRun
 * RULE        i name                            KiriRuleState
 * LINEAGE     y article                         KiriLineage
 * SHELF       x id                              KiriReleaseShelf
 * TARGET      j release                         KiriTarget
 * EVENT       z article                         KiriEvent
 * LICENCE     d id                              KiriLicence
 * LICENCE_USE A id                              KiriLicenceUse
 * POST        H id                              KiriPost
 * PARCEL      K id                              KiriParcel
 * MAILING     L name                            KiriMailing
 * ALERT       N name                            KiriAlert
 * MORNING_EDIT Q id                             KiriMorningEdit
 * MORNING_SHEET U id                              KiriMorningSheet
 * CRISIS      X id                              KiriCrisisReport
 * TOMBSTONE   B id                              KiriTombstone
 * SKETCH      G article                         KiriSketch
 * FORM        F release                         KiriReleaseForm
 * LOG         l sequence                        noun, id, version, put or delete
 * META        k name                            text; cursors are "cursor:<stage>"
 * PAGE        e 32 hex digits                   KiriPage, zstd; empty when pruned
 * PRINT       f hash article                    how many it has, 2 bytes
 * PRINTS      g article                         its hashes, 8 bytes each, rising
 *
 * Derived rows (secondary.c), written and removed in the batch of their record:
 * BY_TIME     P time article                    -
 * BY_MEDIUM   M medium NUL time article         -
 * BY_CONTENT  C owner NUL content hash NUL article   -
 * BY_DUE      D time url                        -            state DUE, or DONE with a due time
 * BY_ENTRY    E source NUL hash of guid NUL url -            URLs of feed entries
 * BY_RELEASE  R release NUL clip                -
 * BY_TOPIC    T topic NUL clip                  -
 * BY_DOMAIN   O domain[/path] NUL medium        -
 * BY_MONTH    S medium month NUL clip           -            clips whose figures rest on it
 * BY_WORD     W word time article               -            words of events
 * BY_EVENT    V event NUL time article          -            all but the first article
 *
 * A family byte is never given a new meaning; a changed layout raises
 * KIRI_STORE_SCHEMA, and migrate.c brings older stores up:
 *
 * 1   the first one
 * 2   tombstones, which an older program would not heed; every PRINT has its count */
#pragma once

#include <kirinuki/buf.h>

#define KIRI_STORE_SCHEMA 2

typedef enum {
    KIRI_KEY_ARTICLE = 'a',
    KIRI_KEY_OLDER = 'b',
    KIRI_KEY_OLDER_RELEASE = 'o',
    KIRI_KEY_URL = 'u',
    KIRI_KEY_SOURCE = 's',
    KIRI_KEY_HOST = 'h',
    KIRI_KEY_RELEASE = 'r',
    KIRI_KEY_TOPIC = 't',
    KIRI_KEY_MEDIUM = 'm',
    KIRI_KEY_OLDER_MEDIUM = 'w',
    KIRI_KEY_FIGURE = 'q',
    KIRI_KEY_RATE = 'p',
    KIRI_KEY_CLIP = 'c',
    KIRI_KEY_VERDICT = 'v',
    KIRI_KEY_RUN = 'n',
    KIRI_KEY_RULE = 'i',
    KIRI_KEY_LINEAGE = 'y',
    KIRI_KEY_SHELF = 'x',
    KIRI_KEY_TARGET = 'j',
    KIRI_KEY_EVENT = 'z',
    KIRI_KEY_LICENCE = 'd',
    KIRI_KEY_LICENCE_USE = 'A',
    KIRI_KEY_POST = 'H',
    KIRI_KEY_PARCEL = 'K',
    KIRI_KEY_MAILING = 'L',
    KIRI_KEY_ALERT = 'N',
    KIRI_KEY_MORNING_EDIT = 'Q',
    KIRI_KEY_MORNING_SHEET = 'U',
    KIRI_KEY_CRISIS = 'X',
    KIRI_KEY_TOMBSTONE = 'B',
    KIRI_KEY_SKETCH = 'G',
    KIRI_KEY_FORM = 'F',
    KIRI_KEY_LOG = 'l',
    KIRI_KEY_META = 'k',
    KIRI_KEY_PAGE = 'e',
    KIRI_KEY_PRINT = 'f',
    KIRI_KEY_PRINTS = 'g',
    KIRI_KEY_BY_TIME = 'P',
    KIRI_KEY_BY_MEDIUM = 'M',
    KIRI_KEY_BY_CONTENT = 'C',
    KIRI_KEY_BY_DUE = 'D',
    KIRI_KEY_BY_ENTRY = 'E',
    KIRI_KEY_BY_RELEASE = 'R',
    KIRI_KEY_BY_TOPIC = 'T',
    KIRI_KEY_BY_DOMAIN = 'O',
    KIRI_KEY_BY_MONTH = 'S',
    KIRI_KEY_BY_WORD = 'W',
    KIRI_KEY_BY_EVENT = 'V',
} KiriKeyFamily;

enum { KIRI_KEY_U64_BYTES = 8 };

/* Building: begin (empties `key`, which the caller initialised), then parts in
 * order. `last` text carries no NUL. */
void kiri_key_begin(KiriBuf *key, KiriKeyFamily family);
void kiri_key_text(KiriBuf *key, const char *text); // with its NUL
void kiri_key_last(KiriBuf *key, const char *text);
void kiri_key_u64(KiriBuf *key, guint64 v);
void kiri_key_time(KiriBuf *key, gint64 us);

/* family + last text in one go. */
void kiri_key_one(KiriBuf *key, KiriKeyFamily family, const char *text);

/* Turns a copy of `prefix` into the first key behind all that begin with it. */
void kiri_key_behind(KiriBuf *key, KiriStr prefix);

/* Reading: each takes its part off the front of `rest`; FALSE when it is not
 * there. Text is borrowed from the key and ends with NUL in it. */
gboolean kiri_key_take_text(KiriStr *rest, const char **text);
gboolean kiri_key_take_u64(KiriStr *rest, guint64 *v);
gboolean kiri_key_take_time(KiriStr *rest, gint64 *us);
/* The rest of a key as a string (transfer full). */
char *kiri_key_take_last(KiriStr *rest);
