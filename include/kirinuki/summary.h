// SPDX-License-Identifier: GPL-3.0-or-later
/* The summary: every figure of a report, computed once, for all writers.
 *
 * Counting rules: a clip counts when its class is not none (or a person accepted
 * it) and no person rejected it; a person's class wins over the machine's. total
 * (総件数) counts clips, unique (実件数) counts stories: copies of one root count
 * once, verbatim republications of the release count each. A clip that a person
 * has not decided and that needs review is counted and named in the queue.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include <kirinuki/quality.h>
#include <kirinuki/reach.h>
#include <kirinuki/revision.h>
#include <kirinuki/target.h>

typedef struct {
    const char *release, *topic; // ids; at most one of them
    gint64 from_us, to_us;       // publication in [from, to); G_MININT64/MAXINT64: open
    gint64 now_us;               // 集計時点
    const char *organisation;
    gint64 population;
    const char *population_source;      // NULL: not said
    const KiriDuplication *duplication; // of media; NULL: none
    /* One of many: what surrounds its clips (articles seen, sources, gaps, voices) is left
     * out. */
    gboolean is_part;
} KiriSummaryQuery;

/* What is held in memory of each clip: enough to sort, choose and count by. Strings are
 * the summary's. */
typedef struct {
    guint number;        // in the list (別紙1), from 1
    guint origin_number; // list number of the article it was copied from, 0: none
    guint twin_number;   // as in KiriSummaryClip
    guint event_number;  // list number of the first one in the list that is of its event
    guint copies;        // of this root, in the list
    KiriClass class_;    // of the standing
    KiriTone tone;       // likewise
    KiriForm form;
    const char *clip, *article;  // ids
    const char *story;           // kiri_summary_story()
    const char *origin;          // id of the article it was copied from; NULL: none
    const char *event;           // id of the first article of its event (同じ話題, event.h)
    const char *release, *topic; // that it is tied to; NULL
    gdouble probability;
    const KiriMedium *medium; // NULL when unknown
    const char *outlet;       // what counts as one medium: id, or name of the site; NULL: unknown
    KiriTime published;
    gint64 when_us;       // publication, or where it is unknown the first fetch
    gint64 minutes_after; // after the embargo; G_MININT64 when there is none
    gint64 ave_yen;       // of kiri_worth(), when is_ave_known
    guint is_ave_known : 1, is_ave_estimate : 1, is_ave_overridden : 1;
    guint is_entered : 1;                                    // by hand
    guint is_corrected : 1, is_removed : 1, is_retitled : 1; // later
    guint has_revisions : 1, has_contradictions : 1;
    guint needs_review : 1, is_confirmed : 1, is_in_handling : 1; // 要確認, 採, 対応中
    guint is_in_headline : 1;
    guint is_editorial : 1, is_front_page : 1; // 社説・論説, 一面
    guint is_story_first : 1; // the piece its story began with: these are the 実件数
    guint64 at, bytes;        // where the whole of it lies; private
} KiriSummaryRow;

/* One article of the report, with what stands about it. All owned but the medium, the
 * story and the event, which are the summary's. Body text, links and what else no report
 * shows is left out of the article and of the evidence. */
typedef struct {
    guint number; // in the list (別紙1), from 1
    KiriClip *clip;
    KiriArticle *article;
    const KiriMedium *medium; // NULL when unknown
    KiriVerdict *verdict;     // NULL when none
    KiriStanding standing;    // what both come to; strings are the verdict's
    KiriClass class_;         // of the standing
    gint64 minutes_after;     // after the embargo; G_MININT64 when there is none
    guint origin_number;      // list number of the article it was copied from, 0: none
    guint copies;             // of this root, in the list
    const char *event;        // id of the first article of its event (同じ話題, event.h)
    guint event_number;       // list number of the first one in the list that is of it
    GPtrArray *revisions;     // KiriRevision: what readers saw change, oldest first; NULL: nothing
    gboolean is_retitled;     // the headline changed since it was first seen
    /* Of a piece that was entered by hand: the list number of the one that the same medium
     * had under the same headline, on the day or the day beside it (its Web version);
     * 0: none. */
    guint twin_number;
    const char *story; // kiri_summary_story()
} KiriSummaryClip;
void kiri_summary_clip_free(KiriSummaryClip *clip);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriSummaryClip, kiri_summary_clip_free)

/* An article that was looked at and left out, with the reason. */
typedef struct {
    KiriClip *clip;
    KiriArticle *article;
    const KiriMedium *medium; // the summary's
    char *reason;
} KiriSummaryExcluded;
void kiri_summary_excluded_free(KiriSummaryExcluded *excluded);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriSummaryExcluded, kiri_summary_excluded_free)

typedef struct {
    KiriMediumKind kind;
    guint total, by_class[KIRI_N_CLASSES], unique;
} KiriKindRow;

typedef struct {
    gint64 day_us; // start of the day in Japan
    guint total, unique;
    gboolean is_before_collection; // 収集開始前: nothing was collected yet, no 0
} KiriDayRow;

