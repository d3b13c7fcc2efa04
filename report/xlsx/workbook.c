// SPDX-License-Identifier: GPL-3.0-or-later
/* The door to libxlsxwriter. Formats are made when they are first needed: one for each
 * style and kind of cell. */
#include "workbook.h"

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>

#include <glib/gstdio.h>
#include <xlsxwriter.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* Cells that are no number, behind those that are. */
enum { CELL_TEXT = KIRI_N_NUMBER_CELLS, CELL_DAY, CELL_MOMENT, N_CELLS };
static const char *const number_formats[] = {"#,##0",      "\"¥\"#,##0",      "0.0%", "0.000", "@",
                                             "yyyy/mm/dd", "yyyy/mm/dd hh:mm"};
G_STATIC_ASSERT(G_N_ELEMENTS(number_formats) == N_CELLS);

struct KiriSheet {
    KiriWorkbook *book;
    lxw_worksheet *sheet;
};

struct KiriWorkbook {
    char *path, *beside, *title; // a stream's path is where it lies until it is sent
    gboolean is_stream;
    lxw_workbook *book;
    lxw_format *formats[KIRI_N_STYLES][N_CELLS];
    GPtrArray *sheets; // KiriSheet
    guint links;
};

/* 1980-01-01, the first moment of a ZIP archive. */
enum { CREATED = 315532800 };

static void free_book(KiriWorkbook *book)
{
    g_ptr_array_unref(book->sheets);
    g_free(book->path);
    g_free(book->beside);
    g_free(book->title);
    g_free(book);
}

static void set_error(const KiriWorkbook *book, const char *why, GError **error)
{
    g_set_error(error, KIRI_ERROR_REPORT, KIRI_ERROR_IO, _("cannot write '%s': %s"), book->path,
                why);
}

static KiriWorkbook *book_new(const char *title)
{
    KiriWorkbook *book = g_new0(KiriWorkbook, 1);
    book->title = g_strdup(title);
    book->sheets = g_ptr_array_new_with_free_func(g_free);
    return book;
}

/* The library keeps sheets that are streams in files without a name. */
static void open_book(KiriWorkbook *book, time_t created)
{
    lxw_workbook_options options = {.constant_memory = book->is_stream ? LXW_TRUE : LXW_FALSE,
                                    .tmpdir = (char *)(guintptr)g_get_tmp_dir()};
    book->book = workbook_new_opt(book->beside, &options);
    g_assert(book->book); // but for exhausted memory
    lxw_doc_properties properties = {.title = book->title, .created = created};
    workbook_set_properties(book->book, &properties);
}

KiriWorkbook *kiri_workbook_begin(const char *path, const char *title, GError **error)
{
    KiriWorkbook *book = book_new(title);
    book->path = g_strdup(path);
    book->beside = g_strconcat(path, ".part", NULL);
    /* The library would look only at the end, and print what it finds. */
    int file = g_creat(book->beside, 0666);
    if (file < 0) {
        set_error(book, g_strerror(errno), error);
        free_book(book);
        return NULL;
    }
    close(file);
    open_book(book, CREATED);
    return book;
}

KiriWorkbook *kiri_workbook_begin_stream(const char *title, gint64 created_us, GError **error)
{
    KiriWorkbook *book = book_new(title);
    book->is_stream = TRUE;
    book->beside = g_build_filename(g_get_tmp_dir(), "kirinuki-workbook-XXXXXX", NULL);
    int file = g_mkstemp(book->beside);
    book->path = g_strdup(book->beside);
    if (file < 0) {
        set_error(book, g_strerror(errno), error);
        free_book(book);
        return NULL;
    }
    close(file);
    open_book(book, MAX((time_t)(created_us / G_USEC_PER_SEC), CREATED));
    return book;
}

/* The file's bytes, piece by piece. */
static gboolean pass_on(int file, KiriReportSink sink, gpointer data)
{
    char piece[65536];
    for (;;) {
        gssize n = read(file, piece, sizeof piece);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return n == 0;
        if (!sink((KiriStr){piece, (gsize)n}, data)) {
            errno = ECANCELED;
            return FALSE;
        }
    }
}

