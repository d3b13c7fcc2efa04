// SPDX-License-Identifier: GPL-3.0-or-later
/* The rows of a digest, and what is counted over them. A clip that an earlier digest of
 * the same mailing told stays out of rows and counts, but is told for ever: it would come
 * again if it were forgotten. */
#include <kirinuki/digest.h>

#include "digest_parts.h"
#include "words/lang.h"
#include "words/words.h"

#include <kirinuki/hash.h>
#include <kirinuki/url.h>

#include <string.h>

char *kiri_digest_line(const char *text)
{
    GString *line = g_string_new(NULL);
    for (const char *p = text ? text : ""; *p; p += g_utf8_skip[(guchar)*p]) {
        gunichar c = g_utf8_get_char(p);
        gboolean is_blank =
            g_unichar_isspace(c) || g_unichar_iscntrl(c) ||
            (g_unichar_type(c) == G_UNICODE_FORMAT && c != 0x200d); // emoji's joiner
        if (!is_blank)
            g_string_append_unichar(line, c);
        else if (line->len && line->str[line->len - 1] != ' ')
            g_string_append_c(line, ' ');
    }
    g_strchomp(line->str);
    return g_string_free(line, FALSE);
}

char *kiri_digest_when(KiriTime t, gint64 now_us, KiriReportLang lang, KiriEra era)
{
    static const char *const weekdays[] = {"日", "月", "火", "水", "木", "金", "土"};
    if (!kiri_time_is_set(t))
        return g_strdup(kiri_say(lang, "掲載日時不明"));
    KiriCivil c = kiri_civil_from_us(t.us, KIRI_JST_MIN);
    gboolean has_clock = t.precision > KIRI_PRECISION_DAY;
    g_autofree char *clock = has_clock ? g_strdup_printf("%d:%02d", c.hour, c.minute) : NULL;
    if (lang == KIRI_REPORT_EN)
        return g_strdup_printf("%04d-%02d-%02d%s%s", c.year, c.month, c.day, clock ? " " : "",
                               clock ? clock : "");
    if (c.year == kiri_civil_from_us(now_us, KIRI_JST_MIN).year)
        return g_strdup_printf("%d月%d日（%s）%s", c.month, c.day, weekdays[c.weekday],
                               clock ? clock : "");
    g_auto(KiriBuf) date;
    kiri_buf_init(&date, KIRI_BUF_UNCAPPED);
    kiri_report_date(t.us, era, FALSE, &date);
    return g_strconcat(date.p, clock, NULL);
}

const char *kiri_digest_class(KiriClass c, KiriReportLang lang)
{
    switch (c) {
    case KIRI_CLASS_MENTION:
        return kiri_say(lang, "言及");
    case KIRI_CLASS_PUBLICITY:
        return kiri_say(lang, "編集記事");
    case KIRI_CLASS_SYNDICATED:
        return kiri_say(lang, "配信・転載");
    case KIRI_CLASS_VERBATIM:
        return kiri_say(lang, "原文転載");
    case KIRI_CLASS_NONE:
    case KIRI_N_CLASSES:
        break;
    }
    return kiri_say(lang, "対象外");
}

const char *kiri_digest_subject_of(const KiriSummary *s)
{
    return s->release ? s->release->title : s->topic ? s->topic->name : NULL;
}

char *kiri_digest_copy_of(const KiriDigestRow *row, KiriReportLang lang)
{
    if (row->origin)
        return g_strdup_printf(kiri_say(lang, "（No.%uの転載）"), row->origin);
    return g_strdup(row->is_known_copy ? kiri_say(lang, "（配信済みの記事の転載）") : "");
}

/* ---- rows ---- */

static void row_free(gpointer data)
{
    KiriDigestRow *row = data;
    g_free(row->title);
    g_free(row->url);
    g_free(row->medium);
    g_free(row->when);
    g_free(row->what);
    g_free(row->remarks);
    g_free(row);
}

