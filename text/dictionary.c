// SPDX-License-Identifier: GPL-3.0-or-later
/* Extending a dictionary of MeCab: loading one, looking words up, and computing
 * the place of a new one. The header says how the cost comes about; here the frames
 * are measured once per dictionary, so that a word costs one analysis per frame. */
#include <kirinuki/dictionary.h>

#include "mecab_model.h"

#include <kirinuki/error.h>
#include <kirinuki/file.h>
#include <kirinuki/hash.h>
#include <kirinuki/i18n.h>
#include <kirinuki/normalize.h>

#include <mecab.h>
#include <string.h>

enum {
    MARGIN = 500,
    LEAST_COST = -30000,
    LONGEST_BYTES = 1024, // of a word in its frame
    DIGEST_BYTES = 4096,  // of the system dictionary: its head has sizes and character set
    USER_DICTIONARY_BYTES = 256 * 1024 * 1024,
};

/* What stands before and behind a word in the news. */
static const struct {
    const char *left, *right;
} frames[] = {
    {"", ""},     {"", "は"},   {"、", "が"},   {"「", "」"}, {"の", "の"},     {"が", "を"},
    {"は", "に"}, {"と", "と"}, {"で", "、"},   {"や", "も"}, {"を", "で"},     {"も", "から"},
    {"、", "。"}, {"の", "や"}, {"は", "さん"}, {"『", "』"}, {"新しい", "へ"}, {"した", "として"},
};

/* A frame's own cost, and what the transitions to a word between depend on. */
typedef struct {
    glong cost;          // of the words on both sides and of the transitions among them
    guint before, after; // right id of the word before, left id of the word behind
} Frame;

struct KiriDictionary {
    mecab_model_t *model;
    mecab_t *tagger;
    mecab_lattice_t *lattice;
    gboolean has_frames;
    Frame frames[G_N_ELEMENTS(frames)];
    char text[LONGEST_BYTES + 1]; // what the lattice looks at
};

G_DEFINE_AUTOPTR_CLEANUP_FUNC(mecab_model_t, mecab_model_destroy)

const char *const kiri_word_kind_names[] = {
    [KIRI_WORD_PROPER] = "proper", [KIRI_WORD_NOUN] = "noun",
    [KIRI_WORD_VERBAL] = "verbal", [KIRI_WORD_ORGANISATION] = "organisation",
    [KIRI_WORD_PERSON] = "person", [KIRI_WORD_FAMILY] = "family",
    [KIRI_WORD_GIVEN] = "given",   [KIRI_WORD_PLACE] = "place",
    [KIRI_N_WORD_KINDS] = NULL,
};

/* Their feature columns, and a word that every release of IPADIC has under them: it
 * tells the context ids and what such a word usually costs. */
static const struct {
    const char *feature, *known;
} kinds[KIRI_N_WORD_KINDS] = {
    [KIRI_WORD_PROPER] = {"名詞,固有名詞,一般,*", "アイヌ"},
    [KIRI_WORD_NOUN] = {"名詞,一般,*,*", "机"},
    [KIRI_WORD_VERBAL] = {"名詞,サ変接続,*,*", "会議"},
    [KIRI_WORD_ORGANISATION] = {"名詞,固有名詞,組織,*", "日銀"},
    [KIRI_WORD_PERSON] = {"名詞,固有名詞,人名,一般", "曙"},
    [KIRI_WORD_FAMILY] = {"名詞,固有名詞,人名,姓", "佐藤"},
    [KIRI_WORD_GIVEN] = {"名詞,固有名詞,人名,名", "太郎"},
    [KIRI_WORD_PLACE] = {"名詞,固有名詞,地域,一般", "東京"},
};

const char *kiri_word_kind_feature(KiriWordKind kind)
{
    return kinds[kind].feature;
}

