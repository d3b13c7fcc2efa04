// SPDX-License-Identifier: GPL-3.0-or-later
/* dict add, remove, accept, import, export. Every one of them changes the file
 * first and compiles then: when compiling fails, the words are kept, the old
 * dictionary stays in use, and `dict rebuild` tries again. */
#include "dict_ops.h"

#include <kirinuki/file.h>
#include <kirinuki/limits.h>
#include <kirinuki/record.h>

#include <string.h>

static gboolean usage(GError **error, const char *text)
{
    g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE, text);
    return FALSE;
}

/* ---- adding ---- */

/* SURFACE [READING] [KIND]: what is kana is the reading, so either may be left out. */
static gboolean read_word(char **args, const char *cells[4], GError **error)
{
    guint n = kiri_strv_count(args);
    if (n < 1 || n > 3)
        return usage(error, _("it is 'dict add word SURFACE [READING] [KIND]'"));
    gboolean has_reading = n == 3 || (n == 2 && *args[1] && kiri_dict_is_reading(args[1]));
    cells[0] = args[0];
    cells[1] = has_reading ? args[1] : "";
    cells[2] = n == 3 ? args[2] : n == 2 && !has_reading ? args[1] : "";
    cells[3] = NULL;
    return TRUE;
}

/* Adds a word; the reading and the kind that are not given are those of its parts. */
static gboolean add_word(KiriDicts *d, KiriDictionary *dictionary, const char *const cells[4],
                         gboolean *is_new, GError **error)
{
    KiriDictFile *file = kiri_dicts_file(d, KIRI_DICT_WORDS, error);
    if (!file)
        return FALSE;
    g_autofree char *guessed =
        *cells[1] ? NULL : kiri_dictionary_reading(dictionary, kiri_str(cells[0]));
    KiriWordKind kind = kiri_dictionary_guess_kind(dictionary, kiri_str(cells[0]));
    const char *const whole[] = {cells[0], guessed ? guessed : cells[1],
                                 *cells[2] ? cells[2] : kiri_word_kind_names[kind], NULL};
    if (!kiri_dict_file_add(file, whole, is_new, error))
        return FALSE;
    if (kiri_dictionary_has(dictionary, kiri_str(cells[0]))) {
        g_autofree char *safe = kiri_out_safe(cells[0]);
        kiri_cli_note(d->cli, _("MeCab's dictionary has '%s' already"), safe);
    }
    kiri_dicts_print(d->cli, KIRI_DICT_WORDS, kiri_dict_file_find(file, kiri_str(cells[0])));
    return TRUE;
}

static int add_one_word(KiriDicts *d, char **args, const char *kind, GError **error)
{
    const char *cells[4];
    gboolean is_new = FALSE;
    if (!read_word(args, cells, error))
        return KIRI_EXIT_FAILED;
    if (kind && !*cells[2])
        cells[2] = kind;
    g_autoptr(KiriDictionary) dictionary = kiri_dicts_dictionary(d, error);
    if (!dictionary || !add_word(d, dictionary, cells, &is_new, error) ||
        !kiri_dicts_save(d, KIRI_DICT_WORDS, error))
        return KIRI_EXIT_FAILED;
    if (d->cli->is_json)
        kiri_out_json_summary(1);
    return KIRI_EXIT_DONE;
}

/* A set of synonyms, or WORD WEIGHT [ROLE] [FORM] [NOTE] of tone. */
static int add_row(KiriDicts *d, KiriDictKind kind, char **args, GError **error)
{
    gboolean is_new = FALSE;
    KiriDictFile *file = kiri_dicts_file(d, kind, error);
    if (!file || !kiri_dict_file_add(file, (const char *const *)args, &is_new, error) ||
        !kiri_dicts_save(d, kind, error))
        return KIRI_EXIT_FAILED;
    kiri_dicts_print(d->cli, kind, kiri_dict_file_find(file, kiri_str(args[0])));
    if (d->cli->is_json)
        kiri_out_json_summary(1);
    return KIRI_EXIT_DONE;
}

