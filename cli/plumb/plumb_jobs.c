// SPDX-License-Identifier: GPL-3.0-or-later
/* Each plumbing stage as a function from a row to JSON, and the table of all
 * jobs that a worker can be asked for. */
#include "plumb.h"

#include "health/doctor.h"

#include <kirinuki/charset.h>
#include <kirinuki/compare.h>
#include <kirinuki/extract.h>
#include <kirinuki/feed.h>
#include <kirinuki/index.h>
#include <kirinuki/limits.h>
#include <kirinuki/new_words.h>
#include <kirinuki/robots.h>
#include <kirinuki/tokens_json.h>
#include <kirinuki/url.h>

#include <string.h>

const KiriJob kiri_jobs[KIRI_N_JOBS] = {
    [KIRI_JOB_EXTRACT] = {"extract", kiri_extract_job},
    [KIRI_JOB_FEED] = {"feed", kiri_feed_job},
    [KIRI_JOB_TERMS] = {"terms", kiri_terms_job},
    [KIRI_JOB_NEW_WORDS] = {"new-words", kiri_new_words_job},
    [KIRI_JOB_PLUMB_EXTRACT] = {"plumb-extract", kiri_plumb_extract_job},
    [KIRI_JOB_PLUMB_FEED] = {"plumb-feed", kiri_plumb_feed_job},
    [KIRI_JOB_PLUMB_ROBOTS] = {"plumb-robots", kiri_plumb_robots_job},
    [KIRI_JOB_PLUMB_DECODE] = {"plumb-decode", kiri_plumb_decode_job},
    [KIRI_JOB_PLUMB_URL] = {"plumb-url", kiri_plumb_url_job},
    [KIRI_JOB_PLUMB_TOKENIZE] = {"plumb-tokenize", kiri_plumb_tokenize_job},
    [KIRI_JOB_PLUMB_COMPARE] = {"plumb-compare", kiri_plumb_compare_job},
    [KIRI_JOB_PROBE] = {"probe", kiri_probe_job},
};

static KiriPlumbRow *decode_row(KiriStr in, GError **error)
{
    return kiri_record_decode(&kiri_plumb_row_shape, in, error);
}

static KiriStr body_of(const KiriPlumbRow *row)
{
    gsize n = 0;
    const char *p = row->body ? g_bytes_get_data(row->body, &n) : NULL;
    return (KiriStr){p ? p : "", n};
}

gboolean kiri_plumb_extract_job(KiriStr in, KiriBuf *out, GError **error)
{
    g_autoptr(KiriPlumbRow) row = decode_row(in, error);
    if (!row)
        return FALSE;
    g_autoptr(KiriExtractInput) input = kiri_extract_input_new();
    input->url = g_strdup(row->url ? row->url : "");
    input->content_type = g_strdup(row->content_type);
    input->body = row->body ? g_bytes_ref(row->body) : g_bytes_new_static("", 0);
    input->rule = g_steal_pointer(&row->rule);
    g_autoptr(KiriExtracted) found = kiri_extract(input, error);
    if (!found)
        return FALSE;
    KiriJson j = kiri_json_begin(out);
    kiri_json_open_object(&j);
    kiri_extracted_write_json(found, input->url, &j);
    if (found->no_article) { // beyond the contract, and only where there is no article
        kiri_json_key(&j, "no_article");
        kiri_json_cstr(&j, found->no_article);
    }
    if (found->rule) { // likewise, with --rules
        kiri_json_key(&j, "rule");
        kiri_json_cstr(&j, found->rule);
        kiri_json_key(&j, "rule_missed");
        kiri_json_open_array(&j);
        for (char **missed = found->rule_missed; missed && *missed; missed++)
            kiri_json_cstr(&j, *missed);
        kiri_json_close_array(&j);
    }
    kiri_json_close_object(&j);
    return TRUE;
}

gboolean kiri_plumb_feed_job(KiriStr in, KiriBuf *out, GError **error)
{
    g_autoptr(KiriPlumbRow) row = decode_row(in, error);
    g_autoptr(KiriFeed) feed =
        row ? kiri_feed_parse(body_of(row), row->url ? row->url : "", row->content_type, error)
            : NULL;
    if (!feed)
        return FALSE;
    KiriJson j = kiri_json_begin(out);
    kiri_record_write_json(&kiri_feed_shape, feed, &j);
    return TRUE;
}

