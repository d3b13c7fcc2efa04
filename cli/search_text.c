// SPDX-License-Identifier: GPL-3.0-or-later
/* The answer of `search` for people. */
#include "search.h"

#include <string.h>

/* `text` with the marks of an article's text that begins at `from`. */
static void print_marked(const KiriCli *cli, const char *text, gsize from, const GArray *marks)
{
    gboolean has_color = kiri_out_has_color(cli);
    gsize at = 0, n = strlen(text);
    for (guint i = 0; marks && i <= marks->len; i++) {
        const KiriMark *m = i < marks->len ? &g_array_index(marks, KiriMark, i) : NULL;
        gsize begin = m ? m->from - from : n, end = m ? m->to - from : n;
        g_autofree char *before = g_strndup(text + at, begin - at);
        g_autofree char *hit = g_strndup(text + begin, end - begin);
        g_strdelimit(before, "\n", ' ');
        g_strdelimit(hit, "\n", ' ');
        g_autofree char *safe_before = kiri_out_safe(before);
        g_autofree char *safe_hit = kiri_out_safe(hit);
        kiri_out_printf("%s", safe_before);
        if (m)
            kiri_out_printf("%s%s%s", has_color ? "\033[1;31m" : "[", safe_hit,
                            has_color ? "\033[0m" : "]");
        at = end;
    }
}

void kiri_search_print_hit(const KiriCli *cli, const KiriSearchHit *hit)
{
    char when[32];
    kiri_out_time(hit->published, when);
    g_autofree char *site = kiri_out_safe(hit->site_name ? hit->site_name : hit->medium);
    g_autofree char *url = kiri_out_safe(hit->url);
    kiri_out_printf("%.8s  %s  %s\n  ", hit->id, *when ? when : "----------------", site);
    print_marked(cli, hit->title ? hit->title : "", 0, hit->title_marks);
    kiri_out_printf("\n  %s\n", url);
    if (hit->snippet.text && *hit->snippet.text) {
        kiri_out_printf("  %s", hit->snippet.is_cut_before ? "…" : "");
        print_marked(cli, hit->snippet.text, hit->snippet.from, hit->snippet.marks);
        kiri_out_printf("%s\n", hit->snippet.is_cut_after ? "…" : "");
    }
    kiri_out_printf("\n");
}
