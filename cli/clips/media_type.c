// SPDX-License-Identifier: GPL-3.0-or-later
/* Marks of the formats in which papers are scanned and broadcasts recorded. A mark
 * stands at one place, and a second one tells formats with the same box apart. */
#include "media_type.h"

#include <string.h>

static const struct {
    const char *type, *ending;
    gsize at;
    const char *mark;
    gsize n;
    gsize also_at; // 0: nothing
    const char *also;
} types[] = {
    {"application/pdf", ".pdf", 0, "%PDF-", 5, 0, NULL},
    {"image/png", ".png", 0, "\x89PNG\r\n\x1a\n", 8, 0, NULL},
    {"image/jpeg", ".jpg", 0, "\xff\xd8\xff", 3, 0, NULL},
    {"image/gif", ".gif", 0, "GIF8", 4, 0, NULL},
    {"image/webp", ".webp", 0, "RIFF", 4, 8, "WEBP"},
    {"image/tiff", ".tif", 0, "II*\0", 4, 0, NULL},
    {"image/tiff", ".tif", 0, "MM\0*", 4, 0, NULL},
    {"image/bmp", ".bmp", 0, "BM", 2, 0, NULL},
    {"image/heic", ".heic", 4, "ftyp", 4, 8, "heic"},
    {"image/heic", ".heic", 4, "ftyp", 4, 8, "mif1"},
    {"image/avif", ".avif", 4, "ftyp", 4, 8, "avif"},
    {"audio/mp4", ".m4a", 4, "ftyp", 4, 8, "M4A "},
    {"video/quicktime", ".mov", 4, "ftyp", 4, 8, "qt  "},
    {"video/mp4", ".mp4", 4, "ftyp", 4, 0, NULL},
    {"video/webm", ".webm", 0, "\x1a\x45\xdf\xa3", 4, 0, NULL},
    {"video/mp2t", ".ts", 0, "G", 1, 188, "G"},
    {"audio/mpeg", ".mp3", 0, "ID3", 3, 0, NULL},
    {"audio/mpeg", ".mp3", 0, "\xff\xfb", 2, 0, NULL},
    {"audio/mpeg", ".mp3", 0, "\xff\xf3", 2, 0, NULL},
    {"audio/aac", ".aac", 0, "\xff\xf1", 2, 0, NULL},
    {"audio/wav", ".wav", 0, "RIFF", 4, 8, "WAVE"},
    {"audio/ogg", ".ogg", 0, "OggS", 4, 0, NULL},
    {"audio/flac", ".flac", 0, "fLaC", 4, 0, NULL},
};

static gboolean has_mark(KiriStr bytes, gsize at, const char *mark, gsize n)
{
    return bytes.n >= at + n && memcmp(bytes.p + at, mark, n) == 0;
}

const char *kiri_media_type_of(KiriStr bytes)
{
    for (gsize i = 0; i < G_N_ELEMENTS(types); i++)
        if (has_mark(bytes, types[i].at, types[i].mark, types[i].n) &&
            (!types[i].also ||
             has_mark(bytes, types[i].also_at, types[i].also, strlen(types[i].also))))
            return types[i].type;
    return NULL;
}

const char *kiri_media_type_ending(const char *type)
{
    for (gsize i = 0; type && i < G_N_ELEMENTS(types); i++)
        if (strcmp(type, types[i].type) == 0)
            return types[i].ending;
    return ".bin";
}

const char *kiri_media_type_names(void)
{
    return "PDF, PNG, JPEG, GIF, WebP, TIFF, BMP, HEIC, AVIF, MP4, MOV, WebM, MPEG-TS, MP3, AAC, "
           "M4A, WAV, Ogg, FLAC";
}
