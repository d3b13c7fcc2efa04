// SPDX-License-Identifier: GPL-3.0-or-later
/* Shapes of everything but clips (nouns_clip.c) and media (nouns_media.c), and the
 * table of nouns. The order of fields is the order of JSON members: the id first, then
 * what people look for. Tags are for ever: a new field takes the next free one,
 * a dropped one leaves a gap. */
#include "nouns.h"

#include <kirinuki/hash.h>
#include <kirinuki/i18n.h>
#include <kirinuki/mailing.h>
#include <kirinuki/outbox.h>

/* ---- names ---- */

const char *const kiri_source_kind_names[] = {"auto", "feed", "sitemap", "page", NULL};
const char *const kiri_url_state_names[] = {"due",     "done",       "alias", "gone",
                                            "refused", "no_article", NULL};
const char *const kiri_failure_names[] = {
    "none",   "name", "connect",   "timeout", "tls",  "proxy",  "protocol", "limit", "policy",
    "robots", "hold", "forbidden", "missing", "gone", "server", "content",  "empty", NULL};

G_STATIC_ASSERT(G_N_ELEMENTS(kiri_url_state_names) == KIRI_URL_NO_ARTICLE + 2);
G_STATIC_ASSERT(G_N_ELEMENTS(kiri_failure_names) == KIRI_N_FAILURES + 1);
G_STATIC_ASSERT(G_N_ELEMENTS(kiri_source_kind_names) == KIRI_SOURCE_PAGE + 2);

/* ---- articles ---- */

static const KiriField witness_fields[] = {
    {KIRI_FIELD(1, KiriWitness, field, STR)},
    {KIRI_FIELD(2, KiriWitness, source, STR)},
    {KIRI_FIELD(3, KiriWitness, value, STR)},
    {KIRI_FIELD(4, KiriWitness, is_chosen, BOOL)},
    {KIRI_FIELD(5, KiriWitness, reason, STR), .flags = KIRI_FIELD_SPARSE},
};
const KiriShape kiri_witness_shape = KIRI_SHAPE("witness", KiriWitness, witness_fields);

enum {
    ARTICLE_VERSION = 2,
    ARTICLE_ALIASES = 6,
    ARTICLE_FETCHED = 13,
    ARTICLE_SOURCE = 23,
    ARTICLE_SOURCES = 24,
    ARTICLE_EVIDENCE = 28,
    ARTICLE_REMOVED = 31,
    ARTICLE_MORE_EVIDENCE = 32,
};

