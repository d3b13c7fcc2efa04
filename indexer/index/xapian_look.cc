// SPDX-License-Identifier: GPL-3.0-or-later
/* Looking at single documents: their values, and whether a program matches them.
 * Both are read along rising numbers, which is how they lie on disk. */
#include "xapian_guard.hh"

using kiri::bytes;
using kiri::guard;

struct KiriXapColumn {
    Xapian::Database db;
    Xapian::valueno slot;
    Xapian::ValueIterator at;
    Xapian::docid last = 0; // that was asked for
    bool is_open = false;
    std::string value;
};

/* One step of a postfix program over yes and no. */
struct KiriXapTester {
    struct Step {
        KiriXapOp op;
        std::size_t n;
        std::string term;
        Xapian::PostingIterator at;
    };
    Xapian::Database db;
    std::vector<Step> steps;
    std::vector<bool> stack;
    Xapian::docid last = 0; // that was asked for
};

namespace
{

/* Replaces the last `n` answers by one. */
void combine_answers(std::vector<bool> &stack, KiriXapOp op, std::size_t n)
{
    if (stack.size() < n)
        throw std::invalid_argument("query program pops an empty stack");
    auto first = stack.end() - static_cast<std::ptrdiff_t>(n);
    bool answer = op == KIRI_XAP_MINUS ? *first && !stack.back()
                  : op == KIRI_XAP_OR  ? std::find(first, stack.end(), true) != stack.end()
                                       : std::find(first, stack.end(), false) == stack.end();
    stack.erase(first, stack.end());
    stack.push_back(answer);
}

bool has_term(KiriXapTester *t, KiriXapTester::Step &step, Xapian::docid document)
{
    const Xapian::PostingIterator end;
    if (t->last == 0)
        step.at = t->db.postlist_begin(step.term);
    if (step.at != end)
        step.at.skip_to(document);
    return step.at != end && *step.at == document;
}

bool is_match_of(KiriXapTester *t, Xapian::docid document)
{
    if (document < t->last)
        t->last = 0; // from the beginning again
    t->stack.clear();
    for (auto &step : t->steps) {
        if (step.op == KIRI_XAP_TERM)
            t->stack.push_back(has_term(t, step, document));
        else if (step.op == KIRI_XAP_ALL || step.op == KIRI_XAP_NOTHING)
            t->stack.push_back(step.op == KIRI_XAP_ALL);
        else
            combine_answers(t->stack, step.op, step.n);
    }
    t->last = document;
    if (t->stack.size() != 1)
        throw std::invalid_argument("query program leaves more or less than one query");
    return t->stack.back();
}

} // namespace

extern "C" {

KiriXapTester *kiri_xap_tester_new(KiriXapReader *r, const KiriXapStep *steps, gsize n_steps,
                                   GError **error)
{
    KiriXapTester *tester = nullptr;
    guard(error, [&] {
        std::unique_ptr<KiriXapTester> made(new KiriXapTester);
        made->db = r->db;
        for (gsize i = 0; i < n_steps; i++) {
            const KiriXapStep &s = steps[i];
            if (s.op == KIRI_XAP_PREFIX || s.op == KIRI_XAP_RANGE)
                return;
            std::size_t n = s.op == KIRI_XAP_MINUS || s.op == KIRI_XAP_FILTER ? 2 : s.n;
            std::string term = s.op == KIRI_XAP_TERM ? bytes(s.a) : std::string();
            if (s.op != KIRI_XAP_SCALE)
                made->steps.push_back({s.op, n, term, Xapian::PostingIterator()});
        }
        tester = made.release();
    });
    return tester;
}

void kiri_xap_tester_free(KiriXapTester *tester)
{
    delete tester;
}

gboolean kiri_xap_tester_ask(KiriXapTester *tester, guint32 document, gboolean *is_match,
                             GError **error)
{
    return guard(error, [&] { *is_match = is_match_of(tester, document); });
}

gboolean kiri_xap_values(KiriXapReader *r, guint slot, const guint32 *documents, gsize n,
                         KiriXapValueVisit visit, gpointer data, GError **error)
{
    return guard(error, [&] {
        Xapian::ValueIterator at = r->db.valuestream_begin(slot), end = r->db.valuestream_end(slot);
        for (gsize i = 0; i < n; i++) {
            if (at != end)
                at.skip_to(documents[i]);
            std::string value = at != end && at.get_docid() == documents[i] ? *at : std::string();
            visit(i, KiriStr{value.data(), value.size()}, data);
        }
    });
}

KiriXapColumn *kiri_xap_column_new(KiriXapReader *r, guint slot)
{
    auto column = new KiriXapColumn;
    column->db = r->db;
    column->slot = slot;
    return column;
}

void kiri_xap_column_free(KiriXapColumn *column)
{
    delete column;
}

gboolean kiri_xap_column_at(KiriXapColumn *c, guint32 document, KiriStr *value, GError **error)
{
    return guard(error, [&] {
        const Xapian::ValueIterator end;
        if (!c->is_open || document < c->last) {
            c->at = c->db.valuestream_begin(c->slot);
            c->is_open = true;
        }
        c->last = document;
        if (c->at != end)
            c->at.skip_to(document);
        c->value = c->at != end && c->at.get_docid() == document ? *c->at : std::string();
        *value = KiriStr{c->value.data(), c->value.size()};
    });
}

} // extern "C"
