// SPDX-License-Identifier: GPL-3.0-or-later
#include "type.h"

#include <kirinuki/report.h>

#include <string.h>

struct KiriType {
    PangoContext *context;
    PangoFontDescription *font;
};

/* Japanese first, so that a character that several scripts share gets its Japanese
 * form; then whatever the machine has for the rest. */
static const char families[] = "Noto Sans CJK JP, IPAexGothic, IPAGothic, sans-serif";

enum { INK = 0x1a1a1a, WARN_INK = 0x9b1c1c, NOTE_INK = 0x555555, LINK_INK = 0x1a3f7a };

KiriType *kiri_type_new(void)
{
    KiriType *type = g_new0(KiriType, 1);
    PangoFontMap *map = pango_cairo_font_map_get_default();
    type->context = pango_font_map_create_context(map);
    pango_cairo_context_set_resolution(type->context, 72); // a unit is a point
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    pango_cairo_context_set_font_options(type->context, options);
    cairo_font_options_destroy(options);
    pango_context_set_round_glyph_positions(type->context, FALSE);
    pango_context_set_language(type->context, pango_language_from_string("ja"));
    pango_context_set_base_dir(type->context, PANGO_DIRECTION_LTR);
    type->font = pango_font_description_from_string(families);
    return type;
}

void kiri_type_free(KiriType *type)
{
    if (!type)
        return;
    pango_font_description_free(type->font);
    g_object_unref(type->context);
    g_free(type);
}

char *kiri_report_font(gboolean *is_wanted)
{
    g_autoptr(KiriType) type = kiri_type_new();
    PangoLayout *layout = kiri_type_set_plain(type, "切り抜き報道発表", 10, -1, KIRI_ALIGN_LEFT);
    PangoLayoutLine *line = pango_layout_get_line_readonly(layout, 0);
    char *family = NULL;
    if (pango_layout_get_unknown_glyphs_count(layout) == 0 && line && line->runs) {
        const PangoLayoutRun *run = line->runs->data;
        PangoFontDescription *font = pango_font_describe(run->item->analysis.font);
        family = g_strdup(pango_font_description_get_family(font));
        pango_font_description_free(font);
    }
    g_object_unref(layout);
    g_auto(GStrv) wanted = g_strsplit(families, ", ", -1);
    *is_wanted = family && g_strv_contains((const char *const *)wanted, family);
    return family;
}

void kiri_type_ink(cairo_t *cr, guint rgb)
{
    cairo_set_source_rgb(cr, ((rgb >> 16) & 255) / 255.0, ((rgb >> 8) & 255) / 255.0,
                         (rgb & 255) / 255.0);
}

/* ---- runs ---- */

static void add_attribute(PangoAttrList *list, PangoAttribute *a, guint from, guint to)
{
    a->start_index = from;
    a->end_index = to;
    pango_attr_list_insert(list, a);
}

static void colour(PangoAttrList *list, guint rgb, guint from, guint to)
{
    add_attribute(list,
                  pango_attr_foreground_new((guint16)(((rgb >> 16) & 255) * 257),
                                            (guint16)(((rgb >> 8) & 255) * 257),
                                            (guint16)((rgb & 255) * 257)),
                  from, to);
}

static void style_run(PangoAttrList *list, const KiriText *run, guint from, guint to)
{
    if (run->style & KIRI_TEXT_BOLD)
        add_attribute(list, pango_attr_weight_new(PANGO_WEIGHT_BOLD), from, to);
    if (run->style & KIRI_TEXT_SMALL)
        add_attribute(list, pango_attr_scale_new(0.85), from, to);
    guint ink = run->style & KIRI_TEXT_WARN   ? WARN_INK
                : run->url                    ? LINK_INK
                : run->style & KIRI_TEXT_NOTE ? NOTE_INK
                                              : INK;
    colour(list, ink, from, to);
}

/* Blocks whose scripts are written from right to left. */
static gboolean is_right_to_left(gunichar c)
{
    return (c >= 0x0590 && c <= 0x08ff) || (c >= 0xfb1d && c <= 0xfdff) ||
           (c >= 0xfe70 && c <= 0xfeff) || (c >= 0x10800 && c <= 0x10fff) ||
           (c >= 0x1e800 && c <= 0x1efff);
}

static gboolean is_japanese(gunichar c)
{
    return (c >= 0x3040 && c <= 0x30ff) || (c >= 0x3400 && c <= 0x9fff) || c == 0x300c;
}

/* What isolates a text that turns the direction: one with Japanese in it runs on from left
 * to right, whatever it begins with; any other takes its direction from its first letter.
 * 0: nothing turns. */
static gunichar isolate_of(const char *text)
{
    enum { LEFT_TO_RIGHT = 0x2066, FIRST_STRONG = 0x2068 };
    gboolean turns = FALSE, has_japanese = FALSE;
    for (const char *p = text; *p; p += g_utf8_skip[(guchar)*p]) {
        gunichar c = g_utf8_get_char(p);
        turns = turns || is_right_to_left(c);
        has_japanese = has_japanese || is_japanese(c);
    }
    return !turns ? 0 : has_japanese ? LEFT_TO_RIGHT : FIRST_STRONG;
}

/* Text of the world on a page of ours: a direction that it turns ends with it. */
static void add_text(GString *all, const char *text)
{
    enum { END = 0x2069 };
    g_autofree char *clean = kiri_doc_clean(text);
    gunichar isolate = isolate_of(clean);
    if (isolate)
        g_string_append_unichar(all, isolate);
    g_string_append(all, clean);
    if (isolate)
        g_string_append_unichar(all, END);
}

guint kiri_type_run_end(const KiriText *run, guint begin)
{
    g_autoptr(GString) text = g_string_new(NULL);
    add_text(text, run->text);
    return begin + (guint)text->len;
}

PangoLayout *kiri_type_set(KiriType *type, const KiriText *runs, guint n, gdouble size,
                           gdouble width, KiriAlign align)
{
    PangoLayout *layout = pango_layout_new(type->context);
    g_autoptr(GString) all = g_string_new(NULL);
    PangoAttrList *list = pango_attr_list_new();
    for (guint i = 0; i < n; i++) {
        guint from = (guint)all->len;
        add_text(all, runs[i].text);
        style_run(list, &runs[i], from, (guint)all->len);
    }
    pango_font_description_set_absolute_size(type->font, size * PANGO_SCALE);
    pango_layout_set_font_description(layout, type->font);
    pango_layout_set_text(layout, all->str, (gint)all->len);
    pango_layout_set_attributes(layout, list);
    pango_attr_list_unref(list);
    pango_layout_set_auto_dir(layout, FALSE);
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    if (width >= 0)
        pango_layout_set_width(layout, (gint)(width * PANGO_SCALE));
    pango_layout_set_alignment(layout, align == KIRI_ALIGN_RIGHT    ? PANGO_ALIGN_RIGHT
                                       : align == KIRI_ALIGN_CENTER ? PANGO_ALIGN_CENTER
                                                                    : PANGO_ALIGN_LEFT);
    return layout;
}

PangoLayout *kiri_type_set_plain(KiriType *type, const char *text, gdouble size, gdouble width,
                                 KiriAlign align)
{
    const KiriText run = {.text = text};
    return kiri_type_set(type, &run, 1, size, width, align);
}
