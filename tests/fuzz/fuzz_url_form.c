// SPDX-License-Identifier: GPL-3.0-or-later
/* Any bytes as a Google News id and as an address with wrappers around it. What is
 * unwrapped must be an http URL, and unwrapping must come to an end. */
#include <kirinuki/record.h>
#include <kirinuki/url.h>
#include <kirinuki/url_form.h>

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void check_target(const char *target)
{
    g_autoptr(KiriUrl) url = target ? kiri_url_parse(kiri_str(target), NULL) : NULL;
    if (target && (!url || !kiri_url_is_http(url)))
        abort();
}

static void check_twins(const char *text)
{
    g_autofree char *canonical = kiri_url_canonical(kiri_str(text), NULL);
    g_auto(GStrv) twins = canonical ? kiri_url_twins(canonical) : NULL;
    for (char **t = twins; t && *t; t++) {
        g_autofree char *again = kiri_url_canonical(kiri_str(*t), NULL);
        if (g_strcmp0(again, *t) != 0 || g_strcmp0(canonical, *t) == 0)
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    gboolean is_sealed;
    KiriStr input = {(const char *)data, n};
    g_autofree char *direct = kiri_google_news_target(input, &is_sealed);
    if ((direct == NULL) != is_sealed)
        abort();
    g_autofree char *text = g_strndup(input.p, input.n);
    g_autofree char *news = g_strconcat("https://news.google.com/rss/articles/", text, NULL);
    g_autofree char *inside = kiri_url_unwrap(news);
    g_autofree char *target = kiri_url_unwrap(text);
    check_target(inside);
    check_target(target);
    check_twins(text);
    kiri_url_form(text);
    return 0;
}
