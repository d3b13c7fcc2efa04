// SPDX-License-Identifier: GPL-3.0-or-later
/* The store: RocksDB, the only truth (the index, links and scores are derived).
 *
 * Every change goes through a KiriBatch, which is written in one synced step or
 * not at all. Each visible change of a noun also appends one entry to the log:
 * sequence → (kind, id, version, put or delete). Stages read the log after their
 * cursor and commit result and cursor in one batch, so a crash repeats at most
 * one batch, and repeating changes nothing. No counters: totals are computed
 * from rows. Key layouts are documented in store/keys.h; recipe and proof in
 * docs/architecture.md.
 *
 * Functions here that cannot report an error (has, count, cursor, log_end, a
 * batch's puts …) answer "nothing" when reading failed, and the store remembers:
 * it takes no more changes, and kiri_store_check() says why.
 *
 * One process holds a store for writing (kiri_store_open with WRITE takes the
 * workspace lock, BUSY if it is taken). READ beside a writer opens a secondary
 * instance; nothing of it stays under $TMPDIR.
 *
 * Thread rule: reads from any thread; one batch at a time belongs to one
 * thread; commits are serialised inside. */
#pragma once

#include <kirinuki/article.h>
#include <kirinuki/event.h>
#include <kirinuki/licence.h>
#include <kirinuki/media.h>
#include <kirinuki/release.h>
#include <kirinuki/rule_state.h>
#include <kirinuki/run.h>
#include <kirinuki/sheet.h>
#include <kirinuki/source.h>
#include <kirinuki/target.h>
#include <kirinuki/tombstone.h>
#include <kirinuki/verdict.h>

typedef struct KiriStore KiriStore;

typedef enum {
    KIRI_STORE_CREATE, // make it; EXISTS if there is one
    KIRI_STORE_WRITE,
    KIRI_STORE_READ,
} KiriStoreMode;

/* `dir` is the workspace; the store lies in its "store" folder, the lock file is
 * "lock". Errors: NOT_FOUND (no store), BUSY (held by another process), STALE
 * (made by a newer program), CORRUPT, IO. */
KiriStore *kiri_store_open(const char *dir, KiriStoreMode mode, GError **error);
void kiri_store_close(KiriStore *store);
/* The same store for one more holder, who closes it too; it is closed when the
 * last one has. (transfer full) */
KiriStore *kiri_store_share(KiriStore *store);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriStore, kiri_store_close)
/* A reader sees what was committed up to this call; a writer always does. Error
 * STALE: open the store anew. */
gboolean kiri_store_catch_up(KiriStore *store, GError **error);
/* FALSE with the first error that must stop all further changes: a write that
 * failed, or a read whose failure could not be reported where it happened. */
gboolean kiri_store_check(KiriStore *store, GError **error);
/* A stage that reads all over the store asks for room to keep 192 MiB of it in memory while
 * it runs, instead of 64. */
void kiri_store_set_roomy(KiriStore *store, gboolean is_roomy);

/* ---- nouns ---- */

typedef enum {
    KIRI_NOUN_ARTICLE = 1,
    KIRI_NOUN_URL, // KiriUrlRecord by canonical URL; not logged
    KIRI_NOUN_SOURCE,
    KIRI_NOUN_HOST, // by origin; not logged
    KIRI_NOUN_RELEASE,
    KIRI_NOUN_TOPIC,
    KIRI_NOUN_MEDIUM,
    KIRI_NOUN_RATE,
    KIRI_NOUN_CLIP,
    KIRI_NOUN_VERDICT, // by clip id
    KIRI_NOUN_RUN,     // not logged
    KIRI_NOUN_RULE,    // KiriRuleState by the rule's name; not logged
    KIRI_NOUN_LINEAGE, // KiriLineage by the article; not logged
    KIRI_NOUN_SHELF,   // KiriReleaseShelf; not logged, in no export
    KIRI_NOUN_FIGURE,
    KIRI_NOUN_TARGET, // KiriTarget by the release
    KIRI_NOUN_EVENT,  // KiriEvent by the article; not logged
    KIRI_NOUN_LICENCE,
    KIRI_NOUN_LICENCE_USE,   // not logged
    KIRI_NOUN_POST,          // KiriPost of outbox.h; not logged, in no canonical export
    KIRI_NOUN_PARCEL,        // KiriParcel, likewise
    KIRI_NOUN_MAILING,       // KiriMailing by name; not logged
    KIRI_NOUN_ALERT,         // KiriAlert by name; not logged
    KIRI_NOUN_MORNING_EDIT,  // not logged
    KIRI_NOUN_MORNING_SHEET, // not logged
    KIRI_NOUN_CRISIS_REPORT, // not logged
    KIRI_NOUN_TOMBSTONE,     // not logged
    KIRI_NOUN_SKETCH,        // KiriSketch by the article; not logged, in no canonical export
    KIRI_NOUN_FORM,          // KiriReleaseForm by the release, likewise
    KIRI_N_NOUNS
} KiriNoun;

