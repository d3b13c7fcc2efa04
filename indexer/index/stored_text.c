// SPDX-License-Identifier: GPL-3.0-or-later
/* Packing and reading stored texts; a door to zstd. The checksum stands for a
 * look at every byte: what passes it is what was packed. */
#include "stored_text.h"

#include "terms.h"

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>

#include <string.h>
#include <zdict.h>
#include <zstd.h>

/* Level 9 packs a tenth smaller than 3 with a dictionary, and no slower to read. */
enum { LEVEL = 9, N_FIXED = 6 };
/* A dictionary should have seen a hundred times its size, or thereabouts. */
enum { DICTIONARY_BYTES = 64 * 1024, MOST_SAMPLES = 4000, LEAST_SAMPLES = 200 };
#define MOST_SAMPLE_BYTES ((gsize)8 * 1024 * 1024)
enum { HOST, MEDIUM, SITE_NAME, DATE, TITLE, TEXT };

struct KiriTextPacker {
    ZSTD_CCtx *context;
    KiriBuf plain;
};

struct KiriTextReader {
    ZSTD_DCtx *context;
    char *plain; // KIRI_TERMS_DATA_BYTES and a NUL
    GPtrArray *authors;
    KiriQueryArticle article;
};

KiriTextPacker *kiri_text_packer_new(KiriStr dictionary)
{
    KiriTextPacker *packer = g_new0(KiriTextPacker, 1);
    packer->context = ZSTD_createCCtx();
    ZSTD_CCtx_setParameter(packer->context, ZSTD_c_compressionLevel, LEVEL);
    ZSTD_CCtx_setParameter(packer->context, ZSTD_c_checksumFlag, 1);
    if (dictionary.n)
        ZSTD_CCtx_loadDictionary(packer->context, dictionary.p, dictionary.n);
    kiri_buf_init(&packer->plain, KIRI_TERMS_DATA_BYTES);
    return packer;
}

void kiri_text_packer_free(KiriTextPacker *packer)
{
    if (!packer)
        return;
    ZSTD_freeCCtx(packer->context);
    kiri_buf_clear(&packer->plain);
    g_free(packer);
}

static void add_string(KiriBuf *out, const char *s)
{
    kiri_buf_add_str(out, s ? s : "");
    kiri_buf_add_char(out, 0);
}

/* Appends what a frame holds. */
static void add_plain(KiriBuf *out, const KiriQueryArticle *article)
{
    char date[24];
    g_snprintf(date, sizeof date, "%" G_GINT64_FORMAT, article->date_us);
    const char *const fixed[N_FIXED] = {article->host, article->medium, article->site_name,
                                        date,          article->title,  article->text};
    for (guint i = 0; i < N_FIXED; i++)
        add_string(out, fixed[i]);
    for (char **author = article->authors; author && *author; author++)
        add_string(out, *author);
}

void kiri_text_pack(KiriTextPacker *packer, const KiriQueryArticle *article, KiriBuf *out)
{
    KiriBuf *plain = &packer->plain;
    kiri_buf_reset(plain);
    add_plain(plain, article);
    if (plain->is_over)
        return;
    gsize room = ZSTD_compressBound(plain->n);
    g_autofree char *frame = g_malloc(room);
    gsize n = ZSTD_compress2(packer->context, frame, room, plain->p, plain->n);
    g_assert(!ZSTD_isError(n)); // room is the bound; nothing else can fail but memory
    kiri_buf_add(out, frame, n);
}

KiriTextReader *kiri_text_reader_new(KiriStr dictionary)
{
    KiriTextReader *reader = g_new0(KiriTextReader, 1);
    reader->context = ZSTD_createDCtx();
    if (dictionary.n)
        ZSTD_DCtx_loadDictionary(reader->context, dictionary.p, dictionary.n);
    reader->plain = g_malloc(KIRI_TERMS_DATA_BYTES + 1);
    reader->authors = g_ptr_array_new();
    return reader;
}

void kiri_text_reader_free(KiriTextReader *reader)
{
    if (!reader)
        return;
    ZSTD_freeDCtx(reader->context);
    g_free(reader->plain);
    g_ptr_array_unref(reader->authors);
    g_free(reader);
}

/* The strings of the plain text; FALSE where there are too few. */
static gboolean cut(KiriTextReader *reader, gsize n, char *fixed[N_FIXED])
{
    char *at = reader->plain, *end = at + n;
    g_ptr_array_set_size(reader->authors, 0);
    if (n == 0 || end[-1])
        return FALSE;
    for (guint i = 0; at < end; i++) {
        if (i < N_FIXED)
            fixed[i] = at;
        else
            g_ptr_array_add(reader->authors, at);
        at += strlen(at) + 1;
    }
    g_ptr_array_add(reader->authors, NULL);
    return fixed[N_FIXED - 1] != NULL;
}

KiriQueryArticle *kiri_text_read(KiriTextReader *reader, KiriStr frame, GError **error)
{
    char *fixed[N_FIXED] = {0};
    gsize n = ZSTD_decompressDCtx(reader->context, reader->plain, KIRI_TERMS_DATA_BYTES, frame.p,
                                  frame.n);
    gint64 date_us = 0;
    if (ZSTD_isError(n) || !cut(reader, n, fixed) ||
        !g_ascii_string_to_signed(fixed[DATE], 10, G_MININT64, G_MAXINT64, &date_us, NULL)) {
        g_set_error_literal(error, KIRI_ERROR_INDEXER, KIRI_ERROR_CORRUPT,
                            _("a text in the index is damaged"));
        return NULL;
    }
    reader->article = (KiriQueryArticle){
        .title = fixed[TITLE],
        .text = fixed[TEXT],
        .authors = (char **)reader->authors->pdata,
        .host = fixed[HOST],
        .medium = fixed[MEDIUM],
        .site_name = fixed[SITE_NAME],
        .date_us = date_us,
    };
    return &reader->article;
}

/* ---- the dictionary ---- */

struct KiriTextSamples {
    KiriBuf plain; // one after the other
    GArray *sizes; // size_t
};

KiriTextSamples *kiri_text_samples_new(void)
{
    KiriTextSamples *samples = g_new0(KiriTextSamples, 1);
    kiri_buf_init(&samples->plain, MOST_SAMPLE_BYTES);
    samples->sizes = g_array_new(FALSE, FALSE, sizeof(size_t));
    return samples;
}

void kiri_text_samples_free(KiriTextSamples *samples)
{
    if (!samples)
        return;
    kiri_buf_clear(&samples->plain);
    g_array_unref(samples->sizes);
    g_free(samples);
}

gboolean kiri_text_samples_add(KiriTextSamples *samples, const KiriQueryArticle *article)
{
    gsize before = samples->plain.n;
    add_plain(&samples->plain, article);
    if (samples->plain.is_over)
        return FALSE; // the last one is not among the sizes
    size_t size = samples->plain.n - before;
    g_array_append_val(samples->sizes, size);
    return samples->sizes->len < MOST_SAMPLES;
}

GBytes *kiri_text_samples_learn(const KiriTextSamples *samples)
{
    if (samples->sizes->len < LEAST_SAMPLES)
        return g_bytes_new(NULL, 0);
    g_autofree char *dictionary = g_malloc(DICTIONARY_BYTES);
    size_t n = ZDICT_trainFromBuffer(dictionary, DICTIONARY_BYTES, samples->plain.p,
                                     (const size_t *)(const void *)samples->sizes->data,
                                     samples->sizes->len);
    /* Too little, or too much alike: frames do without. */
    return ZDICT_isError(n) ? g_bytes_new(NULL, 0) : g_bytes_new(dictionary, n);
}
