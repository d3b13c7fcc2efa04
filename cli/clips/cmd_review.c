// SPDX-License-Identifier: GPL-3.0-or-later
/* review: the 確認票, out for a spreadsheet and in again. What comes back is taken whole
 * or not at all. */
#include "commands.h"
#include "verdict_ops.h"

#include <kirinuki/file.h>
#include <kirinuki/limits.h>
#include <kirinuki/query.h>
#include <kirinuki/review.h>

#include <string.h>

enum { VERB_EXPORT, VERB_IMPORT };
static const char *const verbs[] = {"export", "import", NULL};

typedef struct {
    char *release, *topic, *since, *by;
    gboolean is_unsure_first, wants_all, is_dry_run;
} Options;

static const KiriOption options[] = {
    KIRI_OPTION(Options, release, "release", 'r', FILENAME, N_("ID"),
                N_("export: clips of this release")),
    KIRI_OPTION(Options, topic, "topic", 't', FILENAME, N_("ID"), N_("export: of this topic")),
    KIRI_OPTION(Options, since, "since", 0, FILENAME, N_("DATE"),
                N_("export: published on that day or later")),
    KIRI_OPTION(Options, wants_all, "all", 'a', NONE, NULL,
                N_("export: those that were decided or left out too, the newest first")),
    KIRI_OPTION(Options, is_unsure_first, "unsure-first", 0, NONE, NULL,
                N_("export: with --all too, those first that a person should look at (要確認)")),
    KIRI_OPTION(Options, by, "by", 0, FILENAME, N_("NAME"),
                N_("import: who decides where a row does not say (確認者)")),
    KIRI_OPTION(Options, is_dry_run, "dry-run", 'n', NONE, NULL,
                N_("import: say what would change, and change nothing")),
};

/* ---- export ---- */

/* The ids are the caller's to free. */
static gboolean read_query(KiriStore *store, const Options *o, KiriReviewQuery *q, char **release,
                           char **topic, GError **error)
{
    gint64 to_us;
    *q = (KiriReviewQuery){.from_us = G_MININT64,
                           .wants_all = o->wants_all,
                           .is_by_date = o->wants_all && !o->is_unsure_first};
    g_autofree char *span = o->since ? g_strconcat(o->since, "..", NULL) : NULL;
    if (o->release && o->topic) {
        g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                            _("a review sheet is about a release or a topic, not both"));
        return FALSE;
    }
    if (span && !kiri_query_parse_dates(kiri_str(span), &q->from_us, &to_us)) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                    _("--since is a day, month or year such as 2026-04-13, not '%s'"), o->since);
        return FALSE;
    }
    if (o->release)
        q->release = *release = kiri_store_find_id(store, KIRI_NOUN_RELEASE, o->release, error);
    if (o->topic)
        q->topic = *topic = kiri_store_find_id(store, KIRI_NOUN_TOPIC, o->topic, error);
    return (!o->release || q->release) && (!o->topic || q->topic);
}

static gboolean write_sheet(KiriCli *cli, const char *name, const KiriReview *review,
                            GError **error)
{
    g_autofree char *path = kiri_cli_file(cli, name);
    g_autofree char *lower = g_ascii_strdown(name, -1);
    if (g_str_has_suffix(lower, ".xlsx"))
        return kiri_review_write_xlsx(review, path, error);
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    kiri_review_write_csv(review, &out);
    if (strcmp(name, "-") != 0)
        return kiri_file_replace(path, kiri_buf_view(&out), 0666, error);
    kiri_out_write(kiri_buf_view(&out));
    return TRUE;
}

static int export(KiriCli *cli, const KiriCall *call, GError **error)
{
    KiriReviewQuery q;
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_READ, error);
    if (!store)
        return KIRI_EXIT_FAILED;
    g_autofree char *release = NULL, *topic = NULL;
    if (!read_query(store, call->options, &q, &release, &topic, error))
        return kiri_exit_code_of(*error);
    g_autoptr(KiriReview) review = kiri_review_make(store, &q, error);
    if (!review || !write_sheet(cli, call->args[1], review, error))
        return KIRI_EXIT_FAILED;
    guint unsure = 0;
    for (guint i = 0; i < review->rows->len; i++)
        unsure += ((KiriReviewRow *)g_ptr_array_index(review->rows, i))->needs_review ? 1 : 0;
    kiri_cli_note(cli, _("%s: %u clips, %u of them to be looked at"), call->args[1],
                  review->rows->len, unsure);
    return review->rows->len ? KIRI_EXIT_DONE : KIRI_EXIT_NO;
}

/* ---- import ---- */

