// SPDX-License-Identifier: GPL-3.0-or-later
/* What the set of releases (matcher.c) and those that are taken apart (matcher_entry.c)
 * share.
 *
 * Thread rule: as matcher.h. */
#pragma once

#include "matcher.h"

/* Name and aliases of an organisation, in lines. (transfer full) */
char *kiri_owner_lines(const char *name, const char *const *aliases);
/* Whose release it is: as stated, else as its text says. (transfer full) */
char *kiri_owner_of(const KiriRelease *r);
/* Its number in the names, or -1. */
gint kiri_owner_add(KiriNames *names, const char *lines);

/* Of the whole record. */
guint64 kiri_release_digest(const KiriRelease *release);
/* What an import does for a release that comes without keywords. */
void kiri_release_propose(KiriRelease *r);
/* Takes the release apart, whose it is being known; its organisation has no number yet.
 * (transfer full of both) */
KiriEntry *kiri_entry_take(const KiriMatcher *m, KiriRelease *release, const char *owner);
/* Hands its form to whoever keeps them; NULL: the release goes. */
void kiri_entry_keep(const KiriMatcher *m, const char *id, const KiriEntry *e, guint64 digest);

KiriEntryCache *kiri_entries_new(const KiriReleaseReader *reader);
void kiri_entries_free(KiriEntryCache *cache);
void kiri_entries_drop(KiriEntryCache *cache, guint number);
