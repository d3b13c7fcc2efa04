// SPDX-License-Identifier: GPL-3.0-or-later
/* Reading and writing the user's word lists line by line. A file is its rows in
 * order, comments and bad lines included, so writing loses nothing of it. */
#include <kirinuki/dict_file.h>

#include <kirinuki/error.h>
#include <kirinuki/file.h>
#include <kirinuki/i18n.h>
#include <kirinuki/limits.h>
#include <kirinuki/normalize.h>
#include <kirinuki/record.h>

#include "dict_line.h"

#include <string.h>

void kiri_dict_problem_free(gpointer problem)
{
    KiriDictProblem *p = problem;
    if (p)
        g_free(p->what);
    g_free(p);
}

GPtrArray *kiri_dict_problems_new(void)
{
    return g_ptr_array_new_with_free_func(kiri_dict_problem_free);
}

void kiri_dict_note(GPtrArray *problems, guint line, guint column, const char *format, ...)
{
    if (!problems)
        return;
    va_list args;
    va_start(args, format);
    KiriDictProblem *p = g_new0(KiriDictProblem, 1);
    p->line = line;
    p->column = column;
    p->what = g_strdup_vprintf(format, args);
    va_end(args);
    g_ptr_array_add(problems, p);
}

static void free_row(gpointer row)
{
    KiriDictRow *r = row;
    g_strfreev(r->cells);
    g_free(r->raw);
    g_free(r);
}

KiriDictFile *kiri_dict_file_new(KiriDictKind kind)
{
    KiriDictFile *file = g_new0(KiriDictFile, 1);
    file->kind = kind;
    file->rows = g_ptr_array_new_with_free_func(free_row);
    return file;
}

void kiri_dict_file_free(KiriDictFile *file)
{
    if (!file)
        return;
    g_clear_pointer(&file->by_word, g_hash_table_unref);
    g_ptr_array_unref(file->rows);
    g_free(file);
}

/* ---- reading ---- */

static guint column_of(KiriStr line, const char *at)
{
    return (guint)g_utf8_strlen(line.p, at - line.p) + 1;
}

/* Cells of a line, without blanks around them; empty ones at the end are dropped, as
 * spreadsheets add them. */
static char **split(KiriStr line)
{
    GPtrArray *cells = g_ptr_array_new();
    for (const char *p = line.p, *end = line.p + line.n; p <= end;) {
        const char *tab = memchr(p, '\t', (gsize)(end - p));
        const char *to = tab ? tab : end;
        g_ptr_array_add(cells, kiri_str_dup(kiri_str_strip((KiriStr){p, (gsize)(to - p)})));
        p = to + 1;
    }
    while (cells->len && !*(char *)cells->pdata[cells->len - 1]) {
        g_free(cells->pdata[cells->len - 1]);
        g_ptr_array_set_size(cells, (gint)cells->len - 1);
    }
    g_ptr_array_add(cells, NULL);
    return (char **)g_ptr_array_free(cells, FALSE);
}

/* Where the n-th cell begins. */
static guint column_of_cell(KiriStr line, guint cell)
{
    const char *p = line.p, *end = line.p + line.n;
    for (; cell && p < end; cell--) {
        const char *tab = memchr(p, '\t', (gsize)(end - p));
        p = tab ? tab + 1 : end;
    }
    return column_of(line, p);
}

static KiriDictRow *read_line(KiriDictKind kind, KiriStr line, guint number, GPtrArray *problems)
{
    KiriDictRow *row = g_new0(KiriDictRow, 1);
    const char *bad = NULL;
    row->line = number;
    row->raw = g_strndup(line.p, line.n);
    if (!g_utf8_validate_len(line.p, line.n, &bad)) {
        kiri_dict_note(problems, number, column_of(line, bad), _("this is not UTF-8"));
        return row;
    }
    KiriStr text = kiri_str_strip(line);
    if (!text.n || text.p[0] == '#')
        return row;
    g_auto(GStrv) cells = split(line);
    guint wrong = 0;
    g_autofree char *what = kiri_dict_line_judge(kind, (const char *const *)cells, &wrong);
    if (what) {
        kiri_dict_note(problems, number, column_of_cell(line, wrong), "%s", what);
        return row;
    }
    row->cells = kiri_dict_line_cells(kind, (const char *const *)cells);
    g_clear_pointer(&row->raw, g_free);
    return row;
}

