// SPDX-License-Identifier: GPL-3.0-or-later
/* Sites hang their name, the section and the number of the page on a headline, in
 * front, behind or both, in a dozen styles. A separator alone proves nothing: it
 * stands within headlines as well. So cuts only propose, and what a part is called
 * elsewhere on the page (metadata, logo, copyright line, menu) tells what it is. */
#include "title_parts.h"
#include "byline.h"
#include "page_brand.h"
#include "text_match.h"

#include <kirinuki/date_text.h>
#include <kirinuki/record.h>
#include <kirinuki/url.h>

#include <string.h>

enum {
    MAX_NAME_CHARS = 40, // some write the headline where the site's name belongs
    MAX_SITE_CHARS = 30,
    MAX_ADDED_CHARS = 15,
    MAX_SECTION_BYTES = 36,
    BARE_BYTES = 90
};

static const char *const separators[] = {
    " | ", "｜",   " - ", " – ",  " — ",  " ― ",  " － ", " :: ", " : ",  " » ", " « ",
    " › ", " > ",  " < ", " ＞ ", " ＜ ", " 〈 ", " 〉 ", " / ",  " ／ ", " • ", " · ",
    " ~ ", " ～ ", "|",   "：",   " ‐ ",  " ─ ",  "┃",    "│",    " ■ ",  " ◆ ",
};

/* Separators that stand within headlines too. */
static const char *const bare[] = {":",  "-",  "－", "―",  "—", "–",  "‐",  "/",
                                   "／", "＞", ">",  "＜", "<", "・", "　", " "};

/* ---- the site's names ---- */

void kiri_site_names_add(KiriSiteNames *sites, const char *name)
{
    if (!name || sites->n == KIRI_TITLE_MAX_SITES)
        return;
    g_autofree char *squeezed = kiri_squeeze(kiri_str(name));
    glong chars = kiri_chars(squeezed);
    if (chars >= 2 && chars <= MAX_NAME_CHARS && !kiri_site_names_has(sites, squeezed))
        sites->names[sites->n++] = g_steal_pointer(&squeezed);
}

/* "news.example.co.jp" → "example": titles often end in it. */
static void add_host_label(KiriSiteNames *sites)
{
    g_autoptr(KiriUrl) url = kiri_url_parse(kiri_str(sites->page->input->url), NULL);
    g_autofree char *domain = url && url->host ? kiri_url_registrable_domain(url->host) : NULL;
    if (!domain)
        return;
    kiri_site_names_add(sites, domain);
    *strchrnul(domain, '.') = 0;
    kiri_site_names_add(sites, domain);
}

void kiri_site_names_read(KiriSiteNames *sites, const KiriReading *page)
{
    static const char *const keys[] = {"og:site_name", "application-name", "al:ios:app_name",
                                       "apple-mobile-web-app-title"};
    *sites = (KiriSiteNames){.page = page};
    for (guint i = 0; i < G_N_ELEMENTS(keys); i++)
        kiri_site_names_add(sites, kiri_page_meta_get(page->meta, keys[i]));
    kiri_site_names_add(sites, page->ld->publisher);
    kiri_site_names_add(sites, page->ld->website);
    /* Aggregators name the paper that wrote it. */
    for (guint i = 0; i < MIN(kiri_strv_count(page->ld->authors), 4u); i++)
        if (!kiri_is_person_name(kiri_str(page->ld->authors[i])))
            kiri_site_names_add(sites, page->ld->authors[i]);
    for (guint i = 0; i < page->brands->n; i++)
        kiri_site_names_add(sites, page->brands->items[i].name);
    add_host_label(sites);
}

void kiri_site_names_clear(KiriSiteNames *sites)
{
    for (guint i = 0; i < sites->n; i++)
        g_free(sites->names[i]);
    sites->n = 0;
}

gboolean kiri_site_names_has(const KiriSiteNames *sites, const char *squeezed)
{
    for (guint i = 0; i < sites->n; i++)
        if (strcmp(sites->names[i], squeezed) == 0)
            return TRUE;
    return FALSE;
}

