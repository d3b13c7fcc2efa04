// SPDX-License-Identifier: GPL-3.0-or-later
/* A 確認票 that came back, held against the store.
 *
 * Each cell is judged alone, by three texts: what the sheet says, what stands in the
 * store, and (through 照合) what the sheet said when it was made.
 *
 *   sheet = store                  nothing to do
 *   sheet = made                   nobody touched it; whatever the store has now stays
 *   store = made, sheet differs    a change
 *   all three differ               a conflict: two people, two words
 *
 * A sheet in CP932 has '?' for letters that code page lacks, and other dashes: a cell
 * that differs by no more than that is the same. */
#include "review_cells.h"

#include <kirinuki/charset.h>
#include <kirinuki/csv.h>
#include <kirinuki/error.h>
#include <kirinuki/i18n.h>
#include <kirinuki/limits.h>
#include <kirinuki/normalize.h>

#include <string.h>

typedef struct {
    KiriStore *store;
    KiriCsv *csv;
    gboolean is_lossy;
    gint columns[KIRI_REVIEW_N_COLUMNS]; // place in the file, -1: not there
    GHashTable *seen;                    // clip id → line
    KiriReviewReading *out;
} Reading;

/* One row that is being read. */
typedef struct {
    const KiriReviewRow *now; // as it stands
    const char *check;        // 照合, NULL: none
    KiriReviewChange *change;
    guint problems;
} Row;

static void free_cell(gpointer data)
{
    KiriReviewCell *cell = data;
    g_free(cell->from);
    g_free(cell->to);
    g_free(cell);
}

static void free_change(gpointer data)
{
    KiriReviewChange *change = data;
    g_free(change->clip);
    g_free(change->person);
    g_ptr_array_unref(change->cells);
    g_free(change);
}

void kiri_review_reading_clear(KiriReviewReading *r)
{
    g_clear_pointer(&r->changes, g_ptr_array_unref);
    g_clear_pointer(&r->problems, g_ptr_array_unref);
}

/* ---- the header ---- */

static gboolean is_same_name(const char *a, const char *b)
{
    g_autofree char *x = kiri_normalize_dup(kiri_str(a)), *y = kiri_normalize_dup(kiri_str(b));
    return strcmp(x, y) == 0;
}

static gboolean find_columns(Reading *r, GError **error)
{
    gboolean has_one = FALSE;
    for (gint c = 0; c < KIRI_REVIEW_N_COLUMNS; c++) {
        r->columns[c] = -1;
        for (guint i = 0; i < kiri_csv_n_columns(r->csv) && r->columns[c] < 0; i++)
            if (is_same_name(kiri_csv_column(r->csv, i), kiri_review_heading((KiriReviewColumn)c)))
                r->columns[c] = (gint)i;
        has_one |= c > KIRI_REVIEW_ID && c < KIRI_REVIEW_N_READ && r->columns[c] >= 0;
    }
    if (r->columns[KIRI_REVIEW_ID] >= 0 && has_one)
        return TRUE;
    g_set_error(error, KIRI_ERROR_REPORT, KIRI_ERROR_PARSE,
                has_one
                    ? _("line 1: there is no column 'ID'; without it no row can be told")
                    : _("line 1: none of the columns of a review sheet is there (採否, 掲載種類, "
                        "…); save the sheet as CSV with its headings"));
    return FALSE;
}

static char *cell_of(const Reading *r, KiriReviewColumn column)
{
    gint at = r->columns[column];
    const char *raw = at < 0 ? "" : kiri_csv_cell_at(r->csv, (guint)at);
    g_auto(GStrv) lines = g_strsplit(raw, "\r\n", -1);
    return g_strstrip(g_strjoinv("\n", lines));
}

/* ---- problems ---- */

G_GNUC_PRINTF(4, 5)
static void add_problem(Reading *r, Row *row, KiriReviewColumn column, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *what = g_strdup_vprintf(format, args);
    va_end(args);
    g_ptr_array_add(r->out->problems,
                    g_strdup_printf(_("line %u, column '%s': %s"), kiri_csv_line(r->csv),
                                    kiri_review_heading(column), what));
    row->problems++;
}

static void add_no_word(Reading *r, Row *row, KiriReviewColumn column, const char *raw)
{
    const char *const *choices = kiri_review_choices(column);
    if (!choices) {
        add_problem(r, row, column, _("'%s' is no day or time such as 2026/04/13 10:05"), raw);
        return;
    }
    g_autofree char *all = g_strjoinv(", ", (char **)(guintptr)choices);
    add_problem(r, row, column, _("'%s' is none of %s"), raw, all);
}

/* ---- single cells ---- */

