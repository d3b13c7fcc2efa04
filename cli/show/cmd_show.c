// SPDX-License-Identifier: GPL-3.0-or-later
/* show: one record of any noun, by its id or the beginning of it. */
#include "commands.h"
#include "show_event.h"
#include "show_lineage.h"
#include "score/tone_print.h"
#include "clips/verdict_ops.h"

#include <kirinuki/limits.h>
#include <kirinuki/revision.h>

#include <string.h>

typedef struct {
    gboolean shows_text, shows_witnesses;
} Options;

static const KiriOption options[] = {
    KIRI_OPTION(Options, shows_text, "text", 0, NONE, NULL, N_("the article's text too")),
    KIRI_OPTION(Options, shows_witnesses, "witnesses", 0, NONE, NULL,
                N_("who claimed what about each field")),
};

static void print_line(const char *label, const char *value)
{
    if (!value || !*value)
        return;
    g_autofree char *safe = kiri_out_safe(value);
    kiri_out_row(0, label, 12, safe);
}

static void print_time(const char *label, KiriTime t)
{
    char text[32];
    kiri_time_format(t, text);
    print_line(label, text);
}

static void print_list(const char *label, char **values)
{
    g_autofree char *joined = values ? g_strjoinv(", ", values) : NULL;
    print_line(label, joined);
}

static void print_parts(const KiriArticle *a)
{
    guint n = kiri_strv_count(a->more_evidence);
    if (!a->evidence || !n)
        return;
    g_autofree char *parts = g_strdup_printf(_("%u pages"), n + 1);
    print_line(_("evidence"), parts);
}

static void print_size(const KiriAppearance *h)
{
    char width[G_ASCII_DTOSTR_BUF_SIZE], height[G_ASCII_DTOSTR_BUF_SIZE];
    if (!h->width_mm && !h->height_mm)
        return;
    g_ascii_formatd(width, sizeof width, "%.1f", (gdouble)h->width_mm / 10);
    g_ascii_formatd(height, sizeof height, "%.1f", (gdouble)h->height_mm / 10);
    g_autofree char *size = g_strdup_printf(_("width %s cm, height %s cm"),
                                            h->width_mm ? width : "?", h->height_mm ? height : "?");
    print_line(_("size"), size);
}

/* How a piece appeared that somebody entered. */
static void print_appearance(const KiriArticle *a)
{
    const KiriAppearance *h = a->appearance;
    if (!h)
        return;
    g_autofree char *place = kiri_article_place(a);
    print_line(_("form"), kiri_form_names[h->form]);
    print_line(_("place"), place);
    print_size(h);
    if (h->position != KIRI_POSITION_UNKNOWN)
        print_line(_("position"), kiri_position_names[h->position]);
    print_line(_("time rank"), h->rank);
    print_line(_("read at"), h->url);
    print_line(_("evidence"), h->evidence_name ? h->evidence_name : h->evidence);
    print_line(_("entered by"), h->entered_by);
    print_time(_("entered"), h->entered);
    print_time(_("withdrawn"), h->withdrawn);
    print_line(_("because"), h->withdrawn_reason);
}

static void print_article(const KiriArticle *a, const Options *o)
{
    print_line(_("id"), a->id);
    print_line(_("title"), a->title);
    print_line(_("medium"), a->medium);
    print_line(_("site"), a->site_name);
    print_time(_("published"), a->published);
    print_time(_("modified"), a->modified);
    print_list(_("authors"), a->authors);
    print_line(_("agency"), a->agency);
    print_line(_("address"), a->url);
    print_appearance(a);
    print_list(_("also at"), a->aliases);
    print_line(_("language"), a->language);
    print_line(_("charset"), a->charset);
    if (a->is_paywalled)
        print_line(_("access"), _("behind a paywall: what is stored is the teaser"));
    if (a->is_corrected)
        print_line(_("correction"),
                   a->correction ? a->correction : _("carries a correction notice"));
    if (kiri_time_is_set(a->removed))
        print_time(_("taken away"), a->removed);
    if (a->is_nosnippet)
        print_line(_("snippets"), _("the publisher wants none shown"));
    print_parts(a);
    for (guint i = 0; o->shows_witnesses && i < kiri_recs_count(a->witnesses); i++) {
        const KiriWitness *w = g_ptr_array_index(a->witnesses, i);
        g_autofree char *value = kiri_out_safe(w->value);
        g_autofree char *reason = kiri_out_safe(w->reason);
        kiri_out_printf("%c %-10s %-14s %s%s%s\n", w->is_chosen ? '*' : ' ', w->field, w->source,
                        value, *reason ? "  — " : "", reason);
    }
    if (o->shows_text && a->text) {
        g_autofree char *text = kiri_out_safe(a->text);
        kiri_out_printf("\n%s\n", text);
    }
}

