// SPDX-License-Identifier: GPL-3.0-or-later
/* The table of settings and the three layers above it. */
#include "settings.h"

#include <kirinuki/error.h>
#include <kirinuki/file.h>
#include <kirinuki/i18n.h>
#include <kirinuki/record.h>

#include <string.h>

typedef enum {
    TYPE_STRING,
    TYPE_INT,
    TYPE_BOOL,
    TYPE_LIST,
    TYPE_ADDRESS, // of a server, without user name and password: settings are shown
} SettingType;

typedef struct {
    const char *key; // "group.name"
    SettingType type;
    const char *fallback;
    const char *comment;
    const char *choices; // words separated by '|', NULL: anything of the type
} Setting;

static const Setting table[] = {
    {"organisation.name", TYPE_STRING, "", N_("name of your organisation, as releases give it"),
     NULL},
    {"organisation.aliases", TYPE_LIST, "",
     N_("other names of it that articles use, separated by ';'"), NULL},
    {"organisation.section", TYPE_STRING, "", N_("section printed on reports (課名)"), NULL},
    {"crawl.contact", TYPE_STRING, "",
     N_("mail address or page by which sites reach you; without it only this machine is crawled"),
     NULL},
    {"crawl.gap_ms", TYPE_INT, "2000", N_("least pause between two requests to one host, in ms"),
     NULL},
    {"crawl.interval_min", TYPE_INT, "30",
     N_("how often a source is asked of which nothing is known yet, in minutes"), NULL},
    {"crawl.floor_s", TYPE_INT, "60", N_("a source is never asked more often, in seconds"), NULL},
    {"crawl.ceiling_min", TYPE_INT, "360", N_("nor, while it answers, more seldom, in minutes"),
     NULL},
    {"crawl.first_poll_days", TYPE_INT, "3",
     N_("how many days back the first poll of a source reaches"), NULL},
    {"crawl.allow_private", TYPE_BOOL, "no",
     N_("may hosts of private networks and of this machine be fetched?"), NULL},
    {"crawl.rules", TYPE_BOOL, "yes", N_("are the rules for single sites used?"), NULL},
    {"crawl.max_pages", TYPE_INT, "5000", N_("most pages of one run"), NULL},
    {"crawl.allow_addresses", TYPE_LIST, "",
     N_("blocks of private addresses that may be fetched all the same (10.1.0.0/16), separated "
        "by ';'"),
     NULL},
    {"crawl.connections_per_host", TYPE_INT, "1", N_("most connections to one host at a time"),
     NULL},
    {"crawl.ca_file", TYPE_STRING, "", N_("file with further TLS certificate authorities"), NULL},
    {"crawl.proxy", TYPE_ADDRESS, "", N_("address of an HTTP proxy; the environment is not asked"),
     NULL},
    {"crawl.proxy_user", TYPE_STRING, "", N_("user name at the proxy"), NULL},
    {"crawl.proxy_password_file", TYPE_STRING, "",
     N_("file with the password at the proxy, which nobody else may read (chmod 600)"), NULL},
    {"crawl.proxy_password_command", TYPE_STRING, "",
     N_("command that prints the password at the proxy"), NULL},
    {"watch.batch_entries", TYPE_INT, "500",
     N_("watch: index, link and score when so many changes have gathered"), NULL},
    {"watch.batch_s", TYPE_INT, "30",
     N_("watch: … or when the first of them is so many seconds old"), NULL},
    {"metrics.file", TYPE_STRING, "",
     N_("file for figures in Prometheus' text format (a name from the workspace)"), NULL},
    {"deadman.run_hours", TYPE_INT, "26",
     N_("'status --deadman' names it when nothing was collected for so many hours; 0: never"),
     NULL},
    {"deadman.backup_hours", TYPE_INT, "0",
     N_("… and when no backup was made for so many hours; 0: never"), NULL},
    {"deadman.grace_min", TYPE_INT, "15",
     N_("… and so many minutes after the time of a morning sheet or a digest that is missing"),
     NULL},
    {"deadman.mail", TYPE_LIST, "", N_("who is told so by mail, separated by ';'"), NULL},
    {"deadman.alerts", TYPE_LIST, "",
     N_("names of alerts ('alert list') whose webhooks are told so, separated by ';'"), NULL},
    {"log.file", TYPE_STRING, "", N_("file for the log as JSON Lines (a name from the workspace)"),
     NULL},
    {"log.level", TYPE_STRING, "info", N_("least level that is logged"),
     "debug|info|warning|error"},
    {"sandbox.mode", TYPE_STRING, "full",
     N_("full, or limits-only where the kernel offers no seccomp filter"), "full|limits-only"},
    {"sandbox.workers", TYPE_INT, "0", N_("parse workers; 0: one per processor"), NULL},
    {"dictionary.dir", TYPE_STRING, "", N_("folder of the MeCab dictionary; empty: IPADIC"), NULL},
    {"dictionary.user", TYPE_STRING, "", N_("compiled MeCab user dictionary"), NULL},
    {"search.variants", TYPE_STRING, "none",
     N_("kinds of variants (表記ゆれ) that 'search' looks for too, as --variants takes them"),
     NULL},
    {"ledger.stale_days", TYPE_INT, "400",
     N_("'medium check' names figures and rates that are older than so many days"), NULL},
    {"score.method", TYPE_STRING, "kirinuki",
     N_("how the advertising value (広告換算額) of new figures is computed; docs/figures.md has "
        "them"),
     "kirinuki|nihon-monitor|naigai|flat-column|meltwater|liana|merit|kyodo-prwire|pr-value"},
    {"score.copies", TYPE_STRING, "count",
     N_("how copies of one text are counted: each, one of a story, none that passed no editor, or "
        "at a discount"),
     "count|count-once|editorial|discount"},
    {"score.copies_percent", TYPE_INT, "50",
     N_("what a copy counts of its figure where score.copies is discount"), NULL},
    {"score.reader_permille", TYPE_INT, "25",
     N_("of the methods by users: so many of 1,000 users of a site see a piece"), NULL},
    {"score.least_users", TYPE_INT, "500",
     N_("of the method meltwater: sites with fewer users a month count nothing"), NULL},
    {"score.population", TYPE_INT, "123000000", N_("people whom reach can never exceed"), NULL},
    {"score.population_source", TYPE_STRING, "総務省統計局「人口推計」の概数",
     N_("where that figure is from; one of the ledger (metric population) goes before both"), NULL},
    {"score.duplication", TYPE_STRING, "duplication.csv",
     N_("file with the people whom two media share (a name from the workspace)"), NULL},
    {"review.person", TYPE_STRING, "",
     N_("who decides about clips where --by is not given (確認者)"), NULL},
    {"mail.server", TYPE_ADDRESS, "", N_("host name of the mail server (SMTP)"), NULL},
    {"mail.port", TYPE_INT, "0", N_("its port; 0: 587, or 465 where mail.tls is implicit"), NULL},
    {"mail.tls", TYPE_STRING, "required",
     N_("TLS by STARTTLS or not at all, where the server offers it, from the first byte, or none"),
     "required|opportunistic|implicit|none"},
    {"mail.allow_plain", TYPE_BOOL, "no",
     N_("may mail or a password go to another machine without TLS?"), NULL},
    {"mail.ca_file", TYPE_STRING, "", N_("file with further TLS authorities for the mail server"),
     NULL},
    {"mail.user", TYPE_STRING, "", N_("user name at the mail server; empty: none is asked for"),
     NULL},
    {"mail.password_file", TYPE_STRING, "",
     N_("file with the password at the mail server, which nobody else may read (chmod 600)"), NULL},
    {"mail.password_command", TYPE_STRING, "",
     N_("command that prints the password at the mail server"), NULL},
    {"mail.timeout_s", TYPE_INT, "300", N_("how long the mail server may take for one answer"),
     NULL},
    {"mail.from", TYPE_STRING, "", N_("who sends digests: 広報課 <koho@example.jp>"), NULL},
    {"mail.reply_to", TYPE_STRING, "", N_("where answers go, when not to mail.from"), NULL},
    {"mail.to", TYPE_LIST, "", N_("who gets a digest that names nobody, separated by ';'"), NULL},
    {"mail.unsubscribe", TYPE_STRING, "",
     N_("mailto: or https: address by which a reader ends the digest"), NULL},
    {"mail.lang", TYPE_STRING, "ja", N_("language of digests and alerts"), "ja|en"},
    {"mail.max_mb", TYPE_INT, "20", N_("a mail with its files is never larger, in megabytes"),
     NULL},
    {"mail.keep_days", TYPE_INT, "400",
     N_("settled messages stay in the outbox for so many days; 0: for ever"), NULL},
    {"prune.auto", TYPE_STRING, "licence",
     N_("what 'run' and 'watch' let go by themselves, once a day: what licences say must go and "
        "settled messages, raw pages past their retention too (all), or none"),
     "none|licence|all"},
    {"report.directory", TYPE_STRING, "",
     N_("folder of the file share where papers lie: a README_まず読む.txt is kept beside them"),
     NULL},
    {"report.contact", TYPE_STRING, "",
     N_("whom readers of papers call when one is missing or odd (広報課 内線1234)"), NULL},
    {"report.era", TYPE_STRING, "seireki", N_("years as seireki (2026年) or gengo (令和8年)"),
     "seireki|gengo"},
    {"report.lang", TYPE_STRING, "ja", N_("language of reports where --lang is not given"),
     "ja|en"},
    {"morning.from", TYPE_STRING, "17:30",
     N_("the morning sheet (本日の報道) begins at this time of the last working day"), NULL},
    {"morning.to", TYPE_STRING, "7:00", N_("… and ends at this time of its day"), NULL},
    {"morning.made", TYPE_STRING, "7:30", N_("the time at which it has to be there"), NULL},
    {"morning.alarm", TYPE_STRING, "auto",
     N_("do 'status' and 'run' name a sheet that is missing? auto: once one was made"),
     "auto|yes|no"},
    {"morning.sections", TYPE_STRING, "sections.csv",
     N_("file with bureaus and sections (局, 課) in their order (a name from the workspace)"),
     NULL},
    {"morning.no_papers", TYPE_STRING, "no_papers.csv",
     N_("file with days without a morning paper (新聞休刊日), in place of the shipped one"), NULL},
    {"morning.media", TYPE_LIST, "",
     N_("media that come first on the sheet, in this order, before that of the ledger"), NULL},
    {"morning.names", TYPE_LIST, "",
     N_("further words that make a headline ours: names of the minister, of offices"), NULL},
    {"morning.rows", TYPE_INT, "40",
     N_("most rows of the sheet; what has to give way is counted on it; 0: no bound"), NULL},
    {"report.logo", TYPE_STRING, "",
     N_("PNG or JPEG image at the head of reports, at most 512 KiB (a name from the workspace)"),
     NULL},
    {"report.document_class", TYPE_STRING, "", N_("class of the document (文書分類) on reports"),
     NULL},
    {"report.retention_years", TYPE_INT, "0",
     N_("years for which a report is kept (保存期間), from the April after it was made; 0: not "
        "printed"),
     NULL},
    {"report.handling", TYPE_STRING, "取扱注意", N_("handling mark on reports (取扱区分)"), NULL},
};

