// SPDX-License-Identifier: GPL-3.0-or-later
#include "folio.h"

#include "writers.h"

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>

#include <string.h>

/* ---- from a model to a file ---- */

static gboolean write_json(const KiriFolioWork *work, KiriReportSink sink, gpointer data,
                           GError **error)
{
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    KiriJson j = kiri_json_begin(&out);
    kiri_json_open_object(&j);
    kiri_json_key(&j, "type");
    kiri_json_cstr(&j, work->shape->type);
    kiri_record_write_members(work->shape, work->model, &j);
    kiri_json_close_object(&j);
    kiri_json_end_line(&j);
    kiri_buf_add_str(&out, "{\"type\":\"summary\",\"count\":1,\"complete\":true}\n");
    return kiri_report_pass(&out, sink, data, error);
}

static gboolean write_document(const KiriFolioWork *work, const KiriReportFormat *format,
                               const KiriReportOptions *options, KiriReportSink sink, gpointer data,
                               GError **error)
{
    KiriFolio folio = {.lang = options->lang, .era = options->era};
    KiriTime made = kiri_time_jst(work->made_us);
    g_autofree char *date = kiri_folio_day(&folio, made);
    const KiriDocHead head = {
        .lang = options->lang,
        .title = work->title,
        .date = date,
        .section = options->section && *options->section ? options->section : NULL,
        .handling = options->handling && *options->handling ? options->handling : NULL,
        .is_sample = options->is_sample,
        .logo = options->logo,
        .logo_of = options->organisation,
        .made = made,
        .charts = options->charts};
    folio.line = kiri_line_new();
    folio.doc = format->open(&head, sink, data);
    kiri_doc_heading(folio.doc, 0, work->title, NULL);
    work->body(&folio, work->model);
    kiri_line_free(folio.line);
    return kiri_doc_end(folio.doc, error);
}

gboolean kiri_folio_write(const KiriFolioWork *work, const KiriReportFormat *format,
                          const KiriReportOptions *options, KiriReportSink sink, gpointer data,
                          GError **error)
{
    if (format->open)
        return write_document(work, format, options, sink, data, error);
    if (strcmp(format->name, "jsonl") == 0)
        return write_json(work, sink, data, error);
    g_set_error(error, KIRI_ERROR_REPORT, KIRI_ERROR_USAGE,
                _("this report has no format '%s'; there are html, pdf, text and jsonl"),
                format->name);
    return FALSE;
}

/* ---- text ---- */

void kiri_folio_chapter(KiriFolio *folio, const char *title)
{
    folio->chapter++;
    g_autofree char *text = g_strdup_printf("%u　%s", folio->chapter, kiri_say(folio->lang, title));
    g_autofree char *anchor = g_strdup_printf("s%u", folio->chapter);
    kiri_doc_heading(folio->doc, 1, text, anchor);
}

void kiri_folio_contents(KiriFolio *folio, const char *const *titles, guint n)
{
    kiri_doc_box_begin(folio->doc, kiri_say(folio->lang, "目次"));
    for (guint i = 0; i < n; i++) {
        g_autofree char *mark = g_strdup_printf("%u", i + 1);
        g_autofree char *anchor = g_strdup_printf("#s%u", i + 1);
        kiri_line_link(folio->line, KIRI_TEXT_PLAIN, anchor, kiri_say(folio->lang, titles[i]));
        kiri_line_item(folio->line, folio->doc, mark);
    }
    kiri_doc_box_end(folio->doc);
}

G_GNUC_PRINTF(3, 0)
static void put_text(KiriFolio *folio, guint style, const char *format, va_list args)
{
    g_autofree char *text = g_strdup_vprintf(format, args);
    kiri_doc_text(folio->doc, text, style, KIRI_ALIGN_LEFT);
}

void kiri_folio_text(KiriFolio *folio, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    put_text(folio, KIRI_TEXT_PLAIN, format, args);
    va_end(args);
}

void kiri_folio_note(KiriFolio *folio, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    put_text(folio, KIRI_TEXT_NOTE | KIRI_TEXT_SMALL, format, args);
    va_end(args);
}

/* A label that is too long for the column of labels stands before its value in a line of
 * text. */
