// SPDX-License-Identifier: GPL-3.0-or-later
/* The report on many clips: time and memory of the summary alone, and of each format.
 *
 *   build/release/bench/report [CLIPS [FORMAT [FILE]]]   (100,000 and all unless said)
 *
 * FORMAT may be `yearbook`, too: the yearly book of all clips.
 *
 * The store is made in $TMPDIR and removed: one release, 400 media with figures, clips
 * with evidence, lines and key messages, two of three a copy. Each format is written by
 * a process of its own that makes the summary too and lets the bytes go, so that its peak
 * is that of `kirinuki report --format FORMAT`. */
#include <kirinuki/hash.h>
#include <kirinuki/report.h>
#include <kirinuki/score.h>
#include <kirinuki/yearbook.h>

#include "../tests/support/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MEDIA = 400, BATCH = 1000, TEXT_BYTES = 3000 };

static gdouble seconds(void)
{
    return (gdouble)g_get_monotonic_time() / G_USEC_PER_SEC;
}

/* Of this process: what a busy machine does not stretch. */
static gdouble cpu_seconds(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (gdouble)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           (gdouble)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / G_USEC_PER_SEC;
}

static glong peak_mib(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss / 1024;
}

static void put_media(KiriStore *store)
{
    KiriBatch *batch = kiri_batch_begin(store);
    for (gint i = 0; i < MEDIA; i++) {
        g_autoptr(KiriMedium) m = kiri_medium_new();
        m->id = g_strdup_printf("m%d", i);
        m->name = g_strdup_printf("媒体%d", i);
        m->tier = i % 3 + 1;
        m->monthly_users = 10000 * (i + 1);
        m->monthly_page_views = 100000 * (i + 1);
        m->figures_source = g_strdup("媒体資料（架空）");
        kiri_batch_put(batch, KIRI_NOUN_MEDIUM, m);
    }
    /* Of the medium whose clip is scored: the others' scores are copies of it. */
    g_autoptr(KiriRate) rate = kiri_rate_new();
    rate->id = g_strdup("m0.cpm");
    rate->medium = g_strdup("m0");
    rate->unit = g_strdup("cpm");
    rate->price_yen = 450;
    rate->source = g_strdup("料金表（架空）");
    kiri_batch_put(batch, KIRI_NOUN_RATE, rate);
    g_autoptr(KiriRelease) r = kiri_release_new();
    r->id = g_strdup("R-1");
    r->title = g_strdup("見守り訪問事業を始めます");
    r->text = g_strdup("訪問員約1,800人が、約42,000世帯を週1回訪ねる。");
    r->date = kiri_time_jst(test_day_us(0));
    kiri_strv_add(&r->messages, "訪問員約1,800人が、約42,000世帯を週1回訪ねる。");
    kiri_strv_add(&r->messages, "令和10年度までに300市町村への拡大を目指す。");
    kiri_batch_put(batch, KIRI_NOUN_RELEASE, r);
    test_commit(batch);
}

static KiriEvidence *evidence(void)
{
    KiriEvidence *e = kiri_evidence_new();
    e->reason = g_strdup("固有名詞と数値が一致する");
    for (gint i = 0; i < 30; i++) {
        KiriFeature *f = kiri_feature_new();
        f->name = g_strdup_printf("feature_%d", i);
        f->value = f->weight = i;
        kiri_recs_add(&e->features, f);
    }
    return e;
}

static void put_clip(KiriBatch *batch, const char *text, guint i, char root[KIRI_ID_BYTES],
                     const KiriScore *score)
{
    g_autofree char *url = g_strdup_printf("https://m%u.example/%u", i % MEDIA, i);
    g_autoptr(KiriArticle) a = kiri_article_new();
    kiri_article_set_url(a, url);
    a->title = g_strdup_printf("見守り訪問事業、24市町村で　その%u", i);
    a->text = g_strdup(text);
    a->medium = g_strdup_printf("m%u", i % MEDIA);
    a->published = kiri_time_jst(test_day_us((gint)(i % 60)) + i % 86400 * KIRI_US_PER_SECOND);
    a->fetched = a->published;
    kiri_batch_put(batch, KIRI_NOUN_ARTICLE, a);
    if (i % 3 == 0)
        g_strlcpy(root, a->id, KIRI_ID_BYTES);
    g_autoptr(KiriClip) c = kiri_clip_new();
    c->id = kiri_clip_make_id(a->id, "R-1");
    c->article = g_strdup(a->id);
    c->release = g_strdup("R-1");
    c->class_ = i % 3 ? KIRI_CLASS_SYNDICATED : KIRI_CLASS_PUBLICITY;
    c->probability = .95;
    c->origin = i % 3 ? g_strdup(root) : NULL;
    c->story = g_strdup(root);
    c->evidence = evidence();
    c->score = score ? kiri_record_copy(&kiri_score_shape, score) : NULL;
    kiri_batch_put(batch, KIRI_NOUN_CLIP, c);
}

/* Scores one clip by the stage itself; the others get copies of it. */
static KiriScore *score_of_first(KiriStore *store, const char *text)
{
    g_autoptr(GError) error = NULL;
    char root[KIRI_ID_BYTES] = {0};
    KiriBatch *batch = kiri_batch_begin(store);
    put_clip(batch, text, 0, root, NULL);
    test_commit(batch);
    KiriScoreCounts counts;
    KiriScoreOptions options = {.organisation = {.name = "暮らし安全省"},
                                .rules = kiri_score_rules_default()};
    kiri_score_run(store, &options, &counts, &error);
    g_assert_no_error(error);
    g_autofree char *id = kiri_clip_make_id(root, "R-1");
    g_autoptr(KiriClip) clip = kiri_store_get(store, KIRI_NOUN_CLIP, id, &error);
    return g_steal_pointer(&clip->score);
}

