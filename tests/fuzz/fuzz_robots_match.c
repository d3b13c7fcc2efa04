// SPDX-License-Identifier: GPL-3.0-or-later
/* Patterns of robots.txt against the slow and obvious reading of RFC 9309: the longest
 * pattern that matches decides, Allow wins a tie. Bytes are folded into the few letters
 * that mean something, so that patterns meet paths. */
#include "fuzz.h"

#include <kirinuki/robots.h>

enum { MOST_RULES = 6, MOST_PATTERN = 12, MOST_PATH = 20 };

static char *folded(FuzzInput *in, gsize most)
{
    static const char letters[] = "//ab**$?.";
    g_autofree char *text = fuzz_text(in);
    GString *out = g_string_new("/");
    for (const char *p = text; *p && out->len < most; p++)
        g_string_append_c(out, letters[(guchar)*p % (sizeof letters - 1)]);
    return g_string_free(out, FALSE);
}

static gboolean matches(const char *pattern, const char *path)
{
    if (!*pattern)
        return TRUE;
    if (*pattern == '$' && !pattern[1])
        return !*path;
    if (*pattern == '*')
        return matches(pattern + 1, path) || (*path && matches(pattern, path + 1));
    return *pattern == *path && matches(pattern + 1, path + 1);
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize n)
{
    FuzzInput in = {data, n};
    g_autofree char *path = folded(&in, MOST_PATH);
    g_autofree char *url = g_strconcat("https://e.jp", path, NULL);
    g_autoptr(GString) file = g_string_new("User-agent: *\n");
    gssize allow = -1, disallow = -1;
    for (guint i = 0; in.n && i < MOST_RULES; i++) {
        gboolean is_allow = fuzz_byte(&in) % 2;
        g_autofree char *pattern = folded(&in, MOST_PATTERN);
        g_string_append_printf(file, "%s: %s\n", is_allow ? "Allow" : "Disallow", pattern);
        gssize *best = is_allow ? &allow : &disallow;
        if (matches(pattern, path))
            *best = MAX(*best, (gssize)strlen(pattern));
    }
    KiriRobotsAnswer answer = kiri_robots_check((KiriStr){file->str, file->len}, "kirinuki", url);
    g_assert_cmpint(answer.is_allowed, ==, disallow <= allow);
    g_assert_cmpint(answer.line > 0, ==, MAX(allow, disallow) >= 0);
    return 0;
}
