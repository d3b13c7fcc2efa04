// SPDX-License-Identifier: GPL-3.0-or-later
/* What kind of body a name is, by its ending; our own names with those that follow from
 * them; and the tables of others. */
#include "bodies_internal.h"

#include <kirinuki/normalize.h>
#include <kirinuki/record.h>

#include <string.h>

/* Longer endings before those they end with. `is_alone` says that any run of letters
 * with this ending is a body; the others are too common as ends of ordinary words and
 * only tell the kind of what is a name already. */
const KiriBodyEnding kiri_body_endings[] = {
    {"株式会社", KIRI_BODY_COMPANY, TRUE},
    {"ホールディングス", KIRI_BODY_COMPANY, TRUE},
    {"グループ", KIRI_BODY_COMPANY, TRUE},
    {"製作所", KIRI_BODY_COMPANY, TRUE},
    {"信用金庫", KIRI_BODY_BANK | KIRI_BODY_COMPANY, TRUE},
    {"銀行", KIRI_BODY_BANK | KIRI_BODY_COMPANY, TRUE},
    {"新聞社", KIRI_BODY_COMPANY, TRUE},
    {"新聞", KIRI_BODY_COMPANY, TRUE},
    {"自動車", KIRI_BODY_COMPANY, TRUE},
    {"電機", KIRI_BODY_COMPANY, TRUE},
    {"電力", KIRI_BODY_COMPANY, TRUE},
    {"製薬", KIRI_BODY_COMPANY, TRUE},
    {"鉄道", KIRI_BODY_COMPANY, TRUE},
    {"航空", KIRI_BODY_COMPANY, TRUE},
    {"証券", KIRI_BODY_COMPANY, TRUE},
    {"商事", KIRI_BODY_COMPANY, TRUE},
    {"重工", KIRI_BODY_COMPANY, TRUE},
    {"教育委員会", KIRI_BODY_COMMITTEE, TRUE},
    {"委員会", KIRI_BODY_COMMITTEE, TRUE},
    {"審議会", KIRI_BODY_COMMITTEE, TRUE},
    {"協議会", KIRI_BODY_COMMITTEE | KIRI_BODY_ASSOCIATION, TRUE},
    {"商工会議所", KIRI_BODY_ASSOCIATION, TRUE},
    {"商工会", KIRI_BODY_ASSOCIATION, TRUE},
    {"連合会", KIRI_BODY_ASSOCIATION, TRUE},
    {"協会", KIRI_BODY_ASSOCIATION, TRUE},
    {"連盟", KIRI_BODY_ASSOCIATION, TRUE},
    {"組合", KIRI_BODY_ASSOCIATION, TRUE},
    {"弁護士会", KIRI_BODY_ASSOCIATION, TRUE},
    {"医師会", KIRI_BODY_ASSOCIATION, TRUE},
    {"機構", KIRI_BODY_CORPORATION, TRUE},
    {"財団", KIRI_BODY_CORPORATION, TRUE},
    {"法人", KIRI_BODY_CORPORATION, FALSE},
    {"大学", KIRI_BODY_UNIVERSITY, TRUE},
    {"高校", KIRI_BODY_SCHOOL, TRUE},
    {"中学校", KIRI_BODY_SCHOOL, TRUE},
    {"小学校", KIRI_BODY_SCHOOL, TRUE},
    {"学園", KIRI_BODY_SCHOOL | KIRI_BODY_CORPORATION, TRUE},
    {"病院", KIRI_BODY_HOSPITAL, TRUE},
    {"地方裁判所", KIRI_BODY_COURT, TRUE},
    {"裁判所", KIRI_BODY_COURT, TRUE},
    {"地裁", KIRI_BODY_COURT, TRUE},
    {"高裁", KIRI_BODY_COURT, TRUE},
    {"最高裁", KIRI_BODY_COURT, TRUE},
    {"警察署", KIRI_BODY_POLICE, TRUE},
    {"県警", KIRI_BODY_POLICE, TRUE},
    {"府警", KIRI_BODY_POLICE, TRUE},
    {"道警", KIRI_BODY_POLICE, TRUE},
    {"警視庁", KIRI_BODY_POLICE, TRUE},
    {"研究所", KIRI_BODY_INSTITUTE, TRUE},
    {"センター", KIRI_BODY_INSTITUTE | KIRI_BODY_CORPORATION, FALSE},
    {"議会", KIRI_BODY_COMMITTEE, TRUE},
    {"東京都", KIRI_BODY_PREFECTURE, TRUE},
    {"北海道", KIRI_BODY_PREFECTURE, TRUE},
    {"大阪府", KIRI_BODY_PREFECTURE, TRUE},
    {"京都府", KIRI_BODY_PREFECTURE, TRUE},
    {"省", KIRI_BODY_MINISTRY, TRUE},
    {"庁", KIRI_BODY_AGENCY, TRUE},
    {"県", KIRI_BODY_PREFECTURE, TRUE},
    {"都", KIRI_BODY_PREFECTURE, FALSE},
    {"道", KIRI_BODY_PREFECTURE, FALSE},
    {"府", KIRI_BODY_PREFECTURE | KIRI_BODY_AGENCY, FALSE},
    {"市", KIRI_BODY_CITY, TRUE},
    {"区", KIRI_BODY_WARD, FALSE},
    {"町", KIRI_BODY_TOWN, TRUE},
    {"村", KIRI_BODY_VILLAGE, TRUE},
    {"社", KIRI_BODY_COMPANY, TRUE},
    {"党", KIRI_BODY_PARTY, TRUE},
    {"大", KIRI_BODY_UNIVERSITY, FALSE},
    {"署", KIRI_BODY_POLICE, FALSE},
    {"院", KIRI_BODY_HOSPITAL, FALSE},
    {"会", KIRI_BODY_ASSOCIATION, FALSE},
    {NULL, 0, FALSE},
};

