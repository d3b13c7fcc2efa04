// SPDX-License-Identifier: GPL-3.0-or-later
/* Mentions in one sentence. Three ways lead to one: our names, looked for as keywords;
 * words of the tables; and endings (…省, …社, …協会) of runs of kanji and katakana.
 * Where two overlap the longer one stands, ours before another of the same length: in
 * 東京都議会 the name of 東京都 is somebody else's. After that, references
 * (bodies_refs.c) are resolved from left to right. */
#include "bodies_internal.h"

#include <kirinuki/normalize.h>

#include <string.h>

/* ---- ours ---- */

/* 町内, 町民, 町議: the name says where, not who. */
static gboolean is_place(KiriStr text, gsize end, KiriBodyKinds kinds)
{
    static const char *const others[] = {"内",   "民",   "議会", "議",   "立", "警",
                                         "出身", "在住", "産",   "沿岸", "沖"};
    const KiriBodyKinds regions =
        KIRI_BODY_PREFECTURE | KIRI_BODY_CITY | KIRI_BODY_WARD | KIRI_BODY_TOWN | KIRI_BODY_VILLAGE;
    if (!(kinds & regions))
        return FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(others); i++)
        if (has_at(text, end, others[i]))
            return TRUE;
    return FALSE;
}

static void add_ours(KiriFind *f, const GPtrArray *names, KiriWho who)
{
    for (guint i = 0; i < names->len; i++) {
        KiriStr name = kiri_str(g_ptr_array_index(names, i));
        for (gsize from = 0, at = 0, end = 0; kiri_keyword_find(f->text, name, from, &at, &end);
             from = end) {
            KiriMention m = {.from = at, .to = end, .who = who, .kinds = f->ours->kinds};
            m.is_place = who == KIRI_WHO_US && is_place(f->text, end, f->ours->kinds);
            g_array_append_val(f->found, m);
        }
    }
}

/* ---- those of the tables ---- */

typedef struct {
    KiriFind *find;
    gsize at;
} Here;

/* 都内, 県民: where, not who. */
static gboolean is_region_only(KiriStr text, gsize end)
{
    return has_at(text, end, "内") || has_at(text, end, "民");
}

/* 顧客満足度, 市民講座: the group is part of a thing's name. 女性職員 is a person. */
static gboolean is_compound(KiriStr text, gsize at, gsize end)
{
    static const char *const may_go_on[] = {"側", "代表", "団体", "有志", "全員", "個人", "同士"};
    if (class_at(text, end) != KIRI_CHAR_KANJI || class_before(text, end) != KIRI_CHAR_KANJI ||
        has_at(text, at, "女性") || has_at(text, at, "男性"))
        return FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(may_go_on); i++)
        if (has_at(text, end, may_go_on[i]))
            return FALSE;
    return TRUE;
}

static gboolean take_word(guint value, gsize end, gpointer data)
{
    const Here *here = data;
    KiriFind *f = here->find;
    KiriMention m = {.from = here->at,
                     .to = end,
                     .who = KIRI_WHO_OTHER,
                     .kinds = (KiriBodyKinds)(value / KIRI_N_SPEAKERS),
                     .speaker = (KiriSpeaker)(value % KIRI_N_SPEAKERS)};
    KiriStr word = {f->text.p + here->at, end - here->at};
    if (!kiri_keyword_is_at(f->text, word, here->at) || is_region_only(f->text, end) ||
        (m.speaker != KIRI_SPEAKER_NOBODY && is_compound(f->text, here->at, end)))
        return FALSE;
    g_array_append_val(f->found, m);
    return TRUE;
}

static void add_words(KiriFind *f, const KiriBodyTables *tables)
{
    Here here = {f, 0};
    for (; tables && here.at < f->text.n; here.at += step(f->text, here.at))
        kiri_word_table_at(tables->words, f->text, here.at, take_word, &here);
}

/* ---- those that endings tell ---- */

/* Ordinary words with such an ending. */
static gboolean is_ordinary(KiriStr run)
{
    static const char *const ends[] = {
        "反省",     "帰省",    "内省",     "省庁",       "官公庁",   "都市",     "朝市",
        "夜市",     "見本市",  "下町",     "港町",       "城下町",   "農村",     "漁村",
        "山村",     "各県",    "全県",     "両県",       "他県",     "各市",     "他市",
        "各町",     "会社",    "各社",     "他社",       "両社",     "神社",     "入社",
        "退社",     "出社",    "本社",     "支社",       "公社",     "商社",     "自社",
        "弊社",     "与党",    "野党",     "各党",       "政党",     "両党",     "入党",
        "離党",     "国会",    "軽自動車", "電気自動車", "高速鉄道", "地下鉄道", "大手電力",
        "有価証券", "国際航空"};
    for (gsize i = 0; i < G_N_ELEMENTS(ends); i++)
        if (kiri_str_ends(run, ends[i]))
            return TRUE;
    return FALSE;
}

/* What may follow a name in its run: its people and parts. */
static gboolean may_follow(KiriStr text, gsize at)
{
    static const char *const parts[] = {"側",   "長",   "職員", "幹部", "広報", "担当",
                                        "議会", "役場", "役所", "社長", "代表", "本社",
                                        "支店", "工場", "本部", "関係", "立",   "警"};
    if (!is_name_char(class_at(text, at)))
        return TRUE;
    for (gsize i = 0; i < G_N_ELEMENTS(parts); i++)
        if (has_at(text, at, parts[i]))
            return TRUE;
    return FALSE;
}

