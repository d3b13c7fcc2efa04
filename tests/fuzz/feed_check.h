// SPDX-License-Identifier: GPL-3.0-or-later
/* What holds of every feed, whatever it was read from. */
#pragma once

#include <kirinuki/feed.h>
#include <kirinuki/limits.h>

/* Addresses of other schemes (javascript:, data:) may hold blanks, and nobody follows them. */
static inline void feed_check_link(const char *link)
{
    if (!link || !g_str_has_prefix(link, "http"))
        return;
    for (const char *p = link; *p; p++)
        g_assert_true((guchar)*p > ' ' && *p != 0x7f);
}

static inline void feed_check_time(KiriTime t)
{
    g_assert_true(!kiri_time_is_set(t) || kiri_time_is_valid(t));
}

/* It survives its own stored form, which also checks that every text in it is valid
 * UTF-8, and its JSON can be read. */
static inline void feed_check_kept(const KiriFeed *feed)
{
    g_auto(KiriBuf) stored, json;
    kiri_buf_init(&stored, KIRI_BUF_UNCAPPED);
    kiri_buf_init(&json, KIRI_BUF_UNCAPPED);
    kiri_record_encode(&kiri_feed_shape, feed, &stored);
    g_autoptr(KiriFeed) again = kiri_record_decode(&kiri_feed_shape, kiri_buf_view(&stored), NULL);
    g_assert_true(again && kiri_record_equal(&kiri_feed_shape, feed, again));
    KiriJson j = kiri_json_begin(&json);
    kiri_record_write_json(&kiri_feed_shape, feed, &j);
    g_autoptr(KiriJsonDoc) doc = kiri_json_parse(kiri_buf_view(&json), NULL);
    g_assert_nonnull(doc);
}

static inline void feed_check(const KiriFeed *feed)
{
    g_assert_cmpuint(kiri_recs_count(feed->entries), <=, KIRI_LIMIT_FEED_ENTRIES);
    feed_check_time(feed->updated);
    for (guint i = 0; i < kiri_recs_count(feed->entries); i++) {
        const KiriFeedEntry *entry = g_ptr_array_index(feed->entries, i);
        feed_check_link(entry->link);
        feed_check_time(entry->published);
        feed_check_time(entry->updated);
        g_assert_cmpuint(kiri_strv_count(entry->categories), <=, KIRI_LIMIT_FEED_VALUES);
        g_assert_cmpuint(kiri_recs_count(entry->enclosures), <=, KIRI_LIMIT_FEED_VALUES);
    }
    feed_check_kept(feed);
}
