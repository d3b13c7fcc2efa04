// SPDX-License-Identifier: GPL-3.0-or-later
/* The door to libpsl: registrable domains by the public suffix list that the
 * library carries. Its private part counts too, so that two blogs on one blog
 * host are two sites. */
#include "url_internal.h"

#include <libpsl.h>

#include <string.h>

char *kiri_url_registrable_domain(const char *host)
{
    const psl_ctx_t *list = psl_builtin();
    const char *dot = strrchr(host, '.');
    /* Without this check the list's default rule would take any last label for
     * a suffix: host names of an intranet too. */
    gboolean is_known = list && dot && dot[1] && !kiri_url_host_is_address(host) &&
                        psl_is_public_suffix2(list, dot + 1, PSL_TYPE_ANY | PSL_TYPE_NO_STAR_RULE);
    const char *domain = is_known ? psl_registrable_domain(list, host) : NULL;
    return g_strdup(domain ? domain : host);
}
