// SPDX-License-Identifier: GPL-3.0-or-later
#include "dict_ops.h"

#include "control/delegate.h"
#include "user_words.h"

#include <kirinuki/file.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

static const char *const file_names[] = {
    [KIRI_DICT_WORDS] = "dictionaries/words.tsv",
    [KIRI_DICT_SYNONYMS] = "dictionaries/synonyms.tsv",
    [KIRI_DICT_REFUSED] = "dictionaries/refused.tsv",
    [KIRI_DICT_TONE] = "dictionaries/tone.tsv",
};

char *kiri_dicts_path(const KiriCli *cli, KiriDictKind kind)
{
    return kiri_cli_path(cli, file_names[kind]);
}

gint kiri_dicts_kind(const char *word, GError **error)
{
    static const struct {
        const char *name;
        KiriDictKind kind;
    } names[] = {{"words", KIRI_DICT_WORDS},
                 {"word", KIRI_DICT_WORDS},
                 {"synonyms", KIRI_DICT_SYNONYMS},
                 {"refused", KIRI_DICT_REFUSED},
                 {"tone", KIRI_DICT_TONE}};
    for (gsize i = 0; word && i < G_N_ELEMENTS(names); i++)
        if (strcmp(word, names[i].name) == 0)
            return (gint)names[i].kind;
    if (word)
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                    _("it must be said whether words, synonyms or tone are meant, not '%s'"), word);
    else
        g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                            _("it must be said whether words, synonyms or tone are meant"));
    return -1;
}

/* ---- open and close ---- */

static gboolean lock(KiriDicts *d, GError **error)
{
    g_autofree char *folder = kiri_cli_path(d->cli, "dictionaries");
    if (g_mkdir_with_parents(folder, 0755) != 0)
        return kiri_error_set_errno(error, KIRI_ERROR_CLI, _("cannot make folder"), folder);
    d->lock = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (d->lock < 0)
        return kiri_error_set_errno(error, KIRI_ERROR_CLI, _("cannot open"), folder);
    gint64 deadline = g_get_monotonic_time() + d->cli->wait_s * G_USEC_PER_SEC;
    while (flock(d->lock, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK && errno != EINTR)
            return kiri_error_set_errno(error, KIRI_ERROR_CLI, _("cannot lock"), folder);
        if (g_get_monotonic_time() >= deadline) {
            g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_BUSY,
                        _("another 'kirinuki dict' is at work in '%s'"), folder);
            return FALSE;
        }
        g_usleep(G_USEC_PER_SEC / 20);
    }
    return TRUE;
}

gboolean kiri_dicts_open(KiriDicts *d, KiriCli *cli, gboolean to_change, GError **error)
{
    *d = (KiriDicts){.cli = cli, .lock = -1};
    return !to_change || lock(d, error);
}

void kiri_dicts_close(KiriDicts *d)
{
    for (gsize i = 0; i < G_N_ELEMENTS(d->files); i++)
        g_clear_pointer(&d->files[i], kiri_dict_file_free);
    if (d->cli && d->lock >= 0)
        close(d->lock); // and with it the lock goes
    d->lock = -1;
}

/* ---- files ---- */

void kiri_dicts_warn(const KiriCli *cli, const char *name, const GPtrArray *problems)
{
    for (guint i = 0; i < problems->len; i++) {
        const KiriDictProblem *p = problems->pdata[i];
        g_autofree char *what = kiri_out_safe(p->what);
        if (p->column)
            kiri_cli_warn(cli, _("%s: line %u, column %u: %s"), name, p->line, p->column, what);
        else
            kiri_cli_warn(cli, _("%s: line %u: %s"), name, p->line, what);
    }
}

KiriDictFile *kiri_dicts_file(KiriDicts *d, KiriDictKind kind, GError **error)
{
    if (d->files[kind])
        return d->files[kind];
    g_autoptr(GPtrArray) problems = kiri_dict_problems_new();
    g_autofree char *path = kiri_dicts_path(d->cli, kind);
    g_autofree char *name = g_path_get_basename(path);
    d->files[kind] = kiri_dict_file_read(kind, path, problems, error);
    if (d->files[kind])
        kiri_dicts_warn(d->cli, name, problems);
    return d->files[kind];
}

KiriDictionary *kiri_dicts_dictionary(const KiriDicts *d, GError **error)
{
    const char *dir = kiri_settings_string(d->cli->settings, "dictionary.dir");
    KiriDictionary *dictionary = kiri_dictionary_open(*dir ? dir : NULL, NULL, error);
    if (!dictionary && error && kiri_error_is(*error, KIRI_ERROR_NOT_FOUND))
        (*error)->code = KIRI_ERROR_USAGE; // the settings name it
    return dictionary;
}