static gboolean has_suffix(KiriStr s, const char *tail)
{
    gsize n = strlen(tail);
    return s.n >= n && memcmp(s.p + s.n - n, tail, n) == 0;
}

static glong chars_of(KiriStr s)
{
    return g_utf8_strlen(s.p, (gssize)s.n);
}

/* ---- kinds of parts ---- */

gboolean kiri_title_is_domain(KiriStr part)
{
    static const char *const tails[] = {".com", ".jp", ".net", ".tv", ".org", ".news", NULL};
    for (guint i = 0; tails[i]; i++)
        if (has_suffix(part, tails[i]))
            return chars_of(part) <= MAX_SITE_CHARS;
    return FALSE;
}

static gboolean ends_like_site(KiriStr part)
{
    static const char *const tails[] = {
        "新聞",   "新聞社",       "ニュース", "オンライン", "デジタル",       "サイト", "新報",
        "日報",   "ホームページ", "ブログ",   "通信",       "放送",           "テレビ", "Online",
        "online", "News",         "NEWS",     "Blog",       "blog",           "WEB",    "ＷＥＢ",
        "Web",    "プレス",       "マガジン", "タイムズ",   "プレスリリース", "電子版", NULL};
    for (guint i = 0; tails[i]; i++)
        if (has_suffix(part, tails[i]))
            return chars_of(part) <= MAX_SITE_CHARS;
    return kiri_title_is_domain(part);
}

static gboolean has_hiragana(const char *s)
{
    for (; *s; s = kiri_next_char(s)) {
        gunichar c = g_utf8_get_char(s);
        if (c >= 0x3041 && c <= 0x3096 && c != U'の')
            return TRUE;
    }
    return FALSE;
}

/* "南海スポーツ 芸能" on 南海スポーツ, "NKK" on NKKニュース. */
static gboolean is_site_with_more(const KiriSiteNames *sites, const char *squeezed)
{
    gsize n = strlen(squeezed);
    glong chars = kiri_chars(squeezed);
    for (guint i = 0; i < sites->n; i++) {
        const char *name = sites->names[i];
        gsize m = strlen(name);
        glong name_chars = kiri_chars(name);
        if (name_chars >= 3 && n > m && memcmp(squeezed, name, m) == 0 &&
            chars <= name_chars + MAX_ADDED_CHARS && !has_hiragana(squeezed + m))
            return TRUE;
        if (chars >= 3 && m > n && memcmp(name, squeezed, n) == 0)
            return TRUE;
    }
    return FALSE;
}

/* "1/3", "2ページ目", "(全3ページ)", "Part 2", "page 2": figures, and words for pages. */
gboolean kiri_title_is_page_mark(KiriStr s)
{
    static const char *const words[] = {"ページ目", "ページ", "頁", "Part", "part", "Page",
                                        "page",     "全",     "中", "の",   "/",    "／",
                                        " ",        "P",      "p",  NULL};
    gboolean has_digit = FALSE, has_word = FALSE;
    for (gsize at = 0; at < s.n;) {
        gsize n = 0;
        if (g_ascii_isdigit(s.p[at])) {
            has_digit = TRUE;
            at++;
            continue;
        }
        for (guint i = 0; words[i] && !n; i++) {
            gsize m = strlen(words[i]);
            n = s.n - at >= m && memcmp(s.p + at, words[i], m) == 0 ? m : 0;
        }
        if (!n)
            return FALSE;
        has_word |= s.p[at] != ' ';
        at += n;
    }
    return has_digit && has_word && s.n <= 40;
}

gboolean kiri_title_is_site(const KiriSiteNames *sites, KiriStr part, gboolean is_last)
{
    part = kiri_str_strip(part);
    if (!part.n)
        return FALSE;
    if (kiri_title_is_page_mark(part) ||
        (is_last ? ends_like_site(part) : kiri_title_is_domain(part)))
        return TRUE;
    g_autofree char *squeezed = kiri_squeeze(part);
    return squeezed[0] &&
           (kiri_site_names_has(sites, squeezed) || is_site_with_more(sites, squeezed));
}

