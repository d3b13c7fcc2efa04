// SPDX-License-Identifier: GPL-3.0-or-later
/* One clip with everything that stands behind it: what the program says, what a person
 * says, why, and with which versions of the release and of the rules. */
#include "clips/clip_value.h"
#include "explain.h"

#include "columns.h"
#include "show_lineage.h"
#include "clips/verdict_ops.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LABEL_COLUMNS = 14 };

KiriExplain kiri_explain_begin(const KiriCli *cli, KiriStore *store)
{
    return (KiriExplain){.cli = cli,
                         .store = store,
                         .columns = kiri_out_width(),
                         .has_color = kiri_out_has_color(cli)};
}

/* ---- versions ---- */

/* "3/2026-04": the release's version, then that of the rules. 0: says none. */
static gint64 release_version(const KiriClip *clip)
{
    g_auto(GStrv) parts = g_strsplit(clip->link_version ? clip->link_version : "", "/", 2);
    gint64 version = 0;
    if (!clip->release || !parts[0] ||
        !g_ascii_string_to_signed(parts[0], 10, 0, G_MAXINT64, &version, NULL))
        return 0;
    return version;
}

static const char *rules_version(const KiriClip *clip)
{
    const char *slash = clip->link_version ? strchr(clip->link_version, '/') : NULL;
    return slash ? slash + 1 : NULL;
}

KiriRelease *kiri_explain_release(const KiriExplain *x, const KiriClip *clip, GError **error)
{
    gint64 version = release_version(clip);
    KiriRelease *old =
        clip->release && version
            ? kiri_store_get_version(x->store, KIRI_NOUN_RELEASE, clip->release, version, NULL)
            : NULL;
    return old || !clip->release
               ? old
               : kiri_store_get(x->store, KIRI_NOUN_RELEASE, clip->release, error);
}

static void print_versions(const KiriExplain *x, const KiriClip *clip)
{
    g_autoptr(KiriRelease) now =
        clip->release ? kiri_store_get(x->store, KIRI_NOUN_RELEASE, clip->release, NULL) : NULL;
    gint64 version = release_version(clip);
    g_autoptr(GString) s = g_string_new(NULL);
    if (!clip->link_version)
        g_string_append(s, _("entered by hand"));
    else if (clip->is_kept)
        g_string_append(s, _("kept by a person's verdict: the program itself finds no tie"));
    else if (version)
        g_string_append_printf(s, _("release version %" PRId64 ", rules %s"), version,
                               rules_version(clip));
    else
        g_string_append_printf(s, _("rules %s"), rules_version(clip) ? rules_version(clip) : "—");
    if (now && version && now->version != version)
        g_string_append_printf(s, _("; the release is at version %" PRId64 " now: 'kirinuki link'"),
                               now->version);
    kiri_out_field(_("made with"), LABEL_COLUMNS, s->str);
}

/* ---- who says what ---- */

static char *percent_text(const KiriClip *clip)
{
    const char *word = clip->needs_review      ? _(", a person should look at it")
                       : clip->is_near_certain ? _(", almost certain")
                                               : "";
    return g_strdup_printf(_("%s, %d %%%s"), kiri_class_word(clip->class_),
                           (int)round(clip->probability * 100), word);
}

static void print_person(const KiriStanding *s)
{
    char when[32];
    kiri_out_time(s->decided, when);
    g_autoptr(GString) text = g_string_new(NULL);
    if (s->decision == KIRI_DECISION_ACCEPTED)
        g_string_append_printf(text, _("yes, %s"), kiri_class_word((gint)s->class_));
    else if (s->decision == KIRI_DECISION_REJECTED)
        g_string_append(text, _("no"));
    else
        g_string_append(text, _("nobody has decided"));
    if (s->release)
        g_string_append_printf(text, _("; it belongs to %s"), s->release);
    if (s->person)
        g_string_append_printf(text, " — %s", s->person);
    if (*when)
        g_string_append_printf(text, " %s", when);
    if (s->note)
        g_string_append_printf(text, ": %s", s->note);
    kiri_out_field(_("person"), LABEL_COLUMNS, text->str);
}

static void print_learned(const KiriClip *clip)
{
    if (clip->base_probability <= 0)
        return;
    g_autofree char *s = g_strdup_printf(_("%d %% before verdicts on other clips of it were heard"),
                                         (int)round(clip->base_probability * 100));
    kiri_out_field(_("learned"), LABEL_COLUMNS, s);
}

static void print_head(const KiriExplain *x, const KiriClip *clip, const KiriArticle *article,
                       const KiriRelease *release)
{
    char when[32];
    kiri_out_time(article->published, when);
    const char *site = article->site_name ? article->site_name : article->medium;
    g_autofree char *where =
        g_strdup_printf("%s%s%s", site ? site : "", site && *when ? " " : "", when);
    kiri_out_field(_("clip"), LABEL_COLUMNS, clip->id);
    kiri_out_field(_("article"), LABEL_COLUMNS, article->title);
    kiri_out_field("", LABEL_COLUMNS, where);
    kiri_out_field("", LABEL_COLUMNS, article->url);
    g_autofree char *announced =
        release ? g_strdup_printf("%s (%s)", release->title ? release->title : "", release->id)
                : NULL;
    kiri_out_field(_("release"), LABEL_COLUMNS, announced);
    kiri_out_time(release ? release->date : KIRI_TIME_UNSET, when);
    kiri_out_field("", LABEL_COLUMNS, when);
    g_autoptr(KiriTopic) topic =
        clip->topic ? kiri_store_get(x->store, KIRI_NOUN_TOPIC, clip->topic, NULL) : NULL;
    g_autofree char *asked =
        topic ? g_strdup_printf("%s (%s): %s", topic->name, topic->id, topic->query) : NULL;
    kiri_out_field(_("topic"), LABEL_COLUMNS, asked);
}

