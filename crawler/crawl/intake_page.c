// SPDX-License-Identifier: GPL-3.0-or-later
/* The decisions of intake.h about a page: which article it is, and what becomes of
 * the URLs that led to it.
 *
 * Invariants:
 * 1. An article's id is the hash of its canonical URL, and the URL record of
 *    that URL says DONE as soon as the article exists.
 * 2. A URL that turned out to be the article of another URL says ALIAS and names
 *    the article.
 * 3. Everything a page causes is in one batch. */
#include "intake_internal.h"

#include "extract/canonical.h"
#include "extract/page_check.h"
#include "revisit.h"

#include <kirinuki/care.h>
#include <kirinuki/hash.h>
#include <kirinuki/i18n.h>
#include <kirinuki/transport.h>
#include <kirinuki/url.h>
#include <kirinuki/url_form.h>

#include <string.h>

/* Is this the URL of an article that exists? Whatever leads there by the way, it
 * stays that. */
static gboolean is_home(const KiriUrlRecord *r)
{
    return r->state == KIRI_URL_DONE && kiri_revisit_is(r);
}

/* Writes what became of a URL, keeping what its record said before. */
static void settle_url(KiriIntake *intake, const KiriIntakePage *p, const char *url,
                       KiriUrlState state, const char *article, const char *reason)
{
    g_autoptr(KiriUrlRecord) r = kiri_intake_get_url(intake, url);
    const KiriPage *first = g_ptr_array_index(p->pages, 0);
    if (!r) {
        r = p->record ? kiri_record_copy(&kiri_url_record_shape, p->record) : kiri_url_record_new();
        g_free(r->url);
        r->url = g_strdup(url);
        r->found = kiri_time_is_set(r->found) ? r->found : kiri_time_jst(p->now_us);
        r->revisit_from = KIRI_TIME_UNSET; // the plan is the other URL's
        r->revisits = 0;
        g_clear_pointer(&r->etag, g_free);
        g_clear_pointer(&r->last_modified, g_free);
    }
    if (g_strcmp0(article, r->article) != 0 && is_home(r))
        return;
    r->state = (gint)state;
    g_free(r->article);
    r->article = g_strdup(article);
    g_free(r->reason);
    r->reason = g_strdup(reason);
    r->due = KIRI_TIME_UNSET;
    if (state == KIRI_URL_DONE)
        kiri_revisit_advance(r, p->now_us);
    r->fetched = first->fetched;
    r->http_status = first->status;
    r->failures = 0;
    r->missing_since = KIRI_TIME_UNSET;
    kiri_intake_put_url(intake, r);
}

/* The validators of an article's page, for further looks. Those that stayed while
 * the page changed are never used again. */
static void keep_validators(KiriIntake *intake, const KiriIntakePage *p, const char *canonical,
                            gboolean is_change)
{
    const KiriPage *first = g_ptr_array_index(p->pages, 0);
    g_autoptr(KiriUrlRecord) r = kiri_intake_get_url(intake, canonical);
    if (!r || !first->headers)
        return;
    /* Of several parts none speaks for the whole. */
    gboolean is_whole = p->pages->len == 1 && strcmp(first->url, canonical) == 0;
    g_autofree char *etag = is_whole ? kiri_header_value(first->headers, "ETag") : NULL;
    g_autofree char *modified =
        is_whole ? kiri_header_value(first->headers, "Last-Modified") : NULL;
    gboolean has_stayed = (etag || modified) && g_strcmp0(etag, r->etag) == 0 &&
                          g_strcmp0(modified, r->last_modified) == 0;
    r->ignores_validators |= is_change && has_stayed;
    g_free(r->etag);
    g_free(r->last_modified);
    r->etag = g_steal_pointer(&etag);
    r->last_modified = g_steal_pointer(&modified);
    kiri_intake_put_url(intake, r);
}

/* ---- canonical URLs ---- */

char *kiri_intake_claimed_canonical(const char *page_url, const KiriExtracted *extracted)
{
    const char *claim = extracted->article ? extracted->article->url : NULL;
    g_autofree char *own = kiri_url_canonical(kiri_str(page_url), NULL);
    g_autofree char *other = claim ? kiri_url_canonical(kiri_str(claim), page_url) : NULL;
    if (!own || !other || strcmp(own, other) == 0 || !kiri_canonical_is_plausible(own, other))
        return NULL;
    return g_steal_pointer(&other);
}

/* ---- pages ---- */

