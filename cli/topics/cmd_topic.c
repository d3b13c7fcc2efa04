// SPDX-License-Identifier: GPL-3.0-or-later
/* topic: saved queries that every new article is matched against. */
#include "commands.h"
#include "clips/learned.h"
#include "topic_ops.h"

#include <kirinuki/topic_set.h>

#include <string.h>

enum {
    VERB_ADD,
    VERB_EDIT,
    VERB_LIST,
    VERB_SHOW,
    VERB_REMOVE,
    VERB_IMPORT,
    VERB_EXPORT,
    VERB_TRY,
    VERB_SUGGEST
};
static const char *const verbs[] = {"add",    "edit",   "list", "show",    "remove",
                                    "import", "export", "try",  "suggest", NULL};

enum { DEFAULT_DAYS = 90, MOST_DAYS = 3660, DEFAULT_SAMPLES = 10 };

typedef struct {
    char *id;
    char *fields[KIRI_TOPIC_N_FIELDS];
    char *learning, *urgent;
    gboolean is_comparison, is_ours;
    gint days, samples;
} Options;

static const KiriOption options[] = {
    KIRI_OPTION(Options, id, "id", 0, FILENAME, N_("ID"), N_("a name of your own for it")),
    KIRI_OPTION(Options, fields[KIRI_TOPIC_NAME], "name", 0, FILENAME, N_("NAME"),
                N_("edit: another name")),
    KIRI_OPTION(Options, fields[KIRI_TOPIC_QUERY], "query", 0, FILENAME, N_("QUERY"),
                N_("edit: another query")),
    KIRI_OPTION(Options, fields[KIRI_TOPIC_EXCLUDE], "exclude", 0, FILENAME, N_("QUERY"),
                N_("leave out what matches this (除外)")),
    KIRI_OPTION(Options, fields[KIRI_TOPIC_MEDIA], "media", 0, FILENAME, N_("NAMES"),
                N_("only these media: ids, names or hosts, with commas (媒体)")),
    KIRI_OPTION(Options, fields[KIRI_TOPIC_SECTIONS], "in-section", 0, FILENAME, N_("NAMES"),
                N_("only these sections of the publication (掲載面)")),
    KIRI_OPTION(Options, fields[KIRI_TOPIC_LANGUAGES], "language", 0, FILENAME, N_("CODES"),
                N_("only these languages, such as ja")),
    KIRI_OPTION_MAYBE(Options, fields[KIRI_TOPIC_VARIANTS], "variants", N_("KINDS"),
                      N_("other spellings too (表記ゆれ): all, these kinds, or none")),
    KIRI_OPTION(Options, fields[KIRI_TOPIC_SECTION], "section", 0, FILENAME, N_("SECTION"),
                N_("the section in charge (担当課)")),
    KIRI_OPTION(Options, fields[KIRI_TOPIC_OWNER], "owner", 0, FILENAME, N_("PERSON"),
                N_("who looks after it (担当者)")),
    KIRI_OPTION(Options, fields[KIRI_TOPIC_COLOUR], "colour", 0, FILENAME, N_("#RRGGBB"),
                N_("its colour")),
    KIRI_OPTION(Options, fields[KIRI_TOPIC_NOTES], "notes", 0, FILENAME, N_("TEXT"),
                N_("notes (備考)")),
    KIRI_OPTION(Options, is_comparison, "comparison", 0, NONE, NULL,
                N_("a rival's topic: counted beside ours, not with it (比較テーマ)")),
    KIRI_OPTION(Options, is_ours, "no-comparison", 0, NONE, NULL, N_("edit: a topic of ours")),
    KIRI_OPTION(Options, learning, "learning", 0, FILENAME, N_("on|off"),
                N_("do verdicts on its clips teach anything about the others?")),
    KIRI_OPTION(
        Options, urgent, "urgent-until", 0, FILENAME, N_("TIME"),
        N_("until then its sources are asked as often as their hosts allow (緊急); none: no "
           "longer")),
    KIRI_OPTION(Options, days, "days", 0, INT, N_("N"), N_("try, suggest: the last N days (90)")),
    KIRI_OPTION(Options, samples, "samples", 0, INT, N_("N"), N_("try: show N of the hits (10)")),
};