KiriDictFile *kiri_dict_file_parse(KiriDictKind kind, KiriStr text, GPtrArray *problems)
{
    KiriDictFile *file = kiri_dict_file_new(kind);
    gsize at = 0;
    while (text.n - at >= 3 && memcmp(text.p + at, "\xef\xbb\xbf", 3) == 0)
        at += 3;
    guint number = 0, rows = 0;
    while (at < text.n) {
        const char *end = memchr(text.p + at, '\n', text.n - at);
        gsize n = end ? (gsize)(end - text.p) - at : text.n - at;
        KiriStr line = {text.p + at, n};
        while (line.n && line.p[line.n - 1] == '\r')
            line.n--;
        at += n + 1;
        KiriDictRow *row = read_line(kind, line, ++number, problems);
        g_ptr_array_add(file->rows, row);
        if (row->cells && ++rows > KIRI_LIMIT_DICT_ROWS) {
            kiri_dict_note(problems, number, 0, _("more than %d rows; the rest is not used"),
                           KIRI_LIMIT_DICT_ROWS);
            row->raw = kiri_str_dup(line);
            g_clear_pointer(&row->cells, g_strfreev);
        }
    }
    return file;
}

KiriDictFile *kiri_dict_file_read(KiriDictKind kind, const char *path, GPtrArray *problems,
                                  GError **error)
{
    g_autoptr(GError) why = NULL;
    g_autoptr(GBytes) bytes = kiri_file_read(path, KIRI_LIMIT_FILE_BYTES, &why);
    if (!bytes && kiri_error_is(why, KIRI_ERROR_NOT_FOUND))
        return kiri_dict_file_new(kind);
    if (!bytes) {
        g_propagate_error(error, g_steal_pointer(&why));
        return NULL;
    }
    gsize n = 0;
    const char *p = g_bytes_get_data(bytes, &n);
    return kiri_dict_file_parse(kind, (KiriStr){p ? p : "", n}, problems);
}

/* ---- writing ---- */

void kiri_dict_file_format(const KiriDictFile *file, KiriBuf *out)
{
    for (guint i = 0; i < file->rows->len; i++) {
        const KiriDictRow *row = file->rows->pdata[i];
        for (char **cell = row->cells; cell && *cell; cell++) {
            if (cell != row->cells)
                kiri_buf_add_char(out, '\t');
            kiri_buf_add_str(out, *cell);
        }
        kiri_buf_add_str(out, row->cells ? "" : row->raw);
        kiri_buf_add_char(out, '\n');
    }
}

gboolean kiri_dict_file_write(const KiriDictFile *file, const char *path, GError **error)
{
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    g_autofree char *dir = g_path_get_dirname(path);
    if (g_mkdir_with_parents(dir, 0755) != 0)
        return kiri_error_set_errno(error, KIRI_ERROR_TEXT, _("cannot make folder"), dir);
    kiri_dict_file_format(file, &out);
    return kiri_file_replace(path, kiri_buf_view(&out), 0644, error);
}

/* ---- rows ---- */

guint kiri_dict_file_count(const KiriDictFile *file)
{
    guint n = 0;
    for (guint i = 0; i < file->rows->len; i++)
        n += ((const KiriDictRow *)file->rows->pdata[i])->cells != NULL;
    return n;
}

gboolean kiri_dict_same(const char *a, const char *b)
{
    g_autofree char *x = kiri_normalize_dup(kiri_str(a));
    g_autofree char *y = kiri_normalize_dup(kiri_str(b));
    return g_str_equal(x, y);
}

/* How many of a row's cells are words. */
static guint words_of(const KiriDictFile *file, const KiriDictRow *row)
{
    return !row->cells ? 0 : file->kind == KIRI_DICT_SYNONYMS ? kiri_strv_count(row->cells) : 1;
}

/* Every word's first row. */
static GHashTable *by_word(KiriDictFile *file)
{
    if (file->by_word)
        return file->by_word;
    file->by_word = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = file->rows->len; i-- > 0;) {
        KiriDictRow *row = file->rows->pdata[i];
        for (guint w = 0; w < words_of(file, row); w++)
            g_hash_table_replace(file->by_word, kiri_normalize_dup(kiri_str(row->cells[w])), row);
    }
    return file->by_word;
}