static void print_change(const KiriCli *cli, const KiriReviewChange *change)
{
    for (guint i = 0; i < change->cells->len; i++) {
        const KiriReviewCell *cell = g_ptr_array_index(change->cells, i);
        const char *column = kiri_review_heading(cell->column);
        if (!cli->is_json) {
            g_autofree char *from = kiri_out_safe(cell->from);
            g_autofree char *to = kiri_out_safe(cell->to);
            kiri_out_printf(_("line %u  %s  %s: %s → %s\n"), change->line, change->clip, column,
                            *from ? from : "–", *to ? to : "–");
            continue;
        }
        g_auto(KiriBuf) buf;
        kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
        KiriJson j = kiri_out_json_begin(&buf, "review_change");
        kiri_json_key(&j, "line");
        kiri_json_i64(&j, change->line);
        const char *members[][2] = {
            {"clip", change->clip}, {"column", column}, {"from", cell->from}, {"to", cell->to}};
        for (gsize m = 0; m < G_N_ELEMENTS(members); m++) {
            kiri_json_key(&j, members[m][0]);
            kiri_json_cstr(&j, members[m][1]);
        }
        kiri_out_json_end(&j);
    }
}

static void handle(KiriVerdict *v, const KiriReviewCell *cell, KiriTime now)
{
    if (!v->handling)
        v->handling = kiri_handling_new();
    KiriHandling *h = v->handling;
    if (cell->column == KIRI_REVIEW_HANDLER)
        kiri_verdict_set_text(&h->person, cell->to);
    if (cell->column == KIRI_REVIEW_MEMO)
        kiri_verdict_set_text(&h->memo, cell->to);
    if (cell->column == KIRI_REVIEW_HANDLED)
        h->at = cell->time;
    if (cell->column != KIRI_REVIEW_STATUS)
        return;
    h->status = cell->value;
    h->at = now; // 対応日時 of the row comes behind it
}

static void decide(KiriVerdictEdit *e, KiriVerdict *v, const KiriReviewCell *cell)
{
    if (cell->column == KIRI_REVIEW_CLASS && *cell->to)
        kiri_verdict_classify(e, v, (KiriClass)cell->value);
    else if (cell->column == KIRI_REVIEW_CLASS)
        v->has_class = FALSE;
    else
        kiri_verdict_decide(e, v, (KiriDecision)cell->value);
    if (cell->column == KIRI_REVIEW_DECISION && cell->value == KIRI_DECISION_NONE)
        v->has_class = FALSE;
    if (!v->has_class)
        v->class_ = KIRI_CLASS_NONE;
}

static void apply_cell(KiriVerdictEdit *e, KiriVerdict *v, const KiriReviewCell *cell)
{
    switch (cell->column) {
    case KIRI_REVIEW_DECISION:
    case KIRI_REVIEW_CLASS:
        decide(e, v, cell);
        break;
    case KIRI_REVIEW_TONE:
        v->tone = cell->value;
        break;
    case KIRI_REVIEW_SECTION:
        kiri_verdict_set_text(&v->section, cell->to);
        break;
    case KIRI_REVIEW_NOTE:
        kiri_verdict_set_text(&v->note, cell->to);
        break;
    case KIRI_REVIEW_PERSON:
        kiri_verdict_set_text(&v->person, cell->to);
        break;
    default:
        handle(v, cell, e->now);
        break;
    }
}

static gboolean is_nothing(const KiriHandling *h)
{
    return h && h->status == KIRI_HANDLING_NONE && !h->person && !h->memo;
}

/* The clip that the row's other words are about: where they move a clip of one release
 * to another, the one there; a clip of a topic stays one. */
static char *target_of(KiriVerdictEdit *e, const KiriReviewChange *change, GError **error)
{
    for (guint i = 0; i < change->cells->len; i++) {
        const KiriReviewCell *cell = g_ptr_array_index(change->cells, i);
        if (cell->column != KIRI_REVIEW_RELEASE)
            continue;
        g_autofree char *release = kiri_review_release_id(cell->to);
        g_autoptr(KiriClip) from = kiri_store_get(e->store, KIRI_NOUN_CLIP, change->clip, error);
        if (!from || !kiri_verdict_edit_link(e, from->article, release, from, error))
            return NULL;
        if (from->release)
            return kiri_clip_make_id(from->article, release);
    }
    return g_strdup(change->clip);
}

