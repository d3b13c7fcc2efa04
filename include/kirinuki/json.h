// SPDX-License-Identifier: GPL-3.0-or-later
/* JSON out and in.
 *
 * Out: a writer onto a KiriBuf that puts commas by itself; strings are escaped
 * so that no control character, U+2028/2029 or bad UTF-8 (becomes U+FFFD) gets
 * out. In: a read-only tree over jansson, tolerant of missing members: every
 * getter accepts NULL and the wrong type and answers with "nothing".
 *
 * Thread rule: one thread at a time per writer or tree. */
#pragma once

#include <kirinuki/buf.h>
#include <kirinuki/civil.h>

/* Writer. Inside an object every value is preceded by kiri_json_key(). */
typedef struct {
    KiriBuf *out;         // borrowed until the writer is done
    gboolean needs_comma; // private
} KiriJson;

static inline KiriJson kiri_json_begin(KiriBuf *out)
{
    return (KiriJson){out, FALSE};
}
void kiri_json_open_object(KiriJson *j);
void kiri_json_close_object(KiriJson *j);
void kiri_json_open_array(KiriJson *j);
void kiri_json_close_array(KiriJson *j);
void kiri_json_key(KiriJson *j, const char *key);
void kiri_json_str(KiriJson *j, KiriStr s);
void kiri_json_cstr(KiriJson *j, const char *s); // NULL is written as null
void kiri_json_i64(KiriJson *j, gint64 v);
void kiri_json_f64(KiriJson *j, gdouble v, gint decimals); // not finite: null
void kiri_json_bool(KiriJson *j, gboolean v);
void kiri_json_null(KiriJson *j);
void kiri_json_time(KiriJson *j, KiriTime t);  // unset: null
void kiri_json_raw(KiriJson *j, KiriStr json); // a value that is JSON already
/* Ends the line of a JSON Lines stream. */
void kiri_json_end_line(KiriJson *j);

/* Reader. */
typedef struct KiriJsonDoc KiriJsonDoc;
typedef struct KiriJsonNode KiriJsonNode; // borrowed until the document is freed

/* NULL with error PARSE (position in the message) or LIMIT. */
KiriJsonDoc *kiri_json_parse(KiriStr text, GError **error);
void kiri_json_doc_free(KiriJsonDoc *doc);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriJsonDoc, kiri_json_doc_free)
const KiriJsonNode *kiri_json_root(const KiriJsonDoc *doc);

const KiriJsonNode *kiri_json_get(const KiriJsonNode *object, const char *key);
const KiriJsonNode *kiri_json_at(const KiriJsonNode *array, gsize i);
gsize kiri_json_size(const KiriJsonNode *array); // 0 for anything else
gboolean kiri_json_is_object(const KiriJsonNode *n);
gboolean kiri_json_is_array(const KiriJsonNode *n);
gboolean kiri_json_is_string(const KiriJsonNode *n);
gboolean kiri_json_is_number(const KiriJsonNode *n);
/* NULL unless a string; may hold NUL bytes: `n` (may be NULL) gets the length. */
const char *kiri_json_string(const KiriJsonNode *n, gsize *length);
/* Numbers, and strings that are numbers; else `fallback`. */
gint64 kiri_json_int(const KiriJsonNode *n, gint64 fallback);
gdouble kiri_json_double(const KiriJsonNode *n, gdouble fallback);
gboolean kiri_json_boolean(const KiriJsonNode *n, gboolean fallback);
/* Walks an object's members in order of the text; returns FALSE at the end.
 * Start with `*iter == NULL`. */
gboolean kiri_json_member(const KiriJsonNode *object, void **iter, const char **key,
                          const KiriJsonNode **value);
