// SPDX-License-Identifier: GPL-3.0-or-later
/* What organisations are called besides their names, from the shipped tables
 * (dictionaries/organisations.tsv, aliases.tsv): many a release does not say that
 * 厚生労働省 is 厚労省, and every article does.
 *
 * Thread rule: any thread. */
#pragma once

#include <kirinuki/release.h>

typedef struct KiriKnownNames KiriKnownNames;

/* Reads both tables in `dir`. Errors: NOT_FOUND, IO. (transfer full) */
KiriKnownNames *kiri_known_names_load(const char *dir, GError **error);
void kiri_known_names_free(KiriKnownNames *known);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriKnownNames, kiri_known_names_free)
/* The other names of an organisation by any of its names, with or without a legal
 * form; borrowed, NULL: it is in no table. */
const char *const *kiri_known_names_of(const KiriKnownNames *known, const char *name);
/* Adds them to the aliases of a release, whose organisation is taken from its text
 * where it is not stated. */
void kiri_known_names_add(const KiriKnownNames *known, KiriRelease *release);
