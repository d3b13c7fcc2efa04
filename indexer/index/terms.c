// SPDX-License-Identifier: GPL-3.0-or-later
/* Cutting texts into terms. terms.h says which and why; here is how: the N-text
 * is walked in runs of one kind (Latin word, digits, kana and kanji, single
 * symbol), and the same walk cuts documents and keywords, so the two cannot
 * disagree. */
#include "terms.h"

#include "chars.h"

#include <kirinuki/i18n.h>
#include <kirinuki/limits.h>
#include <kirinuki/normalize.h>

#include <string.h>

struct KiriTerms {
    GHashTable *entries; // a set of Entry
};

typedef struct {
    guint32 count;
    guint32 n;
    const char *p; // terminated; behind the struct, or the caller's while looking up
} Entry;

static guint entry_hash(gconstpointer e)
{
    return g_str_hash(((const Entry *)e)->p);
}

static gboolean entry_equal(gconstpointer a, gconstpointer b)
{
    const Entry *x = a, *y = b;
    return x->n == y->n && memcmp(x->p, y->p, x->n) == 0;
}

static gboolean is_ja(KiriCharClass c)
{
    return c == KIRI_CHAR_HIRAGANA || c == KIRI_CHAR_KATAKANA || c == KIRI_CHAR_KANJI;
}

gboolean kiri_piece_next(KiriStr n_text, gsize *at, KiriPiece *run)
{
    gsize i = *at;
    KiriCharClass first = KIRI_CHAR_SPACE;
    while (i < n_text.n) {
        gunichar c = kiri_char_at(n_text, i);
        first = kiri_char_class(c);
        if (first != KIRI_CHAR_SPACE && !g_unichar_iscntrl(c))
            break;
        i = kiri_char_after(n_text, i);
    }
    if (i >= n_text.n) {
        *at = n_text.n;
        return FALSE;
    }
    gsize end = kiri_char_after(n_text, i);
    if (first == KIRI_CHAR_OTHER) {
        run->kind = KIRI_PIECE_SYMBOL;
    } else {
        run->kind = is_ja(first) ? KIRI_PIECE_JA : KIRI_PIECE_WORD;
        while (end < n_text.n) {
            KiriCharClass c = kiri_char_class(kiri_char_at(n_text, end));
            if (is_ja(first) ? !is_ja(c) : c != first)
                break;
            end = kiri_char_after(n_text, end);
        }
    }
    run->text = (KiriStr){n_text.p + i, end - i};
    *at = end;
    return TRUE;
}

guint kiri_trigram_kind(gunichar c)
{
    KiriCharClass class_ = kiri_char_class(c);
    return class_ == KIRI_CHAR_HIRAGANA ? 2 : is_ja(class_) ? 1 : 0;
}

KiriStr kiri_word_cut(KiriStr word)
{
    if (word.n <= KIRI_TERMS_WORD_BYTES)
        return word;
    gsize n = KIRI_TERMS_WORD_BYTES;
    while (n > 0 && ((guchar)word.p[n] & 0xc0) == 0x80)
        n--;
    return (KiriStr){word.p, n};
}

KiriTerms *kiri_terms_new(void)
{
    KiriTerms *terms = g_new0(KiriTerms, 1);
    terms->entries = g_hash_table_new_full(entry_hash, entry_equal, g_free, NULL);
    return terms;
}

void kiri_terms_free(KiriTerms *terms)
{
    if (!terms)
        return;
    g_hash_table_unref(terms->entries);
    g_free(terms);
}

void kiri_terms_add(KiriTerms *terms, const char *prefix, KiriStr text, guint32 count)
{
    char term[KIRI_LIMIT_TERM_BYTES + 1];
    gsize n = strlen(prefix);
    if (text.n == 0 || n + text.n > KIRI_LIMIT_TERM_BYTES || memchr(text.p, 0, text.n))
        return;
    memcpy(term, prefix, n);
    memcpy(term + n, text.p, text.n);
    term[n + text.n] = '\0';
    Entry probe = {count, (guint32)(n + text.n), term};
    Entry *entry = g_hash_table_lookup(terms->entries, &probe);
    if (entry) {
        entry->count = MIN(entry->count + count, (guint32)G_MAXUINT16);
        return;
    }
    entry = g_malloc(sizeof *entry + probe.n + 1);
    char *own = (char *)(entry + 1);
    memcpy(own, term, probe.n + 1);
    *entry = (Entry){count, probe.n, own};
    g_hash_table_add(terms->entries, entry);
}

gboolean kiri_terms_is_empty(const KiriTerms *terms)
{
    return g_hash_table_size(terms->entries) == 0;
}

