// SPDX-License-Identifier: GPL-3.0-or-later
/* One pass over broken JSON. Templates paste headlines into JSON without
 * escaping them, so the mistakes are few and always the same; whatever else is
 * wrong is left for the parser to refuse. */
#include "jsonld.h"

#include <string.h>

typedef struct {
    const char *p, *end;
    KiriBuf out;
    gint depth, roots;
} Repair;

static char next_solid(const char *p, const char *end)
{
    while (p < end && g_ascii_isspace(*p))
        p++;
    return p < end ? *p : 0;
}

/* A quote ends its string where JSON could go on behind it. */
static gboolean ends_string(const Repair *r)
{
    char next = next_solid(r->p + 1, r->end);
    if (next == ',') {
        /* `"a", said b` is text; `"a", "b"` and `"a",}` are not. */
        const char *comma = memchr(r->p, ',', (gsize)(r->end - r->p));
        char after = next_solid(comma + 1, r->end);
        return !after || strchr("\"{}[]-/0123456789tfn", after) != NULL;
    }
    return !next || strchr("}]:;", next) != NULL;
}

static void copy_escape(Repair *r)
{
    char c = r->p + 1 < r->end ? r->p[1] : 0;
    gboolean is_known = c && strchr("\"\\/bfnrt", c) != NULL;
    if (c == 'u' && r->end - r->p >= 6) {
        is_known = TRUE;
        for (gint i = 2; i < 6; i++)
            is_known &= g_ascii_isxdigit(r->p[i]) != 0;
    }
    if (is_known) {
        kiri_buf_add(&r->out, r->p, 2);
        r->p += 2;
    } else { // \' and the like: drop the backslash
        r->p++;
    }
}

static void copy_string(Repair *r)
{
    kiri_buf_add_char(&r->out, '"');
    r->p++;
    while (r->p < r->end) {
        guchar c = (guchar)*r->p;
        if (c == '\\') {
            copy_escape(r);
            continue;
        }
        if (c == '"' && ends_string(r)) {
            r->p++;
            break;
        }
        if (c == '"')
            kiri_buf_add_str(&r->out, "\\\"");
        else if (c == '\n')
            kiri_buf_add_str(&r->out, "\\n");
        else if (c < 0x20)
            kiri_buf_add_char(&r->out, ' ');
        else
            kiri_buf_add(&r->out, r->p, 1);
        r->p++;
    }
    kiri_buf_add_char(&r->out, '"');
}

static gboolean skip_wrapping(Repair *r)
{
    static const char *const wraps[] = {"<!--", "-->", "<![CDATA[", "]]>", "//<![CDATA[", "//]]>"};
    for (guint i = 0; i < G_N_ELEMENTS(wraps); i++) {
        gsize n = strlen(wraps[i]);
        if ((gsize)(r->end - r->p) >= n && strncmp(r->p, wraps[i], n) == 0) {
            r->p += n;
            return TRUE;
        }
    }
    if (r->end - r->p >= 2 && r->p[0] == '/' && (r->p[1] == '*' || r->p[1] == '/')) {
        const char *stop = r->p[1] == '*' ? "*/" : "\n";
        const char *at = g_strstr_len(r->p, r->end - r->p, stop);
        r->p = at ? at + strlen(stop) : r->end;
        return TRUE;
    }
    return FALSE;
}

static void copy_structure(Repair *r)
{
    char c = *r->p++;
    if (c == ',') {
        char next = next_solid(r->p, r->end);
        if (next == '}' || next == ']' || next == ',' || !next)
            return;
        if (r->out.n && strchr("[{,", r->out.p[r->out.n - 1]))
            return;
    }
    if (r->depth == 0 && c == ';')
        return;
    if ((c == '{' || c == '[') && r->depth++ == 0 && r->roots++)
        kiri_buf_add_char(&r->out, ',');
    if (c == '}' || c == ']')
        r->depth--;
    if (!g_ascii_isspace(c))
        kiri_buf_add_char(&r->out, c);
}

char *kiri_jsonld_repair(KiriStr text)
{
    Repair r = {.p = text.p, .end = text.p + text.n};
    kiri_buf_init(&r.out, text.n * 2 + 64);
    kiri_buf_add_char(&r.out, '[');
    while (r.p < r.end) {
        if (*r.p == '"')
            copy_string(&r);
        else if (!skip_wrapping(&r))
            copy_structure(&r);
    }
    kiri_buf_add_char(&r.out, ']');
    return kiri_buf_steal(&r.out, NULL);
}
