// SPDX-License-Identifier: GPL-3.0-or-later
/* Which addresses may be connected to, by themselves and by the operator's list. */
#include "../../crawler/transport/address.h"

#include <kirinuki/error.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

typedef union {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
} Address;

static Address address_of(const char *ip)
{
    Address a = {.v6 = {.sin6_family = AF_INET6}};
    gboolean is_v6 = strchr(ip, ':') != NULL;
    if (!is_v6)
        a.v4 = (struct sockaddr_in){.sin_family = AF_INET};
    g_test_message("%s", ip);
    g_assert_cmpint(inet_pton(is_v6 ? AF_INET6 : AF_INET, ip,
                              is_v6 ? (void *)&a.v6.sin6_addr : (void *)&a.v4.sin_addr),
                    ==, 1);
    return a;
}

static void test_addresses(void)
{
    static const struct {
        const char *ip;
        gboolean is_public;
    } cases[] = {
        {"8.8.8.8", TRUE},
        {"10.0.0.1", FALSE},
        {"100.63.0.1", TRUE},
        {"100.64.0.1", FALSE},
        {"100.127.255.1", FALSE},
        {"100.128.0.1", TRUE},
        {"169.254.169.254", FALSE},
        {"172.15.0.1", TRUE},
        {"172.16.0.1", FALSE},
        {"172.32.0.1", TRUE},
        {"192.168.1.1", FALSE},
        {"198.17.0.1", TRUE},
        {"198.19.0.1", FALSE},
        {"223.255.255.1", TRUE},
        {"224.0.0.1", FALSE},
        {"255.255.255.255", FALSE},
        {"0.0.0.0", FALSE},
        {"2400:4000::1", TRUE},
        {"::1", FALSE},
        {"::", FALSE},
        {"::ffff:10.0.0.1", FALSE},
        {"::ffff:8.8.8.8", TRUE},
        {"64:ff9b::a00:1", FALSE},
        {"64:ff9b::808:808", TRUE},
        {"2002:a00:1::1", FALSE},
        {"2002:808:808::1", TRUE},
        {"fd00::1", FALSE},
        {"fe80::1", FALSE},
        {"febf::1", FALSE},
        {"ff02::1", FALSE},
        {"2001:db8::1", FALSE},
        {"2001:4860:4860::8888", TRUE},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        Address a = address_of(cases[i].ip);
        g_assert_cmpint(kiri_address_is_public(&a.any), ==, cases[i].is_public);
    }
    g_assert_true(kiri_host_is_loopback("toto.localhost"));
    g_assert_true(kiri_host_is_loopback("[::1]"));
    g_assert_false(kiri_host_is_loopback("localhost.example.jp"));
    g_assert_false(kiri_host_is_loopback("10.0.0.1"));
}

static void test_blocks(void)
{
    static const char *const good[] = {"10.1.0.0/16", "192.168.7.7", "fd00::/8", "0.0.0.0/32",
                                       NULL};
    static const char *const bad[] = {"10.0.0.1/8", "10.0.0.0/33", "10.0.0.0/",
                                      "fd00::1/8",  "example.jp",  "",
                                      "10.0.0.0/x", "10.0.0/8"};
    static const struct {
        const char *ip;
        gboolean is_open;
    } cases[] = {{"10.1.2.3", TRUE},         {"10.2.0.1", FALSE}, {"192.168.7.7", TRUE},
                 {"192.168.7.8", FALSE},     {"0.0.0.0", TRUE},   {"0.0.0.1", FALSE},
                 {"fd12::1", TRUE},          {"fe80::1", FALSE},  {"::ffff:10.1.2.3", TRUE},
                 {"::ffff:10.2.0.1", FALSE}, {"8.8.8.8", TRUE},   {"64:ff9b::a01:203", TRUE}};
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriNets) nets = kiri_nets_parse(good, &error);
    g_assert_no_error(error);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        Address a = address_of(cases[i].ip);
        g_assert_cmpint(kiri_nets_allow(nets, &a.any), ==, cases[i].is_open);
    }
    g_assert_true(kiri_nets_allow_host(nets, "news.example"));
    g_assert_true(kiri_nets_allow_host(nets, "[fd12::1]"));
    g_assert_false(kiri_nets_allow_host(nets, "localhost"));
    g_assert_false(kiri_nets_allow_host(nets, "a.localhost."));
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        const char *one[] = {bad[i], NULL};
        g_assert_null(kiri_nets_parse(one, &error));
        g_assert_error(error, KIRI_ERROR_CRAWLER, KIRI_ERROR_USAGE);
        g_clear_error(&error);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/address/public", test_addresses);
    g_test_add_func("/address/blocks", test_blocks);
    return g_test_run();
}
