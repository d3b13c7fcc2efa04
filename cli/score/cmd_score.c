// SPDX-License-Identifier: GPL-3.0-or-later
/* score: the stage; the stage with known figures made new; and figures as they were
 * known at a moment, or by another method, which stores nothing. */
#include "commands.h"
#include "watch/pipeline.h"
#include "score_ops.h"

#include <string.h>

typedef struct {
    gboolean renews;
    char *since, *release, *topic, *method, *as_of;
} Options;

static const KiriOption options[] = {
    KIRI_OPTION(Options, renews, "renew", 0, NONE, NULL,
                N_("compute known figures again with the ledger and method of now")),
    KIRI_OPTION(Options, since, "since", 0, FILENAME, N_("DATE"),
                N_("with --renew: only of articles published from then on")),
    KIRI_OPTION(Options, release, "release", 'r', FILENAME, N_("ID"),
                N_("with --renew, --as-of and --method: only clips of this release")),
    KIRI_OPTION(Options, topic, "topic", 't', FILENAME, N_("ID"),
                N_("with --as-of and --method: only clips of this topic")),
    KIRI_OPTION(Options, method, "method", 0, FILENAME, N_("NAME"),
                N_("print the figures by this method; with --renew: store them")),
    KIRI_OPTION(Options, as_of, "as-of", 0, FILENAME, N_("DATE"),
                N_("print the figures as they were known at the end of that day")),
};

/* ---- the stage ---- */

static void print_renewed(const KiriClip *clip, const KiriScore *before, const KiriScore *after,
                          gpointer data)
{
    gboolean *is_json = data;
    g_auto(GStrv) differences = kiri_score_differences(before, after);
    g_autofree char *old = kiri_number_grouped(before->ave_yen);
    g_autofree char *new = kiri_number_grouped(after->ave_yen);
    if (!*is_json) {
        kiri_out_printf(_("%s  %s yen → %s%s\n"), clip->id, old,
                        after->is_known ? new : after->unknown_reason,
                        after->is_known ? _(" yen") : "");
        for (char **d = differences; *d; d++) {
            g_autofree char *safe = kiri_out_safe(*d);
            kiri_out_printf("    %s\n", safe);
        }
        return;
    }
    g_auto(KiriBuf) buf;
    kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
    KiriJson j = kiri_out_json_begin(&buf, "renewed");
    kiri_json_key(&j, "clip");
    kiri_json_cstr(&j, clip->id);
    kiri_json_key(&j, "before");
    kiri_record_write_json(&kiri_score_shape, before, &j);
    kiri_json_key(&j, "after");
    kiri_record_write_json(&kiri_score_shape, after, &j);
    kiri_json_key(&j, "differences");
    kiri_json_open_array(&j);
    for (char **d = differences; *d; d++)
        kiri_json_cstr(&j, *d);
    kiri_json_close_array(&j);
    kiri_out_json_end(&j);
}

static int run_stage(KiriCli *cli, const KiriRenewal *renewal, GError **error)
{
    KiriPipeline p = {0};
    int code = KIRI_EXIT_FAILED;
    if (kiri_pipeline_open(&p, cli, "score", error)) {
        KiriRenewal found = renewal ? *renewal : (KiriRenewal){0};
        g_autofree char *release =
            found.release ? kiri_store_find_id(p.store, KIRI_NOUN_RELEASE, found.release, error)
                          : NULL;
        gboolean ok = !found.release || release;
        found.release = release;
        p.renewal = renewal ? &found : NULL;
        ok = ok && kiri_pipeline_score(&p, error);
        if (ok && renewal)
            kiri_cli_note(cli, _("%" PRIu64 " known figures became others"), p.renewed);
        if (ok && p.keeps_other_rules)
            kiri_cli_note(cli, _("known figures rest on another score.method or score.copies; "
                                 "'score --renew' takes those of now"));
        p.rows += (guint)p.renewed;
        code = kiri_pipeline_finish(&p, ok, error);
    }
    kiri_pipeline_close(&p);
    return code;
}

/* ---- figures then ---- */

typedef struct {
    const KiriCli *cli;
    gint64 count, known_yen, estimate_yen, known, estimate, unknown, overridden;
} Sums;