/* ---- answers ---- */

static void print_topic(const KiriCli *cli, const KiriTopic *topic)
{
    if (cli->is_json) {
        kiri_out_record(&kiri_topic_shape, topic);
        return;
    }
    g_autofree char *name = kiri_out_safe(topic->name);
    g_autofree char *query = kiri_out_safe(topic->query);
    g_autofree char *exclude = kiri_out_safe(topic->exclude);
    kiri_out_printf("%-12s %s%s  %s%s%s%s\n", topic->id, name,
                    topic->is_comparison ? _(" (comparison)") : "", query, *exclude ? " -(" : "",
                    exclude, *exclude ? ")" : "");
}

static void print_whole(const KiriCli *cli, const KiriTopic *topic)
{
    if (cli->is_json) {
        kiri_out_record(&kiri_topic_shape, topic);
        return;
    }
    char added[32];
    kiri_out_time(topic->added, added);
    kiri_out_printf("%s  %s%s\n", topic->id, added, topic->is_removed ? _(" (removed)") : "");
    char urgent[32];
    kiri_out_time(topic->urgent_until, urgent);
    if (*urgent)
        kiri_out_row(2, _("urgent until"), 14, urgent);
    for (guint f = 0; f < KIRI_TOPIC_N_FIELDS; f++) {
        g_autofree char *value = kiri_topic_field_get(topic, f);
        g_autofree char *safe = value ? kiri_out_safe(value) : NULL;
        if (safe)
            kiri_out_row(2, kiri_topic_field_label(f), 14, safe);
    }
}

/* ---- add, edit ---- */

static gboolean set_urgent(KiriTopic *topic, const char *value, GError **error)
{
    KiriTime until = KIRI_TIME_UNSET;
    if (!value)
        return TRUE;
    if (strcmp(value, "none") != 0 && !kiri_time_parse(kiri_str(value), KIRI_JST_MIN, &until)) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                    _("--urgent-until is a time such as 2026-11-21T18:00, or none, not '%s'"),
                    value);
        return FALSE;
    }
    topic->urgent_until = until;
    return TRUE;
}

/* The options of this call as members of the topic. */
static gboolean apply(KiriTopic *topic, const Options *o, GError **error)
{
    for (guint f = 0; f < KIRI_TOPIC_N_FIELDS; f++) {
        const char *value = o->fields[f];
        if (f == KIRI_TOPIC_VARIANTS && value)
            value = !*value ? "all" : strcmp(value, "none") == 0 ? "" : value;
        if (value && !kiri_topic_field_set(topic, f, value, error)) {
            g_prefix_error(error, "%s: ", kiri_topic_field_label(f));
            return FALSE;
        }
    }
    if (o->is_comparison)
        topic->is_comparison = TRUE;
    if (o->is_ours)
        topic->is_comparison = FALSE;
    return set_urgent(topic, o->urgent, error) &&
           kiri_learned_switch(o->learning, &topic->is_learning_off, error);
}

/* A bad query says so by its columns; everything else names the member. */
static gboolean check(const KiriTopic *topic, GError **error)
{
    KiriTopicField wrong;
    if (kiri_topic_check(topic, &wrong, error))
        return TRUE;
    if (wrong != KIRI_TOPIC_QUERY)
        g_prefix_error(error, "%s: ", kiri_topic_field_label(wrong));
    return FALSE;
}

