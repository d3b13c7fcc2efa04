// SPDX-License-Identifier: GPL-3.0-or-later
/* explain --why-not: an article and a release that no clip ties, or one and a topic. */
#include "explain_why.h"

#include "columns.h"
#include "watch/pipeline.h"
#include "dictionary/user_words.h"
#include "clips/verdict_ops.h"

#include <kirinuki/hash.h>
#include <kirinuki/url.h>
#include <kirinuki/why.h>

#include <math.h>
#include <string.h>

enum { LABEL_COLUMNS = 14 };

/* ---- what is meant ---- */

static void set_unknown_url(const KiriUrlRecord *known, const char *url, GError **error)
{
    if (!known)
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_NOT_FOUND,
                    _("'%s' was never met: no source names it; 'kirinuki audit' looks for gaps"),
                    url);
    else
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_NOT_FOUND,
                    _("'%s' is known, but no article came of it: %s%s%s"), url,
                    kiri_url_state_names[known->state], known->reason ? ", " : "",
                    known->reason ? known->reason : "");
}

/* The article behind an address. (transfer full) */
static char *article_at(KiriStore *store, const char *url, GError **error)
{
    g_autofree char *canonical = kiri_url_canonical(kiri_str(url), NULL);
    g_autoptr(KiriUrlRecord) known =
        kiri_store_get(store, KIRI_NOUN_URL, canonical ? canonical : url, NULL);
    if (known && known->article)
        return g_strdup(known->article);
    char id[KIRI_ID_BYTES];
    kiri_hash_id(kiri_str(canonical ? canonical : url), id);
    if (kiri_store_has(store, KIRI_NOUN_ARTICLE, id))
        return g_strdup(id);
    set_unknown_url(known, url, error);
    return NULL;
}

/* Releases and topics share no ids, but may share beginnings of them. (transfer full) */
static char *find_target(KiriStore *store, const char *name, KiriNoun *noun, GError **error)
{
    const KiriNoun nouns[] = {KIRI_NOUN_RELEASE, KIRI_NOUN_TOPIC};
    for (gsize i = 0; i < G_N_ELEMENTS(nouns); i++) {
        *noun = nouns[i];
        if (kiri_store_has(store, *noun, name))
            return g_strdup(name);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(nouns); i++) {
        g_autoptr(GError) why = NULL;
        *noun = nouns[i];
        char *id = kiri_store_find_id(store, *noun, name, &why);
        if (id)
            return id;
        if (kiri_error_is(why, KIRI_ERROR_NOT_FOUND))
            continue;
        g_propagate_error(error, g_steal_pointer(&why));
        return NULL;
    }
    g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_NOT_FOUND, _("there is no release or topic '%s'"),
                name);
    return NULL;
}

/* ---- what a person or a setting says ---- */

void kiri_why_print_standing(const KiriExplain *x, const char *article, const char *target,
                             gint outcome)
{
    g_autofree char *id = kiri_clip_make_id(article, target);
    g_autoptr(KiriVerdict) verdict = kiri_store_get(x->store, KIRI_NOUN_VERDICT, id, NULL);
    gboolean is_clip = outcome == KIRI_WHY_CLIP || outcome == KIRI_WHY_HOMONYM ||
                       outcome == KIRI_WHY_LEARNED; // the last two of class none
    gboolean is_stored = kiri_store_has(x->store, KIRI_NOUN_CLIP, id);
    switch (kiri_verdict_decision(verdict)) {
    case KIRI_DECISION_REJECTED:
        kiri_out_field(_("person"), LABEL_COLUMNS,
                       verdict->person ? verdict->person : _("somebody"));
        kiri_out_field("", LABEL_COLUMNS,
                       _("rejected it: it is left out, whatever the program "
                         "finds"));
        break;
    case KIRI_DECISION_ACCEPTED:
        kiri_out_field(_("person"), LABEL_COLUMNS, _("accepted it: it stays a clip"));
        break;
    default:
        break;
    }
    if (is_clip && !is_stored)
        kiri_out_field("", LABEL_COLUMNS, _("it is not stored yet: 'kirinuki link' makes it"));
    if (!is_clip && is_stored)
        kiri_out_field("", LABEL_COLUMNS,
                       _("a clip is stored from before: 'kirinuki link' brings it up to date"));
}

