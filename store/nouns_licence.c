// SPDX-License-Identifier: GPL-3.0-or-later
/* Shapes and names of licences and of their uses. See nouns.c for the rules. */
#include "nouns.h"

#include <kirinuki/hash.h>

#include <inttypes.h>

const char *const kiri_contract_names[] = {"individual", "jrrc",  "agency",
                                           "permission", "other", NULL};
const char *const kiri_fee_names[] = {"none", "clip", "copy", "month", "year", NULL};
const char *const kiri_licensed_names[] = {"body", "picture", NULL};

G_STATIC_ASSERT(G_N_ELEMENTS(kiri_contract_names) == KIRI_N_CONTRACTS + 1);
G_STATIC_ASSERT(G_N_ELEMENTS(kiri_fee_names) == KIRI_N_FEES + 1);
G_STATIC_ASSERT(G_N_ELEMENTS(kiri_licensed_names) == KIRI_N_LICENSED + 1);

static const KiriField licence_fields[] = {
    {KIRI_FIELD(1, KiriLicence, id, STR)},
    {KIRI_FIELD(2, KiriLicence, medium, STR)},
    {KIRI_FIELD(3, KiriLicence, contract, ENUM), .names = kiri_contract_names},
    {KIRI_FIELD(4, KiriLicence, allows_body, BOOL)},
    {KIRI_FIELD(5, KiriLicence, allows_picture, BOOL)},
    {KIRI_FIELD(6, KiriLicence, copies, I64)},
    {KIRI_FIELD(7, KiriLicence, terminals, I64)},
    {KIRI_FIELD(8, KiriLicence, sections, STRV)},
    {KIRI_FIELD(9, KiriLicence, people, I64)},
    {KIRI_FIELD(10, KiriLicence, clips_per_year, I64)},
    {KIRI_FIELD(11, KiriLicence, valid_from, TIME)},
    {KIRI_FIELD(12, KiriLicence, valid_to, TIME)},
    {KIRI_FIELD(13, KiriLicence, fee_yen, I64)},
    {KIRI_FIELD(14, KiriLicence, fee, ENUM), .names = kiri_fee_names},
    {KIRI_FIELD(15, KiriLicence, body_days, I64)},
    {KIRI_FIELD(16, KiriLicence, picture_days, I64)},
    {KIRI_FIELD(17, KiriLicence, ends_with_contract, BOOL)},
    {KIRI_FIELD(18, KiriLicence, note, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(19, KiriLicence, entered_by, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(KIRI_LICENCE_ENTERED_TAG, KiriLicence, entered, TIME), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(KIRI_LICENCE_REPLACED_TAG, KiriLicence, replaced, TIME),
     .flags = KIRI_FIELD_SPARSE},
};
const KiriShape kiri_licence_shape = KIRI_SHAPE("licence", KiriLicence, licence_fields);

static const KiriField use_fields[] = {
    {KIRI_FIELD(1, KiriLicenceUse, id, STR)},
    {KIRI_FIELD(2, KiriLicenceUse, article, STR)},
    {KIRI_FIELD(3, KiriLicenceUse, clip, STR)},
    {KIRI_FIELD(4, KiriLicenceUse, licence, STR)},
    {KIRI_FIELD(5, KiriLicenceUse, medium, STR)},
    {KIRI_FIELD(6, KiriLicenceUse, what, ENUM), .names = kiri_licensed_names},
    {KIRI_FIELD(7, KiriLicenceUse, copies, I64)},
    {KIRI_FIELD(8, KiriLicenceUse, terminals, I64)},
    {KIRI_FIELD(9, KiriLicenceUse, at, TIME)},
    {KIRI_FIELD(10, KiriLicenceUse, section, STR)},
    {KIRI_FIELD(11, KiriLicenceUse, purpose, STR)},
    {KIRI_FIELD(12, KiriLicenceUse, command, STR)},
    {KIRI_FIELD(13, KiriLicenceUse, run, STR), .flags = KIRI_FIELD_SPARSE},
};
const KiriShape kiri_licence_use_shape = KIRI_SHAPE("licence_use", KiriLicenceUse, use_fields);

char *kiri_licence_slot(const KiriLicence *l)
{
    char day[32];
    kiri_time_format(l->valid_from, day);
    day[10] = 0; // the day alone; a month or a year is shorter
    return g_strconcat(l->medium, ".", kiri_contract_names[l->contract], ".", *day ? day : "0",
                       NULL);
}

/* Time first, so that the ledger of uses is read in its order; the rest tells uses of
 * one moment apart. */
void kiri_licence_use_set_id(KiriLicenceUse *use, guint number)
{
    g_autofree char *seen =
        g_strdup_printf("%s\n%s\n%s\n%u", use->article, use->clip ? use->clip : "",
                        kiri_licensed_names[use->what], number);
    char hash[KIRI_ID_BYTES];
    kiri_hash_id(kiri_str(seen), hash);
    g_free(use->id);
    use->id = g_strdup_printf("%016" PRIx64 "-%s", (guint64)use->at.us, hash);
}
