// SPDX-License-Identifier: GPL-3.0-or-later
/* Words under which a release will be known: what its title puts in quotes, the
 * compounds that it repeats, and the short names that it gives itself. */
#include <kirinuki/release_parse.h>

#include "match/doc.h"

#include <kirinuki/boilerplate.h>
#include <kirinuki/record.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- keywords ---- */

typedef struct {
    char *word;  // N-form
    char *shown; // as the text first writes it
    guint count;
    gboolean in_title, is_quoted;
    gdouble score;
} Candidate;

typedef struct {
    GHashTable *by_word; // word → Candidate (owned by `all`)
    GPtrArray *all;
    const KiriNormal *normal; // of the text that is walked
    KiriStr original;         // that text
    gboolean is_title;
} Candidates;

static void candidate_free(gpointer data)
{
    Candidate *c = data;
    g_free(c->word);
    g_free(c->shown);
    g_free(c);
}

/* The original of the N-bytes [from, from + n). (transfer full) */
static char *original_of(const KiriNormal *normal, KiriStr original, gsize from, gsize n)
{
    gsize a, b;
    kiri_normal_original_range(normal, from, from + n, &a, &b);
    return g_strndup(original.p + a, b - a);
}

/* Words of the form itself, and of every release. */
static gboolean is_stop_word(const char *word)
{
    static const char *const words[] = {
        "実施",       "公表",     "発表",     "結果",           "概要",
        "対象",       "内容",     "事業",     "以下",           "以上",
        "今回",       "別紙",     "参考",     "予定",           "利用",
        "開始",       "決定",     "受付",     "募集",           "詳細",
        "資料",       "全国",     "平成",     "令和",           "当省",
        "当社",       "弊社",     "同社",     "大臣",           "件数",
        "期間",       "目的",     "方法",     "日時",           "場所",
        "会場",       "電話",     "担当",     "株式会社",       "代表取締役社長",
        "代表取締役", "本社",     "お知らせ", "プレスリリース", "ニュースリリース",
        "報道発表",   "報道資料", "発売",     "販売",           "価格",
        "商品",       "製品",     "初年度",   "年度",           "本日",
        "取得",       "対策",     "期待",     "増加",           "減少",
        "前年比",     "前年同月", "前年同期", "前回",           "訂正",
        "活動",       "選定",     "廃棄",     "客様",           "年間",
        "全国初",     "時期",     "見通",     "見込",           "目指",
        "平均",       "最大",     "達成",     "提供",           "導入",
        "開催",       "展開",     "構成",     "拡大",           "強化",
        "推進",       "購入分"};
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
        if (strcmp(word, words[i]) == 0)
            return TRUE;
    return FALSE;
}

/* 「及び」「又は」「等」 leave their kanji at the end of the word before them. */
static KiriStr without_joint(KiriStr word)
{
    static const char *const joints[] = {"及", "又", "等", "並"};
    for (gsize i = 0; i < G_N_ELEMENTS(joints); i++) {
        gsize n = strlen(joints[i]);
        if (word.n > n && memcmp(word.p + word.n - n, joints[i], n) == 0)
            word.n -= n;
    }
    return word;
}

/* What follows a figure is its unit: 20[万個], 第3[相試験]. */
static gboolean is_unit(const Candidates *c, gsize at)
{
    return at > 0 && (g_ascii_isdigit(c->normal->text[at - 1]) || c->normal->text[at - 1] == '%');
}

static void take_name(KiriStr word, gsize at, gpointer data)
{
    enum { LEAST_CHARS = 2, MOST_CHARS = 16 };
    Candidates *c = data;
    word = without_joint(word);
    if (is_unit(c, at))
        return;
    glong chars = g_utf8_strlen(word.p, (gssize)word.n);
    if (chars < LEAST_CHARS || chars > MOST_CHARS)
        return;
    g_autofree char *copy = kiri_str_dup(word);
    if (is_stop_word(copy))
        return;
    Candidate *known = g_hash_table_lookup(c->by_word, copy);
    if (!known) {
        known = g_new0(Candidate, 1);
        known->word = g_steal_pointer(&copy);
        known->shown = original_of(c->normal, c->original, at, word.n);
        g_hash_table_insert(c->by_word, known->word, known);
        g_ptr_array_add(c->all, known);
    }
    known->count++;
    known->in_title = known->in_title || c->is_title;
}

