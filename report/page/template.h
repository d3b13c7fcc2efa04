// SPDX-License-Identifier: GPL-3.0-or-later
/* Templates as the writer of the page reads them.
 *
 * Thread rule: any thread. */
#pragma once

#include "page.h"

typedef struct {
    const KiriSection *section;
    char *title[2]; // by KiriReportLang; NULL: the section's own
} KiriTemplateRow;

struct KiriReportTemplate {
    char *title[2]; // by KiriReportLang, {} for the subject; NULL: none is given
    GArray *rows;   // KiriTemplateRow, in their order
};

/* That of the options, else the shipped one of the subject. Borrowed for ever, or as long
 * as the options are. */
const KiriReportTemplate *kiri_template_of(const KiriSummary *s, const KiriReportOptions *options);
/* The title of the document, the subject cut behind so many letters (0: whole). (transfer
 * full) */
char *kiri_template_title(const KiriReportTemplate *t, const KiriSummary *s, KiriReportLang lang,
                          glong letters);
