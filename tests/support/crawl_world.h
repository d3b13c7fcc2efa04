// SPDX-License-Identifier: GPL-3.0-or-later
/* A world for tests of the crawl: a store in a directory of its own, workers in
 * this process, a scripted transport, and a clock that starts at 2026-04-14 12:00
 * JST and that only the test and the transport's waiting move.
 *
 *   g_test_add(name, World, NULL, world_set_up, function, world_tear_down);
 *
 * Thread rule: one thread at a time. */
#pragma once

#include "fake_transport.h"
#include "temp.h"

#include <kirinuki/crawl.h>

#define SITE "https://toto.example.jp"
#define FRESH "Tue, 14 Apr 2026 09:00:00 +0900"

#define LEAD                                                                                                                               \
    "<p>暮らし安全省は十四日、家庭で使う電気製品の事故を減らすため、古い製品の点検を呼びかける" \
    "新しい取り組みを始めると発表した。対象は製造から十年を過ぎた扇風機や洗濯機などである。</p>"
#define BODY                                                                                                                                \
    "<p>同省によると、昨年度に報告された事故のうち、長く使われた製品によるものは四割を超えた。"  \
    "担当者は「異常な音や臭いに気づいたら、すぐに使用をやめて相談してほしい」と話している。</p>" \
    "<p>点検の受け付けは五月一日から全国の窓口で行い、費用は無料とする。結果は年度末にまとめて"  \
    "公表し、来年度の安全対策に生かす方針だ。</p>"

typedef struct {
    KiriTempDir *dir;
    KiriStore *store;
    KiriClock *clock;
    KiriPool *pool;
    KiriTransport *net;
    KiriCrawlOptions options;
    KiriRun *run;     // of the last pass
    guint stop_after; // answers seen, 0: never
} World;

/* g_test_init() and what the workers of every world need loaded. */
void world_test_init(int *argc, char ***argv);
void world_set_up(World *w, gconstpointer data);
void world_tear_down(World *w, gconstpointer data);

/* Behind world_set_up(): the real transport without pauses, on a clock whose
 * monotonic time is the system's. */
void world_go_online(World *w, const KiriTransportOptions *options);

/* µs of a time in Japan: "2026-04-14T12:00". */
gint64 world_at(const char *time);

/* One record in a batch of its own. */
void world_put(World *w, KiriNoun noun, gpointer record);
void world_add_source(World *w, const char *id, const char *url);
void world_add_medium(World *w, const char *id, const char *domain);

/* An RSS feed of (path, time) pairs, NULL at the end; an empty time gives none.
 * (transfer full) */
char *world_feed(const char *const *items);
/* An article's page: head goes into <head>, tail behind </article>. (transfer
 * full) */
char *world_page(const char *title, const char *head, const char *text, const char *tail);
/* What is answered from now on. */
void world_answer_feed(World *w, const char *url, const char *const *items);
void world_answer_page(World *w, const char *url, const char *title);

/* One bounded pass; its record is w->run. */
void world_crawl(World *w);

/* A continuous crawl from now on; what it counts goes to w->run. (transfer full) */
KiriCrawler *world_begin(World *w);
/* Takes turns until so much time has passed on the test's clock. */
void world_go_on(World *w, KiriCrawler *c, gint64 us);
/* Stops and frees it. */
void world_end(KiriCrawler *c);

/* (transfer full); the test fails where there is none. */
KiriUrlRecord *world_url_record(World *w, const char *url);
void world_assert_state(World *w, const char *url, KiriUrlState state);
/* NULL where there is none. (transfer full) */
KiriArticle *world_article_at(World *w, const char *url);
