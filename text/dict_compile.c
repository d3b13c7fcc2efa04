// SPDX-License-Identifier: GPL-3.0-or-later
/* Making MeCab's user dictionary. `mecab-dict-index` ends its process on any doubt
 * and writes to the terminal, so it runs as the program that MeCab ships, beside
 * the old dictionary and never over it:
 *
 *   words ─costs─▶ words.dic.csv ─mecab-dict-index─▶ words.dic.new
 *     ▲                                                 │ load, look for each word
 *     └──────── words that lost get a lower cost ◀──────┤
 *                                                       └─ all found ─▶ words.dic
 *
 * A word loses in the first round when it contains another new word whose cost made
 * the pieces cheaper than the whole. */
#include <kirinuki/dict_file.h>

#include <kirinuki/error.h>
#include <kirinuki/file.h>
#include <kirinuki/i18n.h>
#include <kirinuki/limits.h>
#include <kirinuki/record.h>

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/wait.h>

enum { ROUNDS = 4 };

typedef struct {
    const KiriDictRow *row;
    KiriWordKind kind;
    char *surface; // as written, or its Latin part in the other width
    KiriWordPlace place;
    gboolean is_found;
} Entry;

typedef struct {
    GArray *entries; // Entry
    const char *dir, *path;
    char *csv, *fresh; // files that are made and removed
} Work;

static void clear_entry(gpointer entry)
{
    g_free(((Entry *)entry)->surface);
}

static void clear_work(Work *work)
{
    if (work->csv)
        g_unlink(work->csv);
    if (work->fresh)
        g_unlink(work->fresh);
    g_array_unref(work->entries);
    g_free(work->csv);
    g_free(work->fresh);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Work, clear_work)

void kiri_dict_compiled_clear(KiriDictCompiled *compiled)
{
    g_clear_pointer(&compiled->not_found, g_strfreev);
}

/* ---- what goes in ---- */

/* ASCII as full width letters, or the other way; NULL where nothing changes. */
static char *in_other_width(const char *s, gboolean to_full)
{
    g_autoptr(GString) out = g_string_new(NULL);
    for (const char *p = s; *p; p += g_utf8_skip[(guchar)*p]) {
        gunichar c = g_utf8_get_char(p);
        if (to_full && c > 0x20 && c < 0x7f)
            c += 0xfee0;
        else if (!to_full && c > 0xff00 && c < 0xff5f)
            c -= 0xfee0;
        g_string_append_unichar(out, c);
    }
    return g_str_equal(out->str, s) ? NULL : g_string_free(g_steal_pointer(&out), FALSE);
}

static void add_entry(Work *work, const KiriDictRow *row, char *surface)
{
    Entry entry = {.row = row,
                   .kind = (KiriWordKind)kiri_word_kind_by_name(kiri_str(row->cells[2])),
                   .surface = surface};
    g_array_append_val(work->entries, entry);
}

static void add_row(Work *work, const KiriDictRow *row)
{
    add_entry(work, row, g_strdup(row->cells[0]));
    for (guint to_full = 0; to_full < 2; to_full++) {
        char *other = in_other_width(row->cells[0], to_full != 0);
        if (other)
            add_entry(work, row, other);
    }
}

static gboolean place_entries(Work *work, gboolean *has_changed, GError **error)
{
    g_autoptr(KiriDictionary) d = kiri_dictionary_open(work->dir, NULL, error);
    if (!d)
        return FALSE;
    *has_changed = TRUE;
    for (guint i = 0; i < work->entries->len; i++) {
        Entry *e = &g_array_index(work->entries, Entry, i);
        if (!kiri_dictionary_place(d, kiri_str(e->surface), e->kind, &e->place, error))
            return FALSE;
    }
    return TRUE;
}

/* Lowers the cost of those that the fresh dictionary does not find. */
static gboolean try_entries(Work *work, gboolean *has_changed, GError **error)
{
    g_autoptr(KiriDictionary) d = kiri_dictionary_open(work->dir, work->fresh, error);
    if (!d)
        return FALSE;
    *has_changed = FALSE;
    for (guint i = 0; i < work->entries->len; i++) {
        Entry *e = &g_array_index(work->entries, Entry, i);
        KiriWordPlace place;
        e->is_found = kiri_dictionary_finds(d, kiri_str(e->surface));
        if (e->is_found)
            continue;
        if (!kiri_dictionary_place(d, kiri_str(e->surface), e->kind, &place, error))
            return FALSE;
        *has_changed |= place.cost < e->place.cost;
        e->place.cost = MIN(e->place.cost, place.cost);
    }
    return TRUE;
}

/* ---- MeCab's program ---- */

static void add_csv(KiriBuf *csv, const Entry *e)
{
    const char *reading = *e->row->cells[1] ? e->row->cells[1] : "*";
    kiri_buf_add_char(csv, '"');
    for (const char *p = e->surface; *p; p++)
        kiri_buf_add(csv, *p == '"' ? "\"\"" : p, *p == '"' ? 2 : 1);
    kiri_buf_printf(csv, "\",%u,%u,%d,%s,*,*,*,%s,%s\n", e->place.left, e->place.right,
                    e->place.cost, kiri_word_kind_feature(e->kind), reading, reading);
}