void kiri_why_print_others(const GPtrArray *others)
{
    for (guint i = 0; i < kiri_recs_count(others); i++) {
        const KiriWhyOther *o = g_ptr_array_index(others, i);
        if (i == 0)
            kiri_explain_heading(_("what it is a clip of"));
        g_autofree char *reason = kiri_out_safe(o->reason);
        kiri_out_printf("  %-14s %s, %d %%  %s\n",
                        o->release ? o->release
                        : o->topic ? o->topic
                                   : _("our name"),
                        kiri_class_word(o->class_), (int)round(o->probability * 100), reason);
    }
}

/* ---- a release ---- */

static const char *outcome_text(gint outcome)
{
    static const char *const texts[] = {
        [KIRI_WHY_CLIP] = N_("it is a clip of it"),
        [KIRI_WHY_REMOVED] = N_("the release was removed"),
        [KIRI_WHY_HOMONYM] = N_("a word of the release stands there in another sense"),
        [KIRI_WHY_LEARNED] = N_("verdicts on other clips of the release speak against it"),
        [KIRI_WHY_OUT_OF_TIME] = N_("it was published out of the release's time"),
        [KIRI_WHY_NOTHING_SHARED] = N_("too little in common: it was not even compared"),
        [KIRI_WHY_BEYOND] = N_("other releases promised more: it was not compared"),
        [KIRI_WHY_OTHER] = N_("another release is what it covers"),
        [KIRI_WHY_IMPROBABLE] = N_("it was compared, and is too improbable"),
        [KIRI_WHY_NO_MATCH] = N_("it is not what the topic asks for"),
    };
    return _(texts[CLAMP(outcome, 0, KIRI_N_WHYS - 1)]);
}

static char *days_text(const KiriWhy *why)
{
    if (!why->has_days)
        return g_strdup(_("one of the two is not dated: time says nothing"));
    g_autofree char *days =
        why->days_least == why->days_most
            ? g_strdup_printf("%" PRId64, why->days_least)
            : g_strdup_printf("%" PRId64 "…%" PRId64, why->days_least, why->days_most);
    return g_strdup_printf(_("%s days after the release; looked at from %" PRId64
                             " days before to %" PRId64 " behind"),
                           days, why->far_before, why->far_behind);
}

static void print_gates(const KiriWhy *why)
{
    g_autofree char *days = days_text(why);
    g_autofree char *words =
        g_strdup_printf(_("%d of 1,000 in common by weight; from %d on it is compared"),
                        (int)round(why->words * 1000), (int)round(why->least_words * 1000));
    g_autofree char *prints = g_strdup_printf(_("%" PRId64 " fingerprints in common; from %" PRId64
                                                " on it is compared whatever the time"),
                                              why->shared_prints, why->least_prints);
    kiri_explain_heading(why->is_candidate ? _("a candidate") : _("no candidate"));
    kiri_out_field(_("  time"), LABEL_COLUMNS, days);
    kiri_out_field(_("  words"), LABEL_COLUMNS, words);
    kiri_out_field(_("  passages"), LABEL_COLUMNS, prints);
}

static char *condition_text(const KiriWhatIf *w)
{
    if (g_strcmp0(w->condition, "article_day") == 0)
        return g_strdup(_("dated to the day, that of the release"));
    if (g_strcmp0(w->condition, "in_time") == 0)
        return g_strdup(_("published on the day of the release"));
    if (g_strcmp0(w->condition, "without") == 0)
        return g_strdup_printf(_("if there were no release %s"), w->subject);
    if (g_strcmp0(w->condition, "same_edition") == 0)
        return g_strdup(_("with the same year, issue and month in both"));
    if (g_strcmp0(w->condition, "organisation") == 0)
        return g_strdup(_("with the organisation's name in the article"));
    return g_strdup(_("with a link to the page of the release"));
}

