// SPDX-License-Identifier: GPL-3.0-or-later
#include "medium_check.h"

#include <kirinuki/ledger_check.h>

enum { ID_COLUMNS = 16 };

static const char *const headings[] = {
    [KIRI_FINDING_NO_RATE] = N_("without a rate: the advertising value stays unknown (単価未登録)"),
    [KIRI_FINDING_NO_FIGURE] = N_("without figures: neither views nor reach are known"),
    [KIRI_FINDING_ENDED] = N_("no longer valid today"),
    [KIRI_FINDING_STALE] = N_("old: look whether there is a newer one"),
    [KIRI_FINDING_GAP] = N_("gaps in validity"),
    [KIRI_FINDING_OVERLAP] = N_("overlaps in validity: the one that began last is taken"),
    [KIRI_FINDING_ESTIMATE] = N_("estimates (推定)"),
    [KIRI_FINDING_NO_SOURCE] = N_("figures without a source (出典)"),
    [KIRI_FINDING_UNKNOWN_MEDIUM] = N_("not in the ledger"),
    [KIRI_FINDING_DOMAIN_TWICE] = N_("domains that two media claim"),
    [KIRI_FINDING_NO_SUBSTITUTE] = N_("substitutes that are not in the ledger"),
};
G_STATIC_ASSERT(G_N_ELEMENTS(headings) == KIRI_N_FINDINGS);

/* What follows the medium's id. (transfer full) */
static char *text_of(const KiriFinding *f)
{
    char from[32], to[32];
    kiri_time_format(f->from, from);
    kiri_time_format(f->to, to);
    switch ((KiriFindingKind)f->kind) {
    case KIRI_FINDING_ENDED:
        return g_strdup_printf(_("%s (to %s)"), f->row, to);
    case KIRI_FINDING_STALE:
        return g_strdup_printf(_("%s (since %s)"), f->row, from);
    case KIRI_FINDING_GAP:
        return g_strdup_printf(_("%s: nothing from %s to %s"), f->row, from, to);
    case KIRI_FINDING_OVERLAP:
        return *from ? g_strdup_printf(_("%s and %s, from %s"), f->row, f->other, from)
                     : g_strdup_printf(_("%s and %s"), f->row, f->other);
    case KIRI_FINDING_UNKNOWN_MEDIUM:
        return f->row ? g_strdup(f->row) : g_strdup_printf(_("clips: %" PRId64), f->count);
    case KIRI_FINDING_DOMAIN_TWICE:
        return g_strdup_printf(_("%s, also of %s"), f->what, f->other);
    default:
        return g_strdup(f->row ? f->row : f->what);
    }
}

static void print(const KiriFinding *f)
{
    g_autofree char *text = text_of(f), *safe = kiri_out_safe(text);
    g_autofree char *medium = kiri_out_safe(f->medium ? f->medium : "*");
    kiri_out_row(2, medium, ID_COLUMNS, safe);
}

int kiri_medium_check(KiriCli *cli, gboolean is_all, GError **error)
{
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_READ, error);
    const KiriLedgerCheckOptions options = {
        .now_us = kiri_cli_now_us(cli),
        .stale_days = kiri_settings_int(cli->settings, "ledger.stale_days"),
        .is_all = is_all};
    g_autoptr(GPtrArray) findings = store ? kiri_ledger_check(store, &options, error) : NULL;
    if (!findings)
        return KIRI_EXIT_FAILED;
    for (guint i = 0; i < findings->len; i++) {
        const KiriFinding *f = g_ptr_array_index(findings, i);
        if (cli->is_json) {
            kiri_out_record(&kiri_finding_shape, f);
            continue;
        }
        if (i == 0 || ((KiriFinding *)g_ptr_array_index(findings, i - 1))->kind != f->kind)
            kiri_out_printf("%s\n", _(headings[f->kind]));
        print(f);
    }
    if (cli->is_json)
        kiri_out_json_summary(findings->len);
    else
        kiri_cli_note(cli, _("%u findings in the ledger"), findings->len);
    return findings->len ? KIRI_EXIT_NO : KIRI_EXIT_DONE;
}
