// SPDX-License-Identifier: GPL-3.0-or-later
/* All topics over a stream of articles, beside asking each topic by itself
 * (kiri_query_matches) in the same process, on some of the same articles.
 *
 *   topics [--topics N] [--naive ARTICLES] [--most-ms MS] [--most-mib MIB] [--print]
 *          FILE.ndjson…
 *
 * Files: lines of JSON with title and text. Topics are made from the articles
 * themselves, the same ones every time: words are whole names (runs of kanji,
 * katakana and Latin letters, 2 to 12 characters) that at least three articles
 * and at most one in ten have; each one is drawn with a chance that grows with the
 * square root of the articles that have it, so that rare names and everyday words
 * stand side by side as in an office's own list. A topic has 3 to 8 keywords:
 *
 *   4 in 10   (A OR B …) (C OR D …)      3 in 10   A OR B OR C …
 *   1 in 10   A NEAR/20 B OR C …         1 in 10   A B -(C OR D …)
 *   1 in 10   title:A OR B site:…, or a Latin word with *
 *
 * and one in five leaves something out. The exit is 1 where a bound is not kept, or
 * where the two ways differ in one answer. Processor time; one line of JSON on
 * standard output. With --print nothing is measured, and the topics are printed as a
 * table for `kirinuki topic import`. */
#include "dice.h"
#include "match/words.h"

#include <kirinuki/csv.h>
#include <kirinuki/file.h>
#include <kirinuki/json.h>
#include <kirinuki/normalize.h>
#include <kirinuki/topic_set.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { TOPICS = 10000, NAIVE = 20, LINE_BYTES = 16 << 20, LEAST_DF = 3, SEED = 5 };

typedef struct {
    KiriArticle *article;
    KiriQueryArticle *texts;
} Item;

static gdouble cpu_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (gdouble)t.tv_sec * 1e6 + (gdouble)t.tv_nsec / 1e3;
}

/* Memory of this process that is in use now. */
static gdouble resident_mib(void)
{
    g_autofree char *statm = NULL;
    if (!g_file_get_contents("/proc/self/statm", &statm, NULL, NULL))
        return 0;
    g_auto(GStrv) fields = g_strsplit(statm, " ", 3);
    return (gdouble)g_ascii_strtoull(fields[1] ? fields[1] : "0", NULL, 10) * 4096 / (1 << 20);
}

/* ---- articles ---- */

static void item_clear(gpointer data)
{
    Item *item = data;
    kiri_article_free(item->article);
    kiri_query_article_free(item->texts);
}

static void add_article(GArray *items, KiriStr line)
{
    g_autoptr(KiriJsonDoc) doc = kiri_json_parse(line, NULL);
    const KiriJsonNode *root = doc ? kiri_json_root(doc) : NULL;
    const char *text = kiri_json_string(kiri_json_get(root, "text"), NULL);
    const char *title = kiri_json_string(kiri_json_get(root, "title"), NULL);
    const char *url = kiri_json_string(kiri_json_get(root, "url"), NULL);
    if (!text)
        return;
    Item item = {.article = kiri_article_new()};
    kiri_article_set_url(item.article, url ? url : "urn:x");
    item.article->title = g_strdup(title);
    item.article->text = g_strdup(text);
    g_array_append_val(items, item);
}

static gboolean load(GArray *items, const char *path, GError **error)
{
    g_autoptr(KiriLines) lines = kiri_lines_open(path, LINE_BYTES, error);
    g_autoptr(GError) why = NULL;
    KiriStr line;
    while (lines && kiri_lines_next(lines, &line, &why))
        add_article(items, line);
    if (why)
        g_propagate_error(error, g_steal_pointer(&why));
    return lines && (!error || !*error);
}

/* ---- words ---- */

typedef struct {
    guint df, last; // the last article that had it, + 1
} Seen;

typedef struct {
    GHashTable *seen; // word → Seen
    guint article;
} Count;

typedef struct {
    const char *word;
    gdouble up_to; // sum of weights up to and with this word
} Drawable;