gint kiri_word_kind_by_name(KiriStr name)
{
    static const struct {
        KiriStr name;
        KiriWordKind kind;
    } japanese[] = {
        {KIRI_STR_LITERAL("固有名詞"), KIRI_WORD_PROPER},
        {KIRI_STR_LITERAL("名詞"), KIRI_WORD_NOUN},
        {KIRI_STR_LITERAL("一般名詞"), KIRI_WORD_NOUN},
        {KIRI_STR_LITERAL("普通名詞"), KIRI_WORD_NOUN},
        {KIRI_STR_LITERAL("サ変"), KIRI_WORD_VERBAL},
        {KIRI_STR_LITERAL("サ変名詞"), KIRI_WORD_VERBAL},
        {KIRI_STR_LITERAL("名詞サ変"), KIRI_WORD_VERBAL},
        {KIRI_STR_LITERAL("さ変名詞"), KIRI_WORD_VERBAL},
        {KIRI_STR_LITERAL("組織"), KIRI_WORD_ORGANISATION},
        {KIRI_STR_LITERAL("組織名"), KIRI_WORD_ORGANISATION},
        {KIRI_STR_LITERAL("固有組織"), KIRI_WORD_ORGANISATION},
        {KIRI_STR_LITERAL("人名"), KIRI_WORD_PERSON},
        {KIRI_STR_LITERAL("固有人他"), KIRI_WORD_PERSON},
        {KIRI_STR_LITERAL("姓"), KIRI_WORD_FAMILY},
        {KIRI_STR_LITERAL("固有人姓"), KIRI_WORD_FAMILY},
        {KIRI_STR_LITERAL("名"), KIRI_WORD_GIVEN},
        {KIRI_STR_LITERAL("固有人名"), KIRI_WORD_GIVEN},
        {KIRI_STR_LITERAL("地名"), KIRI_WORD_PLACE},
        {KIRI_STR_LITERAL("地名その他"), KIRI_WORD_PLACE},
        {KIRI_STR_LITERAL("固有地名"), KIRI_WORD_PLACE},
    };
    for (guint k = 0; k < KIRI_N_WORD_KINDS; k++)
        if (kiri_str_equal_ascii_nocase(name, kiri_str(kiri_word_kind_names[k])))
            return (gint)k;
    for (gsize i = 0; i < G_N_ELEMENTS(japanese); i++)
        if (kiri_str_equal(name, japanese[i].name))
            return (gint)japanese[i].kind;
    return -1;
}

/* ---- loading ---- */

const char *kiri_dictionary_default_dir(GError **error)
{
    static const char *const places[] = {
        "/var/lib/mecab/dic/ipadic-utf8", "/usr/share/mecab/dic/ipadic-utf8",
        "/usr/lib/mecab/dic/ipadic-utf8", "/usr/local/lib/mecab/dic/ipadic-utf8",
        "/usr/lib64/mecab/dic/ipadic",    "/usr/local/lib/mecab/dic/ipadic",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(places); i++) {
        g_autofree char *file = g_build_filename(places[i], "sys.dic", NULL);
        if (g_file_test(file, G_FILE_TEST_EXISTS))
            return places[i];
    }
    g_set_error_literal(error, KIRI_ERROR_TEXT, KIRI_ERROR_NOT_FOUND,
                        _("cannot find the dictionary 'ipadic-utf8' of MeCab"));
    return NULL;
}

static gboolean is_utf8(const char *charset)
{
    return g_ascii_strcasecmp(charset, "utf8") == 0 || g_ascii_strcasecmp(charset, "utf-8") == 0;
}

