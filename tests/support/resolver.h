// SPDX-License-Identifier: GPL-3.0-or-later
/* Names by script: a program that links resolver.c has its own getaddrinfo(),
 * which answers the names that the test has set, within what 127.0.0.1's system
 * could say otherwise for the rest. libcurl calls it from threads of its own.
 *
 * Thread rule: set from the test's thread. */
#pragma once

#include <glib.h>

/* The name has these addresses from now on ("127.0.0.2 ::1"); "": it does not
 * exist. Each entry of a row ("127.0.0.1|169.254.169.254") answers one question,
 * the last one all further ones. */
void resolver_set(const char *name, const char *addresses);
/* Its answers take so long. */
void resolver_delay(const char *name, guint ms);
guint resolver_n_asked(const char *name);
void resolver_forget(void);
