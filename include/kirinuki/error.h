// SPDX-License-Identifier: GPL-3.0-or-later
/* Errors: GLib's GError with one domain per module and one set of codes.
 *
 * A code says what a caller can do about the error, not where it arose; the
 * domain says which module spoke. Messages are lower case, name the subject in
 * quotes and carry no full stop; callers add context with g_prefix_error().
 *
 * Thread rule: any thread. */
#pragma once

#include <glib.h>

typedef enum {
    KIRI_ERROR_FAILED,    // nothing more useful to say
    KIRI_ERROR_USAGE,     // the caller's words are wrong: options, queries, settings
    KIRI_ERROR_NOT_FOUND, // the named thing does not exist
    KIRI_ERROR_EXISTS,    // the named thing exists already
    KIRI_ERROR_BUSY,      // somebody else holds it; try again later
    KIRI_ERROR_STALE,     // a reader fell behind its writer; reopen and repeat
    KIRI_ERROR_LIMIT,     // a limit of limits.h was passed
    KIRI_ERROR_PARSE,     // the data is not of the format it should be
    KIRI_ERROR_IO,        // the operating system said no
    KIRI_ERROR_NETWORK,   // the other side, or the way there, failed
    KIRI_ERROR_CORRUPT,   // stored data contradicts itself
    KIRI_ERROR_REFUSED,   // policy: robots, terms, private addresses
    KIRI_ERROR_CANCELLED, // asked to stop
} KiriErrorCode;

/* Domains. */
#define KIRI_ERROR_BASE (kiri_error_base_quark())
#define KIRI_ERROR_TEXT (kiri_error_text_quark())
#define KIRI_ERROR_STORE (kiri_error_store_quark())
#define KIRI_ERROR_CRAWLER (kiri_error_crawler_quark())
#define KIRI_ERROR_INDEXER (kiri_error_indexer_quark())
#define KIRI_ERROR_SCORER (kiri_error_scorer_quark())
#define KIRI_ERROR_REPORT (kiri_error_report_quark())
#define KIRI_ERROR_CLI (kiri_error_cli_quark())

GQuark kiri_error_base_quark(void);
GQuark kiri_error_text_quark(void);
GQuark kiri_error_store_quark(void);
GQuark kiri_error_crawler_quark(void);
GQuark kiri_error_indexer_quark(void);
GQuark kiri_error_scorer_quark(void);
GQuark kiri_error_report_quark(void);
GQuark kiri_error_cli_quark(void);

/* Is `error` (may be NULL) from one of our domains and of `code`? */
gboolean kiri_error_is(const GError *error, KiriErrorCode code);

/* Sets `error` from errno, with code IO (NOT_FOUND for ENOENT, EXISTS for
 * EEXIST): "<what> '<subject>': <strerror>". Always returns FALSE. */
gboolean kiri_error_set_errno(GError **error, GQuark domain, const char *what, const char *subject);
