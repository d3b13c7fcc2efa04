// SPDX-License-Identifier: GPL-3.0-or-later
/* What spoke for and against a tie, for people: what both texts name, the terms of the
 * sum, the releases that were not taken, and what the article says differently. */
#include "explain.h"

#include "columns.h"

#include <kirinuki/link.h>

#include <math.h>
#include <string.h>

enum { LABEL_COLUMNS = 14, BAR_COLUMNS = 20, FEATURE_COLUMNS = 42 };

void kiri_explain_heading(const char *title)
{
    kiri_out_printf("\n%s\n", title);
}

/* ---- in common ---- */

static void print_list(const char *label, char **words)
{
    g_autofree char *all = words && *words ? g_strjoinv(_(", "), words) : NULL;
    g_autofree char *indented = g_strconcat("  ", label, NULL);
    kiri_out_field(indented, LABEL_COLUMNS, all);
}

static void print_common(const KiriEvidence *e)
{
    if (!e->numbers && !e->dates && !e->quoted && !e->names && !e->terms && !e->aliases)
        return;
    kiri_explain_heading(_("named in both"));
    print_list(_("figures"), e->numbers);
    print_list(_("dates"), e->dates);
    print_list(_("in 「」"), e->quoted);
    print_list(_("people"), e->names);
    print_list(_("organisation"), e->aliases);
    print_list(_("words"), e->terms);
}

/* ---- the sum ---- */

static gdouble probability_of(gdouble sum)
{
    return 1 / (1 + exp(-sum));
}

static int percent(gdouble probability)
{
    return isnan(probability) ? -1 : (int)round(probability * 100);
}

/* "+1.52", whatever the locale. */
static char *signed_text(gdouble v)
{
    gint64 hundredths = (gint64)round(v * 100), size = ABS(hundredths);
    return g_strdup_printf("%c%d.%02d", hundredths < 0 ? '-' : '+', (int)(size / 100),
                           (int)(size % 100));
}

/* One sign for each step of the scale: read aloud or copied, it still says how much. */
static char *bar(gdouble v, gdouble step)
{
    guint n = step > 0 ? (guint)CLAMP(round(fabs(v) / step), 1, BAR_COLUMNS) : 1;
    return g_strnfill(n, v < 0 ? '-' : '+');
}

static void print_feature(const KiriFeature *f, gdouble step, gdouble sum)
{
    const char *label = kiri_feature_label(f->name);
    guint used = kiri_out_columns(label);
    g_autofree char *safe = kiri_out_safe(label);
    g_autofree char *push = signed_text(f->contribution), *signs = bar(f->contribution, step);
    kiri_out_printf("  %6s  %s%*s %s", push, safe,
                    used < FEATURE_COLUMNS ? (gint)(FEATURE_COLUMNS - used) : 0, "", signs);
    gdouble without = probability_of(sum - f->contribution);
    if (strcmp(f->name, "bias") != 0 && percent(without) != percent(probability_of(sum)))
        kiri_out_printf(_("%*s without it: %d %%"), (gint)(BAR_COLUMNS - strlen(signs)), "",
                        percent(without));
    kiri_out_printf("\n");
}

/* The sum of the terms; NAN where the probability is not what they come to: taken from
 * the article that this one copies, or raised by a link to the release. */
static gdouble sum_of(const GPtrArray *features, gdouble probability)
{
    const gdouble rounding = 0.005;
    gdouble sum = 0;
    gboolean has_bias = FALSE;
    for (guint i = 0; i < kiri_recs_count(features); i++) {
        const KiriFeature *f = g_ptr_array_index(features, i);
        has_bias |= g_strcmp0(f->name, "bias") == 0;
        sum += f->contribution;
    }
    return has_bias && fabs(probability_of(sum) - probability) <= rounding ? sum : NAN;
}

