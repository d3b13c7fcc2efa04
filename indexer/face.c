// SPDX-License-Identifier: GPL-3.0-or-later
/* Articles without their texts: what lineage asks of hundreds of them. */
#include "lineage.h"

#include <kirinuki/url.h>

static gint64 order_of(const KiriArticle *a)
{
    KiriTime t = kiri_article_when(a);
    switch (t.precision) {
    case KIRI_PRECISION_NONE:
        return G_MAXINT64;
    case KIRI_PRECISION_YEAR:
        return t.us + 366 * KIRI_US_PER_DAY;
    case KIRI_PRECISION_MONTH:
        return t.us + 31 * KIRI_US_PER_DAY;
    case KIRI_PRECISION_DAY:
        return t.us + KIRI_US_PER_DAY;
    default:
        return t.us;
    }
}

static char *host_of(const KiriArticle *a)
{
    g_autoptr(KiriUrl) url = a->url ? kiri_url_parse(kiri_str(a->url), NULL) : NULL;
    return url && url->host ? kiri_url_registrable_domain(url->host) : NULL;
}

static char *letters_of_title(const KiriArticle *a)
{
    g_auto(KiriNormal) n = {0};
    g_auto(KiriLetters) letters = {0};
    kiri_normalize(kiri_str(a->title), FALSE, &n);
    kiri_letters_init(&letters, kiri_normal_view(&n));
    return g_ucs4_to_utf8(letters.c, (glong)letters.n, NULL, NULL, NULL);
}

KiriFace *kiri_face_new(const KiriArticle *article)
{
    KiriFace *face = g_new0(KiriFace, 1);
    face->us = order_of(article);
    face->credit = kiri_credit_of(article);
    face->host = host_of(article);
    face->headline = letters_of_title(article);
    for (guint i = 0; i < kiri_strv_count(article->links); i++) {
        g_autofree char *link = kiri_url_canonical(kiri_str(article->links[i]), NULL);
        if (link)
            kiri_strv_add(&face->links, link);
    }
    face->article = kiri_article_new();
    face->article->id = g_strdup(article->id);
    face->article->url = g_strdup(article->url);
    face->article->medium = g_strdup(article->medium);
    face->article->site_name = g_strdup(article->site_name);
    return face;
}

void kiri_face_free(KiriFace *face)
{
    if (!face)
        return;
    kiri_article_free(face->article);
    g_free(face->credit);
    g_strfreev(face->links);
    g_free(face->host);
    g_free(face->headline);
    g_free(face);
}
