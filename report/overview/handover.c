// SPDX-License-Identifier: GPL-3.0-or-later
/* The record of a handover, and the order in which it is filled. */
#include "handover_parts.h"

#include <kirinuki/health.h>

static const KiriField term_fields[] = {
    {KIRI_FIELD(1, KiriHandoverTerm, word, STR)},
    {KIRI_FIELD(2, KiriHandoverTerm, accepted, I64)},
    {KIRI_FIELD(3, KiriHandoverTerm, rejected, I64)},
    {KIRI_FIELD(4, KiriHandoverTerm, weight, F64), .decimals = 4},
};
const KiriShape kiri_handover_term_shape =
    KIRI_SHAPE("handover_term", KiriHandoverTerm, term_fields);

static const KiriField subject_fields[] = {
    {KIRI_FIELD(1, KiriHandoverSubject, is_topic, BOOL)},
    {KIRI_FIELD(2, KiriHandoverSubject, id, STR)},
    {KIRI_FIELD(3, KiriHandoverSubject, name, STR)},
    {KIRI_FIELD(4, KiriHandoverSubject, query, STR)},
    {KIRI_FIELD(5, KiriHandoverSubject, exclude, STR)},
    {KIRI_FIELD(6, KiriHandoverSubject, variants, STR)},
    {KIRI_FIELD(7, KiriHandoverSubject, media, STRV)},
    {KIRI_FIELD(8, KiriHandoverSubject, section, STR)},
    {KIRI_FIELD(9, KiriHandoverSubject, owner, STR)},
    {KIRI_FIELD(10, KiriHandoverSubject, notes, STR)},
    {KIRI_FIELD(11, KiriHandoverSubject, is_comparison, BOOL)},
    {KIRI_FIELD(12, KiriHandoverSubject, added, TIME)},
    {KIRI_FIELD(13, KiriHandoverSubject, clips_year, I64)},
    {KIRI_FIELD(14, KiriHandoverSubject, clips, I64)},
    {KIRI_FIELD(15, KiriHandoverSubject, to_review, I64)},
    {KIRI_FIELD(16, KiriHandoverSubject, oldest_review, TIME)},
    {KIRI_FIELD(17, KiriHandoverSubject, accepted, I64)},
    {KIRI_FIELD(18, KiriHandoverSubject, rejected, I64)},
    {KIRI_FIELD(19, KiriHandoverSubject, is_learning, BOOL)},
    {KIRI_FIELD(20, KiriHandoverSubject, is_learning_off, BOOL)},
    {KIRI_FIELD(21, KiriHandoverSubject, alpha, F64), .decimals = 4},
    {KIRI_FIELD(22, KiriHandoverSubject, beta, F64), .decimals = 4},
    {KIRI_FIELD(23, KiriHandoverSubject, terms, RECS), .sub = &kiri_handover_term_shape},
};
const KiriShape kiri_handover_subject_shape =
    KIRI_SHAPE("handover_subject", KiriHandoverSubject, subject_fields);

static const KiriField person_fields[] = {
    {KIRI_FIELD(1, KiriHandoverPerson, name, STR)},
    {KIRI_FIELD(2, KiriHandoverPerson, accepted, I64)},
    {KIRI_FIELD(3, KiriHandoverPerson, rejected, I64)},
    {KIRI_FIELD(4, KiriHandoverPerson, classed, I64)},
    {KIRI_FIELD(5, KiriHandoverPerson, toned, I64)},
    {KIRI_FIELD(6, KiriHandoverPerson, noted, I64)},
    {KIRI_FIELD(7, KiriHandoverPerson, handled, I64)},
    {KIRI_FIELD(8, KiriHandoverPerson, imported, I64)},
    {KIRI_FIELD(9, KiriHandoverPerson, entered, I64)},
    {KIRI_FIELD(10, KiriHandoverPerson, valued, I64)},
    {KIRI_FIELD(11, KiriHandoverPerson, undone, I64)},
    {KIRI_FIELD(12, KiriHandoverPerson, changes, I64)},
    {KIRI_FIELD(13, KiriHandoverPerson, last, TIME)},
};
const KiriShape kiri_handover_person_shape =
    KIRI_SHAPE("handover_person", KiriHandoverPerson, person_fields);

static const KiriField open_fields[] = {
    {KIRI_FIELD(1, KiriHandoverOpen, clip, STR)},
    {KIRI_FIELD(2, KiriHandoverOpen, title, STR)},
    {KIRI_FIELD(3, KiriHandoverOpen, url, STR)},
    {KIRI_FIELD(4, KiriHandoverOpen, medium, STR)},
    {KIRI_FIELD(5, KiriHandoverOpen, subject, STR)},
    {KIRI_FIELD(6, KiriHandoverOpen, published, TIME)},
    {KIRI_FIELD(7, KiriHandoverOpen, status, ENUM), .names = kiri_handling_names},
    {KIRI_FIELD(8, KiriHandoverOpen, section, STR)},
    {KIRI_FIELD(9, KiriHandoverOpen, handler, STR)},
    {KIRI_FIELD(10, KiriHandoverOpen, memo, STR)},
    {KIRI_FIELD(11, KiriHandoverOpen, since, TIME)},
};
const KiriShape kiri_handover_open_shape =
    KIRI_SHAPE("handover_open", KiriHandoverOpen, open_fields);

