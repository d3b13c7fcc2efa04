// SPDX-License-Identifier: GPL-3.0-or-later
/* Plan and verdict of second looks; the fetching is page.c's.
 *
 * The plan is a function of the first fetch and of the looks taken: it is kept in
 * the URL record, and a crawl that slept over some looks takes one for all. Only
 * what a source named is looked at again: an imported page was never ours to ask
 * for. */
#include "revisit.h"

#include "extract/canonical.h"
#include "extract/page_check.h"
#include "extract/text_match.h"

#include <kirinuki/hash.h>
#include <kirinuki/i18n.h>
#include <kirinuki/normalize.h>
#include <kirinuki/tokenize.h>
#include <kirinuki/url.h>

#include <string.h>

#define STAGE "revisit"
#define LEFT_ALONE_US (7 * KIRI_US_PER_DAY)
#define MISSING_AGAIN_US KIRI_US_PER_HOUR

enum { MOST_ENTRIES = 1000, MOST_SENTENCES = 400 };

static const gint64 looks_us[] = {KIRI_US_PER_HOUR, KIRI_US_PER_DAY, 7 * KIRI_US_PER_DAY};
enum { N_LOOKS = G_N_ELEMENTS(looks_us) };

/* ---- the plan ---- */

gint64 kiri_revisit_next_us(gint64 from_us, gint64 done, gint64 now_us)
{
    if (done < 0 || done >= N_LOOKS || now_us > from_us + looks_us[N_LOOKS - 1] + LEFT_ALONE_US)
        return G_MAXINT64;
    return MAX(from_us + looks_us[done], now_us);
}

gboolean kiri_revisit_is(const KiriUrlRecord *record)
{
    char id[KIRI_ID_BYTES];
    if (!record->article || (record->state != KIRI_URL_DONE && record->state != KIRI_URL_DUE))
        return FALSE;
    kiri_hash_id(kiri_str(record->url), id);
    return strcmp(id, record->article) == 0;
}

gboolean kiri_revisit_may_ask_by_validators(const KiriUrlRecord *record, gint64 now_us)
{
    return kiri_revisit_is(record) && !record->ignores_validators &&
           !kiri_time_is_set(record->missing_since) && kiri_time_is_set(record->revisit_from) &&
           record->revisits < N_LOOKS - 1 &&
           record->revisit_from.us + looks_us[record->revisits] <= now_us;
}

void kiri_revisit_advance(KiriUrlRecord *record, gint64 now_us)
{
    record->due = KIRI_TIME_UNSET;
    if (!kiri_time_is_set(record->revisit_from))
        return;
    while (record->revisits < N_LOOKS &&
           record->revisit_from.us + looks_us[record->revisits] <= now_us)
        record->revisits++;
    gint64 next = kiri_revisit_next_us(record->revisit_from.us, record->revisits, now_us);
    if (next != G_MAXINT64)
        record->due = kiri_time_jst(next);
}

static gboolean is_followed(KiriStore *store, const char *source)
{
    g_autoptr(KiriSource) s = source ? kiri_store_get(store, KIRI_NOUN_SOURCE, source, NULL) : NULL;
    return s && !s->is_disabled;
}

/* Does the clip count: by its class, or because a person accepted it? */
static gboolean counts(KiriStore *store, const char *clip)
{
    g_autoptr(KiriClip) c = kiri_store_get(store, KIRI_NOUN_CLIP, clip, NULL);
    g_autoptr(KiriVerdict) v = kiri_store_get(store, KIRI_NOUN_VERDICT, clip, NULL);
    return c && kiri_standing(c, v).counts;
}

