// SPDX-License-Identifier: GPL-3.0-or-later
/* The parts of a title: where it can be cut, and which parts name the site, a
 * section or a page and not the story.
 *
 * Thread rule: a page belongs to one thread at a time. */
#pragma once

#include "extract_page.h"

enum { KIRI_TITLE_MAX_CUTS = 6, KIRI_TITLE_MAX_SITES = 24 };

/* What the page calls its site, squeezed. */
typedef struct {
    const KiriReading *page;
    char *names[KIRI_TITLE_MAX_SITES];
    guint n;
} KiriSiteNames;

void kiri_site_names_add(KiriSiteNames *sites, const char *name);
/* Every name that the page gives: metadata, logo, copyright line, host. */
void kiri_site_names_read(KiriSiteNames *sites, const KiriReading *page);
void kiri_site_names_clear(KiriSiteNames *sites);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(KiriSiteNames, kiri_site_names_clear)
gboolean kiri_site_names_has(const KiriSiteNames *sites, const char *squeezed);

typedef struct {
    gsize at, n; // where a separator stands and its length
} KiriTitleCut;

/* The separators of `s`, in order; those that also stand within headlines ('-', a
 * space) only beside a part that names the site or a section. */
guint kiri_title_cuts(const KiriSiteNames *sites, const char *s,
                      KiriTitleCut cuts[KIRI_TITLE_MAX_CUTS]);
/* Does `s` begin with a separator? */
gboolean kiri_title_is_separator(const char *s);
/* Can a part of the title `start` end before `s`, or begin at `s`? */
gboolean kiri_title_ends_at(const char *start, const char *s);
gboolean kiri_title_begins_at(const char *start, const char *s);

/* The site's name as a part of a title: one that is known, with an addition
 * ("南海スポーツ 芸能"), or one that reads like a site's ("○○新聞"). `is_last`: it is
 * the title's last part, where most sites stand. */
gboolean kiri_title_is_site(const KiriSiteNames *sites, KiriStr part, gboolean is_last);
/* "www.example.com", "南海.jp". */
gboolean kiri_title_is_domain(KiriStr part);
/* "1/3", "2ページ目", "Part 2". */
gboolean kiri_title_is_page_mark(KiriStr s);
/* A section or a kind of page: 社会, 報道発表資料, what a short link of the page says. */
gboolean kiri_title_is_section(const KiriReading *page, KiriStr part);
/* The same by the common words alone. */
gboolean kiri_title_is_section_word(KiriStr part);

/* Length of `s` without its last part in brackets, 0 where it has none; *is_other
 * where those name the site, a wire, a day or a page. */
gsize kiri_title_before_tail(const KiriSiteNames *sites, KiriStr s, gboolean *is_other);
/* Is the last part of `s` a day in brackets: "…記者会見（令和6年7月9日）"? */
gboolean kiri_title_ends_in_day(KiriStr s);
/* The same for what stands before the rest: "(2ページ目)", "【南海新聞】". Returns where
 * the rest begins. */
gsize kiri_title_behind_head(const KiriSiteNames *sites, KiriStr s, gboolean *is_other);

/* Length of `s` without a subtitle between dashes ("～守りから攻めへ～"), 0 where it
 * has none. */
gsize kiri_title_before_subtitle(KiriStr s);
