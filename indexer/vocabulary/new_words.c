// SPDX-License-Identifier: GPL-3.0-or-later
/* Tokens between worker and main, and how they are kept: per token its kind (the
 * highest bit: white space before it), its length, its bytes. White space itself is
 * not kept, but a line end is a token. */
#include "new_words_internal.h"

#include <kirinuki/error.h>
#include <kirinuki/hash.h>
#include <kirinuki/i18n.h>
#include <kirinuki/limits.h>
#include <kirinuki/normalize.h>
#include <kirinuki/tokenize.h>

#include <string.h>

enum { SPACED = 0x80, LONGEST_CUT = 255 };

/* ---- the worker's side ---- */

typedef struct {
    KiriStr text;
    gsize end; // of the last token
    KiriBuf *out;
} Cutter;

typedef struct {
    gboolean has_letter, is_katakana, is_latin;
} Look;

static Look look_at(KiriStr s)
{
    Look look = {.is_katakana = TRUE, .is_latin = TRUE};
    for (const char *p = s.p; p < s.p + s.n; p += g_utf8_skip[(guchar)*p]) {
        KiriCharClass class_ = kiri_char_class(g_utf8_get_char(p));
        look.has_letter |= class_ != KIRI_CHAR_OTHER && class_ != KIRI_CHAR_SPACE;
        look.is_katakana &= class_ == KIRI_CHAR_KATAKANA;
        look.is_latin &= class_ == KIRI_CHAR_LATIN;
    }
    return look;
}

static KiriCutKind kind_of(const KiriToken *token, KiriStr surface)
{
    static const guint8 kinds[KIRI_N_POS] = {
        [KIRI_POS_NOUN] = KIRI_CUT_NOUN,         [KIRI_POS_NUMBER] = KIRI_CUT_NUMBER,
        [KIRI_POS_PROPER] = KIRI_CUT_NAME,       [KIRI_POS_PERSON] = KIRI_CUT_PERSON,
        [KIRI_POS_PLACE] = KIRI_CUT_PLACE,       [KIRI_POS_SUFFIX] = KIRI_CUT_SUFFIX,
        [KIRI_POS_VERB] = KIRI_CUT_VERB,         [KIRI_POS_ADJECTIVE] = KIRI_CUT_VERB,
        [KIRI_POS_ADVERB] = KIRI_CUT_VERB,       [KIRI_POS_PREFIX] = KIRI_CUT_PREFIX,
        [KIRI_POS_PARTICLE] = KIRI_CUT_PARTICLE, [KIRI_POS_AUXILIARY] = KIRI_CUT_AUXILIARY,
    };
    Look look = look_at(surface);
    if (!look.has_letter)
        return KIRI_CUT_BREAK;
    if (token->pos == KIRI_POS_NUMBER)
        return KIRI_CUT_NUMBER;
    if (token->is_unknown || (token->pos == KIRI_POS_OTHER && look.is_latin))
        return KIRI_CUT_UNKNOWN;
    if (token->pos == KIRI_POS_PARTICLE && kiri_str_equal(surface, KIRI_STR_LITERAL("の")))
        return KIRI_CUT_OF;
    KiriCutKind kind = (KiriCutKind)kinds[token->pos];
    if (look.is_katakana && (kind == KIRI_CUT_VERB || kind == KIRI_CUT_BREAK))
        return KIRI_CUT_NOUN; // ニコニコ is an adverb, and half a name
    return token->is_dependent ? KIRI_CUT_BREAK : kind;
}

static void add_cut(KiriBuf *out, KiriCutKind kind, gboolean is_spaced, KiriStr surface)
{
    kiri_buf_add_char(out, (char)(guchar)(kind | (is_spaced ? SPACED : 0)));
    kiri_buf_add_char(out, (char)(guchar)surface.n);
    kiri_buf_add(out, surface.p, surface.n);
}

