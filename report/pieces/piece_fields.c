// SPDX-License-Identifier: GPL-3.0-or-later
/* The fields of a piece that a person enters: what each is called, in options and in the
 * headings of lists, what forms have it, and who reads its cells. */
#include "piece_internal.h"

#include "piece_values.h"
#include "piece_words.h"
#include "review/review_cells.h"

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>
#include <kirinuki/limits.h>
#include <kirinuki/normalize.h>
#include <kirinuki/url.h>

#include <string.h>

#define FORM(form_) (1u << KIRI_FORM_##form_)
#define ANY_FORM 0xffu
#define PRINT (FORM(NEWSPAPER) | FORM(MAGAZINE) | FORM(OTHER))
#define AIR (FORM(TV) | FORM(RADIO))

static const struct {
    const char *name;
    guint forms;
    const char *headings[15]; // N-text
} fields[KIRI_PIECE_N_FIELDS] = {
    [KIRI_PIECE_FORM] = {"form",
                         ANY_FORM,
                         {"種別", "媒体種別", "媒体種類", "媒体の種類", "媒体区分", "メディア種別",
                          "メディア区分", "区分", "媒体分類", "media type", "kind"}},
    [KIRI_PIECE_MEDIUM] = {"medium",
                           ANY_FORM,
                           {"媒体名", "媒体", "掲載媒体", "掲載媒体名", "掲載紙", "掲載紙名",
                            "掲載紙誌", "新聞名", "紙名", "誌名", "雑誌名", "放送局", "局名",
                            "メディア名", "outlet"}},
    [KIRI_PIECE_DATE] = {"date",
                         ANY_FORM,
                         {"掲載日", "掲載年月日", "年月日", "日付", "放送日", "発行日", "掲載日時",
                          "放送日時", "放送年月日", "公開日", "配信日", "発売日", "日時",
                          "publication date", "published"}},
    [KIRI_PIECE_TIME] = {"time",
                         ANY_FORM,
                         {"時刻", "掲載時刻", "放送時刻", "放送開始", "開始時刻", "放送開始時刻"}},
    [KIRI_PIECE_TITLE] = {"title",
                          ANY_FORM,
                          {"見出し", "見出", "記事見出し", "タイトル", "記事タイトル", "題名",
                           "記事名", "件名", "記事", "headline"}},
    [KIRI_PIECE_EDITION] = {"edition",
                            ANY_FORM,
                            {"朝夕刊", "朝夕", "朝刊・夕刊", "朝刊/夕刊", "朝夕刊別", "刊", "号",
                             "号数", "月号", "発行号", "issue"}},
    [KIRI_PIECE_AREA] = {"area", PRINT, {"版", "版名", "地域版", "本支社版", "本社版", "掲載版"}},
    [KIRI_PIECE_PAGE] = {"page",
                         PRINT,
                         {"面", "掲載面", "紙面", "面名", "ページ", "頁", "掲載ページ", "掲載頁"}},
    [KIRI_PIECE_COLUMNS] = {"columns", FORM(NEWSPAPER) | FORM(OTHER), {"段", "段数", "掲載段数"}},
    [KIRI_PIECE_WIDTH] = {"width", PRINT, {"幅", "横", "左右", "横幅", "記事幅"}},
    [KIRI_PIECE_HEIGHT] = {"height", PRINT, {"高さ", "縦", "天地", "記事高さ"}},
    [KIRI_PIECE_POSITION] = {"position", PRINT, {"位置", "掲載位置", "記事中・記事下"}},
    [KIRI_PIECE_COLOUR] = {"colour", PRINT, {"カラー", "色", "刷色", "カラー・モノクロ", "color"}},
    [KIRI_PIECE_PHOTO] = {"photo",
                          ANY_FORM,
                          {"写真", "写真有無", "写真の有無", "写真・図", "画像有無"}},
    [KIRI_PIECE_SHARE] = {"pages",
                          FORM(MAGAZINE) | FORM(OTHER),
                          {"掲載量", "page share", "ページ数", "頁数", "掲載ページ数", "掲載頁数"}},
    [KIRI_PIECE_PROGRAMME] = {"programme", AIR, {"番組", "番組名", "放送番組", "program"}},
    [KIRI_PIECE_CORNER] = {"corner", AIR, {"コーナー", "コーナー名", "内容区分"}},
    [KIRI_PIECE_SECONDS] = {"seconds",
                            AIR,
                            {"秒数", "放送秒数", "露出秒数", "放送尺", "尺", "露出時間",
                             "放送時間数", "duration"}},
    [KIRI_PIECE_RANK] = {"rank", AIR, {"タイムランク", "ランク", "時間区分", "time rank"}},
    [KIRI_PIECE_STATIONS] = {"stations", AIR, {"局数", "ネット局数", "放送局数", "ネット数"}},
    [KIRI_PIECE_URL] = {"url", ANY_FORM, {"リンク", "アドレス", "掲載url", "記事url", "link"}},
    [KIRI_PIECE_TEXT] = {"text",
                         ANY_FORM,
                         {"本文", "記事本文", "要約", "概要", "内容", "記事内容", "放送内容",
                          "body", "summary"}},
    [KIRI_PIECE_AUTHOR] = {"author",
                           ANY_FORM,
                           {"記者", "記者名", "執筆者", "署名", "筆者", "byline"}},
    [KIRI_PIECE_RELEASE] = {"release",
                            ANY_FORM,
                            {"報道発表", "対象報道発表", "報道発表id", "報道発表名", "発表",
                             "発表資料", "発表案件", "プレスリリース", "リリース", "関連リリース"}},
    [KIRI_PIECE_TOPIC] = {"topic", ANY_FORM, {"テーマ", "対象テーマ"}},
    [KIRI_PIECE_CLASS] = {"class", ANY_FORM, {"掲載種類", "掲載区分"}},
    [KIRI_PIECE_TONE] = {"tone", ANY_FORM, {"論調"}},
    [KIRI_PIECE_SECTION] = {"section",
                            ANY_FORM,
                            {"担当課", "所管課", "担当部署", "担当課室", "担当部局", "課室",
                             "部署"}},
    [KIRI_PIECE_NOTE] = {"note", ANY_FORM, {"備考", "摘要", "メモ", "特記事項", "notes"}},
    [KIRI_PIECE_BY] = {"by", ANY_FORM, {"入力者", "登録者", "確認者", "担当者"}},
    [KIRI_PIECE_AVE] = {"ave",
                        ANY_FORM,
                        {"換算額", "広告換算額", "広告換算", "広告換算値", "換算値", "広告費換算額",
                         "広告費換算", "広告費換算値"}},
    [KIRI_PIECE_EVIDENCE] = {"evidence",
                             ANY_FORM,
                             {"証拠", "切り抜き", "切抜き", "切抜", "ファイル", "ファイル名",
                              "画像", "スキャン", "file"}},
};

