// SPDX-License-Identifier: GPL-3.0-or-later
/* What the writers of documents share: the way of what is made to the sink.
 *
 * Thread rule: one thread at a time for one KiriDocOut. */
#pragma once

#include "doc.h"

/* Bytes on their way out: gathered, handed on in large pieces. A sink that refused is not
 * asked again; what comes after it is dropped. */
typedef struct {
    KiriBuf buf;
    KiriReportSink sink;
    gpointer data;
    gboolean was_refused;
} KiriDocOut;

void kiri_doc_out_init(KiriDocOut *out, KiriReportSink sink, gpointer data);
/* Hands on what is there, once it is `enough` bytes. */
void kiri_doc_out_flush(KiriDocOut *out, gsize enough);
/* Hands on the rest and lets go of the buffer. Error IO where the sink refused. */
gboolean kiri_doc_out_end(KiriDocOut *out, GError **error);
