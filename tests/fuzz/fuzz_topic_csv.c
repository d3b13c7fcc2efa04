// SPDX-License-Identifier: GPL-3.0-or-later
/* Any texts as the members of a topic: what is taken is read again as it is shown, and a
 * table of topics gives every member back. */
#include "fuzz.h"

#include "topics/topic_ops.h"

#include <kirinuki/csv.h>

/* In a CSV all line breaks are LF. */
static void set_all(KiriTopic *topic, FuzzInput *in)
{
    for (guint f = 0; f < KIRI_TOPIC_N_FIELDS; f++) {
        g_autofree char *value = fuzz_utf8(in);
        g_strdelimit(value, "\r", '\n');
        g_autoptr(GError) error = NULL;
        gboolean ok = kiri_topic_field_set(topic, (KiriTopicField)f, value, &error);
        g_assert_true(!ok == !!error);
    }
}

/* Each member of `from`, as a text, makes the same member of another topic. */
static void check_shown(const KiriTopic *from)
{
    g_autoptr(KiriTopic) to = kiri_topic_new();
    for (guint f = 0; f < KIRI_TOPIC_N_FIELDS; f++) {
        g_autofree char *text = kiri_topic_field_get(from, (KiriTopicField)f);
        g_assert_true(kiri_topic_field_set(to, (KiriTopicField)f, text ? text : "", NULL));
        g_autofree char *again = kiri_topic_field_get(to, (KiriTopicField)f);
        g_assert_cmpstr(text ? text : "", ==, again ? again : "");
    }
}

static void check_table(KiriTopic *topic)
{
    g_autoptr(GPtrArray) topics = g_ptr_array_new();
    g_ptr_array_add(topics, topic);
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    kiri_topics_write(topics, &out);
    fuzz_check_utf8(kiri_buf_view(&out));
    g_autoptr(KiriCsv) csv = kiri_csv_open(kiri_buf_view(&out), NULL);
    g_assert_true(csv && kiri_csv_next(csv, NULL));
    g_autoptr(KiriTopic) back = kiri_topic_new();
    for (guint f = 0; f < KIRI_TOPIC_N_FIELDS; f++) {
        const char *cell = kiri_csv_cell(csv, kiri_topic_field_name((KiriTopicField)f));
        g_assert_true(kiri_topic_field_set(back, (KiriTopicField)f, kiri_csv_unmarked(cell), NULL));
        g_autofree char *a = kiri_topic_field_get(topic, (KiriTopicField)f);
        g_autofree char *b = kiri_topic_field_get(back, (KiriTopicField)f);
        g_assert_cmpstr(a ? a : "", ==, b ? b : "");
    }
    g_assert_false(kiri_csv_next(csv, NULL));
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize n)
{
    FuzzInput in = {data, n};
    g_autoptr(KiriTopic) topic = kiri_topic_new();
    topic->id = g_strdup("t");
    set_all(topic, &in);
    check_shown(topic);
    check_table(topic);
    KiriTopicField wrong;
    kiri_topic_check(topic, &wrong, NULL);
    g_autofree char *id = topic->name ? kiri_topic_id_of(topic->name) : NULL;
    g_assert_true(!id || kiri_topic_is_id(id));
    return 0;
}
