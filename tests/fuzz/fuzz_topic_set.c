// SPDX-License-Identifier: GPL-3.0-or-later
/* The first line is a text, each further one a topic's query: the set of all of them
 * and each query by itself must agree. */
#include <kirinuki/topic_set.h>

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void free_topic(gpointer topic)
{
    kiri_topic_free(topic);
}

/* Queries that can be read. */
static GPtrArray *topics_of(char **lines)
{
    GPtrArray *topics = g_ptr_array_new_with_free_func(free_topic);
    for (char **line = lines; *line; line++) {
        g_autoptr(KiriQuery) query = kiri_query_parse(kiri_str(*line), NULL);
        if (!query || kiri_query_needs_clips(query))
            continue;
        KiriTopic *topic = kiri_topic_new();
        topic->id = g_strdup_printf("T-%u", topics->len);
        topic->query = g_strdup(*line);
        g_ptr_array_add(topics, topic);
    }
    return topics;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *all = g_utf8_make_valid((const char *)data, (gssize)size);
    g_auto(GStrv) lines = g_strsplit(all, "\n", 40);
    if (!*lines)
        return 0;
    g_autoptr(KiriArticle) article = kiri_article_new();
    kiri_article_set_url(article, "https://www.example.jp/a");
    article->title = g_strdup(lines[1] ? lines[1] : "");
    article->text = g_strdup(lines[0]);
    kiri_strv_add(&article->authors, lines[0]);
    g_autoptr(KiriQueryArticle) texts = kiri_query_article_of(article);
    g_autoptr(GPtrArray) topics = topics_of(lines + 1);
    g_autoptr(KiriTopicSet) set = kiri_topic_set_new(topics, NULL, NULL);
    g_autoptr(KiriTopicScan) scan = kiri_topic_scan_new(set);
    kiri_topic_scan_read(scan, article, texts);
    const GArray *matches = kiri_topic_scan_matches(scan, NULL, 0);
    for (guint i = 0, k = 0; i < topics->len; i++) {
        const KiriTopic *topic = g_ptr_array_index(topics, i);
        g_autoptr(KiriQuery) query = kiri_topic_query(topic, NULL, NULL);
        gboolean is_match = k < matches->len && g_array_index(matches, guint, k) == i;
        g_assert_cmpint(kiri_query_matches(query, texts), ==, is_match);
        k += is_match ? 1 : 0;
    }
    return 0;
}
