// SPDX-License-Identifier: GPL-3.0-or-later
/* The quarks of all modules live here so that kiri_error_is() knows them. */
#include <kirinuki/error.h>

#include <kirinuki/i18n.h>

#include <errno.h>

#define KIRI_DOMAINS(X) X(base) X(text) X(store) X(crawler) X(indexer) X(scorer) X(report) X(cli)

#define DEFINE_QUARK(name)                                                                         \
    GQuark kiri_error_##name##_quark(void)                                                         \
    {                                                                                              \
        return g_quark_from_static_string("kiri-" #name);                                          \
    }
KIRI_DOMAINS(DEFINE_QUARK)
#undef DEFINE_QUARK

gboolean kiri_error_is(const GError *error, KiriErrorCode code)
{
    if (!error || error->code != (int)code)
        return FALSE;
#define SAME_QUARK(name)                                                                           \
    if (error->domain == kiri_error_##name##_quark())                                              \
        return TRUE;
    KIRI_DOMAINS(SAME_QUARK)
#undef SAME_QUARK
    return FALSE;
}

gboolean kiri_error_set_errno(GError **error, GQuark domain, const char *what, const char *subject)
{
    int saved = errno;
    KiriErrorCode code = saved == ENOENT   ? KIRI_ERROR_NOT_FOUND
                         : saved == EEXIST ? KIRI_ERROR_EXISTS
                                           : KIRI_ERROR_IO;
    g_set_error(error, domain, (int)code, _("%s '%s': %s"), what, subject, g_strerror(saved));
    return FALSE;
}
