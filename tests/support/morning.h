// SPDX-License-Identifier: GPL-3.0-or-later
/* What the tests of the morning sheet share: media, pieces with a clip, and the sheet of
 * 14 April 2026, a Tuesday, as a line of text. */
#pragma once

#include "store.h"

#include <kirinuki/error.h>
#include <kirinuki/morning.h>

#include <string.h>

#define HOUR KIRI_US_PER_HOUR
#define DAY 13 // 2026-04-14, as test_day_us() counts

static inline KiriMorningQuery query_at(gint64 now_us)
{
    return (KiriMorningQuery){.now_us = now_us,
                              .from_min = 17 * 60 + 30,
                              .to_min = 7 * 60,
                              .made_min = 7 * 60 + 30,
                              .organisation = "暮らし安全省"};
}

static inline gint64 at(gint day, gint hour, gint minute)
{
    return test_day_us(day) + hour * HOUR + minute * KIRI_US_PER_MINUTE;
}

static inline gint64 half_past_seven(void)
{
    return at(DAY, 7, 30);
}

static inline void put_medium(KiriStore *store, const char *id, const char *name,
                              KiriMediumKind kind, gint64 tier, gint64 position)
{
    g_autoptr(KiriMedium) m = kiri_medium_new();
    m->id = g_strdup(id);
    m->name = g_strdup(name);
    m->kind = (gint)kind;
    m->tier = tier;
    m->position = position;
    test_put(store, KIRI_NOUN_MEDIUM, m);
}

static inline void put_release(KiriStore *store, const char *section)
{
    g_autoptr(KiriRelease) release = kiri_release_new();
    release->id = g_strdup("R-1");
    release->title = g_strdup("発表");
    release->section = g_strdup(section);
    test_put(store, KIRI_NOUN_RELEASE, release);
}

static inline void set_up(TestStore *f, gconstpointer data)
{
    test_store_set_up(f, data);
    put_release(f->store, NULL);
}

/* An article of the Web with a clip of the class. `more` changes it before it is put. */
typedef void (*Change)(KiriArticle *a, KiriClip *clip);

static inline char *put_piece(KiriStore *store, const char *medium, const char *title, gint64 us,
                              KiriClass class_, Change more)
{
    g_autofree char *url = g_strdup_printf("https://%s.example.jp/%s", medium, title);
    g_autoptr(KiriArticle) a = test_article(url, "本文", 0);
    g_autoptr(KiriClip) clip = kiri_clip_new();
    g_free(a->title);
    a->title = g_strdup(title);
    a->medium = g_strdup(medium);
    a->published = kiri_time_jst(us);
    a->fetched = kiri_time_jst(us + 5 * KIRI_US_PER_MINUTE);
    clip->release = g_strdup("R-1");
    clip->article = g_strdup(a->id);
    clip->class_ = (gint)class_;
    clip->probability = .9;
    if (more)
        more(a, clip);
    clip->id = kiri_clip_make_id(a->id, clip->release ? clip->release : clip->topic);
    test_put(store, KIRI_NOUN_ARTICLE, a);
    test_put(store, KIRI_NOUN_CLIP, clip);
    return g_strdup(a->id);
}

static inline void put(KiriStore *store, const char *medium, const char *title, gint64 us,
                       Change more)
{
    g_free(put_piece(store, medium, title, us, KIRI_CLASS_PUBLICITY, more));
}

static inline KiriMorningSheet *made(KiriStore *store, const KiriMorningQuery *q)
{
    g_autoptr(GError) error = NULL;
    KiriMorningSheet *sheet = kiri_morning_make(store, q, &error);
    g_assert_no_error(error);
    return sheet;
}

static inline KiriMorningSheet *made_now(KiriStore *store)
{
    KiriMorningQuery q = query_at(half_past_seven());
    return made(store, &q);
}

/* "媒体 見出し+n" of the rows, in order, with '|' between blocks that differ. */
static inline char *rows_of(const KiriMorningSheet *sheet)
{
    static const char *const marks[] = {"", "○", "◎"};
    GString *text = g_string_new(NULL);
    gint block = -1;
    for (guint i = 0; i < kiri_recs_count(sheet->rows); i++) {
        const KiriSheetRow *row = g_ptr_array_index(sheet->rows, i);
        g_string_append_printf(text, "%s%s%s%s",
                               row->block == block ? " "
                               : i                 ? " | "
                                                   : "",
                               marks[row->weight], row->piece->title,
                               kiri_recs_count(row->folds) ? "+" : "");
        for (guint f = 0; f < kiri_recs_count(row->folds); f++)
            g_string_append_printf(
                text, "%s%s", f ? "," : "",
                ((const KiriSheetPiece *)g_ptr_array_index(row->folds, f))->medium);
        block = row->block;
    }
    return g_string_free(text, FALSE);
}

static inline void assert_rows(KiriStore *store, const char *expected)
{
    g_autoptr(KiriMorningSheet) sheet = made_now(store);
    g_autofree char *rows = rows_of(sheet);
    g_assert_cmpstr(rows, ==, expected);
}

static inline void of_story(KiriArticle *a, KiriClip *clip)
{
    (void)a;
    clip->story = g_strdup("story");
}

/* One of each kind; two of them stand in the 内閣 order and are key media. */
static inline void put_media(KiriStore *store)
{
    put_medium(store, "web", "ウェブ", KIRI_MEDIUM_WEB, 2, 0);
    put_medium(store, "local", "地方新聞", KIRI_MEDIUM_LOCAL_PAPER, 2, 0);
    put_medium(store, "wire", "通信", KIRI_MEDIUM_WIRE, 2, 0);
    put_medium(store, "tv", "テレビ", KIRI_MEDIUM_TV, 2, 0);
    put_medium(store, "paper", "全国紙", KIRI_MEDIUM_NATIONAL_PAPER, 2, 0);
    put_medium(store, "yomi", "読新聞", KIRI_MEDIUM_NATIONAL_PAPER, 1, 30);
    put_medium(store, "asa", "朝新聞", KIRI_MEDIUM_NATIONAL_PAPER, 1, 10);
}
