// SPDX-License-Identifier: GPL-3.0-or-later
/* What people hand in as evidence is told by its bytes, whatever the file is called. */
#include "clips/media_type.h"

static void test_types(void)
{
    static const struct {
        const char *bytes;
        gsize n;
        const char *type, *ending;
    } cases[] = {
        {"%PDF-1.7\n", 9, "application/pdf", ".pdf"},
        {"\x89PNG\r\n\x1a\n....", 12, "image/png", ".png"},
        {"\xff\xd8\xff\xe0", 4, "image/jpeg", ".jpg"},
        {"II*\0....", 8, "image/tiff", ".tif"},
        {"RIFF....WEBPVP8 ", 16, "image/webp", ".webp"},
        {"RIFF....WAVEfmt ", 16, "audio/wav", ".wav"},
        {"\0\0\0\x18"
         "ftypheic",
         12, "image/heic", ".heic"},
        {"\0\0\0\x18"
         "ftypM4A ",
         12, "audio/mp4", ".m4a"},
        {"\0\0\0\x18"
         "ftypisom",
         12, "video/mp4", ".mp4"},
        {"ID3\x04", 4, "audio/mpeg", ".mp3"},
        {"OggS", 4, "audio/ogg", ".ogg"},
        /* … and what is none: text, pages, programs, and marks that are cut short. */
        {"plain text", 10, NULL, ".bin"},
        {"<html><body>", 12, NULL, ".bin"},
        {"MZ\x90\0", 4, NULL, ".bin"},
        {"PK\x03\x04", 4, NULL, ".bin"},
        {"RIFF....AVI ", 12, NULL, ".bin"},
        {"RIFF", 4, NULL, ".bin"},
        {"%PD", 3, NULL, ".bin"},
        {"", 0, NULL, ".bin"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        const char *type = kiri_media_type_of((KiriStr){cases[i].bytes, cases[i].n});
        g_assert_cmpstr(type, ==, cases[i].type);
        g_assert_cmpstr(kiri_media_type_ending(type), ==, cases[i].ending);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/media-type/types", test_types);
    return g_test_run();
}
