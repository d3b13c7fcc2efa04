// SPDX-License-Identifier: GPL-3.0-or-later
/* Which organisations does a text name, and are they ours?
 *
 * Each organisation has its full name and its aliases. An alias that is short or
 * an ordinary word may mean something else; how likely that is follows from its
 * form, from its neighbours in the text (another name spelled out beside the
 * abbreviation), and from other forms of the same organisation nearby.
 *
 * Thread rule: built by one thread, then read from any. */
#pragma once

#include "topics/automaton.h"
#include "match/doc.h"

typedef struct KiriNames KiriNames;

KiriNames *kiri_org_names_new(void);
void kiri_org_names_free(KiriNames *names);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriNames, kiri_org_names_free)
/* A number for the organisation with this full name and these other forms
 * (`aliases` NULL: none); the same forms give the same number, other forms of the
 * same name another: what one release calls itself must not change what another
 * article is taken to name. The name without its legal form (株式会社 …) is an
 * alias. -1 when the name is empty. */
gint kiri_org_names_add(KiriNames *names, const char *full_name, const char *const *aliases);
/* Visits the N-forms of an organisation. */
void kiri_org_names_each_form(const KiriNames *names, gint organisation,
                              void (*visit)(KiriStr n_form, gpointer data), gpointer data);
void kiri_org_names_build(KiriNames *names);

/* One organisation in one text. */
typedef struct {
    gint organisation;
    gdouble probability; // that the forms mean this organisation
    char **forms;        // as they occur, N-form, each once, in order of the text
    gboolean in_title;
    gboolean in_lead;  // in its first sentences
    gboolean in_first; // in the very first one
    gboolean is_full;  // the full name occurs
} KiriNamed;
void kiri_named_clear(gpointer named); // KiriNamed

/* KiriNamed by rising organisation (transfer full). `site` is the name of the
 * page's site, or NULL. `has_context` says for an
 * organisation whether the text shares the matter of one of its releases: then an
 * ambiguous form is believed sooner. NULL: never. */
GArray *kiri_org_names_find(const KiriNames *names, const KiriDoc *doc, const char *site,
                            gboolean (*has_context)(gint organisation, gpointer data),
                            gpointer data);
const KiriNamed *kiri_named_get(const GArray *named, gint organisation); // or NULL

/* The organisation that a text without a sender speaks of: a company with its
 * legal form, or an office, near the top. NULL when none is seen (transfer
 * full). */
char *kiri_organisation_guess(KiriStr title, KiriStr text);

/* An N-form without its legal form (株式会社 …); NULL when it has none (transfer
 * full). */
char *kiri_name_without_legal_form(const char *n_name);

/* 0–1: how likely a form means something else, by its shape alone. */
gdouble kiri_form_ambiguity(KiriStr n_form);
