// SPDX-License-Identifier: GPL-3.0-or-later
/* Names of writers in Japanese and Western text.
 *
 * Thread rule: any thread. */
#pragma once

#include <kirinuki/buf.h>

/* Does `s` look like the name of one person: 山田太郎, 山田 太郎, アリエル・パーデス,
 * Jane Doe? */
gboolean kiri_is_person_name(KiriStr s);

/* The same for names in Japanese letters; `s` is stripped. */
gboolean kiri_is_japanese_name(KiriStr s);

/* Which wire service is meant, in its short form ("共同", "時事", "ロイター", "AFP"),
 * static; NULL for none. */
const char *kiri_agency_of(KiriStr s);

/* The same, and the whole name of a wire that is not known but is called one:
 * "中央通信", "○○通信社". (transfer full), NULL for none. */
char *kiri_agency_name(KiriStr s);

/* A wire, bare or behind a place: 中央通信, ロンドン時事, ソウル＝聯合ニュース, 東京 5日
 * ロイター. (transfer full), NULL for none. */
char *kiri_agency_in(KiriStr s);
/* The wire in front of a sign and a name: カイロ共同＝山田太郎. Static, NULL for none. */
const char *kiri_agency_before_name(KiriStr s);

/* Does `s` end like the name of a paper, a station or a site: ○○新聞, ○○テレビ? */
gboolean kiri_is_outlet_name(KiriStr s);

/* Is the line nothing but names, their offices and what joins them? */
gboolean kiri_byline_is_names(KiriStr line);

/* Does `s` begin with a word for who did what and a sign: 取材・文　山田太郎? */
gboolean kiri_byline_begins_with_role(KiriStr s);

/* Ends the line as one speaks of others, さん or 氏? Nobody signs so. */
gboolean kiri_byline_is_honoured(const char *line);

/* Is the line a picture's: "職員ら＝5日、瀬野町で、山田太郎撮影"? */
gboolean kiri_byline_is_caption(const char *line);

/* Is the line, at the end of a text, a signature and no sentence of it: names or a
 * wire in brackets or alone, or a source behind its label? */
gboolean kiri_byline_is_signature(const char *line);

/* The same for a place and a wire in one word: ロンドン時事, 北京共同. */
const char *kiri_agency_at_end(KiriStr s);

/* Names in a credit as it stands on the page: "文＝山田太郎、写真＝鈴木花子",
 * "【ワシントン＝山田太郎】", "（山田太郎、鈴木花子）", "記者 山田太郎", "By Jane Doe and
 * John Roe". Photographers are left out. `is_bare` allows a line that is nothing
 * but names. Appends to `*names` (STRV) what is new. */
void kiri_byline_names(KiriStr line, gboolean is_bare, char ***names);
