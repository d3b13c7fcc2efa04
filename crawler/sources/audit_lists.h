// SPDX-License-Identifier: GPL-3.0-or-later
/* The lists of an audit under way: every article once, with all who named it.
 *
 * Thread rule: that of the audit. */
#pragma once

#include "look.h"

#include <kirinuki/audit.h>

typedef struct {
    KiriStore *store;
    KiriErrand *errand; // knows the rules of robots.txt; NULL: offline
    const char *medium;
    gint64 from_us, to_us, now_us;
    GHashTable *items;   // article id, else URL → KiriAuditItem
    GHashTable *undated; // URL → KiriAuditItem of which nothing says when it is from
    GHashTable *titles;  // normal forms of the titles of stored articles
    GHashTable *sites;   // registrable domains of the medium
    GPtrArray *leads;    // KiriAuditItem
} KiriAuditLists;

void kiri_audit_lists_init(KiriAuditLists *lists, KiriStore *store, const KiriMedium *medium,
                           const KiriAuditOptions *options, gint64 now_us);
void kiri_audit_lists_clear(KiriAuditLists *lists);

/* The stored articles of the medium and period; `kinds` is source id → KiriListKind
 * + 1. FALSE with error when reading failed. */
gboolean kiri_audit_take_stored(KiriAuditLists *lists, GHashTable *kinds, GError **error);
/* After the last look. Where a period ends in the past, what is undated and on no other
 * list is of another time. */
void kiri_audit_settle_undated(KiriAuditLists *lists);
/* What a source names now; `source` is its id, NULL when it is not followed. */
void kiri_audit_take_look(KiriAuditLists *lists, const KiriLook *look, KiriListKind kind,
                          const char *source);
