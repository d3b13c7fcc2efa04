// SPDX-License-Identifier: GPL-3.0-or-later
/* How much of an article is about us (関連部分), sentence by sentence, each with the
 * reason:
 *
 *   name       it names the organisation (full name, alias, 厚労相 for 厚労省)
 *   matter     it names what the release is about (alias, keyword), or the topic
 *   reference  同省, 当局, 町は …: the last body of that kind that was named is ours
 *   person     担当者, 社長, 知事 …: likewise
 *   quote      it goes on with what one of ours is quoted with
 *   between    it stands between two sentences about us in one paragraph, and names
 *              nobody else
 *
 * Names are looked for in N-text, as the keyword promise of normalize.h says.
 *
 * Thread rule: any thread. */
#pragma once

#include <kirinuki/article.h>
#include <kirinuki/clip.h>
#include <kirinuki/release.h>

typedef struct KiriToneWords KiriToneWords;

typedef enum {
    KIRI_ABOUT_NOT,
    KIRI_ABOUT_NAME,
    KIRI_ABOUT_MATTER,
    KIRI_ABOUT_REFERENCE,
    KIRI_ABOUT_PERSON,
    KIRI_ABOUT_QUOTE,
    KIRI_ABOUT_BETWEEN,
    KIRI_N_ABOUTS
} KiriAbout;
extern const char *const kiri_about_names[]; // not, name, matter, reference, …

/* A sentence of the text. */
typedef struct {
    gint64 from, to; // bytes of the text
    gint64 paragraph;
    gint about; // KiriAbout
    char *word; // by which it is, as N-text; NULL where none
} KiriAboutSentence;
KIRI_DECLARE_RECORD(KiriAboutSentence, about_sentence)

/* Whom or what it is to be about. Either of `release` and `topic_words` may be NULL;
 * with topic words, they alone count. `words` may be NULL: then bodies of others are
 * told by their form alone (…省, …社). All borrowed. */
typedef struct {
    const char *name;
    char **aliases;
    const KiriRelease *release;
    char **topic_words;
    const KiriToneWords *words;
} KiriShareTarget;

typedef struct {
    gint64 sentences, about_us;
    gint64 lead_sentences, lead_about_us; // the lead: the first two sentences
    gint64 namings;                       // in headline and text: names, matter, references
    gint64 first_sentence;                // from 1, the first that is about us; 0: none
    gdouble first_place;                  // 0–1, of the text; 1 where none
    gboolean in_headline, in_lead;
    gboolean has_caption; // a caption of a picture is about us
    GPtrArray *of;        // KiriAboutSentence, all sentences in order
} KiriShare;
void kiri_share_clear(KiriShare *share);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(KiriShare, kiri_share_clear)

/* Linear in the text for a fixed number of names. `share` is cleared before. */
void kiri_share_of(const KiriArticle *article, const KiriShareTarget *target, KiriShare *share);
/* 0–1; 0 for an article without sentences. */
gdouble kiri_share_value(const KiriShare *share);
gdouble kiri_share_lead(const KiriShare *share);
