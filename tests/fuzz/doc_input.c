// SPDX-License-Identifier: GPL-3.0-or-later
/* One byte picks the call, texts follow. A calm document has the same calls: whatever
 * differs between the two but texts and links came out of a text. */
#include "doc_input.h"

enum { MOST_CALLS = 24, MOST_RUNS = 3, MOST_COLUMNS = 3, MOST_FOLDS = 3 };

typedef struct {
    FuzzInput in;
    const DocInput *input;
    KiriDoc *doc;
    GPtrArray *kept; // texts of the document, until it is ended
    gboolean is_box;
    guint folds;
} Maker;

/* A PNG of one pixel. */
static const guint8 dot[] = {0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d,
                             0x49, 0x48, 0x44, 0x52, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01,
                             0x08, 0x02, 0x00, 0x00, 0x00, 0x90, 0x77, 0x53, 0xde, 0x00, 0x00, 0x00,
                             0x0c, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0x10, 0x50, 0x30, 0x00,
                             0x00, 0x00, 0xa4, 0x00, 0x61, 0x34, 0x66, 0x7d, 0x72, 0x00, 0x00, 0x00,
                             0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82};

/* That, or what no page can show. (transfer full) */
static GBytes *picture_of(guint look)
{
    return look % 2 ? g_bytes_new_static(dot, sizeof dot) : g_bytes_new_static("none", 4);
}

static const char *keep(Maker *m, char *text)
{
    g_ptr_array_add(m->kept, text);
    return text;
}

/* A text that will be read, or one that only might be. */
static const char *text_of(Maker *m, gboolean is_read)
{
    char *text = fuzz_text(&m->in);
    g_autofree char *substance = fuzz_substance(text);
    if (m->input->is_calm && *substance) {
        g_free(text);
        text = g_strdup("x");
    }
    if (is_read && m->input->texts)
        g_ptr_array_add(m->input->texts, g_strdup(text));
    return keep(m, text);
}

/* NULL, somewhere on the web, a place in the document, or what leads nowhere. */
static const char *link_of(Maker *m, guint kind)
{
    static const char *const begin[] = {NULL, "https://", "http://", "#", "javascript:", "data:"};
    kind %= G_N_ELEMENTS(begin);
    if (!kind)
        return NULL;
    g_autofree char *rest = fuzz_text(&m->in);
    char *url = g_strconcat(begin[kind], m->input->is_calm ? "x" : rest, NULL);
    if (m->input->links && kind <= 3)
        g_ptr_array_add(m->input->links, g_strdup(url));
    return keep(m, url);
}

static guint runs_of(Maker *m, KiriText runs[MOST_RUNS])
{
    guint n = 1 + fuzz_byte(&m->in) % MOST_RUNS;
    for (guint i = 0; i < n; i++) {
        guint look = fuzz_byte(&m->in);
        runs[i].style = look % 16;
        runs[i].url = link_of(m, look >> 4);
        runs[i].text = text_of(m, TRUE);
    }
    return n;
}

static void put_table(Maker *m)
{
    KiriDocColumn columns[MOST_COLUMNS];
    guint n = 1 + fuzz_byte(&m->in) % MOST_COLUMNS, look = fuzz_byte(&m->in);
    KiriDocTable table = {.id = "t",
                          .columns = columns,
                          .n_columns = n,
                          .is_list = look & 1,
                          .is_figures = (look & 2) != 0,
                          .has_row_heads = (look & 4) != 0};
    table.caption = look & 8 ? text_of(m, TRUE) : NULL;
    for (guint i = 0; i < n; i++)
        columns[i] =
            (KiriDocColumn){"c", text_of(m, FALSE), fuzz_byte(&m->in) % 20, (KiriAlign)(look % 3)};
    kiri_doc_table_begin(m->doc, &table);
    for (guint rows = fuzz_byte(&m->in) % 3; rows--;) {
        KiriText runs[MOST_COLUMNS][MOST_RUNS];
        KiriDocCell cells[MOST_COLUMNS] = {0};
        for (guint i = 0; i < n; i++)
            cells[i] = (KiriDocCell){.kind = (KiriDocCellKind)(fuzz_byte(&m->in) % 5),
                                     .runs = runs[i],
                                     .n_runs = runs_of(m, runs[i]),
                                     .number = (gint64)fuzz_byte(&m->in),
                                     .share = fuzz_byte(&m->in) / 256.0};
        kiri_doc_row(m->doc, (KiriRowKind)(look >> 7), NULL, cells);
    }
    kiri_doc_table_end(m->doc);
}

