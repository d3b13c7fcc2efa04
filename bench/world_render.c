// SPDX-License-Identifier: GPL-3.0-or-later
/* The bodies. Headlines and texts are put together from small lists by the number
 * of the article; every text has that number in it, so that no two are equal. */
#include "world.h"

#include "dice.h"

#include <string.h>

enum { DICE_WORDS = 21, PARAGRAPHS = 3 };

static const char *const offices[] = {"暮らし安全省", "北海県",   "東都市",     "海浜電鉄",
                                      "白峰大学",     "青葉銀行", "みなと工業", "全国商工会",
                                      "星野製作所",   "南部町",   "川辺農協",   "中央図書館"};
static const char *const places[] = {"港の倉庫",   "駅前の広場", "山あいの集落", "新しい工場",
                                     "市立の病院", "古い商店街", "研究所",       "河川敷"};
static const char *const deeds[] = {"点検を始める",   "計画を見直す",     "説明会を開く",
                                    "結果を公表する", "設備を入れ替える", "協定を結ぶ",
                                    "予算を増やす",   "運転を再開する"};
static const char *const reasons[] = {
    "昨年度の調査で、長く使われた設備に故障が多いと分かったためだ",
    "住民から、夜間の照明が足りないという声が寄せられていた",
    "原材料の値上がりが続き、これまでの方法では採算が取れなくなっていた",
    "専門家の会議が先月まとめた提言を受け、来年度の実施を目指す",
    "利用者の数はこの五年で二割ほど減り、運営の形が課題になっていた",
    "同様の取り組みは三つの県で先に始まり、成果が報告されている",
};
static const char *const voices[] = {
    "担当者は「小さな変化にも早く気づける体制にしたい」と話している",
    "近くに住む男性は「もっと早く知らせてほしかった」と語った",
    "責任者は会見で「費用は見込みの範囲に収まる」と説明した",
    "参加した学生は「仕組みを知るよい機会になった」と振り返った",
    "組合の代表は「現場の声を聞いて進めてもらいたい」と求めた",
};

#define PICK(list, dice) (list)[dice_next(dice) % G_N_ELEMENTS(list)]

/* A decimal number of at least so many digits; lists are full of them, and printf
 * would take longer than all the rest. */
static void add_number(guint n, guint least, KiriBuf *out)
{
    char digits[10];
    guint i = G_N_ELEMENTS(digits);
    do {
        digits[--i] = (char)('0' + n % 10);
        n /= 10;
    } while (n);
    while (G_N_ELEMENTS(digits) - i < least)
        digits[--i] = '0';
    kiri_buf_add(out, digits + i, G_N_ELEMENTS(digits) - i);
}

static Dice dice_of_article(const World *w, guint32 article)
{
    return dice_new(w->seed, DICE_WORDS, article);
}

static void add_title(const World *w, guint32 article, KiriBuf *out)
{
    Dice d = dice_of_article(w, article);
    const char *office = PICK(offices, &d), *place = PICK(places, &d), *deed = PICK(deeds, &d);
    kiri_buf_add_str(out, office);
    kiri_buf_add_str(out, "、");
    kiri_buf_add_str(out, place);
    kiri_buf_add_str(out, "で");
    kiri_buf_add_str(out, deed);
    kiri_buf_add_str(out, " 第");
    add_number(article, 1, out);
    kiri_buf_add_str(out, "報");
}

static void add_path(const World *w, guint32 article, KiriBuf *out)
{
    const WorldArticle *a = &w->articles[article];
    guint number = article - w->hosts[w->sources[a->source].host].first_article;
    if (a->is_members) {
        kiri_buf_add_str(out, "/members/n");
    } else {
        KiriCivil c = kiri_civil_from_us(a->published_us, KIRI_JST_MIN);
        kiri_buf_add_str(out, "/news/");
        add_number((guint)c.year, 4, out);
        kiri_buf_add_char(out, '/');
        add_number((guint)c.month, 2, out);
        kiri_buf_add_char(out, '/');
        add_number((guint)c.day, 2, out);
        kiri_buf_add_str(out, "/n");
    }
    add_number(number, 1, out);
    kiri_buf_add_str(out, ".html");
}

static void add_url(const World *w, guint32 article, KiriBuf *out)
{
    kiri_buf_add_str(out, "http://m");
    add_number(w->sources[w->articles[article].source].host, 4, out);
    kiri_buf_add_str(out, ".example");
    add_path(w, article, out);
}

char *world_article_url(const World *w, guint article)
{
    g_auto(KiriBuf) url;
    kiri_buf_init(&url, KIRI_BUF_UNCAPPED);
    add_url(w, article, &url);
    return kiri_buf_steal(&url, NULL);
}

/* ---- dates ---- */

