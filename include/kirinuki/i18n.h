// SPDX-License-Identifier: GPL-3.0-or-later
/* Messages for people: English in the source, Japanese in cli/po/ja.po.
 *
 * A process speaks the language of its environment. A thread that answers for
 * somebody else (watch, which carries out commands of other processes) can speak
 * another for a while.
 *
 * Thread rule: any thread. */
#pragma once

#include <glib.h>
#include <inttypes.h> // PRIu64 and its like: what xgettext understands in a message

G_BEGIN_DECLS

/* The message in the language of the calling thread (static). */
const char *kiri_text(const char *message) G_GNUC_FORMAT(1);

/* A catalogue (.mo) beside that of the process; NULL when the file is none.
 * (transfer full) */
typedef struct KiriCatalogue KiriCatalogue;
KiriCatalogue *kiri_catalogue_load(const char *path);
void kiri_catalogue_free(KiriCatalogue *catalogue);

/* Which language the calling thread speaks until the next call: the process's own,
 * that of the source, or that of a catalogue (borrowed until then). What the system
 * says (g_strerror) stays in the process's own. */
typedef enum { KIRI_SPEAKS_OWN, KIRI_SPEAKS_SOURCE, KIRI_SPEAKS_CATALOGUE } KiriSpeech;
void kiri_speak(KiriSpeech speech, const KiriCatalogue *catalogue);

G_END_DECLS

#define _(message) kiri_text(message)
#define N_(message) message // translated where it is used
