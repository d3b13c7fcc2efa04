// SPDX-License-Identifier: GPL-3.0-or-later
/* Mentions in one sentence. Three ways lead to one: our names, looked for as keywords;
 * words of the tables; and endings (…省, …社, …協会) of runs of kanji and katakana.
 * Where two overlap the longer one stands, ours before another of the same length: in
 * 東京都議会 the name of 東京都 is somebody else's. After that, references are resolved
 * from left to right. */
#include "bodies_internal.h"

#include <kirinuki/normalize.h>

#include <string.h>

enum { MOST_RECENT = 24 };

typedef struct {
    KiriBodyKinds kinds;
    gboolean is_us;
} Recent;

void kiri_named_so_far_init(KiriNamedSoFar *named)
{
    named->recent = g_array_new(FALSE, FALSE, sizeof(Recent));
}

void kiri_named_so_far_clear(KiriNamedSoFar *named)
{
    g_clear_pointer(&named->recent, g_array_unref);
}

typedef struct {
    KiriStr text;
    const KiriOurNames *ours;
    GArray *found;
} Find;

/* `what` is kanji or kana; most of them differ in their third byte. */
static inline gboolean has_at(KiriStr text, gsize at, const char *what)
{
    if (text.n - at < 3 || text.p[at + 2] != what[2])
        return FALSE;
    gsize n = strlen(what);
    return text.n - at >= n && memcmp(text.p + at, what, n) == 0;
}

static gboolean has_before(KiriStr text, gsize at, const char *what)
{
    gsize n = strlen(what);
    return at >= n && memcmp(text.p + at - n, what, n) == 0;
}

static gsize step(KiriStr text, gsize at)
{
    return (gsize)g_utf8_skip[(guchar)text.p[at]];
}

static KiriCharClass class_at(KiriStr text, gsize at)
{
    return at < text.n ? kiri_char_class(g_utf8_get_char(text.p + at)) : KIRI_CHAR_SPACE;
}

static KiriCharClass class_before(KiriStr text, gsize at)
{
    return at ? kiri_char_class(g_utf8_get_char(g_utf8_prev_char(text.p + at))) : KIRI_CHAR_SPACE;
}

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

static void add_ours(Find *f, const GPtrArray *names, KiriWho who)
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
    Find *find;
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
    Find *f = here->find;
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

static void add_words(Find *f, const KiriBodyTables *tables)
{
    Here here = {f, 0};
    for (; tables && here.at < f->text.n; here.at += step(f->text, here.at))
        kiri_word_table_at(tables->words, f->text, here.at, take_word, &here);
}

/* ---- those that endings tell ---- */

static gboolean is_name_char(KiriCharClass c)
{
    return c == KIRI_CHAR_KANJI || c == KIRI_CHAR_KATAKANA || c == KIRI_CHAR_LATIN ||
           c == KIRI_CHAR_DIGIT;
}

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

static void add_ending(Find *f, gsize run, gsize at)
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

static void add_endings(Find *f)
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
static void add_people(Find *f)
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

/* ---- references ---- */

