// SPDX-License-Identifier: GPL-3.0-or-later
/* export: everything, as JSON Lines or as the raw pages in WARC, for the office's own
 * use; with --for what may be handed on, body texts only through the gate. */
#include "commands.h"
#include "export_handed.h"
#include "export_warc.h"

#include <kirinuki/query.h>

#include <string.h>

typedef struct {
    gboolean is_canonical, is_warc, is_gzip;
    char *noun, *article, *medium, *from, *to, *output;
    char *purpose, *section;
    gint copies;
} Options;

static const KiriOption options[] = {
    KIRI_OPTION(Options, is_canonical, "canonical", 0, NONE, NULL,
                N_("all nouns in a fixed order, without run times: for comparing two stores")),
    KIRI_OPTION(Options, noun, "only", 0, FILENAME, N_("NOUN"),
                N_("article, clip, release, target, topic, medium, rate, source, verdict, run, "
                   "lineage, event, licence, licence_use, morning_sheet, morning_edit, "
                   "crisis_report or rule_state")),
    KIRI_OPTION(Options, purpose, "for", 0, FILENAME, N_("PURPOSE"),
                N_("to be handed on: body texts only where a licence allows it, counted; "
                   "quotations left out")),
    KIRI_OPTION(Options, section, "section", 0, FILENAME, N_("NAME"),
                N_("with --for: the section (課) that gets it")),
    KIRI_OPTION(Options, copies, "copies", 0, INT, N_("N"),
                N_("with --for: how many copies; else 1")),
    KIRI_OPTION(Options, is_warc, "warc", 0, NONE, NULL,
                N_("the raw pages kept as evidence, as a WARC file")),
    KIRI_OPTION(Options, is_gzip, "gzip", 0, NONE, NULL,
                N_("WARC: every record compressed; so too when FILE ends in .gz")),
    KIRI_OPTION(Options, article, "article", 0, FILENAME, N_("ID"), N_("WARC: this article alone")),
    KIRI_OPTION(Options, medium, "medium", 0, FILENAME, N_("ID"),
                N_("WARC: articles of this medium alone")),
    KIRI_OPTION(Options, from, "from", 0, FILENAME, N_("DATE"),
                N_("WARC: published on that day or later")),
    KIRI_OPTION(Options, to, "to", 0, FILENAME, N_("DATE"),
                N_("WARC: published on that day or earlier")),
    KIRI_OPTION(Options, output, "output", 'o', FILENAME, N_("FILE"),
                N_("WARC: where to write; else standard output")),
};

static gboolean write_line(KiriStr line, gpointer data, GError **error)
{
    (void)data;
    (void)error;
    kiri_out_write(line);
    return TRUE;
}

typedef struct {
    KiriStore *store;
    KiriNoun noun;
    gint64 count;
    const KiriHanded *handed; // NULL: for our own use
    GError *error;            // of a look beside the record
} Export;

/* A clip with the event that its article belongs to. */
static void write_clip(Export *e, const KiriClip *clip)
{
    g_autofree char *event = kiri_store_event_of(e->store, clip->article, &e->error);
    g_auto(KiriBuf) buf;
    kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
    KiriJson j = kiri_out_json_begin(&buf, "clip");
    g_autoptr(KiriClip) plain = e->handed ? kiri_handed_clip(clip) : NULL;
    kiri_record_write_members(&kiri_clip_shape, plain ? plain : clip, &j);
    kiri_json_key(&j, "event");
    kiri_json_cstr(&j, event);
    kiri_out_json_end(&j);
}

/* Articles that are an event of their own have a row that says nothing. */
static gboolean write_record(gconstpointer record, gpointer data)
{
    Export *e = data;
    if (e->noun == KIRI_NOUN_EVENT && !((const KiriEvent *)record)->through)
        return TRUE;
    if (e->noun == KIRI_NOUN_CLIP) {
        write_clip(e, record);
    } else if (e->noun == KIRI_NOUN_ARTICLE && e->handed) {
        g_autoptr(KiriArticle) plain = kiri_handed_article(e->handed, record);
        kiri_out_record(&kiri_article_shape, plain);
    } else {
        kiri_out_record(kiri_noun_shape(e->noun), record);
    }
    e->count++;
    return !e->error;
}

