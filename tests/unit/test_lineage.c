// SPDX-License-Identifier: GPL-3.0-or-later
/* Who copied whom: places in a family, set phrases, and what is left of those who
 * go. */
#include "../support/outcome.h"

#include <kirinuki/link.h>

#include <string.h>

#define WEIGHTS KIRINUKI_SOURCE_DIR "/dictionaries/match_weights.tsv"
#define FREQUENCIES KIRINUKI_SOURCE_DIR "/dictionaries/term_frequencies.tsv"

static const char *const paragraphs[] = {
    "県は13日、海岸の防風林を再生する事業を今秋から始めると発表した。松くい虫の被害で枯れた"
    "1万2400本を5年かけて植え替え、費用は8億6千万円を見込む。",
    "植え替えには病気に強い品種を使い、地元の小学校や漁協も苗木の世話に加わる。県の調査では、"
    "防風林の面積はこの20年で3割減った。",
    "冬の強風で畑の作物が傷む被害が増え、農家から対策を求める声が上がっていた。担当者は"
    "「林が育つまでの間は、仮の柵で風を防ぎたい」と話す。",
    "知事は記者会見で「次の世代に海辺の景色を渡したい」と述べた。県は来月、住民への説明会を"
    "沿岸の6市町で開く。苗木の世話をするボランティアの募集も始める。",
};
static const char *const other_story =
    "市の動物園で生まれたペンギンのひなが14日、初めて公開された。飼育員の手からイワシを"
    "受け取ると、集まった子どもたちから歓声が上がった。\n名前は来月、来園者の投票で決まる。"
    "園では雄と雌の2羽が3月に卵を産み、交代で温めてきた。ひなの体重は生まれた時の6倍に増え、"
    "泳ぐ練習も始めた。\n園長は「水に入るのを怖がらない、たくましい子だ」と話している。公開は"
    "午前10時と午後2時の2回で、来年の春には群れに加わる見通し。";

/* The story's paragraphs whose digits are in `which`, 1 being the first. */
static char *some_of(const char *which)
{
    GString *text = g_string_new(NULL);
    for (; *which; which++)
        g_string_append_printf(text, "%s%s", text->len ? "\n" : "", paragraphs[*which - '1']);
    return g_string_free(text, FALSE);
}

typedef struct {
    KiriTempDir *dir;
    KiriStore *store;
    KiriLinkOptions options;
} Fixture;

static void set_up(Fixture *f, gconstpointer data)
{
    (void)data;
    f->dir = kiri_temp_new();
    f->store = test_store_open(f->dir, KIRI_STORE_CREATE);
    f->options = (KiriLinkOptions){.weights_path = WEIGHTS, .frequencies_path = FREQUENCIES};
}

static void tear_down(Fixture *f, gconstpointer data)
{
    (void)data;
    test_verify_clean(f->store);
    kiri_store_close(f->store);
    kiri_temp_free(f->dir);
}

static void link_all(KiriStore *store, const KiriLinkOptions *options)
{
    g_autoptr(GError) error = NULL;
    KiriLinkCounts counts;
    gboolean ok = kiri_link_run(store, options, &counts, &error);
    g_assert_no_error(error);
    g_assert_true(ok);
}

static KiriArticle *article_at(const char *site, const char *title, char *text, gint minute)
{
    g_autofree char *url = g_strdup_printf("https://%s.example/news/1", site);
    g_autofree char *owned = text;
    KiriArticle *a = test_article(url, owned, 0);
    g_free(a->title);
    a->title = g_strdup(title);
    a->site_name = g_strdup(site);
    a->published = kiri_time_jst(test_day_us(0) + minute * KIRI_US_PER_MINUTE);
    return a;
}

/* Stores it and gives its id. */
static char *put(Fixture *f, KiriArticle *article)
{
    g_autoptr(KiriArticle) a = article;
    test_put(f->store, KIRI_NOUN_ARTICLE, a);
    return g_strdup(a->id);
}

