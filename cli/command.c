// SPDX-License-Identifier: GPL-3.0-or-later
/* Commands as data: parsing and help come from one table of options. Every
 * command accepts the global options too, before and behind its name. */
#include "cli.h"

#include "commands.h"

#include <string.h>

/* GOption would read "-除外" of a query as a bundle of letters. A word whose
 * dash is followed by what is no ASCII letter is an argument; it travels behind
 * this mark. What stands behind an option that takes a value is that value. */
#define ARGUMENT_MARK '\001'

/* The option of this command that may stand without its value, as it does here. */
static gboolean is_bare(const KiriCommand *command, const char *word)
{
    for (guint i = 0; g_str_has_prefix(word, "--") && i < command->n_options; i++)
        if (command->options[i].is_optional && strcmp(command->options[i].name, word + 2) == 0)
            return TRUE;
    return FALSE;
}

static gboolean takes_value(const GArray *entries, const char *word)
{
    if (word[0] != '-' || (word[1] != '-' && !g_ascii_isalpha(word[1])) || strchr(word, '='))
        return FALSE;
    for (guint i = 0; i < entries->len; i++) {
        const GOptionEntry *e = &g_array_index(entries, GOptionEntry, i);
        gboolean is_it = word[1] == '-' ? g_strcmp0(e->long_name, word + 2) == 0
                                        : e->short_name == word[strlen(word) - 1];
        if (is_it)
            return e->arg != G_OPTION_ARG_NONE;
    }
    return FALSE;
}

static char *mark_argument(const KiriCommand *command, const char *s)
{
    if (is_bare(command, s))
        return g_strconcat(s, "=", NULL);
    gboolean is_word = s[0] == '-' && s[1] && s[1] != '-' && !g_ascii_isalpha(s[1]);
    return is_word ? g_strdup_printf("%c%s", ARGUMENT_MARK, s) : g_strdup(s);
}

static char **mark_arguments(const KiriCommand *command, char **args, const GArray *entries)
{
    GPtrArray *marked = g_ptr_array_new();
    gboolean is_after_dashes = FALSE, is_value = FALSE;
    g_ptr_array_add(marked, g_strdup("kirinuki"));
    for (gsize i = 0; args[i]; i++) {
        const char *s = args[i];
        if (strcmp(s, "--") == 0)
            is_after_dashes = TRUE;
        gboolean is_plain = is_after_dashes || is_value;
        g_ptr_array_add(marked, is_plain ? g_strdup(s) : mark_argument(command, s));
        is_value = !is_plain && !is_bare(command, s) && takes_value(entries, s);
    }
    g_ptr_array_add(marked, NULL);
    return (char **)g_ptr_array_free(marked, FALSE);
}

static void add_entries(GArray *entries, const KiriCommand *command, gpointer options)
{
    for (guint i = 0; i < command->n_options; i++) {
        const KiriOption *o = &command->options[i];
        GOptionEntry entry = {.long_name = o->name,
                              .short_name = o->letter,
                              .arg = o->arg,
                              .arg_data = (char *)options + o->offset,
                              .description = _(o->help),
                              .arg_description = o->arg_name ? _(o->arg_name) : NULL};
        g_array_append_val(entries, entry);
    }
}

/* What was said behind the command's name wins over what stood before it; lists
 * are joined. */
static void merge_globals(gpointer to, gpointer late)
{
    for (guint i = 0; i < kiri_global_command.n_options; i++) {
        const KiriOption *o = &kiri_global_command.options[i];
        gpointer a = (char *)to + o->offset, b = (char *)late + o->offset;
        if (o->arg == G_OPTION_ARG_NONE || o->arg == G_OPTION_ARG_INT) {
            if (*(gint *)b)
                *(gint *)a = *(gint *)b;
        } else if (o->arg == G_OPTION_ARG_FILENAME_ARRAY) {
            for (char **v = *(char ***)b; v && *v; v++)
                kiri_strv_add((char ***)a, *v);
            g_strfreev(*(char ***)b);
        } else if (*(char **)b) {
            g_free(*(char **)a);
            *(char **)a = *(char **)b;
        }
    }
    g_free(late);
}

/* Words of a list of arguments, without the program's name and "--". */
static void take_words(KiriCall *call, char **argv)
{
    GPtrArray *words = g_ptr_array_new();
    gboolean was_dashes = FALSE;
    for (gsize i = 1; argv[i]; i++) {
        if (!was_dashes && strcmp(argv[i], "--") == 0) {
            was_dashes = TRUE;
            continue;
        }
        g_ptr_array_add(words, g_strdup(argv[i] + (argv[i][0] == ARGUMENT_MARK)));
    }
    call->n_args = words->len;
    g_ptr_array_add(words, NULL);
    call->args = (char **)g_ptr_array_free(words, FALSE);
}

