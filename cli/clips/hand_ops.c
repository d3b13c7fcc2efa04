// SPDX-License-Identifier: GPL-3.0-or-later
/* Pieces that people enter, on their way into the store.
 *
 * A piece is known by what kiri_piece_url() is made of. Where it is there already, what
 * is stored stays, because somebody may have corrected it since: entering a list twice
 * changes nothing, and a difference is told, not written over. */
#include "hand_ops.h"

#include "media_type.h"

#include <kirinuki/file.h>
#include <kirinuki/limits.h>

#include <string.h>

const char *const kiri_hand_outcome_names[] = {"new",     "tied",      "same", "differs",
                                               "changed", "withdrawn", NULL};
G_STATIC_ASSERT(G_N_ELEMENTS(kiri_hand_outcome_names) == KIRI_HAND_N_OUTCOMES + 1);

static void free_article(gpointer article)
{
    kiri_article_free(article);
}

static void free_page(gpointer page)
{
    kiri_page_free(page);
}

void kiri_hand_edit_init(KiriHandEdit *e, KiriCli *cli, KiriStore *store, const char *by)
{
    kiri_verdict_edit_init(&e->verdicts, cli, store, by);
    e->articles = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_article);
    e->pages = g_ptr_array_new_with_free_func(free_page);
}

void kiri_hand_edit_clear(KiriHandEdit *e)
{
    kiri_verdict_edit_clear(&e->verdicts);
    g_clear_pointer(&e->articles, g_hash_table_destroy);
    g_clear_pointer(&e->pages, g_ptr_array_unref);
}

gboolean kiri_hand_edit_commit(KiriHandEdit *e, guint *count, GError **error)
{
    KiriBatch *batch = kiri_batch_begin(e->verdicts.store);
    GHashTableIter iter;
    gpointer article;
    guint changed = 0, said = 0;
    char key[KIRI_PAGE_KEY_BYTES];
    for (guint i = 0; i < e->pages->len; i++)
        kiri_batch_put_page(batch, g_ptr_array_index(e->pages, i), key);
    g_hash_table_iter_init(&iter, e->articles);
    while (g_hash_table_iter_next(&iter, NULL, &article))
        changed += kiri_batch_put(batch, KIRI_NOUN_ARTICLE, article) ? 1 : 0;
    kiri_verdict_edit_write(&e->verdicts, batch, &said);
    if (count)
        *count = changed + said;
    g_hash_table_remove_all(e->articles);
    g_ptr_array_set_size(e->pages, 0);
    return kiri_batch_commit(batch, error);
}

/* ---- evidence ---- */

gboolean kiri_hand_evidence_read(KiriHandEvidence *evidence, const char *path, GError **error)
{
    evidence->bytes = kiri_file_read(path, KIRI_LIMIT_EVIDENCE_BYTES, error);
    if (!evidence->bytes)
        return FALSE;
    gsize n = 0;
    const char *p = g_bytes_get_data(evidence->bytes, &n);
    evidence->type = kiri_media_type_of((KiriStr){p ? p : "", n});
    evidence->name = g_path_get_basename(path);
    if (!g_utf8_validate(evidence->name, -1, NULL)) {
        char *valid = g_utf8_make_valid(evidence->name, -1);
        g_free(evidence->name);
        evidence->name = valid;
    }
    if (evidence->type)
        return TRUE;
    g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_PARSE,
                _("'%s' is no scan and no recording: its content is none of %s"), path,
                kiri_media_type_names());
    return FALSE;
}

void kiri_hand_evidence_clear(KiriHandEvidence *evidence)
{
    g_clear_pointer(&evidence->bytes, g_bytes_unref);
    g_clear_pointer(&evidence->name, g_free);
}

static void set_string(char **member, const char *value)
{
    char *copy = g_strdup(value);
    g_free(*member);
    *member = copy;
}

