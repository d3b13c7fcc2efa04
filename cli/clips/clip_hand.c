// SPDX-License-Identifier: GPL-3.0-or-later
/* clip add, edit, remove, restore and evidence: single pieces that somebody enters,
 * corrects or takes back, and their scans. */
#include "clip_hand.h"

#include "hand_ops.h"
#include "media_type.h"

#include <kirinuki/charset.h>
#include <kirinuki/file.h>
#include <kirinuki/limits.h>

#include <string.h>

enum { VERB_ADD, VERB_EDIT, VERB_REMOVE, VERB_RESTORE, VERB_EVIDENCE, VERB_IMPORT };
const char *const kiri_clip_hand_verbs[] = {"add",      "edit",   "remove", "restore",
                                            "evidence", "import", NULL};

gboolean kiri_clip_hand_unused(const KiriClipHandOptions *o, GError **error)
{
    const char *given = o->text_file     ? "text-file"
                        : o->map         ? "map"
                        : o->fiscal_year ? "fiscal-year"
                        : o->output      ? "output"
                                         : NULL;
    for (KiriPieceField f = 0; f < KIRI_PIECE_N_FIELDS && !given; f++)
        given = o->fields[f] ? kiri_piece_field_name(f) : NULL;
    if (!given && !o->is_dry_run && !o->is_partial && !o->takes_changes)
        return TRUE;
    g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                _("--%s goes with 'clip add', 'clip edit' and 'clip import' only"),
                given           ? given
                : o->is_dry_run ? "dry-run"
                : o->is_partial ? "partial"
                                : "update");
    return FALSE;
}

gboolean kiri_clip_hand_dates(const KiriCli *cli, const KiriClipHandOptions *o,
                              KiriPieceDates *dates, GError **error)
{
    enum { AHEAD_DAYS = 92 }; // a magazine is out before the month of its cover
    guint64 year = 0;
    *dates = (KiriPieceDates){.latest_us = kiri_cli_now_us(cli) + AHEAD_DAYS * KIRI_US_PER_DAY};
    if (o->fiscal_year &&
        !g_ascii_string_to_unsigned(o->fiscal_year, 10, 1900, 2200, &year, NULL)) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                    _("--fiscal-year must be a year such as 2025, not '%s'"), o->fiscal_year);
        return FALSE;
    }
    dates->fiscal_year = (gint)year;
    return TRUE;
}

/* ---- answers ---- */

static void put_text(KiriJson *j, const char *key, const char *value)
{
    kiri_json_key(j, key);
    kiri_json_cstr(j, value);
}

static void print_piece(const KiriCli *cli, const char *clip, const KiriArticle *a,
                        const char *outcome)
{
    g_autofree char *place = kiri_article_place(a);
    if (cli->is_json) {
        g_auto(KiriBuf) buf;
        kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
        KiriJson j = kiri_out_json_begin(&buf, "entered");
        put_text(&j, "clip", clip);
        put_text(&j, "article", a->id);
        put_text(&j, "outcome", outcome);
        kiri_json_key(&j, "appearance");
        kiri_record_write_json(&kiri_appearance_shape, a->appearance, &j);
        kiri_out_json_end(&j);
        return;
    }
    char when[32];
    kiri_out_time(a->published, when);
    g_autofree char *title = kiri_out_safe(a->title);
    g_autofree char *safe = kiri_out_safe(place);
    kiri_out_printf("%s  %s  %s%s%s  %s\n", clip, when, a->medium, *safe ? "  " : "", safe, title);
}

/* ---- reading options ---- */

