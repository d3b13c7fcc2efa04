// SPDX-License-Identifier: GPL-3.0-or-later
/* The authors of a page while they are gathered, between those who read claims and
 * elements (byline.c) and those who read the text (byline_text.c).
 *
 * Thread rule: a page belongs to one thread at a time. */
#pragma once

#include "extract_page.h"

enum { KIRI_BYLINE_MAX_CHARS = 80 };

typedef struct {
    KiriReading *page;
    char **names;
    const char *source;   // static: where `names` came from
    char **organisations; // structured authors that are no persons
} KiriAuthors;

/* Takes the names, or the wire, of a credit: "文＝山田太郎", "ソウル＝聯合ニュース". */
void kiri_authors_credit(KiriAuthors *a, KiriStr inside, const char *source);

/* ---- byline_text.c ---- */
/* A line of its own: 文＝山田太郎, 取材・文：山田太郎. */
void kiri_authors_from_line(KiriAuthors *a, const char *line);
/* The first and the last lines of the text. */
void kiri_authors_from_text(KiriAuthors *a);
/* Short lines behind the text. */
void kiri_authors_from_tail(KiriAuthors *a);
