// SPDX-License-Identifier: GPL-3.0-or-later
/* A small selector engine of our own: Debian 12 has no library for it that works
 * on another parser's tree (libcss wants a style engine around it, lexbor is not
 * packaged).
 *
 * A selector is a list of chains, a chain up to eight compounds, a compound some
 * conditions on one element. Here they are read; selector_match.c finds them. */
#include "selector_parts.h"
#include "html_scan.h"

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>
#include <kirinuki/limits.h>

#include <string.h>

/* ---- elements that have a tag of their own ---- */

static const struct {
    const char *name;
    guint tag;
} tags[] = {
    {"a", KIRI_TAG_A},
    {"address", KIRI_TAG_ADDRESS},
    {"article", KIRI_TAG_ARTICLE},
    {"aside", KIRI_TAG_ASIDE},
    {"audio", KIRI_TAG_AUDIO},
    {"base", KIRI_TAG_BASE},
    {"blockquote", KIRI_TAG_BLOCKQUOTE},
    {"body", KIRI_TAG_BODY},
    {"br", KIRI_TAG_BR},
    {"button", KIRI_TAG_BUTTON},
    {"canvas", KIRI_TAG_CANVAS},
    {"caption", KIRI_TAG_CAPTION},
    {"center", KIRI_TAG_CENTER},
    {"dd", KIRI_TAG_DD},
    {"details", KIRI_TAG_DETAILS},
    {"dialog", KIRI_TAG_DIALOG},
    {"div", KIRI_TAG_DIV},
    {"dl", KIRI_TAG_DL},
    {"dt", KIRI_TAG_DT},
    {"embed", KIRI_TAG_EMBED},
    {"fieldset", KIRI_TAG_FIELDSET},
    {"figcaption", KIRI_TAG_FIGCAPTION},
    {"figure", KIRI_TAG_FIGURE},
    {"footer", KIRI_TAG_FOOTER},
    {"form", KIRI_TAG_FORM},
    {"h1", KIRI_TAG_H1},
    {"h2", KIRI_TAG_H2},
    {"h3", KIRI_TAG_H3},
    {"h4", KIRI_TAG_H4},
    {"h5", KIRI_TAG_H5},
    {"h6", KIRI_TAG_H6},
    {"head", KIRI_TAG_HEAD},
    {"header", KIRI_TAG_HEADER},
    {"hr", KIRI_TAG_HR},
    {"html", KIRI_TAG_HTML},
    {"iframe", KIRI_TAG_IFRAME},
    {"img", KIRI_TAG_IMG},
    {"input", KIRI_TAG_INPUT},
    {"label", KIRI_TAG_LABEL},
    {"legend", KIRI_TAG_LEGEND},
    {"li", KIRI_TAG_LI},
    {"link", KIRI_TAG_LINK},
    {"main", KIRI_TAG_MAIN},
    {"menu", KIRI_TAG_MENU},
    {"meta", KIRI_TAG_META},
    {"nav", KIRI_TAG_NAV},
    {"noscript", KIRI_TAG_NOSCRIPT},
    {"object", KIRI_TAG_OBJECT},
    {"ol", KIRI_TAG_OL},
    {"option", KIRI_TAG_OPTION},
    {"p", KIRI_TAG_P},
    {"pre", KIRI_TAG_PRE},
    {"rp", KIRI_TAG_RP},
    {"rt", KIRI_TAG_RT},
    {"script", KIRI_TAG_SCRIPT},
    {"section", KIRI_TAG_SECTION},
    {"select", KIRI_TAG_SELECT},
    {"style", KIRI_TAG_STYLE},
    {"summary", KIRI_TAG_SUMMARY},
    {"svg", KIRI_TAG_SVG},
    {"table", KIRI_TAG_TABLE},
    {"tbody", KIRI_TAG_TBODY},
    {"td", KIRI_TAG_TD},
    {"template", KIRI_TAG_TEMPLATE},
    {"textarea", KIRI_TAG_TEXTAREA},
    {"tfoot", KIRI_TAG_TFOOT},
    {"th", KIRI_TAG_TH},
    {"thead", KIRI_TAG_THEAD},
    {"time", KIRI_TAG_TIME},
    {"title", KIRI_TAG_TITLE},
    {"tr", KIRI_TAG_TR},
    {"ul", KIRI_TAG_UL},
    {"video", KIRI_TAG_VIDEO},
};
/* All but the document, its text, and the elements without a tag of their own. */
G_STATIC_ASSERT(G_N_ELEMENTS(tags) == KIRI_TAG_COUNT - KIRI_TAG_A);

