// SPDX-License-Identifier: GPL-3.0-or-later
/* Any bytes as a ledger file: the first one picks which is expected. What is taken can
 * be written, and is read again as the same rows. */
#include <kirinuki/ledger.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const KiriNoun nouns[] = {KIRI_NOUN_MEDIUM, KIRI_NOUN_RATE, KIRI_NOUN_FIGURE,
                                 KIRI_NOUN_LICENCE};
enum { TABLES = 4 };

/* The rows of each table, written out. */
typedef struct {
    KiriBuf out[TABLES];
} Written;

static gboolean write_row(KiriNoun noun, gpointer record, gpointer data, GError **error)
{
    (void)error;
    Written *w = data;
    for (gsize i = 0; i < TABLES; i++)
        if (nouns[i] == noun)
            kiri_ledger_write_record(noun, record, &w->out[i]);
    return TRUE;
}

static void begin(Written *w)
{
    for (gsize i = 0; i < TABLES; i++) {
        kiri_buf_init(&w->out[i], KIRI_BUF_UNCAPPED);
        kiri_ledger_write_header(nouns[i], &w->out[i]);
    }
}

static void clear(Written *w)
{
    for (gsize i = 0; i < TABLES; i++)
        kiri_buf_clear(&w->out[i]);
}

static void read_again(const Written *once, gsize table)
{
    Written twice;
    begin(&twice);
    const KiriBuf *a = &once->out[table], *b = &twice.out[table];
    if (!kiri_ledger_read(NULL, nouns[table], kiri_buf_view(a), write_row, &twice, NULL, NULL) ||
        a->n != b->n || memcmp(a->p, b->p, a->n) != 0)
        abort();
    clear(&twice);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    if (n == 0)
        return 0;
    Written once;
    begin(&once);
    KiriStr bytes = {(const char *)data + 1, n - 1};
    if (kiri_ledger_read(NULL, nouns[data[0] % TABLES], bytes, write_row, &once, NULL, NULL))
        for (gsize i = 0; i < TABLES; i++)
            read_again(&once, i);
    clear(&once);
    return 0;
}
