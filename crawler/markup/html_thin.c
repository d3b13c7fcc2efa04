// SPDX-License-Identifier: GPL-3.0-or-later
/* See html_thin.h. One pass from '<' to '<', with html_scan.h for where things end. The
 * tree is not built, so whatever makes the tokenizer depend on it is either kept
 * as it is or ends the work:
 *
 *   1. What was written so far leaves the parser in the same state as what was
 *      read so far. So it is always right to stop and to keep the rest.
 *   2. A style or a script is raw text wherever its start tag is not ignored: not
 *      in a <select> (styles), not behind a <col> of a <template>, not in frames.
 *   3. Elements of formatting keep their attributes: of three equal ones the
 *      parser keeps two open (the "Noah's Ark clause"). <a> is never open twice.
 *      <html> and <body> keep theirs: a second one adds what the first has not.
 *   4. A drawing is left out only if its elements are known and well nested: an
 *      element that is not of drawings would break out of it. Its tags stay: they
 *      may move open formatting elements into the place where it stands.
 */
#include "html_thin.h"
#include "html_scan.h"

#include <string.h>

enum {
    MOST_CUSTOM_BYTES = 512, // of data-* and the like: more is no name and no address
    MOST_DATA_BYTES = 64,    // of an address that is the picture itself
    MOST_ATTRIBUTES = 40,    // of a tag that is looked at closely
    MOST_NESTING = 64,       // of elements in a drawing
};

typedef struct {
    char *html;
    gsize n;
    gsize at;   // read so far
    gsize kept; // begin of what was read and is not written yet
    gsize out;  // written so far, never behind `kept`
    gboolean is_select, had_template, had_table, had_pre;
} Thinner;

static KiriStr page_of(const Thinner *t)
{
    return (KiriStr){t->html, t->n};
}

static gboolean is_named(const char *name, const char *other)
{
    return strcmp(name, other) == 0;
}

static gboolean is_one_of(const char *name, const char *const *list)
{
    for (; *list; list++)
        if (is_named(name, *list))
            return TRUE;
    return FALSE;
}

/* Puts `instead` in the place of [from, to), which is longer. */
static void leave_out(Thinner *t, gsize from, gsize to, const char *instead)
{
    memmove(t->html + t->out, t->html + t->kept, from - t->kept);
    t->out += from - t->kept;
    gsize n = strlen(instead);
    memcpy(t->html + t->out, instead, n);
    t->out += n;
    t->kept = to;
}

/* ---- tags ---- */

static gboolean has_text(KiriStr s, const char *text)
{
    return s.n && memmem(s.p, s.n, text, strlen(text)) != NULL;
}

/* Is the attribute one that nobody reads? */
static gboolean is_idle(const KiriHtmlAttr *a)
{
    static const char *const never[] = {"srcset",      "data-srcset", "sizes",
                                        "imagesrcset", "imagesizes",  NULL};
    KiriStr v = a->value;
    char first = a->name[0];
    if (first == 'o' && a->name[1] == 'n' && strlen(a->name) > 4)
        return TRUE;
    if (is_named(a->name, "style")) // only what hides is of interest
        return !has_text(v, "none") && !has_text(v, "hidden") && !has_text(v, "&");
    if ((first == 's' || first == 'd' || first == 'i') && is_one_of(a->name, never))
        return TRUE;
    return v.n > MOST_CUSTOM_BYTES && strchr(a->name, '-') && !is_named(a->name, "http-equiv");
}

/* A picture in its own address: the address stays, the picture goes. */
static gboolean is_picture(const KiriHtmlAttr *a)
{
    KiriStr v = a->value;
    return v.n > MOST_DATA_BYTES && is_named(a->name, "src") &&
           g_ascii_strncasecmp(v.p, "data:", 5) == 0 && !memchr(v.p, '&', MOST_DATA_BYTES);
}

typedef struct {
    char name[KIRI_HTML_NAME_BYTES];
    gsize attrs; // where they begin
    gsize end;   // behind '>'
    guint n_attrs;
    gboolean is_empty; // "/>"
    gboolean has_idle; // some attribute that can be left out or shortened
    gboolean is_json;  // the type names it, or may
} Tag;

