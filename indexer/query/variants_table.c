// SPDX-License-Identifier: GPL-3.0-or-later
/* The tables of variants. All are rows of cells parted by tabs; what a cell may
 * hold depends on the table:
 *
 *   sets        words that may stand for each other: katakana.tsv, kana.tsv,
 *               latin.tsv, aliases.tsv, synonyms.tsv
 *   organisations.tsv  name, then aliases parted by ';'; further cells are others'
 *   okurigana.tsv      word, first or second, then a pattern (below)
 *   particles.tsv      a word, particles before it parted by ';', least characters
 *   compound_parts.tsv words that compounds are made of
 *
 * A pattern writes kana that may be left out in parentheses: 引(っ)越(し) is
 * 引っ越し, 引越し and 引越; those at the end only where all before them are left
 * out, too. Each "first" is joined to each "second" (取(り) + 上); the second ends
 * in a stem, and its tails are the kana that may follow.
 *
 * A bad row is an error with its line and column: a table that is half read
 * would widen a search by chance. */
#include "variants_internal.h"

#include <kirinuki/error.h>
#include <kirinuki/file.h>
#include <kirinuki/i18n.h>
#include <kirinuki/limits.h>
#include <kirinuki/normalize.h>
#include <kirinuki/record.h>

#include <string.h>

enum { LINE_BYTES = 8192, MOST_FORMS = 16, MOST_OPTIONAL = 4 };

typedef struct Table Table;
typedef gboolean (*RowReader)(Table *t, GError **error);

struct Table {
    KiriVariants *v;
    const char *name; // of the file
    const char *path;
    RowReader read_row;
    KiriVariantKind kind;
    const char *owner; // before the name in an origin
    guint64 line;
    char **cells;                // of the row
    GPtrArray *firsts, *seconds; // Stem, of okurigana.tsv
};

typedef struct {
    char *pattern, *tails;
    guint64 line;
} Stem;

static void stem_free(gpointer data)
{
    Stem *stem = data;
    g_free(stem->pattern);
    g_free(stem->tails);
    g_free(stem);
}

/* Error PARSE at cell `i` of the row. */
static gboolean fail(const Table *t, guint i, const char *message, GError **error)
{
    glong column = 1;
    for (guint k = 0; k < i; k++)
        column += g_utf8_strlen(t->cells[k], -1) + 1;
    g_set_error(error, KIRI_ERROR_INDEXER, KIRI_ERROR_PARSE,
                _("'%s' line %" PRIu64 ", column %ld: %s"), t->path, t->line, column, message);
    return FALSE;
}

static char *origin_of(const Table *t)
{
    return g_strdup_printf("%s%s:%" PRIu64, t->owner, t->name, t->line);
}

/* ---- sets ---- */

static KiriSet *begin_set(Table *t, char *origin, const char *tails)
{
    KiriSet set = {
        .kind = t->kind, .origin = origin, .first = t->v->words->len, .tails = g_strdup(tails)};
    g_array_append_val(t->v->sets, set);
    return &g_array_index(t->v->sets, KiriSet, t->v->sets->len - 1);
}

static gboolean has_word(const KiriVariants *v, const KiriSet *set, const char *n)
{
    for (guint i = set->first; i < v->words->len; i++)
        if (strcmp(g_array_index(v->words, KiriSetWord, i).n, n) == 0)
            return TRUE;
    return FALSE;
}

/* Takes `n`. */
static void add_word(KiriVariants *v, KiriSet *set, const char *text, char *n)
{
    KiriSetWord word = {.text = g_strdup(text), .n = n, .set = v->sets->len - 1};
    KiriStr key = kiri_str(n);
    word.next = GPOINTER_TO_UINT(g_hash_table_lookup(v->by_n, &key));
    g_array_append_val(v->words, word);
    g_hash_table_replace(v->by_n, g_memdup2(&key, sizeof key), GUINT_TO_POINTER(v->words->len));
    v->longest = MAX(v->longest, key.n);
    set->n++;
}

static gboolean add_cell(Table *t, KiriSet *set, guint cell, const char *text, GError **error)
{
    g_autofree char *n = kiri_normalize_dup(kiri_str(text));
    if (!*n)
        return fail(t, cell, _("a word is missing"), error);
    if (has_word(t->v, set, n))
        return fail(t, cell, _("the word stands twice"), error);
    if (set->n == KIRI_LIMIT_VARIANT_WORDS)
        return fail(t, cell, _("too many words in one set"), error);
    add_word(t->v, set, text, g_steal_pointer(&n));
    return TRUE;
}

static gboolean read_set(Table *t, GError **error)
{
    KiriSet *set = begin_set(t, origin_of(t), NULL);
    for (guint i = 0; t->cells[i]; i++)
        if (!add_cell(t, set, i, t->cells[i], error))
            return FALSE;
    return set->n >= 2 || fail(t, 0, _("a set has two words or more, parted by tabs"), error);
}

