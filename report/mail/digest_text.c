// SPDX-License-Identifier: GPL-3.0-or-later
/* The digest as plain text, and the lines around the rows, which both forms have: what
 * it is about, the counts, and what may be missing from them. */
#include "digest_parts.h"

#include "words/lang.h"

static void add(GPtrArray *lines, char *line)
{
    g_ptr_array_add(lines, line);
}

static void add_about(const KiriDigestWork *w, GPtrArray *lines)
{
    KiriReportLang lang = w->o->lang;
    const char *about = kiri_digest_subject_of(w->s);
    g_autofree char *shown = kiri_digest_line(about);
    if (w->o->handling && *w->o->handling)
        add(lines, g_strdup_printf(kiri_say(lang, "取扱区分：%s"), w->o->handling));
    if (w->o->section && *w->o->section)
        add(lines, g_strdup(w->o->section));
    if (about)
        add(lines, g_strdup_printf(kiri_say(lang, "「%s」に関する報道"), shown));
}

/* One end of the span that was asked for; "" for an open one. The last instant is the
 * one before `to_us`. */
static char *end_of_span(const KiriDigestWork *w, gint64 us, gboolean is_last)
{
    if (us == G_MININT64 || us == G_MAXINT64)
        return g_strdup("");
    gint64 shown = is_last ? us - KIRI_US_PER_MINUTE : us;
    return kiri_digest_when(kiri_time_jst(shown), w->s->now_us, w->o->lang, w->o->era);
}

static void add_span(const KiriDigestWork *w, GPtrArray *lines)
{
    KiriReportLang lang = w->o->lang;
    gint64 now_us = w->s->now_us;
    const KiriMailing *m = w->o->mailing;
    g_autofree char *now = kiri_digest_when(kiri_time_jst(now_us), now_us, lang, w->o->era);
    if (m && kiri_time_is_set(m->last)) {
        g_autofree char *last = kiri_digest_when(m->last, now_us, lang, w->o->era);
        add(lines,
            g_strdup_printf(kiri_say(lang, "対象：前回の配信（%s）より後に判明した掲載"), last));
    } else if (w->s->from_us != G_MININT64 || w->s->to_us != G_MAXINT64) {
        g_autofree char *from = end_of_span(w, w->s->from_us, FALSE);
        g_autofree char *to = end_of_span(w, MIN(w->s->to_us, now_us + KIRI_US_PER_MINUTE), TRUE);
        add(lines, g_strdup_printf(kiri_say(lang, "対象期間：%s～%s"), from, to));
    }
    add(lines, g_strdup_printf(kiri_say(lang, "集計時点：%s"), now));
}

GPtrArray *kiri_digest_head(const KiriDigestWork *w)
{
    KiriReportLang lang = w->o->lang;
    const KiriDigest *d = w->d;
    GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);
    add_about(w, lines);
    add_span(w, lines);
    if (d->total)
        add(lines,
            g_strdup_printf(kiri_say(lang, "総件数%u件・実件数%u件、%u媒体（うち重点媒体%u媒体）"),
                            d->total, d->unique, d->media, d->tier1));
    else
        add(lines, g_strdup(kiri_say(lang, "該当する報道はありません。")));
    return lines;
}

static void add_gaps(const KiriDigestWork *w, GPtrArray *lines)
{
    KiriReportLang lang = w->o->lang;
    const KiriSummary *s = w->s;
    add(lines, s->gaps->len
                   ? g_strdup_printf(
                         kiri_say(lang, "収集状況：情報源%u件のうち%u件に欠けのおそれがあります。"),
                         s->sources, s->gaps->len)
                   : g_strdup_printf(
                         kiri_say(lang, "収集状況：情報源%u件、停止の疑いのあるものはありません。"),
                         s->sources));
    enum { NAMED = 10 };
    for (guint i = 0; i < MIN(s->gaps->len, NAMED); i++) {
        const KiriGapRow *gap = s->gaps->pdata[i];
        g_autofree char *name =
            kiri_digest_line(gap->source->title ? gap->source->title : gap->source->url);
        add(lines, g_strdup_printf(kiri_say(lang, "・%s：%s"), name, gap->problem));
    }
    if (s->gaps->len > NAMED)
        add(lines, g_strdup_printf(kiri_say(lang, "・ほか%u件"), s->gaps->len - NAMED));
    if (!w->has_print)
        add(lines, g_strdup(kiri_say(lang, "紙面・放送：未収録")));
}

GPtrArray *kiri_digest_foot(const KiriDigestWork *w)
{
    KiriReportLang lang = w->o->lang;
    GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);
    if (w->d->rows->len > KIRI_DIGEST_ROWS)
        add(lines, g_strdup_printf(kiri_say(lang, "ほか%u件は、このメールには載せていません。"),
                                   w->d->rows->len - KIRI_DIGEST_ROWS));
    if (kiri_summary_begins_early(w->s)) {
        g_autofree char *day =
            kiri_digest_when(kiri_time_jst(w->s->covered_from_us), w->s->now_us, lang, w->o->era);
        add(lines,
            g_strdup_printf(kiri_say(lang, "%sより前は収集開始前で、件数に含みません。"), day));
    }
    add_gaps(w, lines);
    for (const char *const *name = w->o->attached; name && *name; name++)
        add(lines, g_strdup_printf(kiri_say(lang, "添付：%s"), *name));
    add(lines, g_strdup(kiri_say(lang, "このメールは自動で作成されました。")));
    if (w->o->unsubscribe)
        add(lines, g_strdup_printf(kiri_say(lang, "配信の停止：%s"), w->o->unsubscribe));
    return lines;
}

static void put_lines(GString *out, GPtrArray *lines)
{
    for (guint i = 0; i < lines->len; i++)
        g_string_append_printf(out, "%s\n", (const char *)lines->pdata[i]);
}

static void put_row(const KiriDigestWork *w, const KiriDigestRow *row, GString *out)
{
    KiriReportLang lang = w->o->lang;
    g_autofree char *copy = kiri_digest_copy_of(row, lang);
    g_string_append_printf(out, "%u. %s\n", row->number, row->title);
    g_string_append_printf(out, "   %s / %s / %s%s%s%s\n", row->medium, row->when, row->what, copy,
                           *row->remarks ? " / " : "", row->remarks);
    if (row->url)
        g_string_append_printf(out, "   %s\n", row->url);
    g_string_append_c(out, '\n');
}

char *kiri_digest_text(const KiriDigestWork *w)
{
    g_autoptr(GPtrArray) head = kiri_digest_head(w), foot = kiri_digest_foot(w);
    GString *out = g_string_new(NULL);
    put_lines(out, head);
    g_string_append_c(out, '\n');
    for (guint late = 0; late < 2; late++) {
        gboolean is_begun = FALSE;
        for (guint i = 0; i < MIN(w->d->rows->len, KIRI_DIGEST_ROWS); i++) {
            const KiriDigestRow *row = w->d->rows->pdata[i];
            if ((guint)row->is_late != late)
                continue;
            if (!is_begun)
                g_string_append_printf(
                    out, "■ %s\n\n",
                    late ? kiri_say(w->o->lang, "前回の配信より前の掲載で、その後に判明したもの")
                         : kiri_say(w->o->lang, "掲載一覧"));
            is_begun = TRUE;
            put_row(w, row, out);
        }
    }
    put_lines(out, foot);
    return g_string_free(out, FALSE);
}
