// SPDX-License-Identifier: GPL-3.0-or-later
/* A text is cut into pieces: its lines, and within a line wherever a sign of a
 * heading or note stands behind a sentence (texts that lost their line ends).
 * One walk over the pieces: a piece is boilerplate by its own first words, or
 * because it stands in a part whose heading said so. */
#include "boilerplate.h"

#include "chars.h"
#include "match/quads.h"

#include <string.h>

const char *const kiri_boilerplate_names[] = {"none",      "press", "contact",  "about", "note",
                                              "reference", "legal", "repeated", NULL};

enum {
    HEADING_CHARS = 24,  // more is a sentence
    RESUMED_CHARS = 30,  // a heading of the matter
    LEAST_REPEATED = 12, // characters: shorter lines are headings that many texts have
};

static gboolean starts_with(KiriStr s, const char *prefix)
{
    gsize n = 0; // a few bytes say no nearly always
    while (prefix[n] && n < s.n && s.p[n] == prefix[n])
        n++;
    return !prefix[n];
}

static gboolean ends_with(KiriStr s, KiriStr suffix)
{
    return s.n >= suffix.n && s.p[s.n - 1] == suffix.p[suffix.n - 1] &&
           memcmp(s.p + s.n - suffix.n, suffix.p, suffix.n) == 0;
}

static gboolean contains(KiriStr s, const char *word)
{
    return memmem(s.p, s.n, word, strlen(word)) != NULL;
}

static gboolean any_at(KiriStr s, const char *const *words)
{
    for (; *words; words++)
        if (starts_with(s, *words))
            return TRUE;
    return FALSE;
}

static gboolean any_in(KiriStr s, const char *const *words)
{
    for (; *words; words++)
        if (contains(s, *words))
            return TRUE;
    return FALSE;
}

/* ---- pieces ---- */

static const char *const heading_signs[] = {"■",  "◆", "●",  "▼",  "◇",  "□",
                                            "【", "※", "＜", "〈", "〔", NULL};

/* May a piece begin at `at`, in the middle of a line? Behind the end of a sentence
 * or a blank, before a sign. */
static gboolean is_cut(KiriStr text, gsize at)
{
    static const KiriStr ends[] = {{"。", 3}, {"」", 3}, {"）", 3}, {" ", 1}, {"　", 3}};
    static const char *const notes[] = {"（注",           "(注",          "（参考", "(参考",
                                        "お問い合わせ先", "問い合わせ先", NULL};
    KiriStr before = {text.p, at}, rest = {text.p + at, text.n - at};
    for (gsize i = 0; i < G_N_ELEMENTS(ends); i++)
        if (ends_with(before, ends[i]))
            return any_at(rest, heading_signs) || any_at(rest, notes);
    return FALSE;
}

gboolean kiri_release_line_next(KiriStr text, gsize *at, KiriStr *piece)
{
    if (*at >= text.n)
        return FALSE;
    gsize from = *at, to = from;
    while (to < text.n && text.p[to] != '\n') {
        to = kiri_char_after(text, to);
        if (to < text.n && is_cut(text, to))
            break;
    }
    *piece = (KiriStr){text.p + from, to - from};
    *at = to < text.n && text.p[to] == '\n' ? to + 1 : to;
    return TRUE;
}

/* Without signs and numbers of headings in front. */
static KiriStr naked(KiriStr piece)
{
    static const char *const signs[] = {
        "■",  "◆",  "●", "▼", "◇", "□",  "○", "【", "<", "＜", "〈", "〔", "[", "［", "（", "(",
        "・", "＊", "*", "#", " ", "　", "-", "ー", "―", "—",  "=",  "《", "▪", "「", NULL};
    for (const char *const *sign = signs; *sign;) {
        gsize n = strlen(*sign);
        if (starts_with(piece, *sign)) {
            piece = (KiriStr){piece.p + n, piece.n - n};
            sign = signs;
        } else {
            sign++;
        }
    }
    return piece;
}

static gboolean is_sentence(KiriStr piece)
{
    return contains(piece, "。");
}

/* Short, and no sentence. */
static gboolean is_heading(KiriStr piece)
{
    enum { MOST_BYTES = 4 * HEADING_CHARS };
    piece = kiri_str_strip(piece);
    return piece.n && piece.n <= MOST_BYTES &&
           g_utf8_strlen(piece.p, (gssize)piece.n) <= HEADING_CHARS && !is_sentence(piece);
}