const KiriShape *kiri_noun_shape(KiriNoun noun);
const char *kiri_noun_name(KiriNoun noun);
/* The same for messages, in the language of the user. */
const char *kiri_noun_label(KiriNoun noun);

/* The record (transfer full, free by its shape), or NULL: with error when
 * reading failed, without when there is none. For articles the newest version. */
gpointer kiri_store_get(KiriStore *store, KiriNoun noun, const char *id, GError **error);
/* An older version of an article, a release or a medium; NULL without error where it is not
 * there (stores made before versions of releases were kept have none). (transfer
 * full) */
gpointer kiri_store_get_version(KiriStore *store, KiriNoun noun, const char *id, gint64 version,
                                GError **error);
/* The same of an article. */
KiriArticle *kiri_store_get_article_version(KiriStore *store, const char *id, gint64 version,
                                            GError **error);
gboolean kiri_store_has(KiriStore *store, KiriNoun noun, const char *id);

/* Visits records in key order (ids ascending) whose id begins with `prefix` (""
 * for all), newest versions only; `visit` returns FALSE to stop. The record is
 * borrowed for the call. FALSE with error when reading failed. */
typedef gboolean (*KiriVisit)(gconstpointer record, gpointer data);
gboolean kiri_store_each(KiriStore *store, KiriNoun noun, const char *prefix, KiriVisit visit,
                         gpointer data, GError **error);
/* All of them as an array that owns its records (transfer full). */
GPtrArray *kiri_store_list(KiriStore *store, KiriNoun noun, const char *prefix, GError **error);
guint64 kiri_store_count(KiriStore *store, KiriNoun noun);
/* Expands a unique beginning of an id (≥ 4 characters, or the whole id).
 * NOT_FOUND, or USAGE when it is ambiguous or too short. (transfer full) */
char *kiri_store_find_id(KiriStore *store, KiriNoun noun, const char *beginning, GError **error);

/* ---- batches ---- */

typedef struct KiriBatch KiriBatch;

KiriBatch *kiri_batch_begin(KiriStore *store);
void kiri_batch_cancel(KiriBatch *batch); // nothing was written; NULL does nothing
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriBatch, kiri_batch_cancel)
/* Writes everything with sync and frees the batch, whether it succeeds or not.
 * After an error IO the store refuses all further commits (close it). */
gboolean kiri_batch_commit(KiriBatch *batch, GError **error);
guint kiri_batch_size(const KiriBatch *batch); // operations so far

/* Puts a record under its own id; `record` stays the caller's. Equal to what is
 * stored: nothing is written, nothing logged, FALSE is returned; TRUE when it is
 * a change. The `version` of articles, releases, topics and media counts here: previous
 * + 1 for a change, else the stored one; it is set in `record` too.
 *
 * Stored, but no visible change (FALSE, no log entry): a source whose polling
 * state alone differs; a clip of which only score_log_seq does.
 *
 * Articles: fetch time, source, sources, evidence and version are not compared.
 * Equal otherwise: the stored article stays as it is, except that its `sources`
 * gain those that named it now (stored, no log entry, no new version). Changed:
 * the older version is kept, `sources` are those of both, `source` stays the
 * first one. One without an `appearance` keeps that of the stored one.
 *
 * A batch sees its own puts: of several for one id the last one counts, as one
 * log entry. Where batches of two threads meet, the decision is taken again at
 * the commit. */
gboolean kiri_batch_put(KiriBatch *batch, KiriNoun noun, gpointer record);
/* A source has two authors, people and polls, and both may be at work at once.
 * kiri_batch_put() of a source that is stored says what people want of it; the
 * polling state stays as stored, but that a next_due which is not set makes it
 * due. kiri_batch_put_source_state() says what a poll found; everything else stays
 * as stored (a kind AUTO and a missing title are filled in, and a wish for older
 * entries ends when backfill_at says so), and a source that was deleted meanwhile
 * stays deleted. */
void kiri_batch_put_source_state(KiriBatch *batch, KiriSource *source);
/* An article goes with its older versions; its fingerprints stay until the link
 * stage has seen it go. What is not there is deleted without a trace. */
void kiri_batch_delete(KiriBatch *batch, KiriNoun noun, const char *id);
/* Raw page under its key (hash of URL and body, set to `key`), zstd-compressed;
 * writing the same page twice writes it once, with the envelope of the first
 * time. The HTTP envelope is kept for WARC export. A page above 64 MiB makes the
 * commit fail with LIMIT. */
