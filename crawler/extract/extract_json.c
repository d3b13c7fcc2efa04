// SPDX-License-Identifier: GPL-3.0-or-later
/* The plumbing contract of `kirinuki extract`. */
#include <kirinuki/extract.h>

static void member(KiriJson *j, const char *key, const char *value)
{
    kiri_json_key(j, key);
    kiri_json_cstr(j, value);
}

/* Always a date-time, as DESIGN says; how much of it is known stands beside it. */
static void time_member(KiriJson *j, const char *key, const char *precision_key, KiriTime t)
{
    char text[32];
    kiri_time_format_full(t, text);
    member(j, key, text[0] ? text : NULL);
    member(j, precision_key, kiri_precision_name(t.precision));
}

void kiri_extracted_write_json(const KiriExtracted *extracted, const char *url, KiriJson *j)
{
    const KiriArticle *a = extracted->article;
    member(j, "url", url);
    member(j, "canonical_url", a->url);
    member(j, "title", a->title);
    kiri_json_key(j, "text");
    kiri_json_cstr(j, a->text ? a->text : "");
    kiri_json_key(j, "authors");
    kiri_json_open_array(j);
    for (guint i = 0; i < kiri_strv_count(a->authors); i++)
        kiri_json_cstr(j, a->authors[i]);
    kiri_json_close_array(j);
    time_member(j, "published", "published_precision", a->published);
    time_member(j, "modified", "modified_precision", a->modified);
    member(j, "site_name", a->site_name);
    member(j, "image", a->image);
    member(j, "language", a->language);
    member(j, "charset", a->charset);
    kiri_json_key(j, "is_paywalled");
    kiri_json_bool(j, a->is_paywalled);
}