const char *kiri_piece_field_name(KiriPieceField field)
{
    return fields[field].name;
}

gint kiri_piece_field_find(const char *name_or_heading)
{
    g_autofree char *n = kiri_normalize_dup(kiri_str(name_or_heading));
    for (gint f = 0; f < KIRI_PIECE_N_FIELDS; f++) {
        if (strcmp(n, fields[f].name) == 0)
            return f;
        for (gsize i = 0; i < G_N_ELEMENTS(fields[f].headings) && fields[f].headings[i]; i++)
            if (strcmp(n, fields[f].headings[i]) == 0)
                return f;
    }
    return -1;
}

gboolean kiri_piece_field_fits(KiriPieceField field, KiriForm form)
{
    return fields[field].forms >> form & 1;
}

/* ---- setting ---- */

typedef struct {
    KiriPiece *piece;
    const char *value, *n, *unit; // n: "" where the cell is empty
    const KiriPieceDates *dates;
    KiriPieceBook *book;
    GError **error;
} Cell;

static gboolean refuse(const Cell *c, const char *what)
{
    g_set_error(c->error, KIRI_ERROR_REPORT, KIRI_ERROR_PARSE, "'%s' %s", c->value, what);
    return FALSE;
}

static gboolean set_text(const Cell *c, char **member, gsize most)
{
    if (strlen(c->value) > most) {
        g_set_error(c->error, KIRI_ERROR_REPORT, KIRI_ERROR_LIMIT,
                    _("it is longer than %" PRIu64 " bytes"), (guint64)most);
        return FALSE;
    }
    g_free(*member);
    *member = *c->n ? g_strdup(c->value) : NULL;
    return TRUE;
}

static gboolean set_day(const Cell *c)
{
    KiriPiece *p = c->piece;
    gint64 minute;
    p->day_us = G_MININT64;
    if (!*c->n)
        return TRUE;
    switch (kiri_piece_read_day(c->n, c->dates, &p->day_us, &minute)) {
    case KIRI_DAY_OK:
        if (minute >= 0)
            p->minute = minute;
        return TRUE;
    case KIRI_DAY_NO_YEAR:
        return refuse(c, _("has no year; say of which fiscal year it is "
                           "(--fiscal-year, or 'fiscal-year := 2025' in the map)"));
    case KIRI_DAY_TOO_LATE:
        return refuse(c, _("lies in the future"));
    case KIRI_DAY_NONE:
        break;
    }
    return refuse(c, _("is no day such as 2026/4/1, 令和8年4月1日 or 4月1日"));
}

