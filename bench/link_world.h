// SPDX-License-Identifier: GPL-3.0-or-later
/* Releases and articles without end, the same ones every time: sentences of real
 * texts, shuffled among texts of one topic, in which one name of three is put in
 * place of another of the same topic. So words are as frequent, and texts of a topic
 * as alike, as in the texts they were taken from, but no two releases are the same.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include <kirinuki/article.h>
#include <kirinuki/release.h>

typedef struct LinkWorld LinkWorld;

/* Files: lines of JSON with id, title and text. A topic is the beginning of an id
 * before its last part where ids have three, else the first name in the title.
 * (transfer full) */
LinkWorld *link_world_load(char **paths, GError **error);
void link_world_free(LinkWorld *w);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LinkWorld, link_world_free)

/* Announced on a day of five years, by one of 2,000 organisations. (transfer full) */
KiriRelease *link_world_release(const LinkWorld *w, guint number);
/* Six in ten tell of one of the first `releases` releases, some days behind it: *of is
 * its number, else -1. The others tell of something of which there is no release. One
 * With `last_days`, of releases of the last so many days alone (0: of any). One
 * article in ten is dated to the month, one in twenty to the year, one in fifty not at
 * all. (transfer full) */
KiriArticle *link_world_article(const LinkWorld *w, guint number, guint releases, guint last_days,
                                gint *of);
/* One of this release. (transfer full) */
KiriArticle *link_world_telling(const LinkWorld *w, guint number, guint release);
/* News of a day, `a_day` of them to each, the first of five years begun with: what is said
 * is made of pieces of sentences of one topic, so that set phrases are as frequent as in
 * real texts but few texts share more than these. One in twenty is a copy of one of the
 * 2,000 before it, as a rule with its end cut off. (transfer full) */
KiriArticle *link_world_story(const LinkWorld *w, guint number, guint a_day);
/* The id of a release: "R-" and its number in eight digits. */
char *link_world_release_id(guint number);
