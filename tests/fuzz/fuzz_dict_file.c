// SPDX-License-Identifier: GPL-3.0-or-later
/* Any bytes as a word list: reading never fails, what is written is read again as the
 * same rows, and rows survive being taken out one by one. The first byte chooses the
 * list; the second whether it is somebody else's. */
#include <kirinuki/charset.h>
#include <kirinuki/dict_file.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static char *formatted(const KiriDictFile *file)
{
    KiriBuf out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    kiri_dict_file_format(file, &out);
    return kiri_buf_steal(&out, NULL);
}

static void check_round_trip(const KiriDictFile *file)
{
    g_autofree char *once = formatted(file);
    g_autoptr(KiriDictFile) again = kiri_dict_file_parse(file->kind, kiri_str(once), NULL);
    g_autofree char *twice = formatted(again);
    if (kiri_dict_file_count(again) != kiri_dict_file_count(file) || strcmp(once, twice) != 0)
        abort();
}

static void take_apart(KiriDictFile *file)
{
    for (guint i = 0; i < file->rows->len;) {
        const KiriDictRow *row = file->rows->pdata[i];
        guint rows = file->rows->len, words = row->cells ? g_strv_length(row->cells) : 0;
        if (!row->cells) {
            i++;
            continue;
        }
        g_autofree char *word = g_strdup(row->cells[0]);
        if (!kiri_dict_file_remove(file, kiri_str(word)))
            abort();
        if (file->rows->len == rows && g_strv_length(row->cells) >= words)
            abort(); // nothing went
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static gboolean is_ready;
    if (!is_ready && !kiri_charset_preload(NULL))
        abort();
    is_ready = TRUE;
    if (n < 2 || memchr(data + 2, 0, n - 2))
        return 0; // a file of text has no NUL; importing makes it U+FFFD
    KiriDictKind kind = (KiriDictKind)(data[0] % KIRI_N_DICTS);
    KiriStr text = {(const char *)data + 2, n - 2};
    g_autoptr(GPtrArray) problems = kiri_dict_problems_new();
    g_autoptr(KiriDictFile) file = data[1] & 1 ? kiri_dict_file_import(kind, text, problems, NULL)
                                               : kiri_dict_file_parse(kind, text, problems);
    if (!file)
        return 0;
    kiri_dict_file_check(file, NULL, problems);
    check_round_trip(file);
    take_apart(file);
    return 0;
}
