// SPDX-License-Identifier: GPL-3.0-or-later
/* One page, from its answer to the decision about it.
 *
 *   answer ─▶ worker ─▶ further part? ─▶ back into the lane
 *                │
 *                ├─▶ names another canonical URL of its site, not yet known:
 *                │   that URL is fetched first, this page waits as its companion
 *                └─▶ kiri_intake_page
 *
 * Why a companion waits: the article must be made from its canonical URL,
 * whichever of the twins (AMP, mobile, print) came first, or two runs over the
 * same pages would differ. */
#include "crawl_internal.h"

#include "extract/canonical.h"
#include "page_again.h"
#include "extract/page_check.h"
#include "revisit.h"
#include "poll/schedule.h"

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>
#include <kirinuki/url_form.h>

#include <string.h>

#define MOST_PARTS 20
#define MOST_FAILURES 12 // with doubling pauses: about a week
#define MOST_MISSING 3
/* After an address that we do not ask: a fault of DNS passes, settings change. */
#define ADDRESS_PAUSE_US KIRI_US_PER_DAY
/* So often a further part, or the canonical page, may fail before the article is
 * made without it: a clip that comes a week late is a missed one. */
#define MOST_WAITS 2

void kiri_page_begin(KiriCrawler *c, const KiriUrlRecord *record)
{
    g_autoptr(KiriUrl) url = kiri_url_parse(kiri_str(record->url), NULL);
    if (!url || !kiri_url_is_http(url) || g_hash_table_contains(c->pages, record->url))
        return;
    KiriTask *task = kiri_task_new(KIRI_TASK_PAGE, record->url);
    task->record = kiri_record_copy(&kiri_url_record_shape, record);
    task->newest_us = record->hint_published.us;
    g_hash_table_insert(c->pages, task->record->url, task);
    c->progress.pages_total++;
    kiri_crawler_enqueue(c, task, KIRI_RANK_PAGE);
}

static void conclude(KiriCrawler *c, KiriTask *task);
static void go_on(KiriCrawler *c, KiriTask *task);

/* The task is decided: what waited for it can be decided too. */
static void release_companions(KiriCrawler *c, KiriTask *task, gboolean is_transient)
{
    g_autoptr(GPtrArray) waiting = g_steal_pointer(&task->companions);
    for (guint i = 0; waiting && i < waiting->len; i++) {
        KiriTask *companion = waiting->pdata[i];
        companion->is_waiting = FALSE;
        if (is_transient) {
            /* Both are tried again at the same time, and not one for the other's sake. */
            companion->record->due = task->record->due;
            kiri_intake_put_url(c->intake, companion->record);
            kiri_page_leave(c, companion);
        } else {
            conclude(c, companion);
        }
    }
}

void kiri_page_finish(KiriCrawler *c, KiriTask *task, gboolean is_transient)
{
    g_hash_table_remove(c->pages, task->record->url);
    release_companions(c, task, is_transient);
    c->progress.pages_done++;
    kiri_task_free(task);
}

void kiri_page_leave(KiriCrawler *c, KiriTask *task)
{
    kiri_page_finish(c, task, TRUE);
}

/* ---- ends without a page ---- */

/* A further part is not to be had, or was not to be had again and again: what there
 * is makes the article. Who wants to know the reader before the next part will want
 * that tomorrow, too, and no article waits for an address that we do not ask. */
static gboolean does_without_part(const KiriTask *task, KiriEnd end, KiriFailure failure)
{
    if (!task->whole || end == KIRI_END_HELD)
        return FALSE;
    return end != KIRI_END_RETRY || failure == KIRI_FAILURE_FORBIDDEN ||
           failure == KIRI_FAILURE_POLICY || task->record->failures >= MOST_WAITS;
}

