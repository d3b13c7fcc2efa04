// SPDX-License-Identifier: GPL-3.0-or-later
/* Shapes of clips, their evidence and scores, and of runs. The same rules as in
 * nouns.c: JSON order, tags for ever. */
#include "nouns.h"

const char *const kiri_class_names[] = {"none",       "mention",  "publicity",
                                        "syndicated", "verbatim", NULL};
const char *const kiri_tone_names[] = {"unknown", "positive", "neutral", "critical", NULL};

G_STATIC_ASSERT(G_N_ELEMENTS(kiri_class_names) == KIRI_N_CLASSES + 1);
G_STATIC_ASSERT(G_N_ELEMENTS(kiri_tone_names) == KIRI_TONE_CRITICAL + 2);

/* ---- evidence ---- */

static const KiriField feature_fields[] = {
    {KIRI_FIELD(1, KiriFeature, name, STR)},
    {KIRI_FIELD(2, KiriFeature, value, F64)},
    {KIRI_FIELD(3, KiriFeature, weight, F64)},
    {KIRI_FIELD(4, KiriFeature, contribution, F64)},
};
const KiriShape kiri_feature_shape = KIRI_SHAPE("feature", KiriFeature, feature_fields);

static const KiriField passage_fields[] = {
    {KIRI_FIELD(1, KiriPassage, text, STR)},       {KIRI_FIELD(2, KiriPassage, article_from, I64)},
    {KIRI_FIELD(3, KiriPassage, article_to, I64)}, {KIRI_FIELD(4, KiriPassage, release_from, I64)},
    {KIRI_FIELD(5, KiriPassage, release_to, I64)},
};
const KiriShape kiri_passage_shape = KIRI_SHAPE("passage", KiriPassage, passage_fields);

static const KiriField contradiction_fields[] = {
    {KIRI_FIELD(1, KiriContradiction, article_value, STR)},
    {KIRI_FIELD(2, KiriContradiction, release_value, STR)},
    {KIRI_FIELD(3, KiriContradiction, article_sentence, STR)},
    {KIRI_FIELD(4, KiriContradiction, release_sentence, STR)},
};
const KiriShape kiri_contradiction_shape =
    KIRI_SHAPE("contradiction", KiriContradiction, contradiction_fields);

static const KiriField rival_fields[] = {
    {KIRI_FIELD(1, KiriRival, release, STR)},
    {KIRI_FIELD(2, KiriRival, probability, F64)},
    {KIRI_FIELD(3, KiriRival, differences, RECS), .sub = &kiri_feature_shape},
};
const KiriShape kiri_rival_shape = KIRI_SHAPE("rival", KiriRival, rival_fields);

static const KiriField evidence_fields[] = {
    {KIRI_FIELD(1, KiriEvidence, reason, STR)},
    {KIRI_FIELD(2, KiriEvidence, weights_version, STR)},
    {KIRI_FIELD(3, KiriEvidence, features, RECS), .sub = &kiri_feature_shape},
    {KIRI_FIELD(4, KiriEvidence, passages, RECS), .sub = &kiri_passage_shape},
    {KIRI_FIELD(5, KiriEvidence, numbers, STRV)},
    {KIRI_FIELD(6, KiriEvidence, dates, STRV)},
    {KIRI_FIELD(7, KiriEvidence, names, STRV)},
    {KIRI_FIELD(8, KiriEvidence, quoted, STRV)},
    {KIRI_FIELD(9, KiriEvidence, terms, STRV)},
    {KIRI_FIELD(10, KiriEvidence, aliases, STRV)},
    {KIRI_FIELD(11, KiriEvidence, links_to_release, BOOL)},
    {KIRI_FIELD(12, KiriEvidence, minutes_after, I64)},
    {KIRI_FIELD(13, KiriEvidence, article_in_release, F64)},
    {KIRI_FIELD(14, KiriEvidence, release_in_article, F64)},
    {KIRI_FIELD(15, KiriEvidence, longest_passage_chars, I64)},
    {KIRI_FIELD(16, KiriEvidence, has_edition_conflict, BOOL)},
    {KIRI_FIELD(17, KiriEvidence, rivals, RECS), .sub = &kiri_rival_shape},
    {KIRI_FIELD(18, KiriEvidence, contradictions, RECS), .sub = &kiri_contradiction_shape},
    {KIRI_FIELD(19, KiriEvidence, homonym, STR), .flags = KIRI_FIELD_SPARSE},
};
const KiriShape kiri_evidence_shape = KIRI_SHAPE("evidence", KiriEvidence, evidence_fields);

