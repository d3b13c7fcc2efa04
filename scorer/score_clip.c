// SPDX-License-Identifier: GPL-3.0-or-later
/* One clip's figures from its inputs: first what the text says, which is kept while
 * the text stays the same, then what the method makes of the ledger. */
#include "calc.h"

#include <kirinuki/hash.h>

#include <inttypes.h>
#include <string.h>

/* ---- measures of the text ---- */

/* Counts up when the measures are taken otherwise: those of before are made anew. */
#define MEASURES "2"

/* Where we stand in the piece. A reader of the headline has seen us; one who
 * leaves after the lead has not seen the end. The steps are a convention of this
 * program, printed with every figure, and changed nowhere else. */
static const struct {
    gdouble factor;
    const char *reason;
} placements[] = {{1.0, "見出しに掲載"}, {0.8, "リードに掲載"}, {0.5, "本文に掲載"}};

static void set_placement(KiriScore *s)
{
    gsize i = s->in_headline ? 0 : s->in_lead ? 1 : 2;
    s->placement = placements[i].factor;
    s->placement_reason = g_strdup(placements[i].reason);
}

/* Everything that the measures follow from. (transfer full) */
static char *measured_key(const KiriScoreInput *in)
{
    const KiriScoreOrganisation *us = in->organisation;
    g_autofree char *aliases = us->aliases ? g_strjoinv("\n", us->aliases) : NULL;
    g_autofree char *topic = in->topic_words ? g_strjoinv("\t", in->topic_words) : NULL;
    const char *link = in->clip->link_version; // its passages are our own words
    g_autofree char *text =
        g_strdup_printf("%s\n%s\n%" PRId64 "\n%s\n%" PRId64 "\n%s\n%s\n%s\n%s\n%s\n%d", MEASURES,
                        in->article->id, in->article->version, in->release ? in->release->id : "",
                        in->release ? in->release->version : 0, us->name ? us->name : "",
                        aliases ? aliases : "", us->words ? kiri_tone_words_version(us->words) : "",
                        topic ? topic : "", link ? link : "", in->class_ == KIRI_CLASS_VERBATIM);
    char id[KIRI_ID_BYTES];
    kiri_hash_id(kiri_str(text), id);
    return g_strdup(id);
}

static void measure(KiriScore *s, const KiriScoreInput *in)
{
    const KiriScoreOrganisation *us = in->organisation;
    KiriShareTarget about = {.name = us->name,
                             .aliases = us->aliases,
                             .release = in->release,
                             .topic_words = in->topic_words,
                             .words = us->words};
    kiri_score_text(s, in, &about);
    set_placement(s);
    if (in->release)
        kiri_score_messages(s, in->article, in->release);
}

/* Tags of KiriScore: the text's measures, and those of tone and share. */
static gboolean is_measure(guint tag)
{
    return (tag >= 12 && tag <= 16) || (tag >= 18 && tag <= 21) || (tag >= 40 && tag < 60);
}

static void take_measures(KiriScore *s, const KiriScore *before)
{
    KiriField fields[64];
    KiriShape part = kiri_score_shape;
    g_assert(part.n_fields <= G_N_ELEMENTS(fields));
    guint n = 0;
    for (guint i = 0; i < kiri_score_shape.n_fields; i++)
        if (is_measure(kiri_score_shape.fields[i].tag))
            fields[n++] = kiri_score_shape.fields[i];
    part.fields = fields;
    part.n_fields = n;
    kiri_record_assign(&part, s, before);
}

/* ---- value ---- */

static gint64 legacy_users(const KiriScoreInput *in, const KiriMedium *medium)
{
    const KiriFigure *users = in->book && medium
                                  ? kiri_book_figure(in->book, medium->id, KIRI_METRIC_USERS, NULL,
                                                     in->article->published.us, NULL)
                                  : NULL;
    return users ? users->value : 0;
}

static void value(KiriScore *s, const KiriScoreInput *in)
{
    const KiriMedium *medium =
        in->book && in->article->medium ? kiri_book_medium(in->book, in->article->medium) : NULL;
    const char *method = in->rules.method ? in->rules.method : kiri_score_methods[0].name;
    KiriCalc c = {.in = in,
                  .medium = medium,
                  .appearance = in->article->appearance,
                  .form = kiri_article_form(in->article),
                  .us = in->article->published.us,
                  .score = s};
    KiriCalcStep step = kiri_score_step(method, c.form);
    s->method = g_strdup(method);
    s->articles_that_month = in->articles_that_month;
    s->monthly_users = legacy_users(in, medium);
    s->reach = in->book ? kiri_score_reach(in->book, in->article) : NULL;
    if (!medium)
        kiri_calc_missing(&c, "媒体未登録");
    else if (!kiri_time_is_set(in->article->published))
        kiri_calc_missing(&c, "掲載日不明");
    else if (!step)
        kiri_calc_missing(&c, "この算定方法は%sの掲載を対象としない", kiri_form_label(c.form));
    else
        step(&c);
}

KiriScore *kiri_score_clip(const KiriScoreInput *in)
{
    KiriScore *s = kiri_score_new();
    s->measured = measured_key(in);
    gboolean is_gone = kiri_time_is_set(in->article->text_gone); // measured while it was here
    if (in->before && (is_gone || g_strcmp0(in->before->measured, s->measured) == 0))
        take_measures(s, in->before);
    else
        measure(s, in);
    value(s, in);
    return s;
}
