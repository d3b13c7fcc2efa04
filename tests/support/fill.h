// SPDX-License-Identifier: GPL-3.0-or-later
/* A record of any shape with every member set, for tests of what must carry all
 * of them. Different seeds give records that differ in every member but the
 * booleans. */
#pragma once

#include <kirinuki/record.h>

static inline gpointer kiri_fill(const KiriShape *shape, guint seed);

static inline void kiri_fill_member(const KiriField *f, gpointer record, guint seed)
{
    void *at = (char *)record + f->offset;
    switch (f->type) {
    case KIRI_FIELD_STR:
        *(char **)at = g_strdup_printf("%s・%u", f->name, seed);
        break;
    case KIRI_FIELD_BYTES:
        *(GBytes **)at = g_bytes_new(&seed, sizeof seed);
        break;
    case KIRI_FIELD_STRV:
        kiri_strv_add(at, f->name);
        kiri_strv_add(at, seed % 2 ? "奇数" : "偶数");
        break;
    case KIRI_FIELD_I64:
        *(gint64 *)at = (gint64)f->tag * 1000003 + seed;
        break;
    case KIRI_FIELD_BOOL:
        *(gboolean *)at = TRUE;
        break;
    case KIRI_FIELD_F64:
        *(gdouble *)at = f->tag + seed / 8.0;
        break;
    case KIRI_FIELD_ENUM:
        *(gint *)at = f->names[1] ? 1 : 0;
        break;
    case KIRI_FIELD_TIME:
        *(KiriTime *)at = kiri_time_jst((gint64)(f->tag + 1000 * seed) * KIRI_US_PER_DAY);
        break;
    case KIRI_FIELD_REC:
        *(gpointer *)at = kiri_fill(f->sub, seed);
        break;
    case KIRI_FIELD_RECS:
        kiri_recs_add(at, kiri_fill(f->sub, seed));
        kiri_recs_add(at, kiri_fill(f->sub, seed + 1));
        break;
    }
}

static inline gpointer kiri_fill(const KiriShape *shape, guint seed)
{
    gpointer record = kiri_record_new(shape);
    for (guint i = 0; i < shape->n_fields; i++)
        kiri_fill_member(&shape->fields[i], record, seed);
    return record;
}
