// SPDX-License-Identifier: GPL-3.0-or-later
/* What goes over the control socket of a running watch.
 *
 *   client ── call ──▶ watch     one command, or a question
 *   client ◀─ begun ── watch     empty: a command's turn has come
 *   client ◀─ reply ── watch     what it said, and its exit code; then both close
 *
 * A message is a header of 8 bytes, "KC", the version, the kind, and the length of
 * what follows (32 bits, big-endian), and then a record in its stored form. Both
 * sides trust nothing of it.
 *
 * Thread rule: any thread. */
#pragma once

#include <kirinuki/record.h>

enum {
    KIRI_CONTROL_HEADER_BYTES = 8,
    KIRI_CONTROL_CALL_BYTES = 32 * 1024 * 1024,  // words and standard input
    KIRI_CONTROL_REPLY_BYTES = 64 * 1024 * 1024, // what a command said
    KIRI_CONTROL_WORDS = 4096,
};

typedef enum {
    KIRI_CONTROL_COMMAND, // carry out `words`
    KIRI_CONTROL_STATUS,  // how are you? Answered at once
    KIRI_CONTROL_RELOAD,  // read the settings again
} KiriControlKind;

/* Words and folders are bytes: names of files need not be UTF-8. */
typedef struct {
    gint kind;
    GBytes *words;  // each ends with NUL; from the program's name on
    GBytes *cwd;    // of the caller
    char *language; // "ja", else the source's
    GBytes *input;  // its standard input, when a word is "-"
} KiriControlCall;
KIRI_DECLARE_RECORD(KiriControlCall, control_call)

/* How a watch is, for status and metrics. */
typedef struct {
    gint64 pid;
    KiriTime since;
    gint64 sources, sources_due, hosts, hosts_held, under_way, pages_waiting;
    KiriTime next_due;
    gint64 articles_new, polls, polls_failed, pages_failed; // since it began
    gint64 waiting;                                         // log entries that no pass has seen
    gint64 passes, passes_failed, last_pass_ms;
    KiriTime last_pass;  // the end of the last one that did its work
    char *pass_problem;  // why the last pass failed; NULL: it did not
    gint64 delay_s;      // median from publication to us, of the last 1,000; -1: none yet
    gint64 commands;     // carried out for others
    gboolean is_passing; // one is under way
    gboolean is_ending;  // asked to stop
} KiriWatchStatus;
KIRI_DECLARE_RECORD(KiriWatchStatus, watch_status)

typedef struct {
    gint64 code; // exit code
    GBytes *out, *err;
    KiriWatchStatus *status;
} KiriControlReply;
KIRI_DECLARE_RECORD(KiriControlReply, control_reply)

typedef enum {
    KIRI_MESSAGE_CALL = 'c',
    KIRI_MESSAGE_BEGUN = 'b',
    KIRI_MESSAGE_REPLY = 'r'
} KiriMessage;

/* Appends one message; `record` NULL: an empty one. FALSE when it is too long. */
gboolean kiri_control_write(KiriBuf *out, KiriMessage kind, const KiriShape *shape,
                            gconstpointer record);

typedef enum { KIRI_FRAME_SHORT, KIRI_FRAME_WHOLE, KIRI_FRAME_BAD } KiriFrame;
/* Looks at the beginning of what was received: BAD as soon as it cannot become a
 * message of at most `cap` bytes. WHOLE sets kind, payload (a view) and the length
 * of the message. */
KiriFrame kiri_control_look(KiriStr bytes, gsize cap, KiriMessage *kind, KiriStr *payload,
                            gsize *length);

/* The words as they were, or NULL when the bytes hold none or too many. */
char **kiri_control_words(GBytes *words);
GBytes *kiri_control_join(char **words);
