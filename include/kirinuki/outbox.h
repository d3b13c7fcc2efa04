// SPDX-License-Identifier: GPL-3.0-or-later
/* The outbox (送信箱): messages that leave this machine, mails and webhooks alike,
 * put here before anything is sent, and kept as the record of what was.
 *
 *                      ┌────────── later, by a 4xx or a lost way ─────────┐
 *                      ▼                                                  │
 *   put ───────────▶ queued ──── the last byte is about to leave ───▶ sending
 *                      ▲                                            │     │
 *                      │              the other side took it: sent ◀┤     │ the program or
 *                      │            it refused for good:    failed ◀┘     │ the way ended
 *                      └──────────── a person sends it again ────────── unsure
 *
 * 1. A post is `sending` from just before its last byte leaves until its answer is on
 *    record, and both are synced writes. Killed before, nothing was delivered: it is
 *    still queued and goes out later. Killed in between, nobody here knows: what is
 *    found `sending` becomes `unsure` (送達未確認) and waits for a person, because a
 *    second copy cannot be taken back.
 * 2. The id follows from content and recipient, so the same is never queued twice.
 * 3. Each recipient has a post of its own. What several of them carry lies once, as a
 *    parcel, and goes when the last of them is settled.
 *
 * Thread rule: one thread sends; reads from any thread. */
#pragma once

#include <kirinuki/store.h>

enum { KIRI_POST_MAIL, KIRI_POST_SLACK, KIRI_POST_TEAMS, KIRI_POST_JSON, KIRI_N_POST_KINDS };
extern const char *const kiri_post_kind_names[]; // mail, slack, teams, json

typedef enum {
    KIRI_POST_QUEUED,
    KIRI_POST_SENDING,
    KIRI_POST_SENT,
    KIRI_POST_FAILED,  // refused for good, or given up
    KIRI_POST_UNSURE,  // 送達未確認: a person decides
    KIRI_POST_DROPPED, // a person wants it no more
    KIRI_N_POST_STATES
} KiriPostState;
extern const char *const kiri_post_state_names[]; // queued, sending, sent, …

typedef struct {
    char *id;     // 32 hex digits of content and recipient
    gint kind;    // KIRI_POST_…
    gint state;   // KiriPostState
    char *to;     // address of a mail; name of the alert of a webhook
    char *from;   // envelope sender of a mail
    char *origin; // name of the mailing or alert that it is of; NULL: sent by hand
    char *about;  // article of an alert
    char *subject;
    char *message_id; // of a mail, with its angle brackets
    char *head;       // of a mail: the header lines that are this recipient's own
    char *parcel;     // id of what it carries
    gint64 attempts;  // that came to an end
    char *answer;     // of the other side, or why there is none; of the last attempt
    KiriTime queued, tried, next, settled;
    gboolean is_again; // a person sent it again after it was unsure or failed
} KiriPost;
KIRI_DECLARE_RECORD(KiriPost, post)

/* What posts carry: the body of a mail from its MIME header on, or JSON. */
typedef struct {
    char *id; // 32 hex digits of the bytes
    GBytes *bytes;
} KiriParcel;
KIRI_DECLARE_RECORD(KiriParcel, parcel)

/* (transfer full) */
KiriParcel *kiri_parcel_of(KiriStr bytes);

/* Puts a post, whose id, queued and next are set, into a batch. FALSE: it is there
 * already, in whatever state, and nothing is done. */
gboolean kiri_outbox_add(KiriStore *store, KiriBatch *batch, KiriPost *post);

/* Posts that are queued with next ≤ now, by the time at which they were queued, then
 * id; KiriPost (transfer full). NULL with error. */
GPtrArray *kiri_outbox_due(KiriStore *store, gint64 now_us, GError **error);

/* What was found `sending` when nobody can be sending it any more becomes `unsure`.
 * `n` (may be NULL): how many. */
gboolean kiri_outbox_recover(KiriStore *store, KiriTime now, guint *n, GError **error);

/* One synced write each, which also changes `post`. `answer` may be NULL. Settling (sent,
 * failed, dropped) gives up the parcel when no other post needs it. */
gboolean kiri_outbox_set(KiriStore *store, KiriPost *post, KiriPostState state, const char *answer,
                         KiriTime now, GError **error);
/* Queued for later: by `after_s` when that is above 0 (the other side asked for it), else
 * by kiri_outbox_pause_s(). Given up, `failed`, after KIRI_OUTBOX_PATIENCE_S. */
gboolean kiri_outbox_later(KiriStore *store, KiriPost *post, const char *answer, gint64 after_s,
                           KiriTime now, GError **error);
/* A person sends it again: queued at once, with the same Message-ID. FALSE with error
 * USAGE for what was sent or waits anyway, NOT_FOUND where its parcel is gone. */
gboolean kiri_outbox_again(KiriStore *store, KiriPost *post, KiriTime now, GError **error);

/* Takes posts out of the record, with parcels that no other post carries. `ids` ends with
 * NULL; one that is not there is passed over. */
gboolean kiri_outbox_remove(KiriStore *store, KiriBatch *batch, const char *const *ids,
                            GError **error);

/* Seconds to wait after so many failed attempts (1, 2, …): 1, 5, 15, 30 minutes, then an
 * hour each. */
gint64 kiri_outbox_pause_s(gint64 attempts);
enum { KIRI_OUTBOX_PATIENCE_S = 48 * 3600 };

/* How many there are of each state, and the earliest `next` of those queued
 * (G_MAXINT64: none). */
typedef struct {
    guint of[KIRI_N_POST_STATES];
    gint64 next_us;
} KiriOutboxCounts;
gboolean kiri_outbox_count(KiriStore *store, KiriOutboxCounts *counts, GError **error);
