// SPDX-License-Identifier: GPL-3.0-or-later
/* clip import: a 掲載一覧 of the years before, or of whoever clips the papers.
 *
 * The list is read whole before anything is stored. Rows are written in batches, each
 * with its articles, evidence, clips and verdicts; a piece is known by what it says, so
 * an import that was cut short is completed by the next one, and a second import of the
 * same list changes nothing. */
#include "clip_hand.h"

#include "hand_ops.h"
#include "watch/progress.h"

#include <kirinuki/file.h>
#include <kirinuki/limits.h>
#include <kirinuki/stop.h>

#include <string.h>

enum { BATCH_ROWS = 64, BATCH_BYTES = 32 * 1024 * 1024, SHOWN_DIFFERENCES = 20 };

typedef struct {
    KiriCli *cli;
    const KiriClipHandOptions *o;
    const char *name; // of the list, as the user gave it
    char *folder;     // where evidence lies
    KiriHandEdit edit;
    guint counts[KIRI_HAND_N_OUTCOMES];
    gsize bytes, in_batch; // of the batch: evidence, rows
    guint bad;             // rows whose evidence could not be read
} Import;

/* ---- answers ---- */

static void put_text(KiriJson *j, const char *key, const char *value)
{
    kiri_json_key(j, key);
    kiri_json_cstr(j, value);
}

static void print_json(const KiriPiece *piece, const char *clip, KiriHandOutcome outcome)
{
    g_auto(KiriBuf) buf;
    kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
    KiriJson j = kiri_out_json_begin(&buf, "entered");
    kiri_json_key(&j, "line");
    kiri_json_i64(&j, piece->line);
    put_text(&j, "clip", clip);
    put_text(&j, "outcome", kiri_hand_outcome_names[outcome]);
    put_text(&j, "title", piece->title);
    kiri_out_json_end(&j);
}

static void tell(Import *im, const KiriPiece *piece, const char *clip, KiriHandOutcome outcome)
{
    if (im->cli->is_json) {
        print_json(piece, clip, outcome);
        return;
    }
    g_autofree char *title = kiri_out_safe(piece->title);
    if (outcome == KIRI_HAND_NEW || outcome == KIRI_HAND_TIED || outcome == KIRI_HAND_CHANGED)
        kiri_out_printf("%u  %s  %s  %s\n", piece->line, clip, kiri_hand_outcome_names[outcome],
                        title);
    if (outcome != KIRI_HAND_DIFFERS && outcome != KIRI_HAND_WITHDRAWN)
        return;
    if (im->counts[outcome] <= SHOWN_DIFFERENCES)
        kiri_cli_warn(im->cli,
                      outcome == KIRI_HAND_DIFFERS
                          ? _("line %u: '%s' is stored with other figures, which stay (%s); "
                              "--update takes those of the list")
                          : _("line %u: '%s' was entered before and withdrawn, which stays (%s)"),
                      piece->line, piece->title, clip);
}

/* ---- rows ---- */

static gboolean flush(Import *im, GError **error)
{
    im->bytes = im->in_batch = 0;
    return im->o->is_dry_run || kiri_hand_edit_commit(&im->edit, NULL, error);
}

static gboolean read_evidence(Import *im, const KiriPiece *piece, KiriHandEvidence *evidence,
                              GError **error)
{
    if (!piece->evidence)
        return TRUE;
    g_autofree char *path = g_path_is_absolute(piece->evidence)
                                ? g_strdup(piece->evidence)
                                : g_build_filename(im->folder, piece->evidence, NULL);
    return kiri_hand_evidence_read(evidence, path, error);
}

static gboolean take(Import *im, const KiriPiece *piece, GError **error)
{
    g_auto(KiriHandEvidence) evidence = {0};
    g_autoptr(GError) why = NULL;
    if (!read_evidence(im, piece, &evidence, &why)) {
        kiri_cli_warn(im->cli, _("line %u: %s"), piece->line, why->message);
        im->bad++;
        return TRUE;
    }
    g_autofree char *base = g_path_get_basename(im->name);
    g_autofree char *reason = g_strdup_printf("掲載一覧「%s」%u行目の値", base, piece->line);
    KiriHandHow how = {
        .evidence = &evidence, .ave_reason = reason, .takes_changes = im->o->takes_changes};
    KiriHandOutcome outcome;
    g_autofree char *clip = NULL;
    if (!kiri_hand_edit_add(&im->edit, piece, &how, &outcome, &clip, error))
        return FALSE;
    im->counts[outcome]++;
    tell(im, piece, clip, outcome);
    im->bytes += evidence.bytes ? g_bytes_get_size(evidence.bytes) : 0;
    return (++im->in_batch < BATCH_ROWS && im->bytes < BATCH_BYTES) || flush(im, error);
}

/* ---- the list ---- */

static void note_list(const KiriCli *cli, const KiriPieceList *list)
{
    GString *names = g_string_new(NULL);
    for (guint i = 0; i < list->unknown->len; i++)
        g_string_append_printf(names, "%s%s", i ? ", " : "",
                               (const char *)g_ptr_array_index(list->unknown, i));
    if (names->len)
        kiri_cli_note(cli, _("columns that were passed over: %s"), names->str);
    g_string_free(names, TRUE);
    for (guint i = 0; i < list->problems->len; i++)
        kiri_cli_warn(cli, "%s", (const char *)g_ptr_array_index(list->problems, i));
}