struct KiriSettings {
    char *values[G_N_ELEMENTS(table)]; // NULL: the default
};

static gint find(const char *key)
{
    for (gsize i = 0; i < G_N_ELEMENTS(table); i++)
        if (strcmp(table[i].key, key) == 0)
            return (gint)i;
    return -1;
}

gboolean kiri_settings_has_key(const char *key)
{
    return find(key) >= 0;
}

KiriSettings *kiri_settings_new(void)
{
    return g_new0(KiriSettings, 1);
}

void kiri_settings_free(KiriSettings *s)
{
    if (!s)
        return;
    for (gsize i = 0; i < G_N_ELEMENTS(table); i++)
        g_free(s->values[i]);
    g_free(s);
}

static gboolean parse_bool(const char *value, gboolean *out)
{
    static const char *const yes[] = {"yes", "true", "on", "1"};
    static const char *const no[] = {"no", "false", "off", "0", ""};
    for (gsize i = 0; i < G_N_ELEMENTS(yes); i++)
        if (g_ascii_strcasecmp(value, yes[i]) == 0)
            return *out = TRUE;
    *out = FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(no); i++)
        if (g_ascii_strcasecmp(value, no[i]) == 0)
            return TRUE;
    return FALSE;
}

static gboolean is_choice(const Setting *setting, const char *value)
{
    if (!setting->choices)
        return TRUE;
    g_auto(GStrv) words = g_strsplit(setting->choices, "|", -1);
    return kiri_strv_has(words, value);
}

