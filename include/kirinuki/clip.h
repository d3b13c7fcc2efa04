// SPDX-License-Identifier: GPL-3.0-or-later
/* Clips (掲載記事): the tie of an article to a release or a topic, with the
 * evidence for it and its scores, as the program made it. What a person decided
 * about it stands in verdict.h, and so does what both together come to.
 *
 * Thread rule: see record.h. */
#pragma once

#include <kirinuki/record.h>

typedef enum {
    KIRI_CLASS_NONE,       // 対象外
    KIRI_CLASS_MENTION,    // 言及
    KIRI_CLASS_PUBLICITY,  // 編集記事（パブリシティ）
    KIRI_CLASS_SYNDICATED, // 配信・転載記事
    KIRI_CLASS_VERBATIM,   // リリース原文転載
    KIRI_N_CLASSES
} KiriClass;
extern const char *const kiri_class_names[]; // none, mention, publicity, syndicated, verbatim

/* One term of the decision: `value` of the feature, and weight × value. */
typedef struct {
    char *name;
    gdouble value;
    gdouble weight;
    gdouble contribution;
} KiriFeature;
KIRI_DECLARE_RECORD(KiriFeature, feature)

/* A passage that both texts share; offsets in bytes of the original texts. */
typedef struct {
    char *text;
    gint64 article_from, article_to;
    gint64 release_from, release_to;
} KiriPassage;
KIRI_DECLARE_RECORD(KiriPassage, passage)

/* A figure that differs: the sentences that state it on both sides. */
typedef struct {
    char *article_value, *release_value; // canonical: "147878人"
    char *article_sentence, *release_sentence;
} KiriContradiction;
KIRI_DECLARE_RECORD(KiriContradiction, contradiction)

/* Another release that was a candidate. */
typedef struct {
    char *release; // id
    gdouble probability;
    /* What sets the two most apart: KiriFeature with the rival's `value`, and as
     * `contribution` how far the clip's own release is ahead by it (below 0: behind).
     * The largest first, at most 3. */
    GPtrArray *differences;
} KiriRival;
KIRI_DECLARE_RECORD(KiriRival, rival)

/* Why the tie was made, or refused: reference for `explain`. */
typedef struct {
    char *weights_version;
    char *reason;        // one sentence in Japanese
    GPtrArray *features; // KiriFeature, by falling contribution; "bias" among them: their
                         // sum s is what the model says, p = 1 ÷ (1 + e^−s)
    GPtrArray *passages; // KiriPassage, longest first, at most 5
    char **numbers, **dates, **names, **quoted, **terms; // shared
    char **aliases;                                      // forms of the organisation that occur
    gboolean links_to_release;
    gint64 minutes_after;       // publication minus embargo
    gdouble article_in_release; // share of the article found in the release
    gdouble release_in_article; // share of the release reused (原文流用率)
    gint64 longest_passage_chars;
    gboolean has_edition_conflict;
    GPtrArray *rivals;         // KiriRival
    GPtrArray *contradictions; // KiriContradiction (発表との相違)
    char *homonym;             // the word that occurred in another sense, with a reason
} KiriEvidence;
KIRI_DECLARE_RECORD(KiriEvidence, evidence)

typedef enum {
    KIRI_TONE_UNKNOWN,
    KIRI_TONE_POSITIVE,
    KIRI_TONE_NEUTRAL,
    KIRI_TONE_CRITICAL
} KiriTone;
extern const char *const kiri_tone_names[]; // unknown, positive, neutral, critical

/* Who is speaking, where somebody is quoted or reported. */
typedef enum {
    KIRI_SPEAKER_NOBODY, // the article itself
    KIRI_SPEAKER_US,
    KIRI_SPEAKER_OPPOSITION, // parties against the government, those who sue
    KIRI_SPEAKER_EXPERT,
    KIRI_SPEAKER_CITIZENS,  // residents, users, customers, those concerned
    KIRI_SPEAKER_AUTHORITY, // courts, auditors, police, supervisors
    KIRI_SPEAKER_MEDIA,     // editorials
    KIRI_SPEAKER_OTHER,     // another body
    KIRI_SPEAKER_UNNAMED,   // …との声, …と指摘されている
    KIRI_N_SPEAKERS
} KiriSpeaker;
/* none, us, opposition, expert, citizens, authority, media, other, unnamed */
extern const char *const kiri_speaker_names[];

