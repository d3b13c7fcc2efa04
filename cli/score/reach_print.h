// SPDX-License-Identifier: GPL-3.0-or-later
/* Who could have seen one piece, and how prominently it treats us, for people.
 *
 * Thread rule: that of cli.h. */
#pragma once

#include "cli.h"

/* Fields of explain --score; nothing without a score. `verdict` may be NULL. */
void kiri_reach_print(const KiriScore *score, const KiriArticle *article,
                      const KiriVerdict *verdict);
