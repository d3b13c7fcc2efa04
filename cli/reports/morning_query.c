// SPDX-License-Identifier: GPL-3.0-or-later
#include "morning_query.h"

#include <kirinuki/file.h>
#include <kirinuki/limits.h>
#include <kirinuki/mailing.h>

#include <string.h>

static gboolean read_clock(const KiriCli *cli, const char *key, gint *minutes, GError **error)
{
    const char *text = kiri_settings_string(cli->settings, key);
    *minutes = kiri_clock_minutes(text);
    if (*minutes >= 0)
        return TRUE;
    g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                _("setting '%s' must be a time of day such as 7:30, not '%s'"), key, text);
    return FALSE;
}

/* NULL without error where there is none. (transfer full) */
static GBytes *read_table(const char *path, GError **error)
{
    g_autoptr(GError) why = NULL;
    GBytes *bytes = kiri_file_read(path, KIRI_LIMIT_FILE_BYTES, &why);
    if (why && !kiri_error_is(why, KIRI_ERROR_NOT_FOUND))
        g_propagate_error(error, g_steal_pointer(&why));
    return bytes;
}

static KiriStr view(GBytes *bytes)
{
    gsize n = 0;
    const char *p = g_bytes_get_data(bytes, &n);
    return (KiriStr){p ? p : "", n};
}

static gboolean read_sections(KiriMorningSettings *s, const KiriCli *cli, GError **error)
{
    GError *why = NULL;
    g_autofree char *path =
        kiri_cli_path(cli, kiri_settings_string(cli->settings, "morning.sections"));
    g_autoptr(GBytes) bytes = read_table(path, &why);
    s->order = bytes ? kiri_section_order_parse(view(bytes), &why) : NULL;
    s->query.order = s->order;
    if (why)
        g_propagate_prefixed_error(error, why, "%s: ", path);
    return why == NULL;
}

static gboolean read_no_papers(KiriMorningSettings *s, const KiriCli *cli, GError **error)
{
    GError *why = NULL;
    gint64 day_us = 0;
    if (!kiri_morning_day(&s->query, &day_us, error))
        return FALSE;
    char day[32];
    kiri_time_format(kiri_time_jst(day_us), day);
    day[strlen("2026-11-20")] = '\0';
    g_autofree char *own =
        kiri_cli_path(cli, kiri_settings_string(cli->settings, "morning.no_papers"));
    g_autofree char *shipped = kiri_cli_data_path(cli, "feeds/no_papers.csv");
    const char *path = g_file_test(own, G_FILE_TEST_IS_REGULAR) ? own : shipped;
    g_autoptr(GBytes) bytes = read_table(path, &why);
    s->query.has_no_paper = bytes && kiri_no_paper_on(view(bytes), day, &why);
    if (why)
        g_propagate_prefixed_error(error, why, "%s: ", path);
    return why == NULL;
}

gboolean kiri_morning_settings_init(KiriMorningSettings *s, const KiriCli *cli, const char *date,
                                    gboolean is_check, GError **error)
{
    const KiriSettings *settings = cli->settings;
    *s = (KiriMorningSettings){.aliases = kiri_settings_list(settings, "organisation.aliases"),
                               .names = kiri_settings_list(settings, "morning.names"),
                               .media = kiri_settings_list(settings, "morning.media")};
    s->query = (KiriMorningQuery){
        .date = date,
        .now_us = kiri_cli_now_us(cli),
        .organisation = kiri_settings_string(settings, "organisation.name"),
        .aliases = s->aliases,
        .names = s->names,
        .media = s->media,
        .most_rows = (guint)MIN(kiri_settings_int(settings, "morning.rows"), 10000),
        .by = kiri_settings_string(settings, "review.person")};
    return read_clock(cli, "morning.from", &s->query.from_min, error) &&
           read_clock(cli, "morning.to", &s->query.to_min, error) &&
           read_clock(cli, "morning.made", &s->query.made_min, error) &&
           (is_check || (read_sections(s, cli, error) && read_no_papers(s, cli, error)));
}

void kiri_morning_settings_clear(KiriMorningSettings *s)
{
    kiri_section_order_free(s->order);
    g_strfreev(s->aliases);
    g_strfreev(s->names);
    g_strfreev(s->media);
    *s = (KiriMorningSettings){0};
}

static char *alarm_text(const KiriMorningQuery *q, KiriMorningState state)
{
    g_autofree char *due = g_strdup_printf("%d:%02d", q->made_min / 60, q->made_min % 60);
    if (state == KIRI_MORNING_MISSING)
        return g_strdup_printf(_("today's morning sheet was not made, it was due at %s; 'kirinuki "
                                 "report --morning' makes it"),
                               due);
    return state == KIRI_MORNING_EARLY
               ? g_strdup_printf(_("today's morning sheet was made before its time had ended, and "
                                   "not again by %s; 'kirinuki report --morning' makes it"),
                                 due)
               : NULL;
}

char *kiri_morning_alarm(const KiriCli *cli, KiriStore *store, GError **error)
{
    const char *wish = kiri_settings_string(cli->settings, "morning.alarm");
    gboolean is_used = strcmp(wish, "yes") == 0;
    g_auto(KiriMorningSettings) s = {0};
    KiriMorningState state;
    KiriTime made;
    if (strcmp(wish, "no") == 0)
        return NULL;
    if (strcmp(wish, "auto") == 0 &&
        !kiri_morning_is_used(store, kiri_cli_now_us(cli), &is_used, error))
        return NULL;
    if (!is_used)
        return NULL;
    return kiri_morning_settings_init(&s, cli, NULL, TRUE, error) &&
                   kiri_morning_check(store, &s.query, &state, &made, error)
               ? alarm_text(&s.query, state)
               : NULL;
}
