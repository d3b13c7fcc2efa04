// SPDX-License-Identifier: GPL-3.0-or-later
/* What a file is, by its first bytes: what people hand in as evidence.
 *
 * Thread rule: any thread. */
#pragma once

#include <kirinuki/buf.h>

/* "application/pdf", "image/jpeg" …; NULL for what is none of them. Static. */
const char *kiri_media_type_of(KiriStr bytes);
/* Ending of a file's name for such a type, with its dot; ".bin" for others. Static. */
const char *kiri_media_type_ending(const char *type);
/* The types as people call them: "PDF, JPEG, …". Static. */
const char *kiri_media_type_names(void);
