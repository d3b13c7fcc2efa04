// SPDX-License-Identifier: GPL-3.0-or-later
/* Figures are taken from the summary as they are; measures are rows of a table, so that a
 * comparison, its chart and its data have the same ones in the same order. */
#include <kirinuki/figures.h>

#include "words/words.h"

#include <kirinuki/timing.h>

#include <math.h>

static const KiriField fields[] = {
    {KIRI_FIELD(1, KiriFigures, id, STR)},
    {KIRI_FIELD(2, KiriFigures, name, STR)},
    {KIRI_FIELD(3, KiriFigures, announced, TIME)},
    {KIRI_FIELD(4, KiriFigures, from, TIME)},
    {KIRI_FIELD(5, KiriFigures, to, TIME)},
    {KIRI_FIELD(6, KiriFigures, counts, REC), .sub = &kiri_tally_shape},
    {KIRI_FIELD(7, KiriFigures, kinds, RECS), .sub = &kiri_tally_shape},
    {KIRI_FIELD(8, KiriFigures, media, RECS), .sub = &kiri_tally_shape},
    {KIRI_FIELD(9, KiriFigures, has_first, BOOL)},
    {KIRI_FIELD(10, KiriFigures, first_minutes, I64)},
    {KIRI_FIELD(11, KiriFigures, first_medium, STR)},
    {KIRI_FIELD(12, KiriFigures, timed, I64)},
    {KIRI_FIELD(13, KiriFigures, median_minutes, I64)},
    {KIRI_FIELD(14, KiriFigures, message_chances, I64)},
    {KIRI_FIELD(15, KiriFigures, messages_conveyed, I64)},
    {KIRI_FIELD(16, KiriFigures, messages_partly, I64)},
    {KIRI_FIELD(17, KiriFigures, messages_unknown, I64)},
    {KIRI_FIELD(18, KiriFigures, messages_wrong, I64)},
    {KIRI_FIELD(19, KiriFigures, scored, I64)},
    {KIRI_FIELD(20, KiriFigures, prominence, F64), .decimals = 1},
    {KIRI_FIELD(21, KiriFigures, share_about_us, F64), .decimals = 4},
    {KIRI_FIELD(22, KiriFigures, front_page, I64)},
    {KIRI_FIELD(23, KiriFigures, pictures, I64)},
    {KIRI_FIELD(24, KiriFigures, reach_low, I64)},
    {KIRI_FIELD(25, KiriFigures, reach_high, I64)},
    {KIRI_FIELD(26, KiriFigures, reach_media, I64)},
    {KIRI_FIELD(27, KiriFigures, reach_media_unknown, I64)},
    {KIRI_FIELD(28, KiriFigures, readers_low, I64)},
    {KIRI_FIELD(29, KiriFigures, readers_high, I64)},
    {KIRI_FIELD(30, KiriFigures, readers_media, I64)},
    {KIRI_FIELD(31, KiriFigures, readers_media_unknown, I64)},
    {KIRI_FIELD(32, KiriFigures, covered_from, TIME)},
    {KIRI_FIELD(33, KiriFigures, begins_early, BOOL)},
    {KIRI_FIELD(34, KiriFigures, sources, I64)},
    {KIRI_FIELD(35, KiriFigures, sources_disabled, I64)},
    {KIRI_FIELD(36, KiriFigures, sources_later, I64)},
    {KIRI_FIELD(37, KiriFigures, articles_seen, I64)},
};
const KiriShape kiri_figures_shape = KIRI_SHAPE("figures", KiriFigures, fields);

/* ---- from the summary ---- */

static KiriTime day_of(gint64 us)
{
    KiriTime t = kiri_time_jst(us);
    return kiri_time_coarsen(t, KIRI_PRECISION_DAY);
}

static void take_subject(KiriFigures *f, const KiriSummary *s)
{
    f->id = g_strdup(s->release ? s->release->id : s->topic ? s->topic->id : NULL);
    f->name = g_strdup(s->release ? s->release->title : s->topic ? s->topic->name : NULL);
    if (s->release)
        f->announced =
            kiri_time_is_set(s->release->embargo) ? s->release->embargo : s->release->date;
    if (s->from_us != G_MININT64)
        f->from = day_of(s->from_us);
    if (s->to_us != G_MAXINT64)
        f->to = day_of(s->to_us - 1);
}