/* Medium, source and times: what the extractor could not know. */
static void complete_article(KiriIntake *intake, const KiriIntakePage *p, KiriArticle *a,
                             const char *canonical)
{
    const KiriPage *first = g_ptr_array_index(p->pages, 0);
    kiri_article_set_url(a, canonical);
    g_free(a->fetched_url);
    a->fetched_url = strcmp(first->url, canonical) ? g_strdup(first->url) : NULL;
    a->fetched = first->fetched;
    g_free(a->medium);
    a->medium = kiri_store_medium_of_url(kiri_intake_store(intake), canonical);
    if (!a->medium)
        a->medium = g_strdup(p->medium);
    /* What stays open is said beside what was decided. */
    if (!a->medium)
        kiri_article_add_witness(a, "medium", "ledger", NULL, FALSE,
                                 "no medium of the ledger has this address");
    a->published = kiri_time_day_in_japan(a->published);
    a->modified = kiri_time_day_in_japan(a->modified);
    if (!kiri_time_is_set(a->published))
        kiri_article_add_witness(a, "published", "page", NULL, FALSE, "nothing states a date");
    g_free(a->import_id);
    a->import_id = g_strdup(p->import_id);
    if (p->record && p->record->source) {
        g_free(a->source);
        a->source = g_strdup(p->record->source);
        if (!kiri_strv_has(a->sources, a->source))
            kiri_strv_add(&a->sources, a->source);
    }
    for (char **s = p->more_sources; s && *s; s++)
        if (!kiri_strv_has(a->sources, *s))
            kiri_strv_add(&a->sources, *s);
    kiri_article_set_content_hash(a);
}

/* The raw pages: the article names the first, and then the further ones. */
static void keep_evidence(KiriIntake *intake, const KiriIntakePage *p, KiriArticle *a)
{
    char key[KIRI_PAGE_KEY_BYTES] = "";
    g_clear_pointer(&a->evidence, g_free);
    g_clear_pointer(&a->more_evidence, g_strfreev);
    for (guint i = 0; i < p->pages->len; i++) {
        const KiriPage *page = g_ptr_array_index(p->pages, i);
        if (kiri_page_robots(page, p->extracted).is_noarchive)
            continue; // the publisher wants no copy kept
        kiri_batch_put_page(kiri_intake_batch(intake), page, key);
        if (!a->evidence)
            a->evidence = g_strdup(key);
        else if (strcmp(key, a->evidence) != 0 && !kiri_strv_has(a->more_evidence, key))
            kiri_strv_add(&a->more_evidence, key);
    }
}

static void note_robots(const KiriIntakePage *p, KiriArticle *a)
{
    for (guint i = 0; i < p->pages->len; i++) {
        KiriRobotsTags robots = kiri_page_robots(g_ptr_array_index(p->pages, i), p->extracted);
        a->is_nosnippet |= robots.is_nosnippet;
        if (i || !kiri_time_is_set(robots.unavailable_after))
            continue;
        char end[32];
        kiri_time_format(robots.unavailable_after, end);
        kiri_article_add_witness(a, "unavailable_after", "robots", end, TRUE,
                                 "the publisher wants the page forgotten then");
    }
}

static gboolean has_witness(const KiriArticle *a, const char *field, const char *source,
                            const char *reason)
{
    for (guint i = 0; i < kiri_recs_count(a->witnesses); i++) {
        const KiriWitness *w = g_ptr_array_index(a->witnesses, i);
        if (g_strcmp0(w->field, field) == 0 && g_strcmp0(w->source, source) == 0 &&
            g_strcmp0(w->reason, reason) == 0)
            return TRUE;
    }
    return FALSE;
}

/* A page that shows less than what is known: the fuller article stays, with what
 * the page still says of its headline, and a note. (transfer full) */
static KiriArticle *keep_fuller(const KiriArticle *known, const KiriArticle *shown, const char *why)
{
    KiriArticle *a = kiri_record_copy(&kiri_article_shape, known);
    a->removed = KIRI_TIME_UNSET;
    if (shown->is_corrected && !a->is_corrected) {
        a->is_corrected = TRUE;
        g_free(a->correction);
        a->correction = g_strdup(shown->correction);
    }
    if (!has_witness(a, "text", "further look", why))
        kiri_article_add_witness(a, "text", "further look", NULL, FALSE, why);
    return a;
}

/* The page is `id` under another URL: remember the URL and who named it. */
static void take_alias(KiriIntake *intake, const KiriIntakePage *p, const char *id,
                       const char *alias)
{
    g_autoptr(KiriArticle) article = kiri_intake_get_article(intake, id);
    g_return_if_fail(article);
    if (strcmp(article->url, alias) != 0 && !kiri_strv_has(article->aliases, alias))
        kiri_strv_add(&article->aliases, alias);
    article->removed = KIRI_TIME_UNSET; // it is there, under this address
    const char *source = p->record ? p->record->source : NULL;
    if (source && !kiri_strv_has(article->sources, source))
        kiri_strv_add(&article->sources, source);
    for (char **s = p->more_sources; s && *s; s++)
        if (!kiri_strv_has(article->sources, *s))
            kiri_strv_add(&article->sources, *s);
    kiri_intake_put_article(intake, article);
}

