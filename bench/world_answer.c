// SPDX-License-Identifier: GPL-3.0-or-later
/* From a request to its answer. Troubles come first, those of the host before
 * those of the source; then what is asked for, by its path:
 *
 *   /robots.txt                      rules
 *   /s/7.xml, /s/7/                  source 7 (a feed or sitemap; a section page)
 *   /new/s/7.xml, /new/s/7/          the same, where it moved to
 *   /news/2026/04/27/n12.html        article 12 of the host
 *   /members/n12.html                the same, where robots.txt forbids it */
#include "world.h"

#include "dice.h"

#include <kirinuki/hash.h>

#include <string.h>

enum { LATE_MINUTES = 3, HANGING_S = 60 };

const char *const world_ask_names[] = {"robots", "source", "article", "other"};

void world_answer_init(WorldAnswer *a)
{
    memset(a, 0, sizeof *a);
    a->host = G_MAXUINT;
    kiri_buf_init(&a->headers, KIRI_BUF_UNCAPPED);
    kiri_buf_init(&a->body, KIRI_BUF_UNCAPPED);
}

void world_answer_clear(WorldAnswer *a)
{
    kiri_buf_clear(&a->headers);
    kiri_buf_clear(&a->body);
}

const char *world_status_text(gint64 status)
{
    switch (status) {
    case 200:
        return "OK";
    case 301:
        return "Moved Permanently";
    case 304:
        return "Not Modified";
    case 404:
        return "Not Found";
    case 429:
        return "Too Many Requests";
    case 502:
        return "Bad Gateway";
    case 503:
        return "Service Unavailable";
    default:
        return "Internal Server Error";
    }
}

void world_http_date(gint64 us, char out[WORLD_HTTP_DATE])
{
    static const char days[] = "SunMonTueWedThuFriSat";
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    KiriCivil c = kiri_civil_from_us(us, 0);
    g_snprintf(out, WORLD_HTTP_DATE, "%.3s, %02d %.3s %04d %02d:%02d:%02d GMT",
               days + 3 * c.weekday, c.day, months + 3 * (c.month - 1), c.year, c.hour, c.minute,
               c.second);
}

char *world_source_url(const World *w, guint number)
{
    const WorldSource *s = &w->sources[number];
    return g_strdup_printf("http://m%04u.example/s/%u%s", s->host, number,
                           s->format == WORLD_PAGE ? "/" : ".xml");
}

/* ---- what is asked for ---- */

static gboolean take(KiriStr *s, const char *prefix)
{
    gsize n = strlen(prefix);
    if (s->n < n || memcmp(s->p, prefix, n) != 0)
        return FALSE;
    s->p += n;
    s->n -= n;
    return TRUE;
}

static gboolean take_number(KiriStr *s, guint *number)
{
    guint64 value = 0;
    gsize i = 0;
    for (; i < s->n && g_ascii_isdigit(s->p[i]) && value < G_MAXUINT / 16; i++)
        value = value * 10 + (guint64)(s->p[i] - '0');
    s->p += i;
    s->n -= i;
    *number = (guint)value;
    return i > 0;
}

static guint find_host(const World *w, KiriStr name)
{
    guint number = 0;
    if (!take(&name, "m") || !take_number(&name, &number) || !take(&name, ".example"))
        return G_MAXUINT;
    return number < w->n_hosts ? number : G_MAXUINT;
}

static gboolean find_article(const World *w, KiriStr path, WorldAnswer *a)
{
    const WorldHost *h = &w->hosts[a->host];
    const char *slash = memrchr(path.p, '/', path.n);
    guint number = 0;
    if (!slash)
        return FALSE;
    KiriStr name = {slash + 1, path.n - (gsize)(slash + 1 - path.p)};
    if (!take(&name, "n") || !take_number(&name, &number) || number >= h->n_articles)
        return FALSE;
    a->ask = WORLD_ASK_ARTICLE;
    a->number = h->first_article + number;
    return TRUE;
}

static gboolean find_source(const World *w, KiriStr path, WorldAnswer *a)
{
    guint number = 0;
    if (!take(&path, "/s/") || !take_number(&path, &number) || number >= w->n_sources ||
        w->sources[number].host != a->host)
        return FALSE;
    a->ask = WORLD_ASK_SOURCE;
    a->number = number;
    return TRUE;
}

void world_find(const World *w, const WorldRequest *request, WorldAnswer *a)
{
    KiriStr path = request->path;
    a->ask = WORLD_ASK_OTHER;
    a->host = find_host(w, request->host);
    if (a->host == G_MAXUINT)
        return;
    if (kiri_str_equal(path, kiri_str("/robots.txt"))) {
        a->ask = WORLD_ASK_ROBOTS;
        return;
    }
    take(&path, "/new");
    if (!find_source(w, path, a))
        find_article(w, path, a);
}

/* ---- answers ---- */

static void set_status(WorldAnswer *a, gint64 status, const char *type)
{
    a->status = status;
    if (type)
        kiri_buf_printf(&a->headers, "Content-Type: %s\n", type);
}