/* A sentence that speaks for or against us. */
typedef struct {
    char *sentence;
    gint tone;            // KiriTone
    char *reason;         // the words and what was made of them, in Japanese
    gint speaker;         // KiriSpeaker
    gboolean is_about_us; // named in it; else by what stands around it
    gint64 from, to;      // bytes of the text; 0, 0: the headline
    gdouble weight;       // above 0: praise
} KiriToneSentence;
KIRI_DECLARE_RECORD(KiriToneSentence, tone_sentence)

/* One step of a calculation, as people read it: "× 関連部分の割合 0.5 (2文／全4文)".
 * The lines of a score in their order are the whole way from the inputs to the yen. */
typedef struct {
    char *sign;  // "", "×", "÷", "＝": what is done with the value
    char *label; // 月間閲覧数
    char *value; // in plain figures ("30000000", "0.5"), or a word
    char *unit;  // PV, 円, …; NULL: none
    char *source;
    char *row;           // of the ledger: its id; NULL: not from there
    char *note;          // how it was found, what was assumed
    char *valid;         // "2026-04-01～2027-03-31", open on one side or both ("～")
    gint confidence;     // KiriConfidence of what has a source
    gboolean is_outside; // the row is not valid on that day: the nearest one was used
} KiriScoreLine;
KIRI_DECLARE_RECORD(KiriScoreLine, score_line)

/* On what the figures of a clip rest, and since when: the ledger as it was known, the
 * method, the treatment of copies. It changes only when somebody asks for it. */
typedef struct {
    KiriTime since; // the pass that took it up
    KiriTime known; // the ledger as it was known then
    char *method, *copies;
} KiriScoreBasis;
KIRI_DECLARE_RECORD(KiriScoreBasis, score_basis)

/* What the people of one exposure are. */
typedef enum {
    KIRI_REACH_UNKNOWN,
    KIRI_REACH_USERS,    // of a site or an app, in a month
    KIRI_REACH_COPIES,   // copies of an issue × readers per copy
    KIRI_REACH_AUDIENCE, // of a broadcast at that hour
    KIRI_REACH_VIEWS,    // who opened the page: views, no more than users
    KIRI_REACH_GIVEN,    // a person said so
    KIRI_N_REACH_BASES
} KiriReachBasis;
extern const char *const kiri_reach_basis_names[]; // unknown, users, copies, audience, …

/* Who could have seen the piece, as reach (reach.h) takes it: figures of the ledger of
 * that day. 0 and NULL: not known, or not needed. */
typedef struct {
    gint basis;     // KiriReachBasis; unknown: `note` says what is missing
    gint64 people;  // of one exposure
    gint64 ceiling; // no more of them can be reached (people of its area)
    gint64 audience;
    gint64 single, two; // people of one issue, and of at least one of two
    char *exposure;     // pieces with the same one meet the same people: "2026-04", an issue
    char *source, *note;
    gboolean is_web; // it has pages that are opened
} KiriScoreReach;
KIRI_DECLARE_RECORD(KiriScoreReach, score_reach)

/* Figures of one clip, every input beside the result. `ave_yen` counts only
 * when `is_known`; otherwise `unknown_reason` says what is missing. What a person says
 * otherwise stands in the verdict; kiri_worth() has both. */
typedef struct {
    gboolean is_known;
    char *unknown_reason;
    gint64 ave_yen;
    gboolean is_estimate; // the rate or the traffic is an estimate, not a known figure
    gint64 monthly_page_views, articles_that_month;
    gdouble views;
    gint64 cpm_yen;
    char *rate_id, *rate_source;
    gdouble share_about_us; // 0–1: sentences about us ÷ sentences
    gint64 sentences, sentences_about_us;
    gdouble placement;
    char *placement_reason;
    gint64 monthly_users; // single-medium reach input
    gboolean in_headline, in_lead, has_image;
    GPtrArray *messages; // KiriMessageScore
    KiriScoreReach *reach;
    char *formula;                // the computation with its figures, for people
    char *method;                 // name of the method of the AVE (score.h)
    GPtrArray *lines;             // KiriScoreLine: the calculation step by step
    char *treatment;              // how a verbatim or syndicated copy was counted; NULL: no copy
    gboolean is_outside_validity; // a rate or figure is not valid on that day
    char *book_version;           // of the ledger that it was computed with
    gdouble whole_yen;            // of the whole piece, before the share about us
    GPtrArray *bases;             // KiriScoreBasis, oldest first; the last one is in force; private
    char *measured;               // what the text's measures are true for; private
    char *month;                  // "asahi 2026-04": of which the articles are counted; private
    /* What the text says about us (share.h). */
    gdouble lead_share;    // as share_about_us, of the first two sentences
    gint64 namings;        // in headline and text
    gint64 first_sentence; // from 1, the first that is about us; 0: none
    gdouble first_place;   // 0–1, where it begins in the text
    gboolean has_caption;  // the caption of a picture is about us
    /* The program's guess, 自動判定（未確認）: no verdict, and in no total (tone.h). */
    gint tone;                 // KiriTone; unknown: nothing is about us, or no dictionary
    char *tone_reason;         // one sentence in Japanese
    GPtrArray *tone_sentences; // KiriToneSentence, those that decided, strongest first
} KiriScore;

