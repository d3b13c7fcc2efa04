// SPDX-License-Identifier: GPL-3.0-or-later
/* A small store with the coverage of one announcement, scored: a wire story with
 * two copies, a piece with a wrong figure, the release itself on a release wire,
 * a mention, a homonym and a piece that a person refused. Everything in it is
 * made up. The figures that follow from it are in COVERAGE_…. */
#pragma once

#include <kirinuki/hash.h>
#include <kirinuki/report.h>
#include <kirinuki/score.h>

#include "store.h"

enum {
    COVERAGE_TOTAL = 8,
    COVERAGE_UNIQUE = 6, // the wire story's three pieces are one
    COVERAGE_MEDIA = 6,
    COVERAGE_TIER1 = 3,
    COVERAGE_EXCLUDED = 2,
    COVERAGE_GAPS = 2,
};

typedef struct {
    const char *id, *name;
    KiriMediumKind kind;
    gint64 tier, position, page_views, users;
    KiriConfidence confidence;
} CoverageMedium;

static const CoverageMedium coverage_media[] = {
    {"zennichi", "全日新聞", KIRI_MEDIUM_NATIONAL_PAPER, 1, 10, 90000000, 12300000,
     KIRI_CONFIDENCE_PUBLISHED},
    {"toto", "東都新聞", KIRI_MEDIUM_NATIONAL_PAPER, 1, 20, 0, 0, KIRI_CONFIDENCE_ESTIMATE},
    {"retto", "列島通信", KIRI_MEDIUM_WIRE, 1, 110, 0, 2460000, KIRI_CONFIDENCE_PUBLISHED},
    {"minato", "みなと日報", KIRI_MEDIUM_LOCAL_PAPER, 2, 310, 3000000, 0, KIRI_CONFIDENCE_ESTIMATE},
    {"hiroba", "ニュースひろば", KIRI_MEDIUM_PORTAL, 2, 0, 0, 0, KIRI_CONFIDENCE_ESTIMATE},
    {"todoke", "とどけるワイヤー", KIRI_MEDIUM_RELEASE_WIRE, 3, 0, 0, 0, KIRI_CONFIDENCE_ESTIMATE},
};

typedef struct {
    const char *medium, *title, *text;
    gint day, hour, minute; // after 2026-04-13 00:00 in Japan
    KiriClass class_;
    gdouble probability;
    const char *origin;  // title of the article it is a copy of
    const char *homonym; // and why it is one
    gboolean differs, is_rejected;
} CoverageArticle;

static const char coverage_wire_text[] =
    "暮らし安全省は13日、独り暮らしの高齢者を訪ねる事業「ひなた」を7月に始めると発表した。\n"
    "訪問員約1,800人が、約42,000世帯を週1回訪ねる。\n"
    "同省は300市町村への拡大を目指す。\n"
    "高齢者の孤立は各地で課題になっている。";

static const CoverageArticle coverage_articles[] = {
    {"zennichi", "独り暮らし高齢者を週1回訪問　「ひなた」7月開始",
     "見守り訪問事業「ひなた」が7月1日から11道県の24市町村で始まる。\n"
     "訪問員約1,800人が、約42,000世帯を週1回訪ねる。\n"
     "街では期待の声が聞かれた。\n"
     "専門家は担い手の確保が鍵だとみる。",
     0, 10, 12, KIRI_CLASS_PUBLICITY, .98, NULL, NULL, FALSE, FALSE},
    {"toto", "高齢者見守りに訪問員1,200人　新事業「ひなた」",
     "暮らし安全省の新事業「ひなた」では、訪問員約1,200人が高齢者宅を訪ねる。", 1, 6, 30,
     KIRI_CLASS_PUBLICITY, .93, NULL, NULL, TRUE, FALSE},
    {"retto", "高齢者の孤立防止へ訪問事業　7月から24市町村", coverage_wire_text, 0, 10, 20,
     KIRI_CLASS_PUBLICITY, .97, NULL, NULL, FALSE, FALSE},
    {"minato", "高齢者の孤立防止へ訪問事業　尾道、倉敷など", coverage_wire_text, 0, 11, 5,
     KIRI_CLASS_SYNDICATED, .96, "高齢者の孤立防止へ訪問事業　7月から24市町村", NULL, FALSE, FALSE},
    {"hiroba", "高齢者の孤立防止へ訪問事業（列島通信）", coverage_wire_text, 0, 11, 30,
     KIRI_CLASS_SYNDICATED, .96, "高齢者の孤立防止へ訪問事業　7月から24市町村", NULL, FALSE, FALSE},
    {"todoke", "独り暮らし高齢者等の見守り訪問事業「ひなた」を7月1日に始めます",
     "見守り訪問事業「ひなた」を7月1日から始めます。", 0, 10, 5, KIRI_CLASS_VERBATIM, .99, NULL,
     NULL, FALSE, FALSE},
    {"minato", "＜潮風＞孤立を防ぐには", "各地の取り組みに、暮らし安全省の事業も加わる。", 2, 5, 0,
     KIRI_CLASS_MENTION, .42, NULL, NULL, FALSE, FALSE},
    {"minato", "「ひなた」の愛称で親しまれた喫茶店が閉店", "喫茶店「ひなた」が閉店した。", 1, 9, 0,
     KIRI_CLASS_NONE, .02, NULL,
     "「ひなた」は喫茶店の名であり、事業名ではない（発表の数値・日付・固有名詞と一致しない）",
     FALSE, FALSE},
    {"hiroba", "見守りアプリの選び方", "見守りの道具を比べた。", 1, 12, 0, KIRI_CLASS_MENTION, .3,
     NULL, NULL, FALSE, TRUE},
    {"hiroba", "独り暮らし高齢者等の見守り訪問事業「ひなた」を7月1日に始めます（暮らし安全省）",
     "見守り訪問事業「ひなた」を7月1日から始めます。", 0, 10, 40, KIRI_CLASS_VERBATIM, .99,
     "独り暮らし高齢者等の見守り訪問事業「ひなた」を7月1日に始めます", NULL, FALSE, FALSE},
};

