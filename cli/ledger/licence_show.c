// SPDX-License-Identifier: GPL-3.0-or-later
#include "licence_show.h"
#include "ledger_ops.h"

#include <kirinuki/permit.h>

#include <inttypes.h>
#include <string.h>

enum { ID_COLUMNS = 34, CHECK_DAYS = 60 };

/* ---- list ---- */

typedef struct {
    const KiriCli *cli;
    const KiriLicenceChoice *choice;
    guint n;
} List;

static void add_number(GString *text, const char *label, gint64 n)
{
    g_autofree char *number = n ? kiri_ledger_number_text(n) : NULL;
    if (number)
        g_string_append_printf(text, "  %s %s", label, number);
}

static void print_licence(const KiriLicence *l)
{
    g_autoptr(GString) rest = g_string_new(NULL);
    g_autofree char *span = kiri_ledger_span_text(l->valid_from, l->valid_to);
    g_autofree char *sections = l->sections ? g_strjoinv("、", l->sections) : NULL;
    g_autofree char *safe = kiri_out_safe(sections);
    char replaced[32];
    kiri_out_time(l->replaced, replaced);
    g_string_append_printf(rest, "%-10s %s", kiri_contract_names[l->contract],
                           l->allows_body ? (l->allows_picture ? _("text and pictures") : _("text"))
                           : l->allows_picture ? _("pictures")
                                               : _("neither text nor pictures"));
    if (*span)
        g_string_append_printf(rest, "  %s", span);
    add_number(rest, _("copies"), l->copies);
    add_number(rest, _("terminals"), l->terminals);
    add_number(rest, _("pieces a year"), l->clips_per_year);
    if (*safe)
        g_string_append_printf(rest, "  %s", safe);
    if (*replaced)
        g_string_append_printf(rest, _("  (replaced %s)"), replaced);
    kiri_out_row(0, l->id, ID_COLUMNS, rest->str);
}

static gboolean list_one(gconstpointer record, gpointer data)
{
    List *list = data;
    const KiriLicence *l = record;
    if ((kiri_time_is_set(l->replaced) && !list->choice->is_all) ||
        (list->choice->medium && strcmp(l->medium, list->choice->medium) != 0))
        return TRUE;
    list->n++;
    if (list->cli->is_json)
        kiri_out_record(&kiri_licence_shape, l);
    else
        print_licence(l);
    return TRUE;
}

int kiri_licence_list(KiriCli *cli, const KiriLicenceChoice *choice, GError **error)
{
    List list = {cli, choice, 0};
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_READ, error);
    if (!store || !kiri_store_each(store, KIRI_NOUN_LICENCE, "", list_one, &list, error))
        return KIRI_EXIT_FAILED;
    if (cli->is_json)
        kiri_out_json_summary(list.n);
    return KIRI_EXIT_DONE;
}

/* ---- check ---- */

static void print_finding_json(const KiriPermitFinding *f)
{
    g_auto(KiriBuf) buf;
    kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
    KiriJson j = kiri_out_json_begin(&buf, "finding");
    const struct {
        const char *key, *value;
    } members[] = {{"problem", kiri_permit_problem_names[f->problem]},
                   {"medium", f->medium},
                   {"licence", f->licence},
                   {"text", f->text}};
    for (gsize i = 0; i < G_N_ELEMENTS(members); i++) {
        kiri_json_key(&j, members[i].key);
        kiri_json_cstr(&j, members[i].value);
    }
    kiri_json_key(&j, "count");
    kiri_json_i64(&j, f->count);
    kiri_out_json_end(&j);
}

static void print_finding(const KiriPermitFinding *f)
{
    const char *what = f->licence ? f->licence : *f->medium ? f->medium : _("(no medium)");
    g_autofree char *safe = kiri_out_safe(f->text);
    kiri_out_row(0, what, ID_COLUMNS, safe);
}

int kiri_licence_check(KiriCli *cli, GError **error)
{
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_READ, error);
    g_autoptr(KiriPermits) permits = store ? kiri_permits_open(store, G_MAXINT64, error) : NULL;
    g_autoptr(GPtrArray) findings =
        permits ? kiri_permits_check(permits, store, kiri_cli_now_us(cli), CHECK_DAYS, error)
                : NULL;
    if (!findings)
        return KIRI_EXIT_FAILED;
    for (guint i = 0; i < findings->len; i++)
        if (cli->is_json)
            print_finding_json(g_ptr_array_index(findings, i));
        else
            print_finding(g_ptr_array_index(findings, i));
    if (cli->is_json)
        kiri_out_json_summary(findings->len);
    else if (!findings->len)
        kiri_cli_note(cli, _("nothing to look at; licences: %u"),
                      kiri_permits_licences(permits)->len);
    return findings->len ? KIRI_EXIT_NO : KIRI_EXIT_DONE;
}

/* ---- use ---- */