/* Names the evidence in the article; the page goes with the batch. */
static void attach(KiriHandEdit *e, KiriArticle *a, const KiriHandEvidence *evidence)
{
    if (!evidence || !evidence->bytes)
        return;
    KiriPage *page = kiri_page_new();
    page->url = g_strdup(a->url);
    page->content_type = g_strdup(evidence->type);
    page->fetched = e->verdicts.now;
    page->body = g_bytes_ref(evidence->bytes);
    char key[KIRI_PAGE_KEY_BYTES];
    kiri_page_make_key(page, key);
    g_ptr_array_add(e->pages, page);
    g_autofree char *sum = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, evidence->bytes);
    set_string(&a->appearance->evidence, key);
    set_string(&a->appearance->evidence_name, evidence->name);
    set_string(&a->appearance->evidence_sha256, sum);
}

/* ---- articles ---- */

/* The article as this edit has it so far; NULL without error where there is none.
 * (transfer full) */
static KiriArticle *find_article(const KiriHandEdit *e, const char *id, GError **error)
{
    const KiriArticle *here = g_hash_table_lookup(e->articles, id);
    return here ? kiri_record_copy(&kiri_article_shape, here)
                : kiri_store_get(e->verdicts.store, KIRI_NOUN_ARTICLE, id, error);
}

static void put_article(KiriHandEdit *e, KiriArticle *article)
{
    g_hash_table_replace(e->articles, article->id, article);
}

static void keep_evidence(KiriAppearance *how, const KiriAppearance *stored)
{
    if (how->evidence)
        return;
    set_string(&how->evidence, stored->evidence);
    set_string(&how->evidence_name, stored->evidence_name);
    set_string(&how->evidence_sha256, stored->evidence_sha256);
}

/* `article` as it would be stored on top of `stored`: who entered it first, a scan that
 * nobody replaced, a text that nobody gave, and what the program knows of it stay. */
static KiriArticle *laid_over(const KiriArticle *stored, const KiriArticle *article)
{
    KiriArticle *a = kiri_record_copy(&kiri_article_shape, stored);
    set_string(&a->title, article->title);
    if (article->text && *article->text)
        set_string(&a->text, article->text);
    set_string(&a->medium, article->medium);
    a->published = article->published;
    if (article->authors) {
        g_strfreev(a->authors);
        a->authors = g_strdupv(article->authors);
    }
    kiri_appearance_free(a->appearance);
    a->appearance = kiri_record_copy(&kiri_appearance_shape, article->appearance);
    KiriAppearance *how = a->appearance;
    set_string(&how->entered_by, stored->appearance->entered_by);
    how->entered = stored->appearance->entered;
    how->withdrawn = stored->appearance->withdrawn;
    set_string(&how->withdrawn_reason, stored->appearance->withdrawn_reason);
    keep_evidence(how, stored->appearance);
    kiri_article_set_content_hash(a);
    return a;
}

/* A page that a crawl brought keeps its words; it gains who entered it, and the scan. */
static KiriArticle *beside_crawled(const KiriArticle *stored, const KiriArticle *article)
{
    KiriArticle *a = kiri_record_copy(&kiri_article_shape, stored);
    a->appearance = kiri_record_copy(&kiri_appearance_shape, article->appearance);
    return a;
}

/* What becomes of an article that is there. */
static KiriHandOutcome settle(KiriHandEdit *e, const KiriArticle *stored,
                              const KiriArticle *article, gboolean takes_changes)
{
    if (kiri_article_is_withdrawn(stored))
        return KIRI_HAND_WITHDRAWN;
    if (!stored->appearance) {
        put_article(e, beside_crawled(stored, article));
        return KIRI_HAND_TIED;
    }
    /* Of what was crawled, the page says the words. */
    if (kiri_time_is_set(stored->fetched))
        return KIRI_HAND_SAME;
    g_autoptr(KiriArticle) a = laid_over(stored, article);
    if (kiri_record_equal(&kiri_article_shape, stored, a))
        return KIRI_HAND_SAME;
    if (!takes_changes)
        return KIRI_HAND_DIFFERS;
    put_article(e, g_steal_pointer(&a));
    return KIRI_HAND_CHANGED;
}