gboolean kiri_title_is_section_word(KiriStr part)
{
    static const char *const words[] = {"社会",
                                        "政治",
                                        "経済",
                                        "国際",
                                        "国内",
                                        "海外",
                                        "スポーツ",
                                        "芸能",
                                        "エンタメ",
                                        "文化",
                                        "地域",
                                        "地方",
                                        "科学",
                                        "生活",
                                        "暮らし",
                                        "くらし",
                                        "医療",
                                        "健康",
                                        "教育",
                                        "環境",
                                        "テクノロジー",
                                        "ビジネス",
                                        "企業",
                                        "マネー",
                                        "速報",
                                        "ニュース",
                                        "記事",
                                        "トピックス",
                                        "お知らせ",
                                        "新着情報",
                                        "新着",
                                        "報道発表",
                                        "報道発表資料",
                                        "報道資料",
                                        "記者発表資料",
                                        "プレスリリース",
                                        "ニュースリリース",
                                        "リリース",
                                        "ニュース一覧",
                                        "報道発表一覧",
                                        "最新ニュース",
                                        "ライフ",
                                        "話題",
                                        "トレンド",
                                        "NEWS",
                                        "News",
                                        "ニュース詳細",
                                        "記事詳細",
                                        "イベント情報",
                                        "印刷",
                                        "印刷用",
                                        "印刷用ページ",
                                        NULL};
    part = kiri_str_strip(part);
    for (guint i = 0; words[i]; i++)
        if (strlen(words[i]) == part.n && memcmp(words[i], part.p, part.n) == 0)
            return TRUE;
    return FALSE;
}

/* Some short link of the page says just that: its menu and breadcrumbs do. */
static gboolean is_link_text(const KiriDom *dom, KiriStr part)
{
    if (part.n > MAX_SECTION_BYTES)
        return FALSE;
    for (guint i = 1; i < dom->n; i++) {
        const KiriDomNode *n = &dom->nodes[i];
        if (n->tag == KIRI_TAG_TEXT && n->text.n >= part.n && n->text.n < part.n + 40 &&
            kiri_str_equal(kiri_str_strip(n->text), part) && kiri_dom_ancestor(dom, i, KIRI_TAG_A))
            return TRUE;
    }
    return FALSE;
}

gboolean kiri_title_is_section(const KiriReading *page, KiriStr part)
{
    part = kiri_str_strip(part);
    const char *known[] = {page->ld->section, kiri_page_meta_get(page->meta, "article:section")};
    for (guint i = 0; i < G_N_ELEMENTS(known); i++)
        if (known[i] && kiri_str_equal(kiri_str(known[i]), part))
            return TRUE;
    return part.n && (kiri_title_is_section_word(part) || is_link_text(page->dom, part));
}

/* ---- cuts ---- */

/* Length of the one of `list` that `s` begins with, 0 for none. Asked at each
 * character of each title, so the first byte is looked at before the rest. */
static gsize listed_at(const char *s, const char *const *list, gsize n)
{
    for (gsize i = 0; i < n; i++)
        if (s[0] == list[i][0] && g_str_has_prefix(s, list[i]))
            return strlen(list[i]);
    return 0;
}

static gsize separator_at(const char *s)
{
    return listed_at(s, separators, G_N_ELEMENTS(separators));
}

gboolean kiri_title_is_separator(const char *s)
{
    return separator_at(s) > 0;
}

static gsize bare_at(const char *s)
{
    return listed_at(s, bare, G_N_ELEMENTS(bare));
}

static gboolean is_known_site(const KiriSiteNames *sites, KiriStr part, gboolean is_exact)
{
    g_autofree char *squeezed = kiri_squeeze(part);
    return squeezed[0] && (kiri_site_names_has(sites, squeezed) ||
                           (!is_exact && is_site_with_more(sites, squeezed)));
}

static gboolean is_between_wide(const char *start, const char *p, const char *behind)
{
    const char *before = g_utf8_find_prev_char(start, p);
    return before &&
           (kiri_is_wide(g_utf8_get_char(before)) || kiri_is_wide(g_utf8_get_char(behind)));
}

