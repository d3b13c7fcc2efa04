// SPDX-License-Identifier: GPL-3.0-or-later
/* The digest (配信): a summary as a mail, as text and as HTML that say the same.
 *
 * Headline, medium, time, class and link of each clip, the counts over exactly these,
 * and what may be missing; no body text, whatever is on record. Both forms are made of
 * the same rows. Nothing of it depends on the clock but the moment that the summary
 * was made at.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include <kirinuki/mailing.h>
#include <kirinuki/report.h>

/* Most rows of one mail; what is left out is said. */
enum { KIRI_DIGEST_ROWS = 500 };

typedef struct {
    KiriReportLang lang;
    KiriEra era;
    const char *section;         // 課名; NULL: none
    const char *handling;        // 取扱区分; NULL: none
    const KiriMailing *mailing;  // clips that it was told are left out; NULL: all are in
    const char *const *attached; // names of files that go along; NULL: none
    const char *unsubscribe;     // as in mail.h; NULL: none
} KiriDigestOptions;

typedef struct {
    char *title, *url, *medium, *when, *what; // url NULL: it cannot be read anywhere
    char *remarks;                            // 要確認、発表との相違; "" for none
    guint number, origin;   // in the digest, from 1; that it was copied from, 0: none
    gboolean is_known_copy; // of a piece that an earlier digest told
    gboolean is_late;       // published before the last digest, and not known then
} KiriDigestRow;

typedef struct {
    char *subject, *text, *html;
    GPtrArray *rows;                   // KiriDigestRow
    guint total, unique, media, tier1; // 総件数, 実件数, 媒体, うち重点媒体
    GPtrArray *clips;                  // ids of all clips that are told by now (char *)
    char key[33];                      // equal for equal content; the moment is not part of it
} KiriDigest;

/* Errors: those of kiri_summary_each(). (transfer full) */
KiriDigest *kiri_digest_make(const KiriSummary *summary, const KiriDigestOptions *options,
                             GError **error);
void kiri_digest_free(KiriDigest *digest);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriDigest, kiri_digest_free)

/* What people call the medium of an article: by the ledger (NULL: not in it), else as the
 * site calls itself, else its host. One line; (transfer full) */
char *kiri_digest_medium(const KiriMedium *medium, const KiriArticle *article);

/* ---- one clip at once ---- */

/* What an alert (速報通知) says of a clip. All borrowed. */
typedef struct {
    const char *alert;   // its name
    const char *subject; // title of the release or name of the topic; NULL: neither
    const char *title, *medium, *url;
    KiriTime published;
    KiriClass class_;
    gboolean needs_review, has_contradictions;
    gboolean is_test; // made by hand to try the way
} KiriNotice;

/* The JSON that a webhook takes: for Slack (mrkdwn, its three signs escaped), Teams
 * (an adaptive card in a message) or any other. `kind` is KIRI_POST_… of outbox.h.
 * (transfer full) */
char *kiri_notice_json(const KiriNotice *notice, gint kind, KiriReportLang lang);
/* The same for a message that is about no clip; `type` is for programs. (transfer full) */
char *kiri_message_json(gint kind, const char *type, const char *heading, const char *text);
/* One line: 「見出し」媒体. (transfer full) */
char *kiri_notice_line(const KiriNotice *notice, KiriReportLang lang);
