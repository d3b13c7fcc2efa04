// SPDX-License-Identifier: GPL-3.0-or-later
/* Packing an entry and unpacking it; entry_form.h says what for.
 *
 * Packed: format, signature and digest; version, embargo, address and keywords of the
 * release; the document. Days, sender and whether it is ours stand on the card. */
#include "entry_form.h"

#include "doc_pack.h"

#include <string.h>

enum { FORMAT = 1 };

static void pack_time(KiriTime t, KiriBuf *out)
{
    kiri_pack_number(t.us, out);
    kiri_pack_number(t.offset_min, out);
    kiri_pack_number(t.precision, out);
}

static gboolean unpack_time(KiriStr *rest, KiriTime *t)
{
    gint64 offset_min, precision;
    if (!kiri_unpack_number(rest, &t->us) || !kiri_unpack_number(rest, &offset_min) ||
        !kiri_unpack_number(rest, &precision))
        return FALSE;
    t->offset_min = (gint16)offset_min;
    t->precision = (guint8)precision;
    return TRUE;
}

GBytes *kiri_entry_form(const KiriEntry *e, guint64 signature, guint64 digest)
{
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    kiri_pack_number(FORMAT, &out);
    kiri_pack_number((gint64)signature, &out);
    kiri_pack_number((gint64)digest, &out);
    kiri_pack_number(e->release->version, &out);
    pack_time(e->release->embargo, &out);
    kiri_pack_text(e->url, &out);
    kiri_pack_texts(e->keywords, &out);
    kiri_doc_pack(e->doc, &out);
    return g_bytes_new(out.p, out.n);
}

static gboolean is_of(KiriStr *rest, guint64 signature, guint64 digest)
{
    gint64 format, of_signature, of_digest;
    return kiri_unpack_number(rest, &format) && format == FORMAT &&
           kiri_unpack_number(rest, &of_signature) && (guint64)of_signature == signature &&
           kiri_unpack_number(rest, &of_digest) && (guint64)of_digest == digest;
}

KiriEntry *kiri_entry_of_form(GBytes *form, guint64 signature, const KiriCard *card,
                              const KiriFrequencies *frequencies)
{
    gsize n;
    const char *p = g_bytes_get_data(form, &n);
    KiriStr rest = {p, n};
    if (!is_of(&rest, signature, card->digest))
        return NULL;
    g_autoptr(KiriEntry) e = g_new0(KiriEntry, 1);
    e->release = kiri_release_new();
    e->release->id = g_strdup(card->id);
    e->organisation = -1;
    e->is_ours = card->is_ours;
    e->is_bare = TRUE;
    if (!kiri_unpack_number(&rest, &e->release->version) ||
        !unpack_time(&rest, &e->release->embargo) || !kiri_unpack_text(&rest, &e->url) ||
        !kiri_unpack_texts(&rest, &e->keywords) ||
        !(e->doc = kiri_doc_unpack(&rest, frequencies)) || rest.n)
        return NULL;
    e->release->date = e->doc->date;
    return g_steal_pointer(&e);
}