static void print_what_ifs(const KiriWhy *why)
{
    for (guint i = 0; i < kiri_recs_count(why->what_ifs); i++) {
        const KiriWhatIf *w = g_ptr_array_index(why->what_ifs, i);
        if (i == 0)
            kiri_explain_heading(_("what would make it likelier (a clip begins at 50 %)"));
        g_autofree char *condition = condition_text(w);
        kiri_out_printf("  %3d %%  %s\n", (int)round(w->probability * 100), condition);
    }
}

static void print_pair(const KiriArticle *article, const KiriRelease *release, const KiriWhy *why)
{
    char when[32];
    kiri_out_field(_("article"), LABEL_COLUMNS, article->title);
    kiri_out_time(article->published, when);
    kiri_out_field("", LABEL_COLUMNS, when);
    kiri_out_field(_("release"), LABEL_COLUMNS, release->title);
    kiri_out_time(release->date, when);
    kiri_out_field("", LABEL_COLUMNS, when);
    g_autofree char *answer = why->outcome == KIRI_WHY_REMOVED
                                  ? g_strdup(outcome_text(why->outcome))
                                  : g_strdup_printf("%s (%d %%)", outcome_text(why->outcome),
                                                    (int)round(why->probability * 100));
    kiri_out_field(_("answer"), LABEL_COLUMNS, answer);
}

static void print_why(const KiriExplain *x, const KiriWhy *why)
{
    g_autoptr(KiriArticle) article =
        kiri_store_get(x->store, KIRI_NOUN_ARTICLE, why->article, NULL);
    g_autoptr(KiriRelease) release =
        kiri_store_get(x->store, KIRI_NOUN_RELEASE, why->release, NULL);
    print_pair(article, release, why);
    kiri_why_print_standing(x, why->article, why->release, why->outcome);
    kiri_out_field(_("other sense"), LABEL_COLUMNS, why->homonym);
    if (why->evidence) {
        kiri_out_field(_("reason"), LABEL_COLUMNS, why->evidence->reason);
        print_gates(why);
        if (why->outcome != KIRI_WHY_CLIP)
            print_what_ifs(why);
    }
    kiri_why_print_others(why->others);
    kiri_out_printf("\n");
    if (why->evidence)
        kiri_explain_evidence(x, why->evidence, article, release, why->probability);
}

/* ---- both ---- */

int kiri_explain_why(KiriCli *cli, KiriStore *store, const char *article, const char *target,
                     GError **error)
{
    KiriNoun noun = KIRI_NOUN_RELEASE;
    g_autofree char *id = strstr(article, "://")
                              ? article_at(store, article, error)
                              : kiri_store_find_id(store, KIRI_NOUN_ARTICLE, article, error);
    g_autofree char *of = id ? find_target(store, target, &noun, error) : NULL;
    if (!of)
        return KIRI_EXIT_NO;
    g_auto(KiriLinkSettings) settings;
    kiri_link_settings_init(&settings, cli);
    KiriExplain x = kiri_explain_begin(cli, store);
    if (!kiri_user_words_load(cli, error))
        return KIRI_EXIT_FAILED;
    if (noun == KIRI_NOUN_TOPIC)
        return kiri_explain_why_topic(&x, &settings.options, id, of, error);
    g_autoptr(KiriWhy) why = kiri_why(store, &settings.options, id, of, error);
    if (!why)
        return KIRI_EXIT_FAILED;
    if (cli->is_json) {
        kiri_out_record(&kiri_why_shape, why);
        kiri_out_json_summary(1);
    } else {
        print_why(&x, why);
    }
    return KIRI_EXIT_DONE;
}
