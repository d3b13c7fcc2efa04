// SPDX-License-Identifier: GPL-3.0-or-later
/* Stands in for a fuzzer. Without arguments, in every test run: replays the corpus of a
 * target and what once failed, and each file once more with a fixed number of
 * repeatable mutations, but for those that a fuzzer found ("found-…"); one TAP line per
 * file. With files ("-": standard input), to look
 * into a finding: each of them once. Built by AFL++: its persistent loop. */
#include <glib.h>

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerInitialize(int *argc, char ***argv) __attribute__((weak));
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Fewer of a target that draws. */
#ifndef FUZZ_MUTATIONS
#define FUZZ_MUTATIONS 200
#endif

enum {
    MUTATIONS = FUZZ_MUTATIONS,
    AFL_ROUNDS = 10000, // until the process is made anew
};

/* On an allocation of exactly the input's size, so that a read behind its end is
 * seen by AddressSanitizer. */
static void run_once(const guint8 *data, gsize n)
{
    static const guint8 nothing[1];
    g_autofree guint8 *copy = g_memdup2(data, n);
    LLVMFuzzerTestOneInput(n ? copy : nothing, n);
}

#ifdef __AFL_FUZZ_TESTCASE_LEN

__AFL_FUZZ_INIT();

static int serve_afl(void)
{
    __AFL_INIT();
    const guint8 *shared = __AFL_FUZZ_TESTCASE_BUF;
    while (__AFL_LOOP(AFL_ROUNDS))
        run_once(shared, (gsize)__AFL_FUZZ_TESTCASE_LEN);
    return 0;
}

#endif

/* ---- the corpus ---- */

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

static void replay(const guint8 *data, gsize n, gboolean was_found)
{
    g_autoptr(GRand) random = g_rand_new_with_seed(20260413);
    run_once(data, n);
    for (guint i = 0; !was_found && i < MUTATIONS; i++) {
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

/* TAP lines of a folder, counted on from `done`; returns how many there are then. */
static guint replay_folder(const char *folder, guint done)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    for (const char *name; dir && (name = g_dir_read_name(dir));)
        g_ptr_array_add(names, g_strdup(name));
    g_ptr_array_sort(names, by_name);
    for (guint i = 0; i < names->len; i++) {
        g_autofree char *path = g_build_filename(folder, names->pdata[i], NULL);
        g_autofree char *data = NULL;
        gsize n = 0;
        gboolean ok = g_file_get_contents(path, &data, &n, NULL);
        if (ok)
            replay((const guint8 *)data, n, g_str_has_prefix(names->pdata[i], "found-"));
        printf("%s %u - %s\n", ok ? "ok" : "not ok", ++done, (char *)names->pdata[i]);
    }
    return done;
}

static int replay_all(void)
{
    guint seeds = replay_folder(FUZZ_CORPUS, 0);
    printf("1..%u\n", replay_folder(FUZZ_REPRO, seeds));
    return seeds ? 0 : 1;
}

/* ---- single files ---- */

static GByteArray *read_stdin(void)
{
    GByteArray *bytes = g_byte_array_new();
    guint8 chunk[1 << 16];
    gssize n;
    while ((n = read(STDIN_FILENO, chunk, sizeof chunk)) > 0 || (n < 0 && errno == EINTR))
        if (n > 0)
            g_byte_array_append(bytes, chunk, (guint)n);
    return bytes;
}

static int replay_file(const char *path)
{
    if (strcmp(path, "-") == 0) {
        g_autoptr(GByteArray) bytes = read_stdin();
        run_once(bytes->data, bytes->len);
        return 0;
    }
    g_autoptr(GError) error = NULL;
    g_autofree char *data = NULL;
    gsize n = 0;
    if (!g_file_get_contents(path, &data, &n, &error)) {
        fprintf(stderr, "%s\n", error->message);
        return 1;
    }
    run_once((const guint8 *)data, n);
    return 0;
}

int main(int argc, char **argv)
{
    if (LLVMFuzzerInitialize && LLVMFuzzerInitialize(&argc, &argv) != 0)
        return 1;
#ifdef __AFL_FUZZ_TESTCASE_LEN
    if (argc < 2)
        return serve_afl();
#endif
    if (argc < 2 || strcmp(argv[1], "--tap") == 0)
        return replay_all();
    int status = 0;
    for (int i = 1; i < argc; i++)
        status |= replay_file(argv[i]);
    return status;
}
