// SPDX-License-Identifier: GPL-3.0-or-later
/* The tone, as a sum that can be followed: each word of praise or criticism that is
 * about us counts with its weight from the dictionary times what stands around it, and
 * the larger sum decides where it is large enough and clearly larger. Everything else
 * is neutral, or unknown where nothing is about us at all. */
#include "tone.h"

#include "tone_target.h"

#include <kirinuki/normalize.h>

#include <math.h>
#include <string.h>

/* The factors, in one place; fitted by hand on the learning half of tests/tone. */
static const gdouble DENIED_PRAISE = -.8, DENIED_CRITICISM = -.1, OVERCOME = -.1, DOUBTFUL = .4,
                     ASKED_CRITICISM = .8, BEFORE_TURN = .5, AFTER_TURN = 1.2, HEADLINE = 1.2,
                     BY_US = .7, LEAST = 1.5, CLEARLY = 2, LEAST_NAMED = 1, LEAST_UNNAMED = 2,
                     MOSTLY_OTHERS = .6;
enum { MOST_SENTENCES = 5 };

typedef struct {
    const KiriReading *reading;
    const KiriToneWords *words;
    const GArray *own;
    const char *title, *text;
    KiriToneReading *out;
    gdouble trust;
    gdouble named_praise, named_criticism; // the part that names us
} Work;

void kiri_tone_reading_clear(KiriToneReading *tone)
{
    g_clear_pointer(&tone->reason, g_free);
    for (guint i = 0; i < kiri_recs_count(tone->sentences); i++)
        kiri_tone_sentence_free(tone->sentences->pdata[i]);
    g_clear_pointer(&tone->sentences, g_ptr_array_unref);
}

/* ---- one word ---- */

static gboolean is_own_words(const Work *w, const KiriReadSentence *s)
{
    for (guint i = 0; w->own && i < w->own->len; i++) {
        const KiriOwnWords *o = &g_array_index(w->own, KiriOwnWords, i);
        gsize from = MAX(o->from, s->from), to = MIN(o->to, s->to);
        if (to > from && (to - from) * 2 > s->to - s->from)
            return TRUE;
    }
    return FALSE;
}

static gdouble adjusted(gdouble weight, const KiriAround *a)
{
    if (weight < 0 && a->is_overcome)
        return weight * OVERCOME;
    if (a->is_denied)
        weight *= weight > 0 ? DENIED_PRAISE : DENIED_CRITICISM;
    if (a->is_doubtful)
        weight *= DOUBTFUL;
    if (a->is_asked)
        weight *= weight > 0 ? 0 : ASKED_CRITICISM;
    return weight;
}

/* What one of ours says is our own praise; what he admits counts. */
static gdouble said_by(gdouble weight, const KiriToneTarget *t, const KiriToneEntry *e)
{
    if (t->speaker != KIRI_SPEAKER_US)
        return weight;
    return weight < 0 && e->role == KIRI_TONE_SELF ? weight * BY_US : 0;
}

typedef struct {
    const KiriToneSide *side;
    gboolean is_headline, is_own;
    gsize turn;
    gdouble praise, criticism;
    gboolean is_named;
    KiriSpeaker speaker;
    GString *praised, *criticised; // the words
} Sum;

/* A word as people read it: the dictionary form of what is inflected, a phrase with the
 * kana that end it. (transfer full) */
static char *word_of(const KiriToneHit *hit, KiriStr n)
{
    enum { MOST_KANA = 4 };
    if (hit->entry->form == KIRI_TONE_FORM_VERB || hit->entry->form == KIRI_TONE_FORM_ADJECTIVE)
        return g_strdup(hit->entry->word);
    gsize to = hit->to;
    for (guint i = 0; hit->entry->form == KIRI_TONE_FORM_PHRASE && i < MOST_KANA && to < n.n; i++) {
        if (kiri_char_class(g_utf8_get_char(n.p + to)) != KIRI_CHAR_HIRAGANA)
            break;
        to += (gsize)g_utf8_skip[(guchar)n.p[to]];
    }
    return g_strndup(n.p + hit->from, to - hit->from);
}

