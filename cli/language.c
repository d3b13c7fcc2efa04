// SPDX-License-Identifier: GPL-3.0-or-later
#include "language.h"

#include "installed.h"

#include <libintl.h>
#include <locale.h>
#include <string.h>

static char *catalogue_dir(const char *program_dir)
{
    return kiri_installed_find(program_dir, "locale", "share/locale", KIRINUKI_LOCALE_DIR);
}

/* gettext chooses by LANGUAGE once the locale is not plain C; stock systems have
 * no ja_JP, so the language is taken from the names in the environment. */
void kiri_language_choose(const char *program_dir)
{
    static const char *const variables[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    const char *name = NULL;
    for (gsize i = 0; i < G_N_ELEMENTS(variables) && !name; i++) {
        const char *value = g_getenv(variables[i]);
        name = value && *value ? value : NULL;
    }
    setlocale(LC_MESSAGES, "C.UTF-8");
    setlocale(LC_CTYPE, "C.UTF-8"); // else g_strerror() is question marks
    if (!g_getenv("LANGUAGE") || !name || strcmp(name, "C") == 0 || strcmp(name, "POSIX") == 0)
        g_setenv("LANGUAGE", name && g_str_has_prefix(name, "ja") ? "ja" : "en", TRUE);
    g_autofree char *dir = catalogue_dir(program_dir);
    bindtextdomain(GETTEXT_DOMAIN, dir);
    bind_textdomain_codeset(GETTEXT_DOMAIN, "UTF-8");
}

const char *kiri_language_name(void)
{
    const char *chosen = g_getenv("LANGUAGE");
    return chosen && g_str_has_prefix(chosen, "ja") ? "ja" : "en";
}

KiriCatalogue *kiri_language_catalogue(const char *program_dir)
{
    g_autofree char *dir = catalogue_dir(program_dir);
    g_autofree char *path = g_build_filename(dir, "ja", "LC_MESSAGES", GETTEXT_DOMAIN ".mo", NULL);
    return kiri_catalogue_load(path);
}
