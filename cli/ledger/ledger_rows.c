// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger_rows.h"

#include <string.h>

enum { LABEL_COLUMNS = 20 };

static void print_time(const char *label, KiriTime t)
{
    char text[32];
    kiri_out_time(t, text);
    if (*text)
        kiri_out_row(2, label, LABEL_COLUMNS, text);
}

static void print_row(KiriNoun noun, gconstpointer record)
{
    KiriLedgerHead head = kiri_ledger_head(noun, record);
    kiri_out_printf("%s\n", head.id);
    for (guint i = 0; i < kiri_ledger_n_columns(noun); i++) {
        g_autofree char *text = kiri_ledger_cell_text(noun, i, record);
        g_autofree char *safe = kiri_out_safe(text);
        if (*safe)
            kiri_out_row(2, kiri_ledger_column(noun, i), LABEL_COLUMNS, safe);
    }
    print_time("entered", head.entered);
    print_time("replaced", head.replaced);
}

int kiri_ledger_no_row(KiriNoun noun, const char *id, GError **error)
{
    if (!*error)
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_NOT_FOUND, _("there is no %s '%s'"),
                    kiri_noun_label(noun), id);
    return kiri_exit_code_of(*error);
}

int kiri_ledger_show_rows(KiriCli *cli, KiriNoun noun, char **ids, GError **error)
{
    const KiriShape *shape = kiri_noun_shape(noun);
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_READ, error);
    gint64 count = 0;
    for (; store && *ids; ids++, count++) {
        gpointer record = kiri_store_get(store, noun, *ids, error);
        if (!record)
            return kiri_ledger_no_row(noun, *ids, error);
        if (cli->is_json)
            kiri_out_record(shape, record);
        else
            print_row(noun, record);
        kiri_record_free(shape, record);
    }
    if (store && cli->is_json)
        kiri_out_json_summary(count);
    return store ? KIRI_EXIT_DONE : KIRI_EXIT_FAILED;
}

/* ---- changes ---- */

/* One whose place changes (another unit, rank or first day) ends there. */
static gboolean put(KiriLedgerEdit *edit, KiriNoun noun, gconstpointer base, gpointer record,
                    GError **error)
{
    g_autofree char *was = base ? kiri_ledger_slot(noun, base) : NULL;
    const char *is = kiri_ledger_head(noun, record).id;
    if (base && strcmp(was, is) != 0 &&
        !kiri_ledger_edit_remove(edit, noun, kiri_ledger_head(noun, base).id, error))
        return FALSE;
    return kiri_ledger_edit_put(edit, noun, record, error);
}

static int change(KiriCli *cli, KiriStore *store, const KiriCall *call, KiriNoun noun,
                  gconstpointer base, gboolean is_dry, GError **error)
{
    g_autoptr(KiriLedgerEdit) edit = kiri_ledger_edit_begin(
        store, kiri_cli_now_us(cli), is_dry, is_dry ? kiri_ledger_print_change : NULL, cli);
    g_autoptr(KiriLedgerRow) row = kiri_ledger_row_new(noun, base);
    if (!kiri_ledger_set_words(row, noun, call->args + (base ? 2 : 1), error) ||
        !kiri_ledger_name_author(cli, row, error) || !kiri_ledger_row_finish(row, error))
        return KIRI_EXIT_USAGE;
    gpointer record = kiri_ledger_row_record(row);
    KiriLedgerHead head = kiri_ledger_head(noun, record);
    if (head.medium && !kiri_store_has(store, KIRI_NOUN_MEDIUM, head.medium))
        return kiri_ledger_no_row(KIRI_NOUN_MEDIUM, head.medium, error);
    if (!put(edit, noun, base, record, error))
        return KIRI_EXIT_FAILED;
    head = kiri_ledger_head(noun, record);
    return kiri_ledger_finish_edit(cli, g_steal_pointer(&edit), noun, head.id, is_dry, error)
               ? KIRI_EXIT_DONE
               : KIRI_EXIT_FAILED;
}

int kiri_ledger_change_row(KiriCli *cli, const KiriCall *call, KiriNoun noun, gboolean is_edit,
                           gboolean is_dry, GError **error)
{
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_WRITE, error);
    if (!store)
        return KIRI_EXIT_FAILED;
    if (!is_edit)
        return change(cli, store, call, noun, NULL, is_dry, error);
    const char *id = call->args[1];
    gpointer base = kiri_store_get(store, noun, id, error);
    if (!base)
        return kiri_ledger_no_row(noun, id, error);
    int code = KIRI_EXIT_USAGE;
    if (kiri_time_is_set(kiri_ledger_head(noun, base).replaced))
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                    _("'%s' was replaced: it can no longer be changed"), id);
    else
        code = change(cli, store, call, noun, base, is_dry, error);
    kiri_record_free(kiri_noun_shape(noun), base);
    return code;
}