int kiri_dict_add(KiriCli *cli, char **args, const char *word_kind, GError **error)
{
    g_auto(KiriDicts) d = {0};
    gint kind = kiri_dicts_kind(*args, error);
    if (kind == KIRI_DICT_REFUSED)
        return kiri_dict_refuse(cli, args + 1, error);
    if (kind < 0 || !kiri_dicts_open(&d, cli, TRUE, error))
        return KIRI_EXIT_FAILED;
    return kind == KIRI_DICT_WORDS ? add_one_word(&d, args + 1, word_kind, error)
                                   : add_row(&d, (KiriDictKind)kind, args + 1, error);
}

int kiri_dict_accept(KiriCli *cli, char **args, const char *kind, GError **error)
{
    g_auto(KiriDicts) d = {0};
    if (!*args)
        return usage(error, _("it is 'dict accept WORD…'")) ? KIRI_EXIT_DONE : KIRI_EXIT_USAGE;
    g_autoptr(KiriDictionary) dictionary =
        kiri_dicts_open(&d, cli, TRUE, error) ? kiri_dicts_dictionary(&d, error) : NULL;
    for (char **word = args; dictionary && *word; word++) {
        const char *const cells[] = {*word, "", kind ? kind : "", NULL};
        gboolean is_new = FALSE;
        if (!add_word(&d, dictionary, cells, &is_new, error))
            return KIRI_EXIT_FAILED;
    }
    if (!dictionary || !kiri_dicts_save(&d, KIRI_DICT_WORDS, error))
        return KIRI_EXIT_FAILED;
    if (cli->is_json)
        kiri_out_json_summary((gint64)kiri_strv_count(args));
    return KIRI_EXIT_DONE;
}

int kiri_dict_refuse(KiriCli *cli, char **args, GError **error)
{
    g_auto(KiriDicts) d = {0};
    if (!*args)
        return usage(error, _("it is 'dict refuse WORD…'")) ? KIRI_EXIT_DONE : KIRI_EXIT_USAGE;
    KiriDictFile *file = kiri_dicts_open(&d, cli, TRUE, error)
                             ? kiri_dicts_file(&d, KIRI_DICT_REFUSED, error)
                             : NULL;
    for (char **word = args; file && *word; word++) {
        const char *const cells[] = {*word, NULL};
        gboolean is_new = FALSE;
        if (!kiri_dict_file_add(file, cells, &is_new, error))
            return KIRI_EXIT_FAILED;
    }
    if (!file || !kiri_dicts_save(&d, KIRI_DICT_REFUSED, error))
        return KIRI_EXIT_FAILED;
    if (!cli->is_json)
        return KIRI_EXIT_DONE;
    guint n = 0;
    for (char **word = args; *word; word++) {
        const KiriDictRow *row = kiri_dict_file_find(file, kiri_str(*word));
        if (row)
            kiri_dicts_print(cli, KIRI_DICT_REFUSED, row);
        n += row != NULL;
    }
    kiri_out_json_summary(n);
    return KIRI_EXIT_DONE;
}

/* ---- removing ---- */

int kiri_dict_remove(KiriCli *cli, char **args, GError **error)
{
    g_auto(KiriDicts) d = {0};
    gint kind = kiri_dicts_kind(*args, error);
    if (kind >= 0 && !args[1])
        usage(error, _("it is 'dict remove word WORD…' or 'dict remove synonyms WORD…'"));
    if (kind < 0 || !args[1] || !kiri_dicts_open(&d, cli, TRUE, error))
        return KIRI_EXIT_FAILED;
    KiriDictFile *file = kiri_dicts_file(&d, (KiriDictKind)kind, error);
    for (char **word = args + 1; file && *word; word++)
        if (!kiri_dict_file_remove(file, kiri_str(*word))) {
            g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_NOT_FOUND,
                        kind == KIRI_DICT_SYNONYMS ? _("there is no synonym '%s' in the workspace")
                                                   : _("there is no word '%s' in the workspace"),
                        *word);
            return KIRI_EXIT_NO;
        }
    if (!file || !kiri_dicts_save(&d, (KiriDictKind)kind, error))
        return KIRI_EXIT_FAILED;
    if (cli->is_json)
        kiri_out_json_summary((gint64)kiri_strv_count(args + 1));
    return KIRI_EXIT_DONE;
}

/* ---- files of others ---- */

