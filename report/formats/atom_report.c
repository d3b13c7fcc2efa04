// SPDX-License-Identifier: GPL-3.0-or-later
/* The coverage of a release, a topic or a period as an Atom feed: an entry for each
 * clip, in the order of the list. The clips are gone through twice, for the head of a
 * feed says when its newest entry changed. */
#include "writers.h"

#include "words/words.h"

#include <kirinuki/atom.h>

/* Of the article, and of what people decided. */
static gint64 updated_of(const KiriSummaryClip *c)
{
    gint64 us = kiri_atom_updated(c->article);
    if (c->verdict && kiri_time_is_set(c->verdict->changed))
        us = MAX(us, c->verdict->changed.us);
    for (guint i = 0; c->revisions && i < c->revisions->len; i++) {
        const KiriRevision *r = g_ptr_array_index(c->revisions, i);
        us = kiri_time_is_set(r->seen) ? MAX(us, r->seen.us) : us;
    }
    return us;
}

static gboolean note_updated(const KiriSummaryClip *c, gpointer data, GError **error)
{
    (void)error;
    gint64 *newest_us = data;
    *newest_us = MAX(*newest_us, updated_of(c));
    return TRUE;
}

typedef struct {
    KiriBuf *out;
    KiriReportSink sink;
    gpointer data;
} Feed;

/* "編集記事（パブリシティ）　朝刊 3面　要旨" */
static void describe(const KiriSummaryClip *c, KiriBuf *out)
{
    g_autofree char *place = kiri_article_place(c->article);
    kiri_buf_reset(out);
    kiri_buf_add_str(out, kiri_report_medium_name(c));
    if (*place)
        kiri_buf_printf(out, "　%s", place);
    kiri_buf_printf(out, "　%s", kiri_report_class_name(c->class_));
    if (c->standing.gist)
        kiri_buf_printf(out, "\n%s", c->standing.gist);
}

static gboolean write_entry(const KiriSummaryClip *c, gpointer data, GError **error)
{
    Feed *feed = data;
    char id[KIRI_UUID_BYTES];
    g_auto(KiriBuf) text;
    kiri_buf_init(&text, KIRI_BUF_UNCAPPED);
    kiri_uuid_of("clip", c->clip->id, NULL, id);
    describe(c, &text);
    kiri_atom_entry(&(KiriAtomEntry){.id = id,
                                     .title = c->article->title,
                                     .link = kiri_article_link(c->article),
                                     .medium = kiri_report_medium_name(c),
                                     .class_code = kiri_class_names[c->class_],
                                     .class_label = kiri_report_class_name(c->class_),
                                     .text = text.p,
                                     .updated_us = updated_of(c),
                                     .published = c->article->published},
                    feed->out);
    return kiri_report_pass_some(feed->out, feed->sink, feed->data, error);
}

char *kiri_report_subject(const KiriSummary *s)
{
    if (s->release)
        return g_strdup_printf("「%s」の報道", s->release->title);
    if (s->topic)
        return g_strdup_printf("「%s」の報道", s->topic->name);
    return g_strdup("期間の報道");
}

/* The same question has the same feed, whenever it is asked. */
static void feed_id(const KiriSummary *s, char id[KIRI_UUID_BYTES])
{
    g_autofree char *span =
        g_strdup_printf("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT, s->from_us, s->to_us);
    kiri_uuid_of(s->release ? "release"
                 : s->topic ? "topic"
                            : "period",
                 s->release ? s->release->id
                 : s->topic ? s->topic->id
                            : "",
                 span, id);
}

gboolean kiri_report_write_atom(const KiriSummary *s, const KiriReportOptions *o,
                                KiriReportSink sink, gpointer data, GError **error)
{
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    gint64 newest_us = G_MININT64;
    char id[KIRI_UUID_BYTES];
    g_autofree char *title = kiri_report_subject(s);
    feed_id(s, id);
    if (!kiri_summary_each(s, note_updated, &newest_us, error))
        return FALSE;
    kiri_atom_begin(&(KiriAtomFeed){.id = id,
                                    .title = title,
                                    .author = o->section,
                                    .updated_us = s->total ? newest_us : s->now_us},
                    &out);
    Feed feed = {&out, sink, data};
    if (!kiri_summary_each(s, write_entry, &feed, error))
        return FALSE;
    kiri_atom_end(&out);
    return kiri_report_pass(&out, sink, data, error);
}