/* What a settings file can hold: UTF-8 without control characters, but for tabs. */
static gboolean is_line(const char *value)
{
    for (const char *p = value; *p; p++)
        if (((guchar)*p < 0x20 && *p != '\t') || *p == 0x7f)
            return FALSE;
    return g_utf8_validate(value, -1, NULL);
}

gboolean kiri_settings_set(KiriSettings *s, const char *key, const char *value, GError **error)
{
    gint i = find(key);
    gint64 number = 0;
    gboolean truth = FALSE;
    if (i < 0) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                    _("there is no setting '%s'; 'kirinuki config list' shows them all"), key);
        return FALSE;
    }
    if (table[i].type == TYPE_INT &&
        !g_ascii_string_to_signed(value, 10, 0, G_MAXINT64, &number, NULL)) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                    _("setting '%s' must be a whole number, not '%s'"), key, value);
        return FALSE;
    }
    if (table[i].type == TYPE_BOOL && !parse_bool(value, &truth)) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                    _("setting '%s' must be yes or no, not '%s'"), key, value);
        return FALSE;
    }
    if (table[i].type == TYPE_ADDRESS && strchr(value, '@')) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                    _("setting '%s' must not hold a user name or password; they have settings of "
                      "their own"),
                    key);
        return FALSE;
    }
    if (!is_choice(&table[i], value)) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                    _("setting '%s' must be one of %s, not '%s'"), key, table[i].choices, value);
        return FALSE;
    }
    if (!is_line(value)) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE, _("setting '%s' must be one line"),
                    key);
        return FALSE;
    }
    g_free(s->values[i]);
    s->values[i] = g_strdup(value);
    return TRUE;
}