mecab_model_t *kiri_mecab_load(const char *dir, const char *user_dictionary, GError **error)
{
    if (!dir && !(dir = kiri_dictionary_default_dir(error)))
        return NULL;
    /* No rc file: a user's own would change what the tokens are. */
    g_autoptr(GPtrArray) argv = g_ptr_array_new_with_free_func(g_free);
    const char *const fixed[] = {"mecab", "-r", "/dev/null", "-d", dir};
    for (gsize i = 0; i < G_N_ELEMENTS(fixed); i++)
        g_ptr_array_add(argv, g_strdup(fixed[i]));
    if (user_dictionary) {
        g_ptr_array_add(argv, g_strdup("-u"));
        g_ptr_array_add(argv, g_strdup(user_dictionary));
    }
    g_autoptr(mecab_model_t) loaded = mecab_model_new((int)argv->len, (char **)argv->pdata);
    if (!loaded) {
        g_autofree char *file = g_build_filename(dir, "sys.dic", NULL);
        gboolean is_there = g_file_test(file, G_FILE_TEST_EXISTS) &&
                            (!user_dictionary || g_file_test(user_dictionary, G_FILE_TEST_EXISTS));
        g_set_error(error, KIRI_ERROR_TEXT, is_there ? KIRI_ERROR_CORRUPT : KIRI_ERROR_NOT_FOUND,
                    _("cannot load the dictionary '%s': %s"),
                    user_dictionary ? user_dictionary : dir, mecab_strerror(NULL));
        return NULL;
    }
    const mecab_dictionary_info_t *info = mecab_model_dictionary_info(loaded);
    for (; info; info = info->next)
        if (!is_utf8(info->charset)) {
            g_set_error(error, KIRI_ERROR_TEXT, KIRI_ERROR_USAGE,
                        _("dictionary '%s' is in '%s', not in UTF-8"), info->filename,
                        info->charset);
            return NULL;
        }
    return g_steal_pointer(&loaded);
}

KiriDictionary *kiri_dictionary_open(const char *dir, const char *user_dictionary, GError **error)
{
    g_autoptr(mecab_model_t) model = kiri_mecab_load(dir, user_dictionary, error);
    if (!model)
        return NULL;
    g_autoptr(KiriDictionary) d = g_new0(KiriDictionary, 1);
    d->model = g_steal_pointer(&model);
    d->tagger = mecab_model_new_tagger(d->model);
    d->lattice = mecab_model_new_lattice(d->model);
    if (d->tagger && d->lattice)
        return g_steal_pointer(&d);
    g_set_error(error, KIRI_ERROR_TEXT, KIRI_ERROR_FAILED, _("cannot start '%s': %s"), "MeCab",
                mecab_strerror(d->tagger));
    return NULL;
}

const char *kiri_mecab_version(void)
{
    return mecab_version();
}

void kiri_dictionary_free(KiriDictionary *d)
{
    if (!d)
        return;
    if (d->lattice)
        mecab_lattice_destroy(d->lattice);
    if (d->tagger)
        mecab_destroy(d->tagger);
    if (d->model)
        mecab_model_destroy(d->model);
    g_free(d);
}

static void add_digest(GString *state, const char *path, gsize most)
{
    g_autoptr(GBytes) bytes = kiri_file_read(path, USER_DICTIONARY_BYTES, NULL);
    if (!bytes)
        return;
    gsize n = 0;
    const char *p = g_bytes_get_data(bytes, &n);
    char hex[KIRI_HASH128_BYTES];
    kiri_hash128_hex((KiriStr){p ? p : "", MIN(n, most)}, hex);
    g_string_append_printf(state, "|%" G_GSIZE_FORMAT ":%s", n, hex);
}

char *kiri_dictionary_fingerprint(const char *dir, const char *user_dictionary)
{
    g_autoptr(GString) state = g_string_new("mecab");
    if (!dir)
        dir = kiri_dictionary_default_dir(NULL);
    g_autofree char *system = dir ? g_build_filename(dir, "sys.dic", NULL) : NULL;
    if (system)
        add_digest(state, system, DIGEST_BYTES);
    if (user_dictionary)
        add_digest(state, user_dictionary, G_MAXSIZE);
    char hex[KIRI_HASH128_BYTES];
    kiri_hash128_hex((KiriStr){state->str, state->len}, hex);
    return g_strdup(hex);
}

/* ---- looking words up ---- */

