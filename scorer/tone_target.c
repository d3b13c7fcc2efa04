// SPDX-License-Identifier: GPL-3.0-or-later
/* Whom a word is about follows from the particles behind the bodies in front of it.
 *
 *   act    野党は厚労省の対応を批判した    the object, else the one the text is on, but
 *                                          not the subject: 厚労省は業者を批判した
 *   self   厚労省が謝罪した                the subject, else the owner
 *   state  厚労省の説明は不十分だ          the nearest of them
 *   event  厚労省の職員を逮捕              the object or the subject, and nobody who is not
 *                                          named; 警視庁が逮捕した is no tone about it
 *
 * Residents, experts and parties speak; criticism near them is not of them. A noun that
 * is an act becomes a state where nobody does it: 対応に批判が出た. */
#include "tone_target.h"

#include <kirinuki/normalize.h>

#include <string.h>

void kiri_tone_side_init(KiriToneSide *side, const KiriReadSentence *sentence)
{
    *side = (KiriToneSide){.sentence = sentence, .n = {sentence->n, sentence->n_bytes}, .trust = 1};
    side->quotes = kiri_quotes(side->n, sentence->begins_quoted);
    side->markings = g_new0(KiriMarking, sentence->mentions->len + 1);
    for (guint i = 0; i < sentence->mentions->len; i++)
        side->markings[i] =
            kiri_marking(side->n, g_array_index(sentence->mentions, KiriMention, i).to);
}

void kiri_tone_side_clear(KiriToneSide *side)
{
    g_clear_pointer(&side->quotes, g_array_unref);
    g_clear_pointer(&side->markings, g_free);
}

static const KiriMention *mention(const KiriToneSide *side, guint i)
{
    return &g_array_index(side->sentence->mentions, KiriMention, i);
}

/* A quote of some length; a word in brackets is part of the sentence around it. */
static const KiriQuoted *quote_at(const KiriToneSide *side, gsize at)
{
    const KiriQuoted *q = kiri_quote_at(side->quotes, at);
    return q && !q->is_short ? q : NULL;
}

static gboolean is_speaker_only(const KiriMention *m)
{
    return m->who == KIRI_WHO_OTHER && m->speaker != KIRI_SPEAKER_OTHER &&
           m->speaker != KIRI_SPEAKER_AUTHORITY && m->speaker != KIRI_SPEAKER_NOBODY;
}

/* Can it be what a word is about? */
static gboolean is_target(const KiriMention *m)
{
    return m->kinds && !m->is_place && !is_speaker_only(m) &&
           !(m->who == KIRI_WHO_OTHER && m->is_reference && m->is_person);
}

static gboolean is_us(const KiriMention *m)
{
    return m->who != KIRI_WHO_OTHER;
}

static gboolean is_subject(KiriMark mark)
{
    return mark == KIRI_MARK_TOPIC || mark == KIRI_MARK_SUBJECT;
}

/* ---- who speaks ---- */

static KiriSpeaker speaker_of(const KiriToneSide *side, const KiriQuoted *q)
{
    KiriSpeaker after = KIRI_SPEAKER_NOBODY, before = KIRI_SPEAKER_NOBODY;
    for (guint i = 0; i < side->sentence->mentions->len; i++) {
        const KiriMention *m = mention(side, i);
        KiriMark mark = side->markings[i].mark;
        if (quote_at(side, m->from) || !m->kinds || m->who == KIRI_WHO_MATTER ||
            m->speaker == KIRI_SPEAKER_NOBODY)
            continue;
        gboolean speaks = is_subject(mark) || mark == KIRI_MARK_SOURCE;
        if (m->to <= q->from && speaks)
            before = m->speaker;
        else if (m->from >= q->to && speaks && after == KIRI_SPEAKER_NOBODY)
            after = m->speaker;
    }
    if (before != KIRI_SPEAKER_NOBODY)
        return before;
    if (after != KIRI_SPEAKER_NOBODY)
        return after;
    return side->sentence->begins_quoted && side->quoted != KIRI_SPEAKER_NOBODY
               ? side->quoted
               : KIRI_SPEAKER_UNNAMED;
}

/* ---- whom it is about ---- */

typedef enum { TARGET_NONE, TARGET_US, TARGET_OTHER } Target;

static Target target_of(const KiriMention *m)
{
    return is_us(m) ? TARGET_US : TARGET_OTHER;
}

static gboolean is_same_zone(const KiriToneSide *side, const KiriMention *m, const KiriQuoted *q)
{
    return quote_at(side, m->from) == q;
}