static gint compare_terms(gconstpointer a, gconstpointer b)
{
    const KiriXapTerm *x = a, *y = b;
    return strcmp(x->term.p, y->term.p);
}

GArray *kiri_terms_list(const KiriTerms *terms)
{
    GArray *list =
        g_array_sized_new(FALSE, FALSE, sizeof(KiriXapTerm), g_hash_table_size(terms->entries));
    GHashTableIter iter;
    gpointer key;
    g_hash_table_iter_init(&iter, terms->entries);
    while (g_hash_table_iter_next(&iter, &key, NULL)) {
        const Entry *e = key;
        KiriXapTerm term = {{e->p, e->n}, e->count};
        g_array_append_val(list, term);
    }
    g_array_sort(list, compare_terms);
    return list;
}

/* ---- the promise ---- */

/* Prefixes of what a run of kana and kanji yields; `t` NULL: no trigrams. */
typedef struct {
    const char *c, *b, *t;
} JaPrefixes;

static void add_ja_run(KiriTerms *terms, const JaPrefixes *prefixes, KiriStr run, guint32 weight)
{
    gsize from[2] = {0}; // of the two characters before
    guint kind = 0, n_alike = 0;
    for (gsize i = 0, next; i < run.n; i = next) {
        guint before = kind;
        next = kiri_char_after(run, i);
        kind = kiri_trigram_kind(kiri_char_at(run, i));
        n_alike = kind == before ? n_alike + 1 : 1;
        kiri_terms_add(terms, prefixes->c, (KiriStr){run.p + i, next - i}, weight);
        if (i > 0)
            kiri_terms_add(terms, prefixes->b, (KiriStr){run.p + from[1], next - from[1]}, weight);
        if (prefixes->t && n_alike >= 3)
            kiri_terms_add(terms, prefixes->t, (KiriStr){run.p + from[0], next - from[0]}, weight);
        from[0] = from[1];
        from[1] = i;
    }
}

/* What kiri_keyword_find() says of the word at just this place. */
static gboolean is_word_in_place(KiriStr n_text, KiriStr word)
{
    gsize from = (gsize)(word.p - n_text.p), at, end;
    return kiri_keyword_find((KiriStr){n_text.p, from + word.n}, word, from, &at, &end);
}

void kiri_terms_add_promise(KiriTerms *terms, const char *field, KiriStr n_text, guint32 weight)
{
    char c_prefix[4], b_prefix[4], w_prefix[4], u_prefix[4];
    g_snprintf(c_prefix, sizeof c_prefix, "%sC", field);
    g_snprintf(b_prefix, sizeof b_prefix, "%sB", field);
    g_snprintf(w_prefix, sizeof w_prefix, "%sW", field);
    g_snprintf(u_prefix, sizeof u_prefix, "%sU", field);
    const JaPrefixes ja = {c_prefix, b_prefix, *field ? NULL : "T"};
    KiriPiece run;
    for (gsize at = 0; kiri_piece_next(n_text, &at, &run);) {
        switch (run.kind) {
        case KIRI_PIECE_WORD:
            kiri_terms_add(terms, is_word_in_place(n_text, run.text) ? w_prefix : u_prefix,
                           kiri_word_cut(run.text), weight);
            break;
        case KIRI_PIECE_JA:
            add_ja_run(terms, &ja, run.text, weight);
            break;
        case KIRI_PIECE_SYMBOL:
            kiri_terms_add(terms, c_prefix, run.text, weight);
            break;
        }
    }
}

/* ---- ranking ---- */

/* Neighbouring noun parts: a compound is a pair of them. A number is one part,
 * though MeCab cuts it into digits. */
typedef struct {
    KiriTerms *terms;
    KiriStr original;
    guint32 weight;
    GString *before, *part; // N-forms of the last two parts that touch, "" for none
    gboolean is_number;     // `part` is one
    gsize end;              // of `part` in the original
} Ranking;

static gboolean is_content(KiriPos pos)
{
    switch (pos) {
    case KIRI_POS_PARTICLE:
    case KIRI_POS_AUXILIARY:
    case KIRI_POS_CONJUNCTION:
    case KIRI_POS_OTHER:
        return FALSE;
    default:
        return TRUE;
    }
}

static gboolean is_noun_part(KiriPos pos)
{
    return pos == KIRI_POS_NOUN || pos == KIRI_POS_NUMBER || pos == KIRI_POS_PROPER ||
           pos == KIRI_POS_PERSON || pos == KIRI_POS_PLACE || pos == KIRI_POS_SUFFIX ||
           pos == KIRI_POS_PREFIX;
}

