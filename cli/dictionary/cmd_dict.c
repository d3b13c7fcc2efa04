// SPDX-License-Identifier: GPL-3.0-or-later
/* dict: the user's own words and synonym sets. */
#include "commands.h"
#include "dict_ops.h"

enum {
    VERB_LIST,
    VERB_ADD,
    VERB_REMOVE,
    VERB_CHECK,
    VERB_REBUILD,
    VERB_IMPORT,
    VERB_EXPORT,
    VERB_SUGGEST,
    VERB_REFUSE,
    VERB_ACCEPT
};
static const char *const verbs[] = {"list",   "add",     "remove", "check",  "rebuild", "import",
                                    "export", "suggest", "refuse", "accept", NULL};

enum { DEFAULT_LIMIT = 50, DEFAULT_SAMPLE = 30000 };

typedef struct {
    char *kind, *limit, *sample;
    gint days, least;
    gboolean from_releases;
} Options;

static const KiriOption options[] = {
    KIRI_OPTION(
        Options, kind, "kind", 0, FILENAME, N_("KIND"),
        N_("with add and accept: what the words are: proper, noun, verbal, organisation, person, "
           "family, given or place")),
    KIRI_OPTION(Options, days, "days", 0, INT, N_("N"),
                N_("with suggest: articles of the last N days only")),
    KIRI_OPTION(Options, limit, "limit", 0, FILENAME, N_("N"),
                N_("with suggest: so many words (50; 0: all)")),
    KIRI_OPTION(Options, least, "least", 0, INT, N_("N"),
                N_("with suggest: words of at least N articles")),
    KIRI_OPTION(Options, sample, "sample", 0, FILENAME, N_("N"),
                N_("with suggest: so many articles are read (30000; 0: all)")),
    KIRI_OPTION(Options, from_releases, "from-releases", 0, NONE, NULL,
                N_("with suggest: only words that stand in releases")),
};

/* The kinds that a verb with an optional argument is about; what was refused only
 * where it is asked for. */
static gboolean wanted_kinds(char **args, gboolean wanted[KIRI_N_DICTS], GError **error)
{
    gint kind = *args ? kiri_dicts_kind(*args, error) : -1;
    for (gint i = 0; i < KIRI_N_DICTS; i++)
        wanted[i] = *args ? kind == i : i != KIRI_DICT_REFUSED;
    return !*args || kind >= 0;
}

static int list(KiriCli *cli, char **args, GError **error)
{
    g_auto(KiriDicts) d = {0};
    gboolean wanted[KIRI_N_DICTS];
    guint n = 0;
    if (!wanted_kinds(args, wanted, error) || !kiri_dicts_open(&d, cli, FALSE, error))
        return KIRI_EXIT_USAGE;
    for (guint kind = 0; kind < KIRI_N_DICTS; kind++) {
        const KiriDictFile *file =
            wanted[kind] ? kiri_dicts_file(&d, (KiriDictKind)kind, error) : NULL;
        if (wanted[kind] && !file)
            return KIRI_EXIT_FAILED;
        for (guint i = 0; file && i < file->rows->len; i++) {
            const KiriDictRow *row = file->rows->pdata[i];
            if (!row->cells)
                continue;
            kiri_dicts_print(cli, (KiriDictKind)kind, row);
            n++;
        }
    }
    if (cli->is_json)
        kiri_out_json_summary(n);
    return n ? KIRI_EXIT_DONE : KIRI_EXIT_NO;
}

static void print_problem(const KiriCli *cli, const char *name, const KiriDictProblem *p)
{
    if (!cli->is_json) {
        g_autofree char *what = kiri_out_safe(p->what);
        kiri_out_printf("%s:%u:%u: %s\n", name, p->line, p->column, what);
        return;
    }
    g_auto(KiriBuf) buf;
    kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
    KiriJson j = kiri_out_json_begin(&buf, "problem");
    kiri_json_key(&j, "file");
    kiri_json_cstr(&j, name);
    kiri_json_key(&j, "line");
    kiri_json_i64(&j, p->line);
    kiri_json_key(&j, "column");
    kiri_json_i64(&j, p->column);
    kiri_json_key(&j, "what");
    kiri_json_cstr(&j, p->what);
    kiri_out_json_end(&j);
}

/* Everything that is wrong in one file; how much. -1 with error. */
static gint check_file(const KiriDicts *d, KiriDictKind kind, GError **error)
{
    g_autoptr(GPtrArray) problems = kiri_dict_problems_new();
    g_autofree char *path = kiri_dicts_path(d->cli, kind), *name = g_path_get_basename(path);
    g_autoptr(KiriDictionary) dictionary = kiri_dicts_dictionary(d, error);
    g_autoptr(KiriDictFile) file =
        dictionary ? kiri_dict_file_read(kind, path, problems, error) : NULL;
    if (!file)
        return -1;
    kiri_dict_file_check(file, dictionary, problems);
    for (guint i = 0; i < problems->len; i++)
        print_problem(d->cli, name, problems->pdata[i]);
    return (gint)problems->len;
}