typedef struct {
    char *message;
    guint conveyed, partly, none, unknown; // stories; unknown: 未算定
    guint in_headline, in_lead, in_body;   // clips that say it, by its first place
    guint wrong;                           // clips that say it otherwise
} KiriMessageRow;

typedef struct {
    KiriSource *source;
    char *problem; // 更新停止の疑い, 取得失敗, … in Japanese
} KiriGapRow;

/* A rule for a single site that stopped matching. */
typedef struct {
    KiriRuleState *state;
    char *problem; // in Japanese
} KiriStaleRule;

typedef struct {
    KiriRelease *release; // of the question; NULL
    KiriTopic *topic;     // likewise
    gint64 from_us, to_us, now_us;
    guint64 log_seq;     // what the store held
    GHashTable *ledger;  // id → KiriMedium
    guint n_excluded;    // 対象外とした記事
    guint articles_seen; // articles of the period in the store
    guint total, unique, media, tier1_media;
    guint by_class[KIRI_N_CLASSES];
    KiriSummaryClip *first; // 初報; NULL: none
    guint needs_review;     // 要確認
    guint confirmed;        // 確認: a person decided that they count
    guint rejected;         // … that they do not: left out
    guint in_handling;      // 対応中: 未対応, 照会中, 訂正申入れ済
    guint contradictions;   // articles with figures that differ (発表との相違)
    guint corrections;      // articles with a notice of it
    guint removals;         // … that were taken away
    guint retitled;         // … with a new headline
    guint editorials;       // 社説・論説
    guint front_pages;      // 一面, as people entered it
    GArray *kinds;          // KiriKindRow, only those that occur
    GArray *days;           // KiriDayRow, ascending, without holes
    GPtrArray *messages;    // KiriMessageRow
    gint64 ave_known_yen, ave_estimate_yen;
    guint ave_known, ave_estimate, ave_unknown; // clips
    guint ave_overridden; // … of these: a person's figure counts in the computed one's place
    /* 推定到達者数: who could have seen a piece, and 推定閲覧者数: who opened one of those
     * on the web, by the views of a page. */
    KiriReach *reach, *readers;
    KiriQuality *quality;
    KiriTarget *target;     // of the release; NULL: none
    GPtrArray *attainments; // KiriAttainment; NULL without targets
    GPtrArray *voices;      // KiriVoice: ours first; NULL without comparison topics
    GPtrArray *rivals;      // KiriTopic: the comparison topics; private
    GPtrArray *gaps;        // KiriGapRow: what may be missing
    GPtrArray *stale_rules; // KiriStaleRule
    guint sources, sources_disabled;
    /* 収集開始日: from here on the first of the sources is complete. G_MININT64: no
     * source says. Where the question begins earlier (period_from_us; the release's
     * day, when no period is asked for), the time between is 収集開始前 and no 0. */
    gint64 covered_from_us, period_from_us;
    guint sources_later; // sources that are complete from a later day than period_from_us only
    struct KiriSummaryParts *parts; // private: the rows, and all that they are rows of
} KiriSummary;
/* Does the period begin before anything was collected? */
gboolean kiri_summary_begins_early(const KiriSummary *summary);

/* Errors: NOT_FOUND for the release or topic, and what the store says.
 * (transfer full) */
KiriSummary *kiri_summary_make(KiriStore *store, const KiriSummaryQuery *query, GError **error);
void kiri_summary_free(KiriSummary *summary);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriSummary, kiri_summary_free)

/* ---- the clips ----
 *
 * There are `total` of them, in the order of the list. Memory holds a row of each; the
 * whole of a clip lies in a file of the summary's own, as it was when the summary was
 * made, and is read from there when it is asked for. Errors: IO. */

/* The row of clip `i`, from 0 (its number is i + 1). Borrowed. */
const KiriSummaryRow *kiri_summary_row(const KiriSummary *summary, guint i);
/* The whole of clip `i`. (transfer full) */
KiriSummaryClip *kiri_summary_open_clip(const KiriSummary *summary, guint i, GError **error);
/* Every clip, one at a time, borrowed for the call. `visit` returns FALSE to stop; where
 * it sets the error, that is the error of the whole. */
typedef gboolean (*KiriSummaryVisit)(const KiriSummaryClip *clip, gpointer data, GError **error);
gboolean kiri_summary_each(const KiriSummary *summary, KiriSummaryVisit visit, gpointer data,
                           GError **error);
/* The same of what was left out: `n_excluded` of them, by time. */
KiriSummaryExcluded *kiri_summary_open_excluded(const KiriSummary *summary, guint i,
                                                GError **error);
/* The story that a clip counts as: the root of its lineage, that of its twin, and
 * itself for a verbatim republication. Borrowed from the summary. */
const char *kiri_summary_story(const KiriSummaryClip *clip);

/* Sources that may have missed something: silent for improbably long, or failing
 * (kiri_source_health). KiriGapRow, by URL (transfer full). */
GPtrArray *kiri_summary_gaps(KiriStore *store, gint64 now_us, GError **error);
/* Rules of sites that stopped matching (rule_state.h). KiriStaleRule, by name
 * (transfer full). */
GPtrArray *kiri_summary_stale_rules(KiriStore *store, GError **error);