static gint by_score(gconstpointer a, gconstpointer b)
{
    const Candidate *x = *(Candidate *const *)a, *y = *(Candidate *const *)b;
    if (x->score > y->score || x->score < y->score)
        return x->score > y->score ? -1 : 1;
    return strcmp(x->word, y->word);
}

/* Is it a part of a better one that occurs as often? */
static gboolean is_covered(const Candidate *c, char **taken, const GPtrArray *all)
{
    for (char **t = taken; t && *t; t++) {
        if (!strstr(*t, c->word))
            continue;
        for (guint i = 0; i < all->len; i++) {
            const Candidate *other = g_ptr_array_index(all, i);
            if (strcmp(other->word, *t) == 0 && other->count >= c->count)
                return TRUE;
        }
    }
    return FALSE;
}

/* Names in 「」 of the title come first: they are candidates of their own. */
static void take_quotes(Candidates *c)
{
    g_auto(GStrv) quoted = kiri_quoted_find(kiri_normal_view(c->normal), (KiriStr){"", 0});
    for (char **q = quoted; *q; q++) {
        Candidate *known = g_hash_table_lookup(c->by_word, *q);
        if (!known) {
            const char *at = strstr(c->normal->text, *q);
            known = g_new0(Candidate, 1);
            known->word = g_strdup(*q);
            known->shown =
                original_of(c->normal, c->original, (gsize)(at - c->normal->text), strlen(*q));
            g_hash_table_insert(c->by_word, known->word, known);
            g_ptr_array_add(c->all, known);
        }
        known->is_quoted = TRUE;
    }
}

static void walk(Candidates *c, const KiriNormal *normal, KiriStr original, gboolean is_title)
{
    c->normal = normal;
    c->original = original;
    c->is_title = is_title;
    kiri_names_each(kiri_normal_view(normal), take_name, c);
    if (is_title)
        take_quotes(c);
}

static void score(Candidate *k)
{
    const gdouble quoted_first = 1000;
    gdouble length = log1p((gdouble)g_utf8_strlen(k->word, -1));
    k->score = (k->count + (k->in_title ? 2.0 : 0.0)) * length + (k->is_quoted ? quoted_first : 0);
}

char **kiri_release_propose_keywords(KiriStr title, KiriStr text, guint max)
{
    g_auto(KiriNormal) n_title = {0}, n_text = {0};
    g_autofree char *body = kiri_boilerplate_blank(text, NULL, NULL);
    KiriStr core = kiri_str(body);
    kiri_normalize(title, TRUE, &n_title);
    kiri_normalize(core, TRUE, &n_text);
    Candidates c = {.by_word = g_hash_table_new(g_str_hash, g_str_equal),
                    .all = g_ptr_array_new_with_free_func(candidate_free)};
    walk(&c, &n_title, title, TRUE);
    walk(&c, &n_text, core, FALSE);
    for (guint i = 0; i < c.all->len; i++)
        score(g_ptr_array_index(c.all, i));
    g_ptr_array_sort(c.all, by_score);
    char **words = NULL, **keywords = NULL;
    for (guint i = 0; i < c.all->len && kiri_strv_count(words) < max; i++) {
        const Candidate *k = g_ptr_array_index(c.all, i);
        if (!k->is_quoted && is_covered(k, words, c.all))
            continue;
        kiri_strv_add(&words, k->word);
        kiri_strv_add(&keywords, k->shown);
    }
    g_strfreev(words);
    g_hash_table_destroy(c.by_word);
    g_ptr_array_unref(c.all);
    return keywords ? keywords : g_new0(char *, 1);
}

/* ---- aliases that a text declares ---- */

