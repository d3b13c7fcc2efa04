// SPDX-License-Identifier: GPL-3.0-or-later
/* The handover (引継書): what whoever takes over must know that stands in no report: the
 * topics with their reasons, what was learned from verdicts, what is still open and with
 * whom, contracts that end, what is missing in the ledger, what does not work, and who
 * gets what.
 *
 * Everything is as it stands now; counts of what was done are those of the fiscal year.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include <kirinuki/fiscal.h>
#include <kirinuki/report.h>

/* A word that verdicts taught. */
typedef struct {
    char *word;
    gint64 accepted, rejected; // stories
    gdouble weight;            // below 0: it speaks against
} KiriHandoverTerm;
KIRI_DECLARE_RECORD(KiriHandoverTerm, handover_term)

/* A topic, or a release from which something was learned. */
typedef struct {
    gboolean is_topic;
    char *id, *name;
    char *query, *exclude, *variants; // of a topic: what it asks
    char **media;                     // … and where; NULL: everywhere
    char *section, *owner, *notes;    // 担当課, who looks after it, why it is so
    gboolean is_comparison;
    KiriTime added;
    gint64 clips_year, clips;  // that count: published in the fiscal year, and ever
    gint64 to_review;          // 要確認
    KiriTime oldest_review;    // publication of the oldest of these
    gint64 accepted, rejected; // decided stories, of all time
    gboolean is_learning, is_learning_off;
    gdouble alpha, beta;
    GPtrArray *terms; // KiriHandoverTerm
} KiriHandoverSubject;
KIRI_DECLARE_RECORD(KiriHandoverSubject, handover_subject)

/* What one person decided in the fiscal year, by the journal of the verdicts. */
typedef struct {
    char *name; // NULL: nobody signed
    gint64 accepted, rejected, classed, toned, noted, handled, imported, entered, valued, undone;
    gint64 changes; // all of it, other kinds too
    KiriTime last;
} KiriHandoverPerson;
KIRI_DECLARE_RECORD(KiriHandoverPerson, handover_person)

/* Something that is under way: 未対応, 照会中, 訂正申入れ済. */
typedef struct {
    char *clip, *title, *url, *medium, *subject;
    KiriTime published;
    gint status; // KiriHandlingStatus
    char *section, *handler, *memo;
    KiriTime since; // when that was said
} KiriHandoverOpen;
KIRI_DECLARE_RECORD(KiriHandoverOpen, handover_open)

typedef struct {
    char *id, *medium, *name;
    gint contract; // KiriContract
    KiriTime valid_from, valid_to;
    gboolean is_ended, ends_soon; // within KIRI_HANDOVER_SOON_DAYS
    gboolean allows_body, allows_picture;
    gint64 copies, terminals;
    char *note;
} KiriHandoverContract;
KIRI_DECLARE_RECORD(KiriHandoverContract, handover_contract)

enum { KIRI_HANDOVER_SOON_DAYS = 90 };

/* A medium of which the ledger has no rate for a form it appears in. */
typedef struct {
    char *medium, *name, *form;
} KiriHandoverRate;
KIRI_DECLARE_RECORD(KiriHandoverRate, handover_rate)

/* A source that does not work, or is switched off; or a rule that stopped matching. */
typedef struct {
    char *id, *title, *url, *problem; // in Japanese
    gboolean is_disabled, is_rule;
} KiriHandoverSource;
KIRI_DECLARE_RECORD(KiriHandoverSource, handover_source)

/* Who gets what, and when. */
typedef struct {
    gboolean is_alert;
    char *name, *subject; // release or topic; NULL: all
    char **to, **attach;  // of a digest
    char *at;             // "07:30"; NULL: by hand, or at once
    gboolean is_off;
    KiriTime last; // when one was made
} KiriHandoverMailing;
KIRI_DECLARE_RECORD(KiriHandoverMailing, handover_mailing)

typedef struct {
    gint64 fiscal_year;
    KiriTime made;
    gint64 releases_year; // announced in it
    gint64 clips_year;    // clips that count, published in it; ties, not articles
    gint64 decided;       // of these: a person decided
    gint64 reviews;       // open 要確認 of any time
    GPtrArray *topics;    // KiriHandoverSubject
    GPtrArray *releases;  // KiriHandoverSubject: with lessons, or with open reviews
    GPtrArray *people;    // KiriHandoverPerson, most changes first
    GPtrArray *open;      // KiriHandoverOpen, longest open first
    GPtrArray *contracts; // KiriHandoverContract, by their end
    GPtrArray *rates;     // KiriHandoverRate
    GPtrArray *sources;   // KiriHandoverSource
    GPtrArray *mailings;  // KiriHandoverMailing
    char **settings;      // "key = value", those that are not as shipped
} KiriHandover;
KIRI_DECLARE_RECORD(KiriHandover, handover)

typedef struct {
    gint fiscal_year;
    gint64 now_us;
    gint64 stale_days; // of the ledger check
    char **settings;   // copied; NULL: none
} KiriHandoverQuery;

/* Errors: what the store says. Cost: one look at the article of each clip. (transfer
 * full) */
KiriHandover *kiri_handover_make(KiriStore *store, const KiriHandoverQuery *query, GError **error);
/* As kiri_comparison_write(). */
gboolean kiri_handover_write(const KiriHandover *handover, const KiriReportFormat *format,
                             const KiriReportOptions *options, KiriReportSink sink, gpointer data,
                             GError **error);
