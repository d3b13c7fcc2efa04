// SPDX-License-Identifier: GPL-3.0-or-later
/* Records: plain structs described by a table.
 *
 * A noun of the program (article, source, clip …), and every message between
 * the program and its workers, is a C struct. One KiriShape, an array of
 * fields, says where each member lies, what it is, under which tag it is stored
 * and by which name it appears in JSON. From that one table come: free, copy,
 * equality, the stored form, the worker message, JSON out and JSON in.
 *
 * Stored form: the wire encoding of Protocol Buffers (varint for integers,
 * booleans, enums; 64-bit for doubles; length-delimited for text, bytes and
 * sub-records; a list repeats its tag), which public tools can dump. Members at
 * their default (0, NULL, FALSE, unset) are left out. Unknown tags are skipped,
 * so a record can gain fields; a tag is never given a new meaning. Decoding
 * trusts nothing: lengths, nesting, UTF-8 and enum ranges are checked.
 *
 * Members by type:
 *   STR    char *        UTF-8, NULL when absent
 *   BYTES  GBytes *      NULL when absent; not in JSON
 *   STRV   char **       NULL-terminated; NULL when empty
 *   I64    gint64        BOOL gboolean (gint)     F64 gdouble
 *   ENUM   gint          `names` is NULL-terminated, the value is the index
 *   TIME   KiriTime
 *   REC    sub-struct *  NULL when absent
 *   RECS   GPtrArray *   of sub-struct *; NULL when empty; owns its elements
 *
 * Thread rule: any thread; a record belongs to one thread at a time. */
#pragma once

#include <kirinuki/json.h>

typedef enum {
    KIRI_FIELD_STR,
    KIRI_FIELD_BYTES,
    KIRI_FIELD_STRV,
    KIRI_FIELD_I64,
    KIRI_FIELD_BOOL,
    KIRI_FIELD_F64,
    KIRI_FIELD_ENUM,
    KIRI_FIELD_TIME,
    KIRI_FIELD_REC,
    KIRI_FIELD_RECS,
} KiriFieldType;

typedef enum {
    KIRI_FIELD_PRIVATE = 1 << 0, // stored, but not shown in JSON
    KIRI_FIELD_SPARSE = 1 << 1,  // left out of JSON when at its default
} KiriFieldFlags;

typedef struct KiriShape KiriShape;

typedef struct {
    guint tag;        // 1 … 2^28; unique in the shape, for ever
    const char *name; // JSON member and column name
    KiriFieldType type;
    gsize offset;
    KiriFieldFlags flags;
    const KiriShape *sub;     // REC, RECS
    const char *const *names; // ENUM
    gint decimals;            // F64 in JSON; 0 means 6
} KiriField;

struct KiriShape {
    const char *type; // "article": the `type` member of a JSON line
    gsize size;
    const KiriField *fields;
    guint n_fields;
};

/* {KIRI_FIELD(1, KiriArticle, title, STR)}, more members may follow. */
#define KIRI_FIELD(tag_, struct_, member_, type_)                                                  \
    .tag = (tag_), .name = #member_, .type = KIRI_FIELD_##type_,                                   \
    .offset = offsetof(struct_, member_)

#define KIRI_SHAPE(type_, struct_, fields_)                                                        \
    {                                                                                              \
        .type = (type_), .size = sizeof(struct_), .fields = (fields_),                             \
        .n_fields = G_N_ELEMENTS(fields_)                                                          \
    }

/* A record at defaults (transfer full): release with kiri_record_free. */
gpointer kiri_record_new(const KiriShape *shape);
void kiri_record_free(const KiriShape *shape, gpointer record);
/* Frees what the members own and sets them to their defaults; the struct stays. */
void kiri_record_clear(const KiriShape *shape, gpointer record);
gpointer kiri_record_copy(const KiriShape *shape, gconstpointer record);
/* The members of `record` become copies of those of `from`, another record. With a
 * shape that names some of the members only, the others stay. */
void kiri_record_assign(const KiriShape *shape, gpointer record, gconstpointer from);
/* Would the same be stored of both? */
gboolean kiri_record_equal(const KiriShape *shape, gconstpointer a, gconstpointer b);

/* Appends the stored form; deterministic for equal records. */
void kiri_record_encode(const KiriShape *shape, gconstpointer record, KiriBuf *out);
/* NULL with error CORRUPT. (transfer full) */
gpointer kiri_record_decode(const KiriShape *shape, KiriStr bytes, GError **error);

/* One JSON object as a value; kiri_record_write_members() writes the members
 * only, into an object that is open. */
void kiri_record_write_json(const KiriShape *shape, gconstpointer record, KiriJson *j);
void kiri_record_write_members(const KiriShape *shape, gconstpointer record, KiriJson *j);
/* Reads known members leniently: a member of the wrong JSON type is left at its
 * default, a single string is taken for a one-element STRV, times by
 * kiri_time_parse with JST as default. NULL with error PARSE only when `node`
 * is no object. */
gpointer kiri_record_from_json(const KiriShape *shape, const KiriJsonNode *node, GError **error);

/* Index of `name` in a NULL-terminated table of names, or -1. */
gint kiri_names_index(const char *const *names, const char *name);

/* Adds `record` (transfer full) to the RECS member `*list`, making the list; the
 * record that holds the list frees the elements. */
void kiri_recs_add(GPtrArray **list, gpointer record);
static inline guint kiri_recs_count(const GPtrArray *list)
{
    return list ? list->len : 0;
}
/* Length of a STRV, NULL being empty. */
static inline guint kiri_strv_count(char **v)
{
    return v ? g_strv_length(v) : 0;
}
/* Appends a copy of `s` to the STRV member `*v`. */
void kiri_strv_add(char ***v, const char *s);
gboolean kiri_strv_has(char **v, const char *s);

/* Declares kiri_<name>_free() with autoptr for a record type. */
#define KIRI_DECLARE_RECORD(Type, name)                                                            \
    extern const KiriShape kiri_##name##_shape;                                                    \
    static inline Type *kiri_##name##_new(void)                                                    \
    {                                                                                              \
        return kiri_record_new(&kiri_##name##_shape);                                              \
    }                                                                                              \
    static inline void kiri_##name##_free(Type *record)                                            \
    {                                                                                              \
        kiri_record_free(&kiri_##name##_shape, record);                                            \
    }                                                                                              \
    G_DEFINE_AUTOPTR_CLEANUP_FUNC(Type, kiri_##name##_free)
