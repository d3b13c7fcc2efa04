// SPDX-License-Identifier: GPL-3.0-or-later
/* Titles and names arrive as HTML, as text, and as text that somebody escaped
 * once too often. What looks like a tag is one only if its name is an HTML
 * element's, because headlines do contain "a < b" and "<stdio.h>". */
#include "markup.h"

#include "feeds/xml.h"

#include <string.h>

gunichar kiri_markup_fix_c1(gunichar c)
{
    static const guint16 windows_1252[32] = {
        0x20ac, 0x81,   0x201a, 0x192,  0x201e, 0x2026, 0x2020, 0x2021, 0x2c6,  0x2030, 0x160,
        0x2039, 0x152,  0x8d,   0x17d,  0x8f,   0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
        0x2013, 0x2014, 0x2dc,  0x2122, 0x161,  0x203a, 0x153,  0x9d,   0x17e,  0x178,
    };
    return c >= 0x80 && c < 0xa0 ? windows_1252[c - 0x80] : c;
}

static gunichar checked(gunichar c)
{
    gboolean is_control = c < 0x20 && c != '\t' && c != '\n' && c != '\r';
    if (is_control || c > 0x10ffff || (c >= 0xd800 && c < 0xe000) || (c & 0xfffe) == 0xfffe)
        return 0xfffd;
    return kiri_markup_fix_c1(c);
}

static gsize numeric_reference(KiriStr s, gunichar *c)
{
    gsize at = 2;
    gboolean is_hex = at < s.n && (s.p[at] | 0x20) == 'x';
    guint radix = is_hex ? 16 : 10;
    at += is_hex ? 1 : 0;
    gsize from = at;
    guint32 value = 0;
    for (; at < s.n; at++) {
        gint digit = g_ascii_xdigit_value(s.p[at]);
        if (digit < 0 || (guint)digit >= radix)
            break;
        value = MIN(value * radix + (guint)digit, 0x110000);
    }
    if (at == from || at >= s.n || s.p[at] != ';')
        return 0;
    *c = checked(value);
    return at + 1;
}

gsize kiri_markup_reference(KiriStr s, gunichar *c)
{
    if (s.n < 3 || s.p[0] != '&')
        return 0;
    if (s.p[1] == '#')
        return numeric_reference(s, c);
    char name[16]; // "thetasym" is the longest
    gsize n = 0;
    while (n + 1 < s.n && n < sizeof name - 1 && g_ascii_isalnum(s.p[n + 1])) {
        name[n] = s.p[n + 1];
        n++;
    }
    name[n] = 0;
    if (n == 0 || n + 1 >= s.n || s.p[n + 1] != ';')
        return 0;
    *c = kiri_xml_html_entity(name);
    return *c ? n + 2 : 0;
}

static gboolean is_html_element(KiriStr name)
{
    static const char names[] =
        " a abbr acronym address applet area article aside audio b basefont bdi bdo big blink "
        "blockquote body br button center cite code dd del dfn dir div dl dt em embed fieldset "
        "figcaption figure font footer form frame h1 h2 h3 h4 h5 h6 header hr html i iframe img "
        "input ins kbd label legend li link main map mark marquee meta nav nobr noscript object ol "
        "p param picture pre q rb rp rt rtc ruby s samp script section select small source span "
        "strike strong style sub sup svg table tbody td textarea tfoot th thead time tr tt u ul "
        "var video wbr ";
    char padded[16] = " ";
    if (name.n == 0 || name.n > sizeof padded - 3)
        return FALSE;
    for (gsize i = 0; i < name.n; i++)
        padded[i + 1] = g_ascii_tolower(name.p[i]);
    padded[name.n + 1] = ' ';
    return strstr(names, padded) != NULL;
}

gsize kiri_markup_tag(KiriStr s)
{
    if (s.n >= 4 && memcmp(s.p, "<!--", 4) == 0) {
        const char *end = memmem(s.p + 4, s.n - 4, "-->", 3);
        return end ? (gsize)(end + 3 - s.p) : 0;
    }
    gsize from = s.n > 1 && s.p[1] == '/' ? 2 : 1, at = from;
    while (at < s.n && g_ascii_isalnum(s.p[at]))
        at++;
    if (at >= s.n || !is_html_element((KiriStr){s.p + from, at - from}) ||
        !(g_ascii_isspace(s.p[at]) || s.p[at] == '/' || s.p[at] == '>'))
        return 0;
    const char *end = memchr(s.p + at, '>', s.n - at);
    return end ? (gsize)(end + 1 - s.p) : 0;
}

/* Inside a line of text an element boundary is nothing, except where it would
 * glue two words together. */
static gboolean breaks_line(KiriStr tag)
{
    static const char *const names[] = {"br", "p", "div", "li", "tr", "td", "th", "h", "dd", "dt"};
    gsize from = tag.n > 1 && tag.p[1] == '/' ? 2 : 1;
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        gsize n = strlen(names[i]);
        if (tag.n > from + n && g_ascii_strncasecmp(tag.p + from, names[i], n) == 0 &&
            !g_ascii_isalpha(tag.p[from + n]))
            return TRUE;
    }
    return FALSE;
}

char *kiri_markup_to_plain(KiriStr html)
{
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    while (html.n) {
        gunichar c;
        gsize n = html.p[0] == '<' ? kiri_markup_tag(html) : 0;
        if (n) {
            if (breaks_line((KiriStr){html.p, n}))
                kiri_buf_add_char(&out, ' ');
        } else if (html.p[0] == '&' && (n = kiri_markup_reference(html, &c)) > 0) {
            kiri_buf_add_unichar(&out, c);
        } else {
            n = 1; // this one, and all up to the next that may mean something
            while (n < html.n && html.p[n] != '<' && html.p[n] != '&')
                n++;
            kiri_buf_add(&out, html.p, n);
        }
        html.p += n;
        html.n -= n;
    }
    return kiri_markup_collapse(kiri_buf_view(&out));
}

char *kiri_markup_collapse(KiriStr text)
{
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    text = kiri_str_strip(text);
    for (gsize i = 0, n; i < text.n; i += n) {
        for (n = 0; i + n < text.n && !g_ascii_isspace(text.p[i + n]); n++)
            ;
        kiri_buf_add(&out, text.p + i, n);
        if (i + n < text.n) // the text ends in no space
            kiri_buf_add_char(&out, ' ');
        while (i + n < text.n && g_ascii_isspace(text.p[i + n]))
            n++;
    }
    return kiri_buf_steal(&out, NULL);
}

gboolean kiri_markup_says_html(GBytes *body)
{
    enum { BEGINNING = 1024 };
    gsize n = 0;
    const char *p = g_bytes_get_data(body, &n);
    g_autofree char *start = g_ascii_strdown(p ? p : "", (gssize)MIN(n, (gsize)BEGINNING));
    return strstr(start, "<!doctype html") || strstr(start, "<html");
}
