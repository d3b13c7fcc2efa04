// SPDX-License-Identifier: GPL-3.0-or-later
/* What the office should look at: contracts that end, printed pieces without one, uses
 * beyond it, and what should have gone. */
#include "permit.h"

#include <kirinuki/i18n.h>

#include <inttypes.h>
#include <string.h>

const char *const kiri_permit_problem_names[] = {"ending", "unlicensed", "over", "overdue", NULL};
G_STATIC_ASSERT(G_N_ELEMENTS(kiri_permit_problem_names) == KIRI_N_PERMIT_PROBLEMS + 1);

typedef struct {
    const KiriPermits *permits;
    gint64 now_us;
    GPtrArray *findings;
    GHashTable *printed;       // medium → pieces without a licence
    GHashTable *overdue;       // id of the licence → body texts
    GHashTable *overdue_pages; // likewise → scans and raw pages
    KiriStore *store;
    GHashTable *seen; // keys of pages; versions share them
    GError *error;
} Check;

static void free_finding(gpointer p)
{
    KiriPermitFinding *f = p;
    g_free(f->medium);
    g_free(f->licence);
    g_free(f->text);
    g_free(f);
}

/* `text` is taken over. */
static KiriPermitFinding *add(Check *c, KiriPermitProblem problem, const char *medium,
                              const char *licence, guint count, char *text)
{
    KiriPermitFinding *f = g_new0(KiriPermitFinding, 1);
    *f = (KiriPermitFinding){.problem = problem,
                             .medium = g_strdup(medium),
                             .licence = g_strdup(licence),
                             .count = count,
                             .text = text};
    g_ptr_array_add(c->findings, f);
    return f;
}

/* ---- contracts that end ---- */

/* Is there a licence of the medium that holds on the day the other is over? */
static gboolean is_followed(const KiriPermits *permits, const KiriLicence *ends, gint64 us)
{
    for (guint i = 0; i < permits->in_force->len; i++) {
        const KiriLicence *l = g_ptr_array_index(permits->in_force, i);
        if (l != ends && strcmp(l->medium, ends->medium) == 0 && kiri_permit_holds(l, us))
            return TRUE;
    }
    return FALSE;
}

static void check_ending(Check *c, const KiriLicence *l, gint days)
{
    gint64 from_us = 0, to_us = 0;
    kiri_row_span(l->valid_from, l->valid_to, &from_us, &to_us);
    if (to_us == G_MAXINT64 || to_us - c->now_us > days * KIRI_US_PER_DAY ||
        is_followed(c->permits, l, MAX(to_us, c->now_us)))
        return;
    char day[32];
    kiri_time_format(l->valid_to, day);
    gint64 left = (to_us - c->now_us + KIRI_US_PER_DAY - 1) / KIRI_US_PER_DAY;
    add(c, KIRI_PERMIT_ENDING, l->medium, l->id, (guint)MAX(left, 0),
        to_us <= c->now_us
            ? g_strdup_printf(_("ended on %s, and no other contract follows"), day)
            : g_strdup_printf(_("ends on %s, in %" PRId64 " days, and no other contract follows"),
                              day, left))
        ->us = to_us;
}

/* ---- uses beyond the contract ---- */

static void check_numbers(Check *c, const KiriLicence *l)
{
    g_auto(KiriPermitTally) ever;
    kiri_permit_tally(c->permits, l->id, G_MININT64, G_MAXINT64, &ever);
    GHashTableIter iter;
    gpointer copies;
    guint over = 0;
    g_hash_table_iter_init(&iter, ever.articles);
    while (l->copies && g_hash_table_iter_next(&iter, NULL, &copies))
        over += (gint64)GPOINTER_TO_SIZE(copies) > l->copies;
    if (over)
        add(c, KIRI_PERMIT_OVER, l->medium, l->id, over,
            g_strdup_printf(_("%u pieces were copied more than %" PRId64 " times"), over,
                            l->copies));
    if (l->terminals && ever.terminals > l->terminals)
        add(c, KIRI_PERMIT_OVER, l->medium, l->id, (guint)ever.terminals,
            g_strdup_printf(_("shown on %" PRId64 " terminals; licensed are %" PRId64),
                            ever.terminals, l->terminals));
}

