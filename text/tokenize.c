// SPDX-License-Identifier: GPL-3.0-or-later
/* The door to MeCab.
 *
 * MeCab's time and memory grow with the square of a run of one character class
 * and with the length of a sentence, and it reads past the end of buffers that
 * are not terminated. So it only ever sees pieces: at most KIRI_LIMIT_MECAB_PIECE_BYTES
 * long, cut at sentence ends and inside runs that are no words, without trailing
 * blanks, copied and terminated. With pieces of that size a lattice stays small
 * and need not be thrown away.
 *
 * The model is shared and read-only once loaded; tagger and lattice belong to
 * one KiriTokenizer. */
#include <kirinuki/tokenize.h>

#include "mecab_model.h"

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>
#include <kirinuki/limits.h>
#include <kirinuki/normalize.h>

#include <mecab.h>
#include <string.h>

G_STATIC_ASSERT(KIRI_LIMIT_MECAB_PIECE_BYTES >= 64);

static mecab_model_t *model; // set once, never freed

struct KiriTokenizer {
    mecab_t *tagger;
    mecab_lattice_t *lattice;
    char piece[KIRI_LIMIT_MECAB_PIECE_BYTES + 1];
};

const char *const kiri_pos_names[KIRI_N_POS] = {
    [KIRI_POS_OTHER] = "other",         [KIRI_POS_NOUN] = "noun",
    [KIRI_POS_NUMBER] = "number",       [KIRI_POS_PROPER] = "proper",
    [KIRI_POS_PERSON] = "person",       [KIRI_POS_PLACE] = "place",
    [KIRI_POS_SUFFIX] = "suffix",       [KIRI_POS_VERB] = "verb",
    [KIRI_POS_ADJECTIVE] = "adjective", [KIRI_POS_ADVERB] = "adverb",
    [KIRI_POS_PREFIX] = "prefix",       [KIRI_POS_PARTICLE] = "particle",
    [KIRI_POS_AUXILIARY] = "auxiliary", [KIRI_POS_CONJUNCTION] = "conjunction",
    [KIRI_POS_ADNOMINAL] = "adnominal",
};

gboolean kiri_tokenizer_preload(const char *dictionary_dir, const char *user_dictionary,
                                GError **error)
{
    if (model)
        return TRUE;
    model = kiri_mecab_load(dictionary_dir, user_dictionary, error);
    return model != NULL;
}

KiriTokenizer *kiri_tokenizer_new(GError **error)
{
    if (!kiri_tokenizer_preload(NULL, NULL, error))
        return NULL;
    g_autoptr(KiriTokenizer) t = g_new0(KiriTokenizer, 1);
    t->tagger = mecab_model_new_tagger(model);
    t->lattice = mecab_model_new_lattice(model);
    if (!t->tagger || !t->lattice) {
        g_set_error(error, KIRI_ERROR_TEXT, KIRI_ERROR_FAILED, _("cannot start '%s': %s"), "MeCab",
                    mecab_strerror(t->tagger));
        return NULL;
    }
    return g_steal_pointer(&t);
}

void kiri_tokenizer_free(KiriTokenizer *t)
{
    if (!t)
        return;
    if (t->lattice)
        mecab_lattice_destroy(t->lattice);
    if (t->tagger)
        mecab_destroy(t->tagger);
    g_free(t);
}

/* The n-th field of a dictionary line, from 0; empty where it is missing or "*". */
static KiriStr field(const char *feature, guint wanted)
{
    const KiriStr none = {"", 0};
    for (guint i = 0; i < wanted; i++) {
        feature = strchr(feature, ',');
        if (!feature)
            return none;
        feature++;
    }
    KiriStr f = {feature, strcspn(feature, ",")};
    return kiri_str_equal(f, KIRI_STR_LITERAL("*")) ? none : f;
}

static KiriPos noun_pos(const char *feature)
{
    KiriStr kind = field(feature, 1);
    if (kiri_str_equal(kind, KIRI_STR_LITERAL("数")))
        return KIRI_POS_NUMBER;
    if (kiri_str_equal(kind, KIRI_STR_LITERAL("接尾")))
        return KIRI_POS_SUFFIX;
    if (!kiri_str_equal(kind, KIRI_STR_LITERAL("固有名詞")))
        return KIRI_POS_NOUN;
    kind = field(feature, 2);
    if (kiri_str_equal(kind, KIRI_STR_LITERAL("人名")))
        return KIRI_POS_PERSON;
    if (kiri_str_equal(kind, KIRI_STR_LITERAL("地域")))
        return KIRI_POS_PLACE;
    return KIRI_POS_PROPER;
}

static KiriPos pos_of(const char *feature)
{
    static const struct {
        KiriStr name;
        KiriPos pos;
    } table[] = {
        {KIRI_STR_LITERAL("動詞"), KIRI_POS_VERB},
        {KIRI_STR_LITERAL("形容詞"), KIRI_POS_ADJECTIVE},
        {KIRI_STR_LITERAL("副詞"), KIRI_POS_ADVERB},
        {KIRI_STR_LITERAL("接頭詞"), KIRI_POS_PREFIX},
        {KIRI_STR_LITERAL("助詞"), KIRI_POS_PARTICLE},
        {KIRI_STR_LITERAL("助動詞"), KIRI_POS_AUXILIARY},
        {KIRI_STR_LITERAL("接続詞"), KIRI_POS_CONJUNCTION},
        {KIRI_STR_LITERAL("連体詞"), KIRI_POS_ADNOMINAL},
    };
    KiriStr name = field(feature, 0);
    if (kiri_str_equal(name, KIRI_STR_LITERAL("名詞")))
        return noun_pos(feature);
    for (gsize i = 0; i < G_N_ELEMENTS(table); i++)
        if (kiri_str_equal(name, table[i].name))
            return table[i].pos;
    return KIRI_POS_OTHER;
}

