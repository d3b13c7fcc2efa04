// SPDX-License-Identifier: GPL-3.0-or-later
#include "share_note.h"

#include <kirinuki/file.h>
#include <kirinuki/mailing.h>
#include <kirinuki/morning.h>

#include <stdlib.h>
#include <string.h>

enum { LOOK_BACK_DAYS = 31 };

/* Is `path` in `folder` or below it, whatever links lead there? */
static gboolean is_below(const char *path, const char *folder)
{
    g_autofree char *parent = g_path_get_dirname(path);
    char *real_parent = realpath(parent, NULL), *real_folder = realpath(folder, NULL);
    gsize n = real_folder ? strlen(real_folder) : 0;
    gboolean is_it = real_parent && n && strncmp(real_parent, real_folder, n) == 0 &&
                     (real_parent[n] == '/' || !real_parent[n]);
    free(real_parent);
    free(real_folder);
    return is_it;
}

/* ---- what it says ---- */

static void put_contents(const KiriCli *cli, KiriBuf *out)
{
    const KiriSettings *s = cli->settings;
    const char *organisation = kiri_settings_string(s, "organisation.name");
    const char *section = kiri_settings_string(s, "organisation.section");
    kiri_buf_printf(out, "まず読む：この場所にあるもの\n\n");
    if (*organisation || *section)
        kiri_buf_printf(out, "%s%s%s の報道資料です。", organisation,
                        *organisation && *section ? " " : "", section);
    kiri_buf_add_str(out, "kirinuki が作り、このファイルも作るたびに書き換えます。\n\n"
                          "■ 何があるか\n");
    kiri_buf_printf(out,
                    "・本日の報道：前の開庁日の %s から当日の %s までの報道を一枚にまとめたもの\n",
                    kiri_settings_string(s, "morning.from"), kiri_settings_string(s, "morning.to"));
    kiri_buf_add_str(out, "・報告書：発表、テーマ、期間ごとの掲載状況（PDF・Excel・CSV・HTML）\n"
                          "・見出し、媒体、日付、リンクだけを載せています。本文と紙面は、許諾の"
                          "ある媒体に限ります。\n"
                          "・「.manifest.json」は報告書の検証用です。消さないでください。\n\n");
}

static void put_mailing(const KiriMailing *m, KiriBuf *out)
{
    static const char *const days[] = {"毎日", "月曜から金曜", "開庁日"};
    if (!m->is_off && m->at)
        kiri_buf_printf(out, "・メール「%s」：%s %s に送信\n", m->name, days[CLAMP(m->days, 0, 2)],
                        m->at);
}

/* The newest sheet of the last weeks; NULL: none. (transfer full) */
static KiriMorningSheet *last_sheet(KiriStore *store, gint64 now_us)
{
    for (gint i = 0; i < LOOK_BACK_DAYS; i++) {
        KiriCivil c = kiri_civil_from_us(now_us - i * KIRI_US_PER_DAY, KIRI_JST_MIN);
        g_autofree char *date = g_strdup_printf("%04d-%02d-%02d", c.year, c.month, c.day);
        KiriMorningSheet *sheet = kiri_morning_find(store, date, 0, NULL);
        if (sheet)
            return sheet;
    }
    return NULL;
}

static void put_times(const KiriCli *cli, KiriStore *store, KiriBuf *out)
{
    gint64 now_us = kiri_cli_now_us(cli);
    char now[32], made[32];
    g_autoptr(GPtrArray) mailings = kiri_store_list(store, KIRI_NOUN_MAILING, "", NULL);
    g_autoptr(KiriMorningSheet) sheet = last_sheet(store, now_us);
    kiri_out_time(kiri_time_jst(now_us), now);
    kiri_buf_printf(out,
                    "■ いつ作られるか\n・本日の報道：開庁日の %s まで（土日、祝日、12月29日から"
                    "1月3日はありません）\n",
                    kiri_settings_string(cli->settings, "morning.made"));
    for (guint i = 0; mailings && i < mailings->len; i++)
        put_mailing(mailings->pdata[i], out);
    if (sheet) {
        kiri_out_time(sheet->made, made);
        kiri_buf_printf(out, "・最後に作られた本日の報道：%s 第%" PRId64 "号（%s 作成）\n",
                        sheet->date, sheet->number, made);
    }
    kiri_buf_printf(out, "・最後に資料が作られたとき（このファイルの更新）：%s\n\n", now);
}

static void put_stale(const KiriCli *cli, KiriBuf *out)
{
    const KiriSettings *s = cli->settings;
    const char *contact = kiri_settings_string(s, "report.contact");
    gint minutes = kiri_clock_minutes(kiri_settings_string(s, "morning.made"));
    gint64 grace = MIN(kiri_settings_int(s, "deadman.grace_min"), 12 * 60);
    gint64 late = minutes < 0 ? 8 * 60 : (minutes + grace) % (24 * 60);
    kiri_buf_printf(out,
                    "■ 古くなっていないか\n"
                    "・開庁日の %" PRId64
                    ":%02d を過ぎても、本日の報道の日付が今日でないときは、更新が"
                    "止まっています。\n"
                    "・ファイルの更新日時ではなく、紙面に印刷された日付と作成時刻を見てください。\n"
                    "・止まっているあいだの報道は、ここにはありません。「報道なし」という意味では"
                    "ありません。\n\n",
                    late / 60, (gint)(late % 60));
    kiri_buf_printf(out, "■ 困ったとき\n・連絡先：%s\n",
                    *contact ? contact : "（登録されていません：report.contact）");
    kiri_buf_add_str(out,
                     "・担当者は「kirinuki status --deadman」と「kirinuki doctor」で原因を"
                     "調べられます。\n\n"
                     "In English: papers on media coverage, made by kirinuki. If today's sheet "
                     "is not here in time,\nthe collection has stopped: call the contact "
                     "above.\n");
}

/* BOM and CR LF. */
static void for_notepad(const KiriBuf *text, KiriBuf *out)
{
    kiri_buf_add_str(out, "\xef\xbb\xbf");
    for (gsize i = 0; i < text->n; i++) {
        if (text->p[i] == '\n')
            kiri_buf_add_char(out, '\r');
        kiri_buf_add_char(out, text->p[i]);
    }
}

static gboolean write_note(const KiriCli *cli, KiriStore *store, const char *folder, GError **error)
{
    g_auto(KiriBuf) text, out;
    kiri_buf_init(&text, KIRI_BUF_UNCAPPED);
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    put_contents(cli, &text);
    put_times(cli, store, &text);
    put_stale(cli, &text);
    for_notepad(&text, &out);
    g_autofree char *note = g_build_filename(folder, KIRI_SHARE_NOTE, NULL);
    return kiri_file_replace(note, kiri_buf_view(&out), 0666, error);
}

void kiri_share_note_write(const KiriCli *cli, KiriStore *store, const char *path)
{
    const char *folder = kiri_settings_string(cli->settings, "report.directory");
    g_autoptr(GError) why = NULL;
    if (!*folder || (path && !is_below(path, folder)))
        return;
    if (!write_note(cli, store, folder, &why))
        kiri_cli_warn(cli, "%s", why->message);
}