gboolean kiri_plumb_robots_job(KiriStr in, KiriBuf *out, GError **error)
{
    g_autoptr(KiriPlumbRow) row = decode_row(in, error);
    if (!row)
        return FALSE;
    KiriRobotsAnswer answer =
        kiri_robots_check(body_of(row), row->agent ? row->agent : "", row->url ? row->url : "");
    return kiri_buf_printf(out, "{\"allow\":%s}", answer.is_allowed ? "true" : "false");
}

/* Where a document of that type may declare its charset; plain text does nowhere. */
static KiriMarkup markup_of(const char *content_type)
{
    static const char *const xml[] = {"text/xml", "application/xml", "application/rss+xml",
                                      "application/atom+xml", "application/rdf+xml"};
    if (content_type && g_ascii_strncasecmp(content_type, "text/plain", 10) == 0)
        return KIRI_MARKUP_NONE;
    for (gsize i = 0; content_type && i < G_N_ELEMENTS(xml); i++)
        if (g_ascii_strncasecmp(content_type, xml[i], strlen(xml[i])) == 0)
            return KIRI_MARKUP_XML;
    return KIRI_MARKUP_HTML;
}

gboolean kiri_plumb_decode_job(KiriStr in, KiriBuf *out, GError **error)
{
    g_autoptr(KiriPlumbRow) row = decode_row(in, error);
    g_auto(KiriBuf) text;
    kiri_buf_init(&text, KIRI_LIMIT_INFLATED_BYTES);
    KiriCharsetReport report = {0};
    if (!row || !kiri_decode(body_of(row), row->content_type, markup_of(row->content_type), &text,
                             &report, error))
        return FALSE;
    KiriJson j = kiri_json_begin(out);
    kiri_json_open_object(&j);
    kiri_json_key(&j, "charset");
    kiri_json_cstr(&j, report.charset);
    kiri_json_key(&j, "text");
    kiri_json_str(&j, kiri_buf_view(&text));
    kiri_json_close_object(&j);
    return TRUE;
}

gboolean kiri_plumb_url_job(KiriStr in, KiriBuf *out, GError **error)
{
    g_autoptr(KiriPlumbRow) row = decode_row(in, error);
    if (!row)
        return FALSE;
    g_autofree char *href = row->body ? kiri_url_resolve(body_of(row), row->base) : NULL;
    KiriJson j = kiri_json_begin(out);
    kiri_json_open_object(&j);
    kiri_json_key(&j, "href");
    kiri_json_cstr(&j, href);
    kiri_json_close_object(&j);
    return TRUE;
}

gboolean kiri_plumb_tokenize_job(KiriStr in, KiriBuf *out, GError **error)
{
    g_autoptr(KiriPlumbRow) row = decode_row(in, error);
    g_autoptr(KiriTokenizer) tokenizer = row ? kiri_tokenizer_new(error) : NULL;
    g_auto(KiriBuf) text;
    kiri_buf_init(&text, KIRI_LIMIT_TEXT_BYTES);
    KiriCharsetReport report = {0};
    if (!tokenizer ||
        !kiri_decode(body_of(row), row->content_type, KIRI_MARKUP_NONE, &text, &report, error))
        return FALSE;
    KiriJson j = kiri_json_begin(out);
    kiri_json_open_object(&j);
    kiri_json_key(&j, "text");
    kiri_json_str(&j, kiri_buf_view(&text));
    kiri_json_key(&j, "tokens");
    kiri_tokens_write_json(tokenizer, kiri_buf_view(&text), &j);
    kiri_json_close_object(&j);
    return TRUE;
}

gboolean kiri_plumb_compare_job(KiriStr in, KiriBuf *out, GError **error)
{
    g_autoptr(KiriPlumbRow) row = decode_row(in, error);
    if (!row)
        return FALSE;
    KiriComparison c = kiri_compare(kiri_str(row->a_title), kiri_str(row->a_text),
                                    kiri_str(row->b_title), kiri_str(row->b_text));
    KiriJson j = kiri_json_begin(out);
    kiri_json_open_object(&j);
    kiri_json_key(&j, "dup");
    kiri_json_bool(&j, c.is_duplicate);
    kiri_json_key(&j, "score");
    kiri_json_f64(&j, c.score, 4);
    kiri_json_close_object(&j);
    return TRUE;
}
