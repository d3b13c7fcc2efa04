// SPDX-License-Identifier: GPL-3.0-or-later
/* What the charset gate found out about a page's bytes, said as witnesses of the
 * article: which label was believed and which was not, and what was lost on the
 * way to text. A reader who wonders about a � finds here how many there are. */
#include "extract_page.h"

#include <kirinuki/charset.h>

/* NULL when all of the text is there. (transfer full) */
static char *what_was_lost(const KiriCharsetReport *report)
{
    GString *said = g_string_new(NULL);
    if (report->replaced)
        g_string_append_printf(said, "unreadable characters replaced: %" G_GSIZE_FORMAT,
                               report->replaced);
    if (report->user_defined)
        g_string_append_printf(said, "%scharacters of the publisher's own: %" G_GSIZE_FORMAT,
                               said->len ? ", " : "", report->user_defined);
    return g_string_free(said, said->len == 0);
}

void kiri_page_note_charset(KiriArticle *article, const KiriCharsetReport *report)
{
    g_autofree char *lost = what_was_lost(report);
    g_free(article->charset);
    article->charset = g_strdup(report->charset);
    if (report->refused)
        kiri_article_add_witness(article, "charset", report->refused_witness, report->refused,
                                 FALSE, "the bytes are something else");
    kiri_article_add_witness(article, "charset", report->witness, report->charset, TRUE, lost);
}
