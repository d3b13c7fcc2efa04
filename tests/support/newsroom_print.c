// SPDX-License-Identifier: GPL-3.0-or-later
/* The workspace's ledgers and source list, and the truth, from the same rows as
 * the pages: nothing generated is checked in. */
#include "fill_in.h"
#include "newsroom.h"

#include <kirinuki/json.h>
#include <kirinuki/record.h>

#include <string.h>

/* Figures that the newsroom claims for its media; rates are those of the kinds. */
#define FIGURES_FROM "2026-01-01"
#define FIGURES_SOURCE "媒体資料2026年1月版（架空）"

static void attribute(KiriBuf *out, const char *name, const char *value)
{
    kiri_buf_printf(out, " %s=\"", name);
    fill_escape(out, value);
    kiri_buf_add_char(out, '"');
}

void newsroom_print_opml(const Newsroom *room, char **only, KiriBuf *out)
{
    kiri_buf_add_str(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n"
                          "<head><title>newsroom</title></head>\n<body>\n");
    for (guint i = 0; i < room->media->len; i++) {
        const NewsMedium *m = room->media->pdata[i];
        g_autofree char *origin = newsroom_origin(room, m);
        for (guint k = 0; k < m->sources->len; k++) {
            const NewsSource *s = m->sources->pdata[k];
            g_autofree char *url = g_strconcat(origin, s->path, NULL);
            if (only && !kiri_strv_has(only, m->key))
                continue;
            kiri_buf_add_str(out, "<outline type=\"rss\"");
            attribute(out, "text", s->title);
            attribute(out, "xmlUrl", url);
            attribute(out, "htmlUrl", origin);
            attribute(out, "medium", m->key);
            kiri_buf_add_str(out, "/>\n");
        }
    }
    kiri_buf_add_str(out, "</body>\n</opml>\n");
}

static void print_count(KiriBuf *out, gint64 n)
{
    if (n)
        kiri_buf_printf(out, "%" G_GINT64_FORMAT, n);
    kiri_buf_add_char(out, ',');
}

void newsroom_print_media_csv(const Newsroom *room, KiriBuf *out)
{
    kiri_buf_add_str(out, "id,name,kind,domains,tier,position,monthly_page_views,monthly_users,"
                          "valid_from,valid_to,source,confidence,terms,note\r\n");
    for (guint i = 0; i < room->media->len; i++) {
        const NewsMedium *m = room->media->pdata[i];
        gboolean has_figures = m->monthly_page_views > 0;
        kiri_buf_printf(out, "%s,%s,%s,%s.localhost,", m->key, m->name, m->kind, m->key);
        kiri_buf_printf(out, "%" G_GINT64_FORMAT ",", m->tier);
        print_count(out, m->position);
        print_count(out, m->monthly_page_views);
        print_count(out, m->monthly_users);
        kiri_buf_printf(out, "%s,,%s,%s,,\r\n", has_figures ? FIGURES_FROM : "",
                        has_figures ? FIGURES_SOURCE : "", has_figures ? "published" : "estimate");
    }
}

void newsroom_print_rates_csv(const Newsroom *room, KiriBuf *out)
{
    /* The blog and the ministry have no price: 算定不能 is an outcome, too. */
    static const struct {
        const char *medium, *kind;
        gint cpm_yen;
        const char *confidence;
    } rates[] = {{"toto", "", 480, "published"},       {"zennichi", "", 450, "published"},
                 {"tvsakura", "", 520, "contract"},    {"", "national_paper", 400, "estimate"},
                 {"", "local_paper", 320, "estimate"}, {"", "wire", 350, "estimate"},
                 {"", "portal", 240, "estimate"},      {"", "trade", 900, "estimate"},
                 {"", "tv", 430, "estimate"},          {"", "magazine", 700, "estimate"},
                 {"", "web", 200, "estimate"}};
    (void)room;
    kiri_buf_add_str(out, "medium,kind,tier,unit,price_yen,valid_from,valid_to,source,"
                          "confidence\r\n");
    for (gsize i = 0; i < G_N_ELEMENTS(rates); i++)
        kiri_buf_printf(out, "%s,%s,,cpm,%d,%s,,%s,%s\r\n", rates[i].medium, rates[i].kind,
                        rates[i].cpm_yen, FIGURES_FROM, FIGURES_SOURCE, rates[i].confidence);
}

/* ---- truth ---- */

static void member(KiriJson *j, const char *key, const char *value)
{
    kiri_json_key(j, key);
    kiri_json_cstr(j, value);
}

static void list_member(KiriJson *j, const char *key, char **values)
{
    kiri_json_key(j, key);
    kiri_json_open_array(j);
    for (char **v = values; v && *v; v++)
        kiri_json_cstr(j, *v);
    kiri_json_close_array(j);
}

static void flag(KiriJson *j, const char *key, gboolean value)
{
    kiri_json_key(j, key);
    kiri_json_bool(j, value);
}

static void print_article(const Newsroom *room, const NewsArticle *a, KiriJson *j)
{
    g_autofree char *url = newsroom_article_url(room, a);
    g_autofree char *text = news_article_text(a);
    const NewsArticle *origin = a->copy_of ? newsroom_article(room, a->copy_of) : NULL;
    g_autofree char *origin_url = origin ? newsroom_article_url(room, origin) : NULL;
    kiri_json_open_object(j);
    member(j, "type", "truth");
    member(j, "url", url);
    member(j, "medium", a->medium->key);
    member(j, "title", a->title);
    member(j, "text", text);
    kiri_json_key(j, "published");
    kiri_json_time(j, a->published);
    kiri_json_key(j, "modified");
    kiri_json_time(j, a->modified);
    list_member(j, "authors", a->authors);
    member(j, "agency", a->credit);
    member(j, "section", a->section);
    member(j, "class", a->class_);
    list_member(j, "releases", a->releases);
    member(j, "origin", origin_url);
    member(j, "homonym", a->homonym);
    member(j, "contradicts", a->contradiction.sentence);
    member(j, "release_sentence", a->contradiction.release_sentence);
    flag(j, "is_paywalled", a->is_paywalled);
    flag(j, "is_corrected", a->is_correction);
    kiri_json_close_object(j);
    kiri_json_end_line(j);
}

void newsroom_print_truth(const Newsroom *room, KiriBuf *out)
{
    KiriJson j = kiri_json_begin(out);
    for (guint i = 0; i < room->articles->len; i++)
        print_article(room, room->articles->pdata[i], &j);
}