static char *remarks_of(const KiriSummaryClip *c, KiriReportLang lang)
{
    const KiriEvidence *e = c->clip->evidence;
    const struct {
        gboolean applies;
        const char *text;
    } all[] = {
        {c->standing.needs_review, kiri_say(lang, "要確認")},
        {e && kiri_recs_count(e->contradictions) > 0, kiri_say(lang, "発表との相違")},
        {c->article->is_corrected, kiri_say(lang, "訂正あり")},
        {kiri_time_is_set(c->article->removed), kiri_say(lang, "削除済み")},
        {c->is_retitled, kiri_say(lang, "見出し変更")},
        {c->article->is_paywalled, kiri_say(lang, "有料記事")},
    };
    GString *text = g_string_new(NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(all); i++)
        if (all[i].applies)
            g_string_append_printf(text, "%s%s", text->len ? kiri_say(lang, "、") : "",
                                   all[i].text);
    return g_string_free(text, FALSE);
}

/* Addresses of the web alone: a link is something that people press. */
static char *link_of(const KiriArticle *article)
{
    const char *url = kiri_article_link(article);
    gboolean is_web = url && (g_ascii_strncasecmp(url, "http://", 7) == 0 ||
                              g_ascii_strncasecmp(url, "https://", 8) == 0);
    if (!is_web)
        return NULL;
    for (const char *p = url; *p; p++)
        if ((guchar)*p <= 0x20 || *p == 0x7f)
            return NULL;
    return g_strdup(url);
}

char *kiri_digest_medium(const KiriMedium *medium, const KiriArticle *article)
{
    const char *name = medium ? medium->name : article->site_name;
    const char *url = kiri_article_link(article);
    g_autoptr(KiriUrl) parsed =
        (!name || !*name) && url ? kiri_url_parse(kiri_str(url), NULL) : NULL;
    return kiri_digest_line(parsed && parsed->host ? parsed->host : name);
}

/* "朝日新聞　朝刊 3面": where it stood in print or on air stands with the medium. */
static char *medium_of(const KiriSummaryClip *c)
{
    g_autofree char *known = kiri_digest_medium(c->medium, c->article);
    g_autofree char *name = *known ? g_strdup(known) : g_strdup(kiri_report_medium_name(c));
    g_autofree char *raw = kiri_article_place(c->article);
    g_autofree char *place = kiri_digest_line(raw);
    return g_strconcat(name, *place ? " " : "", place, NULL);
}

static gboolean is_late(const KiriDigestWork *w, const KiriSummaryClip *c)
{
    const KiriMailing *m = w->o->mailing;
    return m && kiri_time_is_set(m->last) && kiri_time_is_set(c->article->published) &&
           c->article->published.us < m->last.us;
}

static gboolean take_clip(const KiriSummaryClip *c, gpointer data, GError **error)
{
    KiriDigestWork *w = data;
    (void)error;
    g_ptr_array_add(w->d->clips, g_strdup(c->clip->id));
    if (w->o->mailing && kiri_mailing_was_told(w->o->mailing, c->clip->id))
        return TRUE;
    KiriReportLang lang = w->o->lang;
    KiriDigestRow *row = g_new0(KiriDigestRow, 1);
    g_ptr_array_add(w->d->rows, row);
    row->number = w->d->rows->len;
    g_hash_table_insert(w->told_numbers, GUINT_TO_POINTER(c->number),
                        GUINT_TO_POINTER(row->number));
    row->title = kiri_digest_line(c->article->title);
    if (!*row->title) {
        g_free(row->title);
        row->title = g_strdup(kiri_say(lang, "（見出しなし）"));
    }
    row->url = link_of(c->article);
    row->medium = medium_of(c);
    row->when = kiri_digest_when(c->article->published, w->s->now_us, lang, w->o->era);
    row->what = g_strdup(kiri_digest_class(c->class_, lang));
    row->remarks = remarks_of(c, lang);
    row->origin = c->origin_number; // of the summary; made ours below
    row->is_late = is_late(w, c);
    w->has_print |= kiri_article_form(c->article) != KIRI_FORM_WEB;
    return TRUE;
}

static void number_origins(KiriDigestWork *w)
{
    for (guint i = 0; i < w->d->rows->len; i++) {
        KiriDigestRow *row = w->d->rows->pdata[i];
        if (!row->origin)
            continue;
        row->origin =
            GPOINTER_TO_UINT(g_hash_table_lookup(w->told_numbers, GUINT_TO_POINTER(row->origin)));
        row->is_known_copy = !row->origin;
    }
}

