// SPDX-License-Identifier: GPL-3.0-or-later
/* How the sections of a page put text into it. */
#include "page.h"

#include "words/lang.h"

void kiri_page_text(KiriReportPage *page, guint style, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    kiri_doc_text(page->doc, text, style, KIRI_ALIGN_LEFT);
}

void kiri_page_part(KiriReportPage *page, guint number, const char *title)
{
    g_autofree char *text =
        g_strdup_printf(kiri_page_say(page, "（%u）%s"), number, kiri_say(page->lang, title));
    kiri_doc_heading(page->doc, 2, text, NULL);
}

void kiri_page_table(KiriReportPage *page, const KiriDocTable *table)
{
    g_assert(table->n_columns <= KIRI_PAGE_MOST_COLUMNS);
    page->table = *table;
    page->table.columns = page->columns;
    if (table->caption)
        page->table.caption = kiri_say(page->lang, table->caption);
    for (guint i = 0; i < table->n_columns; i++) {
        page->columns[i] = table->columns[i];
        page->columns[i].title = kiri_say(page->lang, table->columns[i].title);
    }
    kiri_doc_table_begin(page->doc, &page->table);
}

void kiri_page_put_title(KiriReportPage *page, KiriDocLine *line, const KiriArticle *article,
                         glong letters)
{
    g_autofree char *title = kiri_page_cut(article->title, letters);
    kiri_line_link(line, KIRI_TEXT_PLAIN, kiri_article_link(article),
                   *title ? title : kiri_page_say(page, "（見出しなし）"));
}

void kiri_page_put_headline(KiriReportPage *page, KiriDocLine *line, const KiriSummaryClip *c,
                            glong letters)
{
    g_autofree char *place = kiri_article_place(c->article);
    kiri_line_styled(line, KIRI_TEXT_BOLD, "%s", kiri_page_medium(page, c));
    kiri_line_add(line, *place ? "　%s　" : "　", place);
    kiri_page_put_title(page, line, c->article, letters);
}

void kiri_page_put_piece(KiriReportPage *page, KiriDocLine *line, const KiriSummaryClip *c)
{
    g_autofree char *when = kiri_page_when(page, c->article->published);
    kiri_line_styled(line, KIRI_TEXT_NOTE, "No.%u　%s", c->number, when);
    kiri_line_add(line, "　");
    kiri_page_put_headline(page, line, c, 0);
}

void kiri_page_put_quote(KiriReportPage *page, KiriDocLine *line, const char *sentence,
                         glong letters)
{
    g_autofree char *taken = kiri_page_cut(sentence, MIN(letters, KIRI_PAGE_QUOTE_CHARS));
    kiri_line_add(line, kiri_page_say(page, "「%s」"), taken);
}

void kiri_page_put_reference(KiriReportPage *page, KiriDocLine *line, const char *section)
{
    g_autofree char *number = kiri_page_reference(page, section);
    if (!number)
        return;
    g_autofree char *text = g_strdup_printf(kiri_page_say(page, "（%sを参照）"), number);
    g_autofree char *anchor = g_strconcat("#", section, NULL);
    kiri_line_link(line, KIRI_TEXT_SMALL, anchor, text);
}