static void count_word(KiriStr word, gsize at, gpointer data)
{
    Count *c = data;
    (void)at;
    glong chars = g_utf8_strlen(word.p, (gssize)word.n);
    if (chars < 2 || chars > 12)
        return;
    g_autofree char *key = g_strndup(word.p, word.n);
    Seen *seen = g_hash_table_lookup(c->seen, key);
    if (!seen) {
        seen = g_new0(Seen, 1);
        g_hash_table_insert(c->seen, g_steal_pointer(&key), seen);
    }
    seen->df += seen->last != c->article + 1;
    seen->last = c->article + 1;
}

static gint by_word(gconstpointer a, gconstpointer b)
{
    return strcmp(((const Drawable *)a)->word, ((const Drawable *)b)->word);
}

static GArray *drawable_words(GHashTable *seen, guint n_articles)
{
    GArray *words = g_array_new(FALSE, FALSE, sizeof(Drawable));
    GHashTableIter iter;
    gpointer word, value;
    g_hash_table_iter_init(&iter, seen);
    while (g_hash_table_iter_next(&iter, &word, &value)) {
        const Seen *s = value;
        Drawable d = {word, sqrt(s->df)};
        if (s->df >= LEAST_DF && s->df <= n_articles / 10)
            g_array_append_val(words, d);
    }
    g_array_sort(words, by_word); // the table's order is nobody's
    for (guint i = 1; i < words->len; i++)
        g_array_index(words, Drawable, i).up_to += g_array_index(words, Drawable, i - 1).up_to;
    return words;
}

static const char *draw(Dice *dice, const GArray *words)
{
    gdouble all = g_array_index(words, Drawable, words->len - 1).up_to;
    gdouble at = dice_unit(dice) * all;
    guint low = 0, high = words->len - 1;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        if (g_array_index(words, Drawable, middle).up_to > at)
            high = middle;
        else
            low = middle + 1;
    }
    return g_array_index(words, Drawable, low).word;
}

/* ---- topics ---- */

static guint throw_die(Dice *dice, guint sides)
{
    return (guint)(dice_next(dice) % sides);
}

static void add_any_of(GString *q, Dice *dice, const GArray *words, guint n)
{
    for (guint i = 0; i < n; i++)
        g_string_append_printf(q, "%s\"%s\"", i ? " OR " : "", draw(dice, words));
}

static char *make_query(Dice *dice, const GArray *words)
{
    GString *q = g_string_new(NULL);
    guint n = 3 + throw_die(dice, 6), kind = throw_die(dice, 10);
    if (kind < 4) {
        g_string_append_c(q, '(');
        add_any_of(q, dice, words, n / 2);
        g_string_append(q, ") (");
        add_any_of(q, dice, words, n - n / 2);
        g_string_append_c(q, ')');
    } else if (kind < 7) {
        add_any_of(q, dice, words, n);
    } else if (kind == 7) {
        g_string_append_printf(q, "\"%s\" NEAR/20 \"%s\" OR ", draw(dice, words),
                               draw(dice, words));
        add_any_of(q, dice, words, n - 2);
    } else if (kind == 8) {
        g_string_append_printf(q, "\"%s\" \"%s\" -(", draw(dice, words), draw(dice, words));
        add_any_of(q, dice, words, n - 2);
        g_string_append_c(q, ')');
    } else {
        const char *word = draw(dice, words);
        gboolean is_latin = g_ascii_isalpha(*word) && g_str_is_ascii(word) && !strchr(word, '-') &&
                            !strpbrk(word, "&+0123456789");
        g_string_append_printf(q, is_latin ? "%s* OR " : "title:\"%s\" OR ", word);
        add_any_of(q, dice, words, n - 2);
        g_string_append(q, " site:livedoor.com");
    }
    return g_string_free(q, FALSE);
}

static void free_topic(gpointer topic)
{
    kiri_topic_free(topic);
}

static GPtrArray *make_topics(const GArray *words, guint n)
{
    GPtrArray *topics = g_ptr_array_new_with_free_func(free_topic);
    for (guint i = 0; i < n; i++) {
        Dice dice = dice_new(SEED, 1, i);
        KiriTopic *t = kiri_topic_new();
        t->id = g_strdup_printf("T-%08u", i);
        t->query = make_query(&dice, words);
        if (throw_die(&dice, 5) == 0) {
            GString *exclude = g_string_new(NULL);
            add_any_of(exclude, &dice, words, 1 + throw_die(&dice, 3));
            t->exclude = g_string_free(exclude, FALSE);
        }
        g_ptr_array_add(topics, t);
    }
    return topics;
}

