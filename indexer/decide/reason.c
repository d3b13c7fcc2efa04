// SPDX-License-Identifier: GPL-3.0-or-later
/* The reason of a clip as one Japanese sentence. It is part of the report that an
 * office hands on, so it is Japanese whatever the language of the command line. */
#include "decide.h"

#include <math.h>

typedef struct {
    GString *text;
    guint n;
} Phrases;

static void add(Phrases *p, const char *phrase)
{
    g_string_append_printf(p->text, "%s%s", p->n ? "、" : "", phrase);
    p->n++;
}

static char *finish(Phrases *p)
{
    return g_string_free(g_steal_pointer(&p->text), FALSE);
}

static void add_time(Phrases *p, const KiriReason *r)
{
    gint64 least, most;
    const KiriRelease *release = r->entry->release;
    KiriTime from = kiri_time_is_set(release->embargo) ? release->embargo : release->date;
    KiriTime to = kiri_article_when(r->subject->article);
    if (from.precision >= KIRI_PRECISION_MINUTE && to.precision >= KIRI_PRECISION_MINUTE) {
        enum { HOURS_SHOWN_AS_MINUTES = 6 };
        gint64 minutes = (to.us - from.us) / KIRI_US_PER_MINUTE;
        if (minutes >= 0 && minutes < HOURS_SHOWN_AS_MINUTES * 60) {
            g_autofree char *s = g_strdup_printf("解禁の%d分後に掲載", (int)minutes);
            add(p, s);
            return;
        }
    }
    if (!kiri_days_after(r->subject->doc, r->entry->doc, &least, &most) || least != most)
        return;
    g_autofree char *s = least == 0   ? g_strdup("発表の当日に掲載")
                         : least == 1 ? g_strdup("発表の翌日に掲載")
                         : least > 1  ? g_strdup_printf("発表の%d日後に掲載", (int)least)
                                      : g_strdup_printf("発表の%d日前に掲載", (int)-least);
    add(p, s);
}

static void add_shared(Phrases *p, const KiriEvidence *e)
{
    const struct {
        const char *what;
        guint n;
    } kinds[] = {{"数値%u件", kiri_strv_count(e->numbers)},
                 {"日付%u件", kiri_strv_count(e->dates)},
                 {"「」内の語%u件", kiri_strv_count(e->quoted)},
                 {"人名%u件", kiri_strv_count(e->names)}};
    g_autoptr(GString) s = g_string_new(NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
        if (!kinds[i].n)
            continue;
        g_string_append(s, s->len ? "・" : "");
        const char *number = g_strstr_len(kinds[i].what, -1, "%u");
        g_string_append_printf(s, "%.*s%u%s", (int)(number - kinds[i].what), kinds[i].what,
                               kinds[i].n, number + 2);
    }
    if (s->len)
        g_string_append(s, "が一致");
    else
        g_string_append(s, "数値や日付の一致なし");
    add(p, s->str);
}

static void add_text(Phrases *p, const KiriReason *r)
{
    const gdouble told = 0.3;
    if (r->tie->covered < told)
        return;
    g_autofree char *s = g_strdup_printf("本文の%d%%が発表文と同じ（最長%d字）",
                                         (int)round(r->tie->covered * 100), (int)r->tie->longest);
    add(p, s);
}

static void add_margin(Phrases *p, const KiriReason *r)
{
    const gdouble clear = 0.15, close = 0.05;
    gdouble margin = r->tie->features.x[KIRI_X_MARGIN];
    if (kiri_recs_count(r->clip->evidence->rivals) == 0)
        return;
    if (margin >= clear)
        add(p, "次点の発表との差が大きい");
    else if (r->tie->has_own_evidence)
        add(p, "別の発表にない数値や語もある");
    else if (margin < close)
        add(p, "別の発表とも似ている");
}

static void add_copy(Phrases *p, const KiriReason *r)
{
    const KiriClip *clip = r->clip;
    if (r->origin) {
        const KiriArticle *a = r->origin->article;
        const char *site = a->site_name ? a->site_name : a->medium;
        g_autofree char *s = g_strdup_printf("%s%s%sの記事と本文の%d%%が同じ", site ? "「" : "",
                                             site ? site : "先行", site ? "」" : "",
                                             (int)round(clip->text_taken * 100));
        add(p, s);
    }
    if (r->subject->credit) {
        g_autofree char *s = g_strdup_printf("「%s」の配信表示がある", r->subject->credit);
        add(p, s);
    }
}

char *kiri_reason_tie(const KiriReason *r)
{
    Phrases p = {g_string_new(NULL), 0};
    const KiriEvidence *e = r->clip->evidence;
    if (r->clip->class_ == KIRI_CLASS_SYNDICATED || !r->tie)
        add_copy(&p, r);
    add_time(&p, r);
    if (e->links_to_release)
        add(&p, "発表のページへのリンクがある");
    if (r->tie) {
        add_text(&p, r);
        add_shared(&p, e);
        add_margin(&p, r);
    } else {
        add(&p, "元記事の判定を引き継ぐ");
    }
    if (e->has_edition_conflict)
        add(&p, "年・回・月分が食い違う");
    if (kiri_recs_count(e->contradictions))
        add(&p, "発表と異なる記述がある");
    return finish(&p);
}

char *kiri_reason_mention(const KiriReason *r)
{
    Phrases p = {g_string_new(NULL), 0};
    if (r->name) {
        g_autofree char *s = g_strdup_printf("「%s」の名がある", r->name);
        add(&p, s);
    }
    if (r->entry) {
        add(&p, "発表を報じた記事とまではいえない");
        add_shared(&p, r->clip->evidence);
        add_margin(&p, r);
    } else {
        add(&p, "特定の発表との対応は見られない");
    }
    return finish(&p);
}

char *kiri_reason_passing(const KiriReason *r)
{
    Phrases p = {g_string_new(NULL), 0};
    if (r->name) {
        g_autofree char *named = g_strdup_printf("「%s」の名がある", r->name);
        add(&p, named);
    }
    g_autofree char *touched = r->title && *r->title
                                   ? g_strdup_printf("発表「%s」に文中で触れている", r->title)
                                   : g_strdup("発表に文中で触れている");
    add(&p, touched);
    add(&p, "発表を報じた記事とまではいえない");
    return finish(&p);
}

char *kiri_reason_topic(const KiriReason *r)
{
    Phrases p = {g_string_new(NULL), 0};
    g_autofree char *s = g_strdup_printf("テーマ「%s」の検索式に合う", r->name);
    add(&p, s);
    if (r->clip->class_ == KIRI_CLASS_SYNDICATED)
        add_copy(&p, r);
    return finish(&p);
}

char *kiri_reason_homonym(const KiriReason *r)
{
    Phrases p = {g_string_new(NULL), 0};
    g_autofree char *s = g_strdup_printf("「%s」が別の意味で使われているとみられる", r->name);
    add(&p, s);
    if (r->entry && r->tie) {
        g_autofree char *cosine =
            g_strdup_printf("発表との語の一致度は%d%%", (int)round(r->tie->cosine * 100));
        add(&p, cosine);
        add_shared(&p, r->clip->evidence);
    } else if (r->entry) {
        add(&p, "語・数値・日付のいずれも発表と一致しない");
    } else {
        add(&p, "正式名や発表の内容がほかに出てこない");
    }
    return finish(&p);
}