static void take_timing(KiriFigures *f, const KiriSummary *s)
{
    g_autoptr(KiriTiming) timing = kiri_timing_of(s);
    gint64 after = s->first ? s->first->minutes_after : G_MININT64;
    f->has_first = s->release && after != G_MININT64;
    f->first_minutes = f->has_first ? after : 0;
    f->first_medium = s->first ? g_strdup(kiri_report_medium_name(s->first)) : NULL;
    f->timed = timing ? timing->pieces : 0;
    f->median_minutes = f->timed ? timing->median_minutes : 0;
}

static void take_quality(KiriFigures *f, const KiriQuality *q)
{
    f->message_chances = q->message_chances;
    f->messages_conveyed = q->messages_conveyed;
    f->messages_partly = q->messages_partly;
    f->messages_unknown = q->messages_unknown;
    f->messages_wrong = q->messages_wrong;
    f->scored = q->scored;
    f->prominence = q->prominence;
    f->share_about_us = q->share_about_us;
    f->front_page = q->front_page;
    f->pictures = q->pictures;
}

static void take_people(KiriFigures *f, const KiriSummary *s)
{
    f->reach_low = s->reach->low;
    f->reach_high = s->reach->high;
    f->reach_media = s->reach->media_known;
    f->reach_media_unknown = s->reach->media_unknown;
    f->readers_low = s->readers->low;
    f->readers_high = s->readers->high;
    f->readers_media = s->readers->media_known;
    f->readers_media_unknown = s->readers->media_unknown;
}

static void take_collection(KiriFigures *f, const KiriSummary *s)
{
    if (s->covered_from_us != G_MININT64)
        f->covered_from = day_of(s->covered_from_us);
    f->begins_early = kiri_summary_begins_early(s);
    f->sources = s->sources;
    f->sources_disabled = s->sources_disabled;
    f->sources_later = s->sources_later;
    f->articles_seen = s->articles_seen;
}

/* A record frees the elements of its lists itself. */
static GPtrArray *given(GPtrArray *list)
{
    g_ptr_array_set_free_func(list, NULL);
    return list;
}

KiriFigures *kiri_figures_of(const KiriSummary *s)
{
    KiriFigures *f = kiri_figures_new();
    take_subject(f, s);
    f->counts = kiri_tally_of(s);
    f->kinds = given(kiri_tallies_by_kind(s));
    f->media = given(kiri_tallies_by_medium(s));
    take_timing(f, s);
    take_quality(f, s->quality);
    take_people(f, s);
    take_collection(f, s);
    return f;
}

/* ---- measures ---- */

enum {
    TOTAL,
    UNIQUE,
    MEDIA,
    TIER1,
    PUBLICITY,
    SYNDICATED,
    VERBATIM,
    MENTION,
    FIRST,
    MEDIAN,
    HEADLINE,
    PROMINENCE,
    ABOUT_US,
    MESSAGES,
    POSITIVE,
    NEUTRAL,
    CRITICAL,
    DIFFERING,
    REACH_LOW,
    REACH_HIGH,
    AVE_KNOWN,
    AVE_ESTIMATE,
    AVE_UNKNOWN,
    N_MEASURES
};

const KiriFigureMeasure kiri_figure_measures[] = {
    {"total", "総件数", "件", NULL, KIRI_FIGURE_COUNT},
    {"unique", "実件数", "件", NULL, KIRI_FIGURE_COUNT},
    {"media", "媒体数", "媒体", NULL, KIRI_FIGURE_COUNT},
    {"tier1_media", "うち重点媒体", "媒体", "媒体", KIRI_FIGURE_COUNT},
    {"publicity", "編集記事（パブリシティ）", "件", "件", KIRI_FIGURE_COUNT},
    {"syndicated", "配信・転載記事", "件", "件", KIRI_FIGURE_COUNT},
    {"verbatim", "リリース原文転載", "件", "件", KIRI_FIGURE_COUNT},
    {"mention", "言及", "件", "件", KIRI_FIGURE_COUNT},
    {"first_minutes", "初報まで", "分", NULL, KIRI_FIGURE_MINUTES},
    {"median_minutes", "掲載までの中央値", "分", "件", KIRI_FIGURE_MINUTES},
    {"in_headline", "見出しに掲載", "件", "件", KIRI_FIGURE_COUNT},
    {"prominence", "扱いの平均", "点", "件", KIRI_FIGURE_POINTS},
    {"share_about_us", "関連部分の割合の平均", "％", "件", KIRI_FIGURE_SHARE},
    {"message_share", "キーメッセージ反映率", "％", "件", KIRI_FIGURE_SHARE},
    {"tone_positive", "論調：肯定的（確認済）", "件", "件", KIRI_FIGURE_COUNT},
    {"tone_neutral", "論調：中立（確認済）", "件", "件", KIRI_FIGURE_COUNT},
    {"tone_critical", "論調：批判的（確認済）", "件", "件", KIRI_FIGURE_COUNT},
    {"contradictions", "発表との相違", "件", "件", KIRI_FIGURE_COUNT},
    {"reach_low", "推定到達者数（下限）", "人", "媒体", KIRI_FIGURE_COUNT},
    {"reach_high", "推定到達者数（上限）", "人", "媒体", KIRI_FIGURE_COUNT},
    {"ave_known_yen", "広告換算額（実績値）", "円", "件", KIRI_FIGURE_YEN},
    {"ave_estimate_yen", "広告換算額（推計値）", "円", "件", KIRI_FIGURE_YEN},
    {"ave_unknown", "広告換算額の算定不能", "件", "件", KIRI_FIGURE_COUNT},
    {NULL, NULL, NULL, NULL, KIRI_FIGURE_COUNT},
};
G_STATIC_ASSERT(G_N_ELEMENTS(kiri_figure_measures) == N_MEASURES + 1);

