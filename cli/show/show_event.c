// SPDX-License-Identifier: GPL-3.0-or-later
/* The first article of the event names none of the others: they are found by their own
 * rows. Of each story its root stands for its copies, which `show` lists as a tree. */
#include "show_event.h"

#include <string.h>

/* One story of the event. */
typedef struct {
    char *article; // its root
    char *event;
    gboolean is_shown; // it, or a copy of it, is what was asked for
    char *title, *site, *url;
    KiriTime published;
    char *through; // what ties it to the event; NULL for the first
    gdouble likeness;
    gint64 copies;
} Story;

static const KiriField story_fields[] = {
    {KIRI_FIELD(1, Story, article, STR)},
    {KIRI_FIELD(2, Story, event, STR)},
    {KIRI_FIELD(3, Story, is_shown, BOOL)},
    {KIRI_FIELD(4, Story, title, STR)},
    {KIRI_FIELD(5, Story, site, STR)},
    {KIRI_FIELD(6, Story, url, STR)},
    {KIRI_FIELD(7, Story, published, TIME)},
    {KIRI_FIELD(8, Story, through, STR)},
    {KIRI_FIELD(9, Story, likeness, F64), .decimals = 4},
    {KIRI_FIELD(10, Story, copies, I64)},
};
static const KiriShape story_shape = KIRI_SHAPE("event_article", Story, story_fields);

static void fill(KiriStore *store, const char *id, const char *shown, Story *story)
{
    g_autoptr(KiriArticle) a = kiri_store_get(store, KIRI_NOUN_ARTICLE, id, NULL);
    g_autoptr(KiriEvent) row = kiri_store_get(store, KIRI_NOUN_EVENT, id, NULL);
    g_autoptr(KiriLineage) lineage = kiri_store_get(store, KIRI_NOUN_LINEAGE, id, NULL);
    story->article = g_strdup(id);
    story->is_shown = strcmp(id, shown) == 0 || (lineage && kiri_strv_has(lineage->copies, shown));
    story->copies = lineage ? kiri_strv_count(lineage->copies) : 0;
    if (row) {
        story->event = g_strdup(row->event);
        story->through = g_strdup(row->through);
        story->likeness = row->likeness;
    }
    if (!a)
        return;
    story->title = g_strdup(a->title);
    story->site = g_strdup(a->site_name ? a->site_name : a->medium);
    story->url = g_strdup(a->url);
    story->published = a->published;
}

static void print(const Story *story)
{
    char when[32];
    kiri_out_time(story->published, when);
    g_autofree char *site = kiri_out_safe(story->site);
    g_autofree char *title = kiri_out_safe(story->title);
    kiri_out_printf("%c   %.8s %s %s %s", story->is_shown ? '*' : ' ', story->article,
                    *when ? when : "—", site, title);
    if (story->copies)
        kiri_out_printf(_(" (copies: %" PRId64 ")"), story->copies);
    if (story->through)
        kiri_out_printf(_(" (%.2f)"), story->likeness);
    kiri_out_printf("\n");
}

static void tell(const KiriCli *cli, KiriStore *store, const char *id, const char *shown)
{
    Story *story = kiri_record_new(&story_shape);
    fill(store, id, shown, story);
    if (cli->is_json)
        kiri_out_record(&story_shape, story);
    else
        print(story);
    kiri_record_free(&story_shape, story);
}

gboolean kiri_show_event(const KiriCli *cli, KiriStore *store, const char *article, gint64 *count,
                         GError **error)
{
    g_autofree char *event = kiri_store_event_of(store, article, error);
    if (!event)
        return FALSE;
    g_auto(GStrv) others = kiri_store_event_articles(store, event);
    if (!*others)
        return TRUE;
    guint n = g_strv_length(others) + 1;
    if (!cli->is_json)
        kiri_out_printf(_("\nthe same event (同じ話題): %u texts, each counted\n"), n);
    tell(cli, store, event, article);
    for (char **id = others; *id; id++)
        tell(cli, store, *id, article);
    *count += n;
    return TRUE;
}