void kiri_page_end(KiriCrawler *c, KiriTask *task, KiriEnd end, KiriFailure failure, gint64 status,
                   const char *why)
{
    KiriUrlRecord *r = task->record;
    gint64 now = kiri_crawler_now_us(c), due = 0;
    KiriUrlState state = KIRI_URL_DUE;
    if (task->is_whole_view && end != KIRI_END_HELD) {
        go_on(c, task); // the parts one by one, then
        return;
    }
    if (kiri_revisit_is(r)) {
        kiri_page_again_end(c, task, end, status, why);
        return;
    }
    if (does_without_part(task, end, failure)) {
        conclude(c, task);
        return;
    }
    if (end == KIRI_END_RETRY || end == KIRI_END_MISSING)
        r->failures++;
    if (end == KIRI_END_REFUSED)
        state = KIRI_URL_REFUSED;
    else if (end == KIRI_END_GONE || (end == KIRI_END_RETRY && r->failures >= MOST_FAILURES) ||
             (end == KIRI_END_MISSING && r->failures >= MOST_MISSING))
        state = KIRI_URL_GONE;
    else if (end == KIRI_END_HELD)
        due = task->origin->held_until_us;
    else if (end == KIRI_END_MISSING)
        due = now + KIRI_US_PER_DAY;
    else if (failure == KIRI_FAILURE_POLICY)
        due = now + ADDRESS_PAUSE_US;
    else
        due =
            now + kiri_backoff_us(r->failures, KIRI_BACKOFF_FIRST_US, KIRI_BACKOFF_MOST_US, r->url);
    r->state = (gint)state;
    r->due = state == KIRI_URL_DUE ? kiri_time_jst(due) : KIRI_TIME_UNSET;
    r->http_status = status;
    g_free(r->reason);
    r->reason = g_strdup(why);
    kiri_intake_put_url(c->intake, r);
    kiri_crawler_count_finished(c);
    if (state == KIRI_URL_REFUSED) {
        c->run->pages_refused++;
    } else {
        c->run->pages_failed++;
        kiri_crawler_note_failure(c, r->url, why);
    }
    kiri_page_finish(c, task, state == KIRI_URL_DUE);
}

gboolean kiri_page_leads_to_known(KiriCrawler *c, KiriTask *task, const char *url)
{
    g_autofree char *canonical = kiri_url_canonical(kiri_str(url), NULL);
    g_autoptr(KiriUrlRecord) known = canonical ? kiri_intake_get_url(c->intake, canonical) : NULL;
    KiriUrlRecord *r = task->record;
    if (!known || !known->article || task->pages || strcmp(canonical, r->url) == 0 ||
        kiri_revisit_is(r))
        return FALSE;
    r->state = KIRI_URL_ALIAS;
    g_free(r->article);
    r->article = g_strdup(known->article);
    r->due = KIRI_TIME_UNSET;
    r->fetched = kiri_time_jst(kiri_crawler_now_us(c));
    kiri_intake_add_source(c->intake, r->article, r->source);
    for (char **s = r->more_sources; s && *s; s++)
        kiri_intake_add_source(c->intake, r->article, *s);
    kiri_intake_put_url(c->intake, r);
    kiri_crawler_count_finished(c);
    c->run->aliases_found++;
    kiri_page_finish(c, task, FALSE);
    return TRUE;
}

/* ---- the answer ---- */

static KiriPage *page_of(const KiriCrawler *c, const KiriTask *task, const KiriResponse *r)
{
    KiriPage *page = kiri_page_new();
    page->url = g_strdup(task->url);
    page->content_type = kiri_response_header(r, "Content-Type");
    page->headers = g_strdup(r->headers);
    page->status = r->status;
    page->fetched = kiri_time_jst(kiri_crawler_now_us(c));
    page->request = g_strdup(r->request_head);
    page->peer = g_strdup(r->peer);
    page->body = g_bytes_ref(r->body);
    return page;
}

static void drop_last_page(KiriTask *task)
{
    g_ptr_array_set_size(task->pages, (gint)task->pages->len - 1);
}

static char **copy_strv(char **v)
{
    return v ? g_strdupv(v) : NULL;
}

void kiri_page_answered(KiriCrawler *c, KiriTask *task, const KiriResponse *r)
{
    g_autoptr(KiriExtractInput) input = kiri_extract_input_new();
    const KiriUrlRecord *record = task->record;
    KiriPage *page = page_of(c, task, r);
    if (!task->pages)
        task->pages = g_ptr_array_new_with_free_func((GDestroyNotify)kiri_page_free);
    g_ptr_array_add(task->pages, page);
    if (task->pages->len == 1)
        c->run->pages_fetched++;
    if (!g_bytes_get_size(page->body) || !kiri_content_type_is_page(page->content_type)) {
        gboolean goes_on = task->is_whole_view;
        if (task->whole)
            drop_last_page(task);
        else
            task->whole = kiri_extracted_new();
        if (goes_on)
            go_on(c, task);
        else
            conclude(c, task);
        return;
    }
    input->url = g_strdup(page->url);
    input->content_type = g_strdup(page->content_type);
    input->body = g_bytes_ref(page->body);
    input->now_us = page->fetched.us;
    input->hint_title = g_strdup(record->hint_title);
    input->hint_summary = g_strdup(record->hint_summary);
    input->hint_authors = copy_strv(record->hint_authors);
    input->hint_published = record->hint_published;
    input->hint_updated = record->hint_updated;
    input->pages_before = task->pages->len - 1;
    input->wants_links = kiri_url_is_teaser(task->url);
    input->rule = kiri_crawler_rule_for(c, page->url);
    kiri_crawler_parse(c, task, c->o->extract_job, &kiri_extract_input_shape, input);
}

