// SPDX-License-Identifier: GPL-3.0-or-later
/* Proposals are sets of articles: AND is the common part, OR the union of what the
 * parts find, so a pair costs no further search. */
#include <kirinuki/topic_suggest.h>

#include "match/words.h"

#include <kirinuki/normalize.h>
#include <kirinuki/release_parse.h>

#include <string.h>

enum { MOST_PAIRED = 8, MOST_JOINED = 4 };

void kiri_query_part_free(KiriQueryPart *part)
{
    if (!part)
        return;
    g_free(part->query);
    g_array_unref(part->found);
    g_free(part);
}

static void part_free(gpointer part)
{
    kiri_query_part_free(part);
}

/* ---- parts ---- */

/* The word as the language wants it: in quotes only where it needs them. NULL: it
 * holds nothing to look for. (transfer full) */
static char *quoted(const char *word)
{
    g_autoptr(GString) text = g_string_new(word);
    g_string_replace(text, "\"", "\"\"", 0);
    g_string_prepend_c(text, '"');
    g_string_append_c(text, '"');
    g_autoptr(KiriQuery) query = kiri_query_parse((KiriStr){text->str, text->len}, NULL);
    return query ? kiri_query_print(query) : NULL;
}

static KiriQueryPart *add_part(GPtrArray *parts, char *query)
{
    KiriQueryPart *part = g_new0(KiriQueryPart, 1);
    part->query = query;
    part->found = g_array_new(FALSE, FALSE, sizeof(guint32));
    g_ptr_array_add(parts, part);
    return part;
}

static void add_words(GPtrArray *parts, const KiriFrequencies *frequencies, char **words, guint max,
                      char ***known)
{
    for (char **w = words; w && *w && parts->len < max; w++) {
        g_autofree char *n = kiri_normalize_dup(kiri_str(*w));
        char *query = kiri_strv_has(*known, n) ? NULL : quoted(*w);
        if (query)
            add_part(parts, query)->share = kiri_frequencies_least_share(frequencies, kiri_str(n));
        kiri_strv_add(known, n);
    }
}

/* Latin letters, or letters of the whole name in their order: 厚労省 of 厚生労働省.
 * Other names that a release declares are those of its subject. */
static gboolean is_short_form(const char *alias, const char *whole)
{
    KiriStr a = kiri_str(alias), w = kiri_str(whole);
    gsize from = 0;
    if (g_str_is_ascii(alias))
        return TRUE;
    for (gsize at = 0; at < a.n; at = kiri_char_after(a, at)) {
        while (from < w.n && kiri_char_at(w, from) != kiri_char_at(a, at))
            from = kiri_char_after(w, from);
        if (from >= w.n)
            return FALSE;
        from = kiri_char_after(w, from);
    }
    return TRUE;
}

static void add_context(GPtrArray *parts, const KiriRelease *release)
{
    g_autoptr(GString) group = g_string_new(NULL);
    g_auto(GStrv) declared =
        kiri_release_declared_aliases(release->organisation, kiri_str(release->text));
    char **names = NULL;
    if (release->organisation)
        kiri_strv_add(&names, release->organisation);
    char **const lists[] = {release->aliases, declared};
    for (gsize i = 0; i < G_N_ELEMENTS(lists); i++)
        for (char **alias = lists[i]; alias && *alias; alias++)
            if (!kiri_strv_has(names, *alias) && is_short_form(*alias, release->organisation))
                kiri_strv_add(&names, *alias);
    guint n = 0;
    for (char **name = names; name && *name; name++) {
        g_autofree char *query = quoted(*name);
        if (query)
            g_string_append_printf(group, "%s%s", n++ ? " OR " : "", query);
    }
    g_strfreev(names);
    if (n)
        add_part(parts, g_strdup_printf(n > 1 ? "(%s)" : "%s", group->str))->is_context = TRUE;
}

GPtrArray *kiri_topic_suggest_parts(const KiriRelease *release, const char *frequencies_path,
                                    guint max, GError **error)
{
    g_autoptr(KiriFrequencies) frequencies = kiri_frequencies_load(frequencies_path, error);
    if (!frequencies)
        return NULL;
    GPtrArray *parts = g_ptr_array_new_with_free_func(part_free);
    char **known = NULL;
    g_auto(GStrv) proposed =
        kiri_release_propose_keywords(kiri_str(release->title), kiri_str(release->text), max);
    add_words(parts, frequencies, release->keywords, max, &known);
    add_words(parts, frequencies, proposed, max, &known);
    add_context(parts, release);
    g_strfreev(known);
    return parts;
}

/* ---- sets of articles ---- */

static guint32 number_at(const GArray *set, guint i)
{
    return g_array_index(set, guint32, i);
}

/* Numbers that both have, or that one of them has. (transfer full) */
static GArray *merge(const GArray *a, const GArray *b, gboolean is_union)
{
    GArray *out = g_array_new(FALSE, FALSE, sizeof(guint32));
    for (guint i = 0, k = 0; i < a->len || k < b->len;) {
        gboolean has_a = k >= b->len || (i < a->len && number_at(a, i) <= number_at(b, k));
        gboolean has_b = i >= a->len || (k < b->len && number_at(b, k) <= number_at(a, i));
        guint32 n = has_a ? number_at(a, i) : number_at(b, k);
        if (is_union || (has_a && has_b))
            g_array_append_val(out, n);
        i += has_a ? 1 : 0;
        k += has_b ? 1 : 0;
    }
    return out;
}

/* ---- proposals ---- */