typedef struct {
    guint added, known, refused;
} Counts;

static gboolean take_rows(KiriDicts *d, const KiriDictFile *from, Counts *counts, GError **error)
{
    KiriDictFile *to = kiri_dicts_file(d, from->kind, error);
    g_autoptr(KiriDictionary) dictionary = to ? kiri_dicts_dictionary(d, error) : NULL;
    if (!dictionary)
        return FALSE;
    for (guint i = 0; i < from->rows->len; i++) {
        const KiriDictRow *row = from->rows->pdata[i];
        g_autoptr(GError) why = NULL;
        gboolean is_new = FALSE;
        if (!row->cells)
            continue;
        g_autofree char *guessed =
            from->kind == KIRI_DICT_WORDS && !*row->cells[1]
                ? kiri_dictionary_reading(dictionary, kiri_str(row->cells[0]))
                : NULL;
        const char *const word[] = {row->cells[0], guessed, row->cells[guessed ? 2 : 1], NULL};
        if (!kiri_dict_file_add(to, guessed ? word : (const char *const *)row->cells, &is_new,
                                &why)) {
            kiri_cli_warn(d->cli, _("line %u: %s"), row->line, why->message);
            counts->refused++;
        }
        counts->added += is_new ? 1 : 0;
        counts->known += !is_new && !why ? 1 : 0;
    }
    return TRUE;
}

int kiri_dict_import(KiriCli *cli, char **args, GError **error)
{
    g_auto(KiriDicts) d = {0};
    g_autoptr(GPtrArray) problems = kiri_dict_problems_new();
    gint kind = kiri_dicts_kind(*args, error);
    if (kind >= 0 && (!args[1] || args[2]))
        usage(error, _("it is 'dict import words FILE' or 'dict import synonyms FILE'"));
    if (kind < 0 || !args[1] || args[2])
        return KIRI_EXIT_USAGE;
    g_autofree char *path = kiri_cli_file(cli, args[1]);
    g_autoptr(GBytes) bytes = kiri_file_read(path, KIRI_LIMIT_FILE_BYTES, error);
    gsize n = 0;
    const char *p = bytes ? g_bytes_get_data(bytes, &n) : NULL;
    g_autoptr(KiriDictFile) from =
        bytes ? kiri_dict_file_import((KiriDictKind)kind, (KiriStr){p ? p : "", n}, problems, error)
              : NULL;
    Counts counts = {.refused = problems->len};
    if (!from || !kiri_dicts_open(&d, cli, TRUE, error))
        return KIRI_EXIT_FAILED;
    kiri_dicts_warn(cli, args[1], problems);
    if (!take_rows(&d, from, &counts, error) ||
        (counts.added && !kiri_dicts_save(&d, (KiriDictKind)kind, error)))
        return KIRI_EXIT_FAILED;
    kiri_cli_note(cli, _("%u added, %u known already, %u lines left out"), counts.added,
                  counts.known, counts.refused);
    if (cli->is_json)
        kiri_out_json_summary(counts.added);
    return counts.refused ? KIRI_EXIT_PARTLY : KIRI_EXIT_DONE;
}

int kiri_dict_export(KiriCli *cli, char **args, GError **error)
{
    g_auto(KiriDicts) d = {0};
    gint kind = kiri_dicts_kind(*args, error);
    if (kind >= 0 && args[1] && args[2])
        usage(error, _("it is 'dict export words [FILE]' or 'dict export synonyms [FILE]'"));
    if (kind < 0 || (args[1] && args[2]))
        return KIRI_EXIT_USAGE;
    const KiriDictFile *file = kiri_dicts_open(&d, cli, FALSE, error)
                                   ? kiri_dicts_file(&d, (KiriDictKind)kind, error)
                                   : NULL;
    if (!file)
        return KIRI_EXIT_FAILED;
    if (args[1] && strcmp(args[1], "-") != 0) {
        g_autofree char *path = kiri_cli_file(cli, args[1]);
        return kiri_dict_file_write(file, path, error) ? KIRI_EXIT_DONE : KIRI_EXIT_FAILED;
    }
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    kiri_dict_file_format(file, &out);
    kiri_out_write(kiri_buf_view(&out));
    return KIRI_EXIT_DONE;
}