static gboolean is_long(const char *label)
{
    enum { MOST = 10 };
    guint n = 0;
    for (const char *p = label; *p; p += g_utf8_skip[(guchar)*p])
        n += g_unichar_iswide(g_utf8_get_char(p)) ? 2 : 1;
    return n > MOST;
}

void kiri_folio_fact(KiriFolio *folio, const char *label, const char *format, ...)
{
    const char *said = kiri_say(folio->lang, label);
    va_list args;
    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    if (is_long(said))
        kiri_line_styled(folio->line, KIRI_TEXT_BOLD, kiri_say(folio->lang, "%s："), said);
    kiri_line_add(folio->line, "%s", text);
    if (is_long(said))
        kiri_line_paragraph(folio->line, folio->doc);
    else
        kiri_line_fact(folio->line, folio->doc, said);
}

void kiri_folio_chart(KiriFolio *folio, KiriChart *chart)
{
    if (chart)
        kiri_doc_chart(folio->doc, chart);
    kiri_chart_free(chart);
}

/* ---- tables ---- */

/* What a page holds of characters beside each other, in the type of lists and of other
 * tables; columns without a width share what the others leave of it. */
static void fill_widths(KiriFolio *folio, guint n, gboolean is_list)
{
    enum { LIST = 66, WIDE_LIST = 100, PLAIN = 46, WIDE_PLAIN = 70, LEAST = 6 };
    gdouble rest = folio->is_wide ? (is_list ? WIDE_LIST : WIDE_PLAIN) : is_list ? LIST : PLAIN;
    guint open = 0;
    for (guint i = 0; i < n; i++) {
        rest -= folio->columns[i].width;
        open += folio->columns[i].width > 0 ? 0 : 1;
    }
    for (guint i = 0; i < n; i++)
        if (folio->columns[i].width <= 0)
            folio->columns[i].width = MAX(rest / open, LEAST);
}

void kiri_folio_page(KiriFolio *folio, gboolean is_wide, const char *running_head)
{
    folio->is_wide = is_wide;
    kiri_doc_page(folio->doc, is_wide, running_head);
}

static void begin_table(KiriFolio *folio, const char *id, const char *caption,
                        const KiriDocColumn *columns, guint n, gboolean is_list)
{
    g_assert(n <= KIRI_FOLIO_COLUMNS && !folio->cells);
    memcpy(folio->columns, columns, n * sizeof *columns);
    folio->table = (KiriDocTable){.id = id,
                                  .caption = caption ? kiri_say(folio->lang, caption) : NULL,
                                  .columns = folio->columns,
                                  .n_columns = n,
                                  .is_list = is_list};
    fill_widths(folio, n, is_list);
    folio->cells = kiri_cells_new(n);
}

void kiri_folio_table_raw(KiriFolio *folio, const char *id, const char *caption,
                          const KiriDocColumn *columns, guint n, gboolean is_list)
{
    begin_table(folio, id, caption, columns, n, is_list);
    kiri_doc_table_begin(folio->doc, &folio->table);
}

void kiri_folio_table(KiriFolio *folio, const char *id, const char *caption,
                      const KiriDocColumn *columns, guint n, gboolean is_list)
{
    begin_table(folio, id, caption, columns, n, is_list);
    for (guint i = 0; i < n; i++)
        folio->columns[i].title = kiri_say(folio->lang, columns[i].title);
    kiri_doc_table_begin(folio->doc, &folio->table);
}

void kiri_folio_row(KiriFolio *folio, KiriRowKind kind)
{
    kiri_cells_row(folio->cells, folio->doc, kind, NULL);
}

void kiri_folio_table_end(KiriFolio *folio)
{
    kiri_doc_table_end(folio->doc);
    g_clear_pointer(&folio->cells, kiri_cells_free);
}

void kiri_folio_yen_cell(KiriFolio *folio, gint64 yen)
{
    g_autofree char *words = kiri_folio_yen(folio, yen);
    kiri_cells_yen(folio->cells, yen, words);
}

