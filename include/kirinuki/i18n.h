// SPDX-License-Identifier: GPL-3.0-or-later
/* Messages for people: English in the source, Japanese in cli/po/ja.po.
 *
 * Thread rule: any thread. */
#pragma once

#include <inttypes.h> // PRIu64 and its like: what xgettext understands in a message
#include <libintl.h>

#define _(message) dgettext(GETTEXT_DOMAIN, message)
#define N_(message) message // translated where it is used
