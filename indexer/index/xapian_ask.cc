// SPDX-License-Identifier: GPL-3.0-or-later
/* Asking Xapian: programs to queries, and what is looked for among the matches.
 *
 * Sorting is what costs: Xapian makes a key of every match that it cannot refuse
 * by weight. So an order by value is found here, beside Xapian's matcher, and
 * where only the best are wanted Xapian is told so. A decision about a document
 * (is it really a match?) is asked for as late as possible. */
#include "xapian_guard.hh"

using kiri::bytes;
using kiri::guard;
using kiri::Passed;

namespace
{

/* The dead as something to subtract from a query. */
class DeadSource : public Xapian::PostingSource
{
  public:
    explicit DeadSource(std::shared_ptr<const KiriXapDead> dead) : dead_(std::move(dead))
    {
    }
    Xapian::doccount get_termfreq_min() const override
    {
        return size();
    }
    Xapian::doccount get_termfreq_est() const override
    {
        return size();
    }
    Xapian::doccount get_termfreq_max() const override
    {
        return size();
    }
    void init(const Xapian::Database &) override
    {
        at_ = 0;
        is_begun_ = false;
    }
    void next(double) override
    {
        at_ += is_begun_ ? 1 : 0;
        is_begun_ = true;
    }
    void skip_to(Xapian::docid document, double) override
    {
        is_begun_ = true;
        auto from = dead_->begin() + static_cast<std::ptrdiff_t>(at_);
        at_ = static_cast<std::size_t>(std::lower_bound(from, dead_->end(), document) -
                                       dead_->begin());
    }
    bool at_end() const override
    {
        return at_ >= dead_->size();
    }
    Xapian::docid get_docid() const override
    {
        return (*dead_)[at_];
    }
    PostingSource *clone() const override
    {
        return new DeadSource(dead_);
    }

  private:
    Xapian::doccount size() const
    {
        return static_cast<Xapian::doccount>(dead_->size());
    }

    std::shared_ptr<const KiriXapDead> dead_;
    std::size_t at_ = 0;
    bool is_begun_ = false;
};

/* The postfix program on a stack of queries. */
class Stack
{
  public:
    explicit Stack(const Xapian::Database &db) : db_(db)
    {
    }

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
        case KIRI_XAP_RAREST:
            keep_rarest(step.n);
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

    /* Each further list costs a step into it for every document of the rarest, and
     * says less and less. */
    void keep_rarest(std::size_t n)
    {
        const std::size_t ENOUGH = 4;
        need(n);
        auto first = stack_.end() - static_cast<std::ptrdiff_t>(n);
        std::vector<std::pair<Xapian::doccount, Xapian::Query>> terms;
        for (auto i = first; i != stack_.end(); ++i)
            terms.emplace_back(db_.get_termfreq(*i->get_terms_begin()), *i);
        std::stable_sort(terms.begin(), terms.end(),
                         [](const auto &a, const auto &b) { return a.first < b.first; });
        stack_.erase(first, stack_.end());
        n = std::min(n, ENOUGH);
        for (std::size_t i = 0; i < n; i++)
            push(terms[i].second);
        combine(Xapian::Query::OP_AND, n);
    }