static KiriTest test_of_name(const char *name)
{
    for (gsize i = 0; i < G_N_ELEMENTS(tags); i++)
        if (strcmp(tags[i].name, name) == 0)
            return (KiriTest){.kind = KIRI_TEST_TAG, .n = tags[i].tag};
    return (KiriTest){.kind = KIRI_TEST_NAME, .name = name};
}

/* ---- reading ---- */

typedef struct {
    const char *p, *end;
    KiriSelector *selector;
    GError *error; // the first one
} Reader;

static void refuse(Reader *r, KiriErrorCode code, const char *what)
{
    if (!r->error)
        g_set_error_literal(&r->error, KIRI_ERROR_CRAWLER, (gint)code, what);
}

static gboolean is_name_char(char c)
{
    return g_ascii_isalnum(c) || c == '-' || c == '_' || (guchar)c >= 0x80;
}

static void skip_space(Reader *r)
{
    while (r->p < r->end && kiri_html_is_space(*r->p))
        r->p++;
}

static gboolean take(Reader *r, char c)
{
    if (r->p == r->end || *r->p != c)
        return FALSE;
    r->p++;
    return TRUE;
}

/* A name with its escapes resolved; NULL with an error that `expected` words. */
static const char *read_name(Reader *r, gboolean is_folded, const char *expected)
{
    g_autoptr(GString) name = g_string_new(NULL);
    while (r->p < r->end) {
        gboolean is_escape = *r->p == '\\' && r->end - r->p > 1 && g_ascii_ispunct(r->p[1]);
        if (!is_escape && !is_name_char(*r->p))
            break;
        r->p += is_escape;
        g_string_append_c(name, is_folded ? g_ascii_tolower(*r->p) : *r->p);
        r->p++;
    }
    if (name->len)
        return g_string_chunk_insert_const(r->selector->text, name->str);
    refuse(r, KIRI_ERROR_PARSE, expected);
    return NULL;
}

static const char *read_value(Reader *r)
{
    char quote = r->p < r->end ? *r->p : 0;
    if (quote != '"' && quote != '\'')
        return read_name(r, FALSE, _("expected a value behind '='"));
    g_autoptr(GString) value = g_string_new(NULL);
    for (r->p++; r->p < r->end && *r->p != quote; r->p++) {
        if (*r->p == '\\' && r->end - r->p > 1)
            r->p++;
        g_string_append_c(value, *r->p);
    }
    if (!take(r, quote)) {
        refuse(r, KIRI_ERROR_PARSE, _("the quoted value has no end"));
        return NULL;
    }
    return g_string_chunk_insert_const(r->selector->text, value->str);
}

/* "name]", "name^=value]" behind the bracket. */
static KiriTest read_attribute(Reader *r)
{
    static const struct {
        const char *sign;
        KiriTestKind kind;
    } signs[] = {{"=", KIRI_TEST_EQUAL},
                 {"^=", KIRI_TEST_BEGIN},
                 {"$=", KIRI_TEST_END},
                 {"*=", KIRI_TEST_PART},
                 {"~=", KIRI_TEST_WORD}};
    KiriTest t = {.kind = KIRI_TEST_HAS};
    skip_space(r);
    t.name = read_name(r, TRUE, _("expected the name of an attribute"));
    skip_space(r);
    for (gsize i = 0; i < G_N_ELEMENTS(signs); i++) {
        gsize n = strlen(signs[i].sign);
        if ((gsize)(r->end - r->p) < n || memcmp(r->p, signs[i].sign, n) != 0)
            continue;
        r->p += n;
        t.kind = signs[i].kind;
        skip_space(r);
        t.value = read_value(r);
        skip_space(r);
        break;
    }
    if (!r->error && !take(r, ']'))
        refuse(r, KIRI_ERROR_PARSE, _("expected ']', '=', '^=', '$=', '*=' or '~='"));
    return t;
}

