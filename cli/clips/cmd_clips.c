// SPDX-License-Identifier: GPL-3.0-or-later
/* clips: what was tied to what, newest first. */
#include "commands.h"
#include "verdict_ops.h"

#include <string.h>

typedef struct {
    char *release, *topic, *class_name, *status, *group;
    gboolean needs_review, shows_all;
} Options;

static const KiriOption options[] = {
    KIRI_OPTION(Options, release, "release", 'r', FILENAME, N_("ID"), N_("of this release")),
    KIRI_OPTION(Options, topic, "topic", 't', FILENAME, N_("ID"), N_("of this topic")),
    KIRI_OPTION(Options, class_name, "class", 0, FILENAME, N_("CLASS"),
                N_("verbatim, publicity, syndicated, mention or none")),
    KIRI_OPTION(Options, status, "status", 0, FILENAME, N_("STATUS"),
                N_("open, inquiring, correction_asked, corrected, not_needed or none (対応状況)")),
    KIRI_OPTION(Options, group, "group", 'g', FILENAME, N_("KIND"),
                N_("event: those that tell of the same thing (同じ話題) one below the other")),
    KIRI_OPTION(Options, needs_review, "review", 0, NONE, NULL,
                N_("only those a person should look at (要確認)")),
    KIRI_OPTION(Options, shows_all, "all", 'a', NONE, NULL, N_("those of class none too")),
};

typedef struct {
    KiriClip *clip; // borrowed, as is what the standing names
    KiriArticle *article;
    KiriStanding standing;
    char *event; // id of its first article
    guint place; // of the event's newest row in the list; 0 where events do not count
} Row;

static void clear_row(gpointer data)
{
    Row *row = data;
    kiri_article_free(row->article);
    g_free(row->event);
}

static gint newest_first(gconstpointer a, gconstpointer b)
{
    const Row *x = a, *y = b;
    if (x->place != y->place)
        return x->place < y->place ? -1 : 1;
    gint64 tx = x->article ? x->article->published.us : 0,
           ty = y->article ? y->article->published.us : 0;
    return tx != ty ? (tx < ty ? 1 : -1) : strcmp(x->clip->id, y->clip->id);
}

/* Whose events stand together, each where its newest row stands. `rows` are sorted. */
static void join_events(GArray *rows)
{
    g_autoptr(GHashTable) places = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < rows->len; i++) {
        Row *row = &g_array_index(rows, Row, i);
        guint place = GPOINTER_TO_UINT(g_hash_table_lookup(places, row->event));
        row->place = place ? place : i + 1;
        g_hash_table_insert(places, row->event, GUINT_TO_POINTER(row->place));
    }
    g_array_sort(rows, newest_first);
}

/* Classes and states that are asked for; -1: any. */
typedef struct {
    gint class_, status;
} Wanted;

static gboolean is_wanted(const Options *o, const Wanted *w, const KiriStanding *s)
{
    if (w->status >= 0 && (gint)s->status != w->status)
        return FALSE;
    if (w->class_ >= 0)
        return (gint)s->class_ == w->class_;
    return (o->shows_all || s->counts) && (!o->needs_review || s->needs_review);
}

static void print_json(const Row *row)
{
    g_auto(KiriBuf) buf;
    kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
    KiriJson j = kiri_out_json_begin(&buf, "clip");
    kiri_record_write_members(&kiri_clip_shape, row->clip, &j);
    kiri_json_key(&j, "event");
    kiri_json_cstr(&j, row->event);
    kiri_json_key(&j, "standing");
    kiri_json_open_object(&j);
    kiri_standing_write_members(&row->standing, &j);
    kiri_json_close_object(&j);
    kiri_out_json_end(&j);
}

/* Behind the class: '+' and '-' for a person's word, '?' where one is wanted. */
static char mark_of(const KiriStanding *s)
{
    return s->decision == KIRI_DECISION_ACCEPTED   ? '+'
           : s->decision == KIRI_DECISION_REJECTED ? '-'
           : s->needs_review                       ? '?'
                                                   : ' ';
}

/* Columns of the longest word of class. */
static guint class_columns(void)
{
    guint most = 0;
    for (gint i = 0; i < KIRI_N_CLASSES; i++)
        most = MAX(most, kiri_out_columns(kiri_class_word(i)));
    return most;
}