/* A letter that CP932 lacks has become a question mark. */
static gboolean is_lossy_same(const char *cell, const char *store)
{
    g_autofree char *n = kiri_normalize_dup(kiri_str(cell)),
                    *m = kiri_normalize_dup(kiri_str(store));
    char *x = n, *y = m;
    while (*x && *y) {
        gunichar a = g_utf8_get_char(x), b = g_utf8_get_char(y);
        if (a != b && !(a == '?' && b >= 0x80))
            return FALSE;
        x = g_utf8_next_char(x);
        y = g_utf8_next_char(y);
    }
    return !*x && !*y;
}

/* The figures in a text, with dots between them and without zeros in front or commas in
 * between: "0120" is "120", "3-4" is "3.4". NULL where there is anything else but what
 * a date has. (transfer full) */
static char *figures_of(const char *text)
{
    enum { YEAR = 0x5e74, MONTH = 0x6708, DAY = 0x65e5 };
    GString *figures = g_string_new(NULL);
    gboolean is_open = FALSE, is_date = FALSE;
    for (const char *p = text; *p; p = g_utf8_find_next_char(p, NULL)) {
        gunichar c = g_utf8_get_char(p);
        if (g_ascii_isdigit(*p)) {
            if (!is_open && figures->len)
                g_string_append_c(figures, '.');
            gsize zeros = is_open ? 0 : strspn(p, "0");
            p += g_ascii_isdigit(p[zeros]) ? zeros : 0;
            g_string_append_c(figures, *p);
        } else if (!strchr(",-/.", *p) && c != YEAR && c != MONTH && c != DAY) {
            g_string_free(figures, TRUE);
            return NULL;
        }
        is_date |= *p == '-' || *p == '/' || c == MONTH;
        is_open = g_ascii_isdigit(*p) || *p == ',';
    }
    while (!is_date && strchr(figures->str, '.') && // 1.50 is 1.5
           strchr("0.", figures->str[figures->len - 1]))
        g_string_truncate(figures, figures->len - 1);
    return g_string_free(figures, FALSE);
}

/* A spreadsheet took a text for a number or a day and wrote it in its own way: 120 for
 * "0120", 3月4日 or 2026/3/4 for "3-4". */
static gboolean is_reread(const char *cell, const char *store)
{
    g_autofree char *x = figures_of(cell), *y = figures_of(store);
    if (!x || !y || !*y)
        return FALSE;
    const char *year = strchr(x, '.');
    gboolean is_day = strpbrk(store, "-/") && year && strcmp(year + 1, y) == 0;
    return strcmp(x, y) == 0 || is_day;
}

static gboolean is_as_made(const Row *row, KiriReviewColumn column, const char *cell)
{
    char letters[KIRI_REVIEW_LETTERS + 1];
    kiri_review_letters(cell, letters);
    gsize at = (gsize)(column - KIRI_REVIEW_DECISION) * KIRI_REVIEW_LETTERS;
    return row->check && strncmp(row->check + at, letters, KIRI_REVIEW_LETTERS) == 0;
}

static gboolean is_untouched(const Reading *r, const Row *row, KiriReviewColumn column,
                             const char *cell)
{
    const char *store = row->now->cells[column];
    return strcmp(cell, store) == 0 || is_as_made(row, column, cell) || (!row->check && !*cell) ||
           (r->is_lossy && is_lossy_same(cell, store)) || is_reread(cell, store);
}

/* The release that a person named: by its id, with or without the title behind it, or
 * by its title. (transfer full) */
static KiriRelease *find_release(const Reading *r, const char *text)
{
    g_autofree char *id = kiri_review_release_id(text);
    KiriRelease *release = kiri_store_get(r->store, KIRI_NOUN_RELEASE, id, NULL);
    if (release)
        return release;
    g_autofree char *wanted = kiri_normalize_dup(kiri_str(text));
    g_autoptr(GPtrArray) all = kiri_store_list(r->store, KIRI_NOUN_RELEASE, "", NULL);
    for (guint i = 0; all && i < all->len; i++) {
        const KiriRelease *one = g_ptr_array_index(all, i);
        g_autofree char *title = kiri_normalize_dup(kiri_str(one->title));
        if (!one->is_removed && *title && strcmp(title, wanted) == 0)
            return kiri_record_copy(&kiri_release_shape, one);
    }
    return NULL;
}

/* The canonical text, or NULL with a problem. */
static char *canonical(Reading *r, Row *row, KiriReviewColumn column, const char *raw,
                       KiriReviewCell *cell)
{
    if (column != KIRI_REVIEW_RELEASE) {
        char *text = kiri_review_read_cell(column, raw, &cell->value, &cell->time);
        if (!text)
            add_no_word(r, row, column, raw);
        return text;
    }
    g_autoptr(KiriRelease) release = *raw ? find_release(r, raw) : NULL;
    if (release)
        return kiri_review_release(release);
    if (*raw)
        add_problem(r, row, column, _("there is no release '%s'; 'kirinuki release list' has them"),
                    raw);
    else
        add_problem(r, row, column,
                    _("it cannot be emptied; 否 in 採否 says that this is no coverage of it"));
    return NULL;
}

