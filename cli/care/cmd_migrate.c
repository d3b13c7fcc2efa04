// SPDX-License-Identifier: GPL-3.0-or-later
/* migrate: the store is brought to the layout of this program. Every command that writes
 * does so as it opens the store; this one does nothing else, at a time that a person
 * chooses, and says what it did. */
#include "commands.h"

#include <kirinuki/care.h>

typedef struct {
    gboolean is_dry;
} Options;

static const KiriOption options[] = {
    KIRI_OPTION(Options, is_dry, "dry-run", 'n', NONE, NULL, N_("only say what there is to do")),
};

static void tell(const KiriCli *cli, gint64 from, gint64 to, gboolean is_done)
{
    if (cli->is_json) {
        g_auto(KiriBuf) buf;
        kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
        KiriJson j = kiri_out_json_begin(&buf, "migration");
        kiri_json_key(&j, "from");
        kiri_json_i64(&j, from);
        kiri_json_key(&j, "to");
        kiri_json_i64(&j, to);
        kiri_json_key(&j, "is_done");
        kiri_json_bool(&j, is_done);
        kiri_out_json_end(&j);
        kiri_out_json_summary(1);
    }
    /* What was done was said as the store was opened. */
    if (from == to)
        kiri_cli_note(cli, _("the store has the newest layout (%" PRId64 ")"), to);
    else if (!is_done)
        kiri_cli_note(cli, _("the store would be brought from layout %" PRId64 " to %" PRId64),
                      from, to);
}

static int run(KiriCli *cli, const KiriCall *call, GError **error)
{
    const Options *o = call->options;
    g_autoptr(KiriStore) store =
        kiri_cli_open_store(cli, o->is_dry ? KIRI_STORE_READ : KIRI_STORE_WRITE, error);
    if (!store)
        return KIRI_EXIT_FAILED;
    gint64 from = kiri_store_migrated_from(store);
    tell(cli, from ? from : kiri_store_schema(store), kiri_store_newest_schema, !o->is_dry);
    return KIRI_EXIT_DONE;
}

const KiriCommand kiri_cmd_migrate = {
    .name = "migrate",
    .group = N_("Care"),
    .args = "",
    .summary = N_("bring the store of an older kirinuki to the layout of this one"),
    KIRI_OPTIONS(Options, options),
    .needs = KIRI_NEEDS_WORKSPACE,
    .run = run};