static void add_rfc3339(gint64 us, gboolean is_day, KiriBuf *out)
{
    KiriCivil c = kiri_civil_from_us(us, KIRI_JST_MIN);
    kiri_buf_printf(out, "%04d-%02d-%02d", c.year, c.month, c.day);
    if (!is_day)
        kiri_buf_printf(out, "T%02d:%02d:%02d+09:00", c.hour, c.minute, c.second);
}

static void add_dated(const char *open, gint64 us, WorldDates dates, const char *close,
                      KiriBuf *out)
{
    if (dates == WORLD_UNDATED)
        return;
    kiri_buf_add_str(out, open);
    add_rfc3339(us, dates == WORLD_DAY_DATED, out);
    kiri_buf_add_str(out, close);
}

/* ---- sources ---- */

static void add_link(const World *w, const WorldSource *s, guint32 article, KiriBuf *out)
{
    add_url(w, article, out);
    if (s->is_tracked)
        kiri_buf_add_str(out, "?utm_source=rss&amp;utm_medium=feed");
}

static void add_rss_item(const World *w, const WorldSource *s, guint32 article, KiriBuf *out)
{
    char date[WORLD_HTTP_DATE];
    const WorldArticle *a = &w->articles[article];
    kiri_buf_add_str(out, "<item><title>");
    add_title(w, article, out);
    kiri_buf_add_str(out, "</title><link>");
    add_link(w, s, article, out);
    kiri_buf_add_str(out, "</link><guid isPermaLink=\"true\">");
    add_url(w, article, out);
    kiri_buf_add_str(out, "</guid>");
    world_http_date(a->published_us, date);
    if (s->dates == WORLD_DATED)
        kiri_buf_printf(out, "<pubDate>%s</pubDate>", date);
    else
        add_dated("<dc:date>", a->published_us, s->dates, "</dc:date>", out);
    kiri_buf_add_str(out, "</item>\n");
}

static void add_rdf_item(const World *w, const WorldSource *s, guint32 article, KiriBuf *out)
{
    kiri_buf_add_str(out, "<item rdf:about=\"");
    add_url(w, article, out);
    kiri_buf_add_str(out, "\"><title>");
    add_title(w, article, out);
    kiri_buf_add_str(out, "</title><link>");
    add_link(w, s, article, out);
    kiri_buf_add_str(out, "</link>");
    add_dated("<dc:date>", w->articles[article].published_us, s->dates, "</dc:date>", out);
    kiri_buf_add_str(out, "</item>\n");
}

static void add_atom_entry(const World *w, const WorldSource *s, guint32 article, KiriBuf *out)
{
    kiri_buf_add_str(out, "<entry><id>");
    add_url(w, article, out);
    kiri_buf_add_str(out, "</id><title>");
    add_title(w, article, out);
    kiri_buf_add_str(out, "</title><link href=\"");
    add_link(w, s, article, out);
    kiri_buf_add_str(out, "\"/>");
    add_dated("<published>", w->articles[article].published_us, s->dates, "</published>", out);
    kiri_buf_add_str(out, "</entry>\n");
}

static void add_sitemap_url(const World *w, const WorldSource *s, guint32 article, KiriBuf *out)
{
    kiri_buf_add_str(out, "<url><loc>");
    add_link(w, s, article, out);
    kiri_buf_add_str(out, "</loc><news:news><news:publication><news:name>紙</news:name>"
                          "<news:language>ja</news:language></news:publication>");
    add_dated("<news:publication_date>", w->articles[article].published_us, s->dates,
              "</news:publication_date>", out);
    kiri_buf_add_str(out, "<news:title>");
    add_title(w, article, out);
    kiri_buf_add_str(out, "</news:title></news:news></url>\n");
}

static void add_list_item(const World *w, const WorldSource *s, guint32 article, KiriBuf *out)
{
    kiri_buf_add_str(out, "<li><a href=\"");
    add_path(w, article, out);
    if (s->is_tracked)
        kiri_buf_add_str(out, "?utm_source=top");
    kiri_buf_add_str(out, "\">");
    add_title(w, article, out);
    kiri_buf_add_str(out, "</a></li>\n");
}

/* What changes every minute in a restless source. */
static void add_restless(const WorldSource *s, gint64 now_us, KiriBuf *out)
{
    char date[WORLD_HTTP_DATE];
    if (s->validators != WORLD_RESTLESS)
        return;
    world_http_date(now_us - now_us % KIRI_US_PER_MINUTE, date);
    if (s->format == WORLD_RSS)
        kiri_buf_printf(out, "<lastBuildDate>%s</lastBuildDate>", date);
    else
        kiri_buf_printf(out, "<!-- %s -->", date);
}