/* A text as it lies in a file, in any charset of ours. (transfer full) */
static char *read_text(const KiriCli *cli, const char *name, GError **error)
{
    g_autofree char *path = kiri_cli_file(cli, name);
    g_autoptr(GBytes) bytes = kiri_file_read(path, KIRI_LIMIT_TEXT_BYTES, error);
    if (!bytes)
        return NULL;
    gsize n = 0;
    const char *p = g_bytes_get_data(bytes, &n);
    g_auto(KiriBuf) text;
    kiri_buf_init(&text, KIRI_LIMIT_TEXT_BYTES * 3);
    KiriCharsetReport report;
    if (!kiri_decode((KiriStr){p ? p : "", n}, NULL, KIRI_MARKUP_NONE, &text, &report, error))
        return NULL;
    return kiri_str_dup(kiri_buf_view(&text));
}

/* The options of this call, into the piece. */
static gboolean apply(KiriCli *cli, KiriStore *store, const KiriClipHandOptions *o,
                      KiriPiece *piece, GError **error)
{
    KiriPieceDates dates;
    g_autoptr(KiriPieceBook) book = kiri_piece_book_new();
    g_autofree char *text = o->text_file ? read_text(cli, o->text_file, error) : NULL;
    KiriPieceField wrong;
    if ((o->text_file && !text) || !kiri_clip_hand_dates(cli, o, &dates, error) ||
        !kiri_piece_book_load(book, store, error))
        return FALSE;
    for (KiriPieceField f = 0; f < KIRI_PIECE_N_FIELDS; f++) {
        const char *value = f == KIRI_PIECE_TEXT && text ? text : o->fields[f];
        if (value && !kiri_piece_set(piece, f, value, NULL, &dates, book, error)) {
            g_prefix_error(error, "--%s: ", kiri_piece_field_name(f));
            return FALSE;
        }
    }
    if (kiri_piece_finish(piece, 0, &wrong, error))
        return TRUE;
    g_prefix_error(error, "--%s: ", kiri_piece_field_name(wrong));
    return FALSE;
}

static gboolean read_evidence(const KiriCli *cli, const KiriPiece *piece,
                              KiriHandEvidence *evidence, GError **error)
{
    if (!piece->evidence)
        return TRUE;
    g_autofree char *path = kiri_cli_file(cli, piece->evidence);
    return kiri_hand_evidence_read(evidence, path, error);
}

/* ---- add ---- */

static const char *said_of(KiriHandOutcome outcome)
{
    switch (outcome) {
    case KIRI_HAND_NEW:
        return N_("entered; 'kirinuki run' indexes, links and scores it");
    case KIRI_HAND_TIED:
        return N_("the piece was there already; it got this tie");
    case KIRI_HAND_DIFFERS:
        return N_("the piece is there already with other figures, which stay; 'clip edit' "
                  "corrects them");
    case KIRI_HAND_WITHDRAWN:
        return N_("the piece was entered before and withdrawn; 'clip restore' brings it back");
    case KIRI_HAND_CHANGED:
    case KIRI_HAND_SAME:
    case KIRI_HAND_N_OUTCOMES:
        break;
    }
    return N_("everything is as it was");
}

static int add(KiriCli *cli, KiriStore *store, const KiriClipHandOptions *o, GError **error)
{
    g_autoptr(KiriPiece) piece = kiri_piece_new();
    g_auto(KiriHandEvidence) evidence = {0};
    g_auto(KiriHandEdit) edit = {0};
    if (!apply(cli, store, o, piece, error) || !read_evidence(cli, piece, &evidence, error))
        return KIRI_EXIT_USAGE;
    kiri_hand_edit_init(&edit, cli, store, NULL);
    g_autofree char *reason = g_strdup(o->reason ? o->reason : _("entered with the piece (--ave)"));
    KiriHandHow how = {.evidence = &evidence, .ave_reason = reason};
    KiriHandOutcome outcome;
    g_autofree char *clip = NULL;
    if (!kiri_hand_edit_add(&edit, piece, &how, &outcome, &clip, error) ||
        !kiri_hand_edit_commit(&edit, NULL, error))
        return KIRI_EXIT_FAILED;
    g_autofree char *id = kiri_clip_article_of(clip, NULL);
    g_autoptr(KiriArticle) stored = kiri_store_get(store, KIRI_NOUN_ARTICLE, id, error);
    if (!stored)
        return KIRI_EXIT_FAILED;
    print_piece(cli, clip, stored, kiri_hand_outcome_names[outcome]);
    if (cli->is_json)
        kiri_out_json_summary(1);
    kiri_cli_note(cli, "%s", _(said_of(outcome)));
    return outcome == KIRI_HAND_DIFFERS || outcome == KIRI_HAND_WITHDRAWN ? KIRI_EXIT_NO
                                                                          : KIRI_EXIT_DONE;
}

