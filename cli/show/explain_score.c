// SPDX-License-Identifier: GPL-3.0-or-later
/* explain --score: the whole calculation of a clip's figures, so that each yen can be
 * followed to a row of the ledger and a sentence of the text. */
#include "clips/clip_value.h"
#include "columns.h"
#include "explain.h"
#include "score/reach_print.h"
#include "score/score_ops.h"
#include "score/tone_print.h"

enum { LABEL_COLUMNS = 14 };

static void print_basis(const KiriScore *score)
{
    guint n = kiri_recs_count(score->bases);
    if (!n)
        return;
    const KiriScoreBasis *basis = g_ptr_array_index(score->bases, n - 1);
    char since[32], known[32];
    kiri_out_time(basis->since, since);
    kiri_out_time(basis->known, known);
    g_autoptr(GString) text = g_string_new(NULL);
    g_string_append_printf(text, _("the ledger as of %s, copies: %s; since %s"),
                           *known ? known : "—", basis->copies, *since ? since : "—");
    if (n > 1)
        g_string_append_printf(text, _(", renewals: %u"), n - 1);
    kiri_out_field(_("rests on"), LABEL_COLUMNS, text->str);
}

static void print_worth(const KiriClip *clip, const KiriVerdict *verdict)
{
    KiriWorth worth = kiri_worth(clip->score, verdict);
    for (guint i = 0; verdict && i < kiri_recs_count(verdict->overrides); i++) {
        g_autofree char *text =
            kiri_clip_value_text(clip, g_ptr_array_index(verdict->overrides, i));
        kiri_out_field(_("a person's"), LABEL_COLUMNS, text);
    }
    if (!worth.override)
        return;
    g_autofree char *yen = kiri_number_grouped(worth.yen);
    g_autofree char *text = g_strdup_printf(_("%s yen"), yen);
    kiri_out_field(_("counts as"), LABEL_COLUMNS, text);
}

/* What stands behind the calculation; NULL with error. */
static gboolean read_both(const KiriExplain *x, const KiriClip *clip, KiriArticle **article,
                          KiriVerdict **verdict, GError **error)
{
    GError *why = NULL;
    *article = kiri_store_get(x->store, KIRI_NOUN_ARTICLE, clip->article, &why);
    *verdict = why ? NULL : kiri_store_get(x->store, KIRI_NOUN_VERDICT, clip->id, &why);
    if (why)
        g_propagate_error(error, why);
    return why == NULL;
}

gboolean kiri_explain_score(const KiriExplain *x, const KiriClip *clip, GError **error)
{
    g_autoptr(KiriArticle) article = NULL;
    g_autoptr(KiriVerdict) verdict = NULL;
    if (!read_both(x, clip, &article, &verdict, error))
        return FALSE;
    char when[32];
    kiri_out_time(article ? article->published : KIRI_TIME_UNSET, when);
    g_autofree char *where = g_strdup_printf(
        "%s %s %s", article && article->medium ? article->medium : "—",
        kiri_form_label(article ? kiri_article_form(article) : KIRI_FORM_WEB), when);
    kiri_out_field(_("clip"), LABEL_COLUMNS, clip->id);
    kiri_out_field(_("article"), LABEL_COLUMNS, article ? article->title : NULL);
    kiri_out_field("", LABEL_COLUMNS, where);
    if (clip->score) {
        kiri_score_print(clip->score);
        print_basis(clip->score);
        kiri_reach_print(clip->score, article, verdict);
        kiri_tone_print(clip->score);
    } else {
        kiri_out_field(_("AVE"), LABEL_COLUMNS, _("not computed yet; 'kirinuki score' does"));
    }
    print_worth(clip, verdict);
    kiri_out_printf("\n");
    return TRUE;
}

gboolean kiri_explain_score_json(const KiriExplain *x, const KiriClip *clip, GError **error)
{
    g_autoptr(KiriArticle) article = NULL;
    g_autoptr(KiriVerdict) verdict = NULL;
    if (!read_both(x, clip, &article, &verdict, error))
        return FALSE;
    const KiriScore *score = clip->score;
    const KiriScoreMethod *method = score ? kiri_score_method(score->method) : NULL;
    KiriWorth worth = kiri_worth(score, verdict);
    g_auto(KiriBuf) buf;
    kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
    KiriJson j = kiri_out_json_begin(&buf, "score");
    const struct {
        const char *key, *value;
    } words[] = {{"clip", clip->id},
                 {"article", clip->article},
                 {"medium", article ? article->medium : NULL},
                 {"title", article ? article->title : NULL},
                 {"method_title", method ? method->title : NULL},
                 {"method_reference", method ? method->reference : NULL}};
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
        kiri_json_key(&j, words[i].key);
        kiri_json_cstr(&j, words[i].value);
    }
    kiri_json_key(&j, "yen");
    if (worth.is_known)
        kiri_json_i64(&j, worth.yen);
    else
        kiri_json_null(&j);
    kiri_json_key(&j, "overrides");
    kiri_json_open_array(&j);
    for (guint i = 0; verdict && i < kiri_recs_count(verdict->overrides); i++)
        kiri_record_write_json(&kiri_override_shape, g_ptr_array_index(verdict->overrides, i), &j);
    kiri_json_close_array(&j);
    kiri_json_key(&j, "bases");
    kiri_json_open_array(&j);
    for (guint i = 0; score && i < kiri_recs_count(score->bases); i++)
        kiri_record_write_json(&kiri_score_basis_shape, g_ptr_array_index(score->bases, i), &j);
    kiri_json_close_array(&j);
    kiri_json_key(&j, "score");
    if (score)
        kiri_record_write_json(&kiri_score_shape, score, &j);
    else
        kiri_json_null(&j);
    kiri_out_json_end(&j);
    return TRUE;
}