static KiriLineage *row_of(Fixture *f, const char *id)
{
    g_autoptr(GError) error = NULL;
    KiriLineage *row = kiri_store_get(f->store, KIRI_NOUN_LINEAGE, id, &error);
    g_assert_no_error(error);
    g_assert_nonnull(row);
    return row;
}

/* ---- places ---- */

/* A copy of a copy has its parent where it holds what the parent added. */
static void test_chain(Fixture *f, gconstpointer data)
{
    (void)data;
    static const char *const lead = "海辺の松林が帰ってくる。県の担当課と地元の声を追った。\n";
    g_autofree char *cut = some_of("124"), *middle_text = g_strconcat(lead, cut, NULL);
    g_autofree char *root = put(f, article_at("first", "防風林を再生へ", some_of("1234"), 0));
    g_autofree char *middle =
        put(f, article_at("second", "松林ふたたび　県が着手", g_strdup(middle_text), 60));
    g_autofree char *last =
        put(f, article_at("third", "松林ふたたび　県が着手",
                          g_strconcat(middle_text, "\n（c）南浜新聞社　無断転載を禁じます。", NULL),
                          90));
    g_autofree char *plain = put(f, article_at("fourth", "防風林を再生へ", some_of("123"), 120));
    link_all(f->store, &f->options);
    g_autoptr(KiriLineage) first = row_of(f, root), second = row_of(f, middle);
    g_autoptr(KiriLineage) third = row_of(f, last), fourth = row_of(f, plain);
    g_assert_null(first->origin);
    g_assert_cmpuint(kiri_strv_count(first->copies), ==, 3);
    g_assert_cmpstr(second->origin, ==, root);
    g_assert_cmpstr(second->reason, ==, "time");
    g_assert_cmpint(second->paragraphs_cut, ==, 1);
    g_assert_cmpint(second->paragraphs_added, ==, 1);
    g_assert_true(second->has_other_headline);
    g_assert_cmpfloat(second->text_taken, >, 0.7);
    g_assert_cmpfloat(second->text_taken, <, 1);
    g_assert_cmpstr(third->origin, ==, middle);
    g_assert_cmpstr(third->reason, ==, "text");
    g_assert_cmpstr(third->story, ==, root);
    g_assert_false(third->has_other_headline);
    g_assert_cmpstr(fourth->origin, ==, root);
    g_assert_cmpint(fourth->paragraphs_cut, ==, 1);
    g_assert_cmpint(fourth->paragraphs_added, ==, 0);
}

/* A paper prints the wire's story before the wire's own page is there. */
static void test_credit(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autofree char *text = some_of("1234"), *cut = some_of("123");
    g_autofree char *paper =
        put(f, article_at("paper", "防風林を再生へ", g_strconcat(text, "（共同）", NULL), 0));
    g_autofree char *other =
        put(f, article_at("evening", "松を植える", g_strconcat(cut, "（共同）", NULL), 30));
    link_all(f->store, &f->options);
    g_autoptr(KiriLineage) before = row_of(f, other);
    g_assert_cmpstr(before->origin, ==, paper);
    g_assert_cmpstr(before->credit, ==, "共同");
    g_autofree char *wire = put(f, article_at("共同通信", "防風林を再生へ", some_of("1234"), 45));
    link_all(f->store, &f->options);
    g_autoptr(KiriLineage) root = row_of(f, wire), a = row_of(f, paper), b = row_of(f, other);
    g_assert_null(root->origin);
    g_assert_cmpstr(a->origin, ==, wire);
    g_assert_cmpstr(a->reason, ==, "credit");
    g_assert_cmpstr(b->origin, ==, wire);
    g_assert_cmpuint(kiri_strv_count(root->copies), ==, 2);
}

/* Who takes a text names where it is from, whatever the dates say: here months and
 * days, the copy's being the more exact. */