gboolean kiri_workbook_send(KiriWorkbook *book, KiriReportSink sink, gpointer data, GError **error)
{
    lxw_error failed = workbook_close(book->book);
    int file = failed == LXW_NO_ERROR ? g_open(book->beside, O_RDONLY | O_CLOEXEC, 0) : -1;
    gboolean ok = file >= 0 && pass_on(file, sink, data);
    if (failed != LXW_NO_ERROR)
        set_error(book, lxw_strerror(failed), error);
    else if (!ok && errno == ECANCELED)
        g_set_error_literal(error, KIRI_ERROR_REPORT, KIRI_ERROR_IO, _("cannot write the report"));
    else if (!ok)
        set_error(book, g_strerror(errno), error);
    if (file >= 0)
        close(file);
    g_unlink(book->beside);
    free_book(book);
    return ok;
}

void kiri_workbook_cancel(KiriWorkbook *book)
{
    if (!book)
        return;
    /* The library has no other way to give up what it holds. */
    workbook_close(book->book);
    g_unlink(book->beside);
    free_book(book);
}

gboolean kiri_workbook_close(KiriWorkbook *book, GError **error)
{
    lxw_error failed = workbook_close(book->book);
    gboolean ok = failed == LXW_NO_ERROR && g_rename(book->beside, book->path) == 0;
    if (!ok) {
        set_error(book, failed == LXW_NO_ERROR ? g_strerror(errno) : lxw_strerror(failed), error);
        g_unlink(book->beside);
    }
    free_book(book);
    return ok;
}

KiriSheet *kiri_workbook_add_sheet(KiriWorkbook *book, const char *name)
{
    KiriSheet *sheet = g_new0(KiriSheet, 1);
    sheet->book = book;
    sheet->sheet = workbook_add_worksheet(book->book, name);
    g_assert(sheet->sheet); // a name of ours that is too long, or there twice
    g_ptr_array_add(book->sheets, sheet);
    return sheet;
}

/* What sets a style apart. */
static const struct {
    gdouble size;               // 0: as usual
    guint32 colour, background; // 0: as usual
    gboolean is_bold, is_underlined, is_bare;
} looks[KIRI_N_STYLES] = {
    [KIRI_STYLE_HEAD] = {.background = 0xD9E2EC, .is_bold = TRUE},
    [KIRI_STYLE_HELP] = {.colour = 0x555555},
    [KIRI_STYLE_WARN] = {.background = 0xFFF4CC},
    [KIRI_STYLE_INPUT] = {.colour = 0x0B3D91, .background = 0xEAF3FF},
    [KIRI_STYLE_SUM] = {.background = 0xF3F4F6, .is_bold = TRUE},
    [KIRI_STYLE_LINK] = {.colour = 0x0B57A4, .is_underlined = TRUE},
    [KIRI_STYLE_TITLE] = {.size = 15, .is_bold = TRUE, .is_bare = TRUE},
    [KIRI_STYLE_NOTE] = {.colour = 0x444444, .is_bare = TRUE},
};

static lxw_format *format_of(KiriWorkbook *book, KiriStyle style, guint cell)
{
    lxw_format **f = &book->formats[style][cell];
    if (*f)
        return *f;
    *f = workbook_add_format(book->book);
    format_set_num_format(*f, number_formats[cell]);
    format_set_font_name(*f, "游ゴシック"); // of Excel in Japan; others have one like it
    format_set_align(*f, style == KIRI_STYLE_TITLE ? LXW_ALIGN_VERTICAL_CENTER
                                                   : LXW_ALIGN_VERTICAL_TOP);
    if (!looks[style].is_bare) {
        format_set_text_wrap(*f);
        format_set_border(*f, LXW_BORDER_HAIR);
    }
    if (looks[style].is_bold)
        format_set_bold(*f);
    if (looks[style].is_underlined)
        format_set_underline(*f, LXW_UNDERLINE_SINGLE);
    if (looks[style].size > 0)
        format_set_font_size(*f, looks[style].size);
    if (looks[style].colour)
        format_set_font_color(*f, looks[style].colour);
    if (looks[style].background)
        format_set_bg_color(*f, looks[style].background);
    return *f;
}

/* ---- cells ---- */

/* Is it a character that no XML file may hold, however it is written? Control characters
 * are not among them: the library writes those as spreadsheets do. */
