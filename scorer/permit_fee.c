// SPDX-License-Identifier: GPL-3.0-or-later
/* What was used in a fiscal year, and what it comes to: an estimate from the contract's
 * unit fee, so that the invoice can be held against it. */
#include "permit.h"

#include <string.h>

gint64 kiri_fiscal_year_begin(gint year)
{
    return kiri_civil_to_us(&(KiriCivil){.year = year, .month = 4, .day = 1}, KIRI_JST_MIN);
}

/* Months of the year of which at least a day lies in the contract. */
static guint months_of(const KiriLicence *l, gint fiscal_year)
{
    gint64 from_us = 0, to_us = 0;
    kiri_row_span(l->valid_from, l->valid_to, &from_us, &to_us);
    guint months = 0;
    for (gint i = 0; i < 12; i++) {
        KiriCivil first = {.year = fiscal_year + (i >= 9), .month = (i + 3) % 12 + 1, .day = 1};
        KiriCivil next = {.year = fiscal_year + (i >= 8), .month = (i + 4) % 12 + 1, .day = 1};
        months += from_us < kiri_civil_to_us(&next, KIRI_JST_MIN) &&
                  to_us > kiri_civil_to_us(&first, KIRI_JST_MIN);
    }
    return months;
}

static gint64 fee_of(const KiriPermitFee *f)
{
    const KiriLicence *l = f->licence;
    switch (l->fee) {
    case KIRI_FEE_CLIP:
        return l->fee_yen * f->clips;
    case KIRI_FEE_COPY:
        return l->fee_yen * f->copies;
    case KIRI_FEE_MONTH:
        return l->fee_yen * f->months;
    case KIRI_FEE_YEAR:
        return f->months ? l->fee_yen : 0;
    default:
        return 0;
    }
}

/* One row speaks for its place: the one in force, else the last that was. */
static gboolean speaks(const KiriPermits *permits, const KiriLicence *l)
{
    if (!kiri_time_is_set(l->replaced))
        return TRUE;
    for (guint i = 0; i < permits->rows->len; i++) {
        const KiriLicence *other = g_ptr_array_index(permits->rows, i);
        if (other != l && kiri_permit_is_same(other->id, l->id) &&
            (!kiri_time_is_set(other->replaced) || other->replaced.us > l->replaced.us ||
             (other->replaced.us == l->replaced.us && strcmp(other->id, l->id) > 0)))
            return FALSE;
    }
    return TRUE;
}

GArray *kiri_permits_fees(const KiriPermits *permits, gint fiscal_year)
{
    GArray *fees = g_array_new(FALSE, TRUE, sizeof(KiriPermitFee));
    for (guint i = 0; i < permits->rows->len; i++) {
        const KiriLicence *l = g_ptr_array_index(permits->rows, i);
        if (!speaks(permits, l))
            continue;
        gboolean is_in_force = g_ptr_array_find(permits->in_force, l, NULL);
        g_auto(KiriPermitTally) tally;
        kiri_permit_tally(permits, l->id, kiri_fiscal_year_begin(fiscal_year),
                          kiri_fiscal_year_begin(fiscal_year + 1), &tally);
        KiriPermitFee f = {.licence = l,
                           .clips = g_hash_table_size(tally.articles),
                           .uses = tally.uses,
                           .copies = tally.copies,
                           .terminals = tally.terminals,
                           .months = is_in_force ? months_of(l, fiscal_year) : 0,
                           .has_fee = l->fee != KIRI_FEE_NONE};
        f.fee_yen = fee_of(&f);
        if (f.uses || f.months)
            g_array_append_val(fees, f);
    }
    return fees;
}
