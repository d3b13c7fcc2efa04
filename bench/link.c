// SPDX-License-Identifier: GPL-3.0-or-later
/* What it costs to find an article's releases, by how many there are.
 *
 *   link [--releases N] [--articles N] [--last-days N] [--most-ms MS] [--most-mib MIB]
 *        [--least-found SHARE] FILE.ndjson…
 *   link --stored N [--window N] [--releases N] [--puts N] [--most-ms MS] FILE.ndjson…
 *
 * Releases and articles are made from the sentences of the files (link_world.h). An
 * article is taken apart and decided as the link stage does it, releases are read from
 * a store; copies are left out. Articles come in no order of time from all of five years,
 * which is hard on the cache, or with --last-days as a day's news do. Processor time of
 * one thread; memory of the releases' set alone, and of all that grew.
 * One line of JSON on standard output; `found` is the share of the articles on a
 * release that are tied to it, `false` that of the others that are tied to any. The
 * exit is 1 where a bound is not kept.
 *
 * With --stored it is the link stage that runs, over so many articles in a store that
 * grows by --window at a time, and then over --puts releases that come one by one
 * (link_stored.h). */
#include "link/link_stage.h"
#include "link_stored.h"

#include <kirinuki/hash.h>
#include <kirinuki/store.h>

#include <glib/gstdio.h>

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define WEIGHTS KIRINUKI_SOURCE_DIR "/dictionaries/match_weights.tsv"
#define FREQUENCIES KIRINUKI_SOURCE_DIR "/dictionaries/term_frequencies.tsv"

typedef struct {
    gint releases, articles, last_days, stored, window, puts;
    gdouble most_ms, most_mib, least_found;
} Options;

typedef struct {
    GArray *us; // gdouble, by article
    gdouble build_s, set_mib, mib;
    guint on_release, found, off_release, wrong;
    guint64 digest; // of all clips
} Result;

static gdouble cpu_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (gdouble)t.tv_sec * 1e6 + (gdouble)t.tv_nsec / 1e3;
}

static gboolean is_tied(const GPtrArray *clips, gint of)
{
    g_autofree char *id = of >= 0 ? link_world_release_id((guint)of) : NULL;
    for (guint i = 0; i < clips->len; i++) {
        const KiriClip *clip = g_ptr_array_index(clips, i);
        if (clip->release && clip->class_ >= KIRI_CLASS_PUBLICITY &&
            (!id || strcmp(clip->release, id) == 0))
            return TRUE;
    }
    return FALSE;
}

/* So that two programs that ought to decide alike can be held to it. */
static guint64 digest_of(const GPtrArray *clips, guint64 before)
{
    g_auto(KiriBuf) buf;
    kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
    kiri_buf_add(&buf, &before, sizeof before);
    for (guint i = 0; i < clips->len; i++)
        kiri_record_encode(&kiri_clip_shape, g_ptr_array_index(clips, i), &buf);
    return kiri_hash64(kiri_buf_view(&buf));
}

static void decide(const KiriDecider *d, KiriArticle *article, gint of, Result *r)
{
    gdouble begin = cpu_us();
    g_autoptr(KiriSubject) subject = kiri_subject_new(article);
    KiriMember alone = {.id = article->id, .story = article->id};
    g_autoptr(GPtrArray) clips = kiri_decide(d, subject, &alone, NULL, NULL);
    gdouble spent = cpu_us() - begin;
    g_array_append_val(r->us, spent);
    *(of >= 0 ? &r->on_release : &r->off_release) += 1;
    r->digest = digest_of(clips, r->digest);
    *(of >= 0 ? &r->found : &r->wrong) += is_tied(clips, of) ? 1 : 0;
}

static KiriRelease *read_release(const char *id, gpointer forms)
{
    return kiri_store_get(((KiriForms *)forms)->store, KIRI_NOUN_RELEASE, id, NULL);
}

static GBytes *read_form(const char *id, gpointer forms)
{
    return kiri_forms_read(forms, id);
}

static void keep_form(const char *id, GBytes *form, gpointer forms)
{
    kiri_forms_keep(forms, id, form);
}

