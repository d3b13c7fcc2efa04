// SPDX-License-Identifier: GPL-3.0-or-later
/* Words and letters: MeCab and its dictionaries, the user's words, fonts. */
#include "doctor.h"

#include "dictionary/dict_ops.h"
#include "dictionary/user_words.h"

#include <kirinuki/report.h>

#include <sys/stat.h>

static void check_mecab(KiriDoctor *d)
{
    const char *set = kiri_settings_string(d->cli->settings, "dictionary.dir");
    const char *dir = *set ? set : kiri_dictionary_default_dir(NULL);
    GError *why = NULL;
    g_autoptr(KiriDictionary) dictionary = kiri_dictionary_open(*set ? set : NULL, NULL, &why);
    if (!dictionary) {
        kiri_doctor_add_error(d, KIRI_CHECK_FAILED, "dictionary", why,
                              g_strdup(_("install mecab-ipadic-utf8, or name another dictionary "
                                         "in UTF-8: 'kirinuki config set dictionary.dir FOLDER'")));
        return;
    }
    /* A dictionary may open and be of another language or kind. */
    gboolean knows = kiri_dictionary_has(dictionary, KIRI_STR_LITERAL("東京")) &&
                     kiri_dictionary_has(dictionary, KIRI_STR_LITERAL("発表"));
    kiri_doctor_add(d, knows ? KIRI_CHECK_OK : KIRI_CHECK_FAILED, "dictionary",
                    g_strdup_printf(knows ? _("MeCab %s, '%s'")
                                          : _("MeCab %s, '%s' lacks plain Japanese words"),
                                    kiri_mecab_version(), dir),
                    knows ? NULL : g_strdup(_("install mecab-ipadic-utf8")));
}

/* TRUE where the list was changed after the dictionary was made of it. */
static gboolean is_older(const char *made, const char *list)
{
    struct stat a, b;
    if (stat(made, &a) != 0 || stat(list, &b) != 0)
        return FALSE;
    return a.st_mtim.tv_sec < b.st_mtim.tv_sec ||
           (a.st_mtim.tv_sec == b.st_mtim.tv_sec && a.st_mtim.tv_nsec < b.st_mtim.tv_nsec);
}

static void check_compiled(KiriDoctor *d, const char *list, guint words)
{
    static const char mend[] = N_("'kirinuki dict rebuild' makes their dictionary anew");
    const char *set = kiri_settings_string(d->cli->settings, "dictionary.dir");
    g_autofree char *path = kiri_user_words_path(d->cli, d->cli->settings);
    GError *why = NULL;
    if (!path) {
        if (words)
            kiri_doctor_add(d, KIRI_CHECK_FAILED, "user words",
                            g_strdup_printf(_("%u words are not compiled and so not known"), words),
                            g_strdup(_(mend)));
        return;
    }
    g_autoptr(KiriDictionary) dictionary = kiri_dictionary_open(*set ? set : NULL, path, &why);
    if (!dictionary)
        kiri_doctor_add_error(d, KIRI_CHECK_FAILED, "user words", why, g_strdup(_(mend)));
    else if (!*kiri_settings_string(d->cli->settings, "dictionary.user") && is_older(path, list))
        kiri_doctor_add(d, KIRI_CHECK_WARNING, "user words",
                        g_strdup_printf(_("'%s' was changed after its dictionary was made"), list),
                        g_strdup(_(mend)));
    else
        kiri_doctor_add(d, KIRI_CHECK_OK, "user words",
                        g_strdup_printf(_("%u words, '%s'"), words, path), NULL);
}

static void check_user_words(KiriDoctor *d)
{
    GError *why = NULL;
    g_autofree char *list = kiri_dicts_path(d->cli, KIRI_DICT_WORDS);
    g_autoptr(GPtrArray) problems = kiri_dict_problems_new();
    g_autoptr(KiriDictFile) file = kiri_dict_file_read(KIRI_DICT_WORDS, list, problems, &why);
    if (!file) {
        kiri_doctor_add_error(d, KIRI_CHECK_FAILED, "user words", why, NULL);
        return;
    }
    if (problems->len)
        kiri_doctor_add(d, KIRI_CHECK_WARNING, "user words",
                        g_strdup_printf(_("%u lines of '%s' are not words"), problems->len, list),
                        g_strdup(_("'kirinuki dict check' names them")));
    check_compiled(d, list, kiri_dict_file_count(file));
}

void kiri_doctor_words(KiriDoctor *d)
{
    check_mecab(d);
    if (d->is_there)
        check_user_words(d);
}

void kiri_doctor_fonts(KiriDoctor *d)
{
    gboolean is_wanted = FALSE;
    g_autofree char *font = kiri_report_font(&is_wanted);
    const char *mend = N_("install fonts-noto-cjk; until then print the HTML of a browser");
    if (!font)
        kiri_doctor_add(d, KIRI_CHECK_FAILED, "fonts",
                        g_strdup(_("no font has Japanese letters: PDFs and charts show boxes")),
                        g_strdup(_(mend)));
    else if (!is_wanted)
        kiri_doctor_add(d, KIRI_CHECK_WARNING, "fonts",
                        g_strdup_printf(_("Japanese is set in '%s', whose letters may be those of "
                                          "another language"),
                                        font),
                        g_strdup(_(mend)));
    else
        kiri_doctor_add(d, KIRI_CHECK_OK, "fonts", g_steal_pointer(&font), NULL);
}