typedef struct {
    KiriTopicProposal shown;
    GArray *found;
    gdouble share;
} Proposal;

static void proposal_free(gpointer data)
{
    Proposal *p = data;
    g_free(p->shown.query);
    g_array_unref(p->found);
    g_free(p);
}

static void shown_free(gpointer data)
{
    KiriTopicProposal *p = data;
    g_free(p->query);
    g_free(p);
}

/* Takes `query` and `found`. */
static Proposal *proposal_new(char *query, GArray *found, guint n_parts, gdouble share,
                              const GArray *clips)
{
    const gdouble everyday = 50;
    Proposal *p = g_new0(Proposal, 1);
    g_autoptr(GArray) common = merge(found, clips, FALSE);
    p->found = found;
    p->shown = (KiriTopicProposal){query, found->len, common->len, 0, n_parts};
    if (clips->len)
        p->shown.score = 2.0 * common->len / (found->len + clips->len);
    else if (found->len)
        p->shown.score = 1.0 / found->len;
    p->shown.score /= 1 + everyday * share;
    p->share = share;
    return p;
}

static gint best_first(gconstpointer a, gconstpointer b)
{
    const KiriTopicProposal *x = &(*(Proposal *const *)a)->shown;
    const KiriTopicProposal *y = &(*(Proposal *const *)b)->shown;
    if (x->score < y->score || x->score > y->score)
        return x->score > y->score ? -1 : 1;
    if (x->n_parts != y->n_parts)
        return x->n_parts < y->n_parts ? -1 : 1;
    gsize n = strlen(x->query), m = strlen(y->query);
    return n != m ? (n < m ? -1 : 1) : strcmp(x->query, y->query);
}

static void add_singles(GPtrArray *all, const GPtrArray *parts, const GArray *clips)
{
    for (guint i = 0; i < parts->len; i++) {
        const KiriQueryPart *part = g_ptr_array_index(parts, i);
        if (!part->is_context)
            g_ptr_array_add(all, proposal_new(g_strdup(part->query),
                                              merge(part->found, part->found, TRUE), 1, part->share,
                                              clips));
    }
}

static void add_pairs(GPtrArray *all, const GPtrArray *parts, const GArray *clips)
{
    for (guint i = 0; i < parts->len; i++)
        for (guint k = i + 1; k < parts->len; k++) {
            const KiriQueryPart *a = g_ptr_array_index(parts, i);
            const KiriQueryPart *b = g_ptr_array_index(parts, k);
            if (i >= MOST_PAIRED || (k >= MOST_PAIRED && !b->is_context) || a->is_context)
                continue;
            g_ptr_array_add(all, proposal_new(g_strdup_printf("%s %s", a->query, b->query),
                                              merge(a->found, b->found, FALSE), 2,
                                              b->is_context ? a->share : MIN(a->share, b->share),
                                              clips));
        }
}

/* The best one, and whatever still improves it, joined by OR. NULL: nothing does. */
static Proposal *join_best(const GPtrArray *all, const GArray *clips)
{
    const Proposal *best = all->len ? g_ptr_array_index(all, 0) : NULL;
    Proposal *joined = NULL;
    for (guint n = 1; best && clips->len && n < MOST_JOINED; n++) {
        Proposal *better = NULL;
        for (guint i = 1; i < all->len; i++) {
            const Proposal *other = g_ptr_array_index(all, i);
            Proposal *both = proposal_new(
                g_strdup_printf("%s OR %s", best->shown.query, other->shown.query),
                merge(best->found, other->found, TRUE), best->shown.n_parts + other->shown.n_parts,
                MAX(best->share, other->share), clips);
            gdouble least = better ? better->shown.score : best->shown.score;
            if (both->shown.score > least) {
                g_clear_pointer(&better, proposal_free);
                better = g_steal_pointer(&both);
            }
            g_clear_pointer(&both, proposal_free);
        }
        if (!better)
            break;
        g_clear_pointer(&joined, proposal_free);
        best = joined = better;
    }
    return joined;
}

static gboolean finds_the_same(const Proposal *p, const GArray *found)
{
    return p->found->len == found->len &&
           (!found->len || memcmp(p->found->data, found->data, found->len * sizeof(guint32)) == 0);
}

GPtrArray *kiri_topic_propose(const GPtrArray *parts, const GArray *clips, guint max)
{
    GPtrArray *shown = g_ptr_array_new_with_free_func(shown_free);
    g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func(proposal_free);
    g_autoptr(GPtrArray) kept = g_ptr_array_new();
    add_singles(all, parts, clips);
    add_pairs(all, parts, clips);
    g_ptr_array_sort(all, best_first);
    Proposal *joined = join_best(all, clips);
    if (joined)
        g_ptr_array_insert(all, 0, joined);
    for (guint i = 0; i < all->len && shown->len < max; i++) {
        Proposal *p = g_ptr_array_index(all, i);
        gboolean is_new =
            clips->len ? p->shown.shared > 0 : p->found->len > 0 || p->shown.n_parts == 1;
        for (guint k = 0; is_new && k < kept->len; k++)
            is_new = !p->found->len || !finds_the_same(g_ptr_array_index(kept, k), p->found);
        if (!is_new)
            continue;
        KiriTopicProposal *copy = g_new0(KiriTopicProposal, 1);
        *copy = p->shown;
        copy->query = g_strdup(p->shown.query);
        g_ptr_array_add(shown, copy);
        g_ptr_array_add(kept, p);
    }
    return shown;
}