static gboolean plan_one(KiriIntake *intake, KiriStore *store, const char *clip, gint64 now_us)
{
    g_autofree char *id = kiri_clip_article_of(clip, NULL);
    g_autoptr(KiriArticle) article = id ? kiri_intake_get_article(intake, id) : NULL;
    g_autoptr(KiriUrlRecord) r =
        article && article->url ? kiri_intake_get_url(intake, article->url) : NULL;
    if (!r || r->state != KIRI_URL_DONE || kiri_time_is_set(r->revisit_from) || !r->source ||
        !counts(store, clip) || !is_followed(store, r->source))
        return FALSE;
    gint64 from = kiri_time_is_set(r->fetched) ? r->fetched.us : article->fetched.us;
    gint64 next = kiri_revisit_next_us(from, 0, now_us);
    if (next == G_MAXINT64)
        return FALSE;
    r->revisit_from = kiri_time_jst(from);
    r->revisits = 0;
    if (!kiri_time_is_set(r->due) || r->due.us > next)
        r->due = kiri_time_jst(next);
    kiri_intake_put_url(intake, r);
    return TRUE;
}

typedef struct {
    GPtrArray *clips; // ids, each once
    GHashTable *seen;
    guint n;
} Entries;

static gboolean take_entry(const KiriLogEntry *entry, gpointer data)
{
    Entries *e = data;
    e->n++;
    if (!entry->is_delete && (entry->noun == KIRI_NOUN_CLIP || entry->noun == KIRI_NOUN_VERDICT) &&
        !g_hash_table_contains(e->seen, entry->id)) {
        char *id = g_strdup(entry->id);
        g_hash_table_add(e->seen, id);
        g_ptr_array_add(e->clips, id);
    }
    return TRUE;
}

guint kiri_revisit_plan(KiriIntake *intake, KiriStore *store, gint64 now_us, gboolean *more)
{
    guint64 after = kiri_store_cursor(store, STAGE);
    g_autoptr(GPtrArray) clips = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    Entries e = {.clips = clips, .seen = seen};
    guint64 last = kiri_store_log_each(store, after, MOST_ENTRIES, take_entry, &e);
    guint n_due = 0;
    for (guint i = 0; i < clips->len; i++)
        n_due += plan_one(intake, store, clips->pdata[i], now_us) ? 1 : 0;
    if (last > after)
        kiri_batch_set_cursor(kiri_intake_batch(intake), STAGE, last);
    if (more)
        *more = e.n >= MOST_ENTRIES;
    return n_due;
}

/* ---- what a look says ---- */

/* A place where one is asked who one is, or for consent. */
static gboolean is_gate(const char *path)
{
    static const char *const words[] = {"login",  "signin",  "sign-in", "signup",    "auth",
                                        "sso",    "account", "member",  "subscribe", "consent",
                                        "mypage", "regist",  "paywall"};
    g_autofree char *lower = g_ascii_strdown(path, -1);
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
        if (strstr(lower, words[i]))
            return TRUE;
    return FALSE;
}

static gboolean leads_through_gate(const KiriPage *page)
{
    g_autoptr(KiriUrl) url = kiri_url_parse(kiri_str(page->url), NULL);
    return url && url->path && is_gate(url->path);
}

KiriLook kiri_revisit_judge(const KiriArticle *known, const KiriPage *page, const char *requested,
                            const KiriExtracted *extracted, char **why)
{
    *why = kiri_page_no_article_reason(page, requested, extracted);
    if (*why)
        return kiri_page_fell_to_front(page, requested) || extracted->is_missing
                   ? KIRI_LOOK_MISSING
                   : KIRI_LOOK_NOTHING;
    g_autofree char *own = kiri_url_canonical(kiri_str(page->url), NULL);
    if (!own || strcmp(own, known->url) == 0 || kiri_canonical_is_same_place(own, known->url) ||
        kiri_strv_has(known->aliases, own))
        return KIRI_LOOK_ARTICLE;
    kiri_article_set_content_hash(extracted->article);
    if (kiri_articles_are_twins(extracted->article, known))
        return KIRI_LOOK_ARTICLE;
    *why = g_strdup(_("the address leads to another page"));
    return leads_through_gate(page) ? KIRI_LOOK_NOTHING : KIRI_LOOK_MISSING;
}

