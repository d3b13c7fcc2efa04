// SPDX-License-Identifier: GPL-3.0-or-later
/* clip value: a person's figures in the place of the computed ones.
 *
 * Thread rule: as cli.h. */
#pragma once

#include "verdict_ops.h"

/* Most of a figure: what a double holds to the unit. */
#define KIRI_CLIP_VALUE_MOST G_GINT64_CONSTANT(1000000000000000)

/* As they stand on the command line. */
typedef struct {
    char *ave, *share, *reach, *reason;
    gboolean clears;
} KiriClipValueOptions;

/* The same, read: what each figure becomes. */
typedef struct {
    struct {
        gboolean is_given, is_empty;
        gdouble value;
    } figures[3]; // in the order of the table in clip_value.c
    const char *reason;
    gboolean clears;
} KiriClipValue;

/* `is_value`: the verb is 'value', which needs something to do and a reason for it; for
 * every other verb these options are an error. */
gboolean kiri_clip_value_read(const KiriClipValueOptions *options, gboolean is_value,
                              KiriClipValue *value, GError **error);
void kiri_clip_value_say(const KiriClipValue *value, const KiriVerdictEdit *e, KiriVerdict *v);

/* Each figure that a person gave, beside the computed one; `clip` may be NULL. */
void kiri_clip_value_print(const KiriClip *clip, const KiriVerdict *verdict);
/* "1,200,000 円 (computed: 1,600 円; reason, name)", NULL where nothing was said.
 * (transfer full) */
char *kiri_clip_value_text(const KiriClip *clip, const KiriOverride *override);