static void add_hit(Sum *sum, const KiriToneHit *hit)
{
    KiriAround around = kiri_around(sum->side->n, hit->to);
    KiriToneTarget t = kiri_tone_target(sum->side, hit, &around);
    gdouble weight = adjusted(hit->entry->weight, &around) * t.factor;
    weight = said_by(weight, &t, hit->entry);
    if (sum->turn)
        weight *= hit->from < sum->turn ? BEFORE_TURN : AFTER_TURN;
    if (sum->is_headline)
        weight *= HEADLINE;
    if (fabs(weight) < .05 || (weight > 0 && sum->is_own))
        return;
    *(weight > 0 ? &sum->praise : &sum->criticism) += fabs(weight);
    g_autofree char *word = word_of(hit, sum->side->n);
    g_string_append_printf(weight > 0 ? sum->praised : sum->criticised, "「%s」%s", word,
                           around.is_denied     ? "（打ち消し）"
                           : around.is_overcome ? "（解消）"
                           : around.is_doubtful ? "（推測）"
                                                : "");
    sum->is_named |= t.is_named;
    if (sum->speaker == KIRI_SPEAKER_NOBODY)
        sum->speaker = t.speaker;
}

/* ---- one sentence ---- */

static const char *const speaker_words[] = {"",         "当方",         "野党・反対者",
                                            "専門家",   "住民・利用者", "公的機関",
                                            "報道機関", "他の団体",     "不明"};
G_STATIC_ASSERT(G_N_ELEMENTS(speaker_words) == KIRI_N_SPEAKERS);

static char *sentence_reason(const Sum *sum)
{
    GString *s = g_string_new(NULL);
    if (sum->criticised->len)
        g_string_append_printf(s, "批判：%s", sum->criticised->str);
    if (sum->praised->len)
        g_string_append_printf(s, "%s肯定：%s", s->len ? "、" : "", sum->praised->str);
    if (sum->speaker != KIRI_SPEAKER_NOBODY)
        g_string_append_printf(s, "（発言：%s）", speaker_words[sum->speaker]);
    if (!sum->is_named)
        g_string_append(s, "（対象：文脈による）");
    return g_string_free(s, FALSE);
}

static void add_sentence(Work *w, const Sum *sum)
{
    gdouble weight = sum->praise - sum->criticism;
    if (sum->praise + sum->criticism <= 0)
        return;
    const KiriReadSentence *from = sum->side->sentence;
    KiriToneSentence *s = kiri_tone_sentence_new();
    s->sentence = sum->is_headline ? g_strdup(w->title)
                                   : g_strndup(w->text + from->from, from->to - from->from);
    s->from = (gint64)from->from;
    s->to = (gint64)from->to;
    s->tone = weight > 0 ? KIRI_TONE_POSITIVE : weight < 0 ? KIRI_TONE_CRITICAL : KIRI_TONE_NEUTRAL;
    s->weight = weight;
    s->reason = sentence_reason(sum);
    s->speaker = (gint)sum->speaker;
    s->is_about_us = sum->is_named;
    w->out->praise += sum->praise;
    w->out->criticism += sum->criticism;
    w->named_praise += sum->is_named ? sum->praise : 0;
    w->named_criticism += sum->is_named ? sum->criticism : 0;
    kiri_recs_add(&w->out->sentences, s);
}

static void read_sentence(Work *w, const KiriReadSentence *s, KiriToneSide *next)
{
    g_auto(KiriToneSide) side;
    kiri_tone_side_init(&side, s);
    side.on = next->on;
    side.is_on_anybody = next->is_on_anybody;
    side.quoted = next->quoted;
    side.trust = w->trust;
    g_autoptr(GString) praised = g_string_new(NULL), criticised = g_string_new(NULL);
    g_autoptr(GArray) hits = kiri_tone_hits(w->words, side.n);
    Sum sum = {.side = &side,
               .is_headline = s == &w->reading->headline,
               .is_own = s != &w->reading->headline && is_own_words(w, s),
               .turn = hits->len ? kiri_turn(side.n) : 0,
               .praised = praised,
               .criticised = criticised};
    for (guint i = 0; i < hits->len; i++) {
        const KiriToneHit *hit = &g_array_index(hits, KiriToneHit, i);
        if (hit->entry->role != KIRI_TONE_NONE)
            add_hit(&sum, hit);
    }
    add_sentence(w, &sum);
    kiri_tone_side_end(&side, next);
}

/* ---- the article ---- */

/* Is one side large enough and clearly larger? Words without an owner alone need more,
 * and are not enough where the piece is mostly on others. */
static gboolean is_enough(const Work *w, gdouble side, gdouble named, gdouble other)
{
    if (side < LEAST || side <= other * CLEARLY)
        return FALSE;
    return named >= LEAST_NAMED || (side >= LEAST_UNNAMED && w->trust >= MOSTLY_OTHERS);
}