static int check(KiriCli *cli, char **args, GError **error)
{
    g_auto(KiriDicts) d = {0};
    gboolean wanted[KIRI_N_DICTS];
    gint n = 0;
    if (!wanted_kinds(args, wanted, error) || !kiri_dicts_open(&d, cli, FALSE, error))
        return KIRI_EXIT_USAGE;
    for (guint kind = 0; kind < KIRI_N_DICTS; kind++) {
        gint found = wanted[kind] ? check_file(&d, (KiriDictKind)kind, error) : 0;
        if (found < 0)
            return KIRI_EXIT_FAILED;
        n += found;
    }
    if (cli->is_json)
        kiri_out_json_summary(n);
    return n ? KIRI_EXIT_NO : KIRI_EXIT_DONE;
}

static int rebuild(KiriCli *cli, GError **error)
{
    g_auto(KiriDicts) d = {0};
    if (!kiri_dicts_open(&d, cli, TRUE, error) || !kiri_dicts_compile(&d, error))
        return KIRI_EXIT_FAILED;
    if (cli->is_json)
        kiri_out_json_summary(0);
    return KIRI_EXIT_DONE;
}

static gboolean read_number(const char *option, const char *text, gint fallback, gint *number,
                            GError **error)
{
    gint64 value = fallback;
    if (text && !g_ascii_string_to_signed(text, 10, 0, G_MAXINT, &value, NULL)) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE, _("--%s must be a number, not '%s'"),
                    option, text);
        return FALSE;
    }
    *number = (gint)value;
    return TRUE;
}

static int suggest(KiriCli *cli, const Options *o, char **args, GError **error)
{
    KiriDictSuggestion how = {
        .days = o->days, .least = o->least, .from_releases = o->from_releases};
    if (*args || o->days < 0 || o->least < 0) {
        g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                            _("it is 'dict suggest [--days N] [--limit N] [--from-releases]'"));
        return KIRI_EXIT_USAGE;
    }
    return read_number("limit", o->limit, DEFAULT_LIMIT, &how.limit, error) &&
                   read_number("sample", o->sample, DEFAULT_SAMPLE, &how.sample, error)
               ? kiri_dict_suggest(cli, &how, error)
               : KIRI_EXIT_USAGE;
}

static int run(KiriCli *cli, const KiriCall *call, GError **error)
{
    const Options *o = call->options;
    gint verb = kiri_call_verb(call, verbs, error);
    char **args = call->args + 1;
    switch (verb) {
    case VERB_LIST:
        return list(cli, args, error);
    case VERB_ADD:
        return kiri_dict_add(cli, args, o->kind, error);
    case VERB_REMOVE:
        return kiri_dict_remove(cli, args, error);
    case VERB_CHECK:
        return check(cli, args, error);
    case VERB_REBUILD:
        return rebuild(cli, error);
    case VERB_IMPORT:
        return kiri_dict_import(cli, args, error);
    case VERB_EXPORT:
        return kiri_dict_export(cli, args, error);
    case VERB_SUGGEST:
        return suggest(cli, o, args, error);
    case VERB_REFUSE:
        return kiri_dict_refuse(cli, args, error);
    case VERB_ACCEPT:
        return kiri_dict_accept(cli, args, o->kind, error);
    default:
        return KIRI_EXIT_USAGE;
    }
}

static const char details[] = N_(
    "Words are what MeCab should know as one word: names, products, campaigns. A ranked search\n"
    "(--like) counts each as one then; what a keyword finds does not depend on them. A reading or\n"
    "kind that is left out is guessed. Synonyms are sets of words that mean the same, for\n"
    "'search --variants'. Both lie in the workspace's dictionaries/ as tables that can be edited\n"
    "by hand: 'check' says what is wrong with them, 'rebuild' puts them to use. 'import' reads\n"
    "tables in any charset of Japan, lists exported from Microsoft IME or ATOK, and user\n"
    "dictionaries of MeCab. 'suggest' proposes words that the articles use and MeCab does not\n"
    "know; 'accept' adds them, 'refuse' keeps them from being suggested again.\n"
    "Tone is words of praise and criticism, each with a weight from -3 to +3, whom it judges\n"
    "(state, act, self, event or none) and its form (noun, verb, adjective or phrase); a weight\n"
    "below 0 comes behind '--': 'dict add -- tone 塩対応 -2 self'. The next scoring of an article\n"
    "takes them up, 'kirinuki rebuild' that of all.");

const KiriCommand kiri_cmd_dict = {
    .name = "dict",
    .group = N_("Manage"),
    .args =
        N_("list [words|synonyms|refused|tone] | add word SURFACE [READING] [KIND] | add synonyms "
           "WORD… | add tone WORD WEIGHT [ROLE] [FORM] | remove word|synonyms|tone WORD… | suggest "
           "[OPTIONS] | accept WORD… [--kind KIND] | refuse "
           "WORD… | "
           "check [words|synonyms|tone] | "
           "rebuild | import words|synonyms|tone FILE | export words|synonyms|tone [FILE]"),
    .summary = N_("your own words and synonyms"),
    .details = details,
    KIRI_OPTIONS(Options, options),
    .needs = KIRI_NEEDS_WORKSPACE,
    .min_args = 1,
    .max_args = G_MAXUINT,
    .run = run};