static void add_head(const WorldSource *s, gint64 now_us, KiriBuf *out)
{
    static const char *const heads[] = {
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" "
        "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
        "xmlns:sy=\"http://purl.org/rss/1.0/modules/syndication/\"><channel>",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" "
        "xmlns=\"http://purl.org/rss/1.0/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
        "xmlns:sy=\"http://purl.org/rss/1.0/modules/syndication/\"><channel>",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" "
        "xmlns:news=\"http://www.google.com/schemas/sitemap-news/0.9\">\n",
        "<!DOCTYPE html><html lang=\"ja\"><head><meta charset=\"utf-8\">"
        "<title>ニュース一覧</title></head><body><nav><a href=\"/\">トップ</a> "
        "<a href=\"/about/\">会社案内</a> <a href=\"/politics/\">政治</a> "
        "<a href=\"/economy/\">経済</a> <a href=\"/sports/\">スポーツ</a></nav><main><ul>\n",
    };
    kiri_buf_add_str(out, heads[s->format]);
    if (s->format <= WORLD_ATOM)
        kiri_buf_printf(out, "<title>第%u面</title>", s->host);
    if (s->format <= WORLD_RDF)
        kiri_buf_printf(out, "<link>http://m%04u.example/</link>", s->host);
    if (s->ttl_min)
        kiri_buf_printf(out, "<ttl>%u</ttl>", s->ttl_min);
    if (s->update_period && s->format <= WORLD_RDF)
        kiri_buf_printf(out, "<sy:updatePeriod>%s</sy:updatePeriod>", s->update_period);
    add_restless(s, now_us, out);
    if (s->format == WORLD_RDF)
        kiri_buf_add_str(out, "</channel>");
}

void world_render_source(const World *w, const WorldSource *s, guint first, guint n, gint64 now_us,
                         KiriBuf *out)
{
    static void (*const add[])(const World *, const WorldSource *, guint32, KiriBuf *) = {
        add_rss_item, add_rdf_item, add_atom_entry, add_sitemap_url, add_list_item};
    static const char *const tails[] = {
        "</channel></rss>\n", "</rdf:RDF>\n", "</feed>\n", "</urlset>\n",
        "</ul></main><footer><a href=\"/contact/\">お問い合わせ</a> "
        "<a href=\"/privacy/\">個人情報の扱い</a></footer></body></html>\n"};
    add_head(s, now_us, out);
    for (guint k = n; k > first; k--)
        add[s->format](w, s, world_nth(w, s, k - 1), out);
    kiri_buf_add_str(out, tails[s->format]);
}

/* ---- single pages ---- */

void world_render_article(const World *w, guint article, KiriBuf *out)
{
    Dice d = dice_of_article(w, article);
    const char *office = PICK(offices, &d), *place = PICK(places, &d);
    kiri_buf_add_str(out, "<!DOCTYPE html><html lang=\"ja\"><head><meta charset=\"utf-8\"><title>");
    add_title(w, article, out);
    kiri_buf_add_str(out, "</title><link rel=\"canonical\" href=\"");
    add_url(w, article, out);
    kiri_buf_add_str(out, "\"><meta property=\"og:type\" content=\"article\">"
                          "<meta property=\"og:title\" content=\"");
    add_title(w, article, out);
    kiri_buf_add_str(out, "\"><meta property=\"article:published_time\" content=\"");
    add_rfc3339(w->articles[article].published_us, FALSE, out);
    kiri_buf_add_str(out, "\"></head><body><header><a href=\"/\">トップ</a></header><article><h1>");
    add_title(w, article, out);
    kiri_buf_add_str(out, "</h1>\n");
    for (guint i = 0; i < PARAGRAPHS; i++)
        kiri_buf_printf(out,
                        "<p>%sによると、%sでの対応は第%u報の時点で%u件に上った。%s。%s。</p>\n",
                        office, place, article, (guint)(dice_next(&d) % 900 + 100),
                        PICK(reasons, &d), PICK(voices, &d));
    kiri_buf_add_str(out, "</article><footer><a href=\"/contact/\">お問い合わせ</a></footer>"
                          "</body></html>\n");
}

void world_render_robots(const World *w, guint host, KiriBuf *out)
{
    const WorldHost *h = &w->hosts[host];
    kiri_buf_add_str(out, "User-agent: *\nDisallow: /search\n");
    if (h->closes_members)
        kiri_buf_add_str(out, "Disallow: /members/\n");
    for (guint i = 0; i < h->n_sources; i++)
        if (w->sources[h->first_source + i].is_disallowed)
            kiri_buf_printf(out, "Disallow: /s/%u%s\nDisallow: /new/s/%u%s\n", h->first_source + i,
                            w->sources[h->first_source + i].format == WORLD_PAGE ? "/" : ".xml",
                            h->first_source + i,
                            w->sources[h->first_source + i].format == WORLD_PAGE ? "/" : ".xml");
    if (h->crawl_delay_s)
        kiri_buf_printf(out, "Crawl-delay: %" G_GINT64_FORMAT "\n", h->crawl_delay_s);
}
