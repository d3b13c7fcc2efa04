// SPDX-License-Identifier: GPL-3.0-or-later
/* The text of whole pages, kind by kind: tests/fixtures/pages/body/NAME.html beside
 * NAME.txt, which is the text to the letter. The pages are made up in the manner of
 * papers, stations, ministries, wires, magazines and blogs; most of their classes
 * say nothing. */
#include "../support/extract_case.h"

/* NAME, and what it is there for. */
static const struct {
    const char *name, *what;
} pages[] = {
    {"ads_inside", "a paid box and a pointer inside the text"},
    {"amp", "a page of AMP elements"},
    {"author_box", "the author's name heads who that is"},
    {"banner_first", "a notice of the site longer than the brief"},
    {"br_blog", "a blog of short lines, requests for votes"},
    {"br_div", "lines parted by <br> in one box"},
    {"brief", "sixty characters beside a longer weather forecast"},
    {"brief_among_briefs", "a brief above other briefs"},
    {"business_wall", "a teaser, its wall, experts' comments"},
    {"column", "a short column behind ▼"},
    {"comments_long", "comments longer than the article"},
    {"dl_interview", "questions and answers as terms"},
    {"forum", "question and answers"},
    {"gadget", "captions above and between paragraphs are left out"},
    {"gallery", "captions are the text"},
    {"hashed_news", "class names that are hashes"},
    {"interview", "――questions and short answers"},
    {"jsonld_only", "a text that only the claim holds"},
    {"ld_truncated", "a claim that was cut short"},
    {"live", "entries by time"},
    {"magazine", "standfirst, byline, author's box, comments"},
    {"ministry", "a release with its papers and who to ask"},
    {"nested_sections", "a part of the text below a list of links"},
    {"notice", "a date behind a label of the text"},
    {"paywall_teaser", "the offer behind the teaser"},
    {"photo_blog", "a few words under pictures"},
    {"portal", "line breaks of the source are paragraphs"},
    {"pre_text", "preformatted text"},
    {"printer", "a printer's view"},
    {"quote", "a quoted declaration with a list"},
    {"recipe", "lists inside the text"},
    {"results", "a table of figures"},
    {"romaji", "names in romaji, columns by id"},
    {"ruby", "readings are not doubled"},
    {"second_article", "the next article loaded below"},
    {"shop_table", "a table behind the text, an invitation"},
    {"sibling_boxes", "paragraphs in boxes of their own"},
    {"survey", "a ranking that is the article's own"},
    {"table_layout", "tables as layout, unclosed paragraphs"},
    {"tour", "dates of a tour behind the text"},
    {"tv_news", "cookie bar, player's notice, broadcast notice"},
    {"utility", "utility classes, a grid of cards"},
    {"votes", "lines of names and figures"},
    {"weekly", "pointers between paragraphs, a link to the next page"},
    {"wire_release", "a release on a wire"},
    {"words_in_text", "a paper writes about newsletters, rights and comments"},
};

static void test_page(gconstpointer data)
{
    const char *name = data;
    g_autofree char *html = g_strdup_printf("body/%s.html", name);
    g_autofree char *path =
        g_strdup_printf("%s/tests/fixtures/pages/body/%s.txt", KIRINUKI_SOURCE_DIR, name);
    g_autofree char *expected = NULL;
    g_assert_true(g_file_get_contents(path, &expected, NULL, NULL));
    g_autoptr(KiriExtracted) x = case_file(html, "https://news.example.jp/local/88.html");
    g_assert_null(x->no_article);
    g_assert_cmpstr(x->article->text, ==, g_strchomp(expected));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(pages); i++) {
        g_autofree char *path = g_strdup_printf("/body/%s", pages[i].name);
        g_test_add_data_func(path, pages[i].name, test_page);
    }
    return g_test_run();
}