static inline char *coverage_url(const char *title)
{
    char hash[KIRI_ID_BYTES];
    kiri_hash_id(kiri_str(title), hash);
    return g_strdup_printf("https://news.example.jp/%s", hash);
}

static inline char *coverage_article_id(const char *title)
{
    g_autofree char *url = coverage_url(title);
    char id[KIRI_ID_BYTES];
    kiri_hash_id(kiri_str(url), id);
    return g_strdup(id);
}

static inline void coverage_put_media(KiriBatch *batch)
{
    for (gsize i = 0; i < G_N_ELEMENTS(coverage_media); i++) {
        const CoverageMedium *from = &coverage_media[i];
        g_autoptr(KiriMedium) m = kiri_medium_new();
        m->id = g_strdup(from->id);
        m->name = g_strdup(from->name);
        m->kind = (gint)from->kind;
        m->tier = from->tier;
        m->position = from->position;
        m->monthly_page_views = from->page_views;
        m->monthly_users = from->users;
        m->confidence = (gint)from->confidence;
        m->figures_source = g_strdup("媒体資料（架空）");
        kiri_batch_put(batch, KIRI_NOUN_MEDIUM, m);
    }
    static const struct {
        const char *id, *medium;
        KiriMediumKind kind;
        gint64 price;
        KiriConfidence confidence;
    } rates[] = {
        {"zennichi.cpm.0", "zennichi", KIRI_MEDIUM_WEB, 400, KIRI_CONFIDENCE_CONTRACT},
        {"local_paper:*.cpm.0", NULL, KIRI_MEDIUM_LOCAL_PAPER, 300, KIRI_CONFIDENCE_ESTIMATE}};
    for (gsize i = 0; i < G_N_ELEMENTS(rates); i++) {
        g_autoptr(KiriRate) r = kiri_rate_new();
        r->id = g_strdup(rates[i].id);
        r->medium = g_strdup(rates[i].medium);
        r->kind = (gint)rates[i].kind;
        r->unit = g_strdup("cpm");
        r->price_yen = rates[i].price;
        r->source = g_strdup("料金表（架空）");
        r->confidence = (gint)rates[i].confidence;
        kiri_batch_put(batch, KIRI_NOUN_RATE, r);
    }
}

static inline void coverage_put_release(KiriBatch *batch)
{
    g_autoptr(KiriRelease) r = kiri_release_new();
    r->id = g_strdup("hinata");
    r->title = g_strdup("独り暮らし高齢者等の見守り訪問事業「ひなた」を7月1日に始めます");
    r->text = g_strdup("訪問員約1,800人が、約42,000世帯を週1回訪ねる。");
    r->date = r->embargo = kiri_time_jst(test_day_us(12) + 10 * KIRI_US_PER_HOUR);
    r->organisation = g_strdup("暮らし安全省");
    r->section = g_strdup("地域共生局見守り推進課");
    r->method = g_strdup("会見");
    kiri_strv_add(&r->keywords, "ひなた");
    kiri_strv_add(&r->messages, "見守り訪問事業「ひなた」を7月1日から11道県の24市町村で始める。");
    kiri_strv_add(&r->messages, "訪問員約1,800人が、約42,000世帯を週1回訪ねる。");
    kiri_strv_add(&r->messages, "令和10年度までに300市町村への拡大を目指す。");
    kiri_batch_put(batch, KIRI_NOUN_RELEASE, r);
}

static inline KiriEvidence *coverage_evidence(const CoverageArticle *from)
{
    KiriEvidence *e = kiri_evidence_new();
    if (from->homonym) {
        e->homonym = g_strdup("ひなた");
        e->reason = g_strdup(from->homonym);
    }
    if (from->differs) {
        KiriContradiction *d = kiri_contradiction_new();
        d->article_value = g_strdup("1200人");
        d->release_value = g_strdup("1800人");
        d->article_sentence = g_strdup(from->text);
        d->release_sentence = g_strdup("訪問員約1,800人が、約42,000世帯を週1回訪ねる。");
        kiri_recs_add(&e->contradictions, d);
    }
    return e;
}