static KiriTopic *make_topic(KiriCli *cli, const KiriCall *call, GError **error)
{
    const Options *o = call->options;
    if (call->n_args != 3) {
        g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                            _("it is 'topic add NAME QUERY'"));
        return NULL;
    }
    if (o->id && !kiri_topic_is_id(o->id)) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                    _("an id may hold letters, digits, '-', '_' and '.' only: '%s'"), o->id);
        return NULL;
    }
    g_autoptr(KiriTopic) topic = kiri_topic_new();
    topic->id = o->id ? g_strdup(o->id) : kiri_topic_id_of(call->args[1]);
    topic->version = 1;
    topic->added = kiri_time_jst(kiri_cli_now_us(cli));
    if (!apply(topic, o, error) ||
        !kiri_topic_field_set(topic, KIRI_TOPIC_NAME, call->args[1], error) ||
        !kiri_topic_field_set(topic, KIRI_TOPIC_QUERY, call->args[2], error) ||
        !check(topic, error))
        return NULL;
    return g_steal_pointer(&topic);
}

static void tell_urgency(const KiriCli *cli, const KiriTopic *topic)
{
    char until[32];
    kiri_out_time(topic->urgent_until, until);
    if (topic->urgent_until.us > kiri_cli_now_us(cli))
        kiri_cli_note(cli,
                      _("until %s the sources of '%s' are asked as often as their hosts allow"),
                      until, topic->id);
    else
        kiri_cli_note(cli, _("the sources of '%s' are asked as usual"), topic->id);
}

static int put(KiriCli *cli, KiriStore *store, KiriTopic *topic, GError **error)
{
    g_autoptr(KiriTopic) before = kiri_store_get(store, KIRI_NOUN_TOPIC, topic->id, NULL);
    gboolean is_urgency = before && before->urgent_until.us != topic->urgent_until.us;
    KiriBatch *batch = kiri_batch_begin(store);
    gboolean is_change = kiri_batch_put(batch, KIRI_NOUN_TOPIC, topic);
    if (!kiri_batch_commit(batch, error))
        return KIRI_EXIT_FAILED;
    print_topic(cli, topic);
    if (is_urgency || (!before && kiri_time_is_set(topic->urgent_until)))
        tell_urgency(cli, topic);
    if (cli->is_json)
        kiri_out_json_summary(1);
    if (is_change)
        kiri_cli_note(cli, _("'kirinuki link' matches it against what is stored"));
    else if (!is_urgency)
        kiri_cli_note(cli, _("'%s' is as it was"), topic->id);
    return KIRI_EXIT_DONE;
}

static int add(KiriCli *cli, const KiriCall *call, GError **error)
{
    g_autoptr(KiriTopic) topic = make_topic(cli, call, error);
    g_autoptr(KiriStore) store = topic ? kiri_cli_open_store(cli, KIRI_STORE_WRITE, error) : NULL;
    if (!store)
        return KIRI_EXIT_FAILED;
    g_autoptr(KiriTopic) old = kiri_store_get(store, KIRI_NOUN_TOPIC, topic->id, NULL);
    if (old)
        topic->added = old->added;
    return put(cli, store, topic, error);
}

/* The topic that a beginning of an id means. (transfer full) */
static KiriTopic *find(KiriStore *store, const char *beginning, GError **error)
{
    g_autofree char *id = kiri_store_find_id(store, KIRI_NOUN_TOPIC, beginning, error);
    return id ? kiri_store_get(store, KIRI_NOUN_TOPIC, id, error) : NULL;
}

static int edit(KiriCli *cli, const KiriCall *call, GError **error)
{
    if (call->n_args != 2) {
        g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                            _("it is 'topic edit ID' with what to change as options"));
        return KIRI_EXIT_USAGE;
    }
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_WRITE, error);
    g_autoptr(KiriTopic) topic = store ? find(store, call->args[1], error) : NULL;
    if (!topic || !apply(topic, call->options, error) || !check(topic, error))
        return KIRI_EXIT_FAILED;
    topic->is_removed = FALSE;
    return put(cli, store, topic, error);
}

