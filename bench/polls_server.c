// SPDX-License-Identifier: GPL-3.0-or-later
/* The other side of bench/polls.sh: feeds on many addresses of this machine, all
 * on one port.
 *
 *   polls_server ADDRESSES SOURCES
 *
 * Writes a line for each feed, its URL and its ETag, and an empty line at the end;
 * then serves until its input ends. A feed is RSS of 8 KB with twenty entries of
 * long ago, so that a poll leads to no page; whoever brings its ETag gets 304. */
#include "loopback.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ENTRIES = 20 };

/* "/s/123.xml" → 123 */
static gboolean number_of(KiriStr path, guint *number)
{
    g_autofree char *text = kiri_str_dup(path);
    char *end = NULL;
    if (!g_str_has_prefix(text, "/s/"))
        return FALSE;
    *number = (guint)g_ascii_strtoull(text + 3, &end, 10);
    return strcmp(end, ".xml") == 0;
}

static void add_feed(guint number, KiriBuf *out)
{
    kiri_buf_printf(out,
                    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\"><channel>"
                    "<title>第%u面</title><link>http://www.example/</link>"
                    "<description>地域のニュース</description>\n",
                    number);
    for (guint i = 0; i < ENTRIES; i++)
        kiri_buf_printf(
            out,
            "<item><title>市立図書館、改修を終えて来月に再び開館へ 第%u報</title>"
            "<link>http://www.example/news/2020/01/%02u/n%u-%u.html</link>"
            "<guid>http://www.example/news/2020/01/%02u/n%u-%u.html</guid>"
            "<description>"
            "閲覧席を二割増やし、夜間も使える自習室を設けた。工事は昨年の春から続いていた。"
            "</description><pubDate>Mon, 06 Jan 2020 %02u:00:00 +0900</pubDate></item>\n",
            i, i + 1, number, i, i + 1, number, i, 23 - i);
    kiri_buf_add_str(out, "</channel></rss>\n");
}

static void answer(const WorldRequest *request, WorldAnswer *a, gpointer data)
{
    guint number = 0;
    (void)data;
    if (!number_of(request->path, &number)) {
        a->status = 404;
        return;
    }
    g_autofree char *etag = g_strdup_printf("\"%u\"", number);
    gboolean is_known = g_strcmp0(request->if_none_match, etag) == 0;
    a->status = is_known ? 304 : 200;
    kiri_buf_printf(&a->headers, "Content-Type: application/rss+xml\nETag: %s\n", etag);
    if (!is_known)
        add_feed(number, &a->body);
}

int main(int argc, char **argv)
{
    guint n_addresses = argc == 3 ? (guint)strtoul(argv[1], NULL, 10) : 0;
    guint n_sources = argc == 3 ? (guint)strtoul(argv[2], NULL, 10) : 0;
    char address[16], byte;
    if (!n_addresses || !n_sources) {
        fprintf(stderr, "usage: polls_server ADDRESSES SOURCES\n");
        return 2;
    }
    g_autoptr(Loopback) server = loopback_new(n_addresses, answer, NULL);
    if (!server) {
        fprintf(stderr, "polls_server: not so many addresses\n");
        return 4;
    }
    for (guint i = 0; i < n_sources; i++) {
        loopback_address(i % n_addresses, address);
        printf("http://%s:%u/s/%u.xml\t\"%u\"\n", address, loopback_port(server), i, i);
    }
    printf("\n");
    fflush(stdout);
    while (read(STDIN_FILENO, &byte, 1) > 0)
        ;
    return 0;
}