/* ---- edit, remove, restore ---- */

/* The clip's article, or the article itself, by an id or its beginning; `*clip` is set
 * where it is a clip. (both transfer full) */
static KiriArticle *find_article(KiriStore *store, const char *beginning, char **clip,
                                 GError **error)
{
    g_autofree char *article = strchr(beginning, '.')
                                   ? NULL
                                   : kiri_store_find_id(store, KIRI_NOUN_ARTICLE, beginning, NULL);
    if (!article) {
        g_autoptr(KiriClip) found = kiri_verdict_find_clip(store, beginning, error);
        if (!found)
            return NULL;
        *clip = g_strdup(found->id);
        article = g_strdup(found->article);
    }
    g_autoptr(GError) why = NULL;
    KiriArticle *a = kiri_store_get(store, KIRI_NOUN_ARTICLE, article, &why);
    if (!a && why)
        g_propagate_error(error, g_steal_pointer(&why));
    else if (!a)
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_NOT_FOUND, _("there is no article '%s'"),
                    article);
    return a;
}

/* Of an article that has one clip, that one. */
static gboolean only_clip(KiriStore *store, const char *article, char **clip, GError **error)
{
    g_autoptr(GPtrArray) clips = kiri_store_clips_of(store, KIRI_NOUN_ARTICLE, article, error);
    if (clips && clips->len == 1)
        *clip = g_strdup(((const KiriClip *)g_ptr_array_index(clips, 0))->id);
    return clips != NULL;
}

/* A tie is not moved by an edit, and class, tone and the like are said of one tie. */
static gboolean check_edit(const KiriClipHandOptions *o, const char *clip, GError **error)
{
    if (o->fields[KIRI_PIECE_RELEASE] || o->fields[KIRI_PIECE_TOPIC]) {
        g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                            _("'clip edit' moves no tie; 'clip link CLIP --release ID' does"));
        return FALSE;
    }
    gboolean says = o->fields[KIRI_PIECE_CLASS] || o->fields[KIRI_PIECE_TONE] ||
                    o->fields[KIRI_PIECE_SECTION] || o->fields[KIRI_PIECE_NOTE] ||
                    o->fields[KIRI_PIECE_AVE];
    if (!says || clip)
        return TRUE;
    g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                        _("the piece has several clips; name the one that is meant"));
    return FALSE;
}

static int edit(KiriCli *cli, KiriStore *store, const KiriCall *call, const KiriClipHandOptions *o,
                GError **error)
{
    g_autofree char *clip = NULL;
    g_autoptr(KiriArticle) a = find_article(store, call->args[1], &clip, error);
    if (!a || (!clip && !only_clip(store, a->id, &clip, error)))
        return KIRI_EXIT_NO;
    if (!check_edit(o, clip, error))
        return KIRI_EXIT_USAGE;
    g_autoptr(KiriPiece) piece = kiri_piece_of_article(a);
    g_auto(KiriHandEvidence) evidence = {0};
    g_auto(KiriHandEdit) edit = {0};
    if (!apply(cli, store, o, piece, error) || !read_evidence(cli, piece, &evidence, error))
        return KIRI_EXIT_USAGE;
    kiri_hand_edit_init(&edit, cli, store, o->fields[KIRI_PIECE_BY]);
    if (!kiri_hand_edit_correct(&edit, a, piece, &evidence, error))
        return KIRI_EXIT_NO;
    guint count = 0;
    g_autofree char *reason = g_strdup(o->reason ? o->reason : _("entered with the piece (--ave)"));
    if ((clip && !kiri_hand_edit_say(&edit, clip, piece, reason, error)) ||
        !kiri_hand_edit_commit(&edit, &count, error))
        return KIRI_EXIT_FAILED;
    g_autoptr(KiriArticle) stored = kiri_store_get(store, KIRI_NOUN_ARTICLE, a->id, error);
    if (!stored)
        return KIRI_EXIT_FAILED;
    print_piece(cli, clip ? clip : a->id, stored, count ? "changed" : "same");
    if (cli->is_json)
        kiri_out_json_summary(1);
    kiri_cli_note(cli, count ? _("corrected; the version before is kept")
                             : _("everything is as it was"));
    return KIRI_EXIT_DONE;
}

