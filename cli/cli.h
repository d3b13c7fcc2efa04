// SPDX-License-Identifier: GPL-3.0-or-later
/* What every command sees: the invocation, the session, and how to answer.
 *
 * A command is a row of the table in command.c: name, group, options as data,
 * what it needs (workspace, workers), and a function. Options land in a struct
 * of the command's own by offset, so there are no static option variables.
 *
 * A running `watch` carries out commands for other processes: then the same
 * function runs in a thread of watch, with a KiriCli that has a host.
 *
 * Thread rule: one thread at a time per KiriCli. */
#pragma once

#include <kirinuki/buf.h>
#include <kirinuki/clock.h>
#include <kirinuki/error.h>
#include <kirinuki/i18n.h>
#include <kirinuki/json.h>
#include <kirinuki/nursery.h>
#include <kirinuki/store.h>

#include "log.h"
#include "settings.h"

/* Exit codes (DESIGN: the command line). */
enum {
    KIRI_EXIT_DONE = 0,
    KIRI_EXIT_NO = 1,     // done, and the answer is no
    KIRI_EXIT_USAGE = 2,  // usage or configuration
    KIRI_EXIT_PARTLY = 3, // partly done, the rest is stored
    KIRI_EXIT_FAILED = 4, // failed, what was committed stays
    KIRI_EXIT_BUSY = 75,
};

typedef enum { KIRI_WHEN_AUTO, KIRI_WHEN_ALWAYS, KIRI_WHEN_NEVER } KiriWhen;

/* What a running watch lends to a command that it carries out for another
 * process. */
typedef struct {
    const char *dir, *data_dir; // its workspace, and the shipped data
    KiriStore *store;
    KiriNursery *nursery;
    const char *words; // as in KiriCli
    KiriLog *log;      // NULL: none
    /* Keeps passes and other commands away from index, links and scores; FALSE with
     * error BUSY when it takes too long. */
    gboolean (*begin_stages)(gpointer data, GError **error);
    void (*end_stages)(gpointer data);
    /* Lets the crawl stand still, or go on; returns when it does. */
    void (*hold_crawl)(gpointer data, gboolean is_held);
    /* Rules of sites were added or removed. */
    void (*reload_rules)(gpointer data);
    gpointer data;
} KiriWatchHost;

/* What a command said. */
typedef struct {
    KiriBuf out, err;    // capped by who made them
    const char *command; // its name (static), once it is known
} KiriCapture;

/* One run of the program. */
typedef struct {
    char *dir;              // the workspace
    gboolean has_workspace; // the command works on one
    gboolean is_json, is_quiet, is_offline;
    gint verbosity;
    KiriWhen color, progress;
    gint wait_s;
    char **argv;               // the invocation itself, borrowed
    const char *command;       // the command's name (static), once it is known
    char **overrides;          // -c of it, borrowed
    char *cwd;                 // where the user's file names begin; NULL: where we are
    const KiriWatchHost *host; // NULL: this process is its own
    gboolean is_answered;      // a running watch did it; nothing is left to be said
    int answer_code;           // and this is the exit code
    KiriCapture unheard;       // where the command's own words go then
    gboolean starts_anew;      // the program begins again after the end, with the same words
    KiriLog *log;              // every message also goes there; NULL: none
    KiriClock *clock;
    KiriSettings *settings;
    char *program_dir;    // where the program lies
    char *data_dir;       // feeds/ and dictionaries/
    KiriNursery *nursery; // only for commands with KIRI_NEEDS_WORKERS
    KiriPool *pool;       // likewise; made on the first kiri_cli_pool()
    char *words;          // fingerprint of what its workers tokenise with; NULL: they do not
} KiriCli;

typedef struct {
    const char *name; // long option
    char letter;      // 0: none
    GOptionArg arg;   // NONE (gboolean), INT (gint), STRING (char *), STRING_ARRAY (char **)
    gsize offset;     // into the command's options struct
    const char *help;
    const char *arg_name;
    gboolean is_optional; // the value may be left out, "--facets": then it is ""
} KiriOption;

typedef struct KiriCommand KiriCommand;

typedef struct {
    const KiriCommand *command;
    gpointer options; // the command's options struct, NULL if it has none
    char **args;      // positional, NULL-terminated
    guint n_args;
} KiriCall;

typedef enum {
    KIRI_NEEDS_WORKSPACE = 1 << 0, // the settings of an existing workspace are loaded
    KIRI_NEEDS_WORKERS = 1 << 1,   // the nursery is started before anything else
    KIRI_NEEDS_WORDS = 1 << 2,     // and its workers know the dictionary of MeCab
} KiriNeeds;

struct KiriCommand {
    const char *name;
    const char *group;   // heading in the help
    const char *args;    // "QUERY…"
    const char *summary; // one line
    const char *details; // further help, NULL for none
    const KiriOption *options;
    guint n_options;
    gsize options_size;
    guint needs;
    guint min_args, max_args; // max G_MAXUINT: any number
    int (*run)(KiriCli *cli, const KiriCall *call, GError **error);
};

extern const KiriCommand *const kiri_commands[]; // NULL-terminated, in order of the help

/* Runs argv; returns the exit code. */
int kiri_cli_main(int argc, char **argv);

/* Carries out `argv` (from the program's name on) for another process whose folder
 * is `cwd`; the exit code. Its settings are read anew. Any thread. */