/* ---- figures ---- */

static const char *place_text(gint place)
{
    return place == KIRI_MESSAGE_IN_HEADLINE ? _(" (in the headline)")
           : place == KIRI_MESSAGE_IN_LEAD   ? _(" (in the lead)")
                                             : "";
}

static void print_message(const KiriMessageScore *m)
{
    const char *level = m->score >= KIRI_MESSAGE_CONVEYED ? _("conveyed")
                        : m->score >= KIRI_MESSAGE_PARTLY ? _("in part")
                                                          : _("not there");
    g_autofree char *label = g_strconcat("  ", level, NULL);
    g_autofree char *message = g_strconcat(m->message, place_text(m->place), NULL);
    kiri_out_field(label, LABEL_COLUMNS, message);
    g_autofree char *sentence = m->sentence && m->score >= KIRI_MESSAGE_PARTLY
                                    ? g_strdup_printf("→ %s", m->sentence)
                                    : NULL;
    kiri_out_field("", LABEL_COLUMNS, sentence);
    g_autofree char *wrong =
        m->is_wrong ? g_strdup_printf(_("! told differently: %s"), m->wrong ? m->wrong : "—")
                    : NULL;
    kiri_out_field("", LABEL_COLUMNS, wrong);
}

static void print_scores(const KiriScore *score)
{
    for (guint i = 0; i < kiri_recs_count(score->messages); i++) {
        if (i == 0)
            kiri_explain_heading(_("key messages"));
        print_message(g_ptr_array_index(score->messages, i));
    }
    if (!score->formula)
        return;
    kiri_out_printf("\n");
    kiri_out_field(_("AVE"), LABEL_COLUMNS, score->formula);
}

gboolean kiri_explain_clip(const KiriExplain *x, const KiriClip *clip, GError **error)
{
    GError *why = NULL;
    g_autoptr(KiriArticle) article =
        kiri_store_get(x->store, KIRI_NOUN_ARTICLE, clip->article, &why);
    g_autoptr(KiriRelease) release = article ? kiri_explain_release(x, clip, &why) : NULL;
    g_autoptr(KiriVerdict) verdict =
        why ? NULL : kiri_store_get(x->store, KIRI_NOUN_VERDICT, clip->id, &why);
    if (why) {
        g_propagate_error(error, why);
        return FALSE;
    }
    if (!article)
        return TRUE; // gone since; the next link takes the clip away
    KiriStanding standing = kiri_standing(clip, verdict);
    g_autofree char *machine = percent_text(clip);
    print_head(x, clip, article, release);
    kiri_out_field(_("program"), LABEL_COLUMNS, machine);
    print_learned(clip);
    print_person(&standing);
    kiri_out_field(_("reason"), LABEL_COLUMNS, clip->evidence ? clip->evidence->reason : NULL);
    print_versions(x, clip);
    if (clip->evidence)
        kiri_explain_evidence(x, clip->evidence, article, release, clip->probability);
    gint64 copies = 0;
    if (!kiri_show_lineage(x->cli, x->store, clip->article, &copies, error))
        return FALSE;
    if (clip->score)
        print_scores(clip->score);
    kiri_clip_value_print(clip, verdict);
    kiri_out_printf("\n");
    if (clip->release && standing.counts)
        kiri_cli_note(x->cli, _("'kirinuki topic suggest %s' proposes topics from its words"),
                      clip->release);
    return TRUE;
}

/* ---- for programs ---- */

static void write_named(KiriJson *j, const char *key, const char *title, KiriTime date)
{
    kiri_json_key(j, key);
    kiri_json_open_object(j);
    kiri_json_key(j, "title");
    kiri_json_cstr(j, title);
    kiri_json_key(j, "date");
    kiri_json_time(j, date);
    kiri_json_close_object(j);
}

gboolean kiri_explain_clip_json(const KiriExplain *x, const KiriClip *clip, GError **error)
{
    GError *why = NULL;
    g_autoptr(KiriArticle) article =
        kiri_store_get(x->store, KIRI_NOUN_ARTICLE, clip->article, &why);
    g_autoptr(KiriRelease) release = why ? NULL : kiri_explain_release(x, clip, &why);
    g_autoptr(KiriVerdict) verdict =
        why ? NULL : kiri_store_get(x->store, KIRI_NOUN_VERDICT, clip->id, &why);
    if (why) {
        g_propagate_error(error, why);
        return FALSE;
    }
    KiriStanding standing = kiri_standing(clip, verdict);
    g_auto(KiriBuf) buf;
    kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
    KiriJson j = kiri_out_json_begin(&buf, "clip");
    kiri_record_write_members(&kiri_clip_shape, clip, &j);
    kiri_json_key(&j, "standing");
    kiri_json_open_object(&j);
    kiri_standing_write_members(&standing, &j);
    kiri_json_close_object(&j);
    if (article)
        write_named(&j, "of_article", article->title, article->published);
    if (release)
        write_named(&j, "of_release", release->title, release->date);
    kiri_json_key(&j, "lineage");
    kiri_explain_lineage_json(x, clip, &j);
    kiri_out_json_end(&j);
    return TRUE;
}
