// SPDX-License-Identifier: GPL-3.0-or-later
/* Hostile behaviours below HTTP's meaning: connection, headers, body. One row is
 * one behaviour with the outcome that is expected of the transport; rows of one
 * section stand in one file.
 *
 * All limits of time are a few tenths of those in limits.h, so that a row takes
 * a second or two at most; sizes are the real ones. */
#pragma once

#include "../support/http_server.h"

#include <kirinuki/limits.h>
#include <kirinuki/transport.h>

#include <string.h>

typedef enum {
    EXPECT_OK,     // an answer
    EXPECT_RETRY,  // may go well another time
    EXPECT_REFUSE, // ours: not in this run
} Expected;

typedef struct {
    HttpServer *server;
    KiriTransport *transport;
} Wire;

typedef struct WireRow WireRow;
struct WireRow {
    guint number;
    const char *name;
    Expected expected;
    KiriFailure failure;
    /* One of three: texts that are sent as they are, each in a run of its own; a
     * handler with its data; or a function that does it all. */
    const char *const *texts;
    HttpHandler serve;
    gconstpointer data;
    void (*run)(Wire *w, const WireRow *row);
    void (*check)(const KiriResponse *r); // of the answer, may be NULL
};

extern const WireRow wire_connection[], wire_headers[], wire_body[];
extern const gsize wire_n_connection, wire_n_headers, wire_n_body;

/* Options with the limits of this suite; a row may change them. */
KiriTransportOptions wire_options(void);
/* A transport in place of the row's own. */
void wire_use(Wire *w, const KiriTransportOptions *options);
/* One exchange within the bounds of time. */
KiriResponse *wire_get(Wire *w, const char *url);
/* The row's expectation. */
void wire_assert(const WireRow *row, const KiriResponse *r);
/* Both, and freed. */
void wire_expect(Wire *w, const WireRow *row, const char *url);

gboolean wire_is_text(const KiriResponse *r, const char *text);

#define WIRE_CONNECT_MS 1000
#define WIRE_TRANSFER_MS 2500
/* No row may take longer, whatever the other side does. */
#define WIRE_MOST_MS (WIRE_TRANSFER_MS + 2500)