static void test_named_site(Fixture *f, gconstpointer data)
{
    (void)data;
    KiriArticle *first = article_at("南浜新報", "防風林を再生へ", some_of("1234"), 0);
    kiri_article_set_url(first, "https://first.example/1");
    first->published = kiri_time_coarsen(first->published, KIRI_PRECISION_MONTH);
    KiriArticle *second = article_at("広場", "防風林を再生へ（南浜新報）", some_of("12"), 0);
    kiri_article_set_url(second, "https://second.example/1");
    second->published = kiri_time_coarsen(second->published, KIRI_PRECISION_DAY);
    KiriArticle *third =
        article_at("町の便り", "海岸に松",
                   g_strconcat(paragraphs[0], paragraphs[1], "南浜新報社提供", NULL), 5);
    kiri_article_set_url(third, "https://third.example/1");
    g_autofree char *a = put(f, first), *b = put(f, second), *c = put(f, third);
    link_all(f->store, &f->options);
    g_autoptr(KiriLineage) root = row_of(f, a), copy = row_of(f, b), other = row_of(f, c);
    g_assert_null(root->origin);
    g_assert_cmpstr(copy->origin, ==, a);
    g_assert_cmpstr(copy->reason, ==, "credit");
    g_assert_cmpstr(other->origin, ==, a);
}

/* A link to the source beats the clock too; two that link to each other leave it to
 * the clock. */
static void test_link(Fixture *f, gconstpointer data)
{
    (void)data;
    KiriArticle *early = article_at("early", "防風林を再生へ", some_of("1234"), 0);
    kiri_strv_add(&early->links, "https://late.example/news/1?utm_source=x");
    g_autofree char *a = put(f, early);
    g_autofree char *b = put(f, article_at("late", "防風林を再生へ", some_of("1234"), 30));
    link_all(f->store, &f->options);
    g_autoptr(KiriLineage) row = row_of(f, a);
    g_assert_cmpstr(row->origin, ==, b);
    g_assert_cmpstr(row->reason, ==, "link");
    KiriArticle *late = article_at("late", "防風林を再生へ", some_of("1234"), 30);
    kiri_strv_add(&late->links, "https://early.example/news/1");
    g_free(put(f, late));
    link_all(f->store, &f->options);
    g_autoptr(KiriLineage) turned = row_of(f, b);
    g_assert_cmpstr(turned->origin, ==, a);
}

/* A time that is exact to the day says little: whoever has a minute came before. */
static void test_precision(Fixture *f, gconstpointer data)
{
    (void)data;
    KiriArticle *vague = article_at("vague", "防風林を再生へ", some_of("1234"), 0);
    vague->published = kiri_time_coarsen(vague->published, KIRI_PRECISION_DAY);
    g_autofree char *a = put(f, vague);
    g_autofree char *b = put(f, article_at("exact", "防風林を再生へ", some_of("1234"), 600));
    g_autofree char *teaser =
        put(f, article_at("wall", "海岸の松　5年かけ", g_strconcat(paragraphs[0], "…", NULL), 590));
    link_all(f->store, &f->options);
    g_autoptr(KiriLineage) row = row_of(f, a), cut = row_of(f, teaser), root = row_of(f, b);
    g_assert_cmpstr(row->origin, ==, b);
    /* What is a quarter of another text is no origin of it, ten minutes or not. */
    g_assert_cmpstr(cut->story, ==, b);
    g_assert_null(root->origin);
}

/* Whose day is not known may have come first in its month: then a paper's page is no copy
 * of a portal's, nor the whole text one of a part, though the other has a day. */