static void print_row(const KiriCli *cli, const Row *row)
{
    if (cli->is_json) {
        print_json(row);
        return;
    }
    const char *word = kiri_class_word((gint)row->standing.class_);
    gint fill = (gint)(class_columns() - kiri_out_columns(word));
    char when[32];
    const KiriStanding *s = &row->standing;
    kiri_out_time(row->article ? row->article->published : KIRI_TIME_UNSET, when);
    g_autofree char *title = kiri_out_safe(row->article ? row->article->title : NULL);
    const char *target = row->clip->release ? row->clip->release : row->clip->topic;
    g_autofree char *place = row->article ? kiri_article_place(row->article) : NULL;
    g_autofree char *safe_place = kiri_out_safe(place);
    kiri_out_printf("%.8s %-16s %s%*s %.2f %c %-14s %s%s%s%s%s%s\n", row->clip->article, when, word,
                    fill, "", row->clip->probability, mark_of(s), target ? target : "-", title,
                    *safe_place ? "  " : "", safe_place, s->status ? " [" : "",
                    s->status ? kiri_handling_names[s->status] : "", s->status ? "]" : "");
}

static GPtrArray *list(KiriStore *store, const Options *o, GError **error)
{
    if (!o->release && !o->topic)
        return kiri_store_list(store, KIRI_NOUN_CLIP, "", error);
    KiriNoun noun = o->release ? KIRI_NOUN_RELEASE : KIRI_NOUN_TOPIC;
    g_autofree char *id =
        kiri_store_find_id(store, noun, o->release ? o->release : o->topic, error);
    return id ? kiri_store_clips_of(store, noun, id, error) : NULL;
}

/* Over the rows of an event that are more than one, what it began with. */
static void print_event(KiriStore *store, const GArray *rows, guint at)
{
    const Row *row = &g_array_index(rows, Row, at);
    guint n = 1;
    if (!row->place || (at && g_array_index(rows, Row, at - 1).place == row->place))
        return;
    while (at + n < rows->len && g_array_index(rows, Row, at + n).place == row->place)
        n++;
    if (n == 1)
        return;
    g_autoptr(KiriArticle) first = kiri_store_get(store, KIRI_NOUN_ARTICLE, row->event, NULL);
    g_autofree char *title = kiri_out_safe(first ? first->title : NULL);
    kiri_out_printf(_("event %.8s, %u clips: %s\n"), row->event, n, title);
}

static gboolean read_wanted(const Options *o, Wanted *w, GError **error)
{
    w->class_ = o->class_name ? kiri_names_index(kiri_class_names, o->class_name) : -1;
    w->status = o->status ? kiri_names_index(kiri_handling_names, o->status) : -1;
    if (o->class_name && w->class_ < 0)
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE, _("there is no class '%s'"),
                    o->class_name);
    else if (o->status && w->status < 0)
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE, _("there is no status '%s'"),
                    o->status);
    else if (o->group && strcmp(o->group, "event") != 0)
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE, _("--group is event, not '%s'"),
                    o->group);
    else
        return TRUE;
    return FALSE;
}

static int run(KiriCli *cli, const KiriCall *call, GError **error)
{
    const Options *o = call->options;
    Wanted wanted;
    if (!read_wanted(o, &wanted, error))
        return KIRI_EXIT_USAGE;
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_READ, error);
    g_autoptr(GPtrArray) clips = store ? list(store, o, error) : NULL;
    g_autoptr(GHashTable) verdicts = clips ? kiri_store_verdicts(store, error) : NULL;
    if (!verdicts)
        return KIRI_EXIT_FAILED;
    g_autoptr(GArray) rows = g_array_new(FALSE, TRUE, sizeof(Row));
    g_array_set_clear_func(rows, clear_row);
    for (guint i = 0; i < clips->len; i++) {
        KiriClip *c = g_ptr_array_index(clips, i);
        Row row = {.clip = c, .standing = kiri_standing(c, g_hash_table_lookup(verdicts, c->id))};
        if (!is_wanted(o, &wanted, &row.standing))
            continue;
        if (!(row.event = kiri_store_event_of(store, c->article, error)))
            return KIRI_EXIT_FAILED;
        row.article = kiri_store_get(store, KIRI_NOUN_ARTICLE, c->article, NULL);
        g_array_append_val(rows, row);
    }
    g_array_sort(rows, newest_first);
    if (o->group)
        join_events(rows);
    for (guint i = 0; i < rows->len; i++) {
        if (!cli->is_json)
            print_event(store, rows, i);
        print_row(cli, &g_array_index(rows, Row, i));
    }
    if (cli->is_json)
        kiri_out_json_summary(rows->len);
    return rows->len ? KIRI_EXIT_DONE : KIRI_EXIT_NO;
}

const KiriCommand kiri_cmd_clips = {.name = "clips",
                                    .group = N_("Ask"),
                                    .args = "",
                                    .summary = N_("which articles cover what (掲載記事)"),
                                    KIRI_OPTIONS(Options, options),
                                    .needs = KIRI_NEEDS_WORKSPACE,
                                    .run = run};
