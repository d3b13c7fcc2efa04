// SPDX-License-Identifier: GPL-3.0-or-later
/* How much a single source may bring, so that a calendar without end, a feed that
 * invents its entries, or wildcard hosts cost little: so many new URLs an hour
 * over all, and of a page so many of one form of address a day. Both counts are
 * part of the source's record and survive a restart. */
#include "poll_internal.h"

#include <stdlib.h>
#include <string.h>

#define MOST_OF_A_FORM 600 // a busy page of latest news has three or four hundred
#define MOST_FORMS 64

guint kiri_poll_room(KiriSource *source, gint64 now_us)
{
    gint64 age = now_us - source->hour_began.us;
    if (!kiri_time_is_set(source->hour_began) || age >= KIRI_US_PER_HOUR || age < 0) {
        source->hour_began = kiri_time_jst(now_us);
        source->hour_taken = 0;
    }
    return (guint)MAX(KIRI_MOST_NEW_AN_HOUR - source->hour_taken, 0);
}

/* Letters that are no word but a code: mixed with digits, or long hexadecimal. */
static gboolean is_number_like(const char *p, gsize n)
{
    gsize digits = 0;
    for (gsize i = 0; i < n; i++)
        digits += g_ascii_isdigit(p[i]) ? 1 : 0;
    return digits == n || (digits && n >= 8 && digits * 4 >= n);
}

static void add_form(GString *form, const char *text)
{
    for (const char *p = text; p && *p;) {
        gsize n = 0;
        while (g_ascii_isalnum(p[n]))
            n++;
        if (n && is_number_like(p, n)) {
            g_string_append_c(form, '#');
        } else if (n) {
            /* Digits inside a word: "page12", "vol3". */
            for (gsize i = 0; i < n; i++)
                if (!g_ascii_isdigit(p[i]))
                    g_string_append_c(form, p[i]);
                else if (form->str[form->len - 1] != '#')
                    g_string_append_c(form, '#');
        } else {
            g_string_append_c(form, *p);
            n = 1;
        }
        p += n;
    }
}

char *kiri_url_form_text(const char *url)
{
    g_autoptr(KiriUrl) u = kiri_url_parse(kiri_str(url), NULL);
    if (!u || !u->host)
        return g_strdup("");
    /* The site and not the host: a wildcard host is one more number. */
    g_autofree char *site = kiri_url_registrable_domain(u->host);
    GString *form = g_string_new(site);
    add_form(form, u->path);
    if (u->query) {
        g_string_append_c(form, '?');
        add_form(form, u->query);
    }
    return g_string_free(form, FALSE);
}

gboolean kiri_poll_may_take_form(KiriSource *source, const char *url, gint64 now_us)
{
    g_autofree char *form = kiri_url_form_text(url);
    g_autofree char *today =
        g_strdup_printf("%" G_GINT64_FORMAT, kiri_civil_day_start_jst(now_us) / KIRI_US_PER_HOUR);
    if (!source->forms_today || strcmp(source->forms_today[0], today) != 0) {
        g_clear_pointer(&source->forms_today, g_strfreev);
        kiri_strv_add(&source->forms_today, today);
    }
    char **row = source->forms_today + 1;
    for (; *row; row++) {
        const char *blank = strchr(*row, ' ');
        if (blank && strcmp(blank + 1, form) == 0)
            break;
    }
    guint n = *row ? (guint)strtoul(*row, NULL, 10) : 0;
    /* So many forms on one page are a trap of their own. */
    if (n >= MOST_OF_A_FORM || (!*row && row - source->forms_today > MOST_FORMS))
        return FALSE;
    g_autofree char *text = g_strdup_printf("%u %s", n + 1, form);
    if (*row) {
        g_free(*row);
        *row = g_steal_pointer(&text);
    } else {
        kiri_strv_add(&source->forms_today, text);
    }
    return TRUE;
}
