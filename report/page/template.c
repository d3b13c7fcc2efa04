// SPDX-License-Identifier: GPL-3.0-or-later
/* Templates: small key files, so that an office can drop a section, move one or call it
 * as it always did. What is wrong in one is said with its line. */
#include "template.h"

#include "assets.h"

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>

#include <string.h>

const char *const kiri_report_template_names[] = {"release", "topic", "period", NULL};

const char *kiri_report_template_shipped(const char *name)
{
    const char *const texts[] = {kiri_asset_release, kiri_asset_topic, kiri_asset_period};
    for (gsize i = 0; kiri_report_template_names[i]; i++)
        if (strcmp(name, kiri_report_template_names[i]) == 0)
            return texts[i];
    return NULL;
}

static void clear_row(gpointer data)
{
    KiriTemplateRow *row = data;
    g_free(row->title[KIRI_REPORT_JA]);
    g_free(row->title[KIRI_REPORT_EN]);
}

void kiri_report_template_free(KiriReportTemplate *t)
{
    if (!t)
        return;
    g_free(t->title[KIRI_REPORT_JA]);
    g_free(t->title[KIRI_REPORT_EN]);
    g_array_unref(t->rows);
    g_free(t);
}

/* ---- reading ---- */

/* The line in which `word` begins, from 1; of a key what follows is '=' or '['. */
static guint line_of(const char *text, const char *word, const char *behind)
{
    guint line = 1;
    gsize n = strlen(word);
    for (const char *p = text; p; line++) {
        p += strspn(p, " \t");
        if (strncmp(p, word, n) == 0 && p[n] && strchr(behind, p[n]))
            return line;
        p = strchr(p, '\n');
        p = p ? p + 1 : NULL;
    }
    return 0;
}

static char *section_names(void)
{
    GString *names = g_string_new(NULL);
    for (const KiriSection *s = kiri_sections; s->id; s++)
        g_string_append_printf(names, "%s%s", names->len ? ", " : "", s->id);
    return g_string_free(names, FALSE);
}

static const KiriSection *find_section(const char *id)
{
    for (const KiriSection *s = kiri_sections; s->id; s++)
        if (strcmp(s->id, id) == 0)
            return s;
    return NULL;
}

/* "NAME=" or "NAME[en]="; an empty title is the section's own. */
static char *title_of(GKeyFile *file, const char *group, const char *key, const char *lang)
{
    g_autofree char *name = lang ? g_strdup_printf("%s[%s]", key, lang) : g_strdup(key);
    g_autofree char *value = g_key_file_get_string(file, group, name, NULL);
    return value && *g_strstrip(value) ? g_steal_pointer(&value) : NULL;
}

static gboolean take_section(KiriReportTemplate *t, GKeyFile *file, const char *key,
                             const char *text, GError **error)
{
    if (strchr(key, '['))
        return TRUE; // a title of the line without it
    KiriTemplateRow row = {.section = find_section(key)};
    if (!row.section) {
        g_autofree char *names = section_names();
        g_set_error(error, KIRI_ERROR_REPORT, KIRI_ERROR_PARSE,
                    _("line %u: there is no section '%s'; there are %s"),
                    line_of(text, key, "=[ \t"), key, names);
        return FALSE;
    }
    row.title[KIRI_REPORT_JA] = title_of(file, "sections", key, NULL);
    row.title[KIRI_REPORT_EN] = title_of(file, "sections", key, "en");
    g_array_append_val(t->rows, row);
    return TRUE;
}

static gboolean check_groups(GKeyFile *file, const char *text, GError **error)
{
    g_auto(GStrv) groups = g_key_file_get_groups(file, NULL);
    for (char **group = groups; *group; group++) {
        g_autofree char *line = g_strdup_printf("[%s", *group);
        if (strcmp(*group, "report") == 0 || strcmp(*group, "sections") == 0)
            continue;
        g_set_error(error, KIRI_ERROR_REPORT, KIRI_ERROR_PARSE,
                    _("line %u: there is no group '%s'; there are report and sections"),
                    line_of(text, line, "]"), *group);
        return FALSE;
    }
    g_auto(GStrv) keys = g_key_file_get_keys(file, "report", NULL, NULL);
    for (char **key = keys; key && *key; key++)
        if (strcmp(*key, "title") != 0 && strcmp(*key, "title[en]") != 0) {
            g_set_error(error, KIRI_ERROR_REPORT, KIRI_ERROR_PARSE,
                        _("line %u: [report] has a title, and no '%s'"),
                        line_of(text, *key, "=[ \t"), *key);
            return FALSE;
        }
    return TRUE;
}