static const KiriField article_fields[] = {
    {KIRI_FIELD(1, KiriArticle, id, STR)},
    {KIRI_FIELD(ARTICLE_VERSION, KiriArticle, version, I64)},
    {KIRI_FIELD(3, KiriArticle, url, STR)},
    {KIRI_FIELD(4, KiriArticle, fetched_url, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(5, KiriArticle, claimed_canonical_url, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(ARTICLE_ALIASES, KiriArticle, aliases, STRV), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(7, KiriArticle, title, STR)},
    {KIRI_FIELD(8, KiriArticle, text, STR)},
    {KIRI_FIELD(9, KiriArticle, authors, STRV)},
    {KIRI_FIELD(10, KiriArticle, agency, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(11, KiriArticle, published, TIME)},
    {KIRI_FIELD(12, KiriArticle, modified, TIME)},
    {KIRI_FIELD(ARTICLE_FETCHED, KiriArticle, fetched, TIME)},
    {KIRI_FIELD(14, KiriArticle, site_name, STR)},
    {KIRI_FIELD(15, KiriArticle, image, STR)},
    {KIRI_FIELD(16, KiriArticle, language, STR)},
    {KIRI_FIELD(17, KiriArticle, charset, STR)},
    {KIRI_FIELD(18, KiriArticle, section, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(19, KiriArticle, keywords, STRV), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(20, KiriArticle, is_paywalled, BOOL)},
    {KIRI_FIELD(21, KiriArticle, is_corrected, BOOL)},
    {KIRI_FIELD(22, KiriArticle, medium, STR)},
    {KIRI_FIELD(ARTICLE_SOURCE, KiriArticle, source, STR)},
    {KIRI_FIELD(ARTICLE_SOURCES, KiriArticle, sources, STRV)},
    {KIRI_FIELD(25, KiriArticle, import_id, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(26, KiriArticle, links, STRV), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(27, KiriArticle, content_hash, STR)},
    {KIRI_FIELD(ARTICLE_EVIDENCE, KiriArticle, evidence, STR)},
    {KIRI_FIELD(ARTICLE_MORE_EVIDENCE, KiriArticle, more_evidence, STRV),
     .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(30, KiriArticle, correction, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(ARTICLE_REMOVED, KiriArticle, removed, TIME), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(33, KiriArticle, is_nosnippet, BOOL), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(34, KiriArticle, appearance, REC), .flags = KIRI_FIELD_SPARSE,
     .sub = &kiri_appearance_shape},
    {KIRI_FIELD(35, KiriArticle, text_gone, TIME), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(36, KiriArticle, text_sha256, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(29, KiriArticle, witnesses, RECS), .sub = &kiri_witness_shape},
};
const KiriShape kiri_article_shape = KIRI_SHAPE("article", KiriArticle, article_fields);

/* Where it was seen, when, under which further URLs, and the raw bytes say
 * nothing new about the article. */
static const guint article_quiet[] = {
    ARTICLE_VERSION, ARTICLE_ALIASES,  ARTICLE_FETCHED,       ARTICLE_SOURCE,
    ARTICLE_SOURCES, ARTICLE_EVIDENCE, ARTICLE_MORE_EVIDENCE, 0};
/* `source` is the first of `sources`, which depends on who was polled first. */
static const guint article_unstable[] = {ARTICLE_FETCHED,  ARTICLE_SOURCE,        ARTICLE_REMOVED,
                                         ARTICLE_EVIDENCE, ARTICLE_MORE_EVIDENCE, 0};

void kiri_article_set_url(KiriArticle *article, const char *canonical_url)
{
    char id[KIRI_ID_BYTES];
    kiri_hash_id(kiri_str(canonical_url), id);
    g_autofree char *url = g_strdup(canonical_url); // may be article->url itself
    g_free(article->url);
    article->url = g_steal_pointer(&url);
    g_free(article->id);
    article->id = g_strdup(id);
}

void kiri_article_add_witness(KiriArticle *article, const char *field, const char *source,
                              const char *value, gboolean is_chosen, const char *reason)
{
    KiriWitness *w = kiri_witness_new();
    w->field = g_strdup(field);
    w->source = g_strdup(source);
    w->value = g_strdup(value);
    w->reason = g_strdup(reason);
    w->is_chosen = is_chosen;
    kiri_recs_add(&article->witnesses, w);
}

static const KiriField page_fields[] = {
    {KIRI_FIELD(1, KiriPage, url, STR)},      {KIRI_FIELD(2, KiriPage, status, I64)},
    {KIRI_FIELD(3, KiriPage, fetched, TIME)}, {KIRI_FIELD(4, KiriPage, content_type, STR)},
    {KIRI_FIELD(5, KiriPage, headers, STR)},  {KIRI_FIELD(6, KiriPage, body, BYTES)},
    {KIRI_FIELD(7, KiriPage, request, STR)},  {KIRI_FIELD(8, KiriPage, peer, STR)},
};
const KiriShape kiri_page_shape = KIRI_SHAPE("page", KiriPage, page_fields);

/* ---- sources, hosts, URLs ---- */

static const KiriField source_fields[] = {
    {KIRI_FIELD(1, KiriSource, id, STR)},
    {KIRI_FIELD(2, KiriSource, url, STR)},
    {KIRI_FIELD(3, KiriSource, title, STR)},
    {KIRI_FIELD(4, KiriSource, kind, ENUM), .names = kiri_source_kind_names},
    {KIRI_FIELD(5, KiriSource, medium, STR)},
    {KIRI_FIELD(6, KiriSource, is_disabled, BOOL)},
    {KIRI_FIELD(7, KiriSource, disabled_reason, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(8, KiriSource, terms, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(9, KiriSource, role, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(10, KiriSource, interval_s, I64), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(11, KiriSource, added, TIME)},
    {KIRI_FIELD(12, KiriSource, last_poll, TIME)},
    {KIRI_FIELD(13, KiriSource, last_success, TIME)},
    {KIRI_FIELD(14, KiriSource, last_new, TIME)},
    {KIRI_FIELD(15, KiriSource, newest_entry, TIME)},
    {KIRI_FIELD(16, KiriSource, next_due, TIME)},
    {KIRI_FIELD(17, KiriSource, failures, I64)},
    {KIRI_FIELD(18, KiriSource, last_error, STR)},
    {KIRI_FIELD(19, KiriSource, etag, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(20, KiriSource, last_modified, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(21, KiriSource, body_hash, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(22, KiriSource, polls, I64)},
    {KIRI_FIELD(23, KiriSource, entries_seen, I64)},
    {KIRI_FIELD(24, KiriSource, articles_found, I64)},
    {KIRI_FIELD(25, KiriSource, via, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(26, KiriSource, backfill_from, TIME), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(27, KiriSource, covered_from, TIME)},
    {KIRI_FIELD(28, KiriSource, failure, ENUM), .names = kiri_failure_names},
    {KIRI_FIELD(29, KiriSource, failing_since, TIME), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(30, KiriSource, hint_s, I64), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(31, KiriSource, validator_lies, I64), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(32, KiriSource, ignores_validators, BOOL), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(33, KiriSource, hour_began, TIME), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(34, KiriSource, hour_taken, I64), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(35, KiriSource, rhythm, REC), .flags = KIRI_FIELD_SPARSE,
     .sub = &kiri_rhythm_shape},
    {KIRI_FIELD(36, KiriSource, forms_today, STRV), .flags = KIRI_FIELD_PRIVATE},
    {KIRI_FIELD(37, KiriSource, backfill_at, I64), .flags = KIRI_FIELD_PRIVATE},
    {KIRI_FIELD(38, KiriSource, children_at, I64), .flags = KIRI_FIELD_PRIVATE},
    {KIRI_FIELD(39, KiriSource, validator_truths, I64), .flags = KIRI_FIELD_PRIVATE},
};
const KiriShape kiri_source_shape = KIRI_SHAPE("source", KiriSource, source_fields);
#define SOURCE_POLLING                                                                             \
    12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36,    \
        37, 38, 39, 0
static const guint source_polling[] = {SOURCE_POLLING};
static const guint source_unstable[] = {11, SOURCE_POLLING};

static const KiriField host_fields[] = {
    {KIRI_FIELD(1, KiriHost, origin, STR)},
    {KIRI_FIELD(2, KiriHost, robots_status, I64)},
    {KIRI_FIELD(3, KiriHost, robots_fetched, TIME)},
    {KIRI_FIELD(4, KiriHost, hold_until, TIME)},
    {KIRI_FIELD(5, KiriHost, failures, I64)},
    {KIRI_FIELD(6, KiriHost, robots, STR)},
    {KIRI_FIELD(7, KiriHost, response_ms, I64)},
    {KIRI_FIELD(8, KiriHost, is_pause_wished, BOOL)},
    {KIRI_FIELD(9, KiriHost, last_request, TIME), .flags = KIRI_FIELD_SPARSE},
};
const KiriShape kiri_host_shape = KIRI_SHAPE("host", KiriHost, host_fields);
static const guint host_unstable[] = {3, 4, 5, 7, 8, 9, 0};

static const KiriField url_fields[] = {
    {KIRI_FIELD(1, KiriUrlRecord, url, STR)},
    {KIRI_FIELD(2, KiriUrlRecord, state, ENUM), .names = kiri_url_state_names},
    {KIRI_FIELD(3, KiriUrlRecord, article, STR)},
    {KIRI_FIELD(4, KiriUrlRecord, reason, STR)},
    {KIRI_FIELD(5, KiriUrlRecord, source, STR)},
    {KIRI_FIELD(19, KiriUrlRecord, more_sources, STRV), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(6, KiriUrlRecord, found, TIME)},
    {KIRI_FIELD(7, KiriUrlRecord, due, TIME)},
    {KIRI_FIELD(8, KiriUrlRecord, fetched, TIME)},
    {KIRI_FIELD(9, KiriUrlRecord, http_status, I64)},
    {KIRI_FIELD(10, KiriUrlRecord, failures, I64)},
    {KIRI_FIELD(11, KiriUrlRecord, etag, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(12, KiriUrlRecord, last_modified, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(13, KiriUrlRecord, hint_title, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(14, KiriUrlRecord, hint_summary, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(15, KiriUrlRecord, hint_authors, STRV), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(16, KiriUrlRecord, hint_categories, STRV), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(17, KiriUrlRecord, hint_published, TIME), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(18, KiriUrlRecord, hint_updated, TIME), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(20, KiriUrlRecord, entry_id, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(21, KiriUrlRecord, revisits, I64), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(22, KiriUrlRecord, revisit_from, TIME), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(23, KiriUrlRecord, missing_since, TIME), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(24, KiriUrlRecord, ignores_validators, BOOL), .flags = KIRI_FIELD_SPARSE},
};
const KiriShape kiri_url_record_shape = KIRI_SHAPE("url", KiriUrlRecord, url_fields);
/* The sources too: who named it before it was fetched depends on who was polled. */
static const guint url_unstable[] = {5, 6, 7, 8, 10, 11, 12, 19, 20, 21, 22, 23, 24, 0};

/* ---- releases, topics ---- */

static const KiriField attachment_fields[] = {
    {KIRI_FIELD(1, KiriAttachment, name, STR)},
    {KIRI_FIELD(2, KiriAttachment, place, STR)},
    {KIRI_FIELD(3, KiriAttachment, bytes, I64), .flags = KIRI_FIELD_SPARSE},
};
const KiriShape kiri_attachment_shape = KIRI_SHAPE("attachment", KiriAttachment, attachment_fields);

enum { RELEASE_CHANGED = 19 };
static const KiriField release_fields[] = {
    {KIRI_FIELD(1, KiriRelease, id, STR)},
    {KIRI_FIELD(2, KiriRelease, version, I64)},
    {KIRI_FIELD(3, KiriRelease, title, STR)},
    {KIRI_FIELD(4, KiriRelease, url, STR)},
    {KIRI_FIELD(5, KiriRelease, date, TIME)},
    {KIRI_FIELD(6, KiriRelease, embargo, TIME), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(7, KiriRelease, organisation, STR)},
    {KIRI_FIELD(8, KiriRelease, aliases, STRV)},
    {KIRI_FIELD(9, KiriRelease, section, STR)},
    {KIRI_FIELD(10, KiriRelease, method, STR)},
    {KIRI_FIELD(11, KiriRelease, keywords, STRV)},
    {KIRI_FIELD(12, KiriRelease, messages, STRV)},
    {KIRI_FIELD(13, KiriRelease, source, STR)},
    {KIRI_FIELD(14, KiriRelease, is_removed, BOOL), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(16, KiriRelease, note, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(17, KiriRelease, repeated, STRV), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(18, KiriRelease, is_learning_off, BOOL), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(RELEASE_CHANGED, KiriRelease, changed, TIME), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(20, KiriRelease, attachments, RECS), .flags = KIRI_FIELD_SPARSE,
     .sub = &kiri_attachment_shape},
    {KIRI_FIELD(15, KiriRelease, text, STR)},
};
static const guint release_unstable[] = {RELEASE_CHANGED, 0};
const KiriShape kiri_release_shape = KIRI_SHAPE("release", KiriRelease, release_fields);

static const KiriField release_shelf_fields[] = {
    {KIRI_FIELD(1, KiriReleaseShelf, id, STR)},
    {KIRI_FIELD(2, KiriReleaseShelf, data, BYTES)},
};
const KiriShape kiri_release_shelf_shape =
    KIRI_SHAPE("release_shelf", KiriReleaseShelf, release_shelf_fields);

static const KiriField release_form_fields[] = {
    {KIRI_FIELD(1, KiriReleaseForm, id, STR)},
    {KIRI_FIELD(2, KiriReleaseForm, data, BYTES)},
};
const KiriShape kiri_release_form_shape =
    KIRI_SHAPE("release_form", KiriReleaseForm, release_form_fields);

static const KiriField topic_fields[] = {
    {KIRI_FIELD(1, KiriTopic, id, STR)},
    {KIRI_FIELD(2, KiriTopic, version, I64)},
    {KIRI_FIELD(3, KiriTopic, name, STR)},
    {KIRI_FIELD(4, KiriTopic, query, STR)},
    {KIRI_FIELD(5, KiriTopic, section, STR)},
    {KIRI_FIELD(6, KiriTopic, is_comparison, BOOL)},
    {KIRI_FIELD(7, KiriTopic, added, TIME)},
    {KIRI_FIELD(8, KiriTopic, is_removed, BOOL), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(9, KiriTopic, exclude, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(10, KiriTopic, media, STRV), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(11, KiriTopic, sections, STRV), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(12, KiriTopic, languages, STRV), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(13, KiriTopic, variants, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(14, KiriTopic, owner, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(15, KiriTopic, colour, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(16, KiriTopic, notes, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(17, KiriTopic, is_learning_off, BOOL), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(18, KiriTopic, urgent_until, TIME), .flags = KIRI_FIELD_SPARSE},
};
const KiriShape kiri_topic_shape = KIRI_SHAPE("topic", KiriTopic, topic_fields);
static const guint topic_unstable[] = {7, 0};
/* How closely it is watched says nothing about what belongs to it. */
static const guint topic_quiet[] = {18, 0};

/* ---- rules ---- */

static const KiriField rule_state_fields[] = {
    {KIRI_FIELD(1, KiriRuleState, rule, STR)},
    {KIRI_FIELD(2, KiriRuleState, seen, I64)},
    {KIRI_FIELD(3, KiriRuleState, misses, I64)},
    {KIRI_FIELD(4, KiriRuleState, missing_since, TIME)},
    {KIRI_FIELD(5, KiriRuleState, last_seen, TIME)},
    {KIRI_FIELD(6, KiriRuleState, last_match, TIME)},
    {KIRI_FIELD(7, KiriRuleState, missed, STRV)},
    {KIRI_FIELD(8, KiriRuleState, missed_url, STR)},
    {KIRI_FIELD(9, KiriRuleState, is_own, BOOL)},
};
const KiriShape kiri_rule_state_shape = KIRI_SHAPE("rule_state", KiriRuleState, rule_state_fields);
/* What was seen in a row depends on the order in which pages came. */
static const guint rule_state_unstable[] = {2, 3, 4, 5, 6, 7, 8, 9, 0};

/* ---- the table ---- */

static const guint clip_quiet[] = {KIRI_CLIP_SCORE_LOG_SEQ_TAG, 0};
static const guint none[] = {0};
/* When a row of the ledger was entered and replaced. */
static const guint medium_unstable[] = {KIRI_MEDIUM_ENTERED_TAG, 0};
static const guint rate_unstable[] = {KIRI_RATE_ENTERED_TAG, KIRI_RATE_REPLACED_TAG, 0};
static const guint figure_unstable[] = {KIRI_FIGURE_ENTERED_TAG, KIRI_FIGURE_REPLACED_TAG, 0};
static const guint licence_unstable[] = {KIRI_LICENCE_ENTERED_TAG, KIRI_LICENCE_REPLACED_TAG, 0};

/* When they were set up, and what went out when. */
static const guint mailing_unstable[] = {10, 11, 12, 13, 0};
static const guint alert_unstable[] = {12, 0};
static const guint morning_edit_unstable[] = {7, 0};
static const guint tombstone_unstable[] = {5, 8, 0};

#define NOUN(name_, struct_, id_, ...)                                                             \
    {                                                                                              \
        .shape = &kiri_##name_##_shape, .id_offset = offsetof(struct_, id_), __VA_ARGS__           \
    }

static const KiriNounInfo nouns[] = {
    [KIRI_NOUN_ARTICLE] =
        NOUN(article, KiriArticle, id, .family = KIRI_KEY_ARTICLE, .is_logged = TRUE,
             .version_offset = offsetof(KiriArticle, version), .older = KIRI_KEY_OLDER,
             .quiet = article_quiet, .unstable = article_unstable),
    [KIRI_NOUN_URL] = NOUN(url_record, KiriUrlRecord, url, .family = KIRI_KEY_URL, .quiet = none,
                           .unstable = url_unstable),
    [KIRI_NOUN_SOURCE] = NOUN(source, KiriSource, id, .family = KIRI_KEY_SOURCE, .is_logged = TRUE,
                              .quiet = source_polling, .unstable = source_unstable),
    [KIRI_NOUN_HOST] = NOUN(host, KiriHost, origin, .family = KIRI_KEY_HOST, .quiet = none,
                            .unstable = host_unstable),
    [KIRI_NOUN_RELEASE] =
        NOUN(release, KiriRelease, id, .family = KIRI_KEY_RELEASE, .is_logged = TRUE,
             .version_offset = offsetof(KiriRelease, version), .older = KIRI_KEY_OLDER_RELEASE,
             .quiet = none, .unstable = release_unstable),
    [KIRI_NOUN_TOPIC] = NOUN(topic, KiriTopic, id, .family = KIRI_KEY_TOPIC, .is_logged = TRUE,
                             .version_offset = offsetof(KiriTopic, version), .quiet = topic_quiet,
                             .unstable = topic_unstable),
    [KIRI_NOUN_MEDIUM] =
        NOUN(medium, KiriMedium, id, .family = KIRI_KEY_MEDIUM, .is_logged = TRUE,
             .version_offset = offsetof(KiriMedium, version), .older = KIRI_KEY_OLDER_MEDIUM,
             .quiet = none, .unstable = medium_unstable),
    [KIRI_NOUN_RATE] = NOUN(rate, KiriRate, id, .family = KIRI_KEY_RATE, .is_logged = TRUE,
                            .quiet = none, .unstable = rate_unstable),
    [KIRI_NOUN_CLIP] = NOUN(clip, KiriClip, id, .family = KIRI_KEY_CLIP, .is_logged = TRUE,
                            .quiet = clip_quiet, .unstable = clip_quiet),
    [KIRI_NOUN_VERDICT] = NOUN(verdict, KiriVerdict, clip, .family = KIRI_KEY_VERDICT,
                               .is_logged = TRUE, .quiet = none, .unstable = none),
    [KIRI_NOUN_RUN] =
        NOUN(run, KiriRun, id, .family = KIRI_KEY_RUN, .quiet = none, .unstable = none),
    [KIRI_NOUN_RULE] = NOUN(rule_state, KiriRuleState, rule, .family = KIRI_KEY_RULE, .quiet = none,
                            .unstable = rule_state_unstable),
    [KIRI_NOUN_LINEAGE] = NOUN(lineage, KiriLineage, article, .family = KIRI_KEY_LINEAGE,
                               .quiet = none, .unstable = none),
    [KIRI_NOUN_SHELF] = NOUN(release_shelf, KiriReleaseShelf, id, .family = KIRI_KEY_SHELF,
                             .quiet = none, .unstable = none),
    [KIRI_NOUN_FIGURE] = NOUN(figure, KiriFigure, id, .family = KIRI_KEY_FIGURE, .is_logged = TRUE,
                              .quiet = none, .unstable = figure_unstable),
    [KIRI_NOUN_TARGET] = NOUN(target, KiriTarget, release, .family = KIRI_KEY_TARGET,
                              .is_logged = TRUE, .quiet = none, .unstable = none),
    [KIRI_NOUN_EVENT] =
        NOUN(event, KiriEvent, article, .family = KIRI_KEY_EVENT, .quiet = none, .unstable = none),
    [KIRI_NOUN_LICENCE] = NOUN(licence, KiriLicence, id, .family = KIRI_KEY_LICENCE,
                               .is_logged = TRUE, .quiet = none, .unstable = licence_unstable),
    [KIRI_NOUN_LICENCE_USE] = NOUN(licence_use, KiriLicenceUse, id, .family = KIRI_KEY_LICENCE_USE,
                                   .quiet = none, .unstable = none),
    [KIRI_NOUN_POST] =
        NOUN(post, KiriPost, id, .family = KIRI_KEY_POST, .quiet = none, .unstable = none),
    [KIRI_NOUN_PARCEL] =
        NOUN(parcel, KiriParcel, id, .family = KIRI_KEY_PARCEL, .quiet = none, .unstable = none),
    [KIRI_NOUN_MAILING] = NOUN(mailing, KiriMailing, name, .family = KIRI_KEY_MAILING,
                               .quiet = none, .unstable = mailing_unstable),
    [KIRI_NOUN_ALERT] = NOUN(alert, KiriAlert, name, .family = KIRI_KEY_ALERT, .quiet = none,
                             .unstable = alert_unstable),
    [KIRI_NOUN_MORNING_EDIT] =
        NOUN(morning_edit, KiriMorningEdit, id, .family = KIRI_KEY_MORNING_EDIT, .quiet = none,
             .unstable = morning_edit_unstable),
    [KIRI_NOUN_MORNING_SHEET] =
        NOUN(morning_sheet, KiriMorningSheet, id, .family = KIRI_KEY_MORNING_SHEET, .quiet = none,
             .unstable = none),
    [KIRI_NOUN_CRISIS_REPORT] = NOUN(crisis_report, KiriCrisisReport, id, .family = KIRI_KEY_CRISIS,
                                     .quiet = none, .unstable = none),
    /* Who forgot when, and when the files were clean, is of one run. */
    [KIRI_NOUN_TOMBSTONE] = NOUN(tombstone, KiriTombstone, id, .family = KIRI_KEY_TOMBSTONE,
                                 .quiet = none, .unstable = tombstone_unstable),
    [KIRI_NOUN_SKETCH] = NOUN(sketch, KiriSketch, article, .family = KIRI_KEY_SKETCH, .quiet = none,
                              .unstable = none),
    [KIRI_NOUN_FORM] = NOUN(release_form, KiriReleaseForm, id, .family = KIRI_KEY_FORM,
                            .quiet = none, .unstable = none),
};
G_STATIC_ASSERT(G_N_ELEMENTS(nouns) == KIRI_N_NOUNS);

const KiriNounInfo *kiri_noun_info(KiriNoun noun)
{
    g_assert(noun >= KIRI_NOUN_ARTICLE && noun < KIRI_N_NOUNS);
    return &nouns[noun];
}

const KiriShape *kiri_noun_shape(KiriNoun noun)
{
    return kiri_noun_info(noun)->shape;
}

const char *kiri_noun_name(KiriNoun noun)
{
    return kiri_noun_info(noun)->shape->type;
}

const char *kiri_noun_label(KiriNoun noun)
{
    static const char *const labels[] = {[KIRI_NOUN_ARTICLE] = N_("article"),
                                         [KIRI_NOUN_URL] = N_("address"),
                                         [KIRI_NOUN_SOURCE] = N_("source"),
                                         [KIRI_NOUN_HOST] = N_("host"),
                                         [KIRI_NOUN_RELEASE] = N_("release"),
                                         [KIRI_NOUN_TOPIC] = N_("topic"),
                                         [KIRI_NOUN_MEDIUM] = N_("medium"),
                                         [KIRI_NOUN_RATE] = N_("rate"),
                                         [KIRI_NOUN_CLIP] = N_("clip"),
                                         [KIRI_NOUN_VERDICT] = N_("verdict"),
                                         [KIRI_NOUN_RUN] = N_("run"),
                                         [KIRI_NOUN_RULE] = N_("rule"),
                                         [KIRI_NOUN_LINEAGE] = N_("lineage"),
                                         [KIRI_NOUN_SHELF] = N_("shelf of releases"),
                                         [KIRI_NOUN_FIGURE] = N_("figure"),
                                         [KIRI_NOUN_TARGET] = N_("target"),
                                         [KIRI_NOUN_EVENT] = N_("event"),
                                         [KIRI_NOUN_LICENCE] = N_("licence"),
                                         [KIRI_NOUN_LICENCE_USE] = N_("use of a licence"),
                                         [KIRI_NOUN_POST] = N_("message"),
                                         [KIRI_NOUN_PARCEL] = N_("parcel"),
                                         [KIRI_NOUN_MAILING] = N_("mailing"),
                                         [KIRI_NOUN_ALERT] = N_("alert"),
                                         [KIRI_NOUN_MORNING_EDIT] = N_("edit of a morning sheet"),
                                         [KIRI_NOUN_MORNING_SHEET] = N_("morning sheet"),
                                         [KIRI_NOUN_CRISIS_REPORT] = N_("report of a crisis"),
                                         [KIRI_NOUN_TOMBSTONE] = N_("tombstone"),
                                         [KIRI_NOUN_SKETCH] = N_("sketch of an article"),
                                         [KIRI_NOUN_FORM] = N_("form of a release")};
    G_STATIC_ASSERT(G_N_ELEMENTS(labels) == KIRI_N_NOUNS);
    g_assert(noun >= KIRI_NOUN_ARTICLE && noun < KIRI_N_NOUNS);
    return _(labels[noun]);
}

const char *kiri_noun_id(const KiriNounInfo *info, gconstpointer record)
{
    return *(char *const *)((const char *)record + info->id_offset);
}

gint64 *kiri_noun_version(const KiriNounInfo *info, gpointer record)
{
    return info->version_offset ? (gint64 *)(gpointer)((char *)record + info->version_offset)
                                : NULL;
}

static gboolean has_tag(KiriTags tags, guint tag)
{
    while (*tags && *tags != tag)
        tags++;
    return *tags != 0;
}

static void choose_fields(KiriPartShape *part, const KiriShape *shape, KiriTags tags,
                          gboolean wants_listed)
{
    g_assert(shape->n_fields <= KIRI_MAX_FIELDS);
    part->shape = *shape;
    part->shape.fields = part->fields;
    part->shape.n_fields = 0;
    for (guint i = 0; i < shape->n_fields; i++)
        if (has_tag(tags, shape->fields[i].tag) == wants_listed)
            part->fields[part->shape.n_fields++] = shape->fields[i];
}

void kiri_part_shape_init(KiriPartShape *part, const KiriShape *shape, KiriTags without)
{
    choose_fields(part, shape, without, FALSE);
}

void kiri_part_shape_init_of(KiriPartShape *part, const KiriShape *shape, KiriTags only)
{
    choose_fields(part, shape, only, TRUE);
}
