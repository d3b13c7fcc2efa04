// SPDX-License-Identifier: GPL-3.0-or-later
/* A newsroom with its server running, a workspace beside it, and the built
 * program to drive: the stage of the end-to-end tests.
 *
 * The program is $KIRINUKI_BUILD/kirinuki, as scripts/run_tests.sh sets it, or
 * that of the build the test belongs to. Time is the newsroom's evening.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include "newsroom.h"

#include <kirinuki/json.h>

typedef struct {
    char *dir; // everything of the test; removed at the end
    char *workspace, *program;
    const char *now; // static; the newsroom's evening unless a test sets it
    GPid server;
    gint server_stdin;
    Newsroom *room; // with the server's port
} World;

/* Starts the server and makes the workspace: ledgers, sources, releases, a
 * topic. Any failure ends the test. */
World *world_open(void);
void world_close(World *world);

/* Runs the program in the workspace with these arguments (NULL-terminated); its
 * exit code, and what it wrote to stdout (transfer full, may be NULL). What it
 * wrote to stderr becomes diagnostics of the test. */
gint world_run(const World *world, char **out, const char *first, ...) G_GNUC_NULL_TERMINATED;

/* The lines of a JSON Lines answer: KiriJsonDoc, those of `type` only (NULL:
 * all). Fails when the last one is no complete summary. (transfer full) */
GPtrArray *world_lines(const char *answer, const char *type);

/* Text of a member; "" where there is none. Valid as long as the document. */
const char *json_text(const KiriJsonNode *object, const char *key);

/* 0–1: one minus the edit distance of the two N-texts by characters, over the
 * longer one's length. */
gdouble text_similarity(const char *a, const char *b);