gboolean kiri_settings_override(KiriSettings *s, const char *assignment, GError **error)
{
    const char *equals = strchr(assignment, '=');
    if (!equals) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                    _("'-c %s' is not of the form KEY=VALUE"), assignment);
        return FALSE;
    }
    g_autofree char *key = g_strndup(assignment, (gsize)(equals - assignment));
    return kiri_settings_set(s, key, equals + 1, error);
}

/* The file as groups and keys. Errors as of kiri_settings_load(). */
static GKeyFile *read_key_file(const char *path, GError **error)
{
    g_autoptr(GBytes) bytes = kiri_file_read(path, 1 << 20, error);
    if (!bytes)
        return NULL;
    gsize n = 0;
    const char *text = g_bytes_get_data(bytes, &n);
    if (n >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) { // as Notepad writes it
        text += 3;
        n -= 3;
    }
    if (!g_utf8_validate_len(text ? text : "", n, NULL)) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                    _("cannot read settings '%s': it is not UTF-8 text"), path);
        return NULL;
    }
    g_autoptr(GKeyFile) file = g_key_file_new();
    g_autoptr(GError) why = NULL;
    if (g_key_file_load_from_data(file, text ? text : "", n, G_KEY_FILE_NONE, &why))
        return g_steal_pointer(&file);
    g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE, _("cannot read settings '%s': %s"), path,
                why->message);
    return NULL;
}

/* Sets all that can be set; what cannot goes to `problems`, in the order of the file. */
static void take_key_file(KiriSettings *s, GKeyFile *file, GPtrArray *problems)
{
    g_auto(GStrv) groups = g_key_file_get_groups(file, NULL);
    for (gsize g = 0; groups[g]; g++) {
        g_auto(GStrv) keys = g_key_file_get_keys(file, groups[g], NULL, NULL);
        for (gsize k = 0; keys && keys[k]; k++) {
            g_autoptr(GError) why = NULL;
            g_autofree char *key = g_strconcat(groups[g], ".", keys[k], NULL);
            g_autofree char *value = g_key_file_get_string(file, groups[g], keys[k], NULL);
            if (!kiri_settings_set(s, key, value ? value : "", &why))
                g_ptr_array_add(problems, g_strdup(why->message));
        }
    }
}

