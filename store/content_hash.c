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
    guint8 hash[16];
    kiri_hash128(kiri_str(both), hash);
    GString *hex = g_string_sized_new(32);
    for (gsize i = 0; i < sizeof hash; i++)
        g_string_append_printf(hex, "%02x", hash[i]);
    g_free(article->content_hash);
    article->content_hash = g_string_free(hex, FALSE);
}
