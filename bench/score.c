// SPDX-License-Identifier: GPL-3.0-or-later
/* What it costs to score many clips, the first time and again.
 *
 *   score [--clips N] [--media N] [--dir DIR] [--least-per-s N] [--most-mib MIB]
 *
 * A store is filled with one clip for each article: texts of six sentences of which some
 * name us, over a year, in media that each have a rate and monthly page views. Then:
 *
 *   first    every figure is computed, and the text of every article measured
 *   renew    the rate of every medium has changed: all figures are computed again
 *   again    nothing has changed, but all are asked for: nothing is written
 *   one      an article joins one medium's month: its clips alone
 *
 * One line of JSON for each on standard output: clips looked at and written, seconds by
 * the clock and of the processor (RocksDB's own threads among them), clips a second of
 * both, and the most memory the process had so far. The exit is 1 where a bound on
 * `renew` is not kept. With --dir the store stays there and is taken up again. */
#include "dice.h"

#include <kirinuki/book.h>
#include <kirinuki/score.h>

#include <glib/gstdio.h>

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum { BATCH = 2000, MONTHS = 12, SENTENCES = 6 };

typedef struct {
    gint clips, media, least_per_s, most_mib;
    char *dir;
} Options;

static const KiriScoreOrganisation us = {.name = "暮らし安全省"};

static gdouble seconds_of(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (gdouble)t.tv_sec + (gdouble)t.tv_nsec / 1e9;
}

