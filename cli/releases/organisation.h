// SPDX-License-Identifier: GPL-3.0-or-later
/* What is known of an organisation from the shipped table, or guessed from its
 * name.
 *
 * Thread rule: main thread. */
#pragma once

#include <glib.h>

typedef struct {
    char *name;
    char **aliases;            // NULL-terminated
    char *domain, *press_feed; // NULL: unknown
} KiriOrganisation;

void kiri_organisation_free(KiriOrganisation *o);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriOrganisation, kiri_organisation_free)

/* By name or alias from the table (TSV: name, aliases with ';', domain, feed).
 * Unknown names get the alias that their form suggests: 株式会社 and other legal
 * forms left out. Error: the table cannot be read. (transfer full) */
KiriOrganisation *kiri_organisation_propose(const char *table_path, const char *name,
                                            GError **error);