/* A bare separator at `p` parts headline and site only beside the site's name, and
 * a slash also before a section: "…/社会/南海スポーツ". */
static gsize bare_cut(const KiriSiteNames *sites, const char *s, const char *p)
{
    gsize n = bare_at(p);
    gboolean is_space = *p == ' ' || g_str_has_prefix(p, "　");
    if (!n || p == s || !p[n])
        return 0;
    /* Western words are parted by spaces: "The Guardian view on …". */
    if (is_space && (!sites->page->is_japanese || !is_between_wide(s, p, p + n)))
        return 0;
    KiriStr rest = kiri_str(p + n), before = {s, (gsize)(p - s)};
    if (rest.n <= BARE_BYTES && is_known_site(sites, rest, is_space || *p != ':'))
        return n;
    if (before.n <= BARE_BYTES && is_known_site(sites, before, TRUE))
        return n;
    const char *next = *p == '/' ? strchr(p + n, '/') : NULL;
    return next && kiri_title_is_section_word((KiriStr){p + n, (gsize)(next - p) - n}) ? n : 0;
}

guint kiri_title_cuts(const KiriSiteNames *sites, const char *s,
                      KiriTitleCut cuts[KIRI_TITLE_MAX_CUTS])
{
    guint n = 0;
    for (const char *p = s; *p && n < KIRI_TITLE_MAX_CUTS;) {
        gsize len = separator_at(p);
        if (!len)
            len = bare_cut(sites, s, p);
        if (len && p > s && p[len])
            cuts[n++] = (KiriTitleCut){(gsize)(p - s), len};
        p += len ? len : (gsize)(kiri_next_char(p) - p);
    }
    return n;
}

/* ---- brackets ---- */

static const char *const pairs[][2] = {{"（", "）"}, {"(", ")"},   {"【", "】"},
                                       {"［", "］"}, {"[", "]"},   {"〈", "〉"},
                                       {"《", "》"}, {"＜", "＞"}, {"〔", "〕"}};

/* "2024年3月5日", "2024/3/5掲載" */
static gboolean is_date(KiriStr s)
{
    static const char *const deeds[] = {"掲載", "公開", "配信", "更新", "付", "放送", "発表", NULL};
    KiriTime t;
    gsize from = 0, to = 0;
    if (!kiri_date_find(s, 0, &t, &from, &to) || from)
        return FALSE;
    KiriStr rest = kiri_str_strip((KiriStr){s.p + to, s.n - to});
    gboolean is_deed = !rest.n;
    for (guint i = 0; deeds[i] && !is_deed; i++)
        is_deed = kiri_str_equal(rest, kiri_str(deeds[i]));
    return is_deed;
}

/* Does what stands in brackets belong to the page and not to the headline? */
static gboolean is_other(const KiriSiteNames *sites, KiriStr inside, gboolean is_tail)
{
    static const char *const slashes[] = {"/", "／", NULL};
    inside = kiri_str_strip(inside);
    if (!inside.n)
        return FALSE;
    if (kiri_title_is_page_mark(inside) || is_known_site(sites, inside, !is_tail))
        return TRUE;
    if (!is_tail) // 【独自ニュース】 is a mark of the headline
        return FALSE;
    if (kiri_agency_of(inside) || is_date(inside) || ends_like_site(inside))
        return TRUE;
    const char *which = NULL, *slash = kiri_find_any(inside, slashes, &which); // METI/経済産業省
    if (!slash)
        return FALSE;
    gsize skip = (gsize)(slash - inside.p) + strlen(which);
    return is_known_site(sites, (KiriStr){inside.p, (gsize)(slash - inside.p)}, TRUE) ||
           is_known_site(sites, (KiriStr){inside.p + skip, inside.n - skip}, TRUE);
}

