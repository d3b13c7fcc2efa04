// SPDX-License-Identifier: GPL-3.0-or-later
/* The first line is the path of a URL, the rest a robots.txt. */
#include <kirinuki/robots.h>

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    KiriStr text = {(const char *)data, n};
    const char *end = n ? memchr(text.p, '\n', n) : NULL;
    gsize path_n = end ? (gsize)(end - text.p) : 0;
    g_autofree char *path = g_strndup(text.p, path_n);
    g_autofree char *url = g_strconcat("https://e.jp", path, NULL);
    KiriStr rest = {text.p + path_n, n - path_n};
    kiri_robots_check(rest, "kirinuki", url);
    kiri_robots_check(rest, path, path);
    char **sitemaps = kiri_robots_sitemaps(rest);
    g_strfreev(sitemaps);
    return 0;
}
