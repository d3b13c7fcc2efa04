// SPDX-License-Identifier: GPL-3.0-or-later
/* people: who wrote the coverage (記者), by the bylines of the articles. */
#include "commands.h"

#include "columns.h"

#include <kirinuki/people.h>

#include <math.h>

enum { VERB_LIST, VERB_SHOW, VERB_FORGET, LABEL_COLUMNS = 12, NAME_COLUMNS = 20 };
static const char *const verbs[] = {"list", "show", "forget", NULL};

typedef struct {
    char *release, *topic, *since;
} Options;

static const KiriOption options[] = {
    KIRI_OPTION(Options, release, "release", 'r', FILENAME, N_("ID"),
                N_("who wrote on this release")),
    KIRI_OPTION(Options, topic, "topic", 't', FILENAME, N_("ID"), N_("who wrote on this topic")),
    KIRI_OPTION(Options, since, "since", 0, FILENAME, N_("TIME"), N_("only from then on")),
};

/* ---- for people ---- */

static void print_list(const char *label, char **values)
{
    g_autofree char *all = values ? g_strjoinv(", ", values) : NULL;
    kiri_out_field(label, LABEL_COLUMNS, all);
}

static void print_row(const KiriPerson *p)
{
    char last[32];
    kiri_out_time(p->last, last);
    g_autofree char *name = kiri_out_safe(p->name);
    g_autofree char *media = p->media ? g_strjoinv(", ", p->media) : g_strdup("");
    g_autofree char *safe = kiri_out_safe(media);
    g_autofree char *right = g_strdup_printf("%4" PRId64 "  %-10.10s  %s", p->articles, last, safe);
    kiri_out_row(0, name, NAME_COLUMNS, right);
}

static void print_piece(const KiriPersonPiece *piece)
{
    char when[32];
    kiri_out_time(piece->published, when);
    g_autofree char *title = kiri_out_safe(piece->title);
    g_autofree char *medium = kiri_out_safe(piece->medium);
    g_autofree char *releases = piece->releases ? g_strjoinv(" ", piece->releases) : g_strdup("");
    g_autofree char *topics = piece->topics ? g_strjoinv(" ", piece->topics) : g_strdup("");
    kiri_out_printf("  %.8s  %-16s  %-10s  %s  %s%s%s  %s\n", piece->article, when,
                    kiri_class_names[piece->class_], medium, releases,
                    *releases && *topics ? " " : "", topics, title);
}

static void print_person(const KiriPerson *p)
{
    char first[32], last[32];
    kiri_out_time(p->first, first);
    kiri_out_time(p->last, last);
    g_autofree char *counts =
        g_strdup_printf(_("%" PRId64 ", %" PRId64 " of them publicity (%d %%)"), p->articles,
                        p->publicity, (int)lround(p->publicity_share * 100));
    kiri_out_field(_("name"), LABEL_COLUMNS, p->name);
    kiri_out_field(_("articles"), LABEL_COLUMNS, counts);
    kiri_out_field(_("first"), LABEL_COLUMNS, first);
    kiri_out_field(_("last"), LABEL_COLUMNS, last);
    print_list(_("media"), p->media);
    print_list(_("releases"), p->releases);
    print_list(_("topics"), p->topics);
    kiri_out_printf("\n");
    for (guint i = 0; i < p->pieces->len; i++)
        print_piece(g_ptr_array_index(p->pieces, i));
}

/* ---- verbs ---- */

static gboolean set_id(KiriStore *store, KiriNoun noun, const char *name, char **id, GError **error)
{
    *id = name ? kiri_store_find_id(store, noun, name, error) : NULL;
    return !name || *id;
}

static gboolean set_since(const Options *o, gint64 *us, GError **error)
{
    KiriTime t;
    *us = G_MININT64;
    if (!o->since)
        return TRUE;
    if (kiri_time_parse(kiri_str(o->since), KIRI_JST_MIN, &t)) {
        *us = t.us;
        return TRUE;
    }
    g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                _("--%s must be a time such as 2026-04-13T10:00, not '%s'"), "since", o->since);
    return FALSE;
}

static int tell(KiriCli *cli, const KiriCall *call, const char *name, GError **error)
{
    const Options *o = call->options;
    KiriPeopleQuery query = {.name = name};
    if (!set_since(o, &query.since_us, error))
        return KIRI_EXIT_USAGE;
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_READ, error);
    g_autofree char *release = NULL, *topic = NULL;
    if (!store || !set_id(store, KIRI_NOUN_RELEASE, o->release, &release, error) ||
        !set_id(store, KIRI_NOUN_TOPIC, o->topic, &topic, error))
        return KIRI_EXIT_NO;
    query.release = release;
    query.topic = topic;
    g_autoptr(GPtrArray) people = kiri_people(store, &query, error);
    if (!people)
        return KIRI_EXIT_FAILED;
    for (guint i = 0; i < people->len; i++) {
        const KiriPerson *p = g_ptr_array_index(people, i);
        if (cli->is_json)
            kiri_out_record(&kiri_person_shape, p);
        else if (name)
            print_person(p);
        else
            print_row(p);
    }
    if (cli->is_json)
        kiri_out_json_summary(people->len);
    else if (!people->len)
        kiri_cli_note(cli, name ? _("no article of the coverage has this byline")
                                : _("no article of the coverage has a byline"));
    return people->len ? KIRI_EXIT_DONE : KIRI_EXIT_NO;
}

static int forget(KiriCli *cli, const char *name, GError **error)
{
    gboolean is_new = FALSE;
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_WRITE, error);
    if (!store || !kiri_people_forget(store, name, &is_new, error))
        return KIRI_EXIT_FAILED;
    kiri_cli_note(cli,
                  is_new ? _("'%s' is told no more; articles keep the byline they were published "
                             "with")
                         : _("'%s' was forgotten already"),
                  name);
    return KIRI_EXIT_DONE;
}

static int run(KiriCli *cli, const KiriCall *call, GError **error)
{
    gint verb = kiri_call_verb(call, verbs, error);
    if (verb < 0)
        return KIRI_EXIT_USAGE;
    if ((verb == VERB_LIST) != (call->n_args == 1)) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                    verb == VERB_LIST ? _("'people %s' takes no name")
                                      : _("'people %s' needs a name"),
                    verbs[verb]);
        return KIRI_EXIT_USAGE;
    }
    return verb == VERB_FORGET ? forget(cli, call->args[1], error)
                               : tell(cli, call, call->args[1], error);
}

static const char details[] =
    N_("Known of a person is what is printed above articles: the name, and what it stands over.\n"
       "'forget NAME' takes it from this list for good (a person's objection): the name is\n"
       "gathered here no more, neither from what is stored nor from what comes. Only a hash of\n"
       "it is kept, to know it again, and there is no way back. Articles keep the byline that\n"
       "they were published with, and are found by it as before.\n"
       "\n"
       "  kirinuki people list --release R-2026-014 --since 2026-04-01\n"
       "  kirinuki people forget 山田太郎");

const KiriCommand kiri_cmd_people = {.name = "people",
                                     .group = N_("Ask"),
                                     .args = N_("list | show NAME | forget NAME"),
                                     .summary = N_("who wrote the coverage (記者)"),
                                     .details = details,
                                     KIRI_OPTIONS(Options, options),
                                     .needs = KIRI_NEEDS_WORKSPACE,
                                     .min_args = 1,
                                     .max_args = 2,
                                     .run = run};