/* "星空テレビ「よるニュース」" and "暁新聞 朝刊" say more than the medium: what belongs to
 * it is returned (transfer full), the rest goes where nothing stands yet. */
static char *medium_alone(const Cell *c)
{
    KiriAppearance *how = c->piece->how;
    const char *open = strstr(c->value, "「"), *close = open ? strstr(open, "」") : NULL;
    if (close && open > c->value) {
        const char *inside = open + strlen("「");
        if (!how->programme) {
            how->programme = g_strndup(inside, (gsize)(close - inside));
            c->piece->said |= G_GUINT64_CONSTANT(1) << KIRI_PIECE_PROGRAMME;
        }
        return g_strstrip(g_strndup(c->value, (gsize)(open - c->value)));
    }
    const char *edition = kiri_piece_edition_behind(c->value);
    if (!edition)
        return g_strdup(c->value);
    if (!how->edition)
        how->edition = g_strdup(edition);
    return g_strstrip(g_strndup(c->value, strlen(c->value) - strlen(edition)));
}

static gboolean set_medium(const Cell *c)
{
    g_clear_pointer(&c->piece->medium, g_free);
    if (!*c->n)
        return TRUE;
    const char *id = kiri_piece_book_find(c->book, KIRI_NOUN_MEDIUM, c->value, NULL);
    if (!id) {
        g_autofree char *name = medium_alone(c);
        id = kiri_piece_book_find(c->book, KIRI_NOUN_MEDIUM, name, c->error);
    }
    c->piece->medium = g_strdup(id);
    c->piece->medium_kind = id ? kiri_piece_book_kind(c->book, id) : 0;
    return id != NULL;
}

static gboolean set_target(const Cell *c, KiriNoun noun, char **member)
{
    g_clear_pointer(member, g_free);
    *member = *c->n ? g_strdup(kiri_piece_book_find(c->book, noun, c->value, c->error)) : NULL;
    return !*c->n || *member;
}

static gboolean set_url(const Cell *c)
{
    g_clear_pointer(&c->piece->url, g_free);
    c->piece->url = *c->n ? kiri_url_canonical(kiri_str(c->value), NULL) : NULL;
    return !*c->n || c->piece->url || refuse(c, _("is no http or https address"));
}

static gboolean set_words(const Cell *c, KiriPieceField field)
{
    gint value = -1;
    gboolean is_class = field == KIRI_PIECE_CLASS;
    g_autofree char *known =
        *c->n ? kiri_review_read_cell(is_class ? KIRI_REVIEW_CLASS : KIRI_REVIEW_TONE, c->value,
                                      &value, NULL)
              : NULL;
    if (*c->n && (!known || (is_class && value == KIRI_CLASS_NONE)))
        return refuse(c, is_class ? _("is no class such as publicity, or 編集記事")
                                  : _("is no tone such as neutral, or 中立"));
    if (is_class)
        c->piece->class_ = value;
    else
        c->piece->tone = *c->n ? value : KIRI_TONE_UNKNOWN;
    return TRUE;
}

/* A figure that one of piece_values.h read. */
static gboolean set_figure(const Cell *c, gint64 *member, gboolean was_read, const gint64 *value,
                           gint64 most, const char *what)
{
    *member = *c->n ? *value : 0;
    if (!*c->n || (was_read && *value <= most))
        return TRUE;
    return refuse(c, what);
}

static gboolean set_length(const Cell *c, gint64 *member)
{
    gint64 mm = 0;
    gboolean was_read = kiri_piece_read_mm(c->n, c->unit, &mm);
    return set_figure(c, member, was_read, &mm, KIRI_LIMIT_PIECE_MM,
                      _("is no length such as 12.5, 12.5cm or 125mm"));
}

static gboolean set_flag(const Cell *c, gboolean *flag)
{
    static const char *const yes[] = {"カラー", "4c",       "多色", "colour", "color",
                                      "写真",   "写真あり", "図",   NULL};
    static const char *const no[] = {"モノクロ", "白黒", "単色", "1c", "mono", "写真なし", NULL};
    *flag = FALSE;
    return !*c->n || kiri_piece_read_flag(c->n, yes, no, flag) ||
           refuse(c, _("is neither yes (○, あり) nor no (×, なし)"));
}