/* The entry with this surface whose features begin with `feature` (NULL: any). */
static const mecab_node_t *entry(KiriDictionary *d, KiriStr surface, const char *feature)
{
    if (!surface.n || surface.n > LONGEST_BYTES)
        return NULL;
    memcpy(d->text, surface.p, surface.n);
    d->text[surface.n] = 0;
    mecab_lattice_set_sentence2(d->lattice, d->text, surface.n);
    const mecab_node_t *node =
        mecab_model_lookup(d->model, d->text, d->text + surface.n, d->lattice);
    for (; node; node = node->bnext)
        if (node->stat == MECAB_NOR_NODE && node->length == surface.n &&
            (!feature || g_str_has_prefix(node->feature, feature)))
            return node;
    return NULL;
}

gboolean kiri_dictionary_has(KiriDictionary *d, KiriStr surface)
{
    gboolean has = entry(d, surface, NULL) != NULL;
    mecab_lattice_clear(d->lattice);
    return has;
}

/* Analyses the three parts as one text; NULL where it is too long or refused. */
static const mecab_node_t *analyse(KiriDictionary *d, KiriStr left, KiriStr word, KiriStr right)
{
    gsize n = left.n + word.n + right.n;
    if (n > LONGEST_BYTES)
        return NULL;
    memcpy(d->text, left.p, left.n);
    memcpy(d->text + left.n, word.p, word.n);
    memcpy(d->text + left.n + word.n, right.p, right.n);
    d->text[n] = 0;
    mecab_lattice_set_sentence2(d->lattice, d->text, n);
    return mecab_parse_lattice(d->tagger, d->lattice) ? mecab_lattice_get_bos_node(d->lattice)
                                                      : NULL;
}

/* Is there a token that is just the word at `at`? */
static const mecab_node_t *token_at(const KiriDictionary *d, const mecab_node_t *node, gsize at,
                                    gsize n)
{
    for (; node; node = node->next)
        if ((gsize)(node->surface - d->text) == at && node->length == n &&
            (node->stat == MECAB_NOR_NODE || node->stat == MECAB_UNK_NODE))
            return node;
    return NULL;
}

gboolean kiri_dictionary_finds(KiriDictionary *d, KiriStr surface)
{
    for (gsize i = 0; i < G_N_ELEMENTS(frames); i++) {
        KiriStr left = kiri_str(frames[i].left);
        const mecab_node_t *node = analyse(d, left, surface, kiri_str(frames[i].right));
        const mecab_node_t *token = node ? token_at(d, node, left.n, surface.n) : NULL;
        if (!token || token->stat != MECAB_NOR_NODE)
            return FALSE;
    }
    return TRUE;
}

/* The reading column of a token, or the token itself where it is kana. */
static gboolean add_reading(GString *reading, const mecab_node_t *node)
{
    const char *column = node->feature;
    for (guint i = 0; i < 7 && column; i++) {
        column = strchr(column, ',');
        column = column ? column + 1 : NULL;
    }
    gsize n = column ? strcspn(column, ",") : 0;
    if (n && *column != '*') {
        g_string_append_len(reading, column, (gssize)n);
        return TRUE;
    }
    for (gsize i = 0; i < node->length;) {
        gunichar c = g_utf8_get_char(node->surface + i);
        KiriCharClass class_ = kiri_char_class(c);
        i += (gsize)g_utf8_skip[(guchar)node->surface[i]];
        if (class_ == KIRI_CHAR_LATIN || class_ == KIRI_CHAR_KANJI || class_ == KIRI_CHAR_DIGIT)
            return FALSE;
        if (class_ == KIRI_CHAR_HIRAGANA || class_ == KIRI_CHAR_KATAKANA)
            g_string_append_unichar(reading, kiri_char_katakana(c));
    }
    return TRUE;
}

