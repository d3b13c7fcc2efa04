// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger_ops.h"

#include <kirinuki/file.h>
#include <kirinuki/limits.h>
#include <kirinuki/permit.h>

#include <string.h>

/* ---- words ---- */

char *kiri_ledger_span_text(KiriTime from, KiriTime to)
{
    char a[32], b[32];
    kiri_time_format(from, a);
    kiri_time_format(to, b);
    return *a || *b ? g_strconcat(a, "–", b, NULL) : g_strdup("");
}

char *kiri_ledger_number_text(gint64 n)
{
    GString *text = g_string_new(NULL);
    g_string_printf(text, "%" PRId64, n);
    for (gssize at = (gssize)text->len - 3; at > (n < 0); at -= 3)
        g_string_insert_c(text, at, ',');
    return g_string_free(text, FALSE);
}

/* ---- changes ---- */

static const char *const change_names[] = {"same", "added", "changed", "removed"};
G_STATIC_ASSERT(G_N_ELEMENTS(change_names) == KIRI_LEDGER_N_CHANGES);

static void write_side(KiriJson *j, const char *key, KiriNoun noun, gconstpointer record)
{
    kiri_json_key(j, key);
    if (record)
        kiri_record_write_json(kiri_noun_shape(noun), record, j);
    else
        kiri_json_null(j);
}

static void print_json(KiriLedgerChange change, KiriNoun noun, gconstpointer before,
                       gconstpointer after)
{
    g_auto(KiriBuf) buf;
    kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
    KiriJson j = kiri_out_json_begin(&buf, "change");
    kiri_json_key(&j, "change");
    kiri_json_cstr(&j, change_names[change]);
    kiri_json_key(&j, "noun");
    kiri_json_cstr(&j, kiri_noun_name(noun));
    write_side(&j, "before", noun, before);
    write_side(&j, "after", noun, after);
    kiri_out_json_end(&j);
}

char *kiri_ledger_cell_text(KiriNoun noun, guint i, gconstpointer record)
{
    KiriCell cell = kiri_ledger_cell(noun, i, record, FALSE);
    g_autofree char *text = cell.text;
    char date[32];
    if (cell.is_empty)
        return g_strdup("");
    if (cell.type == KIRI_CELL_NUMBER)
        return kiri_ledger_number_text(cell.number);
    if (cell.type == KIRI_CELL_TEXT)
        return g_steal_pointer(&text);
    kiri_time_format(cell.date, date);
    return g_strdup(date);
}

/* "column old → new" for each column that differs; of one side alone what it says. */
static void print_columns(KiriNoun noun, gconstpointer before, gconstpointer after)
{
    const char *separator = "  ";
    for (guint i = 0; i < kiri_ledger_n_columns(noun); i++) {
        g_autofree char *was = before ? kiri_ledger_cell_text(noun, i, before) : g_strdup("");
        g_autofree char *is = after ? kiri_ledger_cell_text(noun, i, after) : g_strdup("");
        if (strcmp(was, is) == 0)
            continue;
        g_autofree char *old = kiri_out_safe(was), *new = kiri_out_safe(is);
        kiri_out_printf("%s%s %s%s%s", separator, kiri_ledger_column(noun, i), before ? old : new,
                        before && after ? " → " : "", before && after ? new : "");
        separator = ", ";
    }
}

void kiri_ledger_print_change(KiriLedgerChange change, KiriNoun noun, gconstpointer before,
                              gconstpointer after, gpointer data)
{
    const KiriCli *cli = data;
    if (cli->is_json) {
        print_json(change, noun, before, after);
        return;
    }
    static const char signs[] = "=+*-";
    kiri_out_printf("%c %-7s %s", signs[change], kiri_noun_label(noun),
                    kiri_ledger_head(noun, after ? after : before).id);
    print_columns(noun, before, after);
    kiri_out_printf("\n");
}

/* ---- files ---- */

typedef struct {
    KiriLedgerEdit *edit;
    const char *person; // who enters what names nobody; NULL
} Import;

static gboolean take(KiriNoun noun, gpointer record, gpointer data, GError **error)
{
    const Import *import = data;
    KiriLicence *l = record;
    if (noun == KIRI_NOUN_LICENCE && !l->entered_by)
        l->entered_by = g_strdup(import->person);
    return kiri_ledger_edit_put(import->edit, noun, record, error);
}

/* Who works here; NULL where the settings do not say. */
static const char *person_here(const KiriCli *cli)
{
    const char *person = kiri_settings_string(cli->settings, "review.person");
    return person && *person ? person : NULL;
}