gboolean kiri_str_ends(KiriStr s, const char *end)
{
    gsize n = strlen(end);
    return s.n >= n && memcmp(s.p + s.n - n, end, n) == 0;
}

KiriBodyKinds kiri_body_kinds(KiriStr name)
{
    for (const KiriBodyEnding *e = kiri_body_endings; e->text; e++)
        if (kiri_str_ends(name, e->text))
            return e->kinds;
    return KIRI_BODY_COMPANY;
}

/* ---- ours ---- */

enum { MIN_KEYWORD_BYTES = 6 };

static gboolean has_name(const GPtrArray *names, const char *name)
{
    for (guint i = 0; i < names->len; i++)
        if (strcmp(g_ptr_array_index(names, i), name) == 0)
            return TRUE;
    return FALSE;
}

static void add_name(GPtrArray *names, const char *name)
{
    g_autofree char *n = name ? kiri_normalize_dup(kiri_str(name)) : NULL;
    if (n && *n && !has_name(names, n))
        g_ptr_array_add(names, g_steal_pointer(&n));
}

/* Who leads a ministry is called after its short name: 厚労省, 厚労相. */
static void add_ministers(KiriOurNames *ours)
{
    static const char *const offices[] = {"相", "大臣"};
    for (guint i = 0, n = ours->names->len; i < n; i++) {
        KiriStr name = kiri_str(g_ptr_array_index(ours->names, i));
        for (gsize k = 0; kiri_str_ends(name, "省") && k < G_N_ELEMENTS(offices); k++) {
            g_autofree char *stem = g_strndup(name.p, name.n - strlen("省"));
            g_autofree char *office = g_strconcat(stem, offices[k], NULL);
            add_name(ours->names, office);
        }
    }
}

static void add_list(GPtrArray *names, char **list, gsize least_bytes)
{
    for (; list && *list; list++)
        if (strlen(*list) >= least_bytes)
            add_name(names, *list);
}

static void set_kinds(KiriOurNames *ours)
{
    enum { LEAST_BODY_BYTES = 9 }; // the topic 朝市 is no city
    for (guint i = 0; i < ours->names->len; i++) {
        KiriStr name = kiri_str(g_ptr_array_index(ours->names, i));
        if (!ours->is_topic || name.n >= LEAST_BODY_BYTES)
            ours->kinds |= kiri_body_kinds(name);
    }
    /* An abbreviation that shows nothing must not make a company of a ministry. */
    if (ours->names->len && ours->kinds != KIRI_BODY_COMPANY) {
        KiriBodyKinds first = kiri_body_kinds(kiri_str(g_ptr_array_index(ours->names, 0)));
        if (!(first & KIRI_BODY_COMPANY))
            ours->kinds &= ~(guint)KIRI_BODY_COMPANY;
    }
}

void kiri_our_names_init(KiriOurNames *ours, const KiriShareTarget *target)
{
    *ours = (KiriOurNames){.names = g_ptr_array_new_with_free_func(g_free),
                           .words = g_ptr_array_new_with_free_func(g_free)};
    ours->is_topic = target->topic_words && *target->topic_words;
    if (ours->is_topic) {
        add_list(ours->names, target->topic_words, 1);
        set_kinds(ours);
        return;
    }
    const KiriRelease *release = target->release;
    add_name(ours->names, target->name);
    add_list(ours->names, target->aliases, 1);
    if (release) {
        add_name(ours->names, release->organisation);
        add_list(ours->names, release->aliases, 1);
        add_list(ours->words, release->keywords, MIN_KEYWORD_BYTES);
    }
    set_kinds(ours);
    add_ministers(ours);
}

void kiri_our_names_clear(KiriOurNames *ours)
{
    g_clear_pointer(&ours->names, g_ptr_array_unref);
    g_clear_pointer(&ours->words, g_ptr_array_unref);
}

/* ---- tables ---- */

KiriBodyTables *kiri_body_tables_new(void)
{
    KiriBodyTables *t = g_new0(KiriBodyTables, 1);
    t->words = kiri_word_table_new();
    return t;
}

void kiri_body_tables_free(KiriBodyTables *t)
{
    if (!t)
        return;
    kiri_word_table_free(t->words);
    g_free(t);
}

static void add_word(KiriBodyTables *t, const char *word, KiriSpeaker speaker)
{
    g_autofree char *n = kiri_normalize_dup(kiri_str(word));
    KiriBodyKinds kinds =
        speaker == KIRI_SPEAKER_NOBODY ? kiri_body_kinds(kiri_str(n)) : KIRI_BODY_GROUP;
    kiri_word_table_add(t->words, kiri_str(n), (guint)kinds * KIRI_N_SPEAKERS + (guint)speaker);
}

void kiri_body_tables_add_name(KiriBodyTables *t, const char *name)
{
    /* Two letters of Latin are more often something else than a body. */
    if (strlen(name) > 2)
        add_word(t, name, KIRI_SPEAKER_NOBODY);
}

void kiri_body_tables_add_group(KiriBodyTables *t, const char *word, KiriSpeaker speaker)
{
    add_word(t, word, speaker);
}

void kiri_body_tables_build(KiriBodyTables *t)
{
    kiri_word_table_build(t->words);
}
