// SPDX-License-Identifier: GPL-3.0-or-later
/* A compiled selector, between the source that reads it and the one that matches
 * it.
 *
 * Thread rule: any thread; it does not change. */
#pragma once

#include "selector.h"

enum {
    KIRI_SELECTOR_MAX_COMPOUNDS = 8,
    KIRI_SELECTOR_MAX_CHAINS = 16,
    KIRI_SELECTOR_MAX_TESTS = 12,
    KIRI_SELECTOR_MAX_NTH = 9999
};

typedef enum {
    KIRI_TEST_TAG,  // of a KiriTag
    KIRI_TEST_NAME, // of an element that has none
    KIRI_TEST_HAS,
    KIRI_TEST_EQUAL,
    KIRI_TEST_BEGIN,
    KIRI_TEST_END,
    KIRI_TEST_PART,
    KIRI_TEST_WORD,
    KIRI_TEST_NTH,
    KIRI_TEST_LAST,
} KiriTestKind;

typedef struct {
    KiriTestKind kind;
    gboolean is_not;
    guint n;           // tag, or number of the child
    const char *name;  // attribute or element; in the selector's text
    const char *value; // likewise
} KiriTest;

typedef struct {
    char combinator; // how it hangs on the compound before it; ' ' for the first
    guint n_tests;   // 0: any element
    KiriTest tests[KIRI_SELECTOR_MAX_TESTS];
} KiriCompound;

typedef struct {
    guint n;
    KiriCompound compounds[KIRI_SELECTOR_MAX_COMPOUNDS];
} KiriChain;

struct KiriSelector {
    guint n;
    KiriChain *chains;
    GStringChunk *text; // owns names and values
    const char *attr;
};