void kiri_folio_time_cell(KiriFolio *folio, KiriTime time)
{
    g_autofree char *words = kiri_folio_moment(folio, time);
    if (kiri_time_is_set(time))
        kiri_cells_time(folio->cells, time, words);
    else
        kiri_cells_text(folio->cells, NULL);
}

void kiri_folio_share_cell(KiriFolio *folio, gint64 part, gint64 of)
{
    g_autofree char *share = of > 0 ? kiri_folio_decimal(100 * (gdouble)part / (gdouble)of) : NULL;
    g_autofree char *a = kiri_number_grouped(part), *b = kiri_number_grouped(of);
    if (!share) {
        kiri_cells_text(folio->cells, "—");
        return;
    }
    kiri_line_add(kiri_cells_line(folio->cells), kiri_say(folio->lang, "%s％（%s／%s）"), share, a,
                  b);
    kiri_cells_next(folio->cells);
}

/* ---- values in words ---- */

static char *day_in_english(KiriCivil c)
{
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    static const char *const days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    return g_strdup_printf("%d %s %d (%s)", c.day, months[c.month - 1], c.year, days[c.weekday]);
}

static char *in_words(const KiriFolio *folio, gint64 us, gboolean with_clock)
{
    KiriCivil c = kiri_civil_from_us(us, KIRI_JST_MIN);
    if (folio->lang == KIRI_REPORT_EN) {
        g_autofree char *day = day_in_english(c);
        return with_clock ? g_strdup_printf("%s %02d:%02d", day, c.hour, c.minute)
                          : g_steal_pointer(&day);
    }
    KiriBuf out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    kiri_report_date(us, folio->era, with_clock, &out);
    return kiri_buf_steal(&out, NULL);
}

char *kiri_folio_day(const KiriFolio *folio, KiriTime time)
{
    return kiri_time_is_set(time) ? in_words(folio, time.us, FALSE) : g_strdup("");
}

char *kiri_folio_moment(const KiriFolio *folio, KiriTime time)
{
    return kiri_time_is_set(time)
               ? in_words(folio, time.us, time.precision >= KIRI_PRECISION_MINUTE)
               : g_strdup("");
}

char *kiri_folio_span(const KiriFolio *folio, gint64 from_us, gint64 to_us)
{
    g_autofree char *from = from_us == G_MININT64 ? g_strdup("") : in_words(folio, from_us, FALSE);
    g_autofree char *to = to_us == G_MAXINT64 ? g_strdup("") : in_words(folio, to_us - 1, FALSE);
    return g_strdup_printf(kiri_say(folio->lang, "%s～%s"), from, to);
}

char *kiri_folio_minutes(const KiriFolio *folio, gint64 minutes)
{
    enum { HOUR = 60, DAY = 24 * HOUR };
    const char *sign = minutes < 0 ? "−" : "";
    gint64 m = ABS(minutes);
    if (m < HOUR)
        return g_strdup_printf(kiri_say(folio->lang, "%s%d分"), sign, (int)m);
    if (m < 2 * DAY)
        return g_strdup_printf(kiri_say(folio->lang, "%s%d時間%d分"), sign, (int)(m / HOUR),
                               (int)(m % HOUR));
    return g_strdup_printf(kiri_say(folio->lang, "%s%d日%d時間"), sign, (int)(m / DAY),
                           (int)(m % DAY / HOUR));
}

char *kiri_folio_yen(const KiriFolio *folio, gint64 yen)
{
    g_autofree char *n = kiri_number_grouped(yen);
    return g_strdup_printf(kiri_say(folio->lang, "%s円"), n);
}

char *kiri_folio_fiscal_year(const KiriFolio *folio, gint year)
{
    KiriCivil first = {.year = year, .month = 4, .day = 1};
    if (folio->lang == KIRI_REPORT_EN)
        return g_strdup_printf("FY %d", year);
    g_autofree char *day = in_words(folio, kiri_civil_to_us(&first, KIRI_JST_MIN), FALSE);
    const char *end = strstr(day, "年");
    return g_strdup_printf("%.*s年度", (int)(end - day), day);
}

char *kiri_folio_decimal(gdouble value)
{
    char text[G_ASCII_DTOSTR_BUF_SIZE];
    return g_strdup(g_ascii_formatd(text, sizeof text, "%.1f", value));
}
