// SPDX-License-Identifier: GPL-3.0-or-later
/* People: who wrote the coverage, by the bylines of the articles, and what on. Nothing
 * is known of anybody but what is printed above an article; no address is ever guessed.
 *
 * One name is one person: white space and width do not count (山田　太郎, 山田太郎).
 * Two people of one name cannot be told apart; their media are listed. Wires, desks and
 * newspapers are no persons.
 *
 * A name that is to be forgotten (a person's objection) is gathered here no more, now
 * and in future. What is kept of it is a hash; articles keep the byline that they were
 * published with.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include <kirinuki/store.h>

/* One article of a person that is a clip which counts. */
typedef struct {
    char *article, *title, *url, *medium;
    KiriTime published;
    gint class_;               // the highest of its clips
    char **releases, **topics; // ids
} KiriPersonPiece;
KIRI_DECLARE_RECORD(KiriPersonPiece, person_piece)

typedef struct {
    char *name;       // as the newest article has it
    gint64 articles;  // each once
    gint64 publicity; // of them written by a journalist: class publicity
    gdouble publicity_share;
    KiriTime first, last; // of their publication
    char **media;         // ids, or names of the site
    char **releases, **topics;
    GPtrArray *pieces; // KiriPersonPiece, newest first
} KiriPerson;
KIRI_DECLARE_RECORD(KiriPerson, person)

typedef struct {
    const char *release, *topic; // ids; NULL: all
    gint64 since_us;             // G_MININT64: all
    const char *name;            // NULL: everybody
} KiriPeopleQuery;

/* By falling number of articles, then the newest article, then the name. Errors: what
 * the store says. An array that owns its KiriPerson (transfer full). */
GPtrArray *kiri_people(KiriStore *store, const KiriPeopleQuery *query, GError **error);

/* Is this a name of a person, as far as can be told from it? */
gboolean kiri_people_is_name(const char *name);

/* FALSE with error where it could not be stored; `*is_new` is FALSE where it was
 * forgotten already. */
gboolean kiri_people_forget(KiriStore *store, const char *name, gboolean *is_new, GError **error);
