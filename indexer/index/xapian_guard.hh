// SPDX-License-Identifier: GPL-3.0-or-later
/* What the two sources of the shim share: the door to Xapian, and the guard that
 * every function body runs in: the one place where exceptions end. Nothing here
 * may know what the documents are. */
#pragma once

#include <xapian.h>

#include <glib.h>

extern "C" {
#include "xapian_shim.h"

#include <kirinuki/i18n.h>
#include <kirinuki/limits.h>
}

#include <algorithm>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>
#include <vector>

/* Documents that were replaced or deleted, ascending (xapian_shim.h). */
typedef std::vector<Xapian::docid> KiriXapDead;

struct KiriXapReader {
    std::string dir;
    Xapian::Database db;
    std::shared_ptr<const KiriXapDead> dead; // of the commit that `db` sees
};

namespace kiri
{

/* An error of the shim's own, thrown inside a guard. */
struct Refusal {
    KiriErrorCode code;
    std::string message;
};

/* Carries a GError of a C function that was called inside a guard. */
struct Passed {
    GError *error;
};

/* Xapian::Error has no virtual functions: its type is a name. */
inline KiriErrorCode code_of(const Xapian::Error &e)
{
    static const struct {
        const char *type;
        KiriErrorCode code;
    } codes[] = {
        {"DatabaseModifiedError", KIRI_ERROR_STALE},
        {"DatabaseLockError", KIRI_ERROR_BUSY},
        {"DatabaseNotFoundError", KIRI_ERROR_NOT_FOUND},
        {"DatabaseCorruptError", KIRI_ERROR_CORRUPT},
        {"DatabaseVersionError", KIRI_ERROR_CORRUPT},
        {"WildcardError", KIRI_ERROR_LIMIT},
    };
    for (const auto &known : codes)
        if (g_str_equal(e.get_type(), known.type))
            return known.code;
    if (!g_str_has_prefix(e.get_type(), "Database"))
        return KIRI_ERROR_FAILED;
    /* With an errno the system said no; without, a table is not what it was. */
    return e.get_error_string() ? KIRI_ERROR_IO : KIRI_ERROR_CORRUPT;
}

/* Runs `body`; FALSE with error where it threw. */
template <typename Body> gboolean guard(GError **error, Body body)
{
    try {
        body();
        return TRUE;
    } catch (const Refusal &r) {
        g_set_error_literal(error, KIRI_ERROR_INDEXER, r.code, r.message.c_str());
    } catch (const Passed &p) {
        g_propagate_error(error, p.error);
    } catch (const Xapian::Error &e) {
        const char *system = e.get_error_string();
        g_set_error(error, KIRI_ERROR_INDEXER, code_of(e), "%s: %s%s%s", e.get_type(),
                    e.get_msg().c_str(), system ? ": " : "", system ? system : "");
    } catch (const std::bad_alloc &) {
        g_error("out of memory in the full-text index");
    } catch (const std::exception &e) {
        g_set_error(error, KIRI_ERROR_INDEXER, KIRI_ERROR_FAILED, "%s", e.what());
    } catch (...) {
        g_set_error_literal(error, KIRI_ERROR_INDEXER, KIRI_ERROR_FAILED,
                            _("unknown exception in the full-text index"));
    }
    return FALSE;
}

inline std::string bytes(KiriStr s)
{
    return std::string(s.p, s.n);
}

inline bool is_dead(const KiriXapDead &dead, Xapian::docid document)
{
    return std::binary_search(dead.begin(), dead.end(), document);
}

inline void append(KiriBuf *out, const std::string &s)
{
    if (!kiri_buf_add(out, s.data(), s.size()))
        throw Refusal{KIRI_ERROR_LIMIT, _("a document of the index is too large")};
}

} // namespace kiri