static gboolean is_unfit(gunichar c)
{
    return c == 0xFFFE || c == 0xFFFF;
}

static const char *next_char(const char *p)
{
    return p + g_utf8_skip[*(const guchar *)p];
}

/* Would a reader take what begins here for a character's number (ECMA-376, 22.9.2.19)?
 * The library escapes control characters so, and leaves what looks alike alone; a control
 * character behind it becomes an underscore and more. */
static gboolean looks_escaped(const char *p)
{
    if (p[0] != '_' || p[1] != 'x')
        return FALSE;
    for (guint i = 2; i < 6; i++)
        if (!g_ascii_isxdigit(p[i]))
            return FALSE;
    return p[6] == '_' || (p[6] && (guchar)p[6] < 0x20);
}

/* As a cell can hold it: NULL when `text` already is; else a copy, cut to the most units
 * of UTF-16 that one may have, and without what is unfit. (transfer full) */
static char *fitted(const char *text)
{
    static const char underscore[] = "_x005F_";
    guint units = 0;
    gboolean fits = TRUE;
    GString *copy = g_string_new(NULL);
    const char *p = text;
    for (; *p; p = next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        gboolean is_escape = looks_escaped(p);
        guint width = is_escape ? sizeof underscore - 1 : c > 0xFFFF ? 2 : 1;
        fits &= !is_unfit(c) && !is_escape;
        if (units + width > KIRI_SHEET_CELL_CHARS)
            break;
        units += width;
        if (is_escape)
            g_string_append(copy, underscore);
        else if (!is_unfit(c))
            g_string_append_unichar(copy, c);
    }
    return g_string_free(copy, fits && !*p);
}

void kiri_sheet_text(KiriSheet *sheet, guint row, guint column, const char *text, KiriStyle style)
{
    g_autofree char *fit = fitted(text);
    worksheet_write_string(sheet->sheet, row, (lxw_col_t)column, fit ? fit : text,
                           format_of(sheet->book, style, CELL_TEXT));
}

void kiri_sheet_number(KiriSheet *sheet, guint row, guint column, gint64 n, KiriStyle style)
{
    kiri_sheet_value(sheet, row, column, (gdouble)n, KIRI_CELL_GROUPED, style);
}

void kiri_sheet_value(KiriSheet *sheet, guint row, guint column, gdouble v, KiriNumberCell cell,
                      KiriStyle style)
{
    worksheet_write_number(sheet->sheet, row, (lxw_col_t)column, v,
                           format_of(sheet->book, style, cell));
}

void kiri_sheet_formula(KiriSheet *sheet, guint row, guint column, const char *formula,
                        gdouble value, KiriNumberCell cell, KiriStyle style)
{
    worksheet_write_formula_num(sheet->sheet, row, (lxw_col_t)column, formula,
                                format_of(sheet->book, style, cell), value);
}

/* So long is it once the library has written what no address may hold as "%20". */
static glong written_chars(const char *url)
{
    glong n = g_utf8_strlen(url, -1);
    for (const char *p = url; *p; p++)
        n += strchr(" \"<>[]^`{}%", *p) ? 2 : 0;
    return n;
}

/* The library would refuse these, and print it. */
static gboolean can_link(const KiriSheet *sheet, const char *url)
{
    enum { MOST_URL = 2079 };
    return url && sheet->book->links < KIRI_WORKBOOK_LINKS &&
           (g_ascii_strncasecmp(url, "http://", 7) == 0 ||
            g_ascii_strncasecmp(url, "https://", 8) == 0) &&
           written_chars(url) <= MOST_URL;
}

void kiri_sheet_link(KiriSheet *sheet, guint row, guint column, const char *url, const char *text)
{
    g_autofree char *fit = fitted(text);
    const char *shown = fit ? fit : text;
    if (!*shown || !can_link(sheet, url)) {
        kiri_sheet_text(sheet, row, column, text, KIRI_STYLE_PLAIN);
        return;
    }
    sheet->book->links++;
    worksheet_write_url_opt(sheet->sheet, row, (lxw_col_t)column, url,
                            format_of(sheet->book, KIRI_STYLE_LINK, CELL_TEXT), shown, NULL);
}

