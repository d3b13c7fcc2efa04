// SPDX-License-Identifier: GPL-3.0-or-later
/* dict suggest: what the dictionary should know, from the articles and releases.
 *
 * Of many articles a sample is read, chosen by the hash of their ids: the same ones
 * each time, spread over time and media alike. A word that is worth adding is in the
 * sample too; what is asked for with --days or --sample=0 is read whole, as far as the
 * memory for tokens goes, and what was left out is said. */
#include "dict_ops.h"
#include "ordered.h"
#include "watch/progress.h"
#include "user_words.h"

#include <kirinuki/article.h>
#include <kirinuki/hash.h>
#include <kirinuki/new_words.h>
#include <kirinuki/record.h>
#include <kirinuki/release.h>
#include <kirinuki/stop.h>
#include <kirinuki/url.h>

#define DAY_US ((gint64)24 * 3600 * G_USEC_PER_SEC)

typedef struct {
    KiriCli *cli;
    KiriStore *store;
    KiriNewWords *words;
    KiriOrdered *ordered;
    guint64 asked, read, left_out, failed;
    GError *error;
} Reader;

typedef struct {
    char *id, *medium;
    KiriTime when;
    gboolean is_release;
} Ticket;

static void free_ticket(Ticket *t)
{
    g_free(t->id);
    g_free(t->medium);
    g_free(t);
}

static void take_tokens(gpointer tag, KiriBuf *out, const GError *error, gpointer data)
{
    Reader *r = data;
    Ticket *t = tag;
    g_autoptr(GError) why = NULL;
    KiriNewWordsText text = {t->id, t->medium, t->when, t->is_release};
    if (error)
        r->failed++;
    else if (kiri_new_words_add(r->words, &text, kiri_buf_view(out), &why))
        r->read++;
    else if (why)
        r->failed++;
    else
        r->left_out++;
    free_ticket(t);
}

static void submit(Reader *r, Ticket *ticket, const char *title, const char *text)
{
    g_autofree char *both = g_strconcat(title ? title : "", "\n", text ? text : "", NULL);
    kiri_ordered_submit(r->ordered, kiri_str(both), ticket);
}

static char *medium_of(const KiriArticle *article)
{
    if (article->medium)
        return g_strdup(article->medium);
    g_autoptr(KiriUrl) url = kiri_url_parse(kiri_str(article->url), NULL);
    return url && url->host ? g_strdup(url->host) : NULL;
}

static gboolean read_release(gconstpointer record, gpointer data)
{
    const KiriRelease *release = record;
    Reader *r = data;
    if (release->is_removed)
        return TRUE;
    Ticket *ticket = g_new0(Ticket, 1);
    *ticket = (Ticket){.id = g_strdup(release->id), .when = release->date, .is_release = TRUE};
    r->asked++;
    submit(r, ticket, release->title, release->text);
    return !kiri_stop_requested();
}

static gboolean read_article(Reader *r, const char *id, GError **error)
{
    g_autoptr(GError) why = NULL;
    g_autoptr(KiriArticle) article = kiri_store_get(r->store, KIRI_NOUN_ARTICLE, id, &why);
    if (why) {
        g_propagate_error(error, g_steal_pointer(&why));
        return FALSE;
    }
    if (!article)
        return TRUE; // deleted meanwhile
    Ticket *ticket = g_new0(Ticket, 1);
    *ticket = (Ticket){.id = g_strdup(id),
                       .medium = medium_of(article),
                       .when = kiri_time_is_set(article->published) ? article->published
                                                                    : article->fetched};
    submit(r, ticket, article->title, article->text);
    return TRUE;
}

/* Is the article in the sample of one in `every`? */
static gboolean is_chosen(const char *id, guint every)
{
    return every < 2 || kiri_hash64(kiri_str(id)) % every == 0;
}

static gboolean read_articles(Reader *r, const KiriDictSuggestion *how, GError **error)
{
    gint64 now_us = kiri_cli_now_us(r->cli);
    gint64 from_us = how->days > 0 ? now_us - how->days * DAY_US : G_MININT64;
    g_auto(GStrv) ids =
        kiri_store_published_between(r->store, from_us, how->days > 0 ? now_us : G_MAXINT64);
    guint n = kiri_strv_count(ids);
    guint every = how->sample > 0 ? (n + (guint)how->sample - 1) / (guint)how->sample : 1;
    KiriProgress progress = kiri_progress_begin(r->cli, _("reading"));
    gboolean ok = TRUE;
    for (guint i = 0; i < n && ok && !kiri_stop_requested(); i++) {
        if (!is_chosen(ids[i], every))
            continue;
        r->asked++;
        ok = read_article(r, ids[i], error);
        kiri_progress_update(&progress, i + 1, n);
    }
    kiri_progress_end(&progress);
    if (every > 1)
        kiri_cli_note(r->cli, _("one article in %u is read: %" PRIu64 " of %u"), every, r->asked,
                      n);
    return ok;
}

static gboolean read_all(Reader *r, const KiriDictSuggestion *how, GError **error)
{
    KiriPool *pool = kiri_cli_pool(r->cli, error);
    if (!pool)
        return FALSE;
    r->ordered = kiri_ordered_new(pool, KIRI_JOB_NEW_WORDS, take_tokens, r);
    gboolean ok = kiri_store_each(r->store, KIRI_NOUN_RELEASE, "", read_release, r, error) &&
                  read_articles(r, how, error);
    g_clear_pointer(&r->ordered, kiri_ordered_free);
    if (r->left_out)
        kiri_cli_warn(r->cli,
                      _("%" PRIu64 " texts are left out: there is no room for their words; "
                        "--days or --sample makes it fewer"),
                      r->left_out);
    if (r->failed)
        kiri_cli_warn(r->cli, _("%" PRIu64 " texts could not be cut into words"), r->failed);
    return ok;
}

