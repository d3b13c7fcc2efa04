// SPDX-License-Identifier: GPL-3.0-or-later
/* Tokens as JSON, for the `tokenize` command.
 *
 * Thread rule: one thread at a time per tokenizer. */
#pragma once

#include <kirinuki/json.h>
#include <kirinuki/tokenize.h>

/* Writes an array of {"from","to","text","base","reading","pos","is_unknown"};
 * offsets in bytes of `text`, `pos` by kiri_pos_names, `reading` null when
 * unknown, `is_unknown` only when true. */
void kiri_tokens_write_json(KiriTokenizer *tokenizer, KiriStr text, KiriJson *j);