/* Over the rows, as the summary counts over its clips. */
static void count(KiriDigestWork *w)
{
    g_autoptr(GHashTable) stories = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GHashTable) media = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < w->s->total; i++) {
        const KiriSummaryRow *row = kiri_summary_row(w->s, i);
        if (!g_hash_table_contains(w->told_numbers, GUINT_TO_POINTER(row->number)))
            continue;
        w->d->total++;
        g_hash_table_add(stories, (gpointer)(guintptr)row->story);
        if (row->outlet && g_hash_table_add(media, (gpointer)(guintptr)row->outlet))
            w->d->tier1 += row->medium && row->medium->tier == 1;
    }
    w->d->unique = g_hash_table_size(stories);
    w->d->media = g_hash_table_size(media);
}

/* ---- the whole ---- */

static char *make_subject(const KiriDigestWork *w)
{
    KiriReportLang lang = w->o->lang;
    KiriTime now = kiri_time_jst(w->s->now_us);
    g_autofree char *when = kiri_digest_when(now, w->s->now_us, lang, w->o->era);
    const char *name = kiri_digest_subject_of(w->s);
    if (!name && w->o->mailing)
        name = w->o->mailing->name;
    g_autofree char *line = kiri_digest_line(name);
    g_autofree char *shown = kiri_digest_line(line);
    if (g_utf8_strlen(shown, -1) > 60) {
        g_autofree char *front = g_utf8_substring(shown, 0, 59);
        g_free(shown);
        shown = g_strconcat(front, "…", NULL);
    }
    g_autofree char *quoted = g_strdup_printf(kiri_say(lang, "「%s」"), shown);
    g_autofree char *about = *shown ? g_strconcat(quoted, " ", NULL) : g_strdup("");
    return g_strdup_printf(kiri_say(lang, "【報道】%s%s現在 %u件（実件数%u件）"), about, when,
                           w->d->total, w->d->unique);
}

/* Everything that a reader is told, but the moment. */
static void make_key(const KiriDigestWork *w)
{
    const KiriSummary *s = w->s;
    g_autoptr(GString) all = g_string_new(NULL);
    g_string_append_printf(all, "%d %s %s\n", (gint)w->o->lang, s->release ? s->release->id : "",
                           s->topic ? s->topic->id : "");
    if (w->o->mailing)
        g_string_append_printf(all, "%s %" G_GINT64_FORMAT "\n", w->o->mailing->name,
                               w->o->mailing->last.us);
    else
        g_string_append_printf(all, "%" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n", s->from_us,
                               s->to_us);
    for (const char *const *name = w->o->attached; name && *name; name++)
        g_string_append_printf(all, "%s\n", *name);
    for (guint i = 0; i < w->d->rows->len; i++) {
        const KiriDigestRow *row = w->d->rows->pdata[i];
        g_string_append_printf(all, "%s\t%s\t%s\t%s\t%s\t%s\t%u\n", row->title,
                               row->url ? row->url : "", row->medium, row->when, row->what,
                               row->remarks, row->origin);
    }
    kiri_hash128_hex((KiriStr){all->str, all->len}, w->d->key);
}

KiriDigest *kiri_digest_make(const KiriSummary *summary, const KiriDigestOptions *options,
                             GError **error)
{
    g_autoptr(KiriDigest) d = g_new0(KiriDigest, 1);
    g_autoptr(GHashTable) numbers = g_hash_table_new(NULL, NULL);
    KiriDigestWork w = {summary, options, d, numbers, FALSE};
    d->rows = g_ptr_array_new_with_free_func(row_free);
    d->clips = g_ptr_array_new_with_free_func(g_free);
    if (!kiri_summary_each(summary, take_clip, &w, error))
        return NULL;
    number_origins(&w);
    count(&w);
    make_key(&w);
    d->subject = make_subject(&w);
    d->text = kiri_digest_text(&w);
    d->html = kiri_digest_html(&w);
    return g_steal_pointer(&d);
}

void kiri_digest_free(KiriDigest *d)
{
    if (!d)
        return;
    g_free(d->subject);
    g_free(d->text);
    g_free(d->html);
    g_clear_pointer(&d->rows, g_ptr_array_unref);
    g_clear_pointer(&d->clips, g_ptr_array_unref);
    g_free(d);
}
