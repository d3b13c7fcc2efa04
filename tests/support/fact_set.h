// SPDX-License-Identifier: GPL-3.0-or-later
/* The sets of tests/facts: lines of JSON, releases and the articles on them. */
#pragma once

#include <kirinuki/civil.h>
#include <kirinuki/file.h>
#include <kirinuki/json.h>

#include <string.h>

/* The text of a string, "" for anything else; borrowed from the document. */
static inline const char *fact_set_string(const KiriJsonNode *node)
{
    const char *s = kiri_json_string(node, NULL);
    return s ? s : "";
}

/* The day of a line, which every line has. */
static inline KiriTime fact_set_date(const KiriJsonNode *line)
{
    KiriTime t = KIRI_TIME_UNSET;
    KiriStr text = kiri_str(fact_set_string(kiri_json_get(line, "date")));
    g_assert_true(kiri_time_parse(text, KIRI_JST_MIN, &t));
    return t;
}

typedef void (*FactSetTake)(const KiriJsonNode *line, gpointer data);

/* Hands every line of the set to the one or the other, in the order of the file. */
static inline void fact_set_read(const char *name, FactSetTake release, FactSetTake article,
                                 gpointer data)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *path = g_build_filename(KIRINUKI_SOURCE_DIR, "tests", "facts", name, NULL);
    g_autoptr(KiriLines) lines = kiri_lines_open(path, 1 << 20, &error);
    g_assert_no_error(error);
    KiriStr line;
    while (kiri_lines_next(lines, &line, &error)) {
        g_autoptr(KiriJsonDoc) doc = kiri_json_parse(line, &error);
        g_assert_no_error(error);
        const KiriJsonNode *o = kiri_json_root(doc);
        if (strcmp(fact_set_string(kiri_json_get(o, "type")), "release") == 0)
            release(o, data);
        else
            article(o, data);
    }
    g_assert_no_error(error);
}