/* ---- list, show, remove ---- */

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

static int show(KiriCli *cli, const KiriCall *call, GError **error)
{
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_READ, error);
    gint64 lines = call->n_args - 1;
    for (guint i = 1; store && i < call->n_args; i++) {
        g_autoptr(KiriTopic) topic = find(store, call->args[i], error);
        if (!topic)
            return KIRI_EXIT_FAILED;
        print_whole(cli, topic);
        if (!kiri_learned_print(cli, store, KIRI_NOUN_TOPIC, topic->id, &lines, error))
            return KIRI_EXIT_FAILED;
    }
    if (store && cli->is_json)
        kiri_out_json_summary(lines);
    return store ? KIRI_EXIT_DONE : KIRI_EXIT_FAILED;
}

/* What was changed, for programs: people see a note or nothing. */
static void write_topics(const KiriCli *cli, const GPtrArray *topics)
{
    for (guint i = 0; cli->is_json && i < topics->len; i++)
        kiri_out_record(&kiri_topic_shape, topics->pdata[i]);
}

static void free_topic(gpointer topic)
{
    kiri_topic_free(topic);
}

/* All or none. */
static int drop(KiriCli *cli, const KiriCall *call, GError **error)
{
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_WRITE, error);
    g_autoptr(KiriBatch) batch = store ? kiri_batch_begin(store) : NULL;
    g_autoptr(GPtrArray) removed = g_ptr_array_new_with_free_func(free_topic);
    for (guint i = 1; batch && i < call->n_args; i++) {
        KiriTopic *topic = find(store, call->args[i], error);
        if (!topic)
            return KIRI_EXIT_FAILED;
        topic->is_removed = TRUE;
        kiri_batch_put(batch, KIRI_NOUN_TOPIC, topic);
        g_ptr_array_add(removed, topic);
    }
    if (!batch || !kiri_batch_commit(g_steal_pointer(&batch), error))
        return KIRI_EXIT_FAILED;
    write_topics(cli, removed);
    if (cli->is_json)
        kiri_out_json_summary(removed->len);
    return KIRI_EXIT_DONE;
}

/* ---- files ---- */

static int import(KiriCli *cli, const KiriCall *call, GError **error)
{
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_WRITE, error);
    gint64 count = 0;
    for (guint i = 1; store && i < call->n_args; i++) {
        g_autofree char *path = kiri_cli_file(cli, call->args[i]);
        g_autoptr(GPtrArray) taken =
            kiri_topics_import(store, path, kiri_time_jst(kiri_cli_now_us(cli)), error);
        if (!taken)
            return KIRI_EXIT_FAILED;
        write_topics(cli, taken);
        count += taken->len;
        kiri_cli_note(cli, _("%u topics of '%s' taken; 'kirinuki link' matches them"), taken->len,
                      call->args[i]);
    }
    if (store && cli->is_json)
        kiri_out_json_summary(count);
    return store ? KIRI_EXIT_DONE : KIRI_EXIT_FAILED;
}

static int export(KiriCli *cli, GError **error)
{
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_READ, error);
    g_autoptr(GPtrArray) topics = store ? kiri_store_list(store, KIRI_NOUN_TOPIC, "", error) : NULL;
    g_auto(KiriBuf) buf;
    kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
    if (!topics)
        return KIRI_EXIT_FAILED;
    kiri_topics_write(topics, &buf);
    kiri_out_write(kiri_buf_view(&buf));
    return KIRI_EXIT_DONE;
}

/* ---- before it is saved ---- */

static gboolean take_days(const Options *o, gint *days, gint *samples, GError **error)
{
    *days = o->days ? o->days : DEFAULT_DAYS;
    *samples = o->samples ? o->samples : DEFAULT_SAMPLES;
    if (*days > 0 && *days <= MOST_DAYS && *samples > 0)
        return TRUE;
    g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                _("--days goes from 1 to %d, --samples from 1"), MOST_DAYS);
    return FALSE;
}

