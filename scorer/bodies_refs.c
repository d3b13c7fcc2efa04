// SPDX-License-Identifier: GPL-3.0-or-later
/* References (同省, 町は, 担当者): where they stand, and the last body of their kind that
 * was named. Only so many of the last are remembered: what was named a page ago, nobody
 * means by 同社. */
#include "bodies_internal.h"

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

static void add_reference(KiriFind *f, gsize at, gsize end, KiriBodyKinds kinds, gboolean is_person)
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

void kiri_find_references(KiriFind *f)
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

void kiri_reference_resolve(KiriMention *m, const KiriNamedSoFar *named)
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

/* 担当者 is nobody's who is one of 利用者. */
static gboolean may_be_meant(const KiriMention *m)
{
    return m->kinds && m->who != KIRI_WHO_MATTER && !m->is_place &&
           (!(m->kinds & KIRI_BODY_GROUP) || m->speaker == KIRI_SPEAKER_OTHER);
}

void kiri_named_so_far_add(KiriNamedSoFar *named, const KiriMention *m)
{
    if (!may_be_meant(m))
        return;
    Recent recent = {m->kinds, m->who != KIRI_WHO_OTHER};
    if (named->recent->len >= MOST_RECENT)
        g_array_remove_index(named->recent, 0);
    g_array_append_val(named->recent, recent);
}