static gboolean apply(KiriVerdictEdit *e, const KiriReviewChange *change, GError **error)
{
    const char *usual = e->by;
    if (*change->person)
        e->by = change->person;
    g_autofree char *clip = target_of(e, change, error);
    g_autoptr(KiriVerdict) v = clip ? kiri_verdict_edit_get(e, clip, error) : NULL;
    for (guint i = 0; v && i < change->cells->len; i++) {
        const KiriReviewCell *cell = g_ptr_array_index(change->cells, i);
        if (cell->column != KIRI_REVIEW_RELEASE)
            apply_cell(e, v, cell);
    }
    gboolean ok = v != NULL;
    if (ok) {
        if (is_nothing(v->handling))
            g_clear_pointer(&v->handling, kiri_handling_free);
        if (!kiri_time_is_set(v->decided))
            v->decided = e->now;
        kiri_verdict_edit_put(e, g_steal_pointer(&v), KIRI_ACTION_IMPORT);
    }
    e->by = usual;
    return ok;
}

static int refuse(const KiriCli *cli, const KiriReviewReading *r, const char *name, GError **error)
{
    for (guint i = 0; i < r->problems->len; i++)
        kiri_cli_warn(cli, "%s", (char *)g_ptr_array_index(r->problems, i));
    g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_PARSE,
                _("'%s': %u cells cannot be taken as they are; nothing was stored"), name,
                r->problems->len);
    return KIRI_EXIT_FAILED;
}

static int take(KiriCli *cli, KiriStore *store, const Options *o, const KiriReviewReading *r,
                GError **error)
{
    g_auto(KiriVerdictEdit) edit;
    kiri_verdict_edit_init(&edit, cli, store, o->by);
    guint count = 0;
    for (guint i = 0; i < r->changes->len; i++) {
        print_change(cli, g_ptr_array_index(r->changes, i));
        if (!apply(&edit, g_ptr_array_index(r->changes, i), error))
            return KIRI_EXIT_FAILED;
    }
    if (!o->is_dry_run && !kiri_verdict_edit_commit(&edit, &count, error))
        return KIRI_EXIT_FAILED;
    if (cli->is_json)
        kiri_out_json_summary(r->changes->len);
    if (o->is_dry_run)
        kiri_cli_note(cli, _("%u rows read: %u would change, %u are as they are"), r->rows,
                      r->changes->len, r->unchanged);
    else
        kiri_cli_note(cli, _("%u rows read: %u changed, %u are as they were"), r->rows,
                      r->changes->len, r->unchanged);
    return KIRI_EXIT_DONE;
}

static int import(KiriCli *cli, const KiriCall *call, GError **error)
{
    const Options *o = call->options;
    g_autoptr(KiriStore) store =
        kiri_cli_open_store(cli, o->is_dry_run ? KIRI_STORE_READ : KIRI_STORE_WRITE, error);
    g_autofree char *path = store ? kiri_cli_file(cli, call->args[1]) : NULL;
    g_autoptr(GBytes) file = path ? kiri_file_read(path, KIRI_LIMIT_REVIEW_BYTES, error) : NULL;
    if (!file)
        return KIRI_EXIT_FAILED;
    gsize n = 0;
    const char *p = g_bytes_get_data(file, &n);
    g_auto(KiriReviewReading) reading = {0};
    if (!kiri_review_read(store, (KiriStr){p ? p : "", n}, &reading, error)) {
        g_prefix_error(error, "'%s': ", call->args[1]);
        return KIRI_EXIT_FAILED;
    }
    return reading.problems->len ? refuse(cli, &reading, call->args[1], error)
                                 : take(cli, store, o, &reading, error);
}

static int run(KiriCli *cli, const KiriCall *call, GError **error)
{
    gint verb = kiri_call_verb(call, verbs, error);
    if (verb < 0)
        return KIRI_EXIT_USAGE;
    if (call->n_args != 2) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE, _("it is 'review %s FILE'"),
                    verbs[verb]);
        return KIRI_EXIT_USAGE;
    }
    return verb == VERB_EXPORT ? export(cli, call, error) : import(cli, call, error);
}

static const char details[] =
    N_("'export' writes what nobody has decided yet, unsure clips first: as CSV for a\n"
       "spreadsheet, or as a workbook with drop-down lists where FILE ends in .xlsx. Fill in\n"
       "採否 to 対応日時, save as CSV (UTF-8, or what the spreadsheet calls CSV), and 'import'\n"
       "it: all rows are taken, or none and every wrong cell is named. Cells that nobody\n"
       "touched change nothing; importing a file twice changes nothing the second time.");

const KiriCommand kiri_cmd_review = {.name = "review",
                                     .group = N_("Manage"),
                                     .args = N_("export FILE | import FILE"),
                                     .summary = N_("the review sheet for the office (確認票)"),
                                     .details = details,
                                     KIRI_OPTIONS(Options, options),
                                     .needs = KIRI_NEEDS_WORKSPACE,
                                     .min_args = 1,
                                     .max_args = 2,
                                     .run = run};
