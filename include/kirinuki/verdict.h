// SPDX-License-Identifier: GPL-3.0-or-later
/* Verdicts (確認結果): what people decided about a clip and did about it, and what a
 * clip comes to when both the program and a person had their say.
 *
 * A clip is the program's and is made anew at any time; its verdict is a person's and
 * is never touched by a recomputation. Whoever shows, counts or searches clips asks
 * kiri_standing(), so that one clip is the same thing on every sheet.
 *
 * A verdict is a journal. Its own members are the state of now; `history` holds the
 * states before it, oldest first, each with what was done, by whom and when. Undoing
 * adds a state too: nothing that was decided is ever lost.
 *
 * Thread rule: see record.h. */
#pragma once

#include <kirinuki/clip.h>

/* 対応状況 */
typedef enum {
    KIRI_HANDLING_NONE,             // nobody said that there is anything to do
    KIRI_HANDLING_OPEN,             // 未対応
    KIRI_HANDLING_INQUIRING,        // 照会中
    KIRI_HANDLING_CORRECTION_ASKED, // 訂正申入れ済
    KIRI_HANDLING_CORRECTED,        // 訂正掲載
    KIRI_HANDLING_NOT_NEEDED,       // 対応不要
    KIRI_N_HANDLINGS
} KiriHandlingStatus;
/* none, open, inquiring, correction_asked, corrected, not_needed */
extern const char *const kiri_handling_names[];

/* 対応: what is done about a clip. Its 担当課 is the verdict's section. */
typedef struct {
    gint status;  // KiriHandlingStatus
    char *person; // 対応者
    KiriTime at;  // 対応日時
    char *memo;   // 対応メモ
} KiriHandling;
KIRI_DECLARE_RECORD(KiriHandling, handling)

typedef enum {
    KIRI_ACTION_NONE,
    KIRI_ACTION_ACCEPT,
    KIRI_ACTION_REJECT,
    KIRI_ACTION_CLASS,
    KIRI_ACTION_LINK,
    KIRI_ACTION_UNLINK,
    KIRI_ACTION_TONE,
    KIRI_ACTION_NOTE,
    KIRI_ACTION_HANDLE,
    KIRI_ACTION_IMPORT, // a row of a 確認票
    KIRI_ACTION_UNDO,
    KIRI_ACTION_VALUE,    // a figure of a person's own
    KIRI_ACTION_ENTER,    // a piece was entered by hand
    KIRI_ACTION_WITHDRAW, // … and taken back
    KIRI_ACTION_GIST,
    KIRI_N_ACTIONS
} KiriAction;
extern const char *const kiri_action_names[]; // none, accept, …

/* A figure of a clip as a person has it, beside the one that was computed. */
typedef struct {
    char *what; // KIRI_OVERRIDE_…
    gdouble value;
    char *reason, *by; // `by` may be NULL
    KiriTime at;
} KiriOverride;
KIRI_DECLARE_RECORD(KiriOverride, override)
#define KIRI_OVERRIDE_AVE "ave_yen"          // whole yen
#define KIRI_OVERRIDE_SHARE "share_about_us" // 0–1
#define KIRI_OVERRIDE_REACH "reach"          // people

/* One state of a verdict that was followed by another; members as there. */
typedef struct {
    gboolean is_rejected, is_accepted, has_class;
    gint class_;
    gint tone;
    char *section, *note, *person, *release, *gist;
    KiriTime decided;
    KiriHandling *handling;
    gint action;
    char *changed_by;
    KiriTime changed;
    gint64 back;
    GPtrArray *overrides;
} KiriVerdictState;
KIRI_DECLARE_RECORD(KiriVerdictState, verdict_state)

typedef struct {
    char *clip;
    gboolean is_rejected; // 採否: 否
    gboolean is_accepted; // 採否: 採
    gboolean has_class;   // a class of a person's own; none means 否, any other 採
    gint class_;
    gint tone;     // KiriTone; unknown: nobody said
    char *section; // 所管課, 担当課; NULL: that of the release or topic
    char *note;    // 備考
    char *gist;    // 要旨, in a person's own words: no part of the body text
    char *person;  // 確認者
    KiriTime decided;
    char *release;          // of a rejected clip: the release that the article covers instead
    KiriHandling *handling; // NULL: none
    /* What the last change was, by whom and when. */
    gint action; // KiriAction
    char *changed_by;
    KiriTime changed;
    gint64 back;          // private: state that undoing leads to, from 1; 0: to none at all
    GPtrArray *history;   // KiriVerdictState: the states before this one
    GPtrArray *overrides; // KiriOverride, one for each figure that a person gave
} KiriVerdict;
KIRI_DECLARE_RECORD(KiriVerdict, verdict)

