// SPDX-License-Identifier: GPL-3.0-or-later
/* Licences (著作物利用契約): what a publisher lets us hand on, and the ledger of what was
 * handed on under each.
 *
 * A licence is a row of the ledger like a rate: never overwritten, it stays with
 * `replaced` set when it was changed or removed, so that a sheet of last year can be
 * held against the contract of last year. A use is one handing-on of one piece: a fact,
 * written once by whoever handed it on, and never changed.
 *
 * permit.h asks both: may this leave, what has been used, what must go.
 *
 * Thread rule: see record.h. */
#pragma once

#include <kirinuki/record.h>

/* 契約種別 */
typedef enum {
    KIRI_CONTRACT_INDIVIDUAL, // 個別: with the publisher itself
    KIRI_CONTRACT_JRRC,       // 日本複製権センター
    KIRI_CONTRACT_AGENCY,     // through a clipping service that holds the rights
    KIRI_CONTRACT_PERMISSION, // a letter for single pieces (許諾書)
    KIRI_CONTRACT_OTHER,
    KIRI_N_CONTRACTS
} KiriContract;
extern const char *const kiri_contract_names[]; // individual, jrrc, agency, permission, other

/* What the unit fee is the price of. */
typedef enum {
    KIRI_FEE_NONE, // nothing is paid by use, or nobody said
    KIRI_FEE_CLIP, // each piece that is handed on, whatever the number of its copies
    KIRI_FEE_COPY, // each copy of each piece
    KIRI_FEE_MONTH,
    KIRI_FEE_YEAR,
    KIRI_N_FEES
} KiriFee;
extern const char *const kiri_fee_names[]; // none, clip, copy, month, year

/* One contract for one medium. A number of 0 is one that the contract does not state:
 * no limit, no duty, no fee. What may be handed on is stated or not allowed. */
typedef struct {
    char *id;                    // derived: medium, contract, first day; "~2" where it replaced one
    char *medium;                // id
    gint contract;               // KiriContract
    gboolean allows_body;        // 本文
    gboolean allows_picture;     // 紙面・画面の画像
    gint64 copies;               // 部数 of one piece at most, taken together
    gint64 terminals;            // 端末数 on which a piece may be shown
    char **sections;             // 対象課; NULL: all
    gint64 people;               // 人数 of those
    gint64 clips_per_year;       // 年間件数: pieces in a fiscal year
    KiriTime valid_from;         // 契約期間: days; the last one still counts; unset: open
    KiriTime valid_to;           //
    gint64 fee_yen;              // 単価, without tax
    gint fee;                    // KiriFee
    gint64 body_days;            // 本文の保存日数: how long a body text may be kept
    gint64 picture_days;         // 紙面の保存日数: likewise of pictures and raw pages
    gboolean ends_with_contract; // 契約終了時削除: both go when the contract ends
    char *note;
    char *entered_by; // 入力者
    KiriTime entered;
    KiriTime replaced; // set: no longer in force from then on
} KiriLicence;
KIRI_DECLARE_RECORD(KiriLicence, licence)

/* "asahi.individual.2026-04-01", the row's place in the ledger: see kiri_rate_slot().
 * (transfer full) */
char *kiri_licence_slot(const KiriLicence *licence);

/* What leaves. */
typedef enum {
    KIRI_LICENSED_BODY,
    KIRI_LICENSED_PICTURE,
    KIRI_N_LICENSED,
} KiriLicensed;
extern const char *const kiri_licensed_names[]; // body, picture

typedef struct {
    char *id;      // of when, article, what, and a number
    char *article; // id
    char *clip;    // id; NULL: the article itself was handed on
    char *licence; // id of the row that allowed it
    char *medium;  // its medium
    gint what;     // KiriLicensed
    gint64 copies, terminals;
    KiriTime at;
    char *section; // 課 that got it; NULL: nobody said
    char *purpose; // what for: the name of the sheet, the words of the user
    char *command; // that handed it on: "report", "export"
    char *run;     // 照合番号 of the document, where it has one
} KiriLicenceUse;
KIRI_DECLARE_RECORD(KiriLicenceUse, licence_use)

/* Gives the use its id: equal uses of one moment differ by `number`. */
void kiri_licence_use_set_id(KiriLicenceUse *use, guint number);
