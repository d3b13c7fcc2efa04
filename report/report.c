// SPDX-License-Identifier: GPL-3.0-or-later
/* The table of formats. */
#include "writers.h"

#include <string.h>

const KiriReportFormat kiri_report_formats[] = {
    {"html", ".html", kiri_report_write_html},
    {"csv", ".csv", kiri_report_write_csv},
    {"text", ".txt", kiri_report_write_text},
    {"jsonl", ".jsonl", kiri_report_write_jsonl},
    {NULL, NULL, NULL},
};

const KiriReportFormat *kiri_report_format(const char *name_or_path)
{
    for (const KiriReportFormat *f = kiri_report_formats; f->name; f++)
        if (strcmp(f->name, name_or_path) == 0 || g_str_has_suffix(name_or_path, f->extension))
            return f;
    return NULL;
}
