// SPDX-License-Identifier: GPL-3.0-or-later
/* Filling in templates: the part of Mustache that the newsroom needs.
 *
 *   {{name}}            the value, escaped for HTML
 *   {{{name}}}          the value as it is
 *   {{"name}}           the value as a JSON string, with its quotes
 *   {{#name}}…{{/name}} once for each element of a list, or once if the text is
 *                       not empty; {{.}} is an element that is a text
 *   {{^name}}…{{/name}} if it is empty
 *
 * A name is looked up in the innermost scope that has it. Unknown names are a
 * mistake of ours and end the program.
 *
 * Thread rule: one thread at a time per scope. */
#pragma once

#include <kirinuki/buf.h>

typedef struct FillScope FillScope;

FillScope *fill_scope_new(void);
void fill_scope_free(FillScope *scope);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FillScope, fill_scope_free)

/* Sets a text; NULL is the empty one. */
void fill_set(FillScope *scope, const char *name, const char *value);
void fill_take(FillScope *scope, const char *name, char *value); // (transfer full)
/* Sets an empty list, unless there is one, and adds a scope or a text to it. */
void fill_list(FillScope *scope, const char *name);
FillScope *fill_add(FillScope *scope, const char *name); // owned by `scope`
void fill_add_text(FillScope *scope, const char *name, const char *value);

void fill_in(const char *template, const FillScope *scope, KiriBuf *out);

/* Appends text escaped for HTML and XML, quotes included. */
void fill_escape(KiriBuf *out, const char *text);
