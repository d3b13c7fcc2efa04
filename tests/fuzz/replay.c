// SPDX-License-Identifier: GPL-3.0-or-later
/* Stands in for libFuzzer in every test run: replays the corpus of a target, and
 * each file once more with a fixed number of repeatable mutations. One TAP line
 * per file. */
#include <glib.h>

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MUTATIONS = 200 };

/* On an allocation of exactly the input's size, so that a read behind its end is
 * seen by AddressSanitizer. */
static void run_once(const guint8 *data, gsize n)
{
    static const guint8 nothing[1];
    g_autofree guint8 *copy = g_memdup2(data, n);
    LLVMFuzzerTestOneInput(n ? copy : nothing, n);
}

static void mutate(GRand *random, GByteArray *bytes)
{
    guint changes = (guint)g_rand_int_range(random, 1, 5);
    while (changes--) {
        guint at = bytes->len ? (guint)g_rand_int_range(random, 0, (gint32)bytes->len) : 0;
        guint8 byte = (guint8)g_rand_int_range(random, 0, 256);
        switch (g_rand_int_range(random, 0, 4)) {
        case 0:
            if (bytes->len)
                bytes->data[at] = byte;
            break;
        case 1:
            if (bytes->len)
                g_byte_array_remove_index(bytes, at);
            break;
        case 2:
            g_byte_array_append(bytes, &byte, 1);
            break;
        default:
            g_byte_array_set_size(bytes, at);
            break;
        }
    }
}

static void replay(const guint8 *data, gsize n)
{
    g_autoptr(GRand) random = g_rand_new_with_seed(20260413);
    run_once(data, n);
    for (guint i = 0; i < MUTATIONS; i++) {
        g_autoptr(GByteArray) bytes = g_byte_array_new();
        g_byte_array_append(bytes, data, (guint)n);
        mutate(random, bytes);
        run_once(bytes->data ? bytes->data : (const guint8 *)"", bytes->len);
    }
}

static gint by_name(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

int main(void)
{
    g_autoptr(GDir) dir = g_dir_open(FUZZ_CORPUS, 0, NULL);
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    for (const char *name; dir && (name = g_dir_read_name(dir));)
        g_ptr_array_add(names, g_strdup(name));
    g_ptr_array_sort(names, by_name);
    for (guint i = 0; i < names->len; i++) {
        g_autofree char *path = g_build_filename(FUZZ_CORPUS, names->pdata[i], NULL);
        g_autofree char *data = NULL;
        gsize n = 0;
        if (!g_file_get_contents(path, &data, &n, NULL)) {
            printf("not ok %u - %s cannot be read\n", i + 1, (char *)names->pdata[i]);
            continue;
        }
        replay((const guint8 *)data, n);
        printf("ok %u - %s\n", i + 1, (char *)names->pdata[i]);
    }
    printf("1..%u\n", names->len);
    return names->len ? 0 : 1;
}
