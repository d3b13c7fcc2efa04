// SPDX-License-Identifier: GPL-3.0-or-later
/* Any bytes as the calls that a section makes of a document, for the targets of all
 * its writers. */
#pragma once

#include "fuzz.h"

#include "document/doc.h"

typedef struct {
    /* Every text that has to be read in the document, in its order; NULL: nobody asks. */
    GPtrArray *texts; // char *
    /* Every link that a document may have. */
    GPtrArray *links; // char *
    gboolean is_calm; // the same calls, but all texts that say something say "x"
} DocInput;

/* Makes the document and ends it. */
void doc_input_write(const guint8 *data, gsize n, const DocInput *input,
                     KiriDoc *(*open_doc)(const KiriDocHead *, KiriReportSink, gpointer),
                     KiriBuf *out);
