// SPDX-License-Identifier: GPL-3.0-or-later
/* What the two sources of the intake share.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include <kirinuki/intake.h>

/* Borrowed until free. */
KiriStore *kiri_intake_store(KiriIntake *intake);
/* Another article of this medium with the same content, in the batch or stored; NULL
 * for none. (transfer full) */
char *kiri_intake_find_twin(KiriIntake *intake, const KiriArticle *article);
