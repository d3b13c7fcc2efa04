// SPDX-License-Identifier: GPL-3.0-or-later
/* How text gets into the page: escaped, and links only to the web. */
#include "html.h"

#include "words.h"

#include <kirinuki/score.h>

#include <math.h>

void kiri_html_raw(KiriHtml *h, const char *markup)
{
    kiri_buf_add_str(h->out, markup);
}

void kiri_html_put(KiriHtml *h, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *text = g_markup_vprintf_escaped(format, args);
    va_end(args);
    kiri_buf_add_str(h->out, text);
}

/* Schemes are compared as a browser reads them: in any case, nothing before. */
static gboolean is_web_address(const char *url)
{
    return url && (g_ascii_strncasecmp(url, "http://", 7) == 0 ||
                   g_ascii_strncasecmp(url, "https://", 8) == 0);
}

void kiri_html_link(KiriHtml *h, const char *url, const char *text)
{
    const char *shown = text && *text ? text : "（見出しなし）";
    if (is_web_address(url))
        kiri_html_put(h, "<a href=\"%s\" rel=\"noopener noreferrer\">%s</a>", url, shown);
    else
        kiri_html_put(h, "<bdi>%s</bdi>", shown);
}

void kiri_html_quote(KiriHtml *h, const char *sentence)
{
    const char *text = sentence ? sentence : "";
    glong chars = g_utf8_strlen(text, -1);
    g_autofree char *taken = g_utf8_substring(text, 0, MIN(chars, (glong)KIRI_HTML_QUOTE_CHARS));
    kiri_html_put(h, "<q>%s%s</q>", taken, chars > KIRI_HTML_QUOTE_CHARS ? "…" : "");
}

void kiri_html_day(KiriHtml *h, gint64 us)
{
    kiri_report_date(us, h->o->era, FALSE, h->out);
}

void kiri_html_when(KiriHtml *h, KiriTime t)
{
    static const char *const weekdays[] = {"日", "月", "火", "水", "木", "金", "土"};
    if (!kiri_time_is_set(t)) {
        kiri_html_raw(h, "不明");
        return;
    }
    KiriCivil c = kiri_civil_from_us(t.us, KIRI_JST_MIN);
    if (c.year != kiri_civil_from_us(h->s->now_us, KIRI_JST_MIN).year)
        kiri_html_put(h, "%d年", c.year);
    kiri_html_put(h, "%d月%d日（%s）", c.month, c.day, weekdays[c.weekday]);
    if (t.precision > KIRI_PRECISION_DAY)
        kiri_html_put(h, "%d:%02d", c.hour, c.minute);
}

void kiri_html_number(KiriHtml *h, gint64 n)
{
    g_autofree char *text = kiri_number_grouped(n);
    kiri_html_raw(h, text);
}

/* Length of the run of digits that begins at `p`. */
static gsize digits_at(const char *p)
{
    gsize n = 0;
    while (g_ascii_isdigit(p[n]))
        n++;
    return n;
}

void kiri_html_figure(KiriHtml *h, const char *value)
{
    g_autoptr(GString) text = g_string_new(NULL);
    const char *p = value ? value : "";
    while (*p) {
        gsize n = digits_at(p);
        gboolean is_fraction = text->len && text->str[text->len - 1] == '.';
        gboolean is_grouped = n > 3 && !is_fraction && !g_str_has_prefix(p + n, "年");
        for (gsize i = 0; i < MAX(n, 1); i++) {
            if (is_grouped && i && (n - i) % 3 == 0)
                g_string_append_c(text, ',');
            g_string_append_c(text, p[i]);
        }
        p += MAX(n, 1);
    }
    kiri_html_put(h, "%s", text->str);
}

void kiri_html_percent(KiriHtml *h, gdouble share)
{
    glong tenths = lround(share * 1000);
    kiri_html_put(h, "%ld.%ld", tenths / 10, tenths % 10);
}

const char *kiri_html_class_name(KiriClass c)
{
    static const char *const names[KIRI_N_CLASSES] = {
        [KIRI_CLASS_NONE] = "対象外",        [KIRI_CLASS_MENTION] = "言及",
        [KIRI_CLASS_PUBLICITY] = "編集記事", [KIRI_CLASS_SYNDICATED] = "配信・転載",
        [KIRI_CLASS_VERBATIM] = "原文転載",
    };
    return names[c];
}

void kiri_html_title(KiriHtml *h, const KiriArticle *article)
{
    kiri_html_link(h, kiri_article_link(article), article->title);
}