static glong peak_kib(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

static void must(gboolean ok, const GError *error)
{
    if (!ok)
        g_error("%s", error ? error->message : "failed");
}

static KiriTime day(gint n)
{
    return kiri_time_jst((kiri_civil_days(2026, 4, 1) + n) * KIRI_US_PER_DAY -
                         9 * KIRI_US_PER_HOUR);
}

/* ---- the store ---- */

static void put_media(KiriStore *store, const Options *o)
{
    KiriBatch *batch = kiri_batch_begin(store);
    for (gint i = 0; i < o->media; i++) {
        g_autoptr(KiriMedium) m = kiri_medium_new();
        m->id = g_strdup_printf("m%05d", i);
        m->name = g_strdup_printf("第%d新聞", i);
        m->tier = 2;
        m->entered = day(-1);
        kiri_batch_put(batch, KIRI_NOUN_MEDIUM, m);
        g_autoptr(KiriFigure) f = kiri_figure_new();
        f->medium = g_strdup(m->id);
        f->metric = g_strdup(KIRI_METRIC_PAGE_VIEWS);
        f->value = 1000000 + 1000 * i;
        f->source = g_strdup("媒体資料");
        f->entered = day(-1);
        f->id = kiri_figure_slot(f);
        kiri_batch_put(batch, KIRI_NOUN_FIGURE, f);
    }
    GError *error = NULL;
    must(kiri_batch_commit(batch, &error), error);
}

static void put_rates(KiriStore *store, const Options *o, gint64 price, KiriTime entered)
{
    KiriBatch *batch = kiri_batch_begin(store);
    for (gint i = 0; i < o->media; i++) {
        g_autoptr(KiriRate) r = kiri_rate_new();
        r->medium = g_strdup_printf("m%05d", i);
        r->unit = g_strdup(KIRI_UNIT_CPM);
        r->price_yen = price + i % 50;
        r->source = g_strdup("料金表");
        r->entered = entered;
        r->id = kiri_rate_slot(r);
        g_autoptr(KiriRate) old = kiri_store_get(store, KIRI_NOUN_RATE, r->id, NULL);
        if (old) {
            old->replaced = entered;
            kiri_batch_put(batch, KIRI_NOUN_RATE, old);
            char *id = r->id;
            r->id = g_strconcat(id, "~2", NULL);
            g_free(id);
        }
        kiri_batch_put(batch, KIRI_NOUN_RATE, r);
    }
    GError *error = NULL;
    must(kiri_batch_commit(batch, &error), error);
}

static char *text_of(Dice *dice)
{
    static const char *const sentences[] = {
        "暮らし安全省は、独り暮らしの高齢者を訪ねる事業を7月に始めると発表した。",
        "同省は300市町村への拡大を目指すとしている。",
        "訪問員約1,800人が、約42,000世帯を週1回訪ねる見通しだ。",
        "街では期待の声が聞かれる一方、担い手の確保を心配する声もある。",
        "専門家は、地域の見守りの仕組みを続けるには費用の裏付けが要るとみる。",
        "県内では昨年度、同じような取り組みが11の市町で行われた。",
        "会見で担当者は、対象を広げる考えを示した。"};
    GString *text = g_string_new(NULL);
    for (gint i = 0; i < SENTENCES; i++)
        g_string_append_printf(text, "%s\n", sentences[dice_next(dice) % G_N_ELEMENTS(sentences)]);
    return g_string_free(text, FALSE);
}

static void put_pair(KiriBatch *batch, const Options *o, gint i, const char *topic)
{
    Dice dice = dice_new(1, 2, (guint64)i);
    g_autoptr(KiriArticle) a = kiri_article_new();
    g_autofree char *url = g_strdup_printf("https://news.example.jp/%d", i);
    kiri_article_set_url(a, url);
    a->title = g_strdup_printf("高齢者の訪問事業　%d市町村で", i % 300);
    a->text = text_of(&dice);
    a->medium = g_strdup_printf("m%05d", (gint)(dice_next(&dice) % (guint64)o->media));
    a->published = day((gint)(dice_next(&dice) % (MONTHS * 30)));
    a->fetched = a->published;
    kiri_article_set_content_hash(a);
    kiri_batch_put(batch, KIRI_NOUN_ARTICLE, a);
    if (!topic)
        return;
    g_autoptr(KiriClip) c = kiri_clip_new();
    c->id = kiri_clip_make_id(a->id, topic);
    c->article = g_strdup(a->id);
    c->story = g_strdup(a->id);
    c->topic = g_strdup(topic);
    c->class_ = KIRI_CLASS_PUBLICITY;
    c->probability = .9;
    c->link_version = g_strdup("1");
    kiri_batch_put(batch, KIRI_NOUN_CLIP, c);
}

static void fill(KiriStore *store, const Options *o)
{
    GError *error = NULL;
    put_media(store, o);
    put_rates(store, o, 300, day(-1));
    for (gint from = 0; from < o->clips; from += BATCH) {
        KiriBatch *batch = kiri_batch_begin(store);
        for (gint i = from; i < MIN(o->clips, from + BATCH); i++)
            put_pair(batch, o, i, "care");
        must(kiri_batch_commit(batch, &error), error);
    }
}

/* ---- passes ---- */

/* Clips a second of the processor. */
static gdouble pass(KiriStore *store, const char *name, gboolean renews, gint now)
{
    GError *error = NULL;
    KiriScoreOptions options = {.organisation = us,
                                .rules = kiri_score_rules_default(),
                                .now = day(now),
                                .renews = renews,
                                .renew_from_us = G_MININT64};
    KiriScoreCounts counts;
    gdouble wall = seconds_of(CLOCK_MONOTONIC), cpu = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
    must(kiri_score_run(store, &options, &counts, &error), error);
    wall = seconds_of(CLOCK_MONOTONIC) - wall;
    cpu = seconds_of(CLOCK_PROCESS_CPUTIME_ID) - cpu;
    printf("{\"pass\":\"%s\",\"looked\":%" PRIu64 ",\"written\":%" PRIu64 ",\"renewed\":%" PRIu64
           ",\"wall_s\":%.2f,\"cpu_s\":%.2f,\"per_s\":%.0f,\"per_cpu_s\":%.0f,\"peak_mib\":%ld}\n",
           name, counts.looked, counts.scored, counts.renewed, wall, cpu,
           (gdouble)counts.looked / wall, (gdouble)counts.looked / cpu, peak_kib() / 1024);
    fflush(stdout);
    return (gdouble)counts.looked / cpu;
}

static gboolean measure(KiriStore *store, const Options *o)
{
    GError *error = NULL;
    pass(store, "first", FALSE, 400);
    put_rates(store, o, 400, day(401));
    gdouble renew = pass(store, "renew", TRUE, 402);
    pass(store, "again", TRUE, 403);
    KiriBatch *batch = kiri_batch_begin(store);
    put_pair(batch, o, o->clips, NULL);
    must(kiri_batch_commit(batch, &error), error);
    pass(store, "one", FALSE, 404);
    return renew >= o->least_per_s && (!o->most_mib || peak_kib() / 1024 <= o->most_mib);
}

int main(int argc, char **argv)
{
    Options o = {.clips = 100000, .media = 500};
    const GOptionEntry entries[] = {
        {"clips", 0, 0, G_OPTION_ARG_INT, &o.clips, "clips of the store", "N"},
        {"media", 0, 0, G_OPTION_ARG_INT, &o.media, "media", "N"},
        {"dir", 0, 0, G_OPTION_ARG_FILENAME, &o.dir, "keep the store there", "DIR"},
        {"least-per-s", 0, 0, G_OPTION_ARG_INT, &o.least_per_s, "bound on renew", "N"},
        {"most-mib", 0, 0, G_OPTION_ARG_INT, &o.most_mib, "bound on memory", "MIB"},
        G_OPTION_ENTRY_NULL};
    g_autoptr(GError) error = NULL;
    g_autoptr(GOptionContext) context = g_option_context_new(NULL);
    g_option_context_add_main_entries(context, entries, NULL);
    if (!g_option_context_parse(context, &argc, &argv, &error) || o.clips < 1 || o.media < 1) {
        fprintf(stderr, "score: %s\n", error ? error->message : "too few clips or media");
        return 2;
    }
    g_autofree char *made = o.dir ? NULL : g_dir_make_tmp("kirinuki-score-XXXXXX", &error);
    const char *dir = o.dir ? o.dir : made;
    g_autofree char *inside = g_build_filename(dir, "store", NULL);
    gboolean is_there = g_file_test(inside, G_FILE_TEST_EXISTS);
    g_mkdir_with_parents(dir, 0700);
    g_autoptr(KiriStore) store =
        kiri_store_open(dir, is_there ? KIRI_STORE_WRITE : KIRI_STORE_CREATE, &error);
    must(store != NULL, error);
    if (!is_there)
        fill(store, &o);
    gboolean ok = measure(store, &o);
    g_clear_pointer(&store, kiri_store_close);
    g_autofree char *remove = made ? g_strdup_printf("rm -rf '%s'", made) : NULL;
    if (remove && !g_spawn_command_line_sync(remove, NULL, NULL, NULL, NULL))
        fprintf(stderr, "score: '%s' stays\n", made);
    g_free(o.dir);
    return ok ? 0 : 1;
}
