// SPDX-License-Identifier: GPL-3.0-or-later
/* crash-disk: disks after power cuts, from what the shim wrote down.
 *
 *   count JOURNAL                  how many changes there are
 *   cut BEFORE JOURNAL N MODE SEED OUT
 *                                  the workspace as it may be when the power goes after N
 *                                  changes; all, none, half or each (disk.h). Prints what
 *                                  the program had told the world by then
 *   tell JOURNAL TEXT              adds a line to what was told
 *   flip FILE SEED [FROM]          turns one bit of the file (from byte FROM on); prints which
 *
 * Same arguments, same bytes. */
#include "disk.h"

#include "journal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static GBytes *read_file(const char *path)
{
    g_autoptr(GError) error = NULL;
    char *text = NULL;
    gsize n = 0;
    if (!g_file_get_contents(path, &text, &n, &error))
        g_error("%s", error->message);
    return g_bytes_new_take(text, n);
}

static guint64 number(const char *text)
{
    return g_ascii_strtoull(text, NULL, 10);
}

static CutMode mode_of(const char *name)
{
    static const char *const names[] = {"all", "none", "half", "each"};
    for (guint i = 0; i < G_N_ELEMENTS(names); i++)
        if (strcmp(names[i], name) == 0)
            return (CutMode)i;
    g_error("no mode '%s'", name);
}

static void count_records(char **arguments)
{
    g_autoptr(Disk) disk = disk_new();
    g_autoptr(GBytes) journal = read_file(arguments[0]);
    printf("%" G_GUINT64_FORMAT "\n", disk_replay(disk, journal, 0, NULL));
}

static void cut(char **arguments)
{
    g_autoptr(Disk) disk = disk_new();
    g_autoptr(GBytes) journal = read_file(arguments[1]);
    GString *told = g_string_new(NULL);
    GRand *dice = g_rand_new_with_seed((guint32)number(arguments[4]));
    disk_load(disk, arguments[0]);
    disk_replay(disk, journal, number(arguments[2]), told);
    disk_cut(disk, mode_of(arguments[3]), dice);
    disk_store(disk, arguments[5]);
    fputs(told->str, stdout);
    g_string_free(told, TRUE);
    g_rand_free(dice);
}

static void tell(char **arguments)
{
    g_autofree char *line = g_strconcat(arguments[1], "\n", NULL);
    JournalHeader header = {.size = (uint32_t)strlen(line), .op = 'k'};
    FILE *f = fopen(arguments[0], "a");
    if (!f || fwrite(&header, sizeof header, 1, f) != 1 ||
        fwrite(line, 1, header.size, f) != header.size || fclose(f) != 0)
        g_error("cannot write '%s'", arguments[0]);
}

static void flip(char **arguments)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *text = NULL;
    gsize n = 0;
    if (!g_file_get_contents(arguments[0], &text, &n, &error))
        g_error("%s", error->message);
    gsize from = arguments[2] ? (gsize)number(arguments[2]) : 0;
    if (n <= from)
        return;
    GRand *dice = g_rand_new_with_seed((guint32)number(arguments[1]));
    gsize byte = from + (gsize)(g_rand_double(dice) * (double)(n - from));
    guint bit = (guint)g_rand_int_range(dice, 0, 8);
    g_rand_free(dice);
    text[byte] = (char)((guint8)text[byte] ^ (1u << bit));
    FILE *f = fopen(arguments[0], "r+");
    if (!f || fwrite(text, 1, n, f) != n || fclose(f) != 0)
        g_error("cannot write '%s'", arguments[0]);
    printf("byte %zu of %zu, bit %u\n", byte, n, bit);
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        int n_least;
        void (*run)(char **arguments);
    } commands[] = {
        {"count", 1, count_records}, {"cut", 6, cut}, {"tell", 2, tell}, {"flip", 2, flip}};
    for (guint i = 0; argc > 1 && i < G_N_ELEMENTS(commands); i++)
        if (strcmp(argv[1], commands[i].name) == 0 && argc - 2 >= commands[i].n_least) {
            commands[i].run(argv + 2);
            return 0;
        }
    fputs("usage: crash-disk count|cut|tell|flip …\n", stderr);
    return 2;
}