/* Did a person tie the article to that release already? A clip of a topic stays one
 * beside it, so its own cell does not show it. */
static gboolean is_linked(const Reading *r, const Row *row, const char *release)
{
    g_autofree char *article = kiri_clip_article_of(row->now->cells[KIRI_REVIEW_ID], NULL);
    g_autofree char *id = kiri_review_release_id(release);
    g_autofree char *clip = kiri_clip_make_id(article, id);
    g_autoptr(KiriVerdict) v = kiri_store_get(r->store, KIRI_NOUN_VERDICT, clip, NULL);
    return kiri_verdict_decision(v) == KIRI_DECISION_ACCEPTED;
}

static void read_column(Reading *r, Row *row, KiriReviewColumn column)
{
    g_autofree char *raw = r->columns[column] < 0 ? NULL : cell_of(r, column);
    if (!raw || is_untouched(r, row, column, raw))
        return;
    const char *plain = kiri_csv_unmarked(raw), *store = row->now->cells[column];
    KiriReviewCell cell = {.column = column, .time = KIRI_TIME_UNSET};
    if (is_untouched(r, row, column, plain))
        return;
    g_autofree char *to = canonical(r, row, column, plain, &cell);
    if (!to || strcmp(to, store) == 0 || (row->check && is_as_made(row, column, to)) ||
        (column == KIRI_REVIEW_RELEASE && is_linked(r, row, to)))
        return;
    if (row->check && !is_as_made(row, column, store)) {
        add_problem(r, row, column,
                    _("conflict: it was changed since the sheet was made and is '%s' now, not to "
                      "become '%s'"),
                    store, to);
        return;
    }
    KiriReviewCell *kept = g_memdup2(&cell, sizeof cell);
    kept->from = g_strdup(store);
    kept->to = g_steal_pointer(&to);
    g_ptr_array_add(row->change->cells, kept);
}

/* ---- rows ---- */

static const KiriReviewCell *changed(const KiriReviewChange *change, KiriReviewColumn column)
{
    for (guint i = 0; i < change->cells->len; i++) {
        const KiriReviewCell *cell = g_ptr_array_index(change->cells, i);
        if (cell->column == column)
            return cell;
    }
    return NULL;
}

/* Cells that were changed together must not deny each other. */
static void check_sense(Reading *r, Row *row)
{
    const KiriReviewCell *decision = changed(row->change, KIRI_REVIEW_DECISION);
    const KiriReviewCell *class_ = changed(row->change, KIRI_REVIEW_CLASS);
    const KiriReviewCell *release = changed(row->change, KIRI_REVIEW_RELEASE);
    gboolean is_rejected = decision && decision->value == KIRI_DECISION_REJECTED;
    gboolean is_accepted = decision && decision->value == KIRI_DECISION_ACCEPTED;
    gboolean is_none = class_ && *class_->to && class_->value == KIRI_CLASS_NONE;
    if ((is_rejected && class_ && *class_->to && !is_none) || (is_accepted && is_none))
        add_problem(r, row, KIRI_REVIEW_CLASS, _("'%s' does not go with '%s' in 採否"), class_->to,
                    decision->to);
    if (release && (is_rejected || is_none))
        add_problem(r, row, KIRI_REVIEW_RELEASE,
                    _("a clip that is refused cannot be tied to '%s' at the same time"),
                    release->to);
}

static gboolean is_blank(const Reading *r)
{
    for (guint i = 0; i < kiri_csv_n_columns(r->csv); i++)
        if (*kiri_csv_cell_at(r->csv, i))
            return FALSE;
    return TRUE;
}

/* A spreadsheet took the id for a number. */
static gboolean looks_like_number(const char *id)
{
    return strspn(id, "0123456789.,+-Ee") == strlen(id) && (strchr(id, 'E') || strchr(id, '+'));
}

/* What the row of this id is about now: for a clip that was moved to another release
 * the clip there. (transfer full) */
static KiriClip *find_clip(Reading *r, Row *row, const char *id, KiriVerdict **verdict)
{
    g_autoptr(KiriClip) clip = kiri_store_get(r->store, KIRI_NOUN_CLIP, id, NULL);
    *verdict = clip ? kiri_store_get(r->store, KIRI_NOUN_VERDICT, id, NULL) : NULL;
    if (!clip && looks_like_number(id))
        add_problem(
            r, row, KIRI_REVIEW_ID,
            _("'%s' is what a spreadsheet made of an id: open the .xlsx of 'review export', "
              "or import the column as text"),
            id);
    else if (!clip)
        add_problem(r, row, KIRI_REVIEW_ID, _("there is no clip '%s' (any more)"), id);
    if (!clip || !*verdict || !(*verdict)->release)
        return g_steal_pointer(&clip);
    g_autofree char *moved = kiri_clip_make_id(clip->article, (*verdict)->release);
    KiriClip *there = kiri_store_get(r->store, KIRI_NOUN_CLIP, moved, NULL);
    if (!there)
        return g_steal_pointer(&clip);
    g_clear_pointer(verdict, kiri_verdict_free);
    *verdict = kiri_store_get(r->store, KIRI_NOUN_VERDICT, moved, NULL);
    return there;
}