gboolean kiri_ledger_import_file(KiriCli *cli, KiriStore *store, KiriNoun noun, const char *path,
                                 gboolean is_dry, KiriLedgerCounts *counts, GError **error)
{
    g_autoptr(GBytes) bytes = kiri_file_read(path, KIRI_LIMIT_LEDGER_BYTES, error);
    if (!bytes)
        return FALSE;
    gsize n = 0;
    const char *p = g_bytes_get_data(bytes, &n);
    g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(KiriLedgerEdit) edit = kiri_ledger_edit_begin(
        store, kiri_cli_now_us(cli), is_dry, is_dry ? kiri_ledger_print_change : NULL, cli);
    Import import = {edit, person_here(cli)};
    gboolean is_read =
        kiri_ledger_read(store, noun, (KiriStr){p ? p : "", n}, take, &import, problems, error);
    for (guint i = 0; i < problems->len; i++)
        kiri_cli_warn(cli, "%s: %s", path, (char *)g_ptr_array_index(problems, i));
    if (!is_read) {
        g_prefix_error(error, "%s: ", path);
        return FALSE;
    }
    return kiri_ledger_edit_commit(g_steal_pointer(&edit), counts, error);
}

int kiri_ledger_import_files(KiriCli *cli, KiriNoun noun, char **files, gboolean is_dry,
                             GError **error)
{
    g_autoptr(KiriStore) store =
        kiri_cli_open_store(cli, is_dry ? KIRI_STORE_READ : KIRI_STORE_WRITE, error);
    if (!store)
        return KIRI_EXIT_FAILED;
    gint64 changes = 0;
    for (; *files; files++) {
        KiriLedgerCounts c = {0};
        g_autofree char *path = kiri_cli_file(cli, *files);
        if (!kiri_ledger_import_file(cli, store, noun, path, is_dry, &c, error))
            return kiri_exit_code_of(*error);
        guint changed = c.n[KIRI_LEDGER_CHANGED] + c.n[KIRI_LEDGER_REMOVED];
        guint added = c.n[KIRI_LEDGER_ADDED];
        changes += added + changed;
        kiri_cli_note(cli,
                      is_dry ? _("'%s' would add %u rows and change %u; %u are as they were")
                      : noun == KIRI_NOUN_LICENCE
                          ? _("'%s': %u rows added, %u changed, %u as they were")
                      : changed ? _("'%s': %u rows added, %u changed, %u as they were; "
                                    "'kirinuki score --renew' makes known figures new")
                      : added   ? _("'%s': %u rows added, %u changed, %u as they were; "
                                      "'kirinuki score' computes with them")
                                : _("'%s': %u rows added, %u changed, %u as they were"),
                      *files, added, changed, c.n[KIRI_LEDGER_SAME]);
    }
    if (cli->is_json)
        kiri_out_json_summary(is_dry ? changes : 0);
    return KIRI_EXIT_DONE;
}

static void print_rest(KiriBuf *buf)
{
    kiri_out_write(kiri_buf_view(buf));
    kiri_buf_reset(buf);
}

static void print_csv(KiriNoun noun, const GPtrArray *rows)
{
    g_auto(KiriBuf) buf;
    kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
    kiri_ledger_write_header(noun, &buf);
    for (guint i = 0; i < rows->len; i++) {
        gconstpointer record = g_ptr_array_index(rows, i);
        if (noun == KIRI_NOUN_MEDIUM && ((const KiriMedium *)record)->is_removed)
            continue;
        kiri_ledger_write_record(noun, record, &buf);
        print_rest(&buf);
    }
    print_rest(&buf);
}

int kiri_ledger_print_csv(KiriCli *cli, KiriNoun noun, GError **error)
{
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_READ, error);
    if (store && noun == KIRI_NOUN_LICENCE) {
        g_autoptr(KiriPermits) permits = kiri_permits_open(store, G_MAXINT64, error);
        if (permits)
            print_csv(noun, kiri_permits_licences(permits));
        return permits ? KIRI_EXIT_DONE : KIRI_EXIT_FAILED;
    }
    g_autoptr(KiriBook) book = store ? kiri_book_open(store, G_MAXINT64, error) : NULL;
    if (!book)
        return KIRI_EXIT_FAILED;
    print_csv(noun, noun == KIRI_NOUN_MEDIUM   ? kiri_book_media(book)
                    : noun == KIRI_NOUN_FIGURE ? kiri_book_figures(book)
                                               : kiri_book_rates(book));
    return KIRI_EXIT_DONE;
}

/* ---- edits ---- */