/* ---- verdicts ---- */

static void say(KiriHandEdit *e, KiriVerdict *v, const KiriPiece *p, const char *ave_reason)
{
    if (p->class_ >= 0)
        kiri_verdict_classify(&e->verdicts, v, (KiriClass)p->class_);
    if (p->tone != KIRI_TONE_UNKNOWN)
        v->tone = p->tone;
    kiri_verdict_set_text(&v->section, p->section);
    kiri_verdict_set_text(&v->note, p->note);
    /* The same sum from another copy of the list is no news. */
    const KiriOverride *sum = kiri_verdict_override(v, KIRI_OVERRIDE_AVE);
    if (p->ave_yen >= 0 && (!sum || (gint64)sum->value != p->ave_yen))
        kiri_verdict_set_override(v, KIRI_OVERRIDE_AVE, (gdouble)p->ave_yen, ave_reason,
                                  e->verdicts.by, e->verdicts.now);
}

gboolean kiri_hand_edit_say(KiriHandEdit *e, const char *clip, const KiriPiece *piece,
                            const char *ave_reason, GError **error)
{
    KiriVerdict *v = kiri_verdict_edit_get(&e->verdicts, clip, error);
    if (!v)
        return FALSE;
    say(e, v, piece, ave_reason);
    kiri_verdict_edit_put(&e->verdicts, v, KIRI_ACTION_ENTER);
    return TRUE;
}

/* Ties the article to what the piece names; a word that somebody said about this tie
 * before stays. `*is_new` says whether there was none. */
static gboolean tie(KiriHandEdit *e, const KiriArticle *a, const KiriPiece *p,
                    const KiriHandHow *how, gboolean *is_new, char **clip, GError **error)
{
    const char *target = p->release ? p->release : p->topic;
    *clip = kiri_clip_make_id(a->id, target);
    g_autoptr(KiriVerdict) v = kiri_verdict_edit_get(&e->verdicts, *clip, error);
    if (!v)
        return FALSE;
    *is_new = kiri_verdict_is_empty(v) && !kiri_recs_count(v->history);
    if (!*is_new && !how->takes_changes)
        return TRUE;
    if (*is_new)
        kiri_verdict_decide(&e->verdicts, v, KIRI_DECISION_ACCEPTED);
    /* Who enters a piece without its text has read it; the program has not. */
    if (*is_new && target && !p->text && p->class_ < 0)
        kiri_verdict_classify(&e->verdicts, v, KIRI_CLASS_PUBLICITY);
    say(e, v, p, how->ave_reason);
    if (*is_new && !kiri_verdict_edit_knows(&e->verdicts, *clip))
        g_ptr_array_add(e->verdicts.clips, kiri_verdict_clip(v, p->release, p->topic));
    kiri_verdict_edit_put(&e->verdicts, g_steal_pointer(&v), KIRI_ACTION_ENTER);
    return TRUE;
}

/* ---- what commands ask for ---- */