/* The releases go to the store, and the time that it takes does not count; that of taking
 * them apart and keeping their forms does. */
static KiriMatcher *build(const LinkWorld *w, KiriForms *forms, const KiriFrequencies *frequencies,
                          const KiriWeights *weights, guint n, gdouble *build_us, GError **error)
{
    enum { TOGETHER = 2000 };
    KiriReleaseReader reader = {
        .read = read_release, .data = forms, .form = read_form, .keep = keep_form};
    g_autoptr(KiriMatcher) m = kiri_matcher_open(frequencies, weights, NULL, NULL, &reader);
    for (guint from = 0; from < n; from += TOGETHER) {
        KiriBatch *batch = kiri_batch_begin(forms->store);
        for (guint i = from; i < MIN(from + TOGETHER, n); i++) {
            g_autoptr(KiriRelease) r = link_world_release(w, i);
            kiri_batch_put(batch, KIRI_NOUN_RELEASE, r);
            gdouble begin = cpu_us();
            kiri_matcher_put(m, r);
            *build_us += cpu_us() - begin;
        }
        if (!kiri_batch_commit(batch, error))
            return NULL;
    }
    gdouble begin = cpu_us();
    kiri_matcher_settle(m);
    *build_us += cpu_us() - begin;
    return kiri_forms_flush(forms, error) ? g_steal_pointer(&m) : NULL;
}

static gint by_number(gconstpointer a, gconstpointer b)
{
    gdouble x = *(const gdouble *)a, y = *(const gdouble *)b;
    return x < y ? -1 : x > y;
}

static gboolean measure(const LinkWorld *w, KiriStore *store, const Options *o, Result *r,
                        GError **error)
{
    g_autoptr(KiriFrequencies) frequencies = kiri_frequencies_load(FREQUENCIES, error);
    g_autoptr(KiriWeights) weights = frequencies ? kiri_weights_load(WEIGHTS, error) : NULL;
    if (!weights)
        return FALSE;
    gdouble before_mib = link_resident_mib(), build_us = 0;
    g_auto(KiriForms) forms = {.store = store};
    g_autoptr(KiriMatcher) matcher =
        build(w, &forms, frequencies, weights, (guint)o->releases, &build_us, error);
    if (!matcher)
        return FALSE;
    r->build_s = build_us / 1e6;
    r->set_mib = (gdouble)kiri_matcher_bytes(matcher) / (1 << 20);
    KiriDecider d = {.matcher = matcher, .is_any_ours = TRUE};
    for (guint i = 0; i < (guint)o->articles; i++) {
        gint of;
        KiriArticle *article =
            link_world_article(w, i, (guint)o->releases, (guint)o->last_days, &of);
        decide(&d, article, of, r);
    }
    g_array_sort(r->us, by_number);
    r->mib = link_resident_mib() - before_mib;
    return TRUE;
}

static gdouble quantile(const GArray *us, gdouble q)
{
    return us->len ? g_array_index(us, gdouble, (guint)(q * (us->len - 1))) / 1000 : 0;
}

static gdouble mean_of(const GArray *us)
{
    gdouble sum = 0;
    for (guint i = 0; i < us->len; i++)
        sum += g_array_index(us, gdouble, i);
    return sum / MAX(us->len, 1) / 1000;
}

static gdouble share(guint part, guint whole)
{
    return whole ? (gdouble)part / whole : 0;
}

static void print(const Options *o, const Result *r)
{
    printf("{\"releases\":%d,\"articles\":%d,\"mean_ms\":%.3f,\"p50_ms\":%.3f,\"p99_ms\":%.3f,"
           "\"max_ms\":%.3f,\"build_s\":%.1f,\"set_mib\":%.0f,\"mib\":%.0f,\"found\":%.4f,"
           "\"false\":%.4f,\"clips\":\"%016" G_GINT64_MODIFIER "x\"}\n",
           o->releases, o->articles, mean_of(r->us), quantile(r->us, .5), quantile(r->us, .99),
           quantile(r->us, 1), r->build_s, r->set_mib, r->mib, share(r->found, r->on_release),
           share(r->wrong, r->off_release), r->digest);
}