/* The noun that the word is an attribute of: 不正を働いた業者, ずさんな同社の管理. */
static Target head_target(const KiriToneSide *side, const KiriToneHit *hit)
{
    enum { MOST_KANA = 6 };
    static const char particles[] = "がをはにもでとへや";
    gsize at = hit->to;
    for (guint i = 0; i < MOST_KANA && at < side->n.n; i++) {
        gunichar c = g_utf8_get_char(side->n.p + at);
        if (kiri_char_class(c) != KIRI_CHAR_HIRAGANA || (i == 0 && g_utf8_strchr(particles, -1, c)))
            break;
        at += (gsize)g_utf8_skip[(guchar)side->n.p[at]];
    }
    for (guint i = 0; at > hit->to && i < side->sentence->mentions->len; i++)
        if (mention(side, i)->from == at && is_target(mention(side, i)))
            return target_of(mention(side, i));
    return TARGET_NONE;
}

/* Somebody else who does something behind the word: …と偽った疑いで画商の男が, or whom we
 * charge with it: 違法な残業をさせたとして、運送会社を. */
static gboolean has_other_behind(const KiriToneSide *side, gsize at)
{
    for (guint i = 0; i < side->sentence->mentions->len; i++) {
        const KiriMention *m = mention(side, i);
        KiriMark mark = side->markings[i].mark;
        if (m->from >= at && m->who == KIRI_WHO_OTHER && m->kinds && !quote_at(side, m->from) &&
            (is_subject(mark) || mark == KIRI_MARK_OBJECT || mark == KIRI_MARK_TOWARDS ||
             mark == KIRI_MARK_WITH || mark == KIRI_MARK_NONE))
            return TRUE;
    }
    return FALSE;
}

static gboolean is_charge(const KiriToneSide *side, gsize at)
{
    static const char *const deeds[] = {"公表し", "処分し", "指導し",      "勧告し",
                                        "警告し", "命じ",   "告発し",      "摘発し",
                                        "逮捕し", "解除し", "を求めて提訴"};
    const char *charge = g_strstr_len(side->n.p + at, (gssize)(side->n.n - at), "として");
    if (!charge)
        return FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(deeds); i++)
        if (strstr(charge, deeds[i]))
            return TRUE;
    return has_other_behind(side, (gsize)(charge - side->n.p));
}

/* Whose deed it is: the nearest subject in front, else the nearest owner. */
static Target subject_target(const KiriToneSide *side, const KiriToneHit *hit, const KiriQuoted *q,
                             gboolean takes_any)
{
    Target owner = TARGET_NONE;
    for (guint i = side->sentence->mentions->len; i-- > 0;) {
        const KiriMention *m = mention(side, i);
        const KiriMarking *k = &side->markings[i];
        if (m->to > hit->from || !m->kinds || !is_same_zone(side, m, q) ||
            k->mark == KIRI_MARK_SOURCE)
            continue;
        if (is_speaker_only(m)) { // 元社員が…, 男性は…: it is they who did it
            if (is_subject(k->mark) && !takes_any)
                return TARGET_OTHER;
            continue;
        }
        if (!is_target(m))
            continue;
        if (is_subject(k->mark) || (k->is_owner && (!k->at || k->at >= hit->from)))
            return is_us(m) && is_charge(side, hit->to) ? TARGET_OTHER : target_of(m);
        gboolean fits = k->is_owner ||
                        (takes_any && k->mark != KIRI_MARK_SOURCE && k->mark != KIRI_MARK_WITH) ||
                        k->mark == KIRI_MARK_NONE;
        if (owner == TARGET_NONE && fits)
            owner = target_of(m);
    }
    return owner == TARGET_US && !q && !takes_any && has_other_behind(side, hit->to) ? TARGET_OTHER
                                                                                     : owner;
}

/* To whom it is done. `*by_us`: we are who does it. */
static Target object_target(const KiriToneSide *side, const KiriToneHit *hit, const KiriQuoted *q,
                            gboolean *by_us)
{
    for (guint i = side->sentence->mentions->len; i-- > 0;) {
        const KiriMention *m = mention(side, i);
        const KiriMarking *k = &side->markings[i];
        if (m->to > hit->from || !m->kinds || !is_same_zone(side, m, q))
            continue;
        gboolean is_object = k->mark == KIRI_MARK_OBJECT || k->mark == KIRI_MARK_TOWARDS ||
                             (k->is_owner && !is_subject(k->mark));
        if (is_object && is_target(m))
            return target_of(m);
        if (is_subject(k->mark) && m->who == KIRI_WHO_US && !k->is_owner)
            *by_us = TRUE;
        else if (is_subject(k->mark) && is_target(m) && k->is_owner)
            return target_of(m); // 同省の対応は…と批判された
    }
    return TARGET_NONE;
}