/* The watch looks whether its dictionary is another one now; every other command
 * reads it when it starts. */
static void tell_watch(const KiriCli *cli)
{
    if (kiri_delegate_reload(cli))
        kiri_cli_note(cli, _("the running watch takes it up"));
}

gboolean kiri_dicts_compile(KiriDicts *d, GError **error)
{
    const KiriDictFile *words = kiri_dicts_file(d, KIRI_DICT_WORDS, error);
    const char *dir = kiri_settings_string(d->cli->settings, "dictionary.dir");
    g_autofree char *path = kiri_cli_path(d->cli, "dictionaries/words.dic");
    g_auto(KiriDictCompiled) compiled = {0};
    g_autofree char *before = kiri_user_words_fingerprint(d->cli, d->cli->settings);
    if (!words)
        return FALSE;
    if (!kiri_dict_compile(words, *dir ? dir : NULL, path, &compiled, error)) {
        g_prefix_error(error, _("the words are kept, and the dictionary is the old one: "));
        return FALSE;
    }
    for (char **word = compiled.not_found; word && *word; word++) {
        g_autofree char *safe = kiri_out_safe(*word);
        kiri_cli_warn(d->cli, _("'%s' will not be one word everywhere: its parts are words too"),
                      safe);
    }
    g_autofree char *after = kiri_user_words_fingerprint(d->cli, d->cli->settings);
    if (strcmp(before, after) != 0) {
        kiri_cli_note(d->cli, _("the next 'kirinuki index' ranks with the new words; what a "
                                "keyword finds does not depend on them"));
        tell_watch(d->cli);
    } else if (*kiri_settings_string(d->cli->settings, "dictionary.user")) {
        kiri_cli_note(d->cli, _("the setting 'dictionary.user' names another dictionary, so these "
                                "words are not used"));
    }
    return TRUE;
}

gboolean kiri_dicts_save(KiriDicts *d, KiriDictKind kind, GError **error)
{
    g_autofree char *path = kiri_dicts_path(d->cli, kind);
    const KiriDictFile *file = kiri_dicts_file(d, kind, error);
    return file && kiri_dict_file_write(file, path, error) &&
           (kind != KIRI_DICT_WORDS || kiri_dicts_compile(d, error));
}

/* ---- answers ---- */

static void write_row(KiriDictKind kind, const KiriDictRow *row)
{
    static const char *const names[] = {"surface", "reading", "kind"};
    static const char *const tone_names[] = {"word", "weight", "role", "form", "note"};
    static const char *const types[] = {"word", "synonyms", "refused", "tone"};
    g_auto(KiriBuf) buf;
    kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
    KiriJson j = kiri_out_json_begin(&buf, types[kind]);
    if (kind == KIRI_DICT_SYNONYMS) {
        kiri_json_key(&j, "words");
        kiri_json_open_array(&j);
    }
    for (guint i = 0; row->cells[i]; i++) {
        if (kind != KIRI_DICT_SYNONYMS)
            kiri_json_key(&j, kind == KIRI_DICT_TONE ? tone_names[i] : names[i]);
        kiri_json_cstr(&j, *row->cells[i] ? row->cells[i] : NULL);
    }
    if (kind == KIRI_DICT_SYNONYMS)
        kiri_json_close_array(&j);
    kiri_out_json_end(&j);
}

void kiri_dicts_print(const KiriCli *cli, KiriDictKind kind, const KiriDictRow *row)
{
    if (cli->is_json) {
        write_row(kind, row);
        return;
    }
    if (kind == KIRI_DICT_SYNONYMS) {
        g_autofree char *words = g_strjoinv(" = ", row->cells);
        g_autofree char *safe = kiri_out_safe(words);
        kiri_out_printf("%s\n", safe);
        return;
    }
    g_autofree char *surface = kiri_out_safe(row->cells[0]);
    if (kind == KIRI_DICT_REFUSED) {
        kiri_out_printf("%s\n", surface);
        return;
    }
    g_autofree char *rest = kind == KIRI_DICT_TONE
                                ? g_strdup_printf("%2s %-6s %-10s %s", row->cells[1], row->cells[2],
                                                  row->cells[3], row->cells[4] ? row->cells[4] : "")
                                : g_strdup_printf("%-12s %s", row->cells[2], row->cells[1]);
    kiri_out_row(0, surface, 24, g_strchomp(rest));
}