/* Latin words and digits are terms of the promise already. */
static gboolean has_ja(KiriStr n_text)
{
    for (gsize i = 0; i < n_text.n; i = kiri_char_after(n_text, i))
        if (is_ja(kiri_char_class(kiri_char_at(n_text, i))))
            return TRUE;
    return FALSE;
}

static void finish_part(Ranking *r)
{
    if (r->before->len && r->part->len) {
        g_string_append_len(r->before, r->part->str, (gssize)r->part->len);
        kiri_terms_add(r->terms, "K", (KiriStr){r->before->str, r->before->len}, r->weight);
    }
    g_string_assign(r->before, r->part->str);
    g_string_truncate(r->part, 0);
}

static void finish_compound(Ranking *r)
{
    finish_part(r);
    g_string_truncate(r->before, 0);
}

/* Does a mark that belongs to the last character of the token follow it? */
static gboolean is_cut_cluster(KiriStr original, gsize at)
{
    if (at >= original.n || (guchar)original.p[at] < 0x80)
        return FALSE;
    gunichar c = g_utf8_get_char_validated(original.p + at, (gssize)(original.n - at));
    return c >= (gunichar)-2 || g_unichar_ismark(c) || g_unichar_iszerowidth(c) || c == 0xff9e ||
           c == 0xff9f;
}

gboolean kiri_term_is_proof(KiriStr n_text)
{
    gboolean is_proof = n_text.n > 0;
    for (gsize i = 0; is_proof && i < n_text.n; i = kiri_char_after(n_text, i))
        is_proof = kiri_trigram_kind(kiri_char_at(n_text, i)) == 1;
    return is_proof;
}

/* N-form of what stands for the token: its base form; but what would count as a
 * proof is what stands in the text. (transfer full) */
static char *form_of(const KiriToken *token, KiriStr original)
{
    KiriStr surface = {original.p + token->from, token->to - token->from};
    g_autofree char *form = kiri_normalize_dup(token->base);
    if (kiri_str_equal(token->base, surface) || !kiri_term_is_proof(kiri_str(form)))
        return g_steal_pointer(&form);
    return kiri_normalize_dup(surface);
}

static gboolean rank_token(const KiriToken *token, gpointer data)
{
    Ranking *r = data;
    if ((!is_content(token->pos) && !token->is_unknown) || is_cut_cluster(r->original, token->to)) {
        finish_compound(r);
        return TRUE;
    }
    g_autofree char *form = form_of(token, r->original);
    if (has_ja(kiri_str(form)))
        kiri_terms_add(r->terms, "M", kiri_str(form), r->weight);
    if (!is_noun_part(token->pos) || r->end != token->from)
        finish_compound(r);
    if (!is_noun_part(token->pos))
        return TRUE;
    gboolean is_number = token->pos == KIRI_POS_NUMBER;
    if (!is_number || !r->is_number)
        finish_part(r);
    g_string_append(r->part, form);
    r->is_number = is_number;
    r->end = token->to;
    return TRUE;
}

void kiri_terms_add_ranking(KiriTerms *terms, KiriTokenizer *tokenizer, KiriStr original,
                            guint32 weight)
{
    Ranking r = {.terms = terms,
                 .original = original,
                 .weight = weight,
                 .before = g_string_new(NULL),
                 .part = g_string_new(NULL)};
    kiri_tokenize(tokenizer, original, rank_token, &r);
    finish_compound(&r);
    g_string_free(r.before, TRUE);
    g_string_free(r.part, TRUE);
}

/* ---- an article ---- */

static void add_field(KiriTerms *terms, KiriTokenizer *tokenizer, KiriStr text, const char *field,
                      guint32 weight)
{
    g_autofree char *n_text = kiri_normalize_dup(text);
    KiriStr n = kiri_str(n_text);
    kiri_terms_add_promise(terms, "", n, weight);
    if (*field)
        kiri_terms_add_promise(terms, field, n, 1);
    if (tokenizer)
        kiri_terms_add_ranking(terms, tokenizer, text, weight);
}

void kiri_terms_add_text(KiriTerms *terms, KiriTokenizer *tokenizer, const KiriArticle *article)
{
    add_field(terms, tokenizer, kiri_str(article->title), "S", KIRI_TERMS_TITLE_WEIGHT);
    add_field(terms, tokenizer, kiri_str(article->text), "", 1);
    for (guint i = 0; i < kiri_strv_count(article->authors); i++) {
        g_autofree char *author = kiri_normalize_dup(kiri_str(article->authors[i]));
        kiri_terms_add_promise(terms, "A", kiri_str(author), 1);
    }
}