typedef struct {
    char *url;
    char *content_type;
    char *headers; // raw response headers, NULL for files
    char *request; // request line and fields as sent; NULL when unknown
    char *peer;    // numeric address that answered; NULL when unknown or behind a proxy
    gint64 status;
    KiriTime fetched;
    GBytes *body;
} KiriPage;
KIRI_DECLARE_RECORD(KiriPage, page)
#define KIRI_PAGE_KEY_BYTES 33 // 32 hex digits and NUL
/* The key that a page has by its content. */
void kiri_page_make_key(const KiriPage *page, char key[KIRI_PAGE_KEY_BYTES]);
void kiri_batch_put_page(KiriBatch *batch, const KiriPage *page, char key[KIRI_PAGE_KEY_BYTES]);
/* Gives up the bytes; the key stays known, so that verify does not miss them. */
void kiri_batch_prune_page(KiriBatch *batch, const char *key);
/* The same, leaving behind what the page was: its SHA-256, when it went, and why (one
 * line). `page` is what lies under the key. */
void kiri_batch_give_up_page(KiriBatch *batch, const char *key, const KiriPage *page, KiriTime when,
                             const char *why);
/* The SHA-256 of a page that was given up, in hexadecimal; NULL: nobody wrote it down.
 * (transfer full) */
char *kiri_store_gone_sha256(KiriStore *store, const char *key);
/* Gives up the text of an article, in all its versions (KiriArticle.text_gone). FALSE
 * with error when reading failed. */
gboolean kiri_batch_give_up_text(KiriBatch *batch, KiriStore *store, const char *article,
                                 KiriTime when, GError **error);
/* Was a text ever given up here? */
gboolean kiri_store_has_gone_texts(KiriStore *store);
/* NULL without error when it is not there or was pruned. (transfer full) */
KiriPage *kiri_store_get_page(KiriStore *store, const char *key, GError **error);

/* Near-duplicate postings: fingerprint hash → article ids, for lineage. Replaces
 * those that the article had. */
void kiri_batch_put_fingerprints(KiriBatch *batch, const char *article, const guint64 *hashes,
                                 gsize n);
/* Article ids that share `hash`, at most `max`; NULL-terminated (transfer full). */
char **kiri_store_fingerprint_articles(KiriStore *store, guint64 hash, guint max);
/* All articles that have any of these `hashes`, which rise: for each its place in
 * `hashes`, the article, borrowed for the call, and how many fingerprints that one has (0:
 * not on record). The rest of a hash is left out once the answer is FALSE. Hashes that
 * nobody has cost next to nothing. */
typedef gboolean (*KiriPrintVisit)(gsize at, const char *article, guint prints, gpointer data);
void kiri_store_each_sharing(KiriStore *store, const guint64 *hashes, gsize n, KiriPrintVisit visit,
                             gpointer data);
/* The fingerprints of an article, rising: guint64 (transfer full). */
GArray *kiri_store_fingerprints_of(KiriStore *store, const char *article);

/* ---- log and cursors ---- */

typedef struct {
    guint64 seq;
    KiriNoun noun;
    char *id; // borrowed for the visit
    gint64 version;
    gboolean is_delete;
} KiriLogEntry;

guint64 kiri_store_log_end(KiriStore *store); // seq of the last entry, 0 = empty
guint64 kiri_store_log_low(KiriStore *store); // the oldest entry still there, 1 at first
/* Entries with seq > `after`, in order, at most `max`, until `visit` returns
 * FALSE. Returns the last seq visited, or `after`. Compare `after` with log_low
 * first: entries that were trimmed are passed over. */
typedef gboolean (*KiriLogVisit)(const KiriLogEntry *entry, gpointer data);
guint64 kiri_store_log_each(KiriStore *store, guint64 after, guint max, KiriLogVisit visit,
                            gpointer data);
/* Forgets the entries up to and with `up_to`. */
gboolean kiri_store_trim_log(KiriStore *store, guint64 up_to, GError **error);
/* Cursors of stages: "link", "score", …; the index keeps its own. */
guint64 kiri_store_cursor(KiriStore *store, const char *stage);
void kiri_batch_set_cursor(KiriBatch *batch, const char *stage, guint64 seq);
/* Small named values beside the nouns ("generation", …). (transfer full) */
char *kiri_store_meta(KiriStore *store, const char *name);
void kiri_batch_set_meta(KiriBatch *batch, const char *name, const char *value);

/* ---- secondary looks, each one ordered scan ---- */

/* Articles of a medium published in [from_us, to_us): how many. For "articles
 * that month". An article without publication time counts at its fetch time,
 * here and in kiri_store_published_between(). */
guint64 kiri_store_count_published(KiriStore *store, const char *medium, gint64 from_us,
                                   gint64 to_us);
/* Ids of articles by falling publication time within [from_us, to_us).
 * NULL-terminated (transfer full): g_strfreev. */
