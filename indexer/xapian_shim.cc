// SPDX-License-Identifier: GPL-3.0-or-later
/* Xapian behind C functions. Every function body is one guard(): the one place
 * where exceptions end. Nothing here may know what the documents are. */
#include <xapian.h>

#include <glib.h>

extern "C" {
#include "xapian_shim.h"

#include <kirinuki/file.h>
#include <kirinuki/i18n.h>
#include <kirinuki/limits.h>
}

#include <memory>
#include <new>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#ifdef KIRINUKI_SANITIZED
/* Xapian 1.4 frees an object of its check() through a base class of another
 * size; harmless, not ours, and the end of the process under AddressSanitizer. */
extern "C" const char *__asan_default_options(void);
extern "C" const char *__asan_default_options(void)
{
    return "new_delete_type_mismatch=0";
}
#endif

struct KiriXapWriter {
    std::string dir;
    Xapian::WritableDatabase db;
    bool is_open = false; // a transaction
    bool is_void = false;
};

struct KiriXapReader {
    std::string dir;
    Xapian::Database db;
};

namespace
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
KiriErrorCode code_of(const Xapian::Error &e)
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

/* The same for what changes an index: a failure voids the writer. Changes outside
 * a transaction are refused, because close() would commit them, half a batch or
 * not. */
template <typename Body>
gboolean guard_write(KiriXapWriter *w, bool needs_open, GError **error, Body body)
{
    gboolean is_done = guard(error, [&] {
        if (w->is_void)
            throw Refusal{KIRI_ERROR_FAILED, _("the batch was lost by an earlier error")};
        if (w->is_open != needs_open)
            throw std::logic_error("index transaction begun twice, or not at all");
        body();
    });
    if (!is_done)
        w->is_void = true;
    return is_done;
}

std::string bytes(KiriStr s)
{
    return std::string(s.p, s.n);
}

std::string checked_term(KiriStr s)
{
    if (s.n == 0 || s.n > KIRI_LIMIT_TERM_BYTES)
        throw Refusal{KIRI_ERROR_LIMIT, _("a term of the index is empty or too long")};
    std::string term = bytes(s);
    if (term.find('\0') != std::string::npos)
        throw Refusal{KIRI_ERROR_LIMIT, _("a term of the index holds a NUL")};
    return term;
}

char *dup(const std::string &s)
{
    return g_strndup(s.data(), s.size());
}

void append(KiriBuf *out, const std::string &s)
{
    if (!kiri_buf_add(out, s.data(), s.size()))
        throw Refusal{KIRI_ERROR_LIMIT, _("a document of the index is too large")};
}

/* The postfix program on a stack of queries. */
class Stack
{
  public:
    void run(const KiriXapStep &step)
    {
        switch (step.op) {
        case KIRI_XAP_TERM:
            push(Xapian::Query(bytes(step.a)));
            return;
        case KIRI_XAP_PREFIX:
            push(Xapian::Query(Xapian::Query::OP_WILDCARD, bytes(step.a), step.n,
                               Xapian::Query::WILDCARD_LIMIT_ERROR, Xapian::Query::OP_SYNONYM));
            return;
        case KIRI_XAP_RANGE:
            push(
                Xapian::Query(Xapian::Query::OP_VALUE_RANGE, step.n, bytes(step.a), bytes(step.b)));
            return;
        case KIRI_XAP_ALL:
            push(Xapian::Query::MatchAll);
            return;
        case KIRI_XAP_NOTHING:
            push(Xapian::Query::MatchNothing);
            return;
        case KIRI_XAP_AND:
            combine(Xapian::Query::OP_AND, step.n);
            return;
        case KIRI_XAP_OR:
            combine(Xapian::Query::OP_OR, step.n);
            return;
        case KIRI_XAP_MINUS:
            combine(Xapian::Query::OP_AND_NOT, 2);
            return;
        case KIRI_XAP_FILTER:
            combine(Xapian::Query::OP_FILTER, 2);
            return;
        case KIRI_XAP_SCALE:
            need(1);
            stack_.back() =
                Xapian::Query(Xapian::Query::OP_SCALE_WEIGHT, stack_.back(), step.scale);
            return;
        }
        throw std::invalid_argument("unknown step of a query program");
    }

