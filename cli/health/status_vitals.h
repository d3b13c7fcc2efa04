// SPDX-License-Identifier: GPL-3.0-or-later
/* The vitals of a workspace as lines, and as members of the record `status`.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include "cli.h"
#include "vitals.h"

void kiri_vitals_print(const KiriVitals *vitals);
/* Within an object that is open. */
void kiri_vitals_write_json(const KiriVitals *vitals, KiriJson *j);