    const Xapian::Database &db_;
    std::vector<Xapian::Query> stack_;
};

Xapian::Query query_with_dead(const KiriXapReader *r, const KiriXapStep *steps, gsize n_steps)
{
    Stack stack(r->db);
    for (gsize i = 0; i < n_steps; i++)
        stack.run(steps[i]);
    return stack.result();
}

Xapian::Query all_dead(const KiriXapReader *r)
{
    return Xapian::Query((new DeadSource(r->dead))->release());
}

Xapian::Query query_of(const KiriXapReader *r, const KiriXapStep *steps, gsize n_steps)
{
    Xapian::Query query = query_with_dead(r, steps, n_steps);
    return r->dead->empty() ? query : Xapian::Query(Xapian::Query::OP_AND_NOT, query, all_dead(r));
}

/* Bounds of the number of matches, equal where it is known. */
struct Bounds {
    guint32 lower, upper;
};

Bounds bounds_of(const Xapian::Database &db, const Xapian::Query &query, Xapian::doccount look_at)
{
    Xapian::Enquire enquire(db);
    enquire.set_query(query);
    enquire.set_weighting_scheme(Xapian::BoolWeight());
    Xapian::MSet found = enquire.get_mset(0, 0, look_at);
    return {found.get_matches_lower_bound(), found.get_matches_upper_bound()};
}

bool is_taken(KiriXapDecide decide, Xapian::docid document, gpointer data)
{
    GError *error = nullptr;
    gboolean is_in = TRUE;
    if (decide && !decide(document, &is_in, data, &error))
        throw Passed{error};
    return is_in;
}

class Decider : public Xapian::MatchDecider
{
  public:
    Decider(KiriXapDecide decide, gpointer data) : decide_(decide), data_(data)
    {
    }
    bool operator()(const Xapian::Document &d) const override
    {
        return is_taken(decide_, d.get_docid(), data_);
    }

  private:
    KiriXapDecide decide_;
    gpointer data_;
};

/* Notes every match and takes none, so that Xapian has nothing to sort. */
class Collector : public Xapian::MatchDecider
{
  public:
    Collector(KiriXapDecide decide, gpointer data, GArray *documents)
        : decide_(decide), data_(data), documents_(documents)
    {
    }
    bool operator()(const Xapian::Document &d) const override
    {
        guint32 document = d.get_docid();
        if (is_taken(decide_, document, data_))
            g_array_append_val(documents_, document);
        return false;
    }

  private:
    KiriXapDecide decide_;
    gpointer data_;
    GArray *documents_;
};

/* The first of all matches by their values. Asking Xapian to sort them would
 * make a key of each; here most are refused by a look at one value. */
class TopByValue : public Xapian::MatchDecider
{
  public:
    explicit TopByValue(const KiriXapAsk *ask)
        : ask_(ask), most_(static_cast<std::size_t>(ask->first) + ask->max)
    {
    }

    bool operator()(const Xapian::Document &d) const override
    {
        Item item{d.get_value(ask_->falling_slot), std::string(), d.get_docid()};
        bool may_enter =
            most_ > 0 && (heap_.size() < most_ || item.falling >= heap_.front().falling);
        if (!may_enter && !(ask_->decide && ask_->is_total_exact)) {
            total_ += ask_->decide ? 0 : 1;
            return false;
        }
        if (!is_taken(ask_->decide, item.document, ask_->data))
            return false;
        total_++;
        if (may_enter)
            enter(d, item);
        return false;
    }

    guint32 finish(GArray *hits)
    {
        std::sort_heap(heap_.begin(), heap_.end(), is_before);
        for (std::size_t i = ask_->first; i < heap_.size(); i++) {
            KiriXapHit hit = {heap_[i].document, 0};
            g_array_append_val(hits, hit);
        }
        return total_;
    }

  private:
    struct Item {
        std::string falling, rising;
        Xapian::docid document;
    };

    static bool is_before(const Item &a, const Item &b)
    {
        int order = b.falling.compare(a.falling);
        if (order == 0)
            order = a.rising.compare(b.rising);
        return order < 0 || (order == 0 && a.document < b.document);
    }

    void enter(const Xapian::Document &d, Item &item) const
    {
        item.rising = d.get_value(ask_->rising_slot);
        if (heap_.size() == most_) {
            if (!is_before(item, heap_.front()))
                return;
            std::pop_heap(heap_.begin(), heap_.end(), is_before);
            heap_.pop_back();
        }
        heap_.push_back(item);
        std::push_heap(heap_.begin(), heap_.end(), is_before);
    }

