// SPDX-License-Identifier: GPL-3.0-or-later
/* Equal content, equal hash: what differs only in width, case or white space is
 * the same article under another URL (mobile twin, AMP, print view). */
#include <kirinuki/article.h>

#include <kirinuki/hash.h>
#include <kirinuki/normalize.h>

void kiri_article_set_content_hash(KiriArticle *article)
{
    g_autofree char *title = kiri_normalize_dup(kiri_str(article->title));
    g_autofree char *text = kiri_normalize_dup(kiri_str(article->text));
    g_autofree char *both = g_strconcat(title, "\n", text, NULL);
    char hash[KIRI_HASH128_BYTES];
    kiri_hash128_hex(kiri_str(both), hash);
    g_free(article->content_hash);
    article->content_hash = g_strdup(hash);
}
