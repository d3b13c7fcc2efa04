// SPDX-License-Identifier: GPL-3.0-or-later
/* Any text as the host of an address: whatever a URL makes of it, an address that is not
 * public is refused, and only those; the obvious reading of the ranges says which. A list
 * of blocks that is taken opens its own addresses. */
#include "fuzz.h"

#include "transport/address.h"

#include <kirinuki/url.h>

#include <arpa/inet.h>

/* IANA's special-purpose registry, written out by octets. */
static gboolean is_special4(const guint8 *a)
{
    return a[0] == 0 || a[0] == 10 || a[0] == 127 || a[0] >= 224 ||
           (a[0] == 100 && a[1] >= 64 && a[1] <= 127) || (a[0] == 169 && a[1] == 254) ||
           (a[0] == 172 && a[1] >= 16 && a[1] <= 31) ||
           (a[0] == 192 && a[1] == 0 && (a[2] == 0 || a[2] == 2)) ||
           (a[0] == 192 && a[1] == 88 && a[2] == 99) || (a[0] == 192 && a[1] == 168) ||
           (a[0] == 198 && (a[1] == 18 || a[1] == 19)) ||
           (a[0] == 198 && a[1] == 51 && a[2] == 100) || (a[0] == 203 && a[1] == 0 && a[2] == 113);
}

static gboolean is_special6(const guint8 *a)
{
    static const guint8 mapped[12] = {[10] = 0xff, [11] = 0xff}, nat64[12] = {0, 0x64, 0xff, 0x9b};
    if (memcmp(a, mapped, 12) == 0 || memcmp(a, nat64, 12) == 0)
        return is_special4(a + 12);
    if (a[0] == 0x20 && a[1] == 0x02)
        return is_special4(a + 2);
    return a[0] >> 5 != 1 || (a[0] == 0x20 && a[1] == 0x01 && a[2] <= 1) ||
           (a[0] == 0x20 && a[1] == 0x01 && a[2] == 0x0d && a[3] == 0xb8) ||
           (a[0] == 0x3f && a[1] == 0xff && a[2] <= 0x0f);
}

static gboolean is_special(const char *host)
{
    guint8 address[16];
    g_autofree char *bare = g_strdup(host[0] == '[' ? host + 1 : host);
    bare[strcspn(bare, "]")] = '\0';
    if (inet_pton(AF_INET, bare, address) == 1)
        return is_special4(address);
    if (inet_pton(AF_INET6, bare, address) == 1)
        return memcmp(address, "\0\0\0\0\0\0\0\0\xff\xff\0\0", 12) == 0 ? is_special4(address + 12)
                                                                        : is_special6(address);
    g_autofree char *name = g_ascii_strdown(host, -1);
    gsize n = strlen(name);
    if (n && name[n - 1] == '.')
        name[n - 1] = '\0';
    return strcmp(name, "localhost") == 0 || g_str_has_suffix(name, ".localhost");
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize n)
{
    FuzzInput in = {data, n};
    g_autofree char *host = fuzz_utf8(&in), *block = fuzz_utf8(&in);
    g_autofree char *url = g_strdup_printf("http://%s/", host);
    g_autoptr(KiriNets) none = kiri_nets_parse(NULL, NULL);
    g_autoptr(KiriUrl) parsed = kiri_url_parse(kiri_str(url), NULL);
    if (parsed && kiri_url_is_http(parsed))
        g_assert_cmpint(kiri_nets_allow_host(none, parsed->host), ==, !is_special(parsed->host));
    const char *const blocks[] = {block, NULL};
    g_autoptr(KiriNets) nets = kiri_nets_parse(blocks, NULL);
    if (!nets)
        return 0;
    block[strcspn(block, "/")] = '\0';
    g_autofree char *literal = strchr(block, ':') ? g_strdup_printf("[%s]", block) : NULL;
    g_assert_true(kiri_nets_allow_host(nets, literal ? literal : block));
    return 0;
}