static void make_store(const char *dir, guint clips)
{
    g_autoptr(KiriStore) store = test_store_open(dir, KIRI_STORE_CREATE);
    g_autoptr(GString) text = g_string_new(NULL);
    char root[KIRI_ID_BYTES] = {0};
    while (text->len < TEXT_BYTES)
        g_string_append(text,
                        "訪問員約1,800人が、約42,000世帯を週1回訪ねる。街では声が聞かれた。\n");
    put_media(store);
    g_autoptr(KiriScore) score = score_of_first(store, text->str);
    for (guint i = 0; i < clips;) {
        KiriBatch *batch = kiri_batch_begin(store);
        for (guint k = 0; k < BATCH && i < clips; k++, i++)
            put_clip(batch, text->str, i, root, score);
        test_commit(batch);
    }
}

typedef struct {
    gsize total;
    FILE *file; // NULL: the bytes are let go
} Output;

static gboolean count_bytes(KiriStr bytes, gpointer data)
{
    Output *out = data;
    out->total += bytes.n;
    return !out->file || fwrite(bytes.p, 1, bytes.n, out->file) == bytes.n;
}

/* The format (NULL: none), and where the report is kept (NULL: nowhere). */
typedef struct {
    const KiriReportFormat *format;
    const char *path;
} Wish;

/* The summary, and behind it the report. */
static void measure(const char *dir, const Wish *wish)
{
    const KiriReportFormat *format = wish->format;
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriStore) store = test_store_open(dir, KIRI_STORE_READ);
    KiriSummaryQuery query = {.release = "R-1",
                              .from_us = G_MININT64,
                              .to_us = G_MAXINT64,
                              .now_us = test_day_us(90),
                              .population = 123000000};
    KiriReportOptions how = {.era = KIRI_ERA_SEIREKI};
    Output out = {.file = wish->path ? fopen(wish->path, "wb") : NULL};
    gdouble start = seconds(), start_cpu = cpu_seconds();
    g_autoptr(KiriSummary) s = kiri_summary_make(store, &query, &error);
    g_assert_no_error(error);
    gdouble made = seconds(), made_cpu = cpu_seconds();
    if (format)
        format->write(s, &how, count_bytes, &out, &error);
    g_assert_no_error(error);
    printf("%-8s %8u clips  summary %6.2f s (CPU %6.2f)  writing %6.2f s (CPU %6.2f)  %8.1f MiB  "
           "peak %4ld MiB\n",
           format ? format->name : "(none)", s->total, made - start, made_cpu - start_cpu,
           seconds() - made, cpu_seconds() - made_cpu, (gdouble)out.total / (1024 * 1024),
           peak_mib());
    if (out.file)
        fclose(out.file);
    fflush(stdout);
}

/* The yearly book of the year that all clips lie in, as a PDF. */
static void measure_yearbook(const char *dir, gconstpointer unused)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriStore) store = test_store_open(dir, KIRI_STORE_READ);
    const KiriSummaryQuery query = {.now_us = test_day_us(390), .population = 123000000};
    const KiriReportOptions how = {.era = KIRI_ERA_SEIREKI};
    Output out = {0};
    gdouble start = seconds(), start_cpu = cpu_seconds();
    (void)unused;
    g_autoptr(KiriYearbook) book =
        kiri_yearbook_make(store, &query, kiri_fiscal_year_of(test_day_us(0)), &error);
    g_assert_no_error(error);
    gdouble made = seconds(), made_cpu = cpu_seconds();
    kiri_yearbook_write(book, kiri_report_format("pdf"), &how, count_bytes, &out, &error);
    g_assert_no_error(error);
    printf(
        "yearbook %8u clips  making %6.2f s (CPU %6.2f)  writing %6.2f s (CPU %6.2f)  %8.1f MiB  "
        "peak %4ld MiB\n",
        (guint)book->year->counts->total, made - start, made_cpu - start_cpu, seconds() - made,
        cpu_seconds() - made_cpu, (gdouble)out.total / (1024 * 1024), peak_mib());
}

/* A process of its own for each, so that a peak is nobody else's. */
static gboolean in_child(void (*work)(const char *, gconstpointer), const char *dir,
                         gconstpointer data)
{
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        work(dir, data);
        fflush(stdout);
        _exit(0);
    }
    int status = 0;
    return waitpid(child, &status, 0) == child && status == 0;
}

static void make_in_child(const char *dir, gconstpointer clips)
{
    make_store(dir, *(const guint *)clips);
}

static void measure_in_child(const char *dir, gconstpointer wish)
{
    measure(dir, wish);
}

static gboolean bench(guint clips, const char *only, const char *path)
{
    const Wish nothing = {0};
    KiriTempDir *dir = kiri_temp_new();
    gboolean ok =
        in_child(make_in_child, dir, &clips) && (only || in_child(measure_in_child, dir, &nothing));
    for (const KiriReportFormat *f = kiri_report_formats; ok && f->name; f++) {
        const Wish wish = {f, path};
        if (!only || strcmp(only, f->name) == 0)
            ok = in_child(measure_in_child, dir, &wish);
    }
    if (!only || strcmp(only, "yearbook") == 0)
        ok = ok && in_child(measure_yearbook, dir, NULL);
    kiri_temp_free(dir);
    return ok;
}

int main(int argc, char **argv)
{
    guint clips = argc > 1 ? (guint)g_ascii_strtoull(argv[1], NULL, 10) : 100000;
    return bench(clips, argc > 2 ? argv[2] : NULL, argc > 3 ? argv[3] : NULL) ? 0 : 1;
}