/* The state of a URL that led to `article` (NULL: to none). */
static KiriUrlState state_of(const char *url, KiriUrlState state, const char *article)
{
    char id[KIRI_ID_BYTES];
    if (!article)
        return state;
    kiri_hash_id(kiri_str(url), id);
    return strcmp(id, article) == 0 ? KIRI_URL_DONE : KIRI_URL_ALIAS;
}

/* Every URL that led here: asked for, arrived at, and those of further parts. */
static void settle_urls(KiriIntake *intake, const KiriIntakePage *p, const char *canonical,
                        KiriUrlState state, const char *article, const char *reason)
{
    for (guint i = 0; i <= p->pages->len; i++) {
        const KiriPage *page = i ? g_ptr_array_index(p->pages, i - 1) : NULL;
        const char *raw = page ? page->url : p->requested_url;
        g_autofree char *url = raw ? kiri_url_canonical(kiri_str(raw), NULL) : NULL;
        if (url && g_strcmp0(url, canonical) != 0)
            settle_url(intake, p, url, state_of(url, state, article), article, reason);
    }
    if (canonical)
        settle_url(intake, p, canonical, state, article, reason);
}

/* The article under the canonical URL that the page names, or under its own; the
 * claim is given up where the two are different articles. */
typedef struct {
    char *own, *claimed;   // URLs
    const char *canonical; // one of them
    char id[KIRI_ID_BYTES];
    KiriArticle *known;
} Identity;

static void identity_clear(Identity *identity)
{
    g_free(identity->own);
    g_free(identity->claimed);
    kiri_article_free(identity->known);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Identity, identity_clear)

static void look_up(KiriIntake *intake, Identity *identity, const char *canonical)
{
    identity->canonical = canonical;
    kiri_hash_id(kiri_str(canonical), identity->id);
    g_clear_pointer(&identity->known, kiri_article_free);
    identity->known = kiri_intake_get_article(intake, identity->id);
}

/* A view (AMP, mobile, print) that names no canonical URL is the article of the plain
 * page where that one is known and has the same. */
static void find_plain(KiriIntake *intake, const KiriIntakePage *p, Identity *identity)
{
    g_auto(GStrv) twins = kiri_url_twins(identity->own);
    for (char **t = twins; t && *t; t++) {
        char id[KIRI_ID_BYTES];
        kiri_hash_id(kiri_str(*t), id);
        g_autoptr(KiriArticle) plain = kiri_intake_get_article(intake, id);
        if (!plain)
            continue;
        kiri_article_set_content_hash(p->extracted->article);
        if (!kiri_articles_are_twins(p->extracted->article, plain))
            continue;
        identity->claimed = g_strdup(*t);
        look_up(intake, identity, identity->claimed);
        return;
    }
}

static void find_identity(KiriIntake *intake, const KiriIntakePage *p, Identity *identity)
{
    const KiriPage *first = g_ptr_array_index(p->pages, 0);
    if (p->is_again) {
        look_up(intake, identity, p->record->url);
        return;
    }
    if (!p->is_canonical_refuted)
        identity->claimed = kiri_intake_claimed_canonical(first->url, p->extracted);
    look_up(intake, identity, identity->claimed ? identity->claimed : identity->own);
    if (!identity->known && !identity->claimed)
        find_plain(intake, p, identity);
    if (!identity->known || !identity->claimed)
        return;
    kiri_article_set_content_hash(p->extracted->article);
    if (kiri_articles_are_twins(p->extracted->article, identity->known))
        return;
    g_clear_pointer(&identity->claimed, g_free);
    look_up(intake, identity, identity->own);
}

/* The article that the feed's entry led to under another URL, if this is the same
 * story still; a guid that is given to another story identifies nothing. (transfer
 * full) */
static char *moved_from(KiriIntake *intake, const KiriIntakePage *p, const KiriArticle *a)
{
    enum { MOST_URLS = 4 };
    const KiriUrlRecord *record = p->record;
    g_auto(GStrv) urls = record && record->entry_id && record->source
                             ? kiri_store_urls_of_entry(kiri_intake_store(intake), record->source,
                                                        record->entry_id, MOST_URLS)
                             : NULL;
    for (char **u = urls; u && *u; u++) {
        g_autoptr(KiriUrlRecord) before = kiri_intake_get_url(intake, *u);
        g_autoptr(KiriArticle) known =
            before && before->article && strcmp(before->article, a->id) != 0
                ? kiri_intake_get_article(intake, before->article)
                : NULL;
        if (known && g_strcmp0(known->medium, a->medium) == 0 && kiri_articles_are_twins(a, known))
            return g_strdup(known->id);
    }
    return NULL;
}

/* Does this article stand under so many addresses already that its text must be a
 * form of the site's (an error, a login), and not an article? */