static KiriTone decide(const Work *w)
{
    gdouble praise = w->out->praise, criticism = w->out->criticism;
    if (is_enough(w, criticism, w->named_criticism, praise))
        return KIRI_TONE_CRITICAL;
    return is_enough(w, praise, w->named_praise, criticism) ? KIRI_TONE_POSITIVE
                                                            : KIRI_TONE_NEUTRAL;
}

static gint strongest_first(gconstpointer a, gconstpointer b)
{
    const KiriToneSentence *x = *(KiriToneSentence *const *)a, *y = *(KiriToneSentence *const *)b;
    gdouble p = fabs(x->weight), q = fabs(y->weight);
    return p != q ? (p > q ? -1 : 1) : (x->from > y->from) - (x->from < y->from);
}

/* Share of the sentences, the headline with them, that are about us. */
static gdouble share_about_us(const KiriReading *r)
{
    guint n = r->headline.about != KIRI_ABOUT_NOT;
    for (guint i = 0; i < r->sentences->len; i++)
        n += g_array_index(r->sentences, KiriReadSentence, i).about != KIRI_ABOUT_NOT;
    return (gdouble)n / (r->sentences->len + 1);
}

static char *reason_of(const KiriToneReading *t)
{
    guint praising = 0, criticising = 0;
    for (guint i = 0; i < kiri_recs_count(t->sentences); i++) {
        gint tone = ((KiriToneSentence *)t->sentences->pdata[i])->tone;
        praising += tone == KIRI_TONE_POSITIVE;
        criticising += tone == KIRI_TONE_CRITICAL;
    }
    if (!praising && !criticising)
        return g_strdup("当方への評価を含む文がない");
    char p[G_ASCII_DTOSTR_BUF_SIZE], c[G_ASCII_DTOSTR_BUF_SIZE];
    g_ascii_formatd(p, sizeof p, "%.1f", t->praise);
    g_ascii_formatd(c, sizeof c, "%.1f", t->criticism);
    return g_strdup_printf("批判的な文%u（強さ%s）、肯定的な文%u（強さ%s）%s", criticising, c,
                           praising, p,
                           t->tone == KIRI_TONE_NEUTRAL ? "で、どちらとも言えない" : "");
}

void kiri_tone_of_reading(const KiriReading *reading, const char *title, const char *text,
                          const KiriToneWords *words, const GArray *own, KiriToneReading *out)
{
    *out = (KiriToneReading){0};
    gdouble share = share_about_us(reading);
    if (share <= 0)
        return;
    /* In a piece that is mostly on others, a word without an owner is hardly about us. */
    Work w = {.reading = reading,
              .words = words,
              .own = own,
              .title = title,
              .text = text,
              .out = out,
              .trust = CLAMP(share * 4, .2, 1)};
    KiriToneSide next = {.quoted = KIRI_SPEAKER_NOBODY};
    read_sentence(&w, &reading->headline, &next);
    for (guint i = 0; i < reading->sentences->len; i++)
        read_sentence(&w, &g_array_index(reading->sentences, KiriReadSentence, i), &next);
    out->tone = decide(&w);
    out->reason = reason_of(out);
    if (!out->sentences)
        return;
    g_ptr_array_sort(out->sentences, strongest_first);
    for (guint i = out->sentences->len; i > MOST_SENTENCES; i--)
        kiri_tone_sentence_free(g_ptr_array_remove_index(out->sentences, i - 1));
}

/* ---- the baseline ---- */

static gint balance(const KiriReadSentence *s, const KiriToneWords *words)
{
    g_autoptr(GArray) hits = kiri_tone_hits(words, (KiriStr){s->n, s->n_bytes});
    gint sum = 0;
    for (guint i = 0; i < hits->len; i++) {
        gint weight = g_array_index(hits, KiriToneHit, i).entry->weight;
        sum += (weight > 0) - (weight < 0);
    }
    return sum;
}

KiriTone kiri_tone_by_count(const KiriReading *reading, const KiriToneWords *words)
{
    gint sum = balance(&reading->headline, words);
    for (guint i = 0; i < reading->sentences->len; i++)
        sum += balance(&g_array_index(reading->sentences, KiriReadSentence, i), words);
    return sum > 0 ? KIRI_TONE_POSITIVE : sum < 0 ? KIRI_TONE_CRITICAL : KIRI_TONE_NEUTRAL;
}
