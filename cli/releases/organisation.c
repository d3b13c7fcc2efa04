// SPDX-License-Identifier: GPL-3.0-or-later
#include "organisation.h"

#include <kirinuki/file.h>
#include <kirinuki/limits.h>
#include <kirinuki/record.h>

#include <string.h>

enum { COLUMN_NAME, COLUMN_ALIASES, COLUMN_DOMAIN, COLUMN_FEED, N_COLUMNS };

void kiri_organisation_free(KiriOrganisation *o)
{
    if (!o)
        return;
    g_free(o->name);
    g_strfreev(o->aliases);
    g_free(o->domain);
    g_free(o->press_feed);
    g_free(o);
}

static char *or_null(const char *s)
{
    return s && *s ? g_strdup(s) : NULL;
}

static KiriOrganisation *from_row(char **cells, guint n)
{
    KiriOrganisation *o = g_new0(KiriOrganisation, 1);
    g_auto(GStrv) aliases = g_strsplit(n > COLUMN_ALIASES ? cells[COLUMN_ALIASES] : "", ";", -1);
    o->name = g_strdup(cells[COLUMN_NAME]);
    for (gsize i = 0; aliases[i]; i++)
        if (*aliases[i])
            kiri_strv_add(&o->aliases, aliases[i]);
    o->domain = n > COLUMN_DOMAIN ? or_null(cells[COLUMN_DOMAIN]) : NULL;
    o->press_feed = n > COLUMN_FEED ? or_null(cells[COLUMN_FEED]) : NULL;
    return o;
}

/* The name without its legal form. */
static KiriOrganisation *guess(const char *name)
{
    static const char *const forms[] = {
        "株式会社",     "有限会社",     "合同会社",           "(株)",         "（株）",
        "㈱",           "独立行政法人", "国立研究開発法人",   "一般社団法人", "公益社団法人",
        "一般財団法人", "公益財団法人", "特定非営利活動法人", "学校法人",     "国立大学法人"};
    KiriOrganisation *o = g_new0(KiriOrganisation, 1);
    o->name = g_strdup(name);
    for (gsize i = 0; i < G_N_ELEMENTS(forms); i++) {
        if (!strstr(name, forms[i]))
            continue;
        g_autoptr(GString) rest = g_string_new(name);
        g_string_replace(rest, forms[i], "", 0);
        g_strstrip(rest->str);
        if (*rest->str)
            kiri_strv_add(&o->aliases, rest->str);
        break;
    }
    return o;
}

KiriOrganisation *kiri_organisation_propose(const char *table_path, const char *name,
                                            GError **error)
{
    g_autoptr(KiriLines) lines = kiri_lines_open(table_path, KIRI_LIMIT_URL_BYTES, error);
    g_autoptr(GError) why = NULL;
    KiriStr line;
    if (!lines)
        return NULL;
    while (kiri_lines_next(lines, &line, &why)) {
        g_autofree char *text = kiri_str_dup(line);
        if (!*text || *text == '#')
            continue;
        g_auto(GStrv) cells = g_strsplit(text, "\t", N_COLUMNS);
        KiriOrganisation *o = from_row(cells, g_strv_length(cells));
        if (strcmp(o->name, name) == 0 || kiri_strv_has(o->aliases, name))
            return o;
        kiri_organisation_free(o);
    }
    if (why) {
        g_propagate_error(error, g_steal_pointer(&why));
        return NULL;
    }
    return guess(name);
}
