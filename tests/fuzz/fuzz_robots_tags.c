// SPDX-License-Identifier: GPL-3.0-or-later
/* Any X-Robots-Tag and any content of a meta element: rules only add up. */
#include "fetch/robots_tags.h"

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    KiriStr value = {(const char *)data, size};
    g_autofree char *text = kiri_str_dup(value);
    KiriRobotsTags field = {0}, all = {.is_noarchive = TRUE};
    kiri_robots_tags_add_field(&field, value);
    kiri_robots_tags_add_headers(&all, text);
    kiri_robots_tags_add_meta(&all, "robots", text);
    kiri_robots_tags_join(&all, &field);
    g_assert(all.is_noarchive);
    g_assert(!field.is_noindex || all.is_noindex);
    g_assert(!field.is_nosnippet || all.is_nosnippet);
    g_assert(!field.is_noindex || kiri_robots_tags_refuse(&field, 0));
    g_assert(kiri_time_is_valid(all.unavailable_after));
    return 0;
}