/* Is the next part one that may be joined: of the same host, and not had yet? */
static gboolean is_further_part(const KiriTask *task, const char *next)
{
    const KiriPage *first = task->pages->pdata[0];
    g_autoptr(KiriUrl) here = kiri_url_parse(kiri_str(first->url), NULL);
    g_autoptr(KiriUrl) there = kiri_url_parse(kiri_str(next), NULL);
    if (!there || !kiri_url_is_http(there) || strcmp(here->host, there->host) != 0)
        return FALSE;
    g_autofree char *canonical = kiri_url_canonical(kiri_str(next), NULL);
    for (guint i = 0; i < task->pages->len; i++) {
        const KiriPage *had = task->pages->pdata[i];
        g_autofree char *other = kiri_url_canonical(kiri_str(had->url), NULL);
        if (g_strcmp0(canonical, other) == 0)
            return FALSE;
    }
    return canonical != NULL;
}

/* The address of another part or view, if it may be asked for. */
static void ask_for(KiriCrawler *c, KiriTask *task, const char *url)
{
    g_free(task->url);
    task->url = g_strndup(url, strcspn(url, "#"));
    task->hops = 0;
    kiri_crawler_enqueue(c, task, KIRI_RANK_CONTINUED);
}

/* With the next part, if there is one, else to the decision. */
static void go_on(KiriCrawler *c, KiriTask *task)
{
    const char *next = task->whole->next_page;
    task->is_whole_view = FALSE;
    if (next && !task->whole->no_article && task->whole->article && task->pages->len < MOST_PARTS &&
        is_further_part(task, next))
        ask_for(c, task, next);
    else
        conclude(c, task);
}

/* A portal's teaser leads to the article as a redirect does; TRUE: it was followed. */
static gboolean follow_teaser(KiriCrawler *c, KiriTask *task, const KiriExtracted *extracted)
{
    const char *onward = task->whole ? NULL : kiri_url_onward(task->url, extracted->page_links);
    if (!onward || kiri_crawler_refuses(c, onward))
        return FALSE;
    g_clear_pointer(&task->pages, g_ptr_array_unref);
    if (!kiri_page_leads_to_known(c, task, onward))
        ask_for(c, task, onward);
    return TRUE;
}

static void take_extracted(KiriCrawler *c, KiriTask *task, KiriExtracted *extracted)
{
    if (follow_teaser(c, task, extracted)) {
        kiri_extracted_free(extracted);
        return;
    }
    if (!task->whole) {
        task->whole = extracted;
        kiri_crawler_note_rule(c, task->url, extracted);
        const char *view = extracted->whole_page;
        if (view && extracted->article && !extracted->no_article && is_further_part(task, view)) {
            task->is_whole_view = TRUE;
            ask_for(c, task, view);
            return;
        }
    } else {
        gboolean is_part = extracted->article && !extracted->no_article;
        if (!is_part || !(task->is_whole_view ? kiri_extracted_widen(task->whole, extracted)
                                              : kiri_extracted_join(task->whole, extracted))) {
            drop_last_page(task);
            if (!task->is_whole_view)
                g_clear_pointer(&task->whole->next_page, g_free);
        }
        kiri_extracted_free(extracted);
    }
    go_on(c, task);
}

void kiri_page_parsed(KiriCrawler *c, KiriTask *task, const KiriJobResult *result)
{
    g_autoptr(GError) why = NULL;
    /* No worker could be had: that says nothing about the page. */
    if (result->error && kiri_error_is(result->error, KIRI_ERROR_IO)) {
        kiri_page_end(c, task, KIRI_END_RETRY, KIRI_FAILURE_NONE, 0, result->error->message);
        return;
    }
    KiriExtracted *extracted = NULL;
    if (!result->error)
        extracted = kiri_record_decode(&kiri_extracted_shape, kiri_buf_view(&result->out), &why);
    if (!extracted) {
        extracted = kiri_extracted_new();
        extracted->no_article =
            g_strdup_printf(_("the page cannot be read: %s"),
                            result->error ? result->error->message : why->message);
    }
    take_extracted(c, task, extracted);
}

