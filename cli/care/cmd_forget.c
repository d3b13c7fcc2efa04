// SPDX-License-Identifier: GPL-3.0-or-later
/* forget: articles, or a journalist's name, go for good.
 *
 *   list (廃棄一覧) ─▶ rows go, tombstones stay ─▶ links ─▶ index anew ─▶ tables anew
 *
 * The index is built anew and not brought up to date: what it lists as dead it holds still.
 * Each step finds its work in the store, so a forgetting that was cut short is completed by
 * the next one, or by 'forget' alone. */
#include "care/disposal.h"
#include "commands.h"
#include "watch/pipeline.h"

#include <kirinuki/care.h>
#include <kirinuki/people.h>

#include <string.h>

typedef struct {
    char *person, *reason, *by, *csv;
    gboolean is_sure;
} Options;

static const KiriOption options[] = {
    KIRI_OPTION(Options, person, "person", 0, FILENAME, N_("NAME"),
                N_("a journalist's name: out of bylines, claims and the list of people")),
    KIRI_OPTION(Options, reason, "reason", 0, FILENAME, N_("TEXT"),
                N_("why; it stays with the tombstone")),
    KIRI_OPTION(Options, by, "by", 0, FILENAME, N_("NAME"),
                N_("who wants it (確認者); else the setting review.person")),
    KIRI_OPTION(Options, csv, "csv", 0, FILENAME, N_("FILE"),
                N_("write the list (廃棄一覧) as CSV, too")),
    KIRI_OPTION(Options, is_sure, "yes", 'y', NONE, NULL, N_("forget what the list names")),
};

typedef struct {
    KiriCli *cli;
    const Options *o;
    KiriPipeline line;
    char **ids;
    GPtrArray *list;
    guint n_texts; // that say the person's name
} Forget;

/* ---- the list ---- */

static char *sum_of(const KiriArticle *a)
{
    return a->text ? g_compute_checksum_for_string(G_CHECKSUM_SHA256, a->text, -1)
                   : g_strdup(a->text_sha256);
}

static gboolean add_row(Forget *f, const char *id, GError **error)
{
    g_autoptr(KiriArticle) a = kiri_store_get(f->line.store, KIRI_NOUN_ARTICLE, id, error);
    if (!a)
        return FALSE;
    KiriDisposal *d = kiri_disposal_new();
    d->what = f->o->person ? KIRI_GOES_BYLINE : KIRI_GOES_ARTICLE;
    d->medium = g_strdup(a->medium);
    d->article = g_strdup(a->id);
    d->title = g_strdup(a->title);
    d->url = g_strdup(a->url);
    d->basis = g_strdup(f->o->reason);
    d->evidence = g_strdup(a->evidence);
    d->fetched = a->fetched;
    d->bytes = a->text ? (gint64)strlen(a->text) : 0;
    d->sha256 = f->o->person ? NULL : sum_of(a);
    g_ptr_array_add(f->list, d);
    return TRUE;
}

static gboolean make_list(Forget *f, char **args, GError **error)
{
    if (f->o->person)
        f->ids = kiri_store_articles_by(f->line.store, f->o->person, &f->n_texts, error);
    for (char **arg = args; !f->o->person && arg && *arg; arg++) {
        g_autofree char *id = kiri_store_find_id(f->line.store, KIRI_NOUN_ARTICLE, *arg, error);
        if (!id)
            return FALSE;
        if (!kiri_strv_has(f->ids, id))
            kiri_strv_add(&f->ids, id);
    }
    for (char **id = f->ids; id && *id; id++)
        if (!add_row(f, *id, error))
            return FALSE;
    kiri_disposals_sort(f->list);
    return f->ids != NULL;
}