static gboolean is_form(KiriIntake *intake, const char *twin, const KiriArticle *a)
{
    enum { MOST_PLACES = 6, MOST_FORM_CHARS = 600 };
    g_autoptr(KiriArticle) article = kiri_intake_get_article(intake, twin);
    if (!article || g_utf8_strlen(a->text ? a->text : "", -1) > MOST_FORM_CHARS)
        return FALSE;
    guint places = 0;
    for (char **alias = article->aliases; alias && *alias; alias++)
        places += !kiri_canonical_is_same_place(*alias, article->url);
    return places >= MOST_PLACES;
}

static KiriTaken take_twin(KiriIntake *intake, const KiriIntakePage *p, const Identity *identity,
                           const char *twin)
{
    take_alias(intake, p, twin, identity->own);
    settle_urls(intake, p, NULL, KIRI_URL_ALIAS, twin, NULL);
    if (identity->claimed && !identity->known)
        settle_url(intake, p, identity->claimed, KIRI_URL_ALIAS, twin, NULL);
    return KIRI_TAKEN_ALIAS;
}

/* A new article, or one more version of the known one. */
static KiriTaken take_article(KiriIntake *intake, const KiriIntakePage *p, const Identity *identity)
{
    KiriArticle *a = p->extracted->article;
    const KiriArticle *known = identity->known;
    const char *less = known ? kiri_revisit_shows_less(known, a) : NULL;
    if (less) {
        p->extracted->article = keep_fuller(known, a, less);
        kiri_article_free(a);
        a = p->extracted->article;
    } else {
        keep_evidence(intake, p, a);
    }
    gboolean is_change = kiri_intake_put_article(intake, a);
    settle_urls(intake, p, identity->canonical, KIRI_URL_DONE, a->id, NULL);
    keep_validators(intake, p, identity->canonical, is_change && !less);
    return !known ? KIRI_TAKEN_NEW : is_change ? KIRI_TAKEN_CHANGED : KIRI_TAKEN_SAME;
}

static KiriTaken take_nothing(KiriIntake *intake, const KiriIntakePage *p, const char *own,
                              const char *reason)
{
    settle_urls(intake, p, own, KIRI_URL_NO_ARTICLE, NULL, reason);
    if (!p->extracted->no_article)
        p->extracted->no_article = g_strdup(reason);
    return KIRI_TAKEN_NO_ARTICLE;
}

/* Was it forgotten under any of the addresses that the page has, or as these words? */
static gboolean is_forgotten(KiriIntake *intake, const KiriIntakePage *p, const Identity *identity)
{
    KiriStore *store = kiri_intake_store(intake);
    const KiriPage *first = g_ptr_array_index(p->pages, 0);
    g_autofree char *claimed = kiri_intake_claimed_canonical(first->url, p->extracted);
    g_autofree char *asked =
        p->requested_url ? kiri_url_canonical(kiri_str(p->requested_url), NULL) : NULL;
    return kiri_store_forgets_url(store, identity->own) || kiri_store_forgets_url(store, claimed) ||
           kiri_store_forgets_url(store, asked) ||
           kiri_store_forgets_article(store, p->extracted->article);
}

KiriTaken kiri_intake_page(KiriIntake *intake, const KiriIntakePage *p, char **id)
{
    const KiriPage *first = g_ptr_array_index(p->pages, 0);
    KiriArticle *a = p->extracted->article;
    g_auto(Identity) identity = {.own = kiri_url_canonical(kiri_str(first->url), NULL)};
    g_autofree char *reason = kiri_page_no_article_reason(first, p->requested_url, p->extracted);
    if (id)
        *id = NULL;
    if (!identity.own && !reason)
        reason = g_strdup(_("the address is no http address"));
    if (reason)
        return take_nothing(intake, p, identity.own, reason);
    find_identity(intake, p, &identity);
    g_autofree char *twin = NULL;
    if (identity.known && identity.claimed) {
        twin = g_strdup(identity.id);
    } else {
        complete_article(intake, p, a, identity.canonical);
        note_robots(p, a);
        if (identity.known && !a->import_id)
            a->import_id = g_strdup(identity.known->import_id);
        twin = identity.known ? NULL : kiri_intake_find_twin(intake, a);
        if (!twin && !identity.known)
            twin = moved_from(intake, p, a);
    }
    if (is_forgotten(intake, p, &identity))
        return take_nothing(intake, p, identity.own, _("it was forgotten"));
    if (twin && !identity.known && is_form(intake, twin, a))
        return take_nothing(intake, p, identity.own,
                            _("the same text stands under many addresses"));
    if (id)
        *id = g_strdup(twin ? twin : a->id);
    return twin ? take_twin(intake, p, &identity, twin) : take_article(intake, p, &identity);
}