static gboolean set_share(const Cell *c)
{
    gdouble share = 0;
    c->piece->how->page_share = 0;
    if (*c->n && (!kiri_piece_read_share(c->n, &share) || share > KIRI_LIMIT_PIECE_PAGES))
        return refuse(c, _("is no number of pages such as 2.5 or 1/3"));
    c->piece->how->page_share = share;
    return TRUE;
}

/* "朝刊3面" is an edition and a page. */
static gboolean set_page(const Cell *c)
{
    KiriAppearance *how = c->piece->how;
    if (!set_text(c, &how->page, KIRI_LIMIT_PIECE_CELL_BYTES))
        return FALSE;
    const char *rest = c->value;
    const char *edition = kiri_piece_edition_before(&rest);
    if (edition && !how->edition)
        how->edition = g_strdup(edition);
    g_autofree char *n = kiri_normalize_dup(kiri_str(rest));
    g_free(how->page);
    how->page = *c->n && *rest ? kiri_piece_page(rest, n) : NULL;
    how->is_front_page = g_strcmp0(how->page, "1") == 0;
    return TRUE;
}

static gboolean set_edition(const Cell *c)
{
    char **edition = &c->piece->how->edition;
    if (!set_text(c, edition, KIRI_LIMIT_PIECE_CELL_BYTES))
        return FALSE;
    g_free(*edition);
    *edition = *c->n ? kiri_piece_edition(c->value, c->n) : NULL;
    return TRUE;
}

static gboolean set_minute(const Cell *c)
{
    if (!*c->n)
        return TRUE; // the day may have brought one
    return kiri_piece_read_minute(c->n, &c->piece->minute) ||
           refuse(c, _("is no time such as 19:30 or 午後7時30分"));
}

static gboolean set_ave(const Cell *c)
{
    static const char *const unknown[] = {"算定不能", "不明", "n/a", NULL};
    c->piece->ave_yen = -1;
    for (const char *const *word = unknown; *word; word++)
        if (strcmp(c->n, *word) == 0)
            return TRUE;
    return !*c->n || kiri_piece_read_yen(c->n, c->unit, &c->piece->ave_yen) ||
           refuse(c, _("is no sum of yen such as 1,234,567 or 1,235千円"));
}

static gboolean set_print(const Cell *c, KiriPieceField field)
{
    KiriAppearance *how = c->piece->how;
    gint64 v = 0;
    switch (field) {
    case KIRI_PIECE_EDITION:
        return set_edition(c);
    case KIRI_PIECE_AREA:
        return set_text(c, &how->area, KIRI_LIMIT_PIECE_CELL_BYTES);
    case KIRI_PIECE_PAGE:
        return set_page(c);
    case KIRI_PIECE_COLUMNS:
        return set_figure(c, &how->columns_x10, kiri_piece_read_columns(c->n, &v), &v,
                          KIRI_LIMIT_PIECE_COLUMNS * 10, _("is no number of 段 such as 4 or 4.5"));
    case KIRI_PIECE_WIDTH:
        return set_length(c, &how->width_mm);
    case KIRI_PIECE_HEIGHT:
        return set_length(c, &how->height_mm);
    case KIRI_PIECE_POSITION:
        how->position = KIRI_POSITION_UNKNOWN;
        return !*c->n || kiri_piece_read_position(c->n, &how->position) ||
               refuse(c, _("is neither in_text (記事中) nor below (記事下)"));
    case KIRI_PIECE_COLOUR:
        return set_flag(c, &how->is_colour);
    case KIRI_PIECE_PHOTO:
        return set_flag(c, &how->has_photo);
    default:
        return set_share(c);
    }
}

static gboolean set_air(const Cell *c, KiriPieceField field)
{
    KiriAppearance *how = c->piece->how;
    gint64 v = 0;
    switch (field) {
    case KIRI_PIECE_PROGRAMME:
        return set_text(c, &how->programme, KIRI_LIMIT_PIECE_CELL_BYTES);
    case KIRI_PIECE_CORNER:
        return set_text(c, &how->corner, KIRI_LIMIT_PIECE_CELL_BYTES);
    case KIRI_PIECE_SECONDS:
        return set_figure(c, &how->seconds, kiri_piece_read_seconds(c->n, c->unit, &v), &v,
                          KIRI_LIMIT_PIECE_SECONDS,
                          _("is no duration such as 90, 1分30秒 or 1:30"));
    case KIRI_PIECE_RANK:
        return set_text(c, &how->rank, KIRI_LIMIT_PIECE_CELL_BYTES);
    default:
        return set_figure(c, &how->stations, kiri_piece_read_count(c->n, "局", &v), &v,
                          KIRI_LIMIT_PIECE_STATIONS, _("is no number of stations"));
    }
}