char *kiri_dictionary_reading(KiriDictionary *d, KiriStr surface)
{
    const KiriStr none = {"", 0};
    g_autoptr(GString) reading = g_string_new(NULL);
    const mecab_node_t *node = analyse(d, none, surface, none);
    if (!node)
        return NULL;
    for (; node; node = node->next)
        if ((node->stat == MECAB_NOR_NODE || node->stat == MECAB_UNK_NODE) &&
            !add_reading(reading, node))
            return NULL;
    return reading->len ? g_string_free(g_steal_pointer(&reading), FALSE) : NULL;
}

KiriWordKind kiri_dictionary_guess_kind(KiriDictionary *d, KiriStr surface)
{
    const KiriStr none = {"", 0};
    guint parts = 0, persons = 0, places = 0;
    for (const mecab_node_t *node = analyse(d, none, surface, none); node; node = node->next) {
        if (node->stat != MECAB_NOR_NODE && node->stat != MECAB_UNK_NODE)
            continue;
        gboolean is_known = node->stat == MECAB_NOR_NODE;
        parts++;
        persons += is_known && g_str_has_prefix(node->feature, "名詞,固有名詞,人名") ? 1 : 0;
        places += is_known && g_str_has_prefix(node->feature, "名詞,固有名詞,地域") ? 1 : 0;
    }
    if (parts && persons == parts)
        return KIRI_WORD_PERSON;
    return parts && places == parts ? KIRI_WORD_PLACE : KIRI_WORD_PROPER;
}

/* ---- the place of a new word ---- */

/* What a frame costs by itself, measured around a word that every dictionary has. */
static gboolean measure_frame(KiriDictionary *d, KiriStr left, KiriStr right, Frame *frame)
{
    const KiriStr known = KIRI_STR_LITERAL("それ");
    const mecab_node_t *node = analyse(d, left, known, right);
    const mecab_node_t *token = node ? token_at(d, node, left.n, known.n) : NULL;
    if (!token || !token->prev || !token->next)
        return FALSE;
    const mecab_node_t *end = mecab_lattice_get_eos_node(d->lattice), *behind = token->next;
    frame->before = token->prev->rcAttr;
    frame->after = behind->lcAttr;
    frame->cost = token->prev->cost + (end->cost - behind->cost) + behind->wcost;
    return TRUE;
}

static void measure_frames(KiriDictionary *d)
{
    for (gsize i = 0; i < G_N_ELEMENTS(frames) && !d->has_frames; i++)
        if (!measure_frame(d, kiri_str(frames[i].left), kiri_str(frames[i].right), &d->frames[i]))
            d->frames[i].cost = G_MINLONG; // such a frame says nothing
    d->has_frames = TRUE;
}

static glong transition(const KiriDictionary *d, guint right_of, guint left_of)
{
    return mecab_model_transition_cost(d->model, (unsigned short)right_of, (unsigned short)left_of);
}

gboolean kiri_dictionary_place(KiriDictionary *d, KiriStr surface, KiriWordKind kind,
                               KiriWordPlace *place, GError **error)
{
    const mecab_node_t *known = entry(d, kiri_str(kinds[kind].known), kinds[kind].feature);
    if (!known) {
        g_set_error(error, KIRI_ERROR_TEXT, KIRI_ERROR_NOT_FOUND,
                    _("the dictionary of MeCab has no words of the kind '%s'"),
                    kiri_word_kind_names[kind]);
        return FALSE;
    }
    place->left = known->lcAttr;
    place->right = known->rcAttr;
    glong cost = known->wcost;
    measure_frames(d);
    for (gsize i = 0; i < G_N_ELEMENTS(frames); i++) {
        const Frame *frame = &d->frames[i];
        if (frame->cost == G_MINLONG ||
            !analyse(d, kiri_str(frames[i].left), surface, kiri_str(frames[i].right)))
            continue;
        glong best = mecab_lattice_get_eos_node(d->lattice)->cost;
        glong with = frame->cost + transition(d, frame->before, place->left) +
                     transition(d, place->right, frame->after);
        cost = MIN(cost, best - with - MARGIN);
    }
    place->cost = (gint)MAX(cost, LEAST_COST);
    return TRUE;
}