/* What people have to know, because it stays. */
static gboolean tell_of_copies(Forget *f, GError **error)
{
    for (char **id = f->ids; !f->o->person && id && *id; id++) {
        g_autoptr(GError) why = NULL;
        g_autoptr(KiriLineage) row = kiri_store_get(f->line.store, KIRI_NOUN_LINEAGE, *id, &why);
        if (why) {
            g_propagate_error(error, g_steal_pointer(&why));
            return FALSE;
        }
        g_autoptr(GString) others = g_string_new(NULL);
        for (guint i = 0; row && i < kiri_recs_count(row->kin); i++) {
            const KiriKin *kin = row->kin->pdata[i];
            if (!kiri_strv_has(f->ids, kin->article))
                g_string_append_printf(others, " %s", kin->article);
        }
        if (others->len)
            kiri_cli_note(f->cli, _("'%s' has the same text elsewhere, which stays:%s"), *id,
                          others->str);
    }
    if (f->o->person && f->n_texts)
        kiri_cli_note(f->cli,
                      _("the headline or text of %u articles says this name, and stays; 'forget "
                        "ARTICLE' takes those"),
                      f->n_texts);
    return TRUE;
}

static gboolean names_piece(const Forget *f, const KiriSheetPiece *piece)
{
    return piece && piece->article && kiri_strv_has(f->ids, piece->article);
}

static gboolean count_sheet(gconstpointer record, gpointer data)
{
    const KiriMorningSheet *s = record;
    Forget *f = data;
    for (guint i = 0; i < kiri_recs_count(s->rows); i++)
        if (names_piece(f, ((const KiriSheetRow *)s->rows->pdata[i])->piece)) {
            f->n_texts++;
            break;
        }
    return TRUE;
}

static gboolean count_crisis(gconstpointer record, gpointer data)
{
    const KiriCrisisReport *r = record;
    Forget *f = data;
    for (guint i = 0; i < kiri_recs_count(r->rows); i++)
        if (names_piece(f, ((const KiriCrisisRow *)r->rows->pdata[i])->piece)) {
            f->n_texts++;
            break;
        }
    return TRUE;
}

/* Papers that were handed out are documents with a retention of their own. */
static gboolean tell_of_papers(Forget *f, GError **error)
{
    if (f->o->person)
        return TRUE;
    f->n_texts = 0;
    if (!kiri_store_each(f->line.store, KIRI_NOUN_MORNING_SHEET, "", count_sheet, f, error) ||
        !kiri_store_each(f->line.store, KIRI_NOUN_CRISIS_REPORT, "", count_crisis, f, error))
        return FALSE;
    if (f->n_texts)
        kiri_cli_note(f->cli,
                      _("%u papers that were handed out name it with headline and address, and "
                        "stay until their own retention is over"),
                      f->n_texts);
    return TRUE;
}

/* ---- doing it ---- */

static gboolean drop_rows(Forget *f, GError **error)
{
    const char *by = f->o->by ? f->o->by : kiri_settings_string(f->cli->settings, "review.person");
    KiriForgetting why = {kiri_time_jst(kiri_cli_now_us(f->cli)), by, f->o->reason};
    gboolean is_new = FALSE;
    if (f->o->person)
        return kiri_store_forget_person(f->line.store, f->o->person, &why, NULL, error) &&
               kiri_people_forget(f->line.store, f->o->person, &is_new, error);
    return !*f->ids ||
           kiri_store_forget_articles(f->line.store, (const char *const *)f->ids, &why, error);
}

/* Everything behind the rows; again from the beginning where it was cut short. */
static gboolean clean_up(Forget *f, GError **error)
{
    KiriPipeline *p = &f->line;
    p->is_rebuild = FALSE;
    if (!kiri_pipeline_link(p, error) || !kiri_pipeline_score(p, error))
        return FALSE;
    p->is_rebuild = TRUE; // of the index alone
    return kiri_pipeline_index(p, error) &&
           kiri_store_purge(p->store, kiri_time_jst(kiri_cli_now_us(f->cli)), error);
}

/* In a running watch the crawl stands still until the rows are gone: what it had under way
 * meets the tombstones then. */
static gboolean act(Forget *f, gboolean has_rows, GError **error)
{
    const KiriWatchHost *host = f->cli->host;
    if (host && !host->begin_stages(host->data, error))
        return FALSE;
    f->line.has_stages = host != NULL;
    if (host)
        host->hold_crawl(host->data, TRUE);
    gboolean ok = !has_rows || drop_rows(f, error);
    if (host)
        host->hold_crawl(host->data, FALSE);
    ok = ok && clean_up(f, error);
    if (host)
        host->end_stages(host->data);
    return ok;
}

