// SPDX-License-Identifier: GPL-3.0-or-later
/* Xapian behind C functions: writing, and reading what was written. Asking is in
 * xapian_ask.cc. */
#include "xapian_guard.hh"

extern "C" {
#include <kirinuki/file.h>
}

#include <algorithm>
#include <cstring>
#include <sstream>

#ifdef KIRINUKI_SANITIZED
/* Xapian 1.4 frees an object of its check() through a base class of another
 * size; harmless, not ours, and the end of the process under AddressSanitizer. */
extern "C" const char *__asan_default_options(void);
extern "C" const char *__asan_default_options(void)
{
    return "new_delete_type_mismatch=0";
}
#endif

using kiri::append;
using kiri::bytes;
using kiri::guard;
using kiri::Passed;
using kiri::Refusal;

struct KiriXapWriter {
    std::string dir;
    Xapian::WritableDatabase db;
    bool is_open = false; // a transaction
    bool is_void = false;
    bool is_scratch = false;
    KiriXapDead newly_dead; // in the open transaction
};

namespace
{

const int WITHOUT_TERM_LISTS = Xapian::DB_BACKEND_GLASS | Xapian::DB_NO_TERMLIST;
const char *const DEAD_KEY = "dead";

/* The dead: how far each is from the one before, seven bits to a byte, the lowest
 * first, the eighth bit set where more follow. */
KiriXapDead dead_of(const Xapian::Database &db)
{
    KiriXapDead dead;
    Xapian::docid last = 0, gap = 0;
    unsigned shift = 0;
    for (char raw : db.get_metadata(DEAD_KEY)) {
        auto byte = static_cast<unsigned char>(raw);
        if (shift > 28)
            throw Xapian::DatabaseCorruptError("list of dead documents is damaged");
        gap |= static_cast<Xapian::docid>(byte & 0x7f) << shift;
        shift += 7;
        if (byte & 0x80)
            continue;
        dead.push_back(last += gap);
        gap = 0;
        shift = 0;
    }
    return dead;
}

std::string packed(const KiriXapDead &dead)
{
    std::string bytes;
    Xapian::docid last = 0;
    for (Xapian::docid document : dead) {
        Xapian::docid gap = document - last;
        for (; gap > 0x7f; gap >>= 7)
            bytes.push_back(static_cast<char>(gap | 0x80));
        bytes.push_back(static_cast<char>(gap));
        last = document;
    }
    return bytes;
}

/* Writes what died in the open transaction into it. */
void bury(KiriXapWriter *w)
{
    if (w->newly_dead.empty())
        return;
    KiriXapDead dead = dead_of(w->db);
    dead.insert(dead.end(), w->newly_dead.begin(), w->newly_dead.end());
    std::sort(dead.begin(), dead.end());
    dead.erase(std::unique(dead.begin(), dead.end()), dead.end());
    w->db.set_metadata(DEAD_KEY, packed(dead));
    w->newly_dead.clear();
}

/* All documents with the term die; that most of them may be dead is no harm. */
void kill_all(KiriXapWriter *w, const std::string &unique)
{
    for (auto i = w->db.postlist_begin(unique); i != w->db.postlist_end(unique); ++i)
        w->newly_dead.push_back(*i);
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

KiriXapWriter *open_writer(const char *dir, int flags, GError **error)
{
    KiriXapWriter *w = nullptr;
    guard(error, [&] {
        std::unique_ptr<KiriXapWriter> made(new KiriXapWriter);
        made->dir = dir;
        made->db = Xapian::WritableDatabase(dir, flags | WITHOUT_TERM_LISTS);
        w = made.release();
    });
    if (!w)
        g_prefix_error(error, _("cannot open the index '%s' for writing: "), dir);
    return w;
}

Xapian::Document document_of(const KiriXapDocument *document)
{
    Xapian::Document d;
    d.add_boolean_term(checked_term(document->unique));
    for (gsize i = 0; i < document->n_terms; i++)
        d.add_term(checked_term(document->terms[i].term), document->terms[i].wdf);
    for (gsize i = 0; i < document->n_values; i++)
        d.add_value(document->values[i].slot, bytes(document->values[i].value));
    d.set_data(bytes(document->data));
    return d;
}

} // namespace

extern "C" {

KiriXapWriter *kiri_xap_writer_open(const char *dir, gboolean is_new, GError **error)
{
    /* DB_CREATE, never DB_CREATE_OR_OPEN: an index that vanished must be noticed,
     * not begun anew behind the caller's back. */
    return open_writer(dir, is_new ? Xapian::DB_CREATE : Xapian::DB_OPEN, error);
}

KiriXapWriter *kiri_xap_writer_open_scratch(const char *dir, GError **error)
{
    KiriXapWriter *w = open_writer(dir, Xapian::DB_CREATE | Xapian::DB_NO_SYNC, error);
    if (w)
        w->is_scratch = true;
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
        w->newly_dead.clear();
        w->is_open = true;
    });
}