static gboolean read_organisation(Table *t, GError **error)
{
    if (!t->cells[1] || !*t->cells[1])
        return *t->cells[0] || fail(t, 0, _("a word is missing"), error);
    g_auto(GStrv) aliases = g_strsplit(t->cells[1], ";", -1);
    KiriSet *set = begin_set(t, origin_of(t), NULL);
    if (!add_cell(t, set, 0, t->cells[0], error))
        return FALSE;
    for (guint i = 0; aliases[i]; i++)
        if (!add_cell(t, set, 1, aliases[i], error))
            return FALSE;
    return TRUE;
}

/* ---- okurigana ---- */

typedef struct {
    GPtrArray *forms; // char *
    GString *made;
} Forms;

/* Makes the forms of `pattern` from here on; `is_short`: all kana before were
 * left out. FALSE where parentheses do not match. */
static gboolean make_forms(Forms *f, const char *pattern, gboolean is_short)
{
    gsize plain = strcspn(pattern, "()");
    gsize before = f->made->len;
    g_string_append_len(f->made, pattern, (gssize)plain);
    pattern += plain;
    gboolean is_ok = TRUE;
    if (!*pattern) {
        g_ptr_array_add(f->forms, g_strdup(f->made->str));
    } else {
        const char *close = strchr(pattern, ')');
        is_ok = *pattern == '(' && close && close > pattern + 1;
        gsize here = f->made->len;
        if (is_ok) {
            g_string_append_len(f->made, pattern + 1, close - pattern - 1);
            is_ok = make_forms(f, close + 1, FALSE);
            g_string_truncate(f->made, here);
        }
        if (is_ok && (close[1] || is_short))
            is_ok = make_forms(f, close + 1, is_short);
    }
    g_string_truncate(f->made, before);
    return is_ok;
}

/* NULL where the pattern is none. */
static GPtrArray *forms_of(const char *pattern)
{
    guint n_optional = 0;
    for (const char *p = pattern; *p; p++)
        n_optional += *p == '(';
    g_autoptr(GPtrArray) forms = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GString) made = g_string_new(NULL);
    Forms f = {forms, made};
    if (n_optional > MOST_OPTIONAL || !make_forms(&f, pattern, TRUE))
        return NULL;
    return g_steal_pointer(&forms);
}

static gboolean add_pattern(Table *t, const char *pattern, char *origin, const char *tails,
                            GError **error)
{
    g_autoptr(GPtrArray) forms = forms_of(pattern);
    KiriSet *set = begin_set(t, origin, tails);
    if (!forms)
        return fail(t, 1, _("expected a word with kana in parentheses, like 引(っ)越(し)"), error);
    for (guint i = 0; i < forms->len; i++)
        if (!add_cell(t, set, 1, g_ptr_array_index(forms, i), error))
            return FALSE;
    return set->n >= 2 ||
           fail(t, 1, _("expected a word with kana in parentheses, like 引(っ)越(し)"), error);
}

static gboolean read_okurigana(Table *t, GError **error)
{
    if (!t->cells[1] || !*t->cells[1])
        return fail(t, 0, _("expected word, first or second, a tab, and a pattern"), error);
    if (strcmp(t->cells[0], "word") == 0)
        return add_pattern(t, t->cells[1], origin_of(t), NULL, error);
    gboolean is_first = strcmp(t->cells[0], "first") == 0;
    if (!is_first && strcmp(t->cells[0], "second") != 0)
        return fail(t, 0, _("expected word, first or second, a tab, and a pattern"), error);
    if (!is_first && (!t->cells[2] || !*t->cells[2]))
        return fail(t, 1, _("a second part needs the kana that may follow it"), error);
    Stem *stem = g_new0(Stem, 1);
    stem->pattern = g_strdup(t->cells[1]);
    stem->tails = g_strdup(t->cells[2]);
    stem->line = t->line;
    g_ptr_array_add(is_first ? t->firsts : t->seconds, stem);
    return TRUE;
}

static gboolean join_stems(Table *t, GError **error)
{
    if ((guint64)t->firsts->len * t->seconds->len > KIRI_LIMIT_VARIANT_ROWS) {
        g_set_error(error, KIRI_ERROR_INDEXER, KIRI_ERROR_LIMIT, _("'%s' has more than %d sets"),
                    t->path, KIRI_LIMIT_VARIANT_ROWS);
        return FALSE;
    }
    for (guint i = 0; i < t->firsts->len; i++)
        for (guint k = 0; k < t->seconds->len; k++) {
            const Stem *a = g_ptr_array_index(t->firsts, i), *b = g_ptr_array_index(t->seconds, k);
            g_autofree char *pattern = g_strconcat(a->pattern, b->pattern, NULL);
            char *origin = g_strdup_printf("%s:%" PRIu64 "+%" PRIu64, t->name, a->line, b->line);
            t->line = b->line;
            if (!add_pattern(t, pattern, origin, b->tails, error))
                return FALSE;
        }
    return TRUE;
}

/* ---- compounds ---- */

/* The N-form of `text` as a key: view and bytes in one piece. */
static KiriStr *n_key(const char *text)
{
    g_autofree char *n = kiri_normalize_dup(kiri_str(text));
    gsize bytes = strlen(n);
    KiriStr *key = g_malloc(sizeof *key + bytes + 1);
    char *p = (char *)(key + 1);
    memcpy(p, n, bytes + 1);
    *key = (KiriStr){p, bytes};
    return key;
}