/* ---- what is it? ---- */

static gboolean is_contact(KiriStr s)
{
    static const char *const heads[] = {"問い合わせ先",
                                        "問合せ先",
                                        "問合わせ先",
                                        "お問い合わせ",
                                        "お問合せ",
                                        "お問合わせ",
                                        "問い合せ先",
                                        "照会先",
                                        "連絡先",
                                        "本件に関する",
                                        "本リリース",
                                        "本プレス",
                                        "本発表に関する",
                                        "このリリースに関する",
                                        "報道関係者の",
                                        "報道関係者から",
                                        "報道関係者様",
                                        "報道機関からの",
                                        "報道機関の",
                                        "報道に関する",
                                        "取材に関する",
                                        "取材のお",
                                        "取材等に関する",
                                        "担当:",
                                        "担当：",
                                        "担当者",
                                        "担当部署",
                                        "担当課",
                                        "広報担当",
                                        "電話:",
                                        "電話：",
                                        "TEL",
                                        "Tel",
                                        "ＴＥＬ",
                                        "Contact",
                                        "CONTACT",
                                        "Media Contact",
                                        "プレスリリースに関する",
                                        "リリースに関する",
                                        "(担当)",
                                        "（担当）",
                                        "(連絡先",
                                        "問い合わせ:",
                                        "問い合わせ：",
                                        NULL};
    return any_at(s, heads);
}

static gboolean is_company(KiriStr s, KiriStr whole, const char *organisation)
{
    static const char *const heads[] = {
        "会社概要", "企業概要", "法人概要", "団体概要", "会社情報",   "企業情報",
        "組織概要", "運営会社", "会社案内", "会社紹介", "企業紹介",   "機関概要",
        "発行元",   "About ",   "ABOUT ",   "商号",     "社名:",      "社名：",
        "会社名:",  "会社名：", "名称:",    "名称：",   "本社所在地", "代表取締役:",
        "代表者:",  "代表者：", "資本金",   "設立:",    "設立：",     NULL};
    if (any_at(s, heads))
        return TRUE;
    /* 「■〇〇株式会社について」 as a heading. */
    static const char *const forms[] = {"株式会社", "（株）", "㈱",       "法人", "協会",
                                        "機構",     "財団",   "グループ", "Inc.", NULL};
    return contains(s, "について") && is_heading(whole) &&
           ((organisation && *organisation && contains(s, organisation)) || any_in(s, forms));
}

static gboolean is_note(KiriStr whole, KiriStr s)
{
    static const char *const signs[] = {"※",   "（注", "(注", "注)", "注）",   "＊",    "*",
                                        "注1", "注１", "(※",  "（※", "（備考", "(備考", NULL};
    static const char *const heads[] = {"注記", "注釈", "脚注", "備考", "補足", NULL};
    return any_at(whole, signs) || any_at(s, signs) || (is_heading(whole) && any_at(s, heads));
}

static gboolean is_reference(KiriStr whole, KiriStr s)
{
    static const char *const always[] = {
        "参考)",      "参考）",     "関連リンク", "関連リリース",     "参考URL",
        "参考ＵＲＬ", "参考リンク", "添付資料",   "関連URL",          "参考文献",
        "関連サイト", "配布資料",   "公式サイト", "公式ホームページ", NULL};
    static const char *const bare[] = {"参考",     "別添",   "別紙", "関連情報", "関連資料",
                                       "関連記事", "リンク", "参照", "出典",     NULL};
    return any_at(s, always) || (is_heading(whole) && any_at(s, bare));
}

/* What a legal notice says in the middle. */
static const char *const legal_words[] = {
    "登録商標",           "は商標です",         "記載されている会社名", "記載の会社名",
    "記載されている内容", "記載されている情報", "掲載されている情報",   "掲載されている内容",
    "記載された内容は",   "記載内容は発表",     "記載の情報は発表",     "発表日現在の",
    "発表日時点の",       "発表時点の情報",     "予告なく変更",         "Forward-Looking",
    "forward-looking"};

/* Those that the text may have: most texts have none. */
typedef struct {
    const char *legal[G_N_ELEMENTS(legal_words) + 1];
} Words;