/* ---- the decision ---- */

/* Lets the task wait for the page it names as canonical; FALSE when there is
 * nothing to wait for. */
static gboolean wait_for_canonical(KiriCrawler *c, KiriTask *task)
{
    const KiriPage *first = task->pages->pdata[0];
    g_autofree char *claimed = kiri_intake_claimed_canonical(first->url, task->whole);
    if (!claimed || task->is_refuted || kiri_canonical_is_same_place(first->url, claimed) ||
        kiri_crawler_refuses(c, claimed))
        return FALSE;
    g_autoptr(KiriUrlRecord) known = kiri_intake_get_url(c->intake, claimed);
    if (known && known->article)
        return FALSE; // intake will see that
    if (known && (known->state != KIRI_URL_DUE || known->failures > MOST_WAITS)) {
        task->is_refuted = TRUE;
        return FALSE;
    }
    KiriTask *other = g_hash_table_lookup(c->pages, claimed);
    if (!other) {
        g_autoptr(KiriUrlRecord) record = known ? g_steal_pointer(&known) : NULL;
        if (!record) {
            record = kiri_record_copy(&kiri_url_record_shape, task->record);
            g_free(record->url);
            record->url = g_strdup(claimed);
            record->failures = 0;
        }
        record->due = kiri_time_jst(kiri_crawler_now_us(c));
        kiri_intake_put_url(c->intake, record);
        kiri_page_begin(c, record);
        other = g_hash_table_lookup(c->pages, claimed);
    }
    /* Two pages that name each other: neither is better. */
    if (!other || other == task || other->is_waiting) {
        task->is_refuted = TRUE;
        return FALSE;
    }
    if (!other->companions)
        other->companions = g_ptr_array_new();
    g_ptr_array_add(other->companions, task);
    task->is_waiting = TRUE;
    return TRUE;
}

void kiri_page_count(KiriCrawler *c, KiriTaken taken)
{
    switch (taken) {
    case KIRI_TAKEN_NEW:
        c->run->articles_new++;
        c->progress.articles_new++;
        break;
    case KIRI_TAKEN_CHANGED:
        c->run->articles_changed++;
        break;
    case KIRI_TAKEN_SAME:
        c->run->articles_same++;
        break;
    case KIRI_TAKEN_ALIAS:
        c->run->aliases_found++;
        break;
    case KIRI_TAKEN_NO_ARTICLE:
        c->run->pages_no_article++;
        break;
    }
}

/* The medium of the source, for articles of its own site that the ledger does
 * not know. (transfer full) */
static char *medium_of_source(const KiriCrawler *c, const KiriTask *task)
{
    const KiriPage *first = task->pages->pdata[0];
    g_autoptr(KiriSource) source = task->record->source ? kiri_store_get(c->store, KIRI_NOUN_SOURCE,
                                                                         task->record->source, NULL)
                                                        : NULL;
    if (!source || !source->medium)
        return NULL;
    g_autoptr(KiriUrl) a = kiri_url_parse(kiri_str(source->url), NULL);
    g_autoptr(KiriUrl) b = kiri_url_parse(kiri_str(first->url), NULL);
    if (!a || !a->host || !b || !b->host)
        return NULL;
    g_autofree char *site_a = kiri_url_registrable_domain(a->host);
    g_autofree char *site_b = kiri_url_registrable_domain(b->host);
    return strcmp(site_a, site_b) == 0 ? g_strdup(source->medium) : NULL;
}

static void conclude(KiriCrawler *c, KiriTask *task)
{
    const KiriPage *first = task->pages->pdata[0];
    if (kiri_revisit_is(task->record)) {
        kiri_page_again_conclude(c, task);
        return;
    }
    g_autofree char *reason = kiri_page_no_article_reason(first, task->requested, task->whole);
    if (!reason && wait_for_canonical(c, task))
        return;
    g_autofree char *medium = medium_of_source(c, task);
    KiriIntakePage page = {.pages = task->pages,
                           .extracted = task->whole,
                           .requested_url = task->record->url,
                           .record = task->record,
                           .more_sources = task->record->more_sources,
                           .medium = medium,
                           .is_canonical_refuted = task->is_refuted,
                           .now_us = kiri_crawler_now_us(c)};
    kiri_page_count(c, kiri_intake_page(c->intake, &page, NULL));
    kiri_crawler_count_finished(c);
    kiri_page_finish(c, task, FALSE);
}
