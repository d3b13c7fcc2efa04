// SPDX-License-Identifier: GPL-3.0-or-later
/* Completions of shells. Whatever depends on a workspace is left to file names: a shell
 * that waits for a store would be worse than none. */
#include "manual.h"

#include <string.h>

/* ---- verbs ---- */

static gboolean is_word(const char *s)
{
    for (const char *p = s; *p; p++)
        if (!g_ascii_islower(*p) && *p != '-')
            return FALSE;
    return g_ascii_islower(*s);
}

/* "[list [words]] | add|edit ID KEY=VALUE…": of each alternative the words that it
 * begins with. */
char **kiri_command_verbs(const KiriCommand *command)
{
    g_autoptr(GStrvBuilder) verbs = g_strv_builder_new();
    g_auto(GStrv) alternatives = g_strsplit(command->args, " | ", -1);
    for (char **a = alternatives; *a; a++) {
        g_autofree char *first = g_strndup(*a, strcspn(*a, " "));
        g_strdelimit(first, "[]", '|');
        g_auto(GStrv) words = g_strsplit(first, "|", -1);
        for (char **w = words; *w; w++)
            if (is_word(*w))
                g_strv_builder_add(verbs, *w);
    }
    return g_strv_builder_end(verbs);
}

/* ---- pieces that all shells need ---- */

static void add_options(KiriBuf *out, const KiriCommand *command)
{
    for (guint i = 0; i < command->n_options; i++)
        kiri_buf_printf(out, "--%s ", command->options[i].name);
}

/* For single quotes. */
static void add_quoted(KiriBuf *out, const char *text)
{
    g_autofree char *quoted = g_shell_quote(text);
    kiri_buf_add_str(out, quoted);
}

/* ---- bash ---- */

static void write_bash(KiriBuf *out)
{
    kiri_buf_add_str(out, "# bash completion of kirinuki\n"
                          "_kirinuki()\n{\n"
                          "    local word=${COMP_WORDS[COMP_CWORD]} command='' verb='' i\n"
                          "    local globals='");
    add_options(out, &kiri_global_command);
    kiri_buf_add_str(out, "'\n    local options='' verbs=''\n"
                          "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
                          "        case ${COMP_WORDS[i]} in\n"
                          "        -C | -c) i=$((i + 1)) ;;\n"
                          "        -*) ;;\n"
                          "        *) if [ -z \"$command\" ]; then command=${COMP_WORDS[i]}; "
                          "else verb=${COMP_WORDS[i]}; break; fi ;;\n"
                          "        esac\n    done\n    case $command in\n    '') verbs='");
    for (gsize i = 0; kiri_commands[i]; i++)
        kiri_buf_printf(out, "%s ", kiri_commands[i]->name);
    kiri_buf_add_str(out, "' ;;\n");
    for (gsize i = 0; kiri_commands[i]; i++) {
        g_auto(GStrv) verbs = kiri_command_verbs(kiri_commands[i]);
        g_autofree char *all = g_strjoinv(" ", verbs);
        kiri_buf_printf(out, "    %s) verbs='%s' options='", kiri_commands[i]->name, all);
        add_options(out, kiri_commands[i]);
        kiri_buf_add_str(out, "' ;;\n");
    }
    kiri_buf_add_str(out, "    esac\n    [ -z \"$verb\" ] || verbs=''\n"
                          "    case $word in\n"
                          "    -*) mapfile -t COMPREPLY < <(compgen -W \"$options $globals\" -- "
                          "\"$word\") ;;\n"
                          "    *) mapfile -t COMPREPLY < <(compgen -W \"$verbs\" -- \"$word\"; "
                          "[ -z \"$command\" ] || compgen -f -- \"$word\") ;;\n"
                          "    esac\n}\ncomplete -o filenames -F _kirinuki kirinuki\n");
}

/* ---- zsh ---- */