typedef struct {
    gboolean is_known;
    gdouble value;
    gint64 part, of;
} Figure;

static Figure count(gint64 n, gint64 of)
{
    return (Figure){TRUE, (gdouble)n, n, of};
}

/* Known only where it rests on something. */
static Figure mean(gdouble value, gint64 of)
{
    return (Figure){of > 0, value, llround(value), of};
}

/* Known once a person has confirmed any, or where there is nothing to confirm. */
static Figure tone(gint64 n, const KiriTally *t)
{
    gint64 confirmed = t->total - t->tone_unconfirmed;
    return (Figure){confirmed > 0 || !t->total, (gdouble)n, n, confirmed};
}

static Figure figure_of_coverage(gsize measure, const KiriTally *t)
{
    switch (measure) {
    case TOTAL:
        return count(t->total, 0);
    case UNIQUE:
        return count(t->unique, 0);
    case MEDIA:
        return count(t->media, 0);
    case TIER1:
        return count(t->tier1_media, t->media);
    case PUBLICITY:
        return count(t->publicity, t->total);
    case SYNDICATED:
        return count(t->syndicated, t->total);
    case VERBATIM:
        return count(t->verbatim, t->total);
    case MENTION:
        return count(t->mention, t->total);
    case POSITIVE:
        return tone(t->tone_positive, t);
    case NEUTRAL:
        return tone(t->tone_neutral, t);
    case CRITICAL:
        return tone(t->tone_critical, t);
    case DIFFERING:
        return count(t->contradictions, t->total);
    case AVE_KNOWN:
        return mean((gdouble)t->ave_known_yen, t->ave_known);
    case AVE_ESTIMATE:
        return mean((gdouble)t->ave_estimate_yen, t->ave_estimate);
    default:
        return count(t->ave_unknown, t->total);
    }
}

static Figure figure_of(gsize measure, const KiriFigures *f)
{
    gint64 chances = f->message_chances - f->messages_unknown;
    switch (measure) {
    case FIRST:
        return (Figure){f->has_first, (gdouble)f->first_minutes, f->first_minutes, 0};
    case MEDIAN:
        return mean((gdouble)f->median_minutes, f->timed);
    case HEADLINE:
        return (Figure){f->scored > 0, (gdouble)f->counts->in_headline, f->counts->in_headline,
                        f->scored};
    case PROMINENCE:
        return mean(f->prominence, f->scored);
    case ABOUT_US:
        return mean(f->share_about_us, f->scored);
    case MESSAGES:
        return (Figure){chances > 0, chances ? (gdouble)f->messages_conveyed / (gdouble)chances : 0,
                        f->messages_conveyed, chances};
    case REACH_LOW:
        return mean((gdouble)f->reach_low, f->reach_media);
    case REACH_HIGH:
        return mean((gdouble)f->reach_high, f->reach_media);
    default:
        return figure_of_coverage(measure, f->counts);
    }
}

gboolean kiri_figure_of(const KiriFigureMeasure *measure, const KiriFigures *figures,
                        gdouble *value, gint64 *part, gint64 *of)
{
    Figure figure = figure_of((gsize)(measure - kiri_figure_measures), figures);
    *value = figure.value;
    *part = figure.part;
    *of = figure.of;
    return figure.is_known;
}
