// SPDX-License-Identifier: GPL-3.0-or-later
/* Search, mode like: free text against the words of all articles.
 *
 * Two steps. The index ranks by the question's words: MeCab base forms, pairs of
 * neighbouring nouns, Latin words and numbers; of a long text by the most telling
 * ones, those with the greatest product of count and rarity. Bigrams carry what
 * MeCab cuts differently in question and text, but they are as many as the
 * question is long: the index is asked for them only where it knows next to none
 * of the words; left out otherwise, no set of questions was answered worse. Then
 * the texts of the first hits are looked at (second_look.h), bigrams and all. */
#include "search_internal.h"

#include <kirinuki/clip.h>
#include <kirinuki/i18n.h>
#include <kirinuki/normalize.h>

#include <string.h>

#define MARK_WORDS 12
#define FEW_WORDS 3 // with fewer, pairs are asked for, too

typedef struct {
    KiriStr term;    // with its prefix
    gdouble weight;  // of its kind and count
    gdouble telling; // weight × rarity
} Word;

static gdouble kind_weight(char kind)
{
    switch (kind) {
    case 'M':
        return 1.0;
    case 'W':
        return 1.2;
    case 'K':
        return 0.1;
    case 'B':
        return 0.1;
    default:
        return 0;
    }
}

static gboolean is_pair(KiriStr term)
{
    return term.p[0] == 'B';
}

static gint by_telling(gconstpointer a, gconstpointer b)
{
    const Word *x = a, *y = b;
    if (x->telling != y->telling)
        return x->telling > y->telling ? -1 : 1;
    return strcmp(x->term.p, y->term.p);
}

/* Appends the words, or else the pairs, of the question that any document has. */
static gboolean add_known(KiriIndex *index, const GArray *list, gboolean pairs, GArray *words,
                          GError **error)
{
    gdouble all = kiri_xap_count(index->reader);
    for (guint i = 0; i < list->len; i++) {
        const KiriXapTerm *t = &g_array_index(list, KiriXapTerm, i);
        gdouble weight = kind_weight(t->term.p[0]);
        guint32 documents = 0;
        if (weight <= 0 || is_pair(t->term) != pairs)
            continue;
        if (!kiri_xap_frequency(index->reader, t->term, &documents, error))
            return FALSE;
        if (!documents)
            continue;
        /* A word that comes often in the question saturates like one in a text. */
        weight *= 2.0 * t->wdf / (1.0 + t->wdf);
        Word word = {t->term, weight, weight * kiri_rarity(all, documents)};
        g_array_append_val(words, word);
    }
    return TRUE;
}

/* What the index is asked for, most telling first. */
static GArray *telling_words(KiriIndex *index, const KiriTerms *terms, GError **error)
{
    g_autoptr(GArray) list = kiri_terms_list(terms);
    g_autoptr(GArray) words = g_array_new(FALSE, FALSE, sizeof(Word));
    if (!add_known(index, list, FALSE, words, error) ||
        (words->len < FEW_WORDS && !add_known(index, list, TRUE, words, error)))
        return NULL;
    g_array_sort(words, by_telling);
    if (words->len > KIRI_SEARCH_LIKE_TERMS)
        g_array_set_size(words, KIRI_SEARCH_LIKE_TERMS);
    return g_steal_pointer(&words);
}

/* What to mark: telling words of more than one character; bigrams would mark
 * half words. */
static char **words_to_mark(const GArray *words)
{
    char **marks = NULL;
    for (guint i = 0; i < words->len && kiri_strv_count(marks) < MARK_WORDS; i++) {
        KiriStr term = g_array_index(words, Word, i).term;
        g_autofree char *text = g_strndup(term.p + 1, term.n - 1);
        if (!is_pair(term) && g_utf8_strlen(text, -1) > 1 && !kiri_strv_has(marks, text))
            kiri_strv_add(&marks, text);
    }
    return marks;
}

static void plan_words(KiriPlan *plan, const GArray *words)
{
    for (guint i = 0; i < words->len; i++) {
        const Word *word = &g_array_index(words, Word, i);
        kiri_plan_term(plan, "", word->term);
        kiri_plan_scale(plan, word->weight);
    }
    if (words->len == 0)
        kiri_plan_op(plan, KIRI_XAP_NOTHING, 0);
    else
        kiri_plan_op(plan, KIRI_XAP_OR, words->len);
}

static KiriTerms *terms_of(KiriTokenizer *tokenizer, KiriStr text)
{
    KiriTerms *terms = kiri_terms_new();
    g_autofree char *n_text = kiri_normalize_dup(text);
    kiri_terms_add_promise(terms, "", kiri_str(n_text), 1);
    kiri_terms_add_ranking(terms, tokenizer, text, 1);
    return terms;
}

/* ---- a question, ready to be asked ---- */

typedef struct {
    GArray *words; // Word, most telling first; terms are those of the caller's list
    KiriQuestion *question;
} Asked;

