// SPDX-License-Identifier: GPL-3.0-or-later
/* Lessons in a few lines: from how many verdicts, where the threshold went, and which
 * words push how far. */
#include "learned.h"

#include <kirinuki/learning.h>

#include <string.h>

enum { LABEL = 14 };

static void print_people(const KiriLearned *l)
{
    g_autofree char *verdicts =
        g_strdup_printf(_("from %u accepted and %u rejected"), l->accepted, l->rejected);
    if (l->is_off)
        kiri_out_row(2, _("learned"), LABEL, _("nothing: switched off"));
    else if (!l->is_active) {
        g_autofree char *few = g_strdup_printf(_("nothing yet, %s: it takes %d decided stories"),
                                               verdicts, KIRI_LEARN_FROM);
        kiri_out_row(2, _("learned"), LABEL, few);
    }
    if (!l->is_active)
        return;
    char alpha[G_ASCII_DTOSTR_BUF_SIZE], beta[G_ASCII_DTOSTR_BUF_SIZE];
    g_ascii_formatd(alpha, sizeof alpha, "%+.2f", l->alpha);
    g_ascii_formatd(beta, sizeof beta, "%.2f", l->beta);
    g_autofree char *threshold =
        g_strdup_printf(_("%s: threshold %s, slope %s"), verdicts, alpha, beta);
    kiri_out_row(2, _("learned"), LABEL, threshold);
    for (guint i = 0; i < l->terms->len; i++) {
        const KiriLearnedTerm *t = g_ptr_array_index(l->terms, i);
        char weight[G_ASCII_DTOSTR_BUF_SIZE];
        g_ascii_formatd(weight, sizeof weight, "%+.2f", t->weight);
        g_autofree char *word = kiri_out_safe(t->word);
        g_autofree char *line = g_strdup_printf(_("%s %s (%u accepted, %u rejected)"), weight, word,
                                                t->accepted, t->rejected);
        kiri_out_row(2, "", LABEL, line);
    }
}

static void put_count(KiriJson *j, const char *key, gint64 n)
{
    kiri_json_key(j, key);
    kiri_json_i64(j, n);
}

static void put_figure(KiriJson *j, const char *key, gdouble v)
{
    enum { DECIMALS = 6 };
    kiri_json_key(j, key);
    kiri_json_f64(j, v, DECIMALS);
}

static void print_json(const KiriLearned *l, KiriNoun noun, const char *id)
{
    g_auto(KiriBuf) buf;
    kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
    KiriJson j = kiri_out_json_begin(&buf, "learned");
    kiri_json_key(&j, kiri_noun_name(noun));
    kiri_json_cstr(&j, id);
    kiri_json_key(&j, "is_active");
    kiri_json_bool(&j, l->is_active);
    kiri_json_key(&j, "is_off");
    kiri_json_bool(&j, l->is_off);
    put_count(&j, "accepted", l->accepted);
    put_count(&j, "rejected", l->rejected);
    put_figure(&j, "alpha", l->alpha);
    put_figure(&j, "beta", l->beta);
    kiri_json_key(&j, "terms");
    kiri_json_open_array(&j);
    for (guint i = 0; i < l->terms->len; i++) {
        const KiriLearnedTerm *t = g_ptr_array_index(l->terms, i);
        kiri_json_open_object(&j);
        kiri_json_key(&j, "word");
        kiri_json_cstr(&j, t->word);
        put_count(&j, "accepted", t->accepted);
        put_count(&j, "rejected", t->rejected);
        put_figure(&j, "weight", t->weight);
        kiri_json_close_object(&j);
    }
    kiri_json_close_array(&j);
    kiri_out_json_end(&j);
}

gboolean kiri_learned_print(const KiriCli *cli, KiriStore *store, KiriNoun noun, const char *id,
                            gint64 *count, GError **error)
{
    g_autoptr(KiriLearned) l = kiri_learned_of(store, noun, id, error);
    if (!l)
        return FALSE;
    if (l->accepted + l->rejected == 0 && !l->is_off)
        return TRUE;
    if (!cli->is_json) {
        print_people(l);
        return TRUE;
    }
    print_json(l, noun, id);
    ++*count;
    return TRUE;
}

gboolean kiri_learned_switch(const char *word, gboolean *is_off, GError **error)
{
    if (!word)
        return TRUE;
    *is_off = strcmp(word, "off") == 0;
    if (*is_off || strcmp(word, "on") == 0)
        return TRUE;
    g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE, _("--%s is on or off, not '%s'"),
                "learning", word);
    return FALSE;
}
