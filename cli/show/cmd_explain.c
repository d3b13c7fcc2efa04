// SPDX-License-Identifier: GPL-3.0-or-later
/* explain: why is this article a clip of that release, or why not. */
#include "commands.h"
#include "explain.h"
#include "clips/verdict_ops.h"

#include <string.h>

typedef struct {
    char *release;
    gboolean why_not, only_score;
} Options;

static const KiriOption options[] = {
    KIRI_OPTION(Options, release, "release", 'r', FILENAME, N_("ID"),
                N_("only the tie to this release or topic")),
    KIRI_OPTION(Options, why_not, "why-not", 0, NONE, NULL,
                N_("why is this article no clip of that release or topic?")),
    KIRI_OPTION(Options, only_score, "score", 0, NONE, NULL,
                N_("the calculation of its advertising value, line by line")),
};

/* The clips of an article, or the one clip that was named. */
static GPtrArray *clips_of(KiriStore *store, const char *name, GError **error)
{
    if (strchr(name, '.')) {
        KiriClip *clip = kiri_verdict_find_clip(store, name, error);
        if (!clip)
            return NULL;
        GPtrArray *one = g_ptr_array_new_with_free_func((GDestroyNotify)kiri_clip_free);
        g_ptr_array_add(one, clip);
        return one;
    }
    g_autofree char *id = kiri_store_find_id(store, KIRI_NOUN_ARTICLE, name, error);
    return id ? kiri_store_clips_of(store, KIRI_NOUN_ARTICLE, id, error) : NULL;
}

typedef gboolean (*Explain)(const KiriExplain *x, const KiriClip *clip, GError **error);

static Explain explainer(const Options *o, gboolean is_json)
{
    if (o->only_score)
        return is_json ? kiri_explain_score_json : kiri_explain_score;
    return is_json ? kiri_explain_clip_json : kiri_explain_clip;
}

static int run(KiriCli *cli, const KiriCall *call, GError **error)
{
    const Options *o = call->options;
    guint shown = 0;
    if (o->why_not && o->only_score) {
        g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                            _("--score does not go with --why-not"));
        return KIRI_EXIT_USAGE;
    }
    if (o->why_not != (call->n_args == 2)) {
        g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                            o->why_not ? _("--why-not needs an article and a release or topic")
                                       : _("a second word goes with --why-not"));
        return KIRI_EXIT_USAGE;
    }
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_READ, error);
    if (store && o->why_not)
        return kiri_explain_why(cli, store, call->args[0], call->args[1], error);
    g_autoptr(GPtrArray) clips = store ? clips_of(store, call->args[0], error) : NULL;
    if (!clips)
        return KIRI_EXIT_NO;
    KiriExplain x = kiri_explain_begin(cli, store);
    for (guint i = 0; i < clips->len; i++) {
        const KiriClip *clip = g_ptr_array_index(clips, i);
        if (o->release && g_strcmp0(clip->release, o->release) != 0 &&
            g_strcmp0(clip->topic, o->release) != 0)
            continue;
        if (!explainer(o, cli->is_json)(&x, clip, error))
            return KIRI_EXIT_FAILED;
        shown++;
    }
    if (cli->is_json)
        kiri_out_json_summary(shown);
    else if (!shown)
        kiri_cli_note(cli, _("nothing ties this article to a release or a topic"));
    return shown ? KIRI_EXIT_DONE : KIRI_EXIT_NO;
}

const KiriCommand kiri_cmd_explain = {
    .name = "explain",
    .group = N_("Ask"),
    .args = N_("ARTICLE | CLIP | --why-not ARTICLE|URL RELEASE|TOPIC"),
    .summary = N_("why is this a clip, and of what"),
    KIRI_OPTIONS(Options, options),
    .needs = KIRI_NEEDS_WORKSPACE,
    .min_args = 1,
    .max_args = 2,
    .run = run};
