// SPDX-License-Identifier: GPL-3.0-or-later
#include "export_handed.h"
#include "hand_on.h"

typedef struct {
    KiriHanded *handed;
    KiriHandOn *h;
} Asking;

static gboolean ask(gconstpointer record, gpointer data)
{
    const Asking *a = data;
    const KiriArticle *article = record;
    if (!article->text || !*article->text)
        return TRUE;
    if (kiri_hand_on_ask(a->h, article, NULL, KIRI_LICENSED_BODY, NULL)) {
        g_hash_table_add(a->handed->allowed, g_strdup(article->id));
        a->handed->n_allowed++;
    } else {
        a->handed->n_withheld++;
    }
    return TRUE;
}

gboolean kiri_handed_ask(KiriHanded *handed, KiriCli *cli, KiriStore *store, const char *purpose,
                         const char *section, gint64 copies, GError **error)
{
    g_auto(KiriHandOn) h = {.copies = copies ? copies : 1, .section = section, .purpose = purpose};
    handed->allowed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    Asking a = {handed, &h};
    return kiri_hand_on_begin(&h, cli, store, error) &&
           kiri_store_each(store, KIRI_NOUN_ARTICLE, "", ask, &a, error) &&
           kiri_hand_on_commit(&h, error);
}

void kiri_handed_clear(KiriHanded *handed)
{
    g_clear_pointer(&handed->allowed, g_hash_table_unref);
}

KiriArticle *kiri_handed_article(const KiriHanded *handed, const KiriArticle *article)
{
    KiriArticle *copy = kiri_record_copy(&kiri_article_shape, article);
    if (!g_hash_table_contains(handed->allowed, article->id))
        g_clear_pointer(&copy->text, g_free);
    return copy;
}

/* Members that quote the article, as shapes to be emptied. */
static const KiriField quoted_fields[] = {
    {KIRI_FIELD(1, KiriEvidence, passages, RECS), .sub = &kiri_passage_shape},
};
static const KiriShape quoted = KIRI_SHAPE("quoted", KiriEvidence, quoted_fields);
static const KiriField told_fields[] = {
    {KIRI_FIELD(1, KiriScore, tone_sentences, RECS), .sub = &kiri_tone_sentence_shape},
};
static const KiriShape told = KIRI_SHAPE("told", KiriScore, told_fields);

KiriClip *kiri_handed_clip(const KiriClip *clip)
{
    static const KiriEvidence no_evidence;
    static const KiriScore no_score;
    KiriClip *copy = kiri_record_copy(&kiri_clip_shape, clip);
    KiriEvidence *e = copy->evidence;
    KiriScore *s = copy->score;
    if (e)
        kiri_record_assign(&quoted, e, &no_evidence);
    for (guint i = 0; e && i < kiri_recs_count(e->contradictions); i++)
        g_clear_pointer(
            &((KiriContradiction *)g_ptr_array_index(e->contradictions, i))->article_sentence,
            g_free);
    if (s)
        kiri_record_assign(&told, s, &no_score);
    for (guint i = 0; s && i < kiri_recs_count(s->messages); i++)
        g_clear_pointer(&((KiriMessageScore *)g_ptr_array_index(s->messages, i))->sentence, g_free);
    return copy;
}