/* ---- revisions ---- */

static void print_change(char sign, const char *text)
{
    g_autofree char *safe = kiri_out_safe(text);
    kiri_out_printf("    %c %s\n", sign, safe);
}

static void print_changes(char sign, char **texts, gint64 n)
{
    for (char **t = texts; t && *t; t++)
        print_change(sign, *t);
    gint64 more = n - kiri_strv_count(texts);
    if (more > 0)
        kiri_out_printf(_("    %c … and %" PRId64 " more sentences\n"), sign, more);
}

static void print_figures(const KiriRevision *r)
{
    g_autofree char *before = r->figures_before ? g_strjoinv(", ", r->figures_before) : NULL;
    g_autofree char *after = r->figures_after ? g_strjoinv(", ", r->figures_after) : NULL;
    if (before || after)
        kiri_out_printf(_("    figures: %s → %s\n"), before ? before : "–", after ? after : "–");
}

static void print_revision(const KiriRevision *r)
{
    char when[32];
    kiri_out_time(r->seen, when);
    kiri_out_printf(_("\nversion %" PRId64 ", seen %s: %d %% of the text changed\n"), r->version,
                    *when ? when : "—", (int)(r->changed * 100 + 0.5));
    if (r->is_removed)
        kiri_out_printf("    %s\n", _("the publisher took the page away"));
    if (r->is_back)
        kiri_out_printf("    %s\n", _("the page is there again"));
    if (r->is_corrected)
        print_change('!', r->correction ? r->correction : _("carries a correction notice"));
    if (r->title_before) {
        print_change('-', r->title_before);
        print_change('+', r->title_after);
    }
    print_figures(r);
    print_changes('-', r->removed, r->n_removed);
    print_changes('+', r->added, r->n_added);
}

static gboolean show_revisions(KiriCli *cli, KiriStore *store, const KiriArticle *a, gint64 *count,
                               GError **error)
{
    g_autoptr(GPtrArray) list = kiri_store_revisions(store, a, error);
    if (!list)
        return FALSE;
    for (guint i = 0; i < list->len; i++) {
        if (cli->is_json)
            kiri_out_record(&kiri_revision_shape, list->pdata[i]);
        else
            print_revision(list->pdata[i]);
    }
    *count += list->len;
    return TRUE;
}

/* ---- clips ---- */

static void print_clip(KiriStore *store, const KiriClip *clip, const KiriVerdict *verdict)
{
    g_autoptr(KiriArticle) a = kiri_store_get(store, KIRI_NOUN_ARTICLE, clip->article, NULL);
    g_autofree char *probability = g_strdup_printf("%.2f", clip->probability);
    print_line(_("id"), clip->id);
    g_autofree char *place = a ? kiri_article_place(a) : NULL;
    print_line(_("title"), a ? a->title : NULL);
    print_line(_("place"), place);
    print_line(_("address"), a ? a->url : NULL);
    print_line(_("release"), clip->release);
    print_line(_("topic"), clip->topic);
    print_line(_("probability"), probability);
    print_line(_("reason"), clip->evidence ? clip->evidence->reason : NULL);
    kiri_tone_print_guess(clip->score);
    if (clip->is_kept)
        print_line(_("kept"), _("by a person's verdict: the program itself finds no tie"));
    kiri_verdict_print(clip, verdict);
}

