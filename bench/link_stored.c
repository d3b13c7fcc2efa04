// SPDX-License-Identifier: GPL-3.0-or-later
/* The link stage over a growing store; link_stored.h says what is measured. */
#include "link_stored.h"

#include <kirinuki/link.h>

#include <stdio.h>
#include <time.h>

enum { A_DAY = 1000, TOGETHER = 500, OF_A_RELEASE = 10, TELL_OF_EACH = 4 };

gdouble link_resident_mib(void)
{
    g_autofree char *statm = NULL;
    if (!g_file_get_contents("/proc/self/statm", &statm, NULL, NULL))
        return 0;
    g_auto(GStrv) fields = g_strsplit(statm, " ", 3);
    return (gdouble)g_ascii_strtoull(fields[1] ? fields[1] : "0", NULL, 10) * 4096 / (1 << 20);
}

/* Of all threads. */
static gdouble process_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (gdouble)t.tv_sec * 1e3 + (gdouble)t.tv_nsec / 1e6;
}

/* One in ten tells of a release, four of each, as long as there are releases. */
static KiriArticle *article_of(const LinkWorld *w, const LinkStored *o, guint number)
{
    guint release = number / OF_A_RELEASE / TELL_OF_EACH;
    return number % OF_A_RELEASE == 0 && release < o->releases
               ? link_world_telling(w, number, release)
               : link_world_story(w, number, A_DAY);
}

static gboolean put_articles(const LinkWorld *w, KiriStore *store, const LinkStored *o, guint from,
                             guint to, GError **error)
{
    for (guint begin = from; begin < to; begin += TOGETHER) {
        KiriBatch *batch = kiri_batch_begin(store);
        for (guint i = begin; i < MIN(begin + TOGETHER, to); i++) {
            g_autoptr(KiriArticle) a = article_of(w, o, i);
            kiri_batch_put(batch, KIRI_NOUN_ARTICLE, a);
        }
        if (!kiri_batch_commit(batch, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean put_releases(const LinkWorld *w, KiriStore *store, guint from, guint to,
                             GError **error)
{
    for (guint begin = from; begin < to; begin += TOGETHER) {
        KiriBatch *batch = kiri_batch_begin(store);
        for (guint i = begin; i < MIN(begin + TOGETHER, to); i++) {
            g_autoptr(KiriRelease) r = link_world_release(w, i);
            kiri_batch_put(batch, KIRI_NOUN_RELEASE, r);
        }
        if (!kiri_batch_commit(batch, error))
            return FALSE;
    }
    return TRUE;
}

/* Milliseconds of one run of the stage, negative with error. */
static gdouble run(KiriStore *store, const LinkStored *o, guint64 *linked, GError **error)
{
    KiriLinkOptions options = {.weights_path = o->weights, .frequencies_path = o->frequencies};
    KiriLinkCounts counts;
    gdouble begin = process_ms();
    if (!kiri_link_run(store, &options, &counts, error))
        return -1;
    *linked = counts.linked;
    return process_ms() - begin;
}

static gboolean measure_puts(const LinkWorld *w, KiriStore *store, const LinkStored *o,
                             GError **error)
{
    guint64 linked, decided = 0;
    gdouble all = 0;
    for (guint i = 0; i < o->puts; i++) {
        guint number = o->releases + i;
        if (!put_releases(w, store, number, number + 1, error))
            return FALSE;
        gdouble ms = run(store, o, &linked, error);
        if (ms < 0)
            return FALSE;
        all += ms;
        decided += linked;
    }
    if (o->puts)
        printf("{\"stored\":%u,\"releases_put\":%u,\"ms_each\":%.1f,\"articles_decided\":"
               "%" G_GUINT64_FORMAT ",\"mib\":%.0f}\n",
               o->stored, o->puts, all / o->puts, decided, link_resident_mib());
    return TRUE;
}

gboolean link_stored_measure(const LinkWorld *w, KiriStore *store, const LinkStored *o,
                             gboolean *is_kept, GError **error)
{
    guint64 linked = 0;
    gdouble mean = 0;
    if (!put_releases(w, store, 0, o->releases, error) || run(store, o, &linked, error) < 0)
        return FALSE;
    for (guint from = 0; from < o->stored; from += o->window) {
        guint to = MIN(from + o->window, o->stored);
        if (!put_articles(w, store, o, from, to, error))
            return FALSE;
        gdouble ms = run(store, o, &linked, error);
        if (ms < 0)
            return FALSE;
        mean = ms / (to - from);
        printf("{\"releases\":%u,\"stored\":%u,\"ms\":%.3f,\"mib\":%.0f}\n", o->releases, to, mean,
               link_resident_mib());
        fflush(stdout);
    }
    *is_kept = mean <= o->most_ms;
    return measure_puts(w, store, o, error);
}
