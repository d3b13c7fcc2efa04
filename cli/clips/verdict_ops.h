// SPDX-License-Identifier: GPL-3.0-or-later
/* What several commands do with verdicts.
 *
 * Thread rule: as cli.h. */
#pragma once

#include "cli.h"

/* Verdicts that are to be written together, all or none. */
typedef struct {
    KiriStore *store;
    KiriTime now;
    const char *by;      // who decides; NULL: nobody is named
    GHashTable *changed; // clip id → KiriVerdict
    GPtrArray *clips;    // KiriClip: those that are new
} KiriVerdictEdit;

void kiri_verdict_edit_init(KiriVerdictEdit *e, KiriCli *cli, KiriStore *store, const char *by);
void kiri_verdict_edit_clear(KiriVerdictEdit *e);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(KiriVerdictEdit, kiri_verdict_edit_clear)

/* The clip with this beginning of an id, or with that of its article in front of the
 * dot (9682b102.R-1, as 'clips' shows both); the error names the next step. */
KiriClip *kiri_verdict_find_clip(KiriStore *store, const char *beginning, GError **error);
/* The verdict on a clip as this edit has it so far: a copy, or a new one.
 * (transfer full) */
KiriVerdict *kiri_verdict_edit_get(KiriVerdictEdit *e, const char *clip, GError **error);
/* Takes the changed verdict over; FALSE where it says what is stored. */
gboolean kiri_verdict_edit_put(KiriVerdictEdit *e, KiriVerdict *verdict, KiriAction action);
/* Ties an article to a release by a person's word: a new clip where there is none, and
 * the clip `from` (NULL: none) says where the article belongs, if it is one of another
 * release. FALSE with error where reading failed. */
gboolean kiri_verdict_edit_link(KiriVerdictEdit *e, const char *article, const char *release,
                                const KiriClip *from, GError **error);
/* Is there a clip with this id, stored or new in this edit? */
gboolean kiri_verdict_edit_knows(const KiriVerdictEdit *e, const char *clip);
/* Puts all into a batch and begins anew; how many changed is `*count`. */
void kiri_verdict_edit_write(KiriVerdictEdit *e, KiriBatch *batch, guint *count);
/* Writes all; how many changed is `*count`. */
gboolean kiri_verdict_edit_commit(KiriVerdictEdit *e, guint *count, GError **error);

/* A person's word about a decision: the members that belong together. `class_` -1: as
 * it is; by and when come from the edit. */
void kiri_verdict_decide(KiriVerdictEdit *e, KiriVerdict *v, KiriDecision decision);
void kiri_verdict_classify(KiriVerdictEdit *e, KiriVerdict *v, KiriClass class_);
/* Sets or empties a text member; "" empties. */
void kiri_verdict_set_text(char **member, const char *value);
/* 対応. Each may be NULL or NONE: as it is. The time is `at`, or the edit's. */
void kiri_verdict_handle(KiriVerdictEdit *e, KiriVerdict *v, KiriHandlingStatus status,
                         const char *person, const char *memo, KiriTime at);

/* The class as people say it; programs get its code. Static. */
const char *kiri_class_word(gint class_);
/* The journal and the standing of a clip, for people. */
void kiri_verdict_print(const KiriClip *clip, const KiriVerdict *verdict);