static void check_year(Check *c, const KiriLicence *l, gint year)
{
    g_auto(KiriPermitTally) tally;
    kiri_permit_tally(c->permits, l->id, kiri_fiscal_year_begin(year),
                      kiri_fiscal_year_begin(year + 1), &tally);
    guint n = g_hash_table_size(tally.articles);
    if (l->clips_per_year && n > l->clips_per_year)
        add(c, KIRI_PERMIT_OVER, l->medium, l->id, n,
            g_strdup_printf(_("%u pieces in the fiscal year %d; licensed are %" PRId64), n, year,
                            l->clips_per_year));
}

/* Uses that the contract, as it is on record now, does not hold for. */
static void check_days(Check *c, const KiriLicence *l)
{
    guint outside = 0;
    for (guint i = 0; i < c->permits->uses->len; i++) {
        const KiriLicenceUse *u = g_ptr_array_index(c->permits->uses, i);
        outside += kiri_permit_is_same(u->licence, l->id) && !kiri_permit_holds(l, u->at.us);
    }
    if (outside)
        add(c, KIRI_PERMIT_OVER, l->medium, l->id, outside,
            g_strdup_printf(_("%u uses lie outside the contract's days"), outside));
}

/* ---- pieces ---- */

static gboolean is_covered(const Check *c, const char *medium)
{
    for (guint i = 0; medium && i < c->permits->in_force->len; i++) {
        const KiriLicence *l = g_ptr_array_index(c->permits->in_force, i);
        if (strcmp(l->medium, medium) == 0 && (l->allows_body || l->allows_picture) &&
            kiri_permit_holds(l, c->now_us))
            return TRUE;
    }
    return FALSE;
}

static void count(GHashTable *table, const char *key)
{
    guint n = GPOINTER_TO_UINT(g_hash_table_lookup(table, key));
    g_hash_table_insert(table, g_strdup(key), GUINT_TO_POINTER(n + 1));
}

static void check_due(Check *c, const KiriArticle *a)
{
    gint64 held_us = kiri_article_held_us(a), due_us = 0;
    const KiriLicence *l = a->text ? kiri_permits_due(c->permits, a->medium, KIRI_LICENSED_BODY,
                                                      held_us, c->now_us, &due_us)
                                   : NULL;
    if (l)
        count(c->overdue, l->id);
}

static void check_page(Check *c, const KiriArticle *a, const char *key)
{
    gint64 due_us = 0;
    if (c->error || !key || !g_hash_table_add(c->seen, g_strdup(key)))
        return;
    g_autoptr(KiriPage) page = kiri_store_get_page(c->store, key, &c->error);
    if (!page) // gone already
        return;
    KiriTime since = kiri_time_is_set(page->fetched) ? page->fetched : a->fetched;
    const KiriLicence *l = kiri_time_is_set(since)
                               ? kiri_permits_due(c->permits, a->medium, KIRI_LICENSED_PICTURE,
                                                  since.us, c->now_us, &due_us)
                               : NULL;
    if (l)
        count(c->overdue_pages, l->id);
}

static void check_pages(Check *c, const KiriArticle *a)
{
    check_page(c, a, a->appearance ? a->appearance->evidence : NULL);
    check_page(c, a, a->evidence);
    for (char **key = a->more_evidence; key && *key; key++)
        check_page(c, a, *key);
}

/* Scans and raw pages of all versions, as prune goes through them. */
static void check_evidence(Check *c, const KiriArticle *a)
{
    if (!kiri_permits_is_licensed(c->permits, a->medium))
        return;
    for (gint64 v = 1; v < a->version && !c->error; v++) {
        g_autoptr(KiriArticle) older =
            kiri_store_get_article_version(c->store, a->id, v, &c->error);
        if (older)
            check_pages(c, older);
    }
    check_pages(c, a);
}