/* Does somebody do the act that the noun is? 批判した, 批判を述べ; not 批判が出た. */
static gboolean is_done(const KiriToneSide *side, const KiriToneHit *hit)
{
    static const char *const done[] = {"し",       "す",     "を述べ", "を表明", "を示",
                                       "をぶつけ", "を強め", "を訴え", "を口に", "を唱え",
                                       "を投げ",   "を出",   "を命じ", "を行",   "に入"};
    /* In a headline the verb is left out: 対応に住民が反発. */
    if (hit->entry->form != KIRI_TONE_FORM_NOUN || hit->to >= side->n.n ||
        strncmp(side->n.p + hit->to, "、", 3) == 0 || strncmp(side->n.p + hit->to, "』", 3) == 0)
        return TRUE;
    for (gsize i = 0; i < G_N_ELEMENTS(done); i++)
        if (strncmp(side->n.p + hit->to, done[i], strlen(done[i])) == 0)
            return TRUE;
    return FALSE;
}

/* Another body stands in the sentence, in whatever part of it. */
static gboolean names_another(const KiriToneSide *side, const KiriQuoted *q)
{
    for (guint i = 0; i < side->sentence->mentions->len; i++) {
        const KiriMention *m = mention(side, i);
        if (m->who == KIRI_WHO_OTHER && is_target(m) && is_same_zone(side, m, q))
            return TRUE;
    }
    return FALSE;
}

/* We are in it as the source alone: 同省によると2人が死亡した. */
static gboolean only_tells(const KiriToneSide *side)
{
    gboolean tells = FALSE;
    for (guint i = 0; i < side->sentence->mentions->len; i++) {
        if (!is_us(mention(side, i)))
            continue;
        if (side->markings[i].mark != KIRI_MARK_SOURCE)
            return FALSE;
        tells = TRUE;
    }
    return tells;
}

static gdouble context_factor(const KiriToneSide *side, const KiriQuoted *q)
{
    const KiriReadSentence *s = side->sentence;
    if (names_another(side, q) || only_tells(side))
        return .3;
    if (s->about != KIRI_ABOUT_NOT)
        return side->is_on_anybody && side->on == KIRI_WHO_OTHER ? .6 : .9;
    if (!side->is_on_anybody)
        return .5;
    return side->on == KIRI_WHO_OTHER ? 0 : .8;
}

/* 市は、18日に断水すると発表した: it tells of an event, as its office is. */
static gboolean is_told_by_us(const KiriToneSide *side, const KiriToneHit *hit)
{
    static const char *const tells[] = {"発表し",     "公表し",   "明らかにし", "確認し",
                                        "としている", "呼びかけ", "呼び掛け",   "見込",
                                        "まとめ",     "届いた",   "調べ"};
    for (gsize i = 0; i < G_N_ELEMENTS(tells); i++)
        if (g_strstr_len(side->n.p + hit->to, (gssize)(side->n.n - hit->to), tells[i]))
            return TRUE;
    return FALSE;
}

KiriToneTarget kiri_tone_target(const KiriToneSide *side, const KiriToneHit *hit,
                                const KiriAround *around)
{
    const KiriQuoted *q = quote_at(side, hit->from);
    KiriToneTarget t = {.is_quoted = q != NULL};
    KiriToneRole role = hit->entry->role;
    gboolean by_us = FALSE;
    if (q)
        t.speaker = speaker_of(side, q);
    if (role == KIRI_TONE_ACT && (around->is_passive || !is_done(side, hit)))
        role = KIRI_TONE_STATE;
    Target target = head_target(side, hit);
    gboolean is_deed = role == KIRI_TONE_ACT || (role == KIRI_TONE_EVENT && !around->is_passive &&
                                                 is_done(side, hit)); // …を逮捕した
    if (target == TARGET_NONE && is_deed)
        target = object_target(side, hit, q, &by_us);
    else if (target == TARGET_NONE)
        target = subject_target(side, hit, q, role == KIRI_TONE_STATE);
    if (role == KIRI_TONE_EVENT && target == TARGET_US && is_told_by_us(side, hit))
        target = TARGET_OTHER;
    t.is_named = target == TARGET_US;
    if (target == TARGET_US)
        t.factor = 1;
    else if (target == TARGET_NONE && role != KIRI_TONE_EVENT && !by_us)
        t.factor = context_factor(side, q) * side->trust;
    return t;
}

void kiri_tone_side_end(const KiriToneSide *side, KiriToneSide *next)
{
    next->on = side->on;
    next->is_on_anybody = side->is_on_anybody;
    next->quoted = KIRI_SPEAKER_NOBODY;
    for (guint i = 0; i < side->sentence->mentions->len; i++) {
        const KiriMention *m = mention(side, i);
        if (quote_at(side, m->from) || !is_target(m))
            continue;
        gboolean is_taken = is_subject(side->markings[i].mark) || is_us(m);
        if (is_taken || !next->is_on_anybody) {
            next->on = m->who;
            next->is_on_anybody = TRUE;
        }
    }
    if (side->quotes->len)
        next->quoted =
            speaker_of(side, &g_array_index(side->quotes, KiriQuoted, side->quotes->len - 1));
}