static gboolean is_new(Reading *r, Row *row, const char *id)
{
    guint before = GPOINTER_TO_UINT(g_hash_table_lookup(r->seen, id));
    g_hash_table_insert(r->seen, g_strdup(id), GUINT_TO_POINTER(kiri_csv_line(r->csv)));
    if (before)
        add_problem(r, row, KIRI_REVIEW_ID, _("'%s' stands in line %u too"), id, before);
    return before == 0;
}

static void take_row(Reading *r, Row *row)
{
    enum { CHECK = (KIRI_REVIEW_N_READ - KIRI_REVIEW_DECISION) * KIRI_REVIEW_LETTERS };
    g_autofree char *check = cell_of(r, KIRI_REVIEW_CHECK);
    row->check = strlen(check) == CHECK ? check : NULL;
    for (gint c = KIRI_REVIEW_DECISION; c < KIRI_REVIEW_N_READ; c++)
        read_column(r, row, (KiriReviewColumn)c);
    check_sense(r, row);
    row->check = NULL;
    r->out->unchanged += row->change->cells->len == 0 && row->problems == 0 ? 1 : 0;
}

static gboolean read_row(Reading *r, GError **error)
{
    Row row = {0};
    g_autofree char *raw = cell_of(r, KIRI_REVIEW_ID);
    g_autofree char *id = g_utf8_normalize(raw, -1, G_NORMALIZE_NFKC);
    if (is_blank(r) || g_strcmp0(id, "合計") == 0)
        return TRUE;
    r->out->rows++;
    if (!id || !*id) {
        add_problem(r, &row, KIRI_REVIEW_ID, _("the row has no id"));
        return TRUE;
    }
    g_autoptr(KiriVerdict) verdict = NULL;
    g_autoptr(KiriClip) clip = is_new(r, &row, id) ? find_clip(r, &row, id, &verdict) : NULL;
    if (!clip)
        return TRUE;
    g_autoptr(KiriReviewRow) now = kiri_review_row(r->store, clip, verdict, error);
    if (!now)
        return FALSE;
    row.now = now;
    row.change = g_new0(KiriReviewChange, 1);
    row.change->line = kiri_csv_line(r->csv);
    row.change->clip = g_strdup(clip->id);
    row.change->person = cell_of(r, KIRI_REVIEW_PERSON);
    row.change->cells = g_ptr_array_new_with_free_func(free_cell);
    take_row(r, &row);
    if (row.change->cells->len && !row.problems)
        g_ptr_array_add(r->out->changes, row.change);
    else
        free_change(row.change);
    return TRUE;
}

static gboolean read_rows(Reading *r, GError **error)
{
    GError *why = NULL;
    while (kiri_csv_next(r->csv, &why))
        if (!read_row(r, error))
            return FALSE;
    if (why) { // an open quote: what follows cannot be read
        g_ptr_array_add(r->out->problems, g_strdup(why->message));
        g_error_free(why);
    }
    return TRUE;
}

gboolean kiri_review_read(KiriStore *store, KiriStr bytes, KiriReviewReading *out, GError **error)
{
    *out = (KiriReviewReading){.changes = g_ptr_array_new_with_free_func(free_change),
                               .problems = g_ptr_array_new_with_free_func(g_free)};
    if (bytes.n >= 2 && memcmp(bytes.p, "PK", 2) == 0) {
        g_set_error_literal(error, KIRI_ERROR_REPORT, KIRI_ERROR_PARSE,
                            _("this is a workbook: save the sheet as CSV (UTF-8) and import that"));
        return FALSE;
    }
    g_auto(KiriBuf) text;
    KiriCharsetReport report;
    kiri_buf_init(&text, KIRI_BUF_UNCAPPED);
    if (!kiri_decode(bytes, NULL, KIRI_MARKUP_NONE, &text, &report, error))
        return FALSE;
    g_autoptr(KiriCsv) csv = kiri_csv_open(kiri_buf_view(&text), error);
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    Reading r = {.store = store,
                 .csv = csv,
                 .is_lossy = strcmp(report.charset, "utf-8") != 0 &&
                             g_str_has_prefix(report.charset, "shift"),
                 .seen = seen,
                 .out = out};
    return csv && find_columns(&r, error) && read_rows(&r, error);
}