/* The topic of --id with what the call changes, or a new one. (transfer full) */
static KiriTopic *topic_to_try(KiriCli *cli, const KiriCall *call, GError **error)
{
    const Options *o = call->options;
    g_autoptr(KiriTopic) topic = NULL;
    if (call->n_args > 2 || (call->n_args < 2 && !o->id)) {
        g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                            _("it is 'topic try QUERY', or 'topic try --id ID'"));
        return NULL;
    }
    if (o->id) {
        g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_READ, error);
        if (!store || !(topic = find(store, o->id, error)))
            return NULL;
    } else {
        topic = kiri_topic_new();
        topic->id = g_strdup("");
        topic->name = g_strdup(call->args[1]);
    }
    if (!apply(topic, o, error) ||
        (call->n_args == 2 &&
         !kiri_topic_field_set(topic, KIRI_TOPIC_QUERY, call->args[1], error)) ||
        !check(topic, error))
        return NULL;
    return g_steal_pointer(&topic);
}

static int try(KiriCli *cli, const KiriCall *call, GError **error)
{
    gint days, samples;
    if (!take_days(call->options, &days, &samples, error))
        return KIRI_EXIT_USAGE;
    g_autoptr(KiriTopic) topic = topic_to_try(cli, call, error);
    return topic ? kiri_topic_try(cli, topic, days, samples, error) : KIRI_EXIT_FAILED;
}

static int suggest(KiriCli *cli, const KiriCall *call, GError **error)
{
    gint days, samples;
    if (call->n_args != 2) {
        g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                            _("it is 'topic suggest RELEASE'"));
        return KIRI_EXIT_USAGE;
    }
    if (!take_days(call->options, &days, &samples, error))
        return KIRI_EXIT_USAGE;
    return kiri_topic_suggest(cli, call->args[1], days, error);
}

static int run(KiriCli *cli, const KiriCall *call, GError **error)
{
    gint verb = kiri_call_verb(call, verbs, error);
    if ((verb == VERB_SHOW || verb == VERB_REMOVE || verb == VERB_IMPORT) && call->n_args < 2) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE, _("it is 'topic %s %s'"), verbs[verb],
                    verb == VERB_IMPORT ? "FILE.csv…" : "ID…");
        return KIRI_EXIT_USAGE;
    }
    switch (verb) {
    case VERB_ADD:
        return add(cli, call, error);
    case VERB_EDIT:
        return edit(cli, call, error);
    case VERB_LIST:
        return list(cli, error);
    case VERB_SHOW:
        return show(cli, call, error);
    case VERB_REMOVE:
        return drop(cli, call, error);
    case VERB_IMPORT:
        return import(cli, call, error);
    case VERB_EXPORT:
        return export(cli, error);
    case VERB_TRY:
        return try(cli, call, error);
    case VERB_SUGGEST:
        return suggest(cli, call, error);
    default:
        return KIRI_EXIT_USAGE;
    }
}

static const char details[] =
    N_("An article belongs to a topic when it matches QUERY (the language of 'search'), does\n"
       "not match --exclude, and passes the limits. An empty value, as in --exclude=, takes\n"
       "one away. Files have a column for each, UTF-8 or CP932. 'try' says what a query would\n"
       "have found and how precise it is; 'suggest' proposes queries from a release.");

const KiriCommand kiri_cmd_topic = {
    .name = "topic",
    .group = N_("Manage"),
    .args = N_("add NAME QUERY | edit ID | list | show ID… | remove ID… | import FILE.csv… | "
               "export | try QUERY | suggest RELEASE"),
    .summary = N_("saved queries (テーマ)"),
    .details = details,
    KIRI_OPTIONS(Options, options),
    .needs = KIRI_NEEDS_WORKSPACE,
    .min_args = 1,
    .max_args = G_MAXUINT,
    .run = run};