static void print_fee_json(const KiriPermitFee *f, gint year)
{
    g_auto(KiriBuf) buf;
    kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
    KiriJson j = kiri_out_json_begin(&buf, "licence_year");
    kiri_json_key(&j, "licence");
    kiri_json_cstr(&j, f->licence->id);
    kiri_json_key(&j, "medium");
    kiri_json_cstr(&j, f->licence->medium);
    const struct {
        const char *key;
        gint64 value;
    } members[] = {{"fiscal_year", year}, {"clips", f->clips},         {"uses", f->uses},
                   {"copies", f->copies}, {"terminals", f->terminals}, {"months", f->months}};
    for (gsize i = 0; i < G_N_ELEMENTS(members); i++) {
        kiri_json_key(&j, members[i].key);
        kiri_json_i64(&j, members[i].value);
    }
    kiri_json_key(&j, "fee_yen");
    if (f->has_fee)
        kiri_json_i64(&j, f->fee_yen);
    else
        kiri_json_null(&j);
    kiri_out_json_end(&j);
}

/* "12 clips × ¥300 = ¥3,600" */
static char *fee_text(const KiriPermitFee *f)
{
    if (!f->has_fee)
        return g_strdup(_("no fee on record"));
    g_autofree char *unit = kiri_ledger_number_text(f->licence->fee_yen);
    g_autofree char *sum = kiri_ledger_number_text(f->fee_yen);
    switch (f->licence->fee) {
    case KIRI_FEE_CLIP:
        return g_strdup_printf(_("%u pieces × ¥%s = ¥%s"), f->clips, unit, sum);
    case KIRI_FEE_COPY:
        return g_strdup_printf(_("%" PRId64 " copies × ¥%s = ¥%s"), f->copies, unit, sum);
    case KIRI_FEE_MONTH:
        return g_strdup_printf(_("%u months × ¥%s = ¥%s"), f->months, unit, sum);
    default:
        return g_strdup_printf(_("¥%s a year"), sum);
    }
}

static void print_fee(const KiriPermitFee *f)
{
    g_autofree char *fee = fee_text(f);
    g_autofree char *rest =
        g_strdup_printf(_("%5u pieces  %5" PRId64 " copies  %s"), f->clips, f->copies, fee);
    kiri_out_row(0, f->licence->id, ID_COLUMNS, rest);
}

static guint print_uses(const KiriCli *cli, const KiriPermits *permits,
                        const KiriLicenceChoice *choice, gint year)
{
    const GPtrArray *uses = kiri_permits_uses(permits);
    guint n = 0;
    for (guint i = 0; i < uses->len; i++) {
        const KiriLicenceUse *u = g_ptr_array_index(uses, i);
        if (kiri_fiscal_year_of(u->at.us) != year ||
            (choice->medium && strcmp(u->medium, choice->medium) != 0))
            continue;
        n++;
        if (cli->is_json) {
            kiri_out_record(&kiri_licence_use_shape, u);
            continue;
        }
        char at[32];
        kiri_out_time(u->at, at);
        g_autofree char *section = kiri_out_safe(u->section ? u->section : "—");
        g_autofree char *purpose = kiri_out_safe(u->purpose);
        kiri_out_printf("%s  %-16s %-7s %4" PRId64 "  %s  %s  %s\n", at, u->article,
                        kiri_licensed_names[u->what], u->copies, u->licence, section, purpose);
    }
    return n;
}

static gboolean parse_year(const KiriCli *cli, const char *text, gint *year, GError **error)
{
    guint64 n = 0;
    *year = kiri_fiscal_year_of(kiri_cli_now_us(cli));
    if (!text)
        return TRUE;
    if (!g_ascii_string_to_unsigned(text, 10, 1900, 2200, &n, NULL)) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                    _("'%s' is no fiscal year such as 2026"), text);
        return FALSE;
    }
    *year = (gint)n;
    return TRUE;
}

int kiri_licence_use(KiriCli *cli, const KiriLicenceChoice *choice, const char *year_text,
                     GError **error)
{
    gint year = 0;
    if (!parse_year(cli, year_text, &year, error))
        return KIRI_EXIT_USAGE;
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_READ, error);
    g_autoptr(KiriPermits) permits = store ? kiri_permits_open(store, G_MAXINT64, error) : NULL;
    if (!permits)
        return KIRI_EXIT_FAILED;
    guint lines = choice->is_all ? print_uses(cli, permits, choice, year) : 0;
    g_autoptr(GArray) fees = kiri_permits_fees(permits, year);
    gint64 sum = 0;
    for (guint i = 0; i < fees->len; i++) {
        const KiriPermitFee *f = &g_array_index(fees, KiriPermitFee, i);
        if (choice->medium && strcmp(f->licence->medium, choice->medium) != 0)
            continue;
        lines++;
        sum += f->fee_yen;
        if (cli->is_json)
            print_fee_json(f, year);
        else
            print_fee(f);
    }
    g_autofree char *yen = kiri_ledger_number_text(sum);
    if (cli->is_json)
        kiri_out_json_summary(lines);
    else
        kiri_out_printf(_("fiscal year %d: ¥%s estimated, without tax\n"), year, yen);
    return KIRI_EXIT_DONE;
}