static void put_block(Maker *m, guint call)
{
    KiriText runs[MOST_RUNS];
    guint n;
    switch (call % 4) {
    case 0: {
        const char *anchor = fuzz_byte(&m->in) % 2 ? text_of(m, FALSE) : NULL;
        kiri_doc_heading(m->doc, fuzz_byte(&m->in) % 4, text_of(m, TRUE), anchor);
        return;
    }
    case 1:
        n = runs_of(m, runs);
        kiri_doc_paragraph(m->doc, runs, n, (KiriAlign)(fuzz_byte(&m->in) % 3));
        return;
    case 2: {
        const char *mark = text_of(m, TRUE);
        n = runs_of(m, runs);
        kiri_doc_item(m->doc, mark, runs, n);
        return;
    }
    default: {
        const char *label = text_of(m, TRUE);
        n = runs_of(m, runs);
        kiri_doc_fact(m->doc, label, runs, n);
    }
    }
}

static void put_call(Maker *m)
{
    guint call = fuzz_byte(&m->in) % 9;
    if (call < 4) {
        put_block(m, call);
    } else if (call == 4) {
        if (m->is_box)
            kiri_doc_box_end(m->doc);
        else
            kiri_doc_box_begin(m->doc, text_of(m, TRUE));
        m->is_box = !m->is_box;
    } else if (call == 5 && !m->is_box && m->folds < MOST_FOLDS) {
        m->folds++;
        kiri_doc_fold_begin(m->doc, text_of(m, TRUE));
    } else if (call == 6) {
        put_table(m);
    } else if (call == 8) {
        guint look = fuzz_byte(&m->in);
        g_autoptr(GBytes) picture = picture_of(look);
        kiri_doc_picture(m->doc, picture, text_of(m, look % 2 == 0));
    } else if (call == 7 && !m->is_box && !m->folds) {
        kiri_doc_page(m->doc, fuzz_byte(&m->in) % 2, text_of(m, FALSE));
    }
}

void doc_input_write(const guint8 *data, gsize n, const DocInput *input,
                     KiriDoc *(*open_doc)(const KiriDocHead *, KiriReportSink, gpointer),
                     KiriBuf *out)
{
    g_autoptr(GPtrArray) kept = g_ptr_array_new_with_free_func(g_free);
    Maker m = {.in = {data, n}, .input = input, .kept = kept};
    guint look = fuzz_byte(&m.in);
    KiriDocHead head = {.lang = look & 1 ? KIRI_REPORT_EN : KIRI_REPORT_JA,
                        .is_sample = (look & 2) != 0};
    head.title = text_of(&m, FALSE);
    head.handling = look & 4 ? text_of(&m, TRUE) : NULL;
    head.date = text_of(&m, TRUE);
    head.section = look & 8 ? text_of(&m, TRUE) : NULL;
    g_autoptr(GBytes) logo = look & 16 ? picture_of(look >> 5) : NULL;
    head.logo = logo;
    head.logo_of = logo ? text_of(&m, FALSE) : NULL;
    m.doc = open_doc(&head, kiri_report_to_buf, out);
    for (guint calls = 0; m.in.n && calls < MOST_CALLS; calls++)
        put_call(&m);
    if (m.is_box)
        kiri_doc_box_end(m.doc);
    while (m.folds--)
        kiri_doc_fold_end(m.doc);
    g_assert_true(kiri_doc_end(m.doc, NULL));
}