static gboolean measure_candidates(const LinkWorld *w, KiriStore *store, const Options *o,
                                   gboolean *is_kept, GError **error)
{
    g_autoptr(GArray) us = g_array_new(FALSE, FALSE, sizeof(gdouble));
    Result r = {.us = us};
    if (!measure(w, store, o, &r, error))
        return FALSE;
    print(o, &r);
    *is_kept = mean_of(us) <= o->most_ms && r.mib <= o->most_mib &&
               share(r.found, r.on_release) >= o->least_found;
    return TRUE;
}

static gboolean measure_stored(const LinkWorld *w, KiriStore *store, const Options *o,
                               gboolean *is_kept, GError **error)
{
    LinkStored stored = {.stored = (guint)o->stored,
                         .window = (guint)o->window,
                         .releases = (guint)o->releases,
                         .puts = (guint)o->puts,
                         .most_ms = o->most_ms,
                         .weights = WEIGHTS,
                         .frequencies = FREQUENCIES};
    return link_stored_measure(w, store, &stored, is_kept, error);
}

/* The store is flat folders below one. */
static void remove_tree(const char *path)
{
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
    for (const char *name; dir && (name = g_dir_read_name(dir));) {
        g_autofree char *below = g_build_filename(path, name, NULL);
        remove_tree(below);
    }
    g_remove(path);
}

int main(int argc, char **argv)
{
    Options o = {.releases = 1000,
                 .articles = 2000,
                 .window = 10000,
                 .most_ms = INFINITY,
                 .most_mib = INFINITY};
    const GOptionEntry entries[] = {
        {"releases", 0, 0, G_OPTION_ARG_INT, &o.releases, "how many", "N"},
        {"articles", 0, 0, G_OPTION_ARG_INT, &o.articles, "how many", "N"},
        {"last-days", 0, 0, G_OPTION_ARG_INT, &o.last_days, "articles of these days only", "N"},
        {"stored", 0, 0, G_OPTION_ARG_INT, &o.stored, "the link stage over so many", "N"},
        {"window", 0, 0, G_OPTION_ARG_INT, &o.window, "so many articles at a time", "N"},
        {"puts", 0, 0, G_OPTION_ARG_INT, &o.puts, "releases put one by one", "N"},
        {"most-ms", 0, 0, G_OPTION_ARG_DOUBLE, &o.most_ms, "bound of the mean", "MS"},
        {"most-mib", 0, 0, G_OPTION_ARG_DOUBLE, &o.most_mib, "bound of memory", "MIB"},
        {"least-found", 0, 0, G_OPTION_ARG_DOUBLE, &o.least_found, "bound of found", "SHARE"},
        G_OPTION_ENTRY_NULL};
    g_autoptr(GOptionContext) context = g_option_context_new("FILE.ndjson…");
    g_autoptr(GError) error = NULL;
    g_option_context_add_main_entries(context, entries, NULL);
    gboolean ok = g_option_context_parse(context, &argc, &argv, &error);
    g_autoptr(LinkWorld) world = ok && argc > 1 ? link_world_load(argv + 1, &error) : NULL;
    g_autofree char *dir = world ? g_dir_make_tmp("kirinuki-link-XXXXXX", &error) : NULL;
    g_autoptr(KiriStore) store = dir ? kiri_store_open(dir, KIRI_STORE_CREATE, &error) : NULL;
    gboolean is_kept = FALSE;
    ok = store && o.releases >= 0 && o.articles > 0 && o.last_days >= 0 && o.stored >= 0 &&
         o.window > 0 && o.puts >= 0 &&
         (o.stored ? measure_stored(world, store, &o, &is_kept, &error)
                   : measure_candidates(world, store, &o, &is_kept, &error));
    if (!ok)
        fprintf(stderr, "link: %s\n", error ? error->message : "no files, or a bad number");
    g_clear_pointer(&store, kiri_store_close);
    if (dir)
        remove_tree(dir);
    return !ok ? 2 : is_kept ? 0 : 1;
}
