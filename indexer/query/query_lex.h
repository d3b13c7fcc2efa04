// SPDX-License-Identifier: GPL-3.0-or-later
/* Words, quotes and operators of the query language. */
#pragma once

#include <kirinuki/buf.h>

typedef enum {
    KIRI_LEX_END,
    KIRI_LEX_WORD,   // `value`: as written, without quotes
    KIRI_LEX_QUOTED, // the same, was in quotes
    KIRI_LEX_OPEN,
    KIRI_LEX_CLOSE,
    KIRI_LEX_MINUS, // a minus sign before something, or NOT
    KIRI_LEX_AND,
    KIRI_LEX_OR,
    KIRI_LEX_NEAR,  // `number`
    KIRI_LEX_FIELD, // `field`; the value follows at once
} KiriLexKind;

typedef struct {
    KiriLexKind kind;
    char *value; // (owned)
    guint field; // index in kiri_lex_fields
    guint number;
    gsize column;      // in characters, from 1
    gboolean is_glued; // no white space before it
    gboolean has_star; // word that ended in '*', which is not in `value`
} KiriLexToken;

enum {
    KIRI_FIELD_NAME_TITLE,
    KIRI_FIELD_NAME_AUTHOR,
    KIRI_FIELD_NAME_SITE,
    KIRI_FIELD_NAME_MEDIUM,
    KIRI_FIELD_NAME_DATE,
    KIRI_FIELD_NAME_CLASS,
    KIRI_FIELD_NAME_RELEASE
};
extern const char *const kiri_lex_fields[]; // NULL-terminated

typedef struct {
    KiriStr text; // UTF-8 without NUL
    gsize at;
    gsize column;    // of `at`
    gsize failed_at; // column of what was not understood, 0: nothing
} KiriLex;

/* Error USAGE with the column; FALSE. */
gboolean kiri_lex_fail(KiriLex *lex, GError **error, gsize column, const char *message);

/* The next token into `token`, whose old value is freed. USAGE where a quote is
 * not closed, a number is missing, or a field is unknown. */
gboolean kiri_lex_next(KiriLex *lex, KiriLexToken *token, GError **error);

/* Full-width ASCII as ASCII, all spaces as ' ', typographic double quotes as
 * '"', minus signs as '-'. */
gunichar kiri_lex_fold(gunichar c);
/* Would `value` be read back as it is without quotes around it? */
gboolean kiri_lex_is_plain(const char *value);