int kiri_cli_serve(const KiriWatchHost *host, char **argv, const char *cwd, KiriCapture *said);
/* The command's help on stdout. */
void kiri_command_print_help(const KiriCommand *command);
/* The options that every command accepts, as a row without a function. */
extern const KiriCommand kiri_global_command;
gboolean kiri_command_wants_help(const KiriCall *globals);
/* Parses options and words. With `globals` (a call of kiri_global_command, whose
 * options are filled too) for a command; NULL for the global options themselves,
 * which end at the first word. */
gboolean kiri_command_parse(const KiriCommand *command, char **argv, const KiriCall *globals,
                            KiriCall *call, GError **error);
void kiri_call_clear(KiriCall *call);
const KiriCommand *kiri_command_find(const char *name);

/* "sub" of `source list …`: the row of `names` (NULL-terminated) that the first
 * argument is, or -1 with error USAGE that lists them. */
gint kiri_call_verb(const KiriCall *call, const char *const *names, GError **error);

int kiri_exit_code_of(const GError *error);

/* A row of a table of options. */
#define KIRI_OPTION(struct_, member_, name_, letter_, arg_, arg_name_, help_)                      \
    {                                                                                              \
        .name = (name_), .letter = (letter_), .arg = G_OPTION_ARG_##arg_,                          \
        .offset = offsetof(struct_, member_), .help = (help_), .arg_name = (arg_name_)             \
    }
/* One whose value (FILENAME, behind '=') may be left out. */
#define KIRI_OPTION_MAYBE(struct_, member_, name_, arg_name_, help_)                               \
    {                                                                                              \
        .name = (name_), .arg = G_OPTION_ARG_FILENAME, .offset = offsetof(struct_, member_),       \
        .help = (help_), .arg_name = (arg_name_), .is_optional = TRUE                              \
    }
#define KIRI_OPTIONS(struct_, table_)                                                              \
    .options = (table_), .n_options = G_N_ELEMENTS(table_), .options_size = sizeof(struct_)

/* ---- session ---- */

/* The store, or that of the host. For writing while another process holds it:
 * when that is a watch, it carries the whole command out, `is_answered` is set, and
 * the NULL with an error only leads back to the end. */
KiriStore *kiri_cli_open_store(KiriCli *cli, KiriStoreMode mode, GError **error);
KiriPool *kiri_cli_pool(KiriCli *cli, GError **error);
/* Starts the nursery, for commands only some of whose verbs need workers: before they
 * open anything. Nothing to do where it runs already. */
gboolean kiri_cli_start_workers(KiriCli *cli, KiriNeeds needs, GError **error);
/* A file name that the user gave, as this process can open it; "-" stays.
 * (transfer full) */
char *kiri_cli_file(const KiriCli *cli, const char *name);
char *kiri_cli_path(const KiriCli *cli, const char *name);      // in the workspace
char *kiri_cli_data_path(const KiriCli *cli, const char *name); // shipped data
gint64 kiri_cli_now_us(const KiriCli *cli);
/* As the settings have it. */
void kiri_cli_set_log_level(const KiriCli *cli);
/* Where figures go; NULL: nowhere. (transfer full) */
char *kiri_cli_metrics_path(const KiriCli *cli);

/* Job numbers of kiri_jobs[]. */
typedef enum {
    KIRI_JOB_EXTRACT,
    KIRI_JOB_FEED,
    KIRI_JOB_TERMS,
    KIRI_JOB_NEW_WORDS,
    KIRI_JOB_PLUMB_EXTRACT,
    KIRI_JOB_PLUMB_FEED,
    KIRI_JOB_PLUMB_ROBOTS,
    KIRI_JOB_PLUMB_DECODE,
    KIRI_JOB_PLUMB_URL,
    KIRI_JOB_PLUMB_TOKENIZE,
    KIRI_JOB_PLUMB_COMPARE,
    KIRI_JOB_PROBE,
    KIRI_N_JOBS
} KiriJobNumber;
extern const KiriJob kiri_jobs[KIRI_N_JOBS];

/* ---- answers ---- */

/* What this thread says from now on goes there; NULL: to stdout and stderr. */
void kiri_out_capture(KiriCapture *to);
/* stdout carries the answer and nothing else. */
void kiri_out_write(KiriStr s);
void kiri_out_printf(const char *format, ...) G_GNUC_PRINTF(1, 2);
/* Text from outside for a terminal: control characters, DEL, C1 and
 * bidirectional marks are shown as escapes. (transfer full) */
char *kiri_out_safe(const char *s);
/* Columns of a terminal that `s` takes: two for a Japanese letter. */
guint kiri_out_columns(const char *s);
/* One row of two columns: `left` is filled up to `columns` of a terminal, where
 * a Japanese letter takes two, and never cut. */
void kiri_out_row(guint indent, const char *left, guint columns, const char *right);
/* Would people see what this thread writes to stdout? */
gboolean kiri_out_is_terminal(void);
/* TRUE for ANSI colours on stdout. */
gboolean kiri_out_has_color(const KiriCli *cli);
/* One JSON line with "type": begin, write members, end. */
KiriJson kiri_out_json_begin(KiriBuf *buf, const char *type);
void kiri_out_json_end(KiriJson *j);
/* A record as one JSON line. */
void kiri_out_record(const KiriShape *shape, gconstpointer record);
/* The closing line: {"type":"summary","count":n,"complete":true}. */
void kiri_out_json_summary(gint64 count);
/* Was everything written? FALSE with error IO. */
gboolean kiri_out_flush(GError **error);
/* stderr: "kirinuki: …"; nothing with -q. */
void kiri_cli_note(const KiriCli *cli, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* Likewise, with -q too. */
void kiri_cli_warn(const KiriCli *cli, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* "2026-04-13 10:05" in JST; "" when unset. */
void kiri_out_time(KiriTime t, char out[32]);
