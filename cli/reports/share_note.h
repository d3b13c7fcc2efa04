// SPDX-License-Identifier: GPL-3.0-or-later
/* The file README_まず読む.txt beside the papers on a file share: what lies there, when it
 * is made, how to tell that it is stale, and whom to call. Its readers know nothing of this
 * program, and read it when something is odd; so it is written anew with each paper, says
 * when that was, and is in Japanese with line ends that Notepad shows.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include "cli.h"

#define KIRI_SHARE_NOTE "README_まず読む.txt"

/* After a paper was put at `path` (NULL: one that left by mail): writes the note into
 * report.directory, where that is set and the paper lies in or below it. What goes wrong is
 * warned of: the paper is made all the same. */
void kiri_share_note_write(const KiriCli *cli, KiriStore *store, const char *path);