static const KiriNoun exported[] = {
    KIRI_NOUN_SOURCE,        KIRI_NOUN_MEDIUM,       KIRI_NOUN_RATE,         KIRI_NOUN_RELEASE,
    KIRI_NOUN_TOPIC,         KIRI_NOUN_ARTICLE,      KIRI_NOUN_CLIP,         KIRI_NOUN_LINEAGE,
    KIRI_NOUN_VERDICT,       KIRI_NOUN_RUN,          KIRI_NOUN_RULE,         KIRI_NOUN_FIGURE,
    KIRI_NOUN_TARGET,        KIRI_NOUN_EVENT,        KIRI_NOUN_LICENCE,      KIRI_NOUN_LICENCE_USE,
    KIRI_NOUN_MORNING_SHEET, KIRI_NOUN_MORNING_EDIT, KIRI_NOUN_CRISIS_REPORT};

static int export_json(KiriStore *store, const Options *o, const KiriHanded *handed, GError **error)
{
    Export e = {.store = store, .handed = handed};
    gboolean is_known = !o->noun;
    for (gsize i = 0; i < G_N_ELEMENTS(exported); i++) {
        if (o->noun && strcmp(o->noun, kiri_noun_name(exported[i])) != 0)
            continue;
        is_known = TRUE;
        e.noun = exported[i];
        if (!kiri_store_each(store, exported[i], "", write_record, &e, error))
            return KIRI_EXIT_FAILED;
        if (e.error) {
            g_propagate_error(error, e.error);
            return KIRI_EXIT_FAILED;
        }
    }
    if (!is_known) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE, _("'%s' is nothing that is exported"),
                    o->noun);
        return KIRI_EXIT_USAGE;
    }
    kiri_out_json_summary(e.count);
    return KIRI_EXIT_DONE;
}

static int export_warc(KiriCli *cli, KiriStore *store, const Options *o, GError **error)
{
    KiriWarcChoice choice = {.article = o->article,
                             .medium = o->medium,
                             .from_us = G_MININT64,
                             .to_us = G_MAXINT64,
                             .output = o->output,
                             .is_gzip = o->is_gzip};
    g_autofree char *span = g_strconcat(o->from ? o->from : "", "..", o->to ? o->to : "", NULL);
    if ((o->from || o->to) &&
        !kiri_query_parse_dates(kiri_str(span), &choice.from_us, &choice.to_us)) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                    _("--from and --to are days, months or years such as 2026-04-13, not '%s'"),
                    span);
        return KIRI_EXIT_USAGE;
    }
    return kiri_export_warc(cli, store, &choice, error) ? KIRI_EXIT_DONE
                                                        : kiri_exit_code_of(*error);
}

/* Whom the gate lets have what is asked first, and counted; then all is written. */
static int export_handed(KiriCli *cli, KiriStore *store, const Options *o, GError **error)
{
    if (o->is_warc || o->is_canonical || o->copies < 0) {
        g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                            _("--for goes with JSON Lines and --copies of 1 or more; 'report "
                              "--clip ID --picture' hands a page on"));
        return KIRI_EXIT_USAGE;
    }
    gboolean has_articles = !o->noun || strcmp(o->noun, "article") == 0;
    g_auto(KiriHanded) handed = {0};
    if (has_articles &&
        !kiri_handed_ask(&handed, cli, store, o->purpose, o->section, o->copies, error))
        return KIRI_EXIT_FAILED;
    int code = export_json(store, o, &handed, error);
    if (code == KIRI_EXIT_DONE && has_articles)
        kiri_cli_note(cli, _("body texts: %u under a licence, %u left out without one"),
                      handed.n_allowed, handed.n_withheld);
    return code;
}

static int run(KiriCli *cli, const KiriCall *call, GError **error)
{
    const Options *o = call->options;
    g_autoptr(KiriStore) store =
        kiri_cli_open_store(cli, o->purpose ? KIRI_STORE_WRITE : KIRI_STORE_READ, error);
    if (!store)
        return KIRI_EXIT_FAILED;
    if (o->purpose)
        return export_handed(cli, store, o, error);
    if (o->section || o->copies) {
        g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                            _("--section and --copies go with --for"));
        return KIRI_EXIT_USAGE;
    }
    if (!o->is_warc && (o->is_gzip || o->article || o->medium || o->from || o->to || o->output)) {
        g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                            _("the choice of pages goes with --warc"));
        return KIRI_EXIT_USAGE;
    }
    if (o->is_canonical)
        return kiri_store_export_canonical(store, write_line, NULL, error) ? KIRI_EXIT_DONE
                                                                           : KIRI_EXIT_FAILED;
    return o->is_warc ? export_warc(cli, store, o, error) : export_json(store, o, NULL, error);
}

const KiriCommand kiri_cmd_export = {.name = "export",
                                     .group = N_("Tell"),
                                     .args = "",
                                     .summary = N_("all the data, complete: JSON Lines, WARC"),
                                     KIRI_OPTIONS(Options, options),
                                     .needs = KIRI_NEEDS_WORKSPACE,
                                     .run = run};