/* ---- asking ---- */

typedef enum {
    KIRI_DECISION_NONE,     // 未確認, or only a note, a tone, a handling
    KIRI_DECISION_ACCEPTED, // 採
    KIRI_DECISION_REJECTED, // 否
} KiriDecision;
extern const char *const kiri_decision_names[]; // none, accepted, rejected

/* `verdict` may be NULL. */
KiriDecision kiri_verdict_decision(const KiriVerdict *verdict);
/* Does it say nothing (any more)? NULL does not. */
gboolean kiri_verdict_is_empty(const KiriVerdict *verdict);

/* A clip as it counts: the program's word, and above it the person's. Strings are
 * borrowed from the verdict and NULL where it has none. */
typedef struct {
    KiriDecision decision;
    KiriClass class_;      // none for a rejected one; an accepted one is never none
    KiriTone tone;         // unknown: nobody said
    gboolean counts;       // class_ is not none
    gboolean needs_review; // 要確認, and nobody has decided
    const char *section, *note, *gist, *person, *release;
    KiriTime decided;
    KiriHandlingStatus status;
    const char *handler, *memo; // 対応者, 対応メモ
    KiriTime handled;
    const GPtrArray *overrides; // KiriOverride; NULL: none
} KiriStanding;

/* `verdict` may be NULL, and so may `clip`, for a verdict whose clip is gone. A person
 * who accepted a clip of class none without saying which class it is made it a piece
 * of publicity. Any thread. */
KiriStanding kiri_standing(const KiriClip *clip, const KiriVerdict *verdict);

/* The members of a standing, into an open JSON object: "decision", "class", "tone",
 * "needs_review", "section", "note", "person", "decided", "status", "handler",
 * "handled", "memo", "release", where a person wrote one "gist", and where a person
 * gave figures "overrides". */
void kiri_standing_write_members(const KiriStanding *standing, KiriJson *j);

/* The figure that a person gave, NULL: none. Borrowed from the verdict (NULL: none). */
const KiriOverride *kiri_verdict_override(const KiriVerdict *verdict, const char *what);

/* The verdict as it stood at a moment: the last of its states that was there by then,
 * without a journal. NULL: nothing had been said. (transfer full) */
KiriVerdict *kiri_verdict_at(const KiriVerdict *verdict, gint64 us);

/* What a clip was worth: the computed yen and a person's side by side. A share that a
 * person gave counts in the computation's place, a sum of yen above both. */
typedef struct {
    gboolean is_known;
    gint64 yen;           // what counts, when `is_known`
    gboolean is_estimate; // of the computation; a person's sum is none
    gboolean is_computed_known;
    gint64 computed_yen;
    const KiriOverride *override; // what made the difference; NULL: nothing
} KiriWorth;
/* Both may be NULL. Any thread. */
KiriWorth kiri_worth(const KiriScore *score, const KiriVerdict *verdict);

/* ---- changing ---- */

/* Puts a figure in the place of the computed one. The same figure with the same reason
 * from the same person stays as it is. */
void kiri_verdict_set_override(KiriVerdict *verdict, const char *what, gdouble value,
                               const char *reason, const char *by, KiriTime at);
/* Takes it back; NULL: all of them. */
void kiri_verdict_clear_override(KiriVerdict *verdict, const char *what);

/* Closes a change. `before` is the verdict as it is stored (NULL: there is none),
 * `after` a changed copy of it, or a new one with its clip. FALSE where they say the
 * same; else `after` gets the journal: what was done, by whom (may be NULL), when, and
 * the state before. */
gboolean kiri_verdict_change(const KiriVerdict *before, KiriVerdict *after, KiriAction action,
                             const char *by, KiriTime now);
/* Back to the state before the last change that is not undone yet; FALSE where there
 * is none. */
gboolean kiri_verdict_undo(KiriVerdict *verdict, const char *by, KiriTime now);

/* The clip that a verdict keeps where the program finds no tie: `target` is the part
 * of the id behind the article, `release` and `topic` what it is the id of (one of
 * them, or neither: a mention). Its class is none but for what kiri_standing() makes
 * of it. (transfer full) */
KiriClip *kiri_verdict_clip(const KiriVerdict *verdict, const char *release, const char *topic);
/* `link_version` of such a clip. */
#define KIRI_LINK_VERSION_VERDICT "verdict"

/* "<article>.<target>": the article's id (transfer full), NULL where it is no id of a
 * clip; *target is borrowed from `clip`. */
char *kiri_clip_article_of(const char *clip, const char **target);