/* ---- answers ---- */

static void write_word(const KiriNewWord *w)
{
    g_auto(KiriBuf) buf;
    kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
    KiriJson j = kiri_out_json_begin(&buf, "suggestion");
    kiri_json_key(&j, "surface");
    kiri_json_cstr(&j, w->surface);
    kiri_json_key(&j, "kind");
    kiri_json_cstr(&j, kiri_word_kind_names[w->kind]);
    kiri_json_key(&j, "parts");
    kiri_json_cstr(&j, w->parts);
    kiri_json_key(&j, "count");
    kiri_json_i64(&j, w->count);
    kiri_json_key(&j, "articles");
    kiri_json_i64(&j, w->articles);
    kiri_json_key(&j, "media");
    kiri_json_i64(&j, w->media);
    kiri_json_key(&j, "first_seen");
    kiri_json_time(&j, w->first_seen);
    const struct {
        const char *name;
        gdouble value;
    } figures[] = {{"score", w->score},
                   {"left_entropy", w->left_entropy},
                   {"right_entropy", w->right_entropy},
                   {"cohesion", w->cohesion},
                   {"in_sentence", w->in_sentence}};
    for (gsize i = 0; i < G_N_ELEMENTS(figures); i++) {
        kiri_json_key(&j, figures[i].name);
        kiri_json_f64(&j, figures[i].value, 2);
    }
    kiri_json_key(&j, "examples");
    kiri_json_open_array(&j);
    for (guint i = 0; i < kiri_strv_count(w->examples); i++) {
        kiri_json_open_object(&j);
        kiri_json_key(&j, "id");
        kiri_json_cstr(&j, w->example_ids[i]);
        kiri_json_key(&j, "text");
        kiri_json_cstr(&j, w->examples[i]);
        kiri_json_close_object(&j);
    }
    kiri_json_close_array(&j);
    kiri_out_json_end(&j);
}

static void print_word(const KiriCli *cli, const KiriNewWord *w)
{
    if (cli->is_json) {
        write_word(w);
        return;
    }
    KiriCivil first = kiri_civil_from_us(w->first_seen.us, KIRI_JST_MIN);
    g_autofree char *surface = kiri_out_safe(w->surface), *parts = kiri_out_safe(w->parts);
    g_autofree char *since =
        kiri_time_is_set(w->first_seen)
            ? g_strdup_printf(_(", since %04d-%02d-%02d"), first.year, first.month, first.day)
            : g_strdup("");
    g_autofree char *figures = g_strdup_printf(_("%-12s %u times in %u articles, %u media%s  %s"),
                                               kiri_word_kind_names[w->kind], w->count, w->articles,
                                               w->media, since, parts);
    kiri_out_row(0, surface, 24, figures);
    guint n = kiri_strv_count(w->examples);
    for (guint i = 0; i < (cli->verbosity ? n : MIN(n, 1)); i++) {
        g_autofree char *text = kiri_out_safe(w->examples[i]);
        kiri_out_row(4, w->example_ids[i], 18, text);
    }
}

static gboolean is_unwanted(const char *surface, gpointer data)
{
    return kiri_dict_file_find(data, kiri_str(surface)) != NULL;
}

static int answer(const Reader *r, KiriDictionary *dictionary, const KiriDictSuggestion *how,
                  KiriDictFile *refused)
{
    KiriNewWordsOptions options = {.limit = how->limit > 0 ? (guint)how->limit : G_MAXUINT,
                                   .least_articles = how->least > 0 ? (guint)how->least : 0,
                                   .only_in_releases = how->from_releases,
                                   .is_unwanted = is_unwanted,
                                   .data = refused};
    g_autoptr(GPtrArray) words = kiri_new_words_find(r->words, dictionary, &options);
    for (guint i = 0; i < words->len; i++)
        print_word(r->cli, words->pdata[i]);
    if (r->cli->is_json)
        kiri_out_json_summary(words->len);
    else if (words->len)
        kiri_cli_note(r->cli, _("'kirinuki dict accept WORD…' adds them; -v shows more "
                                "examples"));
    return words->len ? KIRI_EXIT_DONE : KIRI_EXIT_NO;
}

int kiri_dict_suggest(KiriCli *cli, const KiriDictSuggestion *how, GError **error)
{
    const char *dir = kiri_settings_string(cli->settings, "dictionary.dir");
    g_autofree char *user = kiri_user_words_path(cli, cli->settings);
    if (!kiri_cli_start_workers(cli, KIRI_NEEDS_WORKERS | KIRI_NEEDS_WORDS, error))
        return KIRI_EXIT_FAILED;
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_READ, error);
    g_autoptr(KiriDictionary) dictionary =
        store ? kiri_dictionary_open(*dir ? dir : NULL, user, error) : NULL;
    g_autoptr(KiriNewWords) words = kiri_new_words_new();
    Reader r = {.cli = cli, .store = store, .words = words};
    g_auto(KiriDicts) dicts = {0};
    KiriDictFile *refused = dictionary && kiri_dicts_open(&dicts, cli, FALSE, error)
                                ? kiri_dicts_file(&dicts, KIRI_DICT_REFUSED, error)
                                : NULL;
    if (!refused || !read_all(&r, how, error))
        return KIRI_EXIT_FAILED;
    return answer(&r, dictionary, how, refused);
}
