// SPDX-License-Identifier: GPL-3.0-or-later
/* Text laid out in columns of a terminal, where a Japanese letter takes two.
 *
 * Thread rule: that of cli.h. */
#pragma once

#include "cli.h"

/* Columns of the terminal that the answer goes to: $COLUMNS, else what the terminal
 * says, else 80. */
guint kiri_out_width(void);

/* A text with parts that are set off: by bold type where there are colours, else
 * between « and ». */
typedef struct {
    GArray *letters; // private
    gboolean has_color, is_marked;
} KiriMarked;

void kiri_marked_init(KiriMarked *m, gboolean has_color);
void kiri_marked_clear(KiriMarked *m);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(KiriMarked, kiri_marked_clear)
/* Appends text from outside: what a terminal would take for a command is shown as an
 * escape, a line end becomes a space. */
void kiri_marked_add(KiriMarked *m, KiriStr text, gboolean is_marked);

/* Breaks it into lines of at most `columns`; no line begins with a closing sign
 * (。、」 and their like). Array of KiriLine (transfer full). */
typedef struct {
    char *text;
    guint columns; // that it takes
} KiriLine;
GPtrArray *kiri_marked_wrap(KiriMarked *m, guint columns);

/* Prints two texts beside each other, each `columns` wide. */
void kiri_out_sides(guint indent, const GPtrArray *left, const GPtrArray *right, guint columns);
/* Prints them line by line. */
void kiri_out_lines(guint indent, const GPtrArray *lines);
/* "label  text", wrapped to the width of the terminal: further lines stand below the
 * text. Nothing for NULL or "". */
void kiri_out_field(const char *label, guint label_columns, const char *text);