static const struct {
    const char *text;
    KiriBodyKinds kinds; // it may mean
    gboolean is_person;
} references[] = {
    {"同委員会", KIRI_BODY_COMMITTEE, FALSE},
    {"同連合会", KIRI_BODY_ASSOCIATION, FALSE},
    {"同協議会", KIRI_BODY_COMMITTEE | KIRI_BODY_ASSOCIATION, FALSE},
    {"同研究所", KIRI_BODY_INSTITUTE, FALSE},
    {"同センター", KIRI_BODY_INSTITUTE, FALSE},
    {"同グループ", KIRI_BODY_COMPANY, FALSE},
    {"同協会", KIRI_BODY_ASSOCIATION, FALSE},
    {"同連盟", KIRI_BODY_ASSOCIATION, FALSE},
    {"同組合", KIRI_BODY_ASSOCIATION, FALSE},
    {"同団体", KIRI_BODY_ASSOCIATION | KIRI_BODY_CORPORATION, FALSE},
    {"同機構", KIRI_BODY_CORPORATION, FALSE},
    {"同法人", KIRI_BODY_CORPORATION, FALSE},
    {"同財団", KIRI_BODY_CORPORATION, FALSE},
    {"同大学", KIRI_BODY_UNIVERSITY, FALSE},
    {"同学園", KIRI_BODY_SCHOOL, FALSE},
    {"同病院", KIRI_BODY_HOSPITAL, FALSE},
    {"同地裁", KIRI_BODY_COURT, FALSE},
    {"同高裁", KIRI_BODY_COURT, FALSE},
    {"同県警", KIRI_BODY_POLICE, FALSE},
    {"同省", KIRI_BODY_MINISTRY, FALSE},
    {"同庁", KIRI_BODY_AGENCY, FALSE},
    {"同都", KIRI_BODY_PREFECTURE, FALSE},
    {"同道", KIRI_BODY_PREFECTURE, FALSE},
    {"同府", KIRI_BODY_PREFECTURE | KIRI_BODY_AGENCY, FALSE},
    {"同県", KIRI_BODY_PREFECTURE, FALSE},
    {"同市", KIRI_BODY_CITY, FALSE},
    {"同区", KIRI_BODY_WARD, FALSE},
    {"同町", KIRI_BODY_TOWN, FALSE},
    {"同村", KIRI_BODY_VILLAGE, FALSE},
    {"同社", KIRI_BODY_COMPANY, FALSE},
    {"同行", KIRI_BODY_BANK, FALSE},
    {"同党", KIRI_BODY_PARTY, FALSE},
    {"同会", KIRI_BODY_ASSOCIATION, FALSE},
    {"同大", KIRI_BODY_UNIVERSITY, FALSE},
    {"同校", KIRI_BODY_SCHOOL, FALSE},
    {"同院", KIRI_BODY_HOSPITAL, FALSE},
    {"同署", KIRI_BODY_POLICE, FALSE},
    {"当局",
     KIRI_BODY_MINISTRY | KIRI_BODY_AGENCY | KIRI_BODY_PREFECTURE | KIRI_BODY_CITY |
         KIRI_BODY_WARD | KIRI_BODY_TOWN | KIRI_BODY_VILLAGE | KIRI_BODY_UNIVERSITY,
     FALSE},
    {"省側", KIRI_BODY_MINISTRY, FALSE},
    {"庁側", KIRI_BODY_AGENCY, FALSE},
    {"省内", KIRI_BODY_MINISTRY, FALSE},
    {"庁内", KIRI_BODY_AGENCY | KIRI_BODY_PREFECTURE | KIRI_BODY_CITY, FALSE},
    {"社内", KIRI_BODY_COMPANY, FALSE},
    {"会社側", KIRI_BODY_COMPANY, FALSE},
    {"大学側", KIRI_BODY_UNIVERSITY, FALSE},
    {"学校側", KIRI_BODY_SCHOOL, FALSE},
    {"病院側", KIRI_BODY_HOSPITAL, FALSE},
    {"県側", KIRI_BODY_PREFECTURE, FALSE},
    {"市側", KIRI_BODY_CITY, FALSE},
    {"町側", KIRI_BODY_TOWN, FALSE},
    {"村側", KIRI_BODY_VILLAGE, FALSE},
    {"県教委", KIRI_BODY_PREFECTURE, FALSE},
    {"市教委", KIRI_BODY_CITY, FALSE},
    {"町教委", KIRI_BODY_TOWN, FALSE},
    {"知事", KIRI_BODY_PREFECTURE, TRUE},
    {"市長", KIRI_BODY_CITY, TRUE},
    {"区長", KIRI_BODY_WARD, TRUE},
    {"町長", KIRI_BODY_TOWN, TRUE},
    {"村長", KIRI_BODY_VILLAGE, TRUE},
    {"大臣", KIRI_BODY_MINISTRY, TRUE},
    {"長官", KIRI_BODY_AGENCY, TRUE},
    {"社長", KIRI_BODY_COMPANY, TRUE},
    {"頭取", KIRI_BODY_BANK, TRUE},
    {"学長", KIRI_BODY_UNIVERSITY, TRUE},
    {"理事長", KIRI_BODY_CORPORATION | KIRI_BODY_ASSOCIATION, TRUE},
    {"病院長", KIRI_BODY_HOSPITAL, TRUE},
    {"担当者", KIRI_BODY_ANY, TRUE},
    {"担当課", KIRI_BODY_ANY, TRUE},
    {"広報課", KIRI_BODY_ANY, TRUE},
    {"広報担当", KIRI_BODY_ANY, TRUE},
    {"責任者", KIRI_BODY_ANY, TRUE},
    {"広報室", KIRI_BODY_ANY, TRUE},
    {"広報部", KIRI_BODY_ANY, TRUE},
    {"幹部", KIRI_BODY_ANY, TRUE},
};

/* 市は, 町によると: the press of the region leaves the name out. */
static const struct {
    const char *text;
    KiriBodyKinds kind;
} regions[] = {
    {"県", KIRI_BODY_PREFECTURE}, {"都", KIRI_BODY_PREFECTURE}, {"府", KIRI_BODY_PREFECTURE},
    {"道", KIRI_BODY_PREFECTURE}, {"市", KIRI_BODY_CITY},       {"区", KIRI_BODY_WARD},
    {"町", KIRI_BODY_TOWN},       {"村", KIRI_BODY_VILLAGE},    {"省", KIRI_BODY_MINISTRY},
    {"庁", KIRI_BODY_AGENCY},
};

