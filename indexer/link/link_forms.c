// SPDX-License-Identifier: GPL-3.0-or-later
/* Forms of releases in the store. They are written in batches of their own, whenever a
 * thousand wait and when a run ends: what a form says follows from its release, and one
 * that was lost is made again. */
#include "link_stage.h"

GBytes *kiri_forms_read(KiriForms *forms, const char *id)
{
    g_autoptr(KiriReleaseForm) row =
        forms->error ? NULL : kiri_store_get(forms->store, KIRI_NOUN_FORM, id, &forms->error);
    return row ? g_steal_pointer(&row->data) : NULL;
}

static void write_waiting(KiriForms *forms)
{
    KiriBatch *batch = g_steal_pointer(&forms->batch);
    forms->n = 0;
    if (forms->error)
        kiri_batch_cancel(batch);
    else if (batch)
        kiri_batch_commit(batch, &forms->error);
}

void kiri_forms_keep(KiriForms *forms, const char *id, GBytes *form)
{
    enum { TOGETHER = 1000 };
    if (forms->error)
        return;
    if (!forms->batch)
        forms->batch = kiri_batch_begin(forms->store);
    if (form) {
        g_autoptr(KiriReleaseForm) row = kiri_release_form_new();
        row->id = g_strdup(id);
        row->data = g_bytes_ref(form);
        kiri_batch_put(forms->batch, KIRI_NOUN_FORM, row);
    } else {
        kiri_batch_delete(forms->batch, KIRI_NOUN_FORM, id);
    }
    if (++forms->n >= TOGETHER)
        write_waiting(forms);
}

gboolean kiri_forms_flush(KiriForms *forms, GError **error)
{
    write_waiting(forms);
    if (!forms->error)
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&forms->error));
    return FALSE;
}

void kiri_forms_clear(KiriForms *forms)
{
    kiri_batch_cancel(g_steal_pointer(&forms->batch));
    forms->n = 0;
    g_clear_error(&forms->error);
}