static void test_month(Fixture *f, gconstpointer data)
{
    (void)data;
    KiriArticle *whole = article_at("海の話題", "防風林を再生へ", some_of("1234"), 0);
    KiriArticle *part = article_at("駅前ひろば", "海辺の松林", some_of("123"), 0);
    KiriArticle *paper = article_at("南浜新報", "県、松を植え替え", some_of("123"), 0);
    kiri_article_set_url(whole, "https://whole.example/1");
    kiri_article_set_url(part, "https://part.example/1");
    kiri_article_set_url(paper, "https://paper.example/1");
    whole->published = kiri_time_coarsen(whole->published, KIRI_PRECISION_MONTH);
    part->published = kiri_time_coarsen(part->published, KIRI_PRECISION_DAY);
    g_autofree char *a = put(f, whole), *b = put(f, part);
    link_all(f->store, &f->options);
    g_autoptr(KiriLineage) root = row_of(f, a), copy = row_of(f, b);
    g_assert_null(root->origin);
    g_assert_cmpstr(copy->origin, ==, a);
    paper->published = kiri_time_coarsen(paper->published, KIRI_PRECISION_MONTH);
    g_autofree char *c = put(f, paper);
    link_all(f->store, &f->options);
    g_autoptr(KiriLineage) first = row_of(f, c), other = row_of(f, b);
    g_assert_null(first->origin);
    g_assert_cmpstr(other->story, ==, c);
    /* Another month leaves nothing open. */
    KiriArticle *late = article_at("北浜新聞", "防風林を再生へ", some_of("1234"), 0);
    kiri_article_set_url(late, "https://late.example/1");
    late->published = kiri_time_jst(test_day_us(0) + 70 * KIRI_US_PER_DAY);
    late->published = kiri_time_coarsen(late->published, KIRI_PRECISION_MONTH);
    g_autofree char *d = put(f, late);
    link_all(f->store, &f->options);
    g_autoptr(KiriLineage) last = row_of(f, d);
    g_assert_cmpstr(last->story, ==, c);
}

/* A roundup joins nothing, belongs nowhere, and names what it holds. */
static void test_roundup(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autofree char *whole = some_of("1234");
    g_autofree char *pine = put(f, article_at("first", "防風林を再生へ", some_of("1234"), 0));
    g_autofree char *chick =
        put(f, article_at("second", "ペンギンのひな公開", g_strdup(other_story), 10));
    g_autofree char *roundup =
        put(f, article_at("digest", "きょうの話題",
                          g_strconcat("■防風林\n", whole, "\n■動物園\n", other_story, NULL), 600));
    g_autofree char *copy = put(f, article_at("third", "防風林を再生へ", some_of("1234"), 700));
    link_all(f->store, &f->options);
    g_autoptr(KiriLineage) row = row_of(f, roundup), first = row_of(f, pine);
    g_autoptr(KiriLineage) alone = row_of(f, chick), third = row_of(f, copy);
    g_assert_null(row->origin);
    g_assert_cmpstr(row->story, ==, roundup);
    g_assert_cmpuint(kiri_strv_count(row->parts), ==, 2);
    g_assert_cmpstr(row->parts[0], ==, pine);
    g_assert_cmpstr(row->parts[1], ==, chick);
    g_assert_cmpuint(kiri_strv_count(first->copies), ==, 1);
    g_assert_cmpstr(first->copies[0], ==, copy);
    g_assert_cmpstr(alone->story, ==, chick);
    g_assert_null(alone->copies);
    g_assert_cmpstr(third->origin, ==, pine);
    /* A late copy of the one, of which the other two hold a part each, is none. */
    g_autofree char *head = put(f, article_at("fourth", "松くい虫", some_of("12"), 20));
    g_autofree char *tail = put(f, article_at("fifth", "知事の会見", some_of("234"), 30));
    link_all(f->store, &f->options);
    g_autoptr(KiriLineage) again = row_of(f, copy), part = row_of(f, tail);
    g_assert_cmpstr(again->origin, ==, pine);
    g_assert_null(again->parts);
    g_assert_cmpstr(part->story, ==, pine);
}

