// SPDX-License-Identifier: GPL-3.0-or-later
/* 所見・今後の対応: as a person wrote them, paragraph by paragraph; never made up. */
#include "page/page.h"

void kiri_section_findings(KiriReportPage *page)
{
    g_auto(GStrv) lines = g_strsplit(page->o->findings, "\n", -1);
    for (char **line = lines; *line; line++)
        if (*g_strchomp(*line))
            kiri_page_text(page, KIRI_TEXT_PLAIN, "%s", *line);
}
