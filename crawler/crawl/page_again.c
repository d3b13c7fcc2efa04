// SPDX-License-Identifier: GPL-3.0-or-later
/* How a further look ends. The record stays DONE whatever comes: the article is
 * ours, and only its due time and the note of what was seen change. */
#include "page_again.h"

#include "extract/page_check.h"
#include "revisit.h"
#include "poll/schedule.h"

#include <kirinuki/i18n.h>

#include <string.h>

#define MOST_FAILURES 5 // in a row; then the look is given up

/* The look is over: the next one of the plan. */
static void put_record(KiriCrawler *c, KiriTask *task, gint64 status, const char *why)
{
    KiriUrlRecord *r = task->record;
    r->state = KIRI_URL_DONE;
    r->fetched = kiri_time_jst(kiri_crawler_now_us(c));
    r->http_status = status;
    g_free(r->reason);
    r->reason = g_strdup(why);
    kiri_intake_put_url(c->intake, r);
}

static void end_look(KiriCrawler *c, KiriTask *task)
{
    c->run->pages_revisited++;
    kiri_crawler_count_finished(c);
    kiri_page_finish(c, task, FALSE);
}

/* The answer says nothing about the article. */
static void take_nothing(KiriCrawler *c, KiriTask *task, gint64 status, const char *why)
{
    task->record->failures = 0;
    kiri_revisit_advance(task->record, kiri_crawler_now_us(c));
    put_record(c, task, status, why);
    end_look(c, task);
}

static void take_missing(KiriCrawler *c, KiriTask *task, gint64 status, const char *why)
{
    if (kiri_revisit_missing(c->intake, task->record, status == 410, status, why,
                             kiri_crawler_now_us(c)))
        c->run->articles_removed++;
    end_look(c, task);
}

static void try_again(KiriCrawler *c, KiriTask *task, KiriEnd end, gint64 status, const char *why)
{
    KiriUrlRecord *r = task->record;
    gint64 now = kiri_crawler_now_us(c), due = task->origin ? task->origin->held_until_us : now;
    if (end != KIRI_END_HELD) {
        r->failures++;
        gint64 wait =
            kiri_backoff_us(r->failures, KIRI_BACKOFF_FIRST_US, KIRI_BACKOFF_MOST_US, r->url);
        due = MAX(due, now + wait);
        c->run->pages_failed++;
        kiri_crawler_note_failure(c, r->url, why);
    }
    r->due = kiri_time_jst(MAX(due, now));
    put_record(c, task, status, why);
    kiri_crawler_count_finished(c);
    kiri_page_finish(c, task, TRUE);
}

void kiri_page_again_end(KiriCrawler *c, KiriTask *task, KiriEnd end, gint64 status,
                         const char *why)
{
    gboolean is_first_page = !task->whole;
    if (status == 304 && is_first_page && task->is_conditional) {
        c->run->articles_same++;
        task->record->missing_since = KIRI_TIME_UNSET;
        take_nothing(c, task, status, NULL);
    } else if (is_first_page && (status == 404 || status == 410)) {
        take_missing(c, task, status, why);
    } else if (end == KIRI_END_HELD || (end != KIRI_END_REFUSED && end != KIRI_END_GONE &&
                                        task->record->failures + 1 < MOST_FAILURES)) {
        try_again(c, task, end, status, why); // without a part the text would be cut
    } else {
        if (end == KIRI_END_REFUSED)
            c->run->pages_refused++;
        else
            c->run->pages_failed++;
        take_nothing(c, task, status, why);
    }
}

void kiri_page_again_conclude(KiriCrawler *c, KiriTask *task)
{
    const KiriPage *first = task->pages->pdata[0];
    g_autofree char *why = NULL;
    g_autoptr(KiriArticle) known = kiri_intake_get_article(c->intake, task->record->article);
    if (!known) { // it was deleted meanwhile, and stays so
        task->record->revisit_from = KIRI_TIME_UNSET;
        take_nothing(c, task, first->status, _("the article was deleted"));
        return;
    }
    KiriLook look = kiri_revisit_judge(known, first, task->requested, task->whole, &why);
    if (look == KIRI_LOOK_MISSING) {
        take_missing(c, task, first->status, why);
    } else if (look == KIRI_LOOK_NOTHING) {
        take_nothing(c, task, first->status, why);
    } else {
        KiriIntakePage page = {.pages = task->pages,
                               .extracted = task->whole,
                               .requested_url = NULL,
                               .record = task->record,
                               .more_sources = task->record->more_sources,
                               .medium = known->medium,
                               .is_again = TRUE,
                               .now_us = kiri_crawler_now_us(c)};
        kiri_page_count(c, kiri_intake_page(c->intake, &page, NULL));
        end_look(c, task);
    }
}

void kiri_page_add_validators(KiriCrawler *c, KiriTask *task, KiriRequest *request)
{
    const KiriUrlRecord *r = task->record;
    task->is_conditional = !task->hops && !task->pages && (r->etag || r->last_modified) &&
                           kiri_revisit_may_ask_by_validators(r, kiri_crawler_now_us(c));
    if (!task->is_conditional)
        return;
    request->etag = r->etag;
    request->last_modified = r->last_modified;
}