static void asked_clear(Asked *asked)
{
    g_clear_pointer(&asked->words, g_array_unref);
    g_clear_pointer(&asked->question, kiri_question_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Asked, asked_clear)

static gboolean weigh(KiriIndex *index, KiriTokenizer *tokenizer, const KiriTerms *terms,
                      KiriStr text, Asked *asked, GError **error)
{
    asked->words = telling_words(index, terms, error);
    asked->question =
        asked->words ? kiri_question_new(index->reader, tokenizer, text, error) : NULL;
    return asked->question != NULL;
}

/* With the frequencies of now, read again where the index changed. */
static gboolean ready(KiriIndex *index, KiriTokenizer *tokenizer, const KiriTerms *terms,
                      KiriStr text, Asked *asked, GError **error)
{
    GError *trouble = NULL;
    if (weigh(index, tokenizer, terms, text, asked, &trouble))
        return TRUE;
    asked_clear(asked);
    if (!kiri_error_is(trouble, KIRI_ERROR_STALE)) {
        g_propagate_error(error, trouble);
        return FALSE;
    }
    g_clear_error(&trouble);
    return kiri_index_reopen(index, error) && weigh(index, tokenizer, terms, text, asked, error);
}

/* Finds what is like `text`, cut into `terms`; `without` (ids, may be NULL) is
 * left out. */
static KiriSearchResult *ask(KiriSearchJob *job, KiriTokenizer *tokenizer, const KiriTerms *terms,
                             KiriStr text, const KiriQuery *filter, char **without, GError **error)
{
    if (kiri_terms_is_empty(terms)) {
        g_set_error_literal(error, KIRI_ERROR_INDEXER, KIRI_ERROR_USAGE,
                            _("the text to compare with holds no word"));
        return NULL;
    }
    g_auto(Asked) asked = {NULL, NULL};
    if (!ready(job->index, tokenizer, terms, text, &asked, error))
        return NULL;
    g_auto(KiriPlan) plan;
    kiri_plan_init(&plan);
    plan_words(&plan, asked.words);
    if (filter) {
        kiri_plan_query(&plan, filter, kiri_search_tied, job->store);
        kiri_plan_op(&plan, KIRI_XAP_FILTER, 2);
    }
    for (guint i = 0; i < kiri_strv_count(without); i++) {
        kiri_plan_term(&plan, "Q", kiri_str(without[i]));
        kiri_plan_op(&plan, KIRI_XAP_MINUS, 2);
    }
    g_auto(GStrv) keywords = words_to_mark(asked.words);
    job->plan = &plan;
    job->verify = filter && !plan.is_exact ? filter : NULL;
    job->keywords = keywords;
    job->question = asked.question;
    return kiri_search_run(job, error);
}

KiriSearchResult *kiri_search_like(KiriStore *store, KiriIndex *index, KiriTokenizer *tokenizer,
                                   KiriStr text, const KiriQuery *filter,
                                   const KiriSearchOptions *options, GError **error)
{
    g_autoptr(KiriTerms) terms = terms_of(tokenizer, text);
    KiriSearchJob job = {.store = store, .index = index, .options = options};
    return ask(&job, tokenizer, terms, text, filter, NULL, error);
}

/* ---- more like an article ---- */

/* The article, and the others of its story. (transfer full) */
static char **story_of(KiriStore *store, const char *id)
{
    char **ids = NULL;
    kiri_strv_add(&ids, id);
    g_autoptr(KiriLineage) own = kiri_store_get(store, KIRI_NOUN_LINEAGE, id, NULL);
    const char *story = own && own->story ? own->story : NULL;
    g_autoptr(KiriLineage) root =
        story ? kiri_store_get(store, KIRI_NOUN_LINEAGE, story, NULL) : NULL;
    if (story && !kiri_strv_has(ids, story))
        kiri_strv_add(&ids, story);
    for (guint i = 0; root && i < kiri_strv_count(root->copies); i++)
        if (!kiri_strv_has(ids, root->copies[i]))
            kiri_strv_add(&ids, root->copies[i]);
    return ids;
}

KiriSearchResult *kiri_search_like_article(KiriStore *store, KiriIndex *index,
                                           KiriTokenizer *tokenizer, const char *id,
                                           const KiriQuery *filter, gboolean with_copies,
                                           const KiriSearchOptions *options, GError **error)
{
    GError *trouble = NULL;
    g_autoptr(KiriArticle) article = kiri_store_get(store, KIRI_NOUN_ARTICLE, id, &trouble);
    if (!article && !trouble)
        g_set_error(&trouble, KIRI_ERROR_INDEXER, KIRI_ERROR_NOT_FOUND,
                    _("there is no article '%s'"), id);
    if (trouble) {
        g_propagate_error(error, trouble);
        return NULL;
    }
    const KiriArticle words_only = {.title = article->title, .text = article->text};
    g_autoptr(KiriTerms) terms = kiri_terms_new();
    kiri_terms_add_text(terms, tokenizer, &words_only);
    g_autofree char *text = g_strconcat(article->title ? article->title : "", "\n",
                                        article->text ? article->text : "", NULL);
    g_auto(GStrv) without = NULL;
    if (with_copies)
        kiri_strv_add(&without, id);
    else
        without = story_of(store, id);
    KiriSearchJob job = {.store = store, .index = index, .options = options};
    return ask(&job, tokenizer, terms, kiri_str(text), filter, without, error);
}