/* Rows of those who stay follow when one goes, whether they have clips or not. */
static void test_deleted(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autofree char *a = put(f, article_at("first", "防風林を再生へ", some_of("1234"), 0));
    g_autofree char *b = put(f, article_at("second", "防風林を再生へ", some_of("1234"), 10));
    g_autofree char *c = put(f, article_at("third", "防風林を再生へ", some_of("123"), 20));
    link_all(f->store, &f->options);
    KiriBatch *batch = kiri_batch_begin(f->store);
    kiri_batch_delete(batch, KIRI_NOUN_ARTICLE, a);
    test_commit(batch);
    link_all(f->store, &f->options);
    g_assert_false(kiri_store_has(f->store, KIRI_NOUN_LINEAGE, a));
    g_autoptr(KiriLineage) root = row_of(f, b), copy = row_of(f, c);
    g_assert_null(root->origin);
    g_assert_cmpstr(copy->origin, ==, b);
    g_autoptr(GArray) prints = kiri_store_fingerprints_of(f->store, a);
    g_assert_cmpuint(prints->len, ==, 0);
    batch = kiri_batch_begin(f->store);
    kiri_batch_delete(batch, KIRI_NOUN_ARTICLE, c);
    test_commit(batch);
    link_all(f->store, &f->options);
    g_assert_cmpuint(kiri_store_count(f->store, KIRI_NOUN_LINEAGE), ==, 0);
}

/* ---- set phrases ---- */

/* What stands on more pages than are counted is a set phrase: it proves nothing, not
 * even of two articles that were a copy and its origin before. When it is rare again,
 * they are that again. */
static char *page_with(const char *notice, GRand *rand)
{
    enum { CHARS = 120, FIRST = 0x4e00, BEHIND = 0x9000 };
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < CHARS; i++)
        g_string_append_unichar(text, (gunichar)g_rand_int_range(rand, FIRST, BEHIND));
    g_string_append_printf(text, "\n%s", notice);
    return g_string_free(text, FALSE);
}

static void test_set_phrase(Fixture *f, gconstpointer data)
{
    (void)data;
    enum { PAGES = 404, MORE = 4, GONE = 8 };
    g_autoptr(GRand) rand = g_rand_new_with_seed(6);
    g_autofree char *a = put(f, article_at("first", "防風林を再生へ", some_of("1"), 0));
    g_autofree char *b = put(f, article_at("second", "防風林を再生へ", some_of("1"), 10));
    link_all(f->store, &f->options);
    g_autoptr(KiriLineage) row = row_of(f, b);
    g_assert_cmpstr(row->origin, ==, a);
    g_autoptr(GPtrArray) pages = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < PAGES; i++) {
        g_autofree char *site = g_strdup_printf("page%u", i);
        g_ptr_array_add(pages, put(f, article_at(site, site, page_with(paragraphs[0], rand), 20)));
    }
    link_all(f->store, &f->options);
    g_assert_false(kiri_store_has(f->store, KIRI_NOUN_LINEAGE, b));
    g_autofree char *all = outcome_of(f->store);
    f->options.force_rebuild = TRUE;
    link_all(f->store, &f->options);
    g_autofree char *rebuilt = outcome_of(f->store);
    g_assert_true(strcmp(all, rebuilt) == 0);
    f->options.force_rebuild = FALSE;
    f->options.batch_entries = 2; // known as one by then, in the same run
    for (guint i = 0; i < MORE; i++) {
        g_autofree char *site = g_strdup_printf("more%u", i);
        g_free(put(f, article_at(site, site, page_with(paragraphs[0], rand), 20)));
    }
    for (guint i = 0; i < MORE + GONE; i++) {
        KiriBatch *batch = kiri_batch_begin(f->store);
        kiri_batch_delete(batch, KIRI_NOUN_ARTICLE, pages->pdata[i]);
        test_commit(batch);
    }
    link_all(f->store, &f->options);
    g_autoptr(KiriLineage) again = row_of(f, b);
    g_assert_cmpstr(again->origin, ==, a);
}

#define ADD(name, test) g_test_add("/lineage/" name, Fixture, NULL, set_up, test, tear_down)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("chain", test_chain);
    ADD("credit", test_credit);
    ADD("named-site", test_named_site);
    ADD("link", test_link);
    ADD("precision", test_precision);
    ADD("month", test_month);
    ADD("roundup", test_roundup);
    ADD("deleted", test_deleted);
    ADD("set-phrase", test_set_phrase);
    return g_test_run();
}
