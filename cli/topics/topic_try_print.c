// SPDX-License-Identifier: GPL-3.0-or-later
/* The answer of `topic try`, for people and as JSON. */
#include "topic_try.h"

enum { COLUMN = 11 };

static KiriTime when_of(const KiriArticle *a)
{
    return kiri_time_is_set(a->published) ? a->published : a->fetched;
}

static KiriCivil day_of(const KiriTry *t, guint day)
{
    return kiri_civil_from_us(t->from_us + day * KIRI_US_PER_DAY, KIRI_JST_MIN);
}

static guint most_a_day(const KiriTry *t)
{
    guint most = 0;
    for (guint i = 0; i < t->n_days; i++)
        most = MAX(most, t->per_day[i]);
    return most;
}

/* ---- for people ---- */

/* A month is a row, a day a letter: its height is the day's share of the best day. Of
 * more than a year, empty months are left out. */
static void print_days(const KiriTry *t)
{
    static const char *const bars[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    enum { YEAR = 366 };
    guint most = most_a_day(t);
    for (guint i = 0; i < t->n_days;) {
        KiriCivil first = day_of(t, i);
        g_autoptr(GString) row = g_string_new(NULL);
        guint sum = 0;
        for (gint d = 1; d < first.day; d++)
            g_string_append_c(row, ' ');
        for (; i < t->n_days && day_of(t, i).month == first.month; i++) {
            guint n = t->per_day[i];
            g_string_append(row, n ? bars[((gsize)n * G_N_ELEMENTS(bars) - 1) / most] : "·");
            sum += n;
        }
        g_autofree char *month = g_strdup_printf("%04d-%02d", first.year, first.month);
        g_autofree char *bar = g_strdup_printf("%s  %u", row->str, sum);
        if (sum || t->n_days <= YEAR)
            kiri_out_row(2, month, COLUMN - 2, bar);
    }
}

static void print_row(const char *name, char *value)
{
    g_autofree char *owned = value;
    g_autofree char *safe = kiri_out_safe(owned);
    kiri_out_row(0, name, COLUMN, safe);
}

static gint percent(gdouble share)
{
    return (gint)(share * 100 + 0.5);
}

static void print_verdicts(const KiriTry *t)
{
    const KiriEstimate *p = &t->precision;
    if (!p->judged)
        print_row(_("precision"), g_strdup(_("unknown: nobody has judged any of these hits")));
    else
        print_row(_("precision"),
                  g_strdup_printf(_("%d %% (%d to %d %%): %u of %u judged hits were accepted"),
                                  percent(p->share), percent(p->low), percent(p->high), p->accepted,
                                  p->judged));
}

static void print_overlaps(const KiriTry *t)
{
    enum { MOST = 10 };
    print_row(_("overlap"), g_strdup_printf(_("%u in no other topic, %u are clips of releases"),
                                            t->new_to_topics, t->of_releases));
    for (guint i = 0; i < MIN(t->overlaps->len, (guint)MOST); i++) {
        const KiriTryOverlap *o = g_ptr_array_index(t->overlaps, i);
        g_autofree char *name = kiri_out_safe(o->name);
        g_autofree char *row = g_strdup_printf("%6u  %s", o->shared, name);
        kiri_out_row(2, o->topic, COLUMN + 2, row);
    }
}

static void print_noise(const KiriTry *t)
{
    if (!t->noise->len)
        return;
    print_row(
        _("noise"),
        g_strdup(t->is_by_verdicts
                     ? _("words that part rejected hits from the others; --exclude takes them")
                     : _("words that part the least typical quarter of the hits from the "
                         "others; --exclude takes them")));
    for (guint i = 0; i < t->noise->len; i++) {
        const KiriNoiseWord *w = g_ptr_array_index(t->noise, i);
        g_autofree char *word = kiri_out_safe(w->word);
        g_autofree char *row =
            g_strdup_printf(_("takes away %u of them, and %u others"), w->unwanted, w->wanted);
        kiri_out_row(2, word, 2 * COLUMN, row);
    }
}

static void print_sample(const KiriTry *t)
{
    if (t->sample->len)
        print_row(_("sample"), g_strdup_printf(_("%u of %u hits"), t->sample->len, t->hits->len));
    for (guint i = 0; i < t->sample->len; i++) {
        const KiriArticle *a = g_ptr_array_index(t->sample, i);
        char when[32];
        kiri_out_time(when_of(a), when);
        g_autofree char *title = kiri_out_safe(a->title);
        g_autofree char *medium = kiri_out_safe(kiri_try_medium_name(t, a));
        kiri_out_printf("  %.8s  %-16s %s%s%s\n", a->id, when, medium, *medium ? "  " : "", title);
    }
}

void kiri_try_print(const KiriTry *t)
{
    guint empty = 0;
    for (guint i = 0; i < t->n_days; i++)
        empty += t->per_day[i] ? 0 : 1;
    KiriCivil first = day_of(t, 0), last = day_of(t, t->n_days - 1);
    print_row(_("query"), g_strdup(t->topic->query));
    print_row(_("hits"),
              g_strdup_printf(_("%u from %04d-%02d-%02d to %04d-%02d-%02d; at most %u on a day, "
                                "%u days without any"),
                              t->hits->len, first.year, first.month, first.day, last.year,
                              last.month, last.day, most_a_day(t), empty));
    if (!t->hits->len)
        return;
    print_days(t);
    print_verdicts(t);
    print_overlaps(t);
    print_noise(t);
    print_sample(t);
}

/* ---- as JSON ---- */

static void write_days(const KiriTry *t, KiriJson *j)
{
    kiri_json_key(j, "days");
    kiri_json_open_array(j);
    for (guint i = 0; i < t->n_days; i++) {
        KiriCivil c = day_of(t, i);
        char date[16];
        g_snprintf(date, sizeof date, "%04d-%02d-%02d", c.year, c.month, c.day);
        kiri_json_open_object(j);
        kiri_json_key(j, "date");
        kiri_json_cstr(j, date);
        kiri_json_key(j, "count");
        kiri_json_i64(j, t->per_day[i]);
        kiri_json_close_object(j);
    }
    kiri_json_close_array(j);
}

static void write_precision(const KiriEstimate *p, KiriJson *j)
{
    kiri_json_key(j, "precision");
    kiri_json_open_object(j);
    kiri_json_key(j, "judged");
    kiri_json_i64(j, p->judged);
    kiri_json_key(j, "accepted");
    kiri_json_i64(j, p->accepted);
    kiri_json_key(j, "share");
    if (p->judged)
        kiri_json_f64(j, p->share, 4);
    else
        kiri_json_null(j);
    kiri_json_key(j, "low");
    kiri_json_f64(j, p->low, 4);
    kiri_json_key(j, "high");
    kiri_json_f64(j, p->high, 4);
    kiri_json_close_object(j);
}

static void write_overlaps(const KiriTry *t, KiriJson *j)
{
    kiri_json_key(j, "in_no_other_topic");
    kiri_json_i64(j, t->new_to_topics);
    kiri_json_key(j, "clips_of_releases");
    kiri_json_i64(j, t->of_releases);
    kiri_json_key(j, "overlap");
    kiri_json_open_array(j);
    for (guint i = 0; i < t->overlaps->len; i++) {
        const KiriTryOverlap *o = g_ptr_array_index(t->overlaps, i);
        kiri_json_open_object(j);
        kiri_json_key(j, "topic");
        kiri_json_cstr(j, o->topic);
        kiri_json_key(j, "name");
        kiri_json_cstr(j, o->name);
        kiri_json_key(j, "shared");
        kiri_json_i64(j, o->shared);
        kiri_json_close_object(j);
    }
    kiri_json_close_array(j);
}

static void write_noise(const KiriTry *t, KiriJson *j)
{
    kiri_json_key(j, "noise_by_verdicts");
    kiri_json_bool(j, t->is_by_verdicts);
    kiri_json_key(j, "noise");
    kiri_json_open_array(j);
    for (guint i = 0; i < t->noise->len; i++) {
        const KiriNoiseWord *w = g_ptr_array_index(t->noise, i);
        kiri_json_open_object(j);
        kiri_json_key(j, "word");
        kiri_json_cstr(j, w->word);
        kiri_json_key(j, "unwanted");
        kiri_json_i64(j, w->unwanted);
        kiri_json_key(j, "wanted");
        kiri_json_i64(j, w->wanted);
        kiri_json_key(j, "score");
        kiri_json_f64(j, w->score, 2);
        kiri_json_close_object(j);
    }
    kiri_json_close_array(j);
}

static void write_hit(const KiriTry *t, const KiriArticle *a, KiriBuf *buf)
{
    KiriJson j = kiri_out_json_begin(buf, "sample");
    kiri_json_key(&j, "id");
    kiri_json_cstr(&j, a->id);
    kiri_json_key(&j, "title");
    kiri_json_cstr(&j, a->title);
    kiri_json_key(&j, "url");
    kiri_json_cstr(&j, a->url);
    kiri_json_key(&j, "medium_name");
    kiri_json_cstr(&j, kiri_try_medium_name(t, a));
    kiri_json_key(&j, "site_name");
    kiri_json_cstr(&j, a->site_name);
    kiri_json_key(&j, "published");
    kiri_json_time(&j, a->published);
    kiri_out_json_end(&j);
}

void kiri_try_write(const KiriTry *t)
{
    g_auto(KiriBuf) buf;
    kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
    KiriJson j = kiri_out_json_begin(&buf, "topic_try");
    kiri_json_key(&j, "query");
    kiri_json_cstr(&j, t->topic->query);
    kiri_json_key(&j, "exclude");
    kiri_json_cstr(&j, t->topic->exclude);
    kiri_json_key(&j, "hits");
    kiri_json_i64(&j, t->hits->len);
    write_days(t, &j);
    write_precision(&t->precision, &j);
    write_overlaps(t, &j);
    write_noise(t, &j);
    kiri_out_json_end(&j);
    for (guint i = 0; i < t->sample->len; i++)
        write_hit(t, g_ptr_array_index(t->sample, i), &buf);
    kiri_out_json_summary((gint64)t->sample->len + 1);
}
