// SPDX-License-Identifier: GPL-3.0-or-later
/* The word lists that a user keeps, as files that can be edited by hand.
 *
 *   dictionaries/words.tsv      surface TAB reading TAB kind; the reading may be
 *                               empty, an empty or missing kind is "proper"
 *   dictionaries/synonyms.tsv   one set a line, words separated by TAB, the first
 *                               is the preferred one
 *   dictionaries/refused.tsv    words that are not to be suggested again, one a line
 *   dictionaries/tone.tsv       word TAB weight (-3 … +3) TAB role TAB form TAB note:
 *                               what is praise or criticism; the last three may be
 *                               missing (state, noun, no note). tone.h reads them
 *
 * UTF-8, a BOM and CR LF are borne, empty lines and lines that begin with `#` are
 * comments. A line that is not as it should be is no error of the file: it is
 * reported with line and column, left out, and kept as it is when the file is
 * written again, like every comment. Words are compared in the normal form N.
 *
 * The words are of use to MeCab only when they are compiled; synonyms are read as
 * they are.
 *
 * Thread rule: one thread at a time per file. */
#pragma once

#include <kirinuki/dictionary.h>

typedef enum {
    KIRI_DICT_WORDS,
    KIRI_DICT_SYNONYMS,
    KIRI_DICT_REFUSED,
    KIRI_DICT_TONE,
    KIRI_N_DICTS
} KiriDictKind;

/* Cells of a row of tone.tsv. */
enum { KIRI_TONE_CELL_WORD, KIRI_TONE_CELL_WEIGHT, KIRI_TONE_CELL_ROLE, KIRI_TONE_CELL_FORM };
/* Whom a word of tone judges. */
typedef enum {
    KIRI_TONE_STATE, // what it is said of: 不十分, 好評
    KIRI_TONE_ACT,   // to whom it is done, not who does it: 批判する
    KIRI_TONE_SELF,  // who does or suffers it: 謝罪する, 批判を浴びる
    KIRI_TONE_EVENT, // nobody but who is in it by name: 事故, 逮捕
    KIRI_TONE_NONE,  // nobody; it keeps a shorter word from being read: 評価額
    KIRI_N_TONE_ROLES
} KiriToneRole;
extern const char *const kiri_tone_role_names[]; // state, act, self, event, none
typedef enum {
    KIRI_TONE_FORM_NOUN,      // 批判; also before する
    KIRI_TONE_FORM_VERB,      // dictionary form: 怠る, 批判を浴びる
    KIRI_TONE_FORM_ADJECTIVE, // dictionary form in い: 甘い
    KIRI_TONE_FORM_PHRASE,    // as it is written
    KIRI_N_TONE_FORMS
} KiriToneForm;
extern const char *const kiri_tone_form_names[]; // noun, verb, adjective, phrase

typedef struct {
    guint line, column; // from 1, column in characters; 0: the file as a whole
    char *what;
} KiriDictProblem;
void kiri_dict_problem_free(gpointer problem);
/* An array of them that owns them. */
GPtrArray *kiri_dict_problems_new(void);

/* A line. Words: cells are surface, reading ("" where unknown), name of the kind.
 * Synonyms: the words. Refused: the word. Tone: four or five, the weight with its
 * sign. */
typedef struct {
    guint line;   // where it stood; 0: added since
    char **cells; // NULL: a comment, or a line that is none of the format
    char *raw;    // that line
} KiriDictRow;

typedef struct {
    KiriDictKind kind;
    GPtrArray *rows;     // KiriDictRow, owned
    GHashTable *by_word; // private
} KiriDictFile;

KiriDictFile *kiri_dict_file_new(KiriDictKind kind);
void kiri_dict_file_free(KiriDictFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriDictFile, kiri_dict_file_free)

/* Never fails; what is wrong is added to `problems` (NULL: nobody asks). */
KiriDictFile *kiri_dict_file_parse(KiriDictKind kind, KiriStr text, GPtrArray *problems);
/* The same with lists as input methods export them ("!Microsoft IME …", "!!ATOK…":
 * reading, surface, part of speech), and user dictionaries of MeCab as CSV; for
 * text of any charset, through kiri_decode(). Errors: FAILED. */
KiriDictFile *kiri_dict_file_import(KiriDictKind kind, KiriStr bytes, GPtrArray *problems,
                                    GError **error);
/* A file that is not there is empty. Errors: IO, LIMIT. */
KiriDictFile *kiri_dict_file_read(KiriDictKind kind, const char *path, GPtrArray *problems,
                                  GError **error);
void kiri_dict_file_format(const KiriDictFile *file, KiriBuf *out);
/* Replaces the file in one step; makes its folder. Errors: IO, REFUSED. */
gboolean kiri_dict_file_write(const KiriDictFile *file, const char *path, GError **error);

/* Rows with cells. */
guint kiri_dict_file_count(const KiriDictFile *file);
/* The first row that has the word, or NULL. */
KiriDictRow *kiri_dict_file_find(KiriDictFile *file, KiriStr word);

/* A row of cells (borrowed for the call), looked at as a line of the file would be.
 * Words: replaces what was known of the same word. Synonyms: a set that shares a word
 * with one that is there enlarges it; one that would join two is refused. TRUE with
 * *is_new when something has changed. Errors: USAGE (what is wrong with it), EXISTS
 * (would join two sets), LIMIT. */
gboolean kiri_dict_file_add(KiriDictFile *file, const char *const *cells, gboolean *is_new,
                            GError **error);
/* The word's row, or the word out of its set; a set of one word goes. FALSE when it was
 * not there. */
gboolean kiri_dict_file_remove(KiriDictFile *file, KiriStr word);

/* What is well-formed and yet not good: words twice or the same in N, words that the
 * dictionary (NULL: not asked) has already; sets that overlap, words of one character
 * in a set. */
void kiri_dict_file_check(const KiriDictFile *file, KiriDictionary *dictionary,
                          GPtrArray *problems);

/* Kana of both kinds and ・ alone? "" too. */
gboolean kiri_dict_is_reading(const char *reading);

/* ---- compiling ---- */

typedef struct {
    guint words;
    /* Words that lose against others in some frame all the same (char *), NULL: none. */
    char **not_found;
} KiriDictCompiled;
void kiri_dict_compiled_clear(KiriDictCompiled *compiled);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(KiriDictCompiled, kiri_dict_compiled_clear)

/* Makes the user dictionary `path` of MeCab from a file of words, by MeCab's own
 * `mecab-dict-index`; `dir` as in kiri_dictionary_open(). Half and full width of a
 * Latin surface are both known. Costs are computed against the system dictionary, then
 * once more against the result for words that contain others. The new file takes the
 * old one's place only when it has been loaded and tried; no words: the old one goes.
 * Errors: NOT_FOUND (the program, the dictionary), FAILED (what the program said), IO. */
gboolean kiri_dict_compile(const KiriDictFile *words, const char *dir, const char *path,
                           KiriDictCompiled *compiled, GError **error);