static gboolean check_words(const KiriCommand *command, const KiriCall *call, GError **error)
{
    for (guint i = 0; i < call->n_args; i++)
        if (!g_utf8_validate(call->args[i], -1, NULL)) {
            g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                        _("argument %u of '%s' is not UTF-8"), i + 1, command->name);
            return FALSE;
        }
    if (call->n_args >= command->min_args && call->n_args <= command->max_args)
        return TRUE;
    g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                _("'%s' takes %s; 'kirinuki %s --help' explains it"), command->name,
                *command->args ? _(command->args) : _("no arguments"), command->name);
    return FALSE;
}

gboolean kiri_command_parse(const KiriCommand *command, char **argv, const KiriCall *globals,
                            KiriCall *call, GError **error)
{
    call->command = command;
    call->options = g_malloc0(MAX(command->options_size, 1));
    g_autoptr(GArray) entries = g_array_new(TRUE, TRUE, sizeof(GOptionEntry));
    add_entries(entries, command, call->options);
    gpointer late = globals ? g_malloc0(kiri_global_command.options_size) : NULL;
    if (late)
        add_entries(entries, &kiri_global_command, late);
    g_autoptr(GOptionContext) context = g_option_context_new(NULL);
    g_option_context_set_help_enabled(context, FALSE);
    g_option_context_set_strict_posix(context, globals == NULL);
    g_option_context_add_main_entries(context, (GOptionEntry *)(gpointer)entries->data, NULL);
    g_auto(GStrv) marked = mark_arguments(command, argv, entries);
    g_autoptr(GError) why = NULL;
    gboolean is_parsed = g_option_context_parse_strv(context, &marked, &why);
    if (late)
        merge_globals(globals->options, late);
    if (!is_parsed) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE, "%s: %s", command->name, why->message);
        kiri_call_clear(call);
        return FALSE;
    }
    take_words(call, marked);
    return !globals || kiri_command_wants_help(globals) || check_words(command, call, error);
}

static void clear_option(const KiriOption *o, gpointer options)
{
    gpointer *member = (gpointer *)(gpointer)((char *)options + o->offset);
    if (o->arg == G_OPTION_ARG_FILENAME || o->arg == G_OPTION_ARG_STRING)
        g_free(*member);
    else if (o->arg == G_OPTION_ARG_FILENAME_ARRAY || o->arg == G_OPTION_ARG_STRING_ARRAY)
        g_strfreev(*member);
}

void kiri_call_clear(KiriCall *call)
{
    for (guint i = 0; call->options && i < call->command->n_options; i++)
        clear_option(&call->command->options[i], call->options);
    g_clear_pointer(&call->options, g_free);
    g_clear_pointer(&call->args, g_strfreev);
    call->n_args = 0;
}

static void print_options(const KiriCommand *command)
{
    for (guint i = 0; i < command->n_options; i++) {
        const KiriOption *o = &command->options[i];
        g_autofree char *left = g_strdup_printf(
            "%s%c%s--%s%s%s%s%s", o->letter ? "-" : "  ", o->letter ? o->letter : ' ',
            o->letter ? ", " : " ", o->name, o->is_optional ? "[" : "", o->arg_name ? "=" : "",
            o->arg_name ? _(o->arg_name) : "", o->is_optional ? "]" : "");
        kiri_out_row(2, left, 28, _(o->help));
    }
}

void kiri_command_print_help(const KiriCommand *command)
{
    kiri_out_printf("%s: kirinuki %s [%s]%s%s\n\n%s\n", _("usage"), command->name, _("OPTIONS"),
                    *command->args ? " " : "", *command->args ? _(command->args) : "",
                    _(command->summary));
    if (command->details)
        kiri_out_printf("\n%s\n", _(command->details));
    if (command->n_options) {
        kiri_out_printf("\n%s\n", _("Options:"));
        print_options(command);
    }
    kiri_out_printf("\n%s\n", _("Global options:"));
    print_options(&kiri_global_command);
}

const KiriCommand *kiri_command_find(const char *name)
{
    for (gsize i = 0; kiri_commands[i]; i++)
        if (strcmp(kiri_commands[i]->name, name) == 0)
            return kiri_commands[i];
    return NULL;
}

gint kiri_call_verb(const KiriCall *call, const char *const *names, GError **error)
{
    gint verb = call->n_args ? kiri_names_index(names, call->args[0]) : -1;
    if (verb < 0) {
        g_autofree char *all = g_strjoinv(", ", (char **)(guintptr)names);
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE, _("'%s' is followed by one of: %s"),
                    call->command->name, all);
    }
    return verb;
}