static void add_ending(KiriFind *f, gsize run, gsize at)
{
    for (const KiriBodyEnding *e = kiri_body_endings; e->text; e++) {
        if (!e->is_alone || !has_at(f->text, at, e->text))
            continue;
        gsize end = at + strlen(e->text);
        KiriStr name = {f->text.p + run, end - run};
        if (!may_follow(f->text, end))
            continue;
        gboolean is_whole = at == run; // 東京都, 警視庁; not a bare 県
        if ((is_whole && strlen(e->text) < 6) || has_at(f->text, run, "同") ||
            class_before(f->text, at) == KIRI_CHAR_DIGIT || is_ordinary(name))
            return;
        if (!is_whole && g_utf8_strlen(name.p, (gssize)(at - run)) < 2 && strlen(e->text) < 6)
            return;
        KiriMention m = {.from = run, .to = end, .who = KIRI_WHO_OTHER, .kinds = e->kinds};
        g_array_append_val(f->found, m);
        return;
    }
}

static void add_endings(KiriFind *f)
{
    gsize run = 0;
    for (gsize at = 0; at < f->text.n; at += step(f->text, at)) {
        if (!is_name_char(class_at(f->text, at)))
            run = at + step(f->text, at);
        else
            add_ending(f, run, at);
    }
}

/* ---- people ---- */

/* 山田太郎さん, 山田容疑者: somebody with a name is nobody's body. */
static void add_people(KiriFind *f)
{
    static const char *const titles[] = {"さん", "氏", "容疑者", "被告"};
    gsize run = 0;
    for (gsize at = 0; at < f->text.n; at += step(f->text, at)) {
        for (gsize i = 0; at > run && i < G_N_ELEMENTS(titles); i++) {
            if (!has_at(f->text, at, titles[i]))
                continue;
            gsize end = at + strlen(titles[i]);
            if (class_at(f->text, end) == KIRI_CHAR_KANJI)
                continue;
            KiriMention m = {.from = run,
                             .to = end,
                             .who = KIRI_WHO_OTHER,
                             .kinds = KIRI_BODY_GROUP,
                             .speaker = KIRI_SPEAKER_CITIZENS};
            g_array_append_val(f->found, m);
        }
        gunichar c = g_utf8_get_char(f->text.p + at);
        if (!is_name_char(class_at(f->text, at)) && c != 0x30fb)
            run = at + step(f->text, at);
    }
}

/* ---- all of it ---- */

/* Longer first, then ours, then names before references. */
static gint rank(gconstpointer a, gconstpointer b)
{
    const KiriMention *x = a, *y = b;
    gsize n = x->to - x->from, m = y->to - y->from;
    if (n != m)
        return n > m ? -1 : 1;
    if (x->who != y->who)
        return (gint)x->who - (gint)y->who;
    if (x->is_reference != y->is_reference)
        return x->is_reference - y->is_reference;
    return (x->from > y->from) - (x->from < y->from);
}

static gint by_place(gconstpointer a, gconstpointer b)
{
    const KiriMention *x = a, *y = b;
    return (x->from > y->from) - (x->from < y->from);
}

static gboolean overlaps(const GArray *taken, const KiriMention *m)
{
    for (guint i = 0; i < taken->len; i++) {
        const KiriMention *t = &g_array_index(taken, KiriMention, i);
        if (m->from < t->to && t->from < m->to)
            return TRUE;
    }
    return FALSE;
}

/* A name of ours inside another's name still names us: the share counts it. */
static gboolean holds_ours(const GArray *found, const KiriMention *m)
{
    for (guint i = 0; i < found->len; i++) {
        const KiriMention *o = &g_array_index(found, KiriMention, i);
        if (o->who == KIRI_WHO_US && !o->is_reference && o->from >= m->from && o->to <= m->to)
            return TRUE;
    }
    return FALSE;
}

static GArray *settle(GArray *found)
{
    GArray *taken = g_array_new(FALSE, TRUE, sizeof(KiriMention));
    g_array_sort(found, rank);
    for (guint i = 0; i < found->len; i++) {
        KiriMention m = g_array_index(found, KiriMention, i);
        if (overlaps(taken, &m))
            continue;
        m.is_place |= m.who == KIRI_WHO_OTHER && holds_ours(found, &m);
        g_array_append_val(taken, m);
    }
    g_array_sort(taken, by_place);
    return taken;
}

GArray *kiri_mentions_find(KiriStr text, const KiriOurNames *ours, const KiriBodyTables *tables,
                           KiriNamedSoFar *named)
{
    g_autoptr(GArray) found = g_array_new(FALSE, TRUE, sizeof(KiriMention));
    KiriFind f = {text, ours, found};
    add_ours(&f, ours->names, KIRI_WHO_US);
    add_ours(&f, ours->words, KIRI_WHO_MATTER);
    add_words(&f, tables);
    add_endings(&f);
    add_people(&f);
    kiri_find_references(&f);
    GArray *mentions = settle(found);
    for (guint i = 0; i < mentions->len; i++) {
        KiriMention *m = &g_array_index(mentions, KiriMention, i);
        if (m->is_reference)
            kiri_reference_resolve(m, named);
        else if (m->who == KIRI_WHO_US)
            m->speaker = KIRI_SPEAKER_US;
        else if (m->who == KIRI_WHO_OTHER && m->speaker == KIRI_SPEAKER_NOBODY)
            m->speaker = KIRI_SPEAKER_OTHER;
        kiri_named_so_far_add(named, m);
    }
    return mentions;
}
