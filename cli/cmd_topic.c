// SPDX-License-Identifier: GPL-3.0-or-later
/* topic add|list|show|remove: saved queries that every new article is matched
 * against. */
#include "commands.h"

#include <kirinuki/hash.h>
#include <kirinuki/query.h>

#include <string.h>

enum { VERB_ADD, VERB_LIST, VERB_SHOW, VERB_REMOVE };
static const char *const verbs[] = {"add", "list", "show", "remove", NULL};

typedef struct {
    char *id, *section;
    gboolean is_comparison;
} Options;

static const KiriOption options[] = {
    KIRI_OPTION(Options, id, "id", 0, FILENAME, N_("ID"), N_("a name of your own for it")),
    KIRI_OPTION(Options, section, "section", 0, FILENAME, N_("SECTION"),
                N_("the section in charge (担当課)")),
    KIRI_OPTION(Options, is_comparison, "comparison", 0, NONE, NULL,
                N_("a rival's topic: counted beside ours, not with it (比較テーマ)")),
};

static void print_topic(const KiriCli *cli, const KiriTopic *topic)
{
    if (cli->is_json) {
        kiri_out_record(&kiri_topic_shape, topic);
        return;
    }
    g_autofree char *name = kiri_out_safe(topic->name);
    g_autofree char *query = kiri_out_safe(topic->query);
    kiri_out_printf("%-12s %s%s  %s\n", topic->id, name,
                    topic->is_comparison ? _(" (comparison)") : "", query);
}

static KiriTopic *make_topic(KiriCli *cli, const KiriCall *call, GError **error)
{
    const Options *o = call->options;
    if (call->n_args != 3) {
        g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                            _("it is 'topic add NAME QUERY'"));
        return NULL;
    }
    g_autoptr(KiriQuery) query = kiri_query_parse(kiri_str(call->args[2]), error);
    if (!query)
        return NULL;
    KiriTopic *topic = kiri_topic_new();
    char hash[KIRI_ID_BYTES];
    kiri_hash_id(kiri_str(call->args[1]), hash);
    topic->id = o->id ? g_strdup(o->id) : g_strdup_printf("T-%.8s", hash);
    topic->name = g_strdup(call->args[1]);
    topic->query = g_strdup(call->args[2]);
    topic->section = g_strdup(o->section);
    topic->is_comparison = o->is_comparison;
    topic->version = 1;
    topic->added = kiri_time_jst(kiri_cli_now_us(cli));
    return topic;
}

static int add(KiriCli *cli, const KiriCall *call, GError **error)
{
    g_autoptr(KiriTopic) topic = make_topic(cli, call, error);
    g_autoptr(KiriStore) store = topic ? kiri_cli_open_store(cli, KIRI_STORE_WRITE, error) : NULL;
    if (!store)
        return KIRI_EXIT_FAILED;
    g_autoptr(KiriTopic) old = kiri_store_get(store, KIRI_NOUN_TOPIC, topic->id, NULL);
    if (old) {
        topic->version = old->version + 1;
        topic->added = old->added;
    }
    KiriBatch *batch = kiri_batch_begin(store);
    kiri_batch_put(batch, KIRI_NOUN_TOPIC, topic);
    if (!kiri_batch_commit(batch, error))
        return KIRI_EXIT_FAILED;
    print_topic(cli, topic);
    if (cli->is_json)
        kiri_out_json_summary(1);
    kiri_cli_note(cli, _("'kirinuki link' matches it against what is stored"));
    return KIRI_EXIT_DONE;
}

static int list(KiriCli *cli, GError **error)
{
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_READ, error);
    g_autoptr(GPtrArray) topics = store ? kiri_store_list(store, KIRI_NOUN_TOPIC, "", error) : NULL;
    guint n = 0;
    if (!topics)
        return KIRI_EXIT_FAILED;
    for (guint i = 0; i < topics->len; i++) {
        const KiriTopic *topic = g_ptr_array_index(topics, i);
        if (topic->is_removed)
            continue;
        print_topic(cli, topic);
        n++;
    }
    if (cli->is_json)
        kiri_out_json_summary(n);
    return KIRI_EXIT_DONE;
}

static int show_or_remove(KiriCli *cli, const KiriCall *call, gboolean removes, GError **error)
{
    if (call->n_args != 2) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE, _("it is 'topic %s ID'"),
                    removes ? "remove" : "show");
        return KIRI_EXIT_USAGE;
    }
    g_autoptr(KiriStore) store =
        kiri_cli_open_store(cli, removes ? KIRI_STORE_WRITE : KIRI_STORE_READ, error);
    g_autofree char *id =
        store ? kiri_store_find_id(store, KIRI_NOUN_TOPIC, call->args[1], error) : NULL;
    g_autoptr(KiriTopic) topic = id ? kiri_store_get(store, KIRI_NOUN_TOPIC, id, error) : NULL;
    if (!topic)
        return KIRI_EXIT_FAILED;
    if (!removes) {
        print_topic(cli, topic);
        if (cli->is_json)
            kiri_out_json_summary(1);
        return KIRI_EXIT_DONE;
    }
    topic->is_removed = TRUE;
    topic->version++;
    KiriBatch *batch = kiri_batch_begin(store);
    kiri_batch_put(batch, KIRI_NOUN_TOPIC, topic);
    return kiri_batch_commit(batch, error) ? KIRI_EXIT_DONE : KIRI_EXIT_FAILED;
}

static int run(KiriCli *cli, const KiriCall *call, GError **error)
{
    switch (kiri_call_verb(call, verbs, error)) {
    case VERB_ADD:
        return add(cli, call, error);
    case VERB_LIST:
        return list(cli, error);
    case VERB_SHOW:
        return show_or_remove(cli, call, FALSE, error);
    case VERB_REMOVE:
        return show_or_remove(cli, call, TRUE, error);
    default:
        return KIRI_EXIT_USAGE;
    }
}

const KiriCommand kiri_cmd_topic = {.name = "topic",
                                    .group = N_("Manage"),
                                    .args = N_("add NAME QUERY | list | show ID | remove ID"),
                                    .summary = N_("saved queries (テーマ)"),
                                    KIRI_OPTIONS(Options, options),
                                    .needs = KIRI_NEEDS_WORKSPACE,
                                    .min_args = 1,
                                    .max_args = G_MAXUINT,
                                    .run = run};
