// SPDX-License-Identifier: GPL-3.0-or-later
/* Any markup: what html_thin.h leaves of it is the same document and article. */
#include "../support/thin_case.h"

#include <stdint.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    return kiri_charset_preload(NULL) ? 0 : -1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    thin_case((KiriStr){(const char *)data, size}, "text/html; charset=utf-8");
    return 0;
}