static int conclude(const Import *im, const KiriPieceList *list)
{
    const guint *n = im->counts;
    if (im->cli->is_json)
        kiri_out_json_summary(list->pieces->len);
    kiri_cli_note(im->cli,
                  im->o->is_dry_run
                      ? _("%u rows read: %u would be entered, %u tied, %u corrected; %u are as "
                          "they are, %u differ, %u withdrawn, %u bad, %u passed over")
                      : _("%u rows read: %u entered, %u tied, %u corrected; %u are as they were, "
                          "%u differ, %u withdrawn, %u bad, %u passed over"),
                  list->rows, n[KIRI_HAND_NEW], n[KIRI_HAND_TIED], n[KIRI_HAND_CHANGED],
                  n[KIRI_HAND_SAME], n[KIRI_HAND_DIFFERS], n[KIRI_HAND_WITHDRAWN],
                  list->bad + im->bad, list->passed_over);
    return list->bad + im->bad ? KIRI_EXIT_PARTLY : list->rows ? KIRI_EXIT_DONE : KIRI_EXIT_NO;
}

/* Every file is looked at before the first row is stored. */
static gboolean check_evidence(Import *im, const KiriPieceList *list, guint *bad)
{
    for (guint i = 0; i < list->pieces->len; i++) {
        const KiriPiece *piece = g_ptr_array_index(list->pieces, i);
        g_auto(KiriHandEvidence) evidence = {0};
        g_autoptr(GError) why = NULL;
        if (read_evidence(im, piece, &evidence, &why))
            continue;
        kiri_cli_warn(im->cli, _("line %u: %s"), piece->line, why->message);
        ++*bad;
    }
    return *bad == 0;
}

static int take_list(Import *im, const KiriPieceList *list, GError **error)
{
    guint bad = list->bad;
    if (!im->o->is_partial && (!check_evidence(im, list, &bad) || bad)) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_PARSE,
                    _("'%s': %u rows cannot be taken as they are; nothing was stored (--partial "
                      "takes the others)"),
                    im->name, bad);
        return KIRI_EXIT_FAILED;
    }
    KiriProgress progress = kiri_progress_begin(im->cli, _("importing"));
    gboolean ok = TRUE;
    for (guint i = 0; ok && i < list->pieces->len && !kiri_stop_requested(); i++) {
        ok = take(im, g_ptr_array_index(list->pieces, i), error);
        kiri_progress_update(&progress, i + 1, list->pieces->len);
    }
    kiri_progress_end(&progress);
    if (!ok || !flush(im, error))
        return KIRI_EXIT_FAILED;
    return conclude(im, list);
}

static KiriPieceMap *read_map(const KiriCli *cli, const char *name, GError **error)
{
    g_autofree char *path = kiri_cli_file(cli, name);
    g_autoptr(GBytes) bytes = kiri_file_read(path, KIRI_LIMIT_PIECE_MAP_BYTES, error);
    if (!bytes)
        return NULL;
    gsize n = 0;
    const char *p = g_bytes_get_data(bytes, &n);
    KiriPieceMap *map = kiri_piece_map_parse((KiriStr){p ? p : "", n}, error);
    if (!map)
        g_prefix_error(error, "'%s': ", name);
    return map;
}

static gboolean read_list(KiriCli *cli, KiriStore *store, const KiriClipHandOptions *o,
                          const char *name, KiriPieceList *list, GError **error)
{
    KiriPieceDates dates;
    g_autofree char *path = kiri_cli_file(cli, name);
    g_autoptr(KiriPieceBook) book = kiri_piece_book_new();
    g_autoptr(KiriPieceMap) map = o->map ? read_map(cli, o->map, error) : NULL;
    if ((o->map && !map) || !kiri_clip_hand_dates(cli, o, &dates, error) ||
        !kiri_piece_book_load(book, store, error))
        return FALSE;
    g_autoptr(GBytes) bytes = kiri_file_read(path, KIRI_LIMIT_FILE_BYTES, error);
    if (!bytes)
        return FALSE;
    gsize n = 0;
    const char *p = g_bytes_get_data(bytes, &n);
    KiriStr view = {p ? p : "", n};
    gboolean is_ndjson = g_str_has_suffix(name, ".ndjson") || g_str_has_suffix(name, ".jsonl") ||
                         (n && *view.p == '{');
    if (kiri_piece_list_read(view, is_ndjson, map, &dates, book, list, error))
        return TRUE;
    g_prefix_error(error, "'%s': ", name);
    return FALSE;
}

int kiri_clip_import(KiriCli *cli, const KiriCall *call, const KiriClipHandOptions *o,
                     GError **error)
{
    g_autoptr(KiriStore) store =
        kiri_cli_open_store(cli, o->is_dry_run ? KIRI_STORE_READ : KIRI_STORE_WRITE, error);
    g_auto(KiriPieceList) list = {0};
    if (!store || !read_list(cli, store, o, call->args[1], &list, error))
        return KIRI_EXIT_FAILED;
    note_list(cli, &list);
    g_autofree char *path = kiri_cli_file(cli, call->args[1]);
    Import im = {.cli = cli, .o = o, .name = call->args[1], .folder = g_path_get_dirname(path)};
    kiri_hand_edit_init(&im.edit, cli, store, o->fields[KIRI_PIECE_BY]);
    int code = take_list(&im, &list, error);
    kiri_hand_edit_clear(&im.edit);
    g_free(im.folder);
    return code;
}
