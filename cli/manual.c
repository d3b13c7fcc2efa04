// SPDX-License-Identifier: GPL-3.0-or-later
#include "manual.h"

#include "settings.h"

#include <string.h>

/* ---- roff ---- */

/* Text of a paragraph: no character of it is a request. */
static void put(KiriBuf *out, const char *text)
{
    gboolean is_at_begin = out->n == 0 || out->p[out->n - 1] == '\n';
    for (const char *p = text; *p; p++) {
        if (is_at_begin && (*p == '.' || *p == '\''))
            kiri_buf_add_str(out, "\\&");
        is_at_begin = *p == '\n';
        if (*p == '\\')
            kiri_buf_add_str(out, "\\e");
        else if (*p == '-')
            kiri_buf_add_str(out, "\\-");
        else if (is_at_begin)
            kiri_buf_add_str(out, "\n.br\n");
        else
            kiri_buf_add_char(out, *p);
    }
}

static void put_line(KiriBuf *out, const char *text)
{
    put(out, text);
    kiri_buf_add_char(out, '\n');
}

static void put_bold(KiriBuf *out, const char *text)
{
    kiri_buf_add_str(out, "\\fB");
    put(out, text);
    kiri_buf_add_str(out, "\\fR");
}

static void put_variable(KiriBuf *out, const char *text)
{
    kiri_buf_add_str(out, "\\fI");
    put(out, text);
    kiri_buf_add_str(out, "\\fR");
}

static void put_section(KiriBuf *out, const char *title)
{
    kiri_buf_printf(out, ".SH \"%s\"\n", title);
}

/* A term and what it means. */
static void put_term(KiriBuf *out, const char *term, const char *text)
{
    kiri_buf_add_str(out, ".TP\n");
    put_bold(out, term);
    kiri_buf_add_char(out, '\n');
    put_line(out, text);
}

static void put_top(KiriBuf *out, const char *name, guint section, const char *summary)
{
    kiri_buf_printf(out, ".TH %s %u \"\" \"kirinuki %s\"\n", name, section, KIRINUKI_VERSION);
    put_section(out, _("NAME"));
    g_autofree char *lower = g_ascii_strdown(name, -1);
    put(out, lower);
    kiri_buf_add_str(out, " \\- ");
    put_line(out, summary);
}

/* ---- kirinuki(1) ---- */

static void put_options(KiriBuf *out, const KiriCommand *command)
{
    for (guint i = 0; i < command->n_options; i++) {
        const KiriOption *o = &command->options[i];
        char letter[] = {'-', o->letter, '\0'};
        g_autofree char *name = g_strconcat("--", o->name, NULL);
        kiri_buf_add_str(out, ".TP\n");
        if (o->letter) {
            put_bold(out, letter);
            kiri_buf_add_str(out, ", ");
        }
        put_bold(out, name);
        if (o->arg_name) {
            put(out, o->is_optional ? "[=" : "=");
            put_variable(out, _(o->arg_name));
            put(out, o->is_optional ? "]" : "");
        }
        kiri_buf_add_char(out, '\n');
        put_line(out, _(o->help));
    }
}

static void put_command(KiriBuf *out, const KiriCommand *command)
{
    kiri_buf_add_str(out, ".SS \"");
    put(out, command->name);
    kiri_buf_add_str(out, "\"\n");
    put_bold(out, "kirinuki");
    kiri_buf_add_char(out, ' ');
    put_bold(out, command->name);
    if (*command->args) {
        kiri_buf_add_char(out, ' ');
        put_variable(out, _(command->args));
    }
    kiri_buf_add_str(out, "\n.PP\n");
    put_line(out, _(command->summary));
    if (command->details) {
        kiri_buf_add_str(out, ".PP\n");
        put_line(out, _(command->details));
    }
    put_options(out, command);
}

static void put_exit_codes(KiriBuf *out)
{
    static const struct {
        const char *code, *meaning;
    } codes[] = {
        {"0", N_("done")},
        {"1", N_("done, and the answer is no: nothing was found, a check failed")},
        {"2", N_("usage or configuration")},
        {"3", N_("partly done; the rest is stored")},
        {"4", N_("failed; what was committed stays")},
        {"75", N_("busy: another process holds the workspace")},
    };
    put_section(out, _("EXIT STATUS"));
    for (gsize i = 0; i < G_N_ELEMENTS(codes); i++)
        put_term(out, codes[i].code, _(codes[i].meaning));
}