static gboolean read_head(Table *t, GError **error)
{
    guint64 least;
    if (!*t->cells[0])
        return fail(t, 0, _("a word is missing"), error);
    if (!t->cells[1] || !*t->cells[1])
        return fail(t, 1, _("expected particles parted by ';'"), error);
    if (!t->cells[2] || !g_ascii_string_to_unsigned(t->cells[2], 10, 1, 20, &least, NULL))
        return fail(t, 2, _("expected the least number of characters before the word, 1 to 20"),
                    error);
    KiriHead *head = g_new0(KiriHead, 1);
    head->particles = g_strsplit(t->cells[1], ";", -1);
    head->least = (guint)least;
    head->origin = origin_of(t);
    KiriStr *key = n_key(t->cells[0]);
    t->v->longest_head = MAX(t->v->longest_head, key->n);
    if (!g_hash_table_insert(t->v->heads, key, head))
        return fail(t, 0, _("the word stands twice"), error);
    return TRUE;
}

static gboolean read_part(Table *t, GError **error)
{
    return g_hash_table_add(t->v->parts, n_key(t->cells[0])) ||
           fail(t, 0, _("the word stands twice"), error);
}

/* ---- files ---- */

static gboolean read_lines(Table *t, KiriLines *lines, GError **error)
{
    KiriStr line;
    GError *why = NULL;
    while (kiri_lines_next(lines, &line, &why)) {
        t->line = kiri_lines_number(lines);
        if (t->line > KIRI_LIMIT_VARIANT_ROWS) {
            g_set_error(error, KIRI_ERROR_INDEXER, KIRI_ERROR_LIMIT,
                        _("'%s' has more than %d lines"), t->path, KIRI_LIMIT_VARIANT_ROWS);
            return FALSE;
        }
        if (!kiri_str_strip(line).n || *line.p == '#')
            continue;
        g_autofree char *text = kiri_str_dup(line);
        if (!g_utf8_validate(text, (gssize)line.n, NULL)) {
            g_set_error(error, KIRI_ERROR_INDEXER, KIRI_ERROR_PARSE,
                        _("'%s' line %" PRIu64 ", column 1: no UTF-8 text"), t->path, t->line);
            return FALSE;
        }
        g_auto(GStrv) cells = g_strsplit(text, "\t", -1);
        t->cells = cells;
        if (!t->read_row(t, error))
            return FALSE;
    }
    if (why)
        g_propagate_error(error, why);
    return !why;
}

static gboolean read_table(Table *t, const char *dir, gboolean is_needed, GError **error)
{
    g_autofree char *path = g_build_filename(dir, t->name, NULL);
    g_autoptr(GError) why = NULL;
    g_autoptr(KiriLines) lines = kiri_lines_open(path, LINE_BYTES, &why);
    if (!lines && !is_needed && kiri_error_is(why, KIRI_ERROR_NOT_FOUND))
        return TRUE;
    if (!lines) {
        g_propagate_error(error, g_steal_pointer(&why));
        return FALSE;
    }
    t->path = path;
    t->firsts = g_ptr_array_new_with_free_func(stem_free);
    t->seconds = g_ptr_array_new_with_free_func(stem_free);
    gboolean is_read = read_lines(t, lines, error) && join_stems(t, error);
    g_ptr_array_unref(t->firsts);
    g_ptr_array_unref(t->seconds);
    return is_read;
}

gboolean kiri_variants_read(KiriVariants *v, const char *shipped_dir, const char *own_dir,
                            GError **error)
{
    static const struct {
        const char *name;
        RowReader read_row;
        KiriVariantKind kind;
    } tables[] = {
        {"okurigana.tsv", read_okurigana, KIRI_VARIANT_OKURIGANA},
        {"katakana.tsv", read_set, KIRI_VARIANT_CHOUON},
        {"kana.tsv", read_set, KIRI_VARIANT_KANA},
        {"latin.tsv", read_set, KIRI_VARIANT_LATIN},
        {"organisations.tsv", read_organisation, KIRI_VARIANT_ALIAS},
        {"aliases.tsv", read_set, KIRI_VARIANT_ALIAS},
        {"synonyms.tsv", read_set, KIRI_VARIANT_SYNONYM},
        {"particles.tsv", read_head, KIRI_VARIANT_PARTICLE},
        {"compound_parts.tsv", read_part, KIRI_VARIANT_PARTICLE},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(tables); i++) {
        Table t = {.v = v,
                   .name = tables[i].name,
                   .read_row = tables[i].read_row,
                   .kind = tables[i].kind,
                   .owner = ""};
        if (!read_table(&t, shipped_dir, TRUE, error))
            return FALSE;
    }
    Table own = {.v = v,
                 .name = "synonyms.tsv",
                 .read_row = read_set,
                 .kind = KIRI_VARIANT_SYNONYM,
                 .owner = "own/"};
    return !own_dir || read_table(&own, own_dir, FALSE, error);
}