static gboolean cut_token(const KiriToken *token, gpointer data)
{
    Cutter *c = data;
    KiriStr surface = {c->text.p + token->from, token->to - token->from};
    const KiriStr line_end = KIRI_STR_LITERAL("\n");
    gboolean has_gap = token->from > c->end;
    if (has_gap && memchr(c->text.p + c->end, '\n', token->from - c->end))
        add_cut(c->out, KIRI_CUT_BREAK, FALSE, line_end);
    c->end = token->to;
    if (surface.n > LONGEST_CUT)
        add_cut(c->out, KIRI_CUT_BREAK, FALSE, line_end);
    else
        add_cut(c->out, kind_of(token, surface), has_gap, surface);
    return !c->out->is_over;
}

gboolean kiri_new_words_job(KiriStr in, KiriBuf *out, GError **error)
{
    g_autoptr(KiriTokenizer) tokenizer = kiri_tokenizer_new(error);
    if (!tokenizer)
        return FALSE;
    Cutter c = {.text = in, .out = out};
    if (kiri_tokenize(tokenizer, in, cut_token, &c))
        return TRUE;
    g_set_error_literal(error, KIRI_ERROR_INDEXER, KIRI_ERROR_LIMIT, _("too many words in a text"));
    return FALSE;
}

/* ---- keeping ---- */

gboolean kiri_cuts_read(KiriStr bytes, GArray *cuts)
{
    g_array_set_size(cuts, 0);
    for (gsize i = 0; i < bytes.n;) {
        if (bytes.n - i < 3)
            return FALSE;
        guint8 kind = (guint8)bytes.p[i], n = (guint8)bytes.p[i + 1];
        KiriCut cut = {bytes.p + i + 2, n, kind & (SPACED - 1), (kind & SPACED) != 0};
        i += 2u + n;
        if (!n || i > bytes.n || cut.kind >= KIRI_N_CUTS || !g_utf8_validate_len(cut.p, n, NULL))
            return FALSE;
        g_array_append_val(cuts, cut);
    }
    return TRUE;
}

static void clear_text(gpointer text)
{
    g_free(((KiriCutText *)text)->id);
}

KiriNewWords *kiri_new_words_new(void)
{
    KiriNewWords *w = g_new0(KiriNewWords, 1);
    w->texts = g_array_new(FALSE, FALSE, sizeof(KiriCutText));
    g_array_set_clear_func(w->texts, clear_text);
    w->arena = g_byte_array_new();
    w->media = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    w->part_counts = g_hash_table_new(NULL, NULL);
    w->candidates = g_hash_table_new_full(g_int64_hash, g_int64_equal, NULL, kiri_candidate_free);
    return w;
}

void kiri_new_words_free(KiriNewWords *w)
{
    if (!w)
        return;
    g_hash_table_unref(w->candidates);
    g_hash_table_unref(w->part_counts);
    g_hash_table_unref(w->media);
    g_byte_array_unref(w->arena);
    g_array_unref(w->texts);
    g_free(w);
}

static guint number_of_medium(KiriNewWords *w, const char *medium)
{
    if (!medium || !*medium)
        return 0;
    guint number = GPOINTER_TO_UINT(g_hash_table_lookup(w->media, medium));
    if (!number) {
        number = g_hash_table_size(w->media) + 1;
        g_hash_table_insert(w->media, g_strdup(medium), GUINT_TO_POINTER(number));
    }
    return number;
}

gboolean kiri_new_words_add(KiriNewWords *w, const KiriNewWordsText *text, KiriStr tokens,
                            GError **error)
{
    g_autoptr(GArray) cuts = g_array_new(FALSE, FALSE, sizeof(KiriCut));
    if (!kiri_cuts_read(tokens, cuts)) {
        g_set_error_literal(error, KIRI_ERROR_INDEXER, KIRI_ERROR_CORRUPT,
                            _("a worker's list of tokens is damaged"));
        return FALSE;
    }
    w->is_full |= w->arena->len + tokens.n > KIRI_LIMIT_NEW_WORDS_BYTES;
    if (w->is_full)
        return FALSE;
    KiriCutText kept = {.id = g_strdup(text->id),
                        .medium = number_of_medium(w, text->medium),
                        .when = text->when,
                        .is_release = text->is_release,
                        .at = w->arena->len,
                        .n = tokens.n};
    g_byte_array_append(w->arena, (const guint8 *)tokens.p, (guint)tokens.n);
    g_array_append_val(w->texts, kept);
    w->n_releases += text->is_release ? 1 : 0;
    return TRUE;
}
