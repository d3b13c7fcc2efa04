// SPDX-License-Identifier: GPL-3.0-or-later
/* Pages that say with status 200 that there is nothing to see: the article is
 * not there (any more), or the site does not let us see it. Only short pages are
 * asked; an article may be about any of these words. */
#include "extract_page.h"
#include "text_match.h"

#include <kirinuki/tokenize.h>

#include <string.h>

enum { MOST_TITLE_CHARS = 60, MOST_CHARS = 400, MOST_NOTICE_CHARS = 300 };

/* Beginnings of a headline. */
static const char *const missing_heads[] = {
    "404", "410 Gone", "Not Found", "Page not found", "Page Not Found", "File Not Found", NULL};
/* Anywhere in one. */
static const char *const missing_titles[] = {"ページが見つかりません",
                                             "ページは見つかりません",
                                             "お探しのページ",
                                             "お探しの記事",
                                             "指定されたページ",
                                             "ご指定のページ",
                                             "ページがありません",
                                             "ページはありません",
                                             "ページが存在しません",
                                             "ページは存在しません",
                                             "記事が見つかりません",
                                             "記事は見つかりません",
                                             "記事がありません",
                                             "記事は存在しません",
                                             "記事は削除され",
                                             "ページは削除され",
                                             "記事の公開は終了",
                                             "記事の掲載は終了",
                                             "掲載期間が終了",
                                             "公開期間が終了",
                                             "掲載を終了しま",
                                             "公開を終了しま",
                                             NULL};
static const char *const other_heads[] = {"403",
                                          "500",
                                          "502",
                                          "503",
                                          "Access Denied",
                                          "Access denied",
                                          "Forbidden",
                                          "Just a moment",
                                          "Attention Required",
                                          "Error",
                                          "Bad Gateway",
                                          "Service Unavailable",
                                          "エラー",
                                          "Are you a robot",
                                          "Service Temporarily Unavailable",
                                          "アクセスできません",
                                          "ただいまメンテナンス",
                                          "メンテナンス中",
                                          "ただいまアクセスが集中",
                                          "アクセスが集中",
                                          NULL};

/* These say it alone … */
static const char *const missing_words[] = {"ページが見つかりません",
                                            "ページは見つかりません",
                                            "ページが見つかりませんでした",
                                            "お探しのページは",
                                            "お探しの記事は",
                                            "ページは存在しません",
                                            "ページが存在しません",
                                            "記事は存在しません",
                                            "記事が見つかりません",
                                            "記事は見つかりません",
                                            "削除されたか",
                                            "削除された可能性",
                                            "移動または削除",
                                            "移動もしくは削除",
                                            "page not found",
                                            "Page not found",
                                            "page could not be found",
                                            "no longer available",
                                            NULL};
/* … these of a page or an article. */
static const char *const ended_words[] = {
    "公開を終了",     "公開は終了",     "公開が終了",     "掲載を終了",
    "掲載は終了",     "掲載が終了",     "配信を終了",     "配信は終了",
    "掲載期間が終了", "公開期間が終了", "掲載期間は終了", "公開期間は終了",
    "削除されま",     "削除しまし",     "削除いたしま",   NULL};
static const char *const subjects[] = {"ページ", "記事", "コンテンツ", "動画", "URL", NULL};

static gboolean has_any(KiriStr s, const char *const *words)
{
    return kiri_find_any(s, words, NULL) != NULL;
}

static gboolean says_it_ended(const char *text)
{
    KiriStr sentence;
    gsize at = 0;
    while (kiri_sentence_next(kiri_str(text), &at, &sentence))
        if (has_any(sentence, ended_words) && has_any(sentence, subjects))
            return TRUE;
    return FALSE;
}

KiriErrorPage kiri_error_page(const char *title, const char *text)
{
    glong chars = kiri_chars(text);
    if (title && chars < MOST_CHARS && kiri_chars(title) <= MOST_TITLE_CHARS) {
        if (kiri_starts_with_any(title, missing_heads) || has_any(kiri_str(title), missing_titles))
            return KIRI_ERROR_PAGE_MISSING;
        if (kiri_starts_with_any(title, other_heads))
            return KIRI_ERROR_PAGE_OTHER;
    }
    if (text && chars < MOST_NOTICE_CHARS &&
        (has_any(kiri_str(text), missing_words) || says_it_ended(text)))
        return KIRI_ERROR_PAGE_MISSING;
    return KIRI_ERROR_PAGE_NONE;
}