static char *find_program(GError **error)
{
    static const char *const places[] = {"/usr/lib/mecab", "/usr/libexec/mecab",
                                         "/usr/local/libexec/mecab"};
    for (gsize i = 0; i < G_N_ELEMENTS(places); i++) {
        char *program = g_build_filename(places[i], "mecab-dict-index", NULL);
        if (g_file_test(program, G_FILE_TEST_IS_EXECUTABLE))
            return program;
        g_free(program);
    }
    char *program = g_find_program_in_path("mecab-dict-index");
    if (!program)
        g_set_error_literal(error, KIRI_ERROR_TEXT, KIRI_ERROR_NOT_FOUND,
                            _("cannot find the program 'mecab-dict-index' of MeCab (package "
                              "mecab-utils)"));
    return program;
}

/* The last line of what it said. */
static char *last_words(const char *said)
{
    g_autofree char *text = g_strstrip(g_utf8_make_valid(said ? said : "", -1));
    const char *line = strrchr(text, '\n');
    return g_strdup(line ? line + 1 : text);
}

static gboolean run_program(const Work *work, GError **error)
{
    g_autofree char *program = find_program(error), *said = NULL, *out = NULL;
    if (!program)
        return FALSE;
    const char *const argv[] = {program, "-d", work->dir, "-u",      work->fresh, "-f",
                                "utf-8", "-t", "utf-8",   work->csv, NULL};
    g_autoptr(GError) why = NULL;
    gint status = 0;
    if (!g_spawn_sync(NULL, (char **)(gsize)argv, NULL, G_SPAWN_CLOEXEC_PIPES, NULL, NULL, &out,
                      &said, &status, &why)) {
        g_set_error(error, KIRI_ERROR_TEXT, KIRI_ERROR_IO, _("cannot run '%s': %s"), program,
                    why->message);
        return FALSE;
    }
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0 &&
        g_file_test(work->fresh, G_FILE_TEST_EXISTS))
        return TRUE;
    g_autofree char *line = last_words(said);
    g_set_error(error, KIRI_ERROR_TEXT, KIRI_ERROR_FAILED,
                _("'mecab-dict-index' could not make '%s': %s"), work->path, line);
    return FALSE;
}

static gboolean make_fresh(const Work *work, GError **error)
{
    g_auto(KiriBuf) csv;
    kiri_buf_init(&csv, KIRI_BUF_UNCAPPED);
    for (guint i = 0; i < work->entries->len; i++)
        add_csv(&csv, &g_array_index(work->entries, Entry, i));
    g_unlink(work->fresh);
    return kiri_file_replace(work->csv, kiri_buf_view(&csv), 0644, error) &&
           run_program(work, error);
}

/* ---- the whole ---- */

static gboolean make_rounds(Work *work, GError **error)
{
    gboolean has_changed = FALSE;
    if (!place_entries(work, &has_changed, error))
        return FALSE;
    for (guint round = 0; round < ROUNDS && has_changed; round++)
        if (!make_fresh(work, error) || !try_entries(work, &has_changed, error))
            return FALSE;
    return TRUE;
}

static gboolean take_place(const Work *work, GError **error)
{
    g_autoptr(GBytes) bytes = kiri_file_read(work->fresh, KIRI_BUF_UNCAPPED, error);
    gsize n = 0;
    const char *p = bytes ? g_bytes_get_data(bytes, &n) : NULL;
    return bytes && kiri_file_replace(work->path, (KiriStr){p ? p : "", n}, 0644, error);
}

static gboolean remove_old(const char *path, GError **error)
{
    g_autofree char *dir = g_path_get_dirname(path);
    if (g_unlink(path) == 0)
        return kiri_file_sync_dir(dir, error);
    return errno == ENOENT ||
           kiri_error_set_errno(error, KIRI_ERROR_TEXT, _("cannot remove"), path);
}

gboolean kiri_dict_compile(const KiriDictFile *words, const char *dir, const char *path,
                           KiriDictCompiled *compiled, GError **error)
{
    *compiled = (KiriDictCompiled){.words = kiri_dict_file_count(words)};
    if (!compiled->words)
        return remove_old(path, error);
    if (!dir && !(dir = kiri_dictionary_default_dir(error)))
        return FALSE;
    g_auto(Work) work = {.entries = g_array_new(FALSE, FALSE, sizeof(Entry)),
                         .dir = dir,
                         .path = path,
                         .csv = g_strconcat(path, ".csv", NULL),
                         .fresh = g_strconcat(path, ".new", NULL)};
    g_array_set_clear_func(work.entries, clear_entry);
    for (guint i = 0; i < words->rows->len; i++)
        if (((const KiriDictRow *)words->rows->pdata[i])->cells)
            add_row(&work, words->rows->pdata[i]);
    if (!make_rounds(&work, error) || !take_place(&work, error))
        return FALSE;
    for (guint i = 0; i < work.entries->len; i++) {
        const Entry *e = &g_array_index(work.entries, Entry, i);
        if (!e->is_found)
            kiri_strv_add(&compiled->not_found, e->surface);
    }
    return TRUE;
}