/* Reads the tag whose name begins at `from`. FALSE if it is never closed. */
static gboolean read_tag(const Thinner *t, gsize from, Tag *tag)
{
    KiriStr h = page_of(t);
    KiriHtmlAttr a;
    tag->n_attrs = 0;
    tag->is_empty = tag->has_idle = tag->is_json = FALSE;
    gsize at = tag->attrs = kiri_html_tag_name(h, from, tag->name);
    while (kiri_html_next_attr(h, &at, &a, &tag->is_empty)) {
        tag->n_attrs++;
        tag->has_idle |= is_idle(&a) || is_picture(&a);
        if (is_named(a.name, "type"))
            tag->is_json |= has_text(a.value, "json") || has_text(a.value, "JSON") ||
                            has_text(a.value, "Json") || has_text(a.value, "&");
    }
    tag->end = at + 1;
    return at < t->n;
}

/* Is it an element whose attributes the parser compares with those of others? */
static gboolean keeps_attributes(const char *name)
{
    static const char *const names[] = {"b",      "big", "body", "code", "em",    "font",
                                        "html",   "i",   "nobr", "s",    "small", "strike",
                                        "strong", "tt",  "u",    NULL};
    return is_one_of(name, names);
}

/* Has the tag two attributes of one name? Behind a second one without a value the
 * parser forgets the value of the next. */
static gboolean has_twins(const Thinner *t, const Tag *tag)
{
    char names[MOST_ATTRIBUTES][KIRI_HTML_NAME_BYTES];
    KiriHtmlAttr a;
    gboolean is_empty;
    gsize at = tag->attrs;
    for (guint n = 0; kiri_html_next_attr(page_of(t), &at, &a, &is_empty); n++) {
        for (guint i = 0; i < n; i++)
            if (is_named(a.name, names[i]))
                return TRUE;
        memcpy(names[n], a.name, KIRI_HTML_NAME_BYTES);
    }
    return FALSE;
}

static void shorten(Thinner *t, KiriStr value)
{
    gsize from = MOST_DATA_BYTES;
    while (from < value.n && ((guchar)value.p[from] & 0xC0) == 0x80)
        from++;
    gsize at = (gsize)(value.p - t->html);
    leave_out(t, at + from, at + value.n, "");
}

static void thin_attributes(Thinner *t, const Tag *tag)
{
    if (!tag->has_idle || tag->n_attrs > MOST_ATTRIBUTES || keeps_attributes(tag->name) ||
        has_twins(t, tag))
        return;
    KiriHtmlAttr a;
    gboolean is_empty;
    for (gsize at = tag->attrs; kiri_html_next_attr(page_of(t), &at, &a, &is_empty);) {
        gsize next = a.to;
        while (next < t->n && kiri_html_is_space(t->html[next]))
            next++;
        /* "a onclick=x =y" would become "a =y", "svg /style>" an empty drawing. */
        if (is_idle(&a) && t->html[next] != '=' && t->html[a.from - 1] != '/')
            leave_out(t, a.from, a.to, "");
        else if (is_picture(&a))
            shorten(t, a.value);
    }
}

/* ---- text ---- */

/* Runs of white space, as KiriDom has them. */
static void thin_text(Thinner *t, gsize to)
{
    static const char *const instead[] = {" ", "\n", "\n\n"};
    const char *h = t->html;
    for (gsize at = t->at; at < to && !t->had_pre;) {
        if (!kiri_html_is_space(h[at])) {
            at++;
            continue;
        }
        gsize from = at;
        guint lines = 0;
        for (; at < to && kiri_html_is_space(h[at]); at++)
            lines += h[at] == '\n' || (h[at] == '\r' && !(at + 1 < to && h[at + 1] == '\n'));
        lines = MIN(lines, 2u);
        if (at - from > MAX(lines, 1u))
            leave_out(t, from, at, instead[lines]);
    }
    t->at = to;
}

/* ---- drawings ---- */

