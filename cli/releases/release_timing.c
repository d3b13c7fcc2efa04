// SPDX-License-Identifier: GPL-3.0-or-later
/* release timing: the figures of the report's clock, for one release at a time. */
#include "release_timing.h"

#include "columns.h"
#include "reports/summary_query.h"

#include <kirinuki/report.h>
#include <kirinuki/timing.h>

#include <math.h>

enum { LABEL_COLUMNS = 16, BAR_COLUMNS = 40, KIND_COLUMNS = 14 };

/* "45 min", "3 h 20 min", "2 d 5 h". (transfer full) */
static char *span_text(gint64 minutes)
{
    gint64 hours = minutes / 60;
    if (minutes < 60)
        return g_strdup_printf(_("%" PRId64 " min"), minutes);
    if (hours < 48)
        return g_strdup_printf(_("%" PRId64 " h %" PRId64 " min"), hours, minutes % 60);
    return g_strdup_printf(_("%" PRId64 " d %" PRId64 " h"), hours / 24, hours % 24);
}

static void print_span(const char *label, gint64 minutes)
{
    g_autofree char *span = span_text(minutes);
    kiri_out_field(label, LABEL_COLUMNS, span);
}

static void print_count(const char *label, gint64 n)
{
    g_autofree char *count = g_strdup_printf("%" PRId64, n);
    if (n)
        kiri_out_field(label, LABEL_COLUMNS, count);
}

/* At the right end of a column, however wide its letters are. */
static void print_right(const char *s)
{
    enum { COLUMNS = 15 };
    guint used = kiri_out_columns(s);
    kiri_out_printf("%*s%s", used < COLUMNS ? (gint)(COLUMNS - used) : 1, "", s);
}

static void print_kinds(const KiriTiming *t)
{
    kiri_out_printf("\n%s\n", _("by kind of medium: pieces, the first, half of them"));
    for (guint i = 0; i < kiri_recs_count(t->kinds); i++) {
        const KiriTimingKind *k = g_ptr_array_index(t->kinds, i);
        g_autofree char *first = span_text(k->first_minutes);
        g_autofree char *median = span_text(k->median_minutes);
        g_autofree char *count = g_strdup_printf("%5" PRId64, k->pieces);
        const char *name = kiri_report_kind_name((KiriMediumKind)k->kind);
        guint used = kiri_out_columns(name);
        kiri_out_printf("  %s%*s %s", name, used < KIND_COLUMNS ? (gint)(KIND_COLUMNS - used) : 0,
                        "", count);
        print_right(first);
        print_right(median);
        kiri_out_printf("\n");
    }
}

static void print_decay(const KiriTiming *t)
{
    kiri_out_printf("\n%s\n", _("how many were there after so many hours"));
    for (guint i = 0; i < kiri_recs_count(t->decay); i++) {
        const KiriTimingStep *s = g_ptr_array_index(t->decay, i);
        g_autofree char *bar = g_strnfill((gsize)lround(s->share * BAR_COLUMNS), '#');
        kiri_out_printf("  %4" PRId64 " %5" PRId64 " %3d %%  %s\n", s->hours, s->pieces,
                        (int)lround(s->share * 100), bar);
    }
}

static void print_timing(const KiriRelease *release, const KiriTiming *t)
{
    char from[32];
    kiri_out_time(t->from, from);
    g_autofree char *title =
        g_strdup_printf("%s (%s)", release->title ? release->title : "", release->id);
    kiri_out_field(_("release"), LABEL_COLUMNS, title);
    kiri_out_field(_("may be told from"), LABEL_COLUMNS, *from ? from : _("not known"));
    if (!t->is_known)
        kiri_out_field("", LABEL_COLUMNS, _("no time of day: 'kirinuki release edit --embargo'"));
    print_count(_("pieces"), t->pieces);
    if (t->pieces) {
        print_span(_("the first after"), t->first_minutes);
        print_span(_("half of them by"), t->median_minutes);
        print_span(_("the last after"), t->last_minutes);
    }
    if (t->early) {
        g_autofree char *span = span_text(t->early_minutes);
        g_autofree char *s = g_strdup_printf(
            _("%" PRId64 " before it was free, the earliest by %s"), t->early, span);
        kiri_out_field(_("a leak"), LABEL_COLUMNS, s);
    }
    print_count(_("without a time"), t->untimed);
    print_count(_("its own text"), t->verbatim);
    print_count(_("mentions"), t->mentions);
    if (!t->pieces)
        return;
    print_kinds(t);
    print_decay(t);
}

static void write_timing(const char *release, const KiriTiming *t)
{
    g_auto(KiriBuf) buf;
    kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
    KiriJson j = kiri_out_json_begin(&buf, "timing");
    kiri_json_key(&j, "release");
    kiri_json_cstr(&j, release);
    kiri_record_write_members(&kiri_timing_shape, t, &j);
    kiri_out_json_end(&j);
}

gboolean kiri_release_timing(KiriCli *cli, KiriStore *store, const KiriRelease *release,
                             gint64 *lines, GError **error)
{
    KiriSummaryQuery query;
    g_autoptr(KiriDuplication) duplication = NULL;
    if (!kiri_summary_query_init(cli, &query, &duplication, error))
        return FALSE;
    query.release = release->id;
    g_autoptr(KiriSummary) summary = kiri_summary_make(store, &query, error);
    g_autoptr(KiriTiming) timing = summary ? kiri_timing_of(summary) : NULL;
    if (!timing)
        return FALSE;
    if (cli->is_json)
        write_timing(release->id, timing);
    else
        print_timing(release, timing);
    *lines += 1;
    return TRUE;
}
