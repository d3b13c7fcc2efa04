// SPDX-License-Identifier: GPL-3.0-or-later
/* A clip's evidence for people, in Japanese like the report it belongs to. */
#include <kirinuki/link.h>

#include <math.h>
#include <string.h>

static const char *const class_words[] = {"対象外", "言及", "編集記事（パブリシティ）",
                                          "配信・転載記事", "リリース原文転載"};
G_STATIC_ASSERT(G_N_ELEMENTS(class_words) == KIRI_N_CLASSES);

/* What the features are called on paper; in the order of clip evidence names. */
static const struct {
    const char *name, *word;
} feature_words[] = {
    {"contain_a_in_r", "記事のうち発表文にある部分"},
    {"contain_r_in_a", "発表文のうち記事にある部分"},
    {"log_lcs", "最長の共通部分"},
    {"bm25_cos", "語の一致度"},
    {"key_terms", "主要語の一致"},
    {"log_numbers", "数値の一致"},
    {"dates", "日付の一致"},
    {"log_quoted", "「」内の語の一致"},
    {"org", "発表者の名"},
    {"edition_conflict", "年・回・月分の食い違い"},
    {"date_near", "発表から2週間以内"},
    {"date_far", "発表と時期が離れている"},
    {"margin", "次点の発表との差"},
    {"title_cos", "見出しの一致度"},
    {"persons", "人名の一致"},
};

static const char *feature_word(const char *name)
{
    for (gsize i = 0; i < G_N_ELEMENTS(feature_words); i++)
        if (g_strcmp0(feature_words[i].name, name) == 0)
            return feature_words[i].word;
    return name ? name : "";
}

static void add_list(KiriBuf *out, const char *what, char **words)
{
    if (!words || !*words)
        return;
    g_autofree char *all = g_strjoinv("、", words);
    kiri_buf_printf(out, "  %s: %s\n", what, all);
}

/* "+1.52" in hundredths, whatever the locale. */
static void add_signed(KiriBuf *out, gdouble v)
{
    gint64 hundredths = (gint64)round(v * 100);
    gint64 size = ABS(hundredths);
    kiri_buf_printf(out, "%s%" G_GINT64_FORMAT ".%02d", hundredths < 0 ? "−" : "+", size / 100,
                    (int)(size % 100));
}

static void add_features(KiriBuf *out, const GPtrArray *features)
{
    const gdouble shown = 0.005;
    gboolean is_first = TRUE;
    for (guint i = 0; features && i < features->len; i++) {
        const KiriFeature *f = g_ptr_array_index(features, i);
        if (fabs(f->contribution) < shown)
            continue;
        kiri_buf_add_str(out, is_first ? "判定の内訳（大きい順。和が大きいほど確か）\n" : "");
        is_first = FALSE;
        kiri_buf_add_str(out, "  ");
        add_signed(out, f->contribution);
        kiri_buf_printf(out, "  %s\n", feature_word(f->name));
    }
}

static void add_passages(KiriBuf *out, const GPtrArray *passages)
{
    for (guint i = 0; passages && i < passages->len; i++) {
        const KiriPassage *p = g_ptr_array_index(passages, i);
        if (i == 0)
            kiri_buf_add_str(out, "発表文と同じ部分\n");
        kiri_buf_printf(out, "  「%s」（%ld字）\n", p->text ? p->text : "",
                        g_utf8_strlen(p->text ? p->text : "", -1));
    }
}

static void add_contradictions(KiriBuf *out, const GPtrArray *contradictions)
{
    for (guint i = 0; contradictions && i < contradictions->len; i++) {
        const KiriContradiction *c = g_ptr_array_index(contradictions, i);
        if (i == 0)
            kiri_buf_add_str(out, "発表との相違\n");
        kiri_buf_printf(out, "  記事 %s: %s\n  発表 %s: %s\n", c->article_value,
                        c->article_sentence, c->release_value, c->release_sentence);
    }
}

static void add_rivals(KiriBuf *out, const GPtrArray *rivals)
{
    for (guint i = 0; rivals && i < rivals->len; i++) {
        const KiriRival *r = g_ptr_array_index(rivals, i);
        if (i == 0)
            kiri_buf_add_str(out, "ほかの候補\n");
        kiri_buf_printf(out, "  %s（確率%d%%）\n", r->release, (int)round(r->probability * 100));
    }
}

static void add_head(KiriBuf *out, const KiriClip *clip, const KiriArticle *article,
                     const KiriRelease *release)
{
    char when[32];
    kiri_time_format(article->published, when);
    kiri_buf_printf(out, "記事: %s\n", article->title ? article->title : "");
    kiri_buf_printf(out, "      %s %s\n", article->site_name ? article->site_name : "", when);
    if (release)
        kiri_buf_printf(out, "発表: %s（%s）\n", release->title ? release->title : "", release->id);
    if (clip->topic)
        kiri_buf_printf(out, "テーマ: %s\n", clip->topic);
    kiri_buf_printf(out, "掲載種類: %s", class_words[CLAMP(clip->class_, 0, KIRI_N_CLASSES - 1)]);
    kiri_buf_printf(out, "（確率%d%%%s）\n", (int)round(clip->probability * 100),
                    clip->needs_review      ? "、要確認"
                    : clip->is_near_certain ? "、ほぼ確実"
                                            : "");
}

static void add_measures(KiriBuf *out, const KiriClip *clip, const KiriEvidence *e)
{
    if (clip->origin)
        kiri_buf_printf(out, "元記事: %s（本文の%d%%が同じ）\n", clip->origin,
                        (int)round(clip->text_taken * 100));
    if (e->homonym)
        kiri_buf_printf(out, "別の意味とみられる語: %s\n", e->homonym);
    if (e->release_in_article > 0)
        kiri_buf_printf(out, "原文流用率: %d%%（記事のうち発表文と同じ部分は%d%%、最長%d字）\n",
                        (int)round(e->release_in_article * 100),
                        (int)round(e->article_in_release * 100), (int)e->longest_passage_chars);
    if (e->links_to_release)
        kiri_buf_add_str(out, "発表のページへのリンク: あり\n");
}

void kiri_clip_explain(const KiriClip *clip, const KiriArticle *article, const KiriRelease *release,
                       KiriBuf *out)
{
    const KiriEvidence *e = clip->evidence;
    add_head(out, clip, article, release);
    if (!e)
        return;
    kiri_buf_printf(out, "理由: %s\n", e->reason ? e->reason : "");
    add_measures(out, clip, e);
    add_contradictions(out, e->contradictions);
    if (e->numbers || e->dates || e->quoted || e->names || e->terms || e->aliases)
        kiri_buf_add_str(out, "共通するもの\n");
    add_list(out, "数値", e->numbers);
    add_list(out, "日付", e->dates);
    add_list(out, "「」内の語", e->quoted);
    add_list(out, "人名", e->names);
    add_list(out, "語", e->terms);
    add_list(out, "組織名", e->aliases);
    add_passages(out, e->passages);
    add_features(out, e->features);
    add_rivals(out, e->rivals);
    if (e->weights_version)
        kiri_buf_printf(out, "判定の版: %s\n", e->weights_version);
}