/* What "（" opens at `from`, up to its "）"; FALSE when it is long or open. */
static gboolean bracket_at(KiriStr n, gsize from, KiriStr *inside)
{
    enum { MOST_BYTES = 120 };
    const char *p = n.p + from;
    gsize room = MIN(n.n - from, (gsize)MOST_BYTES);
    const char *close = room ? memchr(p, ')', room) : NULL;
    *inside = (KiriStr){p, close ? (gsize)(close - p) : 0};
    return close && inside->n;
}

static KiriStr strip_quotes(KiriStr s)
{
    static const char *const signs[] = {"「", "」", "『", "』", "\""};
    s = kiri_str_strip(s);
    for (gsize i = 0; i < G_N_ELEMENTS(signs); i++) {
        gsize n = strlen(signs[i]);
        if (s.n >= n && memcmp(s.p, signs[i], n) == 0)
            s = (KiriStr){s.p + n, s.n - n};
        if (s.n >= n && memcmp(s.p + s.n - n, signs[i], n) == 0)
            s.n -= n;
    }
    return s;
}

static gboolean is_short_name(KiriStr s)
{
    enum { LEAST_CHARS = 2, MOST_CHARS = 15 };
    glong chars = g_utf8_strlen(s.p, (gssize)s.n);
    if (chars < LEAST_CHARS || chars > MOST_CHARS)
        return FALSE;
    for (gsize at = 0; at < s.n; at = kiri_char_after(s, at)) {
        KiriCharClass class_ = kiri_char_class(kiri_char_at(s, at));
        if (class_ == KIRI_CHAR_OTHER || class_ == KIRI_CHAR_HIRAGANA)
            return FALSE;
    }
    return TRUE;
}

static gboolean is_latin(KiriStr s)
{
    for (gsize at = 0; at < s.n; at = kiri_char_after(s, at)) {
        KiriCharClass class_ = kiri_char_class(kiri_char_at(s, at));
        if (class_ != KIRI_CHAR_LATIN && class_ != KIRI_CHAR_SPACE && class_ != KIRI_CHAR_DIGIT)
            return FALSE;
    }
    return s.n > 0;
}

/* 以下「X」, 以下、X, 略称:X, 略称「X」, or one Latin word. */
static void take_declared(KiriStr inside, const KiriNormal *normal, KiriStr original,
                          char ***aliases)
{
    static const char *const signs[] = {"以下、", "以下,", "以下", "略称は",
                                        "略称:",  "略称",  "通称", "略して"};
    KiriStr name = inside;
    gboolean is_declared = is_latin(inside);
    for (gsize i = 0; i < G_N_ELEMENTS(signs) && !is_declared; i++) {
        const char *sign = memmem(inside.p, inside.n, signs[i], strlen(signs[i]));
        if (!sign)
            continue;
        const char *from = sign + strlen(signs[i]);
        name = (KiriStr){from, (gsize)(inside.p + inside.n - from)};
        is_declared = TRUE;
    }
    name = strip_quotes(name);
    if (!is_declared || !is_short_name(name))
        return;
    g_autofree char *alias = original_of(normal, original, (gsize)(name.p - normal->text), name.n);
    if (!kiri_strv_has(*aliases, alias))
        kiri_strv_add(aliases, alias);
}

char **kiri_release_declared_aliases(const char *organisation, KiriStr text)
{
    char **aliases = NULL;
    g_auto(KiriNormal) n = {0};
    kiri_normalize(text, TRUE, &n);
    g_autofree char *name = kiri_normalize_dup(kiri_str(organisation));
    gsize name_n = strlen(name);
    KiriStr view = kiri_normal_view(&n), inside;
    for (gsize at = 0; name_n && at < view.n;) {
        const char *hit = memmem(view.p + at, view.n - at, name, name_n);
        if (!hit)
            break;
        at = (gsize)(hit - view.p) + name_n;
        if (at < view.n && view.p[at] == '(' && bracket_at(view, at + 1, &inside))
            take_declared(inside, &n, text, &aliases);
    }
    return aliases ? aliases : g_new0(char *, 1);
}