static void add_zsh_options(KiriBuf *out, const KiriCommand *command)
{
    for (guint i = 0; i < command->n_options; i++) {
        const KiriOption *o = &command->options[i];
        g_autoptr(GString) help = g_string_new(_(o->help));
        g_string_replace(help, "[", "(", 0);
        g_string_replace(help, "]", ")", 0);
        g_string_replace(help, ":", ";", 0);
        g_autofree char *spec = g_strdup_printf("--%s%s[%s]%s", o->name, o->arg_name ? "=" : "",
                                                help->str, o->arg_name ? ":value:_files" : "");
        kiri_buf_add_char(out, ' ');
        add_quoted(out, spec);
    }
}

static void write_zsh(KiriBuf *out)
{
    kiri_buf_add_str(out, "#compdef kirinuki\n_kirinuki()\n{\n"
                          "    local context state line\n    typeset -A opt_args\n"
                          "    local -a commands=(");
    for (gsize i = 0; kiri_commands[i]; i++) {
        g_autofree char *spec =
            g_strdup_printf("%s:%s", kiri_commands[i]->name, _(kiri_commands[i]->summary));
        kiri_buf_add_char(out, ' ');
        add_quoted(out, spec);
    }
    kiri_buf_add_str(out, " )\n    local -a globals=(");
    add_zsh_options(out, &kiri_global_command);
    kiri_buf_add_str(out, " )\n    _arguments -C $globals '1: :->command' '*:: :->rest'\n"
                          "    case $state in\n"
                          "    command) _describe command commands ;;\n"
                          "    rest)\n        case $words[1] in\n");
    for (gsize i = 0; kiri_commands[i]; i++) {
        g_auto(GStrv) verbs = kiri_command_verbs(kiri_commands[i]);
        g_autofree char *all = g_strjoinv(" ", verbs);
        kiri_buf_printf(out, "        %s) _arguments $globals", kiri_commands[i]->name);
        add_zsh_options(out, kiri_commands[i]);
        if (*all)
            kiri_buf_printf(out, " '1:action:(%s)'", all);
        kiri_buf_add_str(out, " '*:file:_files' ;;\n");
    }
    kiri_buf_add_str(out, "        esac ;;\n    esac\n}\n_kirinuki \"$@\"\n");
}

/* ---- fish ---- */

static void add_fish_options(KiriBuf *out, const KiriCommand *command, const char *condition)
{
    for (guint i = 0; i < command->n_options; i++) {
        const KiriOption *o = &command->options[i];
        kiri_buf_printf(out, "complete -c kirinuki%s -l %s%s", condition, o->name,
                        o->arg_name ? " -r" : "");
        if (o->letter)
            kiri_buf_printf(out, " -s %c", o->letter);
        kiri_buf_add_str(out, " -d ");
        add_quoted(out, _(o->help));
        kiri_buf_add_char(out, '\n');
    }
}

static void write_fish(KiriBuf *out)
{
    kiri_buf_add_str(out, "# fish completion of kirinuki\n");
    add_fish_options(out, &kiri_global_command, "");
    for (gsize i = 0; kiri_commands[i]; i++) {
        const KiriCommand *c = kiri_commands[i];
        g_auto(GStrv) verbs = kiri_command_verbs(c);
        g_autofree char *condition =
            g_strdup_printf(" -n '__fish_seen_subcommand_from %s'", c->name);
        kiri_buf_printf(out, "complete -c kirinuki -n __fish_use_subcommand -f -a %s -d ", c->name);
        add_quoted(out, _(c->summary));
        kiri_buf_add_char(out, '\n');
        add_fish_options(out, c, condition);
        for (char **v = verbs; *v; v++)
            kiri_buf_printf(out, "complete -c kirinuki%s -a %s\n", condition, *v);
    }
}

const KiriManualPage kiri_completions[] = {
    {"bash", write_bash},
    {"zsh", write_zsh},
    {"fish", write_fish},
    {NULL, NULL},
};
