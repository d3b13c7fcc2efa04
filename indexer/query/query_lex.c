// SPDX-License-Identifier: GPL-3.0-or-later
/* The lexer of the query language. Only the signs of the language are folded
 * here; what a word is made of stays as it was written, for messages and for
 * printing, and gets its N-form in the parser. */
#include "query_lex.h"

#include "chars.h"

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>

#include <string.h>

#define NEAR_DEFAULT 10
#define NEAR_MAX 1000

const char *const kiri_lex_fields[] = {"title", "author", "site",    "medium",
                                       "date",  "class",  "release", NULL};

gunichar kiri_lex_fold(gunichar c)
{
    if (c >= 0xff01 && c <= 0xff5e)
        return c - 0xff01 + '!';
    if (c == 0x201c || c == 0x201d || c == 0x201e || c == 0x201f)
        return '"';
    if (c == 0x2212)
        return '-';
    return g_unichar_isspace(c) || c == 0x85 ? ' ' : c;
}

static gunichar peek(const KiriLex *lex, gsize at)
{
    return at < lex->text.n ? kiri_lex_fold(kiri_char_at(lex->text, at)) : 0;
}

static gsize after(const KiriLex *lex, gsize at)
{
    return kiri_char_after(lex->text, at);
}

static gunichar step(KiriLex *lex)
{
    gunichar c = peek(lex, lex->at);
    lex->at = after(lex, lex->at);
    lex->column++;
    return c;
}

static gboolean ends_word(gunichar c)
{
    return c == 0 || c == ' ' || c == '"' || c == '(' || c == ')';
}

gboolean kiri_lex_fail(KiriLex *lex, GError **error, gsize column, const char *message)
{
    lex->failed_at = column;
    g_set_error(error, KIRI_ERROR_INDEXER, KIRI_ERROR_USAGE, _("query column %zu: %s"), column,
                message);
    return FALSE;
}

/* `lex` stands behind the opening quote. */
static gboolean lex_quoted(KiriLex *lex, KiriLexToken *token, GError **error)
{
    g_autoptr(GString) value = g_string_new(NULL);
    while (lex->at < lex->text.n) {
        gunichar original = kiri_char_at(lex->text, lex->at);
        if (step(lex) == '"') {
            if (peek(lex, lex->at) != '"') {
                token->kind = KIRI_LEX_QUOTED;
                token->value = g_strdup(value->str);
                return TRUE;
            }
            step(lex);
            original = '"';
        }
        g_string_append_unichar(value, original);
    }
    return kiri_lex_fail(lex, error, token->column, _("expected a closing quote for this one"));
}

/* The field name at lex->at with its colon, in lower-case ASCII, or NULL. */
static char *field_name(const KiriLex *lex, gsize *end, gsize *chars)
{
    g_autoptr(GString) name = g_string_new(NULL);
    gsize at = lex->at;
    *chars = 0;
    for (gunichar c; (c = peek(lex, at)) != 0; at = after(lex, at), ++*chars) {
        if (c == ':' && name->len > 1) {
            *end = after(lex, at);
            ++*chars;
            return g_strdup(name->str);
        }
        if (c >= 0x80 || !g_ascii_isalpha((gchar)c) || name->len > 16)
            return NULL;
        g_string_append_c(name, g_ascii_tolower((gchar)c));
    }
    return NULL;
}

/* TRUE when a field begins here, or the attempt of one failed (then `error`). */
static gboolean lex_field(KiriLex *lex, KiriLexToken *token, GError **error)
{
    gsize end, chars;
    g_autofree char *name = field_name(lex, &end, &chars);
    /* "https://…" is text. */
    if (!name || (peek(lex, end) == '/' && peek(lex, after(lex, end)) == '/'))
        return FALSE;
    for (guint i = 0; kiri_lex_fields[i]; i++) {
        if (!g_str_equal(kiri_lex_fields[i], name))
            continue;
        token->kind = KIRI_LEX_FIELD;
        token->field = i;
        lex->at = end;
        lex->column += chars;
        return TRUE;
    }
    g_autofree char *message =
        g_strdup_printf(_("unknown field '%s'; expected title, author, site, medium, date, class "
                          "or release, or quotes around text with a colon"),
                        name);
    kiri_lex_fail(lex, error, token->column, message);
    return TRUE;
}