static void answer_trouble(const WorldSpell *spell, WorldAnswer *a)
{
    switch (spell->trouble) {
    case WORLD_CLOSED:
    case WORLD_HANGING:
        a->status = 0;
        a->is_hanging = spell->trouble == WORLD_HANGING;
        return;
    case WORLD_BUSY:
    case WORLD_LIMITED:
        set_status(a, spell->trouble == WORLD_BUSY ? 503 : 429, "text/html; charset=utf-8");
        kiri_buf_printf(&a->headers, "Retry-After: %" G_GINT64_FORMAT "\n", spell->retry_after_s);
        break;
    case WORLD_WRONG:
        set_status(a, 200, "text/html; charset=utf-8");
        break;
    default:
        set_status(a, spell->trouble == WORLD_MISSING ? 404 : 500, "text/html; charset=utf-8");
    }
    kiri_buf_add_str(&a->body, "<!DOCTYPE html><html lang=\"ja\"><title>お知らせ</title>"
                               "<p>ただいまご利用いただけません。</p></html>\n");
}

/* The validators of this state of the source, "" for those it does not send. */
static void make_validators(const World *w, const WorldSource *s, guint first, guint n,
                            gint64 now_us, char etag[48], char modified[WORLD_HTTP_DATE])
{
    gint64 newest = n ? w->articles[world_nth(w, s, n - 1)].published_us : w->start_us;
    *etag = *modified = '\0';
    switch (s->validators) {
    case WORLD_HONEST:
        g_snprintf(etag, 48, "\"%x-%x\"", first, n);
        world_http_date(newest, modified);
        break;
    case WORLD_DATE_ONLY:
        world_http_date(newest, modified);
        break;
    case WORLD_RESTLESS:
        g_snprintf(etag, 48, "W/\"%" G_GINT64_MODIFIER "x\"", now_us / KIRI_US_PER_MINUTE);
        break;
    case WORLD_LYING_ETAG:
        g_strlcpy(etag, "\"feed\"", 48);
        break;
    case WORLD_LYING_DATE:
        world_http_date(w->start_us, modified);
        break;
    case WORLD_NONE:
        break;
    }
}

static void answer_source(const World *w, const WorldRequest *r, gint64 now_us, WorldAnswer *a)
{
    static const char *const types[] = {"application/rss+xml; charset=utf-8", "application/rdf+xml",
                                        "application/atom+xml", "application/xml",
                                        "text/html; charset=utf-8"};
    const WorldSource *s = &w->sources[a->number];
    if (s->moved_us && now_us >= s->moved_us && r->path.n > 4 && memcmp(r->path.p, "/new", 4)) {
        set_status(a, 301, NULL);
        kiri_buf_printf(&a->headers, "Location: /new%.*s\n", (int)r->path.n, r->path.p);
        return;
    }
    char etag[48], modified[WORLD_HTTP_DATE];
    guint n = world_n_published(w, s, now_us), first = world_first_named(w, s, n, now_us);
    make_validators(w, s, first, n, now_us, etag, modified);
    gboolean is_known = r->if_none_match ? *etag && strcmp(r->if_none_match, etag) == 0
                                         : r->if_modified_since && *modified &&
                                               strcmp(r->if_modified_since, modified) == 0 &&
                                               s->validators != WORLD_LYING_DATE;
    set_status(a, is_known ? 304 : 200, is_known ? NULL : types[s->format]);
    if (*etag)
        kiri_buf_printf(&a->headers, "ETag: %s\n", etag);
    if (*modified)
        kiri_buf_printf(&a->headers, "Last-Modified: %s\n", modified);
    if (s->max_age_s)
        kiri_buf_printf(&a->headers, "Cache-Control: public, max-age=%u\n", s->max_age_s);
    if (!is_known)
        world_render_source(w, s, first, n, now_us, &a->body);
}

static void answer_article(const World *w, gint64 now_us, WorldAnswer *a)
{
    const WorldArticle *article = &w->articles[a->number];
    gint64 age_us = now_us - article->published_us;
    gboolean is_late = article->is_late && age_us < LATE_MINUTES * KIRI_US_PER_MINUTE;
    set_status(a,
               age_us < 0 || article->is_gone ? 404
               : is_late                      ? 502
                                              : 200,
               "text/html; charset=utf-8");
    if (a->status == 200)
        world_render_article(w, a->number, &a->body);
}

static void answer_robots(const World *w, WorldAnswer *a)
{
    set_status(a, w->hosts[a->host].has_robots ? 200 : 404, "text/plain");
    if (a->status == 200)
        world_render_robots(w, a->host, &a->body);
}

/* Around the host's usual time, by chance of path and moment. */
static gint64 latency(const WorldHost *h, const WorldRequest *r, gint64 now_us)
{
    Dice d = dice_new(kiri_hash64(r->path), (guint64)now_us, 0);
    return (gint64)((gdouble)h->latency_us * (0.7 + 0.6 * dice_unit(&d)));
}

void world_answer(const World *w, const WorldRequest *r, gint64 now_us, WorldAnswer *a)
{
    world_find(w, r, a);
    if (a->host == G_MAXUINT)
        return;
    const WorldHost *h = &w->hosts[a->host];
    const WorldSource *s = a->ask == WORLD_ASK_SOURCE ? &w->sources[a->number] : NULL;
    const WorldSpell *spell = world_spell(h->spells, h->n_spells, now_us);
    if (!spell && s)
        spell = world_spell(s->spells, s->n_spells, now_us);
    a->latency_us = latency(h, r, now_us);
    if (spell)
        answer_trouble(spell, a);
    else if (a->ask == WORLD_ASK_ROBOTS)
        answer_robots(w, a);
    else if (a->ask == WORLD_ASK_SOURCE)
        answer_source(w, r, now_us, a);
    else if (a->ask == WORLD_ASK_ARTICLE)
        answer_article(w, now_us, a);
    else
        set_status(a, 404, "text/html; charset=utf-8");
    if (a->is_hanging)
        a->latency_us = HANGING_S * KIRI_US_PER_SECOND;
}