gboolean kiri_hand_edit_add(KiriHandEdit *e, const KiriPiece *piece, const KiriHandHow *how,
                            KiriHandOutcome *outcome, char **clip, GError **error)
{
    g_autoptr(KiriArticle) a = kiri_piece_article(piece);
    g_autoptr(GError) why = NULL;
    const char *usual = e->verdicts.by;
    if (piece->by)
        e->verdicts.by = piece->by;
    set_string(&a->appearance->entered_by, e->verdicts.by);
    a->appearance->entered = e->verdicts.now;
    guint pages = e->pages->len;
    attach(e, a, how->evidence);
    g_autoptr(KiriArticle) stored = find_article(e, a->id, &why);
    gboolean is_new_tie = FALSE, ok = why == NULL;
    *outcome = !ok      ? KIRI_HAND_SAME
               : stored ? settle(e, stored, a, how->takes_changes)
                        : KIRI_HAND_NEW;
    gboolean is_put = *outcome == KIRI_HAND_NEW || *outcome == KIRI_HAND_CHANGED ||
                      (*outcome == KIRI_HAND_TIED && stored);
    if (!is_put)
        g_ptr_array_set_size(e->pages, (gint)pages); // nobody names it
    if (why)
        g_propagate_error(error, g_steal_pointer(&why));
    if (ok && *outcome != KIRI_HAND_WITHDRAWN)
        ok = tie(e, a, piece, how, &is_new_tie, clip, error);
    else if (ok)
        *clip = kiri_clip_make_id(a->id, piece->release ? piece->release : piece->topic);
    if (ok && is_new_tie && *outcome == KIRI_HAND_SAME)
        *outcome = KIRI_HAND_TIED;
    if (ok && *outcome == KIRI_HAND_NEW)
        put_article(e, g_steal_pointer(&a));
    e->verdicts.by = usual;
    return ok;
}

gboolean kiri_hand_edit_correct(KiriHandEdit *e, const KiriArticle *article, const KiriPiece *piece,
                                const KiriHandEvidence *evidence, GError **error)
{
    if (!article->appearance) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_REFUSED,
                    _("'%s' was not entered by hand: what a crawl brought is not edited"),
                    article->id);
        return FALSE;
    }
    g_autoptr(KiriArticle) made = kiri_piece_article(piece);
    KiriArticle *a = laid_over(article, made);
    if (!piece->text && !kiri_time_is_set(article->fetched))
        set_string(&a->text, "");
    if (!piece->author)
        g_clear_pointer(&a->authors, g_strfreev);
    attach(e, a, evidence);
    kiri_article_set_content_hash(a);
    put_article(e, a);
    return TRUE;
}

/* Its clips: rejected, or as they were before that. */
static gboolean turn_clips(KiriHandEdit *e, const char *article, gboolean is_withdrawn,
                           GError **error)
{
    g_autofree char *prefix = g_strconcat(article, ".", NULL);
    g_autoptr(GPtrArray) all = kiri_store_list(e->verdicts.store, KIRI_NOUN_VERDICT, prefix, error);
    for (guint i = 0; all && i < all->len; i++) {
        KiriVerdict *v = kiri_record_copy(&kiri_verdict_shape, g_ptr_array_index(all, i));
        if (is_withdrawn) {
            kiri_verdict_decide(&e->verdicts, v, KIRI_DECISION_REJECTED);
            kiri_verdict_edit_put(&e->verdicts, v, KIRI_ACTION_WITHDRAW);
        } else if (v->action == KIRI_ACTION_WITHDRAW) {
            kiri_verdict_edit_put(&e->verdicts, v, KIRI_ACTION_UNDO);
        } else {
            kiri_verdict_free(v);
        }
    }
    return all != NULL;
}

gboolean kiri_hand_edit_withdraw(KiriHandEdit *e, const KiriArticle *article, const char *reason,
                                 GError **error)
{
    if (!article->appearance || kiri_time_is_set(article->fetched)) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_REFUSED,
                    _("'%s' was not entered by hand; 'clip reject' takes it out of the counts"),
                    article->id);
        return FALSE;
    }
    if (kiri_article_is_withdrawn(article) == (reason != NULL))
        return TRUE;
    KiriArticle *a = kiri_record_copy(&kiri_article_shape, article);
    a->appearance->withdrawn = reason ? e->verdicts.now : KIRI_TIME_UNSET;
    set_string(&a->appearance->withdrawn_reason, reason);
    put_article(e, a);
    return turn_clips(e, article->id, reason != NULL, error);
}