/* Is a word of one character at `at` a body by what stands around it? */
static gboolean is_bare_body(KiriStr text, gsize at, gsize end)
{
    static const char *const after[] = {"は",     "が",     "によると", "では", "の担当",
                                        "の対応", "の説明", "の責任",   "に対", "も"};
    if (is_name_char(class_before(text, at)) || has_before(text, at, "の"))
        return FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(after); i++)
        if (has_at(text, end, after[i]))
            return TRUE;
    return FALSE;
}

static void add_reference(Find *f, gsize at, gsize end, KiriBodyKinds kinds, gboolean is_person)
{
    KiriMention m = {.from = at,
                     .to = end,
                     .who = KIRI_WHO_OTHER,
                     .kinds = kinds,
                     .is_reference = TRUE,
                     .is_person = is_person};
    g_array_append_val(f->found, m);
}

static gboolean is_reference(KiriStr text, gsize at, gsize end, gboolean is_person)
{
    if (is_person) // 山田社長 and 専門部会の幹部 have their owner in front of them
        return class_before(text, at) != KIRI_CHAR_KANJI || has_before(text, at, "同省");
    if (has_at(text, at, "同市場") || has_at(text, at, "同行者") || has_at(text, at, "同行し") ||
        has_at(text, at, "同社会"))
        return FALSE;
    return class_before(text, at) != KIRI_CHAR_KANJI && !has_at(text, end, "内") &&
           !has_at(text, end, "民");
}

static void add_references(Find *f)
{
    for (gsize at = 0; at < f->text.n; at += step(f->text, at)) {
        if (class_at(f->text, at) != KIRI_CHAR_KANJI)
            continue;
        gsize i = 0;
        while (i < G_N_ELEMENTS(references) && !has_at(f->text, at, references[i].text))
            i++;
        if (i < G_N_ELEMENTS(references)) {
            gsize end = at + strlen(references[i].text);
            if (is_reference(f->text, at, end, references[i].is_person))
                add_reference(f, at, end, references[i].kinds, references[i].is_person);
            continue;
        }
        for (gsize k = 0; k < G_N_ELEMENTS(regions); k++)
            if (has_at(f->text, at, regions[k].text) &&
                is_bare_body(f->text, at, at + strlen(regions[k].text)))
                add_reference(f, at, at + strlen(regions[k].text), regions[k].kind, FALSE);
    }
}

static void resolve(KiriMention *m, const KiriNamedSoFar *named)
{
    for (guint i = named->recent->len; i-- > 0;) {
        const Recent *r = &g_array_index(named->recent, Recent, i);
        gboolean fits = m->kinds == KIRI_BODY_ANY || (r->kinds & m->kinds);
        if (!fits)
            continue;
        m->kinds = r->kinds;
        m->who = r->is_us ? KIRI_WHO_US : KIRI_WHO_OTHER;
        m->speaker = r->is_us ? KIRI_SPEAKER_US : KIRI_SPEAKER_OTHER;
        return;
    }
    m->kinds = 0; // nobody it could mean
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

/* 担当者 is nobody's who is one of 利用者. */
static gboolean may_be_meant(const KiriMention *m)
{
    return m->kinds && m->who != KIRI_WHO_MATTER && !m->is_place &&
           (!(m->kinds & KIRI_BODY_GROUP) || m->speaker == KIRI_SPEAKER_OTHER);
}

static void remember(KiriNamedSoFar *named, const KiriMention *m)
{
    Recent recent = {m->kinds, m->who != KIRI_WHO_OTHER};
    if (named->recent->len >= MOST_RECENT)
        g_array_remove_index(named->recent, 0);
    g_array_append_val(named->recent, recent);
}

GArray *kiri_mentions_find(KiriStr text, const KiriOurNames *ours, const KiriBodyTables *tables,
                           KiriNamedSoFar *named)
{
    g_autoptr(GArray) found = g_array_new(FALSE, TRUE, sizeof(KiriMention));
    Find f = {text, ours, found};
    add_ours(&f, ours->names, KIRI_WHO_US);
    add_ours(&f, ours->words, KIRI_WHO_MATTER);
    add_words(&f, tables);
    add_endings(&f);
    add_people(&f);
    add_references(&f);
    GArray *mentions = settle(found);
    for (guint i = 0; i < mentions->len; i++) {
        KiriMention *m = &g_array_index(mentions, KiriMention, i);
        if (m->is_reference)
            resolve(m, named);
        else if (m->who == KIRI_WHO_US)
            m->speaker = KIRI_SPEAKER_US;
        else if (m->who == KIRI_WHO_OTHER && m->speaker == KIRI_SPEAKER_NOBODY)
            m->speaker = KIRI_SPEAKER_OTHER;
        if (may_be_meant(m))
            remember(named, m);
    }
    return mentions;
}