gsize kiri_title_before_tail(const KiriSiteNames *sites, KiriStr s, gboolean *is_others)
{
    s = (KiriStr){s.p, (gsize)(kiri_str_strip(s).p + kiri_str_strip(s).n - s.p)};
    for (guint i = 0; i < G_N_ELEMENTS(pairs); i++) {
        gsize close = strlen(pairs[i][1]), open = strlen(pairs[i][0]);
        if (!has_suffix(s, pairs[i][1]))
            continue;
        const char *at = g_strrstr_len(s.p, (gssize)s.n, pairs[i][0]);
        if (!at || at == s.p)
            return 0;
        gsize from = (gsize)(at - s.p);
        *is_others = is_other(sites, (KiriStr){at + open, s.n - from - open - close}, TRUE);
        return from;
    }
    return 0;
}

gboolean kiri_title_ends_in_day(KiriStr s)
{
    s = kiri_str_strip(s);
    for (guint i = 0; i < G_N_ELEMENTS(pairs); i++) {
        gsize close = strlen(pairs[i][1]), open = strlen(pairs[i][0]);
        const char *at =
            has_suffix(s, pairs[i][1]) ? g_strrstr_len(s.p, (gssize)s.n, pairs[i][0]) : NULL;
        if (at)
            return is_date((KiriStr){at + open, (gsize)(s.p + s.n - at) - open - close});
    }
    return FALSE;
}

gsize kiri_title_behind_head(const KiriSiteNames *sites, KiriStr s, gboolean *is_others)
{
    for (guint i = 0; i < G_N_ELEMENTS(pairs); i++) {
        gsize open = strlen(pairs[i][0]), close = strlen(pairs[i][1]);
        if (s.n <= open || memcmp(s.p, pairs[i][0], open) != 0)
            continue;
        const char *at = g_strstr_len(s.p + open, (gssize)(s.n - open), pairs[i][1]);
        if (!at || at + close == s.p + s.n)
            return 0;
        *is_others = is_other(sites, (KiriStr){s.p + open, (gsize)(at - s.p) - open}, FALSE);
        return (gsize)(at - s.p) + close;
    }
    return 0;
}

/* ---- edges ---- */

/* Brackets and wide signs part by themselves; narrow ones and spaces stand within
 * Western words and names. */
static const char *const edges[] = {"|",  "｜", "－", "―",  "：", "／", "＜", "＞",
                                    "〈", "〉", "《", "》", "【", "】", "（", "）",
                                    "［", "］", "〔", "〕", "～", "■",  NULL};
static const char *const bare_edges[] = {" ", "　", "-", "–", "—", ":", "/", "<", ">",
                                         "(", ")",  "[", "]", "~", "«", "»", NULL};

gboolean kiri_title_ends_at(const char *start, const char *s)
{
    const char *last = s > start ? g_utf8_find_prev_char(start, s) : NULL;
    return !*s || kiri_title_is_separator(s) || kiri_starts_with_any(s, edges) ||
           (last && kiri_is_wide(g_utf8_get_char(last)) && kiri_starts_with_any(s, bare_edges));
}

gboolean kiri_title_begins_at(const char *start, const char *s)
{
    enum { MOST_BYTES = 5 }; // of a separator
    const char *before = s > start ? g_utf8_find_prev_char(start, s) : NULL;
    if (!before || kiri_starts_with_any(before, edges) ||
        (kiri_is_wide(g_utf8_get_char(s)) && kiri_starts_with_any(before, bare_edges)))
        return TRUE;
    for (gsize n = 2; n <= MOST_BYTES && n <= (gsize)(s - start); n++)
        if (separator_at(s - n) == n)
            return TRUE;
    return FALSE;
}

gsize kiri_title_before_subtitle(KiriStr s)
{
    enum { LEAST_BYTES = 12 };
    static const char *const dashes[] = {"～", "〜", "―", "—", "─"};
    for (guint i = 0; i < G_N_ELEMENTS(dashes); i++) {
        gsize n = strlen(dashes[i]);
        if (s.n < n + LEAST_BYTES || memcmp(s.p + s.n - n, dashes[i], n) != 0)
            continue;
        const char *open = g_strrstr_len(s.p, (gssize)(s.n - n), dashes[i]);
        gsize at = open ? (gsize)(open - s.p) : 0;
        return at >= LEAST_BYTES && s.n - n - at - n >= LEAST_BYTES ? at : 0;
    }
    return 0;
}