gboolean kiri_xap_commit(KiriXapWriter *w, GError **error)
{
    return guard_write(w, true, error, [&] {
        bury(w);
        w->db.commit_transaction();
        w->is_open = false;
        if (w->is_scratch)
            return;
        GError *sync_error = nullptr;
        if (!kiri_file_sync_dir(w->dir.c_str(), &sync_error))
            throw Passed{sync_error};
    });
}

gboolean kiri_xap_replace(KiriXapWriter *w, const KiriXapDocument *document, GError **error)
{
    return guard_write(w, true, error, [&] {
        Xapian::Document made = document_of(document);
        kill_all(w, checked_term(document->unique));
        w->db.add_document(made);
    });
}

gboolean kiri_xap_add(KiriXapWriter *w, const KiriXapDocument *document, GError **error)
{
    return guard_write(w, true, error, [&] { w->db.add_document(document_of(document)); });
}

gboolean kiri_xap_delete(KiriXapWriter *w, KiriStr unique, GError **error)
{
    return guard_write(w, true, error, [&] { kill_all(w, checked_term(unique)); });
}

gboolean kiri_xap_writer_counts(KiriXapWriter *w, guint32 *documents, guint32 *dead, GError **error)
{
    return guard(error, [&] {
        *dead = static_cast<guint32>(dead_of(w->db).size());
        *documents = w->db.get_doccount() - *dead;
    });
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

gboolean kiri_xap_merge(const char *const *dirs, gsize n_dirs, const char *into, GError **error)
{
    gboolean is_done = guard(error, [&] {
        Xapian::Database all;
        for (gsize i = 0; i < n_dirs; i++)
            all.add_database(Xapian::Database(dirs[i], Xapian::DB_BACKEND_GLASS));
        all.compact(into);
    });
    if (!is_done)
        g_prefix_error(error, _("cannot make the index '%s': "), into);
    return is_done;
}

static void open_newest(KiriXapReader *r)
{
    r->db = Xapian::Database(r->dir, Xapian::DB_BACKEND_GLASS);
    r->dead = std::make_shared<const KiriXapDead>(dead_of(r->db));
}

KiriXapReader *kiri_xap_reader_open(const char *dir, GError **error)
{
    KiriXapReader *r = nullptr;
    guard(error, [&] {
        std::unique_ptr<KiriXapReader> made(new KiriXapReader);
        made->dir = dir;
        open_newest(made.get());
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
    return guard(error, [&] { open_newest(r); });
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
    guard(nullptr, [&] { count = r->db.get_doccount() - static_cast<guint32>(r->dead->size()); });
    return count;
}

guint32 kiri_xap_last(KiriXapReader *r)
{
    guint32 last = 0;
    guard(nullptr, [&] { last = r->db.get_lastdocid(); });
    return last;
}

char *kiri_xap_reader_uuid(KiriXapReader *r, GError **error)
{
    char *uuid = nullptr;
    guard(error, [&] { uuid = dup(r->db.get_uuid()); });
    return uuid;
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
            guint32 last = 0;
            for (auto i = r->db.postlist_begin(term); i != r->db.postlist_end(term); ++i)
                if (!kiri::is_dead(*r->dead, *i))
                    last = *i;
            if (last && !visit(KiriStr{term.data(), term.size()}, last, data))
                return;
        }
    });
}

gboolean kiri_xap_each_word(KiriXapReader *r, KiriStr prefix, KiriXapWordVisit visit, gpointer data,
                            GError **error)
{
    return guard(error, [&] {
        std::string p = bytes(prefix);
        for (auto t = r->db.allterms_begin(p); t != r->db.allterms_end(p); ++t) {
            const std::string term = *t;
            if (!visit(KiriStr{term.data(), term.size()}, data))
                return;
        }
    });
}

/* The statistics in the version file weigh every answer, and Xapian's check believes them.
 * Its bounds pass over documents without words. */
static guint64 count_wrong_totals(const Xapian::Database &db)
{
    Xapian::doccount documents = 0;
    Xapian::docid last = 0;
    Xapian::totallength words = 0;
    Xapian::termcount least = 0, most = 0;
    for (auto it = db.postlist_begin(""); it != db.postlist_end(""); ++it) {
        const Xapian::termcount n = it.get_doclength();
        documents++;
        if (n && (!most || n < least))
            least = n;
        most = std::max(most, n);
        words += n;
        last = *it;
    }
    return (documents != db.get_doccount()) + (words != db.get_total_length()) +
           (last > db.get_lastdocid()) + (most && least < db.get_doclength_lower_bound()) +
           (most > db.get_doclength_upper_bound());
}

gboolean kiri_xap_check(const char *dir, guint64 *damages, KiriBuf *report, GError **error)
{
    return guard(error, [&] {
        std::ostringstream said;
        *damages = Xapian::Database::check(dir, 0, &said);
        append(report, said.str());
        if (!*damages)
            *damages = count_wrong_totals(Xapian::Database(dir));
    });
}

} // extern "C"