/* Where a message stands, the most prominent place counts. */
typedef enum {
    KIRI_MESSAGE_NOWHERE,
    KIRI_MESSAGE_IN_HEADLINE,
    KIRI_MESSAGE_IN_LEAD, // the first two sentences
    KIRI_MESSAGE_IN_BODY
} KiriMessagePlace;
extern const char *const kiri_message_place_names[]; // none, headline, lead, body

#define KIRI_MESSAGE_CONVEYED 0.60 // a score from here on
#define KIRI_MESSAGE_PARTLY 0.35

/* One key message in one article (キーメッセージ反映). */
typedef struct {
    char *message;
    gdouble score;     // 0–1: presence
    char *sentence;    // that conveys it best
    gint place;        // KiriMessagePlace; NOWHERE below KIRI_MESSAGE_PARTLY
    gboolean is_wrong; // the article says it otherwise
    char *wrong;       // how: "3846人 ≠ 3864人"; NULL
} KiriMessageScore;
KIRI_DECLARE_RECORD(KiriMessageScore, message_score)
KIRI_DECLARE_RECORD(KiriScore, score)

typedef struct {
    char *id; // article id + "." + release or topic id
    char *article;
    char *release; // one of release and topic is set; neither: a mention of the organisation
    char *topic;
    gint class_; // KiriClass
    gdouble probability;
    char *origin;             // article id that this one is a copy of, NULL for originals
    char *story;              // article id of the root of the lineage (itself for a root)
    gdouble text_taken;       // share of this text that stands in `origin`
    gboolean is_near_certain; // p ≥ .90
    gboolean needs_review;    // .15 ≤ p < .90 or a contradiction: 要確認
    char *link_version;       // release/topic version and weights it was made with
    KiriEvidence *evidence;
    KiriScore *score;     // NULL until scored
    gint64 score_log_seq; // log position the score is true for; private
    /* What the program itself found, where verdicts on other clips of the release or
     * topic moved `probability` (learning.h); 0: nothing was learned. */
    gdouble base_probability;
    gint base_class;            // likewise, and what else learning changes; private
    gboolean base_needs_review; // private
    char *base_reason;          // of the evidence; private
    gboolean is_kept;           // the program finds no tie: a person's verdict keeps the clip
} KiriClip;
KIRI_DECLARE_RECORD(KiriClip, clip)

/* One article that shares its text with another. */
typedef struct {
    char *article;
    gdouble held;  // share of our text that stands in it
    gdouble holds; // share of its text that stands in ours
} KiriKin;
KIRI_DECLARE_RECORD(KiriKin, kin)

/* Where an article stands among its copies (配信・転載経路). Derived: the link stage
 * keeps a row for each article that shares text with another. Not logged. */
typedef struct {
    char *article;
    char *origin;  // id of the article it was copied from, NULL for the story's root
    char *story;   // id of the root; itself for the root
    char **copies; // of a root: the other articles of the story, in their order
    /* Of a copy: what it made of its origin. */
    gdouble text_taken;      // share of this text that stands in `origin`
    char *reason;            // what speaks for that origin: credit, link, text or time
    gint64 paragraphs_cut;   // of the origin
    gint64 paragraphs_added; // to it
    gboolean has_other_headline;
    char *credit;   // the wire that it names, NULL for none
    char **parts;   // of a roundup (まとめ): the articles it holds; it belongs to no story
    GPtrArray *kin; // KiriKin, by article; private
} KiriLineage;
KIRI_DECLARE_RECORD(KiriLineage, lineage)

/* By what most articles that share a little text with another are seen to be no copies of
 * it, unread. Derived by the link stage, for itself alone, beside the fingerprints. */
typedef struct {
    char *article;
    GBytes *data; // indexer/sketch.h
} KiriSketch;
KIRI_DECLARE_RECORD(KiriSketch, sketch)

/* "<article>.<release or topic>", or "<article>.mention". (transfer full) */
char *kiri_clip_make_id(const char *article, const char *target);