void kiri_html_headline(KiriHtml *h, const KiriSummaryClip *c)
{
    g_autofree char *place = kiri_article_place(c->article);
    kiri_html_put(h, "<span class=\"medium\">%s</span>　", kiri_report_medium_name(c));
    if (*place)
        kiri_html_put(h, "<span class=\"place\">%s</span>　", place);
    kiri_html_title(h, c->article);
}

/* ---- yen ---- */

/* The calculation line by line, as it was made. */
static void put_factors(KiriHtml *h, const KiriScore *score)
{
    kiri_html_raw(h, "<dl class=\"factors\">");
    for (guint i = 0; i < kiri_recs_count(score->lines); i++) {
        const KiriScoreLine *line = g_ptr_array_index(score->lines, i);
        g_autofree char *value = kiri_score_line_text(line);
        kiri_html_put(h, "<dt>%s%s%s</dt><dd>%s%s", line->sign ? line->sign : "",
                      line->sign ? " " : "", line->label, value, line->unit ? line->unit : "");
        if (line->note)
            kiri_html_put(h, "（%s）", line->note);
        if (line->is_outside)
            kiri_html_raw(h, "<span class=\"warn\">有効期間外の値</span>");
        if (line->source)
            kiri_html_put(h, "　<span class=\"meta\">出典：%s</span>", line->source);
        kiri_html_raw(h, "</dd>");
    }
    kiri_html_raw(h, "</dl>");
}

/* A person's figure, the computed one beside it. */
static void put_override(KiriHtml *h, const KiriWorth *worth)
{
    kiri_html_number(h, worth->yen);
    kiri_html_raw(h, "円（利用者の値。算定値：");
    if (worth->is_computed_known)
        kiri_html_number(h, worth->computed_yen);
    kiri_html_put(h, "%s。理由：%s", worth->is_computed_known ? "円" : "算定不能",
                  worth->override->reason ? worth->override->reason : "");
    if (worth->override->by)
        kiri_html_put(h, "、%s", worth->override->by);
    kiri_html_raw(h, "）");
}

void kiri_html_yen(KiriHtml *h, const KiriScore *score, const KiriVerdict *verdict)
{
    KiriWorth worth = kiri_worth(score, verdict);
    if (worth.override) {
        put_override(h, &worth);
        return;
    }
    if (!score || !score->is_known) {
        kiri_html_put(h, "算定不能（%s）",
                      score && score->unknown_reason ? score->unknown_reason : "未算定");
        return;
    }
    kiri_html_raw(h, "<details><summary>");
    kiri_html_number(h, score->ave_yen);
    kiri_html_put(h, "円%s</summary>", score->is_estimate ? "（推計）" : "");
    put_factors(h, score);
    kiri_html_raw(h, "</details>");
}

/* ---- stories ---- */

static void free_story(gpointer data)
{
    KiriHtmlStory *story = data;
    g_ptr_array_unref(story->copies);
    g_free(story);
}

static gboolean is_root(const KiriSummaryRow *row)
{
    return g_str_equal(row->story, row->article);
}

KiriSummaryClip *kiri_html_open(KiriHtml *h, const KiriSummaryRow *row)
{
    return h->error ? NULL : kiri_summary_open_clip(h->s, row->number - 1, &h->error);
}

void kiri_html_each(KiriHtml *h, KiriSummaryVisit visit, gpointer data)
{
    if (!h->error)
        kiri_summary_each(h->s, visit, data, &h->error);
}

GPtrArray *kiri_html_stories(const KiriSummary *s)
{
    GPtrArray *stories = g_ptr_array_new_with_free_func(free_story);
    g_autoptr(GHashTable) by_id = g_hash_table_new(g_str_hash, g_str_equal);
    /* Roots first, so that copies find them; a root that is not in the list is
     * stood for by the first copy. */
    for (guint pass = 0; pass < 2; pass++)
        for (guint i = 0; i < s->total; i++) {
            const KiriSummaryRow *row = kiri_summary_row(s, i);
            gpointer id = (gpointer)(guintptr)row->story;
            KiriHtmlStory *story = g_hash_table_lookup(by_id, id);
            if (is_root(row) != (pass == 0))
                continue;
            if (story) {
                g_ptr_array_add(story->copies, (gpointer)(guintptr)row);
                continue;
            }
            story = g_new0(KiriHtmlStory, 1);
            story->root = row;
            story->copies = g_ptr_array_new();
            g_hash_table_insert(by_id, id, story);
            g_ptr_array_add(stories, story);
        }
    return stories;
}