char **kiri_store_published_between(KiriStore *store, gint64 from_us, gint64 to_us);
/* The same of one medium. */
char **kiri_store_published_of(KiriStore *store, const char *medium, gint64 from_us, gint64 to_us);
/* URLs with due ≤ now, oldest first, at most `max`: state DUE, and DONE where a
 * known article is to be looked at again. KiriUrlRecord (transfer full). */
GPtrArray *kiri_store_due_urls(KiriStore *store, gint64 now_us, guint max);
/* The same by their addresses alone, from (from_us, from_url) on (NULL: from the
 * first one of that instant) and before to_us, until `visit` returns FALSE. */
typedef gboolean (*KiriDueVisit)(const char *url, gint64 due_us, gpointer data);
void kiri_store_each_due(KiriStore *store, gint64 from_us, const char *from_url, gint64 to_us,
                         KiriDueVisit visit, gpointer data);
/* The URLs that the feed entry with this guid has had in that source, at most
 * `max`. NULL-terminated (transfer full): g_strfreev. */
char **kiri_store_urls_of_entry(KiriStore *store, const char *source, const char *entry_id,
                                guint max);
/* Clips of an article, a release or a topic. (transfer full) */
GPtrArray *kiri_store_clips_of(KiriStore *store, KiriNoun of, const char *id, GError **error);
/* The ids of the clips of a release, a topic, or a medium's month (`id` as
 * KiriScore.month), rising. NULL-terminated (transfer full): g_strfreev. */
char **kiri_store_clip_ids(KiriStore *store, KiriNoun of, const char *id);
/* Articles with this word in the row of their event (KiriEvent.words), in order of
 * time (an article without an exact time stands there more than once, a week apart,
 * throughout its span), within [from_us, to_us), until `visit` returns FALSE. */
typedef gboolean (*KiriWordVisitor)(gint64 us, const char *article, gpointer data);
void kiri_store_each_with_word(KiriStore *store, guint64 word, gint64 from_us, gint64 to_us,
                               gboolean is_backward, KiriWordVisitor visit, gpointer data);
/* The same backward for many words in one go, which costs the least when they rise:
 * `visit` gets the place of the span, and returns FALSE to go on with the next one. */
typedef struct {
    guint64 word;
    gint64 from_us, to_us;
} KiriWordSpan;
typedef gboolean (*KiriSpanVisitor)(gsize at, gint64 us, const char *article, gpointer data);
void kiri_store_each_in_spans(KiriStore *store, const KiriWordSpan *spans, gsize n,
                              KiriSpanVisitor visit, gpointer data);
/* The event that an article, or the root of which it is a copy, belongs to: the id of
 * the event's first article, which may be its own. (transfer full); NULL with error. */
char *kiri_store_event_of(KiriStore *store, const char *article, GError **error);
/* The other articles of the event of this first one, by time, then id; an empty list
 * where it is alone. NULL-terminated (transfer full): g_strfreev. */
char **kiri_store_event_articles(KiriStore *store, const char *event);
/* All verdicts: clip id → KiriVerdict, which the table owns (transfer full). They were
 * made by hand, so they are few; for readers of many clips. */
GHashTable *kiri_store_verdicts(KiriStore *store, GError **error);
/* The article of this medium with this content hash, or NULL. For articles whose
 * medium is unknown give the registrable domain of the URL as `medium`.
 * (transfer full) */
char *kiri_store_article_by_content(KiriStore *store, const char *medium, const char *content_hash);
/* The medium that owns a host and path by its domains: the longest host first
 * ("news.example.jp" before "example.jp"), then the longest path ("example.jp/a/b"
 * before "example.jp/a", whole segments). Removed media own nothing. NULL when
 * none does. (transfer full) */
char *kiri_store_medium_of_url(KiriStore *store, const char *url);

/* ---- care ---- */

/* Cross-checks of every family; each problem is one line that is added to
 * `problems` (char *, owned by the array: make it with g_free), at most about a
 * thousand. FALSE with error when it could not be done. Commits wait for it. */
gboolean kiri_store_verify(KiriStore *store, GPtrArray *problems, GError **error);

/* A consistent copy of the store into the workspace folder `to_dir` (EXISTS when
 * that has one), beside which this store goes on. For backups. */
gboolean kiri_store_checkpoint(KiriStore *store, const char *to_dir, GError **error);

/* All records as JSON Lines with `type`, sorted by noun and id, without what may
 * differ between a run that was disturbed and one that was not: runs, times of
 * fetching, polling and adding, due times, which source came first, evidence
 * keys, failure counters. `write` gets each line with its line end, and FALSE
 * from it (with error) ends the export. */
typedef gboolean (*KiriLineSink)(KiriStr line, gpointer data, GError **error);
gboolean kiri_store_export_canonical(KiriStore *store, KiriLineSink write, gpointer data,
                                     GError **error);
