// SPDX-License-Identifier: GPL-3.0-or-later
/* Releases as an office has them: plain text, Markdown, Markdown with front
 * matter, or the title and text of a page (HTML goes through extract.h first).
 *
 * Front matter stands between two lines of three hyphens at the very beginning:
 *
 *   ---
 *   key: kiken-chosa            the id
 *   title: …                    else the first heading, else the first line
 *   date: 2026-04-13T10:00      JST where no zone is stated
 *   embargo: 2026-04-13T10:00   解禁日時
 *   section: 〇〇局〇〇課        担当課
 *   method: 会見                投込み, 会見, HP
 *   organisation: …
 *   aliases: 略称, MLSA         commas; or a list, one "- …" per line
 *   keywords: …                 likewise
 *   messages:                   likewise (commas do not split messages)
 *   - …
 *   attachments: …              addresses, or names of files beside this one
 *   ---
 *
 * Unknown keys are passed over. A value may stand in straight quotes. Names of
 * the keys may also be Japanese: 件名, 発表日時, 解禁日時, 担当課, 発表方法,
 * 発表者, 略称, キーワード, キーメッセージ, 添付資料.
 *
 * Without front matter the text itself is asked: a line 報道解禁 or 解禁日時 for
 * the embargo, the first date near the top for the date, the contact (担当,
 * 照会先) for the section, and addresses of documents for the attachments. Aliases that a release
 * declares (以下「X」, 略称：X) are added. Keywords, where none are given, are
 * proposed.
 *
 * Thread rule: any thread. */
#pragma once

#include <kirinuki/release.h>

/* `text` is UTF-8 (charset gate). `name` is the file's name, or NULL: kept as
 * `source`. The id is the key, else "R-" and 8 hex digits of title, date and
 * text: the same file gives the same id. Errors: PARSE (empty, front matter that
 * is not closed, a line of it that is no "key: value", an unreadable date: with
 * the line's number), LIMIT (more than KIRI_LIMIT_TEXT_BYTES).
 * (transfer full) */
KiriRelease *kiri_release_parse(KiriStr text, const char *name, GError **error);

/* The same from a page's title and text; `date` as the page states it. `url`,
 * `title` may be NULL. (transfer full) */
KiriRelease *kiri_release_from_page(const char *url, const char *title, KiriStr text, KiriTime date,
                                    GError **error);

/* Notes a file that goes with the release, by an address or a file name that ends
 * like a document (.pdf, .xlsx …) and is not noted yet; anything else is passed
 * over. */
void kiri_release_add_attachment(KiriRelease *release, const char *place);

/* At most `max` keywords of a title and text, best first: names in 「」 of the
 * title, then compounds by tf × rarity × length. NULL-terminated (transfer
 * full). */
char **kiri_release_propose_keywords(KiriStr title, KiriStr text, guint max);

/* Aliases that the text itself declares for `organisation` (may be NULL):
 * 「正式名（以下「X」）」, 「（略称：X）」, 「正式名（ABC）」. NULL-terminated
 * (transfer full). */
char **kiri_release_declared_aliases(const char *organisation, KiriStr text);