static gboolean take_all(KiriReportTemplate *t, GKeyFile *file, const char *text, GError **error)
{
    if (!check_groups(file, text, error))
        return FALSE;
    t->title[KIRI_REPORT_JA] = title_of(file, "report", "title", NULL);
    t->title[KIRI_REPORT_EN] = title_of(file, "report", "title", "en");
    g_auto(GStrv) keys = g_key_file_get_keys(file, "sections", NULL, NULL);
    for (char **key = keys; key && *key; key++)
        if (!take_section(t, file, *key, text, error))
            return FALSE;
    if (t->rows->len)
        return TRUE;
    g_autofree char *names = section_names();
    g_set_error(error, KIRI_ERROR_REPORT, KIRI_ERROR_PARSE,
                _("it names no section in [sections]; there are %s"), names);
    return FALSE;
}

KiriReportTemplate *kiri_report_template_parse(KiriStr text, GError **error)
{
    g_autoptr(GKeyFile) file = g_key_file_new();
    g_autoptr(GError) why = NULL;
    if (text.n >= 3 && memcmp(text.p, "\xef\xbb\xbf", 3) == 0) { // as Notepad writes it
        text.p += 3;
        text.n -= 3;
    }
    g_autofree char *copy = g_strndup(text.p, text.n);
    if (strlen(copy) < text.n || !g_utf8_validate(copy, -1, NULL)) {
        g_set_error_literal(error, KIRI_ERROR_REPORT, KIRI_ERROR_PARSE, _("it is not UTF-8 text"));
        return NULL;
    }
    if (!g_key_file_load_from_data(file, copy, text.n, G_KEY_FILE_KEEP_TRANSLATIONS, &why)) {
        g_set_error_literal(error, KIRI_ERROR_REPORT, KIRI_ERROR_PARSE, why->message);
        return NULL;
    }
    g_autoptr(KiriReportTemplate) t = g_new0(KiriReportTemplate, 1);
    t->rows = g_array_new(FALSE, FALSE, sizeof(KiriTemplateRow));
    g_array_set_clear_func(t->rows, clear_row);
    return take_all(t, file, copy, error) ? g_steal_pointer(&t) : NULL;
}

/* ---- the shipped ones ---- */

static gpointer parse_shipped(gpointer unused)
{
    static KiriReportTemplate *all[3];
    (void)unused;
    for (gsize i = 0; kiri_report_template_names[i]; i++) {
        const char *text = kiri_report_template_shipped(kiri_report_template_names[i]);
        all[i] = kiri_report_template_parse(kiri_str(text), NULL);
        g_assert(all[i]);
    }
    return all;
}

const KiriReportTemplate *kiri_template_of(const KiriSummary *s, const KiriReportOptions *options)
{
    static GOnce once = G_ONCE_INIT;
    KiriReportTemplate *const *shipped = g_once(&once, parse_shipped, NULL);
    return options->template_ ? options->template_ : shipped[s->release ? 0 : s->topic ? 1 : 2];
}

char *kiri_template_title(const KiriReportTemplate *t, const KiriSummary *s, KiriReportLang lang,
                          glong letters)
{
    const char *subject = s->release ? s->release->title : s->topic ? s->topic->name : "";
    const char *title = t->title[lang] ? t->title[lang] : t->title[KIRI_REPORT_JA];
    g_auto(GStrv) parts = g_strsplit(title ? title : "{}", "{}", -1);
    g_autofree char *name = kiri_page_cut(subject, letters);
    return g_strjoinv(name, parts);
}