static inline void coverage_put_article(KiriBatch *batch, const CoverageArticle *from)
{
    g_autofree char *url = coverage_url(from->title);
    g_autoptr(KiriArticle) a = kiri_article_new();
    kiri_article_set_url(a, url);
    a->title = g_strdup(from->title);
    a->text = g_strdup(from->text);
    a->medium = g_strdup(from->medium);
    a->published = kiri_time_jst(test_day_us(12 + from->day) + from->hour * KIRI_US_PER_HOUR +
                                 from->minute * KIRI_US_PER_MINUTE);
    a->fetched = kiri_time_jst(a->published.us + KIRI_US_PER_HOUR);
    kiri_batch_put(batch, KIRI_NOUN_ARTICLE, a);
    g_autoptr(KiriClip) c = kiri_clip_new();
    c->id = kiri_clip_make_id(a->id, "hinata");
    c->article = g_strdup(a->id);
    c->release = g_strdup("hinata");
    c->class_ = (gint)from->class_;
    c->probability = from->probability;
    c->origin = from->origin ? coverage_article_id(from->origin) : NULL;
    c->story = c->origin ? g_strdup(c->origin) : g_strdup(a->id);
    c->needs_review = from->differs || (from->probability >= .15 && from->probability < .9);
    c->evidence = coverage_evidence(from);
    kiri_batch_put(batch, KIRI_NOUN_CLIP, c);
    if (!from->is_rejected)
        return;
    g_autoptr(KiriVerdict) v = kiri_verdict_new();
    v->clip = g_strdup(c->id);
    v->is_rejected = TRUE;
    v->note = g_strdup("一般論のため");
    kiri_batch_put(batch, KIRI_NOUN_VERDICT, v);
}

static inline void coverage_put_source(KiriBatch *batch, const char *id, gint newest_day,
                                       gint64 failures)
{
    g_autoptr(KiriSource) s = kiri_source_new();
    s->id = g_strdup(id);
    s->url = g_strdup_printf("https://news.example.jp/%s.xml", id);
    s->title = g_strdup(id);
    s->added = kiri_time_jst(test_day_us(0));
    s->last_poll = s->last_success = kiri_time_jst(test_day_us(19));
    s->newest_entry = kiri_time_jst(test_day_us(newest_day));
    s->failures = failures;
    s->last_error = failures ? g_strdup("HTTP 503") : NULL;
    kiri_batch_put(batch, KIRI_NOUN_SOURCE, s);
}

static inline void coverage_score(KiriStore *store, KiriScoreCounts *counts)
{
    g_autoptr(GError) error = NULL;
    KiriScoreOptions options = {.organisation = {.name = "暮らし安全省"}};
    kiri_score_run(store, &options, counts, &error);
    g_assert_no_error(error);
}

static inline void coverage_fill(KiriStore *store)
{
    KiriScoreCounts counts;
    KiriBatch *batch = kiri_batch_begin(store);
    coverage_put_media(batch);
    coverage_put_release(batch);
    for (gsize i = 0; i < G_N_ELEMENTS(coverage_articles); i++)
        coverage_put_article(batch, &coverage_articles[i]);
    coverage_put_source(batch, "alive", 19, 0);
    coverage_put_source(batch, "silent", 3, 0);
    coverage_put_source(batch, "failing", 19, 4);
    test_commit(batch);
    coverage_score(store, &counts);
}

/* The summary of the release as of 2026-04-20 09:00, of what was published in
 * [from_us, to_us). */
static inline KiriSummary *coverage_summary_of(KiriStore *store, gint64 from_us, gint64 to_us)
{
    g_autoptr(GError) error = NULL;
    KiriSummaryQuery query = {.release = "hinata",
                              .from_us = from_us,
                              .to_us = to_us,
                              .now_us = test_day_us(19) + 9 * KIRI_US_PER_HOUR,
                              .organisation = "暮らし安全省",
                              .population = 123000000};
    KiriSummary *s = kiri_summary_make(store, &query, &error);
    g_assert_no_error(error);
    return s;
}

static inline KiriSummary *coverage_summary(KiriStore *store)
{
    return coverage_summary_of(store, G_MININT64, G_MAXINT64);
}

/* For g_test_add(): a store of its own for each test. */
typedef struct {
    KiriTempDir *dir;
    KiriStore *store;
} CoverageFixture;

static inline void coverage_set_up(CoverageFixture *f, gconstpointer data)
{
    (void)data;
    f->dir = kiri_temp_new();
    f->store = test_store_open(f->dir, KIRI_STORE_CREATE);
    coverage_fill(f->store);
}

static inline void coverage_tear_down(CoverageFixture *f, gconstpointer data)
{
    (void)data;
    kiri_store_close(f->store);
    kiri_temp_free(f->dir);
}