static void print_topics(const GPtrArray *topics)
{
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    KiriCsvWriter w = kiri_csv_write_begin(&out, TRUE);
    for (const char *const *c = (const char *const[]){"id", "name", "query", "exclude", NULL}; *c;
         c++)
        kiri_csv_write_text(&w, *c);
    kiri_csv_write_end_record(&w);
    for (guint i = 0; i < topics->len; i++) {
        const KiriTopic *t = g_ptr_array_index(topics, i);
        kiri_csv_write_text(&w, t->id);
        kiri_csv_write_text(&w, t->id);
        kiri_csv_write_text(&w, t->query);
        kiri_csv_write_text(&w, t->exclude);
        kiri_csv_write_end_record(&w);
    }
    fwrite(out.p, 1, out.n, stdout);
}

/* ---- measuring ---- */

typedef struct {
    GArray *us;         // gdouble, by article: the scan
    gdouble prepare_us; // mean: kiri_query_article_of
    guint64 matches;
    gdouble build_ms, mib;
    gsize set_bytes;
    guint keywords;
    gdouble naive_us; // mean
    guint naive_articles, different;
} Result;

static gint by_number(gconstpointer a, gconstpointer b)
{
    gdouble x = *(const gdouble *)a, y = *(const gdouble *)b;
    return x < y ? -1 : x > y;
}

static void prepare(GArray *items, Result *r)
{
    gdouble begin = cpu_us();
    for (guint i = 0; i < items->len; i++) {
        Item *item = &g_array_index(items, Item, i);
        item->texts = kiri_query_article_of(item->article);
    }
    r->prepare_us = (cpu_us() - begin) / MAX(items->len, 1);
}

static void scan_all(GArray *items, KiriTopicScan *scan, Result *r)
{
    for (guint i = 0; i < items->len; i++) {
        const Item *item = &g_array_index(items, Item, i);
        gdouble begin = cpu_us();
        kiri_topic_scan_read(scan, item->article, item->texts);
        r->matches += kiri_topic_scan_matches(scan, NULL, 0)->len;
        gdouble spent = cpu_us() - begin;
        g_array_append_val(r->us, spent);
    }
    g_array_sort(r->us, by_number);
}

static void ask_one_by_one(GArray *items, const GPtrArray *topics, KiriTopicScan *scan, guint most,
                           Result *r)
{
    g_autoptr(GPtrArray) queries = g_ptr_array_new();
    for (guint i = 0; i < topics->len; i++)
        g_ptr_array_add(queries, kiri_topic_query(g_ptr_array_index(topics, i), NULL, NULL));
    guint n = MIN(most, items->len);
    for (guint k = 0; k < n; k++) {
        const Item *item = &g_array_index(items, Item, (guint64)k * items->len / n);
        kiri_topic_scan_read(scan, item->article, item->texts);
        const GArray *matches = kiri_topic_scan_matches(scan, NULL, 0);
        gdouble begin = cpu_us();
        guint found = 0;
        for (guint i = 0; i < queries->len; i++) {
            if (!kiri_query_matches(g_ptr_array_index(queries, i), item->texts))
                continue;
            if (found >= matches->len || g_array_index(matches, guint, found) != i)
                r->different++;
            found++;
        }
        r->different += found != matches->len;
        r->naive_us += (cpu_us() - begin) / n;
    }
    r->naive_articles = n;
    for (guint i = 0; i < queries->len; i++)
        kiri_query_free(g_ptr_array_index(queries, i));
}

static gdouble mean_of(const GArray *us)
{
    gdouble sum = 0;
    for (guint i = 0; i < us->len; i++)
        sum += g_array_index(us, gdouble, i);
    return sum / MAX(us->len, 1);
}

static gdouble quantile(const GArray *us, gdouble q)
{
    return us->len ? g_array_index(us, gdouble, (guint)(q * (us->len - 1))) : 0;
}

