// SPDX-License-Identifier: GPL-3.0-or-later
/* Figures that a person gave, and what a clip was worth with them. Nothing that was
 * computed is touched: a sheet shows both, and a recomputation changes one only. */
#include <kirinuki/verdict.h>

#include <math.h>
#include <string.h>

static gint find(const KiriVerdict *v, const char *what)
{
    for (guint i = 0; v && i < kiri_recs_count(v->overrides); i++)
        if (strcmp(((const KiriOverride *)g_ptr_array_index(v->overrides, i))->what, what) == 0)
            return (gint)i;
    return -1;
}

const KiriOverride *kiri_verdict_override(const KiriVerdict *v, const char *what)
{
    gint i = find(v, what);
    return i < 0 ? NULL : g_ptr_array_index(v->overrides, i);
}

static void set_text(char **member, const char *value)
{
    g_free(*member);
    *member = g_strdup(value);
}

void kiri_verdict_set_override(KiriVerdict *v, const char *what, gdouble value, const char *reason,
                               const char *by, KiriTime at)
{
    gint i = find(v, what);
    KiriOverride *o = i < 0 ? kiri_override_new() : g_ptr_array_index(v->overrides, i);
    if (i < 0)
        kiri_recs_add(&v->overrides, o);
    else if (!(o->value < value || o->value > value) && g_strcmp0(o->reason, reason) == 0 &&
             g_strcmp0(o->by, by) == 0)
        return;
    set_text(&o->what, what);
    set_text(&o->reason, reason);
    set_text(&o->by, by);
    o->value = value;
    o->at = at;
}

static void remove_at(KiriVerdict *v, guint i)
{
    kiri_override_free(g_ptr_array_index(v->overrides, i));
    g_ptr_array_remove_index(v->overrides, i);
    if (v->overrides->len == 0)
        g_clear_pointer(&v->overrides, g_ptr_array_unref);
}

void kiri_verdict_clear_override(KiriVerdict *v, const char *what)
{
    gint i = what ? find(v, what) : -1;
    if (i >= 0)
        remove_at(v, (guint)i);
    while (!what && v->overrides)
        remove_at(v, v->overrides->len - 1);
}

/* Of a score that was stored before its whole was kept, the whole follows from the part. */
static gdouble whole_of(const KiriScore *score)
{
    if (score->whole_yen > 0 || score->share_about_us <= 0)
        return score->whole_yen;
    return (gdouble)score->ave_yen / score->share_about_us;
}

KiriWorth kiri_worth(const KiriScore *score, const KiriVerdict *verdict)
{
    KiriWorth w = {0};
    if (score && score->is_known) {
        w.is_known = w.is_computed_known = TRUE;
        w.yen = w.computed_yen = score->ave_yen;
        w.is_estimate = score->is_estimate;
    }
    const KiriOverride *share = kiri_verdict_override(verdict, KIRI_OVERRIDE_SHARE);
    const KiriOverride *yen = kiri_verdict_override(verdict, KIRI_OVERRIDE_AVE);
    if (yen) {
        w.is_known = TRUE;
        w.is_estimate = FALSE;
        w.yen = (gint64)llround(yen->value);
        w.override = yen;
    } else if (share && w.is_known) {
        w.yen = (gint64)llround(whole_of(score) * share->value);
        w.override = share;
    }
    return w;
}
