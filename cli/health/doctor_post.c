// SPDX-License-Identifier: GPL-3.0-or-later
/* What leaves this machine: proxy, mail server, webhooks. Secrets are read, because a
 * file that others can read is found out by reading it; nothing is connected. */
#include "doctor.h"

#include "mail/post_ops.h"
#include "mail/webhook.h"
#include "secret.h"
#include "sources/fetch.h"

#include <kirinuki/mail.h>

/* The way of the crawl, made and given up again: the proxy's address and password, blocks
 * of addresses, files. */
static void check_proxy(KiriDoctor *d)
{
    const char *proxy = kiri_settings_string(d->cli->settings, "crawl.proxy");
    g_autoptr(KiriTransport) transport = NULL;
    GError *why = NULL;
    if (d->cli->is_offline)
        return;
    transport = kiri_cli_transport(d->cli, &why);
    if (!transport)
        kiri_doctor_add_error(d, KIRI_CHECK_FAILED, "network", why,
                              g_strdup(_("the settings of the group 'crawl' say how pages are "
                                         "fetched; 'kirinuki config list' shows them")));
    else if (*proxy)
        kiri_doctor_add(d, KIRI_CHECK_OK, "network",
                        g_strdup_printf(_("through the proxy '%s'"), proxy), NULL);
}

/* Whom it may concern: nobody writes to a list whose addresses are none. */
static gboolean check_recipients(KiriDoctor *d)
{
    g_auto(GStrv) to = kiri_settings_list(d->cli->settings, "mail.to");
    for (char **address = to; *address; address++) {
        GError *why = NULL;
        g_autoptr(KiriMailbox) box = kiri_mailbox_parse(kiri_str(*address), &why);
        if (box)
            continue;
        kiri_doctor_add_error(d, KIRI_CHECK_FAILED, "mail", why,
                              g_strdup(_("'kirinuki config set mail.to ADDRESS;ADDRESS'")));
        return FALSE;
    }
    return TRUE;
}

static void check_mail(KiriDoctor *d)
{
    const char *server = kiri_settings_string(d->cli->settings, "mail.server");
    g_autoptr(GPtrArray) mailings =
        d->store ? kiri_store_list(d->store, KIRI_NOUN_MAILING, "", NULL) : NULL;
    GError *why = NULL;
    if (!*server) {
        if (mailings && mailings->len)
            kiri_doctor_add(d, KIRI_CHECK_FAILED, "mail",
                            g_strdup_printf(_("%u mailings, and no mail server"), mailings->len),
                            g_strdup(_("'kirinuki config set mail.server HOST'")));
        return;
    }
    g_autoptr(KiriSmtp) smtp = kiri_post_open_smtp(d->cli, &why);
    if (!smtp)
        kiri_doctor_add_error(d, KIRI_CHECK_FAILED, "mail", why,
                              g_strdup(_("the settings of the group 'mail' say how mail is sent; "
                                         "'kirinuki config list' shows them")));
    else if (check_recipients(d))
        kiri_doctor_add(d, KIRI_CHECK_OK, "mail",
                        g_strdup_printf(_("by '%s'; 'kirinuki digest' sends one"), server), NULL);
}

static void check_webhook(KiriDoctor *d, const KiriAlert *alert)
{
    GError *why = NULL;
    char *address = kiri_webhook_address(d->cli, alert, &why);
    if (address)
        kiri_doctor_add(
            d, KIRI_CHECK_OK, "alert",
            g_strdup_printf(_("'%s' has its address; 'kirinuki alert test' tries it"), alert->name),
            NULL);
    else
        kiri_doctor_add_error(
            d, KIRI_CHECK_FAILED, "alert", why,
            g_strdup_printf(_("'kirinuki alert edit %s --url-file FILE'"), alert->name));
    kiri_secret_free(address);
}

void kiri_doctor_post(KiriDoctor *d)
{
    check_proxy(d);
    check_mail(d);
    g_autoptr(GPtrArray) alerts =
        d->store ? kiri_store_list(d->store, KIRI_NOUN_ALERT, "", NULL) : NULL;
    for (guint i = 0; alerts && i < alerts->len; i++) {
        const KiriAlert *alert = alerts->pdata[i];
        if (!alert->is_off)
            check_webhook(d, alert);
    }
}