static void add_up(Sums *s, const KiriWorth *worth)
{
    s->count++;
    s->overridden += worth->override ? 1 : 0;
    if (!worth->is_known)
        s->unknown++;
    else if (worth->is_estimate)
        s->estimate++, s->estimate_yen += worth->yen;
    else
        s->known++, s->known_yen += worth->yen;
}

static void print_json(const KiriScoreThen *then)
{
    g_auto(KiriBuf) buf;
    kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
    KiriJson j = kiri_out_json_begin(&buf, "score");
    const struct {
        const char *key, *value;
    } words[] = {{"clip", then->clip->id},           {"release", then->clip->release},
                 {"topic", then->clip->topic},       {"title", then->article->title},
                 {"url", then->article->url},        {"medium", then->article->medium},
                 {"book", then->score->book_version}};
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
        kiri_json_key(&j, words[i].key);
        kiri_json_cstr(&j, words[i].value);
    }
    kiri_json_key(&j, "published");
    kiri_json_time(&j, then->article->published);
    kiri_json_key(&j, "yen");
    if (then->worth.is_known)
        kiri_json_i64(&j, then->worth.yen);
    else
        kiri_json_null(&j);
    kiri_json_key(&j, "is_overridden");
    kiri_json_bool(&j, then->worth.override != NULL);
    kiri_json_key(&j, "score");
    kiri_record_write_json(&kiri_score_shape, then->score, &j);
    kiri_out_json_end(&j);
}

static void print_row(const KiriScoreThen *then)
{
    char when[32];
    kiri_out_time(then->article->published, when);
    g_autofree char *yen = kiri_number_grouped(then->worth.yen);
    g_autofree char *title = kiri_out_safe(then->article->title);
    const char *amount = then->worth.is_known ? yen : "—";
    const char *target = then->clip->release ? then->clip->release : then->clip->topic;
    kiri_out_printf("%.8s.%-14s %-16s %15s %s%s%s%s%s\n", then->clip->article,
                    target ? target : "mention", when, amount,
                    then->worth.override      ? "* "
                    : then->worth.is_estimate ? "~ "
                                              : "  ",
                    title, then->worth.is_known ? "" : " (",
                    then->worth.is_known ? "" : then->score->unknown_reason,
                    then->worth.is_known ? "" : ")");
}

static gboolean print_then(const KiriScoreThen *then, gpointer data)
{
    Sums *s = data;
    add_up(s, &then->worth);
    (s->cli->is_json ? print_json : print_row)(then);
    return TRUE;
}

static void print_sums(const Sums *s)
{
    const struct {
        const char *key;
        gint64 n;
    } members[] = {{"ave_known_yen", s->known_yen},
                   {"ave_known", s->known},
                   {"ave_estimate_yen", s->estimate_yen},
                   {"ave_estimate", s->estimate},
                   {"ave_unknown", s->unknown},
                   {"ave_overridden", s->overridden},
                   {"count", s->count}};
    if (s->cli->is_json) {
        g_auto(KiriBuf) buf;
        kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
        KiriJson j = kiri_out_json_begin(&buf, "summary");
        for (gsize i = 0; i < G_N_ELEMENTS(members); i++) {
            kiri_json_key(&j, members[i].key);
            kiri_json_i64(&j, members[i].n);
        }
        kiri_json_key(&j, "complete");
        kiri_json_bool(&j, TRUE);
        kiri_out_json_end(&j);
        return;
    }
    g_autofree char *known = kiri_number_grouped(s->known_yen);
    g_autofree char *estimate = kiri_number_grouped(s->estimate_yen);
    kiri_out_printf(_("%s yen by known figures (%" PRId64 "), %s yen by estimates (~, %" PRId64
                      "), %" PRId64 " unknown, %" PRId64 " by a person's figure (*)\n"),
                    known, s->known, estimate, s->estimate, s->unknown, s->overridden);
}