/* Did its feed give the article another address since it was last seen here? */
static gboolean has_moved(KiriIntake *intake, const KiriUrlRecord *r)
{
    g_autoptr(KiriArticle) article = kiri_intake_get_article(intake, r->article);
    for (char **a = article && r->entry_id ? article->aliases : NULL; a && *a; a++) {
        g_autoptr(KiriUrlRecord) other = kiri_intake_get_url(intake, *a);
        if (other && other->state == KIRI_URL_ALIAS && other->fetched.us > r->fetched.us &&
            g_strcmp0(other->source, r->source) == 0 &&
            g_strcmp0(other->entry_id, r->entry_id) == 0)
            return TRUE;
    }
    return FALSE;
}

gboolean kiri_revisit_missing(KiriIntake *intake, KiriUrlRecord *r, gboolean is_sure, gint64 status,
                              const char *why, gint64 now_us)
{
    gboolean is_first = !kiri_time_is_set(r->missing_since);
    if (is_first && has_moved(intake, r)) {
        kiri_revisit_advance(r, now_us); // `fetched` stays: it was not seen here
        kiri_intake_put_url(intake, r);
        return FALSE;
    }
    if (is_first)
        r->missing_since = kiri_time_jst(now_us);
    r->state = KIRI_URL_DONE;
    r->failures = 0;
    r->fetched = kiri_time_jst(now_us);
    r->http_status = status;
    g_free(r->reason);
    r->reason = g_strdup(why);
    gboolean is_decided = is_sure || now_us - r->missing_since.us >= MISSING_AGAIN_US;
    if (is_decided)
        kiri_revisit_advance(r, now_us);
    else
        r->due = kiri_time_jst(r->missing_since.us + MISSING_AGAIN_US);
    kiri_intake_put_url(intake, r);
    g_autoptr(KiriArticle) article =
        is_decided ? kiri_intake_get_article(intake, r->article) : NULL;
    if (!article || kiri_time_is_set(article->removed))
        return FALSE;
    article->removed = r->missing_since;
    return kiri_intake_put_article(intake, article);
}

/* ---- the fuller text ---- */

/* Characters of `a`'s sentences, and of those among them that stand in `n_in`. */
static void count_shared(const char *n_a, const char *n_in, gsize *all, gsize *shared)
{
    KiriStr sentence;
    gsize at = 0;
    *all = *shared = 0;
    for (guint i = 0; i < MOST_SENTENCES && kiri_sentence_next(kiri_str(n_a), &at, &sentence);
         i++) {
        *all += sentence.n;
        g_autofree char *s = kiri_str_dup(sentence);
        *shared += strstr(n_in, s) ? sentence.n : 0;
    }
}

/* A text written anew on the same matter shares far more than this with the old
 * one (0.4 is usual); of 4,000 pairs of news on different matters 99 in 100 share
 * less. */
static gboolean is_other_matter(const char *a, const char *b)
{
    enum { ALIKE = 200 };
    g_autofree char *x = kiri_squeeze(kiri_str(a));
    g_autofree char *y = kiri_squeeze(kiri_str(b ? b : ""));
    return kiri_alike(x, y) < ALIKE;
}

const char *kiri_revisit_shows_less(const KiriArticle *known, const KiriArticle *a)
{
    if (!known->text || !*known->text || known->is_paywalled)
        return NULL;
    g_autofree char *was = kiri_normalize_dup(kiri_str(known->text));
    g_autofree char *is = kiri_normalize_dup(kiri_str(a->text ? a->text : ""));
    gsize n_was = strlen(was), n_is = strlen(is), all, shared;
    if (a->is_paywalled && n_is * 10 < n_was * 9)
        return "behind a paywall now: the fuller text is kept";
    if (n_is >= n_was || (a->is_corrected && !known->is_corrected))
        return NULL; // a report that grew may have been written anew
    count_shared(is, was, &all, &shared);
    if (n_is * 2 < n_was && shared * 5 >= all * 4)
        return "only a part is shown now: the fuller text is kept";
    if (shared * 10 < all && is_other_matter(known->text, a->text))
        return "the page shows something else now: the article is kept";
    return NULL;
}