void kiri_sheet_blank(KiriSheet *sheet, guint row, guint column, KiriStyle style)
{
    worksheet_write_blank(sheet->sheet, row, (lxw_col_t)column,
                          format_of(sheet->book, style, CELL_TEXT));
}

void kiri_sheet_time(KiriSheet *sheet, guint row, guint column, KiriTime t, KiriStyle style)
{
    char text[32];
    gboolean is_day = t.precision == KIRI_PRECISION_DAY;
    KiriCivil c = kiri_civil_from_us(t.us, is_day ? t.offset_min : KIRI_JST_MIN);
    kiri_time_format(t, text);
    if (!kiri_time_is_set(t)) {
        kiri_sheet_blank(sheet, row, column, style);
    } else if (t.precision < KIRI_PRECISION_DAY || c.year < 1900) {
        kiri_sheet_text(sheet, row, column, text, style);
    } else {
        lxw_datetime when = {.year = c.year, .month = c.month, .day = c.day};
        if (!is_day) {
            when.hour = c.hour;
            when.min = c.minute;
            when.sec = c.second;
        }
        worksheet_write_datetime(sheet->sheet, row, (lxw_col_t)column, &when,
                                 format_of(sheet->book, style, is_day ? CELL_DAY : CELL_MOMENT));
    }
}

/* ---- the sheet ---- */

void kiri_sheet_width(KiriSheet *sheet, guint column, gdouble letters)
{
    worksheet_set_column(sheet->sheet, (lxw_col_t)column, (lxw_col_t)column, letters, NULL);
}

void kiri_sheet_freeze(KiriSheet *sheet, guint row, guint column)
{
    worksheet_freeze_panes(sheet->sheet, row, (lxw_col_t)column);
}

void kiri_sheet_filter(KiriSheet *sheet, guint last_row, guint last_column)
{
    worksheet_autofilter(sheet->sheet, 0, 0, last_row, (lxw_col_t)last_column);
}

void kiri_sheet_height(KiriSheet *sheet, guint row, gdouble points)
{
    worksheet_set_row(sheet->sheet, row, points, NULL);
}

void kiri_sheet_title(KiriSheet *sheet, guint row, const char *text)
{
    enum { POINTS = 26 };
    kiri_sheet_height(sheet, row, POINTS);
    kiri_sheet_text(sheet, row, 0, text, KIRI_STYLE_TITLE);
}

void kiri_sheet_page(KiriSheet *sheet, guint head_row, guint last_row, guint last_column)
{
    enum { A4 = 9 };
    worksheet_set_landscape(sheet->sheet);
    worksheet_set_paper(sheet->sheet, A4);
    worksheet_fit_to_pages(sheet->sheet, 1, 0);
    worksheet_set_margins(sheet->sheet, 0.4, 0.4, 0.6, 0.6);
    worksheet_set_footer(sheet->sheet, "&L&A&R&P / &N");
    if (head_row != G_MAXUINT)
        worksheet_repeat_rows(sheet->sheet, head_row, head_row);
    worksheet_print_area(sheet->sheet, 0, 0, last_row, (lxw_col_t)last_column);
}

static void add_choices(KiriSheet *sheet, guint column, guint last_row, lxw_data_validation *v)
{
    v->ignore_blank = LXW_VALIDATION_ON;
    v->dropdown = LXW_VALIDATION_ON;
    v->show_error = LXW_VALIDATION_ON;
    v->error_type = LXW_VALIDATION_ERROR_TYPE_STOP;
    worksheet_data_validation_range(sheet->sheet, 1, (lxw_col_t)column, MAX(last_row, 1),
                                    (lxw_col_t)column, v);
}

void kiri_sheet_choices(KiriSheet *sheet, guint column, guint last_row, const char *const *words)
{
    lxw_data_validation v = {.validate = LXW_VALIDATION_TYPE_LIST,
                             .value_list = (gpointer)(guintptr)words}; // it only reads them
    add_choices(sheet, column, last_row, &v);
}

void kiri_sheet_choices_of(KiriSheet *sheet, guint column, guint last_row, const char *range)
{
    lxw_data_validation v = {.validate = LXW_VALIDATION_TYPE_LIST_FORMULA,
                             .value_formula = (gpointer)(guintptr)range};
    add_choices(sheet, column, last_row, &v);
}
