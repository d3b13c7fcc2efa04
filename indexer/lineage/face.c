// SPDX-License-Identifier: GPL-3.0-or-later
/* Articles without their texts: what lineage asks of hundreds of them. */
#include "chars.h"
#include "lineage.h"

#include <kirinuki/url.h>

#include <string.h>

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

/* The places where a source is named. */
static char *source_places_of(const KiriArticle *a)
{
    enum { BEGINNING = 40, END = 60 };
    const char *text = a->text ? a->text : "";
    glong chars = g_utf8_strlen(text, -1);
    g_autofree char *beginning = g_utf8_substring(text, 0, MIN(chars, BEGINNING));
    g_autofree char *end = g_utf8_substring(text, MAX(0, chars - END), chars);
    return g_strjoin("\n", a->title ? a->title : "", beginning, end, NULL);
}

static char *letters_of(const char *text)
{
    g_auto(KiriNormal) n = {0};
    g_auto(KiriLetters) letters = {0};
    kiri_normalize(kiri_str(text), FALSE, &n);
    kiri_letters_init(&letters, kiri_normal_view(&n));
    return g_ucs4_to_utf8(letters.c, (glong)letters.n, NULL, NULL, NULL);
}

static gboolean is_any_of(gunichar c, const char *signs)
{
    return g_utf8_strchr(signs, -1, c) != NULL;
}

/* Letters of what stands in brackets (NULL: nothing). */
static char **bracketed_in(KiriStr text)
{
    gsize from = 0; // behind an opening bracket; 0: none is open
    char **found = NULL;
    for (gsize at = 0; at < text.n; at = kiri_char_after(text, at)) {
        gunichar c = kiri_char_at(text, at);
        if (is_any_of(c, "（([［【〔")) {
            from = kiri_char_after(text, at);
        } else if (from && is_any_of(c, "）)]］】〕")) {
            g_autofree char *inside = g_strndup(text.p + from, at - from);
            g_autofree char *letters = letters_of(inside);
            kiri_strv_add(&found, letters);
            from = 0;
        }
    }
    return found;
}

static char *host_of(const KiriArticle *a)
{
    g_autoptr(KiriUrl) url = a->url ? kiri_url_parse(kiri_str(a->url), NULL) : NULL;
    return url && url->host ? kiri_url_registrable_domain(url->host) : NULL;
}

/* 列島新報, 読売新聞オンライン, 日東通信: these write what others carry. */
static gboolean is_press_name(const char *site)
{
    static const char *const words[] = {"新聞", "新報", "日報", "時報",   "民報",
                                        "日日", "通信", "放送", "テレビ", "タイムズ"};
    for (gsize i = 0; site && i < G_N_ELEMENTS(words); i++)
        if (strstr(site, words[i]))
            return TRUE;
    return FALSE;
}

KiriFace *kiri_face_new(const KiriArticle *article)
{
    KiriFace *face = g_new0(KiriFace, 1);
    face->us = order_of(article);
    face->credit = kiri_credit_of(article);
    face->host = host_of(article);
    face->from_us =
        kiri_time_is_set(kiri_article_when(article)) ? kiri_article_when(article).us : G_MININT64;
    face->is_press = is_press_name(article->site_name);
    face->headline = letters_of(article->title);
    face->site = letters_of(article->site_name);
    g_autofree char *places = source_places_of(article);
    face->source_places = letters_of(places);
    face->in_brackets = bracketed_in(kiri_str(places));
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
    g_free(face->site);
    g_free(face->source_places);
    g_strfreev(face->in_brackets);
    g_free(face);
}