/* ---- scores ---- */

const char *const kiri_speaker_names[] = {"none",      "us",    "opposition", "expert",  "citizens",
                                          "authority", "media", "other",      "unnamed", NULL};
G_STATIC_ASSERT(G_N_ELEMENTS(kiri_speaker_names) == KIRI_N_SPEAKERS + 1);

static const KiriField tone_sentence_fields[] = {
    {KIRI_FIELD(1, KiriToneSentence, sentence, STR)},
    {KIRI_FIELD(2, KiriToneSentence, tone, ENUM), .names = kiri_tone_names},
    {KIRI_FIELD(3, KiriToneSentence, reason, STR)},
    {KIRI_FIELD(4, KiriToneSentence, speaker, ENUM), .names = kiri_speaker_names},
    {KIRI_FIELD(5, KiriToneSentence, is_about_us, BOOL)},
    {KIRI_FIELD(6, KiriToneSentence, from, I64)},
    {KIRI_FIELD(7, KiriToneSentence, to, I64)},
    {KIRI_FIELD(8, KiriToneSentence, weight, F64), .decimals = 2},
};
const KiriShape kiri_tone_sentence_shape =
    KIRI_SHAPE("tone_sentence", KiriToneSentence, tone_sentence_fields);

const char *const kiri_message_place_names[] = {"none", "headline", "lead", "body", NULL};

static const KiriField message_score_fields[] = {
    {KIRI_FIELD(1, KiriMessageScore, message, STR)},
    {KIRI_FIELD(2, KiriMessageScore, score, F64)},
    {KIRI_FIELD(3, KiriMessageScore, sentence, STR)},
    {KIRI_FIELD(4, KiriMessageScore, place, ENUM), .names = kiri_message_place_names},
    {KIRI_FIELD(5, KiriMessageScore, is_wrong, BOOL), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(6, KiriMessageScore, wrong, STR), .flags = KIRI_FIELD_SPARSE},
};
const KiriShape kiri_message_score_shape =
    KIRI_SHAPE("message_score", KiriMessageScore, message_score_fields);

