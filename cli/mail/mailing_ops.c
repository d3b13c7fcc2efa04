// SPDX-License-Identifier: GPL-3.0-or-later
/* What was told, and the messages that tell it, are one batch: killed before it, the
 * digest is made again with the same content; after it, it waits in the outbox. */
#include "mailing_ops.h"

#include "reports/share_note.h"

#include <string.h>

static gboolean queue(KiriStore *store, KiriMailing *mailing, const KiriDigestMail *m,
                      const GPtrArray *to, KiriTime now, GPtrArray *posts, GError **error)
{
    KiriBatch *batch = kiri_batch_begin(store);
    guint known = 0;
    gboolean is_silent = mailing->skip_empty && !m->digest->total;
    if (!is_silent)
        kiri_digest_queue(store, batch, m, to, FALSE, mailing->name, now, posts, &known);
    kiri_mailing_set_told(mailing, m->digest->clips, now);
    kiri_batch_put(batch, KIRI_NOUN_MAILING, mailing);
    return kiri_batch_commit(batch, error);
}

gboolean kiri_mailing_send(KiriCli *cli, KiriStore *store, KiriMailing *mailing, GPtrArray *posts,
                           GError **error)
{
    KiriTime now = kiri_time_jst(kiri_cli_now_us(cli));
    const KiriDigestAsk ask = {.release = mailing->release,
                               .topic = mailing->topic,
                               .mailing = mailing,
                               .attach = mailing->attach,
                               .lang = kiri_digest_lang(cli, NULL)};
    g_autoptr(GPtrArray) own = g_ptr_array_new_with_free_func((GDestroyNotify)kiri_post_free);
    g_autoptr(GPtrArray) to = kiri_mailboxes_parse(mailing->to, error);
    g_autoptr(KiriDigestMail) m = to ? kiri_digest_mail_new(cli, store, &ask, error) : NULL;
    if (!m || !queue(store, mailing, m, to, now, posts ? posts : own, error))
        return FALSE;
    kiri_share_note_write(cli, store, NULL);
    return TRUE;
}

static void tell_trouble(const KiriCli *cli, const char *name, const char *why, GHashTable *told)
{
    if (g_strcmp0(g_hash_table_lookup(told, name), why) == 0)
        return;
    g_hash_table_replace(told, g_strdup(name), g_strdup(why));
    kiri_cli_warn(cli, _("the digest of '%s' could not be made: %s"), name, why);
}

gboolean kiri_mailings_send_due(KiriCli *cli, KiriStore *store, GHashTable *told, GError **error)
{
    g_autoptr(GPtrArray) all = kiri_store_list(store, KIRI_NOUN_MAILING, "", error);
    gint64 now_us = kiri_cli_now_us(cli);
    if (!all)
        return FALSE;
    for (guint i = 0; i < all->len; i++) {
        KiriMailing *mailing = all->pdata[i];
        g_autoptr(GError) why = NULL;
        if (!kiri_mailing_is_due(mailing, now_us) ||
            kiri_mailing_send(cli, store, mailing, NULL, &why))
            continue;
        if (!kiri_store_check(store, NULL)) {
            g_propagate_error(error, g_steal_pointer(&why));
            return FALSE;
        }
        tell_trouble(cli, mailing->name, why->message, told);
    }
    return TRUE;
}
