// SPDX-License-Identifier: GPL-3.0-or-later
/* Scores as commands need them: the settings behind them, what two of them differ by,
 * and the calculation for people. */
#include "score_ops.h"

#include "columns.h"

#include <string.h>

gboolean kiri_score_us_init(KiriScoreUs *us, const KiriCli *cli, GError **error)
{
    g_autofree char *shipped = kiri_cli_data_path(cli, "dictionaries"),
                    *own = kiri_cli_path(cli, "dictionaries");
    us->words = kiri_tone_words_load(shipped, own, error);
    us->aliases = kiri_settings_list(cli->settings, "organisation.aliases");
    us->organisation =
        (KiriScoreOrganisation){.name = kiri_settings_string(cli->settings, "organisation.name"),
                                .aliases = us->aliases,
                                .words = us->words};
    return us->words != NULL;
}

void kiri_score_us_clear(KiriScoreUs *us)
{
    g_clear_pointer(&us->aliases, g_strfreev);
    g_clear_pointer(&us->words, kiri_tone_words_free);
}

KiriScoreRules kiri_score_rules_of(const KiriCli *cli)
{
    return (KiriScoreRules){
        .method = kiri_settings_string(cli->settings, "score.method"),
        .copies = kiri_settings_string(cli->settings, "score.copies"),
        .copies_percent = kiri_settings_int(cli->settings, "score.copies_percent"),
        .reader_permille = kiri_settings_int(cli->settings, "score.reader_permille"),
        .least_users = kiri_settings_int(cli->settings, "score.least_users")};
}

/* ---- differences ---- */

static const KiriScoreLine *line_of(const KiriScore *score, const char *label)
{
    for (guint i = 0; i < kiri_recs_count(score->lines); i++) {
        const KiriScoreLine *line = g_ptr_array_index(score->lines, i);
        if (g_strcmp0(line->label, label) == 0)
            return line;
    }
    return NULL;
}

static gboolean is_sum(const KiriScoreLine *line)
{
    return line->sign && g_str_has_suffix(line->sign, "＝");
}

static void add_difference(char ***list, const KiriScoreLine *before, const KiriScoreLine *after)
{
    const KiriScoreLine *line = after ? after : before;
    g_autofree char *old = before ? kiri_score_line_text(before) : g_strdup("—");
    g_autofree char *new = after ? kiri_score_line_text(after) : g_strdup("—");
    g_autofree char *text =
        g_strdup_printf("%s: %s → %s%s%s%s%s", line->label, old, new, line->unit ? line->unit : "",
                        line->row ? " (" : "", line->row ? line->row : "", line->row ? ")" : "");
    kiri_strv_add(list, text);
}

char **kiri_score_differences(const KiriScore *before, const KiriScore *after)
{
    char **list = NULL;
    for (guint i = 0; i < kiri_recs_count(after->lines); i++) {
        const KiriScoreLine *line = g_ptr_array_index(after->lines, i);
        const KiriScoreLine *old = line_of(before, line->label);
        if (!is_sum(line) && (!old || g_strcmp0(old->value, line->value) != 0))
            add_difference(&list, old, line);
    }
    for (guint i = 0; i < kiri_recs_count(before->lines); i++) {
        const KiriScoreLine *line = g_ptr_array_index(before->lines, i);
        if (!is_sum(line) && !line_of(after, line->label))
            add_difference(&list, line, NULL);
    }
    return list ? list : g_new0(char *, 1);
}

/* ---- the calculation ---- */

enum { SIGN_COLUMNS = 3, VALUE_COLUMNS = 36 };

/* Where a number came from, and since when it holds. (transfer full) */
static char *origin_of(const KiriScoreLine *line)
{
    g_autoptr(GString) s = g_string_new(NULL);
    if (line->source)
        g_string_append_printf(s, "%s, %s", line->source, kiri_confidence_names[line->confidence]);
    if (line->valid)
        g_string_append_printf(s, "%s%s", s->len ? ", " : "", line->valid);
    if (line->is_outside)
        g_string_append_printf(s, "%s%s", s->len ? ", " : "",
                               _("NOT VALID on that day: the nearest one"));
    if (line->row)
        g_string_append_printf(s, " [%s]", line->row);
    if (line->note)
        g_string_append_printf(s, "%s%s", s->len ? " — " : "", line->note);
    return kiri_out_safe(s->str);
}

static void print_line(const KiriScoreLine *line)
{
    g_autofree char *value = kiri_score_line_text(line);
    g_autofree char *label = kiri_out_safe(line->label);
    const char *sign = line->sign ? line->sign : "";
    g_autofree char *left = g_strdup_printf(
        "%s%*s%s %s%s", sign, (int)MAX(1, SIGN_COLUMNS - (gint)kiri_out_columns(sign)), "", label,
        value, line->unit ? line->unit : "");
    g_autofree char *origin = origin_of(line);
    guint columns = kiri_out_columns(left);
    kiri_out_printf("  %s%*s%s\n", left, *origin ? (int)MAX(2, VALUE_COLUMNS - (gint)columns) : 0,
                    "", origin);
}

void kiri_score_print(const KiriScore *score)
{
    enum { LABEL = 14 };
    const KiriScoreMethod *method = kiri_score_method(score->method);
    g_autofree char *how =
        method ? g_strdup_printf("%s: %s — %s", method->name, method->title, method->reference)
               : g_strdup(score->method);
    kiri_out_field(_("method"), LABEL, how);
    kiri_out_field(_("rate card"), LABEL, score->book_version);
    for (guint i = 0; i < kiri_recs_count(score->lines); i++)
        print_line(g_ptr_array_index(score->lines, i));
    if (!score->is_known) {
        g_autofree char *why = g_strdup_printf(_("unknown (算定不能): %s"), score->unknown_reason);
        kiri_out_field(_("AVE"), LABEL, why);
    }
    kiri_out_field(_("copies"), LABEL, score->treatment);
    if (score->is_outside_validity)
        kiri_out_field("", LABEL, _("a figure or rate is used outside its validity"));
    if (score->is_known && score->is_estimate)
        kiri_out_field("", LABEL, _("an estimate: not all inputs are published or by contract"));
}