static void show_clip(const KiriCli *cli, KiriStore *store, const KiriClip *clip, gint64 *count)
{
    g_autoptr(KiriVerdict) verdict = kiri_store_get(store, KIRI_NOUN_VERDICT, clip->id, NULL);
    if (!cli->is_json) {
        print_clip(store, clip, verdict);
        return;
    }
    kiri_out_record(&kiri_clip_shape, clip);
    if (!verdict)
        return;
    kiri_out_record(&kiri_verdict_shape, verdict);
    ++*count;
}

/* Nouns whose ids people meet, in the order in which an id is tried. */
static const KiriNoun shown_nouns[] = {KIRI_NOUN_ARTICLE, KIRI_NOUN_CLIP,   KIRI_NOUN_RELEASE,
                                       KIRI_NOUN_TOPIC,   KIRI_NOUN_MEDIUM, KIRI_NOUN_RATE,
                                       KIRI_NOUN_SOURCE,  KIRI_NOUN_RUN};

static gpointer find_record(KiriStore *store, const char *id, KiriNoun *noun, GError **error)
{
    for (gsize i = 0; i < G_N_ELEMENTS(shown_nouns); i++) {
        *noun = shown_nouns[i];
        if (kiri_store_has(store, *noun, id))
            return kiri_store_get(store, *noun, id, error);
    }
    *noun = KIRI_NOUN_CLIP;
    KiriClip *clip = strchr(id, '.') ? kiri_verdict_find_clip(store, id, NULL) : NULL;
    if (clip)
        return clip;
    for (gsize i = 0; i < G_N_ELEMENTS(shown_nouns); i++) {
        *noun = shown_nouns[i];
        g_autoptr(GError) why = NULL;
        g_autofree char *full = kiri_store_find_id(store, *noun, id, &why);
        if (full)
            return kiri_store_get(store, *noun, full, error);
        if (!kiri_error_is(why, KIRI_ERROR_NOT_FOUND)) {
            g_propagate_error(error, g_steal_pointer(&why));
            return NULL;
        }
    }
    g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_NOT_FOUND, _("there is nothing with the id '%s'"),
                id);
    return NULL;
}

static int run(KiriCli *cli, const KiriCall *call, GError **error)
{
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_READ, error);
    KiriNoun noun = KIRI_NOUN_ARTICLE;
    gpointer record = store ? find_record(store, call->args[0], &noun, error) : NULL;
    if (!record)
        return KIRI_EXIT_NO;
    gint64 count = 1;
    gboolean ok = TRUE;
    if (noun == KIRI_NOUN_ARTICLE && !cli->is_json)
        print_article(record, call->options);
    else if (noun == KIRI_NOUN_CLIP)
        show_clip(cli, store, record, &count);
    else
        kiri_out_record(kiri_noun_shape(noun), record);
    if (noun == KIRI_NOUN_ARTICLE)
        ok = show_revisions(cli, store, record, &count, error) &&
             kiri_show_lineage(cli, store, ((const KiriArticle *)record)->id, &count, error) &&
             kiri_show_event(cli, store, ((const KiriArticle *)record)->id, &count, error);
    if (ok && cli->is_json)
        kiri_out_json_summary(count);
    kiri_record_free(kiri_noun_shape(noun), record);
    return ok ? KIRI_EXIT_DONE : KIRI_EXIT_FAILED;
}

const KiriCommand kiri_cmd_show = {.name = "show",
                                   .group = N_("Ask"),
                                   .args = N_("ID"),
                                   .summary =
                                       N_("one article, clip, release, medium, source or run"),
                                   KIRI_OPTIONS(Options, options),
                                   .needs = KIRI_NEEDS_WORKSPACE,
                                   .min_args = 1,
                                   .max_args = 1,
                                   .run = run};
