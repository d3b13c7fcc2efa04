// SPDX-License-Identifier: GPL-3.0-or-later
/* What the verbs of `dict` share. Words and synonym sets lie in
 * <workspace>/dictionaries/, beside the compiled dictionary; one `dict` at a time
 * changes them (a lock on that folder), and a running watch is told to take the new
 * dictionary up.
 *
 * Thread rule: main thread. */
#pragma once

#include "cli.h"

#include <kirinuki/dict_file.h>

typedef struct {
    KiriCli *cli;
    int lock;                          // of the folder; -1: only looking
    KiriDictFile *files[KIRI_N_DICTS]; // NULL: not read
} KiriDicts;

/* Opens for changes, or only to look. Errors: BUSY (another `dict` is at it), IO. */
gboolean kiri_dicts_open(KiriDicts *d, KiriCli *cli, gboolean to_change, GError **error);
void kiri_dicts_close(KiriDicts *d);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(KiriDicts, kiri_dicts_close)
/* The file, read; what is wrong in it is warned of once. Owned by `d`. */
KiriDictFile *kiri_dicts_file(KiriDicts *d, KiriDictKind kind, GError **error);
/* Writes it back and, for words, compiles them. */
gboolean kiri_dicts_save(KiriDicts *d, KiriDictKind kind, GError **error);
/* Compiles the words as they are. */
gboolean kiri_dicts_compile(KiriDicts *d, GError **error);
/* MeCab's own dictionary, without the user's words. (transfer full) */
KiriDictionary *kiri_dicts_dictionary(const KiriDicts *d, GError **error);

char *kiri_dicts_path(const KiriCli *cli, KiriDictKind kind); // (transfer full)
/* "words.tsv: line 3, column 5: …" on stderr. */
void kiri_dicts_warn(const KiriCli *cli, const char *name, const GPtrArray *problems);
/* A row as an answer. */
void kiri_dicts_print(const KiriCli *cli, KiriDictKind kind, const KiriDictRow *row);

/* "words", "word", "synonyms" or "refused"; -1 with error USAGE. */
gint kiri_dicts_kind(const char *word, GError **error);

/* ---- verbs; each gives the exit code. `args` stand behind the verb. ---- */

int kiri_dict_add(KiriCli *cli, char **args, const char *word_kind, GError **error);
int kiri_dict_remove(KiriCli *cli, char **args, GError **error);
int kiri_dict_import(KiriCli *cli, char **args, GError **error);
int kiri_dict_export(KiriCli *cli, char **args, GError **error);

typedef struct {
    gint days;   // 0: all
    gint limit;  // words; 0: all
    gint least;  // articles that a word is in; 0: by their number
    gint sample; // articles that are read; 0: all
    gboolean from_releases;
} KiriDictSuggestion;
int kiri_dict_suggest(KiriCli *cli, const KiriDictSuggestion *how, GError **error);
/* Words that are not to be suggested again. */
int kiri_dict_refuse(KiriCli *cli, char **args, GError **error);
int kiri_dict_accept(KiriCli *cli, char **args, const char *kind, GError **error);