KiriDictRow *kiri_dict_file_find(KiriDictFile *file, KiriStr word)
{
    g_autofree char *form = kiri_normalize_dup(word);
    return g_hash_table_lookup(by_word(file), form);
}

/* The one row that shares a word with `cells`, or NULL; `is_several` when there are
 * more. */
static KiriDictRow *meeting_row(KiriDictFile *file, char **cells, gboolean *is_several)
{
    KiriDictRow *found = NULL;
    *is_several = FALSE;
    for (char **cell = cells; *cell; cell++) {
        KiriDictRow *row = kiri_dict_file_find(file, kiri_str(*cell));
        *is_several |= row && found && row != found;
        found = row ? row : found;
        if (file->kind != KIRI_DICT_SYNONYMS)
            break;
    }
    return found;
}

/* The words of both, each once. (transfer full) */
static char **united(char **a, const char *const *b)
{
    char **all = g_strdupv(a);
    for (; *b; b++) {
        gboolean is_there = FALSE;
        for (char **word = all; *word && !is_there; word++)
            is_there = kiri_dict_same(*word, *b);
        if (!is_there)
            kiri_strv_add(&all, *b);
    }
    return all;
}

static gboolean add_cells(KiriDictFile *file, char **cells, gboolean *is_new, GError **error)
{
    gboolean is_several = FALSE;
    KiriDictRow *row = meeting_row(file, cells, &is_several);
    if (is_several) {
        g_set_error(error, KIRI_ERROR_TEXT, KIRI_ERROR_EXISTS,
                    _("'%s' and its synonyms stand in several sets; remove them there first"),
                    cells[0]);
        return FALSE;
    }
    if (!row && kiri_dict_file_count(file) >= KIRI_LIMIT_DICT_ROWS) {
        g_set_error(error, KIRI_ERROR_TEXT, KIRI_ERROR_LIMIT, _("more than %d rows"),
                    KIRI_LIMIT_DICT_ROWS);
        return FALSE;
    }
    if (!row) {
        row = g_new0(KiriDictRow, 1);
        g_ptr_array_add(file->rows, row);
    }
    g_auto(GStrv) old = g_steal_pointer(&row->cells);
    row->cells = old && file->kind == KIRI_DICT_SYNONYMS ? united(old, (const char *const *)cells)
                                                         : g_strdupv(cells);
    *is_new = !old || !g_strv_equal((const char *const *)old, (const char *const *)row->cells);
    for (guint w = 0; w < words_of(file, row); w++)
        g_hash_table_replace(by_word(file), kiri_normalize_dup(kiri_str(row->cells[w])), row);
    return TRUE;
}

gboolean kiri_dict_file_add(KiriDictFile *file, const char *const *cells, gboolean *is_new,
                            GError **error)
{
    guint wrong = 0;
    *is_new = FALSE;
    g_autofree char *what = kiri_dict_line_judge(file->kind, cells, &wrong);
    if (what) {
        g_set_error_literal(error, KIRI_ERROR_TEXT, KIRI_ERROR_USAGE, what);
        return FALSE;
    }
    g_auto(GStrv) clean = kiri_dict_line_cells(file->kind, cells);
    return add_cells(file, clean, is_new, error);
}

static gboolean drop_word(char **cells, const char *word)
{
    guint kept = 0, n = kiri_strv_count(cells);
    for (guint i = 0; i < n; i++) {
        if (kiri_dict_same(cells[i], word))
            g_free(cells[i]);
        else
            cells[kept++] = cells[i];
    }
    cells[kept] = NULL;
    return kept >= 2;
}

gboolean kiri_dict_file_remove(KiriDictFile *file, KiriStr word)
{
    g_autofree char *copy = kiri_str_dup(word);
    gboolean was_there = FALSE;
    for (KiriDictRow *row; (row = kiri_dict_file_find(file, word)) != NULL;) {
        was_there = TRUE;
        if (file->kind != KIRI_DICT_SYNONYMS || !drop_word(row->cells, copy))
            g_ptr_array_remove(file->rows, row);
        g_clear_pointer(&file->by_word, g_hash_table_unref);
    }
    return was_there;
}