    Xapian::Query result()
    {
        if (stack_.size() != 1)
            throw std::invalid_argument("query program leaves more or less than one query");
        return stack_.back();
    }

  private:
    void need(std::size_t n) const
    {
        if (stack_.size() < n)
            throw std::invalid_argument("query program pops an empty stack");
    }

    void push(const Xapian::Query &q)
    {
        stack_.push_back(q);
    }

    void combine(Xapian::Query::op op, std::size_t n)
    {
        need(n);
        auto first = stack_.end() - static_cast<std::ptrdiff_t>(n);
        Xapian::Query q(op, first, stack_.end());
        stack_.erase(first, stack_.end());
        stack_.push_back(q);
    }

    std::vector<Xapian::Query> stack_;
};

} // namespace

extern "C" {

KiriXapWriter *kiri_xap_writer_open(const char *dir, gboolean is_new, GError **error)
{
    KiriXapWriter *w = nullptr;
    guard(error, [&] {
        /* DB_CREATE, never DB_CREATE_OR_OPEN: an index that vanished must be
         * noticed, not begun anew behind the caller's back. */
        int flags = is_new ? Xapian::DB_CREATE : Xapian::DB_OPEN;
        std::unique_ptr<KiriXapWriter> made(new KiriXapWriter);
        made->dir = dir;
        made->db = Xapian::WritableDatabase(dir, flags | Xapian::DB_BACKEND_GLASS);
        w = made.release();
    });
    if (!w)
        g_prefix_error(error, _("cannot open the index '%s' for writing: "), dir);
    return w;
}

void kiri_xap_writer_discard(KiriXapWriter *w)
{
    if (!w)
        return;
    /* close() throws what the destructor would swallow; both are of no use to
     * somebody who gives the writer up. A transaction that is open is dropped. */
    guard(nullptr, [&] { w->db.close(); });
    delete w;
}

gboolean kiri_xap_begin(KiriXapWriter *w, GError **error)
{
    return guard_write(w, false, error, [&] {
        w->db.begin_transaction();
        w->is_open = true;
    });
}

gboolean kiri_xap_commit(KiriXapWriter *w, GError **error)
{
    return guard_write(w, true, error, [&] {
        w->db.commit_transaction();
        w->is_open = false;
        GError *sync_error = nullptr;
        if (!kiri_file_sync_dir(w->dir.c_str(), &sync_error))
            throw Passed{sync_error};
    });
}

gboolean kiri_xap_replace(KiriXapWriter *w, const KiriXapDocument *document, GError **error)
{
    return guard_write(w, true, error, [&] {
        Xapian::Document d;
        std::string unique = checked_term(document->unique);
        d.add_boolean_term(unique);
        for (gsize i = 0; i < document->n_terms; i++)
            d.add_term(checked_term(document->terms[i].term), document->terms[i].wdf);
        for (gsize i = 0; i < document->n_values; i++)
            d.add_value(document->values[i].slot, bytes(document->values[i].value));
        d.set_data(bytes(document->data));
        w->db.replace_document(unique, d);
    });
}

gboolean kiri_xap_delete(KiriXapWriter *w, KiriStr unique, GError **error)
{
    return guard_write(w, true, error, [&] { w->db.delete_document(checked_term(unique)); });
}

gboolean kiri_xap_set_metadata(KiriXapWriter *w, const char *key, KiriStr value, GError **error)
{
    return guard_write(w, true, error, [&] { w->db.set_metadata(key, bytes(value)); });
}

char *kiri_xap_writer_metadata(KiriXapWriter *w, const char *key, GError **error)
{
    char *value = nullptr;
    guard(error, [&] { value = dup(w->db.get_metadata(key)); });
    return value;
}

KiriXapReader *kiri_xap_reader_open(const char *dir, GError **error)
{
    KiriXapReader *r = nullptr;
    guard(error, [&] {
        std::unique_ptr<KiriXapReader> made(new KiriXapReader);
        made->dir = dir;
        made->db = Xapian::Database(dir, Xapian::DB_BACKEND_GLASS);
        r = made.release();
    });
    if (!r)
        g_prefix_error(error, _("cannot open the index '%s': "), dir);
    return r;
}

void kiri_xap_reader_free(KiriXapReader *r)
{
    delete r;
}

gboolean kiri_xap_reopen(KiriXapReader *r, GError **error)
{
    /* A new handle instead of Database::reopen(): that one would mix tables of
     * two indexes where the folder was exchanged. */
    return guard(error, [&] { r->db = Xapian::Database(r->dir, Xapian::DB_BACKEND_GLASS); });
}

char *kiri_xap_reader_metadata(KiriXapReader *r, const char *key, GError **error)
{
    char *value = nullptr;
    guard(error, [&] { value = dup(r->db.get_metadata(key)); });
    return value;
}

guint32 kiri_xap_count(KiriXapReader *r)
{
    guint32 count = 0;
    guard(nullptr, [&] { count = r->db.get_doccount(); });
    return count;
}

gboolean kiri_xap_frequency(KiriXapReader *r, KiriStr term, guint32 *documents, GError **error)
{
    return guard(error, [&] { *documents = r->db.get_termfreq(bytes(term)); });
}

gboolean kiri_xap_data(KiriXapReader *r, guint32 document, KiriBuf *out, GError **error)
{
    return guard(error, [&] { append(out, r->db.get_document(document).get_data()); });
}

gboolean kiri_xap_value(KiriXapReader *r, guint32 document, guint slot, KiriBuf *out,
                        GError **error)
{
    return guard(error, [&] { append(out, r->db.get_document(document).get_value(slot)); });
}

gboolean kiri_xap_each_term(KiriXapReader *r, KiriStr prefix, KiriXapTermVisit visit, gpointer data,
                            GError **error)
{
    return guard(error, [&] {
        std::string p = bytes(prefix);
        for (auto t = r->db.allterms_begin(p); t != r->db.allterms_end(p); ++t) {
            const std::string term = *t;
            guint32 first = *r->db.postlist_begin(term);
            if (!visit(KiriStr{term.data(), term.size()}, first, data))
                return;
        }
    });
}

gboolean kiri_xap_ask(KiriXapReader *r, const KiriXapStep *steps, gsize n_steps,
                      const KiriXapAsk *ask, GArray *hits, guint32 *total, GError **error)
{
    g_array_set_size(hits, 0);
    return guard(error, [&] {
        Stack stack;
        for (gsize i = 0; i < n_steps; i++)
            stack.run(steps[i]);
        Xapian::Enquire enquire(r->db);
        enquire.set_query(stack.result());
        Xapian::MultiValueKeyMaker ties;
        ties.add_value(ask->falling_slot, true);
        ties.add_value(ask->rising_slot);
        if (ask->order == KIRI_XAP_BY_VALUE) {
            enquire.set_weighting_scheme(Xapian::BoolWeight());
            enquire.set_sort_by_key(&ties, false);
        } else {
            /* k2 = 0: no extra for short documents; k3 = 1 as usual. */
            enquire.set_weighting_scheme(Xapian::BM25Weight(ask->k1, 0, 1, ask->b, 0.5));
            enquire.set_sort_by_relevance_then_key(&ties, false);
        }
        Xapian::doccount all = r->db.get_doccount();
        Xapian::MSet found = enquire.get_mset(ask->first, ask->max, ask->is_total_exact ? all : 0);
        for (auto i = found.begin(); i != found.end(); ++i) {
            KiriXapHit hit = {*i, i.get_weight()};
            g_array_append_val(hits, hit);
        }
        if (total)
            *total = found.get_matches_estimated();
    });
}

gboolean kiri_xap_check(const char *dir, guint64 *damages, KiriBuf *report, GError **error)
{
    return guard(error, [&] {
        std::ostringstream said;
        *damages = Xapian::Database::check(dir, 0, &said);
        append(report, said.str());
    });
}

} // extern "C"