static gboolean is_dependent(const char *feature)
{
    KiriStr kind = field(feature, 1);
    return kiri_str_equal(kind, KIRI_STR_LITERAL("非自立")) ||
           kiri_str_equal(kind, KIRI_STR_LITERAL("代名詞"));
}

/* The character at `at`; for a byte that is no text U+FFFD and a length of 1. */
static gunichar char_at(KiriStr text, gsize at, gsize *n)
{
    gunichar c = g_utf8_get_char_validated(text.p + at, (gssize)(text.n - at));
    gboolean is_char = c != 0 && c != (gunichar)-1 && c != (gunichar)-2;
    *n = is_char ? (gsize)g_utf8_skip[(guchar)text.p[at]] : 1;
    return is_char ? c : 0xfffd;
}

static gboolean is_piece_end(gunichar c)
{
    return c == 0x3002 || c == 0xff01 || c == 0xff1f || c == '\n' || c == '\r';
}

/* Length of the next piece and whether all of it is text. A piece that has to
 * be cut for its length is cut behind the last comma, blank or change of
 * character class in its second half, if there is one. */
static gsize piece_length(KiriStr text, gsize at, gboolean *is_text)
{
    gsize length = 0, good = 0;
    guint run = 0;
    KiriCharClass previous = KIRI_CHAR_SPACE;
    *is_text = TRUE;
    while (at + length < text.n) {
        gsize n;
        gunichar c = char_at(text, at + length, &n);
        KiriCharClass class = kiri_char_class(c);
        run = class == previous ? run + 1 : 1;
        if (class != previous && length)
            good = length;
        previous = class;
        if (length + n > KIRI_LIMIT_MECAB_PIECE_BYTES)
            return good > KIRI_LIMIT_MECAB_PIECE_BYTES / 2 ? good : length;
        if (run > KIRI_LIMIT_MECAB_RUN_CHARS)
            return length;
        *is_text &= c != 0xfffd;
        length += n;
        if (is_piece_end(c))
            break;
    }
    return length;
}

/* The fallback: each run of one character class is one unknown token. */
static gboolean visit_runs(KiriStr text, gsize at, gsize length, KiriTokenVisit visit,
                           gpointer data)
{
    gsize end = at + length, n;
    while (at < end) {
        gsize to = at;
        KiriCharClass class = kiri_char_class(char_at(text, at, &n));
        while (to < end && kiri_char_class(char_at(text, to, &n)) == class)
            to += n;
        KiriToken token = {.from = at,
                           .to = to,
                           .base = {text.p + at, to - at},
                           .reading = {"", 0},
                           .pos = class == KIRI_CHAR_OTHER ? KIRI_POS_OTHER : KIRI_POS_NOUN,
                           .is_unknown = TRUE};
        if (class != KIRI_CHAR_SPACE && !visit(&token, data))
            return FALSE;
        at = to;
    }
    return TRUE;
}

static gboolean is_blank(KiriStr s)
{
    gsize n;
    for (gsize i = 0; i < s.n; i += n)
        if (kiri_char_class(char_at(s, i, &n)) != KIRI_CHAR_SPACE)
            return FALSE;
    return TRUE;
}

static gboolean visit_node(const mecab_node_t *node, gsize from, KiriTokenVisit visit,
                           gpointer data)
{
    KiriStr surface = {node->surface, node->length};
    if (is_blank(surface))
        return TRUE;
    KiriToken token = {.from = from,
                       .to = from + surface.n,
                       .base = field(node->feature, 6),
                       .reading = field(node->feature, 7),
                       .pos = pos_of(node->feature),
                       .is_unknown = node->stat == MECAB_UNK_NODE,
                       .is_dependent = is_dependent(node->feature)};
    if (!token.base.n)
        token.base = surface;
    gsize n;
    if (token.is_unknown && kiri_char_class(char_at(surface, 0, &n)) == KIRI_CHAR_OTHER)
        token.pos = KIRI_POS_OTHER; // IPADIC takes unknown symbols for nouns
    return visit(&token, data);
}

static gboolean visit_piece(KiriTokenizer *t, KiriStr text, gsize at, gsize length,
                            KiriTokenVisit visit, gpointer data)
{
    gsize n = length;
    while (n && g_ascii_isspace(text.p[at + n - 1]))
        n--;
    if (!n)
        return TRUE;
    memcpy(t->piece, text.p + at, n);
    t->piece[n] = 0;
    mecab_lattice_set_sentence2(t->lattice, t->piece, n);
    gboolean goes_on = TRUE;
    if (mecab_parse_lattice(t->tagger, t->lattice)) {
        const mecab_node_t *node = mecab_lattice_get_bos_node(t->lattice);
        for (; node && goes_on; node = node->next)
            if (node->stat == MECAB_NOR_NODE || node->stat == MECAB_UNK_NODE)
                goes_on = visit_node(node, at + (gsize)(node->surface - t->piece), visit, data);
    } else {
        goes_on = visit_runs(text, at, n, visit, data);
    }
    mecab_lattice_clear(t->lattice);
    return goes_on;
}

gboolean kiri_tokenize(KiriTokenizer *t, KiriStr text, KiriTokenVisit visit, gpointer data)
{
    g_return_val_if_fail(t && visit, FALSE);
    for (gsize at = 0, length; at < text.n; at += length) {
        gboolean is_text;
        length = piece_length(text, at, &is_text);
        if (is_text ? !visit_piece(t, text, at, length, visit, data)
                    : !visit_runs(text, at, length, visit, data))
            return FALSE;
    }
    return TRUE;
}
