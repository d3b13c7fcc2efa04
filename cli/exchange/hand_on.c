// SPDX-License-Identifier: GPL-3.0-or-later
#include "hand_on.h"

gboolean kiri_hand_on_begin(KiriHandOn *h, KiriCli *cli, KiriStore *store, GError **error)
{
    h->cli = cli;
    h->store = store;
    h->permits = kiri_permits_open(store, G_MAXINT64, error);
    h->batch = h->permits ? kiri_batch_begin(store) : NULL;
    return h->permits != NULL;
}

void kiri_hand_on_clear(KiriHandOn *h)
{
    g_clear_pointer(&h->batch, kiri_batch_cancel);
    g_clear_pointer(&h->permits, kiri_permits_close);
}

const KiriLicence *kiri_hand_on_ask(KiriHandOn *h, const KiriArticle *article, const char *clip,
                                    KiriLicensed what, char **reason)
{
    const KiriPermitAsk ask = {.article = article->id,
                               .medium = article->medium,
                               .what = what,
                               .at_us = kiri_cli_now_us(h->cli),
                               .held_us = kiri_article_held_us(article),
                               .copies = h->copies,
                               .terminals = h->terminals,
                               .section = h->section};
    const KiriLicence *l = kiri_licence_allows(h->permits, &ask, reason);
    if (!l)
        return NULL;
    const KiriPermitUse use = {.clip = clip, .purpose = h->purpose, .command = h->cli->command};
    kiri_permits_use(h->permits, h->batch, l, &ask, &use);
    h->uses++;
    return l;
}

gboolean kiri_hand_on_commit(KiriHandOn *h, GError **error)
{
    return !h->uses || kiri_batch_commit(g_steal_pointer(&h->batch), error);
}
