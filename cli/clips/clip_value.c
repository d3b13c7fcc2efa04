// SPDX-License-Identifier: GPL-3.0-or-later
/* A person's figures: read from the command line, and shown beside what was computed.
 * They lie in the verdict and so in its journal: a recomputation leaves them alone,
 * 'clip undo' takes them back. */
#include "clip_value.h"

#include <math.h>
#include <string.h>

typedef enum { UNIT_YEN, UNIT_SHARE, UNIT_PEOPLE } Unit;

static const struct {
    const char *option, *what, *label;
    Unit unit;
} figures[] = {
    {"ave", KIRI_OVERRIDE_AVE, N_("AVE"), UNIT_YEN},
    {"share", KIRI_OVERRIDE_SHARE, N_("share"), UNIT_SHARE},
    {"reach", KIRI_OVERRIDE_REACH, N_("reach"), UNIT_PEOPLE},
};
G_STATIC_ASSERT(G_N_ELEMENTS(figures) == G_N_ELEMENTS(((KiriClipValue *)0)->figures));

/* ---- reading ---- */

/* Digits, with the commas that people put between them. */
static gboolean read_whole(const char *text, gdouble *value)
{
    g_autoptr(GString) digits = g_string_new(text);
    gint64 n = 0;
    g_string_replace(digits, ",", "", 0);
    gboolean ok = g_ascii_string_to_signed(digits->str, 10, 0, KIRI_CLIP_VALUE_MOST, &n, NULL);
    *value = (gdouble)n;
    return ok;
}

/* "0.4" or "40%". */
static gboolean read_share(const char *text, gdouble *value)
{
    char *end = NULL;
    *value = g_ascii_strtod(text, &end);
    if (end == text)
        return FALSE;
    if (strcmp(end, "%") == 0)
        *value /= 100;
    else if (*end)
        return FALSE;
    return *value >= 0 && *value <= 1;
}

static gboolean read_figure(gsize i, const char *text, KiriClipValue *v, GError **error)
{
    if (!text)
        return TRUE;
    v->figures[i].is_given = TRUE;
    v->figures[i].is_empty = !*text;
    gboolean is_share = figures[i].unit == UNIT_SHARE;
    if (!*text || (is_share ? read_share : read_whole)(text, &v->figures[i].value))
        return TRUE;
    g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                is_share ? _("--%s must be a share such as 0.4 or 40%%, not '%s'")
                         : _("--%s must be a whole number, not '%s'"),
                figures[i].option, text);
    return FALSE;
}

gboolean kiri_clip_value_read(const KiriClipValueOptions *o, gboolean is_value, KiriClipValue *v,
                              GError **error)
{
    const char *texts[] = {o->ave, o->share, o->reach};
    gboolean changes = FALSE, sets = FALSE;
    *v = (KiriClipValue){.reason = o->reason, .clears = o->clears};
    for (gsize i = 0; i < G_N_ELEMENTS(figures); i++) {
        if (!read_figure(i, texts[i], v, error))
            return FALSE;
        changes |= v->figures[i].is_given;
        sets |= v->figures[i].is_given && !v->figures[i].is_empty;
    }
    if (!is_value && (changes || o->clears || o->reason)) {
        g_set_error_literal(
            error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
            _("--ave, --share, --reach, --reason and --clear go with 'clip value'"));
        return FALSE;
    }
    if (!is_value || (o->clears && !changes) || (changes && !o->clears && (!sets || o->reason)))
        return TRUE;
    g_set_error_literal(
        error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
        sets && !o->reason
            ? _("a figure of your own needs a reason: --reason TEXT")
            : _("it is 'clip value CLIP… --ave YEN | --share SHARE | --reach PEOPLE --reason TEXT' "
                "or 'clip value CLIP… --clear'"));
    return FALSE;
}

void kiri_clip_value_say(const KiriClipValue *value, const KiriVerdictEdit *e, KiriVerdict *v)
{
    if (value->clears)
        kiri_verdict_clear_override(v, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(figures); i++) {
        if (!value->figures[i].is_given)
            continue;
        if (value->figures[i].is_empty)
            kiri_verdict_clear_override(v, figures[i].what);
        else
            kiri_verdict_set_override(v, figures[i].what, value->figures[i].value, value->reason,
                                      e->by, e->now);
    }
}

/* ---- showing ---- */

static char *amount(Unit unit, gdouble value)
{
    if (unit == UNIT_SHARE) {
        char text[G_ASCII_DTOSTR_BUF_SIZE];
        g_ascii_formatd(text, sizeof text, "%.1f", value * 100);
        return g_strdup_printf("%s %%", text);
    }
    g_autofree char *n = kiri_number_grouped((gint64)llround(value));
    return g_strdup_printf(unit == UNIT_YEN ? _("%s yen") : _("%s people"), n);
}

/* What the program has in its place. (transfer full) */
static char *computed(const KiriScore *score, const char *what, Unit unit)
{
    if (score && unit == UNIT_YEN && score->is_known)
        return amount(unit, (gdouble)score->ave_yen);
    if (score && unit == UNIT_SHARE)
        return amount(unit, score->share_about_us);
    if (score && strcmp(what, KIRI_OVERRIDE_REACH) == 0 && score->monthly_users > 0)
        return amount(unit, (gdouble)score->monthly_users);
    return score && score->unknown_reason && unit == UNIT_YEN
               ? g_strdup_printf(_("unknown, %s"), score->unknown_reason)
               : g_strdup(_("unknown"));
}

char *kiri_clip_value_text(const KiriClip *clip, const KiriOverride *o)
{
    gsize i = 0;
    while (i < G_N_ELEMENTS(figures) - 1 && g_strcmp0(figures[i].what, o->what) != 0)
        i++;
    char when[32];
    kiri_out_time(o->at, when);
    g_autofree char *mine = amount(figures[i].unit, o->value);
    g_autofree char *theirs = computed(clip ? clip->score : NULL, figures[i].what, figures[i].unit);
    g_autofree char *safe = kiri_out_safe(o->reason);
    g_autofree char *by = kiri_out_safe(o->by);
    return g_strdup_printf(_("%s (computed: %s) — %s%s%s %s"), mine, theirs, safe, *by ? ", " : "",
                           by, when);
}

void kiri_clip_value_print(const KiriClip *clip, const KiriVerdict *verdict)
{
    for (gsize i = 0; i < G_N_ELEMENTS(figures); i++) {
        const KiriOverride *o = kiri_verdict_override(verdict, figures[i].what);
        g_autofree char *text = o ? kiri_clip_value_text(clip, o) : NULL;
        if (text)
            kiri_out_row(0, _(figures[i].label), 12, text);
    }
}
