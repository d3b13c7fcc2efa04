// SPDX-License-Identifier: GPL-3.0-or-later
/* The plumbing contract of `kirinuki extract`. */
#include <kirinuki/extract.h>

static void member(KiriJson *j, const char *key, const char *value)
{
    kiri_json_key(j, key);
    kiri_json_cstr(j, value);
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
    kiri_json_key(j, "published");
    kiri_json_time(j, a->published);
    kiri_json_key(j, "modified");
    kiri_json_time(j, a->modified);
    member(j, "site_name", a->site_name);
    member(j, "image", a->image);
    member(j, "language", a->language);
    member(j, "charset", a->charset);
    kiri_json_key(j, "is_paywalled");
    kiri_json_bool(j, a->is_paywalled);
}