static gboolean set_operator(KiriLex *lex, KiriLexToken *token, const char *folded, GError **error)
{
    token->kind = KIRI_LEX_WORD;
    if (g_str_equal(folded, "AND"))
        token->kind = KIRI_LEX_AND;
    else if (g_str_equal(folded, "OR"))
        token->kind = KIRI_LEX_OR;
    else if (g_str_equal(folded, "NOT"))
        token->kind = KIRI_LEX_MINUS;
    if (!g_str_has_prefix(folded, "NEAR"))
        return TRUE;
    const char *rest = folded + 4;
    if (*rest != '/' && *rest != '\0')
        return TRUE;
    guint64 number = NEAR_DEFAULT;
    if (*rest && !g_ascii_string_to_unsigned(rest + 1, 10, 0, NEAR_MAX, &number, NULL))
        return kiri_lex_fail(lex, error, token->column,
                             _("expected a number from 0 to 1000 after 'NEAR/'"));
    token->kind = KIRI_LEX_NEAR;
    token->number = (guint)number;
    return TRUE;
}

static gboolean lex_word(KiriLex *lex, KiriLexToken *token, GError **error)
{
    gsize from = lex->at, last = from;
    g_autoptr(GString) folded = g_string_new(NULL);
    while (!ends_word(peek(lex, lex->at))) {
        last = lex->at;
        g_string_append_unichar(folded, step(lex));
    }
    gsize to = lex->at;
    if (peek(lex, last) == '*') {
        token->has_star = TRUE;
        to = last;
    }
    token->value = g_strndup(lex->text.p + from, to - from);
    return set_operator(lex, token, folded->str, error);
}

gboolean kiri_lex_next(KiriLex *lex, KiriLexToken *token, GError **error)
{
    gsize before = lex->at;
    while (peek(lex, lex->at) == ' ')
        step(lex);
    g_free(token->value);
    *token = (KiriLexToken){
        .kind = KIRI_LEX_END, .column = lex->column, .is_glued = before == lex->at && before > 0};
    gunichar c = peek(lex, lex->at);
    if (c == 0)
        return TRUE;
    if (c == '(' || c == ')') {
        step(lex);
        token->kind = c == '(' ? KIRI_LEX_OPEN : KIRI_LEX_CLOSE;
        return TRUE;
    }
    if (c == '"') {
        step(lex);
        return lex_quoted(lex, token, error);
    }
    if (c == '-') {
        step(lex);
        if (peek(lex, lex->at) == ' ' || peek(lex, lex->at) == 0)
            return kiri_lex_fail(lex, error, token->column,
                                 _("expected a word right after '-', or quotes around a dash"));
        token->kind = KIRI_LEX_MINUS;
        return TRUE;
    }
    GError *field_error = NULL;
    if (lex_field(lex, token, &field_error)) {
        if (!field_error)
            return TRUE;
        g_propagate_error(error, field_error);
        return FALSE;
    }
    return lex_word(lex, token, error);
}

gboolean kiri_lex_is_plain(const char *value)
{
    KiriLex lex = {.text = kiri_str(value), .column = 1};
    KiriLexToken token = {0};
    gboolean is_read = kiri_lex_next(&lex, &token, NULL);
    gboolean is_plain = is_read && token.kind == KIRI_LEX_WORD && !token.has_star &&
                        lex.at == lex.text.n && g_str_equal(token.value, value);
    g_free(token.value);
    return is_plain;
}
