// SPDX-License-Identifier: GPL-3.0-or-later
/* Organisations and groups of people in a sentence: ours, those of others, and who is
 * only called by what he is (野党, 専門家, 住民). Back references (同省, 同社, 同町, 市は,
 * 担当者) go to the last body of their kind that was named.
 *
 * What is looked at is N-text, sentence by sentence.
 *
 * Thread rule: any thread; the tables are read only. */
#pragma once

#include <kirinuki/share.h>

#include "word_table.h"

/* Kinds of bodies; a body may be of several. */
typedef enum {
    KIRI_BODY_MINISTRY = 1 << 0,
    KIRI_BODY_AGENCY = 1 << 1,
    KIRI_BODY_PREFECTURE = 1 << 2,
    KIRI_BODY_CITY = 1 << 3,
    KIRI_BODY_WARD = 1 << 4,
    KIRI_BODY_TOWN = 1 << 5,
    KIRI_BODY_VILLAGE = 1 << 6,
    KIRI_BODY_COMPANY = 1 << 7,
    KIRI_BODY_BANK = 1 << 8,
    KIRI_BODY_PARTY = 1 << 9,
    KIRI_BODY_COMMITTEE = 1 << 10,
    KIRI_BODY_ASSOCIATION = 1 << 11,
    KIRI_BODY_CORPORATION = 1 << 12, // 機構, 法人, 財団
    KIRI_BODY_UNIVERSITY = 1 << 13,
    KIRI_BODY_SCHOOL = 1 << 14,
    KIRI_BODY_HOSPITAL = 1 << 15,
    KIRI_BODY_POLICE = 1 << 16,
    KIRI_BODY_INSTITUTE = 1 << 17, // 研究所, センター
    KIRI_BODY_COURT = 1 << 18,
    KIRI_BODY_GROUP = 1 << 19, // called by what they are
    KIRI_BODY_ANY = (1 << 20) - 1
} KiriBodyKinds;

/* By the form of an N-name; COMPANY where nothing is to be seen. */
KiriBodyKinds kiri_body_kinds(KiriStr n_name);

/* Whom a mention means. */
typedef enum {
    KIRI_WHO_US,
    KIRI_WHO_MATTER, // not us, but what we announced, or the topic's words
    KIRI_WHO_OTHER,
} KiriWho;

typedef struct {
    gsize from, to; // N-bytes of the sentence
    KiriWho who;
    KiriBodyKinds kinds;
    KiriSpeaker speaker;
    gboolean is_reference, is_person;
    gboolean is_place; // "海辺町内", "海辺町民": names us and is somebody else
} KiriMention;

/* Our names in N-form, and the words of the matter. */
typedef struct {
    GPtrArray *names, *words;
    KiriBodyKinds kinds;
    gboolean is_topic; // the words are all there is
} KiriOurNames;
void kiri_our_names_init(KiriOurNames *ours, const KiriShareTarget *target);
void kiri_our_names_clear(KiriOurNames *ours);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(KiriOurNames, kiri_our_names_clear)

/* What was named so far. */
typedef struct {
    GArray *recent; // of Recent; private
} KiriNamedSoFar;
void kiri_named_so_far_init(KiriNamedSoFar *named);
void kiri_named_so_far_clear(KiriNamedSoFar *named);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(KiriNamedSoFar, kiri_named_so_far_clear)

/* Tables of names and groups, in one. `value` of a word: see bodies_find.c. */
typedef struct KiriBodyTables KiriBodyTables;
KiriBodyTables *kiri_body_tables_new(void);
void kiri_body_tables_free(KiriBodyTables *tables);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriBodyTables, kiri_body_tables_free)
void kiri_body_tables_add_name(KiriBodyTables *tables, const char *name);
void kiri_body_tables_add_group(KiriBodyTables *tables, const char *word, KiriSpeaker speaker);
void kiri_body_tables_build(KiriBodyTables *tables);

/* KiriMention by rising place, without overlaps (transfer full); adds them to `named`.
 * `tables` may be NULL: then forms alone tell bodies of others. */
GArray *kiri_mentions_find(KiriStr n_sentence, const KiriOurNames *ours,
                           const KiriBodyTables *tables, KiriNamedSoFar *named);