static guint read_number(Reader *r)
{
    guint n = 0;
    const char *from = r->p;
    for (; r->p < r->end && g_ascii_isdigit(*r->p) && n <= KIRI_SELECTOR_MAX_NTH; r->p++)
        n = n * 10 + (guint)(*r->p - '0');
    if (r->p == from || !n || n > KIRI_SELECTOR_MAX_NTH)
        refuse(r, KIRI_ERROR_PARSE, _("expected the number of a child, from 1"));
    return n;
}

static KiriTest read_simple(Reader *r);

static KiriTest read_pseudo(Reader *r, gboolean is_inside)
{
    static const char names[] =
        N_("expected first-child, last-child, nth-child(N) or not(…) behind ':'");
    KiriTest t = {.kind = KIRI_TEST_NTH, .n = 1};
    const char *from = r->p;
    const char *name = read_name(r, TRUE, _(names));
    gboolean is_nth = g_strcmp0(name, "nth-child") == 0;
    gboolean is_not = g_strcmp0(name, "not") == 0 && !is_inside;
    if (r->error || g_strcmp0(name, "first-child") == 0)
        return t;
    if (g_strcmp0(name, "last-child") == 0) {
        t.kind = KIRI_TEST_LAST;
        return t;
    }
    if (!is_nth && !is_not) {
        r->p = from;
        refuse(r, KIRI_ERROR_PARSE, _(names));
        return t;
    }
    if (!take(r, '(')) {
        refuse(r, KIRI_ERROR_PARSE, _("expected '('"));
        return t;
    }
    skip_space(r);
    if (is_nth)
        t.n = read_number(r);
    else
        t = read_simple(r);
    t.is_not = is_not;
    skip_space(r);
    if (!r->error && !take(r, ')'))
        refuse(r, KIRI_ERROR_PARSE,
               is_not ? _("expected ')' behind one simple selector")
                      : _("expected ')' behind the number"));
    return t;
}

static KiriTest read_marked(Reader *r, KiriTestKind kind, const char *attribute,
                            const char *expected)
{
    return (KiriTest){.kind = kind, .name = attribute, .value = read_name(r, FALSE, expected)};
}

/* One simple selector within :not(). */
static KiriTest read_simple(Reader *r)
{
    if (take(r, '#'))
        return read_marked(r, KIRI_TEST_EQUAL, "id", _("expected an id behind '#'"));
    if (take(r, '.'))
        return read_marked(r, KIRI_TEST_WORD, "class", _("expected a class behind '.'"));
    if (take(r, '['))
        return read_attribute(r);
    if (take(r, ':'))
        return read_pseudo(r, TRUE);
    const char *name = read_name(r, TRUE, _("expected one simple selector"));
    return name ? test_of_name(name) : (KiriTest){0};
}

static void add_test(Reader *r, KiriCompound *c, KiriTest t)
{
    if (c->n_tests < KIRI_SELECTOR_MAX_TESTS)
        c->tests[c->n_tests++] = t;
    else
        refuse(r, KIRI_ERROR_LIMIT, _("too many conditions on one element"));
}