static void print_features(const GPtrArray *features, gdouble probability)
{
    const gdouble shown = 0.005;
    gdouble most = 0, sum = sum_of(features, probability);
    for (guint i = 0; i < kiri_recs_count(features); i++)
        most = MAX(most, fabs(((KiriFeature *)g_ptr_array_index(features, i))->contribution));
    if (most < shown)
        return;
    kiri_explain_heading(_("what pushed the probability up (+) and down (-)"));
    for (guint i = 0; i < features->len; i++) {
        const KiriFeature *f = g_ptr_array_index(features, i);
        if (f->name && fabs(f->contribution) >= shown)
            print_feature(f, most / BAR_COLUMNS, sum);
    }
    if (isnan(sum))
        return;
    g_autofree char *all = signed_text(sum);
    kiri_out_printf(_("  %6s  in sum: a probability of %d %%\n"), all, percent(probability));
}

/* ---- rivals ---- */

static void print_differences(const GPtrArray *differences)
{
    for (guint i = 0; i < kiri_recs_count(differences); i++) {
        const KiriFeature *f = g_ptr_array_index(differences, i);
        const char *label = kiri_feature_label(f->name);
        g_autofree char *safe = kiri_out_safe(label), *push = signed_text(-f->contribution);
        kiri_out_printf("      %6s  %s\n", push, safe);
    }
}

static void print_rivals(const KiriExplain *x, const GPtrArray *rivals)
{
    for (guint i = 0; i < kiri_recs_count(rivals); i++) {
        const KiriRival *r = g_ptr_array_index(rivals, i);
        if (i == 0)
            kiri_explain_heading(_("other releases, and what sets them apart from this one"));
        g_autoptr(KiriRelease) release =
            kiri_store_get(x->store, KIRI_NOUN_RELEASE, r->release, NULL);
        g_autofree char *title = kiri_out_safe(release ? release->title : NULL);
        kiri_out_printf("  %3d %%  %s  %s\n", percent(r->probability), r->release, title);
        print_differences(r->differences);
    }
}

/* ---- differences ---- */

static void print_contradictions(const GPtrArray *contradictions)
{
    for (guint i = 0; i < kiri_recs_count(contradictions); i++) {
        const KiriContradiction *c = g_ptr_array_index(contradictions, i);
        if (i == 0)
            kiri_explain_heading(_("said differently than in the release"));
        g_autofree char *article = g_strdup_printf("%s: %s", c->article_value, c->article_sentence);
        g_autofree char *release = g_strdup_printf("%s: %s", c->release_value, c->release_sentence);
        g_autofree char *left = g_strconcat("  ", _("article"), NULL);
        g_autofree char *right = g_strconcat("  ", _("release"), NULL);
        kiri_out_field(left, LABEL_COLUMNS, article);
        kiri_out_field(right, LABEL_COLUMNS, release);
    }
}

static void print_measures(const KiriEvidence *e)
{
    g_autofree char *shares =
        e->release_in_article > 0
            ? g_strdup_printf(_("%d %% of the release is in the article, %d %% of the article in "
                                "the release; longest passage %d letters and figures"),
                              (int)round(e->release_in_article * 100),
                              (int)round(e->article_in_release * 100),
                              (int)e->longest_passage_chars)
            : NULL;
    kiri_out_field(_("text"), LABEL_COLUMNS, shares);
    if (e->links_to_release)
        kiri_out_field(_("link"), LABEL_COLUMNS, _("to the page of the release"));
    if (e->homonym)
        kiri_out_field(_("other sense"), LABEL_COLUMNS, e->homonym);
    if (e->has_edition_conflict)
        kiri_out_field(_("edition"), LABEL_COLUMNS, _("another year, issue or month"));
}

void kiri_explain_evidence(const KiriExplain *x, const KiriEvidence *e, const KiriArticle *article,
                           const KiriRelease *release, gdouble probability)
{
    print_measures(e);
    print_contradictions(e->contradictions);
    print_common(e);
    kiri_explain_passages(x, e->passages, article, release);
    print_features(e->features, probability);
    print_rivals(x, e->rivals);
}
