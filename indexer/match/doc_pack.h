// SPDX-License-Identifier: GPL-3.0-or-later
/* A release taken apart, as bytes, so that it need not be taken apart at each run.
 *
 * Kept is what takes long to find: the N-texts, the core without its boilerplate, and
 * what was found in them. Vectors are made anew from the core, which costs less than it
 * would to read them: their hashes do not compress. The bytes follow from the release
 * alone and are the same on every machine; who keeps them keeps beside them which
 * program and which version of the release they are of.
 *
 * Thread rule: any thread. */
#pragma once

#include "doc.h"

/* Appends a release's document, as kiri_doc_of_release() made it. */
void kiri_doc_pack(const KiriDoc *doc, KiriBuf *out);
/* Takes one from the front of `rest`; NULL where the bytes are none. It is equal to the
 * one that was packed. (transfer full) */
KiriDoc *kiri_doc_unpack(KiriStr *rest, const KiriFrequencies *f);

/* The parts of which it is put together. Whole numbers take as few bytes as they need;
 * an unpacker that finds nothing leaves `rest` at its end, empty and FALSE. */
void kiri_pack_number(gint64 v, KiriBuf *out);
gboolean kiri_unpack_number(KiriStr *rest, gint64 *v);
/* NULL and "" are two. */
void kiri_pack_text(const char *text, KiriBuf *out);
gboolean kiri_unpack_text(KiriStr *rest, char **text);
void kiri_pack_texts(char **texts, KiriBuf *out);
gboolean kiri_unpack_texts(KiriStr *rest, char ***texts);
