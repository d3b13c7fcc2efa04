// SPDX-License-Identifier: GPL-3.0-or-later
/* The media ledger and the rate cards as files: media.csv and rates.csv.
 *
 * Columns of media.csv: id, name, kind, domains (separated by ' '), tier,
 * position, monthly_page_views, monthly_users, valid_from, valid_to, source,
 * confidence, terms, note. Of rates.csv: medium, kind, tier, unit, price_yen,
 * valid_from, valid_to, source, confidence (medium empty: the default of a kind,
 * and of a tier unless that is empty too). UTF-8, with or without BOM, or CP932.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include <kirinuki/store.h>

/* Reads a ledger of `noun` (MEDIUM or RATE) from the bytes of a file. Nothing is
 * taken when any row is bad: error PARSE "line 12: …" for the first bad row and
 * the number of further ones. The array owns its records (transfer full). */
GPtrArray *kiri_ledger_parse(KiriNoun noun, KiriStr bytes, GError **error);

/* Appends the ledger as CSV (UTF-8 with BOM, CRLF). */
void kiri_ledger_write(KiriNoun noun, GPtrArray *records, KiriBuf *out);
