// SPDX-License-Identifier: GPL-3.0-or-later
/* The list of what goes, in its three forms. */
#include "care/disposal.h"

#include <kirinuki/csv.h>
#include <kirinuki/file.h>

#include <string.h>

const char *const kiri_goes_names[] = {"page",    "scan",  "text", "article", "byline",
                                       "message", "paper", "edit", NULL};
G_STATIC_ASSERT(G_N_ELEMENTS(kiri_goes_names) == KIRI_N_GOES + 1);

static const KiriField disposal_fields[] = {
    {KIRI_FIELD(1, KiriDisposal, what, ENUM), .names = kiri_goes_names},
    {KIRI_FIELD(2, KiriDisposal, medium, STR)},
    {KIRI_FIELD(3, KiriDisposal, article, STR)},
    {KIRI_FIELD(4, KiriDisposal, title, STR)},
    {KIRI_FIELD(5, KiriDisposal, url, STR)},
    {KIRI_FIELD(6, KiriDisposal, evidence, STR)},
    {KIRI_FIELD(7, KiriDisposal, licence, STR)},
    {KIRI_FIELD(8, KiriDisposal, sha256, STR)},
    {KIRI_FIELD(9, KiriDisposal, basis, STR)},
    {KIRI_FIELD(10, KiriDisposal, fetched, TIME)},
    {KIRI_FIELD(11, KiriDisposal, bytes, I64)},
};
const KiriShape kiri_disposal_shape = KIRI_SHAPE("disposal", KiriDisposal, disposal_fields);

static void free_row(gpointer row)
{
    kiri_disposal_free(row);
}

GPtrArray *kiri_disposals_new(void)
{
    return g_ptr_array_new_with_free_func(free_row);
}

static gint compare_rows(gconstpointer a, gconstpointer b)
{
    const KiriDisposal *x = *(KiriDisposal *const *)a, *y = *(KiriDisposal *const *)b;
    gint order = g_strcmp0(x->medium, y->medium);
    if (order)
        return order;
    if (x->fetched.us != y->fetched.us)
        return x->fetched.us < y->fetched.us ? -1 : 1;
    if (x->what != y->what)
        return x->what < y->what ? -1 : 1;
    order = g_strcmp0(x->article, y->article);
    return order ? order : g_strcmp0(x->evidence, y->evidence);
}

void kiri_disposals_sort(GPtrArray *list)
{
    g_ptr_array_sort(list, compare_rows);
}

static void print_json(const KiriDisposal *d, const char *type)
{
    g_auto(KiriBuf) buf;
    kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
    KiriJson j = kiri_out_json_begin(&buf, type);
    kiri_record_write_members(&kiri_disposal_shape, d, &j);
    kiri_out_json_end(&j);
}

static void print_row(const KiriDisposal *d)
{
    char when[32];
    kiri_out_time(d->fetched, when);
    g_autofree char *title = kiri_out_safe(d->title ? d->title : d->url);
    kiri_out_printf("%-16s %-16s %s %-4s %9" PRId64 "  %s%s%s\n", d->medium ? d->medium : "-",
                    d->article    ? d->article
                    : d->evidence ? d->evidence
                                  : "-",
                    when, kiri_goes_names[d->what], d->bytes, title, d->licence ? "  " : "",
                    d->licence ? d->licence : "");
}

void kiri_disposals_print(const KiriCli *cli, const GPtrArray *list, const char *type)
{
    for (guint i = 0; i < list->len; i++)
        if (cli->is_json)
            print_json(list->pdata[i], type);
        else
            print_row(list->pdata[i]);
    if (cli->is_json)
        kiri_out_json_summary(list->len);
}

static void write_row(KiriCsvWriter *csv, const KiriDisposal *d)
{
    char when[32];
    kiri_out_time(d->fetched, when);
    const char *const cells[] = {
        kiri_goes_names[d->what], d->medium, d->article, d->title, d->url, when};
    for (gsize i = 0; i < G_N_ELEMENTS(cells); i++)
        kiri_csv_write_text(csv, cells[i]);
    kiri_csv_write_i64(csv, d->bytes);
    kiri_csv_write_text(csv, d->basis);
    kiri_csv_write_text(csv, d->evidence);
    kiri_csv_write_text(csv, d->sha256);
    kiri_csv_write_end_record(csv);
}

gboolean kiri_disposals_write_csv(const KiriCli *cli, const GPtrArray *list, const char *path,
                                  GError **error)
{
    static const char *const heads[] = {"種別",     "媒体",     "記事", "見出し", "URL",
                                        "取得日時", "バイト数", "根拠", "キー",   "SHA-256"};
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    if (!path)
        return TRUE;
    g_autofree char *full = kiri_cli_file(cli, path);
    KiriCsvWriter csv = kiri_csv_write_begin(&out, FALSE);
    for (gsize i = 0; i < G_N_ELEMENTS(heads); i++)
        kiri_csv_write_text(&csv, heads[i]);
    kiri_csv_write_end_record(&csv);
    for (guint i = 0; i < list->len; i++)
        write_row(&csv, list->pdata[i]);
    return kiri_file_replace(full, kiri_buf_view(&out), 0600, error);
}