static void put_environment(KiriBuf *out)
{
    static const struct {
        const char *name, *meaning;
    } variables[] = {
        {"KIRINUKI_HOME", N_("the workspace, where -C names none")},
        {"KIRINUKI_DATA", N_("folder of the shipped sources, media and dictionaries")},
        {"LANG, LANGUAGE", N_("language of messages: English, or Japanese for ja")},
        {"TMPDIR", N_("where a large report is put together")},
    };
    put_section(out, _("ENVIRONMENT"));
    for (gsize i = 0; i < G_N_ELEMENTS(variables); i++)
        put_term(out, variables[i].name, _(variables[i].meaning));
}

static void write_program(KiriBuf *out)
{
    const char *group = NULL;
    put_top(out, "KIRINUKI", 1, _("media monitoring and clipping for Japanese PR departments"));
    put_section(out, _("SYNOPSIS"));
    put_bold(out, "kirinuki");
    kiri_buf_add_str(out, " [");
    put_variable(out, _("GLOBAL OPTIONS"));
    kiri_buf_add_str(out, "] ");
    put_variable(out, _("COMMAND"));
    kiri_buf_add_str(out, " [");
    put_variable(out, _("OPTIONS"));
    kiri_buf_add_str(out, "] [");
    put_variable(out, _("ARGUMENTS"));
    kiri_buf_add_str(out, "]\n");
    put_section(out, _("GLOBAL OPTIONS"));
    put_line(out, _("They may stand before the command and behind it."));
    put_options(out, &kiri_global_command);
    for (gsize i = 0; kiri_commands[i]; i++) {
        if (g_strcmp0(group, kiri_commands[i]->group) != 0)
            put_section(out, _(kiri_commands[i]->group));
        group = kiri_commands[i]->group;
        put_command(out, kiri_commands[i]);
    }
    put_exit_codes(out);
    put_environment(out);
    put_section(out, _("SEE ALSO"));
    kiri_buf_add_str(out, "\\fBkirinuki\\-settings\\fR(5), \\fBkirinuki\\-workspace\\fR(7)\n");
}

/* ---- kirinuki-settings(5) ---- */

static void put_setting(const char *key, const char *value, const char *comment,
                        gboolean is_default, gpointer data)
{
    KiriBuf *out = data;
    (void)is_default;
    kiri_buf_add_str(out, ".TP\n");
    put_bold(out, key);
    kiri_buf_add_str(out, "=");
    put_variable(out, value);
    kiri_buf_add_char(out, '\n');
    put_line(out, comment);
}

static void write_settings(KiriBuf *out)
{
    g_autoptr(KiriSettings) defaults = kiri_settings_new();
    put_top(out, "KIRINUKI-SETTINGS", 5, _("settings of a kirinuki workspace"));
    put_section(out, _("DESCRIPTION"));
    put_line(out, _("The file settings.ini of a workspace, with groups in brackets: the key "
                    "crawl.contact is 'contact=' below '[crawl]'. 'kirinuki config' reads and "
                    "writes it; -c KEY=VALUE overrides it for one run. Each key stands here with "
                    "its default."));
    put_section(out, _("SETTINGS"));
    kiri_settings_each(defaults, put_setting, out);
    put_section(out, _("SEE ALSO"));
    kiri_buf_add_str(out, "\\fBkirinuki\\fR(1), \\fBkirinuki\\-workspace\\fR(7)\n");
}

/* ---- kirinuki-workspace(7) ---- */

static void write_workspace(KiriBuf *out)
{
    static const struct {
        const char *path, *meaning;
    } files[] = {
        {"settings.ini", N_("the settings: kirinuki-settings(5)")},
        {"store/", N_("everything that was collected and decided; the only truth")},
        {"index/", N_("the full-text index; 'kirinuki rebuild' makes it anew from the store")},
        {"lock", N_("held by the one process that writes")},
        {"sites/", N_("your rules for single sites")},
        {"dictionaries/", N_("your words, names and synonyms")},
        {"templates/", N_("your order of sections in reports")},
    };
    put_top(out, "KIRINUKI-WORKSPACE", 7, _("the folder that kirinuki works in"));
    put_section(out, _("DESCRIPTION"));
    put_line(out, _("One folder holds everything of one user or office, and can be copied away "
                    "while nothing writes to it. 'kirinuki init' makes it. It is the one named by "
                    "-C, else $KIRINUKI_HOME, else 'kirinuki' in the XDG data directory. Only its "
                    "owner may read it."));
    put_section(out, _("FILES"));
    for (gsize i = 0; i < G_N_ELEMENTS(files); i++)
        put_term(out, files[i].path, _(files[i].meaning));
    put_section(out, _("SEE ALSO"));
    kiri_buf_add_str(out, "\\fBkirinuki\\fR(1), \\fBkirinuki\\-settings\\fR(5)\n");
}

const KiriManualPage kiri_manual_pages[] = {
    {"kirinuki.1", write_program},
    {"kirinuki-settings.5", write_settings},
    {"kirinuki-workspace.7", write_workspace},
    {NULL, NULL},
};