static void read_compound(Reader *r, KiriCompound *c)
{
    const char *from = r->p;
    if (!take(r, '*') && r->p < r->end && (is_name_char(*r->p) || *r->p == '\\')) {
        const char *name = read_name(r, TRUE, _("expected the name of an element"));
        if (name)
            add_test(r, c, test_of_name(name));
    }
    while (!r->error) {
        if (take(r, '#'))
            add_test(r, c, read_marked(r, KIRI_TEST_EQUAL, "id", _("expected an id behind '#'")));
        else if (take(r, '.'))
            add_test(r, c,
                     read_marked(r, KIRI_TEST_WORD, "class", _("expected a class behind '.'")));
        else if (take(r, '['))
            add_test(r, c, read_attribute(r));
        else if (take(r, ':'))
            add_test(r, c, read_pseudo(r, FALSE));
        else
            break;
    }
    if (r->p == from)
        refuse(r, KIRI_ERROR_PARSE, _("expected an element, '.class', '#id' or '[attribute]'"));
}

static gboolean is_at_end(const Reader *r)
{
    return r->p == r->end || *r->p == ',' || *r->p == '@';
}

static void read_chain(Reader *r, KiriChain *chain)
{
    char combinator = ' ';
    for (;;) {
        if (chain->n == KIRI_SELECTOR_MAX_COMPOUNDS) {
            refuse(r, KIRI_ERROR_LIMIT, _("too many steps in one selector"));
            return;
        }
        KiriCompound *c = &chain->compounds[chain->n++];
        c->combinator = combinator;
        read_compound(r, c);
        if (r->error)
            return;
        gboolean had_space = r->p < r->end && kiri_html_is_space(*r->p);
        skip_space(r);
        if (is_at_end(r))
            return;
        combinator = strchr(">+~", *r->p) ? *r->p : ' ';
        if (combinator == ' ' && !had_space) {
            refuse(r, KIRI_ERROR_PARSE, _("expected the end of the selector, or a space"));
            return;
        }
        r->p += combinator != ' ';
        skip_space(r);
    }
}

static void read_list(Reader *r)
{
    KiriSelector *s = r->selector;
    g_autoptr(GArray) chains = g_array_new(FALSE, TRUE, sizeof(KiriChain));
    do {
        if (chains->len == KIRI_SELECTOR_MAX_CHAINS) {
            refuse(r, KIRI_ERROR_LIMIT, _("too many selectors in one list"));
            break;
        }
        skip_space(r);
        g_array_set_size(chains, chains->len + 1);
        read_chain(r, &g_array_index(chains, KiriChain, chains->len - 1));
    } while (!r->error && take(r, ','));
    if (!r->error && take(r, '@')) {
        s->attr = read_name(r, TRUE, _("expected the name of an attribute behind '@'"));
        skip_space(r);
        if (r->p < r->end)
            refuse(r, KIRI_ERROR_PARSE, _("expected nothing behind the attribute"));
    }
    s->n = chains->len;
    s->chains = (KiriChain *)(void *)g_array_free(g_steal_pointer(&chains), FALSE);
}

KiriSelector *kiri_selector_parse(KiriStr text, gsize *at, GError **error)
{
    g_autoptr(KiriSelector) s = g_new0(KiriSelector, 1);
    s->text = g_string_chunk_new(256);
    Reader r = {text.p, text.p + text.n, s, NULL};
    if (text.n > KIRI_LIMIT_SELECTOR_BYTES)
        refuse(&r, KIRI_ERROR_LIMIT, _("the selector is too long"));
    else if (memchr(text.p, 0, text.n))
        refuse(&r, KIRI_ERROR_PARSE, _("the selector holds a NUL"));
    else
        read_list(&r);
    if (at)
        *at = (gsize)(r.p - text.p);
    if (!r.error)
        return g_steal_pointer(&s);
    g_propagate_error(error, r.error);
    return NULL;
}

void kiri_selector_free(KiriSelector *selector)
{
    if (!selector)
        return;
    g_free(selector->chains);
    g_string_chunk_free(selector->text);
    g_free(selector);
}

const char *kiri_selector_attr(const KiriSelector *selector)
{
    return selector->attr;
}
