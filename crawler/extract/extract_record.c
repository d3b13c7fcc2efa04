// SPDX-License-Identifier: GPL-3.0-or-later
/* The question and the answer as records (tags are for ever). */
#include <kirinuki/extract.h>

#include <stddef.h>

static const KiriField input_fields[] = {
    {KIRI_FIELD(1, KiriExtractInput, url, STR)},
    {KIRI_FIELD(2, KiriExtractInput, content_type, STR)},
    {KIRI_FIELD(3, KiriExtractInput, body, BYTES)},
    {KIRI_FIELD(4, KiriExtractInput, now_us, I64)},
    {KIRI_FIELD(5, KiriExtractInput, hint_title, STR)},
    {KIRI_FIELD(6, KiriExtractInput, hint_summary, STR)},
    {KIRI_FIELD(7, KiriExtractInput, hint_authors, STRV)},
    {KIRI_FIELD(8, KiriExtractInput, hint_published, TIME)},
    {KIRI_FIELD(9, KiriExtractInput, hint_updated, TIME)},
    {KIRI_FIELD(10, KiriExtractInput, pages_before, I64)},
    {KIRI_FIELD(11, KiriExtractInput, rule, REC), .sub = &kiri_site_rule_shape},
    {KIRI_FIELD(12, KiriExtractInput, wants_links, BOOL)},
};
const KiriShape kiri_extract_input_shape =
    KIRI_SHAPE("extract-input", KiriExtractInput, input_fields);

static const KiriField extracted_fields[] = {
    {KIRI_FIELD(1, KiriExtracted, article, REC), .sub = &kiri_article_shape},
    {KIRI_FIELD(2, KiriExtracted, no_article, STR)},
    {KIRI_FIELD(3, KiriExtracted, next_page, STR)},
    {KIRI_FIELD(4, KiriExtracted, is_noindex, BOOL)},
    {KIRI_FIELD(5, KiriExtracted, is_noarchive, BOOL)},
    {KIRI_FIELD(6, KiriExtracted, is_nosnippet, BOOL)},
    {KIRI_FIELD(7, KiriExtracted, feeds, STRV)},
    {KIRI_FIELD(8, KiriExtracted, page_links, STRV)},
    {KIRI_FIELD(9, KiriExtracted, page_link_texts, STRV)},
    {KIRI_FIELD(10, KiriExtracted, charset_replaced, I64)},
    {KIRI_FIELD(11, KiriExtracted, was_charset_label_wrong, BOOL)},
    {KIRI_FIELD(12, KiriExtracted, unavailable_after, TIME)},
    {KIRI_FIELD(13, KiriExtracted, is_missing, BOOL)},
    {KIRI_FIELD(14, KiriExtracted, whole_page, STR)},
    {KIRI_FIELD(15, KiriExtracted, page_link_places, STRV)},
    {KIRI_FIELD(16, KiriExtracted, rule, STR)},
    {KIRI_FIELD(17, KiriExtracted, rule_missed, STRV)},
};
const KiriShape kiri_extracted_shape = KIRI_SHAPE("extracted", KiriExtracted, extracted_fields);