static void print(const Result *r, guint n_topics, guint n_articles)
{
    gdouble mean = mean_of(r->us);
    printf("{\"topics\":%u,\"keywords\":%u,\"articles\":%u,\"matches_per_article\":%.1f,"
           "\"build_ms\":%.0f,\"set_mib\":%.1f,\"grown_mib\":%.1f,\"mean_us\":%.1f,\"p50_us\":%.1f,"
           "\"p99_us\":%.1f,\"max_us\":%.1f,\"normalise_us\":%.1f,\"naive_articles\":%u,"
           "\"naive_us\":%.0f,\"ratio\":%.0f,\"different\":%u}\n",
           n_topics, r->keywords, n_articles, (gdouble)r->matches / MAX(n_articles, 1), r->build_ms,
           (gdouble)r->set_bytes / (1 << 20), r->mib, mean, quantile(r->us, .5),
           quantile(r->us, .99), quantile(r->us, 1), r->prepare_us, r->naive_articles, r->naive_us,
           r->naive_us / mean, r->different);
}

static gboolean measure(GArray *items, const GPtrArray *topics, guint n_naive, Result *r,
                        GError **error)
{
    gdouble before_mib = resident_mib(), begin = cpu_us();
    g_autoptr(KiriTopicSet) set = kiri_topic_set_new(topics, NULL, error);
    if (!set)
        return FALSE;
    r->build_ms = (cpu_us() - begin) / 1000;
    g_autoptr(KiriTopicScan) scan = kiri_topic_scan_new(set);
    scan_all(items, scan, r);
    r->mib = resident_mib() - before_mib;
    r->set_bytes = kiri_topic_set_bytes(set);
    r->keywords = kiri_topic_set_keywords(set);
    ask_one_by_one(items, topics, scan, n_naive, r);
    return TRUE;
}

/* (transfer full) */
static GPtrArray *topics_of(const GArray *items, guint n)
{
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    for (guint i = 0; i < items->len; i++) {
        Count count = {seen, i};
        kiri_names_each(kiri_str(g_array_index(items, Item, i).texts->text), count_word, &count);
    }
    g_autoptr(GArray) words = drawable_words(seen, items->len);
    return words->len ? make_topics(words, n) : g_ptr_array_new();
}

int main(int argc, char **argv)
{
    gint n_topics = TOPICS, n_naive = NAIVE;
    gdouble most_ms = INFINITY, most_mib = INFINITY;
    gboolean prints = FALSE;
    const GOptionEntry entries[] = {
        {"topics", 0, 0, G_OPTION_ARG_INT, &n_topics, "how many", "N"},
        {"naive", 0, 0, G_OPTION_ARG_INT, &n_naive, "articles for the other way", "N"},
        {"most-ms", 0, 0, G_OPTION_ARG_DOUBLE, &most_ms, "bound per article", "MS"},
        {"most-mib", 0, 0, G_OPTION_ARG_DOUBLE, &most_mib, "bound of memory", "MIB"},
        {"print", 0, 0, G_OPTION_ARG_NONE, &prints, "the topics alone", NULL},
        G_OPTION_ENTRY_NULL};
    g_autoptr(GOptionContext) context = g_option_context_new("FILE.ndjson…");
    g_autoptr(GError) error = NULL;
    g_autoptr(GArray) items = g_array_new(FALSE, FALSE, sizeof(Item));
    g_array_set_clear_func(items, item_clear);
    g_option_context_add_main_entries(context, entries, NULL);
    gboolean ok = g_option_context_parse(context, &argc, &argv, &error);
    for (int i = 1; ok && i < argc; i++)
        ok = load(items, argv[i], &error);
    if (!ok || n_topics < 1 || n_naive < 0) {
        fprintf(stderr, "topics: %s\n", error ? error->message : "bad number");
        return 2;
    }
    g_autoptr(GArray) us = g_array_new(FALSE, FALSE, sizeof(gdouble));
    Result r = {.us = us};
    prepare(items, &r);
    g_autoptr(GPtrArray) topics = topics_of(items, (guint)n_topics);
    if (prints) {
        print_topics(topics);
        return 0;
    }
    if (!topics->len || !measure(items, topics, (guint)n_naive, &r, &error)) {
        fprintf(stderr, "topics: %s\n", error ? error->message : "no words to draw from");
        return 2;
    }
    print(&r, topics->len, items->len);
    return mean_of(us) <= most_ms * 1000 && r.mib <= most_mib && !r.different ? 0 : 1;
}