static int withdraw(KiriCli *cli, KiriStore *store, const KiriCall *call,
                    const KiriClipHandOptions *o, gboolean is_remove, GError **error)
{
    if (is_remove && (!o->reason || !*o->reason)) {
        g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                            _("it is 'clip remove CLIP… --reason TEXT'"));
        return KIRI_EXIT_USAGE;
    }
    g_auto(KiriHandEdit) edit = {0};
    kiri_hand_edit_init(&edit, cli, store, o->fields[KIRI_PIECE_BY]);
    for (guint i = 1; i < call->n_args; i++) {
        g_autofree char *clip = NULL;
        g_autoptr(KiriArticle) a = find_article(store, call->args[i], &clip, error);
        if (!a || !kiri_hand_edit_withdraw(&edit, a, is_remove ? o->reason : NULL, error))
            return KIRI_EXIT_NO;
    }
    guint count = 0;
    if (!kiri_hand_edit_commit(&edit, &count, error))
        return KIRI_EXIT_FAILED;
    if (cli->is_json)
        kiri_out_json_summary(call->n_args - 1);
    kiri_cli_note(cli, !count      ? _("everything is as it was")
                       : is_remove ? _("withdrawn: it counts nowhere, and stays with its reason")
                                   : _("restored; 'kirinuki link' ties it again"));
    return KIRI_EXIT_DONE;
}

/* ---- evidence ---- */

static gboolean check_page(const KiriAppearance *how, const KiriPage *page, GError **error)
{
    char key[KIRI_PAGE_KEY_BYTES];
    kiri_page_make_key(page, key);
    g_autofree char *sum =
        page->body ? g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, page->body) : NULL;
    if (strcmp(key, how->evidence) == 0 &&
        (!how->evidence_sha256 || g_strcmp0(sum, how->evidence_sha256) == 0))
        return TRUE;
    g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_CORRUPT,
                _("evidence '%s' is not the file that was handed in"), how->evidence);
    return FALSE;
}

/* Where the file goes: as asked, or under its own name in the folder of the user, where
 * nothing is written over. (transfer full) */
static char *output_of(const KiriCli *cli, const KiriClipHandOptions *o, const KiriArticle *a,
                       const KiriPage *page, GError **error)
{
    if (o->output)
        return kiri_cli_file(cli, o->output);
    const char *known = a->appearance->evidence_name;
    g_autofree char *base = known ? g_path_get_basename(known) : NULL;
    g_autofree char *made = g_strconcat(a->id, kiri_media_type_ending(page->content_type), NULL);
    gboolean is_usable = base && *base != '.' && *base != '/';
    char *path = kiri_cli_file(cli, is_usable ? base : made);
    if (!g_file_test(path, G_FILE_TEST_EXISTS))
        return path;
    g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_EXISTS,
                _("'%s' is there already; say with -o where the file shall go"), path);
    g_free(path);
    return NULL;
}

