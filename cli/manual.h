// SPDX-License-Identifier: GPL-3.0-or-later
/* Manual pages and completions, made of the tables that the program itself runs by, so
 * that none of them can differ from it.
 *
 * Thread rule: main thread. */
#pragma once

#include "cli.h"

/* Words that may follow the command's name, as its arguments name them: "list", "add".
 * Empty where none does. (transfer full) */
char **kiri_command_verbs(const KiriCommand *command);

typedef struct {
    const char *name; // "kirinuki.1", "bash"
    void (*write)(KiriBuf *out);
} KiriManualPage;

/* Pages in roff, in the language of messages; the last has a NULL name. */
extern const KiriManualPage kiri_manual_pages[];
/* Completions for bash, zsh and fish; likewise. */
extern const KiriManualPage kiri_completions[];