gboolean kiri_settings_load(KiriSettings *s, const char *path, GError **error)
{
    g_autoptr(GKeyFile) file = read_key_file(path, error);
    g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
    if (!file)
        return FALSE;
    take_key_file(s, file, problems);
    if (!problems->len)
        return TRUE;
    g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE, "%s: %s", path,
                (const char *)problems->pdata[0]);
    return FALSE;
}

GPtrArray *kiri_settings_problems(const char *path)
{
    g_autoptr(GError) why = NULL;
    g_autoptr(KiriSettings) s = kiri_settings_new();
    g_autoptr(GKeyFile) file = read_key_file(path, &why);
    GPtrArray *problems = g_ptr_array_new_with_free_func(g_free);
    if (file)
        take_key_file(s, file, problems);
    else
        g_ptr_array_add(problems, g_strdup(why->message));
    return problems;
}

const char *kiri_settings_string(const KiriSettings *s, const char *key)
{
    gint i = find(key);
    g_return_val_if_fail(i >= 0, "");
    return s->values[i] ? s->values[i] : table[i].fallback;
}

gint64 kiri_settings_int(const KiriSettings *s, const char *key)
{
    gint64 number = 0;
    g_ascii_string_to_signed(kiri_settings_string(s, key), 10, 0, G_MAXINT64, &number, NULL);
    return number;
}

gboolean kiri_settings_bool(const KiriSettings *s, const char *key)
{
    gboolean truth = FALSE;
    parse_bool(kiri_settings_string(s, key), &truth);
    return truth;
}

char **kiri_settings_list(const KiriSettings *s, const char *key)
{
    g_auto(GStrv) parts = g_strsplit(kiri_settings_string(s, key), ";", -1);
    GPtrArray *list = g_ptr_array_new();
    for (gsize i = 0; parts[i]; i++)
        if (*g_strstrip(parts[i]))
            g_ptr_array_add(list, g_strdup(parts[i]));
    g_ptr_array_add(list, NULL);
    return (char **)g_ptr_array_free(list, FALSE);
}

void kiri_settings_each(const KiriSettings *s,
                        void (*visit)(const char *key, const char *value, const char *comment,
                                      gboolean is_default, gpointer data),
                        gpointer data)
{
    for (gsize i = 0; i < G_N_ELEMENTS(table); i++)
        visit(table[i].key, s->values[i] ? s->values[i] : table[i].fallback, _(table[i].comment),
              s->values[i] == NULL, data);
}

typedef struct {
    GString *out;
    char *group;
} FormatState;

/* As GKeyFile reads it: blanks before a value are no part of it unless they are escaped.
 * (transfer full) */
static char *escaped(const char *value)
{
    GString *out = g_string_new(NULL);
    for (; *value == ' ' || *value == '\t'; value++)
        g_string_append(out, *value == ' ' ? "\\s" : "\\t");
    gsize blanks = out->len;
    g_string_append(out, value);
    for (gsize i = blanks; i < out->len; i++)
        if (out->str[i] == '\\')
            g_string_insert_c(out, (gssize)i++, '\\');
    return g_string_free(out, FALSE);
}

static void format_one(const char *key, const char *value, const char *comment, gboolean is_default,
                       gpointer data)
{
    FormatState *state = data;
    const char *dot = strchr(key, '.');
    g_autofree char *group = g_strndup(key, (gsize)(dot - key));
    if (g_strcmp0(group, state->group) != 0) {
        g_string_append_printf(state->out, "%s[%s]\n", state->group ? "\n" : "", group);
        g_free(state->group);
        state->group = g_steal_pointer(&group);
    }
    g_autofree char *text = escaped(value);
    g_string_append_printf(state->out, "# %s\n%s%s=%s\n", comment, is_default ? "#" : "", dot + 1,
                           text);
}

char *kiri_settings_format(const KiriSettings *s)
{
    FormatState state = {g_string_new(NULL), NULL};
    kiri_settings_each(s, format_one, &state);
    g_free(state.group);
    return g_string_free(state.out, FALSE);
}