static int print_as_of(KiriCli *cli, const Options *o, gint64 known_us, GError **error)
{
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_READ, error);
    g_auto(KiriScoreUs) us = {0};
    if (!store || !kiri_score_us_init(&us, cli, error))
        return KIRI_EXIT_FAILED;
    g_autofree char *release =
        o->release ? kiri_store_find_id(store, KIRI_NOUN_RELEASE, o->release, error) : NULL;
    g_autofree char *topic = o->topic && (!o->release || release)
                                 ? kiri_store_find_id(store, KIRI_NOUN_TOPIC, o->topic, error)
                                 : NULL;
    if ((o->release && !release) || (o->topic && !topic))
        return KIRI_EXIT_NO;
    KiriScoreAsOf question = {.known_us = known_us,
                              .organisation = us.organisation,
                              .rules = kiri_score_rules_of(cli),
                              .forces_method = o->method != NULL,
                              .release = release,
                              .topic = topic};
    if (o->method)
        question.rules.method = o->method;
    Sums sums = {.cli = cli};
    if (!kiri_score_as_of(store, &question, print_then, &sums, error))
        return KIRI_EXIT_FAILED;
    print_sums(&sums);
    return KIRI_EXIT_DONE;
}

/* ---- the command ---- */

static gboolean is_method(const Options *o, GError **error)
{
    if (!o->method || kiri_score_method(o->method))
        return TRUE;
    g_autoptr(GString) names = g_string_new(NULL);
    for (const KiriScoreMethod *m = kiri_score_methods; m->name; m++)
        g_string_append_printf(names, "%s%s", names->len ? ", " : "", m->name);
    g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE, _("--%s cannot be '%s'; there are %s"),
                "method", o->method, names->str);
    return FALSE;
}

/* The first instant of what was stated, or the last one. */
static gboolean read_date(const char *option, const char *value, gboolean is_end, gint64 *us,
                          GError **error)
{
    KiriTime t;
    if (!value)
        return TRUE;
    if (!kiri_time_parse(kiri_str(value), KIRI_JST_MIN, &t)) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                    _("--%s must be a date such as 2026-04-01, not '%s'"), option, value);
        return FALSE;
    }
    gint64 from = 0, to = 0;
    kiri_row_span(t, t, &from, &to);
    *us = is_end ? to - 1 : t.us;
    return TRUE;
}

static gboolean is_sensible(const Options *o, GError **error)
{
    const char *wrong =
        o->renews && (o->as_of || o->topic)
            ? _("--renew stores figures of now: --as-of and --topic do not go with it")
        : !o->renews && o->since ? _("--since goes with --renew")
        : !o->renews && !o->as_of && !o->method && (o->release || o->topic)
            ? _("--release and --topic go with --renew, --as-of or --method")
            : NULL;
    if (wrong)
        g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE, wrong);
    return wrong == NULL;
}

static int run(KiriCli *cli, const KiriCall *call, GError **error)
{
    const Options *o = call->options;
    gint64 from_us = G_MININT64, known_us = G_MAXINT64;
    if (!is_sensible(o, error) || !is_method(o, error) ||
        !read_date("since", o->since, FALSE, &from_us, error) ||
        !read_date("as-of", o->as_of, TRUE, &known_us, error))
        return KIRI_EXIT_USAGE;
    if (!o->renews && (o->as_of || o->method))
        return print_as_of(cli, o, known_us, error);
    gboolean is_json = cli->is_json;
    KiriRenewal renewal = {.method = o->method,
                           .release = o->release,
                           .from_us = from_us,
                           .renewed = print_renewed,
                           .data = &is_json};
    return run_stage(cli, o->renews ? &renewal : NULL, error);
}

static const char details[] =
    N_("A figure that is known rests on the rate card, the method and the treatment of copies\n"
       "that stood when it was computed; --renew takes those of now and names each figure that\n"
       "changes, with the rows that changed it. --as-of prints figures as they were known at a\n"
       "day: rate card, articles of the month, texts and people's figures of then. Methods\n"
       "are explained in docs/figures.md; the setting score.method names that of new figures.");

const KiriCommand kiri_cmd_score = {
    .name = "score",
    .group = N_("Pipeline"),
    .args = "",
    .summary = N_("compute advertising value, reach and prominence"),
    .details = details,
    KIRI_OPTIONS(Options, options),
    .needs = KIRI_NEEDS_WORKSPACE | KIRI_NEEDS_WORKERS | KIRI_NEEDS_WORDS,
    .run = run};
