// SPDX-License-Identifier: GPL-3.0-or-later
/* The share about us, counted over what was read. */
#include "reading.h"

#include <kirinuki/share.h>

enum { LEAD_SENTENCES = 2 };

static const KiriField about_sentence_fields[] = {
    {KIRI_FIELD(1, KiriAboutSentence, from, I64)},
    {KIRI_FIELD(2, KiriAboutSentence, to, I64)},
    {KIRI_FIELD(3, KiriAboutSentence, paragraph, I64)},
    {KIRI_FIELD(4, KiriAboutSentence, about, ENUM), .names = kiri_about_names},
    {KIRI_FIELD(5, KiriAboutSentence, word, STR), .flags = KIRI_FIELD_SPARSE},
};
const KiriShape kiri_about_sentence_shape =
    KIRI_SHAPE("about_sentence", KiriAboutSentence, about_sentence_fields);

static void free_about(gpointer about)
{
    kiri_about_sentence_free(about);
}

void kiri_share_clear(KiriShare *share)
{
    g_clear_pointer(&share->of, g_ptr_array_unref);
}

/* Names of ours; one that only says where something is counts like any other. */
static gint64 namings_in(const KiriReadSentence *s)
{
    gint64 n = 0;
    for (guint i = 0; i < s->mentions->len; i++) {
        const KiriMention *m = &g_array_index(s->mentions, KiriMention, i);
        n += m->who != KIRI_WHO_OTHER || m->is_place;
    }
    return n;
}

static KiriAboutSentence *about_sentence(const KiriReadSentence *s)
{
    KiriAboutSentence *a = kiri_about_sentence_new();
    a->from = (gint64)s->from;
    a->to = (gint64)s->to;
    a->paragraph = s->paragraph;
    a->about = (gint)s->about;
    if (s->word >= 0) {
        const KiriMention *m = &g_array_index(s->mentions, KiriMention, (guint)s->word);
        a->word = g_strndup(s->n + m->from, m->to - m->from);
    }
    return a;
}

static void count_sentence(KiriShare *share, const KiriReadSentence *s, gsize text_bytes)
{
    gboolean is_about = s->about != KIRI_ABOUT_NOT;
    gboolean is_lead = share->sentences++ < LEAD_SENTENCES;
    share->namings += namings_in(s);
    share->lead_sentences += is_lead;
    share->about_us += is_about;
    share->lead_about_us += is_about && is_lead;
    share->has_caption |= is_about && s->is_caption;
    if (!is_about || share->first_sentence)
        return;
    share->first_sentence = share->sentences;
    share->first_place = (gdouble)s->from / (gdouble)text_bytes;
}

void kiri_share_of_reading(const KiriReading *reading, const char *text, KiriShare *share)
{
    *share = (KiriShare){.first_place = 1, .of = g_ptr_array_new_with_free_func(free_about)};
    share->in_headline = reading->headline.about != KIRI_ABOUT_NOT;
    share->namings = namings_in(&reading->headline);
    for (guint i = 0; i < reading->sentences->len; i++) {
        const KiriReadSentence *s = &g_array_index(reading->sentences, KiriReadSentence, i);
        count_sentence(share, s, kiri_str(text).n);
        g_ptr_array_add(share->of, about_sentence(s));
    }
    share->in_lead = share->lead_about_us > 0;
}

void kiri_share_of(const KiriArticle *article, const KiriShareTarget *target, KiriShare *share)
{
    g_auto(KiriReading) reading;
    kiri_reading_init(&reading, article, target);
    kiri_share_of_reading(&reading, article->text, share);
}

gdouble kiri_share_value(const KiriShare *share)
{
    return share->sentences ? (gdouble)share->about_us / (gdouble)share->sentences : 0;
}

gdouble kiri_share_lead(const KiriShare *share)
{
    return share->lead_sentences ? (gdouble)share->lead_about_us / (gdouble)share->lead_sentences
                                 : 0;
}