static gboolean is_of_drawings(const char *name)
{
    static const char *const names[] = {"a",
                                        "animate",
                                        "animatetransform",
                                        "circle",
                                        "clippath",
                                        "defs",
                                        "desc",
                                        "ellipse",
                                        "filter",
                                        "g",
                                        "image",
                                        "line",
                                        "marker",
                                        "lineargradient",
                                        "mask",
                                        "path",
                                        "pattern",
                                        "polygon",
                                        "polyline",
                                        "radialgradient",
                                        "rect",
                                        "stop",
                                        "style",
                                        "svg",
                                        "symbol",
                                        "text",
                                        "title",
                                        "tspan",
                                        "use",
                                        NULL};
    return is_one_of(name, names) || g_str_has_prefix(name, "fe");
}

typedef struct {
    char open[MOST_NESTING][KIRI_HTML_NAME_BYTES];
    guint depth;
    gboolean has_words;   // characters other than white space
    gboolean has_caption; // of them, in an element that is read like a page
} Drawing;

/* Titles and descriptions hold what a page holds; only text is understood there. */
static gboolean is_caption(const char *name)
{
    return is_named(name, "title") || is_named(name, "desc");
}

static gboolean read_words(const Thinner *t, gsize from, gsize to, Drawing *d)
{
    gsize at = from;
    while (at < to && kiri_html_is_space(t->html[at]))
        at++;
    d->has_words |= at < to;
    d->has_caption |= at < to && is_caption(d->open[d->depth - 1]);
    return at == to || !memchr(t->html + at, '&', to - at);
}

/* Index behind the drawing whose inside begins at `at`; 0 for an unusual one. */
static gsize read_drawing(const Thinner *t, gsize at, Drawing *d)
{
    *d = (Drawing){.open = {"svg"}, .depth = 1};
    while (d->depth) {
        gsize lt = kiri_html_find(page_of(t), at, '<');
        Tag tag;
        if (t->n - lt < 4 || !read_words(t, at, lt, d))
            return 0;
        at = lt;
        if (t->html[at + 1] == '/') {
            const char *top = d->open[--d->depth];
            gsize n = strlen(top), end = at + 2 + n;
            if (end >= t->n || g_ascii_strncasecmp(t->html + at + 2, top, n) != 0 ||
                t->html[end] != '>')
                return 0;
            at = end + 1;
        } else if (kiri_html_has_at(page_of(t), at, "<!--")) {
            at = kiri_html_end_of_comment(page_of(t), at);
            if (!at)
                return 0;
        } else {
            if (!g_ascii_isalpha(t->html[at + 1]) || is_caption(d->open[d->depth - 1]) ||
                !read_tag(t, at + 1, &tag) || !is_of_drawings(tag.name))
                return 0;
            if (!tag.is_empty) {
                if (d->depth == MOST_NESTING)
                    return 0;
                memcpy(d->open[d->depth++], tag.name, KIRI_HTML_NAME_BYTES);
            }
            at = tag.end;
        }
    }
    return at;
}

static gboolean thin_drawing(Thinner *t, const Tag *tag)
{
    Drawing d;
    if (tag->is_empty)
        return TRUE;
    gsize end = read_drawing(t, tag->end, &d);
    if (!end)
        return FALSE;
    /* A word in a drawing keeps a later <frameset> from being one; one of a caption
     * may be moved out of a table. */
    gsize inside = end - strlen("</svg>") - tag->end;
    if (!(d.has_caption && (t->had_table || t->had_template)) && inside > 1)
        leave_out(t, tag->end, tag->end + inside, d.has_words ? "." : "");
    t->at = end;
    return TRUE;
}

/* ---- the page ---- */

/* What may stand in a <select> without ending it and without raw text that is none
 * there. */
static gboolean is_plain_in_select(const char *name)
{
    static const char *const names[] = {"option", "optgroup", "script", "span", "div", "b", "i",
                                        "a",      "p",        "img",    "font", "br",  NULL};
    return is_one_of(name, names);
}