static const KiriField contract_fields[] = {
    {KIRI_FIELD(1, KiriHandoverContract, id, STR)},
    {KIRI_FIELD(2, KiriHandoverContract, medium, STR)},
    {KIRI_FIELD(3, KiriHandoverContract, name, STR)},
    {KIRI_FIELD(4, KiriHandoverContract, contract, ENUM), .names = kiri_contract_names},
    {KIRI_FIELD(5, KiriHandoverContract, valid_from, TIME)},
    {KIRI_FIELD(6, KiriHandoverContract, valid_to, TIME)},
    {KIRI_FIELD(7, KiriHandoverContract, is_ended, BOOL)},
    {KIRI_FIELD(8, KiriHandoverContract, ends_soon, BOOL)},
    {KIRI_FIELD(9, KiriHandoverContract, allows_body, BOOL)},
    {KIRI_FIELD(10, KiriHandoverContract, allows_picture, BOOL)},
    {KIRI_FIELD(11, KiriHandoverContract, copies, I64)},
    {KIRI_FIELD(12, KiriHandoverContract, terminals, I64)},
    {KIRI_FIELD(13, KiriHandoverContract, note, STR)},
};
const KiriShape kiri_handover_contract_shape =
    KIRI_SHAPE("handover_contract", KiriHandoverContract, contract_fields);

static const KiriField rate_fields[] = {
    {KIRI_FIELD(1, KiriHandoverRate, medium, STR)},
    {KIRI_FIELD(2, KiriHandoverRate, name, STR)},
    {KIRI_FIELD(3, KiriHandoverRate, form, STR)},
};
const KiriShape kiri_handover_rate_shape =
    KIRI_SHAPE("handover_rate", KiriHandoverRate, rate_fields);

static const KiriField source_fields[] = {
    {KIRI_FIELD(1, KiriHandoverSource, id, STR)},
    {KIRI_FIELD(2, KiriHandoverSource, title, STR)},
    {KIRI_FIELD(3, KiriHandoverSource, url, STR)},
    {KIRI_FIELD(4, KiriHandoverSource, problem, STR)},
    {KIRI_FIELD(5, KiriHandoverSource, is_disabled, BOOL)},
    {KIRI_FIELD(6, KiriHandoverSource, is_rule, BOOL)},
};
const KiriShape kiri_handover_source_shape =
    KIRI_SHAPE("handover_source", KiriHandoverSource, source_fields);

static const KiriField mailing_fields[] = {
    {KIRI_FIELD(1, KiriHandoverMailing, is_alert, BOOL)},
    {KIRI_FIELD(2, KiriHandoverMailing, name, STR)},
    {KIRI_FIELD(3, KiriHandoverMailing, subject, STR)},
    {KIRI_FIELD(4, KiriHandoverMailing, to, STRV)},
    {KIRI_FIELD(5, KiriHandoverMailing, attach, STRV)},
    {KIRI_FIELD(6, KiriHandoverMailing, at, STR)},
    {KIRI_FIELD(7, KiriHandoverMailing, is_off, BOOL)},
    {KIRI_FIELD(8, KiriHandoverMailing, last, TIME)},
};
const KiriShape kiri_handover_mailing_shape =
    KIRI_SHAPE("handover_mailing", KiriHandoverMailing, mailing_fields);

static const KiriField fields[] = {
    {KIRI_FIELD(1, KiriHandover, fiscal_year, I64)},
    {KIRI_FIELD(2, KiriHandover, made, TIME)},
    {KIRI_FIELD(3, KiriHandover, releases_year, I64)},
    {KIRI_FIELD(4, KiriHandover, clips_year, I64)},
    {KIRI_FIELD(5, KiriHandover, decided, I64)},
    {KIRI_FIELD(6, KiriHandover, reviews, I64)},
    {KIRI_FIELD(7, KiriHandover, topics, RECS), .sub = &kiri_handover_subject_shape},
    {KIRI_FIELD(8, KiriHandover, releases, RECS), .sub = &kiri_handover_subject_shape},
    {KIRI_FIELD(9, KiriHandover, people, RECS), .sub = &kiri_handover_person_shape},
    {KIRI_FIELD(10, KiriHandover, open, RECS), .sub = &kiri_handover_open_shape},
    {KIRI_FIELD(11, KiriHandover, contracts, RECS), .sub = &kiri_handover_contract_shape},
    {KIRI_FIELD(12, KiriHandover, rates, RECS), .sub = &kiri_handover_rate_shape},
    {KIRI_FIELD(13, KiriHandover, sources, RECS), .sub = &kiri_handover_source_shape},
    {KIRI_FIELD(14, KiriHandover, mailings, RECS), .sub = &kiri_handover_mailing_shape},
    {KIRI_FIELD(15, KiriHandover, settings, STRV)},
};
const KiriShape kiri_handover_shape = KIRI_SHAPE("handover", KiriHandover, fields);

KiriHandover *kiri_handover_make(KiriStore *store, const KiriHandoverQuery *query, GError **error)
{
    g_autoptr(KiriHandover) h = kiri_handover_new();
    KiriHandoverWork work = {.store = store,
                             .query = query,
                             .year = kiri_fiscal_year(query->fiscal_year),
                             .h = h,
                             .subjects = g_hash_table_new(g_str_hash, g_str_equal)};
    h->fiscal_year = query->fiscal_year;
    h->made = kiri_time_jst(query->now_us);
    h->settings = g_strdupv(query->settings);
    work.verdicts = kiri_store_verdicts(store, &work.error);
    gboolean ok =
        work.verdicts && kiri_handover_take_clips(&work) && kiri_handover_take_state(&work);
    g_hash_table_unref(work.subjects);
    g_clear_pointer(&work.verdicts, g_hash_table_unref);
    if (ok)
        return g_steal_pointer(&h);
    g_propagate_error(error, work.error);
    return NULL;
}
