// SPDX-License-Identifier: GPL-3.0-or-later
/* Releases (報道発表) and topics (テーマ): what coverage is tied to.
 *
 * Thread rule: see record.h. */
#pragma once

#include <kirinuki/record.h>

/* Something handed out with a release (添付資料). */
typedef struct {
    char *name;   // what it is called
    char *place;  // its address, or its file name beside the release
    gint64 bytes; // 0: unknown
} KiriAttachment;
KIRI_DECLARE_RECORD(KiriAttachment, attachment)

typedef struct {
    char *id; // "R-" and 8 hex digits, or what the user or a front matter key gave
    gint64 version;
    char *url;
    char *title;
    char *text;       // body, boilerplate included
    KiriTime date;    // of the announcement
    KiriTime embargo; // 解禁日時; unset: `date`
    char *organisation;
    char **aliases; // of the organisation
    char *section;  // 担当課
    char *method;   // 発表方法: 投込み, 会見, HP
    char **keywords;
    char **messages; // key messages, one sentence each
    char *source;    // file name or feed that brought it
    gboolean is_removed;
    char *note;               // 備考: the office's own, no part of the announcement
    char **repeated;          // lines that other releases of the organisation have too (定型文)
    gboolean is_learning_off; // verdicts on its clips teach nothing (learning.h)
    KiriTime changed;         // when this version was stored; unset where nobody noted it
    GPtrArray *attachments;   // KiriAttachment
} KiriRelease;
KIRI_DECLARE_RECORD(KiriRelease, release)

/* Derived from releases by the link stage, for itself alone: what it need not find out
 * again at each run. */
typedef struct {
    char *id;
    GBytes *data;
} KiriReleaseShelf;
KIRI_DECLARE_RECORD(KiriReleaseShelf, release_shelf)

/* Likewise: a release as it was taken apart. */
typedef struct {
    char *id;     // of the release
    GBytes *data; // indexer/entry_form.h
} KiriReleaseForm;
KIRI_DECLARE_RECORD(KiriReleaseForm, release_form)

/* What an article must be like to belong to a topic: it matches `query`, does not
 * match `exclude`, and passes each limit that is set (topic_set.h has the exact
 * words). Owner, colour and notes say nothing about articles. */
typedef struct {
    char *id; // "T-" and 8 hex digits, or what the user gave
    gint64 version;
    char *name;
    char *query;      // the query language of query.h
    char *exclude;    // likewise; NULL: nothing is left out
    char **media;     // ids, names or hosts of media; NULL: all
    char **sections;  // of the publication (面, 欄): its name holds one of them; NULL: all
    char **languages; // BCP 47, "ja" means "ja-JP" too; NULL: all
    char *variants;   // 表記ゆれ of `query`: kinds with commas, or "all"; NULL: as written
    char *section;    // 担当課
    char *owner;      // who looks after it
    char *colour;     // "#rrggbb"
    char *notes;      // 備考
    gboolean is_comparison; // 比較テーマ: a rival's
    KiriTime added;
    gboolean is_removed;
    gboolean is_learning_off; // as of a release
    /* 緊急: until then its sources are asked as often as their hosts allow; unset: never. */
    KiriTime urgent_until;
} KiriTopic;
KIRI_DECLARE_RECORD(KiriTopic, topic)