/* FALSE for most elements that pass_content() does not know. */
static gboolean may_be_special(const char *name)
{
    return name[0] && name[1] && name[2] && strchr("cfilmnpstx", name[0]);
}

/* Raw text up to its end tag, left out where `is_left_out`. FALSE if it has no end. */
static gboolean pass_raw(Thinner *t, gsize end, gboolean is_left_out)
{
    if (end == t->n)
        return FALSE;
    if (is_left_out && end > t->at)
        leave_out(t, t->at, end, "");
    t->at = end;
    return TRUE;
}

/* Behind a start tag; FALSE where only the parser knows how to go on. */
static gboolean pass_content(Thinner *t, const Tag *tag)
{
    static const char *const verbatim[] = {"title",  "textarea", "xmp",
                                           "iframe", "noembed",  "noframes"};
    static const char *const unknown[] = {"math", "frameset", "plaintext", NULL};
    const char *name = tag->name;
    if (is_named(name, "script"))
        return pass_raw(t, kiri_html_end_of_script(page_of(t), t->at), !tag->is_json);
    if (is_named(name, "style"))
        return pass_raw(t, kiri_html_end_of_raw(page_of(t), t->at, "style"), TRUE);
    if (is_named(name, "svg"))
        return thin_drawing(t, tag);
    for (guint i = 0; i < G_N_ELEMENTS(verbatim); i++)
        if (is_named(name, verbatim[i]))
            return pass_raw(t, kiri_html_end_of_raw(page_of(t), t->at, verbatim[i]), FALSE);
    t->is_select |= is_named(name, "select");
    t->had_template |= is_named(name, "template");
    t->had_table |= is_named(name, "table");
    t->had_pre |= is_named(name, "pre") || is_named(name, "listing");
    return !is_one_of(name, unknown) && !(t->had_template && is_named(name, "col"));
}

static gboolean pass_start_tag(Thinner *t)
{
    Tag tag;
    if (!read_tag(t, t->at + 1, &tag) || (t->is_select && !is_plain_in_select(tag.name)))
        return FALSE;
    thin_attributes(t, &tag);
    t->at = tag.end;
    return !may_be_special(tag.name) || pass_content(t, &tag);
}

/* Nearly all have no attributes: "</div>". */
static gboolean pass_end_tag(Thinner *t)
{
    gsize end = t->at + 2;
    while (end < t->n && g_ascii_isalnum(t->html[end]))
        end++;
    Tag tag;
    if (end < t->n && t->html[end] == '>' && !t->is_select) {
        t->at = end + 1;
        return TRUE;
    }
    if (!read_tag(t, t->at + 2, &tag))
        return FALSE;
    t->is_select &= !is_named(tag.name, "select");
    t->at = tag.end;
    return TRUE;
}

/* From the '<' at t->at to behind what it begins. FALSE: the rest stays as it is. */
static gboolean pass_markup(Thinner *t)
{
    char c = t->at + 1 < t->n ? t->html[t->at + 1] : 0;
    char d = t->at + 2 < t->n ? t->html[t->at + 2] : 0;
    if (g_ascii_isalpha(c))
        return pass_start_tag(t);
    if (c == '/' && g_ascii_isalpha(d)) {
        return pass_end_tag(t);
    }
    if (kiri_html_has_at(page_of(t), t->at, "<!--")) {
        gsize end = kiri_html_end_of_comment(page_of(t), t->at);
        if (end > t->at + strlen("<!---->"))
            leave_out(t, t->at, end, "<!---->");
        t->at = end;
        return end != 0;
    }
    /* Declarations and what only looks like one end at the next '>'. */
    t->at = c == '!' || c == '?' || c == '/' ? kiri_html_find(page_of(t), t->at, '>') : t->at + 1;
    return t->at < t->n;
}

gsize kiri_html_thin(char *html, gsize n)
{
    Thinner t = {.html = html, .n = n};
    do
        thin_text(&t, kiri_html_find(page_of(&t), t.at, '<'));
    while (t.at < n && pass_markup(&t));
    memmove(html + t.out, html + t.kept, n - t.kept);
    return t.out + n - t.kept;
}