static int forget(Forget *f, GError **error)
{
    kiri_disposals_print(f->cli, f->list, f->o->is_sure ? "forgotten" : "to_forget");
    if (!kiri_out_flush(error) || !kiri_disposals_write_csv(f->cli, f->list, f->o->csv, error) ||
        !tell_of_copies(f, error) || !tell_of_papers(f, error))
        return KIRI_EXIT_FAILED;
    if (!f->o->is_sure) {
        kiri_cli_note(f->cli, _("nothing has gone; with --yes it goes for good"));
        return KIRI_EXIT_DONE;
    }
    if (!act(f, TRUE, error))
        return KIRI_EXIT_FAILED;
    if (f->o->person)
        kiri_cli_note(f->cli, _("the name has gone from %u articles and is gathered no more"),
                      f->list->len);
    else
        kiri_cli_note(f->cli, _("%u articles are forgotten and do not come back; tombstones stay"),
                      f->list->len);
    const char *log = kiri_settings_string(f->cli->settings, "log.file");
    if (*log && !f->o->person)
        kiri_cli_note(f->cli, _("the log '%s' may name headlines still"), log);
    return KIRI_EXIT_DONE;
}

/* ---- the command ---- */

/* Without words: what an earlier one left. */
static int complete(Forget *f, GError **error)
{
    if (!kiri_store_has_unpurged(f->line.store)) {
        kiri_cli_note(f->cli, _("nothing is left to be completed"));
        return KIRI_EXIT_DONE;
    }
    if (!act(f, FALSE, error))
        return KIRI_EXIT_FAILED;
    kiri_cli_note(f->cli, _("what was forgotten before is out of all files now"));
    return KIRI_EXIT_DONE;
}

static gboolean check(const KiriCli *cli, const KiriCall *call, GError **error)
{
    const Options *o = call->options;
    const char *wrong = NULL;
    const char *by = o->by ? o->by : kiri_settings_string(cli->settings, "review.person");
    gboolean has_subject = o->person || call->n_args;
    if (o->person && call->n_args)
        wrong = _("forget either articles or a person");
    else if (has_subject && o->is_sure && (!o->reason || !*o->reason))
        wrong = _("--reason is missing; it stays with the tombstone");
    else if (has_subject && o->is_sure && !*by)
        wrong = _("say who wants it: --by, or the setting review.person");
    if (!wrong)
        return TRUE;
    g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE, wrong);
    return FALSE;
}

static int run(KiriCli *cli, const KiriCall *call, GError **error)
{
    const Options *o = call->options;
    g_autoptr(GPtrArray) list = kiri_disposals_new();
    Forget f = {.cli = cli, .o = o, .list = list};
    int code = KIRI_EXIT_FAILED;
    if (!check(cli, call, error))
        return KIRI_EXIT_USAGE;
    if (kiri_pipeline_open(&f.line, cli, "forget", error)) {
        if (!o->person && !call->n_args)
            code = complete(&f, error);
        else if (make_list(&f, call->args, error))
            code = forget(&f, error);
    }
    kiri_pipeline_close(&f.line);
    g_strfreev(f.ids);
    return code;
}

static const char details[] = N_(
    "Of an article go all versions, pages, addresses, clips, verdicts with their notes, and the\n"
    "places of it in index and files. A tombstone stays (hash, when, who, why), so that no\n"
    "crawl and no import brings it back. With --person a name goes out of bylines and the list\n"
    "of people, and is taken out of what comes. What goes is listed first; --yes lets it go.\n"
    "Backups made before hold it still: let them go, too.\n"
    "\n"
    "  kirinuki forget 3f2a9c1d --reason '本人からの消去請求' --by 山田 --csv disposal.csv --yes\n"
    "  kirinuki forget --person 山田太郎 --reason '本人からの請求' --yes");

const KiriCommand kiri_cmd_forget = {
    .name = "forget",
    .group = N_("Care"),
    .args = N_("[ARTICLE…]"),
    .summary = N_("let articles or a journalist's name go for good (消去)"),
    .details = details,
    KIRI_OPTIONS(Options, options),
    .max_args = G_MAXUINT,
    .needs = KIRI_NEEDS_WORKSPACE | KIRI_NEEDS_WORKERS | KIRI_NEEDS_WORDS,
    .run = run};
