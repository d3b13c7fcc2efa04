// SPDX-License-Identifier: GPL-3.0-or-later
/* doctor: the parts of its examination. Each looks at one thing that the program needs,
 * changes nothing, sends nothing, and adds a line: what was found and, where that is not
 * well, how to mend it.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include "cli.h"

typedef enum {
    KIRI_CHECK_OK,
    KIRI_CHECK_WARNING, // works, and will not for ever or not as well as it could
    KIRI_CHECK_FAILED,  // something does not work
    KIRI_N_CHECK_STATES
} KiriCheckState;
extern const char *const kiri_check_state_names[]; // ok, warning, failed

typedef struct {
    KiriCheckState state;
    const char *name; // static: "dictionary", "clock", …
    char *finding;
    char *mend; // NULL: nothing to do
} KiriCheck;

typedef struct {
    KiriCli *cli;
    KiriStore *store;  // NULL: it cannot be read, or there is none
    gboolean is_there; // the workspace is
    GPtrArray *checks; // KiriCheck, owned
} KiriDoctor;

/* Both take `finding` and `mend` (NULL: none). */
void kiri_doctor_add(KiriDoctor *d, KiriCheckState state, const char *name, char *finding,
                     char *mend);
/* The same from an error (transfer full): its message is the finding. */
void kiri_doctor_add_error(KiriDoctor *d, KiriCheckState state, const char *name, GError *error,
                           char *mend);

/* The parts, in the order of the output. */
void kiri_doctor_workspace(KiriDoctor *d); // whose it is, what is in it, how old its copy is
void kiri_doctor_settings(KiriDoctor *d);
void kiri_doctor_disk(KiriDoctor *d);
void kiri_doctor_words(KiriDoctor *d); // MeCab, user words
void kiri_doctor_fonts(KiriDoctor *d);
void kiri_doctor_certificates(KiriDoctor *d);
void kiri_doctor_clock(KiriDoctor *d);
void kiri_doctor_limits(KiriDoctor *d);
void kiri_doctor_sandbox(KiriDoctor *d);
void kiri_doctor_post(KiriDoctor *d); // proxy, mail, webhooks: configured, not tried

/* A job of the workers that tries what it must not: input "open" or "memory". What it
 * answers when nobody stopped it is "done" or "refused". */
gboolean kiri_probe_job(KiriStr in, KiriBuf *out, GError **error);
