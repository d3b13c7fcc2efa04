// SPDX-License-Identifier: GPL-3.0-or-later
/* What the terms of a decision are called when it is explained to people. The names
 * themselves stand in match_features.h and are what programs get. */
#include <kirinuki/link.h>

#include <kirinuki/i18n.h>

#include <string.h>

static const struct {
    const char *name, *label;
} labels[] = {
    {"bias", N_("what every pair begins with")},
    {"contain_a_in_r", N_("share of the article that the release has")},
    {"contain_r_in_a", N_("share of the release that the article has")},
    {"log_lcs", N_("longest passage in common")},
    {"bm25_cos", N_("words in common, by weight")},
    {"key_terms", N_("the release's heaviest words")},
    {"log_numbers", N_("figures in common")},
    {"dates", N_("dates in common")},
    {"log_quoted", N_("names in 「」 in common")},
    {"org", N_("the organisation is named")},
    {"edition_conflict", N_("another year, issue or month")},
    {"date_near", N_("within two weeks of the release")},
    {"date_far", N_("long before or behind the release")},
    {"margin", N_("words: ahead of the next release")},
    {"title_cos", N_("words of the titles in common")},
    {"persons", N_("people in common")},
    {"words_a_in_r", N_("the article's words that the release has")},
    {"title_in_r", N_("the article's title in the release")},
    {"quoted_alien", N_("a name in 「」 that the release lacks")},
    {"numbers_alien", N_("figures that the release lacks")},
    {"announced_on", N_("says it was announced on that day")},
    {"announced_else", N_("says it was announced on another day")},
    {"later", N_("words of a later text (review, share price)")},
    {"act_alien", N_("another act in the title (delay, recall)")},
    {"org_lead", N_("the organisation in title or lead")},
    {"prompt", N_("within three days of the release")},
    {"late", N_("more than two weeks behind the release")},
    {"dates_alien", N_("dates that the release lacks")},
    {"subject_alien", N_("opens with a name that the release lacks")},
    {"title_edition", N_("another month or issue in the title")},
    {"title_alien", N_("title opens with a name that the release lacks")},
    {"lead", N_("all in all: ahead of the next release")},
    {"learned threshold", N_("verdicts on other clips: the threshold")},
    {"learned terms", N_("verdicts on other clips: words")},
};

const char *kiri_feature_label(const char *name)
{
    for (gsize i = 0; name && i < G_N_ELEMENTS(labels); i++)
        if (strcmp(labels[i].name, name) == 0)
            return _(labels[i].label);
    return name ? name : "";
}
