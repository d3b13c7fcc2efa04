// SPDX-License-Identifier: GPL-3.0-or-later
/* The text that verifies a candidate, as it lies beside its postings.
 *
 * One zstd frame with a checksum around: host, medium, site name, date (decimal,
 * µs), title, text and the authors, each ended by a NUL, everything in N-form as
 * in KiriQueryArticle. Reading gives an article whose strings lie in the buffer:
 * a search reads thousands of them and keeps none.
 *
 * Articles are short and much alike, so an index that was built anew has a
 * dictionary, trained on some of its articles, with which all its frames are
 * packed; a frame is read with the dictionary it was packed with.
 *
 * Thread rule: one thread at a time per packer and per reader. */
#pragma once

#include <kirinuki/query.h>

typedef struct KiriTextPacker KiriTextPacker;

/* `dictionary` (may be empty) is copied. */
KiriTextPacker *kiri_text_packer_new(KiriStr dictionary);
void kiri_text_packer_free(KiriTextPacker *packer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriTextPacker, kiri_text_packer_free)
/* Appends the frame to `out`; nothing where the article is longer than
 * KIRI_TERMS_DATA_BYTES. */
void kiri_text_pack(KiriTextPacker *packer, const KiriQueryArticle *article, KiriBuf *out);

typedef struct KiriTextReader KiriTextReader;

KiriTextReader *kiri_text_reader_new(KiriStr dictionary);
void kiri_text_reader_free(KiriTextReader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriTextReader, kiri_text_reader_free)
/* The article of a frame, without id and version; borrowed until the next call.
 * Its strings may be "" where nothing is known. NULL with error CORRUPT. */
KiriQueryArticle *kiri_text_read(KiriTextReader *reader, KiriStr frame, GError **error);

/* Articles from which a dictionary is to be learnt. */
typedef struct KiriTextSamples KiriTextSamples;

KiriTextSamples *kiri_text_samples_new(void);
void kiri_text_samples_free(KiriTextSamples *samples);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriTextSamples, kiri_text_samples_free)
/* FALSE: there are enough. */
gboolean kiri_text_samples_add(KiriTextSamples *samples, const KiriQueryArticle *article);
/* (transfer full); empty where there is too little to learn from. */
GBytes *kiri_text_samples_learn(const KiriTextSamples *samples);