void kiri_terms_add_identity(KiriTerms *terms, const KiriQueryArticle *article)
{
    for (const char *host = article->host; host && *host;) {
        kiri_terms_add(terms, "H", kiri_str(host), 0);
        const char *dot = strchr(host, '.');
        host = dot ? dot + 1 : NULL;
    }
    kiri_terms_add(terms, "J", kiri_str(article->medium), 0);
    kiri_terms_add(terms, "J", kiri_str(article->site_name), 0);
    if (article->date_us == G_MININT64)
        return;
    char when[16];
    kiri_terms_month(article->date_us, when);
    kiri_terms_add(terms, "Y", kiri_str(when), 0);
    kiri_terms_day(article->date_us, when);
    kiri_terms_add(terms, "D", kiri_str(when), 0);
}

void kiri_terms_month(gint64 us, char out[16])
{
    KiriCivil c = kiri_civil_from_us(us, KIRI_JST_MIN);
    g_snprintf(out, 16, "%04d-%02d", c.year, c.month);
}

void kiri_terms_day(gint64 us, char out[16])
{
    KiriCivil c = kiri_civil_from_us(us, KIRI_JST_MIN);
    g_snprintf(out, 16, "%04d-%02d-%02d", c.year, c.month, c.day);
}

void kiri_slot_date(gint64 us, char out[8])
{
    guint64 v = (guint64)us ^ ((guint64)1 << 63);
    for (guint i = 0; i < 8; i++)
        out[i] = (char)(guchar)(v >> (56 - 8 * i));
}

gint64 kiri_slot_date_us(KiriStr value)
{
    guint64 v = 0;
    if (value.n != 8)
        return G_MININT64;
    for (guint i = 0; i < 8; i++)
        v = v << 8 | (guchar)value.p[i];
    return (gint64)(v ^ (guint64)1 << 63);
}

/* ---- the worker's answer ---- */

/* Per term: length (1 byte), bytes, count (2 bytes, little-endian). */
void kiri_terms_encode(const KiriTerms *terms, KiriBuf *out)
{
    g_autoptr(GArray) list = kiri_terms_list(terms);
    for (guint i = 0; i < list->len; i++) {
        const KiriXapTerm *t = &g_array_index(list, KiriXapTerm, i);
        kiri_buf_add_char(out, (char)(guchar)t->term.n);
        kiri_buf_add(out, t->term.p, t->term.n);
        kiri_buf_add_char(out, (char)(guchar)(t->wdf & 0xff));
        kiri_buf_add_char(out, (char)(guchar)(t->wdf >> 8));
    }
}

static gboolean is_text_term(KiriStr term)
{
    gsize kind = term.n > 1 && (term.p[0] == 'S' || term.p[0] == 'A') ? 1 : 0;
    if (term.n < kind + 2 || !strchr(kind ? "CBWU" : "CBTWUMK", term.p[kind]) || !term.p[kind])
        return FALSE;
    for (gsize i = 0; i < term.n; i++)
        if ((guchar)term.p[i] < 0x20 || term.p[i] == 0x7f)
            return FALSE;
    return g_utf8_validate(term.p, (gssize)term.n, NULL);
}

gboolean kiri_terms_decode(KiriStr answer, KiriTerms *terms, GError **error)
{
    gsize i = 0;
    while (i < answer.n) {
        gsize n = (guchar)answer.p[i];
        if (n > KIRI_LIMIT_TERM_BYTES || answer.n - i < n + 3)
            break;
        KiriStr term = {answer.p + i + 1, n};
        if (!is_text_term(term))
            break;
        const char *count = term.p + n;
        kiri_terms_add(terms, "", term, (guint32)(guchar)count[0] | (guint32)(guchar)count[1] << 8);
        i += n + 3;
    }
    if (i == answer.n)
        return TRUE;
    g_set_error_literal(error, KIRI_ERROR_INDEXER, KIRI_ERROR_CORRUPT,
                        _("a worker's list of terms is damaged"));
    return FALSE;
}

gboolean kiri_terms_job(KiriStr in, KiriBuf *out, GError **error)
{
    g_autoptr(KiriArticle) article = kiri_record_decode(&kiri_article_shape, in, error);
    if (!article)
        return FALSE;
    g_autoptr(KiriTokenizer) tokenizer = kiri_tokenizer_new(error);
    if (!tokenizer)
        return FALSE;
    g_autoptr(KiriTerms) terms = kiri_terms_new();
    kiri_terms_add_text(terms, tokenizer, article);
    kiri_terms_encode(terms, out);
    if (!out->is_over)
        return TRUE;
    g_set_error_literal(error, KIRI_ERROR_INDEXER, KIRI_ERROR_LIMIT,
                        _("too many terms in one article"));
    return FALSE;
}