gboolean kiri_ledger_finish_edit(KiriCli *cli, KiriLedgerEdit *edit, KiriNoun noun, const char *id,
                                 gboolean is_dry, GError **error)
{
    KiriLedgerCounts c = {0};
    g_autofree char *name = g_strdup(id); // may be of what the edit holds
    if (!kiri_ledger_edit_commit(edit, &c, error))
        return FALSE;
    if (is_dry) {
        if (cli->is_json)
            kiri_out_json_summary(c.n[KIRI_LEDGER_ADDED] + c.n[KIRI_LEDGER_CHANGED] +
                                  c.n[KIRI_LEDGER_REMOVED]);
        return TRUE;
    }
    gboolean is_change =
        c.n[KIRI_LEDGER_ADDED] || c.n[KIRI_LEDGER_CHANGED] || c.n[KIRI_LEDGER_REMOVED];
    kiri_cli_note(cli,
                  !is_change ? _("'%s' is as it was")
                  : noun == KIRI_NOUN_LICENCE
                      ? _("'%s' was changed")
                      : _("'%s' was changed; 'kirinuki score --renew' makes known figures new"),
                  name);
    return TRUE;
}

static int remove_one(KiriCli *cli, KiriStore *store, KiriNoun noun, const char *id,
                      gboolean is_dry, GError **error)
{
    g_autoptr(KiriLedgerEdit) edit = kiri_ledger_edit_begin(
        store, kiri_cli_now_us(cli), is_dry, is_dry ? kiri_ledger_print_change : NULL, cli);
    if (noun == KIRI_NOUN_MEDIUM && !kiri_store_has(store, noun, id) &&
        kiri_store_has(store, KIRI_NOUN_FIGURE, id))
        noun = KIRI_NOUN_FIGURE;
    if (!kiri_ledger_edit_remove(edit, noun, id, error))
        return kiri_exit_code_of(*error);
    return kiri_ledger_finish_edit(cli, g_steal_pointer(&edit), noun, id, is_dry, error)
               ? KIRI_EXIT_DONE
               : KIRI_EXIT_FAILED;
}

int kiri_ledger_remove(KiriCli *cli, KiriNoun noun, char **ids, gboolean is_dry, GError **error)
{
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_WRITE, error);
    int code = store ? KIRI_EXIT_DONE : KIRI_EXIT_FAILED;
    for (; code == KIRI_EXIT_DONE && *ids; ids++)
        code = remove_one(cli, store, noun, *ids, is_dry, error);
    return code;
}

/* ---- words ---- */

gboolean kiri_ledger_check_words(const KiriCall *call, const KiriLedgerNeeds *needs, GError **error)
{
    if (call->n_args >= needs->least)
        return TRUE;
    g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE, _("'%s %s' needs %s"), call->command->name,
                call->args[0], _(needs->words));
    return FALSE;
}

static gboolean unknown_key(KiriNoun noun, const char *word, GError **error)
{
    g_autoptr(GString) keys = g_string_new(NULL);
    for (guint i = 0; i < kiri_ledger_n_columns(noun); i++)
        if (strcmp(kiri_ledger_column(noun, i), "id") != 0)
            g_string_append_printf(keys, "%s%s", keys->len ? ", " : "",
                                   kiri_ledger_column(noun, i));
    if (noun == KIRI_NOUN_MEDIUM)
        g_string_append(keys, ", monthly_page_views, monthly_users, circulation, …, valid_from, "
                              "valid_to, source, confidence");
    g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                _("'%s' is no KEY=VALUE of a %s; there are %s"), word, kiri_noun_label(noun),
                keys->str);
    return FALSE;
}

gboolean kiri_ledger_name_author(const KiriCli *cli, KiriLedgerRow *row, GError **error)
{
    const char *person = person_here(cli);
    if (kiri_ledger_row_noun(row) != KIRI_NOUN_LICENCE || kiri_ledger_row_has(row, "entered_by") ||
        !person)
        return TRUE;
    return kiri_ledger_row_set(row, "entered_by", person, error);
}

gboolean kiri_ledger_set_words(KiriLedgerRow *row, KiriNoun noun, char **words, GError **error)
{
    for (; *words; words++) {
        g_autoptr(GError) why = NULL;
        const char *equals = strchr(*words, '=');
        g_autofree char *key = equals ? g_strndup(*words, (gsize)(equals - *words)) : NULL;
        if (!key || strcmp(key, "id") == 0)
            return unknown_key(noun, *words, error);
        if (kiri_ledger_row_set(row, key, equals + 1, &why))
            continue;
        if (why->code == KIRI_ERROR_NOT_FOUND)
            return unknown_key(noun, *words, error);
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE, "%s", why->message);
        return FALSE;
    }
    return TRUE;
}