static void find_words(KiriStr text, Words *words)
{
    KiriQuads quads = {0};
    gsize n = 0;
    kiri_quads_add(&quads, text);
    for (gsize i = 0; i < G_N_ELEMENTS(legal_words); i++)
        if (kiri_quads_may_hold(&quads, kiri_str(legal_words[i])))
            words->legal[n++] = legal_words[i];
    words->legal[n] = NULL;
}

static gboolean is_legal(KiriStr whole, KiriStr s, const Words *words)
{
    static const char *const heads[] = {"免責",         "注意事項",     "ご注意",
                                        "商標について", "将来の見通し", "将来見通し",
                                        "将来予測",     "著作権",       NULL};
    return (is_heading(whole) && any_at(s, heads)) || any_in(whole, words->legal);
}

static gboolean is_press(KiriStr whole, KiriStr s)
{
    static const char *const always[] = {"解禁について",
                                         "プレスリリース提供",
                                         "配信元",
                                         "報道関係者各位",
                                         "報道関係各位",
                                         "報道機関各位",
                                         "プレス各位",
                                         "報道関係者 各位",
                                         "取材について",
                                         "取材の御案内",
                                         "報道解禁",
                                         "解禁日時",
                                         NULL};
    static const char *const bare[] = {"報道発表資料",
                                       "報道発表",
                                       "報道資料",
                                       "プレスリリース",
                                       "ニュースリリース",
                                       "PRESS RELEASE",
                                       "Press Release",
                                       "NEWS RELEASE",
                                       "News Release",
                                       "NewsRelease",
                                       "Information",
                                       "記者発表資料",
                                       "お知らせ",
                                       "以上",
                                       "各位",
                                       "Press release",
                                       NULL};
    return any_at(s, always) || (is_heading(whole) && !contains(whole, "」") && any_at(s, bare));
}

static KiriBoilerplateKind kind_of(KiriStr piece, const char *organisation, const Words *words)
{
    KiriStr whole = kiri_str_strip(piece), s = naked(whole);
    if (!whole.n)
        return KIRI_BOILERPLATE_NONE;
    if (is_press(whole, s))
        return KIRI_BOILERPLATE_PRESS;
    if (is_contact(s))
        return KIRI_BOILERPLATE_CONTACT;
    if (is_company(s, whole, organisation))
        return KIRI_BOILERPLATE_ABOUT;
    if (is_legal(whole, s, words))
        return KIRI_BOILERPLATE_LEGAL;
    if (is_note(whole, s))
        return KIRI_BOILERPLATE_NOTE;
    return is_reference(whole, s) ? KIRI_BOILERPLATE_REFERENCE : KIRI_BOILERPLATE_NONE;
}

/* In the first part of a text only a heading of the press is none of the matter. */
static KiriBoilerplateKind kind_of_head(KiriStr piece)
{
    KiriStr whole = kiri_str_strip(piece);
    return is_heading(piece) && is_press(whole, naked(whole)) ? KIRI_BOILERPLATE_PRESS
                                                              : KIRI_BOILERPLATE_NONE;
}

/* Does a part go on under this heading until another one, or is it this piece
 * alone? */
static gboolean opens_part(KiriBoilerplateKind kind, KiriStr piece)
{
    switch (kind) {
    case KIRI_BOILERPLATE_CONTACT:
    case KIRI_BOILERPLATE_ABOUT:
        return TRUE;
    case KIRI_BOILERPLATE_NOTE:
    case KIRI_BOILERPLATE_REFERENCE:
    case KIRI_BOILERPLATE_LEGAL:
        return is_heading(piece);
    default:
        return FALSE;
    }
}

/* A heading that leads back to the matter: signed, short, without a value of its
 * own, and none of the fields of an address. */
