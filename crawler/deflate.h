// SPDX-License-Identifier: GPL-3.0-or-later
/* Gzip, the way out: one member per call, without name or time, so that equal
 * bytes give equal bytes.
 *
 * Thread rule: any thread. */
#pragma once

#include <kirinuki/buf.h>

void kiri_gzip(KiriStr plain, KiriBuf *out);