    const KiriXapAsk *ask_;
    std::size_t most_;
    mutable std::vector<Item> heap_; // the last one in front
    mutable guint32 total_ = 0;
};

/* Lets `decider` see every match. */
void see_all(const Xapian::Database &db, const Xapian::Query &query,
             const Xapian::MatchDecider &decider)
{
    Xapian::Enquire enquire(db);
    enquire.set_query(query);
    enquire.set_weighting_scheme(Xapian::BoolWeight());
    enquire.get_mset(0, 1, db.get_doccount(), nullptr, &decider);
}

/* Only documents that can still enter are weighed to the end, asked about and
 * given a key: Xapian skips the others by their greatest possible weight. */
guint32 best_by_weight(const Xapian::Database &db, const Xapian::Query &query,
                       const KiriXapAsk *ask, GArray *hits)
{
    Xapian::Enquire enquire(db);
    enquire.set_query(query);
    Xapian::MultiValueKeyMaker ties;
    ties.add_value(ask->falling_slot, true);
    ties.add_value(ask->rising_slot);
    /* k2 = 0: no extra for short documents; k3 = 1 as usual. */
    enquire.set_weighting_scheme(Xapian::BM25Weight(ask->k1, 0, 1, ask->b, 0.5));
    enquire.set_sort_by_relevance_then_key(&ties, false);
    Decider decider(ask->decide, ask->data);
    Xapian::MSet found =
        enquire.get_mset(ask->first, ask->max, ask->is_total_exact ? db.get_doccount() : 0, nullptr,
                         ask->decide ? &decider : nullptr);
    for (auto i = found.begin(); i != found.end(); ++i) {
        KiriXapHit hit = {*i, i.get_weight()};
        g_array_append_val(hits, hit);
    }
    guint32 seen = found.empty() ? 0 : ask->first + found.size();
    return std::max(seen, ask->is_total_exact ? found.get_matches_estimated()
                                              : found.get_matches_lower_bound());
}

} // namespace

extern "C" {

gboolean kiri_xap_ask(KiriXapReader *r, const KiriXapStep *steps, gsize n_steps,
                      const KiriXapAsk *ask, GArray *hits, guint32 *total, GError **error)
{
    g_array_set_size(hits, 0);
    return guard(error, [&] {
        Xapian::Query query = query_of(r, steps, n_steps);
        guint32 n = 0;
        if (ask->order == KIRI_XAP_BY_WEIGHT) {
            n = best_by_weight(r->db, query, ask, hits);
        } else {
            TopByValue top(ask);
            see_all(r->db, query, top);
            n = top.finish(hits);
        }
        if (total)
            *total = n;
    });
}

gboolean kiri_xap_bounds(KiriXapReader *r, const KiriXapStep *steps, gsize n_steps, guint32 *lower,
                         guint32 *upper, GError **error)
{
    return guard(error, [&] {
        /* To count a few dead among the matches is cheap. */
        const std::size_t FEW = 5000;
        Xapian::Query query = query_with_dead(r, steps, n_steps);
        Bounds all = bounds_of(r->db, query, 0);
        auto n_dead = static_cast<guint32>(r->dead->size());
        Bounds dead = {0, n_dead};
        if (n_dead > 0 && n_dead <= FEW && all.lower == all.upper)
            dead =
                bounds_of(r->db, Xapian::Query(Xapian::Query::OP_AND, query, all_dead(r)), n_dead);
        *lower = all.lower - std::min(all.lower, dead.upper);
        *upper = all.upper - dead.lower;
    });
}

gboolean kiri_xap_each_match(KiriXapReader *r, const KiriXapStep *steps, gsize n_steps,
                             KiriXapDecide decide, gpointer data, GArray *documents, GError **error)
{
    return guard(error, [&] {
        Collector collector(decide, data, documents);
        see_all(r->db, query_of(r, steps, n_steps), collector);
    });
}

} // extern "C"