static gboolean resumes_matter(KiriStr piece)
{
    static const char *const fields[] = {
        "商号", "所在", "代表", "設立",     "資本", "事業", "URL",  "電話", "本社",
        "TEL",  "名称", "社名", "会社",     "従業", "住所", "E-",   "Em",   "メール",
        "受付", "営業", "売上", "上場",     "創業", "担当", "部署", "FAX",  "Fax",
        "一般", "お客", "報道", "取材",     "広報", "公式", "SNS",  "X（",  "ホーム",
        "Web",  "HP",   "理念", "ビジョン", NULL};
    static const char *const colons[] = {":", "：", "http", "@", NULL};
    KiriStr whole = kiri_str_strip(piece), s = naked(whole);
    return any_at(whole, heading_signs) && whole.p[0] != '*' && !starts_with(whole, "※") && s.n &&
           g_utf8_strlen(s.p, (gssize)s.n) <= RESUMED_CHARS && !is_sentence(whole) &&
           !any_in(whole, colons) && !any_at(s, fields);
}

/* ---- the walk ---- */

gboolean kiri_release_line_is_countable(KiriStr piece)
{
    return g_utf8_strlen(piece.p, (gssize)piece.n) >= LEAST_REPEATED;
}

static gboolean is_repeated(KiriStr piece, char **repeated)
{
    KiriStr whole = kiri_str_strip(piece);
    for (; repeated && *repeated; repeated++)
        if (kiri_str_equal(whole, kiri_str(*repeated)))
            return TRUE;
    return FALSE;
}

static void add_span(GArray *spans, KiriStr text, KiriStr piece, KiriBoilerplateKind kind)
{
    gsize from = (gsize)(piece.p - text.p), to = from + piece.n;
    KiriBoilerplate *last =
        spans->len ? &g_array_index(spans, KiriBoilerplate, spans->len - 1) : NULL;
    if (last && last->kind == kind && from - last->to <= 1) {
        last->to = to;
        return;
    }
    KiriBoilerplate span = {from, to, kind};
    g_array_append_val(spans, span);
}

/* Lines that all releases of an organisation share are taken out only where the
 * greater part of the text stays: the monthly report of a figure repeats itself. */
static void drop_repeated(GArray *spans, gsize text_n)
{
    gsize repeated = 0;
    for (guint i = 0; i < spans->len; i++) {
        const KiriBoilerplate *b = &g_array_index(spans, KiriBoilerplate, i);
        repeated += b->kind == KIRI_BOILERPLATE_REPEATED ? b->to - b->from : 0;
    }
    if (repeated <= text_n / 2)
        return;
    for (guint i = spans->len; i-- > 0;)
        if (g_array_index(spans, KiriBoilerplate, i).kind == KIRI_BOILERPLATE_REPEATED)
            g_array_remove_index(spans, i);
}

GArray *kiri_boilerplate_find(KiriStr text, const char *organisation, char **repeated)
{
    GArray *spans = g_array_new(FALSE, FALSE, sizeof(KiriBoilerplate));
    /* A note in the first part of a text belongs to its matter. */
    gsize least = text.n * 2 / 5, at = 0;
    KiriBoilerplateKind part = KIRI_BOILERPLATE_NONE;
    KiriStr piece;
    Words words;
    find_words(text, &words);
    while (kiri_release_line_next(text, &at, &piece)) {
        gboolean is_tail = (gsize)(piece.p - text.p) >= least;
        KiriBoilerplateKind kind =
            is_tail ? kind_of(piece, organisation, &words) : kind_of_head(piece);
        if (kind == KIRI_BOILERPLATE_NONE && part && resumes_matter(piece))
            part = KIRI_BOILERPLATE_NONE;
        if (kind && opens_part(kind, piece))
            part = kind;
        if (!kind)
            kind = part;
        if (!kind && is_repeated(piece, repeated))
            kind = KIRI_BOILERPLATE_REPEATED;
        if (kind && kiri_str_strip(piece).n)
            add_span(spans, text, piece, kind);
    }
    drop_repeated(spans, text.n);
    return spans;
}

char *kiri_release_body(const KiriRelease *release)
{
    return kiri_boilerplate_blank(kiri_str(release->text), release->organisation,
                                  release->repeated);
}

char *kiri_boilerplate_blank(KiriStr text, const char *organisation, char **repeated)
{
    g_autoptr(GArray) spans = kiri_boilerplate_find(text, organisation, repeated);
    char *body = kiri_str_dup(text);
    for (guint i = 0; i < spans->len; i++) {
        const KiriBoilerplate *b = &g_array_index(spans, KiriBoilerplate, i);
        for (gsize at = b->from; at < b->to; at++)
            body[at] = body[at] == '\n' ? '\n' : ' ';
    }
    return body;
}