static const KiriField score_line_fields[] = {
    {KIRI_FIELD(1, KiriScoreLine, sign, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(2, KiriScoreLine, label, STR)},
    {KIRI_FIELD(3, KiriScoreLine, value, STR)},
    {KIRI_FIELD(4, KiriScoreLine, unit, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(5, KiriScoreLine, source, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(10, KiriScoreLine, row, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(6, KiriScoreLine, note, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(7, KiriScoreLine, valid, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(8, KiriScoreLine, confidence, ENUM), .flags = KIRI_FIELD_SPARSE,
     .names = kiri_confidence_names},
    {KIRI_FIELD(9, KiriScoreLine, is_outside, BOOL), .flags = KIRI_FIELD_SPARSE},
};
const KiriShape kiri_score_line_shape = KIRI_SHAPE("score_line", KiriScoreLine, score_line_fields);

static const KiriField score_basis_fields[] = {
    {KIRI_FIELD(1, KiriScoreBasis, since, TIME)},
    {KIRI_FIELD(2, KiriScoreBasis, known, TIME)},
    {KIRI_FIELD(3, KiriScoreBasis, method, STR)},
    {KIRI_FIELD(4, KiriScoreBasis, copies, STR)},
};
const KiriShape kiri_score_basis_shape =
    KIRI_SHAPE("score_basis", KiriScoreBasis, score_basis_fields);

const char *const kiri_reach_basis_names[] = {"unknown", "users", "copies", "audience",
                                              "views",   "given", NULL};

static const KiriField score_reach_fields[] = {
    {KIRI_FIELD(1, KiriScoreReach, basis, ENUM), .names = kiri_reach_basis_names},
    {KIRI_FIELD(2, KiriScoreReach, people, I64)},
    {KIRI_FIELD(3, KiriScoreReach, ceiling, I64), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(4, KiriScoreReach, audience, I64), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(5, KiriScoreReach, single, I64), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(6, KiriScoreReach, two, I64), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(7, KiriScoreReach, exposure, STR)},
    {KIRI_FIELD(8, KiriScoreReach, source, STR)},
    {KIRI_FIELD(9, KiriScoreReach, note, STR)},
    {KIRI_FIELD(10, KiriScoreReach, is_web, BOOL)},
};
const KiriShape kiri_score_reach_shape =
    KIRI_SHAPE("score_reach", KiriScoreReach, score_reach_fields);

static const KiriField score_fields[] = {
    {KIRI_FIELD(1, KiriScore, is_known, BOOL)},
    {KIRI_FIELD(2, KiriScore, unknown_reason, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(3, KiriScore, ave_yen, I64)},
    {KIRI_FIELD(4, KiriScore, is_estimate, BOOL)},
    {KIRI_FIELD(5, KiriScore, formula, STR)},
    {KIRI_FIELD(6, KiriScore, monthly_page_views, I64)},
    {KIRI_FIELD(7, KiriScore, articles_that_month, I64)},
    {KIRI_FIELD(8, KiriScore, views, F64)},
    {KIRI_FIELD(9, KiriScore, cpm_yen, I64)},
    {KIRI_FIELD(10, KiriScore, rate_id, STR)},
    {KIRI_FIELD(11, KiriScore, rate_source, STR)},
    {KIRI_FIELD(12, KiriScore, share_about_us, F64)},
    {KIRI_FIELD(13, KiriScore, sentences, I64)},
    {KIRI_FIELD(14, KiriScore, sentences_about_us, I64)},
    {KIRI_FIELD(15, KiriScore, placement, F64)},
    {KIRI_FIELD(16, KiriScore, placement_reason, STR)},
    {KIRI_FIELD(17, KiriScore, monthly_users, I64)},
    {KIRI_FIELD(18, KiriScore, in_headline, BOOL)},
    {KIRI_FIELD(19, KiriScore, in_lead, BOOL)},
    {KIRI_FIELD(20, KiriScore, has_image, BOOL)},
    {KIRI_FIELD(21, KiriScore, messages, RECS), .sub = &kiri_message_score_shape},
    {KIRI_FIELD(22, KiriScore, method, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(23, KiriScore, lines, RECS), .flags = KIRI_FIELD_SPARSE,
     .sub = &kiri_score_line_shape},
    {KIRI_FIELD(24, KiriScore, treatment, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(25, KiriScore, is_outside_validity, BOOL), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(26, KiriScore, book_version, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(27, KiriScore, whole_yen, F64), .flags = KIRI_FIELD_SPARSE, .decimals = 2},
    {KIRI_FIELD(28, KiriScore, bases, RECS), .flags = KIRI_FIELD_PRIVATE,
     .sub = &kiri_score_basis_shape},
    {KIRI_FIELD(29, KiriScore, measured, STR), .flags = KIRI_FIELD_PRIVATE},
    {KIRI_FIELD(30, KiriScore, month, STR), .flags = KIRI_FIELD_PRIVATE},
    {KIRI_FIELD(40, KiriScore, lead_share, F64)},
    {KIRI_FIELD(41, KiriScore, namings, I64)},
    {KIRI_FIELD(42, KiriScore, first_sentence, I64)},
    {KIRI_FIELD(43, KiriScore, first_place, F64)},
    {KIRI_FIELD(44, KiriScore, has_caption, BOOL), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(60, KiriScore, reach, REC), .sub = &kiri_score_reach_shape},
    {KIRI_FIELD(45, KiriScore, tone, ENUM), .names = kiri_tone_names},
    {KIRI_FIELD(46, KiriScore, tone_reason, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(47, KiriScore, tone_sentences, RECS), .flags = KIRI_FIELD_SPARSE,
     .sub = &kiri_tone_sentence_shape},
};
const KiriShape kiri_score_shape = KIRI_SHAPE("score", KiriScore, score_fields);

/* ---- clips ---- */

static const KiriField clip_fields[] = {
    {KIRI_FIELD(1, KiriClip, id, STR)},
    {KIRI_FIELD(2, KiriClip, article, STR)},
    {KIRI_FIELD(3, KiriClip, release, STR)},
    {KIRI_FIELD(4, KiriClip, topic, STR)},
    KIRI_CLASS_FIELD(5, KiriClip),
    {KIRI_FIELD(6, KiriClip, probability, F64)},
    {KIRI_FIELD(7, KiriClip, origin, STR)},
    {KIRI_FIELD(8, KiriClip, story, STR)},
    {KIRI_FIELD(9, KiriClip, text_taken, F64)},
    {KIRI_FIELD(10, KiriClip, is_near_certain, BOOL)},
    {KIRI_FIELD(11, KiriClip, needs_review, BOOL)},
    {KIRI_FIELD(12, KiriClip, link_version, STR)},
    {KIRI_FIELD(13, KiriClip, evidence, REC), .sub = &kiri_evidence_shape},
    {KIRI_FIELD(14, KiriClip, score, REC), .sub = &kiri_score_shape},
    {KIRI_FIELD(KIRI_CLIP_SCORE_LOG_SEQ_TAG, KiriClip, score_log_seq, I64),
     .flags = KIRI_FIELD_PRIVATE},
    {KIRI_FIELD(16, KiriClip, base_probability, F64), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(17, KiriClip, is_kept, BOOL), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(18, KiriClip, base_class, ENUM), .flags = KIRI_FIELD_PRIVATE,
     .names = kiri_class_names},
    {KIRI_FIELD(19, KiriClip, base_needs_review, BOOL), .flags = KIRI_FIELD_PRIVATE},
    {KIRI_FIELD(20, KiriClip, base_reason, STR), .flags = KIRI_FIELD_PRIVATE},
};
const KiriShape kiri_clip_shape = KIRI_SHAPE("clip", KiriClip, clip_fields);

char *kiri_clip_make_id(const char *article, const char *target)
{
    return g_strconcat(article, ".", target ? target : "mention", NULL);
}

static const KiriField kin_fields[] = {
    {KIRI_FIELD(1, KiriKin, article, STR)},
    {KIRI_FIELD(2, KiriKin, held, F64)},
    {KIRI_FIELD(3, KiriKin, holds, F64)},
};
const KiriShape kiri_kin_shape = KIRI_SHAPE("kin", KiriKin, kin_fields);

static const KiriField lineage_fields[] = {
    {KIRI_FIELD(1, KiriLineage, article, STR)},
    {KIRI_FIELD(2, KiriLineage, origin, STR)},
    {KIRI_FIELD(3, KiriLineage, story, STR)},
    {KIRI_FIELD(4, KiriLineage, copies, STRV)},
    {KIRI_FIELD(5, KiriLineage, text_taken, F64), .decimals = 4},
    {KIRI_FIELD(6, KiriLineage, reason, STR)},
    {KIRI_FIELD(7, KiriLineage, paragraphs_cut, I64)},
    {KIRI_FIELD(8, KiriLineage, paragraphs_added, I64)},
    {KIRI_FIELD(9, KiriLineage, has_other_headline, BOOL)},
    {KIRI_FIELD(10, KiriLineage, credit, STR)},
    {KIRI_FIELD(11, KiriLineage, parts, STRV)},
    {KIRI_FIELD(12, KiriLineage, kin, RECS), .flags = KIRI_FIELD_PRIVATE, .sub = &kiri_kin_shape},
};
const KiriShape kiri_lineage_shape = KIRI_SHAPE("lineage", KiriLineage, lineage_fields);

static const KiriField sketch_fields[] = {
    {KIRI_FIELD(1, KiriSketch, article, STR)},
    {KIRI_FIELD(2, KiriSketch, data, BYTES)},
};
const KiriShape kiri_sketch_shape = KIRI_SHAPE("sketch", KiriSketch, sketch_fields);

/* ---- events ---- */

static const KiriField event_fields[] = {
    {KIRI_FIELD(1, KiriEvent, article, STR)},
    {KIRI_FIELD(2, KiriEvent, event, STR)},
    {KIRI_FIELD(3, KiriEvent, through, STR)},
    {KIRI_FIELD(4, KiriEvent, likeness, F64), .decimals = 4},
    {KIRI_FIELD(5, KiriEvent, from_us, I64), .flags = KIRI_FIELD_PRIVATE},
    {KIRI_FIELD(6, KiriEvent, to_us, I64), .flags = KIRI_FIELD_PRIVATE},
    {KIRI_FIELD(7, KiriEvent, releases, STRV), .flags = KIRI_FIELD_PRIVATE},
    {KIRI_FIELD(8, KiriEvent, words, BYTES), .flags = KIRI_FIELD_PRIVATE},
    {KIRI_FIELD(9, KiriEvent, profile, BYTES), .flags = KIRI_FIELD_PRIVATE},
};
const KiriShape kiri_event_shape = KIRI_SHAPE("event", KiriEvent, event_fields);

/* ---- runs ---- */

static const KiriField run_failure_fields[] = {
    {KIRI_FIELD(1, KiriRunFailure, subject, STR)},
    {KIRI_FIELD(2, KiriRunFailure, what, STR)},
};
const KiriShape kiri_run_failure_shape =
    KIRI_SHAPE("run_failure", KiriRunFailure, run_failure_fields);

static const KiriField run_fields[] = {
    {KIRI_FIELD(1, KiriRun, id, STR)},
    {KIRI_FIELD(2, KiriRun, command, STR)},
    {KIRI_FIELD(3, KiriRun, started, TIME)},
    {KIRI_FIELD(4, KiriRun, ended, TIME)},
    {KIRI_FIELD(5, KiriRun, exit_code, I64)},
    {KIRI_FIELD(6, KiriRun, was_interrupted, BOOL)},
    {KIRI_FIELD(7, KiriRun, sources_polled, I64)},
    {KIRI_FIELD(8, KiriRun, sources_failed, I64)},
    {KIRI_FIELD(9, KiriRun, sources_unchanged, I64)},
    {KIRI_FIELD(10, KiriRun, pages_fetched, I64)},
    {KIRI_FIELD(26, KiriRun, requests, I64)},
    {KIRI_FIELD(27, KiriRun, requests_unchanged, I64)},
    {KIRI_FIELD(28, KiriRun, pages_revisited, I64)},
    {KIRI_FIELD(29, KiriRun, articles_removed, I64)},
    {KIRI_FIELD(11, KiriRun, pages_failed, I64)},
    {KIRI_FIELD(12, KiriRun, pages_refused, I64)},
    {KIRI_FIELD(13, KiriRun, pages_no_article, I64)},
    {KIRI_FIELD(14, KiriRun, bytes_received, I64)},
    {KIRI_FIELD(15, KiriRun, articles_new, I64)},
    {KIRI_FIELD(16, KiriRun, articles_changed, I64)},
    {KIRI_FIELD(17, KiriRun, articles_same, I64)},
    {KIRI_FIELD(18, KiriRun, aliases_found, I64)},
    {KIRI_FIELD(19, KiriRun, rows_read, I64)},
    {KIRI_FIELD(20, KiriRun, rows_failed, I64)},
    {KIRI_FIELD(21, KiriRun, indexed, I64)},
    {KIRI_FIELD(22, KiriRun, linked, I64)},
    {KIRI_FIELD(23, KiriRun, clips_made, I64)},
    {KIRI_FIELD(24, KiriRun, scored, I64)},
    {KIRI_FIELD(25, KiriRun, failures, RECS), .sub = &kiri_run_failure_shape},
};
const KiriShape kiri_run_shape = KIRI_SHAPE("run", KiriRun, run_fields);

void kiri_run_add_failure(KiriRun *run, const char *subject, const char *what)
{
    enum { MOST_FAILURES = 100 };
    if (kiri_recs_count(run->failures) >= MOST_FAILURES)
        return;
    KiriRunFailure *f = kiri_run_failure_new();
    f->subject = g_strdup(subject);
    f->what = g_strdup(what);
    kiri_recs_add(&run->failures, f);
}