static gboolean write_evidence(KiriCli *cli, const KiriClipHandOptions *o, const KiriArticle *a,
                               const KiriPage *page, GError **error)
{
    gsize n = 0;
    const char *p = page->body ? g_bytes_get_data(page->body, &n) : NULL;
    KiriStr bytes = {p ? p : "", n};
    if (o->output && strcmp(o->output, "-") == 0) {
        kiri_out_write(bytes);
        return TRUE;
    }
    g_autofree char *path = output_of(cli, o, a, page, error);
    if (!path || !kiri_file_replace(path, bytes, 0666, error))
        return FALSE;
    kiri_cli_note(cli, _("%" PRIu64 " bytes (%s) written to '%s'; SHA-256 %s"), (guint64)n,
                  page->content_type ? page->content_type : "?", path,
                  a->appearance->evidence_sha256 ? a->appearance->evidence_sha256 : "?");
    return TRUE;
}

static int evidence_out(KiriCli *cli, KiriStore *store, const KiriCall *call,
                        const KiriClipHandOptions *o, GError **error)
{
    g_autofree char *clip = NULL;
    g_autoptr(KiriArticle) a = find_article(store, call->args[1], &clip, error);
    const char *key = a && a->appearance ? a->appearance->evidence : NULL;
    if (!a)
        return KIRI_EXIT_NO;
    if (!key) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_NOT_FOUND,
                    _("'%s' has no scan and no recording; 'clip edit --evidence FILE' adds one"),
                    call->args[1]);
        return KIRI_EXIT_NO;
    }
    g_autoptr(GError) why = NULL;
    g_autoptr(KiriPage) page = kiri_store_get_page(store, key, &why);
    if (!page && !why)
        g_set_error(&why, KIRI_ERROR_CLI, KIRI_ERROR_NOT_FOUND,
                    _("evidence '%s' is not there any more"), key);
    if (page && !why && check_page(a->appearance, page, &why))
        write_evidence(cli, o, a, page, &why);
    if (!why)
        return KIRI_EXIT_DONE;
    g_propagate_error(error, g_steal_pointer(&why));
    return KIRI_EXIT_FAILED;
}

/* ---- the verbs ---- */

static gboolean check_words(const KiriCall *call, gint verb, GError **error)
{
    static const struct {
        guint least, most;
        const char *usage;
    } shapes[] = {{1, 1, "add --medium ID --date DAY --title TEXT"},
                  {2, 2, "edit CLIP"},
                  {2, G_MAXUINT, "remove CLIP… --reason TEXT"},
                  {2, G_MAXUINT, "restore CLIP…"},
                  {2, 2, "evidence CLIP [-o FILE]"},
                  {2, 2, "import FILE [--map MAP]"}};
    if (call->n_args >= shapes[verb].least && call->n_args <= shapes[verb].most)
        return TRUE;
    g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE, _("it is 'clip %s'"), shapes[verb].usage);
    return FALSE;
}

int kiri_clip_hand_run(KiriCli *cli, const KiriCall *call, const KiriClipHandOptions *o,
                       GError **error)
{
    gint verb = kiri_names_index(kiri_clip_hand_verbs, call->args[0]);
    g_return_val_if_fail(verb >= 0, KIRI_EXIT_USAGE);
    if (!check_words(call, verb, error))
        return KIRI_EXIT_USAGE;
    if (verb == VERB_IMPORT)
        return kiri_clip_import(cli, call, o, error);
    g_autoptr(KiriStore) store =
        kiri_cli_open_store(cli, verb == VERB_EVIDENCE ? KIRI_STORE_READ : KIRI_STORE_WRITE, error);
    if (!store)
        return KIRI_EXIT_FAILED;
    switch (verb) {
    case VERB_ADD:
        return add(cli, store, o, error);
    case VERB_EDIT:
        return edit(cli, store, call, o, error);
    case VERB_EVIDENCE:
        return evidence_out(cli, store, call, o, error);
    default:
        return withdraw(cli, store, call, o, verb == VERB_REMOVE, error);
    }
}
