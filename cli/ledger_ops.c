// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger_ops.h"

#include <kirinuki/file.h>
#include <kirinuki/ledger.h>
#include <kirinuki/limits.h>

gboolean kiri_ledger_import_file(KiriStore *store, KiriNoun noun, const char *path, guint *count,
                                 GError **error)
{
    g_autoptr(GBytes) bytes = kiri_file_read(path, KIRI_LIMIT_FILE_BYTES, error);
    if (!bytes)
        return FALSE;
    gsize n = 0;
    const char *p = g_bytes_get_data(bytes, &n);
    g_autoptr(GPtrArray) records = kiri_ledger_parse(noun, (KiriStr){p ? p : "", n}, error);
    if (!records) {
        g_prefix_error(error, "%s: ", path);
        return FALSE;
    }
    KiriBatch *batch = kiri_batch_begin(store);
    for (guint i = 0; i < records->len; i++)
        kiri_batch_put(batch, noun, g_ptr_array_index(records, i));
    if (count)
        *count = records->len;
    return kiri_batch_commit(batch, error);
}
