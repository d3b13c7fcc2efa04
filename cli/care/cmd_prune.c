// SPDX-License-Identifier: GPL-3.0-or-later
/* prune: what is past its time goes (prune.h says what that is). What goes is listed first
 * (廃棄一覧), and only --yes lets it go; of each its SHA-256 stays in the store or on the
 * list, so that a report of before can still be held against it. */
#include "care/prune.h"
#include "commands.h"

typedef struct {
    gboolean is_dry, is_sure;
    char *csv;
} Options;

static const KiriOption options[] = {
    KIRI_OPTION(Options, is_sure, "yes", 'y', NONE, NULL, N_("let go what the list names")),
    KIRI_OPTION(Options, is_dry, "dry-run", 'n', NONE, NULL,
                N_("list what would go, and keep it, --yes or not")),
    KIRI_OPTION(Options, csv, "csv", 0, FILENAME, N_("FILE"),
                N_("write the list (廃棄一覧) as CSV, too")),
};

static int run(KiriCli *cli, const KiriCall *call, GError **error)
{
    const Options *o = call->options;
    gboolean acts = o->is_sure && !o->is_dry;
    g_autoptr(KiriStore) store =
        kiri_cli_open_store(cli, acts ? KIRI_STORE_WRITE : KIRI_STORE_READ, error);
    g_autoptr(GPtrArray) list = store ? kiri_prune_find(cli, store, KIRI_PRUNE_ALL, error) : NULL;
    if (!list)
        return KIRI_EXIT_FAILED;
    /* The list first: it is there, whatever becomes of the rest. */
    kiri_disposals_print(cli, list, acts ? "pruned" : "to_prune");
    if (!kiri_out_flush(error) || !kiri_disposals_write_csv(cli, list, o->csv, error) ||
        (acts && !kiri_prune_act(store, list, kiri_time_jst(kiri_cli_now_us(cli)), error)))
        return KIRI_EXIT_FAILED;
    kiri_prune_tell(cli, list, acts);
    if (!acts && list->len && !o->is_dry)
        kiri_cli_note(cli, _("nothing has gone; 'kirinuki prune --yes' lets it go"));
    return KIRI_EXIT_DONE;
}

static const char details[] =
    N_("What goes: raw pages past the evidence_days of their medium; pages, scans and body texts\n"
       "that a licence says must go; settled messages after mail.keep_days; and where\n"
       "report.retention_years is set, the records of papers whose retention (保存期間) is over.\n"
       "Articles and figures stay. By prune.auto 'run' and 'watch' do part of it once a day;\n"
       "papers are never let go but by this command.\n"
       "\n"
       "  kirinuki prune --csv disposal.csv\n"
       "  kirinuki prune --yes");

const KiriCommand kiri_cmd_prune = {
    .name = "prune",
    .group = N_("Care"),
    .args = "",
    .summary = N_("give up what is past its retention, and what a licence says must go"),
    .details = details,
    KIRI_OPTIONS(Options, options),
    .needs = KIRI_NEEDS_WORKSPACE,
    .run = run};