static gboolean look_at_article(gconstpointer record, gpointer data)
{
    Check *c = data;
    const KiriArticle *a = record;
    const KiriAppearance *h = a->appearance;
    check_due(c, a);
    check_evidence(c, a);
    gboolean is_printed = h && (h->form == KIRI_FORM_NEWSPAPER || h->form == KIRI_FORM_MAGAZINE) &&
                          !kiri_time_is_set(h->withdrawn);
    if (is_printed && ((a->text && *a->text) || h->evidence) && !is_covered(c, a->medium))
        count(c->printed, a->medium ? a->medium : "");
    return c->error == NULL;
}

static void add_pieces(Check *c)
{
    GHashTableIter iter;
    gpointer key, n;
    g_hash_table_iter_init(&iter, c->printed);
    while (g_hash_table_iter_next(&iter, &key, &n))
        add(c, KIRI_PERMIT_UNLICENSED, key, NULL, GPOINTER_TO_UINT(n),
            g_strdup_printf(_("%u printed pieces are held with their text or a picture, and no "
                              "licence is on record; they must not be handed on"),
                            GPOINTER_TO_UINT(n)));
    g_hash_table_iter_init(&iter, c->overdue);
    while (g_hash_table_iter_next(&iter, &key, &n))
        add(c, KIRI_PERMIT_OVERDUE, kiri_permits_licence(c->permits, key)->medium, key,
            GPOINTER_TO_UINT(n),
            g_strdup_printf(_("%u body texts are past the day they may be kept to; 'prune' gives "
                              "them up"),
                            GPOINTER_TO_UINT(n)));
    g_hash_table_iter_init(&iter, c->overdue_pages);
    while (g_hash_table_iter_next(&iter, &key, &n))
        add(c, KIRI_PERMIT_OVERDUE, kiri_permits_licence(c->permits, key)->medium, key,
            GPOINTER_TO_UINT(n),
            g_strdup_printf(_("%u scans and pages are past the day they may be kept to; 'prune' "
                              "gives them up"),
                            GPOINTER_TO_UINT(n)));
}

static gint compare(gconstpointer a, gconstpointer b)
{
    const KiriPermitFinding *x = *(KiriPermitFinding *const *)a,
                            *y = *(KiriPermitFinding *const *)b;
    if (x->problem != y->problem)
        return x->problem < y->problem ? -1 : 1;
    gint order = g_strcmp0(x->medium, y->medium);
    order = order ? order : g_strcmp0(x->licence, y->licence);
    return order ? order : strcmp(x->text, y->text);
}

/* Fiscal years in which something was used. */
static void check_years(Check *c)
{
    const GPtrArray *uses = c->permits->uses;
    gint first = G_MAXINT, last = G_MININT;
    for (guint i = 0; i < uses->len; i++) {
        gint year = kiri_fiscal_year_of(((const KiriLicenceUse *)uses->pdata[i])->at.us);
        first = MIN(first, year);
        last = MAX(last, year);
    }
    for (gint year = first; year <= last; year++)
        for (guint i = 0; i < c->permits->in_force->len; i++)
            check_year(c, g_ptr_array_index(c->permits->in_force, i), year);
}

GPtrArray *kiri_permits_check(const KiriPermits *permits, KiriStore *store, gint64 now_us,
                              gint days, GError **error)
{
    g_autoptr(GPtrArray) findings = g_ptr_array_new_with_free_func(free_finding);
    g_autoptr(GHashTable) printed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GHashTable) overdue = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GHashTable) pages = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    Check c = {.permits = permits,
               .now_us = now_us,
               .findings = findings,
               .printed = printed,
               .overdue = overdue,
               .overdue_pages = pages,
               .store = store,
               .seen = seen};
    for (guint i = 0; i < permits->in_force->len; i++) {
        const KiriLicence *l = g_ptr_array_index(permits->in_force, i);
        check_ending(&c, l, days);
        check_numbers(&c, l);
        check_days(&c, l);
    }
    check_years(&c);
    if (!kiri_store_each(store, KIRI_NOUN_ARTICLE, "", look_at_article, &c, error) || c.error) {
        if (c.error)
            g_propagate_error(error, c.error);
        return NULL;
    }
    add_pieces(&c);
    g_ptr_array_sort(findings, compare);
    return g_steal_pointer(&findings);
}