static gboolean set_about(const Cell *c, KiriPieceField field)
{
    KiriPiece *p = c->piece;
    switch (field) {
    case KIRI_PIECE_FORM:
        p->how->form = KIRI_FORM_WEB;
        return !*c->n || kiri_piece_read_form(c->n, &p->how->form) ||
               refuse(c, _("is no form: newspaper, magazine, tv, radio, web, app or other"));
    case KIRI_PIECE_MEDIUM:
        return set_medium(c);
    case KIRI_PIECE_DATE:
        return set_day(c);
    case KIRI_PIECE_TIME:
        return set_minute(c);
    case KIRI_PIECE_TITLE:
        return set_text(c, &p->title, KIRI_LIMIT_TITLE_BYTES);
    case KIRI_PIECE_URL:
        return set_url(c);
    case KIRI_PIECE_TEXT:
        return set_text(c, &p->text, KIRI_LIMIT_TEXT_BYTES);
    case KIRI_PIECE_AUTHOR:
        return set_text(c, &p->author, KIRI_LIMIT_PIECE_CELL_BYTES);
    case KIRI_PIECE_RELEASE:
        return set_target(c, KIRI_NOUN_RELEASE, &p->release);
    case KIRI_PIECE_TOPIC:
        return set_target(c, KIRI_NOUN_TOPIC, &p->topic);
    case KIRI_PIECE_SECTION:
        return set_text(c, &p->section, KIRI_LIMIT_PIECE_CELL_BYTES);
    case KIRI_PIECE_NOTE:
        return set_text(c, &p->note, KIRI_LIMIT_PIECE_NOTE_BYTES);
    case KIRI_PIECE_BY:
        return set_text(c, &p->by, KIRI_LIMIT_PIECE_CELL_BYTES);
    case KIRI_PIECE_EVIDENCE:
        return set_text(c, &p->evidence, KIRI_LIMIT_PIECE_CELL_BYTES);
    default:
        return set_ave(c);
    }
}

/* "", and the marks with which people say that there is nothing. */
static gboolean is_empty(const char *n)
{
    static const char *const marks[] = {"-", "--", "ー", "/", "~", NULL};
    for (const char *const *m = marks; *n && *m; m++)
        if (strcmp(n, *m) == 0)
            return TRUE;
    return !*n;
}

/* What a cell says: control characters are no text, and a line's end, which spreadsheets
 * put into headlines, is a space where lines mean nothing. (transfer full) */
static char *tidied(const char *value, gboolean keeps_lines)
{
    GString *out = g_string_sized_new(strlen(value));
    for (const char *p = value; *p; p++) {
        gboolean is_line = *p == '\n' || (*p == '\r' && p[1] != '\n');
        if (is_line || *p == '\t')
            g_string_append_c(out, is_line && keeps_lines ? '\n' : ' ');
        else if ((guchar)*p >= 0x20 && *p != 0x7f)
            g_string_append_c(out, *p);
    }
    return g_strstrip(g_string_free(out, FALSE));
}

gboolean kiri_piece_set(KiriPiece *piece, KiriPieceField field, const char *value, const char *unit,
                        const KiriPieceDates *dates, KiriPieceBook *book, GError **error)
{
    if (!g_utf8_validate(value, -1, NULL)) {
        g_set_error_literal(error, KIRI_ERROR_REPORT, KIRI_ERROR_PARSE, _("it is no UTF-8 text"));
        return FALSE;
    }
    g_autofree char *stripped = tidied(value, field == KIRI_PIECE_TEXT || field == KIRI_PIECE_NOTE);
    g_autofree char *n = strlen(stripped) > KIRI_LIMIT_TITLE_BYTES
                             ? g_strdup("?") // texts only; nothing so long is a figure
                             : kiri_normalize_dup(kiri_str(stripped));
    Cell c = {piece, stripped, is_empty(n) ? "" : n, unit, dates, book, error};
    if (*c.n)
        piece->said |= G_GUINT64_CONSTANT(1) << field;
    else
        piece->said &= ~(G_GUINT64_CONSTANT(1) << field);
    if (field == KIRI_PIECE_CLASS || field == KIRI_PIECE_TONE)
        return set_words(&c, field);
    if (field >= KIRI_PIECE_EDITION && field <= KIRI_PIECE_SHARE)
        return set_print(&c, field);
    if (field >= KIRI_PIECE_PROGRAMME && field <= KIRI_PIECE_STATIONS)
        return set_air(&c, field);
    return set_about(&c, field);
}
