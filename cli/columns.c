// SPDX-License-Identifier: GPL-3.0-or-later
/* Columns: letters with their widths first, lines from them afterwards. A mark is
 * closed at the end of each line and opened again on the next, because another
 * column may stand beside it. */
#include "columns.h"

#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { DEFAULT_COLUMNS = 80, LEAST_COLUMNS = 20, MOST_COLUMNS = 1000 };

typedef struct {
    gunichar c;
    guint8 columns;
    gboolean is_marked;
} Letter;

guint kiri_out_width(void)
{
    guint64 stated;
    const char *variable = g_getenv("COLUMNS");
    if (variable &&
        g_ascii_string_to_unsigned(variable, 10, LEAST_COLUMNS, MOST_COLUMNS, &stated, NULL))
        return (guint)stated;
    struct winsize size = {0};
    if (isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 &&
        size.ws_col >= LEAST_COLUMNS)
        return size.ws_col;
    return DEFAULT_COLUMNS;
}

/* ---- letters ---- */

void kiri_marked_init(KiriMarked *m, gboolean has_color)
{
    *m = (KiriMarked){.letters = g_array_new(FALSE, FALSE, sizeof(Letter)), .has_color = has_color};
}

void kiri_marked_clear(KiriMarked *m)
{
    g_clear_pointer(&m->letters, g_array_unref);
}

static void add_letter(KiriMarked *m, gunichar c)
{
    guint8 columns = g_unichar_iszerowidth(c) ? 0 : g_unichar_iswide(c) ? 2 : 1;
    Letter letter = {c == '\n' || c == '\t' ? ' ' : c, columns, m->is_marked};
    g_array_append_val(m->letters, letter);
}

/* Without colours the signs themselves are letters, outside of the mark. */
static void set_marked(KiriMarked *m, gboolean is_marked)
{
    if (m->is_marked == is_marked)
        return;
    m->is_marked = FALSE;
    if (!m->has_color)
        add_letter(m, is_marked ? 0xab : 0xbb);
    m->is_marked = is_marked;
}

void kiri_marked_add(KiriMarked *m, KiriStr text, gboolean is_marked)
{
    if (!text.n)
        return;
    set_marked(m, is_marked);
    g_autofree char *copy = kiri_str_dup(text);
    g_autofree char *safe = kiri_out_safe(copy);
    for (const char *p = safe; *p; p += g_utf8_skip[(guchar)*p])
        add_letter(m, g_utf8_get_char(p));
}

/* ---- lines ---- */

static void line_free(gpointer data)
{
    KiriLine *line = data;
    g_free(line->text);
    g_free(line);
}

static void put_line(const KiriMarked *m, guint from, guint to, GPtrArray *lines)
{
    while (to > from + 1 && g_array_index(m->letters, Letter, to - 1).c == ' ')
        to--;
    static const char on[] = "\033[1;4m", off[] = "\033[0m";
    g_autoptr(GString) text = g_string_new(NULL);
    KiriLine *line = g_new0(KiriLine, 1);
    gboolean is_marked = FALSE;
    for (guint i = from; i < to; i++) {
        const Letter *l = &g_array_index(m->letters, Letter, i);
        if (m->has_color && l->is_marked != is_marked)
            g_string_append(text, l->is_marked ? on : off);
        is_marked = l->is_marked;
        g_string_append_unichar(text, l->c);
        line->columns += l->columns;
    }
    if (m->has_color && is_marked)
        g_string_append(text, off);
    line->text = g_string_free(g_steal_pointer(&text), FALSE);
    g_ptr_array_add(lines, line);
}

/* What must not begin a line (行頭禁則), and the inside of words and figures in
 * Latin letters. */
static gboolean may_begin_line(const KiriMarked *m, guint i)
{
    static const char closing[] =
        "、。，．・：；？！）」』】〉》〕］｝ー々ぁぃぅぇぉっゃゅょァィゥェ"
        "ォッャュョ»),.:;?!%％";
    gunichar c = g_array_index(m->letters, Letter, i).c;
    gunichar before = i ? g_array_index(m->letters, Letter, i - 1).c : ' ';
    if (c < 0x80 && before < 0x80 && g_ascii_isgraph((char)c) && g_ascii_isgraph((char)before))
        return FALSE;
    return g_array_index(m->letters, Letter, i).columns > 0 && c != ' ' && before != 0xab &&
           !g_utf8_strchr(closing, -1, c);
}

/* End of the line that begins at `from`. */
static guint line_end(const KiriMarked *m, guint from, guint columns)
{
    enum { MOST_BACK = 24 };
    guint to = from, used = 0;
    while (to < m->letters->len) {
        guint wide = g_array_index(m->letters, Letter, to).columns;
        if (to > from && used + wide > columns)
            break;
        used += wide;
        to++;
    }
    if (to == m->letters->len)
        return to;
    for (guint back = to; back > from + 1 && to - back < MOST_BACK; back--)
        if (may_begin_line(m, back))
            return back;
    return to;
}

GPtrArray *kiri_marked_wrap(KiriMarked *m, guint columns)
{
    GPtrArray *lines = g_ptr_array_new_with_free_func(line_free);
    set_marked(m, FALSE);
    for (guint from = 0; from < m->letters->len;) {
        guint to = line_end(m, from, columns);
        put_line(m, from, to, lines);
        for (from = to; from < m->letters->len; from++) // no line begins with a space
            if (g_array_index(m->letters, Letter, from).c != ' ')
                break;
    }
    return lines;
}

/* ---- printing ---- */

void kiri_out_sides(guint indent, const GPtrArray *left, const GPtrArray *right, guint columns)
{
    for (guint i = 0; i < MAX(left->len, right->len); i++) {
        const KiriLine *l = i < left->len ? g_ptr_array_index(left, i) : NULL;
        const KiriLine *r = i < right->len ? g_ptr_array_index(right, i) : NULL;
        guint used = l ? l->columns : 0;
        gint fill = used < columns ? (gint)(columns - used) : 0;
        kiri_out_printf("%*s%s%*s |%s%s\n", (gint)indent, "", l ? l->text : "", fill, "",
                        r ? " " : "", r ? r->text : "");
    }
}

void kiri_out_lines(guint indent, const GPtrArray *lines)
{
    for (guint i = 0; i < lines->len; i++)
        kiri_out_printf("%*s%s\n", (gint)indent, "",
                        ((const KiriLine *)g_ptr_array_index(lines, i))->text);
}

void kiri_out_field(const char *label, guint label_columns, const char *text)
{
    if (!text || !*text)
        return;
    guint indent = MAX(label_columns, kiri_out_columns(label)) + 2, width = kiri_out_width();
    g_auto(KiriMarked) m;
    kiri_marked_init(&m, TRUE);
    kiri_marked_add(&m, kiri_str(text), FALSE);
    g_autoptr(GPtrArray) lines =
        kiri_marked_wrap(&m, width > indent + LEAST_COLUMNS ? width - indent : LEAST_COLUMNS);
    for (guint i = 0; i < lines->len; i++) {
        const char *left = i ? "" : label;
        kiri_out_printf("%s%*s%s\n", left, (gint)(indent - kiri_out_columns(left)), "",
                        ((const KiriLine *)g_ptr_array_index(lines, i))->text);
    }
}
