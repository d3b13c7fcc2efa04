// SPDX-License-Identifier: GPL-3.0-or-later
/* Where the files lie that are shipped with the program: data and messages.
 *
 * Thread rule: any thread. */
#pragma once

#include <glib.h>

/* The folder that the program lies in. (transfer full) */
char *kiri_installed_program_dir(void);

/* The first of these that is a folder: `beside` in the folder of the program, which is
 * how it lies in a build; `below` in the folder above it, which is how every
 * installation lies ("share/kirinuki" for /usr/bin/kirinuki), wherever it was made for;
 * else `configured`. (transfer full) */
char *kiri_installed_find(const char *program_dir, const char *beside, const char *below,
                          const char *configured);
